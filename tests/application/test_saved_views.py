"""Views of the ledger under a name."""

from __future__ import annotations

import json

import pytest

from gxq_desktop.application.ledger_ask import LedgerAsk
from gxq_desktop.application.ledger_listing import Standing
from gxq_desktop.application.saved_views import ALL_VIEW, LONGEST_NAME, MOST_VIEWS, SavedViews
from gxq_desktop.domain.errors import DomainError

OVERDUE = LedgerAsk(standing=Standing.OVERDUE)
VIEWS = SavedViews().with_view("超期", OVERDUE).with_view("环评", LedgerAsk(text="环评"))


def test_a_view_is_saved_under_its_name_and_replaced_by_the_next_of_that_name() -> None:
    again = VIEWS.with_view(" 超期 ", LedgerAsk(missing=True))

    assert [view.name for view in again.views] == ["超期", "环评"]
    assert again.named("超期").ask == LedgerAsk(missing=True)


@pytest.mark.parametrize(
    ("name", "problem"), [("  ", "没有名字"), ("长" * (LONGEST_NAME + 1), "太长"), (ALL_VIEW, "自带的视图")]
)
def test_a_name_that_will_not_do_is_refused(name: str, problem: str) -> None:
    with pytest.raises(DomainError, match=problem):
        VIEWS.with_view(name, OVERDUE)
    with pytest.raises(DomainError, match=problem):
        VIEWS.renamed("环评", name)


def test_so_many_views_and_no_more() -> None:
    views = SavedViews()
    for count in range(MOST_VIEWS):
        views = views.with_view(f"视图{count}", OVERDUE)

    with pytest.raises(DomainError, match="先删去不用的"):
        views.with_view("还有一个", OVERDUE)
    assert views.with_view("视图3", LedgerAsk()).named("视图3").ask == LedgerAsk()


def test_the_default_follows_its_name_and_falls_back_when_the_view_is_gone() -> None:
    views = VIEWS.with_default("环评")
    assert views.opening.ask.text == "环评"

    renamed = views.renamed("环评", "环保")
    assert (renamed.default, renamed.opening.ask.text) == ("环保", "环评")

    gone = renamed.without("环保")
    assert gone.opening == SavedViews().named(ALL_VIEW)
    assert VIEWS.with_default(ALL_VIEW).default == ""


def test_the_view_of_everything_is_always_there_and_stays() -> None:
    assert SavedViews().named("").ask == LedgerAsk()
    for change in (lambda: VIEWS.without(ALL_VIEW), lambda: VIEWS.renamed("", "别的")):
        with pytest.raises(DomainError, match="不能改名或删去"):
            change()
    with pytest.raises(DomainError, match="没有名为"):
        VIEWS.named("从前的")
    with pytest.raises(DomainError, match="已经有名为"):
        VIEWS.renamed("环评", "超期")


def test_views_come_back_from_json_and_what_cannot_be_read_is_left_out() -> None:
    views = VIEWS.with_default("超期")
    assert SavedViews.from_json(json.loads(json.dumps(views.as_json()))) == views

    kept = {"views": [["好", {}], ["好", {"text": "二"}], ["", {}], "坏", ["坏", 3]], "default": "没有"}
    assert [view.name for view in SavedViews.from_json(kept).views] == ["好"]
    assert SavedViews.from_json(kept).default == ""
    assert SavedViews.from_json({"views": 3}) == SavedViews()
