"""The schedule against dates written out by hand, against the naive scheduler, against networkx, and against its laws."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import networkx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gxq_desktop.domain.calendar import Break, CalendarKind, WorkCalendar
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.holds import SetByKind
from gxq_desktop.domain.network import (
    FixedDate,
    FixedKind,
    Link,
    LinkKind,
    Network,
    Step,
    StepId,
    StepKind,
    UnknownStep,
)
from gxq_desktop.domain.passes import compile_network, driver
from gxq_desktop.domain.schedule import Schedule, delay_caused_by, schedule
from tests.domain.network_builders import (
    GOVERNMENT,
    SEVEN_DAY,
    SIX_DAY,
    Ends,
    approval,
    calendar,
    chain,
    day,
    finishes_on,
    is_worked,
    link,
    milestone,
    naive_allowed,
    naive_dates,
    naive_end,
    naive_forward,
    naive_latest,
    naive_latest_backwards,
    network,
    not_after,
    not_before,
    obstacle,
    starts_on,
    work,
)

MONDAY = "03-02"


def targets_of(texts: dict[str, str]) -> dict[StepId, date]:
    return {StepId(step_id): day(text) for step_id, text in texts.items()}


# -- networks with their dates written out -----------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A network and what it must give: by step, "first last / latest first, latest last / total free float"."""

    title: str
    plan: Network
    dates: dict[str, str]
    start: str = MONDAY
    targets: dict[str, str] = field(default_factory=dict)


CASES = [
    # one step
    Case("an approval", network([approval("A", 5)]), {"A": "03-02 03-09 / 03-02 03-09 / 0 0"}),
    Case("a piece of work", network([work("A", 5)]), {"A": "03-02 03-06 / 03-02 03-06 / 0 0"}),
    Case("an approval on the spot", network([approval("A", 0)]), {"A": "03-02 03-02 / 03-02 03-02 / 0 0"}),
    Case("work without length", network([work("A", 0)]), {"A": "03-02 03-02 / 03-02 03-02 / 0 0"}),
    Case("a milestone", network([milestone("M")]), {"M": "03-02 03-02 / 03-02 03-02 / 0 0"}),
    Case("nothing", network([]), {}),
    Case("a start on a Saturday", network([work("A", 1)]), {"A": "03-09 03-09 / 03-09 03-09 / 0 0"}, start="03-07"),
    # one calendar
    Case(
        "one approval after the other",
        network([approval("A", 3), approval("B", 3)], chain("A", "B")),
        {"A": "03-02 03-05 / 03-02 03-05 / 0 0", "B": "03-06 03-11 / 03-06 03-11 / 0 0"},
    ),
    Case(
        "an approval and its gate",
        network([approval("A", 3), milestone("M")], chain("A", "M")),
        {"A": "03-02 03-05 / 03-02 03-05 / 0 0", "M": "03-05 03-05 / 03-05 03-05 / 0 0"},
    ),
    Case(
        "a short way beside a long one",
        network([approval("A", 3), approval("B", 1), milestone("M")], chain("A", "M"), chain("B", "M")),
        {"A": "03-02 03-05 / 03-02 03-05 / 0 0", "B": "03-02 03-03 / 03-04 03-05 / 2 2"},
    ),
    Case(
        "two parts that have nothing to do with each other",
        network([work("A", 5), work("B", 2)]),
        {"A": "03-02 03-06 / 03-02 03-06 / 0 0", "B": "03-02 03-03 / 03-05 03-06 / 3 3"},
    ),
    Case(
        "a diamond",
        network([work("A", 2), work("B", 3), work("C", 1), work("D", 2)], chain("A", "B", "D"), chain("A", "C", "D")),
        {
            "A": "03-02 03-03 / 03-02 03-03 / 0 0",
            "B": "03-04 03-06 / 03-04 03-06 / 0 0",
            "C": "03-04 03-04 / 03-06 03-06 / 2 2",
            "D": "03-09 03-10 / 03-09 03-10 / 0 0",
        },
    ),
    Case(
        "float shared along a side way: total 3, but free only at its end",
        network([work("A", 5), work("B", 1), work("C", 1), milestone("M")], chain("A", "M"), chain("B", "C", "M")),
        {"B": "03-02 03-02 / 03-05 03-05 / 3 0", "C": "03-03 03-03 / 03-06 03-06 / 3 3"},
    ),
    Case(
        "a gate before and a gate after",
        network([milestone("M"), work("A", 2), milestone("N")], chain("M", "A", "N")),
        {
            "M": "03-02 03-02 / 03-02 03-02 / 0 0",
            "A": "03-02 03-03 / 03-02 03-03 / 0 0",
            "N": "03-03 03-03 / 03-03 03-03 / 0 0",
        },
    ),
    Case(
        "a gate between Friday and Monday is Friday's",
        network([work("A", 5), milestone("M"), work("B", 1)], chain("A", "M", "B")),
        {"M": "03-06 03-06 / 03-08 03-08 / 0 0", "B": "03-09 03-09 / 03-09 03-09 / 0 0"},
    ),
    # links
    Case(
        "two working days between",
        network([approval("A", 3), approval("B", 1)], link("A", "B", lag=2)),
        {"A": "03-02 03-05 / 03-02 03-05 / 0 0", "B": "03-10 03-11 / 03-10 03-11 / 0 0"},
    ),
    Case(
        "seven calendar days between, as with pipelines",
        network([approval("A", 3), approval("B", 1)], link("A", "B", lag=7, unit=SEVEN_DAY)),
        {"A": "03-02 03-05 / 03-02 03-05 / 0 0", "B": "03-13 03-16 / 03-13 03-16 / 0 0"},
    ),
    Case(
        "a lag that ends on a day off leaves its predecessor a day",
        network([approval("A", 3), approval("B", 1)], link("A", "B", lag=2, unit=SEVEN_DAY)),
        {"A": "03-02 03-05 / 03-03 03-06 / 1 1", "B": "03-09 03-10 / 03-09 03-10 / 0 0"},
    ),
    Case(
        "start together",
        network([work("A", 10), work("B", 2)], link("A", "B", LinkKind.SS)),
        {"A": "03-02 03-13 / 03-02 03-13 / 0 0", "B": "03-02 03-03 / 03-12 03-13 / 8 8"},
    ),
    Case(
        "start three working days after",
        network([work("A", 10), work("B", 2)], link("A", "B", LinkKind.SS, 3)),
        {"B": "03-05 03-06 / 03-12 03-13 / 5 5"},
    ),
    Case(
        "finish together",
        network([work("A", 10), work("B", 2)], link("A", "B", LinkKind.FF)),
        {"A": "03-02 03-13 / 03-02 03-13 / 0 0", "B": "03-12 03-13 / 03-12 03-13 / 0 0"},
    ),
    Case(
        "finish two working days after",
        network([work("A", 10), work("B", 2)], link("A", "B", LinkKind.FF, 2)),
        {"A": "03-02 03-13 / 03-02 03-13 / 0 0", "B": "03-16 03-17 / 03-16 03-17 / 0 0"},
    ),
    Case(
        "finish not before the other starts",
        network([work("A", 3, not_before("03-16")), work("B", 2)], link("A", "B", LinkKind.SF)),
        {"A": "03-16 03-18 / 03-16 03-18 / 0 0", "B": "03-13 03-16 / 03-17 03-18 / 2 2"},
    ),
    Case(
        "finish one working day after the other starts",
        network([work("A", 3, not_before("03-16")), work("B", 2)], link("A", "B", LinkKind.SF, 1)),
        {"A": "03-16 03-18 / 03-16 03-18 / 0 0", "B": "03-13 03-16 / 03-17 03-18 / 2 2"},
    ),
    Case(
        "start together and finish together",
        network([work("A", 10), work("B", 5)], link("A", "B", LinkKind.SS, 2), link("A", "B", LinkKind.FF, 1)),
        {"B": "03-10 03-16 / 03-10 03-16 / 0 0"},
    ),
    Case(
        "five working days after the start",
        network([milestone("M"), work("A", 1)], link("M", "A", lag=5)),
        {"M": "03-02 03-02 / 03-02 03-02 / 0 0", "A": "03-09 03-09 / 03-09 03-09 / 0 0"},
    ),
    # calendars
    Case(
        "ten days of construction",
        network([work("C", 10, calendar=SEVEN_DAY)]),
        {"C": "03-02 03-11 / 03-02 03-11 / 0 0"},
    ),
    Case(
        "construction begins on the Saturday after a permit",
        network([approval("A", 4), work("C", 3, calendar=SEVEN_DAY)], chain("A", "C")),
        {"A": "03-02 03-06 / 03-02 03-06 / 0 0", "C": "03-07 03-09 / 03-07 03-09 / 0 0"},
    ),
    Case(
        "an enterprise works on Saturday, the bureau accepts on Monday",
        network([work("B", 6, calendar=SIX_DAY), approval("A", 1)], chain("B", "A")),
        {"B": "03-02 03-07 / 03-02 03-07 / 0 0", "A": "03-09 03-10 / 03-09 03-10 / 0 0"},
    ),
    Case(
        "an enterprise rests on every day of the Spring Festival break",
        network([work("B", 4, calendar=SIX_DAY)]),
        {"B": "02-12 02-24 / 02-12 02-24 / 0 0"},
        start="02-12",
    ),
    Case(
        "four days of work over Qingming",
        network([work("A", 4)]),
        {"A": "04-01 04-07 / 04-01 04-07 / 0 0"},
        start="04-01",
    ),
    Case(
        "acceptance on a make-up Saturday is not counted",
        network([approval("A", 3)]),
        {"A": "02-14 02-26 / 02-14 02-26 / 0 0"},
        start="02-14",
    ),
    Case(
        "three days over Labour Day",
        network([approval("A", 3)]),
        {"A": "04-29 05-07 / 04-29 05-07 / 0 0"},
        start="04-29",
    ),
    Case(
        "ten days with a make-up Sunday and Mid-Autumn",
        network([approval("A", 10)]),
        {"A": "09-16 09-30 / 09-16 09-30 / 0 0"},
        start="09-16",
    ),
    Case(
        "fifteen days over the National Day break",
        network([approval("A", 15)]),
        {"A": "09-16 10-13 / 09-16 10-13 / 0 0"},
        start="09-16",
    ),
    # fixed dates
    Case(
        "not before a Wednesday", network([work("A", 2, not_before("03-11"))]), {"A": "03-11 03-12 / 03-11 03-12 / 0 0"}
    ),
    Case(
        "not before a Saturday", network([work("A", 2, not_before("03-14"))]), {"A": "03-16 03-17 / 03-16 03-17 / 0 0"}
    ),
    Case(
        "not after, with room",
        network([work("A", 2, not_after("03-10")), work("B", 10)]),
        {"A": "03-02 03-03 / 03-09 03-10 / 5 5", "B": "03-02 03-13 / 03-02 03-13 / 0 0"},
    ),
    Case(
        "not after, and missed by two days: back over the make-up Saturday of 28 February",
        network([work("A", 5, not_after("03-04"))]),
        {"A": "03-02 03-06 / 02-27 03-04 / -2 0"},
    ),
    Case("on the day", network([work("A", 2, starts_on("03-10"))]), {"A": "03-10 03-11 / 03-10 03-11 / 0 0"}),
    Case("done on the day", network([work("A", 2, finishes_on("03-10"))]), {"A": "03-09 03-10 / 03-09 03-10 / 0 0"}),
    Case(
        "on the day, but its predecessor is not ready",
        network([work("A", 5), work("B", 1, starts_on("03-04"))], chain("A", "B")),
        {"A": "03-02 03-06 / 02-26 03-03 / -3 0", "B": "03-09 03-09 / 03-04 03-04 / -3 0"},
    ),
    Case(
        "on a Saturday, when the office is closed",
        network([work("A", 1, starts_on("03-07"))]),
        {"A": "03-09 03-09 / 03-06 03-06 / -1 0"},
    ),
    Case(
        "a gate on the project's first day leaves that day to work",
        network([milestone("M", starts_on("03-02")), work("A", 1)], chain("M", "A")),
        {"M": "03-02 03-02 / 03-02 03-02 / 0 0", "A": "03-02 03-02 / 03-02 03-02 / 0 0"},
    ),
    Case(
        "a gate not before a day ends with that day",
        network([milestone("M", not_before("03-04")), work("A", 1)], chain("M", "A")),
        {"M": "03-04 03-04 / 03-04 03-04 / 0 0", "A": "03-05 03-05 / 03-05 03-05 / 0 0"},
    ),
    # targets
    Case(
        "a target later than needed gives slack and does not eat that of what follows",
        network([work("A", 5), milestone("M"), work("B", 2)], chain("A", "M", "B")),
        {
            "A": "03-02 03-06 / 03-10 03-16 / 6 0",
            "M": "03-06 03-06 / 03-16 03-16 / 6 0",
            "B": "03-09 03-10 / 03-17 03-18 / 6 6",
        },
        targets={"M": "03-16"},
    ),
    Case(
        "a target missed by two days",
        network([work("A", 5), milestone("M"), work("B", 1)], chain("A", "M", "B")),
        {
            "A": "03-02 03-06 / 02-27 03-04 / -2 0",
            "M": "03-06 03-06 / 03-04 03-04 / -2 0",
            "B": "03-09 03-09 / 03-09 03-09 / 0 0",
        },
        targets={"M": "03-04"},
    ),
    Case(
        "a target on a Sunday leaves its gate the weekend and the work before it nothing",
        network([work("A", 5), milestone("M")], chain("A", "M")),
        {"A": "03-02 03-06 / 03-02 03-06 / 0 0", "M": "03-06 03-06 / 03-08 03-08 / 0 0"},
        targets={"M": "03-08"},
    ),
    Case(
        "two targets, each with its own slack",
        network([work("A", 2), milestone("M"), work("B", 2), milestone("N")], chain("A", "M", "B", "N")),
        {
            "A": "03-02 03-03 / 03-04 03-05 / 2 0",
            "M": "03-03 03-03 / 03-05 03-05 / 2 0",
            "B": "03-04 03-05 / 03-12 03-13 / 6 0",
            "N": "03-05 03-05 / 03-13 03-13 / 6 6",
        },
        targets={"M": "03-05", "N": "03-13"},
    ),
    # obstacles
    Case(
        "poles nobody moves for thirty days, then forty days of levelling",
        network(
            [obstacle("O1", 30), work("O1.1", 40, calendar=SEVEN_DAY, kind=StepKind.FOLLOW_ON), milestone("M")],
            chain("O1", "O1.1", "M"),
        ),
        {
            "O1": "03-02 03-31 / 03-02 03-31 / 0 0",
            "O1.1": "04-01 05-10 / 04-01 05-10 / 0 0",
            "M": "05-10 05-10 / 05-10 05-10 / 0 0",
        },
    ),
    Case(
        "an obstacle that is gone on a day",
        network([obstacle("O1", 1, finishes_on("03-20")), approval("A", 1)], chain("O1", "A")),
        {"O1": "03-20 03-20 / 03-20 03-20 / 0 0", "A": "03-23 03-24 / 03-23 03-24 / 0 0"},
    ),
]


def planned(case: Case) -> Schedule:
    return schedule(case.plan, calendar(), day(case.start), targets_of(case.targets))


def test_there_are_enough_valid_networks() -> None:
    assert len(CASES) >= 36
    assert len({case.title for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_network_has_the_dates_worked_out_by_hand(case: Case) -> None:
    plan = planned(case)

    for step_id, text in case.dates.items():
        early, late, floats = (part.split() for part in text.split("/"))
        found = plan[StepId(step_id)]
        assert (found.early_start, found.early_finish) == tuple(map(day, early)), step_id
        assert (found.late_start, found.late_finish) == tuple(map(day, late)), step_id
        assert (found.total_float, found.free_float) == tuple(map(int, floats)), step_id


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_network_has_the_dates_of_the_naive_scheduler(case: Case) -> None:
    assert_naive_agrees(case.plan, calendar(), day(case.start), targets_of(case.targets))


# -- a reference project -----------------------------------------------------------------------------------------

REFERENCE = network(
    [
        approval("A01", 1),
        work("B14", 20, calendar=SIX_DAY),
        approval("A17", 15),
        Step(StepId("A17.1"), "A17", "成交公示", StepKind.EXCLUDED, "自然资源局", GOVERNMENT, 10),
        approval("A18", 3),
        approval("A21", 7),
        approval("A23", 5),
        approval("A26", 5),
        approval("A36", 5),
        approval("A29", 3),
        milestone("M_START"),
        work("CONSTRUCTION", 120, calendar=SEVEN_DAY, kind=StepKind.CONSTRUCTION),
        work("C08", 5, kind=StepKind.UTILITY),
        approval("A41", 8),
        milestone("M_OPERATE"),
    ],
    chain("A01", "A21"),
    chain("B14", "A21", "A23", "A29", "M_START", "CONSTRUCTION", "A41", "M_OPERATE"),
    chain("A17", "A17.1", "A18", "A23"),
    chain("A21", "A26", "A29"),
    chain("A21", "A36"),
    link("A36", "M_START", lag=7, unit=SEVEN_DAY),
    link("CONSTRUCTION", "C08", LinkKind.FF),
    chain("C08", "M_OPERATE"),
)
"""Counted by hand on the notice of 2026, starting on Monday 2 March, M_START wanted by 15 May, M_OPERATE by 12 October.

Early. A01 accepted 2, counts 3 March. B14 works Monday to Saturday: 2–7, 9–14, 16–21 are 18, 23 and 24 March make 20.
A17 accepted 2 March, its 15 days are 3–6 (4), 9–13 (9), 16–20 (14), 23 March. A17.1: 24–27 (4), 30 March – 3 April (9),
4–6 April are Qingming, 7 April (10). A18 accepted 8, counts 9, 10, 13 April. A21 accepted 25 March, counts 26, 27, 30, 31,
1, 2, 3 April. A23 waits for A18: accepted 14 April, counts 15–17, 20, 21. A26 accepted 7 April, counts 8–10, 13, 14. A36
the same. A29 waits for A23: accepted 22, counts 23, 24, 27 April. M_START: A29 on 27 April; A36 on 14 plus 7 calendar
days is 21 April. CONSTRUCTION 28 April to 25 August: 3 + 31 + 30 + 31 + 25 = 120. C08 finishes not before 25 August:
19–21, 24, 25. A41 accepted 26, counts 27, 28, 31 August, 1–4, 7 September. M_OPERATE 7 September.

Late. M_OPERATE 12 October. A41 finishes by 12 October: 12, 10 (Saturday, worked), 9, 8, 30, 29, 28 September, 24 (25–27 are
Mid-Autumn) are its eight days, accepted 23 September. CONSTRUCTION ends by 22 September, so begins by 26 May. C08 by 12
October: 12, 10, 9, 8 October, 30 September. M_START 15 May, which is before 25 May. A29 by 15 May: 15, 14, 13, accepted
12. A23 by 11 May: 11, 9 (Saturday, worked), 8, 7, 6 (1–5 are Labour Day), accepted 30 April. A26 by 11 May: the same. A18
by 29 April: 29, 28, 27, accepted 24. A17.1 by 23 April: 23–20 (4), 17–13 (9), 10 (10). A17 by 9 April: 9, 8, 7 (3), 3–1
April (6), 31, 30 (8), 27–23 (13), 20, 19 (15), accepted 18 March. A36 must leave 7 calendar days to 15 May: by 8 May: 8,
7, 6, 30, 29, accepted 28 April. A21 by 27 April, for A36: 27, 24, 23, 22, 21, 20, 17, accepted 16. B14 by Wednesday 15
April: 15, 14, 13 (3), 11–7 (8; 4–6 are Qingming), 3–1 April (11), 31, 30 (13), 28–23 (19), Saturday 21 March (20). A01 by
15 April, accepted 14.
"""
REFERENCE_TARGETS = {"M_START": "05-15", "M_OPERATE": "10-12"}
REFERENCE_DATES = {
    "A01": "03-02 03-03 / 04-14 04-15",
    "B14": "03-02 03-24 / 03-21 04-15",
    "A17": "03-02 03-23 / 03-18 04-09",
    "A17.1": "03-24 04-07 / 04-10 04-23",
    "A18": "04-08 04-13 / 04-24 04-29",
    "A21": "03-25 04-03 / 04-16 04-27",
    "A23": "04-14 04-21 / 04-30 05-11",
    "A26": "04-07 04-14 / 04-30 05-11",
    "A36": "04-07 04-14 / 04-28 05-08",
    "A29": "04-22 04-27 / 05-12 05-15",
    "M_START": "04-27 04-27 / 05-15 05-15",
    "CONSTRUCTION": "04-28 08-25 / 05-26 09-22",
    "C08": "08-19 08-25 / 09-30 10-12",
    "A41": "08-26 09-07 / 09-23 10-12",
    "M_OPERATE": "09-07 09-07 / 10-12 10-12",
}


def reference() -> Schedule:
    return schedule(REFERENCE, calendar(), day(MONDAY), targets_of(REFERENCE_TARGETS))


def test_the_reference_project_has_the_dates_counted_by_hand() -> None:
    plan = reference()

    found = {
        dates.step.id: " ".join(f"{one:%m-%d}" for one in (dates.early_start, dates.early_finish))
        + " / "
        + " ".join(f"{one:%m-%d}" for one in (dates.late_start, dates.late_finish))
        for dates in plan.steps
    }

    assert found == REFERENCE_DATES


def test_the_reference_project_meets_its_targets_with_room_to_spare() -> None:
    plan = reference()

    operate, start = plan.target_results

    assert plan.feasible
    assert plan.short_by_working_days == 0
    assert (start.milestone.id, start.forecast_on, start.spare_working_days) == ("M_START", day("04-27"), 12)
    assert (operate.milestone.id, operate.forecast_on, operate.spare_working_days) == ("M_OPERATE", day("09-07"), 21)
    assert start.chain.labels == "A17 → A17 成交公示 → A18 → A23 → A29 → 门槛M_START"
    assert plan.critical_chain is not None
    assert plan.critical_chain.steps == start.chain.steps
    assert not any(result.provisional for result in plan.target_results)
    assert [step.id for step in plan.critical] == ["A17", "A17.1", "A18", "A23", "A29", "M_START"]
    assert [dates.step.id for dates in plan.steps if dates.near_critical] == ["B14", "A21", "A26", "A36"]


def test_an_approval_has_an_acceptance_day_and_a_due_day() -> None:
    plan = reference()

    permit, gate = plan[StepId("A29")], plan[StepId("M_START")]

    assert (permit.accepted_on, permit.due_on, permit.accept_by) == (day("04-22"), day("04-27"), day("05-12"))
    assert (gate.accepted_on, gate.accept_by, gate.due_on) == (None, None, day("04-27"))


def test_steps_come_after_their_predecessors_and_are_found_by_id() -> None:
    plan = reference()

    seen: set[StepId] = set()
    for dates in plan.steps:
        assert all(before.id in seen for before in REFERENCE.predecessors(dates.step.id))
        seen.add(dates.step.id)
    assert plan[StepId("A29")] == next(dates for dates in plan.steps if dates.step.id == "A29")
    assert reference()[StepId("A29")] == plan[StepId("A29")]
    with pytest.raises(UnknownStep, match="没有编号为“A92”"):
        plan[StepId("A92")]


def test_near_critical_steps_lie_within_five_working_days_unless_told_otherwise() -> None:
    plan = network(
        [work("A", 10), work("B", 5), work("C", 4), milestone("M")], chain("A", "M"), chain("B", "M"), chain("C", "M")
    )

    usual = schedule(plan, calendar(), day(MONDAY))
    wide = schedule(plan, calendar(), day(MONDAY), near_critical_days=6)

    assert [dates.step.id for dates in usual.steps if dates.near_critical] == ["B"]
    assert [dates.step.id for dates in wide.steps if dates.near_critical] == ["B", "C"]
    with pytest.raises(ValueError, match="near_critical_days"):
        schedule(plan, calendar(), day(MONDAY), near_critical_days=-1)


# -- targets and conflicts ---------------------------------------------------------------------------------------


def test_a_missed_target_says_how_short_it_is_and_along_which_chain() -> None:
    plan = schedule(REFERENCE, calendar(), day(MONDAY), targets_of({"M_START": "04-10"}))

    (result,) = plan.target_results

    assert not plan.feasible
    assert not result.feasible
    assert result.forecast_on == day("04-27")
    assert result.short_by_working_days == 11
    assert result.short_by_calendar_days == 17
    assert plan.short_by_working_days == 11
    assert [step.id for step in result.chain.steps] == ["A17", "A17.1", "A18", "A23", "A29", "M_START"]
    assert result.chain.origin.kind is SetByKind.PROJECT_START
    assert plan[StepId("A17")].total_float == -11
    assert [step.id for step in plan.critical if plan[step.id].total_float == -11] == [
        "A17",
        "A17.1",
        "A18",
        "A23",
        "A29",
        "M_START",
    ]


def test_a_target_missed_by_days_off_only_is_missed_by_no_working_day() -> None:
    plan = schedule(
        network([work("C", 7, calendar=SEVEN_DAY), milestone("M")], chain("C", "M")),
        calendar(),
        day(MONDAY),
        targets_of({"M": "03-06"}),
    )

    (result,) = plan.target_results

    assert not result.feasible
    assert not plan.feasible
    assert (result.short_by_working_days, result.short_by_calendar_days) == (0, 2)
    assert plan[StepId("C")].critical


def test_a_target_before_the_first_day_is_missed_even_by_a_gate_without_work() -> None:
    plan = schedule(network([milestone("M")]), calendar(), day(MONDAY), targets_of({"M": "03-01"}))

    (result,) = plan.target_results

    assert not result.feasible
    assert result.forecast_on == day(MONDAY)
    assert (result.short_by_working_days, result.short_by_calendar_days) == (1, 1)


def test_the_tightest_target_controls_the_critical_chain() -> None:
    plan = network([work("A", 5), milestone("M"), work("B", 10), milestone("N")], chain("A", "M"), chain("B", "N"))

    tight_m = schedule(plan, calendar(), day(MONDAY), targets_of({"M": "03-09", "N": "03-20"}))
    tight_n = schedule(plan, calendar(), day(MONDAY), targets_of({"M": "03-20", "N": "03-13"}))
    none = schedule(plan, calendar(), day(MONDAY))

    assert tight_m.critical_chain is not None and tight_m.critical_chain.labels == "A → 门槛M"
    assert tight_n.critical_chain is not None and tight_n.critical_chain.labels == "B → 门槛N"
    assert none.critical_chain is not None and none.critical_chain.labels == "B → 门槛N"
    assert none.finish_on == day("03-13")


def test_nothing_to_do_is_done_at_once() -> None:
    plan = schedule(network([]), calendar(), day(MONDAY))

    assert plan.steps == ()
    assert plan.critical_chain is None
    assert plan.finish_on == day(MONDAY)
    assert plan.feasible


def test_an_unknown_target_is_refused() -> None:
    with pytest.raises(UnknownStep, match="没有编号为“M_STRAT”的环节。最接近的是“M_START”"):
        schedule(REFERENCE, calendar(), day(MONDAY), targets_of({"M_STRAT": "04-10"}))


def test_fixed_dates_that_cannot_be_kept_are_listed_not_raised() -> None:
    plan = schedule(
        network(
            [
                work("A", 5, not_after("03-04")),
                work("B", 1, starts_on("03-04")),
                work("C", 2, finishes_on("03-07")),
                work("D", 2, not_before("03-10"), not_after("03-20")),
            ],
            chain("A", "B"),
        ),
        calendar(),
        day(MONDAY),
    )

    found = [(one.step.id, one.fixed.kind, one.instead_on, one.short_by_working_days) for one in plan.conflicts]

    assert sorted(found) == [
        ("A", FixedKind.FINISH_NOT_AFTER, day("03-06"), 2),
        ("B", FixedKind.MUST_START_ON, day("03-09"), 3),
        ("C", FixedKind.MUST_FINISH_ON, day("03-09"), 1),
    ]
    assert not plan.feasible
    assert plan[StepId("D")].total_float >= 0


def test_fixed_dates_that_contradict_each_other_are_a_conflict() -> None:
    plan = schedule(network([work("A", 1, starts_on("03-04"), starts_on("03-06"))]), calendar(), day(MONDAY))

    assert plan[StepId("A")].early_start == day("03-06")
    assert [(one.fixed.on, one.instead_on) for one in plan.conflicts] == [(day("03-04"), day("03-06"))]


def test_the_chain_to_a_target_is_critical_even_if_what_follows_comes_out_tighter_over_a_weekend() -> None:
    plan = network([work("A", 2), milestone("M"), work("B", 3, calendar=SEVEN_DAY)], chain("A", "M", "B"))

    found = schedule(plan, calendar(), day(MONDAY), targets_of({"M": "03-05"}))

    assert {dates.step.id: dates.total_float for dates in found.steps} == {"A": 2, "M": 2, "B": 0}
    assert [step.id for step in found.critical] == ["A", "M", "B"]


# -- beyond the calendar -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "start", "targets"),
    [
        (network([work("A", 3000)]), date(2040, 3, 2), {}),
        (network([work("A", 1), work("B", 1)], link("A", "B", lag=3660)), date(2040, 3, 2), {}),
        (network([work("A", 5)]), date(2046, 1, 1), {}),
        (network([work("A", 5)]), date(2003, 12, 31), {}),
        (network([work("A", 5)]), date(2004, 1, 1), {}),
        (network([work("A", 5)]), date(2026, 3, 2), {StepId("A"): date(2003, 5, 1)}),
        (network([work("A", 5)]), date(2026, 3, 2), {StepId("A"): date(2050, 5, 1)}),
        (network([work("A", 5, FixedDate(FixedKind.MUST_START_ON, date(1999, 1, 1)))]), date(2026, 3, 2), {}),
        (network([work("A", 900)]), date(2026, 3, 2), {StepId("A"): date(2005, 5, 1)}),
        (network([work("A", 300), work("B", 300)], chain("A", "B")), date(2026, 3, 2), {StepId("B"): date(2005, 5, 1)}),
        (
            network([work("A", 5), milestone("M")], link("A", "M", lag=900)),
            date(2026, 3, 2),
            {StepId("M"): date(2005, 5, 1)},
        ),
        (
            network([work("A", 5), work("B", 5)], link("A", "B", LinkKind.SS, 900, SEVEN_DAY)),
            date(2026, 3, 2),
            {StepId("B"): date(2005, 5, 1)},
        ),
        (
            network([work("A", 1), work("B", 4)], chain("A", "B"), link("A", "B", LinkKind.SS)),
            date(2026, 3, 2),
            {StepId("B"): date(2004, 1, 6)},
        ),
        (
            network([milestone("M"), work("A", 300), milestone("N")], chain("M", "A", "N")),
            date(2026, 3, 2),
            {StepId("N"): date(2004, 3, 1)},
        ),
    ],
)
def test_a_plan_that_leaves_the_calendar_is_refused_in_chinese(
    plan: Network, start: date, targets: dict[StepId, date]
) -> None:
    with pytest.raises(DomainError, match="日期超出日历范围"):
        schedule(plan, calendar(), start, targets)


def test_a_target_missed_by_years_is_still_answered() -> None:
    plan = schedule(
        network([work("A", 200), work("B", 200)], chain("A", "B")),
        calendar(),
        date(2026, 3, 2),
        {StepId("B"): date(2006, 3, 1)},
    )

    assert plan.short_by_working_days > 5000
    assert plan[StepId("A")].late_start < date(2005, 1, 1)


# -- provisional dates -------------------------------------------------------------------------------------------


def test_dates_are_provisional_from_the_first_year_without_a_notice() -> None:
    plan = schedule(
        network([work("A", 5), work("B", 30), work("C", 5)], chain("A", "B", "C")), calendar(), day("12-01")
    )

    assert [dates.provisional_early for dates in plan.steps] == [False, True, True]
    assert [dates.provisional_late for dates in plan.steps] == [True, True, True]
    assert plan[StepId("C")].early_finish.year == 2027


def test_a_late_date_in_a_certain_year_is_provisional_if_it_is_counted_back_from_an_uncertain_one() -> None:
    plan = network([work("A", 5), milestone("M"), work("B", 25), milestone("N")], chain("A", "M"), chain("B", "N"))

    found = schedule(plan, calendar(), day("12-01"), targets_of({"M": "12-18", "N": "2027-01-20"}))

    assert found[StepId("A")].late_finish == day("12-18")
    assert not found[StepId("A")].provisional_late
    assert found[StepId("B")].late_start == day("12-16")
    assert found[StepId("B")].provisional_late
    assert [result.provisional for result in found.target_results] == [False, True]


# -- what set a date ---------------------------------------------------------------------------------------------


def test_every_date_knows_what_set_it() -> None:
    plan = reference()

    accepted, gate, site = plan[StepId("A23")], plan[StepId("M_START")], plan[StepId("C08")]

    assert (accepted.set_by_early.kind, accepted.set_by_early.step) == (SetByKind.LINK, "A18")
    assert accepted.set_by_early.on == day("04-13")
    assert accepted.set_by_early.rolled is None
    assert (accepted.set_by_late.kind, accepted.set_by_late.step, accepted.set_by_late.on) == (
        SetByKind.LINK,
        "A29",
        day("05-12"),
    )
    assert (gate.set_by_late.kind, gate.set_by_late.on) == (SetByKind.TARGET, day("05-15"))
    assert (site.set_by_early.step, site.set_by_early.link and site.set_by_early.link.kind) == (
        "CONSTRUCTION",
        LinkKind.FF,
    )
    assert plan[StepId("A17")].set_by_early.kind is SetByKind.PROJECT_START
    assert reference_without_targets()[StepId("M_OPERATE")].set_by_late.kind is SetByKind.PROJECT_END


def reference_without_targets() -> Schedule:
    return schedule(REFERENCE, calendar(), day(MONDAY))


def test_a_date_moved_off_a_holiday_says_from_when_to_when() -> None:
    plan = reference()

    rolled = plan[StepId("A26")].set_by_early.rolled

    assert rolled is not None
    assert (rolled.from_on, rolled.to_on) == (day("04-04"), day("04-07"))


def test_all_candidates_are_listed_with_the_date_each_alone_would_give() -> None:
    plan = reference()

    early = plan.early_candidates(StepId("M_START"))
    late = plan.late_candidates(StepId("A21"))

    assert [(one.step, one.on, one.gives) for one in early] == [
        ("A29", day("04-27"), day("04-27")),
        ("A36", day("04-14"), day("04-21")),
        (None, day("03-02"), day("03-02")),
    ]
    assert [(one.kind, one.step, one.on, one.gives) for one in late] == [
        (SetByKind.LINK, "A36", day("04-28"), day("04-27")),
        (SetByKind.LINK, "A23", day("04-30"), day("04-29")),
        (SetByKind.LINK, "A26", day("04-30"), day("04-29")),
        (SetByKind.PROJECT_END, None, day("10-12"), day("10-12")),
    ]


def test_a_fixed_date_sets_a_date() -> None:
    plan = schedule(
        network([work("A", 2, not_before("03-14"), not_after("03-20")), work("B", 30)]), calendar(), day(MONDAY)
    )

    dates = plan[StepId("A")]

    assert (dates.set_by_early.kind, dates.set_by_early.on) == (SetByKind.FIXED, day("03-14"))
    assert dates.set_by_early.rolled is not None and dates.set_by_early.rolled.to_on == day("03-16")
    assert (dates.set_by_late.kind, dates.set_by_late.on) == (SetByKind.FIXED, day("03-20"))
    assert plan.chain_to(StepId("A")).origin.fixed == not_before("03-14")


def test_of_links_that_give_the_same_date_the_one_from_the_smaller_id_is_said_to_set_it() -> None:
    plan = schedule(
        network([work("B", 2), work("A", 2), work("C", 1)], chain("B", "C"), chain("A", "C")), calendar(), day(MONDAY)
    )

    assert plan[StepId("C")].set_by_early.step == "A"


# -- obstacles ---------------------------------------------------------------------------------------------------


def test_an_obstacle_shows_what_it_delays_and_by_how_much() -> None:
    levelling = work("B30", 40, calendar=SEVEN_DAY)
    plan = network(
        [
            obstacle("O1", 30),
            levelling,
            approval("A29", 3),
            milestone("M_START"),
            approval("A07", 10),
            milestone("M_LAND"),
        ],
        chain("O1", "B30", "M_START"),
        chain("A29", "M_START"),
        chain("A07", "M_LAND"),
    )

    report = delay_caused_by(plan, calendar(), day(MONDAY), [StepId("O1")])

    assert [step.id for step in report.obstacles] == ["O1"]
    assert {delay.step.id: (delay.without_on, delay.with_on, delay.working_days) for delay in report.milestones} == {
        "M_START": (day("04-10"), day("05-10"), 18),
        "M_LAND": (day("03-16"), day("03-16"), 0),
    }
    assert [(delay.step.id, delay.without_start, delay.with_start) for delay in report.moved] == [
        ("B30", day("03-02"), day("04-01")),
        ("M_START", day("04-10"), day("05-10")),
    ]


def test_an_obstacle_takes_its_follow_on_work_along_if_that_is_named_too() -> None:
    plan = network(
        [
            obstacle("O1", 30),
            work("O1.1", 40, calendar=SEVEN_DAY, kind=StepKind.FOLLOW_ON),
            approval("A29", 3),
            milestone("M"),
        ],
        chain("O1", "O1.1", "M"),
        chain("A29", "M"),
    )

    report = delay_caused_by(plan, calendar(), day(MONDAY), [StepId("O1"), StepId("O1.1")])

    assert [(delay.without_on, delay.with_on) for delay in report.milestones] == [(day("03-05"), day("05-10"))]


def test_what_waited_for_each_other_through_an_obstacle_still_does_without_it() -> None:
    plan = network([work("A", 5), obstacle("O1", 30), work("B", 1), milestone("M")], chain("A", "O1", "B", "M"))

    report = delay_caused_by(plan, calendar(), day(MONDAY), [StepId("O1")])

    assert [delay.without_on for delay in report.milestones] == [day("03-09")]
    with pytest.raises(UnknownStep):
        delay_caused_by(plan, calendar(), day(MONDAY), [StepId("O2")])


# -- random networks ---------------------------------------------------------------------------------------------

KINDS = tuple(CalendarKind)


@st.composite
def steps_of(draw: st.DrawFn, step_id: str, start: date, kinds: tuple[CalendarKind, ...]) -> Step:
    fixed = draw(
        st.lists(
            st.builds(
                FixedDate,
                st.sampled_from(FixedKind),
                st.integers(-3, 30).map(lambda days: start + timedelta(days=days)),
            ),
            max_size=1,
        )
        if draw(st.integers(0, 3)) == 0
        else st.just([])
    )
    unit, days = draw(st.sampled_from(kinds)), draw(st.integers(0, 6))
    shape = draw(st.sampled_from("awwm"))
    if shape == "m":
        return milestone(step_id, *fixed)
    return (approval if shape == "a" else work)(step_id, days, *fixed, calendar=unit)


@st.composite
def plans(
    draw: st.DrawFn, kinds: tuple[CalendarKind, ...] = KINDS, link_kinds: tuple[LinkKind, ...] = tuple(LinkKind)
) -> tuple[Network, date, dict[StepId, date]]:
    """A small network with a start, and perhaps a target."""
    start = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 330)))
    count = draw(st.integers(1, 7))
    steps = [draw(steps_of(f"S{number}", start, kinds)) for number in range(count)]
    links = [
        link(
            f"S{before}",
            f"S{after}",
            draw(st.sampled_from(link_kinds)),
            draw(st.sampled_from((0, 0, 1, 3))),
            draw(st.sampled_from(kinds)),
        )
        for after in range(count)
        for before in range(after)
        if draw(st.integers(0, 9)) < 4
    ]
    targets = {}
    if draw(st.booleans()):
        target = StepId(f"S{draw(st.integers(0, count - 1))}")
        targets[target] = start + timedelta(days=draw(st.integers(0, 40)))
    return network(steps, links), start, targets


def assert_naive_agrees(
    plan: Network, work_calendar: WorkCalendar, start_on: date, targets: dict[StepId, date]
) -> None:
    """Every date of PLAN, and what set it, against the naive scheduler."""
    found = schedule(plan, work_calendar, start_on, targets)
    opening = start_on - timedelta(days=1)
    early = naive_forward(work_calendar, plan, start_on)
    end = naive_end(work_calendar, plan, start_on, targets)
    late: dict[StepId, Ends] = naive_latest_backwards(work_calendar, plan, start_on, targets, end)
    for dates in found.steps:
        step = dates.step
        assert (dates.early_start, dates.early_finish) == naive_dates(step, early[step.id], opening)
        assert (dates.late_start, dates.late_finish) == naive_dates(step, late[step.id], opening)
        assert dates.set_by_early.gives == dates.early_start
        assert dates.set_by_late.gives == dates.late_finish
    assert found.feasible == naive_allowed(plan, early, start_on, targets, end)
    assert found.feasible == (all(result.feasible for result in found.target_results) and not found.conflicts)
    if found.feasible:
        assert late == naive_latest(work_calendar, plan, start_on, targets)


@settings(max_examples=250, deadline=None)
@given(plans())
def test_any_network_has_the_dates_of_the_naive_scheduler(case: tuple[Network, date, dict[StepId, date]]) -> None:
    plan, start, targets = case

    assert_naive_agrees(plan, calendar(), start, targets)


@settings(max_examples=150, deadline=None)
@given(plans())
def test_early_is_never_after_late_when_all_can_be_met(case: tuple[Network, date, dict[StepId, date]]) -> None:
    plan, start, targets = case
    found = schedule(plan, calendar(), start, targets)

    for dates in found.steps:
        if found.feasible:
            assert dates.early_start <= dates.late_start
            assert dates.early_finish <= dates.late_finish
            assert 0 <= dates.free_float <= dates.total_float
        else:
            assert dates.free_float >= 0
        assert dates.critical == (dates.total_float <= found.critical_float)
        assert not (dates.critical and dates.near_critical)


@settings(max_examples=150, deadline=None)
@given(plans())
def test_a_step_keeps_its_length_wherever_it_lies(case: tuple[Network, date, dict[StepId, date]]) -> None:
    plan, start, targets = case

    for dates in schedule(plan, calendar(), start, targets).steps:
        for first, last in ((dates.early_start, dates.early_finish), (dates.late_start, dates.late_finish)):
            days = (first + timedelta(days=n) for n in range((last - first).days + 1))
            if not dates.step.is_instant:
                assert sum(is_worked(calendar(), dates.step.calendar, one) for one in days) == dates.step.span
                assert is_worked(calendar(), dates.step.calendar, first)
                assert is_worked(calendar(), dates.step.calendar, last)


@settings(max_examples=100, deadline=None)
@given(plans(), st.randoms(use_true_random=False))
def test_the_order_in_which_steps_and_links_come_changes_nothing(
    case: tuple[Network, date, dict[StepId, date]], chance: object
) -> None:
    plan, start, targets = case
    steps, links = list(plan.steps), list(plan.links)
    chance.shuffle(steps)  # type: ignore[attr-defined]
    chance.shuffle(links)  # type: ignore[attr-defined]

    one = schedule(plan, calendar(), start, targets)
    other = schedule(Network(steps, links), calendar(), start, dict(reversed(targets.items())))

    assert one.steps == other.steps
    assert one.target_results == other.target_results
    assert one.conflicts == other.conflicts
    assert one.critical_chain == other.critical_chain


@settings(max_examples=100, deadline=None)
@given(plans(), st.data())
def test_one_more_link_makes_nothing_earlier(
    case: tuple[Network, date, dict[StepId, date]], data: st.DataObject
) -> None:
    plan, start, _ = case
    assume(len(plan) > 1)
    before, after = sorted(data.draw(st.lists(st.sampled_from(plan.order), min_size=2, max_size=2, unique=True)))
    more = plan.with_link(
        link(
            before,
            after,
            data.draw(st.sampled_from(LinkKind)),
            data.draw(st.integers(0, 4)),
            data.draw(st.sampled_from(KINDS)),
        )
    )

    one, other = schedule(plan, calendar(), start), schedule(more, calendar(), start)

    for dates, held in zip(one.steps, other.steps, strict=True):
        assert dates.early_start <= other[dates.step.id].early_start
        assert dates.early_finish <= other[dates.step.id].early_finish
        assert held.early_start >= one[held.step.id].early_start


@settings(max_examples=60, deadline=None)
@given(plans())
def test_a_holiday_added_and_taken_back_changes_nothing(case: tuple[Network, date, dict[StepId, date]]) -> None:
    plan, start, targets = case
    notice = calendar().notice(2026)
    assert notice is not None
    off = frozenset(date(2026, 7, number) for number in range(6, 11))
    longer = replace(
        notice, breaks=(*notice.breaks, Break("高温假", min(off), max(off))), adjusted_off=notice.adjusted_off | off
    )
    shifted = calendar().with_notice(longer)

    there = schedule(plan, shifted, start, targets)
    back = schedule(plan, shifted.with_notice(notice), start, targets)

    assert back.steps == schedule(plan, calendar(), start, targets).steps
    assert [dates.step for dates in there.steps] == [dates.step for dates in back.steps]


def test_a_holiday_moves_what_lies_on_it() -> None:
    notice = calendar().notice(2026)
    assert notice is not None
    off = frozenset((date(2026, 7, 6),))
    longer = replace(
        notice, breaks=(*notice.breaks, Break("高温假", min(off), max(off))), adjusted_off=notice.adjusted_off | off
    )
    plan = network([work("A", 2), work("B", 2, calendar=SEVEN_DAY)])

    found = schedule(plan, calendar().with_notice(longer), date(2026, 7, 6))

    assert found[StepId("A")].early_start == date(2026, 7, 7)
    assert found[StepId("B")].early_start == date(2026, 7, 6)


@settings(max_examples=100, deadline=None)
@given(plans())
def test_late_dates_are_a_plan_that_can_be_carried_out(case: tuple[Network, date, dict[StepId, date]]) -> None:
    plan, start, targets = case
    found = schedule(plan, calendar(), start, targets)
    assume(found.feasible)
    put_off = Network(
        (
            step
            if step.is_instant
            else replace(step, fixed=(*step.fixed, FixedDate(FixedKind.START_NOT_BEFORE, found[step.id].late_start)))
            for step in plan.steps
        ),
        plan.links,
    )

    latest = schedule(put_off, calendar(), start, targets)

    assert latest.feasible
    for dates in latest.steps:
        if not dates.step.is_instant:
            assert (dates.early_start, dates.early_finish) == (
                found[dates.step.id].late_start,
                found[dates.step.id].late_finish,
            )
        assert dates.early_finish <= found[dates.step.id].late_finish


@settings(max_examples=100, deadline=None)
@given(plans())
def test_counting_back_from_the_forecast_gives_the_forecast(case: tuple[Network, date, dict[StepId, date]]) -> None:
    plan, start, _ = case
    forward = schedule(plan, calendar(), start)
    assume(forward.feasible)
    wishes = {dates.step.id: dates.early_finish for dates in forward.steps}

    back = schedule(plan, calendar(), start, wishes)

    assert back.feasible
    assert [dates.early_finish for dates in back.steps] == [dates.early_finish for dates in forward.steps]
    assert [dates.late_finish for dates in back.steps] == [dates.early_finish for dates in forward.steps]
    assert all(result.spare_working_days == 0 for result in back.target_results)


@settings(max_examples=100, deadline=None)
@given(plans(kinds=(SEVEN_DAY,), link_kinds=(LinkKind.FS,)))
def test_with_one_calendar_a_chain_without_float_leads_to_the_end(
    case: tuple[Network, date, dict[StepId, date]],
) -> None:
    plan, start, _ = case
    plan = Network((replace(step, fixed=()) for step in plan.steps), plan.links)
    found = schedule(plan, calendar(), start)
    index = found.solution.compiled.position

    critical = found.critical_chain

    assert critical is not None
    assert critical.origin.kind is SetByKind.PROJECT_START
    for step in critical.steps:
        assert found.solution.late_finish[index[step.id]] == found.solution.early_finish[index[step.id]]
    assert found.solution.early_finish[index[critical.steps[-1].id]] == found.solution.end


@settings(max_examples=100, deadline=None)
@given(plans(kinds=(GOVERNMENT,), link_kinds=(LinkKind.FS,)))
def test_in_working_days_the_critical_chain_is_critical(case: tuple[Network, date, dict[StepId, date]]) -> None:
    plan, start, targets = case
    found = schedule(plan, calendar(), start, targets)

    critical = found.critical_chain

    assert critical is not None
    assert all(found[step.id].critical for step in critical.steps)


@settings(max_examples=100, deadline=None)
@given(plans())
def test_a_chain_is_made_of_deciding_links(case: tuple[Network, date, dict[StepId, date]]) -> None:
    plan, start, targets = case
    found = schedule(plan, calendar(), start, targets)

    for dates in found.steps:
        way = found.chain_to(dates.step.id)
        assert way.steps[-1] == dates.step
        assert [(one.before, one.after) for one in way.links] == [
            (before.id, after.id) for before, after in zip(way.steps, way.steps[1:], strict=False)
        ]
        assert way.origin.link is None
        alone = Network(way.steps, way.links)
        assert schedule(alone, calendar(), start)[dates.step.id].early_finish == dates.early_finish


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 40),
    st.randoms(use_true_random=False),
    st.sampled_from((GOVERNMENT, SEVEN_DAY, SIX_DAY)),
)
def test_early_finishes_are_the_longest_paths_of_networkx(count: int, chance: object, unit: CalendarKind) -> None:
    pick = chance.randint  # type: ignore[attr-defined]
    steps = [work(f"S{number:02}", pick(1, 15), calendar=unit) for number in range(count)]
    links: list[Link] = []
    graph = networkx.DiGraph()
    graph.add_node("start")
    for number, step in enumerate(steps):
        graph.add_edge("start", step.id, weight=step.span)
        for other in steps[max(0, number - 8) : number]:
            if pick(0, 2) == 0:
                lag = pick(0, 3)
                links.append(link(other.id, step.id, lag=lag, unit=unit))
                graph.add_edge(other.id, step.id, weight=lag + step.span)
    start = date(2026, 3, 2)
    table = calendar().table(unit)
    before = table.rank[table.index(start) - 1]
    longest = {step.id: 0 for step in steps}
    for node in networkx.topological_sort(graph):
        for follower, edge in graph[node].items():
            longest[follower] = max(longest[follower], longest.get(node, 0) + edge["weight"])

    found = schedule(network(steps, links), calendar(), start)

    for step in steps:
        assert found[step.id].early_finish == table.date(table.at_rank(before + longest[step.id]))
    last = table.rank[found.solution.end] - before
    assert last == networkx.dag_longest_path_length(graph)


def test_a_compiled_network_can_be_solved_again_and_again() -> None:
    compiled = compile_network(REFERENCE)

    one = schedule(compiled, calendar(), day(MONDAY))
    other = schedule(REFERENCE, calendar(), day(MONDAY))

    assert one.steps == other.steps
    assert one.network == REFERENCE
    assert schedule(compiled, calendar(), day("03-09")).start_on == day("03-09")


def test_a_driver_is_only_sought_for_the_result_of_a_forward_pass() -> None:
    found = reference().solution
    place = found.compiled.at(StepId("A29"))
    wrong = [finish + 90 for finish in found.early_finish[: place + 1]]

    before = driver(found.compiled, found.clocks, found.start, found.bounds, found.early_finish, place)

    assert found.compiled.steps[before].id == "A23"
    wrong[place] += 1
    with pytest.raises(ValueError, match="not the result of a forward pass"):
        driver(found.compiled, found.clocks, found.start, found.bounds, wrong, place)


def test_dates_do_not_depend_on_what_was_asked_before() -> None:
    first = reference()
    second = reference()

    assert [second[step].total_float for step in ("M_OPERATE", "A17")] == [21, 12]  # type: ignore[index]
    _ = first.steps
    assert tuple(second[dates.step.id] for dates in first.steps) == first.steps
