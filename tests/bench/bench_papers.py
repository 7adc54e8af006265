"""How fast the countdown schedule and the wall chart are set and written: pytest tests/bench/bench_papers.py --benchmark-only

performance.md sets the manual at 0.1 s warm for 44 pages; these few sheets must stay far below a clerk's patience, a chart
of 300 steps included.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from gxq_desktop.application.views import Day, Dossier, StepView
from gxq_desktop.documents.countdown import make_countdown
from gxq_desktop.documents.tiling import tile
from gxq_desktop.documents.wallchart import make_wallchart
from gxq_desktop.domain.network import StepKind
from tests.documents.dossiers import make_dossier
from tests.documents.reading import written

DOSSIER = make_dossier("N1")


def later(day: Day, days: int) -> Day:
    return replace(day, on=day.on + timedelta(days=days))


def many_steps(count: int) -> Dossier:
    """N1's steps again and again, each time a quarter of a year later."""
    steps: list[StepView] = []
    turn = 0
    while len(steps) < count:
        for step in DOSSIER.steps:
            if not turn or step.kind is not StepKind.MILESTONE:
                steps.append(
                    replace(
                        step,
                        id=f"{step.id}/{turn}" if turn else step.id,
                        early_start=later(step.early_start, 90 * turn),
                        early_finish=later(step.early_finish, 90 * turn),
                        late_start=later(step.late_start, 90 * turn),
                        late_finish=later(step.late_finish, 90 * turn),
                    )
                )
        turn += 1
    return replace(DOSSIER, steps=tuple(steps[:count]))


MANY = many_steps(300)


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_setting_the_countdown(benchmark: Any, paper: Any) -> None:
    benchmark(make_countdown, DOSSIER, paper)


@pytest.mark.parametrize("paper", ["A3", "A2", "A1", "A0"])
def test_setting_the_wall_chart(benchmark: Any, paper: Any) -> None:
    benchmark(make_wallchart, DOSSIER, paper)


@pytest.mark.parametrize("paper", ["A3", "A0"])
def test_setting_a_wall_chart_of_300_steps(benchmark: Any, paper: Any) -> None:
    benchmark(make_wallchart, MANY, paper)


def test_setting_and_writing_the_countdown(benchmark: Any) -> None:
    benchmark(lambda: written(*make_countdown(DOSSIER, "A4")))


def test_setting_and_writing_the_wall_chart(benchmark: Any) -> None:
    benchmark(lambda: written(*make_wallchart(DOSSIER, "A3")))


def test_setting_tiling_and_writing_an_a0_chart(benchmark: Any) -> None:
    benchmark(lambda: written(*tile(make_wallchart(DOSSIER, "A0"), "A4")))
