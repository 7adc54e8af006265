"""The whole manual: order, parity, number of pages."""

import pytest

from gxq_desktop.documents.manual import make_manual
from gxq_desktop.documents.preflight import preflight
from gxq_desktop.documents.sheet import Sheet
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import LONG_ENTERPRISE, LONG_NAME

CASES = {
    "N1": make_dossier("N1"),
    "N2": make_dossier("N2"),
    "obstacle": make_dossier("S17-obstacle"),
    "all rows": make_dossier("N3", everything_applies=True),
    "long names": make_dossier("N1", name=LONG_NAME, enterprise=LONG_ENTERPRISE, without_contacts=True),
    "missed target": make_dossier("N1", targets={"G1": "2026-06-01"}),
}


@pytest.fixture(scope="module", params=CASES, name="manual")
def fixture_manual(request: pytest.FixtureRequest) -> list[Sheet]:
    return make_manual(CASES[request.param])


def place_of(manual: list[Sheet], anchor: str) -> int:
    return next(sheet.number for sheet in manual if anchor in sheet.anchors)


def test_the_pages_are_a_multiple_of_four_and_the_hand_over_is_the_last(manual):
    assert len(manual) % 4 == 0
    assert "chapter:handover" in manual[-1].anchors
    assert [sheet.number for sheet in manual] == list(range(1, len(manual) + 1))


def test_chapters_stand_in_their_order(manual):
    keys = [anchor for sheet in manual for anchor in sheet.anchors if anchor.startswith("chapter:")]

    order = ["use", "glance", "contents", "map", "timetable", "cards", "materials", "utilities", "whynot", "undecided",
             "service", "handover"]  # fmt: skip
    assert keys == [f"chapter:{key}" for key in order]
    assert place_of(manual, "chapter:use") == 2
    assert place_of(manual, "chapter:glance") == 3


def test_preflight_finds_nothing(manual):
    assert [str(finding) for finding in preflight(manual, multiple=4)] == []


@pytest.mark.parametrize("name", CASES)
def test_full_cards_begin_on_even_pages(name):
    dossier = CASES[name]
    manual = make_manual(dossier)

    for card in dossier.cards:
        if card.full:
            assert place_of(manual, f"card:{card.code}") % 2 == 0


def test_the_outline_has_one_entry_a_chapter(manual):
    chapters = [mark.title for sheet in manual for mark in sheet.bookmarks if mark.level == 0]

    assert len(chapters) == 12
    assert chapters[0] == "一　使用说明"
