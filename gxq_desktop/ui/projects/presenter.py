"""The project list: loaded once off the UI thread, filtered while one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from gxq_desktop.application.desk_lists import ProjectLine
from gxq_desktop.ui.messages import message_of
from gxq_desktop.ui.projects.model import ALL, ProjectFinder
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import PAGE_ROWS
from gxq_desktop.ui.tasks import Report


class ProjectsPresenter(QObject):
    """begun(lines): the first page, while the rest is loading. loaded(): all projects are there. found(lines): those that text
    and filter leave. refused(str).
    """

    begun = Signal(object)
    loaded = Signal()
    found = Signal(object)
    refused = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.finder = ProjectFinder(())
        self.text = ""
        self.filter = ALL
        self.is_loaded = False

    def load(self) -> None:
        """Load again; the first time the first page comes ahead of the rest."""
        lists = self._shell.services.lists
        if not self.is_loaded:
            self._shell.runner.latest(
                "projects.first", lambda _: lists.projects(PAGE_ROWS), done=self._on_begun, failed=self._on_failed
            )

        def work(_: Report) -> ProjectFinder:
            return ProjectFinder(lists.projects())

        self._shell.runner.latest("projects", work, done=self._on_loaded, failed=self._on_failed)

    def set_text(self, text: str) -> None:
        self.text = text
        self._find()

    def set_filter(self, name: str) -> None:
        self.filter = name
        self._find()

    def _find(self) -> None:
        found: Sequence[ProjectLine] = self.finder.find(self.text, self.filter)
        self.found.emit(found)

    def _on_begun(self, lines: Sequence[ProjectLine]) -> None:
        if not self.is_loaded and not self.text and self.filter == ALL:
            self.begun.emit(lines)

    def _on_loaded(self, finder: ProjectFinder) -> None:
        self.finder, self.is_loaded = finder, True
        self.loaded.emit()
        self._find()

    def _on_failed(self, error: Exception) -> None:
        message = message_of(error)
        self.refused.emit(f"{message.headline}。{message.next_step}")
