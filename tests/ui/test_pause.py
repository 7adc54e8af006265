"""What waits for the moment after the last key."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gxq_desktop.ui.pause import PREVIEW_MS, Pause


def test_it_acts_once_after_the_last_of_several_keys(qtbot: QtBot) -> None:
    parent = QObject()
    acted: list[int] = []
    pause = Pause(parent, lambda: acted.append(1))

    for _ in range(3):
        pause.start()
        QTest.qWait(PREVIEW_MS // 5)
    assert acted == []

    qtbot.waitUntil(lambda: bool(acted), timeout=2000)
    QTest.qWait(2 * PREVIEW_MS)
    assert acted == [1]
