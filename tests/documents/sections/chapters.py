"""For tests of chapters: one chapter in a book of its own, with the places it refers to in other chapters."""

from collections.abc import Callable, Sequence

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.book import Book
from gxq_desktop.documents.preflight import preflight
from gxq_desktop.documents.sheet import Sheet, Tag
from gxq_desktop.documents.tokens import A4

LONG_NAME = (
    "达州高新区新材料产业园二期年产二十万吨高性能玄武岩连续纤维及其复合材料制品智能制造一体化生产基地建设项目工程"
)
LONG_ENTERPRISE = (
    "四川省达州市高新技术产业园区新能源新材料科技发展集团有限责任公司第三分公司及其控股子公司联合体项目部（示例）"
)
HOSTILE = "<b>甲&乙</b> 公司\u202e\n𠮷记 {name} " + "长" * 40


def chapter_sheets(add: Callable[[Book, Dossier], None], dossier: Dossier, first: int = 2) -> list[Sheet]:
    """The finished pages of a chapter that begins on page FIRST (2 or 3); empty pages before it are left out."""
    book = Book(dossier)
    for _ in range(first - 1):
        book.page()
    add(book, dossier)
    return book.finish()[first - 1 :]


def wanted_anchors(sheets: Sequence[Sheet]) -> set[str]:
    """Anchors that links and page references of SHEETS lead to."""
    wanted = {link.anchor for sheet in sheets for link in sheet.links if link.anchor}
    for sheet in sheets:
        for op in sheet.texts:
            for span in op.line.spans:
                if span.ref is not None:
                    wanted |= {anchor for anchor in (span.ref.anchor, span.ref.to) if anchor is not None}
    return wanted


def elsewhere(sheets: Sequence[Sheet]) -> Sheet:
    """A sheet that has every anchor SHEETS refer to and do not have themselves."""
    known = {anchor for sheet in sheets for anchor in sheet.anchors}
    sheet = Sheet(A4, 1 + max(sheet.number for sheet in sheets))
    for anchor in sorted(wanted_anchors(sheets) - known):
        sheet.anchor(anchor)
    return sheet


def faults(sheets: Sequence[Sheet]) -> list[str]:
    """What preflight finds, references into other chapters apart."""
    for sheet in sheets:
        assert sheet.texts, f"page {sheet.number} is empty"
    return [str(finding) for finding in preflight([*sheets, elsewhere(sheets)])]


def words(sheets: Sequence[Sheet]) -> list[str]:
    """Every line of text in drawing order."""
    return [op.line.characters for sheet in sheets for op in sheet.texts]


def all_words(sheets: Sequence[Sheet]) -> str:
    return "\n".join(words(sheets))


def tags(sheets: Sequence[Sheet], role: str) -> list[Tag]:
    """Every element of ROLE in reading order, each once."""
    found: list[Tag] = []

    def walk(tag: Tag) -> None:
        if tag.role == role and tag not in found:
            found.append(tag)
        for kid in tag.kids:
            if isinstance(kid, Tag):
                walk(kid)

    for sheet in sheets:
        for root in sheet.roots:
            walk(root)
    return found


def spoken(sheets: Sequence[Sheet], tag: Tag) -> str:
    """What a screen reader says of TAG: its text in order, or its alternative text."""
    said = {(sheet.place, op.content): "" for sheet in sheets for op in sheet.texts}
    for sheet in sheets:
        for op in sheet.texts:
            said[sheet.place, op.content] += op.line.characters

    def say(tag: Tag) -> str:
        return tag.alt or "".join(say(kid) if isinstance(kid, Tag) else said.get(kid, "") for kid in tag.kids)

    return say(tag)


def spoken_rows(sheets: Sequence[Sheet], role: str = "TR") -> list[str]:
    """What a screen reader says of every table row (or other ROLE), in order."""
    return [spoken(sheets, tag) for tag in tags(sheets, role)]
