"""The project's page: tabs, loading, news, leaving."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gxq_desktop.app import Desk
from gxq_desktop.application.edit_plan import Decisions, change_decisions, with_terms
from gxq_desktop.domain.project import Terms
from gxq_desktop.ui import messages
from gxq_desktop.ui.project.view import TABS, ProjectPage
from gxq_desktop.ui.shell import Shell
from tests.ui.project.conftest import register, settle

Open = Callable[..., ProjectPage]


def test_the_page_names_the_project_its_enterprise_and_what_needs_a_hand(opened: Open, shell: Shell) -> None:
    page = opened("N2")

    assert page.head.name.text() == "汽车轻量化注塑件技术改造项目"
    assert page.head.chip.accessibleName() == "差 5 个工作日"
    assert shell.window.windowTitle().startswith("达州云驰示例汽车零部件有限公司 — ")
    assert [page.head.tabs.tabText(n) for n in range(page.head.tabs.count())] == [
        "概览", "事项 31", "时间表", "材料 17", "办理记录", "咨询", "障碍", "版本"
    ]  # fmt: skip
    assert shell.recent[0][1] == page.head.name.text()


def test_every_tab_opens_by_its_command_and_fits_1280(opened: Open, shell: Shell) -> None:
    page = opened("N4")

    for tab in reversed(TABS):
        shell.commands.run(f"project.{tab}")

        assert page.tab_id == tab
        assert shell.window.minimumSizeHint().width() <= 1280


def test_another_project_takes_the_place_of_the_one_shown(opened: Open, shell: Shell, services: Desk) -> None:
    page = opened("N2", tab="items")
    other = register(services, "S17-obstacle")

    shell.open("project", number=other)
    settle(shell)

    assert page.head.tabs.tabText(TABS.index("obstacles")) == "障碍 1"
    assert page.tab_id == "items"
    assert page.schedule.schedule.trial is not None
    assert page.schedule.schedule.trial.terms == page.schedule.schedule.stored


def test_a_project_changed_elsewhere_on_the_desk_is_loaded_again(opened: Open, shell: Shell, services: Desk) -> None:
    page = opened("N2")
    project = page.presenter.current.desk.project
    terms = Terms(project.plan.start_on, {})
    change_decisions(project.number, Decisions.of(project), with_terms(project, terms), services)

    shell.project_changed.emit(project.number)
    settle(shell)

    assert page.head.chip.isHidden()


def test_an_unknown_project_is_said_in_the_page_with_a_way_on(opened: Open, shell: Shell) -> None:
    page = opened("N2")

    shell.open("project", number="GX-1999-0001")
    settle(shell)

    assert page.band.isVisible()
    assert "GX-1999-0001" in page.band.accessibleName()


def test_leaving_with_terms_that_were_tried_asks_and_stays_on_cancel(
    opened: Open, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened("N2", tab="schedule")
    page.schedule.adopt()
    settle(shell)
    asked = []
    monkeypatch.setattr(messages, "ask", lambda *args, **kwargs: asked.append(args) or -1)

    shell.open("home")

    assert shell.window.page is page
    assert len(asked) == 1


def test_leaving_can_write_the_plan(opened: Open, shell: Shell, stored, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened("N2", tab="schedule")
    page.schedule.adopt()
    settle(shell)
    wanted = page.schedule.schedule.terms
    monkeypatch.setattr(messages, "ask", lambda *args, **kwargs: 1)

    shell.open("home")

    assert shell.window.place == "home"
    assert stored(page.presenter.number).plan.terms == wanted


def test_leaving_can_drop_what_was_tried(opened: Open, shell: Shell, stored, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened("N2", tab="schedule")
    before = page.schedule.schedule.stored
    page.schedule.adopt()
    settle(shell)
    monkeypatch.setattr(messages, "ask", lambda *args, **kwargs: 0)

    shell.open("home")
    shell.open("project", number=page.presenter.number)
    settle(shell)

    assert stored(page.presenter.number).plan.terms == before
    assert page.schedule.draft is None


def test_everything_that_takes_the_focus_has_a_name(opened: Open, shell: Shell) -> None:
    page = opened("S17-obstacle")

    for tab in TABS:
        page.show_tab(tab)
        for widget in page.findChildren(QWidget):
            inner = widget.objectName().startswith("qt_")
            if not widget.isVisible() or widget.focusPolicy() is Qt.FocusPolicy.NoFocus or inner:
                continue
            words = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
            assert widget.accessibleName() or words, f"{type(widget).__name__} in {tab} has no name"


def test_f6_goes_round_the_panes(opened: Open, shell: Shell) -> None:
    page = opened("S17-obstacle")
    seen = set()

    for tab in TABS:
        page.show_tab(tab)
        for _ in range(8):
            shell.commands.run("view.next_pane")
            focus = QApplication.focusWidget()
            assert focus is not None and page.isAncestorOf(focus)
            seen.add(focus.accessibleName())

    assert {"时间表", "甘特图", "事项", "障碍", "关键链"} <= seen


def test_f6_goes_between_table_and_chart_and_tab_on_to_the_levers(opened: Open, shell: Shell, qtbot: QtBot) -> None:
    page = opened("N2", tab="schedule")
    seen = []

    for _ in range(3):
        shell.commands.run("view.next_pane")
        seen.append(QApplication.focusWidget())

    table, chart = page.schedule.table, page.schedule.chart
    assert seen in ([table, chart, table], [chart, table, chart])
    chart.setFocus()
    for _ in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.schedule.desk.table
    shell.commands.run("view.next_pane")
    assert QApplication.focusWidget() is table


def test_a_very_long_name_does_not_widen_the_window(shell: Shell, services: Desk) -> None:
    long = (
        "达州高新区年产一百二十万套高性能玄武岩纤维复合材料及其深加工制品智能化生产线（一期、二期及配套设施）建设项目"
        * 2
    )
    number = register(services, "N2", name=long[:120])
    shell.window.resize(1280, 720)

    shell.open("project", number=number)
    settle(shell)

    assert shell.window.minimumSizeHint().width() <= 1280
    assert shell.window.page.head.name.toolTip() == long[:120]
