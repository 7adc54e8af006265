"""What the ledger's page is asked to show: filters that combine, by words that stay true on another day (本周, 本季度)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self

from gxq_desktop.application.ledger_listing import LedgerFilter, Standing
from gxq_desktop.application.ledger_rows import SoughtWord
from gxq_desktop.domain.case_states import Party
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.frozen import frozen

MOST_WORDS = 6
ORDERS = (
    "code", "name", "project", "owner", "window_id", "accepted_on", "original_due_on", "due_on", "whose",
)  # fmt: skip
"""What rows can be sorted by instead of days left; see LedgerQuery.order."""


class Period(StrEnum):
    """When a row is due, seen from today."""

    ANY = ""
    PAST = "past"
    TODAY = "today"
    WEEK = "week"
    NEXT_WEEK = "next_week"
    MONTH = "month"
    QUARTER = "quarter"
    BETWEEN = "between"

    @property
    def label(self) -> str:
        return _PERIODS[self]

    def bounds(self, today: date) -> tuple[date, date] | None:
        """First and last day, both included; None for ANY and BETWEEN, whose days are named."""
        monday = today - timedelta(days=today.weekday())
        match self:
            case Period.PAST:
                return date(1, 1, 1), today - timedelta(days=1)
            case Period.TODAY:
                return today, today
            case Period.WEEK:
                return monday, monday + timedelta(days=6)
            case Period.NEXT_WEEK:
                return monday + timedelta(days=7), monday + timedelta(days=13)
            case Period.MONTH:
                return today.replace(day=1), _month_end(today.year, today.month)
            case Period.QUARTER:
                first = (today.month - 1) // 3 * 3 + 1
                return date(today.year, first, 1), _month_end(today.year, first + 2)
        return None


_PERIODS = {
    Period.ANY: "不限到期", Period.PAST: "已过到期日", Period.TODAY: "今天到期", Period.WEEK: "本周到期",
    Period.NEXT_WEEK: "下周到期", Period.MONTH: "本月到期", Period.QUARTER: "本季度到期", Period.BETWEEN: "起止日期…",
}  # fmt: skip


class ClockSpan(StrEnum):
    """Of which days the three clocks (三个时钟) are summed up."""

    EVER = "ever"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def label(self) -> str:
        return {"ever": "开办以来", "month": "本月", "quarter": "本季度", "year": "今年"}[self.value]

    def bounds(self, today: date) -> tuple[date, date] | None:
        """First and last day, both included; None for all days."""
        match self:
            case ClockSpan.MONTH:
                return Period.MONTH.bounds(today)
            case ClockSpan.QUARTER:
                return Period.QUARTER.bounds(today)
            case ClockSpan.YEAR:
                return date(today.year, 1, 1), date(today.year, 12, 31)
        return None


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


@frozen
class LedgerAsk:
    """All conditions hold together; "", None and False ask for nothing. text: words that each must be found.

    first, last: of Period.BETWEEN, either may be open. number: of one project. order: one of ORDERS, "" for days left.
    """

    standing: Standing | None = None
    text: str = ""
    number: str = ""
    authority: str = ""
    window_id: str = ""
    person: str = ""
    whose: Party | None = None
    period: Period = Period.ANY
    first: date | None = None
    last: date | None = None
    missing: bool = False
    closed: bool = False
    order: str = ""
    descending: bool = False

    def as_filter(self, today: date, catalogue: Catalogue | None = None) -> LedgerFilter:
        """These conditions as TODAY has them. CATALOGUE: where words are found, so that rows need not be read for it."""
        period = self.period.bounds(today)
        if self.period is Period.BETWEEN and (self.first or self.last):
            period = (self.first or date.min, self.last or date.max)
        return LedgerFilter(
            number=self.number,
            authority=self.authority,
            window_id=self.window_id,
            person=self.person,
            whose=self.whose,
            period=period,
            closed=self.closed,
            missing=self.missing,
            standing=None if self.closed else self.standing,
            words=tuple(_sought(word, catalogue) for word in self.text.split()[:MOST_WORDS]),
            order=self.order,
            descending=self.descending,
        )

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for but an order."""
        return replace(self, order="", descending=False) != LedgerAsk()

    def as_json(self) -> dict[str, Any]:
        """What differs from asking for nothing, as JSON holds it."""
        plain, nothing = {}, LedgerAsk()
        for name in (each.name for each in fields(self)):
            value = getattr(self, name)
            if value != getattr(nothing, name):
                plain[name] = value.isoformat() if isinstance(value, date) else value
        return {name: str(value) if isinstance(value, StrEnum) else value for name, value in plain.items()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read KEPT; what is unknown or of another kind asks for nothing, so that an old view still opens."""
        made: dict[str, Any] = {}
        for name, read in _READERS.items():
            try:
                if name in kept:
                    made[name] = read(kept[name])
            except (ValueError, TypeError):
                continue
        return cls(**made)


def _sought(word: str, catalogue: Catalogue | None) -> SoughtWord:
    if catalogue is None:
        return SoughtWord(word)
    wanted = word.casefold()
    steps = []
    for code, item in catalogue.by_code.items():
        people = [getattr(item, name, "") for name in ("owner", "authority", "provider", "prepared_by")]
        if any(wanted in str(text).casefold() for text in (code, item.name, *people)):
            steps.append(str(code))
    return SoughtWord(word, tuple(steps))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _order(value: Any) -> str:
    if value not in ORDERS:
        raise ValueError
    return str(value)


def _claim(value: Any) -> bool:
    return value is True


_READERS: Mapping[str, Any] = {
    "standing": Standing,
    "text": _text,
    "number": _text,
    "authority": _text,
    "window_id": _text,
    "person": _text,
    "whose": Party,
    "period": Period,
    "first": date.fromisoformat,
    "last": date.fromisoformat,
    "missing": _claim,
    "closed": _claim,
    "order": _order,
    "descending": _claim,
}
