"""移交签收: the last page and its stub."""

from dataclasses import replace

import pytest

from gxq_desktop.documents.sections.hand_over import add_hand_over
from gxq_desktop.documents.sheet import Sheet
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import LONG_ENTERPRISE, LONG_NAME, all_words, chapter_sheets, faults, tags, words

TEAR = 207.5


def below(sheet: Sheet, y: float) -> str:
    return "\n".join(op.line.characters for op in sheet.texts if op.y > y)


def test_five_sentences_are_said_aloud():
    (sheet,) = chapter_sheets(add_hand_over, make_dossier("N1"))

    assert len(tags([sheet], "LI")) == 5
    assert "日期从受理的次一工作日起算，材料不齐不起算" in words([sheet])


def test_the_stub_works_alone():
    dossier = make_dossier("N1")
    (sheet,) = chapter_sheets(add_hand_over, dossier)

    stub = below(sheet, TEAR + 1)
    identity = dossier.identity
    for words_ in (
        identity.project_number,
        "第 1 版",
        identity.check_code,
        identity.catalogue_version,
        dossier.project.enterprise,
    ):
        assert words_ in stub
    assert stub.count("签字") == 3


def test_the_fifth_sentence_depends_on_whether_an_edition_is_replaced():
    dossier = make_dossier("N1")
    later = replace(dossier, identity=replace(dossier.identity, edition=2, replaces=1))

    assert "以后出了新版" in all_words(chapter_sheets(add_hand_over, dossier))
    assert "旧版手册、旧版挂图已收回或作废" in all_words(chapter_sheets(add_hand_over, later))


def test_the_number_of_pages_handed_over_is_that_of_the_whole_book():
    assert "8 页" in words(chapter_sheets(add_hand_over, make_dossier("N1"), first=8))


def test_long_names_are_whole_above_the_tear_line_and_below():
    dossier = make_dossier("N1", name=LONG_NAME, enterprise=LONG_ENTERPRISE)

    said = all_words(chapter_sheets(add_hand_over, dossier)).replace("\n", "")

    assert LONG_NAME in said
    assert said.count(LONG_ENTERPRISE) == 2  # above and on the stub


@pytest.mark.parametrize(
    "dossier",
    [
        make_dossier("N1"),
        make_dossier("N1", name=LONG_NAME, enterprise=LONG_ENTERPRISE, without_contacts=True),
        make_dossier("N2"),
    ],
)
def test_it_is_one_clean_page(dossier):
    sheets = chapter_sheets(add_hand_over, dossier)

    assert len(sheets) == 1
    assert faults(sheets) == []
