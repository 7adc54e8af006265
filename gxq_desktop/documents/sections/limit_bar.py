"""The limit bar of a card (时限条): promised inside statutory, day by day, then what is not counted (print.md §9, 07).

Outline: the statutory limit. Solid: the promise. Ticks: days. A statutory limit in calendar days (自然日) puts the whole axis
in calendar days, where the promise ends on the day it is due. Hatched, after a gap of one day: steps that are not counted,
as long as they take or as long as their names, whichever is more.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from gxq_desktop.application.views import CardView, Day, ExcludedView, LimitBar
from gxq_desktop.documents.marks import not_counted_bar
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import TABLE_GREY, TABLE_KEY, TABLE_TEXT, TextStyle
from gxq_desktop.documents.text import Text, date_text, marked, plain, shortened, text_width
from gxq_desktop.documents.tokens import ACCENT, INK, WHITE
from gxq_desktop.domain.frozen import frozen

HEIGHT: Final = 14.0
"""Label line above, bar, ticks and their figures."""
_BAR_TOP: Final = 4.2
_BAR_HEIGHT: Final = 5.0
_INSET: Final = 1.4
_WIDEST_DAY: Final = 15.0
_WIDEST_UNSET_DAY: Final = 9.0
_BETWEEN: Final = 2.0
_AFTER_COUNTED: Final = 3.0
_HALF_A_FIGURE: Final = 2.0
"""The figure under the last tick is centred on it."""
_UNSET: Final = "法定未设定"
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
    words = _Words.of(card.limit, plan_year)
    axis, steps = _scale(card, words, width - label_width)
    sheet.begin_tag("Figure", alt=spoken_limit(card))
    x, y = left + label_width, top + _BAR_TOP
    sheet.text(left, _middle(TABLE_GREY, y), axis.unit, TABLE_GREY)
    _draw_bar(sheet, x, y, axis)
    _draw_words(sheet, x, y, axis, words)
    if steps:
        counted = axis.length * axis.pitch
        taken = max(counted, words.above_width) if axis.statutory else counted + words.unset_width
        _draw_steps(sheet, min(x + taken + _AFTER_COUNTED, left + width - _width_of(steps)), y, steps)
    sheet.end_tag()


def spoken_limit(card: CardView) -> str:
    """The bar in words, for screen readers."""
    limit = card.limit
    said = f"时限：{limit.accepted.on:%Y-%m-%d} 受理，承诺 {limit.promised_days} 个工作日，"
    said += f"{limit.promised_due.on:%Y-%m-%d} 前办结；"
    if limit.statutory_days and limit.statutory_due is not None:
        said += f"法定 {limit.statutory_days} 个{limit.statutory_unit}，至 {limit.statutory_due.on:%Y-%m-%d}"
    else:
        said += "法定即时或未设定"
    steps = "、".join(f"{step.name} {step.length_text}" for step in card.excluded if step.planned)
    return f"{said}；不计入时限：{steps}。" if steps else f"{said}。"


# --- words ------------------------------------------------------------------------------------------------------------------


@frozen
class _Words:
    """What is written on the bar and, smaller, above it. whole is empty where the statutory limit is unset."""

    accepted: Text
    promised: str
    due: Text
    due_with_promise: Text
    due_above: Text
    due_with_promise_above: Text
    whole: Text
    whole_above: Text
    same: str

    @classmethod
    def of(cls, limit: LimitBar, plan_year: int) -> _Words:
        promised = f"承诺 {limit.promised_days}"
        same = limit.statutory_unit == "工作日" and limit.promised_days == limit.statutory_days
        return cls(
            accepted=marked("{day}受理", _LABEL, day=_shown(limit.accepted, _LABEL, plan_year)),
            promised=promised,
            due=_due_text(limit, "", TABLE_KEY, plan_year),
            due_with_promise=_due_text(limit, promised, TABLE_KEY, plan_year),
            due_above=_due_text(limit, "", _LABEL_KEY, plan_year),
            due_with_promise_above=_due_text(limit, promised, _LABEL_KEY, plan_year),
            whole=_statutory_text(limit, TABLE_TEXT, plan_year),
            whole_above=_statutory_text(limit, _LABEL, plan_year),
            same=f"法定 {limit.statutory_days}" if same else "",
        )

    @property
    def above_width(self) -> float:
        """The width of everything written above, were it all there."""
        parts = (self.accepted, self.due_with_promise_above, self.whole_above)
        return sum(text_width(each) for each in parts if each) + 2 * _BETWEEN

    @property
    def unset_width(self) -> float:
        """The width of what follows the solid where the statutory limit is unset."""
        return _INSET + text_width(self.due_with_promise) + _BETWEEN + text_width(_UNSET, TABLE_GREY)


def _due_text(limit: LimitBar, promised: str, style: TextStyle, plan_year: int) -> Text:
    day = _shown(limit.promised_due, style, plan_year)
    return marked("{promised}，{day}前办结" if promised else "{day}前办结", style, promised=promised, day=day)


def _statutory_text(limit: LimitBar, style: TextStyle, plan_year: int) -> Text:
    if not limit.statutory_days:
        return ()
    if limit.statutory_due is None:
        return plain(f"法定 {limit.statutory_days}", style)
    until = _shown(limit.statutory_due, style, plan_year)
    return marked("法定 {days}（至 {until}）", style, days=limit.statutory_days, until=until)


@lru_cache(maxsize=4096)
def _shown(day: Day, style: TextStyle, plan_year: int) -> Text:
    return date_text(day.on, style, plan_year=plan_year, provisional=day.provisional, weekday_shown=False)


# --- scale ------------------------------------------------------------------------------------------------------------------


def _scale(card: CardView, words: _Words, room: float) -> tuple[_Axis, tuple[_Step, ...]]:
    """The axis and the hatched steps, so that together with their words they fill at most ROOM mm."""
    limit = card.limit
    unit, promised, statutory = "工作日", limit.promised_days, limit.statutory_days
    if statutory and limit.statutory_unit == _CALENDAR_DAYS:
        unit = _CALENDAR_DAYS
        promised = (limit.promised_due.on - limit.accepted.on).days
        if limit.statutory_due is not None:
            statutory = (limit.statutory_due.on - limit.accepted.on).days
    length = max(promised, statutory, 1)
    if statutory:
        least, widest, beside = words.above_width, _WIDEST_DAY, 0.0
    else:
        least, widest, beside = 0.0, _WIDEST_UNSET_DAY, words.unset_width
    steps = _shown_steps(card.excluded, length, room - least - beside - _AFTER_COUNTED)
    names = _width_of(steps)
    free = room - beside - (_AFTER_COUNTED if steps else _HALF_A_FIGURE)
    days = length + sum(step.days for step in steps)
    counted = min(max(free * length / days, least), free - names, widest * length)
    pitch = counted / length
    wanted = [max(step.width, step.days * pitch) - step.width for step in steps]
    extra = min(1.0, (free - counted - names) / sum(wanted)) if sum(wanted) else 0.0
    scaled = (step._replace(width=step.width + extra * more) for step, more in zip(steps, wanted, strict=True))
    return _Axis(unit, promised, statutory, pitch), tuple(scaled)


def _width_of(steps: Sequence[_Step]) -> float:
    return sum(step.width for step in steps) + _BETWEEN * max(0, len(steps) - 1)


def _shown_steps(excluded: Sequence[ExcludedView], length: int, room: float) -> list[_Step]:
    """What is hatched: the steps that are scheduled, else the first that may come; no more than fit with their names."""
    planned = [step for step in excluded if step.planned]
    possible = [step for step in excluded if not step.planned and not step.note.endswith(NOT_CONCERNED)][:1]
    chosen = planned or possible
    count = min(len(chosen), _MOST_STEPS)
    most = (room - _BETWEEN * max(0, count - 1)) / max(1, count)
    shown = []
    for index, step in enumerate(chosen[:count]):
        label = _step_label(step, most)
        if index == count - 1 and len(chosen) > count:
            label = f"另 {len(chosen) - count + 1} 步"
        shown.append(_Step(min(_days(step.length_text), length), label, max(10.0, text_width(label, _LABEL) + 0.5)))
    return shown


def _step_label(step: ExcludedView, most: float) -> str:
    """批前公示 7 日, in at most MOST mm; the name gives way, not the days."""
    days = f" {step.length_text.replace(' 个工作日', ' 工作日')}" + ("" if step.planned else "，需要时")
    return shortened(step.name, _LABEL, most - text_width(days, _LABEL) - 0.5) + days


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


def _draw_words(sheet: Sheet, x: float, y: float, axis: _Axis, words: _Words) -> None:
    solid, outline = axis.promised * axis.pitch, axis.statutory * axis.pitch
    above, inside = y - 1.3, _middle(TABLE_TEXT, y)
    accepted_end = x + sheet.text(x, above, words.accepted)
    in_solid = text_width(words.promised, _ON_SOLID) + 2 * _INSET <= solid
    if in_solid:
        sheet.text(x + _INSET, inside, words.promised, _ON_SOLID)
    due = words.due if in_solid else words.due_with_promise
    if not axis.statutory:
        end = x + solid + _INSET
        end += sheet.text(end, inside, due)
        sheet.text(end + _BETWEEN, inside, _UNSET, TABLE_GREY)
        return
    free = outline - solid - text_width(due) - 2 * _INSET
    if free >= 0:
        sheet.text(x + solid + _INSET, inside, due)
        if free >= text_width(words.whole) + 2 * _INSET:
            sheet.text(x + outline - _INSET, inside, words.whole, align="right")
            return
        above_end = accepted_end
    else:
        due = words.due_above if in_solid else words.due_with_promise_above
        same = text_width(words.promised, _ON_SOLID) + text_width(words.same, _ON_SOLID) + 4 * _INSET
        if words.same and in_solid and same <= solid:
            sheet.text(x + solid - _INSET, inside, words.same, _ON_SOLID, align="right")
            sheet.text(max(accepted_end + _BETWEEN, x + solid - text_width(due)), above, due)
            return
        at = max(
            accepted_end + _BETWEEN,
            min(x + solid, x + outline - text_width(words.whole_above) - _BETWEEN) - text_width(due),
        )
        above_end = at + sheet.text(at, above, due)
    at = max(above_end + _BETWEEN, x + outline - text_width(words.whole_above))
    sheet.text(at, above, words.whole_above)


def _draw_steps(sheet: Sheet, x: float, y: float, steps: tuple[_Step, ...]) -> None:
    first = x
    for step in steps:
        not_counted_bar(sheet, x, y + 0.4, step.width, _BAR_HEIGHT - 0.8)
        sheet.text(x + step.width / 2, y - 1.3, step.label, _LABEL, align="centre")
        x += step.width + _BETWEEN
    middle = (first + x - _BETWEEN) / 2
    sheet.text(middle, y + _BAR_HEIGHT + 1.3 + 0.88 * _FIGURE.em_mm, "不计入", _UNDER, align="centre")
