"""六 材料清单: what the enterprise prepares, once, for which items; why, and what is usually wrong (print.md §9, 09)."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

from gxq_desktop.application.views import Dossier, MaterialView
from gxq_desktop.application.wording import code_ranges
from gxq_desktop.documents.book import Book, Cursor
from gxq_desktop.documents.flow import Heading, Paragraph
from gxq_desktop.documents.marks import BOX_INLINE, critical_mark, tick_box
from gxq_desktop.documents.officer_sign import explanation
from gxq_desktop.documents.sections.material_matrix import material_bands
from gxq_desktop.documents.sections.notes_below import draw_notes_below
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import CODE, LEAD, NOTE, TABLE_GREY, TABLE_KEY, TABLE_TEXT, VOICE
from gxq_desktop.documents.table import Cell, Column, Row, Table
from gxq_desktop.documents.text import Lines, PageRef, Text, marked, plain, set_lines, text_width
from gxq_desktop.domain.items import ItemList
from gxq_desktop.domain.verdicts import Verdict

DEFECTS_ANCHOR: Final = "materials:defects"
_BAND_GAP: Final = 6.0
_NOTE_GAP: Final = 2.25
_DEFECTS_GAP: Final = 9.0
_HEAD_HEIGHT: Final = 7.5
_WHY: Final = VOICE.sized(8.5, 4.5)
_DEFECT_COLUMNS: Final = (
    Column("编码", 9),
    Column("材料，为什么要", 51.5, gap=1.5),
    Column("交之前照着查一遍，没有这个毛病就打勾", 107.5),
)
_TABS, _TAB, _TAB_GAP, _BOX_ROOM = 3, 35.7, 1.9, 3.8
_CRITICAL: Final = critical_mark(NOTE, 0.0)
_TABS_LEFT: Final = 0.3
"""Keeps the first box off the reason left of it."""
_PADDING: Final = 1.2


def add_materials(book: Book, dossier: Dossier) -> None:
    """Chapter six: the matrix, then a check of common defects for each package. Without packages one sentence."""
    page = book.chapter("materials", "六", "材料清单")
    if not dossier.materials:
        cursor = Cursor(book, page, page.top + 3)
        cursor.place(Paragraph(plain("本项目没有要企业自己准备的材料。", VOICE)))
        _place_undecided(cursor, dossier)
        return
    cursor = Cursor(book, page, book.lead(page, _lead(dossier)))
    for place, band in enumerate(material_bands(dossier, page.width)):
        cursor.place(band, _BAND_GAP if place else 0.0)
    cursor.place(Paragraph(_legend()), _NOTE_GAP)
    decided = explanation(dossier, (package.code for package in dossier.materials))
    if decided:
        cursor.place(Paragraph(plain(decided, NOTE)))
    _place_undecided(cursor, dossier)
    table = _defects_table(dossier)
    cursor.need(_DEFECTS_GAP + _HEAD_HEIGHT + table.least(page.width))
    heading = Heading("每包常见毛病", anchor=DEFECTS_ANCHOR, bookmark=True)
    cursor.place(heading, _DEFECTS_GAP if cursor.y > cursor.page.top else 0.0)
    cursor.place(table, 1.5)
    draw_notes_below(cursor.page, cursor.y)


def _lead(dossier: Dossier) -> Text:
    return marked(
        "{count}包材料，<b>备一次，用到底</b>。一行一包，圆点是用它的事项；几个点连着，是一包几处用。",
        LEAD,
        count=len(dossier.materials),
    )


def _legend() -> Text:
    return marked(
        "{mark}关键线路。“要做”是编制、准备的时间，不含审批；“最迟备齐”是那天下班前到手。"
        "能否共享免交看事项卡，常见毛病看第{page}页。",
        NOTE,
        mark=_CRITICAL,
        page=PageRef(DEFECTS_ANCHOR),
    )


def _place_undecided(cursor: Cursor, dossier: Dossier) -> None:
    """A note naming the packages nobody can tell yet whether they are needed."""
    rows = [row for row in dossier.verdicts if row.item_list is ItemList.MATERIALS and row.verdict is Verdict.UNDECIDED]
    if rows:
        named = (
            "、".join(f"{row.code} {row.short_name}" for row in rows)
            if len(rows) <= 6
            else code_ranges(row.code for row in rows)
        )
        note = marked(
            "<b>还有{count}包要不要准备，定不下来：</b>{rows}。要回答的问题见第{page}页。",
            TABLE_TEXT,
            count=len(rows),
            rows=named,
            page=PageRef("chapter:undecided"),
        )
        cursor.place(Paragraph(note), _NOTE_GAP)


# --- common defects -----------------------------------------------------------------------------------------------------


def _defects_table(dossier: Dossier) -> Table:
    facts = {row.code: row.override_text or row.project_fact for row in dossier.verdicts}
    rows = [_defects_row(package, facts.get(package.code) or package.why) for package in dossier.materials]
    return Table(_DEFECT_COLUMNS, rows, padding=_PADDING)


def _defects_row(package: MaterialView, why: str) -> Row:
    reason = plain(why, _WHY) if why else None
    return Row([plain(package.code, CODE), Cell(plain(package.short_name, TABLE_KEY), reason), _defects_cell(package)])


def _defects_cell(package: MaterialView) -> Cell:
    """The defects with boxes on three tab stops, each as many tabs wide as it needs."""
    if not package.defects:
        return Cell(plain("—", TABLE_GREY))
    rows = _on_tabs(package.defects)
    heights = [max(lines.height for _, lines in row) for row in rows]

    def paint(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
        y += _PADDING
        with sheet.tag("L"):
            for row, row_height in zip(rows, heights, strict=True):
                for tab, lines in row:
                    left = x + _TABS_LEFT + tab * _TAB
                    tick_box(sheet, left, y + (TABLE_TEXT.leading_mm - BOX_INLINE) / 2, BOX_INLINE)
                    with sheet.tag("LI"):
                        sheet.paragraph(left + _BOX_ROOM, y, lines.width, lines)
                y += row_height

    return Cell(paint=paint, height_mm=sum(heights))


def _on_tabs(defects: Sequence[str]) -> list[list[tuple[int, Lines]]]:
    """DEFECTS as (tab, set lines), row by row: each row takes the next one and what else still fits."""
    waiting: list[tuple[int, Lines]] = []
    for defect in defects:
        text = plain(defect, TABLE_TEXT)
        tabs = min(_TABS, ceil((text_width(text) + _BOX_ROOM + _TAB_GAP) / _TAB))
        waiting.append((tabs, set_lines(text, tabs * _TAB - _BOX_ROOM - _TAB_GAP, False)))
    rows: list[list[tuple[int, Lines]]] = []
    while waiting:
        row, used, later = [], 0, []
        for tabs, lines in waiting:
            if used + tabs <= _TABS:
                row.append((used, lines))
                used += tabs
            else:
                later.append((tabs, lines))
        rows.append(row)
        waiting = later
    return rows
