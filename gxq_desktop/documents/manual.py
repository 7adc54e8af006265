"""The manual (办理手册): all chapters in their order, a multiple of four pages, the hand-over last (print.md §7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.book import Book
from gxq_desktop.documents.excerpt import excerpt, leaves_of
from gxq_desktop.documents.sections.at_a_glance import add_at_a_glance
from gxq_desktop.documents.sections.cards import add_cards
from gxq_desktop.documents.sections.contents import add_contents
from gxq_desktop.documents.sections.cover import add_cover
from gxq_desktop.documents.sections.hand_over import add_hand_over
from gxq_desktop.documents.sections.how_to_use import add_how_to_use
from gxq_desktop.documents.sections.materials import add_materials
from gxq_desktop.documents.sections.process_map import add_process_map
from gxq_desktop.documents.sections.service import add_service
from gxq_desktop.documents.sections.timetable import add_timetable
from gxq_desktop.documents.sections.undecided import add_undecided
from gxq_desktop.documents.sections.utilities import add_utilities
from gxq_desktop.documents.sections.why_not import add_why_not
from gxq_desktop.documents.sheet import Sheet

Chapter: TypeAlias = Callable[[Book, Dossier], None]

CHAPTERS: Final[tuple[Chapter, ...]] = (
    add_cover,
    add_how_to_use,
    add_at_a_glance,
    add_contents,
    add_process_map,
    add_timetable,
    add_cards,
    add_materials,
    add_utilities,
    add_why_not,
    add_undecided,
    add_service,
)
"""In order; the hand-over follows after the pages for notes."""


def make_manual(dossier: Dossier, parts: Sequence[str] = ()) -> list[Sheet]:
    """Set the whole manual. The last page is even and is the hand-over; the number of pages a multiple of four.

    With PARTS (keys of chapters) only the cover's leaf and the leaves of these chapters are returned, numbered as in the whole.
    """
    book = Book(dossier)
    for add_chapter in CHAPTERS:
        add_chapter(book, dossier)
    book.pad_before_last()
    add_hand_over(book, dossier)
    sheets = book.finish()
    return excerpt(sheets, leaves_of(sheets, parts)) if parts else sheets
