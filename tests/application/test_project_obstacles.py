"""Obstacles: what they delay, what can be blocked, and what is wrong with a form."""

from dataclasses import replace
from datetime import date

import pytest

from gxq_desktop.application.project_obstacles import (
    ObstacleForm,
    blockable_steps,
    check_obstacle,
    form_of,
    obstacle_of,
    obstacle_rows,
    preview_obstacle,
)
from tests.application.desks import desk, sample_project

GOOD = ObstacleForm("坟墓未迁", "街道办", ("CONSTRUCTION",), date(2026, 12, 31), None)


def test_the_poles_of_phase_one_delay_the_start_by_29_working_days_with_the_levelling_after_them() -> None:
    (row,) = obstacle_rows(desk("S17-obstacle"))

    assert (row.name, row.owner, row.worst) == ("一期电力杆线未迁改", "", 29)
    assert row.after == "二期场平，40 日"
    assert row.blocks_text == "B30 施工现场准备资料、开工"
    start = next(each for each in row.delays if each.step_id == "M_START")
    assert (start.without_on, start.with_on, start.working_days) == (date(2026, 8, 18), date(2026, 9, 28), 29)
    assert row.no_effect == ""


def test_gates_come_first_among_what_is_delayed() -> None:
    (row,) = obstacle_rows(desk("S17-obstacle"))

    gates = [each.is_gate for each in row.delays]
    assert gates == sorted(gates, reverse=True)


def test_an_obstacle_gone_in_time_delays_nothing_and_says_so() -> None:
    early = replace(GOOD, cleared_on=date(2026, 3, 12))

    row = preview_obstacle(early, "O1", desk("N1"))

    assert (row.delays, row.no_effect) == ((), "别的事项更晚，它现在不拖后任何环节")


def test_an_obstacle_to_what_the_project_does_not_need_says_so() -> None:
    on = desk("N2")
    beside = next(each.id for each in blockable_steps(on) if not each.planned)

    row = preview_obstacle(replace(GOOD, blocks=(beside,)), "O1", on)

    assert (row.delays, row.no_effect) == ((), "它挡住的事项本项目都不办，不拖后任何环节")


def test_a_preview_is_what_the_row_says_once_it_is_stored() -> None:
    from gxq_desktop.application.edit_plan import with_obstacle
    from tests.application.desks import on_desk

    project = sample_project()
    stored = on_desk(with_obstacle(project, obstacle_of(GOOD, "O1")).on(project))

    found = preview_obstacle(GOOD, "O1", desk("N1"))
    assert found == obstacle_rows(stored)[0]
    assert found.delays != ()


def test_gates_and_construction_can_be_blocked_and_rows_that_apply_come_before_the_others() -> None:
    steps = blockable_steps(desk("N1"))

    assert [each.text for each in steps[:5]] == ["G0 交地", "G1 开工", "K 完工", "G2 投产", "施工"]
    planned = [each.planned for each in steps]
    assert planned == sorted(planned, reverse=True)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": "  "}, "name", "没有写障碍是什么"),
        ({"name": "长" * 121}, "name", "最多 120 个"),
        ({"owner": "长" * 61}, "owner", "最多 60 个字"),
        ({"cleared_on": None}, "cleared_on", "没有写到哪天排除"),
        ({"days": 5}, "cleared_on", "没有写到哪天排除"),
        ({"cleared_on": date(2026, 3, 1)}, "cleared_on", "早于计划起算日"),
        ({"cleared_on": None, "days": 0}, "days", "1 至 3650"),
        ({"blocks": ()}, "blocks", "没有选它挡住了什么"),
        ({"follow_name": "场平"}, "follow_days", "没有写天数"),
        ({"follow_days": 40}, "follow_name", "没有写排除后还要做什么"),
        ({"note": "长" * 501}, "note", "最多 500 个字"),
    ],
)
def test_every_fault_of_a_form_names_its_field(changes, field: str, words: str) -> None:
    faults = check_obstacle(replace(GOOD, **changes), desk("N1"))

    assert [fault.field for fault in faults] == [field]
    assert words in faults[0].refusal.problem


def test_a_good_form_has_no_faults_and_comes_back_as_typed() -> None:
    whole = replace(
        GOOD, follow_name="场平", follow_owner="施工单位", follow_days=40, follow_unit="工作日", note="六座"
    )

    assert check_obstacle(whole, desk("N1")) == ()
    assert form_of(obstacle_of(whole, "O1")) == whole
