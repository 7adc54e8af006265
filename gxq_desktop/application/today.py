"""工作台: what is to be done now, over all projects, as far as it can be known from their plans.

There is no ledger yet: nothing is recorded as done. So a latest start that passed this week is shown as something to look
after, not as overdue, and what passed before this week is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gxq_desktop.application.desk_lists import ProjectLine, StepFilter, StepLine
from gxq_desktop.application.ports import Services
from gxq_desktop.application.wording import WEEKDAYS, listed_day, weekday
from gxq_desktop.domain.calendar import DayKind, WorkCalendar
from gxq_desktop.domain.network import StepKind

SHOWN_STEPS = 1000
"""At most so many steps are listed of each kind; the counts are of all."""
STRIP_DAYS = 15
_BY_THEMSELVES = frozenset({StepKind.EXCLUDED, StepKind.MILESTONE})


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


def look_at_today(services: Services, drafts: Sequence[DraftLine] = ()) -> TodayView:
    """What there is to do. Reads the summaries of plans as they are; see plan_summaries.refresh_plans. Raises StoreError."""
    today, calendar, lists = services.clock.today(), services.calendar, services.lists
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=6)
    last = monday + timedelta(days=13)
    projects = lists.projects()
    starts, starting = lists.steps(StepFilter.STARTS, monday, last, SHOWN_STEPS)
    ends, ending = lists.steps(StepFilter.ENDS, monday, last, SHOWN_STEPS)
    opened, opening = lists.steps(StepFilter.OPEN, today, last, SHOWN_STEPS)
    rows = [_start_row(line, today, sunday, calendar) for line in starts if line.step.kind not in _BY_THEMSELVES]
    rows += [_end_row(line, today, sunday, calendar) for line in ends if not _says_the_same(line)]
    rows += [_open_row(line, today, calendar) for line in opened if line.step.kind not in _BY_THEMSELVES]
    rows += [row for line in projects for row in _project_rows(line, today)]
    rows += [_draft_row(draft) for draft in drafts]
    uncounted = max(0, opening - len(opened))
    dated = max(0, starting - len(starts)) + max(0, ending - len(ends))
    return TodayView(
        today=today,
        projects=len(projects),
        samples=sum(line.is_sample for line in projects),
        strip=_strip(monday, today, calendar, rows),
        groups=tuple(_grouped(rows, today, monday, sunday, calendar, dated, uncounted)),
    )


def _says_the_same(line: StepLine) -> bool:
    """Whether the row of its latest start already says when it ends: on the same day."""
    return line.step.late_start == line.step.late_finish and line.step.kind not in _BY_THEMSELVES


def _group_of(on: date, today: date, sunday: date) -> Group:
    if on < today:
        return Group.PASSED
    if on == today:
        return Group.TODAY
    return Group.WEEK if on <= sunday else Group.NEXT_WEEK


def left_in_words(on: date, today: date, calendar: WorkCalendar) -> tuple[int, str]:
    """Working days from TODAY to ON, and how they are said; never "0 个工作日"."""
    left = calendar.working_days_between(today, on)
    if on == today:
        return left, "今天下班前"
    if on < today:
        return left, f"已过 {-left} 个工作日" if left else "刚过，中间没有工作日"
    return left, f"还剩 {left} 个工作日" if left else f"{listed_day(on, today)}前"


def _row(
    line: StepLine, group: Group, event: str, on: date, today: date, calendar: WorkCalendar, tells: str
) -> TodayRow:
    step = line.step
    days_left, left = left_in_words(on, today, calendar)
    return TodayRow(
        id=f"{line.number}|{step.step_id}|{event}",
        group=group,
        number=line.number,
        project=line.project,
        enterprise=line.enterprise,
        code=step.code,
        what=step.name,
        event=event,
        owner=step.owner or ("无人负责" if step.kind is StepKind.OBSTACLE else ""),
        on=on,
        on_text=listed_day(on, today),
        provisional=step.provisional,
        days_left=days_left,
        left=left,
        step=Step.OPEN,
        step_id=step.step_id,
        critical=step.critical,
        explanation=tells,
    )


def _start_row(line: StepLine, today: date, sunday: date, calendar: WorkCalendar) -> TodayRow:
    step = line.step
    same_day = step.late_start == step.late_finish
    event = "最迟当天办完" if same_day else "最迟受理" if step.kind is StepKind.APPROVAL else "最迟开始"
    tells = f"晚于这一天{'办完' if same_day else '开始'}，后面的日期就要顺延。"
    if step.late_start < today:
        tells = "按时间表这一天以前就该开始。程序还没有办理记录，是否已经开始要向经办人核实。"
    return _row(line, _group_of(step.late_start, today, sunday), event, step.late_start, today, calendar, tells)


def _end_row(line: StepLine, today: date, sunday: date, calendar: WorkCalendar) -> TodayRow:
    step = line.step
    event = "最迟解除" if step.kind is StepKind.OBSTACLE else "最迟办结"
    tells = "晚于这一天，后面的日期就要顺延。"
    if step.late_finish < today:
        tells = "按时间表这一天以前就该办完。程序还没有办理记录，是否已经办完要向经办人核实。"
    return _row(line, _group_of(step.late_finish, today, sunday), event, step.late_finish, today, calendar, tells)


def _open_row(line: StepLine, today: date, calendar: WorkCalendar) -> TodayRow:
    """A step whose predecessors the plan has behind it, with its latest start further off than next week."""
    step = line.step
    since = calendar.working_days_between(step.early_start, today)
    if step.kind is StepKind.MATERIAL:
        group, event = Group.ENTERPRISE, "企业准备"
    elif step.kind in (StepKind.OBSTACLE, StepKind.FOLLOW_ON):
        group, event = Group.OBSTACLE, "解除"
    else:
        group, event = Group.STARTABLE, "可开始"
    tells = f"前面的环节按时间表已经办完，从 {listed_day(step.early_start, today)} 起可以开始"
    tells += f"，到今天 {since} 个工作日。" if since > 0 else "。"
    row = _row(line, group, event, step.late_start, today, calendar, tells)
    return row


def _project_rows(line: ProjectLine, today: date) -> Iterable[TodayRow]:
    def row(group: Group, what: str, left: str, step: Step, tells: str) -> TodayRow:
        return TodayRow(
            id=f"{line.number}||{group}",
            group=group,
            number=line.number,
            project=line.name,
            enterprise=line.enterprise,
            code="",
            what=what,
            event="",
            owner="",
            on=None,
            on_text="",
            provisional=False,
            days_left=None,
            left=left,
            step=step,
            step_id="",
            critical=False,
            explanation=tells,
        )

    if line.refusal:
        yield row(Group.REFUSED, line.refusal, "", Step.MEND, "改好以前，这个项目没有日期。")
        return
    if line.undecided:
        tells = f"还有 {line.questions} 个问题没有答案。“不清楚”也可以先印手册，待定的会写明。"
        what = f"先答：{line.first_question}" if line.first_question else "答完问题就能定"
        yield row(Group.UNDECIDED, what, f"{line.undecided} 项待定", Step.ANSWER, tells)
    if line.provisional:
        tells = "这些日期落在还没有放假通知的年份。装入通知后自动重排，变了的会列在“手册要重发”。"
        yield row(Group.PROVISIONAL, "等下一年放假通知", f"{line.provisional} 个环节暂定", Step.CALENDAR, tells)
    if line.edition_matches is False:
        tells = "发出以后，事实、事项库或日历变了。重印会成为新的一版，并附变更说明。"
        what = f"第 {line.latest_edition} 版与现状已不同"
        yield row(Group.REISSUE, what, "", Step.REISSUE, tells)


def _draft_row(draft: DraftLine) -> TodayRow:
    return TodayRow(
        id=f"draft|{draft.id}",
        group=Group.DRAFT,
        number="",
        project=draft.name,
        enterprise=draft.enterprise,
        code="",
        what="接件没有做完",
        event="",
        owner="",
        on=None,
        on_text="",
        provisional=False,
        days_left=None,
        left=draft.saved,
        step=Step.RESUME,
        step_id=draft.id,
        critical=False,
        explanation="上次离开时自动存下的，一个字没有丢。",
    )


def _grouped(
    rows: Sequence[TodayRow],
    today: date,
    monday: date,
    sunday: date,
    calendar: WorkCalendar,
    dated_more: int,
    open_more: int,
) -> Iterable[TodayGroup]:
    notes = {
        Group.PASSED: "没有办理记录，逐项核实",
        Group.TODAY: f"{listed_day(today, today)} {calendar.kind(today).label}",
        Group.WEEK: _week_note(today + timedelta(days=1), sunday, today, calendar),
        Group.NEXT_WEEK: _week_note(sunday + timedelta(days=1), sunday + timedelta(days=7), today, calendar),
        Group.STARTABLE: "前项按时间表已齐，可以受理",
        Group.ENTERPRISE: "轮到企业准备材料",
        Group.OBSTACLE: "没有解除，后面的环节开不了工",
        Group.UNDECIDED: "答完才知道办不办",
        Group.REISSUE: "企业手里的日期或事项已不作数",
        Group.REFUSED: "要先改项目",
    }
    for group in Group:
        mine = [row for row in rows if row.group is group]
        if not mine:
            continue
        mine.sort(key=lambda row: (row.on or date.max, not row.critical, row.number, row.id))
        more = 0
        if group is Group.NEXT_WEEK:
            more = dated_more
        elif group is Group.STARTABLE:
            more = open_more
        yield TodayGroup(group, notes.get(group, ""), tuple(mine), len(mine) + more)


def _week_note(first: date, last: date, today: date, calendar: WorkCalendar) -> str:
    """How many working days FIRST to LAST have, and which weekend days are worked, which weekdays off."""
    if last < first:
        return ""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    working = sum(calendar.is_working(day) for day in days)
    makeup = [day for day in days if calendar.kind(day) is DayKind.MAKEUP_WORKDAY]
    off = [day for day in days if day.weekday() < 5 and not calendar.is_working(day)]
    parts = [f"含 {'、'.join(listed_day(day, today) for day in makeup)}调休上班"] if makeup else []
    parts += [f"{'、'.join(listed_day(day, today) for day in off)}放假"] if off else []
    return "，".join([*parts, f"共 {working} 个工作日" if working else "没有工作日"])


def _strip(monday: date, today: date, calendar: WorkCalendar, rows: Sequence[TodayRow]) -> tuple[StripDay, ...]:
    on_days: dict[date, list[str]] = {}
    for row in rows:
        if row.on is not None and row.group in (Group.PASSED, Group.TODAY, Group.WEEK, Group.NEXT_WEEK):
            on_days.setdefault(row.on, []).append(row.event)
    days = []
    for position in range(STRIP_DAYS):
        on = monday + timedelta(days=position)
        kind = calendar.kind(on)
        events = on_days.get(on, [])
        ends = sum(event in ("最迟办结", "最迟解除") for event in events)
        sign = "班" if kind is DayKind.MAKEUP_WORKDAY else ""
        if kind in (DayKind.STATUTORY_HOLIDAY, DayKind.ADJUSTED_DAY_OFF) or calendar.name_of(on):
            sign = sign or "休"
        heading = "今天" if on == today else f"周{WEEKDAYS[on.weekday()]}"
        spoken = f"{on:%m-%d} 周{weekday(on)}，{kind.label}，最迟开始 {len(events) - ends} 项，最迟办结 {ends} 项"
        days.append(StripDay(on, heading, sign, kind, on == today, len(events) - ends, ends, spoken))
    return tuple(days)
