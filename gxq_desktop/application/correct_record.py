"""Correct a record of another day (更正): what it says now, what may stand in its place, what that would change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from gxq_desktop.application.ports import Services
from gxq_desktop.application.project_ledger import ProjectLedger, load_ledger, with_journal
from gxq_desktop.application.record_event import Correction
from gxq_desktop.application.record_fields import Ask, FieldName, asks_of
from gxq_desktop.application.replan import KnockOn, knock_on
from gxq_desktop.application.wording import listed_day
from gxq_desktop.domain.ledger import CaseEvent

CORRECTABLE = (
    FieldName.ON,
    FieldName.REASON,
    FieldName.UNTIL,
    FieldName.DAYS,
    FieldName.DOCUMENT,
    FieldName.NOTE,
)
"""Fields of a record that another value may be put in."""


@dataclass(frozen=True)
class CorrectionDesk:
    """A record to be corrected. asks: the fields of its kind that may be corrected. today: whether it was recorded today, so that
    taking it back needs no reason."""

    ledger: ProjectLedger
    event: CaseEvent
    step: str
    asks: tuple[Ask, ...]
    is_of_today: bool

    @property
    def told(self) -> str:
        """What stands there, in a line."""
        event, today = self.event, self.ledger.today
        return (
            f"第 {event.number} 条 · {event.kind.label} {listed_day(event.on, today)} · {event.person} "
            f"{listed_day(event.recorded_on, today)} 记"
        )

    def value(self, name: FieldName) -> date | int | str | None:
        """What the field NAME holds now."""
        found: date | int | str | None = getattr(self.event, name.value)
        return found


def open_correction_desk(number: str, event: int, services: Services) -> CorrectionDesk:
    """Open the standing record EVENT of project NUMBER. Raises ProjectNotFound, DomainError if it does not stand, StoreError."""
    with services.unit_of_work() as uow:
        ledger = load_ledger(number, uow, services)
    found = ledger.journal.event(event)
    network = ledger.plan.schedule.network
    step = network.step(found.step_id) if found.step_id in network else None
    label = f"{step.code} {step.name}".strip() if step is not None else ""
    asks = tuple(ask for ask in asks_of(found.kind) if ask.name in CORRECTABLE)
    return CorrectionDesk(ledger, found, label or found.step_id, asks, found.recorded_on == ledger.today)


def preview_correction(desk: CorrectionDesk, correction: Correction, why: str) -> KnockOn:
    """What CORRECTION would move, saving nothing. Raises what `correct_event` raises for the sequence of records.

    WHY is not asked for here: without it the preview still tells.
    """
    ledger, old = desk.ledger, desk.event
    new = None
    if not correction.withdraw:
        number = ledger.journal.next_number
        new = replace(
            old,
            number=number,
            action=number,
            recorded_on=ledger.today,
            on=old.on if correction.on is None else correction.on,
            note=old.note if correction.note is None else correction.note,
            document=old.document if correction.document is None else correction.document,
            reason=old.reason if correction.reason is None else correction.reason,
            until=old.until if correction.until is None else correction.until,
            days=old.days if correction.days is None else correction.days,
        )
    life = ledger.case(old.step_id).life
    journal = ledger.journal.corrected(old, new, ledger.today, old.person, why.strip() or "-", ledger.calendar, life)
    return knock_on(ledger, with_journal(ledger, journal))


def changes_in_words(desk: CorrectionDesk, correction: Correction) -> tuple[str, ...]:
    """What CORRECTION changes, old and new value: “受理日：09-14（一） → 09-15（二）”; () if nothing."""
    if correction.withdraw:
        return ("误记，作废：这一条不再算数，原来的内容保留。",)
    said = []
    for ask in desk.asks:
        new = getattr(correction, ask.name.value)
        old = desk.value(ask.name)
        if new is not None and new != old:
            said.append(f"{ask.label}：{_shown(old, desk)} → {_shown(new, desk)}")
    return tuple(said)


def _shown(value: date | int | str | None, desk: CorrectionDesk) -> str:
    if isinstance(value, date):
        return listed_day(value, desk.ledger.today)
    return "空" if value in (None, "") else str(value)
