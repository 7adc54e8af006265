"""ReportLab's canvas, text object and document, extended by what archives and screen readers need.

ReportLab draws, numbers, compresses and writes; each class here adds to its parent only what that has no word for:

- SheetCanvas, LineText: marked content; lines of text and paths whose operators are ready, with figures to a hundredth
  of a unit (ReportLab writes six digits and measures every string again).
- ArchiveCatalogue, ArchiveDocument.addPage: entries of tagged PDF/A (ISO 19005-2 and -3) that ReportLab's catalogue and
  pages leave out when they are written.
- ArchiveDocument: objects packed into object streams with a cross-reference stream (ISO 32000-1 §7.5.7–8), an end of
  line before every `endstream` (ISO 19005-2 §6.1.7.1). ReportLab gives each object its own place and a row of 20 bytes
  in a table: a tagged manual has 6 000, that is 700 kB of structure instead of 100.
- Element, Link, Place: a structure element, a link, a destination, of which a manual has thousands and hundreds.
  PDFDictionary spells every name character by character, 20 µs an element; a place is spelt once, not for every link.

rl_config.useA85 is switched off for the process: streams are written as bytes, not as text, which is a quarter smaller.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import Final

from reportlab import rl_config
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFStream, PDFString
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from gxq_desktop.documents.tokens import Colour

rl_config.useA85 = 0

ARTIFACT_BEGINS: Final = "/Artifact BMC"
_PACKED: Final = 20_000
"""Objects in one object stream."""

Shown = tuple[float, float, str, float, tuple[tuple[str, str], ...]]
"""A run of one style: offset and rise (pt), colour operator, tracking (pt), (font operator, show operator) in order."""


@lru_cache(maxsize=256)
def fill_operator(colour: Colour) -> str:
    """What sets COLOUR for text and areas."""
    return f"{fp_str(*colour)} rg"


@lru_cache(maxsize=256)
def _stroke_operator(colour: Colour) -> str:
    return f"{fp_str(*colour)} RG"


def text_string(text: str) -> PDFString:
    """TEXT as a PDF text string, UTF-16BE; half of a surrogate pair becomes a question mark."""
    return PDFString(b"\xfe\xff" + text.encode("utf-16-be", "replace"), enc="raw")


class _Flate:
    """A stream filter as ReportLab wants it. Level 4 takes two thirds of the time of ReportLab's 6, for 4 % more."""

    pdfname = "FlateDecode"

    @staticmethod
    def encode(content: bytes) -> bytes:
        return zlib.compress(content, 4)


def compressed(content: bytes, **entries: object) -> PDFStream:
    """A compressed stream object with further dictionary ENTRIES."""
    return PDFStream(PDFDictionary(entries), content, [_Flate])


class _Moves(dict[tuple[int, int], str]):
    """The operator that moves a line from the last one, by the way in hundredths of a point; lines mostly go the same ways."""

    def __missing__(self, way: tuple[int, int]) -> str:
        if len(self) > _MOST_MOVES:
            self.clear()
        self[way] = made = "%.6g %.6g Td" % (way[0] / 100, way[1] / 100)  # noqa: UP031 fastest form
        return made


_MOST_MOVES: Final = 20_000
_MOVES: Final = _Moves()


class LineText(PDFTextObject):
    """A text object for lines set beforehand: colour, font and tracking are written only where they change.

    Each line is placed from the last one, both in whole hundredths so that nothing adds up: lines of a paragraph then differ by
    the same leading, which packs better than places on the page.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._state = ""
        self._colour = ""
        self._tracking = 0.0
        self._at: tuple[int, int] | None = (0, 0)

    def mark(self, operator: str) -> None:
        """Begin or end marked content."""
        self._code.append(operator)

    def show(self, x: float, y: float, runs: Sequence[Shown], angle: float = 0.0) -> None:
        """RUNS of a line from (x, y), pt; ANGLE in degrees, counter-clockwise."""
        code = self._code
        if angle:
            cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        for dx, rise, colour, tracking, pieces in runs:
            if colour != self._colour:
                self._colour = colour
                code.append(colour)
            if tracking != self._tracking:
                self._tracking = tracking
                self.setCharSpace(tracking)
            if angle:
                self._at = None
                code.append(
                    f"{cosine:.5f} {sine:.5f} {-sine:.5f} {cosine:.5f} "
                    f"{x + dx * cosine - rise * sine:.2f} {y + dx * sine + rise * cosine:.2f} Tm"
                )
            else:
                right, up = int((x + dx) * 100 + 0.5), int((y + rise) * 100 + 0.5)
                if self._at is None:
                    code.append("1 0 0 1 %.6g %.6g Tm" % (right / 100, up / 100))  # noqa: UP031 fastest form
                else:
                    before = self._at
                    code.append(_MOVES[right - before[0], up - before[1]])
                self._at = right, up
            for state, operator in pieces:
                if state != self._state:
                    self._state = state
                    code.append(state)
                code.append(operator)


class SheetCanvas(Canvas):
    """A canvas that writes an ArchiveDocument. FONT_NAME: any registered composite font, for pages without text."""

    def __init__(self, font_name: str, language: str) -> None:
        self.buffer = BytesIO()
        super().__init__(self.buffer, pageCompression=1, invariant=1, pdfVersion=(1, 7), initialFontName=font_name)
        self._doc = ArchiveDocument(language)
        self._places: dict[str, Place] = {}

    @property
    def document(self) -> ArchiveDocument:
        return self._doc

    def begin_lines(self) -> LineText:
        """A text object for lines; drawText ends it."""
        return LineText(self)

    def mark(self, operator: str) -> None:
        """Begin or end marked content."""
        self._code.append(operator)

    def set_fill(self, colour: Colour) -> None:
        """As setFillColorRGB, spelt once a process."""
        self._code.append(fill_operator(colour))

    def set_stroke(self, colour: Colour) -> None:
        """As setStrokeColorRGB, spelt once a process."""
        self._code.append(_stroke_operator(colour))

    def strokes(self, pieces: Sequence[tuple[float, float, float, float]]) -> None:
        """Straight PIECES (x1, y1, x2, y2) added to the path; end_strokes strokes them all."""
        self._code += ["%.2f %.2f m %.2f %.2f l" % piece for piece in pieces]  # noqa: UP031 fastest form

    def end_strokes(self) -> None:
        self._code.append("S")

    def shape(self, commands: Sequence[tuple[str | float, ...]], stroke: bool, fill: bool) -> None:
        """A path of sheet.ShapeOp commands, stroked, filled (non-zero winding) or both.

        A round shape is drawn from its own beginning, so that equal ones are the same text; a QR code in whole modules.
        """
        code, paint = self._code, "B" if stroke and fill else "f" if fill else "S"
        if len(commands) > _MANY and not stroke:
            code += [*_as_grid(commands), paint, "Q"]
        elif len(commands) > 2 and commands[2][0] == "c":
            _, left, top = commands[0]
            code.append("q 1 0 0 1 %.2f %.2f cm" % (left, top))  # noqa: UP031 fastest form
            for name, *places in commands:
                moved = [at - (top if index % 2 else left) for index, at in enumerate(places)]
                code.append(_PATH[name] % tuple(moved))
            code += [paint, "Q"]
        else:
            code += [_PATH[command[0]] % command[1:] for command in commands]
            code.append(paint)

    def link(
        self, corners: tuple[float, float, float, float], words: str, goal: pdfdoc.PDFObject, key: int | None
    ) -> int:
        """A link annotation on this page, from lower left to upper right corner (pt). GOAL: a Place or an action; KEY: its
        place in the structure's parent tree, if it belongs to the structure. Returns the number of its object.
        """
        annotation = Link(corners, words, goal, key)
        self._addAnnotation(annotation)
        return self._doc.number_of(annotation)

    def destination(self, key: str) -> Place:
        """Where bookmarkPage has put or will put KEY."""
        if key not in self._places:
            self._places[key] = Place(self._bookmarkReference(key))
        return self._places[key]


_PATH: Final[dict[str | float, str]] = {
    "m": "%.2f %.2f m",
    "l": "%.2f %.2f l",
    "c": "%.2f %.2f %.2f %.2f %.2f %.2f c",
    "re": "%.3f %.3f %.3f %.3f re",
    "h": "h",
}


_MANY: Final = 200
"""Rectangles in one filled path from which on it is taken for a grid."""


def _as_grid(commands: Sequence[tuple[str | float, ...]]) -> list[str]:
    """Rectangles whose places and sizes are whole multiples of a unit (the modules of a QR code), in that unit; others as
    they are. Begins with q.
    """
    _, left, top, _, unit = commands[0]
    cells: list[str] = []
    for name, *measures in commands:
        if name != "re" or abs(measures[3] - unit) > _NEARLY:
            break
        steps = (measures[0] - left) / unit, (measures[1] - top) / unit, measures[2] / unit
        across, down, width = map(round, steps)
        if abs(steps[0] - across) + abs(steps[1] - down) + abs(steps[2] - width) > _NEARLY:
            break
        cells.append(f"{across} {down} {width} 1 re")
    if len(cells) < len(commands):
        return ["q", *[_PATH[command[0]] % command[1:] for command in commands]]
    return [f"q {unit:.6f} 0 0 {unit:.6f} {left:.4f} {top:.4f} cm", *cells]


_NEARLY: Final = 1e-6


class Place(pdfdoc.PDFObject):
    """A destination that many links lead to, spelt out once."""

    def __init__(self, destination: pdfdoc.Destination) -> None:
        self._destination = destination
        self._written = b""

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        if not self._written:
            goal, page = self._destination.fmt, self._destination.page
            if isinstance(goal, pdfdoc.PDFDestinationXYZ) and page is not None:
                where = (document.Reference(page), goal.left, goal.top)
                self._written = b"[%b/XYZ %b %b null]" % tuple(pdfdoc.format(part, document) for part in where)
            else:
                self._written = self._destination.format(document)  # says what is missing
        return self._written


class Link(pdfdoc.PDFObject):
    """A link annotation; printed with the page, as PDF/A wants it."""

    def __init__(
        self, corners: tuple[float, float, float, float], words: str, goal: pdfdoc.PDFObject, key: int | None
    ) -> None:
        self._corners, self._words, self._goal, self._key = corners, words, goal, key

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        place = "%.2f %.2f %.2f %.2f" % self._corners  # noqa: UP031 fastest form
        goal = b"/Dest" if isinstance(self._goal, Place) else b"/A"
        key = b"" if self._key is None else b"/StructParent %d" % self._key
        return b"".join(
            (b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[", place.encode(), b"]", goal, self._goal.format(document),
             b"/Contents", text_string(self._words).format(document), key, b">>")
        )  # fmt: skip


class ArchiveCatalogue(pdfdoc.PDFCatalog):
    """The document's root, with output intents and associated files."""

    __NoDefault__ = (*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents", "AF")
    __Refs__ = pdfdoc.PDFCatalog.__Refs__


class Element(pdfdoc.PDFObject):
    """A structure element: body, its dictionary, is put in when the numbers of those it refers to are known."""

    body = ""

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        return self.body.encode("ascii")


class ArchiveDocument(pdfdoc.PDFDocument):
    """A ReportLab document written as PDF 1.7 with packed objects."""

    def __init__(self, language: str) -> None:
        super().__init__(compression=1, invariant=1, pdfVersion=(1, 7), lang=language)
        root = ArchiveCatalogue()
        root.__dict__.update(self.Catalog.__dict__)
        self.Catalog = self._catalog = root

    def addPage(self, page: pdfdoc.PDFPage) -> None:
        """Number PAGE in the structure's parent tree (its index among the pages) and compress it as everything else."""
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = self.pageCounter - 1, "/S"
        page.Contents = compressed(page.stream.encode("ascii"))
        super().addPage(page)

    def add_names(self, kind: str, names: Sequence[tuple[PDFString, object]]) -> None:
        """A tree of names (ISO 32000-1 §7.7.4): KIND is Dests or EmbeddedFiles, NAMES are sorted."""
        if not hasattr(self.Catalog, "Names"):
            self.Catalog.Names = PDFDictionary()
        self.Catalog.Names[kind] = PDFDictionary({"Names": PDFArray([part for pair in names for part in pair])})

    def number_of(self, thing: pdfdoc.PDFObject) -> int:
        """The number of THING, which is given one if it has none yet."""
        number: int = self.idToObjectNumberAndVersion[self.Reference(thing).name][0]
        return number

    def add_elements(self, elements: Sequence[Element]) -> int:
        """Number many ELEMENTS in a row, as Reference does one by one in five times the time; the first number."""
        first = self.objectcounter + 1
        self.objectcounter += len(elements)
        numbers = range(first, first + len(elements))
        names = [f"R{number}" for number in numbers]
        self.numberToId.update(zip(numbers, names, strict=True))
        self.idToObject.update(zip(names, elements, strict=True))
        self.idToObjectNumberAndVersion.update({name: (number, 0) for number, name in zip(numbers, names, strict=True)})
        return first

    def page_number_of(self, index: int) -> int:
        """The number of the object of the page with INDEX, once it has been shown."""
        number: int = self.idToObjectNumberAndVersion[f"Page{index + 1}"][0]
        return number

    def format(self) -> bytes:
        """All objects as a file: streams apart, everything else packed. The identifier is a digest of the content."""
        file = pdfdoc.PDFFile(self._pdfVersion)
        places: dict[int, int] = {}
        plain: list[tuple[int, bytes]] = []
        number = 1
        while number in self.numberToId:  # formatting an object may add others
            thing = self.idToObject[self.numberToId[number]]
            body = thing.format(self) if thing.__class__ is Element else pdfdoc.format(thing, self, toplevel=1)
            if body.endswith(_STREAM_ENDS):
                places[number] = self._put(file, number, body)
            else:
                plain.append((number, body))
            number += 1
        for at in range(0, len(plain), _PACKED):
            self._pack(file, plain[at : at + _PACKED], places)
        self.updateSignature(b"".join(file.strings))
        return self._with_table(file, places)

    def _put(self, file: pdfdoc.PDFFile, number: int, body: bytes) -> int:
        """Write a stream object; returns its row of the table."""
        ended = body[: -len(_STREAM_ENDS)] + b"\n" + _STREAM_ENDS
        offset = file.add(pdfdoc.PDFIndirectObject(self.numberToId[number], ended).format(self))
        return 1 << 48 | offset << 16

    def _pack(self, file: pdfdoc.PDFFile, objects: list[tuple[int, bytes]], places: dict[int, int]) -> None:
        heads, offset = [], 0
        holder = self.objectcounter + 1
        for index, (number, body) in enumerate(objects):
            heads.append(f"{number} {offset}")
            offset += len(body) + 1
            places[number] = 2 << 48 | holder << 16 | index
        head = " ".join(heads).encode("ascii") + b"\n"
        content = head + b"\n".join([body for _, body in objects])
        stream = compressed(content, Type="/ObjStm", N=len(objects), First=len(head))
        self.Reference(stream)
        places[holder] = self._put(file, holder, stream.format(self))

    def _with_table(self, file: pdfdoc.PDFFile, places: dict[int, int]) -> bytes:
        number = self.objectcounter + 1
        places[number] = 1 << 48 | file.offset << 16
        rows = [0xFFFF, *[places[at] for at in range(1, number + 1)]]
        table = compressed(
            _as_differences(rows),
            Type="/XRef",
            Size=number + 1,
            W=PDFArray([1, 4, 2]),
            DecodeParms=PDFArray([PDFDictionary({"Predictor": 12, "Columns": 7})]),  # an array as the filters are
            Root=self.Reference(self.Catalog),
            Info=self.Reference(self.info),
            ID=self.ID(),
        )
        self.Reference(table)
        start = file.offset
        self._put(file, number, table.format(self))
        file.add(f"startxref\n{start}\n%%EOF\n")
        whole: bytes = file.format(self)
        return whole


_STREAM_ENDS: Final = b"endstream\n"


def _as_differences(rows: Sequence[int]) -> bytes:
    """ROWS of seven bytes as the PNG predictor Up wants them: 2, then each byte less the one above. So rows of objects
    packed one after another look the same.
    """
    out = bytearray()
    above = 0
    for row in rows:
        if row - above == 1 and row & 255:
            out += b"\2\0\0\0\0\0\0\1"
        else:
            out.append(2)
            out += bytes([(new - old) & 255 for new, old in zip(row.to_bytes(7), above.to_bytes(7), strict=True)])
        above = row
    return bytes(out)
