"""What was issued, and what two editions say otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from gxq_desktop.application.answer_questions import answer_questions
from gxq_desktop.application.edition_listing import list_editions
from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.project_editions import NOW, compare_editions, edition_views, reissue_outlook
from gxq_desktop.application.reissue import ApprovalMissing, reissue
from gxq_desktop.domain.case_states import EventKind
from tests.application.recorded import Recorded, made

__all__ = ["made"]


def test_an_edition_compared_with_itself_says_the_same() -> None:
    fresh = Recorded()
    issue_edition(fresh.number, fresh.services)

    found = compare_editions(fresh.desk, 1)

    assert found.is_same and found.headline == "现状与第 1 版说的一样。"
    assert reissue_outlook(fresh.desk).why_not == "第 1 版发出以后没有变化，不用重出。"


def test_the_present_is_compared_with_an_edition_gates_first(made: Recorded) -> None:
    found = compare_editions(made.desk, 1, NOW)
    gates = [each.is_gate for each in found.moved]

    assert found.moved and gates == sorted(gates, reverse=True)
    assert all(each.old != each.new for each in found.moved)
    assert next(each for each in found.moved if each.step_id == "A01").new == date(2026, 9, 11)


def test_editions_are_views_newest_first_and_say_why(made: Recorded) -> None:
    reissue(made.number, made.services, "环评中止\n重排", "李晓岚", "张局")
    desk = made.desk

    views = edition_views(desk, list_editions(made.number, made.services))

    assert [view.number for view in views] == [2, 1]
    assert (views[0].is_latest, views[0].is_current, views[0].why, views[0].approver) == (
        True,
        True,
        "环评中止\n重排",
        "张局",
    )
    assert views[1].change == "首次印发" and not views[1].is_current
    assert views[0].papers_text == "办理手册、变更单（自第 1 版）"
    assert compare_editions(desk, 1, 2).moved == compare_editions(desk, 1, NOW).moved
    assert compare_editions(desk, 2, NOW).is_same


def test_answers_changed_are_told_in_words() -> None:
    fresh = Recorded()
    issue_edition(fresh.number, fresh.services)

    answer_questions(fresh.number, {"energy_tce": 900}, fresh.services)

    answers = compare_editions(fresh.desk, 1).answers

    assert [(each.question, each.after) for each in answers] == [("年综合能耗tce", "900 吨标准煤")]
    assert answers[0].before != answers[0].after


def test_an_edition_that_is_not_there_is_misuse(made: Recorded) -> None:
    with pytest.raises(ValueError):
        compare_editions(made.desk, 9)


def test_the_outlook_says_when_a_named_approval_is_needed_as_reissuing_does(made: Recorded) -> None:
    made.on(date(2026, 12, 1))

    outlook = reissue_outlook(made.desk)

    assert outlook.number == 2 and outlook.needs_approval and outlook.slip_days == 30
    with pytest.raises(ApprovalMissing):
        reissue(made.number, made.services)
    assert reissue(made.number, made.services, "停工", approver="张局").edition.number == 2


def test_the_outlook_agrees_with_reissue_while_nothing_was_recorded() -> None:
    fresh = Recorded()
    issue_edition(fresh.number, fresh.services)
    fresh.record("B01", EventKind.READY)

    outlook = reissue_outlook(fresh.desk)

    assert not outlook.needs_approval and outlook.why_not == ""
    assert reissue(fresh.number, fresh.services).edition.number == outlook.number


def test_before_anything_was_issued_there_is_nothing_to_reissue() -> None:
    fresh = Recorded()

    assert "还没有发过手册" in reissue_outlook(fresh.desk).why_not
    assert edition_views(fresh.desk, ()) == ()
