from __future__ import annotations

from datetime import date

import pytest

from gxq_desktop.application.dossier.notices import notice_lines
from gxq_desktop.application.issue_edition import draft_edition
from gxq_desktop.application.paper_kinds import KINDS, NoSuchPaper
from gxq_desktop.application.print_desk import open_print_desk
from gxq_desktop.application.print_notice import NoticeRequest, print_notice
from gxq_desktop.application.register_project import register_project
from gxq_desktop.application.views import NoticeLine
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.errors import DomainError
from tests.application.fakes import FakeDesk, sample
from tests.documents.papers_small.written_off import recorded

NOTE = "授权委托书：没有签字；总平面图：绿地率不足 15%"


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(date(2026, 3, 9))


@pytest.fixture
def number(desk: FakeDesk) -> str:
    number = register_project(sample("N1"), desk).number
    recorded(desk, number, "A07", EventKind.SUBMITTED, date(2026, 3, 9))
    recorded(desk, number, "A07", EventKind.NOTICED, date(2026, 3, 12), note=NOTE, person="张琳")
    desk.clock.day = date(2026, 3, 20)
    return number


@pytest.mark.parametrize(
    ("note", "lines"),
    [
        ("授权委托书：没有签字", [("授权委托书", "没有签字")]),
        ("授权委托书: 没有签字;\n 总图=比例不对。", [("授权委托书", "没有签字"), ("总图", "比例不对")]),
        ("（1）委托书：缺签字；2. 总图；3、红线图——过期", [("委托书", "缺签字"), ("总图", ""), ("红线图", "过期")]),
        ("2.5 公顷以上的用地说明", [("2.5 公顷以上的用地说明", "")]),
        ("：没有写名称", [("：没有写名称", "")]),
        (" ；\n", []),
        ("", []),
    ],
)
def test_a_note_is_read_line_by_line(note: str, lines: list[tuple[str, str]]):
    assert [(line.name, line.problem) for line in notice_lines(note)] == lines


def test_without_materials_the_notice_says_what_was_recorded_that_day(desk: FakeDesk, number: str):
    print_notice(number, NoticeRequest("a07"), desk)

    said = desk.papers.made[-1]
    assert "没有签字" in said and "绿地率不足 15%" in said and "'张琳'" in said
    assert "noticed_on=datetime.date(2026, 3, 12)" in said
    assert f"correct_by={desk.calendar.after(date(2026, 3, 12), 10).on!r}" in said
    assert "correction=False" in said


def test_the_second_notice_of_an_application_is_a_correction_notice(desk: FakeDesk, number: str):
    recorded(desk, number, "A07", EventKind.CORRECTED, date(2026, 3, 20))
    recorded(desk, number, "A07", EventKind.NOTICED, date(2026, 3, 23), note="总平面图：仍差 1%")

    (notice,) = draft_edition(number, desk).dossier.notices

    assert (notice.title, notice.missing) == ("补正通知", (NoticeLine("总平面图", "仍差 1%"),))


def test_an_application_made_anew_is_told_anew(desk: FakeDesk, number: str):
    recorded(desk, number, "A07", EventKind.WITHDRAWN, date(2026, 3, 20))
    recorded(desk, number, "A07", EventKind.SUBMITTED, date(2026, 3, 23))
    recorded(desk, number, "A07", EventKind.NOTICED, date(2026, 3, 24), note="总平面图：仍差 1%")

    assert draft_edition(number, desk).dossier.notices[0].title == "一次性告知书"


def test_what_is_given_takes_the_place_of_what_was_recorded(desk: FakeDesk, number: str):
    print_notice(number, NoticeRequest("A07", officer="王科长", correct_by=date(2026, 3, 30)), desk)

    assert "'王科长'" in desk.papers.made[-1] and "datetime.date(2026, 3, 30)" in desk.papers.made[-1]


def test_materials_named_are_told_today_whatever_was_recorded(desk: FakeDesk, number: str):
    print_notice(number, NoticeRequest("A07", (NoticeLine("红线图", "过期"),), "王科长"), desk)

    assert "红线图" in desk.papers.made[-1] and "没有签字" not in desk.papers.made[-1]
    assert "noticed_on=datetime.date(2026, 3, 20)" in desk.papers.made[-1]


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (NoticeRequest("A01"), "没有写缺什么，A01 也没有记录过一次性告知"),
        (NoticeRequest("A99"), "不是本项目要办的审批事项"),
        (NoticeRequest("A07", correction=True), "只记录过一次告知"),
        (NoticeRequest("A07", correct_by=date(2026, 3, 11)), "2026-03-11 已经过去"),
    ],
)
def test_what_was_not_recorded_is_not_printed(desk: FakeDesk, number: str, request_: NoticeRequest, words: str):
    with pytest.raises(DomainError) as refusal:
        print_notice(number, request_, desk)

    assert words in refusal.value.problem and refusal.value.next_step


def test_a_record_that_does_not_say_what_is_missing_is_to_be_corrected(desk: FakeDesk, number: str):
    recorded(desk, number, "A09", EventKind.SUBMITTED, date(2026, 3, 20))
    recorded(desk, number, "A09", EventKind.NOTICED, date(2026, 3, 20))

    with pytest.raises(DomainError, match="没有写缺什么"):
        print_notice(number, NoticeRequest("A09"), desk)


def test_the_print_desk_offers_what_was_recorded(desk: FakeDesk, number: str):
    opened = open_print_desk(number, desk)

    (offer,) = [offer for offer in opened.offers if offer.kind == "notice"]
    assert offer.options == (("A07", "A07 一次性告知书 03-12"),)
    assert KINDS["notice"].make(desk.papers, opened.draft.dossier, "A07", pytest.fail)
    with pytest.raises(NoSuchPaper):
        KINDS["notice"].make(desk.papers, opened.draft.dossier, "A01", pytest.fail)
