from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gxq_desktop.application.ports import ChangedElsewhere, StoreError
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.store.engine import Store
from tests.store.builders import edition, keep, opened, paper, project, read

NUMBER = ProjectNumber("GX-2026-0001")
ROOT = Path(__file__).resolve().parents[2]


def test_leaving_without_commit_keeps_nothing(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.projects.add(project())

    with store.unit_of_work() as uow:
        assert uow.projects.list() == []


def test_an_error_inside_the_block_keeps_nothing(store: Store) -> None:
    keep(store, project())

    with pytest.raises(ZeroDivisionError), store.unit_of_work() as uow:
        uow.projects.save(project(name="半途"))
        uow.editions.add(edition())
        uow.editions.add_paper(NUMBER, 1, paper())
        1 / 0  # noqa: B018

    assert read(store) == project()
    with store.unit_of_work() as uow:
        assert uow.editions.of_project(NUMBER) == []


def test_what_follows_a_commit_is_a_transaction_of_its_own(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.projects.add(project())
        uow.commit()
        uow.projects.add(project("GX-2026-0002"))

    with store.unit_of_work() as uow:
        assert [line.number for line in uow.projects.list()] == [NUMBER]


def test_a_unit_of_work_can_be_entered_again_after_it_was_left(store: Store) -> None:
    uow = store.unit_of_work()
    with uow:
        uow.projects.add(project())
        uow.commit()

    with uow:
        assert uow.projects.get(NUMBER) == project()


def test_a_unit_of_work_cannot_be_entered_inside_itself(store: Store) -> None:
    uow = store.unit_of_work()
    with uow:
        uow.projects.add(project())
        with pytest.raises(RuntimeError, match="already entered"), uow:
            pass
        uow.commit()

    assert read(store) == project()


def test_nothing_can_be_asked_of_a_unit_of_work_outside_its_block(store: Store) -> None:
    uow = store.unit_of_work()

    for use in (lambda: uow.projects, lambda: uow.editions, uow.commit):
        with pytest.raises(RuntimeError, match="enter the unit of work first"):
            use()


def test_a_unit_of_work_belongs_to_the_thread_that_entered_it(store: Store) -> None:
    with store.unit_of_work() as uow, ThreadPoolExecutor(1) as elsewhere:
        repository = uow.projects

        for use in (lambda: uow.projects, lambda: repository.list(), uow.commit):
            with pytest.raises(RuntimeError, match="belongs to the thread"):
                elsewhere.submit(use).result()


def test_of_two_windows_saving_what_both_have_read_the_second_is_refused(store: Store) -> None:
    keep(store, project())

    with store.unit_of_work() as first, store.unit_of_work() as second:
        mine, theirs = first.projects.get(NUMBER), second.projects.get(NUMBER)
        assert mine == theirs
        second.projects.save(project(name="对方"))
        second.commit()
        with pytest.raises(ChangedElsewhere, match="GX-2026-0001"):
            first.projects.save(project(name="我方"))

    assert read(store) == project(name="对方", revision=2)


def test_of_two_windows_saving_at_once_the_second_waits_and_is_refused(store: Store) -> None:
    keep(store, project())
    begun = threading.Event()

    def save_second() -> None:
        with store.unit_of_work() as uow:
            uow.projects.get(NUMBER)
            begun.set()
            uow.projects.save(project(name="对方"))
            uow.commit()

    with ThreadPoolExecutor(1) as elsewhere:
        with store.unit_of_work() as uow:
            uow.projects.save(project(name="我方"))
            second = elsewhere.submit(save_second)
            begun.wait(5)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.1)
            uow.commit()
        with pytest.raises(ChangedElsewhere):
            second.result()

    assert read(store) == project(name="我方", revision=2)


def test_of_two_windows_issuing_the_same_edition_at_once_the_second_is_refused(store: Store) -> None:
    keep(store, project())
    begun = threading.Event()

    def issue_second() -> None:
        with store.unit_of_work() as uow:
            begun.set()
            uow.editions.add(edition(content_digest="e" * 64))
            uow.commit()

    with ThreadPoolExecutor(1) as elsewhere:
        with store.unit_of_work() as uow:
            uow.editions.add(edition())
            second = elsewhere.submit(issue_second)
            begun.wait(5)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.1)
            uow.commit()
        with pytest.raises(ChangedElsewhere):
            second.result()

    with store.unit_of_work() as uow:
        assert uow.editions.of_project(NUMBER) == [edition()]


def test_windows_taking_numbers_at_once_get_different_ones(store: Store) -> None:
    ready = threading.Barrier(4)

    def take(_: int) -> list[str]:
        ready.wait(5)
        taken = []
        for _ in range(3):
            with store.unit_of_work() as uow:
                uow.projects.list()  # a moment read before must not stand in the way
                taken.append(uow.projects.next_number(2026))
                uow.commit()
        return taken

    with ThreadPoolExecutor(4) as windows:
        taken = [number for numbers in windows.map(take, range(4)) for number in numbers]

    assert sorted(taken) == [f"GX-2026-{serial:04d}" for serial in range(1, 13)]


def test_a_unit_of_work_reads_one_moment_until_it_writes(store: Store) -> None:
    keep(store, project())

    with store.unit_of_work() as uow:
        uow.projects.list()
        keep(store, project("GX-2026-0002"))
        assert len(uow.projects.list()) == 1
        uow.projects.next_number(2026)
        assert len(uow.projects.list()) == 2


def test_reading_waits_for_no_one_and_writes_nothing(where: str) -> None:
    store = opened(where, wait_seconds=0.0)
    keep(store, project())
    statements = []

    with store.unit_of_work() as writer:
        writer.projects.save(project(name="还没存"))
        with store.unit_of_work() as reader:
            connection = reader._to_read().connection()
            assert reader.projects.get(NUMBER) == project()
            if store.engine.name == "postgresql":
                assert connection.exec_driver_sql("SHOW transaction_read_only").scalar() == "on"
            else:
                statements.append(connection.connection.driver_connection.total_changes)
    assert statements in ([], [0])
    store.dispose()


def test_a_file_that_was_only_read_keeps_its_bytes(file: Path) -> None:
    store = opened(file)
    keep(store, project())
    store.dispose()
    before = file.read_bytes()

    store = opened(file)
    assert read(store) == project()
    store.dispose()

    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_save_that_waits_too_long_is_refused_and_can_be_tried_again(where: str) -> None:
    store = opened(where, wait_seconds=0.05)
    keep(store, project())

    with store.unit_of_work() as first, store.unit_of_work() as second:
        first.projects.save(project(name="我方"))
        with pytest.raises(StoreError, match=r"占用|正忙"):
            second.projects.save(project(name="对方"))
        first.commit()

    assert read(store) == project(name="我方", revision=2)
    store.dispose()


KILLED = """
import sys, time
from tests.store.builders import edition, opened, paper, project
uow = opened(sys.argv[1]).unit_of_work()
with uow:
    uow.projects.save(project(name="半途", overrides={}))
    uow.editions.add(edition())
    uow.editions.add_paper("GX-2026-0001", 1, paper(bytes(20_000_000)))
    print("saved, not committed", flush=True)
    time.sleep(60)
"""


def test_a_program_killed_in_the_middle_of_saving_leaves_what_was_there(file: Path) -> None:
    store = opened(file)
    keep(store, project())
    store.dispose()

    program = subprocess.Popen([sys.executable, "-c", KILLED, str(file)], stdout=subprocess.PIPE, cwd=ROOT)
    assert program.stdout is not None
    assert program.stdout.readline() == b"saved, not committed\n"
    program.kill()
    program.wait()
    program.stdout.close()

    store = opened(file)
    assert read(store) == project()
    with store.unit_of_work() as uow:
        assert uow.editions.latest(NUMBER) is None
        assert uow.projects.next_number(2026) == NUMBER
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    store.dispose()
