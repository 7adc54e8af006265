"""The manual as offices make it: a Word file filled by python-docx, turned into PDF by LibreOffice.

Tables, headings and paragraphs only, with Word's own styles; no chart. `python -m … content.json out.docx` writes the file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FACE = "GXQ Hei"


def make_word_file(content: dict[str, Any], target: Path) -> None:
    """Write CONTENT (content.content_json) as a Word file."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(25),
        Mm(17),
        Mm(24),
        Mm(21),
    )
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FACE, Pt(8.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    normal.paragraph_format.space_after = Pt(2)
    manual = _Manual(document)
    manual.front(content)
    manual.chapters(content)
    document.save(str(target))


class _Manual:
    def __init__(self, document: Any) -> None:
        self.document = document

    def front(self, content: dict[str, Any]) -> None:
        add, project = self.document.add_paragraph, content["project"]
        self.document.add_heading(project["name"], 0)
        add(project["enterprise"])
        for key in ("project_number", "printed_on", "check_code", "catalogue_version"):
            add(content["identity"][key])
        self.table(
            ("角色", "姓名", "电话", "职责"),
            ([c["role"], c["name"], c["phone"], c["duty"]] for c in project["contacts"]),
        )
        self.chapter("怎样用这本手册")
        add(_words(content, "use"))
        self.chapter("项目一览")
        add("".join(words for words, _ in content["lead"]))
        self.table(("", "值"), ([f["label"], f["value"]] for f in project["glance"]))
        for count in content["counts"]:
            add(
                f"{count['item_list']} {count['applies']} / {count['total']} {' '.join(c['code'] for c in count['cells'])}"
            )
        self.table(
            ("", "日子", "", ""), ([k["sign"], k["name"], k["day"]["on"], k["note"]] for k in content["key_dates"])
        )
        for action in content["actions"]:
            add(f"{action['imperative']} {action['detail']}", style="List Number")
        self.table(
            ("", "门槛", "预计", "最迟", "浮动", "说明"),
            (
                [g["sign"], g["name"], g["forecast"]["on"], g["latest"]["on"], g["total_float"], g["note"]]
                for g in content["gates"]
            ),
        )

    def chapters(self, content: dict[str, Any]) -> None:
        add = self.document.add_paragraph
        self.chapter("通排时间表")
        self.table(
            ("框", "编码", "事项", "谁办", "时长", "最早", "办结", "最迟", "浮动", "灯"),
            (
                [s["number"] or "", s["code"], s["name"], s["owner"], s["length_text"], s["early_start"]["on"][5:],
                 s["early_finish"]["on"][5:], s["late_start"]["on"][5:], s["total_float"], s["light"]]
                for s in content["steps"]
            ),
        )  # fmt: skip
        self.chapter("事项卡")
        for card in content["cards"]:
            self.card(card)
        self.chapter("材料清单")
        self.table(
            ("编码", "材料与形式", "为什么要", "谁做", "自查", "用在"),
            (
                [m["code"], f"{m['name']} {m['form']}", m["why"], f"{m['prepared_by']} {m['owner']}", " □ ".join(m["defects"]),
                 " ".join(m["used_by"])]
                for m in content["materials"]
            ),
        )  # fmt: skip
        self.chapter("水电气讯")
        for line in (content["joint_utility"], *content["utilities"]):
            self.document.add_heading(line["name"], 2)
            add(
                " ".join(
                    [
                        line["capacity"],
                        line["provider"],
                        line["phone"],
                        line["prepare"],
                        line["who_pays"],
                        line["none_because"],
                    ]
                )
            )
            self.table(
                ("编码", "环节", "时长", "先有"),
                ([s["code"], s["name"], s["length_text"], s["before_text"]] for s in line["stations"]),
            )
        self.chapter("为何不办")
        self.table(
            ("编码", "事项", "本项目的事实", "什么情况下要办", "说明", "依据"),
            (
                [v["code"], v["short_name"], v["project_fact"], v["threshold"], v["sentence"], v["basis"]]
                for v in content["verdicts"]
            ),
        )
        for title, key in (("待定与政策", "undecided"), ("服务与救济", "service"), ("移交签收", "handover")):
            self.chapter(title)
            add(_words(content, key))

    def chapter(self, title: str) -> None:
        self.document.add_page_break()
        self.document.add_heading(title, 1)

    def card(self, card: dict[str, Any]) -> None:
        self.document.add_heading(f"{card['code']} {card['name']}", 2)
        limit, window = card["limit"], card["window"]
        lines = [
            f"{card['kind']} · {card['phase']} · 第 {card['ordinal']} 项 · {card['seal']}",
            f"{card['authority']} {card['variant']}",
            f"受理 {limit['accepted']['on']} 承诺 {limit['promised_days']} 个工作日，{limit['promised_due']['on']} "
            f"法定 {limit['statutory_days']} {limit['statutory_unit']}",
            *(
                f"{label}：{shown}"
                for label, shown in (
                    ("为什么要办", card["why"]), ("依据", "；".join(card["basis"])), ("条件", "；".join(card["conditions"])),
                    ("先有", "；".join(card["predecessors"])), ("然后", "；".join(card["successors"])),
                    ("可并联", "；".join(card["parallel"])), ("窗口", f"{window['number']} {window['name']} {window['phone']}"),
                    ("网上", f"{card['online_platform']} {card['online_matter_code']}"), ("承办", card["officer"]),
                    ("帮办", f"{card['helper']['name']} {card['helper']['phone']}"),
                    ("能快一点", "；".join(f"{lever['kind']} {lever['text']} {lever['condition']}" for lever in card["levers"])),
                    ("结果", f"{card['result_name']} {card['result_validity']} {card['result_delivery']}"), ("费用", card["fee"]),
                    ("中介服务", card["intermediary"]), ("公示听证", card["notice_and_hearing"]), ("救济", card["remedies"]),
                    ("投诉", card["complaint"]), ("说明", "；".join(card["notes"])),
                )
                if shown.strip()
            ),
        ]  # fmt: skip
        for line in lines:
            self.document.add_paragraph(line)
        self.table(
            ("材料", "份数与形式", "能否后补", "共享", "从哪里来"),
            (
                [m["name"], f"{m['copies']} {m['form']}", m["later"], m["shared"], f"{m['from_text']} {m['from_code']}"]
                for m in card["materials"]
            ),
        )
        for reason in card["return_reasons"]:
            self.document.add_paragraph(reason, style="List Bullet")

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        cells = [list(map(str, row)) for row in rows]
        if not cells:
            return
        table = self.document.add_table(rows=1 + len(cells), cols=len(heads), style="Table Grid")
        for row, shown in zip(table.rows, [heads, *cells], strict=True):
            for cell, words in zip(row.cells, shown, strict=True):
                cell.paragraphs[0].add_run(words)


def _words(content: dict[str, Any], chapter: str) -> str:
    return " ".join(line["text"] for line in content["words"][chapter])


if __name__ == "__main__":
    make_word_file(json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2]))
