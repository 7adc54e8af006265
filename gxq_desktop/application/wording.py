"""How numbers and days are worded on screens and paper (print.md §5), without layout."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

WEEKDAYS = "一二三四五六日"
_TABLE_NAME = re.compile(r"\s*\b[\w-]+\.tsv\b")


def weekday(day: date) -> str:
    """一 … 日."""
    return WEEKDAYS[day.weekday()]


def spoken_day(day: date, year: int | None = None) -> str:
    """A day in running text: 3月17日（周二）; with its year where that is not YEAR: 2027年3月17日（周三）."""
    shown = f"{day.month}月{day.day}日（周{weekday(day)}）"
    return shown if year is None or day.year == year else f"{day.year}年{shown}"


def plain_day(day: date, plan_year: int) -> str:
    """A day on a screen: 03-17; in full where its year is not PLAN_YEAR: 2027-01-04."""
    return f"{day:%m-%d}" if day.year == plan_year else f"{day:%Y-%m-%d}"


def short_day(day: date, plan_year: int) -> str:
    """A day in a column on paper: 03-17, with the year where it is not the plan's first: 27-01-04."""
    shown = f"{day.month:02d}-{day.day:02d}"
    return shown if day.year == plan_year else f"{day.year % 100:02d}-{shown}"


def spoken_source(source: str) -> str:
    """Where a rule or a question comes from, without the name of the table it was taken from."""
    return _TABLE_NAME.sub("", source)


def code_ranges(codes: Iterable[str]) -> str:
    """Codes of one list with runs joined: C18–C21、C23. Order is kept, runs are by number."""
    runs: list[list[str]] = []
    for code in codes:
        if runs and code[0] == runs[-1][-1][0] and int(code[1:]) == int(runs[-1][-1][1:]) + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    shown = []
    for run in runs:
        shown += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else run
    return "、".join(shown)


def ranges_text(numbers: Iterable[int]) -> str:
    """Page numbers with runs joined: 1–3、6."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def mu(hectares: float) -> str:
    """Hectares as 亩 (1 公顷 = 15 亩), without needless decimals."""
    return f"{hectares * 15:.1f}".rstrip("0").rstrip(".")


def listed_day(day: date, today: date) -> str:
    """A day in a list: 09-16（三）; with its year where that is not today's: 2027-01-04（一）."""
    shown = f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"
    return f"{shown}（{weekday(day)}）"
