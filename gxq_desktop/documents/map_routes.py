"""Lines of the process map: orthogonal, between the nodes, never through one.

Lines run in channels (between two rows), in gutters (between two columns) and down places of the grid that are empty.
Lines of one source share a track, lines into one target share their last piece; others keep a distance. Critical lines
choose first, so they are the straightest.

Positions on the way down: channel r, above row r, is 2r; row r is 2r + 1; the channel under the last row is 2·rows.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import field
from typing import Final, NamedTuple, TypeAlias

from gxq_desktop.domain.frozen import frozen, slotted

Key: TypeAlias = Hashable

_APART: Final = 1.0
"""Least distance of two lines beside each other, mm."""
_TRACK: Final = 0.58
_SIDE: Final = 1.3
_PORTS: Final = (0.0, -2.6, 2.6, -5.2, 5.2, -7.8, 7.8, -1.3, 1.3, -3.9, 3.9, -6.5, 6.5, -9.0, 9.0)
"""Where lines may leave or enter a node, or run down an empty place, from its middle; the first that is free is taken."""


class Place(NamedTuple):
    """A node's column and row, or a point of a gate's bar in the channel above `row`."""

    column: int
    row: int
    is_gate: bool = False


class Want(NamedTuple):
    """A line that is wanted. source, target: identities, so that lines of one node can share."""

    source: Key
    target: Key
    start: Place
    end: Place
    critical: bool


class Route(NamedTuple):
    """A line that was found: its corners. enters_side: it ends at the side of a node, and needs an arrow."""

    points: tuple[tuple[float, float], ...]
    critical: bool
    enters_side: bool


@frozen
class Grid:
    """Where columns, rows and channels are, mm. column_x: middles. gutter_x: middles, one more than columns.

    gutter_half, channel_half: how far from the middle a line may run. row_top, row_bottom: of the nodes in a row.
    channel_y: middle of the part of a channel lines may use, one more than rows. gate_y: by row, of the bar above it.
    """

    column_x: Sequence[float]
    gutter_x: Sequence[float]
    gutter_half: float
    node_half: float
    row_top: Sequence[float]
    row_bottom: Sequence[float]
    channel_y: Sequence[float]
    channel_half: float
    gate_y: dict[int, float]
    taken: frozenset[tuple[int, int]]

    @property
    def rows(self) -> int:
        return len(self.row_top)

    def is_free(self, column: int, first: int, last: int) -> bool:
        """True if no node stands in COLUMN from row FIRST to row LAST."""
        return all((column, row) not in self.taken for row in range(first, last + 1))


@slotted
class _Down:
    """A piece down a column or gutter, positions top to bottom; x is chosen later for all pieces of its key."""

    lane: tuple[str, int]
    key: Key
    top: int
    bottom: int


@slotted
class _Plan:
    """One line as pieces: downs joined by channels. side: −1 or 1 when the last piece enters a node's side."""

    want: Want
    downs: list[_Down] = field(default_factory=list)
    channels: list[int] = field(default_factory=list)
    side: int = 0
    straight_side: bool = False
    over: bool = False
    """It leaves by the top, since a gate lies below."""


class _Run(NamedTuple):
    low: float
    high: float
    at: float
    key: Key
    reach: float


def find_routes(grid: Grid, wants: Iterable[Want]) -> list[Route]:
    """A route for every wanted line that has one, critical ones first."""
    ordered = sorted(wants, key=lambda want: not want.critical)
    plans = [plan for want in ordered if (plan := _plan(grid, want)) is not None]
    columns = _choose_columns(grid, plans)
    tracks = _choose_tracks(grid, plans, columns)
    return [_route(grid, plan, columns, tracks) for plan in plans]


# --- which way ----------------------------------------------------------------------------------------------------------


def _plan(grid: Grid, want: Want) -> _Plan | None:
    start, end = want.start, want.end
    plan = _Plan(want)
    if end.is_gate:
        return _to_gate(grid, plan)
    if not start.is_gate and start.row == end.row:
        return _beside(grid, plan)
    leave = 2 * start.row if start.is_gate else 2 * (start.row + 1)
    arrive = 2 * end.row
    from_position = leave if start.is_gate else leave - 1
    first_row = leave // 2
    out, into = ("out", want.source), ("in", want.target)
    a, b = start.column, end.column
    if a == b and grid.is_free(a, first_row, end.row - 1):
        plan.downs = [_Down(("column", a), out, from_position, arrive + 1)]
    elif leave == arrive or grid.is_free(b, first_row, end.row - 1):
        plan.downs = [
            _Down(("column", a), out, from_position, leave),
            _Down(("column", b), into, leave, arrive + 1),
        ]
        plan.channels = [leave]
    elif grid.is_free(a, first_row, end.row - 1):
        plan.downs = [
            _Down(("column", a), out, from_position, arrive),
            _Down(("column", b), into, arrive, arrive + 1),
        ]
        plan.channels = [arrive]
    else:
        lane = _middle_lane(grid, a, b, first_row, end.row - 1)
        plan.downs = [
            _Down(("column", a), out, from_position, leave),
            _Down(lane, ("through", want.source), leave, arrive),
            _Down(("column", b), into, arrive, arrive + 1),
        ]
        plan.channels = [leave, arrive]
    return plan


def _middle_lane(grid: Grid, a: int, b: int, first: int, last: int) -> tuple[str, int]:
    """An empty column between the two, nearest the target, else the gutter beside the target."""
    low, high = min(a, b), max(a, b)
    free = [column for column in range(low + 1, high) if grid.is_free(column, first, last)]
    if free:
        return ("column", min(free, key=lambda column: abs(column - b)))
    return ("gutter", b if a < b else b + 1 if a > b else (a + 1 if a + 1 < len(grid.gutter_x) - 1 else a))


def _beside(grid: Grid, plan: _Plan) -> _Plan:
    """A line between two nodes of one row: straight where nothing stands between, else under the row and up again.

    Above a gate it goes over the row and down again: no line but those through the gate may cross its bar.
    """
    want = plan.want
    a, b, row = want.start.column, want.end.column, want.start.row
    plan.side = 1 if a < b else -1
    between = range(min(a, b) + 1, max(a, b))
    if all((column, row) not in grid.taken for column in between):
        plan.straight_side = True
        return plan
    gutter = b if a < b else b + 1
    plan.over = row + 1 in grid.gate_y
    channel = 2 * row if plan.over else 2 * (row + 1)
    top = channel if plan.over else channel - 1
    plan.downs = [
        _Down(("column", a), ("over" if plan.over else "out", want.source), top, top + 1),
        _Down(("gutter", gutter), ("up", want.target), top, top + 1),
    ]
    plan.channels = [channel]
    return plan


def _to_gate(grid: Grid, plan: _Plan) -> _Plan | None:
    want = plan.want
    a, row, last = want.start.column, want.start.row, want.end.row - 1
    arrive = 2 * want.end.row
    out = ("out", want.source)
    if row > last:
        return None
    if grid.is_free(a, row + 1, last):
        plan.downs = [_Down(("column", a), out, 2 * row + 1, arrive)]
        return plan
    free = [column for column in range(len(grid.column_x)) if grid.is_free(column, row + 1, last)]
    lane = ("column", min(free, key=lambda column: abs(column - a))) if free else ("gutter", a + 1)
    plan.downs = [
        _Down(("column", a), out, 2 * row + 1, 2 * (row + 1)),
        _Down(lane, ("through", want.source), 2 * (row + 1), arrive),
    ]
    plan.channels = [2 * (row + 1)]
    return plan


# --- exactly where ------------------------------------------------------------------------------------------------------


def _choose_columns(grid: Grid, plans: Sequence[_Plan]) -> dict[tuple[tuple[str, int], Key], float]:
    """An x for every (lane, key): pieces of one key in one lane share it, others that overlap keep apart."""
    spans: dict[tuple[tuple[str, int], Key], tuple[int, int, bool]] = {}
    for plan in plans:
        for down in plan.downs:
            place = (down.lane, down.key)
            top, bottom, critical = spans.get(place, (down.top, down.bottom, False))
            spans[place] = (min(top, down.top), max(bottom, down.bottom), critical or plan.want.critical)
    chosen: dict[tuple[tuple[str, int], Key], float] = {}
    runs: dict[tuple[str, int], list[_Run]] = {}
    for place, (top, bottom, critical) in sorted(
        spans.items(), key=lambda item: (not item[1][2], item[1][0] - item[1][1])
    ):
        kind, index = place[0]
        if kind == "column":
            middle, most = grid.column_x[index], grid.node_half - 1.0
            offsets: Sequence[float] = [port for port in _PORTS if abs(port) <= most]
        else:
            middle, most = grid.gutter_x[index], grid.gutter_half
            offsets = _spread(most)
        reach = 0.55 if critical else 0.12
        apart = _APART if kind == "column" else _TRACK
        taken = runs.setdefault(place[0], [])
        at = _first_free(middle, offsets, top, bottom, place[1], reach, apart, taken)
        taken.append(_Run(top, bottom, at, place[1], reach))
        chosen[place] = at
    return chosen


def _spread(most: float) -> list[float]:
    """Tracks about the middle, _TRACK apart, at most MOST away: 0, −, +, …"""
    offsets = [0.0]
    at = _TRACK
    while at <= most + 1e-9:
        offsets += [-at, at]
        at += _TRACK
    return offsets


def _first_free(
    middle: float,
    offsets: Sequence[float],
    low: float,
    high: float,
    key: Key,
    reach: float,
    apart: float,
    taken: Sequence[_Run],
) -> float:
    """The first of OFFSETS where nothing of another key is too near; if none is, the one with the least company."""
    best, least = middle, 1_000_000
    met = [run for run in taken if run.key != key and run.low <= high and low <= run.high]
    for offset in offsets:
        at = middle + offset
        near = sum(abs(run.at - at) < apart - 0.25 + run.reach + reach for run in met)
        if not near:
            return at
        if near < least:
            best, least = at, near
    return best


def _choose_tracks(
    grid: Grid, plans: Sequence[_Plan], columns: dict[tuple[tuple[str, int], Key], float]
) -> dict[tuple[int, Key], float]:
    """A y for every (channel, source)."""
    spans: dict[tuple[int, Key], tuple[float, float, bool]] = {}
    for plan in plans:
        for channel, before, after in zip(plan.channels, plan.downs, plan.downs[1:], strict=False):
            x1, x2 = columns[before.lane, before.key], columns[after.lane, after.key]
            place = (channel, plan.want.source)
            low, high, critical = spans.get(place, (x1, x1, False))
            spans[place] = (min(low, x1, x2), max(high, x1, x2), critical or plan.want.critical)
    chosen: dict[tuple[int, Key], float] = {}
    runs: dict[int, list[_Run]] = {}
    offsets = _spread(grid.channel_half)
    for place, (low, high, critical) in sorted(
        spans.items(), key=lambda item: (not item[1][2], item[1][0] - item[1][1])
    ):
        channel, key = place
        reach = 0.55 if critical else 0.12
        taken = runs.setdefault(channel, [])
        middle = grid.channel_y[channel // 2]
        at = _first_free(middle, offsets, low - 0.5, high + 0.5, key, reach, _TRACK, taken)
        taken.append(_Run(low, high, at, key, reach))
        chosen[place] = at
    return chosen


def _route(
    grid: Grid,
    plan: _Plan,
    columns: dict[tuple[tuple[str, int], Key], float],
    tracks: dict[tuple[int, Key], float],
) -> Route:
    want = plan.want
    start, end = want.start, want.end
    if plan.straight_side:
        y = (grid.row_top[start.row] + grid.row_bottom[start.row]) / 2
        x1 = grid.column_x[start.column] + plan.side * grid.node_half
        x2 = grid.column_x[end.column] - plan.side * grid.node_half
        return Route(((x1, y), (x2, y)), want.critical, True)
    y = grid.gate_y[start.row] if start.is_gate else (grid.row_top if plan.over else grid.row_bottom)[start.row]
    points = [(columns[plan.downs[0].lane, plan.downs[0].key], y)]
    for channel, after in zip(plan.channels, plan.downs[1:], strict=False):
        y = tracks[channel, want.source]
        points += [(points[-1][0], y), (columns[after.lane, after.key], y)]
    if plan.side:
        middle = (grid.row_top[end.row] + grid.row_bottom[end.row]) / 2 + _SIDE
        points += [(points[-1][0], middle), (grid.column_x[end.column] - plan.side * grid.node_half, middle)]
        return Route(tuple(points), want.critical, True)
    last = grid.gate_y[end.row] if end.is_gate else grid.row_top[end.row]
    points.append((points[-1][0], last))
    return Route(_without_repeats(points), want.critical, False)


def _without_repeats(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    kept = [points[0]]
    for point in points[1:]:
        if abs(point[0] - kept[-1][0]) > 1e-6 or abs(point[1] - kept[-1][1]) > 1e-6:
            kept.append(point)
    return tuple(kept)
