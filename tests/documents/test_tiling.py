"""Tiles: nothing lost between them, 10 mm shared, marks to cut and glue by."""

from itertools import pairwise

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops, ImageOps

from gxq_desktop.documents.preflight import preflight
from gxq_desktop.documents.sheet import LineOp, Sheet
from gxq_desktop.documents.styles import CHART_TITLE
from gxq_desktop.documents.tiling import OVERLAP, tile
from gxq_desktop.documents.tokens import ACCENT, Frame
from gxq_desktop.documents.wallchart import make_wallchart
from tests.documents.dossiers import make_dossier
from tests.documents.reading import extracted, opened, picture, unspaced, written


def large_sheet(width: float = 594, height: float = 420) -> Sheet:
    """A sheet with a title across it and bars in its corners."""
    sheet = Sheet((width, height))
    sheet.text(40, 60, "年产 1.2 万套精密减速机壳体加工项目上墙工期图第一张", CHART_TITLE)
    for x in (12.0, width - 32):
        for y in (12.0, height - 22):
            sheet.rect(x, y, 20, 10, fill=ACCENT)
    sheet.hatch(100, 100, width - 200, height - 200, pitch=7)
    return sheet


def origins(tiles: list[Sheet]) -> list[tuple[float, float, float, float]]:
    """What part of the large sheet each tile shows: left, top, right, bottom."""
    parts = []
    for piece in tiles:
        (_, x, y, window), *rest = piece.placements
        assert not rest
        parts.append((window.x - x, window.y - y, window.right - x, window.bottom - y))
    return parts


@given(st.floats(150, 1300), st.floats(150, 1300), st.sampled_from(["A4", "A3"]))
@settings(max_examples=60)
def test_the_tiles_cover_the_sheet_and_neighbours_share_ten_millimetres(width, height, paper):
    sheet = Sheet((width, height))

    parts = origins(tile([sheet], paper))

    lefts, tops = sorted({round(part[0], 6) for part in parts}), sorted({round(part[1], 6) for part in parts})
    across, down = parts[0][2] - parts[0][0], parts[0][3] - parts[0][1]
    assert len(parts) == len(lefts) * len(tops)
    assert lefts[0] <= 5 and lefts[-1] + across >= width - 5
    assert tops[0] <= 5 and tops[-1] + down >= height - 5
    for starts, length in ((lefts, across), (tops, down)):
        for one, other in pairwise(starts):
            assert one + length - other == pytest.approx(OVERLAP, abs=1e-5)


@given(st.floats(150, 1300), st.floats(150, 1300))
@settings(max_examples=30)
def test_no_column_or_row_of_tiles_is_superfluous(width, height):
    parts = origins(tile([Sheet((width, height))], "A4"))

    for low, high, size in ((0, 2, width), (1, 3, height)):
        starts = {round(part[low], 6) for part in parts}
        length = parts[0][high] - parts[0][low]
        if len(starts) > 1:
            assert (len(starts) - 1) * (length - OVERLAP) + OVERLAP < size - 10 + 1e-6


def test_a_tile_shows_exactly_its_part_of_the_sheet():
    sheet = large_sheet()
    dots = 4.0
    beyond = 80
    whole = ImageOps.expand(picture(written(sheet), dots_per_mm=dots), round(dots * beyond), fill=255)

    tiles = tile([sheet], "A4")
    data = written(*tiles)

    for number, (piece, part) in enumerate(zip(tiles, origins(tiles), strict=True)):
        window = piece.placements[0].window
        seen = picture(data, number, dots).crop(
            tuple(round(dots * edge) for edge in (window.x + 1, window.y + 1, window.right - 1, window.bottom - 1))
        )
        expected = whole.crop(
            tuple(round(dots * (beyond + edge)) for edge in (part[0] + 1, part[1] + 1, part[2] - 1, part[3] - 1))
        ).resize(seen.size)
        difference = ImageChops.difference(seen, expected).point(lambda level: 255 if level > 128 else 0)
        assert sum(difference.histogram()[255:]) < 0.02 * seen.width * seen.height


def test_only_what_the_frame_holds_is_tiled():
    sheet = large_sheet()
    sheet.frame = Frame(10, 10, 200, 150)

    assert len(tile([sheet], "A4")) == 1


def test_each_tile_says_its_row_and_column_and_pages_run_through_all_sheets():
    tiles = tile([large_sheet(), large_sheet()], "A3")

    said = [[op.line.characters for op in piece.texts] for piece in tiles]

    assert said[0][0].startswith("第 1 张　1 行 1 列，共 ")
    assert said[-1][0].startswith("第 2 张　")
    assert [lines[1] for lines in said] == [f"{n} / {len(tiles)}" for n in range(1, len(tiles) + 1)]
    assert [piece.number for piece in tiles] == list(range(1, len(tiles) + 1))


def test_cut_marks_stand_at_the_corners_and_glue_marks_ten_millimetres_inside():
    tiles = tile([large_sheet()], "A4")
    window = tiles[0].placements[0].window

    pieces = {
        (round(x1, 2), round(x2, 2)) for op in tiles[0].graphics if isinstance(op, LineOp) for x1, _, x2, _ in op.pieces
    }

    assert all(op.weight == 0.15 for op in tiles[0].graphics if isinstance(op, LineOp))
    assert (round(window.x, 2), round(window.x, 2)) in pieces
    assert (round(window.right - OVERLAP, 2), round(window.right - OVERLAP, 2)) in pieces


def test_a_sheet_that_fits_is_one_page_without_marks():
    tiles = tile([Sheet((280, 190))], "A4")

    assert len(tiles) == 1
    assert tiles[0].graphics == []


def test_tiles_of_a_chart_pass_preflight_and_store_the_chart_once():
    sheets = make_wallchart(make_dossier("N1"), "A0")
    tiles = tile(sheets, "A4")

    data = written(*tiles)

    assert preflight(tiles) == []
    assert len(data) < 1.2 * len(written(*sheets)) + 2500 * len(tiles)
    document = opened(data)
    forms = [each for each in document.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Form"]
    assert len(forms) == 1
    assert "年产" in unspaced(extracted(data)[0])


def test_other_papers_are_refused():
    with pytest.raises(ValueError, match="A5"):
        tile([large_sheet()], "A5")  # type: ignore[arg-type]
