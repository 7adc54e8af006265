"""Many manuals at once, over processes: the same bytes in the same order as one process would make.

    for dossier, pdf in zip(dossiers, make_many(dossiers, workers=2)): …

The caller's own process is one of the workers: what it makes itself crosses no border. The others are fresh interpreters
(spawn, on every system): they share no threads, windows or database connections with the program. Starting one costs 0.3 s,
so a batch of fewer than FEW is made here alone.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Final

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.papers import Papers

FEW: Final = 6
_AHEAD: Final = 2
"""Manuals that a worker has been given at a time: one it makes, one that waits for it."""


def make_many(dossiers: Sequence[Dossier], workers: int) -> Iterator[bytes]:
    """The manuals of DOSSIERS, in order, made by up to WORKERS processes, this one included. ValueError if workers < 1.

    Whatever making one of them raises is raised when its turn comes. Leaving early cancels what has not begun.
    """
    if workers < 1:
        raise ValueError(f"workers must be at least 1, got {workers}")
    if workers == 1 or len(dossiers) < FEW:
        return map(_manual, dossiers)
    return _over_processes(dossiers, workers - 1)


def _over_processes(dossiers: Sequence[Dossier], others: int) -> Iterator[bytes]:
    waiting = deque(range(len(dossiers)))
    given: dict[int, Future[bytes]] = {}
    pool = ProcessPoolExecutor(others, multiprocessing.get_context("spawn"), gc.set_threshold, (100_000, 50, 100))
    try:
        for turn in range(len(dossiers)):
            made = None
            while made is None:
                ahead = _AHEAD if len(waiting) > others else 1  # better made here than left in a queue at the end
                while waiting and sum(not each.done() for each in given.values()) < ahead * others:
                    place = waiting.popleft()
                    given[place] = pool.submit(_manual, dossiers[place])
                if turn in given and (given[turn].done() or not waiting):
                    made = given.pop(turn).result()
                elif waiting:
                    place = waiting.popleft()
                    given[place] = _made_here(dossiers[place])
            yield made
    finally:
        pool.shutdown(cancel_futures=True)


def _made_here(dossier: Dossier) -> Future[bytes]:
    done: Future[bytes] = Future()
    try:
        done.set_result(_manual(dossier))
    except Exception as refused:  # raised when its turn comes
        done.set_exception(refused)
    return done


def _manual(dossier: Dossier) -> bytes:
    return Papers().manual(dossier)
