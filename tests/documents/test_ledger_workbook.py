"""The ledger's workbook read back with openpyxl: every row, real days, text that never becomes a formula."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.cell import Cell

from gxq_desktop.application.ledger_ask import LedgerAsk, Period
from gxq_desktop.application.ledger_desk import LedgerEntry
from gxq_desktop.application.ledger_export import (
    LedgerSheet,
    conditions_in_words,
    ledger_file_name,
    ledger_sheet,
)
from gxq_desktop.application.ledger_listing import Standing
from gxq_desktop.application.record_event import RecordRequest, record_event
from gxq_desktop.application.register_project import register_project
from gxq_desktop.documents.ledger_workbook import SHEETS, make_ledger_xlsx
from gxq_desktop.domain.case_states import EventKind, Party
from gxq_desktop.domain.owned_days import OwnedDays
from tests.application.fakes import FakeDesk, sample

FORMULAS = ("=1+1", "+8", "-3", "@SUM(A1)", ' =HYPERLINK("x")', "＝1", "'=2")


def entries() -> tuple[LedgerEntry, ...]:
    return sheet().entries


def sheet(**ask: object) -> LedgerSheet:
    desk = FakeDesk(date(2026, 3, 9))
    number = register_project(sample("N1"), desk).number
    record_event(number, RecordRequest("A23", EventKind.ACCEPTED, date(2026, 3, 9), person="周晓"), desk)
    desk.clock.day = date(2026, 3, 12)
    return ledger_sheet(desk, LedgerAsk(**ask), "按剩余天数")  # type: ignore[arg-type]


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows_of(data: bytes) -> list[dict[str, Cell]]:
    heads, *rows = opened(data)[SHEETS[0]].iter_rows()
    return [{str(head.value): cell for head, cell in zip(heads, row, strict=True)} for row in rows]


def test_every_row_is_there_with_days_as_days_and_numbers_as_numbers() -> None:
    content = sheet()

    rows = rows_of(make_ledger_xlsx(content))

    assert [row["编号"].value for row in rows] == [
        entry.line.row.code or entry.line.row.step_id for entry in content.entries
    ]
    for row, entry in zip(rows, content.entries, strict=True):
        assert row["现到期"].is_date and row["现到期"].value == datetime.combine(entry.line.due_on, time())
        assert row["现到期"].number_format == ('yyyy-mm-dd"暂"' if entry.provisional else "yyyy-mm-dd")
        assert row["剩余工作日"].value == entry.line.days_left
    (accepted,) = [row for row in rows if row["编号"].value == "A23"]
    assert (accepted["已用工作日"].value, accepted["经办"].value, accepted["轮到"].value) == (3, "周晓", "机关")
    assert (accepted["机关用时"].value, accepted["企业用时"].value) == (3, 0)


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_looks_like_a_formula_stays_text_even_when_it_is_edited(text: str) -> None:
    (first, *rest) = entries()
    hostile = replace(
        first, line=replace(first.line, project=text, row=replace(first.line.row, name=text, person=text))
    )

    data = make_ledger_xlsx(LedgerSheet(text, (text,), "局", date(2026, 3, 12), (hostile, *rest), OwnedDays()))

    row = rows_of(data)[0]
    for head in ("项目", "事项", "经办"):
        assert (row[head].data_type == "s" and row[head].value == text.strip()) or row[head].value == text
        assert row[head].data_type == "s"
        assert row[head].quotePrefix
    notes = [cell for line in opened(data)[SHEETS[1]].iter_rows() for cell in line if cell.value == text.strip()]
    assert all(cell.data_type == "s" for cell in notes)
    whole = b"".join(
        zipfile.ZipFile(io.BytesIO(data)).read(name) for name in zipfile.ZipFile(io.BytesIO(data)).namelist()
    )
    assert b"<f>" not in whole


def test_plain_text_is_not_quoted() -> None:
    row = rows_of(make_ledger_xlsx(sheet()))[0]

    assert not row["事项"].quotePrefix


def test_the_second_sheet_says_what_was_filtered() -> None:
    content = sheet(standing=Standing.OVERDUE, whose=Party.ENTERPRISE)

    values = {line[0].value: line[1].value for line in opened(make_ledger_xlsx(content))[SHEETS[1]].iter_rows()}

    assert values["筛选"] == "状态 超期；轮到 企业"
    assert values["共"] == f"{len(content.entries)} 项"
    assert "不会改变台账" in values["改动"]


def test_filters_are_named_as_on_the_page() -> None:
    desk = FakeDesk(date(2026, 3, 9))
    ask = LedgerAsk(
        text="环评",
        number="GX-2026-0001",
        authority="规划局",
        window_id="W3",
        person="周晓",
        period=Period.MONTH,
        missing=True,
    )

    assert conditions_in_words(ask, desk) == (
        "项目 GX-2026-0001", "主办 规划局", "窗口 3 号 工程建设项目审批", "经办 周晓", "本月到期", "容缺未补", "找 环评",
    )  # fmt: skip
    assert conditions_in_words(LedgerAsk(), desk) == ()
    between = LedgerAsk(period=Period.BETWEEN, first=date(2026, 3, 1))
    assert conditions_in_words(between, desk) == ("到期 2026-03-01 至 不限",)


def test_the_file_is_written_whole_and_equal_rows_give_equal_bytes(tmp_path: object) -> None:
    content = sheet()
    assert make_ledger_xlsx(content) == make_ledger_xlsx(content)
    assert ledger_file_name("本周/超期", date(2026, 3, 12)) == "台账 本周 超期 2026-03-12.xlsx"


def test_all_pages_are_exported(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gxq_desktop.application.ledger_export.PAGE", 7)

    content = sheet()

    assert len({entry.key for entry in content.entries}) == len(content.entries) > 14


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from gxq_desktop.domain.errors import DomainError

    monkeypatch.setattr("gxq_desktop.application.ledger_export.MOST_ROWS", 3)

    with pytest.raises(DomainError, match="先筛选"):
        sheet()
