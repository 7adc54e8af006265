"""Damage the store check must find, each made by hand."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from gxq_desktop.store.engine import Store
from gxq_desktop.store.integrity import SqlStoreCheck
from tests.store.builders import edition, keep, opened, paper, project


def issued(store: Store) -> None:
    keep(store, project())
    with store.unit_of_work() as uow:
        uow.editions.add(edition())
        uow.editions.add_paper(project().number, 1, paper())
        uow.commit()


def number_taken(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.projects.next_number(2026)
        uow.commit()


def quiet(_done: int, _total: int) -> None: ...


def problems(store: Store) -> list[str]:
    return [fault.problem for fault in SqlStoreCheck(store.engine).faults(quiet)]


def by_hand(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_sound_store_has_no_faults(store: Store) -> None:
    number_taken(store)
    issued(store)

    assert problems(store) == []


def test_a_paper_whose_bytes_changed_is_named(store: Store) -> None:
    number_taken(store)
    issued(store)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE issued_paper SET sha256 = '" + "0" * 64 + "'")

    assert problems(store) == ["项目 GX-2026-0001 第 1 版的办理手册（A4）和发出时不一样了。"]


def test_a_number_that_would_be_given_twice_is_told(store: Store) -> None:
    keep(store, project("GX-2026-0009"))

    assert problems(store) == ["2026 年的编号只记到 0，但已有项目 GX-2026-0009。"]


def test_records_without_their_project_are_counted(file: Path) -> None:
    store = opened(file)
    number_taken(store)
    issued(store)
    by_hand(file, "PRAGMA foreign_keys=OFF", "DELETE FROM project")

    found = problems(store)

    assert "有 1 条发出的版本找不到所属的项目。" in found
    assert any("项目的答案" in problem for problem in found)
    store.dispose()


def test_damaged_pages_are_told_and_the_way_back_named(file: Path) -> None:
    store = opened(file)
    number_taken(store)
    issued(store)
    store.dispose()
    content = bytearray(file.read_bytes())
    with closing(sqlite3.connect(file)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_project_project_code'"
        ).fetchone()
    content[(root - 1) * size + 100 : root * size] = b"\xff" * (size - 100)
    file.write_bytes(content)
    store = opened(file)

    faults = SqlStoreCheck(store.engine).faults(quiet)

    assert faults and "数据文件有损坏的地方" in faults[0].problem
    assert "备份恢复" in faults[0].next_step
    store.dispose()
