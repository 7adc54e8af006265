"""A second start raises the first and hands over its file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gxq_desktop.ui.single_instance import LOCK, SingleInstance, server_name

SECOND_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from gxq_desktop.ui.single_instance import SingleInstance
app = QCoreApplication([])
sys.exit(0 if SingleInstance(Path(sys.argv[1])).hand_over(sys.argv[2:]) else 1)
"""


def test_the_first_start_finds_nobody(qapp: QApplication, tmp_path: Path) -> None:
    assert not SingleInstance(tmp_path).hand_over(["file.json"])


def test_a_second_start_hands_its_files_to_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    assert not first.hand_over([])
    assert first.listen()
    handed: list[list[str]] = []
    first.raised.connect(handed.append)
    second = QProcess()
    with qtbot.waitSignal(second.finished, timeout=20_000):
        second.start(sys.executable, ["-c", SECOND_START, str(tmp_path), "接件.json"])
    first.close()

    assert handed == [["接件.json"]]
    assert second.exitCode() == 0


ON_WINDOWS = """
import ctypes, sys
from types import SimpleNamespace
sys.platform = "win32"
ctypes.windll = SimpleNamespace(user32=SimpleNamespace(AllowSetForegroundWindow=lambda who: print("allowed", who)))
"""


def test_on_windows_a_second_start_lets_the_first_come_to_the_front(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), QProcess()
    assert not first.hand_over([])
    assert first.listen()
    with qtbot.waitSignal(second.finished, timeout=20_000):
        second.start(sys.executable, ["-c", SECOND_START.replace("app =", f"{ON_WINDOWS}\napp ="), str(tmp_path)])
    first.close()

    assert second.exitCode() == 0
    assert bytes(second.readAllStandardOutput().data()).strip() == b"allowed -1"


def test_two_data_folders_have_a_desk_each(tmp_path: Path) -> None:
    assert server_name(tmp_path / "one") != server_name(tmp_path / "two")
    assert server_name(tmp_path / "one") == server_name(tmp_path / "one")


def test_what_is_no_list_of_files_only_raises_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtNetwork import QLocalSocket

    first = SingleInstance(tmp_path)
    assert first.listen()
    socket = QLocalSocket()
    with qtbot.waitSignal(first.raised) as raised:
        socket.connectToServer(server_name(tmp_path))
        socket.write(b"{broken\n")
        socket.flush()
    socket.disconnectFromServer()
    first.close()

    assert raised.args == [[]]


def test_a_first_start_needs_no_network_library(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom gxq_desktop.ui.single_instance import SingleInstance\n"
        "assert not SingleInstance(Path(sys.argv[1])).hand_over([])\nsys.exit('PySide6.QtNetwork' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == 0


def test_a_killed_first_leaves_no_lock_that_counts(qapp: QApplication, tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom gxq_desktop.ui.single_instance import SingleInstance\n"
        "first = SingleInstance(Path(sys.argv[1]))\nassert not first.hand_over([])\nos.kill(os.getpid(), 9)"
    )
    if sys.platform == "win32":
        code = code.replace("os.kill(os.getpid(), 9)", "os._exit(9)")
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert (tmp_path / LOCK).exists()

    assert SingleInstance(tmp_path)._is_first()


def test_the_lock_is_given_back_at_the_end(qapp: QApplication, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    assert not first.hand_over([])
    assert not SingleInstance(tmp_path)._is_first()

    first.close()

    assert SingleInstance(tmp_path)._is_first()


def test_a_folder_that_takes_no_lock_starts_all_the_same(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")

    assert not SingleInstance(tmp_path / "file" / "data").hand_over([])
