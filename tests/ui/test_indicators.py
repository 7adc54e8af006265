"""Check boxes, radio buttons, ticks and icons are seen on their ground, in every look: measured on their pixels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QPushButton, QRadioButton, QWidget

from gxq_desktop.ui import icons, theme
from gxq_desktop.ui.indicators import paint_tick, sheet
from gxq_desktop.ui.theme import ThemeChoice, contrast

LOOKS = [ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.CONTRAST]


@pytest.fixture(params=LOOKS, ids=lambda look: look.value)
def look(request: pytest.FixtureRequest, qapp: QApplication, cache_dir: Path) -> Iterator[ThemeChoice]:
    theme.look().apply(request.param, 100, cache_dir)
    yield request.param
    theme.look().apply(ThemeChoice.LIGHT, 100, cache_dir)


def strongest(image: QImage, part: QRect) -> float:
    """The greatest contrast any pixel of PART has to the ground, which is its first pixel."""
    ground = image.pixelColor(part.topLeft()).name()
    return max(
        contrast(image.pixelColor(x, y).name(), ground)
        for x in range(part.left(), part.right() + 1)
        for y in range(part.top(), part.bottom() + 1)
    )


def picture(button: QAbstractButton) -> QImage:
    holder = QWidget()
    button.setParent(holder)
    button.move(4, 4)
    button.resize(button.sizeHint())
    holder.resize(button.width() + 8, button.height() + 8)
    holder.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    holder.show()
    image = holder.grab().toImage()
    holder.close()
    return image


@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
@pytest.mark.parametrize("enabled", [True, False])
def test_an_empty_box_or_ring_has_an_edge_that_is_seen(
    look: ThemeChoice, kind: type[QAbstractButton], enabled: bool
) -> None:
    button = kind()
    button.setEnabled(enabled)
    image = picture(button)

    assert strongest(image, image.rect()) >= 3


@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
@pytest.mark.parametrize("enabled", [True, False])
def test_what_is_chosen_looks_other_than_what_is_not(
    look: ThemeChoice, kind: type[QAbstractButton], enabled: bool
) -> None:
    made = []
    for chosen in (False, True):
        button = kind()
        button.setEnabled(enabled)
        button.setChecked(chosen)
        made.append(picture(button))
    empty, chosen_image = made
    differing = sum(
        contrast(empty.pixelColor(x, y).name(), chosen_image.pixelColor(x, y).name()) >= 3
        for x in range(empty.width())
        for y in range(empty.height())
    )

    assert differing >= 12


def test_a_tick_in_a_row_is_seen(look: ThemeChoice) -> None:
    for checked in (False, True):
        image = QImage(24, 24, QImage.Format.Format_RGB32)
        image.fill(theme.color("base"))
        painter = QPainter(image)
        paint_tick(painter, QRectF(4, 0, 20, 24), checked)
        painter.end()

        assert strongest(image, image.rect()) >= 3

        inside = QRect(6, 6, 12, 12)
        assert (strongest(image, inside) >= 3) is checked


def test_a_box_with_the_focus_is_framed(look: ThemeChoice) -> None:
    window = QWidget()
    box = QCheckBox("查看说明", window)
    box.resize(box.sizeHint())
    window.show()
    without = window.grab().toImage()
    window.activateWindow()
    box.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    if not box.hasFocus():
        pytest.skip("this platform gives no window the focus")
    framed = window.grab().toImage()
    window.close()
    differing = sum(
        contrast(without.pixelColor(x, y).name(), framed.pixelColor(x, y).name()) >= 3
        for x in range(framed.width())
        for y in range(framed.height())
    )

    assert differing >= 40


@pytest.mark.parametrize("kind", ["primary", ""])
@pytest.mark.parametrize("enabled", [True, False])
def test_the_icon_of_a_button_is_seen_on_the_button(look: ThemeChoice, kind: str, enabled: bool) -> None:
    button = QPushButton()  # no words: what stands out from its fill is the icon
    button.setProperty("kind", kind)
    icons.set_icon(button, "add", "onAccent" if kind else "text2")
    button.setEnabled(enabled)
    image = picture(button)
    middle = image.rect().center()

    assert strongest(image, QRect(middle.x() - 9, middle.y() - 9, 18, 18)) >= (
        3 if enabled else 2
    )  # a hairline, smoothed


def test_the_icon_of_a_primary_button_follows_the_look(qapp: QApplication, cache_dir: Path) -> None:
    theme.look().apply(ThemeChoice.LIGHT, 100, cache_dir)
    button = QPushButton()
    button.setProperty("kind", "primary")
    icons.set_icon(button, "add", "onAccent")
    button.show()
    theme.look().apply(ThemeChoice.CONTRAST, 100, cache_dir)
    image = picture(button)
    middle = image.rect().center()
    theme.look().apply(ThemeChoice.LIGHT, 100, cache_dir)

    assert strongest(image, QRect(middle.x() - 9, middle.y() - 9, 18, 18)) >= 3


def test_a_folder_that_cannot_be_written_leaves_the_styles_own_boxes(qapp: QApplication, tmp_path: Path) -> None:
    barred = tmp_path / "file"
    barred.touch()

    assert sheet(theme.look().tokens, barred / "cache") == ""
    assert sheet(theme.look().tokens, tmp_path / "cache").count("image: url") == 10
    assert not list(tmp_path.rglob("*.part"))
