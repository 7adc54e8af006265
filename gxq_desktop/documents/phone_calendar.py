"""The phone calendar (手机日历): the plan's latest days as RFC 5545 events that ring three and one working days before.

    Path("plan.ics").write_bytes(make_ics(dossier))

One all-day event for each step on the day it must begin at the latest, one for each gate on its forecast, one for each
target. An event keeps its UID from edition to edition and its SEQUENCE is the edition, so that importing a newer file
replaces what the phone has; a row that fell out of the plan is sent once more, as cancelled. Equal dossiers give equal
bytes: every moment in the file is that of printing. No METHOD: RFC 5546 would ask for an organiser with an address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from gxq_desktop.application.views import (
    CardView,
    Day,
    Dossier,
    GateView,
    Light,
    MaterialView,
    ObstacleView,
    StepView,
    TargetView,
    UtilityLine,
)
from gxq_desktop.application.wording import weekday
from gxq_desktop.documents.text import clean
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import StepKind

ALARM_WORKING_DAYS: Final = (3, 1)
ALARM_AT: Final = time(9, 0)
"""On the phone's own clock."""
PRODUCT: Final = "-//GXQ Desktop//Phone calendar 1//ZH"
UID_DOMAIN: Final = "gxq-desktop"
_ONE_DAY: Final = timedelta(days=1)
_PRINTED_AT: Final = time(1, 0, tzinfo=UTC)
"""09:00 in China."""


@frozen
class _Entry:
    """An event before it is written. key: what is stable about it, in its UID. silent: it does not ring."""

    key: str
    on: Day
    summary: str
    lines: tuple[str, ...]
    category: str
    location: str = ""
    silent: bool = False
    cancelled: bool = False


def make_ics(dossier: Dossier) -> bytes:
    """The calendar file, UTF-8 with CRLF. Alarms that would ring before the printing day are left out."""
    calendar = Calendar()
    for name, value in (
        ("prodid", PRODUCT),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("x-wr-calname", _one_line(f"{dossier.identity.project_number} {dossier.project.name}")),
        ("x-wr-timezone", "Asia/Shanghai"),
    ):
        calendar.add(name, value)
    entries = sorted(_entries(dossier), key=lambda entry: (entry.on.on, entry.key))
    for entry in entries:
        calendar.add_component(_event(entry, dossier))
    return calendar.to_ical()


def alarm_days(calendar: WorkCalendar, on: date, printed_on: date) -> tuple[tuple[int, date], ...]:
    """(n, day): the n-th working day before ON, for each n of ALARM_WORKING_DAYS, not before PRINTED_ON."""
    if on <= printed_on:
        return ()
    found = []
    for count in ALARM_WORKING_DAYS:
        last = calendar.roll_back(on - _ONE_DAY)
        day = last if count == 1 else calendar.before(last, count - 1)
        if day >= printed_on:
            found.append((count, day))
    return tuple(found)


def _event(entry: _Entry, dossier: Dossier) -> Event:
    identity = dossier.identity
    printed_at = datetime.combine(identity.printed_on, _PRINTED_AT)
    summary = _one_line(entry.summary + ("（暂定）" if entry.on.provisional else ""))
    footer = (
        f"{dossier.project.name}",
        f"{identity.project_number} 第 {identity.edition} 版 {identity.printed_on.isoformat()} 印 "
        f"校验 {identity.check_code}",
    )
    event = Event()
    event.add("uid", _one_line(f"{identity.project_number}-{entry.key}@{UID_DOMAIN}"))
    event.add("dtstamp", printed_at)
    event.add("last-modified", printed_at)
    event.add("sequence", identity.edition)
    event.add("dtstart", entry.on.on)
    event.add("dtend", entry.on.on + _ONE_DAY)
    event.add("summary", summary)
    event.add("description", clean("\n".join((*entry.lines, *footer))))
    if entry.location:
        event.add("location", _one_line(entry.location))
    event.add("categories", [entry.category])
    event.add("status", "CANCELLED" if entry.cancelled else "TENTATIVE" if entry.on.provisional else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if not (entry.silent or entry.cancelled):
        for count, day in alarm_days(dossier.calendar, entry.on.on, identity.printed_on):
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", f"还有 {count} 个工作日：{summary}")
            alarm.add("trigger", datetime.combine(day, ALARM_AT) - datetime.combine(entry.on.on, time()))
            event.add_component(alarm)
    return event


def _one_line(text: str) -> str:
    return clean(text).replace("\n", " ").strip()


# --- what there is to remember ----------------------------------------------------------------------------------------


def _entries(dossier: Dossier) -> Iterator[_Entry]:
    cards = {card.step_id: card for card in dossier.cards}
    materials = {material.step_id: material for material in dossier.materials}
    obstacles = {obstacle.step_id: obstacle for obstacle in dossier.obstacles}
    utilities = {station.step_id: line for line in dossier.utilities for station in line.stations if station.step_id}
    decided = {row.code: row.override_text for row in dossier.verdicts if row.override_text}
    for step in dossier.steps:
        if step.kind is StepKind.MILESTONE:
            continue
        lines, location = [*_about(step)], ""
        if not step.parent and step.code in decided:
            lines.insert(1, decided[step.code])
        if step.id in cards:
            location = _place(cards[step.id], dossier)
            lines += _for_approval(cards[step.id], location)
        elif step.id in materials:
            lines += _for_material(materials[step.id], dossier)
        elif step.id in utilities:
            lines += _for_utility(utilities[step.id])
        elif step.id in obstacles:
            lines += _for_obstacle(obstacles[step.id])
        yield _Entry(
            key=step.id,
            on=step.late_start,
            summary=_headline(step),
            lines=tuple(lines),
            category=step.kind.label,
            location=location,
            silent=step.light is Light.DONE,
        )
    for gate in dossier.gates:
        yield _gate_entry(gate)
    for target in dossier.targets:
        yield _target_entry(target, dossier)
    names = {row.code: row.short_name for row in dossier.verdicts}
    for step_id in dossier.dropped:
        yield _Entry(
            key=step_id,
            on=Day(dossier.identity.printed_on, provisional=False),
            summary=f"已取消：{step_id} {names.get(step_id, '')}",
            lines=("从这一版起，这一步不在计划里了。", *((decided[step_id],) if step_id in decided else ())),
            category="已取消",
            cancelled=True,
        )


def _verb(step: StepView) -> str:
    """What must have happened at the latest on late_start: an approval is accepted, anything else begun; what runs, finished."""
    if step.running:
        return "最迟办结" if step.kind is StepKind.APPROVAL else "最迟完成"
    return "最迟受理" if step.kind is StepKind.APPROVAL else "最迟开始"


def _headline(step: StepView) -> str:
    named = f"{step.code} {step.short_name}".strip()
    if step.light is Light.DONE:
        return f"已办结 {named}"
    return f"{'已逾期！' if step.days_left < 0 else ''}{_verb(step)} {named}"


def _about(step: StepView) -> Iterable[str]:
    yield f"{step.code} {step.name}".strip()
    yield f"{step.phase.value}，{step.length_text}" + (f"，责任：{step.owner}" if step.owner else "")
    if step.running:
        yield f"{_day(step.early_start)}开始，预计 {_day(step.early_finish)}完成"
        yield f"{_verb(step)} {_day(step.late_finish)}"
    else:
        yield f"最早 {_day(step.early_start)}开始，{_day(step.early_finish)}完成"
        yield f"{_verb(step)} {_day(step.late_start)}，最迟完成 {_day(step.late_finish)}"
    if step.why_late:
        yield step.why_late


def _day(day: Day) -> str:
    return f"{day.on.isoformat()}（周{weekday(day.on)}{'，暂定' if day.provisional else ''}）"


def _place(card: CardView, dossier: Dossier) -> str:
    centre = dossier.centre
    return "，".join(
        part for part in (f"{card.window.number}窗口 {card.window.name}", centre.centre, centre.address) if part
    )


def _for_approval(card: CardView, place: str) -> Iterable[str]:
    yield f"到哪里：{place}" + (f"，电话 {card.window.phone}" if card.window.phone else "")
    if card.materials:
        yield "带什么来："
    for number, material in enumerate(card.materials, 1):
        details = [material.copies, material.form, material.from_text]
        details += ["可容缺" + material.later.removeprefix("可容缺")] if material.later.startswith("可容缺") else []
        details += [material.shared] if material.shared.strip("—") else []
        yield f"{number}. {material.name}：{'，'.join(detail for detail in details if detail)}"
    if card.helper.name or card.helper.phone:
        yield f"找谁：{card.helper.role} {card.helper.name} {card.helper.phone}".strip()


def _for_material(material: MaterialView, dossier: Dossier) -> Iterable[str]:
    names = {row.code: row.short_name for row in dossier.verdicts}
    yield f"谁来做：{material.prepared_by}"
    yield f"什么形式：{material.form}"
    if material.used_by:
        yield "交到哪里：" + "、".join(f"{code} {names.get(code, '')}".strip() for code in material.used_by)
    if material.no_use:
        yield f"{material.no_use}。"
    if material.defects:
        yield "别出这些错：" + "；".join(material.defects)


def _for_utility(line: UtilityLine) -> Iterable[str]:
    yield f"找谁：{line.provider} {line.phone}".strip()
    if line.prepare:
        yield f"{line.name}报装要备的资料：{line.prepare}"


def _for_obstacle(obstacle: ObstacleView) -> Iterable[str]:
    yield f"排除日期 {_day(obstacle.cleared_on)}"
    if obstacle.delays:
        yield "拖后：" + "、".join(f"{name} {days} 个工作日" for name, days in obstacle.delays)
    if obstacle.note:
        yield obstacle.note


def _gate_entry(gate: GateView) -> _Entry:
    lines = [f"{gate.sign} {gate.name}：{gate.note}", f"最迟 {_day(gate.latest)}，机动 {gate.total_float} 个工作日"]
    if gate.target is not None:
        lines.append(f"目标 {gate.target.isoformat()}（周{weekday(gate.target)}）")
    return _Entry(gate.id, gate.forecast, f"预计 {gate.sign} {gate.name}", tuple(lines), StepKind.MILESTONE.label)


def _target_entry(target: TargetView, dossier: Dossier) -> _Entry:
    gate = dossier.gate(target.gate)
    met = "能按目标到达" if target.short_by <= 0 else f"照现在的计划差 {target.short_by} 个工作日"
    lines = [f"目标 {_day(Day(target.target, provisional=False))}", f"预计 {_day(target.forecast)}，{met}"]
    lines += [f"可以提速：{lever.text}" for lever in target.levers]
    summary = f"目标 {gate.sign} {gate.name}"
    return _Entry(f"{gate.id}-target", Day(target.target, provisional=False), summary, tuple(lines), "目标")
