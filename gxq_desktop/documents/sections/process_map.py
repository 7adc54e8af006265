"""三 流程图: what comes before what, on one page, on two where many items apply (print.md §9, 05)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents import officer_sign
from gxq_desktop.documents.book import Book, Page
from gxq_desktop.documents.map_layout import LANES, Edge, Gate, MapLayout, Node, lay_out
from gxq_desktop.documents.map_routes import Grid, Place, Route, Want, find_routes
from gxq_desktop.documents.marks import arrow_head, check
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import NOTE, VOICE, TextStyle
from gxq_desktop.documents.text import plain, shortened, text_width
from gxq_desktop.documents.tokens import ACCENT, GREY_LINE, GREY_TEXT, INK, PALE_LINE, RULE_DENSE, TINT, WHITE

_STRIP: Final = 10.0
_UPRIGHT_PITCH: Final = 3.9
_LANES_LEFT: Final = 12.6
_LANES_WIDTH: Final = 155.4
_WIDEST_LANE: Final = 38.0
_NODE_WIDTH: Final = 20.2
_NODE_HEIGHT, _LEAST_NODE_HEIGHT = 9.2, 8.2
_PITCH, _LEAST_PITCH, _CLOSEST_PITCH = 11.9, 10.8, 10.3
"""The closest one only where it saves a second page; nothing is folded less for it."""
_ROW_GAP: Final = 2.7
_GATE_GAP: Final = 5.4
_GATE_LABEL: Final = 4.6
_HEAD_TOP, _HEAD_TO_FIELD = 0.5, 7.5
_LEGEND_ROOM: Final = 9.0
_CRITICAL_WEIGHT, _EDGE_WEIGHT = 1.1, 0.25

_LANE_HEAD: Final = TextStyle("hei", 8.5, 4.5, bold=True)
_CODE: Final = TextStyle("hei", 8, 3.6, bold=True, colour=ACCENT)
_NAME: Final = TextStyle("hei", 8, 3.6)
_ROUND_ROOM, _LEAST_NAME_PT = 16.0, 7.4
"""A name wider than that, mm, would touch the round ends of its node; it is set in so many points."""
_BAND: Final = TextStyle("song", 9, 4.5, bold=True)
_GATE: Final = TextStyle("hei", 9, 4.5, bold=True, colour=WHITE)
_LEGEND: Final = NOTE


def add_process_map(book: Book, dossier: Dossier) -> None:
    """Chapter three. With no steps one sentence."""
    page = book.chapter("map", "三", "流程图")
    if not any(step.item_list is not None for step in dossier.steps):
        page.sheet.paragraph(page.left, page.top + 3, page.width, plain("本项目没有要排先后的事项。", VOICE))
        return
    for index, part in enumerate(_parts(dossier, page)):
        if index:
            page = book.page()
        _Map(page, part, dossier).draw()


def _rows_that_fit(page: Page, gates: int, pitch: float = _LEAST_PITCH) -> int:
    return int((page.bottom - page.top - _HEAD_TO_FIELD - _LEGEND_ROOM - gates * _GATE_GAP) / pitch)


def _parts(dossier: Dossier, page: Page) -> list[MapLayout]:
    most = _rows_that_fit(page, 3)
    layout = lay_out(dossier, most)
    if layout.rows <= _rows_that_fit(page, len(layout.gates), _CLOSEST_PITCH):
        return [layout]
    return layout.cut(most)


class _Map:
    """One page of the map: turns the grid into millimetres and draws it."""

    def __init__(self, page: Page, layout: MapLayout, dossier: Dossier) -> None:
        self.page, self.layout, self.dossier = page, layout, dossier
        self.sheet = page.sheet
        self.lanes = layout.lanes
        self.lane_pitch = min(_LANES_WIDTH / len(self.lanes), _WIDEST_LANE)
        self.lanes_left = page.left + _LANES_LEFT
        self.column_of = {lane: column for column, lane in enumerate(self.lanes)}
        self.top = page.top + _HEAD_TO_FIELD
        room = page.bottom - self.top - _LEGEND_ROOM - len(layout.gates) * _GATE_GAP
        self.pitch = min(_PITCH, room / layout.rows)
        self.node_height = min(_NODE_HEIGHT, max(_LEAST_NODE_HEIGHT, self.pitch - _ROW_GAP))
        self.grid = self._grid()

    def _grid(self) -> Grid:
        layout = self.layout
        gap = self.pitch - self.node_height
        gate_rows = {gate.after_row + 1 for gate in layout.gates}
        tops, bottoms, channels, gate_y = [], [], [], {}
        y = self.top
        for row in range(layout.rows + 1):
            above = y - gap / 2
            if row in gate_rows:
                gate_y[row] = above + 1.0 + _GATE_LABEL / 2
                y += _GATE_GAP
            channels.append(y if row else self.top + gap / 4)
            if row < layout.rows:
                tops.append(y + gap / 2)
                bottoms.append(y + gap / 2 + self.node_height)
                y += self.pitch
        self.bottom = y
        columns = [self.lanes_left + (column + 0.5) * self.lane_pitch for column in range(len(self.lanes))]
        gutters = [self.lanes_left + column * self.lane_pitch for column in range(len(self.lanes) + 1)]
        taken = frozenset((self.column_of[node.lane], node.row) for node in layout.nodes)
        half = (self.lane_pitch - _NODE_WIDTH) / 2 - 0.35
        return Grid(
            columns, gutters, half, _NODE_WIDTH / 2, tops, bottoms, channels, max(0.3, gap / 2 - 0.3), gate_y, taken
        )

    def draw(self) -> None:
        sheet = self.sheet
        names = "，".join(f"{node.label} {node.name}" for node in self.layout.nodes)
        with sheet.tag("Figure", alt=f"流程图，从上往下：{names}"):
            self._draw_bands()
            for route in self._routes():
                _draw_route(sheet, route)
            for gate in self.layout.gates:
                self._draw_gate(gate)
            for node in self.layout.nodes:
                self._draw_node(node)
        self._draw_legend()

    # --- ground -----------------------------------------------------------------------------------------------------

    def _band_edge(self, row: int) -> float:
        """The y between two bands: after the gate's bar if there is one."""
        if row >= self.layout.rows:
            return self.bottom + (0.6 if self.layout.rows in self.grid.gate_y else 0.0)
        gap = self.pitch - self.node_height
        return self.grid.row_top[row] - gap / 2

    def _draw_bands(self) -> None:
        sheet, page = self.sheet, self.page
        for column, lane in enumerate(self.lanes):
            baseline = _LANE_HEAD.baseline(page.top + _HEAD_TOP)
            sheet.text(self.grid.column_x[column], baseline, LANES[lane], _LANE_HEAD, align="centre")
        ghosts = self.layout.bands[0][1]
        if ghosts:
            _upright(sheet, page.left + _STRIP / 2, (self.top + self._band_edge(ghosts)) / 2, 99.0, "接上页")
        for index, (band, first, end) in enumerate(self.layout.bands):
            top = self.top if first == 0 else self._band_edge(first)
            bottom = self._band_edge(end)
            if index % 2 == 0:
                sheet.rect(page.left, top, page.width, bottom - top, fill=TINT)
            _upright(sheet, page.left + _STRIP / 2, (top + bottom) / 2, bottom - top, band.title)
        lines = [(x, self.top, x, self.bottom) for x in self.grid.gutter_x[1:-1]]
        sheet.lines(lines, RULE_DENSE, PALE_LINE, dash=(0.8, 0.8))

    # --- nodes and gates --------------------------------------------------------------------------------------------

    def _draw_node(self, node: Node) -> None:
        sheet = self.sheet
        x = self.grid.column_x[self.column_of[node.lane]] - _NODE_WIDTH / 2
        y, height = self.grid.row_top[node.row], self.node_height
        code_style, name_style = _CODE, _NAME
        if node.kind == "approval":
            name_style = _NAME.bolder()
            if node.critical and not node.closed:
                sheet.rect(x, y, _NODE_WIDTH, height, fill=ACCENT, stroke=ACCENT, weight=0.35)
                code_style, name_style = _CODE.coloured(WHITE), name_style.coloured(WHITE)
            else:
                sheet.rect(x, y, _NODE_WIDTH, height, fill=WHITE, stroke=INK, weight=0.35)
        elif node.kind == "excluded":
            colour, weight = (ACCENT, 0.6) if node.critical else (GREY_TEXT, 0.25)
            sheet.rect(x, y, _NODE_WIDTH, height, fill=WHITE, stroke=colour, weight=weight, dash=(0.9, 0.6))
            code_style = _CODE.coloured(GREY_TEXT)
        elif node.kind == "ghost":
            sheet.rect(x, y, _NODE_WIDTH, height, fill=WHITE, stroke=GREY_LINE, weight=0.25)
            code_style, name_style = _CODE.coloured(GREY_TEXT), _NAME.coloured(GREY_TEXT)
        else:
            colour, weight = (ACCENT, 0.9) if node.critical and not node.closed else (INK, 0.25)
            sheet.rect(x, y, _NODE_WIDTH, height, fill=WHITE, stroke=colour, weight=weight, radius=height / 2)
        if node.with_excluded:
            colour = WHITE if node.critical and node.kind == "approval" and not node.closed else GREY_TEXT
            sheet.rule(x + 2, y + height - 0.75, x + _NODE_WIDTH - 2, 0.3, colour, dash=(0.9, 0.6))
        centre, first = x + _NODE_WIDTH / 2, y + height / 2 - 3.55
        room = _NODE_WIDTH - (0.2 if node.kind == "approval" else 1.0)
        if node.kind != "approval" and text_width(plain(node.name, name_style)) > _ROUND_ROOM:
            name_style = name_style.sized(_LEAST_NAME_PT)
        label = node.label + (officer_sign.SIGN if self._is_decided(node) else "")
        sheet.text(centre, code_style.baseline(first), shortened(label, code_style, room), code_style, align="centre")
        name = plain(shortened(node.name, name_style, room), name_style)
        sheet.text(centre, name_style.baseline(first + 3.5), name, align="centre")
        if node.closed:
            check(sheet, x + _NODE_WIDTH - 2.8, y + 2.2, 2.4)

    def _is_decided(self, node: Node) -> bool:
        return any(officer_sign.step_sign(self.dossier, step) for step in node.steps)

    def _draw_gate(self, gate: Gate) -> None:
        sheet, view = self.sheet, gate.view
        y = self.grid.gate_y[gate.after_row + 1]
        day = view.forecast.on
        shown = f"{day:%m-%d}" if day.year == self.dossier.start_on.year else f"{day:%y-%m-%d}"
        label = plain(f"{view.sign}　{view.name}　{shown}{' 暂定' if view.forecast.provisional else ''}", _GATE)
        left = self.lanes_left - 1.0
        width = max(text_width(label) + 3.4, 33.0)
        sheet.line(left, y, self._gate_right(gate), y, 0.9, INK)
        sheet.rect(left, y - _GATE_LABEL / 2, width, _GATE_LABEL, fill=INK)
        sheet.text(left + 1.7, y + 0.365 * _GATE.em_mm, label)

    def _gate_right(self, gate: Gate) -> float:
        if gate.whole:
            return self.page.right
        columns = [self.column_of[lane] for lane in self.lanes if gate.first_lane <= lane <= gate.last_lane]
        return self.grid.gutter_x[max(columns, default=0) + 1]

    # --- edges ------------------------------------------------------------------------------------------------------

    def _routes(self) -> list[Route]:
        wants = []
        for edge in self.layout.edges:
            start, end = self._place(edge.before, edge), self._place(edge.after, edge)
            if start is not None and end is not None:
                wants.append(Want(edge.before, edge.after, start, end, edge.critical))
        # thin lines first, so that critical ones lie over them
        return sorted(find_routes(self.grid, wants), key=lambda route: route.critical)

    def _place(self, index: int, edge: Edge) -> Place | None:
        if index >= 0:
            node = self.layout.nodes[index]
            return Place(self.column_of[node.lane], node.row)
        gate = self.layout.gates[-1 - index]
        row = gate.after_row + 1
        other = edge.after if index == edge.before else edge.before
        column = self.column_of[self.layout.nodes[other].lane] if other >= 0 else 0
        if not gate.whole:
            spanned = [c for lane, c in self.column_of.items() if gate.first_lane <= lane <= gate.last_lane]
            column = min(max(column, min(spanned, default=0)), max(spanned, default=0))
        return Place(column, row, is_gate=True)

    def _draw_legend(self) -> None:
        sheet, x = self.sheet, self.page.left
        y = min(self.bottom + 4.5, self.page.bottom - 4.5)
        centre = y + 2.0
        folded = any(node.with_excluded for node in self.layout.nodes)

        def word(at: float, words: str) -> float:
            return at + sheet.text(at, centre + 0.36 * _LEGEND.em_mm, words, _LEGEND) + 3.6

        sheet.rect(x, centre - 1.3, 7.6, 2.6, fill=WHITE, stroke=INK, weight=0.35)
        x = word(x + 8.8, "审批事项")
        sheet.rect(x, centre - 1.3, 7.6, 2.6, fill=WHITE, stroke=INK, weight=0.25, radius=1.3)
        x = word(x + 8.8, "企业或接入单位")
        if folded:
            sheet.rect(x, centre - 1.3, 7.6, 2.6, fill=WHITE, stroke=INK, weight=0.35)
            sheet.rule(x + 1, centre + 0.7, x + 6.6, 0.3, GREY_TEXT, dash=(0.9, 0.6))
            x = word(x + 8.8, "含不计时环节")
        else:
            sheet.rect(x, centre - 1.3, 7.6, 2.6, fill=WHITE, stroke=GREY_TEXT, weight=0.25, dash=(0.9, 0.6))
            x = word(x + 8.8, "不计入时限")
        sheet.rect(x, centre - 1.3, 7.6, 2.6, fill=ACCENT)
        sheet.line(x + 8.6, centre, x + 15.6, centre, _CRITICAL_WEIGHT, ACCENT)
        x = word(x + 16.8, "关键")
        check(sheet, x + 1.3, centre, 2.4)
        x = word(x + 3.6, "已办结")
        decided = any(self._is_decided(node) for node in self.layout.nodes)
        word(x, f"从上往下办　{officer_sign.SIGN} 人工认定" if decided else "从上往下办，同一行看箭头")


def _upright(sheet: Sheet, centre_x: float, centre_y: float, room: float, words: str) -> None:
    """WORDS one character under the other, two side by side if ROOM is short: 工程 over 建设 over 许可."""
    beside = 1 if len(words) * _UPRIGHT_PITCH <= room - 2 else 2
    rows = [words[at : at + beside] for at in range(0, len(words), beside)]
    pitch = min(_UPRIGHT_PITCH, (room - 0.6) / len(rows))
    top = centre_y - len(rows) * pitch / 2
    for at, row in enumerate(rows):
        y = top + at * pitch + (pitch - _BAND.em_mm) / 2 + 0.88 * _BAND.em_mm
        sheet.text(centre_x, y, row, _BAND, align="centre")


def _draw_route(sheet: Sheet, route: Route) -> None:
    weight, colour = (_CRITICAL_WEIGHT, ACCENT) if route.critical else (_EDGE_WEIGHT, GREY_TEXT)
    points: Sequence[tuple[float, float]] = route.points
    if len(points) == 2:
        (x1, y1), (x2, y2) = points
        sheet.line(x1, y1, x2, y2, weight, colour)
    else:
        sheet.polyline(points, weight, colour)
    if route.enters_side:
        tip, before = points[-1], points[-2]
        size = 2.0 if route.critical else 1.4
        if tip[0] > before[0]:
            arrow_head(sheet, tip[0], tip[1], size, colour)
        else:
            sheet.polygon(
                [tip, (tip[0] + size, tip[1] - size / 2.4), (tip[0] + size, tip[1] + size / 2.4)], fill=colour
            )
