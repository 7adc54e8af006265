"""Which of the 105 rows apply to a project, and why."""

from __future__ import annotations

from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.project import Project
from gxq_desktop.domain.verdicts import ItemVerdict, judge


def pick_items(catalogue: Catalogue, project: Project) -> dict[ItemCode, ItemVerdict]:
    """Return the verdict on every row, by code in catalogue order."""
    return {ItemCode(each.code): each for each in judge(catalogue.rules, project.facts, project.overrides)}
