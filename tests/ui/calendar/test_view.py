"""日历: the year painted, keys, importing a notice."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gxq_desktop.paths import RESOURCES
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.calendar.view import CalendarPage
from gxq_desktop.ui.calendar.year import SMALL_SIGN, _months_on
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.theme import ThemeChoice


@pytest.fixture
def page(window: MainWindow) -> CalendarPage:
    window.open("calendar")
    window.shell.runner.wait()
    QApplication.processEvents()
    assert isinstance(window.page, CalendarPage)
    window.page.grid.setFocus()
    return window.page


def test_the_year_of_today_is_shown_with_the_cursor_on_today(page: CalendarPage) -> None:
    assert page.grid.at == date(2026, 9, 16)
    assert page.status == "2026-09-16 周三 工作日 今天 · 2026 年 248 个工作日 · 今天是第 176 个"


@pytest.mark.parametrize(
    ("key", "modifier", "there"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, date(2026, 9, 17)),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, date(2026, 9, 9)),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, date(2026, 10, 16)),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, date(2026, 8, 16)),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier, date(2027, 9, 16)),
    ],
)
def test_keys_move_by_day_week_month_and_year(
    page: CalendarPage, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, there: date
) -> None:
    qtbot.keyClick(page.grid, key, modifier)

    assert page.grid.at == there
    assert page.grid.accessibleDescription().startswith(there.isoformat())


def test_a_month_later_is_the_last_day_of_a_shorter_month() -> None:
    assert _months_on(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert _months_on(date(2026, 1, 31), -1) == date(2025, 12, 31)


def test_a_day_can_be_clicked(page: CalendarPage, qtbot: QtBot) -> None:
    view = page._view
    assert view is not None
    box = page.grid._day_box(view.months[1], 14)

    qtbot.mouseClick(page.grid, Qt.MouseButton.LeftButton, pos=QPoint(int(box.center().x()), int(box.center().y())))

    assert page.grid.at == date(2026, 2, 14)
    assert "调休上班" in page.status


def test_days_of_a_month_never_overlap(page: CalendarPage) -> None:
    view = page._view
    assert view is not None
    for month in view.months:
        boxes = [page.grid._day_box(month, cell.on.day) for cell in month.days]
        for one, other in pairwise(boxes):
            assert not one.adjusted(1, 1, -1, -1).intersects(other.adjusted(1, 1, -1, -1))


def test_leaving_the_calendars_years_is_refused_in_a_band(page: CalendarPage) -> None:
    page.open(year=2050)

    assert page.band.isVisible()
    page.go_to_today()
    assert not page.band.isVisible()


def test_a_notice_taken_in_makes_its_year_certain(page: CalendarPage, tmp_path: Path) -> None:
    text = (RESOURCES / "calendar" / "2026.yaml").read_text("utf-8")
    file = tmp_path / "2026.yaml"
    file.write_text(text, "utf-8")

    page.import_file(file)
    assert page.shell.runner.wait()

    assert page.shell.services.calendar.covers_year(2026)
    assert page._view is not None and page._view.year == 2026


def test_a_file_that_is_no_notice_is_refused_and_the_calendar_stays(
    page: CalendarPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[BaseException] = []
    monkeypatch.setattr("gxq_desktop.ui.messages.show_error", lambda parent, error, **options: shown.append(error))
    file = tmp_path / "no.yaml"
    file.write_text("- nothing", "utf-8")

    page.import_file(file)
    assert page.shell.runner.wait()

    assert len(shown) == 1
    assert page._view is not None and page._view.working_days == 248


@pytest.mark.parametrize(
    ("size", "percent"), [((1280, 720), 150), ((1440, 900), 150), ((1440, 900), 100), ((1280, 720), 125)]
)
def test_a_day_has_room_for_its_number_and_its_sign(
    page: CalendarPage, window: MainWindow, size: tuple[int, int], percent: int
) -> None:
    try:
        theme.look().apply(ThemeChoice.LIGHT, percent)
        window.resize(*size)
        QApplication.processEvents()

        view = page._view
        assert view is not None
        boxes = [page.grid._day_box(month, cell.on.day) for month in view.months for cell in month.days]
        narrowest = min(box.width() for box in boxes) - 2
        wanted = (
            fonts.metrics(fonts.BASE).horizontalAdvance("28") + fonts.metrics(SMALL_SIGN).horizontalAdvance("班") + 1
        )
        assert narrowest - 3 >= wanted
        assert min(box.height() for box in boxes) >= fonts.metrics(fonts.BASE).height() * 0.9
        assert not any(one.intersects(other) for one, other in pairwise(boxes))
        assert max(box.bottom() for box in boxes) <= page.grid.height()
    finally:
        theme.look().apply(ThemeChoice.LIGHT, 100)
