"""The table of 工作台: one declaration a column, which mark each kind of row carries; rows come as they are scrolled to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex

from gxq_desktop.application.today import Group, Sign, TodayFilter, TodayGroup, TodayRow, TodayView
from gxq_desktop.domain.frozen import slotted
from gxq_desktop.ui import table_model
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.table_model import Column, RowsModel

MARKS = {
    Sign.OVERDUE: Mark.OVERDUE,
    Sign.SOON: Mark.SOON,
    Sign.DUE: Mark.ON_TIME,
    Sign.NOT_STARTED: Mark.NOT_STARTED,
    Sign.READY: Mark.READY,
    Sign.WAITING: Mark.WAITING,
    Sign.WORKING: Mark.ON_TIME,
    Sign.DONE: Mark.PASSED,
    Sign.OBSTACLE: Mark.OVERDUE,
    Sign.STOPPED: Mark.PAUSED,
    Sign.UNDECIDED: Mark.UNDECIDED,
    Sign.PROVISIONAL: Mark.PROVISIONAL,
    Sign.CHANGED: Mark.CHANGED,
    Sign.REFUSED: Mark.FAILED,
    Sign.DRAFT: Mark.DRAFT,
}
GROUP_MARKS = {
    Group.OVERDUE: Mark.OVERDUE,
    Group.LATE: Mark.OVERDUE,
    Group.TODAY: Mark.SOON,
    Group.WEEK: Mark.SOON,
    Group.NEXT_WEEK: Mark.NOT_STARTED,
    Group.LATER: Mark.NOT_STARTED,
    Group.STARTABLE: Mark.READY,
    Group.PREPARING: Mark.WAITING,
    Group.ENTERPRISE: Mark.WAITING,
    Group.CLEARABLE: Mark.PASSED,
    Group.AUTHORITY: Mark.ON_TIME,
    Group.INTERMEDIARY: Mark.ON_TIME,
    Group.OBSTACLE: Mark.OVERDUE,
    Group.STOPPED: Mark.PAUSED,
    Group.MISSING: Mark.WAITING,
    Group.REISSUE: Mark.CHANGED,
    Group.UNDECIDED: Mark.UNDECIDED,
    Group.REFUSED: Mark.FAILED,
    Group.PROVISIONAL: Mark.PROVISIONAL,
    Group.DRAFT: Mark.DRAFT,
}
KEYS = {
    Group.OVERDUE: "按 2 ", Group.LATE: "按 2 ", Group.TODAY: "按 3 ", Group.WEEK: "按 4 ", Group.STARTABLE: "按 5 ",
    Group.ENTERPRISE: "按 6 ", Group.PREPARING: "按 6 ", Group.STOPPED: "按 7 ", Group.NEXT_WEEK: "按 8 ",
    Group.AUTHORITY: "按 9 ", Group.INTERMEDIARY: "按 9 ", Group.CLEARABLE: "按 9 ", Group.OBSTACLE: "按 9 ",
}  # fmt: skip
"""How a group that was cut is seen whole."""
_LEFT_ROLES = {Sign.OVERDUE: "seal", Sign.SOON: "warn"}


def mark_of(row: TodayRow) -> Mark:
    return MARKS[row.sign]


def is_pressing(row: TodayRow) -> bool:
    """Whether the row's day is past or near."""
    return row.sign in _LEFT_ROLES


def left_role(row: TodayRow) -> str:
    """The colour of the days left; "" for the usual."""
    return _LEFT_ROLES.get(row.sign, "")


def _spoken(row: TodayRow) -> str:
    return f"{row.word}，{row.state}" if row.state and row.state != row.word else row.word


STATE: Column[TodayRow] = Column(
    "状态", show=lambda row: row.word, sort=lambda row: row.word, width=92, mark=mark_of, tip=_spoken
)
LEFT: Column[TodayRow] = Column(
    "剩余",
    show=lambda row: row.left,
    sort=lambda row: row.days_left,
    width=132,
    right=True,
    color=left_role,
    bold=is_pressing,
)
WHAT: Column[TodayRow] = Column(
    "事项",
    show=lambda row: f"{row.code}　{row.what}" if row.code else row.what,
    searchable=True,
    least=230,
    after=lambda row: Mark.OVERRIDDEN if row.decided else None,
    tip=lambda row: f"{row.code}　{row.what}\n人工认定，理由见右侧说明" if row.decided else "",
)
PROJECT: Column[TodayRow] = Column(
    "项目",
    show=lambda row: row.project,
    searchable=True,
    least=150,
    drop=1,
    tip=lambda row: "\n".join(part for part in (row.project, row.enterprise, row.number) if part),
)
OFFICE: Column[TodayRow] = Column(
    "主办",
    show=lambda row: row.office,
    width=96,
    most=150,
    color=lambda row: "text2",
    drop=4,
    tip=lambda row: row.authority if row.authority != row.office else "",
)
DAY: Column[TodayRow] = Column(
    "到期",
    show=lambda row: row.on_text or "—",
    sort=lambda row: row.on,
    width=108,
    right=True,
    dashed=lambda row: row.provisional and bool(row.on_text),
    tip=lambda row: row.event,
    drop=3,
)
NEXT: Column[TodayRow] = Column("下一步", show=lambda row: row.next_step, width=84, color=lambda row: "accent", drop=2)
COLUMNS = (STATE, LEFT, WHAT, PROJECT, OFFICE, DAY, NEXT)

Index = QModelIndex | QPersistentModelIndex
ReadMore = Callable[[Group, int], Sequence[TodayRow]]
"""The next rows of a group after the first so many."""
MOST_ROWS = 5_000
"""Who scrolls further is better served by a filter of 台账."""


@slotted
class _Unread:
    """A group of which only the first READ rows are in the model."""

    group: TodayGroup
    read: int


class TodayModel(RowsModel[TodayRow]):
    """Rows of a TodayView. What it has not read yet is asked of READ_MORE when it is scrolled to, up to MOST_ROWS."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent, key=lambda row: row.id)
        self._unread: list[_Unread] = []
        self._read_more: ReadMore | None = None
        self._cuts = True

    def show(self, view: TodayView, read_more: ReadMore) -> None:
        """Show VIEW from its first row."""
        self._cuts = view.ask.filter is TodayFilter.ALL and view.ask.day is None
        self._read_more = read_more
        self._unread = [_Unread(each, len(each.rows)) for each in view.groups if len(each.rows) < each.total]
        if self._cuts:
            self._unread = []
        self.set_groups([(_heading(each, self._cuts), each.rows) for each in view.groups if each.rows])

    def canFetchMore(self, parent: Index) -> bool:
        return super().canFetchMore(parent) or (not parent.isValid() and self._may_read)

    @property
    def _may_read(self) -> bool:
        return bool(self._unread) and len(self._lines) < MOST_ROWS

    def fetchMore(self, parent: Index) -> None:
        if super().canFetchMore(parent):
            super().fetchMore(parent)
        elif not parent.isValid() and self._may_read and self._read_more is not None:
            first = self._unread[0]
            rows = tuple(self._read_more(first.group.group, first.read))
            self._append(first, rows)

    def _append(self, unread: _Unread, rows: tuple[TodayRow, ...]) -> None:
        unread.read += len(rows)
        if not rows or unread.read >= unread.group.total:
            self._unread.remove(unread)
        if not rows:  # written off meanwhile
            return
        lines: list[TodayRow | table_model.Group] = [*rows]
        heading = _heading(unread.group, self._cuts)
        if self._groups and self._groups[-1][0] == heading:
            self._groups[-1] = (heading, self._groups[-1][1] + rows)
        else:
            self._groups.append((heading, rows))
            lines.insert(0, heading)
        self.beginInsertRows(QModelIndex(), len(self._lines), len(self._lines) + len(lines) - 1)
        self._lines += lines
        self._shown = len(self._lines)
        self.endInsertRows()


def _heading(group: TodayGroup, cuts: bool) -> table_model.Group:
    note = f"{group.total} 项　{group.note}" if group.note else f"{group.total} 项"
    if cuts and group.total > len(group.rows):
        note = (
            f"{group.total} 项，列出前 {len(group.rows)} 项，{KEYS.get(group.group, '在“更多”里')}看全部　{group.note}"
        )
    return table_model.Group(group.group.heading, GROUP_MARKS[group.group], note)
