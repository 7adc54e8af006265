"""A program killed while the desk records a write-off with its evidence: it was recorded, whole, or it was not."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event as engine_event

from gxq_desktop.app import Desk
from gxq_desktop.application.check_store import check_store
from gxq_desktop.application.ledger_listing import list_ledger, refresh_ledger
from gxq_desktop.application.project_ledger import load_ledger
from gxq_desktop.application.record_event import RecordRequest, record_events
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.case_states import EventKind
from tests.application.fakes import sample

TODAY = date(2026, 9, 16)
MOMENTS = (3, 30, 60, 72, 82, 92, 99, 101, 102, 10_000)
"""At which of the places before and after the statements of a record the program is killed; the last is never reached."""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork")


def desk_in(folder: Path) -> Desk:
    return Desk(folder / "data", str(folder / "gxq.db"), TODAY)


def record_until(folder: Path, number: str, moment: int) -> None:
    """Write two items off with their evidence, killed at the MOMENT-th place."""
    desk, seen = desk_in(folder), 0

    def one_more(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    engine = desk._store.engine
    for each in ("before_cursor_execute", "after_cursor_execute", "commit"):
        engine_event.listen(engine, each, one_more)
    proof = folder / "批复.pdf"
    proof.write_bytes(b"%PDF" + bytes(100_000))
    requests = [RecordRequest(step, EventKind.CLEARED, evidence=proof) for step in ("B01", "B02")]
    record_events(number, requests, desk)
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_record_with_evidence_is_whole_or_is_not(tmp_path: Path, moment: int) -> None:
    desk = desk_in(tmp_path)
    number = register_project(sample("N1"), desk).number
    refresh_ledger(desk, lambda done, total: None)
    desk.close()
    process = multiprocessing.get_context("fork").Process(target=record_until, args=(tmp_path, number, moment))

    process.start()
    process.join(60)

    assert process.exitcode == -signal.SIGKILL
    desk = desk_in(tmp_path)
    with desk.unit_of_work() as uow:
        ledger = load_ledger(number, uow, desk)
        agreed = len(uow.ledger.agreed(number))
    events = ledger.journal.events
    assert len(events) in (0, 4) and agreed == (1 if events else 0)
    assert moment != MOMENTS[-1] or events  # nothing stood in its way
    rows = {line.row.step_id: line.row for line in list_ledger(desk).lines}
    assert rows == {row.step_id: row for row in ledger.rows if not row.closed}
    for each in events:
        assert each.evidence is not None and desk.evidence.path_of(each.evidence).stat().st_size == 100_004
    assert check_store(desk, lambda done, total: None).is_sound
    desk.close()
