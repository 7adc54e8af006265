"""What a new edition changes against an older one (变更单): days, float, added and dropped items, why, what to do."""

from __future__ import annotations

from datetime import date

from gxq_desktop.application.views import ChangedDay, ChangeView, Day, Dossier, Light, StepView
from gxq_desktop.application.wording import spoken_day
from gxq_desktop.domain.editions import Edition, PlannedDates
from gxq_desktop.domain.network import StepKind

MOST_CAUSES = 3
MOST_TO_DO = 3
MOST_CHARACTERS = 8
"""Longer names are put as the process map puts them."""
_DONE = {
    StepKind.APPROVAL: "办结",
    StepKind.MATERIAL: "备齐",
    StepKind.UTILITY: "完成",
    StepKind.CONSTRUCTION: "完工",
    StepKind.OBSTACLE: "排除",
    StepKind.FOLLOW_ON: "完成",
    StepKind.MILESTONE: "",
}
"""What happens to a step on the day that is compared. Excluded steps are left out: they move with their item."""


def changes_since(old: Edition, dossier: Dossier, why: tuple[str, ...] = ()) -> ChangeView:
    """Compare the dates OLD printed with DOSSIER's, step by step: earliest finish of work, forecast of gates.

    WHY: reasons an officer gives; without them the steps that moved on their own account are named. Steps are found by
    id; the rows of the lists that came or went are named by their codes. ValueError if DOSSIER is not a later edition.
    """
    if old.number >= dossier.identity.edition:
        raise ValueError(f"edition {old.number} is not before edition {dossier.identity.edition}")
    days = _changed_days(old, dossier)
    gate = dossier.gate(dossier.next_gate)
    old_gate = old.dates.get(gate.id)
    short_names = {row.code: row.short_name for row in dossier.verdicts}
    now = {step.id for step in dossier.steps}
    added = [step.code for step in dossier.steps if step.id not in old.dates and step.item_list and not step.parent]
    dropped = [step_id for step_id in old.dates if step_id not in now and step_id in short_names]
    return ChangeView(
        old_edition=old.number,
        old_printed_on=old.printed_on,
        gate=gate.name,
        old_gate=_day(old_gate.early_finish, old_gate) if old_gate else None,
        new_gate=gate.forecast,
        old_float=_float(old_gate, dossier) if old_gate else gate.total_float,
        new_float=gate.total_float,
        old_items=sum(step_id in short_names for step_id in old.dates),
        new_items=sum(count.applies for count in dossier.counts),
        days=days,
        added=tuple(f"{code} {short_names.get(code, '')}".rstrip() + _decided(dossier, code) for code in added),
        dropped=tuple(f"{code} {short_names[code]}{_decided(dossier, code)}" for code in sorted(dropped)),
        why=why or _causes(days, dossier),
        to_do=_to_do(old, days, bool(added), dossier),
    )


def _decided(dossier: Dossier, code: str) -> str:
    """（人工认定）, where an officer decided that a row is added or dropped; else ""."""
    return "（人工认定）" if code in dossier.officer_decided else ""


def _day(iso: str, planned: PlannedDates) -> Day:
    return Day(date.fromisoformat(iso), planned.provisional)


def _float(gate: PlannedDates, dossier: Dossier) -> int:
    return dossier.calendar.working_days_between(
        date.fromisoformat(gate.early_finish), date.fromisoformat(gate.late_finish)
    )


def _changed_days(old: Edition, dossier: Dossier) -> tuple[ChangedDay, ...]:
    """In the order of the new plan."""
    gates = {gate.id: gate for gate in dossier.gates}
    changed = []
    for step in dossier.steps:
        before = old.dates.get(step.id)
        if before is None or step.kind not in _DONE:
            continue
        old_day = _day(before.early_finish, before)
        if old_day.on == step.early_finish.on:
            continue
        gate = gates.get(step.id)
        changed.append(
            ChangedDay(
                step_id=step.id,
                code=gate.sign if gate else step.code,
                name=gate.name if gate else _named(step),
                is_gate=gate is not None,
                critical=step.critical,
                old=old_day,
                new=step.early_finish,
                moved_working_days=dossier.calendar.working_days_between(old_day.on, step.early_finish.on),
                why=step.why_early,
            )
        )
    return tuple(changed)


def _named(step: StepView) -> str:
    """What happens on the day, in few words: 设计方案审查办结."""
    name = step.short_name if len(step.short_name) <= MOST_CHARACTERS else step.map_name
    return f"{name}{_DONE[step.kind]}"


def _causes(days: tuple[ChangedDay, ...], dossier: Dossier) -> tuple[str, ...]:
    """The moved steps none of whose predecessors moved, the ones that moved farthest first."""
    moved = {day.step_id for day in days}
    ids = dossier.step_by_id
    roots = [day for day in days if not any(before in moved for before in _with_items(ids[day.step_id], dossier))]
    roots.sort(key=lambda day: (not day.critical, -abs(day.moved_working_days), day.step_id))
    year = dossier.start_on.year
    return tuple(
        f"{day.name}从{spoken_day(day.old.on, year)}改到{spoken_day(day.new.on, year)}，{_moved(day.moved_working_days)}。"
        for day in roots[:MOST_CAUSES]
    )


def _with_items(step: StepView, dossier: Dossier) -> list[str]:
    """Predecessors of STEP; for an excluded one among them, the item it belongs to."""
    by_id = dossier.step_by_id
    return [by_id[before].parent or before for before in step.predecessors if before in by_id]


def _moved(days: int) -> str:
    if not days:
        return "工作日没有变"
    return f"晚 {days} 个工作日" if days > 0 else f"早 {-days} 个工作日"


def _to_do(old: Edition, days: tuple[ChangedDay, ...], has_added: bool, dossier: Dossier) -> tuple[str, ...]:
    edition = dossier.identity.edition
    sentences = [f"取下旧挂图，换第 {edition} 版"]
    told = [day for day in days if dossier.step_by_id[day.step_id].kind is StepKind.MATERIAL]
    told = [day for day in told if dossier.step_by_id[day.step_id].light is not Light.DONE]
    told.sort(key=lambda day: (not day.critical, day.new.on))
    if told:
        step = dossier.step_by_id[told[0].step_id]
        who = f"通知{step.owner}" if step.owner and step.owner != "企业" else "记下"
        year = dossier.start_on.year
        start, finish = spoken_day(step.early_start.on, year), spoken_day(step.early_finish.on, year)
        when = f"{finish}交" if start == finish else f"{start}起做，{finish}前交"
        sentences.append(f"{who}：{step.short_name}{when}")
    if has_added:
        sentences.append("看新增事项的卡片，补材料")
    sentences.append(f"删掉手机日历里第 {old.number} 版的提醒，导入新的")
    return tuple(sentences[:MOST_TO_DO])
