"""Cover, how to use, at a glance, contents, process map and timetable in Word: tables with shaded cells where ours draws."""

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
    LINE_GREY,
    NO_RULES,
    PALE,
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
    page_of,
    paragraph,
    pieces,
    run,
    table,
)

WIDTH = 168.0
_FRAME = framed(6, INK)
_WEEK = 7


def _cut(width: float, cells: list[Cell]) -> list[Cell]:
    """CELLS with one more to make the row WIDTH mm wide."""
    rest = width - sum(cell.width for cell in cells)
    return [*cells, Cell(rest)] if rest > 0.3 else cells


# --- cover ------------------------------------------------------------------------------------------------------------


def cover(content: dict[str, Any], qr_picture: str) -> str:
    shown = content["cover"]
    office = Row(
        [
            Cell(84.0, paragraph(run(content["bureau"], "Key"))),
            Cell(84.0, paragraph(run("工程建设项目审批综合窗口"), "Note", "right")),
        ]
    )
    block = "".join(
        paragraph(run(f"{name}\t") + run(strong, "Key") + run(more), "CoverLine")
        for name, strong, more in shown["block"]
    )
    foot = [
        Row([Cell(124.0, block), Cell(44.0, paragraph(qr_picture, "Picture", "right"))], height=24.0),
        Row(
            [
                Cell(100.0, paragraph(run("本手册是服务材料，不是审批决定。日期以最新一版为准，旧版请作废。"), "Note")),
                Cell(68.0, paragraph(run("扫码可离线查看近三个日期与电话"), "Note", "right")),
            ]
        ),
    ]
    where = run(shown["chart"]["caption"] + "逐项日期见第") + page_of("chapter:timetable") + run("页起。")
    return "".join(
        (
            table([office], {"top": (24, ACCENT)}),
            paragraph(run("审批服务手册"), "Title"),
            paragraph(run(content["project"]["name"]), "CoverProject"),
            paragraph(run(content["project"]["enterprise"]), "CoverEnterprise"),
            _gantt(shown["chart"]),
            paragraph(where, "Note", before=1.0),
            table(foot, {"top": (4, INK)}),
        )
    )


def _gantt(chart: dict[str, Any]) -> str:
    """All steps as shaded cells, one exact row each; a day is as wide as the page allows, edges on whole weeks."""
    weeks = -(-chart["days"] // _WEEK)
    per_week = WIDTH / weeks

    def x(day: int) -> float:
        return round(day / _WEEK) * per_week

    gates, at = [], 0.0
    for gate in chart["gates"]:
        right = max(at + 26.0, x(gate["at"]))
        gates.append(
            Cell(right - at, paragraph(pieces(gate["label"]), "ChartLabel", "right"), borders={"right": (6, INK)})
        )
        at = right
    months, at = [], 0.0
    for day, name in chart["months"]:
        if name and x(day) - at > 0.3:
            months.append(Cell(x(day) - at))
            at = x(day)
        if name:
            width = min(22.0, WIDTH - at)
            months.append(Cell(width, paragraph(run(name), "ChartMonth"), borders={"left": (2, PALE)}))
            at += width
    rows = [Row(_cut(WIDTH, _within(gates)), height=4.0, exact=True), Row(_cut(WIDTH, months), height=3.6, exact=True)]
    height = min(1.5, 116.0 / len(chart["bars"]))
    for start, length, critical, name in chart["bars"]:
        left = x(start)
        width = max(per_week, x(start + length) - left)
        width = min(width, WIDTH - left)
        cells = [Cell(left)] if left > 0.3 else []
        cells.append(Cell(width, fill=ACCENT if critical else LINE_GREY))
        if name and WIDTH - left - width > 24.0:
            cells.append(Cell(24.0, paragraph(run(name), "ChartName")))
        rows.append(Row(_cut(WIDTH, cells), height=3.0 if name else height, exact=True))
    return table(rows, NO_RULES, 0.0)


def _within(cells: list[Cell]) -> list[Cell]:
    """CELLS narrowed where they would leave the page."""
    over = sum(cell.width for cell in cells) - WIDTH
    for cell in reversed(cells):
        if over <= 0:
            break
        less = min(over, cell.width - 20.0)
        cell.width -= max(0.0, less)
        over -= max(0.0, less)
    return cells


# --- how to use -------------------------------------------------------------------------------------------------------


def how_to_use(use: dict[str, Any], qr_picture: str) -> str:
    steps = (
        (run("先看第") + page_of("chapter:glance") + run("页"), "一页看清要办多少项、几个要紧日子、明天能做什么。"),
        (run("每周一看时间表"), "时间表按“最迟日”排列，从上往下做，办完在方框里打勾。"),
        (run("办哪项翻哪项"), "事项卡写明为什么办、带什么、去哪办、几天拿结果、常因什么被退。"),
        (run("有变化就打电话"), "事实变了，项目清单和日期都会变。帮办员重排后给您新版和变更单。"),
    )
    top = Row(
        [
            Cell(42.0, paragraph(run(f"{index}　", "StepNumeral") + title, "Step") + paragraph(run(words), "Grey"))
            for index, (title, words) in enumerate(steps, 1)
        ]
    )
    parts = [table([top], {"top": (4, INK)}), paragraph(run("怎样读时间表的一行"), "SectionHead")]
    sample = use["sample"]
    if sample is not None:
        columns = (7.5, 10.0, 40.0, 13.5, 18.0, 17.0, 24.0, 14.0, 9.0, 15.0)
        numbers = ["①", "②", "", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨"]
        cells = [
            boxed(sample["number"]), run(sample["code"], "Code"), run(sample["name"]),
            page_of(f"card:{sample['code']}") + run("页"), run(sample["owner"]), pieces(sample["early"]), pieces(sample["late"]),
            run(sample["left"], "Key"), run(sample["float"]), run(LIGHTS[sample["light"]]),
        ]  # fmt: skip
        above = Row([Cell(width, paragraph(run(words))) for width, words in zip(columns, numbers, strict=True)])
        parts.append(
            table([above, Row([Cell(width, paragraph(each)) for width, each in zip(columns, cells, strict=True)])])
        )
    key = [
        paragraph(run(f"{index}　{title}　", "Key") + run(words), "Grey")
        for index, (title, words) in enumerate(use["key"], 1)
    ]
    parts.append(TINY + table([Row([Cell(56.0, each) for each in key[at : at + 3]]) for at in (0, 3, 6)], NO_RULES))
    legend = (
        ("○", "绿　按期"), ("▲", "黄　临近或落后"), ("■", "红　逾期"), ("✓", "已办结，已销账"),
        ("◇", "待定：还差一个事实"), ("暂", "暂定：放假通知未出"), (CRITICAL, "关键：浮动最少"), ("▤", "不计入时限的环节"),
    )  # fmt: skip
    marks = [Cell(42.0, paragraph(run(f"{mark} {words}"))) for mark, words in legend]
    parts.append(TINY + table([Row(marks[:4]), Row(marks[4:])], {"top": (2, LINE_GREY)}))
    parts.append(paragraph(run("找谁"), "SectionHead", keep=True))
    parts.append(
        table(
            [
                Row(
                    [
                        Cell(24.0, paragraph(pieces(role))),
                        Cell(24.0, paragraph(pieces(name))),
                        Cell(36.0, paragraph(pieces(phone))),
                        Cell(84.0, paragraph(run(duty), "Grey")),
                    ],
                    height=7.0,
                )
                for role, name, phone, duty in use["contacts"]
            ]
        )
    )  # fmt: skip
    parts.append(paragraph(run("去哪个窗口，什么时间来"), "SectionHead", keep=True))
    count = max(len(use["windows"]), len(use["hours"]))
    rows = []
    for index in range(count):
        left = use["windows"][index] if index < len(use["windows"]) else ["", "", ""]
        right = use["hours"][index] if index < len(use["hours"]) else ["", "", ""]
        widths = (12.0, 34.0, 36.0, 4.0, 19.0, 26.0, 37.0)
        styles = ("Key", "", "", "", "Key", "", "")
        words = [*left, "", *right]
        rows.append(
            Row(
                [
                    Cell(width, paragraph(run(text, style)))
                    for width, text, style in zip(widths, words, styles, strict=True)
                ]
            )
        )
    parts.append(table(rows))
    foot = (
        paragraph(pieces(use["where"]))
        + paragraph(run("二维码是纯文字，没有网络也能看：项目编号、版本、近三个日期、帮办员电话。"), "Grey")
        + paragraph(run(use["online"]), "Grey")
        + paragraph(run("窗口、电话、时间由审批局维护，以本页印制日为准。全部窗口见第十章。"), "Note")
    )
    parts.append(TINY + table([Row([Cell(28.0, paragraph(qr_picture, "Picture")), Cell(140.0, foot)])], NO_RULES))
    return "".join(parts)


# --- at a glance ------------------------------------------------------------------------------------------------------


def at_a_glance(glance: dict[str, Any]) -> str:
    lead = "".join(run(words, "SongBold" if bold else "") for words, bold in glance["lead"])
    facts = [
        Cell(WIDTH / 5, paragraph(run(name), "Note") + paragraph(run(value, "Key"))) for name, value in glance["facts"]
    ]
    parts = [paragraph(lead, "Lead")]
    parts.append(
        table(
            [Row(facts[at : at + 5]) for at in range(0, len(facts), 5)],
            {"top": (2, LINE_GREY), "insideH": (2, LINE_GREY)},
        )
    )
    counts = [
        paragraph(run(str(count["applies"]), "Count") + run(f" {count['words']}"), "CountLine")
        for count in glance["counts"]
    ]  # fmt: skip
    parts.append(TINY + table([Row([Cell(56.0, each) for each in counts])], {"top": (4, INK)}))
    parts.append(TINY + _unit_squares(glance["counts"]))
    parts.append(paragraph(run("　".join(count["note"] for count in glance["counts"] if count["note"])), "Note"))
    title = "六个要紧日子" if len(glance["dates"]) == 6 else "要紧日子"
    parts.append(paragraph(run(f"{title}　", "") + run(glance["dates_note"], "NoteText"), "SectionHead", keep=True))
    dates = []
    for each in glance["dates"]:
        large = "".join(
            run(piece, "DateFigures") if isinstance(piece, str) else pieces([piece])
            for piece in ([each["day"]] if isinstance(each["day"], str) else each["day"])
        )
        mark = run("暂 ", "Key") if each["provisional"] else ""
        dates.append(
            Cell(28.0, paragraph(run(f"{each['sign']} ", "Code") + run(each["name"], "Key"))
                 + paragraph(large, "CardDate") + paragraph(mark + run(each["note"]), "Note"))
        )  # fmt: skip
    parts.append(table([Row(dates)], {"top": (4, INK)}))
    if glance["chain"]:
        parts.append(_chain(glance["chain"]))
    if glance["levers"]:
        parts.append(paragraph(run(glance["levers"]), "Voice"))
    count = ("", "一", "两", "三")[len(glance["actions"])]
    parts.append(paragraph(run(f"明天就能做的{count}件事"), "SectionHead", keep=True))
    rows = []
    for action in glance["actions"]:
        said = paragraph(run(action["imperative"]), "SectionHead") + paragraph(run(action["detail"]), "Grey")
        where = run(f"{action['code']}　") + page_of(action["anchor"]) + run("页")
        rows.append(
            Row([Cell(7.0, paragraph(run(BOX))), Cell(121.0, said), Cell(15.0, paragraph(run(LIGHTS[action["light"]]))),
                 Cell(25.0, paragraph(where, "Note", "right"))], height=13.0)
        )  # fmt: skip
    parts.append(table(rows))
    return "".join(parts)


def _unit_squares(counts: list[dict[str, Any]]) -> str:
    """A cell a row of the lists, shaded where it applies; three blocks of twelve side by side."""
    looks = {"a": (ACCENT, framed(4, "FFFFFF")), "u": ("", framed(2, LINE_GREY)), "n": ("", framed(2, LINE_GREY))}
    rows = []
    for row in range(max(-(-len(count["cells"]) // 12) for count in counts)):
        cells = []
        for count in counts:
            shown = count["cells"][12 * row : 12 * row + 12]
            cells += [Cell(4.1, paragraph(run("?"), "Scale") if each == "u" else "", *looks[each]) for each in shown]
            cells.append(Cell(56.0 - 4.1 * len(shown)))
        rows.append(Row(cells, height=4.1, exact=True))
    return table(rows, NO_RULES, 0.0)


def _chain(chain: dict[str, Any]) -> str:
    """The critical chain: shaded cells along the days, names in a row of cells below."""
    per_day = WIDTH / chain["days"]
    bar, at = [], 0
    for start, length, done in sorted(chain["bars"]):
        start = max(start, at)
        if start > at:
            bar.append(Cell((start - at) * per_day))
        if start + length > chain["days"] or length <= 0:
            continue
        white = {"left": (4, "FFFFFF"), "right": (4, "FFFFFF")}
        bar.append(Cell(length * per_day, fill=LINE_GREY if done else ACCENT, borders=white))
        at = start + length
    months, place = [], 0
    for day, name in chain["months"]:
        if day > place:
            months.append(Cell((day - place) * per_day))
        width = min(14.0 / per_day, chain["days"] - day)
        months.append(Cell(width * per_day, paragraph(run(name), "ChartMonth"), borders={"left": (2, GREY)}))
        place = day + width
    printed = run(chain["printed"][1]) if chain["printed"] else ""
    goal = Row(
        [
            Cell(84.0, paragraph(printed, "ChartLabel")),
            Cell(84.0, paragraph(run(chain["goal"][1]), "ChartLabel", "right")),
        ]
    )
    width = WIDTH / len(chain["labels"])
    names = [
        Cell(width, paragraph(run(each["name"], "Key"), "Note") + paragraph(run(each["length"]), "Note"))
        for each in chain["labels"]
    ]
    rows = [goal, Row(_cut(WIDTH, months), height=4.0, exact=True), Row(_cut(WIDTH, bar), height=7.0, exact=True)]
    return (
        paragraph(run(chain["title"]), "SectionHead", keep=True)
        + table(rows, NO_RULES, 0.0)
        + TINY
        + table([Row(names)], NO_RULES)
    )


# --- contents ---------------------------------------------------------------------------------------------------------


def contents(shown: dict[str, Any]) -> str:
    """A table in two halves, numbers by PAGEREF: chapters left, cards by phase right, a row each."""
    left = []
    for chapter in shown["chapters"]:
        anchor = f"chapter:{chapter['key']}"
        title = linked(anchor, run(f"{chapter['numeral'] or '　'}　{chapter['title']}", "ContentsTitle"))
        left.append((title, page_of(anchor, ""), run(chapter["note"])))
    right: list[tuple[str, str, str, str]] = []
    for group in shown["groups"]:
        right.append(("", "", run(group["head"], "SongBold"), ""))
        for row in group["rows"]:
            if "gate" in row:
                right.append(("", run(row["gate"], "Code"), run(row["name"]), run(row["day"])))
                continue
            anchor = f"card:{row['code']}"
            name = run(row["name"], "Key" if row["full"] else "") + (run(f" {CRITICAL}") if row["critical"] else "")
            right.append((run(BOX), run(row["code"], "Code"), linked(anchor, name), page_of(anchor)))
    rows = []
    right += [("", " ", "", "")] * (3 * len(left) - len(right))
    for index, (mark, code, name, number) in enumerate(right):
        cells = [Cell(63.0), Cell(10.0)]
        chapter, part = divmod(index, 3)
        if chapter < len(left):
            title, where, words = left[chapter]
            if part == 0:
                rule = {"top": (2, LINE_GREY)}
                cells = [
                    Cell(63.0, paragraph(title), borders=rule),
                    Cell(10.0, paragraph(where, "Number", "right"), borders=rule),
                ]
            elif part == 1:
                cells = [Cell(63.0, paragraph(words, "Grey")), Cell(10.0)]
        rule = {} if mark or code else {"bottom": (4, INK)}
        cells += [
            Cell(8.0),
            Cell(5.0, paragraph(mark), borders=rule),
            Cell(10.0, paragraph(code), borders=rule),
            Cell(49.0, paragraph(name), borders=rule),
            Cell(23.0, paragraph(number, align="right"), borders=rule),
        ]
        rows.append(Row(cells, height=5.4))
    head = table([Row([Cell(81.0), Cell(87.0, paragraph(run("五　事项卡"), "SectionHead"))])], NO_RULES)
    notes = (
        "PDF 里点标题可跳转。",
        "粗体为跨两页的完整卡，其余为半页卡。斜纹方块为关键事项。方框留给您打勾。",
    )
    return head + TINY + table(rows, NO_RULES, 0.2) + "".join(paragraph(run(words), "Note") for words in notes)


# --- process map ------------------------------------------------------------------------------------------------------


def process_map(pages: list[dict[str, Any]]) -> str:
    """A swimlane table: lanes are columns, nodes shaded or framed cells, gates rows across; what precedes stands under a name."""
    if not pages:
        return paragraph(run("本项目没有要排先后的事项。"), "Voice")
    return "".join(_map_table(page) for page in pages)


def _map_table(shown: dict[str, Any]) -> str:
    lanes = len(shown["lanes"])
    width = (WIDTH - 9.0) / lanes
    rows = [Row([Cell(9.0), *(Cell(width, paragraph(run(name, "Key"), align="center")) for _, name in shown["lanes"])])]
    gates = {row: shown["gates"][index] for row, index in shown["gate_rows"]}
    nodes = {(node["row"], node["lane"]): node for node in shown["nodes"]}
    for row in range(shown["rows"] + 1):
        if row in gates:
            rows.append(Row([Cell(WIDTH, paragraph(run(gates[row][2], "OnAccent")), INK)], height=4.6))
        if row == shown["rows"]:
            break
        bands = ((title, first) for first, end, title in shown["row_bands"] if first <= row < end)
        band, first = next(bands, ("接上页", 0))
        starts = row == first or row in gates
        title = paragraph(run(band, "SongBold"), "Band", "center") if starts else ""
        merge = "restart" if starts else "continue"
        cells = [Cell(9.0, title, TINT, merge=merge, upright=True, middle=True)]
        for lane in range(lanes):
            node = nodes.get((row, lane))
            cells.append(Cell(width, _node(node), *_node_look(node), middle=True) if node else Cell(width))
        rows.append(Row(cells, height=10.6))
    legend = f"框线：审批事项　浅框：企业或接入单位　深色：关键　{CRITICAL}　虚线：不计入时限　“←”后面是直接的前项　从上往下办"
    return table(rows, {"insideV": (2, PALE), **GRID}, 0.2) + paragraph(run(legend), "Note", before=1.0)


def _node(node: dict[str, Any]) -> str:
    solid = node["critical"] and node["kind"] == "approval"
    style = "OnAccent" if solid else "Code"
    name = run(node["name"], "OnAccent" if solid else ("Key" if node["kind"] == "approval" else ""))
    before = f"← {' '.join(node['before'])}" if node["before"] else ""
    last = paragraph(run(before, "OnAccentSmall" if solid else "NoteText"), "MapNote", "center") if before else ""
    return paragraph(run(node["label"], style), "MapText", "center") + paragraph(name, "MapText", "center") + last


def _node_look(node: dict[str, Any]) -> tuple[str, dict[str, tuple[int, str]]]:
    if node["kind"] == "approval":
        return (ACCENT if node["critical"] else "FFFFFF"), _FRAME
    colour = (12, ACCENT) if node["critical"] else (4, GREY)
    return SHADE, dict.fromkeys(("top", "bottom", "left", "right"), colour)


# --- timetable --------------------------------------------------------------------------------------------------------


def timetable(shown: dict[str, Any]) -> str:
    return data_table(shown["table"], least=7.5) + paragraph(pieces(shown["legend"]), "Note", before=1.5)


def chapter_title(key: str, numeral: str, title: str) -> str:
    words = run(f"{numeral}　", "Numeral") if numeral else ""
    return paragraph(bookmark(f"chapter:{key}") + words + run(title), "Heading1")
