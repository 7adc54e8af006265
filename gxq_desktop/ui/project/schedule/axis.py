"""Days on an axis: where a day lies, which day lies there, what the two bands of the header show at a zoom. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum

from gxq_desktop.domain.frozen import frozen

LEAST_PX, MOST_PX = 0.35, 56.0
"""Pixels a day, at 100 % text, between which the chart zooms."""


class Zoom(Enum):
    """The three zooms with a name; the value is pixels a day at 100 % text."""

    DAY = 26.0
    WEEK = 8.8
    MONTH = 2.4


class Step(Enum):
    """What one tick of the lower band stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@frozen
class Tick:
    """A tick of a band: the day at which it begins, its text, and the last day it covers."""

    first_on: date
    last_on: date
    text: str


@frozen
class Axis:
    """FIRST_ON to LAST_ON at PX pixels a day. x is 0 at the left edge of FIRST_ON."""

    first_on: date
    last_on: date
    px: float

    @property
    def days(self) -> int:
        return (self.last_on - self.first_on).days + 1

    @property
    def width(self) -> float:
        return self.days * self.px

    def left(self, on: date) -> float:
        """Where ON begins."""
        return (on - self.first_on).days * self.px

    def right(self, on: date) -> float:
        """Where ON ends."""
        return ((on - self.first_on).days + 1) * self.px

    def day_at(self, x: float) -> date:
        """The day at X, kept within the axis."""
        number = min(max(int(x // self.px), 0), self.days - 1)
        return self.first_on + timedelta(days=number)

    def zoomed(self, px: float) -> Axis:
        """The same days at PX pixels a day, kept within LEAST_PX and MOST_PX."""
        return Axis(self.first_on, self.last_on, min(max(px, LEAST_PX), MOST_PX))

    def fitting(self, width: float) -> Axis:
        """All days in WIDTH pixels, as far as the zoom goes."""
        return self.zoomed(width / self.days)

    # -- the header -----------------------------------------------------------------------------------------------

    def step(self, scale: float = 1.0) -> Step:
        """What a tick of the lower band stands for. SCALE: the user's text size, 1.0 for 100 %."""
        px = self.px / scale
        if px >= 17:
            return Step.DAY
        if px >= 3.4:
            return Step.WEEK
        return Step.MONTH if px >= 0.95 else Step.QUARTER

    def upper(self, scale: float = 1.0) -> Iterator[Tick]:
        """The upper band: months, or years where the lower band has months."""
        months = self.step(scale) in (Step.DAY, Step.WEEK)
        day = self.first_on
        while day <= self.last_on:
            following = _next_month(day) if months else date(day.year + 1, 1, 1)
            named = day.month == 1 or day == self.first_on
            text = (f"{day.year}年{day.month}月" if named else f"{day.month}月") if months else f"{day.year}年"
            yield Tick(day, min(following - timedelta(days=1), self.last_on), text)
            day = following

    def lower(self, first_on: date, last_on: date, scale: float = 1.0) -> Iterator[Tick]:
        """The lower band from FIRST_ON to LAST_ON: days, Mondays, months or quarters."""
        step = self.step(scale)
        day = max(first_on, self.first_on)
        last_on = min(last_on, self.last_on)
        if step is Step.WEEK:
            day -= timedelta(days=day.weekday())
        elif step is Step.MONTH:
            day = day.replace(day=1)
        elif step is Step.QUARTER:
            day = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        while day <= last_on:
            if step is Step.DAY:
                following, text = day + timedelta(days=1), str(day.day)
            elif step is Step.WEEK:
                following, text = day + timedelta(days=7), str(day.day)
            elif step is Step.MONTH:
                following, text = _next_month(day), f"{day.month}月"
            else:
                following, text = _next_month(_next_month(_next_month(day))), f"{(day.month - 1) // 3 + 1}季度"
            yield Tick(day, following - timedelta(days=1), text)
            day = following


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
