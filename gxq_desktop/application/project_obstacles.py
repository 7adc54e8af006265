"""Obstacles (障碍, S17) of a project on its screen: who owns each, until when, what it blocks and delays; and entering one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gxq_desktop.application.intake_values import LONGEST_NAME, LONGEST_TEXT
from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.application.views import Day
from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.network import Network, StepId, StepKind
from gxq_desktop.domain.project import FollowOn, Obstacle
from gxq_desktop.domain.project_network import CONSTRUCTION
from gxq_desktop.domain.schedule import Delay, DelayReport, delay_caused_by

LONGEST_OWNER = 60
LONGEST_DAYS = 3650


@frozen
class DelayedStep:
    """What an obstacle delays: from … to …, by how many working days. is_gate: 开工, 投产, …"""

    step_id: str
    name: str
    without_on: date
    with_on: date
    working_days: int
    is_gate: bool


@frozen
class ObstacleRow:
    """An obstacle as the table and its panel show it.

    began: the first day of the plan, from which it counts. finish: the day it is promised to be gone. after: its follow-on
    work ("二期场平，40 日"), after_finish its end. blocks_text: B30、开工. worst: working days by which it delays the gate it
    delays most. total_float: how long it may still take without delaying anything. delays: everything it moves, gates first.
    no_effect: why it moves nothing, "" if it does.
    """

    id: str
    name: str
    owner: str
    began: date
    finish: Day
    after: str
    after_finish: Day | None
    blocks_text: str
    worst: int
    total_float: int
    delays: tuple[DelayedStep, ...]
    no_effect: str
    note: str
    days_left: int


def obstacle_rows(desk: ProjectDesk) -> tuple[ObstacleRow, ...]:
    """The obstacles in the order in which they were entered; none without a plan."""
    return tuple(_row(desk, obstacle) for obstacle in desk.project.plan.obstacles) if desk.plan is not None else ()


def _row(desk: ProjectDesk, obstacle: Obstacle) -> ObstacleRow:
    plan = desk.plan
    assert plan is not None
    schedule = plan.schedule
    ids = [step for step in (StepId(obstacle.id), StepId(f"{obstacle.id}.1")) if step in schedule.network]
    report = delay_caused_by(schedule.network, schedule.calendar, schedule.start_on, ids)
    delays = tuple(_delays(desk, report))
    dates = schedule[ids[0]]
    follow = schedule[ids[-1]] if obstacle.follow_on is not None else None
    worst = max((each.working_days for each in delays if each.is_gate), default=0)
    last = follow or dates
    return ObstacleRow(
        id=obstacle.id,
        name=obstacle.name,
        owner=obstacle.owner,
        began=dates.early_start,
        finish=Day(dates.early_finish, dates.provisional_early),
        after=_follow_text(obstacle.follow_on),
        after_finish=Day(follow.early_finish, follow.provisional_early) if follow is not None else None,
        blocks_text="、".join(blocked_name(desk, step) for step in obstacle.blocks),
        worst=worst,
        total_float=last.total_float,
        delays=delays,
        no_effect="" if delays else _no_effect(schedule.network, obstacle.blocks),
        note=obstacle.note,
        days_left=schedule.calendar.working_days_between(desk.today, dates.early_finish),
    )


def _no_effect(network: Network, blocks: Iterable[StepId]) -> str:
    """Why an obstacle to BLOCKS that delays nothing delays nothing."""
    if any(step in network for step in blocks):
        return "别的事项更晚，它现在不拖后任何环节"
    return "它挡住的事项本项目都不办，不拖后任何环节"


def _follow_text(work: FollowOn | None) -> str:
    if work is None:
        return ""
    unit = "个工作日" if work.calendar is CalendarKind.GOVERNMENT else "日"
    return f"{work.name}，{work.days} {unit}"


def _delays(desk: ProjectDesk, report: DelayReport) -> Iterable[DelayedStep]:
    for delay in sorted(report.moved, key=_weight):
        if delay.working_days > 0 or delay.with_on > delay.without_on:
            yield DelayedStep(
                delay.step.id,
                _delayed_name(desk, delay),
                delay.without_on,
                delay.with_on,
                delay.working_days,
                delay.step.kind is StepKind.MILESTONE,
            )


def _delayed_name(desk: ProjectDesk, delay: Delay) -> str:
    """A29 施工许可证核发, A32 现场踏勘, G1 开工."""
    item = desk.catalogue.by_code.get(ItemCode(delay.step.id))
    return f"{item.code} {item.short_name}" if item is not None else delay.step.label


def _weight(delay: Delay) -> tuple[bool, int, date, str]:
    gate = delay.step.kind is StepKind.MILESTONE
    return not gate, 0 if gate else -delay.working_days, delay.with_on, delay.step.id


# -- what can be blocked -----------------------------------------------------------------------------------------


@frozen
class Blockable:
    """Something an obstacle may hold up. text: “B30 施工现场准备资料”, “G1 开工”, “施工”. planned: it is in the plan."""

    id: str
    text: str
    planned: bool


def blockable_steps(desk: ProjectDesk) -> tuple[Blockable, ...]:
    """Gates and construction first, then the rows that apply, then the others."""
    network = desk.plan.schedule.network if desk.plan is not None else None
    gates = [
        Blockable(gate.id, f"{gate.sign} {gate.name}", network is None or gate.id in network)
        for gate in desk.catalogue.gates
    ]
    items = [
        Blockable(item.code, f"{item.code} {item.short_name}", desk.verdicts[item.code].applies)
        for item in desk.catalogue.items
    ]
    items.sort(key=lambda each: not each.planned)
    return (*(gate for gate in gates if gate.planned), Blockable(CONSTRUCTION, "施工", True), *items)


def blocked_name(desk: ProjectDesk, step_id: StepId) -> str:
    """B30 施工现场准备资料, 开工, 施工."""
    if step_id == CONSTRUCTION:
        return "施工"
    item = desk.catalogue.by_code.get(ItemCode(step_id))
    if item is not None:
        return f"{item.code} {item.short_name}"
    return next((gate.name for gate in desk.catalogue.gates if gate.id == step_id), step_id)


# -- entering one ------------------------------------------------------------------------------------------------


@frozen
class ObstacleForm:
    """What was typed. cleared_on, days: one of the two. follow_*: all empty without follow-on work. *_unit: 工作日 or 日."""

    name: str
    owner: str
    blocks: tuple[str, ...]
    cleared_on: date | None
    days: int | None
    days_unit: str = "日"
    follow_name: str = ""
    follow_owner: str = ""
    follow_days: int | None = None
    follow_unit: str = "日"
    note: str = ""


@frozen
class FieldFault:
    """What is wrong with a field of the form: its name in ObstacleForm, and the refusal."""

    field: str
    refusal: DomainError


def form_of(obstacle: Obstacle) -> ObstacleForm:
    """OBSTACLE as it would be typed."""
    work = obstacle.follow_on
    return ObstacleForm(
        name=obstacle.name,
        owner=obstacle.owner,
        blocks=tuple(obstacle.blocks),
        cleared_on=obstacle.cleared_on,
        days=obstacle.days,
        days_unit=_unit(obstacle.calendar),
        follow_name=work.name if work is not None else "",
        follow_owner=work.owner if work is not None else "",
        follow_days=work.days if work is not None else None,
        follow_unit=_unit(work.calendar) if work is not None else "日",
        note=obstacle.note,
    )


def check_obstacle(form: ObstacleForm, desk: ProjectDesk) -> tuple[FieldFault, ...]:
    """Everything wrong with FORM, in the order of its fields; empty if `obstacle_of` will take it."""
    return tuple(_faults(form, desk))


def obstacle_of(form: ObstacleForm, obstacle_id: str) -> Obstacle:
    """The obstacle FORM describes. ValueError if `check_obstacle` finds something."""
    follow_on = None
    if form.follow_name.strip():
        follow_on = FollowOn(
            form.follow_name.strip(), form.follow_owner.strip(), form.follow_days or 0, _calendar(form.follow_unit)
        )
    return Obstacle(
        id=obstacle_id,
        name=form.name.strip(),
        owner=form.owner.strip(),
        blocks=tuple(StepId(step) for step in form.blocks),
        cleared_on=form.cleared_on,
        days=form.days,
        calendar=CalendarKind.SEVEN_DAY if form.cleared_on is not None else _calendar(form.days_unit),
        follow_on=follow_on,
        note=form.note.strip(),
    )


def _faults(form: ObstacleForm, desk: ProjectDesk) -> Iterable[FieldFault]:
    def fault(field: str, problem: str, next_step: str) -> FieldFault:
        return FieldFault(field, DomainError(problem, next_step))

    name = form.name.strip()
    if not name:
        yield fault("name", "没有写障碍是什么。", "写明是什么东西挡住了，例如“10 kV 杆线未迁改”。")
    elif len(name) > LONGEST_NAME:
        yield fault("name", f"名称有 {len(name)} 个字，最多 {LONGEST_NAME} 个。", "写短一些，细节写在备注里。")
    if len(form.owner.strip()) > LONGEST_OWNER:
        yield fault("owner", f"责任单位最多 {LONGEST_OWNER} 个字。", "写单位简称。")
    start_on = desk.project.plan.start_on
    if (form.cleared_on is None) == (form.days is None):
        yield fault("cleared_on", "没有写到哪天排除，或要多少天。", "填排除日期，或填需要的天数。")
    elif form.cleared_on is not None and form.cleared_on < start_on:
        yield fault(
            "cleared_on",
            f"排除日期 {form.cleared_on} 早于计划起算日 {start_on}。",
            "那时它已经不挡了，不用登记；否则改正日期。",
        )
    elif form.days is not None and not 1 <= form.days <= LONGEST_DAYS:
        yield fault("days", f"天数要在 1 至 {LONGEST_DAYS} 之间。", "改正天数。")
    if not form.blocks:
        yield fault("blocks", "没有选它挡住了什么。", "至少选一个事项、门槛，或“施工”。")
    if form.follow_name.strip():
        if form.follow_days is None or not 1 <= form.follow_days <= LONGEST_DAYS:
            yield fault("follow_days", "排除后还要做的工作没有写天数。", f"填 1 至 {LONGEST_DAYS} 之间的天数。")
    elif form.follow_days is not None or form.follow_owner.strip():
        yield fault("follow_name", "没有写排除后还要做什么。", "写明工作名称，例如“场平”，或清空天数和单位。")
    if len(form.note.strip()) > LONGEST_TEXT:
        yield fault("note", f"备注最多 {LONGEST_TEXT} 个字。", "写短一些。")


def _unit(calendar: CalendarKind) -> str:
    return "工作日" if calendar is CalendarKind.GOVERNMENT else "日"


def _calendar(unit: str) -> CalendarKind:
    return CalendarKind.GOVERNMENT if unit == "工作日" else CalendarKind.SEVEN_DAY


def preview_obstacle(form: ObstacleForm, obstacle_id: str, desk: ProjectDesk) -> ObstacleRow:
    """The obstacle of FORM as it would be listed, with what it would delay; FORM must pass `check_obstacle`. Raises DomainError
    if no plan can be made with it."""
    from gxq_desktop.application.edit_plan import with_obstacle
    from gxq_desktop.application.project_desk import desk_of

    changed = with_obstacle(desk.project, obstacle_of(form, obstacle_id)).on(desk.project)
    tried = desk_of(changed, desk.catalogue, desk.calendar, desk.today, desk.editions, desk.journal)
    if tried.refusal is not None:
        raise tried.refusal
    return next(row for row in obstacle_rows(tried) if row.id == obstacle_id)
