"""The ledger (台账): events recorded for a step, folded into a case; what may be recorded, corrected and taken back.

An event is kept for good once its day is over: a correction puts a new value in its place and keeps the old one with a
reason. So what was known on any past day can be told again (`Journal.known_on`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date, datetime

from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.case_states import (
    RUNNING,
    TRANSITIONS,
    CaseState,
    EventKind,
    Life,
    SuspensionCause,
    allowed_in,
    implied_before,
    state_after,
)
from gxq_desktop.domain.clock_rules import DEFAULT_RULES, ClockRules
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.limits import Extension, ExtensionCap, Limit, PromisedOverrun, Suspension, silence_is_acceptance
from gxq_desktop.domain.network import StepId


class ImpossibleDate(DomainError):
    """A day on which the event cannot have happened. earliest: the first day that would do, None if it depends."""

    def __init__(self, problem: str, next_step: str, earliest: date | None = None) -> None:
        super().__init__(problem, next_step)
        self.earliest = earliest


class NotAllowedNow(DomainError):
    """An event that does not follow from the state the case is in."""


class ProofMissing(DomainError):
    """A write-off (销账) without document number or evidence."""


class ReasonMissing(DomainError):
    """Something that is only recorded with a reason."""


@frozen
class Evidence:
    """A file copied into the data folder (证据). name: as it was called; sha256: of its bytes, lower-case hex."""

    name: str
    sha256: str


@frozen
class CaseEvent:
    """Something that happened to a step.

    number: counts from 1 within the project, never given twice. action: number of the first event recorded with it, all
    of which are taken back at once. on: the day it happened; recorded_on, recorded_at: the day (of the desk's clock) and
    the moment it was written down. person: the operator. document: the number of the paper that proves it. days: of an
    extension or overrun. until: promised day of missing material (容缺), expected end of a suspension. approver: of an extension.

    place: where in the case it stands: its own number, or that of the first version of it. superseded_on: the day another
    value took its place, with reason and by whom.
    """

    number: int
    step_id: StepId
    kind: EventKind
    on: date
    recorded_on: date
    recorded_at: datetime
    person: str
    action: int = 0
    place: int = 0
    note: str = ""
    reason: str = ""
    document: str = ""
    evidence: Evidence | None = None
    days: int | None = None
    until: date | None = None
    approver: str = ""
    superseded_on: date | None = None
    superseded_by: str = ""
    superseded_reason: str = ""

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"number must be at least 1, got {self.number}")
        if self.recorded_at.tzinfo is None:
            raise ValueError("recorded_at must be aware")
        if not self.person.strip():
            raise DomainError("没有写经办人。", "请选择或填写经办人姓名。")
        if not self.action:
            object.__setattr__(self, "action", self.number)
        if not self.place:
            object.__setattr__(self, "place", self.number)


@frozen
class Case:
    """A step's case as its standing events make it. Made by `Case.of`; None where something has not happened.

    started_on: when work on it began (an approval: its acceptance). received_on: when complete papers lay with the
    authority, from which silence counts. finished_on: when what waits for it may go on (granted, ready, done).
    missing_until: the promised day of material still missing (容缺).
    """

    step_id: StepId
    life: Life
    events: tuple[CaseEvent, ...] = ()
    state: CaseState = CaseState.NOT_STARTED
    underneath: CaseState = CaseState.NOT_STARTED
    prepared_on: date | None = None
    received_on: date | None = None
    noticed_on: date | None = None
    accepted_on: date | None = None
    decided_on: date | None = None
    delivered_on: date | None = None
    started_on: date | None = None
    finished_on: date | None = None
    cleared_on: date | None = None
    missing_until: date | None = None
    suspensions: tuple[Suspension, ...] = ()
    extension: Extension | None = None
    joint_extension: Extension | None = None
    overruns: tuple[PromisedOverrun, ...] = ()

    @classmethod
    def of(cls, step_id: StepId, life: Life, events: Iterable[CaseEvent]) -> Case:
        """Fold EVENTS, standing ones of this step in any order, without asking whether they may follow each other."""
        case = cls(step_id, life)
        for event in sorted(events, key=lambda each: each.place):
            case = case._folded(event)
        return case

    @property
    def is_closed(self) -> bool:
        """Written off; work other than the three lists is closed when it is done."""
        return self.state is CaseState.CLEARED or (self.life is Life.WORK and self.state is CaseState.DONE)

    @property
    def is_finished(self) -> bool:
        """True if what waits for it may go on."""
        return self.finished_on is not None

    @property
    def is_running(self) -> bool:
        """Begun and not finished, so that its days lie fixed behind and run on ahead."""
        if self.life is Life.APPROVAL:
            return self.accepted_on is not None and self.decided_on is None
        return self.started_on is not None and self.finished_on is None

    def history(self) -> tuple[Case, ...]:
        """The case after each of its events."""
        case, found = Case(self.step_id, self.life), []
        for event in self.events:
            case = case._folded(event)
            found.append(case)
        return tuple(found)

    @property
    def last_on(self) -> date | None:
        return self.events[-1].on if self.events else None

    @property
    def online_number(self) -> str:
        """Its number on the province's platform (在线办件号, S2), written when this application came in; "" if none was."""
        number = ""
        for event in self.events:
            if event.kind is EventKind.SUBMITTED:
                number = event.document
            elif event.kind is EventKind.WITHDRAWN:
                number = ""
        return number

    def silently_accepted_on(self, today: date, calendar: WorkCalendar) -> date | None:
        """The day from which papers count as accepted because nobody asked for corrections in time (行政许可法第三十二条)."""
        if self.state is not CaseState.SUBMITTED or self.received_on is None:
            return None
        silence = silence_is_acceptance(self.received_on, calendar)
        return silence.accepted_on if silence.has_taken_effect(today, None) else None

    # -- recording -----------------------------------------------------------------------------------------------

    def implied(self, kind: EventKind) -> tuple[EventKind, ...]:
        """What is recorded together with KIND, before it."""
        return implied_before(self.life, self.state, kind)

    def after(self, event: CaseEvent, today: date, calendar: WorkCalendar, name: str = "") -> Case:
        """This case once EVENT has happened.

        name: of the step, for the sentences. Raises NotAllowedNow, ImpossibleDate (before the event before it, in the
        future, outside the calendar, another day than the law's when silence accepted), ProofMissing, ReasonMissing.
        """
        who = name or self.step_id
        self._require_order(event, who, today, calendar)
        self._require_day(event, who, today, calendar)
        self._require_contents(event, who, calendar)
        return self._folded(event)

    def _require_order(self, event: CaseEvent, who: str, today: date, calendar: WorkCalendar) -> None:
        if self.state in TRANSITIONS[self.life].get(event.kind, frozenset()):
            return
        silent = self.silently_accepted_on(today, calendar)
        if silent is not None:
            raise NotAllowedNow(
                f"{who}收件后 5 个工作日内没有一次性告知，自 {silent} 起视为受理，不能直接记“{event.kind.label}”。",
                f"请先记“受理”，日期填 {silent}。",
            )
        kinds = allowed_in(self.life, self.state)
        if event.kind not in TRANSITIONS[self.life]:
            known = "、".join(f"{kind.value}（{kind.label}）" for kind in TRANSITIONS[self.life])
            raise NotAllowedNow(f"{who}没有“{event.kind.label}”这一步。", f"可以记：{known}。")
        usable = "、".join(f"{kind.value}（{kind.label}）" for kind in kinds)
        raise NotAllowedNow(
            f"{who}现在是“{self.state.label}”，不能记“{event.kind.label}”。",
            f"现在可以记：{usable}。" if usable else "它已经销账；记错了请更正，不要接着记。",
        )

    def _require_day(self, event: CaseEvent, who: str, today: date, calendar: WorkCalendar) -> None:
        first, last = date(calendar.first_year, 1, 1), date(calendar.last_year, 12, 31)
        earliest = self.last_on
        what = f"{who}的“{event.kind.label}”"
        bounds = f"最早可填 {earliest}，最晚 {today}（今天）。" if earliest else f"最晚可填 {today}（今天）。"
        if not first <= event.on <= last:
            raise ImpossibleDate(f"{what}日期 {event.on} 超出日历范围。", bounds, earliest)
        if event.on > today:
            raise ImpossibleDate(f"{what}日期 {event.on} 还没有到。", bounds, earliest)
        if earliest is not None and event.on < earliest:
            before = self.events[-1]
            raise ImpossibleDate(
                f"{what}日期 {event.on} 早于 {before.on} 的“{before.kind.label}”。", f"最早可填 {earliest}。", earliest
            )
        silent = self.silently_accepted_on(today, calendar)
        if silent is not None and event.kind in (EventKind.ACCEPTED, EventKind.PROVISIONAL) and event.on != silent:
            due = silence_is_acceptance(silent, calendar).notice_due.on
            if event.on > due:
                raise ImpossibleDate(
                    f"{who}在 {due} 前没有一次性告知，依法自收到之日起视为受理。", f"受理日只能填 {silent}。", silent
                )
        if event.until is not None and event.until < event.on:
            raise ImpossibleDate(
                f"{what}约定的日期 {event.until} 早于 {event.on}。", f"请填 {event.on} 或以后。", event.on
            )

    def _require_contents(self, event: CaseEvent, who: str, calendar: WorkCalendar) -> None:
        kind = event.kind
        if kind is EventKind.CLEARED and not event.document.strip() and event.evidence is None:
            raise ProofMissing(f"{who}销账没有依据。", "请写文号（--document）或附证据文件（--evidence）。")
        if kind is EventKind.SUSPENDED:
            listed = "、".join(cause.value for cause in SuspensionCause)
            if event.reason not in {cause.value for cause in SuspensionCause}:
                raise ReasonMissing(f"{who}中止计时没有写明法定事由。", f"请从中选一个（--reason）：{listed}。")
            if event.reason == SuspensionCause.SPECIAL_LAW and not event.note.strip():
                raise ReasonMissing(f"{who}按专门规定中止，没有写明依据。", "请在备注里写明法律名称和条款。")
        if kind is EventKind.PROVISIONAL and (event.until is None or not event.note.strip()):
            raise ReasonMissing(
                f"{who}容缺受理没有写明缺什么、几时补齐。", "请写补齐日期（--until）和所缺材料（--note）。"
            )
        if kind is EventKind.SUPPLIED and self.missing_until is None:
            raise NotAllowedNow(f"{who}没有容缺未补的材料。", "不用记“容缺补齐”。")
        if kind is EventKind.GRANTED and self.missing_until is not None:
            raise NotAllowedNow(
                f"{who}容缺的材料还没有补齐（约定 {self.missing_until}），不能作出准予决定。",
                "请先记“容缺补齐”（supplied）。",
            )
        if kind in (EventKind.REFUSED, EventKind.NOT_ACCEPTED) and not event.reason.strip():
            raise ReasonMissing(f"{who}“{kind.label}”没有写明理由。", "请写明理由（--reason），并告知申请人诉权。")
        if kind is EventKind.EXTENDED and self.extension is not None:
            raise NotAllowedNow(f"{who}已经延长过一次（{self.extension.approved_on} 批准）。", "同一时限只能延长一次。")
        if kind is EventKind.JOINT_EXTENDED and self.joint_extension is not None:
            approved_on = self.joint_extension.approved_on
            raise NotAllowedNow(
                f"{who}所在的并联审批已经延长过一次（{approved_on} 批准）。", "同一总时限只能延长一次。"
            )
        if kind not in (EventKind.EXTENDED, EventKind.JOINT_EXTENDED, EventKind.OVERRUN):
            return
        if event.days is None or event.days < 1:
            raise ReasonMissing(f"{who}“{kind.label}”没有写天数。", "请写工作日数（--days）。")
        if not event.reason.strip():
            raise ReasonMissing(f"{who}“{kind.label}”没有写明理由。", "请写明理由（--reason），并告知申请人。")
        if kind is not EventKind.OVERRUN and not event.approver.strip():
            raise ReasonMissing(f"{who}“{kind.label}”没有写明批准人。", "请写批准的负责人（--approver）。")

    def _folded(self, event: CaseEvent) -> Case:
        kind, on = event.kind, event.on
        changed: dict[str, object] = {
            "events": (*self.events, event),
            "state": state_after(kind, self.state, self.underneath),
        }
        if kind in _FRESH and self.state in (CaseState.WITHDRAWN, CaseState.NOT_ACCEPTED, CaseState.REFUSED):
            changed |= _ANEW
        changed |= self._dated(kind, on)
        if kind is EventKind.SUSPENDED:
            changed["underneath"] = self.state
            changed["suspensions"] = (*self.suspensions, Suspension(on, None, event.reason or "未写明"))
        elif kind is EventKind.RESUMED and self.suspensions:
            *before, last = self.suspensions
            changed["suspensions"] = (*before, replace(last, resumed_on=max(on, last.stopped_on)))
        elif kind is EventKind.PROVISIONAL:
            changed["missing_until"] = event.until
        elif kind is EventKind.SUPPLIED:
            changed["missing_until"] = None
        elif kind in (EventKind.EXTENDED, EventKind.JOINT_EXTENDED):
            # what the law allows was asked when it was recorded, see clocks.require_extension and require_joint_extension
            extra = Limit(event.days or 1)
            field_of = "extension" if kind is EventKind.EXTENDED else "joint_extension"
            changed[field_of] = Extension(extra, event.reason, event.approver, on, ExtensionCap(extra, "登记的延长"))
        elif kind is EventKind.OVERRUN:
            changed["overruns"] = (*self.overruns, PromisedOverrun(event.days or 0, event.reason, event.person, on))
        if kind is EventKind.WITHDRAWN:
            changed |= _ANEW
            if self.suspensions and self.suspensions[-1].is_open:
                changed["suspensions"] = ()
        return replace(self, **changed)  # type: ignore[arg-type]

    def _dated(self, kind: EventKind, on: date) -> dict[str, object]:
        match kind:
            case EventKind.PREPARING:
                return {"prepared_on": on, **({"started_on": on} if self.life is Life.MATERIAL else {})}
            case EventKind.SUBMITTED | EventKind.CORRECTED:
                return {"received_on": on}
            case EventKind.NOTICED:
                return {"noticed_on": on}
            case EventKind.ACCEPTED | EventKind.COMMITTED | EventKind.PROVISIONAL:
                return {"accepted_on": on, "started_on": on, "received_on": self.received_on or on}
            case EventKind.GRANTED:
                return {"decided_on": on, "finished_on": on}
            case EventKind.REFUSED:
                return {"decided_on": on}
            case EventKind.DELIVERED:
                return {"delivered_on": on}
            case EventKind.READY | EventKind.RECEIVED | EventKind.DONE:
                return {"started_on": self.started_on or on, "finished_on": self.finished_on or on}
            case EventKind.APPLIED | EventKind.STARTED:
                return {"started_on": on}
            case EventKind.CLEARED:
                return {"cleared_on": on}
        return {}


_FRESH = (EventKind.PREPARING, EventKind.SUBMITTED)
_ANEW: dict[str, object] = {
    "accepted_on": None, "started_on": None, "decided_on": None, "delivered_on": None, "finished_on": None,
    "received_on": None, "noticed_on": None, "suspensions": (), "extension": None, "joint_extension": None,
    "overruns": (), "missing_until": None, "underneath": CaseState.NOT_STARTED,
}  # fmt: skip
"""What an application made anew begins with."""


@frozen
class Journal:
    """All events of a project, those taken out of force among them, by number. rules: how the bureau counts their days."""

    events: tuple[CaseEvent, ...] = ()
    rules: ClockRules = field(default=DEFAULT_RULES, compare=False)
    _standing: Mapping[StepId, tuple[CaseEvent, ...]] = field(init=False, repr=False, compare=False)
    _cases: dict[tuple[StepId, Life], Case] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "events", tuple(sorted(self.events, key=lambda each: each.number)))
        standing: dict[StepId, list[CaseEvent]] = {}
        for event in self.events:
            if event.superseded_on is None:
                standing.setdefault(event.step_id, []).append(event)
        object.__setattr__(self, "_standing", {step: tuple(events) for step, events in standing.items()})

    def __bool__(self) -> bool:
        return bool(self._standing)

    @property
    def next_number(self) -> int:
        return max((event.number for event in self.events), default=0) + 1

    @property
    def steps(self) -> tuple[StepId, ...]:
        """Steps for which something stands."""
        return tuple(self._standing)

    @property
    def first_on(self) -> date | None:
        """The earliest day anything happened."""
        return min((event.on for events in self._standing.values() for event in events), default=None)

    def case(self, step_id: StepId, life: Life) -> Case:
        """What the standing events of STEP_ID make of it; folded when first asked for."""
        found = self._cases.get((step_id, life))
        if found is None:
            found = self._cases[step_id, life] = Case.of(step_id, life, self._standing.get(step_id, ()))
        return found

    def standing(self, step_id: StepId) -> tuple[CaseEvent, ...]:
        return tuple(sorted(self._standing.get(step_id, ()), key=lambda each: each.place))

    def known_on(self, day: date) -> Journal:
        """What stood at the end of DAY: later records are unknown, later corrections not made yet."""
        return Journal(
            tuple(
                replace(event, superseded_on=None, superseded_by="", superseded_reason="")
                if event.superseded_on is not None and event.superseded_on > day
                else event
                for event in self.events
                if event.recorded_on <= day
            ),
            self.rules,
        )

    def with_events(self, events: Iterable[CaseEvent]) -> Journal:
        more = tuple(events)
        after = Journal((*self.events, *more), self.rules)
        changed = {event.step_id for event in more}
        after._cases.update({key: case for key, case in self._cases.items() if key[0] not in changed})
        return after

    def event(self, number: int) -> CaseEvent:
        """The standing event NUMBER. Raises DomainError."""
        for event in self.events:
            if event.number == number and event.superseded_on is None:
                return event
        raise DomainError(f"没有第 {number} 条记录，或它已被更正。", "请核对记录的编号。")

    def taken_back(self, action: int, today: date) -> tuple[Journal, tuple[CaseEvent, ...]]:
        """This journal without the events of ACTION, recorded today, and those events (当日撤销).

        Raises DomainError if they were recorded on another day, or something was recorded after them for the same step.
        """
        gone = tuple(event for event in self.events if event.action == action and event.superseded_on is None)
        if not gone:
            raise DomainError("没有可以撤销的记录。", "它可能已被撤销或更正。")
        if any(event.recorded_on != today for event in gone):
            raise DomainError("不是今天记的，不能直接撤销。", "请用更正，写明理由；原来的记录会保留。")
        numbers = {event.number for event in gone}
        for event in gone:
            later = [each for each in self._standing.get(event.step_id, ()) if each.place > event.place]
            if any(each.number not in numbers for each in later):
                raise DomainError(f"{event.step_id} 在这之后还有记录，不能只撤销前面的。", "请先撤销后面的记录。")
        places = {event.place for event in gone}
        kept = []
        for event in self.events:
            if event.number in numbers:
                continue
            if (
                event.superseded_on == today and event.place in places
            ):  # a correction taken back: the old value stands again
                event = replace(event, superseded_on=None, superseded_by="", superseded_reason="")
            kept.append(event)
        return Journal(tuple(kept), self.rules), gone

    def corrected(
        self,
        old: CaseEvent,
        new: CaseEvent | None,
        today: date,
        person: str,
        reason: str,
        calendar: WorkCalendar,
        life: Life,
    ) -> Journal:
        """This journal with NEW in the place of OLD, or nothing in it (None). Both values stay, with REASON.

        Everything recorded for the step must still follow: raises what `Case.after` raises, ReasonMissing without REASON.
        """
        if not reason.strip():
            raise ReasonMissing("更正没有写理由。", "请写明为什么更正；原来的记录会保留。")
        gone = replace(old, superseded_on=today, superseded_by=person, superseded_reason=reason.strip())
        events = [gone if event.number == old.number else event for event in self.events]
        if new is not None:
            events.append(replace(new, place=old.place, step_id=old.step_id))
        changed = Journal(tuple(events), self.rules)
        case = Case(old.step_id, life)
        for event in changed.standing(old.step_id):
            case = case.after(event, today, calendar)
        return changed


EMPTY_JOURNAL = Journal()


def is_under_limit(state: CaseState) -> bool:
    """True while a limit runs or stands still."""
    return state in RUNNING or state is CaseState.SUSPENDED
