from datetime import date

import pytest

from gxq_desktop.application.issue_edition import draft_edition
from gxq_desktop.application.views import Day
from gxq_desktop.domain.case_states import EventKind
from tests.documents.papers_small.written_off import (
    LICENCE,
    desk_with_write_offs,
    dossier_with_write_offs,
    recorded,
    view_of,
)


def test_only_what_is_written_off_is_told_in_the_order_it_was():
    assert [view.code for view in dossier_with_write_offs().written_off] == ["A01", "B01", "A07"]


def test_an_approval_tells_original_and_current_due_day_and_why_they_differ():
    view = view_of("A07")

    assert (view.original_due, view.due) == (Day(date(2026, 4, 8), False), Day(date(2026, 4, 21), False))
    assert view.moved_because == ("专家评审，2026-03-26 至 2026-04-08 中止计时，扣除 9 个工作日",)
    assert (view.received_on, view.begun_on, view.ended_on) == (
        date(2026, 3, 23),
        date(2026, 3, 24),
        date(2026, 4, 27),
    )
    assert (view.delivered_on, view.cleared_on) == (date(2026, 4, 28), date(2026, 4, 28))


def test_used_days_are_those_counted_against_the_promise_and_late_days_what_exceeds_it():
    view = view_of("A07")

    assert (view.promised_days, view.used_days, view.late_days, view.early_days) == (10, 14, 4, 0)
    assert view.late_because == ("2026-04-21 应办未办，中介或评审拖延：评审意见晚交",)


def test_every_working_day_from_receipt_to_delivery_has_one_owner():
    view = view_of("A07")

    assert (view.authority_days, view.enterprise_days, view.intermediary_days) == (18, 5, 9)
    passed = dossier_with_write_offs().calendar.working_days_between(date(2026, 3, 12), date(2026, 4, 28))
    assert view.total_days == passed


def test_a_material_is_measured_against_the_agreed_plan_and_has_no_limit():
    view = view_of("B01")

    assert (view.promised_days, view.used_days, view.outcome) == (None, None, "已备齐")
    assert view.original_due == view.due and view.early_days == 2
    assert view.proof == ("委〔2026〕3 号",)


def test_what_was_recorded_along_with_the_write_off_says_nothing_of_its_own():
    lines = view_of("A01").recorded

    assert [(line.what, line.document, line.note) for line in lines[-3:]] == [
        ("准予许可", "", ""),
        ("送达", "", ""),
        ("销账", "2603-511700-04-01-123456", ""),
    ]


def test_the_proof_is_told_once():
    assert view_of("A07").proof == (LICENCE,)


def test_a_promise_put_off_and_a_limit_extended_are_told_apart():
    desk, number = desk_with_write_offs()
    recorded(desk, number, "A09", EventKind.ACCEPTED, date(2026, 4, 29))
    recorded(desk, number, "A09", EventKind.OVERRUN, date(2026, 4, 30), days=2, reason="等企业补图")
    recorded(desk, number, "A09", EventKind.CLEARED, date(2026, 4, 30), document="10 号")

    view = next(each for each in draft_edition(number, desk).dossier.written_off if each.code == "A09")

    assert view.moved_because == ("承诺期顺延 2 个工作日：等企业补图",)
    assert desk.calendar.working_days_between(view.original_due.on, view.due.on) == 2


@pytest.mark.parametrize("code", ["A01", "A07", "B01"])
def test_days_early_and_late_exclude_each_other(code: str):
    view = view_of(code)

    assert not (view.early_days and view.late_days)


def test_the_card_of_a_decided_item_still_says_what_was_promised():
    dossier = dossier_with_write_offs()
    limit = next(card.limit for card in dossier.cards if card.code == "A07")

    assert (limit.promised_days, limit.promised_due) == (10, Day(date(2026, 4, 21), False))
    assert limit.accepted == Day(date(2026, 3, 24), False)
    assert dossier.promised_days_sum == sum(card.limit.promised_days for card in dossier.cards)
