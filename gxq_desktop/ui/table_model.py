"""Rows of a table: a tuple of view-models and declared columns. Sorting is by value, rows come into view 200 at a time.

DUE = Column("到期", show=lambda line: plain_day(line.due_on), sort=lambda line: line.due_on, width=96, right=True)
model = RowsModel((STATE, DUE, NAME), key=lambda line: line.id)
model.set_rows(lines)                      # or set_groups([(Group("已超期", Mark.OVERDUE), lines), …])
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gxq_desktop.domain.frozen import frozen
from gxq_desktop.ui.marks import Mark

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
PAGE_ROWS = 200

SORT_ROLE = int(Qt.ItemDataRole.UserRole)
MARK_ROLE = SORT_ROLE + 1
COLOR_ROLE = SORT_ROLE + 2
BOLD_ROLE = SORT_ROLE + 3
ROW_ROLE = SORT_ROLE + 4
DASHED_ROLE = SORT_ROLE + 5
MUTED_ROLE = SORT_ROLE + 6
BEFORE_ROLE = SORT_ROLE + 7
SHARE_ROLE = SORT_ROLE + 8
AFTER_ROLE = SORT_ROLE + 9


@frozen
class Column(Generic[Row]):
    """A column, once and for all.

    show: the text of the cell. sort: the value it is sorted by (its text if None; None values come last). width: px at
    100 % text; 0 takes what is left, at least `least`. most: px up to which it grows where its texts need it and those that
    take what is left do not. right: numbers and dates, which take it before names do. mark: drawn as a chip before the
    text. color: a token of theme.py for the text ("" for the usual). bold. dashed: provisional, underlined with dashes.
    before: struck through before the text (the original date). after: a small mark after the text, its word only spoken;
    say it in `tip` too. share: 0.0–1.0 as a bar under the text. tip: a tooltip; cut texts have one anyway. drop: dropped
    when the table is narrow, the highest number first; 0 never. id: under which width and sort order are remembered; the
    title if "". tick: a check box in the cell; see RowsModel.ticked.
    """

    title: str
    show: Callable[[Row], str]
    sort: Callable[[Row], Any] | None = None
    width: int = 0
    most: int = 0
    right: bool = False
    mark: Callable[[Row], Mark | None] | None = None
    color: Callable[[Row], str] | None = None
    bold: Callable[[Row], bool] | None = None
    dashed: Callable[[Row], bool] | None = None
    before: Callable[[Row], str] | None = None
    after: Callable[[Row], Mark | None] | None = None
    share: Callable[[Row], float | None] | None = None
    tip: Callable[[Row], str] | None = None
    drop: int = 0
    id: str = ""
    least: int = 140
    sortable: bool = True
    searchable: bool = False
    tick: bool = False

    @property
    def key(self) -> str:
        return self.id or self.title


@frozen
class Group:
    """A row across the whole table that heads those below it."""

    title: str
    mark: Mark | None = None
    note: str = ""


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows of one kind. key: what stays the same when a row is loaded again, to keep the selection; the row itself if None.

    muted: rows in the colour of what does not apply. Without groups it takes any number of rows.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        parent: QObject | None = None,
        *,
        key: Callable[[Row], Any] | None = None,
        muted: Callable[[Row], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key or (lambda row: row)
        self._muted = muted
        self._groups: list[tuple[Group | None, tuple[Row, ...]]] = []
        self._lines: list[Row | Group] = []
        self._shown = 0
        self._sort: tuple[int, Qt.SortOrder] | None = None
        self._ticked: set[Any] = set()

    # -- what is in it --------------------------------------------------------------------------------------------

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Show ROWS, in the order of the column sorted by, else as given."""
        self.set_groups([(None, tuple(rows))])

    def set_groups(self, groups: Iterable[tuple[Group | None, Sequence[Row]]]) -> None:
        """Show rows under group lines; sorting stays inside a group. A group without rows is left out."""
        self.beginResetModel()
        self._groups = [(group, tuple(rows)) for group, rows in groups if rows]
        self._arrange()
        self._shown = min(PAGE_ROWS, len(self._lines))
        self.endResetModel()

    def _arrange(self) -> None:
        self._lines = []
        for group, rows in self._groups:
            if group is not None:
                self._lines.append(group)
            self._lines += self._sorted(rows)

    def _sorted(self, rows: Sequence[Row]) -> list[Row]:
        if self._sort is None:
            return list(rows)
        position, order = self._sort
        column = self.columns[position]
        value = column.sort or column.show
        present = [(value(row), row) for row in rows]
        some = [pair for pair in present if pair[0] is not None]
        some.sort(key=lambda pair: pair[0], reverse=order is Qt.SortOrder.DescendingOrder)
        return [row for _, row in some] + [row for found, row in present if found is None]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows in the order shown, those not fetched yet too."""
        return tuple(line for line in self._lines if not isinstance(line, Group))

    @property
    def has_groups(self) -> bool:
        return any(group is not None for group, _ in self._groups)

    def row(self, index: Index | int) -> Row | None:
        """The row at INDEX; None for a group line or an invalid index."""
        number = index if isinstance(index, int) else (index.row() if index.isValid() else -1)
        line = self._lines[number] if 0 <= number < len(self._lines) else None
        return None if isinstance(line, Group) else line

    def group(self, number: int) -> Group | None:
        line = self._lines[number] if 0 <= number < len(self._lines) else None
        return line if isinstance(line, Group) else None

    def number_of(self, key: Any) -> int:
        """The line of the row with KEY, fetched if need be; -1 if there is none."""
        for number, line in enumerate(self._lines):
            if not isinstance(line, Group) and self._key(line) == key:
                while self._shown <= number:
                    self.fetchMore(QModelIndex())
                return number
        return -1

    def key_of(self, row: Row) -> Any:
        return self._key(row)

    def replace(self, row: Row) -> None:
        """Show ROW in place of the one with its key; nothing if there is none."""
        number = self.number_of(self._key(row))
        if number < 0:
            return
        old = self._lines[number]
        self._lines[number] = row
        self._groups = [(g, tuple(row if each is old else each for each in rows)) for g, rows in self._groups]
        self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))

    @property
    def ticked(self) -> frozenset[Any]:
        """Keys of the rows ticked in a tick column."""
        return frozenset(self._ticked)

    def set_ticked(self, keys: Iterable[Any]) -> None:
        self._ticked = set(keys)
        if self._shown:
            last = self.index(self._shown - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])

    # -- QAbstractTableModel --------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._shown < len(self._lines)

    def fetchMore(self, parent: Index) -> None:
        last = min(self._shown + PAGE_ROWS, len(self._lines))
        if parent.isValid() or last == self._shown:
            return
        self.beginInsertRows(QModelIndex(), self._shown, last - 1)
        self._shown = last
        self.endInsertRows()

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.group(index.row()) is not None:
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if self.columns[index.column()].tick:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.read(index.row(), index.column(), role) if index.isValid() else None

    def read(self, number: int, position: int, role: int) -> Any:
        """What `data` says of line NUMBER in column POSITION, without a way through Qt; for painting."""
        if number >= self._shown:
            return None
        line = self._lines[number]
        if isinstance(line, Group):
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) and position == 0:
                return f"{line.title} {line.note}".strip()
            return None
        reader = _READERS.get(role)
        return reader(self, self.columns[position], line) if reader is not None else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row(index)
        if role != Qt.ItemDataRole.CheckStateRole or row is None or not self.columns[index.column()].tick:
            return False
        key = self._key(row)
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._ticked.add(key)
        else:
            self._ticked.discard(key)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    @property
    def is_sorted(self) -> bool:
        """Whether the rows are in the order of a column, not as they were given."""
        return self._sort is not None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by the value of COLUMN; -1 for the order as given. Rows keep their selection by key (persistent indexes)."""
        wanted = (column, order) if 0 <= column < len(self.columns) and self.columns[column].sortable else None
        if wanted == self._sort:
            return
        self._sort = wanted
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        lines = [self._lines[index.row()] for index in before]
        self._arrange()
        place = {id(line): number for number, line in enumerate(self._lines)}
        after = []
        for index, line in zip(before, lines, strict=True):
            number = place.get(id(line), -1)
            while number >= 0 and self._shown <= number:
                self._shown = min(self._shown + PAGE_ROWS, len(self._lines))
            after.append(self.index(number, index.column()) if number >= 0 else QModelIndex())
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def _alignment(_: RowsModel[Any], column: Column[Any], __: Any) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _spoken(_: RowsModel[Any], column: Column[Any], row: Any) -> str:
    signs = [which(row) for which in (column.mark, column.after) if which is not None]
    text = column.show(row)
    parts = [sign.value for sign in signs if sign is not None and sign.value not in text]
    if column.dashed and column.dashed(row):
        parts.append("暂定")
    return " ".join([text, *parts]).strip()


_READERS: dict[int, Callable[[RowsModel[Any], Column[Any], Any], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda _, column, row: column.show(row),
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
    Qt.ItemDataRole.ToolTipRole: lambda _, column, row: column.tip(row) or None if column.tip else None,
    Qt.ItemDataRole.TextAlignmentRole: _alignment,
    Qt.ItemDataRole.CheckStateRole: lambda model, column, row: (
        (Qt.CheckState.Checked if model._key(row) in model._ticked else Qt.CheckState.Unchecked)
        if column.tick
        else None
    ),
    SORT_ROLE: lambda _, column, row: (column.sort or column.show)(row),
    MARK_ROLE: lambda _, column, row: column.mark(row) if column.mark else None,
    COLOR_ROLE: lambda _, column, row: column.color(row) if column.color else "",
    BOLD_ROLE: lambda _, column, row: bool(column.bold and column.bold(row)),
    ROW_ROLE: lambda _, __, row: row,
    DASHED_ROLE: lambda _, column, row: bool(column.dashed and column.dashed(row)),
    MUTED_ROLE: lambda model, _, row: bool(model._muted and model._muted(row)),
    BEFORE_ROLE: lambda _, column, row: column.before(row) if column.before else "",
    AFTER_ROLE: lambda _, column, row: column.after(row) if column.after else None,
    SHARE_ROLE: lambda _, column, row: column.share(row) if column.share else None,
}
