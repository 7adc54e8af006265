"""Plans beside the plan: listed, compared, renamed; agreed days and the construction period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gxq_desktop.application.edit_plan import (
    MOST_VARIANTS,
    Decisions,
    next_variant_name,
    with_construction_days,
    with_fixed_date,
    with_variant,
    with_variant_renamed,
)
from gxq_desktop.application.plan_variants import THE_PLAN, compare_variants, outcome_of, variant_lines
from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.network import FixedDate, FixedKind, StepId
from tests.application.desks import TODAY, desk, on_desk

LATER = timedelta(days=14)


def with_later(base: ProjectDesk, name: str = "") -> ProjectDesk:
    """The plan two weeks later, kept as a variant."""
    terms = base.project.plan.terms
    later = replace(terms, start_on=terms.start_on + LATER)
    name = name or next_variant_name(base.project)
    return on_desk(with_variant(base.project, later, TODAY, name).on(base.project))


def test_the_plan_stands_first_and_each_says_what_it_comes_to() -> None:
    lines = variant_lines(with_later(desk("N2")))

    assert [line.shown for line in lines] == ["计划", "方案乙"]
    assert lines[1].start_on - lines[0].start_on == LATER
    assert lines[1].gate("开工").on > lines[0].gate("开工").on
    assert lines[0].refusal == ""


def test_two_are_compared_by_the_days_that_differ_gates_first() -> None:
    found = compare_variants(with_later(desk("N2")), THE_PLAN, "方案乙")
    gates = [each.is_gate for each in found.moved]

    assert found.headline.startswith("方案乙比计划：")
    assert gates == sorted(gates, reverse=True) and any(gates)
    assert all(each.new > each.old for each in found.moved)


def test_the_same_compared_with_itself_has_no_days() -> None:
    found = compare_variants(with_later(desk("N2")), "方案乙", "方案乙")

    assert found.moved == () and found.headline == "方案乙与方案乙的日期一样。"
    with pytest.raises(ValueError):
        compare_variants(desk("N2"), THE_PLAN, "方案丁")


def test_names_go_on_and_end() -> None:
    on = desk("N2")
    names = []
    for _ in range(MOST_VARIANTS):
        names.append(next_variant_name(on.project))
        on = with_later(on)

    assert names[:3] == ["方案乙", "方案丙", "方案丁"]
    with pytest.raises(DomainError, match="最多"):
        next_variant_name(on.project)


@pytest.mark.parametrize("name", ["", "   ", "计划", "方案丙", "长" * 17])
def test_a_name_nobody_could_tell_apart_is_refused(name: str) -> None:
    project = with_later(with_later(desk("N2"))).project

    with pytest.raises(DomainError):
        with_variant_renamed(project, "方案乙", name)


def test_a_variant_is_renamed_and_keeps_its_place() -> None:
    project = with_later(with_later(desk("N2"))).project

    renamed = with_variant_renamed(project, "方案乙", " 抢工 ")

    assert [each.name for each in renamed.variants] == ["抢工", "方案丙"]
    with pytest.raises(ValueError):
        with_variant_renamed(project, "没有的", "名")


def test_a_variant_that_cannot_be_planned_any_more_says_why() -> None:
    base = desk("N2")
    terms = replace(base.project.plan.terms, levers=("没有这个办法",))
    on = on_desk(with_variant(base.project, terms, TODAY).on(base.project))

    line = variant_lines(on)[1]

    assert "没有名为" in line.refusal and line.gates == ()
    with pytest.raises(DomainError):
        compare_variants(on, THE_PLAN, "方案乙")


def test_an_agreed_day_moves_the_step_and_says_what_follows() -> None:
    base = desk("N1")
    step = next(each for each in base.steps if each.id == "A23")
    fixed = FixedDate(FixedKind.START_NOT_BEFORE, step.early_start.on + timedelta(days=60))
    after = with_fixed_date(base.project, StepId("A23"), fixed)

    said = outcome_of(base, after)

    moved = on_desk(after.on(base.project)).plan.schedule[StepId("A23")]
    assert moved.early_start >= fixed.on
    assert any("晚" in sentence for sentence in said)
    assert with_fixed_date(after.on(base.project), StepId("A23"), None) == Decisions.of(base.project)


def test_an_agreed_day_that_cannot_be_kept_is_named() -> None:
    base = desk("N2")
    fixed = FixedDate(FixedKind.MUST_FINISH_ON, base.project.plan.start_on)

    said = outcome_of(base, with_fixed_date(base.project, StepId("A29"), fixed))

    assert any("按前后关系最早" in sentence for sentence in said)


def test_the_construction_period_takes_the_place_of_the_answer() -> None:
    base = desk("N2")
    after = with_construction_days(base.project, 30)

    shorter = on_desk(after.on(base.project))

    assert shorter.plan.schedule.finish_on < base.plan.schedule.finish_on
    assert with_construction_days(after.on(base.project), None) == Decisions.of(base.project)
    assert any("早" in sentence for sentence in outcome_of(base, after))
    for days in (0, 4000):
        with pytest.raises(DomainError):
            with_construction_days(base.project, days)


def test_nothing_changed_moves_nothing() -> None:
    base = desk("N2")

    assert outcome_of(base, Decisions.of(base.project)) == ("别的环节不动。",)


def test_gates_are_said_in_the_order_in_which_they_come() -> None:
    base = desk("N2")
    fixed = FixedDate(FixedKind.START_NOT_BEFORE, date(2027, 3, 1))

    said = outcome_of(base, with_fixed_date(base.project, StepId("B21"), fixed))

    assert [sentence.split(" ")[0] for sentence in said[:-1]] == ["开工", "完工", "投产"]
