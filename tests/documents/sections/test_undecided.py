"""九 待定与政策."""

import pytest

from gxq_desktop.documents.sections.undecided import add_undecided
from gxq_desktop.domain.verdicts import Verdict
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import all_words, chapter_sheets, faults, spoken_rows
from tests.documents.sections.reduced import only

UNKNOWN = ("eia_class", "land_supply", "earthwork_m3", "contract_days", "civil_area", "special_fire", "daily_gas")


def test_every_open_question_is_a_row_with_room_for_the_answer_and_an_anchor():
    dossier = make_dossier("N3", unknown=UNKNOWN)

    sheets = chapter_sheets(add_undecided, dossier)

    rows = spoken_rows(sheets)
    anchors = {anchor for sheet in sheets for anchor in sheet.anchors}
    for question in dossier.questions:
        assert sum(question.question in row for row in rows) == 1
        assert f"question:{question.key}" in anchors


def test_the_lead_counts_facts_and_undecided_rows():
    dossier = make_dossier("S17-obstacle")
    undecided = sum(row.verdict is Verdict.UNDECIDED for row in dossier.verdicts)

    said = all_words(chapter_sheets(add_undecided, dossier)).replace("\n", "")

    assert f"还有 {len(dossier.questions)} 个事实" in said
    assert f"{undecided} 项办不办定不下来" in said


def test_assumptions_are_printed_as_estimates():
    said = all_words(chapter_sheets(add_undecided, make_dossier("N3", unknown=UNKNOWN)))

    assert "合同工期未提供，完工以后的日期先按 240 日估算。" in said


def test_with_nothing_undecided_the_page_says_so():
    said = all_words(chapter_sheets(add_undecided, make_dossier("N1")))

    assert "没有待定" in said
    assert "您的回答" not in said


def test_every_policy_stands_once_the_matching_ones_first():
    dossier = make_dossier("N1")

    rows = [row.replace(" ", "") for row in spoken_rows(chapter_sheets(add_undecided, dossier))]

    summaries = [policy.summary.replace(" ", "") for policy in dossier.policies]
    assert all(sum(summary in row for row in rows) == 1 for summary in summaries)
    order = [next(at for at, row in enumerate(rows) if summary in row) for summary in summaries]
    matching = [at for at, policy in zip(order, dossier.policies, strict=True) if policy.verdict is Verdict.APPLIES]
    others = [at for at, policy in zip(order, dossier.policies, strict=True) if policy.verdict is not Verdict.APPLIES]
    assert max(matching, default=0) < min(others)


def test_without_policies_there_is_a_sentence():
    assert "没有对得上的政策" in all_words(chapter_sheets(add_undecided, only(make_dossier("N1"), "A01")))


@pytest.mark.parametrize("dossier", [make_dossier("N1"), make_dossier("N3", unknown=UNKNOWN), only(make_dossier("N2"))])
def test_nothing_overlaps_or_leaves_the_page(dossier):
    assert faults(chapter_sheets(add_undecided, dossier)) == []
