"""Cases in few words for tests: events by kind and day on the shipped calendar of 2026."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from gxq_desktop.catalogue.calendar_files import load_calendar
from gxq_desktop.domain.case_states import EventKind, Life
from gxq_desktop.domain.ledger import Case, CaseEvent, Journal
from gxq_desktop.domain.limits import Limit
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project_network import ItemTerms

CALENDAR = load_calendar()
A23 = StepId("A23")
TEN = ItemTerms(10, Limit(20), "")
_MOMENT = datetime(2026, 9, 1, 1, tzinfo=UTC)


def day(text: str, year: int = 2026) -> date:
    """09-16 of YEAR."""
    month, of_month = map(int, text.split("-"))
    return date(year, month, of_month)


def event(number: int, kind: EventKind | str, on: date | str, step: str = "A23", **more: Any) -> CaseEvent:
    on = day(on) if isinstance(on, str) else on
    given: dict[str, Any] = {"recorded_on": on, "recorded_at": _MOMENT, "person": "李晓岚", **more}
    if EventKind(kind) is EventKind.SUSPENDED:
        given.setdefault("reason", "专家评审")
    return CaseEvent(number, StepId(step), EventKind(kind), on, **given)


def events(*told: tuple[str, str] | tuple[str, str, dict[str, Any]]) -> tuple[CaseEvent, ...]:
    """Events from (kind, "09-16") or (kind, "09-16", {…}), numbered in order."""
    return tuple(
        event(number, each[0], each[1], **(each[2] if len(each) > 2 else {})) for number, each in enumerate(told, 1)
    )


def case(*told: Any, life: Life = Life.APPROVAL) -> Case:
    return Case.of(A23, life, events(*told))


def journal(*told: Any) -> Journal:
    return Journal(events(*told))


def allowed(case_before: Case, made: Iterable[CaseEvent], today: date) -> Case:
    """CASE_BEFORE after MADE, each of them checked."""
    for each in made:
        case_before = case_before.after(each, today, CALENDAR)
    return case_before
