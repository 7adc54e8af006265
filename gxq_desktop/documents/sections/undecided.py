"""九 待定与政策: what is still to be answered, what is assumed until then, and which policies may help (政策找企业)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gxq_desktop.application.views import Dossier, PolicyView, QuestionView
from gxq_desktop.application.wording import code_ranges
from gxq_desktop.documents.book import Book, Cursor, section_head
from gxq_desktop.documents.flow import Paragraph
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import CODE, GROUP_HEAD, LEAD, NOTE, SECTION_HEAD, TABLE_KEY, TABLE_TEXT, VOICE
from gxq_desktop.documents.table import Cell, Column, GroupRow, Row, Table
from gxq_desktop.documents.text import Text, marked, plain
from gxq_desktop.documents.tokens import GREY_LINE, RULE_ROW
from gxq_desktop.domain.verdicts import Verdict

_QUESTION_ROW: Final = 18.0
_HEAD_TO_CONTENT: Final = 7.75
_GAP: Final = 9.0
_WHY: Final = VOICE.sized(9, 4.5)

_QUESTION_COLUMNS: Final = (
    Column("", 7),
    Column("要请您回答的", None, grow=True),
    Column("　您的回答", 46),
    Column("答了就能定", 37),
)
_TEMPLATE_NOTE: Final = "（样例，以本地文件为准）"
"""Said of each template policy; the line beside the heading says it once for all."""
_POLICY_NOTE: Final = "“国”为国家统一规定；“样例”为地方自定，以本地现行文件为准；对得上的也要由主管部门核定"
_POLICY_COLUMNS: Final = (Column("政策", 44, gap=2.0), Column("阶段", 11), Column("内容和条件", None, grow=True))


def add_undecided(book: Book, dossier: Dossier) -> None:
    """Chapter nine. Without questions and policies one sentence each."""
    page = book.chapter("undecided", "九", "待定与政策")
    cursor = Cursor(book, page, book.lead(page, _lead(dossier)))
    if dossier.questions:
        cursor.place(
            Table(_QUESTION_COLUMNS, [_question_row(*numbered) for numbered in enumerate(dossier.questions, 1)])
        )
        cursor.y += _GAP
    if dossier.assumptions:
        _head(cursor, "没有回答之前，先这样估算")
        for sentence in dossier.assumptions:
            cursor.place(Paragraph(plain(sentence, VOICE)), 1.0)
        cursor.y += _GAP
    _head(cursor, "可能用得上的政策", _POLICY_NOTE if dossier.policies else "")
    if not dossier.policies:
        cursor.place(Paragraph(plain("按现有事实没有对得上的政策，事实变了再对照一次。", VOICE)))
        return
    cursor.place(Table(_POLICY_COLUMNS, _policy_rows(dossier.policies), padding=0.9))


def _lead(dossier: Dossier) -> Text:
    if not dossier.questions:
        return marked("本项目的事实都已齐全，105 项全部判定，<b>没有待定</b>。下面是可能用得上的政策。", LEAD)
    undecided = sum(row.verdict is Verdict.UNDECIDED for row in dossier.verdicts)
    return marked(
        "还有 <b>{questions} 个事实</b>不清楚，{undecided} 项办不办定不下来，没有排进时间表。请把答案写在这里，"
        "交给帮办员，当天重排。最管用的问题排在前面。",
        LEAD,
        questions=len(dossier.questions),
        undecided=undecided,
    )


def _head(cursor: Cursor, words: str, note: str = "") -> None:
    cursor.need(30.0)
    used = section_head(cursor.sheet, cursor.page.left, cursor.y, words)
    if note:
        cursor.sheet.text(cursor.page.left + used + 4.0, SECTION_HEAD.baseline(cursor.y), note, NOTE)
    cursor.y += _HEAD_TO_CONTENT


def _writing_line(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    sheet.rule(x + 3.0, y + height - 4.0, x + width - 3.0, RULE_ROW, GREY_LINE)


def _question_row(number: int, question: QuestionView) -> Row:
    asked = marked("<b>{label}</b>　{question}", TABLE_TEXT, label=question.label, question=question.question)
    settled = plain(code_ranges(question.settles), CODE) if question.settles else plain("与别的答案一起定", TABLE_TEXT)
    others = tuple(code for code in question.touches if code not in question.settles)
    also = marked("还牵涉 {codes}", NOTE, codes=code_ranges(others)) if others else None
    return Row(
        [
            plain(number, TABLE_KEY),
            Cell(asked, plain(question.help, NOTE) if question.help else None),
            Cell(paint=_writing_line, middle=True),
            Cell(settled, also),
        ],
        least=_QUESTION_ROW,
        anchor=f"question:{question.key}",
    )


def _policy_rows(policies: Sequence[PolicyView]) -> list[Row | GroupRow]:
    """What the facts match first, with the reason; then what has conditions nobody asked about."""
    rows: list[Row | GroupRow] = []
    for verdict, words in ((Verdict.APPLIES, "现有事实对得上"), (Verdict.UNDECIDED, "还要核对条件")):
        group = [policy for policy in policies if policy.verdict is verdict]
        if group:
            rows.append(GroupRow(plain(words, GROUP_HEAD), plain(f"{len(group)} 条", NOTE)))
            rows += [_policy_row(policy) for policy in group]
    return rows


def _policy_row(policy: PolicyView) -> Row:
    content = marked(
        "{summary}　{source}",
        TABLE_TEXT,
        summary=policy.summary,
        source=plain(f"{policy.nature}：{policy.source.removesuffix(_TEMPLATE_NOTE)}", NOTE),
    )
    why = plain(policy.sentence, _WHY) if policy.verdict is Verdict.APPLIES else None
    return Row([plain(policy.name, TABLE_KEY), plain(policy.stage, TABLE_TEXT), Cell(content, why)])
