"""并联审批总时限: 45 working days over what is handled side by side; extensions under the law of the item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.domain.case_states import Life
from gxq_desktop.domain.clock_rules import ClockRules
from gxq_desktop.domain.clocks import (
    JointClock,
    joint_clocks,
    require_extension,
    require_joint_extension,
    require_overrun,
)
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.ledger import Case
from gxq_desktop.domain.limits import ExtensionCap, Limit
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project_network import ItemTerms
from tests.documents.dossiers import shipped_catalogue
from tests.domain.cases import CALENDAR, TEN, day, event

SIDE_BY_SIDE = {"A22": "A23 A26", "A23": "A22", "A26": "A22", "A41": ""}
PARALLEL = {StepId(code): frozenset(map(StepId, others.split())) for code, others in SIDE_BY_SIDE.items()}


def of(step: str, *told: tuple[str, str] | tuple[str, str, dict[str, Any]]) -> Case:
    made = [event(at, each[0], each[1], step, **(each[2] if len(each) > 2 else {})) for at, each in enumerate(told, 1)]
    return Case.of(StepId(step), Life.APPROVAL, made)


def clocks(
    *cases: Case,
    today: str = "10-20",
    rules: ClockRules | None = None,
    parallel: Mapping[StepId, frozenset[StepId]] = PARALLEL,
) -> tuple[JointClock, ...]:
    return joint_clocks(cases, parallel, CALENDAR, day(today), rules or ClockRules())


def test_given_three_items_side_by_side_then_45_days_run_from_the_first_acceptance_all_suspensions_left_out_once() -> (
    None
):
    (clock,) = clocks(
        of("A26", ("accepted", "09-18")),
        of("A22", ("accepted", "09-16"), ("suspended", "09-21"), ("resumed", "09-23")),
        of("A23", ("accepted", "09-17"), ("suspended", "09-22"), ("resumed", "09-24"), ("granted", "10-08")),
    )

    assert clock.steps == ("A22", "A23", "A26") and clock.open_steps == ("A22", "A26")
    assert clock.first_accepted_on == day("09-16")
    assert clock.original_due.on == CALENDAR.after(day("09-16"), 45).on == date(2026, 11, 24)
    assert clock.due.on == CALENDAR.after(day("09-16"), 49).on  # 21, 22, 23 and 24 September, once each
    assert clock.days_left == CALENDAR.working_days_between(day("10-20"), clock.due.on) and not clock.stands


def test_items_that_were_never_under_way_together_or_are_handled_alone_have_no_joint_clock() -> None:
    assert clocks(of("A22", ("accepted", "09-01"), ("granted", "09-10")), of("A23", ("accepted", "09-16"))) == ()
    assert clocks(of("A23", ("accepted", "09-16")), of("A41", ("accepted", "09-16"))) == ()
    assert clocks(of("A23", ("submitted", "09-16")), of("A22", ("accepted", "09-16"))) == ()


def test_items_joined_through_a_third_share_one_clock() -> None:
    (clock,) = clocks(
        of("A23", ("accepted", "09-16")), of("A26", ("accepted", "09-16")), of("A22", ("accepted", "09-18"))
    )

    assert clock.steps == ("A23", "A26", "A22")


def test_once_all_are_decided_days_left_are_those_there_were_then() -> None:
    (clock,) = clocks(
        of("A22", ("accepted", "09-16"), ("granted", "09-28")),
        of("A23", ("accepted", "09-16"), ("granted", "09-30")),
        today="12-30",
    )

    assert clock.open_steps == () and clock.days_left == CALENDAR.working_days_between(day("09-30"), clock.due.on)


def test_the_bureau_may_set_fewer_days_and_an_open_suspension_stands() -> None:
    (clock,) = clocks(
        of("A22", ("accepted", "09-16"), ("suspended", "09-21")),
        of("A23", ("accepted", "09-17")),
        rules=ClockRules(joint_working_days=30),
    )

    assert clock.stands and clock.original_due.on == CALENDAR.after(day("09-16"), 30).on
    (later,) = clocks(
        of("A22", ("accepted", "09-16"), ("suspended", "09-21")),
        of("A23", ("accepted", "09-17")),
        rules=ClockRules(joint_working_days=30),
        today="10-21",
    )
    assert later.days_left == clock.days_left


@given(st.permutations(["A22", "A23", "A26", "A41"]), st.lists(st.integers(0, 40), min_size=4, max_size=4))
def test_in_whatever_order_cases_come_the_clocks_are_the_same_and_no_case_is_under_two(
    order: list[str], days: list[int]
) -> None:
    starts = {step: CALENDAR.after(day("03-02"), 1 + wait).on for step, wait in zip(SIDE_BY_SIDE, days, strict=True)}
    cases = {
        step: Case.of(
            StepId(step),
            Life.APPROVAL,
            [event(1, "accepted", on, step), event(2, "granted", CALENDAR.after(on, 8).on, step)],
        )
        for step, on in starts.items()
    }

    found = clocks(*(cases[step] for step in order), today="12-01")

    assert found == clocks(*cases.values(), today="12-01")
    listed = [step for clock in found for step in clock.steps]
    assert len(listed) == len(set(listed))
    for clock in found:
        assert clock.first_accepted_on == min(starts[step] for step in clock.steps)


# -- extensions ----------------------------------------------------------------------------------------------------


def extended(days: int, on: str = "09-18", **more: Any) -> Case:
    return of(
        "A23", ("accepted", "09-16"), ("extended", on, {"days": days, "reason": "案情复杂", "approver": "王局", **more})
    )


@pytest.mark.parametrize(
    ("code", "most", "law"),
    [("A02", 40, "国务院令第673号"), ("A09", 10, "水利部令第53号"), ("A23", 10, "行政许可法第四十二条第一款")],
)
def test_the_cap_is_that_of_the_items_own_law(code: str, most: int, law: str) -> None:
    cap = shipped_catalogue().by_code[code].extension_cap  # type: ignore[index,union-attr]
    assert (cap.limit, cap.basis) == (Limit(most), law)
    terms = ItemTerms(10, Limit(20), "", cap)

    require_extension(extended(most), terms, CALENDAR)
    with pytest.raises(DomainError) as refusal:
        require_extension(extended(most + 1), terms, CALENDAR)
    assert law in refusal.value.problem


def test_where_the_law_sets_no_days_there_is_nothing_to_extend() -> None:
    with pytest.raises(DomainError, match="谈不上延长"):
        require_extension(extended(5), ItemTerms(10, None, ""), CALENDAR)


def test_an_overrun_stays_within_the_statute_and_once_that_was_extended_within_the_extension() -> None:
    def overrun(days: int, *first: tuple[str, str, dict[str, Any]]) -> Case:
        return of("A23", ("accepted", "09-16"), *first, ("overrun", "09-18", {"days": days, "reason": "材料多"}))

    longer = ("extended", "09-18", {"days": 5, "reason": "案情复杂", "approver": "王局"})
    require_overrun(overrun(10), TEN, CALENDAR, day("09-18"))
    with pytest.raises(DomainError, match="超过法定时限"):
        require_overrun(overrun(11), TEN, CALENDAR, day("09-18"))
    require_overrun(overrun(15, longer), TEN, CALENDAR, day("09-18"))
    with pytest.raises(DomainError, match="超过延长后的法定末日"):
        require_overrun(overrun(16, longer), TEN, CALENDAR, day("09-18"))


def test_a_cap_of_another_unit_is_not_mixed_with_working_days() -> None:
    terms = ItemTerms(10, Limit(20), "", ExtensionCap(Limit(30), "某法"))
    require_extension(extended(30), terms, CALENDAR)


# -- the joint limit extended (行政许可法第四十二条第二款) -----------------------------------------------------------------


def lengthened(days: int = 15, on: str = "11-20", step: str = "A23") -> Case:
    told = {"days": days, "reason": "多部门意见待统一", "approver": "分管副区长"}
    return of(step, ("accepted", "09-16"), ("joint_extended", on, told))


def require(case: Case, *others: Case, rules: ClockRules | None = None) -> None:
    require_joint_extension(case, (case, *others), PARALLEL, CALENDAR, rules or ClockRules())


def test_the_joint_limit_is_extended_for_all_of_the_group_by_at_most_15_working_days() -> None:
    other = of("A22", ("accepted", "09-17"))
    require(lengthened(), other)

    (clock,) = clocks(lengthened(), other, today="11-23")

    assert clock.original_due.on == date(2026, 11, 24) and clock.due.on == CALENDAR.after(day("09-16"), 60).on
    assert clock.extension is not None and clock.extension.approver == "分管副区长"
    with pytest.raises(DomainError, match="超过 15 个工作日的上限（行政许可法第四十二条第二款）"):
        require(lengthened(16), other)


def test_suspensions_are_left_out_of_the_extended_joint_limit_too() -> None:
    other = of("A22", ("accepted", "09-17"), ("suspended", "09-21"), ("resumed", "09-23"))

    (clock,) = clocks(lengthened(), other, today="11-23")

    assert clock.due.on == CALENDAR.after(day("09-16"), 45 + 15 + 3).on


def test_it_is_approved_before_the_laws_45_days_run_out_even_where_the_bureau_set_fewer() -> None:
    other = of("A22", ("accepted", "09-17"))

    require(lengthened(on="11-24"), other)
    require(lengthened(on="11-24"), other, rules=ClockRules(joint_working_days=30))
    with pytest.raises(DomainError, match="晚于原时限末日 2026-11-24"):
        require(lengthened(on="11-25"), other)

    (clock,) = clocks(lengthened(), other, rules=ClockRules(joint_working_days=30), today="11-23")
    assert clock.original_due.on == CALENDAR.after(day("09-16"), 30).on
    assert clock.due.on == CALENDAR.after(day("09-16"), 60).on


def test_a_case_alone_has_no_joint_limit_to_extend_and_a_group_is_extended_once() -> None:
    with pytest.raises(DomainError, match="没有与别的事项并联办理"):
        require(lengthened(), of("A41", ("accepted", "09-16")))
    with pytest.raises(DomainError, match="已经延长过一次"):
        require(lengthened(5, step="A22"), lengthened())
