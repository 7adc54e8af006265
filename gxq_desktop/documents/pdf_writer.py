"""From sheets to a PDF file: PDF/A-2u (PDF/A-3u with attachments), tagged, the same bytes for the same sheets.

    data = write_pdf(sheets, Meta(title="办理手册", created=datetime(2026, 3, 9, tzinfo=…)))

Page numbers (PageRef) are filled in here, where every anchor's sheet is known. Graphics are written in mm under one
transformation, text in points in one text object a page; state (font, colour, weight) only where it changes.

Sources: ISO 32000-1 (PDF 1.7), ISO 19005-2 and -3 (PDF/A), §14.8 of the former for the structure types.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Final

from gxq_desktop.documents.collection import uncollected
from gxq_desktop.documents.composite_font import Encoding, add_font, code, resource_name
from gxq_desktop.documents.fonts import FONT_DIR, PLACEHOLDER
from gxq_desktop.documents.pdf_objects import PdfFile, name, text_string
from gxq_desktop.documents.sheet import ARTIFACT, Dash, ImageOp, LineOp, Link, Placement, Sheet, Tag
from gxq_desktop.documents.text import Line, PageRef, Span
from gxq_desktop.documents.tokens import PT_PER_MM, Colour

PRODUCER: Final = "GXQ Desktop"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the document (associated file, PDF/A-3). relationship: Data, Source, Alternative or Supplement."""

    file_name: str
    data: bytes
    mime: str = "application/json"
    description: str = ""
    relationship: str = "Data"


@dataclass(frozen=True, slots=True)
class Meta:
    """What the file says of itself. created: aware moment of printing, an argument so that reruns are identical."""

    title: str
    created: datetime
    author: str = ""
    subject: str = ""
    keywords: str = ""
    language: str = "zh-CN"
    attachments: tuple[Attachment, ...] = field(default=())


class UnresolvedReference(ValueError):
    """A page reference or link whose anchor stands on no sheet."""


def write_pdf(sheets: Sequence[Sheet], meta: Meta) -> bytes:
    """The file's bytes. Raises UnresolvedReference naming the anchors that are missing; ValueError without sheets."""
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


# --- content streams ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _fill(colour: Colour) -> str:
    return f"{colour.red:.4g} {colour.green:.4g} {colour.blue:.4g} rg"


@lru_cache(maxsize=256)
def _stroke(colour: Colour) -> str:
    return f"{colour.red:.4g} {colour.green:.4g} {colour.blue:.4g} RG"


@lru_cache(maxsize=16)
def _encoding(key: str) -> Encoding:
    return Encoding(key)


_PATH: Final[dict[str | float, str]] = {
    "m": "%.3f %.3f m",
    "l": "%.3f %.3f l",
    "c": "%.3f %.3f %.3f %.3f %.3f %.3f c",
    "re": "%.3f %.3f %.3f %.3f re",
    "h": "h",
}


class _Lettering:
    """A Line ready to be written: for each span its offset (pt), rise (pt), colour, tracking, font state, operators."""

    __slots__ = ("spans", "uses")

    def __init__(self, line: Line, placeholders: dict[str, int]) -> None:
        self.spans: list[tuple[float, float, str, float, tuple[tuple[str, str], ...]]] = []
        self.uses: list[tuple[str, str]] = []
        for span in line.spans:
            if span.parts:
                self.spans.append(self._span(span, span.parts, placeholders))

    def _span(
        self, span: Span, parts: Sequence[tuple[str, str, float]], placeholders: dict[str, int]
    ) -> tuple[float, float, str, float, tuple[tuple[str, str], ...]]:
        style = span.style
        pieces: list[tuple[str, str]] = []
        at, count = 0, len(parts)
        while at < count:
            key = parts[at][0]
            shown: list[str] = []
            while at < count and parts[at][0] == key:
                _, characters, gap = parts[at]
                if key == PLACEHOLDER:
                    shown.append(
                        "(" + "".join(code(placeholders.setdefault(c, len(placeholders) + 1)) for c in characters) + ")"
                    )
                else:
                    shown.append("(" + characters.translate(_encoding(key)) + ")")
                    self.uses.append((key, characters))
                if gap:
                    shown.append(f"{-gap:.4g}")
                at += 1
            operator = shown[0] + "Tj" if len(shown) == 1 else "[" + "".join(shown) + "]TJ"
            pieces.append((f"/{key} {style.size_pt:g} Tf", operator))
        tracking = style.tracking * style.size_pt
        rise = span.rise * style.size_pt
        return span.dx * PT_PER_MM, rise, _fill(style.colour), tracking, tuple(pieces)


class _Writer:
    def __init__(self, sheets: Sequence[Sheet], meta: Meta) -> None:
        self.sheets, self.meta = sheets, meta
        self.pdf = PdfFile()
        self.pages = resolve_anchors(sheets)
        self.used: dict[str, set[str]] = {}
        self.seen: set[Line] = set()
        self.placeholders: dict[str, int] = {}
        self.images: dict[bytes, int] = {}
        self.forms: dict[Sheet, int] = {}
        self.unresolved: dict[str, None] = {}

    def write(self) -> bytes:
        pdf = self.pdf
        page_numbers = [pdf.reserve() for _ in self.sheets]
        self.page_numbers = page_numbers
        tree = pdf.reserve()
        resources = pdf.reserve()
        self.form_resources = pdf.reserve() if any(sheet.placements for sheet in self.sheets) else 0
        contents = [pdf.add_stream(self._content(sheet)) for sheet in self.sheets]
        missing = [
            link.anchor
            for sheet in self.sheets
            for link in sheet.links
            if link.anchor and link.anchor not in self.pages
        ]
        for anchor in (*self.unresolved, *missing):
            raise UnresolvedReference(f"no sheet has the anchor {anchor!r}")
        structure, annotations = self._structure()
        for index, (sheet, number) in enumerate(zip(self.sheets, page_numbers, strict=True)):
            links = annotations[index]
            annots = f"/Annots[{' '.join(f'{n} 0 R' for n in links)}]" if links else ""
            width, height = sheet.width * PT_PER_MM, sheet.height * PT_PER_MM
            pdf.put(
                number,
                f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {width:.2f} {height:.2f}]/Resources {resources} 0 R"
                f"/Contents {contents[index]} 0 R/StructParents {index}/Tabs/S{annots}>>",
            )
        kids = " ".join(f"{number} 0 R" for number in page_numbers)
        pdf.put(tree, f"<</Type/Pages/Count {len(page_numbers)}/Kids[{kids}]>>")
        fonts, images = self._resources()
        forms = "".join(f"/P{number} {number} 0 R" for number in self.forms.values())
        pdf.put(resources, f"<<{fonts}" + (f"/XObject<<{images}{forms}>>" if images or forms else "") + ">>")
        if self.form_resources:
            pdf.put(self.form_resources, f"<<{fonts}" + (f"/XObject<<{images}>>" if images else "") + ">>")
        return pdf.finish(*self._catalogue(tree, structure))

    # --- one page -----------------------------------------------------------------------------------------------------

    def _content(self, sheet: Sheet) -> bytes:
        out: list[str] = []
        for placement in sheet.placements:
            out.append(self._placed(placement, sheet.height))
        if sheet.graphics:
            self._graphics(sheet, out)
        if sheet.texts:
            self._texts(sheet, out)
        return "\n".join(out).encode("latin-1")

    def _placed(self, placement: Placement, height: float) -> str:
        """Clip to the window, move, show the other sheet's form."""
        other, x, y, window = placement
        number = self.forms.get(other) or self._form(other)
        clip = [window.x, height - window.bottom, window.width, window.height]
        shown = " ".join(f"{PT_PER_MM * measure:.3f}" for measure in clip)
        left, bottom = PT_PER_MM * x, PT_PER_MM * (height - y - other.height)
        return f"q {shown} re W n 1 0 0 1 {left:.3f} {bottom:.3f} cm /P{number} Do Q"

    def _form(self, sheet: Sheet) -> int:
        """SHEET as a form XObject without structure. ValueError if it shows another one itself."""
        if sheet.placements:
            raise ValueError("a placed sheet may not show another one")
        bare = Sheet((sheet.width, sheet.height))
        bare.graphics = [op._replace(content=ARTIFACT) for op in sheet.graphics]
        bare.texts = [op._replace(content=ARTIFACT) for op in sheet.texts]
        box = f"[0 0 {sheet.width * PT_PER_MM:.3f} {sheet.height * PT_PER_MM:.3f}]"
        entries = f"/Type/XObject/Subtype/Form/BBox{box}/Resources {self.form_resources} 0 R"
        self.forms[sheet] = self.pdf.add_stream(self._content(bare), entries)
        return self.forms[sheet]

    def _graphics(self, sheet: Sheet, out: list[str]) -> None:
        scale = f"{PT_PER_MM:.6f}"
        out.append(f"q {scale} 0 0 -{scale} 0 {sheet.height * PT_PER_MM:.2f} cm")
        content: int | None = None
        weight = -1.0
        dash: Dash = None
        fill: Colour | None = None
        stroke: Colour | None = None
        path_open = False
        for op in sheet.graphics:
            same_look = isinstance(op, LineOp) and (op.weight, op.colour, op.dash) == (weight, stroke, dash)
            if path_open and not (same_look and op.content == content):
                out.append("S")
                path_open = False
            if op.content != content:
                if content is not None:
                    out.append("EMC")
                content = op.content
                out.append(_marked(sheet, content))
            if isinstance(op, ImageOp):
                number = self._image(op.data)
                out.append(
                    f"q {op.width:.3f} 0 0 -{op.height:.3f} {op.x:.3f} {op.y + op.height:.3f} cm /I{number} Do Q"
                )
                continue
            line_colour = op.colour if isinstance(op, LineOp) else op.stroke
            if line_colour is not None:
                if op.weight != weight:
                    weight = op.weight
                    out.append(f"{weight:.3g} w")
                if op.dash != dash:
                    dash = op.dash
                    out.append("[] 0 d" if dash is None else f"[{dash[0]:g} {dash[1]:g}] 0 d")
                if line_colour != stroke:
                    stroke = line_colour
                    out.append(_stroke(line_colour))
            if isinstance(op, LineOp):
                out += ["%.2f %.2f m %.2f %.2f l" % piece for piece in op.pieces]  # noqa: UP031 fastest form
                path_open = True
                continue
            if op.fill is not None and op.fill != fill:
                fill = op.fill
                out.append(_fill(op.fill))
            out += [_PATH[command[0]] % command[1:] for command in op.commands]
            out.append("B" if op.fill is not None and op.stroke is not None else "f" if op.fill is not None else "S")
        if path_open:
            out.append("S")
        out.append("EMC Q")

    def _texts(self, sheet: Sheet, out: list[str]) -> None:
        top = sheet.height * PT_PER_MM
        out.append("BT")
        content: int | None = None
        font = colour = ""
        tracking = 0.0
        for x, y, line, number, angle in sheet.texts:
            if number != content:
                if content is not None:
                    out.append("EMC")
                content = number
                out.append(_marked(sheet, number))
            lettering = self._lettering(line)
            left, base = x * PT_PER_MM, top - y * PT_PER_MM
            if angle:
                turn = math.radians(angle)
                cosine, sine = math.cos(turn), math.sin(turn)
            for dx, rise, fill, track, pieces in lettering.spans:
                if fill != colour:
                    colour = fill
                    out.append(fill)
                if track != tracking:
                    tracking = track
                    out.append(f"{track:.3f} Tc")
                if angle:
                    out.append(
                        f"{cosine:.5f} {sine:.5f} {-sine:.5f} {cosine:.5f} "
                        f"{left + dx * cosine - rise * sine:.2f} {base + dx * sine + rise * cosine:.2f} Tm"
                    )
                else:
                    out.append("1 0 0 1 %.2f %.2f Tm" % (left + dx, base + rise))  # noqa: UP031 fastest form
                for state, operator in pieces:
                    if state != font:
                        font = state
                        out.append(state)
                    out.append(operator)
        out.append("EMC ET")

    def _lettering(self, line: Line) -> _Lettering:
        if line.special:
            line = self._resolved(line)
        lettering = line.code
        if not isinstance(lettering, _Lettering):
            lettering = _Lettering(line, self.placeholders)
            if not any(key == PLACEHOLDER for span in line.spans for key, _, _ in span.parts):
                line.code = lettering
        if line not in self.seen:
            self.seen.add(line)
            used = self.used
            for key, characters in lettering.uses:
                if key in used:
                    used[key].update(characters)
                else:
                    used[key] = set(characters)
        return lettering

    def _resolved(self, line: Line) -> Line:
        """LINE with its page references as figures; what they do not need is given back to the rest of the line."""
        spans: list[Span] = []
        shift = 0.0
        for span in line.spans:
            if span.ref is None:
                spans.append(span._replace(dx=span.dx - shift))
                continue
            try:
                shown = page_text(span.ref, self.pages, len(self.sheets))
            except KeyError as missing:
                self.unresolved[str(missing.args[0])] = None
                continue
            style = span.style
            width = sum(map(style.table.__getitem__, shown)) / 1000 * style.em_mm
            spans.append(Span(span.dx - shift, style, ((style.face_key, shown, 0.0),), width=width))
            shift += span.width - width
        return Line(line.width - shift, tuple(spans), line.characters)

    def _image(self, data: bytes) -> int:
        if data not in self.images:
            from PIL import Image

            picture: Image.Image = Image.open(BytesIO(data))
            size = f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/BitsPerComponent 8"
            if picture.format == "JPEG" and picture.mode in ("RGB", "L"):
                space = "/DeviceRGB" if picture.mode == "RGB" else "/DeviceGray"
                number = self.pdf.add_stream(data, f"{size}/ColorSpace{space}/Filter/DCTDecode", compress=False)
            else:
                on_white = Image.new("RGB", picture.size, "white")
                picture = picture.convert("RGBA")
                on_white.paste(picture, mask=picture.getchannel("A"))
                number = self.pdf.add_stream(on_white.tobytes(), f"{size}/ColorSpace/DeviceRGB")
            self.images[data] = number
        return self.images[data]

    def _resources(self) -> tuple[str, str]:
        """The fonts' entry and the images' names."""
        if self.placeholders:
            self.used[PLACEHOLDER] = set(self.placeholders)
        fonts = []
        for key in sorted(self.used):
            ordered = list(self.placeholders) if key == PLACEHOLDER else sorted(self.used[key])
            fonts.append(f"{resource_name(key)} {add_font(self.pdf, key, ordered)} 0 R")
        images = "".join(f"/I{number} {number} 0 R" for number in self.images.values())
        return f"/Font<<{''.join(fonts)}>>", images

    # --- structure ----------------------------------------------------------------------------------------------------

    def _structure(self) -> tuple[int, list[list[int]]]:
        """Write the structure tree and the link annotations. Returns the root's number and annotations by sheet."""
        pdf, page_numbers = self.pdf, self.page_numbers
        index_of = {id(sheet.place): index for index, sheet in enumerate(self.sheets)}
        annotations: list[list[int]] = [[] for _ in self.sheets]
        link_parents: list[tuple[int, int]] = []
        link_sheet = {id(link): sheet for sheet in self.sheets for link in sheet.links}
        root, document = pdf.reserve(), pdf.reserve()
        tops = [tag for sheet in self.sheets for tag in sheet.roots]
        order: list[Tag] = []
        parents: list[int] = []
        waiting = [(tag, document) for tag in reversed(tops)]
        first = pdf.next_number()
        while waiting:
            tag, parent = waiting.pop()
            tag.number = number = first + len(order)
            order.append(tag)
            parents.append(parent)
            waiting += [(kid, number) for kid in reversed(tag.kids) if kid.__class__ is Tag]
        bodies: list[str] = []
        links: list[tuple[int, Link, Sheet]] = []
        for tag, parent in zip(order, parents, strict=True):
            number = tag.number
            head = f"<</S/{tag.role}/P {parent} 0 R"
            if tag.alt:
                head += f"/Alt{text_string(tag.alt)}"
            if tag.scope or tag.col_span > 1 or tag.row_span > 1:
                head += "/A<</O/Table"
                head += f"/Scope/{tag.scope}" if tag.scope else ""
                head += f"/ColSpan {tag.col_span}" if tag.col_span > 1 else ""
                head += f"/RowSpan {tag.row_span}>>" if tag.row_span > 1 else ">>"
            if tag.link is not None:
                links.append((number, tag.link, link_sheet[id(tag.link)]))
                bodies.append(head)
                continue
            page, kids = -1, []
            for kid in tag.kids:
                if isinstance(kid, Tag):
                    kids.append(f"{kid.number} 0 R")
                else:
                    at = index_of[id(kid[0])]
                    if page < 0:
                        page = at
                    if at == page:
                        kids.append(str(kid[1]))
                    else:
                        kids.append(f"<</Type/MCR/Pg {page_numbers[at]} 0 R/MCID {kid[1]}>>")
            if page >= 0:
                head += f"/Pg {page_numbers[page]} 0 R"
            bodies.append(
                f"{head}/K {kids[0]}>>" if len(kids) == 1 else f"{head}/K[{' '.join(kids)}]>>" if kids else head + ">>"
            )
        pdf.add_all(bodies)
        for number, link, sheet in links:
            at = index_of[id(sheet.place)]
            key = len(self.sheets) + len(link_parents)
            annotation = pdf.add(self._annotation(link, sheet, key))
            link_parents.append((key, number))
            annotations[at].append(annotation)
            head = bodies[number - first]
            reference = f"/K<</Type/OBJR/Obj {annotation} 0 R/Pg {page_numbers[at]} 0 R>>>>"
            pdf.put(number, head + f"/Pg {page_numbers[at]} 0 R" + reference)
        tagged = {id(link) for _, link, _ in links}
        for at, sheet in enumerate(self.sheets):
            annotations[at] += [
                pdf.add(self._annotation(link, sheet, None)) for link in sheet.links if id(link) not in tagged
            ]
        rows = []
        for index, sheet in enumerate(self.sheets):
            owners = " ".join([f"{tag.number} 0 R" for tag in sheet.content_tags])
            rows.append(f"{index}[{owners}]")
        rows += [f"{key} {number} 0 R" for key, number in link_parents]
        parent_tree = pdf.add(f"<</Nums[{' '.join(rows)}]>>")
        pdf.put(document, f"<</S/Document/P {root} 0 R/K[{' '.join(f'{tag.number} 0 R' for tag in tops)}]>>")
        next_key = len(self.sheets) + len(link_parents)
        pdf.put(
            root,
            f"<</Type/StructTreeRoot/K {document} 0 R/ParentTree {parent_tree} 0 R/ParentTreeNextKey {next_key}>>",
        )
        return root, annotations

    def _annotation(self, link: Link, sheet: Sheet, structure_key: int | None) -> str:
        left, right = link.x * PT_PER_MM, (link.x + link.width) * PT_PER_MM
        low, high = (sheet.height - link.y - link.height) * PT_PER_MM, (sheet.height - link.y) * PT_PER_MM
        if link.anchor:
            goal = f"/Dest{self._destination(*self.pages[link.anchor])}"
        else:
            goal = f"/A<</S/URI/URI({_ascii_uri(link.uri)})>>"
        key = "" if structure_key is None else f"/StructParent {structure_key}"
        return (
            f"<</Type/Annot/Subtype/Link/Rect[{left:.2f} {low:.2f} {right:.2f} {high:.2f}]/Border[0 0 0]/F 4"
            f"/Contents{text_string(link.words)}{goal}{key}>>"
        )

    def _destination(self, index: int, y: float) -> str:
        sheet = self.sheets[index]
        return f"[{self.page_numbers[index]} 0 R/XYZ 0 {(sheet.height - y) * PT_PER_MM:.2f} null]"

    def _outline(self) -> int | None:
        marks = [(mark, index) for index, sheet in enumerate(self.sheets) for mark in sheet.bookmarks]
        if not marks:
            return None
        pdf = self.pdf
        root = pdf.reserve()
        numbers = [pdf.reserve() for _ in marks]
        parents: list[int] = []
        children: dict[int, list[int]] = {-1: []}
        trail: list[int] = []
        for at, (mark, _) in enumerate(marks):
            while trail and marks[trail[-1]][0].level >= mark.level:
                trail.pop()
            parent = trail[-1] if trail else -1
            parents.append(parent)
            children.setdefault(parent, []).append(at)
            children.setdefault(at, [])
            trail.append(at)
        for at, (mark, index) in enumerate(marks):
            siblings = children[parents[at]]
            place = siblings.index(at)
            body = f"<</Title{text_string(mark.title)}/Parent {numbers[parents[at]] if parents[at] >= 0 else root} 0 R"
            body += f"/Dest{self._destination(index, mark.y)}"
            body += f"/Prev {numbers[siblings[place - 1]]} 0 R" if place else ""
            body += f"/Next {numbers[siblings[place + 1]]} 0 R" if place + 1 < len(siblings) else ""
            if own := children[at]:
                body += f"/First {numbers[own[0]]} 0 R/Last {numbers[own[-1]]} 0 R/Count -{len(own)}"
            pdf.put(numbers[at], body + ">>")
        top = children[-1]
        pdf.put(root, f"<</Type/Outlines/First {numbers[top[0]]} 0 R/Last {numbers[top[-1]]} 0 R/Count {len(top)}>>")
        return root

    # --- the document -------------------------------------------------------------------------------------------------

    def _catalogue(self, tree: int, structure: int) -> tuple[int, int]:
        pdf, meta = self.pdf, self.meta
        profile = pdf.add_stream((FONT_DIR / "sRGB.icc").read_bytes(), "/N 3")
        intent = pdf.add(
            f"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"
            f"/DestOutputProfile {profile} 0 R>>"
        )
        metadata = pdf.add_stream(_xmp(meta).encode(), "/Type/Metadata/Subtype/XML", compress=False)
        body = (
            f"<</Type/Catalog/Version/1.7/Pages {tree} 0 R/Lang({meta.language})/MarkInfo<</Marked true>>"
            f"/StructTreeRoot {structure} 0 R/ViewerPreferences<</DisplayDocTitle true>>"
            f"/OutputIntents[{intent} 0 R]/Metadata {metadata} 0 R"
        )
        outline = self._outline()
        if outline is not None:
            body += f"/Outlines {outline} 0 R/PageMode/UseOutlines"
        if meta.attachments:
            files = [(attachment.file_name, self._attachment(attachment)) for attachment in meta.attachments]
            body += f"/AF[{' '.join(f'{number} 0 R' for _, number in files)}]"
            names = " ".join(f"{text_string(file_name)} {number} 0 R" for file_name, number in sorted(files))
            body += f"/Names<</EmbeddedFiles<</Names[{names}]>>>>"
        info = f"<</Title{text_string(meta.title)}/Producer({PRODUCER})/CreationDate({_pdf_date(meta.created)})"
        info += f"/ModDate({_pdf_date(meta.created)})"
        for key, value in (("Author", meta.author), ("Subject", meta.subject), ("Keywords", meta.keywords)):
            if value:
                info += f"/{key}{text_string(value)}"
        return pdf.add(body + ">>"), pdf.add(info + ">>")

    def _attachment(self, attachment: Attachment) -> int:
        stream = self.pdf.add_stream(
            attachment.data,
            f"/Type/EmbeddedFile/Subtype{name(attachment.mime)}/Params<</Size {len(attachment.data)}"
            f"/ModDate({_pdf_date(self.meta.created)})>>",
        )
        shown = text_string(attachment.file_name)
        return self.pdf.add(
            f"<</Type/Filespec/F{shown}/UF{shown}/AFRelationship/{attachment.relationship}"
            f"/Desc{text_string(attachment.description)}/EF<</F {stream} 0 R/UF {stream} 0 R>>>>"
        )


def _marked(sheet: Sheet, content: int) -> str:
    if content == ARTIFACT:
        return "/Artifact BMC"
    return f"/{sheet.content_tags[content].role}<</MCID {content}>>BDC"


def _ascii_uri(uri: str) -> str:
    from urllib.parse import quote

    return quote(uri, safe=":/?#[]@!$&'*+,;=%~-._")


def _pdf_date(moment: datetime) -> str:
    return f"D:{moment:%Y%m%d%H%M%S}" + _zone(moment).replace(":", "'")


def _zone(moment: datetime) -> str:
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("Meta.created must be an aware moment")
    minutes = int(offset.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _xmp(meta: Meta) -> str:
    moment = f"{meta.created:%Y-%m-%dT%H:%M:%S}{_zone(meta.created)}"
    part = 3 if meta.attachments else 2
    alternatives = '<rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>'
    fields = f"<dc:title>{alternatives.format(_xml(meta.title))}</dc:title>"
    if meta.author:
        fields += f"<dc:creator><rdf:Seq><rdf:li>{_xml(meta.author)}</rdf:li></rdf:Seq></dc:creator>"
    if meta.subject:
        fields += f"<dc:description>{alternatives.format(_xml(meta.subject))}</dc:description>"
    if meta.keywords:
        fields += f"<pdf:Keywords>{_xml(meta.keywords)}</pdf:Keywords>"
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
        f"<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>{fields}"
        f"<dc:language><rdf:Bag><rdf:li>{meta.language}</rdf:li></rdf:Bag></dc:language>"
        f"<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>"
        f"<pdf:Producer>{PRODUCER}</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    )
