from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.documents.sheet import ARTIFACT, LineOp, ShapeOp, Sheet, hatch_lines
from gxq_desktop.documents.styles import CARD_TEXT, TABLE_TEXT
from gxq_desktop.documents.text import marked, plain, text_width
from gxq_desktop.documents.tokens import A4, ACCENT, BLACK, WHITE


def test_text_is_placed_by_its_left_edge_centre_or_right_edge():
    sheet = Sheet(A4)
    width = text_width("许可证", TABLE_TEXT)

    for align in ("left", "centre", "right"):
        sheet.text(100, 50, "许可证", TABLE_TEXT, align=align)

    assert [op.x for op in sheet.texts] == pytest.approx([100, 100 - width / 2, 100 - width])


def test_turned_text_ends_where_it_should_when_right_aligned():
    sheet = Sheet(A4)

    sheet.text(100, 50, "许可证", TABLE_TEXT, align="right", angle=90)

    op = sheet.texts[0]
    assert (op.x, op.y) == pytest.approx((100, 50 + text_width("许可证", TABLE_TEXT)))


def test_a_paragraph_says_how_high_it_is_and_stands_on_its_leading():
    sheet = Sheet(A4)
    text = plain("建设工程规划许可证核发" * 12, CARD_TEXT)

    height = sheet.paragraph(25, 45, 82, text)

    baselines = [op.y for op in sheet.texts]
    assert height == pytest.approx(len(baselines) * CARD_TEXT.leading_mm)
    assert baselines[0] == pytest.approx(CARD_TEXT.baseline(45))
    assert baselines[-1] - baselines[0] == pytest.approx((len(baselines) - 1) * CARD_TEXT.leading_mm)


def test_a_paragraph_may_be_cut_at_a_number_of_lines():
    sheet = Sheet(A4)

    height = sheet.paragraph(25, 45, 82, plain("许可证" * 60, CARD_TEXT), max_lines=2)

    assert len(sheet.texts) == 2
    assert height == 2 * CARD_TEXT.leading_mm


def test_text_outside_any_tag_becomes_a_paragraph_and_furniture_belongs_to_nothing():
    sheet = Sheet(A4)

    sheet.text(25, 30, "正文", CARD_TEXT)
    with sheet.artifact():
        sheet.text(25, 290, "页脚", CARD_TEXT)

    assert [tag.role for tag in sheet.roots] == ["P"]
    assert [op.content for op in sheet.texts] == [0, ARTIFACT]


def test_a_tag_broken_by_furniture_goes_on_with_new_content():
    sheet = Sheet(A4)

    with sheet.tag("P") as paragraph:
        sheet.text(25, 30, "一", CARD_TEXT)
        with sheet.artifact():
            sheet.text(25, 290, "页脚", CARD_TEXT)
        sheet.text(25, 35, "二", CARD_TEXT)

    assert [number for _, number in paragraph.kids] == [0, 1]


def test_graphics_are_read_only_inside_a_figure():
    sheet = Sheet(A4)

    sheet.rule(25, 30, 100)
    with sheet.tag("Figure", alt="条形图"):
        sheet.rect(25, 40, 50, 5, fill=ACCENT)

    assert [op.content for op in sheet.graphics] == [ARTIFACT, 0]
    assert sheet.roots[0].alt == "条形图"


def test_inline_marks_are_drawn_where_their_place_in_the_line_is():
    from gxq_desktop.documents.marks import box_mark

    sheet = Sheet(A4)

    sheet.text(25, 30, marked("先{box}后", CARD_TEXT, box=box_mark(CARD_TEXT)))

    box = sheet.graphics[0]
    assert isinstance(box, ShapeOp)
    assert box.commands[0][1] == pytest.approx(25 + CARD_TEXT.em_mm * 1.25)


@given(st.floats(0, 200), st.floats(0, 280), st.floats(0.5, 100), st.floats(0.5, 20), st.floats(0.4, 3), st.booleans())
def test_a_hatch_stays_in_its_rectangle_at_45_degrees(
    x: float, y: float, width: float, height: float, pitch: float, falling: bool
):
    pieces = hatch_lines(x, y, width, height, pitch, falling)

    for x1, y1, x2, y2 in pieces:
        assert x - 1e-6 <= min(x1, x2) and max(x1, x2) <= x + width + 1e-6
        assert y - 1e-6 <= min(y1, y2) and max(y1, y2) <= y + height + 1e-6
        assert abs(y2 - y1) == pytest.approx(abs(x2 - x1), abs=1e-6)
        assert (y2 > y1) == falling
    assert len(pieces) >= math.floor((width + height) / pitch) - 1


def test_a_hatch_goes_on_across_two_touching_rectangles():
    whole = hatch_lines(10, 10, 20, 3, 1.2)
    halves = hatch_lines(10, 10, 10, 3, 1.2) + hatch_lines(20, 10, 10, 3, 1.2)

    assert {round((x + y) / 1.2) for x, y, *_ in halves} == {round((x + y) / 1.2) for x, y, *_ in whole}


def test_the_qr_code_keeps_its_quiet_zone_white_and_says_its_text():
    sheet = Sheet(A4)

    sheet.qr(10, 20, 24, "GX-2026-0017 第2版")

    ground, modules = sheet.graphics
    assert isinstance(ground, ShapeOp) and isinstance(modules, ShapeOp)
    assert ground.fill == WHITE and modules.fill == BLACK
    side = 24 / (25 + 8)
    lefts = [float(command[1]) for command in modules.commands]
    assert min(lefts) == pytest.approx(10 + 4 * side)
    assert "GX-2026-0017 第2版" in sheet.roots[0].alt


def test_one_anchor_stands_once_on_a_sheet():
    sheet = Sheet(A4)
    sheet.anchor("A23", 40)

    with pytest.raises(ValueError, match="A23"):
        sheet.anchor("A23", 50)


def test_a_link_leads_to_one_thing():
    with pytest.raises(ValueError, match="link"):
        Sheet(A4).link(0, 0, 1, 1)


def test_many_lines_of_one_look_are_one_operation():
    sheet = Sheet(A4)

    sheet.lines([(0, y, 10, y) for y in range(5)])
    sheet.lines([])

    (op,) = sheet.graphics
    assert isinstance(op, LineOp)
    assert len(op.pieces) == 5
