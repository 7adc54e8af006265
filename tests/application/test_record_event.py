"""Recording on a desk without a database: what is saved, refused, warned of, undone, corrected."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.record_event import (
    Correction,
    Recorded,
    RecordRequest,
    correct_event,
    journal_of,
    preview_events,
    record_event,
    record_events,
    requests_for_numbers,
    take_back,
)
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.case_states import CaseState, EventKind, MissedReason
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.ledger import ImpossibleDate, NotAllowedNow, ReasonMissing
from gxq_desktop.domain.network import StepId
from tests.application.fakes import FakeDesk, sample


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(date(2026, 3, 9))


@pytest.fixture
def number(desk: FakeDesk) -> str:
    return register_project(sample("N1"), desk).number


def record(desk: FakeDesk, number: str, step: str, kind: str, on: date | None = None, **more: Any) -> Recorded:
    return record_event(number, RecordRequest(step, EventKind(kind), on, **more), desk)


def test_a_record_names_the_helper_and_keeps_the_agreed_plan(desk: FakeDesk, number: str) -> None:
    done = record(desk, number, "b01", "ready", date(2026, 3, 9))

    assert [event.kind for event in journal_of(number, desk).events] == [EventKind.READY]
    assert done.events[0].person == "李晓岚" and done.action == 1
    agreed = desk.uow.kept["agreed"][number]
    assert len(agreed) == 1 and agreed[0].dates[StepId("A23")].late_finish > date(2026, 3, 9)
    assert {row.step_id: row.state for row in desk.uow.kept["rows"][number]}["B01"] is CaseState.READY


def test_the_first_record_takes_the_dates_of_the_edition_the_enterprise_holds(desk: FakeDesk, number: str) -> None:
    issued = issue_edition(number, desk)
    desk.clock.day = date(2026, 3, 16)

    record(desk, number, "B01", "preparing")

    dates = desk.uow.kept["agreed"][number][0].dates
    assert dates[StepId("A23")].early_finish.isoformat() == issued.edition.dates["A23"].early_finish


def test_the_knock_on_is_seen_before_saving_and_days_that_passed_are_not_its_doing(desk: FakeDesk, number: str) -> None:
    desk.clock.day = date(2026, 4, 20)

    seen = preview_events(number, [RecordRequest("B36", EventKind.PREPARING)], desk)

    assert seen.knock_on.moves == () or all(move.step.code != "A23" for move in seen.knock_on.moves)
    assert not journal_of(number, desk).events and number not in desk.uow.kept["agreed"]
    early = preview_events(number, [RecordRequest("B01", EventKind.READY, date(2026, 3, 10))], desk)
    assert any(move.is_milestone and move.moved_working_days < 0 for move in early.knock_on.moves)
    assert "早" in early.knock_on.sentences[0]


def test_what_may_be_left_unsaid_is_recorded_with_the_write_off_and_undone_with_it(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A01", "accepted", date(2026, 3, 9))
    before = copy.deepcopy(desk.uow.kept)

    done = record(desk, number, "A01", "cleared", date(2026, 3, 9), document="备 1 号")

    assert [event.kind.value for event in done.events] == ["granted", "delivered", "cleared"]
    assert {event.document for event in done.events} == {"备 1 号"}
    take_back(number, done.action, desk)
    assert {name: desk.uow.kept[name] for name in ("journals", "agreed", "missed", "rows")} == {
        name: before[name] for name in ("journals", "agreed", "missed", "rows")
    }


def test_undoing_the_first_record_leaves_nothing_behind(desk: FakeDesk, number: str) -> None:
    done = record(desk, number, "A01", "accepted")

    taken = take_back(number, done.action, desk)

    assert [event.step_id for event in taken.events] == ["A01"]
    assert not journal_of(number, desk).events and not desk.uow.kept["agreed"][number]


def test_several_are_recorded_together_or_not_at_all(desk: FakeDesk, number: str) -> None:
    wrong = [RecordRequest("B01", EventKind.READY), RecordRequest("A23", EventKind.GRANTED)]

    with pytest.raises(NotAllowedNow):
        record_events(number, wrong, desk)
    assert not journal_of(number, desk).events

    done = record_events(number, [RecordRequest("B01", EventKind.READY), RecordRequest("B02", EventKind.READY)], desk)
    assert {event.action for event in done.events} == {1}


def test_a_begin_before_a_recorded_finish_that_the_law_puts_first_is_refused(desk: FakeDesk, number: str) -> None:
    desk.clock.day = date(2026, 3, 20)
    record(desk, number, "A17", "accepted", date(2026, 3, 10))
    record(desk, number, "A17", "granted", date(2026, 3, 18))

    with pytest.raises(ImpossibleDate, match=r"早于前项.*最早可填 2026-03-18") as refused:
        record(desk, number, "A18", "accepted", date(2026, 3, 17))
    assert refused.value.earliest == date(2026, 3, 18)
    assert "A18" in {event.step_id for event in record(desk, number, "A18", "accepted", date(2026, 3, 18)).events}
    assert any("前项还没有办结记录" in each for each in record(desk, number, "A23", "accepted").warnings)


def test_a_date_missed_asks_a_reason_of_the_list_and_keeps_a_record_of_it(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A01", "accepted", date(2026, 3, 9))
    desk.clock.day = date(2026, 3, 20)

    with pytest.raises(ReasonMissing, match=r"已超期 8 个工作日.*前项晚了"):
        record(desk, number, "A01", "granted")
    done = record(desk, number, "A01", "granted", reason="部门办理超时")

    assert [(each.due_on, each.met_on, each.reason) for each in done.missed] == [
        (date(2026, 3, 10), date(2026, 3, 20), MissedReason.AUTHORITY)
    ]
    record(desk, number, "A01", "cleared", document="备 1 号")  # not asked twice
    assert len(desk.uow.kept["missed"][number]) == 1
    take_back(number, done.action + 1, desk)
    take_back(number, done.action, desk)
    assert not desk.uow.kept["missed"][number]


def test_an_unknown_step_a_gate_and_an_item_not_of_the_project_are_refused(desk: FakeDesk, number: str) -> None:
    for step, words in (("Z99", "没有“Z99”这一项"), ("M_START", "是门槛"), ("A02", "本项目不办")):
        with pytest.raises(DomainError, match=words):
            record(desk, number, step, "accepted")


def test_a_promise_may_be_overrun_within_the_law_only(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A07", "accepted", date(2026, 3, 9))

    with pytest.raises(DomainError, match="超过法定时限"):
        record(desk, number, "A07", "overrun", days=60, reason="材料多")
    done = record(desk, number, "A07", "overrun", days=2, reason="材料多")

    row = next(row for row in desk.uow.kept["rows"][number] if row.step_id == "A07")
    assert desk.calendar.working_days_between(row.original_due_on, row.due_on) == 2
    assert any(move.step.code == "A07" for move in done.knock_on.moves)


def test_a_later_correction_keeps_both_values(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A01", "accepted", date(2026, 3, 9))
    desk.clock.day = date(2026, 3, 10)

    correct_event(number, 1, Correction(on=date(2026, 3, 6)), "看错受理单", desk, person="王芳")

    old, new = journal_of(number, desk).events
    assert (old.on, old.superseded_reason, old.superseded_by) == (date(2026, 3, 9), "看错受理单", "王芳")
    assert (new.on, new.place) == (date(2026, 3, 6), 1)
    with pytest.raises(ReasonMissing):
        correct_event(number, 2, Correction(on=date(2026, 3, 5)), "", desk)


def test_numbers_of_the_wall_chart_are_typed_back(desk: FakeDesk, number: str) -> None:
    asked = RecordRequest("", EventKind.READY)
    with pytest.raises(DomainError, match="还没有发过手册"):
        requests_for_numbers(number, [1], asked, desk)
    edition = issue_edition(number, desk).edition
    box = edition.box_numbers["B01"]

    (request,) = requests_for_numbers(number, [box, box], asked, desk)

    assert request.step == "B01"
    with pytest.raises(DomainError, match="没有编号 999"):
        requests_for_numbers(number, [box, 999], asked, desk)


def test_evidence_is_copied_only_for_what_is_not_refused(desk: FakeDesk, number: str, tmp_path: Path) -> None:
    file = tmp_path / "证.pdf"
    file.write_bytes(b"%PDF")

    with pytest.raises(NotAllowedNow):
        record(desk, number, "A01", "cleared", evidence=file)
    assert not desk.evidence.kept
    done = record(desk, number, "B01", "cleared", evidence=file)
    assert [event.evidence.name for event in done.events if event.evidence] == ["证.pdf", "证.pdf"]


def test_a_late_refusal_gives_both_its_reasons(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A01", "accepted", date(2026, 3, 9))
    desk.clock.day = date(2026, 3, 20)

    done = record(desk, number, "A01", "refused", reason="不符合产业政策", late_reason="部门办理超时")

    assert done.events[0].reason == "不符合产业政策" and done.missed[0].reason is MissedReason.AUTHORITY


def test_a_begin_before_the_finish_of_what_the_law_puts_before_it_is_told_when_that_becomes_known(
    desk: FakeDesk, number: str
) -> None:
    desk.clock.day = date(2026, 4, 20)
    record(desk, number, "A18", "accepted", date(2026, 4, 1))
    record(desk, number, "A23", "accepted", date(2026, 4, 8))

    late = record(desk, number, "A18", "granted", date(2026, 4, 10), late_reason="其他")

    told = "A23 2026-04-08 已受理，早于前项 A18 办结的 2026-04-10，请核对。"
    assert told in late.warnings
    better = correct_event(number, late.events[0].number, Correction(on=date(2026, 4, 7)), "看错", desk)
    assert better.warnings == ()
