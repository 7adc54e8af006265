"""工作台 as it is shown: groups of rows, the fortnight strip. Made by `look_at_today`; imports nothing of the trade, so that
the window need not wait for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gxq_desktop.domain.calendar import DayKind

SHOWN_STEPS = 500
"""At most so many steps are listed of each kind; the counts are of all."""


class Group(StrEnum):
    """What the rows of 工作台 stand under, in order."""

    PASSED = "passed"
    TODAY = "today"
    WEEK = "week"
    NEXT_WEEK = "next_week"
    STARTABLE = "startable"
    ENTERPRISE = "enterprise"
    OBSTACLE = "obstacle"
    UNDECIDED = "undecided"
    PROVISIONAL = "provisional"
    REISSUE = "reissue"
    REFUSED = "refused"
    DRAFT = "draft"

    @property
    def heading(self) -> str:
        return _TITLES[self]


_TITLES = {
    Group.PASSED: "本周已过的日子",
    Group.TODAY: "今天",
    Group.WEEK: "本周",
    Group.NEXT_WEEK: "下周",
    Group.STARTABLE: "可以开始",
    Group.ENTERPRISE: "等企业",
    Group.OBSTACLE: "等障碍解除",
    Group.UNDECIDED: "有待定事项",
    Group.PROVISIONAL: "有暂定日期",
    Group.REISSUE: "手册要重发",
    Group.REFUSED: "排不出时间表",
    Group.DRAFT: "没有做完的接件",
}


class Step(StrEnum):
    """What a row's 下一步 does."""

    OPEN = "看这一项"
    ANSWER = "去回答"
    CALENDAR = "看日历"
    REISSUE = "重发手册"
    MEND = "打开项目"
    RESUME = "接着做"


@dataclass(frozen=True, slots=True)
class DraftLine:
    """An intake that was begun and not finished (草稿). saved: when it was last saved, as shown."""

    id: str
    name: str
    enterprise: str
    saved: str


@dataclass(frozen=True, slots=True)
class TodayRow:
    """A line of 工作台.

    number: the project's, "" for a draft. what: the item with its event ("最迟开始"), or what there is to do. on: the day it is
    due, None where it has none. days_left: working days to it, 0 on the last one, negative once past. left: the same in
    words. step_id: "" where the row is about the whole project.
    """

    id: str
    group: Group
    number: str
    project: str
    enterprise: str
    code: str
    what: str
    event: str
    owner: str
    on: date | None
    on_text: str
    provisional: bool
    days_left: int | None
    left: str
    step: Step
    step_id: str
    critical: bool
    explanation: str


@dataclass(frozen=True, slots=True)
class TodayGroup:
    """note: one quiet line beside the title. total: rows there are, of which at most SHOWN_STEPS are in `rows`."""

    group: Group
    note: str
    rows: tuple[TodayRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class StripDay:
    """A day of the fortnight strip. sign: 休, 班 or "". starts, ends: latest starts and latest finishes that day."""

    on: date
    heading: str
    sign: str
    kind: DayKind
    is_today: bool
    starts: int
    ends: int
    spoken: str


@dataclass(frozen=True, slots=True)
class TodayView:
    """projects: how many there are; samples: of those, how many are samples. groups: those that have rows, in order."""

    today: date
    projects: int
    samples: int
    strip: tuple[StripDay, ...]
    groups: tuple[TodayGroup, ...]

    def count(self, *groups: Group) -> int:
        return sum(each.total for each in self.groups if each.group in groups)

    @property
    def due_soon(self) -> int:
        """What falls on today or is left of this week: the figure in the navigation."""
        return self.count(Group.TODAY, Group.WEEK)
