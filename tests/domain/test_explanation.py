"""The sentences, as people will read them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from gxq_desktop.domain.explanation import (
    conflict_sentence,
    delay_sentence,
    target_sentence,
    why_early,
    why_late,
)
from gxq_desktop.domain.network import LinkKind, Network, StepId, StepKind
from gxq_desktop.domain.schedule import Schedule, delay_caused_by, schedule
from tests.domain.network_builders import (
    SEVEN_DAY,
    approval,
    calendar,
    chain,
    day,
    finishes_on,
    link,
    milestone,
    network,
    not_after,
    not_before,
    obstacle,
    starts_on,
    work,
)
from tests.domain.test_schedule import CASES, Case, planned, plans, reference, targets_of


def plan_of(*parts: object, start: str = "03-02", **targets: str) -> Schedule:
    """A schedule of steps and links."""
    steps = [part for part in parts if hasattr(part, "calendar")]
    links = [part for part in parts if not hasattr(part, "calendar")]
    return schedule(network(steps, *links), calendar(), day(start), targets_of(targets))  # type: ignore[arg-type]


EARLY = [
    ("A17", "最早 2026-03-02 受理：没有前置，计划从 03-02 起算。受理次日起 15 个工作日，03-23 办结。"),
    ("A18", "最早 2026-04-08 受理：“A17 成交公示”在 04-07 完成。受理次日起 3 个工作日，04-13 办结。"),
    ("A23", "最早 2026-04-14 受理：A18 在 04-13 办结，是 2 个前置里最晚的。受理次日起 5 个工作日，04-21 办结。"),
    (
        "A26",
        "最早 2026-04-07 受理：A21 在 04-03 办结，04-04 至 04-06 清明节放假，顺延到 04-07 受理。"
        "受理次日起 5 个工作日，04-14 办结。",
    ),
    (
        "A17.1",
        "最早 2026-03-24 开始：A17 在 03-23 办结。历时 10 个工作日（其间 04-04 至 04-06 清明节放假），04-07 完成。",
    ),
    ("M_START", "最早 2026-04-27 达到：A29 在 04-27 办结，是 2 个前置里最晚的。"),
    ("CONSTRUCTION", "最早 2026-04-28 开始：“门槛M_START”在 04-27 达到。历时 120 个自然日，08-25 完工。"),
    (
        "C08",
        "最早 2026-08-19 开始：“工作CONSTRUCTION”在 08-25 完工，本项不得早于那时完成，往前扣 5 个工作日。"
        "历时 5 个工作日，08-25 完成。",
    ),
]

LATE = [
    ("A18", "最迟 2026-04-24 受理：A23 最迟 04-30 受理，往前扣 3 个工作日。最迟 04-29 办结，浮动 12 个工作日。"),
    (
        "A21",
        "最迟 2026-04-16 受理：A36 最迟 04-28 受理，是 3 个后续里最早的，往前扣 7 个工作日。"
        "最迟 04-27 办结，浮动 15 个工作日。",
    ),
    (
        "A36",
        "最迟 2026-04-28 受理：“门槛M_START”最迟 05-15 达到，之前要隔 7 个自然日，"
        "往前扣 5 个工作日（其间 05-01 至 05-05 劳动节放假）。最迟 05-08 办结，浮动 15 个工作日。",
    ),
    ("M_START", "最迟 2026-05-15 达到：目标定在 05-15。浮动 12 个工作日。"),
    (
        "A41",
        "最迟 2026-09-23 受理：“门槛M_OPERATE”最迟 10-12 达到，往前扣 8 个工作日"
        "（其间 09-25 至 09-27 中秋节、10-01 至 10-07 国庆节放假）。最迟 10-12 办结，浮动 21 个工作日。",
    ),
]


@pytest.mark.parametrize(("step_id", "sentence"), EARLY)
def test_an_early_date_is_explained(step_id: str, sentence: str) -> None:
    assert why_early(reference(), StepId(step_id)) == sentence


@pytest.mark.parametrize(("step_id", "sentence"), LATE)
def test_a_late_date_is_explained(step_id: str, sentence: str) -> None:
    assert why_late(reference(), StepId(step_id)) == sentence


def test_equal_predecessors_are_named_together() -> None:
    plan = plan_of(
        approval("A", 3),
        approval("B", 3),
        approval("C", 1),
        approval("D", 1),
        chain("A", "D"),
        chain("B", "D"),
        chain("C", "D"),
    )

    assert "A 在 03-05 办结，与 B 同为 3 个前置里最晚的" in why_early(plan, StepId("D"))


def test_other_links_say_what_they_hold() -> None:
    start = plan_of(work("A", 9), approval("B", 2), link("A", "B", LinkKind.SS, 3, SEVEN_DAY))
    finish = plan_of(work("A", 9), approval("B", 2), link("A", "B", LinkKind.FF, 1))
    crossed = plan_of(work("A", 9, not_before("03-10")), approval("B", 2), link("A", "B", LinkKind.SF))
    late_start = plan_of(work("A", 1), work("B", 9), link("A", "B", LinkKind.SS, 1))

    assert "A 在 03-02 开始，之后再隔 3 个自然日，本项不得早于那时受理。" in why_early(start, StepId("B"))
    assert "A 在 03-12 备齐，之后再隔 1 个工作日，本项不得早于那时办结，往前扣 2 个工作日。" in why_early(
        finish, StepId("B")
    )
    assert "B 最迟 03-13 办结，之前要隔 1 个工作日，本项不得晚于那时备齐" in why_late(finish, StepId("A"))
    assert "A 在 03-10 开始，本项不得早于那时办结，往前扣 2 个工作日" in why_early(crossed, StepId("B"))
    assert "B 最迟 03-03 开始，之前要隔 1 个工作日，本项不得晚于那时开始。" in why_late(late_start, StepId("A"))


def test_fixed_dates_say_so() -> None:
    plan = plan_of(
        work("A", 2, not_before("03-14")),
        work("B", 2, not_after("03-10")),
        approval("C", 2, starts_on("03-10")),
        approval("D", 2, finishes_on("03-12")),
    )

    assert why_early(plan, StepId("A")).startswith(
        "最早 2026-03-16 开始：规定不早于 03-14 开始，遇周末，顺延到 03-16 开始。"
    )
    assert why_late(plan, StepId("B")).startswith("最迟 2026-03-09 开始：规定不晚于 03-10 备齐，往前扣 2 个工作日。")
    assert why_late(plan, StepId("C")).startswith("最迟 2026-03-10 受理：规定在 03-10 受理。最迟 03-12 办结")
    assert "规定在 03-12 办结，往前扣 2 个工作日" in why_early(plan, StepId("D"))


def test_the_end_of_the_plan_is_a_reason() -> None:
    own = plan_of(approval("A", 3))
    wished = plan_of(approval("A", 3), milestone("M"), approval("B", 0), chain("A", "M", "B"), M="03-20")

    assert "全部工作最早 03-05 完成，再晚就会拖后" in why_late(own, StepId("A"))
    assert "按目标排，全部工作 03-23 完成" in why_late(wished, StepId("B"))
    assert "当日办结" in why_early(wished, StepId("B"))


def test_a_late_step_says_by_how_much() -> None:
    plan = plan_of(work("A", 5), milestone("M"), chain("A", "M"), M="03-04")

    assert why_late(plan, StepId("A")).endswith("最迟 03-04 备齐，已经晚 2 个工作日。")


def test_a_provisional_date_names_the_years_that_are_missing() -> None:
    plan = plan_of(work("A", 40), start="12-01")

    assert why_early(plan, StepId("A")).endswith("这一日期暂定：2027 年的放假通知尚未录入。")
    assert why_late(plan, StepId("A")).endswith("这一日期暂定：2027 年的放假通知尚未录入。")
    assert "2027-01-" in why_early(plan, StepId("A"))
    assert "暂定" not in why_early(reference(), StepId("A41"))


def test_a_target_is_met_or_short() -> None:
    met, missed = (
        plan_of(approval("A", 3), milestone("M"), chain("A", "M"), M="03-10"),
        plan_of(approval("A", 3), milestone("M"), chain("A", "M"), M="03-04"),
    )
    weekend = plan_of(work("C", 7, calendar=SEVEN_DAY), milestone("M"), chain("C", "M"), M="03-06")

    assert target_sentence(met.target_results[0]) == "“门槛M”目标 2026-03-10，预计 2026-03-05，还有 3 个工作日余地。"
    assert target_sentence(missed.target_results[0]) == (
        "“门槛M”目标 2026-03-04，预计 2026-03-05，差 1 个工作日；决定日期的是 A → 门槛M。"
    )
    assert "预计 2026-03-08，晚 2 天，都是休息日" in target_sentence(weekend.target_results[0])


def test_a_conflict_says_what_happens_instead() -> None:
    plan = plan_of(
        work("A", 5, not_after("03-04")),
        approval("B", 1, starts_on("03-07")),
        work("C", 2, finishes_on("04-05")),
    )

    sentences = [conflict_sentence(conflict, plan.calendar) for conflict in plan.conflicts]

    assert sorted(sentences) == [
        "A 规定不晚于 2026-03-04 备齐；按前后关系最早 2026-03-06 备齐，晚 2 个工作日。",
        "B 规定在 2026-03-07 受理，而这一天（周末）休息；按前后关系最早 2026-03-09 受理，晚 1 个工作日。",
        "C 规定在 2026-04-05 备齐，而这一天（清明节）休息；按前后关系最早 2026-04-07 备齐，晚 1 个工作日。",
    ]


def test_a_delay_says_from_when_to_when() -> None:
    plan = network(
        [obstacle("O1", 30), work("B30", 40, calendar=SEVEN_DAY), milestone("M"), milestone("N")],
        chain("O1", "B30", "M"),
    )

    report = delay_caused_by(plan, calendar(), day("03-02"), [StepId("O1")])

    assert sorted(delay_sentence(delay) for delay in report.milestones) == [
        "“门槛M”从 2026-04-10 推迟到 2026-05-10 达到，晚 18 个工作日。",
        "“门槛N”不受影响，仍在 2026-03-02 达到。",
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_every_date_of_every_network_has_a_sentence(case: Case) -> None:
    plan = planned(case)

    for dates in plan.steps:
        assert_explained(plan, dates.step.id)


@settings(max_examples=100, deadline=None)
@given(plans())
def test_any_date_has_a_sentence(case: tuple[Network, date, dict[StepId, date]]) -> None:
    network_, start, targets = case
    plan = schedule(network_, calendar(), start, targets)

    for dates in plan.steps:
        assert_explained(plan, dates.step.id)
    for result in plan.target_results:
        assert f"预计 {result.forecast_on}" in target_sentence(result)
    for conflict in plan.conflicts:
        assert f"最早 {conflict.instead_on}" in conflict_sentence(conflict, plan.calendar)


def assert_explained(plan: Schedule, step_id: StepId) -> None:
    dates = plan[step_id]
    verb = "受理" if dates.step.accepts else "达到" if dates.step.kind is StepKind.MILESTONE else "开始"
    early, late = why_early(plan, step_id), why_late(plan, step_id)
    assert early.startswith(f"最早 {dates.early_start} {verb}：")
    assert late.startswith(f"最迟 {dates.late_start} {verb}：")
    assert early.endswith("。") and late.endswith("。")
    assert not any(wrong in early + late for wrong in ("，，", "：，", "：。", "。。", "，。", "None"))
