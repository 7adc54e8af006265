"""Papers as bytes: the same every time, findable, honest about characters."""

import io
from dataclasses import replace

import pikepdf
import pytest

from gxq_desktop.documents.papers import Papers
from tests.documents.dossiers import make_dossier

PAPERS = Papers()


def test_the_same_dossier_gives_the_same_bytes():
    dossier = make_dossier("N2")

    assert PAPERS.manual(dossier) == PAPERS.manual(make_dossier("N2"))
    assert PAPERS.countdown(dossier, "A4") == PAPERS.countdown(dossier, "A4")
    assert PAPERS.wallchart(dossier, "A3") == PAPERS.wallchart(dossier, "A3")


def test_the_file_says_what_it_is_in_chinese_and_when_it_was_printed():
    with pikepdf.open(io.BytesIO(PAPERS.manual(make_dossier("N2")))) as pdf:
        assert "审批服务手册" in str(pdf.docinfo.Title)
        assert str(pdf.docinfo.CreationDate).startswith("D:20260309000000+08")
        assert str(pdf.Root.Lang) == "zh-CN"
        assert list(pdf.attachments) == ["gxq-project.json"]


@pytest.mark.parametrize(("kind", "paper"), [("countdown", "A5"), ("wallchart", "A4")])
def test_a_paper_size_that_is_not_made_is_refused(kind, paper):
    with pytest.raises(ValueError, match=paper):
        getattr(PAPERS, kind)(make_dossier("N2"), paper)


def test_characters_that_all_fonts_lack_are_named_with_their_place():
    dossier = make_dossier("N1", enterprise="达州𮯰记机械有限公司")

    (sentence,) = PAPERS.missing_characters(dossier)

    assert "𮯰" in sentence and "U+2EBF0" in sentence
    assert "项目、企业和联系人里的“达州𮯰记机械有限公司”" in sentence


def test_a_rare_character_of_the_fallback_fonts_is_no_warning():
    assert PAPERS.missing_characters(make_dossier("N1", enterprise="𠮷记机械有限公司")) == []


def test_a_character_deep_in_a_card_is_found_too():
    dossier = make_dossier("N1")
    card = replace(dossier.cards[0], officer="王\U0003ffff")

    (sentence,) = PAPERS.missing_characters(replace(dossier, cards=(card, *dossier.cards[1:])))

    assert "事项卡" in sentence
