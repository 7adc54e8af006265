"""The schedule: earliest and latest dates of every step, its float, the critical path, and what set each date.

Forward from a start (顺排) and backward from targets (倒排工期) at once: both are always calculated, by `passes.py`, in
whole numbers. This module turns them into dates and says where they come from; the sentences are in `explanation.py`.

Dates of a step are its first and its last day worked. For an approval the first is the acceptance day (受理日), the
last the due day (截止日). For an instant (里程碑, or a step without length) both are one date: of the day at whose end
it is reached, or the project's first day if that is reached before any day is worked (see `passes.shown_day`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from gxq_desktop.domain import passes
from gxq_desktop.domain.calendar import CalendarKind, DayTable, WorkCalendar
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.holds import Hold, SetByKind, early_holds, late_holds
from gxq_desktop.domain.network import FixedDate, FixedKind, Link, Network, Step, StepId, StepKind
from gxq_desktop.domain.passes import CompiledNetwork, Solution

NEAR_CRITICAL_DAYS = 5
NO_TARGETS: Mapping[StepId, date] = MappingProxyType({})


@frozen
class Roll:
    """A date moved because its day is not worked in the step's calendar: from FROM_ON to TO_ON."""

    from_on: date
    to_on: date


@frozen
class SetBy:
    """One thing that holds a date of a step, be it the one that decides or another candidate.

    step, link: the step at the other end and the link to it, if kind is LINK. fixed: if kind is FIXED.
    on: its own date: that of the other step's end which the link names, the fixed or target date, the project's start
        or end.
    gives: the date it alone would give: for early dates the first day, for late dates the last.
    rolled: how `gives` was moved off days not worked, if it was.
    """

    kind: SetByKind
    on: date
    gives: date
    step: StepId | None = None
    link: Link | None = None
    fixed: FixedDate | None = None
    rolled: Roll | None = None


@frozen
class StepDates:
    """What the schedule says of one step.

    early_*, late_*: first and last day worked, see the module. total_float (总时差): government working days from the
    early to the late finish, negative if a target or fixed date cannot be met. free_float (自由时差): working days the
    step can slip without moving any early date of a successor nor missing its own fixed date or target.
    critical: total_float is not above `Schedule.critical_float`, which is 0 unless all targets are met with days to spare.
    near_critical: not critical, but within a few days of it.
    provisional_* (暂定): the date rests on a year whose notice is not entered.
    """

    step: Step
    early_start: date
    early_finish: date
    late_start: date
    late_finish: date
    total_float: int
    free_float: int
    critical: bool
    near_critical: bool
    provisional_early: bool
    provisional_late: bool
    set_by_early: SetBy
    set_by_late: SetBy

    @property
    def accepted_on(self) -> date | None:
        """Earliest acceptance day (受理日), if the step has one."""
        return self.early_start if self.step.accepts else None

    @property
    def accept_by(self) -> date | None:
        """Latest acceptance day (最迟受理日), if the step has one."""
        return self.late_start if self.step.accepts else None

    @property
    def due_on(self) -> date:
        """The due day (截止日) if all goes at its earliest."""
        return self.early_finish


@frozen
class Chain:
    """Steps that set each other's early dates, first to last, and the links between them, one fewer.

    origin: what set the first of them: the project's start or a fixed date.
    """

    steps: tuple[Step, ...]
    links: tuple[Link, ...]
    origin: SetBy

    @property
    def labels(self) -> str:
        """A17 → A18 → A23."""
        return " → ".join(step.label for step in self.steps)


@frozen
class TargetResult:
    """How one target fares.

    short_by_working_days: government working days after the target up to and including the forecast, if it is missed.
    It is 0, though the target is missed, if only days off lie between: see short_by_calendar_days.
    spare_working_days: the other way round, if it is met. chain: what sets the forecast.
    """

    milestone: Step
    target_on: date
    forecast_on: date
    feasible: bool
    short_by_working_days: int
    short_by_calendar_days: int
    spare_working_days: int
    chain: Chain
    provisional: bool


@frozen
class Conflict:
    """A fixed date that the plan cannot keep; instead the step starts (or finishes) on `instead_on`."""

    step: Step
    fixed: FixedDate
    instead_on: date
    short_by_working_days: int


@dataclass(frozen=True, eq=False)
class Schedule:
    """All dates of NETWORK, started on START_ON. Made by `schedule`.

    Dates, floats and reasons are worked out when they are asked for; the two passes are done.
    """

    network: Network
    calendar: WorkCalendar
    start_on: date
    targets: Mapping[StepId, date]
    near_critical_days: int
    solution: Solution

    # -- the steps -----------------------------------------------------------------------------------------------

    @cached_property
    def steps(self) -> tuple[StepDates, ...]:
        """All steps, every one after its predecessors, else by id."""
        return tuple(map(self._dates, range(len(self.solution.compiled.steps))))

    @cached_property
    def early_days(self) -> Mapping[StepId, tuple[date, date]]:
        """The early start and finish of every step, in the order of `steps`, in a tenth of their time."""
        solution = self.solution
        return {
            step.id: (self._first(place, self._early_starts[place]), self._shown(place, solution.early_finish[place]))
            for place, step in enumerate(solution.compiled.steps)
        }

    def __getitem__(self, step_id: StepId) -> StepDates:
        """The dates of STEP_ID. Raises UnknownStep."""
        place = self.solution.compiled.at(step_id)
        return self.steps[place] if "steps" in self.__dict__ else self._dates(place)

    @property
    def finish_on(self) -> date:
        """The day on which the last step finishes at the earliest; START_ON if there is none."""
        return max((self._shown(place, instant) for place, instant in self._finishing), default=self.start_on)

    @cached_property
    def _finishing(self) -> tuple[tuple[int, int], ...]:
        early = self.solution.early_finish
        last = max(early, default=0)
        return tuple((place, instant) for place, instant in enumerate(early) if instant == last)

    def _dates(self, place: int) -> StepDates:
        solution = self.solution
        total = self._floats[place]
        return StepDates(
            step=solution.compiled.steps[place],
            early_start=self._first(place, self._early_starts[place]),
            early_finish=self._shown(place, solution.early_finish[place]),
            late_start=self._first(place, solution.late_start[place]),
            late_finish=self._shown(place, solution.late_finish[place]),
            total_float=total,
            free_float=self._free_floats[place],
            critical=total <= self.critical_float,
            near_critical=self.critical_float < total <= self.critical_float + self.near_critical_days,
            provisional_early=self._provisional_early(place),
            provisional_late=self._provisional_late[place],
            set_by_early=self._early_set_by(place, early_holds(solution, place)[0]),
            set_by_late=self._late_set_by(place, self._late_decider(place)),
        )

    # -- float ---------------------------------------------------------------------------------------------------

    @cached_property
    def _table(self) -> DayTable:
        return self.calendar.table(CalendarKind.GOVERNMENT)

    @cached_property
    def _early_starts(self) -> list[int]:
        return passes.early_starts(self.solution)

    @cached_property
    def _floats(self) -> list[int]:
        rank, solution = self._table.rank, self.solution
        return [
            rank[late] - rank[early] for late, early in zip(solution.late_finish, solution.early_finish, strict=True)
        ]

    @cached_property
    def _free_floats(self) -> list[int]:
        rank, solution = self._table.rank, self.solution
        return [
            rank[free] - rank[early]
            for free, early in zip(
                passes.free_finishes(solution, self._early_starts), solution.early_finish, strict=True
            )
        ]

    @cached_property
    def critical_float(self) -> int:
        """The float up to which a step is critical: 0, or the slack of the tightest target if that is more.

        The least of all floats would not do: what follows a target met with days to spare is counted back from where
        the target moves it, over other days off, and may come out tighter than the chain that the target hangs on.
        """
        return max(0, min((self._floats[place] for place in self.solution.targets), default=0))

    @property
    def critical(self) -> tuple[Step, ...]:
        """All critical steps, in the order of `steps`."""
        floats, limit = self._floats, self.critical_float
        return tuple(step for step, total in zip(self.solution.compiled.steps, floats, strict=True) if total <= limit)

    # -- feasibility ---------------------------------------------------------------------------------------------

    @property
    def feasible(self) -> bool:
        """True if every target and every fixed date can be kept."""
        solution = self.solution
        return all(late >= early for late, early in zip(solution.late_finish, solution.early_finish, strict=True))

    @cached_property
    def target_results(self) -> tuple[TargetResult, ...]:
        """One for each target, by step id."""
        return tuple(map(self._target_result, sorted(self.targets)))

    def _target_result(self, step_id: StepId) -> TargetResult:
        solution, rank = self.solution, self._table.rank
        place = solution.compiled.at(step_id)
        forecast_on = self._shown(place, solution.early_finish[place])
        wanted, forecast = self._table.index(self.targets[step_id]), self._table.index(forecast_on)
        days = rank[forecast] - rank[wanted]
        return TargetResult(
            milestone=solution.compiled.steps[place],
            target_on=self.targets[step_id],
            forecast_on=forecast_on,
            feasible=forecast <= wanted,
            short_by_working_days=max(0, days),
            short_by_calendar_days=max(0, forecast - wanted),
            spare_working_days=max(0, -days),
            chain=self._chain_to(place),
            provisional=self._provisional_early(place)
            or not self.calendar.covers(self.start_on, self.targets[step_id]),
        )

    @property
    def short_by_working_days(self) -> int:
        """How many working days the target missed most is short; 0 if all are met."""
        return max((result.short_by_working_days for result in self.target_results), default=0)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The fixed dates that cannot be kept, in the order of `steps`."""
        return tuple(conflict for place in self.solution.compiled.fixed for conflict in self._conflicts(place))

    def _conflicts(self, place: int) -> Iterable[Conflict]:
        step, rank = self.solution.compiled.steps[place], self._table.rank
        first = self._first(place, self._early_starts[place])
        last = self._shown(place, self.solution.early_finish[place])
        for fixed in sorted(step.fixed):
            if fixed.kind is FixedKind.START_NOT_BEFORE:
                continue
            instead = first if fixed.kind is FixedKind.MUST_START_ON else last
            if instead > fixed.on:
                late = rank[self._table.index(instead)] - rank[self._table.index(fixed.on)]
                yield Conflict(step, fixed, instead, late)

    # -- chains --------------------------------------------------------------------------------------------------

    def chain_to(self, step_id: StepId) -> Chain:
        """The chain of predecessors that set the early date of STEP_ID, and what set the first. Raises UnknownStep."""
        return self._chain_to(self.solution.compiled.at(step_id))

    def _chain_to(self, place: int) -> Chain:
        compiled = self.solution.compiled
        steps, links = [compiled.steps[place]], []
        while (hold := early_holds(self.solution, place)[0]).link is not None:
            links.append(hold.link)
            place = hold.other
            steps.append(compiled.steps[place])
        return Chain(tuple(reversed(steps)), tuple(reversed(links)), self._early_set_by(place, hold))

    @cached_property
    def critical_chain(self) -> Chain | None:
        """The chain to what controls the project: the tightest target, or without targets the last finish.

        Of equals, the one that comes first in `steps`. None only if there are no steps.
        """
        place = self.controlling_place
        return None if place is None else self._chain_to(place)

    @property
    def controlling_place(self) -> int | None:
        """The position of the step that `critical_chain` leads to."""
        if self.solution.targets:
            return min(self.solution.targets, key=lambda place: (self._slack(place), place))
        return self._finishing[-1][0] if self._finishing else None

    def _slack(self, place: int) -> tuple[int, int]:
        wanted, forecast = self.solution.targets[place], self.solution.early_finish[place]
        rank = self._table.rank
        return rank[wanted] - rank[forecast], wanted - forecast

    # -- what set a date -----------------------------------------------------------------------------------------

    def early_candidates(self, step_id: StepId) -> tuple[SetBy, ...]:
        """Everything that holds the early dates of STEP_ID back, the deciding one first. Raises UnknownStep."""
        place = self.solution.compiled.at(step_id)
        return tuple(self._early_set_by(place, hold) for hold in early_holds(self.solution, place))

    def late_candidates(self, step_id: StepId) -> tuple[SetBy, ...]:
        """Everything that limits the late dates of STEP_ID, the deciding one first. Raises UnknownStep."""
        place = self.solution.compiled.at(step_id)
        return tuple(self._late_set_by(place, hold) for hold in late_holds(self.solution, place))

    def _late_decider(self, place: int) -> Hold:
        found = self._late_deciders.get(place)
        if found is None:
            found = self._late_deciders[place] = late_holds(self.solution, place)[0]
        return found

    @cached_property
    def _late_deciders(self) -> dict[int, Hold]:
        return {}

    def _early_set_by(self, place: int, hold: Hold) -> SetBy:
        return self._set_by(place, hold, self._early_starts, self.solution.early_finish, at_first=True)

    def _late_set_by(self, place: int, hold: Hold) -> SetBy:
        return self._set_by(place, hold, self.solution.late_start, self.solution.late_finish, at_first=False)

    def _set_by(self, place: int, hold: Hold, starts: list[int], finishes: list[int], at_first: bool) -> SetBy:
        """HOLD in dates; STARTS and FINISHES are those of the other steps."""
        compiled, span = self.solution.compiled, self.solution.compiled.spans[place]
        rolled = None
        if span:
            day = self.solution.clocks[compiled.calendars[place]][1]
            first, last = day[max(1, hold.rank - span + 1)], day[hold.rank]
            named, moved = (hold.instant, last) if hold.of_finish else (hold.instant + 1, first)
            gives = self._date(first if at_first else last)
            if named != moved:
                rolled = Roll(self._date(named), self._date(moved))
        else:
            gives = self._shown(place, hold.instant)
        if hold.link is not None:
            other = hold.other
            on = self._shown(other, finishes[other]) if hold.other_finish else self._first(other, starts[other])
            return SetBy(hold.kind, on, gives, compiled.steps[other].id, hold.link, None, rolled)
        if hold.fixed is not None:
            return SetBy(hold.kind, hold.fixed.on, gives, fixed=hold.fixed, rolled=rolled)
        on = self.start_on if hold.kind is SetByKind.PROJECT_START else self._shown(place, hold.instant)
        return SetBy(hold.kind, on, gives, rolled=rolled)

    # -- provisional (暂定) --------------------------------------------------------------------------------------

    def _provisional_early(self, place: int) -> bool:
        """True if a day from the project's start to the early finish lies in a year without a notice."""
        return not self.calendar.covers(self.start_on, self._shown(place, self.solution.early_finish[place]))

    @cached_property
    def _provisional_late(self) -> list[bool]:
        """By position: True if a day counted to a late date, forward or back, lies in a year without a notice.

        A late date is counted back from the target, fixed date or project end at the far end of the chain that sets it;
        the project's end was itself counted from the start.
        """
        solution = self.solution
        count = len(solution.compiled.steps)
        instants = (solution.start, solution.end, *solution.late_start, *solution.late_finish)
        if self.calendar.covers(self._date(min(instants)), self._date(max(instants))):
            return [False] * count
        end_uncertain = not self.calendar.covers(self.start_on, self._date(solution.end))
        origins: list[tuple[int, bool]] = [(0, False)] * count
        flags = [False] * count
        for place in range(count - 1, -1, -1):
            hold = self._late_decider(place)
            if hold.link is not None:
                origin = origins[hold.other]
            else:
                origin = (hold.instant, hold.kind is SetByKind.PROJECT_END and end_uncertain)
            origins[place] = origin
            first, last = self._first(place, solution.late_start[place]), self._date(origin[0])
            flags[place] = origin[1] or not self.calendar.covers(min(first, self.start_on), max(first, last))
        return flags

    # -- instants to dates ---------------------------------------------------------------------------------------

    def _date(self, index: int) -> date:
        return date.fromordinal(self.solution.base + index)

    def _shown(self, place: int, finish: int) -> date:
        """The date of a finish instant."""
        solution = self.solution
        return self._date(passes.shown_day(finish, solution.start, not solution.compiled.spans[place]))

    def _first(self, place: int, start: int) -> date:
        """The date of the first day after a start instant, or of the instant itself."""
        return self._date(start + 1) if self.solution.compiled.spans[place] else self._shown(place, start)


def schedule(
    network: Network | CompiledNetwork,
    calendar: WorkCalendar,
    start_on: date,
    targets: Mapping[StepId, date] = NO_TARGETS,
    near_critical_days: int = NEAR_CRITICAL_DAYS,
) -> Schedule:
    """All dates of NETWORK if work may begin on START_ON and TARGETS are to be met.

    No step starts before START_ON. A target is the latest finish of its step, usually a milestone; one that cannot be
    met is no error but shows as negative float, see `passes.solve` for the rule. Raises UnknownStep for a target not in
    NETWORK, DomainError if a date lies outside the calendar, ValueError if NEAR_CRITICAL_DAYS is negative.
    """
    if near_critical_days < 0:
        raise ValueError(f"near_critical_days must not be negative, got {near_critical_days}")
    compiled = network if isinstance(network, CompiledNetwork) else passes.compile_network(network)
    wanted = MappingProxyType(dict(sorted(targets.items())))
    solution = passes.solve(compiled, calendar, start_on, wanted)
    return Schedule(compiled.network, calendar, start_on, wanted, near_critical_days, solution)


# -- obstacles ---------------------------------------------------------------------------------------------------


@frozen
class Delay:
    """How much later a step comes: its early dates without the obstacles and with them.

    working_days: government working days from `without_on` to `with_on`, its finishes.
    """

    step: Step
    without_start: date
    without_on: date
    with_start: date
    with_on: date
    working_days: int


@frozen
class DelayReport:
    """What obstacles (障碍) cost. milestones: every milestone, delayed or not. moved: every step whose dates move."""

    obstacles: tuple[Step, ...]
    milestones: tuple[Delay, ...]
    moved: tuple[Delay, ...]


def delay_caused_by(
    network: Network, calendar: WorkCalendar, start_on: date, obstacle_ids: Iterable[StepId]
) -> DelayReport:
    """Compare the plan as it is with one in which the obstacles take no time and have no fixed dates.

    Their links stay, so that what waited for each other through an obstacle still does. Name a follow-on step too if it
    would not be needed without the obstacle. Raises UnknownStep, and DomainError for dates outside the calendar.
    """
    gone = tuple(network.step(step_id) for step_id in sorted(set(obstacle_ids)))
    without = network
    for step in gone:
        without = without.replace_step(replace(step, days=0, accepts=False, fixed=()))
    as_is, cleared = schedule(network, calendar, start_on), schedule(without, calendar, start_on)
    rank = calendar.table(CalendarKind.GOVERNMENT)
    names = {step.id for step in gone}
    delays = []
    for dates in as_is.steps:
        if dates.step.id in names:
            continue
        other = cleared[dates.step.id]
        days = rank.rank[rank.index(dates.early_finish)] - rank.rank[rank.index(other.early_finish)]
        delays.append(
            Delay(dates.step, other.early_start, other.early_finish, dates.early_start, dates.early_finish, days)
        )
    return DelayReport(
        gone,
        tuple(delay for delay in delays if delay.step.kind is StepKind.MILESTONE),
        tuple(
            delay for delay in delays if (delay.without_start, delay.without_on) != (delay.with_start, delay.with_on)
        ),
    )
