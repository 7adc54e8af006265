"""The ledger's table without a window: Qt's rules, pages, orders, ticks, what a cell says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gxq_desktop.application.ledger_desk import LedgerEntry
from gxq_desktop.application.ledger_listing import LedgerLine, Standing
from gxq_desktop.domain.clocks import LedgerLight
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.owned_days import OwnedDays
from gxq_desktop.ui.ledger.model import LedgerModel, columns, mark_of, spoken_state
from gxq_desktop.ui.ledger.warning_band import warning_text
from gxq_desktop.ui.marks import Mark
from tests.store.test_ledger_repository import row

TODAY = date(2026, 9, 16)


def entry(step: str = "A23", standing: Standing | None = Standing.NORMAL, **changes: object) -> LedgerEntry:
    line = LedgerLine(
        "冷链仓储", "达州冷链", row(step), date(2026, 9, 24), 6, LedgerLight.GREEN, "还剩 6 个工作日", OwnedDays()
    )
    made = LedgerEntry(line, standing, "还剩 6 个工作日", 2, "3 号", "机关", False)
    return replace(made, **changes)  # type: ignore[arg-type]


def many(count: int, first: int = 0) -> list[LedgerEntry]:
    return [entry(f"A{place:05d}") for place in range(first, first + count)]


@pytest.fixture
def model(qapp: QApplication) -> LedgerModel:
    made = LedgerModel(TODAY)
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tester.setUseFetchMore(False)
    tester.setParent(made)
    return made


def test_the_model_keeps_qts_rules_while_pages_arrive(model: LedgerModel, qtbot: QtBot) -> None:
    model.show(many(200), 420)
    for page, rows in ((1, 200), (2, 20)):
        with qtbot.waitSignal(model.page_wanted) as asked:
            model.fetchMore(QModelIndex())
        assert asked.args == [page * 200]
        assert not model.canFetchMore(QModelIndex())
        model.append(many(rows, page * 200))
    model.tick(model.rows[:3])
    model.show(many(5), 5)

    assert model.rowCount() == 5 and not model.canFetchMore(QModelIndex())


def test_ten_thousand_rows_are_paged_through_and_each_is_there_once(qapp: QApplication) -> None:
    model = LedgerModel(TODAY)
    model.page_wanted.connect(lambda skip: model.append(many(200, skip)))
    model.show(many(200), 10_000)

    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())

    assert model.rowCount() == len({each.key for each in model.rows}) == 10_000


def test_a_page_that_never_came_can_be_asked_for_again(model: LedgerModel) -> None:
    model.show(many(200), 400)
    model.fetchMore(QModelIndex())

    model.give_up_page()

    assert model.canFetchMore(QModelIndex())


def test_rows_that_moved_between_two_pages_are_not_listed_twice(model: LedgerModel) -> None:
    model.show(many(200), 300)

    model.append(many(100, 150))
    assert len({each.key for each in model.rows}) == model.rowCount() == 250

    model.append(many(10))
    assert model.total == 250 and not model.canFetchMore(QModelIndex())


def test_a_header_asks_the_store_for_the_order_and_leaves_the_rows(model: LedgerModel, qtbot: QtBot) -> None:
    model.show(many(3), 3)
    before = model.rows
    titles = [column.title for column in model.columns]

    with qtbot.waitSignal(model.order_wanted) as asked:
        model.sort(titles.index("项目"), Qt.SortOrder.DescendingOrder)
    assert asked.args == ["project", True]
    with qtbot.waitSignal(model.order_wanted) as asked:
        model.sort(-1)
    assert asked.args == ["", False]
    with qtbot.assertNotEmitted(model.order_wanted):
        model.sort(titles.index("状态"))
    assert model.rows == before


def test_ticks_stay_when_other_rows_are_shown_and_follow_what_changed(model: LedgerModel, qtbot: QtBot) -> None:
    first, second = many(2)
    model.show([first, second], 2)
    with qtbot.waitSignal(model.ticks_changed):
        model.setData(model.index(0, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)

    model.show([second], 1)
    assert model.ticked_rows == (first,)

    renewed = replace(first, used_days=5)
    model.show([renewed], 1)
    assert model.ticked_rows == (renewed,)
    assert model.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked

    model.setData(model.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert model.ticked_rows == ()
    model.tick([first, second])
    model.untick_all()
    assert model.ticked_rows == () and model.ticked == frozenset()


@pytest.mark.parametrize(
    ("standing", "mark"),
    [
        (Standing.OVERDUE, Mark.OVERDUE),
        (Standing.SOON, Mark.SOON),
        (Standing.STOPPED, Mark.PAUSED),
        (Standing.WAITING, Mark.WAITING),
        (Standing.NORMAL, Mark.ON_TIME),
        (Standing.NOT_STARTED, Mark.NOT_STARTED),
        (None, Mark.CLEARED),
    ],
)
def test_every_standing_has_its_mark_and_word(standing: Standing | None, mark: Mark) -> None:
    assert mark_of(entry(standing=standing)) is mark
    if standing is not None:
        assert standing.label == mark.value


def test_cells_say_what_the_design_asks() -> None:
    cells = {column.title: column for column in columns(TODAY)}
    shown = entry(line=replace(entry().line, row=replace(row(), limit_days=5, provisional=False)))

    assert cells["已用 / 承诺"].show(shown) == "2 / 5"
    assert cells["原到期"].show(shown) == "09-23" and cells["现到期"].show(shown) == "09-24"
    assert cells["现到期"].bold is not None and cells["现到期"].bold(shown)
    assert cells["窗口"].show(shown) == "3 号"
    assert spoken_state(shown) == "正常，已受理"
    other_year = replace(shown, line=replace(shown.line, due_on=date(2027, 1, 4)))
    assert cells["现到期"].show(other_year) == "2027-01-04"
    nobody = replace(shown, used_days=None)
    assert cells["已用 / 承诺"].show(nobody) == "—" and nobody.share is None


def test_the_band_counts_what_turned() -> None:
    rows = [entry(standing=Standing.OVERDUE), entry(standing=Standing.SOON), entry(standing=Standing.SOON)]

    assert warning_text(rows) == "自上次打开以来 1 项转为超期、2 项转为临期。"
    assert warning_text(rows[:1]) == "自上次打开以来 1 项转为超期。"
    assert warning_text([]) == ""


def test_a_row_is_known_by_project_and_step() -> None:
    assert entry().key == ("GX-2026-0001", StepId("A23"))
