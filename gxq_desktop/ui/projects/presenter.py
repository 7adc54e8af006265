"""The project list: its first page and its counts at once, the rest and what finds it behind; filtered while one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gxq_desktop.application.desk_lists import ProjectCounts, ProjectLine
from gxq_desktop.ui.faults import message_of
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import PAGE_ROWS
from gxq_desktop.ui.tasks import Report

if TYPE_CHECKING:
    from gxq_desktop.ui.projects.model import ProjectFinder

ALL = "all"


class ProjectsPresenter(QObject):
    """begun(lines, counts): the first page, while the rest is loading. loaded(counts): all projects are there. found(lines):
    those that text and filter leave. refused(str).
    """

    begun = Signal(object, object)
    loaded = Signal(object)
    found = Signal(object)
    refused = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.finder: ProjectFinder | None = None
        self.text = ""
        self.filter = ALL

    @property
    def is_loaded(self) -> bool:
        return self.finder is not None

    @property
    def total(self) -> int:
        """Projects known so far."""
        return len(self.finder.lines) if self.finder is not None else 0

    def load(self) -> None:
        """Load again; the first time the first page comes ahead of the rest."""
        if self.is_loaded:
            self._load_all()
            return
        lists = self._shell.services.lists
        self._shell.runner.latest(
            "projects.first",
            lambda _: (lists.projects(PAGE_ROWS), lists.project_counts()),
            done=self._on_begun,
            failed=self._on_failed,
        )

    def _load_all(self) -> None:
        services = self._shell.services

        def work(_: Report) -> tuple[ProjectFinder, ProjectCounts]:
            from gxq_desktop.ui.projects.model import ProjectFinder

            finder = ProjectFinder(services.lists.projects(), services.readings)
            return finder, finder.counts()

        self._shell.runner.latest("projects", work, done=self._on_loaded, failed=self._on_failed)

    def set_text(self, text: str) -> None:
        self.text = text
        self._find()

    def set_filter(self, name: str) -> None:
        self.filter = name
        self._find()

    def _find(self) -> None:
        if self.finder is not None:
            found: Sequence[ProjectLine] = self.finder.find(self.text, self.filter)
            self.found.emit(found)

    def _on_begun(self, first: tuple[Sequence[ProjectLine], ProjectCounts]) -> None:
        if not self.is_loaded and not self.text and self.filter == ALL:
            self.begun.emit(*first)
        self._load_all()

    def _on_loaded(self, made: tuple[ProjectFinder, ProjectCounts]) -> None:
        self.finder, counts = made
        self.loaded.emit(counts)
        self._find()

    def _on_failed(self, error: Exception) -> None:
        message = message_of(error)
        self.refused.emit(f"{message.headline}。{message.next_step}")
