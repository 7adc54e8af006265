"""Chapter eight: all 105 rows, each once, with the fact that decides."""

from collections import Counter
from dataclasses import replace

import pytest

from gxq_desktop.application.views import Dossier, VerdictRow
from gxq_desktop.documents.sections.why_not import ROW_HEIGHT, add_why_not
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.domain.verdicts import Verdict
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import (
    HOSTILE,
    LONG_ENTERPRISE,
    LONG_NAME,
    all_words,
    chapter_sheets,
    faults,
    spoken_rows,
    words,
)


@pytest.fixture(scope="module")
def n1() -> Dossier:
    return make_dossier("N1")


def rows(sheets: list[Sheet]) -> dict[str, str]:
    """Code → what its row says."""
    return {row[:3]: row for row in spoken_rows(sheets) if row[0] in "ABC" and row[1:3].isdigit()}


def overruled(dossier: Dossier, code: str, verdict: Verdict, text: str) -> Dossier:
    def changed(row: VerdictRow) -> VerdictRow:
        return replace(row, verdict=verdict, override_text=text) if row.code == code else row

    return replace(dossier, verdicts=tuple(map(changed, dossier.verdicts)))


@pytest.mark.parametrize("sample", ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "S17-obstacle"])
def test_the_annex_has_each_of_the_105_codes_exactly_once_and_passes_preflight(sample):
    dossier = make_dossier(sample)

    sheets = chapter_sheets(add_why_not, dossier)

    counted = Counter(word for word in words(sheets) if len(word) == 3 and word[0] in "ABC" and word[1:].isdigit())
    assert counted == {row.code: 1 for row in dossier.verdicts}
    assert len(counted) == 105
    assert faults(sheets) == []


def test_it_takes_three_pages_for_n1(n1):
    assert len(chapter_sheets(add_why_not, n1)) == 3


def test_what_need_not_be_done_stands_fact_against_threshold(n1):
    row = rows(chapter_sheets(add_why_not, n1))["A10"]

    assert row == "A10洪水影响评价类审批不涉河涉及河道"


def test_what_must_be_done_stands_with_the_fact_that_decides(n1):
    found = rows(chapter_sheets(add_why_not, n1))

    assert found["A22"] == "A22人防工程报建审批建设性质＝新建；新建民用建筑面积 3800 平方米"
    assert found["B01"] == "B01项目单位主体资料每个项目都要办"


def test_a_row_that_would_repeat_long_facts_refers_to_the_first_one(n1):
    found = rows(chapter_sheets(add_why_not, n1))

    assert found["B07"] == "B07节能报告同 A05同 A05"
    assert found["A24"] == "A24危化设施设计审查危化＝无危化＝生产、储存"


def test_the_lists_are_counted_in_their_headings(n1):
    heads = [row for row in spoken_rows(chapter_sheets(add_why_not, n1)) if row.endswith(("项", "包"))]

    assert heads == [
        "审批（审查）25 项",
        "企业材料 9 包",
        "水电气讯 7 项",
        "审批（审查）21 项",
        "企业材料 27 包",
        "水电气讯 16 项",
    ]


def test_undecided_rows_have_a_part_of_their_own_and_a_page_to_answer_on():
    sheets = chapter_sheets(add_why_not, make_dossier("S17-obstacle"))

    assert "还定不下来的 4 项" in words(sheets)
    assert rows(sheets)["C18"] == "C18用气受理踏勘还不知道日用气量新装用气"
    assert "待定的C18–C21见第" in all_words(sheets)


def test_an_officers_decision_against_the_rule_shows_reason_and_name_below_what_the_rule_says(n1):
    text = "人工认定不用办：已并入联合图审（王科长，2026-03-02）"
    dossier = overruled(n1, "A26", Verdict.NOT_APPLICABLE, text)

    sheets = chapter_sheets(add_why_not, dossier)

    assert rows(sheets)["A26"] == f"A26施工图审查（联审）按规则：因为建设性质为新建，且达到施工许可限额。{text}"
    assert "人工改判 1 项（A26）。" in all_words(sheets).replace("\n", "")


def test_everything_by_decision_passes_preflight_and_says_that_nothing_is_left_out():
    sheets = chapter_sheets(add_why_not, make_dossier("N1", everything_applies=True))

    assert faults(sheets) == []
    assert len(rows(sheets)) == 105
    assert "没有一项是不用办的" in all_words(sheets)
    assert "人工认定要办：全部事项演练（测试员，2026-03-09）" in rows(sheets)["A02"]


def test_codes_that_apply_lead_to_where_the_item_is_explained(n1):
    anchors = {link.anchor for sheet in chapter_sheets(add_why_not, n1) for link in sheet.links}

    assert {"card:A23", "material:B14", "utility:供电", "chapter:utilities"} <= anchors


def test_a_row_of_one_line_is_as_low_as_the_design_says(n1):
    sheets = chapter_sheets(add_why_not, n1)
    tops = {op.line.characters: op.y for op in sheets[0].texts}

    assert tops["A11"] - tops["A10"] == pytest.approx(ROW_HEIGHT)


def test_one_row_alone_makes_one_page(n1):
    sheets = chapter_sheets(add_why_not, replace(n1, verdicts=n1.verdicts[:1]))

    assert len(sheets) == 1
    assert faults(sheets) == []
    assert list(rows(sheets)) == ["A01"]


def test_without_verdicts_one_sentence_stands_for_the_tables(n1):
    assert "没有判定过事项。" in words(chapter_sheets(add_why_not, replace(n1, verdicts=())))


def test_long_names_unknown_facts_and_hostile_words_pass_preflight(n1):
    unknown = make_dossier(
        "N1", unknown=("land_supply", "eia_class", "load_kw"), name=LONG_NAME, enterprise=LONG_ENTERPRISE
    )
    hostile = tuple(replace(row, project_fact=HOSTILE, threshold=HOSTILE * 4, override_text="") for row in n1.verdicts)

    assert faults(chapter_sheets(add_why_not, unknown)) == []
    assert faults(chapter_sheets(add_why_not, replace(n1, verdicts=hostile))) == []
