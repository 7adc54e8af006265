"""Into the form and out of it: from a file, from cells, to a document, to a draft and back."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxq_desktop.application.intake import read_intake
from gxq_desktop.application.intake_entries import PRESET, Entries, Entry, entries_from_json
from gxq_desktop.application.intake_fields import FieldReader
from gxq_desktop.application.intake_filling import Cell, document_of, fill_from_cells, fill_from_document, new_entries
from gxq_desktop.application.intake_form import FieldId, intake_form
from gxq_desktop.domain.errors import DomainError, DomainErrors
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.verdicts import Override
from tests.application.fakes import sample
from tests.documents.dossiers import shipped_calendar, shipped_catalogue

TODAY = date(2026, 9, 16)
CATALOGUE, CALENDAR = shipped_catalogue(), shipped_calendar()
FORM = intake_form(CATALOGUE)
READER = FieldReader(CALENDAR, TODAY)
SAMPLES = ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "S17-obstacle"]


def filling(document: object):
    return fill_from_document(document, FORM, CATALOGUE, READER, TODAY, "接件文件")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_through_the_form_is_the_same_intake(name: str) -> None:
    through = document_of(FORM, filling(sample(name)).entries, READER)

    assert read_intake(through, CATALOGUE, CALENDAR, TODAY) == read_intake(sample(name), CATALOGUE, CALENDAR, TODAY)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_filled_in_comes_back_from_a_draft(name: str) -> None:
    entries = filling(sample(name)).entries
    entries = entries.with_override(ItemCode("A10"), Override(True, "水务局要求", "张琳", TODAY))

    assert entries_from_json(json.loads(json.dumps(entries.as_json()))) == entries


def test_a_draft_of_a_later_program_is_refused() -> None:
    with pytest.raises(DomainError, match="更新的程序"):
        entries_from_json({"schema": 99})


def test_a_new_form_presets_stage_and_start_and_counts_as_blank() -> None:
    entries = new_entries(CALENDAR, date(2026, 9, 19))  # a Saturday; Sunday is a make-up day

    assert entries.text(FieldId("plan.start")) == "2026-09-20"
    assert entries.is_blank and entries[FieldId("project.stage")].origin == PRESET
    assert not entries.with_entry(FieldId("project.name"), Entry("甲")).is_blank


def test_words_of_a_file_may_be_english_or_chinese_and_days_relative() -> None:
    document = {
        "project": {
            "name": "某项目",
            "enterprise": "某公司",
            "key_level": "city",
            "stage": "建设",
            "industry": "C3453 齿轮制造",
            "contacts": [{"role": "帮办员", "name": "甲", "phone": "12345"}],
        },
        "facts": {"供地方式": "grant", "river": False, "land_area_ha": 4.5},
        "plan": {"start": "T+1", "targets": {"开工": "2026-12-01"}},
    }

    entries = filling(document).entries

    shown = {
        "project.key_level": "市级",
        "project.stage": "建设",
        "project.industry": "C3453 齿轮制造",
        "contacts.helper.name": "甲",
        "facts.land_supply": "出让",
        "facts.river": "否",
        "facts.land_area_ha": "4.5",
        "plan.start": "2026-09-17",
        "plan.targets.M_START": "2026-12-01",
    }
    assert {key: entries.text(FieldId(key)) for key in shown} == shown
    assert entries[FieldId("facts.land_area_ha")].unit == "公顷"


def test_what_has_no_field_is_a_fault_with_the_nearest_name() -> None:
    document = sample()
    document["facts"]["land_suply"] = "grant"
    document["project"]["enterprize"] = "x"
    document["project"]["contacts"]["helpr"] = {"name": "甲"}
    document["plan"]["targets"]["M_STAR"] = "2026-12-01"
    document["overrides"] = [{"code": "A99", "applies": True, "reason": "x", "officer": "y"}]
    document["notes"] = "x"

    faults = [fault.problem + fault.next_step for fault in filling(document).faults]

    assert len(faults) == 6
    for words in (
        "最接近的是“land_supply",
        "最接近的是“enterprise”",
        "最接近的是“helper”",
        "最接近的是“M_START”",
        "人工认定",
        "notes",
    ):
        assert any(words in fault for fault in faults), (words, faults)


@pytest.mark.parametrize("document", [None, 3, [], {}, {"project": 3}, {"facts": {}}])
def test_what_is_no_intake_is_refused(document: object) -> None:
    with pytest.raises(DomainErrors):
        filling(document)


def test_unreadable_values_stay_as_written_and_go_into_the_document_for_the_reader_to_refuse() -> None:
    document = sample()
    document["facts"]["energy_tce"] = "很多"

    entries = filling(document).entries

    assert entries.text(FieldId("facts.energy_tce")) == "很多"
    with pytest.raises(DomainErrors, match="年综合能耗"):
        read_intake(document_of(FORM, entries, READER), CATALOGUE, CALENDAR, TODAY)


def test_cells_fill_fields_under_their_place_and_unknown_is_an_answer() -> None:
    cells = [
        Cell(FieldId("project.name"), "接件表 C6", "某项目"),
        Cell(FieldId("facts.land_area_ha"), "接件表 C20", 60, "亩"),
        Cell(FieldId("facts.river"), "接件表 C30", "待定"),
        Cell(FieldId("facts.special_equipment"), "接件表 C31", True),
        Cell(FieldId("plan.start"), "接件表 C90", date(2026, 10, 8)),
        Cell(FieldId("contacts.enterprise.phone"), "接件表 C80", 13908181234.0),
        Cell(FieldId("facts.gone"), "接件表 C99", "是"),
    ]

    filled = fill_from_cells(cells, FORM, READER, new_entries(CALENDAR, TODAY))

    entries = filled.entries
    assert entries[FieldId("project.name")] == Entry("某项目", origin="接件表 C6")
    assert entries[FieldId("facts.land_area_ha")] == Entry("60", "亩", origin="接件表 C20")
    assert entries[FieldId("facts.river")] == Entry(unknown=True, origin="接件表 C30")
    assert entries.text(FieldId("facts.special_equipment")) == "是"
    assert entries.text(FieldId("plan.start")) == "2026-10-08"
    assert entries.text(FieldId("contacts.enterprise.phone")) == "13908181234"
    assert [fault.problem for fault in filled.faults] == ["接件表 C99：这一行的问题已不在表里，没有带入。"]


def test_cells_that_cannot_be_taken_are_listed_by_their_place() -> None:
    cells = [
        Cell(FieldId("project.name"), "接件表 C6", "某项目"),
        Cell(FieldId("project.name"), "接件表 C99", "另一项目"),
        Cell(FieldId("project.enterprise"), "接件表 C4", "#REF!"),
        Cell(FieldId("facts.land_area_ha"), "接件表 C20", "=30*2", "亩", lacks_result=True),
    ]

    filled = fill_from_cells(cells, FORM, READER, Entries())

    assert set(filled.entries.fields) == {"project.name"} and filled.entries.text(FieldId("project.name")) == "某项目"
    assert [fault.problem for fault in filled.faults] == [
        "接件表 C99：“项目名称”在 接件表 C6 已填过，只带入了那一格。",
        "接件表 C4：“企业名称”的公式算错了（#REF!），没有带入。",
        "接件表 C20：“征占地面积”是公式，文件里没有算出的结果，没有带入。",
    ]


def test_a_list_or_a_group_where_a_value_belongs_is_a_fault_and_never_shown_as_text() -> None:
    document = sample()
    document["project"] |= {"enterprise": ["甲"], "credit_code": {"a": 1}, "contacts": {"leader": "张三"}}
    document["facts"]["river"] = [True]

    filled = filling(document)

    assert not filled.entries.text(FieldId("project.enterprise")) + filled.entries.text(FieldId("facts.river"))
    told = [fault.problem for fault in filled.faults]
    assert len(told) == 4 and all("没有带入" in each for each in told)
    assert any("“project.contacts.leader”应有姓名和电话，给的是“张三”" in each for each in told)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(["project", "facts", "plan", "overrides"]), st.data())
def test_any_junk_fills_the_form_or_is_refused_but_never_a_crash(part: str, data: st.DataObject) -> None:
    document = sample()
    if isinstance(document.get(part), dict) and document[part] and data.draw(st.booleans()):
        document[part][data.draw(st.sampled_from(sorted(document[part])))] = data.draw(JUNK)
    else:
        document[part] = data.draw(JUNK)

    try:
        filled = filling(document)
    except DomainError as refusal:
        assert refusal.problem and refusal.next_step
        return
    kept = entries_from_json(json.loads(json.dumps(filled.entries.as_json())))
    assert isinstance(kept, Entries) and kept.fields == filled.entries.fields
    try:
        read_intake(document_of(FORM, filled.entries, READER), CATALOGUE, CALENDAR, TODAY)
    except DomainError as refusal:
        assert refusal.problem
