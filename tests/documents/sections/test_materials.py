"""Chapter six: the matrix of packages and items, and the check of common defects."""

from collections import Counter
from dataclasses import replace

import pytest

from gxq_desktop.application.views import Dossier, Light
from gxq_desktop.documents.sections.material_matrix import MaterialMatrix, material_bands, most_columns
from gxq_desktop.documents.sections.materials import add_materials
from gxq_desktop.documents.sheet import ShapeOp, Sheet
from gxq_desktop.documents.tokens import A4, ACCENT
from gxq_desktop.domain.items import Phase
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import (
    HOSTILE,
    LONG_ENTERPRISE,
    LONG_NAME,
    all_words,
    chapter_sheets,
    faults,
    spoken_rows,
    tags,
    words,
)


@pytest.fixture(scope="module")
def n1() -> Dossier:
    return make_dossier("N1")


@pytest.fixture(scope="module")
def everything() -> Dossier:
    return make_dossier("N1", everything_applies=True)


def dots(sheets: list[Sheet]) -> int:
    """Filled accent discs."""
    return sum(
        isinstance(op, ShapeOp) and op.fill == ACCENT and op.commands[0][0] == "m"
        for sheet in sheets
        for op in sheet.graphics
    )


@pytest.mark.parametrize("sample", ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "S17-obstacle"])
def test_the_chapter_passes_preflight_for_every_sample_on_either_side_of_the_leaf(sample):
    dossier = make_dossier(sample)

    assert faults(chapter_sheets(add_materials, dossier, first=2)) == []
    assert faults(chapter_sheets(add_materials, dossier, first=3)) == []


def test_the_chapter_takes_three_pages_for_n1(n1):
    assert len(chapter_sheets(add_materials, n1)) == 3


def test_every_package_has_one_row_in_the_matrix_and_one_in_the_check(n1):
    starts = Counter(row[:3] for row in spoken_rows(chapter_sheets(add_materials, n1)))

    assert {code: count for code, count in starts.items() if code.startswith("B")} == {
        material.code: 2 for material in n1.materials
    }


def test_every_package_is_an_anchor_once(n1):
    anchors = [
        name for sheet in chapter_sheets(add_materials, n1) for name in sheet.anchors if name.startswith("material:")
    ]

    assert sorted(anchors) == sorted(f"material:{material.code}" for material in n1.materials)


def test_there_is_one_dot_for_each_use(n1):
    assert dots(chapter_sheets(add_materials, n1)) == sum(len(material.used_by) for material in n1.materials)


def test_a_screen_reader_hears_who_uses_a_package_and_by_when_it_must_be_ready(n1):
    row = next(row for row in spoken_rows(chapter_sheets(add_materials, n1)) if row.startswith("B14"))

    assert "设计单位" in row
    assert "要做 20 个工作日" in row
    assert row.endswith("用于 A21、A23、C01、C07")


def test_a_package_nobody_asks_for_says_so(n1):
    row = next(row for row in spoken_rows(chapter_sheets(add_materials, n1)) if row.startswith("B11"))

    assert row.endswith("不报审批，自己存档备查")


def test_the_box_carries_the_number_of_the_step(n1):
    sheets = chapter_sheets(add_materials, n1)
    numbers = {str(n1.step_by_id[material.step_id].number) for material in n1.materials}

    assert numbers <= set(words(sheets))


def test_a_closed_package_shows_the_day_it_was_ready_instead_of_its_number(n1):
    steps = tuple(replace(step, light=Light.DONE) if step.id == "B01" else step for step in n1.steps)
    done = replace(n1, steps=steps)

    row = next(row for row in spoken_rows(chapter_sheets(add_materials, done)) if row.startswith("B01"))

    assert "03-10 已备齐" in row
    assert "要做" not in row


def test_the_columns_of_a_matrix_stand_in_the_order_of_the_plan_with_utilities_last(n1):
    for band in material_bands(n1, 168.0):
        starts = [(code[0] == "C", n1.step_by_code[code].early_start.on) for code in band.codes]
        assert starts == sorted(starts)


def test_no_matrix_has_more_columns_than_fit_and_every_use_keeps_its_column(everything):
    most = most_columns(168.0)

    bands = material_bands(everything, 168.0)

    assert most == 13
    assert all(len(band.codes) <= most for band in bands)
    for band in bands:
        for entry in band.entries:
            assert isinstance(entry, Phase) or set(entry.used_by) <= set(band.codes)
    kept = [entry.code for band in bands for entry in band.entries if not isinstance(entry, Phase)]
    assert sorted(kept) == sorted(material.code for material in everything.materials)


def test_the_packages_of_a_phase_stand_together_whatever_their_codes(everything):
    phases = [material.phase for material in everything.materials]
    assert phases != sorted(phases, key=list(Phase).index)  # B24 belongs before B21

    entries = [entry for band in material_bands(everything, 168.0) for entry in band.entries]

    kept = [entry.phase for entry in entries if not isinstance(entry, Phase)]
    assert kept == sorted(kept, key=list(Phase).index)


def test_a_phase_that_goes_on_on_the_next_page_says_so(n1):
    (band,) = material_bands(replace(n1, materials=n1.materials[:6]), 168.0)
    first, rest = band.split(168.0, 60.0) or (None, None)

    sheet = Sheet(A4)
    rest.draw(sheet, 25, 24, 168)

    assert first is not None
    assert "（续）" in [op.line.characters for op in sheet.texts]


def test_a_phase_whose_items_do_not_fit_side_by_side_is_named_again_as_going_on():
    bands = material_bands(make_dossier("N5"), 168.0, received=True)
    begun: set[object] = set()
    for band in bands:
        assert band.goes_on is (band.entries[0] in begun)
        begun.update(entry for entry in band.entries if isinstance(entry, Phase))
    assert any(band.goes_on for band in bands)


def test_all_36_packages_and_their_checks_pass_preflight(everything):
    sheets = chapter_sheets(add_materials, everything)

    assert faults(sheets) == []
    assert Counter(row[:3] for row in spoken_rows(sheets) if row.startswith("B")) == {
        f"B{n:02}": 2 for n in range(1, 37)
    }


def test_every_defect_is_printed_once_with_a_box(n1):
    sheets = chapter_sheets(add_materials, n1)

    assert Counter(spoken_rows(sheets, "LI")) == Counter(
        defect for material in n1.materials for defect in material.defects
    )


def test_the_reason_of_a_package_is_the_fact_that_decides(n1):
    row = [row for row in spoken_rows(chapter_sheets(add_materials, n1)) if row.startswith("B06")][1]

    assert "环评类别＝报告表" in row


def test_an_officers_decision_is_given_as_the_reason(everything):
    row = [row for row in spoken_rows(chapter_sheets(add_materials, everything)) if row.startswith("B03")][1]

    assert "人工认定要办：全部事项演练（测试员，2026-03-09）" in row


def test_undecided_packages_are_named_with_the_page_of_the_questions():
    dossier = make_dossier("N1", unknown=("land_supply", "eia_class"))

    sheets = chapter_sheets(add_materials, dossier)

    assert "还有2包要不要准备，定不下来：B04 勘测定界报告及宗地图、B06 环境影响报告书（表）" in all_words(
        sheets
    ).replace("\n", "")
    assert "chapter:undecided" in {
        span.ref.anchor for sheet in sheets for op in sheet.texts for span in op.line.spans if span.ref
    }


def test_without_packages_one_sentence_stands_for_the_table(n1):
    sheets = chapter_sheets(add_materials, replace(n1, materials=()))

    assert len(sheets) == 1
    assert "本项目没有要企业自己准备的材料。" in words(sheets)
    assert tags(sheets, "Table") == []


def test_one_package_alone_makes_one_page(n1):
    sheets = chapter_sheets(add_materials, replace(n1, materials=n1.materials[:1]))

    assert len(sheets) == 1
    assert faults(sheets) == []


def test_long_and_hostile_names_stay_in_their_places(n1):
    long = make_dossier("N1", name=LONG_NAME, enterprise=LONG_ENTERPRISE)
    materials = tuple(
        replace(material, owner=HOSTILE, form_short=HOSTILE, why="", defects=(HOSTILE, *material.defects))
        for material in n1.materials
    )

    assert faults(chapter_sheets(add_materials, long)) == []
    assert faults(chapter_sheets(add_materials, replace(n1, materials=materials, verdicts=()))) == []


def test_a_matrix_breaks_between_phases_where_that_fills_at_least_half_of_the_room(n1):
    band = material_bands(n1, 168.0)[0]
    first_phase = MaterialMatrix(band.entries[:7], band.codes, n1, band.places)

    parts = band.split(168.0, first_phase.height(168.0) + 20)

    assert parts is not None
    before, after = parts
    assert isinstance(before, MaterialMatrix) and isinstance(after, MaterialMatrix)
    assert before.entries == band.entries[:7]
    assert after.entries[0] is Phase.PLANNING


def test_a_matrix_that_breaks_inside_a_phase_names_the_phase_again(n1):
    band = material_bands(n1, 168.0)[0]

    parts = band.split(168.0, 50.0)

    assert parts is not None
    before, after = parts
    assert isinstance(before, MaterialMatrix) and isinstance(after, MaterialMatrix)
    assert before.height(168.0) <= 50.0
    assert after.entries[0] is before.entries[0]
    assert [*before.entries, *after.entries[1:]] == list(band.entries)
