"""A face in a PDF: one Type0 font with Identity-H, so a code is a glyph number of our font file.

The embedded TrueType subset keeps glyph numbers (unused glyphs are empty), so a character's code never depends on the
document and set lines can be remembered across documents. fonts.py gives every character a glyph of its own, so
ToUnicode (UTF-16BE, pairs beyond the BMP) is exact.

A character that no face has is set in a face made on the spot: every code is the same crossed box, its ToUnicode the
character that was wanted, so the paper shows a marked gap and extraction loses nothing.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable
from struct import pack
from typing import Final

from gxq_desktop.documents.fonts import EM, PLACEHOLDER, Face, big_endian, face
from gxq_desktop.documents.pdf_objects import PdfFile

_ESCAPED: Final = {"(": "\\(", ")": "\\)", "\\": "\\\\", "\r": "\\r", "\n": "\\n"}


def code(glyph: int) -> str:
    """A glyph number as two bytes inside a PDF string (latin-1)."""
    return "".join(_ESCAPED.get(c, c) for c in (chr(glyph >> 8), chr(glyph & 255)))


class Encoding(dict[int, str]):
    """For str.translate: code point → its two bytes in face KEY. KeyError for a character the face does not have."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._face = face(key)

    def __missing__(self, point: int) -> str:
        glyph = self._face.glyph(chr(point))
        if not glyph:
            raise KeyError(f"U+{point:04X} is not in face {self._face.key}")
        self[point] = found = code(glyph)
        return found


def resource_name(key: str) -> str:
    """The name of face KEY in a page's resources."""
    return f"/{key}"


def add_font(pdf: PdfFile, key: str, characters: Iterable[str]) -> int:
    """Embed face KEY with what CHARACTERS need; returns the number of the font object.

    For the placeholder face the order of CHARACTERS is that of their codes, from 1.
    """
    used = list(characters)
    if key == PLACEHOLDER:
        glyphs = dict(enumerate(used, 1))
        data, widths, ps_name = _placeholder_file(len(used)), {}, "GXQPlaceholder"
    else:
        of = face(key)
        glyphs = {of.glyph(character): character for character in used}
        data = subset(of, glyphs)
        widths = {glyph: of.advances[glyph] for glyph in glyphs if of.advances[glyph] != EM}
        ps_name = of.ps_name
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256("".join(used).encode()).digest()[:6])
    base = f"/{tag}+{ps_name}"
    file_number = pdf.add_stream(data, f"/Length1 {len(data)}")
    bold = ps_name.endswith("Bold")
    descriptor = pdf.add(
        f"<</Type/FontDescriptor/FontName{base}/Flags 4/FontBBox[-250 -320 1250 1160]/ItalicAngle 0/Ascent 880"
        f"/Descent -120/CapHeight 733/StemV {140 if bold else 80}/FontFile2 {file_number} 0 R>>"
    )
    descendant = pdf.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont{base}"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor {descriptor} 0 R/DW {EM}/W{_widths(widths)}/CIDToGIDMap/Identity>>"
    )
    to_unicode = pdf.add_stream(_to_unicode(glyphs))
    return pdf.add(
        f"<</Type/Font/Subtype/Type0/BaseFont{base}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]"
        f"/ToUnicode {to_unicode} 0 R>>"
    )


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


def subset(of: Face, glyphs: Iterable[int]) -> bytes:
    """A TrueType file with the outlines of GLYPHS only; glyph numbers stay, everything else is empty."""
    wanted = sorted({0, *glyphs})
    offsets = array("I", bytes(4 * (of.glyph_count + 1)))
    metrics = array("H", bytes(4 * of.glyph_count))
    outlines: list[bytes] = []
    size = previous = 0
    for glyph in wanted:
        for empty in range(previous, glyph + 1):
            offsets[empty] = size
        outline = of.outline(glyph)
        if len(outline) % 4:
            outline += bytes(-len(outline) % 4)
        outlines.append(outline)
        size += len(outline)
        previous = glyph + 1
        metrics[2 * glyph] = of.advances[glyph]
        metrics[2 * glyph + 1] = int.from_bytes(outline[2:4]) if outline else 0
    for empty in range(previous, of.glyph_count + 1):
        offsets[empty] = size
    return true_type(
        of.glyph_count, b"".join(outlines), offsets, metrics, of.table(b"head"), of.table(b"hhea"), of.table(b"maxp")
    )


def true_type(
    count: int, glyf: bytes, offsets: array[int], metrics: array[int], head: bytes, hhea: bytes, maxp: bytes
) -> bytes:
    """A TrueType file of the tables a PDF reader needs: glyph data, its offsets, pairs of (advance, left bearing)."""
    head = head[:8] + bytes(4) + head[12:50] + pack(">h", 1) + head[52:]
    tables = {
        b"glyf": glyf,
        b"head": head,
        b"hhea": hhea[:34] + pack(">H", count),
        b"hmtx": _bytes_of(metrics),
        b"loca": _bytes_of(offsets),
        b"maxp": maxp[:4] + pack(">H", count) + maxp[6:],
    }
    count_log = len(tables).bit_length() - 1
    header = pack(">LHHHH", 0x00010000, len(tables), 16 << count_log, count_log, 16 * len(tables) - (16 << count_log))
    offset = len(header) + 16 * len(tables)
    directory, bodies = [], []
    for tag, body in tables.items():
        padded = body + bytes(-len(body) % 4)
        directory.append(pack(">4sLLL", tag, _checksum(padded), offset, len(body)))
        bodies.append(padded)
        offset += len(padded)
    return header + b"".join(directory) + b"".join(bodies)


def _bytes_of(values: array[int]) -> bytes:
    swapped = array(values.typecode, values)
    swapped.byteswap()
    return swapped.tobytes()


def _checksum(padded: bytes) -> int:
    return sum(big_endian("I", padded)) & 0xFFFFFFFF


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
    offsets = array("I", [0, *(len(outline) * index for index in range(count + 1))])
    metrics = array("H", [EM, 0] + [EM, 60] * count)
    sample = face("hei400")
    return true_type(
        count + 1,
        outline * count,
        offsets,
        metrics,
        sample.table(b"head"),
        sample.table(b"hhea"),
        sample.table(b"maxp"),
    )
