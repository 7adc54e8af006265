"""细目: what the half-page cards had no room for, item by item, down two columns of as many pages as it takes.

What the enterprise has to act on is set at table size, the rest at the size of notes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple, TypeAlias

from gxq_desktop.application.views import StepView
from gxq_desktop.documents.book import Book, Page
from gxq_desktop.documents.sections.card_columns import COLUMN, COLUMN_GAP
from gxq_desktop.documents.sections.card_compact import ASKED, CompactCard, further_rows
from gxq_desktop.documents.sections.card_words import sentence
from gxq_desktop.documents.sections.notes_below import draw_notes_below
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    CODE,
    DENSE_TEXT,
    LABEL,
    NOTE,
    SECTION_HEAD,
    TABLE_GREY,
    TABLE_KEY,
    TABLE_TEXT,
    TextStyle,
)
from gxq_desktop.documents.text import Line, Lines, Run, Text, as_string, plain, set_lines, shortened
from gxq_desktop.documents.tokens import INK, ODD_FRAME, RULE_TABLE

ONE_BY_ONE: Final = frozenset({ASKED, "怎样更快"})
"""What has to be told apart begins a line each: boxes to tick, questions."""
ACTED_ON: Final = frozenset({"常见退件", ASKED, "受理条件", "怎样更快"})
_BELOW_TITLE: Final = 7.0
_GAP: Final = 0.15
_LEAST_LINES: Final = 2
_DELIVERY: Final = "有效领取"
_USUAL: Final = 3
"""A way of handing over that so many items share is said once for all."""
_SMALL_LABEL: Final = LABEL.sized(DENSE_TEXT.size_pt, DENSE_TEXT.leading_mm)


def draw_rest(book: Book, page: Page, y: float, cards: Sequence[CompactCard]) -> None:
    """Draw from Y on PAGE what each of CARDS has left out, with an anchor more:<code> at its beginning."""
    with page.sheet.tag("H2"):
        baseline = SECTION_HEAD.baseline(y)
        used = page.sheet.text(page.left, baseline, "半页卡的细目", SECTION_HEAD)
        page.sheet.text(page.left + used + 4, baseline, "半页卡上写不下的，按编码列在这里", NOTE)
    page.sheet.bookmark("半页卡的细目", 1, y)
    pages = [page]
    y += _BELOW_TITLE
    usual = _usual_delivery(cards)
    if usual:
        y += (
            page.sheet.paragraph(page.left, y, page.width, plain(f"没写怎么领取的：{sentence(usual)}", DENSE_TEXT))
            + 1.5
        )
    items = [(card.words.step, _paragraphs(card, usual)) for card in cards]
    placed = _laid_out(items, y, page)
    for at in placed:
        while at.column // 2 >= len(pages):
            pages.append(book.page())
        place = pages[at.column // 2]
        x = place.left + at.column % 2 * (COLUMN + COLUMN_GAP)
        if at.lines is None:
            _draw_head(place.sheet, x, at.y, at.step, at.is_first)
        else:
            with place.sheet.tag("P"):
                place.sheet.paragraph(x, at.y, COLUMN, at.lines)
    last = placed[-1].column // 2
    draw_notes_below(pages[last], max(each.bottom for each in placed if each.column // 2 == last))


def _usual_delivery(cards: Sequence[CompactCard]) -> str:
    """How most results are handed over, to be said once; "" if there is no such usual way."""
    ways = Counter(card.words.card.result_delivery for card in cards if _DELIVERY in card.left_out)
    way, count = max(ways.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return way if count >= _USUAL else ""


def _paragraphs(card: CompactCard, usual: str) -> list[Lines]:
    """What has to be acted on one under the other, then all the rest run together; labels stand at the beginning."""
    words = card.words
    if usual and words.card.result_delivery == usual:
        words = replace(words, card=replace(words.card, result_delivery=""))
    large = {row.label: row.texts for row in further_rows(words, TABLE_TEXT)}
    small = {row.label: row.texts for row in further_rows(words, DENSE_TEXT, named=False)}
    paragraphs: list[Text] = []
    for label in card.left_out:
        if label in ONE_BY_ONE:
            first, *others = large[label]
            paragraphs += [_labelled(label, LABEL, [first]), *others]
        elif label in ACTED_ON:
            paragraphs.append(_labelled(label, LABEL, large[label]))
    set_paragraphs = [set_lines(text, COLUMN, False) for text in paragraphs]
    run_in = [
        _labelled(label, _SMALL_LABEL, small[label])
        for label in card.left_out
        if label not in ACTED_ON and label in small
    ]
    return [*set_paragraphs, _run_together(run_in)] if run_in else set_paragraphs


def _run_together(entries: Sequence[Text]) -> Lines:
    """ENTRIES, each with its label, one after another; a label that would end a line begins the next."""
    parted: set[int] = set()
    while True:
        text: Text = ()
        for index, entry in enumerate(entries):
            gap = plain("\n" if index in parted else "　", DENSE_TEXT) if text else ()
            text = (*text, *gap, *entry)
        lines = set_lines(text, COLUMN, False)
        stranded = {line.characters.strip("　").rsplit("　")[-1] for line in lines.lines[:-1] if _ends_in_label(line)}
        more = {index for index, entry in enumerate(entries) if as_string(entry[:1]).strip("　") in stranded} - parted
        if not more:
            return lines
        parted.add(min(more))


def _ends_in_label(line: Line) -> bool:
    return bool(line.spans) and line.spans[-1].style is _SMALL_LABEL


def _labelled(label: str, style: TextStyle, texts: Sequence[Text]) -> Text:
    text: Text = (Run(f"{label}　", style),)
    for each in texts:
        text = (*text, *each)
    return text


def _draw_head(sheet: Sheet, x: float, y: float, step: StepView, is_first: bool) -> None:
    sheet.rule(x, y, x + COLUMN, RULE_TABLE, INK)
    head = (Run(f"{step.code}　", CODE), *plain(shortened(step.short_name, TABLE_KEY, COLUMN - 22), TABLE_KEY))
    baseline = TABLE_KEY.baseline(y + 0.8)
    if is_first:
        sheet.anchor(f"more:{step.code}", y)
        with sheet.tag("H3"):
            sheet.text(x, baseline, head)
    else:
        with sheet.artifact():
            sheet.text(x, baseline, (*head, *plain("（续）", TABLE_GREY)))


# --- columns ----------------------------------------------------------------------------------------------------------------


class _Air(NamedTuple):
    """Heights around an item, mm: of its head with the rule above it, and of what is left free after it."""

    head: float
    after: float


_USUAL_AIR: Final = _Air(5.4, 0.75)
_LITTLE_AIR: Final = _Air(5.0, 0.5)
"""Where it saves a page."""


class _Placed(NamedTuple):
    """Lines, or without them an item's head, at Y mm in a column; columns count through all pages, two to a page."""

    column: int
    y: float
    step: StepView
    lines: Lines | None = None
    is_first: bool = True

    @property
    def bottom(self) -> float:
        return self.y + (self.lines.height if self.lines is not None else 0.0)


_Items: TypeAlias = Sequence[tuple[StepView, Sequence[Lines]]]


def _laid_out(items: _Items, first_top: float, page: Page) -> list[_Placed]:
    """ITEMS down the columns, the two of the last page equally long. FIRST_TOP: of the columns on PAGE, mm."""
    placed = _flowed(items, first_top, page, _USUAL_AIR)
    air, last = _USUAL_AIR, placed[-1].column // 2
    if last:
        closer = _flowed(items, first_top, page, _LITTLE_AIR)
        if closer[-1].column // 2 < last:
            placed, air, last = closer, _LITTLE_AIR, closer[-1].column // 2
    top = ODD_FRAME.y if last else first_top
    floor = top + _used(placed, last, first_top) / 2
    while floor < page.bottom:
        balanced = _flowed(items, first_top, page, air, last, floor)
        if balanced[-1].column // 2 == last:
            return balanced
        floor += TABLE_TEXT.leading_mm / 3
    return placed


def _used(placed: Sequence[_Placed], number: int, first_top: float) -> float:
    """What page NUMBER (from 0) holds, mm of both columns."""
    top = ODD_FRAME.y if number else first_top
    ends = {each.column: each.bottom for each in placed if each.column // 2 == number}
    return sum(end - top for end in ends.values())


def _flowed(
    items: _Items, first_top: float, page: Page, air: _Air, last: int = -1, floor: float = 0.0
) -> list[_Placed]:
    """ITEMS down one column after the other; those of page LAST (from 0) end at FLOOR mm."""
    placed: list[_Placed] = []
    column, y = 0, first_top

    def room() -> float:
        return (floor if column // 2 == last else page.bottom) - y

    for step, paragraphs in items:
        for _ in range(2):  # the columns under the last cards may be too low; those of a new page hold anything
            if room() < air.head + _LEAST_LINES * TABLE_TEXT.leading_mm:
                column += 1
                y = first_top if column < 2 else ODD_FRAME.y
        placed.append(_Placed(column, y, step))
        y += air.head
        for index, lines in enumerate(paragraphs):
            y += _GAP if index else 0.0
            begun, count = 0, len(lines.lines)
            while begun < count:
                fitting = _fitting(count - begun, room(), lines.leading_mm)
                if fitting:
                    part = lines._replace(lines=lines.lines[begun : begun + fitting])
                    placed.append(_Placed(column, y, step, part))
                    y += part.height
                    begun += fitting
                if begun < count:
                    column += 1
                    y = first_top if column < 2 else ODD_FRAME.y
                    placed.append(_Placed(column, y, step, is_first=False))
                    y += air.head
        y += air.after
    return placed


def _fitting(count: int, room: float, leading: float) -> int:
    """How many of COUNT lines go into ROOM mm: all, or so many that two at least stand on either side of the break."""
    fitting = min(count, int(room / leading + 1e-6))
    if fitting < count:
        fitting = min(fitting, count - _LEAST_LINES)
        return fitting if fitting >= _LEAST_LINES else 0
    return fitting
