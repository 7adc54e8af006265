"""A year of the work calendar (`calendar show`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypedDict

from gxq_desktop.domain.calendar import DayKind, WorkCalendar
from gxq_desktop.domain.errors import DomainError


class DayListing(TypedDict):
    on: str
    kind: str
    name: str


class YearListing(TypedDict):
    year: int
    provisional: bool
    title: str
    document_no: str
    working_days: int
    working_days_by_month: list[int]
    statutory_holidays: list[DayListing]
    adjusted_days_off: list[DayListing]
    makeup_workdays: list[DayListing]
    doubts: list[str]


def list_year(calendar: WorkCalendar, year: int) -> YearListing:
    """Return YEAR day by day where it departs from the week. Raises DomainError outside the calendar's years."""
    months = calendar.months(year)
    notice = calendar.notice(year)
    special: dict[DayKind, list[DayListing]] = {
        DayKind.STATUTORY_HOLIDAY: [],
        DayKind.ADJUSTED_DAY_OFF: [],
        DayKind.MAKEUP_WORKDAY: [],
    }
    day = date(year, 1, 1)
    while day.year == year:
        kind = calendar.kind(day)
        if kind in special:
            special[kind].append(DayListing(on=day.isoformat(), kind=kind.value, name=calendar.name_of(day)))
        day += timedelta(days=1)
    if notice is None and not any(special.values()):
        raise DomainError(f"{year} 年没有节假日资料。", "请装入该年的放假通知（gxq-desktop calendar import 文件）。")
    return YearListing(
        year=year,
        provisional=not calendar.covers_year(year),
        title=notice.title if notice else "",
        document_no=notice.document_no if notice else "",
        working_days=sum(months),
        working_days_by_month=list(months),
        statutory_holidays=special[DayKind.STATUTORY_HOLIDAY],
        adjusted_days_off=special[DayKind.ADJUSTED_DAY_OFF],
        makeup_workdays=special[DayKind.MAKEUP_WORKDAY],
        doubts=list(notice.doubts()) if notice and not notice.provisional else [],
    )


def calendar_lines(listing: YearListing) -> Iterable[str]:
    """LISTING as lines for the terminal."""
    state = "暂定：放假通知还没有装入，按周末和法定节日推算" if listing["provisional"] else listing["title"]
    yield f"{listing['year']} 年  {state}"
    yield f"工作日 {listing['working_days']} 天，按月 {' '.join(map(str, listing['working_days_by_month']))}"
    for label, days in (
        ("法定节假日", listing["statutory_holidays"]),
        ("调休放假", listing["adjusted_days_off"]),
        ("调休上班", listing["makeup_workdays"]),
    ):
        yield f"{label} {len(days)} 天  " + "、".join(f"{day['on'][5:]}{day['name']}" for day in days)
    yield from (f"请核对：{doubt}" for doubt in listing["doubts"])
