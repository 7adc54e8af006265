"""事项: filters, reasons, the officer's decision and its undo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gxq_desktop.application.project_items import VerdictFilter, item_reason
from gxq_desktop.domain.verdicts import Override
from gxq_desktop.ui.project.items.override_dialog import APPLY, DROP, WITHDRAW, OverrideDialog
from gxq_desktop.ui.project.view import ProjectPage
from gxq_desktop.ui.shell import Shell
from tests.ui.conftest import TODAY
from tests.ui.project.conftest import settle

Open = Callable[..., ProjectPage]


def panel_text(page: ProjectPage) -> str:
    return "\n".join(label.text() for label in page.items.panel.findChildren(QLabel) if not label.isHidden())


def test_it_begins_with_the_46_approvals_under_their_phases(opened: Open) -> None:
    items = opened("N2", tab="items").items

    assert len(items.model.rows) == 46
    assert items.model.has_groups
    assert items.segments.buttons[VerdictFilter.ALL.name].count == 46
    assert items.status.startswith("显示 46 项")


def test_filters_combine_and_the_counts_follow(opened: Open) -> None:
    items = opened("N2", tab="items").items

    items.lists.setCurrentIndex(0)
    items.segments.buttons[VerdictFilter.APPLIES.name].click()
    items.more.choose("轮到谁", "企业办")

    rows = items.model.rows
    assert rows and all(row.applies and row.code.startswith("B") for row in rows)
    assert items.segments.buttons[VerdictFilter.APPLIES.name].count == len(rows)
    assert items.more.text() == "企业办"


def test_typing_filters_and_escape_shows_everything_again(opened: Open, qtbot: QtBot) -> None:
    items = opened("N2", tab="items").items
    items.field.setFocus()

    qtbot.keyClicks(items.field, "A27")
    assert [row.code for row in items.model.rows] == ["A27"]
    items.table.setFocus()
    qtbot.keyClick(items.table, Qt.Key.Key_Escape)

    assert len(items.model.rows) == 105
    assert items.field.text() == ""


def test_slash_goes_to_the_field(opened: Open, qtbot: QtBot, shell: Shell) -> None:
    items = opened("N2", tab="items").items
    items.table.setFocus()

    qtbot.keyClick(items.table, Qt.Key.Key_Slash)

    assert items.field.hasFocus()


def test_nothing_found_has_its_sentence_and_a_way_back(opened: Open) -> None:
    items = opened("N2", tab="items").items

    items.field.setText("没有这样的事项")
    assert items._nothing.isVisible()
    items.clear_filters()

    assert items.table.isVisible()


def test_the_panel_lists_conditions_with_the_projects_answers(opened: Open) -> None:
    page = opened("N2", tab="items", step="A27")

    text = panel_text(page)
    assert "为什么不办" in text
    assert "特殊建设工程＝全部、部分" in text and "答案：" in text
    assert "改成要办的条件" in text and "消防法" in text


def test_enter_shows_a_planned_row_in_the_schedule(opened: Open, qtbot: QtBot) -> None:
    page = opened("N2", tab="items", step="A26")

    qtbot.keyClick(page.items.table, Qt.Key.Key_Return)

    assert page.tab_id == "schedule"
    assert page.schedule.table.current_row.id == "A26"


def test_sorting_is_by_value_not_by_text(opened: Open) -> None:
    items = opened("N4", tab="items").items
    column = next(n for n, each in enumerate(items.model.columns) if each.title == "承诺")

    items.model.sort(column)

    by_group: list[list[int]] = [[]]
    for line in range(items.model.rowCount()):
        row = items.model.row(line)
        if row is None:
            by_group.append([])
        else:
            by_group[-1].append(row.promised_days)
    assert all(days == sorted(days) for days in by_group)


def test_the_model_keeps_qts_rules(opened: Open, qtmodeltester) -> None:
    qtmodeltester.check(opened("N2", tab="items").items.model)


# -- the officer's decision --------------------------------------------------------------------------------------


@pytest.fixture
def dialog(opened: Open) -> OverrideDialog:
    page = opened("N2", tab="items", step="A25")
    reason = item_reason(page.presenter.current.desk, "A25")
    return page.items.override_dialog(reason)


def test_the_dialog_begins_with_the_opposite_of_the_rule(dialog: OverrideDialog) -> None:
    assert dialog.choice == APPLY


def test_without_reason_or_officer_nothing_is_saved_and_the_field_says_so(dialog: OverrideDialog) -> None:
    dialog.officer_edit.clear()

    dialog.save.click()

    assert dialog.result() == 0
    assert dialog._reason_fault.text() == "写明为什么改判，它会印在手册里。"
    assert dialog._officer_fault.text() == "写明由谁认定。"
    assert dialog.reason_edit.property("bad") == "1"


def test_with_both_it_is_accepted(dialog: OverrideDialog) -> None:
    dialog.reason_edit.setPlainText(" 喷漆房按易燃易爆场所管理 ")
    dialog.officer_edit.setText("张琳")

    dialog.save.click()

    assert (dialog.result(), dialog.reason, dialog.officer) == (1, "喷漆房按易燃易爆场所管理", "张琳")


def test_an_override_is_stored_shown_named_in_the_menu_and_undone(opened: Open, shell: Shell, stored) -> None:
    page = opened("N2", tab="items", step="A25")
    row = page.items.table.current_row

    page.items.take_override(row, APPLY, "喷漆房", "张琳")
    settle(shell)

    decided = Override(True, "喷漆房", "张琳", TODAY)
    assert stored(page.presenter.number).overrides == {"A25": decided}
    assert page.items.table.current_row.code == "A25" and page.items.table.current_row.overridden
    assert shell.commands.action("edit.undo").text() == "撤销 人工认定 A25"
    assert "人工认定要办：喷漆房（张琳，2026-09-16）" in panel_text(page)

    shell.commands.run("edit.undo")
    settle(shell)
    assert stored(page.presenter.number).overrides == {}
    assert not page.items.table.current_row.overridden
    assert shell.commands.action("edit.redo").text() == "重做 人工认定 A25"

    shell.commands.run("edit.redo")
    settle(shell)
    assert stored(page.presenter.number).overrides == {"A25": decided}


def test_an_override_can_be_withdrawn(opened: Open, shell: Shell, stored) -> None:
    page = opened("N2", tab="items", step="A25")
    page.items.take_override(page.items.table.current_row, APPLY, "喷漆房", "张琳")
    settle(shell)
    reason = item_reason(page.presenter.current.desk, "A25")
    dialog = page.items.override_dialog(reason)

    dialog._radios[WITHDRAW].setChecked(True)
    dialog.save.click()
    page.items.take_override(page.items.table.current_row, dialog.choice, dialog.reason, dialog.officer)
    settle(shell)

    assert stored(page.presenter.number).overrides == {}


def test_an_undo_of_what_somebody_changed_meanwhile_is_refused_and_falls_away(
    opened: Open, shell: Shell, stored, services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gxq_desktop.application.override_verdict import override_verdict

    page = opened("N2", tab="items", step="A25")
    page.items.take_override(page.items.table.current_row, APPLY, "喷漆房", "张琳")
    settle(shell)
    override_verdict(page.presenter.number, "A30", False, "另有安排", "王科长", services)
    told = []
    monkeypatch.setattr(shell, "show_error", lambda error, *_: told.append(error))

    shell.commands.run("edit.undo")
    settle(shell)

    assert set(stored(page.presenter.number).overrides) == {"A25", "A30"}
    assert "刚刚在别处改过" in told[0].problem
    assert not shell.undo_stack.canUndo() and not shell.undo_stack.canRedo()


def test_dropping_an_item_takes_it_out_of_the_schedule(opened: Open, shell: Shell) -> None:
    page = opened("N2", tab="items", step="A30" if False else "A26")

    page.items.take_override(page.items.table.current_row, DROP, "不用审图", "张琳")
    settle(shell)
    page.show_tab("schedule")

    assert page.schedule.model.number_of("A26") == -1


def test_the_drop_downs_have_a_line_of_their_own_where_they_would_squeeze_the_counts(opened: Open) -> None:
    items = opened("N2", tab="items").items
    window = items.window()
    for width, folds in ((1440, False), (960, True), (1440, False)):
        window.resize(width, 800)
        QApplication.processEvents()
        assert items._below.isVisible() is folds
        assert all(button.width() >= button.sizeHint().width() for button in items.segments.buttons.values()), (
            f"a count is cut at {width}"
        )
