"""What went wrong, in three sentences — what happened, is the data safe, what to do —, the log, and the hook that keeps the
application going after an uncaught exception. The windows that say it are in messages.py.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

from gxq_desktop.domain.errors import DomainError, DomainErrors
from gxq_desktop.domain.frozen import frozen

_log = logging.getLogger("gxq_desktop")
SAFE = "没有丢。已保存的内容都在，这一次的改动没有保存。"
DAMAGED = "备份过的都在备份里；数据文件没有再动，这一次的改动没有保存。"


@frozen
class Message:
    """headline: what happened, one sentence without full stop. safe: is the data safe. next_step: what to do.

    details: for whoever looks into it; folded, copyable. severe: False for a notice.
    """

    headline: str
    safe: str
    next_step: str
    details: str = ""
    severe: bool = True


def message_of(error: BaseException, safe: str = SAFE) -> Message:
    """ERROR in three sentences. Refusals say theirs; for anything else the log has the traceback."""
    from gxq_desktop.application.ports import StoreDamaged
    from gxq_desktop.application.screen_wording import on_screen, refusal_on_screen

    if isinstance(error, DomainErrors):
        faults = "\n".join(f"{n}. {refusal_on_screen(each)}" for n, each in enumerate(error.faults, 1))
        heading = str(error).split("（共", 1)[0]
        return Message(f"{heading}，共 {len(error.faults)} 处", safe, on_screen(error.next_step), faults)
    if isinstance(error, DomainError):
        details = f"{type(error.__cause__).__name__}: {error.__cause__}" if error.__cause__ else ""
        if isinstance(error, StoreDamaged) and safe == SAFE:
            safe = DAMAGED
        return Message(on_screen(error.problem).rstrip("。"), safe, on_screen(error.next_step), details)
    import traceback

    details = "".join(traceback.format_exception(error))
    where = f"日志在 {log_file}。" if log_file else "详情里有给开发者看的内容。"
    return Message("程序遇到没有料到的错误", safe, f"可以接着用。{where}再次出现时，复制详情发给维护人员。", details)


LARGEST_LOG = 1_000_000
log_file: Path | None = None
"""Where the log is, once `start_log` was called."""


class _LogFile(logging.FileHandler):
    """At 1 MB the file becomes desk.log.1. The standard library's own does as much, but costs a start 20 ms of imports."""

    def emit(self, record: logging.LogRecord) -> None:
        """A disk that is full or may not be written: what was to be logged must not fail for that."""
        with contextlib.suppress(OSError):
            super().emit(record)
            if self.stream is not None and self.stream.tell() > LARGEST_LOG:
                self.close()
                Path(self.baseFilename).replace(f"{self.baseFilename}.1")

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing: the standard library's own writes a traceback to a console that a window has not got."""


def start_log(folder: Path) -> None:
    """Log to FOLDER/desk.log, 1 MB, two files kept; to standard error if the folder cannot be written."""
    global log_file
    root = logging.getLogger("gxq_desktop")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = _LogFile(folder / "desk.log", encoding="utf-8", delay=True)
        log_file = folder / "desk.log"
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.INFO)


class _Hook(QObject):
    """Brings an uncaught exception of any thread to the UI thread."""

    caught = Signal(object)


def install_exception_hook(show: Callable[[BaseException], None]) -> Callable[[], None]:
    """Log uncaught exceptions and call SHOW on the UI thread; the application goes on. Returns what undoes it."""
    import threading

    hook = _Hook()
    hook.caught.connect(show, Qt.ConnectionType.QueuedConnection)
    before, before_thread = sys.excepthook, threading.excepthook

    def on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            before(kind, error, trace)
            return
        _log.error("uncaught", exc_info=(kind, error, trace))
        hook.caught.emit(error)

    def on_thread_exception(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook, threading.excepthook = on_exception, on_thread_exception

    def undo() -> None:
        sys.excepthook, threading.excepthook = before, before_thread
        hook.deleteLater()

    return undo
