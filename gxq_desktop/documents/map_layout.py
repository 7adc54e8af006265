"""The process map's nodes on a grid: seven lanes wide, phases from top to bottom, what comes first above (print.md §9, 05).

Approvals have a node each. What the enterprise prepares and the utilities build is folded into ranges (B31–B34) where
one by one it would be too much, but never so that two nodes would wait for each other. Links that follow from others
are left out (transitive reduction). No drawing here; lines between the nodes are found by map_routes.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from enum import IntEnum
from itertools import pairwise
from typing import Final, Literal

from gxq_desktop.application.views import Dossier, GateView, Light, StepView
from gxq_desktop.application.wording import code_ranges
from gxq_desktop.domain.frozen import frozen, slotted
from gxq_desktop.domain.items import Phase
from gxq_desktop.domain.network import StepKind

LANES: Final = ("供地", "登记·人防", "立项·规划", "技术审查·施工", "环保·水保", "市政·现场", "水电气讯")
LAND, REGISTRY, PLANNING, WORKS, ENVIRONMENT, SITE, UTILITIES = range(7)
MOST_UNFOLDED: Final = 34
"""More nodes than this are folded (print.md §9, 05)."""

MOST_NODES: Final = 50
"""Above this a page is too full to follow; folding goes on."""


class Band(IntEnum):
    """The bands from top to bottom: the approval phases, and the construction itself between permit and completion."""

    LAND = 0
    PLANNING = 1
    CONSTRUCTION = 2
    BUILDING = 3
    COMPLETION = 4
    OPERATION = 5

    @property
    def title(self) -> str:
        return ("立项用地", "工程建设许可", "施工许可", "施工", "竣工验收", "投产")[self]


_PHASE_BANDS: Final = {
    Phase.LAND: Band.LAND,
    Phase.PLANNING: Band.PLANNING,
    Phase.CONSTRUCTION: Band.CONSTRUCTION,
    Phase.COMPLETION: Band.COMPLETION,
    Phase.OPERATION: Band.OPERATION,
}
_COMPLETION_GATE: Final = "K"
_BUILT: Final = frozenset(("C05", "C08", "C15", "C20", "C23"))
"""Connections laid while the building goes up."""

_LANE_CODES: Final = {
    LAND: "A04 A12 A13 A14 A17 A18 B04 B05",
    REGISTRY: "A19 A22 A42 B12 B18",
    PLANNING: "A01 A02 A03 A20 A21 A23 A37 B01 B02 B03 B14 B15 B16 B17 B19 B32",
    WORKS: "A05 A15 A16 A24 A25 A26 A27 A28 A29 A38 A39 A40 A41 A45 "
    "B07 B10 B13 B20 B21 B22 B23 B24 B25 B26 B27 B28 B29 B31 B33 B34 B35",
    ENVIRONMENT: "A06 A07 A08 A09 A44 B06 B08 B09 B11 B36",
    SITE: "A10 A11 A30 A31 A32 A34 A43 B30 C07 C08",
    UTILITIES: "A33 A35 A36 A46",
}
_LANE_OF: Final = {code: lane for lane, codes in _LANE_CODES.items() for code in codes.split()}

_FAMILIES: Final = (
    ("主体申报资料", "B01 B02 B03"),
    ("测绘与地灾", "B04 B05"),
    ("评价报告", "B06 B08 B09 B11"),
    ("节能安全报告", "B07 B10"),
    ("设计方案", "B14 B15 B16 B19"),
    ("勘察发包", "B13 B20"),
    ("专项设计", "B22 B23 B24"),
    ("发包与合同", "B25 B26"),
    ("开工资料", "B27 B28 B29"),
    ("竣工资料", "B31 B33 B34 B35"),
    ("临时水电", "C02 C09"),
    ("接入方案", "C03 C04 C11 C12 C13 C14 C18 C19 C22"),
    ("外线施工", "C05 C15 C20 C23"),
    ("验收接通", "C06 C10 C16 C17 C21"),
)
"""Names of folded ranges (at most seven characters) and what they may hold."""
_FAMILY_OF: Final = {code: index for index, (_, codes) in enumerate(_FAMILIES) for code in codes.split()}

NodeKind = Literal["approval", "own", "excluded", "ghost"]


@slotted
class Node:
    """A node at (lane, row). label: codes; rows count from the top of the map. with_excluded: its steps are folded in."""

    label: str
    name: str
    kind: NodeKind
    lane: int
    band: Band
    row: int
    critical: bool
    closed: bool
    with_excluded: bool
    steps: tuple[StepView, ...]


@frozen
class Gate:
    """A gate's bar under row `after_row` (−1: above the first). first_lane…last_lane: what it spans."""

    view: GateView
    after_row: int
    first_lane: int
    last_lane: int
    whole: bool


@frozen
class Edge:
    """A line from node to node (indices into MapLayout.nodes); −1−k is gate k."""

    before: int
    after: int
    critical: bool


@frozen
class MapLayout:
    """lanes: indices of LANES in use. bands: (band, first row, row after its last)."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    gates: tuple[Gate, ...]
    bands: tuple[tuple[Band, int, int], ...]
    lanes: tuple[int, ...]
    rows: int

    def cut(self, most_rows: int) -> list[MapLayout]:
        """In parts of at most MOST_ROWS rows, cut between bands and before 施工; what leads over is repeated above.

        A band higher than that stays whole. Nodes repeated from the part before have the kind "ghost".
        """
        groups: list[list[tuple[Band, int, int]]] = [[]]
        for band in self.bands:
            if groups[-1] and (band[2] - groups[-1][0][1] > most_rows or band[0] is Band.BUILDING):
                groups.append([])
            groups[-1].append(band)
        return [self._part(group[0][1], group[-1][2], group) for group in groups]

    def _part(self, first: int, end: int, bands: list[tuple[Band, int, int]]) -> MapLayout:
        inside = [index for index, node in enumerate(self.nodes) if first <= node.row < end]
        members = set(inside)
        leading = sorted({edge.before for edge in self.edges if edge.before >= 0 and edge.before not in members
                          and edge.after in members and self.nodes[edge.before].row < first})  # fmt: skip
        heights: dict[int, int] = {}
        nodes: list[Node] = []
        numbers: dict[int, int] = {}
        for index in leading:
            node = self.nodes[index]
            row = heights.get(node.lane, 0)
            heights[node.lane] = row + 1
            numbers[index] = len(nodes)
            nodes.append(replace(node, kind="ghost", row=row))
        ghosts = max(heights.values(), default=0)
        shift = ghosts - first
        for index in inside:
            numbers[index] = len(nodes)
            nodes.append(replace(self.nodes[index], row=self.nodes[index].row + shift))
        gates: list[Gate] = []
        for at, gate in enumerate(self.gates):
            if first <= gate.after_row < end:
                numbers[-1 - at] = -1 - len(gates)
                gates.append(replace(gate, after_row=gate.after_row + shift))
        edges = tuple(
            Edge(numbers[edge.before], numbers[edge.after], edge.critical)
            for edge in self.edges
            if edge.before in numbers and edge.after in numbers and (edge.after < 0 or edge.after in members)
        )
        moved = tuple((band, start + shift, stop + shift) for band, start, stop in bands)
        lanes = tuple(sorted({node.lane for node in nodes}))
        return MapLayout(tuple(nodes), edges, tuple(gates), moved, lanes, end + shift)


@slotted
class _Cluster:
    """Steps drawn as one node, while the map is being laid out."""

    steps: list[StepView]
    lane: int
    band: Band
    family: int = -1
    row: int = -1
    before: set[int] = field(default_factory=set)
    after: set[int] = field(default_factory=set)

    @property
    def is_gate(self) -> bool:
        return self.steps[0].kind is StepKind.MILESTONE


def lay_out(dossier: Dossier, most_rows: int) -> MapLayout:
    """Lay the map out in at most MOST_ROWS rows if folding can do it; the least folded way that fits is taken.

    Tried in turn: nothing folded (up to 34 nodes), materials and utilities folded, neighbours in one row though one
    waits for the other, excluded steps folded into their items. The last is returned even if it is too high.
    """
    listed = [step for step in dossier.steps if step.kind is not StepKind.MILESTONE]
    ways = [(False, False)] if len(listed) <= MOST_UNFOLDED else []
    ways += [(True, False), (True, True)]
    for folds, folds_excluded in ways:
        layout = _Layout(dossier, folds, folds_excluded)
        if layout.node_count > MOST_NODES and not folds_excluded:
            continue
        for level in (False, True) if folds else (False,):
            rows = layout.arrange(level)
            if rows <= most_rows and layout.node_count <= MOST_NODES:
                return layout.made()
    return layout.made()


class _Layout:
    def __init__(self, dossier: Dossier, folds: bool, folds_excluded: bool) -> None:
        self.dossier = dossier
        self.level = False
        self.clusters: list[_Cluster] = []
        self.of_step: dict[str, int] = {}
        self.lanes: set[int] = set()
        self._gather(folds_excluded)
        if folds:
            self._fold()
        self.order = self._order()
        self._set_bands(self.order)
        self.bands: list[tuple[Band, int, int]] = []

    @property
    def node_count(self) -> int:
        return sum(bool(cluster.steps) and not cluster.is_gate for cluster in self.clusters)

    def arrange(self, level: bool) -> int:
        """Give every cluster its row, LEVEL: also beside what it waits for. Returns the number of rows."""
        self.level = level
        self.bands = self._set_rows(self.order)
        return self.bands[-1][2] if self.bands else 0

    def made(self) -> MapLayout:
        return self._finished(self.bands)

    # --- steps into clusters ----------------------------------------------------------------------------------------

    def _gather(self, folds_excluded: bool) -> None:
        """A cluster a step; an item's excluded steps one cluster, or one with the item."""
        by_parent: dict[str, int] = {}
        for step in self.dossier.steps:
            if step.code == _COMPLETION_GATE and step.kind is StepKind.MILESTONE:
                continue
            if step.parent:
                home = self.of_step.get(self._item_step(step.parent)) if folds_excluded else by_parent.get(step.parent)
                if home is not None:
                    self.clusters[home].steps.append(step)
                    self.of_step[step.id] = home
                    continue
                by_parent[step.parent] = len(self.clusters)
            self.of_step[step.id] = len(self.clusters)
            self.clusters.append(_Cluster([step], _lane_of(step), _band_of(step)))
        self._join_completion()
        for link in self.dossier.links:
            before, after = self.of_step.get(link.before), self.of_step.get(link.after)
            if before is not None and after is not None and before != after:
                self.clusters[before].after.add(after)
                self.clusters[after].before.add(before)

    def _join_completion(self) -> None:
        """完工 is no bar: it is the end of the construction's node."""
        building = next((step.id for step in self.dossier.steps if step.kind is StepKind.CONSTRUCTION), None)
        for step in self.dossier.steps:
            if building is not None and step.code == _COMPLETION_GATE and step.kind is StepKind.MILESTONE:
                self.of_step[step.id] = self.of_step[building]

    def _item_step(self, code: str) -> str:
        step = self.dossier.step_by_code.get(code)
        return step.id if step is not None else ""

    def _fold(self) -> None:
        """Merge members of a family in one lane and band, unless something outside would stand between them."""
        homes: dict[tuple[int, int, Band], list[int]] = {}
        for index in range(len(self.clusters)):
            cluster = self.clusters[index]
            family = _FAMILY_OF.get(cluster.steps[0].code, -1)
            if family < 0:
                continue
            key = (family, cluster.lane, cluster.band)
            for home in homes.get(key, ()):
                if not self._is_between(home, index) and not self._is_between(index, home):
                    self._merge(home, index)
                    break
            else:
                cluster.family = family
                homes.setdefault(key, []).append(index)

    def _is_between(self, first: int, last: int) -> bool:
        """True if a chain of at least one other cluster leads from FIRST to LAST."""
        stack = [index for index in self.clusters[first].after if index != last]
        seen = set(stack)
        while stack:
            for index in self.clusters[stack.pop()].after:
                if index == last:
                    return True
                if index not in seen:
                    seen.add(index)
                    stack.append(index)
        return False

    def _merge(self, home: int, other: int) -> None:
        kept, gone = self.clusters[home], self.clusters[other]
        kept.steps += gone.steps
        for step in gone.steps:
            self.of_step[step.id] = home
        for index in gone.before:
            self.clusters[index].after.discard(other)
            if index != home:
                self.clusters[index].after.add(home)
                kept.before.add(index)
        for index in gone.after:
            self.clusters[index].before.discard(other)
            if index != home:
                self.clusters[index].before.add(home)
                kept.after.add(index)
        kept.before.discard(other)
        kept.after.discard(other)
        gone.before, gone.after, gone.steps = set(), set(), []

    # --- bands and rows -----------------------------------------------------------------------------------------------

    def _order(self) -> list[int]:
        """Clusters so that each stands after those it waits for; earlier starts first."""
        alive = [index for index, cluster in enumerate(self.clusters) if cluster.steps]
        waiting = {index: len(self.clusters[index].before) for index in alive}
        ready = sorted((index for index in alive if not waiting[index]), key=self._start)
        order: list[int] = []
        while ready:
            index = ready.pop(0)
            order.append(index)
            freed = []
            for after in self.clusters[index].after:
                waiting[after] -= 1
                if not waiting[after]:
                    freed.append(after)
            if freed:
                ready = sorted([*ready, *freed], key=self._start)
        return order

    def _start(self, index: int) -> tuple[object, ...]:
        step = self.clusters[index].steps[0]
        return (step.early_start.on, step.number or 0, step.id)

    def _set_bands(self, order: Sequence[int]) -> None:
        """Pull what is prepared up to where it is first needed, then push down what waits for a later band."""
        clusters = self.clusters
        for index in reversed(order):
            cluster = clusters[index]
            if cluster.steps[0].kind in (StepKind.MATERIAL, StepKind.OBSTACLE, StepKind.FOLLOW_ON):
                needed = [clusters[after].band for after in cluster.after if not clusters[after].is_gate]
                cluster.band = min([cluster.band, *needed])
        for index in order:
            cluster = clusters[index]
            earlier = [clusters[before].band + _is_full_gate(clusters[before]) for before in cluster.before]
            cluster.band = Band(min(max([cluster.band, *earlier]), Band.OPERATION))

    def _set_rows(self, order: Sequence[int]) -> list[tuple[Band, int, int]]:
        """Rows from the top: each below all it waits for (or beside, in another lane, if `level`), one node a place."""
        bands: list[tuple[Band, int, int]] = []
        top = 0
        depth = self._depths(order)
        self.lanes = {self.clusters[index].lane for index in order if not self.clusters[index].is_gate}
        for band in Band:
            members = [
                index for index in order if self.clusters[index].band is band and not self.clusters[index].is_gate
            ]
            if not members:
                continue
            taken: set[tuple[int, int]] = set()
            placed: dict[int, int] = {}
            open_members = set(members)
            bottom = top
            while open_members:
                ready = [
                    index
                    for index in members
                    if index in open_members and not (self.clusters[index].before & open_members)
                ]
                ready.sort(key=lambda index: (-depth[index], self._start(index)))
                index = ready[0]
                cluster = self.clusters[index]
                cluster.lane, row = self._place(cluster, top, placed, taken)
                taken.add((cluster.lane, row))
                placed[index] = cluster.row = row
                bottom = max(bottom, row + 1)
                open_members.discard(index)
            bands.append((band, top, bottom))
            top = bottom
        return bands

    def _place(
        self, cluster: _Cluster, top: int, placed: Mapping[int, int], taken: set[tuple[int, int]]
    ) -> tuple[int, int]:
        """Its own lane; what is no approval may step aside into a neighbouring lane where it stands higher."""

        def row_in(lane: int) -> int:
            row = top
            for before in cluster.before:
                if before in placed:
                    beside = self.level and self.clusters[before].lane != lane
                    row = max(row, placed[before] + (0 if beside else 1))
            while (lane, row) in taken:
                row += 1
            return row

        home = cluster.lane
        best, least = home, row_in(home)
        if self.level and cluster.steps[0].kind is not StepKind.APPROVAL:
            for lane in (home - 1, home + 1):
                if lane in self.lanes and (row := row_in(lane)) < least:
                    best, least = lane, row
        return best, least

    def _depths(self, order: Sequence[int]) -> dict[int, int]:
        """How many clusters of its band still follow each, one after the other: the longest go first."""
        depth: dict[int, int] = {}
        for index in reversed(order):
            cluster = self.clusters[index]
            depth[index] = max(
                (depth[after] + 1 for after in cluster.after if self.clusters[after].band is cluster.band), default=0
            )
        return depth

    # --- the result -----------------------------------------------------------------------------------------------------

    def _finished(self, bands: list[tuple[Band, int, int]]) -> MapLayout:
        chain = self.dossier.critical_chain
        critical_ids = {step.id for step in self.dossier.steps if step.critical} | set(chain)
        numbers: dict[int, int] = {}
        nodes: list[Node] = []
        for index, cluster in enumerate(self.clusters):
            if cluster.steps and not cluster.is_gate:
                numbers[index] = len(nodes)
                nodes.append(_node(cluster, critical_ids))
        gates: list[Gate] = []
        for index, cluster in enumerate(self.clusters):
            if cluster.steps and cluster.is_gate:
                gate = self._gate(cluster, bands)
                if gate is not None:
                    numbers[index] = -1 - len(gates)
                    gates.append(gate)
        edges = self._edges(numbers, gates, critical_ids)
        lanes = tuple(sorted({node.lane for node in nodes}))
        rows = bands[-1][2] if bands else 0
        return MapLayout(tuple(nodes), edges, tuple(gates), tuple(bands), lanes, rows)

    def _gate(self, cluster: _Cluster, bands: Sequence[tuple[Band, int, int]]) -> Gate | None:
        """The bar under the band all it waits for is in. Only the first gate (交地) may span a part of the lanes."""
        view = next((gate for gate in self.dossier.gates if gate.id == cluster.steps[0].id), None)
        if view is None or not bands:
            return None
        ends = [end for band, _, end in bands if band <= cluster.band]
        after_row = (max(ends) if ends else 0) - 1
        waited = [self.clusters[before] for before in cluster.before if not self.clusters[before].is_gate]
        whole = _is_full_gate(cluster) == 1
        first = 0 if whole else min((c.lane for c in waited), default=0)
        last = len(LANES) - 1 if whole else max((c.lane for c in waited), default=0)
        return Gate(view, after_row, first, last, whole)

    def _edges(self, numbers: Mapping[int, int], gates: Sequence[Gate], critical_ids: set[str]) -> tuple[Edge, ...]:
        """Links that do not follow from others. Lines to whole gates are left out: the bar says it; critical ones stay."""
        chain = [self.of_step[step] for step in self.dossier.critical_chain if step in self.of_step]
        linked = {pair for pair in pairwise(chain) if pair[0] != pair[1]}
        for link in self.dossier.links:
            if link.binding and link.before in critical_ids and link.after in critical_ids:
                pair = (self.of_step[link.before], self.of_step[link.after])
                if pair[0] != pair[1]:
                    linked.add(pair)
        edges: list[Edge] = []
        for before, after in sorted(self._reduced() | linked):
            critical = (before, after) in linked
            if before not in numbers or after not in numbers:
                continue
            source, target = numbers[before], numbers[after]
            if target < 0 and not critical:
                continue
            if source < 0 and (target < 0 or (gates[-1 - source].whole and not critical)):
                continue
            edges.append(Edge(source, target, critical))
        return tuple(edges)

    def _reduced(self) -> set[tuple[int, int]]:
        order = self.order
        reach: dict[int, int] = {}
        kept: set[tuple[int, int]] = set()
        place = {index: at for at, index in enumerate(order)}
        for index in reversed(order):
            mask = 0
            for after in sorted(self.clusters[index].after, key=place.__getitem__):
                bit = 1 << after
                if not mask & bit:
                    kept.add((index, after))
                    mask |= bit | reach[after]
            reach[index] = mask
        return kept


def _lane_of(step: StepView) -> int:
    code = step.parent or step.code
    if step.kind is StepKind.CONSTRUCTION or step.kind is StepKind.MILESTONE:
        return WORKS
    if step.kind in (StepKind.OBSTACLE, StepKind.FOLLOW_ON):
        return SITE
    return _LANE_OF.get(code, UTILITIES if code.startswith("C") else WORKS)


def _band_of(step: StepView) -> Band:
    if step.kind is StepKind.CONSTRUCTION or step.code in _BUILT:
        return Band.BUILDING
    if step.kind is StepKind.MILESTONE:
        return {"G0": Band.LAND, "G1": Band.CONSTRUCTION}.get(step.code, Band.OPERATION)
    return _PHASE_BANDS[step.phase]


def _is_full_gate(cluster: _Cluster) -> int:
    """1 for a gate that everything below its bar waits for (开工, 完工), so that what follows goes to the next band."""
    return int(cluster.is_gate and cluster.steps[0].code != "G0")


def _node(cluster: _Cluster, critical_ids: set[str]) -> Node:
    steps = cluster.steps
    first = steps[0]
    main = [step for step in steps if not step.parent]
    kind: NodeKind = "excluded" if not main else "approval" if first.kind is StepKind.APPROVAL else "own"
    return Node(
        label=_label(steps),
        name=_name(cluster),
        kind=kind,
        lane=cluster.lane,
        band=cluster.band,
        row=cluster.row,
        critical=any(step.id in critical_ids for step in steps),
        closed=all(step.light is Light.DONE for step in steps),
        with_excluded=bool(main) and len(main) < len(steps),
        steps=tuple(steps),
    )


def _label(steps: Iterable[StepView]) -> str:
    """A23, B25 B26, B31–B34; 不计时 for excluded steps; K for the construction."""
    steps = list(steps)
    main = [step for step in steps if not step.parent]
    if not main:
        return "不计时" if len(steps) == 1 else f"不计时 {len(steps)} 步"
    if main[0].kind is StepKind.CONSTRUCTION:
        return "K"
    codes = sorted({step.code for step in main})
    shown = code_ranges(codes).replace("、", " ")
    fits = len(shown) <= 11 and not ("–" in shown and " " in shown)
    return shown if fits else f"{codes[0]} 等 {len(codes)} 项"


def _name(cluster: _Cluster) -> str:
    steps = cluster.steps
    first = steps[0]
    if first.kind is StepKind.CONSTRUCTION:
        return f"施工 {first.length_text}"
    main = [step for step in steps if not step.parent]
    if len(main) > 1 and cluster.family >= 0:
        return _FAMILIES[cluster.family][0]
    return first.map_name or first.short_name or first.name
