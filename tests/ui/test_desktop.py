"""Starting: the frame first, then the services; refusals say a way on; the first start's pages come once."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication, QWidget

from gxq_desktop.app import Desk
from gxq_desktop.application.ports import StoreError
from gxq_desktop.ui import desktop, faults
from gxq_desktop.ui.desktop import Start, make_shell
from gxq_desktop.ui.intake.view import IntakePage
from gxq_desktop.ui.main_window import HOME, MainWindow
from gxq_desktop.ui.preferences import Preferences
from gxq_desktop.ui.shell import Shell
from tests.ui.intake.conftest import sample


@pytest.fixture
def bare(qapp: QApplication, preferences: Preferences, cache_dir: Path) -> Iterator[tuple[Shell, MainWindow]]:
    """A window without services."""
    shell, window = make_shell(preferences, cache_dir)
    yield shell, window
    shell.runner.cancel_all()
    window.hide()
    window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_frame_is_there_before_the_services(bare: tuple[Shell, MainWindow]) -> None:
    shell, window = bare
    window.open(HOME)
    window.show()

    assert window.page is not None and window.page.isVisible()
    assert not shell.is_ready


def test_the_page_loads_once_the_services_are_there(
    bare: tuple[Shell, MainWindow], services: Desk, tmp_path: Path
) -> None:
    shell, window = bare
    shell.preferences.set("first_start.done", True)
    window.open(HOME)
    window.show()

    Start(shell, window, lambda folder: services, tmp_path, []).begin()
    assert shell.runner.wait()

    assert shell.is_ready
    assert window.page is not None and window.page.status == "还没有项目"


def test_a_store_that_does_not_open_offers_to_try_again(
    bare: tuple[Shell, MainWindow], services: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, window = bare
    shell.preferences.set("first_start.done", True)
    asked: list[str] = []
    tries: list[Path] = []

    def make(folder: Path) -> Desk:
        tries.append(folder)
        if len(tries) == 1:
            raise StoreError("数据文件正被别的程序使用。", "请关掉别的程序。")
        return services

    def answer(parent: object, title: str, message: faults.Message, *rest: object, **named: object) -> int:
        asked.append(message.headline)
        return 0

    monkeypatch.setattr("gxq_desktop.ui.messages.ask", answer)
    Start(shell, window, make, tmp_path, []).begin()
    assert shell.runner.wait()

    assert asked == ["数据文件正被别的程序使用"]
    assert len(tries) == 2
    assert shell.is_ready


@pytest.mark.parametrize("accepted", [True, False])
def test_the_first_start_asks_once(
    bare: tuple[Shell, MainWindow],
    services: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    accepted: bool,
) -> None:
    from gxq_desktop.ui.first_start.dialog import FirstStartDialog

    shell, window = bare
    shown: list[bool] = []

    def run(dialog: FirstStartDialog) -> bool:
        shown.append(True)
        return accepted

    monkeypatch.setattr(FirstStartDialog, "exec", run)
    start = Start(shell, window, lambda folder: services, tmp_path, [])
    start.begin()
    assert shell.runner.wait()
    start.begin()
    assert shell.runner.wait()

    assert shown == [True]
    assert shell.preferences.get("first_start.done", False) is True


def test_another_data_folder_is_used_from_then_on(
    bare: tuple[Shell, MainWindow], services: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, window = bare
    chosen: list[Path] = []
    monkeypatch.setattr(desktop, "choose_data_dir", chosen.append)
    shell.set_services(services)
    other = Desk(tmp_path / "elsewhere", None, services.clock.today())
    other.__dict__["catalogue"] = services.catalogue
    other.__dict__["calendar"] = services.calendar
    start = Start(shell, window, lambda folder: other, tmp_path / "data", [])

    start._move(tmp_path / "elsewhere")
    assert shell.runner.wait()

    assert chosen == [tmp_path / "elsewhere"]
    assert shell.services is other
    assert (tmp_path / "elsewhere" / "desk.json").exists()
    other.close()


def test_qts_own_words_are_chinese(qapp: QApplication) -> None:
    from PySide6.QtWidgets import QKeySequenceEdit, QLineEdit

    desktop.speak_chinese(qapp)
    edit = QKeySequenceEdit()
    line = edit.findChild(QLineEdit)

    assert line is not None and not line.placeholderText().isascii()


def test_closing_while_someone_waits_asks(bare: tuple[Shell, MainWindow], monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    shell, window = bare
    answers = [-1, 0]
    asked: list[str] = []

    def answer(parent: object, title: str, message: faults.Message, actions: object) -> int:
        asked.append(message.headline)
        return answers.pop(0)

    monkeypatch.setattr("gxq_desktop.ui.messages.ask", answer)
    go_on = threading.Event()
    shell.runner.start(lambda report: go_on.wait(5), title="正在印制手册")
    window.show()

    assert not window.close()
    assert window.close()
    go_on.set()
    assert shell.runner.wait()
    assert asked == ["正在印制手册，还没有做完"] * 2


def test_geometry_is_there_the_next_time(
    bare: tuple[Shell, MainWindow], cache_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, window = bare
    window.show()
    saved = window.saveGeometry()
    window.close()
    restored: list[object] = []
    monkeypatch.setattr(MainWindow, "restoreGeometry", lambda self, geometry: restored.append(geometry) or True)

    _, again = make_shell(shell.preferences, cache_dir)

    assert restored == [saved]
    again.deleteLater()


LEAVE = """
import json, sys
from datetime import date
from pathlib import Path
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtGui import QUndoCommand
from gxq_desktop.app import make_desk
from gxq_desktop.ui import desktop
from gxq_desktop.ui.main_window import MainWindow

app = desktop.make_application(["gxq-desktop"])

def leave():
    window = next(w for w in app.topLevelWidgets() if isinstance(w, MainWindow))
    if not window.shell.is_ready or window.shell.runner.awaited:
        QTimer.singleShot(10, leave)
        return
    window.shell.undo_stack.push(QUndoCommand("改答案"))
    assert window.commands.action("edit.undo").text() == "撤销 改答案"
    left.append(window)
    window.close()

left = []
QTimer.singleShot(0, leave)
folder = Path(sys.argv[1])
(folder / "desk.json").write_text(json.dumps({"first_start.done": True}), "utf-8")
code = desktop.run_desktop(lambda chosen: make_desk(chosen, None, date(2026, 9, 16)), folder)
shiboken6.delete(left[0].shell)  # the order in which the interpreter may end them: the steps before the window
sys.exit(code)
"""


def test_leaving_with_steps_that_can_be_undone_leaves_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEAVE, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )

    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0


def test_a_worker_of_a_frozen_build_goes_to_its_work_before_the_command_line_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr("multiprocessing.freeze_support", lambda: done.append("worker"))
    monkeypatch.setattr("gxq_desktop.app.main", lambda: done.append("command line") or 0)

    with pytest.raises(SystemExit):
        runpy.run_module("gxq_desktop", run_name="__main__")

    assert done == ["worker", "command line"]


def test_a_window_larger_than_the_screen_fills_it(qapp: QApplication) -> None:
    room = qapp.primaryScreen().availableSize()
    for size, fills in ((room, False), (room + QSize(1, 0), True), (room + QSize(0, 1), True)):
        window = QWidget()
        window.resize(size)
        desktop.show_within_screen(window)

        assert window.isVisible()
        assert window.isMaximized() is fills
        window.close()


def test_every_file_handed_over_before_the_services_are_there_is_taken_in(
    bare: tuple[Shell, MainWindow], services: Desk, tmp_path: Path
) -> None:
    """Two starts at once, each with a file: neither may be lost."""
    shell, window = bare
    shell.preferences.set("first_start.done", True)
    files = [tmp_path / "N1.json", tmp_path / "N2.json"]
    for file in files:
        file.write_text(json.dumps(sample(file.stem)), "utf-8")
    start = Start(shell, window, lambda _: services, tmp_path, [str(files[0])])
    window.open(HOME)
    window.show()
    start.on_raised([str(files[1]), str(files[1])])

    start.begin()
    for _ in range(5):
        assert shell.runner.wait()
        QApplication.processEvents()

    names = {sample(file.stem)["project"]["name"] for file in files}
    page = window.page
    assert isinstance(page, IntakePage)
    page.presenter.put_away()
    assert shell.runner.wait()
    assert {draft.name for draft in services.lists.drafts()} == names
