"""The faces of the paper: what is in resources/fonts, read without parsing.

The files are made by make_fonts.py: one glyph per character in the order of code points, 1000 units an em. So a face is
opened by reading a few tables as arrays (under 3 ms), a character's glyph is one bisection, found once per process, and
a glyph number stands for exactly one character, which keeps extracted text right outside the BMP (𠮷 U+20BB7) too.

A face is opened when its first character is wanted; the fallback faces (rare Han, extensions B–F) only then.
"""

from __future__ import annotations

import mmap as memory_map
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import unpack_from
from typing import Final

from gxq_desktop.paths import RESOURCES

FONT_DIR: Final = RESOURCES / "fonts"
EM: Final = 1000

FACE_FILES: Final = {
    "song400": "gxq-song-400.ttf",
    "song700": "gxq-song-700.ttf",
    "hei400": "gxq-hei-400.ttf",
    "hei700": "gxq-hei-700.ttf",
    "kai400": "gxq-kai-400.ttf",
    "more": "gxq-song-more.ttf",
    "rare": "gxq-rare.ttf.gz",
}
FALLBACK: Final = {
    "song400": ("song400", "hei400", "more", "kai400", "rare"),
    "song700": ("song700", "hei700", "song400", "hei400", "more", "kai400", "rare"),
    "hei400": ("hei400", "song400", "more", "kai400", "rare"),
    "hei700": ("hei700", "song700", "hei400", "song400", "more", "kai400", "rare"),
    "kai400": ("kai400", "song400", "hei400", "more", "rare"),
}
"""Which faces are asked for a character, in order, by the face wanted."""
SONG_IN_KAI: Final = frozenset(
    map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x370, 0x400), *range(0x2010, 0x2016),
              *range(0x2018, 0x2020), *range(0x2070, 0x20A0), 0x2212, 0x2026])
)  # fmt: skip
"""Figures, Latin, ², ³ and “ ” inside kai come from song (print.md §2)."""


class Face:
    """One TrueType file: glyph numbers, advance widths and outlines by glyph number.

    key: its name in FACE_FILES. glyph_count: glyphs in the file. ps_name: PostScript name inside the file.
    """

    __slots__ = ("_ends", "_first_glyph", "_glyf_at", "_loca", "_starts", "advances", "bold", "data", "glyph_count",
                 "key", "ps_name", "tables")  # fmt: skip

    def __init__(self, key: str, path: Path) -> None:
        self.key = key
        self.data = data = _contents(path)
        count = unpack_from(">H", data, 4)[0]
        self.tables = {}
        for at in range(12, 12 + 16 * count, 16):
            tag, _, offset, length = unpack_from(">4sLLL", data, at)
            self.tables[tag] = (offset, length)
        self.glyph_count = unpack_from(">H", data, self.tables[b"maxp"][0] + 4)[0]
        self._read_character_map()
        self._read_advances()
        long_loca = unpack_from(">h", data, self.tables[b"head"][0] + 50)[0]
        start, length = self.tables[b"loca"]
        self._loca = big_endian("I" if long_loca else "H", data[start : start + length])
        if not long_loca:
            self._loca = array("I", [2 * offset for offset in self._loca])
        self._glyf_at = self.tables[b"glyf"][0]
        self.bold = key.endswith("700")
        self.ps_name = _ps_name(data, self.tables[b"name"][0])

    def _read_character_map(self) -> None:
        start = self.tables[b"cmap"][0]
        data = self.data
        for at in range(start + 4, start + 4 + 8 * unpack_from(">H", data, start + 2)[0], 8):
            table = start + unpack_from(">L", data, at + 4)[0]
            if unpack_from(">H", data, table)[0] == 12:
                groups = unpack_from(">L", data, table + 12)[0]
                values = big_endian("I", data[table + 16 : table + 16 + 12 * groups])
                self._starts, self._ends, self._first_glyph = values[0::3], values[1::3], values[2::3]
                return
        raise ValueError(f"face {self.key} has no format 12 character map; make it with make_fonts.py")

    def _read_advances(self) -> None:
        metrics = unpack_from(">H", self.data, self.tables[b"hhea"][0] + 34)[0]
        start = self.tables[b"hmtx"][0]
        self.advances = big_endian("H", self.data[start : start + 4 * metrics])[0::2]
        self.advances.extend([self.advances[-1]] * (self.glyph_count - metrics))

    def glyph(self, character: str) -> int:
        """The glyph number of CHARACTER, 0 if the face does not have it."""
        point = ord(character)
        group = bisect_right(self._starts, point) - 1
        if group < 0 or point > self._ends[group]:
            return 0
        return self._first_glyph[group] + point - self._starts[group]

    def table(self, tag: bytes) -> bytes:
        """The bytes of one table of the file."""
        offset, length = self.tables[tag]
        return self.data[offset : offset + length]

    def outline(self, glyph: int) -> bytes:
        """The glyf entry of GLYPH: empty for a blank."""
        return self.data[self._glyf_at + self._loca[glyph] : self._glyf_at + self._loca[glyph + 1]]

    def let_go(self) -> None:
        """Give back the memory of what was read; reading again maps it again. For the end of a document."""
        if isinstance(self.data, mmap) and hasattr(self.data, "madvise"):
            self.data.madvise(memory_map.MADV_DONTNEED)


def _contents(path: Path) -> bytes | mmap:
    """The file, mapped rather than read: a document touches a tenth of a face."""
    if path.suffix == ".gz":
        import gzip

        return gzip.decompress(path.read_bytes())
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)


def big_endian(kind: str, raw: bytes) -> array[int]:
    """RAW read as big-endian numbers: kind "H" 16 bit, "I" 32 bit."""
    values = array(kind)
    if values.itemsize != {"H": 2, "I": 4}[kind]:
        raise RuntimeError(f"array {kind!r} has {values.itemsize} bytes an item on this machine")
    values.frombytes(raw)
    if sys.byteorder == "little":
        values.byteswap()
    return values


def _ps_name(data: bytes | mmap, start: int) -> str:
    count, strings = unpack_from(">HH", data, start + 2)
    for at in range(start + 6, start + 6 + 12 * count, 12):
        platform, _, _, name_id, length, offset = unpack_from(">6H", data, at)
        if (platform, name_id) == (3, 6):
            begin = start + strings + offset
            return data[begin : begin + length].decode("utf-16-be")
    raise ValueError("the font file has no PostScript name")


@cache
def face(key: str) -> Face:
    """The face KEY of FACE_FILES, opened once per process. FileNotFoundError if resources are incomplete."""
    return Face(key, FONT_DIR / FACE_FILES[key])


class FaceTable(dict[str, float]):
    """Advance width (1/1000 em) by character for the wanted face KEY, fallbacks included; fills itself.

    foreign: characters that come from another face → its key. missing: characters that no face has; they are as wide
    as an em and drawn as a marked placeholder.
    """

    __slots__ = ("foreign", "key", "missing")

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.foreign: dict[str, str] = {}
        self.missing: set[str] = set()

    def __missing__(self, character: str) -> float:
        if character == "\u2009":
            self.foreign[character] = GAP
            self[character] = EM / 10
            return EM / 10
        if character == "\n":  # ends a line; not worth opening every face for
            self[character] = 0.0
            return 0.0
        chain: tuple[str, ...] = FALLBACK[self.key]
        if self.key == "kai400" and character in SONG_IN_KAI:
            chain = FALLBACK["song400"]
        for key in chain:
            found = face(key)
            if glyph := found.glyph(character):
                if key != self.key:
                    self.foreign[character] = key
                self[character] = width = found.advances[glyph]
                return width
        self.missing.add(character)
        self.foreign[character] = PLACEHOLDER
        self[character] = EM
        return EM


GAP: Final = "gap"
"""The face key of U+2009, the gap between thousands: drawn, without a glyph."""
PLACEHOLDER: Final = "placeholder"
"""The face key of a character that nobody has."""


@cache
def face_table(key: str) -> FaceTable:
    """The width table of face KEY, shared by all styles that use it."""
    if key not in FALLBACK:
        raise ValueError(f"{key!r} is not a face to set text in; those are {', '.join(FALLBACK)}")
    return FaceTable(key)


def missing_characters(texts: Iterable[str]) -> list[str]:
    """Characters of TEXTS that no face has, each once, in the order met. Line breaks and tabs are not characters."""
    table = face_table("song400")
    met: dict[str, None] = {}
    for text in texts:
        for character in dict.fromkeys(text):
            if character not in table:
                table[character]
            if character in table.missing and character not in "\n\r\t":
                met[character] = None
    return list(met)
