"""The full card (两页卡): one approval item on a spread, left page when and how, right page with what (print.md §9, 07)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, cast

from gxq_desktop.application.views import StepView
from gxq_desktop.documents.book import Page, ruled_lines
from gxq_desktop.documents.marks import BOX_INLINE, BOX_TABLE, arrow_head, flow_arrow, tick_box
from gxq_desktop.documents.sections.card_compact import ASKED
from gxq_desktop.documents.sections.card_parts import (
    CLOSE_PADDING,
    FULL_HEAD,
    LABEL_WIDTH,
    ROW_PADDING,
    LabelRow,
    card_head,
    date_cells,
    hanging,
    pen_field,
    pen_line,
)
from gxq_desktop.documents.sections.card_words import (
    NOT_ASSIGNED,
    TEMPLATE_NOTE,
    CardWords,
    Neighbour,
    bound,
    code_list,
    sentence,
    tick_mark,
)
from gxq_desktop.documents.sections.limit_bar import HEIGHT as BAR_HEIGHT
from gxq_desktop.documents.sections.limit_bar import draw_limit_bar
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    CARD_LABEL,
    CARD_TEXT,
    CODE,
    NOTE,
    SECTION_HEAD,
    TABLE_GREY,
    TABLE_KEY,
    TABLE_TEXT,
    VOICE,
)
from gxq_desktop.documents.table import Cell, Column, Row, Table
from gxq_desktop.documents.text import Lines, PageRef, Run, Text, marked, plain, set_lines, shortened, text_width
from gxq_desktop.documents.tokens import ACCENT, INK, RULE_CARD, RULE_TABLE, SPAN_4, TEXT_WIDTH, TINT, WHITE
from gxq_desktop.domain.frozen import frozen

MOST_NEIGHBOURS: Final = 4
_BOX_WIDTHS: Final = (46.0, 38.0, 53.8)
_BOX_HEIGHT, _BOX_PITCH = 10.0, 12.5
_FLOW_PITCH, _FLOW_HEIGHT = 29.3, 6.4
_PEN_BOX: Final = (25.8, 8.0)
_HEAD_HEIGHT: Final = 6.5
_AFTER_TABLE: Final = 3.0
_INDENT: Final = 5.0
_SMALL: Final = TABLE_GREY.sized(7.5)
_ON_ACCENT: Final = TABLE_KEY.coloured(WHITE)
_ON_ACCENT_SMALL: Final = _ON_ACCENT.sized(8)
_FROM_WIDTH: Final = 34.0
_MATERIAL_COLUMNS: Final = (
    Column("", 7),
    Column("材料", 50, style=TABLE_KEY, gap=2.0),
    Column("份数与形式", 24),
    Column("能否后补（容缺）", 27),
    Column("能否免交", 26),
    Column("从哪来", _FROM_WIDTH, style=TABLE_GREY),
)
PageOpener = Callable[[], Page]


def draw_full_card(words: CardWords, open_page: PageOpener) -> None:
    """Draw the card on two pages from OPEN_PAGE, the first an even one; what is longer goes on on further pages."""
    page = open_page()
    sheet, x, width = page.sheet, page.left, page.width
    y = page.top
    sheet.anchor(f"card:{words.card.code}", y)
    sheet.bookmark(f"{words.card.code} {words.card.short_name}", 2, y)
    y += max(card_head(sheet, x, y, width, words, FULL_HEAD), 19.0) + 4.5
    y += date_cells(sheet, x, y, width, words, notes=True) + 3.0
    draw_limit_bar(sheet, x, y, LABEL_WIDTH, width, words.card, words.plan_year)
    y += BAR_HEIGHT + 2.0
    rows, padding = _left_rows(words, page.bottom - y)
    while rows and y + rows[0].height(width, LABEL_WIDTH, padding) <= page.bottom + 0.01:
        y += rows.pop(0).place(sheet, x, y, width, LABEL_WIDTH, padding)
    _RightPages(words, open_page).draw(rows)


# --- left page ----------------------------------------------------------------------------------------------------------


def _left_rows(words: CardWords, room: float) -> tuple[list[LabelRow], tuple[float, float]]:
    """The rows in full if they fit into ROOM mm; else with shorter sentences on the dates, closer, with fewer boxes.

    Returns the padding to set them with too.
    """
    tries = (
        (True, MOST_NEIGHBOURS, ROW_PADDING),
        (False, MOST_NEIGHBOURS, ROW_PADDING),
        (False, MOST_NEIGHBOURS, CLOSE_PADDING),
        (False, MOST_NEIGHBOURS - 1, CLOSE_PADDING),
    )
    for in_full, most, padding in tries:
        rows = _rows_of(words, in_full, most)
        if sum(row.height(TEXT_WIDTH, LABEL_WIDTH, padding) for row in rows) <= room:
            break
    return rows, padding


def _rows_of(words: CardWords, in_full: bool, most: int) -> list[LabelRow]:
    before, after = _chosen(words.before, most, latest_first=True), _chosen(words.after, most, latest_first=False)
    chain_height = max(len(before), len(after), 1) * _BOX_PITCH - (_BOX_PITCH - _BOX_HEIGHT) + 1.0
    flow_height = _FLOW_HEIGHT + 4.8 + _PEN_BOX[1] - CARD_LABEL.leading_mm
    rows = (
        LabelRow("为什么要办", words.why(VOICE, CARD_TEXT)),
        LabelRow("办理依据", _said(words.basis(CARD_TEXT))),
        LabelRow("受理条件", _said(words.conditions(CARD_TEXT))),
        LabelRow("前后关系", _said(_chain_note(words)), chain_height, partial(_draw_chain, words, before, after)),
        LabelRow("办理流程", (), flow_height, partial(_draw_flow, words)),
        LabelRow("在哪里办", _where(words)),
        LabelRow("可以并联", _said(words.parallel(CARD_TEXT))),
        LabelRow("日期怎么来", words.why_dates(CARD_TEXT) if in_full else words.why_dates_shortly(CARD_TEXT)),
        LabelRow("怎样更快", _levers(words)),
        LabelRow("谁来负责", _who(words)),
    )
    return [row for row in rows if row.says_something]


def _levers(words: CardWords) -> list[Text | Lines]:
    """Each with its box, further lines beside the box, not under it."""
    box, width = tick_mark(CARD_TEXT), TEXT_WIDTH - LABEL_WIDTH
    return [hanging(box, text, width) for text in words.levers(CARD_TEXT, boxed=False)]


def _said(*texts: Text) -> list[Text]:
    return [text for text in texts if text]


def _where(words: CardWords) -> list[Text]:
    card, centre = words.card, words.dossier.centre
    where = words.where(CARD_TEXT)
    if centre.hours:
        where = (*where, *plain(f"　{centre.hours[0].days} {centre.hours[0].hours}", CARD_TEXT))
        if words.places.in_manual:
            service = PageRef("chapter:service")
            where = (*where, *marked("，延时和周六见第{page}页", CARD_TEXT, page=service))
    online = marked(
        "网上：{platform}，在线编码 <b>{code}</b>　在线办件号{number}",
        CARD_TEXT,
        platform=card.online_platform or centre.online_platform,
        code=card.online_matter_code or "未提供",
        number=f" {card.online_number}" if card.online_number else pen_line(42, CARD_TEXT),
    )
    notes = [f"地址：{centre.address}。".replace("。。", "。")] if centre.address else []
    if words.where_is_template:
        notes.append(TEMPLATE_NOTE)
    return _said(where, online, plain("".join(notes), NOTE) if notes else ())


def _who(words: CardWords) -> list[Text]:
    card = words.card
    office = marked("审批 <b>{officer}</b>　实施机关 {authority}", CARD_TEXT, officer=card.officer or NOT_ASSIGNED,
                    authority=card.authority)  # fmt: skip
    people = bound(
        (
            words.person("帮办", card.helper, CARD_TEXT),
            words.person("督查", card.secretary, CARD_TEXT),
            words.person("企业经办", card.enterprise_contact, CARD_TEXT)
            if card.enterprise_contact.name
            else marked("企业经办{pen}", CARD_TEXT, pen=pen_line(30, CARD_TEXT)),
        ),
        "　",
        CARD_TEXT,
    )
    return [office, people]


def _chain_note(words: CardWords) -> Text:
    before, after = len(words.before), len(words.after)
    if words.is_begun:
        said = f"受理前要左边 {before} 项" if before else "受理前不等别的事"
    else:
        said = f"左边 {before} 项齐了才能受理" if before else "前面没有要等的事"
    said += f"；它办好了，右边 {after} 项才能办。" if after else "；后面没有等它的事。"
    return plain(f"{said}页码处有该项的卡或清单。" if words.places.in_manual else said, NOTE)


def _chosen(neighbours: Sequence[Neighbour], most: int, latest_first: bool) -> list[Neighbour | list[Neighbour]]:
    """At most MOST boxes: what sets the date first, then what is closest to it; the others together in the last."""
    ordered = sorted(
        neighbours,
        key=lambda each: (not each.binding, (-1 if latest_first else 1) * each.day.on.toordinal(), each.code),
    )
    if len(ordered) <= most:
        return list(ordered)
    kept = most - 1
    return [*ordered[:kept], sorted(ordered[kept:], key=lambda each: each.code)]


def _draw_chain(
    words: CardWords,
    before: Sequence[Neighbour | list[Neighbour]],
    after: Sequence[Neighbour | list[Neighbour]],
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
) -> None:
    """Boxes of what comes before, the item, what comes after, joined by lines with arrow heads."""
    y += 1.0
    rows = max(len(before), len(after), 1)
    middle = y + ((rows - 1) * _BOX_PITCH + _BOX_HEIGHT) / 2
    left_width, own_width, right_width = _BOX_WIDTHS
    gap = (width - sum(_BOX_WIDTHS)) / 2
    own_x, right_x = x + left_width + gap, x + width - right_width
    _own_box(words, sheet, own_x, middle - _BOX_HEIGHT / 2, own_width)
    if before:
        centres = _box_column(words, sheet, x, middle, left_width, before, "计划")
        bus = x + left_width + 7.0
        sheet.lines([(x + left_width, each, bus, each) for each in centres], 0.25, INK)
        sheet.line(bus, min(*centres, middle), bus, max(*centres, middle), 0.25, INK)
        sheet.line(bus, middle, own_x - 1.0, middle, 0.25, INK)
        arrow_head(sheet, own_x, middle)
    if after:
        centres = _box_column(words, sheet, right_x, middle, right_width, after, "最早")
        bus = own_x + own_width + 7.0
        sheet.line(own_x + own_width, middle, bus, middle, 0.25, INK)
        sheet.line(bus, min(*centres, middle), bus, max(*centres, middle), 0.25, INK)
        sheet.lines([(bus, each, right_x - 1.0, each) for each in centres], 0.25, INK)
        for each in centres:
            arrow_head(sheet, right_x, each)


def _box_column(
    words: CardWords,
    sheet: Sheet,
    x: float,
    middle: float,
    width: float,
    column: Sequence[Neighbour | list[Neighbour]],
    when: str,
) -> list[float]:
    """Boxes under each other, centred on MIDDLE. Returns the y of their middles."""
    top = middle - ((len(column) - 1) * _BOX_PITCH + _BOX_HEIGHT) / 2
    centres = []
    for index, neighbour in enumerate(column):
        y = top + index * _BOX_PITCH
        sheet.rect(x, y, width, _BOX_HEIGHT, fill=WHITE, stroke=INK, weight=RULE_TABLE)
        if isinstance(neighbour, list):
            sheet.text(x + 2, y + 4.2, plain(f"另 {len(neighbour)} 项", TABLE_KEY))
            sheet.text(x + 2, y + 8.3, plain(_codes_that_fit(code_list(neighbour), width - 3.5), _SMALL))
        else:
            _neighbour_box(words, sheet, x, y, width, neighbour, when)
        centres.append(y + _BOX_HEIGHT / 2)
    return centres


def _codes_that_fit(codes: str, room: float) -> str:
    """CODES in ROOM mm, 等 in place of whole ones at the end."""
    shown, said = codes.split("、"), codes
    while len(shown) > 1 and text_width(said, _SMALL) > room:
        shown = shown[:-1]
        said = f"{'、'.join(shown)} 等"
    return shortened(said, _SMALL, room)


def _neighbour_box(
    words: CardWords, sheet: Sheet, x: float, y: float, width: float, neighbour: Neighbour, when: str
) -> None:
    code = plain(f"{neighbour.code} " if neighbour.code else "", CODE)
    room = width - 3.5 - text_width(code)
    name = neighbour.name if text_width(neighbour.name, TABLE_KEY) <= room else neighbour.map_name
    sheet.text(x + 2, y + 4.2, (*code, *plain(shortened(name, TABLE_KEY, room), TABLE_KEY)))
    if words.is_over(neighbour.step_id):
        when = "已于"
    below = marked(
        "{when} {day} {verb}", _SMALL, when=when, day=words.day(neighbour.day, _SMALL, False), verb=neighbour.verb
    )
    at = x + 2
    if neighbour.anchor:
        page = marked("{page}页", _SMALL, page=PageRef(neighbour.anchor))
        sheet.text(at, y + 8.3, page)
        at += text_width(page) + _SMALL.em_mm
        sheet.link(x, y, width, _BOX_HEIGHT, neighbour.anchor, words=f"{neighbour.code} {neighbour.name}")
    sheet.text(at, y + 8.3, below)


def _own_box(words: CardWords, sheet: Sheet, x: float, y: float, width: float) -> None:
    step = words.step
    sheet.rect(x, y, width, _BOX_HEIGHT, fill=ACCENT)
    sheet.text(x + 2, y + 4.2, plain(shortened(f"{step.code} {step.map_name}", _ON_ACCENT, width - 3.5), _ON_ACCENT))
    sheet.text(x + 2, y + 8.3, _own_dates(step, words.plan_year), _ON_ACCENT_SMALL)


def _own_dates(step: StepView, plan_year: int) -> str:
    """04-02 至 04-10, in words only, since no mark stands on the accent: 27-05-31 至 06-10 暂定."""
    first, last = step.early_start, step.early_finish
    shown = f"{first.on:%m-%d}" if first.on.year == plan_year else f"{first.on:%y-%m-%d}"
    shown += f" 至 {last.on:%m-%d}" if last.on.year == first.on.year else f" 至 {last.on:%y-%m-%d}"
    return f"{shown} 暂定" if first.provisional or last.provisional else shown


def _draw_flow(words: CardWords, sheet: Sheet, x: float, y: float, width: float) -> None:
    """Five arrows from receipt to delivery, who does each, a box for the actual date. 行政许可法第32、44条."""
    days = words.card.limit.promised_days
    window = f"{words.card.window.number}窗口"
    stages = (
        ("收件", "当日", window, WHITE),
        ("受理", "当日至 5 日", "一次告知补正", WHITE),
        ("审查", f"{days - 1} 日" if days > 1 else "1 日内", words.card.officer, TINT),
        ("决定", "1 日" if days > 1 else "同日", words.card.officer, TINT),
        ("送达", "10 日内", "窗口或邮寄", WHITE),
    )
    y -= CARD_LABEL.leading_mm
    x += LABEL_WIDTH
    sheet.begin_tag("L")
    for index, (name, length, who, fill) in enumerate(stages):
        at = x + index * _FLOW_PITCH
        flow_arrow(sheet, at, y, _FLOW_PITCH - 0.4, _FLOW_HEIGHT, fill, first=index == 0)
        inner = at + (2.4 if index == 0 else 4.0)
        with sheet.tag("LI"):
            baseline = TABLE_KEY.baseline(y + (_FLOW_HEIGHT - TABLE_KEY.leading_mm) / 2)
            used = sheet.text(inner, baseline, name, TABLE_KEY)
            sheet.text(inner + used + 1.5, baseline, length, _SMALL)
            sheet.text(inner, y + _FLOW_HEIGHT + 3.6, plain(shortened(who, _SMALL, _FLOW_PITCH - 5), _SMALL))
            box_y = y + _FLOW_HEIGHT + 4.8
            sheet.rect(at + 0.15, box_y, *_PEN_BOX, stroke=INK, weight=0.2)
            sheet.text(at + 1.4, box_y + 3.1, "实际日期", _SMALL)
    sheet.end_tag()


# --- right page ---------------------------------------------------------------------------------------------------------


@frozen
class _Tightness:
    """How close the right page is set. row: least height of a material's row; padding: above and below its text."""

    row: float
    padding: float
    notice: float
    remedies_in_full: bool
    row_padding: tuple[float, float]


_AIRY: Final = _Tightness(6.9, 1.2, 34.0, True, ROW_PADDING)
_CLOSE: Final = _Tightness(6.0, 0.75, 28.0, True, CLOSE_PADDING)
_CLOSEST: Final = _Tightness(5.4, 0.45, 28.0, False, CLOSE_PADDING)
_WITHOUT_NOTICE: Final = _Tightness(5.4, 0.45, 0.0, False, CLOSE_PADDING)
"""一次性告知 is a paper of its own too, so its box gives way before a card takes a third page."""


_RIGHT_HEAD: Final = 8.0
"""The line that names the item again, mm."""


class _RightPages:
    """The second page of a card, and the ones after it where it is not enough. y: where the next part begins."""

    def __init__(self, words: CardWords, open_page: PageOpener) -> None:
        self.words = words
        self.open_page = open_page
        self._turn()

    def _turn(self) -> None:
        page = self.page = self.open_page()
        self.sheet, self.x, self.width = page.sheet, page.left, page.width
        self.sheet.rule(self.x, page.top + RULE_CARD / 2, page.right, RULE_CARD, ACCENT)
        card = self.words.card
        baseline = page.top + 5.2
        with self.sheet.tag("P"):
            head = (Run(f"{card.code}　", CODE), *plain(shortened(card.name, TABLE_KEY, self.width - 25), TABLE_KEY))
            self.sheet.text(self.x, baseline, head)
            self.sheet.text(page.right, baseline, "续", TABLE_GREY, align="right")
        self.y = page.top + _RIGHT_HEAD

    def _need(self, height: float) -> None:
        if self.y + height > self.page.bottom + 0.01:
            self._turn()

    def draw(self, moved: Sequence[LabelRow]) -> None:
        """All parts, as airy as they fit on one page. MOVED: rows the left page had no room for."""
        reasons = _ReturnReasons(self.words.card.return_reasons)
        for tightness in (_AIRY, _CLOSE, _CLOSEST, _WITHOUT_NOTICE):
            table = self._material_table(tightness)
            rows = [*self._rows(tightness), *moved]
            padding = tightness.row_padding
            needed = reasons.height + tightness.notice
            needed += sum(row.height(self.width, LABEL_WIDTH, padding) for row in rows)
            if table is not None:
                needed += _HEAD_HEIGHT + table.height(self.width) + _AFTER_TABLE
            if self.y + needed <= self.page.bottom:
                break
        if table is not None:
            self._draw_materials(table)
        if reasons.height:
            self._need(reasons.height)
            self._head("常因什么被退", "交件前自己查一遍，没有就打勾")
            self.y += reasons.draw(self.sheet, self.x, self.y, self.width)
        for row in rows:
            self._place(row, padding)
        if tightness.notice:
            self._need(tightness.notice)
            self.y += _single_notice(self.sheet, self.x, self.y, self.width, tightness.notice)
        self._own_notes()

    def _place(self, row: LabelRow, padding: tuple[float, float]) -> None:
        """Draw ROW whole, on the next page if it must be; one higher than a page goes on from page to page."""
        while row.height(self.width, LABEL_WIDTH, padding) > self.page.bottom - self.page.top - _RIGHT_HEAD:
            piece, row = row.split(self.width, LABEL_WIDTH, padding, self.page.bottom - self.y)
            if piece is not None:
                piece.place(self.sheet, self.x, self.y, self.width, LABEL_WIDTH, padding)
            self._turn()
        self._need(row.height(self.width, LABEL_WIDTH, padding))
        self.y += row.place(self.sheet, self.x, self.y, self.width, LABEL_WIDTH, padding)

    def _head(self, title: str, note: str) -> None:
        with self.sheet.tag("H3"):
            baseline = SECTION_HEAD.baseline(self.y)
            used = self.sheet.text(self.x, baseline, title, SECTION_HEAD)
            self.sheet.text(self.x + used + 4, baseline, plain(note, NOTE))
        self.y += _HEAD_HEIGHT
        self.sheet.rule(self.x, self.y, self.page.right, RULE_TABLE, INK)

    def _material_table(self, tightness: _Tightness) -> Table | None:
        rows = [
            Row(
                (
                    _MATERIAL_BOX,
                    plain(line.name, TABLE_KEY),
                    plain(f"{line.copies}{line.form}", TABLE_TEXT),
                    plain(line.later, TABLE_TEXT),
                    plain(line.shared, TABLE_TEXT),
                    self.words.material(line, TABLE_GREY, None if tightness is _AIRY else _FROM_WIDTH - 1.0),
                )
            )
            for line in self.words.card.materials
        ]
        return Table(_MATERIAL_COLUMNS, rows, least_row=tightness.row, padding=tightness.padding) if rows else None

    def _draw_materials(self, table: Table) -> None:
        count = f"{len(self.words.card.materials)} 件"
        if self.words.shared_count:
            count += f"，其中 {self.words.shared_count} 件由部门共享，不用交"
        self._head("带什么来", count)
        rest: Table | None = table
        while rest is not None:
            table, rest = rest, None
            room = self.page.bottom - self.y
            parts = table.split(self.width, room) if table.height(self.width) > room else None
            if parts is not None:
                table, rest = cast("Table", parts[0]), cast("Table", parts[1])
            table.draw(self.sheet, self.x, self.y, self.width)
            self.y += table.height(self.width) + _AFTER_TABLE
            if rest is not None:
                self._turn()

    def _rows(self, tightness: _Tightness) -> list[LabelRow]:
        words, card = self.words, self.words.card
        delivery = marked("领取：{how}", CARD_TEXT, how=sentence(card.result_delivery)) if card.result_delivery else ()
        remedies = words.remedies(CARD_TEXT) if tightness.remedies_in_full else words.remedies_shortly(CARD_TEXT)
        rows = (
            LabelRow(ASKED, words.asked(CARD_TEXT)),
            LabelRow("拿到什么", _said(words.result(CARD_TEXT), delivery)),
            LabelRow("收不收费", _said(words.fee(CARD_TEXT))),
            LabelRow("中介服务", _said(plain(sentence(card.intermediary), CARD_TEXT) if card.intermediary else ())),
            LabelRow("公示与听证", words.not_counted(CARD_TEXT)),
            LabelRow("要留意", [plain(sentence(each), CARD_TEXT) for each in card.notes]),
            LabelRow("不服怎么办", remedies),
        )
        return [row for row in rows if row.says_something]

    def _own_notes(self) -> None:
        """记事: lines to the foot, where a pen still has room."""
        if self.y + 14 > self.page.bottom:
            return
        with self.sheet.artifact():
            self.sheet.text(self.x, TABLE_KEY.baseline(self.y), "记事", TABLE_GREY)
            ruled_lines(self.sheet, self.x, self.y + 10.5, self.width, self.page.bottom)


class _ReturnReasons:
    """常因什么被退: a list to check oneself by, in two columns. height: with its heading, 0 if there are none."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self._room = SPAN_4 - _INDENT
        lines = [set_lines(plain(each, CARD_TEXT), self._room, False) for each in reasons]
        half = (len(lines) + 1) // 2
        self._columns = (lines[:half], lines[half:])
        tallest = max(sum(each.height + 0.9 for each in column) for column in self._columns)
        self.height = _HEAD_HEIGHT + tallest + 3.0 if reasons else 0.0

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> float:
        """Draw the columns under their heading. Returns their height."""
        sheet.begin_tag("L")
        for index, column in enumerate(self._columns):
            at, top = x + index * (SPAN_4 + 4.0), y + 1.5
            for lines in column:
                with sheet.tag("LI"):
                    tick_box(sheet, at + 0.15, top + (CARD_TEXT.leading_mm - BOX_INLINE) / 2, BOX_INLINE)
                    top += sheet.paragraph(at + _INDENT, top, self._room, lines) + 0.9
        sheet.end_tag()
        return self.height - _HEAD_HEIGHT


def _single_notice(sheet: Sheet, x: float, y: float, width: float, height: float) -> float:
    """一次性告知: filled in by hand at the window when something is missing. Returns HEIGHT."""
    y += 2.5
    frame = height - 4.0
    pitch = (frame - 6.5) / 3
    sheet.rect(x + 0.15, y, width - 0.3, frame, stroke=INK, weight=RULE_TABLE)
    with sheet.tag("P"):
        sheet.text(x + 3, TABLE_KEY.baseline(y + 0.9), "一次性告知", TABLE_KEY)
        sheet.text(x + width - 3, NOTE.baseline(y + 0.9), "材料不齐时当场填写，一式两份", NOTE, align="right")
        third = (width - 6 - 8) / 3
        for index, label in enumerate(("告知日期", "补正截止", "容缺补齐")):
            pen_field(sheet, x + 3 + index * (third + 4), y + 5.2, third, label, pitch - 0.8)
        pen_field(sheet, x + 3, y + 5.2 + pitch, width - 6, "缺什么", pitch - 0.8)
        for index, label in enumerate(("经办人", "企业签收", "受理日期")):
            pen_field(sheet, x + 3 + index * (third + 4), y + 5.2 + 2 * pitch, third, label, pitch - 0.8)
    return height


def _paint_material_box(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    tick_box(sheet, x + 0.15, y + (height - BOX_TABLE) / 2, BOX_TABLE)


_MATERIAL_BOX: Final = Cell(paint=_paint_material_box, height_mm=BOX_TABLE)
