"""Short ways to write networks in tests, and the slowest possible scheduler to hold the fast one against.

`naive_forward` and `naive_latest` know nothing of ranks, tables or passes: they step from day to day and ask
`WorkCalendar.is_working` or the table's `worked`, following the definitions word by word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from gxq_desktop.catalogue.calendar_files import load_calendar
from gxq_desktop.domain.calendar import CalendarKind, WorkCalendar
from gxq_desktop.domain.network import (
    FixedDate,
    FixedKind,
    Link,
    LinkKind,
    Network,
    Step,
    StepId,
    StepKind,
    Strength,
)

GOVERNMENT, SEVEN_DAY, SIX_DAY = CalendarKind.GOVERNMENT, CalendarKind.SEVEN_DAY, CalendarKind.SIX_DAY
ONE_DAY = timedelta(days=1)


@cache
def calendar() -> WorkCalendar:
    """The calendar as shipped: notices up to 2026, computed years after that."""
    return load_calendar()


def day(text: str) -> date:
    """ "03-02" is a day of 2026, "2027-03-02" is itself."""
    return date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def approval(code: str, days: int, *fixed: FixedDate, calendar: CalendarKind = GOVERNMENT) -> Step:
    """An approval item with an acceptance day and DAYS counted after it."""
    return Step(StepId(code), code, f"事项{code}", StepKind.APPROVAL, "审批局", calendar, days, True, tuple(fixed))


def work(
    step_id: str,
    days: int,
    *fixed: FixedDate,
    calendar: CalendarKind = GOVERNMENT,
    kind: StepKind = StepKind.MATERIAL,
) -> Step:
    """A step of exactly DAYS days."""
    return Step(StepId(step_id), step_id, f"工作{step_id}", kind, "企业", calendar, days, False, tuple(fixed))


def milestone(step_id: str, *fixed: FixedDate) -> Step:
    """A gate without length."""
    return Step(StepId(step_id), step_id, f"门槛{step_id}", StepKind.MILESTONE, "", GOVERNMENT, 0, False, tuple(fixed))


def obstacle(step_id: str, days: int, *fixed: FixedDate) -> Step:
    """An obstacle counted in calendar days."""
    return work(step_id, days, *fixed, calendar=SEVEN_DAY, kind=StepKind.OBSTACLE)


def not_before(text: str) -> FixedDate:
    return FixedDate(FixedKind.START_NOT_BEFORE, day(text))


def not_after(text: str) -> FixedDate:
    return FixedDate(FixedKind.FINISH_NOT_AFTER, day(text))


def starts_on(text: str) -> FixedDate:
    return FixedDate(FixedKind.MUST_START_ON, day(text))


def finishes_on(text: str) -> FixedDate:
    return FixedDate(FixedKind.MUST_FINISH_ON, day(text))


def link(before: str, after: str, kind: LinkKind = LinkKind.FS, lag: int = 0, unit: CalendarKind = GOVERNMENT) -> Link:
    return Link(StepId(before), StepId(after), kind, lag, unit, Strength.LEGAL, f"{before}之后才能{after}")


def chain(*step_ids: str) -> list[Link]:
    """Finish–start links from each to the next."""
    return [link(before, after) for before, after in pairwise(step_ids)]


def network(steps: Iterable[Step], *links: Link | Iterable[Link]) -> Network:
    flat: list[Link] = []
    for one in links:
        flat.extend([one] if isinstance(one, Link) else one)
    return Network(steps, flat)


# -- the naive scheduler -----------------------------------------------------------------------------------------


def is_worked(work_calendar: WorkCalendar, kind: CalendarKind, on: date) -> bool:
    table = work_calendar.table(kind)
    return table.worked[table.index(on)] == 1


def naive_shift(work_calendar: WorkCalendar, kind: CalendarKind, on: date, lag: int) -> date:
    """The end of the LAG-th worked day after the end of ON; ON itself without a lag."""
    while lag:
        on += ONE_DAY
        if is_worked(work_calendar, kind, on):
            lag -= 1
    return on


def naive_finish(work_calendar: WorkCalendar, step: Step, first: date) -> date:
    """The last day of STEP if FIRST, a worked day, is its first."""
    return naive_shift(work_calendar, step.calendar, first, step.span - 1)


Ends = tuple[date, date]
"""The days at whose ends a step's start and finish instants are."""


def naive_places(work_calendar: WorkCalendar, step: Step, start: date) -> Ends:
    """The earliest place of STEP whose start instant is not before START, which is the end of a day."""
    if step.is_instant:
        return start, start
    first = start + ONE_DAY
    while not is_worked(work_calendar, step.calendar, first):
        first += ONE_DAY
    return first - ONE_DAY, naive_finish(work_calendar, step, first)


def naive_held(work_calendar: WorkCalendar, held_by: Link, before: Ends) -> date:
    return naive_shift(
        work_calendar, held_by.lag_calendar, before[1] if held_by.kind.from_finish else before[0], held_by.lag
    )


def naive_keeps(
    work_calendar: WorkCalendar, plan: Network, step: Step, ends: Ends, others: Mapping[StepId, Ends], start_on: date
) -> bool:
    """True if STEP at ENDS keeps its links from OTHERS, and the fixed dates that hold it back."""
    opening = start_on - ONE_DAY
    for held_by in plan.incoming(step.id):
        bound = naive_held(work_calendar, held_by, others[held_by.before])
        if (ends[1] if held_by.kind.to_finish else ends[0]) < bound:
            return False
    for fixed in step.fixed:
        if fixed.kind is FixedKind.FINISH_NOT_AFTER:
            continue
        first, last = naive_dates(step, ends, opening)
        at_start = fixed.kind in (FixedKind.START_NOT_BEFORE, FixedKind.MUST_START_ON)
        if (first if at_start else last) < fixed.on:
            return False
    return True


def naive_dates(step: Step, ends: Ends, opening: date) -> tuple[date, date]:
    """The dates shown for ENDS; OPENING is the day before the project's first."""
    if not step.is_instant:
        return ends[0] + ONE_DAY, ends[1]
    shown = opening + ONE_DAY if ends[1] == opening else ends[1]
    return shown, shown


def naive_forward(
    work_calendar: WorkCalendar, plan: Network, start_on: date, floor: Mapping[StepId, date] | None = None
) -> dict[StepId, Ends]:
    """Earliest ends of every step, found by trying day after day. FLOOR: no start instant before these."""
    opening = start_on - ONE_DAY
    found: dict[StepId, Ends] = {}
    for step_id in plan.order:
        step = plan.step(step_id)
        start = max(opening, (floor or {}).get(step_id, opening))
        ends = naive_places(work_calendar, step, start)
        while not naive_keeps(work_calendar, plan, step, ends, found, start_on):
            start += ONE_DAY
            ends = naive_places(work_calendar, step, start)
        found[step_id] = ends
    return found


def naive_allowed(
    plan: Network, places: Mapping[StepId, Ends], start_on: date, targets: Mapping[StepId, date], end: date
) -> bool:
    """True if no step finishes after END, and targets and fixed dates are kept."""
    for step in plan:
        first, last = naive_dates(step, places[step.id], start_on - ONE_DAY)
        if places[step.id][1] > end or last > targets.get(step.id, last):
            return False
        for fixed in step.fixed:
            if fixed.kind is FixedKind.MUST_START_ON and first > fixed.on:
                return False
            if fixed.kind in (FixedKind.FINISH_NOT_AFTER, FixedKind.MUST_FINISH_ON) and last > fixed.on:
                return False
    return True


def naive_end(work_calendar: WorkCalendar, plan: Network, start_on: date, targets: Mapping[StepId, date]) -> date:
    """The project's end: the last finish if every targeted step is put off to its target, as near as it gets to it."""
    opening = start_on - ONE_DAY
    floor: dict[StepId, date] = {}
    for step_id in plan.order:
        if step_id not in targets:
            continue
        step = plan.step(step_id)
        places = naive_forward(work_calendar, plan, start_on, floor)
        start = places[step_id][0]
        while True:
            later = naive_places(work_calendar, step, start + ONE_DAY)
            if naive_dates(step, later, opening)[1] > targets[step_id]:
                break
            start += ONE_DAY
        if naive_dates(step, places[step_id], opening)[1] < targets[step_id]:
            floor[step_id] = start
    return max((ends[1] for ends in naive_forward(work_calendar, plan, start_on, floor).values()), default=opening)


def naive_latest(
    work_calendar: WorkCalendar, plan: Network, start_on: date, targets: Mapping[StepId, date]
) -> dict[StepId, Ends]:
    """Latest ends of every step of a feasible plan: how far each alone can be put off before something is missed.

    Only forward plans are made. So this shares no thought with a backward pass.
    """
    end = naive_end(work_calendar, plan, start_on, targets)
    found = {}
    for step in plan:
        places = naive_forward(work_calendar, plan, start_on)
        best = places[step.id]
        start = best[0]
        while True:
            start += ONE_DAY
            put_off = naive_forward(work_calendar, plan, start_on, {step.id: start})
            if not naive_allowed(plan, put_off, start_on, targets, end):
                break
            best = put_off[step.id]
        found[step.id] = best
    return found


def naive_latest_backwards(
    work_calendar: WorkCalendar, plan: Network, start_on: date, targets: Mapping[StepId, date], end: date
) -> dict[StepId, Ends]:
    """Latest ends of every step, feasible or not: each tried day before day until what comes after it is kept."""
    found: dict[StepId, Ends] = {}
    for step_id in reversed(plan.order):
        step = plan.step(step_id)
        last = end
        while True:
            ends = naive_place_until(work_calendar, step, last)
            kept = all(
                naive_held(work_calendar, holds, ends) <= found[holds.after][1 if holds.kind.to_finish else 0]
                for holds in plan.outgoing(step_id)
            )
            places = {step_id: ends}
            if kept and naive_allowed(network([step]), places, start_on, targets, end):
                break
            last -= ONE_DAY
        found[step_id] = ends
    return found


def naive_place_until(work_calendar: WorkCalendar, step: Step, last: date) -> Ends:
    """The latest place of STEP that finishes at the end of LAST or before."""
    if step.is_instant:
        return last, last
    while not is_worked(work_calendar, step.calendar, last):
        last -= ONE_DAY
    first, left = last, step.span - 1
    while left:
        first -= ONE_DAY
        if is_worked(work_calendar, step.calendar, first):
            left -= 1
    return first - ONE_DAY, last
