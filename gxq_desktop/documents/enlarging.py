"""A sheet drawn once and printed larger: every measure, type included, grows by one factor (print.md §10, A2 × 1.41).

Papers above the size they are designed for are laid out on a virtual sheet and enlarged, so that marks, rules and type
keep their proportions and no second set of measures exists.
"""

from __future__ import annotations

from gxq_desktop.documents.sheet import ImageOp, LineOp, Sheet, TextOp
from gxq_desktop.documents.text import Line, Span
from gxq_desktop.documents.tokens import Frame

_MEMO_LIMIT = 20_000
_enlarged: dict[tuple[Line, float], Line] = {}


def enlarge(sheet: Sheet, factor: float) -> None:
    """Multiply everything on SHEET, its size included, by FACTOR, in place. ValueError if it carries links."""
    if sheet.links:
        raise ValueError("links are not enlarged; add them afterwards")
    if factor == 1:
        return
    sheet.width *= factor
    sheet.height *= factor
    sheet.texts = [
        TextOp(op.x * factor, op.y * factor, enlarged_line(op.line, factor), op.content, op.angle) for op in sheet.texts
    ]
    graphics = sheet.graphics
    for index, op in enumerate(graphics):
        if isinstance(op, ImageOp):
            graphics[index] = op._replace(
                x=op.x * factor, y=op.y * factor, width=op.width * factor, height=op.height * factor
            )
            continue
        dash = None if op.dash is None else (op.dash[0] * factor, op.dash[1] * factor)
        if isinstance(op, LineOp):
            pieces = [(a * factor, b * factor, c * factor, d * factor) for a, b, c, d in op.pieces]
            graphics[index] = LineOp(pieces, op.weight * factor, op.colour, dash, op.content)
        else:
            commands = [(name, *(number * factor for number in numbers)) for name, *numbers in op.commands]  # type: ignore[operator]
            graphics[index] = op._replace(commands=commands, weight=op.weight * factor, dash=dash)
    sheet.anchors = {anchor: y * factor for anchor, y in sheet.anchors.items()}
    sheet.bookmarks = [mark._replace(y=mark.y * factor) for mark in sheet.bookmarks]
    if sheet.frame is not None:
        sheet.frame = Frame(*(measure * factor for measure in sheet.frame))


def enlarged_line(line: Line, factor: float) -> Line:
    """LINE in type FACTOR times as large; the same object for the same line."""
    key = (line, factor)
    larger = _enlarged.get(key)
    if larger is None:
        spans = tuple(_enlarged_span(span, factor) for span in line.spans)
        larger = Line(line.width * factor, spans, line.characters, line.begins, line.ends)
        if len(_enlarged) > _MEMO_LIMIT:
            _enlarged.clear()
        _enlarged[key] = larger
    return larger


def _enlarged_span(span: Span, factor: float) -> Span:
    style = span.style
    return span._replace(
        dx=span.dx * factor,
        style=style.sized(style.size_pt * factor, style.leading_mm * factor),
        stretch=span.stretch * factor,
        width=span.width * factor,
    )
