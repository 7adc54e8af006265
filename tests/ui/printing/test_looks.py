"""Names for screen readers, nothing cut with the longest names, no wider than the smallest window, at every size."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from gxq_desktop.app import Desk
from gxq_desktop.application.register_project import register_project
from gxq_desktop.ui import theme
from gxq_desktop.ui.printing.hand_over_dialog import HandOverDialog
from gxq_desktop.ui.printing.view import PrintingPage
from gxq_desktop.ui.theme import ThemeChoice
from tests.ui.printing.conftest import Opened, dialog_of, document, settle
from tests.ui.reading import cut_texts, focusable, spoken_name

LONG_NAME = "达州高新区年产十二万吨高性能玄武岩纤维及其复合材料制品智能化生产线（一期）建设项目"
LONG_ENTERPRISE = "四川省达州市高新技术产业园区玄武岩纤维新材料科技发展（集团）股份有限公司第二分公司"


@pytest.fixture
def long_page(opened: Opened, services: Desk) -> PrintingPage:
    longest = document("N3")
    longest["project"].update(name=LONG_NAME, enterprise=LONG_ENTERPRISE, contacts=[])
    longest["facts"] = dict(list(longest["facts"].items())[:10])
    return opened(register_project(longest, services).number)


def test_everything_tab_reaches_has_a_name(long_page: PrintingPage) -> None:
    long_page.choosing.chapters.fold.click()

    assert [repr(widget) for widget in focusable(long_page) if not spoken_name(widget)] == []


def test_no_two_buttons_share_an_alt_letter(long_page: PrintingPage) -> None:
    letters: dict[str, list[str]] = {}
    for button in long_page.findChildren(QAbstractButton):
        if button.isVisible() and "&" in button.text():
            letters.setdefault(button.text().split("&")[1][0], []).append(button.text())

    assert {letter: texts for letter, texts in letters.items() if len(texts) > 1} == {}


def test_nothing_is_cut_and_the_page_fits_in_every_look_and_size(long_page: PrintingPage) -> None:
    window = long_page.window()
    long_page.findings.more.click()
    sizes = (((1280, 720), 100), ((1280, 720), 125), ((1440, 900), 125), ((1920, 1080), 150))
    try:
        for choice, (size, percent) in product((ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.CONTRAST), sizes):
            window.resize(*size)
            theme.look().apply(choice, percent)
            settle(long_page.shell)
            assert (choice, percent, cut_texts(long_page)) == (choice, percent, [])
            assert long_page.minimumSizeHint().width() <= 1280
            assert long_page.page_view.width() >= 300
    finally:
        theme.look().apply(ThemeChoice.LIGHT, 100)


def test_the_thumbnails_give_way_in_a_narrow_window(long_page: PrintingPage) -> None:
    window = long_page.window()
    window.resize(1280, 720)
    QApplication.processEvents()
    assert long_page.thumbnails.isVisible()

    theme.look().apply(ThemeChoice.LIGHT, 150)
    try:
        window.resize(1100, 720)
        QApplication.processEvents()
        assert not long_page.thumbnails.isVisible() and long_page.print_button.isVisible()
    finally:
        theme.look().apply(ThemeChoice.LIGHT, 100)


def test_a_page_is_never_blank_while_it_is_drawn(long_page: PrintingPage) -> None:
    long_page.page_view._drawn = long_page.page_view._sketch = None

    picture = long_page.page_view.grab().toImage()

    area = long_page.page_view._page_rect()
    centre = [
        picture.pixelColor(int(area.center().x()) + x, int(area.center().y()) + y).lightness()
        for x in range(-20, 20)
        for y in range(-20, 20)
    ]
    assert min(centre) < 160 and max(centre) == 255


@pytest.mark.parametrize("percent", [100, 150])
def test_the_question_who_takes_it_is_readable(long_page: PrintingPage, percent: int) -> None:
    theme.look().apply(ThemeChoice.LIGHT, percent)
    try:
        long_page.print_button.click()
        dialog = dialog_of(long_page, HandOverDialog)
        settle(long_page.shell)
        assert [repr(each) for each in focusable(dialog) if not spoken_name(each)] == []
        assert cut_texts(dialog) == []
        dialog.close()
    finally:
        theme.look().apply(ThemeChoice.LIGHT, 100)
