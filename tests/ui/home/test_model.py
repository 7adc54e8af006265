"""The table of 工作台: rows come as they are scrolled to, groups that were cut say so."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QModelIndex
from pytestqt.modeltest import ModelTester

from gxq_desktop.application.today import Group, Sign, Step, TodayAsk, TodayFilter, TodayGroup, TodayRow, TodayView
from gxq_desktop.ui.home.model import GROUP_MARKS, MARKS, MOST_ROWS, TodayModel

TODAY = date(2026, 9, 16)


def row(group: Group, at: int, sign: Sign = Sign.OVERDUE) -> TodayRow:
    return TodayRow(
        f"{group}|{at}",
        group,
        sign,
        "GX-2026-0001",
        "冷链",
        "畅运",
        f"事项{at}",
        Step.RECORD,
        "登记办结",
        "说明",
        "超期",
    )


def view(asked: TodayFilter, *groups: tuple[Group, int, int]) -> TodayView:
    """groups: how many rows of each are read, and how many there are."""
    made = tuple(
        TodayGroup(group, "先办", tuple(row(group, at) for at in range(read)), total) for group, read, total in groups
    )
    return TodayView(TODAY, TodayAsk(asked), 9, 9, (), made)


class Store:
    """Rows of each group, a page of 200 at a time; remembers what was asked."""

    def __init__(self, **totals: int) -> None:
        self.totals = {Group(name): total for name, total in totals.items()}
        self.asked: list[tuple[Group, int]] = []

    def read(self, group: Group, skip: int) -> list[TodayRow]:
        self.asked.append((group, skip))
        return [row(group, at) for at in range(skip, min(skip + 200, self.totals[group]))]


def fetch_all(model: TodayModel) -> None:
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())


def test_rows_and_groups_follow_as_they_are_scrolled_to(qtmodeltester: ModelTester) -> None:
    model, store = TodayModel(), Store(overdue=450, late=30)
    model.show(view(TodayFilter.OVERDUE, (Group.OVERDUE, 200, 450), (Group.LATE, 0, 30)), store.read)
    assert store.asked == []

    fetch_all(model)

    assert store.asked == [(Group.OVERDUE, 200), (Group.OVERDUE, 400), (Group.LATE, 0)]
    assert [each.id for each in model.rows] == [f"overdue|{n}" for n in range(450)] + [f"late|{n}" for n in range(30)]
    headings = [group.title for n in range(model.rowCount()) if (group := model.group(n)) is not None]
    assert headings == ["已超期", "该开始没有开始"]
    qtmodeltester.check(model)


def test_while_everything_is_shown_a_group_that_was_cut_says_how_to_see_the_rest() -> None:
    model, store = TodayModel(), Store(overdue=450)
    model.show(view(TodayFilter.ALL, (Group.OVERDUE, 15, 450), (Group.TODAY, 2, 2), (Group.OBSTACLE, 1, 9)), store.read)

    fetch_all(model)

    notes = [group.note for n in range(model.rowCount()) if (group := model.group(n)) is not None]
    assert notes == [
        "450 项，列出前 15 项，按 2 看全部　先办",
        "2 项　先办",
        "9 项，列出前 1 项，按 9 看全部　先办",
    ]
    assert store.asked == [] and len(model.rows) == 18


def test_what_was_written_off_meanwhile_ends_the_reading() -> None:
    model, store = TodayModel(), Store(overdue=200, late=0)
    model.show(view(TodayFilter.OVERDUE, (Group.OVERDUE, 200, 450), (Group.LATE, 0, 30)), store.read)

    fetch_all(model)

    assert len(model.rows) == 200
    assert store.asked == [(Group.OVERDUE, 200), (Group.LATE, 0)]


def test_nobody_scrolls_through_a_hundred_thousand_rows() -> None:
    model, store = TodayModel(), Store(overdue=100_000)
    model.show(view(TodayFilter.OVERDUE, (Group.OVERDUE, 200, 100_000)), store.read)

    fetch_all(model)

    assert MOST_ROWS <= len(model.rows) < MOST_ROWS + 200


@pytest.mark.parametrize("group", Group)
def test_every_group_has_its_mark_and_title(group: Group) -> None:
    assert GROUP_MARKS[group] and group.heading


@pytest.mark.parametrize("sign", Sign)
def test_every_sign_has_its_mark(sign: Sign) -> None:
    assert MARKS[sign]
