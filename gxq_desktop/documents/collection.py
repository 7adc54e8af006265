"""Laying out without interruptions.

A document is some hundred thousand small objects that all live until it is written, and none of them in a cycle.
Python's cycle collector would walk them again and again in vain: a third of the time of a manual. It would walk them once
more when the process ends (0.1 s); there they are set aside.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

atexit.register(gc.freeze)


@contextmanager
def uncollected() -> Iterator[None]:
    """The cycle collector rests inside, if it was running. May be nested.

    What outlives the block (memos) is handed to the oldest generation at its end, unseen: walking it as if it were new
    would take 8 ms a manual. Cycles in it are found when that generation is next collected.
    """
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
