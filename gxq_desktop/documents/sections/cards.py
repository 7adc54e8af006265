"""五 事项卡: one card for every applicable approval item, by phase (print.md §9, 07 and 08).

Two-page cards are those the dossier asks for (at most eight) and any whose standing parts do not fit on half a page even with
neighbours by code alone: losing text would be worse than a ninth. The chapter opens with what each phase holds; halves that no
card needs carry a phase's opening, a gate's checklist or lines for notes; what the half-page cards had no room for is listed
item by item at the end (细目).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from gxq_desktop.application.views import CardView, Dossier, GateView
from gxq_desktop.application.wording import code_ranges
from gxq_desktop.documents.book import LEAD_TOP, Book, Page, ruled_lines
from gxq_desktop.documents.papers_small.pages import foot_text
from gxq_desktop.documents.sections.card_compact import GAP, HEIGHT, lay_compact
from gxq_desktop.documents.sections.card_fillers import (
    draw_gate_checklist,
    draw_notes,
    draw_stage_opening,
    gate_steps,
)
from gxq_desktop.documents.sections.card_full import draw_full_card
from gxq_desktop.documents.sections.card_order import EVEN_TOP, HALVES_A_LEAF, arrange
from gxq_desktop.documents.sections.card_rest import draw_rest
from gxq_desktop.documents.sections.card_words import CardWords
from gxq_desktop.documents.sections.places import Places
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    CODE,
    FOOTER,
    LEAD,
    TABLE_GREY,
    TABLE_KEY,
    TABLE_TEXT,
    VOICE,
)
from gxq_desktop.documents.table import Column, Row, Table
from gxq_desktop.documents.text import PageRef, Text, date_text, marked, plain
from gxq_desktop.documents.tokens import A4, FOOT_TOP, ODD_FRAME
from gxq_desktop.domain.items import ItemList, Phase
from gxq_desktop.domain.verdicts import Verdict

_PHASE_COLUMNS: Final = (
    Column("阶段", 42, style=TABLE_KEY),
    Column("项数", 12, align="right"),
    Column("", 4),
    Column("事项", 62, style=TABLE_GREY),
    Column("最早受理", 19),
    Column("计划办结", 19),
    Column("页", 10, style=TABLE_GREY, align="right"),
)
_NOTES_ROOM: Final = 20.0


def add_cards(book: Book, dossier: Dossier) -> None:
    """Add the chapter. Anchors: card:<code> on every card, more:<code> where the rest of a half-page card stands."""
    page = book.chapter("cards", "五", "事项卡")
    if not dossier.cards:
        page.sheet.paragraph(page.left, LEAD_TOP, page.width, _without_cards(dossier))
        return
    places = Places(dossier)
    words = [CardWords(card, dossier, places) for card in dossier.cards]
    compact = {index: lay_compact(each) for index, each in enumerate(words) if not each.card.full}
    full = frozenset(range(len(words))) - {index for index, card in compact.items() if card.fits}
    phases = _phases(dossier.cards)
    by_phase = [[index for index in range(len(words)) if dossier.cards[index].phase is phase] for phase in phases]
    halves = _Halves(book, page)
    placements = arrange(by_phase, full, halves.place)
    printed = [placement.card for placement in placements if placement.card is not None]
    _draw_opening(page, dossier, printed, full)
    fillers = _Fillers(dossier, places)
    previous: Phase | None = None
    for placement in placements:
        phase = phases[placement.phase]
        if placement.card is None:
            fillers.draw(*halves.take(), phase)
            continue
        opens_phase, previous = phase is not previous, phase
        if placement.card in full:
            halves.close()
            draw_full_card(words[placement.card], halves.opener(phase.short if opens_phase else ""))
            if book.next_number % 2:
                book.notes_page()  # a card of three pages; the order of the others rests on two
        else:
            sheet, x, y = halves.take()
            if opens_phase:
                sheet.bookmark(phase.short, 1, y)
            compact[placement.card].draw(sheet, x, y)
    rest = [card for index, card in sorted(compact.items()) if index not in full and card.left_out]
    if rest:
        draw_rest(book, *halves.rest(), rest)


def full_card_sheets(dossier: Dossier, code: str) -> list[Sheet]:
    """The item's two-page card as a paper of its own, both pages with 25 mm left, without references to a manual's pages.

    KeyError if the item does not apply.
    """
    card = next((card for card in dossier.cards if card.code == code), None)
    if card is None:
        raise KeyError(code)
    sheets: list[Sheet] = []

    def open_page() -> Page:
        sheet = Sheet(A4, len(sheets) + 1)
        sheets.append(sheet)
        return Page(
            sheet, ODD_FRAME.x, ODD_FRAME.width, ODD_FRAME.y, ODD_FRAME.bottom, len(sheets) % 2 == 1, len(sheets)
        )

    draw_full_card(CardWords(card, dossier, Places(dossier, in_manual=False)), open_page)
    baseline, room = FOOTER.baseline(FOOT_TOP), ODD_FRAME.width - 12
    for sheet in sheets:
        with sheet.artifact():
            sheet.text(ODD_FRAME.x, baseline, foot_text(dossier, room, named=True))
            sheet.text(ODD_FRAME.right, baseline, f"{sheet.number} / {len(sheets)}", FOOTER, align="right")
    return sheets


def _without_cards(dossier: Dossier) -> Text:
    open_rows = [
        row for row in dossier.verdicts if row.item_list is ItemList.APPROVALS and row.verdict is Verdict.UNDECIDED
    ]
    if not open_rows:
        return plain("本项目没有要办的审批（审查）事项。", VOICE)
    return marked(
        "{count}项审批要不要办，还定不下来：{codes}。要回答的问题见第{page}页；答了，帮办员当天重排，换给您新版。",
        VOICE,
        count=len(open_rows),
        codes=code_ranges(row.code for row in open_rows),
        page=PageRef("chapter:undecided"),
    )


def _phases(cards: Sequence[CardView]) -> list[Phase]:
    return list(dict.fromkeys(card.phase for card in cards))


# --- places ---------------------------------------------------------------------------------------------------------------


class _Halves:
    """Hands out half pages in order, the lower half of the chapter's first page to begin with."""

    def __init__(self, book: Book, page: Page) -> None:
        self._book = book
        self._page: Page | None = page
        self._number = page.number

    @property
    def place(self) -> int:
        """The next half as `card_order` counts them."""
        if self._page is not None:
            return (EVEN_TOP + 1 if self._number % 2 == 0 else EVEN_TOP + 3) % HALVES_A_LEAF
        return EVEN_TOP if self._book.next_number % 2 == 0 else EVEN_TOP + 2

    def take(self) -> tuple[Sheet, float, float]:
        """The next half: its sheet, and its top left corner in mm."""
        if self._page is not None:
            page, self._page = self._page, None
            return page.sheet, page.left, ODD_FRAME.y + HEIGHT + GAP
        page = self._page = self._book.page()
        self._number = page.number
        return page.sheet, page.left, page.top

    def close(self) -> None:
        """Make sure no half is open: a full card comes next."""
        if self._page is not None or self._book.next_number % 2:
            raise ValueError("a full card must begin on an even page; the order of cards is wrong")

    def opener(self, phase: str) -> Callable[[], Page]:
        """What opens a full card's pages; PHASE: what the first is marked with in the outline."""
        is_first = True

        def open_page() -> Page:
            nonlocal is_first
            page = self._book.page()
            if is_first and phase:
                page.sheet.bookmark(phase, 1, page.top)
            is_first = False
            return page

        return open_page

    def rest(self) -> tuple[Page, float]:
        """Where the chapter goes on after the last card: the open half or a new page."""
        if self._page is not None:
            page, self._page = self._page, None
            return page, ODD_FRAME.y + HEIGHT + GAP
        page = self._book.page()
        return page, page.top


class _Fillers:
    """Fills halves: a phase's opening first, then the checklist of a gate, then lines for notes."""

    def __init__(self, dossier: Dossier, places: Places) -> None:
        self._dossier = dossier
        self._places = places
        self._opened: set[Phase] = set()
        self._gates: list[GateView] = [gate for gate in dossier.gates if gate_steps(dossier, gate)]

    def draw(self, sheet: Sheet, x: float, y: float, phase: Phase) -> None:
        dossier, places = self._dossier, self._places
        if phase not in self._opened:
            self._opened.add(phase)
            cards = [card for card in dossier.cards if card.phase is phase]
            draw_stage_opening(sheet, x, y, dossier, places, phase, cards)
        elif self._gates:
            of_phase = [gate for gate in self._gates if dossier.step_by_id[gate.id].phase is phase]
            gate = (of_phase or self._gates)[0]
            self._gates.remove(gate)
            draw_gate_checklist(sheet, x, y, dossier, places, gate)
        else:
            draw_notes(sheet, x, y)


# --- opening and end of the chapter -----------------------------------------------------------------------------------------


def _draw_opening(page: Page, dossier: Dossier, printed: Sequence[int], full: frozenset[int]) -> None:
    """The upper half of the chapter's first page: how to read a card, what each phase holds.

    PRINTED: indexes of the cards in the order they are printed.
    """
    says = "每个要办的事项一张卡。<b>关键线路和主干上的用两页</b>，其余半页；方框里的号与时间表、上墙图相同。"
    if len(full) < len(printed):
        says += "半页写不下的，在本章末的细目里。"
    y = LEAD_TOP + page.sheet.paragraph(page.left, LEAD_TOP, page.width, marked(says, LEAD)) + 4.0
    rows = []
    for phase in _phases(dossier.cards):
        indexes = [index for index in printed if dossier.cards[index].phase is phase]
        rows.append(_phase_row(dossier, phase, indexes, full))
    table = Table(_PHASE_COLUMNS, rows, least_row=7.5)
    table.draw(page.sheet, page.left, y, page.width)
    y += table.height(page.width) + 6.0
    if ODD_FRAME.y + HEIGHT - y > _NOTES_ROOM:
        with page.sheet.artifact():
            page.sheet.text(page.left, TABLE_GREY.baseline(y), "记事", TABLE_GREY)
            ruled_lines(page.sheet, page.left, y + 10.5, page.width, ODD_FRAME.y + HEIGHT)


def _phase_row(dossier: Dossier, phase: Phase, printed: Sequence[int], full: frozenset[int]) -> Row:
    cards = [dossier.cards[index] for index in printed]
    steps = [dossier.step_by_id[card.step_id] for card in cards]
    first = min((step.early_start for step in steps), key=lambda day: day.on)
    last = max((step.early_finish for step in steps), key=lambda day: day.on)
    year = dossier.start_on.year
    codes: Text = ()
    for index in sorted(printed):
        code = plain(dossier.cards[index].code, CODE if index in full else TABLE_GREY)
        codes = (*codes, *plain(" ", TABLE_GREY), *code) if codes else code
    return Row(
        (
            plain(phase.value, TABLE_KEY),
            plain(len(cards), TABLE_TEXT),
            None,
            codes,
            date_text(first.on, TABLE_TEXT, plan_year=year, provisional=first.provisional, weekday_shown=False),
            date_text(last.on, TABLE_TEXT, plan_year=year, provisional=last.provisional, weekday_shown=False),
            (PageRef(f"card:{cards[0].code}", style=TABLE_GREY),),
        )
    )
