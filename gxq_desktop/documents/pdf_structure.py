"""The structure that screen readers follow, from the tags of sheets: ISO 32000-1 §14.7 and §14.8.

Used in two steps, because elements refer to pages and links and those to elements: `Structure(sheets)` finds all tags in
reading order; `write(canvas, …)`, after the pages have been shown, adds elements, parent tree and root.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFObjectReference

from gxq_desktop.documents.archive_canvas import ArchiveDocument, Element, SheetCanvas, text_string
from gxq_desktop.documents.sheet import Link, Sheet, Tag


class Structure:
    """All tags of SHEETS. Links that belong to a tag get their key in the parent tree here, after those of the pages."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = sheets
        self.tops = [tag for sheet in sheets for tag in sheet.roots]
        self.order: list[Tag] = []
        self.link_keys: dict[int, int] = {}
        waiting = self.tops[::-1]
        while waiting:
            tag = waiting.pop()
            self.order.append(tag)
            if tag.link is not None:
                self.link_keys[id(tag.link)] = len(sheets) + len(self.link_keys)
            waiting += [kid for kid in reversed(tag.kids) if isinstance(kid, Tag)]

    def key_of(self, link: Link) -> int | None:
        """The key of LINK in the parent tree; None for a link that no tag holds (furniture)."""
        return self.link_keys.get(id(link))

    def write(self, canvas: SheetCanvas, annotations: dict[int, tuple[int, int]]) -> None:
        """Add everything to CANVAS. ANNOTATIONS: id of a link → (object number of its annotation, index of its page)."""
        document = canvas.document
        root, whole = PDFDictionary({"Type": "/StructTreeRoot"}), Element()
        root_number, whole_number = document.number_of(root), document.number_of(whole)
        elements = [Element() for _ in self.order]
        for number, tag in enumerate(self.order, document.add_elements(elements)):
            tag.number = number
        tops = " ".join([f"{tag.number} 0 R" for tag in self.tops])
        whole.body = f"<</S/Document/P {root_number} 0 R/K[{tops}]>>"
        self._fill(document, elements, whole_number, annotations)
        root["K"] = PDFObjectReference(whole.__InternalName__)
        root["ParentTree"] = document.Reference(self._parent_tree())
        root["ParentTreeNextKey"] = len(self.sheets) + len(self.link_keys)
        canvas.setCatalogEntry("StructTreeRoot", root)

    def _fill(
        self,
        document: ArchiveDocument,
        elements: Sequence[Element],
        whole_number: int,
        annotations: dict[int, tuple[int, int]],
    ) -> None:
        pages = [document.page_number_of(index) for index in range(len(self.sheets))]
        page_of = {id(sheet.place): number for sheet, number in zip(self.sheets, pages, strict=True)}
        parents = {tag.number: whole_number for tag in self.tops}
        for tag, element in zip(self.order, elements, strict=True):
            number = tag.number
            head = f"<</S/{tag.role}/P {parents[number]} 0 R"
            if tag.alt:
                head += "/Alt" + text_string(tag.alt).format(document).decode("latin-1")
            if tag.scope or tag.col_span > 1 or tag.row_span > 1:
                head += _table_attributes(tag)
            if tag.link is not None:
                annotation, index = annotations[id(tag.link)]
                page = pages[index]
                element.body = f"{head}/Pg {page} 0 R/K<</Type/OBJR/Obj {annotation} 0 R/Pg {page} 0 R>>>>"
                continue
            page, kids = 0, []
            for kid in tag.kids:
                if isinstance(kid, Tag):
                    parents[kid.number] = number
                    kids.append(f"{kid.number} 0 R")
                    continue
                at = page_of[id(kid[0])]
                page = page or at
                kids.append(str(kid[1]) if at == page else f"<</Type/MCR/Pg {at} 0 R/MCID {kid[1]}>>")
            if page:
                head += f"/Pg {page} 0 R"
            if len(kids) == 1:
                element.body = f"{head}/K {kids[0]}>>"
            elif kids:
                element.body = f"{head}/K[{' '.join(kids)}]>>"
            else:
                element.body = head + ">>"

    def _parent_tree(self) -> Element:
        rows = []
        for index, sheet in enumerate(self.sheets):
            owners = " ".join([f"{tag.number} 0 R" for tag in sheet.content_tags])
            rows.append(f"{index}[{owners}]")
        rows += [f"{self.link_keys[id(tag.link)]} {tag.number} 0 R" for tag in self.order if tag.link is not None]
        tree = Element()
        tree.body = f"<</Nums[{' '.join(rows)}]>>"
        return tree


def _table_attributes(tag: Tag) -> str:
    parts = ["/A<</O/Table"]
    if tag.scope:
        parts.append(f"/Scope/{tag.scope}")
    if tag.col_span > 1:
        parts.append(f"/ColSpan {tag.col_span}")
    if tag.row_span > 1:
        parts.append(f"/RowSpan {tag.row_span}")
    return "".join(parts) + ">>"
