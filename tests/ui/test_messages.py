"""Three sentences: what happened, is the data safe, what to do. And the application goes on."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.messages import MessageDialog, ProgressDialog, ask
from gxq_desktop.ui.tasks import TaskRunner

MESSAGE = Message("没有打完", "没有丢。", "加纸后接着打。", "spooler 0x45D")


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
