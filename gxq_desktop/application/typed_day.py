"""A day as a clerk types it into a record: whole, without the year, or as a word."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from gxq_desktop.application.intake_values import read_day
from gxq_desktop.domain.calendar import WorkCalendar

_WORDS = {"前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2}
_SHORT = re.compile(r"(\d{1,2})[-/.月 ](\d{1,2})日?|(\d{2})(\d{2})")


def typed_day(label: str, typed: str, calendar: WorkCalendar, today: date) -> date | None:
    """TYPED as a day, None for nothing. Without a year (9-14, 0914, 9月14日) the nearest to TODAY, before or after it.

    昨天, 今天, 明天 are understood, and all that `read_day` reads. Raises DomainError naming LABEL.
    """
    plain = unicodedata.normalize("NFKC", typed).strip()
    if plain in _WORDS:
        return today + timedelta(days=_WORDS[plain])
    short = _SHORT.fullmatch(plain)
    if short is not None:
        month, day = (int(part) for part in short.groups() if part is not None)
        near = [found for year in range(today.year - 1, today.year + 2) if (found := _day(year, month, day))]
        if near:
            return min(near, key=lambda each: abs((each - today).days))
    return read_day(label, plain, calendar, today)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
