"""Shapes, words and icons: each state can be told from every other without its colour."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gxq_desktop.ui import fonts, icons, theme
from gxq_desktop.ui.marks import Mark, chip, chip_size, mark
from gxq_desktop.ui.theme import ThemeChoice

SHARED = {  # marks that may look alike: they never stand in one list
    frozenset({Mark.SOON, Mark.NOTICE}),
    frozenset({Mark.CLEARED, Mark.PASSED}),
    frozenset({Mark.OVERRIDDEN, Mark.DRAFT}),
}


def drawn(kind: Mark, ink: str = "#000000") -> bytes:
    image = QImage(24, 24, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    mark(painter, QRectF(0, 0, 24, 24), kind, QColor(ink))
    painter.end()
    return bytes(image.constBits())


@pytest.mark.parametrize("theme_", [ThemeChoice.LIGHT, ThemeChoice.CONTRAST])
def test_the_tick_is_cut_out_of_its_disc_and_seen_on_any_ground(qapp: QApplication, theme_: ThemeChoice) -> None:
    theme.look().apply(theme_, 100)
    try:
        image = QImage(24, 24, QImage.Format.Format_RGB32)
        image.fill(QColor("#ffee00"))
        painter = QPainter(image)
        mark(painter, QRectF(0, 0, 24, 24), Mark.APPLIES, theme.color("selText"))
        painter.end()

        inside = [image.pixelColor(x, y) for x in range(9, 16) for y in range(9, 16)]
        assert QColor("#ffee00") in inside
    finally:
        theme.look().apply(ThemeChoice.LIGHT, 100)


@pytest.mark.parametrize("pair", list(combinations(Mark, 2)), ids="-".join)
def test_no_two_marks_have_one_shape(qapp: QApplication, pair: tuple[Mark, Mark]) -> None:
    if frozenset(pair) not in SHARED:
        assert drawn(pair[0]) != drawn(pair[1])


@pytest.mark.parametrize("kind", list(Mark))
def test_every_mark_has_a_shape_a_word_and_a_colour(qapp: QApplication, kind: Mark) -> None:
    assert any(drawn(kind))
    assert kind.value
    assert theme.color(kind.role).isValid()
    if kind.boxed:
        assert theme.color(f"{kind.role}Line").isValid() and theme.color(f"{kind.role}Bg").isValid()


def test_a_chip_is_as_wide_as_it_says_and_cut_to_its_place(qapp: QApplication) -> None:
    image = QImage(200, 30, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    chip(painter, QRectF(0, 0, 200, 30), Mark.OVERDUE, "超期")
    painter.end()

    width, _ = chip_size(Mark.OVERDUE, "超期")

    assert all(image.pixelColor(x, y).alpha() == 0 for x in range(int(width) + 2, 200) for y in range(30))
    assert chip_size(Mark.OVERDUE, "超期 2 个工作日")[0] > width


def test_icons_are_tinted_and_follow_the_theme(qtbot: QtBot) -> None:
    theme.look().apply(ThemeChoice.LIGHT, 100)
    button = QPushButton("新接件")
    qtbot.addWidget(button)
    icons.set_icon(button, "add", "accent")
    before = button.icon().pixmap(20).toImage()

    theme.look().apply(ThemeChoice.DARK, 100)

    assert button.icon().pixmap(20).toImage() != before
    theme.look().apply(ThemeChoice.LIGHT, 100)


def test_every_icon_shipped_is_a_small_drawing_that_can_be_tinted() -> None:
    for path in icons.FOLDER.glob("*.svg"):
        text = path.read_text("utf-8")
        if path.stem != "gxq":
            assert "fill=" not in text, path.name
        assert re.search(r'viewBox="0 0 (20 20|32 32)"', text), path.name
    assert (icons.FOLDER / "LICENSE.txt").exists()


def test_a_widgets_type_size_follows_the_users_text_size(qtbot: QtBot) -> None:
    theme.look().apply(ThemeChoice.LIGHT, 100)
    button = QPushButton("新接件")
    qtbot.addWidget(button)
    fonts.set_font(button, fonts.TITLE, bold=True)
    assert button.font().pointSizeF() == pytest.approx(15)

    theme.look().apply(ThemeChoice.LIGHT, 150)
    assert button.font().pointSizeF() == pytest.approx(22.5)
    assert button.font().bold()
    theme.look().apply(ThemeChoice.LIGHT, 100)


def test_chinese_has_a_face_even_where_the_system_has_none(qapp: QApplication) -> None:
    from PySide6.QtGui import QRawFont

    ours = fonts.font(fonts.BASE)
    ours.setFamilies([fonts.OURS])

    raw = QRawFont.fromFont(ours)

    assert fonts.families()[-1] == fonts.OURS
    assert all(raw.supportsCharacter(ord(character)) for character in "审批服务台，。“”")
