"""How fast the calendar is built, read and asked: pytest tests/bench/bench_calendar.py --benchmark-only

Goal of performance.md: 35 years of tables in 7 ms; dates by table, not by stepping.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gxq_desktop.catalogue.calendar_files import load_calendar
from gxq_desktop.domain.calendar import WorkCalendar

CALENDAR = load_calendar()
STARTS = [date(2025, 1, 1) + timedelta(days=number) for number in range(365)]


def test_building_42_years_of_three_tables(benchmark: Any) -> None:
    benchmark(WorkCalendar, CALENDAR.notices)


def test_loading_the_calendar_from_its_files(benchmark: Any) -> None:
    benchmark(load_calendar)


def test_counting_20_working_days_by_table_from_365_days(benchmark: Any) -> None:
    benchmark(lambda: [CALENDAR.after(start, 20) for start in STARTS])


def test_counting_20_working_days_by_stepping_from_365_days(benchmark: Any) -> None:
    def stepped(start: date) -> date:
        day, left = start, 20
        while left:
            day += timedelta(days=1)
            left -= CALENDAR.is_working(day)
        return day

    assert [stepped(start) for start in STARTS] == [CALENDAR.after(start, 20).on for start in STARTS]
    benchmark(lambda: [stepped(start) for start in STARTS])
