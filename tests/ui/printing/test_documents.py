"""Papers as pages: numbers, chapters, links, and pictures that are the paper."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRect, QSize

from gxq_desktop.application.paper_kinds import PaperChoice
from gxq_desktop.documents.papers import Papers
from gxq_desktop.ui.printing.documents import PaperDocument, UnreadablePaper
from tests.documents.dossiers import make_dossier

MANUAL = PaperChoice("manual", "A4")


@pytest.fixture(scope="module")
def manual() -> PaperDocument:
    return PaperDocument(MANUAL, Papers().manual(make_dossier("N2")))


def test_a_manual_knows_its_pages_and_chapters(manual: PaperDocument) -> None:
    assert manual.pages % 4 == 0
    assert [heading.title for heading in manual.headings][:3] == ["一　使用说明", "二　项目一览", "目录"]
    assert manual.heading_of(0) == "" and manual.heading_of(1) == "一　使用说明"
    assert manual.page_of("项目一览") == 2 and manual.page_of("目录") == 3
    assert manual.page_of("附录") is None


def test_what_is_no_pdf_is_our_own_mistake() -> None:
    with pytest.raises(UnreadablePaper, match="manual A4"):
        PaperDocument(MANUAL, b"%PDF-1.7 nothing")


def test_a_part_of_a_page_is_what_the_whole_shows_there(manual: PaperDocument) -> None:
    size = QSize(800, 1131)
    whole = manual.render(2, size)

    for part in (QRect(100, 200, 300, 150), QRect(400, 800, 300, 150), QRect(0, 1130, 800, 1)):
        alone, there = (bytes(image.constBits()) for image in (manual.render(2, size, part), whole.copy(part)))
        assert sum(abs(a - b) for a, b in zip(alone, there, strict=True)) / len(alone) < 0.2


def test_a_page_is_drawn_on_white_in_the_size_asked_for(manual: PaperDocument) -> None:
    image = manual.render(0, QSize(200, 283))

    assert image.size() == QSize(200, 283)
    assert image.pixelColor(1, 1).name() == "#ffffff"
    assert any(image.pixelColor(100, y) != image.pixelColor(1, 1) for y in range(283))


def test_a_page_can_be_read_aloud(manual: PaperDocument) -> None:
    assert "项目一览" in manual.text(2).replace(" ", "")


def test_the_contents_lead_to_the_chapters(manual: PaperDocument) -> None:
    size = manual.size(3)

    found = {
        manual.link_at(3, QPointF(size.width() * x / 20, size.height() * y / 80)) for x in range(20) for y in range(80)
    }

    assert {heading.page for heading in manual.headings[3:]} <= found
    assert manual.link_at(3, QPointF(1, 1)) is None
