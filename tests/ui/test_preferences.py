"""What the user set is there the next time; losing it loses nothing but comfort."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gxq_desktop.ui.preferences import Preferences
from gxq_desktop.ui.theme import ThemeChoice


def test_values_are_written_a_moment_later_and_read_again(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "new" / "desk.json"
    first = Preferences(file)
    assert first.is_new
    first.set("look.theme", "dark")
    qtbot.waitUntil(file.exists)

    second = Preferences(file)

    assert not second.is_new
    assert second.theme is ThemeChoice.DARK


@pytest.mark.parametrize("content", ["", "{", "\x00\x01", '["a list"]'])
def test_an_unreadable_file_is_set_aside_and_the_defaults_hold(
    qapp: QApplication, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "desk.json"
    file.write_text(content, "utf-8")

    preferences = Preferences(file)

    assert preferences.percent == 100
    assert preferences.get("anything", "default") == "default"


def test_a_value_of_another_kind_is_not_taken(qapp: QApplication) -> None:
    preferences = Preferences(None)
    preferences.set("recent", "not a list")

    assert preferences.get("recent", []) == []


@pytest.mark.parametrize(("kept", "percent"), [(10, 90), (120, 120), (900, 150)])
def test_the_text_size_stays_within_its_bounds(qapp: QApplication, kept: int, percent: int) -> None:
    preferences = Preferences(None)
    preferences.set("look.percent", kept)

    assert preferences.percent == percent


def test_a_folder_that_cannot_be_written_costs_no_work(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    preferences = Preferences(tmp_path / "file" / "desk.json")
    preferences.set("look.theme", "dark")

    preferences.save()

    assert preferences.theme is ThemeChoice.DARK
