"""The floor: ReportLab's bare canvas drawing what we recorded, at places already known.

Nothing is laid out, tagged, linked or checked here. Sheets are turned into calls of pdfgen's canvas beforehand: rules of
one look merged, state only where it changes, one composite font a face, one text object a page. What is timed is making
those calls and saving: what a document engine on ReportLab cannot be faster than, short of writing operators itself.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from gxq_desktop.documents.composite_font import composite_font
from gxq_desktop.documents.fonts import EM, PLACEHOLDER
from gxq_desktop.documents.sheet import ImageOp, LineOp, Sheet
from gxq_desktop.documents.tokens import PT_PER_MM

Call = tuple[str, tuple[Any, ...]]
"""A method of the canvas, path or text object, and its arguments."""
Page = tuple[float, float, list[Call], list[Call]]
"""Width and height (pt), calls of the canvas, calls of the text object."""


def recorded(sheets: Sequence[Sheet]) -> list[Page]:
    """What the floor draws, worked out beforehand. Page references and pictures are left out."""
    return [(sheet.width * PT_PER_MM, sheet.height * PT_PER_MM, _graphics(sheet), _texts(sheet)) for sheet in sheets]


def _graphics(sheet: Sheet) -> list[Call]:
    calls: list[Call] = []
    state: dict[str, object] = {}

    def change(method: str, *arguments: object) -> None:
        if state.get(method) != arguments:
            state[method] = arguments
            calls.append((method, arguments))

    for op in sheet.graphics:
        if isinstance(op, ImageOp):
            continue
        line_colour = op.colour if isinstance(op, LineOp) else op.stroke
        if line_colour is not None:
            change("setLineWidth", op.weight)
            change("setStrokeColorRGB", *line_colour)
            change("setDash", list(op.dash) if op.dash else [])
        if isinstance(op, LineOp):
            if calls[-1][0] == "lines":
                calls[-1] = "lines", ((*calls[-1][1][0], *op.pieces),)
            else:
                calls.append(("lines", (op.pieces,)))
            continue
        if op.fill is not None:
            change("setFillColorRGB", *op.fill)
        path: list[Call] = [(_PATH[command[0]], tuple(command[1:])) for command in op.commands]
        calls.append(("path", (path, int(op.stroke is not None), int(op.fill is not None))))
    return calls


_PATH: dict[str | float, str] = {"m": "moveTo", "l": "lineTo", "c": "curveTo", "re": "rect", "h": "close"}


def _texts(sheet: Sheet) -> list[Call]:
    calls: list[Call] = []
    font: tuple[object, ...] = ()
    colour: tuple[float, ...] = ()
    for op in sheet.texts:
        for span in op.line.spans:
            size = span.style.size_pt
            x, y = (op.x + span.dx) * PT_PER_MM, (sheet.height - op.y) * PT_PER_MM + span.rise * size
            for key, characters, gap in span.parts:
                width = sum(span.style.table[character] for character in characters) / EM * size
                if key != PLACEHOLDER and characters:
                    if (key, size) != font:
                        font = key, size
                        calls.append(("setFont", font))
                    if span.style.colour != colour:
                        colour = span.style.colour
                        calls.append(("setFillColorRGB", colour))
                    calls += [("setTextOrigin", (x, y)), ("textOut", (characters,))]
                x += width + gap / EM * size
    return calls


def draw(pages: Sequence[Page]) -> bytes:
    """Draw recorded PAGES on a bare canvas; the file's bytes."""
    for key in {call[1][0] for page in pages for call in page[3] if call[0] == "setFont"}:
        composite_font(key)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1)
    for width, height, graphics, texts in pages:
        canvas.setPageSize((width, height))
        canvas.saveState()
        canvas.transform(PT_PER_MM, 0, 0, -PT_PER_MM, 0, height)
        for method, arguments in graphics:
            if method == "path":
                commands, stroke, fill = arguments
                path = canvas.beginPath()
                for step, where in commands:
                    getattr(path, step)(*where)
                canvas.drawPath(path, stroke=stroke, fill=fill)
            else:
                getattr(canvas, method)(*arguments)
        canvas.restoreState()
        text = canvas.beginText()
        for method, arguments in texts:
            getattr(text, method)(*arguments)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
