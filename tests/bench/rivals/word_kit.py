"""Pieces of a Word file as XML: runs, paragraphs, tables on one grid. python-docx makes the file; these are put into its body.

Written as strings and parsed once a chapter, which is much faster than making every run and cell by python-docx's objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

ACCENT, INK, GREY, SHADE, TINT, PALE, LINE_GREY = "0E4A5C", "1A1A1A", "5A5F63", "E7EAEB", "EEF2F3", "D5D9DB", "9AA0A4"
BOX, CRITICAL = "□", "▨"
LIGHTS = {"绿": "○ 绿", "黄": "▲ 黄", "红": "■ 红", "已办结": "✓ 办结", "": "◇ 待定"}
DRAWN = {"gate": "◆", "critical": CRITICAL, "line": "＿＿＿＿＿＿＿＿"}
MARKS = {"box": f"{BOX} ", "critical": f" {CRITICAL}", "provisional": " 暂 ", "elbow": "└ ", "pen": "＿＿＿＿＿＿＿＿"}


def twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)


# --- runs and paragraphs ----------------------------------------------------------------------------------------------


def run(words: str, style: str = "") -> str:
    """WORDS in a character style; line ends become breaks."""
    look = f'<w:rPr><w:rStyle w:val="{style_name(style)}"/></w:rPr>' if style else ""
    text = escape(words).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">').replace(
        "\t", '</w:t><w:tab/><w:t xml:space="preserve">'
    )  # fmt: skip
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def style_name(style: str) -> str:
    """The Word id of a character style of content["styles"]."""
    return style.replace("-", "").replace(".", "d")


def page_of(anchor: str, style: str | None = "") -> str:
    """A PAGEREF field."""
    return f'<w:fldSimple w:instr=" PAGEREF {bookmark_name(anchor)} ">{run("0", style or "")}</w:fldSimple>'


_names: dict[str, str] = {}


def bookmark_name(anchor: str) -> str:
    """Word's bookmarks are ASCII letters and digits, 40 at most."""
    return _names.setdefault(anchor, f"a{len(_names)}")


_bookmarks = iter(range(1, 1_000_000))


def bookmark(anchor: str) -> str:
    number = next(_bookmarks)
    return f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(anchor)}"/><w:bookmarkEnd w:id="{number}"/>'


def linked(anchor: str, runs: str) -> str:
    return f'<w:hyperlink w:anchor="{bookmark_name(anchor)}">{runs}</w:hyperlink>'


def pieces(text: Any) -> str:
    """The runs of a text (content_text.py)."""
    if isinstance(text, str):
        return run(text) if text else ""
    return "".join(map(_piece, text))


def _piece(piece: Any) -> str:
    if isinstance(piece, str):
        return run(piece)
    if isinstance(piece, list):
        return run(piece[0], piece[1])
    return page_of(piece["page"], piece["style"]) if "page" in piece else run(MARKS[piece["mark"]])


def paragraph(runs: str, style: str = "", align: str = "", keep: bool = False, before: float | None = None) -> str:
    """RUNS in a paragraph style. keep: with the next one. before: mm."""
    looks = [f'<w:pStyle w:val="{style}"/>'] if style else []
    looks += ["<w:keepNext/>"] if keep else []
    looks += [f'<w:spacing w:before="{twips(before)}"/>'] if before is not None else []
    looks += [f'<w:jc w:val="{align}"/>'] if align else []
    return f"<w:p><w:pPr>{''.join(looks)}</w:pPr>{runs}</w:p>"


def page_break() -> str:
    return '<w:p><w:pPr><w:pStyle w:val="Tiny"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'


TINY = '<w:p><w:pPr><w:pStyle w:val="Tiny"/></w:pPr></w:p>'
"""Between two tables, which Word would join."""


# --- tables -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Cell:
    """A cell WIDTH mm wide. body: paragraphs. borders: e.g. {"bottom": (2, "9AA0A4")}, eighths of a point.

    merge: restart or continue.
    """

    width: float
    body: str = ""
    fill: str = ""
    borders: dict[str, tuple[int, str]] = field(default_factory=dict)
    middle: bool = False
    merge: str = ""
    upright: bool = False


@dataclass(slots=True)
class Row:
    """height: mm, at least so high, exactly if exact. is_head: repeated on every page."""

    cells: Sequence[Cell]
    height: float = 0.0
    exact: bool = False
    is_head: bool = False


def framed(weight: int, colour: str) -> dict[str, tuple[int, str]]:
    """Borders on all four sides."""
    return dict.fromkeys(("top", "bottom", "left", "right"), (weight, colour))


RULES = {"top": (4, INK), "bottom": (4, INK), "insideH": (2, LINE_GREY)}
GRID = {"top": (4, INK), "bottom": (4, INK), "left": (4, INK), "right": (4, INK), "insideH": (2, LINE_GREY)}
NO_RULES: dict[str, tuple[int, str]] = {}


def table(rows: Sequence[Row], borders: dict[str, tuple[int, str]] = RULES, padding: float = 0.5) -> str:
    """Rows whose cells may end anywhere: they are laid on a common grid, as Word does with split cells."""
    edges = {0}
    for row in rows:
        at = 0.0
        for cell in row.cells:
            at += cell.width
            edges.add(twips(at))
    grid = sorted(edges)
    place = {edge: index for index, edge in enumerate(grid)}
    columns = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(grid))
    margin = twips(padding)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{grid[-1]}" w:type="dxa"/>{_borders("tblBorders", borders)}'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="{margin}" w:type="dxa"/><w:left w:w="30" w:type="dxa"/>'
        f'<w:bottom w:w="{margin}" w:type="dxa"/><w:right w:w="30" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(_row(row, place) for row in rows)}</w:tbl>"
    )


def _borders(name: str, borders: dict[str, tuple[int, str]]) -> str:
    inner = "".join(
        f'<w:{side} w:val="single" w:sz="{borders[side][0]}" w:space="0" w:color="{borders[side][1]}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        if side in borders
    )
    return f"<w:{name}>{inner}</w:{name}>" if inner else ""


def _row(row: Row, place: dict[int, int]) -> str:
    height = (
        f'<w:trHeight w:val="{twips(row.height)}" w:hRule="{"exact" if row.exact else "atLeast"}"/>'
        if row.height
        else ""
    )
    cells, at = [], 0.0
    for cell in row.cells:
        left, right = twips(at), twips(at + cell.width)
        at += cell.width
        looks = f'<w:tcW w:w="{right - left}" w:type="dxa"/>'
        span = place[right] - place[left]
        if span > 1:
            looks += f'<w:gridSpan w:val="{span}"/>'
        if cell.merge:
            looks += f'<w:vMerge w:val="{cell.merge}"/>'
        looks += _borders("tcBorders", cell.borders)
        if cell.fill:
            looks += f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>'
        if cell.upright:
            looks += '<w:textDirection w:val="tbRlV"/>'
        if cell.middle:
            looks += '<w:vAlign w:val="center"/>'
        cells.append(f"<w:tc><w:tcPr>{looks}</w:tcPr>{cell.body or TINY}</w:tc>")
    head = "<w:tblHeader/>" if row.is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>{''.join(cells)}</w:tr>"


def heads(columns: Sequence[tuple[str, float]]) -> Row:
    """A row of column heads that is repeated; widths in mm."""
    under = {"bottom": (4, INK)}
    return Row(
        [Cell(width, paragraph(run(words), "TableHead"), borders=under) for words, width in columns], is_head=True
    )


def plain_table(columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]], style: str = "") -> str:
    """Cells of runs under heads."""
    widths = [width for _, width in columns]
    body = [
        Row([Cell(width, paragraph(runs, style)) for width, runs in zip(widths, cells, strict=True)]) for cells in rows
    ]
    return table([heads(columns), *body])


def data_table(shown: dict[str, Any], style: str = "", width: float = 168.0, least: float = 0.0) -> str:
    """A table of content_text.table."""
    known = sum(column["width"] or 0.0 for column in shown["columns"])
    widths = [column["width"] or width - known for column in shown["columns"]]
    aligns = ["right" if column["align"] == "right" else "" for column in shown["columns"]]
    rows = [heads([(_words(column["head"]), each) for column, each in zip(shown["columns"], widths, strict=True)])]
    for row in shown["rows"]:
        if "group" in row:
            runs = pieces(row["group"]) + run("　") + pieces(row["note"])
            rule = {"bottom": (4, INK)}
            rows.append(Row([Cell(sum(widths), paragraph(runs, style, keep=True, before=1.0), borders=rule)]))
            continue
        fill, cells, at = TINT if row["tint"] else "", [], 0
        for index, content in enumerate(row["cells"]):
            span = content.get("span", 1) if isinstance(content, dict) else 1
            marked = bookmark(row["anchor"]) if index == 0 and row["anchor"] else ""
            body = _content(content, style, aligns[at], marked)
            cells.append(Cell(sum(widths[at : at + span]), body, fill, middle=True))
            at += span
        rows.append(Row(cells, height=max(least, row["least"])))
    return table(rows)


def _words(text: Any) -> str:
    return text if isinstance(text, str) else "".join(piece if isinstance(piece, str) else piece[0] for piece in text)


def _content(content: Any, style: str, align: str, marked: str) -> str:
    if not isinstance(content, dict):
        return paragraph(marked + pieces(content), style, align)
    if "box" in content or "closed" in content:
        runs = boxed(content.get("box"))
    elif "light" in content:
        runs = run(LIGHTS[content["light"]])
    elif "drawn" in content:
        runs = run(DRAWN[content["drawn"]])
    else:
        runs = pieces(content.get("text", ""))
    if "link" in content:
        runs = linked(content["link"], runs)
    below = paragraph(pieces(content["below"]), style) if "below" in content else ""
    return paragraph(marked + runs, style, align) + below


def boxed(number: int | None) -> str:
    """A box to tick with its number: the number in a frame, as a Word user has it."""
    return f'<w:r><w:rPr><w:rStyle w:val="Boxed"/></w:rPr><w:t>\u00a0{number}\u00a0</w:t></w:r>' if number else run(BOX)
