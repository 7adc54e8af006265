"""Blocks stacked down pages, laid out once.

A section returns blocks; `compose` puts parts (chapters) onto sheets and afterwards calls the furniture (running head,
footer, tab) for every sheet, when the total is known. Page numbers in text are PageRefs, filled in by pdf_writer, so
contents and “见第 n 页” need no second layout.

    part = Part([Heading("找谁"), Paragraph(marked("…", CARD_TEXT)), table], context=chapter, starts_on="odd")
    sheets = compose([part, …], A4, manual_frame, furniture)

Block: height(width), least(width) (what must fit to begin it), draw(sheet, x, y, width), split(width, available).
space_before is left out at the top of a page; keep_with_next keeps the block on the page of the next one's beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Any, Literal, Protocol

from gxq_desktop.documents.collection import uncollected
from gxq_desktop.documents.sheet import Align, Sheet, Tag
from gxq_desktop.documents.styles import SECTION_HEAD, TextStyle
from gxq_desktop.documents.text import Line, Lines, Text, as_string, plain, set_lines
from gxq_desktop.documents.tokens import (
    EVEN_FRAME,
    INK,
    ODD_FRAME,
    RULE_TABLE,
    Colour,
    Frame,
    Size,
)
from gxq_desktop.domain.frozen import frozen, slotted

Parity = Literal["any", "odd", "even"]


class Block(Protocol):
    """Something that is stacked down a column. All mm."""

    @property
    def space_before(self) -> float: ...

    @property
    def keep_with_next(self) -> bool: ...

    def height(self, width: float) -> float: ...

    def least(self, width: float) -> float:
        """The height that must be free for the block to begin here."""
        ...

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None: ...

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        """What fits into AVAILABLE and the rest, or None if nothing useful fits."""
        ...


@slotted
class Paragraph:
    """A Text set to the width of its column. role: its structure type. Splits 2 + 2 lines at least."""

    text: Text
    space_before: float = 0.0
    keep_with_next: bool = False
    role: str = "P"
    align: Align = "left"
    justify: bool | None = None
    indent: float = 0.0
    anchor: str = ""
    bookmark: str = ""
    level: int = 1
    tag: Tag | None = None
    is_rest: bool = False
    _lines: Lines | None = None
    _width: float = -1.0

    def lines(self, width: float) -> Lines:
        """The paragraph set to WIDTH."""
        if self._lines is None or (self._width != width and self._width >= 0):
            self._lines, self._width = set_lines(self.text, width - self.indent, self.justify), width
        return self._lines

    def height(self, width: float) -> float:
        return self.lines(width).height

    def least(self, width: float) -> float:
        lines = self.lines(width)
        count = len(lines.lines)
        return (count if count < 4 else 2) * lines.leading_mm

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        if self.anchor:
            sheet.anchor(self.anchor, y)
        if self.bookmark:
            sheet.bookmark(self.bookmark, self.level, y)
        if self.tag is None:
            self.tag = Tag(self.role)
        if not self.is_rest:
            sheet.attach(self.tag)
        sheet.begin_tag(self.tag)
        sheet.paragraph(x + self.indent, y, width - self.indent, self.lines(width), self.align)
        sheet.end_tag()

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        lines = self.lines(width)
        count = len(lines.lines)
        fitting = min(int((available + 1e-6) / lines.leading_mm), count - 2)
        if fitting < 2:
            return None
        self.tag = self.tag or Tag(self.role)
        return self._piece(lines.lines[:fitting], lines, True), self._piece(lines.lines[fitting:], lines, False)

    def _piece(self, some: tuple[Line, ...], lines: Lines, first: bool) -> Paragraph:
        piece = Paragraph(
            self.text, self.space_before if first else 0.0, self.keep_with_next, self.role, self.align, self.justify,
            self.indent, self.anchor if first else "", self.bookmark if first else "", self.level, self.tag,
            not first or self.is_rest,
        )  # fmt: skip
        piece._lines = lines._replace(lines=some)
        return piece


def Heading(
    title: str | Text,
    style: TextStyle = SECTION_HEAD,
    role: str = "H2",
    space_before: float = 6.0,
    anchor: str = "",
    bookmark: bool = False,
    level: int = 1,
) -> Paragraph:
    """A heading that stays with what follows. BOOKMARK: it is an entry of the outline."""
    text = plain(title, style) if isinstance(title, str) else title
    return Paragraph(
        text,
        space_before,
        True,
        role,
        justify=False,
        anchor=anchor,
        bookmark=as_string(text) if bookmark else "",
        level=level,
    )


@slotted
class Space:
    """Empty room, dropped at the top of a page."""

    space_before: float
    keep_with_next: bool = False

    def height(self, width: float) -> float:
        return 0.0

    def least(self, width: float) -> float:
        return 0.0

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        pass

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        return None


@slotted
class Rule:
    """A horizontal line across the column, centred on the top of a block HEIGHT_MM high."""

    weight: float = RULE_TABLE
    colour: Colour = INK
    height_mm: float = 0.0
    space_before: float = 0.0
    keep_with_next: bool = True

    def height(self, width: float) -> float:
        return self.height_mm

    least = height

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        sheet.rule(x, y, x + width, self.weight, self.colour)

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        return None


@slotted
class Drawing:
    """A drawing of known height: paint(sheet, x, y, width), y its top. alt: makes it a Figure with that description."""

    height_mm: float
    paint: Callable[[Sheet, float, float, float], object]
    alt: str = ""
    space_before: float = 0.0
    keep_with_next: bool = False
    anchor: str = ""

    def height(self, width: float) -> float:
        return self.height_mm

    least = height

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        if self.anchor:
            sheet.anchor(self.anchor, y)
        if self.alt:
            sheet.begin_tag("Figure", alt=self.alt)
        self.paint(sheet, x, y, width)
        if self.alt:
            sheet.end_tag()

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        return None


@slotted
class Together:
    """Blocks that stay on one page (KeepTogether); split only if they are taller than a page."""

    blocks: Sequence[Block]
    space_before: float = 0.0
    keep_with_next: bool = False
    role: str = ""

    def height(self, width: float) -> float:
        return sum(b.height(width) + (b.space_before if index else 0.0) for index, b in enumerate(self.blocks))

    least = height

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        if self.role:
            sheet.begin_tag(self.role)
        for index, block in enumerate(self.blocks):
            y += block.space_before if index else 0.0
            block.draw(sheet, x, y, width)
            y += block.height(width)
        if self.role:
            sheet.end_tag()

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        return None


@slotted
class SideBySide:
    """Stacks of blocks next to each other: widths in mm (None: what is left over), GUTTER between them. Not split."""

    stacks: Sequence[Sequence[Block]]
    widths: Sequence[float | None]
    gutter: float = 4.0
    space_before: float = 0.0
    keep_with_next: bool = False

    def _shares(self, width: float) -> list[float]:
        fixed = sum(w for w in self.widths if w is not None)
        open_ones = sum(1 for w in self.widths if w is None)
        rest = width - fixed - self.gutter * (len(self.widths) - 1)
        return [rest / open_ones if w is None else w for w in self.widths]

    def height(self, width: float) -> float:
        return max(Together(s).height(w) for s, w in zip(self.stacks, self._shares(width), strict=True))

    least = height

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        for stack, share in zip(self.stacks, self._shares(width), strict=True):
            Together(stack).draw(sheet, x, y, share)
            x += share + self.gutter

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        return None


@slotted
class PageBreak:
    """The next block begins a page; parity: which side of the leaf."""

    parity: Parity = "any"
    space_before: float = 0.0
    keep_with_next: bool = False

    def height(self, width: float) -> float:
        return 0.0

    least = height

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        pass

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        return None


@frozen
class Part:
    """A chapter: blocks that begin a page. context: what the furniture needs to know on its pages (chapter numeral …).

    top: where its first page's content begins, mm from the sheet's top (default: the frame's). opening: drawn first on
    its first page, opening(sheet, frame), e.g. the chapter title. role: the structure element around it.
    """

    blocks: Sequence[Block]
    context: Any = None
    starts_on: Parity = "any"
    top: float | None = None
    opening: Callable[[Sheet, Frame], object] | None = None
    role: str = "Sect"
    anchor: str = ""
    bookmark: str = ""


@frozen
class Page:
    """What furniture is told: furniture(sheet, page). number counts from 1; context is the part's."""

    number: int
    total: int
    frame: Frame
    context: Any
    opens_part: bool

    @property
    def is_odd(self) -> bool:
        return self.number % 2 == 1


Furniture = Callable[[Sheet, Page], object]


def manual_frame(number: int) -> Frame:
    """The text frame of a two-sided A4 page, bound left: odd pages right-hand (print.md §1)."""
    return ODD_FRAME if number % 2 else EVEN_FRAME


@slotted
class Flow:
    """Places blocks one after another; `compose` is the usual way in. y: where the next block begins."""

    size: Size
    frame_for: Callable[[int], Frame]
    sheets: list[Sheet] = field(default_factory=list)
    contexts: list[tuple[Any, bool]] = field(default_factory=list)
    overfull: list[tuple[int, Block]] = field(default_factory=list)
    y: float = 0.0
    context: Any = None
    _role: Tag | None = None
    _open_on: Sheet | None = None
    _at_top: bool = True

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    @property
    def frame(self) -> Frame:
        return self.frame_for(len(self.sheets))

    def new_page(self, parity: Parity = "any", opens_part: bool = False) -> Sheet:
        """Begin a page; on the wrong side of the leaf, an empty one is left before it."""
        number = len(self.sheets) + 1
        if (parity == "odd" and number % 2 == 0) or (parity == "even" and number % 2):
            self._append(False)
        self._append(opens_part)
        return self.sheet

    def _append(self, opens_part: bool) -> None:
        self._close_role()
        sheet = Sheet(self.size, len(self.sheets) + 1)
        self.sheets.append(sheet)
        self.contexts.append((self.context, opens_part))
        if self._role is not None:
            if opens_part:
                sheet.roots.append(self._role)
            sheet.begin_tag(self._role)
            self._open_on = sheet
        sheet.frame = self.frame
        self.y, self._at_top = self.frame.y, True

    def _close_role(self) -> None:
        if self._open_on is not None:
            self._open_on.end_tag()
            self._open_on = None

    def begin_part(self, part: Part) -> None:
        """Begin a page with PART's opening on it."""
        self._close_role()
        self._role = None
        self.context = part.context
        number = len(self.sheets) + 1
        if (part.starts_on == "odd" and number % 2 == 0) or (part.starts_on == "even" and number % 2):
            self._append(False)
        self._role = Tag(part.role) if part.role else None
        self._append(True)
        if part.anchor:
            self.sheet.anchor(part.anchor)
        if part.bookmark:
            self.sheet.bookmark(part.bookmark)
        if part.opening is not None:
            part.opening(self.sheet, self.frame)
        if part.top is not None:
            self.y = part.top

    def add(self, blocks: Sequence[Block]) -> None:
        """Place BLOCKS in order."""
        index, count = 0, len(blocks)
        while index < count:
            block = blocks[index]
            if isinstance(block, PageBreak):
                if not (self._at_top and block.parity == "any"):
                    self.new_page(block.parity)
                index += 1
                continue
            stop = index
            while blocks[stop].keep_with_next and stop + 1 < count and not isinstance(blocks[stop + 1], PageBreak):
                stop += 1
            self._place_chain(blocks[index : stop + 1])
            index = stop + 1

    def _place_chain(self, chain: Sequence[Block]) -> None:
        width = self.frame.width
        if len(chain) > 1:
            needed = sum(b.space_before + b.height(width) for b in chain[:-1])
            needed += chain[-1].space_before + chain[-1].least(width)
            if not self._at_top and self.y + needed > self.frame.bottom + 1e-6:
                self.new_page()
        for block in chain:
            self._place(block)

    def _place(self, block: Block) -> None:
        while True:
            frame = self.frame
            before = 0.0 if self._at_top else block.space_before
            room = frame.bottom - self.y - before + 1e-6
            height = block.height(frame.width)
            if height <= room:
                self._draw(block, before, height)
                return
            parts = block.split(frame.width, room) if room > 0 else None
            if parts is not None:
                first, block = parts
                self._draw(first, before, first.height(frame.width))
                self.new_page()
            elif self._at_top:
                if isinstance(block, Together):
                    self._scatter(block)
                    return
                self.overfull.append((len(self.sheets), block))
                self._draw(block, before, height)
                return
            else:
                self.new_page()

    def _scatter(self, block: Together) -> None:
        for inner in block.blocks:
            self._place(inner)

    def _draw(self, block: Block, before: float, height: float) -> None:
        self.y += before
        block.draw(self.sheet, self.frame.x, self.y, self.frame.width)
        self.y += height
        if height > 0:
            self._at_top = False

    def finish(self, furniture: Furniture | None = None) -> list[Sheet]:
        """All sheets, furniture drawn on each as artifact."""
        self._close_role()
        self._role = None
        total = len(self.sheets)
        if furniture is not None:
            for number, (sheet, (context, opens)) in enumerate(zip(self.sheets, self.contexts, strict=True), 1):
                with sheet.artifact():
                    furniture(sheet, Page(number, total, self.frame_for(number), context, opens))
        return self.sheets


def compose(
    parts: Sequence[Part],
    size: Size,
    frame_for: Callable[[int], Frame] = manual_frame,
    furniture: Furniture | None = None,
    multiple: int = 1,
    filler: Callable[[], Part] | None = None,
) -> list[Sheet]:
    """Lay PARTS out on sheets of SIZE, each from a new page.

    MULTIPLE: the number of pages is made a multiple of this by pages of FILLER before the last part, which must be one
    page long (manual: 4, notes pages, hand-over last). ValueError if it is not.
    """
    with uncollected():
        return _composed(parts, size, frame_for, furniture, multiple, filler)


def _composed(
    parts: Sequence[Part],
    size: Size,
    frame_for: Callable[[int], Frame],
    furniture: Furniture | None,
    multiple: int,
    filler: Callable[[], Part] | None,
) -> list[Sheet]:
    flow = Flow(size, frame_for)
    for index, part in enumerate(parts):
        if index == len(parts) - 1 and filler is not None:
            while (len(flow.sheets) + 1) % multiple:
                notes = filler()
                flow.begin_part(notes)
                flow.add(notes.blocks)
        before = len(flow.sheets)
        flow.begin_part(part)
        flow.add(part.blocks)
        if index == len(parts) - 1 and filler is not None and len(flow.sheets) != before + 1:
            raise ValueError(f"the last part must be one page long, it takes {len(flow.sheets) - before}")
    return flow.finish(furniture)
