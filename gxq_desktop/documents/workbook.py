"""The workbook (工作簿): timetable, checklist and the 105 rows as .xlsx, for those who keep their own lists.

    Path("plan.xlsx").write_bytes(make_xlsx(dossier))

XlsxWriter and not openpyxl: it only writes, which is all we do here, imports in half the time, needs nothing else, and
gives equal bytes for equal input (openpyxl stamps the moment of saving into the file). Every cell says by its method
what it is: what a user typed goes through write_string and can never become a formula, a link or a number.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import Final, Generic, TypeVar

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gxq_desktop.application.views import Day, Dossier, GateView, MaterialView, StepView, TargetView, VerdictRow
from gxq_desktop.documents.officer_sign import words
from gxq_desktop.documents.text import clean
from gxq_desktop.documents.tokens import GREY_LINE, SHADE
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import StepKind
from gxq_desktop.domain.verdicts import Verdict

SHEETS: Final = ("时间表", "材料清单", "事项", "说明")
VERDICT_WORDS: Final = {Verdict.APPLIES: "办", Verdict.NOT_APPLICABLE: "不办", Verdict.UNDECIDED: "待定"}
LONGEST_CELL: Final = 32_767
"""UTF-16 units; Excel's own bound."""
DATE_FORMAT: Final = "yyyy-mm-dd"
PROVISIONAL_FORMAT: Final = 'yyyy-mm-dd"暂"'
_FONT: Final = "宋体"
_HEAD_FILL: Final = "#{:02X}{:02X}{:02X}".format(*(round(255 * part) for part in SHADE))
_RULE: Final = "#{:02X}{:02X}{:02X}".format(*(round(255 * part) for part in GREY_LINE))
_LINE_PT: Final = 15
_TALLEST_ROW_PT: Final = 409
_A4: Final = 9
_LIKE_A_FORMULA: Final = re.compile(r"^[\s'\"]*[=+\-@＝＋－＠]")
_NOT_XML: Final = re.compile("[\ufffe\uffff]")
_Row = TypeVar("_Row")


@frozen
class _Column(Generic[_Row]):
    """A column: its head, its width in characters, what a row shows. wide: beyond the printed width."""

    head: str
    width: float
    show: Callable[[_Row], str | int | date | Day | None]
    wide: bool = False


def make_xlsx(dossier: Dossier) -> bytes:
    """The workbook's bytes: SHEETS in order, each but the last with frozen heads and a filter, printed on A4 across."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "default_format_properties": {"font_name": _FONT, "font_size": 10}}) as book:
        identity = dossier.identity
        book.set_properties(
            {
                "title": cell_text(f"{dossier.project.name} 通排时间表与材料清单")[:255],
                "author": cell_text(dossier.centre.bureau)[:255],
                "subject": f"{identity.project_number} 第 {identity.edition} 版",
                "comments": f"校验 {identity.check_code}",
                "created": datetime.combine(identity.printed_on, time(9, 0)),
            }
        )
        sheet = _Sheets(book, dossier)
        sheet.table(SHEETS[0], _timetable_columns(dossier), dossier.steps, frozen=3, bold=lambda step: step.critical)
        sheet.table(SHEETS[1], _material_columns(dossier), dossier.materials, frozen=2)
        sheet.table(SHEETS[2], _ITEM_COLUMNS, dossier.verdicts, frozen=2)
        sheet.notes(SHEETS[3])
    return out.getvalue()


def cell_text(value: object) -> str:
    """VALUE as a cell can hold it: cleaned as on paper, no longer than Excel's bound, "…" where it was cut."""
    text = _NOT_XML.sub("\ufffd", clean(value))
    if len(text) * 2 <= LONGEST_CELL or len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return text
    kept = text.encode("utf-16-le")[: 2 * (LONGEST_CELL - 1)]
    return kept.decode("utf-16-le", "ignore") + "…"


class _Sheets:
    """Writes sheets with one set of cell formats."""

    def __init__(self, book: Workbook, dossier: Dossier) -> None:
        self._book, self._dossier = book, dossier
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def _format(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": _FONT, "font_size": 10, "valign": "top", "text_wrap": True}
            self._formats[key] = self._book.add_format(base | properties)
        return self._formats[key]

    def _added(self, name: str) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        identity = self._dossier.identity
        title = _header_text(f"{self._dossier.project.name[:60]}　{name}")
        sheet.set_header(f"&L{title}&R{_header_text(identity.project_number)} 第 {identity.edition} 版")
        sheet.set_footer(f"&L{identity.printed_on.isoformat()} 印　校验 {identity.check_code}&R&P / &N")
        return sheet

    def table(
        self,
        name: str,
        columns: Sequence[_Column[_Row]],
        rows: Sequence[_Row],
        frozen: int,
        bold: Callable[[_Row], bool] = lambda _: False,
    ) -> None:
        """A sheet of ROWS under one line of heads. frozen: columns that stay when scrolling to the right."""
        sheet = self._added(name)
        head = self._format(bold=True, bg_color=_HEAD_FILL, bottom=1, valign="vcenter")
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.head, head)
        for number, row in enumerate(rows, 1):
            heavy = bold(row)
            for at, column in enumerate(columns):
                self._write(sheet, number, at, column.show(row), bold=heavy)
        last = len(rows)
        sheet.freeze_panes(1, frozen)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.repeat_rows(0)
        printed = sum(not column.wide for column in columns)
        sheet.print_area(0, 0, last, printed - 1)

    def notes(self, name: str) -> None:
        """What the workbook belongs to, its gates and targets, and how to read it."""
        sheet = self._added(name)
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 34)
        sheet.set_column(2, 5, 14)
        number = 0
        for heading, rows in _notes(self._dossier):
            sheet.write_string(number, 0, heading, self._format(bold=True, font_size=12))
            number += 1
            for row in rows:
                for at, value in enumerate(row):
                    if len(row) == 2 and at == 1 and isinstance(value, str):
                        sheet.merge_range(number, 1, number, 5, "", self._text_format(value, bold=False))
                        sheet.set_row(number, min(_LINE_PT * max(1, -(-len(value) // 42)), _TALLEST_ROW_PT))
                    self._write(sheet, number, at, value, bold=False)
                number += 1
            number += 1

    def _text_format(self, text: str, bold: bool) -> Format:
        """Excel takes text that looks like a formula for one as soon as somebody edits the cell, unless it is quoted."""
        if _LIKE_A_FORMULA.match(text):
            return self._format(bottom=4, bottom_color=_RULE, bold=bold, quote_prefix=True)
        return self._format(bottom=4, bottom_color=_RULE, bold=bold)

    def _write(self, sheet: Worksheet, number: int, at: int, value: str | int | date | Day | None, bold: bool) -> None:
        if isinstance(value, Day):
            shown = PROVISIONAL_FORMAT if value.provisional else DATE_FORMAT
            self._write_date(sheet, number, at, value.on, shown, bold)
        elif isinstance(value, date):
            self._write_date(sheet, number, at, value, DATE_FORMAT, bold)
        elif isinstance(value, int):
            sheet.write_number(number, at, value, self._format(bottom=4, bottom_color=_RULE, bold=bold))
        elif value is None or value == "":
            sheet.write_blank(number, at, None, self._format(bottom=4, bottom_color=_RULE, bold=bold))
        else:
            text = cell_text(value)
            sheet.write_string(number, at, text, self._text_format(text, bold))

    def _write_date(self, sheet: Worksheet, number: int, at: int, on: date, shown: str, bold: bool) -> None:
        cell = self._format(bottom=4, bottom_color=_RULE, bold=bold, num_format=shown, align="left")
        sheet.write_datetime(number, at, datetime.combine(on, time()), cell)


def _header_text(text: str) -> str:
    """Text for a page's head, where & begins a code."""
    return cell_text(text).replace("\n", " ").replace("&", "&&")


# --- columns ----------------------------------------------------------------------------------------------------------


def _timetable_columns(dossier: Dossier) -> Sequence[_Column[StepView]]:
    targets = {gate.id: gate.target for gate in dossier.gates}
    names = {step.id: step.code or step.name for step in dossier.steps}
    return (
        _Column("框号", 5, lambda step: step.number),
        _Column("编码", 6, lambda step: step.code),
        _Column("环节", 28, lambda step: step.name + ("" if step.parent else _officer_words(dossier, step.code))),
        _Column("类别", 12, lambda step: step.kind.label),
        _Column("阶段", 12, lambda step: step.phase.short),
        _Column("责任", 12, lambda step: step.owner),
        _Column("天数", 5, lambda step: None if step.kind is StepKind.MILESTONE else step.length_days),
        _Column("单位", 7, lambda step: "" if step.kind is StepKind.MILESTONE else step.length_unit),
        _Column("最早开始", 12, lambda step: step.early_start),
        _Column("最早完成", 12, lambda step: step.early_finish),
        _Column("最迟开始", 12, lambda step: step.late_start),
        _Column("最迟完成", 12, lambda step: step.late_finish),
        _Column("目标日", 11, lambda step: targets.get(step.id)),
        _Column("浮动", 6, lambda step: step.total_float),
        _Column("关键", 5, lambda step: "关键" if step.critical else ""),
        _Column("还剩", 5, lambda step: step.days_left),
        _Column("状态", 6, lambda step: step.light.value),
        _Column("暂定", 8, _provisional_word),
        _Column("先做什么", 18, lambda step: "、".join(names.get(each, each) for each in step.predecessors), wide=True),
        _Column("为什么最早是这一天", 48, lambda step: step.why_early, wide=True),
        _Column("为什么最迟是这一天", 48, lambda step: step.why_late, wide=True),
    )


def _officer_words(dossier: Dossier, code: str) -> str:
    """（人工认定要办） after a name; the sheet of all rows has the reason."""
    decided = words(dossier, code)
    return f"（{decided}）" if decided else ""


def _provisional_word(step: StepView) -> str:
    early = step.early_start.provisional or step.early_finish.provisional
    late = step.late_start.provisional or step.late_finish.provisional
    return {(True, True): "暂定", (True, False): "最早暂定", (False, True): "最迟暂定", (False, False): ""}[early, late]


def _material_columns(dossier: Dossier) -> Sequence[_Column[MaterialView]]:
    steps = dossier.step_by_id

    def day_of(material: MaterialView, which: Callable[[StepView], Day]) -> Day | None:
        step = steps.get(material.step_id)
        return which(step) if step else None

    return (
        _Column("编码", 6, lambda material: material.code),
        _Column("材料", 30, lambda material: material.name + _officer_words(dossier, material.code)),
        _Column("阶段", 12, lambda material: material.phase.short),
        _Column("情形", 10, lambda material: material.variant),
        _Column("谁来做", 14, lambda material: material.prepared_by),
        _Column("形式", 30, lambda material: material.form),
        _Column("用于", 16, lambda material: "、".join(material.used_by) or material.no_use),
        _Column("最早备齐", 12, lambda material: day_of(material, lambda step: step.early_finish)),
        _Column("最迟开始", 12, lambda material: day_of(material, lambda step: step.late_start)),
        _Column("最迟备齐", 12, lambda material: day_of(material, lambda step: step.late_finish)),
        _Column("备齐打勾", 9, lambda _: ""),
        _Column("常见退件原因", 40, lambda material: "；".join(material.defects), wide=True),
        _Column("为什么要", 30, lambda material: material.why, wide=True),
        _Column("依据", 40, lambda material: "；".join(material.basis), wide=True),
    )


_ITEM_COLUMNS: Final[Sequence[_Column[VerdictRow]]] = (
    _Column("编码", 6, lambda row: row.code),
    _Column("事项", 32, lambda row: row.name),
    _Column("清单", 14, lambda row: row.item_list.label),
    _Column("结论", 6, lambda row: VERDICT_WORDS[row.verdict]),
    _Column("理由", 44, lambda row: row.sentence),
    _Column("本项目的情况", 22, lambda row: row.project_fact),
    _Column("什么情况下要办", 24, lambda row: row.threshold),
    _Column("人工认定", 22, lambda row: row.override_text),
    _Column("规则", 36, lambda row: row.rule_text, wide=True),
    _Column("依据", 48, lambda row: row.basis, wide=True),
)


# --- notes ------------------------------------------------------------------------------------------------------------

_Cells = Sequence[str | int | date | Day | None]
_READING: Final = (
    ("日期", "都是真的日期，可以排序、筛选、计算；末尾带“暂”的，落在放假通知还没有装入的年份，通知出来后会重排。"),
    ("天数", "单位写“工作日”的不算周末和放假、算调休上班；写“日”的是自然日，每天都算。"),
    ("最早、最迟", "最早：前面的事都按计划做完时；最迟：再晚一天就赶不上后面。审批事项的“开始”指受理。"),
    ("浮动", "可以拖后而不影响目标的工作日数；0 或负数的在关键线路上，用粗字。"),
    ("还剩", "从印制日到最迟开始还有几个工作日；负数表示已经过了。"),
    ("打印", "A4 横放，每页重复表头；右边说明原因的几栏只在屏幕上看，不打印。"),
    ("改动", "这份表是印制那天的抄件，改它不会改变项目；事实有变时请窗口重印。"),
)


def _notes(dossier: Dossier) -> Iterable[tuple[str, Sequence[_Cells]]]:
    identity, project = dossier.identity, dossier.project
    yield (
        "项目",
        (
            ("项目", project.name),
            ("企业", project.enterprise),
            ("统一社会信用代码", project.credit_code or "未提供"),
            ("项目代码", project.project_code or "未提供"),
            ("行业", project.industry),
            ("重点级别", project.key_level),
            ("环节", project.stage),
        ),
    )
    yield (
        "版本",
        (
            ("项目编号", identity.project_number),
            ("版次", f"第 {identity.edition} 版" + (f"，代替第 {identity.replaces} 版" if identity.replaces else "")),
            ("印制日", identity.printed_on),
            ("校验码", identity.check_code),
            ("事项库", identity.catalogue_version),
        ),
    )
    yield "门槛", (("标志", "门槛", "预计", "最迟", "目标", "差工作日"), *map(_gate_cells, dossier.gates))
    if dossier.targets:
        yield "目标", tuple(map(_target_cells, dossier.targets))
    contacts = (*project.contacts, project.enterprise_contact)
    yield (
        "找谁",
        tuple(
            (each.role, f"{each.name or '待指派'}　{each.phone or '未提供'}" + (f"　{each.duty}" if each.duty else ""))
            for each in contacts
        ),
    )
    yield "事实", tuple((fact.label, fact.value) for fact in project.glance)
    doubts = [*dossier.warnings, *((dossier.provisional_note,) if dossier.provisional_note else ())]
    if doubts:
        yield "提醒", tuple((str(number), text) for number, text in enumerate(doubts, 1))
    yield "怎样读", (*_READING, ("放假安排", dossier.holiday_notice.removeprefix("放假安排：")))


def _gate_cells(gate: GateView) -> _Cells:
    return (gate.sign, gate.name, gate.forecast, gate.latest, gate.target, gate.short_by if gate.target else None)


def _target_cells(target: TargetView) -> _Cells:
    met = "能按目标到达" if target.short_by <= 0 else f"差 {target.short_by} 个工作日"
    levers = "".join(f"；可以提速：{lever.text}" for lever in target.levers)
    return (target.gate, f"目标 {target.target.isoformat()}，预计 {target.forecast.on.isoformat()}，{met}{levers}")
