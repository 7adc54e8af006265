"""Labelled paragraphs in two columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.documents.sections.card_columns import Entry, balanced, filled, taller

heights = st.lists(st.floats(4.5, 40), min_size=0, max_size=9)


def entries(values: list[float], prefix: str = "E") -> list[Entry]:
    return [Entry(f"{prefix}{index}", (), value) for index, value in enumerate(values)]


@given(heights)
def test_balancing_keeps_every_entry_in_order(values):
    given_entries = entries(values)

    left, right = balanced(given_entries)

    assert [*left, *right] == given_entries


@given(heights)
def test_no_other_break_makes_the_taller_column_shorter(values):
    reached = taller(balanced(entries(values)))

    others = [max(sum(values[:at]), sum(values[at:])) for at in range(len(values) + 1)]
    assert reached == pytest.approx(min(others))


@given(heights, heights, st.floats(60, 200))
def test_filling_loses_nothing_and_stays_within_the_room(standing, further, room):
    fixed, more = entries(standing, "S"), entries(further, "F")
    if taller(balanced(fixed)) > room:
        with pytest.raises(ValueError, match="do not fit"):
            filled(fixed, more, room)
        return

    columns, left_out = filled(fixed, more, room)

    shown = [entry.label for column in columns for entry in column]
    assert sorted([*shown, *left_out]) == sorted(entry.label for entry in [*fixed, *more])
    assert [label for label in shown if label.startswith("S")] == [entry.label for entry in fixed]
    assert taller(columns) <= room + 1e-6


@given(heights, heights)
def test_with_room_for_all_nothing_is_left_out(standing, further):
    _, left_out = filled(entries(standing, "S"), entries(further, "F"), 1000)

    assert left_out == ()


def test_the_first_of_the_further_entries_goes_before_the_others():
    columns, left_out = filled(entries([10, 10]), entries([20, 5, 5], "F"), 30)

    assert left_out == ()
    assert taller(columns) <= 30

    _, left_out = filled(entries([10, 10]), entries([20, 20, 15], "F"), 30)
    assert left_out == ("F2",)
