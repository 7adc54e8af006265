"""Write a project's plan for other programs (导出): for a phone's calendar, as a workbook, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping

from gxq_desktop.application.issue_edition import Issued, issue_edition
from gxq_desktop.application.item_listing import items_listing
from gxq_desktop.application.ports import Services
from gxq_desktop.application.project_file import Document, written
from gxq_desktop.application.schedule_listing import listing_of
from gxq_desktop.domain.editions import Edition
from gxq_desktop.domain.facts import Facts, json_value
from gxq_desktop.domain.frozen import frozen

KIND_LABELS: Mapping[str, str] = {"ics": "手机日历", "xlsx": "工作簿", "json": "项目数据"}
"""What can be written, by the file name's ending."""


@frozen
class Exported:
    """warnings: whole sentences a clerk should read before handing the file over."""

    content: bytes
    edition: Edition
    warnings: tuple[str, ...]


def export_project(number: str, kind: str, services: Services) -> Exported:
    """Return the plan of project NUMBER as KIND ("ics", "xlsx", "json"), from the current edition, issued if need be.

    It is made from the same dossier as the edition's papers, so its dates are theirs. ValueError for another kind; raises
    ProjectNotFound, ChangedElsewhere, StoreError.
    """
    if kind not in KIND_LABELS:
        raise ValueError(f"kind must be one of {', '.join(KIND_LABELS)}, got {kind!r}")
    issued = issue_edition(number, services)
    match kind:
        case "ics":
            content = services.companions.phone_calendar(issued.dossier)
        case "xlsx":
            content = services.companions.workbook(issued.dossier)
        case _:
            content = f"{written(export_listing(issued))}\n".encode()
    return Exported(content, issued.edition, issued.dossier.warnings)


def export_listing(issued: Issued) -> Document:
    """The project file of ISSUED with the whole schedule, the 105 rows and every fact beside it."""
    plan = issued.plan
    document: Document = json.loads(issued.dossier.attachment)
    return document | {
        "schedule": listing_of(plan),
        "items": items_listing(plan.catalogue, plan.project, plan.verdicts)["items"],
        "facts": facts_listing(plan.project.facts),
    }


def facts_listing(facts: Facts) -> list[Document]:
    """Every fact in the order in which it is asked, with the answer or null."""
    return [
        {
            "key": fact.key,
            "label": fact.label,
            "unit": fact.unit,
            "value": json_value(facts[fact.key]) if fact.key in facts else None,
            "shown": fact.show(facts[fact.key]) if fact.key in facts else "待定",
        }
        for fact in facts.dictionary
    ]
