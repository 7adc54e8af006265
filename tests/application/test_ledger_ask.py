"""What the ledger is asked, as of a day, and kept as JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.application.ledger_ask import MOST_WORDS, ORDERS, ClockSpan, LedgerAsk, Period
from gxq_desktop.application.ledger_listing import Standing
from gxq_desktop.domain.case_states import Party
from tests.documents.dossiers import shipped_catalogue

TODAY = date(2026, 9, 16)


def asks() -> st.SearchStrategy[LedgerAsk]:
    texts = st.text(max_size=12)
    days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
    return st.builds(
        LedgerAsk,
        standing=st.none() | st.sampled_from(Standing),
        text=texts,
        number=texts,
        authority=texts,
        window_id=texts,
        person=texts,
        whose=st.none() | st.sampled_from(Party),
        period=st.sampled_from(Period),
        first=days,
        last=days,
        missing=st.booleans(),
        closed=st.booleans(),
        order=st.sampled_from(("", *ORDERS)),
        descending=st.booleans(),
    )


@given(asks())
def test_an_ask_comes_back_from_json_as_it_was(ask: LedgerAsk) -> None:
    assert LedgerAsk.from_json(json.loads(json.dumps(ask.as_json()))) == ask


@given(asks())
def test_nothing_asked_and_every_order_narrow_nothing(ask: LedgerAsk) -> None:
    assert ask.narrows == (LedgerAsk(order=ask.order, descending=ask.descending) != ask)


def test_what_an_older_or_newer_program_kept_asks_for_nothing() -> None:
    kept = {
        "standing": "unheard of", "period": 3, "whose": None, "first": "2026-13-01", "order": "; DROP TABLE", "closed": "yes",
        "window_id": 7, "unknown": 1, "text": "环评",
    }  # fmt: skip

    assert LedgerAsk.from_json(kept) == LedgerAsk(text="环评")


@pytest.mark.parametrize(
    ("period", "bounds"),
    [
        (Period.ANY, None),
        (Period.PAST, (date.min, date(2026, 9, 15))),
        (Period.TODAY, (TODAY, TODAY)),
        (Period.WEEK, (date(2026, 9, 14), date(2026, 9, 20))),
        (Period.NEXT_WEEK, (date(2026, 9, 21), date(2026, 9, 27))),
        (Period.MONTH, (date(2026, 9, 1), date(2026, 9, 30))),
        (Period.QUARTER, (date(2026, 7, 1), date(2026, 9, 30))),
    ],
)
def test_a_period_is_seen_from_today(period: Period, bounds: tuple[date, date] | None) -> None:
    assert LedgerAsk(period=period).as_filter(TODAY).period == bounds


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)))
def test_today_lies_in_its_week_month_and_quarter(today: date) -> None:
    for period in (Period.TODAY, Period.WEEK, Period.MONTH, Period.QUARTER):
        first, last = period.bounds(today) or (date.max, date.min)
        assert first <= today <= last


def test_the_clocks_span_a_month_a_quarter_a_year_or_all_days() -> None:
    assert ClockSpan.EVER.bounds(TODAY) is None
    assert ClockSpan.MONTH.bounds(TODAY) == Period.MONTH.bounds(TODAY)
    assert ClockSpan.QUARTER.bounds(TODAY) == Period.QUARTER.bounds(TODAY)
    assert ClockSpan.YEAR.bounds(TODAY) == (date(2026, 1, 1), date(2026, 12, 31))


def test_named_days_may_be_open_at_either_end() -> None:
    from_then = LedgerAsk(period=Period.BETWEEN, first=TODAY).as_filter(TODAY)
    until_then = LedgerAsk(period=Period.BETWEEN, last=TODAY).as_filter(TODAY)

    assert from_then.period == (TODAY, date.max)
    assert until_then.period == (date.min, TODAY)
    assert LedgerAsk(period=Period.BETWEEN).as_filter(TODAY).period is None


def test_closed_rows_have_no_standing_and_few_words_are_looked_for() -> None:
    asked = LedgerAsk(standing=Standing.OVERDUE, closed=True, text=" 环评  冷链 " + "词 " * 9).as_filter(TODAY)

    assert asked.standing is None and asked.closed
    assert [each.word for each in asked.words[:2]] == ["环评", "冷链"] and len(asked.words) == MOST_WORDS


def test_the_catalogue_tells_which_items_a_word_is_in() -> None:
    (sought,) = LedgerAsk(text="规划许可").as_filter(TODAY, shipped_catalogue()).words
    (owned,) = LedgerAsk(text="水务").as_filter(TODAY, shipped_catalogue()).words
    (code,) = LedgerAsk(text="a23").as_filter(TODAY, shipped_catalogue()).words

    assert sought.steps is not None and "A23" in sought.steps and "A01" not in sought.steps
    assert owned.steps and code.steps == ("A23",)
