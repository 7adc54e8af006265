"""A year of the work calendar to be looked at: months, what is off and made up, and what a year without a notice touches."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from gxq_desktop.application.desk_lists import ProjectLine
from gxq_desktop.application.wording import WEEKDAYS, weekday
from gxq_desktop.domain.calendar import DayKind, WorkCalendar
from gxq_desktop.domain.frozen import frozen


@frozen
class DayCell:
    """sign: 休, 班 or "" (an ordinary weekend has none). spoken: the whole, for tooltips and screen readers."""

    on: date
    kind: DayKind
    sign: str
    is_today: bool
    spoken: str


@frozen
class MonthView:
    """first_column: weekday of the first, Monday 0."""

    month: int
    working_days: int
    first_column: int
    days: tuple[DayCell, ...]


@frozen
class BreakLine:
    """A break as the notice words it: 01-01 至 01-03, and its make-up days."""

    name: str
    days: str
    makeup: tuple[str, ...]


@frozen
class YearView:
    """provisional: no notice is entered; weekends and computed festivals only. today_number: working day of the year that
    today is, None if it is in another year or off. breaks: in order. statutory, adjusted_off, makeup: how many days."""

    year: int
    provisional: bool
    title: str
    document: str
    working_days: int
    today_number: int | None
    months: tuple[MonthView, ...]
    breaks: tuple[BreakLine, ...]
    statutory: int
    adjusted_off: int
    makeup: int


@frozen
class Touched:
    """Projects, and steps of them, with dates that rest on a year without a notice."""

    projects: int
    steps: int


def view_year(calendar: WorkCalendar, year: int, today: date) -> YearView:
    """YEAR day by day. Raises DomainError outside the calendar's years."""
    notice = calendar.notice(year)
    counts = calendar.months(year)
    months = []
    for month in range(1, 13):
        first, length = monthrange(year, month)
        cells = tuple(_cell(calendar, date(year, month, day), today) for day in range(1, length + 1))
        months.append(MonthView(month, counts[month - 1], first, cells))
    kinds = [cell.kind for month in months for cell in month.days]
    number = None
    if today.year == year and calendar.is_working(today):
        number = calendar.working_days_between(date(year, 1, 1), today) + calendar.is_working(date(year, 1, 1))
    issued = f"{notice.document_no}　{notice.issued_on}" if notice and notice.issued_on else ""
    return YearView(
        year=year,
        provisional=not calendar.covers_year(year),
        title=notice.title if notice else "",
        document=issued.strip("　"),
        working_days=sum(counts),
        today_number=number,
        months=tuple(months),
        breaks=tuple(
            BreakLine(
                rest.name,
                f"{rest.first:%m-%d}" if rest.first == rest.last else f"{rest.first:%m-%d} 至 {rest.last:%m-%d}",
                tuple(f"{day:%m-%d}（{weekday(day)}）" for day in sorted(rest.makeup)),
            )
            for rest in (notice.breaks if notice else ())
        ),
        statutory=kinds.count(DayKind.STATUTORY_HOLIDAY),
        adjusted_off=kinds.count(DayKind.ADJUSTED_DAY_OFF),
        makeup=kinds.count(DayKind.MAKEUP_WORKDAY),
    )


def touched_by_provisional(lines: Sequence[ProjectLine]) -> Touched:
    """How much rests on years without a notice."""
    resting = [line.provisional for line in lines if line.provisional]
    return Touched(len(resting), sum(resting))


def _cell(calendar: WorkCalendar, on: date, today: date) -> DayCell:
    kind, name = calendar.kind(on), calendar.name_of(on)
    sign = "班" if kind is DayKind.MAKEUP_WORKDAY else "休" if name or kind is DayKind.STATUTORY_HOLIDAY else ""
    parts = [f"{on:%Y-%m-%d}", f"周{WEEKDAYS[on.weekday()]}", kind.label]
    if name:
        parts.append(name)
    if not calendar.covers_year(on.year):
        parts.append("暂定")
    if on == today:
        parts.append("今天")
    return DayCell(on, kind, sign, on == today, " ".join(parts))
