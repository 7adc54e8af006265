"""记事 under what ends high on a page: a page that a chapter hardly needs is given to the pen."""

from __future__ import annotations

from typing import Final

from gxq_desktop.documents.book import Page, ruled_lines
from gxq_desktop.documents.styles import SECTION_HEAD

LEAST_ROOM: Final = 110.0
"""Of white, mm, before a page is called nearly empty. The last third of a page that ends a chapter stays white."""
_GAP: Final = 12.0


def draw_notes_below(page: Page, y: float) -> None:
    """Lines for notes from below Y to the foot of PAGE, if most of it would stay empty."""
    if page.bottom - y < LEAST_ROOM:
        return
    with page.sheet.artifact():
        page.sheet.text(page.left, SECTION_HEAD.baseline(y + _GAP), "记事", SECTION_HEAD)
        ruled_lines(page.sheet, page.left, y + _GAP + 15.0, page.width, page.bottom)
