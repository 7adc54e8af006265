"""What a golden paper is compared by: its text, its structure, pictures of its pages."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

import pikepdf
import pypdfium2
from PIL import Image

DPI = 50
GREYS = 16


def text_of(data: bytes) -> str:
    """The text of each page as a reader copies it, one line a line."""
    parts = []
    for number, page in enumerate(pypdfium2.PdfDocument(data), 1):
        text = page.get_textpage().get_text_range().replace("\r\n", "\n").strip("\n")
        parts.append(f"== {number}\n{text}\n")
    return "".join(parts)


def pictures_of(data: bytes) -> Iterator[Image.Image]:
    """Each page in GREYS greys, small on disk."""
    for page in pypdfium2.PdfDocument(data):
        yield quantised(page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L"))


def quantised(picture: Image.Image) -> Image.Image:
    step = 255 / (GREYS - 1)
    return picture.point([round(round(grey / step) * step) for grey in range(256)])


def png_of(picture: Image.Image) -> bytes:
    """PICTURE, already in GREYS greys, with four bits a pixel."""
    step = 255 / (GREYS - 1)
    indexed = picture.point([round(grey / step) for grey in range(256)])
    indexed = Image.frombytes("P", indexed.size, indexed.tobytes())
    indexed.putpalette([round(index * step) for index in range(GREYS) for _ in range(3)])
    out = io.BytesIO()
    indexed.save(out, "PNG", optimize=True, bits=4)
    return out.getvalue()


def structure_of(data: bytes) -> str:
    """Outline, where each page's links lead, and the tags of each page in reading order."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        lines = [
            "outline",
            *_outline(pdf, numbers),
            "",
            "links",
            *_links(pdf, numbers),
            "",
            "tags",
            *_tags(pdf, numbers),
        ]
    return "\n".join(lines) + "\n"


def _outline(pdf: pikepdf.Pdf, numbers: dict[tuple[int, int], int]) -> Iterator[str]:
    def walk(items: list[pikepdf.OutlineItem], depth: int) -> Iterator[str]:
        for item in items:
            yield f"{'  ' * depth}{item.title} → {_page_of(pdf, item.destination or item.action, numbers)}"
            yield from walk(item.children, depth + 1)

    with pdf.open_outline() as outline:
        yield from walk(outline.root, 0)


def _page_of(pdf: pikepdf.Pdf, goal: object, numbers: dict[tuple[int, int], int]) -> int | str:
    """The page number a destination, a named destination or a go-to action leads to, or the URI of a link."""
    if isinstance(goal, pikepdf.Dictionary):
        if "/URI" in goal:
            return str(goal.URI)
        goal = goal.D
    if isinstance(goal, pikepdf.String | pikepdf.Name | str | bytes):
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        goal = names[str(goal)]
        if isinstance(goal, pikepdf.Dictionary):
            goal = goal.D
    assert isinstance(goal, pikepdf.Array)
    return numbers[goal[0].objgen]


def _links(pdf: pikepdf.Pdf, numbers: dict[tuple[int, int], int]) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        goals = Counter(
            _page_of(pdf, link.get("/Dest", link.get("/A")), numbers)
            for link in page.get("/Annots", [])
            if link.Subtype == "/Link"
        )
        if goals:
            ordered = sorted(goals.items(), key=lambda entry: (isinstance(entry[0], str), entry[0]))
            shown = (f"{goal} ×{count}" if count > 1 else str(goal) for goal, count in ordered)
            yield f"{number} → {', '.join(shown)}"


def _tags(pdf: pikepdf.Pdf, numbers: dict[tuple[int, int], int]) -> Iterator[str]:
    """Each page's elements: Table(rows×cells of the first row), L(items), others by their role; ×n for n alike."""
    if "/StructTreeRoot" not in pdf.Root:
        return
    tops = _kids(pdf.Root.StructTreeRoot)
    if len(tops) == 1 and tops[0].get("/S") == "/Document":
        tops = _kids(tops[0])
    for page, elements in groupby(tops, lambda top: _first_page(top, numbers)):
        runs = [(shown, len(list(alike))) for shown, alike in groupby(map(_shown, elements))]
        yield f"{page}: " + " ".join(shown if count == 1 else f"{shown}×{count}" for shown, count in runs)


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _shown(element: pikepdf.Object) -> str:
    role, kids = str(element.S)[1:], _kids(element)
    if role == "Table":
        rows = [row for kid in kids for row in ([kid] if kid.S == "/TR" else _kids(kid))]
        return f"Table({len(rows)}×{len(_kids(rows[0])) if rows else 0})"
    if role in ("L", "TOC"):
        return f"{role}({len(kids)})"
    return role


def _first_page(element: pikepdf.Object, numbers: dict[tuple[int, int], int]) -> int:
    """The page of the first marked content below ELEMENT, 0 if there is none."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            if "/Pg" in kid and ("/MCID" in kid or "/Obj" in kid):
                return numbers[kid.Pg.objgen]
            found = _first_page(kid, numbers)
            if found:
                return found
        elif "/Pg" in element:
            return numbers[element.Pg.objgen]
    return 0
