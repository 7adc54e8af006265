"""What a mono laser shows of whole pages (print.md §13): bars, lights, provisional and critical marks stay apart in grey.

Marks are found through what the pages say, and judged by the pixels they leave: mean grey, spread, ink once dithered.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import combinations, pairwise

import pytest
from PIL import Image, ImageChops, ImageStat

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.countdown import make_countdown
from gxq_desktop.documents.manual import make_manual
from gxq_desktop.documents.sheet import Sheet, TextOp
from gxq_desktop.documents.wallchart import make_wallchart
from tests.documents.dossiers import make_dossier
from tests.documents.reading import picture, written

DOTS = 12.0
"""Pixels a mm: about 300 dpi."""
LASER = 600 / 25.4
APART = 60
"""Grey levels by which neighbouring fills differ (print.md §13)."""


@lru_cache
def dossier_of(kind: str) -> Dossier:
    if kind == "late":
        return make_dossier("N1", targets={"G1": "2026-07-01"})
    if kind == "obstacle":
        return make_dossier("S17-obstacle")
    return make_dossier(kind)


@lru_cache(maxsize=4)
def sheets_of(make: Callable[[Dossier], list[Sheet]], kind: str) -> list[Sheet]:
    return make(dossier_of(kind))


def manual(dossier: Dossier) -> list[Sheet]:
    return make_manual(dossier)


def chart(dossier: Dossier) -> list[Sheet]:
    return make_wallchart(dossier, "A3")


def countdown(dossier: Dossier) -> list[Sheet]:
    return make_countdown(dossier, "A4")


def pictured(sheets: list[Sheet], number: int, dots: float = DOTS) -> Image.Image:
    """Page NUMBER alone in grey; page references need the others, so all are written."""
    return picture(written(*sheets), number - 1, dots)


def crop(page: Image.Image, x: float, y: float, width: float, height: float, dots: float = DOTS) -> Image.Image:
    return page.crop((round(x * dots), round(y * dots), round((x + width) * dots), round((y + height) * dots)))


def grey(part: Image.Image) -> float:
    return ImageStat.Stat(part).mean[0]


def spread(part: Image.Image) -> float:
    return ImageStat.Stat(part).stddev[0]


def ink(part: Image.Image) -> float:
    """The share of black once PART is dithered to one bit, as a laser does."""
    dithered = part.convert("1")
    return dithered.histogram()[0] / (dithered.width * dithered.height)


def said(sheets: list[Sheet], *words: str) -> tuple[Sheet, TextOp]:
    """The first place where a line says one of WORDS."""
    return next((sheet, op) for sheet in sheets for op in sheet.texts if op.line.characters in words)


# --- bars of the wall chart ---------------------------------------------------------------------------------------------


def legend_sample(kind: str, word: str) -> Image.Image:
    """The bar of 9 mm that stands before WORD in the legend, its inside 7 × 1.9 mm."""
    sheets = sheets_of(chart, kind)
    sheet, op = next(
        (sheet, op) for sheet in sheets for op in sheet.texts if op.line.characters.startswith(word) and op.y > 150
    )
    centre = op.y - 0.365 * op.line.spans[0].style.em_mm
    return crop(pictured(sheets, sheet.number), op.x - 1.5 - 9.0 + 1.0, centre - 0.95, 7.0, 1.9)


BARS = {
    "critical": ("N1", "关键"),
    "department": ("N1", "部门审批"),
    "open": ("N1", "企业、接入单位"),
    "not counted": ("N1", "不计入时限"),
    "obstacle": ("obstacle", "障碍"),
}


@lru_cache
def bar(kind: str) -> Image.Image:
    return legend_sample(*BARS[kind])


def unlike_itself(part: Image.Image, dx: int) -> float:
    """How much PART differs from itself moved down by 3 pixels and right by DX: little along the lines of a hatch."""
    width, height = part.size
    lower = part.crop((max(0, dx), 3, width + min(0, dx), height))
    upper = part.crop((max(0, -dx), 0, width + min(0, -dx), height - 3))
    return grey(ImageChops.difference(lower, upper))


def direction(part: Image.Image) -> float:
    """−1 for a hatch that rises to the right, +1 for one that falls, 0 for crossed lines and even fills."""
    rising, falling = unlike_itself(part, -3), unlike_itself(part, 3)
    return (rising - falling) / max(rising + falling, 10.0)


@pytest.mark.parametrize(("one", "other"), list(combinations(BARS, 2)))
def test_bars_of_the_chart_differ_in_grey_or_in_form(one: str, other: str):
    by_tone = abs(grey(bar(one)) - grey(bar(other)))
    by_form = abs(spread(bar(one)) - spread(bar(other)))
    by_direction = abs(direction(bar(one)) - direction(bar(other)))

    assert by_tone >= APART or by_form >= APART / 2 or by_direction >= 0.3, (by_tone, by_form, by_direction)


def test_an_open_bar_is_white_a_department_bar_is_an_even_grey_and_hatches_are_neither():
    assert grey(bar("open")) > 250
    assert 120 < grey(bar("department")) < 175 and spread(bar("department")) < 12
    assert spread(bar("critical")) > 60
    assert spread(bar("not counted")) > 30


def test_the_hatch_of_what_is_critical_rises_of_what_is_not_counted_falls_and_of_an_obstacle_crosses():
    assert direction(bar("critical")) < -0.3
    assert direction(bar("not counted")) > 0.3
    assert abs(direction(bar("obstacle"))) < 0.15


def test_critical_hatch_lines_stay_separate_on_a_laser_of_600_dpi():
    sheets = sheets_of(chart, "N1")
    sheet, op = next((sheet, op) for sheet in sheets for op in sheet.texts if op.line.characters.startswith("关键"))
    centre = op.y - 0.365 * op.line.spans[0].style.em_mm
    part = crop(pictured(sheets, sheet.number, LASER), op.x - 9.5, centre - 0.5, 7.0, 1.0, LASER)
    part = part.point(lambda value: 0 if value < 128 else 255)

    row = part.crop((0, part.height // 2, part.width, part.height // 2 + 1)).tobytes()
    changes = sum(a != b for a, b in pairwise(row))

    assert 2 * 7.0 / 1.2 - 3 <= changes <= 2 * 7.0 / 1.2 + 4


# --- lights ---------------------------------------------------------------------------------------------------------------


@lru_cache
def light(word: str) -> Image.Image:
    """The shape before WORD on a page of the timetable, 2.6 × 2.6 mm about its centre."""
    sheets = sheets_of(manual, {"绿": "N1", "黄": "N5", "红": "late"}[word])
    sheet, op = said([sheet for sheet in sheets if any(anchor.startswith("row:") for anchor in sheet.anchors)], word)
    centre = op.y - 0.37 * op.line.spans[0].style.em_mm
    return crop(pictured(sheets, sheet.number), op.x - 0.9 - 1.5 - 1.3, centre - 1.3, 2.6, 2.6)


def middle(part: Image.Image) -> float:
    width, height = part.size
    return grey(part.crop((width // 2 - 3, height // 2 - 3, width // 2 + 3, height // 2 + 3)))


def test_the_green_light_is_an_open_ring_the_amber_one_filled_the_red_one_solid():
    assert middle(light("绿")) > 230
    assert 120 < middle(light("黄")) < 200
    assert middle(light("红")) < 100


def test_lights_grow_heavier_with_urgency():
    weights = [255 - grey(light(word)) for word in "绿黄红"]

    assert weights[0] + 15 < weights[1] < weights[2] - 30
    assert ink(light("绿")) < ink(light("黄")) < ink(light("红"))


def test_the_corners_tell_the_square_from_the_triangle_and_the_ring():
    def corner(word: str) -> float:
        return grey(light(word).crop((0, 0, 4, 4)))

    assert corner("红") < 170
    assert corner("绿") > 200
    assert corner("黄") > 200


# --- marks ----------------------------------------------------------------------------------------------------------------


def marks_on(sheet: Sheet, width: float) -> list[tuple[float, float, float]]:
    """(left, width, baseline) of the inline marks on SHEET that are WIDTH mm wide, to a tenth."""
    return [
        (op.x + span.dx, span.width, op.y)
        for op in sheet.texts
        for span in op.line.spans
        if span.mark is not None and abs(span.width - width) < 0.1
    ]


def test_the_provisional_mark_is_a_closed_box_with_legible_strokes_on_a_laser():
    sheets = sheets_of(countdown, "N1")
    sheet = next(sheet for sheet in sheets if any("27-" in op.line.characters for op in sheet.texts))
    left, width, baseline = max(marks_on(sheet, 4.2) or marks_on(sheet, 3.3) or marks_on(sheet, 4.5), default=(0, 0, 0))
    assert width, "there is a provisional date on the sheet"

    page = pictured(sheets, sheet.number, LASER)
    part = crop(page, left + width - 3.4, baseline - 3.1, 3.4, 3.4, LASER)

    assert 0.15 < ink(part) < 0.6
    inside = part.crop((part.width // 4, part.height // 4, 3 * part.width // 4, 3 * part.height // 4))
    assert 0.15 < ink(inside) < 0.75


def test_a_critical_row_is_told_by_its_tint_and_by_a_hatched_icon():
    sheets = sheets_of(manual, "N1")
    dossier = dossier_of("N1")
    critical = {f"row:{step.id}" for step in dossier.steps if step.critical}
    sheet = next(sheet for sheet in sheets if critical & sheet.anchors.keys())
    page = pictured(sheets, sheet.number)
    assert sheet.frame is not None
    tops = sorted((y, anchor) for anchor, y in sheet.anchors.items() if anchor.startswith("row:"))

    for y, anchor in tops:
        ground = grey(crop(page, sheet.frame.x + 98.0, y + 0.8, 2.0, 0.6))
        icon = crop(page, sheet.frame.right - 17.0, y + 1.5, 5.0, 5.0)
        if anchor in critical:
            assert 235 < ground < 246, anchor
            assert icon.getextrema()[0] < 90, anchor
        else:
            assert ground > 250, anchor
            assert grey(icon) > 250, anchor


def test_promised_and_statutory_time_differ_on_the_limit_bar_by_solid_and_outline():
    sheets = sheets_of(manual, "N1")
    sheet, op = said(sheets, "承诺 5", "承诺5")
    page = pictured(sheets, sheet.number)
    due = next(other for other in sheet.texts if abs(other.y - op.y) < 0.3 and "前办结" in other.line.characters)

    promised = crop(page, op.x + op.line.width + 0.5, op.y - 2.0, 1.5, 0.6)
    statutory = crop(page, due.x + due.line.width + 1.0, op.y - 2.0, 4.0, 0.6)

    assert grey(statutory) - grey(promised) > 2.5 * APART


def test_squares_of_page_three_show_what_applies_what_does_not_and_what_is_open():
    sheets = sheets_of(manual, "obstacle")
    page = pictured(sheets, 3)
    third = dossier_of("obstacle").counts[2]
    left, top = 25.0 + 2 * (53.333 + 4.0), 112.0

    def square(index: int) -> Image.Image:
        return crop(page, left + index % 12 * 4.1 + 0.5, top + index // 12 * 4.1 + 0.5, 2.3, 2.3)

    tones: dict[str, list[float]] = {"applies": [], "not_applicable": [], "undecided": []}
    for index, cell in enumerate(third.cells):
        tones[cell.verdict.value].append(grey(square(index)))

    assert max(tones["applies"]) < 100
    assert min(tones["not_applicable"]) > 250
    assert all(100 + APART < tone < 250 for tone in tones["undecided"])


def test_the_calendar_of_the_countdown_tells_days_off_due_days_and_the_printing_day():
    sheets = sheets_of(countdown, "N1")
    page = pictured(sheets, 1)
    days = {
        op.line.characters: op
        for op in sheets[0].texts
        if op.line.characters.isdigit() and 50 < op.y < 85 and op.x < 65
    }

    def ground(day: str) -> float:
        op = days[day]
        return grey(crop(page, op.x + op.line.width / 2 - 2.3, op.y - 3.0, 0.9, 1.2))

    assert ground("13") < 100, "a latest day"
    assert 225 < ground("14") < 240, "a Saturday"
    assert ground("11") > 250, "a working day"
