"""Working days against the notices' own words, the worked examples of the trade, and the laws of counting."""

from __future__ import annotations

import pickle
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxq_desktop.catalogue.calendar_files import load_calendar
from gxq_desktop.domain.basis import Confidence
from gxq_desktop.domain.calendar import Break, CalendarKind, DayKind, DueDay, WorkCalendar, YearNotice
from gxq_desktop.domain.errors import DomainError, DomainErrors

CALENDAR = load_calendar()
ONE_DAY = timedelta(days=1)


def days_of(year: int, text: str) -> frozenset[date]:
    """“01-04 02-14” → dates of YEAR."""
    return frozenset(date.fromisoformat(f"{year}-{part}") for part in text.split())


def notice(
    year: int = 2027,
    breaks: tuple[tuple[str, str, str], ...] = (("元旦", "01-01", "01-03"),),
    statutory: str = "01-01",
    adjusted_off: str = "",
    makeup: str = "",
    *,
    title: str = "国务院办公厅关于2027年部分节假日安排的通知",
    source: str = "测试",
    provisional: bool = False,
) -> YearNotice:
    return YearNotice(
        year=year,
        title=title,
        document_no="",
        issued_on=None,
        source=source,
        confidence=Confidence.HIGH,
        breaks=tuple(
            Break(name, date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}"))
            for name, first, last in breaks
        ),
        statutory=days_of(year, statutory),
        adjusted_off=days_of(year, adjusted_off),
        makeup=days_of(year, makeup),
        provisional=provisional,
    )


NOTICE_2027 = notice(
    breaks=(
        ("元旦", "01-01", "01-03"),
        ("春节", "02-05", "02-13"),
        ("清明节", "04-03", "04-05"),
        ("劳动节", "05-01", "05-05"),
        ("端午节", "06-09", "06-09"),
        ("中秋节", "09-15", "09-15"),
        ("国庆节", "10-01", "10-07"),
    ),
    statutory="01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03",
    adjusted_off="02-09 02-10 02-11 02-12 05-03 05-04 05-05 10-04 10-05 10-06 10-07",
    makeup="01-30 02-20 05-08 09-26 10-09",
)


# -- the worked examples --------------------------------------------------------------------------------------------

WORKING_DAY_EXAMPLES = [
    # approval_notes §2
    ("2026-02-12", 5, "2026-02-26"),
    ("2026-02-13", 10, "2026-03-05"),
    ("2026-02-14", 3, "2026-02-26"),
    ("2026-04-29", 3, "2026-05-07"),
    ("2026-09-16", 10, "2026-09-30"),
    ("2026-09-16", 15, "2026-10-13"),
    # service_facts §j
    ("2025-01-24", 5, "2025-02-07"),
    ("2025-09-26", 5, "2025-10-10"),
    ("2026-09-18", 10, "2026-10-09"),
    # style.md §8
    ("2026-09-30", 3, "2026-10-10"),
]


@pytest.mark.parametrize(("accepted", "working_days", "due"), WORKING_DAY_EXAMPLES)
def test_a_limit_of_working_days_ends_where_the_trade_says(accepted: str, working_days: int, due: str) -> None:
    ends = CALENDAR.after(date.fromisoformat(accepted), working_days)

    assert ends == DueDay(date.fromisoformat(due), provisional=False)


@pytest.mark.parametrize(("accepted", "working_days", "due"), WORKING_DAY_EXAMPLES)
def test_the_worked_examples_count_back_to_their_acceptance_day(accepted: str, working_days: int, due: str) -> None:
    assert CALENDAR.before(date.fromisoformat(due), working_days) == date.fromisoformat(accepted)


@pytest.mark.parametrize(
    ("finish", "working_days", "latest_acceptance"),
    [("2026-10-12", 3, "2026-10-08"), ("2026-10-12", 5, "2026-09-29")],
)
def test_counting_back_finds_the_latest_acceptance_day(finish: str, working_days: int, latest_acceptance: str) -> None:
    assert CALENDAR.before(date.fromisoformat(finish), working_days) == date.fromisoformat(latest_acceptance)


@pytest.mark.parametrize(
    ("received", "days", "due"), [("2026-01-20", 30, "2026-02-24"), ("2026-08-08", 60, "2026-10-08")]
)
def test_a_limit_of_calendar_days_rolls_over_the_days_off(received: str, days: int, due: str) -> None:
    ends = CALENDAR.after_calendar_days(date.fromisoformat(received), days)

    assert ends == DueDay(date.fromisoformat(due), provisional=False)


def test_a_limit_of_calendar_days_that_ends_on_a_working_day_stays_there() -> None:
    assert CALENDAR.after_calendar_days(date(2026, 3, 2), 15) == DueDay(date(2026, 3, 17), provisional=False)


def test_a_calendar_limit_that_ends_on_a_makeup_saturday_does_not_roll() -> None:
    assert CALENDAR.after_calendar_days(date(2026, 9, 25), 15) == DueDay(date(2026, 10, 10), provisional=False)


@pytest.mark.parametrize(
    ("year", "months"),
    [
        (2025, (19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23)),
        (2026, (21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23)),
    ],
)
def test_the_months_have_the_working_days_of_the_notice(year: int, months: tuple[int, ...]) -> None:
    assert CALENDAR.months(year) == months
    assert sum(months) == 248


@pytest.mark.parametrize(
    ("year", "breaks", "makeup"),
    [
        (
            2025,
            "01-01~01-01 01-28~02-04 04-04~04-06 05-01~05-05 05-31~06-02 10-01~10-08",
            "01-26 02-08 04-27 09-28 10-11",
        ),
        (
            2026,
            "01-01~01-03 02-15~02-23 04-04~04-06 05-01~05-05 06-19~06-21 09-25~09-27 10-01~10-07",
            "01-04 02-14 02-28 05-09 09-20 10-10",
        ),
    ],
)
def test_the_announced_years_agree_with_the_notice_to_the_day(year: int, breaks: str, makeup: str) -> None:
    off: set[date] = set()
    for spell in breaks.split():
        first, last = (date.fromisoformat(f"{year}-{end}") for end in spell.split("~"))
        off.update(first + timedelta(days=number) for number in range((last - first).days + 1))

    for number in range(365):
        day = date(year, 1, 1) + timedelta(days=number)
        expected = day in days_of(year, makeup) or (day.weekday() < 5 and day not in off)
        assert CALENDAR.is_working(day) is expected, day
        assert bool(CALENDAR.name_of(day)) is (day in off), day


def test_papers_accepted_on_an_ordinary_saturday_count_from_the_next_working_day() -> None:
    saturday, friday = date(2026, 3, 7), date(2026, 3, 6)

    assert CALENDAR.after(saturday, 1).on == date(2026, 3, 9)
    assert CALENDAR.after(saturday, 5) == CALENDAR.after(friday, 5)


# -- day kinds ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "kind", "name", "works"),
    [
        ("2026-02-16", DayKind.STATUTORY_HOLIDAY, "春节", False),
        ("2026-02-20", DayKind.ADJUSTED_DAY_OFF, "春节", False),
        ("2026-02-21", DayKind.WEEKEND, "春节", False),
        ("2026-02-14", DayKind.MAKEUP_WORKDAY, "", True),
        ("2026-09-20", DayKind.MAKEUP_WORKDAY, "", True),
        ("2026-04-05", DayKind.STATUTORY_HOLIDAY, "清明节", False),
        ("2026-04-06", DayKind.ADJUSTED_DAY_OFF, "清明节", False),
        ("2026-10-03", DayKind.STATUTORY_HOLIDAY, "国庆节", False),
        ("2026-03-07", DayKind.WEEKEND, "", False),
        ("2026-03-09", DayKind.WORKDAY, "", True),
        ("2024-02-09", DayKind.WORKDAY, "", True),  # 除夕 was no day off under 国务院令第644号
        ("2025-01-28", DayKind.STATUTORY_HOLIDAY, "春节", False),  # and is one since 第795号
        ("2022-01-31", DayKind.ADJUSTED_DAY_OFF, "春节", False),
        ("2022-02-03", DayKind.STATUTORY_HOLIDAY, "春节", False),
        ("2015-09-03", DayKind.STATUTORY_HOLIDAY, "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日", False),
        ("2020-01-31", DayKind.ADJUSTED_DAY_OFF, "春节", False),  # extended by 国办发明电〔2020〕1号
        ("2018-12-29", DayKind.MAKEUP_WORKDAY, "", True),  # announced with 2019
        ("2018-12-31", DayKind.ADJUSTED_DAY_OFF, "元旦", False),
        ("2005-12-31", DayKind.MAKEUP_WORKDAY, "", True),  # announced with 2006
        ("2027-02-05", DayKind.STATUTORY_HOLIDAY, "春节", False),  # computed
        ("2027-02-09", DayKind.WORKDAY, "", True),
    ],
)
def test_every_day_has_one_kind_and_its_break_a_name(day: str, kind: DayKind, name: str, works: bool) -> None:
    on = date.fromisoformat(day)

    assert CALENDAR.kind(on) is kind
    assert CALENDAR.name_of(on) == name
    assert CALENDAR.is_working(on) is works is kind.is_working


@pytest.mark.parametrize("year", range(2025, 2027))
def test_since_2025_the_law_gives_thirteen_days(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))

    assert sum(CALENDAR.kind(day) is DayKind.STATUTORY_HOLIDAY for day in days) == 13


def test_kinds_and_calendars_have_chinese_names() -> None:
    assert [kind.label for kind in DayKind] == ["工作日", "调休上班", "周末", "法定节假日", "调休放假"]
    assert [kind.label for kind in CalendarKind] == ["政府工作日", "自然日", "企业六天工作制"]


# -- provisional ----------------------------------------------------------------------------------------------------


def test_a_count_within_an_announced_year_is_certain_and_one_into_a_computed_year_is_provisional() -> None:
    assert not CALENDAR.after(date(2026, 12, 21), 8).provisional
    assert CALENDAR.after(date(2026, 12, 21), 9).provisional
    assert CALENDAR.after(date(2026, 12, 21), 8).on == date(2026, 12, 31)


def test_a_calendar_limit_that_rolls_into_a_computed_year_is_provisional() -> None:
    stays = CALENDAR.after_calendar_days(date(2026, 12, 1), 30)

    assert stays == DueDay(date(2026, 12, 31), provisional=False)
    assert CALENDAR.after_calendar_days(date(2026, 12, 1), 31) == DueDay(date(2027, 1, 4), provisional=True)


def test_day_0_is_not_counted_and_so_does_not_make_a_count_provisional() -> None:
    imported = WorkCalendar([NOTICE_2027])

    assert not imported.covers_year(2026)
    assert not imported.after(date(2026, 12, 31), 5).provisional


def test_computed_years_are_named_and_uncovered() -> None:
    assert CALENDAR.provisional_years == tuple(range(2027, 2046))
    assert CALENDAR.covers_year(2026)
    assert not CALENDAR.covers_year(2027)
    assert not CALENDAR.covers_year(1999)
    assert CALENDAR.covers(date(2004, 1, 1), date(2026, 12, 31))
    assert not CALENDAR.covers(date(2027, 1, 1), date(2026, 12, 31))


def test_an_imported_notice_makes_its_year_certain_and_moves_its_days() -> None:
    start = date(2027, 1, 28)
    assert CALENDAR.after(start, 8) == DueDay(date(2027, 2, 11), provisional=True)

    imported = CALENDAR.with_notice(NOTICE_2027)

    # 29, make-up Saturday 30, February 1–4, then 15 and 16 after the break
    assert imported.after(start, 8) == DueDay(date(2027, 2, 16), provisional=False)
    assert imported.provisional_years == tuple(range(2028, 2046))
    assert imported.notice(2027) is NOTICE_2027
    assert CALENDAR.provisional_years[0] == 2027, "the old calendar is as it was"


def test_a_year_without_any_notice_has_weekends_only_and_is_provisional() -> None:
    bare = WorkCalendar([], 2026, 2026)

    assert bare.kind(date(2026, 1, 1)) is DayKind.WORKDAY
    assert bare.after(date(2026, 1, 1), 1) == DueDay(date(2026, 1, 2), provisional=True)
    assert bare.notice(2026) is None


# -- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.is_working(date(2003, 12, 31)),
        lambda: CALENDAR.kind(date(2046, 1, 1)),
        lambda: CALENDAR.name_of(date(2046, 1, 1)),
        lambda: CALENDAR.after(date(2045, 12, 20), 30),
        lambda: CALENDAR.before(date(2004, 1, 5), 30),
        lambda: CALENDAR.after_calendar_days(date(2045, 12, 20), 30),
        lambda: CALENDAR.after_calendar_days(date(2045, 12, 20), 10**9),
        lambda: CALENDAR.calendar_before(date(2004, 1, 20), 30),
        lambda: CALENDAR.roll_forward(date(2045, 12, 31)),
        lambda: CALENDAR.roll_back(date(2004, 1, 1)),
        lambda: CALENDAR.working_days_between(date(2004, 1, 1), date(2046, 1, 1)),
        lambda: CALENDAR.months(2046),
        lambda: CALENDAR.table(CalendarKind.SEVEN_DAY).date(-1),
    ],
)
def test_days_outside_the_calendar_are_refused_in_chinese(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DomainError, match="日期超出日历范围") as refusal:
        ask()

    assert "2004-01-01 至 2045-12-31" in refusal.value.problem


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.after(date(2026, 3, 2), 0),
        lambda: CALENDAR.before(date(2026, 3, 2), 0),
        lambda: CALENDAR.after_calendar_days(date(2026, 3, 2), 0),
        lambda: CALENDAR.calendar_before(date(2026, 3, 2), -1),
        lambda: WorkCalendar([], 2027, 2026),
    ],
)
def test_less_than_one_day_or_year_is_misuse(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"at least 1|is before"):
        ask()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": " "}, "没有写通知名称"),
        ({"source": ""}, "没有写来源"),
        ({"breaks": (("", "01-01", "01-03"),)}, "没有名称"),
        ({"breaks": (("元旦", "01-03", "01-01"),)}, "早于首日"),
        ({"breaks": (("元旦", "01-01", "03-03"),)}, "超过 30 天"),
        ({"breaks": (("元旦", "01-01", "01-03"), ("春节", "01-03", "01-03"))}, "2027-01-03（周日） 同时属于两个假期"),
        ({"statutory": "01-01 05-01"}, "2027-05-01（周六） 不在任何一个假期之内"),
        ({"adjusted_off": "01-01"}, "既是法定节假日又是调休放假日"),
        ({"adjusted_off": "01-02"}, "2027-01-02（周六） 本来就是周末"),
        ({"makeup": "01-04"}, "2027-01-04（周一） 不是周六或周日"),
        ({"makeup": "01-02"}, "2027-01-02（周六） 落在放假期间"),
        ({"statutory": "01-01 01-02", "makeup": "01-02"}, "既是法定节假日又是调休上班日"),
        ({"statutory": ""}, "2027-01-01（周五） 没有说明是法定节假日还是调休放假"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(DomainErrors) as refusal:
        notice(**wrong)  # type: ignore[arg-type]

    assert words in refusal.value.problem
    assert "2027 年" in refusal.value.problem


def test_a_notice_names_all_its_contradictions_at_once() -> None:
    with pytest.raises(DomainErrors) as refusal:
        notice(makeup="01-04 01-05", title="")

    assert len(refusal.value.faults) == 3


def test_a_notice_speaks_of_its_own_year_only() -> None:
    stray = frozenset({date(2025, 3, 1)})

    with pytest.raises(DomainErrors, match="2025-03-01（周六） 不属于 2027 年"):
        YearNotice(2027, "通知", "", None, "测试", Confidence.HIGH, (), frozenset(), frozenset(), stray)


def test_a_breaks_own_makeup_days_must_be_among_the_notices() -> None:
    rest = Break("元旦", date(2027, 1, 1), date(2027, 1, 3), frozenset({date(2027, 1, 9)}))

    with pytest.raises(DomainErrors, match="2027-01-09（周六） 不在全年的调休上班日之内"):
        YearNotice(
            2027, "通知", "", None, "测试", Confidence.HIGH, (rest,), days_of(2027, "01-01"), frozenset(), frozenset()
        )


def test_two_notices_of_one_year_are_refused() -> None:
    with pytest.raises(DomainError, match="2027 年有两份"):
        WorkCalendar([NOTICE_2027, notice()])


def test_two_notices_that_contradict_each_other_are_refused() -> None:
    worked = YearNotice(
        2028, "通知", "", None, "测试", Confidence.HIGH, (), frozenset(), frozenset(), days_of(2027, "12-26")
    )
    off = notice(breaks=(("元旦", "01-01", "01-03"), ("冬假", "12-26", "12-26")), statutory="01-01 12-26")

    with pytest.raises(DomainError, match="2027-12-26（周日） 在相邻两年的安排中互相矛盾"):
        WorkCalendar([worked, off])


def test_an_unlikely_notice_is_doubted_not_refused() -> None:
    (few,) = notice().doubts()
    unbalanced, _ = notice(makeup="01-09").doubts()

    assert "法定节假日共 1 天，现行规定为 13 天" in few
    assert "调休放假 0 天，调休上班 1 天，法定节假日落在周末 0 天" in unbalanced


def test_a_likely_notice_and_a_computed_one_raise_no_doubts() -> None:
    assert NOTICE_2027.doubts() == ()
    assert notice(provisional=True).doubts() == ()


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_announced_years_raise_no_doubts(year: int) -> None:
    announced = CALENDAR.notice(year)

    assert announced is not None
    assert announced.doubts() == ()


# -- laws of counting -----------------------------------------------------------------------------------------------

DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))
WORKING_DAYS = st.integers(1, 250)


@given(start=DAYS, working_days=WORKING_DAYS)
def test_forward_and_backward_counting_are_inverse(start: date, working_days: int) -> None:
    due = CALENDAR.after(start, working_days).on

    assert CALENDAR.before(due, working_days) == CALENDAR.roll_back(start)
    assert CALENDAR.after(CALENDAR.before(start, working_days), working_days).on == CALENDAR.roll_back(start)


@given(finish=DAYS, working_days=WORKING_DAYS)
def test_the_latest_acceptance_day_is_a_working_day_and_the_next_one_is_too_late(
    finish: date, working_days: int
) -> None:
    latest = CALENDAR.before(finish, working_days)
    next_one = CALENDAR.roll_forward(latest + ONE_DAY)

    assert CALENDAR.is_working(latest)
    assert CALENDAR.after(latest, working_days).on <= finish
    assert CALENDAR.after(next_one, working_days).on > finish


@given(finish=DAYS, days=st.integers(1, 400))
def test_calendar_days_count_back_to_the_latest_working_acceptance_day(finish: date, days: int) -> None:
    latest = CALENDAR.calendar_before(finish, days)
    next_one = CALENDAR.roll_forward(latest + ONE_DAY)

    assert CALENDAR.is_working(latest)
    assert CALENDAR.after_calendar_days(latest, days).on <= finish
    assert CALENDAR.after_calendar_days(next_one, days).on > finish


@given(start=DAYS, first=WORKING_DAYS, second=WORKING_DAYS)
def test_two_limits_in_a_row_equal_their_sum(start: date, first: int, second: int) -> None:
    one = CALENDAR.after(start, first)
    both = CALENDAR.after(one.on, second)

    assert DueDay(both.on, one.provisional or both.provisional) == CALENDAR.after(start, first + second)


@given(a=DAYS, b=DAYS, c=DAYS)
def test_working_days_between_are_antisymmetric_and_add_up(a: date, b: date, c: date) -> None:
    between = CALENDAR.working_days_between

    assert between(a, a) == 0
    assert between(a, b) == -between(b, a)
    assert between(a, b) + between(b, c) == between(a, c)


@given(start=DAYS, working_days=WORKING_DAYS)
def test_working_days_between_measures_what_after_counts(start: date, working_days: int) -> None:
    assert CALENDAR.working_days_between(start, CALENDAR.after(start, working_days).on) == working_days


def stepped(start: date, working_days: int) -> date:
    """The due day by stepping from day to day and asking the kind of each."""
    day = start
    while working_days:
        day += ONE_DAY
        working_days -= CALENDAR.kind(day) in (DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY)
    return day


@given(start=DAYS, working_days=st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_the_table_agrees_with_stepping(start: date, working_days: int) -> None:
    assert CALENDAR.after(start, working_days).on == stepped(start, working_days)


@given(day=DAYS)
def test_rolling_keeps_working_days_and_moves_others_to_the_nearest(day: date) -> None:
    back, forward = CALENDAR.roll_back(day), CALENDAR.roll_forward(day)

    assert back <= day <= forward
    assert CALENDAR.is_working(back)
    assert CALENDAR.is_working(forward)
    assert (back == day == forward) is CALENDAR.is_working(day)
    assert CALENDAR.working_days_between(back, forward) <= 1


@given(day=st.dates(date(2027, 3, 1), date(2027, 3, 31)), working_days=st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_toggling_a_holiday_twice_is_the_identity(day: date, working_days: int) -> None:
    toggled = notice(breaks=(("临时假", f"{day:%m-%d}", f"{day:%m-%d}"),), statutory=f"{day:%m-%d}", title="多放一天")
    computed = CALENDAR.notice(2027)
    assert computed is not None

    there = CALENDAR.with_notice(toggled)
    back_again = there.with_notice(computed)

    assert not there.is_working(day)
    assert back_again == CALENDAR
    assert back_again.after(day, working_days) == CALENDAR.after(day, working_days)
    assert all(back_again.table(kind) == CALENDAR.table(kind) for kind in CalendarKind)


# -- tables ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", CalendarKind)
def test_a_table_ranks_its_worked_days_and_finds_them_again(kind: CalendarKind) -> None:
    table = CALENDAR.table(kind)

    assert len(table.rank) == len(table.worked) == (date(2045, 12, 31) - date(2004, 1, 1)).days + 1
    assert table.rank[-1] == len(table.day) - 1 == sum(table.worked)
    assert table.day[0] == -1
    assert all(table.rank[table.day[k]] == k and table.worked[table.day[k]] for k in range(1, len(table.day)))
    assert table.rank[0] == table.worked[0]
    assert all(table.rank[d] - table.rank[d - 1] == table.worked[d] for d in range(1, len(table.rank)))


@pytest.mark.parametrize("kind", CalendarKind)
def test_a_table_turns_dates_into_indexes_and_back(kind: CalendarKind) -> None:
    table = CALENDAR.table(kind)

    assert table.kind is kind
    assert (table.first_on, table.last_on) == (date(2004, 1, 1), date(2045, 12, 31))
    assert table.index(table.first_on) == 0
    assert table.date(table.index(date(2026, 10, 10))) == date(2026, 10, 10)
    assert table.base == CALENDAR.table(CalendarKind.GOVERNMENT).base


def test_the_seven_day_table_works_every_day() -> None:
    assert set(CALENDAR.table(CalendarKind.SEVEN_DAY).worked) == {1}


def test_the_government_table_works_as_the_calendar_says() -> None:
    table = CALENDAR.table(CalendarKind.GOVERNMENT)

    for index in range(0, len(table.worked), 3):
        assert bool(table.worked[index]) is CALENDAR.kind(table.date(index)).is_working


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-03-07", True),  # an ordinary Saturday
        ("2026-03-08", False),  # a Sunday
        ("2026-01-04", True),  # a make-up Sunday
        ("2026-02-14", True),  # a make-up Saturday
        ("2026-02-16", False),  # a statutory holiday
        ("2026-02-20", False),  # a day off by adjustment
        ("2026-02-21", False),  # the Saturday inside the Spring Festival break
        ("2026-10-10", True),
    ],
)
def test_a_six_day_enterprise_rests_on_sundays_and_breaks(day: str, worked: bool) -> None:
    table = CALENDAR.table(CalendarKind.SIX_DAY)

    assert bool(table.worked[table.index(date.fromisoformat(day))]) is worked


def test_a_calendar_is_a_value() -> None:
    again = WorkCalendar(reversed(CALENDAR.notices))

    assert again == CALENDAR
    assert hash(again) == hash(CALENDAR)
    assert pickle.loads(pickle.dumps(CALENDAR)).after(date(2026, 9, 16), 15) == CALENDAR.after(date(2026, 9, 16), 15)
    with pytest.raises(AttributeError):
        CALENDAR.first_year = 1  # type: ignore[misc]


def test_a_break_knows_all_its_days_and_a_notice_all_days_off() -> None:
    assert Break("元旦", date(2027, 1, 1), date(2027, 1, 3)).days() == tuple(date(2027, 1, day) for day in (1, 2, 3))
    assert notice().days_off() == days_of(2027, "01-01 01-02 01-03")
