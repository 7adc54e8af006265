"""Why a question is asked and what rests on it (法条): for the clerk who is asked back."""

from __future__ import annotations

from gxq_desktop.application.intake_form import Question
from gxq_desktop.application.item_listing import basis_of
from gxq_desktop.application.wording import spoken_source
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.frozen import frozen

ALWAYS_ASKED = "每个项目都问"


@frozen
class RowReading:
    """A row that reads the answer. rule: as written. basis: its law, in words."""

    code: str
    name: str
    rule: str
    basis: str


@frozen
class QuestionBasis:
    """question, why: as on the form. source: where the question comes from; confidence: 高, 中, 低, "" for what is no fact.
    asked_when: the condition under which it is asked. allowed: what may be answered. rows: in catalogue order.
    """

    question: str
    why: str
    source: str
    confidence: str
    asked_when: str
    allowed: str
    rows: tuple[RowReading, ...]


def question_basis(catalogue: Catalogue, question: Question) -> QuestionBasis:
    """What the catalogue says about QUESTION."""
    definition = question.fields[0].definition
    if definition is None:
        return QuestionBasis(question.text, question.why, "", "", "", "", ())
    rows = tuple(
        RowReading(item.code, item.name, item.rule.text, "；".join(basis_of(item)))
        for item in catalogue.items
        if definition.key in item.rule.facts or any(definition.key in each.when.facts for each in item.variants)
    )
    return QuestionBasis(
        question=question.text,
        why=question.why,
        source=spoken_source(definition.provenance.source),
        confidence=definition.provenance.confidence.label,
        asked_when=definition.ask_when.text if definition.ask_when else ALWAYS_ASKED,
        allowed=definition.allowed,
        rows=rows,
    )
