"""The two passes over a network (顺推、倒推), in whole numbers only. `schedule.py` turns their results into dates.

Time is the end of a day: instant t is the end of the day with index t in the calendar's tables. A step occupies whole
days from its first to its last; its *start instant* is the end of the day before its first one, its *finish instant*
the end of its last. A step of span n > 0 in calendar c is contiguous there, so with rank and day of that table

    first = day[k - n + 1]    start = first - 1    finish = day[k]        for some k, the rank of its finish.

A step of span 0 is an instant (时点): start = finish, and no calendar moves it. It is calculated by the same
expressions with a table in which every day is worked and rank[t] = day[t] = t.

shift(t, lag) in calendar c is t if the lag is 0, else day_c[rank_c[t] + lag]. Forward, each step takes the smallest k
with

    start >= the project's start instant            (all)
    start >= shift(finish of pred, lag)             (FS)     start  >= shift(start of pred, lag)   (SS)
    finish >= shift(finish of pred, lag)            (FF)     finish >= shift(start of pred, lag)   (SF)

Each of these maps is monotone and has an exact adjoint (a Galois connection): shift(t, lag) <= b holds precisely for
t <= b if the lag is 0, else for t <= day_c[rank_c[b] - lag + 1] - 1. Backward, each step takes the largest k that keeps
all of them, so early and late dates do not depend on the direction one asks in, and a step with early = late has no
day of slack in its own calendar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import gt

from gxq_desktop.domain.calendar import CalendarKind, DayTable, WorkCalendar
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import FixedDate, FixedKind, Link, LinkKind, Network, Step, StepId, UnknownStep

KINDS = tuple(CalendarKind)
INSTANT = len(KINDS)
"""The calendar code of instants. The code of a `CalendarKind` is its place in KINDS."""

Clock = tuple[Sequence[int], Sequence[int]]
"""rank and day of one calendar."""


@frozen
class Tie:
    """A link that is not plain finish–start without lag, seen from one of its ends.

    other: position of the step at the far end; lag in days of the calendar with code `calendar`.
    """

    other: int
    from_finish: bool
    to_finish: bool
    lag: int
    calendar: int

    @classmethod
    def of(cls, link: Link, other: int) -> Tie:
        """LINK as seen from the end that is not OTHER."""
        return cls(other, link.kind.from_finish, link.kind.to_finish, link.lag, CALENDAR_CODE[link.lag_calendar])


CALENDAR_CODE = {kind: code for code, kind in enumerate(KINDS)}


@frozen
class CompiledNetwork:
    """A network as flat arrays over positions 0 … n - 1, a topological order.

    spans: days from first to last; calendars: their codes; before, after: plain FS neighbours (lag 0); ties_in,
    ties_out: all other links of the few positions that have some.
    fixed: the positions of steps with fixed dates.
    """

    network: Network
    steps: tuple[Step, ...]
    position: Mapping[StepId, int]
    spans: Sequence[int]
    calendars: Sequence[int]
    before: Sequence[Sequence[int]]
    after: Sequence[Sequence[int]]
    ties_in: Mapping[int, Sequence[Tie]]
    ties_out: Mapping[int, Sequence[Tie]]
    fixed: tuple[int, ...]

    def at(self, step_id: StepId) -> int:
        """The position of STEP_ID. Raises UnknownStep."""
        found = self.position.get(step_id)
        if found is None:
            raise UnknownStep(step_id, self.position, "进度网络里")
        return found


def compile_network(network: Network) -> CompiledNetwork:
    """Flatten NETWORK, in time proportional to its steps and links."""
    order = network.order
    position = {step_id: place for place, step_id in enumerate(order)}
    steps = tuple(map(network.step, order))
    before: list[list[int]] = [[] for _ in steps]
    after: list[list[int]] = [[] for _ in steps]
    ties_in: dict[int, list[Tie]] = {}
    ties_out: dict[int, list[Tie]] = {}
    plain = LinkKind.FS
    for link in network.links:
        first, second = position[link.before], position[link.after]
        if link.kind is plain and not link.lag:
            before[second].append(first)
            after[first].append(second)
        else:
            ties_in.setdefault(second, []).append(Tie.of(link, first))
            ties_out.setdefault(first, []).append(Tie.of(link, second))
    spans = [step.span for step in steps]
    codes = {kind.value: code for kind, code in CALENDAR_CODE.items()}
    return CompiledNetwork(
        network=network,
        steps=steps,
        position=position,
        spans=spans,
        calendars=[codes[step.calendar.value] if span else INSTANT for step, span in zip(steps, spans, strict=True)],
        before=before,
        after=after,
        ties_in=ties_in,
        ties_out=ties_out,
        fixed=tuple(place for place, step in enumerate(steps) if step.fixed),
    )


@lru_cache(maxsize=4)
def _identity(length: int) -> tuple[int, ...]:
    return tuple(range(length))


def clocks_of(calendar: WorkCalendar) -> tuple[Clock, ...]:
    """rank and day by calendar code, the last one for instants."""
    tables = [calendar.table(kind) for kind in KINDS]
    every = _identity(len(tables[0].rank))
    return (*((table.rank, table.day) for table in tables), (every, every))


@frozen
class Bounds:
    """What holds single positions besides links: lowest and highest start and finish instants.

    Absent means free. Of instants only the finish counts; their starts are entered as finishes.
    """

    low_start: dict[int, int]
    low_finish: dict[int, int]
    high_start: dict[int, int]
    high_finish: dict[int, int]


def lowest_instant(day: int, start: int, is_instant: bool) -> int:
    """The first finish instant whose date is not before DAY, see `shown_day`."""
    return start if is_instant and day <= start + 1 else day


def highest_instant(day: int, start: int, is_instant: bool) -> int:
    """The last finish instant whose date is not after DAY, see `shown_day`."""
    return day - 1 if is_instant and day == start else day


def shown_day(instant: int, start: int, is_instant: bool) -> int:
    """The day whose date a finish instant carries: the one it ends.

    Only an instant step (时点) reached before any day has been worked carries the project's first day instead. The rule
    keeps order; one that asks what kind of steps come before would not, and dropping a link could make a date later.
    """
    return start + 1 if is_instant and instant == start else instant


def fixed_instants(compiled: CompiledNetwork, place: int, day: int, start: int, at_start: bool) -> tuple[int, int]:
    """The lowest and the highest instant that keep the end of the step at PLACE on DAY."""
    if not compiled.spans[place]:
        return lowest_instant(day, start, True), highest_instant(day, start, True)
    return (day - 1, day - 1) if at_start else (day, day)


def holds_start(compiled: CompiledNetwork, place: int, fixed: FixedDate) -> bool:
    """True if FIXED holds the start of the step at PLACE. Of an instant it always counts as the finish."""
    return compiled.spans[place] > 0 and fixed.kind in (FixedKind.START_NOT_BEFORE, FixedKind.MUST_START_ON)


def fixed_bounds(compiled: CompiledNetwork, table: DayTable, start: int) -> Bounds:
    """The fixed dates (固定日期) as instants. Raises DomainError for a date outside TABLE."""
    bounds = Bounds({}, {}, {}, {})
    for place in compiled.fixed:
        for fixed in compiled.steps[place].fixed:
            at_start = holds_start(compiled, place, fixed)
            lowest, highest = fixed_instants(compiled, place, table.index(fixed.on), start, at_start)
            low, high = (bounds.low_start, bounds.high_start) if at_start else (bounds.low_finish, bounds.high_finish)
            if fixed.kind is not FixedKind.FINISH_NOT_AFTER:
                low[place] = max(lowest, low.get(place, lowest))
            if fixed.kind is not FixedKind.START_NOT_BEFORE:
                high[place] = min(highest, high.get(place, highest))
    return bounds


def forward(
    compiled: CompiledNetwork,
    clocks: Sequence[Clock],
    start: int,
    low_start: Mapping[int, int],
    low_finish: Mapping[int, int],
) -> list[int]:
    """Earliest finish instants by position; START is the project's start instant. IndexError past the tables' end."""
    special = bytearray(len(compiled.steps))
    for places in (compiled.ties_in, low_start, low_finish):
        for place in places:
            special[place] = 1
    finish: list[int] = []
    add = finish.append
    for predecessors, span, code, is_special in zip(
        compiled.before, compiled.spans, compiled.calendars, special, strict=True
    ):
        ready = start
        for predecessor in predecessors:
            if finish[predecessor] > ready:
                ready = finish[predecessor]
        rank, day = clocks[code]
        if is_special:
            place = len(finish)
            until = start
            for tie in compiled.ties_in.get(place, ()):
                bound = shifted(clocks, tie, end_of(compiled, clocks, tie, finish))
                if tie.to_finish:
                    until = max(until, bound)
                else:
                    ready = max(ready, bound)
            ready = max(ready, low_start.get(place, start))
            until = max(until, low_finish.get(place, start))
            least = rank[ready] + span
            if until > start:
                least = max(least, rank[until - 1] + 1)
            add(day[least])
        else:
            add(day[rank[ready] + span])
    return finish


def start_of(compiled: CompiledNetwork, clocks: Sequence[Clock], place: int, finish: int) -> int:
    """The start instant of the step at PLACE if it finishes at FINISH, a day worked in its calendar."""
    rank, day = clocks[compiled.calendars[place]]
    return day[rank[finish] - compiled.spans[place] + 1] - 1


def end_of(compiled: CompiledNetwork, clocks: Sequence[Clock], tie: Tie, finish: Sequence[int]) -> int:
    """The instant of the predecessor's end that TIE names."""
    if tie.from_finish:
        return finish[tie.other]
    return start_of(compiled, clocks, tie.other, finish[tie.other])


def shifted(clocks: Sequence[Clock], tie: Tie, instant: int) -> int:
    """INSTANT moved on by the lag of TIE."""
    if not tie.lag:
        return instant
    rank, day = clocks[tie.calendar]
    return day[rank[instant] + tie.lag]


def shifted_back(clocks: Sequence[Clock], tie: Tie, bound: int) -> int:
    """The largest instant that the lag of TIE moves to BOUND at most. IndexError before the tables' begin."""
    if not tie.lag:
        return bound
    rank, day = clocks[tie.calendar]
    number = rank[bound] - tie.lag + 1
    if number < 1:
        raise IndexError(number)
    return day[number] - 1


def driver(
    compiled: CompiledNetwork,
    clocks: Sequence[Clock],
    start: int,
    bounds: Bounds,
    finish: Sequence[int],
    place: int,
) -> int:
    """The position of a predecessor that alone gives the step at PLACE its FINISH; -1 if start or fixed date does."""
    rank, _ = clocks[compiled.calendars[place]]
    span, number = compiled.spans[place], rank[finish[place]]
    ready, until = bounds.low_start.get(place, start), bounds.low_finish.get(place, start)
    if rank[max(ready, start)] + span >= number or (until > start and rank[until - 1] + 1 >= number):
        return -1
    for predecessor in compiled.before[place]:
        if rank[finish[predecessor]] + span == number:
            return predecessor
    for tie in compiled.ties_in.get(place, ()):
        bound = shifted(clocks, tie, end_of(compiled, clocks, tie, finish))
        if (rank[bound - 1] + 1 if tie.to_finish else rank[bound] + span) == number:
            return tie.other
    raise ValueError("FINISH is not the result of a forward pass")


def latest(
    compiled: CompiledNetwork,
    clocks: Sequence[Clock],
    place: int,
    bound: int,
    starts: Sequence[int],
    finishes: Sequence[int],
    high_start: Mapping[int, int],
) -> int:
    """The highest rank of finish at PLACE within BOUND that leaves the successors' STARTS and FINISHES as they are."""
    rank, _ = clocks[compiled.calendars[place]]
    span = compiled.spans[place]
    for successor in compiled.after[place]:
        if starts[successor] < bound:
            bound = starts[successor]
    begin = high_start.get(place)
    for tie in compiled.ties_out.get(place, ()):
        limit = shifted_back(clocks, tie, finishes[tie.other] if tie.to_finish else starts[tie.other])
        if tie.from_finish:
            bound = min(bound, limit)
        else:
            begin = limit if begin is None else min(begin, limit)
    if bound < 0 or (begin is not None and begin < -1):
        raise IndexError(bound)
    most = rank[bound]
    return most if begin is None else min(most, rank[begin + 1] + span - 1)


def backward(
    compiled: CompiledNetwork,
    clocks: Sequence[Clock],
    end: int,
    high_start: Mapping[int, int],
    high_finish: Mapping[int, int],
) -> tuple[list[int], list[int]]:
    """Latest start and finish instants by position, none after END. IndexError before the tables' begin."""
    count = len(compiled.steps)
    special = bytearray(count)
    for places in (compiled.ties_out, high_start):
        for place in places:
            special[place] = 1
    bounds = [end] * count
    for place, bound in high_finish.items():
        bounds[place] = min(end, bound)
    starts, finishes = [0] * count, [0] * count
    place = count
    for successors, bound, span, code, is_special in zip(
        reversed(compiled.after),
        reversed(bounds),
        reversed(compiled.spans),
        reversed(compiled.calendars),
        reversed(special),
        strict=True,
    ):
        place -= 1
        rank, day = clocks[code]
        if is_special:
            most = latest(compiled, clocks, place, bound, starts, finishes, high_start)
        else:
            for successor in successors:
                if starts[successor] < bound:
                    bound = starts[successor]
            most = rank[bound]
        finishes[place] = day[most]
        starts[place] = day[most - span + 1] - 1
    # A lookup before the first day does not fail but wraps round to the last days, or gives a negative index. Either
    # shows at the very step where it happens, because that step's start would not be before its finish.
    if count and (min(starts) < 0 or min(finishes) < 0 or any(map(gt, starts, finishes))):
        raise IndexError("before the first day of the calendar")
    return starts, finishes


@frozen
class Solution:
    """Both passes over COMPILED, as instants by position.

    base: the date ordinal of index 0. end: the project's finish instant, which bounds all late dates.
    """

    compiled: CompiledNetwork
    clocks: tuple[Clock, ...]
    base: int
    start: int
    bounds: Bounds
    targets: Mapping[int, int]
    end: int
    early_finish: list[int]
    late_start: list[int]
    late_finish: list[int]


def target_instants(
    compiled: CompiledNetwork, table: DayTable, start: int, targets: Mapping[StepId, date]
) -> dict[int, int]:
    """TARGETS as finish instants by position. Raises UnknownStep, DomainError for a date outside TABLE."""
    found = {}
    for step_id, on in sorted(targets.items()):
        place = compiled.at(step_id)
        found[place] = highest_instant(table.index(on), start, not compiled.spans[place])
    return found


def start_instant(table: DayTable, start_on: date) -> int:
    """The end of the day before START_ON. Raises DomainError outside TABLE."""
    index = table.index(start_on)
    if index < 2:
        raise outside(table)
    return index - 1


def outside(table: DayTable) -> DomainError:
    """The refusal of a plan that leaves the calendar."""
    return DomainError(
        f"按这个计划推算，日期超出日历范围（{table.first_on} 至 {table.last_on}）。",
        "请检查起始日、目标日和各环节的天数；确需更远的日期时，请先扩展日历年份。",
    )


def solve(
    compiled: CompiledNetwork, calendar: WorkCalendar, start_on: date, targets: Mapping[StepId, date]
) -> Solution:
    """Both passes, from START_ON and back from TARGETS.

    A target bounds the finish of its own step. All other late dates are bounded by the project's end: the last finish
    of a forward pass in which no targeted step comes before its target. So a target later than needed gives slack to
    what leads to it and does not eat that of what follows; one that cannot be met gives negative float, no error.
    Raises UnknownStep, and DomainError for dates outside the calendar.
    """
    table = calendar.table(CalendarKind.GOVERNMENT)
    clocks = clocks_of(calendar)
    start = start_instant(table, start_on)
    bounds = fixed_bounds(compiled, table, start)
    wanted = target_instants(compiled, table, start, targets)
    try:
        early = forward(compiled, clocks, start, bounds.low_start, bounds.low_finish)
        later = {place: instant for place, instant in wanted.items() if instant > early[place]}
        held = early
        if later:
            low_finish = dict(bounds.low_finish)
            for place, instant in later.items():
                rank, day = clocks[compiled.calendars[place]]
                lowest = lowest_instant(day[rank[instant]], start, not compiled.spans[place])
                low_finish[place] = max(lowest, low_finish.get(place, 0))
            held = forward(compiled, clocks, start, bounds.low_start, low_finish)
        end = max(held, default=start)
        high_finish = dict(bounds.high_finish)
        for place, instant in wanted.items():
            high_finish[place] = min(instant, high_finish.get(place, instant))
        late_start, late_finish = backward(compiled, clocks, end, bounds.high_start, high_finish)
    except IndexError:
        raise outside(table) from None
    all_bounds = Bounds(bounds.low_start, bounds.low_finish, bounds.high_start, high_finish)
    return Solution(compiled, clocks, table.base, start, all_bounds, wanted, end, early, late_start, late_finish)


def early_starts(solution: Solution) -> list[int]:
    """Earliest start instants by position."""
    compiled, clocks = solution.compiled, solution.clocks
    return [start_of(compiled, clocks, place, finish) for place, finish in enumerate(solution.early_finish)]


def free_finishes(solution: Solution, starts: Sequence[int]) -> list[int]:
    """How late each step could finish, by position, if every successor kept its early dates.

    STARTS are the early start instants. A step's own fixed dates and target, and the project's end, hold as well.
    """
    compiled, clocks = solution.compiled, solution.clocks
    found = []
    for place, finish in enumerate(solution.early_finish):
        bound = min(solution.end, solution.bounds.high_finish.get(place, solution.end))
        most = latest(compiled, clocks, place, bound, starts, solution.early_finish, solution.bounds.high_start)
        found.append(max(finish, clocks[compiled.calendars[place]][1][most]))
    return found
