"""The workbook read back with openpyxl: every row once, real dates, text that never becomes a formula."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, time
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.workbook import LONGEST_CELL, SHEETS, VERDICT_WORDS, cell_text, make_xlsx
from gxq_desktop.domain.verdicts import Verdict
from tests.documents.dossiers import SAMPLES, make_dossier

TIMETABLE, MATERIALS, ITEMS, NOTES = SHEETS
N1 = make_dossier("N1")


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows_of(sheet: Worksheet) -> list[dict[str, Cell]]:
    """Each row under the heads as head → cell."""
    heads, *rows = sheet.iter_rows()
    return [{str(head.value): cell for head, cell in zip(heads, row, strict=True)} for row in rows]


def midnight(on: date) -> datetime:
    """ON as openpyxl reads a date."""
    return datetime.combine(on, time())


def values_of(sheet: Worksheet) -> list[object]:
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_timetable_has_every_step_with_the_dossiers_dates_as_dates(name: str) -> None:
    dossier = make_dossier(name)

    rows = rows_of(opened(make_xlsx(dossier))[TIMETABLE])

    assert len(rows) == len(dossier.steps)
    for row, step in zip(rows, dossier.steps, strict=True):
        assert (row["环节"].value, row["框号"].value, row["浮动"].value) == (step.name, step.number, step.total_float)
        for head, day in (
            ("最早开始", step.early_start),
            ("最早完成", step.early_finish),
            ("最迟开始", step.late_start),
            ("最迟完成", step.late_finish),
        ):
            assert row[head].is_date and row[head].value == midnight(day.on)
            assert row[head].number_format == ('yyyy-mm-dd"暂"' if day.provisional else "yyyy-mm-dd")
        assert row["环节"].font.b == step.critical


def test_gates_carry_their_target() -> None:
    dossier = make_dossier("N1")

    targets = {row["编码"].value: row["目标日"].value for row in rows_of(opened(make_xlsx(dossier))[TIMETABLE])}

    assert targets["G1"] == midnight(date(2026, 8, 21)) and dossier.gate("G1").target == date(2026, 8, 21)
    assert targets["G0"] is None


def test_the_checklist_has_every_material_with_its_latest_day() -> None:
    dossier = make_dossier("N1")

    rows = rows_of(opened(make_xlsx(dossier))[MATERIALS])

    assert [row["编码"].value for row in rows] == [material.code for material in dossier.materials]
    for row, material in zip(rows, dossier.materials, strict=True):
        on = dossier.step_by_id[material.step_id].late_finish.on
        assert row["最迟备齐"].value == midnight(on)
        assert row["材料"].value == material.name and row["用于"].value


def test_all_105_rows_stand_with_verdict_and_reason() -> None:
    dossier = make_dossier("S17-obstacle")

    rows = rows_of(opened(make_xlsx(dossier))[ITEMS])

    assert len(rows) == 105
    for row, verdict in zip(rows, dossier.verdicts, strict=True):
        assert (row["编码"].value, row["理由"].value) == (verdict.code, verdict.sentence)
        assert row["结论"].value == VERDICT_WORDS[verdict.verdict]
    assert {row["结论"].value for row in rows} == set(VERDICT_WORDS.values()) and len(VERDICT_WORDS) == len(Verdict)


def test_the_notes_say_which_project_and_edition_this_is() -> None:
    dossier = make_dossier("N1", targets={"G1": "2026-05-15"})
    values = values_of(opened(make_xlsx(dossier))[NOTES])

    identity = dossier.identity
    expected = [dossier.project.name, identity.project_number, identity.check_code, midnight(date(2026, 3, 9))]
    assert all(value in values for value in (*expected, *dossier.warnings, dossier.provisional_note))
    assert midnight(date(2026, 5, 15)) in values
    assert any(f"差 {dossier.targets[0].short_by} 个工作日" in str(value) for value in values)


def test_heads_are_frozen_filtered_and_repeated_on_a4_across() -> None:
    book = opened(make_xlsx(make_dossier("N1")))

    assert tuple(book.sheetnames) == SHEETS
    for sheet in book:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.page_setup.fitToHeight == 0 and sheet.sheet_properties.pageSetUpPr.fitToPage
    for name, corner in ((TIMETABLE, "D2"), (MATERIALS, "C2"), (ITEMS, "C2")):
        sheet = book[name]
        assert sheet.freeze_panes == corner
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]]
        assert all(5 <= width <= 50 for width in widths)


def hostile(text: str) -> Dossier:
    """A dossier with TEXT wherever a user may have typed."""
    dossier = N1
    return replace(
        dossier,
        project=replace(dossier.project, name=text, enterprise=text, credit_code=text, key_level=text),
        steps=tuple(replace(step, owner=text, name=text) for step in dossier.steps[:3]),
        materials=tuple(replace(material, name=text) for material in dossier.materials[:3]),
        verdicts=tuple(replace(row, override_text=text) for row in dossier.verdicts[:3]),
    )


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://example.com","点我")',
        "+86 818",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "'=1",
        "＝1+1",
        "{=1}",
        "http://example.com",
        "mailto:a@example.com",
        "internal:时间表!A1",
        "0012",
        "2026-03-09",
        "TRUE",
        "#N/A",
    ],
)
def test_text_stays_text(text: str) -> None:
    book = opened(make_xlsx(hostile(text)))

    cells = [
        *(row["责任"] for row in rows_of(book[TIMETABLE])),
        *(row["材料"] for row in rows_of(book[MATERIALS])),
        *(row["人工认定"] for row in rows_of(book[ITEMS])),
        book[NOTES]["B2"],
    ]

    assert len(cells) == 10
    for cell in cells:
        assert (cell.data_type, cell.value, cell.hyperlink) == ("s", cell_text(text), None)
        assert cell.quotePrefix == (text.strip("\t'")[0] in "=+-@＝")


def test_no_file_inside_holds_a_formula_a_link_or_a_macro() -> None:
    parts = zipfile.ZipFile(io.BytesIO(make_xlsx(hostile("=1+1"))))

    for name in parts.namelist():
        assert "vba" not in name and "externalLink" not in name
        assert b"<f>" not in parts.read(name) and b"<hyperlink" not in parts.read(name)


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\ud800", "\ufffe", "\uffff", "\u202e"])
def test_characters_xml_cannot_hold_do_not_spoil_the_file(character: str) -> None:
    data = make_xlsx(hostile(f"甲{character}乙"))

    value = rows_of(opened(data)[TIMETABLE])[0]["责任"].value

    assert value in ("甲乙", "甲\ufffd乙", "甲\n乙")
    for name in (archive := zipfile.ZipFile(io.BytesIO(data))).namelist():
        ElementTree.fromstring(archive.read(name))


def test_characters_outside_the_bmp_and_markup_come_back() -> None:
    for text in ("𠮷丽𪚥（𬱖）", "a & <b> \"c\" 'd'", "_x0041_", "第一行\n第二行", '&L&"Arial"&20 &P'):
        sheet = opened(make_xlsx(hostile(text)))[TIMETABLE]

        assert rows_of(sheet)[0]["责任"].value == text


def test_a_name_in_the_pages_head_is_no_code() -> None:
    sheet = opened(make_xlsx(hostile("R&D&P中心")))[TIMETABLE]

    assert sheet.oddHeader.left.text.startswith("R&&D&&P中心")
    assert len(make_xlsx(hostile("&" * 10_000))) > 10_000


def test_a_cell_holds_no_more_than_excel_reads() -> None:
    for text in ("字" * 40_000, "𠮷" * 40_000):
        value = rows_of(opened(make_xlsx(hostile(text)))[TIMETABLE])[0]["责任"].value
        assert value.endswith("…") and value[0] == text[0]
        assert LONGEST_CELL - 2 <= len(value.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert cell_text("字" * LONGEST_CELL) == "字" * LONGEST_CELL


def test_equal_dossiers_give_equal_bytes_and_another_edition_others() -> None:
    dossier = make_dossier("N4")
    later = replace(dossier, identity=replace(dossier.identity, edition=2))

    assert make_xlsx(dossier) == make_xlsx(make_dossier("N4")) != make_xlsx(later)


def test_all_105_rows_and_none_make_a_workbook() -> None:
    everything = opened(make_xlsx(make_dossier("N1", everything_applies=True)))
    nothing = opened(make_xlsx(replace(make_dossier("N1"), steps=(), materials=(), gates=(), targets=())))

    assert everything[MATERIALS].max_row == 37
    assert (nothing[TIMETABLE].max_row, nothing[MATERIALS].max_row, nothing[ITEMS].max_row) == (1, 1, 106)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_written_and_read(text: str) -> None:
    sheet = opened(make_xlsx(hostile(text)))[TIMETABLE]

    assert (rows_of(sheet)[0]["责任"].value or "") == cell_text(text).replace("\r", "\n")
