"""Search and commands through the real window."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gxq_desktop.app import Desk
from gxq_desktop.application.consultation import QuestionForm, ask_question
from gxq_desktop.application.find_anything import Hit, HitGroup, HitKind
from gxq_desktop.application.register_project import register_project
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.search.model import HitsModel
from gxq_desktop.ui.search.presenter import RECENT
from gxq_desktop.ui.search.view import SearchWindow
from gxq_desktop.ui.shell import Shell
from tests.store.builders import project

pytestmark = pytest.mark.qt_log_ignore("does not support raise", "propagateSizeHints")


@pytest.fixture
def kept(services: Desk) -> Desk:
    """Services with two projects."""
    for file in services.sample_files()[:2]:
        register_project(json.loads(file.read_text("utf-8")), services)
    return services


def opened(shell: Shell, window: MainWindow, command: str = "search.open") -> SearchWindow:
    shell.commands.run(command)
    shell.runner.wait()
    (found,) = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, SearchWindow) and each.parent() is window
    ]
    return found


@pytest.fixture
def search(kept: Desk, shell: Shell, window: MainWindow) -> Iterator[SearchWindow]:
    made = opened(shell, window)
    yield made
    shell.runner.wait()
    made.hide()


def current(search: SearchWindow) -> Hit | None:
    return search.model.hit(search.list.currentIndex().row())


def press(search: SearchWindow, key: Qt.Key) -> None:
    QApplication.sendEvent(search.field, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))


def compose(search: SearchWindow, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(search.field, event)


def test_typing_initials_selects_the_permit_and_enter_opens_it(
    search: SearchWindow, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClicks(search.field, "sgxk")
    hit = current(search)
    assert hit is not None and (hit.kind, hit.key) == (HitKind.ITEM, "A29")

    press(search, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: window.place == "catalogue")
    assert not search.isVisible()


def test_enter_that_commits_a_composition_opens_nothing(search: SearchWindow) -> None:
    search.field.setText("sgxk")
    compose(search, "shi gong")
    press(search, Qt.Key.Key_Return)
    assert search.isVisible()

    compose(search, "", commit="施工")
    press(search, Qt.Key.Key_Return)

    assert search.isVisible()
    assert search.field.text() == "sgxk施工"


def test_enter_a_moment_after_a_composition_opens(search: SearchWindow, window: MainWindow, qtbot: QtBot) -> None:
    compose(search, "", commit="施工许可")
    search.field._committed_at = time.monotonic() - 1

    press(search, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: window.place == "catalogue")


def test_arrows_walk_over_hits_and_pass_the_group_lines(search: SearchWindow) -> None:
    search.field.setText("施工")
    rows = search.model.hit_rows

    press(search, Qt.Key.Key_Up)
    assert search.list.currentIndex().row() == rows[-1]
    press(search, Qt.Key.Key_Down)
    assert search.list.currentIndex().row() == rows[0]
    press(search, Qt.Key.Key_PageDown)
    assert search.list.currentIndex().row() == rows[min(8, len(rows) - 1)]


def test_arrows_belong_to_the_input_method_while_it_composes(search: SearchWindow) -> None:
    search.field.setText("施工")
    before = search.list.currentIndex().row()
    compose(search, "xu")

    press(search, Qt.Key.Key_Down)

    assert search.list.currentIndex().row() == before


def test_a_project_opens_from_its_enterprises_initials(search: SearchWindow, shell: Shell, qtbot: QtBot) -> None:
    line = shell.services.lists.projects()[0]
    search.field.setText(line.enterprise)
    hit = current(search)

    assert hit is not None and hit.key == line.number


def test_an_obstacle_opens_its_project_at_its_row(
    search: SearchWindow, kept: Desk, shell: Shell, window: MainWindow
) -> None:
    (file,) = (each for each in kept.sample_files() if each.stem == "S17-obstacle")
    register_project(json.loads(file.read_text("utf-8")), kept)
    line = kept.lists.obstacles()[-1]
    search.hide()
    shell.project_changed.emit(line.number)
    opened(shell, window)
    search.field.setText(line.name)
    hit = current(search)
    assert hit is not None and (hit.kind, hit.key) == (HitKind.OBSTACLE, f"{line.number}/{line.id}")

    press(search, Qt.Key.Key_Return)
    shell.runner.wait()
    QApplication.processEvents()
    shell.runner.wait()

    page = window.page
    assert page.tab_id == "obstacles"
    row = page.current_tab.table.current_row
    assert row is not None and row.id == line.id


def test_an_open_question_opens_its_project_at_its_row(
    search: SearchWindow, kept: Desk, shell: Shell, window: MainWindow
) -> None:
    number = kept.lists.projects()[0].number
    for words in ("独角兽怎么报？", "麒麟怎么报？"):
        ask_question(number, QuestionForm("", words), kept)
    search.hide()
    shell.project_changed.emit(number)
    opened(shell, window)
    search.field.setText("ql zmb")
    hit = current(search)
    assert hit is not None and (hit.kind, hit.key) == (HitKind.QUESTION, f"{number}/2")

    press(search, Qt.Key.Key_Return)
    QApplication.processEvents()
    shell.runner.wait()

    page = window.page
    assert page.tab_id == "consultations"
    row = page.current_tab.table.current_row
    assert row is not None and row.entry.number == 2


def test_nothing_found_offers_the_nearest_spelling_and_enter_takes_it(search: SearchWindow, shell: Shell) -> None:
    search.field.setText("施工许克")
    search.presenter.look_further()
    shell.runner.wait()
    hit = current(search)
    assert hit is not None and (hit.kind, hit.key) == (HitKind.SPELLING, "施工许可")

    press(search, Qt.Key.Key_Return)

    assert search.field.text() == "施工许可"
    assert current(search) is not None and search.isVisible()


def test_nothing_near_says_so(search: SearchWindow, shell: Shell) -> None:
    search.field.setText("qqqqqqqq")
    search.presenter.look_further()
    shell.runner.wait()

    assert search.note.isVisible() and "qqqqqqqq" in search.note.text()


def test_the_command_window_runs_a_command_and_remembers_it(
    kept: Desk, shell: Shell, window: MainWindow, qtbot: QtBot
) -> None:
    palette = opened(shell, window, "search.commands")
    palette.field.setText("rili")
    hit = current(palette)
    assert hit is not None and hit.key == "go.calendar"

    press(palette, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: window.place == "calendar")
    assert shell.preferences.get(RECENT) == ["go.calendar"]
    shell.commands.run("search.commands")
    assert current(palette) is not None and current(palette).key == "go.calendar"  # type: ignore[union-attr]
    palette.hide()


def test_a_command_that_cannot_be_used_says_why_and_stays_open(search: SearchWindow) -> None:
    search.switch(commands_only=True)
    search.field.setText("撤销")

    press(search, Qt.Key.Key_Return)

    assert search.isVisible()
    assert "没有可以撤销的" in search.note.text()


def test_every_command_but_these_two_is_in_the_list(search: SearchWindow, shell: Shell) -> None:
    search.switch(commands_only=True)
    search.field.setText("")
    listed = {search.model.hit(row).key for row in search.model.hit_rows}  # type: ignore[union-attr]

    assert listed == {command.id for command in shell.commands} - {"search.open", "search.commands"}


def test_the_key_typed_into_the_menu_bars_field_begins_the_query(kept: Desk, shell: Shell, window: MainWindow) -> None:
    window.search._open("s")
    (search,) = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, SearchWindow) and each.parent() is window
    ]

    assert search.field.text() == "s"
    search.hide()


def test_a_project_stored_meanwhile_is_found_when_the_window_opens_again(
    search: SearchWindow, kept: Desk, shell: Shell, window: MainWindow
) -> None:
    from dataclasses import replace

    from gxq_desktop.domain.facts import Facts

    search.hide()
    with kept.unit_of_work() as uow:
        new = replace(project("GX-2026-0077"), name="全新独角兽工厂", facts=Facts(kept.catalogue.facts, {}))
        uow.projects.add(new)
        uow.commit()
    shell.project_changed.emit("GX-2026-0077")
    shell.runner.wait()

    opened(shell, window)
    search.field.setText("djsgc")

    hit = current(search)
    assert hit is not None and hit.key == "GX-2026-0077"


def test_what_takes_longer_is_asked_when_the_keys_rest(search: SearchWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(search.presenter.added, timeout=5000):
        qtbot.keyClicks(search.field, "sgkx")


def test_the_other_shortcut_asks_the_other_question_with_what_is_typed(search: SearchWindow, shell: Shell) -> None:
    search.field.setText("rili")

    shell.commands.run("search.commands")

    assert search.isVisible() and search.commands_only and search.field.text() == "rili"
    hit = current(search)
    assert hit is not None and hit.key == "go.calendar"
    shell.commands.run("search.open")
    assert not search.commands_only


def test_a_shortcut_of_the_desk_closes_the_window_it_would_open_under(search: SearchWindow, shell: Shell) -> None:
    shell.commands.run("go.calendar")

    assert not search.isVisible()


def test_escape_closes(search: SearchWindow) -> None:
    press(search, Qt.Key.Key_Escape)

    assert not search.isVisible()


def test_the_window_is_never_wider_than_the_desk_and_names_its_field(search: SearchWindow, window: MainWindow) -> None:
    assert search.width() <= window.width()
    assert search.field.accessibleName() == "搜索"
    search.field.setText("施工")
    assert "第 1 条" in search.field.accessibleDescription()


def test_the_model_keeps_its_promises() -> None:
    model = HitsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    hit = Hit(HitKind.ITEM, "A29", "施工许可", "A29", state="打开")

    model.set_groups([HitGroup(HitKind.ITEM, "事项", (hit, hit), 9)])
    model.add_group(HitGroup(HitKind.COMMAND, "命令", (hit,), 1))

    assert model.hit_rows == (1, 2, 4)
    assert model.hit(0) is None and model.hit(99) is None
    model.set_groups([])
    assert model.rowCount() == 0
