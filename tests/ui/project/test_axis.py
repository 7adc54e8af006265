"""Days on the axis, ticks of the header, ways of links, the popover's place."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize

from gxq_desktop.ui.project.schedule.axis import LEAST_PX, MOST_PX, Axis, Step, Zoom
from gxq_desktop.ui.project.schedule.routes import Place, route
from gxq_desktop.ui.project.schedule.why_popover import ASIDE, place

FIRST = date(2026, 8, 30)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(first=days, length=st.integers(1, 900), px=st.floats(LEAST_PX, MOST_PX), number=st.integers(0, 899))
def test_the_day_at_the_middle_of_a_day_is_that_day(first: date, length: int, px: float, number: int) -> None:
    axis = Axis(first, first + timedelta(days=length - 1), px)
    day = first + timedelta(days=min(number, length - 1))

    assert axis.day_at((axis.left(day) + axis.right(day)) / 2) == day
    assert axis.right(day) - axis.left(day) == pytest.approx(px)


@given(px=st.floats(0.01, 500))
def test_zooming_stays_within_bounds(px: float) -> None:
    assert LEAST_PX <= Axis(FIRST, FIRST + timedelta(days=99), 1).zoomed(px).px <= MOST_PX


@given(first=days, length=st.integers(1, 900), px=st.sampled_from([0.5, 1.2, 2.4, 8.8, 26.0]))
def test_the_upper_band_covers_every_day_once(first: date, length: int, px: float) -> None:
    axis = Axis(first, first + timedelta(days=length - 1), px)
    ticks = list(axis.upper())

    covered = sum((tick.last_on - tick.first_on).days + 1 for tick in ticks)
    assert covered == axis.days
    assert (ticks[0].first_on, ticks[-1].last_on) == (axis.first_on, axis.last_on)


@given(first=days, px=st.sampled_from([0.5, 1.2, 2.4, 8.8, 26.0]))
def test_the_lower_band_leaves_no_gap(first: date, px: float) -> None:
    axis = Axis(first, first + timedelta(days=400), px)
    ticks = list(axis.lower(first, axis.last_on))

    assert all(tick.last_on + timedelta(days=1) == following.first_on for tick, following in itertools.pairwise(ticks))
    assert ticks[0].first_on <= first <= ticks[0].last_on


@pytest.mark.parametrize(
    ("zoom", "step", "texts"),
    [
        (Zoom.DAY, Step.DAY, ["30", "31", "1"]),
        (Zoom.WEEK, Step.WEEK, ["24", "31", "7"]),
        (Zoom.MONTH, Step.MONTH, ["8月", "9月", "10月"]),
    ],
)
def test_each_zoom_has_its_ticks(zoom: Zoom, step: Step, texts: list[str]) -> None:
    axis = Axis(FIRST, FIRST + timedelta(days=200), zoom.value)

    assert axis.step() is step
    assert [tick.text for tick in axis.lower(FIRST, axis.last_on)][:3] == texts


def test_larger_text_counts_as_less_room() -> None:
    axis = Axis(FIRST, FIRST + timedelta(days=200), Zoom.DAY.value)

    assert axis.step(2.0) is Step.WEEK


def test_a_finish_start_link_leaves_the_end_and_falls_onto_the_bar() -> None:
    laid = route("FS", Place(2, 10, 50), Place(5, 60, 90), 0.25)

    assert laid.points == ((50, 2.5), (64, 2.5), (64, 5.25))
    assert laid.vertical and laid.forward
    assert laid.rows == (2, 5)


def test_upwards_it_comes_from_below() -> None:
    laid = route("FS", Place(5, 10, 50), Place(2, 60, 90), 0.25)

    assert laid.points[-1] == (64, 2.75)
    assert not laid.forward


@given(
    kind=st.sampled_from(["FS", "SS", "FF", "SF"]),
    rows=st.tuples(st.integers(0, 300), st.integers(0, 300)),
    xs=st.lists(st.floats(0, 5000), min_size=4, max_size=4),
)
def test_every_link_is_orthogonal_and_ends_at_its_bar(kind: str, rows: tuple[int, int], xs: list[float]) -> None:
    before = Place(rows[0], min(xs[:2]), max(xs[:2]))
    after = Place(rows[1], min(xs[2:]), max(xs[2:]))

    laid = route(kind, before, after, 0.25)

    for (x1, y1), (x2, y2) in zip(laid.points, laid.points[1:], strict=False):
        assert x1 == x2 or y1 == y2
    assert laid.points[0] == (before.right if kind in ("FS", "FF") else before.left, rows[0] + 0.5)
    assert int(laid.points[-1][1]) == rows[1]


@given(
    x=st.integers(0, 1000),
    y=st.integers(0, 600),
    flags=st.lists(st.integers(0, 1000), max_size=3),
)
def test_the_popover_stays_within_bounds_and_off_the_bar(x: int, y: int, flags: list[int]) -> None:
    bounds, bar = QRect(0, 0, 1100, 640), QRect(x, y, 60, 24)
    size = QSize(480, 260)

    box = place(size, bar, bounds, flags)

    assert bounds.contains(box)
    assert not box.intersects(bar)


@given(x=st.integers(0, 700), y=st.integers(0, 500), flags=st.lists(st.integers(0, 1000), max_size=3))
def test_in_a_low_window_the_popover_stands_beside_the_bar(x: int, y: int, flags: list[int]) -> None:
    bounds, bar = QRect(0, 0, 1100, 520), QRect(x, y, 60, 24)
    size = QSize(480, 515)
    beside = x >= 480 + ASIDE or x + 60 + ASIDE + 480 <= 1100

    box = place(size, bar, bounds, flags)

    assert bounds.contains(box)
    assert not (beside and box.intersects(bar))


def test_the_popover_gives_way_to_today_where_it_can() -> None:
    bounds, bar = QRect(0, 0, 1100, 640), QRect(500, 300, 60, 24)

    box = place(QSize(400, 200), bar, bounds, [520])

    assert not box.left() <= 520 <= box.right()
