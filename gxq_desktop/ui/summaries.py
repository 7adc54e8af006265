"""Keeps the summaries of plans and the rows of the ledger in step behind the desk, quietly, on a pool thread; and the figure
beside 台账: how many rows are overdue."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

AFTER_READY_MS = 1200
"""The first renewal waits until the first page is there."""


class SummaryRenewal(QObject):
    """Renews what is out of date once the services are there and after each change, then tells `shell.summaries_changed`."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_READY_MS)
        self._timer.timeout.connect(self.renew)
        shell.ready.connect(self._timer.start)
        for news in (shell.project_changed, shell.catalogue_changed, shell.calendar_changed, shell.settings_changed):
            news.connect(self.renew)

    def renew(self, *_: object) -> None:
        """Begin now; a renewal that runs is cancelled and begun anew."""
        if not self._shell.is_ready:
            return
        services = self._shell.services

        def work(report: Report) -> tuple[int, int]:
            from gxq_desktop.application.calendar_digest import calendar_digest

            digest, today = calendar_digest(services.calendar), services.clock.today()
            made_from = services.catalogue.digest, digest, today
            if not services.lists.stale_plans(*made_from) and not services.ledger.stale(*made_from):
                return 0, services.today.overdue(today)  # as at most starts; then what plans is not even imported
            from gxq_desktop.application.plan_summaries import refresh_plans

            return refresh_plans(services, report), services.today.overdue(today)

        self._shell.runner.latest(
            "summaries", work, done=self._on_done, failed=self._on_failed, foreground=False, title=""
        )

    def _on_done(self, result: tuple[int, int]) -> None:
        renewed, overdue = result
        self._shell.set_count("ledger", overdue)
        if renewed:
            self._shell.summaries_changed.emit()

    def _on_failed(self, error: Exception) -> None:
        """The lists still show what was known before; say so once, without a window."""
        from gxq_desktop.ui.faults import message_of

        self._shell.say(f"时间表摘要没有更新：{message_of(error).headline}")
