"""时间表: several plans beside the plan, agreed days, the construction period; each step undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from gxq_desktop.domain.network import FixedKind, StepId
from gxq_desktop.ui.project.schedule.lever_desk import TRIED
from gxq_desktop.ui.project.schedule.terms_editor import qdate
from gxq_desktop.ui.project.schedule.view import ScheduleTab
from gxq_desktop.ui.project.view import ProjectPage
from gxq_desktop.ui.shell import Shell
from tests.ui.project.conftest import settle

Open = Callable[..., ProjectPage]


@pytest.fixture
def tab(opened: Open, shell: Shell) -> ScheduleTab:
    """N2's schedule, with a plan a week later and one two weeks later beside it."""
    schedule = opened("N2", tab="schedule").schedule
    start = schedule.schedule.stored.start_on
    for weeks in (1, 2):
        schedule.schedule.set_start(start + timedelta(weeks=weeks))
        settle(shell)
        schedule.schedule.keep()
        settle(shell)
    return schedule


def names(tab: ScheduleTab, stored) -> list[str]:
    return [variant.name for variant in stored(tab.presenter.number).variants]


def test_kept_plans_get_the_next_name_and_are_chosen_by_it(tab: ScheduleTab, shell: Shell, stored) -> None:
    assert names(tab, stored) == ["方案乙", "方案丙"]
    box = tab.desk.variants

    box.setCurrentIndex(box.findText("方案乙"))
    settle(shell)
    assert tab.schedule.terms == stored(tab.presenter.number).variants[0].terms
    assert not shell.commands.action("schedule.keep").isEnabled()
    tab.schedule.set_start(tab.schedule.terms.start_on + timedelta(days=1))
    settle(shell)
    assert box.currentText() == TRIED
    box.setCurrentIndex(0)
    settle(shell)
    assert tab.schedule.draft is None


def test_two_are_compared_side_by_side(tab: ScheduleTab, qtmodeltester) -> None:
    dialog = tab.compare_dialog()

    assert [row.shown for row in dialog.model.rows] == ["计划", "方案乙", "方案丙"]
    assert dialog.table.current_row.name == "方案丙"
    assert dialog.comparison.headline.startswith("方案丙比计划：")
    dialog.first.setCurrentIndex(1)
    assert dialog.comparison.headline.startswith("方案丙比方案乙：")
    assert all(row.old != row.new for row in dialog.moved.rows) and dialog.moved.rows
    assert [column.title for column in dialog.moved.columns[2:4]] == ["方案乙", "方案丙"]
    qtmodeltester.check(dialog.model)
    dialog.deleteLater()


def test_renaming_deleting_and_writing_are_each_undone(tab: ScheduleTab, shell: Shell, stored) -> None:
    number, before = tab.presenter.number, tab.schedule.stored
    dialog = tab.compare_dialog()
    dialog.show()

    dialog.take_name("抢工")
    settle(shell)
    assert names(tab, stored) == ["方案乙", "抢工"]
    shell.commands.run("edit.undo")
    settle(shell)
    assert names(tab, stored) == ["方案乙", "方案丙"]

    dialog.table.select_key("方案乙")
    dialog.remove.click()
    settle(shell)
    assert names(tab, stored) == ["方案丙"] and [row.shown for row in dialog.model.rows] == ["计划", "方案丙"]
    shell.commands.run("edit.undo")
    settle(shell)
    assert names(tab, stored) == ["方案乙", "方案丙"]

    dialog.table.select_key("方案乙")
    dialog.write.click()
    settle(shell)
    assert stored(number).plan.terms == stored(number).variants[0].terms and dialog.isHidden()
    shell.commands.run("edit.undo")
    settle(shell)
    assert stored(number).plan.terms == before
    dialog.deleteLater()


def test_the_plan_itself_is_neither_renamed_nor_deleted(tab: ScheduleTab) -> None:
    dialog = tab.compare_dialog()
    dialog.table.select_key("")

    assert not dialog.rename.isEnabled() and not dialog.remove.isEnabled() and not dialog.write.isEnabled()
    assert "不是计划" in dialog.rename.toolTip()
    dialog.deleteLater()


def test_a_taken_name_is_refused(tab: ScheduleTab, stored, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr(Shell, "show_error", lambda self, error, *rest: told.append(error))
    dialog = tab.compare_dialog()

    dialog.take_name("方案乙")

    assert "已经有叫" in str(told[0]) and names(tab, stored) == ["方案乙", "方案丙"]
    dialog.deleteLater()


def test_a_day_is_agreed_for_the_selected_step_and_undone(opened: Open, shell: Shell, stored) -> None:
    tab = opened("N1", tab="schedule").schedule
    tab.go_to("A23")
    row = tab.table.current_row
    wanted = row.step.early_start.on + timedelta(days=60)
    dialog = tab.fix_dialog()
    dialog.kind.setCurrentIndex(dialog.kind.findData(FixedKind.START_NOT_BEFORE))
    dialog.day.setDate(qdate(wanted))
    assert dialog.preview() and "晚" in dialog.outcome.text()

    tab.take_fix(dialog)
    settle(shell)

    kept = stored(tab.presenter.number).plan.fixed_dates[StepId("A23")]
    assert [(each.kind, each.on) for each in kept] == [(FixedKind.START_NOT_BEFORE, wanted)]
    tab.go_to("A23")
    assert tab.table.current_row.step.early_start.on >= wanted and "约定不早于" in tab.table.current_row.label
    again = tab.fix_dialog()
    assert again.first == kept[0] and again.fixed() == kept[0]
    shell.commands.run("edit.undo")
    settle(shell)
    assert StepId("A23") not in stored(tab.presenter.number).plan.fixed_dates


def test_the_construction_period_is_changed_and_undone(opened: Open, shell: Shell, stored) -> None:
    tab = opened("N1", tab="schedule").schedule
    tab.go_to("CONSTRUCTION")
    dialog = tab.fix_dialog()
    assert dialog.windowTitle() == "改工期" and dialog.days is not None
    dialog.days.set_days(100)

    tab.take_fix(dialog)
    settle(shell)

    assert stored(tab.presenter.number).plan.construction_calendar_days == 100
    assert tab.table.current_row.step.length_days == 100
    shell.commands.run("edit.undo")
    settle(shell)
    assert stored(tab.presenter.number).plan.construction_calendar_days != 100


def test_what_has_begun_and_obstacles_cannot_be_fixed_and_say_why(lived, opened: Open, shell: Shell) -> None:
    tab = lived("schedule").schedule
    tab.go_to("A07")
    assert not shell.commands.action("schedule.fix").isEnabled()
    assert "办理记录" in shell.commands.action("schedule.fix").toolTip()
    tab.go_to("A29")
    assert shell.commands.action("schedule.fix").isEnabled()
    tab = opened("S17-obstacle", tab="schedule").schedule
    tab.go_to("O1")
    assert "障碍" in shell.commands.action("schedule.fix").toolTip()


def test_f4_opens_it_from_the_table(opened: Open, shell: Shell, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = opened("N1", tab="schedule").schedule
    tab.go_to("A23")
    opened_for: list[str] = []
    monkeypatch.setattr(ScheduleTab, "fix", lambda self: opened_for.append(self.table.current_row.id))
    tab.handlers_changed.emit()
    tab.table.setFocus()

    qtbot.keyClick(tab.table, Qt.Key.Key_F4)

    assert opened_for == ["A23"]


def test_ctrl_r_takes_what_each_tab_has_selected(opened: Open, shell: Shell) -> None:
    page = opened("N1", tab="items")
    number = page.presenter.number
    page.items.go_to("A23")
    assert page.record_target() == (number, ("A23",))
    page.show_tab("schedule", "A29")
    assert page.record_target() == (number, ("A29",))
    page.schedule.go_to("M_START")
    assert page.record_target() == (number, ())
    page.show_tab("overview")
    page.overview.starts.table.setFocus()
    page.overview.starts.table.select_first()
    steps = page.record_target()[1]
    assert len(steps) <= 1
    page.show_tab("editions")
    assert page.record_target() == (number, ())


def test_a_tab_is_made_when_first_seen(opened: Open, shell: Shell) -> None:
    page = opened("N2")

    assert page.made_tabs == {"overview"}
    page.show_tab("materials")
    assert page.made_tabs == {"overview", "materials"}
    assert page.leave()


def test_the_table_strikes_out_what_was_first_agreed(lived) -> None:
    tab = lived("schedule").schedule
    column = next(column for column in tab.model.columns if column.title == "办结")
    row = next(row for row in tab.model.rows if row.id == "A01")

    assert column.before(row) and column.before(row) != column.show(row)
    assert row.step.early_finish.on == date(2026, 9, 14)
