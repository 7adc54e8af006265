"""What this user set on this desk: theme, text size, geometry, columns, sorting, filters, shortcuts.

One JSON file in the data folder, not the system's registry, so that a backup or another PC can take it along. Losing it
loses nothing but comfort: an unreadable file is set aside and the defaults hold.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from gxq_desktop.ui.theme import ThemeChoice

FILE_NAME = "desk.json"
_SAVE_AFTER_MS = 400
_log = logging.getLogger(__name__)


class Preferences(QObject):
    """Values by dotted key: get("projects.sort"), set("projects.sort", [...]); written a moment after the last change.

    Values are what JSON holds. Names in use: look.theme, look.percent, window.geometry, window.navigation_folded, shortcuts,
    recent, tables.<table id>, filters.<place id>, officer.name, officer.phone, backup.folder (the second one),
    backup.automatic, first_start.done, record.print_after.
    """

    def __init__(self, path: Path | None, parent: QObject | None = None) -> None:
        """path: the file; None keeps everything in memory (tests, screenshots, a read-only folder)."""
        super().__init__(parent)
        self._path = path
        self._values: dict[str, Any] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)
        self.is_new = True
        if path is not None:
            self._read(path)

    def _read(self, path: Path) -> None:
        try:
            found = json.loads(path.read_text("utf-8"))
            if not isinstance(found, dict):
                raise ValueError("it holds no names")
        except FileNotFoundError:
            return
        except (OSError, ValueError, RecursionError) as error:
            _log.warning("preferences in %s cannot be read and are set aside: %s", path, error)
            try:
                path.replace(path.with_suffix(".unreadable.json"))
            except OSError as refused:
                _log.warning("nor can they be set aside: %s", refused)
            return
        self._values = found
        self.is_new = False

    def get(self, key: str, default: Any = None) -> Any:
        """The value of KEY, or DEFAULT; also DEFAULT if it is not of DEFAULT's type."""
        value = self._values.get(key, default)
        if default is not None and not isinstance(value, type(default)):
            return default
        return value

    def texts(self, key: str) -> list[str]:
        """The list of texts under KEY; what is no text in it is left out, and a file may hold anything."""
        return [each for each in self.get(key, []) if isinstance(each, str)]

    def set(self, key: str, value: Any) -> None:
        """Keep VALUE under KEY. None removes it."""
        if value is None:
            if key not in self._values:
                return
            del self._values[key]
        elif self._values.get(key, None) == value and key in self._values:
            return
        else:
            self._values[key] = value
        self._timer.start()

    def save(self) -> None:
        """Write now. A folder that cannot be written costs the comfort, not the work: it is logged."""
        self._timer.stop()
        if self._path is None:
            return
        from gxq_desktop.application.files import write_whole
        from gxq_desktop.domain.errors import DomainError

        text = json.dumps(self._values, ensure_ascii=False, indent=1, sort_keys=True)
        try:
            write_whole(self._path, text.encode())
        except DomainError as error:
            _log.warning("preferences were not written: %s", error)
        else:
            self.is_new = False

    def move(self, path: Path) -> None:
        """Keep the file at PATH from now on, with what is known now."""
        self._path = path
        self.save()

    @property
    def theme(self) -> ThemeChoice:
        value = self.get("look.theme", "system")
        return ThemeChoice(value) if value in set(ThemeChoice) else ThemeChoice.SYSTEM

    @property
    def percent(self) -> int:
        return max(90, min(150, int(self.get("look.percent", 100))))
