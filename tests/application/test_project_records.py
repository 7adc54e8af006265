"""What happened to a project, as its screen lists it."""

from __future__ import annotations

from datetime import date

import pytest

from gxq_desktop.application.project_records import RecordFilter, RecordSort, correction_of, record_entries
from gxq_desktop.application.record_event import take_back
from gxq_desktop.domain.case_states import EventKind, MissedReason
from tests.application.recorded import Recorded, made

__all__ = ["made"]


def test_everything_recorded_is_listed_once_the_latest_first(made: Recorded) -> None:
    entries = record_entries(made.desk)

    assert [(entry.on.day, entry.code, entry.what) for entry in entries if entry.event] == [
        (14, "A07", "中止计时"),
        (11, "A07", "受理"),
        (11, "A01", "准予许可"),
        (11, "A01", "受理"),
        (10, "B02", "备齐"),
        (10, "B02", "备齐"),
        (10, "B01", "收到"),
    ]
    assert len({entry.key for entry in entries}) == len(entries)
    assert next(entry for entry in entries if entry.what == "准予许可").document == "备案 1 号"


def test_a_correction_keeps_both_values_and_who_why_when(made: Recorded) -> None:
    desk = made.desk
    old, new = sorted((entry for entry in record_entries(desk) if entry.code == "B02"), key=lambda each: each.event)

    found = correction_of(desk, old.event)

    assert (old.sort, new.sort) == (RecordSort.SUPERSEDED, RecordSort.EVENT)
    assert not old.can_correct and new.can_correct
    assert found is not None and found == correction_of(desk, new.event)
    assert (found.before_event, found.after_event, found.person, found.reason) == (old.event, new.event, "王芳", "看错")
    assert [(value.label, value.before, value.after) for value in found.values if value.changed] == [
        ("备注", "", "实为纸质"),
        ("经办人", "李晓岚", "王芳"),
    ]


def test_what_was_never_corrected_has_no_correction(made: Recorded) -> None:
    desk = made.desk

    assert correction_of(desk, 1) is None
    assert correction_of(desk, 999) is None


def test_only_todays_last_record_of_a_step_can_be_taken_back(made: Recorded) -> None:
    made.record("A09", EventKind.ACCEPTED)
    made.record("A09", EventKind.GRANTED, date(2026, 9, 16))
    entries = {entry.event: entry for entry in record_entries(made.desk) if entry.code in ("A09", "A01")}
    offered = {entry.what: entry.can_take_back for entry in entries.values() if entry.code == "A09"}

    assert offered == {"受理": False, "准予许可": True}
    assert "还有记录" in next(e.why_not for e in entries.values() if e.code == "A09" and e.what == "受理")
    assert all("不是今天记的" in entry.why_not for entry in entries.values() if entry.code == "A01")
    last = next(entry for entry in entries.values() if entry.can_take_back)
    take_back(made.number, last.action, made.services)
    assert [entry.what for entry in record_entries(made.desk) if entry.code == "A09"] == ["受理"]


def test_a_missed_date_stands_with_its_reason_beside_the_record(made: Recorded) -> None:
    made.on(date(2026, 11, 20)).record("A09", EventKind.ACCEPTED, date(2026, 9, 16))
    made.record("A09", EventKind.GRANTED, late_reason=MissedReason.INTERMEDIARY.value)

    missed = [entry for entry in record_entries(made.desk) if entry.sort is RecordSort.MISSED]

    assert len(missed) == 1
    assert (
        missed[0].code == "A09"
        and missed[0].what.startswith("超期 ")
        and MissedReason.INTERMEDIARY.value in missed[0].said
    )


def test_the_baseline_and_hand_overs_are_entries_too(made: Recorded) -> None:
    agreed = [entry for entry in record_entries(made.desk) if entry.sort is RecordSort.AGREED]

    assert [entry.what for entry in agreed] == ["定下基准计划"]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (RecordFilter(), 8),
        (RecordFilter(frozenset({RecordSort.SUPERSEDED})), 1),
        (RecordFilter(step_id="A07"), 2),
        (RecordFilter(text="备案 1"), 1),
        (RecordFilter(text="没有的"), 0),
    ],
)
def test_filters(made: Recorded, asked: RecordFilter, count: int) -> None:
    assert sum(asked.keeps(entry) for entry in record_entries(made.desk)) == count
