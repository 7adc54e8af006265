"""What holds for every tab and dialog of the project's page: names, nothing cut, Alt letters, no wider than the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from gxq_desktop.ui import theme
from gxq_desktop.ui.project.consultations.dialog import Aim
from gxq_desktop.ui.project.editions.dialogs import VerifyDialog
from gxq_desktop.ui.project.schedule.variants_dialog import NameDialog
from gxq_desktop.ui.project.view import TABS, ProjectPage
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.theme import ThemeChoice
from tests.ui.project.conftest import settle
from tests.ui.reading import cut_texts, focusable, spoken_name

Lived = Callable[[str], ProjectPage]
ENOUGH = ("records", "consultations", "materials", "editions", "overview")


@pytest.mark.parametrize("tab", TABS)
def test_everything_tab_reaches_has_a_name_and_no_letter_is_taken_twice(lived: Lived, shell: Shell, tab: str) -> None:
    lived(tab)
    window = shell.window

    assert [repr(widget) for widget in focusable(window) if not spoken_name(widget)] == []
    letters: dict[str, list[str]] = {}
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and "&" in button.text():
            letters.setdefault(button.text().split("&")[1][0], []).append(button.text())
    assert [texts for texts in letters.values() if len(set(texts)) > 1] == []


@pytest.mark.parametrize(("size", "percent"), [((1280, 720), 100), ((1440, 900), 125), ((1920, 1080), 150)])
def test_no_text_is_cut(lived: Lived, shell: Shell, size: tuple[int, int], percent: int) -> None:
    shell.window.resize(*size)
    theme.look().apply(ThemeChoice.LIGHT, percent)
    try:
        for tab in ENOUGH:
            lived(tab)
            assert (tab, cut_texts(shell.window)) == (tab, [])
            assert shell.window.minimumSizeHint().width() <= 1280 or percent > 100
    finally:
        theme.look().apply(ThemeChoice.LIGHT, 100)


def dialogs(page: ProjectPage) -> list[QWidget]:
    consultations, editions, schedule = page.consultations, page.editions, page.schedule
    page.show_tab("consultations")
    consultations.table.select_key(1)
    line = consultations.table.current_row
    page.show_tab("editions")
    page.show_tab("schedule", "A29")
    settle(page.shell)
    made = [
        consultations.dialog(Aim.ASK, "A23"),
        consultations.dialog(Aim.CORRECT, line=line),
        editions.reissue_dialog(),
        editions.as_of_dialog(),
        VerifyDialog(page.shell, page.shell.window),
        schedule.fix_dialog(),
        NameDialog(page, "方案乙"),
    ]
    schedule.schedule.tick(schedule.schedule.trial.levers[0].id, True)
    settle(page.shell)
    schedule.schedule.keep()
    settle(page.shell)
    made.append(schedule.compare_dialog())
    return made


@pytest.mark.parametrize("percent", [100, 150])
def test_dialogs_have_names_and_cut_nothing(lived: Lived, shell: Shell, percent: int) -> None:
    page = lived("overview")
    theme.look().apply(ThemeChoice.LIGHT, percent)
    try:
        for dialog in dialogs(page):
            dialog.show()
            settle(shell)
            QApplication.processEvents()
            title = dialog.windowTitle()
            assert (title, [repr(each) for each in focusable(dialog) if not spoken_name(each)]) == (title, [])
            assert (title, cut_texts(dialog)) == (title, [])
            dialog.close()
            dialog.deleteLater()
    finally:
        theme.look().apply(ThemeChoice.LIGHT, 100)
        shell.undo_stack.clear()
        page.schedule.schedule.drop()
        settle(shell)
        shell.undo_stack.clear()
