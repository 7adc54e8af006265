"""The write-off slip (销号单), A5: one item, what was promised and what came of it, to be signed and filed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from gxq_desktop.application.views import Day, Dossier, WriteOffView
from gxq_desktop.documents.book import section_head
from gxq_desktop.documents.marks import check, light_shape
from gxq_desktop.documents.papers_small.owned_days import HEIGHT as OWNED_HEIGHT
from gxq_desktop.documents.papers_small.owned_days import draw_owned_days, shares_of
from gxq_desktop.documents.papers_small.pages import helper_line, helper_of, slip
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    CODE_COMPACT_CARD,
    DATE_SLIP,
    FACT_LABEL,
    FACT_VALUE,
    NOTE,
    SLIP_VOICE,
    TABLE_GREY,
    TABLE_HEAD,
    TABLE_KEY,
    TABLE_TEXT,
    TextStyle,
)
from gxq_desktop.documents.text import Lines, Text, date_text, iso_date, plain, set_lines, shortened, text_width
from gxq_desktop.documents.tokens import GREY_LINE, GREY_TEXT, INK, RULE_ROW, RULE_TABLE, SLIP_FRAME
from gxq_desktop.domain.network import StepKind

TITLE: Final = "销号单"

_LEFT, _RIGHT, _WIDTH = SLIP_FRAME.x, SLIP_FRAME.right, SLIP_FRAME.width
_TITLE: Final = TextStyle("song", 15, 9, bold=True)
_ANSWER: Final = TextStyle("hei", 12, 6, bold=True)
_NAME: Final = TextStyle("song", 12, 6, bold=True)
_OLD: Final = TextStyle("hei", 9.5, 9, colour=GREY_TEXT)
_CELL_WIDTH, _CELL_PITCH = 38.0, 43.0
_CODE_WIDTH: Final = 17.5
_FOOT: Final = 193.5
_SIGN_TOP: Final = 169.5
_SIGN_HEIGHT: Final = 19.5
_ROW: Final = 5.25
_BLOCK_GAP: Final = 2.25
_HEAD_HEIGHT: Final = 7.95
_ROOMS: Final = ((4, 3), (3, 3), (3, 2), (2, 2), (2, 1))
"""Lines of a reason and proofs, from roomy to what always fits."""
_DAY_X, _WHAT_X, _NOTE_X, _WHO_X = 0.0, 15.0, 36.0, 107.0


def begun_word(view: WriteOffView) -> str:
    """受理, or how work of this kind begins."""
    if view.kind is StepKind.APPROVAL:
        return "受理"
    return "申请" if view.kind is StepKind.UTILITY else "开始"


def due_word(view: WriteOffView) -> str:
    return "承诺到期" if view.promised_days is not None else "最迟完成"


def ended_word(view: WriteOffView) -> str:
    """办结, or how work of this kind ends."""
    if view.kind is StepKind.APPROVAL:
        return "办结"
    return "备齐" if view.kind is StepKind.MATERIAL else "完成"


def answer_of(view: WriteOffView) -> str:
    """In time or not, in working days: 提前 2 个工作日, 按期, 超期 4 个工作日."""
    if view.late_days:
        return f"超期 {view.late_days} 个工作日"
    return f"提前 {view.early_days} 个工作日" if view.early_days else "按期"


def make_write_off_slip(dossier: Dossier, view: WriteOffView) -> list[Sheet]:
    """The slip for one item that is written off. What does not fit is counted, and named on the sheet for several."""
    sheet = slip(dossier)
    _draw_title(sheet, view)
    y = _draw_item(sheet, view, 34.5)
    y = _draw_cells(sheet, dossier, view, y)
    y = _draw_days(sheet, view, y)
    most, proofs = next(
        (room for room in _ROOMS if y + _words_height(view, *room) <= _SIGN_TOP - _BLOCK_GAP), _ROOMS[-1]
    )
    y = _draw_voice(sheet, y, "到期日为什么改", view.moved_because, most)
    y = _draw_voice(sheet, y, "为什么晚", view.late_because, most)
    y = _draw_proof(sheet, view, y, proofs)
    _draw_records(sheet, dossier, view, y)
    _draw_signatures(sheet, dossier, view)
    _draw_foot(sheet, dossier)
    return [sheet]


def _draw_title(sheet: Sheet, view: WriteOffView) -> None:
    with sheet.tag("H1"):
        sheet.text(_LEFT, _TITLE.baseline(20), TITLE, _TITLE)
    words = answer_of(view)
    width = text_width(words, _ANSWER)
    baseline = _TITLE.baseline(20.4)
    middle = baseline - 0.37 * _ANSWER.em_mm
    if view.late_days:
        light_shape(sheet, _RIGHT - width - 3.6, middle, "red")
    else:
        check(sheet, _RIGHT - width - 4.0, middle, 3.6, weight=0.6)
    with sheet.tag("P"):
        sheet.text(_RIGHT, baseline, words, _ANSWER, align="right")
        below = f"{iso_date(view.cleared_on)} 销号　{view.outcome}"
        sheet.text(_RIGHT, NOTE.baseline(28.6), plain(below, NOTE), align="right")
    with sheet.tag("P"):
        if view.number is None:
            words = "表上、图上的这一项请打勾"
        else:
            words = f"编号 {view.number}，请在时间表和挂图的 {view.number} 号框里打勾"
        sheet.text(_LEFT, NOTE.baseline(28.6), plain(words, NOTE))


def _draw_item(sheet: Sheet, view: WriteOffView, y: float) -> float:
    """Code, name and office. Returns where they end."""
    sheet.rule(_LEFT, y, _RIGHT, RULE_TABLE)
    y += 2.25
    left = _LEFT
    if view.code:
        with sheet.tag("P"):
            sheet.text(_LEFT, _NAME.baseline(y) + 0.45, plain(view.code, CODE_COMPACT_CARD))
        left += _CODE_WIDTH
    room = _RIGHT - left
    with sheet.tag("P"):
        y += sheet.paragraph(left, y, room, set_lines(plain(view.name, _NAME), room, False), max_lines=3)
    if view.authority:
        with sheet.tag("P"):
            office = set_lines(plain(view.authority, TABLE_GREY), room, False)
            y += sheet.paragraph(left, y, room, office, max_lines=2)
    return y + _BLOCK_GAP


# --- three dates ------------------------------------------------------------------------------------------------------------


def _draw_cells(sheet: Sheet, dossier: Dossier, view: WriteOffView, y: float) -> float:
    year = dossier.start_on.year
    moved = view.original_due.on != view.due.on
    promised = f"承诺 {view.promised_days} 个工作日" if view.promised_days else ""
    if view.statutory_due is not None:
        statutory = f"法定 {_short(view.statutory_due, year)}"
        promised = f"{promised}，{statutory}" if promised else statutory
    began = "没有单独记录" if view.begun_on is None else "收件当天" if view.received_on == view.begun_on else ""
    if view.received_on is not None and view.begun_on is not None and view.received_on != view.begun_on:
        began = f"{_short(Day(view.received_on, False), year)} 收齐"
    ended = [f"用了 {view.used_days} 个工作日"] if view.used_days is not None else []
    if view.delivered_on is not None:
        ended.append(f"{_short(Day(view.delivered_on, False), year)} 送达")
    cells: tuple[tuple[str, Day | None, Day | None, str], ...] = (
        (begun_word(view), None, _past(view.begun_on), began),
        (due_word(view), view.original_due if moved else None, view.due, promised or ("" if moved else "与原定相同")),
        (ended_word(view), None, _past(view.ended_on), "，".join(ended)),
    )
    for place, (label, old, new, below) in enumerate(cells):
        x = _LEFT + place * _CELL_PITCH
        sheet.rule(x, y, x + _CELL_WIDTH, RULE_TABLE)
        with sheet.tag("P"):
            sheet.text(x, FACT_LABEL.baseline(y + 1.4), plain(label, FACT_LABEL))
            at, baseline = x, DATE_SLIP.baseline(y + 5.8)
            if old is not None:
                at += _struck(sheet, at, baseline, _date(old, _OLD, year)) + 2.4
            if new is None:
                sheet.text(at, baseline, "—", DATE_SLIP)
            else:
                sheet.text(at, baseline, _date(new, DATE_SLIP, year))
            if below:
                words = shortened(below, FACT_LABEL, _CELL_WIDTH + 4)
                sheet.text(x, FACT_LABEL.baseline(y + 14.6), plain(words, FACT_LABEL))
    return y + 21.0


def _past(on: date | None) -> Day | None:
    return Day(on, False) if on is not None else None


def _short(day: Day, year: int) -> str:
    shown = f"{day.on:%m-%d}"
    return shown if day.on.year == year else f"{day.on:%y}-{shown}"


def _date(day: Day, style: TextStyle, year: int) -> Text:
    return date_text(day.on, style, plan_year=year, provisional=day.provisional, weekday_shown=False)


def _struck(sheet: Sheet, x: float, baseline: float, old: Text) -> float:
    """OLD in grey with a line through it. Returns its width."""
    width = sheet.text(x, baseline, old)
    middle = baseline - 0.33 * _OLD.em_mm
    sheet.line(x - 0.3, middle, x + width + 0.3, middle, 0.25, GREY_TEXT)
    return width


# --- whose days, why, proof ---------------------------------------------------------------------------------------------------


def _draw_days(sheet: Sheet, view: WriteOffView, y: float) -> float:
    shares = shares_of(view)
    y = _head(sheet, y, "用了谁的工作日", f"共 {view.total_days} 个" if shares else "")
    if shares:
        draw_owned_days(sheet, _LEFT, y, _WIDTH, shares)
        return y + OWNED_HEIGHT + _BLOCK_GAP - 0.75
    with sheet.tag("P"):
        sheet.text(_LEFT, SLIP_VOICE.baseline(y - 0.75), "当天办完，没有经过工作日。", SLIP_VOICE)
    return y + 4.5 + _BLOCK_GAP


def _voice_lines(sentences: Sequence[str], most: int) -> Lines:
    words = "；".join(sentences) + "。"
    lines = set_lines(plain(words, SLIP_VOICE), _WIDTH, False)
    if len(lines.lines) > most:
        lines = set_lines(plain(_cut(words, most), SLIP_VOICE), _WIDTH, False)
    return lines


def _words_height(view: WriteOffView, most: int, proofs: int) -> float:
    """mm of the reasons, at most MOST lines each, and PROOFS proofs."""
    height = 0.0
    for sentences in (view.moved_because, view.late_because):
        if sentences:
            height += _HEAD_HEIGHT - 0.75 + _voice_lines(sentences, most).height + _BLOCK_GAP
    shown = min(len(view.proof), proofs) * FACT_VALUE.leading_mm
    more = NOTE.leading_mm if len(view.proof) > proofs else 0.0
    return height + _HEAD_HEIGHT - 0.75 + max(shown + more, 5.25) + _BLOCK_GAP


def _draw_voice(sheet: Sheet, y: float, head: str, sentences: Sequence[str], most: int) -> float:
    """Sentences in kai, at most MOST lines. Nothing without any."""
    if not sentences:
        return y
    y = _head(sheet, y, head)
    lines = _voice_lines(sentences, most)
    with sheet.tag("P"):
        y += sheet.paragraph(_LEFT, y - 0.75, _WIDTH, lines)
    return y - 0.75 + _BLOCK_GAP


def _cut(words: str, lines: int) -> str:
    """As much of WORDS as fits LINES lines, with …… ."""
    while words and len(set_lines(plain(f"{words}……", SLIP_VOICE), _WIDTH, False).lines) > lines:
        words = words[: -max(1, len(words) // 40)]
    return f"{words}……"


def _draw_proof(sheet: Sheet, view: WriteOffView, y: float, most: int) -> float:
    y = _head(sheet, y, "凭什么销号")
    if not view.proof:
        with sheet.tag("P"):
            sheet.text(_LEFT, SLIP_VOICE.baseline(y - 0.75), "完工即结，不另发文。", SLIP_VOICE)
        return y + 4.5 + _BLOCK_GAP
    for words in view.proof[:most]:
        with sheet.tag("P"):
            shown = shortened(words, FACT_VALUE, _WIDTH)
            sheet.text(_LEFT, FACT_VALUE.baseline(y - 0.75), plain(shown, FACT_VALUE))
        y += FACT_VALUE.leading_mm
    if len(view.proof) > most:
        with sheet.tag("P"):
            sheet.text(_LEFT, NOTE.baseline(y - 0.75), f"另有 {len(view.proof) - most} 件。", NOTE)
        y += NOTE.leading_mm
    return y - 0.75 + _BLOCK_GAP


def _head(sheet: Sheet, y: float, words: str, note: str = "") -> float:
    sheet.rule(_LEFT, y, _RIGHT, RULE_TABLE)
    section_head(sheet, _LEFT, y + 1.2, words)
    if note:
        with sheet.tag("P"):
            sheet.text(_RIGHT, NOTE.baseline(y + 1.95), note, NOTE, align="right")
    return y + _HEAD_HEIGHT


# --- how it went ----------------------------------------------------------------------------------------------------------------


def _draw_records(sheet: Sheet, dossier: Dossier, view: WriteOffView, y: float) -> None:
    """As many of the records as there is room for, the last ones kept; how many are left out is said."""
    room = int((_SIGN_TOP - y - 8.0 - 4.5) / _ROW)
    if room < 2 or not view.recorded:
        return
    rows = list(view.recorded)
    left_out = max(0, len(rows) - room)
    if left_out:
        rows = rows[left_out:]
    y = _head(sheet, y, "怎么走过来的", f"前面还有 {left_out} 条，见台账" if left_out else "")
    year = dossier.start_on.year
    with sheet.tag("Table"):
        with sheet.tag("TR"):
            for x, words in ((_DAY_X, "日期"), (_WHAT_X, "办了什么"), (_NOTE_X, "说明"), (_WHO_X, "经办")):
                with sheet.tag("TH", scope="Column"):
                    sheet.text(_LEFT + x, TABLE_HEAD.baseline(y - 1.2), words, TABLE_HEAD)
        y += 2.85
        sheet.rule(_LEFT, y, _RIGHT, RULE_TABLE)
        for place, line in enumerate(rows):
            if place:
                sheet.rule(_LEFT, y, _RIGHT, RULE_ROW, GREY_LINE)
            baseline = TABLE_TEXT.baseline(y + (_ROW - TABLE_TEXT.leading_mm) / 2)
            with sheet.tag("TR"):
                with sheet.tag("TH"):
                    sheet.text(_LEFT + _DAY_X, baseline, date_text(line.on, TABLE_KEY, plan_year=year))
                with sheet.tag("TD"):
                    sheet.text(_LEFT + _WHAT_X, baseline, plain(line.what, TABLE_TEXT))
                with sheet.tag("TD"):
                    words = "　".join(part for part in (line.document, line.note) if part)
                    shown = shortened(words, TABLE_GREY, _WHO_X - _NOTE_X - 2.0)
                    sheet.text(_LEFT + _NOTE_X, baseline, plain(shown, TABLE_GREY))
                with sheet.tag("TD"):
                    who = shortened(line.person, TABLE_GREY, _WIDTH - _WHO_X)
                    sheet.text(_LEFT + _WHO_X, baseline, plain(who, TABLE_GREY))
            y += _ROW


# --- signatures -----------------------------------------------------------------------------------------------------------------


def _draw_signatures(sheet: Sheet, dossier: Dossier, view: WriteOffView) -> None:
    secretary = next((each for each in dossier.project.contacts if each.role == "项目监督秘书"), None)
    helper = helper_of(dossier)
    signers = (
        ("经办人", view.person),
        ("企业签收", "项目负责人或经办人"),
        ("监督秘书", secretary.name if secretary and secretary.name else helper.name if helper else "待指派"),
    )
    for place, (who, name) in enumerate(signers):
        x = _LEFT + place * _CELL_PITCH
        sheet.rule(x, _SIGN_TOP, x + _CELL_WIDTH, RULE_TABLE)
        with sheet.tag("P"):
            used = sheet.text(x, TABLE_KEY.baseline(_SIGN_TOP + 1.2), plain(who, TABLE_KEY))
            shown = shortened(name, NOTE, _CELL_WIDTH - used - 2.0)
            sheet.text(x + used + 2.0, TABLE_KEY.baseline(_SIGN_TOP + 1.2), plain(shown, NOTE))
        line = _SIGN_TOP + _SIGN_HEIGHT - 4.5
        sheet.rule(x, line, x + _CELL_WIDTH, RULE_ROW, INK)
        with sheet.tag("P"):
            sheet.text(x, NOTE.baseline(line + 0.3), "签字", NOTE)
            sheet.text(x + _CELL_WIDTH, NOTE.baseline(line + 0.3), "年　 月　 日", NOTE, align="right")


def _draw_foot(sheet: Sheet, dossier: Dossier) -> None:
    baseline = NOTE.baseline(_FOOT)
    identity = dossier.identity
    printed = plain(f"{iso_date(identity.printed_on)} 印　校验 {identity.check_code}", NOTE)
    with sheet.tag("P"):
        sheet.text(_RIGHT, baseline, printed, align="right")
    room = _WIDTH - text_width(printed) - 3.0
    with sheet.tag("P"):
        helper = helper_line(dossier)
        style = NOTE if text_width(plain(helper, NOTE)) <= room else NOTE.sized(7)
        sheet.text(_LEFT, baseline, plain(shortened(helper, style, room), style))
