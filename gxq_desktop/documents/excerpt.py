"""Some leaves out of a whole document (抽印): page numbers, references and tags stay those of the whole.

Whole leaves are taken, front and back, so that what is printed on both sides fits the manual it came from: a chapter that
begins on the back of a leaf brings the page before it along.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gxq_desktop.documents.pdf_writer import page_text, resolve_anchors
from gxq_desktop.documents.sheet import Place, Sheet, Tag
from gxq_desktop.documents.text import Line, Span

COVER_LEAF = frozenset({1, 2})


def leaves_of(sheets: Sequence[Sheet], chapters: Iterable[str]) -> frozenset[int]:
    """Numbers of the pages of SHEETS on leaves that hold the cover or one of CHAPTERS (keys of anchors chapter:<key>).

    KeyError for a chapter that no sheet begins.
    """
    begins = {
        anchor.removeprefix("chapter:"): sheet.number
        for sheet in sheets
        for anchor in sheet.anchors
        if anchor.startswith("chapter:")
    }
    starts = sorted(begins.values())
    pages = set(COVER_LEAF)
    for chapter in chapters:
        first = begins[chapter]
        last = next((start for start in starts if start > first), sheets[-1].number + 1) - 1
        for number in range(first, last + 1):
            front = number - (number + 1) % 2
            pages |= {front, front + 1}
    return frozenset(pages & {sheet.number for sheet in sheets})


def excerpt(sheets: Sequence[Sheet], numbers: frozenset[int]) -> list[Sheet]:
    """The sheets of SHEETS with these NUMBERS, changed to stand without the others.

    Page references become the figures they have in the whole; links that lead to what is left out go; what a tag says on
    sheets left out goes with them. SHEETS are not to be used any more.
    """
    pages, total = resolve_anchors(sheets), len(sheets)
    kept = [sheet for sheet in sheets if sheet.number in numbers]
    anchors = {anchor for sheet in kept for anchor in sheet.anchors}
    at = {id(sheet.place): position for position, sheet in enumerate(kept)}
    for position, sheet in enumerate(kept):
        sheet.links = [link for link in sheet.links if not link.anchor or link.anchor in anchors]
        at.update((id(link), position) for link in sheet.links)
        sheet.texts = [
            op._replace(line=_resolved(op.line, pages, total)) if op.line.special else op for op in sheet.texts
        ]
    roots: list[list[Tag]] = [[] for _ in kept]
    for sheet in sheets:
        for root in sheet.roots:
            first = _prune(root, at)
            if first is not None and first != _EMPTY:
                roots[first].append(root)
    for sheet, tops in zip(kept, roots, strict=True):
        sheet.roots = tops
    return kept


_EMPTY = -1
"""An element without content, such as the cell of a table with nothing in it: it stays with what it belongs to."""


def _prune(tag: Tag, at: dict[int, int]) -> int | None:
    """Take from TAG what stands on no kept sheet; the position of the first kept sheet it stands on, None if on none.

    AT: position of a kept sheet by the id of its place, and of each of its links.
    """
    if tag.link is not None:
        return at.get(id(tag.link))
    if not tag.kids:
        return _EMPTY
    kids: list[Tag | tuple[Place, int]] = []
    found: list[int] = []
    for kid in tag.kids:
        position = _prune(kid, at) if isinstance(kid, Tag) else at.get(id(kid[0]))
        if position is not None:
            kids.append(kid)
            found.append(position)
    lost = len(kids) < len(tag.kids)
    tag.kids = kids
    somewhere = [position for position in found if position != _EMPTY]
    if somewhere:
        return min(somewhere)
    return None if lost else _EMPTY


def _resolved(line: Line, pages: dict[str, tuple[int, float]], total: int) -> Line:
    """LINE with its page references as figures, as pdf_writer would set them in the whole."""
    spans: list[Span] = []
    shift = 0.0
    for span in line.spans:
        if span.ref is None:
            spans.append(span._replace(dx=span.dx - shift))
            continue
        shown, style = page_text(span.ref, pages, total), span.style
        width = sum(map(style.table.__getitem__, shown)) / 1000 * style.em_mm
        spans.append(Span(span.dx - shift, style, ((style.face_key, shown, 0.0),), width=width))
        shift += span.width - width
    return Line(line.width - shift, tuple(spans), line.characters, line.begins, line.ends)
