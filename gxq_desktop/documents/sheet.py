"""A Sheet is one page as a list of drawing operations, in mm from its top left corner.

Nothing is written while drawing: pdf_writer emits sheets, preflight reads them, the benchmark replays them. Graphics
lie under text, each in the order drawn (so a bar drawn after a label does not cover it).

    sheet = Sheet(A4)
    with sheet.tag("H1"):
        sheet.text(25, 36, "怎样用这本手册", CHAPTER_TITLE)            # baseline at y 36; returns the width
    used = sheet.paragraph(25, 45, 168, marked("…", LEAD))            # top at y 45; returns the height
    sheet.rule(25, 24, 193, RULE_CHAPTER)
    sheet.rect(25, 60, 20, 5, fill=ACCENT); sheet.hatch(25, 70, 30, 5)
    with sheet.artifact():                                            # furniture: not read aloud
        sheet.text(193, 285, "3", FOLIO, align="right")
    with sheet.tag("Figure", alt="关键链，十步"):
        …
    sheet.anchor("A23"); sheet.bookmark("四　通排时间表"); sheet.link(25, 60, 20, 5, "A23")

Tags build the structure that screen readers follow; text outside any tag becomes a paragraph (P) of its own, graphics
outside a Figure are decoration.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field
from typing import Final, Literal, NamedTuple, TypeAlias

from gxq_desktop.documents.qr_code import qr_modules
from gxq_desktop.documents.styles import TextStyle
from gxq_desktop.documents.text import Line, Lines, Text, set_line, set_lines
from gxq_desktop.documents.tokens import (
    ACCENT,
    BLACK,
    INK,
    RULE_TABLE,
    WHITE,
    Colour,
    Frame,
    Size,
)
from gxq_desktop.domain.frozen import slotted

Point: TypeAlias = tuple[float, float]
Align = Literal["left", "centre", "right"]
Dash: TypeAlias = tuple[float, float] | None
ARTIFACT: Final = -1
"""Marked-content number of what is not part of the text (furniture, rules, shading)."""
REFERENCES: Final = "references"


class Place:
    """Stands for a sheet in the structure. (A tag that held its sheets would make a cycle that outlives the document.)"""

    __slots__ = ()


@slotted
class Tag:
    """One element of the document's structure: a role of PDF 1.7 §14.8.4 (H1, P, Table, TR, TH, TD, L, LI, Figure …).

    kids: child tags, and (place of the sheet, number) of marked content, in reading order. scope: "Column" or "Row" of
    a TH. number: the writer's.
    """

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    role: str
    alt: str = ""
    scope: str = ""
    col_span: int = 1
    row_span: int = 1
    number: int = 0
    kids: list[Tag | tuple[Place, int]] = field(default_factory=list)
    link: Link | None = None


class TextOp(NamedTuple):
    """A line of text: its left edge and baseline (mm); angle in degrees, counter-clockwise, about that point."""

    x: float
    y: float
    line: Line
    content: int
    angle: float


class LineOp(NamedTuple):
    """Stroked straight pieces x1, y1, x2, y2 (mm), all of one weight, colour and dash."""

    pieces: Sequence[tuple[float, float, float, float]]
    weight: float
    colour: Colour
    dash: Dash
    content: int


class ShapeOp(NamedTuple):
    """A filled and/or stroked path. commands: ("m" or "l", x, y), ("c", 6 numbers), ("re", x, y, width, height), ("h",).

    Stroke is centred on the path; weight and dash in mm.
    """

    commands: Sequence[tuple[str | float, ...]]
    fill: Colour | None
    stroke: Colour | None
    weight: float
    dash: Dash
    content: int


class ImageOp(NamedTuple):
    """A PNG or JPEG file's bytes drawn into a rectangle."""

    x: float
    y: float
    width: float
    height: float
    data: bytes
    content: int


class Link(NamedTuple):
    """A rectangle that leads to an ANCHOR of the document, or to a URI."""

    x: float
    y: float
    width: float
    height: float
    anchor: str
    uri: str
    words: str


class Bookmark(NamedTuple):
    """An entry of the outline. level 0 is a chapter."""

    title: str
    level: int
    y: float


class Placement(NamedTuple):
    """Another sheet seen through WINDOW of this one, its top left corner at (x, y): a tile of a large chart.

    Printed only: what the other sheet says is not read aloud from here.
    """

    sheet: Sheet
    x: float
    y: float
    window: Frame


GraphicOp: TypeAlias = LineOp | ShapeOp | ImageOp


class Sheet:
    """One page being drawn. size: (width, height) mm. number: its place in the document, from 1, as printed on it.

    label: what a reader's page list calls it instead of its number, "" for that. frame: where text that is not furniture
    must stay, for preflight; None if anywhere.
    """

    def __init__(self, size: Size, number: int = 1) -> None:
        self.width, self.height = size
        self.number = number
        self.label = ""
        self.place = Place()
        self.texts: list[TextOp] = []
        self.graphics: list[GraphicOp] = []
        self.placements: list[Placement] = []
        self.links: list[Link] = []
        self.anchors: dict[str, float] = {}
        self.bookmarks: list[Bookmark] = []
        self.roots: list[Tag] = []
        self.content_count = 0
        self.content_tags: list[Tag] = []
        self.frame: Frame | None = None
        self._open: list[Tag | None] = []
        self._current: Tag | None = None
        self._last: Tag | None = None
        self._content = ARTIFACT
        self._is_artifact = False

    def place_sheet(self, sheet: Sheet, x: float, y: float, window: Frame) -> None:
        """Show SHEET, its top left corner at (x, y), as far as it lies in WINDOW. It is stored once however often shown."""
        self.placements.append(Placement(sheet, x, y, window))

    # --- structure ----------------------------------------------------------------------------------------------------

    def begin_tag(self, tag: str | Tag, alt: str = "", scope: str = "", col_span: int = 1, row_span: int = 1) -> Tag:
        """Open an element, or reopen one begun on an earlier sheet (a table, a list that goes on). Returns it."""
        if isinstance(tag, str):
            tag = Tag(tag, alt, scope, col_span, row_span)
            if not self._is_artifact:
                self.attach(tag)
        self._open.append(self._current)
        self._current = tag
        return tag

    def attach(self, tag: Tag) -> None:
        """Put a Tag made elsewhere into the structure at this place, once; begin_tag(tag) then opens it."""
        if self._current is not None:
            self._current.kids.append(tag)
        else:
            self.roots.append(tag)

    def end_tag(self) -> None:
        """Close the element opened last."""
        self._current = self._open.pop()

    @contextmanager
    def tag(self, tag: str | Tag, alt: str = "", scope: str = "") -> Iterator[Tag]:
        """begin_tag and end_tag as a with-block."""
        yield self.begin_tag(tag, alt, scope)
        self.end_tag()

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is furniture: printed, not read aloud, left out when text reflows."""
        before, self._is_artifact = self._is_artifact, True
        yield
        self._is_artifact = before

    def _text_content(self) -> int:
        if self._is_artifact:
            self._last = None
            return ARTIFACT
        current = self._current
        if current is None:
            current = Tag("P")
            self.roots.append(current)
        return self._content_of(current)

    def _content_of(self, current: Tag) -> int:
        if current is not self._last:
            self._last = current
            self._content = self.content_count
            self.content_count += 1
            self.content_tags.append(current)
            current.kids.append((self.place, self._content))
        return self._content

    def _graphic_content(self) -> int:
        current = self._current
        if self._is_artifact or current is None or current.role != "Figure":
            return ARTIFACT
        return self._content_of(current)

    # --- text ---------------------------------------------------------------------------------------------------------

    def text(
        self,
        x: float,
        baseline: float,
        text: Text | str | Line,
        style: TextStyle | None = None,
        align: Align = "left",
        angle: float = 0.0,
    ) -> float:
        """Draw TEXT on one line, its left edge, centre or right edge at X. Returns its width, mm.

        A str needs STYLE and must be ours; what users typed goes through text.plain or text.marked.
        angle: degrees counter-clockwise about (x, baseline).
        """
        line = text if isinstance(text, Line) else set_line(text, style)
        if not line.spans:
            return 0.0
        offset = 0.0 if align == "left" else line.width if align == "right" else line.width / 2
        if angle:
            turn = math.radians(angle)
            x, baseline = x - offset * math.cos(turn), baseline + offset * math.sin(turn)
        else:
            x -= offset
        self.texts.append(TextOp(x, baseline, line, self._text_content(), angle))
        if line.special:
            self._draw_marks(line, x, baseline)
        return line.width

    def _draw_marks(self, line: Line, x: float, baseline: float) -> None:
        for span in line.spans:
            if span.mark is not None:
                span.mark.draw(self, x + span.dx, baseline)

    def paragraph(
        self,
        x: float,
        top: float,
        width: float,
        text: Text | Lines,
        align: Align = "left",
        justify: bool | None = None,
        max_lines: int | None = None,
    ) -> float:
        """Set TEXT into WIDTH from TOP downwards. Returns the height used, mm. MAX_LINES: the rest is not drawn."""
        lines = text if isinstance(text, Lines) else set_lines(text, width, justify)
        leading = lines.leading_mm
        em = lines.style.em_mm
        baseline = top + (leading - em) / 2 + 0.88 * em
        shown = lines.lines if max_lines is None else lines.lines[:max_lines]
        alone = self._current is None and not self._is_artifact and len(shown) > 1
        if alone:
            self.begin_tag("P")
        for line in shown:
            if line.spans:
                offset = (
                    0.0 if align == "left" else width - line.width if align == "right" else (width - line.width) / 2
                )
                self.texts.append(TextOp(x + offset, baseline, line, self._text_content(), 0.0))
                if line.special:
                    self._draw_marks(line, x + offset, baseline)
            baseline += leading
        if alone:
            self.end_tag()
        return len(shown) * leading

    # --- graphics -----------------------------------------------------------------------------------------------------

    def rule(
        self, x1: float, y: float, x2: float, weight: float = RULE_TABLE, colour: Colour = INK, dash: Dash = None
    ) -> None:
        """A horizontal line, centred on Y."""
        self.line(x1, y, x2, y, weight, colour, dash)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        weight: float = RULE_TABLE,
        colour: Colour = INK,
        dash: Dash = None,
    ) -> None:
        """A straight line. dash: (on, off) mm."""
        self.graphics.append(LineOp(((x1, y1, x2, y2),), weight, colour, dash, self._graphic_content()))

    def lines(
        self,
        pieces: Sequence[tuple[float, float, float, float]],
        weight: float = RULE_TABLE,
        colour: Colour = INK,
        dash: Dash = None,
    ) -> None:
        """Many straight lines (x1, y1, x2, y2) of one look, cheaper than one by one."""
        if pieces:
            self.graphics.append(LineOp(tuple(pieces), weight, colour, dash, self._graphic_content()))

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        weight: float = RULE_TABLE,
        dash: Dash = None,
        radius: float = 0.0,
    ) -> None:
        """A rectangle from its top left corner; stroke centred on its edge; RADIUS rounds the corners."""
        commands: list[tuple[str | float, ...]] = [("re", x, y, width, height)]
        if radius:
            commands = _rounded(x, y, width, height, min(radius, width / 2, height / 2))
        self.graphics.append(ShapeOp(commands, fill, stroke, weight, dash, self._graphic_content()))

    def polygon(
        self,
        points: Sequence[Point],
        fill: Colour | None = None,
        stroke: Colour | None = None,
        weight: float = RULE_TABLE,
        dash: Dash = None,
    ) -> None:
        """A closed shape with straight sides."""
        commands = [("m", *points[0]), *(("l", *point) for point in points[1:]), ("h",)]
        self.graphics.append(ShapeOp(commands, fill, stroke, weight, dash, self._graphic_content()))

    def polyline(
        self, points: Sequence[Point], weight: float = RULE_TABLE, colour: Colour = INK, dash: Dash = None
    ) -> None:
        """An open line with corners."""
        commands = [("m", *points[0]), *(("l", *point) for point in points[1:])]
        self.graphics.append(ShapeOp(commands, None, colour, weight, dash, self._graphic_content()))

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        weight: float = RULE_TABLE,
        dash: Dash = None,
    ) -> None:
        """A circle about (x, y)."""
        commands = _rounded(x - radius, y - radius, 2 * radius, 2 * radius, radius)
        self.graphics.append(ShapeOp(commands, fill, stroke, weight, dash, self._graphic_content()))

    def hatch(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        pitch: float = 1.2,
        weight: float = 0.45,
        colour: Colour = ACCENT,
        falling: bool = False,
    ) -> None:
        """Lines at 45° (FALLING: −45°) clipped to the rectangle, PITCH mm apart. Ready-made ones: marks.py."""
        self.lines(hatch_lines(x, y, width, height, pitch, falling), weight, colour)

    def qr(self, x: float, y: float, size: float, content: str, quiet: int = 4) -> None:
        """A QR code of plain CONTENT, level M, SIZE mm with its quiet zone of QUIET modules, on white."""
        matrix = qr_modules(content)
        module = size / (len(matrix) + 2 * quiet)
        self.rect(x, y, size, size, fill=WHITE)
        commands: list[tuple[str | float, ...]] = []
        for row, cells in enumerate(matrix):
            top, begin = y + (row + quiet) * module, -1
            for column, dark in enumerate([*cells, 0]):
                if dark and begin < 0:
                    begin = column
                elif not dark and begin >= 0:
                    commands.append(("re", x + (begin + quiet) * module, top, (column - begin) * module, module))
                    begin = -1
        opened = self._current is None or self._current.role != "Figure"
        if opened and not self._is_artifact:
            self.begin_tag("Figure", alt=f"二维码：{content}")
        self.graphics.append(ShapeOp(commands, BLACK, None, 0, None, self._graphic_content()))
        if opened and not self._is_artifact:
            self.end_tag()

    def image(self, x: float, y: float, width: float, height: float, data: bytes, alt: str = "") -> None:
        """A PNG or JPEG picture. With ALT it is a figure of the text, without it decoration."""
        if alt:
            self.begin_tag("Figure", alt=alt)
        self.graphics.append(ImageOp(x, y, width, height, data, self._graphic_content()))
        if alt:
            self.end_tag()

    # --- places -------------------------------------------------------------------------------------------------------

    def anchor(self, name: str, y: float = 0.0) -> None:
        """Name this place, so that PageRef(name) and link(…, name) find it. ValueError if the sheet has it already."""
        if name in self.anchors:
            raise ValueError(f"anchor {name!r} is set twice on one sheet")
        self.anchors[name] = y

    def bookmark(self, title: str, level: int = 0, y: float = 0.0) -> None:
        """An entry of the outline that leads here. LEVEL 0 is a chapter."""
        self.bookmarks.append(Bookmark(title, level, y))

    def link(
        self, x: float, y: float, width: float, height: float, anchor: str = "", uri: str = "", words: str = ""
    ) -> None:
        """Make a rectangle lead to ANCHOR or URI. WORDS: what a screen reader says."""
        if bool(anchor) == bool(uri):
            raise ValueError("a link leads either to an anchor or to a uri")
        link = Link(x, y, width, height, anchor, uri, words or f"转到 {anchor or uri}")
        self.links.append(link)
        if not self._is_artifact:
            self.attach(Tag("Link", link=link))


def hatch_lines(
    x: float, y: float, width: float, height: float, pitch: float, falling: bool = False
) -> list[tuple[float, float, float, float]]:
    """45° lines clipped to a rectangle, rising to the right (FALLING: to the left), pitch mm apart along the top edge.

    Lines start at multiples of the pitch of the sheet, so that two touching rectangles continue each other.
    """
    pieces = []
    right, bottom = x + width, y + height
    if falling:
        first, last = x - bottom, right - y
        at = math.ceil(first / pitch) * pitch
        while at < last:
            top_x, top_y = (at + y, y) if at + y >= x else (x, x - at)
            end_x, end_y = (at + bottom, bottom) if at + bottom <= right else (right, right - at)
            if end_x - top_x > 1e-3:
                pieces.append((top_x, top_y, end_x, end_y))
            at += pitch
        return pieces
    first, last = x + y, right + bottom
    at = math.ceil(first / pitch) * pitch
    while at < last:
        low_x, low_y = (at - bottom, bottom) if at - bottom >= x else (x, at - x)
        high_x, high_y = (at - y, y) if at - y <= right else (right, at - right)
        if high_x - low_x > 1e-3:
            pieces.append((low_x, low_y, high_x, high_y))
        at += pitch
    return pieces


_KAPPA = 0.5522847498


def _rounded(x: float, y: float, width: float, height: float, r: float) -> list[tuple[str | float, ...]]:
    k = r * (1 - _KAPPA)
    right, bottom = x + width, y + height
    return [
        ("m", x + r, y),
        ("l", right - r, y),
        ("c", right - k, y, right, y + k, right, y + r),
        ("l", right, bottom - r),
        ("c", right, bottom - k, right - k, bottom, right - r, bottom),
        ("l", x + r, bottom),
        ("c", x + k, bottom, x, bottom - k, x, bottom - r),
        ("l", x, y + r),
        ("c", x, y + k, x + k, y, x + r, y),
        ("h",),
    ]
