"""Plan a project: which rows apply, the network of their steps, the schedule both ways, the levers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from gxq_desktop.application.pick_items import pick_items
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.case_states import Life
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.ledger import EMPTY_JOURNAL, Case, Journal
from gxq_desktop.domain.levers import (
    Lever,
    LeverGain,
    LeverId,
    LeverSet,
    apply_levers,
    fitting_levers,
    gains_of,
    smallest_set,
)
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project import Plan, Project
from gxq_desktop.domain.project_levers import levers_of
from gxq_desktop.domain.project_network import ProjectNetwork, build_network
from gxq_desktop.domain.replanning import Actual, actuals_of, start_of_plan, with_actuals
from gxq_desktop.domain.schedule import Schedule, schedule
from gxq_desktop.domain.verdicts import ItemVerdict


@dataclass(frozen=True)
class ProjectPlan:
    """A project with its verdicts, network and schedule. levers: all that its rows allow, agreed ones included.

    journal: what was recorded; actuals: what that says of steps that have begun, {} while nothing was recorded. is_resolved:
    solved again from a day on, so that `schedule` is not the agreed one, which `agreed` then is.
    """

    catalogue: Catalogue
    project: Project
    verdicts: Mapping[ItemCode, ItemVerdict]
    built: ProjectNetwork
    schedule: Schedule
    levers: tuple[Lever, ...]
    journal: Journal = EMPTY_JOURNAL
    actuals: Mapping[StepId, Actual] = field(default_factory=dict)
    is_resolved: bool = False
    agreed: Schedule | None = None

    @cached_property
    def open_levers(self) -> tuple[Lever, ...]:
        """The levers that are not agreed yet and still change something."""
        begun = {self.schedule.network.step(step).code for step in self.actuals}
        remaining = (
            lever for lever in self.levers if lever.id not in self.project.plan.levers and lever.code not in begun
        )
        return fitting_levers(self.schedule.network, remaining)

    def case(self, step_id: StepId) -> Case:
        """What was recorded for STEP_ID. Raises UnknownStep; ValueError for a milestone."""
        return self.journal.case(step_id, Life.of(self.schedule.network.step(step_id).kind))

    @property
    def controlling_step(self) -> StepId | None:
        """The step whose date matters most: the tightest target, else the last finish; None without steps."""
        chain = self.schedule.critical_chain
        return chain.steps[-1].id if chain else None

    @cached_property
    def lever_gains(self) -> Mapping[str, LeverGain]:
        """What each open lever alone gains on the controlling step, by lever id."""
        step, plan = self.controlling_step, self.schedule
        if step is None:
            return {}
        gains = gains_of(self.open_levers, plan.network, plan.calendar, plan.start_on, step)
        return {gain.lever.id: gain for gain in gains}

    @cached_property
    def lever_set(self) -> LeverSet | None:
        """The smallest set of open levers that meets every target; None if all targets are met without."""
        if self.schedule.feasible or not self.schedule.targets:
            return None
        plan = self.schedule
        return smallest_set(plan.network, plan.calendar, plan.start_on, plan.targets, self.open_levers)


def plan_project(
    catalogue: Catalogue,
    calendar: WorkCalendar,
    project: Project,
    start_on: date | None = None,
    targets: Mapping[StepId, date] | None = None,
    journal: Journal = EMPTY_JOURNAL,
    today: date | None = None,
    *,
    from_today: bool = False,
) -> ProjectPlan:
    """Plan PROJECT; START_ON and TARGETS, where given, take the place of what was agreed (what-if).

    Once something stands in JOURNAL, it is planned again from TODAY (重排): see `replanning`. With FROM_TODAY it is so even
    while nothing does. ValueError for either without TODAY.

    Raises DomainError for a target on a gate the project does not have, a lever that is not one of its own, or dates
    outside the calendar.
    """
    plan = replace(
        project.plan,
        start_on=project.plan.start_on if start_on is None else start_on,
        targets=dict(project.plan.targets if targets is None else targets),
    )
    project = replace(project, plan=plan)
    verdicts = pick_items(catalogue, project)
    built = build_network(catalogue, project, verdicts)
    for gate_id in plan.targets:
        if gate_id not in built.network:
            raise DomainError(f"本项目没有门槛“{gate_id}”，无法给它定目标日。", "可以用 G1（开工）或 G2（投产）。")
    levers = levers_of(catalogue, built)
    by_id: dict[str, Lever] = {lever.id: lever for lever in levers}
    unknown = [name for name in plan.levers if name not in by_id]
    if unknown:
        raise DomainError(f"没有名为“{unknown[0]}”的提速办法。", f"本项目可用：{'、'.join(by_id) or '没有'}。")
    found = ProjectPlan(catalogue, project, verdicts, built, _agreed_schedule(built, levers, calendar, plan), levers)
    return replanned(found, journal, today, from_today=from_today)


def _agreed_schedule(built: ProjectNetwork, levers: tuple[Lever, ...], calendar: WorkCalendar, plan: Plan) -> Schedule:
    by_id = {lever.id: lever for lever in levers}
    network = apply_levers(built.network, [by_id[LeverId(name)] for name in plan.levers])
    return schedule(network, calendar, plan.start_on, plan.targets)


def replanned(plan: ProjectPlan, journal: Journal, today: date | None, *, from_today: bool = False) -> ProjectPlan:
    """PLAN with JOURNAL in place of its own, see `plan_project`; verdicts, rows and levers stay as they are."""
    terms, calendar = plan.project.plan, plan.schedule.calendar
    agreed = plan.schedule if plan.agreed is None else plan.agreed
    if not journal and not from_today:
        return replace(plan, schedule=agreed, journal=journal, actuals={}, is_resolved=False, agreed=None)
    if today is None:
        raise ValueError("a plan with a journal needs today's date")
    rules = journal.rules
    actuals = actuals_of(agreed.network, journal, plan.built.terms, calendar, today, rules)
    network = with_actuals(agreed.network, actuals, journal, calendar, today, terms.start_on, rules)
    dates = schedule(network, calendar, start_of_plan(terms.start_on, actuals), terms.targets)
    return replace(plan, schedule=dates, journal=journal, actuals=actuals, is_resolved=True, agreed=agreed)
