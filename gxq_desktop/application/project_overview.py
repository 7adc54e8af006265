"""Where a project stands, in ten seconds (概览): figures, the closed loop, what sets the date, what can start, what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from gxq_desktop.application.dossier.glance import list_counts, project_view
from gxq_desktop.application.dossier.steps import gate_views, key_dates
from gxq_desktop.application.pick_items import decided_text
from gxq_desktop.application.plan_project import ProjectPlan
from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.application.project_obstacles import obstacle_rows
from gxq_desktop.application.project_timetable import StepState, step_state
from gxq_desktop.application.views import Day, GateView, GlanceFact, Light, StepView
from gxq_desktop.application.wording import plain_day, weekday
from gxq_desktop.domain import explanation
from gxq_desktop.domain.clocks import LedgerLight
from gxq_desktop.domain.editions import Edition
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ApprovalItem, ItemCode, ItemList, Phase, UtilityConnection
from gxq_desktop.domain.network import StepId, StepKind
from gxq_desktop.domain.project import Project, Stage

MAIN_GATE = "M_START"
OPERATE = "M_OPERATE"
MOST_CHAINED = 8
MOST_STARTS = 8
MOST_WAITING = 6
_STARTING = (StepKind.APPROVAL, StepKind.MATERIAL, StepKind.UTILITY, StepKind.FOLLOW_ON)


class Tone(StrEnum):
    """How a figure is set: only what is missed is in the seal's colour."""

    PLAIN = "plain"
    MISSED = "missed"
    OPEN = "open"


@frozen
class Figure:
    """A figure and the line below it. value “11-20”, unit “（五）” or “项”, caption “预计开工 · 比目标晚 11 个工作日”.

    tab: the tab that says more ("schedule", "items", "obstacles"). provisional: dash it.
    """

    value: str
    unit: str
    caption: str
    tone: Tone
    tab: str
    provisional: bool = False


@frozen
class StageView:
    """One of the five stages of the closed loop. text: “签约 2026-07-22”, “预计 2026-11-20 开工”, "" for nothing known.

    short: the same where there is little room.
    """

    stage: Stage
    text: str
    is_past: bool
    is_now: bool
    short: str = ""

    @property
    def spoken(self) -> str:
        where = "已过" if self.is_past else "现在" if self.is_now else "还没到"
        return f"{self.stage.value}（{where}）{self.text}"


@frozen
class ChainRow:
    """A step of the critical chain. code "" for an excluded step, a gate or construction. decided: by whom and why it is to be
    done, where an officer said so (人工认定), else ""; so in the rows below."""

    step_id: str
    code: str
    name: str
    state: StepState
    finish: Day
    owner: str
    decided: str = ""


@frozen
class StartRow:
    """What can start now. bring: what to bring, in one line."""

    step_id: str
    code: str
    name: str
    state: StepState
    latest: Day
    bring: str
    decided: str = ""


@frozen
class WaitingRow:
    """What is held up, by what until when, and what it holds up in turn. is_obstacle: drawn as such."""

    step_id: str
    code: str
    name: str
    waits_for: str
    until: Day
    holds: str
    is_obstacle: bool
    decided: str = ""


@frozen
class ContactLine:
    """missing: nobody is named; text says so."""

    role: str
    text: str
    missing: bool


@frozen
class DateLine:
    """A key date of the panel. strong: bold; missed: a target it does not meet."""

    name: str
    text: str
    strong: bool
    missed: bool
    provisional: bool


@frozen
class EditionRow:
    """An edition handed over. change: 首次 or what its facts and dates changed against the one before."""

    number: int
    printed_on: date
    change: str


@frozen
class Overview:
    """Everything the overview shows. now_differs: “现状与第 2 版已不同：2 个日期”, "" if it does not or nothing was issued.

    chain_title: “关键链（决定开工日的 6 步）”; chain: those ahead, chain_more: how many follow them. can_start_total: more may
    be startable than are listed. refusal: why there is no plan.
    """

    figures: tuple[Figure, ...]
    stages: tuple[StageView, ...]
    chain_title: str
    chain: tuple[ChainRow, ...]
    chain_more: int
    starts: tuple[StartRow, ...]
    can_start_total: int
    waiting: tuple[WaitingRow, ...]
    enterprise: tuple[tuple[str, str], ...]
    glance: tuple[GlanceFact, ...]
    contacts: tuple[ContactLine, ...]
    dates: tuple[DateLine, ...]
    editions: tuple[EditionRow, ...]
    now_differs: str
    assumptions: tuple[str, ...]
    refusal: str
    plan_year: int
    clocks: tuple[tuple[str, str], ...] = ()
    agreed: tuple[DateLine, ...] = ()


@frozen
class Heading:
    """The head of the project's page. applies … open_questions: for the tabs. short_by: of the target missed most, in working
    days; no_plan: none can be made. overdue, soon: rows of the ledger past their day, or close to it."""

    number: str
    name: str
    enterprise: str
    project_code: str
    applies: int
    undecided: int
    obstacles: int
    editions: int
    short_by: int
    no_plan: bool
    materials: int = 0
    records: int = 0
    open_questions: int = 0
    overdue: int = 0
    soon: int = 0


def heading_of(desk: ProjectDesk) -> Heading:
    project, verdicts = desk.project, desk.verdicts.values()
    lights = Counter(line.light for line in desk.pressing)
    return Heading(
        number=project.number,
        name=project.name,
        enterprise=project.enterprise.name,
        project_code=project.project_code,
        applies=sum(verdict.applies for verdict in verdicts),
        undecided=sum(verdict.is_undecided for verdict in verdicts),
        obstacles=len(project.plan.obstacles),
        editions=len(desk.editions),
        short_by=desk.plan.schedule.short_by_working_days if desk.plan is not None else 0,
        no_plan=desk.plan is None,
        materials=sum(desk.verdicts[material.code].applies for material in desk.catalogue.materials),
        records=sum(event.superseded_on is None for event in desk.journal.events),
        open_questions=sum(entry.is_open for entry in desk.consultations),
        overdue=lights[LedgerLight.RED],
        soon=lights[LedgerLight.AMBER],
    )


def overview_of(desk: ProjectDesk) -> Overview:
    """The overview of the project on the desk; without a plan everything that needs dates is left out."""
    plan, year = desk.plan, desk.plan_year
    steps: tuple[StepView, ...] = ()
    gates: tuple[GateView, ...] = ()
    if plan is not None:
        steps = desk.steps
        gates = gate_views(desk.catalogue, plan)
    by_id = {step.id: step for step in steps}
    chain = plan.schedule.critical_chain if plan is not None else None
    chained = tuple(by_id[step.id] for step in chain.steps) if chain is not None else ()
    ahead = [
        step
        for step in chained
        if step.kind is not StepKind.MILESTONE and step.early_finish.on >= desk.today and step.light is not Light.DONE
    ]
    startable = _startable(desk, steps)
    view = project_view(desk.project)
    return Overview(
        figures=tuple(_figures(desk, gates, chained, startable)),
        stages=tuple(_stages(desk, {gate.id: gate for gate in gates})),
        chain_title=_chain_title(desk, chained),
        chain=tuple(_chain_row(desk, plan, step) for step in ahead[:MOST_CHAINED]) if plan is not None else (),
        chain_more=max(0, len(ahead) - MOST_CHAINED),
        starts=tuple(_start_row(desk, plan, step) for step in startable[:MOST_STARTS]) if plan is not None else (),
        can_start_total=len(startable),
        waiting=tuple(_waiting(desk, by_id)) if plan is not None else (),
        enterprise=_enterprise(desk.project),
        glance=view.glance,
        contacts=tuple(_contacts(desk.project)),
        dates=tuple(_dates(desk, gates, steps)),
        editions=tuple(_editions(desk.editions)),
        now_differs=now_differs(desk),
        assumptions=plan.built.assumptions if plan is not None else (),
        refusal=f"{desk.refusal.problem}{desk.refusal.next_step}" if desk.refusal is not None else "",
        plan_year=year,
        clocks=tuple(_clocks(desk)),
        agreed=tuple(_agreed(desk, gates)),
    )


def _clocks(desk: ProjectDesk) -> Iterable[tuple[str, str]]:
    """Whose working days passed so far (三个时钟), over all items; nothing while nothing was recorded."""
    if desk.ledger is None or not desk.journal:
        return
    owned = desk.ledger.owned_by_all()
    for word, days in (("机关", owned.authority), ("企业", owned.enterprise), ("中介", owned.intermediary)):
        yield word, f"{days} 个工作日"


def _agreed(desk: ProjectDesk, gates: tuple[GateView, ...]) -> Iterable[DateLine]:
    """The gates against the plan agreed now (基准 where it is still the first)."""
    if not desk.agreed or not desk.journal:
        return
    plan = desk.agreed[-1]
    for gate in gates:
        dates = plan.dates.get(StepId(gate.id))
        if dates is not None:
            against = _against_agreed(desk, gate).removeprefix("比约定")
            late = gate.forecast.on > dates.early_finish
            yield DateLine(f"约定{gate.name}", f"{_day(dates.early_finish)}，{against or '没有变'}", False, late, False)


# -- figures and stages ------------------------------------------------------------------------------------------


def _figures(
    desk: ProjectDesk, gates: tuple[GateView, ...], chain: tuple[StepView, ...], startable: tuple[StepView, ...]
) -> Iterable[Figure]:
    yield _forecast(desk, gates)
    counts = {count.item_list: count for count in list_counts(desk.catalogue, desk.verdicts)}
    applies = counts[ItemList.APPROVALS].applies
    others = f"审批要办 · 材料 {counts[ItemList.MATERIALS].applies} · 接入 {counts[ItemList.UTILITIES].applies}"
    undecided = sum(count.undecided for count in counts.values())
    if desk.journal:
        closed = sum(row.closed and row.kind is StepKind.APPROVAL for row in desk.rows.values())
        others = f"审批已销账 · 待定 {undecided}" if undecided else "审批已销账"
        yield Figure(f"{closed} / {applies}", "项", others, Tone.PLAIN, "items")
        yield _pressing(desk)
    else:
        yield Figure(str(applies), f"/ {counts[ItemList.APPROVALS].total} 项", others, Tone.PLAIN, "items")
        caption = "待定，没有排期" if undecided else "待定，全部已判定"
        yield Figure(str(undecided), "项", caption, Tone.OPEN if undecided else Tone.PLAIN, "items")
    rows = obstacle_rows(desk)
    costly = max((row.worst for row in rows), default=0)
    caption = "没有登记" if not rows else f"未解决，拖后 {costly} 个工作日" if costly else "未解决，不拖后"
    yield Figure(str(len(rows)), "个障碍", caption, Tone.MISSED if costly else Tone.PLAIN, "obstacles")
    yield Figure(str(len(startable)), "项", "现在就能开始", Tone.PLAIN, "schedule")


def _pressing(desk: ProjectDesk) -> Figure:
    """What is overdue, else what is due soon, of what has begun."""
    begun = desk.pressing
    for light, word, tone in ((LedgerLight.RED, "超期", Tone.MISSED), (LedgerLight.AMBER, "临期", Tone.OPEN)):
        codes = [line.row.code or line.row.name for line in begun if line.light is light]
        if codes:
            shown = "、".join(codes[:3]) + (" 等" if len(codes) > 3 else "")
            return Figure(str(len(codes)), "项", f"{word}：{shown}", tone, "items")
    running = sum(line.light is LedgerLight.GREEN for line in begun)
    return Figure(str(running), "项在办", "没有超期和临期的", Tone.PLAIN, "records")


def _forecast(desk: ProjectDesk, gates: tuple[GateView, ...]) -> Figure:
    gate = _main_gate(gates)
    if gate is None:
        return Figure("—", "", "排不出时间表" if desk.plan is None else "没有要排的事项", Tone.MISSED, "schedule")
    caption = f"预计{gate.name}"
    tone = Tone.PLAIN
    if gate.target is not None:
        if gate.forecast.on > gate.target:
            tone = Tone.MISSED
            late = f"晚 {gate.short_by} 个工作日" if gate.short_by else "晚，落在休息日"
            caption += f" · 比目标{late}"
        else:
            spare = desk.calendar.working_days_between(gate.forecast.on, gate.target)
            caption += f" · 比目标早 {spare} 个工作日" if spare else " · 正好赶上目标"
    else:
        caption += " · 没有定目标"
    agreed = _against_agreed(desk, gate)
    if agreed:
        caption += f" · {agreed}"
    on = gate.forecast.on
    value = plain_day(on, desk.plan_year)
    provisional = "，暂定" if gate.forecast.provisional else ""
    return Figure(value, f"（{weekday(on)}）{provisional}", caption, tone, "schedule", gate.forecast.provisional)


def _against_agreed(desk: ProjectDesk, gate: GateView) -> str:
    """How the forecast of GATE differs from the plan agreed now: 比约定晚 3 个工作日; "" if it does not, or none was."""
    agreed = desk.agreed[-1].dates.get(StepId(gate.id)) if desk.agreed else None
    if agreed is None or agreed.early_finish == gate.forecast.on:
        return ""
    days = desk.calendar.working_days_between(agreed.early_finish, gate.forecast.on)
    if not days:
        return "比约定只差休息日"
    return f"比约定晚 {days} 个工作日" if days > 0 else f"比约定早 {-days} 个工作日"


def _main_gate(gates: tuple[GateView, ...]) -> GateView | None:
    """The gate the project is after: the one missed most, else one with a target, else 开工, else the last."""
    targeted = [gate for gate in gates if gate.target is not None]
    if targeted:
        return max(targeted, key=lambda gate: gate.short_by)
    return next((gate for gate in gates if gate.id == MAIN_GATE), gates[-1] if gates else None)


_WRITTEN_OFF_IN = {
    Stage.LANDING: (Phase.LAND, Phase.PLANNING, Phase.CONSTRUCTION),
    Stage.BUILDING: (Phase.COMPLETION,),
    Stage.PRODUCTION: (Phase.OPERATION,),
}
"""Approvals of these phases are written off while a project stands in the stage: up to 开工, up to completion, after it."""


def _written_off(desk: ProjectDesk, stage: Stage) -> str:
    """销账 3/12, "" where nothing was recorded or the stage has no approvals."""
    phases = _WRITTEN_OFF_IN.get(stage, ())
    mine = [
        row.closed
        for row in desk.rows.values()
        if row.kind is StepKind.APPROVAL and desk.catalogue.by_code[ItemCode(row.code)].phase in phases
    ]
    return f"销账 {sum(mine)}/{len(mine)}" if mine and desk.journal else ""


def _stages(desk: ProjectDesk, gates: Mapping[str, GateView]) -> Iterable[StageView]:
    project = desk.project
    order = list(Stage)
    now = order.index(project.stage)
    entered = {entry.stage: entry.on for entry in project.stages}
    for place, stage in enumerate(order):
        text = short = ""
        if stage in entered:
            text = f"{entered[stage].isoformat()} 进入"
            short = f"{plain_day(entered[stage], desk.plan_year)} 进入"
        elif place > now:
            gate = gates.get({Stage.BUILDING: MAIN_GATE, Stage.PRODUCTION: OPERATE}.get(stage, ""))
            if gate is not None:
                tentative = "，暂定" if gate.forecast.provisional else ""
                text = f"预计 {gate.forecast.on.isoformat()}{tentative}"
                short = plain_day(gate.forecast.on, desk.plan_year)
        written_off = _written_off(desk, stage)
        if written_off:
            text = f"{written_off} · {text}" if text else written_off
            short = f"{written_off} · {short}" if short else written_off
        yield StageView(stage, text, place < now, place == now, short or text)


# -- tables ------------------------------------------------------------------------------------------------------


def _chain_title(desk: ProjectDesk, chain: tuple[StepView, ...]) -> str:
    count = sum(step.kind is not StepKind.MILESTONE for step in chain)
    if not chain:
        return "关键链"
    last = chain[-1]
    if last.kind is StepKind.MILESTONE:
        return f"关键链（决定{desk.catalogue.gate(last.id).name}日的 {count} 步）"
    return f"关键链（决定全部办完日的 {count} 步）"


def _chain_row(desk: ProjectDesk, plan: ProjectPlan, step: StepView) -> ChainRow:
    code = step.code if not step.parent else ""
    if step.kind in (StepKind.OBSTACLE, StepKind.FOLLOW_ON):
        code = "障碍" if step.kind is StepKind.OBSTACLE else ""
    owner = step.owner or ("没有责任单位" if step.kind is StepKind.OBSTACLE else "")
    decided = decided_text(desk.verdicts, code)
    return ChainRow(step.id, code, _name(step), step_state(desk, plan, step), step.early_finish, owner, decided)


def _name(step: StepView) -> str:
    if step.kind is StepKind.EXCLUDED:
        return f"{step.name}（不计时）"
    return step.name if step.kind is StepKind.APPROVAL else step.short_name


def _startable(desk: ProjectDesk, steps: tuple[StepView, ...]) -> tuple[StepView, ...]:
    """What nothing but the day holds back: its earliest start has come, or the plan's first day has not and it is first."""
    first = max(desk.today, desk.project.plan.start_on)
    begun = desk.plan.actuals if desk.plan is not None else {}
    found = [
        step
        for step in steps
        if step.kind in _STARTING
        and StepId(step.id) not in begun
        and step.early_start.on <= first <= max(step.late_finish.on, step.early_finish.on)
    ]
    return tuple(sorted(found, key=lambda step: (step.late_start.on, step.id)))


def _start_row(desk: ProjectDesk, plan: ProjectPlan, step: StepView) -> StartRow:
    state = step_state(desk, plan, step)
    bring, decided = _bring(desk, step.code), decided_text(desk.verdicts, step.code)
    return StartRow(step.id, step.code, step.short_name, state, step.late_start, bring, decided)


def _bring(desk: ProjectDesk, code: str) -> str:
    item = desk.catalogue.by_code.get(ItemCode(code))
    if isinstance(item, ApprovalItem):
        return "、".join(material.name for material in item.materials if not material.shared)
    if isinstance(item, UtilityConnection):
        return "、".join(item.materials)
    return item.form_short or item.form if item is not None else ""


def _waiting(desk: ProjectDesk, by_id: Mapping[str, StepView]) -> Iterable[WaitingRow]:
    """Obstacles first, then the approvals and connections that come next and what each waits for."""
    plan = desk.plan
    assert plan is not None
    for row in obstacle_rows(desk):
        yield WaitingRow(
            row.id, "", f"障碍：{row.name}", row.owner or "没有责任单位", row.finish, row.blocks_text, True
        )
    coming = sorted(
        (
            step
            for step in by_id.values()
            if step.kind in (StepKind.APPROVAL, StepKind.UTILITY) and step.early_start.on > desk.today
        ),
        key=lambda step: (step.early_start.on, step.id),
    )
    shown = 0
    for step in coming:
        held = plan.schedule[StepId(step.id)].set_by_early
        if held.step is None or held.link is None or shown == MOST_WAITING:
            continue
        other = plan.schedule.network.step(held.step)
        if by_id[other.id].early_finish.on < desk.today:
            continue
        shown += 1
        verb = explanation.finish_verb(other) if held.link.kind.from_finish else explanation.start_verb(other)
        gap = " " if other.label.isascii() else ""
        day = Day(held.on, by_id[other.id].early_finish.provisional)
        waits_for, decided = f"{other.label}{gap}{verb}", decided_text(desk.verdicts, step.code)
        yield WaitingRow(step.id, step.code, step.short_name, waits_for, day, _held(plan, step), False, decided)


def _held(plan: ProjectPlan, step: StepView) -> str:
    """What waits for STEP in turn: A23 等 3 项."""
    end = plan.built.ends.get(ItemCode(step.code), StepId(step.id))
    after = plan.schedule.network.successors(end)
    labels = [each.label for each in after if each.code != step.code]
    if not labels:
        return ""
    return labels[0] if len(labels) == 1 else f"{labels[0]} 等 {len(labels)} 项"


# -- panel -------------------------------------------------------------------------------------------------------


def _enterprise(project: Project) -> tuple[tuple[str, str], ...]:
    industry = " ".join(part for part in (project.industry.code, project.industry.name) if part)
    return (
        ("企业", project.enterprise.name),
        ("信用代码", project.enterprise.credit_code or "未提供"),
        ("项目代码", project.project_code or "未提供"),
        ("行业", f"{industry} · {project.industry.track}".strip(" ·") or "未提供"),
        ("重点级别", f"{project.key_level.value}重点项目" if project.key_level else "未列入重点"),
        ("登记日", project.registered_on.isoformat()),
    )


def _contacts(project: Project) -> Iterable[ContactLine]:
    view = project_view(project)
    for contact in (view.enterprise_contact, *view.contacts):
        named = " ".join(part for part in (contact.name, contact.phone) if part)
        yield ContactLine(contact.role, named or "待指派", not named)


def _dates(desk: ProjectDesk, gates: tuple[GateView, ...], steps: tuple[StepView, ...]) -> Iterable[DateLine]:
    yield DateLine("计划起算", _day(desk.project.plan.start_on), False, False, False)
    for gate in gates:
        if gate.target is not None:
            yield DateLine(f"目标{gate.name}", _day(gate.target), True, False, False)
        missed = gate.target is not None and gate.forecast.on > gate.target
        tentative = "，暂定" if gate.forecast.provisional else ""
        yield DateLine(
            f"预计{gate.name}", _day(gate.forecast.on) + tentative, missed, missed, gate.forecast.provisional
        )
    signs = {gate.sign for gate in gates}
    for each in key_dates(desk.catalogue, gates, steps, desk.plan_year):
        if each.sign not in signs:
            tentative = "，暂定" if each.day.provisional else ""
            yield DateLine(each.name, _day(each.day.on) + tentative, False, False, each.day.provisional)


def _day(on: date) -> str:
    return f"{on.isoformat()}（{weekday(on)}）"


# -- editions ----------------------------------------------------------------------------------------------------


def _editions(editions: tuple[Edition, ...]) -> Iterable[EditionRow]:
    """Newest first."""
    for place in range(len(editions) - 1, -1, -1):
        edition = editions[place]
        change = edition_change(editions[place - 1], edition) if place else "首次印发"
        yield EditionRow(edition.number, edition.printed_on, change)


def edition_change(before: Edition, after: Edition) -> str:
    """What an edition changed against the one before: answers, rows, dates."""
    answers = sum(before.facts.get(key) != after.facts.get(key) for key in {*before.facts, *after.facts})
    parts = [f"改答案 {answers} 项"] if answers else []
    parts += _moved(before, {step: dates.early_finish for step, dates in after.dates.items()})
    if before.catalogue_version != after.catalogue_version:
        parts.append(f"目录 {after.catalogue_version}")
    return "，".join(parts) or ("只有印制日不同" if before.content_digest == after.content_digest else "文字有改动")


def _moved(edition: Edition, finishes: Mapping[str, str]) -> list[str]:
    """How many of the edition's dates are others in FINISHES (step id → ISO day of early finish)."""
    changed = sum(
        step in edition.dates and edition.dates[step].early_finish != finish for step, finish in finishes.items()
    )
    added = sum(step not in edition.dates for step in finishes)
    dropped = sum(step not in finishes for step in edition.dates)
    parts = [f"{changed} 个日期"] if changed else []
    parts += [f"增 {added} 个环节"] if added else []
    parts += [f"减 {dropped} 个环节"] if dropped else []
    return parts


def now_differs(desk: ProjectDesk) -> str:
    """In what the project as it is now differs from the latest edition; "" if it does not, or nothing was issued."""
    if not desk.editions or desk.plan is None:
        return ""
    latest = desk.editions[-1]
    if desk.digest == latest.content_digest:
        return ""
    now: dict[str, str] = {dates.step.id: dates.early_finish.isoformat() for dates in desk.plan.schedule.steps}
    parts = _moved(latest, now)
    if latest.facts != desk.project.facts.as_json():
        parts.insert(0, "答案有改动")
    return f"现状与第 {latest.number} 版已不同：{'，'.join(parts) or '文字有改动'}"
