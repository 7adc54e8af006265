"""Many manuals at once, over processes: the same bytes in the same order as one process would make.

    for dossier, pdf in zip(dossiers, make_many(dossiers, workers=2)): …

A worker is a fresh interpreter (spawn, on every system): it shares no threads, windows or database connections with the
program. It costs 0.3 s to start, so a batch of fewer than FEW is made here.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.papers import Papers

FEW: Final = 6


def make_many(dossiers: Sequence[Dossier], workers: int) -> Iterator[bytes]:
    """The manuals of DOSSIERS, in order, made by up to WORKERS processes. ValueError if workers < 1.

    Whatever making one of them raises is raised when its turn comes. Leaving early cancels what has not begun.
    """
    if workers < 1:
        raise ValueError(f"workers must be at least 1, got {workers}")
    if workers == 1 or len(dossiers) < FEW:
        return map(Papers().manual, dossiers)
    return _over_processes(dossiers, workers)


def _over_processes(dossiers: Sequence[Dossier], workers: int) -> Iterator[bytes]:
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    try:
        yield from pool.map(_manual, dossiers)
    finally:
        pool.shutdown(cancel_futures=True)


def _manual(dossier: Dossier) -> bytes:
    return Papers().manual(dossier)
