"""Parts both kinds of card are built from: head, date cells, rows with a label, lines for the pen (print.md §9, 07 and 08)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from gxq_desktop.application.views import Light
from gxq_desktop.documents.marks import BOX_COMPACT, BOX_FULL, critical_mark, light, tick_box
from gxq_desktop.documents.sections.card_words import CardWords
from gxq_desktop.documents.sections.places import LIGHT_KINDS
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    CARD_LABEL,
    CARD_TITLE,
    CARD_TITLE_COMPACT,
    CODE_COMPACT_CARD,
    CODE_FULL_CARD,
    DATE_CARD,
    NOTE,
    TABLE_GREY,
    TABLE_TEXT,
    TextStyle,
)
from gxq_desktop.documents.text import (
    InlineMark,
    Line,
    Lines,
    PageRef,
    Text,
    marked,
    number,
    plain,
    set_line,
    set_lines,
)
from gxq_desktop.documents.tokens import (
    ACCENT,
    GREY_LINE,
    GREY_TEXT,
    RULE_CARD,
    RULE_ROW,
    RULE_TABLE,
)
from gxq_desktop.domain.frozen import frozen

LABEL_WIDTH: Final = 21.5
LABEL_WIDTH_COMPACT: Final = 16.0
ROW_PADDING: Final = (1.9, 2.1)
CLOSE_PADDING: Final = (1.4, 1.5)
"""Above and below the text of a card's row; the closer one where a card is long."""
_CELL, _CELL_GAP = 32.0, 4.0
_LIGHT_WIDTH: Final = 7.2
"""A light with its word of one character."""
_PEN: Final = 0.2
AFTER_MARK: Final = 0.7
"""mm, between a box and the text that hangs beside it."""
_CRITICAL: Final = critical_mark(TABLE_GREY)


@frozen
class HeadLook:
    """How a card's head is set. drop: mm from the card's top to the line of code and title."""

    code: TextStyle
    title: TextStyle
    more_lines: float
    drop: float
    indent: float
    box: float
    box_drop: float
    box_words: str


FULL_HEAD: Final = HeadLook(CODE_FULL_CARD, CARD_TITLE, 8.5, 2.5, LABEL_WIDTH, BOX_FULL, 3.6, "办结打勾")
COMPACT_HEAD: Final = HeadLook(
    CODE_COMPACT_CARD, CARD_TITLE_COMPACT, 6.5, 1.2, LABEL_WIDTH_COMPACT, BOX_COMPACT, 2.7, ""
)


def card_head(
    sheet: Sheet, x: float, y: float, width: float, words: CardWords, look: HeadLook, more: str = ""
) -> float:
    """Rule, code, name, what kind of item, the box to tick when it is done. Returns the height used, mm.

    MORE: the anchor where the rest of a compact card stands.
    """
    card, step = words.card, words.step
    sheet.rule(x, y + RULE_CARD / 2, x + width, RULE_CARD, ACCENT)
    room = width - look.indent - look.box - 4.0
    name = card.name
    lines = set_lines(plain(name, look.title), room, False)
    if (
        len(lines.lines) == 2 and "（" in name
    ):  # what the brackets add stands on a line of its own, not two characters of it
        parted = name.replace("（", "\n（", 1)
        in_parts = set_lines(plain(parted, look.title), room, False)
        if len(in_parts.lines) == 2:
            name, lines = parted, in_parts
    count = len(lines.lines)
    top = y + look.drop
    with sheet.tag("H2"):
        sheet.text(x, look.code.baseline(top), card.code, look.code)
        if count == 1:
            sheet.paragraph(x + look.indent, top, room, lines)
        else:
            tight = look.title.sized(look.title.size_pt, look.more_lines)
            lift = (look.title.leading_mm - look.more_lines) / 2
            sheet.paragraph(x + look.indent, top + lift, room, plain(name, tight), justify=False)
    below = top + look.title.leading_mm + (count - 1) * look.more_lines
    said = [card.kind, card.phase.value if look is FULL_HEAD else card.phase.short]
    if look is FULL_HEAD:
        said += [f"本项目第 {card.ordinal} 项，共 {len(words.dossier.cards)} 项", f"加盖{card.seal}"]
    else:
        said += [f"第 {card.ordinal} 项", card.seal]
    if card.variant:
        said.append(card.variant)
    kind = plain(" · ".join(said), TABLE_GREY)
    if step.critical:
        kind = (*kind, _CRITICAL, *plain(" 关键", TABLE_TEXT.bolder()))
    if more:
        kind = (*kind, *marked(" · 细目见第{page}页", TABLE_GREY, page=PageRef(more)))
    used = sheet.paragraph(x + look.indent, below, room, kind, justify=False)
    box_x = x + width - look.box - 0.15
    done = step.light is Light.DONE
    tick_box(sheet, box_x, y + look.box_drop, look.box, step.number, closed=done)
    if look.box_words:
        baseline = y + look.box_drop + look.box + 1.0 + 0.88 * NOTE.em_mm
        sheet.text(x + width, baseline, look.box_words, NOTE, align="right")
    return below + used - y


@frozen
class _DateCell:
    label: str
    value: Text
    unit: str
    note: str
    weight: float = RULE_TABLE


def _planned_cells(words: CardWords, notes: bool) -> tuple[_DateCell, ...]:
    step, limit = words.step, words.card.limit
    left = step.days_left
    return (
        _DateCell("计划受理", words.day(step.early_start, DATE_CARD), "", f"最早，{words.waits_for}"),
        _DateCell("计划办结", words.day(step.early_finish, DATE_CARD), "", f"承诺 {limit.promised_days} 个工作日"),
        _DateCell("最迟受理", words.day(step.late_start, DATE_CARD), "", "再晚，后面就晚", RULE_CARD),
        _DateCell(
            ("离最迟还剩" if notes else "剩余") if left >= 0 else "已过最迟",
            plain(number(left) if left >= 0 else f"+{-left}", DATE_CARD),
            "个工作日",
            _counted_from(words),
        ),
        _DateCell("浮动", plain(number(step.total_float), DATE_CARD), "日", ""),
    )


def _recorded_cells(words: CardWords, notes: bool) -> tuple[_DateCell, ...]:
    """Once the item is accepted: what was recorded, the promised day, and what is left to it or how far it was missed."""
    step, limit = words.step, words.card.limit
    accepted = _DateCell("已受理", words.day(limit.accepted, DATE_CARD), "", "以登记为准")
    due = _DateCell("承诺到期", words.day(limit.promised_due, DATE_CARD), "", "办理机关的承诺", RULE_CARD)
    promised = f"承诺 {limit.promised_days} 个工作日"
    if step.light is Light.DONE:
        early = words.dossier.calendar.working_days_between(step.early_finish.on, limit.promised_due.on)
        return (
            accepted,
            _DateCell("已办结", words.day(step.early_finish, DATE_CARD), "", promised),
            due,
            _DateCell("提前" if early > 0 else "超期", plain(number(abs(early)), DATE_CARD), "个工作日", "比承诺")
            if early
            else _DateCell("比承诺", plain("按期", DATE_CARD), "", ""),
            _DateCell("结果", (), "", ""),
        )
    left = step.days_left
    return (
        accepted,
        _DateCell("预计办结", words.day(step.early_finish, DATE_CARD), "", promised),
        due,
        _DateCell(
            ("离到期还剩" if notes else "剩余") if left >= 0 else "已超期",
            plain(number(left) if left >= 0 else f"+{-left}", DATE_CARD),
            "个工作日",
            _counted_from(words),
        ),
        _DateCell("浮动", plain(number(step.total_float), DATE_CARD), "日", ""),
    )


def _counted_from(words: CardWords) -> str:
    return f"从 {words.dossier.identity.printed_on:%m-%d} 数起"


def date_cells(sheet: Sheet, x: float, y: float, width: float, words: CardWords, notes: bool) -> float:
    """Planned acceptance and completion, latest acceptance, days left, float with its light; once it is accepted, what was
    recorded and the promised day. Returns the height, mm.
    """
    step = words.step
    cells = _recorded_cells(words, notes) if words.is_begun else _planned_cells(words, notes)
    label_line = NOTE.baseline(y + 1.0)
    value_line = y + 12.0
    note_line = y + 17.0
    for index, cell in enumerate(cells):
        at = x + index * (_CELL + _CELL_GAP)
        right = min(at + _CELL, x + width)
        sheet.rule(at, y, right, cell.weight)
        sheet.text(at, label_line, cell.label, NOTE)
        used = sheet.text(at, value_line, cell.value) if cell.value else 0.0
        if cell.unit:
            used += 1.5 + sheet.text(at + used + 1.5, value_line, cell.unit, TABLE_TEXT)
        if notes and cell.note:
            sheet.text(at, note_line, cell.note, NOTE)
        if index == len(cells) - 1:
            kind = LIGHT_KINDS[step.light]
            if not cell.value:
                light(sheet, at, value_line, kind)
            elif notes:
                light(sheet, at, note_line, kind)
            else:
                beside = at + used + 2.0 <= right - _LIGHT_WIDTH
                light(sheet, right - _LIGHT_WIDTH, value_line if beside else label_line, kind)
    return 18.0 if notes else 13.5


@frozen
class LabelRow:
    """A row of a card: its label, texts under each other, and below them a drawing that may start at the left edge.

    draw(sheet, x, y, width): the drawing, DRAWING_HEIGHT mm high, over the whole width of the card.
    """

    label: str
    texts: Sequence[Text | Lines]
    drawing_height: float = 0.0
    draw: Callable[[Sheet, float, float, float], None] | None = None

    @property
    def says_something(self) -> bool:
        return bool(self.texts) or self.draw is not None

    def height(self, width: float, label_width: float, padding: tuple[float, float] = ROW_PADDING) -> float:
        """The row's height with its padding, WIDTH mm wide in all."""
        text = sum(_set(each, width - label_width).height for each in self.texts)
        return max(text, CARD_LABEL.leading_mm) + self.drawing_height + sum(padding)

    def split(
        self, width: float, label_width: float, padding: tuple[float, float], room: float
    ) -> tuple[LabelRow | None, LabelRow]:
        """What fits into ROOM mm, None if no line does, and the rest. For a row higher than a page."""
        left = room - sum(padding) - self.drawing_height
        first: list[Text | Lines] = []
        rest: list[Text | Lines] = []
        for each in self.texts:
            lines = _set(each, width - label_width)
            fitting = 0 if rest else min(len(lines.lines), max(0, int(left / lines.leading_mm + 1e-6)))
            if fitting:
                first.append(lines._replace(lines=lines.lines[:fitting]))
            if fitting < len(lines.lines):
                rest.append(lines._replace(lines=lines.lines[fitting:]))
            left -= fitting * lines.leading_mm
        return (LabelRow(self.label, first) if first else None), LabelRow(
            self.label, rest, self.drawing_height, self.draw
        )

    def place(
        self,
        sheet: Sheet,
        x: float,
        y: float,
        width: float,
        label_width: float,
        padding: tuple[float, float] = ROW_PADDING,
    ) -> float:
        """Draw the row with the rule above it. Returns its height."""
        sheet.rule(x, y, x + width, RULE_ROW, GREY_LINE)
        top = y + padding[0]
        with sheet.tag("P"):
            sheet.text(x, CARD_LABEL.baseline(top), self.label, CARD_LABEL)
            at = top
            for text in self.texts:
                at += sheet.paragraph(x + label_width, at, width - label_width, _set(text, width - label_width))
        at = max(at, top + CARD_LABEL.leading_mm)
        if self.draw is not None:
            self.draw(sheet, x, at, width)
        return at + self.drawing_height + padding[1] - y


def _set(text: Text | Lines, width: float) -> Lines:
    return text if isinstance(text, Lines) else set_lines(text, width, False)


@lru_cache(maxsize=512)
def hanging(mark: InlineMark, text: Text, width: float) -> Lines:
    """TEXT set to WIDTH mm, all of it right of MARK, which stands before the first line."""
    indent = mark.width_mm + AFTER_MARK
    lines = set_lines(text, width - indent, False)
    before = set_line((mark,))
    shifted = []
    for index, line in enumerate(lines.lines):
        spans = tuple(span._replace(dx=span.dx + indent) for span in line.spans)
        characters = line.characters
        if index == 0:
            spans, characters = (*before.spans, *spans), before.characters + characters
        shifted.append(Line(line.width + indent, spans, characters, line.begins, line.ends))
    return lines._replace(lines=tuple(shifted))


@lru_cache
def pen_line(width: float, style: TextStyle) -> InlineMark:
    """A line to write on, in a line of text."""

    def draw(sheet: Sheet, x: float, baseline: float) -> None:
        sheet.rule(x + 1.0, baseline + 0.8, x + width, _PEN, GREY_TEXT)

    return InlineMark(width, draw, style=style)


def pen_field(sheet: Sheet, x: float, y: float, width: float, label: str, height: float = 9.0) -> None:
    """A small grey label with a line to write on, HEIGHT mm below its top."""
    sheet.text(x, NOTE.baseline(y), label, NOTE)
    sheet.rule(x, y + height, x + width, _PEN, GREY_TEXT)
