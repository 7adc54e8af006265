"""A second start raises the first and hands over its file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gxq_desktop.ui.single_instance import SingleInstance, server_name


@pytest.fixture
def name(tmp_path: Path) -> str:
    return server_name(tmp_path)


SECOND_START = """
import sys
from PySide6.QtCore import QCoreApplication
from gxq_desktop.ui.single_instance import SingleInstance
app = QCoreApplication([])
sys.exit(0 if SingleInstance(sys.argv[1]).hand_over(sys.argv[2:]) else 1)
"""


def test_the_first_start_finds_nobody(qapp: QApplication, name: str) -> None:
    assert not SingleInstance(name).hand_over(["file.json"])


def test_a_second_start_hands_its_files_to_the_first(qtbot: QtBot, name: str) -> None:
    first = SingleInstance(name)
    assert first.listen()
    handed: list[list[str]] = []
    first.raised.connect(handed.append)
    second = QProcess()
    with qtbot.waitSignal(second.finished, timeout=20_000):
        second.start(sys.executable, ["-c", SECOND_START, name, "接件.json"])
    first.close()

    assert handed == [["接件.json"]]
    assert second.exitCode() == 0


def test_two_data_folders_have_a_desk_each(tmp_path: Path) -> None:
    assert server_name(tmp_path / "one") != server_name(tmp_path / "two")
    assert server_name(tmp_path / "one") == server_name(tmp_path / "one")


def test_what_is_no_list_of_files_only_raises_the_window(qtbot: QtBot, name: str) -> None:
    from PySide6.QtNetwork import QLocalSocket

    first = SingleInstance(name)
    assert first.listen()
    socket = QLocalSocket()
    with qtbot.waitSignal(first.raised) as raised:
        socket.connectToServer(name)
        socket.write(b"{broken\n")
        socket.flush()
    socket.disconnectFromServer()
    first.close()

    assert raised.args == [[]]
