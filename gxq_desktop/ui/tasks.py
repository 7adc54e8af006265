"""Background work: anything that may take over 100 ms runs in a Task, off the UI thread.

    runner.start(work, done=self._on_plan, title="正在重排时间表")

`work(report)` runs on a pool thread: no widget, no row loaded elsewhere; it opens its own unit of work and returns a value.
`report(done, total)` tells progress and raises `Cancelled` when the user cancelled. `done` and `failed` are called on the UI
thread. A failure that nobody takes is shown in a dialog.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

Report = Callable[[int, int], None]
Work = Callable[[Report], Any]

BUSY_CURSOR_MS = 300
DIALOG_MS = 600
_REPORT_EVERY_S = 0.03


class Cancelled(Exception):
    """The user cancelled; raised by report() inside the work."""


class Task(QObject):
    """One piece of work. Lives on the UI thread, where all its signals are emitted; its parent is the TaskRunner.

    progressed(done, total), at most 30 a second; then came_back, when nothing runs any more and the runner has forgotten it;
    then exactly one of succeeded(result), failed(error), or neither if it was cancelled; then ended. A dialog opened by
    whoever hears the result thus stands alone: no progress in front of it, no busy cursor over it.
    """

    progressed = Signal(int, int)
    came_back = Signal()
    succeeded = Signal(object)
    failed = Signal(object)
    ended = Signal()
    _told = Signal(int, int)
    _came_back = Signal(object, object)
    # To the runner, with the task itself: a closure would keep the runner alive from inside its own child.
    _over = Signal(object)
    _long = Signal(object)

    def __init__(self, parent: QObject, work: Work, title: str, cancel_means: str, foreground: bool) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()
        self._told_at = 0.0
        self.title = title
        self.cancel_means = cancel_means
        self.foreground = foreground
        self.is_running = True
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._on_long)
        self._told.connect(self.progressed, Qt.ConnectionType.QueuedConnection)
        self._came_back.connect(self._on_came_back, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def cancel(self) -> None:
        """Ask the work to stop at its next report; whatever it returns is dropped."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()

    def _report(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if done >= total or now - self._told_at >= _REPORT_EVERY_S:
            self._told_at = now
            self._told.emit(done, total)

    def run(self) -> None:
        """On a pool thread."""
        try:
            result = self._work(self._report)
        except Cancelled:
            self._came_back.emit(None, None)
        except Exception as error:
            self._came_back.emit(None, error)
        else:
            self._came_back.emit((result,), None)

    @Slot(object, object)
    def _on_came_back(self, result: tuple[Any] | None, error: Exception | None) -> None:
        self.is_running = False
        self._over.emit(self)
        self.came_back.emit()
        if not self._stop.is_set():
            if error is not None:
                self.failed.emit(error)
            elif result is not None:
                self.succeeded.emit(result[0])
        self.ended.emit()
        self.deleteLater()

    def watch(self, milliseconds: int) -> None:
        """Tell the runner if it still runs after MILLISECONDS."""
        self._clock.start(milliseconds)

    @Slot()
    def _on_long(self) -> None:
        if self.is_running and not self.is_cancelled:
            self._long.emit(self)


class TaskRunner(QObject):
    """Runs tasks; lives as long as the application.

    slow(Task): a foreground task runs longer than 600 ms; the window shows its progress. unhandled(error): a task failed and
    nobody took the failure. count_changed(int): how many run.
    """

    slow = Signal(object)
    unhandled = Signal(object)
    count_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(max(2, min(4, QThreadPool.globalInstance().maxThreadCount())))
        self._tasks: list[Task] = []
        self._latest: dict[str, Task] = {}
        self._busy: list[Task] = []

    def start(
        self,
        work: Work,
        *,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        title: str = "",
        cancel_means: str = "",
        foreground: bool = True,
    ) -> Task:
        """Run WORK on a pool thread; call DONE with its result or FAILED with its error, on the UI thread.

        title: what is being done, in the progress dialog ("正在印制手册"). cancel_means: what cancelling leaves behind
        ("取消后不留半个文件。"). foreground: False for work nobody waits for: no busy cursor, no dialog, quit does not ask.
        """
        task = Task(self, work, title, cancel_means, foreground)
        if done is not None:
            task.succeeded.connect(done)
        task.failed.connect(self.unhandled if failed is None else failed)
        task._over.connect(self._on_over)
        task._long.connect(self._on_long)
        self._tasks.append(task)
        if foreground:
            task.watch(BUSY_CURSOR_MS)
        self.count_changed.emit(len(self._tasks))
        self._pool.start(task.run)
        return task

    def latest(self, key: str, work: Work, **options: Any) -> Task:
        """As `start`, but a task before it with the same KEY is cancelled and its result dropped (latest wins)."""
        before = self._latest.get(key)
        if before is not None:
            before.cancel()
        self._latest[key] = task = self.start(work, **options)
        return task

    @property
    def running(self) -> tuple[Task, ...]:
        return tuple(self._tasks)

    @property
    def awaited(self) -> tuple[Task, ...]:
        """The tasks somebody waits for; quitting asks while there are any."""
        return tuple(task for task in self._tasks if task.foreground and not task.is_cancelled)

    def cancel_all(self) -> None:
        """Cancel everything and wait until it stopped. Call on quit, before the services are closed."""
        for task in self._tasks:
            task.cancel()
        self._pool.waitForDone()

    def wait(self, milliseconds: int = 30_000) -> bool:
        """Wait until nothing runs, handling events meanwhile; False if it took longer. For tests and screenshots."""
        give_up = time.monotonic() + milliseconds / 1000
        while self._tasks and time.monotonic() < give_up:
            self._pool.waitForDone(2)
            QApplication.processEvents()
        return not self._tasks

    @Slot(object)
    def _on_long(self, task: Task) -> None:
        """After 300 ms the cursor, after 600 the window."""
        if task in self._busy:
            self.slow.emit(task)
            return
        if not self._busy:
            QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        self._busy.append(task)
        if task.title:
            task.watch(DIALOG_MS - BUSY_CURSOR_MS)

    @Slot(object)
    def _on_over(self, task: Task) -> None:
        self._tasks.remove(task)
        if task in self._busy:
            self._busy.remove(task)
            if not self._busy:
                QApplication.restoreOverrideCursor()
        for key in [key for key, kept in self._latest.items() if kept is task]:
            del self._latest[key]
        self.count_changed.emit(len(self._tasks))
