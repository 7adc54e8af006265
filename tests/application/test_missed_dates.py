"""Missed dates: each has a record of its own with a reason; what is open is listed and can be explained before it is met."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gxq_desktop.application.ledger_listing import refresh_ledger
from gxq_desktop.application.missed_dates import MissedEntry, explain_missed, list_missed, missed_lines, missed_listing
from gxq_desktop.application.record_event import (
    Correction,
    Recorded,
    RecordRequest,
    correct_event,
    preview_events,
    record_event,
    take_back,
)
from gxq_desktop.application.register_project import register_project
from gxq_desktop.application.staff import Person, PersonId
from gxq_desktop.domain.case_states import EventKind, MissedReason
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.ledger import ReasonMissing
from tests.application.fakes import FakeDesk, sample


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(date(2026, 9, 16))


@pytest.fixture
def number(desk: FakeDesk) -> str:
    return register_project(sample("N1"), desk).number


def record(desk: FakeDesk, number: str, step: str, kind: str, on: date | None = None, **more: Any) -> Recorded:
    return record_event(number, RecordRequest(step, EventKind(kind), on, **more), desk)


def of(desk: FakeDesk, step: str, **asked: Any) -> list[MissedEntry]:
    refresh_ledger(desk, lambda done, total: None)
    return [each for each in list_missed(desk, **asked) if each.step_id == step]


def test_a_date_that_is_past_is_listed_and_what_is_met_late_keeps_its_reason(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A07", "accepted")
    desk.clock.day = date(2026, 10, 12)
    (open_one,) = of(desk, "A07")
    assert (open_one.due_on, open_one.met_on, open_one.reason) == (date(2026, 9, 30), None, None)
    assert open_one.late_days == 4  # 10-08, 10-09, the make-up Saturday 10-10, 10-12

    record(desk, number, "A07", "granted", late_reason="部门办理超时", note="人手不够")

    (met,) = of(desk, "A07")
    assert (met.due_on, met.met_on, met.late_days) == (date(2026, 9, 30), date(2026, 10, 12), 4)
    assert (met.reason, met.note, met.person) == (MissedReason.AUTHORITY, "人手不够", "李晓岚")
    assert of(desk, "A07", since=date(2026, 10, 1)) == [] and of(desk, "A07", until=date(2026, 9, 29)) == []
    (listed,) = missed_listing([met])
    assert listed["due_on"] == "2026-09-30" and listed["reason"] == "部门办理超时"
    assert "部门办理超时（人手不够）" in next(iter(missed_lines([met])))


def test_each_missed_date_of_an_item_has_its_own_record(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A07", "provisional_acceptance", until=date(2026, 9, 22), note="委托书")
    desk.clock.day = date(2026, 9, 24)
    with pytest.raises(ReasonMissing, match="2026-09-22"):
        record(desk, number, "A07", "supplied")
    record(desk, number, "A07", "supplied", late_reason="企业材料不齐")
    desk.clock.day = date(2026, 10, 12)
    record(desk, number, "A07", "granted", late_reason="部门办理超时")
    desk.clock.day = date(2026, 11, 30)
    with pytest.raises(ReasonMissing, match="2026-10-26"):  # ten working days to deliver
        record(desk, number, "A07", "cleared", document="1 号")

    record(desk, number, "A07", "cleared", document="1 号", late_reason="其他")

    assert [(each.due_on, each.reason) for each in reversed(of(desk, "A07"))] == [
        (date(2026, 9, 22), MissedReason.MATERIAL),
        (date(2026, 9, 30), MissedReason.AUTHORITY),
        (date(2026, 10, 26), MissedReason.OTHER),
    ]


def test_what_was_explained_while_open_is_not_asked_again_and_undo_opens_it_again(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A07", "accepted")
    with pytest.raises(DomainError, match="没有过了还没办的日期"):
        explain_missed(number, "A07", "其他", desk)
    desk.clock.day = date(2026, 10, 9)
    with pytest.raises(ReasonMissing, match="没有写原因"):
        explain_missed(number, "A07", "忘了", desk)
    explain_missed(number, "A07", "其他", desk)
    explain_missed(number, "a07", "前项晚了", desk, note="用地没批", person="王芳")
    desk.clock.day = date(2026, 10, 12)
    with pytest.raises(DomainError, match="已写明原因：前项晚了"):
        explain_missed(number, "A07", "其他", desk)

    done = record(desk, number, "A07", "granted")

    (met,) = of(desk, "A07")
    assert (met.met_on, met.reason, met.note, met.person) == (
        date(2026, 10, 12),
        MissedReason.PREDECESSOR,
        "用地没批",
        "王芳",
    )
    take_back(number, done.action, desk)
    (again,) = of(desk, "A07")
    assert (again.met_on, again.reason) == (None, MissedReason.PREDECESSOR)


def test_a_clock_that_stands_misses_nothing(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A07", "accepted")
    record(desk, number, "A07", "suspended", reason="专家评审")
    desk.clock.day = date(2026, 12, 1)

    assert of(desk, "A07") == []


def test_a_slip_over_the_set_size_is_said_before_it_is_saved_and_only_when_it_is_new(
    desk: FakeDesk, number: str
) -> None:
    record(desk, number, "A01", "accepted")
    desk.clock.day = date(2026, 9, 17)
    assert preview_events(number, [RecordRequest("B01", EventKind.PREPARING)], desk).warnings == ()

    late = preview_events(number, [RecordRequest("CONSTRUCTION", EventKind.STARTED, desk.clock.day)], desk)
    assert not any("批准人" in warning for warning in late.warnings)
    desk.clock.day = date(2027, 3, 1)
    before = preview_events(number, [RecordRequest("B36", EventKind.PREPARING)], desk)
    assert not any("批准人" in warning for warning in before.warnings)  # days that passed are no record's doing


def test_a_name_that_is_not_on_the_staff_list_is_warned_of_and_taken(desk: FakeDesk, number: str) -> None:
    assert record(desk, number, "B01", "preparing", person="某某").warnings == ()
    with desk.unit_of_work() as uow:
        uow.staff.save(Person(PersonId("1"), "李晓岚"))
        uow.commit()

    done = record(desk, number, "B02", "preparing", person="某某")

    assert done.warnings == ("“某某”不在人员名单里。",) and done.events[0].person == "某某"
    assert record(desk, number, "B04", "preparing", person="李晓岚").warnings == ()


def test_a_correction_moves_what_was_missed_with_it_and_undoing_it_moves_it_back(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A07", "accepted")
    desk.clock.day = date(2026, 9, 28)
    granted = record(desk, number, "A07", "granted", date(2026, 9, 28))
    assert of(desk, "A07") == []
    desk.clock.day = date(2026, 10, 12)

    late = correct_event(number, granted.events[0].number, Correction(on=date(2026, 10, 9)), "看错日期", desk)

    (met,) = of(desk, "A07")
    assert (met.due_on, met.met_on, met.reason, met.note) == (
        date(2026, 9, 30), date(2026, 10, 9), MissedReason.OTHER, "看错日期",
    )  # fmt: skip
    assert late.missed and late.missed[0].event == late.action
    desk.clock.day = date(2026, 10, 13)
    again = correct_event(number, late.action, Correction(on=date(2026, 9, 29)), "还是看错", desk)
    assert of(desk, "A07") == [] and len(desk.uow.kept["missed"][number]) == 1  # kept, out of force
    take_back(number, again.action, desk)
    assert [each.met_on for each in of(desk, "A07")] == [date(2026, 10, 9)]


def test_a_correction_follows_what_was_explained_before_it_was_met(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A07", "accepted")
    desk.clock.day = date(2026, 10, 9)
    explain_missed(number, "A07", "前项晚了", desk)
    granted = record(desk, number, "A07", "granted")
    desk.clock.day = date(2026, 10, 12)

    corrected = correct_event(number, granted.events[0].number, Correction(on=date(2026, 10, 12)), "看错", desk)

    assert [(each.met_on, each.reason) for each in of(desk, "A07")] == [(date(2026, 10, 12), MissedReason.PREDECESSOR)]
    take_back(number, corrected.action, desk)
    assert [each.met_on for each in of(desk, "A07")] == [date(2026, 10, 9)]
