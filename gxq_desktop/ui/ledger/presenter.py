"""The ledger's page without its widgets: what is asked for, loaded in pages off the UI thread; views, warnings, export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from gxq_desktop.application.ledger_ask import ClockSpan, LedgerAsk
from gxq_desktop.application.ledger_desk import (
    EntryDetail,
    LedgerChoices,
    LedgerEntry,
    LedgerFigures,
    LedgerView,
    entries_of,
    explain_entry,
    figures_of_ledger,
    ledger_choices,
    look_at_ledger,
    more_of_ledger,
    rows_of_ledger,
)
from gxq_desktop.application.ledger_listing import PAGE, new_warnings
from gxq_desktop.application.saved_views import ALL_VIEW, SavedViews
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui.faults import message_of
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

VIEWS = "ledger.views"
"""The preference that holds the saved views."""
SPAN = "ledger.clocks"
"""The preference that holds of which days the clocks are summed up."""


class LedgerPresenter(QObject):
    """asked(LedgerAsk): what is shown changed. loaded(LedgerView), then figured(LedgerFigures); more(tuple of entries);
    refused(str).

    chosen(LedgerChoices): what can be filtered by. explained(EntryDetail); not_explained(str). warned(tuple of entries): turned
    amber or red since the last time. exported(Path). views_changed(): saved, renamed, deleted, another default or current one.
    """

    asked = Signal(object)
    loaded = Signal(object)
    figured = Signal(object)
    more = Signal(object)
    refused = Signal(str)
    chosen = Signal(object)
    explained = Signal(object)
    not_explained = Signal(str)
    warned = Signal(object)
    exported = Signal(object)
    views_changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.views = SavedViews.from_json(shell.preferences.get(VIEWS, {}))
        self.view_name = self.views.opening.name
        self.ask = self.views.opening.ask
        kept = shell.preferences.get(SPAN, ClockSpan.EVER.value)
        self.span = ClockSpan(kept) if kept in set(ClockSpan) else ClockSpan.EVER
        self.view: LedgerView | None = None
        self.changed_rows: tuple[LedgerEntry, ...] = ()
        self.shows_changed_rows = False

    # -- what is asked for ----------------------------------------------------------------------------------------

    def change(self, **conditions: Any) -> None:
        """Ask for other CONDITIONS (fields of LedgerAsk) besides those there are."""
        wanted = replace(self.ask, **conditions)
        if wanted == self.ask and not self.shows_changed_rows:
            return
        self._show(wanted)

    def clear(self) -> None:
        """Ask for everything open again, in the same order."""
        self._show(LedgerAsk(order=self.ask.order, descending=self.ask.descending))

    def _show(self, ask: LedgerAsk) -> None:
        self.ask, self.shows_changed_rows = ask, False
        self.asked.emit(ask)
        self.load()

    def set_span(self, span: ClockSpan) -> None:
        """Sum the clocks up over the days of SPAN, from now on."""
        self.span = span
        self._shell.preferences.set(SPAN, span.value)
        if self._shell.is_ready:
            self._load_figures()

    @property
    def differs_from_view(self) -> bool:
        """Whether filters were changed since the current view was chosen."""
        try:
            return self.views.named(self.view_name).ask != self.ask
        except DomainError:
            return True

    # -- loading --------------------------------------------------------------------------------------------------

    def load(self, limit: int = PAGE) -> None:
        """Load the first LIMIT rows again; the old ones stay until the new ones are there."""
        if not self._shell.is_ready:  # between two data folders
            return
        services, ask = self._shell.services, self.ask
        changed = [entry.key for entry in self.changed_rows[:PAGE]] if self.shows_changed_rows else []

        def work(_: Report) -> LedgerView:
            if changed:
                entries = rows_of_ledger(services, changed)
                return LedgerView(entries, len(entries))
            return look_at_ledger(services, ask, limit)

        self._shell.runner.latest("ledger", work, done=self._on_loaded, failed=self._on_failed)

    def _load_figures(self) -> None:
        services, ask, span = self._shell.services, self.ask, self.span

        def work(_: Report) -> LedgerFigures:
            return figures_of_ledger(services, ask, span)

        self._shell.runner.latest("ledger.figures", work, done=self._on_figured, failed=self._on_failed)

    def load_choices(self) -> None:
        services = self._shell.services
        self._shell.runner.latest(
            "ledger.choices", lambda _: ledger_choices(services), done=self._on_choices, failed=self._on_failed
        )

    def load_more(self, skip: int) -> None:
        services, ask = self._shell.services, self.ask

        def work(_: Report) -> tuple[LedgerAsk, tuple[LedgerEntry, ...]]:
            return ask, more_of_ledger(services, ask, skip)

        self._shell.runner.latest("ledger.more", work, done=self._on_more, failed=self._on_failed)

    def explain(self, entry: LedgerEntry | None) -> None:
        """Explain ENTRY; the last one asked for wins."""
        if entry is None or not self._shell.is_ready:
            return
        services, (number, step_id) = self._shell.services, entry.key
        self._shell.runner.latest(
            "ledger.explain",
            lambda _: explain_entry(services, number, step_id),
            done=self._on_explained,
            failed=self._on_not_explained,
        )

    def look_for_warnings(self) -> None:
        """Tell once what turned amber or red since this was last asked."""
        services = self._shell.services

        def work(_: Report) -> tuple[LedgerEntry, ...]:
            return entries_of(new_warnings(services), services)

        self._shell.runner.latest(
            "ledger.warnings", work, done=self._on_warned, failed=self._on_failed, foreground=False
        )

    def show_changed_rows(self) -> None:
        """Show only what `warned` told of, as it is now; at most a page of it."""
        self.shows_changed_rows = True
        self.asked.emit(self.ask)
        self.load()

    def _on_choices(self, choices: LedgerChoices) -> None:
        self.chosen.emit(choices)

    def _on_loaded(self, view: LedgerView) -> None:
        self.view = view
        self.loaded.emit(view)
        self._load_figures()

    def _on_figured(self, figures: LedgerFigures) -> None:
        self.figured.emit(figures)

    def _on_more(self, found: tuple[LedgerAsk, tuple[LedgerEntry, ...]]) -> None:
        ask, entries = found
        if ask == self.ask:
            self.more.emit(entries)

    def _on_failed(self, error: Exception) -> None:
        message = message_of(error)
        self.refused.emit(f"{message.headline}。{message.next_step}")

    def _on_explained(self, detail: EntryDetail) -> None:
        self.explained.emit(detail)

    def _on_not_explained(self, error: Exception) -> None:
        message = message_of(error)
        self.not_explained.emit(f"{message.headline}。{message.next_step}")

    def _on_warned(self, entries: Sequence[LedgerEntry]) -> None:
        known = {entry.key: entry for entry in self.changed_rows}
        known.update({entry.key: entry for entry in entries})
        self.changed_rows = tuple(known.values())
        if entries:
            self.warned.emit(self.changed_rows)

    def forget_warnings(self) -> None:
        self.changed_rows = ()

    # -- export ---------------------------------------------------------------------------------------------------

    def export(self, file: Path) -> None:
        """Write everything that is asked for, all pages, to FILE."""
        services, ask, title = self._shell.services, self.ask, self.view_name

        def work(report: Report) -> Path:
            from gxq_desktop.application.ledger_export import export_ledger

            return export_ledger(services, ask, file, title, report)

        self._shell.runner.start(
            work, done=self._on_exported, title="正在导出台账", cancel_means="取消后不留半个文件。"
        )

    def _on_exported(self, file: Path) -> None:
        self.exported.emit(file)

    # -- views ----------------------------------------------------------------------------------------------------

    def open_view(self, name: str) -> None:
        """Show the view NAME; raises DomainError if there is none."""
        view = self.views.named(name)
        self.view_name = view.name
        self.views_changed.emit()
        self._show(view.ask)

    def save_view(self, name: str) -> None:
        """Save what is asked for now as NAME. Raises DomainError for a name that will not do."""
        self._keep(self.views.with_view(name, self.ask), " ".join(name.split()))

    def rename_view(self, name: str) -> None:
        self._keep(self.views.renamed(self.view_name, name), " ".join(name.split()))

    def delete_view(self) -> None:
        self._keep(self.views.without(self.view_name), ALL_VIEW)

    def restore_view(self, views: SavedViews, name: str) -> None:
        """Put VIEWS back, NAME the current one."""
        self._keep(views, name)

    def default_view(self) -> None:
        self._keep(self.views.with_default(self.view_name), self.view_name)

    def _keep(self, views: SavedViews, current: str) -> None:
        self.views, self.view_name = views, current
        self._shell.preferences.set(VIEWS, views.as_json())
        self.views_changed.emit()
