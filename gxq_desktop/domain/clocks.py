"""The clocks of a case: promised and statutory due days, original and current; whose days passed; the light.

Counting is done by `limits.py`; this module says what a case gives it to count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from gxq_desktop.domain.calendar import DueDay, WorkCalendar
from gxq_desktop.domain.case_states import ENDED, CaseState, EventKind, Party, SuspensionCause, party_of, state_after
from gxq_desktop.domain.clock_rules import DEFAULT_RULES, ClockRules
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.ledger import Case
from gxq_desktop.domain.limits import (
    DELIVERY_LIMIT,
    JOINT_EXTENSION_CAP,
    JOINT_LIMIT,
    Extension,
    Limit,
    Suspension,
    due_as_extended,
    due_with_suspensions,
    extended_due,
    joint_due,
    overrun_promise,
)
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.owned_days import OwnedDays, OwnedSpan, days_of_spans
from gxq_desktop.domain.project_network import ItemTerms

_ONE_DAY = timedelta(days=1)
_FAR = date(9999, 12, 30)


class LedgerLight(StrEnum):
    """How a row stands (灯): shape, word and colour are the screen's."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    DONE = "done"

    @property
    def label(self) -> str:
        return {"green": "绿", "amber": "黄", "red": "红", "done": "已办结"}[self.value]


def light_of(
    deadline: date | None, today: date, calendar: WorkCalendar, rules: ClockRules = DEFAULT_RULES
) -> LedgerLight:
    """Red after DEADLINE, amber when few working days are left. None (a clock that stands) is green."""
    if deadline is None:
        return LedgerLight.GREEN
    if today > deadline:
        return LedgerLight.RED
    left = calendar.working_days_between(today, deadline)
    return LedgerLight.AMBER if left <= rules.amber_working_days else LedgerLight.GREEN


@frozen
class CaseClock:
    """The clock of an accepted case. accepted_on: day 0; by_silence: the law's acceptance, nobody's.

    *_original_due: by the limit alone. *_due: with suspensions left out, and overrun (promise) or extension (statute)
    added; while `stands`, as if the clock went on today. statutory: None where the law sets no days.
    days_left: working days from today, or from the decision, to promised_due; negative if that is past.
    """

    accepted_on: date
    by_silence: bool
    promised: Limit
    promised_original_due: DueDay
    promised_due: DueDay
    statutory_original_due: DueDay | None
    statutory_due: DueDay | None
    stands: bool
    days_left: int


def clock_of(
    case: Case, terms: ItemTerms, calendar: WorkCalendar, today: date, rules: ClockRules = DEFAULT_RULES
) -> CaseClock | None:
    """The clock of CASE on TODAY; None before acceptance. Whether an extension was lawful is asked by `require_extension`."""
    accepted_on = case.accepted_on
    silent = case.silently_accepted_on(today, calendar) if accepted_on is None else None
    day_0 = accepted_on or silent
    if day_0 is None:
        return None
    ended_on = case.decided_on or max(today, day_0)
    stops = closed_suspensions(case, ended_on)
    promised = Limit(max(1, terms.working_days))
    longer = Limit(promised.days + sum(overrun.working_days for overrun in case.overruns))
    promised_due = due_with_suspensions(longer, day_0, stops, calendar, rules.suspension)
    statutory = terms.statutory
    original = due = None
    if statutory is not None and statutory.is_set:
        original = statutory.due(day_0, calendar)
        due = due_with_suspensions(statutory, day_0, stops, calendar, rules.suspension)
        if case.extension is not None:
            due = due_as_extended(statutory, day_0, case.extension, stops, calendar, rules.suspension)
    return CaseClock(
        accepted_on=day_0,
        by_silence=silent is not None,
        promised=promised,
        promised_original_due=promised.due(day_0, calendar),
        promised_due=promised_due,
        statutory_original_due=original,
        statutory_due=due,
        stands=case.state is CaseState.SUSPENDED,
        days_left=calendar.working_days_between(ended_on, promised_due.on),
    )


def closed_suspensions(case: Case, on: date) -> tuple[Suspension, ...]:
    """The suspensions of CASE; one still open is taken to end ON, so that a due day can be shown meanwhile."""
    return tuple(
        replace(stop, resumed_on=max(on, stop.stopped_on)) if stop.is_open else stop for stop in case.suspensions
    )


def delivery_due(case: Case, calendar: WorkCalendar) -> DueDay | None:
    """The last day to deliver the licence: 10 working days after the decision (行政许可法第四十四条). None before it."""
    return DELIVERY_LIMIT.due(case.decided_on, calendar) if case.decided_on is not None else None


def require_extension(case: Case, terms: ItemTerms, calendar: WorkCalendar, rules: ClockRules = DEFAULT_RULES) -> None:
    """Ask of the extension of CASE, which has one: that the law sets a limit, that it is within the cap of the item's law and
    was approved before the limit ran out. DomainError otherwise. A later day follows from these."""
    extension = case.extension
    if extension is None or case.accepted_on is None:
        return
    if terms.statutory is None or not terms.statutory.is_set:
        raise DomainError(f"{case.step_id} 法律没有设定时限，谈不上延长。", "如需推迟，请登记承诺顺延（overrun）。")
    allowed = replace(extension, cap=terms.extension_cap)
    extended_due(terms.statutory, case.accepted_on, allowed, _until(case, extension), calendar, rules.suspension)


def _until(case: Case, extension: Extension) -> tuple[Suspension, ...]:
    return closed_suspensions(case, extension.approved_on)


def require_overrun(
    case: Case, terms: ItemTerms, calendar: WorkCalendar, today: date, rules: ClockRules = DEFAULT_RULES
) -> None:
    """Ask of the overruns (承诺顺延) of CASE that the promise stays within the statutory limit, as extended. DomainError."""
    if not case.overruns or terms.statutory is None or not terms.statutory.is_set:
        return
    last = case.overruns[-1]
    days = sum(overrun.working_days for overrun in case.overruns)
    if case.extension is None:
        overrun_promise(terms.working_days, replace(last, working_days=days), terms.statutory)
        return
    clock = clock_of(case, terms, calendar, today, rules)
    if clock is not None and clock.statutory_due is not None and clock.promised_due.on > clock.statutory_due.on:
        raise DomainError(
            f"顺延后承诺到 {clock.promised_due.on}，超过延长后的法定末日 {clock.statutory_due.on}。", "请缩短顺延。"
        )


def joint_clock(
    cases: Iterable[Case], calendar: WorkCalendar, today: date, rules: ClockRules = DEFAULT_RULES
) -> DueDay | None:
    """The last day of parallel approval (并联审批) over CASES: 45 working days (or what RULES set) from the first acceptance, all
    suspensions left out once; with an extension (并联延长) recorded, the law's 45 and its days. None before any acceptance."""
    accepted = [case for case in cases if case.accepted_on is not None]
    if not accepted:
        return None
    first = min(case.accepted_on for case in accepted if case.accepted_on is not None)
    stops = [stop for case in accepted for stop in closed_suspensions(case, case.decided_on or max(today, first))]
    extension = joint_extension_of(accepted)
    if extension is not None:
        return due_as_extended(JOINT_LIMIT, first, extension, stops, calendar, rules.suspension)
    return joint_due(first, stops, calendar, rule=rules.suspension, limit=Limit(rules.joint_working_days))


def joint_extension_of(cases: Iterable[Case]) -> Extension | None:
    """The extension of the joint limit recorded on one of CASES; of groups that grew together, the longest."""
    found = [case.joint_extension for case in cases if case.joint_extension is not None]
    return max(found, key=lambda extension: extension.extra.days, default=None)


def require_joint_extension(
    case: Case,
    cases: Iterable[Case],
    parallel: Mapping[StepId, frozenset[StepId]],
    calendar: WorkCalendar,
    rules: ClockRules = DEFAULT_RULES,
) -> None:
    """Ask of the joint extension (并联延长) of CASE, one of CASES: that it is handled beside others (PARALLEL) whose limit was
    not extended before, that it is at most 15 working days and was approved before the law's 45 ran out. DomainError otherwise.

    行政许可法第四十二条第二款. Who approves, the head of the local government, is written and not checked."""
    extension = case.joint_extension
    if extension is None or case.accepted_on is None:
        return
    everyone = [each for each in cases if each.step_id != case.step_id]
    group = next((each for each in _groups([*everyone, case], parallel) if case in each), [case])
    if len(group) < 2:
        raise DomainError(
            f"{case.step_id} 没有与别的事项并联办理，没有总时限可以延长。",
            "要延长它自己的法定时限，请登记延长（extended）。",
        )
    before = joint_extension_of(each for each in group if each is not case)
    if before is not None:
        raise DomainError(
            f"{case.step_id} 所在的并联审批已经延长过一次（{before.approved_on} 批准）。", "同一总时限只能延长一次。"
        )
    first = min(each.accepted_on for each in group if each.accepted_on is not None)
    stops = [stop for each in group for stop in closed_suspensions(each, each.decided_on or extension.approved_on)]
    joint_due(first, stops, calendar, replace(extension, cap=JOINT_EXTENSION_CAP), rules.suspension)


@frozen
class JointClock:
    """The clock over items handled side by side (并联审批总时限). steps: all of them by acceptance; open_steps: not decided yet.

    original_due: by the limit alone; due: with the suspensions of all items left out, each day once. days_left: working days
    from today, or from the last decision; negative if past. stands: the clock of one of them does. extension: of this limit,
    counted in `due`, if one was recorded.
    """

    steps: tuple[StepId, ...]
    open_steps: tuple[StepId, ...]
    first_accepted_on: date
    original_due: DueDay
    due: DueDay
    days_left: int
    stands: bool
    extension: Extension | None = None


def joint_clocks(
    cases: Iterable[Case],
    parallel: Mapping[StepId, frozenset[StepId]],
    calendar: WorkCalendar,
    today: date,
    rules: ClockRules = DEFAULT_RULES,
) -> tuple[JointClock, ...]:
    """A clock for every group of accepted CASES that are handled side by side: PARALLEL names what each may be handled with, and
    they were under way on one day at least. Cases alone have none."""
    found = []
    for group in _groups(cases, parallel):
        due = joint_clock(group, calendar, today, rules)
        first = min(case.accepted_on for case in group if case.accepted_on is not None)
        if len(group) < 2 or due is None:
            continue
        undecided = tuple(case.step_id for case in group if case.decided_on is None)
        decided = [case.decided_on for case in group if case.decided_on is not None]
        until = max(today, first) if undecided else max(decided)
        found.append(
            JointClock(
                steps=tuple(case.step_id for case in sorted(group, key=lambda each: (each.accepted_on, each.step_id))),
                open_steps=undecided,
                first_accepted_on=first,
                original_due=Limit(rules.joint_working_days).due(first, calendar),
                due=due,
                days_left=calendar.working_days_between(until, due.on),
                stands=any(case.state is CaseState.SUSPENDED for case in group),
                extension=joint_extension_of(group),
            )
        )
    return tuple(sorted(found, key=lambda clock: (clock.first_accepted_on, clock.steps)))


def _groups(cases: Iterable[Case], parallel: Mapping[StepId, frozenset[StepId]]) -> list[list[Case]]:
    """The accepted CASES in groups that are handled side by side, those alone too."""
    accepted = sorted(
        (case for case in cases if case.accepted_on is not None), key=lambda case: (case.accepted_on, case.step_id)
    )
    groups: list[list[Case]] = []
    for case in accepted:
        beside = [group for group in groups if any(_side_by_side(case, other, parallel) for other in group)]
        groups = [group for group in groups if group not in beside]
        groups.append([*(each for group in beside for each in group), case])
    return groups


def _side_by_side(one: Case, other: Case, parallel: Mapping[StepId, frozenset[StepId]]) -> bool:
    if (
        other.step_id not in parallel.get(one.step_id, frozenset())
        or one.accepted_on is None
        or other.accepted_on is None
    ):
        return False
    ends = [case.decided_on or date.max for case in (one, other)]
    return one.accepted_on <= ends[1] and other.accepted_on <= ends[0]


# -- whose days ----------------------------------------------------------------------------------------------------


def owner_of(case: Case, day: date, doer: Party, rules: ClockRules = DEFAULT_RULES) -> Party | None:
    """Whose day DAY was: of whoever had the case when it began; None before its first event and after its end.

    A day taken out of the limit belongs to whom the suspension's cause names, the first and last of it as the rule says.
    """
    return _owner(_turns(case), _deducted(case, day, rules), day, doer)


@frozen
class _Turn:
    """What a case was from the end of a day on."""

    on: date
    state: CaseState
    underneath: CaseState


def _turns(case: Case) -> tuple[_Turn, ...]:
    """The state of CASE after each of its events."""
    state = underneath = CaseState.NOT_STARTED
    found = []
    for event in case.events:
        before, state = state, state_after(event.kind, state, underneath)
        if event.kind is EventKind.SUSPENDED:
            underneath = before
        found.append(_Turn(event.on, state, underneath))
    return tuple(found)


def _owner(turns: Sequence[_Turn], deducted: Sequence[tuple[date, date, str]], day: date, doer: Party) -> Party | None:
    then = None
    for each in turns:
        if each.on >= day:
            break
        then = each
    if then is None or then.state in ENDED:
        return None
    for first, last, reason in deducted:
        if first <= day <= last:
            return party_of_cause(reason)
    return party_of(then.underneath if then.state is CaseState.SUSPENDED else then.state, doer)


def _deducted(case: Case, until: date, rules: ClockRules) -> tuple[tuple[date, date, str], ...]:
    """First and last day and cause of every suspension, those of withdrawn applications too; an open one lasts past UNTIL."""
    found: list[Suspension] = []
    for event in case.events:
        if event.kind is EventKind.SUSPENDED:
            found.append(Suspension(event.on, None, event.reason or "未写明"))
        elif found and found[-1].is_open and event.kind in (EventKind.RESUMED, EventKind.WITHDRAWN):
            found[-1] = replace(found[-1], resumed_on=max(event.on, found[-1].stopped_on))
    spans = []
    for stop in found:
        closed = replace(stop, resumed_on=max(until, stop.stopped_on) + _ONE_DAY) if stop.is_open else stop
        span = closed.deducted(rules.suspension)
        if span is not None:
            spans.append((*span, stop.reason))
    return tuple(spans)


def party_of_cause(reason: str) -> Party:
    """Whose the days of a suspension are; the authority's if its REASON is none of the list."""
    try:
        return SuspensionCause(reason).party
    except ValueError:
        return Party.AUTHORITY


def owned_spans(case: Case, doer: Party, rules: ClockRules = DEFAULT_RULES) -> tuple[OwnedSpan, ...]:
    """Whose days passed since the first event of CASE, without gaps, up to its end; the last one goes on if it has none."""
    if not case.events:
        return ()
    turns = _turns(case)
    ended_on = next((each.on for each in turns if each.state in ENDED), None)
    begun_on, last_on = case.events[0].on, ended_on or case.events[-1].on
    deducted = _deducted(case, _FAR, rules)
    days = {event.on for event in case.events} | {first - _ONE_DAY for first, _, _ in deducted}
    days |= {last for _, last, _ in deducted}
    bounds: list[date | None] = [*sorted(day for day in days if begun_on <= day <= last_on)]
    if ended_on is None:
        bounds.append(None)
    found: list[OwnedSpan] = []
    for after_on, until_on in pairwise(bounds):
        assert after_on is not None
        owner = _owner(turns, deducted, after_on + _ONE_DAY, doer)
        if owner is None:
            continue
        if found and found[-1].party is owner and found[-1].until_on == after_on:
            found[-1] = replace(found[-1], until_on=until_on)
        else:
            found.append(OwnedSpan(owner, after_on, until_on))
    return tuple(found)


def owned_days(
    case: Case,
    calendar: WorkCalendar,
    today: date,
    doer: Party,
    rules: ClockRules = DEFAULT_RULES,
    period: tuple[date, date] | None = None,
) -> OwnedDays:
    """The working days after the first event of CASE up to its end or TODAY, by owner; only those within PERIOD.

    They add up: total is the number of working days in between.
    """
    return days_of_spans(owned_spans(case, doer, rules), calendar, today, period)
