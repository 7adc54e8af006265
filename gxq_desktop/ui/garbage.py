"""Python's garbage collector on the UI thread only.

A cycle that holds a widget (a lambda connected to its own dialog) may otherwise be collected by whichever thread allocates
next, and a widget destroyed on a pool thread ends the process.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 2000
USUAL = (700, 10, 10)
"""Python's own thresholds; those in force may be another command's (app.main)."""


class UiThreadCollector(QObject):
    """Switches automatic collection off and collects by a timer on the thread it was made on. `stop` undoes it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect as far as the usual thresholds ask."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > USUAL[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        self._timer.stop()
        gc.enable()
