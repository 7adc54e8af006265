from datetime import date

from gxq_desktop.application.intake_answers import answer_groups
from gxq_desktop.application.intake_entries import Entry
from gxq_desktop.application.intake_filling import fill_from_document, new_entries
from gxq_desktop.application.intake_form import FieldId, intake_form
from gxq_desktop.application.intake_state import IntakeEvaluator, Problem
from gxq_desktop.application.question_basis import question_basis
from gxq_desktop.application.similar_projects import SimilarProject
from gxq_desktop.domain.project import ProjectNumber
from tests.application.fakes import sample
from tests.documents.dossiers import shipped_calendar, shipped_catalogue

TODAY = date(2026, 9, 16)
CATALOGUE, CALENDAR = shipped_catalogue(), shipped_calendar()
FORM = intake_form(CATALOGUE)
EVALUATOR = IntakeEvaluator(FORM, CATALOGUE, CALENDAR, TODAY)
N1 = fill_from_document(sample(), FORM, CATALOGUE, EVALUATOR.reader, TODAY, "接件文件").entries


def rows(entries, **options):
    groups = answer_groups(EVALUATOR.state(entries), **options)
    return {row.field: row for group in groups for row in group.rows}


def test_every_question_that_matters_has_a_row_and_what_is_optional_and_empty_has_none() -> None:
    found = rows(new_entries(CALENDAR, TODAY))

    assert found[FieldId("project.name")].answer == "没有填"
    assert found[FieldId("facts.land_supply")].answer == "没有回答" and found[FieldId("facts.land_supply")].is_open
    assert FieldId("project.project_code") not in found and FieldId("contacts.helper.name") not in found
    assert found[FieldId("project.stage")].source == "表里预填"


def test_a_quantity_is_shown_as_given_and_in_the_catalogues_unit() -> None:
    entries = N1.with_entry(FieldId("facts.land_area_ha"), Entry("60", "亩"))

    row = rows(entries)[FieldId("facts.land_area_ha")]

    assert (row.answer, row.source) == ("60 亩（4 公顷）", "窗口录入")


def test_what_is_wrong_or_doubtful_is_noted_at_its_row() -> None:
    entries = N1.with_entry(FieldId("facts.energy_tce"), Entry("很多")).with_entry(
        FieldId("contacts.enterprise.phone"), Entry("0818-1")
    )
    missing = [Problem(FieldId("project.name"), "项目名称还没有填。", "", True)]

    found = rows(entries, missing=missing)

    assert "不是数" in found[FieldId("facts.energy_tce")].fault
    assert "不像能打通" in found[FieldId("contacts.enterprise.phone")].doubt
    assert found[FieldId("project.name")].fault == "项目名称还没有填。"


def test_a_similar_project_is_noted_at_the_name() -> None:
    similar = [SimilarProject(ProjectNumber("GX-2026-0007"), "年产 10 万套项目", TODAY, "同一企业，项目名称相近。")]

    row = rows(N1, similar=similar)[FieldId("project.name")]

    assert row.decides == "与已有项目相近，见右边" and row.doubt == "与 GX-2026-0007 年产 10 万套项目 相近。"


def test_the_basis_of_a_question_names_source_condition_and_the_rows_that_read_it() -> None:
    basis = question_basis(CATALOGUE, FORM.question_of[FieldId("facts.earthwork_m3")])

    assert basis.asked_when == "建设性质 属于{新建,扩建,改建,市政}" and basis.source.startswith("水利部令")
    assert [row.code for row in basis.rows] == ["A09", "B08", "B36"]
    assert "水土保持法" in basis.rows[0].basis and basis.confidence == "高"


def test_a_question_that_is_no_fact_has_only_its_own_words() -> None:
    basis = question_basis(CATALOGUE, FORM.question_of[FieldId("project.name")])

    assert (basis.source, basis.rows, basis.question) == ("", (), "项目名称")
