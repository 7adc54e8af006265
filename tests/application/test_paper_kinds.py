import pytest

from gxq_desktop.application.paper_kinds import (
    KINDS,
    MANUAL_PARTS,
    NoSuchPaper,
    PaperChoice,
    chart_paper,
    checked,
    item_codes,
    manual_parts,
    manual_variant,
    owners,
)
from tests.application.fakes import FakePapers
from tests.documents.dossiers import make_dossier

ALL = [part.key for part in MANUAL_PARTS]


def test_all_chapters_together_are_the_whole_manual():
    assert manual_variant(ALL) == manual_variant(ALL[::-1]) == "A4"
    assert manual_parts("A4") == tuple(ALL)


def test_some_chapters_are_written_in_their_order_and_read_back():
    assert manual_variant(["cards", "use"]) == "A4:use,cards"
    assert manual_parts("A4:use,cards") == ("use", "cards")


@pytest.mark.parametrize("parts", [[], ["appendix"], ["use", ""]])
def test_no_chapter_or_an_unknown_one_is_no_choice(parts: list[str]):
    with pytest.raises(ValueError, match="chapters must be some of"):
        manual_variant(parts)


@pytest.mark.parametrize("variant", ["A3", "A4:", "A4:cards,use", "A4:use,use", f"A4:{','.join(ALL)}", ""])
def test_a_variant_written_another_way_is_none(variant: str):
    with pytest.raises(ValueError):
        manual_parts(variant)


def test_a_chart_is_whole_or_cut_into_smaller_sheets():
    assert chart_paper("A1") == ("A1", "")
    assert chart_paper("A1/A4") == ("A1", "A4")
    for wrong in ("A4", "A3/A3", "A1/A2", "A1/"):
        with pytest.raises(ValueError):
            chart_paper(wrong)


@pytest.mark.parametrize(
    ("kind", "variant", "label"),
    [
        ("manual", "A4", "办理手册"),
        ("manual", "A4:timetable,cards,handover", "办理手册（第四、五章，移交签收）"),
        ("countdown", "A3", "倒计时工期表 A3"),
        ("wallchart", "A0", "上墙工期图 A0"),
        ("wallchart", "A1/A4", "上墙工期图 A1（A4 拼）"),
        ("checklist", "A4", "材料清单"),
        ("item_card", "A23", "事项卡 A23"),
        ("next_visit", "", "下次来办单"),
        ("department", "规划口", "部门办理单 规划口"),
        ("change_slip", "2", "变更单（自第 2 版）"),
        ("write_off", "A07", "销号单 A07"),
        ("write_off_list", "", "多项销号单（全部）"),
        ("write_off_list", "2026-04", "多项销号单（2026年4月）"),
        ("write_off_list", "A01,A02,A03,A04", "多项销号单（A01、A02、A03 等 4 项）"),
    ],
)
def test_a_paper_is_named_as_a_clerk_would(kind: str, variant: str, label: str):
    assert PaperChoice(kind, variant).label == label


def test_the_usual_variant_is_taken_where_none_is_named():
    assert checked("manual") == PaperChoice("manual", "A4")
    assert checked("wallchart") == PaperChoice("wallchart", "A3")
    assert checked("item_card", "a23") == PaperChoice("item_card", "A23")


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if not kind.about], ids=lambda kind: kind.id)
def test_every_variant_listed_is_one_that_is_made(kind):
    papers, dossier = FakePapers(), make_dossier("N1")

    made = {kind.make(papers, dossier, checked(kind.id, variant).variant, pytest.fail) for variant in kind.variants}

    assert len(made) == len(kind.variants)


def test_what_the_project_does_not_have_is_refused_by_name():
    papers, dossier = FakePapers(), make_dossier("N1")

    for kind, variant, words in (
        ("item_card", "A99", "“A99”不是本项目要办的审批事项"),
        ("next_visit", "B01", "“B01”不是本项目要办的审批事项"),
        ("department", "气象局", "“气象局”在本项目没有要办的事项"),
        ("change_slip", "1", "第 1 版不是旧版"),
        ("change_slip", "x", "第 x 版不是旧版"),
        ("write_off", "A23", "“A23”还没有销号"),
        ("write_off_list", "A01,A23", "“A01、A23”还没有销号"),
        ("write_off_list", "2026-04", "2026年4月没有销号的事项"),
        ("write_off_list", "", "还没有销号的事项"),
    ):
        with pytest.raises(NoSuchPaper, match=words):
            KINDS[kind].make(papers, dossier, variant, pytest.fail)
    assert papers.made == []


def test_items_and_owners_are_those_of_the_plan():
    dossier = make_dossier("N1")

    assert "A23" in item_codes(dossier) and "B01" not in item_codes(dossier)
    assert "规划口" in owners(dossier) and "" not in owners(dossier)
    assert len(owners(dossier)) == len(set(owners(dossier)))
