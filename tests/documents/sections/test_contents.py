"""目录: chapters and item cards with their pages."""

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.book import Book
from gxq_desktop.documents.sections.contents import add_contents
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import all_words, chapter_sheets, faults, tags, words
from tests.documents.sections.reduced import only


def with_cards(book: Book, dossier: Dossier) -> None:
    """The contents, then a chapter of cards, a page each (two where the card is full)."""
    add_contents(book, dossier)
    page = book.chapter("cards", "五", "事项卡")
    for card in dossier.cards:
        page.sheet.anchor(f"card:{card.code}")
        if card.full:
            book.page()
        page = book.page()


def row_of(said: list[str], code: str) -> list[str]:
    at = said.index(code)
    return said[at : at + 3]


def test_a_full_card_has_both_its_pages_and_a_compact_one_has_one():
    dossier = make_dossier("N1")

    said = words(chapter_sheets(with_cards, dossier))

    page = 3
    for card in dossier.cards:
        shown = f"{page}–{page + 1}" if card.full else str(page)
        assert shown in row_of(said, card.code)
        page += 2 if card.full else 1


def test_every_card_is_listed_once_and_leads_to_its_page():
    dossier = make_dossier("N1")

    contents = chapter_sheets(with_cards, dossier)[0]

    leads = [link.anchor for link in contents.links if link.anchor.startswith("card:")]
    assert sorted(leads) == sorted(f"card:{card.code}" for card in dossier.cards)


def test_within_a_phase_cards_stand_in_the_order_of_their_pages():
    def backwards(book: Book, dossier: Dossier) -> None:
        add_contents(book, dossier)
        book.chapter("cards", "五", "事项卡")
        for card in reversed(dossier.cards):
            book.page().sheet.anchor(f"card:{card.code}")

    said = words(chapter_sheets(backwards, make_dossier("N1")))

    assert said.index("A23") < said.index("A22") < said.index("A21") < said.index("③ 施工许可") < said.index("A26")


def test_chapters_that_are_left_out_are_not_listed():
    said = words(chapter_sheets(with_cards, make_dossier("N1")))

    assert "事项卡" in said
    assert "水电气讯" not in said


def test_page_numbers_are_flush_right():
    (contents,) = [sheet for sheet in chapter_sheets(with_cards, make_dossier("N1")) if "目录" in words([sheet])]

    edges = {round(op.x + op.line.width, 1) for op in contents.texts if op.line.characters in ("3", "14", "20–21")}
    assert edges <= {90.0, 185.0}


def test_gates_stand_with_their_day_at_the_end_of_their_phase():
    said = words(chapter_sheets(add_contents, make_dossier("N1")))

    assert said.index("门槛：交地") < said.index("② 工程建设许可") < said.index("门槛：开工")
    assert "27-06-10 暂定" in said


def test_all_items_take_two_pages_and_nothing_gets_smaller():
    dossier = make_dossier("N3", everything_applies=True)

    sheets = chapter_sheets(add_contents, dossier)

    assert len(sheets) == 2
    assert all(card.code in words(sheets) for card in dossier.cards)
    assert min(span.style.size_pt for sheet in sheets for op in sheet.texts for span in op.line.spans) >= 7
    assert faults(sheets) == []


def test_without_cards_there_is_a_sentence_and_no_list():
    sheets = chapter_sheets(add_contents, only(make_dossier("N1")))

    assert "本项目没有要办的审批事项。" in all_words(sheets)
    assert faults(sheets) == []


def test_rows_are_a_table_of_contents_for_screen_readers():
    sheets = chapter_sheets(with_cards, make_dossier("N1"))[:1]

    assert len(tags(sheets, "TOCI")) == 1 + len(make_dossier("N1").cards) + len(make_dossier("N1").gates)
    assert faults(sheets) == []
