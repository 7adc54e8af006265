"""Backs up after work in the background, says so in the status bar, and binds the commands about it."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from gxq_desktop.application.backup_schedule import back_up, backup_state, is_due, last_backup
from gxq_desktop.application.ports import BackupFile, BackupReason, MadeBackup
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui.shell import Shell

LOOK_EVERY_MS = 60_000
QUIET_S = 30
"""Seconds without a change after which work counts as done for now."""
SAFE = "原来的数据没有变。"
_log = logging.getLogger(__name__)


class BackupRounds(QObject):
    """Looks every minute whether a backup is due; one runs at a time, and nobody waits for it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._last: BackupFile | None = None
        self._tried_at: float | None = None
        self._changed_at = 0.0
        self._is_changed = True  # what happened since the last backup is not known at the start; writing one compares
        self._is_running = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        shell.ready.connect(self._on_ready)
        shell.project_changed.connect(self._on_changed)
        shell.commands.bind(
            {"backups.make": self.make_now, "backups.restore": self._open_restore, "data.check": self._check}, self
        )
        app = QApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.on_quit)
        if shell.is_ready:  # features are started by that signal, and who connects to it meanwhile does not hear it
            self._on_ready()

    @property
    def second(self) -> Path | None:
        """The second folder, as chosen in 设置."""
        folder = self._shell.preferences.get("backup.folder", "")
        return Path(folder) if folder else None

    def _on_ready(self) -> None:
        services = self._shell.services
        if services.backups.refusal is not None:
            self._say_state("备份由数据库做")
            return
        self._shell.runner.start(
            lambda _: services.backups.files(None), done=self._on_listed, failed=self._on_failed, foreground=False
        )
        self._timer.start()

    def _on_listed(self, files: Sequence[BackupFile]) -> None:
        self._last = last_backup(files)
        self._say_state(backup_state(self._last, self._shell.today))

    def _on_changed(self, *_: object) -> None:
        self._is_changed, self._changed_at = True, time.monotonic()

    # -- in the background ----------------------------------------------------------------------------------------

    @property
    def is_wanted(self) -> bool:
        """Whether something changed and half an hour has passed since the last backup, or the last try."""
        shell = self._shell
        if not shell.is_ready or not self._is_changed or self._is_running:
            return False
        if shell.services.backups.refusal is not None or not shell.preferences.get("backup.automatic", True):
            return False
        if self._tried_at is not None and time.monotonic() - self._tried_at < 30 * 60:
            return False
        return is_due(shell.services.clock.now(), self._last.made_at if self._last else None)

    def look(self) -> None:
        """Back up if it is due and nobody is just working."""
        if self.is_wanted and not self._shell.runner.awaited and time.monotonic() - self._changed_at >= QUIET_S:
            self._start(BackupReason.SCHEDULED)

    def _start(self, reason: BackupReason) -> None:
        services, second = self._shell.services, self.second
        self._is_running, self._is_changed = True, False
        self._tried_at = time.monotonic()
        asked = reason is BackupReason.ASKED
        task = self._shell.runner.start(
            lambda report: back_up(services, reason, second, report),
            done=self._on_asked_made if asked else self._on_made,
            failed=self._on_asked_failed if asked else self._on_failed,
            title="正在备份" if asked else "",
            cancel_means="取消后不留半份备份。",
            foreground=asked,
        )
        task.ended.connect(self._on_ended)

    def _on_ended(self) -> None:
        self._is_running = False

    def _on_made(self, made: MadeBackup) -> None:
        self._last = made.file
        state = backup_state(made.file, self._shell.today)
        if made.second_problem:
            _log.warning("the second folder got no backup: %s", made.second_problem)
            state = f"{state.removesuffix(' 正常')}，第二份没有写成"
        self._say_state(state)

    def _on_failed(self, error: Exception) -> None:
        _log.warning("no backup was made", exc_info=error)
        self._is_changed = True
        self._say_state("备份没有做成")
        if isinstance(error, DomainError):
            self._shell.say(error.problem)

    def _say_state(self, text: str) -> None:
        if self._shell.window is not None:
            self._shell.window.status.set_backup(text)

    def on_quit(self) -> None:
        """The last chance of the day."""
        if not self.is_wanted:
            return
        try:
            back_up(self._shell.services, BackupReason.SCHEDULED, self.second, lambda done, total: None)
        except DomainError as error:
            _log.warning("no backup was made on quitting: %s", error)

    # -- asked for ------------------------------------------------------------------------------------------------

    def make_now(self) -> None:
        """立即备份."""
        if not self._shell.is_ready or self._is_running:
            return
        refusal = self._shell.services.backups.refusal
        if refusal is not None:
            self._shell.show_error(refusal, "备份", SAFE)
            return
        self._start(BackupReason.ASKED)

    def _on_asked_made(self, made: MadeBackup) -> None:
        self._on_made(made)
        self._shell.say(f"已备份 {made.projects} 个项目，写完核对过")
        if made.second_problem:
            self._shell.show_error(DomainError(made.second_problem, "插好 U 盘后再点“立即备份”。"), "备份", SAFE)

    def _on_asked_failed(self, error: Exception) -> None:
        self._on_failed(error)
        self._shell.show_error(error, "没有备份成", SAFE)

    def _open_restore(self) -> None:
        if not self._shell.is_ready:
            return
        refusal = self._shell.services.backups.refusal
        if refusal is not None:
            self._shell.show_error(refusal, "从备份恢复", SAFE)
            return
        from gxq_desktop.ui.backups.restore_dialog import RestoreDialog

        RestoreDialog(self._shell, self.second, self.on_restored, self._shell.window).open()

    def on_restored(self, present: MadeBackup) -> None:
        """Everything shown is of other data now."""
        self._last, self._is_changed = present.file, True
        self._say_state(backup_state(present.file, self._shell.today))
        self._shell.undo_stack.clear()
        self._shell.project_changed.emit("")
        self._shell.open("home")
        self._shell.say(f"已恢复；恢复前的数据在 {present.file.path.name}")

    def _check(self) -> None:
        if self._shell.is_ready:
            from gxq_desktop.ui.backups.check_dialog import start_check

            start_check(self._shell)


def start(shell: Shell) -> None:
    """Called with the shell before the window shows."""
    BackupRounds(shell)
