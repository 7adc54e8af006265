"""The hand-over sheet (移交签收) alone: the manual's last page as a paper of its own, bound left like any single sheet."""

from __future__ import annotations

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.book import Book
from gxq_desktop.documents.sections.hand_over import add_hand_over
from gxq_desktop.documents.sheet import Sheet


def make_hand_over_sheet(dossier: Dossier) -> list[Sheet]:
    """One A4 sheet; how many pages the manual has is written in by pen, as for the other papers."""
    book = Book(dossier)
    add_hand_over(book, dossier, in_manual=False)
    return book.finish()
