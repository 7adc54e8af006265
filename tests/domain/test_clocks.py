"""The worked examples of approval_notes §2 on cases, whose days pass, and the lights."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.domain.case_states import Life, Party
from gxq_desktop.domain.clocks import (
    ClockRules,
    LedgerLight,
    OwnedDays,
    clock_of,
    delivery_due,
    joint_clock,
    light_of,
    owned_days,
    owner_of,
    require_extension,
)
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.limits import Limit, LimitUnit, SuspensionRule
from gxq_desktop.domain.project_network import ItemTerms
from tests.domain.cases import CALENDAR, TEN, case, day


@pytest.mark.parametrize(
    ("accepted", "days", "due"),
    [
        ("02-12", 5, "02-26"),
        ("02-13", 10, "03-05"),
        ("02-14", 3, "02-26"),
        ("04-29", 3, "05-07"),
        ("09-16", 10, "09-30"),
        ("09-16", 15, "10-13"),
    ],
)
def test_promises_of_the_notes_count_on_cases(accepted: str, days: int, due: str) -> None:
    clock = clock_of(case(("accepted", accepted)), ItemTerms(days, None, ""), CALENDAR, day(accepted))

    assert clock is not None
    assert clock.promised_due.on == clock.promised_original_due.on == day(due)
    assert clock.days_left == days and clock.statutory_due is None


@pytest.mark.parametrize(("received", "days", "due"), [("01-20", 30, "02-24"), ("08-08", 60, "10-08")])
def test_calendar_day_limits_of_the_notes_roll_over_days_off(received: str, days: int, due: str) -> None:
    terms = ItemTerms(5, Limit(days, LimitUnit.CALENDAR_DAY), "")

    clock = clock_of(case(("accepted", received)), terms, CALENDAR, day(received))

    assert clock is not None and clock.statutory_due is not None and clock.statutory_due.on == day(due)


def test_the_suspension_of_the_notes_moves_the_current_due_day_and_keeps_the_original() -> None:
    stopped = case(("accepted", "09-16"), ("suspended", "09-21"), ("resumed", "09-23"))

    clock = clock_of(stopped, TEN, CALENDAR, day("09-24"))

    assert clock is not None
    assert (clock.promised_original_due.on, clock.promised_due.on) == (day("09-30"), day("10-10"))


def test_after_a_correction_the_clock_starts_anew_at_acceptance_and_does_not_run_on() -> None:
    corrected = case(("submitted", "09-10"), ("noticed", "09-11"), ("corrected", "09-16"), ("accepted", "09-16"))

    before = clock_of(case(("submitted", "09-10"), ("noticed", "09-11")), TEN, CALENDAR, day("09-30"))
    clock = clock_of(corrected, TEN, CALENDAR, day("09-16"))

    assert before is None
    assert clock is not None and clock.promised_due.on == day("09-30")


def test_silence_accepts_from_the_day_of_receipt() -> None:
    clock = clock_of(case(("submitted", "09-16")), TEN, CALENDAR, day("09-24"))

    assert clock is not None and clock.by_silence
    assert (clock.accepted_on, clock.promised_due.on) == (day("09-16"), day("09-30"))


def test_while_the_clock_stands_the_days_left_do_not_fall() -> None:
    stands = case(("accepted", "09-16"), ("suspended", "09-21"))

    left = {clock_of(stands, TEN, CALENDAR, day(on)).days_left for on in ("09-21", "09-24", "10-09", "10-16")}  # type: ignore[union-attr]

    assert left == {7}


def test_an_overrun_moves_the_promise_and_an_extension_the_statute_neither_the_other() -> None:
    longer = case(
        ("accepted", "09-16"),
        ("overrun", "09-18", {"days": 2, "reason": "材料多"}),
        ("extended", "09-18", {"days": 5, "reason": "案情复杂", "approver": "王局"}),
    )

    clock = clock_of(longer, TEN, CALENDAR, day("09-18"))

    assert clock is not None and clock.statutory_due is not None and clock.statutory_original_due is not None
    assert CALENDAR.working_days_between(clock.promised_original_due.on, clock.promised_due.on) == 2
    assert CALENDAR.working_days_between(clock.statutory_original_due.on, clock.statutory_due.on) == 5


def test_an_extension_after_the_last_day_is_refused() -> None:
    late = case(("accepted", "02-12"), ("extended", "09-18", {"days": 5, "reason": "复杂", "approver": "王局"}))

    with pytest.raises(DomainError, match="晚于原时限末日"):
        require_extension(late, TEN, CALENDAR)


def test_after_the_decision_days_left_are_those_it_was_early() -> None:
    decided = case(("accepted", "09-16"), ("granted", "09-28"))

    clock = clock_of(decided, TEN, CALENDAR, day("11-20"))

    assert clock is not None and clock.days_left == 2
    delivery = delivery_due(decided, CALENDAR)
    assert delivery is not None and delivery.on == CALENDAR.after(day("09-28"), 10).on


def test_the_joint_clock_counts_45_days_from_the_first_acceptance_with_all_suspensions_left_out_once() -> None:
    first = case(("accepted", "09-16"), ("suspended", "09-21"), ("resumed", "09-23"))
    second = case(("accepted", "09-17"), ("suspended", "09-22"), ("resumed", "09-24"))

    due = joint_clock([first, second, case()], CALENDAR, day("09-30"))

    assert due is not None and due.on == CALENDAR.after(day("09-16"), 45 + 4).on
    assert joint_clock([case()], CALENDAR, day("09-30")) is None


# -- lights --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "light"),
    [("09-23", "green"), ("09-24", "amber"), ("09-30", "amber"), ("10-01", "red"), ("09-22", "green")],
)
def test_amber_with_three_working_days_left_red_the_day_after(today: str, light: str) -> None:
    assert light_of(day("09-30"), day(today), CALENDAR) is LedgerLight(light)


def test_the_amber_threshold_is_a_parameter_and_a_clock_that_stands_is_green() -> None:
    assert light_of(day("09-30"), day("09-24"), CALENDAR, ClockRules(amber_working_days=2)) is LedgerLight.GREEN
    assert light_of(None, day("09-24"), CALENDAR) is LedgerLight.GREEN


# -- whose days ----------------------------------------------------------------------------------------------------


def test_the_authoritys_days_are_those_the_limit_counts() -> None:
    stopped = case(
        ("accepted", "09-16"),
        ("suspended", "09-21"),
        ("resumed", "09-23"),
        ("granted", "10-10"),
        ("delivered", "10-10"),
    )

    owned = owned_days(stopped, CALENDAR, day("11-20"), Party.ENTERPRISE)

    assert owned == OwnedDays(authority=10, enterprise=0, intermediary=3)


def test_correcting_is_the_enterprises_time() -> None:
    noticed = case(("submitted", "09-14"), ("noticed", "09-16"), ("corrected", "09-21"), ("accepted", "09-21"))

    owned = owned_days(noticed, CALENDAR, day("09-23"), Party.ENTERPRISE)

    assert owned == OwnedDays(authority=4, enterprise=4)  # 15,16 | 17,18,20,21 | 22,23


def test_the_rule_for_the_ends_of_a_suspension_decides_whose_day_they_are() -> None:
    stopped = case(("accepted", "09-16"), ("suspended", "09-21"), ("resumed", "09-23"))
    rules = ClockRules(suspension=SuspensionRule.RESUME_DAY_COUNTS)

    assert owner_of(stopped, day("09-23"), Party.ENTERPRISE) is Party.INTERMEDIARY
    assert owner_of(stopped, day("09-23"), Party.ENTERPRISE, rules) is Party.AUTHORITY


def test_a_period_takes_its_part_and_parts_add_up() -> None:
    stopped = case(("submitted", "09-14"), ("accepted", "09-16"), ("suspended", "09-21"))
    september, october = (day("09-01"), day("09-30")), (day("10-01"), day("10-31"))

    parts = [
        owned_days(stopped, CALENDAR, day("10-20"), Party.ENTERPRISE, period=each) for each in (september, october)
    ]

    assert parts[0] + parts[1] == owned_days(stopped, CALENDAR, day("10-20"), Party.ENTERPRISE)


@given(
    lengths=st.lists(st.integers(0, 12), min_size=7, max_size=7),
    rule=st.sampled_from(SuspensionRule),
    reason=st.sampled_from(["听证", "专家评审", "检测"]),
)
def test_every_elapsed_working_day_belongs_to_exactly_one_party(
    lengths: list[int], rule: SuspensionRule, reason: str
) -> None:
    kinds = ["submitted", "noticed", "corrected", "accepted", "suspended", "resumed", "granted"]
    on, told = date(2026, 8, 3), []
    for kind, length in zip(kinds, lengths, strict=True):
        on += timedelta(days=length)
        told.append((kind, f"{on.month}-{on.day}", {"reason": reason} if kind == "suspended" else {}))
    whole = case(*told)
    today = on + timedelta(days=9)

    owned = owned_days(whole, CALENDAR, today, Party.ENTERPRISE, ClockRules(suspension=rule))

    assert owned.total == CALENDAR.working_days_between(whole.events[0].on, today)


def test_nobodys_days_run_once_it_is_done() -> None:
    done = case(("applied", "09-14"), ("done", "09-18"), ("cleared", "10-12", {"document": "x"}), life=Life.UTILITY)

    assert owned_days(done, CALENDAR, day("10-20"), Party.ENTERPRISE) == OwnedDays(intermediary=4)
