"""Checks on drawn sheets before they are written (print.md §13): what a proof-reader would send back.

    findings = preflight(sheets, multiple=4)
    for finding in findings: print(finding)

Rules that need to know the document (dates equal between papers, box numbers, full cards on even pages) are passed in:
rules=[full_cards_begin_on_even_pages], each a function from sheets to findings.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from gxq_desktop.documents.fonts import PLACEHOLDER
from gxq_desktop.documents.line_breaking import NEVER_FIRST, NEVER_LAST, OBJECT
from gxq_desktop.documents.sheet import ARTIFACT, ImageOp, LineOp, ShapeOp, Sheet, TextOp
from gxq_desktop.documents.text import Line
from gxq_desktop.documents.tokens import FLOOR_PT, PALETTE, PRINTER_EDGE, TEXT_COLOURS, WHITE, Colour
from gxq_desktop.domain.frozen import frozen

TOUCHING: Final = 0.15
"""Boxes may overlap by this much, mm: ink rarely fills them."""
FRAME_TOLERANCE: Final = 0.3
MOST_SOLID_CM2: Final = 60.0


@frozen
class Finding:
    """One fault: which check found it, on which page (from 1; 0 the whole document), and what, in Chinese."""

    check: str
    page: int
    problem: str

    def __str__(self) -> str:
        return f"第 {self.page} 页：{self.problem}" if self.page else self.problem


PageRule: TypeAlias = Callable[[Sequence[Sheet]], Iterable[Finding]]


def preflight(sheets: Sequence[Sheet], multiple: int = 1, rules: Sequence[PageRule] = ()) -> list[Finding]:
    """All faults of SHEETS, in page order. MULTIPLE: what the page count must be divisible by."""
    findings: list[Finding] = []
    if len(sheets) % multiple:
        findings.append(Finding("page count", 0, f"共 {len(sheets)} 页，不是 {multiple} 的倍数。"))
    findings += _references(sheets)
    for number, sheet in enumerate(sheets, 1):
        for op in sheet.texts:
            findings += _text_faults(op, sheet, number)
        findings += _overlaps(sheet, number)
        findings += _graphic_faults(sheet, number)
    for rule in rules:
        findings += rule(sheets)
    return findings


def missing_glyphs(sheets: Sequence[Sheet]) -> dict[str, list[int]]:
    """Characters that no face has → the pages they stand on. They are printed as crossed boxes."""
    found: dict[str, list[int]] = {}
    for number, sheet in enumerate(sheets, 1):
        for op in sheet.texts:
            for span in op.line.spans:
                for key, characters, _ in span.parts:
                    if key == PLACEHOLDER:
                        for character in characters:
                            pages = found.setdefault(character, [])
                            if number not in pages:
                                pages.append(number)
    return found


def _references(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    known = {anchor for sheet in sheets for anchor in sheet.anchors}
    for number, sheet in enumerate(sheets, 1):
        wanted = [link.anchor for link in sheet.links if link.anchor]
        for op in sheet.texts:
            if op.line.special:
                for span in op.line.spans:
                    if span.ref is not None:
                        wanted += [anchor for anchor in (span.ref.anchor, span.ref.to) if anchor is not None]
        for anchor in dict.fromkeys(wanted):
            if anchor not in known:
                yield Finding("reference", number, f"引用了没有的位置“{anchor}”。")


def _shown(op: TextOp) -> str:
    characters = op.line.characters.replace(OBJECT, "")
    return characters if len(characters) <= 20 else characters[:20] + "…"


def _text_faults(op: TextOp, sheet: Sheet, number: int) -> Iterator[Finding]:
    line = op.line
    for span in line.spans:
        style = span.style
        if style.size_pt < FLOOR_PT and not style.is_mark and (span.parts or span.ref):
            yield Finding("floor", number, f"“{_shown(op)}”只有 {style.size_pt:g} 磅，小于 {FLOOR_PT:g} 磅。")
        if style.colour not in TEXT_COLOURS:
            yield Finding("colour", number, f"“{_shown(op)}”的颜色不在色表中。")
        if style.colour == WHITE and not (style.bold and style.size_pt >= 8):
            yield Finding("white text", number, f"反白字“{_shown(op)}”应不小于 8 磅并加粗。")
        for key, characters, _ in span.parts:
            if key == PLACEHOLDER:
                codes = "、".join(f"{c}（U+{ord(c):04X}）" for c in dict.fromkeys(characters))
                yield Finding("glyph", number, f"“{_shown(op)}”中的 {codes} 没有字形。")
    if line.special and _is_drawn_after_a_reference(line):
        yield Finding("mark", number, f"“{_shown(op)}”里的图形在页码之后，页码位数一变就会错位。")
    if not line.begins and line.characters and line.characters[0] in NEVER_FIRST:
        yield Finding("line start", number, f"行首不能是“{line.characters[0]}”：{_shown(op)}")
    if not line.ends and line.characters and line.characters[-1] in NEVER_LAST:
        yield Finding("line end", number, f"行末不能是“{line.characters[-1]}”：{_shown(op)}")
    corners = text_corners(op, 0.0, line.width)
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    edge = PRINTER_EDGE - FRAME_TOLERANCE
    if left < edge or top < edge or right > sheet.width - edge or bottom > sheet.height - edge:
        yield Finding("page edge", number, f"“{_shown(op)}”离纸边不足 {PRINTER_EDGE:g} 毫米。")
    elif sheet.frame is not None and op.content != ARTIFACT:
        frame, slack = sheet.frame, FRAME_TOLERANCE
        outside = left < frame.x - slack or right > frame.right + slack
        if outside or top < frame.y - slack or bottom > frame.bottom + slack:
            yield Finding("frame", number, f"“{_shown(op)}”超出版心。")


def _is_drawn_after_a_reference(line: Line) -> bool:
    """An inline mark is drawn where it was laid out; text after a page reference moves when the page is known."""
    seen = False
    for span in line.spans:
        if span.ref is not None:
            seen = True
        elif span.mark is not None and seen:
            return True
    return False


def text_corners(op: TextOp, start: float, stop: float) -> list[tuple[float, float]]:
    """The four corners (mm) of the ink box of a line from START to STOP (mm along it): 0.78 em above, 0.1 em below."""
    em = max((span.style.em_mm for span in op.line.spans), default=0.0)
    above, below = 0.78 * em, 0.1 * em
    box = [(start, -above), (stop, -above), (stop, below), (start, below)]
    if not op.angle:
        return [(op.x + dx, op.y + dy) for dx, dy in box]
    turn = math.radians(op.angle)
    cosine, sine = math.cos(turn), math.sin(turn)
    return [(op.x + dx * cosine + dy * sine, op.y - dx * sine + dy * cosine) for dx, dy in box]


def _overlaps(sheet: Sheet, number: int) -> Iterator[Finding]:
    boxes = []
    for op in sheet.texts:
        for start, stop in _inked(op.line):
            corners = text_corners(op, start, stop)
            boxes.append((min(y for _, y in corners), max(y for _, y in corners), corners, op))
    boxes.sort(key=lambda box: box[0])
    live: list[tuple[float, float, list[tuple[float, float]], TextOp]] = []
    for box in boxes:
        live = [other for other in live if other[1] > box[0] + TOUCHING]
        for other in live:
            if other[3] is not box[3] and _cross(box[2], other[2]):
                yield Finding("overlap", number, f"“{_shown(other[3])}”与“{_shown(box[3])}”相叠。")
        live.append(box)


def _inked(line: Line) -> Iterator[tuple[float, float]]:
    """Where along LINE there are characters, mm: inline marks and blank ends left out."""
    if not line.special:
        if line.width > 0 and line.characters.strip():
            yield 0.0, line.width
        return
    start = stop = 0.0
    for span in line.spans:
        if span.mark is not None:
            if stop > start:
                yield start, stop
            start = stop = span.dx + span.width
        else:
            stop = min(span.dx + span.width, line.width)  # a closing mark at the end takes half an em
    if stop > start:
        yield start, stop


def _cross(one: list[tuple[float, float]], other: list[tuple[float, float]]) -> bool:
    """Whether two rectangles, turned or not, overlap by more than TOUCHING (separating axes)."""
    for corners in (one, other):
        for index in (0, 1):
            (x1, y1), (x2, y2) = corners[index], corners[index + 1]
            length = math.hypot(x2 - x1, y2 - y1)
            if not length:
                continue
            dx, dy = (x2 - x1) / length, (y2 - y1) / length
            ours = [x * dx + y * dy for x, y in one]
            theirs = [x * dx + y * dy for x, y in other]
            if min(max(ours), max(theirs)) - max(min(ours), min(theirs)) <= TOUCHING:
                return False
    return True


def _graphic_faults(sheet: Sheet, number: int) -> Iterator[Finding]:
    strange: dict[Colour, None] = {}
    outside = 0
    for op in sheet.graphics:
        if isinstance(op, LineOp):
            colours: tuple[Colour | None, ...] = (op.colour,)
        elif isinstance(op, ShapeOp):
            colours = (op.fill, op.stroke)
            if op.fill is not None and op.fill.grey < 100 and _area_cm2(op) > MOST_SOLID_CM2:
                yield Finding("solid area", number, f"实地面积超过 {MOST_SOLID_CM2:g} 平方厘米。")
        else:
            colours = ()
        for colour in colours:
            if colour is not None and colour not in PALETTE:
                strange[colour] = None
        outside += any(
            not (-0.01 <= x <= sheet.width + 0.01 and -0.01 <= y <= sheet.height + 0.01) for x, y in graphic_points(op)
        )
    for colour in strange:
        shown = "".join(f"{round(255 * part):02X}" for part in colour)
        yield Finding("colour", number, f"颜色 #{shown} 不在色表中。")
    if outside:
        yield Finding("page edge", number, f"有 {outside} 处图线画到纸外。")


def _area_cm2(op: ShapeOp) -> float:
    return sum(float(c[3]) * float(c[4]) for c in op.commands if c[0] == "re") / 100


def graphic_points(op: LineOp | ShapeOp | ImageOp) -> Iterator[tuple[float, float]]:
    """The corner and control points of a graphic, mm."""
    if isinstance(op, LineOp):
        for x1, y1, x2, y2 in op.pieces:
            yield x1, y1
            yield x2, y2
    elif isinstance(op, ImageOp):
        yield op.x, op.y
        yield op.x + op.width, op.y + op.height
    else:
        for command in op.commands:
            numbers = [float(number) for number in command[1:]]
            if command[0] == "re":
                x, y, width, height = numbers
                yield x, y
                yield x + width, y + height
            else:
                yield from zip(numbers[0::2], numbers[1::2], strict=True)
