"""Which steps stand on which sheet of the wall chart (print.md §10): split by gate, then by row group.

A step has a row on every sheet whose time it touches with its bar, and its box only on the sheet where it finishes, so
that there is one box to tick for every number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from gxq_desktop.application.views import Dossier, GateView, Light, StepView
from gxq_desktop.documents.wallchart_axis import DAY_FLOOR
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import Phase
from gxq_desktop.domain.network import StepKind

SPLIT_GATE: Final = "G1"
LEAST_SPAN_DAYS: Final = 70
"""A chart of few days is not stretched until a day is a finger wide."""
OVERLAP_DAYS: Final = 7
_LOOK_BACK_DAYS: Final = 21
"""A printing day at most this long before the first step is still shown."""
_TARGET_REACH_DAYS: Final = 42
"""A target at most this long after the last bar is still shown."""

OBSTACLE_GROUP: Final = "障碍"
UTILITY_GROUP: Final = "水电气讯"
_GROUPS: Final = (
    OBSTACLE_GROUP,
    Phase.LAND.short,
    Phase.PLANNING.short,
    Phase.CONSTRUCTION.short,
    UTILITY_GROUP,
    Phase.COMPLETION.short,
    Phase.OPERATION.short,
)


@frozen
class ChartRow:
    """A row of a sheet. has_box: it finishes on this sheet. number is shown in any case."""

    step: StepView
    has_box: bool


@frozen
class RowGroup:
    title: str
    rows: tuple[ChartRow, ...]


@frozen
class SheetPlan:
    """One sheet: its days, both shown, what part of the project it is, its groups."""

    first: date
    last: date
    title: str
    groups: tuple[RowGroup, ...]

    @property
    def row_count(self) -> int:
        return sum(len(group.rows) for group in self.groups)


@frozen
class Capacity:
    """What a sheet holds: rows, and mm for the days."""

    rows: int
    chart_width: float


def plan_sheets(dossier: Dossier, capacity: Capacity) -> list[SheetPlan]:
    """The sheets of the chart, at least one, in order of time and then of groups."""
    steps = [step for step in dossier.steps if step.kind is not StepKind.MILESTONE]
    whole = _whole(dossier, steps)
    if len(steps) <= capacity.rows and whole.days * DAY_FLOOR <= capacity.chart_width:
        parts = [whole]
    else:
        parts = _by_gate(dossier, steps) or [whole]
    plans: list[SheetPlan] = []
    for part in parts:
        rows = [ChartRow(step, step.early_finish.on <= part.last or part is parts[-1]) for step in part.steps]
        sheets = _packed(_grouped(rows), capacity.rows)
        for groups in sheets:
            title = part.title
            if len(sheets) > 1:
                title += "：" + "、".join(dict.fromkeys(group.title for group in groups))
            plans.append(SheetPlan(part.first, part.last, title, groups))
    return plans


# --- parts in time --------------------------------------------------------------------------------------------------


@frozen
class _Part:
    first: date
    last: date
    title: str
    steps: Sequence[StepView]

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def _whole(dossier: Dossier, steps: Sequence[StepView]) -> _Part:
    first = _beginning(dossier, steps)
    last = _ending(dossier, steps, dossier.gates, first)
    title = f"启动至{dossier.gates[-1].name}" if dossier.gates else "全程"
    return _Part(first, last, title, steps)


def _by_gate(dossier: Dossier, steps: Sequence[StepView]) -> list[_Part]:
    """Before and after the start of construction; empty if there is nothing on one side."""
    gate = next((gate for gate in dossier.gates if gate.sign == SPLIT_GATE), None)
    if gate is None:
        return []
    cut = gate.forecast.on
    before = [step for step in steps if step.early_start.on <= cut]
    first = _beginning(dossier, before)
    last = _least(first, _sunday(_with_target(cut, (gate,)) + timedelta(days=OVERLAP_DAYS)))
    after = [step for step in steps if step.early_start.on > cut or step.early_finish.on > last]
    if not before or not after:
        return []
    begin = _monday(cut - timedelta(days=OVERLAP_DAYS))
    later = [other for other in dossier.gates if other.forecast.on > cut]
    end = _ending(dossier, after, later, begin)
    goal = later[-1].name if later else "完成"
    return [
        _Part(first, last, f"启动至{gate.name}", before),
        _Part(begin, end, f"{gate.name}至{goal}", after),
    ]


def _beginning(dossier: Dossier, steps: Iterable[StepView]) -> date:
    first = min((step.early_start.on for step in steps), default=dossier.start_on)
    printed = dossier.identity.printed_on
    if timedelta() < first - printed <= timedelta(days=_LOOK_BACK_DAYS):
        first = printed
    return _monday(first)


def _ending(dossier: Dossier, steps: Iterable[StepView], gates: Sequence[GateView], first: date) -> date:
    last = max((step.early_finish.on for step in steps), default=dossier.start_on)
    last = max([last, *(gate.forecast.on for gate in gates)])
    return _least(first, _sunday(_with_target(last, gates) + timedelta(days=OVERLAP_DAYS)))


def _with_target(last: date, gates: Iterable[GateView]) -> date:
    """LAST, or a target of GATES a little later."""
    near = [gate.target for gate in gates if gate.target and (gate.target - last).days <= _TARGET_REACH_DAYS]
    return max([last, *near])


def _least(first: date, last: date) -> date:
    return max(last, first + timedelta(days=LEAST_SPAN_DAYS - 1))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


# --- groups and sheets ----------------------------------------------------------------------------------------------


def group_of(step: StepView) -> str:
    """The title of the row group STEP belongs to."""
    if step.kind in (StepKind.OBSTACLE, StepKind.FOLLOW_ON):
        return OBSTACLE_GROUP
    if step.kind is StepKind.UTILITY:
        return UTILITY_GROUP
    return step.phase.short


def _grouped(rows: Iterable[ChartRow]) -> list[RowGroup]:
    found: dict[str, list[ChartRow]] = {title: [] for title in _GROUPS}
    for row in rows:
        found[group_of(row.step)].append(row)
    order = list(dict.fromkeys(row.step.code for row in found[OBSTACLE_GROUP]))
    found[OBSTACLE_GROUP].sort(key=lambda row: order.index(row.step.code))
    return [RowGroup(title, tuple(members)) for title, members in found.items() if members]


def _packed(groups: Sequence[RowGroup], most: int) -> list[tuple[RowGroup, ...]]:
    """GROUPS on as few sheets as keeps them whole; one larger than a sheet is cut, an item never from its own steps."""
    sheets: list[list[RowGroup]] = [[]]
    room = most
    for group in groups:
        for piece in _pieces(group, most):
            if len(piece.rows) > room and sheets[-1]:
                sheets.append([])
                room = most
            sheets[-1].append(piece)
            room -= len(piece.rows)
    return [tuple(sheet) for sheet in sheets]


def _pieces(group: RowGroup, most: int) -> Iterable[RowGroup]:
    if len(group.rows) <= most:
        yield group
        return
    piece: list[ChartRow] = []
    for family in _families(group.rows):
        if piece and len(piece) + len(family) > most:
            yield RowGroup(group.title, tuple(piece))
            piece = []
        piece += family
    yield RowGroup(group.title, tuple(piece))


def _families(rows: Iterable[ChartRow]) -> Iterable[list[ChartRow]]:
    """An item and the steps not counted in its limit."""
    family: list[ChartRow] = []
    for row in rows:
        if family and not (row.step.parent and family[0].step.code == row.step.parent):
            yield family
            family = []
        family.append(row)
    if family:
        yield family


def is_done(step: StepView) -> bool:
    return step.light is Light.DONE
