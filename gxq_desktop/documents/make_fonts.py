"""Make the font files in resources/fonts from the original faces: python -m gxq_desktop.documents.make_fonts SOURCES

Not part of the program: run once by a person when a face or the character list changes (resources/fonts/README.md has
the commands that fetch SOURCES). Needs fontTools. The result is laid out for fonts.py to read without parsing:

- one glyph per character, glyphs in the order of their code points, so that a glyph number names a character
  (extraction is unambiguous) and the character map is a list of ranges;
- 1000 units an em, no hinting, no layout tables, composites decomposed;
- the em dash a full em wide, so that —— joins; the middle dot of the sans half an em wide; figures all as wide as 0.

The OFL reserves the names of two originals, so the results carry names of their own ("GXQ Song" …).
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from struct import pack
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from gxq_desktop.paths import RESOURCES

EM = 1000
SYMBOL_RANGES = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x17F), (0x391, 0x3C9), (0x401, 0x451), (0x1E00, 0x1EFF), (0x2010, 0x2027),
    (0x2030, 0x205E), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218B), (0x2190, 0x21FF),
    (0x2200, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2600, 0x266F), (0x2700, 0x27BF),
    (0x2E3A, 0x2E3B), (0x3000, 0x301F), (0x3041, 0x30FF), (0x3105, 0x312F), (0x3200, 0x33FF), (0xFE10, 0xFE19),
    (0xFE30, 0xFE4F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0xFFFD, 0xFFFD),
)  # fmt: skip
FIGURES = "0123456789"
HAN_BASIC = (0x4E00, 0x9FFF)
HAN_A = (0x3400, 0x4DBF)
HAN_B_TO_F = (0x20000, 0x2EBEF)
BIANG = 0x30EDE
"""𰻞, of a dish and of shop names; beyond GB 18030-2022, but the sans has it."""
COMPATIBILITY = (0xF900, 0xFAFF)


def gb2312() -> set[int]:
    """Code points of GB 2312-1980: 6763 Han and the symbol rows."""
    return {
        ord(text)
        for row in range(0xA1, 0xF8)
        for cell in range(0xA1, 0xFF)
        if len(text := bytes((row, cell)).decode("gb2312", "ignore")) == 1
    }


def standard_8105() -> set[int]:
    """Code points of 通用规范汉字表 (2013), 8105 of them, from resources/fonts/tongyong-8105.txt."""
    return set(map(ord, (RESOURCES / "fonts" / "tongyong-8105.txt").read_text("utf-8").replace("\n", "")))


def within(*ranges: tuple[int, int]) -> set[int]:
    """All code points of RANGES, both ends included."""
    return {point for first, last in ranges for point in range(first, last + 1)}


def make_face(source: Path, target: Path, points: Iterable[int], family: str, bold: bool, licence: str) -> set[int]:
    """Write the glyphs of SOURCE for POINTS to TARGET as a static TrueType face; returns the points it has."""
    font = TTFont(source, lazy=True)
    if "glyf" not in font:
        raise ValueError(f"{source} has no TrueType outlines")
    cmap, metrics, scale = font.getBestCmap(), font["hmtx"].metrics, EM / font["head"].unitsPerEm
    glyph_set, glyf = font.getGlyphSet(), font["glyf"]
    chosen = sorted(set(points) & set(cmap))
    names = [f"u{point:05X}" for point in chosen]
    figure_width = round(metrics[cmap[ord("0")]][0] * scale)
    glyphs: dict[str, Any] = {".notdef": TTGlyphPen(None).glyph()}
    advances = {".notdef": EM}
    for point, name in zip(chosen, names, strict=True):
        original = cmap[point]
        glyph = glyf[original]
        width = round(metrics[original][0] * scale)
        if point == 0x2014:
            glyph, width = _full_dash(glyf[cmap[0x2015]]), EM
        elif point == 0xB7 and width > EM // 2:
            glyph, width = _redrawn(glyph_set, original, shift=-EM // 4), EM // 2
        elif chr(point) in FIGURES and width != figure_width:
            glyph, width = _redrawn(glyph_set, original, shift=(figure_width - width) / 2), figure_width
        elif glyph.isComposite() or scale != 1:
            glyph = _redrawn(glyph_set, original, scale=scale)
        else:
            glyph.removeHinting()
        glyphs[name] = glyph
        advances[name] = width
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names])
    _ranges_cmap(builder, dict(zip(chosen, names, strict=True)))
    builder.setupGlyf(glyphs)
    outlines = builder.font["glyf"]
    builder.setupHorizontalMetrics({n: (width, getattr(outlines[n], "xMin", 0)) for n, width in advances.items()})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    style = "Bold" if bold else "Regular"
    builder.setupNameTable(
        {
            "familyName": family,
            "styleName": style,
            "uniqueFontIdentifier": f"{family} {style}",
            "fullName": f"{family} {style}",
            "psName": f"{family.replace(' ', '')}-{style}",
            "copyright": font["name"].getDebugName(0) or "",
            "licenseDescription": licence,
        },
        mac=False,
    )
    builder.setupOS2(
        sTypoAscender=880, sTypoDescender=-120, usWinAscent=1160, usWinDescent=320, fsType=0,
        usWeightClass=700 if bold else 400, fsSelection=0x20 if bold else 0x40,
        sCapHeight=733, sxHeight=540,
    )  # fmt: skip
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].macStyle = int(bold)
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    builder.save(target)
    return set(chosen)


def _redrawn(glyph_set: Any, name: str, scale: float = 1.0, shift: float = 0.0) -> Any:
    drawing, pen = DecomposingRecordingPen(glyph_set), TTGlyphPen(None)
    glyph_set[name].draw(drawing)
    drawing.replay(TransformPen(pen, (scale, 0, 0, scale, shift, 0)))
    return pen.glyph(dropImpliedOnCurves=False)


def _full_dash(bar: Any) -> Any:
    pen = TTGlyphPen(None)
    pen.moveTo((0, bar.yMin))
    for corner in ((0, bar.yMax), (EM, bar.yMax), (EM, bar.yMin)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def _ranges_cmap(builder: FontBuilder, mapping: dict[int, str]) -> None:
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language, table.cmap = 3, 10, 0, mapping
    builder.font["cmap"] = cmap = newTable("cmap")
    cmap.tableVersion, cmap.tables = 0, [table]


def make_profile(target: Path) -> None:
    """Write the sRGB profile for the output intent: Little CMS's built-in one ("No copyright, use freely"), dated."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[8:12] = bytes.fromhex("04200000")
    profile[24:36] = pack(">6H", 2026, 1, 1, 0, 0, 0)
    profile[84:100] = bytes(16)
    target.write_bytes(profile)


def make_all(sources: Path, say: Callable[[str], object] = print) -> None:
    """Make every face of resources/fonts from the original files below SOURCES, found by their file names."""
    original = {path.name: path for path in sources.rglob("*.ttf")}
    fonts = RESOURCES / "fonts"
    common = gb2312() | standard_8105() | within(*SYMBOL_RANGES) | {BIANG}
    ofl = "SIL Open Font License 1.1, see the licence file beside this font"
    make_profile(fonts / "sRGB.icc")
    have: set[int] = set()
    for source, file_name, family, bold in (
        ("NotoSerifSC_400Regular.ttf", "gxq-song-400.ttf", "GXQ Song", False),
        ("NotoSerifSC_700Bold.ttf", "gxq-song-700.ttf", "GXQ Song", True),
        ("NotoSansSC_400Regular.ttf", "gxq-hei-400.ttf", "GXQ Hei", False),
        ("NotoSansSC_700Bold.ttf", "gxq-hei-700.ttf", "GXQ Hei", True),
        ("LXGWWenKai-Regular.ttf", "gxq-kai-400.ttf", "GXQ Kai", False),
    ):
        target = fonts / file_name
        have |= make_face(original[source], target, common, family, bold, ofl)
        say(f"{file_name}: {target.stat().st_size / 1e6:.1f} MB")
    rest = within(HAN_BASIC, HAN_A, COMPATIBILITY, (0x20000, 0x3FFFF)) - have
    target = fonts / "gxq-song-more.ttf"
    have |= make_face(original["NotoSerifSC_400Regular.ttf"], target, rest, "GXQ Song More", False, ofl)
    say(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")
    target = fonts / "gxq-rare.ttf.gz"
    unpacked = target.with_suffix("")
    rare = within(HAN_B_TO_F) - have
    make_face(original["HanaMinB.ttf"], unpacked, rare, "GXQ Rare", False, "Hanazono Font License, see the file beside")
    target.write_bytes(gzip.compress(unpacked.read_bytes(), 9, mtime=0))
    unpacked.unlink()
    say(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    make_all(Path(sys.argv[1]))
