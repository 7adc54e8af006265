"""From sheets to a PDF file: PDF/A-2u (PDF/A-3u with attachments), tagged, the same bytes for the same sheets.

    data = write_pdf(sheets, Meta(title="办理手册", created=datetime(2026, 3, 9, tzinfo=…)))

Sheets are drawn on ReportLab's canvas, one showPage a sheet: graphics in mm under one transformation, text in points in
one text object a page; state (font, colour, weight) only where it changes. Page numbers (PageRef) are filled in here,
where every anchor's sheet is known. What ReportLab has no word for stands in archive_canvas.py; fonts in
composite_font.py, tags in pdf_structure.py, description and attachments in pdf_metadata.py.

Sources: ISO 32000-1 (PDF 1.7), ISO 19005-2 and -3 (PDF/A).
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFString

from gxq_desktop.documents.archive_canvas import ARTIFACT_BEGINS, SheetCanvas, Shown, fill_operator, text_string
from gxq_desktop.documents.collection import uncollected
from gxq_desktop.documents.composite_font import composite_font
from gxq_desktop.documents.fonts import PLACEHOLDER
from gxq_desktop.documents.pdf_metadata import Attachment, Meta, describe
from gxq_desktop.documents.pdf_structure import Structure
from gxq_desktop.documents.sheet import ARTIFACT, Dash, ImageOp, LineOp, Link, Placement, ShapeOp, Sheet
from gxq_desktop.documents.text import Line, PageRef, Span
from gxq_desktop.documents.tokens import PT_PER_MM, Colour

__all__ = ["Attachment", "Meta", "UnresolvedReference", "page_text", "resolve_anchors", "write_pdf"]

_ANY_FONT = "hei400"


class UnresolvedReference(ValueError):
    """A page reference or link whose anchor stands on no sheet."""


def write_pdf(sheets: Sequence[Sheet], meta: Meta) -> bytes:
    """The file's bytes. Raises UnresolvedReference naming the anchor that is missing; ValueError without sheets."""
    if not sheets:
        raise ValueError("a document needs at least one sheet")
    with uncollected():
        return _Writer(sheets, meta).write()


def resolve_anchors(sheets: Sequence[Sheet]) -> dict[str, tuple[int, float]]:
    """Anchor → (index of its sheet, y). The first sheet wins if an anchor is set on several."""
    found: dict[str, tuple[int, float]] = {}
    for index, sheet in enumerate(sheets):
        for anchor, y in sheet.anchors.items():
            found.setdefault(anchor, (index, y))
    return found


def page_text(ref: PageRef, pages: dict[str, tuple[int, float]], total: int) -> str:
    """What is printed for REF: 6, 6–9 or the total. KeyError if its anchor is unknown."""
    if ref.anchor is None:
        return str(total)
    first = pages[ref.anchor][0] + 1
    last = pages[ref.to][0] + 1 if ref.to else first
    return str(first) if first == last else f"{first}–{last}"


class _Lettering:
    """A Line ready to be shown: its runs for LineText.show, and what it uses of which face."""

    __slots__ = ("runs", "uses")

    def __init__(self, spans: Sequence[Span], canvas: SheetCanvas) -> None:
        self.runs: list[Shown] = []
        self.uses: list[tuple[str, str]] = []
        for span in spans:
            if span.parts:
                self.runs.append(self._run(span, span.parts, canvas))

    def _run(self, span: Span, parts: Sequence[tuple[str, str, float]], canvas: SheetCanvas) -> Shown:
        style = span.style
        place = (
            span.dx * PT_PER_MM,
            span.rise * style.size_pt,
            fill_operator(style.colour),
            style.tracking * style.size_pt,
        )
        if len(parts) == 1:
            key, characters, _ = parts[0]
            self.uses.append((key, characters))
            codes = composite_font(key).codes(characters, canvas.document)
            return *place, ((f"/{key} {style.size_pt:g} Tf", f"<{codes}>Tj"),)
        pieces: list[tuple[str, str]] = []
        at, count = 0, len(parts)
        while at < count:
            key = parts[at][0]
            font = composite_font(key)
            shown: list[str] = []
            while at < count and parts[at][0] == key:
                _, characters, gap = parts[at]
                shown.append(f"<{font.codes(characters, canvas.document)}>")
                self.uses.append((key, characters))
                if gap:
                    shown.append(f"{-gap:.4g}")
                at += 1
            operator = shown[0] + "Tj" if len(shown) == 1 else "[" + "".join(shown) + "]TJ"
            pieces.append((f"/{key} {style.size_pt:g} Tf", operator))
        return *place, tuple(pieces)


class _Writer:
    def __init__(self, sheets: Sequence[Sheet], meta: Meta) -> None:
        self.sheets, self.meta = sheets, meta
        self.canvas = SheetCanvas(composite_font(_ANY_FONT).fontName, meta.language)
        self.anchors = resolve_anchors(sheets)
        self.structure = Structure(sheets)
        self.annotations: dict[int, tuple[int, int]] = {}
        self.used: dict[str, set[str]] = {}
        self.seen: set[Line] = set()
        self.images: dict[bytes, ImageReader] = {}
        self.forms: dict[Sheet, str] = {}
        self.depths: list[int] = []

    def write(self) -> bytes:
        canvas = self.canvas
        for index, sheet in enumerate(self.sheets):
            canvas.setPageSize((round(sheet.width * PT_PER_MM, 2), round(sheet.height * PT_PER_MM, 2)))
            for placement in sheet.placements:
                self._place(placement, sheet.height)
            self._draw(sheet)
            self._mark_places(sheet, index)
            for link in sheet.links:
                self._link(link, sheet, index)
            canvas.showPage()
        self.structure.write(canvas, self.annotations)
        self._name_places()
        self._label_pages()
        describe(canvas, self.meta)
        for key in sorted(self.used):
            composite_font(key).use(sorted(self.used[key]), canvas.document)
        canvas.save()
        return canvas.buffer.getvalue()

    # --- one page -----------------------------------------------------------------------------------------------------

    def _draw(self, sheet: Sheet) -> None:
        if sheet.graphics:
            self._graphics(sheet)
        if sheet.texts:
            self._texts(sheet)

    def _place(self, placement: Placement, height: float) -> None:
        """Clip to the window, move, show the other sheet's form."""
        other, x, y, window = placement
        name = self.forms.get(other) or self._form(other)
        canvas = self.canvas
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(*(PT_PER_MM * m for m in (window.x, height - window.bottom, window.width, window.height)))
        canvas.clipPath(clip, stroke=0, fill=0)
        canvas.translate(PT_PER_MM * x, PT_PER_MM * (height - y - other.height))
        canvas.doForm(name)
        canvas.restoreState()

    def _form(self, sheet: Sheet) -> str:
        """Draw SHEET as a form XObject without structure. ValueError if it shows another one itself."""
        if sheet.placements:
            raise ValueError("a placed sheet may not show another one")
        bare = Sheet((sheet.width, sheet.height))
        bare.graphics = [op._replace(content=ARTIFACT) for op in sheet.graphics]
        bare.texts = [op._replace(content=ARTIFACT) for op in sheet.texts]
        self.forms[sheet] = name = f"sheet{len(self.forms) + 1}"
        self.canvas.beginForm(name, 0, 0, sheet.width * PT_PER_MM, sheet.height * PT_PER_MM)
        self._draw(bare)
        self.canvas.endForm()
        return name

    def _graphics(self, sheet: Sheet) -> None:
        canvas = self.canvas
        canvas.saveState()
        canvas.transform(PT_PER_MM, 0, 0, -PT_PER_MM, 0, round(sheet.height * PT_PER_MM, 2))
        content: int | None = None
        weight = -1.0
        dash: Dash = None
        fill: Colour | None = None
        stroke: Colour | None = None
        path_open = False
        for op in sheet.graphics:
            line_colour = op.colour if isinstance(op, LineOp) else op.stroke if isinstance(op, ShapeOp) else None
            if path_open:
                look = (op.weight, op.colour, op.dash, op.content) if isinstance(op, LineOp) else None
                if look != (weight, stroke, dash, content):
                    canvas.end_strokes()
                    path_open = False
            if op.content != content:
                if content is not None:
                    canvas.mark("EMC")
                content = op.content
                canvas.mark(_begins(sheet, content))
            if isinstance(op, ImageOp):
                self._image(op)
                continue
            if line_colour is not None:
                if op.weight != weight:
                    weight = op.weight
                    canvas.setLineWidth(weight)
                if op.dash != dash:
                    dash = op.dash
                    canvas.setDash(dash or ())
                if line_colour != stroke:
                    stroke = line_colour
                    canvas.set_stroke(line_colour)
            if isinstance(op, LineOp):
                canvas.strokes(op.pieces)
                path_open = True
                continue
            if op.fill is not None and op.fill != fill:
                fill = op.fill
                canvas.set_fill(op.fill)
            canvas.shape(op.commands, op.stroke is not None, op.fill is not None)
        if path_open:
            canvas.end_strokes()
        canvas.mark("EMC")
        canvas.restoreState()

    def _image(self, op: ImageOp) -> None:
        canvas = self.canvas
        if op.data not in self.images:
            self.images[op.data] = _opaque(op.data)
        canvas.saveState()
        canvas.transform(1, 0, 0, -1, op.x, op.y + op.height)
        canvas.drawImage(self.images[op.data], 0, 0, op.width, op.height)
        canvas.restoreState()

    def _texts(self, sheet: Sheet) -> None:
        top = sheet.height * PT_PER_MM
        text = self.canvas.begin_lines()
        show = text.show
        content: int | None = None
        for x, y, line, number, angle in sheet.texts:
            if number != content:
                if content is not None:
                    text.mark("EMC")
                content = number
                text.mark(_begins(sheet, number))
            show(x * PT_PER_MM, top - y * PT_PER_MM, self._lettering(line).runs, angle)
        text.mark("EMC")
        self.canvas.drawText(text)

    def _lettering(self, line: Line) -> _Lettering:
        lettering = line.code
        if isinstance(lettering, _Lettering):
            if line not in self.seen:
                self.seen.add(line)
                self._count(lettering)
            return lettering
        lettering = _Lettering(self._resolved(line) if line.special else line.spans, self.canvas)
        if not line.special and not any(key == PLACEHOLDER for key, _ in lettering.uses):
            line.code = lettering
        self._count(lettering)
        return lettering

    def _count(self, lettering: _Lettering) -> None:
        used = self.used
        for key, characters in lettering.uses:
            if key in used:
                used[key].update(characters)
            else:
                used[key] = set(characters)

    def _resolved(self, line: Line) -> list[Span]:
        """The spans of LINE with page references as figures; what they do not need is given back to the rest of it."""
        spans: list[Span] = []
        shift = 0.0
        for span in line.spans:
            if span.ref is None:
                spans.append(span._replace(dx=span.dx - shift) if shift else span)
                continue
            try:
                shown = page_text(span.ref, self.anchors, len(self.sheets))
            except KeyError as missing:
                raise UnresolvedReference(f"no sheet has the anchor {missing.args[0]!r}") from None
            style = span.style
            width = sum(map(style.table.__getitem__, shown)) / 1000 * style.em_mm
            spans.append(Span(span.dx - shift, style, ((style.face_key, shown, 0.0),), width=width))
            shift += span.width - width
        return spans

    # --- places and links -----------------------------------------------------------------------------------------------

    def _mark_places(self, sheet: Sheet, index: int) -> None:
        """Anchors and outline entries of the page being drawn."""
        canvas = self.canvas
        for anchor, y in sheet.anchors.items():
            if self.anchors[anchor][0] == index:
                canvas.bookmarkPage(anchor, "XYZ", left=0, top=_up(sheet, y))
        for mark in sheet.bookmarks:
            while self.depths and self.depths[-1] >= mark.level:
                self.depths.pop()
            key = f"outline entry {len(canvas.document.outline.destinationnamestotitles)}"
            canvas.bookmarkPage(key, "XYZ", left=0, top=_up(sheet, mark.y))
            canvas.addOutlineEntry(mark.title, key, len(self.depths), closed=True)
            canvas.showOutline()
            self.depths.append(mark.level)

    def _link(self, link: Link, sheet: Sheet, index: int) -> None:
        if link.anchor and link.anchor not in self.anchors:
            raise UnresolvedReference(f"no sheet has the anchor {link.anchor!r}")
        goal = self.canvas.destination(link.anchor) if link.anchor else _opening(link.uri)
        left, right = link.x * PT_PER_MM, (link.x + link.width) * PT_PER_MM
        corners = (left, _up(sheet, link.y + link.height), right, _up(sheet, link.y))
        number = self.canvas.link(corners, link.words, goal, self.structure.key_of(link))
        self.annotations[id(link)] = number, index

    def _name_places(self) -> None:
        """Every anchor as a named destination, so that manual.pdf#card:A23 opens at that card."""
        names = sorted((anchor.encode(), anchor) for anchor in self.anchors)
        if names:
            self.canvas.document.add_names(
                "Dests", [(PDFString(raw, enc="raw"), self.canvas.destination(anchor)) for raw, anchor in names]
            )

    def _label_pages(self) -> None:
        """Pages are called as they are numbered on paper (ISO 32000-1 §12.4.2); nothing is written where that is 1, 2, 3 …."""
        labels: list[object] = []
        follows = 1
        for index, sheet in enumerate(self.sheets):
            if sheet.label:
                labels += [index, PDFDictionary({"P": text_string(sheet.label)})]
                follows = -1  # the next number begins anew
            elif sheet.number != follows:
                labels += [index, PDFDictionary({"S": "/D", "St": sheet.number})]
                follows = sheet.number
            follows += 1
        if labels:
            if labels[0] != 0:
                labels = [0, PDFDictionary({"S": "/D"}), *labels]
            self.canvas.document.Catalog.PageLabels = PDFDictionary({"Nums": PDFArray(labels)})


def _begins(sheet: Sheet, content: int) -> str:
    if content == ARTIFACT:
        return ARTIFACT_BEGINS
    return f"/{sheet.content_tags[content].role}<</MCID {content}>>BDC"


def _up(sheet: Sheet, y: float) -> float:
    """Y mm from the top as points from the bottom."""
    return round((sheet.height - y) * PT_PER_MM, 2)


def _opaque(data: bytes) -> ImageReader:
    """A picture as it can be archived: a JPEG in RGB or grey as it is, anything else on white in RGB."""
    from PIL import Image

    picture: Image.Image = Image.open(BytesIO(data))
    if picture.format == "JPEG" and picture.mode in ("RGB", "L"):
        return ImageReader(BytesIO(data))
    on_white = Image.new("RGB", picture.size, "white")
    picture = picture.convert("RGBA")
    on_white.paste(picture, mask=picture.getchannel("A"))
    return ImageReader(on_white)


def _opening(uri: str) -> PDFDictionary:
    from urllib.parse import quote

    ascii_uri = quote(uri, safe=":/?#[]@!$&'*+,;=%~-._")
    return PDFDictionary({"S": "/URI", "URI": PDFString(ascii_uri)})
