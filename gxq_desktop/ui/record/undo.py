"""A record as a step that can be undone on its day (当日撤销): undone, no trace of it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QUndoCommand

from gxq_desktop.application.record_event import RecordRequest, record_events, take_back
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui.shell import Shell


class RecordCommand(QUndoCommand):
    """One action of project NUMBER, pushed after it was stored. Refused, it falls away and the store stays as it is."""

    def __init__(self, shell: Shell, number: str, requests: Sequence[RecordRequest], action: int, text: str) -> None:
        super().__init__(text)
        self._shell, self._number, self._requests, self._action = shell, number, tuple(requests), action
        self._stored = True

    def redo(self) -> None:
        if self._stored:
            self._stored = False
            return
        try:
            recorded = self._shell.runner.carry_out(
                lambda: record_events(self._number, self._requests, self._shell.services)
            )
        except DomainError as refusal:
            self._refused(refusal, "没有重做")
            return
        self._action = recorded.action
        self._tell(f"已重做：{self.text()}")

    def undo(self) -> None:
        try:
            self._shell.runner.carry_out(lambda: take_back(self._number, self._action, self._shell.services))
        except DomainError as refusal:
            self._refused(refusal, "没有撤销")
            return
        self._tell(f"已撤销：{self.text()}")

    def _tell(self, told: str) -> None:
        self._shell.project_changed.emit(self._number)
        self._shell.say(told)

    def _refused(self, refusal: DomainError, title: str) -> None:
        self.setObsolete(True)
        self._shell.show_error(refusal, title)
