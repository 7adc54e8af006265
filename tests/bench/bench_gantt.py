"""How smooth the chart is with 300 steps: milliseconds a frame while scrolling, zooming, and painting all of it anew.

    python -m tests.bench.bench_gantt [--floor]     prints the table
    python -m pytest tests/bench/bench_gantt.py --benchmark-only

Offscreen, 1920×1080, table and chart together, so that a frame is what the user waits for: the scroll, the events it causes,
the painting of both. GOAL_MS is 50 frames a second. The floor is a bare QAbstractScrollArea that fills its exposed part with
one colour, scrolled the same way.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QHBoxLayout, QWidget

from gxq_desktop.application.project_timetable import Shown, Timetable, timetable_of
from gxq_desktop.ui.desktop import make_application
from gxq_desktop.ui.preferences import Preferences
from gxq_desktop.ui.project.schedule.axis import Zoom
from gxq_desktop.ui.project.schedule.gantt import HEADER, Gantt
from gxq_desktop.ui.project.schedule.model import ScheduleModel
from gxq_desktop.ui.project.schedule.table import ScheduleTable
from tests.application.desks import desk

STEPS = 300
GOAL_MS = 20.0
FRAMES = 240


def large_timetable(steps: int = STEPS) -> Timetable:
    """N4's timetable, its steps and links repeated some days later each time until there are STEPS of them."""
    on = desk("N4", today=date(2026, 6, 1))
    one = timetable_of(on, on.plan)
    times = -(-steps // len(one.rows))
    left = steps
    groups = []
    for group in one.groups:
        rows = []
        for time in range(times):
            for row in group.rows:
                if left == 0:
                    break
                left -= 1
                later = timedelta(days=11 * time)
                step = row.step
                moved = {
                    name: replace(getattr(step, name), on=getattr(step, name).on + later)
                    for name in ("early_start", "early_finish", "late_start", "late_finish")
                }
                rows.append(replace(row, step=replace(step, id=f"{step.id}#{time}", **moved)))
        groups.append(replace(group, rows=tuple(rows)))
    links = tuple(
        replace(link, before=f"{link.before}#{time}", after=f"{link.after}#{time}")
        for link in one.links
        for time in range(times)
    )
    return replace(one, groups=tuple(groups), links=links, last_on=one.last_on + timedelta(days=11 * times))


class Stage(QWidget):
    """Table and chart as the schedule has them."""

    def __init__(self) -> None:
        super().__init__()
        self.model = ScheduleModel(self)
        self.table = ScheduleTable(self.model, Preferences(None), self, 24)
        self.table.horizontalHeader().setMinimumHeight(HEADER)
        self.chart = Gantt(self)
        self.chart.set_table(self.table, self.model)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.table.setFixedWidth(560)
        row.addWidget(self.table)
        row.addWidget(self.chart, 1)
        self.resize(1920, 1080)
        self.model.show_timetable(large_timetable(), Shown.ALL)
        self.show()
        self.table.select_first()
        QApplication.processEvents()


class Bare(QAbstractScrollArea):
    """The floor: nothing but the scrolling."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(1920, 1080)
        self.verticalScrollBar().setRange(0, 24 * STEPS)
        self.show()
        QApplication.processEvents()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self.viewport()).fillRect(event.rect(), Qt.GlobalColor.white)


def frames_ms(act: Callable[[int], None], count: int = FRAMES) -> list[float]:
    """Milliseconds of each of COUNT frames: ACT(frame), then all events it caused."""
    times = []
    for frame in range(count):
        begin = perf_counter()
        act(frame)
        QApplication.processEvents()
        times.append((perf_counter() - begin) * 1_000)
    return sorted(times)


def scrolled(bar: object, step: int) -> Callable[[int], None]:
    """Scroll BAR by STEP a frame, back and forth."""

    def act(frame: int) -> None:
        span = max(1, bar.maximum())  # type: ignore[attr-defined]
        at = frame * step % (2 * span)
        bar.setValue(at if at <= span else 2 * span - at)  # type: ignore[attr-defined]

    return act


def work_of(stage: Stage) -> dict[str, Callable[[int], None]]:
    chart = stage.chart
    chart.set_zoom(Zoom.WEEK)
    return {
        "scroll down, a wheel notch a frame": scrolled(chart.verticalScrollBar(), 72),
        "scroll down, a page a frame": scrolled(chart.verticalScrollBar(), 900),
        "scroll sideways, a week a frame": scrolled(chart.horizontalScrollBar(), 62),
        "paint all of it anew": lambda frame: chart.viewport().repaint(),
        "change the selected row": lambda frame: chart.select(1 + frame % 20),
        "zoom": lambda frame: chart.zoom_by(1.05 if frame // 20 % 2 else 1 / 1.05),
    }


def report() -> int:
    """Print the table; returns 1 if a goal was missed."""
    make_application()
    stage, bare = Stage(), Bare()
    floor = frames_ms(scrolled(bare.verticalScrollBar(), 72))
    rows = len(stage.model.rows)
    print(f"{rows} steps, {len(stage.chart._routes)} links; goal {GOAL_MS} ms a frame (50 a second); "
          f"floor (bare scroll area) {floor[len(floor) // 2]:.2f} ms\n")  # fmt: skip
    print(f"{'':38}{'median':>9}{'95 %':>9}{'worst':>9}{'a second':>10}{'× floor':>9}")
    missed = 0
    for name, act in work_of(stage).items():
        times = frames_ms(act)
        median, high = times[len(times) // 2], times[int(len(times) * 0.95)]
        missed += high > GOAL_MS
        print(
            f"{name:38}{median:9.2f}{high:9.2f}{times[-1]:9.2f}{1_000 / median:10.0f}"
            f"{median / floor[len(floor) // 2]:9.1f}"
        )
    return 1 if missed else 0


@pytest.fixture(scope="module")
def stage() -> Stage:
    make_application()
    return Stage()


@pytest.mark.parametrize("name", list(range(6)))
def test_a_frame(benchmark, stage: Stage, name: int) -> None:
    act = list(work_of(stage).values())[name]
    frame = iter(range(10**9))

    def one() -> None:
        act(next(frame))
        QApplication.processEvents()

    benchmark(one)

    assert benchmark.stats["median"] * 1_000 < GOAL_MS


if __name__ == "__main__":
    sys.exit(report())
