"""The frame: navigation, menus, yielding."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from gxq_desktop.ui.main_window import MainWindow

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
