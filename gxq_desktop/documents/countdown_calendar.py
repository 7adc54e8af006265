"""The month calendars in the head of the countdown schedule (print.md §9/13): off days, make-up days, events, today."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date
from typing import Final, TypeAlias

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.marks import critical_icon
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import NOTE, TextStyle
from gxq_desktop.documents.text import WEEKDAYS, text_width
from gxq_desktop.documents.tokens import ACCENT, GREY_LINE, GREY_TEXT, INK, SHADE, WHITE
from gxq_desktop.domain.calendar import DayKind

CELL_WIDTH: Final = 5.5
CELL_HEIGHT: Final = 4.9
CALENDAR_HEIGHT: Final = 5.6 + 7 * CELL_HEIGHT
"""Title, weekdays and six weeks, mm at unit 1."""
_TITLE: Final = TextStyle("song", 9.5, 5, bold=True)
_NUMBER: Final = TextStyle("hei", 8, 4.9)
_WEEKDAY: Final = TextStyle("hei", 7, 4.9, colour=GREY_TEXT)
_WORD: Final = TextStyle("hei", 7.5, 4.5, bold=True)
Box: TypeAlias = tuple[float, float, float, float]


def draw_month(
    sheet: Sheet, x: float, y: float, month: date, dossier: Dossier, marked: Collection[date], unit: float = 1.0
) -> int:
    """Draw the month of MONTH with its top left corner at (x, y), all measures times UNIT. Returns its weeks.

    marked: days on which something is due at the latest.
    """
    width, height = CELL_WIDTH * unit, CELL_HEIGHT * unit
    calendar, printed = dossier.calendar, dossier.identity.printed_on
    certain = calendar.covers_year(month.year)
    title, number, small = _sized(_TITLE, unit), _sized(_NUMBER, unit), _sized(_WEEKDAY, unit)
    words = f"{month.month} 月" if month.year == dossier.start_on.year else f"{month.year} 年 {month.month} 月"
    drawn = sheet.text(x, y + 3.8 * unit, words, title)
    if not certain:
        sheet.text(x + drawn + 2 * unit, y + 3.8 * unit, "暂定", _sized(_WORD, unit))
    top = y + 5.6 * unit
    rise = 0.365 * number.em_mm
    for place, word in enumerate(WEEKDAYS):
        sheet.text(x + (place + 0.5) * width, top + height / 2 + 0.365 * small.em_mm, word, small, align="centre")
    white, bold, grey = number.bolder().coloured(WHITE), number.bolder(), number.grey()
    first = month.replace(day=1)
    lead = first.weekday()
    count = monthrange(first.year, first.month)[1]
    gap = 0.25 * unit
    for day_number in range(1, count + 1):
        day = first.replace(day=day_number)
        week, place = divmod(lead + day_number - 1, 7)
        cell_x, cell_y = x + place * width, top + (week + 1) * height
        working = calendar.is_working(day)
        box: Box = (cell_x + gap, cell_y + gap, width - 2 * gap, height - 2 * gap)
        style = number if working else grey
        if day in marked:
            sheet.rect(*box, fill=ACCENT)
            style = white
        elif not working and certain:
            sheet.rect(*box, fill=SHADE)
        elif not working:
            sheet.hatch(*box, pitch=1.2 * unit, weight=0.12 * unit, colour=GREY_LINE)
        if working and calendar.kind(day) is DayKind.MAKEUP_WORKDAY and day not in marked:
            sheet.rect(*box, stroke=INK, weight=0.2 * unit)
        if day == printed:
            _frame_printing_day(sheet, box, unit, on_accent=day in marked)
            style = white if day in marked else bold
        sheet.text(cell_x + width / 2, cell_y + height / 2 + rise, str(day_number), style, align="centre")
    return (lead + count + 6) // 7


def _frame_printing_day(sheet: Sheet, box: Box, unit: float, on_accent: bool) -> None:
    """A thick frame inside the cell; on an event's day a white line parts it from the fill."""
    x, y, width, height = box
    inset = 0.3 * unit
    if on_accent:
        sheet.rect(x + 2 * inset, y + 2 * inset, width - 4 * inset, height - 4 * inset, stroke=WHITE, weight=inset)
    sheet.rect(x + inset, y + inset, width - 2 * inset, height - 2 * inset, stroke=INK, weight=2 * inset)


def draw_calendar_legend(sheet: Sheet, x: float, centre_y: float, provisional: bool) -> None:
    """One line: what the boxes of the calendars mean, the critical icon, and what the latest day of a row is."""
    size = 2.6
    top = centre_y - size / 2
    baseline = centre_y + 0.37 * NOTE.em_mm
    entries = ["不上班", "调休上班", "有事项最迟日", "印制日", "关键"]
    if provisional:
        entries.append("休息日暂定")
    sheet.rect(x, top, size, size, fill=SHADE)
    sheet.begin_tag("P")
    for place, words in enumerate(entries):
        if place == 1:
            sheet.rect(x, top, size, size, stroke=INK, weight=0.2)
        elif place == 2:
            sheet.rect(x, top, size, size, fill=ACCENT)
        elif place == 3:
            sheet.rect(x + 0.25, top + 0.25, size - 0.5, size - 0.5, stroke=INK, weight=0.6)
        elif place == 4:
            critical_icon(sheet, x, centre_y)
        elif place == 5:
            sheet.hatch(x, top, size, size, pitch=1.2, weight=0.12, colour=GREY_LINE)
        sheet.text(x + size + 1.2, baseline, words, NOTE)
        x += size + 1.2 + text_width(words, NOTE) + 3.6
    sheet.text(x, baseline, "最迟日：审批为受理，其余为开始，门槛为到达", NOTE)
    sheet.end_tag()


def _sized(style: TextStyle, unit: float) -> TextStyle:
    return style if unit == 1 else style.sized(style.size_pt * unit, style.leading_mm * unit)
