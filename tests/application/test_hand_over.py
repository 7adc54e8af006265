from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from gxq_desktop.application.edition_listing import list_editions
from gxq_desktop.application.hand_over import NobodyNamed, keep_again, record_hand_over, take_back_hand_over
from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.ports import EditionNotFound
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.editions import HandedPaper
from tests.application.fakes import FakeDesk, sample
from tests.store.builders import hand_over

PAPERS = (HandedPaper("manual", "A4", 2), HandedPaper("wallchart", "A3", 1))


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def number(desk: FakeDesk) -> str:
    number = register_project(sample(), desk).number
    issue_edition(number, desk)
    return number


def test_a_hand_over_says_who_gave_what_to_whom_and_when(desk: FakeDesk, number: str) -> None:
    kept = record_hand_over(number, 1, PAPERS, " 李晓岚 ", "周敏", desk, note="第 2 本给设计院")

    assert (kept.officer, kept.receiver, kept.papers, kept.note) == ("李晓岚", "周敏", PAPERS, "第 2 本给设计院")
    assert (kept.handed_on, kept.recorded_at) == (date(2026, 3, 9), datetime(2026, 3, 9, 9, tzinfo=UTC))
    (line,) = list_editions(number, desk)
    assert line.hand_overs == (kept,)
    assert line.shown == "第 1 版，2026-03-09 印，03-09 移交周敏"


def test_hand_overs_of_an_edition_are_numbered(desk: FakeDesk, number: str) -> None:
    numbers = [record_hand_over(number, 1, PAPERS, "李", "周", desk).number for _ in range(3)]

    assert numbers == [1, 2, 3]


@pytest.mark.parametrize(("officer", "receiver", "who"), [("", "周敏", "经手人"), ("李", "  ", "接收人")])
def test_without_both_names_nothing_is_written_down(
    desk: FakeDesk, number: str, officer: str, receiver: str, who: str
) -> None:
    with pytest.raises(NobodyNamed, match=f"没有写{who}"):
        record_hand_over(number, 1, PAPERS, officer, receiver, desk)

    assert list_editions(number, desk)[0].hand_overs == ()


def test_only_an_issued_edition_is_handed_over(desk: FakeDesk, number: str) -> None:
    with pytest.raises(EditionNotFound):
        record_hand_over(number, 2, PAPERS, "李", "周", desk)


def test_a_mistake_is_taken_back_and_can_be_put_back(desk: FakeDesk, number: str) -> None:
    kept = record_hand_over(number, 1, PAPERS, "李", "周", desk)

    take_back_hand_over(kept, desk)
    assert list_editions(number, desk)[0].hand_overs == ()

    keep_again(kept, desk)
    assert list_editions(number, desk)[0].hand_overs == (kept,)


@pytest.mark.parametrize(
    "wrong",
    [{"number": 0}, {"officer": " "}, {"receiver": ""}, {"papers": ()}, {"recorded_at": datetime(2026, 3, 2)}],  # noqa: DTZ001
)
def test_a_hand_over_in_a_wrong_state_cannot_exist(wrong: dict) -> None:
    with pytest.raises(ValueError):
        replace(hand_over(), **wrong)


def test_no_copies_are_no_paper() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        HandedPaper("manual", "A4", 0)
