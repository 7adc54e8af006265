"""Our Texts and tables as JSON: a text is a list of pieces, a plain string standing for one piece in its field's own style.

Pieces: "words" in the style of the field; ["words", style id]; {"page": anchor, "style": id} a page number that leads there;
{"mark": name, …} a small drawing. What a style id looks like stands once in content["styles"].
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch

from gxq_desktop.documents.styles import TABLE_HEAD, TABLE_TEXT, TextStyle
from gxq_desktop.documents.table import Cell, Column, GroupRow, Row
from gxq_desktop.documents.text import Lines, PageRef, Run, Text, plain
from gxq_desktop.documents.tokens import Colour

FAMILIES = {"song": "GXQ Song", "hei": "GXQ Hei", "kai": "GXQ Kai"}
INLINE_MARKS = {
    "box_mark": "box",
    "critical_mark": "critical",
    "provisional_mark": "provisional",
    "pen_line": "pen",
    "<lambda>": "elbow",
}

STYLES: dict[str, dict[str, object]] = {}
"""Every style met so far by its id."""


def runs(text: Text | str | None, base: TextStyle | None = TABLE_TEXT) -> list[Any] | str:
    """TEXT's pieces; those in BASE are plain strings. "" for nothing."""
    if not text:
        return ""
    if isinstance(text, str):
        return text
    pieces: list[Any] = []
    for piece in (_piece(piece, base) for piece in text):
        before = pieces[-1] if pieces else None
        if piece == "" or (isinstance(piece, list) and not piece[0]):
            continue
        if isinstance(piece, str) and isinstance(before, str):
            pieces[-1] = before + piece
        elif isinstance(piece, list) and isinstance(before, list) and piece[1] == before[1]:
            pieces[-1] = [before[0] + piece[0], piece[1]]
        else:
            pieces.append(piece)
    return (pieces[0] if isinstance(pieces[0], str) and len(pieces) == 1 else pieces) if pieces else ""


def _piece(piece: object, base: TextStyle | None) -> Any:
    if isinstance(piece, Run):
        return piece.text if base is not None and _same(piece.style, base) else [piece.text, style_id(piece.style)]
    if isinstance(piece, PageRef):
        return {"page": piece.anchor, "style": style_id(piece.style) if piece.style else None}
    name = piece.draw.__qualname__.split(".<locals>")[-1 if "<lambda>" in piece.draw.__qualname__ else 0].strip(".")  # type: ignore[attr-defined]
    return {"mark": INLINE_MARKS[name], "width": piece.width_mm}  # type: ignore[attr-defined]


def _same(one: TextStyle, other: TextStyle) -> bool:
    return (one.face_key, one.size_pt, one.colour) == (other.face_key, other.size_pt, other.colour)


def style_id(style: TextStyle) -> str:
    key = f"{style.face_key}-{style.size_pt:g}-{_hex(style.colour)[1:]}"
    STYLES.setdefault(
        key,
        {
            "font": FAMILIES[style.face_key[:-3]],
            "weight": int(style.face_key[-3:]),
            "size": style.size_pt,
            "fill": _hex(style.colour),
        },
    )
    return key


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in colour)


# --- tables -----------------------------------------------------------------------------------------------------------


def table(columns: Sequence[Column], rows: Sequence[Row | GroupRow], **more: object) -> dict[str, Any]:
    """Heads, widths in mm (None: the rest), rows of cells, group rows {"group": text, "note": text}."""
    return {
        "columns": [
            {"head": runs(plain(column.head, TABLE_HEAD), TABLE_HEAD), "width": column.width, "align": column.align}
            for column in columns
        ],
        "rows": [_row(columns, row) for row in rows],
        **more,
    }


def _row(columns: Sequence[Column], row: Row | GroupRow) -> dict[str, Any]:
    if isinstance(row, GroupRow):
        return {"group": runs(row.title, None), "note": runs(row.note, None)}
    cells, at = [], 0
    for content in row.cells:
        cells.append(_cell(content, columns[at].style))
        at += content.span if isinstance(content, Cell) else 1
    return {"cells": cells, "tint": row.tint, "anchor": row.anchor, "least": row.least}


def _cell(content: Cell | Text | str | None, style: TextStyle) -> Any:
    if isinstance(content, str):
        content = plain(content, style)
    if not isinstance(content, Cell):
        return runs(content)
    cell = {"text": runs(content.text), "below": runs(content.below), "span": content.span}
    cell |= _painted(content.paint) if content.paint else {}
    return {key: value for key, value in cell.items() if value != "" and (key, value) != ("span", 1)}


def _painted(paint: Callable[..., object]) -> dict[str, object]:
    """What a cell's drawing is, by the name of the function that draws it and the values it keeps."""
    kept = dict(zip(paint.__code__.co_freevars, (cell.cell_contents for cell in paint.__closure__ or ()), strict=True))
    name = paint.__qualname__
    if "lead_there" in name:
        return {"link": kept["anchor"]}
    if name.startswith("_box"):
        return {"box": kept["number_in_it"] or "", "closed": kept["closed"]}
    if name.startswith("_light_cell"):
        return {"light": str(kept["kind"])}
    return {"drawn": {"_paint_gate": "gate", "_paint_critical": "critical", "_writing_line": "line"}[name]}


# --- what our layout has chosen ---------------------------------------------------------------------------------------


@contextmanager
def remembering(*modules: ModuleType) -> Iterator[Callable[[Lines], Text]]:
    """Inside, lines set by MODULES can be asked for the text they were set from."""
    kept: dict[int, tuple[Lines, Text]] = {}

    def wrapped(original: Callable[..., Lines]) -> Callable[..., Lines]:
        def set_and_keep(text: Text, width: float, justify: bool | None = None) -> Lines:
            lines = original(text, width, justify)
            kept[id(lines)] = (lines, text)
            return lines

        return set_and_keep

    patches = [patch.object(module, "set_lines", wrapped(module.set_lines)) for module in modules]
    for each in patches:
        each.start()
    try:
        yield lambda lines: kept[id(lines)][1]
    finally:
        for each in patches:
            each.stop()
