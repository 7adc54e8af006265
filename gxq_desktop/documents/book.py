"""A Book opens the pages of a two-sided manual: odd and even geometry, running head, footer, tab (print.md §1, §7).

    book = Book(dossier)
    page = book.chapter("timetable", "四", "通排时间表")      # a new page with the chapter's opening; page.top is 42
    y = book.lead(page, marked("…", LEAD))                    # at most two lines at 45; y is where content goes on
    page = book.page()                                        # the next page of the same chapter; page.top is 24
    page = book.even_page()                                   # the same, on an even page (记事 before it if need be)
    sheets = book.finish()                                    # furniture drawn, the number of pages now being known

Furniture is drawn at the end by `finish`, so sections never see it. What prints page numbers flush right, or ranges of
them, may be drawn at the end too: `book.later(draw)`, DRAW then taking PageNumbers; elsewhere PageRef does. Chapters
name themselves: anchor `chapter:<key>`, an entry of the outline, an H1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.flow import Block
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    CHAPTER_NUMERAL,
    CHAPTER_TITLE,
    FOLIO,
    FOOTER,
    NOTE,
    RUNNING_HEAD,
    RUNNING_NUMERAL,
    SECTION_HEAD,
    TAB_NUMERAL,
)
from gxq_desktop.documents.text import Run, Text, iso_date, plain, shortened
from gxq_desktop.documents.tokens import (
    A4,
    ACCENT,
    EVEN_FRAME,
    FOOT_TOP,
    GREY_LINE,
    HEAD_TOP,
    ODD_FRAME,
    PRINTER_EDGE,
    RULE_CHAPTER,
    RULE_ROW,
    TAB_PITCH,
    TAB_SIZE,
    TEXT_WIDTH,
)
from gxq_desktop.domain.frozen import frozen, slotted

NUMERALS: Final = "一二三四五六七八九十"
TITLE_TOP: Final = 27.0
TITLE_GAP: Final = 4.0
CONTENT_TOP: Final = 42.0
"""Where content begins under a chapter's title without a lead."""
LEAD_TOP: Final = 45.0
NOTE_LINE_PITCH: Final = 7.5
"""Ruled lines for the pen (记事)."""
RUNNING_NAME_WIDTH: Final = 96.0

_HEAD_BASELINE: Final = RUNNING_HEAD.baseline(HEAD_TOP)
_FOOT_BASELINE: Final = FOOTER.baseline(FOOT_TOP)
_TITLE_BASELINE: Final = CHAPTER_TITLE.baseline(TITLE_TOP)


@frozen
class Page:
    """A sheet and where its text may stand, mm. top: 24, or 42 on a page with a chapter's opening."""

    sheet: Sheet
    left: float
    width: float
    top: float
    bottom: float
    is_odd: bool
    number: int

    @property
    def right(self) -> float:
        return self.left + self.width


@frozen
class PageNumbers:
    """Where things stand once all pages are open. by_anchor: anchor → page. chapter_ends: chapter key → its last page."""

    by_anchor: Mapping[str, int]
    chapter_ends: Mapping[str, int]

    def of(self, anchor: str) -> int | None:
        """The page of ANCHOR, None if nothing in this book has it (parts may be left out)."""
        return self.by_anchor.get(anchor)

    def chapter(self, key: str) -> str:
        """6–9, or 6 for a chapter of one page, "" for one that is left out."""
        first = self.by_anchor.get(f"chapter:{key}")
        if first is None:
            return ""
        last = self.chapter_ends[key]
        return str(first) if first == last else f"{first}–{last}"


@frozen
class _Furniture:
    """What head, foot and edge of a page say. tab: 1…10, 0 for none. bare: nothing at all (the cover). key: chapter."""

    numeral: str
    title: str
    tab: int
    bare: bool = False
    key: str = ""


class Book:
    """The pages of one manual, in order. sheets: those opened so far. dossier: names, edition, check code."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.sheets: list[Sheet] = []
        self._furniture: list[_Furniture] = []
        self._later: list[Callable[[PageNumbers], None]] = []
        self._current = _Furniture("", "", 0, bare=True)

    # --- opening pages --------------------------------------------------------------------------------------------

    @property
    def next_number(self) -> int:
        """The number the next page will have."""
        return len(self.sheets) + 1

    @property
    def next_is_odd(self) -> bool:
        return self.next_number % 2 == 1

    def page(self) -> Page:
        """Open the next page of the current chapter; before the first chapter a bare one (the cover)."""
        return self._opened(self._current)

    def even_page(self) -> Page:
        """Open the next even page of the current chapter; an odd page before it is left for notes (记事)."""
        if self.next_is_odd:
            self.notes_page()
        return self.page()

    def chapter(self, key: str, numeral: str, title: str, heading: str = "") -> Page:
        """Begin a chapter on a new page. TITLE: running head and outline; HEADING: its title line where it differs.

        NUMERAL 一 … 十 sets the thumb tab; "" for a chapter without one. page.top is where content begins (42).
        """
        tab = NUMERALS.index(numeral) + 1 if numeral else 0
        self._current = _Furniture(numeral, title, tab, key=key)
        page = self._opened(self._current, top=CONTENT_TOP)
        sheet = page.sheet
        sheet.rule(page.left, ODD_FRAME.y, page.right, RULE_CHAPTER)
        with sheet.tag("H1"):
            x = page.left
            if numeral:
                x += sheet.text(x, _TITLE_BASELINE, numeral, CHAPTER_NUMERAL) + TITLE_GAP
            sheet.text(x, _TITLE_BASELINE, heading or title, CHAPTER_TITLE)
        sheet.anchor(f"chapter:{key}", ODD_FRAME.y)
        sheet.bookmark(f"{numeral}　{title}" if numeral else title, 0, ODD_FRAME.y)
        return page

    def lead(self, page: Page, text: Text) -> float:
        """Set the paragraph under a chapter's title, justified. Returns the y where content goes on, mm."""
        return LEAD_TOP + page.sheet.paragraph(page.left, LEAD_TOP, page.width, text) + 3.0

    def notes_page(self) -> Page:
        """Open a page of ruled lines (记事) that belongs to the current chapter."""
        page = self._opened(self._current)
        section_head(page.sheet, page.left, page.top, "记事")
        ruled_lines(page.sheet, page.left, page.top + 15, page.width, page.bottom)
        return page

    def pad_before_last(self, multiple: int = 4) -> None:
        """Open notes pages until one page more makes the total a multiple of MULTIPLE (folded sheets)."""
        self._current = _Furniture("", "记事", 0)
        while self.next_number % multiple:
            self.notes_page()

    def later(self, draw: Callable[[PageNumbers], None]) -> None:
        """Have DRAW called by `finish`, when every page has its number. It opens no page and sets no anchor."""
        self._later.append(draw)

    def _numbers(self) -> PageNumbers:
        by_anchor: dict[str, int] = {}
        ends: dict[str, int] = {}
        for sheet, furniture in zip(self.sheets, self._furniture, strict=True):
            for anchor in sheet.anchors:
                by_anchor.setdefault(anchor, sheet.number)
            if furniture.key:
                ends[furniture.key] = sheet.number
        return PageNumbers(by_anchor, ends)

    def _opened(self, furniture: _Furniture, top: float = ODD_FRAME.y) -> Page:
        number = self.next_number
        sheet = Sheet(A4, number)
        frame = ODD_FRAME if number % 2 else EVEN_FRAME
        sheet.frame = frame
        self.sheets.append(sheet)
        self._furniture.append(furniture)
        return Page(sheet, frame.x, TEXT_WIDTH, top, frame.bottom, number % 2 == 1, number)

    # --- furniture --------------------------------------------------------------------------------------------------

    def finish(self) -> list[Sheet]:
        """Draw what waits for page numbers, then running heads, footers and thumb tabs. Returns the sheets in order."""
        if self._later:
            numbers = self._numbers()
            waiting, self._later = self._later, []
            for draw in waiting:
                draw(numbers)
        identity, total = self.dossier.identity, len(self.sheets)
        name = shortened(self.dossier.project.name, RUNNING_HEAD, RUNNING_NAME_WIDTH)
        running_name = plain(name, RUNNING_HEAD)
        footer = plain(
            f"{identity.project_number}　第 {identity.edition} 版　{iso_date(identity.printed_on)} 印　"
            f"校验 {identity.check_code}",
            FOOTER,
        )
        for sheet, furniture in zip(self.sheets, self._furniture, strict=True):
            if not furniture.bare:
                _draw_furniture(sheet, furniture, running_name, footer, total)
        self._furniture = [replace(furniture, bare=True) for furniture in self._furniture]
        return self.sheets


@slotted
class Cursor:
    """A place on the way down a chapter: `y` on `page`; `need` opens the next page where room is short."""

    book: Book
    page: Page
    y: float

    @property
    def sheet(self) -> Sheet:
        return self.page.sheet

    def need(self, height: float) -> bool:
        """Make sure HEIGHT mm are free below y; True if that took a new page. What is higher than a page starts one."""
        if self.y + height <= self.page.bottom or self.y <= self.page.top:
            return False
        self.turn()
        return True

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self.page = self.book.page()
        self.y = self.page.top

    def place(self, block: Block, space: float = 0.0) -> None:
        """Draw BLOCK SPACE mm further down, its rest on new pages; what cannot be split is drawn even if too high."""
        self.y += space
        rest: Block | None = block
        while rest is not None:
            page, block, rest = self.page, rest, None
            height = block.height(page.width)
            if self.y + height > page.bottom + 0.01:
                parts = block.split(page.width, page.bottom - self.y)
                if parts is not None:
                    block, rest = parts
                    height = block.height(page.width)
                elif self.y > page.top:
                    self.turn()
                    rest = block
                    continue
            block.draw(page.sheet, page.left, self.y, page.width)
            self.y += height
            if rest is not None:
                self.turn()


def section_head(sheet: Sheet, x: float, top: float, words: str) -> float:
    """An H2 whose line of 6 mm begins at TOP. Returns the width of the words, mm."""
    with sheet.tag("H2"):
        return sheet.text(x, SECTION_HEAD.baseline(top), words, SECTION_HEAD)


def ruled_lines(sheet: Sheet, x: float, first: float, width: float, bottom: float) -> None:
    """Lines to write on, 7.5 mm apart from y FIRST down to BOTTOM."""
    pieces, y = [], first
    while y <= bottom:
        pieces.append((x, y, x + width, y))
        y += NOTE_LINE_PITCH
    sheet.lines(pieces, RULE_ROW, GREY_LINE)


def _draw_furniture(sheet: Sheet, furniture: _Furniture, running_name: Text, footer: Text, total: int) -> None:
    is_odd = sheet.number % 2 == 1
    frame = ODD_FRAME if is_odd else EVEN_FRAME
    inner, outer = (frame.x, frame.right) if is_odd else (frame.right, frame.x)
    if furniture.numeral:
        title: Text = (Run(furniture.numeral, RUNNING_NUMERAL), Run(f"　{furniture.title}", RUNNING_HEAD))
    else:
        title = (Run(furniture.title, RUNNING_NUMERAL),)
    folio: Text = (Run(str(sheet.number), FOLIO), Run(f" / {total}", NOTE))
    with sheet.artifact():
        sheet.text(inner, _HEAD_BASELINE, running_name, align="left" if is_odd else "right")
        sheet.text(outer, _HEAD_BASELINE, title, align="right" if is_odd else "left")
        sheet.text(inner, _FOOT_BASELINE, footer, align="left" if is_odd else "right")
        sheet.text(outer, _FOOT_BASELINE, folio, align="right" if is_odd else "left")
        if furniture.tab:
            width, height = TAB_SIZE
            x = sheet.width - PRINTER_EDGE - width if is_odd else PRINTER_EDGE
            y = ODD_FRAME.y + TAB_PITCH * (furniture.tab - 1)
            sheet.rect(x, y, width, height, fill=ACCENT)
            baseline = y + height / 2 + 0.38 * TAB_NUMERAL.em_mm
            sheet.text(x + width / 2, baseline, furniture.numeral, TAB_NUMERAL, align="centre")
