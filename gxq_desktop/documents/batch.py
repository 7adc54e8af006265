"""The papers of many projects at once, over processes: the same bytes in the same order as one process would make.

    for made in make_many(orders, count, Papers(), workers=2): made.result()

The caller's own process is one of the workers: what it makes itself crosses no border. The others are fresh interpreters
(spawn, on every system): they share no threads, windows or database connections with the program, and import neither Qt nor
the store. Starting one costs 0.3 s, so papers for fewer than FEW projects are made here alone; so is everything that they
fail to make, or where the system starts no process for us.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from typing import Final

from gxq_desktop.application.paper_kinds import PaperOrder, make_alone
from gxq_desktop.application.ports import PaperMaker

FEW: Final = 6
MOST_WORKERS: Final = 3
"""More have nothing to do: a project is planned and its papers are kept in a third of the time that making them takes."""
_AHEAD: Final = 2
"""Orders that a worker has been given at a time: one it makes, one that waits for it."""
_POLL_SECONDS: Final = 0.1

Made = Future[tuple[bytes, ...]]
"""Done: the papers of an order, or what making them raised."""


def make_many(
    orders: Iterable[PaperOrder | None],
    count: int,
    maker: PaperMaker,
    workers: int | None = None,
    tick: Callable[[], None] = lambda: None,
) -> Generator[Made, None, None]:
    """The papers of ORDERS, in order, made by MAKER here and by up to WORKERS processes, this one included.

    COUNT: how many orders there are. They are drawn as they are needed, a few ahead of their turn; None asks for nothing.
    WORKERS None: as many as this computer has processors, at most MOST_WORKERS. TICK is called before each piece of work and
    while there is nothing to do but wait; what it raises goes up. Leaving early cancels what has not begun. ValueError if
    WORKERS < 1.
    """
    if workers is None:
        workers = min(MOST_WORKERS, os.cpu_count() or 1)
    if workers < 1:
        raise ValueError(f"workers must be at least 1, got {workers}")
    others = 0 if count < FEW else workers - 1
    return _make(iter(orders), count, maker, others, tick)


def _make(
    orders: Iterator[PaperOrder | None], count: int, maker: PaperMaker, others: int, tick: Callable[[], None]
) -> Generator[Made, None, None]:
    line: deque[_Turn] = deque()
    drawn = 0

    def draw() -> bool:
        nonlocal drawn
        for order in orders:
            drawn += 1
            line.append(_Turn(order))
            return True
        return False

    pool = _Pool(others)
    try:
        while line or draw():
            tick()
            ahead = _AHEAD if count - drawn > pool.size else 1  # better made here than left in a queue at the end
            if sum(turn.is_away for turn in line) < ahead * pool.size and draw():
                pool.take(line[-1])
            elif not line[0].is_away:
                yield line.popleft().made(maker)
            elif draw():
                line[-1].make(maker)
            else:
                wait([line[0].there], _POLL_SECONDS)  # type: ignore[list-item]  # it is away
    finally:
        pool.close()


@dataclass
class _Turn:
    """An order that was drawn. there: what another process makes of it; here: what this one made."""

    order: PaperOrder | None
    there: Future[tuple[bytes, ...] | None] | None = None
    here: Made | None = None

    @property
    def is_away(self) -> bool:
        return self.there is not None and not self.there.done()

    def make(self, maker: PaperMaker) -> Made:
        self.here = done = Made()
        try:
            done.set_result(_papers(self.order, maker))
        except Exception as refused:  # raised when its turn comes
            done.set_exception(refused)
        return done

    def made(self, maker: PaperMaker) -> Made:
        """What was made; made here if it was not, or not well, and then refused here: a refusal need not cross a border."""
        if self.here is None and self.there is not None:
            try:
                papers = self.there.result()
            except (BrokenExecutor, CancelledError, OSError) as error:
                logging.getLogger(__name__).warning("a worker failed: %s; its papers are made here", error)
                papers = None
            if papers is not None:
                self.here = Made()
                self.here.set_result(papers)
        return self.here or self.make(maker)


class _Pool:
    """The other processes. size: how many; 0 once they failed."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._executor: ProcessPoolExecutor | None = None
        if size:
            try:
                self._executor = ProcessPoolExecutor(size, multiprocessing.get_context("spawn"), _begin_worker)
            except (OSError, ImportError, NotImplementedError) as error:  # no semaphores here
                self._give_up(error)

    def take(self, turn: _Turn) -> None:
        """Have TURN's order made. Nothing if it asks for no papers, or if no process can be started."""
        if self._executor is None or turn.order is None or not turn.order.choices:
            return
        try:
            turn.there = self._executor.submit(_made_there, turn.order)
        except (BrokenExecutor, OSError) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        logging.getLogger(__name__).warning("no other process: %s; the papers are made here", error)
        self.size = 0

    def close(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)


def _begin_worker() -> None:
    """In a worker. It ends with the program however that ends, and leaves Ctrl+C in a terminal to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000, 50, 100)
    threading.Thread(target=_end_with_program, daemon=True).start()


def _end_with_program() -> None:
    program = multiprocessing.parent_process()
    if program is not None:
        program.join()
        os._exit(1)


def _made_there(order: PaperOrder) -> tuple[bytes, ...] | None:
    """In a worker; None if they cannot be made, for the program to try and to say why."""
    from gxq_desktop.documents.papers import Papers

    try:
        return _papers(order, Papers())
    except Exception:
        logging.getLogger(__name__).debug("not made in a worker", exc_info=True)
        return None


def _papers(order: PaperOrder | None, maker: PaperMaker) -> tuple[bytes, ...]:
    return () if order is None else tuple(make_alone(choice, order.dossier, maker) for choice in order.choices)
