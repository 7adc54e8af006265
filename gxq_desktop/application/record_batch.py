"""Record one thing of many rows over several projects (批量登记): seen first, saved all at once, taken back in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from gxq_desktop.application.ports import Report, Services
from gxq_desktop.application.project_ledger import ProjectLedger, load_ledger
from gxq_desktop.application.record_event import (
    RecordRequest,
    check_events,
    keep_prepared,
    prepare_events,
    take_back_in,
)
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.ledger import ProofMissing, ReasonMissing
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project import ProjectNumber

MOST_ROWS = 200
"""Rows of one batch: as many as a page has, and as a clerk can look through before saving."""
BATCH_KINDS = (
    EventKind.CLEARED, EventKind.GRANTED, EventKind.DELIVERED, EventKind.ACCEPTED, EventKind.SUBMITTED, EventKind.RESUMED,
    EventKind.READY, EventKind.DONE,
)  # fmt: skip
"""What can be recorded of many rows alike; the rest needs something of its own for each."""


@frozen
class BatchRow:
    """A row ticked: where it belongs and how it is called."""

    number: ProjectNumber
    step_id: StepId
    project: str
    what: str


@frozen
class BatchLine:
    """What would become of a row. events: labels of what is recorded, implied ones first. refusal: why nothing is, and what to
    do about it. late: it is late, and a reason must be chosen for it. warnings: do not stand in the way."""

    row: BatchRow
    events: tuple[str, ...] = ()
    refusal: DomainError | None = None
    late: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        return self.refusal is None

    @property
    def lacks(self) -> str:
        """What would do: 原因 (of being late) or 依据 (of a write-off); "" if nothing that is asked for once for all rows."""
        if isinstance(self.refusal, ReasonMissing) and self.late:
            return "原因"
        return "依据" if isinstance(self.refusal, ProofMissing) else ""


@frozen
class BatchPreview:
    lines: tuple[BatchLine, ...]

    @property
    def fitting(self) -> tuple[BatchRow, ...]:
        return tuple(line.row for line in self.lines if line.fits)

    @property
    def refused(self) -> tuple[BatchLine, ...]:
        return tuple(line for line in self.lines if not line.fits)

    @property
    def needs_reason(self) -> bool:
        """Whether some rows only lack a reason for being late."""
        return any(line.late for line in self.lines)


@frozen
class BatchDone:
    """What was saved: rows, and by project the number of the action, for taking it back."""

    rows: tuple[BatchRow, ...]
    actions: tuple[tuple[ProjectNumber, int], ...]


def preview_batch(
    rows: Sequence[BatchRow],
    request: RecordRequest,
    services: Services,
    report: Report = lambda done, total: None,
) -> BatchPreview:
    """What recording REQUEST (its step is passed over) of each of ROWS would do; saves nothing.

    A row stands or falls by itself: those before it in the same project are taken as recorded. Raises DomainError for more than
    MOST_ROWS rows, StoreError.
    """
    require_few(len(rows))
    found: dict[BatchRow, BatchLine] = {}
    for done, (number, mine) in enumerate(_by_project(rows).items()):
        report(done, len(rows))
        try:
            with services.unit_of_work() as uow:
                ledger = load_ledger(number, uow, services)
        except DomainError as refusal:
            found |= {row: BatchLine(row, refusal=refusal) for row in mine}
            continue
        before: list[RecordRequest] = []
        for row in mine:
            found[row] = _line(row, request, before, ledger, services)
            if found[row].fits:
                before.append(_of(row, request))
    return BatchPreview(tuple(found[row] for row in dict.fromkeys(rows)))


def _line(
    row: BatchRow,
    request: RecordRequest,
    before: Sequence[RecordRequest],
    ledger: ProjectLedger,
    services: Services,
) -> BatchLine:
    try:
        events, missed, warnings = check_events(ledger, (*before, _of(row, request)), {}, services)
    except ReasonMissing as refusal:
        return BatchLine(row, refusal=refusal, late=not request.late_reason)
    except DomainError as refusal:
        return BatchLine(row, refusal=refusal)
    mine = tuple(event.kind.label for event in events if event.step_id == row.step_id)
    return BatchLine(row, mine, late=any(each.step_id == row.step_id for each in missed), warnings=warnings[-1:])


def record_batch(rows: Sequence[BatchRow], request: RecordRequest, services: Services) -> BatchDone:
    """Record REQUEST of each of ROWS in one transaction: all projects or none.

    Everything is planned before the first write, so that other windows wait for the writing only. Evidence is copied once.
    Raises what `record_events` raises, DomainError for none or more than MOST_ROWS rows.
    """
    if not rows:
        raise DomainError("没有可以登记的事项。", "先勾选事项，或改一改要登记的内容。")
    require_few(len(rows))
    evidence = services.evidence.keep(request.evidence) if request.evidence is not None else None
    with services.unit_of_work() as uow:
        prepared = []
        for number, mine in _by_project(rows).items():
            requests = [_of(row, request) for row in mine]
            kept = dict.fromkeys(range(len(requests)), evidence) if evidence is not None else {}
            prepared.append(prepare_events(load_ledger(number, uow, services), requests, kept, uow, services))
        recorded = [keep_prepared(each, uow, services) for each in prepared]
        uow.commit()
    return BatchDone(tuple(dict.fromkeys(rows)), tuple((each.project.number, each.action) for each in recorded))


def take_batch_back(done: BatchDone, services: Services) -> None:
    """Undo a batch of today in one transaction, the last project first. Raises what `take_back` raises; then all of it stays."""
    with services.unit_of_work() as uow:
        for number, action in reversed(done.actions):
            take_back_in(uow, number, action, services)
        uow.commit()


def _of(row: BatchRow, request: RecordRequest) -> RecordRequest:
    return replace(request, step=row.step_id)


def _by_project(rows: Sequence[BatchRow]) -> Mapping[ProjectNumber, list[BatchRow]]:
    found: dict[ProjectNumber, list[BatchRow]] = {}
    for row in dict.fromkeys(rows):
        found.setdefault(row.number, []).append(row)
    return found


def require_few(rows: int) -> None:
    """DomainError for more rows than one batch takes."""
    if rows > MOST_ROWS:
        raise DomainError(f"一次勾选了 {rows} 项，最多 {MOST_ROWS} 项。", "分几次登记。")
