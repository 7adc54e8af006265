"""Open questions of a project, most decisive first (`questions --json`)."""

from __future__ import annotations

from typing import TypedDict

from gxq_desktop.application.ports import Services
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.domain.questions import open_questions


class QuestionListing(TypedDict):
    key: str
    label: str
    question: str
    help: str
    touches: list[str]
    settles: list[str]


class QuestionsListing(TypedDict):
    project: str
    questions: list[QuestionListing]


def list_questions(number: str, services: Services) -> QuestionsListing:
    """Return what is still to be asked about project NUMBER. Raises ProjectNotFound."""
    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(number))
    catalogue = services.catalogue
    found = []
    for question in open_questions(catalogue.rules, project.facts, project.overrides, catalogue.variants):
        fact = catalogue.facts[question.fact]
        found.append(
            QuestionListing(
                key=fact.key,
                label=fact.label,
                question=fact.question,
                help=fact.help,
                touches=list(question.touches),
                settles=list(question.settles),
            )
        )
    return QuestionsListing(project=project.number, questions=found)
