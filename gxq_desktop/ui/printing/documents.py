"""A paper on the screen: the bytes that are printed, as pages."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRect, QSize, QSizeF
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfBookmarkModel, QPdfDocument, QPdfDocumentRenderOptions, QPdfLinkModel

from gxq_desktop.application.paper_kinds import PaperChoice
from gxq_desktop.domain.frozen import frozen


class UnreadablePaper(ValueError):
    """The bytes are no PDF: our own bug."""


@frozen
class Heading:
    """A chapter of the outline and the page it begins on, from 0."""

    title: str
    page: int


class PaperDocument:
    """One paper, opened. `render` may be called on any thread, the rest on the one it was made on.

    pages: how many. headings: of the outline's first level. Raises UnreadablePaper.
    """

    def __init__(self, choice: PaperChoice, pdf: bytes) -> None:
        self.choice, self.pdf = choice, pdf
        self._document = QPdfDocument()
        self._bytes = QByteArray(pdf)
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        if self._document.status() is not QPdfDocument.Status.Ready:
            raise UnreadablePaper(f"{choice.kind} {choice.variant}: {self._document.error().name}")
        self.pages = self._document.pageCount()
        self.headings = self._headings()
        self._links: QPdfLinkModel | None = None

    def _headings(self) -> tuple[Heading, ...]:
        outline = QPdfBookmarkModel()
        outline.setDocument(self._document)
        title, page = int(QPdfBookmarkModel.Role.Title), int(QPdfBookmarkModel.Role.Page)
        rows = [outline.index(row, 0) for row in range(outline.rowCount())]
        return tuple(Heading(str(row.data(title)), int(row.data(page))) for row in rows)

    def size(self, page: int) -> QSizeF:
        """Of PAGE (from 0) in points."""
        return self._document.pagePointSize(page)

    def heading_of(self, page: int) -> str:
        """The chapter PAGE belongs to; "" before the first."""
        before = [heading.title for heading in self.headings if heading.page <= page]
        return before[-1] if before else ""

    def page_of(self, title: str) -> int | None:
        """The page on which the chapter called TITLE begins, with or without its numeral; None if there is none."""
        return next((each.page for each in self.headings if each.title.split("　")[-1] == title), None)

    def render(self, page: int, size: QSize, part: QRect | None = None) -> QImage:
        """PAGE drawn SIZE pixels large; with PART only that rectangle of it. On white."""
        options = QPdfDocumentRenderOptions()
        shown = size
        if part is not None:
            options.setScaledSize(size)
            # Qt takes right − left, one less than the width, for the length of a side: one more makes it exact.
            options.setScaledClipRect(part.adjusted(0, 0, 1, 1))
            shown = part.size()
        drawn = self._document.render(page, shown, options)
        image = QImage(shown, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        if not drawn.isNull():
            from PySide6.QtGui import QPainter

            painter = QPainter(image)
            painter.drawImage(0, 0, drawn)
            painter.end()
        return image

    def text(self, page: int) -> str:
        """What PAGE says, for screen readers."""
        return str(self._document.getAllText(page).text())

    def link_at(self, page: int, point: QPointF) -> int | None:
        """The page the link at POINT (points from the top left corner) leads to; None where there is none."""
        if self._links is None:
            self._links = QPdfLinkModel()
            self._links.setDocument(self._document)
        if self._links.page() != page:
            self._links.setPage(page)
        found = self._links.linkAt(point)
        return found.page() if found.isValid() and found.page() >= 0 else None
