"""What holds for every screen: names for screen readers, nothing cut, no wider than the smallest window, Alt letters."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from gxq_desktop.ui import theme
from gxq_desktop.ui.ledger.view import LedgerPage
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.theme import ThemeChoice
from tests.ui.reading import cut_texts, focusable, spoken_name

SCREENS: tuple[tuple[str, dict[str, str]], ...] = (
    ("home", {}),
    ("projects", {}),
    ("ledger", {}),
    ("catalogue", {"code": "A22"}),
    ("calendar", {}),
    *(("settings", {"section": name}) for name in ("look", "bureau", "staff", "shortcuts", "data", "about")),
)
IDS = ["-".join((place, *argument.values())) for place, argument in SCREENS]


def shown(shell: Shell, place: str, argument: dict[str, str]) -> MainWindow:
    window = shell.window
    assert window is not None
    shell.open(place, **argument)
    assert shell.runner.wait()
    for _ in range(3):
        QApplication.processEvents()
    return window


@pytest.mark.parametrize(("place", "argument"), SCREENS, ids=IDS)
def test_everything_tab_reaches_has_a_name(with_samples: Shell, place: str, argument: dict[str, str]) -> None:
    window = shown(with_samples, place, argument)

    nameless = [repr(widget) for widget in focusable(window) if not spoken_name(widget)]

    assert nameless == []


@pytest.mark.parametrize(("size", "percent"), [((1280, 720), 100), ((1440, 900), 125), ((1920, 1080), 150)])
def test_no_text_is_cut(with_samples: Shell, size: tuple[int, int], percent: int) -> None:
    assert with_samples.window is not None
    with_samples.window.resize(*size)
    theme.look().apply(ThemeChoice.LIGHT, percent)
    try:
        for place, argument in SCREENS:
            window = shown(with_samples, place, argument)
            assert (place, cut_texts(window)) == (place, [])
    finally:
        theme.look().apply(ThemeChoice.LIGHT, 100)


@pytest.mark.parametrize(("place", "argument"), SCREENS, ids=IDS)
def test_no_page_is_wider_than_1280_with_content_at_any_text_size(
    with_samples: Shell, place: str, argument: dict[str, str]
) -> None:
    window = shown(with_samples, place, argument)
    window.resize(1280, 720)
    QApplication.processEvents()

    assert window.minimumSizeHint().width() <= 1280


@pytest.mark.parametrize(("place", "argument"), SCREENS, ids=IDS)
def test_no_two_buttons_of_a_screen_share_an_alt_letter(
    with_samples: Shell, place: str, argument: dict[str, str]
) -> None:
    window = shown(with_samples, place, argument)

    letters: dict[str, list[str]] = {}
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and "&" in button.text():
            letters.setdefault(button.text().split("&")[1][0], []).append(button.text())

    assert {letter: texts for letter, texts in letters.items() if len(texts) > 1} == {}


@pytest.mark.parametrize(
    ("choice", "place"), list(product((ThemeChoice.DARK, ThemeChoice.CONTRAST), ("home", "projects", "calendar")))
)
def test_every_look_paints_every_page_without_a_word_from_qt(
    with_samples: Shell, choice: ThemeChoice, place: str
) -> None:
    theme.look().apply(choice, 100)
    try:
        assert not shown(with_samples, place, {}).grab().isNull()
    finally:
        theme.look().apply(ThemeChoice.LIGHT, 100)


def test_every_part_of_the_desk_starts(window: MainWindow) -> None:
    assert window.broken == []


def test_f6_goes_round_the_panes(with_samples: Shell) -> None:
    window = shown(with_samples, "home", {})
    seen = []
    for _ in range(4):
        with_samples.commands.run("view.next_pane")
        seen.append(window.focusWidget())

    assert len(set(seen)) > 1


def test_back_returns_to_the_page_before(with_samples: Shell) -> None:
    window = shown(with_samples, "home", {})
    shown(with_samples, "calendar", {})

    with_samples.commands.run("view.back")

    assert window.place == "home"
    assert not with_samples.commands.action("view.back").isEnabled()


def test_the_panel_is_a_drawer_in_a_narrow_window_and_escape_closes_it(with_samples: Shell) -> None:
    window = shown(with_samples, "home", {})
    page = window.page
    assert page is not None and page.panel_is_open
    window.resize(1280, 720)
    QApplication.processEvents()
    assert not page.panel_is_open

    with_samples.commands.run("view.panel")
    assert page.panel_is_open

    with_samples.commands.run("view.panel")
    assert not page.panel_is_open
    window.resize(1440, 900)
    QApplication.processEvents()
    assert page.panel_is_open


@pytest.mark.parametrize(("place", "percent"), [("home", 100), ("ledger", 100), ("ledger", 150), ("projects", 100)])
def test_the_drawer_leaves_what_filters_the_list_in_reach(with_samples: Shell, place: str, percent: int) -> None:
    theme.look().apply(ThemeChoice.LIGHT, percent)
    try:
        assert with_samples.window is not None
        with_samples.window.resize(1280, 720)
        window = shown(with_samples, place, {})
        page = window.page
        assert page is not None

        with_samples.commands.run("view.panel")
        QApplication.processEvents()

        assert page.panel_is_open and page._panel is not None
        above = [page.filters, *([page.line] if isinstance(page, LedgerPage) else [])]
        bottom = max(bar.mapTo(page, bar.rect().bottomLeft()).y() for bar in above)
        assert page._panel.y() > bottom
        assert page._panel.geometry().bottom() == page.rect().bottom()
    finally:
        theme.look().apply(ThemeChoice.LIGHT, 100)


def test_a_cut_text_would_be_found(window: MainWindow) -> None:
    label = QLabel("放不下的一行字", window)
    label.setGeometry(0, 0, 30, 20)
    label.show()

    assert "放不下的一行字" in cut_texts(window)


@pytest.mark.parametrize("place", ["home", "projects"])
def test_an_empty_page_has_one_filled_button(window: MainWindow, place: str) -> None:
    shown(window.shell, place, {})

    filled = [b for b in window.findChildren(QAbstractButton) if b.isVisible() and b.property("kind") == "primary"]

    assert len(filled) == 1
