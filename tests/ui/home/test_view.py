"""工作台 on the sample projects: filter, strip, panel, acting, empty."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gxq_desktop.application.today import DraftLine, Group, TodayFilter
from gxq_desktop.ui.home.view import HomePage
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.shell import Shell


@pytest.fixture
def page(with_samples: Shell) -> HomePage:
    with_samples.open("home")
    assert with_samples.runner.wait()
    window = with_samples.window
    assert window is not None and isinstance(window.page, HomePage)
    QApplication.processEvents()
    return window.page


def test_counts_stand_beside_the_places(page: HomePage, with_samples: Shell) -> None:
    view = page.presenter.view
    assert view is not None and with_samples.window is not None

    buttons = with_samples.window.navigation._buttons

    assert buttons["home"].accessibleName() == f"工作台，{view.due_soon} 项"
    assert buttons["projects"].accessibleName() == "项目，9 项"


def settled(page: HomePage) -> HomePage:
    """PAGE once what was asked for is there."""
    assert page.shell.runner.wait()
    QApplication.processEvents()
    return page


@pytest.mark.parametrize(
    ("key", "wanted", "groups"),
    [
        (Qt.Key.Key_2, TodayFilter.OVERDUE, {Group.LATE}),
        (Qt.Key.Key_4, TodayFilter.WEEK, {Group.WEEK}),
        (Qt.Key.Key_8, TodayFilter.NEXT_WEEK, {Group.NEXT_WEEK}),
    ],
)
def test_a_key_shows_only_its_groups_and_is_remembered(
    page: HomePage, qtbot: QtBot, key: Qt.Key, wanted: TodayFilter, groups: set[Group]
) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, key)

    assert {row.group for row in settled(page).model.rows} == groups
    assert page.segments.current == (wanted if wanted in page.segments.buttons else "")
    assert page.shell.preferences.get("filters.home", "") == wanted

    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert settled(page).segments.current == "all"
    assert len({row.group for row in page.model.rows}) > 2


def test_a_day_of_the_strip_shows_what_falls_on_it(page: HomePage, qtbot: QtBot) -> None:
    strip, view = page.strip, page.presenter.view
    assert view is not None
    number = next(n for n, day in enumerate(view.strip) if day.starts + day.ends)
    edges = strip._edges()

    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint((edges[number] + edges[number + 1]) // 2, 20))

    assert len(settled(page).model.rows) == view.strip[number].starts + view.strip[number].ends
    assert {row.on for row in page.model.rows} == {view.strip[number].on}

    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Escape)
    assert settled(page).presenter.ask.day is None


def test_the_strip_speaks_the_day_under_its_cursor(page: HomePage, qtbot: QtBot) -> None:
    page.strip.setFocus()
    qtbot.keyClick(page.strip, Qt.Key.Key_Right)

    assert page.strip.accessibleDescription().startswith("09-17 周四，工作日")


def test_a_filter_that_leaves_nothing_says_so_and_leads_back(page: HomePage) -> None:
    page.segments.buttons["stopped"].click()
    assert settled(page).model.rows == ()
    assert page._stack.currentIndex() == 1
    assert "停钟" in page._nothing.text.text()

    page._show_all()
    assert settled(page)._stack.currentIndex() == 0


def test_the_panel_explains_the_selected_row(page: HomePage) -> None:
    page.table.select_first()
    row = page.table.current_row

    texts = [label.text() for label in page.panel.findChildren(type(page.head.title)) if label.isVisible()]

    assert any(row.what in text for text in texts)
    assert row.explanation in texts


def test_enter_opens_what_the_row_says(page: HomePage, with_samples: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(with_samples, "open", lambda place, **argument: opened.append((place, argument)))
    provisional = next(row for row in page.model.rows if row.group is Group.PROVISIONAL)

    page.act(provisional)

    assert opened == [("calendar", {})]


def test_drafts_are_listed_when_the_intake_says_so(page: HomePage, with_samples: Shell) -> None:
    with_samples.drafts = lambda: [DraftLine("d1", "冷链仓储", "畅运冷链", "09-15 17:20")]
    page.reload()
    assert with_samples.runner.wait()

    assert [row.project for row in page.model.rows if row.group is Group.DRAFT] == ["冷链仓储"]


def test_an_empty_store_offers_sample_projects_and_one_click_makes_them(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = window.shell
    shell.open("home")
    assert shell.runner.wait()
    page = window.page
    assert isinstance(page, HomePage)
    assert page._stack.currentIndex() == 2
    assert not page.strip.isVisible() and not page.panel.isVisible()

    shell.commands.run("samples.create")
    assert shell.runner.wait()

    assert page._stack.currentIndex() == 0
    assert page.strip.isVisible()
    assert len(shell.services.lists.projects()) == 9

    monkeypatch.setattr("gxq_desktop.ui.messages.ask", lambda *args, **options: 0)
    shell.commands.run("samples.remove")
    assert shell.runner.wait()
    assert shell.services.lists.projects() == []
    assert page._stack.currentIndex() == 2


def test_samples_stay_when_the_question_is_cancelled(
    page: HomePage, with_samples: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gxq_desktop.ui.messages.ask", lambda *args, **options: -1)

    with_samples.commands.run("samples.remove")
    assert with_samples.runner.wait()

    assert len(with_samples.services.lists.projects()) == 9


def test_a_store_that_refuses_shows_a_band_with_a_way_on(
    page: HomePage, with_samples: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gxq_desktop.app import Desk
    from gxq_desktop.application.ports import StoreError

    def refuse(self: Desk) -> None:
        raise StoreError("数据文件正被别的程序使用。", "请关掉别的程序。")

    before = page.model.rows
    with monkeypatch.context() as patched:
        patched.setattr(Desk, "lists", property(refuse))
        page.reload()
        assert with_samples.runner.wait()
    assert page.band.isVisible()
    assert page.band.accessibleName() == "数据文件正被别的程序使用。请关掉别的程序。"
    assert page.model.rows == before

    page.band.retried.emit()
    assert with_samples.runner.wait()
    assert not page.band.isVisible()
