"""What there is to do today (工作台), over all projects: what the ledger promises, what waits for whom, what needs a hand.

Every item not written off stands in one group at most: under its day while that comes before the end of next week, else under
whom it waits for. A project with nothing recorded is read from its plan: its rows of the ledger are its latest starts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from gxq_desktop.application.calendar_digest import calendar_digest
from gxq_desktop.application.desk_lists import ProjectLine
from gxq_desktop.application.ports import Services
from gxq_desktop.application.today import (
    PAGE,
    SHOWN_OF_EACH,
    DraftLine,
    EventLine,
    Group,
    RowStory,
    Sign,
    Step,
    StripDay,
    TodayAsk,
    TodayFilter,
    TodayGroup,
    TodayRow,
    TodayView,
)
from gxq_desktop.application.today_lists import STRIP_DAYS, TodayCounts, TodayDays, TodayLine, TodayLists
from gxq_desktop.application.wording import WEEKDAYS, listed_day, plain_day, weekday
from gxq_desktop.domain.calendar import DayKind, WorkCalendar
from gxq_desktop.domain.case_states import CaseState, Party
from gxq_desktop.domain.network import StepKind

EVERYTHING = TodayAsk()
MOST_EVENTS = 5
_CELLED = frozenset({TodayFilter.ENTERPRISE, TodayFilter.STOPPED, TodayFilter.MISSING})
"""Filters that show only a part of some groups."""


def look_at_today(services: Services, drafts: Sequence[DraftLine] = (), ask: TodayAsk = EVERYTHING) -> TodayView:
    """What there is to do: all counts, and the first PAGE of rows of ASK, some of each group while all is asked for.

    Reads the rows as they were last made; see plan_summaries.refresh_plans. Raises StoreError.
    """
    today, calendar, lists = services.clock.today(), services.calendar, services.today
    days = TodayDays.of(today)
    counts = lists.counts(days)
    totals = {**counts.groups, **({Group.DRAFT: len(drafts)} if drafts else {})}
    there = {group: total for group in _groups_of(ask, days) if (total := _total(ask, group, counts, totals))}
    groups = []
    for group, limit in _shares(there, 0 if _reads_on(ask) else SHOWN_OF_EACH).items():
        rows = _rows(services, lists, ask, group, counts, drafts, limit, 0) if limit else ()
        groups.append(TodayGroup(group, _note(group, days, calendar), tuple(rows), there[group]))
    if ask.filter is TodayFilter.NEWS and ask.day is None:
        groups = [TodayGroup(each.group, each.note, each.rows, len(each.rows)) for each in groups if each.rows]
    return TodayView(
        today=today,
        ask=ask,
        projects=counts.projects,
        samples=counts.samples,
        strip=_strip(days, calendar, counts),
        groups=tuple(groups),
        totals=totals,
        filters={each: _filtered(each, counts, totals) for each in TodayFilter if each is not TodayFilter.NEWS},
    )


def more_of_today(
    services: Services, view: TodayView, group: Group, skip: int, drafts: Sequence[DraftLine] = ()
) -> Sequence[TodayRow]:
    """The next PAGE rows of GROUP in VIEW after the first SKIP. Raises StoreError."""
    lists = services.today
    counts = lists.counts(TodayDays.of(view.today)) if group is Group.PROVISIONAL else None
    return _rows(services, lists, view.ask, group, counts, drafts, PAGE, skip)


def has_news(services: Services) -> bool | None:
    """Whether some light changed since warnings were last told; None while the rows are not up to date. Raises StoreError.

    Far cheaper than ledger_listing.new_warnings, which tells which and remembers it.
    """
    today, lists, calendar = services.clock.today(), services.today, services.calendar
    if services.ledger.stale(services.catalogue.digest, calendar_digest(calendar), today):
        return None
    return lists.has_news(today, calendar.after(today, lists.amber_days() + 1).on - timedelta(days=1))


def story_of(services: Services, row: TodayRow) -> RowStory:
    """How far the item of ROW has come. Raises StoreError."""
    today, lists = services.clock.today(), services.today
    events = lists.events(row.number, row.step_id, MOST_EVENTS) if row.step_id else ()
    closed, total = lists.progress(row.number)
    decided = lists.override(row.number, row.code) if row.code else None
    return RowStory(
        tuple(EventLine(listed_day(each.on, today), each.kind.label, each.note or each.reason) for each in events),
        closed,
        total,
        bool(row.step_id) and lists.is_critical(row.number, row.step_id),
        decided.text if decided is not None else "",
    )


# -- which, how many -----------------------------------------------------------------------------------------------


def _groups_of(ask: TodayAsk, days: TodayDays) -> tuple[Group, ...]:
    if ask.day is None:
        return ask.filter.groups
    if ask.day < days.today:
        return (Group.OVERDUE, Group.LATE)
    return (_dated(ask.day, days),)


def _dated(on: date, days: TodayDays) -> Group:
    if on == days.today:
        return Group.TODAY
    if on <= days.sunday:
        return Group.WEEK
    return Group.NEXT_WEEK if on <= days.next_sunday else Group.LATER


def _reads_on(ask: TodayAsk) -> bool:
    """Whether more rows of a group follow on asking; while everything is shown, a group is cut instead."""
    return ask.day is not None or ask.filter is not TodayFilter.ALL


def _shares(there: Mapping[Group, int], least: int) -> dict[Group, int]:
    """How many rows of each group to read: LEAST of each, the rest of a PAGE to the first ones."""
    shares = {group: min(total, least) for group, total in there.items()}
    room = PAGE - sum(shares.values())
    for group, total in there.items():
        more = max(0, min(total - shares[group], room))
        shares[group] += more
        room -= more
    return shares


def _total(ask: TodayAsk, group: Group, counts: TodayCounts, totals: Mapping[Group, int]) -> int:
    if ask.day is not None:
        fresh, begun = counts.days.get(ask.day, (0, 0))
        return {Group.OVERDUE: begun, Group.LATE: fresh}.get(group, fresh + begun)
    if ask.filter in _CELLED and group is not Group.PREPARING:
        return counts.cells.get((ask.filter, group), 0)
    return totals.get(group, 0)


def _filtered(asked: TodayFilter, counts: TodayCounts, totals: Mapping[Group, int]) -> int:
    return sum(_total(TodayAsk(asked), group, counts, totals) for group in asked.groups)


# -- rows ----------------------------------------------------------------------------------------------------------


def _rows(
    services: Services,
    lists: TodayLists,
    ask: TodayAsk,
    group: Group,
    counts: TodayCounts | None,
    drafts: Sequence[DraftLine],
    limit: int,
    skip: int,
) -> Sequence[TodayRow]:
    today, calendar = services.clock.today(), services.calendar
    if group is Group.DRAFT:
        return [_draft_row(draft) for draft in drafts[skip : skip + limit]]
    if group is Group.PROVISIONAL:
        return [_provisional_row(counts)] if counts is not None and not skip else []
    if group.is_of_projects:
        return [_project_row(group, line) for line in lists.projects(group, limit, skip)]
    amber_days = counts.amber_days if counts is not None else lists.amber_days()
    lines = lists.lines(ask, group, TodayDays.of(today), limit, skip)
    return [_row(line, group, today, calendar, amber_days) for line in lines]


def _row(line: TodayLine, group: Group, today: date, calendar: WorkCalendar, amber_days: int) -> TodayRow:
    stopped = line.left_when_stopped is not None
    due_on = line.act_by if line.missing_until == line.act_by else line.due_on
    if line.left_when_stopped is not None and due_on == line.due_on and line.left_when_stopped > 0:
        due_on = calendar.after(today, line.left_when_stopped).on
    days_left = calendar.working_days_between(today, due_on)
    begun = line.begun_on is not None
    sign, word = _sign(line, days_left, amber_days, today)
    return TodayRow(
        id=f"{line.number}|{line.step_id}",
        group=group,
        sign=sign,
        word=word,
        number=line.number,
        project=line.project,
        enterprise=line.enterprise,
        code=line.code,
        step_id=line.step_id,
        what=line.name,
        state=line.state.label,
        event=_event(line, due_on),
        office=_office(line) or ("无人负责" if line.kind is StepKind.OBSTACLE else ""),
        authority=line.authority,
        turn=_turn(line),
        person=line.person,
        on=None if stopped and line.missing_until is None else due_on,
        on_text="" if stopped and line.missing_until is None else listed_short(due_on, today),
        provisional=line.provisional,
        days_left=days_left,
        left=_left(line, due_on, days_left, today),
        step=Step.RECORD,
        next_step=_next_step(line),
        explanation=_explanation(line, group, begun, today, calendar),
        accepted_on=line.accepted_on,
        original_on=line.original_due_on,
        statutory_on=line.statutory_due_on,
        missing_on=line.missing_until,
        decided=line.decided,
    )


def listed_short(on: date, today: date) -> str:
    """A day in the column of days: 09-16（三）; of another year 27-01-13（三）."""
    return f"{plain_day(on, today.year)}（{weekday(on)}）"


def days_left_in_words(due_on: date, days_left: int, today: date) -> str:
    """Working days from TODAY to DUE_ON as they are said of a row; never "0 个工作日"."""
    if due_on == today:
        return "今天下班前"
    if due_on < today:
        return f"超期 {-days_left} 个工作日" if days_left else "刚过期，中间没有工作日"
    return f"还剩 {days_left} 个工作日" if days_left else f"{listed_day(due_on, today)}前"


def _left(line: TodayLine, due_on: date, days_left: int, today: date) -> str:
    if line.left_when_stopped is not None and line.missing_until is None:
        return f"还有 {line.left_when_stopped} 个工作日"
    return days_left_in_words(due_on, days_left, today)


def _sign(line: TodayLine, days_left: int, amber_days: int, today: date) -> tuple[Sign, str]:
    """The mark of a row and the word beside it: what needs a hand first, else its state."""
    if line.act_by < today:
        return (Sign.OVERDUE, "超期") if line.begun_on is not None else (Sign.OVERDUE, "未开始")
    if line.state is CaseState.SUSPENDED:
        return Sign.STOPPED, "停钟"
    if days_left <= amber_days:
        return Sign.SOON, "临期"
    if line.begun_on is None:
        if line.kind in (StepKind.OBSTACLE, StepKind.FOLLOW_ON):
            return Sign.OBSTACLE, "未解除"
        ready = line.ready_on is not None and line.ready_on <= today
        return (Sign.READY, "可开始") if ready else (Sign.NOT_STARTED, "未开始")
    if line.missing_until is not None:
        return Sign.WAITING, "容缺"
    if line.state in _TO_CLEAR:
        return Sign.DONE, line.state.label
    return (Sign.WAITING if line.whose is Party.ENTERPRISE else Sign.WORKING), line.state.label


_TO_CLEAR = frozenset({CaseState.DELIVERED, CaseState.READY, CaseState.RECEIVED, CaseState.DONE})
_PROMISED = frozenset({CaseState.ACCEPTED, CaseState.COMMITTED, CaseState.PROVISIONAL, CaseState.SUSPENDED})


def _event(line: TodayLine, due_on: date) -> str:
    """What falls on the row's day."""
    if line.missing_until is not None and due_on == line.missing_until:
        return "容缺补齐"
    if line.begun_on is None:
        if line.kind is StepKind.OBSTACLE:
            return "最迟动手"
        return "最迟受理" if line.kind is StepKind.APPROVAL else "最迟开始"
    if line.state is CaseState.SUBMITTED:
        return "受理期限"
    if line.state in (CaseState.GRANTED, CaseState.REFUSED):
        return "送达期限"
    return "承诺到期" if line.state in _PROMISED else "应办完"


def _turn(line: TodayLine) -> str:
    """Whose turn it is, named."""
    if line.state in _TO_CLEAR:
        return "窗口销账"
    if line.whose is Party.ENTERPRISE:
        return "企业"
    return _office(line) or line.whose.label


def _office(line: TodayLine) -> str:
    """With whom it lies, in short; of a material who makes it."""
    return (line.authority or line.owner) if line.kind is StepKind.MATERIAL else (line.owner or line.authority)


_NEXT: Mapping[CaseState, str] = {
    CaseState.SUBMITTED: "登记受理",
    CaseState.NOTICED: "登记补正",
    CaseState.ACCEPTED: "登记办结",
    CaseState.COMMITTED: "登记办结",
    CaseState.PROVISIONAL: "登记办结",
    CaseState.SUSPENDED: "登记复钟",
    CaseState.GRANTED: "登记送达",
    CaseState.REFUSED: "登记送达",
    CaseState.NOT_ACCEPTED: "登记收件",
    CaseState.WITHDRAWN: "登记收件",
    CaseState.APPLIED: "登记接通",
    CaseState.STARTED: "登记完成",
}
_FIRST: Mapping[StepKind, str] = {
    StepKind.APPROVAL: "登记收件",
    StepKind.MATERIAL: "登记备齐",
    StepKind.UTILITY: "登记申请",
    StepKind.OBSTACLE: "登记解除",
}


def _next_step(line: TodayLine) -> str:
    if line.missing_until is not None:
        return "登记补件"
    if line.state in _TO_CLEAR:
        return "登记销账"
    return _NEXT.get(line.state) or _FIRST.get(line.kind, "登记开始")


def _explanation(line: TodayLine, group: Group, begun: bool, today: date, calendar: WorkCalendar) -> str:
    if line.missing_until is not None:
        return f"容缺受理，企业承诺 {listed_day(line.missing_until, today)} 前补齐材料。补齐以前不能作出准予决定。"
    if line.left_when_stopped is not None:
        return f"钟停着，恢复后还有 {line.left_when_stopped} 个工作日。停钟的日子不算在时限里。"
    if begun:
        if line.state in _TO_CLEAR:
            return _WAITS[Group.CLEARABLE]
        if line.act_by < today:
            return "承诺的日子已过。先办；销账时要选超期原因。"
        return _WAITS.get(group) or "到期那天下班前办完，晚一天就是超期。"
    if line.act_by < today:
        return "按约定的时间表这一天以前就该开始。已经开始的补登记，没有开始的催办，后面的日期会跟着顺延。"
    tells = "晚于这一天开始，后面的日期就要顺延。"
    if line.ready_on is not None and line.ready_on <= today:
        since = calendar.working_days_between(line.ready_on, today)
        tells = f"前面的环节已经办完，从 {listed_day(line.ready_on, today)} 起可以开始"
        tells += f"，到今天 {since} 个工作日。" if since > 0 else "。"
    return tells


_WAITS: Mapping[Group, str] = {
    Group.ENTERPRISE: "轮到企业。企业用掉的日子不算部门的，但约定的日期不会自己推后。",
    Group.AUTHORITY: "轮到部门，承诺的日子还没有到。",
    Group.INTERMEDIARY: "轮到中介或公用企业。",
    Group.CLEARABLE: "已经办完，写上文号或附上证明就可以销账。",
}


def _project_row(group: Group, line: ProjectLine) -> TodayRow:
    what, left, step, sign, word = line.refusal, "", Step.MEND, Sign.REFUSED, "排不出"
    tells = "改好以前，这个项目没有日期。"
    if group is Group.UNDECIDED:
        what = f"先答：{line.first_question}" if line.first_question else "答完问题就能定"
        left, step, sign, word = f"{line.undecided} 项待定", Step.ANSWER, Sign.UNDECIDED, "待定"
        tells = f"还有 {line.questions} 个问题没有答案。“不清楚”也可以先印手册，待定的会写明。"
    elif group is Group.REISSUE:
        what, step = f"第 {line.latest_edition} 版与现状已不同", Step.REISSUE
        sign, word = Sign.CHANGED, "已不同"
        tells = "发出以后，事实、日期、事项库或日历变了。重印会成为新的一版，并附变更说明。"
    return TodayRow(
        id=f"{line.number}||{group}",
        group=group,
        sign=sign,
        word=word,
        number=line.number,
        project=line.name,
        enterprise=line.enterprise,
        what=what,
        left=left,
        step=step,
        next_step=step.value,
        explanation=tells,
    )


def _provisional_row(counts: TodayCounts) -> TodayRow:
    """One row for all projects: what to do about it is the same."""
    return TodayRow(
        id="||provisional",
        group=Group.PROVISIONAL,
        sign=Sign.PROVISIONAL,
        word="暂定",
        number="",
        project=f"{counts.provisional_projects} 个项目",
        enterprise="",
        what="日期落在还没有放假通知的年份",
        left=f"{counts.provisional_steps} 个环节暂定",
        step=Step.CALENDAR,
        next_step=Step.CALENDAR.value,
        explanation="按周末和法定节日推算。装入通知后自动重排，日期变了的手册会列进“手册要重发”。",
    )


def _draft_row(draft: DraftLine) -> TodayRow:
    return TodayRow(
        id=f"draft|{draft.id}",
        group=Group.DRAFT,
        sign=Sign.DRAFT,
        word="草稿",
        number="",
        project=draft.name,
        enterprise=draft.enterprise,
        what="接件没有做完",
        left=draft.saved,
        step=Step.RESUME,
        next_step=Step.RESUME.value,
        step_id=draft.id,
        explanation="上次离开时自动存下的，一个字没有丢。",
    )


# -- words beside the groups, the strip ----------------------------------------------------------------------------

_NOTES: Mapping[Group, str] = {
    Group.OVERDUE: "先办这些；销账时要选超期原因",
    Group.LATE: "最迟开始日已过，没有记录；已经开始的补登记",
    Group.STARTABLE: "前项已齐，通知企业来办",
    Group.PREPARING: "轮到企业准备材料",
    Group.ENTERPRISE: "逾期未补，后面顺延",
    Group.CLEARABLE: "已经办完，写上文号就销账",
    Group.AUTHORITY: "下周以后到期",
    Group.INTERMEDIARY: "下周以后到期",
    Group.OBSTACLE: "没有解除，后面的环节开不了工",
    Group.STOPPED: "等法定事由结束，钟不走",
    Group.MISSING: "按企业承诺的补齐日期",
    Group.UNDECIDED: "答完才知道办不办",
    Group.REISSUE: "企业手里的日期或事项已不作数",
    Group.REFUSED: "要先改项目",
}


def _note(group: Group, days: TodayDays, calendar: WorkCalendar) -> str:
    today = days.today
    if group is Group.TODAY:
        return f"{listed_day(today, today)} {calendar.kind(today).label}"
    if group is Group.WEEK:
        return _week_note(today + timedelta(days=1), days.sunday, today, calendar)
    if group is Group.NEXT_WEEK:
        return _week_note(days.sunday + timedelta(days=1), days.next_sunday, today, calendar)
    return _NOTES.get(group, "")


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


def _strip(days: TodayDays, calendar: WorkCalendar, counts: TodayCounts) -> tuple[StripDay, ...]:
    strip = []
    for position in range(STRIP_DAYS):
        on = days.monday + timedelta(days=position)
        kind = calendar.kind(on)
        starts, ends = counts.days.get(on, (0, 0))
        sign = "班" if kind is DayKind.MAKEUP_WORKDAY else ""
        if kind in (DayKind.STATUTORY_HOLIDAY, DayKind.ADJUSTED_DAY_OFF) or calendar.name_of(on):
            sign = sign or "休"
        heading = "今天" if on == days.today else f"周{WEEKDAYS[on.weekday()]}"
        spoken = f"{on:%m-%d} 周{weekday(on)}，{kind.label}，最迟开始 {starts} 项，到期 {ends} 项"
        strip.append(StripDay(on, heading, sign, kind, on == days.today, starts, ends, spoken))
    return tuple(strip)
