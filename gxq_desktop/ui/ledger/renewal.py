"""Keeps the ledger's rows in step behind the desk, and the figure beside 台账: how many rows are overdue."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

AFTER_READY_MS = 1500
"""The first renewal waits until the first page is there."""


class LedgerRenewal(QObject):
    """Makes rows anew that are out of date, once the services are there and after each change.

    renewed(int): so many projects had other rows; 工作台 and lists are told by `shell.summaries_changed`.
    """

    renewed = Signal(int)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_READY_MS)
        self._timer.timeout.connect(self.renew)
        for news in (shell.project_changed, shell.catalogue_changed, shell.calendar_changed, shell.settings_changed):
            news.connect(self.renew)
        self._timer.start()

    def renew(self, *_: object) -> None:
        """Begin now; a renewal that runs is cancelled and begun anew."""
        if not self._shell.is_ready:
            return
        services = self._shell.services

        def work(report: Report) -> tuple[int, int]:
            from gxq_desktop.application.ledger_listing import count_overdue, refresh_ledger

            return refresh_ledger(services, report), count_overdue(services)

        self._shell.runner.latest(
            "ledger.renewal", work, done=self._on_done, failed=self._on_failed, foreground=False, title=""
        )

    def _on_done(self, result: tuple[int, int]) -> None:
        renewed, overdue = result
        self._shell.set_count("ledger", overdue)
        if renewed:
            self.renewed.emit(renewed)
            self._shell.summaries_changed.emit()

    def _on_failed(self, error: Exception) -> None:
        """The list still shows what was known before; say so once, without a window."""
        from gxq_desktop.ui.messages import message_of

        self._shell.say(f"台账没有更新：{message_of(error).headline}")
