"""What every screen gets: services, tasks, commands, preferences, the way to other pages, and news of what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from gxq_desktop.ui import faults
from gxq_desktop.ui.preferences import Preferences
from gxq_desktop.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from gxq_desktop.application.ports import Services
    from gxq_desktop.application.today import DraftLine
    from gxq_desktop.ui.commands import CommandRegistry
    from gxq_desktop.ui.main_window import MainWindow
    from gxq_desktop.ui.settings.look import LookSettings

RECENT_KEPT = 5


class Shell(QObject):
    """The desk's common ground. One an application.

    ready: services are there; before it only the frame is. project_changed(number): a project was stored, "" for several or
    an unknown one; pages that show it load again. catalogue_changed, calendar_changed: the services' were replaced.
    settings_changed: bureau, officer, windows. summaries_changed: lists of projects and 工作台 read anew. said(text, undo): a
    line for the status bar. drafts: who lists unfinished intakes, set by the intake.
    """

    ready = Signal()
    project_changed = Signal(str)
    catalogue_changed = Signal()
    calendar_changed = Signal()
    settings_changed = Signal()
    recent_changed = Signal()
    said = Signal(str, bool)
    counts_changed = Signal(str, int)
    summaries_changed = Signal()

    def __init__(self, preferences: Preferences, runner: TaskRunner | None = None) -> None:
        super().__init__()
        self.preferences = preferences
        self.runner = runner or TaskRunner(self)
        self.undo_stack = QUndoStack(self)
        self.window: MainWindow | None = None
        self.data_dir: Path | None = None
        self.look_settings: LookSettings | None = None
        self._services: Services | None = None
        self._commands: CommandRegistry | None = None
        self.drafts: Callable[[], Sequence[DraftLine]] = tuple
        self.runner.unhandled.connect(self.show_error)

    def forget_window(self) -> None:
        """Called when the window is gone: what ends in the background after it shows nothing."""
        self.window = None

    # -- services -------------------------------------------------------------------------------------------------

    @property
    def services(self) -> Services:
        """RuntimeError before `ready`."""
        if self._services is None:
            raise RuntimeError("the services are not ready yet")
        return self._services

    @property
    def is_ready(self) -> bool:
        return self._services is not None

    def set_services(self, services: Services) -> None:
        """Take SERVICES and tell everyone."""
        self._services = services
        self.ready.emit()

    def forget_services(self) -> None:
        """Before the services are closed and made anew (another data folder, a restored backup)."""
        self._services = None

    @property
    def today(self) -> date:
        """The working day on the desk."""
        return self.services.clock.today()

    # -- commands and pages ---------------------------------------------------------------------------------------

    @property
    def commands(self) -> CommandRegistry:
        if self._commands is None:
            raise RuntimeError("there is no window yet")
        return self._commands

    def set_commands(self, commands: CommandRegistry) -> None:
        self._commands = commands

    def open(self, place: str, **argument: Any) -> None:
        """Go to PLACE ("project", number="GX-2026-0017"). KeyError if there is no such place."""
        if self.window is None:
            raise RuntimeError("there is no window yet")
        self.window.open(place, **argument)

    def say(self, text: str, undo: bool = False) -> None:
        """Name in the status bar what was done; with UNDO its 撤销 beside it."""
        self.said.emit(text, undo)

    def set_count(self, place: str, count: int) -> None:
        """The figure beside PLACE in the navigation; 0 for none."""
        self.counts_changed.emit(place, count)

    def show_error(self, error: BaseException, title: str = "没有做成", safe: str = faults.SAFE) -> None:
        """Show ERROR in three sentences."""
        from gxq_desktop.ui import messages

        messages.show_error(self.window, error, title=title, safe=safe)

    def attempt(self, act: Callable[[], Any], title: str = "没有做成") -> bool:
        """Do ACT on the UI thread; True if it was done, a dialog if it was refused. For work under 100 ms only.

        What writes to the store is under 100 ms only while no other program holds it: `save` is for that.
        """
        from gxq_desktop.domain.errors import DomainError

        try:
            act()
        except DomainError as refusal:
            self.show_error(refusal, title)
            return False
        return True

    def save(self, act: Callable[[], Any], title: str = "没有保存") -> bool:
        """As `attempt`, for an ACT that writes to the store and touches no widget: the window lives on while it waits."""
        return self.attempt(lambda: self.runner.carry_out(act), title)

    def forget_steps(self, commands: Iterable[QUndoCommand]) -> None:
        """Take COMMANDS off the undo stack as far as they stand at its end; those below others do nothing and vanish when
        reached."""
        stack = self.undo_stack
        for command in commands:
            command.setObsolete(True)
        while stack.index() > 0 and stack.command(stack.index() - 1).isObsolete():
            stack.undo()
        while stack.index() < stack.count() and stack.command(stack.index()).isObsolete():
            stack.redo()

    # -- recent projects ------------------------------------------------------------------------------------------

    @property
    def recent(self) -> tuple[tuple[str, str], ...]:
        """Number and name of the projects opened last, newest first."""
        kept = self.preferences.get("recent", [])
        pairs = [tuple(pair) for pair in kept if isinstance(pair, list) and len(pair) == 2]
        return tuple((number, name) for number, name in pairs if isinstance(number, str) and isinstance(name, str))[
            :RECENT_KEPT
        ]

    def remember_project(self, number: str, name: str) -> None:
        """Put the project first among the recent ones."""
        others = [list(pair) for pair in self.recent if pair[0] != number]
        self.preferences.set("recent", [[number, name], *others][:RECENT_KEPT])
        self.recent_changed.emit()

    def forget_project(self, number: str) -> None:
        """Take a removed project out of the recent ones."""
        self.preferences.set("recent", [list(pair) for pair in self.recent if pair[0] != number])
        self.recent_changed.emit()
