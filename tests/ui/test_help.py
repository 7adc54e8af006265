"""Keys, guide and diagnostics; and the guide held to what the program has."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import typer.main
from PySide6.QtCore import QUrl
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from gxq_desktop.application.help_topics import HelpBook
from gxq_desktop.application.pinyin_match import Readings
from gxq_desktop.cli.main import program
from gxq_desktop.ui.help.guide import PICTURES, GuideWindow, TopicsModel, read_book
from gxq_desktop.ui.help.keys import KeysDialog, _even
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("does not support raise")
BOOK: HelpBook = read_book(Readings({}))


def opened(kind: type[QDialog], window: MainWindow) -> QDialog:
    (found,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.parent() is window]
    return found


@pytest.fixture
def guide(shell: Shell, window: MainWindow) -> Iterator[GuideWindow]:
    window.open("calendar")
    shell.commands.run("help.guide")
    found = opened(GuideWindow, window)
    assert isinstance(found, GuideWindow)
    yield found
    found.hide()


@pytest.mark.parametrize("topic", BOOK.topics, ids=lambda topic: topic.id)
def test_every_command_link_and_place_of_a_topic_is_there(shell: Shell, window: MainWindow, topic) -> None:  # type: ignore[no-untyped-def]
    assert [name for name in topic.commands if name not in shell.commands] == []
    assert [name for name in topic.links if name not in {each.id for each in BOOK.topics}] == []
    assert [place for place in topic.places if place not in window.places] == []


def test_every_page_of_the_navigation_has_its_topic(window: MainWindow) -> None:
    pages = {place.id for place in window.places.values() if place.navigation}

    assert pages <= {place for topic in BOOK.topics for place in topic.places}


def test_every_command_of_the_command_line_that_the_guide_names_is_there() -> None:
    commands = typer.main.get_command(program)
    for topic in BOOK.topics:
        for line in re.findall(r"gxq-desktop ([a-z-]+(?: import| show| check)?)", topic.body):
            words = line.split()
            if words[0].startswith("-"):
                continue
            found = commands.commands.get(words[0])  # type: ignore[attr-defined]
            assert found is not None, f"{topic.id}: gxq-desktop {line}"
            assert len(words) == 1 or words[1] in found.commands


def test_the_guide_opens_on_the_topic_of_the_page(guide: GuideWindow) -> None:
    assert guide.topic is not None and guide.topic.id == "calendar"
    assert "日历与放假通知" in guide.text.toPlainText()
    assert "{" not in guide.text.toPlainText()


def test_the_pictures_that_are_there_are_shown(guide: GuideWindow) -> None:
    guide.show_topic("home")

    shown = guide.text.toHtml().count("<img")
    assert shown == sum((PICTURES / f"{name}.png").exists() for name in BOOK["home"].pictures)


def test_a_changed_shortcut_stands_in_the_guide(guide: GuideWindow, shell: Shell) -> None:
    guide.show_topic("search")
    assert "Ctrl+K" in guide.text.toPlainText()

    shell.commands.set_shortcut("search.open", "Ctrl+Shift+F")

    assert "Ctrl+Shift+F" in guide.text.toPlainText() and "Ctrl+K" not in guide.text.toPlainText()


def test_passages_are_found_by_pinyin_and_shown(guide: GuideWindow) -> None:
    guide.field.setText("beifen")

    assert guide.model.rowCount() > 1
    assert guide.topic is not None and guide.topic.id == "backups"
    guide.field.setText("")
    assert guide.model.rowCount() == len(BOOK.topics)


def test_links_lead_to_topics_and_run_commands(
    guide: GuideWindow, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(shell.commands, "run", ran.append)

    guide._on_link(QUrl("backups"))
    guide._on_link(QUrl("command:backups.make"))

    assert guide.topic is not None and guide.topic.id == "backups"
    assert ran == ["backups.make"]


def test_the_topics_keep_a_models_promises() -> None:
    model = TopicsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)

    model.set_lines(BOOK.topics)
    model.set_lines(BOOK.find("工作日"))

    assert "工作日" in str(model.index(0).data())


def test_f1_lists_every_shortcut_this_pages_first(shell: Shell, window: MainWindow) -> None:
    window.open("calendar")
    shell.commands.run("help.keys")
    sheet = opened(KeysDialog, window)
    assert isinstance(sheet, KeysDialog)

    shown = {label.text() for label in sheet.findChildren(QLabel)}

    assert {
        shell.commands.native(command.id) for command in shell.commands if shell.commands.native(command.id)
    } <= shown
    sheet.reject()


def test_the_sheet_leads_to_the_shortcuts_in_settings(shell: Shell, window: MainWindow) -> None:
    shell.commands.run("help.keys")
    sheet = opened(KeysDialog, window)
    assert isinstance(sheet, KeysDialog)

    sheet.change.click()

    assert window.place == "settings"


@pytest.mark.parametrize(
    ("heights", "parts"),
    [([3, 3, 3], [(0, 1), (1, 2), (2, 3)]), ([9, 1, 1, 1], [(0, 1), (1, 4)]), ([1, 1, 1, 1, 4], [(0, 4), (4, 5)])],
)
def test_blocks_are_parted_evenly(heights: list[int], parts: list[tuple[int, int]]) -> None:
    assert list(_even(heights, 3)) == parts


def test_diagnostics_are_copied_without_a_path_of_the_data(shell: Shell, window: MainWindow) -> None:
    shell.commands.run("help.diagnostics")

    text = QApplication.clipboard().text()
    assert "Qt：" in text and "备份：还没有" in text
    assert str(window.shell.data_dir) not in text
