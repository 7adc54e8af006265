"""The time axis of the wall chart (print.md §10): days to millimetres, shading, the band of months and days.

Three grains, by the width of a day: days from 1.2 mm (every non-working day shaded), weeks below (every other week
shaded), months below 0.35 mm. Years without an entered holiday notice (暂定) are hatched instead of shaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import date, timedelta
from enum import Enum
from typing import Final

from gxq_desktop.documents.sheet import Sheet, hatch_lines
from gxq_desktop.documents.styles import CHART_MONTH, TextStyle
from gxq_desktop.documents.text import text_width
from gxq_desktop.documents.tokens import GREY_LINE, GREY_TEXT, PALE_LINE, SHADE
from gxq_desktop.domain.calendar import CalendarKind, DayKind, WorkCalendar
from gxq_desktop.domain.frozen import frozen

DAY_FLOOR: Final = 1.2
WEEK_FLOOR: Final = 0.35
SHADE_TOP: Final = 5.9
"""From the top of the band to where shading begins."""
BAND_HEIGHT: Final = 10.6
_MONTH_BASELINE: Final = 4.5
_DAY_BASELINE: Final = 9.6
_MONTH_GAP: Final = 1.0
_MOST_SHIFT: Final = 12.0
"""A month's name gives way to a line by no more than this."""
_HATCH_PITCH: Final = 2.4
_LONG_BREAK_DAYS: Final = 5
_DAY_NUMBER: Final = TextStyle("hei", 7, 3.5, colour=GREY_TEXT)
_MAKEUP: Final = TextStyle("hei", 7, 3.5, bold=True)
_PROVISIONAL: Final = TextStyle("hei", 8, 4.5, bold=True)

Interval = tuple[float, float]


class Grain(Enum):
    """What is shaded: single days, every other week, every other month."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


@frozen
class Axis:
    """Days FIRST to LAST, both shown, laid over WIDTH mm from LEFT."""

    first: date
    last: date
    left: float
    width: float
    calendar: WorkCalendar = field(repr=False)
    _origin: int = field(init=False, repr=False)
    day_width: float = field(init=False)

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"the axis ends on {self.last}, before it begins on {self.first}")
        object.__setattr__(self, "_origin", self.first.toordinal())
        object.__setattr__(self, "day_width", self.width / ((self.last - self.first).days + 1))

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def grain(self) -> Grain:
        if self.day_width >= DAY_FLOOR - 1e-9:
            return Grain.DAYS
        return Grain.WEEKS if self.day_width >= WEEK_FLOOR else Grain.MONTHS

    def start(self, day: date) -> float:
        """The left edge of DAY, mm; held to the axis."""
        return min(max(self.left + (day.toordinal() - self._origin) * self.day_width, self.left), self.right)

    def end(self, day: date) -> float:
        """The right edge of DAY, mm; held to the axis."""
        return min(max(self.left + (day.toordinal() - self._origin + 1) * self.day_width, self.left), self.right)

    def shows(self, day: date) -> bool:
        return self.first <= day <= self.last

    def provisional_spans(self) -> list[tuple[date, date]]:
        """The stretches of the axis that lie in years without an entered notice."""
        spans: list[tuple[date, date]] = []
        for year in range(self.first.year, self.last.year + 1):
            if self.calendar.covers_year(year):
                continue
            begin, end = max(self.first, date(year, 1, 1)), min(self.last, date(year, 12, 31))
            if spans and spans[-1][1] + timedelta(days=1) == begin:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((begin, end))
        return spans


# --- under everything -----------------------------------------------------------------------------------------------


def draw_shading(sheet: Sheet, axis: Axis, band_top: float, bottom: float) -> None:
    """Shade what is off (or every other week or month) from the band down to BOTTOM; hatch it where it is provisional."""
    top = band_top + SHADE_TOP
    hatched: list[tuple[float, float, float, float]] = []
    for first, last in _shaded(axis):
        for begin, end, provisional in _by_certainty(axis, first, last):
            x, right = axis.start(begin), axis.end(end)
            if provisional:
                rows_top = band_top + BAND_HEIGHT
                hatched += hatch_lines(x, rows_top, right - x, bottom - rows_top, _HATCH_PITCH)
            else:
                sheet.rect(x, top, right - x, bottom - top, fill=SHADE)
    sheet.lines(hatched, 0.12, GREY_LINE)


def draw_time_lines(sheet: Sheet, axis: Axis, band_top: float, bottom: float) -> None:
    """Lines of weeks (from the shading's top) and of months (from the band's top)."""
    if axis.grain is Grain.DAYS:
        top = band_top + SHADE_TOP
        sheet.lines([(axis.start(day), top, axis.start(day), bottom) for day in _mondays(axis)], 0.12, PALE_LINE)
    months = [axis.start(day) for day in _month_starts(axis)]
    if axis.grain is Grain.MONTHS:
        months = [axis.start(day) for day in _month_starts(axis) if day.month == 1 or day == axis.first]
    sheet.lines([(x, band_top, x, bottom) for x in months], 0.2, GREY_TEXT)


def draw_band(sheet: Sheet, axis: Axis, band_top: float, verticals: Sequence[float] = ()) -> None:
    """Months, day numbers of Mondays, 班 over make-up days, names of long breaks, and 暂定 where it holds.

    VERTICALS: x of lines that cross the band; words keep clear of them.
    """
    crossed = [(x - 0.5, x + 0.5) for x in verticals]
    _draw_months(sheet, axis, band_top + _MONTH_BASELINE, crossed)
    baseline = band_top + _DAY_BASELINE
    used = crossed
    if axis.grain is Grain.DAYS:
        used = crossed + _draw_makeup_days(sheet, axis, baseline)
    elif axis.grain is Grain.WEEKS:
        used = crossed + _draw_long_breaks(sheet, axis, band_top, baseline)
    if axis.grain is not Grain.MONTHS:
        _draw_mondays(sheet, axis, baseline, used)


def _draw_months(sheet: Sheet, axis: Axis, baseline: float, crossed: Sequence[Interval]) -> None:
    """Januaries and the first month come first and carry the year as it fits; the others where there is room.

    The first year stands left of the axis if the first month is too short for it.
    """
    starts = _month_starts(axis)
    stops = [axis.start(day) for day in starts[1:]] + [axis.right + 1.0]
    places = [(axis.start(day), stop, day) for day, stop in zip(starts, stops, strict=True)]
    crowded = 28 * axis.day_width < _month_width("12 月")
    taken: list[Interval] = []
    year_shown = False
    for x, stop, day in sorted(places, key=lambda place: place[2] != axis.first and place[2].month != 1):
        words = [f"{day.month} 月"]
        if day.month == 1:
            words = [_with_year(day), f"{day.year} 年", str(day.year)]
        elif day == axis.first:
            words = [_with_year(day), *words]
        limit = axis.right + 1.0 if crowded else stop
        for word in words:
            width = _month_width(word)
            at = _clear(x, width, crossed)
            if at + width <= limit and at - x <= _MOST_SHIFT and not _meets((at, at + width), taken):
                taken.append((at, at + width))
                sheet.text(at + _MONTH_GAP, baseline, word, CHART_MONTH)
                year_shown = year_shown or (day == axis.first and str(day.year) in word)
                break
    spans = axis.provisional_spans()
    if not year_shown:
        right = axis.left - 2.0
        if spans and spans[0][0] == axis.first:  # the year is all provisional: the word stands with it
            right -= sheet.text(right, baseline, "暂定", _PROVISIONAL, align="right") + 1.0
            spans = spans[1:]
        sheet.text(right, baseline, f"{axis.first.year} 年", CHART_MONTH, align="right")
    _draw_provisional_notes(sheet, axis, baseline, [*taken, *crossed], spans)


def _draw_provisional_notes(
    sheet: Sheet, axis: Axis, baseline: float, taken: Sequence[Interval], spans: Sequence[tuple[date, date]]
) -> None:
    """暂定 in the first free place of each provisional stretch."""
    width = text_width("暂定", _PROVISIONAL) + 1.5
    for begin, end in spans:
        x = _clear(axis.start(begin) + 1.0, width, taken)
        if x + width <= axis.end(end):
            sheet.text(x, baseline, "暂定", _PROVISIONAL)


def _with_year(day: date) -> str:
    return f"{day.year} 年 {day.month} 月"


def _month_width(words: str) -> float:
    return _MONTH_GAP + text_width(words, CHART_MONTH) + 1.0


def _clear(x: float, width: float, taken: Iterable[Interval]) -> float:
    """X, or the first place right of it where WIDTH meets nothing TAKEN."""
    for left, right in sorted(taken):
        if x < right and left < x + width:
            x = right + 0.3
    return x


def _draw_makeup_days(sheet: Sheet, axis: Axis, baseline: float) -> list[Interval]:
    width = text_width("班", _MAKEUP)
    used = []
    for ordinal in range(axis.first.toordinal(), axis.last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if day.weekday() < 5 or axis.calendar.kind(day) is not DayKind.MAKEUP_WORKDAY:
            continue
        x = (axis.start(day) + axis.end(day) - width) / 2
        if day.weekday() == 6:
            x = min(x, axis.end(day) - width)
        x = min(max(x, axis.left), axis.right - width)
        sheet.text(x, baseline, "班", _MAKEUP)
        used.append((x - 0.3, x + width + 0.3))
    return used


def _draw_long_breaks(sheet: Sheet, axis: Axis, band_top: float, baseline: float) -> list[Interval]:
    """Where single days are too thin to shade, the long breaks are a bar in the band with a name if it fits."""
    used: list[Interval] = []
    months = [axis.start(day) for day in _month_starts(axis)]
    for notice in axis.calendar.notices:
        for rest in notice.breaks:
            if (rest.last - rest.first).days + 1 < _LONG_BREAK_DAYS or not (
                axis.shows(rest.first) and axis.shows(rest.last)
            ):
                continue
            x, right = axis.start(rest.first), axis.end(rest.last)
            sheet.rect(x, band_top + SHADE_TOP, right - x, 0.9, fill=GREY_LINE)
            width = text_width(rest.name, _DAY_NUMBER)
            at = min(max((x + right - width) / 2, axis.left), axis.right - width)
            at = _clear_of(months, at, width)
            span = (at - 0.8, at + width + 0.8)
            if not _meets(span, used):
                sheet.text(at, baseline, rest.name, _DAY_NUMBER)
                used.append(span)
    return used


def _clear_of(lines: Sequence[float], at: float, width: float) -> float:
    """The x nearest AT from which WIDTH mm of words meet none of LINES."""
    for line in lines:
        if at - 0.4 < line < at + width + 0.4:
            return line + 0.4 if line - at < width / 2 else line - width - 0.4
    return at


def _draw_mondays(sheet: Sheet, axis: Axis, baseline: float, used: list[Interval]) -> None:
    """Day numbers of Mondays; none on the line of a month, none so far from its day that it would say another."""
    months = [(axis.start(day) - 0.2, axis.start(day) + 0.2) for day in _month_starts(axis)]
    edge = axis.left - 1.0
    for day in _mondays(axis):
        x = axis.start(day) + 0.4
        words = str(day.day)
        width = text_width(words, _DAY_NUMBER)
        at = _clear(x, width, used)
        if at >= edge and at - x < 2.5 and at + width <= axis.right and not _meets((at, at + width), months):
            sheet.text(at, baseline, words, _DAY_NUMBER)
            edge = at + width + 1.0


# --- counting days --------------------------------------------------------------------------------------------------


def _mondays(axis: Axis) -> list[date]:
    first = axis.first.toordinal() + (-axis.first.weekday()) % 7
    return [date.fromordinal(ordinal) for ordinal in range(first, axis.last.toordinal() + 1, 7)]


def _month_starts(axis: Axis) -> list[date]:
    """The first day of the axis, then every first of a month."""
    starts = [axis.first]
    year, month = axis.first.year, axis.first.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = date(year, month, 1)
        if day > axis.last:
            return starts
        starts.append(day)


def _shaded(axis: Axis) -> Iterable[tuple[date, date]]:
    """First and last day of each shaded stretch."""
    if axis.grain is Grain.DAYS:
        yield from _days_off(axis)
    elif axis.grain is Grain.WEEKS:
        for ordinal in range(axis.first.toordinal() - axis.first.weekday(), axis.last.toordinal() + 1, 14):
            if ordinal + 6 >= axis.first.toordinal():
                yield (
                    max(date.fromordinal(ordinal), axis.first),
                    min(date.fromordinal(ordinal + 6), axis.last),
                )
    else:
        for day in _month_starts(axis):
            if day.month % 2:
                following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
                yield day, min(following - timedelta(days=1), axis.last)


def _days_off(axis: Axis) -> Iterable[tuple[date, date]]:
    table = axis.calendar.table(CalendarKind.GOVERNMENT)
    begin = table.index(axis.first)
    worked = table.worked[begin : table.index(axis.last) + 1]
    at = worked.find(0)
    while at >= 0:
        stop = worked.find(1, at)
        if stop < 0:
            stop = len(worked)
        yield date.fromordinal(table.base + begin + at), date.fromordinal(table.base + begin + stop - 1)
        at = worked.find(0, stop)


def _by_certainty(axis: Axis, first: date, last: date) -> Iterable[tuple[date, date, bool]]:
    """FIRST to LAST cut at new year where certainty changes."""
    while first <= last:
        end = min(last, date(first.year, 12, 31))
        yield first, end, not axis.calendar.covers_year(first.year)
        first = end + timedelta(days=1)


def _meets(span: Interval, others: Iterable[Interval]) -> bool:
    return any(span[0] < right and left < span[1] for left, right in others)
