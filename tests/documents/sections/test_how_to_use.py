"""一 使用说明: one page that explains the manual."""

import pytest

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.book import Book
from gxq_desktop.documents.sections.how_to_use import add_how_to_use
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import all_words, chapter_sheets, faults, tags, words
from tests.documents.sections.reduced import only


def with_timetable_and_card(book: Book, dossier: Dossier) -> None:
    """The chapter, then two pages called 通排时间表 and one with the card of A23."""
    add_how_to_use(book, dossier)
    book.chapter("timetable", "四", "通排时间表")
    book.page()
    book.chapter("cards", "五", "事项卡").sheet.anchor("card:A23")


def test_pages_are_named_by_their_numbers_once_all_are_known():
    said = words(chapter_sheets(with_timetable_and_card, make_dossier("N1")))

    assert any(line.startswith("第 3–4 页按") for line in said)
    assert "5 页" in said


def test_the_sample_row_is_a_real_row_of_this_project():
    dossier = make_dossier("N1")
    step = dossier.step_by_code["A23"]

    said = words(chapter_sheets(add_how_to_use, dossier))

    assert "A23" in said and step.name in said
    assert f"{step.late_start.on:%m-%d}" in "".join(said)
    assert str(step.total_float) in said


def test_a_project_without_a_planning_permit_shows_another_row():
    dossier = only(make_dossier("N1"), "A07")

    assert "A07" in words(chapter_sheets(add_how_to_use, dossier))


def test_a_project_without_steps_says_so_in_one_sentence():
    assert "本项目没有要排日期的事项。" in words(chapter_sheets(add_how_to_use, only(make_dossier("N1"))))


def test_missing_contacts_are_named_as_missing():
    said = all_words(chapter_sheets(add_how_to_use, make_dossier("N1", without_contacts=True)))

    assert said.count("待指派") == len(make_dossier("N1", without_contacts=True).project.contacts)
    assert "先打 0818-555 0100" in said


def test_every_contact_window_and_hour_of_the_project_is_there():
    dossier = make_dossier("N1")

    said = all_words(chapter_sheets(add_how_to_use, dossier))

    for contact in dossier.project.contacts:
        assert contact.name in said and contact.phone in said
    for window, what in dossier.centre.used_windows:
        assert window.name in said and what in said
    assert "办不成事反映" in said
    for line in dossier.centre.hours:
        assert line.days in said


def test_the_legend_explains_eight_marks_in_a_list():
    lists = tags(chapter_sheets(add_how_to_use, make_dossier("N1")), "L")

    assert [len(found.kids) for found in lists] == [4, 9, 8]


@pytest.mark.parametrize("sample", ["N1", "N5", "S17-obstacle"])
def test_nothing_overlaps_or_leaves_the_page(sample):
    sheets = chapter_sheets(add_how_to_use, make_dossier(sample))

    assert len(sheets) == 1
    assert faults(sheets) == []
