"""The cover: names, fingerprint of the schedule, edition block."""

from dataclasses import replace

import pytest

from gxq_desktop.documents.sections.cover import add_cover
from gxq_desktop.documents.sheet import ShapeOp, Sheet
from gxq_desktop.documents.tokens import ACCENT, GREY_LINE
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import (
    HOSTILE,
    LONG_ENTERPRISE,
    LONG_NAME,
    all_words,
    chapter_sheets,
    faults,
    tags,
)
from tests.documents.sections.reduced import only


def bars(sheet: Sheet) -> list[ShapeOp]:
    """The bars of the fingerprint, top to bottom."""
    return [
        op
        for op in sheet.graphics
        if isinstance(op, ShapeOp)
        and op.fill in (ACCENT, GREY_LINE)
        and op.commands[0][0] == "re"
        and op.commands[0][2] > 100
    ]


def test_the_cover_names_project_enterprise_edition_and_helper():
    (cover,) = chapter_sheets(add_cover, make_dossier("N1"), first=1)

    said = all_words([cover])
    for words in (
        "审批服务手册",
        "年产 1.2 万套精密减速机壳体加工项目",
        "GX-2026-0017",
        "第 1 版",
        "李晓岚",
        "0818-555 0117",
    ):
        assert words in said
    assert "替代" not in said
    assert [tag.role for tag in tags([cover], "H1")] == ["H1"]


def test_every_step_is_one_bar_in_order_of_its_earliest_start_and_the_chain_is_dark():
    dossier = make_dossier("N1")

    (cover,) = chapter_sheets(add_cover, dossier, first=1)

    drawn = bars(cover)
    steps = sorted((step for step in dossier.steps if step.kind != "milestone"), key=lambda step: step.early_start.on)
    starts = [float(op.commands[0][1]) for op in drawn]
    assert len(drawn) == len(steps)
    assert starts == sorted(starts)
    dark = sum(op.fill == ACCENT for op in drawn)
    assert dark == len(
        {step.id for step in steps if step.critical} | (set(dossier.critical_chain) & {step.id for step in steps})
    )


def test_with_more_steps_than_rows_only_approvals_and_the_critical_chain_are_drawn_and_the_caption_says_so():
    dossier = make_dossier("N3", everything_applies=True)

    (cover,) = chapter_sheets(add_cover, dossier, first=1)

    assert "只画审批事项和关键链" in all_words([cover])
    assert 46 <= len(bars(cover)) < len(dossier.steps)
    assert all(109 <= float(op.commands[0][2]) <= 236 for op in bars(cover))


def test_gates_are_labelled_with_their_day_and_the_word_provisional():
    said = all_words(chapter_sheets(add_cover, make_dossier("N1"), first=1))

    assert "G0 交地　05-28" in said
    assert "G2 投产　27-06-10 暂定" in said


def test_a_later_edition_says_which_one_it_replaces():
    dossier = make_dossier("N1")
    dossier = replace(dossier, identity=replace(dossier.identity, edition=2, replaces=1))

    assert "替代第 1 版" in all_words(chapter_sheets(add_cover, dossier, first=1))


def test_without_a_helper_the_windows_phone_is_printed():
    said = all_words(chapter_sheets(add_cover, make_dossier("N1", without_contacts=True), first=1))

    assert "待指派　先打窗口电话 0818-555 0100" in said


@pytest.mark.parametrize(
    "dossier",
    [
        make_dossier("N1"),
        make_dossier("N3", everything_applies=True),
        make_dossier("N1", name=LONG_NAME, enterprise=LONG_ENTERPRISE),
        only(make_dossier("N1"), "A01"),
        only(make_dossier("N1")),
    ],
    ids=["N1", "all rows", "long names", "one item", "no item"],
)
def test_nothing_is_outside_the_sheet_or_on_other_text(dossier):
    assert faults(chapter_sheets(add_cover, dossier, first=1)) == []


def test_hostile_names_are_set_as_typed():
    said = all_words(chapter_sheets(add_cover, make_dossier("N1", name=HOSTILE), first=1))

    assert "<b>甲&乙</b>" in said.replace("\n", "")
    assert "\u202e" not in said
