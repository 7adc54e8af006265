"""Slips and notices tell what was recorded: they make no new edition and say the newest one that was issued."""

from __future__ import annotations

from datetime import date

import pytest

from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.paper_kinds import KINDS, PaperChoice
from gxq_desktop.application.print_notice import NoticeRequest, print_notice
from gxq_desktop.application.print_paper import print_paper, print_papers
from gxq_desktop.application.record_event import Correction, correct_event
from gxq_desktop.domain.editions import Edition
from tests.application.fakes import FakeDesk
from tests.documents.papers_small.written_off import LICENCE, desk_with_write_offs

SLIP = PaperChoice("write_off", "A07")


@pytest.fixture
def desk_and_number() -> tuple[FakeDesk, str]:
    return desk_with_write_offs()


def first_edition(desk: FakeDesk, number: str) -> Edition:
    """Edition 1, issued the day before; since then something was recorded."""
    desk.clock.day = date(2026, 4, 28)
    edition = issue_edition(number, desk).edition
    desk.clock.day = date(2026, 4, 29)
    return edition


def test_a_slip_issues_no_edition_and_carries_the_newest_that_was(desk_and_number: tuple[FakeDesk, str]):
    desk, number = desk_and_number
    edition = first_edition(desk, number)

    printed = print_paper(number, "write_off", "A07", desk)

    assert printed.edition == edition
    assert [each.number for each in desk.uow.editions.of_project(number)] == [1]
    assert desk.uow.editions.kept_papers(number, 1) == []


def test_beside_other_papers_it_goes_along_and_is_not_kept(desk_and_number: tuple[FakeDesk, str]):
    desk, number = desk_and_number
    first_edition(desk, number)

    printed = print_papers(number, (PaperChoice("manual", "A4"), SLIP), desk)

    assert printed.edition.number == 2
    assert desk.uow.editions.kept_papers(number, 2) == [("manual", "A4")]


def test_before_the_first_edition_that_one_is_issued_so_that_its_code_can_be_verified(
    desk_and_number: tuple[FakeDesk, str],
):
    desk, number = desk_and_number

    printed = print_papers(number, (SLIP,), desk)

    assert desk.uow.editions.latest(number) == printed.edition


def test_a_corrected_record_is_on_the_next_slip_of_the_same_day(desk_and_number: tuple[FakeDesk, str]):
    desk, number = desk_and_number
    first_edition(desk, number)
    print_paper(number, "write_off", "A07", desk)
    assert LICENCE in desk.papers.made[-1]
    for event in [event for event in desk.uow.ledger.journal(number).events if event.document == LICENCE]:
        correct_event(number, event.number, Correction(document="达高审批环〔2026〕13 号"), "抄错了", desk)

    print_paper(number, "write_off", "A07", desk)

    assert LICENCE not in desk.papers.made[-1] and "13 号" in desk.papers.made[-1]


def test_a_notice_carries_a_code_that_can_be_verified(desk_and_number: tuple[FakeDesk, str], monkeypatch):
    desk, number = desk_and_number
    edition = first_edition(desk, number)
    seen = []
    monkeypatch.setattr(desk.papers, "notice", lambda dossier, notice: seen.append(dossier.identity) or b"")

    print_notice(number, NoticeRequest("A07"), desk)

    assert [(identity.edition, identity.check_code) for identity in seen] == [(1, edition.check_code)]
    assert seen[0].printed_on == date(2026, 4, 29)


def test_only_papers_of_records_are_such():
    assert [kind.id for kind in KINDS.values() if kind.of_records] == ["notice", "write_off", "write_off_list"]
