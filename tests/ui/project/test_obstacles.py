"""障碍: entering, changing, taking out, what it costs while one types; all of it undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gxq_desktop.application.project_obstacles import ObstacleForm, preview_obstacle
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.project.obstacles.model import state_mark, state_text
from gxq_desktop.ui.project.schedule.terms_editor import qdate
from gxq_desktop.ui.project.view import TABS, ProjectPage
from gxq_desktop.ui.shell import Shell
from tests.ui.project.conftest import settle

Open = Callable[..., ProjectPage]
GRAVES = ObstacleForm("坟墓未迁", "街道办", ("CONSTRUCTION",), date(2027, 6, 30), None)


def test_the_table_says_who_is_missing_and_what_it_delays(opened: Open) -> None:
    tab = opened("S17-obstacle", tab="obstacles").obstacles

    shown = [tab.model.index(0, n).data() for n in range(3)]

    assert shown[0].startswith("拖后 ") and shown[2] == "没有责任单位"
    texts = "\n".join(label.text() for label in tab.panel.findChildren(QLabel))
    assert "它拖后了谁" in texts and "G1 开工" in texts and "个工作日" in texts


def test_without_obstacles_there_is_one_line_and_one_way_on(opened: Open) -> None:
    tab = opened("N2", tab="obstacles").obstacles

    assert tab._empty.isVisible() and not tab.table.isVisible()


def test_a_new_obstacle_is_stored_drawn_and_undone(opened: Open, shell: Shell, stored) -> None:
    page = opened("N2", tab="obstacles")

    page.obstacles.take_new(GRAVES)
    settle(shell)

    (kept,) = stored(page.presenter.number).plan.obstacles
    assert (kept.id, kept.name, kept.owner, kept.cleared_on) == ("O1", "坟墓未迁", "街道办", date(2027, 6, 30))
    assert page.head.tabs.tabText(TABS.index("obstacles")) == "障碍 1"
    page.show_tab("schedule", "O1")
    assert page.schedule.table.current_row.id == "O1"
    assert shell.commands.action("edit.undo").text() == "撤销 登记障碍"

    shell.commands.run("edit.undo")
    settle(shell)
    assert stored(page.presenter.number).plan.obstacles == ()
    assert page.schedule.model.number_of("O1") == -1


def test_a_change_keeps_its_id_and_nothing_changed_stores_nothing(opened: Open, shell: Shell, stored) -> None:
    page = opened("S17-obstacle", tab="obstacles")
    dialog = page.obstacles.dialog("O1")
    same = dialog.form()

    page.obstacles.take_changed("O1", same)
    assert not shell.undo_stack.canUndo()

    dialog.owner_edit.setText("国网高新供电所")
    dialog.day_edit.setDate(qdate(date(2026, 10, 14)))
    page.obstacles.take_changed("O1", dialog.form())
    settle(shell)

    (kept,) = stored(page.presenter.number).plan.obstacles
    assert (kept.id, kept.owner, kept.cleared_on) == ("O1", "国网高新供电所", date(2026, 10, 14))
    assert kept.follow_on is not None and kept.follow_on.days == 40


def test_taking_one_out_can_be_undone(opened: Open, shell: Shell, stored) -> None:
    page = opened("S17-obstacle", tab="obstacles")

    shell.commands.run("obstacles.remove")
    settle(shell)
    assert stored(page.presenter.number).plan.obstacles == ()

    shell.commands.run("edit.undo")
    settle(shell)
    assert [each.id for each in stored(page.presenter.number).plan.obstacles] == ["O1"]


def test_the_dialog_shows_what_it_costs_as_one_types(opened: Open, qtbot: QtBot) -> None:
    dialog = opened("N2", tab="obstacles").obstacles.dialog()
    assert "就能看出拖后多少" in dialog.cost.text()

    dialog.blocks.rows_model.set_ticked(["CONSTRUCTION"])
    dialog.day_edit.setDate(qdate(date(2027, 6, 30)))
    qtbot.waitUntil(lambda: "晚" in dialog.cost.text())

    assert "G2 投产晚" in dialog.cost.text()
    dialog.day_edit.setDate(qdate(date(2026, 9, 18)))
    qtbot.waitUntil(lambda: "不拖后" in dialog.cost.text())


def test_an_obstacle_that_delays_steps_but_no_gate_is_not_said_to_delay_nothing(opened: Open, shell: Shell) -> None:
    tab = opened("N2", tab="obstacles").obstacles
    dialog = tab.dialog()
    dialog.name_edit.setText("环评资料")
    dialog.blocks.rows_model.set_ticked(["A44"])
    dialog.day_edit.setDate(qdate(date(2027, 2, 1)))
    dialog.preview()

    row = preview_obstacle(dialog.form(), "O1", tab.presenter.current.desk)
    assert row.worst == 0
    assert dialog.cost.text() == f"推迟 {len(row.delays)} 个环节，不影响门槛"
    assert dialog.cost_detail.text().startswith("A44 ")
    assert state_text(row) == f"推迟 {len(row.delays)} 个环节"
    assert state_mark(row) is Mark.SOON


def test_every_fault_stands_at_its_field_and_the_first_takes_the_focus(opened: Open, qtbot: QtBot) -> None:
    dialog = opened("N2", tab="obstacles").obstacles.dialog()
    dialog.show()
    dialog.follow_name.setText("场平")

    dialog.save.click()

    assert dialog.result() == 0
    assert {name for name, label in dialog._faults.items() if not label.isHidden()} == {"name", "blocks", "follow_days"}
    assert dialog.name_edit.property("bad") == "1"
    assert "没有写障碍是什么" in dialog.name_edit.accessibleDescription()


def test_space_ticks_what_it_blocks(opened: Open, qtbot: QtBot) -> None:
    dialog = opened("N2", tab="obstacles").obstacles.dialog()
    dialog.show()
    dialog.blocks.setFocus()
    dialog.blocks.select_key("CONSTRUCTION")

    qtbot.keyClick(dialog.blocks, Qt.Key.Key_Space)

    assert dialog.form().blocks == ("CONSTRUCTION",)


def test_the_models_keep_qts_rules(opened: Open, qtmodeltester) -> None:
    tab = opened("S17-obstacle", tab="obstacles").obstacles

    qtmodeltester.check(tab.model)
    qtmodeltester.check(tab.dialog().blocks.rows_model)
