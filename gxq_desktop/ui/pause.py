"""What is worked out while one types waits for the moment after the last key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

PREVIEW_MS = 150


class Pause(QTimer):
    """Calls ACT once, PREVIEW_MS after the last `start`."""

    def __init__(self, parent: QObject, act: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(PREVIEW_MS)
        self.timeout.connect(act)
