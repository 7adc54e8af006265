"""Leaves taken out of a manual keep its numbers and stand alone as a file."""

import io

import pikepdf
import pytest

from gxq_desktop.application.paper_kinds import MANUAL_PARTS
from gxq_desktop.documents.excerpt import leaves_of
from gxq_desktop.documents.manual import make_manual
from gxq_desktop.documents.papers import Papers
from gxq_desktop.documents.sheet import Sheet, Tag
from tests.documents.dossiers import make_dossier
from tests.documents.reading import extracted

DOSSIER = make_dossier("N1")
WHOLE = make_manual(DOSSIER)
PARTS = [part.key for part in MANUAL_PARTS]


def tags_below(tag: Tag) -> list[Tag]:
    return [tag, *(found for kid in tag.kids if isinstance(kid, Tag) for found in tags_below(kid))]


def test_the_chapters_to_choose_from_are_those_of_the_manual():
    keys = [anchor.removeprefix("chapter:") for s in WHOLE for anchor in s.anchors if anchor.startswith("chapter:")]
    titles = [mark.title for sheet in WHOLE for mark in sheet.bookmarks if mark.level == 0]

    assert keys == PARTS
    assert titles == ["　".join(filter(None, (part.numeral, part.title))) for part in MANUAL_PARTS]


@pytest.mark.parametrize("part", PARTS)
def test_a_chapter_comes_whole_on_whole_leaves_with_the_cover(part: str):
    pages = sorted(leaves_of(WHOLE, (part,)))

    first = next(sheet.number for sheet in WHOLE if f"chapter:{part}" in sheet.anchors)
    assert {1, 2, first} <= set(pages)
    assert len(pages) % 2 == 0
    for front, back in zip(pages[::2], pages[1::2], strict=True):
        assert front % 2 == 1 and back == front + 1


def test_all_chapters_together_leave_out_only_leaves_for_notes():
    missing = [sheet for sheet in WHOLE if sheet.number not in leaves_of(WHOLE, PARTS)]

    assert len(missing) % 2 == 0 and len(missing) <= 2


def test_an_unknown_chapter_is_a_mistake():
    with pytest.raises(KeyError, match="appendix"):
        leaves_of(WHOLE, ("appendix",))


@pytest.mark.parametrize(
    "parts", [("map",), ("timetable", "handover"), ("cards",), ("materials", "whynot"), ("contents",)]
)
def test_pages_say_what_they_say_in_the_whole(parts: tuple[str, ...]):
    pages = sorted(leaves_of(WHOLE, parts))
    whole = extracted(Papers().manual(DOSSIER))

    assert extracted(Papers().manual(DOSSIER, parts)) == [whole[number - 1] for number in pages]


def test_links_and_outline_lead_only_to_what_is_there():
    with pikepdf.open(io.BytesIO(Papers().manual(DOSSIER, ("contents", "timetable")))) as pdf:
        names = {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}
        links = [link for page in pdf.pages for link in page.get("/Annots", []) if "/Dest" in link]
        titles = [str(entry.title) for entry in pdf.open_outline().root]

    assert links
    assert "chapter:timetable" in names and "card:A23" not in names
    assert "四　通排时间表" in titles and "七　水电气讯" not in titles


def test_everything_said_on_a_kept_page_hangs_in_the_structure():
    sheets: list[Sheet] = make_manual(DOSSIER, ("materials", "whynot"))

    hanging = {id(tag) for sheet in sheets for root in sheet.roots for tag in tags_below(root)}
    places = {id(sheet.place) for sheet in sheets}
    for sheet in sheets:
        assert all(id(tag) in hanging for tag in sheet.content_tags)
        for root in sheet.roots:
            assert all(id(kid[0]) in places for tag in tags_below(root) for kid in tag.kids if not isinstance(kid, Tag))


def test_a_file_of_some_chapters_carries_the_project_like_the_whole():
    with pikepdf.open(io.BytesIO(Papers().manual(DOSSIER, ("map",)))) as pdf:
        assert list(pdf.attachments) == ["gxq-project.json"]
