"""The first start: three pages, checked in place, kept at the end, skipped without harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gxq_desktop.ui import theme
from gxq_desktop.ui.first_start.dialog import FirstStartDialog
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.theme import ThemeChoice
from tests.ui.reading import cut_texts, focusable, spoken_name


@pytest.fixture
def dialog(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> FirstStartDialog:
    made = FirstStartDialog(window.shell, tmp_path / "data", window, movable=True)
    made.open()
    return made


def test_three_pages_lead_to_the_desk_and_keep_what_was_said(
    dialog: FirstStartDialog, window: MainWindow, tmp_path: Path
) -> None:
    dialog.bureau.fields["bureau"].set_text("达州高新区行政审批局（新）")
    dialog.forward.click()
    dialog.folders.backup.set_text(str(tmp_path))
    dialog.folders.automatic.setChecked(False)
    dialog.forward.click()
    assert dialog.forward.text() == "开始使用(&N)"
    dialog.forward.click()
    assert dialog.result() == FirstStartDialog.DialogCode.Accepted

    dialog.keep()

    assert window.shell.services.catalogue.centre.bureau == "达州高新区行政审批局（新）"
    assert window.shell.preferences.get("backup.folder", "") == str(tmp_path)
    assert window.shell.preferences.get("backup.automatic", True) is False


def test_a_field_that_is_wrong_keeps_its_page_and_gets_the_focus(dialog: FirstStartDialog) -> None:
    dialog.bureau.fields["phone"].set_text("")

    dialog.forward.click()

    assert dialog.stack.currentIndex() == 0
    assert dialog.bureau.fields["phone"].note.text == "咨询电话还没有填。"
    assert dialog.focusWidget() is dialog.bureau.fields["phone"].line


def test_a_data_folder_that_cannot_be_written_is_not_left(dialog: FirstStartDialog) -> None:
    dialog.forward.click()
    dialog.folders.data.set_text("/proc/nothing")

    dialog.forward.click()

    assert dialog.stack.currentIndex() == 1
    assert dialog.folders.data.note.text.startswith("不能写入")


def test_enter_goes_on_and_back_returns(dialog: FirstStartDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.stack.currentIndex() == 1

    dialog.back.click()
    assert dialog.stack.currentIndex() == 0
    assert not dialog.back.isEnabled()


def test_templates_left_as_they_are_stay_templates(dialog: FirstStartDialog, window: MainWindow) -> None:
    dialog.keep()

    assert window.shell.services.bureau is None
    assert window.shell.services.catalogue.centre.provenance.template


def test_the_years_say_which_are_announced(dialog: FirstStartDialog) -> None:
    lines = [dialog.years._lines.itemAt(n).widget().text for n in range(3)]

    assert [line.split("　")[0] for line in lines] == ["2026 年", "2027 年", "2028 年"]
    assert "已公布，248 个工作日" in lines[0]


def test_nothing_is_cut_and_everything_has_a_name_on_each_page(dialog: FirstStartDialog) -> None:
    for number in range(3):
        dialog._show(number)
        assert cut_texts(dialog) == []
        assert [repr(widget) for widget in focusable(dialog) if not spoken_name(widget)] == []


def test_the_largest_text_leaves_the_way_on_within_the_screen(window: MainWindow, tmp_path: Path) -> None:
    theme.look().apply(ThemeChoice.LIGHT, 150)
    try:
        made = FirstStartDialog(window.shell, tmp_path / "data", window, movable=True)

        room = made.screen().availableSize()
        assert made.minimumHeight() < room.height() and made.minimumWidth() <= room.width()
        made.deleteLater()
    finally:
        theme.look().apply(ThemeChoice.LIGHT, 100)
