"""How fast the store answers on the bureau's PC: pytest tests/bench/bench_store.py --benchmark-only

Goals of the issue "The clerk's desk": the project list's first page in 100 ms and a project open in 200 ms, among
10,000. As a yardstick, the same rows through the bare sqlite3 driver.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from gxq_desktop.domain.facts import FactDefinition, FactDictionary, FactKey, Facts, FactType
from gxq_desktop.domain.project import Project, ProjectNumber
from gxq_desktop.store.engine import Store, open_store
from gxq_desktop.store.mapping import plain_check_code
from gxq_desktop.store.rows import Base
from tests.store.builders import edition, paper, project

PROJECTS = 10_000
QUESTIONS = FactDictionary(
    [FactDefinition(FactKey(f"number_{place}"), f"数{place}", FactType.NUMBER, "组", "?") for place in range(33)]
    + [FactDefinition(FactKey(f"yes_{place}"), f"是{place}", FactType.BOOLEAN, "组", "?") for place in range(33)]
)
ANSWERS = Facts(
    QUESTIONS,
    {
        definition.key: True if definition.type is FactType.BOOLEAN else Decimal("620.50")
        for definition in QUESTIONS.definitions
    },
)
MIDDLE = ProjectNumber("GX-2013-0500")
FIRST = "GX-2004-0001"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with 10,000 projects and as many editions: one of each, copied inside the database."""
    store = open_store(tmp_path_factory.mktemp("bench") / "gxq.db", lambda: QUESTIONS)
    with store.unit_of_work() as uow:
        uow.projects.add(project(FIRST, facts=ANSWERS))
        uow.editions.add(edition(FIRST))
        uow.commit()
    others = [f"GX-{2004 + place // 1000}-{place % 1000 + 1:04d}" for place in range(1, PROJECTS)]
    tables = ("project", "project_fact", "project_override", "project_stage", "edition")
    with store.engine.begin() as connection:
        for table in tables:
            columns = [column.name for column in Base.metadata.tables[table].columns]
            given = {"number" if table == "project" else "project_number": ":number", "check_code": ":code"}
            taken = ", ".join(given.get(name, name) for name in columns)
            key = next(iter(given))
            connection.execute(
                text(f"INSERT INTO {table} SELECT {taken} FROM {table} WHERE {key} = '{FIRST}'"),
                [{"number": number, "code": plain_check_code(edition(number).check_code)} for number in others],
            )
    yield store
    store.dispose()


def test_opening_an_up_to_date_store(benchmark: Any, full: Store) -> None:
    path = Path(str(full.engine.url.database))
    benchmark(lambda: open_store(path, lambda: QUESTIONS).dispose())


def test_listing_10000_projects(benchmark: Any, full: Store) -> None:
    def listed() -> int:
        with full.unit_of_work() as uow:
            return len(uow.projects.list())

    assert benchmark(listed) == PROJECTS


def test_listing_10000_projects_with_the_bare_driver(benchmark: Any, full: Store) -> None:
    with closing(sqlite3.connect(str(full.engine.url.database))) as connection:
        rows = benchmark(
            lambda: connection.execute(
                "SELECT number, name, enterprise_name, project_code, registered_on,"
                " (SELECT stage FROM project_stage s WHERE s.project_number = p.number ORDER BY position DESC LIMIT 1),"
                " (SELECT max(number) FROM edition e WHERE e.project_number = p.number)"
                " FROM project p ORDER BY substr(number, 1, 8), length(number), number"
            ).fetchall()
        )

    assert len(rows) == PROJECTS


def test_opening_a_project_with_66_facts(benchmark: Any, full: Store) -> None:
    def got() -> Project:
        with full.unit_of_work() as uow:
            return uow.projects.get(MIDDLE)

    assert benchmark(got).facts == ANSWERS


def test_finding_an_edition_by_its_check_code(benchmark: Any, full: Store) -> None:
    code = edition(MIDDLE).check_code

    def found() -> object:
        with full.unit_of_work() as uow:
            return uow.editions.by_check_code(code)

    assert benchmark(found) == edition(MIDDLE)


def test_saving_one_changed_fact_of_a_project(benchmark: Any, full: Store) -> None:
    turn = count()

    def saved() -> None:
        with full.unit_of_work() as uow:
            found = uow.projects.get(MIDDLE)
            answers = found.facts.with_answer("number_1", next(turn))
            uow.projects.save(replace(found, facts=answers))
            uow.commit()

    benchmark(saved)


def test_issuing_an_edition_with_a_manual_of_600_kb(benchmark: Any, full: Store) -> None:
    turn = count(2)

    def issued() -> None:
        with full.unit_of_work() as uow:
            number = next(turn)
            uow.editions.add(edition(MIDDLE, number, printed_on=date(2026, 3, 3)))
            uow.editions.add_paper(MIDDLE, number, paper(bytes(600_000)))
            uow.commit()

    benchmark(issued)
