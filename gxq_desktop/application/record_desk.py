"""Open a project to record what happened to it: its steps as they stand, and what may be recorded of each now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from gxq_desktop.application.ledger_listing import LedgerLine, line_of
from gxq_desktop.application.ledger_rows import StoredLine
from gxq_desktop.application.pick_items import decided_text
from gxq_desktop.application.ports import Services
from gxq_desktop.application.project_ledger import ProjectLedger, load_ledger
from gxq_desktop.application.record_fields import KIND_GROUPS
from gxq_desktop.application.screen_wording import on_screen, refusal_on_screen
from gxq_desktop.application.wording import listed_day
from gxq_desktop.domain.case_states import CaseState, EventKind, SuspensionCause
from gxq_desktop.domain.clocks import LedgerLight
from gxq_desktop.domain.editions import Edition
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.ledger import Case, CaseEvent, NotAllowedNow
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project import ProjectNumber


@frozen
class KindChoice:
    """A kind of record. why_not: why it cannot be recorded now, "" if it can."""

    kind: EventKind
    why_not: str = ""

    @property
    def allowed(self) -> bool:
        return not self.why_not


@frozen
class KindRow:
    """Kinds that are shown side by side under a word."""

    heading: str
    choices: tuple[KindChoice, ...]


@frozen
class RecordStep:
    """A step that can be recorded. owner: who works on it, in short; authority: in full. box: its number on paper, None if
    it has none. told: its dates in a line. decided: who decided that it is to be done, and why (人工认定); "" if the rule did.
    """

    step_id: StepId
    code: str
    name: str
    authority: str
    owner: str
    state: CaseState
    light: LedgerLight
    left: str
    stands: bool
    closed: bool
    told: str
    box: int | None
    decided: str = ""

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}".strip()

    @property
    def texts(self) -> tuple[str, ...]:
        """What it is found by."""
        return (self.name, self.code, self.step_id, self.authority, str(self.box or ""))


@dataclass(frozen=True)
class RecordDesk:
    """A project to record, all of one moment. edition: the latest one, None if nothing was issued."""

    ledger: ProjectLedger
    edition: Edition | None

    @property
    def number(self) -> str:
        return self.ledger.project.number

    @property
    def name(self) -> str:
        """The project's name."""
        return self.ledger.project.name

    @property
    def today(self) -> date:
        return self.ledger.today

    @cached_property
    def steps(self) -> tuple[RecordStep, ...]:
        """Every step that can be recorded: late, nearly late, running, the others in the plan's order; what is closed last."""
        boxes = self.edition.box_numbers if self.edition is not None else {}
        ledger = self.ledger
        found = []
        for row in ledger.rows:
            line = line_of(StoredLine(self.name, "", row), self.today, ledger.calendar, ledger.rules)
            decided = decided_text(ledger.plan.verdicts, row.code)
            found.append(_record_step(line, self.today, boxes.get(row.step_id), decided))
        return tuple(sorted(found, key=_pressing))

    def chosen(self, words: Sequence[str]) -> tuple[RecordStep, ...]:
        """The steps with the ids or codes WORDS, each once. Raises DomainError for one this project does not have."""
        by_id = {step.step_id: step for step in self.steps}
        found: dict[StepId, RecordStep] = {}
        for word in words:
            step = self.ledger.step_named(word)
            if step.id not in by_id:  # what a limit does not count goes with its item
                step = self.ledger.step_named(step.code)
            found[step.id] = by_id[step.id]
        return tuple(found.values())

    def rows_of_kinds(self, steps: Sequence[RecordStep]) -> tuple[KindRow, ...]:
        """What may be recorded of STEPS alike: of several, what may be recorded of each; () if they have nothing in common."""
        if not steps:
            return ()
        cases = [self.ledger.case(step.step_id) for step in steps]
        offered = [{kind for _, kinds in KIND_GROUPS[case.life] for kind in kinds} for case in cases]
        common = set.intersection(*offered)
        rows = []
        for heading, kinds in KIND_GROUPS[cases[0].life]:
            choices = tuple(KindChoice(kind, self._why_not(kind, steps, cases)) for kind in kinds if kind in common)
            if choices:
                rows.append(KindRow(heading, choices))
        return tuple(rows)

    def likely_kind(self, rows: Sequence[KindRow]) -> EventKind | None:
        """What will most likely be recorded: the next thing of a case that goes well."""
        allowed = [choice.kind for row in rows for choice in row.choices if choice.allowed]
        return next((kind for kind in _LIKELY if kind in allowed), allowed[0] if allowed else None)

    def _why_not(self, kind: EventKind, steps: Sequence[RecordStep], cases: Sequence[Case]) -> str:
        for step, case in zip(steps, cases, strict=True):
            reason = self._refusal(kind, step, case)
            if reason:
                return reason
        return ""

    def _refusal(self, kind: EventKind, step: RecordStep, case: Case) -> str:
        """Why KIND does not follow from where CASE stands, whatever else is written; "" if it does."""
        who = step.code or step.name
        on = max(self.today, case.last_on or self.today)
        try:
            for each in (*case.implied(kind), kind):
                case = case.after(_trial(step.step_id, each, on, self.ledger), on, self.ledger.calendar, who)
        except NotAllowedNow as refusal:
            return refusal_on_screen(refusal)
        except DomainError:
            pass  # of a day or of what is written: the dialog asks for it
        if kind is EventKind.JOINT_EXTENDED and self.ledger.joint_clock(step.step_id) is None:
            return f"{who}没有与别的事项并联办理，没有总时限可以延长。"
        return ""


_LIKELY = (
    EventKind.RESUMED, EventKind.SUPPLIED, EventKind.CORRECTED, EventKind.GRANTED, EventKind.DELIVERED, EventKind.ACCEPTED,
    EventKind.RECEIVED, EventKind.STARTED, EventKind.APPLIED, EventKind.DONE, EventKind.CLEARED,
)  # fmt: skip


def _trial(step: StepId, kind: EventKind, on: date, ledger: ProjectLedger) -> CaseEvent:
    """An event of KIND with everything written that it could need."""
    return CaseEvent(
        number=ledger.journal.next_number,
        step_id=step,
        kind=kind,
        on=on,
        recorded_on=on,
        recorded_at=datetime.combine(on, datetime.min.time(), UTC),
        person="-",
        note="-",
        reason=SuspensionCause.HEARING,
        document="-",
        days=1,
        until=on,
        approver="-",
    )


def _pressing(step: RecordStep) -> tuple[bool, int]:
    """Where a step stands among the others: what presses first."""
    pressing = {LedgerLight.RED: 0, LedgerLight.AMBER: 1}.get(step.light)
    return step.closed, pressing if pressing is not None else 3 if step.state is CaseState.NOT_STARTED else 2


def _record_step(line: LedgerLine, today: date, box: int | None, decided: str) -> RecordStep:
    row = line.row
    told = [row.state.label]
    if row.accepted_on is not None and not row.closed:
        told.append(f"受理 {listed_day(row.accepted_on, today)}")
    if row.finished_on is not None:
        told.append(f"办结 {listed_day(row.finished_on, today)}")
    elif row.accepted_on is not None:
        told.append(f"到期 {listed_day(line.due_on, today)}")
    elif row.start_by is not None:
        told.append(f"最迟开始 {listed_day(row.start_by, today)}")
    if row.original_due_on != line.due_on and row.accepted_on is not None and row.finished_on is None:
        told.append(f"原到期 {listed_day(row.original_due_on, today)}")
    return RecordStep(
        step_id=row.step_id,
        code=row.code,
        name=row.name,
        authority=row.authority,
        owner=row.owner or row.authority,
        state=row.state,
        light=line.light,
        left=on_screen(line.left),
        stands=row.left_when_stopped is not None,
        closed=row.closed,
        told="　".join(told),
        box=box,
        decided=decided,
    )


def open_record_desk(number: str, services: Services) -> RecordDesk:
    """Open project NUMBER. Raises ProjectNotFound, StoreError, DomainError if no plan can be made of it."""
    with services.unit_of_work() as uow:
        ledger = load_ledger(number, uow, services)
        edition = uow.editions.latest(ProjectNumber(number))
    return RecordDesk(ledger, edition)
