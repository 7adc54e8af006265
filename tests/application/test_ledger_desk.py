"""The ledger's page: rows with days used, how rows stand, the clocks, one row explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gxq_desktop.application.ledger_ask import LedgerAsk
from gxq_desktop.application.ledger_desk import (
    LedgerEntry,
    explain_entry,
    figures_of_ledger,
    ledger_choices,
    look_at_ledger,
    more_of_ledger,
    rows_of_ledger,
)
from gxq_desktop.application.ledger_listing import Standing, count_overdue, count_standings, standing_of
from gxq_desktop.application.override_verdict import override_verdict
from gxq_desktop.application.record_event import RecordRequest, record_event
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.case_states import EventKind, Party, SuspensionCause
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.network import StepId
from tests.application.fakes import FakeDesk, sample


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(date(2026, 3, 9))


@pytest.fixture
def number(desk: FakeDesk) -> str:
    return register_project(sample("N1"), desk).number


def record(desk: FakeDesk, number: str, step: str, kind: EventKind, on: date, **more: object) -> None:
    desk.clock.day = max(desk.clock.day, on)
    record_event(number, RecordRequest(step, kind, on, **more), desk)  # type: ignore[arg-type]


def entry(desk: FakeDesk, step: str, **ask: object) -> LedgerEntry:
    view = look_at_ledger(desk, LedgerAsk(**ask), 500)  # type: ignore[arg-type]
    return next(each for each in view.entries if each.line.row.step_id == step)


def test_rows_are_made_when_they_are_first_looked_at(desk: FakeDesk, number: str) -> None:
    view = look_at_ledger(desk)

    figures = figures_of_ledger(desk)
    assert view.total == len(view.entries) == figures.open > 0
    assert view.waiting == 0
    assert {each.standing for each in view.entries} <= set(Standing)
    assert figures.owned.total == 0


def test_days_used_are_counted_from_the_day_after_acceptance(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A23", EventKind.ACCEPTED, date(2026, 3, 9))
    desk.clock.day = date(2026, 3, 12)

    row = entry(desk, "A23")

    assert row.limit_days is not None and row.used_days == 3
    assert row.line.days_left == row.limit_days - 3
    assert row.share == pytest.approx(3 / row.limit_days)
    assert (row.whose, row.moved, row.provisional) == ("机关", False, False)


def test_an_overrun_makes_the_limit_longer_and_a_suspension_uses_no_day(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A23", EventKind.ACCEPTED, date(2026, 3, 9))
    before = entry(desk, "A23").limit_days
    assert before is not None
    record(desk, number, "A23", EventKind.OVERRUN, date(2026, 3, 10), days=2, reason="专家意见不一")
    record(desk, number, "A23", EventKind.SUSPENDED, date(2026, 3, 11), reason=SuspensionCause.EXPERT_REVIEW)
    used = entry(desk, "A23").used_days
    desk.clock.day = date(2026, 3, 18)

    row = entry(desk, "A23")

    assert row.limit_days == before + 2
    assert row.used_days == used
    assert row.standing is Standing.STOPPED
    assert row.left == f"恢复后 {before + 2 - (used or 0)} 个工作日"
    assert row.moved and row.whose == "中介"


def test_a_decided_row_uses_no_more_days(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A23", EventKind.ACCEPTED, date(2026, 3, 9))
    record(desk, number, "A23", EventKind.GRANTED, date(2026, 3, 11))
    desk.clock.day = date(2026, 3, 16)

    assert entry(desk, "A23").used_days == 2


def test_every_open_row_stands_one_way_and_filters_find_just_those(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A01", EventKind.ACCEPTED, date(2026, 3, 9))
    record(desk, number, "A23", EventKind.SUBMITTED, date(2026, 3, 9))
    record(desk, number, "A23", EventKind.NOTICED, date(2026, 3, 10), note="缺图纸")
    record(desk, number, "A07", EventKind.ACCEPTED, date(2026, 3, 10))
    record(desk, number, "A07", EventKind.SUSPENDED, date(2026, 3, 11), reason=SuspensionCause.PUBLIC_NOTICE)
    desk.clock.day = date(2026, 3, 16)
    everything = look_at_ledger(desk, limit=1000)

    counted = count_standings(desk)

    assert sum(counted.values()) == everything.total
    for standing in Standing:
        found = look_at_ledger(desk, LedgerAsk(standing=standing), 1000)
        assert found.total == counted[standing]
        assert figures_of_ledger(desk, LedgerAsk(standing=standing)).standings == counted
        assert {each.standing for each in found.entries} <= {standing}
        assert sum(each.standing is standing for each in everything.entries) == counted[standing]
    assert count_overdue(desk) == counted[Standing.OVERDUE] > 0
    narrowed = count_standings(desk, LedgerAsk(whose=Party.AUTHORITY).as_filter(desk.clock.day))
    assert sum(narrowed.values()) == look_at_ledger(desk, LedgerAsk(whose=Party.AUTHORITY), 1000).total


def test_closed_rows_stand_no_way(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A01", EventKind.ACCEPTED, date(2026, 3, 9))
    record(desk, number, "A01", EventKind.CLEARED, date(2026, 3, 10), document="备 1 号")

    view = look_at_ledger(desk, LedgerAsk(closed=True))

    (row,) = view.entries
    assert row.standing is None and standing_of(row.line) is None
    assert row.left == "03-10 销账" and row.whose == ""
    assert figures_of_ledger(desk, LedgerAsk(closed=True)).open == sum(count_standings(desk).values())


def test_pages_follow_one_another_without_a_gap(desk: FakeDesk, number: str) -> None:
    ask = LedgerAsk(order="code", descending=True)
    whole = look_at_ledger(desk, ask, 1000).entries

    assert look_at_ledger(desk, ask, 7).entries + more_of_ledger(desk, ask, 7, 9) == whole[:16]
    assert [each.line.row.code for each in whole] == sorted((each.line.row.code for each in whole), reverse=True)


def test_named_rows_are_read_as_they_are_now_written_off_ones_last(desk: FakeDesk, number: str) -> None:
    keys = [entry(desk, step).key for step in ("B01", "A23", "A01")]
    record(desk, number, "A01", EventKind.ACCEPTED, date(2026, 3, 9))
    record(desk, number, "A01", EventKind.CLEARED, date(2026, 3, 10), document="备 1 号")

    found = rows_of_ledger(desk, [*keys, (keys[0][0], StepId("A99"))])

    assert [each.line.row.code for each in found][-1] == "A01" and found[-1].standing is None
    assert {each.key for each in found} == set(keys)


def test_words_are_found_in_item_owner_and_project(desk: FakeDesk, number: str) -> None:
    name = desk.uow.kept["projects"][number].name[:4]

    found = look_at_ledger(desk, LedgerAsk(text=f"a23 {name}"))

    assert [each.line.row.code for each in found.entries] == ["A23"]
    assert look_at_ledger(desk, LedgerAsk(text="没有这样的")).entries == ()


def test_the_choices_are_those_with_open_rows(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A01", EventKind.ACCEPTED, date(2026, 3, 9), person="周晓")

    choices = ledger_choices(desk)

    assert "周晓" in choices.persons
    assert all(name != window for window, name in choices.windows)
    assert set(choices.authorities) == {row.authority for row in desk.uow.kept["rows"][number]}


def test_a_row_is_explained_by_its_records(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A23", EventKind.ACCEPTED, date(2026, 3, 9), person="周晓")
    record(desk, number, "A23", EventKind.SUSPENDED, date(2026, 3, 11), reason=SuspensionCause.EXPERT_REVIEW)
    desk.clock.day = date(2026, 3, 13)

    detail = explain_entry(desk, number, "A23")

    assert detail.due == "到期"
    assert "原定" in detail.promised
    assert detail.stopped == "03-11（三）起停钟，已停 2 个工作日，事由：专家评审"
    assert [event.told for event in detail.events] == ["中止计时　李晓岚", "受理　周晓"]
    assert detail.events[0].note == "专家评审" and detail.more_events == 0
    assert (detail.owned.authority, detail.owned.intermediary) == (1, 3)
    assert detail.entry == replace(entry(desk, "A23"), line=detail.entry.line)


def test_before_acceptance_the_day_is_the_latest_to_begin(desk: FakeDesk, number: str) -> None:
    assert explain_entry(desk, number, "A23").due == "最迟受理"
    assert explain_entry(desk, number, "B01").due == "最迟开始"


def test_who_decided_that_an_item_is_to_be_done_is_said_with_it(desk: FakeDesk, number: str) -> None:
    override_verdict(number, "A23", True, "专题会议定了", "张琳", desk)

    today = desk.clock.today().isoformat()
    assert explain_entry(desk, number, "A23").decided == f"人工认定要办：专题会议定了（张琳，{today}）"
    assert explain_entry(desk, number, "A21").decided == ""


def test_material_promised_for_later_is_told_beside_the_day_of_the_decision(desk: FakeDesk, number: str) -> None:
    record(
        desk, number, "A23", EventKind.PROVISIONAL, date(2026, 3, 9), until=date(2026, 3, 11), note="缺图纸"
    )  # fmt: skip

    detail = explain_entry(desk, number, "A23")

    assert detail.due == "容缺补齐" and detail.promised.startswith("03-11（三）")
    assert detail.missing == "约定 03-11（三） 前补齐材料，办结到期 03-16（一）"


def test_a_row_the_project_has_no_more_is_refused(desk: FakeDesk, number: str) -> None:
    with pytest.raises(DomainError, match="现在没有 A99"):
        explain_entry(desk, number, "A99")
