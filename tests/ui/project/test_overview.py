"""概览: what stands where, and where Enter leads."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gxq_desktop.app import Desk
from gxq_desktop.application.override_verdict import override_verdict
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.project.view import ProjectPage
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import AFTER_ROLE
from tests.ui.project.conftest import settle

Open = Callable[..., ProjectPage]


def test_the_figures_say_forecast_counts_and_obstacles_aloud(opened: Open) -> None:
    names = [button.accessibleName() for button in opened("S17-obstacle").overview.figures.buttons]

    assert names[0].startswith("预计开工 · 没有定目标：")
    assert names[2] == "待定，没有排期：4 项"
    assert names[3].startswith("未解决，拖后 ") and names[3].endswith("1 个障碍")


def test_a_figure_leads_to_the_tab_that_says_more(opened: Open, qtbot: QtBot) -> None:
    page = opened("S17-obstacle")

    qtbot.keyClick(page.overview.figures.buttons[3], Qt.Key.Key_Space)

    assert page.tab_id == "obstacles"


def test_enter_on_the_chain_shows_the_step_in_the_schedule(opened: Open, qtbot: QtBot, shell: Shell) -> None:
    page = opened("N2")
    table = page.overview.chain.table
    table.select_first()
    step = table.current_row.step_id

    qtbot.keyClick(table, Qt.Key.Key_Return)
    settle(shell)

    assert page.tab_id == "schedule"
    assert page.schedule.table.current_row.id == step


def test_enter_on_an_obstacle_leads_to_the_obstacles(opened: Open, qtbot: QtBot) -> None:
    page = opened("S17-obstacle")
    table = page.overview.waiting.table
    table.select_first()

    qtbot.keyClick(table, Qt.Key.Key_Return)

    assert page.tab_id == "obstacles"
    assert page.obstacles.table.current_row.id == "O1"


def test_the_loop_can_be_read_aloud(opened: Open) -> None:
    spoken = opened("N2").overview.loop.accessibleDescription()

    assert spoken.startswith("招引（已过）") and "落地（现在）" in spoken


def test_the_models_keep_qts_rules(opened: Open, qtmodeltester) -> None:
    page = opened("N4")

    for box in (page.overview.chain, page.overview.starts, page.overview.waiting):
        qtmodeltester.check(box.table.rows_model)


def test_every_table_is_as_high_as_its_rows(opened: Open) -> None:
    page = opened("N4")

    for box in (page.overview.chain, page.overview.starts, page.overview.waiting):
        assert box.table.verticalScrollBar().maximum() == 0


def test_a_manual_that_no_longer_holds_is_said_and_leads_to_what_differs(lived, shell: Shell) -> None:
    page = lived("overview")
    line = page.overview.differs
    assert line.isVisible() and line.text.text().startswith("现状与第 1 版已不同")

    line.again.click()

    assert page.tab_id == "editions" and page.editions.comparing.headline.text().startswith("现状与第 1 版比")


def test_without_an_edition_nothing_is_said_about_one(opened: Open) -> None:
    assert not opened("N2").overview.differs.isVisible()


def test_what_an_officer_decided_is_marked_in_all_three_tables(opened: Open, shell: Shell, services: Desk) -> None:
    page = opened("N1")
    tables = [box.table for box in (page.overview.chain, page.overview.starts, page.overview.waiting)]
    codes = [next(row.code for row in table.rows_model.rows if row.code[:1] in ("A", "B", "C")) for table in tables]
    for code in set(codes):
        override_verdict(page.presenter.number, code, True, "专题会议定了", "张琳", services)
    shell.project_changed.emit(page.presenter.number)
    settle(shell)

    unmarked = 0
    for table, code in zip(tables, codes, strict=True):
        model = table.rows_model
        name = model.index(model.number_of(code), 2)
        assert name.data(AFTER_ROLE) == Mark.OVERRIDDEN
        assert name.data(Qt.ItemDataRole.AccessibleTextRole).endswith(" 人工认定")
        assert "人工认定要办：专题会议定了（张琳，" in name.data(Qt.ItemDataRole.ToolTipRole)
        others = [model.index(line, 2) for line, row in enumerate(model.rows) if row.code not in codes]
        assert not any(index.data(AFTER_ROLE) or index.data(Qt.ItemDataRole.ToolTipRole) for index in others)
        unmarked += len(others)
    assert unmarked
