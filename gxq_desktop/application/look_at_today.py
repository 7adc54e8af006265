"""What there is to do today (工作台), over all projects, as far as it can be known from their plans.

There is no ledger yet: nothing is recorded as done. So a latest start that passed this week is shown as something to look
after, not as overdue, and what passed before this week is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from gxq_desktop.application.desk_lists import Attention, ProjectLine, StepFilter, StepLine
from gxq_desktop.application.ports import Services
from gxq_desktop.application.today import (
    SHOWN_STEPS,
    DraftLine,
    Group,
    Step,
    StripDay,
    TodayGroup,
    TodayRow,
    TodayView,
)
from gxq_desktop.application.wording import WEEKDAYS, listed_day, weekday
from gxq_desktop.domain.calendar import DayKind, WorkCalendar
from gxq_desktop.domain.network import StepKind

STRIP_DAYS = 15
_BY_THEMSELVES = frozenset({StepKind.EXCLUDED, StepKind.MILESTONE})


def look_at_today(services: Services, drafts: Sequence[DraftLine] = ()) -> TodayView:
    """What there is to do. Reads the summaries of plans as they are; see plan_summaries.refresh_plans. Raises StoreError."""
    today, calendar, lists = services.clock.today(), services.calendar, services.lists
    monday = today - timedelta(days=today.weekday())
    sunday, last = monday + timedelta(days=6), monday + timedelta(days=13)
    attention = lists.attention(SHOWN_STEPS)
    more: Counter[Group] = Counter()
    rows: list[TodayRow] = []
    for first, until in ((monday, sunday), (sunday + timedelta(days=1), last)):
        starts, starting = lists.steps(StepFilter.STARTS, first, until, SHOWN_STEPS)
        ends, ending = lists.steps(StepFilter.ENDS, first, until, SHOWN_STEPS)
        rows += [_start_row(line, today, sunday, calendar) for line in starts if line.step.kind not in _BY_THEMSELVES]
        rows += [_end_row(line, today, sunday, calendar) for line in ends if not _says_the_same(line)]
        if starting > len(starts):  # by day, so what is not listed comes after the last that is
            more[_group_of(starts[-1].step.late_start, today, sunday)] += starting - len(starts)
        if ending > len(ends):
            more[_group_of(ends[-1].step.late_finish, today, sunday)] += ending - len(ends)
    opened, opening = lists.steps(StepFilter.OPEN, today, last, SHOWN_STEPS)
    rows += [_open_row(line, today, calendar) for line in opened if line.step.kind not in _BY_THEMSELVES]
    more[Group.STARTABLE] = opening - len(opened)
    rows += [row for line in attention.lines for row in _project_rows(line)]
    rows += _provisional_row(attention)
    rows += [_draft_row(draft) for draft in drafts]
    listed = {group: sum(row.group is group for row in rows) for group in Group}
    more[Group.UNDECIDED] = attention.undecided - listed[Group.UNDECIDED]
    more[Group.REISSUE] = attention.reissue - listed[Group.REISSUE]
    more[Group.REFUSED] = attention.refused - listed[Group.REFUSED]
    return TodayView(
        today=today,
        projects=attention.projects,
        samples=attention.samples,
        strip=_strip(monday, today, calendar, rows),
        groups=tuple(_grouped(rows, today, sunday, calendar, more)),
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


def _project_rows(line: ProjectLine) -> Iterable[TodayRow]:
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
    if line.edition_matches is False:
        tells = "发出以后，事实、事项库或日历变了。重印会成为新的一版，并附变更说明。"
        what = f"第 {line.latest_edition} 版与现状已不同"
        yield row(Group.REISSUE, what, "", Step.REISSUE, tells)


def _provisional_row(attention: Attention) -> Iterable[TodayRow]:
    """One row for all projects: what to do about it is the same."""
    if not attention.provisional_steps:
        return
    yield TodayRow(
        id="||provisional",
        group=Group.PROVISIONAL,
        number="",
        project=f"{attention.provisional_projects} 个项目",
        enterprise="",
        code="",
        what="日期落在还没有放假通知的年份",
        event="",
        owner="",
        on=None,
        on_text="",
        provisional=False,
        days_left=None,
        left=f"{attention.provisional_steps} 个环节暂定",
        step=Step.CALENDAR,
        step_id="",
        critical=False,
        explanation="按周末和法定节日推算。装入通知后自动重排，日期变了的手册会列进“手册要重发”。",
    )


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
    rows: Sequence[TodayRow], today: date, sunday: date, calendar: WorkCalendar, more: Mapping[Group, int]
) -> Iterable[TodayGroup]:
    """ROWS under their groups; MORE: how many of a group are not among them."""
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
        yield TodayGroup(group, notes.get(group, ""), tuple(mine), len(mine) + max(0, more.get(group, 0)))


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
