"""What the ledger's page can ask the store for: words, other states, orders, who and where; the same on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gxq_desktop.application.ledger_ask import ORDERS
from gxq_desktop.application.ledger_rows import LedgerQuery, SoughtWord
from gxq_desktop.domain.case_states import CaseState, Party
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.domain.verdicts import Override
from gxq_desktop.store.engine import Store
from tests.store.builders import keep, project
from tests.store.test_ledger_repository import head, row

DECIDED = Override(True, "园区要求", "张琳", date(2026, 9, 1))


@pytest.fixture
def filled(store: Store) -> Store:
    """One project with three open rows and a closed one."""
    keep(store, project(name="冷链 100% 仓储_A"))
    rows = (
        row(
            "A01", name="项目备案", owner="发改口", act_by=date(2026, 9, 1), person="李晓岚", window_id="w3",
            begun_on=date(2026, 8, 3),
        ),
        row("A23", name="规划许可", act_by=date(2026, 9, 3), state=CaseState.SUSPENDED, person="王芳", window_id="w5"),
        row(
            "B07", name="环评 Report", owner="企业", act_by=date(2026, 9, 2), state=CaseState.NOT_STARTED, person="",
            window_id="", whose=Party.ENTERPRISE, accepted_on=None,
        ),
        row("A99", name="项目备案", closed=True, person="别人", window_id="w9", state=CaseState.CLEARED),
    )  # fmt: skip
    with store.unit_of_work() as uow:
        uow.ledger.keep_rows(head(open_rows=3), rows)
        uow.commit()
    return store


def codes(store: Store, **query: object) -> list[str]:
    asked = LedgerQuery(**query)  # type: ignore[arg-type]
    found = [line.row.code for line in store.ledger().rows(asked, 10)]
    assert store.ledger().count(asked) == len(found)
    return found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("备案",), ["A01"]),
        (("b07",), ["B07"]),
        (("report",), ["B07"]),
        (("冷链", "规划"), ["A23"]),
        (("gx-2026-0001",), ["A01", "B07", "A23"]),
        (("100%",), ["A01", "B07", "A23"]),
        (("储_",), ["A01", "B07", "A23"]),
        (("链_",), []),
        (("\\",), []),
        (("'; DROP TABLE project; --",), []),
    ],
)
def test_words_are_found_as_they_are_written(filled: Store, words: tuple[str, ...], found: list[str]) -> None:
    assert codes(filled, words=tuple(map(SoughtWord, words))) == found


def test_words_the_catalogue_knows_are_found_without_reading_names(filled: Store) -> None:
    sought = SoughtWord("规划", ("A01", "A99"))

    assert codes(filled, words=(sought,)) == ["A01"]
    assert codes(filled, words=(sought, SoughtWord("冷链", ()))) == ["A01"]
    assert codes(filled, words=(SoughtWord("规划", ()),)) == []


def test_a_row_knows_whether_an_officer_decided_about_its_item(filled: Store) -> None:
    with filled.unit_of_work() as uow:
        other = replace(uow.projects.get(ProjectNumber("GX-2026-0001")), overrides={"A23": DECIDED, "A30": DECIDED})
        uow.projects.save(other)
        uow.commit()

    found = {line.row.code: line.decided for line in filled.ledger().rows(LedgerQuery(), 10)}

    assert found == {"A01": False, "B07": False, "A23": True}
    assert filled.ledger().rows(LedgerQuery(number="GX-2026-0009"), 10) == []


def test_begun_rows_are_counted_by_state_and_turn(filled: Store) -> None:
    lists = filled.ledger()

    assert lists.begun(LedgerQuery()) == [(CaseState.ACCEPTED, Party.AUTHORITY, 1)]
    assert codes(filled, begun=True) == ["A01"]


def test_rows_that_are_otherwise(filled: Store) -> None:
    assert codes(filled, not_states=(CaseState.SUSPENDED, CaseState.NOT_STARTED)) == ["A01"]
    assert codes(filled, not_whose=Party.AUTHORITY) == ["B07"]


def test_rows_in_another_order_what_is_unknown_last(filled: Store) -> None:
    assert codes(filled) == ["A01", "B07", "A23"]
    assert codes(filled, descending=True) == ["A23", "B07", "A01"]
    assert codes(filled, order="code", descending=True) == ["B07", "A23", "A01"]
    assert codes(filled, order="accepted_on", descending=True)[-1] == "B07"
    assert codes(filled, order="accepted_on")[-1] == "B07"


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_the_page_offers_is_there(filled: Store, order: str) -> None:
    assert len(codes(filled, order=order)) == 3


def test_an_order_the_ledger_does_not_have_is_a_mistake(filled: Store) -> None:
    with pytest.raises(ValueError, match="no such"):
        codes(filled, order="such; DROP TABLE project")


def test_windows_and_people_are_those_of_open_rows(filled: Store) -> None:
    lists = filled.ledger()

    assert list(lists.windows()) == ["w3", "w5"]
    assert list(lists.persons()) == sorted(["李晓岚", "王芳"])
