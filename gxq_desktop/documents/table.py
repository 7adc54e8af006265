"""Tables (print.md §8): repeated head, group rows, tinted rows, ruled rows, figures right-aligned, no vertical rules.

    table = Table(
        [Column("", 7.5), Column("编码", 10), Column("事项", None), Column("浮动", 8, align="right")],
        [
            GroupRow(plain("3 月", GROUP_HEAD), plain("22 个工作日", NOTE)),
            Row([box(18), plain("A23", CODE), plain("建设工程规划许可证核发", TABLE_TEXT), "36"], tint=True),
        ],
        least_row=7.5,
    )

A cell is a Text, a str (set in the column's style; it must be ours or cleaned), a Cell (text over a note, a drawing, a
span), or None. A Table is a Block: put it into a Part, or draw it with table.draw(sheet, x, y, width).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import TypeAlias

from gxq_desktop.documents.flow import Block
from gxq_desktop.documents.marks import LightKind, critical_icon, light, tick_box
from gxq_desktop.documents.sheet import Align, Sheet, Tag
from gxq_desktop.documents.styles import NOTE, TABLE_HEAD, TABLE_TEXT, TextStyle
from gxq_desktop.documents.text import Lines, Text, plain, set_lines, text_width
from gxq_desktop.documents.tokens import GREY_LINE, INK, RULE_ROW, RULE_TABLE, TINT, Colour
from gxq_desktop.domain.frozen import frozen, slotted

CellPaint: TypeAlias = Callable[[Sheet, float, float, float, float], object]
"""paint(sheet, x, y, width, height): draws inside the padded row, y its top, height the row's."""
PADDING_TOP = 1.4
PADDING_RIGHT = 1.0
GROUP_HEIGHT = 8.0
SPLITS_ABOVE = 60.0
CONTINUED = "（续）"


@frozen
class Cell:
    """What stands in one place of a row: text, a note under it, and/or a drawing of at least height_mm.

    span: columns covered. middle: centred in the row's height; otherwise text begins on the row's first line and paint
    is given the height of a row with that line only.
    """

    text: Text | None = None
    below: Text | None = None
    paint: CellPaint | None = None
    height_mm: float = 0.0
    span: int = 1
    align: Align | None = None
    middle: bool = False


CellContent: TypeAlias = Cell | Text | str | None


@frozen
class Column:
    """width: mm, or None to be derived from the content between least and most; grow: takes what is left over.

    gap: what stays white at its right, mm; running text wants more of it than figures.
    """

    head: str | Text = ""
    width: float | None = None
    align: Align = "left"
    style: TextStyle = TABLE_TEXT
    least: float = 8.0
    most: float = 120.0
    grow: bool = False
    gap: float = PADDING_RIGHT


@frozen
class Row:
    """cells: one per column (spans apart). tint: critical. rule: line under it. least: minimum height, mm."""

    cells: Sequence[CellContent]
    tint: bool = False
    least: float = 0.0
    rule: float | None = None
    rule_colour: Colour | None = None
    anchor: str = ""


@frozen
class GroupRow:
    """A heading inside the table, rule 0.3 above, with a grey note after it; never the last row of a page."""

    title: Text
    note: Text | None = None
    height_mm: float = GROUP_HEIGHT


def box(number: int | None = None, closed: bool = False, size: float = 3.6) -> Cell:
    """A cell with a tick box."""

    def paint(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
        tick_box(sheet, x + 0.15, y + (height - size) / 2, size, number, closed)

    return Cell(paint=paint, height_mm=size)


def light_cell(kind: LightKind, word: bool = True) -> Cell:
    """A cell with a light and its word."""

    def paint(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
        light(sheet, x, TABLE_TEXT.baseline(y + (height - TABLE_TEXT.leading_mm) / 2), kind, word)

    return Cell(paint=paint, height_mm=3.0)


def critical_cell(is_critical: bool) -> Cell | None:
    """A cell with the critical icon, or nothing."""
    if not is_critical:
        return None
    return Cell(paint=lambda sheet, x, y, width, height: critical_icon(sheet, x, y + height / 2), height_mm=2.4)


@slotted
class _Laid:
    """A cell set to its width: paragraphs one under the other."""

    x: float
    width: float
    texts: tuple[Lines, ...]
    align: Align
    paint: CellPaint | None
    height: float
    middle: bool
    span: int


@slotted
class _LaidRow:
    height: float
    cells: list[_Laid]
    source: Row | GroupRow
    is_rest: bool = False


@slotted
class Table:
    """A block of rows. head: the column heads are shown, and again on every page.

    least_row: minimum row height. rule, rule_colour: under each row. foot: a 0.3 rule closes the table. group_column:
    at whose left edge group titles begin. middle: all cells are centred in the row's height. continued_column: where
    （续） stands when a row over 60 mm is split.
    """

    columns: Sequence[Column]
    rows: Sequence[Row | GroupRow]
    head: bool = True
    least_row: float = 0.0
    padding: float = PADDING_TOP
    rule: float = RULE_ROW
    rule_colour: Colour = GREY_LINE
    foot: bool = True
    group_column: int = 0
    continued_column: int = 0
    space_before: float = 0.0
    keep_with_next: bool = False
    middle: bool = False
    anchor: str = ""
    tag: Tag | None = None
    is_rest: bool = False
    _rows: list[_LaidRow] = field(default_factory=list)
    _widths: list[float] = field(default_factory=list)
    _edges: list[float] = field(default_factory=list)
    _head_lines: list[Lines | None] = field(default_factory=list)
    _head_height: float = 0.0
    _for_width: float = -1.0

    # --- setting ----------------------------------------------------------------------------------------------------

    def _set(self, width: float) -> None:
        if self._for_width == width:
            return
        self._for_width = width
        self._widths = column_widths(self.columns, self.rows, width)
        edges, x = [], 0.0
        for share in self._widths:
            edges.append(x)
            x += share
        self._edges = [*edges, x]
        self._head_lines = []
        if self.head:
            for column, share in zip(self.columns, self._widths, strict=True):
                text = plain(column.head, TABLE_HEAD) if isinstance(column.head, str) else column.head
                measure = share if column is self.columns[-1] else share - column.gap
                self._head_lines.append(set_lines(text, measure, False) if column.head else None)
            self._head_height = max((lines.height for lines in self._head_lines if lines), default=0.0) + 2.25
        else:
            self._head_height = 0.0
        self._rows = [self._lay(row) for row in self.rows]

    def _lay(self, row: Row | GroupRow) -> _LaidRow:
        if isinstance(row, GroupRow):
            return _LaidRow(row.height_mm, [], row)
        cells: list[_Laid] = []
        at, height = 0, 0.0
        edges, columns = self._edges, self.columns
        for content in row.cells:
            if content is None:
                at += 1
                continue
            column = columns[at]
            span = content.span if isinstance(content, Cell) else 1
            x = edges[at]
            share = edges[at + span] - x
            laid = self._lay_cell(content, column, x, share, span, last=at + span == len(columns))
            if laid.height > height:
                height = laid.height
            cells.append(laid)
            at += span
        if at > len(columns):
            raise ValueError(f"a row has {at} columns, the table {len(columns)}")
        return _LaidRow(max(height + 2 * self.padding, row.least, self.least_row), cells, row)

    def _lay_cell(
        self, content: Cell | Text | str, column: Column, x: float, share: float, span: int, last: bool
    ) -> _Laid:
        measure = share if last else share - column.gap
        if isinstance(content, Cell):
            texts = tuple(set_lines(text, measure, False) for text in (content.text, content.below) if text)
            height = max(sum(lines.height for lines in texts), content.height_mm)
            align = content.align or column.align
            return _Laid(x, measure, texts, align, content.paint, height, content.middle, span)
        text = plain(content, column.style) if isinstance(content, str) else content
        if not text:
            return _Laid(x, measure, (), column.align, None, 0.0, False, span)
        lines = set_lines(text, measure, False)
        return _Laid(x, measure, (lines,), column.align, None, lines.height, False, span)

    # --- Block ----------------------------------------------------------------------------------------------------

    def height(self, width: float) -> float:
        self._set(width)
        return self._head_height + sum(row.height for row in self._rows)

    def least(self, width: float) -> float:
        """Head and the first two rows, a group title not counted as one."""
        self._set(width)
        height, wanted = self._head_height, 2
        for row in self._rows:
            height += min(row.height, SPLITS_ABOVE)
            wanted -= isinstance(row.source, Row)
            if not wanted:
                break
        return height

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        """Between rows: never a group title last, never one row alone before or after the break if there are more."""
        self._set(width)
        rows = self._rows
        room = available - self._head_height
        count = 0
        while count < len(rows) and rows[count].height <= room:
            room -= rows[count].height
            count += 1
        if count == len(rows):
            return None
        tall = rows[count]
        cut = None
        if tall.height > SPLITS_ABOVE and room > 20:
            cut = self._cut(tall, room)
        if cut is None:
            count = self._break_at(count)
        if count == 0 and cut is None:
            return None
        first = self._piece([*rows[:count], *([cut[0]] if cut else [])], first=True)
        rest = self._piece([*([cut[1]] if cut else []), *rows[count + bool(cut) :]], first=False)
        return first, rest

    def _break_at(self, count: int) -> int:
        rows = self._rows
        if len(rows) - count == 1 and count > 2 and isinstance(rows[count - 1].source, Row):
            count -= 1
        while count and isinstance(rows[count - 1].source, GroupRow):
            count -= 1
        if count > 1 and isinstance(rows[count - 2].source, GroupRow) and isinstance(rows[count].source, Row):
            count -= 2
        if count == 1 and not self.is_rest and len(rows) > 2 and isinstance(rows[0].source, Row):
            return 0
        return count

    def _cut(self, row: _LaidRow, room: float) -> tuple[_LaidRow, _LaidRow] | None:
        """ROW in two at a line, the second with （续）. None if fewer than two lines fit."""
        above: list[_Laid] = []
        below: list[_Laid] = []
        for cell in row.cells:
            left = room - 2 * self.padding
            upper: list[Lines] = []
            lower: list[Lines] = []
            for lines in cell.texts:
                fitting = 0 if lower else min(len(lines.lines), int((left + 1e-6) / lines.leading_mm))
                if fitting:
                    upper.append(lines._replace(lines=lines.lines[:fitting]))
                if fitting < len(lines.lines):
                    lower.append(lines._replace(lines=lines.lines[fitting:]))
                left -= fitting * lines.leading_mm
            over, under = sum(t.height for t in upper), sum(t.height for t in lower)
            above.append(_Laid(cell.x, cell.width, tuple(upper), cell.align, cell.paint, over, False, cell.span))
            below.append(_Laid(cell.x, cell.width, tuple(lower), cell.align, None, under, False, cell.span))
        if sum(len(t.lines) for cell in above for t in cell.texts) < 2 or not any(cell.texts for cell in below):
            return None
        x = self._edges[self.continued_column]
        mark = set_lines(plain(CONTINUED, NOTE), self._edges[-1], False)
        for index, cell in enumerate(below):
            if cell.x >= x and not cell.texts and mark.width <= cell.width:
                below[index] = _Laid(cell.x, cell.width, (mark,), "left", None, mark.height, False, cell.span)
                break
        height = 2 * self.padding
        return (
            _LaidRow(max(cell.height for cell in above) + height, above, row.source, row.is_rest),
            _LaidRow(max(cell.height for cell in below) + height, below, row.source, True),
        )

    def _piece(self, rows: list[_LaidRow], first: bool) -> Table:
        self.tag = self.tag or Tag("Table")
        piece = Table(
            self.columns, [row.source for row in rows], self.head, self.least_row, self.padding, self.rule,
            self.rule_colour, self.foot, self.group_column, self.continued_column,
            self.space_before if first else 0.0, self.keep_with_next, self.middle, self.anchor if first else "", self.tag,
            self.is_rest or not first,
        )  # fmt: skip
        piece._rows, piece._widths, piece._edges = rows, self._widths, self._edges
        piece._head_lines, piece._head_height, piece._for_width = self._head_lines, self._head_height, self._for_width
        return piece

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        self._set(width)
        if self.anchor:
            sheet.anchor(self.anchor, y)
        if self.tag is None:
            self.tag = Tag("Table")
        if not self.is_rest:
            sheet.attach(self.tag)
        sheet.begin_tag(self.tag)
        right = x + width
        if self.head:
            self._draw_head(sheet, x, y)
            y += self._head_height
        pieces: list[tuple[float, float, float, float]] = []
        tints: list[tuple[float, float]] = []
        tops: list[float] = []
        rows = self._rows
        last = len(rows) - 1
        top = y
        for row in rows:
            if isinstance(row.source, Row) and row.source.tint:
                tints.append((top, row.height))
            tops.append(top)
            top += row.height
        for tint_top, tint_height in tints:
            sheet.rect(x, tint_top, width, tint_height, fill=TINT)
        if self.head:  # over the tint of a first row, which would cover half of it
            sheet.rule(x, y, right, RULE_TABLE, INK)
        for index, (row, row_top) in enumerate(zip(rows, tops, strict=True)):
            bottom = row_top + row.height
            source = row.source
            if isinstance(source, GroupRow):
                self._draw_group(sheet, source, x, row_top, right, index == 0 and self.head)
            else:
                self._draw_row(sheet, row, x, row_top)
            ends_group = index < last and isinstance(rows[index + 1].source, GroupRow)
            if index == last or ends_group:
                continue
            if isinstance(source, Row) and (source.rule is not None or source.rule_colour is not None):
                sheet.rule(
                    x,
                    bottom,
                    right,
                    self.rule if source.rule is None else source.rule,
                    source.rule_colour or self.rule_colour,
                )
            elif self.rule:
                pieces.append((x, bottom, right, bottom))
        sheet.lines(pieces, self.rule, self.rule_colour)
        if self.foot:
            sheet.rule(x, top, right, RULE_TABLE, INK)
        elif rows and self.rule:
            sheet.rule(x, top, right, self.rule, self.rule_colour)
        sheet.end_tag()

    def _draw_head(self, sheet: Sheet, x: float, y: float) -> None:
        if self.is_rest:
            with sheet.artifact():
                self._head_cells(sheet, x, y)
            return
        sheet.begin_tag("TR")
        self._head_cells(sheet, x, y)
        sheet.end_tag()

    def _head_cells(self, sheet: Sheet, x: float, y: float) -> None:
        for column, lines, edge, share in zip(self.columns, self._head_lines, self._edges, self._widths, strict=False):
            if lines is None:
                continue
            sheet.begin_tag("TH", scope="Column")
            top = y + self._head_height - 1.5 - lines.height
            measure = share if column is self.columns[-1] else share - column.gap
            sheet.paragraph(x + edge, top, measure, lines, column.align)
            sheet.end_tag()

    def _draw_group(self, sheet: Sheet, row: GroupRow, x: float, y: float, right: float, first: bool) -> None:
        if not first:
            sheet.rule(x, y, right, RULE_TABLE, INK)
        sheet.begin_tag("TR")
        sheet.begin_tag("TH", scope="Row", col_span=len(self.columns))
        style = row.title[0].style or TABLE_TEXT
        baseline = y + row.height_mm - 2.4
        left = x + self._edges[self.group_column]
        used = sheet.text(left, baseline, row.title)
        if row.note:
            sheet.text(left + used + style.em_mm, baseline, row.note)
        sheet.end_tag()
        sheet.end_tag()

    def _draw_row(self, sheet: Sheet, row: _LaidRow, x: float, y: float) -> None:
        source = row.source
        if isinstance(source, Row) and source.anchor and not row.is_rest:
            sheet.anchor(source.anchor, y)
        sheet.begin_tag("TR")
        height = row.height
        content = max([cell.height for cell in row.cells], default=0.0)
        first_line = max([cell.texts[0].leading_mm for cell in row.cells if cell.texts], default=content)
        content_top = y + (height - content) / 2
        for cell in row.cells:
            sheet.begin_tag("TD", col_span=cell.span)
            in_middle = self.middle or cell.middle
            if cell.paint is not None:
                room = height if in_middle else height - max(0.0, content - max(first_line, cell.height))
                cell.paint(sheet, x + cell.x, y, cell.width, room)
            if cell.texts:
                top = y + (height - cell.height) / 2 if in_middle else content_top
                for lines in cell.texts:
                    top += sheet.paragraph(x + cell.x, top, cell.width, lines, cell.align)
            sheet.end_tag()
        sheet.end_tag()


def column_widths(columns: Sequence[Column], rows: Sequence[Row | GroupRow], width: float) -> list[float]:
    """Fixed widths as given; the others from their content within least…most, shrunk or grown to fill WIDTH.

    What is left over goes to the columns that grow, or to all derived ones. ValueError if the fixed ones do not fit.
    """
    derived = [index for index, column in enumerate(columns) if column.width is None]
    fixed = sum(column.width for column in columns if column.width is not None)
    rest = width - fixed
    if not derived:
        if rest < -1e-6:
            raise ValueError(f"columns take {fixed:.1f} mm, the table has {width:.1f}")
        return [column.width or 0.0 for column in columns]
    wanted: dict[int, float] = {}
    for index in derived:
        column = columns[index]
        natural = text_width(column.head, TABLE_HEAD) if column.head else 0.0
        if len(derived) > 1:
            natural = max([natural, *(_natural(row, index, column) for row in rows if isinstance(row, Row))])
        wanted[index] = min(max(natural + column.gap + 0.01, column.least), column.most)
    total = sum(wanted.values())
    if total <= rest:
        growing = [index for index in derived if columns[index].grow] or derived
        for index in growing:
            wanted[index] += (rest - total) / len(growing)
    else:
        over = total - rest
        give = {index: wanted[index] - columns[index].least for index in derived}
        room = sum(give.values())
        if room < over - 1e-6:
            raise ValueError(f"the columns need at least {fixed + total - room:.1f} mm, the table has {width:.1f}")
        for index in derived:
            wanted[index] -= over * give[index] / room
    return [wanted[index] if column.width is None else column.width for index, column in enumerate(columns)]


def _natural(row: Row, index: int, column: Column) -> float:
    at = 0
    for content in row.cells:
        span = content.span if isinstance(content, Cell) else 1
        if at == index and span == 1 and content:
            if isinstance(content, Cell):
                return max((text_width(text) for text in (content.text, content.below) if text), default=0.0)
            return text_width(content, column.style) if isinstance(content, str) else text_width(content)
        at += span
    return 0.0
