"""Whose working days passed (三个时钟), as a bar: department solid, enterprise white, intermediary hatched (print.md §13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from gxq_desktop.application.views import WriteOffView
from gxq_desktop.documents.marks import not_counted_bar
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import FACT_LABEL, NOTE
from gxq_desktop.documents.text import Text, marked, text_width
from gxq_desktop.documents.tokens import ACCENT, BAR, GREY_LINE, INK, WHITE
from gxq_desktop.domain.case_states import Party

BAR_HEIGHT: Final = 4.5
HEIGHT: Final = BAR_HEIGHT + 6.0
"""mm of the bar with its words under it."""
_WORD_TOP: Final = BAR_HEIGHT + 0.9
_WORD_GAP: Final = 3.0
_MOST_TICKED: Final = 62


class OwnedShare(NamedTuple):
    party: Party
    days: int


def shares_of(view: WriteOffView) -> list[OwnedShare]:
    """The parties that had days, in the order they are drawn."""
    owned = (
        OwnedShare(Party.AUTHORITY, view.authority_days),
        OwnedShare(Party.ENTERPRISE, view.enterprise_days),
        OwnedShare(Party.INTERMEDIARY, view.intermediary_days),
    )
    return [share for share in owned if share.days]


def owned_words(share: OwnedShare) -> Text:
    return marked("{party} <b>{days}</b>", FACT_LABEL, party=share.party.label, days=share.days)


def draw_owned_days(sheet: Sheet, x: float, y: float, width: float, shares: Sequence[OwnedShare]) -> None:
    """A bar of WIDTH mm, each share as long as its days, a tick for every day, with party and days under it."""
    total = sum(share.days for share in shares)
    if not total:
        return
    day = width / total
    at, free = x, x
    for share in shares:
        long = share.days * day
        _draw_share(sheet, share.party, at, y, long)
        if total <= _MOST_TICKED:
            ticks = [(at + n * day, y + BAR_HEIGHT - 1.2, at + n * day, y + BAR_HEIGHT) for n in range(1, share.days)]
            if ticks:
                sheet.lines(ticks, 0.12, WHITE if share.party is Party.AUTHORITY else GREY_LINE)
        words = owned_words(share)
        place = max(free, min(at, x + width - text_width(words)))
        with sheet.tag("P"):
            free = place + sheet.text(place, NOTE.baseline(y + _WORD_TOP), words) + _WORD_GAP
        at += long


def _draw_share(sheet: Sheet, party: Party, x: float, y: float, width: float) -> None:
    if party is Party.AUTHORITY:
        sheet.rect(x, y, width, BAR_HEIGHT, fill=BAR, stroke=ACCENT, weight=0.3)
    elif party is Party.ENTERPRISE:
        sheet.rect(x, y, width, BAR_HEIGHT, fill=WHITE, stroke=INK, weight=0.3)
    else:
        not_counted_bar(sheet, x, y, width, BAR_HEIGHT)
