"""What 工作台 shows: loads the view-model off the UI thread, keeps what is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from gxq_desktop.application.today import Group, RowStory, TodayAsk, TodayFilter, TodayRow, TodayView
from gxq_desktop.ui.faults import message_of
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

if TYPE_CHECKING:
    from gxq_desktop.application.ledger_desk import LedgerEntry

NEWS_AFTER_MS = 1500
"""What changed its light is looked for once the first rows are there and what is out of date has been looked for."""


class HomePresenter(QObject):
    """loaded(TodayView); refused(str); storied(TodayRow, RowStory): how far the item of a row has come.

    warned(tuple of LedgerEntry): turned amber or red since warnings were last told, here or on 台账.
    """

    loaded = Signal(object)
    refused = Signal(str)
    storied = Signal(object, object)
    warned = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._warned_on: date | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(NEWS_AFTER_MS)
        self._soon.timeout.connect(self.look_for_news)
        self.ask = TodayAsk()
        self.view: TodayView | None = None

    def load(self) -> None:
        """Load again; the old rows stay until the new ones are there."""
        services, drafts, ask = self._shell.services, self._shell.drafts, self.ask

        def work(_: Report) -> TodayView:
            from gxq_desktop.application.look_at_today import look_at_today

            return look_at_today(services, drafts(), ask)

        self._shell.runner.latest("today", work, done=self._on_loaded, failed=self._on_failed)

    def ask_for(self, ask: TodayAsk) -> None:
        """Show ASK instead."""
        self.ask = ask
        self.load()

    def set_filter(self, name: TodayFilter) -> None:
        self.ask_for(TodayAsk(name))

    def set_day(self, day: date | None) -> None:
        """Show only what falls on DAY; None for what the filter shows."""
        self.ask_for(TodayAsk(self.ask.filter, day, self.ask.news))

    def read_more(self, group: Group, skip: int) -> Sequence[TodayRow]:
        """The next rows of GROUP; none if they cannot be read, which is told."""
        from gxq_desktop.application.look_at_today import more_of_today
        from gxq_desktop.domain.errors import DomainError

        if self.view is None:
            return ()
        try:
            return more_of_today(self._shell.services, self.view, group, skip, self._shell.drafts())
        except DomainError as refusal:
            self._on_failed(refusal)
            return ()

    def tell_story(self, row: TodayRow) -> None:
        """Read how far the item of ROW has come; the row asked for last wins."""
        services = self._shell.services

        def work(_: Report) -> tuple[TodayRow, RowStory]:
            from gxq_desktop.application.look_at_today import story_of

            return row, story_of(services, row)

        self._shell.runner.latest(
            "today.story", work, done=self._on_storied, failed=self._on_failed, foreground=False, title=""
        )

    def look_for_news(self) -> None:
        """Tell once a day what turned amber or red; later if the rows are being renewed just now."""
        if not self._shell.is_ready or self._warned_on == self._shell.today:
            return
        services = self._shell.services

        def work(_: Report) -> tuple[LedgerEntry, ...] | None:
            from gxq_desktop.application.look_at_today import has_news

            there = has_news(services)
            if not there:
                return None if there is None else ()
            from gxq_desktop.application.ledger_desk import entries_of
            from gxq_desktop.application.ledger_listing import new_warnings

            return tuple(entries_of(new_warnings(services), services))

        self._shell.runner.latest(
            "today.news", work, done=self._on_news, failed=self._on_failed, foreground=False, title=""
        )

    def _on_news(self, entries: tuple[LedgerEntry, ...] | None) -> None:
        if entries is None:  # the renewal tells when it is done, and then the page loads again
            return
        self._warned_on = self._shell.today
        if entries:
            self.warned.emit(entries)

    def _on_loaded(self, view: TodayView) -> None:
        self.view = view
        self._soon.start()
        self.loaded.emit(view)

    def _on_storied(self, result: tuple[TodayRow, RowStory]) -> None:
        self.storied.emit(*result)

    def _on_failed(self, error: Exception) -> None:
        message = message_of(error)
        self.refused.emit(f"{message.headline}。{message.next_step}")
