"""Working days (工作日), certain in the years whose notice is entered and provisional (暂定) elsewhere.

The State Council's office announces each year's days off and make-up days (国务院办公厅关于某年部分节假日安排的通知).
One such notice is a `YearNotice`; a `WorkCalendar` is all of them, turned once into tables so that a date is found by
looking it up instead of stepping from day to day. 行政许可法第八十二条: limits run in working days without holidays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate, chain, compress, pairwise

from gxq_desktop.domain.basis import Confidence
from gxq_desktop.domain.errors import DomainError, DomainErrors
from gxq_desktop.domain.frozen import frozen

FIRST_YEAR = 2004
LAST_YEAR = 2045

_ONE_DAY = timedelta(days=1)
_WEEKDAYS = "一二三四五六日"


class DayKind(StrEnum):
    """What a day is to a government office. Exactly one kind a day."""

    WORKDAY = "workday"
    MAKEUP_WORKDAY = "makeup_workday"
    WEEKEND = "weekend"
    STATUTORY_HOLIDAY = "statutory_holiday"
    ADJUSTED_DAY_OFF = "adjusted_day_off"

    @property
    def is_working(self) -> bool:
        """True for the two kinds on which the office works."""
        return self in (DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY)

    @property
    def label(self) -> str:
        """The Chinese word for screens and paper."""
        return _DAY_LABELS[self]


_DAY_LABELS = {
    DayKind.WORKDAY: "工作日",
    DayKind.MAKEUP_WORKDAY: "调休上班",
    DayKind.WEEKEND: "周末",
    DayKind.STATUTORY_HOLIDAY: "法定节假日",
    DayKind.ADJUSTED_DAY_OFF: "调休放假",
}


class CalendarKind(StrEnum):
    """Whose days a step counts in.

    GOVERNMENT: Monday to Friday, without days off, with make-up days.
    SEVEN_DAY: every day.
    SIX_DAY: an enterprise that works Monday to Saturday; it rests on every day of a break (the Saturday inside the
    Spring Festival break too) and works on make-up Sundays.
    """

    GOVERNMENT = "government"
    SEVEN_DAY = "seven_day"
    SIX_DAY = "six_day"

    @property
    def label(self) -> str:
        """The Chinese name for screens and paper."""
        return _CALENDAR_LABELS[self]


_CALENDAR_LABELS = {
    CalendarKind.GOVERNMENT: "政府工作日",
    CalendarKind.SEVEN_DAY: "自然日",
    CalendarKind.SIX_DAY: "企业六天工作制",
}


@frozen
class DueDay:
    """A day that a count ended on. provisional (暂定): some day counted lies in a year without an entered notice."""

    on: date
    provisional: bool


@frozen
class Break:
    """Days off in a row as the notice words them (放假), FIRST and LAST included, weekends within them too.

    makeup: the make-up days the notice names for this break, for display; the notice's own set is what counts.
    """

    name: str
    first: date
    last: date
    makeup: frozenset[date] = frozenset()

    def days(self) -> tuple[date, ...]:
        """Every day of the break, in order."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@frozen
class YearNotice:
    """One year's days off and make-up days.

    statutory: the dates of the festivals themselves (法定节假日), also those that fall on a weekend.
    adjusted_off: Monday–Friday days off that are no festival: swapped for a make-up day, or given for a festival that
        fell on a weekend (补假, 全国年节及纪念日放假办法第六条).
    makeup: Saturdays and Sundays worked (调休上班).
    document_no: empty if no source gives it. provisional: computed, not announced.
    Dates may lie in December before or January after the year, because a new year's break can start in the old year.
    Raises DomainErrors naming every contradiction at once.
    """

    year: int
    title: str
    document_no: str
    issued_on: date | None
    source: str
    confidence: Confidence
    breaks: tuple[Break, ...]
    statutory: frozenset[date]
    adjusted_off: frozenset[date]
    makeup: frozenset[date]
    provisional: bool = False

    def __post_init__(self) -> None:
        faults = tuple(_notice_faults(self))
        if faults:
            raise DomainErrors(f"{self.year} 年节假日安排有误", faults)

    def days_off(self) -> frozenset[date]:
        """Every day of every break, weekends included."""
        return frozenset(chain.from_iterable(rest.days() for rest in self.breaks))

    def doubts(self) -> tuple[str, ...]:
        """What looks unlikely without being impossible, as Chinese sentences to show before a notice is adopted.

        Days off gained must equal make-up days plus festivals on a weekend; from 2025 on (国务院令第795号) there are 13
        festival days, fewer only where two festivals meet. A computed notice has no doubts worth showing.
        """
        if self.provisional:
            return ()
        found = []
        weekend_festivals = sum(day.weekday() >= 5 for day in self.statutory)
        if len(self.adjusted_off) != len(self.makeup) + weekend_festivals:
            found.append(
                f"调休放假 {len(self.adjusted_off)} 天，调休上班 {len(self.makeup)} 天，法定节假日落在周末 "
                f"{weekend_festivals} 天：通常第一项应等于后两项之和，请再核对一遍。"
            )
        if self.year >= 2025 and len(self.statutory) != 13:
            found.append(f"法定节假日共 {len(self.statutory)} 天，现行规定为 13 天，请核对是否漏列或两个节日重合。")
        return tuple(found)


def _shown(day: date) -> str:
    return f"{day.isoformat()}（周{_WEEKDAYS[day.weekday()]}）"


def _notice_faults(notice: YearNotice) -> Iterable[DomainError]:
    """Yield what is wrong with NOTICE, in the order of its fields."""
    check = "请对照国务院办公厅通知原文改正。"
    if not notice.title.strip():
        yield DomainError("没有写通知名称。", "请填写 title，例如“国务院办公厅关于2027年部分节假日安排的通知”。")
    if not notice.source.strip():
        yield DomainError("没有写来源。", "请在 source 中写明日期出自哪里。")
    off: set[date] = set()
    for rest in notice.breaks:
        if not rest.name.strip():
            yield DomainError(f"{_shown(rest.first)} 起的假期没有名称。", "请填写节日名称，例如“春节”。")
        if rest.last < rest.first:
            yield DomainError(f"“{rest.name}”的末日 {rest.last} 早于首日 {rest.first}。", check)
            continue
        if (rest.last - rest.first).days > 30:
            yield DomainError(f"“{rest.name}”从 {rest.first} 到 {rest.last}，超过 30 天。", check)
            continue
        days = rest.days()
        for day in days:
            if day in off:
                yield DomainError(f"{_shown(day)} 同时属于两个假期。", check)
        off.update(days)
        for day in sorted(rest.makeup - notice.makeup):
            yield DomainError(f"“{rest.name}”的调休上班日 {_shown(day)} 不在全年的调休上班日之内。", check)
    earliest, latest = date(notice.year - 1, 12, 1), date(notice.year + 1, 1, 31)
    for day in sorted(off | notice.statutory | notice.adjusted_off | notice.makeup):
        if not earliest <= day <= latest:
            yield DomainError(f"{_shown(day)} 不属于 {notice.year} 年（含上年 12 月和次年 1 月）。", check)
    for day in sorted(notice.statutory & notice.adjusted_off):
        yield DomainError(f"{_shown(day)} 既是法定节假日又是调休放假日。", "请只保留一种。")
    for day in sorted(notice.statutory & notice.makeup):
        yield DomainError(f"{_shown(day)} 既是法定节假日又是调休上班日。", check)
    for day in sorted((notice.statutory | notice.adjusted_off) - off):
        yield DomainError(f"放假日 {_shown(day)} 不在任何一个假期之内。", "请补上它所属的假期，或删去这一天。")
    for day in sorted(notice.adjusted_off):
        if day.weekday() >= 5:
            yield DomainError(f"调休放假日 {_shown(day)} 本来就是周末。", "请删去这一天，周末不必列入。")
    for day in sorted(notice.makeup):
        if day.weekday() < 5:
            yield DomainError(f"调休上班日 {_shown(day)} 不是周六或周日。", check)
        if day in off and day not in notice.statutory:
            yield DomainError(f"调休上班日 {_shown(day)} 落在放假期间。", check)
    for day in sorted(off - notice.statutory - notice.adjusted_off):
        if day.weekday() < 5:
            yield DomainError(
                f"假期中的 {_shown(day)} 没有说明是法定节假日还是调休放假。", "请把它列入 statutory 或 adjusted_off。"
            )


@frozen
class DayTable:
    """The days of one calendar as arrays, for schedulers that look up instead of stepping.

    A day is an int: index = date.toordinal() - base, from 0 to len(rank) - 1. Below, d is such an index.
    rank[d]: number of worked days up to and including d. day[k]: index of the k-th worked day, k from 1; day[0] is -1,
    a sentinel before the table. worked[d]: 1 if worked, else 0.
    So the n-th worked day after d is day[rank[d] + n], and the last one not after d is day[rank[d]]. A raw lookup past
    the end raises IndexError and a negative one wraps; use the methods where speed does not matter, they refuse.
    """

    kind: CalendarKind
    base: int
    worked: bytes
    rank: tuple[int, ...]
    day: tuple[int, ...]

    @classmethod
    def of(cls, kind: CalendarKind, base: int, worked: bytes) -> DayTable:
        """Build the arrays from WORKED, one byte (0 or 1) a day, first day at ordinal BASE."""
        return cls(kind, base, worked, tuple(accumulate(worked)), (-1, *compress(range(len(worked)), worked)))

    @property
    def first_on(self) -> date:
        """First day of the table."""
        return date.fromordinal(self.base)

    @property
    def last_on(self) -> date:
        """Last day of the table."""
        return date.fromordinal(self.base + len(self.worked) - 1)

    def index(self, on: date) -> int:
        """The index of ON. Raises DomainError outside the table."""
        index = on.toordinal() - self.base
        if not 0 <= index < len(self.worked):
            raise self._outside(on.isoformat())
        return index

    def date(self, index: int) -> date:
        """The date at INDEX. Raises DomainError outside the table, the sentinel -1 included."""
        if not 0 <= index < len(self.worked):
            raise self._outside("算得的日期")
        return date.fromordinal(self.base + index)

    def at_rank(self, number: int) -> int:
        """The index of the NUMBER-th worked day of the table, from 1. Raises DomainError if there is none."""
        if not 1 <= number < len(self.day):
            raise self._outside("算得的日期")
        return self.day[number]

    def _outside(self, what: str) -> DomainError:
        return DomainError(
            f"日期超出日历范围：{what}不在 {self.first_on} 至 {self.last_on} 之内。",
            "请检查所填的日期和天数；确需更远的日期时，请先扩展日历年份。",
        )


@frozen
class WorkCalendar:
    """Working days from 1 January of FIRST_YEAR to 31 December of LAST_YEAR.

    notices: one a year at most, given in any order, kept sorted by year. A year without a notice has weekends only and
    is provisional, as is one whose notice says so. Immutable; its tables are built once, when it is made.
    Every method raises DomainError (日期超出日历范围) for days outside these years, and DomainError on making it if two
    notices speak of the same year or call one day both off and worked.
    """

    notices: tuple[YearNotice, ...]
    first_year: int = FIRST_YEAR
    last_year: int = LAST_YEAR
    _tables: dict[CalendarKind, DayTable] = field(init=False, repr=False, compare=False)
    _government: DayTable = field(init=False, repr=False, compare=False)
    _kinds: dict[int, DayKind] = field(init=False, repr=False, compare=False)
    _names: dict[int, str] = field(init=False, repr=False, compare=False)
    _uncertain: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __init__(self, notices: Iterable[YearNotice], first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> None:
        if last_year < first_year:
            raise ValueError(f"last_year {last_year} is before first_year {first_year}")
        ordered = tuple(sorted(notices, key=lambda notice: notice.year))
        for one, other in pairwise(ordered):
            if one.year == other.year:
                raise DomainError(f"{one.year} 年有两份节假日安排。", "请只保留一份。")
        kinds, names = _special_days(ordered)
        tables = _tables_of(first_year, last_year, kinds, names)
        certain = {notice.year for notice in ordered if not notice.provisional}
        for name, value in (
            ("notices", ordered),
            ("first_year", first_year),
            ("last_year", last_year),
            ("_tables", tables),
            ("_government", tables[CalendarKind.GOVERNMENT]),
            ("_kinds", kinds),
            ("_names", names),
            ("_uncertain", tuple(year for year in range(first_year, last_year + 1) if year not in certain)),
        ):
            object.__setattr__(self, name, value)

    # -- single days ---------------------------------------------------------------------------------------------

    def is_working(self, day: date) -> bool:
        """True if offices work on DAY (工作日)."""
        table = self._government
        return table.worked[table.index(day)] == 1

    def kind(self, day: date) -> DayKind:
        """What DAY is. A festival on a weekend is a statutory holiday; other weekend days of a break are weekend."""
        self._government.index(day)
        special = self._kinds.get(day.toordinal())
        if special is not None:
            return special
        return DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKDAY

    def name_of(self, day: date) -> str:
        """The break DAY belongs to, for example 春节; empty if none."""
        self._government.index(day)
        return self._names.get(day.toordinal(), "")

    def covers_year(self, year: int) -> bool:
        """True if the notice of YEAR is entered, not computed."""
        return self.first_year <= year <= self.last_year and year not in self._uncertain

    def covers(self, first: date, last: date) -> bool:
        """True if every year from FIRST to LAST, in either order, has its notice entered."""
        low, high = (first.year, last.year) if first <= last else (last.year, first.year)
        return all(self.covers_year(year) for year in range(low, high + 1))

    @property
    def provisional_years(self) -> tuple[int, ...]:
        """The years without an entered notice, ascending."""
        return self._uncertain

    # -- working days --------------------------------------------------------------------------------------------

    def after(self, start: date, working_days: int) -> DueDay:
        """Return the WORKING_DAYS-th working day after START.

        START is day 0 and is not counted (民法典 第二百零一条), whether it is a working day or not: what a window
        accepts on an ordinary Saturday counts from the next working day, as does what it accepts on a make-up one.
        Provisional (暂定) if any day counted lies in a year without a notice. ValueError if WORKING_DAYS < 1.
        """
        _require_positive("working_days", working_days)
        table = self._government
        return self._due(start, table.date(table.at_rank(table.rank[table.index(start)] + working_days)))

    def before(self, finish: date, working_days: int) -> date:
        """Return the latest working day on which acceptance still gives a due day not after FINISH.

        The inverse of `after`: after(before(finish, n), n).on is FINISH rolled back to a working day. Provisional if
        not covers(result, FINISH). ValueError if WORKING_DAYS < 1.
        """
        _require_positive("working_days", working_days)
        table = self._government
        return table.date(table.at_rank(table.rank[table.index(finish)] - working_days))

    def roll_forward(self, day: date) -> date:
        """DAY itself if it is a working day, else the next one."""
        table = self._government
        index = table.index(day)
        return day if table.worked[index] else table.date(table.at_rank(table.rank[index] + 1))

    def roll_back(self, day: date) -> date:
        """DAY itself if it is a working day, else the last one before it."""
        table = self._government
        return table.date(table.at_rank(table.rank[table.index(day)]))

    def working_days_between(self, a: date, b: date) -> int:
        """Number of working days after A up to and including B; negative, the days from B to A, if B is before A."""
        table = self._government
        return table.rank[table.index(b)] - table.rank[table.index(a)]

    def months(self, year: int) -> tuple[int, ...]:
        """Working days in each of the twelve months of YEAR."""
        table = self._government
        rank = table.rank
        firsts = [table.index(date(year, month, 1)) for month in range(1, 13)]
        ends = [*(first - 1 for first in firsts[1:]), table.index(date(year, 12, 31))]
        return tuple(rank[end] - rank[first] + table.worked[first] for first, end in zip(firsts, ends, strict=True))

    # -- calendar days -------------------------------------------------------------------------------------------

    def after_calendar_days(self, start: date, days: int) -> DueDay:
        """Return the due day of a limit of DAYS calendar days (自然日) from START.

        START is day 0 (民法典 第二百零一条). A last day that is no working day rolls on to the next one (第二百零三条).
        Provisional if any day counted or rolled over lies in a year without a notice. ValueError if DAYS < 1.
        """
        _require_positive("days", days)
        return self._due(start, self.roll_forward(_plus(start, days)))

    def calendar_before(self, finish: date, days: int) -> date:
        """Return the latest working day whose limit of DAYS calendar days ends not after FINISH.

        The inverse of `after_calendar_days`. Provisional if not covers(result, FINISH). ValueError if DAYS < 1.
        """
        _require_positive("days", days)
        return self.roll_back(_plus(self.roll_back(finish), -days))

    def _due(self, start: date, due_on: date) -> DueDay:
        if self._uncertain and not self.covers(start + _ONE_DAY, due_on):
            return DueDay(due_on, provisional=True)
        return DueDay(due_on, provisional=False)

    # -- the whole -----------------------------------------------------------------------------------------------

    def table(self, kind: CalendarKind) -> DayTable:
        """The table of KIND. All kinds share base and length, so that an index means the same day in each."""
        return self._tables[kind]

    def notice(self, year: int) -> YearNotice | None:
        """The notice of YEAR, entered or computed; None if the year has weekends only."""
        return next((notice for notice in self.notices if notice.year == year), None)

    def with_notice(self, notice: YearNotice) -> WorkCalendar:
        """A calendar in which NOTICE replaces that of its year, or is added."""
        others = (kept for kept in self.notices if kept.year != notice.year)
        return WorkCalendar((*others, notice), self.first_year, self.last_year)


def _require_positive(name: str, number: int) -> None:
    if number < 1:
        raise ValueError(f"{name} must be at least 1, got {number}")


def _plus(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _special_days(notices: tuple[YearNotice, ...]) -> tuple[dict[int, DayKind], dict[int, str]]:
    """Kinds and break names by date ordinal. Raises DomainError if two notices contradict each other."""
    kinds: dict[int, DayKind] = {}
    names: dict[int, str] = {}
    for notice in notices:
        for rest in notice.breaks:
            for ordinal in range(rest.first.toordinal(), rest.last.toordinal() + 1):
                names[ordinal] = rest.name
        for days, kind in (
            (notice.statutory, DayKind.STATUTORY_HOLIDAY),
            (notice.adjusted_off, DayKind.ADJUSTED_DAY_OFF),
            (notice.makeup, DayKind.MAKEUP_WORKDAY),
        ):
            for day in days:
                if kinds.setdefault(day.toordinal(), kind) is not kind:
                    raise DomainError(
                        f"{_shown(day)} 在相邻两年的安排中互相矛盾（{notice.year} 年写作{kind.label}）。",
                        "请对照两年的通知原文改正。",
                    )
    return kinds, names


def _tables_of(
    first_year: int, last_year: int, kinds: dict[int, DayKind], names: dict[int, str]
) -> dict[CalendarKind, DayTable]:
    base = date(first_year, 1, 1).toordinal()
    length = date(last_year, 12, 31).toordinal() - base + 1
    weekday = date(first_year, 1, 1).weekday()

    def repeated(week: bytes) -> bytearray:
        return bytearray((week * (length // 7 + 2))[weekday : weekday + length])

    government, six_day = repeated(b"\1\1\1\1\1\0\0"), repeated(b"\1\1\1\1\1\1\0")
    for ordinal in names:
        if 0 <= ordinal - base < length:
            six_day[ordinal - base] = 0
    for ordinal, kind in kinds.items():
        if 0 <= ordinal - base < length:
            government[ordinal - base] = six_day[ordinal - base] = kind.is_working
    return {
        CalendarKind.GOVERNMENT: DayTable.of(CalendarKind.GOVERNMENT, base, bytes(government)),
        CalendarKind.SEVEN_DAY: DayTable.of(CalendarKind.SEVEN_DAY, base, b"\1" * length),
        CalendarKind.SIX_DAY: DayTable.of(CalendarKind.SIX_DAY, base, bytes(six_day)),
    }
