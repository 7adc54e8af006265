"""Rows, groups, states, flags and shaded days of the timetable."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest

from gxq_desktop.application.project_timetable import StepState, days_off, timetable_of
from gxq_desktop.application.views import Light
from gxq_desktop.domain.network import StepKind
from gxq_desktop.domain.verdicts import Override
from tests.application.desks import desk, on_desk, sample_project
from tests.documents.dossiers import TODAY, shipped_calendar


def table(name: str = "N1", **how):
    on = desk(name, **how)
    return timetable_of(on, on.plan)


@pytest.mark.parametrize("name", ["N1", "N4", "S17-obstacle"])
def test_every_step_of_the_plan_stands_once_in_one_group(name: str) -> None:
    on = desk(name)

    rows = timetable_of(on, on.plan).rows

    assert sorted(row.id for row in rows) == sorted(step.id for step in on.plan.schedule.network.steps)


def test_an_excluded_step_follows_its_item_indented_and_is_not_counted() -> None:
    rows = table("N4").rows

    for before, row in itertools.pairwise(rows):
        if row.is_indented:
            assert before.step.code == row.step.parent
            assert (row.code, row.state, row.state_text) == ("", StepState.NOT_COUNTED, "不计时")
            assert row.label.endswith("，不计时")
    assert any(row.is_indented for row in rows)


def test_an_obstacle_stands_first_in_the_phase_of_what_it_blocks_and_names_who_is_missing() -> None:
    groups = {group.title: group.rows for group in table("S17-obstacle").groups}

    first, second = groups["施工许可阶段"][:2]

    assert (first.code, first.state_text) == ("障碍", "未解决")
    assert first.label.startswith("没有责任单位")
    assert second.step.kind is StepKind.FOLLOW_ON


def test_a_missed_gate_says_by_how_many_days_and_a_met_one_what_is_left() -> None:
    missed = next(row for row in table("N4").rows if row.id == "M_START")
    met = next(row for row in table("N1").rows if row.id == "M_START")

    assert (missed.state, missed.state_text) == (StepState.MISSED, "差 14 个工作日")
    assert (met.state, met.state_text) == (StepState.REACHED, "余 3 个工作日")


def test_states_agree_with_the_lights_on_paper() -> None:
    for row in table("N4", today=date(2026, 6, 1)).rows:
        if row.state is StepState.LATE:
            assert row.step.light is Light.RED
        if row.state is StepState.SOON:
            assert row.step.light is not Light.GREEN


def test_the_chart_spans_everything_it_shows_and_no_more_than_it_needs() -> None:
    timetable = table("N4")
    first = min(row.step.early_start.on for row in timetable.rows)

    assert timetable.first_on <= min(first, TODAY) <= timetable.first_on + timedelta(days=11)
    assert all(row.step.late_finish.on <= timetable.last_on for row in timetable.rows)
    assert all(timetable.first_on <= flag.on <= timetable.last_on for flag in timetable.flags)


def test_today_and_every_target_have_a_flag() -> None:
    flags = table("N4").flags

    assert [(flag.text, flag.is_target, flag.missed) for flag in flags] == [
        ("今天 03-09", False, False),
        ("目标开工 07-31", True, True),
        ("目标投产 2027-12-06", True, True),
    ]


def test_what_is_past_within_a_bar_ends_yesterday() -> None:
    today = date(2026, 6, 1)
    for row in table("N1", today=today).rows:
        if row.past_on is not None:
            assert row.step.early_start.on <= row.past_on <= min(row.step.early_finish.on, date(2026, 5, 31))


def test_days_off_of_the_autumn_of_2026_are_the_notices() -> None:
    days = days_off(shipped_calendar(), date(2026, 9, 14), date(2026, 10, 12))

    named = {(each.name, each.first_on, each.last_on) for each in days.off if each.name}
    assert ("国庆节", date(2026, 10, 1), date(2026, 10, 7)) in named
    assert days.makeup == (date(2026, 9, 20), date(2026, 10, 10))
    assert days.provisional_years == frozenset()


def test_a_year_without_notice_is_said_to_be_provisional() -> None:
    assert days_off(shipped_calendar(), date(2026, 12, 1), date(2027, 2, 1)).provisional_years == {2027}


def test_every_row_can_be_read_aloud() -> None:
    rows = table("N4").rows

    assert all("未" in row.spoken or "，" in row.spoken for row in rows)
    critical = next(row for row in rows if row.step.critical and row.step.kind is StepKind.APPROVAL)
    assert "关键" in critical.spoken


def test_what_was_recorded_stands_before_what_was_planned() -> None:
    from dataclasses import replace

    from gxq_desktop.application.project_timetable import state_of
    from gxq_desktop.domain.network import StepId
    from gxq_desktop.domain.replanning import Actual

    on = desk("N1")
    step = next(row.step for row in timetable_of(on, on.plan).rows if row.id == "A01")
    begun = replace(on.plan, actuals={StepId("A01"): Actual(TODAY, TODAY, False)})

    assert state_of(begun, step, TODAY) is StepState.RUNNING
    assert state_of(begun, replace(step, light=Light.RED), TODAY) is StepState.OVERDUE
    assert state_of(begun, replace(step, light=Light.AMBER), TODAY) is StepState.SOON
    assert state_of(begun, replace(step, light=Light.DONE), TODAY) is StepState.DONE


def test_what_an_officer_decided_stands_on_the_row_of_its_item_alone() -> None:
    on = on_desk(replace(sample_project("N4"), overrides={"A21": Override(True, "园区要求", "张琳", TODAY)}))

    rows = timetable_of(on, on.plan).rows

    assert [row.id for row in rows if row.decided] == ["A21"]
    (row,) = (row for row in rows if row.decided)
    assert row.decided == f"人工认定要办：园区要求（张琳，{TODAY.isoformat()}）" and row.spoken.endswith("，人工认定")
    assert any(row.step.parent == "A21" for row in rows)
