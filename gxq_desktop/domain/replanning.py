"""Re-planning (重排): what happened replaces estimates, what is running runs on, the rest is solved again from today.

A finished step keeps its recorded days whatever its predecessors did; a running one keeps its first day and ends when its
clock says, not before today; nothing else begins before today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from gxq_desktop.domain.calendar import CalendarKind, WorkCalendar
from gxq_desktop.domain.case_states import Life
from gxq_desktop.domain.clock_rules import DEFAULT_RULES, ClockRules
from gxq_desktop.domain.clocks import clock_of, closed_suspensions
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.ledger import Case, Journal
from gxq_desktop.domain.limits import LimitUnit, deducted_days, deducted_spans
from gxq_desktop.domain.network import FixedDate, FixedKind, Network, Step, StepId, StepKind
from gxq_desktop.domain.project_network import ItemTerms
from gxq_desktop.domain.schedule import Schedule


@frozen
class Actual:
    """What is known of a step: its first day, and its last one, recorded (finished) or expected."""

    first_on: date
    last_on: date
    finished: bool


def actuals_of(
    network: Network,
    journal: Journal,
    terms: Mapping[ItemCode, ItemTerms],
    calendar: WorkCalendar,
    today: date,
    rules: ClockRules = DEFAULT_RULES,
) -> dict[StepId, Actual]:
    """What JOURNAL says of the steps of NETWORK that have begun. Planned steps of an item that its limit does not count go
    with it: decided without a record of theirs, they are over; what its suspensions took is taken off them."""
    found: dict[StepId, Actual] = {}
    for step_id in journal.steps:
        if step_id not in network:
            continue
        step = network.step(step_id)
        if step.kind is StepKind.MILESTONE:
            continue
        case = journal.case(step_id, Life.of(step.kind))
        actual = _actual(step, case, terms, calendar, today, rules)
        if actual is not None:
            found[step_id] = actual
    return found


def _actual(
    step: Step,
    case: Case,
    terms: Mapping[ItemCode, ItemTerms],
    calendar: WorkCalendar,
    today: date,
    rules: ClockRules,
) -> Actual | None:
    if case.finished_on is not None:
        return Actual(case.started_on or case.finished_on, case.finished_on, True)
    if case.life is Life.APPROVAL:
        clock = clock_of(case, terms[ItemCode(step.code)], calendar, today, rules) if case.decided_on is None else None
        if clock is None:
            return None
        earliest = calendar.roll_forward(max(today, case.missing_until or today))  # 容缺未补不能作出准予决定
        return Actual(clock.accepted_on, max(clock.promised_due.on, earliest), False)
    if not case.is_running or case.started_on is None:
        return None
    table = calendar.table(step.calendar)
    begun = table.index(case.started_on) - 1
    expected = table.date(table.at_rank(table.rank[begun] + max(1, step.span)))
    return Actual(case.started_on, max(expected, today), False)


def with_actuals(
    network: Network,
    actuals: Mapping[StepId, Actual],
    journal: Journal,
    calendar: WorkCalendar,
    today: date,
    plan_start: date,
    rules: ClockRules = DEFAULT_RULES,
) -> Network:
    """NETWORK with ACTUALS as fixed days and lengths, and nothing that is open begun before TODAY."""
    earliest = FixedDate(FixedKind.START_NOT_BEFORE, max(today, plan_start))
    finished = {network.step(step).code for step, actual in actuals.items() if actual.finished}
    steps = []
    for step in network.steps:
        actual = actuals.get(step.id)
        if actual is not None:
            steps.append(_fixed(step, actual))
        elif step.kind is StepKind.MILESTONE:
            steps.append(step)
        elif step.kind is StepKind.EXCLUDED and step.code in finished and _item_finished(step, actuals):
            steps.append(replace(step, days=0, fixed=()))
        else:
            if step.kind is StepKind.EXCLUDED:
                step = replace(step, days=max(0, step.days - _taken(step, journal, calendar, today, rules)))
            steps.append(replace(step, fixed=(*step.fixed, earliest)))
    return Network(steps, (link for link in network.links if link.after not in actuals))


def _fixed(step: Step, actual: Actual) -> Step:
    """STEP on its actual days: counted in calendar days, since what happened may have happened on a day off."""
    days = (actual.last_on - actual.first_on).days + 1
    return replace(
        step,
        calendar=CalendarKind.SEVEN_DAY,
        days=days - 1 if step.accepts else days,
        fixed=(FixedDate(FixedKind.START_NOT_BEFORE, actual.first_on),),
    )


def _item_finished(step: Step, actuals: Mapping[StepId, Actual]) -> bool:
    item = actuals.get(StepId(step.code))
    return item is not None and item.finished


def _taken(step: Step, journal: Journal, calendar: WorkCalendar, today: date, rules: ClockRules) -> int:
    """Days that suspensions of the item have already taken, in the calendar of its uncounted STEP."""
    case = journal.case(StepId(step.code), Life.APPROVAL)
    spans = deducted_spans(closed_suspensions(case, today), rules.suspension)
    if not spans:
        return 0
    unit = LimitUnit.CALENDAR_DAY if step.calendar is CalendarKind.SEVEN_DAY else LimitUnit.WORKING_DAY
    return deducted_days(spans, date(calendar.first_year, 1, 1), today, unit, calendar)


def start_of_plan(plan_start: date, actuals: Mapping[StepId, Actual]) -> date:
    """The first day of the plan: the agreed one, or that of what began before it."""
    return min((plan_start, *(actual.first_on for actual in actuals.values())))


# -- what moves ----------------------------------------------------------------------------------------------------


@frozen
class Move:
    """A step whose early dates move. moved_working_days: of its finish, later is positive."""

    step: Step
    old_start: date
    old_finish: date
    new_start: date
    new_finish: date
    moved_working_days: int

    @property
    def is_milestone(self) -> bool:
        return self.step.kind is StepKind.MILESTONE

    @property
    def moved_calendar_days(self) -> int:
        return (self.new_finish - self.old_finish).days


def moves_between(before: Schedule, after: Schedule) -> tuple[Move, ...]:
    """The steps of both whose early dates differ, in the order of AFTER."""
    old, moved = before.early_days, []
    for step_id, days in after.early_days.items():
        if old.get(step_id, days) == days:
            continue
        later = after.calendar.working_days_between(old[step_id][1], days[1])
        moved.append(Move(after.network.step(step_id), *old[step_id], *days, later))
    return tuple(moved)


@frozen
class Variance:
    """How a step stands against the agreed plan. now_on: actual finish, else forecast; working_days: later is positive."""

    step: Step
    agreed_on: date
    now_on: date
    working_days: int
    calendar_days: int
    finished: bool


def variances(
    schedule: Schedule, agreed: Callable[[StepId], date | None], actuals: Mapping[StepId, Actual]
) -> tuple[Variance, ...]:
    """Every step of SCHEDULE that has an agreed finish, in its order."""
    found = []
    for dates in schedule.steps:
        agreed_on = agreed(dates.step.id)
        if agreed_on is None:
            continue
        actual = actuals.get(dates.step.id)
        now_on = dates.early_finish
        found.append(
            Variance(
                step=dates.step,
                agreed_on=agreed_on,
                now_on=now_on,
                working_days=schedule.calendar.working_days_between(agreed_on, now_on),
                calendar_days=(now_on - agreed_on).days,
                finished=actual is not None and actual.finished,
            )
        )
    return tuple(found)
