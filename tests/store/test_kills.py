"""A kill at any point of a save leaves the old or the new state, never a mixture; evidence obeys the same.

A child forked from this process records, lists and copies evidence; it is killed before and after every statement of a save in
turn, and then at times spread over many saves. 200 kills in all.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from multiprocessing.context import ForkContext
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import event as engine_event

from gxq_desktop.application.ledger_rows import AgreedDates, AgreedPlan, LedgerHead, LedgerQuery, LedgerRow, MissedDate
from gxq_desktop.domain.case_states import CaseState, EventKind, MissedReason, Party
from gxq_desktop.domain.ledger import CaseEvent, Evidence
from gxq_desktop.domain.network import StepId, StepKind
from gxq_desktop.domain.owned_days import OwnedSpan
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.store.engine import Store
from gxq_desktop.store.evidence_files import FolderEvidence
from tests.store.builders import keep, opened, project

KILLS = 200
ROWS = 12
NUMBER = ProjectNumber("GX-2026-0001")
DAY = date(2026, 9, 16)
pytestmark = [pytest.mark.skipif(sys.platform == "win32", reason="no fork"), pytest.mark.long]


def proof_of(times: int) -> bytes:
    return f"证据 {times}".encode() * 4000


def made(times: int, evidence: Evidence) -> CaseEvent:
    at = datetime(2026, 9, 16, 1, tzinfo=UTC)
    return CaseEvent(times, StepId("A23"), EventKind.CLEARED, DAY, DAY, at, "李晓岚", evidence=evidence)


def row(times: int, place: int) -> LedgerRow:
    return LedgerRow(
        number=NUMBER, step_id=StepId(f"S{place}"), code=f"S{place}", name=f"第{times}次", kind=StepKind.APPROVAL,
        state=CaseState.ACCEPTED, owner="规划口", authority="自然资源局", window_id="w3", person="李晓岚",
        whose=Party.AUTHORITY, accepted_on=DAY, original_due_on=DAY, due_on=DAY, finish_by=DAY, start_by=None,
        statutory_due_on=None, act_by=DAY, left_when_stopped=None, recheck_on=None, missing_until=None, finished_on=None,
        cleared_on=None, closed=False, provisional=False, begun_on=DAY, counted_to=DAY, authority_days=times,
    )  # fmt: skip


def save(store: Store, folder: Path) -> int:
    """The next save: evidence first, then everything else in one commit; returns which one it was."""
    with store.unit_of_work() as uow:
        times = uow.ledger.journal(NUMBER).next_number
    source = folder / f"{times}.txt"
    source.write_bytes(proof_of(times))
    evidence = FolderEvidence(folder / "evidence").keep(source)
    with store.unit_of_work() as uow:
        before = uow.ledger.journal(NUMBER)
        saved = uow.projects.save(replace(uow.projects.get(NUMBER), name=f"第{times}次"))
        uow.ledger.keep(NUMBER, before, before.with_events([made(times, evidence)]))
        uow.ledger.agree(
            AgreedPlan(NUMBER, times, DAY, {StepId("A23"): AgreedDates(DAY, DAY, DAY, DAY)}, "", "李晓岚", "")
        )
        missed = MissedDate(NUMBER, times, StepId("A23"), DAY, DAY, MissedReason.OTHER, "", "李晓岚", DAY, times)
        uow.ledger.keep_missed(NUMBER, (*uow.ledger.missed(NUMBER), missed))
        spans = {StepId(f"S{place}"): (OwnedSpan(Party.AUTHORITY, DAY, None),) for place in range(ROWS)}
        head = LedgerHead(NUMBER, saved.revision, "c", "d", DAY, None, open_rows=ROWS, spans=spans)
        uow.ledger.keep_rows(head, [row(times, place) for place in range(ROWS)])
        uow.commit()
    return times


def look(file: Path, folder: Path) -> int:
    """Which save the store holds, after making sure that it holds all of it and nothing else."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        ((revision,),) = connection.execute("SELECT revision FROM ledger_head").fetchall() or [(1,)]
        ((spans,),) = connection.execute("SELECT count(*) FROM owned_span").fetchall()
    store = opened(file)
    with store.unit_of_work() as uow:
        journal, kept = uow.ledger.journal(NUMBER), uow.projects.get(NUMBER)
        agreed, missed = uow.ledger.agreed(NUMBER), uow.ledger.missed(NUMBER)
    rows = store.ledger().rows(LedgerQuery(), 100)
    store.dispose()
    times = len(journal.events)
    assert [each.number for each in journal.events] == list(range(1, times + 1))
    assert (kept.name, kept.revision, revision) == (f"第{times}次", times + 1, times + 1)
    assert len(agreed) == len(missed) == times
    assert [line.row for line in rows] == sorted(
        (row(times, place) for place in range(ROWS * bool(times))), key=by_step
    )
    assert spans == len(rows)
    files = FolderEvidence(folder / "evidence")
    for each in journal.events[-3:]:  # older ones were looked at when they were the newest
        assert each.evidence is not None
        assert files.path_of(each.evidence).read_bytes() == proof_of(each.number)
    return times


def by_step(each: LedgerRow) -> str:
    return each.step_id


class Desk:
    """A store on the disk, and children that save to it until they are killed."""

    def __init__(self, folder: Path) -> None:
        self.file, self.folder = folder / "kill.db", folder
        self.context: ForkContext = multiprocessing.get_context("fork")
        self.began, self.done = self.context.RawValue("q", 0), self.context.RawValue("q", 0)
        store = opened(self.file)
        keep(store, project(name="第0次"))
        store.dispose()

    def kill(self, child: Callable[[], None], after: float | None) -> tuple[int, int]:
        """Run CHILD, killed AFTER so many seconds of saving, or by itself (None). Returns the last save it knew of, and the one
        that is there."""
        self.began.value = 0
        process = self.context.Process(target=child, daemon=True)
        process.start()
        if after is not None:
            give_up = time.monotonic() + 30
            while not self.began.value and time.monotonic() < give_up:
                time.sleep(0.0005)
            time.sleep(after)
            process.kill()
        process.join(30)
        assert process.exitcode == -signal.SIGKILL
        return self.done.value, look(self.file, self.folder)

    def save_forever(self) -> None:
        store = opened(self.file)
        with store.unit_of_work() as uow:
            uow.ledger.journal(NUMBER)  # so that the first save is as quick as the rest
        self.began.value = 1
        while True:
            self.done.value = save(store, self.folder)

    def save_until_statement(self, most: int) -> None:
        """Save once, killed at the MOST-th place before or after a statement, or as soon as it is done."""
        store, seen = opened(self.file), 0

        def one_more(*_: object) -> None:
            nonlocal seen
            seen += 1
            if seen == most:
                os.kill(os.getpid(), signal.SIGKILL)

        for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
            engine_event.listen(store.engine, moment, one_more)
        self.done.value = save(store, self.folder)
        self.began.value = seen
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where there is a place for it: a killed process loses nothing it has written, so no disk need be waited for."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir=memory) as made:
        yield Path(made)


def test_a_kill_at_any_point_of_a_save_leaves_the_old_or_the_new_never_a_mixture(folder: Path) -> None:
    desk, chance = Desk(folder), random.Random(20260916)
    kills, places, news = 0, 0, 0
    while not desk.began.value:  # until a save came through: then every place was tried
        places += 1
        before = desk.done.value
        known, there = desk.kill(lambda most=places: desk.save_until_statement(most), None)  # type: ignore[misc]
        kills += 1
        assert there in (before, before + 1) and known in (before, there)
        news += there - before
        desk.done.value = there
    assert places > 40 and news >= 1
    span, news = 0.03, 0
    while kills < KILLS:
        before = desk.done.value
        known, there = desk.kill(desk.save_forever, chance.random() * span)
        kills += 1
        assert there in (known, known + 1) and there >= before
        span *= 1.1 if there == before else 0.95  # about as long as two saves take here and now
        news += there - before
        desk.done.value = there
    assert news > (KILLS - places) // 5  # children do save before they are killed
