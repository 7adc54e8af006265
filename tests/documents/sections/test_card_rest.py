"""细目: what half-page cards had no room for, down two columns."""

from dataclasses import replace
from itertools import pairwise

import pytest

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.book import Book
from gxq_desktop.documents.sections.card_columns import COLUMN, COLUMN_GAP
from gxq_desktop.documents.sections.card_compact import CompactCard, lay_compact
from gxq_desktop.documents.sections.card_rest import _SMALL_LABEL, draw_rest
from gxq_desktop.documents.sections.card_words import CardWords
from gxq_desktop.documents.sections.places import Places
from gxq_desktop.documents.sheet import Sheet
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import all_words, faults, words


@pytest.fixture(scope="module")
def n1() -> Dossier:
    return make_dossier("N1")


def laid(dossier: Dossier, **changes: object) -> list[CompactCard]:
    """Every item as a half-page card, with CHANGES to each."""
    cards = [replace(card, **changes) for card in dossier.cards]  # type: ignore[arg-type]
    return [lay_compact(CardWords(card, dossier, Places(dossier))) for card in cards]


def rest_sheets(dossier: Dossier, cards: list[CompactCard], top: float = 24) -> list[Sheet]:
    book = Book(dossier)
    draw_rest(book, book.page(), top, cards)
    return book.sheets


def test_every_card_with_something_left_has_one_place(n1):
    cards = [card for card in laid(n1) if card.left_out]

    anchors = [name for sheet in rest_sheets(n1, cards) for name in sheet.anchors]

    assert anchors == [f"more:{card.words.card.code}" for card in cards]


def test_an_item_that_goes_on_in_the_next_column_is_named_again(n1):
    assert any(word.endswith("（续）") for word in words(rest_sheets(n1, laid(n1))))


def test_how_results_are_handed_over_is_said_once_where_it_is_usual(n1):
    cards = laid(n1, result_delivery="到窗口领取")
    said = all_words(rest_sheets(n1, cards))

    assert said.count("到窗口领取") == 1
    assert "没写怎么领取的：到窗口领取。" in said


def test_few_items_say_for_themselves_how_results_are_handed_over(n1):
    cards = [card for card in laid(n1, result_delivery="到窗口领取") if "有效领取" in card.left_out][:2]

    assert all_words(rest_sheets(n1, cards)).replace("\n", "").count("到窗口领取") == 2


def test_labels_are_not_broken(n1):
    sheets = rest_sheets(n1, laid(n1))

    labels = ("日期来由", "中介服务", "有效领取", "可并联", "谁来办", "要留意", "不计入")
    said = all_words(sheets)
    for card in laid(n1):
        for label in set(card.left_out) & set(labels):
            assert label in said


@pytest.mark.parametrize("top", [24, 153, 262])
def test_it_passes_preflight_wherever_it_begins(n1, top):
    assert faults(rest_sheets(n1, laid(n1), top)) == []
    assert faults(rest_sheets(n1, laid(n1, notes=("很长的提醒，" * 200,)), top)) == []


def bottoms(sheet: Sheet) -> list[float]:
    """Where each of the two columns ends, mm."""
    middle = sheet.frame.x + COLUMN + COLUMN_GAP / 2
    body = [op for op in sheet.texts if sheet.frame.y < op.y < sheet.frame.bottom and op.line.characters != "记事"]
    return [max(op.y for op in body if (op.x < middle) is left) for left in (True, False)]


@pytest.mark.parametrize("count", [6, 11, 16])
def test_the_columns_of_the_last_page_are_equally_long(n1, count):
    sheets = rest_sheets(n1, laid(n1)[:count])

    left, right = bottoms(sheets[-1])

    assert abs(left - right) < 12


def test_no_label_ends_a_line(n1):
    for sheet in rest_sheets(n1, laid(n1)):
        for op in sheet.texts:
            last = op.line.spans[-1] if op.line.spans else None
            assert last is None or op.line.ends or last.style is not _SMALL_LABEL, op.line.characters


def test_closer_heads_are_taken_only_where_they_save_a_page(n1):
    cards = laid(n1)
    anchors = {count: len(rest_sheets(n1, cards[:count])) for count in range(8, len(cards) + 1)}

    assert all(later - before in (0, 1) for before, later in pairwise(anchors.values()))
