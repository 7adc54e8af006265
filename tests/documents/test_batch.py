"""The papers of many projects: order, bytes, bounds, workers that fail."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pytest

from gxq_desktop.application.paper_kinds import PaperChoice, PaperOrder
from gxq_desktop.documents.batch import FEW, make_many
from gxq_desktop.documents.papers import Papers
from tests.documents.dossiers import make_dossier

CHOICES = (PaperChoice("manual", "A4:glance"), PaperChoice("checklist", "A4"))
DOSSIERS = [make_dossier("N2"), make_dossier("N6")]
ORDERS = [PaperOrder(dossier, CHOICES) for dossier in DOSSIERS]
SINGLE = [(Papers().manual(dossier, ("glance",)), Papers().checklist(dossier)) for dossier in DOSSIERS]


def many(count: int) -> list[PaperOrder]:
    return [ORDERS[place % 2] for place in range(count)]


def made(orders: list[PaperOrder | None], workers: int) -> list[tuple[bytes, ...]]:
    return [each.result() for each in make_many(orders, len(orders), Papers(), workers)]


def test_two_processes_make_the_bytes_of_one_in_order() -> None:
    assert made(many(FEW), workers=2) == [SINGLE[place % 2] for place in range(FEW)]


def test_a_few_are_made_without_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(ProcessPoolExecutor, "submit")

    assert made(many(FEW - 1), workers=8) == [SINGLE[place % 2] for place in range(FEW - 1)]


def test_none_make_none_and_a_place_without_papers_stays_a_place() -> None:
    assert made([], workers=2) == []
    assert made([None, *many(FEW), None], workers=2) == [(), *(SINGLE[place % 2] for place in range(FEW)), ()]


def test_no_workers_are_refused() -> None:
    with pytest.raises(ValueError, match="workers"):
        make_many([], 0, Papers(), workers=0)


def test_orders_are_drawn_only_a_few_ahead() -> None:
    drawn: list[int] = []

    def orders() -> Iterator[PaperOrder]:
        for place, order in enumerate(many(50)):
            drawn.append(place)
            yield order

    first = make_many(orders(), 50, Papers(), workers=2)
    next(first).result()
    first.close()

    assert len(drawn) <= 4


def test_what_cannot_be_made_is_raised_in_its_turn_and_the_others_are_made() -> None:
    broken = PaperOrder(replace(DOSSIERS[0], cards=None), (PaperChoice("manual", "A4"),))
    orders = [*many(2), broken, *many(6)]

    turns = list(make_many(orders, len(orders), Papers(), workers=2))

    with pytest.raises(TypeError):
        turns[2].result()
    assert [each.result() for at, each in enumerate(turns) if at != 2] == [SINGLE[place % 2] for place in range(8)]


def test_workers_that_are_killed_cost_nothing_but_time() -> None:
    orders = many(12)
    turns = make_many(orders, len(orders), Papers(), workers=2)
    results = [next(turns).result()]
    for child in active_children():
        child.kill()

    results += [each.result() for each in turns]

    assert results == [SINGLE[place % 2] for place in range(12)]


def test_where_no_process_can_be_started_all_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(ProcessPoolExecutor, "submit", refused)

    assert made(many(FEW), workers=2) == [SINGLE[place % 2] for place in range(FEW)]


def test_what_a_tick_raises_stops_it_while_it_waits() -> None:
    class Stop(Exception):
        pass

    ticks = 0

    def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks > 4:
            raise Stop

    with pytest.raises(Stop):
        list(make_many(many(30), 30, Papers(), 2, tick))


WORKER = """
import sys
from gxq_desktop.application.paper_kinds import PaperChoice, PaperOrder
from gxq_desktop.documents import batch
from gxq_desktop import app
from tests.documents.dossiers import make_dossier

batch._made_there(PaperOrder(make_dossier("N2"), (PaperChoice("checklist", "A4"),)))
print(sorted({name.split(".")[0] for name in sys.modules} & {"PySide6", "sqlalchemy"}))
print("gxq_desktop.ui" in sys.modules)
"""


def test_a_worker_imports_neither_the_window_nor_the_store() -> None:
    ran = subprocess.run([sys.executable, "-c", WORKER], capture_output=True, text=True, timeout=60, check=True)

    assert ran.stdout.split() == ["[]", "False"]


PROGRAM = """
import os, time
from gxq_desktop.documents import batch
from gxq_desktop.application.paper_kinds import PaperChoice, PaperOrder
from gxq_desktop.documents.papers import Papers
from tests.documents.dossiers import make_dossier
import multiprocessing

if __name__ == "__main__":
    orders = [PaperOrder(make_dossier("N2"), (PaperChoice("checklist", "A4"),))] * 200
    turns = batch.make_many(orders, 200, Papers(), 2)
    next(turns).result()
    print(multiprocessing.active_children()[0].pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="looks the worker up by signal 0")
def test_workers_end_with_a_program_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM, "utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment) as program:
        assert program.stdout is not None
        worker = int(program.stdout.readline())
        time.sleep(1.5)  # until it has begun
        program.send_signal(signal.SIGKILL)

    give_up = time.monotonic() + 20
    while _lives(worker) and time.monotonic() < give_up:
        time.sleep(0.05)
    assert not _lives(worker)


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
