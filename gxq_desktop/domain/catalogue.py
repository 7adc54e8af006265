"""The catalogue (事项库): the three lists, their links, the facts they ask for, the windows, the policies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from gxq_desktop.domain.basis import Provenance
from gxq_desktop.domain.contradictions import Contradiction
from gxq_desktop.domain.facts import FactDictionary
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ApprovalItem, Item, ItemCode, ItemList, UnitMaterial, UtilityConnection
from gxq_desktop.domain.network import Link
from gxq_desktop.domain.rules import Rule
from gxq_desktop.domain.service_windows import ServiceCentre


@frozen
class Gate:
    """A milestone (门槛, G0–G2 and completion): id as in the links (M_START), sign as printed (G1), name (开工)."""

    id: str
    sign: str
    name: str
    short: str
    meaning: str


@frozen
class Policy:
    """A policy that looks for its companies (政策找企业, S12); when is None while the facts it needs are not asked."""

    id: str
    name: str
    stage: str
    summary: str
    nature: str
    when: Rule | None
    provenance: Provenance


@dataclass(frozen=True)
class Catalogue:
    """Everything the program knows before it meets a project. Built only by a loader that has checked it.

    version: as printed ("2026.11"). digest: SHA-256 of the files, so that an issued manual can name what it rests on.
    links: over rows, gates and CONSTRUCTION, step ids being codes. how_to_read: what a reader must know, in sentences.
    contradictions: answers that cannot be true together.
    """

    version: str
    digest: str
    facts: FactDictionary
    approvals: tuple[ApprovalItem, ...]
    materials: tuple[UnitMaterial, ...]
    utilities: tuple[UtilityConnection, ...]
    links: tuple[Link, ...]
    gates: tuple[Gate, ...]
    centre: ServiceCentre
    policies: tuple[Policy, ...]
    title: str = ""
    how_to_read: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All 105 rows: A01…A46, B01…B36, C01…C23."""
        return (*self.approvals, *self.materials, *self.utilities)

    @cached_property
    def by_code(self) -> dict[ItemCode, Item]:
        return {item.code: item for item in self.items}

    @cached_property
    def rules(self) -> dict[str, Rule]:
        return {item.code: item.rule for item in self.items}

    @cached_property
    def variants(self) -> dict[str, tuple[Rule, ...]]:
        """Code → the conditions of its limit variants, for rows that have any."""
        return {item.code: tuple(each.when for each in item.variants) for item in self.items if item.variants}

    def of_list(self, item_list: ItemList) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.list is item_list)

    def gate(self, gate_id: str) -> Gate:
        """KeyError if there is no such gate."""
        for gate in self.gates:
            if gate_id in (gate.id, gate.sign):
                return gate
        raise KeyError(gate_id)
