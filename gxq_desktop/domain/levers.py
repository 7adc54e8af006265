"""Levers (提速办法): legal ways of going faster, what each gains, and a smallest set that meets the targets.

A lever only ever relaxes: it drops a finish–start link or turns it into finish–finish, shortens a step, or takes one
out. So using more levers never makes a finish later (`check_levers` refuses the ones that could), and everything below
rests on that. (A step whose finish is held by another may itself start later when it is shortened: it has less to do.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple, NewType

from gxq_desktop.domain import passes
from gxq_desktop.domain.calendar import CalendarKind, WorkCalendar
from gxq_desktop.domain.errors import DomainError, DomainErrors
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import LeverKind
from gxq_desktop.domain.network import FixedKind, Link, LinkKind, Network, StepId, UnknownStep
from gxq_desktop.domain.passes import INSTANT, Bounds, Clock, CompiledNetwork, Tie

LeverId = NewType("LeverId", str)

SEARCH_BUDGET = 12_000
"""Forward passes and search nodes after which `smallest_set` stops proving: a second or so."""


@frozen
class RelaxLink:
    """Every finish–start link from BEFORE to AFTER is dropped (并联), or only the finishes keep their order.

    keep_finish_order: True if BEFORE must still be finished, lag included, when AFTER finishes: the material has to
    come before the decision (容缺受理).
    """

    before: StepId
    after: StepId
    keep_finish_order: bool = False


@frozen
class ShortenStep:
    """STEP takes DAYS instead of what it takes now, in its own calendar."""

    step: StepId
    days: int


@frozen
class DropStep:
    """STEP takes no time at all and loses its acceptance day and fixed dates; its links stay."""

    step: StepId


_KEPT_SOLUTIONS = 4_000
_DROPPED = 1_000_000

Change = RelaxLink | ShortenStep | DropStep


@frozen
class Lever:
    """One way of going faster.

    code: the item it belongs to. legal_condition, cost: Chinese sentences: when it is allowed, what it costs whom.
    cost_rank: how dear it is, 0 or more; of equally small sets the one with the least sum is chosen.
    """

    id: LeverId
    kind: LeverKind
    code: str
    name: str
    legal_condition: str
    cost: str
    changes: tuple[Change, ...]
    cost_rank: int = 0


@frozen
class LeverGain:
    """What one lever alone gains on STEP: working days, and the date that STEP then finishes on.

    reason: why it gains nothing; empty if it gains.
    """

    lever: Lever
    step: StepId
    working_days: int
    forecast_on: date
    reason: str


@frozen
class LeverSet:
    """The answer of `smallest_set`.

    levers: by id. If `meets`, a set that meets every target: the smallest if `proven_minimal`, and of those the
    cheapest if `proven_cheapest`. If not, all levers together, which do not.
    at_least: no set of fewer levers meets the targets.
    short_by_working_days: what is still lacking with `levers` on the target missed most, 0 if `meets`;
    short_by_calendar_days: the same in calendar days. forecasts: the date of each target step with `levers`.
    """

    levers: tuple[Lever, ...]
    meets: bool
    at_least: int
    proven_minimal: bool
    proven_cheapest: bool
    short_by_working_days: int
    short_by_calendar_days: int
    forecasts: Mapping[StepId, date]

    @property
    def sentence(self) -> str:
        """The answer in Chinese."""
        if self.meets and not self.levers:
            return "不用任何提速办法就能达到目标。"
        if self.meets:
            names = "、".join(f"{lever.code} {lever.name}".strip() for lever in self.levers)
            if self.proven_minimal:
                return f"最少用 {len(self.levers)} 个提速办法就能达到目标：{names}。"
            unproven = f"至少要 {self.at_least} 个，是否还能更少没有算完"
            return f"用 {len(self.levers)} 个提速办法能达到目标：{names}（{unproven}）。"
        if self.short_by_working_days:
            short = f"差 {self.short_by_working_days} 个工作日"
        else:
            short = f"晚 {self.short_by_calendar_days} 天，都是休息日"
        if not self.levers:
            return f"没有可用的提速办法，仍{short}。"
        return f"现有 {len(self.levers)} 个提速办法全部用上，仍{short}。"


# -- what is allowed ---------------------------------------------------------------------------------------------


def check_levers(network: Network, levers: Iterable[Lever]) -> None:
    """Raise if LEVERS do not fit NETWORK or could make something later: the fault itself, or DomainErrors for several.

    Refused are: two levers with one id, a lever without changes, a cost rank below 0, a step that is not in NETWORK, a
    link to relax that is not there or is not finish–start, a length that is negative or longer than the present one,
    and shortening a step whose finish is held (FF, SF, a day it must finish on; any fixed date if it becomes an instant)
    while its start holds others (SS, SF): it would start later, and so would they.
    """
    chosen = tuple(levers)
    faults = [*_lever_faults(network, chosen), *_reversals(network, chosen)]
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise DomainErrors("提速办法有误", tuple(faults))


def _lever_faults(network: Network, levers: Sequence[Lever]) -> Iterator[DomainError]:
    seen: set[LeverId] = set()
    for lever in levers:
        who = f"提速办法“{lever.id}”"
        if lever.id in seen:
            yield DomainError(f"{who}出现了不止一次。", "请让每个提速办法有不同的编号。")
        seen.add(lever.id)
        if not lever.changes:
            yield DomainError(f"{who}没有说明改变什么。", "请写明它放宽哪条先后关系或缩短哪个环节。")
        if lever.cost_rank < 0:
            yield DomainError(f"{who}的代价等级 {lever.cost_rank} 是负数。", "请填写 0 或更大的数。")
        for change in lever.changes:
            unknown = [step for step in _steps_named(change) if step not in network]
            if unknown:
                for step in unknown:
                    yield UnknownStep(step, [known.id for known in network.steps], f"{who}里，")
            elif isinstance(change, RelaxLink):
                if not _relaxed_links(network, change):
                    yield DomainError(
                        f"{who}要放宽“{change.before} → {change.after}”，但没有这条“完成后开始”的先后关系。",
                        "请改正两端的编号。",
                    )
            elif isinstance(change, ShortenStep):
                now = network.step(change.step).days
                if change.days < 0:
                    yield DomainError(
                        f"{who}把“{change.step}”改为 {change.days} 天，是负数。", "请填写 0 或更大的天数。"
                    )
                elif change.days > now:
                    yield DomainError(
                        f"{who}把“{change.step}”从 {now} 天改为 {change.days} 天，反而更长。",
                        f"请改为 {now} 天以内，或去掉这个办法。",
                    )


def _reversals(network: Network, levers: Sequence[Lever]) -> Iterator[DomainError]:
    """Yield each lever that shortens a step whose finish is held while its start holds others."""
    held_late = {
        change.after
        for lever in levers
        for change in lever.changes
        if isinstance(change, RelaxLink) and change.keep_finish_order
    }
    for lever in levers:
        for change in lever.changes:
            if isinstance(change, RelaxLink) or change.step not in network:
                continue
            step = network.step(change.step)
            becomes_instant = isinstance(change, ShortenStep) and not change.days and not step.accepts
            finish_is_held = (
                step.id in held_late
                or any(link.kind.to_finish for link in network.incoming(step.id))
                or any(fixed.kind is FixedKind.MUST_FINISH_ON or becomes_instant for fixed in step.fixed)
            )
            if finish_is_held and not all(link.kind.from_finish for link in network.outgoing(step.id)):
                yield DomainError(
                    f"提速办法“{lever.id}”缩短“{step.label}”，它的完成受别的环节限制、开始又限制别的环节，缩短后反而会推迟。",
                    "请改用放宽先后关系的办法。",
                )


def _steps_named(change: Change) -> tuple[StepId, ...]:
    return (change.before, change.after) if isinstance(change, RelaxLink) else (change.step,)


def _relaxed_links(network: Network, change: RelaxLink) -> tuple[Link, ...]:
    return tuple(
        link for link in network.incoming(change.after) if link.before == change.before and link.kind is LinkKind.FS
    )


def fitting_levers(network: Network, levers: Iterable[Lever]) -> tuple[Lever, ...]:
    """LEVERS without the changes that mean nothing in NETWORK, and without the levers of which nothing is left.

    Meaningless are changes of steps or links that this project does not have, and lengths that would not shorten.
    """

    def means_something(change: Change) -> bool:
        if any(step not in network for step in _steps_named(change)):
            return False
        if isinstance(change, RelaxLink):
            return bool(_relaxed_links(network, change))
        if isinstance(change, ShortenStep):
            return 0 <= change.days < network.step(change.step).days
        return True

    fitted = (replace(lever, changes=tuple(filter(means_something, lever.changes))) for lever in levers)
    return tuple(lever for lever in fitted if lever.changes)


def apply_levers(network: Network, levers: Iterable[Lever]) -> Network:
    """NETWORK with LEVERS used. Raises what `check_levers` raises."""
    chosen = tuple(levers)
    check_levers(network, chosen)
    changes = [change for lever in chosen for change in lever.changes]
    dropped = {change.step for change in changes if isinstance(change, DropStep)}
    shortened: dict[StepId, int] = {}
    for change in changes:
        if isinstance(change, ShortenStep):
            shortened[change.step] = min(change.days, shortened.get(change.step, change.days))
    relaxed: dict[tuple[StepId, StepId], bool] = {}
    for change in changes:
        if isinstance(change, RelaxLink):
            ends = (change.before, change.after)
            relaxed[ends] = change.keep_finish_order and relaxed.get(ends, True)
    steps = []
    for step in network.steps:
        if step.id in dropped:
            step = replace(step, days=0, accepts=False, fixed=())
        elif step.id in shortened:
            step = replace(step, days=shortened[step.id])
        steps.append(step)
    links = []
    for link in network.links:
        keeps = relaxed.get((link.before, link.after)) if link.kind is LinkKind.FS else None
        if keeps is None:
            links.append(link)
        elif keeps:
            links.append(replace(link, kind=LinkKind.FF))
    return Network(steps, links)


# -- what they gain ----------------------------------------------------------------------------------------------


def gains_of(
    levers: Iterable[Lever], network: Network, calendar: WorkCalendar, start_on: date, step_id: StepId
) -> tuple[LeverGain, ...]:
    """What each of LEVERS alone gains on the finish of STEP_ID, in their order; those without gain say why.

    Raises what `check_levers` raises, UnknownStep, and DomainError for dates outside the calendar.
    """
    chosen = tuple(levers)
    bench = _Bench(network, calendar, start_on, {}, chosen)
    place = bench.compiled.at(step_id)
    before = bench.shown(0, place)
    on_chain = bench.touching(0, place)
    gains = []
    for number, lever in enumerate(chosen):
        after = bench.shown(1 << number, place)
        days = bench.rank[before] - bench.rank[after]
        reason = ""
        if bench.is_idle(number):
            reason = "本来就是这个时长"
        elif after == before:
            reason = "另有一条同样长的链" if on_chain >> number & 1 else "不在关键链上"
        elif not days:
            reason = "只提前了休息日"
        gains.append(LeverGain(lever, step_id, days, bench.date_of(1 << number, place), reason))
    return tuple(gains)


def gain_of(lever: Lever, network: Network, calendar: WorkCalendar, start_on: date, step_id: StepId) -> LeverGain:
    """What LEVER alone gains on the finish of STEP_ID. Raises as `gains_of`."""
    return gains_of((lever,), network, calendar, start_on, step_id)[0]


class _Solved(NamedTuple):
    """A forward pass. arguments: the first ones of `passes.driver`."""

    arguments: tuple[CompiledNetwork, tuple[Clock, ...], int, Bounds]
    compiled: CompiledNetwork
    targets: Mapping[int, int]
    finish: list[int]


class _Effect(NamedTuple):
    """What one lever does to a compiled network.

    spans: new spans by position; dropped: the positions among them that lose their fixed dates; relaxed: by the ends of
    links, whether the finish order is kept.
    """

    spans: dict[int, int]
    dropped: set[int]
    relaxed: dict[tuple[int, int], bool]

    @classmethod
    def of(cls, compiled: CompiledNetwork, lever: Lever) -> _Effect:
        effect = cls({}, set(), {})
        for change in lever.changes:
            if isinstance(change, RelaxLink):
                ends = (compiled.at(change.before), compiled.at(change.after))
                effect.relaxed[ends] = change.keep_finish_order and effect.relaxed.get(ends, True)
                continue
            place = compiled.at(change.step)
            span = 0
            if isinstance(change, DropStep):
                effect.dropped.add(place)
            else:
                span = change.days + compiled.steps[place].accepts
            effect.spans[place] = min(span, effect.spans.get(place, span))
        return effect


class _Bench:
    """The network of a what-if, solved forward for any set of levers; a set is an int, bit n standing for lever n."""

    def __init__(
        self,
        network: Network,
        calendar: WorkCalendar,
        start_on: date,
        targets: Mapping[StepId, date],
        levers: Sequence[Lever],
    ) -> None:
        check_levers(network, levers)
        self.compiled = passes.compile_network(network)
        self.table = calendar.table(CalendarKind.GOVERNMENT)
        self.rank = self.table.rank
        self.clocks = passes.clocks_of(calendar)
        self.start = passes.start_instant(self.table, start_on)
        self.targets = dict(sorted(targets.items()))
        self.everything = (1 << len(levers)) - 1
        self.on_step: dict[int, int] = {}
        self.on_link: dict[tuple[int, int], int] = {}
        self._effects = tuple(_Effect.of(self.compiled, lever) for lever in levers)
        for number, effect in enumerate(self._effects):
            for place in effect.spans:
                self.on_step[place] = self.on_step.get(place, 0) | 1 << number
            for ends in effect.relaxed:
                self.on_link[ends] = self.on_link.get(ends, 0) | 1 << number
        self.passes_done = 0
        self._solved: dict[int, _Solved] = {}
        self._links_left: dict[tuple[int, tuple[tuple[int, bool], ...]], tuple[list[int], list[Tie]]] = {}

    def is_idle(self, number: int) -> bool:
        """True if lever NUMBER alone changes nothing at all."""
        effect = self._effects[number]
        if effect.relaxed or any(place in effect.dropped for place in self.compiled.fixed):
            return False
        return all(self.compiled.spans[place] == span for place, span in effect.spans.items())

    def missed(self, chosen: int) -> list[int]:
        """The positions of the targets that CHOSEN do not meet."""
        solved = self.solved(chosen)
        return [place for place, instant in solved.targets.items() if solved.finish[place] > instant]

    def chain(self, chosen: int, place: int) -> list[int]:
        """Positions that set the finish at PLACE with the levers CHOSEN, the first last."""
        solved = self.solved(chosen)
        places = [place]
        while (place := passes.driver(*solved.arguments, solved.finish, places[-1])) >= 0:
            places.append(place)
        return places

    def touching(self, chosen: int, place: int) -> int:
        """The levers that touch the chain which sets the finish at PLACE with the levers CHOSEN."""
        places = self.chain(chosen, place)
        touched = 0
        for number, at in enumerate(places):
            touched |= self.on_step.get(at, 0)
            if number:
                touched |= self.on_link.get((at, places[number - 1]), 0)
        return touched

    def shown(self, chosen: int, place: int) -> int:
        """The index of the date of the finish at PLACE."""
        solved = self.solved(chosen)
        return passes.shown_day(solved.finish[place], self.start, not solved.compiled.spans[place])

    def shortest(self, place: int, levers: int) -> int | None:
        """The least span that one of LEVERS gives the step at PLACE; None if one drops it, with its fixed dates."""
        effects = [self._effects[number] for number in bits(levers)]
        if any(place in effect.dropped for effect in effects):
            return None
        return min(effect.spans[place] for effect in effects if place in effect.spans)

    def relaxing(self, before: int, at: int, allowed: int) -> Iterator[tuple[bool, int]]:
        """The levers ALLOWED that drop the links from BEFORE to AT (False), and those that keep the finish order (True)."""
        levers = self.on_link.get((before, at), 0) & allowed
        if levers:
            keeping = sum(1 << number for number in bits(levers) if self._effects[number].relaxed[before, at])
            for keeps, some in ((False, levers & ~keeping), (True, keeping)):
                if some:
                    yield keeps, some

    def held(self, solved: _Solved, before: int, at: int, instant: int) -> tuple[int, int]:
        """To what start and finish instant the step at AT is held by the one at BEFORE finishing at INSTANT.

        Links from the start of BEFORE are left out.
        """
        ready = until = self.start
        if before in solved.compiled.before[at]:
            ready = max(ready, instant)
        for tie in solved.compiled.ties_in.get(at, ()):
            if tie.other == before and tie.from_finish:
                bound = passes.shifted(self.clocks, tie, instant)
                if tie.to_finish:
                    until = max(until, bound)
                else:
                    ready = max(ready, bound)
        return ready, until

    def date_of(self, chosen: int, place: int) -> date:
        """The date of the finish at PLACE."""
        return date.fromordinal(self.table.base + self.shown(chosen, place))

    def solved(self, chosen: int) -> _Solved:
        """The network with CHOSEN, solved forward. Raises DomainError outside the calendar.

        Kept, because searches come back to the same set.
        """
        found = self._solved.get(chosen)
        if found is None:
            self.passes_done += 1
            compiled = self._relaxed(chosen) if chosen else self.compiled
            bounds = passes.fixed_bounds(compiled, self.table, self.start)
            targets = passes.target_instants(compiled, self.table, self.start, self.targets)
            try:
                finish = passes.forward(compiled, self.clocks, self.start, bounds.low_start, bounds.low_finish)
            except IndexError:
                raise passes.outside(self.table) from None
            if len(self._solved) > _KEPT_SOLUTIONS:
                self._solved.clear()
            found = _Solved((compiled, self.clocks, self.start, bounds), compiled, targets, finish)
            self._solved[chosen] = found
        return found

    def _relaxed(self, chosen: int) -> CompiledNetwork:
        """The compiled network with CHOSEN applied, as `apply_levers` and compiling would give it."""
        base = self.compiled
        spans, calendars, before = list(base.spans), list(base.calendars), list(base.before)
        dropped: set[int] = set()
        relaxed: dict[int, dict[int, bool]] = {}
        for number in bits(chosen):
            effect = self._effects[number]
            dropped |= effect.dropped
            for place, span in effect.spans.items():
                if span < spans[place]:
                    spans[place] = span
                    if not span:
                        calendars[place] = INSTANT
            for (first, second), keeps in effect.relaxed.items():
                among = relaxed.setdefault(second, {})
                among[first] = keeps and among.get(first, True)
        ties_in = dict(base.ties_in)
        for second, among in relaxed.items():
            before[second], ties_in[second] = self._left(second, tuple(sorted(among.items())))
        fixed = tuple(place for place in base.fixed if place not in dropped) if dropped else base.fixed
        return replace(base, spans=spans, calendars=calendars, before=before, ties_in=ties_in, fixed=fixed)

    def _left(self, second: int, relaxed: tuple[tuple[int, bool], ...]) -> tuple[list[int], list[Tie]]:
        """The links that still hold SECOND once those from some steps are relaxed, True if the finish order is kept."""
        found = self._links_left.get((second, relaxed))
        if found is None:
            keeps = dict(relaxed)
            base = self.compiled
            plain = [other for other in base.before[second] if other not in keeps]
            ties = [
                replace(tie, to_finish=True) if is_relaxed else tie
                for tie in (
                    *base.ties_in.get(second, ()),
                    *(Tie(other, True, False, 0, 0) for other in base.before[second] if other in keeps),
                )
                if not (is_relaxed := tie.other in keeps and tie.from_finish and not tie.to_finish) or keeps[tie.other]
            ]
            found = self._links_left[second, relaxed] = (plain, ties)
        return found


def bits(chosen: int) -> Iterator[int]:
    """The numbers of the bits set in CHOSEN, ascending."""
    while chosen:
        lowest = chosen & -chosen
        yield lowest.bit_length() - 1
        chosen ^= lowest


# -- a smallest set ----------------------------------------------------------------------------------------------


def smallest_set(
    network: Network,
    calendar: WorkCalendar,
    start_on: date,
    targets: Mapping[StepId, date],
    levers: Iterable[Lever],
    budget: int = SEARCH_BUDGET,
) -> LeverSet:
    """A smallest set of LEVERS that meets every target; of equally small ones the cheapest, then the first by id.

    Exact. Let C be a chain that sets a missed target's date while the set m is in use. A set S that meets the target
    holds a lever that touches C and is not in m: otherwise every link and step of C is under S at least as binding as
    under m, since levers only relax, and C alone keeps the target's date. So each set tried and found wanting gives a
    *demand*: every answer holds one of a few levers. The search branches on a demand not yet fulfilled, with the fewest
    levers; branch i takes the demand's lever i and forgoes those before it, so that no set is met twice; it deepens by
    one lever at a time, so that the first answers are the smallest; it cuts where the demands that share no lever, or
    the levers that the chain needs by itself, are more than the depth allows. If all levers together do not meet the
    targets, none does, and that is tried first.

    After BUDGET forward passes and nodes the search stops proving: it returns the best answer so far, or else one
    thinned out of all levers, marked not `proven_minimal` (or not `proven_cheapest`). Raises what `check_levers` raises,
    UnknownStep for a target, DomainError for dates outside the calendar, ValueError if BUDGET is negative.
    """
    if budget < 0:
        raise ValueError(f"budget must not be negative, got {budget}")
    chosen = tuple(sorted(levers, key=lambda lever: lever.id))
    bench = _Bench(network, calendar, start_on, targets, chosen)
    everything = (1 << len(chosen)) - 1
    if bench.missed(everything):
        return _answer(bench, chosen, everything, len(chosen) + 1, True, True)
    search = _Search(bench, [lever.cost_rank for lever in chosen], budget)
    search.run()
    if search.best is None:
        found = min((_thinned(bench, chosen, start) for start in (search.greedy(), everything)), key=int.bit_count)
        return _answer(bench, chosen, found, search.at_least, found.bit_count() == search.at_least, False)
    return _answer(bench, chosen, search.best, search.at_least, True, not search.exhausted)


def _answer(
    bench: _Bench, levers: Sequence[Lever], chosen: int, at_least: int, minimal: bool, cheapest: bool
) -> LeverSet:
    table = bench.table
    places = {step_id: bench.compiled.at(step_id) for step_id in bench.targets}
    late = {
        place: (bench.shown(chosen, place), table.index(bench.targets[step_id])) for step_id, place in places.items()
    }
    missed = [late[place] for place in bench.missed(chosen)]
    return LeverSet(
        levers=tuple(levers[number] for number in bits(chosen)),
        meets=not missed,
        at_least=at_least,
        proven_minimal=minimal,
        proven_cheapest=cheapest,
        short_by_working_days=max(
            (table.rank[forecast] - table.rank[wanted] for forecast, wanted in missed), default=0
        ),
        short_by_calendar_days=max((forecast - wanted for forecast, wanted in missed), default=0),
        forecasts={step_id: bench.date_of(chosen, place) for step_id, place in places.items()},
    )


def _thinned(bench: _Bench, levers: Sequence[Lever], chosen: int) -> int:
    """CHOSEN without every lever that it can do without, the dearest left out first."""
    for number in sorted(bits(chosen), key=lambda number: (-levers[number].cost_rank, -number)):
        if not bench.missed(chosen & ~(1 << number)):
            chosen &= ~(1 << number)
    return chosen


def _finish(clock: Clock, span: int, ready: int, until: int) -> int:
    """The earliest finish of a step that starts after READY and finishes not before UNTIL."""
    rank, day = clock
    number = rank[ready] + span
    return day[max(number, rank[until - 1] + 1) if until > ready else number]


def _price(levers: int, where: tuple[int, int], paid: Mapping[int, int | tuple[int, int]]) -> int:
    """0 if one of LEVERS is paid for elsewhere than at the link WHERE, else 1."""
    return int(all(paid.get(number, where) == where for number in bits(levers)))


class _Search:
    """Branch and bound over sets of levers, see `smallest_set`.

    best: the set found, None if none was. at_least: no smaller set meets the targets. exhausted: the budget ran out
    before the search ended.
    """

    def __init__(self, bench: _Bench, costs: Sequence[int], budget: int) -> None:
        self.best: int | None = None
        self.at_least = 0
        self.exhausted = False
        self._bench = bench
        self._costs = costs
        self._budget = budget
        self._visits = 0
        self._demands: list[int] = []

    def run(self) -> None:
        """Find a smallest set, make it the cheapest, then the first by number, or stop where the budget runs out."""
        everything = self._bench.everything
        dearest = sum(self._costs)
        while not self.exhausted:
            self.best = self._find(0, everything, self.at_least, dearest)
            if self.best is not None:
                self._cheapen(everything)
                self._bring_forward(everything)
                return
            if not self.exhausted:
                self.at_least += 1

    def _cheapen(self, everything: int) -> None:
        """Replace `best` by a cheaper set of the same size until there is none."""
        found = self.best
        while found is not None:
            self.best = found
            found = self._find(0, everything, self.at_least, self._cost(found) - 1)

    def _bring_forward(self, everything: int) -> None:
        """Replace `best` by the first set by number of the same size and cost: decide on one lever after the other."""
        chosen, allowed = 0, everything
        for number in range(len(self._costs)):
            if self.best is None or chosen == self.best:
                return
            allowed &= ~(1 << number)
            with_it = chosen | 1 << number
            if self.best >> number & 1:
                chosen = with_it
                continue
            left = self.at_least - with_it.bit_count()
            found = self._find(with_it, allowed, left, self._cost(self.best) - self._cost(with_it))
            if found is not None:
                self.best = found
                chosen = with_it

    def _cost(self, chosen: int) -> int:
        return sum(self._costs[number] for number in bits(chosen))

    def greedy(self) -> int:
        """A set that meets the targets, not the smallest: always the lever next that most open demands ask for."""
        chosen = 0
        while missed := self._bench.missed(chosen):
            open_demands = [demand for demand in self._demands if not demand & chosen]
            if not open_demands:
                self._learn(chosen, missed[0])
                continue
            chosen |= 1 << max(
                bits(self._bench.everything & ~chosen),
                key=lambda number: (
                    sum(demand >> number & 1 for demand in open_demands),
                    -self._costs[number],
                    -number,
                ),
            )
        return chosen

    def _find(self, chosen: int, allowed: int, depth: int, money: int) -> int | None:
        """A set that meets the targets: CHOSEN and DEPTH of the levers ALLOWED, which cost no more than MONEY.

        None if there is none, or if the budget runs out. Fewer than DEPTH levers are known not to be enough.
        """
        self._visits += 1
        self.exhausted = self.exhausted or self._bench.passes_done + self._visits > self._budget
        if self.exhausted or self._least_cost(allowed, depth) > money:
            return None
        demand = self._open_demand(chosen, allowed, depth)
        if demand == 0:
            return None
        missed = self._bench.missed(chosen)
        if not missed:
            return chosen
        if any(self._levers_needed(chosen, allowed, place, depth) > depth for place in missed):
            return None
        if demand is None:
            for place in missed:
                self._learn(chosen, place)
            demand = self._open_demand(chosen, allowed, depth)
        if not demand or not depth:
            return None
        for number in bits(demand):
            allowed &= ~(1 << number)
            found = self._find(chosen | 1 << number, allowed, depth - 1, money - self._costs[number])
            if found is not None or self.exhausted:
                return found
        return None

    def _least_cost(self, allowed: int, depth: int) -> int:
        """What DEPTH of the levers ALLOWED cost at least."""
        return sum(sorted(self._costs[number] for number in bits(allowed))[:depth])

    def _learn(self, chosen: int, place: int) -> None:
        """Note a demand of the target missed at PLACE, which CHOSEN does not fulfil, with as few levers as can be.

        CHOSEN is enlarged while the target stays missed: by all levers that do not touch its chain, then by one of
        those that do, as long as there is one. What is left outside is the demand.
        """
        bench = self._bench
        demand = bench.touching(chosen, place) & ~chosen
        settled = 0
        while untried := demand & ~settled:
            number = next(bits(untried))
            larger = bench.everything & ~demand | 1 << number
            if place in bench.missed(larger):
                demand &= bench.touching(larger, place) & ~larger
            else:
                settled |= 1 << number
        if demand not in self._demands:
            self._demands.append(demand)
            self._demands.sort(key=int.bit_count)

    def _levers_needed(self, chosen: int, allowed: int, place: int, most: int) -> int:
        """How many of the levers ALLOWED the chain to PLACE needs by itself, at least; MOST + 1 if more than that.

        Along the chain, earliest[c] is the earliest finish of a step with c levers used on the chain so far; maps are
        monotone, so the best way on continues the best way so far. Where the truth is complicated the chain is taken to
        be looser than it is, so that the number is never too high: a lever that touches it in several places is paid
        for in one of them, a dropped link leaves nothing between its steps, links from a start do not count.
        """
        bench = self._bench
        solved = bench.solved(chosen)
        compiled, clocks, start, bounds = solved.arguments
        places = bench.chain(chosen, place)[::-1]
        paid = self._paid_places(places, compiled.spans, allowed)
        unreached = len(clocks[INSTANT][0])
        upstream = [start] * (most + 1)
        before = -1
        for at in places:
            holds = [(start, start)] * (most + 1)
            ways = [(0, holds)]
            if before >= 0:
                ways[0] = (0, [bench.held(solved, before, at, instant) for instant in upstream])
                for keeps, levers in bench.relaxing(before, at, allowed):
                    relaxed = [(start, max(hold)) for hold in ways[0][1]] if keeps else holds
                    ways.append((_price(levers, (before, at), paid), relaxed))
            ready, until = bounds.low_start.get(at, start), bounds.low_finish.get(at, start)
            span, code = compiled.spans[at], compiled.calendars[at]
            levers = bench.on_step.get(at, 0) & allowed
            lengths: list[tuple[int, int | None]] = [(0, span)]
            free = sum(1 << number for number in bits(levers) if paid.get(number, at) != at)
            lengths += [(price, bench.shortest(at, some)) for price, some in ((0, free), (1, levers & ~free)) if some]
            upstream = [unreached] * (most + 1)
            for price, waits in ways:
                for more, length in lengths:
                    for count in range(most + 1 - price - more):
                        hold = waits[count]
                        if length is None:
                            finish = max(hold)
                        else:
                            clock = clocks[code if length else INSTANT]
                            finish = _finish(clock, length, max(ready, hold[0]), max(until, hold[1]))
                        used = count + price + more
                        if finish < upstream[used]:
                            upstream[used] = finish
            before = at
        wanted = solved.targets[place]
        return next((used for used, instant in enumerate(upstream) if instant <= wanted), most + 1)

    def _paid_places(
        self, places: Sequence[int], spans: Sequence[int], allowed: int
    ) -> dict[int, int | tuple[int, int]]:
        """For each lever that touches the chain PLACES more than once, where it does most: a position or link ends."""
        bench = self._bench
        found: dict[int, int | tuple[int, int]] = {}
        most: dict[int, int] = {}
        touched: list[tuple[int, int | tuple[int, int], int]] = [
            (number, ends, _DROPPED if not keeps else 1)
            for ends in pairwise(places)
            for keeps, levers in bench.relaxing(*ends, allowed)
            for number in bits(levers)
        ]
        for at in places:
            for number in bits(bench.on_step.get(at, 0) & allowed):
                touched.append((number, at, spans[at] - (bench.shortest(at, 1 << number) or 0)))
        for number, where, effect in touched:
            if effect > most.get(number, -_DROPPED):
                most[number], found[number] = effect, where
        return found

    def _open_demand(self, chosen: int, allowed: int, depth: int) -> int | None:
        """The demand that CHOSEN leaves open with the fewest levers ALLOWED; None if there is none, 0 if hopeless."""
        best: int | None = None
        disjoint, taken = 0, 0
        for demand in self._demands:
            if demand & chosen:
                continue
            choice = demand & allowed
            if not choice:
                return 0
            if best is None or choice.bit_count() < best.bit_count():
                best = choice
            if not choice & taken:
                disjoint += 1
                taken |= choice
        return 0 if disjoint > depth else best
