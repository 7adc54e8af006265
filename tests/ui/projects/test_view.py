"""The project list: search as you type, filters, 10,000 rows, what the panel says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gxq_desktop.application.desk_lists import ProjectCounts
from gxq_desktop.application.pinyin_match import Readings
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.paths import RESOURCES
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.projects.model import (
    ALL,
    REISSUE,
    SHORT,
    ProjectFinder,
    ProjectsModel,
    mark_of,
    state_of,
)
from gxq_desktop.ui.projects.view import ProjectsPage
from gxq_desktop.ui.shell import Shell
from tests.application.project_lines import project_line

TODAY = date(2026, 9, 16)
READINGS = Readings.parse((RESOURCES / "pinyin" / "readings.txt").read_text("utf-8"))


@pytest.fixture
def page(with_samples: Shell) -> ProjectsPage:
    with_samples.open("projects")
    assert with_samples.runner.wait()
    window = with_samples.window
    assert window is not None and isinstance(window.page, ProjectsPage)
    QApplication.processEvents()
    return window.page


@pytest.mark.parametrize(
    ("changes", "mark", "word"),
    [
        ({"refusal": "日期超出。", "short_by": 3}, Mark.FAILED, "排不出"),
        ({"short_by": 3, "undecided": 2}, Mark.OVERDUE, "差 3 个工作日"),
        ({"edition_matches": False, "latest_edition": 2}, Mark.CHANGED, "要重发"),
        ({"undecided": 2}, Mark.UNDECIDED, "待定 2"),
        ({}, Mark.NOT_STARTED, "未发手册"),
        ({"latest_edition": 1, "edition_matches": True}, Mark.ON_TIME, "正常"),
    ],
)
def test_a_line_shows_what_most_needs_a_hand(changes: dict[str, object], mark: Mark, word: str) -> None:
    line = project_line(**changes)

    assert (mark_of(line), state_of(line)) == (mark, word)


def test_every_word_must_be_found_somewhere_in_any_letter_case() -> None:
    one = project_line(number=ProjectNumber("GX-2026-0001"), name="冷链仓储", enterprise="ABC 物流")
    two = project_line(number=ProjectNumber("GX-2026-0002"), name="数据中心", enterprise="川东算力")
    finder = ProjectFinder([one, two], READINGS)

    assert finder.find("abc 冷链") == [one]
    assert finder.find("gx-2026") == [one, two]
    assert finder.find("冷链 算力") == []
    assert finder.find("") == [one, two]


@pytest.mark.parametrize("text", ["lengliancangchu", "llcc", "冷链cc", "LLCC", "lenglian wl", "ＬＬＣＣ"])
def test_pinyin_and_initials_find_a_project_in_any_width_and_case(text: str) -> None:
    one = project_line(number=ProjectNumber("GX-2026-0001"), name="冷链仓储", enterprise="达州物流")
    two = project_line(number=ProjectNumber("GX-2026-0002"), name="数据中心", enterprise="川东算力")

    assert ProjectFinder([one, two], READINGS).find(text) == [one]


def test_what_the_characters_say_comes_in_the_lists_order_and_gaps_only_where_nothing_else_is_found() -> None:
    names = ["川东冷链", "冷库", "冷水链条", "数据"]
    lines = [
        project_line(number=ProjectNumber(f"GX-2026-{n:04d}"), name=name, enterprise="", project_code="")
        for n, name in enumerate(names)
    ]
    finder = ProjectFinder(lines, READINGS)

    assert [line.name for line in finder.find("冷链")] == ["川东冷链"]
    assert [line.name for line in finder.find("冷")] == names[:3]
    assert [line.name for line in finder.find("冷条")] == ["冷水链条"]


def test_filters_count_and_leave_what_they_say() -> None:
    lines = [
        project_line(short_by=3),
        project_line(undecided=1, latest_edition=1, edition_matches=True),
        project_line(latest_edition=1, edition_matches=False),
    ]
    finder = ProjectFinder(lines, READINGS)

    assert finder.counts() == ProjectCounts(3, short=1, undecided=1, reissue=1, not_issued=1, samples=0)
    assert finder.find("", REISSUE) == [lines[2]]


def test_the_model_keeps_qts_rules(qapp: QApplication) -> None:
    model = ProjectsModel(TODAY)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tester.setUseFetchMore(False)
    base = project_line()

    model.set_rows([replace(base, number=ProjectNumber(f"GX-2026-{n:04d}")) for n in range(1, 301)])
    for column in range(model.columnCount()):
        model.sort(column)
        model.sort(column, Qt.SortOrder.DescendingOrder)

    assert model.rowCount() >= 200


def test_numbers_sort_past_ten_thousand(qapp: QApplication) -> None:
    model = ProjectsModel(TODAY)
    numbers = ["GX-2026-10000", "GX-2025-0001", "GX-2026-9999"]
    model.set_rows([project_line(number=ProjectNumber(number)) for number in numbers])

    model.sort(1)

    assert [line.number for line in model.rows] == ["GX-2025-0001", "GX-2026-9999", "GX-2026-10000"]


def test_typing_filters_at_once_and_down_goes_to_the_table(page: ProjectsPage, qtbot: QtBot) -> None:
    page.field.setFocus()
    qtbot.keyClicks(page.field, "GX-2026-0002")
    assert [line.number for line in page.model.rows] == ["GX-2026-0002"]
    assert page.status == "1 个，共 9 个项目"

    qtbot.keyClick(page.field, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    assert page.table.current_row.number == "GX-2026-0002"

    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert len(page.model.rows) == 9


def test_the_first_page_and_all_counts_come_ahead_of_the_rest(with_samples: Shell) -> None:
    with_samples.open("projects")
    window = with_samples.window
    assert window is not None and isinstance(window.page, ProjectsPage)
    page = window.page
    assert not page.presenter.is_loaded
    lines = with_samples.services.lists.projects(3)

    page.presenter._on_begun((lines, with_samples.services.lists.project_counts()))

    assert [line.number for line in page.model.rows] == [line.number for line in lines]
    assert len(lines) == 3
    assert page.status == "9 个项目"
    assert page.segments.buttons[ALL].count == 9
    assert with_samples.runner.wait()
    assert len(page.model.rows) == 9


def test_sorted_by_another_column_the_first_page_is_not_guessed(with_samples: Shell) -> None:
    with_samples.open("projects")
    window = with_samples.window
    assert window is not None and isinstance(window.page, ProjectsPage)
    page = window.page
    page.model.sort(2)

    page.presenter._on_begun((with_samples.services.lists.projects(3), with_samples.services.lists.project_counts()))

    assert not page.model.rows
    assert with_samples.runner.wait()
    assert len(page.model.rows) == 9


def test_slash_goes_back_to_the_field(page: ProjectsPage, qtbot: QtBot) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Slash)

    assert page.field.hasFocus()
    assert page.field.text() == ""


def test_nothing_found_says_what_was_looked_for_and_where(page: ProjectsPage) -> None:
    page.field.setText("没有这样的项目")

    assert page._stack.currentIndex() == 1
    assert page._nothing.headline.text() == "没有找到“没有这样的项目”"

    page.clear_filters()
    assert page._stack.currentIndex() == 0


def test_a_filter_is_remembered(page: ProjectsPage) -> None:
    page.segments.buttons[SHORT].click()

    assert page.shell.preferences.get("filters.projects", "") == SHORT
    assert all(line.short_by for line in page.model.rows) and page.model.rows


def test_enter_opens_the_project(page: ProjectsPage, with_samples: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    from gxq_desktop.ui.features import Place

    opened: list[dict[str, object]] = []
    assert with_samples.window is not None
    monkeypatch.setitem(with_samples.window.places, "project", Place("project", "项目", "x:y"))
    monkeypatch.setattr(with_samples, "open", lambda place, **argument: opened.append({"place": place, **argument}))
    page.table.select_key("GX-2026-0003")

    with_samples.commands.run("home.open_project")

    assert opened == [{"place": "project", "number": "GX-2026-0003"}]


def test_a_project_can_be_asked_for(page: ProjectsPage, with_samples: Shell) -> None:
    with_samples.open("projects", select="GX-2026-0004")
    assert with_samples.runner.wait()

    assert page.table.current_row.number == "GX-2026-0004"


def test_ctrl_p_prints_the_selected_project(page: ProjectsPage, with_samples: Shell) -> None:
    assert page.table.select_key("GX-2026-0003")
    assert page.project_number == "GX-2026-0003"

    with_samples.commands.run("print.open")

    window = with_samples.window
    assert window is not None and window.place == "printing"
    assert window.page.project_number == "GX-2026-0003"  # type: ignore[union-attr]
    assert with_samples.runner.wait()


def test_without_a_selection_there_is_no_project_to_print(page: ProjectsPage) -> None:
    page.field.setText("没有这样的项目")

    assert page.project_number == ""


def test_without_a_project_the_keyboard_is_at_the_way_on(window: MainWindow) -> None:
    window.open("projects")
    assert window.shell.runner.wait()
    QApplication.processEvents()

    focus = window.focusWidget()

    assert isinstance(focus, QPushButton) and focus.text() == "新接件(&N)"
