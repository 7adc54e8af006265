"""十 服务与救济."""

from dataclasses import replace

from gxq_desktop.documents.sections.service import add_service
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import all_words, chapter_sheets, faults, spoken_rows


def test_every_window_with_a_purpose_is_a_row_and_no_other():
    dossier = make_dossier("N1")

    rows = spoken_rows(chapter_sheets(add_service, dossier, first=3))

    for window in dossier.centre.windows:
        expected = 0 if window.name.endswith("（待定）") else 1
        assert sum(f"{window.number}{window.name}" in row for row in rows) == expected


def test_extended_service_complaint_review_and_counting_of_days_are_said():
    dossier = make_dossier("N1")

    said = all_words(chapter_sheets(add_service, dossier, first=3))

    for service in dossier.centre.extended_services:
        assert service.split("：")[0] in said
    assert dossier.centre.complaint_phone in said
    assert "60 日内" in said and "6 个月内" in said
    assert "受理当天不计" in said


def test_provisional_years_are_explained_only_where_there_are_any():
    dossier = make_dossier("N1")

    assert "2027 年的放假通知" in all_words(chapter_sheets(add_service, dossier, first=3))
    assert "放假通知尚未" not in all_words(chapter_sheets(add_service, replace(dossier, provisional_note=""), first=3))


def test_it_is_one_clean_page():
    sheets = chapter_sheets(add_service, make_dossier("N1"), first=3)

    assert len(sheets) == 1
    assert faults(sheets) == []
