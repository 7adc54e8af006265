"""What stands on half a page that no card needs (print.md §9, 08): a stage's opening, a gate's checklist, lines for notes.

Each is as high as a compact card. Stage opening: the cards of the phase with their dates. Gate checklist: everything a gate
waits for, with boxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gxq_desktop.application.views import CardView, Day, Dossier, GateView, StepView
from gxq_desktop.documents.book import ruled_lines
from gxq_desktop.documents.marks import BOX_NUMBERED, critical_mark, gate_diamond, tick_box
from gxq_desktop.documents.sections.card_compact import HEIGHT
from gxq_desktop.documents.sections.places import Places
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    CARD_TITLE_COMPACT,
    CODE,
    NOTE,
    SECTION_HEAD,
    TABLE_GREY,
    TABLE_KEY,
    TABLE_TEXT,
)
from gxq_desktop.documents.text import PageRef, Text, date_text, marked, plain, shortened, text_width
from gxq_desktop.documents.tokens import GREY_LINE, INK, RULE_CHAPTER, RULE_ROW, SPAN_4, TEXT_WIDTH
from gxq_desktop.domain.items import Phase

_ROW: Final = 6.0
_TOP: Final = 24.0
_COLUMN_GAP: Final = 4.0
_WIDE_OWNER, _WIDE_DATES = 96.0, 118.0
"""Where who decides and the dates begin in rows over the whole width, mm."""


def draw_stage_opening(
    sheet: Sheet, x: float, y: float, dossier: Dossier, places: Places, phase: Phase, cards: Sequence[CardView]
) -> None:
    """The phase's name, from when to when, and its items in two columns: box, code, name, planned dates, page."""
    steps = [dossier.step_by_id[card.step_id] for card in cards]
    year = dossier.start_on.year
    first = min(steps, key=lambda step: step.early_start.on).early_start
    last = max(steps, key=lambda step: step.early_finish.on).early_finish
    dates = marked(
        "{count}项，最早{first}受理，照计划{last}全部办结",
        TABLE_GREY,
        count=len(cards),
        first=_short(first, year),
        last=_short(last, year),
    )
    _head(sheet, x, y, phase.value, dates)
    _draw_rows(sheet, x, y, dossier, places, steps)


def draw_gate_checklist(sheet: Sheet, x: float, y: float, dossier: Dossier, places: Places, gate: GateView) -> None:
    """What the gate waits for, to be ticked off."""
    year = dossier.start_on.year
    steps = gate_steps(dossier, gate)
    says = marked(
        "预计{forecast}达到，最迟{latest}；下面{count}项齐了才算",
        TABLE_GREY,
        forecast=_short(gate.forecast, year),
        latest=_short(gate.latest, year),
        count=len(steps),
    )
    _head(sheet, x, y, f"{gate.sign} {gate.name}要齐的事", says, is_gate=True)
    _draw_rows(sheet, x, y, dossier, places, steps)


def draw_notes(sheet: Sheet, x: float, y: float) -> None:
    """记事."""
    with sheet.artifact():
        sheet.text(x, SECTION_HEAD.baseline(y), "记事", SECTION_HEAD)
        ruled_lines(sheet, x, y + 15, TEXT_WIDTH, y + HEIGHT)


def gate_steps(dossier: Dossier, gate: GateView) -> list[StepView]:
    """The steps drawn into GATE, an item with steps that are not counted only once."""
    found: dict[str, StepView] = {}
    for step_id in dossier.step_by_id[gate.id].predecessors:
        step = dossier.step_by_id[step_id]
        main = dossier.step_by_code.get(step.parent, step) if step.parent else step
        found.setdefault(main.id, main)
    return sorted(found.values(), key=lambda step: (step.early_finish.on, step.id))


def _short(day: Day, year: int) -> Text:
    return date_text(day.on, TABLE_GREY, plan_year=year, provisional=day.provisional, weekday_shown=False)


def _head(sheet: Sheet, x: float, y: float, title: str, says: Text, is_gate: bool = False) -> None:
    sheet.rule(x, y + RULE_CHAPTER / 2, x + TEXT_WIDTH, RULE_CHAPTER, INK)
    at = x
    if is_gate:
        gate_diamond(sheet, x + 2.2, y + 7.2, 4.4)
        at += 7.0
    with sheet.tag("H2"):
        sheet.text(
            at,
            CARD_TITLE_COMPACT.baseline(y + 2.5),
            plain(shortened(title, CARD_TITLE_COMPACT, TEXT_WIDTH - 8), CARD_TITLE_COMPACT),
        )
    sheet.text(x, TABLE_GREY.baseline(y + 13.0), says)


def _draw_rows(sheet: Sheet, x: float, y: float, dossier: Dossier, places: Places, steps: Sequence[StepView]) -> None:
    """Two columns of rows; what exceeds the half page is counted in a last line. Under few rows, lines for the pen."""
    room = int((HEIGHT - _TOP) / _ROW)
    if len(steps) <= room // 2:
        _draw_wide_rows(sheet, x, y, dossier, places, steps)
        _draw_notes_under(sheet, x, y, y + _TOP + len(steps) * _ROW)
        return
    shown = list(steps[: 2 * room])
    if len(steps) > len(shown):
        shown.pop()
    half = (len(shown) + 1) // 2
    sheet.begin_tag("L")
    rules = []
    for index, step in enumerate(shown):
        column, row = divmod(index, half)
        left, top = x + column * (SPAN_4 + _COLUMN_GAP), y + _TOP + row * _ROW
        rules.append((left, top, left + SPAN_4, top))
        _draw_row(sheet, left, top, dossier, places, step)
    if len(steps) > len(shown):
        top = y + _TOP + (len(shown) - half) * _ROW
        sheet.text(
            x + SPAN_4 + _COLUMN_GAP,
            TABLE_GREY.baseline(top + 0.75),
            f"另 {len(steps) - len(shown)} 项见时间表",
            TABLE_GREY,
        )
    sheet.end_tag()
    sheet.lines(rules, RULE_ROW, GREY_LINE)
    _draw_notes_under(sheet, x, y, y + _TOP + half * _ROW)


def _draw_notes_under(sheet: Sheet, x: float, y: float, end: float) -> None:
    """记事 from END down to the foot of the half page that begins at Y, if there is room worth it."""
    below = end + 4.5
    if below + 20 < y + HEIGHT:
        with sheet.artifact():
            sheet.text(x, TABLE_GREY.baseline(below), "记事", TABLE_GREY)
            ruled_lines(sheet, x, below + 10.5, TEXT_WIDTH, y + HEIGHT)


def _draw_wide_rows(
    sheet: Sheet, x: float, y: float, dossier: Dossier, places: Places, steps: Sequence[StepView]
) -> None:
    """Few rows take the whole width, and say who decides and from when to when."""
    sheet.begin_tag("L")
    rules = []
    for index, step in enumerate(steps):
        top = y + _TOP + index * _ROW
        rules.append((x, top, x + TEXT_WIDTH, top))
        _draw_row(sheet, x, top, dossier, places, step, wide=True)
    sheet.end_tag()
    sheet.lines(rules, RULE_ROW, GREY_LINE)


def _draw_row(
    sheet: Sheet, x: float, y: float, dossier: Dossier, places: Places, step: StepView, wide: bool = False
) -> None:
    """Box, code, name, planned end, page; WIDE: over the whole width, with the full name, who and the planned begin."""
    width = TEXT_WIDTH if wide else SPAN_4
    baseline = TABLE_TEXT.baseline(y + 0.75)
    anchor = places.of_step(step)
    with sheet.tag("LI"):
        if step.number is not None:
            tick_box(sheet, x + 0.15, y + 0.9, BOX_NUMBERED, step.number)
        sheet.text(x + 6.5, baseline, step.code, CODE)
        right = x + width
        if anchor:
            right -= sheet.text(right, baseline, marked("{page}页", NOTE, page=PageRef(anchor)), align="right") + 2.0
            sheet.link(x, y, width, _ROW, anchor, words=f"{step.code} {step.short_name}")
        finish = date_text(
            step.early_finish.on,
            TABLE_KEY,
            plan_year=dossier.start_on.year,
            provisional=step.early_finish.provisional,
            weekday_shown=False,
        )
        if wide:
            right = x + _WIDE_DATES
            used = sheet.text(right, baseline, _short(step.early_start, dossier.start_on.year))
            used += sheet.text(right + used, baseline, plain(" 至 ", TABLE_GREY))
            sheet.text(right + used, baseline, finish)
            right = x + _WIDE_OWNER
            sheet.text(
                right, baseline, plain(shortened(step.owner, TABLE_GREY, _WIDE_DATES - _WIDE_OWNER - 2.0), TABLE_GREY)
            )
        else:
            right -= text_width(finish)
            sheet.text(right, baseline, finish)
        room = right - x - 16.0 - (4.0 if step.critical else 0.0)
        said = step.name if wide and text_width(step.name, TABLE_TEXT) <= room else step.short_name
        name = plain(shortened(said, TABLE_TEXT, room), TABLE_TEXT)
        sheet.text(x + 15.0, baseline, (*name, critical_mark(TABLE_TEXT)) if step.critical else name)
