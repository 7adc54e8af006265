"""The tables of a case's life are sound: nothing unreachable, no dead end, every implied way allowed step by step."""

from __future__ import annotations

import pytest

from gxq_desktop.domain.case_states import (
    IMPLIED,
    TRANSITIONS,
    CaseState,
    EventKind,
    Life,
    Party,
    SuspensionCause,
    allowed_in,
    implied_before,
    state_after,
)
from gxq_desktop.domain.network import StepKind


def reachable(life: Life) -> set[CaseState]:
    found, fresh = {CaseState.NOT_STARTED}, {CaseState.NOT_STARTED}
    while fresh:
        after = {
            state_after(kind, state, CaseState.ACCEPTED)
            for state in fresh
            for kind, states in TRANSITIONS[life].items()
            if state in states
        }
        fresh = after - found
        found |= fresh
    return found


@pytest.mark.parametrize("life", Life)
def test_every_state_a_transition_starts_from_can_be_reached(life: Life) -> None:
    named = set().union(*TRANSITIONS[life].values())

    assert named <= reachable(life)


@pytest.mark.parametrize("life", Life)
def test_from_every_reachable_state_a_case_can_still_be_written_off(life: Life) -> None:
    for state in reachable(life):
        ahead, fresh = {state}, {state}
        while fresh:
            fresh = {
                state_after(kind, each, CaseState.ACCEPTED)
                for each in fresh
                for kind, states in TRANSITIONS[life].items()
                if each in states
            } - ahead
            ahead |= fresh
        assert CaseState.CLEARED in ahead


@pytest.mark.parametrize("life", Life)
def test_what_may_be_left_unsaid_is_allowed_step_by_step(life: Life) -> None:
    for kind, ways in IMPLIED[life].items():
        for states, between in ways:
            for state in states:
                for each in (*between, kind):
                    assert state in TRANSITIONS[life][each]
                    state = state_after(each, state, state)


def test_what_may_follow_is_named_direct_events_first() -> None:
    assert allowed_in(Life.MATERIAL, CaseState.PREPARING) == (EventKind.READY, EventKind.RECEIVED, EventKind.CLEARED)
    assert implied_before(Life.APPROVAL, CaseState.ACCEPTED, EventKind.CLEARED) == (
        EventKind.GRANTED,
        EventKind.DELIVERED,
    )
    assert implied_before(Life.APPROVAL, CaseState.SUBMITTED, EventKind.CLEARED) == ()


def test_a_written_off_case_is_at_its_end() -> None:
    assert all(not allowed_in(life, CaseState.CLEARED) for life in Life)


def test_a_milestone_has_no_life() -> None:
    assert Life.of(StepKind.CONSTRUCTION) is Life.WORK
    with pytest.raises(ValueError, match="milestone"):
        Life.of(StepKind.MILESTONE)


def test_events_are_found_by_english_value_and_chinese_word() -> None:
    assert EventKind.named("accepted") is EventKind.named("受理") is EventKind.ACCEPTED
    assert EventKind.named("受理了") is None
    assert len({kind.label for kind in EventKind}) == len(EventKind)


def test_what_laboratories_and_experts_take_is_the_intermediarys() -> None:
    assert SuspensionCause.EXPERT_REVIEW.party is Party.INTERMEDIARY
    assert SuspensionCause.HEARING.party is Party.AUTHORITY
