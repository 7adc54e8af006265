"""The lines of the search window: groups and the hits below them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gxq_desktop.application.find_anything import Hit, HitGroup

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole


class HitsModel(QAbstractListModel):
    """Groups and hits; only hits can be selected. LINE_ROLE gives the HitGroup or Hit itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[HitGroup | Hit] = []

    def set_groups(self, groups: Sequence[HitGroup]) -> None:
        """Show GROUPS in place of what was shown."""
        self.beginResetModel()
        self._lines = [line for group in groups for line in (group, *group.hits)]
        self.endResetModel()

    def add_group(self, group: HitGroup) -> None:
        """Show GROUP below what is shown; what is above does not move."""
        first = len(self._lines)
        self.beginInsertRows(QModelIndex(), first, first + len(group.hits))
        self._lines += [group, *group.hits]
        self.endInsertRows()

    def line(self, row: int) -> HitGroup | Hit | None:
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def hit(self, row: int) -> Hit | None:
        """The hit in ROW; None for a group or no row."""
        line = self.line(row)
        return line if isinstance(line, Hit) else None

    @property
    def hit_rows(self) -> tuple[int, ...]:
        return tuple(row for row, line in enumerate(self._lines) if isinstance(line, Hit))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.hit(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name if isinstance(line, Hit) else line.title
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(line, Hit):
            return f"{line.name}\n{line.detail}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if isinstance(line, Hit):
                return "，".join(part for part in (line.name, line.detail, line.state) if part)
            return line.title
        return None
