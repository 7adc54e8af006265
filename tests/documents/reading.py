"""For tests: write sheets and read them back with other people's libraries (pypdfium2, pikepdf)."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pikepdf
import pypdfium2
from PIL import Image

from gxq_desktop.documents.pdf_writer import Meta, write_pdf
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.text import Text
from gxq_desktop.documents.tokens import A4

CHINA = timezone(timedelta(hours=8))
META = Meta(title="办理手册", created=datetime(2026, 3, 9, 9, 0, tzinfo=CHINA), author="行政审批局")


def written(*sheets: Sheet) -> bytes:
    """The sheets as a PDF file."""
    return write_pdf(sheets, META)


def one_sheet(text: Text, width: float = 168.0) -> Sheet:
    """An A4 sheet with TEXT as a paragraph."""
    sheet = Sheet(A4)
    sheet.paragraph(20, 20, width, text)
    return sheet


def extracted(data: bytes) -> list[str]:
    """The text of each page as a reader copies it."""
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def unspaced(text: str) -> str:
    """TEXT without white space: readers put spaces where gaps are drawn."""
    return re.sub(r"\s", "", text)


def opened(data: bytes) -> pikepdf.Pdf:
    """The file as a pikepdf document."""
    return pikepdf.open(io.BytesIO(data))


def picture(data: bytes, page: int = 0, dots_per_mm: float = 8.0) -> Image.Image:
    """A page as a grey image."""
    document = pypdfium2.PdfDocument(data)
    return document[page].render(scale=dots_per_mm * 25.4 / 72, grayscale=True).to_pil().convert("L")


def characters_of(sheets: Sequence[Sheet]) -> str:
    """Everything set on SHEETS, in drawing order."""
    return "".join(op.line.characters for sheet in sheets for op in sheet.texts)
