"""The three clocks (三个时钟) as sums: every working day that passes is the authority's, the enterprise's or an intermediary's.

Which day is whose follows from a case, see `clocks.owned_spans`; here they are only counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.case_states import Party
from gxq_desktop.domain.frozen import frozen

_ONE_DAY = timedelta(days=1)


@frozen
class OwnedDays:
    """Working days that passed, each owned by exactly one party (三个时钟)."""

    authority: int = 0
    enterprise: int = 0
    intermediary: int = 0

    @property
    def total(self) -> int:
        return self.authority + self.enterprise + self.intermediary

    def __sub__(self, other: OwnedDays) -> OwnedDays:
        return self + other.times(-1)

    def times(self, rows: int) -> OwnedDays:
        """So many rows of these days."""
        return OwnedDays(self.authority * rows, self.enterprise * rows, self.intermediary * rows)

    def listing(self) -> dict[str, int]:
        """With English keys, for other programs."""
        return {
            "authority": self.authority,
            "enterprise": self.enterprise,
            "intermediary": self.intermediary,
            "total": self.total,
        }

    def __add__(self, other: OwnedDays) -> OwnedDays:
        return OwnedDays(
            self.authority + other.authority,
            self.enterprise + other.enterprise,
            self.intermediary + other.intermediary,
        )


@frozen
class OwnedSpan:
    """A stretch of a case whose days are one party's: those after `after_on` up to `until_on`, None while it goes on."""

    party: Party
    after_on: date
    until_on: date | None


def days_of_spans(
    spans: Iterable[OwnedSpan], calendar: WorkCalendar, today: date, period: tuple[date, date] | None = None
) -> OwnedDays:
    """The working days of SPANS up to TODAY, within PERIOD (both days included)."""
    counts = dict.fromkeys(Party, 0)
    for span in spans:
        low, high = span.after_on, min(today, span.until_on or today)
        if period is not None:
            low, high = max(low, period[0] - _ONE_DAY), min(high, period[1])
        if low < high:
            counts[span.party] += calendar.working_days_between(low, high)
    return OwnedDays(counts[Party.AUTHORITY], counts[Party.ENTERPRISE], counts[Party.INTERMEDIARY])
