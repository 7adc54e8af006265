"""The links that ship: complete, acyclic, and giving the critical lengths that approval_notes §4 gives for N1–N8."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import networkx
import pytest

from gxq_desktop.catalogue.catalogue_files import load_catalogue
from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.items import ItemList
from gxq_desktop.domain.network import LinkKind, Strength

ARCHETYPES = Path(__file__).parents[1] / "data" / "archetypes.tsv"
GATES = {"M_LAND": "G0", "M_START": "G1", "M_COMPLETE": "K", "M_OPERATE": "G2"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def applicable_approvals() -> dict[str, set[str]]:
    with ARCHETYPES.open(encoding="utf-8", newline="") as file:
        return {row["id"]: set(row["expected_a"].split(";")) for row in csv.DictReader(file, delimiter="\t")}


def test_all_347_links_are_there_with_their_kinds_lags_and_strengths(catalogue):
    assert len(catalogue.links) == 347
    assert Counter(link.kind for link in catalogue.links) == {LinkKind.FS: 337, LinkKind.FF: 10}
    assert Counter(link.strength for link in catalogue.links) == {
        Strength.LEGAL: 166,
        Strength.TECHNICAL: 105,
        Strength.CUSTOMARY: 76,
    }
    lagged = [(link.before, link.after, link.lag, link.lag_calendar) for link in catalogue.links if link.lag]
    assert lagged == [("A36", "M_START", 7, CalendarKind.SEVEN_DAY)]
    assert all(link.reason for link in catalogue.links)


def test_the_network_of_all_rows_gates_and_the_construction_period_has_no_cycle(catalogue):
    graph = networkx.DiGraph((link.before, link.after) for link in catalogue.links)

    assert networkx.is_directed_acyclic_graph(graph)
    assert graph.number_of_edges() == 347
    known = {*catalogue.by_code, *GATES, "CONSTRUCTION"}
    assert set(graph) == known


def test_the_gates_are_found_by_id_and_by_sign(catalogue):
    assert {gate.id: gate.sign for gate in catalogue.gates} == GATES
    assert catalogue.gate("G1").name == catalogue.gate("M_START").name == "开工"


def test_every_row_is_linked_to_another(catalogue):
    ends = {link.before for link in catalogue.links} | {link.after for link in catalogue.links}

    assert set(catalogue.by_code) <= ends


@pytest.mark.parametrize(
    ("project", "working_days"),
    [("N1", 26), ("N2", 8), ("N3", 58), ("N4", 31), ("N5", 57), ("N6", 26), ("N7", 26), ("N8", 31)],
)
def test_the_longest_chain_of_promises_to_the_construction_permit_is_that_of_the_notes(
    catalogue, project, working_days
):
    applicable = applicable_approvals()[project]
    promised = {item.code: item.promised_working_days for item in catalogue.of_list(ItemList.APPROVALS)}

    @cache
    def until(code: str) -> int:
        before = [
            link.before
            for link in catalogue.links
            if link.after == code and link.kind is LinkKind.FS and link.before in applicable
        ]
        return promised[code] + max(map(until, before), default=0)

    assert until("A29") == working_days


def test_what_a_material_feeds_is_what_it_is_linked_to(catalogue):
    for material in catalogue.materials:
        linked = {link.after for link in catalogue.links if link.before == material.code and link.after[0] == "A"}

        assert linked == set(material.feeds)
