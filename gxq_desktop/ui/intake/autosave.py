"""Keeping the draft: two seconds after the last change, every fifteen while something changes, and on leaving."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from gxq_desktop.application.drafts import Draft, remove_draft, save_draft
from gxq_desktop.application.ports import Services
from gxq_desktop.ui.tasks import Report, TaskRunner

IDLE_MS = 2_000
EVERY_MS = 15_000


class DraftKeeper(QObject):
    """Saves what MAKE returns, in the background; None means that there is nothing to keep.

    kept(saved_at): it is in the store. refused(error): it is not; it tries again at the next beat. Saves never overtake each
    other: what was made later is what stays.
    """

    kept = Signal(object)
    refused = Signal(object)

    def __init__(
        self, runner: TaskRunner, services: Callable[[], Services], make: Callable[[], Draft | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner, self._services, self._make = runner, services, make
        self._lock = threading.Lock()
        self._made = 0
        self._written = 0
        self._dropped = 0
        self._dirty = False
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self.save)
        self._beat = QTimer(self, interval=EVERY_MS)
        self._beat.timeout.connect(self.save)

    def start(self) -> None:
        """From now on something is being filled in."""
        self._dirty = False
        self._beat.start()

    def stop(self) -> None:
        """Nothing is being filled in any more; saves that were made before and have not begun are dropped."""
        self._idle.stop()
        self._beat.stop()
        self._dirty = False
        self._made += 1
        self._dropped = self._made

    def let_run_out(self) -> None:
        """Wait, off the UI thread, until no save is under way: one waits seconds where another program holds the store."""
        with self._lock:
            pass

    def touch(self) -> None:
        """Something changed."""
        self._dirty = True
        self._idle.start()

    @property
    def is_dirty(self) -> bool:
        """Whether something changed since the last save."""
        return self._dirty

    def save(self) -> None:
        """Save in the background, if anything changed."""
        self._idle.stop()
        draft = self._make() if self._dirty else None
        if draft is None:
            return
        self._dirty = False
        self._made += 1
        number, services = self._made, self._services()

        def work(_: Report) -> datetime | None:
            return self._write(draft, number, services)

        self._runner.start(work, done=self._on_kept, failed=self._on_refused, foreground=False)

    def save_now(self) -> None:
        """Save before anything else happens (on leaving). Raises StoreError."""
        self._idle.stop()
        draft = self._make()
        if draft is None:
            return
        self._made += 1
        number, services = self._made, self._services()
        saved_at = self._runner.carry_out(lambda: self._write(draft, number, services))
        self._dirty = False
        self._on_kept(saved_at)

    def remove(self, draft_id: str) -> None:
        """Take the draft away; nothing saved before comes back. Raises StoreError."""
        self.stop()
        services = self._services()

        def work() -> None:
            with self._lock:
                remove_draft(draft_id, services)

        self._runner.carry_out(work)

    def _write(self, draft: Draft, number: int, services: Services) -> datetime | None:
        with self._lock:
            if number < max(self._written, self._dropped):
                return None
            save_draft(draft, services)
            self._written = number
            return draft.head.saved_at

    def _on_kept(self, saved_at: datetime | None) -> None:
        if saved_at is not None:
            self.kept.emit(saved_at)

    def _on_refused(self, error: Exception) -> None:
        self._dirty = True
        self.refused.emit(error)
