"""The intake form as a workbook: written, filled in, read back cell by cell; what is none is refused."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxq_desktop.application.intake_filling import Cell
from gxq_desktop.application.intake_form import FieldId, FieldKind, intake_form
from gxq_desktop.documents import intake_workbook
from gxq_desktop.documents.intake_workbook import (
    ANSWER,
    ID,
    SHEET,
    TITLE,
    UNIT,
    UnreadableForm,
    form_rows,
    make_intake_form,
    read_intake_form,
    row_title,
)
from tests.documents.dossiers import shipped_catalogue

FORM = intake_form(shipped_catalogue())
BLANK = make_intake_form(FORM, "达州高新区行政审批局")
ROWS = dict(form_rows(FORM))


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled(**answers: object) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(BLANK))
    for name, value in answers.items():
        book[SHEET].cell(ROWS[FieldId(name.replace("__", "."))], ANSWER + 1).value = value
    return saved(book)


def test_every_field_has_its_row_with_id_and_title() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(BLANK))[SHEET]

    assert set(ROWS) == set(FORM.fields)
    for field_id, number in ROWS.items():
        assert sheet.cell(number, ID + 1).value == field_id
        title = row_title(FORM.question_of[field_id], FORM.fields[field_id])
        assert sheet.cell(number, TITLE + 1).value.removesuffix("（必填）") == title
    titles = [row_title(FORM.question_of[field_id], FORM.fields[field_id]) for field_id in ROWS]
    assert len(set(titles)) == len(titles)


def test_equal_forms_are_equal_bytes() -> None:
    assert make_intake_form(FORM, "达州高新区行政审批局") == BLANK


def test_choices_can_be_chosen_from_and_only_answers_can_be_typed_over() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(BLANK))[SHEET]
    land = ROWS[FieldId("facts.land_supply")]

    lists = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert lists[f"C{land}"] == '"出让,划拨,自有,租用,不清楚"'
    assert sheet.protection.sheet
    assert not sheet.cell(land, ANSWER + 1).protection.locked and sheet.cell(land, TITLE + 1).protection.locked
    assert sheet.column_dimensions["A"].hidden
    credit = sheet.cell(ROWS[FieldId("project.credit_code")], ANSWER + 1)
    assert credit.number_format == "@"


def test_a_blank_form_has_no_answers() -> None:
    assert read_intake_form(BLANK, FORM) == []


def test_filled_cells_come_back_with_place_and_unit() -> None:
    cells = read_intake_form(
        filled(
            project__name=" 某项目\n二期 ",
            facts__land_area_ha=60,
            facts__river="是",
            facts__special_equipment=True,
            plan__start=datetime(2026, 10, 8, 9, 30),  # noqa: DTZ001
        ),
        FORM,
    )

    assert {(cell.field_id, cell.value, cell.unit) for cell in cells} == {
        ("project.name", "某项目 二期", ""),
        ("facts.land_area_ha", 60, "亩"),
        ("facts.river", "是", ""),
        ("facts.special_equipment", True, ""),
        ("plan.start", date(2026, 10, 8), ""),
    }
    assert {cell.place for cell in cells} >= {f"接件表 C{ROWS[FieldId('facts.river')]}"}


def test_rows_may_be_moved_and_the_sheet_renamed() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled(facts__river="是", project__name="某项目")))
    book[SHEET].insert_rows(1, 5)
    book[SHEET].title = "企业填的"
    book.create_sheet("别的", 0)

    cells = read_intake_form(saved(book), FORM)

    row = ROWS[FieldId("facts.river")] + 5
    assert Cell(FieldId("facts.river"), f"企业填的 C{row}", "是") in cells


def test_without_its_hidden_column_a_row_is_known_by_its_title() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled(facts__river="是", contacts__enterprise__phone="13908181234")))
    book[SHEET].delete_cols(1)

    cells = read_intake_form(saved(book), FORM)

    assert {(cell.field_id, cell.value, cell.place[:5]) for cell in cells} == {
        ("facts.river", "是", "接件表 B"),
        ("contacts.enterprise.phone", "13908181234", "接件表 B"),
    }


def test_the_unit_chosen_is_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled(facts__land_area_ha=4)))
    book[SHEET].cell(ROWS[FieldId("facts.land_area_ha")], UNIT + 1).value = "公顷"

    assert read_intake_form(saved(book), FORM)[0].unit == "公顷"


def test_user_text_never_becomes_a_formula_of_ours_and_an_error_cell_is_text() -> None:
    cells = read_intake_form(filled(project__name="#REF!"), FORM)

    assert cells[0].value == "#REF!"


def other(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是 .xlsx 表格"),
        (b"hello", "不是 .xlsx 表格"),
        (b"PK\x03\x04 cut off", "不是 .xlsx 表格"),
        (BLANK[: len(BLANK) // 2], "不是 .xlsx 表格"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "加了密码，或是旧版 .xls"),
        (other({"a.txt": b"x"}), "已经损坏"),
        (other({"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "不会有的内容"),
        (other({f"part{n}": b"" for n in range(600)}), "展开后太大"),
        (saved(openpyxl.Workbook()), "没有接件表的行"),
    ],
    ids=["empty", "text", "cut zip", "half", "ole", "other zip", "doctype", "many parts", "another workbook"],
)
def test_what_is_no_form_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableForm) as refused:
        read_intake_form(content, FORM)

    assert words in refused.value.problem and refused.value.next_step


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_workbook, "LARGEST_UNPACKED", 1000)

    with pytest.raises(UnreadableForm, match="展开后太大"):
        read_intake_form(BLANK, FORM)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, len(BLANK) - 1), st.integers(1, 60), st.binary(min_size=1, max_size=8))
def test_a_damaged_form_is_read_or_refused_but_never_a_crash(at: int, length: int, instead: bytes) -> None:
    damaged = BLANK[:at] + instead + BLANK[at + length :]

    try:
        cells = read_intake_form(damaged, FORM)
    except UnreadableForm as refusal:
        assert refusal.problem and refusal.next_step
    else:
        assert all(isinstance(cell, Cell) for cell in cells)


def test_dates_have_a_date_format_and_numbers_none() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(BLANK))[SHEET]

    for field_id, field in FORM.fields.items():
        shown = sheet.cell(ROWS[field_id], ANSWER + 1).number_format
        assert shown == {FieldKind.DATE: "yyyy-mm-dd", FieldKind.NUMBER: "General"}.get(field.kind, "@")


def test_a_formula_without_a_result_comes_back_as_one_beside_the_cells_that_have_theirs() -> None:
    cells = read_intake_form(filled(facts__land_area_ha="=30*2", project__name="某项目"), FORM)

    row = ROWS[FieldId("facts.land_area_ha")]
    assert Cell(FieldId("facts.land_area_ha"), f"接件表 C{row}", "=30*2", "亩", lacks_result=True) in cells
    assert [(cell.value, cell.lacks_result) for cell in cells if cell.field_id == "project.name"] == [("某项目", False)]
