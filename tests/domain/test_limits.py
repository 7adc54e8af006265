"""Limits, suspensions, extensions and promises against the worked examples of the trade and the laws of counting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxq_desktop.catalogue.calendar_files import load_calendar
from gxq_desktop.domain.calendar import DueDay
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.limits import (
    DELIVERY_LIMIT,
    EXTENSION_CAP,
    JOINT_EXTENSION_CAP,
    JOINT_LIMIT,
    LOWER_EXAMINATION_LIMIT,
    ONE_TIME_NOTICE_LIMIT,
    ORDINARY_LIMIT,
    Extension,
    ExtensionCap,
    Limit,
    LimitUnit,
    PromisedOverrun,
    Suspension,
    SuspensionRule,
    counted_days,
    deducted_days,
    deducted_spans,
    due_with_suspensions,
    exceeds,
    extended_due,
    joint_due,
    overrun_promise,
    silence_is_acceptance,
)

CALENDAR = load_calendar()
ONE_DAY = timedelta(days=1)
WORKING, NATURAL = LimitUnit.WORKING_DAY, LimitUnit.CALENDAR_DAY


def on(text: str) -> date:
    """“09-16” → that day of 2026; a full date as it is."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def stop(first: str, last: str | None, reason: str = "专家评审") -> Suspension:
    return Suspension(on(first), None if last is None else on(last), reason)


def extension(days: int = 10, unit: LimitUnit = WORKING, approved: str = "09-28", **others: object) -> Extension:
    given_values = {"reason": "案情复杂", "approver": "局长", "cap": EXTENSION_CAP} | others
    return Extension(Limit(days, unit), approved_on=on(approved), **given_values)  # type: ignore[arg-type]


# -- limits ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "limit", "due", "counted"),
    [
        # approval_notes §2: day by day as the table counts them
        ("02-12", Limit(5), "02-26", "02-13 02-14 02-24 02-25 02-26"),
        ("02-13", Limit(10), "03-05", "02-14 02-24 02-25 02-26 02-27 02-28 03-02 03-03 03-04 03-05"),
        ("02-14", Limit(3), "02-26", "02-24 02-25 02-26"),
        ("04-29", Limit(3), "05-07", "04-30 05-06 05-07"),
        ("09-16", Limit(10), "09-30", "09-17 09-18 09-20 09-21 09-22 09-23 09-24 09-28 09-29 09-30"),
        (
            "09-16",
            Limit(15),
            "10-13",
            "09-17 09-18 09-20 09-21 09-22 09-23 09-24 09-28 09-29 09-30 10-08 10-09 10-10 10-12 10-13",
        ),
        ("10-08", Limit(3), "10-12", "10-09 10-10 10-12"),
        ("09-29", Limit(5), "10-12", "09-30 10-08 10-09 10-10 10-12"),
    ],
)
def test_a_limit_counts_the_days_the_trade_counts(accepted: str, limit: Limit, due: str, counted: str) -> None:
    assert limit.due(on(accepted), CALENDAR) == DueDay(on(due), provisional=False)
    assert counted_days(limit, on(accepted), CALENDAR) == tuple(map(on, counted.split()))


@pytest.mark.parametrize(
    ("received", "limit", "thirtieth", "due"),
    [("01-20", Limit(30, NATURAL), "02-19", "02-24"), ("08-08", Limit(60, NATURAL), "10-07", "10-08")],
)
def test_a_calendar_day_limit_rolls_on_from_its_last_counted_day(
    received: str, limit: Limit, thirtieth: str, due: str
) -> None:
    counted = counted_days(limit, on(received), CALENDAR)

    assert limit.due(on(received), CALENDAR) == DueDay(on(due), provisional=False)
    assert (len(counted), counted[-1]) == (limit.days, on(thirtieth))


@pytest.mark.parametrize(
    ("finish", "limit", "latest"),
    [
        ("10-12", Limit(3), "10-08"),
        ("10-12", Limit(5), "09-29"),
        ("10-08", Limit(60, NATURAL), "08-07"),
        ("03-31", Limit(15, NATURAL), "03-16"),
    ],
)
def test_a_limit_counts_back_to_its_latest_acceptance_day(finish: str, limit: Limit, latest: str) -> None:
    assert limit.latest_acceptance(on(finish), CALENDAR) == on(latest)


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (Limit(20), "20 个工作日"),
        (Limit(30, NATURAL), "30 日"),
        (Limit.unset(), "即时／未设定"),
        (Limit.of(0, NATURAL), "即时／未设定"),
        (Limit.of(7, NATURAL), "7 日"),
    ],
)
def test_a_limit_reads_as_it_is_printed(limit: Limit, text: str) -> None:
    assert limit.text() == text


def test_units_have_chinese_names() -> None:
    assert [unit.label for unit in LimitUnit] == ["工作日", "自然日"]


def test_an_unset_limit_is_not_a_limit_of_no_days() -> None:
    assert not Limit.unset().is_set
    assert Limit(1).is_set
    with pytest.raises(ValueError, match="at least 1 day"):
        Limit(0)
    with pytest.raises(ValueError, match="has no days"):
        Limit(3, is_set=False)
    with pytest.raises(ValueError, match="at least 1 day"):
        Limit.of(-1, WORKING)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Limit.unset().due(date(2026, 3, 2), CALENDAR),
        lambda: Limit.unset().latest_acceptance(date(2026, 3, 2), CALENDAR),
        lambda: due_with_suspensions(Limit.unset(), date(2026, 3, 2), [stop("03-03", "03-04")], CALENDAR),
        lambda: due_with_suspensions(Limit.unset(), date(2026, 3, 2), [], CALENDAR),
    ],
)
def test_an_unset_limit_has_no_due_day(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="ask is_set first"):
        ask()


def test_the_limits_of_the_licensing_law_are_its_numbers() -> None:
    assert [
        limit.text()
        for limit in (ORDINARY_LIMIT, LOWER_EXAMINATION_LIMIT, JOINT_LIMIT, DELIVERY_LIMIT, ONE_TIME_NOTICE_LIMIT)
    ] == ["20 个工作日", "20 个工作日", "45 个工作日", "10 个工作日", "5 个工作日"]


@pytest.mark.parametrize(
    ("promised", "statutory", "too_long"),
    [
        (20, Limit(20), False),
        (21, Limit(20), True),
        (21, Limit(30, NATURAL), False),
        (22, Limit(30, NATURAL), True),
        (5, Limit(7, NATURAL), False),
        (6, Limit(7, NATURAL), True),
        (45, Limit.unset(), False),
    ],
)
def test_a_promise_may_not_exceed_the_statutory_limit(promised: int, statutory: Limit, too_long: bool) -> None:
    assert exceeds(promised, statutory) is too_long


# -- suspension -----------------------------------------------------------------------------------------------------


def test_the_worked_suspension_leaves_out_three_days() -> None:
    review = [stop("09-21", "09-23")]

    due = due_with_suspensions(Limit(10), on("09-16"), review, CALENDAR)

    assert due == DueDay(on("10-10"), provisional=False)
    assert counted_days(Limit(10), on("09-16"), CALENDAR, review) == tuple(
        map(on, ["09-17", "09-18", "09-20", "09-24", "09-28", "09-29", "09-30", "10-08", "10-09", "10-10"])
    )
    assert deducted_days(deducted_spans(review), on("09-16"), due.on, WORKING, CALENDAR) == 3


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        (SuspensionRule.WHOLE_DAYS, "10-10"),
        (SuspensionRule.RESUME_DAY_COUNTS, "10-09"),
        (SuspensionRule.STOP_DAY_COUNTS, "10-09"),
    ],
)
def test_the_bureau_chooses_which_ends_of_a_suspension_are_deducted(rule: SuspensionRule, due: str) -> None:
    assert due_with_suspensions(Limit(10), on("09-16"), [stop("09-21", "09-23")], CALENDAR, rule).on == on(due)


def test_a_suspension_within_one_day_is_nothing_when_an_end_counts() -> None:
    one_day = [stop("09-21", "09-21")]

    assert deducted_spans(one_day) == ((on("09-21"), on("09-21")),)
    assert deducted_spans(one_day, SuspensionRule.RESUME_DAY_COUNTS) == ()
    assert due_with_suspensions(Limit(10), on("09-16"), one_day, CALENDAR, SuspensionRule.STOP_DAY_COUNTS) == Limit(
        10
    ).due(on("09-16"), CALENDAR)


def test_overlapping_suspensions_are_deducted_once() -> None:
    overlapping = [stop("09-22", "09-24"), stop("09-21", "09-23"), stop("09-22", "09-22")]

    assert deducted_spans(overlapping) == ((on("09-21"), on("09-24")),)
    assert due_with_suspensions(Limit(10), on("09-16"), overlapping, CALENDAR) == due_with_suspensions(
        Limit(10), on("09-16"), [stop("09-21", "09-24")], CALENDAR
    )


def test_suspensions_that_touch_become_one_span_and_others_stay_apart() -> None:
    assert deducted_spans([stop("09-21", "09-22"), stop("09-23", "09-24"), stop("09-28", "09-29")]) == (
        (on("09-21"), on("09-24")),
        (on("09-28"), on("09-29")),
    )


@pytest.mark.parametrize("spell", [("09-10", "09-16"), ("09-19", "09-19"), ("10-01", "10-07"), ("10-20", "10-25")])
def test_a_suspension_outside_the_count_or_on_days_off_changes_nothing(spell: tuple[str, str]) -> None:
    assert due_with_suspensions(Limit(10), on("09-16"), [stop(*spell)], CALENDAR).on == on("09-30")


def test_a_suspension_that_began_before_acceptance_is_deducted_from_the_day_after_it() -> None:
    assert due_with_suspensions(Limit(2), on("03-02"), [stop("02-25", "03-03")], CALENDAR).on == on("03-05")


def test_a_calendar_day_limit_leaves_out_calendar_days() -> None:
    # day 15 of 03-02 is 03-17; four days of testing, one of them a Sunday, push it to Saturday 03-21, which rolls on
    assert due_with_suspensions(Limit(15, NATURAL), on("03-02"), [stop("03-06", "03-09")], CALENDAR).on == on("03-23")


def test_a_calendar_day_limit_that_rolls_into_a_suspension_waits_for_its_end() -> None:
    # day 5 of 03-02 is Saturday 03-07; the Monday it would roll to is suspended
    spells = [stop("03-08", "03-10")]

    assert due_with_suspensions(Limit(5, NATURAL), on("03-02"), spells, CALENDAR).on == on("03-11")


def test_a_count_stretched_by_a_suspension_into_a_computed_year_is_provisional() -> None:
    assert Limit(5).due(on("12-21"), CALENDAR) == DueDay(on("12-28"), provisional=False)
    assert due_with_suspensions(Limit(5), on("12-21"), [stop("12-22", "12-31")], CALENDAR).provisional


def test_while_a_clock_stands_its_due_day_is_refused() -> None:
    standing = stop("09-21", None)

    assert standing.is_open
    assert not stop("09-21", "09-23").is_open
    with pytest.raises(DomainError, match="2026-09-21 起的停钟（专家评审）还没有恢复") as refusal:
        due_with_suspensions(Limit(10), on("09-16"), [standing], CALENDAR)
    assert "登记恢复计时" in refusal.value.next_step


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: stop("09-23", "09-21"), "恢复计时日 2026-09-21 早于停止计时日 2026-09-23"),
        (lambda: stop("09-21", "09-23", " "), "没有写明事由"),
    ],
)
def test_a_senseless_suspension_is_refused(ask, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DomainError, match=words):
        ask()


def test_suspension_rules_have_chinese_names() -> None:
    assert SuspensionRule.WHOLE_DAYS.label == "停、复当日都扣除"
    assert len({rule.label for rule in SuspensionRule}) == 3


DAYS = st.dates(date(2025, 1, 1), date(2026, 6, 30))
SPELLS = st.lists(st.tuples(DAYS, st.integers(0, 40)), max_size=4)
LIMITS = st.builds(Limit, st.integers(1, 60), st.sampled_from(LimitUnit))


@given(accepted=DAYS, limit=LIMITS, spells=SPELLS, rule=st.sampled_from(SuspensionRule))
@settings(max_examples=80, deadline=None)
def test_due_days_with_suspensions_agree_with_stepping(
    accepted: date, limit: Limit, spells: list[tuple[date, int]], rule: SuspensionRule
) -> None:
    suspensions = [Suspension(first, first + timedelta(days=length), "检测") for first, length in spells]
    stopped: set[date] = set()
    for one in suspensions:
        if (span := one.deducted(rule)) is not None:
            stopped.update(span[0] + timedelta(days=number) for number in range((span[1] - span[0]).days + 1))

    day, left = accepted, limit.days
    while left:
        day += ONE_DAY
        left -= day not in stopped and (limit.unit is NATURAL or CALENDAR.is_working(day))
    while not CALENDAR.is_working(day) or (limit.unit is NATURAL and day in stopped):
        day += ONE_DAY

    assert due_with_suspensions(limit, accepted, suspensions, CALENDAR, rule).on == day
    assert len(counted_days(limit, accepted, CALENDAR, suspensions, rule)) == limit.days


@given(finish=DAYS, limit=LIMITS)
def test_a_limit_from_its_latest_acceptance_day_ends_in_time_and_from_the_next_day_too_late(
    finish: date, limit: Limit
) -> None:
    latest = limit.latest_acceptance(finish, CALENDAR)

    assert limit.due(latest, CALENDAR).on <= finish
    assert limit.due(CALENDAR.roll_forward(latest + ONE_DAY), CALENDAR).on > finish


# -- joint limit ----------------------------------------------------------------------------------------------------


def test_the_joint_limit_runs_45_working_days_from_the_first_acceptance() -> None:
    due = joint_due(on("03-02"), [], CALENDAR)

    # March has 21 more working days, April 21, and then 05-06, 05-07 and 05-08
    assert due == DueDay(on("05-08"), provisional=False)


def test_the_joint_limit_deducts_the_union_of_all_items_suspensions() -> None:
    of_one_item, of_another = stop("03-09", "03-13"), stop("03-12", "03-16", "检验")

    due = joint_due(on("03-02"), [of_one_item, of_another], CALENDAR)

    assert due == due_with_suspensions(Limit(45), on("03-02"), [stop("03-09", "03-16")], CALENDAR)
    assert CALENDAR.working_days_between(on("05-08"), due.on) == 6


def test_the_joint_limit_can_be_extended_by_15_working_days() -> None:
    allowed = extension(15, approved="05-06", approver="区长", cap=JOINT_EXTENSION_CAP)

    assert joint_due(on("03-02"), [], CALENDAR, allowed) == CALENDAR.after(on("03-02"), 60)


def test_the_joint_limit_is_not_extended_under_the_rule_for_a_single_item() -> None:
    with pytest.raises(DomainError, match="并联审批总时限不能按“行政许可法第四十二条第一款”延长"):
        joint_due(on("03-02"), [], CALENDAR, extension(10, approved="05-06"))


# -- extension ------------------------------------------------------------------------------------------------------


def test_an_extension_adds_its_days_to_the_limit() -> None:
    assert extended_due(Limit(10), on("09-16"), extension(5), [], CALENDAR).on == on("10-13")


def test_an_extended_limit_still_leaves_out_suspensions() -> None:
    due = extended_due(Limit(10), on("09-16"), extension(5), [stop("09-21", "09-23")], CALENDAR)

    assert due == CALENDAR.after(on("09-16"), 18)


def test_an_extension_in_another_unit_counts_from_the_limits_own_last_day() -> None:
    own = Limit(30, NATURAL).due(on("03-02"), CALENDAR).on

    assert extended_due(Limit(30, NATURAL), on("03-02"), extension(10, approved="03-30"), [], CALENDAR) == (
        CALENDAR.after(own, 10)
    )


def test_a_special_law_may_allow_more() -> None:
    special = ExtensionCap(Limit(40), "企业投资项目核准和备案管理条例第十一条")

    assert extension(40, cap=special).extra.days == 40


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: extension(11), "延长 11 个工作日，超过 10 个工作日的上限（行政许可法第四十二条第一款）"),
        (lambda: extension(16, cap=JOINT_EXTENSION_CAP), "超过 15 个工作日的上限"),
        (lambda: extension(5, NATURAL), "延长写的是自然日，上限按工作日计"),
        (lambda: extension(reason=" "), "延长没有写明理由"),
        (lambda: extension(approver=""), "延长没有写明批准人"),
        (lambda: Extension(Limit.unset(), "案情复杂", "局长", date(2026, 9, 28)), "延长没有天数"),
        (lambda: ExtensionCap(Limit(40), ""), "延长上限没有写明依据"),
        (
            lambda: extended_due(Limit(10), on("09-16"), extension(5, approved="10-08"), [], CALENDAR),
            "延长于 2026-10-08 批准，晚于原时限末日 2026-09-30",
        ),
        (
            lambda: extended_due(Limit.unset(), on("09-16"), extension(5), [], CALENDAR),
            "没有设定时限的事项谈不上延长",
        ),
    ],
)
def test_a_senseless_extension_is_refused(ask, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DomainError) as refusal:
        ask()

    assert words in refusal.value.problem
    assert refusal.value.next_step.endswith("。")


def test_a_cap_without_days_is_misuse() -> None:
    with pytest.raises(ValueError, match="a cap needs days"):
        ExtensionCap(Limit.unset(), "某法")


# -- promise --------------------------------------------------------------------------------------------------------


def overrun(working_days: int = 3, reason: str = "勘验改期", recorded_by: str = "张三") -> PromisedOverrun:
    return PromisedOverrun(working_days, reason, recorded_by, date(2026, 9, 21))


def test_a_promise_may_run_over_within_the_law() -> None:
    assert overrun_promise(10, overrun(10), Limit(20)) == Limit(20)
    assert overrun_promise(10, overrun(10), Limit.unset()) == Limit(20)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: overrun_promise(10, overrun(11), Limit(20)), "顺延后承诺为 21 个工作日，超过法定时限 20 个工作日"),
        (lambda: overrun_promise(20, overrun(2), Limit(30, NATURAL)), "超过法定时限 30 日"),
        (lambda: overrun(0), "没有天数"),
        (lambda: overrun(reason=" "), "没有写明理由"),
        (lambda: overrun(recorded_by=""), "没有写明登记人"),
    ],
)
def test_a_promise_that_would_pass_the_law_needs_an_extension_instead(ask, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DomainError, match=words):
        ask()


# -- silence --------------------------------------------------------------------------------------------------------


def test_five_working_days_of_silence_accept_from_the_day_of_receipt() -> None:
    silent = silence_is_acceptance(on("09-16"), CALENDAR)

    assert silent.notice_due == DueDay(on("09-22"), provisional=False)
    assert silent.accepted_on == on("09-16")
    assert not silent.has_taken_effect(on("09-22"), noticed_on=None)
    assert silent.has_taken_effect(on("09-23"), noticed_on=None)


def test_a_notice_in_time_breaks_the_silence_and_a_late_one_does_not() -> None:
    silent = silence_is_acceptance(on("09-16"), CALENDAR)

    assert not silent.has_taken_effect(on("10-12"), noticed_on=on("09-22"))
    assert silent.has_taken_effect(on("10-12"), noticed_on=on("09-23"))
