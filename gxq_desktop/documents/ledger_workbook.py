"""The ledger as a workbook (台账): one row an item as the desk lists it, so that days sort and filter as days.

    Path("台账.xlsx").write_bytes(make_ledger_xlsx(sheet))

As in `workbook.py`, what a user typed goes through write_string and is quoted where it looks like a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gxq_desktop.application.ledger_desk import LedgerEntry
from gxq_desktop.application.ledger_export import LedgerSheet
from gxq_desktop.documents.tokens import GREY_LINE, SHADE
from gxq_desktop.documents.workbook import DATE_FORMAT, PROVISIONAL_FORMAT, cell_text
from gxq_desktop.domain.frozen import frozen

SHEETS: Final = ("台账", "说明")
_FONT: Final = "宋体"
_HEAD_FILL: Final = "#{:02X}{:02X}{:02X}".format(*(round(255 * part) for part in SHADE))
_RULE: Final = "#{:02X}{:02X}{:02X}".format(*(round(255 * part) for part in GREY_LINE))
_A4: Final = 9
_LIKE_A_FORMULA: Final = re.compile(r"^[\s'\"]*[=+\-@＝＋－＠]")


@frozen
class _Column:
    """head, width in characters, what a row shows; provisional: whether its day may still move."""

    head: str
    width: float
    show: Callable[[LedgerEntry], str | int | date | None]
    provisional: bool = False


_COLUMNS: Final[Sequence[_Column]] = (
    _Column("状态", 8, lambda entry: entry.standing.label if entry.standing is not None else "已销账"),
    _Column("剩余工作日", 11, lambda entry: None if entry.line.row.closed else _days_left(entry)),
    _Column("编号", 7, lambda entry: entry.line.row.code or entry.line.row.step_id),
    _Column("事项", 34, lambda entry: entry.line.row.name),
    _Column("项目编号", 14, lambda entry: entry.line.row.number),
    _Column("项目", 26, lambda entry: entry.line.project),
    _Column("企业", 22, lambda entry: entry.line.enterprise),
    _Column("主办", 20, lambda entry: entry.line.row.owner),
    _Column("机关", 28, lambda entry: entry.line.row.authority),
    _Column("窗口", 8, lambda entry: entry.window),
    _Column("办件状态", 10, lambda entry: entry.line.row.state.label),
    _Column("受理", 11, lambda entry: entry.line.row.accepted_on),
    _Column("原到期", 11, lambda entry: entry.line.row.original_due_on),
    _Column("现到期", 11, lambda entry: entry.line.due_on, provisional=True),
    _Column("已用工作日", 11, lambda entry: entry.used_days),
    _Column("承诺工作日", 11, lambda entry: entry.limit_days),
    _Column("轮到", 8, lambda entry: entry.whose),
    _Column("经办", 10, lambda entry: entry.line.row.person),
    _Column("机关用时", 9, lambda entry: entry.line.owned.authority),
    _Column("企业用时", 9, lambda entry: entry.line.owned.enterprise),
    _Column("中介用时", 9, lambda entry: entry.line.owned.intermediary),
    _Column("容缺补齐", 11, lambda entry: entry.line.row.missing_until),
    _Column("办结", 11, lambda entry: entry.line.row.finished_on),
    _Column("销账", 11, lambda entry: entry.line.row.cleared_on),
)
_READING: Final = (
    ("剩余工作日", "到现到期还有几个工作日，负数已超期；停钟的是恢复以后还有几个。"),
    ("原到期、现到期", "原到期只按承诺时限；现到期扣除中止、加上顺延。受理以前是最迟开始的日子。"),
    ("日期", "都是真的日期；末尾带“暂”的，落在放假通知还没有装入的年份。"),
    ("三方用时", "从第一条记录起的工作日，每一天只算一方；几项并行时各算各的。"),
    ("改动", "这份表是导出那天的抄件，改它不会改变台账。"),
)


def _days_left(entry: LedgerEntry) -> int:
    row = entry.line.row
    return row.left_when_stopped if row.left_when_stopped is not None else entry.line.days_left


def make_ledger_xlsx(sheet: LedgerSheet) -> bytes:
    """The workbook's bytes: the rows under one line of heads, and a page of what they are."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "default_format_properties": {"font_name": _FONT, "font_size": 10}}) as book:
        book.set_properties(
            {
                "title": cell_text(f"台账 {sheet.title}")[:255],
                "author": cell_text(sheet.bureau)[:255],
                "created": datetime.combine(sheet.printed_on, time(9, 0)),
            }
        )
        cells = _Cells(book)
        _rows(cells, _added(book, SHEETS[0], sheet), sheet)
        _notes(cells, _added(book, SHEETS[1], sheet), sheet)
    return out.getvalue()


def _added(book: Workbook, name: str, sheet: LedgerSheet) -> Worksheet:
    added = book.add_worksheet(name)
    added.set_landscape()
    added.set_paper(_A4)
    added.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    added.fit_to_pages(1, 0)
    title = cell_text(f"台账　{sheet.title}").replace("\n", " ").replace("&", "&&")
    added.set_header(f"&L{title}&R{sheet.printed_on.isoformat()}")
    added.set_footer("&R&P / &N")
    return added


class _Cells:
    """Writes cells with one set of formats."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def format(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base: dict[str, object] = {"font_name": _FONT, "font_size": 10, "valign": "top"}
            self._formats[key] = self._book.add_format(base | properties)
        return self._formats[key]

    def write(
        self, sheet: Worksheet, row: int, at: int, value: str | int | date | None, provisional: bool = False
    ) -> None:
        rule = {"bottom": 4, "bottom_color": _RULE}
        if isinstance(value, date):
            shown = PROVISIONAL_FORMAT if provisional else DATE_FORMAT
            sheet.write_datetime(
                row, at, datetime.combine(value, time()), self.format(num_format=shown, align="left", **rule)
            )
        elif isinstance(value, int):
            sheet.write_number(row, at, value, self.format(**rule))
        elif not value:
            sheet.write_blank(row, at, None, self.format(**rule))
        else:
            text = cell_text(value)
            quoted = {"quote_prefix": True} if _LIKE_A_FORMULA.match(text) else {}
            sheet.write_string(row, at, text, self.format(**rule, **quoted))


def _rows(cells: _Cells, sheet: Worksheet, content: LedgerSheet) -> None:
    head = cells.format(bold=True, bg_color=_HEAD_FILL, bottom=1, valign="vcenter")
    for at, column in enumerate(_COLUMNS):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.head, head)
    for number, entry in enumerate(content.entries, 1):
        for at, column in enumerate(_COLUMNS):
            provisional = column.provisional and entry.provisional
            cells.write(sheet, number, at, column.show(entry), provisional)
    sheet.freeze_panes(1, 4)
    sheet.autofilter(0, 0, len(content.entries), len(_COLUMNS) - 1)
    sheet.repeat_rows(0)


def _notes(cells: _Cells, sheet: Worksheet, content: LedgerSheet) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    owned = content.owned
    lines: list[tuple[str, str | int | date | None]] = [
        ("视图", content.title),
        ("筛选", "；".join(content.conditions) or "没有筛选"),
        ("导出", content.printed_on),
        ("共", f"{len(content.entries)} 项"),
        (
            "三方用时",
            f"机关 {owned.authority}、企业 {owned.enterprise}、中介 {owned.intermediary} 个工作日（所列事项合计）",
        ),
        *_READING,
    ]
    for number, (name, value) in enumerate(lines):
        sheet.write_string(number, 0, name, cells.format(bold=True))
        cells.write(sheet, number, 1, value)
