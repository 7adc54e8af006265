"""A face as a ReportLab font: one Type0 font with Identity-H, so a code is a glyph number of our font file.

    pdfmetrics.getFont(composite_font("song400").fontName)      canvas.setFont("song400", 9); canvas.drawString(…)

CompositeFont follows the protocol of ReportLab's TTFont (a dynamic font: splitString, getSubsetInternalName, addObjects
when the document is written), but never splits: TTFont cuts a face into subsets of 256 and truncates ToUnicode outside
the BMP. What a document uses is kept by document. The embedded TrueType subset keeps glyph numbers (unused glyphs are
empty), so a character's code never depends on the document and set lines can be remembered across documents. fonts.py
gives every character a glyph of its own, so ToUnicode (UTF-16BE, pairs beyond the BMP) is exact.

A character that no face has is set in a face made on the spot (PlaceholderFont): every code is the same crossed box, its
ToUnicode the character that was wanted, so the paper shows a marked gap and extraction loses nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache, lru_cache
from struct import pack
from typing import Final
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFString

from gxq_desktop.documents.archive_canvas import compressed
from gxq_desktop.documents.fonts import EM, PLACEHOLDER, Face, big_endian, face


def code(glyph: int) -> str:
    """A glyph number as four hexadecimal digits of a PDF string."""
    return f"{glyph:04X}"


class Encoding(dict[int, str]):
    """For str.translate: code point → its four digits in face KEY. ValueError for a character the face does not have."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._face = face(key)

    def __missing__(self, point: int) -> str:
        glyph = self._face.glyph(chr(point))
        if not glyph:
            raise ValueError(f"U+{point:04X} is not in face {self._face.key}")  # translate() would swallow a KeyError
        self[point] = found = code(glyph)
        return found


class Widths(dict[str, int]):
    """Advance widths (1/1000 em) by character in face KEY; fills itself."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._face = face(key)

    def __missing__(self, character: str) -> int:
        self[character] = width = self._face.advances[self._face.glyph(character)]
        return width


@cache
def composite_font(key: str) -> CompositeFont:
    """The font of face KEY, registered with ReportLab once a process under that name."""
    font = PlaceholderFont() if key == PLACEHOLDER else CompositeFont(key)
    pdfmetrics.registerFont(font)
    return font


class CompositeFont:
    """Face KEY for ReportLab. fontName is KEY, also the name of the font in a page's resources."""

    _dynamicFont = _multiByte = 1
    shapable = False

    def __init__(self, key: str) -> None:
        self.fontName = key
        self.face = pdfmetrics.TypeFace(key)
        self.encoding, self.widths = Encoding(key), Widths(key)
        self._used: WeakKeyDictionary[pdfdoc.PDFDocument, dict[str, None]] = WeakKeyDictionary()

    def codes(self, characters: str, document: pdfdoc.PDFDocument) -> str:
        """CHARACTERS as hexadecimal digits of a PDF string. ValueError for one the face does not have.

        The same in every document, and not counted as used: see `use`.
        """
        return characters.translate(self.encoding)

    def use(self, characters: Iterable[str], document: pdfdoc.PDFDocument) -> None:
        """Embed what CHARACTERS need when DOCUMENT is written."""
        self._used_in(document).update(dict.fromkeys(characters))

    def _used_in(self, document: pdfdoc.PDFDocument) -> dict[str, None]:
        used = self._used.get(document)
        if used is None:
            used = self._used[document] = {}
            document.fontMapping[self.fontName] = f"/{self.fontName}"
            document.delayedFonts.append(self)
        return used

    # --- what ReportLab asks ------------------------------------------------------------------------------------------

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """The width of TEXT at SIZE, in the unit of SIZE."""
        return sum(map(self.widths.__getitem__, text)) * size / EM

    def splitString(self, text: str, doc: pdfdoc.PDFDocument) -> list[tuple[int, bytes]]:
        """TEXT as (0, codes): there is one subset."""
        self.use(text, doc)
        return [(0, bytes.fromhex(self.codes(text, doc)))]

    def getSubsetInternalName(self, subset: int, doc: pdfdoc.PDFDocument) -> str:
        """The name of the font in page resources."""
        self._used_in(doc)
        return f"/{self.fontName}"

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:
        """Add the font to DOC, embedded as far as it is used."""
        of = face(self.fontName)
        used = sorted(self._used.pop(doc))
        glyphs = {of.glyph(character): character for character in used}
        widths = {glyph: of.advances[glyph] for glyph in glyphs if of.advances[glyph] != EM}
        _embed(doc, self.fontName, of.ps_name, subset(of, glyphs), glyphs, widths)
        of.let_go()


class PlaceholderFont(CompositeFont):
    """A font of crossed boxes; codes count up from 1 in the order in which a document wants characters."""

    def __init__(self) -> None:
        self.fontName = PLACEHOLDER
        self.face = pdfmetrics.TypeFace(PLACEHOLDER)
        self._used = WeakKeyDictionary()

    def codes(self, characters: str, document: pdfdoc.PDFDocument) -> str:
        self.use(characters, document)
        order = list(self._used_in(document))
        return "".join([code(order.index(character) + 1) for character in characters])

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        return len(text) * size

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:
        glyphs = dict(enumerate(self._used.pop(doc), 1))
        _embed(doc, self.fontName, "GXQPlaceholder", _placeholder_file(len(glyphs)), glyphs, {})


def _embed(
    doc: pdfdoc.PDFDocument, key: str, ps_name: str, file: bytes, glyphs: dict[int, str], widths: dict[int, int]
) -> None:
    """Add the objects of one composite font. WIDTHS: by glyph, those that are not an em wide."""
    digest = hashlib.sha256("".join(glyphs.values()).encode()).digest()
    base = "/" + "".join(chr(65 + byte % 26) for byte in digest[:6]) + "+" + ps_name
    descriptor = PDFDictionary(
        {
            "Type": "/FontDescriptor", "FontName": base, "Flags": 4, "FontBBox": "[-250 -320 1250 1160]",
            "ItalicAngle": 0, "Ascent": 880, "Descent": -120, "CapHeight": 733,
            "StemV": 140 if ps_name.endswith("Bold") else 80,
            "FontFile2": doc.Reference(compressed(file, Length1=len(file))),
        }
    )  # fmt: skip
    system = {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
    descendant = PDFDictionary(
        {
            "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": base, "CIDSystemInfo": PDFDictionary(system),
            "FontDescriptor": doc.Reference(descriptor), "DW": EM, "W": _widths(widths), "CIDToGIDMap": "/Identity",
        }
    )  # fmt: skip
    font = PDFDictionary(
        {
            "Type": "/Font", "Subtype": "/Type0", "BaseFont": base, "Encoding": "/Identity-H",
            "DescendantFonts": PDFArray([doc.Reference(descendant)]),
            "ToUnicode": doc.Reference(compressed(_to_unicode(glyphs))),
        }
    )  # fmt: skip
    doc.idToObject[pdfdoc.BasicFonts].dict[key] = doc.Reference(font, key)


def _widths(widths: dict[int, int]) -> str:
    parts: list[str] = []
    run: list[str] = []
    first = previous = -2
    for glyph in sorted(widths):
        if glyph != previous + 1:
            if run:
                parts.append(f"{first}[{' '.join(run)}]")
            run, first = [], glyph
        run.append(str(widths[glyph]))
        previous = glyph
    if run:
        parts.append(f"{first}[{' '.join(run)}]")
    return "[" + "".join(parts) + "]"


def _to_unicode(glyphs: dict[int, str]) -> bytes:
    rows = [f"<{glyph:04X}><{glyphs[glyph].encode('utf-16-be').hex().upper()}>" for glyph in sorted(glyphs)]
    blocks = []
    for at in range(0, len(rows), 100):
        block = rows[at : at + 100]
        blocks.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n")
    return (
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)"
        "/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
        "1 begincodespacerange<0000><FFFF>endcodespacerange\n" + "".join(blocks) + "endcmap CMapName currentdict/CMap "
        "defineresource pop end end"
    ).encode("ascii")


@lru_cache(maxsize=16_384)
def _outline(key: str, glyph: int) -> tuple[bytes, int]:
    """The outline of GLYPH in face KEY, padded to words, and their sum."""
    outline = bytes(face(key).outline(glyph))
    outline += bytes(-len(outline) % 4)
    return outline, _checksum(outline)


def subset(of: Face, glyphs: Iterable[int]) -> bytes:
    """A TrueType file with the outlines of GLYPHS only; glyph numbers stay, everything else is empty."""
    outlines: list[bytes] = []
    offsets: list[bytes] = []
    metrics = bytearray(4 * of.glyph_count)
    size = following = glyf_sum = loca_sum = hmtx_sum = 0
    for glyph in sorted({0, *glyphs}):
        offsets.append(size.to_bytes(4) * (glyph + 1 - following))
        loca_sum += size * (glyph + 1 - following)
        following = glyph + 1
        outline, words = _outline(of.key, glyph)
        outlines.append(outline)
        size += len(outline)
        glyf_sum += words
        metric = of.advances[glyph].to_bytes(2) + (outline[2:4] or b"\0\0")
        metrics[4 * glyph : 4 * following] = metric
        hmtx_sum += int.from_bytes(metric)
    offsets.append(size.to_bytes(4) * (of.glyph_count + 1 - following))
    loca_sum += size * (of.glyph_count + 1 - following)
    tables = {
        b"glyf": (b"".join(outlines), glyf_sum),
        b"hmtx": (bytes(metrics), hmtx_sum),
        b"loca": (b"".join(offsets), loca_sum),
    }
    return _true_type(of, of.glyph_count, tables)


def _true_type(of: Face, count: int, tables: dict[bytes, tuple[bytes, int]]) -> bytes:
    """A TrueType file of what a PDF reader needs: TABLES as body and sum of words, the rest like face OF."""
    head, hhea, maxp = of.table(b"head"), of.table(b"hhea"), of.table(b"maxp")
    small = {
        b"head": head[:8] + bytes(4) + head[12:50] + pack(">h", 1) + head[52:],
        b"hhea": hhea[:34] + pack(">H", count),
        b"maxp": maxp[:4] + pack(">H", count) + maxp[6:],
    }
    whole = dict(sorted((tables | {tag: (body, _checksum(body)) for tag, body in small.items()}).items()))
    count_log = len(whole).bit_length() - 1
    header = pack(">LHHHH", 0x00010000, len(whole), 16 << count_log, count_log, 16 * len(whole) - (16 << count_log))
    offset = len(header) + 16 * len(whole)
    directory, bodies = [], []
    for tag, (body, words) in whole.items():
        padded = body + bytes(-len(body) % 4)
        directory.append(pack(">4sLLL", tag, words & 0xFFFFFFFF, offset, len(body)))
        bodies.append(padded)
        offset += len(padded)
    return header + b"".join(directory) + b"".join(bodies)


def _checksum(body: bytes) -> int:
    return sum(big_endian("I", body + bytes(-len(body) % 4)))


_BOX: Final = ((60, -80), (60, 840), (940, 840), (940, -80)), ((110, -30), (890, -30), (890, 790), (110, 790))
_CROSS: Final = ((110, -10), (870, 790), (890, 770), (130, -30)), ((110, 770), (130, 790), (890, -10), (870, -30))


def _placeholder_file(count: int) -> bytes:
    """A font whose glyphs 1…COUNT are all one crossed box, an em wide."""
    contours = (*_BOX, *_CROSS)
    points = [point for contour in contours for point in contour]
    ends = [4 * (index + 1) - 1 for index in range(len(contours))]
    xs, ys, last_x, last_y = b"", b"", 0, 0
    for x, y in points:
        xs, ys = xs + pack(">h", x - last_x), ys + pack(">h", y - last_y)
        last_x, last_y = x, y
    outline = pack(">hhhhh", len(contours), 60, -80, 940, 840) + pack(f">{len(ends)}H", *ends) + pack(">H", 0)
    outline += bytes([1] * len(points)) + xs + ys
    outline += bytes(-len(outline) % 4)
    offsets = [0, *(len(outline) * index for index in range(count + 1))]
    tables = {
        b"glyf": outline * count,
        b"hmtx": pack(">HH", EM, 0) + pack(">HH", EM, 60) * count,
        b"loca": pack(f">{len(offsets)}L", *offsets),
    }
    summed = {tag: (body, _checksum(body)) for tag, body in tables.items()}
    return _true_type(face("hei400"), count + 1, summed)
