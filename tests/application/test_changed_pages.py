from __future__ import annotations

from datetime import date

import pytest

from gxq_desktop.application.changed_pages import NothingToChange, changed_pages_lines, print_changed_pages
from gxq_desktop.application.hand_over import record_hand_over
from gxq_desktop.application.paper_kinds import KINDS, NoSuchPaper, PaperChoice
from gxq_desktop.application.print_desk import open_print_desk
from gxq_desktop.application.print_paper import print_papers
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.editions import HandedPaper
from gxq_desktop.domain.errors import DomainError
from tests.application.fakes import FakeDesk, sample

MANUAL = PaperChoice("manual", "A4")


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(date(2026, 3, 9))


@pytest.fixture
def number(desk: FakeDesk) -> str:
    return register_project(sample("N1"), desk).number


def editions(desk: FakeDesk, number: str, *papers: PaperChoice) -> None:
    """One edition a day with each of PAPERS, from March 9th on; the desk stands on the day after."""
    for paper in papers:
        print_papers(number, (paper,), desk)
        desk.clock.day = date.fromordinal(desk.clock.day.toordinal() + 1)


def test_pages_are_compared_with_the_newest_manual_that_was_handed_over(desk: FakeDesk, number: str):
    editions(desk, number, MANUAL, MANUAL)
    record_hand_over(number, 1, (HandedPaper("manual", "A4", 1),), "李晓岚", "周敏", desk)

    done = print_changed_pages(number, desk)

    assert (done.since.number, done.edition.number) == (1, 3)
    assert desk.papers.made[-1].startswith("changed_pages 第 1 版，2026-03-09 印")
    assert desk.uow.editions.kept_papers(number, 3) == [("changed_pages", "1")]


def test_without_a_hand_over_the_newest_printed_manual_counts(desk: FakeDesk, number: str):
    editions(desk, number, MANUAL, MANUAL, PaperChoice("countdown", "A4"))

    assert print_changed_pages(number, desk).since.number == 2


def test_before_a_second_edition_there_is_nothing_to_change(desk: FakeDesk, number: str):
    print_papers(number, (MANUAL,), desk)

    with pytest.raises(NothingToChange):
        print_changed_pages(number, desk)


def test_an_edition_without_a_whole_manual_cannot_be_compared_with(desk: FakeDesk, number: str):
    editions(desk, number, MANUAL, PaperChoice("countdown", "A4"))

    with pytest.raises(DomainError, match="第 2 版没有印过整本手册"):
        print_changed_pages(number, desk, since=2)
    with pytest.raises(NoSuchPaper, match="第 9 版不是旧版"):
        print_changed_pages(number, desk, since=9)


def test_the_print_desk_offers_editions_whose_manual_was_printed(desk: FakeDesk, number: str):
    editions(desk, number, MANUAL, PaperChoice("countdown", "A4"))

    (offer,) = [offer for offer in open_print_desk(number, desk).offers if offer.kind == "changed_pages"]

    assert offer.options == (("1", "自第 1 版"),) and KINDS["changed_pages"].two_sided


def test_the_terminal_is_told_which_pages(desk: FakeDesk, number: str):
    editions(desk, number, MANUAL)

    said = "\n".join(changed_pages_lines(print_changed_pages(number, desk)))

    assert "要换 4 页（2 张），共 44 页" in said
    assert "内容改了的页：1、6。" in said and "跟着换的，或只是页码变了的：2、5。" in said


def test_pages_printed_twice_on_one_day_are_the_same_file(desk: FakeDesk, number: str):
    editions(desk, number, MANUAL)
    first = print_changed_pages(number, desk).pages.pdf

    made = print_changed_pages(number, desk)

    assert made.pages.pdf == first and made.edition.number == 2
