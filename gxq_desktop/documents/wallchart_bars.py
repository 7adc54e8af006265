"""The drawing of the wall chart: bars, floats, critical links, gates, the printing day, and their labels (print.md §10).

Labels are placed, not merely printed: each takes the first of its places that touches no gate, link, tick or other label.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from datetime import date
from typing import Final, Literal

from gxq_desktop.application.views import Day, Dossier, GateView, Light, ObstacleView, StepView
from gxq_desktop.documents.marks import (
    LightKind,
    chevron,
    critical_bar,
    department_bar,
    finished_bar,
    gate_diamond,
    light_shape,
    not_counted_bar,
    open_bar,
    printing_day,
)
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import CHART_DATE, CHART_GATE, TextStyle
from gxq_desktop.documents.text import plain, text_width
from gxq_desktop.documents.tokens import ACCENT, INK, WHITE
from gxq_desktop.documents.wallchart_axis import Axis
from gxq_desktop.documents.wallchart_rows import ChartRow, is_done
from gxq_desktop.domain.frozen import frozen, slotted
from gxq_desktop.domain.network import StepKind

BAR_HEIGHT: Final = 2.7
OBSTACLE_WORDS_MOST_GATES: Final = 3
_HALF: Final = BAR_HEIGHT / 2
_LEAST_BAR: Final = 0.7
_LABEL_GAP: Final = 0.8
_BESIDE: Final = 9.0
"""What a light and its word take beside a label."""
_RAISED: Final = 1.3
_HALO: Final = 0.5
_INSIDE_FROM: Final = 9.0
_TICK: Final = 1.0
_NEAR: Final = 9.0
"""A label further than this from its bar would not be read as its own."""
_LINK_WEIGHT: Final = 0.3
_LINK_DROP: Final = 0.5
_LIGHT_WIDTH: Final = 3.0
_DATE_BOLD: Final = CHART_DATE.bolder()
_CAP: Final = 0.37
"""Half the height of a figure, in em: puts text on an axis."""

BarKind = Literal["critical", "department", "open", "not_counted", "finished", "obstacle"]
_LIGHT_KINDS: Final[dict[Light, LightKind]] = {Light.AMBER: "amber", Light.RED: "red"}
Interval = tuple[float, float]


def bar_kind(step: StepView) -> BarKind:
    """How the bar of STEP looks."""
    if is_done(step):
        return "finished"
    if step.kind is StepKind.OBSTACLE:
        return "obstacle"
    if step.critical:
        return "critical"
    if step.kind is StepKind.APPROVAL:
        return "department"
    return "not_counted" if step.kind is StepKind.EXCLUDED else "open"


def draw_bar(sheet: Sheet, kind: BarKind, x: float, centre_y: float, width: float, height: float = BAR_HEIGHT) -> None:
    """One bar about CENTRE_Y; the legend uses the same."""
    y = centre_y - height / 2
    if kind == "critical":
        critical_bar(sheet, x, y, width, height)
    elif kind == "department":
        department_bar(sheet, x, y, width, height)
    elif kind == "open":
        open_bar(sheet, x, y, width, height)
    elif kind == "not_counted":
        not_counted_bar(sheet, x, y, width, height)
    elif kind == "finished":
        finished_bar(sheet, x, centre_y, width)
    else:
        obstacle_bar(sheet, x, y, width, height)


def obstacle_bar(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    """An obstacle (障碍): crossed hatch in a heavy frame, like the barrier it is."""
    sheet.rect(x, y, width, height, fill=WHITE)
    sheet.hatch(x, y, width, height, pitch=1.35, weight=0.22, colour=INK)
    sheet.hatch(x, y, width, height, pitch=1.35, weight=0.22, colour=INK, falling=True)
    sheet.rect(x, y, width, height, stroke=INK, weight=0.5)


@slotted
class _Placed:
    """A row with its geometry, mm. What labels of this row avoid: blocked (bar, words) always, crossed (lines) if they can.

    ticks: lines that only a label above the float line meets.
    """

    row: ChartRow
    y: float
    begin: float
    end: float
    late: float
    kind: BarKind
    blocked: list[Interval] = field(default_factory=list)
    crossed: list[Interval] = field(default_factory=list)
    ticks: list[Interval] = field(default_factory=list)


@frozen
class _Label:
    x: float
    baseline: float
    words: str
    style: TextStyle


class ChartDrawing:
    """Draws one sheet's chart. rows: each with the y of its axis. top, bottom: of gates and other full-height lines."""

    def __init__(
        self,
        sheet: Sheet,
        axis: Axis,
        dossier: Dossier,
        rows: Sequence[tuple[ChartRow, float]],
        band_top: float,
        bottom: float,
    ) -> None:
        self.sheet, self.axis, self.dossier = sheet, axis, dossier
        self.band_top, self.bottom = band_top, bottom
        self.plan_year = dossier.start_on.year
        self.placed = [self._place(row, y) for row, y in rows]
        self.by_id = {placed.row.step.id: placed for placed in self.placed}
        self.labels: list[_Label] = []
        self.flags = self._flags()

    @property
    def verticals(self) -> list[float]:
        """x of the gates' and the printing day's lines."""
        return [flag.x for flag in self.flags]

    def draw(self) -> None:
        """Everything over the time lines, in the order of print.md §10; texts last."""
        for placed in self.placed:
            self._draw_float(placed)
        for placed in self.placed:
            self._draw_bar(placed)
        self._draw_links()
        self._draw_gates()
        for placed in self.placed:
            self._place_labels(placed)
        sheet = self.sheet
        for label in self.labels:
            em = label.style.em_mm
            width = text_width(label.words, label.style)
            sheet.rect(label.x - _HALO, label.baseline - 0.78 * em, width + 2 * _HALO, 0.84 * em, fill=WHITE)
        for label in self.labels:
            sheet.text(label.x, label.baseline, plain(label.words, label.style))

    # --- rows -------------------------------------------------------------------------------------------------------

    def _place(self, row: ChartRow, y: float) -> _Placed:
        axis, step = self.axis, row.step
        begin, end = axis.start(step.early_start.on), axis.end(step.early_finish.on)
        if end - begin < _LEAST_BAR:
            end = min(begin + _LEAST_BAR, axis.right)
            begin = end - _LEAST_BAR
        return _Placed(row, y, begin, end, max(end, axis.end(step.late_finish.on)), bar_kind(step))

    def _draw_float(self, placed: _Placed) -> None:
        step, axis, sheet = placed.row.step, self.axis, self.sheet
        if placed.kind in ("finished", "critical") or step.total_float <= 0 or step.early_finish.on >= axis.last:
            return
        if placed.late <= placed.end:
            return
        sheet.line(placed.end, placed.y, placed.late, placed.y, 0.2, INK)
        if step.late_finish.on > axis.last:
            chevron(sheet, axis.right, placed.y)
        else:
            sheet.line(placed.late, placed.y - _TICK, placed.late, placed.y + _TICK, 0.3, INK)
            placed.ticks.append((placed.late - 0.3, placed.late + 0.3))

    def _draw_bar(self, placed: _Placed) -> None:
        step, axis, sheet = placed.row.step, self.axis, self.sheet
        draw_bar(sheet, placed.kind, placed.begin, placed.y, placed.end - placed.begin)
        if step.early_start.on < axis.first:
            chevron(sheet, axis.left + 1.6, placed.y, 2.0, weight=0.35)
        if step.early_finish.on > axis.last:
            sheet.rect(axis.right - 2.2, placed.y - _HALF + 0.2, 2.2, BAR_HEIGHT - 0.4, fill=WHITE)
            chevron(sheet, axis.right - 0.3, placed.y, 2.0, weight=0.35)
        if step.total_float < 0 and placed.kind != "finished":
            late = min(max(axis.end(step.late_finish.on), placed.begin), placed.end)
            sheet.line(late, placed.y + _HALF, placed.end, placed.y + _HALF, 0.8, INK)
        placed.blocked.append((placed.begin - 0.2, placed.end + 0.2))

    # --- links ------------------------------------------------------------------------------------------------------

    def _draw_links(self) -> None:
        pieces: list[tuple[float, float, float, float]] = []
        for link in self.dossier.links:
            if not link.binding:
                continue
            before, after = self.by_id.get(link.before), self.by_id.get(link.after)
            if before is None or after is None:
                continue
            if before.kind != "obstacle" and (before.kind, after.kind) != ("critical", "critical"):
                continue
            pieces += self._link(before, after, link.kind)
        self.sheet.lines(pieces, _LINK_WEIGHT, ACCENT)

    def _link(self, before: _Placed, after: _Placed, kind: str) -> list[tuple[float, float, float, float]]:
        """From the bar's end (or start) down to just above the next bar, right, and in. Upwards if that is where it is."""
        down = after.y > before.y
        way = 1.0 if down else -1.0
        x = before.end if kind.startswith("F") else before.begin
        into = after.begin + 0.35 if kind.endswith("S") else after.end
        start_y, end_y = before.y + way * _HALF, after.y - way * _HALF
        turn_y = end_y - way * _LINK_DROP
        low, high = sorted((before.y, after.y))
        for placed in self.placed:
            if low < placed.y < high:
                placed.crossed.append((x - 0.4, x + 0.4))
        if abs(into - x) < 0.6:
            return [(x, start_y, x, end_y)]
        return [(x, start_y, x, turn_y), (x, turn_y, into, turn_y), (into, turn_y, into, end_y)]

    # --- gates and the printing day -----------------------------------------------------------------------------------

    def _flags(self) -> list[_Flag]:
        axis = self.axis
        flags: list[_Flag] = []
        printed = self.dossier.identity.printed_on
        if axis.shows(printed):
            words = f"今天 {self._shown(Day(printed, False))}"
            flags.append(_Flag(axis.start(printed), words, "today", left_first=True))
        for names, gate in _on_one_day(self.dossier.gates):
            apart = gate.target is not None and gate.target != gate.forecast.on
            shown = apart and axis.shows(gate.target or gate.forecast.on)
            words = f"{names} {self._shown(gate.forecast)}"
            if gate.target is not None and apart:
                words += f"，目标 {self._shown(Day(gate.target, False))}"
            if axis.shows(gate.forecast.on):
                flags.append(_Flag(axis.end(gate.forecast.on), words, "gate", left_first=False))
            elif shown:
                words = f"{gate.sign} 目标 {self._shown(Day(gate.target or gate.forecast.on, False))}"
            if gate.target is not None and shown:
                flags.append(
                    _Flag(axis.end(gate.target), "" if axis.shows(gate.forecast.on) else words, "target", False)
                )
        return flags

    def _draw_gates(self) -> None:
        axis, sheet = self.axis, self.sheet
        for flag, level, x, words in _arranged(self.flags, axis):
            baseline = self.band_top - 1.6 - _FLAG_PITCH * level
            middle = baseline - _CAP * _FLAG_STYLE.em_mm
            if words:
                sheet.text(x, baseline, plain(words, _FLAG_STYLE))
            if flag.kind == "today":
                sheet.line(flag.x, middle + 1.0, flag.x, self.bottom, 0.35, INK, (2, 1))
                printing_day(sheet, flag.x, middle + 1.2)
            elif flag.kind == "gate":
                sheet.line(flag.x, middle, flag.x, self.bottom, 0.5, INK)
                gate_diamond(sheet, flag.x, middle, 3.2)
            else:
                sheet.line(flag.x, middle, flag.x, self.bottom, 0.3, INK, (0.4, 0.9))
                half = 1.6
                corners = [
                    (flag.x, middle - half),
                    (flag.x + half, middle),
                    (flag.x, middle + half),
                    (flag.x - half, middle),
                ]
                sheet.polygon(corners, fill=WHITE, stroke=INK, weight=0.35)
            for placed in self.placed:
                placed.crossed.append((flag.x - 0.4, flag.x + 0.4))

    def _shown(self, day: Day) -> str:
        shown = f"{day.on:%m-%d}" if day.on.year == self.plan_year else f"{day.on:%y-%m-%d}"
        return f"{shown} 暂定" if day.provisional and self.dossier.calendar.covers_year(day.on.year) else shown

    # --- labels -----------------------------------------------------------------------------------------------------

    def _place_labels(self, placed: _Placed) -> None:
        step, axis = placed.row.step, self.axis
        left_edge = placed.begin
        light = _LIGHT_KINDS.get(step.light) if placed.kind != "finished" else None
        words = self._finish_words(placed)
        if light is not None:
            left_edge, words_right = self._draw_light(
                placed, light, text_width(words, self._style(placed)) if words else 0.0
            )
            if words_right is not None:
                self._put(placed, words_right, placed.y + _CAP * CHART_DATE.em_mm, words, self._style(placed))
                return
        if placed.kind == "finished" or not words:
            return
        style = self._style(placed)
        width = text_width(words, style)
        on_axis = placed.y + _CAP * style.em_mm
        if step.early_finish.on > axis.last:
            self._put(placed, placed.end - 3.0 - width, on_axis, words, style)
            return
        has_float = placed.late > placed.end and placed.kind not in ("critical", "obstacle")
        raised = on_axis - _RAISED if has_float else on_axis
        avoided = placed.blocked + placed.crossed
        above = avoided + placed.ticks if has_float else avoided
        right, left = placed.end + _LABEL_GAP, left_edge - _LABEL_GAP - width
        if self._free(right, width, above):
            self._put(placed, right, raised, words, style)
        elif placed.kind == "open" and placed.end - placed.begin >= max(_INSIDE_FROM, width + 1.2):
            self._put(placed, self._inside(placed, width), on_axis, words, style)
        elif self._free(left, width, avoided):
            self._put(placed, left, on_axis, words, style)
        else:
            self._put(placed, self._nearest(placed, width, above), raised, words, style)

    def _inside(self, placed: _Placed, width: float) -> float:
        """Where in the bar a label meets no line: the middle, the left, the right end."""
        middle = (placed.begin + placed.end - width) / 2
        places = (middle, placed.begin + 0.8, placed.end - 0.8 - width)
        return next((x for x in places if self._free(x, width, placed.crossed)), middle)

    def _finish_words(self, placed: _Placed) -> str:
        step = placed.row.step
        shown = self._shown(step.early_finish)
        if placed.kind != "obstacle":
            return shown
        words = f"{shown} 消除{_delay_words(self.dossier.obstacles, step.id)}"
        room = max(self.axis.right - placed.end, placed.begin - self.axis.left) - _LABEL_GAP - _BESIDE
        return words if text_width(words, self._style(placed)) <= room else f"{shown} 消除"

    def _style(self, placed: _Placed) -> TextStyle:
        return _DATE_BOLD if placed.kind in ("critical", "obstacle") else CHART_DATE

    def _draw_light(self, placed: _Placed, kind: LightKind, date_width: float) -> tuple[float, float | None]:
        """The light's word and mark left of the bar, or together with the date wherever there is room.

        Returns the left edge that labels keep clear of, and where the date goes if it stands behind the light.
        """
        words = placed.row.step.light.value
        width = text_width(words, _DATE_BOLD)
        baseline = placed.y + _CAP * _DATE_BOLD.em_mm
        x = placed.begin - _LABEL_GAP - _LIGHT_WIDTH
        alone = width + 0.6 + _LIGHT_WIDTH
        avoided = placed.blocked + placed.crossed
        if self._free(x - 0.6 - width, alone, avoided):
            light_shape(self.sheet, x + _LIGHT_WIDTH / 2, placed.y, kind)
            self._put(placed, x - 0.6 - width, baseline, words, _DATE_BOLD)
            return x - 0.6 - width, None
        x = self._nearest(placed, alone + 1.2 + date_width, avoided)
        self.sheet.rect(x - 0.3, placed.y - 1.5, _LIGHT_WIDTH + 0.6, 3.0, fill=WHITE)
        light_shape(self.sheet, x + _LIGHT_WIDTH / 2, placed.y, kind)
        self._put(placed, x + _LIGHT_WIDTH + 0.6, baseline, words, _DATE_BOLD)
        return placed.begin, x + alone + 1.2

    def _put(self, placed: _Placed, x: float, baseline: float, words: str, style: TextStyle) -> None:
        width = text_width(words, style)
        x = max(min(x, self.axis.right - width), self.axis.left)
        self.labels.append(_Label(x, baseline, words, style))
        placed.blocked.append((x - 0.3, x + width + 0.3))

    def _free(self, x: float, width: float, blocked: Iterable[Interval]) -> bool:
        if x < self.axis.left + 0.3 or x + width > self.axis.right:
            return False
        return not any(x < right and left < x + width for left, right in blocked)

    def _nearest(self, placed: _Placed, width: float, avoided: Sequence[Interval]) -> float:
        """The first place right of the bar that meets nothing AVOIDED, or left of it, if it is near enough.

        Else beside the bar, over lines but not over words.
        """
        for others, most in ((avoided, _NEAR), (placed.blocked, math.inf)):
            at = placed.end + _LABEL_GAP
            for start, stop in sorted(others):
                if at < stop and start < at + width:
                    at = stop + 0.3
            if at + width <= self.axis.right and at - placed.end <= most:
                return at
            at = placed.begin - _LABEL_GAP - width
            for start, stop in sorted(others, reverse=True):
                if at < stop and start < at + width:
                    at = start - 0.3 - width
            if at >= self.axis.left and placed.begin - at - width <= most:
                return at
        return placed.end + _LABEL_GAP


def _delay_words(obstacles: Sequence[ObstacleView], step_id: str) -> str:
    """；G1 开工因此晚 29 个工作日 — gates delayed alike are named together."""
    obstacle = next((each for each in obstacles if each.step_id == step_id), None)
    if obstacle is None or not obstacle.delays:
        return ""
    by_days: dict[int, list[str]] = {}
    for name, days in obstacle.delays[:OBSTACLE_WORDS_MOST_GATES]:
        by_days.setdefault(days, []).append(name)
    return "；" + "；".join(f"{'、'.join(names)}因此晚 {days} 个工作日" for days, names in by_days.items())


# --- flags above the band -----------------------------------------------------------------------------------------------


def _on_one_day(gates: Sequence[GateView]) -> list[tuple[str, GateView]]:
    """Gates with their signs and names; those reached on one day and without a target apart from it are one flag."""
    found: list[tuple[str, GateView]] = []
    for gate in gates:
        names = f"{gate.sign} {gate.name}"
        known = found[-1][1] if found else None
        if known is not None and known.forecast.on == gate.forecast.on and _is_simple(known) and _is_simple(gate):
            found[-1] = (f"{found[-1][0]}、{names}", gate)
        else:
            found.append((names, gate))
    return found


def _is_simple(gate: GateView) -> bool:
    return gate.target in (None, gate.forecast.on)


@frozen
class _Flag:
    """A vertical line with a mark and words above the band."""

    x: float
    words: str
    kind: Literal["today", "gate", "target"]
    left_first: bool


_FLAG_GAP: Final = 2.4
_FLAG_LEVELS: Final = 2
_FLAG_PITCH: Final = 3.4
_FLAG_STYLE: Final = CHART_GATE.sized(8.5)


def _arranged(flags: Sequence[_Flag], axis: Axis) -> list[tuple[_Flag, int, float, str]]:
    """Each flag with its level (0 next to the band), the x of its words and the words: no words over words or lines.

    Where gates crowd, a flag keeps only its sign.
    """
    used: list[list[Interval]] = [[] for _ in range(_FLAG_LEVELS)]
    arranged = []
    for flag in sorted(flags, key=lambda flag: (flag.x, flag.kind != "gate")):
        others = [other.x for other in flags if other is not flag]
        level, x, words = next(_places(flag, axis, used, others), (_FLAG_LEVELS - 1, flag.x, ""))
        width = text_width(words, _FLAG_STYLE) if words else 0.0
        used[level].append((min(x, flag.x - 1.8) - 0.6, max(x + width, flag.x + 1.8) + 0.6))
        for lower in range(level):
            used[lower].append((flag.x - 0.6, flag.x + 0.6))
        arranged.append((flag, level, x, words))
    return arranged


def _places(
    flag: _Flag, axis: Axis, used: Sequence[Sequence[Interval]], others: Sequence[float]
) -> Iterator[tuple[int, float, str]]:
    """Places that are free: all words low, without the target low, the same one level up, at last only the sign."""
    full, short, sign = flag.words, flag.words.split("，")[0], flag.words.split(" ")[0]
    for level, words in ((0, full), (0, short), (1, full), (1, short), (0, sign), (1, sign)):
        width = text_width(words, _FLAG_STYLE) if words else 0.0
        right, left = (flag.x + _FLAG_GAP, flag.x - _FLAG_GAP - width) if words else (flag.x, flag.x)
        for x in (left, right) if flag.left_first else (right, left):
            if x + width <= axis.right + 0.01 and _fits(flag.x, x, width, level, used, others):
                yield level, x, words


def _fits(
    mark: float, x: float, width: float, level: int, used: Sequence[Sequence[Interval]], others: Iterable[float]
) -> bool:
    span = (min(x, mark - 1.8), max(x + width, mark + 1.8))
    if any(span[0] < right and left < span[1] for left, right in used[level]):
        return False
    if any(left < mark < right for lower in range(level) for left, right in used[lower]):
        return False
    return level > 0 or not any(x - 1.9 < other < x + width + 1.9 for other in others)


def day_words(day: date, plan_year: int) -> str:
    """03-17, with 27- before it in another year than the plan's first."""
    return f"{day:%m-%d}" if day.year == plan_year else f"{day:%y-%m-%d}"
