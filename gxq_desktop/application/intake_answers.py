"""The answers of an intake, one by one, to be looked at before they are kept (核对答案)."""

from __future__ import annotations

from collections.abc import Sequence

from gxq_desktop.application.intake_entries import PRESET
from gxq_desktop.application.intake_fields import shown_value
from gxq_desktop.application.intake_form import NAME, UNKNOWN, Field, FieldId, FieldKind, Question
from gxq_desktop.application.intake_state import IntakeState, Problem
from gxq_desktop.application.similar_projects import SimilarProject
from gxq_desktop.domain.frozen import frozen

NOT_ANSWERED = "没有回答"
NOT_GIVEN = "没有填"
_LATER = "等企业确认"


@frozen
class AnswerRow:
    """A line. field: where 修改 leads. is_open: 不清楚, not answered, or required and empty. decides: codes, or what was checked.
    fault: why it cannot stay; doubt: why to look again; both whole sentences or "".
    """

    field: FieldId
    label: str
    answer: str
    source: str
    decides: str
    is_open: bool
    fault: str = ""
    doubt: str = ""


@frozen
class AnswerGroup:
    """The lines of a section. total: how many questions it has that matter."""

    section: str
    total: int
    rows: tuple[AnswerRow, ...]


def answer_groups(
    state: IntakeState, similar: Sequence[SimilarProject] = (), missing: Sequence[Problem] = ()
) -> tuple[AnswerGroup, ...]:
    """Every question that matters now with its answer, by section; what is optional and empty is left out.

    similar: projects that may be the same, noted at the project's name. missing: required fields that are empty.
    """
    found: dict[FieldId, Problem] = {}
    for problem in (*missing, *state.problems):
        kept = found.get(problem.field)
        if kept is None or (problem.refuses and not kept.refuses):
            found[problem.field] = problem
    groups = []
    for section in state.form.sections:
        questions = [question for question in section.questions if question.id in state.shown]
        rows = [
            _row(state, question, field, found.get(field.id), similar)
            for question in questions
            for field in question.fields
            if _is_listed(state, question, field)
        ]
        groups.append(AnswerGroup(section.name, len(rows), tuple(rows)))
    return tuple(groups)


def _is_listed(state: IntakeState, question: Question, field: Field) -> bool:
    return question.fact is not None or field.required or not state.entries[field.id].is_blank


def _row(
    state: IntakeState, question: Question, field: Field, problem: Problem | None, similar: Sequence[SimilarProject]
) -> AnswerRow:
    entry = state.entries[field.id]
    reading = state.readings.get(field.id)
    is_open = entry.unknown or entry.is_blank
    if entry.unknown:
        answer = UNKNOWN
    elif entry.is_blank:
        answer = NOT_ANSWERED if question.fact else NOT_GIVEN
    else:
        answer = shown_value(field, entry, reading.value) if reading else entry.text
    decides = state.effect(question).text
    if not decides and reading is not None and field.kind in (FieldKind.CREDIT_CODE, FieldKind.DATE):
        decides = reading.note
    doubt = problem.problem if problem is not None and not problem.refuses else ""
    if field.id == NAME and similar:
        decides = "与已有项目相近，见右边"
        doubt = doubt or f"与 {similar[0].number} {similar[0].name} 相近。"
    return AnswerRow(
        field=field.id,
        label=field.label,
        answer=answer,
        source=_LATER if entry.unknown and not entry.origin else "" if entry.is_blank else _source(entry.source),
        decides=decides,
        is_open=is_open,
        fault=problem.problem if problem is not None and problem.refuses else "",
        doubt=doubt,
    )


def _source(source: str) -> str:
    return "表里预填" if source == PRESET else source
