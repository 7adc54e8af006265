"""Sentences for what a schedule says: why a date is what it is, what a target lacks, what an obstacle costs.

Chinese, whole sentences, ready for screen and paper. The date a sentence is about is written in full, the others
without the year if it is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from gxq_desktop.domain.calendar import CalendarKind, WorkCalendar
from gxq_desktop.domain.holds import SetByKind
from gxq_desktop.domain.network import FixedDate, FixedKind, Link, LinkKind, Step, StepId, StepKind
from gxq_desktop.domain.schedule import Conflict, Delay, Roll, Schedule, SetBy, StepDates, TargetResult

_CODED = (StepKind.APPROVAL, StepKind.MATERIAL, StepKind.UTILITY)
_UNITS = {
    CalendarKind.GOVERNMENT: "个工作日",
    CalendarKind.SEVEN_DAY: "个自然日",
    CalendarKind.SIX_DAY: "个企业工作日",
}
_FINISHED = {
    StepKind.APPROVAL: "办结",
    StepKind.MATERIAL: "备齐",
    StepKind.CONSTRUCTION: "完工",
    StepKind.OBSTACLE: "排除",
    StepKind.MILESTONE: "达到",
}


def why_early(plan: Schedule, step_id: StepId) -> str:
    """Why STEP_ID cannot start earlier, and when it is done. Raises UnknownStep.

    Such as “最早 2026-04-02 受理：A18 在 04-01 办结，是 3 个前置里最晚的。受理次日起 5 个工作日
    （其间 04-04 至 04-06 清明节放假），04-10 办结。”
    """
    dates = plan[step_id]
    candidates = plan.early_candidates(step_id)
    lead, step = dates.early_start, dates.step
    cause = _early_cause(plan, dates, candidates)
    off = _days_off(plan.calendar, candidates[0].rolled, lead)
    if off and candidates[0].rolled is not None:
        verb = finish_verb(step) if _holds_finish(candidates[0]) else start_verb(step)
        cause += f"，{off}，顺延到 {_short(candidates[0].rolled.to_on, lead)} {verb}"
    if step.days and _holds_finish(candidates[0]):
        cause += f"，往前扣 {days_of(step.days, step.calendar)}"
    sentence = f"最早 {lead} {start_verb(step)}：{cause}。"
    if not step.is_instant:
        sentence += _length(plan.calendar, step, lead, dates.early_finish)
    return sentence + _provisional(plan, dates.provisional_early, plan.start_on, dates.early_finish)


def why_late(plan: Schedule, step_id: StepId) -> str:
    """Why STEP_ID must not start later, when it must be done, and how much it may slip. Raises UnknownStep.

    Such as “最迟 2026-05-27 受理：A29 最迟 06-05 受理，往前扣 5 个工作日。最迟 06-03 办结，浮动 3 个工作日。”
    """
    dates = plan[step_id]
    candidates = plan.late_candidates(step_id)
    lead, step = dates.late_start, dates.step
    cause, at_start = _late_cause(plan, dates, candidates)
    off = _days_off(plan.calendar, candidates[0].rolled, lead)
    if off and candidates[0].rolled is not None:
        verb = start_verb(step) if at_start else finish_verb(step)
        cause += f"，{off}，须在 {_short(candidates[0].rolled.to_on, lead)} {verb}"
    if not at_start and step.days:
        cause += f"，往前扣 {days_of(step.days, step.calendar)}{_pause(plan.calendar, step, lead, dates.late_finish)}"
    sentence = f"最迟 {lead} {start_verb(step)}：{cause}。"
    if step.is_instant:
        sentence += f"{_float(dates.total_float)}。"
    else:
        sentence += f"最迟 {_short(dates.late_finish, lead)} {finish_verb(step)}，{_float(dates.total_float)}。"
    return sentence + _provisional(plan, dates.provisional_late, lead, plan.finish_on)


def target_sentence(result: TargetResult) -> str:
    """Whether a target is met, by how much, and along which chain not."""
    wish = f"{_subject(result.milestone)}目标 {result.target_on}，预计 {result.forecast_on}"
    if result.feasible:
        return f"{wish}，还有 {result.spare_working_days} 个工作日余地。"
    short = f"差 {result.short_by_working_days} 个工作日"
    if not result.short_by_working_days:
        short = f"晚 {result.short_by_calendar_days} 天，都是休息日"
    return f"{wish}，{short}；决定日期的是 {result.chain.labels}。"


def conflict_sentence(conflict: Conflict, calendar: WorkCalendar) -> str:
    """Which fixed date cannot be kept, and what happens instead."""
    step, fixed = conflict.step, conflict.fixed
    at_start = fixed.kind is FixedKind.MUST_START_ON
    verb = start_verb(step) if at_start else finish_verb(step)
    wish = f"{_subject(step)}{_fixed(fixed, step, fixed.on, in_full=True)}"
    table = calendar.table(step.calendar)
    if not step.is_instant and fixed.kind is not FixedKind.FINISH_NOT_AFTER and not table.worked[table.index(fixed.on)]:
        wish += f"，而这一天（{calendar.name_of(fixed.on) or '周末'}）休息"
    late = f"，晚 {conflict.short_by_working_days} 个工作日" if conflict.short_by_working_days else ""
    return f"{wish}；按前后关系最早 {conflict.instead_on} {verb}{late}。"


def delay_sentence(delay: Delay) -> str:
    """What obstacles cost one step."""
    verb = finish_verb(delay.step)
    if not delay.working_days and delay.with_on == delay.without_on:
        return f"{_subject(delay.step)}不受影响，仍在 {delay.with_on} {verb}。"
    return (
        f"{_subject(delay.step)}从 {delay.without_on} 推迟到 {delay.with_on} {verb}，晚 {delay.working_days} 个工作日。"
    )


# -- words -------------------------------------------------------------------------------------------------------


def named(step: Step) -> str:
    """STEP inside a sentence: a code as it is, a name in quotation marks."""
    return step.label if step.kind in _CODED else f"“{step.label}”"


def _subject(step: Step) -> str:
    """STEP at the head of a clause."""
    return f"{step.label} " if step.kind in _CODED else named(step)


def start_verb(step: Step) -> str:
    """受理 for what has an acceptance day, 达到 for a milestone, else 开始."""
    if step.accepts:
        return "受理"
    return "达到" if step.kind is StepKind.MILESTONE else "开始"


def finish_verb(step: Step) -> str:
    """办结 for an approval, 备齐 for a material, and so on."""
    return _FINISHED.get(step.kind, "完成")


def days_of(number: int, calendar: CalendarKind) -> str:
    """NUMBER with the unit of CALENDAR."""
    return f"{number} {_UNITS[calendar]}"


def _short(day: date, beside: date) -> str:
    return f"{day:%m-%d}" if day.year == beside.year else day.isoformat()


def _float(days: int) -> str:
    if days > 0:
        return f"浮动 {days} 个工作日"
    return f"已经晚 {-days} 个工作日" if days else "没有浮动"


def _lag(link: Link, words: str) -> str:
    return f"，{words} {days_of(link.lag, link.lag_calendar)}" if link.lag else ""


# -- causes ------------------------------------------------------------------------------------------------------


def _early_cause(plan: Schedule, dates: StepDates, candidates: tuple[SetBy, ...]) -> str:
    """What decides an early date."""
    decider, lead, step = candidates[0], dates.early_start, dates.step
    on = _short(decider.on, lead)
    if decider.fixed is not None:
        return _fixed(decider.fixed, step, lead)
    if decider.link is None or decider.step is None:
        return f"计划从 {on} 起算" if len(candidates) > 1 else f"没有前置，计划从 {on} 起算"
    link, other = decider.link, plan.network.step(decider.step)
    cause = f"{_subject(other)}在 {on} {finish_verb(other) if link.kind.from_finish else start_verb(other)}"
    cause += _lag(link, "之后再隔")
    if link.kind.to_finish:
        cause += f"，本项不得早于那时{finish_verb(step)}"
    elif link.kind is LinkKind.SS:
        cause += f"，本项不得早于那时{start_verb(step)}"
    return cause + _rank(plan, decider, candidates, "前置", "最晚")


def _late_cause(plan: Schedule, dates: StepDates, candidates: tuple[SetBy, ...]) -> tuple[str, bool]:
    """What decides a late date, and whether it is the start that it holds."""
    decider, lead, step = candidates[0], dates.late_start, dates.step
    on = _short(decider.on, lead)
    if decider.fixed is not None:
        return _fixed(decider.fixed, step, lead), decider.fixed.kind is FixedKind.MUST_START_ON
    if decider.kind is SetByKind.TARGET:
        return f"目标定在 {on}", False
    if decider.link is None or decider.step is None:
        if decider.on > plan.finish_on:
            return f"按目标排，全部工作 {on} 完成", False
        return f"全部工作最早 {on} 完成，再晚就会拖后", False
    link, other = decider.link, plan.network.step(decider.step)
    cause = f"{_subject(other)}最迟 {on} {finish_verb(other) if link.kind.to_finish else start_verb(other)}"
    cause += _lag(link, "之前要隔")
    if link.kind is LinkKind.FF:
        cause += f"，本项不得晚于那时{finish_verb(step)}"
    elif not link.kind.from_finish:
        cause += f"，本项不得晚于那时{start_verb(step)}"
    return cause + _rank(plan, decider, candidates, "后续", "最早"), not link.kind.from_finish


def _holds_finish(decider: SetBy) -> bool:
    """True if DECIDER of an early date holds the finish of its step, not the start."""
    if decider.link is not None:
        return decider.link.kind.to_finish
    return decider.fixed is not None and decider.fixed.kind is FixedKind.MUST_FINISH_ON


def _rank(plan: Schedule, decider: SetBy, candidates: tuple[SetBy, ...], role: str, extreme: str) -> str:
    """How the deciding step compares with the others in its ROLE."""
    others = dict.fromkeys(one.step for one in candidates if one.step is not None and one.step != decider.step)
    if not others:
        return ""
    equal = [one.step for one in candidates if one.step in others and one.gives == decider.gives]
    together = "、".join(named(plan.network.step(step)) for step in dict.fromkeys(equal) if step is not None)
    if together:
        return f"，与 {together} 同为 {len(others) + 1} 个{role}里{extreme}的"
    return f"，是 {len(others) + 1} 个{role}里{extreme}的"


def _fixed(fixed: FixedDate, step: Step, beside: date, in_full: bool = False) -> str:
    on = fixed.on.isoformat() if in_full else _short(fixed.on, beside)
    if fixed.kind is FixedKind.START_NOT_BEFORE:
        return f"规定不早于 {on} {start_verb(step)}"
    if fixed.kind is FixedKind.FINISH_NOT_AFTER:
        return f"规定不晚于 {on} {finish_verb(step)}"
    return f"规定在 {on} {start_verb(step) if fixed.kind is FixedKind.MUST_START_ON else finish_verb(step)}"


# -- days off ----------------------------------------------------------------------------------------------------


def _days_off(calendar: WorkCalendar, roll: Roll | None, beside: date) -> str:
    """The days off that a date was moved past; empty if it was not moved."""
    if roll is None:
        return ""
    low, high = min(roll.from_on, roll.to_on), max(roll.from_on, roll.to_on)
    breaks = "、".join(_breaks(calendar, low, high, beside))
    return f"{breaks}放假" if breaks else "遇周末"


def _breaks(calendar: WorkCalendar, first: date, last: date, beside: date) -> Iterator[str]:
    """The breaks with a day from FIRST to LAST, each with its own first and last day and name."""
    day = first
    while day <= last:
        name = calendar.name_of(day)
        if name:
            begin, end = _run(calendar, day, name)
            until = "" if begin == end else f" 至 {_short(end, beside)}"
            yield f"{_short(begin, beside)}{until} {name}"
            day = end
        day += timedelta(days=1)


def _run(calendar: WorkCalendar, day: date, name: str) -> tuple[date, date]:
    begin = end = day
    table = calendar.table(CalendarKind.GOVERNMENT)
    while begin > table.first_on and calendar.name_of(begin - timedelta(days=1)) == name:
        begin -= timedelta(days=1)
    while end < table.last_on and calendar.name_of(end + timedelta(days=1)) == name:
        end += timedelta(days=1)
    return begin, end


def _length(calendar: WorkCalendar, step: Step, first: date, last: date) -> str:
    """How the length of STEP leads from its first to its last day."""
    verb, on = finish_verb(step), _short(last, first)
    if not step.days:
        return f"当日{verb}。"
    begin = "受理次日起" if step.accepts else "历时"
    return f"{begin} {days_of(step.days, step.calendar)}{_pause(calendar, step, first, last)}，{on} {verb}。"


def _pause(calendar: WorkCalendar, step: Step, first: date, last: date) -> str:
    """The breaks between the first and last day of STEP, in brackets, if it does not work through them."""
    if step.calendar is CalendarKind.SEVEN_DAY:
        return ""
    breaks = "、".join(_breaks(calendar, first + timedelta(days=1), last, first))
    return f"（其间 {breaks}放假）" if breaks else ""


def _provisional(plan: Schedule, provisional: bool, first: date, last: date) -> str:
    if not provisional:
        return ""
    low, high = min(first, last).year, max(first, last).year
    years = [str(year) for year in plan.calendar.provisional_years if low <= year <= high]
    return f"这一日期暂定：{'、'.join(years)} 年的放假通知尚未录入。" if years else "这一日期暂定。"
