"""What the user set is there the next time; losing it loses nothing but comfort."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gxq_desktop.app import Desk
from gxq_desktop.ui import theme
from gxq_desktop.ui.desktop import make_shell
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


@pytest.mark.parametrize("content", ["", "{", "\x00\x01", '["a list"]', "[" * 100_000], ids=range(5))
def test_an_unreadable_file_is_set_aside_and_the_defaults_hold(
    qapp: QApplication, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "desk.json"
    file.write_text(content, "utf-8")

    preferences = Preferences(file)

    assert preferences.percent == 100
    assert preferences.get("anything", "default") == "default"
    assert (tmp_path / "desk.unreadable.json").read_text("utf-8") == content


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


def test_only_texts_are_read_where_texts_are_kept(qapp: QApplication) -> None:
    preferences = Preferences(None)
    preferences.set("commands.recent", ["home", 7, {"a": 1}, None, "intake.new"])

    assert preferences.texts("commands.recent") == ["home", "intake.new"]
    assert preferences.texts("nothing") == []


HOSTILE: tuple[object, ...] = (
    7,
    -1.5,
    "%%%",
    True,
    [],
    [1, ["a"], {"b": 2}],
    {"widths": "x", "sort": [["a"], {}], "c": [1]},
)
KEYS = (
    "look.theme", "look.percent", "window.geometry", "window.navigation_folded", "shortcuts", "recent",
    "commands.recent", "tables.home", "tables.projects", "tables.ledger", "tables.catalogue", "filters.home",
    "filters.projects", "filters.ledger", "ledger.views", "ledger.panel", "ledger.span", "backup.folder",
    "backup.automatic", "officer.name", "officer.phone", "printing.papers", "printing.parts", "printing.sizes",
    "printing.folder", "intake.folder", "record.print_after",
)  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE, ids=repr)
def test_a_file_of_another_version_keeps_nobody_from_working(
    qapp: QApplication, tmp_path: Path, services: Desk, cache_dir: Path, value: object
) -> None:
    file = tmp_path / "desk.json"
    file.write_text(
        json.dumps(dict.fromkeys(KEYS, value) | {"first_start.done": True, "of.a.later.version": {}}), "utf-8"
    )
    preferences = Preferences(file)

    shell, window = make_shell(preferences, cache_dir)
    shell.set_services(services)
    window.show()
    for place in window.places:
        if window.places[place].navigation:
            window.open(place)
            assert shell.runner.wait()
    shell.commands.run("search.commands")
    assert shell.runner.wait()

    assert window.broken == []
    shell.preferences.save()
    assert json.loads(file.read_text("utf-8"))["of.a.later.version"] == {}
    shell.runner.cancel_all()
    window.hide()
    window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.look().apply(ThemeChoice.LIGHT, 100)
