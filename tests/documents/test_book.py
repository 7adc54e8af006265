"""Pages, furniture and padding of a manual."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from gxq_desktop.application.views import PaperIdentity
from gxq_desktop.documents.book import Book, Cursor
from gxq_desktop.documents.flow import Paragraph
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import LEAD, RUNNING_HEAD
from gxq_desktop.documents.text import plain, text_width

IDENTITY = PaperIdentity("GX-2026-0017", 2, date(2026, 3, 9), "7K3F-92QD", "2026.02", 1)


@dataclass(frozen=True)
class Named:
    name: str = "年产 1.2 万套精密减速机壳体加工项目"


@dataclass(frozen=True)
class SmallDossier:
    """Only what a Book reads."""

    identity: PaperIdentity = IDENTITY
    project: Named = field(default_factory=Named)


def make_book(name: str = Named().name) -> Book:
    return Book(SmallDossier(project=Named(name)))  # type: ignore[arg-type]


def words(sheet: Sheet) -> list[str]:
    return [operation.line.characters for operation in sheet.texts]


def at(sheet: Sheet, characters: str) -> float:
    return next(operation.x for operation in sheet.texts if operation.line.characters == characters)


def test_odd_pages_leave_25_mm_at_the_left_and_even_pages_17():
    book = make_book()

    odd, even = book.page(), book.page()

    assert (odd.left, odd.right, odd.is_odd) == (25, 193, True)
    assert (even.left, even.right, even.is_odd) == (17, 185, False)


def test_the_cover_carries_no_furniture():
    book = make_book()
    book.page()

    book.finish()

    assert words(book.sheets[0]) == []


def test_the_folio_stands_outside_and_knows_the_number_of_pages():
    book = make_book()
    book.page()
    book.chapter("use", "一", "使用说明", heading="怎样用这本手册")
    book.chapter("glance", "二", "项目一览")

    even, odd = book.finish()[1:]

    assert at(even, "2 / 3") == 17
    folio = next(operation for operation in odd.texts if operation.line.characters == "3 / 3")
    assert folio.x + folio.line.width == pytest.approx(193)


def test_the_running_head_names_the_chapter_outside_and_the_footer_the_edition_inside():
    book = make_book()
    book.page()
    book.chapter("use", "一", "使用说明", heading="怎样用这本手册")

    sheet = book.finish()[1]

    assert at(sheet, "一　使用说明") == 17
    assert "怎样用这本手册" in words(sheet)
    assert "GX-2026-0017　第 2 版　2026-03-09 印　校验 7K3F-92QD" in words(sheet)


def test_a_long_project_name_is_shortened_in_the_running_head_only():
    book = make_book("达州高新区新材料产业园" * 8)
    book.chapter("use", "一", "使用说明")

    head = next(word for word in words(book.finish()[0]) if word.startswith("达州"))

    assert head.endswith("…")
    assert text_width(head, RUNNING_HEAD) <= 96


def test_a_chapter_is_an_anchor_a_bookmark_and_a_heading():
    book = make_book()

    page = book.chapter("timetable", "四", "通排时间表")

    assert "chapter:timetable" in page.sheet.anchors
    assert [mark.title for mark in page.sheet.bookmarks] == ["四　通排时间表"]
    assert [tag.role for tag in page.sheet.roots] == ["H1"]
    assert page.top == 42


def test_the_thumb_tab_steps_down_with_the_chapter_and_is_missing_without_a_numeral():
    book = make_book()
    book.chapter("contents", "", "目录")
    book.chapter("timetable", "四", "通排时间表")

    contents, timetable = book.finish()

    assert "四" in words(timetable)
    tab = timetable.graphics[-1]
    assert tab.commands == [("re", 5, 24 + 3 * 17.5, 5, 15)]  # type: ignore[union-attr]
    assert len(contents.graphics) == 1


def test_the_lead_stands_at_45_and_content_goes_on_below_it():
    book = make_book()
    page = book.chapter("glance", "二", "项目一览")

    y = book.lead(page, plain("本项目要办 21 项审批。", LEAD))

    assert y == 45 + 6 + 3


def test_a_page_asked_to_be_even_is_even_with_notes_before_it():
    book = make_book()
    book.page()
    book.chapter("cards", "五", "事项卡")

    page = book.even_page()

    assert page.number == 4
    assert "记事" in words(book.sheets[2])
    assert book.next_number == 5


def test_padding_leaves_exactly_one_page_to_a_multiple_of_four():
    for opened in range(1, 9):
        book = make_book()
        for _ in range(opened):
            book.page()

        book.pad_before_last()

        assert (len(book.sheets) + 1) % 4 == 0
        assert len(book.sheets) - opened <= 3


def test_finishing_twice_draws_the_furniture_once():
    book = make_book()
    book.chapter("use", "一", "使用说明")

    before = len(book.finish()[0].texts)

    assert len(book.finish()[0].texts) == before


def test_what_is_drawn_later_knows_where_everything_stands():
    book = make_book()
    told: list[tuple[str, int | None, int | None]] = []
    book.page()
    book.chapter("contents", "", "目录")
    book.later(
        lambda numbers: told.append((numbers.chapter("timetable"), numbers.of("card:A23"), numbers.of("nowhere")))
    )
    book.chapter("timetable", "四", "通排时间表")
    book.page().sheet.anchor("card:A23")
    book.chapter("cards", "五", "事项卡")

    book.finish()
    book.finish()

    assert told == [("3–4", 4, None)]


def test_a_cursor_turns_the_page_only_where_room_is_short():
    book = make_book()
    cursor = Cursor(book, book.chapter("service", "十", "服务与救济"), 250.0)

    assert not cursor.need(26.0)
    assert cursor.need(26.5)
    assert (cursor.page.number, cursor.y) == (2, 24.0)


def test_a_cursor_goes_on_with_a_long_paragraph_on_the_next_page():
    book = make_book()
    cursor = Cursor(book, book.chapter("service", "十", "服务与救济"), 240.0)

    cursor.place(Paragraph(plain("材料不齐的，当场一次说清还缺什么。" * 40, LEAD)))

    first, second = book.sheets
    assert max(operation.y for operation in first.texts) <= 276
    assert second.texts and cursor.page.number == 2
    said = "".join(operation.line.characters for sheet in book.sheets for operation in sheet.texts)
    assert said.count("材料不齐的") == 40
