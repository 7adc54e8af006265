"""What is ticked, which variant, which chapters; and that it is remembered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gxq_desktop.application.paper_kinds import MANUAL_PARTS, PaperChoice
from gxq_desktop.application.print_desk import PaperOffer
from gxq_desktop.ui import theme
from gxq_desktop.ui.preferences import Preferences
from gxq_desktop.ui.printing.choosing import Choosing

OFFERS = (
    PaperOffer("manual", "办理手册", (("A4", "全部"),), True),
    PaperOffer("countdown", "倒计时工期表", (("A4", "A4"), ("A3", "A3")), True),
    PaperOffer("wallchart", "上墙工期图", (("A3", "A3"), ("A1/A4", "A1，用 A4 拼")), False),
    PaperOffer("item_card", "事项卡", (("A21", "A21 方案"), ("A23", "A23 规划许可")), False),
)


@pytest.fixture
def choosing(qtbot: QtBot, preferences: Preferences) -> Choosing:
    made = Choosing(preferences)
    qtbot.addWidget(made)
    made.set_offers(OFFERS, remember=True)
    made.show()
    return made


def again(choosing: Choosing, qtbot: QtBot) -> Choosing:
    """The panel as the next start of the program would show it."""
    made = Choosing(choosing._preferences)
    qtbot.addWidget(made)
    made.set_offers(OFFERS, remember=True)
    return made


def test_the_usual_papers_are_ticked_at_first(choosing: Choosing) -> None:
    assert choosing.choices == (PaperChoice("manual", "A4"), PaperChoice("countdown", "A4"))


def test_ticks_and_sizes_are_remembered(choosing: Choosing, qtbot: QtBot) -> None:
    with qtbot.waitSignal(choosing.changed):
        qtbot.mouseClick(choosing.rows["wallchart"].box, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    choosing.rows["wallchart"].options.setCurrentIndex(1)
    choosing.rows["countdown"].box.setChecked(False)

    expected = (PaperChoice("manual", "A4"), PaperChoice("wallchart", "A1/A4"))
    assert choosing.choices == again(choosing, qtbot).choices == expected


def test_which_item_a_card_is_about_is_not_remembered(choosing: Choosing, qtbot: QtBot) -> None:
    choosing.rows["item_card"].box.setChecked(True)
    choosing.rows["item_card"].set_variant("A23")

    assert choosing.choices[-1] == PaperChoice("item_card", "A23")
    assert again(choosing, qtbot).choices[-1] == PaperChoice("item_card", "A21")


def test_chapters_are_chosen_in_a_list_that_is_folded_at_first(choosing: Choosing, qtbot: QtBot) -> None:
    chapters = choosing.chapters
    assert not chapters.boxes["map"].isVisible() and chapters.fold.text() == f"全部 {len(MANUAL_PARTS)} 章"

    qtbot.mouseClick(chapters.fold, Qt.MouseButton.LeftButton)
    for key in ("use", "cards"):
        chapters.boxes[key].setChecked(False)

    assert chapters.boxes["map"].isVisible()
    assert choosing.choices[0].variant.startswith("A4:glance,contents,map")
    assert chapters.fold.text() == "只打 10 章，共 12 章"
    assert again(choosing, qtbot).choices[0] == choosing.choices[0]

    chapters.all.click()
    assert choosing.choices[0] == PaperChoice("manual", "A4")
    assert again(choosing, qtbot).choices[0] == PaperChoice("manual", "A4")


def test_the_last_chapter_cannot_be_taken_away(choosing: Choosing) -> None:
    choosing.chapters.set_parts(["map"])

    assert choosing.choices[0] == PaperChoice("manual", "A4:map")
    assert not choosing.chapters.boxes["map"].isEnabled()

    choosing.chapters.boxes["use"].setChecked(True)
    assert choosing.chapters.boxes["map"].isEnabled()


def test_an_older_editions_papers_are_all_ticked_and_change_nothing_remembered(
    choosing: Choosing, qtbot: QtBot
) -> None:
    choosing.rows["countdown"].box.setChecked(False)
    before = choosing.choices

    choosing.set_offers((PaperOffer("manual", "办理手册", (("A4:map", "第三章"),), True), OFFERS[3]), remember=False)
    assert choosing.choices == (PaperChoice("manual", "A4:map"),)
    assert choosing.chapters.isHidden()
    choosing.rows["manual"].box.setChecked(False)

    choosing.set_offers(OFFERS, remember=True)
    assert choosing.choices == before


def test_loading_again_keeps_what_is_ticked(choosing: Choosing) -> None:
    choosing.rows["item_card"].box.setChecked(True)
    choosing.rows["item_card"].set_variant("A23")
    before = choosing.choices

    choosing.set_offers(OFFERS, remember=True)

    assert choosing.choices == before


def test_one_paper_alone_can_be_asked_for(choosing: Choosing) -> None:
    choosing.tick((PaperChoice("item_card", "A23"),))

    assert choosing.choices == (PaperChoice("item_card", "A23"),)


def test_nothing_is_told_while_offers_are_filled_in(choosing: Choosing, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(choosing.changed):
        choosing.set_offers(OFFERS[:2], remember=True)


def test_what_a_paper_is_about_has_a_line_of_its_own_wide_enough_to_read(choosing: Choosing) -> None:
    choosing.set_offers(
        (PaperOffer("item_card", "事项卡", (("A21", "A21 " + "建" * 14), ("A23", "A23")), False),), True
    )
    choosing.setFixedWidth(theme.px(284))
    row = choosing.rows["item_card"]
    assert not row.options.isVisible()

    row.box.setChecked(True)
    QApplication.processEvents()

    assert row.options.isVisible() and row.options.y() > row.box.geometry().bottom()
    words = row.options.fontMetrics().horizontalAdvance(row.options.currentText())
    assert row.options.width() - theme.px(36) >= words
