"""Our faces as ReportLab fonts: usable from any canvas, one subset a document, right text outside the BMP."""

import io

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from gxq_desktop.documents.composite_font import composite_font, subset
from gxq_desktop.documents.fonts import face
from tests.documents.reading import extracted


def drawn(*strings: str, key: str = "song400") -> bytes:
    """STRINGS drawn by ReportLab's own canvas, nothing of ours but the font."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, initialFontName=composite_font(key).fontName)
    canvas.setFont(key, 12)
    for index, string in enumerate(strings):
        canvas.drawString(72, 700 - 20 * index, string)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_a_bare_reportlab_canvas_can_use_a_face():
    (text,) = extracted(drawn("建设工程规划许可证", "A23 (第 3 页)"))

    assert text.split("\r\n") == ["建设工程规划许可证", "A23 (第 3 页)"]


def test_a_character_outside_the_bmp_is_extracted_from_a_bare_canvas():
    assert extracted(drawn("𠮷", key="rare")) == ["𠮷"]


def test_a_document_embeds_one_subset_a_face_with_what_it_uses():
    pdf = pikepdf.open(io.BytesIO(drawn("许可证", "许可")))

    (font,) = pdf.pages[0].Resources.Font.values()
    program = TTFont(io.BytesIO(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()))
    offsets = program["loca"].locations
    filled = [glyph for glyph in range(len(offsets) - 1) if offsets[glyph + 1] > offsets[glyph]]
    assert set(filled) - {0} == {face("song400").glyph(character) for character in "许可证"}


def test_what_one_document_uses_is_not_in_the_next():
    first, second = drawn("许"), drawn("证")

    assert len(drawn("许证")) > max(len(first), len(second))
    assert drawn("许") == first


def test_widths_are_those_of_the_face():
    assert pdfmetrics.stringWidth("许可", composite_font("song400").fontName, 10) == 20


def test_a_character_the_face_lacks_is_refused():
    with pytest.raises(ValueError, match=r"U\+20BB7"):
        drawn("𠮷", key="hei400")


def test_the_sums_in_a_subset_are_right():
    of = face("hei400")
    data = subset(of, [of.glyph(character) for character in "许可证A"])

    TTFont(io.BytesIO(data), checkChecksums=2)
