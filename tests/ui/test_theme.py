"""Every colour can be read: WCAG contrast of the tokens in every look, and the sheet and palette made of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from gxq_desktop.ui import theme
from gxq_desktop.ui.theme import DARK, GRAPHIC_PAIRS, LIGHT, TEXT_PAIRS, ThemeChoice, black_palette, contrast

UI = Path(theme.__file__).parent


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_can_be_read_on_its_ground(tokens: dict[str, str], pair: tuple[str, str]) -> None:
    assert contrast(tokens[pair[0]], tokens[pair[1]]) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", GRAPHIC_PAIRS, ids="-on-".join)
def test_borders_and_bars_stand_out_from_their_ground(tokens: dict[str, str], pair: tuple[str, str]) -> None:
    assert contrast(tokens[pair[0]], tokens[pair[1]]) >= 3


# On a selected row high contrast sets everything in the one colour the system gives for it.
@pytest.mark.parametrize("pair", [p for p in TEXT_PAIRS if p[1] != "sel" or p[0] == "selText"], ids="-on-".join)
def test_text_can_be_read_in_high_contrast(qapp: QApplication, pair: tuple[str, str]) -> None:
    tokens = theme.contrast_tokens(black_palette())

    assert contrast(tokens[pair[0]], tokens[pair[1]]) >= 4.5


def test_both_looks_know_the_same_roles() -> None:
    assert set(LIGHT) == set(DARK)


def test_contrast_is_21_between_black_and_white_and_1_between_equals() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


def test_high_contrast_has_no_style_sheet_and_the_others_have_one(qapp: QApplication) -> None:
    theme.look().apply(ThemeChoice.CONTRAST, 100)
    assert qapp.styleSheet() == ""

    theme.look().apply(ThemeChoice.LIGHT, 100)
    assert "QPushButton" in qapp.styleSheet()


def test_the_palette_follows_the_choice(qapp: QApplication) -> None:
    theme.look().apply(ThemeChoice.DARK, 100)
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK["window"]

    theme.look().apply(ThemeChoice.LIGHT, 100)
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT["window"]


def test_lengths_and_the_sheet_grow_with_the_text(qapp: QApplication) -> None:
    theme.look().apply(ThemeChoice.LIGHT, 150)

    assert theme.px(28) == 42
    assert "min-height: 39px" in qapp.styleSheet()

    theme.look().apply(ThemeChoice.LIGHT, 100)


def test_no_other_file_of_the_desk_holds_a_colour() -> None:
    for path in UI.rglob("*.py"):
        if path.name != "theme.py":
            found = re.findall(r"[\"']#[0-9A-Fa-f]{3,8}\b|Qt\.GlobalColor\.(?!transparent)\w+", path.read_text("utf-8"))
            assert not found, f"{path.name} holds the colour {found[0]}"


def test_the_style_sheet_sets_no_font_size_and_touches_no_item_of_a_table() -> None:
    sheet = theme.style_sheet(LIGHT, "")

    assert "font-size" not in sheet
    assert not re.search(r"Q(Table|List|Tree)View::item", sheet)
