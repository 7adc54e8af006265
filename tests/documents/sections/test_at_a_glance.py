"""二 项目一览: the project on one page."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.documents.sections.at_a_glance import add_at_a_glance, spread
from gxq_desktop.documents.sheet import ShapeOp, Sheet
from gxq_desktop.documents.tokens import INK
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import LONG_NAME, all_words, chapter_sheets, faults, tags, words
from tests.documents.sections.reduced import only


def solid_ink(sheet: Sheet) -> list[ShapeOp]:
    """Parts of the strip beyond a missed gate."""
    return [
        op
        for op in sheet.graphics
        if isinstance(op, ShapeOp) and op.fill == INK and op.commands[0][0] == "re" and op.commands[0][4] == 7
    ]


def test_lead_facts_counts_and_dates_are_those_of_the_dossier():
    dossier = make_dossier("N1")

    said = all_words(chapter_sheets(add_at_a_glance, dossier, first=3))

    assert "本项目要办 21 项审批" in said
    for fact in dossier.project.glance:
        assert fact.label in said and fact.value in said
    for count in dossier.counts:
        assert str(count.applies) in said and f"/ {count.total}" in said
    for key in dossier.key_dates:
        assert f"{key.day.on:%m-%d}" in said and key.name in said


def test_the_unit_charts_are_figures_with_words():
    figures = tags(chapter_sheets(add_at_a_glance, make_dossier("N1"), first=3), "Figure")

    assert "46 项里 21 项要办，0 项待定" in [figure.alt for figure in figures]


def test_the_chain_is_told_in_words_step_by_step():
    dossier = make_dossier("N1")

    chain = tags(chapter_sheets(add_at_a_glance, dossier, first=3), "Figure")[-1]

    steps = [dossier.step_by_id[step] for step in dossier.critical_chain]
    assert all(step.short_name in chain.alt for step in steps if step.kind != "milestone")


def test_a_missed_target_says_by_how_much_names_levers_and_fills_the_overrun():
    dossier = make_dossier("N1", targets={"G1": "2026-06-01"})

    (sheet,) = chapter_sheets(add_at_a_glance, dossier, first=3)

    assert "还差 55 个工作日" in all_words([sheet])
    assert "（目标）" in all_words([sheet])
    assert "可省" in all_words([sheet])
    assert solid_ink(sheet)


def test_a_target_that_is_met_has_no_overrun():
    (sheet,) = chapter_sheets(add_at_a_glance, make_dossier("N1"), first=3)

    assert solid_ink(sheet) == []


def test_the_three_things_for_tomorrow_have_boxes_and_say_where_to_read_on():
    dossier = make_dossier("S17-obstacle")

    said = words(chapter_sheets(add_at_a_glance, dossier, first=3))

    for action in dossier.actions:
        assert any(action.imperative.startswith(line.rstrip("…")) for line in said if len(line) > 6)


def test_a_project_name_cut_in_the_running_head_is_whole_here():
    assert LONG_NAME in words(chapter_sheets(add_at_a_glance, make_dossier("N1", name=LONG_NAME), first=3))


def test_a_name_of_two_lines_is_whole_too_above_the_lead():
    name = LONG_NAME * 2
    (sheet,) = chapter_sheets(add_at_a_glance, make_dossier("N1", name=name), first=3)

    assert name in all_words([sheet]).replace("\n", "")
    assert faults([sheet]) == []


@pytest.mark.parametrize(
    "dossier",
    [
        *(make_dossier(f"N{number}") for number in range(1, 9)),
        make_dossier("N3", everything_applies=True),
        make_dossier("N1", targets={"G1": "2026-06-01"}),
        make_dossier("N3", unknown=("eia_class", "land_supply", "special_fire", "civil_area")),
        only(make_dossier("N1"), "A01"),
        only(make_dossier("N1")),
    ],
)
def test_one_page_where_nothing_overlaps(dossier):
    sheets = chapter_sheets(add_at_a_glance, dossier, first=3)

    assert len(sheets) == 1
    assert faults(sheets) == []


@given(st.lists(st.tuples(st.floats(0, 168), st.floats(4, 16)), min_size=1, max_size=9))
def test_labels_keep_their_order_their_distance_and_the_margins(labels):
    centres = sorted(centre for centre, _ in labels)
    widths = [width for _, width in labels]

    edges = spread(centres, widths, 0, 168)

    assert edges[0] >= -1e-6
    assert edges[-1] + widths[-1] <= 168 + 1e-6
    for (left, width), (right, _) in pairwise(zip(edges, widths, strict=True)):
        assert right - left - width >= 1.5 - 1e-6
