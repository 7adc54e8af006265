"""细目: what the half-page cards had no room for, item by item, down two columns of as many pages as it takes.

What the enterprise has to act on is set at table size, the rest at the size of notes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from gxq_desktop.application.views import StepView
from gxq_desktop.documents.book import Book, Page
from gxq_desktop.documents.sections.card_columns import COLUMN, COLUMN_GAP
from gxq_desktop.documents.sections.card_compact import ASKED, CompactCard, further_rows
from gxq_desktop.documents.sections.card_words import sentence
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
from gxq_desktop.documents.text import Lines, Run, Text, plain, set_lines, shortened
from gxq_desktop.documents.tokens import INK, RULE_TABLE

ONE_BY_ONE: Final = frozenset({ASKED, "怎样更快"})
"""What has to be told apart begins a line each: boxes to tick, questions."""
ACTED_ON: Final = frozenset({"常见退件", ASKED, "受理条件", "怎样更快"})
_HEAD: Final = 5.4
_BELOW_TITLE: Final = 7.0
_GAP: Final = 0.15
_AFTER_ITEM: Final = 0.75
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
    y += _BELOW_TITLE
    usual = _usual_delivery(cards)
    if usual:
        y += (
            page.sheet.paragraph(page.left, y, page.width, plain(f"没写怎么领取的：{sentence(usual)}", DENSE_TEXT))
            + 1.5
        )
    flow = _Newspaper(book, page, y)
    for card in cards:
        flow.take(_HEAD + _LEAST_LINES * TABLE_TEXT.leading_mm)
        _draw_head(flow, card.words.step, is_first=True)
        for index, lines in enumerate(_paragraphs(card, usual)):
            flow.skip(_GAP if index else 0.0)
            rest: Lines | None = lines
            while rest is not None:
                rest = _draw_lines(flow, rest, card.words.step)
        flow.skip(_AFTER_ITEM)


def _draw_lines(flow: _Newspaper, lines: Lines, step: StepView) -> Lines | None:
    """Draw as many of LINES as the column holds, two at least on either side of a break. Returns what is left."""
    count = len(lines.lines)
    fitting = min(count, int(flow.room / lines.leading_mm + 1e-6))
    if fitting < count:
        fitting = min(fitting, count - _LEAST_LINES)
        if fitting < _LEAST_LINES:
            fitting = 0
    if fitting:
        part = lines._replace(lines=lines.lines[:fitting])
        with flow.sheet.tag("P"):
            flow.sheet.paragraph(flow.x, flow.y, COLUMN, part)
        flow.skip(part.height)
    if fitting == count:
        return None
    flow.turn()
    _draw_head(flow, step, is_first=False)
    return lines._replace(lines=lines.lines[fitting:])


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
    run_in: Text = ()
    for label in card.left_out:
        if label not in ACTED_ON and label in small:
            gap: Text = (Run("　", DENSE_TEXT),) if run_in else ()
            run_in = (*run_in, *gap, *_labelled(label, _SMALL_LABEL, small[label]))
    return [set_lines(text, COLUMN, False) for text in (*paragraphs, run_in) if text]


def _labelled(label: str, style: TextStyle, texts: Sequence[Text]) -> Text:
    text: Text = (Run(f"{label}　", style),)
    for each in texts:
        text = (*text, *each)
    return text


def _draw_head(flow: _Newspaper, step: StepView, is_first: bool) -> None:
    sheet, x, y = flow.sheet, flow.x, flow.y
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
    flow.skip(_HEAD)


class _Newspaper:
    """A place that goes down two columns, one after the other, page after page."""

    def __init__(self, book: Book, page: Page, top: float) -> None:
        self._book, self._page = book, page
        self._top = self.y = top
        self._column = 0

    @property
    def sheet(self) -> Sheet:
        return self._page.sheet

    @property
    def x(self) -> float:
        return self._page.left + self._column * (COLUMN + COLUMN_GAP)

    @property
    def room(self) -> float:
        """What is free below y in this column, mm."""
        return self._page.bottom - self.y

    def skip(self, height: float) -> None:
        self.y += height

    def take(self, needed: float) -> None:
        """Go on to the next column, or the one after it, unless NEEDED mm are free. A column of a new page holds anything."""
        for _ in range(2):
            if self.room < needed:
                self.turn()

    def turn(self) -> None:
        """Go on at the top of the next column."""
        self._column += 1
        if self._column == 2:
            self._page = self._book.page()
            self._column, self._top = 0, self._page.top
        self.y = self._top
