"""十 服务与救济: all windows and hours, extended service, how days are counted, complaint, review and suit."""

from __future__ import annotations

from typing import Final

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.book import Book, Cursor, section_head
from gxq_desktop.documents.flow import Paragraph
from gxq_desktop.documents.styles import LEAD, NOTE, TABLE_KEY, TABLE_TEXT, VOICE
from gxq_desktop.documents.table import Column, Row, Table
from gxq_desktop.documents.text import Text, marked, plain, set_lines, text_width
from gxq_desktop.documents.tokens import TEXT_WIDTH

_HEAD_TO_CONTENT: Final = 7.75
_GAP: Final = 6.0
_WINDOW_COLUMNS: Final = (
    Column("窗口", 14, style=TABLE_KEY),
    Column("名称", 40),
    Column("受理什么", None, grow=True, gap=5.0),
    Column("电话", 26),
)
_LABEL_WIDTH: Final = 21.5
_LABEL_GAP: Final = 2.0
_MOST_BESIDE: Final = 60.0
_ASK_FIRST: Final = "先问帮办员，多数事情当天就能说清；复议和诉讼的期限不因为询问而停。"
_NOT_SET_UP: Final = "（待定）"
"""Ends the names of windows that the bureau has not given a purpose yet; nobody is sent there."""

_COUNTING: Final = (
    "期限按工作日算，不含法定节假日（行政许可法第八十二条）；受理当天不计，从次一工作日数起。",
    "周六和早晚延时收的件，从下一个工作日数起；逢调休上班的周末按工作日算。",
    "材料不齐的，当场或者 5 日内一次说清还缺什么（行政许可法第三十二条），补齐以后才起算。",
    "公示、听证、检验、检测、鉴定、专家评审不计入期限（行政许可法第四十五条），本手册把它们单独排了日子。",
)


def add_service(book: Book, dossier: Dossier) -> None:
    """Chapter ten."""
    centre = dossier.centre
    page = book.chapter("service", "十", "服务与救济")
    cursor = Cursor(book, page, book.lead(page, _lead(dossier)))

    _head(cursor, "全部窗口")
    rows = [
        Row(
            [
                plain(window.number, TABLE_KEY),
                plain(window.name, TABLE_TEXT),
                plain(window.scope, TABLE_TEXT),
                plain(window.phone or "未提供", TABLE_TEXT),
            ]
        )
        for window in centre.windows
        if not window.name.endswith(_NOT_SET_UP)
    ]
    cursor.place(Table(_WINDOW_COLUMNS, rows, padding=1.0))

    if centre.extended_services:
        cursor.y += _GAP
        _head(cursor, "延时和上门服务")
        for service in centre.extended_services:
            name, _, rest = service.partition("：")
            _labelled(cursor, name, plain(rest, TABLE_TEXT), 1.0)

    cursor.y += _GAP
    _head(cursor, "日子怎么算")
    notes = [*_COUNTING, *(note for note in (dossier.provisional_note,) if note)]
    for sentence in notes:
        cursor.place(Paragraph(plain(sentence, TABLE_TEXT)), 1.0)
    if dossier.holiday_notice:
        cursor.place(Paragraph(plain(dossier.holiday_notice, NOTE)), 1.0)

    cursor.y += _GAP
    _head(cursor, "不满意、办不动、不服")
    for label, text in _remedies(dossier):
        _labelled(cursor, label, text, 1.5)
    cursor.place(Paragraph(plain(_ASK_FIRST, VOICE)), 1.5)


def _lead(dossier: Dossier) -> Text:
    return marked(
        "窗口在{centre}（{address}），开门时间见第一章。有事先打 <b>{phone}</b>，也可以约人上门。",
        LEAD,
        centre=dossier.centre.centre,
        address=dossier.centre.address,
        phone=dossier.centre.phone or "帮办员电话",
    )


def _head(cursor: Cursor, words: str) -> None:
    cursor.need(24.0)
    section_head(cursor.sheet, cursor.page.left, cursor.y, words)
    cursor.y += _HEAD_TO_CONTENT


def _labelled(cursor: Cursor, label: str, text: Text, space: float) -> None:
    """LABEL in bold, TEXT beside it in a column of its own; a label too wide for that, or a text of many lines, runs on."""
    name = plain(label, TABLE_KEY)
    lines = set_lines(text, TEXT_WIDTH - _LABEL_WIDTH, False)
    if text_width(name) > _LABEL_WIDTH - _LABEL_GAP or lines.height > _MOST_BESIDE:
        cursor.place(Paragraph((*name, *plain("　", TABLE_TEXT), *text)), space)
        return
    cursor.need(space + lines.height)
    cursor.y += space
    sheet, x = cursor.sheet, cursor.page.left
    with sheet.tag("P"):
        sheet.text(x, TABLE_KEY.baseline(cursor.y), name)
        cursor.y += sheet.paragraph(x + _LABEL_WIDTH, cursor.y, TEXT_WIDTH - _LABEL_WIDTH, lines)


def _remedies(dossier: Dossier) -> list[tuple[str, Text]]:
    centre = dossier.centre
    texts: list[tuple[str, Text]] = []
    stuck = next((window for window in centre.windows if "办不成事" in window.name), None)
    if stuck is not None:
        words = marked(
            "到 {number}“{name}”窗口，登记、转办、回访都有人管。电话 {phone}。",
            TABLE_TEXT,
            number=stuck.number,
            name=stuck.name,
            phone=stuck.phone or "未提供",
        )
        texts.append(("办不动", words))
    texts.append(("不满意", plain(f"投诉电话 {centre.complaint_phone or '未提供'}。", TABLE_TEXT)))
    if centre.remedies:
        texts.append(("不服", plain(f"{centre.remedies.rstrip('。')}。", TABLE_TEXT)))
    return texts
