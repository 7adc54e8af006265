"""The floor: ReportLab's bare canvas drawing what we recorded, at places already known.

Nothing is laid out, tagged, linked or checked here; the same runs, rules and shapes are drawn on pdfgen's canvas with
one composite font a face, one text object a page. What a document engine on ReportLab cannot be faster than.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from gxq_desktop.documents.composite_font import Encoding, subset
from gxq_desktop.documents.fonts import EM, PLACEHOLDER, face
from gxq_desktop.documents.sheet import ImageOp, LineOp, Sheet
from gxq_desktop.documents.tokens import PT_PER_MM


class Widths(dict[str, int]):
    """Advance widths of face KEY by character."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.face = face(key)

    def __missing__(self, character: str) -> int:
        self[character] = width = self.face.advances[self.face.glyph(character)]
        return width


class CompositeFont:
    """A face as ReportLab wants a multi-byte font: Identity-H, our subset, ToUnicode."""

    _multiByte = 1
    _dynamicFont = 0
    face = None
    encName = "UTF-16BE"

    def __init__(self, key: str) -> None:
        self.key = self.fontName = key
        self.encoding = Encoding(key)
        self.widths = Widths(key)
        self.used: set[str] = set()
        self.substitutionFonts: list[object] = []

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        return sum(map(self.widths.__getitem__, text)) * size / EM

    def formatForPdf(self, text: str) -> str:
        self.used.update(text)
        return text.translate(self.encoding)

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:
        """Called when first used (only the name is given then) and again before saving, when all uses are known."""
        if self not in doc.delayedFonts:
            doc.fontMapping[self.key] = f"/F{self.key}"
            doc.delayedFonts.append(self)
            return
        of = face(self.key)
        glyphs = {of.glyph(character): character for character in self.used}
        stream = pdfdoc.PDFStream(content=subset(of, glyphs).decode("latin-1"))
        stream.filters = [pdfdoc.PDFZCompress]
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor", "FontName": f"/{of.ps_name}", "Flags": 4,
                "FontBBox": pdfdoc.PDFArray([0, -120, 1000, 880]),
                "ItalicAngle": 0, "Ascent": 880, "Descent": -120, "CapHeight": 733, "StemV": 80,
                "FontFile2": doc.Reference(stream, f"file:{self.key}"),
            }
        )  # fmt: skip
        rows = "\n".join(f"<{g:04X}><{c.encode('utf-16-be').hex()}>" for g, c in sorted(glyphs.items()))
        to_unicode = pdfdoc.PDFStream(content=f"begincmap {len(glyphs)} beginbfchar\n{rows}\nendbfchar endcmap")
        to_unicode.filters = [pdfdoc.PDFZCompress]
        widths: list[object] = []
        for glyph in sorted(glyphs):
            widths += [glyph, pdfdoc.PDFArray([of.advances[glyph]])]
        system = {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": f"/{of.ps_name}", "DW": EM,
                "W": pdfdoc.PDFArray(widths), "CIDSystemInfo": pdfdoc.PDFDictionary(system),
                "FontDescriptor": doc.Reference(descriptor, f"descriptor:{self.key}"), "CIDToGIDMap": "/Identity",
            }
        )  # fmt: skip
        font = pdfdoc.PDFDictionary(
            {
                "Type": "/Font", "Subtype": "/Type0", "BaseFont": f"/{of.ps_name}", "Encoding": "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant, f"descendant:{self.key}")]),
                "ToUnicode": doc.Reference(to_unicode, f"unicode:{self.key}"),
            }
        )  # fmt: skip
        internal = doc.fontMapping[self.key]
        doc.idToObject["BasicFonts"].dict[internal[1:]] = doc.Reference(font, internal)


Run = tuple[float, float, str, float, tuple[float, float, float], str]


def recorded(sheets: Sequence[Sheet]) -> list[tuple[float, float, list[Run], list[object]]]:
    """What the floor draws, worked out beforehand: pages of (width, height, runs, graphics) in points."""
    pages = []
    for sheet in sheets:
        top = sheet.height * PT_PER_MM
        runs: list[Run] = []
        for op in sheet.texts:
            for span in op.line.spans:
                x = (op.x + span.dx) * PT_PER_MM
                for key, characters, gap in span.parts:
                    if key == PLACEHOLDER or not characters:
                        continue
                    width = sum(span.style.table[c] for c in characters) / EM * span.style.size_pt
                    runs.append(
                        (x, top - op.y * PT_PER_MM, key, span.style.size_pt, tuple(span.style.colour), characters)
                    )
                    x += width + gap / EM * span.style.size_pt
        pages.append((sheet.width * PT_PER_MM, top, runs, list(sheet.graphics)))
    return pages


def draw(pages: list[tuple[float, float, list[Run], list[object]]]) -> bytes:
    """Draw recorded PAGES on a bare canvas; the file's bytes."""
    for key in {run[2] for page in pages for run in page[2]}:
        pdfmetrics.registerFont(CompositeFont(key))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1)
    for width, height, runs, graphics in pages:
        canvas.setPageSize((width, height))
        canvas.saveState()
        canvas.transform(PT_PER_MM, 0, 0, -PT_PER_MM, 0, height)
        for op in graphics:
            if isinstance(op, LineOp):
                canvas.setLineWidth(op.weight)
                canvas.setStrokeColorRGB(*op.colour)
                canvas.setDash(list(op.dash) if op.dash else [])
                canvas.lines(op.pieces)
            elif not isinstance(op, ImageOp):
                path = canvas.beginPath()
                for command in op.commands:
                    if command[0] == "re":
                        path.rect(*command[1:])
                    elif command[0] == "m":
                        path.moveTo(*command[1:])
                    elif command[0] == "l":
                        path.lineTo(*command[1:])
                    elif command[0] == "c":
                        path.curveTo(*command[1:])
                    else:
                        path.close()
                if op.stroke:
                    canvas.setLineWidth(op.weight)
                    canvas.setStrokeColorRGB(*op.stroke)
                    canvas.setDash(list(op.dash) if op.dash else [])
                if op.fill:
                    canvas.setFillColorRGB(*op.fill)
                canvas.drawPath(path, stroke=bool(op.stroke), fill=bool(op.fill))
        canvas.restoreState()
        text = canvas.beginText()
        state: tuple[str, float] | None = None
        colour: tuple[float, float, float] | None = None
        for x, y, key, size, fill, characters in runs:
            if (key, size) != state:
                state = key, size
                text.setFont(key, size)
            if fill != colour:
                colour = fill
                text.setFillColorRGB(*fill)
            text.setTextOrigin(x, y)
            text.textOut(characters)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
