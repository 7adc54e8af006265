"""What overview, items and timetable say once something was recorded."""

from __future__ import annotations

from datetime import date

from gxq_desktop.application.project_items import item_rows
from gxq_desktop.application.project_overview import Tone, heading_of, overview_of
from gxq_desktop.application.project_timetable import StepState, timetable_of
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.network import StepId
from tests.application.desks import desk as planned
from tests.application.recorded import Recorded, made

__all__ = ["made"]


def test_the_figures_count_what_was_written_off_and_name_what_presses(made: Recorded) -> None:
    made.record("A01", EventKind.CLEARED, document="备案 1 号")
    overview = overview_of(made.desk)

    figures = {figure.caption.split("：")[0].split(" · ")[0]: figure for figure in overview.figures}
    assert figures["审批已销账"].value.startswith("1 / ")
    assert heading_of(made.desk).records == 8


def test_what_is_due_soon_or_late_is_named_with_its_code(made: Recorded) -> None:
    made.on(date(2026, 9, 16)).record("A09", EventKind.ACCEPTED)
    soon = next(f for f in overview_of(made.on(date(2026, 9, 18)).desk).figures if f.caption.startswith("临期"))
    late = next(f for f in overview_of(made.on(date(2026, 10, 20)).desk).figures if f.caption.startswith("超期"))

    assert (soon.tone, soon.caption) == (Tone.OPEN, "临期：A09")
    assert late.tone is Tone.MISSED and "A09" in late.caption
    assert heading_of(made.desk).overdue >= 1


def test_before_anything_was_recorded_the_figures_are_those_of_the_plan() -> None:
    overview = overview_of(planned("N1"))

    assert overview.clocks == () and overview.agreed == ()
    assert any("审批要办" in figure.caption for figure in overview.figures)


def test_the_forecast_is_held_against_what_was_agreed(made: Recorded) -> None:
    later = overview_of(made.on(date(2026, 12, 1)).desk)

    assert "比约定晚 " in later.figures[0].caption
    assert any(line.missed and "，晚 " in line.text for line in later.agreed)


def test_the_three_clocks_add_up_to_what_the_ledger_counts(made: Recorded) -> None:
    desk = made.desk
    owned = desk.ledger.owned_by_all()

    shown = {whose: int(text.split()[0]) for whose, text in overview_of(desk).clocks}

    assert shown == {"机关": owned.authority, "企业": owned.enterprise, "中介": owned.intermediary}
    assert sum(shown.values()) == owned.total > 0


def test_the_loop_says_what_is_written_off_in_its_stage(made: Recorded) -> None:
    made.record("A01", EventKind.CLEARED, document="备案 1 号")

    landing = next(stage for stage in overview_of(made.desk).stages if stage.stage == "落地")

    assert "销账 1/" in landing.text and landing.short.startswith("销账 1/")


def test_states_and_days_of_items_follow_the_ledger(made: Recorded) -> None:
    made.record("A21", EventKind.SUBMITTED).record("A21", EventKind.NOTICED, note="缺图")
    rows = {row.code: row for row in item_rows(made.desk)}

    assert rows["A01"].state is StepState.DONE
    assert rows["A07"].state is StepState.STOPPED and rows["A07"].original < rows["A07"].due.on
    assert rows["A21"].state is StepState.WAITING
    assert "09-11 受理" in rows["A07"].state_tip
    made.record("A01", EventKind.CLEARED, document="备案 1 号")
    assert {row.code: row for row in item_rows(made.desk)}["A01"].state is StepState.CLEARED


def test_the_timetable_shows_what_was_agreed_beside_what_is(made: Recorded) -> None:
    desk = made.desk
    rows = {row.id: row for row in timetable_of(desk, desk.plan).rows}
    first = desk.agreed[0].dates[StepId("A01")]

    assert (rows["A01"].original, rows["A01"].ghost) == (first.early_finish, (first.early_start, first.early_finish))
    assert rows["A01"].actual == "09-11 受理，09-11 准予许可"
    assert all(row.original is None or row.original != row.step.early_finish.on for row in rows.values())


def test_an_agreed_day_is_written_beside_its_bar() -> None:
    from gxq_desktop.application.edit_plan import with_fixed_date
    from gxq_desktop.domain.network import FixedDate, FixedKind
    from tests.application.desks import on_desk

    base = planned("N1")
    fixed = FixedDate(FixedKind.START_NOT_BEFORE, date(2026, 11, 5))
    desk = on_desk(with_fixed_date(base.project, StepId("A23"), fixed).on(base.project))

    row = next(row for row in timetable_of(desk, desk.plan).rows if row.id == "A23")

    assert row.label == "约定不早于 11-05"
