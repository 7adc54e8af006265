"""Only the pages of a manual that changed since an older edition (换页), and the sheet that says which to take out and put in.

A manual is printed on both sides, so whole leaves are changed. Leaves are compared by what they say (page_prints.py), in
their order: one that stands further on, because something was put in before it, says the same but carries another page
number and is printed again; the sheet tells such leaves apart from changed ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from gxq_desktop.application.views import Dossier
from gxq_desktop.application.wording import ranges_text
from gxq_desktop.documents.book import ruled_lines
from gxq_desktop.documents.excerpt import excerpt
from gxq_desktop.documents.flow import Block, Paragraph
from gxq_desktop.documents.manual import make_manual
from gxq_desktop.documents.papers_small.pages import helper_of, single_sided
from gxq_desktop.documents.papers_small.parts import Fact, FactRow, Signatures, Signer
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import LEAD, NOTE, SECTION_HEAD, TABLE_GREY, TABLE_KEY, TABLE_TEXT
from gxq_desktop.documents.table import Cell, Column, Row, Table, box
from gxq_desktop.documents.text import Text, iso_date, marked, plain
from gxq_desktop.documents.tokens import A4, COUNTDOWN_FRAME
from gxq_desktop.domain.frozen import frozen

TITLE: Final = "换页说明"
_COLUMNS: Final = (
    Column("", 7.0),
    Column("抽出旧页", 30),
    Column("放入新页", 30),
    Column("是哪些章", 70, gap=3.0),
    Column("为什么", 31),
)
_ROW: Final = 9.0
Leaf = tuple[str, str]


@frozen
class LeafChange:
    """Leaves OLD[first:end] are taken out and NEW[first:end] put in their place (counted from 0). moved: they say the same."""

    old: tuple[int, int]
    new: tuple[int, int]
    moved: bool = False


def leaves(prints: Sequence[str]) -> list[Leaf]:
    """Pages two by two, front and back of a leaf; the back of the last is "" where there is none."""
    return [(prints[at], prints[at + 1] if at + 1 < len(prints) else "") for at in range(0, len(prints), 2)]


def changed_leaves(old: Sequence[Leaf], new: Sequence[Leaf]) -> tuple[LeafChange, ...]:
    """What to take out and put in to make NEW of OLD, in order. The first leaf carries the edition and is always changed."""
    found: list[LeafChange] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, first, end, new_first, new_end in matcher.get_opcodes():
        if kind == "equal":
            if first != new_first:
                found.append(LeafChange((first, end), (new_first, new_end), moved=True))
            elif first == 0:
                found.append(LeafChange((0, 1), (0, 1)))
        else:
            found.append(LeafChange((first, end), (new_first, new_end)))
    return tuple(_split_where_numbers_agree(found, old, new))


def _split_where_numbers_agree(
    changes: Sequence[LeafChange], old: Sequence[Leaf], new: Sequence[Leaf]
) -> Iterator[LeafChange]:
    """A range that is replaced by as many leaves is told leaf by leaf only if some of them stayed the same."""
    for change in changes:
        (first, end), (new_first, new_end) = change.old, change.new
        if change.moved or first != new_first or end != new_end:
            yield change
            continue
        start = first
        for at in range(first, end + 1):
            if at == end or (old[at] == new[at] and at > 0):
                if start < at:
                    yield LeafChange((start, at), (start, at))
                start = at + 1


def make_changed_pages(
    dossier: Dossier, old: Sequence[str], new: Sequence[str], old_edition: str
) -> tuple[list[Sheet], tuple[int, ...], tuple[int, ...]]:
    """The sheet on top (both sides of a leaf) and the changed pages of DOSSIER's manual; their numbers, and of those that
    say something else.

    OLD, NEW: the digests of the pages (page_prints). OLD_EDITION: 第 1 版，2026-01-12 印.
    """
    sheets = make_manual(dossier)
    changes = changed_leaves(leaves(old), leaves(new))
    numbers = frozenset(
        page
        for change in changes
        for page in range(change.new[0] * 2 + 1, change.new[1] * 2 + 1)
        if page <= len(sheets)
    )
    says_else = tuple(
        page
        for change in changes
        if not change.moved
        for page in range(change.new[0] * 2 + 1, min(change.new[1] * 2, len(sheets)) + 1)
        if page == 1 or page > len(old) or change.old != change.new or old[page - 1] != new[page - 1]
    )
    chapters = _chapters(sheets)
    kept = excerpt(sheets, numbers)
    cover = _cover(dossier, changes, says_else, chapters, old_edition, len(old), len(new))
    if len(cover) % 2:
        cover.append(_back(len(cover) + 1))
    for sheet in cover:
        sheet.label = TITLE
    return [*cover, *kept], tuple(sorted(numbers)), says_else


def _chapters(sheets: Sequence[Sheet]) -> list[str]:
    """The chapter each page belongs to, in words; 封面 before the first."""
    found, current = [], "封面"
    for sheet in sheets:
        for mark in sheet.bookmarks:
            if mark.level == 0:
                current = mark.title.rpartition("　")[2]
                break
        found.append(current)
    return found


# --- the sheet on top -----------------------------------------------------------------------------------------------------------


def _cover(
    dossier: Dossier,
    changes: Sequence[LeafChange],
    says_else: Sequence[int],
    chapters: Sequence[str],
    old_edition: str,
    old_total: int,
    total: int,
) -> list[Sheet]:
    out = sum(change.old[1] - change.old[0] for change in changes)
    put = sum(change.new[1] - change.new[0] for change in changes)
    stay = (total + 1) // 2 - put
    identity = dossier.identity
    blocks: list[Block] = [
        FactRow(
            [
                Fact("旧版", old_edition, 1.6),
                Fact("换成", f"第 {identity.edition} 版，{iso_date(identity.printed_on)} 印", 1.6),
                Fact("抽出", f"{out} 张"),
                Fact("放入", f"{put} 张"),
                Fact("不动", f"{stay} 张"),
            ]
        ),
        Paragraph(
            marked(
                "手册没有整本重印，只印了<b>有改动的张</b>（一张两面）。照下表从上往下换，换一行打一个勾；"
                "抽出的旧页请交回窗口或作废。",
                LEAD.justified(False),
            ),
            space_before=4.5,
        ),
        Table(_COLUMNS, [_row(change, chapters, says_else) for change in changes], least_row=_ROW, space_before=4.5),
        Paragraph(plain(_about_the_rest(stay, old_total, total), NOTE), space_before=2.25),
        Signatures(_signers(dossier), space_before=9.0),
    ]
    return single_sided(dossier, TITLE, blocks, note=f"第 {identity.edition} 版")


def _row(change: LeafChange, chapters: Sequence[str], says_else: Sequence[int]) -> Row:
    (first, end), (new_first, new_end) = change.old, change.new
    put_pages = min(new_end * 2, len(chapters)) - new_first * 2
    named = list(dict.fromkeys(chapters[new_first * 2 : new_end * 2]))
    if first == end:
        out: Text = plain(f"不抽，加在第 {first * 2} 页后", TABLE_GREY)
        why = "新加的页"
    elif new_first == new_end:
        why = "不再需要"
        out = plain(_pages(first, end), TABLE_TEXT)
    else:
        out = plain(_pages(first, end), TABLE_TEXT)
        why = "内容没变，页码变了" if change.moved else "内容改了"
    put = plain(_pages(new_first, new_end, len(chapters)), TABLE_KEY) if new_first < new_end else plain("—", TABLE_GREY)
    changed = [page for page in says_else if new_first * 2 < page <= new_end * 2]
    where = plain(f"改在第 {ranges_text(changed)} 页", NOTE) if changed and len(changed) < put_pages else None
    return Row(
        (box(None, size=4.2), out, put, Cell(plain("、".join(named), TABLE_TEXT), where), plain(why, TABLE_GREY))
    )


def _pages(first: int, end: int, last: int = 1 << 30) -> str:
    """Leaves FIRST to END as pages: 第 5–8 页，2 张."""
    pages = f"{first * 2 + 1}–{min(end * 2, last)}"
    return f"第 {pages} 页，{end - first} 张"


def _about_the_rest(stay: int, old_total: int, total: int) -> str:
    words = (
        "没有列出的页不用换：上面的事项和日期都没有变，只是页脚的版次、校验码和“还剩几天”还是旧的，天数请按今天数。"
        if stay
        else "各页都有改动，等于整本重印。"
    )
    if old_total != total and stay:
        words += f"总页数由 {old_total} 变为 {total}，没换的页脚仍写“/ {old_total}”。"
    return f"{words}换完后，这本手册就是新版；本说明夹在封面后面。"


def _signers(dossier: Dossier) -> list[Signer]:
    helper = helper_of(dossier)
    return [
        Signer("换页人", "帮办员或企业经办人"),
        Signer("企业签收", "项目负责人或持委托书的经办人"),
        Signer("帮办员", f"{helper.name}　{helper.phone}".rstrip("　") if helper else ""),
    ]


def _back(number: int) -> Sheet:
    """The back of the sheet on top, so that the first changed leaf begins on the front of a new one: lines to write on."""
    sheet, frame = Sheet(A4, number), COUNTDOWN_FRAME
    sheet.frame = frame
    with sheet.tag("H2"):
        sheet.text(frame.x, SECTION_HEAD.baseline(frame.y + 12.0), "记事", SECTION_HEAD)
    ruled_lines(sheet, frame.x, frame.y + 27.0, frame.width, frame.bottom)
    return sheet
