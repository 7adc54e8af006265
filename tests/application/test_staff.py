"""The staff list and who works at this desk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gxq_desktop.application.record_event import RecordRequest, record_event
from gxq_desktop.application.register_project import register_project
from gxq_desktop.application.staff import (
    Person,
    PersonHasRecords,
    PersonId,
    PersonNotFound,
    choose_operator,
    doubts_of_person,
    list_staff,
    operator,
    operator_name,
    read_operator,
    remove_person,
    roles_of,
    save_person,
    set_active,
    write_operator,
)
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.errors import DomainError
from tests.application.fakes import FakeDesk, sample

ZHANG = Person(PersonId("p1"), "张琳", "综合窗口 2", "0818-3330102", ("窗口人员",))
LI = Person(PersonId("p2"), "李晓岚")


@pytest.fixture
def desk() -> FakeDesk:
    made = FakeDesk(date(2026, 9, 16))
    for person in (ZHANG, LI):
        save_person(person, made)
    return made


def recorded_by(name: str, desk: FakeDesk) -> None:
    number = register_project(sample("N1"), desk).number
    record_event(number, RecordRequest("B01", EventKind.PREPARING, person=name), desk)


def test_everybody_is_listed_with_how_much_is_in_that_name(desk: FakeDesk) -> None:
    recorded_by("张琳", desk)

    assert {line.person.name: line.records for line in list_staff(desk)} == {"张琳": 1, "李晓岚": 0}


def test_somebody_with_records_is_retired_and_never_deleted(desk: FakeDesk) -> None:
    recorded_by("张琳", desk)

    with pytest.raises(PersonHasRecords, match="1 条办件记录"):
        remove_person(ZHANG.id, desk)
    set_active(ZHANG.id, False, desk)

    assert [(line.person.name, line.person.active) for line in list_staff(desk)] == [("李晓岚", True), ("张琳", False)]


def test_somebody_without_records_can_be_deleted(desk: FakeDesk) -> None:
    remove_person(LI.id, desk)

    assert [line.person.name for line in list_staff(desk)] == ["张琳"]
    with pytest.raises(PersonNotFound):
        remove_person(LI.id, desk)


@pytest.mark.parametrize(
    ("name", "said"), [("", "写上姓名"), ("  ", "写上姓名"), ("李晓岚", "同名"), ("长" * 31, "30 个字")]
)
def test_a_name_is_given_short_and_only_once(desk: FakeDesk, name: str, said: str) -> None:
    with pytest.raises(DomainError, match=said):
        save_person(Person(PersonId("p3"), name), desk)
    assert len(list_staff(desk)) == 2


def test_saving_somebody_again_is_no_clash_with_oneself(desk: FakeDesk) -> None:
    save_person(Person(ZHANG.id, " 张琳 ", "三窗"), desk)

    assert {line.person.department for line in list_staff(desk)} == {"三窗", ""}


def test_a_strange_telephone_is_doubted_not_refused() -> None:
    assert "phone" in doubts_of_person(Person(PersonId("p"), "某", phone="1380013"))
    assert doubts_of_person(ZHANG) == {}


def test_roles_are_words_however_they_are_separated() -> None:
    assert roles_of("窗口人员,帮办员；科长 帮办员、") == ("窗口人员", "帮办员", "科长")


def test_who_works_here_is_chosen_once_until_retired(desk: FakeDesk) -> None:
    assert operator(desk) is None and operator_name(desk) == ""

    choose_operator(ZHANG.id, desk)
    assert operator_name(desk) == "张琳"
    assert [line.person.name for line in list_staff(desk) if line.is_operator] == ["张琳"]

    set_active(ZHANG.id, False, desk)
    assert operator(desk) is None and desk.operator_id == ""
    with pytest.raises(DomainError, match="已停用"):
        choose_operator(ZHANG.id, desk)


def test_a_choice_whose_person_is_gone_is_nobody(desk: FakeDesk) -> None:
    desk.set_operator("not there")

    assert operator_name(desk) == ""


def test_the_choice_is_kept_in_a_file_that_may_be_lost(tmp_path: Path) -> None:
    file = tmp_path / "operator.json"

    assert read_operator(file) == ""
    write_operator(file, "p1")
    assert read_operator(file) == "p1"
    file.write_text("half", "utf-8")
    assert read_operator(file) == ""
