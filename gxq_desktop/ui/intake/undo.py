"""What was entered, as steps that can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from gxq_desktop.application.amend_project import Amended
from gxq_desktop.application.intake_entries import Entries
from gxq_desktop.application.intake_form import FieldId

if TYPE_CHECKING:
    from gxq_desktop.ui.intake.presenter import IntakePresenter


class EntriesCommand(QUndoCommand):
    """One step of filling in. Undone from another page, it goes back to the form, to the field it was about."""

    def __init__(
        self, presenter: IntakePresenter, before: Entries, after: Entries, text: str, field_id: FieldId | None
    ) -> None:
        super().__init__(text)
        self._presenter, self._before, self._after, self._field = presenter, before, after, field_id
        self._done = True

    def redo(self) -> None:
        if self._done:  # pushed after it was entered
            self._done = False
            return
        self._presenter.put_back(self._after, self._field)

    def undo(self) -> None:
        self._presenter.put_back(self._before, self._field)


class AmendCommand(QUndoCommand):
    """Answers of a registered project, stored. Undoing stores what stood before; refused, it falls away."""

    def __init__(self, presenter: IntakePresenter, amended: Amended, text: str) -> None:
        super().__init__(text)
        self._presenter, self._amended = presenter, amended
        self._done = True

    def redo(self) -> None:
        if self._done:  # pushed after it was stored
            self._done = False
            return
        self._swap("已重做")

    def undo(self) -> None:
        self._swap("已撤销")

    def _swap(self, word: str) -> None:
        other = self._presenter.swap_amended(self._amended, f"{word}：{self.text()}")
        if other is None:
            self.setObsolete(True)
        else:
            self._amended = other
