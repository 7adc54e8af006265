"""How fast the page 台账 is read: pytest tests/bench/bench_ledger_page.py --benchmark-only

On the 700,000 rows of bench_ledger.py: its first page within the 50 ms of the issue "The living ledger"; what comes after it
(how rows stand, the three clocks) and words looked for while a clerk waits, so within 400 ms.
"""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import pytest

from gxq_desktop.application.ledger_ask import LedgerAsk, Period
from gxq_desktop.application.ledger_desk import entries_of, figures_of_ledger
from gxq_desktop.application.ledger_listing import PAGE, Standing, list_ledger
from gxq_desktop.application.ports import Services
from gxq_desktop.store.ledger_lists import SqlLedgerLists
from tests.bench.bench_ledger import AUTHORITIES, Joined, file, lists, require
from tests.documents.dossiers import shipped_catalogue

FIXTURES = (file, lists)
FIRST_GOAL, LATER_GOAL = 0.050, 0.400
ASKS = {
    "all": LedgerAsk(),
    "overdue": LedgerAsk(standing=Standing.OVERDUE),
    "normal": LedgerAsk(standing=Standing.NORMAL),
    "authority, this month": LedgerAsk(authority=AUTHORITIES[3], period=Period.MONTH),
}


def services(lists: SqlLedgerLists) -> Services:
    joined = cast(Any, Joined(lists))
    joined.catalogue = shipped_catalogue()
    return cast(Services, joined)


@pytest.mark.parametrize("name", ASKS)
def test_the_first_page(benchmark: Any, lists: SqlLedgerLists, name: str) -> None:
    joined, asked = services(lists), ASKS[name].as_filter(date(2026, 9, 16), shipped_catalogue())

    entries = benchmark(lambda: entries_of(list_ledger(joined, asked).lines, joined))

    assert 0 < len(entries) <= PAGE
    require(benchmark, FIRST_GOAL)


@pytest.mark.parametrize("name", ASKS)
def test_its_figures(benchmark: Any, lists: SqlLedgerLists, name: str) -> None:
    joined = services(lists)

    figures = benchmark(lambda: figures_of_ledger(joined, ASKS[name]))

    assert figures.open > 0
    require(benchmark, LATER_GOAL)


@pytest.mark.parametrize("text", ["规划许可", "没有这样的"])
def test_words_looked_for(benchmark: Any, lists: SqlLedgerLists, text: str) -> None:
    joined, asked = services(lists), LedgerAsk(text=text).as_filter(date(2026, 9, 16), shipped_catalogue())

    benchmark(lambda: list_ledger(joined, asked))

    require(benchmark, LATER_GOAL)
