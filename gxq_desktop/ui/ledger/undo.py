"""Steps of the ledger that can be undone: a batch over several projects, a view that was deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from gxq_desktop.application.record_batch import BatchDone, record_batch, take_batch_back
from gxq_desktop.application.record_event import RecordRequest
from gxq_desktop.application.saved_views import ALL_VIEW, SavedViews
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from gxq_desktop.ui.ledger.presenter import LedgerPresenter


class BatchCommand(QUndoCommand):
    """A batch that was saved. Undone or redone whole or not at all; refused, it falls away."""

    def __init__(self, shell: Shell, done: BatchDone, request: RecordRequest) -> None:
        super().__init__(f"{request.kind.label} {len(done.rows)} 项")
        self._shell, self._done, self._request = shell, done, request
        self._is_stored = True

    def redo(self) -> None:
        if self._is_stored:  # pushed after it was stored
            self._is_stored = False
            return
        self._do(self._record, f"已重做：{self.text()}")

    def undo(self) -> None:
        self._do(self._take_back, f"已撤销：{self.text()}")

    def _record(self) -> BatchDone:
        return record_batch(self._done.rows, self._request, self._shell.services)

    def _take_back(self) -> BatchDone:
        take_batch_back(self._done, self._shell.services)
        return self._done

    def _do(self, work: Callable[[], BatchDone], told: str) -> None:
        try:
            self._done = self._shell.runner.carry_out(work)
        except DomainError as refusal:
            self.setObsolete(True)
            self._shell.show_error(refusal)
            return
        self._shell.project_changed.emit("")
        self._shell.say(told)


class ViewCommand(QUndoCommand):
    """A view that was deleted."""

    def __init__(self, presenter: LedgerPresenter, before: SavedViews, after: SavedViews, name: str) -> None:
        super().__init__(f"删去视图“{name}”")
        self._presenter, self._before, self._after, self._name = presenter, before, after, name
        self._is_done = True

    def redo(self) -> None:
        if self._is_done:
            self._is_done = False
            return
        self._presenter.restore_view(self._after, ALL_VIEW)

    def undo(self) -> None:
        self._presenter.restore_view(self._before, self._name)
