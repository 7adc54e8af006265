"""Plans kept beside the agreed one (方案乙、方案丙…): what each comes to, two compared; what a change would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from gxq_desktop.application.edit_plan import Decisions
from gxq_desktop.application.plan_project import ProjectPlan, plan_project
from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.application.project_editions import MovedDay
from gxq_desktop.application.views import Day
from gxq_desktop.application.wording import plain_day, weekday
from gxq_desktop.domain import explanation
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.network import Step, StepId, StepKind
from gxq_desktop.domain.project import Terms
from gxq_desktop.domain.schedule import Schedule

THE_PLAN = ""
"""In place of a variant's name: the plan itself."""
PLAN_WORD = "计划"
MOST_GATES = 4


@frozen
class VariantLine:
    """The plan (name "") or a variant, and what it comes to. gates: name and forecast of each. short_by: of the target missed
    most, in working days. refusal: why it cannot be planned any more, "" if it can; then nothing is known of its dates."""

    name: str
    saved_on: date | None
    start_on: date
    targets: str
    levers: int
    gates: tuple[tuple[str, Day], ...]
    finish_on: Day | None
    short_by: int
    refusal: str

    @property
    def shown(self) -> str:
        return self.name or PLAN_WORD

    def gate(self, name: str) -> Day | None:
        return next((day for each, day in self.gates if each == name), None)


@frozen
class VariantComparison:
    """Two of them side by side: the days that differ, gates first. first, second: as shown."""

    first: str
    second: str
    headline: str
    moved: tuple[MovedDay, ...]
    levers: tuple[str, ...]


def variant_lines(desk: ProjectDesk) -> tuple[VariantLine, ...]:
    """The plan first, then the variants in the order in which they were kept."""
    project = desk.project
    lines = [_line(desk, THE_PLAN, project.plan.terms, None)]
    return (*lines, *(_line(desk, each.name, each.terms, each.saved_on) for each in project.variants))


def compare_variants(desk: ProjectDesk, first: str, second: str) -> VariantComparison:
    """SECOND against FIRST, each the name of a variant or "" for the plan.

    ValueError for a name that is not kept; DomainError for one that cannot be planned any more.
    """
    before, after = (_planned(desk, _terms(desk, name)) for name in (first, second))
    moved = tuple(_moved(desk, before.schedule, after.schedule))
    gates = [each for each in moved if each.is_gate]
    words = [f"{each.name}{each.days_text}" for each in gates[:MOST_GATES]]
    rest = len(moved) - len(gates)
    shown = first or PLAN_WORD, second or PLAN_WORD
    if not moved:
        headline = f"{shown[1]}与{shown[0]}的日期一样。"
    else:
        parts = [*words, f"另有 {rest} 个环节改期" if words else f"{rest} 个环节改期，门槛不变"]
        headline = f"{shown[1]}比{shown[0]}：{'，'.join(parts if rest else words)}。"
    names: dict[str, str] = {lever.id: f"{lever.code} {lever.name}" for lever in (*before.levers, *after.levers)}
    used = before.project.plan.levers, after.project.plan.levers
    levers = []
    for name, mine, others in ((shown[1], used[1], used[0]), (shown[0], used[0], used[1])):
        more = [names.get(each, each) for each in mine if each not in others]
        if more:
            levers.append(f"{name}多用：{'、'.join(more)}")
    return VariantComparison(*shown, headline, moved, tuple(levers))


def outcome_of(desk: ProjectDesk, after: Decisions) -> tuple[str, ...]:
    """What AFTER would do to the plan, in sentences: which gates move, how many steps, what cannot be kept. Stores nothing.

    Raises DomainError if no plan can be made of it.
    """
    changed = after.on(desk.project)
    plan = plan_project(desk.catalogue, desk.calendar, changed, journal=desk.journal, today=desk.today)
    if desk.plan is None:
        return ("这样就能排出时间表。",)
    agreed = changed.plan.fixed_dates
    said = [
        explanation.conflict_sentence(each, plan.schedule.calendar)
        for each in plan.schedule.conflicts
        if each.fixed in agreed.get(each.step.id, ())
    ]
    moved = tuple(_moved(desk, desk.plan.schedule, plan.schedule))
    year = desk.plan_year
    for each in moved:
        if each.is_gate and each.old is not None and each.new is not None:
            days = f"{_day(each.old, year)} → {_day(each.new, year)}"
            said.append(f"{each.name} {days}，{each.days_text}。")
    others = sum(not each.is_gate for each in moved)
    said.append(f"{others} 个环节跟着改期。" if others else "别的环节不动。")
    return tuple(said)


# -- inner ---------------------------------------------------------------------------------------------------------


def _terms(desk: ProjectDesk, name: str) -> Terms:
    if name == THE_PLAN:
        return desk.project.plan.terms
    found = next((each.terms for each in desk.project.variants if each.name == name), None)
    if found is None:
        raise ValueError(f"no variant is called {name}")
    return found


def _planned(desk: ProjectDesk, terms: Terms) -> ProjectPlan:
    project = desk.project
    if desk.plan is not None and terms == project.plan.terms:
        return desk.plan
    changed = replace(project, plan=project.plan.on(terms))
    return plan_project(desk.catalogue, desk.calendar, changed, journal=desk.journal, today=desk.today)


def _line(desk: ProjectDesk, name: str, terms: Terms, saved_on: date | None) -> VariantLine:
    year = desk.plan_year
    targets = "、".join(f"{_gate_name(desk, gate)} {plain_day(on, year)}" for gate, on in terms.targets.items())
    try:
        plan = _planned(desk, terms)
    except DomainError as refusal:
        said = f"{refusal.problem}{refusal.next_step}"
        return VariantLine(name, saved_on, terms.start_on, targets, len(terms.levers), (), None, 0, said)
    schedule = plan.schedule
    gates = tuple(
        (gate.name, Day(schedule[StepId(gate.id)].early_finish, schedule[StepId(gate.id)].provisional_early))
        for gate in desk.catalogue.gates
        if StepId(gate.id) in schedule.network
    )
    finish = Day(schedule.finish_on, not desk.calendar.covers_year(schedule.finish_on.year))
    short_by = schedule.short_by_working_days
    return VariantLine(name, saved_on, terms.start_on, targets, len(terms.levers), gates, finish, short_by, "")


def _gate_name(desk: ProjectDesk, gate_id: str) -> str:
    return next((gate.name for gate in desk.catalogue.gates if gate.id == gate_id), gate_id)


def _moved(desk: ProjectDesk, before: Schedule, after: Schedule) -> Iterable[MovedDay]:
    signs = {gate.id: gate for gate in desk.catalogue.gates}
    found = []
    for dates in after.steps:
        step = dates.step
        if step.id not in before.network:
            continue
        old, new = before[step.id].early_finish, dates.early_finish
        if old == new:
            continue
        gate = signs.get(step.id)
        days = desk.calendar.working_days_between(old, new)
        found.append(
            MovedDay(
                step.id,
                gate.sign if gate is not None else step.code,
                gate.name if gate is not None else _step_name(desk, step),
                old,
                new,
                days,
                step.kind is StepKind.MILESTONE,
                dates.provisional_early,
            )
        )
    return sorted(found, key=lambda each: each.weight)


def _step_name(desk: ProjectDesk, step: Step) -> str:
    item = desk.catalogue.by_code.get(ItemCode(step.id))
    return item.short_name if item is not None else step.name


def _day(on: date, plan_year: int) -> str:
    return f"{plain_day(on, plan_year)}（{weekday(on)}）"
