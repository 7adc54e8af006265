"""The batch dialog without its widgets: what would be recorded, previewed as one types, saved in one go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gxq_desktop.application.ledger_desk import LedgerEntry
from gxq_desktop.application.record_batch import BatchDone, BatchPreview, BatchRow, preview_batch, record_batch
from gxq_desktop.application.record_event import RecordRequest
from gxq_desktop.domain.case_states import CaseState, EventKind
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.ui.ledger.undo import BatchCommand
from gxq_desktop.ui.pause import Pause
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report


@frozen
class BatchFields:
    """What the dialog asks once for all rows."""

    kind: EventKind
    on: date
    document: str = ""
    evidence: Path | None = None
    note: str = ""
    late_reason: str = ""
    person: str = ""


class BatchPresenter(QObject):
    """previewed(BatchPreview); saved(BatchDone); failed(error)."""

    previewed = Signal(object)
    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, shell: Shell, entries: Sequence[LedgerEntry], parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self.rows = tuple(
            BatchRow(
                entry.line.row.number,
                entry.line.row.step_id,
                entry.line.project,
                f"{entry.line.row.code} {entry.line.row.name}".strip(),
            )
            for entry in entries
        )
        self.preview: BatchPreview | None = None
        self._fields: BatchFields | None = None
        self._request: RecordRequest | None = None
        self._timer = Pause(self, self._look)

    def ask(self, fields: BatchFields) -> None:
        """Preview FIELDS a moment after the last change."""
        self._fields, self.preview = fields, None
        self._timer.start()

    def _look(self) -> None:
        if self._fields is None:
            return
        services, rows, request = self._shell.services, self.rows, request_of(self._fields)

        def work(report: Report) -> tuple[RecordRequest, BatchPreview]:
            return request, preview_batch(rows, request, services, report)

        self._shell.runner.latest(
            "ledger.batch", work, done=self._on_previewed, failed=self._on_failed, foreground=False
        )

    def _on_previewed(self, found: tuple[RecordRequest, BatchPreview]) -> None:
        request, preview = found
        if self._fields is not None and request == request_of(self._fields):
            self._request, self.preview = request, preview
            self.previewed.emit(preview)

    def save(self) -> None:
        """Record what the last preview found to fit; nothing if there is none."""
        preview, request = self.preview, self._request
        if preview is None or request is None or not preview.fitting:
            return
        services, rows = self._shell.services, preview.fitting

        def work(_: Report) -> BatchDone:
            return record_batch(rows, request, services)

        # Without a title there is no window to cancel it in: what is stored must also stand in the undo stack.
        self._shell.runner.start(work, done=self._on_saved, failed=self._on_failed)

    def _on_saved(self, done: BatchDone) -> None:
        assert self._request is not None
        command = BatchCommand(self._shell, done, self._request)
        self._shell.undo_stack.push(command)
        self._shell.project_changed.emit("")
        self._shell.say(f"已登记：{command.text()}，{len(done.actions)} 个项目", undo=True)
        self.saved.emit(done)

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)

    def stop(self) -> None:
        """No more previews: the dialog is closing."""
        self._timer.stop()
        self._fields = None


def request_of(fields: BatchFields) -> RecordRequest:
    """FIELDS as a request; its step is each row's own."""
    return RecordRequest(
        "",
        fields.kind,
        fields.on,
        person=fields.person,
        note=fields.note,
        late_reason=fields.late_reason,
        document=fields.document,
        evidence=fields.evidence,
    )


def likely_kind(entries: Sequence[LedgerEntry]) -> EventKind:
    """What will most likely be recorded of ENTRIES alike: the next thing of the first of them."""
    state = entries[0].line.row.state if entries else CaseState.ACCEPTED
    kind = entries[0].line.row.kind.value if entries else "approval"
    if kind == "material":
        return EventKind.READY if state in (CaseState.NOT_STARTED, CaseState.PREPARING) else EventKind.CLEARED
    if kind != "approval":
        return EventKind.CLEARED if state is CaseState.DONE else EventKind.DONE
    if state in (CaseState.NOT_STARTED, CaseState.PREPARING):
        return EventKind.SUBMITTED
    if state in (CaseState.SUBMITTED, CaseState.NOTICED):
        return EventKind.ACCEPTED
    return EventKind.RESUMED if state is CaseState.SUSPENDED else EventKind.CLEARED
