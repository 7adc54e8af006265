"""Records for other programs and for the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gxq_desktop.application.record_event import Prepared, Recorded
from gxq_desktop.domain.ledger import CaseEvent


def event_listing(event: CaseEvent) -> dict[str, Any]:
    """EVENT with English keys and ISO days."""
    return {
        "number": event.number,
        "action": event.action,
        "step": event.step_id,
        "event": event.kind.value,
        "on": event.on.isoformat(),
        "recorded_on": event.recorded_on.isoformat(),
        "person": event.person,
        "note": event.note,
        "reason": event.reason,
        "document": event.document,
        "evidence": {"name": event.evidence.name, "sha256": event.evidence.sha256} if event.evidence else None,
        "days": event.days,
        "until": event.until.isoformat() if event.until else None,
        "approver": event.approver,
        "in_place_of": event.place if event.place != event.number else None,
        "superseded_on": event.superseded_on.isoformat() if event.superseded_on else None,
        "superseded_by": event.superseded_by,
        "superseded_reason": event.superseded_reason,
    }


def event_line(event: CaseEvent) -> str:
    """EVENT in a line: 12  2026-09-16  A23  受理  李晓岚  …"""
    parts = [f"{event.number:>4}", event.on.isoformat(), f"{event.step_id:<8}", event.kind.label, event.person]
    parts += [text for text in (event.document, event.reason, event.note) if text]
    if event.evidence is not None:
        parts.append(f"证据 {event.evidence.name}")
    if event.place != event.number:
        parts.append(f"更正第 {event.place} 条")
    if event.superseded_on is not None:
        parts.append(f"（{event.superseded_on} {event.superseded_by}更正：{event.superseded_reason}）")
    return "  ".join(parts)


def prepared_listing(done: Prepared | Recorded) -> dict[str, Any]:
    """What was, or would be, recorded, with what follows from it."""
    found = done.knock_on
    return {
        "action": done.events[0].action if done.events else None,
        "saved": isinstance(done, Recorded),
        "events": [event_listing(event) for event in done.events],
        "warnings": list(done.warnings),
        "missed": [
            {"step": each.step_id, "due_on": each.due_on.isoformat(), "reason": each.reason.value}
            for each in done.missed
        ],
        "moves": [
            {
                "id": move.step.id,
                "old_finish": move.old_finish.isoformat(),
                "new_finish": move.new_finish.isoformat(),
                "moved_working_days": move.moved_working_days,
            }
            for move in found.moves
        ],
        "milestones": [move.step.id for move in found.milestones],
        "forecast_before": found.forecast_before.isoformat(),
        "forecast_after": found.forecast_after.isoformat(),
        "driving_chain": list(found.chain),
        "levers": [
            {"id": each.id, "text": each.text, "gain_working_days": each.gain_working_days} for each in found.levers
        ],
        "broken_targets": list(found.broken_targets),
        "sentences": list(found.sentences),
    }


def prepared_lines(done: Prepared | Recorded, *, saved: bool) -> Iterable[str]:
    """The same for the terminal. SAVED: it was."""
    what = "；".join(f"{event.step_id} {event.kind.label} {event.on}" for event in done.events) or "已作废"
    yield (
        f"已记录（第 {done.events[0].action} 号）：{what}。"
        if saved and done.events
        else f"{what}（没有保存）。"
        if not saved
        else "已更正。"
    )
    for each in done.missed:
        yield f"超期记录：{each.step_id} 应在 {each.due_on} 前办完，原因 {each.reason.value}。"
    yield from done.knock_on.sentences
