"""Every paper that names an item an officer decided says so; see documents/officer_sign.py."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from gxq_desktop.application.dossier.changes import changes_since
from gxq_desktop.application.issue_edition import draft_edition, issue_edition
from gxq_desktop.application.override_verdict import override_verdict
from gxq_desktop.application.register_project import register_project
from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.companions import Companions
from gxq_desktop.documents.officer_sign import EXPLANATION, SIGN, WORDS
from gxq_desktop.documents.papers import Papers
from tests.application.fakes import FakeDesk, sample
from tests.documents.dossiers import TODAY, make_dossier
from tests.documents.golden.reading import text_of
from tests.documents.papers_small.editions import two_editions

PAPERS = Papers()
APPLIES, PACKAGE, STATION, NOT = "A24", "B16", "C10", "A42"
"""An approval, a package and a utility step that officers took in, and an approval that one left out, of N1."""


def _override(code: str, applies: bool) -> dict[str, Any]:
    return {"code": code, "applies": applies, "reason": "管委会第 3 次协调会议定", "officer": "王科长"}


@lru_cache
def _decided(sample: str = "N1") -> Dossier:
    overrides = [_override(APPLIES, True), _override(PACKAGE, True), _override(STATION, True), _override(NOT, False)]
    return make_dossier(sample, edit=lambda document: document.update(overrides=overrides))


def _said(pdf: bytes) -> str:
    """The text with spaces and line ends taken out."""
    return "".join(text_of(pdf).split())


@pytest.fixture(name="dossier", scope="module")
def fixture_dossier() -> Dossier:
    return _decided()


def _short(dossier: Dossier, code: str) -> str:
    return next(row.short_name for row in dossier.verdicts if row.code == code).replace(" ", "")


def test_the_dossier_knows_what_officers_decided(dossier: Dossier):
    assert dossier.officer_decided == {APPLIES, PACKAGE, STATION, NOT}
    assert make_dossier("N1").officer_decided == frozenset()


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_the_countdown_marks_it_after_its_name_and_explains_the_mark(dossier: Dossier, paper: str):
    said = _said(PAPERS.countdown(dossier, paper))
    assert f"{_short(dossier, APPLIES)}{SIGN}" in said
    assert f"{SIGN}{WORDS}。{dossier.provisional_note.replace(' ', '')}" in said
    assert SIGN not in _said(PAPERS.countdown(make_dossier("N1"), paper))


@pytest.mark.parametrize("paper", ["A3", "A2", "A1", "A0"])
def test_the_wall_chart_marks_it_after_its_name_and_has_the_mark_in_its_legend(dossier: Dossier, paper: str):
    said = _said(PAPERS.wallchart(dossier, paper))
    assert f"{_short(dossier, APPLIES)}{SIGN}" in said
    assert f"{SIGN}{WORDS}" in said
    assert SIGN not in _said(PAPERS.wallchart(make_dossier("N1"), paper))


def test_the_countdown_without_a_provisional_day_says_where_the_reason_stands(dossier: Dossier):
    certain = replace(dossier, provisional_note="")
    assert "".join(EXPLANATION.split()) in _said(PAPERS.countdown(certain, "A4"))


def test_the_checklist_marks_the_package_and_explains_the_mark(dossier: Dossier):
    said = _said(PAPERS.checklist(dossier))
    assert f"{_short(dossier, PACKAGE)}{SIGN}" in said
    assert "".join(EXPLANATION.split()) in said
    assert SIGN not in _said(PAPERS.checklist(make_dossier("N1")))


def test_the_slip_for_the_next_visit_says_it_beside_the_item(dossier: Dossier):
    assert f"（{APPLIES}）{WORDS}，由窗口人员认定，理由见手册" in _said(PAPERS.next_visit(dossier, APPLIES))
    assert WORDS not in _said(PAPERS.next_visit(dossier, "A23"))


@pytest.mark.parametrize("code", [APPLIES, STATION])
def test_the_department_sheet_says_it_under_the_item(dossier: Dossier, code: str):
    owner = dossier.step_by_code[code].owner
    assert _said(PAPERS.department_sheet(dossier, owner)).count(WORDS) == 1
    plain_one = make_dossier("N1")
    assert WORDS not in _said(PAPERS.department_sheet(plain_one, owner))


def test_the_manual_marks_it_in_its_timetable_and_its_checklist(dossier: Dossier):
    said = _said(PAPERS.manual(dossier))
    for code in (APPLIES, STATION):
        assert f"{dossier.step_by_code[code].name.replace(' ', '')}{SIGN}" in said
    assert f"{_short(dossier, PACKAGE)}{SIGN}" in said
    assert said.count("".join(EXPLANATION.split())) >= 2
    assert SIGN not in _said(PAPERS.manual(make_dossier("N1")))


def test_the_change_slip_says_it_of_what_came_and_went(dossier: Dossier):
    desk = FakeDesk(TODAY)
    number = register_project(sample("N1"), desk).number
    old = issue_edition(number, desk).edition
    for code, applies in ((APPLIES, True), (NOT, False)):
        override_verdict(number, code, applies, "管委会第 3 次协调会议定", "王科长", desk)
    new = draft_edition(number, desk)
    changes = changes_since(old, new.dossier)
    said = _said(PAPERS.change_slip(new.dossier, changes))
    assert f"{APPLIES}{_short(dossier, APPLIES)}（人工认定）" in said
    assert f"{NOT}{_short(dossier, NOT)}（人工认定）" in said


def test_a_changed_day_of_it_is_marked_on_the_change_slip_and_the_mark_explained(dossier: Dossier):
    old, new = two_editions("N1", later=date(2026, 4, 3))
    changes = changes_since(old, new)
    day = next(day for day in changes.days if not day.is_gate)
    rows = tuple(replace(row, override_text="人工认定要办" if row.code == day.code else "") for row in new.verdicts)
    said = _said(PAPERS.change_slip(replace(new, verdicts=rows), replace(changes, days=(day,))))
    assert f"{day.code}{SIGN}{day.name}" in said
    assert "".join(EXPLANATION.split()) in said
    assert SIGN not in _said(PAPERS.change_slip(new, changes))


def test_the_phone_calendar_says_it_with_the_reason(dossier: Dossier):
    calendar = Calendar.from_ical(Companions().phone_calendar(dossier))
    notes = [str(event["description"]) for event in calendar.walk("VEVENT")]
    for code in (APPLIES, PACKAGE, STATION):
        name = dossier.step_by_code[code].name
        assert any(note.startswith(f"{code} {name}\n人工认定要办：管委会第 3 次协调会议定（王科长，") for note in notes)


def test_the_workbook_says_it_after_the_name_on_both_sheets(dossier: Dossier):
    cells = _cells_of(dossier)
    assert cells.count(f"{dossier.step_by_code[APPLIES].name}（{WORDS}）") == 1
    assert cells.count(f"{dossier.step_by_code[PACKAGE].name}（{WORDS}）") == 2
    assert not any("（人工认定" in str(cell) for cell in _cells_of(make_dossier("N1")))


def _cells_of(dossier: Dossier) -> list[object]:
    book = load_workbook(io.BytesIO(Companions().workbook(dossier)))
    return [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]


def test_the_manual_marks_it_in_its_contents(dossier: Dossier):
    assert f"{SIGN}{WORDS}，理由见事项卡。" in _said(PAPERS.manual(dossier))


def test_the_manual_marks_it_on_its_map_and_explains_the_mark_there(dossier: Dossier):
    decided, plain = (_said(PAPERS.manual(each)) for each in (dossier, make_dossier("N1")))

    assert f"从上往下办{SIGN}人工认定" in decided
    assert f"{APPLIES}{SIGN}" in decided
    assert "从上往下办，同一行看箭头" in plain
    assert SIGN not in plain


def test_the_manuals_utilities_mark_the_station_and_explain_the_mark(dossier: Dossier):
    decided = _said(PAPERS.manual(dossier))

    utilities = decided[decided.rindex("一次申请、一次踏勘") : decided.rindex(EXPLANATION.replace(" ", ""))]
    assert f"{STATION}{SIGN}" in utilities
