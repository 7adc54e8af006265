"""A paper to a CUPS queue as it is: its PDF goes to `lp`, letters and lines stay letters and lines. Linux only.

The PDF goes in by standard input, so no file is left anywhere; nothing goes through a shell. Call it in a Task.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from gxq_desktop.domain.frozen import frozen

LIMIT_SECONDS = 120.0
"""How long `lp` may take for one paper; it only hands it to the queue."""
GRACE_SECONDS = 3.0
"""How long a cancelled `lp` may take to end by itself, so that its job can be taken back by number."""
_POLL_SECONDS = 0.1
_TITLE_BYTES = 200
"""IPP names end at 255 bytes."""
_REASON_LETTERS = 120
_JOB = re.compile(r"request id is (\S+-\d+)")
_SPEAKER = re.compile(r"^\S*lp: (?:Error - )?")
_GONE = re.compile(r"does not exist|unknown destination|no such (?:printer|destination)|not[ -]found", re.IGNORECASE)
_REASONS = (
    (re.compile(r"not accepting|rejecting jobs", re.IGNORECASE), "这台打印机现在不收打印任务。"),
    (
        re.compile(r"scheduler|unable to connect|connection refused|no such file|bad file desc", re.IGNORECASE),
        "连不上这台电脑的打印服务（CUPS）。",
    ),
    (re.compile(r"not authorized|unauthorized|forbidden|not allowed", re.IGNORECASE), "打印服务不许这个账户用它。"),
    (re.compile(r"quota", re.IGNORECASE), "打印限额用完了。"),
)


class NotTaken(Exception):
    """The queue did not take a paper, nothing of it is printed. REASON: a Chinese sentence. gone: there is no such queue."""

    def __init__(self, reason: str, gone: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.gone = reason, gone


@frozen
class Order:
    """How one paper is printed.

    copies: from 1. media: CUPS name of the size ("A4", "Custom.600x3000"). duplex: both sides; lying: turned over its short
    edge then. pages: first and last from 1, None for all.
    """

    title: str
    copies: int
    media: str
    duplex: bool
    lying: bool
    pages: tuple[int, int] | None = None

    def arguments(self, queue: str) -> list[str]:
        """What `lp` is told. Every value is an argument of its own, so none is taken for an option."""
        edge = "short" if self.lying else "long"
        sides = f"two-sided-{edge}-edge" if self.duplex else "one-sided"
        options = (f"sides={sides}", f"media={self.media}", "collate=true", "print-scaling=none")
        told = ["-d", queue, "-n", str(self.copies)]
        for option in options:
            told += ["-o", option]
        if self.pages is not None:
            told += ["-P", f"{self.pages[0]}-{self.pages[1]}"]
        return [*told, "-t", _plain_title(self.title)]


def find_lp() -> str | None:
    """Where `lp` is; None on other systems than Linux and where CUPS is not installed."""
    return shutil.which("lp") if sys.platform == "linux" else None


def hand_to_queue(lp: str, queue: str, pdf: bytes, order: Order, tick: Callable[[], None]) -> None:
    """Have LP put PDF into QUEUE. Raises NotTaken.

    TICK is called while it runs and once when it is done; what it raises (cancelled) takes the job back and goes on up.
    """
    try:
        running = subprocess.Popen(
            [lp, *order.arguments(queue)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            start_new_session=True,
        )
    except OSError as error:
        raise NotTaken("这台电脑的打印命令 lp 用不了。") from error
    give_up = time.monotonic() + LIMIT_SECONDS
    ended: tuple[bytes, bytes] | None = None
    left: bytes | None = pdf
    try:
        while ended is None:
            with suppress(subprocess.TimeoutExpired):
                ended = running.communicate(left, timeout=_POLL_SECONDS)
            left = None  # communicate keeps what is still to be written
            if ended is None and time.monotonic() >= give_up:
                _kill(running)
                raise NotTaken("打印服务太久没有回应。")
            if ended is None or running.returncode == 0:
                tick()
    except NotTaken:
        raise
    except BaseException:
        _take_back(running, ended)
        raise
    if running.returncode != 0:
        raise _refusal(*ended)


def _take_back(running: subprocess.Popen[bytes], ended: tuple[bytes, bytes] | None) -> None:
    """Cancel the job of RUNNING. Its number is known once it ended; one that does not end is killed: CUPS prints no document
    it did not get whole.
    """
    if ended is None:
        try:
            ended = running.communicate(timeout=GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            _kill(running)
            return
    made, cancel = _JOB.search(_text(ended[0])), shutil.which("cancel")
    if made is None or cancel is None:
        return
    job = made[1] if not made[1].startswith("-") else made[1].rpartition("-")[2]
    quiet = subprocess.DEVNULL
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(
            [cancel, job],
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            env=_environment(),
            timeout=GRACE_SECONDS,
            check=False,
        )


def _kill(running: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    for pipe in (running.stdin, running.stdout, running.stderr):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    running.wait()


def _environment() -> dict[str, str]:
    """Ours, but with English messages in UTF-8, and with the libraries of the system where we run from a frozen bundle."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("LANGUAGE", "LD_LIBRARY_PATH_ORIG")
    }
    if getattr(sys, "frozen", False):
        environment.pop("LD_LIBRARY_PATH", None)
        if before := os.environ.get("LD_LIBRARY_PATH_ORIG"):
            environment["LD_LIBRARY_PATH"] = before
    return environment | {"LC_ALL": "C.UTF-8"}


def _plain_title(title: str) -> str:
    """TITLE on one line, without control characters, not too long for CUPS."""
    line = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    return line.encode("utf-8", "replace")[:_TITLE_BYTES].decode("utf-8", "ignore") or "PDF"


def _refusal(told: bytes, complaint: bytes) -> NotTaken:
    text = " ".join((_text(complaint) or _text(told)).split())
    if _GONE.search(text):
        return NotTaken("打印服务里没有这台打印机了。", gone=True)
    for pattern, reason in _REASONS:
        if pattern.search(text):
            return NotTaken(reason)
    said = _SPEAKER.sub("", text)[:_REASON_LETTERS]
    return NotTaken(f"打印服务说：“{said}”。" if said else "打印服务没有说原因。")


def _text(output: bytes) -> str:
    return "".join(c if c.isprintable() else " " for c in output.decode("utf-8", "replace")).strip()
