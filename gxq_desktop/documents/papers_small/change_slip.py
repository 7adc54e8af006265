"""The change slip (变更单), A5, kept behind the manual's cover: what an edition changed, why, what to do (print.md §9, 16)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from gxq_desktop.application.views import ChangedDay, ChangeView, Day, Dossier
from gxq_desktop.documents.book import section_head
from gxq_desktop.documents.marks import BOX_NUMBERED, critical_icon, tick_box
from gxq_desktop.documents.officer_sign import explanation, sign
from gxq_desktop.documents.papers_small.pages import helper_line, slip
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    CODE,
    DATE_SLIP,
    FACT_LABEL,
    NOTE,
    SLIP_VOICE,
    TABLE_GREY,
    TABLE_HEAD,
    TABLE_KEY,
    TABLE_TEXT,
    TextStyle,
)
from gxq_desktop.documents.text import (
    MINUS,
    Text,
    date_text,
    iso_date,
    plain,
    set_line,
    set_lines,
    shortened,
    text_width,
)
from gxq_desktop.documents.tokens import (
    ACCENT,
    GREY_LINE,
    GREY_TEXT,
    INK,
    RULE_ROW,
    RULE_TABLE,
    SLIP_FRAME,
    WHITE,
)

TITLE: Final = "变更单"
MOST_ROWS: Final = 12
LONGEST_BAR: Final = 21.0
"""mm; the largest move takes it, the others their share."""

_LEFT, _RIGHT, _WIDTH = SLIP_FRAME.x, SLIP_FRAME.right, SLIP_FRAME.width
_TITLE: Final = TextStyle("song", 15, 9, bold=True)
_EDITIONS: Final = TextStyle("hei", 12, 6, bold=True)
_OLD: Final = TextStyle("hei", 9.5, 9, colour=GREY_TEXT)
_UNIT: Final = TextStyle("hei", 8.5, 4.5)
_TODO: Final = TextStyle("hei", 9, 6)
_CELL_WIDTH, _CELL_PITCH = 38.0, 43.0
_CODE_X, _NAME_X, _OLD_X, _NEW_X, _BAR_X = 0.0, 10.0, 47.0, 70.0, 94.0
_NAME_WIDTH: Final = _OLD_X - _NAME_X - 1.0
_ROW: Final = 6.5
_TIGHT_ROW: Final = 5.6
_FOOT: Final = 190.5
_BLOCK_GAP: Final = 2.5


def make_change_slip(dossier: Dossier, changes: ChangeView) -> list[Sheet]:
    """The slip from CHANGES.old_edition to DOSSIER's. More than 12 changed days: gates and critical ones first.

    ValueError if CHANGES is not about an older edition.
    """
    if changes.old_edition >= dossier.identity.edition:
        raise ValueError(f"edition {changes.old_edition} is not before edition {dossier.identity.edition}")
    sheet = slip(dossier, edition=False)
    _draw_title(sheet, dossier, changes)
    _draw_cells(sheet, dossier, changes)
    y = _draw_why(sheet, 60.5, changes)
    todo_height = 10.5 + 6.0 * len(changes.to_do) if changes.to_do else 0.0
    y = _draw_days(sheet, y, _FOOT - 4.0 - todo_height, changes, dossier)
    _draw_to_do(sheet, max(y, _FOOT - 4.0 - todo_height - 12.0) if y < 120 else y, changes)
    _draw_foot(sheet, dossier)
    return [sheet]


def _draw_title(sheet: Sheet, dossier: Dossier, changes: ChangeView) -> None:
    identity = dossier.identity
    with sheet.tag("H1"):
        sheet.text(_LEFT, _TITLE.baseline(20), TITLE, _TITLE)
    with sheet.tag("P"):
        sheet.text(_LEFT, TABLE_GREY.baseline(28.6), "夹在手册封面后面，旧版作废", TABLE_GREY)
    with sheet.tag("P"):
        words = f"第 {changes.old_edition} 版 → 第 {identity.edition} 版"
        sheet.text(_RIGHT, _TITLE.baseline(20.4), plain(words, _EDITIONS), align="right")
    with sheet.tag("P"):
        days = f"{iso_date(changes.old_printed_on)} → {iso_date(identity.printed_on)}"
        sheet.text(_RIGHT, TABLE_GREY.baseline(28.6), plain(days, TABLE_GREY), align="right")


# --- three cells ------------------------------------------------------------------------------------------------------------


def _draw_cells(sheet: Sheet, dossier: Dossier, changes: ChangeView) -> None:
    year = dossier.start_on.year
    old_gate = changes.old_gate
    moved = dossier.calendar.working_days_between(old_gate.on, changes.new_gate.on) if old_gate else 0
    gate_changed = old_gate is not None and old_gate.on != changes.new_gate.on
    cells: tuple[tuple[str, Text | None, Text, str, str], ...] = (
        (
            changes.gate,
            _day(old_gate, _OLD, year) if old_gate is not None and gate_changed else None,
            _day(changes.new_gate, DATE_SLIP, year),
            "",
            _moved_words(moved) if gate_changed else "没有变",
        ),
        (
            "机动",
            plain(_signed(changes.old_float), _OLD) if changes.old_float != changes.new_float else None,
            plain(_signed(changes.new_float), DATE_SLIP),
            "个工作日",
            _float_words(changes.new_float),
        ),
        (
            "要办的事项",
            plain(str(changes.old_items), _OLD) if changes.old_items != changes.new_items else None,
            plain(str(changes.new_items), DATE_SLIP),
            "项",
            _items_words(changes),
        ),
    )
    for place, (label, old, new, unit, below) in enumerate(cells):
        x = _LEFT + place * _CELL_PITCH
        sheet.rule(x, 37.6, x + _CELL_WIDTH, RULE_TABLE)
        with sheet.tag("P"):
            sheet.text(x, FACT_LABEL.baseline(39.0), plain(label, FACT_LABEL))
            at, baseline = x, DATE_SLIP.baseline(43.4)
            if old is not None:
                at += _struck(sheet, at, baseline, old) + 3.0
            at += sheet.text(at, baseline, new)
            if unit:
                sheet.text(at + 1.2, baseline, unit, _UNIT)
            sheet.text(x, FACT_LABEL.baseline(52.2), plain(shortened(below, FACT_LABEL, _CELL_WIDTH + 3), FACT_LABEL))


def _struck(sheet: Sheet, x: float, baseline: float, old: Text) -> float:
    """OLD in grey with a line through it. Returns its width."""
    width = sheet.text(x, baseline, old)
    middle = baseline - 0.33 * (old[0].style or _OLD).em_mm
    sheet.line(x - 0.3, middle, x + width + 0.3, middle, 0.25, GREY_TEXT)
    return width


def _moved_words(days: int) -> str:
    return f"{_moved(days)}" if days else "日期变了，工作日没有变"


def _moved(days: int) -> str:
    return f"晚 {days} 个工作日" if days >= 0 else f"早 {-days} 个工作日"


def _float_words(days: int) -> str:
    if days < 0:
        return f"赶不上目标，差 {-days} 个工作日"
    return "用完了" if days == 0 else "还能晚这么多"


def _items_words(changes: ChangeView) -> str:
    said = [f"增加 {len(changes.added)} 项"] if changes.added else []
    if changes.dropped:
        said.append(f"去掉 {len(changes.dropped)} 项")
    return "，".join(said) or "没有增减"


def _signed(number: int) -> str:
    return str(number) if number >= 0 else f"{MINUS}{-number}"


# --- why, which, what to do -----------------------------------------------------------------------------------------------------


def _draw_why(sheet: Sheet, y: float, changes: ChangeView) -> float:
    """Why, and what came and went. Returns where it ends."""
    said = (
        ["".join(changes.why)]
        if changes.why
        else ["事实和日期没有变，重印而已。" if not changes.days else "按今天的进度重排。"]
    )
    if changes.added:
        said.append(f"新增：{'、'.join(changes.added)}。")
    if changes.dropped:
        said.append(f"不用办了：{'、'.join(changes.dropped)}。")
    y = _head(sheet, y, "为什么变")
    for words in said:
        lines = set_lines(plain(words, SLIP_VOICE), _WIDTH, False)
        most = 4 if words is said[0] else 2
        if len(lines.lines) > most:
            lines = set_lines(plain(_cut(words, most), SLIP_VOICE), _WIDTH, False)
        with sheet.tag("P"):
            y += sheet.paragraph(_LEFT, y, _WIDTH, lines, max_lines=most)
    return y + _BLOCK_GAP


def _cut(words: str, lines: int) -> str:
    """As much of WORDS as fits LINES lines, with … ."""
    while words and len(set_lines(plain(f"{words}……", SLIP_VOICE), _WIDTH, False).lines) > lines:
        words = words[:-4]
    return f"{words}……"


def _head(sheet: Sheet, y: float, words: str) -> float:
    sheet.rule(_LEFT, y, _RIGHT, RULE_TABLE)
    section_head(sheet, _LEFT, y + 1.8, words)
    return y + 8.2


def _chosen(days: Sequence[ChangedDay], room: int) -> list[ChangedDay]:
    """At most ROOM of them in the plan's order: gates and critical ones before the rest, then the farthest moved."""
    if len(days) <= room:
        return list(days)
    weight = sorted(days, key=lambda day: (not day.is_gate, not day.critical, -abs(day.moved_working_days)))
    kept = {day.step_id for day in weight[:room]}
    return [day for day in days if day.step_id in kept]


def _draw_days(sheet: Sheet, y: float, bottom: float, changes: ChangeView, dossier: Dossier) -> float:
    """Old and new days with bars. Returns where it ends."""
    top = y
    y = _head(sheet, top, "哪些日期变了")
    if not changes.days:
        with sheet.tag("P"):
            sheet.text(_LEFT, SLIP_VOICE.baseline(y), "日期没有变。", SLIP_VOICE)
        return y + 6.0 + _BLOCK_GAP
    decided = explanation(dossier, (day.code for day in changes.days))
    if decided:
        with sheet.tag("P"):
            sheet.text(_RIGHT, NOTE.baseline(top + 2.4), plain(decided, NOTE), align="right")
    later = all(day.moved_working_days >= 0 for day in changes.days)
    heads = (
        (_CODE_X, "编码"),
        (_NAME_X, "事项"),
        (_OLD_X, "旧"),
        (_NEW_X, "新"),
        (_BAR_X, "晚几个工作日" if later else "晚（早）几个工作日"),
    )
    room = bottom - y - 6.0 - 4.5
    most = max(1, min(MOST_ROWS, int(room / _TIGHT_ROW)))
    rows = _chosen(changes.days, most)
    pitch = min(_ROW, room / len(rows))
    longest = max(1, max(abs(day.moved_working_days) for day in rows))
    year = dossier.start_on.year
    with sheet.tag("Table"):
        with sheet.tag("TR"):
            for x, words in heads:
                with sheet.tag("TH", scope="Column"):
                    sheet.text(_LEFT + x, TABLE_HEAD.baseline(y), words, TABLE_HEAD)
        y += 5.25
        sheet.rule(_LEFT, y, _RIGHT, RULE_TABLE)
        for place, day in enumerate(rows):
            if place:
                sheet.rule(_LEFT, y, _RIGHT, RULE_ROW, GREY_LINE)
            _draw_row(sheet, y, pitch, day, longest, year, sign(dossier, day.code))
            y += pitch
    sheet.rule(_LEFT, y, _RIGHT, RULE_TABLE)
    if len(rows) < len(changes.days):
        with sheet.tag("P"):
            words = f"另 {len(changes.days) - len(rows)} 项见时间表。"
            sheet.text(_LEFT, NOTE.baseline(y + 0.6), words, NOTE)
        y += 3.6
    return y + _BLOCK_GAP


def _draw_row(sheet: Sheet, y: float, pitch: float, day: ChangedDay, longest: int, year: int, decided: Text) -> None:
    baseline = TABLE_TEXT.baseline(y + (pitch - TABLE_TEXT.leading_mm) / 2)
    middle = y + pitch / 2
    with sheet.tag("TR"):
        with sheet.tag("TH"):
            sheet.text(_LEFT + _CODE_X, baseline, (*plain(day.code, CODE), *decided))
        with sheet.tag("TD"):
            room = _NAME_WIDTH - (4.5 if day.critical else 0.0)
            name = plain(shortened(day.name, TABLE_TEXT, room), TABLE_TEXT)
            used = sheet.text(_LEFT + _NAME_X, baseline, name)
            if day.critical:
                critical_icon(sheet, _LEFT + _NAME_X + used + 1.8, middle)
        with sheet.tag("TD"):
            _struck(sheet, _LEFT + _OLD_X, baseline, _day(day.old, TABLE_GREY, year, True))
        with sheet.tag("TD"):
            sheet.text(_LEFT + _NEW_X, baseline, _day(day.new, TABLE_KEY, year, True))
        with sheet.tag("TD"):
            _draw_bar(sheet, _LEFT + _BAR_X, middle, baseline, day.moved_working_days, longest)


def _draw_bar(sheet: Sheet, x: float, middle: float, baseline: float, moved: int, longest: int) -> None:
    """Later: solid, with ＋. Earlier: outlined, with U+2212, so that both are told apart in mono."""
    length = LONGEST_BAR * abs(moved) / longest
    sheet.line(x, middle - 1.8, x, middle + 1.8, 0.3, INK)
    if moved > 0:
        sheet.rect(x, middle - 1.05, length, 2.1, fill=ACCENT)
    elif moved < 0:
        sheet.rect(x, middle - 1.05, length, 2.1, fill=WHITE, stroke=ACCENT, weight=0.35)
    words = f"＋{moved}" if moved > 0 else f"{MINUS}{-moved}" if moved < 0 else "0"
    sheet.text(x + length + 1.0, baseline, words, TABLE_KEY)


@lru_cache(maxsize=1024)
def _day(day: Day, style: TextStyle, year: int, weekday_shown: bool = False) -> Text:
    return date_text(day.on, style, plan_year=year, provisional=day.provisional, weekday_shown=weekday_shown)


def _draw_to_do(sheet: Sheet, y: float, changes: ChangeView) -> None:
    if not changes.to_do:
        return
    y = _head(sheet, y, "请您做")
    with sheet.tag("L"):
        for words in changes.to_do:
            tick_box(sheet, _LEFT + 0.15, y + (_TODO.leading_mm - BOX_NUMBERED) / 2, BOX_NUMBERED)
            with sheet.tag("LI"):
                sheet.text(_LEFT + 7.0, _TODO.baseline(y), plain(shortened(words, _TODO, _WIDTH - 7.0), _TODO))
            y += _TODO.leading_mm


def _draw_foot(sheet: Sheet, dossier: Dossier) -> None:
    sheet.rule(_LEFT, _FOOT, _RIGHT, RULE_TABLE)
    baseline = NOTE.baseline(_FOOT + 2.4)
    identity = dossier.identity
    with sheet.tag("P"):
        used = sheet.text(_LEFT, baseline, "企业签收", NOTE)
        sheet.rule(_LEFT + used + 1.0, baseline + 1.2, _LEFT + used + 29.0, RULE_ROW, INK)
    printed = set_line(plain(f"{iso_date(identity.printed_on)} 印　{identity.check_code}", NOTE))
    with sheet.tag("P"):
        room = _WIDTH - used - 32.0 - printed.width - 3.0
        helper = helper_line(dossier)
        style = NOTE if text_width(plain(helper, NOTE)) <= room else NOTE.sized(7)
        sheet.text(_LEFT + used + 32.0, baseline, plain(shortened(helper, style, room), style))
    with sheet.tag("P"):
        sheet.text(_RIGHT, baseline, printed, align="right")
