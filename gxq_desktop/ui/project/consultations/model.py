"""The table of the consultation log."""

from __future__ import annotations

from gxq_desktop.application.consultation import AnswerState, ConsultationLine
from gxq_desktop.application.wording import plain_day
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.table_model import Column

MARKS = {
    AnswerState.OVERDUE: Mark.OVERDUE,
    AnswerState.DUE: Mark.SOON,
    AnswerState.SOON: Mark.SOON,
    AnswerState.OPEN: Mark.NOT_STARTED,
    AnswerState.ANSWERED: Mark.CLEARED,
}


def consultation_columns(plan_year: int) -> tuple[Column[ConsultationLine], ...]:
    def quiet(_: ConsultationLine) -> str:
        return "text2"

    return (
        Column(
            "状态",
            show=lambda line: line.state.value,
            sort=lambda line: (list(AnswerState).index(line.state), line.entry.due_on),
            width=104,
            mark=lambda line: MARKS[line.state],
            tip=lambda line: line.left_text,
        ),
        Column("事项", show=lambda line: line.item, width=176, color=quiet, searchable=True, drop=2),
        Column("企业问", show=lambda line: one_line(line.entry.question), id="question", least=180, searchable=True),
        Column(
            "答复", show=lambda line: one_line(line.entry.answer), id="answer", least=160, color=quiet, searchable=True
        ),
        Column("谁问的", show=lambda line: line.entry.asked_by, width=88, color=quiet, drop=5),
        Column(
            "哪天问",
            show=lambda line: plain_day(line.entry.asked_on, plan_year),
            sort=lambda line: line.entry.asked_on,
            width=70,
            most=100,
            right=True,
            drop=4,
        ),
        Column(
            "答复期限",
            show=lambda line: plain_day(line.entry.due_on, plan_year) if line.entry.is_open else "",
            sort=lambda line: line.entry.due_on if line.entry.is_open else None,
            width=80,
            most=100,
            right=True,
            tip=lambda line: line.left_text,
        ),
        Column("答复人", show=lambda line: line.entry.answered_by, width=88, color=quiet, drop=3),
        Column(
            "公开",
            show=lambda line: "可公开" if line.entry.is_public else "",
            width=70,
            color=quiet,
            drop=6,
            tip=lambda line: "别的项目的手册也印这个问题和答复，不印谁问的" if line.entry.is_public else "",
        ),
    )


def one_line(text: str) -> str:
    return " ".join(text.split())
