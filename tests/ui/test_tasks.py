"""Background work: results on the UI thread, progress, cancelling, latest wins, failures that nobody takes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gxq_desktop.ui.tasks import BUSY_CURSOR_MS, Report, TaskRunner


@pytest.fixture
def runner(qapp: QApplication) -> TaskRunner:
    return TaskRunner()


def test_the_result_arrives_on_the_ui_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    seen: list[Any] = []

    def work(_: Report) -> threading.Thread:
        return threading.current_thread()

    task = runner.start(work, done=lambda result: seen.append((result, threading.current_thread())))
    with qtbot.waitSignal(task.ended):
        pass

    ((worked_on, told_on),) = seen
    assert worked_on is not told_on
    assert told_on is threading.main_thread()
    assert runner.running == ()


def test_progress_is_told_and_the_last_step_always(qtbot: QtBot, runner: TaskRunner) -> None:
    told: list[tuple[int, int]] = []

    def work(report: Report) -> None:
        for done in range(1001):
            report(done, 1000)

    task = runner.start(work)
    task.progressed.connect(lambda done, total: told.append((done, total)))
    with qtbot.waitSignal(task.ended):
        pass

    assert told[-1] == (1000, 1000)
    assert len(told) < 100


def test_a_cancelled_task_stops_at_its_next_report_and_tells_nothing(qtbot: QtBot, runner: TaskRunner) -> None:
    begun, go_on = threading.Event(), threading.Event()
    told: list[object] = []

    def work(report: Report) -> str:
        begun.set()
        go_on.wait(5)
        report(1, 2)
        return "never"

    task = runner.start(work, done=told.append, failed=told.append)
    assert begun.wait(5)
    task.cancel()
    with qtbot.waitSignal(task.ended):
        go_on.set()

    assert told == []


def test_a_result_that_comes_after_cancelling_is_dropped(qtbot: QtBot, runner: TaskRunner) -> None:
    told: list[object] = []
    task = runner.start(lambda report: "late", done=told.append)
    task.cancel()
    with qtbot.waitSignal(task.ended):
        pass

    assert told == []


def test_of_two_with_one_key_the_latest_wins(qtbot: QtBot, runner: TaskRunner) -> None:
    told: list[object] = []
    go_on = threading.Event()

    def slow(_: Report) -> str:
        go_on.wait(5)
        return "first"

    runner.latest("plan", slow, done=told.append)
    runner.latest("plan", lambda report: "second", done=told.append)
    go_on.set()

    assert runner.wait()
    assert told == ["second"]


def test_a_failure_goes_to_who_asked_or_else_to_everybody(qtbot: QtBot, runner: TaskRunner) -> None:
    taken: list[object] = []
    unhandled: list[object] = []
    runner.unhandled.connect(unhandled.append)

    def fails(_: Report) -> None:
        raise ValueError("no")

    runner.start(fails, failed=taken.append)
    runner.start(fails)
    assert runner.wait()

    assert [str(error) for error in taken] == ["no"]
    assert [str(error) for error in unhandled] == ["no"]


def test_a_slow_foreground_task_is_announced_and_a_quiet_one_is_not(qtbot: QtBot, runner: TaskRunner) -> None:
    slow: list[str] = []
    runner.slow.connect(lambda task: slow.append(task.title))
    go_on = threading.Event()

    loud = runner.start(lambda report: go_on.wait(5), title="正在印制")
    runner.start(lambda report: go_on.wait(5), title="悄悄", foreground=False)
    with qtbot.waitSignal(runner.slow, timeout=3000):
        pass
    assert QApplication.overrideCursor() is not None
    go_on.set()
    assert runner.wait()

    assert slow == ["正在印制"]
    assert QApplication.overrideCursor() is None
    assert loud is not None


def test_cancelling_all_waits_until_nothing_runs(qtbot: QtBot, runner: TaskRunner) -> None:
    stopped = threading.Event()

    def work(report: Report) -> None:
        try:
            while True:
                report(0, 1)
        finally:
            stopped.set()

    runner.start(work)
    runner.cancel_all()

    assert stopped.is_set()
    assert runner.wait()


def test_who_hears_the_result_finds_nothing_running_any_more(qtbot: QtBot, runner: TaskRunner) -> None:
    heard: list[tuple[str, object, int, object]] = []

    def listen(what: str) -> Callable[[object], None]:
        return lambda told: heard.append((what, told, len(runner.running), QApplication.overrideCursor()))

    def slow(_: Report) -> str:
        time.sleep(BUSY_CURSOR_MS / 1000 + 0.1)
        raise ValueError("no")

    runner.start(lambda _: "yes", done=listen("done"))
    assert runner.wait()
    with qtbot.waitSignal(runner.start(slow, failed=listen("failed")).ended):
        pass

    assert [(what, running, cursor) for what, _, running, cursor in heard] == [("done", 0, None), ("failed", 0, None)]


def test_a_save_that_is_waited_for_returns_or_raises_and_does_not_run_on_the_ui_thread(runner: TaskRunner) -> None:
    def refused() -> None:
        raise ZeroDivisionError

    assert runner.carry_out(threading.current_thread) is not threading.main_thread()
    with pytest.raises(ZeroDivisionError):
        runner.carry_out(refused)


def test_a_save_begun_off_the_ui_thread_runs_where_it_is_begun(runner: TaskRunner) -> None:
    with ThreadPoolExecutor(1) as pool:
        caller, worker = pool.submit(
            lambda: (threading.current_thread(), runner.carry_out(threading.current_thread))
        ).result(5)

    assert worker is caller


def test_while_a_save_is_waited_for_events_are_handled_but_no_result_arrives(qtbot: QtBot, runner: TaskRunner) -> None:
    told: list[str] = []
    go_on, came_back = threading.Event(), threading.Event()

    def work(_: Report) -> str:
        came_back.set()
        return "result"

    def look() -> None:  # an event: if none were handled, the save would wait in vain
        if came_back.is_set():
            QTimer.singleShot(0, go_on.set)

    task = runner.start(work, done=told.append)
    beat = QTimer(interval=10)
    beat.timeout.connect(look)
    beat.start()
    with qtbot.waitSignal(task.ended):
        assert runner.carry_out(lambda: go_on.wait(5))
        told.append("saved")

    assert told == ["saved", "result"]
    assert not runner.is_waiting and QApplication.overrideCursor() is None


def test_two_saves_one_within_the_wait_for_the_other_both_end(qtbot: QtBot, runner: TaskRunner) -> None:
    inner = threading.Event()
    QTimer.singleShot(0, lambda: runner.carry_out(inner.set))

    assert runner.carry_out(lambda: inner.wait(5))
    assert not runner.is_waiting


def test_no_window_is_closed_while_a_save_is_waited_for(qtbot: QtBot, runner: TaskRunner) -> None:
    window, go_on = QWidget(), threading.Event()
    qtbot.addWidget(window)
    window.show()

    def close() -> None:
        window.windowHandle().close()  # as the window manager asks for it
        go_on.set()

    QTimer.singleShot(0, close)
    assert runner.carry_out(lambda: go_on.wait(5))
    assert window.isVisible()

    window.windowHandle().close()
    assert not window.isVisible()
