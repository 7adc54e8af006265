"""All 105 rows of a project with verdict, reason and basis (`items --json`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from gxq_desktop.application.pick_items import pick_items
from gxq_desktop.application.ports import Services
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.items import ApprovalItem, Item, ItemCode, ItemList, UnitMaterial
from gxq_desktop.domain.project import Project, ProjectNumber
from gxq_desktop.domain.verdicts import ItemVerdict, Verdict


class OverrideListing(TypedDict):
    applies: bool
    reason: str
    officer: str
    on: str


class ItemListing(TypedDict):
    code: str
    list: str
    name: str
    phase: str
    verdict: str
    verdict_by_rule: str
    reason: str
    project_fact: str
    when_it_applies: str
    rule: str
    deciding_facts: list[str]
    basis: list[str]
    override: OverrideListing | None


class ItemsListing(TypedDict):
    project: str
    catalogue_version: str
    counts: dict[str, dict[str, int]]
    items: list[ItemListing]


def list_items(number: str, services: Services) -> ItemsListing:
    """Return the 105 rows of project NUMBER. Raises ProjectNotFound."""
    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(number))
    catalogue = services.catalogue
    return items_listing(catalogue, project, pick_items(catalogue, project))


def items_listing(catalogue: Catalogue, project: Project, verdicts: Mapping[ItemCode, ItemVerdict]) -> ItemsListing:
    """The 105 rows of PROJECT with their VERDICTS."""
    return ItemsListing(
        project=project.number,
        catalogue_version=catalogue.version,
        counts={
            each.value: {
                verdict.value: sum(verdicts[item.code].verdict is verdict for item in catalogue.of_list(each))
                for verdict in Verdict
            }
            for each in ItemList
        },
        items=[_listing(item, verdicts[item.code]) for item in catalogue.items],
    )


def basis_of(item: Item) -> list[str]:
    """The legal basis of ITEM in words; for a utility connection, the source of its step."""
    if isinstance(item, ApprovalItem | UnitMaterial):
        return [basis.text for basis in item.basis]
    return [item.provenance.source]


def _listing(item: Item, verdict: ItemVerdict) -> ItemListing:
    decided = verdict.override
    return ItemListing(
        code=item.code,
        list=item.list.value,
        name=item.name,
        phase=item.phase.value,
        verdict=verdict.verdict.value,
        verdict_by_rule=Verdict.of(verdict.by_rule).value,
        reason=verdict.sentence,
        project_fact=verdict.explanation.project_fact,
        when_it_applies=verdict.explanation.when_it_applies,
        rule=item.rule.text,
        deciding_facts=list(verdict.explanation.asks),
        basis=basis_of(item),
        override=None
        if decided is None
        else OverrideListing(
            applies=decided.applies, reason=decided.reason, officer=decided.officer, on=decided.on.isoformat()
        ),
    )
