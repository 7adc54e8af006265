"""Steps that can be undone: decisions stored, and terms tried but not stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QUndoCommand

from gxq_desktop.application.edit_plan import Changed
from gxq_desktop.domain.project import Terms

if TYPE_CHECKING:
    from gxq_desktop.ui.project.presenter import ProjectPresenter


class DecisionCommand(QUndoCommand):
    """A stored decision. Undoing stores what stood before, wherever the user is by then; refused, it falls away."""

    def __init__(
        self, presenter: ProjectPresenter, number: str, changed: Changed, text: str, terms_after_undo: Terms | None
    ) -> None:
        super().__init__(text)
        self._presenter, self._number, self._changed = presenter, number, changed
        self._terms = terms_after_undo
        self._done = True

    def redo(self) -> None:
        if self._done:  # pushed after it was stored
            self._done = False
            return
        changed = self._changed
        told = f"已重做：{self.text()}"
        if not self._presenter.swap(self._number, changed.before, changed.after, told, None):
            self.setObsolete(True)

    def undo(self) -> None:
        changed = self._changed
        told = f"已撤销：{self.text()}"
        if not self._presenter.swap(self._number, changed.after, changed.before, told, self._terms):
            self.setObsolete(True)


class Tries(Protocol):
    """Who shows terms that are tried."""

    def show_terms(self, number: str, terms: Terms) -> None: ...


class TermsCommand(QUndoCommand):
    """Terms tried in the schedule; nothing is stored. Undone from another page, it goes back to the schedule. `withdraw`: they
    were refused; undone then, nothing is to be tried again, and it falls away."""

    def __init__(self, tries: Tries, number: str, before: Terms, after: Terms, text: str) -> None:
        super().__init__(text)
        self._tries, self._number, self._before, self._after = tries, number, before, after

    def is_of(self, number: str) -> bool:
        """Whether something was tried for project NUMBER."""
        return self._number == number

    def withdraw(self) -> None:
        self.setObsolete(True)

    def redo(self) -> None:
        self._tries.show_terms(self._number, self._after)

    def undo(self) -> None:
        if not self.isObsolete():
            self._tries.show_terms(self._number, self._before)


class ActCommand(QUndoCommand):
    """Something stored that is undone and done again by acts of their own; refused, it falls away."""

    def __init__(
        self,
        presenter: ProjectPresenter,
        number: str,
        text: str,
        again: Callable[[], object],
        back: Callable[[], object],
    ) -> None:
        super().__init__(text)
        self._presenter, self._number = presenter, number
        self._again, self._back = again, back
        self._done = True

    def redo(self) -> None:
        if self._done:  # pushed after it was stored
            self._done = False
            return
        if not self._presenter.perform(self._number, self._again, f"已重做：{self.text()}", "没有重做"):
            self.setObsolete(True)

    def undo(self) -> None:
        if not self._presenter.perform(self._number, self._back, f"已撤销：{self.text()}", "没有撤销"):
            self.setObsolete(True)
