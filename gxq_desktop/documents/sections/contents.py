"""目录: the chapters at the left, the item cards by phase at the right, which is also a progress list (print.md §9, 04).

Its length is known from the number of rows: its pages are opened in their place and drawn when all pages have numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from gxq_desktop.application.views import CardView, Dossier, GateView, Light
from gxq_desktop.documents import officer_sign
from gxq_desktop.documents.book import Book, Page, PageNumbers
from gxq_desktop.documents.marks import BOX_CONTENTS, critical_icon, tick_box
from gxq_desktop.documents.styles import CODE, GROUP_HEAD, NOTE, TABLE_GREY, TABLE_KEY, TABLE_TEXT, VOICE, TextStyle
from gxq_desktop.documents.text import clean, plain, shortened, text_width
from gxq_desktop.documents.tokens import ACCENT, GREY_LINE, ODD_FRAME, RULE_ROW, RULE_TABLE
from gxq_desktop.domain.items import ItemList, Phase
from gxq_desktop.domain.verdicts import Verdict

_CHAPTER: Final = TextStyle("song", 12, 6, bold=True)
_NUMERAL: Final = TextStyle("song", 12, 6, bold=True, colour=ACCENT)
_PAGE: Final = TextStyle("hei", 12, 6, bold=True)
_LEFT_WIDTH, _RIGHT_WIDTH = 73.0, 87.0
_CHAPTER_ROW: Final = 13.5
_CODE_X, _NAME_X = 4.2, 13.5
_ITEMS_TOP: Final = 54.0
_PHASE_SIGNS: Final = "①②③④⑤"


class _Rhythm(NamedTuple):
    """Heights in the list of items, mm: a row, a phase's head, the gap before the next."""

    row: float
    head: float
    gap: float


_RHYTHMS: Final = (_Rhythm(6.0, 6.75, 3.0), _Rhythm(5.55, 6.45, 2.4), _Rhythm(5.1, 6.0, 1.8))
"""Closer ones where they save a second page."""


class Chapter(NamedTuple):
    """A line of the left half. key: of the anchor chapter:<key>."""

    key: str
    numeral: str
    title: str
    note: str


class _Group(NamedTuple):
    head: str
    rows: tuple[CardView | GateView, ...]


def add_contents(book: Book, dossier: Dossier) -> None:
    """One page, two where many items apply; chapters and cards that this book leaves out are not listed."""
    first = book.chapter("contents", "", "目录")
    groups = _groups(dossier)
    by_rhythm = {rhythm: len(_set_in_columns(groups, _ITEMS_TOP, first.bottom, rhythm)) for rhythm in _RHYTHMS}
    rhythm = next((rhythm for rhythm, count in by_rhythm.items() if count == 1), _RHYTHMS[0])
    pages = [first, *(book.page() for _ in range(by_rhythm[rhythm] - 1))]

    def draw(numbers: PageNumbers) -> None:
        decided = any(card.code in dossier.officer_decided for card in dossier.cards)
        _draw_chapters(first, chapters_of(dossier), numbers, decided)
        columns = _set_in_columns(_by_page(groups, numbers), _ITEMS_TOP, first.bottom, rhythm)
        _draw_items(pages, columns, dossier, numbers, rhythm)

    book.later(draw)


def chapters_of(dossier: Dossier) -> tuple[Chapter, ...]:
    """The chapters of the manual in order, each with one line on what is in it."""
    numbered = sum(step.number is not None for step in dossier.steps)
    connected = sum(count.applies for count in dossier.counts if count.item_list is ItemList.UTILITIES)
    asked = f"{len(dossier.questions)} 个待定问题" if dossier.questions else "没有待定问题"
    gates = "、".join(gate.name for gate in dossier.gates)
    return (
        Chapter("use", "一", "怎样用这本手册", "联系人、窗口、时间、图例"),
        Chapter("glance", "二", "项目一览", "数量、要紧日子、关键链、明天做什么"),
        Chapter("map", "三", "流程图", f"先后顺序和门槛：{gates}" if gates else "先后顺序"),
        Chapter("timetable", "四", "通排时间表", f"{numbered} 步，按最迟日排列"),
        Chapter(
            "cards", "五", "事项卡", f"{len(dossier.cards)} 项，按先后排列" if dossier.cards else _no_cards(dossier)
        ),
        Chapter("materials", "六", "材料清单", f"{len(dossier.materials)} 包材料，备一次用到底"),
        Chapter("utilities", "七", "水电气讯", f"{connected} 项接入，{len(dossier.utilities)} 条线"),
        Chapter("whynot", "八", "为何不办", _why_not(dossier)),
        Chapter("undecided", "九", "待定与政策", f"{asked}，{len(dossier.policies)} 条惠企政策"),
        Chapter("service", "十", "服务与救济", "全部窗口、延时和上门服务、投诉、复议诉讼"),
        Chapter("handover", "", "移交签收", "逐项交接，双方签字"),
    )


def _why_not(dossier: Dossier) -> str:
    not_needed = sum(row.verdict is Verdict.NOT_APPLICABLE for row in dossier.verdicts)
    undecided = sum(row.verdict is Verdict.UNDECIDED for row in dossier.verdicts)
    if not_needed:
        return f"不适用的 {not_needed} 项及理由"
    return f"{undecided} 项还定不下来" if undecided else "全部要办"


def _no_cards(dossier: Dossier) -> str:
    count = next((count for count in dossier.counts if count.item_list is ItemList.APPROVALS), None)
    if count is not None and count.undecided:
        return f"{count.undecided} 项审批要不要办，还定不下来"
    return "本项目没有要办的审批事项"


def _draw_chapters(page: Page, chapters: Sequence[Chapter], numbers: PageNumbers, decided: bool) -> None:
    sheet, x, y = page.sheet, page.left, 45.0
    right = x + _LEFT_WIDTH
    with sheet.tag("TOC"):
        for chapter in chapters:
            number = numbers.of(f"chapter:{chapter.key}")
            if number is None:
                continue
            sheet.rule(x, y, right, RULE_ROW, GREY_LINE)
            baseline = _CHAPTER.baseline(y + 1.5)
            with sheet.tag("TOCI"):
                if chapter.numeral:
                    sheet.text(x, baseline, chapter.numeral, _NUMERAL)
                sheet.text(x + 10, baseline, chapter.title, _CHAPTER)
                sheet.text(right, baseline, str(number), _PAGE, align="right")
                note = shortened(chapter.note, TABLE_GREY, _LEFT_WIDTH - 10)
                sheet.text(x + 10, TABLE_GREY.baseline(y + 7.4), plain(note, TABLE_GREY))
                sheet.link(x, y, _LEFT_WIDTH, _CHAPTER_ROW, f"chapter:{chapter.key}", words=chapter.title)
            y += _CHAPTER_ROW
    sheet.rule(x, y, right, RULE_ROW, GREY_LINE)
    y += 4.5
    said = f"{officer_sign.SIGN} {officer_sign.WORDS}，理由见事项卡。" if decided else ""
    for words in filter(
        None, ("外侧切口的色标是章号，翻书时看它。", "PDF 里点页码可跳转；事项卡之间的页码同样可点。", said)
    ):
        sheet.text(x, TABLE_GREY.baseline(y), words, TABLE_GREY)
        y += 4.5


# --- items ------------------------------------------------------------------------------------------------------------


def _groups(dossier: Dossier) -> list[_Group]:
    """Cards by phase in their order, each gate at the end of the phase whose items it waits for."""
    gate_phase = {"G0": Phase.LAND, "G1": Phase.CONSTRUCTION, "K": Phase.COMPLETION, "G2": Phase.OPERATION}
    groups = []
    for sign, phase in zip(_PHASE_SIGNS, Phase, strict=True):
        rows: list[CardView | GateView] = [card for card in dossier.cards if card.phase is phase]
        gates = [gate for gate in dossier.gates if gate_phase.get(gate.sign) is phase]
        for gate in gates:
            if gate.sign == "K":
                rows.insert(0, gate)
            else:
                rows.append(gate)
        if rows:
            groups.append(_Group(f"{sign} {phase.short}", tuple(rows)))
    return groups


def _by_page(groups: Sequence[_Group], numbers: PageNumbers) -> list[_Group]:
    """The cards of each group in the order of their pages; gates stay first or last."""
    sorted_groups = []
    for group in groups:
        cards = [row for row in group.rows if isinstance(row, CardView)]
        in_order = iter(sorted(cards, key=lambda card: numbers.of(f"card:{card.code}") or 0))
        rows = tuple(next(in_order) if isinstance(row, CardView) else row for row in group.rows)
        sorted_groups.append(_Group(group.head, rows))
    return sorted_groups


class _Placed(NamedTuple):
    """A row of the list at its y: a card or gate, or the head of a group."""

    y: float
    row: CardView | GateView | str


def _set_in_columns(groups: Sequence[_Group], top: float, bottom: float, rhythm: _Rhythm) -> list[list[_Placed]]:
    """The rows of each page's column, from TOP on the first page and from the text's top after. Heads keep two rows."""
    columns: list[list[_Placed]] = [[]]
    y = top
    for group in groups:
        for index, row in enumerate(group.rows):
            needed = rhythm.head + rhythm.row * min(2, len(group.rows)) if index == 0 else rhythm.row
            if y + needed > bottom:
                columns.append([])
                y = ODD_FRAME.y
                columns[-1].append(_Placed(y, f"{group.head}（续）" if index else group.head))
                y += rhythm.head
            elif index == 0:
                columns[-1].append(_Placed(y, group.head))
                y += rhythm.head
            columns[-1].append(_Placed(y, row))
            y += rhythm.row
        y += rhythm.gap
    return columns


def _draw_items(
    pages: Sequence[Page],
    columns: Sequence[Sequence[_Placed]],
    dossier: Dossier,
    numbers: PageNumbers,
    rhythm: _Rhythm,
) -> None:
    x = pages[0].right - _RIGHT_WIDTH
    sheet = pages[0].sheet
    with sheet.tag("H2"):
        width = sheet.text(x, _CHAPTER.baseline(45), "五", _NUMERAL)
        sheet.text(x + width + 4, _CHAPTER.baseline(45), "事项卡", _CHAPTER)
    if not dossier.cards:
        sheet.paragraph(x, _ITEMS_TOP, _RIGHT_WIDTH, plain(f"{_no_cards(dossier)}。", VOICE))
        return
    for page, column in zip(pages, columns, strict=True):
        x = page.right - _RIGHT_WIDTH
        for y, row in column:
            if isinstance(row, str):
                _draw_group_head(page, x, y, row)
            else:
                _draw_item(page, x, y, row, dossier, numbers, rhythm.row)
    y = columns[-1][-1].y + rhythm.row + rhythm.gap
    if y + 4.5 <= pages[-1].bottom:
        note = plain("粗体：两页的完整卡；其余：半页卡。斜纹：关键事项。方框打勾用。", NOTE)
        pages[-1].sheet.paragraph(x, y, _RIGHT_WIDTH, note)


def _draw_group_head(page: Page, x: float, y: float, words: str) -> None:
    page.sheet.rule(x, y, page.right, RULE_TABLE)
    with page.sheet.tag("H3"):
        page.sheet.text(x, GROUP_HEAD.baseline(y + 1.5), words, GROUP_HEAD)


def _draw_item(
    page: Page, x: float, y: float, row: CardView | GateView, dossier: Dossier, numbers: PageNumbers, height: float
) -> None:
    sheet = page.sheet
    middle = y + height / 2
    baseline = TABLE_TEXT.baseline(middle - TABLE_TEXT.leading_mm / 2)
    if isinstance(row, GateView):
        name = f"门槛：{row.name}"
        style = TABLE_GREY
        critical = row.total_float <= 0 or row.short_by > 0
    else:
        name, style = row.name, TABLE_KEY if row.full else TABLE_TEXT
        step = dossier.step_by_id.get(row.step_id)
        critical = step is not None and (step.critical or step.id in dossier.critical_chain)
        tick_box(
            sheet, x, middle - BOX_CONTENTS / 2, BOX_CONTENTS, closed=step is not None and step.light is Light.DONE
        )
    with sheet.tag("TOCI"):
        sheet.text(x + _CODE_X, baseline, plain(row.sign if isinstance(row, GateView) else row.code, CODE))
        room = _RIGHT_WIDTH - _NAME_X - 13 - (4 if critical else 0)
        decided = officer_sign.sign(dossier, row.code) if isinstance(row, CardView) else ()
        room -= officer_sign.sign_width(decided)
        if isinstance(row, CardView) and row.short_name and text_width(plain(name, style)) > room:
            name = row.short_name
        width = sheet.text(x + _NAME_X, baseline, (*plain(shortened(name, style, room), style), *decided))
        if isinstance(row, GateView):
            day = row.forecast.on
            shown = f"{day:%m-%d}" if day.year == dossier.start_on.year else f"{day:%y-%m-%d}"
            shown += " 暂定" if row.forecast.provisional else ""
            sheet.text(page.right, baseline, shown, TABLE_GREY, align="right")
        elif (number := numbers.of(f"card:{row.code}")) is not None:
            shown = f"{number}–{number + 1}" if row.full else str(number)
            sheet.text(page.right, baseline, shown, TABLE_TEXT, align="right")
            sheet.link(x, y, _RIGHT_WIDTH, height, f"card:{row.code}", words=f"{row.code} {clean(row.name)}")
    if critical:
        critical_icon(sheet, x + _NAME_X + width + 1.5, middle)
