"""How fast the ledger is read: pytest tests/bench/bench_ledger.py --benchmark-only

Goals of the issue "The living ledger", in SQLite with 10,000 projects of 70 items: a list query in 5 ms, the whole ledger (its
first page with the counts of the lights) in 50 ms. Each query's plan is printed with -s; a plan that sorts or scans all rows
fails the benchmark.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from gxq_desktop.application.ledger_listing import (
    PAGE,
    LedgerCounts,
    LedgerFilter,
    count_lights,
    list_ledger,
    owned_totals,
    query_of,
)
from gxq_desktop.application.ledger_rows import NO_DEADLINE
from gxq_desktop.application.ports import Services
from gxq_desktop.domain.clocks import LedgerLight
from gxq_desktop.store.ledger_lists import SqlLedgerLists, count_statement, owned_statement, page_statement
from gxq_desktop.store.lists import quick_reader
from tests.application.fakes import FixedClock
from tests.domain.cases import CALENDAR
from tests.store.builders import keep, opened, project

PROJECTS, ITEMS, BEGUN = 10_000, 70, 12
TODAY = date(2026, 9, 16)
FIRST = "GX-2004-0001"
LIST_GOAL, WHOLE_GOAL = 0.005, 0.050
AUTHORITIES = [f"单位{place:02d}" for place in range(20)]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """700,000 rows, half of them open, due over a year."""
    file = tmp_path_factory.mktemp("bench") / "gxq.db"
    store = opened(file)
    keep(store, project(FIRST))
    store.dispose()
    numbers = [f"GX-{2004 + place // 1000}-{place % 1000 + 1:04d}" for place in range(PROJECTS)]

    def rows() -> Iterator[Sequence[Any]]:
        for at, number in enumerate(numbers):
            for place in range(ITEMS):
                open_row = (at + place) % 2 == 0
                due = (TODAY + timedelta(days=(at * 37 + place * 11) % 365 - 10)).isoformat()
                act_by = NO_DEADLINE.isoformat() if open_row and place % 50 == 0 else due
                yield (
                    number, f"A{place:02d}", f"A{place:02d}", "建设工程规划许可证核发", "approval", "accepted", "规划口",
                    AUTHORITIES[(at // 2 + place) % 20], f"w{place % 8}", f"经办{at % 30}", "authority", "2026-09-01",
                    due, due, due,
                    None, None, act_by, None, None, due if place % 60 == 0 else None, None, None, 0 if open_row else 1, 0,
                    "2026-09-01" if place < BEGUN else None,
                    (date(2026, 9, 2) + timedelta(days=(at + place) % 14)).isoformat() if place < BEGUN else None,
                    5 if place < BEGUN else 0, 3 if place < BEGUN else 0, 0,
                )  # fmt: skip

    def spans() -> Iterator[Sequence[Any]]:
        for at, number in enumerate(numbers):
            for place in range(BEGUN):
                counted_to = (date(2026, 9, 2) + timedelta(days=(at + place) % 14)).isoformat()
                yield number, f"A{place:02d}", 0, "enterprise", "2026-09-01", counted_to
                yield number, f"A{place:02d}", 1, "authority", counted_to, None

    with closing(sqlite3.connect(file)) as connection:
        columns = [column[1] for column in connection.execute("PRAGMA table_info(project)") if column[1] != "number"]
        connection.executemany(
            f"INSERT INTO project (number, {', '.join(columns)}) SELECT ?, {', '.join(columns)} FROM project WHERE number = ?",
            [(number, FIRST) for number in numbers[1:]],
        )
        connection.executemany(
            "INSERT INTO ledger_head (project_number, revision, catalogue_digest, calendar_digest, made_on, open_rows,"
            " rules_number) VALUES (?, 1, 'c', 'd', '2026-09-16', ?, 0)",
            [(number, ITEMS // 2) for number in numbers],
        )
        names = [
            "project_number", "step_id", "code", "name", "kind", "state", "owner", "authority", "window_id", "person", "whose",
            "accepted_on", "original_due_on", "due_on", "finish_by", "start_by", "statutory_due_on", "act_by",
            "left_when_stopped", "recheck_on", "missing_until", "finished_on", "cleared_on", "closed", "provisional",
            "begun_on", "counted_to", "authority_days", "enterprise_days", "intermediary_days",
        ]  # fmt: skip
        connection.executemany(
            f"INSERT INTO ledger_step ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", rows()
        )
        connection.executemany("INSERT INTO owned_span VALUES (?, ?, ?, ?, ?, ?)", spans())
        connection.commit()
    return file


@pytest.fixture(scope="module")
def lists(file: Path) -> SqlLedgerLists:
    read = quick_reader(file)
    assert read is not None
    return SqlLedgerLists(read)


def plan_of(file: Path, statement: str, values: dict[str, object]) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        plain = {name: str(value) for name, value in values.items()}
        return [line[3] for line in connection.execute(f"EXPLAIN QUERY PLAN {statement}", plain)]


QUERIES = {
    "all open": LedgerFilter(),
    "overdue": LedgerFilter(overdue=True),
    "due within 5": LedgerFilter(due_within=5),
    "one project": LedgerFilter(number="GX-2010-0500"),
    "one authority": LedgerFilter(authority=AUTHORITIES[3]),
    "one authority, red": LedgerFilter(authority=AUTHORITIES[3], light=LedgerLight.RED),
    "one person": LedgerFilter(person="经办7"),
    "one window, this month": LedgerFilter(window_id="w3", period=(date(2026, 9, 1), date(2026, 9, 30))),
    "missing material": LedgerFilter(missing=True),
}


def require(benchmark: Any, seconds: float) -> None:
    assert benchmark.stats.stats.median <= seconds, f"{benchmark.stats.stats.median * 1000:.1f} ms"


@pytest.mark.parametrize("name", QUERIES)
def test_a_page_of_100(benchmark: Any, file: Path, lists: SqlLedgerLists, name: str) -> None:
    query = query_of(QUERIES[name], TODAY, CALENDAR)
    plan = plan_of(file, *page_statement(query, 100))
    print(name, *plan, sep="\n  ")
    assert name == "one project" or not any("TEMP B-TREE" in line for line in plan)  # 70 rows may be sorted

    found = benchmark(lists.rows, query, 100)

    assert 0 < len(found) <= 100
    require(benchmark, LIST_GOAL)


class Joined:
    """What the use case needs of the services."""

    def __init__(self, lists: SqlLedgerLists) -> None:
        self.ledger, self.calendar, self.clock = lists, CALENDAR, FixedClock(TODAY)


def whole(lists: SqlLedgerLists) -> LedgerCounts:
    """What the screen of the ledger asks for when it opens: its first page and the counts of the lights."""
    services = cast("Services", Joined(lists))
    assert len(list_ledger(services, LedgerFilter()).lines) == PAGE
    return count_lights(services)


def test_the_whole_ledger(benchmark: Any, file: Path, lists: SqlLedgerLists) -> None:
    for light in list(LedgerLight)[:3]:
        query = query_of(LedgerFilter(light=light), TODAY, CALENDAR)
        print(light, *plan_of(file, *count_statement(query)), sep="\n  ")

    counts = benchmark(whole, lists)

    assert counts.red and counts.amber and counts.open == PROJECTS * ITEMS // 2
    require(benchmark, WHOLE_GOAL)


OWNED = {
    "all open": (LedgerFilter(), None, WHOLE_GOAL),
    "one authority": (LedgerFilter(authority=AUTHORITIES[3]), None, WHOLE_GOAL),
    "one project": (LedgerFilter(number="GX-2010-0500"), None, LIST_GOAL),
    "all, this month": (LedgerFilter(every=True), (date(2026, 9, 1), date(2026, 9, 30)), 1.0),
}


@pytest.mark.parametrize("name", OWNED)
def test_whose_days_passed(benchmark: Any, file: Path, lists: SqlLedgerLists, name: str) -> None:
    asked, period, goal = OWNED[name]
    services = cast("Services", Joined(lists))
    print(name, *plan_of(file, *owned_statement(query_of(asked, TODAY, CALENDAR))), sep="\n  ")

    total = benchmark(owned_totals, services, asked, period)

    assert total.total > 0
    require(benchmark, goal)


def test_all_authorities(benchmark: Any, lists: SqlLedgerLists) -> None:
    assert benchmark(lists.authorities) == sorted(AUTHORITIES)
    require(benchmark, LIST_GOAL)
