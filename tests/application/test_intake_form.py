from gxq_desktop.application.intake_form import FieldKind, fact_field, intake_form
from gxq_desktop.domain.facts import FactType
from tests.documents.dossiers import shipped_catalogue

CATALOGUE = shipped_catalogue()
FORM = intake_form(CATALOGUE)


def test_every_fact_has_its_field_and_no_field_stands_twice() -> None:
    ids = [field.id for question in FORM.questions for field in question.fields]

    assert len(ids) == len(set(ids))
    assert {fact_field(fact.key) for fact in CATALOGUE.facts} <= set(ids)


def test_sections_are_named_shortly_too_and_none_is_empty() -> None:
    assert [section.name for section in FORM.sections] == [
        "企业与项目", "用地", "工程", "环保与安全", "水电气讯", "联系与工期",
    ]  # fmt: skip
    assert all(section.questions and len(section.short) == 2 for section in FORM.sections)


def test_a_fact_of_a_group_no_section_knows_gets_a_section_of_its_own() -> None:
    from dataclasses import replace

    from gxq_desktop.domain.facts import FactDefinition, FactDictionary, FactKey

    new = FactDefinition(FactKey("novelty"), "新事实", FactType.BOOLEAN, "新的一组", "有没有？")
    form = intake_form(replace(CATALOGUE, facts=FactDictionary([*CATALOGUE.facts, new])))

    assert [section.name for section in form.sections][-2:] == ["其他", "联系与工期"]
    assert form.sections[-2].questions[0].fact == "novelty"


def test_facts_may_be_unknown_and_only_names_are_required() -> None:
    assert [field.id for field in FORM.fields.values() if field.required] == ["project.enterprise", "project.name"]
    assert all(field.may_be_unknown == (field.definition is not None) for field in FORM.fields.values())


def test_a_number_offers_its_units_and_a_yes_no_its_two_answers() -> None:
    area, river = FORM.fields[fact_field("land_area_ha")], FORM.fields[fact_field("river")]  # type: ignore[arg-type]

    assert (area.kind, area.units) == (FieldKind.NUMBER, ("亩", "公顷", "平方米"))
    assert (river.kind, river.choices) == (FieldKind.CHOICE, ("是", "否"))
