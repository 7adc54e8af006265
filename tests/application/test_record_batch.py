"""One record for many rows over several projects: seen first, saved at once, taken back in one step."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path

import pytest

from gxq_desktop.application.ports import ChangedElsewhere
from gxq_desktop.application.record_batch import (
    MOST_ROWS,
    BatchRow,
    preview_batch,
    record_batch,
    take_batch_back,
)
from gxq_desktop.application.record_event import RecordRequest, journal_of, record_event
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.case_states import CaseState, EventKind, MissedReason
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.ledger import ProofMissing, ReasonMissing
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project import ProjectNumber
from tests.application.fakes import FakeDesk, sample

TODAY = date(2026, 3, 16)
KEPT = ("journals", "agreed", "missed", "rows")


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(date(2026, 3, 9))


@pytest.fixture
def numbers(desk: FakeDesk) -> tuple[ProjectNumber, ...]:
    """Two projects in which A01 was accepted on Monday the 9th; today is Monday the 16th."""
    found = tuple(register_project(sample(name), desk).number for name in ("N1", "N2"))
    for number in found:
        record_event(number, RecordRequest("A01", EventKind.ACCEPTED, date(2026, 3, 9)), desk)
    desk.clock.day = TODAY
    return found


def row(number: ProjectNumber, step: str = "A01") -> BatchRow:
    return BatchRow(number, StepId(step), f"项目 {number}", step)


def clearing(**more: object) -> RecordRequest:
    written = {"document": "备 1 号", "late_reason": MissedReason.LATE_RECORD.value, **more}
    return RecordRequest("", EventKind.CLEARED, **written)  # type: ignore[arg-type]


def state(desk: FakeDesk, number: ProjectNumber, step: str = "A01") -> CaseState:
    return next(each.state for each in desk.uow.kept["rows"][number] if each.step_id == step)


def kept(desk: FakeDesk) -> dict[str, object]:
    return copy.deepcopy({name: desk.uow.kept[name] for name in KEPT})


def test_the_preview_tells_for_each_row_what_is_recorded_or_why_not(
    desk: FakeDesk, numbers: tuple[ProjectNumber, ...]
) -> None:
    before = kept(desk)

    seen = preview_batch([row(numbers[0]), row(numbers[0], "A23"), row(numbers[1])], clearing(), desk)

    fine, refused, other = seen.lines
    assert fine.events == ("准予许可", "送达", "销账") and fine.late
    assert refused.refusal is not None and "未开始" in refused.refusal.problem and not refused.lacks
    assert other.fits
    assert seen.fitting == (row(numbers[0]), row(numbers[1])) and seen.refused == (refused,)
    assert kept(desk) == before


def test_what_is_asked_once_for_all_is_told_as_lacking(desk: FakeDesk, numbers: tuple[ProjectNumber, ...]) -> None:
    (unproved,) = preview_batch([row(numbers[0])], clearing(document=""), desk).lines
    (late,) = preview_batch([row(numbers[0])], clearing(late_reason=""), desk).lines

    assert isinstance(unproved.refusal, ProofMissing) and unproved.lacks == "依据"
    assert isinstance(late.refusal, ReasonMissing) and late.lacks == "原因"
    assert preview_batch([row(numbers[0])], clearing(late_reason=""), desk).needs_reason


def test_a_row_stands_on_those_before_it_in_its_project(desk: FakeDesk, numbers: tuple[ProjectNumber, ...]) -> None:
    twice = [row(numbers[0], "B01"), row(numbers[0], "B02")]

    ready = RecordRequest("", EventKind.READY, late_reason=MissedReason.MATERIAL)
    seen = preview_batch(twice, ready, desk)

    assert [line.events for line in seen.lines] == [("备齐",), ("备齐",)]
    assert len(preview_batch([*twice, *twice], ready, desk).lines) == 2


def test_a_batch_over_two_projects_is_saved_together_and_taken_back_as_if_it_had_not_been(
    desk: FakeDesk, numbers: tuple[ProjectNumber, ...]
) -> None:
    before = kept(desk)

    done = record_batch([row(number) for number in numbers], clearing(), desk)

    assert [number for number, _ in done.actions] == list(numbers)
    assert {state(desk, number) for number in numbers} == {CaseState.CLEARED}
    assert all(desk.uow.kept["missed"][number][-1].reason is MissedReason.LATE_RECORD for number in numbers)
    take_batch_back(done, desk)
    after = kept(desk)
    assert (after["journals"], after["agreed"]) == (before["journals"], before["agreed"])
    assert {state(desk, number) for number in numbers} == {CaseState.ACCEPTED}
    assert not any(desk.uow.kept["missed"].values())


def test_one_row_that_is_refused_keeps_all_of_them_from_being_saved(
    desk: FakeDesk, numbers: tuple[ProjectNumber, ...]
) -> None:
    before = kept(desk)

    with pytest.raises(DomainError, match="未开始"):
        record_batch([row(numbers[1]), row(numbers[0], "A23")], clearing(), desk)

    assert kept(desk) == before


def test_another_window_that_saved_meanwhile_keeps_all_of_them_from_being_saved(
    desk: FakeDesk, numbers: tuple[ProjectNumber, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(desk)
    repository = type(desk.uow.ledger)
    keep = repository.keep

    def refusing(self: object, number: str, *journals: object) -> None:
        if number == numbers[1]:
            raise ChangedElsewhere(number)
        keep(self, number, *journals)  # type: ignore[arg-type]

    monkeypatch.setattr(repository, "keep", refusing)
    with pytest.raises(ChangedElsewhere):
        record_batch([row(number) for number in numbers], clearing(), desk)

    assert kept(desk) == before


def test_a_batch_of_yesterday_is_not_taken_back_and_none_of_it_goes(
    desk: FakeDesk, numbers: tuple[ProjectNumber, ...]
) -> None:
    done = record_batch([row(number) for number in numbers], clearing(), desk)
    desk.clock.day = date(2026, 3, 17)

    with pytest.raises(DomainError, match="不是今天记的"):
        take_batch_back(done, desk)

    assert {state(desk, number) for number in numbers} == {CaseState.CLEARED}


def test_evidence_is_copied_once_and_proves_every_row(
    desk: FakeDesk, numbers: tuple[ProjectNumber, ...], tmp_path: Path
) -> None:
    file = tmp_path / "签收单.pdf"
    file.write_bytes(b"%PDF")

    record_batch([row(number) for number in numbers], clearing(document="", evidence=file), desk)

    for number in numbers:
        event = journal_of(number, desk).events[-1]
        assert event.evidence is not None and event.evidence.name == "签收单.pdf"


def test_none_and_too_many_rows_are_refused(desk: FakeDesk, numbers: tuple[ProjectNumber, ...]) -> None:
    many = [row(numbers[0], f"A{count}") for count in range(MOST_ROWS + 1)]

    with pytest.raises(DomainError, match="没有可以登记"):
        record_batch([], clearing(), desk)
    for act in (preview_batch, record_batch):
        with pytest.raises(DomainError, match="分几次登记"):
            act(many, clearing(), desk)


def test_a_project_that_is_gone_is_refused_by_itself(desk: FakeDesk, numbers: tuple[ProjectNumber, ...]) -> None:
    seen = preview_batch([row(ProjectNumber("GX-2026-9999")), row(numbers[0])], clearing(), desk)

    assert [line.fits for line in seen.lines] == [False, True]
