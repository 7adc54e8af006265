"""Actuals in a network of three steps: what is done stays, what runs runs on, the rest begins today at the earliest."""

from __future__ import annotations

from datetime import date

from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.ledger import Journal
from gxq_desktop.domain.network import Link, Network, Step, StepId, StepKind
from gxq_desktop.domain.project_network import ItemTerms
from gxq_desktop.domain.replanning import Actual, actuals_of, moves_between, start_of_plan, variances, with_actuals
from gxq_desktop.domain.schedule import Schedule, schedule
from tests.domain.cases import CALENDAR, TEN, day, event

MATERIAL, APPROVAL, REVIEW, GATE = StepId("B05"), StepId("A23"), StepId("A23.1"), StepId("G1")
START = day("09-01")


def step(step_id: StepId, code: str, kind: StepKind, days: int) -> Step:
    return Step(step_id, code, code, kind, "企业", CalendarKind.GOVERNMENT, days, kind is StepKind.APPROVAL)


NETWORK = Network(
    [
        step(MATERIAL, "B05", StepKind.MATERIAL, 5),
        step(APPROVAL, "A23", StepKind.APPROVAL, 10),
        step(REVIEW, "A23", StepKind.EXCLUDED, 4),
        step(GATE, "G1", StepKind.MILESTONE, 0),
    ],
    [Link(MATERIAL, APPROVAL), Link(APPROVAL, REVIEW), Link(REVIEW, GATE)],
)
TERMS: dict[ItemCode, ItemTerms] = {ItemCode("A23"): TEN}


def resolved(today: str, *told: tuple[str, str, str]) -> Schedule:
    """NETWORK solved on TODAY after (kind, day, step) were recorded."""
    journal = Journal(tuple(event(number, *each) for number, each in enumerate(told, 1)))
    actuals = actuals_of(NETWORK, journal, TERMS, CALENDAR, day(today))
    network = with_actuals(NETWORK, actuals, journal, CALENDAR, day(today), START)
    return schedule(network, CALENDAR, start_of_plan(START, actuals))


def span(found: Schedule, step_id: StepId) -> tuple[date, date]:
    return found[step_id].early_start, found[step_id].early_finish


def test_with_nothing_recorded_the_whole_is_solved_from_today() -> None:
    assert span(resolved("09-14"), MATERIAL) == (day("09-14"), day("09-18"))


def test_what_is_finished_keeps_its_days_even_before_the_start_of_the_plan_and_on_a_day_off() -> None:
    found = resolved("09-14", ("preparing", "08-29", "B05"), ("ready", "09-05", "B05"))  # two Saturdays

    assert span(found, MATERIAL) == (day("08-29"), day("09-05"))
    assert found[APPROVAL].early_start == day("09-14")


def test_what_runs_ends_when_its_clock_says_and_not_before_today() -> None:
    accepted = ("accepted", "09-16", "A23")

    assert span(resolved("09-17", accepted), APPROVAL) == (day("09-16"), day("09-30"))
    assert span(resolved("10-09", accepted), APPROVAL) == (day("09-16"), day("10-09"))


def test_a_suspension_moves_the_expected_end_and_uses_up_the_planned_review() -> None:
    found = resolved("09-24", ("accepted", "09-16", "A23"), ("suspended", "09-21", "A23"), ("resumed", "09-23", "A23"))

    assert found[APPROVAL].early_finish == day("10-10")
    assert (
        CALENDAR.working_days_between(found[APPROVAL].early_finish, found[REVIEW].early_finish) == 1
    )  # of 4, 3 are taken


def test_what_the_limit_does_not_count_is_over_with_the_decision_and_the_gate_is_reached() -> None:
    found = resolved("10-09", ("accepted", "09-16", "A23"), ("granted", "09-28", "A23"))

    assert found[REVIEW].early_finish == found[GATE].early_finish == day("09-28")


def test_a_refused_application_has_to_be_made_again() -> None:
    journal = Journal((event(1, "accepted", "09-16"), event(2, "refused", "09-28", reason="不符合规划")))

    assert actuals_of(NETWORK, journal, TERMS, CALENDAR, day("10-09")) == {}


def test_moves_and_variances_name_how_far_in_working_days() -> None:
    before, after = resolved("09-14"), resolved("09-16")

    (gate,) = (move for move in moves_between(before, after) if move.is_milestone)
    assert (gate.step.id, gate.moved_working_days) == (GATE, 2)
    assert moves_between(before, before) == ()
    (late,) = variances(
        after,
        lambda step_id: before[step_id].early_finish if step_id == APPROVAL else None,
        {APPROVAL: Actual(START, START, True)},
    )
    assert (late.step.id, late.working_days, late.finished) == (APPROVAL, 2, True)
