from __future__ import annotations

from datetime import date

import pytest

from gxq_desktop.domain.case_states import CaseState, Life
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.ledger import (
    Case,
    Evidence,
    ImpossibleDate,
    Journal,
    NotAllowedNow,
    ProofMissing,
    ReasonMissing,
)
from tests.domain.cases import A23, CALENDAR, allowed, case, day, event, events, journal

TODAY = day("10-20")
FRESH = Case(A23, Life.APPROVAL)


def test_a_case_from_preparing_to_write_off() -> None:
    told = events(
        ("preparing", "09-01"), ("submitted", "09-14"), ("noticed", "09-15"), ("corrected", "09-16"), ("accepted", "09-16"),
        ("suspended", "09-21"), ("resumed", "09-23"), ("granted", "10-10"), ("delivered", "10-12"),
        ("cleared", "10-13", {"document": "建字第1号"}),
    )  # fmt: skip

    whole = allowed(FRESH, told, TODAY)

    assert whole.state is CaseState.CLEARED and whole.is_closed
    assert (whole.accepted_on, whole.decided_on, whole.cleared_on) == (day("09-16"), day("10-10"), day("10-13"))
    assert (whole.started_on, whole.finished_on) == (day("09-16"), day("10-10"))
    assert whole == Case.of(A23, Life.APPROVAL, reversed(told))


def test_what_does_not_follow_is_refused_and_what_would_is_named() -> None:
    with pytest.raises(NotAllowedNow, match=r"现在是“未开始”，不能记“准予许可”。现在可以记：.*accepted（受理）"):
        FRESH.after(event(1, "granted", "09-16"), TODAY, CALENDAR)
    with pytest.raises(NotAllowedNow, match="没有“备齐”这一步"):
        FRESH.after(event(1, "ready", "09-16"), TODAY, CALENDAR)


@pytest.mark.parametrize(
    ("on", "words", "earliest"),
    [
        ("09-15", "早于 2026-09-16 的“受理”", day("09-16")),
        ("10-21", "还没有到。最早可填 2026-09-16，最晚 2026-10-20", day("09-16")),
    ],
)
def test_an_impossible_day_is_refused_with_the_earliest_one_that_would_do(on: str, words: str, earliest: date) -> None:
    with pytest.raises(ImpossibleDate, match=words) as refused:
        case(("accepted", "09-16")).after(event(2, "granted", on), TODAY, CALENDAR)

    assert refused.value.earliest == earliest


def test_a_day_outside_the_calendar_is_refused() -> None:
    with pytest.raises(ImpossibleDate, match="超出日历范围"):
        FRESH.after(event(1, "accepted", date(2003, 12, 31)), TODAY, CALENDAR)


def test_a_write_off_needs_document_or_evidence() -> None:
    delivered = case(("accepted", "09-16"), ("granted", "09-18"), ("delivered", "09-18"))

    with pytest.raises(ProofMissing):
        delivered.after(event(4, "cleared", "09-21"), TODAY, CALENDAR)
    proof = Evidence("证.pdf", "0" * 64)
    assert delivered.after(event(4, "cleared", "09-21", evidence=proof), TODAY, CALENDAR).is_closed


def test_a_suspension_needs_a_cause_of_the_list() -> None:
    accepted = case(("accepted", "09-16"))

    with pytest.raises(ReasonMissing, match="专家评审"):
        accepted.after(event(2, "suspended", "09-21", reason="领导出差"), TODAY, CALENDAR)
    with pytest.raises(ReasonMissing, match="依据"):
        accepted.after(event(2, "suspended", "09-21", reason="专门规定"), TODAY, CALENDAR)


def test_missing_material_must_follow_before_the_decision() -> None:
    with pytest.raises(ReasonMissing, match="缺什么"):
        FRESH.after(event(1, "provisional_acceptance", "09-16"), TODAY, CALENDAR)
    promised = case(("provisional_acceptance", "09-16", {"until": day("09-23"), "note": "授权委托书"}))
    assert promised.missing_until == day("09-23")

    with pytest.raises(NotAllowedNow, match="还没有补齐"):
        promised.after(event(2, "granted", "09-18"), TODAY, CALENDAR)
    supplied = promised.after(event(2, "supplied", "09-18"), TODAY, CALENDAR)
    assert supplied.missing_until is None and supplied.state is CaseState.PROVISIONAL
    assert supplied.after(event(3, "granted", "09-18"), TODAY, CALENDAR).is_finished


def test_one_extension_with_reason_and_approver() -> None:
    accepted = case(("accepted", "09-16"))

    with pytest.raises(DomainError, match="批准人"):
        accepted.after(event(2, "extended", "09-18", days=5, reason="案情复杂"), TODAY, CALENDAR)
    extended = accepted.after(
        event(2, "extended", "09-18", days=5, reason="案情复杂", approver="王局"), TODAY, CALENDAR
    )
    with pytest.raises(NotAllowedNow, match="已经延长过一次"):
        extended.after(event(3, "extended", "09-21", days=5, reason="再延", approver="王局"), TODAY, CALENDAR)


def test_silence_on_corrections_is_acceptance_and_its_day_is_fixed() -> None:
    submitted = case(("submitted", "09-16"))  # 09-23 is the fifth working day after, 09-20 being worked

    assert submitted.silently_accepted_on(day("09-22"), CALENDAR) is None
    assert submitted.silently_accepted_on(day("09-24"), CALENDAR) == day("09-16")
    with pytest.raises(NotAllowedNow, match="自 2026-09-16 起视为受理"):
        submitted.after(event(2, "granted", "09-24"), day("09-24"), CALENDAR)
    with pytest.raises(ImpossibleDate, match="只能填 2026-09-16"):
        submitted.after(event(2, "accepted", "09-24"), day("09-24"), CALENDAR)
    assert submitted.after(event(2, "accepted", "09-16"), day("09-24"), CALENDAR).accepted_on == day("09-16")


def test_an_application_withdrawn_and_made_anew_starts_afresh() -> None:
    again = case(
        ("accepted", "09-16"),
        ("suspended", "09-17"),
        ("withdrawn", "09-18"),
        ("submitted", "09-21"),
        ("accepted", "09-22"),
    )

    assert again.accepted_on == day("09-22") and not again.suspensions


def test_materials_and_utilities_live_shorter() -> None:
    material = case(("preparing", "09-01"), ("ready", "09-10"), life=Life.MATERIAL)
    utility = case(("applied", "09-01"), ("done", "09-10"), life=Life.UTILITY)

    for each in (material, utility):
        assert (each.started_on, each.finished_on) == (day("09-01"), day("09-10"))
    assert material.state is CaseState.READY and utility.state is CaseState.DONE


def test_work_is_closed_when_it_is_done() -> None:
    assert case(("started", "09-01"), ("done", "09-10"), life=Life.WORK).is_closed


# -- the journal ---------------------------------------------------------------------------------------------------


def test_undoing_on_the_same_day_leaves_what_was_there() -> None:
    before = journal(("submitted", "09-14"))
    after = before.with_events(
        [event(2, "accepted", "09-16", recorded_on=day("09-16")), event(3, "granted", "09-16", action=2)]
    )

    undone, gone = after.taken_back(2, day("09-16"))

    assert undone == before and [each.number for each in gone] == [2, 3]


def test_what_is_of_another_day_or_was_built_upon_cannot_be_undone() -> None:
    kept = journal(("submitted", "09-14"), ("accepted", "09-16"))

    with pytest.raises(DomainError, match="不是今天记的"):
        kept.taken_back(1, day("09-15"))
    with pytest.raises(DomainError, match="之后还有记录"):
        kept.taken_back(1, day("09-14"))


def test_a_correction_keeps_both_values_and_its_reason() -> None:
    kept = journal(("submitted", "09-14"), ("accepted", "09-16"))
    new = event(3, "accepted", "09-15", recorded_on=day("09-18"))

    changed = kept.corrected(kept.event(2), new, day("09-18"), "王芳", "看错日期", CALENDAR, Life.APPROVAL)

    assert changed.case(A23, Life.APPROVAL).accepted_on == day("09-15")
    old = changed.events[1]
    assert (old.on, old.superseded_on, old.superseded_by, old.superseded_reason) == (
        day("09-16"), day("09-18"), "王芳", "看错日期",
    )  # fmt: skip
    assert changed.known_on(day("09-17")) == kept
    assert changed.taken_back(3, day("09-18"))[0] == kept


def test_a_correction_that_what_followed_contradicts_is_refused() -> None:
    kept = journal(("submitted", "09-14"), ("accepted", "09-16"))

    with pytest.raises(ImpossibleDate, match="早于 2026-09-17"):
        kept.corrected(kept.event(1), event(3, "submitted", "09-17"), TODAY, "王芳", "看错", CALENDAR, Life.APPROVAL)
    with pytest.raises(ReasonMissing):
        kept.corrected(kept.event(2), None, TODAY, "王芳", " ", CALENDAR, Life.APPROVAL)


def test_a_record_made_by_mistake_is_withdrawn_with_a_reason() -> None:
    kept = journal(("submitted", "09-14"), ("accepted", "09-16"))

    changed = kept.corrected(kept.event(2), None, TODAY, "王芳", "误记到别的项目", CALENDAR, Life.APPROVAL)

    assert changed.case(A23, Life.APPROVAL).state is CaseState.SUBMITTED and len(changed.events) == 2


def test_an_empty_journal_is_false_and_numbers_are_never_given_twice() -> None:
    assert not Journal() and journal(("submitted", "09-14"))
    assert journal(("submitted", "09-14"), ("accepted", "09-16")).next_number == 3


def test_the_online_number_is_that_of_the_application_under_way() -> None:
    first = case(("submitted", "09-14", {"document": "川政-1"}), ("accepted", "09-15", {"document": "受字 9 号"}))
    assert (
        first.online_number == "川政-1" and case(("accepted", "09-15", {"document": "受字 9 号"})).online_number == ""
    )

    gone = (("submitted", "09-14", {"document": "川政-1"}), ("withdrawn", "09-16"))
    assert case(*gone).online_number == ""
    assert case(*gone, ("submitted", "09-17", {"document": "川政-2"})).online_number == "川政-2"
