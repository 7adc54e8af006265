"""The item cards in Word: a card is one bordered table, its limit bar a row of shaded cells, its neighbours boxes with arrows."""

from __future__ import annotations

from typing import Any

from tests.bench.rivals.word_kit import (
    ACCENT,
    BOX,
    CRITICAL,
    GREY,
    GRID,
    INK,
    LIGHTS,
    NO_RULES,
    SHADE,
    TINT,
    TINY,
    Cell,
    Row,
    bookmark,
    boxed,
    data_table,
    framed,
    linked,
    page_break,
    page_of,
    paragraph,
    pieces,
    plain_table,
    run,
    table,
)

WIDTH = 168.0
_FRAME, _THIN = framed(6, INK), framed(2, GREY)


def cards_chapter(cards: dict[str, Any]) -> str:
    parts = [data_table(cards["opening"], least=7.5)]
    half_open = True
    for shown in cards["places"]:
        if shown["form"] == "full":
            parts += [page_break(), _full(shown)]
            half_open = False
            continue
        parts.append(TINY if half_open else page_break())
        half_open = not half_open
        if shown["form"] == "compact":
            parts.append(_compact(shown))
        elif shown["form"] == "list":
            parts.append(_list(shown))
        else:
            parts.append(paragraph(run("记事"), "SectionHead") + ruled(14))
    if cards["rest"]:
        parts += [page_break(), paragraph(run("半页卡的细目"), "Heading2")]
        parts.append(paragraph(run("半页卡上写不下的，按编码列在这里。" + cards["usual"]), "Dense"))
        for each in cards["rest"]:
            head = bookmark(f"more:{each['code']}") + run(f"{each['code']}　{each['name']}")
            parts.append(paragraph(head, "RestHead", keep=True))
            parts += [paragraph(pieces(text), "Dense") for text in each["texts"]]
    return "".join(parts)


# --- parts ------------------------------------------------------------------------------------------------------------


def _head(card: dict[str, Any], is_full: bool) -> Row:
    title, code = ("CardTitle", "CardCode") if is_full else ("CardTitleCompact", "CardCodeCompact")
    kind = run(card["kind"] + (f" {CRITICAL} 关键" if card["critical"] else ""))
    if card.get("more"):
        kind += run(" · 细目见第") + page_of(f"more:{card['code']}") + run("页")
    name = paragraph(bookmark(f"card:{card['code']}") + run(card["name"]), title)
    indent = 21.5 if is_full else 16.0
    box = paragraph(boxed(card["number"]), align="right")
    if is_full:
        box += paragraph(run("办结打勾"), "Note", "right")
    rest = WIDTH - indent - 13.0
    return Row(
        [Cell(indent, paragraph(run(card["code"]), code)), Cell(rest, name + paragraph(kind, "Note")), Cell(13.0, box)]
    )


def _dates(card: dict[str, Any]) -> Row:
    cells = []
    for index, each in enumerate(card["dates"]):
        unit = run(f" {each['unit']}" if each["unit"] else "")
        body = paragraph(run(each["label"]), "Note") + paragraph(
            f"{_large(each['value'])}{unit}" + (run(f"　{LIGHTS[card['light']]}") if index == 4 else ""), "CardDate"
        )
        if each["note"]:
            body += paragraph(run(each["note"]), "Note")
        top = {"top": (18 if each["heavy"] else 6, INK)}
        cells.append(Cell(36.0 if index < 4 else WIDTH - 144.0, body, borders=top))
    return Row(cells)


def _large(value: Any) -> str:
    """A date: its figures large, weekday and 暂 small."""
    if isinstance(value, str):
        return run(value, "CardDateFigures")
    return "".join(run(piece, "CardDateFigures") if isinstance(piece, str) else pieces([piece]) for piece in value)


def _limit(card: dict[str, Any], indent: float) -> list[Row]:
    """Three rows: what is written above, the bar as shaded cells, the scale below."""
    limit = card["limit"]
    length, pitch = limit["length"], limit["pitch"]
    promised, outline = limit["promised"] * pitch, limit["statutory"] * pitch
    bar_end = max(promised, outline)
    steps = sum(step["width"] for step in limit["steps"])
    room = WIDTH - indent
    if steps > room - bar_end:
        steps = max(0.0, room - bar_end)
    gap = room - bar_end - steps
    said = pieces(limit["accepted"])
    in_bar = promised >= 18.0
    if not in_bar or outline - promised < 40.0:
        said += run("　") + pieces(limit["due_whole"]) + run("　") + (pieces(limit["whole"]) or run("法定未设定"))
    above = [Cell(indent), Cell(room - max(steps, 0.0), paragraph(said, "Note"))]
    bar = [Cell(indent, paragraph(run(limit["unit"]), "TableText"), middle=True)]
    inside = paragraph(run(limit["promise"], "OnAccent"), "TableText") if in_bar else ""
    bar.append(Cell(promised, inside, ACCENT, _THIN, middle=True))
    if outline - promised > 0.5:
        both = (
            pieces(limit["due"]) + run("　") + pieces(limit["whole"]) if in_bar and outline - promised >= 40.0 else ""
        )
        bar.append(Cell(outline - promised, paragraph(both, "TableText"), "", _FRAME, middle=True))
    if gap > 0.5:
        bar.append(Cell(gap))
    rest = steps if gap > 0.5 else room - sum(cell.width for cell in bar[1:])
    if limit["steps"] and rest > 1.0:
        above.append(Cell(steps, paragraph(run("　".join(step["label"] for step in limit["steps"])), "Note")))
        bar.append(Cell(rest, paragraph(run("不计入"), "Note", "center"), SHADE, _THIN, middle=True))
    above[1].width = room - sum(cell.width for cell in above[2:])
    major = next((step for step in (5, 10, 20, 30, 50) if step * pitch >= 5.0), 100)
    scale = [Cell(indent)]
    for day in range(0, length + 1, major):
        width = min(major * pitch, room - sum(cell.width for cell in scale[1:]))
        if width > 1.0:
            scale.append(Cell(width, paragraph(run(str(day)), "Scale"), borders={"left": (4, INK)}))
    left = room - sum(cell.width for cell in scale[1:])
    if left > 0.5:
        scale.append(Cell(left))
    return [Row(above), Row(bar, height=5.0, exact=True), Row(scale, height=3.4, exact=True)]


def _labelled(label: str, texts: list[Any], style: str) -> str:
    """A label with a hanging indent, its texts under each other."""
    runs = run(f"{label}\t", "Label")
    return paragraph(runs + "<w:r><w:br/></w:r>".join(pieces(text) for text in texts), style)


def ruled(count: int, width: float = WIDTH) -> str:
    """Lines to write on."""
    return table([Row([Cell(width)], height=7.5) for _ in range(count)], {"bottom": (2, GREY), "insideH": (2, GREY)})


def _pen_fields(width: float, *names: str) -> Row:
    return Row([Cell(width / len(names), paragraph(run(name), "Note")) for name in names], height=9.0)


# --- cards ------------------------------------------------------------------------------------------------------------


def _compact(card: dict[str, Any]) -> str:
    columns = [
        "".join(_labelled(each["label"], each["texts"], "Compact") for each in column) for column in card["columns"]
    ]
    rows = [_head(card, False), _dates(card), *_limit(card, 16.0)]
    rows.append(Row([Cell(84.0, columns[0]), Cell(84.0, columns[1])]))
    if card["bring"]:
        rows.append(Row([Cell(WIDTH, _labelled("带什么", [card["bring"]], "Compact"))]))
    rows.append(
        Row(
            [Cell(16.0, paragraph(run("记录", "Label"))), *(Cell(38.0, paragraph(run(name), "Note")) for name in card["record"])],
            height=9.0,
        )
    )  # fmt: skip
    return table(rows, GRID, 0.3)


def _full(card: dict[str, Any]) -> str:
    rows = [_head(card, True), _dates(card), *_limit(card, 21.5)]
    for each in card["rows"]:
        if each["label"] == "办理流程":
            rows += _flow(card)
            continue
        rows.append(_label_row(each))
        if each["label"] == "前后关系":
            rows += _neighbours(card)
    first = table(rows, GRID)
    again = paragraph(run(f"{card['code']}　{card['name']}　续"), "SectionHead")
    parts = [first, page_break(), again]
    if card["materials"]:
        parts.append(paragraph(run(f"带什么来　{card['bring_note']}"), "SectionHead", keep=True))
        columns = (
            ("", 7.0),
            ("材料", 50.0),
            ("份数与形式", 24.0),
            ("能否后补（容缺）", 27.0),
            ("能否免交", 26.0),
            ("从哪来", 34.0),
        )
        parts.append(
            plain_table(columns, [[run(BOX), run(name, "Key"), run(form), run(later), run(shared), pieces(origin)]
                                  for name, form, later, shared, origin in card["materials"]])
        )  # fmt: skip
    if card["reasons"]:
        parts.append(paragraph(run("常因什么被退　交件前自己查一遍，没有就打勾"), "SectionHead", keep=True))
        half = (len(card["reasons"]) + 1) // 2
        texts = ["".join(paragraph(run(f"{BOX} {reason}"), "CardText") for reason in part)
                 for part in (card["reasons"][:half], card["reasons"][half:])]  # fmt: skip
        parts.append(table([Row([Cell(84.0, text) for text in texts])], NO_RULES))
    parts.append(TINY + table([_label_row(each) for each in card["after_rows"]], GRID))
    parts.append(TINY + _notice())
    parts.append(paragraph(run("记事"), "Note", before=2.0) + ruled(4))
    return "".join(parts)


def _label_row(row: dict[str, Any]) -> Row:
    return Row(
        [
            Cell(21.5, paragraph(run(row["label"], "Label"))),
            Cell(WIDTH - 21.5, "".join(paragraph(pieces(text), "CardText") for text in row["texts"])),
        ]
    )


def _neighbours(card: dict[str, Any]) -> list[Row]:
    """What comes before → the item → what comes after, a row each, the item in the middle one."""
    count = max(len(card["before"]), len(card["after"]), 1)
    rows = []
    for index in range(count):
        cells = []
        for column, width in ((card["before"], 46.0), (card["after"], 53.8)):
            if index < len(column):
                cells.append(Cell(width, _neighbour(column[index]), borders=_FRAME))
            else:
                cells.append(Cell(width))
        arrows = [
            paragraph(run("→"), align="center") if index < len(column) else ""
            for column in (card["before"], card["after"])
        ]
        own = Cell(38.0)
        if index == (count - 1) // 2:
            body = paragraph(run(card["own"][0], "OnAccent")) + paragraph(run(card["own"][1], "OnAccent"))
            own = Cell(38.0, body, ACCENT, _FRAME)
        rows.append(
            Row([cells[0], Cell(15.1, arrows[0], middle=True), own, Cell(15.1, arrows[1], middle=True), cells[1]])
        )
    return rows  # fmt: skip


def _neighbour(each: dict[str, Any]) -> str:
    name = (run(f"{each['code']} ", "Code") if each["code"] else "") + run(each["name"], "Key")
    if not each["anchor"]:
        return paragraph(name) + paragraph(pieces(each["below"]), "Note")
    where = page_of(each["anchor"]) + run("页　") + pieces(each["below"])
    return paragraph(linked(each["anchor"], name)) + paragraph(where, "Note")


def _flow(card: dict[str, Any]) -> list[Row]:
    """Receipt to delivery, cells with arrows; under each who does it and a field for the actual day."""
    stages = [Cell(21.5, paragraph(run("办理流程", "Label")))]
    fields = [Cell(21.5)]
    for index, (name, length, who, filled) in enumerate(card["flow"]):
        arrow = " →" if index < 4 else ""
        body = paragraph(run(name, "Key") + run(f" {length}{arrow}")) + paragraph(run(who), "Note")
        stages.append(Cell(29.3, body, TINT if filled else "", _THIN))
        fields.append(Cell(29.3, paragraph(run("实际日期"), "Note"), borders=_THIN))
    return [Row(stages), Row(fields, height=8.0)]


def _notice() -> str:
    """一次性告知, to be filled in by hand."""
    title = Cell(84.0, paragraph(run("一次性告知", "Key")))
    head = Row([title, Cell(84.0, paragraph(run("材料不齐时当场填写，一式两份"), "Note", "right"))])
    dates = _pen_fields(WIDTH, "告知日期", "补正截止", "容缺补齐")
    names = _pen_fields(WIDTH, "经办人", "企业签收", "受理日期")
    return table([head, dates, _pen_fields(WIDTH, "缺什么"), names], GRID)


def _list(shown: dict[str, Any]) -> str:
    """A phase's opening or a gate's checklist."""
    half = (len(shown["steps"]) + 1) // 2 if len(shown["steps"]) > 8 else len(shown["steps"])
    rows = []
    for index in range(half):
        cells: list[Cell] = []
        for step in shown["steps"][index::half]:
            name = run(step["name"] + (f" {CRITICAL}" if step["critical"] else ""))
            where = page_of(step["anchor"]) + run("页") if step["anchor"] else ""
            cells += [
                Cell(7.0, paragraph(boxed(step["number"]))),
                Cell(9.0, paragraph(run(step["code"], "Code"))),
                Cell(40.0, paragraph(linked(step["anchor"], name) if step["anchor"] else name)),
                Cell(16.0, paragraph(pieces(step["finish"]))),
                Cell(12.0, paragraph(where, "Note", "right")),
            ]
        rows.append(Row(cells, height=6.0))
    head = paragraph(run(shown["title"]), "CardTitleCompact") + paragraph(pieces(shown["says"]))
    return head + table(rows) + paragraph(run("记事"), "Note", before=3.0) + ruled(max(1, int(9 - half * 0.8)))
