"""The intake form as a workbook (接件表): written for the enterprise to fill in, read back cell by cell.

    Path("接件表.xlsx").write_bytes(make_intake_form(form, "达州高新区行政审批局"))
    cells = read_intake_form(Path("接件表.xlsx").read_bytes(), form)

Written by XlsxWriter, as every workbook here; read by openpyxl, which knows what Excel, WPS and LibreOffice make of a file
when they save it. A row carries the id of its field in a hidden column, so that rows may be sorted, moved or left out. Whoever
sends a file may be anybody: sizes are bounded before anything is unpacked, and document types are refused.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gxq_desktop.application.intake_filling import Cell
from gxq_desktop.application.intake_form import UNKNOWN, Field, FieldId, FieldKind, IntakeForm, Question
from gxq_desktop.application.intake_values import clean as in_one_line
from gxq_desktop.documents.text import clean
from gxq_desktop.documents.tokens import GREY_LINE, SHADE
from gxq_desktop.domain.errors import DomainError

SHEET: Final = "接件表"
LARGEST_FILE: Final = 16 * 1024 * 1024
LARGEST_UNPACKED: Final = 64 * 1024 * 1024
MOST_PARTS: Final = 500
MOST_ROWS: Final = 2000
MOST_COLUMNS: Final = 12
ID, TITLE, ANSWER, UNIT, HELP, WHEN = range(6)
_HEADS: Final = ("编号", "问题", "答案", "单位", "怎么填", "什么情况下填")
_WIDTHS: Final = (4, 46, 30, 14, 54, 34)
_FONT: Final = "宋体"
_HEAD_FILL: Final = "#{:02X}{:02X}{:02X}".format(*(round(255 * part) for part in SHADE))
_RULE: Final = "#{:02X}{:02X}{:02X}".format(*(round(255 * part) for part in GREY_LINE))
_LONGEST_LIST: Final = 255
"""Characters of a drop-down's answers that Excel takes in the cell itself."""
_A4: Final = 9
_FIRST_ROW: Final = 3
_DAMAGE: Final = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError, OSError,
    ValueError, KeyError, OverflowError,
)  # fmt: skip
"""What zipfile raises for files that are damaged in one way or another."""
_ANOTHER: Final = "请用本程序“存为空白接件表”导出的表填写后再导入。"


class UnreadableForm(DomainError):
    """A file from which no form can be read. problem says which of the reasons it is."""

    def __init__(self, problem: str, next_step: str = _ANOTHER) -> None:
        super().__init__(problem, next_step)


# -- writing ------------------------------------------------------------------------------------------------------


def make_intake_form(form: IntakeForm, bureau: str) -> bytes:
    """The blank form's bytes; equal for equal input. BUREAU is who gives it out."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "default_format_properties": {"font_name": _FONT, "font_size": 10}}) as book:
        book.set_properties(
            {"title": "项目接件表", "author": clean(bureau)[:255], "created": datetime(2026, 1, 1, 9, 0)}  # noqa: DTZ001
        )
        _Writer(book, form, bureau).write()
    return out.getvalue()


def row_title(question: Question, field: Field) -> str:
    """What the row of FIELD is called: the question, and the field's caption where it has several."""
    if len(question.fields) == 1:
        return question.text
    return f"{question.text}：{field.caption or '代码和名称'}"


class _Writer:
    def __init__(self, book: Workbook, form: IntakeForm, bureau: str) -> None:
        self._book, self._form, self._bureau = book, form, bureau
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def _format(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": _FONT, "font_size": 10, "valign": "top", "text_wrap": True}
            self._formats[key] = self._book.add_format(base | properties)
        return self._formats[key]

    def write(self) -> None:
        sheet = self._book.add_worksheet(SHEET)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L项目接件表&R&P / &N")
        for at, width in enumerate(_WIDTHS):
            sheet.set_column(at, at, width, None, {"hidden": 1} if at == ID else {})
        sheet.write_string(0, TITLE, "项目接件表", self._format(bold=True, font_size=16, text_wrap=False))
        told = (
            f"填好后发回{self._bureau}。只填“答案”一栏：有选项的从下拉里选，数字不带单位，日期写成 2026-03-09；"
            f"拿不准的写“{UNKNOWN}”，不用空着猜。没有问到您项目的行留空。"
        )
        sheet.merge_range(1, TITLE, 1, WHEN, clean(told), self._format())
        sheet.set_row(1, 30)
        head = self._format(bold=True, bg_color=_HEAD_FILL, bottom=1, valign="vcenter")
        for at, text in enumerate(_HEADS):
            sheet.write_string(2, at, text, head)
        sheet.freeze_panes(_FIRST_ROW, ANSWER)
        sheet.repeat_rows(2)
        number = _FIRST_ROW
        for section in self._form.sections:
            heading = self._format(bold=True, font_size=12, bottom=1, top=1)
            sheet.write_string(number, TITLE, section.name, heading)
            for at in range(ANSWER, WHEN + 1):
                sheet.write_blank(number, at, None, heading)
            number += 1
            for question in section.questions:
                for field in question.fields:
                    self._row(sheet, number, question, field)
                    number += 1
        sheet.print_area(0, TITLE, number - 1, WHEN)
        # Without a password: it keeps questions and ids from being typed over by mistake, nothing more.
        sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})

    def _row(self, sheet: Worksheet, number: int, question: Question, field: Field) -> None:
        plain = self._format(bottom=4, bottom_color=_RULE)
        quiet = self._format(bottom=4, bottom_color=_RULE, font_size=9)
        sheet.write_string(number, ID, field.id, plain)
        title = row_title(question, field) + ("（必填）" if field.required else "")
        sheet.write_string(number, TITLE, clean(title), self._format(bottom=4, bottom_color=_RULE, bold=True))
        formats = {FieldKind.NUMBER: "General", FieldKind.DATE: "yyyy-mm-dd"}
        answer = self._format(
            bottom=4, bottom_color=_RULE, locked=False, num_format=formats.get(field.kind, "@"), border=1,
            border_color=_RULE, align="left",
        )  # fmt: skip
        sheet.write_blank(number, ANSWER, None, answer)
        self._choices(sheet, number, ANSWER, field.choices, field.may_be_unknown)
        if len(field.units) > 1:
            sheet.write_string(number, UNIT, field.units[0], self._format(bottom=4, bottom_color=_RULE, locked=False))
            self._choices(sheet, number, UNIT, field.units, unknown=False)
        elif field.units:
            sheet.write_string(number, UNIT, field.units[0], plain)
        else:
            sheet.write_blank(number, UNIT, None, plain)
        sheet.write_string(number, HELP, clean(_help(question, field)), quiet)
        sheet.write_string(number, WHEN, clean(_when(field)), quiet)

    @staticmethod
    def _choices(sheet: Worksheet, number: int, at: int, choices: Sequence[str], unknown: bool) -> None:
        listed = [*choices, *([UNKNOWN] if unknown else [])]
        if choices and len(",".join(listed)) <= _LONGEST_LIST:
            message = f"可以选：{'、'.join(listed)}。"
            options = {
                "validate": "list",
                "source": listed,
                "error_title": "请从下拉里选",
                "error_message": message[:255],
            }
            sheet.data_validation(number, at, number, at, options)


def _help(question: Question, field: Field) -> str:
    if field.example:
        return f"{question.why}例：{field.example}"
    return question.why if field is question.fields[0] else ""


def _when(field: Field) -> str:
    definition = field.definition
    if definition is None:
        return ""
    return definition.ask_when.text if definition.ask_when else "都要填"


# -- reading ------------------------------------------------------------------------------------------------------


def read_intake_form(content: bytes, form: IntakeForm) -> Sequence[Cell]:
    """The filled cells of the workbook CONTENT, in the order of its rows.

    A row is known by the id in its hidden column, or where that was lost, by its title. Raises UnreadableForm for what is
    no .xlsx, one with a password, one too large, or one without the form.
    """
    _refuse_what_is_none(content)
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            cells = _cells_of(book, form)
        finally:
            book.close()
        if not _has_formulas(content):
            return cells
        # Once more for the formulas themselves: a file that no spreadsheet saved keeps none of their results.
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            return _with_formulas(cells, _cells_of(book, form))
        finally:
            book.close()
    except (*_DAMAGE, InvalidFileException, TypeError, AttributeError, IndexError, SyntaxError) as error:
        # openpyxl has no error of its own for a damaged part; xml.etree's ParseError is a SyntaxError
        raise UnreadableForm(
            "这个表格文件已经损坏，读不出来。", "请用 Excel 或 WPS 打开后另存为 .xlsx，再导入。"
        ) from error


def _refuse_what_is_none(content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableForm("这个表格加了密码，或是旧版 .xls。", "请去掉密码，另存为 .xlsx 后再导入。")
    if len(content) > LARGEST_FILE:
        raise UnreadableForm(f"这个文件有 {len(content) // 1024 // 1024} MB，接件表不会这么大。")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise UnreadableForm("这个文件展开后太大，接件表不会这么大。")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(part):
                raise UnreadableForm(
                    "这个文件里有表格不会有的内容，没有读。", "请用 Excel 或 WPS 另存为 .xlsx 后再导入。"
                )
    except _DAMAGE as error:
        raise UnreadableForm("这个文件不是 .xlsx 表格，或已经损坏。") from error


def _has_formulas(content: bytes) -> bool:
    archive = zipfile.ZipFile(io.BytesIO(content))
    sheets = (part for part in archive.infolist() if part.filename.startswith("xl/worksheets/"))
    return any(mark in archive.read(part) for part in sheets for mark in (b"<f>", b"<f ", b":f>", b":f "))


def _with_formulas(cells: Sequence[Cell], written: Sequence[Cell]) -> Sequence[Cell]:
    """The cells as WRITTEN with the results in CELLS; a formula that has none keeps itself and says so."""
    results = {cell.place: cell for cell in cells}
    return [
        results.get(cell.place) or Cell(cell.field_id, cell.place, cell.value, cell.unit, lacks_result=True)
        for cell in written
    ]


def _cells_of(book: Any, form: IntakeForm) -> Sequence[Cell]:
    titles = _titles(form)
    for sheet in book.worksheets:
        if not hasattr(sheet, "iter_rows"):
            continue
        cells: list[Cell] = []
        rows_known = 0
        for number, values in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True), 1):
            field_id, answer_at = _field_of(values, form, titles)
            if field_id is None:
                continue
            rows_known += 1
            cell = _cell(sheet.title, number, answer_at, values, field_id)
            if cell is not None:
                cells.append(cell)
        if rows_known:
            return cells
    raise UnreadableForm("这个表格里没有接件表的行。")


def _titles(form: IntakeForm) -> Mapping[str, FieldId]:
    """Row titles → field, for a form whose hidden column was lost."""
    return {row_title(question, field): field.id for question in form.questions for field in question.fields}


def _field_of(values: Sequence[object], form: IntakeForm, titles: Mapping[str, FieldId]) -> tuple[FieldId | None, int]:
    """The field of a row and the column of its answer."""
    first = values[ID] if values else None
    if isinstance(first, str) and (
        first in form.fields or first.startswith(("facts.", "project.", "contacts.", "plan."))
    ):
        return FieldId(first), ANSWER
    for at, value in enumerate(values[:3]):
        if isinstance(value, str):
            found = titles.get(value.strip().removesuffix("（必填）"))
            if found is not None:
                return found, at + 1
    return None, ANSWER


def _cell(sheet: str, number: int, at: int, values: Sequence[object], field_id: FieldId) -> Cell | None:
    value = values[at] if at < len(values) else None
    if isinstance(value, str):
        value = in_one_line(value)
    if value is None or value == "":
        return None
    unit = values[at + 1] if at + 1 < len(values) else None
    place = f"{sheet} {_letter(at)}{number}"
    shown_unit = in_one_line(unit) if isinstance(unit, str) else ""
    if isinstance(value, datetime):
        return Cell(field_id, place, value.date(), shown_unit)
    if isinstance(value, bool | int | float | str | date):
        return Cell(field_id, place, value, shown_unit)
    return Cell(field_id, place, str(value), shown_unit)


def _letter(column: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column]


def form_rows(form: IntakeForm) -> Iterator[tuple[FieldId, int]]:
    """Field and row number (from 1) of every row of the blank form, for tests and help."""
    number = _FIRST_ROW
    for section in form.sections:
        number += 1
        for question in section.questions:
            for field in question.fields:
                number += 1
                yield field.id, number
