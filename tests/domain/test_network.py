from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.errors import DomainError, DomainErrors
from gxq_desktop.domain.network import (
    CycleFound,
    FixedDate,
    FixedKind,
    Link,
    LinkKind,
    Network,
    Step,
    StepId,
    StepKind,
    Strength,
    UnknownStep,
)
from tests.domain.network_builders import (
    SEVEN_DAY,
    approval,
    chain,
    link,
    milestone,
    network,
    obstacle,
    work,
)

A17, A18, A23, A29 = approval("A17", 15), approval("A18", 3), approval("A23", 5), approval("A29", 3)
TRUNK = (A17, A18, A23, A29)


def step(**changes: Any) -> Step:
    """A sound step with CHANGES, which may be of any type."""
    return replace(work("B01", 5), **changes)


def tie(**changes: Any) -> Link:
    """A sound link from A17 to A18 with CHANGES, which may be of any type."""
    return replace(link("A17", "A18"), **changes)


Faulty = tuple[str, Callable[[], tuple[list[Step], list[Link]]], int, tuple[str, ...]]


def lengths() -> list[Faulty]:
    """Every kind of step with a negative length."""
    kinds = [kind for kind in StepKind if kind is not StepKind.MILESTONE]
    return [
        (
            f"{kind.value} with a negative length",
            lambda kind=kind: ([step(kind=kind, days=-3)], []),
            1,
            ("B01", "-3 天是负数", "0 或更大"),
        )
        for kind in kinds
    ]


def accepting() -> list[Faulty]:
    """Every kind of step that can have no acceptance day, with one."""
    kinds = [kind for kind in StepKind if kind is not StepKind.APPROVAL]
    return [
        (
            f"{kind.value} with an acceptance day",
            lambda kind=kind: ([step(kind=kind, days=0, accepts=True)], []),
            1,
            ("B01", kind.label, "没有受理日"),
        )
        for kind in kinds
    ]


def of_each_link_kind() -> list[Faulty]:
    """Faults that do not depend on the kind of link, with each kind."""
    rows: list[Faulty] = []
    for kind in LinkKind:
        rows += [
            (
                f"{kind.value} with a negative lag",
                lambda kind=kind: ([A17, A18], [link("A17", "A18", kind, -2)]),
                1,
                ("A17 → A18", "搭接 -2 天是负数"),
            ),
            (
                f"{kind.value} from a step to itself",
                lambda kind=kind: ([A17], [link("A17", "A17", kind)]),
                1,
                ("“A17”不能以自己为前置", "去掉这条"),
            ),
            (
                f"{kind.value} both ways",
                lambda kind=kind: ([A17, A18], [link("A17", "A18"), link("A18", "A17", kind)]),
                1,
                ("循环", "A17 → A18 → A17", "去掉其中一条"),
            ),
            (
                f"{kind.value} to an unknown step",
                lambda kind=kind: ([A17], [link("A17", "Z99", kind)]),
                1,
                ("A17 → Z99", "没有编号为“Z99”的环节"),
            ),
        ]
    return rows


FAULTY: list[Faulty] = [
    # unknown steps
    ("unknown predecessor", lambda: ([A18], [link("A99", "A18")]), 1, ("A99 → A18", "没有编号为“A99”")),
    ("unknown step near a known one", lambda: ([A17, A18], [link("A17", "A1B")]), 1, ("A1B", "最接近的是“A1")),
    ("unknown step in lower case", lambda: ([A17, A18], [link("a17", "A18")]), 1, ("a17", "最接近的是“A17”")),
    ("both ends unknown", lambda: ([A17], [link("X1", "X2")]), 2, ("“X1”", "“X2”", "共 2 处")),
    (
        "the same unknown step in two links",
        lambda: ([A17, A18], chain("A17", "Q9", "A18")),
        2,
        ("A17 → Q9", "Q9 → A18"),
    ),
    ("links but no steps", lambda: ([], [link("A17", "A18")]), 2, ("A17", "A18")),
    ("unknown step linked to itself", lambda: ([A17], [link("Q9", "Q9")]), 2, ("没有编号为“Q9”", "以自己为前置")),
    ("link to an empty id", lambda: ([A17], [link("A17", "")]), 1, ("A17 → ”", "没有编号为“”")),
    # ids and names
    ("the same id twice", lambda: ([A17, A17], []), 1, ("A17", "出现了 2 次")),
    ("the same id three times", lambda: ([A17, A18, A17, A17], []), 1, ("A17", "出现了 3 次")),
    ("two ids twice", lambda: ([A17, A18, A17, A18], []), 2, ("“A17”出现了 2 次", "“A18”出现了 2 次")),
    ("one id for two different steps", lambda: ([A17, work("A17", 2)], []), 1, ("A17", "不同的编号")),
    ("the same id twice, linked", lambda: ([A17, A17, A18], chain("A17", "A18")), 1, ("A17", "出现了 2 次")),
    ("an empty id", lambda: ([step(id=StepId(""))], []), 1, ("工作B01", "没有编号")),
    ("a blank id", lambda: ([step(id=StepId("  "))], []), 1, ("工作B01", "没有编号")),
    ("an empty name", lambda: ([step(name="")], []), 1, ("B01", "没有名称", "填写名称")),
    ("a blank name", lambda: ([step(name=" \t")], []), 1, ("B01", "没有名称")),
    ("a milestone without a name", lambda: ([replace(milestone("G1"), name="")], []), 1, ("G1", "没有名称")),
    ("neither id nor name", lambda: ([step(id=StepId(""), name="")], []), 2, ("没有编号", "没有名称")),
    # lengths
    *lengths(),
    ("a milestone with a length", lambda: ([replace(milestone("G1"), days=1)], []), 1, ("里程碑“G1”", "不能有时长")),
    (
        "a milestone with a negative length",
        lambda: ([replace(milestone("G1"), days=-1)], []),
        2,
        ("负数", "不能有时长"),
    ),
    ("a date typed as a length", lambda: ([step(days=20260401)], []), 1, ("B01", "20260401", "日期当成了天数")),
    ("a length just too long", lambda: ([step(days=3661)], []), 1, ("3661 天超过 3660 天",)),
    ("half a day", lambda: ([step(days=2.5)], []), 1, ("B01", "“2.5”不是整数")),
    ("a length in words", lambda: ([step(days="五")], []), 1, ("B01", "“五”不是整数")),
    ("no length", lambda: ([step(days=None)], []), 1, ("B01", "“None”不是整数")),
    ("a yes as length", lambda: ([step(days=True)], []), 1, ("B01", "“True”不是整数")),
    # acceptance days
    *accepting(),
    # fixed dates
    (
        "a fixed date in words",
        lambda: ([step(fixed=(FixedDate(FixedKind.MUST_START_ON, "明天"),))], []),  # type: ignore[arg-type]
        1,
        ("B01", "“明天”不是日期", "2026-06-30"),
    ),
    (
        "no fixed date",
        lambda: ([step(fixed=(FixedDate(FixedKind.FINISH_NOT_AFTER, None),))], []),  # type: ignore[arg-type]
        1,
        ("B01", "“None”不是日期"),
    ),
    (
        "a fixed moment",
        lambda: ([step(fixed=(FixedDate(FixedKind.START_NOT_BEFORE, datetime(2026, 3, 2, 9)),))], []),  # noqa: DTZ001
        1,
        ("B01", "不是日期"),
    ),
    # links
    *of_each_link_kind(),
    ("a lag in calendar days, negative", lambda: ([A17, A18], [tie(lag=-1, lag_calendar=SEVEN_DAY)]), 1, ("-1 天",)),
    ("a lag just too long", lambda: ([A17, A18], [tie(lag=3661)]), 1, ("A17 → A18", "搭接 3661 天超过 3660 天")),
    ("a date typed as a lag", lambda: ([A17, A18], [tie(lag=20260401)]), 1, ("20260401", "日期当成了天数")),
    ("half a day of lag", lambda: ([A17, A18], [tie(lag=0.5)]), 1, ("A17 → A18", "“0.5”不是整数")),
    ("a lag in words", lambda: ([A17, A18], [tie(lag="七")]), 1, ("A17 → A18", "“七”不是整数")),
    ("no lag given", lambda: ([A17, A18], [tie(lag=None)]), 1, ("A17 → A18", "“None”不是整数")),
    ("a milestone waiting for itself", lambda: ([milestone("G1")], chain("G1", "G1")), 1, ("“门槛G1”不能以自己",)),
    # cycles
    ("three in a circle", lambda: (list(TRUNK), chain("A17", "A18", "A23", "A17")), 1, ("A17 → A18 → A23 → A17",)),
    (
        "four in a circle",
        lambda: (list(TRUNK), chain("A17", "A23", "A29", "A18", "A17")),
        1,
        ("A17 → A23 → A29 → A18 → A17",),
    ),
    (
        "a circle with a way in",
        lambda: (list(TRUNK), chain("A17", "A18", "A23", "A29", "A23")),
        1,
        ("A23 → A29 → A23",),
    ),
    (
        "a circle with a way out",
        lambda: (list(TRUNK), chain("A17", "A18", "A17", "A23", "A29")),
        1,
        ("A17 → A18 → A17",),
    ),
    (
        "two circles apart",
        lambda: (list(TRUNK), [*chain("A17", "A18", "A17"), *chain("A23", "A29", "A23")]),
        2,
        ("A17 → A18 → A17", "A23 → A29 → A23", "共 2 处"),
    ),
    (
        "two circles in a row",
        lambda: (list(TRUNK), [*chain("A17", "A18", "A17"), *chain("A18", "A23", "A29", "A23")]),
        2,
        ("A17 → A18 → A17", "A23 → A29 → A23"),
    ),
    (
        "two circles through one step are one knot",
        lambda: (list(TRUNK), [*chain("A17", "A18", "A17"), *chain("A17", "A23", "A29", "A17")]),
        1,
        ("A17 → A18 → A17",),
    ),
    (
        "a circle inside a circle is one knot",
        lambda: (list(TRUNK), [*chain("A17", "A18", "A23", "A29", "A17"), link("A23", "A18")]),
        1,
        ("A17 → A18 → A23 → A29 → A17",),
    ),
    (
        "a circle through a gate names the gate",
        lambda: ([A17, milestone("G1")], chain("A17", "G1", "A17")),
        1,
        ("A17 → 门槛G1 → A17",),
    ),
    (
        "a circle through an obstacle",
        lambda: ([A17, obstacle("O1", 30)], chain("O1", "A17", "O1")),
        1,
        ("A17 → 工作O1 → A17",),
    ),
    (
        "a circle closed by a lagged link",
        lambda: ([A17, A18], [link("A17", "A18", lag=3), link("A18", "A17", LinkKind.SS, 7, SEVEN_DAY)]),
        1,
        ("A17 → A18 → A17",),
    ),
    (
        "a circle written twice",
        lambda: ([A17, A18], [*chain("A17", "A18", "A17"), *chain("A17", "A18", "A17")]),
        1,
        ("A17 → A18 → A17",),
    ),
    (
        "a long circle",
        lambda: ([work(f"B{n:02}", 1) for n in range(40)], chain(*(f"B{n:02}" for n in range(40)), "B00")),
        1,
        ("B00 → B01 → B02", "B38 → B39 → B00"),
    ),
    (
        "everything before everything",
        lambda: (list(TRUNK), [link(a.id, b.id) for a in TRUNK for b in TRUNK if a is not b]),
        1,
        ("A17 → A18 → A17",),
    ),
    # several at once
    (
        "a circle and an unknown step",
        lambda: ([A17, A18], [*chain("A17", "A18", "A17"), link("A17", "C77")]),
        2,
        ("A17 → A18 → A17", "没有编号为“C77”"),
    ),
    (
        "a self-link beside a circle",
        lambda: ([A17, A18], [*chain("A17", "A18", "A17"), link("A18", "A18")]),
        2,
        ("“A18”不能以自己为前置", "A17 → A18 → A17"),
    ),
    (
        "one fault of every kind",
        lambda: (
            [
                A17,
                A17,
                A18,
                step(id=StepId("B02"), days=-1),
                step(id=StepId("B03"), name=""),
                replace(milestone("G1"), days=2),
            ],
            [link("A17", "A18"), link("A18", "A17"), link("B02", "B02"), link("A17", "Z1"), tie(lag=-4)],
        ),
        8,
        (
            "出现了 2 次",
            "-1 天是负数",
            "没有名称",
            "里程碑“G1”",
            "以自己为前置",
            "“Z1”",
            "搭接 -4",
            "A17 → A18 → A17",
            "共 8 处",
        ),
    ),
]


def test_there_are_enough_faulty_networks() -> None:
    assert len(FAULTY) >= 70
    assert len({title for title, *_ in FAULTY}) == len(FAULTY)


@pytest.mark.parametrize(("build", "count", "words"), [row[1:] for row in FAULTY], ids=[row[0] for row in FAULTY])
def test_a_faulty_network_is_refused_in_words_that_name_every_fault(
    build: Callable[[], tuple[list[Step], list[Link]]], count: int, words: tuple[str, ...]
) -> None:
    steps, links = build()

    with pytest.raises(DomainError) as caught:
        Network(steps, links)

    message = str(caught.value)
    for word in words:
        assert word in message
    assert len(caught.value.faults if isinstance(caught.value, DomainErrors) else (caught.value,)) == count


@pytest.mark.parametrize("build", [row[1] for row in FAULTY], ids=[row[0] for row in FAULTY])
def test_the_refusal_does_not_depend_on_the_order_of_steps_and_links(
    build: Callable[[], tuple[list[Step], list[Link]]],
) -> None:
    steps, links = build()
    if len({one.id for one in steps}) < len(steps):
        pytest.skip("two steps of one id have no order of their own")

    with pytest.raises(DomainError) as forwards:
        Network(steps, links)
    with pytest.raises(DomainError) as backwards:
        Network(reversed(steps), reversed(links))

    assert str(forwards.value) == str(backwards.value)


def test_a_single_fault_is_raised_as_it_is() -> None:
    with pytest.raises(CycleFound) as cycle:
        network(TRUNK, chain("A17", "A18", "A23", "A17"))
    with pytest.raises(UnknownStep) as unknown:
        network(TRUNK, link("A17", "A71"))

    assert cycle.value.steps == ("A17", "A18", "A23")
    assert unknown.value.step_id == "A71"


def test_a_cycle_starts_with_its_smallest_id_and_takes_the_shortest_way_round() -> None:
    links = [*chain("A29", "A17", "A18", "A23", "A29"), link("A18", "A29")]

    with pytest.raises(CycleFound) as caught:
        network(TRUNK, links)

    assert caught.value.steps == ("A17", "A18", "A29")


def test_steps_and_links_are_kept_in_one_order() -> None:
    links = [link("A18", "A23"), link("A17", "A18"), link("A17", "A23", LinkKind.SS, 2)]

    one = network(TRUNK, links)
    other = network(reversed(TRUNK), reversed(links))

    assert one == other
    assert hash(one) == hash(other)
    assert [kept.id for kept in one] == ["A17", "A18", "A23", "A29"]
    assert one.links == other.links


def test_the_order_follows_the_links_and_else_the_ids() -> None:
    plan = network(TRUNK, link("A29", "A18"), link("A23", "A17"))

    assert plan.order == ("A23", "A17", "A29", "A18")


def test_neighbours_are_named_once_each() -> None:
    plan = network(TRUNK, link("A17", "A23"), link("A18", "A23"), link("A17", "A23", LinkKind.FF), link("A23", "A29"))

    assert [one.id for one in plan.predecessors(StepId("A23"))] == ["A17", "A18"]
    assert [one.id for one in plan.successors(StepId("A17"))] == ["A23"]
    assert len(plan.incoming(StepId("A23"))) == 3
    assert [one.after for one in plan.outgoing(StepId("A23"))] == ["A29"]


def test_asking_for_an_unknown_step_names_the_nearest_known_one() -> None:
    plan = network(TRUNK)

    with pytest.raises(UnknownStep, match="没有编号为“A2”的环节。最接近的是“A2"):
        plan.step(StepId("A2"))
    with pytest.raises(UnknownStep):
        plan.predecessors(StepId("Q"))
    assert "A17" in plan
    assert "Q" not in plan
    assert len(plan) == 4


def test_a_what_if_leaves_the_network_as_it_was() -> None:
    plan = network(TRUNK, chain("A17", "A18", "A23", "A29"))

    fewer = plan.without([StepId("A18")])
    more = fewer.with_step(work("B01", 3), [link("A17", "B01"), link("B01", "A23")])
    linked = plan.with_link(link("A17", "A29", LinkKind.FF))
    freed = plan.without_links(lambda one: one.after == "A23")
    longer = plan.replace_step(replace(A18, days=9))
    relaxed = plan.replace_link(link("A17", "A18"), link("A17", "A18", LinkKind.FF))

    assert [one.id for one in fewer] == ["A17", "A23", "A29"]
    assert [(one.before, one.after) for one in fewer.links] == [("A23", "A29")]
    assert [one.id for one in more.predecessors(StepId("A23"))] == ["B01"]
    assert len(linked.links) == 4
    assert freed.predecessors(StepId("A23")) == ()
    assert longer.step(StepId("A18")).days == 9
    assert relaxed.incoming(StepId("A18"))[0].kind is LinkKind.FF
    assert plan == network(TRUNK, chain("A17", "A18", "A23", "A29"))


def test_a_what_if_refuses_what_is_not_there() -> None:
    plan = network(TRUNK, chain("A17", "A18"))

    with pytest.raises(UnknownStep):
        plan.without([StepId("B01")])
    with pytest.raises(UnknownStep):
        plan.replace_step(work("B01", 3))
    with pytest.raises(ValueError, match="no such link"):
        plan.replace_link(link("A18", "A17"), link("A17", "A18"))
    with pytest.raises(CycleFound):
        plan.with_link(link("A18", "A17"))


def test_a_network_is_no_other_value() -> None:
    assert network(TRUNK) != TRUNK


def test_a_step_is_named_by_code_if_people_use_the_code() -> None:
    excluded = Step(StepId("A17.1"), "A17", "招拍挂公告", StepKind.EXCLUDED, "", CalendarKind.SEVEN_DAY, 30)

    assert A17.label == "A17"
    assert replace(A17, code="").label == "事项A17"
    assert work("B01", 2).label == "B01"
    assert excluded.label == "A17 招拍挂公告"
    assert milestone("G1").label == "门槛G1"
    assert obstacle("O1", 30).label == "工作O1"


def test_an_acceptance_day_comes_on_top_of_the_limit() -> None:
    assert approval("A01", 5).span == 6
    assert approval("A01", 0).span == 1
    assert not approval("A01", 0).is_instant
    assert work("B01", 5).span == 5
    assert work("B01", 0).is_instant
    assert milestone("G1").is_instant


def test_every_word_shown_to_people_is_chinese() -> None:
    for words in (StepKind, LinkKind, Strength, FixedKind):
        for word in words:
            assert word.label
            assert all(ord(letter) > 0x2000 for letter in word.label)
