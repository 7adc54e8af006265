"""一次性告知书 and 补正通知: what is missing or wrong in an application, all at once, until when, and what follows from it.

Both are given before acceptance: the limit has not begun, so neither counts it down (print.md §11). What they must say:
行政许可法 第三十二条 (all corrections told at once, on the spot or within five working days; a complete application is
accepted; acceptance and non-acceptance are given in writing under the special seal).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from gxq_desktop.application.views import CardView, Day, Dossier, NoticeLine, RecordedNotice
from gxq_desktop.application.wording import spoken_day
from gxq_desktop.documents.flow import Block, Heading, Paragraph, Together
from gxq_desktop.documents.marks import BOX_NUMBERED, tick_box
from gxq_desktop.documents.officer_sign import words as officer_words
from gxq_desktop.documents.papers_small.pages import helper_of, single_sided
from gxq_desktop.documents.papers_small.parts import Fact, FactRow, Signatures, Signer
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import CARD_TEXT, FACT_VALUE, IMPERATIVE, NOTE, SLIP_VOICE, TABLE_KEY, TextStyle
from gxq_desktop.documents.table import Cell, Column, Row, Table
from gxq_desktop.documents.text import Text, date_text, iso_date, marked, one_line, plain
from gxq_desktop.domain.errors import DomainError

ROW_HEIGHT: Final = 9.0
_CONSEQUENCE: Final = (
    "这次申请不受理，材料退还，窗口出具盖章的书面凭证；以后备齐了，随时可以重新申请。来不及的，到期之前告诉帮办员。"
)
_COLUMNS: Final = (
    Column("", 7.5),
    Column("缺什么、改什么", 58),
    Column("问题在哪里", 72),
    Column("", 2.5),
    Column("最迟哪天交", 28),
)


_SINGLE_WORDS: Final = (
    "下面是这次申请要补齐、改好的<b>全部内容</b>，一次说完；照着补齐的，应当受理，不再要求补别的。",
    "审批时限<b>还没有开始算</b>：材料补齐、受理后的次一工作日起，{promise}。",
)
_CORRECTION_WORDS: Final = (
    "按一次性告知书交来的材料，下面几处<b>还要改</b>；告知书以外的材料，不会再要。",
    "补正期间<b>没有受理，时限没有走</b>：全部补正、受理后的次一工作日起，{promise}。",
)
"""What is told, and when the limit begins. A correction notice may only ask for what the one-time notice asked for."""


class NotForThisProject(DomainError):
    """A notice is given for an approval item that applies to the project."""

    def __init__(self, code: str) -> None:
        super().__init__(f"“{code}”不是本项目要办的审批事项，不能发通知。", "请核对事项编码，或先在判定里改为要办。")


def make_notice(dossier: Dossier, notice: RecordedNotice) -> list[Sheet]:
    """The one-time notice (一次性告知书), given on the spot or within five working days after filing, or the correction notice
    (补正通知), given when what was handed in after it is still not right.

    Raises NotForThisProject; ValueError without lines, without an officer, or if anything is asked for before it is given.
    """
    code, missing, noticed_on, correct_by = notice.code, notice.missing, notice.noticed_on, notice.correct_by
    words = _CORRECTION_WORDS if notice.correction else _SINGLE_WORDS
    card = next((card for card in dossier.cards if card.code == code), None)
    if card is None:
        raise NotForThisProject(code)
    if not missing:
        raise ValueError("a notice names at least one thing that is missing")
    if not notice.officer.strip():
        raise ValueError("a notice is signed by an officer")
    if correct_by < noticed_on or any(line.until is not None and line.until < noticed_on for line in missing):
        raise ValueError("nothing can be asked for before the day of the notice")
    year = dossier.start_on.year
    told, begins = words
    decided = officer_words(dossier, code)
    blocks: list[Block] = [
        FactRow(
            [
                Fact("事项", f"{card.code}　{card.name}" + (f"（{decided}）" if decided else ""), 2.1),
                Fact("告知日期", _day(noticed_on, year, dossier)),
                Fact("最迟补齐", _day(correct_by, year, dossier)),
                Fact("窗口", f"{card.window.number}　{card.window.phone}".strip(), 1.3),
            ]
        ),
        Paragraph(marked(told, CARD_TEXT), space_before=4.5),
        _lines(missing, correct_by, year, dossier),
        Heading("期限", space_before=7.5),
        Paragraph(marked(begins, SLIP_VOICE, promise=_promise(card)), space_before=0.75),
        Paragraph(_until(correct_by, year), space_before=0.75),
        Heading("到期没有补齐", space_before=6.0),
        Paragraph(plain(_CONSEQUENCE, CARD_TEXT), space_before=0.75),
    ]
    if card.remedies:
        blocks.append(Heading("不服怎么办", space_before=6.0))
        blocks.append(Paragraph(plain(card.remedies.rstrip("。") + "。", CARD_TEXT), space_before=0.75))
    later = [line for line in missing if line.provisional_acceptance]
    if later:
        blocks.append(Together(_promise_to_complete(later, correct_by), space_before=6.0))
    basis = "依据：行政许可法第三十二条；" + "；".join(card.basis)
    blocks.append(Paragraph(plain(basis.rstrip("；") + "。", NOTE), space_before=4.5))
    blocks.append(Signatures(_signers(dossier, card, notice.officer), space_before=9.0))
    enterprise = f"{dossier.project.enterprise or '企业名称未提供'}　{dossier.project.credit_code}".rstrip("　")
    return single_sided(dossier, notice.title, blocks, below=[enterprise], note=notice.document)


def _day(on: date, year: int, dossier: Dossier) -> Text:
    return _date(Day(on, not dossier.calendar.covers_year(on.year)), year, FACT_VALUE)


def _date(day: Day, year: int, style: TextStyle) -> Text:
    return date_text(day.on, style, plan_year=year, provisional=day.provisional)


# --- what is missing ----------------------------------------------------------------------------------------------------------


def _lines(missing: Sequence[NoticeLine], correct_by: date, year: int, dossier: Dossier) -> Table:
    rows = [_row(line, correct_by, year, dossier) for line in missing]
    return Table(_COLUMNS, rows, least_row=ROW_HEIGHT, space_before=3.0)


def _row(line: NoticeLine, correct_by: date, year: int, dossier: Dossier) -> Row:
    until = line.until or correct_by
    day = Day(until, not dossier.calendar.covers_year(until.year))
    below = plain("容缺，先受理后补", NOTE) if line.provisional_acceptance else None
    return Row(
        (
            _BOX,
            plain(line.name, IMPERATIVE),
            plain(line.problem, SLIP_VOICE) if line.problem else None,
            None,
            Cell(_date(day, year, TABLE_KEY), below),
        )
    )


def _paint_box(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    tick_box(sheet, x + 0.15, y + (height - BOX_NUMBERED) / 2, BOX_NUMBERED)


_BOX: Final = Cell(paint=_paint_box, height_mm=BOX_NUMBERED)


# --- limit and consequence ------------------------------------------------------------------------------------------------------


def _promise(card: CardView) -> str:
    days = card.limit.promised_days
    return f"{days} 个工作日内办结" if days else "当场办结"


def _until(correct_by: date, year: int) -> Text:
    return marked(
        "请在<b>{day}</b>前交到窗口或在网上补传。交来当天窗口会核对，齐了当场受理，给您盖章的受理凭证。",
        CARD_TEXT,
        day=spoken_day(correct_by, year),
    )


def _promise_to_complete(later: Sequence[NoticeLine], correct_by: date) -> list[Block]:
    named = "；".join(f"{line.name}（{iso_date(line.until or correct_by)} 前）" for line in later)
    sentence = marked(
        "企业承诺按日期补交：{named}。逾期没有补的，按没有补齐处理。",
        CARD_TEXT,
        named=named,
    )
    return [Heading("容缺承诺", space_before=0.0), Paragraph(sentence, space_before=0.75)]


def _signers(dossier: Dossier, card: CardView, officer: str) -> list[Signer]:
    helper = helper_of(dossier)
    called = f"{helper.name}　{helper.phone}".rstrip("　") if helper else "待指派"
    return [
        Signer("企业签收", "项目负责人或持委托书的经办人"),
        Signer("经办人", f"{one_line(officer).strip()}（加盖{card.seal}）"),
        Signer("帮办员", called),
    ]
