"""A year to be looked at: 2026 as announced, 2027 computed."""

from __future__ import annotations

from datetime import date

import pytest

from gxq_desktop.application.calendar_year import touched_by_provisional, view_year
from gxq_desktop.domain.errors import DomainError
from tests.application.test_today import project_line
from tests.documents.dossiers import shipped_calendar

TODAY = date(2026, 9, 16)


def test_2026_is_announced_and_has_248_working_days() -> None:
    year = view_year(shipped_calendar(), 2026, TODAY)

    assert (year.provisional, year.working_days) == (False, 248)
    assert [month.working_days for month in year.months] == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]


def test_today_is_counted_among_the_working_days_of_its_year_only() -> None:
    assert view_year(shipped_calendar(), 2026, TODAY).today_number == 176
    assert view_year(shipped_calendar(), 2025, TODAY).today_number is None
    assert view_year(shipped_calendar(), 2026, date(2026, 9, 19)).today_number is None


def test_days_off_and_makeup_days_carry_their_signs() -> None:
    days = {cell.on: cell for month in view_year(shipped_calendar(), 2026, TODAY).months for cell in month.days}

    assert days[date(2026, 9, 20)].sign == "班"
    assert days[date(2026, 10, 3)].sign == "休"  # a Saturday inside the break
    assert days[date(2026, 9, 19)].sign == ""
    assert days[TODAY].is_today and "今天" in days[TODAY].spoken
    assert len(days) == 365


def test_the_breaks_are_worded_as_in_the_notice() -> None:
    breaks = {line.name: line for line in view_year(shipped_calendar(), 2026, TODAY).breaks}

    assert breaks["元旦"].days == "01-01 至 01-03"
    assert breaks["春节"].makeup == ("02-14（六）", "02-28（六）")


def test_a_year_without_a_notice_is_provisional_and_says_so_on_every_day() -> None:
    year = view_year(shipped_calendar(), 2027, TODAY)

    assert year.provisional
    assert all("暂定" in cell.spoken for month in year.months for cell in month.days)


def test_a_year_outside_the_calendar_is_refused() -> None:
    with pytest.raises(DomainError):
        view_year(shipped_calendar(), 2050, TODAY)


def test_what_rests_on_provisional_years_is_counted() -> None:
    lines = [project_line(provisional=5), project_line(provisional=0), project_line(provisional=None)]

    touched = touched_by_provisional(lines)

    assert (touched.projects, touched.steps) == (1, 5)
