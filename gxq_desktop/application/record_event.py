"""Record what happened (办件记录): look at the knock-on first, save, take back the same day, correct later.

One action is one or more events of one project, saved or refused together and taken back together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from gxq_desktop.application.ledger_rows import AgreedPlan, MissedDate
from gxq_desktop.application.plan_project import replanned
from gxq_desktop.application.ports import Services, UnitOfWork
from gxq_desktop.application.project_ledger import (
    ProjectLedger,
    all_agreed_dates,
    dates_of_edition,
    load_ledger,
    with_journal,
)
from gxq_desktop.application.replan import KnockOn, knock_on, slips_of
from gxq_desktop.domain.case_states import CaseState, EventKind, Life, MissedReason
from gxq_desktop.domain.clocks import require_extension, require_joint_extension, require_overrun
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.ledger import Case, CaseEvent, Evidence, ImpossibleDate, Journal, ReasonMissing
from gxq_desktop.domain.network import LinkKind, Step, StepId, StepKind, Strength
from gxq_desktop.domain.project import ContactRole, Project, ProjectNumber

AT_THE_WINDOW = "窗口"
"""Who recorded, where nobody is named and the project has no helper."""
OLDEST_YEARS = 10
FIRST_AGREED = "第一次记录时的计划"
_FINISHING = frozenset(
    {
        EventKind.GRANTED,
        EventKind.REFUSED,
        EventKind.DELIVERED,
        EventKind.READY,
        EventKind.RECEIVED,
        EventKind.DONE,
        EventKind.CLEARED,
    }
)


@frozen
class RecordRequest:
    """One thing to record. step: code or step id. on: None for today. evidence: a file to be copied.

    reason: of a suspension (SuspensionCause), a refusal, an extension. late_reason: why a date was missed (MissedReason), REASON
    if it is none. days, until, approver: see CaseEvent.
    """

    step: str
    kind: EventKind
    on: date | None = None
    person: str = ""
    note: str = ""
    reason: str = ""
    late_reason: str = ""
    document: str = ""
    evidence: Path | None = None
    days: int | None = None
    until: date | None = None
    approver: str = ""


@dataclass(frozen=True)
class Prepared:
    """What would be saved. events: with those implied. warnings: sentences that do not stand in the way."""

    before: ProjectLedger
    after: ProjectLedger
    events: tuple[CaseEvent, ...]
    missed: tuple[MissedDate, ...]
    warnings: tuple[str, ...]
    knock_on: KnockOn


@dataclass(frozen=True)
class Recorded:
    """What was saved. action: for `take_back`."""

    project: Project
    action: int
    events: tuple[CaseEvent, ...]
    missed: tuple[MissedDate, ...]
    warnings: tuple[str, ...]
    knock_on: KnockOn
    ledger: ProjectLedger = field(repr=False)


def preview_events(number: str, requests: Sequence[RecordRequest], services: Services) -> Prepared:
    """What recording REQUESTS would do, saving nothing, not even evidence. Raises what `record_events` raises."""
    with services.unit_of_work() as uow:
        return prepare_events(load_ledger(number, uow, services), requests, {}, uow, services)


def record_events(number: str, requests: Sequence[RecordRequest], services: Services) -> Recorded:
    """Record REQUESTS for project NUMBER, all or none, in their order.

    Raises ProjectNotFound, DomainError for a step the project does not have, NotAllowedNow, ImpossibleDate, ProofMissing,
    ReasonMissing (a date missed without a reason from the list, too), ChangedElsewhere, StoreError.
    """
    if any(request.evidence is not None for request in requests):
        preview_events(number, requests, services)  # so that no evidence is copied for what is refused
    kept: dict[int, Evidence] = {}
    for place, request in enumerate(requests):
        if request.evidence is not None:
            kept[place] = services.evidence.keep(request.evidence)
    with services.unit_of_work() as uow:
        prepared = prepare_events(load_ledger(number, uow, services), requests, kept, uow, services)
        recorded = keep_prepared(prepared, uow, services)
        uow.commit()
    return recorded


def record_event(number: str, request: RecordRequest, services: Services) -> Recorded:
    """Record one thing; see `record_events`."""
    return record_events(number, (request,), services)


def requests_for_numbers(
    number: str, boxes: Sequence[int], request: RecordRequest, services: Services
) -> tuple[RecordRequest, ...]:
    """REQUEST for each of the numbers typed back from a wall chart or list ("3 7 12").

    Numbers are those of the latest edition. Raises DomainError for a number it does not have, or if nothing was issued.
    """
    with services.unit_of_work() as uow:
        edition = uow.editions.latest(ProjectNumber(number))
    if edition is None:
        raise DomainError("还没有发过手册，纸上没有编号。", "请写事项编码。")
    by_box = {box: step for step, box in edition.box_numbers.items()}
    unknown = [str(box) for box in boxes if box not in by_box]
    if unknown:
        raise DomainError(f"第 {edition.number} 版没有编号 {'、'.join(unknown)}。", "请核对纸上的编号。")
    return tuple(replace(request, step=by_box[box]) for box in dict.fromkeys(boxes))


# -- preparing -----------------------------------------------------------------------------------------------------


def prepare_events(
    before: ProjectLedger,
    requests: Sequence[RecordRequest],
    evidence: Mapping[int, Evidence],
    uow: UnitOfWork,
    services: Services,
) -> Prepared:
    """What recording REQUESTS on BEFORE would do, the knock-on among it. EVIDENCE: files kept already, by place of the request.

    Raises what `record_events` raises.
    """
    events, missed, warnings = check_events(before, requests, evidence, services)
    after = with_journal(before, before.journal.with_events(events), agreed_or_first(before, uow))
    after = replace(after, missed=merged_missed(before.missed, missed))
    overtaken = _overtaken(after, [event.step_id for event in events])
    warnings = (*warnings, *overtaken, *_slips(before, after), *_unknown_people(events, uow))
    return Prepared(before, after, events, missed, warnings, knock_on(before, after))


def check_events(
    before: ProjectLedger, requests: Sequence[RecordRequest], evidence: Mapping[int, Evidence], services: Services
) -> tuple[tuple[CaseEvent, ...], tuple[MissedDate, ...], tuple[str, ...]]:
    """The events of REQUESTS with those implied, the dates they miss, and warnings; without planning anew, so it is quick.

    Raises what `record_events` raises.
    """
    if not requests:
        raise ValueError("nothing to record")
    today, calendar = before.today, before.calendar
    action = before.journal.next_number
    cases: dict[StepId, Case] = {}
    events: list[CaseEvent] = []
    missed: list[MissedDate] = []
    warnings: list[str] = []
    for place, request in enumerate(requests):
        step = before.step_named(request.step)
        case = cases.get(step.id) or before.case(step.id)
        on = request.on or today
        _require_recent(on, today, step)
        proof = evidence.get(place) or (Evidence(request.evidence.name, "0" * 64) if request.evidence else None)
        for kind in (*case.implied(request.kind), request.kind):
            own = kind is request.kind
            event = CaseEvent(
                number=action + len(events),
                step_id=step.id,
                kind=kind,
                on=on,
                recorded_on=today,
                recorded_at=services.clock.now(),
                person=request.person.strip() or operator_of(before.project),
                action=action,
                note=request.note.strip() if own else f"随“{request.kind.label}”一并记录",
                reason=request.reason.strip() if own else "",
                document=request.document.strip(),
                evidence=proof,
                days=request.days if own else None,
                until=request.until if own else None,
                approver=request.approver.strip() if own else "",
            )
            warnings += _predecessors(before, step, event)
            case = case.after(event, today, calendar, _who(step))
            _require_limits(before, step, case, event, cases)
            events.append(event)
        cases[step.id] = case
        late = _missed(before, step, request, on, events[-1], missed)
        if late is not None:
            missed.append(late)
    return tuple(events), tuple(missed), tuple(warnings)


def operator_of(project: Project) -> str:
    """Who records where nobody was named: the project's helper (帮办员)."""
    helper = project.contact(ContactRole.HELPER)
    return helper.name if helper is not None and helper.name else AT_THE_WINDOW


def _who(step: Step) -> str:
    return step.id if step.kind in (StepKind.APPROVAL, StepKind.MATERIAL, StepKind.UTILITY) else step.label


def _require_recent(on: date, today: date, step: Step) -> None:
    oldest = today - timedelta(days=365 * OLDEST_YEARS)
    if on < oldest:
        raise ImpossibleDate(f"{_who(step)}的日期 {on} 在 {OLDEST_YEARS} 年以前。", f"最早可填 {oldest}。", oldest)


def _predecessors(ledger: ProjectLedger, step: Step, event: CaseEvent) -> list[str]:
    """Refuse a begin before a recorded finish that the law puts before it; warn where that finish is not recorded."""
    if event.kind not in (
        EventKind.ACCEPTED,
        EventKind.COMMITTED,
        EventKind.PROVISIONAL,
        EventKind.APPLIED,
        EventKind.DONE,
    ):
        return []
    network = ledger.standing.schedule.network
    if event.kind is EventKind.DONE and step.kind is not StepKind.UTILITY:
        return []
    open_before = []
    for link in network.incoming(step.id):
        before = network.step(link.before)
        if link.kind is not LinkKind.FS or link.strength is not Strength.LEGAL or before.kind is StepKind.MILESTONE:
            continue
        if before.kind is StepKind.EXCLUDED:  # what the limit does not count is over when its item is decided
            before = network.step(StepId(before.code))
        case = ledger.case(before.id)
        if case.finished_on is None:
            open_before.append(before.label)
        elif event.on < case.finished_on:
            raise ImpossibleDate(
                f"{_who(step)}的“{event.kind.label}”日期 {event.on} 早于前项 {before.label} 办结的 {case.finished_on}"
                f"（{link.reason or '法定先后'}）。",
                f"最早可填 {case.finished_on}。",
                case.finished_on,
            )
    return (
        [f"{_who(step)}依法在 {'、'.join(dict.fromkeys(open_before))} 之后，前项还没有办结记录。"]
        if open_before
        else []
    )


def _require_limits(
    ledger: ProjectLedger, step: Step, case: Case, event: CaseEvent, recorded: Mapping[StepId, Case]
) -> None:
    """An overrun within the law, an extension in time (DomainError otherwise). RECORDED: cases as this action left them."""
    terms = ledger.plan.built.terms.get(ItemCode(step.code))
    if terms is None or step.kind is not StepKind.APPROVAL:
        return
    if event.kind is EventKind.OVERRUN:
        require_overrun(case, terms, ledger.calendar, ledger.today, ledger.rules)
    if event.kind is EventKind.EXTENDED:
        require_extension(case, terms, ledger.calendar, ledger.rules)
    if event.kind is EventKind.JOINT_EXTENDED:
        cases, parallel = ledger.side_by_side
        others = [recorded.get(each.step_id, each) for each in cases]
        require_joint_extension(case, others, parallel, ledger.calendar, ledger.rules)


def _overtaken(ledger: ProjectLedger, steps: Iterable[StepId]) -> list[str]:
    """What was recorded to have begun before the finish, now known, of what the law puts before it, for the finish of STEPS."""
    network = ledger.standing.schedule.network
    said = []
    for step_id in dict.fromkeys(steps):
        finished_on = ledger.case(step_id).finished_on
        if finished_on is None:
            continue
        for link in network.outgoing(step_id):
            after = network.step(link.after)
            if link.kind is not LinkKind.FS or link.strength is not Strength.LEGAL or after.kind is StepKind.MILESTONE:
                continue
            case = ledger.case(after.id)
            begun_on = case.accepted_on if case.life is Life.APPROVAL else case.started_on
            if begun_on is not None and begun_on < finished_on:
                word = "受理" if case.life is Life.APPROVAL else "开始"
                said.append(
                    f"{_who(after)} {begun_on} 已{word}，早于前项 {_who(network.step(step_id))} 办结的 {finished_on}，请核对。"
                )
    return said


def _slips(before: ProjectLedger, after: ProjectLedger) -> list[str]:
    """Gates that now slip by more than the set size against the agreed plan, and did not before: reissuing needs an approver."""
    most = after.rules.approval_slip_days
    old = {each.step.id for each in slips_of(before)}
    return [
        f"{each.step.name}比约定推迟 {each.calendar_days} 天，超过 {most} 天，重发手册要写批准人。"
        for each in slips_of(after)
        if each.step.id not in old
    ]


def _unknown_people(events: Sequence[CaseEvent], uow: UnitOfWork) -> list[str]:
    """Names that are not on the staff list, once there is one. They are taken all the same: accounts come later."""
    known = {person.name for person in uow.staff.list()}
    names = dict.fromkeys(event.person for event in events if event.person != AT_THE_WINDOW)
    return [f"“{name}”不在人员名单里。" for name in names if known and name not in known]


def _missed(
    ledger: ProjectLedger, step: Step, request: RecordRequest, on: date, event: CaseEvent, others: Sequence[MissedDate]
) -> MissedDate | None:
    """The record of a date missed by what REQUEST does ON that day; None if it was kept or has been met with a record already.

    One that was explained while it was still open is returned met. ReasonMissing without a reason.
    """
    due_on = _date_to_meet(ledger, step, request.kind)
    if due_on is None or on <= due_on:
        return None
    kept = merged_missed(ledger.missed, others)
    standing = (each for each in kept if ledger.stands(each) or each in others)
    known = next((each for each in standing if each.step_id == step.id and each.due_on == due_on), None)
    if known is not None:
        return replace(known, met_on=on) if known.met_on is None else None
    return missed_date(
        ledger, step, due_on, on, request.late_reason or request.reason, request.note, event.person, kept, event.number
    )


def _date_to_meet(ledger: ProjectLedger, step: Step, kind: EventKind) -> date | None:
    """The promised day that KIND meets: of missing material (容缺), of the decision or completion, of delivery and write-off."""
    case = ledger.case(step.id)
    if kind is EventKind.SUPPLIED:
        return case.missing_until
    if kind not in _FINISHING or (case.state is CaseState.NOT_STARTED and step.kind is StepKind.APPROVAL):
        return None
    row = ledger.row(step.id)
    if kind in (EventKind.CLEARED, EventKind.DELIVERED) and (case.decided_on or case.finished_on) is not None:
        return row.due_on
    return row.finish_by


def missed_date(
    ledger: ProjectLedger,
    step: Step,
    due_on: date,
    met_on: date | None,
    reason: str,
    note: str,
    person: str,
    kept: Sequence[MissedDate],
    event: int = 0,
) -> MissedDate:
    """The record of a missed date, numbered after those KEPT. ReasonMissing if REASON is none of the list."""
    try:
        chosen = MissedReason(reason.strip())
    except ValueError:
        listed = "、".join(each.value for each in MissedReason)
        days = ledger.calendar.working_days_between(due_on, met_on or ledger.today)
        raise ReasonMissing(
            f"{_who(step)}应在 {due_on} 前办完，{met_on or ledger.today} 已超期 {days} 个工作日，没有写原因。",
            f"请从中选一个原因（--late-reason）：{listed}。",
        ) from None
    return MissedDate(
        project=ledger.project.number,
        number=max((each.number for each in kept), default=0) + 1,
        step_id=step.id,
        due_on=due_on,
        met_on=met_on,
        reason=chosen,
        note=note.strip(),
        person=person,
        recorded_on=ledger.today,
        event=event,
    )


def merged_missed(kept: Sequence[MissedDate], more: Sequence[MissedDate]) -> tuple[MissedDate, ...]:
    """KEPT with MORE, which take the place of those of their number."""
    by_number = {each.number: each for each in (*kept, *more)}
    return tuple(by_number[number] for number in sorted(by_number))


def agreed_or_first(ledger: ProjectLedger, uow: UnitOfWork) -> tuple[AgreedPlan, ...]:
    """The agreed plans; with the first record, the dates the enterprise holds become the baseline."""
    if ledger.agreed:
        return ledger.agreed
    edition = uow.editions.latest(ledger.project.number)
    dates = all_agreed_dates(ledger.standing.schedule)
    if edition is not None:
        dates |= {step: days for step, days in dates_of_edition(edition.dates).items() if step in dates}
    first = AgreedPlan(ledger.project.number, 1, ledger.today, dates, FIRST_AGREED, operator_of(ledger.project), "")
    return (first,)


# -- saving --------------------------------------------------------------------------------------------------------


def keep_prepared(prepared: Prepared, uow: UnitOfWork, services: Services) -> Recorded:
    """Save PREPARED in UOW, which the caller commits. Raises ChangedElsewhere, StoreError."""
    project = _saved(prepared.before, prepared.after, uow, services)
    if prepared.missed:
        uow.ledger.keep_missed(project.number, prepared.after.missed)
    return Recorded(
        project, prepared.events[0].action, prepared.events, prepared.missed, prepared.warnings, prepared.knock_on,
        prepared.after,
    )  # fmt: skip


def _saved(before: ProjectLedger, after: ProjectLedger, uow: UnitOfWork, services: Services) -> Project:
    """Save what lies between BEFORE and AFTER with its rows; the project's revision rises, so that its summary is renewed."""
    number = before.project.number
    project = uow.projects.save(before.project)
    uow.ledger.keep(number, before.journal, after.journal)
    for plan in after.agreed[len(before.agreed) :]:
        uow.ledger.agree(plan)
    uow.ledger.keep_rows(after.head(services, project.revision), after.rows)
    return project


# -- taking back, correcting ---------------------------------------------------------------------------------------


@frozen
class TakenBack:
    project: Project
    events: tuple[CaseEvent, ...]
    missed: tuple[MissedDate, ...]


def take_back(number: str, action: int, services: Services) -> TakenBack:
    """Undo an action of today as if it had not been (当日撤销): no trace is kept.

    Raises DomainError if it is of another day or something was recorded after it; ChangedElsewhere, StoreError.
    """
    with services.unit_of_work() as uow:
        taken = take_back_in(uow, number, action, services)
        uow.commit()
    return taken


def take_back_in(uow: UnitOfWork, number: str, action: int, services: Services) -> TakenBack:
    """The same in UOW, which the caller commits."""
    before = load_ledger(number, uow, services)
    journal, gone = before.journal.taken_back(action, before.today)
    after = with_journal(before, journal)
    first = before.agreed[-1] if len(before.agreed) == 1 else None
    if not journal.events and first is not None and first.reason == FIRST_AGREED:
        after = replace(after, agreed=())
    numbers = {event.number for event in gone}
    lost = tuple(each for each in before.missed if each.event in numbers)
    project = uow.projects.save(before.project)
    uow.ledger.keep(before.project.number, before.journal, journal)
    if len(after.agreed) < len(before.agreed):
        uow.ledger.disagree(before.project.number, 1)
    kept = _met_anew((each for each in before.missed if each.event not in numbers), after, gone)
    if kept != before.missed:
        after = replace(after, missed=kept)
        uow.ledger.keep_missed(before.project.number, kept)
    uow.ledger.keep_rows(after.head(services, project.revision), after.rows)
    return TakenBack(project, gone, lost)


def _met_anew(
    missed: Iterable[MissedDate], after: ProjectLedger, changed: Sequence[CaseEvent]
) -> tuple[MissedDate, ...]:
    """MISSED with those that were explained by themselves met as AFTER says, where what CHANGED has to do with them."""
    steps = {event.step_id for event in changed}

    def met(each: MissedDate) -> MissedDate:
        if each.event or each.step_id not in steps or each.step_id not in after.plan.schedule.network:
            return each
        case = after.case(each.step_id)
        days = (case.decided_on or case.finished_on, case.delivered_on, case.cleared_on)
        return replace(each, met_on=next((day for day in days if day is not None and day > each.due_on), None))

    return tuple(met(each) for each in missed)


@frozen
class Correction:
    """What stands in an event's place. None keeps what was there. withdraw: nothing stands there any more (误记)."""

    on: date | None = None
    note: str | None = None
    document: str | None = None
    reason: str | None = None
    until: date | None = None
    days: int | None = None
    withdraw: bool = False


def correct_event(
    number: str, event_number: int, correction: Correction, why: str, services: Services, person: str = ""
) -> Recorded:
    """Put CORRECTION in the place of an event; both values stay, with WHY and PERSON.

    Raises DomainError if there is no such event, what `record_events` raises for what no longer fits, ChangedElsewhere.
    """
    with services.unit_of_work() as uow:
        before = load_ledger(number, uow, services)
        old = before.journal.event(event_number)
        step = before.step_named(old.step_id)
        who = person.strip() or operator_of(before.project)
        new = None
        if not correction.withdraw:
            new = replace(
                old,
                number=before.journal.next_number,
                action=before.journal.next_number,
                recorded_on=before.today,
                recorded_at=services.clock.now(),
                person=who,
                on=old.on if correction.on is None else correction.on,
                note=old.note if correction.note is None else correction.note,
                document=old.document if correction.document is None else correction.document,
                reason=old.reason if correction.reason is None else correction.reason,
                until=old.until if correction.until is None else correction.until,
                days=old.days if correction.days is None else correction.days,
            )
            _require_recent(new.on, before.today, step)
            _predecessors(before, step, new)
        life = before.case(step.id).life
        journal = before.journal.corrected(old, new, before.today, who, why, before.calendar, life)
        after = with_journal(before, journal)
        if new is not None:
            _require_limits(after, step, after.case(step.id), new, {})
        late = _late_after_all(before, step, old, new, why)
        kept = (*_met_anew(before.missed, after, (old,)), *late)
        after = replace(after, missed=kept)
        project = _saved(before, after, uow, services)
        if kept != before.missed:
            uow.ledger.keep_missed(project.number, kept)
        uow.commit()
    events = (new,) if new is not None else ()
    action = new.action if new is not None else 0
    warnings = tuple(_overtaken(after, (step.id,)))
    return Recorded(project, action, events, late, warnings, knock_on(before, after), after)


def _late_after_all(
    before: ProjectLedger, step: Step, old: CaseEvent, new: CaseEvent | None, why: str
) -> tuple[MissedDate, ...]:
    """The record of the date that NEW, in the place of OLD, turns out to have missed: WHY is its reason, or its note if it is
    none of the list. The record that came with OLD stays with it, out of force."""
    if new is None or new.kind not in _FINISHING | {EventKind.SUPPLIED}:
        return ()
    earlier = [each for each in before.journal.events if each.step_id != step.id or each.place < old.place]
    then = replace(before, plan=replanned(before.plan, Journal(tuple(earlier), before.rules), before.today))
    due_on = _date_to_meet(then, step, new.kind)
    if due_on is None or new.on <= due_on:
        return ()
    if any(not each.event and (each.step_id, each.due_on) == (step.id, due_on) for each in before.missed):
        return ()
    listed = {each.value for each in MissedReason}
    reason = why.strip() if why.strip() in listed else MissedReason.OTHER.value
    note = "" if why.strip() in listed else why
    return (missed_date(then, step, due_on, new.on, reason, note, new.person, before.missed, new.number),)


def journal_of(number: str, services: Services) -> Journal:
    """Everything recorded for project NUMBER. Raises ProjectNotFound, StoreError."""
    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(number))
        return uow.ledger.journal(project.number)
