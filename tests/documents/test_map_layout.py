"""The process map's grid: folding, bands, rows, reduction."""

import pytest

from gxq_desktop.documents.map_layout import Band, MapLayout, lay_out
from gxq_desktop.domain.network import StepKind
from tests.documents.dossiers import make_dossier
from tests.documents.sections.reduced import only

SAMPLES = [*(f"N{number}" for number in range(1, 9)), "S17-obstacle", "all"]


def layout_of(sample: str, most_rows: int = 19) -> MapLayout:
    return lay_out(make_dossier("N3", everything_applies=True) if sample == "all" else make_dossier(sample), most_rows)


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_two_nodes_share_a_place_and_each_stands_in_its_band(sample):
    layout = layout_of(sample)

    places = [(node.lane, node.row) for node in layout.nodes]
    assert len(set(places)) == len(places)
    spans = {band: range(first, end) for band, first, end in layout.bands}
    assert all(node.row in spans[node.band] for node in layout.nodes)


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_edge_leads_down_or_to_another_lane_of_the_same_row(sample):
    layout = layout_of(sample)

    for edge in layout.edges:
        if edge.before >= 0 and edge.after >= 0:
            before, after = layout.nodes[edge.before], layout.nodes[edge.after]
            assert before.row < after.row or (before.row == after.row and before.lane != after.lane)


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_step_is_in_exactly_one_node(sample):
    dossier = make_dossier("N3", everything_applies=True) if sample == "all" else make_dossier(sample)
    layout = lay_out(dossier, 19)

    drawn = sorted(step.id for node in layout.nodes for step in node.steps)
    assert drawn == sorted(step.id for step in dossier.steps if step.kind is not StepKind.MILESTONE)


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_a_link_demands_can_be_followed_along_the_lines(sample):
    """Transitive reduction loses no order: a chain of drawn edges (or a gate's bar) leads from each step to the next."""
    dossier = make_dossier("N3", everything_applies=True) if sample == "all" else make_dossier(sample)
    layout = lay_out(dossier, 19)
    home = {step.id: index for index, node in enumerate(layout.nodes) for step in node.steps}
    after: dict[int, set[int]] = {}
    for edge in layout.edges:
        after.setdefault(edge.before, set()).add(edge.after)

    def reaches(start: int, end: int) -> bool:
        stack, seen = [start], {start}
        while stack:
            for index in after.get(stack.pop(), ()):
                if index == end:
                    return True
                if index not in seen:
                    seen.add(index)
                    stack.append(index)
        return False

    for link in dossier.links:
        if link.before in home and link.after in home and home[link.before] != home[link.after]:
            start, end = home[link.before], home[link.after]
            between = [
                gate for gate in layout.gates if layout.nodes[start].row <= gate.after_row < layout.nodes[end].row
            ]
            assert reaches(start, end) or between, (link.before, link.after)


def test_ranges_are_named_and_folded_only_when_there_are_many_nodes():
    labels = [node.label for node in layout_of("N1").nodes]

    assert "B27–B29" in labels
    assert "A21" in labels and "A23" in labels
    assert "K" in labels


def test_few_steps_are_not_folded():
    dossier = only(make_dossier("N1"), "B01", "B02", "B14", "B19", "A01", "A21", "A23")

    layout = lay_out(dossier, 19)

    labels = [node.label for node in layout.nodes]
    assert sorted(labels) == ["A01", "A21", "A23", "B01", "B02", "B14", "B19", "不计时", "不计时"]


@pytest.mark.parametrize("sample", ["N3", "N5", "all"])
def test_a_map_that_is_too_high_is_cut_before_the_construction(sample):
    layout = layout_of(sample)

    parts = layout.cut(19)

    assert all(part.rows <= 19 + 4 for part in parts)
    assert parts[-1].bands[0][0] is Band.BUILDING
    whole = [node.label for part in parts for node in part.nodes if node.kind != "ghost"]
    assert sorted(whole) == sorted(node.label for node in layout.nodes)
