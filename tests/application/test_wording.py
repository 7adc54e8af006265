"""Words for days and sources."""

from __future__ import annotations

from datetime import date

from gxq_desktop.application.wording import plain_day, spoken_source


def test_a_source_is_said_without_the_name_of_our_table() -> None:
    assert spoken_source("领域资料 facts.tsv") == "领域资料"
    assert spoken_source("水保法第25条") == "水保法第25条"


def test_a_day_on_a_screen_has_its_year_in_full_where_that_is_another() -> None:
    assert plain_day(date(2026, 3, 9), 2026) == "03-09"
    assert plain_day(date(2027, 1, 4), 2026) == "2027-01-04"
