"""The steps of the plan as rows, bars and events; the gates; the links; the obstacles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gxq_desktop.application.dossier import short_names
from gxq_desktop.application.plan_project import ProjectPlan
from gxq_desktop.application.views import Day, GateView, KeyDate, Light, LinkView, ObstacleView, StepView
from gxq_desktop.application.wording import short_day
from gxq_desktop.domain import explanation
from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.clocks import CaseClock, LedgerLight, clock_of
from gxq_desktop.domain.clocks import light_of as ledger_light
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode, ItemList, Phase
from gxq_desktop.domain.network import Link, Step, StepId, StepKind
from gxq_desktop.domain.replanning import Actual
from gxq_desktop.domain.schedule import StepDates, delay_caused_by

AMBER_WORKING_DAYS = 3
"""Amber (黄) with this many working days left or fewer; the mission's default, a parameter of the ledger later."""
GATE_PHASE = {"M_LAND": Phase.LAND, "M_START": Phase.CONSTRUCTION, "M_OPERATE": Phase.OPERATION}
KEY_DATE_CODES = ("G0", "A23", "G1", "K", "A41", "G2")


def days_of(dates: StepDates) -> tuple[Day, Day, Day, Day]:
    """Early start and finish, late start and finish."""
    early, late = dates.provisional_early, dates.provisional_late
    return (
        Day(dates.early_start, early),
        Day(dates.early_finish, early),
        Day(dates.late_start, late),
        Day(dates.late_finish, late),
    )


def light_of(days_left: int, total_float: int, amber: int = AMBER_WORKING_DAYS) -> Light:
    """Red once the latest start is past or the float is used up beyond repair, amber when it is near, else green."""
    if days_left < 0 or total_float < 0:
        return Light.RED
    return Light.AMBER if days_left <= amber else Light.GREEN


_LIGHTS = {
    LedgerLight.GREEN: Light.GREEN,
    LedgerLight.AMBER: Light.AMBER,
    LedgerLight.RED: Light.RED,
    LedgerLight.DONE: Light.DONE,
}


@frozen
class _Names:
    name: str
    short_name: str
    map_name: str
    item_list: ItemList | None
    phase: Phase


def step_views(
    catalogue: Catalogue, plan: ProjectPlan, printed_on: date, numbers: Mapping[str, int]
) -> tuple[StepView, ...]:
    """All steps by earliest start, an item's excluded steps right behind it, gates after what ends that day."""
    schedule = plan.schedule
    drawn: dict[StepId, tuple[list[str], list[str]]] = {step.id: ([], []) for step in schedule.network.steps}
    for link in schedule.network.links:
        drawn[link.after][0].append(link.before)
        drawn[link.before][1].append(link.after)
    views: dict[str, StepView] = {}
    for dates in schedule.steps:
        step = dates.step
        names = _names(catalogue, step.id, step.code, step.name, step.kind)
        early_start, early_finish, late_start, late_finish = days_of(dates)
        left = schedule.calendar.working_days_between(printed_on, dates.late_start)
        light = light_of(left, dates.total_float, plan.journal.rules.amber_working_days)
        why_early, why_late = explanation.why_early(schedule, step.id), explanation.why_late(schedule, step.id)
        held = dates.set_by_early.fixed
        if plan.is_resolved and held is not None and held not in plan.project.plan.fixed_dates.get(step.id, ()):
            why_early = why_early.replace("规定不早于", "没有办理记录，重排不早于", 1)
        actual = plan.actuals.get(step.id) or _over_with_item(plan, dates)
        if actual is not None:
            early_start, early_finish = Day(actual.first_on, False), Day(actual.last_on, early_finish.provisional)
            late_start = late_finish = early_finish if actual.finished else _due(plan, step.id, late_finish, printed_on)
            left = schedule.calendar.working_days_between(printed_on, late_finish.on)
            light = Light.DONE if actual.finished else _running_light(plan, dates, left, printed_on)
            why_early = why_late = _recorded_sentence(plan, step.id, actual)
        over = light is Light.DONE
        # what has begun is as long as it took, in calendar days; paper names the length it was planned with
        planned = plan.built.network.step(step.id) if step.id in plan.actuals else step
        views[step.id] = StepView(
            id=step.id,
            number=numbers.get(step.id),
            code=step.code,
            name=names.name,
            short_name=names.short_name,
            map_name=names.map_name,
            kind=step.kind,
            item_list=names.item_list,
            phase=names.phase,
            owner=step.owner,
            parent=step.code if step.kind is StepKind.EXCLUDED else "",
            length_days=planned.days,
            length_unit="日" if planned.calendar is CalendarKind.SEVEN_DAY else "工作日",
            early_start=early_start,
            early_finish=early_finish,
            late_start=late_start,
            late_finish=late_finish,
            total_float=0 if over else dates.total_float,
            free_float=0 if over else dates.free_float,
            critical=dates.critical and not over,
            near_critical=dates.near_critical and not over,
            days_left=0 if over else left,
            light=light,
            predecessors=tuple(dict.fromkeys(drawn[step.id][0])),
            successors=tuple(dict.fromkeys(drawn[step.id][1])),
            why_early=why_early,
            why_late=why_late,
            running=actual is not None and not over,
        )
    return _in_order(views)


def _over_with_item(plan: ProjectPlan, dates: StepDates) -> Actual | None:
    """What an item's limit does not count is over once the item is decided; so is a gate all of whose steps are done."""
    step = dates.step
    if step.kind is StepKind.EXCLUDED:
        item = plan.actuals.get(StepId(step.code))
        return Actual(item.last_on, item.last_on, True) if item is not None and item.finished else None
    if step.kind is not StepKind.MILESTONE or not plan.actuals:
        return None
    before = plan.schedule.network.predecessors(step.id)
    if before and all(_is_over(plan, each) for each in before):
        return Actual(dates.early_finish, dates.early_finish, True)
    return None


def _is_over(plan: ProjectPlan, step: Step) -> bool:
    found = plan.actuals.get(step.id) or _over_with_item(plan, plan.schedule[step.id])
    return found is not None and found.finished


def _due(plan: ProjectPlan, step_id: StepId, late_finish: Day, printed_on: date) -> Day:
    """By when a step that has begun must be finished: the promised day of its clock, else LATE_FINISH."""
    clock = recorded_clock(plan, step_id, printed_on)
    return late_finish if clock is None else Day(clock.promised_due.on, clock.promised_due.provisional)


def _running_light(plan: ProjectPlan, dates: StepDates, left: int, printed_on: date) -> Light:
    """Of a step that has begun: what its clock says, which looks at the promised day and not at the forecast."""
    clock = recorded_clock(plan, dates.step.id, printed_on)
    if clock is None:
        return light_of(left, dates.total_float, plan.journal.rules.amber_working_days)
    if clock.stands:
        return Light.GREEN
    return _LIGHTS[ledger_light(clock.promised_due.on, printed_on, plan.schedule.calendar, plan.journal.rules)]


def recorded_clock(plan: ProjectPlan, step_id: StepId, today: date) -> CaseClock | None:
    """The clock of an approval's case; None before acceptance and for what has no limit."""
    step = plan.schedule.network.step(step_id)
    terms = plan.built.terms.get(ItemCode(step.code))
    if step.kind is not StepKind.APPROVAL or terms is None:
        return None
    return clock_of(plan.case(step_id), terms, plan.schedule.calendar, today, plan.journal.rules)


def _recorded_sentence(plan: ProjectPlan, step_id: StepId, actual: Actual) -> str:
    """What was recorded, instead of why it was planned so: 已于 2026-09-16 受理，承诺 2026-09-30 办结。"""
    step = plan.schedule.network.step(step_id)
    begun, done = explanation.start_verb(step), explanation.finish_verb(step)
    if not actual.finished:
        return f"已于 {actual.first_on} {begun}，预计 {actual.last_on} {done}。"
    if step.kind in (StepKind.EXCLUDED, StepKind.MILESTONE) or actual.first_on == actual.last_on:
        return f"已于 {actual.last_on} {done}。"
    return f"{actual.first_on} {begun}，已于 {actual.last_on} {done}。"


def _in_order(views: Mapping[str, StepView]) -> tuple[StepView, ...]:
    mains = [view for view in views.values() if not view.parent]
    mains.sort(key=lambda view: (view.early_start.on, view.kind is StepKind.MILESTONE, view.id))
    ordered: list[StepView] = []
    for view in mains:
        ordered.append(view)
        if view.kind is StepKind.APPROVAL:
            excluded = (each for each in views.values() if each.parent == view.code)
            ordered += sorted(excluded, key=lambda each: (each.early_start.on, each.id))
    return tuple(ordered)


def _names(catalogue: Catalogue, step_id: StepId, code: str, name: str, kind: StepKind) -> _Names:
    item = catalogue.by_code.get(ItemCode(code))
    if item is not None and kind is not StepKind.EXCLUDED:
        return _Names(item.name, item.short_name, item.map_name, item.list, item.phase)
    phase = item.phase if item is not None else GATE_PHASE.get(step_id, Phase.CONSTRUCTION)
    return _Names(
        name, short_names.on_chart(name), short_names.on_map(name), item.list if item is not None else None, phase
    )


def link_views(plan: ProjectPlan) -> tuple[LinkView, ...]:
    network = plan.schedule.network
    binding: set[Link] = set()
    for step in network.steps:
        decider = plan.schedule[step.id].set_by_early
        if decider.link is not None:
            binding.add(decider.link)
    return tuple(
        LinkView(
            before=link.before,
            after=link.after,
            kind=link.kind.value,
            lag_text=explanation.days_of(link.lag, link.lag_calendar) if link.lag else "",
            strength=link.strength.label,
            reason=link.reason,
            binding=link in binding,
        )
        for link in network.links
    )


def gate_views(catalogue: Catalogue, plan: ProjectPlan) -> tuple[GateView, ...]:
    """The gates of this project in the order of the catalogue."""
    schedule, gates = plan.schedule, []
    results = {result.milestone.id: result for result in schedule.target_results}
    for gate in catalogue.gates:
        gate_id = StepId(gate.id)
        if gate_id not in schedule.network:
            continue
        dates, result = schedule[gate_id], results.get(gate_id)
        _, forecast, _, latest = days_of(dates)
        gates.append(
            GateView(
                id=gate.id,
                sign=gate.sign,
                name=gate.name,
                forecast=forecast,
                latest=latest,
                target=result.target_on if result else None,
                short_by=result.short_by_working_days if result else 0,
                total_float=dates.total_float,
                note=gate.meaning,
            )
        )
    return tuple(gates)


def key_dates(
    catalogue: Catalogue, gates: tuple[GateView, ...], steps: tuple[StepView, ...], plan_year: int
) -> tuple[KeyDate, ...]:
    """Up to six key dates: the gates and the two approvals everybody asks for."""
    by_sign = {gate.sign: gate for gate in gates}
    by_code = {step.code: step for step in steps if not step.parent}
    found = []
    for sign in KEY_DATE_CODES:
        if sign in by_sign:
            gate = by_sign[sign]
            note = f"最迟 {short_day(gate.latest.on, plan_year)}"
            if gate.target is not None:
                short = f"差 {gate.short_by} 个工作日" if gate.short_by else f"机动 {gate.total_float}"
                note = f"目标 {short_day(gate.target, plan_year)}，{short}"
            found.append(KeyDate(gate.sign, gate.name, gate.forecast, note))
        elif sign in by_code:
            step = by_code[sign]
            note = f"最迟 {short_day(step.late_finish.on, plan_year)}"
            found.append(KeyDate(sign, step.map_name, step.early_finish, note))
    return tuple(found)


def obstacle_views(plan: ProjectPlan) -> tuple[ObstacleView, ...]:
    """Obstacles with what each delays, in working days, measured against the plan without it."""
    views = []
    schedule = plan.schedule
    for obstacle in plan.project.plan.obstacles:
        obstacle_id, follow_id = StepId(obstacle.id), StepId(f"{obstacle.id}.1")
        ids = [step for step in (obstacle_id, follow_id) if step in schedule.network]
        report = delay_caused_by(schedule.network, schedule.calendar, schedule.start_on, ids)
        gates = [(delay.step.name, delay.working_days) for delay in report.milestones if delay.working_days > 0]
        dates = schedule[obstacle_id]
        follow = schedule[follow_id] if obstacle.follow_on is not None else None
        views.append(
            ObstacleView(
                step_id=obstacle.id,
                name=obstacle.name,
                owner=obstacle.owner,
                cleared_on=Day(dates.early_finish, dates.provisional_early),
                follow_on=obstacle.follow_on.name if obstacle.follow_on else "",
                follow_on_finish=Day(follow.early_finish, follow.provisional_early) if follow else None,
                delays=tuple(gates),
                note=obstacle.note,
            )
        )
    return tuple(views)
