"""The consultation log: what may be written down, what is kept of it, what manuals say of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gxq_desktop.application.consultation import (
    MOST_ASKED,
    AnswerState,
    ConsultationFilter,
    QuestionForm,
    answer_question,
    ask_question,
    asked_questions,
    change_consultation,
    consultation_lines,
    consultation_listing,
    correct_consultation,
    list_consultations,
    most_asked,
    publish_consultation,
    reverse_of,
)
from gxq_desktop.application.issue_edition import content_digest, draft_edition
from gxq_desktop.application.ports import ChangedElsewhere, ProjectNotFound
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.consultation import Consultation, ConsultationNotFound, NamesSomebody
from gxq_desktop.domain.errors import DomainError
from tests.application.fakes import FakeDesk, sample

DAY = date(2026, 9, 16)
"""A Wednesday; Sunday the 20th is a make-up working day."""


@pytest.fixture
def services() -> FakeDesk:
    return FakeDesk(DAY)


def register(services: FakeDesk, name: str = "N1") -> str:
    return register_project(sample(name), services).number


def entry(
    number: int = 1, code: str = "A23", question: str = "要不要公示？", answer: str = "要。", on: date = DAY
) -> Consultation:
    return Consultation(
        number=number, code=code, question=question, asked_by="企业", asked_on=date(2026, 1, 5), due_on=date(2026, 1, 8),
        recorded_by="李晓岚", written_on=DAY, answer=answer, answered_by="李晓岚" if answer else "",
        answered_on=on if answer else None,
    )  # fmt: skip


def test_a_question_is_due_three_working_days_later_and_a_makeup_sunday_counts(services: FakeDesk) -> None:
    number = register(services)

    asked = ask_question(number, QuestionForm("a23", "要不要公示？"), services).entry

    assert (asked.code, asked.due_on, asked.is_open) == ("A23", date(2026, 9, 20), True)
    assert asked.asked_by == "陈立" and asked.recorded_by == "李晓岚"


def test_states_follow_the_day_they_are_looked_at(services: FakeDesk) -> None:
    number = register(services)
    ask_question(number, QuestionForm("A23", "要不要公示？"), services)
    seen = []

    for day in (DAY, date(2026, 9, 18), date(2026, 9, 20), date(2026, 9, 21)):
        services.clock.day = day
        line = list_consultations(services, ConsultationFilter(number))[0]
        seen.append((line.state, line.left_text))

    assert seen == [
        (AnswerState.OPEN, "还有 3 个工作日"),
        (AnswerState.SOON, "还有 1 个工作日"),
        (AnswerState.DUE, "今天 17:30 前"),
        (AnswerState.OVERDUE, "超期 1 个工作日"),
    ]


def test_an_answer_is_given_once_and_never_before_the_question_or_in_the_future(services: FakeDesk) -> None:
    number = register(services)
    ask_question(number, QuestionForm("A23", "要不要公示？"), services)

    with pytest.raises(DomainError, match="早于提问日"):
        answer_question(number, 1, "要。", services, on=date(2026, 9, 15))
    with pytest.raises(DomainError, match="还没有到"):
        answer_question(number, 1, "要。", services, on=date(2026, 9, 17))
    with pytest.raises(DomainError, match="没有写答复"):
        answer_question(number, 1, "  ", services)
    answer_question(number, 1, "要，7 日。", services, by="王芳")

    with pytest.raises(DomainError, match="已经答复过"):
        answer_question(number, 1, "不要。", services)
    line = list_consultations(services, ConsultationFilter(number))[0]
    assert (line.state, line.entry.answer, line.entry.answered_by) == (AnswerState.ANSWERED, "要，7 日。", "王芳")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (QuestionForm("Z99", "问"), "事项库里没有“Z99”"),
        (QuestionForm("A23", "   "), "没有写问题"),
        (QuestionForm("A23", "问" * 501), "超过 500 个"),
        (QuestionForm("A23", "问", asked_on=date(2026, 9, 17)), "还没有到"),
        (QuestionForm("A23", "问", asked_on=date(2001, 1, 1)), "10 年以前"),
        (QuestionForm("A23", "问", due_on=date(2026, 9, 15)), "早于提问日"),
        (QuestionForm("A23", "问", is_public=True), "还没有答复，不能公开"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(services: FakeDesk, form: QuestionForm, words: str) -> None:
    number = register(services)

    with pytest.raises(DomainError, match=words):
        ask_question(number, form, services)

    assert list_consultations(services, ConsultationFilter(number)) == ()


def test_the_same_day_a_correction_leaves_no_trace_and_later_both_wordings_stay(services: FakeDesk) -> None:
    number = register(services)
    ask_question(number, QuestionForm("A23", "要不要公示？", answer="要，7 日。"), services)

    same_day = correct_consultation(number, 1, services, answer="要，10 日。").entry
    services.clock.day = date(2026, 9, 17)
    with pytest.raises(DomainError, match="更正没有写理由"):
        correct_consultation(number, 1, services, answer="要，15 日。")
    later = correct_consultation(number, 1, services, answer="要，15 日。", reason="记错", person="王芳").entry

    assert same_day.earlier == ()
    assert later.answer == "要，15 日。"
    assert [(each.answer, each.changed_on, each.changed_by, each.reason) for each in later.earlier] == [
        ("要，10 日。", date(2026, 9, 17), "王芳", "记错")
    ]


def test_a_correction_to_the_same_words_changes_nothing(services: FakeDesk) -> None:
    number = register(services)
    asked = ask_question(number, QuestionForm("A23", "要不要公示？", answer="要。"), services)
    services.clock.day = date(2026, 9, 17)

    changed = correct_consultation(number, 1, services, answer="要。")

    assert changed.before == changed.after == asked.after


def test_every_change_can_be_undone_and_done_again(services: FakeDesk) -> None:
    number = register(services)
    changes = [
        ask_question(number, QuestionForm("A23", "要不要公示？"), services),
        answer_question(number, 1, "要。", services),
        publish_consultation(number, 1, True, services),
    ]

    for change in reversed(changes):
        change_consultation(reverse_of(change), services)
    assert list_consultations(services, ConsultationFilter(number)) == ()
    for change in changes:
        change_consultation(change, services)

    assert list_consultations(services, ConsultationFilter(number))[0].entry == changes[-1].after


def test_a_change_made_elsewhere_is_not_overwritten(services: FakeDesk) -> None:
    number = register(services)
    asked = ask_question(number, QuestionForm("A23", "要不要公示？"), services)
    answer_question(number, 1, "要。", services)

    with pytest.raises(ChangedElsewhere):
        change_consultation(reverse_of(asked), services)

    assert len(list_consultations(services, ConsultationFilter(number))) == 1


def test_unknown_projects_and_entries_are_refused(services: FakeDesk) -> None:
    number = register(services)

    with pytest.raises(ProjectNotFound):
        list_consultations(services, ConsultationFilter("GX-2026-0099"))
    with pytest.raises(ConsultationNotFound):
        answer_question(number, 7, "答", services)


def test_lists_put_open_questions_first_and_the_latest_answers_next(services: FakeDesk) -> None:
    one, two = register(services), register(services, "N2")
    ask_question(one, QuestionForm("A23", "甲", answer="答"), services)
    ask_question(one, QuestionForm("", "乙", due_on=date(2026, 9, 30)), services)
    ask_question(two, QuestionForm("A21", "丙"), services)

    lines = list_consultations(services, ConsultationFilter())

    assert [line.entry.question for line in lines] == ["丙", "乙", "甲"]
    assert lines[1].item == "整个项目" and lines[0].project_number == two
    assert [line.entry.question for line in list_consultations(services, ConsultationFilter(only_open=True))] == [
        "丙",
        "乙",
    ]
    assert [line.entry.question for line in list_consultations(services, ConsultationFilter(code="A23"))] == ["甲"]
    assert [line.entry.question for line in list_consultations(services, ConsultationFilter(text="陈立"))] == [
        "乙",
        "甲",
    ]


def test_only_what_names_nobody_is_made_public(services: FakeDesk) -> None:
    number = register(services)
    with services.uow as uow:
        enterprise = uow.projects.get(number).enterprise.name
    for place, answer in enumerate((f"{enterprise}要报。", "陈立来取。", "打 138 0000 0142。", "打13800000142。"), 1):
        ask_question(number, QuestionForm("A23", "问", answer=answer), services)
        with pytest.raises(NamesSomebody):
            publish_consultation(number, place, True, services)
    ask_question(number, QuestionForm("A23", "问", answer="要报，7 个工作日。"), services)

    publish_consultation(number, 5, True, services)

    with pytest.raises(NamesSomebody):
        correct_consultation(number, 5, services, answer="问陈立。")
    assert [
        line.entry.number for line in list_consultations(services, ConsultationFilter(number)) if line.entry.is_public
    ] == [5]


def test_a_manual_has_the_own_answers_and_the_public_ones_of_others_and_never_a_name(services: FakeDesk) -> None:
    own, other = register(services), register(services, "N2")
    ask_question(own, QuestionForm("A23", "自己的", asked_by="张三丰", answer="自答"), services)
    ask_question(own, QuestionForm("A23", "没答的"), services)
    ask_question(other, QuestionForm("A23", "别人没公开的", asked_by="赵六", answer="答"), services)
    ask_question(other, QuestionForm("A23", "别人公开的", asked_by="赵六", answer="公答", is_public=True), services)

    draft = draft_edition(own, services)

    asked = next(card.asked for card in draft.dossier.cards if card.code == "A23")
    assert {each.question for each in asked} == {"自己的", "别人公开的"}
    assert "赵六" not in repr(draft.dossier.cards) and "张三丰" not in repr(draft.dossier.cards)


def test_a_question_is_advice_and_makes_no_new_edition(services: FakeDesk) -> None:
    number = register(services)
    before = draft_edition(number, services)

    ask_question(number, QuestionForm("A23", "要不要公示？", answer="要。"), services)

    after = draft_edition(number, services)
    assert content_digest(after.plan) == content_digest(before.plan) and after.edition == before.edition


def test_what_is_asked_most_comes_first_then_the_latest_and_three_at_most() -> None:
    entries = [
        entry(1, question="一次的", on=date(2026, 9, 1)),
        entry(2, question="要不要公示？", answer="旧答", on=date(2026, 2, 1)),
        entry(3, question="要不要公示", answer="新答", on=date(2026, 3, 1)),
        entry(4, question="更晚一次的", on=date(2026, 9, 2)),
        entry(5, question="最早一次的", on=date(2026, 1, 9)),
        entry(6, question="没答的", answer=""),
        entry(7, code="", question="整个项目的"),
    ]

    found = most_asked(entries)

    assert list(found) == ["A23"] and len(found["A23"]) == MOST_ASKED
    assert [(each.question, each.answer, each.times) for each in found["A23"]] == [
        ("要不要公示", "新答", 2),
        ("更晚一次的", "要。", 1),
        ("一次的", "要。", 1),
    ]


def test_questions_are_read_within_the_unit_of_work_that_makes_the_edition(services: FakeDesk) -> None:
    number = register(services)
    ask_question(number, QuestionForm("A23", "要不要公示？", answer="要。"), services)

    with services.uow as uow:
        assert asked_questions(uow, number)["A23"][0].answer == "要。"


def test_other_programs_and_the_terminal_get_every_field(services: FakeDesk) -> None:
    number = register(services)
    ask_question(number, QuestionForm("A23", "要不要公示？", answer="要。"), services)
    services.clock.day = date(2026, 9, 17)
    correct_consultation(number, 1, services, answer="要，7 日。", reason="漏了天数")
    lines = list_consultations(services, ConsultationFilter(number))

    listed = consultation_listing(lines)[0]

    assert listed["item"] == "A23" and listed["open"] is False and listed["earlier"][0]["answer"] == "要。"
    assert any("漏了天数" in line for line in consultation_lines(lines))
    assert list(consultation_lines(())) == ["没有咨询记录。"]


def test_an_entry_cannot_exist_in_a_wrong_state() -> None:
    with pytest.raises(ValueError):
        entry(0)
    with pytest.raises(ValueError):
        replace(entry(), answered_on=None)
    with pytest.raises(DomainError):
        replace(entry(answer=""), is_public=True)
