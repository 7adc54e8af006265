"""The limit bar of a card (时限条): promised inside statutory, day by day, then what is not counted (print.md §9, 07).

Outline: the statutory limit. Solid: the promise. Ticks: days. A statutory limit in calendar days (自然日) puts the whole axis
in calendar days, where the promise ends on the day it is due. Hatched, after a gap of one day: steps that are not counted,
as long as they take or as long as their names, whichever is more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from gxq_desktop.application.views import CardView, Day, ExcludedView, LimitBar
from gxq_desktop.documents.marks import not_counted_bar
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import TABLE_GREY, TABLE_KEY, TABLE_TEXT, TextStyle
from gxq_desktop.documents.text import Text, date_text, marked, plain, shortened, text_width
from gxq_desktop.documents.tokens import ACCENT, INK, WHITE

HEIGHT: Final = 14.0
"""Label line above, bar, ticks and their figures."""
_BAR_TOP: Final = 4.2
_BAR_HEIGHT: Final = 5.0
_INSET: Final = 1.4
_WIDEST_DAY: Final = 15.0
_WIDEST_UNSET_DAY: Final = 9.0
_BETWEEN_STEPS: Final = 2.0
_MOST_STEPS: Final = 3
_LABEL: Final = TABLE_TEXT.sized(7.5)
_LABEL_KEY: Final = TABLE_KEY.sized(7.5)
_FIGURE: Final = TABLE_GREY.sized(7)
_UNDER: Final = TABLE_GREY.sized(7.5)
_ON_SOLID: Final = TABLE_KEY.coloured(WHITE)
_CALENDAR_DAYS: Final = "自然日"
NOT_CONCERNED: Final = "（本项目不涉及）"


class _Step(NamedTuple):
    """A hatched step: how many days long, what is written above, its width mm."""

    days: int
    label: str
    width: float


class _Axis(NamedTuple):
    """promised, statutory: lengths in days of the axis; statutory 0 where unset. pitch: mm a day."""

    unit: str
    promised: int
    statutory: int
    pitch: float

    @property
    def length(self) -> int:
        return max(self.promised, self.statutory)


def draw_limit_bar(
    sheet: Sheet, left: float, top: float, label_width: float, width: float, card: CardView, plan_year: int
) -> None:
    """Draw CARD's limits, HEIGHT mm high and WIDTH wide: the unit at LEFT, the bar from LEFT + LABEL_WIDTH on."""
    axis, steps = _scale(card, width - label_width)
    sheet.begin_tag("Figure", alt=spoken_limit(card))
    y = top + _BAR_TOP
    sheet.text(left, _middle(TABLE_GREY, y), axis.unit, TABLE_GREY)
    x = left + label_width
    _draw_bar(sheet, x, y, axis)
    _draw_words(sheet, x, y, left + width, axis, card.limit, plan_year)
    if steps:
        x = left + width - sum(step.width for step in steps) - _BETWEEN_STEPS * (len(steps) - 1)
        _draw_steps(sheet, min(x, left + label_width + (axis.length + 1) * axis.pitch), y, steps)
    sheet.end_tag()


def spoken_limit(card: CardView) -> str:
    """The bar in words, for screen readers."""
    limit = card.limit
    said = f"时限：{limit.accepted.on:%Y-%m-%d} 受理，承诺 {limit.promised_days} 个工作日，{limit.promised_due.on:%Y-%m-%d} 前办结；"
    if limit.statutory_days and limit.statutory_due is not None:
        said += f"法定 {limit.statutory_days} 个{limit.statutory_unit}，至 {limit.statutory_due.on:%Y-%m-%d}"
    else:
        said += "法定即时或未设定"
    steps = "、".join(f"{step.name} {step.length_text}" for step in card.excluded if step.planned)
    return f"{said}；不计入时限：{steps}。" if steps else f"{said}。"


# --- scale ------------------------------------------------------------------------------------------------------------------


def _scale(card: CardView, room: float) -> tuple[_Axis, tuple[_Step, ...]]:
    """The axis and the hatched steps, so that together they fill at most ROOM mm."""
    limit = card.limit
    unit, promised, statutory = "工作日", limit.promised_days, limit.statutory_days
    if statutory and limit.statutory_unit == _CALENDAR_DAYS:
        unit = _CALENDAR_DAYS
        promised = (limit.promised_due.on - limit.accepted.on).days
        if limit.statutory_due is not None:
            statutory = (limit.statutory_due.on - limit.accepted.on).days
    length = max(promised, statutory, 1)
    widest = _WIDEST_DAY if statutory else _WIDEST_UNSET_DAY
    shown = _shown_steps(card.excluded, length, 0.6 * room)
    gaps = _BETWEEN_STEPS * max(0, len(shown) - 1)
    by_name: set[int] = set()
    while True:
        taken = sum(shown[index].width for index in by_name) + gaps
        days = length + sum(step.days for index, step in enumerate(shown) if index not in by_name) + bool(shown)
        pitch = min(widest, (room - taken) / days)
        too_short = {i for i, step in enumerate(shown) if i not in by_name and step.days * pitch < step.width}
        if not too_short:
            break
        by_name |= too_short
    steps = tuple(
        step if index in by_name else step._replace(width=step.days * pitch) for index, step in enumerate(shown)
    )
    return _Axis(unit, promised, statutory, pitch), steps


def _shown_steps(excluded: Sequence[ExcludedView], length: int, room: float) -> list[_Step]:
    """What is hatched: the steps that are scheduled, else the first that may come; no more than fit with their names."""
    planned = [step for step in excluded if step.planned]
    possible = [step for step in excluded if not step.planned and not step.note.endswith(NOT_CONCERNED)][:1]
    chosen = planned or possible
    steps = []
    for step in chosen[:_MOST_STEPS]:
        label = f"{step.name} {step.length_text}" + ("" if step.planned else "，需要时")
        steps.append((_days(step.length_text), label))
    if len(chosen) > _MOST_STEPS:
        steps[-1] = (steps[-1][0], f"另 {len(chosen) - _MOST_STEPS + 1} 步")
    most = (room - _BETWEEN_STEPS * max(0, len(steps) - 1)) / max(1, len(steps))
    shown = []
    for days, label in steps:
        fitting = shortened(label, _LABEL, most)
        shown.append(_Step(min(days, length), fitting, max(10.0, text_width(fitting, _LABEL) + 0.5)))
    return shown


def _days(length_text: str) -> int:
    """The number in "7 日" or "10 个工作日"; 1 if there is none."""
    digits = length_text.split(" ", 1)[0]
    return max(1, int(digits)) if digits.isdigit() else 1


# --- drawing ----------------------------------------------------------------------------------------------------------------


def _middle(style: TextStyle, y: float) -> float:
    """The baseline of a line centred on the bar whose top is Y."""
    return style.baseline(y + (_BAR_HEIGHT - style.leading_mm) / 2)


def _draw_bar(sheet: Sheet, x: float, y: float, axis: _Axis) -> None:
    pitch, bottom = axis.pitch, y + _BAR_HEIGHT
    if axis.statutory:
        sheet.rect(x, y, axis.statutory * pitch, _BAR_HEIGHT, fill=WHITE, stroke=INK, weight=0.35)
    sheet.rect(x, y, axis.promised * pitch, _BAR_HEIGHT, fill=ACCENT)
    major = next((step for step in (5, 10, 20, 30, 50) if step * pitch >= 5.0), 100)
    minor = 1 if pitch >= 0.9 else major
    ticks = [
        (x + day * pitch, bottom, x + day * pitch, bottom + (1.2 if day % major == 0 else 0.6))
        for day in range(0, axis.length + 1, minor)
    ]
    sheet.lines(ticks, 0.2, INK)
    baseline = bottom + 1.3 + 0.88 * _FIGURE.em_mm
    last = axis.length - axis.length % major
    for day in range(0, last + 1, major):
        sheet.text(x + day * pitch, baseline, str(day), _FIGURE, align="centre")
    if (axis.length - last) * pitch >= 4.0:
        sheet.text(x + axis.length * pitch, baseline, str(axis.length), _FIGURE, align="centre")


def _draw_words(sheet: Sheet, x: float, y: float, right: float, axis: _Axis, limit: LimitBar, plan_year: int) -> None:
    solid, outline = axis.promised * axis.pitch, axis.statutory * axis.pitch
    above, inside = y - 1.3, _middle(TABLE_TEXT, y)
    accepted = marked("{day}受理", _LABEL, day=_shown(limit.accepted, _LABEL, plan_year))
    accepted_end = x + sheet.text(x, above, accepted)
    promised = f"承诺 {limit.promised_days}"
    in_solid = text_width(promised, _ON_SOLID) + 2 * _INSET <= solid
    if in_solid:
        sheet.text(x + _INSET, inside, promised, _ON_SOLID)
        promised = ""
    due = _due_text(limit, promised, TABLE_KEY, plan_year)
    free = outline - solid
    if not axis.statutory:
        end = x + solid + _INSET
        end += sheet.text(end, inside, due)
        sheet.text(end + 2.0, inside, "法定未设定", TABLE_GREY)
        return
    whole = _statutory_text(limit, TABLE_TEXT, plan_year)
    whole_width, due_width = text_width(whole), text_width(due)
    if free >= due_width + 2 * _INSET:
        sheet.text(x + solid + _INSET, inside, due)
        if free >= due_width + whole_width + 4 * _INSET:
            sheet.text(x + outline - _INSET, inside, whole, align="right")
            return
        due_end = accepted_end
    else:
        due = _due_text(limit, promised, _LABEL_KEY, plan_year)
        at = max(accepted_end + 2.0, x + solid - text_width(due))
        due_end = at + sheet.text(at, above, due)
        same = f"法定 {limit.statutory_days}"
        both = text_width(f"承诺 {limit.promised_days}", _ON_SOLID) + text_width(same, _ON_SOLID) + 4 * _INSET
        if axis.promised == axis.statutory and in_solid and both <= solid:
            sheet.text(x + solid - _INSET, inside, same, _ON_SOLID, align="right")
            return
    whole = _statutory_text(limit, _LABEL, plan_year)
    at = max(due_end + 2.0, min(x + outline, right) - text_width(whole))
    sheet.text(at, above, whole)


def _due_text(limit: LimitBar, promised: str, style: TextStyle, plan_year: int) -> Text:
    day = _shown(limit.promised_due, style, plan_year)
    return marked("{promised}，{day}前办结" if promised else "{day}前办结", style, promised=promised, day=day)


def _statutory_text(limit: LimitBar, style: TextStyle, plan_year: int) -> Text:
    if limit.statutory_due is None:
        return plain(f"法定 {limit.statutory_days}", style)
    until = _shown(limit.statutory_due, style, plan_year)
    return marked("法定 {days}（至 {until}）", style, days=limit.statutory_days, until=until)


def _shown(day: Day, style: TextStyle, plan_year: int) -> Text:
    return date_text(day.on, style, plan_year=plan_year, provisional=day.provisional, weekday_shown=False)


def _draw_steps(sheet: Sheet, x: float, y: float, steps: tuple[_Step, ...]) -> None:
    first = x
    for step in steps:
        not_counted_bar(sheet, x, y + 0.4, step.width, _BAR_HEIGHT - 0.8)
        sheet.text(x + step.width / 2, y - 1.3, step.label, _LABEL, align="centre")
        x += step.width + _BETWEEN_STEPS
    middle = (first + x - _BETWEEN_STEPS) / 2
    sheet.text(middle, y + _BAR_HEIGHT + 1.3 + 0.88 * _FIGURE.em_mm, "不计入", _UNDER, align="centre")
