"""What went wrong in three sentences; the log; and the application goes on."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gxq_desktop.application.ports import StoreError
from gxq_desktop.domain.errors import DomainError, DomainErrors
from gxq_desktop.ui import faults
from gxq_desktop.ui.faults import SAFE, message_of
from gxq_desktop.ui.messages import show_error


def test_a_refusal_is_shown_as_it_is() -> None:
    message = message_of(DomainError("“消防审查”承诺 8 个工作日。", "请改为 5 个以内。"))

    assert (message.headline, message.safe, message.next_step) == (
        "“消防审查”承诺 8 个工作日",
        SAFE,
        "请改为 5 个以内。",
    )
    assert message.details == ""


def test_several_refusals_are_listed_in_the_details() -> None:
    faults = (DomainError("甲。", "改甲。"), DomainError("乙。", "改乙。"))

    message = message_of(DomainErrors("接件文件有误", faults))

    assert message.headline == "接件文件有误，共 2 处"
    assert message.details == "1. 甲。改甲。\n2. 乙。改乙。"


def test_the_surroundings_say_what_the_system_said() -> None:
    try:
        try:
            raise OSError("disk full")
        except OSError as cause:
            raise StoreError("磁盘已满。", "请腾出空间。") from cause
    except StoreError as error:
        message = message_of(error)

    assert "disk full" in message.details


def test_our_own_bug_has_its_traceback_and_says_the_work_can_go_on() -> None:
    try:
        _ = 1 / 0
    except ZeroDivisionError as error:
        message = message_of(error)

    assert "可以接着用" in message.next_step
    assert "ZeroDivisionError" in message.details


def test_an_uncaught_exception_of_any_thread_is_shown_and_the_application_goes_on(qtbot: QtBot) -> None:
    shown: list[BaseException] = []
    undo = faults.install_exception_hook(shown.append)
    try:
        sys.excepthook(ValueError, ValueError("on the UI thread"), None)

        def fails() -> None:
            raise KeyError("elsewhere")

        thread = threading.Thread(target=fails)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: len(shown) == 2)
    finally:
        undo()

    assert [type(error) for error in shown] == [ValueError, KeyError]


def test_the_log_is_written_where_it_was_said(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    import logging

    root = logging.getLogger("gxq_desktop")
    before = list(root.handlers)
    monkeypatch.setattr(faults, "log_file", None)
    faults.start_log(tmp_path / "log")
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().close())
    show_error(None, ZeroDivisionError("logged"))
    for handler in [handler for handler in root.handlers if handler not in before]:
        handler.close()
        root.removeHandler(handler)

    assert "logged" in (tmp_path / "log" / "desk.log").read_text("utf-8")


def test_a_log_that_grew_too_long_goes_aside_and_a_new_one_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import logging

    monkeypatch.setattr(faults, "LARGEST_LOG", 300)
    handler = faults._LogFile(tmp_path / "desk.log", encoding="utf-8", delay=True)
    for number in range(8):
        handler.emit(logging.LogRecord("desk", logging.INFO, __file__, 1, f"{number} " + "长" * 40, None, None))
    handler.close()

    assert (tmp_path / "desk.log.1").stat().st_size > 300
    assert (tmp_path / "desk.log").stat().st_size <= 300
    assert "7 " in (tmp_path / "desk.log").read_text("utf-8")


@pytest.mark.parametrize("delay", [True, False])
def test_a_log_that_can_no_longer_be_written_stops_nothing(
    tmp_path: Path, delay: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    import logging

    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("only Linux has a disk that is always full")
    handler = faults._LogFile(full if not delay else tmp_path / "gone" / "desk.log", encoding="utf-8", delay=delay)

    handler.emit(logging.LogRecord("desk", logging.ERROR, __file__, 1, "uncaught", None, None))

    assert capsys.readouterr().err == ""
