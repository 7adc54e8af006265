"""The ledger's table: columns as declared once, rows in pages as they are scrolled to, sorted where they are stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gxq_desktop.application.ledger_desk import LedgerEntry, RowKey
from gxq_desktop.application.ledger_listing import Standing
from gxq_desktop.application.wording import plain_day
from gxq_desktop.domain.case_states import CaseState
from gxq_desktop.domain.network import StepKind
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.table_model import Column, RowsModel

MARKS: Mapping[Standing | None, Mark] = {
    Standing.OVERDUE: Mark.OVERDUE,
    Standing.SOON: Mark.SOON,
    Standing.STOPPED: Mark.PAUSED,
    Standing.WAITING: Mark.WAITING,
    Standing.NORMAL: Mark.ON_TIME,
    Standing.NOT_STARTED: Mark.NOT_STARTED,
    None: Mark.CLEARED,
}
BARS: Mapping[Standing | None, str] = {Standing.OVERDUE: "seal", Standing.SOON: "warn"}
"""Colours of the bar of used days; the others are calm."""
ORDERS: Mapping[str, str] = {
    "剩余": "", "编号": "code", "事项": "name", "项目": "project", "主办": "owner", "窗口": "window_id",
    "受理": "accepted_on", "原到期": "original_due_on", "现到期": "due_on", "轮到": "whose",
}  # fmt: skip
"""Column → what the store sorts by."""
ORIGINAL, USED, PROJECT = "原到期", "已用 / 承诺", "项目"


def mark_of(entry: LedgerEntry) -> Mark:
    return MARKS[entry.standing]


def cleared(entry: LedgerEntry) -> LedgerEntry:
    """ENTRY as it is known to be before it is read again: written off."""
    row = replace(entry.line.row, state=CaseState.CLEARED, closed=True)
    return replace(entry, line=replace(entry.line, row=row), standing=None)


def is_pressing(entry: LedgerEntry) -> bool:
    return entry.standing in (Standing.OVERDUE, Standing.SOON)


def spoken_state(entry: LedgerEntry) -> str:
    """Word of the mark, and where the case stands if that says more."""
    state = entry.line.row.state
    if state in (CaseState.NOT_STARTED, CaseState.CLEARED, CaseState.SUSPENDED):
        return mark_of(entry).value
    return f"{mark_of(entry).value}，{state.label}"


def owner_of(entry: LedgerEntry) -> str:
    row = entry.line.row
    return row.owner or ("无人负责" if row.kind in (StepKind.OBSTACLE, StepKind.FOLLOW_ON) else "—")


def columns(today: date) -> tuple[Column[LedgerEntry], ...]:
    """The columns; days of another year than TODAY's are shown with theirs."""

    def day(value: date | None) -> str:
        return plain_day(value, today.year) if value is not None else "—"

    def pressing(entry: LedgerEntry) -> str:
        return mark_of(entry).role if is_pressing(entry) else ""

    return (
        Column("", show=lambda entry: "", width=36, tick=True, sortable=False, id="tick"),
        Column("状态", show=lambda entry: mark_of(entry).value, width=86, mark=mark_of, sortable=False, tip=spoken_state),
        Column("剩余", show=lambda entry: entry.left, width=128, right=True, color=pressing, bold=is_pressing),
        Column("编号", show=lambda entry: entry.line.row.code or entry.line.row.step_id, width=50, searchable=True,
               color=lambda entry: "text2"),
        Column("事项", show=lambda entry: entry.line.row.name, searchable=True, least=170,
               after=lambda entry: Mark.OVERRIDDEN if entry.line.decided else None,
               tip=lambda entry: f"{entry.line.row.name}\n人工认定，理由见右侧说明" if entry.line.decided else ""),
        Column("项目", show=lambda entry: entry.line.project, searchable=True, least=120,
               tip=lambda entry: f"{entry.line.project}\n{entry.line.enterprise}\n{entry.line.row.number}"),
        Column("主办", show=owner_of, width=92, most=150, color=lambda entry: "text2", drop=2,
               tip=lambda entry: entry.line.row.authority),
        Column("窗口", show=lambda entry: entry.window, width=50, right=True, drop=6),
        Column("受理", show=lambda entry: day(entry.line.row.accepted_on), width=60, most=96, right=True, drop=5),
        Column("原到期", show=lambda entry: day(entry.line.row.original_due_on), width=64, most=96, right=True,
               color=lambda entry: "text2"),
        Column("现到期", show=lambda entry: day(entry.line.due_on), width=64, most=96, right=True,
               bold=lambda entry: entry.moved, dashed=lambda entry: entry.provisional),
        Column("已用 / 承诺", show=_used, width=116, right=True, sortable=False, drop=3, tip=_used_in_words),
        Column("轮到", show=lambda entry: entry.whose, width=52, most=70, drop=1, color=lambda entry: "text2"),
    )  # fmt: skip


def _used(entry: LedgerEntry) -> str:
    return f"{entry.used_days} / {entry.limit_days}" if entry.used_days is not None else "—"


def _used_in_words(entry: LedgerEntry) -> str:
    if entry.used_days is None:
        return "还没有受理，承诺的天数没有起算"
    return f"已用 {entry.used_days} 个工作日，承诺 {entry.limit_days} 个工作日"


class LedgerModel(RowsModel[LedgerEntry]):
    """Rows come in pages: `page_wanted(skip)` asks for the next one. `order_wanted(order, descending)`: a header was clicked.

    Ticked rows stay ticked, and known, when other rows are shown.
    """

    page_wanted = Signal(int)
    order_wanted = Signal(str, bool)
    ticks_changed = Signal()

    def __init__(self, today: date, parent: QObject | None = None) -> None:
        super().__init__(columns(today), parent, key=lambda entry: entry.key)
        self.total = 0
        self._is_waiting = False
        self._ticked_rows: dict[RowKey, LedgerEntry] = {}

    # -- rows -----------------------------------------------------------------------------------------------------

    def show(self, entries: Sequence[LedgerEntry], total: int) -> None:
        """Show the first page of TOTAL rows in place of what is shown."""
        self.total, self._is_waiting = max(total, len(entries)), False
        for entry in entries:
            if entry.key in self._ticked_rows:
                self._ticked_rows[entry.key] = entry
        self.set_rows(entries)

    def append(self, entries: Sequence[LedgerEntry]) -> None:
        """The page asked for."""
        self._is_waiting = False
        known = {self.key_of(entry) for entry in self.rows}
        fresh = [entry for entry in entries if entry.key not in known]
        if not fresh:
            self.total = len(self._lines)
            return
        first = len(self._lines)
        self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
        self._lines += fresh
        self._groups = [(None, tuple(self._lines))]  # type: ignore[arg-type]
        self._shown = len(self._lines)
        self.total = max(self.total, self._shown)
        self.endInsertRows()

    def give_up_page(self) -> None:
        """The page asked for will not come; it may be asked for again."""
        self._is_waiting = False

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:
        return super().canFetchMore(parent) or (
            not parent.isValid() and not self._is_waiting and len(self._lines) < self.total
        )

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:
        if super().canFetchMore(parent):
            super().fetchMore(parent)
        elif self.canFetchMore(parent):
            self._is_waiting = True
            self.page_wanted.emit(len(self._lines))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask the store for another order: only it knows all rows."""
        title = self.columns[column].title if 0 <= column < len(self.columns) else "剩余"
        if title in ORDERS:
            descending = order is Qt.SortOrder.DescendingOrder and column >= 0
            self.order_wanted.emit(ORDERS[title], descending)

    # -- ticks ----------------------------------------------------------------------------------------------------

    @property
    def ticked_rows(self) -> tuple[LedgerEntry, ...]:
        """The ticked rows in the order they were ticked, those not listed now among them."""
        return tuple(self._ticked_rows.values())

    def setData(
        self, index: QModelIndex | QPersistentModelIndex, value: object, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        row = self.row(index)
        if not super().setData(index, value, role) or row is None:
            return False
        self._note(row, Qt.CheckState(value) is Qt.CheckState.Checked)
        self.ticks_changed.emit()
        return True

    def tick(self, entries: Iterable[LedgerEntry], ticked: bool = True) -> None:
        """Tick ENTRIES, or no longer."""
        for entry in entries:
            self._note(entry, ticked)
        self.set_ticked(self._ticked_rows)
        self.ticks_changed.emit()

    def untick_all(self) -> None:
        self._ticked_rows.clear()
        self.set_ticked(())
        self.ticks_changed.emit()

    def _note(self, entry: LedgerEntry, ticked: bool) -> None:
        if ticked:
            self._ticked_rows[entry.key] = entry
        else:
            self._ticked_rows.pop(entry.key, None)
