"""The frame: navigation, menus, yielding."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from gxq_desktop.ui import theme
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.navigation import RecentButton
from gxq_desktop.ui.projects.model import mark_of, state_of
from gxq_desktop.ui.shell import Shell

PLACES = ["home", "projects", "catalogue", "calendar", "settings"]


@pytest.mark.parametrize("place", PLACES)
def test_every_place_of_the_navigation_opens(window: MainWindow, place: str) -> None:
    window.open(place)

    assert window.place == place
    assert window.page is window.stack.currentWidget()


def test_supervision_does_not_appear_before_it_works(window: MainWindow) -> None:
    texts = [button.text() for button in window.navigation._buttons.values()]

    assert texts == ["工作台", "项目", "台账", "事项库", "日历", "设置"]


def test_a_narrow_window_shows_the_navigation_as_a_rail(window: MainWindow) -> None:
    window.resize(1280, 720)
    QApplication.processEvents()
    assert window.navigation.is_rail

    window.resize(1440, 900)
    QApplication.processEvents()
    assert not window.navigation.is_rail


@pytest.mark.parametrize("place", PLACES)
def test_no_page_is_wider_than_1280(window: MainWindow, place: str) -> None:
    window.open(place)

    assert window.minimumSizeHint().width() <= 1280


def test_while_alt_is_held_its_letter_belongs_to_the_button_in_sight(window: MainWindow) -> None:
    """工具 has Alt+T; so has the button. Both together would be ambiguous, and nothing would happen."""
    window.open("home")
    page = window.page
    assert page is not None
    button = QPushButton("看时间表(&T)", page)
    button.show()
    titles = [action.text() for action in window.menuBar().actions()]

    QTest.keyPress(window, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
    assert "工具(T)" in [action.text() for action in window.menuBar().actions()]
    assert "文件(&F)" in [action.text() for action in window.menuBar().actions()]
    QTest.keyRelease(window, Qt.Key.Key_Alt)
    assert [action.text() for action in window.menuBar().actions()] == titles


@pytest.mark.parametrize(("title", "asks"), [("正在印制手册", True), ("", False)])
def test_quitting_asks_for_work_that_has_a_name_and_not_for_a_list_that_reads_anew(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, title: str, asks: bool
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "gxq_desktop.ui.messages.ask", lambda parent, title, message, *_: asked.append(message.headline)
    )
    held = threading.Event()
    window.shell.runner.start(lambda _: held.wait(20), title=title)

    closed = window.close()
    held.set()
    assert window.shell.runner.wait()

    assert (asked, closed) == (["正在印制手册，还没有做完"] if asks else [], not asks)


def test_enter_presses_the_button_that_has_the_focus(window: MainWindow) -> None:
    window.open("home")
    assert window.shell.runner.wait()
    button = next(
        each for each in window.page.findChildren(QPushButton) if each.text() == "新接件(&N)" and each.isVisible()
    )
    button.setFocus()

    QTest.keyClick(button, Qt.Key.Key_Return)

    assert window.place == "intake"


def test_a_recent_project_is_named_in_two_lines_not_cut_in_one(window: MainWindow) -> None:
    window.resize(1440, 900)
    window.shell.remember_project("GX-2026-0002", "短名")
    window.shell.remember_project("GX-2026-0001", "年产 1.2 万套精密减速机壳体加工项目")
    QApplication.processEvents()

    long, short = window.navigation.findChildren(RecentButton)[-2:]

    assert "".join(long._lines()).replace(" ", "") == long.text().replace(" ", "")
    assert long.height() > short.height()


def test_a_recent_project_carries_the_mark_and_the_word_of_the_list_of_projects(with_samples: Shell) -> None:
    window = with_samples.window
    assert window is not None
    lines = with_samples.services.lists.projects()[:3]
    for line in lines:
        with_samples.remember_project(str(line.number), line.name)
    with_samples.remember_project("GX-2020-0001", "早就删去的项目")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    window.navigation.look_at_recent()
    assert with_samples.runner.wait()

    told = {button.number: button.accessibleName() for button in window.navigation.findChildren(RecentButton)}
    assert told == {
        **{str(line.number): f"最近项目 {line.name}，{state_of(line)}" for line in lines},
        "GX-2020-0001": "最近项目 早就删去的项目",
    }
    assert {button._mark for button in window.navigation.findChildren(RecentButton)} == {None, *map(mark_of, lines)}


def test_larger_text_leaves_the_search_field_within_the_window(window: MainWindow) -> None:
    window.resize(1280, 720)
    window.show()
    QApplication.processEvents()
    try:
        theme.look().apply("light", 150, None)
        QApplication.processEvents()

        corner = window.menuBar().cornerWidget()
        assert corner is window.search
        assert corner.geometry().right() <= window.menuBar().rect().right()
        assert corner.width() >= corner.sizeHint().width()
    finally:
        theme.look().apply("light", 100, None)
