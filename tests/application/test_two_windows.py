"""Two windows on one project: the second is told, nothing is lost, nothing is half-saved."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from gxq_desktop.app import Desk
from gxq_desktop.application.clock_rules import set_clock_rules
from gxq_desktop.application.ledger_listing import list_ledger, refresh_ledger
from gxq_desktop.application.missed_dates import explain_missed
from gxq_desktop.application.ports import ChangedElsewhere
from gxq_desktop.application.project_ledger import load_ledger
from gxq_desktop.application.record_event import (
    Correction,
    RecordRequest,
    correct_event,
    keep_prepared,
    prepare_events,
    record_event,
    take_back,
)
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.clock_rules import ClockRules
from gxq_desktop.domain.errors import DomainError
from tests.application.fakes import FixedClock, sample

TODAY = date(2026, 9, 16)


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[tuple[Desk, Desk, str]]:
    first, second = (Desk(tmp_path / "data", str(tmp_path / "gxq.db"), TODAY) for _ in range(2))
    number = register_project(sample("N1"), first).number
    yield first, second, number
    first.close()
    second.close()


def whole(desk: Desk, number: str) -> None:
    """The rows kept are those of the journal, and the head says so."""
    with desk.unit_of_work() as uow:
        ledger = load_ledger(number, uow, desk)
    refresh_ledger(desk, lambda done, total: None)
    rows = {line.row.step_id: line.row for line in list_ledger(desk).lines}
    assert rows == {row.step_id: row for row in ledger.rows if not row.closed}


Act = Callable[[Desk, str], object]
ACTS: dict[str, Act] = {
    "record": lambda desk, number: record_event(number, RecordRequest("A07", EventKind.SUBMITTED), desk),
    "take back": lambda desk, number: take_back(number, 1, desk),
    "correct": lambda desk, number: correct_event(number, 1, Correction(note="注"), "看错", desk),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_was_read_before_the_other_window_saved_is_refused(windows: tuple[Desk, Desk, str], act: str) -> None:
    first, second, number = windows
    record_event(number, RecordRequest("B01", EventKind.PREPARING), first)
    with first.unit_of_work() as uow:
        before = load_ledger(number, uow, first)
        prepared = prepare_events(before, (RecordRequest("A09", EventKind.SUBMITTED),), {}, uow, first)

    ACTS[act](second, number)  # meanwhile

    with first.unit_of_work() as uow, pytest.raises(ChangedElsewhere, match=number):
        keep_prepared(prepared, uow, first)
    whole(first, number)
    whole(second, number)


def test_rows_made_under_rules_that_changed_meanwhile_are_made_anew(windows: tuple[Desk, Desk, str]) -> None:
    first, second, number = windows
    record_event(number, RecordRequest("A07", EventKind.ACCEPTED), first)
    with first.unit_of_work() as uow:
        before = load_ledger(number, uow, first)
    set_clock_rules(second, ClockRules(amber_working_days=9), "王芳")
    with first.unit_of_work() as uow:  # a slow window stores what it made before
        uow.ledger.keep_rows(before.head(first, before.project.revision), before.rows)
        uow.commit()

    assert refresh_ledger(first, lambda done, total: None) == 1
    whole(first, number)


def test_many_saves_at_once_are_all_kept_or_refused_and_the_ledger_stays_whole(windows: tuple[Desk, Desk, str]) -> None:
    first, second, number = windows
    kept: list[str] = []
    refused: list[str] = []
    lock = threading.Lock()

    def work(desk: Desk, steps: tuple[str, ...]) -> None:
        for step in steps:
            for _ in range(20):
                try:
                    record_event(number, RecordRequest(step, EventKind.PREPARING), desk)
                except ChangedElsewhere:
                    with lock:
                        refused.append(step)
                    continue
                with lock:
                    kept.append(step)
                break

    threads = [
        threading.Thread(target=work, args=(first, ("B01", "B02", "B04", "B06"))),
        threading.Thread(target=work, args=(second, ("B08", "B14", "B15", "B19"))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with first.unit_of_work() as uow:
        journal = uow.ledger.journal(number)  # type: ignore[arg-type]
    assert sorted(event.step_id for event in journal.events) == sorted(kept)
    assert len(kept) == 8 and [event.number for event in journal.events] == list(range(1, 9))
    whole(first, number)


def test_a_reason_given_by_two_windows_is_kept_once(windows: tuple[Desk, Desk, str]) -> None:
    first, second, number = windows
    record_event(number, RecordRequest("A07", EventKind.ACCEPTED), first)
    first.clock = second.clock = FixedClock(date(2026, 10, 12))  # type: ignore[assignment]
    explain_missed(number, "A07", "其他", first)
    explain_missed(number, "A07", "前项晚了", second)
    first.clock = FixedClock(date(2026, 10, 13))  # type: ignore[assignment]
    with pytest.raises(DomainError, match="前项晚了"):
        explain_missed(number, "A07", "其他", first)
