from datetime import date

import pytest

from gxq_desktop.application.answer_questions import answer_questions
from gxq_desktop.application.edition_listing import list_editions
from gxq_desktop.application.issue_edition import draft_edition, issue_edition
from gxq_desktop.application.paper_kinds import NoSuchPaper, PaperChoice
from gxq_desktop.application.print_paper import ChangedSinceShown, NeverPrinted, draft_paper, print_papers
from gxq_desktop.application.register_project import register_project
from tests.application.fakes import FakeDesk, sample

MANUAL, COUNTDOWN, CHART = (
    PaperChoice("manual", "A4"),
    PaperChoice("countdown", "A4"),
    PaperChoice("wallchart", "A1/A4"),
)


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def number(desk: FakeDesk) -> str:
    return register_project(sample(), desk).number


def test_looking_at_a_paper_issues_nothing(desk: FakeDesk, number: str) -> None:
    draft = draft_edition(number, desk)
    draft_paper(MANUAL, draft, desk)

    assert draft.edition.number == 1 and not draft.is_issued
    assert list_editions(number, desk) == ()


def test_what_was_looked_at_is_what_is_printed_byte_for_byte(desk: FakeDesk, number: str) -> None:
    draft = draft_edition(number, desk)
    seen = [draft_paper(choice, draft, desk) for choice in (MANUAL, CHART)]

    printed = print_papers(number, (MANUAL, CHART), desk, shown=draft.edition.check_code)

    assert [paper.pdf for paper in printed.papers] == seen
    assert printed.edition == draft.edition
    assert draft_edition(number, desk).is_issued


def test_a_kept_paper_is_looked_at_as_it_was_kept(desk: FakeDesk, number: str) -> None:
    (printed,) = print_papers(number, (MANUAL,), desk).papers
    made = len(desk.papers.made)

    assert draft_paper(MANUAL, draft_edition(number, desk), desk) == printed.pdf
    assert len(desk.papers.made) == made


@pytest.mark.parametrize("change", ["facts", "day"])
def test_nothing_is_printed_that_differs_from_what_was_shown(desk: FakeDesk, number: str, change: str) -> None:
    shown = draft_edition(number, desk).edition.check_code
    if change == "facts":
        answer_questions(number, {"river": "是"}, desk)
    else:
        desk.clock.day = date(2026, 3, 10)

    with pytest.raises(ChangedSinceShown):
        print_papers(number, (MANUAL,), desk, shown=shown)

    assert list_editions(number, desk) == ()


def test_all_papers_are_kept_or_none(desk: FakeDesk, number: str) -> None:
    with pytest.raises(NoSuchPaper):
        print_papers(number, (MANUAL, PaperChoice("item_card", "A99")), desk)

    assert list_editions(number, desk) == ()


def test_cancelling_between_two_papers_keeps_nothing(desk: FakeDesk, number: str) -> None:
    def cancel(done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        print_papers(number, (MANUAL, COUNTDOWN), desk, report=cancel)

    assert desk.papers.made == ["manual"]
    assert list_editions(number, desk) == ()


def test_two_windows_that_print_the_same_at_once_share_one_edition(desk: FakeDesk, number: str) -> None:
    def other_window(done: int, total: int) -> None:
        if done == 0:
            print_papers(number, (COUNTDOWN,), desk)

    print_papers(number, (MANUAL,), desk, report=other_window)

    (line,) = list_editions(number, desk)
    assert line.papers == (MANUAL, COUNTDOWN)


def test_an_older_edition_gives_all_its_papers_as_they_were_or_none(desk: FakeDesk, number: str) -> None:
    first = print_papers(number, (MANUAL, COUNTDOWN), desk)
    answer_questions(number, {"river": "是"}, desk)
    print_papers(number, (MANUAL, CHART), desk)

    again = print_papers(number, (COUNTDOWN, MANUAL), desk, edition=1)

    assert [paper.pdf for paper in again.papers] == [paper.pdf for paper in first.papers][::-1]
    with pytest.raises(NeverPrinted, match="第 1 版没有印过上墙工期图 A1（A4 拼）"):
        print_papers(number, (MANUAL, CHART), desk, edition=1)


def test_editions_are_listed_newest_first_with_what_was_printed(desk: FakeDesk, number: str) -> None:
    print_papers(number, (CHART, COUNTDOWN, MANUAL), desk)
    answer_questions(number, {"river": "是"}, desk)
    issue_edition(number, desk)

    second, first = list_editions(number, desk)

    assert (second.edition.number, second.papers) == (2, ())
    assert first.papers == (MANUAL, COUNTDOWN, CHART)
    assert first.shown == "第 1 版，2026-03-09 印"


def test_a_change_slip_compares_with_the_edition_named(desk: FakeDesk, number: str) -> None:
    issue_edition(number, desk)
    answer_questions(number, {"river": "是"}, desk)

    print_papers(number, (PaperChoice("change_slip", "1"),), desk)

    assert desk.papers.made[-1].startswith("change_slip 1 ")
