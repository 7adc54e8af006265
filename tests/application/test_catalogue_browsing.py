"""The catalogue to be read: everything has a line and a sheet, and every reference leads somewhere."""

from __future__ import annotations

import pytest

from gxq_desktop.application.catalogue_browsing import Shelf, sheet_of, shelf_of
from tests.documents.dossiers import shipped_catalogue


@pytest.mark.parametrize(("shelf", "size"), [(Shelf.APPROVALS, 46), (Shelf.MATERIALS, 36), (Shelf.UTILITIES, 23)])
def test_the_three_lists_are_whole(shelf: Shelf, size: int) -> None:
    assert len(shelf_of(shipped_catalogue(), shelf)) == size


@pytest.mark.parametrize("shelf", list(Shelf))
def test_every_entry_has_a_sheet_whose_references_lead_somewhere(shelf: Shelf) -> None:
    catalogue = shipped_catalogue()
    known = {each: {entry.id for entry in shelf_of(catalogue, each)} for each in Shelf}

    for entry in shelf_of(catalogue, shelf):
        sheet = sheet_of(catalogue, shelf, entry.id)

        assert sheet.title and sheet.source and sheet.sections
        for section in sheet.sections:
            assert section.paragraphs or section.pairs or section.references
            for reference in section.references:
                assert reference.text
                assert not reference.id or reference.id in known[reference.shelf]


def test_a_link_is_told_at_both_ends() -> None:
    catalogue = shipped_catalogue()
    link = next(each for each in catalogue.links if each.before == "A21" and each.after.startswith("A"))

    def ids(code: str, title: str) -> list[str]:
        sections = sheet_of(catalogue, Shelf.APPROVALS, code).sections
        return [ref.id for section in sections if section.title == title for ref in section.references]

    assert "A21" in ids(link.after, "前置")
    assert link.after in ids("A21", "后续")


def test_an_approval_shows_its_seal_its_limits_and_its_rule() -> None:
    sheet = sheet_of(shipped_catalogue(), Shelf.APPROVALS, "A29")
    pairs = dict(sheet.pairs)

    assert pairs["用章"] == "行政审批专用章"
    assert pairs["承诺时限"].endswith("个工作日")
    assert sheet.sections[0].is_rule


def test_an_unknown_entry_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        sheet_of(shipped_catalogue(), Shelf.FACTS, "no such fact")
