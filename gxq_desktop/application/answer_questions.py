"""Change the facts of a registered project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gxq_desktop.application.pick_items import pick_items
from gxq_desktop.application.ports import Services
from gxq_desktop.domain.contradictions import consistency_faults
from gxq_desktop.domain.errors import DomainError, DomainErrors
from gxq_desktop.domain.project import ProjectNumber


def answer_questions(number: str, answers: Mapping[str, object], services: Services) -> tuple[str, ...]:
    """Save ANSWERS (key or label → value; "" for unknown) and return the codes whose verdict changed.

    Saves nothing and raises ProjectNotFound, ChangedElsewhere, or DomainErrors with every wrong or
    contradictory answer.
    """
    catalogue = services.catalogue
    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(number))
        facts, faults = project.facts, []
        for name, value in answers.items():
            try:
                unknown = value is None or value == ""
                facts = facts.without(catalogue.facts.find(name).key) if unknown else facts.with_answer(name, value)
            except DomainError as refusal:
                faults.append(refusal)
        if not faults:
            met = consistency_faults(facts, catalogue.contradictions)
            faults += [DomainError(each.problem, each.next_step) for each in met if each.is_refused]
        if faults:
            raise DomainErrors("答案有错", tuple(faults))
        changed = replace(project, facts=facts)
        before, after = pick_items(catalogue, project), pick_items(catalogue, changed)
        uow.projects.save(changed)
        uow.commit()
    return tuple(code for code in before if before[code].verdict is not after[code].verdict)
