"""Which of the 105 rows apply to a project, and why."""

from __future__ import annotations

from collections.abc import Mapping

from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.project import Project
from gxq_desktop.domain.verdicts import ItemVerdict, judge


def pick_items(catalogue: Catalogue, project: Project) -> dict[ItemCode, ItemVerdict]:
    """Return the verdict on every row, by code in catalogue order."""
    return {ItemCode(each.code): each for each in judge(catalogue.rules, project.facts, project.overrides)}


def decided_text(verdicts: Mapping[ItemCode, ItemVerdict], code: str) -> str:
    """What an officer decided about the row CODE (人工认定), in words; "" if nobody did, or it is no row."""
    verdict = verdicts.get(ItemCode(code))
    return verdict.override.text if verdict is not None and verdict.override is not None else ""
