"""The cover (封面): title, project, the whole schedule as a fingerprint, edition block and QR (print.md §9, 01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from gxq_desktop.application.views import Dossier, GateView, StepView
from gxq_desktop.documents.book import Book, Page, PageNumbers
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    CHART_GATE,
    CHART_NAME,
    COVER_ENTERPRISE,
    COVER_PROJECT,
    COVER_PROJECT_SMALL,
    COVER_TITLE,
    FACT_VALUE,
    NOTE,
    TextStyle,
)
from gxq_desktop.documents.text import Lines, Text, long_date, marked, one_line, plain, set_lines, shortened, text_width
from gxq_desktop.documents.tokens import (
    ACCENT,
    GREY_LINE,
    INK,
    PALE_LINE,
    RULE_CARD,
    RULE_DENSE,
    RULE_TABLE,
    WHITE,
)
from gxq_desktop.domain.items import ItemList
from gxq_desktop.domain.network import StepKind

TITLE: Final = "审批服务手册"
ISSUING_WINDOW: Final = "工程建设项目审批综合窗口"
NAME_WIDTH: Final = 150.0

_OFFICE: Final = TextStyle("hei", 9, 4.5, bold=True)
_TITLE_TOP, _PROJECT_TOP, _ENTERPRISE_TOP = 54.0, 78.0, 88.5
_HIGHEST_TITLE: Final = 36.0
_ROW: Final = FACT_VALUE.lighter()
_LABEL: Final = _ROW.grey()

# the fingerprint
_FIELD_TOP, _FIELD_BOTTOM, _USUAL_TOP = 109.0, 233.0, 120.0
_PITCH, _LEAST_PITCH = 1.5, 1.0
_WIDEST_PITCH, _LOW = 2.7, 85.0
"""Few steps, lower than so many mm at the usual pitch, stand further apart: the page is as full as a large project's."""
_BAR, _CRITICAL_BAR = 0.9, 1.15
_BAND: Final = 10.5
"""Above the first bar: gate names, then months."""
_GATE_ROW: Final = 4.5
_MONTH_ROOM: Final = 15.0
_TAIL: Final = timedelta(days=14)
_BLOCK_TOP: Final = 243.0
_HELPER_ROOM: Final = 104.0
"""Between the label and the QR code."""


def add_cover(book: Book, dossier: Dossier) -> None:
    """Page 1. Without steps in the plan the fingerprint is left out."""
    page = book.page()
    page.sheet.label = "封面"

    def draw(numbers: PageNumbers) -> None:
        below_names = _draw_names(page, dossier)
        _draw_fingerprint(page, dossier, numbers, below_names + _BAND + _GATE_ROW + 1.5)
        _draw_block(page, dossier)

    book.later(draw)


def _draw_names(page: Page, dossier: Dossier) -> float:
    """Office, title, project, enterprise. Returns where they end, mm."""
    sheet, x = page.sheet, page.left
    sheet.rule(x, 24, page.right, RULE_CARD, ACCENT)
    baseline = _OFFICE.baseline(27.9)
    sheet.text(x, baseline, plain(dossier.centre.bureau, _OFFICE))
    sheet.text(page.right, baseline, ISSUING_WINDOW, _OFFICE.lighter().grey(), align="right")

    project = _project_lines(dossier.project.name)
    enterprise = set_lines(plain(one_line(dossier.project.enterprise), COVER_ENTERPRISE), NAME_WIDTH)
    grown = project.height - COVER_PROJECT.leading_mm + enterprise.height - COVER_ENTERPRISE.leading_mm
    raised = min(max(grown, 0.0), _TITLE_TOP - _HIGHEST_TITLE)
    with sheet.tag("H1"):
        sheet.text(x, COVER_TITLE.baseline(_TITLE_TOP - raised), TITLE, COVER_TITLE)
    with sheet.tag("P"):
        below = _PROJECT_TOP - raised + sheet.paragraph(x, _PROJECT_TOP - raised, NAME_WIDTH, project)
    below += _ENTERPRISE_TOP - _PROJECT_TOP - COVER_PROJECT.leading_mm
    with sheet.tag("P"):
        return below + sheet.paragraph(x, below, NAME_WIDTH, enterprise)


def _project_lines(name: str) -> Lines:
    """Two lines at 15 pt, else at 13 pt; whatever is longer takes what it needs at 13."""
    name = one_line(name)
    lines = set_lines(plain(name, COVER_PROJECT), NAME_WIDTH)
    return lines if len(lines.lines) <= 2 else set_lines(plain(name, COVER_PROJECT_SMALL), NAME_WIDTH)


# --- the fingerprint ------------------------------------------------------------------------------------------------


class _Axis(NamedTuple):
    """Days on 168 mm. left: x of the first day's beginning; per_day: mm."""

    first: date
    left: float
    per_day: float

    def x(self, day: date) -> float:
        return self.left + (day - self.first).days * self.per_day


def _draw_fingerprint(page: Page, dossier: Dossier, numbers: PageNumbers, highest: float) -> None:
    """HIGHEST: the first bar stands no higher, mm, or gate names would meet the enterprise's."""
    steps = [step for step in dossier.steps if step.kind is not StepKind.MILESTONE]
    if not steps:
        return
    sheet = page.sheet
    shown: Sequence[StepView] = steps
    highest = max(_FIELD_TOP, highest)
    if len(steps) * _LEAST_PITCH > _FIELD_BOTTOM - highest:
        shown = [step for step in steps if step.critical or step.item_list is ItemList.APPROVALS]
    shown = sorted(shown, key=lambda step: (step.early_start.on, step.early_finish.on, step.number or 0, step.id))
    usual = _PITCH if len(shown) * _PITCH >= _LOW else min(_WIDEST_PITCH, (_FIELD_BOTTOM - _USUAL_TOP) / len(shown))
    pitch = max(0.5, min(usual, (_FIELD_BOTTOM - highest) / len(shown)))
    top = max(highest, min(_USUAL_TOP, _FIELD_BOTTOM - pitch * len(shown)))
    bottom = top + pitch * len(shown)

    first = min(dossier.start_on, *(step.early_start.on for step in steps))
    last = max([step.early_finish.on for step in steps] + [gate.forecast.on for gate in dossier.gates])
    axis = _Axis(first, page.left, page.width / ((last - first + _TAIL).days + 1))

    alt = f"全部 {len(steps)} 步的日程：" + "，".join(
        f"{gate.name} {gate.forecast.on.isoformat()}" for gate in dossier.gates
    )
    dark = {step.id for step in steps if step.critical} | set(dossier.critical_chain)
    with sheet.tag("Figure", alt=alt):
        _draw_months(sheet, axis, last + _TAIL, top, bottom, dossier.gates)
        _draw_bars(sheet, axis, shown, dark, top, pitch)
        _draw_gates(page, axis, dossier, top, bottom)
        _name_longest(page, axis, shown, dark, top, pitch, dossier.gates)
    _draw_caption(page, dossier, len(steps), len(shown), bottom, numbers)


def _draw_months(sheet: Sheet, axis: _Axis, last: date, top: float, bottom: float, gates: Sequence[GateView]) -> None:
    months = []
    year, month = axis.first.year, axis.first.month
    while True:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        day = date(year, month, 1)
        if day > last:
            break
        months.append(day)
    sheet.lines([(axis.x(day), top - 4, axis.x(day), bottom) for day in months], RULE_DENSE, PALE_LINE)
    gate_places = [axis.x(gate.forecast.on + timedelta(days=1)) for gate in gates]
    baseline = NOTE.baseline(top - 5.0)
    free_from, year_said = axis.left, 0
    for day in months:
        words = f"{day.year}年{day.month}月" if day.year != year_said else f"{day.month}月"
        x = axis.x(day) + 0.8
        right = x + text_width(words, NOTE)
        crossed = any(x - 1.0 < place < right + 0.5 for place in gate_places)
        if x < free_from or crossed or right > axis.x(last):
            continue
        sheet.text(x, baseline, words, NOTE)
        free_from, year_said = max(right + 4.0, x + _MONTH_ROOM), day.year


def _draw_bars(sheet: Sheet, axis: _Axis, steps: Sequence[StepView], dark: set[str], top: float, pitch: float) -> None:
    scale = pitch / _PITCH
    for index, step in enumerate(steps):
        x = axis.x(step.early_start.on)
        width = max(0.6, axis.x(step.early_finish.on + timedelta(days=1)) - x)
        height = (_CRITICAL_BAR if step.id in dark else _BAR) * scale
        y = top + (index + 0.5) * pitch - height / 2
        sheet.rect(x, y, width, height, fill=ACCENT if step.id in dark else GREY_LINE)


def _draw_gates(page: Page, axis: _Axis, dossier: Dossier, top: float, bottom: float) -> None:
    """A line at the end of each gate's day; its label left of the line, or where else it is free, or a row higher."""
    sheet = page.sheet
    places = [axis.x(gate.forecast.on + timedelta(days=1)) for gate in dossier.gates]
    rows = [0] * len(places)
    taken: list[_Label] = []
    for index, gate in enumerate(dossier.gates):
        line_x = places[index]
        label = _gate_label(gate, dossier.start_on.year)
        others = [(x, row) for at, (x, row) in enumerate(zip(places, rows, strict=True)) if at != index]
        place = _free_place(line_x, text_width(label), taken, others, page)
        rows[index] = place.row
        taken.append(place)
        label_top = top - _BAND - place.row * _GATE_ROW
        sheet.text(place.left, CHART_GATE.baseline(label_top), label)
        sheet.line(line_x, label_top + 0.3, line_x, bottom + 1, 0.3, INK)


class _Label(NamedTuple):
    """Where a gate's label stands: rows above the months, x from left to right."""

    row: int
    left: float
    right: float


def _free_place(
    line_x: float, width: float, taken: Sequence[_Label], lines: Sequence[tuple[float, int]], page: Page
) -> _Label:
    """The lowest row, left of the line before right of it, that meets no label and no line of another gate."""
    for row in range(len(lines) + 1):
        if any(label.row < row and label.left - 0.6 < line_x < label.right + 0.6 for label in taken):
            continue
        for x in (line_x - 1.2 - width, line_x + 1.2):
            inside = page.left <= x and x + width <= page.right
            crossed = any(x - 0.6 < other < x + width + 0.6 for other, its_row in lines if its_row >= row)
            met = any(label.row == row and x < label.right + 2 and label.left < x + width + 2 for label in taken)
            if inside and not met and not crossed:
                return _Label(row, x, x + width)
    x = min(max(page.left, line_x - 1.2 - width), page.right - width)
    return _Label(len(lines) + 1, x, x + width)


def _gate_label(gate: GateView, plan_year: int) -> Text:
    day = gate.forecast.on
    shown = f"{day:%m-%d}" if day.year == plan_year else f"{day:%y-%m-%d}"
    return plain(f"{gate.sign} {gate.name}　{shown}{' 暂定' if gate.forecast.provisional else ''}", CHART_GATE)


def _name_longest(
    page: Page,
    axis: _Axis,
    steps: Sequence[StepView],
    dark: set[str],
    top: float,
    pitch: float,
    gates: Sequence[GateView],
) -> None:
    """Names beside the two longest critical bars, right of the bar, or left where a gate or the edge is in the way."""
    days = {step.id: (step.early_finish.on - step.early_start.on).days for step in steps if step.id in dark}
    longest = sorted(days, key=lambda step_id: (-days[step_id], step_id))[:2]
    gate_places = [axis.x(gate.forecast.on + timedelta(days=1)) for gate in gates]
    for index, step in enumerate(steps):
        if step.id not in longest:
            continue
        words = f"{step.short_name or step.name} {step.length_text}" if not step.code else step.short_name or step.name
        text = plain(words, CHART_NAME)
        width = text_width(text)
        start, finish = axis.x(step.early_start.on), axis.x(step.early_finish.on + timedelta(days=1))
        x = finish + 1.2
        if x + width > page.right or any(x - 0.5 < place < x + width + 0.5 for place in gate_places):
            x = start - 1.2 - width
        if x < page.left:
            continue
        centre = top + (index + 0.5) * pitch
        page.sheet.rect(x - 0.4, centre - 1.6, width + 0.8, 3.2, fill=WHITE)
        page.sheet.text(x, centre + 0.365 * CHART_NAME.em_mm, text)


def _draw_caption(page: Page, dossier: Dossier, total: int, shown: int, bottom: float, numbers: PageNumbers) -> None:
    goal = dossier.gates[-1].name if dossier.gates else "办完"
    what = f"一行一项，共 {total} 步" if shown == total else f"共 {total} 步，只画审批事项和关键链 {shown} 步"
    baseline = NOTE.baseline(max(bottom, _FIELD_BOTTOM - 2) + 2.2)
    page.sheet.text(page.left, baseline, f"{what}：从启动到{goal}的全部日程。深色是关键链，最不能拖。", NOTE)
    if pages := numbers.chapter("timetable"):
        page.sheet.text(page.right, baseline, f"逐项日期见第 {pages} 页", NOTE, align="right")


# --- the edition block ----------------------------------------------------------------------------------------------


def _draw_block(page: Page, dossier: Dossier) -> None:
    sheet, identity = page.sheet, dossier.identity
    qr_size = 24.0
    qr_left = page.right - qr_size
    sheet.rule(page.left, _BLOCK_TOP, qr_left - 17.8, RULE_TABLE)
    sheet.rule(qr_left - 6, _BLOCK_TOP, page.right, RULE_TABLE)
    edition = "<b>第 {edition} 版</b>　{printed}"
    if identity.replaces is not None:
        edition += "　<g>替代第 {replaces} 版</g>"
    printed = f"{identity.printed_on.year}年{long_date(identity.printed_on).split('（')[0]}"
    rows = (
        ("项目编号", marked("<b>{number}</b>", _ROW, number=identity.project_number)),
        ("项目代码", plain(dossier.project.project_code or "未提供", _ROW)),
        ("版本", marked(edition, _ROW, edition=identity.edition, printed=printed, replaces=identity.replaces or "")),
        ("您的帮办员", _helper(dossier)),
    )
    baseline = _ROW.baseline(_BLOCK_TOP + 2)
    for label, value in rows:
        with sheet.tag("P"):
            sheet.text(page.left, baseline, label, _LABEL)
            sheet.text(page.left + 21, baseline, value)
        baseline += 6
    sheet.qr(qr_left, _BLOCK_TOP + 3, qr_size, dossier.qr_text, quiet=0)
    foot = NOTE.baseline(271.5)
    sheet.text(page.left, foot, "本手册是服务材料，不是审批决定。日期以最新一版为准，旧版请作废。", NOTE)
    sheet.text(page.right, foot, "扫码可离线查看近三个日期与电话", NOTE, align="right")


def _helper(dossier: Dossier) -> Text:
    helper = next((contact for contact in dossier.project.contacts if contact.role == "帮办员"), None)
    if helper is None or not helper.name:
        return marked("<b>待指派</b>　先打窗口电话 {phone}", _ROW, phone=dossier.centre.phone or "（未提供）")
    phone = shortened(helper.phone or "电话未提供", _ROW, _HELPER_ROOM / 2)
    name = shortened(helper.name, _ROW.bolder(), _HELPER_ROOM - text_width(f"　{phone}", _ROW))
    return marked("<b>{name}</b>　{phone}", _ROW, name=name, phone=phone)
