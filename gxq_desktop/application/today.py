"""工作台 as it is shown: groups of rows, the fortnight strip. Made by `look_at_today`; imports nothing of the trade, so that
the window need not wait for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from gxq_desktop.domain.frozen import frozen

if TYPE_CHECKING:
    from gxq_desktop.domain.calendar import DayKind

PAGE = 200
"""Rows read at once; more follow when somebody looks at them."""
SHOWN_OF_EACH = 15
"""While everything is shown and there is no room for all, so many rows of each group, and of the first ones as many more as
there is room for: none hides the next. A filter shows all of its rows."""


class Group(StrEnum):
    """What the rows of 工作台 stand under, in order. Every row stands under one.

    A row whose day falls before the end of next week stands under that day, later ones under whom they wait for. LATE: not begun,
    its latest start is past. PREPARING: material the enterprise can prepare now.
    """

    OVERDUE = "overdue"
    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    NEXT_WEEK = "next_week"
    LATER = "later"
    STARTABLE = "startable"
    PREPARING = "preparing"
    ENTERPRISE = "enterprise"
    CLEARABLE = "clearable"
    AUTHORITY = "authority"
    INTERMEDIARY = "intermediary"
    OBSTACLE = "obstacle"
    STOPPED = "stopped"
    MISSING = "missing"
    REISSUE = "reissue"
    UNDECIDED = "undecided"
    REFUSED = "refused"
    PROVISIONAL = "provisional"
    DRAFT = "draft"

    @property
    def heading(self) -> str:
        return _TITLES[self]

    @property
    def is_of_projects(self) -> bool:
        """Whether its rows are about whole projects, not about one item."""
        return self in _OF_PROJECTS


_TITLES = {
    Group.OVERDUE: "已超期",
    Group.LATE: "该开始没有开始",
    Group.TODAY: "今天到期",
    Group.WEEK: "本周到期",
    Group.NEXT_WEEK: "下周到期",
    Group.LATER: "这一天到期",
    Group.STARTABLE: "可以开始",
    Group.PREPARING: "等企业备材料",
    Group.ENTERPRISE: "等企业",
    Group.CLEARABLE: "待销账",
    Group.AUTHORITY: "等部门",
    Group.INTERMEDIARY: "等中介和公用企业",
    Group.OBSTACLE: "等障碍解除",
    Group.STOPPED: "停钟",
    Group.MISSING: "容缺待补",
    Group.REISSUE: "手册要重发",
    Group.UNDECIDED: "有待定事项",
    Group.REFUSED: "排不出时间表",
    Group.PROVISIONAL: "有暂定日期",
    Group.DRAFT: "没有做完的接件",
}
_OF_PROJECTS = frozenset({Group.REISSUE, Group.UNDECIDED, Group.REFUSED, Group.PROVISIONAL, Group.DRAFT})
DATED = (Group.OVERDUE, Group.LATE, Group.TODAY, Group.WEEK, Group.NEXT_WEEK)
"""The groups of days, in order."""
WAITING = (
    Group.STARTABLE, Group.PREPARING, Group.ENTERPRISE, Group.CLEARABLE, Group.AUTHORITY, Group.INTERMEDIARY, Group.OBSTACLE,
    Group.STOPPED, Group.MISSING,
)  # fmt: skip
"""The groups of what is due later, by whom it waits for."""


class TodayFilter(StrEnum):
    """What the clerk asks for. ENTERPRISE, STOPPED and MISSING show theirs whenever they are due, under that day's group."""

    ALL = "all"
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    STARTABLE = "startable"
    ENTERPRISE = "enterprise"
    STOPPED = "stopped"
    NEXT_WEEK = "next_week"
    AUTHORITY = "authority"
    MISSING = "missing"
    REISSUE = "reissue"
    MEND = "mend"
    NEWS = "news"

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups it shows, in order."""
        return FILTERED[self]


FILTERED: Mapping[TodayFilter, tuple[Group, ...]] = {
    TodayFilter.ALL: tuple(group for group in Group if group is not Group.LATER),
    TodayFilter.OVERDUE: (Group.OVERDUE, Group.LATE),
    TodayFilter.TODAY: (Group.TODAY,),
    TodayFilter.WEEK: (Group.WEEK,),
    TodayFilter.STARTABLE: (Group.STARTABLE,),
    TodayFilter.ENTERPRISE: (
        Group.OVERDUE, Group.TODAY, Group.WEEK, Group.NEXT_WEEK, Group.ENTERPRISE, Group.PREPARING,
    ),
    TodayFilter.STOPPED: (*DATED, Group.STOPPED, Group.MISSING),
    TodayFilter.NEXT_WEEK: (Group.NEXT_WEEK,),
    TodayFilter.AUTHORITY: (Group.CLEARABLE, Group.AUTHORITY, Group.INTERMEDIARY, Group.OBSTACLE),
    TodayFilter.MISSING: (*DATED, Group.MISSING),
    TodayFilter.REISSUE: (Group.REISSUE,),
    TodayFilter.MEND: (Group.UNDECIDED, Group.REFUSED, Group.PROVISIONAL, Group.DRAFT),
    TodayFilter.NEWS: (Group.OVERDUE, Group.LATE, Group.TODAY, Group.WEEK, Group.NEXT_WEEK),
}  # fmt: skip


@frozen
class TodayAsk:
    """What is to be shown. day: only what is due then, whatever the filter. news: project and step of the rows of NEWS."""

    filter: TodayFilter = TodayFilter.ALL
    day: date | None = None
    news: tuple[tuple[str, str], ...] = ()


class Sign(StrEnum):
    """Which mark a row carries; the screen draws it."""

    OVERDUE = "overdue"
    SOON = "soon"
    DUE = "due"
    NOT_STARTED = "not_started"
    READY = "ready"
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    OBSTACLE = "obstacle"
    STOPPED = "stopped"
    UNDECIDED = "undecided"
    PROVISIONAL = "provisional"
    CHANGED = "changed"
    REFUSED = "refused"
    DRAFT = "draft"


class Step(StrEnum):
    """What a row's 下一步 does; the words beside it may say more."""

    RECORD = "登记"
    OPEN = "看这一项"
    ANSWER = "去回答"
    CALENDAR = "看日历"
    REISSUE = "重发手册"
    MEND = "打开项目"
    RESUME = "接着做"


@frozen
class DraftLine:
    """An intake that was begun and not finished (草稿). saved: when it was last saved, as shown."""

    id: str
    name: str
    enterprise: str
    saved: str


@frozen
class TodayRow:
    """A line of 工作台.

    number: the project's, "" for a draft. what: the item, or what there is to do. word: beside the mark. state: in the words of
    the ledger. event: what falls on the day ("最迟受理", "承诺到期"). office: with whom it lies (主办), authority: the same
    in full. turn: whose turn it is.
    on: the day it is due, None where it has none. days_left: working days to it, 0 on the last one, negative once past. left:
    the same in words. original_on: by the limit alone or in the plan first agreed; statutory_on: by law, None before acceptance.
    next_step: what STEP is called here. step_id: "" where the row is about the whole project, for a draft its id.
    decided: whether an officer decided that it is to be done (人工认定).
    """

    id: str
    group: Group
    sign: Sign
    number: str
    project: str
    enterprise: str
    what: str
    step: Step
    next_step: str
    explanation: str
    word: str = ""
    code: str = ""
    step_id: str = ""
    state: str = ""
    event: str = ""
    office: str = ""
    authority: str = ""
    turn: str = ""
    person: str = ""
    on: date | None = None
    on_text: str = ""
    provisional: bool = False
    days_left: int | None = None
    left: str = ""
    accepted_on: date | None = None
    original_on: date | None = None
    statutory_on: date | None = None
    missing_on: date | None = None
    decided: bool = False


@frozen
class TodayGroup:
    """note: one quiet line beside the title. total: rows there are, of which the first are in `rows`."""

    group: Group
    note: str
    rows: tuple[TodayRow, ...]
    total: int


@frozen
class StripDay:
    """A day of the fortnight strip. sign: 休, 班 or "". starts: latest starts of what is not begun; ends: due days of what is."""

    on: date
    heading: str
    sign: str
    kind: DayKind
    is_today: bool
    starts: int
    ends: int
    spoken: str


@frozen
class TodayView:
    """projects: how many there are; samples: of those, how many are samples. totals: rows of every group, shown or not; filters:
    rows of every filter. groups: those of ASK that have rows, in order."""

    today: date
    ask: TodayAsk
    projects: int
    samples: int
    strip: tuple[StripDay, ...]
    groups: tuple[TodayGroup, ...]
    totals: Mapping[Group, int] = field(default_factory=dict)
    filters: Mapping[TodayFilter, int] = field(default_factory=dict)

    def count(self, *groups: Group) -> int:
        """How many rows there are under GROUPS, over everything."""
        return sum(self.totals.get(group, 0) for group in groups)

    @property
    def listed(self) -> int:
        """Rows that ASK has, read or not."""
        return sum(each.total for each in self.groups)

    @property
    def due_soon(self) -> int:
        """What is overdue, falls on today or is left of this week: the figure in the navigation."""
        return self.count(Group.OVERDUE, Group.LATE, Group.TODAY, Group.WEEK)


@frozen
class EventLine:
    """Something recorded, as shown: "09-14", "受理", "材料齐全"."""

    on_text: str
    what: str
    note: str


@frozen
class RowStory:
    """How far the item of a row has come. events: the last ones, newest first. closed, total: of the project's items. critical:
    whether the item is on the critical path (关键线路). decided: who decided that it is to be done, and why (人工认定); "" if the
    rule did."""

    events: tuple[EventLine, ...]
    closed: int
    total: int
    critical: bool = False
    decided: str = ""
