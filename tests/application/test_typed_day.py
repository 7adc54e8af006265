"""Days as clerks type them into a record."""

from __future__ import annotations

from datetime import date

import pytest

from gxq_desktop.application.typed_day import typed_day
from gxq_desktop.domain.errors import DomainError
from tests.documents.dossiers import shipped_calendar

TODAY = date(2026, 9, 16)


@pytest.mark.parametrize(
    ("typed", "on"),
    [
        ("2026-09-14", date(2026, 9, 14)),
        ("2026/9/14", date(2026, 9, 14)),
        ("20260914", date(2026, 9, 14)),
        ("9-14", date(2026, 9, 14)),
        ("9.14", date(2026, 9, 14)),
        ("９月１４日", date(2026, 9, 14)),
        ("0914", date(2026, 9, 14)),
        ("昨天", date(2026, 9, 15)),
        ("今天", TODAY),
        (" 9-23 ", date(2026, 9, 23)),
        ("", None),
    ],
)
def test_a_day_is_understood_as_it_is_written(typed: str, on: date | None) -> None:
    assert typed_day("受理日", typed, shipped_calendar(), TODAY) == on


def test_without_a_year_it_is_the_nearest_day_before_or_after_today() -> None:
    assert typed_day("日", "12-30", shipped_calendar(), date(2026, 1, 5)) == date(2025, 12, 30)
    assert typed_day("日", "1-5", shipped_calendar(), date(2026, 12, 30)) == date(2027, 1, 5)


@pytest.mark.parametrize("typed", ["2-30", "13-1", "下周", "2026-02-30", "9-1-", "<b>", "0000"])
def test_what_is_no_day_is_refused_by_name(typed: str) -> None:
    with pytest.raises(DomainError, match="受理日"):
        typed_day("受理日", typed, shipped_calendar(), TODAY)
