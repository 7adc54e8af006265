"""The materials checklist alone."""

from dataclasses import replace

import pytest

from gxq_desktop.documents.papers_small.checklist import make_checklist
from gxq_desktop.documents.sections.material_matrix import RECEIVED_WIDTH
from gxq_desktop.documents.sheet import LineOp
from gxq_desktop.documents.tokens import COUNTDOWN_FRAME
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import all_words, spoken_rows, wanted_anchors, words


def test_it_has_each_package_once_with_the_same_numbers_as_the_manual():
    dossier = make_dossier("N1")

    sheets = make_checklist(dossier)

    codes = [row[:3] for row in spoken_rows(sheets) if row.startswith("B")]
    assert codes == [material.code for material in dossier.materials]
    assert {str(dossier.step_by_id[code].number) for code in codes} <= set(words(sheets))


def test_it_has_a_column_22_mm_wide_to_write_the_day_of_receipt_into():
    sheets = make_checklist(make_dossier("N1"))

    assert "收到日期" in words(sheets)
    edge = COUNTDOWN_FRAME.right - RECEIVED_WIDTH
    uprights = [
        piece
        for op in sheets[0].graphics
        if isinstance(op, LineOp)
        for piece in op.pieces
        if piece[0] == piece[2] == edge
    ]
    assert uprights


def test_it_leads_nowhere_since_it_lies_alone():
    assert wanted_anchors(make_checklist(make_dossier("N1"))) == set()


def test_it_is_bound_left_on_every_sheet():
    for sheet in make_checklist(make_dossier("N1", everything_applies=True)):
        lefts = [op.x for op in sheet.texts if not op.angle]
        assert min(lefts) == pytest.approx(25, abs=0.2)


def test_what_is_undecided_is_named():
    sheets = make_checklist(make_dossier("N1", unknown=("eia_class",)))

    assert "还有1包要不要准备，定不下来：B06。" in all_words(sheets).replace("\n", "")


def test_without_packages_one_sentence_stands_for_the_table():
    sheets = make_checklist(replace(make_dossier("N1"), materials=()))

    assert "本项目没有要企业自己准备的材料。" in words(sheets)
    assert len(sheets) == 1
