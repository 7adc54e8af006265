"""Three sentences: what happened, is the data safe, what to do. And the application goes on."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gxq_desktop.application.ports import StoreError
from gxq_desktop.domain.errors import DomainError, DomainErrors
from gxq_desktop.ui import faults, labels, messages
from gxq_desktop.ui.faults import SAFE, Message, message_of
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.messages import MessageDialog, ProgressDialog, ask, show_error
from gxq_desktop.ui.tasks import TaskRunner

MESSAGE = Message("没有打完", "没有丢。", "加纸后接着打。", "spooler 0x45D")


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


def test_details_are_folded_at_first_and_can_be_copied_whole(qtbot: QtBot) -> None:
    dialog = MessageDialog(None, "打印", MESSAGE, (("接着打(&R)", True),))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.details is not None and not dialog.details.isVisible()

    dialog.fold.click()
    assert dialog.details.isVisible()

    copy = next(button for button in dialog.findChildren(QPushButton) if button.text().startswith("复制"))
    copy.click()
    assert QGuiApplication.clipboard().text() == "没有打完\n没有丢。\n加纸后接着打。\n\nspooler 0x45D"


@pytest.mark.parametrize(("press", "answer"), [("删去(&D)", 0), ("留着(&K)", 1), ("取消", -1)])
def test_a_question_answers_with_the_verb_pressed(qtbot: QtBot, press: str, answer: int) -> None:
    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MessageDialog)
        next(button for button in dialog.buttons if button.text() == press).click()

    QTimer.singleShot(0, choose)

    assert ask(None, "删去", MESSAGE, ("删去(&D)", "留着(&K)")) == answer


def test_escape_and_enter_do_nothing_dangerous(qtbot: QtBot) -> None:
    def escape() -> None:
        qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape)

    def enter() -> None:
        qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Return)

    QTimer.singleShot(0, escape)
    assert ask(None, "删去", MESSAGE, ("删去(&D)",)) == -1
    QTimer.singleShot(0, enter)
    assert ask(None, "删去", MESSAGE, ("删去(&D)",)) == -1


def test_progress_shows_the_count_and_cancel_stops_the_task(qtbot: QtBot, window: MainWindow) -> None:
    runner = TaskRunner()
    go_on = threading.Event()
    task = runner.start(lambda report: go_on.wait(5), title="正在印制", cancel_means="不留半个文件。")
    dialog = ProgressDialog(window, task)
    dialog.open()

    task.progressed.emit(3, 9)
    assert dialog._count.text() == "3 / 9"
    dialog.cancel.click()
    assert task.is_cancelled
    go_on.set()
    assert runner.wait()


def test_progress_in_the_background_goes_on_without_its_window(qtbot: QtBot, window: MainWindow) -> None:
    runner = TaskRunner()
    go_on = threading.Event()
    task = runner.start(lambda report: go_on.wait(5), title="正在印制")
    dialog = ProgressDialog(window, task)
    dialog.open()

    dialog.background.click()

    assert not task.is_cancelled
    go_on.set()
    assert runner.wait()


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
    handler = messages._LogFile(tmp_path / "desk.log", encoding="utf-8", delay=True)
    for number in range(8):
        handler.emit(logging.LogRecord("desk", logging.INFO, __file__, 1, f"{number} " + "长" * 40, None, None))
    handler.close()

    assert (tmp_path / "desk.log.1").stat().st_size > 300
    assert (tmp_path / "desk.log").stat().st_size <= 300
    assert "7 " in (tmp_path / "desk.log").read_text("utf-8")


def test_a_wrapped_label_gives_back_the_lines_it_no_longer_needs(qtbot: QtBot) -> None:
    label = labels.wrapped("很长的一句话，" * 12)
    qtbot.addWidget(label)
    label.resize(200, 200)
    label.show()
    tall = label.minimumHeight()

    label.setText("短")

    assert 0 < label.minimumHeight() < tall / 2


def test_a_message_is_as_high_as_its_sentences(qtbot: QtBot) -> None:
    dialog = MessageDialog(None, "打印", MESSAGE, (("接着打(&R)", True),))
    qtbot.addWidget(dialog)
    dialog.show()
    layout = dialog.layout()
    assert layout is not None
    folded = dialog.height()

    assert folded == max(layout.totalHeightForWidth(dialog.width()), dialog.minimumSizeHint().height())
    dialog.fold.setChecked(True)
    assert dialog.height() > folded
    dialog.fold.setChecked(False)
    assert dialog.height() == folded
