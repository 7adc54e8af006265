"""Missed dates (超期记录): each with the day it was due, the day it was met, and a reason from the list.

What is recorded late asks for its reason then (`record_event`). A date that is past and not met yet is listed too, and can be
explained before it is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from gxq_desktop.application.ledger_listing import ALL, LedgerFilter, LedgerLine, list_ledger
from gxq_desktop.application.ledger_rows import LedgerRow, MissedDate
from gxq_desktop.application.ports import Services
from gxq_desktop.application.project_ledger import load_ledger
from gxq_desktop.application.record_event import merged_missed, missed_date, operator_of
from gxq_desktop.domain.case_states import CaseState, MissedReason
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.clocks import LedgerLight
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project import ProjectNumber


@frozen
class MissedEntry:
    """A missed date as it is listed. met_on: None while it is not met. late_days: working days from due_on to then, or to today.
    reason: None while nobody gave one; then nothing is on record yet, and person, recorded_on are empty."""

    project: ProjectNumber
    project_name: str
    enterprise: str
    step_id: StepId
    name: str
    due_on: date
    met_on: date | None
    late_days: int
    reason: MissedReason | None
    note: str
    person: str
    recorded_on: date | None


def list_missed(
    services: Services, since: date | None = None, until: date | None = None, number: str = ""
) -> tuple[MissedEntry, ...]:
    """Every date missed that was due within SINCE and UNTIL, both included, the newest first; of one project, or all.

    Reads rows as they are, see `ledger_listing.refresh_ledger`. Raises StoreError.
    """
    today, calendar = services.clock.today(), services.calendar
    found = []
    known = set()
    for kept in services.ledger.missed(since, until, number):
        missed = kept.missed
        known.add((missed.project, missed.step_id, missed.due_on))
        found.append(
            MissedEntry(
                missed.project, kept.project, kept.enterprise, missed.step_id, _name(services.catalogue, missed.step_id),
                missed.due_on, missed.met_on, calendar.working_days_between(missed.due_on, missed.met_on or today),
                missed.reason, missed.note, missed.person, missed.recorded_on,
            )
        )  # fmt: skip
    for line in list_ledger(services, LedgerFilter(light=LedgerLight.RED, number=number), ALL).lines:
        found += [
            _unexplained(line, due_on, calendar.working_days_between(due_on, today))
            for due_on in missed_days_of(line.row, today)
            if (line.row.number, line.row.step_id, due_on) not in known
            and (since is None or due_on >= since)
            and (until is None or due_on <= until)
        ]
    return tuple(sorted(found, key=lambda each: (-each.due_on.toordinal(), each.project, each.step_id)))


def missed_days_of(row: LedgerRow, today: date) -> tuple[date, ...]:
    """The promised days of ROW that are past TODAY and not met: of missing material, of the decision or completion, of delivery.

    A begin that is late is none of them: what was promised is when it is done.
    """
    due = set()
    if row.missing_until is not None:
        due.add(row.missing_until)
    if row.closed or row.left_when_stopped is not None:
        pass
    elif row.finished_on is None and row.state not in (CaseState.REFUSED, CaseState.DELIVERED):
        due.add(row.finish_by)
    elif row.state in (CaseState.GRANTED, CaseState.REFUSED):
        due.add(row.due_on)
    return tuple(sorted(each for each in due if each < today))


def explain_missed(
    number: str, step: str, reason: str, services: Services, note: str = "", person: str = ""
) -> MissedDate:
    """Give the REASON of a date of STEP that is past and not met, so that nobody asks again when it is met; returned as kept.

    Said again the same day, it takes the place of what was said. Raises ProjectNotFound, DomainError if no date is past or it
    was explained on another day, ReasonMissing for a reason that is none of the list, ChangedElsewhere, StoreError.
    """
    with services.unit_of_work() as uow:
        ledger = load_ledger(number, uow, services)
        wanted = ledger.step_named(step)
        days = missed_days_of(ledger.row(wanted.id), ledger.today)
        if not days:
            raise DomainError(f"{wanted.label} 没有过了还没办的日期。", "办完时才晚的，记录办结时会问原因。")
        by_day = {each.due_on: each for each in ledger.missed if each.step_id == wanted.id and ledger.stands(each)}
        due_on = next((day for day in days if day not in by_day), days[0])
        who = person.strip() or operator_of(ledger.project)
        made = missed_date(ledger, wanted, due_on, None, reason, note, who, ledger.missed)
        known = by_day.get(due_on)
        if known is not None:
            if known.recorded_on != ledger.today:
                raise DomainError(
                    f"{wanted.label} 应在 {due_on} 前办完，{known.recorded_on} 已写明原因：{known.reason.value}。",
                    "办完以后照常记录，不再问原因。",
                )
            made = replace(made, number=known.number)
        kept = merged_missed(ledger.missed, (made,))
        project = uow.projects.save(ledger.project)
        uow.ledger.keep_missed(project.number, kept)
        uow.ledger.keep_rows(ledger.head(services, project.revision), ledger.rows)
        uow.commit()
    return made


def _name(catalogue: Catalogue, step_id: StepId) -> str:
    item = catalogue.by_code.get(ItemCode(step_id))
    return item.name if item is not None else step_id


def _unexplained(line: LedgerLine, due_on: date, late_days: int) -> MissedEntry:
    row = line.row
    return MissedEntry(
        row.number, line.project, line.enterprise, row.step_id, row.name, due_on, None, late_days, None, "", "", None
    )


def missed_listing(entries: Sequence[MissedEntry]) -> list[dict[str, Any]]:
    """ENTRIES with English keys and ISO days."""
    return [
        {
            "project": each.project,
            "project_name": each.project_name,
            "step": each.step_id,
            "name": each.name,
            "due_on": each.due_on.isoformat(),
            "met_on": each.met_on.isoformat() if each.met_on is not None else None,
            "late_days": each.late_days,
            "reason": each.reason.value if each.reason is not None else None,
            "note": each.note,
            "person": each.person,
            "recorded_on": each.recorded_on.isoformat() if each.recorded_on is not None else None,
        }
        for each in entries
    ]


def missed_lines(entries: Sequence[MissedEntry]) -> Iterable[str]:
    """ENTRIES for the terminal."""
    if not entries:
        yield "没有超期的日期。"
    for each in entries:
        met = f"{each.met_on} 办完" if each.met_on is not None else "还没有办完"
        told = f"{each.reason.value}{f'（{each.note}）' if each.note else ''}" if each.reason else "没有写原因"
        yield (
            f"{each.project}  {each.step_id:<10}应在 {each.due_on} 前，{met}，晚 {each.late_days} 个工作日  {told}  {each.name}"
        )
