"""What recording would do, as a screen shows it before anything is saved (保存前先看影响)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gxq_desktop.application.ports import Services
from gxq_desktop.application.project_ledger import ProjectLedger, with_journal
from gxq_desktop.application.record_event import Prepared, RecordRequest, preview_events
from gxq_desktop.application.replan import KnockOn, knock_on, replan_of
from gxq_desktop.application.screen_wording import on_screen
from gxq_desktop.application.wording import listed_day
from gxq_desktop.domain.case_states import ENDED, EventKind, Life, MissedReason
from gxq_desktop.domain.clocks import party_of_cause
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.ledger import CaseEvent
from gxq_desktop.domain.limits import Suspension
from gxq_desktop.domain.network import StepId, StepKind
from gxq_desktop.domain.project import ProjectNumber

MOST_OWN = 6
"""Recorded steps whose own dates are listed; who records more looks at the gates."""
MOST_MOVED = 4
"""Steps listed that move besides those recorded and the gates."""
MOST_LEVERS = 3
MOST_NAMED = 3


@frozen
class DateChange:
    """A date before and after. old: None where there was none. moved: working days, later is positive. is_gate: of a gate."""

    code: str
    what: str
    old: date | None
    new: date
    moved: int
    is_gate: bool = False

    @property
    def is_same(self) -> bool:
        return self.old == self.new


@frozen
class LateDate:
    """A date that is missed by what is recorded, so that a reason is asked for. late_days: working days."""

    step: str
    due_on: date
    late_days: int


@dataclass(frozen=True)
class RecordPreview:
    """headline: the answer first. slips: whether something promised breaks. changes: dates, those recorded first, gates last;
    more_moved: how many move besides. counted: how a suspension is counted. owner: whose days these are. levers: what could be
    caught up. papers: what the printed manual says differently. approvals: what a reissue will ask for that it did not
    before. warnings: do not stand in the way. late: missed dates; a reason is needed for them."""

    headline: str
    slips: bool
    changes: tuple[DateChange, ...]
    more_moved: int
    counted: str
    owner: str
    levers: tuple[str, ...]
    papers: str
    approvals: tuple[str, ...]
    warnings: tuple[str, ...]
    late: tuple[LateDate, ...]


def preview_record(number: str, requests: Sequence[RecordRequest], services: Services) -> RecordPreview:
    """What recording REQUESTS for project NUMBER would do; saves nothing, not even evidence.

    What is still to be written (a reason, a proof, what is missing) is no refusal here; for a missed date `late` asks for it.
    Raises what `record_events` raises otherwise.
    """
    prepared = preview_events(number, [_excused(request) for request in requests], services)
    with services.unit_of_work() as uow:
        edition = uow.editions.latest(ProjectNumber(number))
    return preview_of(prepared, edition.number if edition else 0, set(edition.dates) if edition else set())


def _excused(request: RecordRequest) -> RecordRequest:
    """REQUEST with the words in it that no date depends on."""
    return replace(
        request,
        person=request.person.strip() or "-",
        late_reason=request.late_reason or MissedReason.OTHER,
        reason=request.reason or ("" if request.kind is EventKind.SUSPENDED else "-"),
        approver=request.approver if request.approver.strip() else "-",
        note=request.note if request.note.strip() else "-",
        document=request.document if request.document.strip() or request.kind is not EventKind.CLEARED else "-",
    )


def preview_of(prepared: Prepared, edition: int = 0, printed: Iterable[str] = ()) -> RecordPreview:
    """PREPARED for the screen. edition: the latest one, 0 for none; printed: ids of the steps whose dates it shows."""
    before = prepared.before
    after, stops = _resumed(prepared)
    found = knock_on(before, after) if stops else prepared.knock_on
    own = tuple(dict.fromkeys(event.step_id for event in prepared.events))
    changes, more = _changes(before, after, own, found)
    late = tuple(
        LateDate(
            _name(after, each.step_id),
            each.due_on,
            after.calendar.working_days_between(each.due_on, each.met_on or after.today),
        )
        for each in prepared.missed
    )
    slipped = {each.step.id: each.calendar_days for each in replan_of(before).needs_approval}
    approvals = tuple(
        f"{each.step.name}比约定推迟 {each.calendar_days} 天，超过 {after.rules.approval_slip_days} 天："
        "重发手册时要写理由和批准人。"
        for each in replan_of(after).needs_approval
        if each.calendar_days > slipped.get(each.step.id, 0)
    )
    return RecordPreview(
        headline=_headline(before, after, own, found),
        slips=any(move.moved_working_days > 0 for move in found.milestones) or bool(found.broken_targets),
        changes=changes,
        more_moved=more,
        counted="".join(_counted(event, days, after) for event, days in stops) or _uncounted(prepared),
        owner=_owner(prepared, stops),
        levers=tuple(
            f"{offer.text}，追回 {offer.gain_working_days} 个工作日（{offer.condition}）"
            for offer in found.levers[:MOST_LEVERS]
        ),
        papers=_papers(found, edition, printed),
        approvals=approvals,
        warnings=tuple(on_screen(each) for each in dict.fromkeys((*prepared.warnings, *_unwritten(prepared)))),
        late=late,
    )


# -- suspensions with an expected end ------------------------------------------------------------------------------


def _resumed(prepared: Prepared) -> tuple[ProjectLedger, list[tuple[CaseEvent, int]]]:
    """The ledger as it will be if every suspension ends when expected, and those suspensions with the days they take."""
    after, journal, stops = prepared.after, prepared.after.journal, []
    for event in prepared.events:
        if event.kind is not EventKind.SUSPENDED or event.until is None:
            continue
        resumed = replace(
            event, number=journal.next_number, action=0, place=0, kind=EventKind.RESUMED, on=event.until, until=None
        )
        journal = journal.with_events((resumed,))
        stops.append((event, _stopped_days(event, after)))
    return (with_journal(after, journal) if stops else after), stops


def _stopped_days(event: CaseEvent, ledger: ProjectLedger) -> int:
    """Working days that the clock stands for, from EVENT to its expected end."""
    span = Suspension(event.on, event.until, event.reason or "-").deducted(ledger.rules.suspension)
    if span is None:
        return 0
    return sum(ledger.calendar.is_working(day) for day in _days(*span))


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _counted(event: CaseEvent, days: int, ledger: ProjectLedger) -> str:
    """09-17（四）至 09-23（三）含调休上班 09-20（日），共扣 6 个工作日。"""
    assert event.until is not None
    today, calendar = ledger.today, ledger.calendar
    stretch = list(_days(event.on, event.until))
    makeup = [day for day in stretch if day.weekday() >= 5 and calendar.is_working(day)]
    off = [day for day in stretch if day.weekday() < 5 and not calendar.is_working(day)]
    parts = [f"含调休上班 {_listed(makeup, today)}"] if makeup else []
    parts += [f"{_listed(off, today)}放假"] if off else []
    span = f"{listed_day(event.on, today)} 至 {listed_day(event.until, today)}"
    return f"{span}{'，'.join(parts)}，共扣 {days} 个工作日。"


def _listed(days: Sequence[date], today: date) -> str:
    """A few days by name, more of them by number: 10-01（四）、10-02（五）等 8 天."""
    named = "、".join(listed_day(day, today) for day in days[:MOST_NAMED])
    return named if len(days) <= MOST_NAMED else f"{named} 等 {len(days)} 天"


def _uncounted(prepared: Prepared) -> str:
    """That nobody knows yet, while a suspension has no expected end."""
    open_stop = any(event.kind is EventKind.SUSPENDED and event.until is None for event in prepared.events)
    return "没有填预计哪天复：到期日先停在这里，恢复以后再往后算。" if open_stop else ""


# -- dates ---------------------------------------------------------------------------------------------------------


def _changes(
    before: ProjectLedger, after: ProjectLedger, own: Sequence[StepId], found: KnockOn
) -> tuple[tuple[DateChange, ...], int]:
    listed: list[DateChange] = []
    for step_id in own[:MOST_OWN]:
        listed += _own_dates(before, after, step_id)
    moved = [move for move in found.moves if not move.is_milestone and move.step.id not in own]
    moved.sort(key=lambda move: -abs(move.moved_working_days))
    for move in moved[:MOST_MOVED]:
        listed.append(
            DateChange(
                move.step.code or move.step.id,
                move.step.name,
                move.old_finish,
                move.new_finish,
                move.moved_working_days,
            )
        )
    old, new = before.from_today.schedule, after.plan.schedule
    for dates in sorted(new.steps, key=lambda each: each.early_finish):
        if dates.step.kind is StepKind.MILESTONE and dates.step.id in old.network:
            was, becomes = old[dates.step.id].early_finish, dates.early_finish
            days = new.calendar.working_days_between(was, becomes)
            listed.append(DateChange("", dates.step.name, was, becomes, days, is_gate=True))
    return tuple(listed), max(0, len(moved) - MOST_MOVED)


def _own_dates(before: ProjectLedger, after: ProjectLedger, step_id: StepId) -> Iterable[DateChange]:
    code = after.plan.schedule.network.step(step_id).code or step_id
    was, becomes = before.clock(before.case(step_id)), after.clock(after.case(step_id))
    if becomes is not None and after.case(step_id).decided_on is None:
        old = was.promised_due.on if was is not None else before.from_today.schedule[step_id].early_finish
        yield _change(code, "承诺到期", old, becomes.promised_due.on, after)
        if becomes.statutory_due is not None:
            old_due = was.statutory_due.on if was is not None and was.statutory_due is not None else None
            yield _change(code, "法定到期", old_due, becomes.statutory_due.on, after)
        return
    finished, word = after.case(step_id).finished_on, "办结" if after.case(step_id).life is Life.APPROVAL else "完成"
    old = before.from_today.schedule[step_id].early_finish
    new = finished or after.plan.schedule[step_id].early_finish
    yield _change(code, word if finished else f"预计{word}", old, new, after)


def _change(code: str, what: str, old: date | None, new: date, ledger: ProjectLedger) -> DateChange:
    return DateChange(code, what, old, new, ledger.calendar.working_days_between(old, new) if old is not None else 0)


# -- sentences -----------------------------------------------------------------------------------------------------


def _headline(before: ProjectLedger, after: ProjectLedger, own: Sequence[StepId], found: KnockOn) -> str:
    today, network = after.today, after.plan.schedule.network
    broken = "、".join(network.step(StepId(each)).name for each in found.broken_targets)
    later = [move for move in found.milestones if move.moved_working_days > 0]
    if later:
        worst = max(later, key=lambda move: (move.moved_working_days, move.new_finish))
        return (
            f"{worst.step.name}从 {listed_day(worst.old_finish, today)} 推到 {listed_day(worst.new_finish, today)}，"
            f"晚 {worst.moved_working_days} 个工作日{f'；{broken}的目标日赶不上了' if broken else ''}。"
        )
    earlier = [move for move in found.milestones if move.moved_working_days < 0]
    if earlier:
        best = max(earlier, key=lambda move: (-move.moved_working_days, move.new_finish))
        return f"{best.step.name}提前到 {listed_day(best.new_finish, today)}，早 {-best.moved_working_days} 个工作日。"
    left = min((after.plan.schedule[step].total_float for step in own), default=0)
    unchanged = "门槛日期都不变。"
    pushed = any(move.moved_working_days > 0 for move in found.moves)
    return f"机动还有 {left} 个工作日，够用；{unchanged}" if pushed and left > 0 else unchanged


def _owner(prepared: Prepared, stops: Sequence[tuple[CaseEvent, int]]) -> str:
    after = prepared.after
    if stops:
        event, days = stops[0]
        party = party_of_cause(event.reason)
        spent = "，不算部门用时" if party.value != "authority" else ""
        return f"停钟的 {days} 个工作日记在“{party.label}”名下{spent}。"
    last = prepared.events[-1]
    case = after.case(last.step_id)
    if last.kind is EventKind.SUSPENDED:
        return f"从 {listed_day(last.on, after.today)} 起记在“{party_of_cause(last.reason).label}”名下，直到恢复。"
    if case.state in ENDED:
        owned = after.owned(case)
        spent = f"部门 {owned.authority}、企业 {owned.enterprise}、中介与公用企业 {owned.intermediary}"
        return f"到此为止，用时 {owned.total} 个工作日：{spent}。" if owned.total else "这一项不再计时。"
    return f"从次日起轮到“{after.row(last.step_id).whose.label}”。"


def _papers(found: KnockOn, edition: int, printed: Iterable[str]) -> str:
    if not edition:
        return "还没有发过手册，没有要更正的纸。"
    shown = set(printed)
    moved = sum(move.step.id in shown for move in found.moves)
    if not moved:
        return f"手册第 {edition} 版的日期不用改。"
    return f"手册第 {edition} 版有 {moved} 个日期要更正，保存后列进“手册要重发”。"


def _unwritten(prepared: Prepared) -> Iterable[str]:
    """What the law wants written and is not yet."""
    for event in prepared.events:
        if event.kind is EventKind.SUSPENDED and not event.document and event.evidence is None:
            yield "停钟要书面告知申请人所需时间（行政许可法第四十五条），还没有写文号。"


def _name(ledger: ProjectLedger, step_id: StepId) -> str:
    return ledger.plan.schedule.network.step(step_id).label
