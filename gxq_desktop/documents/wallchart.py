"""The wall chart (上墙工期图), A3 landscape and larger (print.md §10, picture 14).

Every sheet is laid out on a field of 400 × 277 mm or, on larger papers, on a field in the same measures that is then
enlarged: first rows and type together (A2 × 1.41), and only then more rows and days on one sheet.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Final, Literal

from gxq_desktop.application.views import Dossier, StepView
from gxq_desktop.documents.enlarging import enlarge
from gxq_desktop.documents.marks import chart_box, elbow, gate_diamond, light_shape, provisional
from gxq_desktop.documents.officer_sign import WORDS, sign_width, step_sign
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    CHART_COUNT,
    CHART_DATE,
    CHART_NAME,
    CHART_TITLE,
    CHART_WHO,
    CODE,
    NOTE,
    TABLE_HEAD,
    TextStyle,
)
from gxq_desktop.documents.text import Run, Text, iso_date, plain, shortened, text_width
from gxq_desktop.documents.tokens import (
    ACCENT,
    GREY_LINE,
    GREY_TEXT,
    INK,
    PALE_LINE,
    RULE_CARD,
    RULE_ROW,
    SHADE,
    Frame,
    Size,
)
from gxq_desktop.documents.wallchart_axis import BAND_HEIGHT, Axis, Grain, draw_band, draw_shading, draw_time_lines
from gxq_desktop.documents.wallchart_bars import ChartDrawing, bar_kind, day_words, draw_bar
from gxq_desktop.documents.wallchart_rows import Capacity, ChartRow, RowGroup, SheetPlan, is_done, plan_sheets
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import StepKind

ChartPaper = Literal["A3", "A2", "A1", "A0"]
CHART_SIZES: Final[dict[str, Size]] = {"A3": (420, 297), "A2": (594, 420), "A1": (841, 594), "A0": (1189, 841)}
MARGIN: Final = 10.0
LEAST_ENLARGING: Final = 1.41
"""Papers above A3 enlarge at least so much before they hold more rows."""
ROWS_ON_A3: Final = 48

_ROW: Final = 4.5
_MOST_ROW: Final = 6.0
_GROUP_GAP: Final = 1.5
_BAND_TOP: Final = 27.6
_ROWS_TOP: Final = _BAND_TOP + BAND_HEIGHT
_LEGEND_GAP: Final = 7.0
_FOOT: Final = 11.3
"""From the middle of the legend to the bottom of the field: version block and provisional note."""
_CHART_LEFT: Final = 91.0
_CODE, _NAME, _WHO, _LATE = 7.5, 17.0, 57.3, 76.2
_NOTES_FROM: Final = 24.0
_NOTE_PITCH: Final = 7.5
_CAP: Final = 0.37

_SECOND_LINE: Final = TextStyle("hei", 11, 6, colour=GREY_TEXT)
_SECOND_INK: Final = TextStyle("hei", 11, 6)
_COUNT_LABEL: Final = TextStyle("hei", 9, 4.5, colour=GREY_TEXT)
_TITLE_SMALL: Final = TextStyle("song", 19, 12, bold=True)
_CODE_STYLE: Final = CODE.sized(8)
_NAME_BOLD: Final = CHART_NAME.bolder()
_NAME_GREY: Final = CHART_NAME.grey()
_LATE_STYLE: Final = TextStyle("hei", 7.4, 4.5)
_LATE_BOLD: Final = _LATE_STYLE.bolder()
_LATE_GREY: Final = _LATE_STYLE.grey()
_LATE_YEAR: Final = TextStyle("hei", 7, 4.5)
_WHO_BOLD: Final = TextStyle("hei", 7.4, 4.5, bold=True)
_GROUP_TITLE: Final = TextStyle("hei", 7, 3.5, bold=True, colour=GREY_TEXT)
_LEGEND: Final = TextStyle("hei", 8, 4.5)
_NOT_ASSIGNED: Final = "待指派"


def make_wallchart(dossier: Dossier, paper: ChartPaper = "A3") -> list[Sheet]:
    """The chart's sheets, numbered from 1. ValueError for a paper that is not A3, A2, A1 or A0."""
    if paper not in CHART_SIZES:
        raise ValueError(f"a wall chart is A3, A2, A1 or A0, not {paper!r}")
    layout, plans = _layout(dossier, CHART_SIZES[paper])
    sheets = []
    for number, plan in enumerate(plans, 1):
        chart = _ChartSheet(dossier, layout, plan, number, len(plans))
        chart.draw()
        enlarge(chart.sheet, layout.enlarging)
        sheets.append(chart.sheet)
    return sheets


# --- how large, how many --------------------------------------------------------------------------------------------


@frozen
class _Layout:
    """enlarging: the factor from the layout's mm to the paper's. width, height: of the virtual sheet, mm."""

    enlarging: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.width - MARGIN

    @property
    def bottom(self) -> float:
        return self.height - MARGIN

    @property
    def rows_height(self) -> float:
        """What rows and the gaps of their groups may take."""
        return self.bottom - MARGIN - _ROWS_TOP - _LEGEND_GAP - _FOOT

    @property
    def capacity(self) -> Capacity:
        rows = ROWS_ON_A3 if self.enlarging == 1 else math.floor((self.rows_height - 6 * _GROUP_GAP) / _ROW)
        return Capacity(max(rows, ROWS_ON_A3), self.right - MARGIN - _CHART_LEFT)


def _layout(dossier: Dossier, size: Size) -> tuple[_Layout, list[SheetPlan]]:
    """The largest type with the fewest sheets."""
    ratio = size[0] / CHART_SIZES["A3"][0]
    factors = [1.0] if ratio == 1 else _factors(ratio)
    best: tuple[_Layout, list[SheetPlan]] | None = None
    for factor in factors:
        layout = _Layout(factor, size[0] / factor, size[1] / factor)
        plans = plan_sheets(dossier, layout.capacity)
        if best is None or len(plans) < len(best[1]):
            best = layout, plans
    if best is None:
        raise ValueError("no factor to lay the chart out with")
    return best


def _factors(ratio: float) -> list[float]:
    """From the paper's own ratio down to the least enlarging."""
    steps = max(1, round((ratio - LEAST_ENLARGING) / 0.1))
    return [ratio - (ratio - LEAST_ENLARGING) * step / steps for step in range(steps + 1)]


# --- one sheet ------------------------------------------------------------------------------------------------------


class _ChartSheet:
    """One sheet of the chart while it is drawn. x and y are the field's top left corner."""

    def __init__(self, dossier: Dossier, layout: _Layout, plan: SheetPlan, number: int, total: int) -> None:
        self.dossier, self.layout, self.plan = dossier, layout, plan
        self.number, self.total = number, total
        self.sheet = Sheet((layout.width, layout.height), number)
        self.sheet.frame = Frame(MARGIN - 4, MARGIN, layout.width - 2 * MARGIN + 4, layout.height - 2 * MARGIN)
        self.left, self.right = MARGIN, layout.right
        self.band_top = MARGIN + _BAND_TOP
        self.axis = Axis(
            plan.first, plan.last, MARGIN + _CHART_LEFT, self.right - MARGIN - _CHART_LEFT, dossier.calendar
        )
        self.plan_year = dossier.start_on.year
        gaps = _GROUP_GAP * (len(plan.groups) - 1)
        fitting = (layout.rows_height - gaps) / max(1, plan.row_count)
        self.pitch = max(_ROW, min(_MOST_ROW, fitting))
        self.groups, self.rows_bottom = self._positions()

    def _positions(self) -> tuple[list[tuple[RowGroup, float, float, list[float]]], float]:
        """Each group with its top, bottom and the axes of its rows; and the bottom of all."""
        y = MARGIN + _ROWS_TOP
        groups = []
        for index, group in enumerate(self.plan.groups):
            y += _GROUP_GAP if index else 0.0
            axes = [y + self.pitch * (row + 0.5) for row in range(len(group.rows))]
            groups.append((group, y, y + self.pitch * len(group.rows), axes))
            y += self.pitch * len(group.rows)
        return groups, max(y, MARGIN + _ROWS_TOP + _ROW) + _GROUP_GAP / 2

    @cached_property
    def rows(self) -> list[tuple[ChartRow, float]]:
        return [(row, y) for group, _, _, axes in self.groups for row, y in zip(group.rows, axes, strict=True)]

    def draw(self) -> None:
        sheet = self.sheet
        sheet.bookmark(f"第 {self.number} 张　{self.plan.title}", 0, MARGIN)
        self._draw_head()
        self._draw_table()
        with sheet.tag("Figure", alt=self._alternative()):
            draw_shading(sheet, self.axis, self.band_top, self.rows_bottom)
            draw_time_lines(sheet, self.axis, self.band_top, self.rows_bottom)
            sheet.lines(self._row_lines(), 0.12, PALE_LINE)
            drawing = ChartDrawing(sheet, self.axis, self.dossier, self.rows, self.band_top, self.rows_bottom)
            draw_band(sheet, self.axis, self.band_top, drawing.verticals)
            self._draw_group_rules()
            drawing.draw()
        self._draw_group_titles()
        legend_y = self.rows_bottom - _GROUP_GAP / 2 + _LEGEND_GAP
        self._draw_legend(legend_y)
        self._draw_notes(legend_y + 6)
        self._draw_version_block()

    def _alternative(self) -> str:
        """What a screen reader says of the drawing; the dates are in the table before it."""
        axis = self.axis
        gates = "，".join(
            f"{gate.name} {day_words(gate.forecast.on, self.plan_year)}"
            for gate in self.dossier.gates
            if axis.shows(gate.forecast.on)
        )
        return f"横道图，{iso_date(axis.first)} 至 {iso_date(axis.last)}，{self.plan.row_count} 行" + (
            f"；门槛：{gates}" if gates else ""
        )

    # --- head -------------------------------------------------------------------------------------------------------

    def _draw_head(self) -> None:
        sheet, dossier = self.sheet, self.dossier
        top, project = MARGIN, dossier.project
        sheet.rule(self.left, top, self.right, RULE_CARD, ACCENT)
        room = self.right - self.left - self._draw_count() - 8
        style = CHART_TITLE
        if text_width(plain(project.name, style)) > room:
            style = _TITLE_SMALL
        with sheet.tag("H1"):
            sheet.text(self.left, top + 12, plain(shortened(project.name, style, room), style))
        of = f"第 {self.number} 张，共 {self.total} 张：" if self.total > 1 else ""
        tail = f"　　上墙工期图　{of}{self.plan.title}"
        goal_width = self._draw_goal()
        room = self.right - self.left - goal_width - 8 - text_width(tail, _SECOND_LINE)
        name = shortened(project.enterprise, _SECOND_LINE, max(room, 60))
        room = self.right - self.left - goal_width - 8
        sheet.text(self.left, top + 18.6, plain(shortened(name + tail, _SECOND_LINE, room), _SECOND_LINE))

    def _draw_count(self) -> float:
        """Working days to the next gate, at the right. Returns the width used."""
        dossier, sheet = self.dossier, self.sheet
        if not dossier.gates:
            return 0.0
        gate = dossier.gate(dossier.next_gate)
        left = dossier.calendar.working_days_between(dossier.identity.printed_on, gate.target or gate.forecast.on)
        width = sheet.text(
            self.right, MARGIN + 12.6, str(left) if left >= 0 else f"+{-left}", CHART_COUNT, align="right"
        )
        x = self.right - width - 2.5
        words = (f"距{gate.name}", "工作日") if left >= 0 else (f"{gate.name}已过", "工作日")
        widest = 0.0
        for baseline, word in zip((7.0, 11.8), words, strict=True):
            widest = max(widest, sheet.text(x, MARGIN + baseline, word, _COUNT_LABEL, align="right"))
        return width + 2.5 + widest

    def _draw_goal(self) -> float:
        dossier = self.dossier
        if not dossier.gates:
            return 0.0
        gate = dossier.gate(dossier.next_gate)
        shown = day_words(gate.target or gate.forecast.on, self.plan_year)
        uncertain = "（暂定）" if gate.target is None and gate.forecast.provisional else ""
        words = f"{'目标' if gate.target else '预计'}{gate.name} {shown}{uncertain}　"
        if gate.short_by > 0:
            spare, number, unit = "还差 ", str(gate.short_by), " 个工作日"
        else:
            spare, number, unit = "机动 ", str(max(0, gate.total_float)), ""
        bold = _SECOND_INK.bolder()
        text: Text = (Run(words + spare, _SECOND_INK), Run(number, bold), *((Run(unit, _SECOND_INK),) if unit else ()))
        return self.sheet.text(self.right, MARGIN + 18.6, text, align="right")

    # --- the table at the left ----------------------------------------------------------------------------------------

    def _draw_table(self) -> None:
        sheet, left = self.sheet, self.left
        baseline = self.band_top + 9.6
        sheet.begin_tag("Table")
        sheet.begin_tag("TR")
        for x, word in ((0.0, "号"), (_CODE, "编码"), (_NAME, "事项"), (_WHO, "谁办"), (_LATE, "最迟完成")):
            sheet.begin_tag("TH", scope="Column")
            sheet.text(left + x, baseline, word, TABLE_HEAD)
            sheet.end_tag()
        sheet.end_tag()
        for row, y in self.rows:
            self._draw_row(row, y)
        sheet.end_tag()

    def _draw_row(self, row: ChartRow, y: float) -> None:
        sheet, left, step = self.sheet, self.left, row.step
        done = is_done(step)
        inner = step.kind in (StepKind.EXCLUDED, StepKind.FOLLOW_ON)
        sheet.begin_tag("TR")
        sheet.begin_tag("TD")
        self._draw_box(row, y, done)
        sheet.end_tag()
        if step.code and not inner:
            self._cell(left + _CODE, y, plain(step.code, _CODE_STYLE))
        name_style = (
            _NAME_GREY if done or step.kind is StepKind.EXCLUDED else _NAME_BOLD if step.critical else CHART_NAME
        )
        name_x = left + _NAME + (5.4 if inner else 0.0)
        name = step.short_name + (
            f"（{step.length_days} 日）" if inner and step.length_unit == "日" and step.length_days else ""
        )
        if inner:
            elbow(sheet, left + _NAME + 2.8, y, 1.6)
        decided = step_sign(self.dossier, step)
        room = left + _WHO - 1.0 - name_x - sign_width(decided)
        self._cell(name_x, y, (*plain(shortened(name, name_style, room), name_style), *decided))
        if step.owner:
            self._cell(left + _WHO, y, plain(shortened(step.owner, CHART_WHO, _LATE - _WHO - 0.6), CHART_WHO))
        elif step.kind is StepKind.OBSTACLE:
            self._cell(left + _WHO, y, plain(_NOT_ASSIGNED, _WHO_BOLD))
        self._draw_late(step, y, done)
        sheet.end_tag()

    def _draw_box(self, row: ChartRow, y: float, done: bool) -> None:
        step = row.step
        numbered = step.number is not None
        if row.has_box and (numbered or step.kind is StepKind.OBSTACLE):
            chart_box(self.sheet, self.left, y - 1.75, step.number, closed=done)
        elif numbered:
            style = _GROUP_TITLE.lighter()
            self.sheet.text(self.left + 2.5, y + _CAP * style.em_mm, str(step.number), style, align="centre")

    def _draw_late(self, step: StepView, y: float, done: bool) -> None:
        sheet = self.sheet
        if done:
            self._cell(self.left + _LATE, y, plain("已办结", _LATE_GREY))
            return
        style = _LATE_BOLD if step.critical else _LATE_STYLE
        late = step.late_finish
        year: tuple[Run, ...] = () if late.on.year == self.plan_year else (Run(f"{late.on:%y}-", _LATE_YEAR),)
        width = self._cell(self.left + _LATE, y, (*year, Run(f"{late.on:%m-%d}", style)))
        if late.provisional:
            provisional(sheet, self.left + _LATE + width + 0.5, y)

    def _cell(self, x: float, y: float, text: Text) -> float:
        sheet, style = self.sheet, text[-1].style
        sheet.begin_tag("TD")
        width = sheet.text(x, y + _CAP * (style.em_mm if style else 2.8), text)
        sheet.end_tag()
        return width

    def _row_lines(self) -> list[tuple[float, float, float, float]]:
        pitch, half = self.pitch, self.pitch / 2
        return [
            (self.left, y + half, self.right, y + half)
            for _, _, bottom, axes in self.groups
            for y in axes
            if y + half < bottom - pitch / 4
        ]

    def _draw_group_rules(self) -> None:
        top = MARGIN + _ROWS_TOP
        edges = [top, *(begin - _GROUP_GAP / 2 for _, begin, _, _ in self.groups[1:]), self.rows_bottom]
        self.sheet.lines([(self.left, y, self.right, y) for y in edges], 0.35, INK)

    def _draw_group_titles(self) -> None:
        """The group's name, upright in the margin, where the group is high enough for it."""
        for group, top, bottom, _ in self.groups:
            width = text_width(group.title, _GROUP_TITLE)
            if width <= bottom - top + 1.0:
                self.sheet.text(
                    self.left - 1.4, (top + bottom) / 2, group.title, _GROUP_TITLE, align="centre", angle=90
                )

    # --- below the rows -----------------------------------------------------------------------------------------------

    def _draw_legend(self, y: float) -> None:
        entries = self._legend_entries()
        widths = [mark_width + 1.5 + text_width(words, _LEGEND) for mark_width, _, words in entries]
        room = self.right - self.left
        gap = min(8.0, (room - sum(widths)) / max(1, len(entries) - 1))
        x = self.left
        self.sheet.begin_tag("L")
        for (mark_width, paint, words), width in zip(entries, widths, strict=True):
            self.sheet.begin_tag("LI")
            paint(x, y)
            self.sheet.text(x + mark_width + 1.5, y + _CAP * _LEGEND.em_mm, words, _LEGEND)
            self.sheet.end_tag()
            x += width + gap
        self.sheet.end_tag()

    def _legend_entries(self) -> list[tuple[float, Callable[[float, float], object], str]]:
        """Mark width, paint(x, centre y) and words of what can be seen on this sheet; boxes and floats always."""
        sheet, axis, dossier = self.sheet, self.axis, self.dossier
        steps = [row.step for row, _ in self.rows]
        kinds = {bar_kind(step) for step in steps}
        floats = {step.total_float for step in steps if step.critical}
        words = {
            "critical": f"关键，浮动 {min(floats, default=0)}" if len(floats) < 2 else "关键，浮动最少",
            "department": "部门审批",
            "open": "企业、接入单位",
            "not_counted": "不计入时限",
            "obstacle": "障碍",
            "finished": "已办结",
        }
        entries: list[tuple[float, Callable[[float, float], object], str]] = [
            (9.0, lambda x, y, kind=kind: draw_bar(sheet, kind, x, y, 9.0), label)  # type: ignore[misc]
            for kind, label in words.items()
            if kind in kinds
        ]
        entries.append((9.0, self._float_sample, "浮动，到最迟完成日"))
        entries.append(
            (6.6, lambda x, y: sheet.text(x, y + _CAP * CHART_DATE.em_mm, "03-17", CHART_DATE), "计划完成日")
        )
        if any(axis.shows(gate.forecast.on) for gate in dossier.gates):
            entries.append((3.2, lambda x, y: gate_diamond(sheet, x + 1.6, y, 3.2), "门槛"))
        if {"黄", "红"} & {step.light.value for step in steps}:
            entries.append((3.0, lambda x, y: light_shape(sheet, x + 1.5, y, "amber"), "三日内"))
            entries.append((3.0, lambda x, y: light_shape(sheet, x + 1.5, y, "red"), "已过最迟日或来不及"))
        if any(step.total_float < 0 and not is_done(step) for step in steps):
            entries.append((9.0, self._overrun_sample, "超出最迟完成日"))
        shade = {Grain.DAYS: "不上班", Grain.WEEKS: "隔一周", Grain.MONTHS: "隔一月"}[axis.grain]
        entries.append((3.0, lambda x, y: sheet.rect(x, y - 1.75, 3.0, 3.5, fill=SHADE), shade))
        if axis.provisional_spans():
            entries.append((3.0, self._provisional_sample, "暂定，放假安排未公布"))
        if axis.grain is Grain.DAYS and any(row for row in _makeup_days(axis)):
            entries.append((2.6, lambda x, y: sheet.text(x, y + 0.9, "班", _LATE_YEAR.bolder()), "调休上班"))
        entries.append((5.0, lambda x, y: chart_box(sheet, x, y - 1.75), "办结打勾"))
        decided = next(filter(None, (step_sign(dossier, row.step) for row, _ in self.rows)), None)
        if decided:
            entries.append(
                (sign_width(decided), lambda x, y: sheet.text(x, y + _CAP * CHART_NAME.em_mm, decided), WORDS)
            )
        return entries

    def _float_sample(self, x: float, y: float) -> None:
        self.sheet.line(x, y, x + 9, y, 0.2, INK)
        self.sheet.line(x + 9, y - 1, x + 9, y + 1, 0.3, INK)

    def _overrun_sample(self, x: float, y: float) -> None:
        self.sheet.line(x, y, x + 9, y, 0.8, INK)

    def _provisional_sample(self, x: float, y: float) -> None:
        self.sheet.hatch(x, y - 1.75, 3.0, 3.5, pitch=1.2, weight=0.12, colour=GREY_LINE)

    def _draw_notes(self, top: float) -> None:
        """Lines for the pen where rows leave room."""
        bottom = self.layout.bottom - 12
        if bottom - top < _NOTES_FROM:
            return
        self.sheet.text(self.left, top + 3, "记事", TABLE_HEAD)
        lines = int((bottom - top - 3) / _NOTE_PITCH)
        ys = [top + 3 + _NOTE_PITCH * line for line in range(1, lines + 1)]
        self.sheet.lines([(self.left, y, self.right, y) for y in ys], RULE_ROW, GREY_LINE)

    def _draw_version_block(self) -> None:
        sheet, dossier = self.sheet, self.dossier
        bottom = self.layout.bottom
        sheet.rule(self.left, bottom - 4.6, self.right, RULE_ROW, GREY_LINE)
        identity = dossier.identity
        words = [
            f"{identity.project_number}　第 {identity.edition} 版　{iso_date(identity.printed_on)} 印　校验 {identity.check_code}"
        ]
        if identity.replaces is not None:
            words[0] += f"　替代第 {identity.replaces} 版，旧图请取下"
        words.append(helper_words(dossier))
        words.append(dossier.holiday_notice)
        page = f"{self.number} / {self.total}"
        sign = "下次督查　　月　　日　签字"
        page_width = text_width(page, NOTE)
        line_right = self.right - page_width - 8
        sheet.text(self.right, bottom - 0.8, page, NOTE, align="right")
        sheet.rule(line_right - 26, bottom - 0.5, line_right, RULE_ROW, GREY_LINE)
        sign_width = sheet.text(line_right - 27.5, bottom - 0.8, sign, NOTE, align="right")
        room = line_right - 27.5 - sign_width - 6 - self.left
        sheet.text(self.left, bottom - 0.8, plain(shortened("　　".join(filter(None, words)), NOTE, room), NOTE))
        uncertain = any(row.step.late_finish.provisional or row.step.early_finish.provisional for row, _ in self.rows)
        if dossier.provisional_note and uncertain:
            note = shortened(dossier.provisional_note, NOTE, self.right - self.left)
            sheet.text(self.left, bottom - 6.2, plain(note, NOTE))


def helper_words(dossier: Dossier) -> str:
    """帮办员 李晓岚 0818-555 0117, or what to do while nobody is assigned."""
    helper = next((contact for contact in dossier.project.contacts if contact.role == "帮办员"), None)
    if helper is None or not helper.name:
        return f"帮办员待指派，先打窗口电话 {dossier.centre.phone}".rstrip()
    return f"帮办员 {helper.name} {helper.phone}".rstrip()


def _makeup_days(axis: Axis) -> Sequence[date]:
    return [day for notice in axis.calendar.notices for day in notice.makeup if axis.shows(day)]
