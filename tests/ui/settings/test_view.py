"""设置: the look at once and remembered, the bureau checked and printed, shortcuts without conflicts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gxq_desktop.ui import theme
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.page import CommandButton
from gxq_desktop.ui.settings.view import SettingsPage
from gxq_desktop.ui.theme import ThemeChoice


@pytest.fixture
def page(window: MainWindow) -> Iterator[SettingsPage]:
    window.open("settings")
    assert window.shell.runner.wait()
    assert isinstance(window.page, SettingsPage)
    yield window.page
    theme.look().apply(ThemeChoice.LIGHT, 100)


def test_a_theme_is_seen_at_once_and_remembered(page: SettingsPage, window: MainWindow) -> None:
    section = page.section("look")
    dark = next(button for button in section._themes.buttons() if button.text() == "深色")

    dark.click()

    assert theme.look().is_dark
    assert window.shell.preferences.theme is ThemeChoice.DARK
    assert window.commands.action("look.dark").isChecked()
    assert not window.commands.action("look.light").isChecked()


def test_the_text_size_goes_up_and_down_within_its_bounds(page: SettingsPage, window: MainWindow) -> None:
    for _ in range(10):
        window.commands.run("look.larger")
    assert window.shell.preferences.percent == 150
    assert window.commands.reason("look.larger") == "已经最大"

    window.commands.run("look.normal")
    assert theme.px(100) == 100

    for _ in range(10):
        window.commands.run("look.smaller")
    assert window.shell.preferences.percent == 90


def test_the_bureau_is_checked_field_by_field_and_then_printed(page: SettingsPage, window: MainWindow) -> None:
    page.show_section("bureau")
    section = page.section("bureau")
    assert section.fields["phone"].note.text == "这是样例，核实后改成本局的"
    section.fields["bureau"].set_text("")

    section.save.click()
    assert section.fields["bureau"].note.text == "局名还没有填。"
    assert window.shell.services.bureau is None

    section.fields["bureau"].set_text("达州高新区行政审批局（测试）")
    section.save.click()
    assert window.shell.services.catalogue.centre.bureau == "达州高新区行政审批局（测试）"
    assert not window.shell.services.catalogue.centre.provenance.template


def test_a_backup_folder_is_looked_at_before_it_is_kept(page: SettingsPage, window: MainWindow, tmp_path: Path) -> None:
    page.show_section("data")
    section = page.section("data")

    section.backup.line.setText("somewhere")
    section.backup.line.editingFinished.emit()
    assert window.shell.preferences.get("backup.folder", "") == ""

    section.backup.line.setText(str(tmp_path))
    section.backup.line.editingFinished.emit()
    assert window.shell.preferences.get("backup.folder", "") == str(tmp_path)


def test_a_shortcut_can_be_changed_unless_it_is_taken_or_a_bare_letter(page: SettingsPage, window: MainWindow) -> None:
    page.show_section("shortcuts")
    section = page.section("shortcuts")
    section.table.select_key("view.reload")

    section.edit.setKeySequence(QKeySequence("Ctrl+Q"))
    assert not section.use.isEnabled()
    assert section.note.text == "Ctrl+Q 已经给了“退出”，先改那一个。"

    section.edit.setKeySequence(QKeySequence("R"))
    assert not section.use.isEnabled()
    assert "Ctrl 或 Alt" in section.note.text

    section.edit.setKeySequence(QKeySequence("Ctrl+Alt+F5"))
    assert section.use.isEnabled()
    section.use.click()
    assert window.commands.shortcut("view.reload") == "Ctrl+Alt+F5"

    section.table.select_key("view.reload")
    section.none.click()
    assert window.commands.shortcut("view.reload") == ""
    section.reset_all.click()
    assert window.commands.shortcut("view.reload") == "F5"


def test_the_shortcut_list_can_be_searched(page: SettingsPage, qtbot: QtBot) -> None:
    page.show_section("shortcuts")
    section = page.section("shortcuts")
    section.field.setFocus()
    section.field.setText("深色")  # keyClicks types ASCII only

    assert [command.id for command in section.model.rows] == ["look.dark"]
    qtbot.keyClick(section.field, Qt.Key.Key_Escape)
    assert len(section.model.rows) > 10


def test_about_names_version_catalogue_and_licences(page: SettingsPage) -> None:
    page.show_section("about")

    text = page.section("about")._lines.text()

    assert "Fluent UI System Icons（MIT）" in text
    assert "105 项" in text


def test_every_field_of_a_form_can_say_what_is_wrong(page: SettingsPage) -> None:
    page.show_section("bureau")
    field = page.section("bureau").fields["phone"]

    field.set_text("12")

    assert field.line.property("bad") == "1"
    assert field.note._mark is Mark.FAILED
    field.set_text("0818-2380000")
    assert field.line.property("bad") == ""
    QApplication.processEvents()


def test_backing_up_restoring_and_checking_are_offered_beside_the_folders(
    page: SettingsPage, window: MainWindow
) -> None:
    ran: list[str] = []
    window.commands.ran.connect(ran.append)
    page.show_section("data")
    buttons = {button.text(): button for button in page.section("data").findChildren(CommandButton)}

    assert {"立即备份(&M)", "从备份恢复(&R)…", "检查数据(&K)…"} <= set(buttons)
    buttons["立即备份(&M)"].click()
    assert window.shell.runner.wait()

    assert ran == ["backups.make"]
