"""The table kit: models that keep Qt's rules, sorting by value, paging, groups, keys, copying, columns that yield."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QImage, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gxq_desktop.ui import theme
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.preferences import Preferences
from gxq_desktop.ui.table_model import PAGE_ROWS, Column, Group, RowsModel
from gxq_desktop.ui.table_view import TableView


@dataclass(frozen=True)
class Line:
    id: int
    name: str
    days: int | None


COLUMNS: tuple[Column[Line], ...] = (
    Column("选", show=lambda line: "", width=40, tick=True, sortable=False),
    Column("状态", show=lambda line: "临期", width=80, mark=lambda line: Mark.SOON, drop=1),
    Column("名称", show=lambda line: line.name, searchable=True),
    Column("剩余", show=lambda line: f"{line.days} 天", sort=lambda line: line.days, width=100, right=True),
)
LINES = [Line(1, "水土保持", 10), Line(2, "环评", 9), Line(3, "防空地下室", None), Line(4, "水资源", 100)]


@pytest.fixture
def model(qapp: QApplication) -> RowsModel[Line]:
    made: RowsModel[Line] = RowsModel(COLUMNS, key=lambda line: line.id)
    made.set_rows(LINES)
    return made


@pytest.fixture
def table(qtbot: QtBot, model: RowsModel[Line], preferences: Preferences) -> TableView:
    view = TableView("test", model, preferences, name="事项")
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()
    view.setFocus()
    return view


def test_the_model_keeps_qts_rules_through_all_its_changes(qtbot: QtBot, model: RowsModel[Line]) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tester.setUseFetchMore(False)  # it would fetch inside its own handling of a reset; fetched below

    model.set_groups([(Group("一", Mark.SOON, "注"), LINES[:2]), (Group("二"), LINES[2:]), (Group("空"), [])])
    model.sort(3)
    model.set_rows([Line(n, f"名{n}", n) for n in range(450)])
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    model.sort(3, Qt.SortOrder.DescendingOrder)
    model.replace(Line(7, "改了", 7))
    model.sort(-1)
    model.set_rows([])

    assert tester is not None


def test_numbers_sort_as_numbers_and_nothing_comes_last_both_ways(model: RowsModel[Line]) -> None:
    model.sort(3)
    assert [line.id for line in model.rows] == [2, 1, 4, 3]

    model.sort(3, Qt.SortOrder.DescendingOrder)
    assert [line.id for line in model.rows] == [4, 1, 2, 3]

    model.sort(-1)
    assert [line.id for line in model.rows] == [1, 2, 3, 4]


def test_rows_come_200_at_a_time_and_a_key_fetches_its_own(qapp: QApplication) -> None:
    model: RowsModel[Line] = RowsModel(COLUMNS, key=lambda line: line.id)
    model.set_rows([Line(n, f"名{n}", n) for n in range(1000)])
    assert model.rowCount() == PAGE_ROWS

    assert model.number_of(450) == 450
    assert model.rowCount() == 600
    assert model.number_of("nothing") == -1


def test_sorting_stays_inside_a_group(model: RowsModel[Line]) -> None:
    model.set_groups([(Group("一"), LINES[:2]), (Group("二"), LINES[2:])])
    model.sort(3)

    assert [line.id for line in model.rows] == [2, 1, 4, 3]
    assert model.group(0) == Group("一")
    assert model.row(0) is None


def test_the_selection_survives_sorting_and_loading_again(table: TableView, model: RowsModel[Line]) -> None:
    table.select_key(2)
    table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert table.current_row.id == 2

    model.set_rows([*LINES, Line(5, "新", 1)])
    assert table.current_row.id == 2


def test_ticks_belong_to_keys(table: TableView, model: RowsModel[Line], qtbot: QtBot) -> None:
    table.select_key(2)
    with qtbot.waitSignal(table.ticked):
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert model.ticked == {2}

    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert model.ticked == frozenset()


def test_arrows_skip_group_lines_and_home_and_end_go_to_the_ends(
    table: TableView, model: RowsModel[Line], qtbot: QtBot
) -> None:
    model.set_groups([(Group("一"), LINES[:1]), (Group("二"), LINES[1:])])
    table.select_first()

    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current_row.id == 2
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert table.current_row.id == 1
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.current_row.id == 4
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.current_row.id == 1


def test_end_reaches_the_last_of_ten_thousand(table: TableView, model: RowsModel[Line], qtbot: QtBot) -> None:
    model.set_rows([Line(n, f"名{n}", n) for n in range(10_000)])
    table.select_first()

    qtbot.keyClick(table, Qt.Key.Key_End)

    assert table.current_row.id == 9_999


def test_enter_opens_the_row_and_the_current_row_is_told(table: TableView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.chosen) as chosen:
        table.select_key(3)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)

    assert (chosen.args[0].id, opened.args[0].id) == (3, 3)


def test_typing_goes_to_the_row_that_begins_so(table: TableView, model: RowsModel[Line]) -> None:
    table.select_first()
    table.keyboardSearch("水资")
    assert table.current_row.id == 4


def test_what_an_input_method_commits_is_typed_too(table: TableView) -> None:
    table.select_first()
    event = QInputMethodEvent("", [])
    event.setCommitString("防空")
    QApplication.sendEvent(table, event)

    assert table.current_row.id == 3


def test_a_composition_that_is_not_committed_goes_nowhere(table: TableView) -> None:
    table.select_first()
    QApplication.sendEvent(table, QInputMethodEvent("fang", []))

    assert table.current_row.id == 1


def test_ctrl_c_copies_what_is_shown_tab_separated(table: TableView, qtbot: QtBot) -> None:
    table.select_key(1)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "\t临期\t水土保持\t10 天"


def test_columns_fill_the_width_and_yield_in_their_order(table: TableView) -> None:
    assert sum(table.columnWidth(n) for n in range(4) if not table.isColumnHidden(n)) == table.viewport().width()
    assert not table.isColumnHidden(1)

    table.resize(300, 300)
    QApplication.processEvents()

    assert table.isColumnHidden(1)
    assert not table.horizontalScrollBar().isVisible()


def test_widths_and_sorting_are_there_the_next_time(
    qtbot: QtBot, table: TableView, preferences: Preferences, qapp: QApplication
) -> None:
    table.setColumnWidth(3, 133)
    table.sortByColumn(3, Qt.SortOrder.DescendingOrder)

    again: RowsModel[Line] = RowsModel(COLUMNS, key=lambda line: line.id)
    again.set_rows(LINES)
    view = TableView("test", again, preferences, name="事项")
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()

    assert view.columnWidth(3) == 133
    assert [line.id for line in again.rows] == [4, 1, 2, 3]


def test_a_screen_reader_hears_the_mark_and_that_a_day_is_provisional(qapp: QApplication) -> None:
    column: Column[Line] = Column(
        "日期", show=lambda line: "09-20", dashed=lambda line: True, mark=lambda line: Mark.OVERDUE
    )
    model: RowsModel[Line] = RowsModel((column,))
    model.set_rows(LINES[:1])

    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "09-20 超期 暂定"


def test_a_row_with_everything_can_be_painted_in_every_look(qtbot: QtBot, preferences: Preferences) -> None:
    from gxq_desktop.ui import theme
    from gxq_desktop.ui.theme import ThemeChoice

    columns: tuple[Column[Line], ...] = (
        *COLUMNS,
        Column("用时", show=lambda line: "3/5", share=lambda line: 0.6, width=130),
        Column("到期", show=lambda line: "09-20", before=lambda line: "09-16", right=True, width=120),
        Column("旧", show=lambda line: "x", before=lambda line: "y", width=60, dashed=lambda line: True),
    )
    model: RowsModel[Line] = RowsModel(columns, key=lambda line: line.id, muted=lambda line: line.id == 2)
    model.set_groups([(Group("一", Mark.OVERDUE, "先办"), LINES)])
    view = TableView("", model, preferences, name="事项")
    qtbot.addWidget(view)
    view.resize(900, 300)
    view.show()
    view.select_first()
    for choice in (ThemeChoice.DARK, ThemeChoice.CONTRAST, ThemeChoice.LIGHT):
        theme.look().apply(choice, 100)
        assert not view.grab().isNull()


# -- columns that grow where their texts need it ----------------------------------------------------------------------

PEOPLE = (
    Column[Line]("名称", show=lambda line: line.name, id="name", least=60),
    Column[Line]("谁", show=lambda line: line.name * 2, id="who", width=60, most=200),
    Column[Line]("备注", show=lambda line: "无", id="note", least=60),
)


def _table_of(qtbot: QtBot, preferences: Preferences, names: list[str], width: int) -> TableView:
    made: RowsModel[Line] = RowsModel(PEOPLE, key=lambda line: line.id)
    view = TableView("grows", made, preferences, name="事项")
    qtbot.addWidget(view)
    view.resize(width, 300)
    view.show()
    made.set_rows([Line(number, name, 1) for number, name in enumerate(names)])
    return view


def test_a_column_grows_to_its_texts_where_the_others_have_enough(qtbot: QtBot, preferences: Preferences) -> None:
    view = _table_of(qtbot, preferences, ["水务口水务口"], 900)

    assert 60 < view.columnWidth(1) <= 200
    assert view.columnWidth(1) >= view.fontMetrics().horizontalAdvance("水务口水务口" * 2)
    assert sum(view.columnWidth(each) for each in range(3)) == view.viewport().width()


def test_it_never_takes_from_a_column_that_takes_what_is_left(qtbot: QtBot, preferences: Preferences) -> None:
    view = _table_of(qtbot, preferences, ["生产建设项目水土保持方案报告书审批和备案"], 360)

    assert view.columnWidth(1) == 60


def test_a_figure_is_whole_before_a_name_is(qtbot: QtBot, preferences: Preferences) -> None:
    name = Column[Line]("名称", show=lambda line: line.name * 9, id="name", least=60)
    day = Column[Line]("到期", show=lambda line: "2027-02-28", width=40, most=120, right=True)
    view = TableView("figures", RowsModel((name, day), key=lambda line: line.id), preferences, name="事项")
    qtbot.addWidget(view)
    view.resize(200, 300)
    view.show()
    view.rows_model.set_rows([Line(1, "水务口水务口", 1)])

    assert view.columnWidth(1) > view.fontMetrics().horizontalAdvance("2027-02-28")
    assert view.columnWidth(0) >= 60


def test_what_is_left_goes_where_the_texts_are_longer(qtbot: QtBot, preferences: Preferences) -> None:
    view = _table_of(qtbot, preferences, ["生产建设项目水土保持方案报告书审批和备案"], 400)

    assert view.columnWidth(0) > 2 * view.columnWidth(2)


def test_columns_do_not_jump_back_when_shorter_rows_come(qtbot: QtBot, preferences: Preferences) -> None:
    view = _table_of(qtbot, preferences, ["水务口水务口"], 900)
    grown = view.columnWidth(1)

    view.rows_model.set_rows([Line(1, "短", 1)])

    assert view.columnWidth(1) == grown


def test_a_width_set_by_hand_stays(qtbot: QtBot, preferences: Preferences) -> None:
    view = _table_of(qtbot, preferences, ["水务口水务口"], 900)

    view.setColumnWidth(1, 90)
    view.rows_model.set_rows([Line(1, "水务口水务口水务口", 1)])

    assert view.columnWidth(1) == 90


def test_rows_that_come_later_are_looked_at_too(qtbot: QtBot, preferences: Preferences) -> None:
    view = _table_of(qtbot, preferences, ["短"] * PAGE_ROWS + ["水务口水务口"], 900)
    before = view.columnWidth(1)

    view.rows_model.fetchMore(QModelIndex())

    assert view.columnWidth(1) > before


def test_a_mark_after_a_text_is_spoken_and_drawn_though_the_text_is_cut(qtbot: QtBot, preferences: Preferences) -> None:
    def grabbed(name: str, after: Mark | None, width: int) -> QImage:
        model: RowsModel[Line] = RowsModel((Column("名称", show=lambda line: line.name, after=lambda _: after),))
        model.set_rows([Line(1, name, 1)])
        view = TableView("", model, preferences, name="事项")
        qtbot.addWidget(view)
        view.resize(width, 100)
        view.show()
        word = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert word == (f"{name} 人工认定" if after else name)
        return view.viewport().grab(view.visualRect(model.index(0, 0))).toImage()

    ink = theme.color(Mark.OVERRIDDEN.role)

    def last_of_ink(image: QImage) -> int:
        found = [x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) == ink]
        return max(found, default=-1)

    for name, width in (("水土保持", 400), ("水土保持" * 12, 200)):
        assert last_of_ink(grabbed(name, None, width)) == -1
        assert 0 < last_of_ink(grabbed(name, Mark.OVERRIDDEN, width)) < width
