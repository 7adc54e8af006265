"""The table of 工作台: one declaration a column, and which mark each kind of row carries."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gxq_desktop.application.today import Group, TodayGroup, TodayRow
from gxq_desktop.ui import table_model
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.table_model import Column, RowsModel

SOON_WORKING_DAYS = 1
"""With so many working days left a row stands out; on this page everything is near, so fewer than on paper."""

MARKS = {
    Group.PASSED: Mark.NOTICE,
    Group.TODAY: Mark.SOON,
    Group.WEEK: Mark.SOON,
    Group.NEXT_WEEK: Mark.NOT_STARTED,
    Group.STARTABLE: Mark.READY,
    Group.ENTERPRISE: Mark.WAITING,
    Group.OBSTACLE: Mark.OVERDUE,
    Group.UNDECIDED: Mark.UNDECIDED,
    Group.PROVISIONAL: Mark.PROVISIONAL,
    Group.REISSUE: Mark.CHANGED,
    Group.REFUSED: Mark.FAILED,
    Group.DRAFT: Mark.DRAFT,
}
_WORDS = {
    Group.UNDECIDED: "待定",
    Group.PROVISIONAL: "暂定",
    Group.REISSUE: "已不同",
    Group.REFUSED: "排不出",
    Group.DRAFT: "草稿",
    Group.OBSTACLE: "未解除",
    Group.ENTERPRISE: "等企业",
}


def is_pressing(row: TodayRow) -> bool:
    """Whether the row's day is today, tomorrow or past."""
    return row.group in (Group.PASSED, Group.TODAY) or (
        row.group is Group.WEEK and row.days_left is not None and row.days_left <= SOON_WORKING_DAYS
    )


def mark_of(row: TodayRow) -> Mark:
    return Mark.NOT_STARTED if row.group is Group.WEEK and not is_pressing(row) else MARKS[row.group]


def word_of(row: TodayRow) -> str:
    return _WORDS.get(row.group) or row.event


STATE: Column[TodayRow] = Column("状态", show=word_of, sort=word_of, width=120, mark=mark_of)
LEFT: Column[TodayRow] = Column(
    "剩余",
    show=lambda row: row.left,
    sort=lambda row: row.days_left,
    width=126,
    right=True,
    color=lambda row: "warn" if is_pressing(row) else "",
    bold=is_pressing,
)
WHAT: Column[TodayRow] = Column(
    "事项", show=lambda row: f"{row.code}　{row.what}" if row.code else row.what, searchable=True, least=180
)
PROJECT: Column[TodayRow] = Column("项目", show=lambda row: row.project, searchable=True, least=170, drop=1)
OWNER: Column[TodayRow] = Column("责任", show=lambda row: row.owner, width=138, color=lambda row: "text2", drop=3)
DAY: Column[TodayRow] = Column(
    "日期",
    show=lambda row: row.on_text,
    sort=lambda row: row.on,
    width=104,
    right=True,
    dashed=lambda row: row.provisional,
)
NEXT: Column[TodayRow] = Column("下一步", show=lambda row: row.step.value, width=88, color=lambda row: "accent", drop=2)
COLUMNS = (STATE, LEFT, WHAT, PROJECT, OWNER, DAY, NEXT)


class TodayModel(RowsModel[TodayRow]):
    def __init__(self) -> None:
        super().__init__(COLUMNS, key=lambda row: row.id)

    def show(self, groups: Sequence[TodayGroup], keep: Callable[[TodayRow], bool]) -> None:
        """Show the rows of GROUPS that KEEP wants."""
        shown = []
        for each in groups:
            rows = [row for row in each.rows if keep(row)]
            note = each.note
            if each.total > len(each.rows):
                note = f"{note}，共 {each.total} 项，列出前 {len(each.rows)} 项".lstrip("，")
            shown.append((table_model.Group(each.group.heading, MARKS[each.group], note), rows))
        self.set_groups(shown)
