"""The marks of the paper (print.md §4): boxes, lights, hatches, diamonds, arrows. All are drawn, none is a character.

All take the sheet first and mm. `…_mark(style)` make InlineMarks that stand in a line of text.
"""

from __future__ import annotations

from typing import Final, Literal

from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    BOX_NUMBER,
    LIGHT_WORD,
    PROVISIONAL_MARK,
    UNDECIDED_MARK,
    TextStyle,
)
from gxq_desktop.documents.text import InlineMark, Text, text_width
from gxq_desktop.documents.tokens import (
    ACCENT,
    AMBER,
    BAR,
    BOX_LINE,
    GREEN,
    GREY_LINE,
    GREY_TEXT,
    INK,
    RED,
    WHITE,
    Colour,
)

BOX_CONTENTS: Final = 2.6
BOX_INLINE: Final = 2.9
BOX_TABLE: Final = 3.6
BOX_NUMBERED: Final = 4.2
BOX_COMPACT: Final = 6.0
BOX_FULL: Final = 9.0

LightKind = Literal["green", "amber", "red", "closed", "undecided"]
LIGHT_WORDS: Final = {"green": "绿", "amber": "黄", "red": "红", "closed": "已办结", "undecided": "待定"}
LIGHT_SIZE: Final = 3.0
LIGHT_GAP: Final = 0.9


def tick_box(
    sheet: Sheet, x: float, y: float, size: float = BOX_TABLE, number: int | None = None, closed: bool = False
) -> None:
    """An empty box to tick by pen, top left corner at (x, y). NUMBER in it while open; a drawn check when CLOSED.

    A number of three figures widens a small box.
    """
    width = size if closed or number is None else max(size, _number_width(number))
    sheet.rect(x, y, width, size, fill=WHITE, stroke=INK, weight=BOX_LINE)
    if closed:
        check(sheet, x + size / 2, y + size / 2, 0.66 * size)
    elif number is not None:
        box_number(sheet, x + width / 2, y + size / 2, number)


def box_number(sheet: Sheet, centre_x: float, centre_y: float, number: int) -> None:
    """A step's number in its box, 7 pt grey, centred."""
    sheet.text(centre_x, centre_y + 0.365 * BOX_NUMBER.em_mm, str(number), BOX_NUMBER, align="centre")


def _number_width(number: int) -> float:
    return text_width(str(number), BOX_NUMBER) + 0.8


def chart_box(sheet: Sheet, x: float, y: float, number: int | None = None, closed: bool = False) -> None:
    """The 5 × 3.5 box of the wall chart."""
    sheet.rect(x, y, 5, 3.5, fill=WHITE, stroke=INK, weight=BOX_LINE)
    if closed:
        check(sheet, x + 2.5, y + 1.75, 2.8)
    elif number is not None:
        box_number(sheet, x + 2.5, y + 1.75, number)


def check(
    sheet: Sheet, centre_x: float, centre_y: float, width: float = 2.4, colour: Colour = INK, weight: float = 0.5
) -> None:
    """A drawn check mark WIDTH mm wide, short leg to long leg 1 : 2."""
    unit = width / 3
    left, bottom = centre_x - width / 2, centre_y + unit
    sheet.polyline([(left, bottom - unit), (left + unit, bottom), (left + 3 * unit, bottom - 2 * unit)], weight, colour)


def light(
    sheet: Sheet, x: float, baseline: float, kind: LightKind, word: bool = True, text: str | None = None
) -> float:
    """A light and its word (or TEXT in place of the word), left edge at X. Returns the width, mm.

    green: ring, grey word. amber: filled triangle with dark edge. red: solid square, bold. closed: check. undecided:
    dashed diamond with “?”.
    """
    centre_y = baseline - 0.37 * LIGHT_WORD.em_mm
    light_shape(sheet, x + LIGHT_SIZE / 2, centre_y, kind)
    if not word:
        return LIGHT_SIZE
    style = LIGHT_WORD
    if kind in ("green", "closed"):
        style = style.grey()
    elif kind in ("amber", "red"):
        style = style.bolder()
    return LIGHT_SIZE + LIGHT_GAP + sheet.text(x + LIGHT_SIZE + LIGHT_GAP, baseline, text or LIGHT_WORDS[kind], style)


def light_shape(sheet: Sheet, centre_x: float, centre_y: float, kind: LightKind) -> None:
    """The shape of a light alone, about its centre, in a field of 3 × 3 mm."""
    if kind == "green":
        sheet.circle(centre_x, centre_y, 1.12, stroke=GREEN, weight=0.42)
    elif kind == "amber":
        half, height = 1.5, 2.6
        top = centre_y - height / 2
        corners = [(centre_x, top), (centre_x + half, top + height), (centre_x - half, top + height)]
        sheet.polygon(corners, fill=AMBER, stroke=INK, weight=0.28)
    elif kind == "red":
        sheet.rect(centre_x - 1.3, centre_y - 1.3, 2.6, 2.6, fill=RED)
    elif kind == "closed":
        check(sheet, centre_x, centre_y, 2.6)
    else:
        undecided(sheet, centre_x, centre_y)


def undecided(sheet: Sheet, centre_x: float, centre_y: float, size: float = 3.2) -> None:
    """待定: a dashed diamond with “?”."""
    half = size / 2
    corners = [
        (centre_x, centre_y - half),
        (centre_x + half, centre_y),
        (centre_x, centre_y + half),
        (centre_x - half, centre_y),
    ]
    sheet.polygon(corners, fill=WHITE, stroke=INK, weight=0.3, dash=(0.6, 0.4))
    sheet.text(centre_x, centre_y + 0.37 * UNDECIDED_MARK.em_mm, "?", UNDECIDED_MARK, align="centre")


def provisional(sheet: Sheet, x: float, centre_y: float) -> float:
    """暂 in a rounded box 3.2 high, left edge at X. Returns its width, mm."""
    width = 3.2
    sheet.rect(x, centre_y - 1.6, width, 3.2, fill=WHITE, stroke=INK, weight=0.2, radius=0.5)
    sheet.text(x + width / 2, centre_y + 0.38 * PROVISIONAL_MARK.em_mm, "暂", PROVISIONAL_MARK, align="centre")
    return width


def critical_bar(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    """A bar on the critical path (关键线路): hatched accent on white in an accent frame."""
    sheet.rect(x, y, width, height, fill=WHITE)
    sheet.hatch(x, y, width, height)
    sheet.rect(x, y, width, height, stroke=ACCENT, weight=0.35)


def critical_icon(sheet: Sheet, x: float, centre_y: float, size: float = 2.4) -> float:
    """The small hatched square beside a critical row, left edge at X. Returns its width."""
    y = centre_y - size / 2
    third = size / 3
    strokes = [
        (x, y + 2 * third - 0.2, x + 2 * third - 0.2, y),
        (x, y + size, x + size, y),
        (x + third + 0.2, y + size, x + size, y + third + 0.2),
    ]
    sheet.lines(strokes, 0.38, ACCENT)
    sheet.rect(x, y, size, size, stroke=ACCENT, weight=0.25)
    return size


def not_counted_bar(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    """A step that is not counted in the limit (不计入): thin falling hatch, dashed grey frame."""
    sheet.rect(x, y, width, height, fill=WHITE)
    sheet.hatch(x, y, width, height, pitch=1.0, weight=0.18, colour=GREY_TEXT, falling=True)
    sheet.rect(x, y, width, height, stroke=GREY_TEXT, weight=0.25, dash=(0.8, 0.5))


def department_bar(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    """A department's step in the Gantt: bar colour, accent edge."""
    sheet.rect(x, y, width, height, fill=BAR, stroke=ACCENT, weight=0.3)


def open_bar(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    """A step of the enterprise or a utility: white, ink edge."""
    sheet.rect(x, y, width, height, fill=WHITE, stroke=INK, weight=0.3)


def finished_bar(sheet: Sheet, x: float, centre_y: float, width: float, height: float = 1.3) -> None:
    """A closed step: thin grey."""
    sheet.rect(x, centre_y - height / 2, width, height, fill=GREY_LINE)


def gate_diamond(sheet: Sheet, centre_x: float, centre_y: float, size: float = 3.6) -> None:
    """A gate (门槛): a solid diamond."""
    half = size / 2
    sheet.polygon(
        [
            (centre_x, centre_y - half),
            (centre_x + half, centre_y),
            (centre_x, centre_y + half),
            (centre_x - half, centre_y),
        ],
        fill=INK,
    )


def printing_day(sheet: Sheet, centre_x: float, tip_y: float, size: float = 2.4) -> None:
    """▼ whose tip is at TIP_Y."""
    half = size / 2
    sheet.polygon(
        [(centre_x - half, tip_y - size * 0.87), (centre_x + half, tip_y - size * 0.87), (centre_x, tip_y)], fill=INK
    )


def chevron(
    sheet: Sheet, tip_x: float, centre_y: float, size: float = 1.6, colour: Colour = INK, weight: float = 0.2
) -> None:
    """“Goes on beyond the sheet”: an open arrow head, tip at TIP_X."""
    half = size / 2
    sheet.polyline(
        [(tip_x - half, centre_y - half), (tip_x, centre_y), (tip_x - half, centre_y + half)], weight, colour
    )


def arrow_head(sheet: Sheet, tip_x: float, centre_y: float, size: float = 1.8, colour: Colour = INK) -> None:
    """A solid arrow head pointing right."""
    sheet.polygon(
        [(tip_x, centre_y), (tip_x - size, centre_y - size / 2.4), (tip_x - size, centre_y + size / 2.4)], fill=colour
    )


def flow_arrow(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    height: float,
    fill: Colour = WHITE,
    point: float = 2.4,
    first: bool = False,
) -> None:
    """One link of a chain of steps: a box whose right side is a point and whose left side takes the one before."""
    middle = y + height / 2
    corners = [(x, y), (x + width - point, y), (x + width, middle), (x + width - point, y + height), (x, y + height)]
    if not first:
        corners.append((x + point, middle))
    sheet.polygon(corners, fill=fill, stroke=INK, weight=0.3)


def elbow(sheet: Sheet, x: float, centre_y: float, size: float = 1.6) -> None:
    """└ before an indented step, drawn."""
    sheet.polyline([(x, centre_y - size), (x, centre_y), (x + size, centre_y)], 0.2, GREY_LINE)


def unit_square(
    sheet: Sheet, x: float, y: float, kind: Literal["applies", "closed", "not", "undecided"], size: float = 3.3
) -> None:
    """One square of a unit chart: solid = applies, check = closed, hollow = does not apply, dashed ? = undecided."""
    if kind in ("applies", "closed"):
        sheet.rect(x, y, size, size, fill=ACCENT)
        if kind == "closed":
            check(sheet, x + size / 2, y + size / 2, 2.1, WHITE, 0.45)
    elif kind == "not":
        sheet.rect(x, y, size, size, fill=WHITE, stroke=GREY_LINE, weight=0.2)
    else:
        sheet.rect(x, y, size, size, fill=WHITE, stroke=INK, weight=0.25, dash=(0.6, 0.4))
        sheet.text(x + size / 2, y + size / 2 + 0.37 * UNDECIDED_MARK.em_mm, "?", UNDECIDED_MARK, align="centre")


def callout(sheet: Sheet, centre_x: float, centre_y: float, number: int, radius: float = 2.2) -> None:
    """A solid disc with a white figure, for numbered explanations."""
    sheet.circle(centre_x, centre_y, radius, fill=INK)
    style = CALLOUT_FIGURE
    sheet.text(centre_x, centre_y + 0.365 * style.em_mm, str(number), style, align="centre")


CALLOUT_FIGURE: Final = TextStyle("hei", 8, 4.5, bold=True, colour=WHITE)


def date_numeral(
    sheet: Sheet, x: float, baseline: float, date: Text, unit: str = "", unit_style: TextStyle | None = None
) -> float:
    """A large date or count with its small unit on the same baseline. Returns the width."""
    width = sheet.text(x, baseline, date)
    if unit and unit_style is not None:
        width += 1.5 + sheet.text(x + width + 1.5, baseline, unit, unit_style)
    return width


# --- marks inside a line of text ------------------------------------------------------------------------------------


def box_mark(style: TextStyle, size: float = BOX_INLINE, closed: bool = False) -> InlineMark:
    """A tick box in a line of text, followed by a gap; it stays with the word after it."""

    def draw(sheet: Sheet, x: float, baseline: float) -> None:
        tick_box(sheet, x, baseline - 0.37 * style.em_mm - size / 2, size, closed=closed)

    return InlineMark(size + 1.2, draw, style=style)


def light_mark(style: TextStyle, kind: LightKind) -> InlineMark:
    """The shape of a light in a line of text, followed by a gap."""

    def draw(sheet: Sheet, x: float, baseline: float) -> None:
        light_shape(sheet, x + LIGHT_SIZE / 2, baseline - 0.37 * style.em_mm, kind)

    return InlineMark(LIGHT_SIZE + LIGHT_GAP, draw, style=style)


def critical_mark(style: TextStyle, gap_before: float = 1.5) -> InlineMark:
    """The critical icon in a line of text, GAP_BEFORE (mm) before it and a small one after it."""

    def draw(sheet: Sheet, x: float, baseline: float) -> None:
        critical_icon(sheet, x + gap_before, baseline - 0.37 * style.em_mm)

    return InlineMark(gap_before + 3.3, draw, style=style)


def provisional_mark(style: TextStyle, gap_before: float = 0.8) -> InlineMark:
    """暂 in its box after a date, raised; GAP_BEFORE: mm, none where it begins a line."""

    def draw(sheet: Sheet, x: float, baseline: float) -> None:
        provisional(sheet, x + gap_before, baseline - 0.37 * style.em_mm - 0.3)

    return InlineMark(gap_before + 3.4, draw, style=style)
