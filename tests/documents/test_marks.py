"""What marks look like: on paper images, in colour and as a mono laser shows them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PIL import Image, ImageChops

from gxq_desktop.documents import marks
from gxq_desktop.documents.preflight import preflight
from gxq_desktop.documents.sheet import LineOp, ShapeOp, Sheet
from gxq_desktop.documents.styles import CARD_TEXT, TABLE_TEXT
from gxq_desktop.documents.text import marked, set_line
from gxq_desktop.documents.tokens import A4, ACCENT, AMBER, GREEN, GREY_TEXT, INK, RED
from tests.documents.reading import extracted, picture, written

Draw = Callable[[Sheet], object]


def drawn(draw: Draw) -> Sheet:
    sheet = Sheet(A4)
    draw(sheet)
    return sheet


def ink(draw: Draw, left: float, top: float, right: float, bottom: float, dots: float = 12) -> Image.Image:
    """The mark as a 1-bit image of the rectangle (mm), 12 dots a mm (300 dpi)."""
    image = picture(written(drawn(draw)), dots_per_mm=dots)
    return image.crop(tuple(round(dots * v) for v in (left, top, right, bottom))).point(lambda v: 255 * (v < 160))


def share(image: Image.Image) -> float:
    return image.histogram()[255] / (image.width * image.height)


@pytest.mark.parametrize("size", [2.6, 2.9, 3.6, 4.2, 6.0, 9.0])
def test_an_open_box_is_white_inside_and_as_large_as_asked(size: float):
    (box,) = drawn(lambda sheet: marks.tick_box(sheet, 20, 20, size)).graphics

    assert isinstance(box, ShapeOp)
    assert box.commands[0] == ("re", 20, 20, size, size)
    assert (box.stroke, box.weight) == (INK, 0.3)


def test_a_closed_box_shows_a_check_instead_of_its_number():
    open_box = drawn(lambda sheet: marks.tick_box(sheet, 20, 20, 4.2, 18))
    closed = drawn(lambda sheet: marks.tick_box(sheet, 20, 20, 4.2, 18, closed=True))

    assert [op.line.characters for op in open_box.texts] == ["18"]
    assert closed.texts == []
    assert len(closed.graphics) == 2


@pytest.mark.parametrize("number", [1, 18, 99, 118])
def test_a_number_stays_inside_its_box(number: int):
    sheet = drawn(lambda sheet: marks.tick_box(sheet, 20, 20, marks.BOX_TABLE, number))

    (box,) = sheet.graphics
    (text,) = sheet.texts
    assert isinstance(box, ShapeOp)
    width = float(box.commands[0][3])
    assert text.x >= 20.2 and text.x + text.line.width <= 20 + width - 0.2
    assert width <= 5


def test_the_check_has_legs_of_one_to_two():
    (check,) = drawn(lambda sheet: marks.check(sheet, 20, 20)).graphics

    assert isinstance(check, ShapeOp)
    (_, x1, y1), (_, x2, y2), (_, x3, y3) = check.commands
    assert (x3 - x2) / (x2 - x1) == pytest.approx(2)
    assert (y2 - y3) / (y2 - y1) == pytest.approx(2)
    assert check.weight == 0.5


def test_lights_differ_by_shape_weight_and_word_so_that_mono_paper_keeps_their_order():
    fields = {
        kind: ink(lambda sheet, kind=kind: marks.light(sheet, 20, 20, kind), 19, 16, 30, 22)
        for kind in ("green", "amber", "red")
    }

    assert share(fields["green"]) < share(fields["amber"]) < share(fields["red"])
    for one, other in (("green", "amber"), ("amber", "red"), ("green", "red")):
        assert ImageChops.difference(fields[one], fields[other]).getbbox() is not None


def test_lights_are_coloured_and_worded_as_designed():
    sheet = drawn(
        lambda sheet: [marks.light(sheet, 20, 20 + 8 * at, kind) for at, kind in enumerate(marks.LIGHT_WORDS)]
    )

    assert [op.line.characters for op in sheet.texts] == ["绿", "黄", "红", "已办结", "?", "待定"]
    assert [(op.line.spans[0].style.colour, op.line.spans[0].style.bold) for op in sheet.texts[:4]] == [
        (GREY_TEXT, False), (INK, True), (INK, True), (GREY_TEXT, False),
    ]  # fmt: skip
    colours = {op.fill for op in sheet.graphics if isinstance(op, ShapeOp)} | {
        op.stroke for op in sheet.graphics if isinstance(op, ShapeOp)
    }
    assert {GREEN, AMBER, RED} <= colours


def test_the_ring_of_the_green_light_stays_open_on_mono_paper():
    ring = ink(lambda sheet: marks.light_shape(sheet, 20, 20, "green"), 18, 18, 22, 22, dots=24)

    assert ring.getpixel((48, 48)) == 0
    assert ring.getpixel((48, round(24 * (2 - 1.12)))) == 255


@pytest.mark.parametrize(("bar", "pitch"), [(marks.critical_bar, 1.2), (marks.not_counted_bar, 1.0)])
def test_hatches_stay_separate_lines_on_mono_paper(bar: Callable[..., object], pitch: float):
    dots = 24
    field = ink(lambda sheet: bar(sheet, 20, 20, 30, 5), 24, 22.5, 44, 22.6, dots)

    row = [field.getpixel((x, 0)) > 0 for x in range(field.width)]
    edges = sum(before != after for before, after in pairwise(row))
    assert edges == pytest.approx(2 * 20 / pitch, abs=3)


def test_the_critical_and_the_not_counted_hatch_rise_in_opposite_directions():
    def slopes(bar: Callable[..., object]) -> set[bool]:
        sheet = drawn(lambda sheet: bar(sheet, 20, 20, 30, 5))
        return {x2 > x1 and y2 < y1 for op in sheet.graphics if isinstance(op, LineOp) for x1, y1, x2, y2 in op.pieces}

    assert slopes(marks.critical_bar) == {True}
    assert slopes(marks.not_counted_bar) == {False}


def test_the_provisional_mark_is_legible_on_mono_paper():
    mark = ink(lambda sheet: marks.provisional(sheet, 20, 20), 20.3, 18.7, 22.9, 21.3, dots=24)
    blank = ink(
        lambda sheet: sheet.rect(20, 18.4, 3.2, 3.2, stroke=INK, weight=0.2, radius=0.5), 20.3, 18.7, 22.9, 21.3, 24
    )

    assert share(blank) < 0.02
    assert 0.15 < share(mark) < 0.6


def test_marks_in_a_line_take_their_room_and_stay_with_the_word_after_them():
    text = marked("{box}材料 {light}绿 {critical}关键", CARD_TEXT, box=marks.box_mark(CARD_TEXT),
                  light=marks.light_mark(CARD_TEXT, "green"), critical=marks.critical_mark(CARD_TEXT))  # fmt: skip
    sheet = Sheet(A4)

    sheet.text(20, 30, text)

    assert len(sheet.graphics) == 4
    assert set_line(text).width > 10 * CARD_TEXT.em_mm
    assert extracted(written(sheet))[0].split() == ["材料", "绿", "关键"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda s: marks.chart_box(s, 20, 20, 7),
        lambda s: marks.critical_icon(s, 20, 20),
        lambda s: marks.department_bar(s, 20, 20, 20, 2.7),
        lambda s: marks.open_bar(s, 20, 20, 20, 2.7),
        lambda s: marks.finished_bar(s, 20, 20, 20),
        lambda s: marks.gate_diamond(s, 20, 20),
        lambda s: marks.printing_day(s, 20, 20),
        lambda s: marks.chevron(s, 20, 20),
        lambda s: marks.arrow_head(s, 20, 20),
        lambda s: marks.flow_arrow(s, 20, 20, 20, 6),
        lambda s: marks.elbow(s, 20, 20),
        lambda s: [marks.unit_square(s, 20 + 4.1 * n, 20, k) for n, k in enumerate(("applies", "closed", "not", "undecided"))],
        lambda s: marks.callout(s, 20, 20, 3),
        lambda s: marks.undecided(s, 20, 20),
    ],
)  # fmt: skip
def test_every_mark_leaves_ink_and_passes_preflight(draw: Draw):
    assert share(ink(draw, 15, 15, 45, 25)) > 0.001
    assert preflight([drawn(draw)]) == []


def test_a_finished_bar_is_thinner_than_an_open_one_so_that_mono_paper_tells_them_apart():
    (finished,) = drawn(lambda sheet: marks.finished_bar(sheet, 20, 20, 20)).graphics

    assert isinstance(finished, ShapeOp)
    assert finished.commands[0][4] == 1.3


def test_a_date_with_its_unit_is_as_wide_as_both():
    sheet = Sheet(A4)

    width = marks.date_numeral(sheet, 20, 30, marked("54", TABLE_TEXT), "个工作日", TABLE_TEXT)

    last = sheet.texts[-1]
    assert width == pytest.approx(last.x + last.line.width - 20)
    assert ACCENT not in {op.line.spans[0].style.colour for op in sheet.texts}
