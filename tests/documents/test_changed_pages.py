"""Which pages of a manual changed, and the sheet that says which to take out and put in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.application.answer_questions import answer_questions
from gxq_desktop.application.issue_edition import draft_edition
from gxq_desktop.application.register_project import register_project
from gxq_desktop.application.views import AskedQuestion, ChangedPages, Dossier
from gxq_desktop.documents.changed_pages import LeafChange, changed_leaves, leaves
from gxq_desktop.documents.page_prints import page_prints
from gxq_desktop.documents.papers import Papers
from gxq_desktop.domain.errors import DomainError
from tests.application.fakes import FakeDesk, sample
from tests.documents.reading import extracted, opened, unspaced

PAPERS = Papers()
FIRST, LATER = date(2026, 3, 9), date(2026, 3, 20)


def dossier_on(day: date, **answers: str) -> Dossier:
    """The same project as printed on DAY, with facts changed."""
    desk = FakeDesk(FIRST)
    number = register_project(sample("N1"), desk).number
    answer_questions(number, answers, desk)
    desk.clock.day = day
    dossier = draft_edition(number, desk).dossier
    return dossier if day == FIRST and not answers else replace(dossier, identity=replace(dossier.identity, edition=2))


@lru_cache
def first_manual() -> bytes:
    return PAPERS.manual(dossier_on(FIRST))


@lru_cache
def old_prints() -> tuple[str, ...]:
    return tuple(page_prints(first_manual()))


def changed(dossier: Dossier) -> ChangedPages:
    return PAPERS.changed_pages(dossier, first_manual(), "第 1 版，2026-03-09 印")


# --- what a page says ---------------------------------------------------------------------------------------------------


def test_the_countdown_edition_and_check_code_make_no_page_another():
    found = page_prints(PAPERS.manual(dossier_on(LATER)))

    differing = [page for page, (old, new) in enumerate(zip(old_prints(), found, strict=True), 1) if old != new]
    # cover, QR, glance, the timetable's lead, a light among the materials, the hand-over
    assert differing == [1, 2, 3, 6, 34, 44]


def edited(change: Callable[[Dossier], Dossier]) -> list[int]:
    """Pages that differ when the dossier of edition 1 is changed."""
    found = page_prints(PAPERS.manual(change(dossier_on(FIRST))))
    return [page for page, (old, new) in enumerate(zip(old_prints(), found, strict=True), 1) if old != new]


def test_a_word_changed_on_one_card_changes_its_page_only():
    def other_fee(dossier: Dossier) -> Dossier:
        cards = tuple(replace(card, fee="收费 10 元") if card.code == "A23" else card for card in dossier.cards)
        return replace(dossier, cards=cards)

    assert len(edited(other_fee)) == 1


def test_a_question_asked_since_changes_the_page_of_its_card():
    def asked(dossier: Dossier) -> Dossier:
        question = AskedQuestion("委托书要法人签字吗？", "要，签字并盖章。", FIRST, 2)
        cards = tuple(replace(card, asked=(question,)) if card.code == "A23" else card for card in dossier.cards)
        return replace(dossier, cards=cards)

    assert edited(asked)


def test_what_is_no_manual_of_ours_is_refused_with_a_sentence():
    with pytest.raises(DomainError, match="没法比较"):
        PAPERS.changed_pages(dossier_on(FIRST), b"%PDF-1.7 broken", "第 1 版")


# --- which leaves -----------------------------------------------------------------------------------------------------------

prints = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=14)


@given(prints, prints)
def test_taking_out_and_putting_in_makes_the_new_of_the_old(old: list[str], new: list[str]):
    changes = changed_leaves(leaves(old), leaves(new))

    made = leaves(old)
    for change in reversed(changes):
        made[slice(*change.old)] = leaves(new)[slice(*change.new)]
    assert made == leaves(new)


@given(prints, prints)
def test_what_stays_says_the_same_on_the_same_pages(old: list[str], new: list[str]):
    changes = changed_leaves(leaves(old), leaves(new))

    put = {at for change in changes for at in range(*change.new)}
    assert 0 in put  # the cover carries the edition
    for at, leaf in enumerate(leaves(new)):
        if at not in put:
            assert leaves(old)[at] == leaf


def test_leaves_that_only_moved_are_told_from_those_that_changed():
    old = [("c", "c"), ("1", "1"), ("2", "2"), ("3", "3")]
    new = [("d", "d"), ("1", "1"), ("x", "x"), ("2", "2"), ("3", "3")]

    assert changed_leaves(old, new) == (
        LeafChange((0, 1), (0, 1)),
        LeafChange((2, 2), (2, 3)),
        LeafChange((2, 4), (3, 5), moved=True),
    )


# --- the paper --------------------------------------------------------------------------------------------------------------


def test_only_leaves_with_changes_are_printed_under_a_sheet_that_names_them():
    found = changed(dossier_on(LATER))

    assert found.content_pages == (1, 2, 3, 6, 34, 44)
    assert found.pages == (1, 2, 3, 4, 5, 6, 33, 34, 43, 44)
    texts = [unspaced(page) for page in extracted(found.pdf)]
    assert len(texts) == 2 + len(found.pages)
    for words in (
        "换页说明",
        "第1版，2026-03-09印",
        "第1–6页，3张",
        "第33–34页，1张",
        "改在第34页",
        "17张",
        "抽出旧页",
    ):
        assert words in texts[0], words
    assert "记事" in texts[1]
    for page, text in zip(found.pages[1:], texts[3:], strict=True):
        assert f"{page}/44" in text and "第2版" in text, page


def test_a_manual_that_grew_says_so():
    found = changed(dossier_on(LATER, 占林地="是"))

    assert (found.old_total, found.total) == (44, 48)
    assert set(found.pages) >= set(range(45, 49))
    assert "封面、使用说明" in unspaced(extracted(found.pdf)[0])


def test_the_pages_are_the_very_pages_of_the_whole():
    dossier = dossier_on(LATER)
    whole, part = page_prints(PAPERS.manual(dossier)), changed(dossier)

    assert page_prints(part.pdf)[2:] == [whole[page - 1] for page in part.pages]


def test_the_part_is_archived_and_tagged_as_the_whole():
    with opened(changed(dossier_on(LATER)).pdf) as document:
        assert document.Root.MarkInfo.Marked
        assert "pdfaid" in str(document.open_metadata())


def test_equal_editions_give_equal_bytes():
    assert changed(dossier_on(LATER)) == changed(dossier_on(LATER))
