"""The compact card (半页卡): one approval item on half a page, two to a page (print.md §9, 08).

What always stands on it: dates, limit bar, why, basis, what comes before and after, what to bring, result, fee, where, remedies;
neighbours by code alone where names are too long. What is added while there is room, most needed first: reasons of return,
questions asked before, why these dates, conditions, levers, what is not counted, validity, parallel items, intermediary, who
decides, notes. What found no room is listed with the other half-page cards' at the end of the chapter (细目), so nothing is lost.
An item whose standing parts alone exceed the half page becomes a full card.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gxq_desktop.documents.sections.card_columns import ROOM, Columns, Entry, balanced, draw_columns, filled, taller
from gxq_desktop.documents.sections.card_parts import (
    COMPACT_HEAD,
    LABEL_WIDTH_COMPACT,
    LabelRow,
    card_head,
    date_cells,
    pen_field,
)
from gxq_desktop.documents.sections.card_words import (
    CardWords,
    Neighbour,
    bound,
    code_list,
    sentence,
    tick_mark,
    with_page,
)
from gxq_desktop.documents.sections.limit_bar import HEIGHT as BAR_HEIGHT
from gxq_desktop.documents.sections.limit_bar import draw_limit_bar
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import CARD_LABEL, CARD_TEXT_COMPACT, VOICE, TextStyle
from gxq_desktop.documents.text import Lines, PageRef, Text, marked, plain, set_lines, text_width
from gxq_desktop.documents.tokens import GREY_LINE, RULE_ROW, TEXT_WIDTH
from gxq_desktop.domain.frozen import frozen

HEIGHT: Final = 123.0
GAP: Final = 6.0
"""Between the two cards of a page."""
_ROW_GAP: Final = 1.5
_RECORD: Final = 12.0
_AROUND: Final = 1.6
_MOST_NAMED: Final = 4
_LABEL: Final = CARD_LABEL.sized(9, CARD_TEXT_COMPACT.leading_mm)
_TEXT: Final = CARD_TEXT_COMPACT
_VOICE: Final = VOICE.sized(9, _TEXT.leading_mm)
_SMALL: Final = _TEXT.sized(7.5).grey()
_AFTER_HEAD, _DATES, _AFTER_DATES = 1.8, 13.5, 1.5
_BRING_ROOM: Final = TEXT_WIDTH - LABEL_WIDTH_COMPACT
_MOST_AIR: Final = 2.0
"""Room that is left over goes between dates and limit bar, up to so much."""
ASKED: Final = "常见问题"
_RECORDS: Final = ("受理", "补正", "办结", "签收")


@frozen
class CompactCard:
    """A card laid out. fits: whether its standing parts fit into HEIGHT; else it has to become a full card.

    left_out: labels of the `further_rows` that found no room and have to be printed elsewhere. air: left over, mm, and
    given to the gap above the limit bar.
    """

    words: CardWords
    head_height: float
    bring: Lines | None
    columns: Columns
    left_out: tuple[str, ...]
    fits: bool
    air: float = 0.0

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Draw the card, HEIGHT mm high, its top left corner at (x, y)."""
        words, width = self.words, TEXT_WIDTH
        sheet.anchor(f"card:{words.card.code}", y)
        sheet.bookmark(f"{words.card.code} {words.card.short_name}", 2, y)
        at = y + self._draw_head(sheet, x, y)
        at += date_cells(sheet, x, at, width, words, notes=False) + _AFTER_DATES + self.air
        draw_limit_bar(sheet, x, at, LABEL_WIDTH_COMPACT, width, words.card, words.plan_year)
        at = y + self.head_height + self.air
        rules = [at]
        draw_columns(sheet, x, at + _AROUND, self.columns, _LABEL)
        at = y + HEIGHT - _RECORD
        rules.append(at)
        if self.bring is not None:
            above = at - self.bring.height - 2 * _AROUND
            rules.append(above)
            with sheet.tag("P"):
                sheet.text(x, _LABEL.baseline(above + _AROUND), "带什么", _LABEL)
                sheet.paragraph(x + LABEL_WIDTH_COMPACT, above + _AROUND, _BRING_ROOM, self.bring)
        _draw_record(sheet, x, at, width)
        sheet.lines([(x, each, x + width, each) for each in rules], RULE_ROW, GREY_LINE)

    def _draw_head(self, sheet: Sheet, x: float, y: float) -> float:
        more = f"more:{self.words.card.code}" if self.left_out and self.words.places.in_manual else ""
        return card_head(sheet, x, y, TEXT_WIDTH, self.words, COMPACT_HEAD, more) + _AFTER_HEAD


def _draw_record(sheet: Sheet, x: float, y: float, width: float) -> None:
    """记录: lines for the pen."""
    with sheet.tag("P"):
        sheet.text(x, _LABEL.baseline(y + 1.2), "记录", _LABEL)
        share = (width - LABEL_WIDTH_COMPACT - 3.0 * (len(_RECORDS) - 1)) / len(_RECORDS)
        for index, name in enumerate(_RECORDS):
            pen_field(sheet, x + LABEL_WIDTH_COMPACT + index * (share + 3.0), y + 1.2, share, name, 9.0)


# --- laying out -------------------------------------------------------------------------------------------------------------


def lay_compact(words: CardWords) -> CompactCard:
    """Lay CARD out on half a page: standing parts, then as much of the rest as there is room for."""
    head = _head_height(words)
    bring_text = _bring(words)
    bring = set_lines(bring_text, _BRING_ROOM, False) if bring_text else None
    room = HEIGHT - head - _RECORD - _AROUND
    if bring is not None:
        room -= bring.height + 2 * _AROUND
    for named in (True, False):
        standing = _standing(words, named)
        columns = balanced(standing)
        fits = taller(columns) <= room
        if fits:
            break
    further = further_rows(words, _TEXT)
    if not fits:
        return CompactCard(words, head, bring, columns, tuple(row.label for row in further), fits)
    columns, left_out = filled(standing, [_entry(row.label, row.texts) for row in further], room)
    air = min(_MOST_AIR, max(0.0, room - taller(columns)))
    return CompactCard(words, head, bring, columns, left_out, fits, air)


def _head_height(words: CardWords) -> float:
    """From the card's top to the rule under its limit bar, mm."""
    head = card_head(Sheet((TEXT_WIDTH, HEIGHT)), 0, 0, TEXT_WIDTH, words, COMPACT_HEAD)
    return head + _AFTER_HEAD + _DATES + _AFTER_DATES + BAR_HEIGHT + 1.0


def _entry(label: str, texts: Sequence[Text]) -> Entry:
    return Entry.of(label, texts, _LABEL.leading_mm, _ROW_GAP)


def _standing(words: CardWords, named: bool) -> list[Entry]:
    card = words.card
    where = marked("{number}窗口　{phone}", _TEXT, number=card.window.number, phone=card.window.phone or "电话未提供")
    online = marked("在线编码 {code}", _TEXT, code=card.online_matter_code) if card.online_matter_code else ()
    if words.where_is_template:
        online = (*online, *plain("（样例）", _SMALL))
    return [
        _entry("为什么办", words.why(_VOICE, _TEXT)),
        _entry("依据", [words.basis(_TEXT)]),
        _entry("先要有", [_neighbours(words.before, "不等别的事", named)]),
        _entry("办好后", [_neighbours(words.after, "没有等它的事", named)]),
        _entry("结果", [marked("<b>{name}</b>", _TEXT, name=card.result_name)]),
        _entry("收费", [words.fee(_TEXT)]),
        _entry("去哪办", [where, online]),
        _entry("不服", _remedies(words)),
    ]


def _remedies(words: CardWords) -> list[Text]:
    if words.has_standard_remedies and words.places.in_manual:
        return [marked("复议、诉讼、监督电话见第{page}页", _TEXT, page=PageRef("chapter:service"))]
    return words.remedies(_TEXT)


def further_rows(words: CardWords, style: TextStyle, named: bool = True) -> list[LabelRow]:
    """What is added to a card while there is room, most needed first, set in STYLE. NAMED: other items not by code alone."""
    card = words.card
    validity = "；".join(each for each in (card.result_validity, card.result_delivery) if each)
    reasons = [plain(sentence("；".join(card.return_reasons)), style)] if card.return_reasons else []
    rows = (
        LabelRow("常见退件", reasons),
        LabelRow(ASKED, words.asked(style)),
        LabelRow("日期来由", words.why_dates_shortly(style)),
        LabelRow("受理条件", [words.conditions(style)] if card.conditions else []),
        LabelRow("怎样更快", words.levers(style)),
        LabelRow("不计入", words.not_counted(style)),
        LabelRow("有效领取", [plain(sentence(validity), style)] if validity else []),
        LabelRow("可并联", [text for text in (words.parallel(style, named),) if text]),
        LabelRow("中介服务", [plain(sentence(card.intermediary), style)] if card.intermediary else []),
        LabelRow("谁来办", [plain(sentence(card.authority), style)] if card.authority else []),
        LabelRow("要留意", [plain(sentence(each), style) for each in card.notes]),
    )
    return [row for row in rows if row.texts]


def _neighbours(neighbours: Sequence[Neighbour], none: str, named: bool) -> Text:
    """Names with pages; of many only the four that matter most, the others by code; all by code if not NAMED."""
    if not neighbours:
        return plain(none, _TEXT)
    ordered = sorted(neighbours, key=lambda each: (not each.binding, each.code))
    if not named:
        return plain(code_list(ordered), _TEXT)
    shown = ordered[:_MOST_NAMED] if len(ordered) > _MOST_NAMED + 1 else ordered
    others = ordered[len(shown) :]
    parts = [with_page(each, _TEXT) for each in shown]
    text = running = _on_lines(parts, (), others)
    parted: tuple[int, ...] = ()
    while (torn := _torn_part(text, parts)) is not None and torn not in parted:
        parted = (*parted, torn)
        text = _on_lines(parts, parted, others)
    if parted and len(set_lines(text, ROOM, False).lines) > len(set_lines(running, ROOM, False).lines):
        return running  # a card has no line to spare
    return text


def _on_lines(parts: Sequence[Text], parted: Sequence[int], others: Sequence[Neighbour]) -> Text:
    """PARTS with 、 between them, those numbered in PARTED at the beginning of a line; then OTHERS by code."""
    text: Text = ()
    for index, part in enumerate(parts):
        text = (*text, *plain("、\n" if index in parted else "、", _TEXT), *part) if text else part
    return (*text, *plain(f"，另有 {code_list(others)}", _TEXT)) if others else text


def _torn_part(text: Text, parts: Sequence[Text]) -> int | None:
    """The first of PARTS whose page number stands at the beginning of a line, parted from its name; not the first part."""
    refs = 0
    with_refs = [index for index, part in enumerate(parts) if any(isinstance(piece, PageRef) for piece in part)]
    for line in set_lines(text, ROOM, False).lines:
        if line.spans and line.spans[0].ref is not None:
            return with_refs[refs] or None
        refs += sum(span.ref is not None for span in line.spans)
    return None


def _bring(words: CardWords) -> Text:
    """Boxes with names in a line: how many copies, or that a department shares it, or the row it comes from."""
    parts = []
    for line in words.card.materials:
        told = "共享" if "免交" in line.shared else line.from_code or line.copies
        if "可容缺" in line.later:
            told += f"，{line.later}"
        parts.append((tick_mark(_TEXT), *plain(line.name, _TEXT), *plain(f" {told}", _SMALL)))
    return _whole_parts(parts)


def _whole_parts(parts: Sequence[Text]) -> Text:
    """PARTS line by line, none of them parted: the next one, and what else still fits beside it, like things in a bag.

    Where that takes a line more than a running text does, they run on: a card has no line to spare.
    """
    gap = text_width("　", _TEXT)
    waiting = [(part, text_width(part)) for part in parts]
    text: Text = ()
    while waiting:
        used, later = -gap, []
        for part, width in waiting:
            if used < 0 or used + gap + width <= _BRING_ROOM:
                text = (*text, *(plain("　", _TEXT) if used >= 0 else plain("\n", _TEXT) if text else ()), *part)
                used += gap + width
            else:
                later.append((part, width))
        waiting = later
    running = bound(parts, "　", _TEXT)
    lines = [len(set_lines(each, _BRING_ROOM, False).lines) for each in (text, running)] if parts else [0, 0]
    return text if lines[0] <= lines[1] else running
