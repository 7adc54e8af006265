"""A large chart on small paper: tiles of A4 or A3 to be cut and glued (print.md §10).

Neighbouring tiles share 10 mm. Each is cut along its left and upper cut marks and laid over its neighbour up to the
neighbour's glue marks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Literal

from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import TextStyle
from gxq_desktop.documents.tokens import GREY_TEXT, INK, PRINTER_EDGE, Frame, Size
from gxq_desktop.domain.frozen import frozen

TilePaper = Literal["A4", "A3"]
OVERLAP: Final = 10.0
MARK_WEIGHT: Final = 0.15
SIDE: Final = 7.0
TOP: Final = 6.0
FOOT: Final = 8.0
"""Margins of a tile left and right, above, and below, where its label stands."""
_PAPERS: Final[dict[str, Size]] = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
_AROUND_FRAME: Final = 1.0
_LABEL: Final = TextStyle("hei", 7, 3, colour=GREY_TEXT)
_LABEL_UP: Final = 5.5


@frozen
class _Grid:
    """How a sheet is cut. size: of a tile's paper. origin: where the first tile's window begins on the sheet, mm."""

    size: Size
    columns: int
    rows: int
    origin: tuple[float, float]

    @property
    def window(self) -> Frame:
        """The printed part of a tile."""
        return Frame(SIDE, TOP, self.size[0] - 2 * SIDE, self.size[1] - TOP - FOOT)

    @property
    def tiles(self) -> int:
        return self.columns * self.rows


def tile(sheets: Sequence[Sheet], tile_paper: TilePaper = "A4") -> list[Sheet]:
    """SHEETS cut into tiles of TILE_PAPER, upright or lying as needs fewer, row by row, numbered from 1 through all.

    Only the part with something on it (the sheet's frame) is printed. ValueError for another paper.
    """
    if tile_paper not in _PAPERS:
        raise ValueError(f"tiles are A4 or A3, not {tile_paper!r}")
    grids = [_best_grid(sheet, _PAPERS[tile_paper]) for sheet in sheets]
    total = sum(grid.tiles for grid in grids)
    tiles: list[Sheet] = []
    for number, (sheet, grid) in enumerate(zip(sheets, grids, strict=True), 1):
        name = f"第 {number} 张　" if len(sheets) > 1 else ""
        for row in range(grid.rows):
            for column in range(grid.columns):
                piece = _tile(sheet, grid, row, column, len(tiles) + 1)
                _label(piece, grid, row, column, name, f"{len(tiles) + 1} / {total}")
                tiles.append(piece)
    return tiles


def _printed(sheet: Sheet) -> Frame:
    if sheet.frame is None:
        return Frame(PRINTER_EDGE, PRINTER_EDGE, sheet.width - 2 * PRINTER_EDGE, sheet.height - 2 * PRINTER_EDGE)
    x, y, width, height = sheet.frame
    more = _AROUND_FRAME
    return Frame(x - more, y - more, width + 2 * more, height + 2 * more)


def _best_grid(sheet: Sheet, paper: Size) -> _Grid:
    lying = (paper[1], paper[0])
    return min((_grid(_printed(sheet), size) for size in (lying, paper)), key=lambda grid: grid.tiles)


def _grid(printed: Frame, size: Size) -> _Grid:
    width, height = size[0] - 2 * SIDE, size[1] - TOP - FOOT
    columns = max(1, math.ceil((printed.width - OVERLAP) / (width - OVERLAP) - 1e-6))
    rows = max(1, math.ceil((printed.height - OVERLAP) / (height - OVERLAP) - 1e-6))
    spare_x = columns * (width - OVERLAP) + OVERLAP - printed.width
    spare_y = rows * (height - OVERLAP) + OVERLAP - printed.height
    return _Grid(size, columns, rows, (printed.x - spare_x / 2, printed.y - spare_y / 2))


def _tile(sheet: Sheet, grid: _Grid, row: int, column: int, number: int) -> Sheet:
    piece, window = Sheet(grid.size, number), grid.window
    x = grid.origin[0] + column * (window.width - OVERLAP)
    y = grid.origin[1] + row * (window.height - OVERLAP)
    piece.place_sheet(sheet, window.x - x, window.y - y, window)
    if grid.tiles > 1:
        piece.lines(_cut_marks(grid.size, window), MARK_WEIGHT, INK)
        piece.lines(_glue_marks(grid, window, row, column), MARK_WEIGHT, GREY_TEXT)
    return piece


def _cut_marks(size: Size, window: Frame) -> list[tuple[float, float, float, float]]:
    """Two marks at each corner of the window, from the printer's edge to a hair before the window."""
    edge, gap = PRINTER_EDGE, 0.2
    marks = []
    for y in (window.y, window.bottom):
        marks += [(edge, y, window.x - gap, y), (window.right + gap, y, size[0] - edge, y)]
    for x in (window.x, window.right):
        marks += [(x, edge, x, window.y - gap), (x, window.bottom + gap, x, size[1] - edge)]
    return marks


def _glue_marks(grid: _Grid, window: Frame, row: int, column: int) -> list[tuple[float, float, float, float]]:
    """Where the edge of the next tile comes to lie, at the right and below."""
    edge, gap = PRINTER_EDGE, 0.2
    width, height = grid.size
    marks = []
    if column < grid.columns - 1:
        x = window.right - OVERLAP
        marks += [(x, edge, x, window.y - gap), (x, window.bottom + gap, x, height - edge)]
    if row < grid.rows - 1:
        y = window.bottom - OVERLAP
        marks += [(edge, y, window.x - gap, y), (window.right + gap, y, width - edge, y)]
    return marks


def _label(piece: Sheet, grid: _Grid, row: int, column: int, name: str, page: str) -> None:
    window, baseline = grid.window, piece.height - _LABEL_UP
    words = f"{name}{row + 1} 行 {column + 1} 列"
    if grid.tiles > 1:
        words += f"，共 {grid.rows} 行 {grid.columns} 列。沿角线裁去左边和上边，压住左、上两张到短线为止（10 毫米）"
    piece.text(window.x + 1.5, baseline, words, _LABEL)
    piece.text(window.right - OVERLAP - 1.5, baseline, page, _LABEL, align="right")
