"""事项库: shelves, finding, sheets, following a reference."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gxq_desktop.application.catalogue_browsing import Shelf
from gxq_desktop.ui import theme
from gxq_desktop.ui.catalogue.view import CataloguePage
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.theme import ThemeChoice


@pytest.fixture
def page(window: MainWindow) -> CataloguePage:
    window.open("catalogue")
    window.shell.runner.wait()
    QApplication.processEvents()
    assert isinstance(window.page, CataloguePage)
    return window.page


def texts_of(page: CataloguePage) -> list[str]:
    return [label.text() for label in page.sheet.widget().findChildren(QLabel)]


def test_every_shelf_says_how_much_is_on_it(page: CataloguePage) -> None:
    titles = [page.tabs.tabText(number) for number in range(page.tabs.count())]

    assert titles[:3] == ["审批事项 46", "企业材料 36", "水电气讯 23"]


def test_the_first_entry_is_shown_at_once(page: CataloguePage) -> None:
    assert page.table.current_row.id == "A01"
    assert any(text.startswith("A01") for text in texts_of(page))


def test_finding_leaves_what_holds_the_words(page: CataloguePage, qtbot: QtBot) -> None:
    page.field.setFocus()
    qtbot.keyClicks(page.field, "A22")
    assert [entry.id for entry in page.model.rows] == ["A22"]

    page.field.setText("没有这个")
    assert page._stack.currentIndex() == 1
    qtbot.keyClick(page.field, Qt.Key.Key_Escape)
    assert len(page.model.rows) == 46


def test_a_reference_leads_to_its_sheet_on_whichever_shelf(page: CataloguePage) -> None:
    page.show_entry(Shelf.APPROVALS, "A22")
    button = next(b for b in page.sheet.widget().findChildren(QPushButton) if b.text().startswith("B18"))

    button.click()

    assert page.shelf is Shelf.MATERIALS
    assert page.table.current_row.id == "B18"
    assert any(text.startswith("B18") for text in texts_of(page))


@pytest.mark.parametrize(
    ("argument", "shelf", "entry"),
    [
        ({"code": "C04"}, Shelf.UTILITIES, "C04"),
        ({"shelf": "windows", "entry": "W3"}, Shelf.WINDOWS, "W3"),
    ],
)
def test_an_entry_can_be_asked_for(page: CataloguePage, argument: dict[str, str], shelf: Shelf, entry: str) -> None:
    page.open(**argument)

    assert (page.shelf, page.table.current_row.id) == (shelf, entry)


def test_every_entry_of_every_shelf_can_be_shown(page: CataloguePage) -> None:
    for number in range(page.tabs.count()):
        page.tabs.setCurrentIndex(number)
        for entry in page.model.rows[::9]:
            assert page.table.select_key(entry.id)
            assert texts_of(page)


def test_a_template_says_that_the_bureau_has_to_replace_it(page: CataloguePage) -> None:
    page.show_entry(Shelf.WINDOWS, "W1")

    assert "样例值：由本局核实后替换。" in texts_of(page)


def test_the_last_column_is_named_after_what_the_shelf_says_there(page: CataloguePage) -> None:
    def titles() -> list[str]:
        model = page.model
        return [str(model.headerData(each, Qt.Orientation.Horizontal)) for each in range(model.columnCount())]

    assert titles() == ["编号", "名称", "承诺"]
    page.open(shelf="facts")
    assert titles() == ["", "问题", "用到它的"]
    page.open(shelf="windows")
    assert titles()[2] == "电话"


def test_facts_stand_in_one_column_where_there_is_no_room_for_two(page: CataloguePage, window: MainWindow) -> None:
    def rows() -> int:
        QApplication.processEvents()
        return len({label.y() for label in page.sheet.widget().findChildren(QLabel) if label.text() in FACTS})

    window.resize(1440, 900)
    wide = rows()
    theme.look().apply(ThemeChoice.LIGHT, 150)
    try:
        window.resize(1280, 720)
        assert (wide, rows()) == (3, 5)
    finally:
        theme.look().apply(ThemeChoice.LIGHT, 100)


FACTS = {"事项类型", "用章", "实施机关", "法定时限", "承诺时限"}
