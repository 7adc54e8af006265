"""The timetable (通排时间表) as a screen shows it: rows by phase, bars, gates, obstacles, flags and links of one plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, StrEnum

from gxq_desktop.application.dossier.steps import AMBER_WORKING_DAYS, link_views, step_views
from gxq_desktop.application.pick_items import decided_text
from gxq_desktop.application.plan_project import ProjectPlan
from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.application.views import Light, LinkView, StepView
from gxq_desktop.application.wording import plain_day, weekday
from gxq_desktop.domain.calendar import DayKind, WorkCalendar
from gxq_desktop.domain.case_states import CaseState, Party
from gxq_desktop.domain.clocks import LedgerLight
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemList, Phase
from gxq_desktop.domain.network import StepId, StepKind
from gxq_desktop.domain.schedule import TargetResult

AXIS_MARGIN_CALENDAR_DAYS = 10


class StepState(StrEnum):
    """How a step stands, by what was recorded of it, else by the plan; the value is its word."""

    CLEARED = "已销账"
    DONE = "已办结"
    OVERDUE = "超期"
    WAITING = "等企业"
    STOPPED = "停钟"
    RUNNING = "在办"
    LATE = "应已开始"
    SOON = "临期"
    READY = "可开始"
    NOT_STARTED = "未开始"
    PROVISIONAL = "暂定"
    NOT_COUNTED = "不计时"
    BLOCKED = "未解决"
    MISSED = "差"
    REACHED = "能达到"


@frozen
class TimetableRow:
    """One step as a row and a bar.

    code: as the column shows it (A18, G1, 障碍); "" for what belongs to the row above. state_text: the word of `state`, for a
    missed target with its days. first_on … late_on: of the bar, its float ends at late_on; past_on: the last day already past
    within the bar, None if none. ghost: first and last day in the stored plan, or, while that is shown, in the one first
    agreed, if these differ. original: the finish first agreed, None if nothing was agreed or it still holds. actual: “09-03
    受理，09-10 准予许可”, "" while nothing was recorded. label: words beside the bar, "" for none. length_text: "15 个工作日".
    plan_year: the year left out in dates. decided: who decided that it is to be done, and why (人工认定); "" if the rule did.
    """

    step: StepView
    code: str
    state: StepState
    state_text: str
    past_on: date | None
    ghost: tuple[date, date] | None
    label: str
    plan_year: int
    original: date | None = None
    actual: str = ""
    decided: str = ""

    @property
    def id(self) -> str:
        return self.step.id

    @property
    def is_indented(self) -> bool:
        return bool(self.step.parent)

    @property
    def spoken(self) -> str:
        """The row as one sentence, for a screen reader."""
        step = self.step
        name = f"{self.code} {step.short_name}".strip()
        if step.kind is StepKind.MILESTONE:
            return f"{name}，预计 {self._day(step.early_finish.on)}，{self.state_text}"
        days = f"{self._day(step.early_start.on)} 至 {self._day(step.early_finish.on)}"
        flags = "，关键" if step.critical else f"，机动 {step.total_float} 个工作日"
        tentative = "，暂定" if step.early_finish.provisional else ""
        by_officer = "，人工认定" if self.decided else ""
        return f"{name}，{step.length_text}，{days}{flags}，{self.state_text}{tentative}{by_officer}"

    def _day(self, on: date) -> str:
        return f"{plain_day(on, self.plan_year)} 周{weekday(on)}"


class Shown(Enum):
    """Which steps the schedule shows; the value is its word. What is nobody's list (gates, obstacles, construction) stays."""

    ALL = "全部环节"
    APPROVALS = "审批事项"
    CRITICAL = "关键链"
    MATERIALS = "企业自备"
    UTILITIES = "水电气讯"

    def keeps(self, row: TimetableRow) -> bool:
        if self is Shown.ALL:
            return True
        if self is Shown.CRITICAL:
            return row.step.critical
        item_list = row.step.item_list
        return item_list is None or item_list is _LISTS[self]


_LISTS = {
    Shown.APPROVALS: ItemList.APPROVALS,
    Shown.MATERIALS: ItemList.MATERIALS,
    Shown.UTILITIES: ItemList.UTILITIES,
}


@frozen
class TimetableGroup:
    """The steps of a phase. title: 立项用地规划许可阶段; note: "7 项 · 2027 年，暂定". first_on, last_on: of all its bars."""

    phase: Phase
    title: str
    note: str
    first_on: date
    last_on: date
    rows: tuple[TimetableRow, ...]


@frozen
class Flag:
    """A day marked through the whole chart: today, or a target (is_target)."""

    on: date
    text: str
    is_target: bool
    missed: bool


@dataclass(frozen=True)
class Timetable:
    """Everything the schedule shows. first_on, last_on: the days the chart spans, some to spare.

    days: what the chart shades. critical_count: steps on the critical chain. plan_year: the year left out in dates.
    """

    groups: tuple[TimetableGroup, ...]
    links: tuple[LinkView, ...]
    flags: tuple[Flag, ...]
    first_on: date
    last_on: date
    days: DaysOff
    critical_count: int
    plan_year: int

    @property
    def rows(self) -> tuple[TimetableRow, ...]:
        return tuple(row for group in self.groups for row in group.rows)


@frozen
class Stretch:
    """Days in a row of one kind. name: of the holiday, "" for a weekend; first_on and last_on included."""

    first_on: date
    last_on: date
    name: str


@dataclass(frozen=True)
class DaysOff:
    """Days not worked (休), and make-up days (班), between two days; from which year on the calendar is provisional."""

    off: tuple[Stretch, ...]
    makeup: tuple[date, ...]
    provisional_years: frozenset[int]


def days_off(calendar: WorkCalendar, first_on: date, last_on: date) -> DaysOff:
    """The days a chart from FIRST_ON to LAST_ON shades. Weekends are joined to the holiday they lie in."""
    off: list[Stretch] = []
    makeup: list[date] = []
    day = first_on
    while day <= last_on:
        kind = calendar.kind(day)
        if kind is DayKind.MAKEUP_WORKDAY:
            makeup.append(day)
        elif not kind.is_working:
            name = calendar.name_of(day)
            before = off[-1] if off else None
            if before is not None and before.last_on + timedelta(days=1) == day and before.name == name:
                off[-1] = Stretch(before.first_on, day, name)
            else:
                off.append(Stretch(day, day, name))
        day += timedelta(days=1)
    years = range(first_on.year, last_on.year + 1)
    return DaysOff(tuple(off), tuple(makeup), frozenset(year for year in years if not calendar.covers_year(year)))


def timetable_of(desk: ProjectDesk, plan: ProjectPlan) -> Timetable:
    """The timetable of PLAN, a plan of the project of DESK; ghosts stand where the stored plan has a step elsewhere."""
    numbers = desk.editions[-1].box_numbers if desk.editions else {}
    steps = desk.steps if plan is desk.plan else step_views(desk.catalogue, plan, desk.today, numbers)
    results = {result.milestone.id: result for result in plan.schedule.target_results}
    ghosts = _ghosts(desk, plan)
    rows = [_row(desk, plan, step, results.get(StepId(step.id)), ghosts.get(step.id)) for step in steps]
    groups = tuple(_groups(rows, _phases(desk, plan, steps)))
    flags = _flags(desk, plan, results)
    first_on, last_on = _axis(desk, plan, rows, flags)
    chain = plan.schedule.critical_chain
    return Timetable(
        groups=groups,
        links=link_views(plan),
        flags=flags,
        first_on=first_on,
        last_on=last_on,
        days=days_off(desk.calendar, first_on, last_on),
        critical_count=len(chain.steps) if chain else 0,
        plan_year=plan.project.plan.start_on.year,
    )


def step_state(desk: ProjectDesk, plan: ProjectPlan, step: StepView) -> StepState:
    """How STEP of PLAN stands by what the ledger says of it, else by the plan."""
    line = desk.lines.get(step.id)
    if line is None or line.row.state is CaseState.NOT_STARTED:
        return state_of(plan, step, desk.today)
    row = line.row
    if row.closed:
        return StepState.CLEARED
    if row.finished_on is not None and (step.kind is not StepKind.APPROVAL or line.light is not LedgerLight.RED):
        return StepState.DONE
    if row.state is CaseState.SUSPENDED:
        return StepState.STOPPED
    if line.light is LedgerLight.RED:
        return StepState.OVERDUE
    if line.light is LedgerLight.AMBER:
        return StepState.SOON
    if row.whose is Party.ENTERPRISE and step.kind is StepKind.APPROVAL:
        return StepState.WAITING
    return StepState.RUNNING


def state_of(plan: ProjectPlan, step: StepView, today: date) -> StepState:
    """How STEP of PLAN stands on TODAY; a gate that is not reached has a state of its own."""
    if step.light is Light.DONE:
        return StepState.DONE
    if StepId(step.id) in plan.actuals:
        return _RUNNING.get(step.light, StepState.RUNNING)
    if step.kind is StepKind.OBSTACLE:
        return StepState.BLOCKED
    if step.kind is StepKind.EXCLUDED:
        return StepState.NOT_COUNTED
    if step.days_left < 0:
        return StepState.LATE
    if step.days_left <= AMBER_WORKING_DAYS:
        return StepState.SOON
    if step.early_start.on <= today:
        return StepState.READY
    return StepState.PROVISIONAL if step.early_start.provisional else StepState.NOT_STARTED


_RUNNING = {Light.RED: StepState.OVERDUE, Light.AMBER: StepState.SOON}


def _row(
    desk: ProjectDesk, plan: ProjectPlan, step: StepView, result: TargetResult | None, ghost: tuple[date, date] | None
) -> TimetableRow:
    state = step_state(desk, plan, step)
    text = state.value
    code = step.code
    if step.kind is StepKind.MILESTONE:
        if state is not StepState.DONE:
            state, text = _gate_state(result)
    elif step.kind is StepKind.OBSTACLE:
        code = "障碍"
    elif step.kind in (StepKind.EXCLUDED, StepKind.FOLLOW_ON):
        code = ""
    first, last = step.early_start.on, step.early_finish.on
    past = min(desk.today - timedelta(days=1), last)
    return TimetableRow(
        step=step,
        code=code,
        state=state,
        state_text=text,
        past_on=past if first <= past and step.kind is not StepKind.MILESTONE else None,
        ghost=ghost,
        label=_label(plan, step, text),
        plan_year=plan.project.plan.start_on.year,
        original=original_finish(desk, step),
        actual=actual_text(desk, step),
        decided=decided_text(plan.verdicts, code),
    )


def original_finish(desk: ProjectDesk, step: StepView) -> date | None:
    """The finish of STEP in the plan first agreed; None if nothing was agreed, or it is the finish now."""
    first = desk.agreed[0].dates.get(StepId(step.id)) if desk.agreed else None
    return first.early_finish if first is not None and first.early_finish != step.early_finish.on else None


def actual_text(desk: ProjectDesk, step: StepView) -> str:
    """What was recorded of STEP, day by day: “09-03 受理，09-10 准予许可”."""
    events = desk.journal.standing(StepId(step.id))
    return "，".join(f"{plain_day(event.on, desk.plan_year)} {event.kind.label}" for event in events)


def _gate_state(result: TargetResult | None) -> tuple[StepState, str]:
    if result is None:
        return StepState.NOT_STARTED, "没有目标"
    if result.feasible:
        return (
            StepState.REACHED,
            f"余 {result.spare_working_days} 个工作日" if result.spare_working_days else "正好赶上",
        )
    days = result.short_by_working_days
    return StepState.MISSED, f"差 {days} 个工作日" if days else "落在休息日"


def _label(plan: ProjectPlan, step: StepView, state_text: str) -> str:
    """Words beside the bar, where the bar alone would not say what it is."""
    if step.kind is StepKind.OBSTACLE and step.light is not Light.DONE:
        owner = f"责任：{step.owner}" if step.owner else "没有责任单位"
        spare = "没有机动" if step.total_float <= 0 else f"机动 {step.total_float} 个工作日"
        return f"{owner} · {spare}"
    if step.kind is StepKind.EXCLUDED:
        return f"{step.length_text}，不计时"
    if step.kind is StepKind.MILESTONE:
        return f"{step.name} {plain_day(step.early_finish.on, plan.project.plan.start_on.year)}"
    fixed = plan.project.plan.fixed_dates.get(StepId(step.id), ())
    year = plan.project.plan.start_on.year
    agreed = "，".join(f"约定{each.kind.label} {plain_day(each.on, year)}" for each in fixed)
    if step.kind in (StepKind.CONSTRUCTION, StepKind.FOLLOW_ON):
        return " · ".join(part for part in (f"{step.short_name} {step.length_text}", agreed) if part)
    return agreed


def _ghosts(desk: ProjectDesk, plan: ProjectPlan) -> Mapping[str, tuple[date, date]]:
    """Where the stored plan has the steps that PLAN has elsewhere; for the stored one itself, where it was first agreed."""
    if desk.plan is None:
        return {}
    found = {}
    if desk.plan is plan:
        for step_id, agreed in desk.agreed[0].dates.items() if desk.agreed else ():
            if step_id in plan.schedule.network:
                then, current = (agreed.early_start, agreed.early_finish), plan.schedule[step_id]
                if then != (current.early_start, current.early_finish):
                    found[str(step_id)] = then
        return found
    for dates in desk.plan.schedule.steps:
        if dates.step.id in plan.schedule.network:
            now = plan.schedule[dates.step.id]
            if (now.early_start, now.early_finish) != (dates.early_start, dates.early_finish):
                found[str(dates.step.id)] = (dates.early_start, dates.early_finish)
    return found


def _phases(desk: ProjectDesk, plan: ProjectPlan, steps: Iterable[StepView]) -> Mapping[str, Phase]:
    """The phase under which each step stands: an obstacle and its follow-on work with the first thing it blocks."""
    phases = {step.id: step.phase for step in steps}
    order = list(Phase)
    for obstacle in plan.project.plan.obstacles:
        blocked = [phases[step] for step in obstacle.blocks if step in phases]
        phase = min(blocked, key=order.index, default=Phase.CONSTRUCTION)
        for step_id in (obstacle.id, f"{obstacle.id}.1"):
            if step_id in phases:
                phases[step_id] = phase
    return phases


def _groups(rows: list[TimetableRow], phases: Mapping[str, Phase]) -> Iterable[TimetableGroup]:
    for phase in Phase:
        mine = [row for row in rows if phases[row.id] is phase]
        if not mine:
            continue
        mine.sort(key=lambda row: row.step.kind not in (StepKind.OBSTACLE, StepKind.FOLLOW_ON))
        items = sum(row.step.item_list is not None and not row.is_indented for row in mine)
        notes = [f"{items} 项"]
        years = sorted({row.step.early_finish.on.year for row in mine if row.step.early_finish.provisional})
        if years:
            shown = f"{years[0]} 年" if len(years) == 1 else f"{years[0]}–{years[-1]} 年"
            notes.append(f"{shown}，暂定")
        yield TimetableGroup(
            phase=phase,
            title=phase.value,
            note=" · ".join(notes),
            first_on=min(row.step.early_start.on for row in mine),
            last_on=max(row.step.early_finish.on for row in mine),
            rows=tuple(mine),
        )


def _flags(desk: ProjectDesk, plan: ProjectPlan, results: Mapping[StepId, TargetResult]) -> tuple[Flag, ...]:
    year = plan.project.plan.start_on.year
    flags = [Flag(desk.today, f"今天 {plain_day(desk.today, year)}", False, False)]
    for gate in desk.catalogue.gates:
        result = results.get(StepId(gate.id))
        if result is not None:
            text = f"目标{gate.name} {plain_day(result.target_on, year)}"
            flags.append(Flag(result.target_on, text, True, not result.feasible))
    return tuple(flags)


def _axis(
    desk: ProjectDesk, plan: ProjectPlan, rows: Iterable[TimetableRow], flags: Iterable[Flag]
) -> tuple[date, date]:
    margin = timedelta(days=AXIS_MARGIN_CALENDAR_DAYS)
    days = [plan.schedule.start_on, plan.schedule.finish_on, *(flag.on for flag in flags)]
    for row in rows:
        days += [max(row.step.late_finish.on, row.step.early_finish.on), *(row.ghost or ())]
    table = desk.calendar
    first, last = date(table.first_year, 1, 1), date(table.last_year, 12, 31)
    return max(first, min(days) - margin), min(last, max(days) + margin)
