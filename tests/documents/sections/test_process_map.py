"""三 流程图: the drawing."""

from itertools import pairwise

import pytest

from gxq_desktop.documents.officer_sign import SIGN
from gxq_desktop.documents.sections.process_map import add_process_map
from gxq_desktop.documents.sheet import LineOp, ShapeOp, Sheet
from gxq_desktop.documents.tokens import ACCENT, GREY_LINE, GREY_TEXT, INK, WHITE
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import all_words, chapter_sheets, faults, tags, words
from tests.documents.sections.reduced import only

SAMPLES = [*(f"N{number}" for number in range(1, 9)), "S17-obstacle"]
INSET = 0.6
"""A line may run along a node's edge as far as half its own width."""


def node_boxes(sheet: Sheet) -> list[tuple[float, float, float, float]]:
    """left, top, right, bottom of every node: shapes 20.2 mm wide."""
    boxes = []
    for op in sheet.graphics:
        if isinstance(op, ShapeOp) and op.fill in (WHITE, ACCENT):
            numbers = [c for c in op.commands if c[0] != "h"]
            if op.commands[0][0] == "re":
                _, x, y, width, height = op.commands[0]
                box = (float(x), float(y), float(x) + float(width), float(y) + float(height))
            else:
                xs = [float(value) for command in numbers for value in command[1::2]]
                ys = [float(value) for command in numbers for value in command[2::2]]
                box = (min(xs), min(ys), max(xs), max(ys))
            if box[2] - box[0] == pytest.approx(20.2):
                boxes.append(box)
    return boxes


def edge_pieces(sheet: Sheet) -> list[tuple[float, float, float, float]]:
    """The straight pieces of all edges: thin grey or thick accent."""
    pieces = []
    for op in sheet.graphics:
        if isinstance(op, LineOp) and (op.weight, op.colour) in ((0.25, GREY_TEXT), (1.1, ACCENT)):
            pieces += list(op.pieces)
        elif (
            isinstance(op, ShapeOp)
            and op.fill is None
            and op.stroke in (GREY_TEXT, ACCENT)
            and op.commands[1][0] == "l"
            and op.weight in (0.25, 1.1)
        ):
            points = [command[1:] for command in op.commands]
            pieces += [(*a, *b) for a, b in pairwise(points)]
    return pieces


def crosses(piece: tuple[float, float, float, float], box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box[0] + INSET, box[1] + INSET, box[2] - INSET, box[3] - INSET
    x1, x2 = sorted((piece[0], piece[2]))
    y1, y2 = sorted((piece[1], piece[3]))
    return x1 < right and left < x2 + 1e-9 and y1 < bottom and top < y2 + 1e-9 and x2 > left and y2 > top


@pytest.mark.parametrize("sample", [*SAMPLES, "all"])
def test_edges_are_orthogonal_and_none_runs_through_a_node(sample):
    dossier = make_dossier("N3", everything_applies=True) if sample == "all" else make_dossier(sample)

    for sheet in chapter_sheets(add_process_map, dossier, first=5):
        boxes, pieces = node_boxes(sheet), edge_pieces(sheet)
        assert boxes and pieces
        assert all(abs(x1 - x2) < 1e-6 or abs(y1 - y2) < 1e-6 for x1, y1, x2, y2 in pieces)
        assert [(piece, box) for piece in pieces for box in boxes if crosses(piece, box)] == []


@pytest.mark.parametrize("sample", [*SAMPLES, "all"])
def test_every_approval_has_a_node_of_its_own_and_nothing_overlaps(sample):
    dossier = make_dossier("N3", everything_applies=True) if sample == "all" else make_dossier(sample)

    sheets = chapter_sheets(add_process_map, dossier, first=5)

    said = [op.line.characters for sheet in sheets for op in sheet.texts if op.line.spans[0].style.colour != GREY_TEXT]
    for card in dossier.cards:
        assert said.count(card.code + (SIGN if card.code in dossier.officer_decided else "")) == 1
    assert faults(sheets) == []


@pytest.mark.parametrize("sample", [*SAMPLES, "all"])
def test_no_line_runs_below_the_last_gate_and_no_gate_touches_a_node(sample):
    dossier = make_dossier("N3", everything_applies=True) if sample == "all" else make_dossier(sample)

    for sheet in chapter_sheets(add_process_map, dossier, first=5):
        bars = [op for op in sheet.graphics if isinstance(op, LineOp) and (op.weight, op.colour) == (0.9, INK)]
        heights = [y for op in bars for _, y, _, _ in op.pieces]
        nodes = node_boxes(sheet)
        *edges, _ = edge_pieces(sheet)  # the last is the legend's
        assert all(max(y1, y2) <= max(heights) + 0.01 for _, y1, _, y2 in edges)
        for y in heights:  # the black label is 4.6 mm high
            assert all(bottom <= y - 2.3 - 0.9 or top >= y + 2.3 + 0.9 for _, top, _, bottom in nodes)


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_map_of_a_sample_takes_one_page(sample):
    assert len(chapter_sheets(add_process_map, make_dossier(sample), first=5)) == 1 + (sample == "N3")


def test_the_usual_project_takes_one_page_and_all_items_two():
    assert len(chapter_sheets(add_process_map, make_dossier("N1"), first=5)) == 1
    assert len(chapter_sheets(add_process_map, make_dossier("N3", everything_applies=True), first=5)) == 2


def test_gates_are_bars_with_their_day_and_items_that_do_not_apply_are_left_out():
    dossier = make_dossier("N1")

    said = words(chapter_sheets(add_process_map, dossier, first=5))

    assert "G1　开工　08-18" in said
    assert "G2　投产　27-06-10 暂定" in said
    assert "A02" not in said


def test_critical_approvals_are_solid_with_white_words_not_smaller_than_8_pt_bold():
    (sheet,) = chapter_sheets(add_process_map, make_dossier("N1"), first=5)

    white = [span.style for op in sheet.texts for span in op.line.spans if span.style.colour == WHITE]
    assert len(white) > 8
    assert all(style.bold and style.size_pt >= 8 for style in white)


def test_one_item_shows_the_one_lane():
    sheets = chapter_sheets(add_process_map, only(make_dossier("N1"), "A23"), first=5)

    said = words(sheets)
    assert "立项·规划" in said and "供地" not in said
    assert len(sheets) == 1
    assert faults(sheets) == []


def test_no_item_is_one_sentence():
    assert "本项目没有要排先后的事项。" in all_words(chapter_sheets(add_process_map, only(make_dossier("N1")), first=5))


def test_the_map_is_a_figure_told_in_words_from_top_to_bottom():
    (figure,) = tags(chapter_sheets(add_process_map, make_dossier("N1"), first=5), "Figure")

    assert figure.alt.startswith("流程图，从上往下：")
    assert "A29 施工许可" in figure.alt


def test_a_page_that_goes_on_repeats_where_the_lines_come_from():
    sheets = chapter_sheets(add_process_map, make_dossier("N3", everything_applies=True), first=5)

    ghosts = [
        op for op in sheets[1].graphics if isinstance(op, ShapeOp) and op.stroke == GREY_LINE and op.fill == WHITE
    ]
    assert ghosts
    assert "接" in words(sheets[1:])
