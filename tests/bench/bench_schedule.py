"""How fast the schedule is: both passes, and everything around them, beside networkx on the same network.

    python -m tests.bench.bench_schedule          prints the table
    python -m pytest tests/bench/bench_schedule.py --benchmark-only

The networks are layered like a real plan: each step waits for up to four of the forty before it, three calendars, some
instants, all links finish–start without lag but one in thirty. GOALS_MS are the goals set for this engine.
networkx gets the easier job, so that the ratio is a lower bound: one calendar, whole numbers, no dates, no lags, its
graph built beforehand; forward and backward over `topological_sort` with its edges' weights.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import date
from time import perf_counter

import networkx
import pytest

from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.items import LeverKind
from gxq_desktop.domain.levers import Lever, LeverId, ShortenStep, apply_levers, gains_of, smallest_set
from gxq_desktop.domain.network import Link, LinkKind, Network, Step, StepId, StepKind
from gxq_desktop.domain.passes import compile_network, solve
from gxq_desktop.domain.schedule import NO_TARGETS, schedule
from tests.domain.network_builders import calendar

SIZES = (105, 1_000, 10_000)
GOALS_MS = {105: 0.2, 1_000: 2.0, 10_000: 20.0}
GOAL_RATIO = 3.0
START_ON = date(2026, 3, 2)
_WIDTH = 40
_MOST_LAYERS = 120


def layered_network(size: int, seed: int = 7) -> Network:
    """SIZE steps with about 2.5 links each, whose longest chain stays inside the calendar."""
    chance = random.Random(seed)
    kinds = (CalendarKind.GOVERNMENT, CalendarKind.GOVERNMENT, CalendarKind.SIX_DAY, CalendarKind.SEVEN_DAY)
    steps, links = [], []
    layer = max(_WIDTH, size // _MOST_LAYERS)
    for number in range(size):
        step_id = StepId(f"S{number:05}")
        if number % 25 == 24:
            steps.append(Step(step_id, "", "门槛", StepKind.MILESTONE, "", CalendarKind.GOVERNMENT, 0))
        else:
            days = chance.randint(1, 15)
            accepts = chance.random() < 0.4
            kind = StepKind.APPROVAL if accepts else StepKind.MATERIAL
            steps.append(Step(step_id, "", "环节", kind, "", chance.choice(kinds), days, accepts))
        row = number // (layer // 4)
        if not row:
            continue
        first, last = max(0, (row - 4) * (layer // 4)), row * (layer // 4)
        for before in sorted({chance.randrange(first, last) for _ in range(chance.choice((1, 2, 3, 4)))}):
            if chance.random() < 1 / 30:
                kind, lag = chance.choice(tuple(LinkKind)), chance.randint(0, 5)
                links.append(Link(steps[before].id, step_id, kind, lag, chance.choice(kinds)))
            else:
                links.append(Link(steps[before].id, step_id))
    return Network(steps, links)


def networkx_graph(network: Network) -> networkx.DiGraph:
    """The same steps and links, each link weighted with the length of its successor."""
    graph = networkx.DiGraph()
    for step in network.steps:
        graph.add_node(step.id, span=step.span)
    for link in network.links:
        graph.add_edge(link.before, link.after, span=network.step(link.after).span)
    return graph


def networkx_both_ways(graph: networkx.DiGraph) -> int:
    """Earliest and latest finishes in the plainest way networkx allows; returns the length."""
    order = list(networkx.topological_sort(graph))
    span = graph.nodes(data="span")
    early: dict[str, int] = {}
    for step in order:
        early[step] = max((early[before] for before in graph.predecessors(step)), default=0) + span[step]
    end = max(early.values())
    late: dict[str, int] = {}
    for step in reversed(order):
        late[step] = min((late[after] - span[after] for after in graph.successors(step)), default=end)
    return end


def best_ms(work: Callable[[], object], seconds: float = 0.6) -> float:
    """The best time of WORK in milliseconds, over SECONDS and at least five runs."""
    times: list[float] = []
    until = perf_counter() + seconds
    while len(times) < 5 or perf_counter() < until:
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
    return min(times) * 1_000


def measured(size: int) -> tuple[str, ...]:
    """One row of the table."""
    network = layered_network(size)
    compiled, graph = compile_network(network), networkx_graph(network)
    passes = best_ms(lambda: solve(compiled, calendar(), START_ON, NO_TARGETS))
    both = best_ms(lambda: networkx_both_ways(graph))
    return (
        str(size),
        str(len(network.links)),
        f"{best_ms(lambda: Network(network.steps, network.links)):.3f}",
        f"{best_ms(lambda: compile_network(network)):.3f}",
        f"{passes:.3f}",
        f"{GOALS_MS[size]:.1f}",
        f"{best_ms(lambda: schedule(compiled, calendar(), START_ON).steps):.3f}",
        f"{both:.3f}",
        f"{best_ms(lambda: networkx.dag_longest_path_length(graph, 'span')):.3f}",
        f"{both / passes:.1f}",
    )


def table() -> str:
    """The measured table."""
    heads = (
        "steps",
        "links",
        "check",
        "compile",
        "both passes",
        "goal",
        "passes + all dates",
        "networkx",
        "nx longest",
        "ratio",
    )
    rows = [heads, *map(measured, SIZES)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(("milliseconds, best of many; ratio = networkx ÷ both passes", *lines))


def some_levers(network: Network, count: int, seed: int = 7) -> tuple[Lever, ...]:
    """COUNT levers, each of which shortens one step by one to four days."""
    chance = random.Random(seed)
    long_enough = [step for step in network.steps if step.days > 1]
    levers = []
    for number in range(count):
        step = chance.choice(long_enough)
        change = ShortenStep(step.id, max(0, step.days - chance.randint(1, 4)))
        levers.append(Lever(LeverId(f"L{number:03}"), LeverKind.FASTER_PREPARATION, "", "", "", "", (change,)))
    return tuple(levers)


def lever_lines() -> str:
    """What the lever desk waits for: one lever ticked, the gains of all, a smallest set for nine tenths of what all give."""
    network = layered_network(105)
    gate = network.order[-1]
    levers = some_levers(network, 60)
    early = schedule(network, calendar(), START_ON)[gate].early_finish
    best = schedule(apply_levers(network, levers), calendar(), START_ON)[gate].early_finish
    target = best + (early - best) / 10
    found = smallest_set(network, calendar(), START_ON, {gate: target}, levers)
    tick = best_ms(lambda: schedule(apply_levers(network, levers[:1]), calendar(), START_ON).steps)
    gains = best_ms(lambda: gains_of(levers, network, calendar(), START_ON, gate))
    smallest = best_ms(lambda: smallest_set(network, calendar(), START_ON, {gate: target}, levers))
    return (
        f"105 steps, 60 levers, milliseconds: ticked one, all dates anew {tick:.2f} (goal 100); gains of all {gains:.2f}; "
        f"smallest set of {len(found.levers)}{'' if found.proven_minimal else ', unproven'} {smallest:.2f}"
    )


@pytest.mark.parametrize("size", SIZES)
def test_both_passes(benchmark: Callable[..., object], size: int) -> None:
    compiled = compile_network(layered_network(size))

    benchmark(solve, compiled, calendar(), START_ON, NO_TARGETS)


@pytest.mark.parametrize("size", SIZES)
def test_networkx_both_ways(benchmark: Callable[..., object], size: int) -> None:
    graph = networkx_graph(layered_network(size))

    benchmark(networkx_both_ways, graph)


@pytest.mark.parametrize("size", SIZES)
def test_schedule_from_a_network(benchmark: Callable[..., object], size: int) -> None:
    network = layered_network(size)

    benchmark(schedule, network, calendar(), START_ON)


if __name__ == "__main__":
    sys.stdout.write(f"{table()}\n{lever_lines()}\n")
