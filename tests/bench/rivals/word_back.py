"""Materials, utilities, why not, undecided, service and hand-over in Word."""

from __future__ import annotations

from typing import Any

from tests.bench.rivals.word_kit import (
    ACCENT,
    BOX,
    CRITICAL,
    INK,
    LINE_GREY,
    NO_RULES,
    TINY,
    Cell,
    Row,
    bookmark,
    boxed,
    data_table,
    linked,
    paragraph,
    pieces,
    plain_table,
    run,
    table,
)

WIDTH = 168.0


def _section(words: str, note: str = "") -> str:
    return paragraph(run(words) + (run(f"　{note}", "NoteText") if note else ""), "SectionHead", keep=True, before=4.0)


def materials(shown: dict[str, Any]) -> str:
    parts = [
        TINY.join(_matrix(band) for band in shown["bands"]),
        paragraph(pieces(shown["legend"]), "Note", before=1.0),
    ]
    parts.append(paragraph(bookmark("materials:defects") + run("每包常见毛病"), "Heading2", keep=True))
    rows = [
        [
            run(each["code"], "Code"),
            run(each["name"], "Key") + "<w:r><w:br/></w:r>" + run(each["why"], "VoiceText"),
            run("　".join(f"{BOX} {words}" for words in each["defects"]) or "—"),
        ]
        for each in shown["defects"]
    ]
    parts.append(
        plain_table((("编码", 9.0), ("材料，为什么要", 51.5), ("交之前照着查一遍，没有这个毛病就打勾", 107.5)), rows)
    )
    return "".join(parts)


def _matrix(band: dict[str, Any]) -> str:
    """Packages against the items that use them: a dot in a cell, the codes upright in the head."""
    pitch = (WIDTH - 107.5) / max(1, len(band["codes"]))
    under = {"bottom": (4, INK)}
    names = zip(("", "编码", "材料与形式", "谁做", "最迟备齐", ""), (7.0, 9.0, 44.5, 16.0, 24.0, 7.0), strict=True)
    head = [Cell(width, paragraph(run(name), "TableHead"), borders=under) for name, width in names]
    for code, anchor in band["codes"]:
        name = run(code, "Code")
        head.append(Cell(pitch, paragraph(linked(anchor, name) if anchor else name), borders=under, upright=True))
    rows = [Row(head, height=9.0, is_head=True)]
    for row in band["rows"]:
        if "group" in row:
            rows.append(Row([Cell(WIDTH, paragraph(run(row["group"], "SongBold"), keep=True), borders=under)]))
            continue
        cells = [
            Cell(7.0, paragraph(bookmark(f"material:{row['code']}") + boxed(row["number"]))),
            Cell(9.0, paragraph(run(row["code"], "Code"))),
            Cell(44.5, paragraph(run(row["name"])) + paragraph(run(row["form"]), "Note")),
            Cell(16.0, paragraph(run(row["owner"]), "Grey")),
            Cell(24.0, paragraph(pieces(row["latest"])) + paragraph(run(row["length"]), "Note")),
            Cell(7.0, paragraph(run(CRITICAL if row["critical"] else ""))),
        ]
        if not row["used"]:
            cells.append(Cell(WIDTH - 107.5, paragraph(run(row["no_use"]), "Note"), middle=True))
        else:
            cells += [
                Cell(pitch, paragraph(run("●" if code in row["used"] else "·", "Dot"), align="center"), middle=True)
                for code, _ in band["codes"]
            ]
        rows.append(Row(cells, height=8.0))
    return table(rows, padding=0.2)


def utilities(shown: dict[str, Any]) -> str:
    parts = []
    strip = shown["strip"]
    if strip is not None:
        row = Row(
            [
                Cell(7.0, paragraph(boxed(strip["number"]))),
                Cell(10.0, paragraph(run(strip["code"], "Code"))),
                Cell(101.0, paragraph(run(f"{strip['name']}　", "Key") + run(strip["about"]))),
                Cell(50.0, paragraph(pieces(strip["when"]), align="right")),
            ]
        )
        parts.append(table([row], {"top": (24, ACCENT), "bottom": (4, INK)}))
    if shown["joint"]:
        parts.append(TINY + _said([[label, words] for label, words in shown["joint"]]))
    for line in shown["lines"]:
        parts.append(TINY + _line(line))
    parts.append(paragraph(pieces(shown["legend"]), "Note", before=1.0))
    parts.append(_section("联系记录：和谁说好了什么，哪天") + _log(shown["log"]))
    return "".join(parts)


def _log(named: list[str]) -> str:
    widths, line = (21.0, 42.0, 87.0, 18.0), {"bottom": (2, "9AA0A4")}
    head = Row([Cell(width, paragraph(run(words, "Key"))) for width, words in zip(widths, _LOG_HEADS, strict=True)])
    rows = [("", name, "", "") for name in named] + [("", "", "", "")] * max(0, 10 - len(named))

    def cells(row: tuple[str, ...]) -> list[Cell]:
        return [
            Cell(width, paragraph(run(words, "NoteText")), borders=line)
            for width, words in zip(widths, row, strict=True)
        ]

    return table([head, *(Row(cells(row), 8.25) for row in rows)])


_LOG_HEADS = ("哪天", "找谁", "说好了什么", "下次联系")


def _said(texts: list[list[Any]]) -> str:
    rows = [
        Row([Cell(38.0, paragraph(run(label, "Label"))), Cell(130.0, paragraph(pieces(text)))]) for label, text in texts
    ]
    return table(rows, NO_RULES)


def _line(line: dict[str, Any]) -> str:
    """A utility: name and provider left, stations as cells with arrows, what to prepare and who pays below."""
    name = paragraph(bookmark(f"utility:{line['name']}") + run(line["name"]), "Utility", keep=True)
    if "none" in line:
        return table(
            [Row([Cell(38.0, name), Cell(130.0, paragraph(run(line["none"])), middle=True)])], {"top": (4, INK)}
        )
    about = name + "".join(paragraph(pieces(text)) for text in line["about"])
    rows = []
    for index, stations in enumerate(line["stations"]):
        cells = [Cell(38.0, about if index == 0 else "")]
        for place, stop in enumerate(stations):
            arrow = run("　→" if place + 1 < len(stations) else "")
            mark = run(f" {CRITICAL}") if stop["critical"] else ""
            box = run("◇") if stop["undecided"] else boxed(stop["number"])
            texts = [pieces(text) for text in stop["texts"] if text]
            if stop["anchor"]:
                texts[1] = linked(stop["anchor"], texts[1])
            body = paragraph(box + arrow) + paragraph(texts[0] + mark) + "".join(map(paragraph, texts[1:]))
            cells.append(Cell(130.0 / max(5, len(stations)), body))
        rest = WIDTH - sum(cell.width for cell in cells)
        rows.append(Row([*cells, Cell(rest)] if rest > 0.5 else cells))
    for label, text in line["texts"]:
        rows.append(Row([Cell(38.0, paragraph(run(label, "Label"))), Cell(130.0, paragraph(pieces(text)))]))
    return table(rows, {"top": (4, INK)})


def why_not(shown: dict[str, Any]) -> str:
    parts = []
    for each in shown["tables"]:
        if each["title"]:
            parts.append(paragraph(run(each["title"]), "Heading2", keep=True))
        parts.append(data_table(each, "Dense"))
    parts.append(paragraph(pieces(shown["foot"]), "Note", before=1.0))
    return "".join(parts)


def undecided(shown: dict[str, Any]) -> str:
    parts = []
    if shown["questions"]:
        parts.append(data_table(shown["questions"], least=18.0))
    if shown["assumptions"]:
        parts.append(_section("没有回答之前，先这样估算"))
        parts += [paragraph(run(words), "Voice") for words in shown["assumptions"]]
    parts.append(_section("可能用得上的政策", shown["note"] if shown["policies"] else ""))
    if shown["policies"]:
        parts.append(data_table(shown["policies"]))
    else:
        parts.append(paragraph(run("按现有事实没有对得上的政策，事实变了再对照一次。"), "Voice"))
    return "".join(parts)


def service(shown: dict[str, Any]) -> str:
    parts = [_section("全部窗口")]
    rows = [[run(number, "Key"), run(name), run(scope), run(phone)] for number, name, scope, phone in shown["windows"]]
    parts.append(plain_table((("窗口", 14.0), ("名称", 40.0), ("受理什么", 88.0), ("电话", 26.0)), rows))
    if shown["extended"]:
        parts.append(_section("延时和上门服务"))
        parts.append(_pairs([[name, words] for name, words in shown["extended"]]))
    parts.append(_section("日子怎么算"))
    parts += [paragraph(run(words), before=1.0) for words in shown["counting"]]
    if shown["holidays"]:
        parts.append(paragraph(run(shown["holidays"]), "Note", before=1.0))
    parts.append(_section("不满意、办不动、不服") + _pairs(shown["remedies"]))
    parts.append(paragraph(run(shown["ask_first"]), "Voice", before=1.5))
    return "".join(parts)


def _pairs(pairs: list[list[Any]]) -> str:
    rows = [
        Row([Cell(21.5, paragraph(run(name, "Key"))), Cell(146.5, paragraph(pieces(text)))]) for name, text in pairs
    ]
    return table(rows, NO_RULES)


# --- hand-over --------------------------------------------------------------------------------------------------------


def hand_over(shown: dict[str, Any]) -> str:
    total = '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>0</w:t></w:r></w:fldSimple>'
    documents = [[run("审批服务手册（本册）", "Key"), total + run(" 页"), run("1 本")]]
    documents += [[run(name, "Key"), run(form), run(count)] for name, form, count in shown["documents"]]
    boxes = [
        Row([Cell(8.0, paragraph(run(BOX))), *map(Cell, (60.0, 50.0, 50.0), map(paragraph, row))], height=6.7)
        for row in documents
    ]
    told = [
        Row([Cell(8.0, paragraph(run(BOX))), Cell(160.0, paragraph(run(words), "Told"))], height=7.5)
        for words in shown["sentences"]
    ]
    return "".join(
        (
            table([_facts(shown["facts"]), _facts(shown["names"])], {"top": (2, LINE_GREY)}),
            _section("交了什么"),
            table(boxes),
            _section("当面讲清", "帮办员逐条讲，企业逐条打勾"),
            table(told, {"top": (4, INK)}),
            TINY,
            _signatures(shown["signers"]),
            paragraph(run(f"{'- ' * 30}沿此线撕下，窗口留存{' -' * 30}"), "Note", "center", before=4.0),
            _section("签收存根", "窗口留存，扫描归档"),
            table([_facts(shown["stub"][:4]), _facts(shown["stub"][4:])], {"top": (4, INK)}),
            TINY,
            _signatures(shown["stub_signers"]),
        )
    )


def _facts(facts: list[list[str]]) -> Row:
    width = WIDTH / len(facts)
    return Row([Cell(width, paragraph(run(name), "Note") + paragraph(run(value, "Key"))) for name, value in facts])


def _signatures(signers: list[list[str]]) -> str:
    share = 52.0
    first, second = [], []
    for index, (who, name) in enumerate(signers):
        if index:
            first.append(Cell(6.0))
            second.append(Cell(6.0))
        first.append(Cell(share, paragraph(run(who, "Key")) + paragraph(run(name), "Note"), borders={"top": (4, INK)}))
        second.append(Cell(share, paragraph(run("签字　　　　　　年　　月　　日")), borders={"top": (4, INK)}))
    return table([Row(first, height=21.0), Row(second)], NO_RULES)
