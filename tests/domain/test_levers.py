"""Levers: what they may do, what they gain, and the smallest set, held against trying every set there is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.items import LeverKind
from gxq_desktop.domain.levers import (
    Change,
    DropStep,
    Lever,
    LeverId,
    LeverSet,
    RelaxLink,
    ShortenStep,
    apply_levers,
    check_levers,
    fitting_levers,
    gain_of,
    gains_of,
    smallest_set,
)
from gxq_desktop.domain.network import LinkKind, Network, StepId, UnknownStep
from gxq_desktop.domain.schedule import schedule
from tests.domain.network_builders import (
    GOVERNMENT,
    SEVEN_DAY,
    approval,
    calendar,
    chain,
    day,
    finishes_on,
    link,
    milestone,
    network,
    not_before,
    starts_on,
    work,
)
from tests.domain.test_schedule import plans

START = day("03-02")
M = StepId("M")


def lever(name: str, *changes: Change, cost_rank: int = 0) -> Lever:
    return Lever(LeverId(name), LeverKind.FASTER_PREPARATION, name, "加快", "企业同意", "加班", changes, cost_rank)


def shorten(step: str, days: int) -> ShortenStep:
    return ShortenStep(StepId(step), days)


def drop(step: str) -> DropStep:
    return DropStep(StepId(step))


def relax(before: str, after: str, keep: bool = False) -> RelaxLink:
    return RelaxLink(StepId(before), StepId(after), keep)


def answer(plan: Network, target: str, levers: Iterable[Lever], budget: int = 10_000) -> LeverSet:
    return smallest_set(plan, calendar(), START, {M: day(target)}, levers, budget)


def names(found: LeverSet) -> list[str]:
    return [one.id for one in found.levers]


def finish_of(plan: Network, step_id: str = "M") -> date:
    return schedule(plan, calendar(), START)[StepId(step_id)].early_finish


TRUNK = network(
    [work("B14", 10), approval("A21", 7), approval("A23", 5), approval("A26", 5), approval("A29", 3), milestone("M")],
    chain("B14", "A21", "A23", "A29", "M"),
    chain("A21", "A26", "A29"),
)
"""B14 02–13 March, A21 16–25, A23 and A26 26 March – 2 April, A29 3 April – 9 April (Qingming 4–6), M 9 April."""


def test_the_trunk_is_done_on_the_ninth_of_april() -> None:
    assert finish_of(TRUNK) == day("04-09")


# -- what a lever does -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "finish"),
    [
        (shorten("B14", 4), "03-31"),
        (shorten("B14", 10), "04-09"),
        (shorten("A21", 6), "04-08"),
        (drop("A21"), "03-27"),
        (drop("A23"), "04-09"),
        (relax("B14", "A21"), "03-25"),
        (relax("B14", "A21", keep=True), "03-27"),
    ],
)
def test_a_change_moves_the_gate(change: Change, finish: str) -> None:
    changed = apply_levers(TRUNK, [lever("L", change)])

    assert finish_of(changed) == day(finish)


def test_a_dropped_step_keeps_its_links_and_takes_no_time() -> None:
    plan = network([approval("A", 3, not_before("03-20")), approval("B", 2), milestone("M")], chain("B", "A", "M"))

    changed = apply_levers(plan, [lever("L", drop("A"))])

    assert changed.step(StepId("A")).is_instant
    assert changed.step(StepId("A")).fixed == ()
    assert finish_of(changed) == day("03-04")
    assert changed.links == plan.links


def test_a_relaxed_link_keeps_its_lag_and_reason() -> None:
    plan = network([work("B", 3), approval("A", 9), milestone("M")], link("B", "A", lag=2), chain("A", "M"))

    kept = apply_levers(plan, [lever("L", relax("B", "A", keep=True))])

    (one,) = kept.incoming(StepId("A"))
    assert (one.kind, one.lag, one.reason) == (LinkKind.FF, 2, "B之后才能A")
    assert apply_levers(plan, [lever("L", relax("B", "A"))]).incoming(StepId("A")) == ()


def test_two_levers_on_one_thing_give_the_better_of_both() -> None:
    plan = network([work("B", 9), approval("A", 9), milestone("M")], chain("B", "A", "M"))
    some = [lever("L1", shorten("B", 5)), lever("L2", shorten("B", 3))]
    links = [lever("L3", relax("B", "A", keep=True)), lever("L4", relax("B", "A"))]

    assert apply_levers(plan, some).step(StepId("B")).days == 3
    assert apply_levers(plan, links).incoming(StepId("A")) == ()
    assert apply_levers(plan, reversed(links)).incoming(StepId("A")) == ()
    assert apply_levers(plan, [lever("L", shorten("B", 4), drop("B"))]).step(StepId("B")).is_instant


def test_other_links_between_the_same_steps_stay() -> None:
    plan = network(
        [work("B", 9), approval("A", 9), milestone("M")], chain("B", "A", "M"), link("B", "A", LinkKind.SS, 1)
    )

    changed = apply_levers(plan, [lever("L", relax("B", "A"))])

    assert [one.kind for one in changed.incoming(StepId("A"))] == [LinkKind.SS]


# -- what is refused ---------------------------------------------------------------------------------------------

HELD = network(
    [work("A", 9), work("B", 4), work("C", 2), milestone("M")],
    link("A", "B", LinkKind.FF),
    link("B", "C", LinkKind.SS),
    chain("C", "M"),
)

REFUSED = [
    ("a longer length", [lever("L1", shorten("B14", 11))], ("L1", "从 10 天改为 11 天，反而更长", "10 天以内")),
    ("a negative length", [lever("L1", shorten("B14", -1))], ("L1", "改为 -1 天，是负数")),
    ("an unknown step", [lever("L1", shorten("B41", 1))], ("L1", "没有编号为“B41”", "最接近的是“B14”")),
    ("an unknown step to drop", [lever("L1", drop("Q"))], ("没有编号为“Q”",)),
    ("an unknown end of a link", [lever("L1", relax("B14", "Q"))], ("没有编号为“Q”",)),
    ("a link that is not there", [lever("L1", relax("B14", "A29"))], ("B14 → A29", "没有这条“完成后开始”")),
    ("a link the wrong way round", [lever("L1", relax("A21", "B14"))], ("A21 → B14", "没有这条")),
    ("the same id twice", [lever("L1", drop("A21")), lever("L1", drop("A23"))], ("L1", "不止一次")),
    ("no change", [lever("L1")], ("L1", "没有说明改变什么")),
    ("a negative cost", [lever("L1", drop("A21"), cost_rank=-1)], ("L1", "代价等级 -1")),
    (
        "several at once",
        [lever("L1"), lever("L2", shorten("B14", 99)), lever("L3", drop("Q"))],
        ("共 3 处", "L1", "L2", "L3"),
    ),
]


@pytest.mark.parametrize(("levers", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_lever_that_does_not_fit_is_refused(levers: list[Lever], words: tuple[str, ...]) -> None:
    with pytest.raises(DomainError) as caught:
        apply_levers(TRUNK, levers)

    for word in words:
        assert word in str(caught.value)
    for ask in (
        lambda: check_levers(TRUNK, levers),
        lambda: answer(TRUNK, "04-01", levers),
        lambda: gains_of(levers, TRUNK, calendar(), START, M),
    ):
        with pytest.raises(type(caught.value)):
            ask()


@pytest.mark.parametrize(
    ("plan", "levers"),
    [
        (HELD, [lever("L", shorten("B", 1))]),
        (HELD, [lever("L", drop("B"))]),
        (
            HELD.replace_step(work("B", 4, finishes_on("03-20"))).without_links(lambda one: one.before == "A"),
            [lever("L", drop("B"))],
        ),
        (
            HELD.replace_step(work("B", 4, starts_on("03-20"))).without_links(lambda one: one.before == "A"),
            [lever("L", shorten("B", 0))],
        ),
        (
            HELD.replace_link(link("A", "B", LinkKind.FF), link("A", "B")),
            [lever("L1", relax("A", "B", keep=True)), lever("L2", shorten("B", 1))],
        ),
    ],
)
def test_shortening_what_is_held_at_its_finish_and_holds_at_its_start_is_refused(
    plan: Network, levers: list[Lever]
) -> None:
    with pytest.raises(DomainError, match="缩短“B”，它的完成受别的环节限制、开始又限制别的环节，缩短后反而会推迟"):
        check_levers(plan, levers)


def test_such_a_lever_would_indeed_make_something_later() -> None:
    assert finish_of(HELD) == day("03-10")
    assert finish_of(HELD.replace_step(work("B", 1))) == day("03-13")


def test_a_link_of_another_kind_cannot_be_relaxed() -> None:
    with pytest.raises(DomainError, match="A → B”，但没有这条“完成后开始”"):
        check_levers(HELD, [lever("L", relax("A", "B"))])


def test_levers_are_fitted_to_a_project_by_leaving_out_what_it_does_not_have() -> None:
    some = [
        lever("L1", drop("A21"), drop("A99")),
        lever("L2", shorten("B14", 12)),
        lever("L3", shorten("B14", 10)),
        lever("L4", relax("A21", "A23"), relax("A21", "A29")),
        lever("L5", relax("C01", "A23")),
        lever("L6", shorten("B14", -4)),
    ]

    fitted = fitting_levers(TRUNK, some)

    assert [(one.id, one.changes) for one in fitted] == [
        ("L1", (drop("A21"),)),
        ("L4", (relax("A21", "A23"),)),
    ]
    check_levers(TRUNK, fitted)


# -- gains -------------------------------------------------------------------------------------------------------


def test_a_gain_is_counted_in_working_days_on_a_step() -> None:
    gain = gain_of(lever("L", shorten("B14", 4)), TRUNK, calendar(), START, M)

    assert (gain.working_days, gain.forecast_on, gain.reason) == (6, day("03-31"), "")
    assert gain_of(lever("L", shorten("B14", 4)), TRUNK, calendar(), START, StepId("A21")).working_days == 6


def test_a_lever_without_gain_stays_listed_and_says_why() -> None:
    plan = TRUNK.with_step(work("B99", 1), [link("B99", "A29")])
    levers = [
        lever("L1", drop("B99")),
        lever("L2", shorten("A23", 2)),
        lever("L3", shorten("B14", 10)),
        lever("L4", shorten("B14", 9)),
    ]

    gains = gains_of(levers, plan, calendar(), START, M)

    assert [(one.lever.id, one.working_days, one.reason) for one in gains] == [
        ("L1", 0, "不在关键链上"),
        ("L2", 0, "另有一条同样长的链"),
        ("L3", 0, "本来就是这个时长"),
        ("L4", 1, ""),
    ]


def test_a_gain_of_days_off_only_says_so() -> None:
    plan = network([work("C", 7, calendar=SEVEN_DAY), milestone("M")], chain("C", "M"))

    gain = gain_of(lever("L", shorten("C", 6)), plan, calendar(), START, M)

    assert (gain.working_days, gain.forecast_on, gain.reason) == (0, day("03-07"), "只提前了休息日")


def test_dropping_a_fixed_date_is_a_gain_even_of_a_step_without_length() -> None:
    plan = network([work("A", 0, not_before("03-20")), milestone("M")], chain("A", "M"))

    gain = gain_of(lever("L", drop("A")), plan, calendar(), START, M)

    assert (gain.working_days, gain.forecast_on, gain.reason) == (14, day("03-02"), "")


def test_the_gain_on_an_unknown_step_is_refused() -> None:
    with pytest.raises(UnknownStep):
        gains_of([], TRUNK, calendar(), START, StepId("N"))


# -- the smallest set --------------------------------------------------------------------------------------------

WAYS = [
    lever("L1", shorten("B14", 7)),  # 3 days
    lever("L2", shorten("A21", 5)),  # 2 days
    lever("L3", shorten("A23", 3)),  # nothing by itself
    lever("L4", shorten("A26", 3)),  # 2 days with L3
    lever("L5", shorten("A29", 2)),  # 1 day
    lever("L6", relax("B14", "A21", keep=True), cost_rank=5),
]


@pytest.mark.parametrize(
    ("target", "chosen"),
    [
        ("04-09", []),
        ("04-12", []),
        ("04-08", ["L1"]),
        ("04-03", ["L1"]),
        ("04-02", ["L6"]),
        ("03-31", ["L6"]),
        ("03-27", ["L6"]),
        ("03-26", ["L1", "L6"]),
        ("03-24", ["L1", "L2", "L6"]),
    ],
)
def test_the_smallest_set_is_found(target: str, chosen: list[str]) -> None:
    found = answer(TRUNK, target, WAYS)

    assert names(found) == chosen
    assert found.meets and found.proven_minimal and found.proven_cheapest
    assert found.at_least == len(chosen)
    assert found.short_by_working_days == 0
    assert found.forecasts[M] <= day(target)


def test_of_equally_small_sets_the_cheapest_is_taken_then_the_first() -> None:
    plan = network([work("A", 5), work("B", 5), milestone("M")], chain("A", "B", "M"))
    ways = [
        lever("L1", shorten("A", 4), cost_rank=3),
        lever("L2", shorten("A", 4), cost_rank=1),
        lever("L3", shorten("B", 4), cost_rank=1),
    ]

    assert names(answer(plan, "03-12", ways)) == ["L2"]
    assert names(answer(plan, "03-12", reversed(ways))) == ["L2"]
    assert names(answer(plan, "03-11", ways)) == ["L2", "L3"]


def test_two_levers_are_taken_where_one_is_not_enough() -> None:
    found = answer(TRUNK, "04-01", WAYS[:5])

    assert names(found) == ["L1", "L2"]
    assert found.forecasts == {M: day("04-01")}


def test_of_equally_small_and_cheap_sets_the_first_by_id_is_taken_even_if_another_was_found_first() -> None:
    plan = network(
        [work("B0", 5), work("B1", 5), work("B2", 5), milestone("M")], *(chain(one, "M") for one in ("B0", "B1", "B2"))
    )
    ways = [
        lever("L0", shorten("B1", 3), shorten("B2", 4)),
        lever("L1", shorten("B0", 2), shorten("B1", 2)),
        lever("L2", shorten("B0", 4), shorten("B2", 3)),
        lever("L3", shorten("B1", 2), shorten("B0", 2)),
        lever("L4", shorten("B0", 2), shorten("B2", 3)),
    ]

    assert names(answer(plan, "03-04", ways)) == ["L0", "L4"]


def test_parallel_chains_need_a_lever_each() -> None:
    found = answer(TRUNK, "04-08", [one for one in WAYS if one.id in ("L3", "L4")])

    assert names(found) == ["L3", "L4"]


def test_several_targets_must_all_be_met() -> None:
    plan = network([work("A", 5), milestone("M"), work("B", 5), milestone("N")], chain("A", "M"), chain("B", "N"))
    ways = [lever("L1", shorten("A", 3)), lever("L2", shorten("B", 3))]

    found = smallest_set(plan, calendar(), START, {M: day("03-04"), StepId("N"): day("03-05")}, ways)

    assert names(found) == ["L1", "L2"]
    assert found.forecasts == {M: day("03-04"), "N": day("03-04")}


def test_if_all_together_are_not_enough_it_says_how_much_is_lacking() -> None:
    found = answer(TRUNK, "03-10", WAYS)

    assert not found.meets
    assert names(found) == ["L1", "L2", "L3", "L4", "L5", "L6"]
    assert found.short_by_working_days > 0
    assert found.sentence == f"现有 6 个提速办法全部用上，仍差 {found.short_by_working_days} 个工作日。"
    assert found.proven_minimal
    assert finish_of(apply_levers(TRUNK, WAYS)) == found.forecasts[M]


def test_without_levers_there_is_nothing_to_choose() -> None:
    assert answer(TRUNK, "04-01", []).sentence == "没有可用的提速办法，仍差 5 个工作日。"
    assert answer(TRUNK, "04-09", []).sentence == "不用任何提速办法就能达到目标。"


def test_a_lack_of_days_off_only_is_told_as_such() -> None:
    plan = network([work("C", 7, calendar=SEVEN_DAY), milestone("M")], chain("C", "M"))

    found = answer(plan, "03-06", [])

    assert (found.meets, found.short_by_working_days, found.short_by_calendar_days) == (False, 0, 2)
    assert found.sentence == "没有可用的提速办法，仍晚 2 天，都是休息日。"


def test_a_set_that_meets_names_its_levers() -> None:
    assert answer(TRUNK, "04-01", WAYS[:5]).sentence == "最少用 2 个提速办法就能达到目标：L1 加快、L2 加快。"


def test_when_the_budget_runs_out_the_answer_admits_it() -> None:
    parts = [work(f"B{number:02}", 9) for number in range(8)]
    plan = network([*parts, milestone("M")], *(chain(part.id, "M") for part in parts))
    ways = [lever(f"L{number:02}", shorten(f"B{number % 8:02}", 9 - number // 8)) for number in range(8, 32)]

    full = answer(plan, "03-11", ways)
    cut = answer(plan, "03-11", ways, budget=0)

    assert full.meets and full.proven_minimal and len(full.levers) == 8
    assert cut.meets
    assert not cut.proven_minimal
    assert not cut.proven_cheapest
    assert len(cut.levers) >= 8
    assert "是否还能更少没有算完" in cut.sentence
    assert f"至少要 {cut.at_least} 个" in cut.sentence
    with pytest.raises(ValueError, match="budget"):
        answer(plan, "03-11", ways, budget=-1)


def test_an_unknown_target_is_refused() -> None:
    with pytest.raises(UnknownStep):
        smallest_set(TRUNK, calendar(), START, {StepId("N"): day("04-01")}, WAYS)


def test_a_plan_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(DomainError, match="超出日历范围"):
        smallest_set(TRUNK, calendar(), date(2045, 12, 20), {M: day("04-01")}, WAYS)


def test_a_long_chain_of_equal_levers_is_proven_quickly() -> None:
    parts = [work(f"B{number:02}", 5) for number in range(30)]
    plan = network([*parts, milestone("M")], chain(*(part.id for part in parts), "M"))
    ways = [lever(f"L{number:02}", shorten(f"B{number:02}", 4)) for number in range(30)]
    table = calendar().table(GOVERNMENT)
    target = table.date(table.at_rank(table.rank[table.index(finish_of(plan))] - 12))

    found = smallest_set(plan, calendar(), START, {M: target}, ways)

    assert len(found.levers) == 12
    assert found.proven_minimal and found.proven_cheapest
    assert names(found) == [f"L{number:02}" for number in range(12)]


# -- laws --------------------------------------------------------------------------------------------------------


@st.composite
def cases(draw: st.DrawFn) -> tuple[Network, date, dict[StepId, date], list[Lever]]:
    """A small network of all kinds with a few levers that fit it and a target at its end."""
    plan, start, _ = draw(plans(link_kinds=(LinkKind.FS, LinkKind.FS, LinkKind.FS, LinkKind.FF, LinkKind.SS)))
    before_and_after = sorted({(one.before, one.after) for one in plan.links if one.kind is LinkKind.FS})

    def change() -> Change:
        shape = draw(st.integers(0, 4))
        if shape < 2 and before_and_after:
            return RelaxLink(*draw(st.sampled_from(before_and_after)), draw(st.booleans()))
        step = draw(st.sampled_from(plan.steps))
        return DropStep(step.id) if shape == 4 else ShortenStep(step.id, draw(st.integers(0, step.days)))

    levers = [
        lever(
            f"L{number}",
            *(change() for _ in range(draw(st.sampled_from((1, 1, 1, 2))))),
            cost_rank=draw(st.integers(0, 2)),
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    try:
        check_levers(plan, levers)
    except DomainError:
        assume(False)
    own = schedule(plan, calendar(), start)
    targets = {
        step_id: own[step_id].early_finish - timedelta(days=draw(st.integers(-1, 12)))
        for step_id in draw(st.sets(st.sampled_from(plan.order), min_size=1, max_size=2))
    }
    return plan, start, targets, levers


def every_set(levers: list[Lever]) -> list[tuple[Lever, ...]]:
    return [some for count in range(len(levers) + 1) for some in combinations(levers, count)]


@settings(max_examples=150, deadline=None)
@given(cases())
def test_the_smallest_set_is_the_one_found_by_trying_every_set(
    case: tuple[Network, date, dict[StepId, date], list[Lever]],
) -> None:
    plan, start, targets, levers = case
    meeting = [
        some
        for some in every_set(levers)
        if all(one.feasible for one in schedule(apply_levers(plan, some), calendar(), start, targets).target_results)
    ]

    found = smallest_set(plan, calendar(), start, targets, levers)

    if not meeting:
        assert not found.meets
        assert len(found.levers) == len(levers)
        assert max(found.short_by_working_days, found.short_by_calendar_days) > 0
    else:
        best = min(meeting, key=lambda some: (len(some), sum(one.cost_rank for one in some), [one.id for one in some]))
        assert found.meets and found.proven_minimal and found.proven_cheapest
        assert found.levers == best
    used = schedule(apply_levers(plan, found.levers), calendar(), start, targets)
    assert {one.milestone.id: one.forecast_on for one in used.target_results} == found.forecasts
    assert used.short_by_working_days == found.short_by_working_days


@settings(max_examples=150, deadline=None)
@given(cases())
def test_one_more_lever_makes_nothing_later(case: tuple[Network, date, dict[StepId, date], list[Lever]]) -> None:
    plan, start, _, levers = case

    for count in range(len(levers)):
        fewer = schedule(apply_levers(plan, levers[:count]), calendar(), start)
        more = schedule(apply_levers(plan, levers[: count + 1]), calendar(), start)
        touched = {one.step for one in levers[count].changes if not isinstance(one, RelaxLink)}
        for dates in more.steps:
            assert dates.early_finish <= fewer[dates.step.id].early_finish
            if dates.step.id not in touched:
                assert dates.early_start <= fewer[dates.step.id].early_start


@settings(max_examples=100, deadline=None)
@given(cases())
def test_a_gain_is_the_difference_of_two_plans(case: tuple[Network, date, dict[StepId, date], list[Lever]]) -> None:
    plan, start, targets, levers = case
    rank = calendar().table(GOVERNMENT)

    for step_id in targets:
        before = schedule(plan, calendar(), start)[step_id].early_finish
        for gain in gains_of(levers, plan, calendar(), start, step_id):
            after = schedule(apply_levers(plan, [gain.lever]), calendar(), start)[step_id].early_finish
            assert gain.forecast_on == after
            assert gain.working_days == rank.rank[rank.index(before)] - rank.rank[rank.index(after)]
            assert (gain.working_days == 0) == bool(gain.reason)


@settings(max_examples=60, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_levers_changes_nothing(
    case: tuple[Network, date, dict[StepId, date], list[Lever]], chance: object
) -> None:
    plan, start, targets, levers = case
    shuffled = list(levers)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert smallest_set(plan, calendar(), start, targets, levers) == smallest_set(
        plan, calendar(), start, targets, shuffled
    )
