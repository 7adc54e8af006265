"""八 为何不办: all 105 rows once: what need not be done, what is open, what must be done, each with the fact that decides.

Dense tables (print.md §9, 11): this project's fact against when the row would apply, no prose. An officer's decision
(人工认定) shows its reason and name in a second line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from gxq_desktop.application.views import Dossier, VerdictRow
from gxq_desktop.application.wording import code_ranges
from gxq_desktop.documents.book import Book, Cursor
from gxq_desktop.documents.flow import Heading, Paragraph
from gxq_desktop.documents.sections.notes_below import draw_notes_below
from gxq_desktop.documents.sections.places import Places
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import CODE, DENSE_GREY, DENSE_TEXT, GROUP_HEAD, LEAD, NOTE, VOICE
from gxq_desktop.documents.table import Cell, Column, GroupRow, Row, Table
from gxq_desktop.documents.text import PageRef, Text, clean, joined, marked, plain, set_lines
from gxq_desktop.documents.tokens import PALE_LINE, RULE_DENSE
from gxq_desktop.domain.items import ItemList
from gxq_desktop.domain.verdicts import Verdict

ROW_HEIGHT: Final = 4.8
_CODE_WIDTH, _NAME_WIDTH, _FACT_WIDTH = 10.0, 42.0, 46.0
_THRESHOLD_WIDTH: Final = 70.0
_PADDING: Final = (ROW_HEIGHT - DENSE_TEXT.leading_mm) / 2
_GROUP_HEIGHT: Final = 6.6
_PART_GAP: Final = 7.5
_CODE: Final = CODE.sized(7.5, 3.75)
_DECIDED: Final = DENSE_TEXT.bolder()
_EVERY_PROJECT: Final = "每个项目都要办"

_GROUPS: Final = (
    (ItemList.APPROVALS, "审批（审查）{count} 项"),
    (ItemList.MATERIALS, "企业材料 {count} 包"),
    (ItemList.UTILITIES, "水电气讯 {count} 项"),
)
_WHY_NOT_COLUMNS: Final = (
    Column("编码", _CODE_WIDTH),
    Column("事项", _NAME_WIDTH),
    Column("本项目的事实", _FACT_WIDTH, gap=2.5),
    Column("什么情况下要办", _THRESHOLD_WIDTH),
)
_OPEN_COLUMNS: Final = (
    Column("编码", _CODE_WIDTH),
    Column("事项", _NAME_WIDTH),
    Column("还不知道什么", _FACT_WIDTH, gap=2.5),
    Column("什么情况下要办", _THRESHOLD_WIDTH),
)
_WHY_COLUMNS: Final = (
    Column("编码", _CODE_WIDTH),
    Column("事项", _NAME_WIDTH),
    Column("定下它的事实", _FACT_WIDTH + _THRESHOLD_WIDTH),
)


def add_why_not(book: Book, dossier: Dossier) -> None:
    """Chapter eight: three parts in the order a reader asks: 不用办, 待定, 要办; a part without rows is left out."""
    page = book.chapter("whynot", "八", "为何不办")
    rows = {verdict: [row for row in dossier.verdicts if row.verdict is verdict] for verdict in Verdict}
    if not dossier.verdicts:
        Cursor(book, page, page.top + 3).place(Paragraph(plain("没有判定过事项。", VOICE)))
        return
    links = _Links(dossier)
    cursor = Cursor(book, page, book.lead(page, _lead(rows)) - 1.5)
    not_needed, undecided, needed = rows[Verdict.NOT_APPLICABLE], rows[Verdict.UNDECIDED], rows[Verdict.APPLIES]
    if not_needed:
        cursor.place(_table(_WHY_NOT_COLUMNS, not_needed, _why_not_rows(not_needed)))
    if undecided:
        _place_heading(cursor, f"还定不下来的 {len(undecided)} 项")
        cursor.place(_table(_OPEN_COLUMNS, undecided, (_compared(row) for row in undecided)))
    if needed:
        _place_heading(cursor, f"为何要办：这 {len(needed)} 项")
        cursor.place(_table(_WHY_COLUMNS, needed, (_why_row(row, links) for row in needed)))
    cursor.place(Paragraph(_foot(dossier, undecided)), 1.5)
    if cursor.page is not page:
        draw_notes_below(cursor.page, cursor.y)


def _lead(rows: dict[Verdict, list[VerdictRow]]) -> Text:
    counts = [sum(row.item_list is item_list for some in rows.values() for row in some) for item_list, _ in _GROUPS]
    total = "＋".join(map(str, counts))
    not_needed = len(rows[Verdict.NOT_APPLICABLE])
    if not not_needed:
        return marked("{total}共{all}项，这次<b>没有一项是不用办的</b>。", LEAD, total=total, all=sum(counts))
    return marked(
        "{total}共{all}项里，这{count}项本项目<b>不用办</b>。哪条事实变了，就可能要办，请马上告诉帮办员。",
        LEAD,
        total=total,
        all=sum(counts),
        count=not_needed,
    )


def _foot(dossier: Dossier, undecided: list[VerdictRow]) -> Text:
    decided = [row.code for row in dossier.verdicts if row.override_text]
    parts = [marked("由规则按第{page}页的事实判定。", NOTE, page=PageRef("chapter:glance"))]
    parts.append(plain(f"人工改判 {len(decided)} 项{f'（{code_ranges(decided)}）' if decided else ''}。", NOTE))
    parts.append(plain("判定依据的法条见各项规则，可向帮办员索取。", NOTE))
    if undecided:
        codes = code_ranges(row.code for row in undecided)
        parts.append(marked("待定的{codes}见第{page}页。", NOTE, codes=codes, page=PageRef("chapter:undecided")))
    return joined(parts, "", NOTE)


def _place_heading(cursor: Cursor, words: str) -> None:
    cursor.need(_PART_GAP + 30.0)
    cursor.place(Heading(words, bookmark=True), _PART_GAP if cursor.y > cursor.page.top else 0.0)
    cursor.y += 0.75


def _table(columns: tuple[Column, ...], rows: list[VerdictRow], set_rows: Iterable[Row]) -> Table:
    """SET_ROWS under a heading for each of the three lists, with its count."""
    grouped: list[Row | GroupRow] = []
    before: ItemList | None = None
    for row, set_row in zip(rows, set_rows, strict=True):
        if row.item_list is not before:
            before = row.item_list
            count = sum(other.item_list is before for other in rows)
            words = dict(_GROUPS)[before].format(count=count)
            grouped.append(GroupRow(plain(words, GROUP_HEAD), height_mm=_GROUP_HEIGHT))
        grouped.append(set_row)
    return Table(columns, grouped, padding=_PADDING, rule=RULE_DENSE, rule_colour=PALE_LINE)


# --- rows -------------------------------------------------------------------------------------------------------------------


def _why_not_rows(rows: list[VerdictRow]) -> Iterator[Row]:
    """Fact against threshold; a row that would repeat several lines of an earlier one says 同 and its code instead."""
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        key = (row.project_fact, row.threshold)
        first = seen.setdefault(key, row.code)
        if first != row.code and not row.override_text and _is_long(row):
            same = f"同 {first}"
            yield Row(
                [
                    plain(row.code, _CODE),
                    plain(row.short_name, DENSE_TEXT),
                    plain(same, DENSE_TEXT),
                    plain(same, DENSE_GREY),
                ]
            )
        else:
            yield _compared(row)


def _is_long(row: VerdictRow) -> bool:
    measures = ((row.project_fact, _FACT_WIDTH), (row.threshold, _THRESHOLD_WIDTH))
    return any(text and len(set_lines(plain(text, DENSE_TEXT), width - 1, False).lines) > 1 for text, width in measures)


def _compared(row: VerdictRow) -> Row:
    code, name = plain(row.code, _CODE), plain(row.short_name, DENSE_TEXT)
    if row.override_text:
        return Row([code, name, Cell(_by_rule(row), plain(row.override_text, _DECIDED), span=2)])
    fact = row.project_fact or _bare(row.sentence)
    return Row([code, name, plain(fact, DENSE_TEXT), plain(row.threshold or "—", DENSE_GREY)])


def _why_row(row: VerdictRow, links: _Links) -> Row:
    name = plain(row.short_name, DENSE_TEXT)
    if row.override_text:
        return Row([links.code(row), name, Cell(_by_rule(row), plain(row.override_text, _DECIDED))])
    return Row([links.code(row), name, plain(row.project_fact or _bare(row.sentence) or _EVERY_PROJECT, DENSE_TEXT)])


def _by_rule(row: VerdictRow) -> Text:
    """What the rule itself says, above an officer's decision."""
    return plain(f"按规则：{row.sentence}", DENSE_TEXT)


def _bare(sentence: str) -> str:
    return clean(sentence).rstrip("。")


class _Links:
    """Code cells that lead to where an item is explained."""

    def __init__(self, dossier: Dossier) -> None:
        self._places = Places(dossier)

    def code(self, row: VerdictRow) -> Cell:
        anchor = self._places.of_code(row.code)
        if not anchor:
            return Cell(plain(row.code, _CODE))

        def lead_there(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
            sheet.link(x, y, width, height, anchor, words=f"{row.code} {row.short_name}")

        return Cell(plain(row.code, _CODE), paint=lead_there)
