"""What happened to a project (办理记录): records with their proof, corrections, dates missed, plans agreed anew, hand-overs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from gxq_desktop.application.ledger_rows import AgreedPlan, MissedDate
from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.ledger import CaseEvent, Evidence
from gxq_desktop.domain.network import StepId


class RecordSort(StrEnum):
    """What an entry of the list is; the value is its word."""

    EVENT = "办理"
    SUPERSEDED = "已更正"
    MISSED = "超期"
    AGREED = "重排"
    HANDED_OVER = "移交"


@frozen
class RecordEntry:
    """A line of the list, newest first.

    on: the day it happened; recorded_on: written down. step_id, code, name: what it is about, "" for the project. what: 受理,
    超期 6 个工作日, 约定第 2 次计划. said: note, reason and the like, one line. event: the record's number, 0 if it is none.
    action: what 撤销 takes back with it; can_take_back: recorded today and nothing after it. can_correct: it stands. why_not: why
    it cannot be taken back, "" if it can or it is no record. places: number of the record that took its place, or whose place it
    took, 0 for none.
    """

    sort: RecordSort
    on: date
    recorded_on: date
    step_id: str
    code: str
    name: str
    what: str
    person: str
    document: str
    said: str
    evidence: Evidence | None = None
    event: int = 0
    action: int = 0
    can_take_back: bool = False
    can_correct: bool = False
    why_not: str = ""
    place: int = 0
    number: int = 0

    @property
    def key(self) -> tuple[str, int]:
        return (
            self.sort.name if self.sort is not RecordSort.SUPERSEDED else RecordSort.EVENT.name,
            self.event or self.number,
        )


@frozen
class Value:
    """One field of a record beside what stood there before it was corrected; the same twice if it was not."""

    label: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


@frozen
class CorrectionView:
    """A correction with both values. after_event: 0 if nothing stands there any more (误记作废)."""

    before_event: int
    after_event: int
    on: date
    person: str
    reason: str
    values: tuple[Value, ...]


@frozen
class RecordFilter:
    """Which entries are shown. sorts: empty for all; text: in code, name, person, document or what was said."""

    sorts: frozenset[RecordSort] = frozenset()
    step_id: str = ""
    text: str = ""

    def keeps(self, entry: RecordEntry) -> bool:
        wanted = self.text.strip().casefold()
        words = (entry.code, entry.name, entry.what, entry.person, entry.document, entry.said)
        return (
            (not self.sorts or entry.sort in self.sorts)
            and (not self.step_id or entry.step_id == self.step_id)
            and (not wanted or any(wanted in word.casefold() for word in words))
        )


def record_entries(desk: ProjectDesk) -> tuple[RecordEntry, ...]:
    """Everything that happened, the latest first; what was recorded last stands first within a day."""
    found = [*_events(desk), *_missed(desk), *_agreed(desk), *_handed_over(desk)]
    return tuple(sorted(found, key=lambda each: (each.on, each.recorded_on, each.event, each.number), reverse=True))


def _events(desk: ProjectDesk) -> Iterable[RecordEntry]:
    refusals = _take_back_refusals(desk)
    for event in desk.journal.events:
        stands = event.superseded_on is None
        said = [text for text in (event.reason, event.note) if text]
        if event.until is not None:
            said.append(f"到 {event.until.isoformat()}")
        if event.days:
            said.append(f"{event.days} 个工作日")
        if event.approver:
            said.append(f"批准人 {event.approver}")
        if event.superseded_on is not None:
            said.append(f"{event.superseded_on.isoformat()} 由{event.superseded_by}更正：{event.superseded_reason}")
        elif event.place != event.number:
            said.append(f"更正第 {event.place} 条")
        why_not = refusals.get(event.action, "") if stands else "已经更正过，只能再更正现在的值"
        yield RecordEntry(
            sort=RecordSort.EVENT if stands else RecordSort.SUPERSEDED,
            on=event.on,
            recorded_on=event.recorded_on,
            step_id=event.step_id,
            code=_code(desk, event.step_id),
            name=_name(desk, event.step_id),
            what=event.kind.label,
            person=event.person,
            document=event.document,
            said="；".join(said),
            evidence=event.evidence,
            event=event.number,
            action=event.action,
            can_take_back=stands and not why_not,
            can_correct=stands,
            why_not=why_not,
            place=event.place,
        )


def _take_back_refusals(desk: ProjectDesk) -> dict[int, str]:
    """Action → why it cannot be taken back today, "" if it can."""
    found = {}
    for action in {event.action for event in desk.journal.events if event.superseded_on is None}:
        try:
            desk.journal.taken_back(action, desk.today)
        except DomainError as refusal:
            found[action] = f"{refusal.problem}{refusal.next_step}"
        else:
            found[action] = ""
    return found


def _missed(desk: ProjectDesk) -> Iterable[RecordEntry]:
    for each in desk.missed:
        yield RecordEntry(
            sort=RecordSort.MISSED,
            on=each.met_on or each.recorded_on,
            recorded_on=each.recorded_on,
            step_id=each.step_id,
            code=_code(desk, each.step_id),
            name=_name(desk, each.step_id),
            what=missed_text(desk, each),
            person=each.person,
            document="",
            said="；".join(
                text for text in (f"应在 {each.due_on.isoformat()} 前", each.reason.value, each.note) if text
            ),
            number=each.number,
            place=each.event,
        )


def missed_text(desk: ProjectDesk, each: MissedDate) -> str:
    """超期 6 个工作日办完, or 超期，还没办完."""
    if each.met_on is None:
        return "超期，还没办完"
    days = desk.calendar.working_days_between(each.due_on, each.met_on)
    return f"超期 {days} 个工作日办完" if days > 0 else "超期办完，只晚休息日"


def _agreed(desk: ProjectDesk) -> Iterable[RecordEntry]:
    previous: AgreedPlan | None = None
    for plan in desk.agreed:
        said = [plan.reason] if plan.reason else []
        if previous is not None:
            moved = sum(
                step in previous.dates and previous.dates[step].early_finish != dates.early_finish
                for step, dates in plan.dates.items()
            )
            said.append(f"改了 {moved} 个日期" if moved else "日期没有变")
        if plan.approver:
            said.append(f"批准人 {plan.approver}")
        yield RecordEntry(
            sort=RecordSort.AGREED,
            on=plan.agreed_on,
            recorded_on=plan.agreed_on,
            step_id="",
            code="",
            name="整个项目",
            what="定下基准计划" if plan.number == 1 else f"第 {plan.number} 次约定计划",
            person=plan.person,
            document="",
            said="；".join(said),
            number=plan.number,
        )
        previous = plan


def _handed_over(desk: ProjectDesk) -> Iterable[RecordEntry]:
    for each in desk.hand_overs:
        copies = sum(paper.copies for paper in each.papers)
        yield RecordEntry(
            sort=RecordSort.HANDED_OVER,
            on=each.handed_on,
            recorded_on=each.handed_on,
            step_id="",
            code="",
            name=f"手册第 {each.edition} 版",
            what=f"移交 {copies} 份",
            person=each.officer,
            document="",
            said="；".join(text for text in (f"{each.receiver}签收", each.note) if text),
            number=each.edition * 1000 + each.number,
        )


def _code(desk: ProjectDesk, step_id: str) -> str:
    return step_id if ItemCode(step_id) in desk.catalogue.by_code else ""


def _name(desk: ProjectDesk, step_id: str) -> str:
    item = desk.catalogue.by_code.get(ItemCode(step_id))
    if item is not None:
        return item.name
    if desk.plan is not None and StepId(step_id) in desk.plan.schedule.network:
        return desk.plan.schedule.network.step(StepId(step_id)).name
    return step_id


# -- corrections ---------------------------------------------------------------------------------------------------


def correction_of(desk: ProjectDesk, event_number: int) -> CorrectionView | None:
    """The correction in which record EVENT_NUMBER was replaced, or which put it there; None for a record never corrected."""
    events = {event.number: event for event in desk.journal.events}
    event = events.get(event_number)
    if event is None:
        return None
    chain = sorted((each for each in events.values() if each.place == event.place), key=lambda each: each.number)
    at = chain.index(event)
    if event.superseded_on is not None:
        before, after = event, chain[at + 1] if at + 1 < len(chain) else None
    elif at:
        before, after = chain[at - 1], event
    else:
        return None
    assert before.superseded_on is not None
    return CorrectionView(
        before.number,
        after.number if after is not None else 0,
        before.superseded_on,
        before.superseded_by,
        before.superseded_reason,
        tuple(_values(before, after)),
    )


def _values(before: CaseEvent, after: CaseEvent | None) -> Iterable[Value]:
    def day(on: date | None) -> str:
        return on.isoformat() if on is not None else ""

    fields = (
        ("发生日", lambda each: day(each.on)),
        ("文号", lambda each: each.document),
        ("事由", lambda each: each.reason),
        ("备注", lambda each: each.note),
        ("到哪天", lambda each: day(each.until)),
        ("天数", lambda each: str(each.days or "")),
        ("经办人", lambda each: each.person),
    )
    for label, read in fields:
        old, new = read(before), read(after) if after is not None else ""
        if old or new:
            yield Value(label, old, new if after is not None else "作废")
