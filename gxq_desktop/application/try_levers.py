"""Try other terms of a plan (试算): another first day, other targets, levers ticked. Nothing is stored.

`try_terms` answers at once (some 20 ms); `smallest_way` proves a smallest set and may take a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from gxq_desktop.application.edit_plan import with_terms, without_lost
from gxq_desktop.application.plan_project import ProjectPlan, plan_project, replanned
from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.application.project_timetable import Timetable, timetable_of
from gxq_desktop.application.wording import plain_day, weekday
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.levers import (
    Lever,
    LeverGain,
    RelaxLink,
    apply_levers,
    fitting_levers,
    gain_of,
)
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project import Terms
from gxq_desktop.domain.schedule import Schedule, TargetResult

MAIN_GATE = "M_START"
UNRECORDED = "起算日已过而没有办理记录"


@frozen
class LeverChoice:
    """A way of going faster that can be ticked.

    gain_days: working days; of one not used, what it would bring with those that are; of one in use, what it brings.
    reason: why it brings nothing, "" if it does. used: ticked in these terms. agreed: in the stored plan.
    touches: ids of the steps it changes; touches_text: their codes.
    """

    id: str
    code: str
    kind: str
    name: str
    gain_days: int
    reason: str
    condition: str
    cost: str
    used: bool
    agreed: bool
    touches: tuple[str, ...]
    touches_text: str


@frozen
class Answer:
    """Can we make it? The head of the lever desk, about the target missed most, or the next one if all are met.

    met: None if no target is set. verdict: “差 11 个工作日” without any lever, “能按目标开工” once it is met. regained,
    short_by: working days that the levers in use bring, and that are lacking with them. share: regained part of the gap,
    0–1, None without a gap. now: “已补回 9 个工作日，还差 2 个”. forecast: “预计 11-09（周一）开工”. others: sentences, if
    the first day passed without a record, and on further targets.
    """

    met: bool | None
    verdict: str
    detail: str
    regained: int
    short_by: int
    share: float | None
    now: str
    forecast: str
    others: tuple[str, ...]


@frozen
class GateTarget:
    """A gate that can have a target. forecast: without a target one begins here. is_main: 开工, which most want."""

    id: str
    name: str
    target: date | None
    forecast: date
    is_main: bool


@dataclass(frozen=True)
class Trial:
    """The plan on TERMS, beside the stored one. differs: from the terms of the stored plan.

    targets: every gate of the project, in the order of the catalogue.
    """

    terms: Terms
    plan: ProjectPlan
    timetable: Timetable
    answer: Answer
    levers: tuple[LeverChoice, ...]
    targets: tuple[GateTarget, ...]
    differs: bool


@frozen
class Way:
    """What still has to be used to meet every target. meets: False if even all together do not.

    levers: ids. sentence: the answer in Chinese; short: for a button.
    """

    levers: tuple[str, ...]
    meets: bool
    sentence: str


def try_terms(desk: ProjectDesk, terms: Terms) -> Trial:
    """Plan the project of DESK on TERMS. Raises DomainError for dates outside the calendar or what the project lacks."""
    stored = desk.project.plan.terms
    plan = desk.plan if desk.plan is not None and terms == stored else _planned(desk, terms)
    bare = plan if not terms.levers else _planned(desk, replace(terms, levers=()))
    return Trial(
        terms=terms,
        plan=plan,
        timetable=timetable_of(desk, plan),
        answer=_answer(desk, plan, bare),
        levers=lever_choices(desk, plan, bare),
        targets=gate_targets(desk, plan),
        differs=terms != stored,
    )


def try_mended(desk: ProjectDesk, terms: Terms) -> tuple[Trial, str] | None:
    """The plan on TERMS, which were refused, without the levers and targets that the catalogue no longer gives the project,
    and a sentence that names those; None if that is not what is wrong, or not all of it."""
    project = desk.project
    decisions, lost = without_lost(with_terms(project, terms), project, desk.catalogue)
    if not lost:
        return None
    try:
        trial = try_terms(desk, decisions.plan.terms)
    except DomainError:
        return None
    return trial, f"计划里的{'、'.join(lost)}已不适用，排不出时间表。下面是去掉后排出的，写入计划就照这个办。"


def smallest_way(trial: Trial) -> Way | None:
    """The fewest further levers that meet every target on the terms of TRIAL; None if nothing is missed."""
    found = trial.plan.lever_set
    if found is None:
        return None
    return Way(tuple(lever.id for lever in found.levers), found.meets, found.sentence)


def gate_targets(desk: ProjectDesk, plan: ProjectPlan) -> tuple[GateTarget, ...]:
    """The gates of PLAN with their targets."""
    schedule = plan.schedule
    return tuple(
        GateTarget(
            gate.id, gate.name, schedule.targets.get(gate_id), schedule[gate_id].early_finish, gate.id == MAIN_GATE
        )
        for gate in desk.catalogue.gates
        if (gate_id := StepId(gate.id)) in schedule.network
    )


def _planned(desk: ProjectDesk, terms: Terms) -> ProjectPlan:
    project = desk.project
    changed = replace(project, plan=project.plan.on(terms))
    return plan_project(desk.catalogue, desk.calendar, changed, journal=desk.journal, today=desk.today)


# -- levers --------------------------------------------------------------------------------------------------------


def lever_choices(desk: ProjectDesk, plan: ProjectPlan, bare: ProjectPlan) -> tuple[LeverChoice, ...]:
    """Every lever of the project, best first by what each alone brings without the others, so that the order stays.

    plan: with the levers in use; bare: without any. Those that bring nothing stand last and say why.
    """
    alone = bare.lever_gains
    gains: Mapping[str, LeverGain] = plan.lever_gains
    agreed, used = set(desk.project.plan.levers), set(plan.project.plan.levers)
    choices = []
    for lever in plan.levers:
        if lever.id in used:
            days, reason = _brought(plan, lever)
        elif lever.id in gains:
            days, reason = gains[lever.id].working_days, gains[lever.id].reason
        else:
            days, reason = 0, "已用的办法包含了它"
        choices.append(_choice(plan, lever, days, reason, lever.id in used, lever.id in agreed))
    first: dict[str, int] = {lever.id: place for place, lever in enumerate(plan.levers)}
    ranks = {name: -gain.working_days for name, gain in alone.items()}
    choices.sort(key=lambda each: (ranks.get(each.id, 0), first[each.id]))
    return tuple(choices)


def _brought(plan: ProjectPlan, lever: Lever) -> tuple[int, str]:
    """What LEVER, in use, brings to the controlling step beside the others in use."""
    step = plan.controlling_step
    others = [each for each in plan.levers if each.id in plan.project.plan.levers and each.id != lever.id]
    network = apply_levers(plan.built.network, others)
    fitted = fitting_levers(network, [lever])
    if step is None or not fitted:
        return 0, "别的办法已经包含了它"
    gain = gain_of(fitted[0], network, plan.schedule.calendar, plan.schedule.start_on, step)
    return gain.working_days, gain.reason


def _choice(plan: ProjectPlan, lever: Lever, days: int, reason: str, used: bool, agreed: bool) -> LeverChoice:
    touches: list[StepId] = []
    for change in lever.changes:
        touches += [change.before, change.after] if isinstance(change, RelaxLink) else [change.step]
    steps = list(dict.fromkeys(touches))
    codes = dict.fromkeys(plan.built.network.step(step).code for step in steps)
    return LeverChoice(
        id=lever.id,
        code=lever.code,
        kind=lever.kind.value,
        name=lever.name,
        gain_days=days,
        reason=reason,
        condition=lever.legal_condition,
        cost=lever.cost,
        used=used,
        agreed=agreed,
        touches=tuple(steps),
        touches_text=" ".join(code for code in codes if code),
    )


# -- the answer ----------------------------------------------------------------------------------------------------


def _answer(desk: ProjectDesk, plan: ProjectPlan, bare: ProjectPlan) -> Answer:
    results = sorted(plan.schedule.target_results, key=_urgency)
    if not results:
        return _without_target(desk, plan, bare)
    result = results[0]
    before = next(each for each in bare.schedule.target_results if each.milestone.id == result.milestone.id)
    name = _gate_name(desk, result.milestone.id)
    gap, left = before.short_by_working_days, result.short_by_working_days
    regained = max(0, desk.calendar.working_days_between(result.forecast_on, before.forecast_on))
    others = tuple(_in_words(desk, plan, each) for each in results[1:])
    tentative = plan.schedule[result.milestone.id].provisional_early
    forecast = f"预计 {_day(plan, result.forecast_on)}{name}" + ("，暂定" if tentative else "")
    wish = f"目标 {_day(plan, result.target_on)}{name}"
    spare = _spare(result) + ("，暂定" if result.provisional and not tentative else "")
    again = _from_today(desk, plan)
    if again is not None:
        late = next(each for each in again.target_results if each.milestone.id == result.milestone.id)
        short = "" if late.feasible else f"，{_short(late)}"
        others = (f"{UNRECORDED}：从今天起要到 {_day(plan, late.forecast_on)}{short}", *others)
        if result.feasible and not late.feasible:
            return Answer(False, f"从今天起{_short(late)}", wish, regained, left, None, "", forecast, others)
    if before.feasible:
        verdict = f"能按目标{name}"
        return Answer(True, verdict, wish, regained, 0, None, spare, forecast, others)
    verdict = _short(before)
    detail = f"不用任何办法要到 {_day(plan, before.forecast_on)}，{wish}"
    if result.feasible:
        detail = f"不用任何办法{verdict}：要到 {_day(plan, before.forecast_on)}，{wish}"
        verdict = f"能按目标{name}"
        now = f"已补回 {regained} 个工作日，{spare}"
    elif left:
        now = f"已补回 {regained} 个，还差 {left} 个工作日" if regained else "还没有采用办法"
    else:
        now = f"还晚 {result.short_by_calendar_days} 天，都是休息日"
    share = 1.0 if result.feasible else min(1.0, regained / gap) if gap else 0.0
    return Answer(result.feasible, verdict, detail, regained, left, share, now, forecast, others)


def _from_today(desk: ProjectDesk, plan: ProjectPlan) -> Schedule | None:
    """PLAN from today on, if its first day has passed and nothing was recorded since; None if that is not so."""
    if plan.is_resolved or plan.schedule.start_on >= desk.today:
        return None
    return replanned(plan, plan.journal, desk.today, from_today=True).schedule


def _without_target(desk: ProjectDesk, plan: ProjectPlan, bare: ProjectPlan) -> Answer:
    step = plan.controlling_step
    forecast, regained = "", 0
    others: tuple[str, ...] = ()
    if step is not None:
        on = plan.schedule[step].early_finish
        regained = max(0, desk.calendar.working_days_between(on, bare.schedule[step].early_finish))
        forecast = f"全部办完最早 {_day(plan, on)}"
        again = _from_today(desk, plan)
        if again is not None:
            others = (f"{UNRECORDED}：从今天起要到 {_day(plan, again[step].early_finish)}",)
    now = f"已采用的办法提前 {regained} 个工作日" if regained else ""
    return Answer(
        None, "没有定目标", "定下目标日，就能看出差几天、靠什么办法追回来", regained, 0, None, now, forecast, others
    )


def _urgency(result: TargetResult) -> tuple[int, int, date]:
    return -result.short_by_working_days, result.spare_working_days, result.target_on


def _spare(result: TargetResult) -> str:
    days = result.spare_working_days
    return f"还有 {days} 个工作日余地" if days else "正好赶上"


def _short(result: TargetResult) -> str:
    """By how much a missed target is missed."""
    days = result.short_by_working_days
    return f"差 {days} 个工作日" if days else f"晚 {result.short_by_calendar_days} 天，都是休息日"


def _in_words(desk: ProjectDesk, plan: ProjectPlan, result: TargetResult) -> str:
    name = _gate_name(desk, result.milestone.id)
    wish = f"{name}目标 {_day(plan, result.target_on)}，预计 {_day(plan, result.forecast_on)}"
    return f"{wish}，{_spare(result) if result.feasible else _short(result)}"


def _gate_name(desk: ProjectDesk, gate_id: StepId) -> str:
    return desk.catalogue.gate(gate_id).name


def _day(plan: ProjectPlan, on: date) -> str:
    return f"{plain_day(on, plan.project.plan.start_on.year)}（{weekday(on)}）"
