"""What was written off (销账), for the slips: promised and actual days, whose days passed, why a date moved or was missed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from gxq_desktop.application.project_ledger import ProjectLedger
from gxq_desktop.application.views import Day, RecordedLine, WriteOffView
from gxq_desktop.domain.case_states import CaseState, EventKind, Life
from gxq_desktop.domain.clocks import CaseClock, closed_suspensions
from gxq_desktop.domain.items import ApprovalItem, ItemCode, UnitMaterial, UtilityConnection
from gxq_desktop.domain.ledger import Case, CaseEvent
from gxq_desktop.domain.network import Step, StepId, StepKind

_OUTCOMES = (
    EventKind.GRANTED,
    EventKind.REFUSED,
    EventKind.READY,
    EventKind.RECEIVED,
    EventKind.DONE,
)
_UNWRITTEN = (StepKind.MILESTONE, StepKind.EXCLUDED)
_SHORT_HASH = 8
_ALONG = re.compile("随“[^”]*”一并记录")
"""The note of an event that a clerk left unsaid, see record_event."""


def write_off_views(ledger: ProjectLedger, box_numbers: Mapping[str, int]) -> tuple[WriteOffView, ...]:
    """Every step of LEDGER that is written off, by the day it was, then by box number."""
    network = ledger.plan.schedule.network
    found = []
    for step_id in ledger.journal.steps:
        if step_id not in network or network.step(step_id).kind in _UNWRITTEN:
            continue
        case = ledger.case(step_id)
        if case.is_closed:
            found.append(_view(ledger, network.step(step_id), case, box_numbers.get(step_id)))
    return tuple(sorted(found, key=lambda view: (view.cleared_on, view.number or 0, view.step_id)))


def _view(ledger: ProjectLedger, step: Step, case: Case, number: int | None) -> WriteOffView:
    calendar = ledger.calendar
    clock = ledger.clock(case)
    owned = ledger.owned(case)
    ended_on = case.decided_on or case.finished_on or case.cleared_on or case.last_on or ledger.today
    promised = used = statutory = None
    if clock is not None:
        original, due = clock.promised_original_due.on, clock.promised_due.on
        promised = clock.promised.days
        used = promised + sum(overrun.working_days for overrun in case.overruns) - clock.days_left
        statutory = _day(ledger, clock.statutory_due.on) if clock.statutory_due is not None else None
    else:
        original = ledger.agreed_dates(step.id, first=True).late_finish
        due = ledger.agreed_dates(step.id).late_finish
    left = calendar.working_days_between(ended_on, due)
    name, authority = _naming(ledger, step)
    return WriteOffView(
        step_id=step.id,
        number=number,
        code=step.code,
        name=name,
        kind=step.kind,
        authority=authority,
        outcome=_outcome(case),
        received_on=case.received_on,
        begun_on=case.accepted_on or case.started_on,
        ended_on=ended_on,
        delivered_on=case.delivered_on,
        cleared_on=case.cleared_on or case.finished_on or ended_on,
        original_due=_day(ledger, original),
        due=_day(ledger, due),
        statutory_due=statutory,
        moved_because=tuple(_moved(ledger, case, clock)),
        promised_days=promised,
        used_days=used,
        late_days=max(0, -left),
        early_days=max(0, left),
        authority_days=owned.authority,
        enterprise_days=owned.enterprise,
        intermediary_days=owned.intermediary,
        late_because=tuple(dict.fromkeys(_late(ledger, step.id))),
        proof=tuple(dict.fromkeys(_proof(case))),
        recorded=tuple(_line(event, case.events[-1].document) for event in case.events),
        person=case.events[-1].person,
    )


def _day(ledger: ProjectLedger, on: date) -> Day:
    return Day(on, not ledger.calendar.covers_year(on.year))


def _naming(ledger: ProjectLedger, step: Step) -> tuple[str, str]:
    """Full name, and the office, provider or whoever else answers for it."""
    match ledger.plan.catalogue.by_code.get(ItemCode(step.code)):
        case ApprovalItem() as item:
            return item.name, item.authority
        case UtilityConnection() as connection:
            return connection.name, connection.provider
        case UnitMaterial() as material:
            return material.name, material.prepared_by or step.owner
    return step.name, step.owner


def _outcome(case: Case) -> str:
    """What came of it: 准予许可, 已备齐."""
    kinds = [event.kind for event in case.events if event.kind in _OUTCOMES]
    return CaseState(kinds[-1].value).label if kinds else case.state.label


def _moved(ledger: ProjectLedger, case: Case, clock: CaseClock | None) -> Iterator[str]:
    """Why the due day is not the one of the limit alone, one sentence each, without a full stop."""
    if clock is None:
        first, now = ledger.agreed_dates(case.step_id, first=True), ledger.agreed_dates(case.step_id)
        if first.late_finish != now.late_finish and len(ledger.agreed) > 1:
            plan = ledger.agreed[-1]
            yield f"{plan.agreed_on.isoformat()} 重排后改定：{plan.reason}"
        return
    ended_on = case.decided_on or ledger.today
    for stop in closed_suspensions(case, ended_on):
        span = stop.deducted(ledger.rules.suspension)
        days = _working_days(ledger, *span) if span is not None else 0
        until = stop.resumed_on.isoformat() if stop.resumed_on is not None else ended_on.isoformat()
        yield f"{stop.reason}，{stop.stopped_on.isoformat()} 至 {until} 中止计时，扣除 {days} 个工作日"
    for overrun in case.overruns:
        yield f"承诺期顺延 {overrun.working_days} 个工作日：{overrun.reason}".rstrip("：")
    for what, extension in (("法定时限", case.extension), ("并联审批总时限", case.joint_extension)):
        if extension is None:
            continue
        by = f"，{extension.approver} {extension.approved_on.isoformat()} 批准" if extension.approver else ""
        why = f"：{extension.reason}" if extension.reason else ""
        yield f"{what}延长 {extension.extra.days} 个工作日{by}{why}"


def _working_days(ledger: ProjectLedger, first: date, last: date) -> int:
    """Working days from FIRST to LAST, both included."""
    calendar = ledger.calendar
    return calendar.working_days_between(first, last) + calendar.is_working(first)


def _late(ledger: ProjectLedger, step_id: StepId) -> Iterator[str]:
    for missed in ledger.standing_missed:
        if missed.step_id == step_id:
            note = f"：{missed.note}" if missed.note else ""
            yield f"{missed.due_on.isoformat()} 应办未办，{missed.reason.value}{note}"


def _proof(case: Case) -> Iterator[str]:
    """Document numbers, then evidence with the beginning of its hash, of the outcome, its delivery and the write-off."""
    proving = (*_OUTCOMES, EventKind.DELIVERED, EventKind.CLEARED)
    events = [event for event in case.events if event.kind in proving]
    if case.life is Life.WORK and not events:
        events = list(case.events[-1:])
    for event in events:
        if event.document:
            yield event.document
    for event in events:
        if event.evidence is not None:
            yield f"{event.evidence.name}（{event.evidence.sha256[:_SHORT_HASH]}）"


def _line(event: CaseEvent, closing: str) -> RecordedLine:
    """EVENT for the paper. CLOSING: the document number of the write-off, said once; what was left unsaid has no note."""
    agreed = f"约定 {event.until.isoformat()}" if event.until is not None else ""
    said = "" if _ALONG.fullmatch(event.note) else event.note
    note = "；".join(dict.fromkeys(words for words in (event.reason, said, agreed) if words))
    document = event.document if event.kind is EventKind.CLEARED or event.document != closing else ""
    return RecordedLine(event.on, event.kind.label, event.person, document, note)
