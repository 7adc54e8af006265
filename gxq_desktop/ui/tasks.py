"""Background work: anything that may take over 100 ms runs in a Task, off the UI thread.

    runner.start(work, done=self._on_plan, title="正在重排时间表")

`work(report)` runs on a pool thread: no widget, no row loaded elsewhere; it opens its own unit of work and returns a value.
`report(done, total)` tells progress and raises `Cancelled` when the user cancelled. `done` and `failed` are called on the UI
thread. A failure that nobody takes is shown in a dialog.

A small save whose caller must know at once how it went (undo, leaving a page) is waited for with `carry_out(act)`: it is over in
milliseconds, unless another program holds the store, and then the window lives on while it waits.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QThread, QThreadPool, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

Report = Callable[[int, int], None]
Work = Callable[[Report], Any]
Value = TypeVar("Value")

SOON_MS = 100
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

    def __init__(self, parent: TaskRunner, work: Work, title: str, cancel_means: str, foreground: bool) -> None:
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
        runner = self.parent()
        if isinstance(runner, TaskRunner) and runner.is_waiting:
            runner.afterwards(lambda: self._on_came_back(result, error))
            return
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


class Save(QObject):
    """What `carry_out` waits for. ended: it came back, well or not, and is waited for no more."""

    ended = Signal()

    def __init__(self, act: Callable[[], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._is_back = threading.Event()
        self._result: Any = None
        self._error: BaseException | None = None
        threading.Thread(target=self._run, name="save").start()  # of its own: the pool may be full of long work

    def _run(self) -> None:
        try:
            self._result = self._act()
        except BaseException as error:
            self._error = error
        self._is_back.set()

    @property
    def is_back(self) -> bool:
        return self._is_back.is_set()

    def wait(self, milliseconds: int) -> bool:
        """Wait without handling events; False if it took longer."""
        return self._is_back.wait(milliseconds / 1000)

    def result(self) -> Any:
        """Wait for what it returned. Raises what it raised."""
        self._is_back.wait()
        if self._error is not None:
            raise self._error
        return self._result


class _Lull(QObject):
    """While a save is waited for, no window closes under it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and event.spontaneous():
            event.ignore()
            return True
        return False


class TaskRunner(QObject):
    """Runs tasks; lives as long as the application.

    slow(Task): a foreground task runs longer than 600 ms; the window shows its progress. unhandled(error): a task failed and
    nobody took the failure. count_changed(int): how many run. slow_save(Save): `carry_out` waits longer than 600 ms.
    """

    slow = Signal(object)
    slow_save = Signal(object)
    unhandled = Signal(object)
    count_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(max(2, min(4, QThreadPool.globalInstance().maxThreadCount())))
        self._tasks: list[Task] = []
        self._latest: dict[str, Task] = {}
        self._busy: list[Task] = []
        self._waiting = 0
        self._afterwards: list[Callable[[], None]] = []

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

    def carry_out(self, act: Callable[[], Value]) -> Value:
        """Run ACT, a small save, on a thread of its own and return what it returns. Raises what it raises.

        act: touches no widget. The caller goes on when it is over, as after a plain call. If it takes over 100 ms the window
        is painted meanwhile and shows that it waits, but takes in no key and no click, closes nothing, and hears the
        results of tasks only afterwards: what the caller holds is not changed behind its back.
        """
        if QThread.currentThread() is not self.thread():
            return act()
        save = Save(act, self)
        if not save.wait(SOON_MS):
            self._live_on(save)
        save.deleteLater()
        result: Value = save.result()
        return result

    def _live_on(self, save: Save) -> None:
        """Handle events until SAVE is over, or the application ends."""
        loop, lull = QEventLoop(), _Lull()
        beat = QTimer(interval=20)
        beat.timeout.connect(lambda: loop.quit() if save.is_back else None)
        cursor = QTimer(singleShot=True, interval=BUSY_CURSOR_MS - SOON_MS)
        cursor.timeout.connect(lambda: QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor))
        dialog = QTimer(singleShot=True, interval=DIALOG_MS - SOON_MS)
        dialog.timeout.connect(lambda: self.slow_save.emit(save))
        for timer in (beat, cursor, dialog):
            timer.start()
        application = QCoreApplication.instance()
        assert application is not None
        application.installEventFilter(lull)
        self._waiting += 1
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self._waiting -= 1
        application.removeEventFilter(lull)
        if not cursor.isActive():
            QApplication.restoreOverrideCursor()
        save.ended.emit()
        if not self._waiting:
            acts, self._afterwards = self._afterwards, []
            for act in acts:
                QTimer.singleShot(0, self, act)

    @property
    def is_waiting(self) -> bool:
        """Whether `carry_out` is waiting."""
        return self._waiting > 0

    def afterwards(self, act: Callable[[], None]) -> None:
        """Call ACT when `carry_out` is over and its caller went on."""
        self._afterwards.append(act)

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
