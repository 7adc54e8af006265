"""A dossier as the JSON that rival renderers are fed: everything the manual prints, in words, ready to be laid out.

Sentences, dates and table rows come as our sections word them (content_text.py says how), so a rival pays for laying out
and drawing alone, not for wording. Handed over ready made, so that a rival only draws it: the nodes and routes of the
process map, the modules of the QR code, which rows stand on a half-page card and which in the list at the chapter's end,
the order of the cards, the scale of limit bars, where labels of the two strips of bars stand.
"""

from __future__ import annotations

import json
from typing import Any

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.sections import (
    contents,
    hand_over,
    how_to_use,
    material_matrix,
    materials,
    service,
    timetable,
    undecided,
    utilities,
    why_not,
)
from gxq_desktop.documents.sections.places import Places
from gxq_desktop.documents.styles import (
    FACT_VALUE,
    LEAD,
    NOTE,
    TABLE_KEY,
    TABLE_TEXT,
)
from gxq_desktop.documents.text import iso_date, long_date, marked, plain, text_width
from gxq_desktop.domain.items import Phase
from gxq_desktop.domain.verdicts import Verdict
from tests.bench.rivals import content_text
from tests.bench.rivals.content_cards import cards_content
from tests.bench.rivals.content_charts import cover_chart, glance_content, process_map, qr_modules
from tests.bench.rivals.content_text import remembering, runs, table


def content_json(dossier: Dossier) -> str:
    """One object with a part per chapter, and styles."""
    identity = dossier.identity
    content: dict[str, Any] = {
        "project": {"name": dossier.project.name, "enterprise": dossier.project.enterprise},
        "bureau": dossier.centre.bureau,
        "footer": f"{identity.project_number}　第 {identity.edition} 版　{iso_date(identity.printed_on)} 印　"
        f"校验 {identity.check_code}",
        "qr": qr_modules(dossier),
        "cover": _cover(dossier),
        "use": _use(dossier),
        "glance": glance_content(dossier),
        "contents": _contents(dossier),
        "map": process_map(dossier),
        "timetable": _timetable(dossier),
        "cards": cards_content(dossier),
        "materials": _materials(dossier),
        "utilities": _utilities(dossier),
        "whynot": _whynot(dossier),
        "undecided": _undecided(dossier),
        "service": _service(dossier),
        "handover": _handover(dossier),
    }
    content["styles"] = content_text.STYLES
    return json.dumps(content, ensure_ascii=False)


# --- front ------------------------------------------------------------------------------------------------------------


def _cover(dossier: Dossier) -> dict[str, Any]:
    identity = dossier.identity
    helper = next((contact for contact in dossier.project.contacts if contact.role == "帮办员"), None)
    printed = f"{identity.printed_on.year}年{long_date(identity.printed_on).split('（')[0]}"
    replaced = f"　替代第 {identity.replaces} 版" if identity.replaces is not None else ""
    return {
        "block": [
            ["项目编号", identity.project_number, ""],
            ["项目代码", "", dossier.project.project_code or "未提供"],
            ["版本", f"第 {identity.edition} 版", f"　{printed}{replaced}"],
            [
                "您的帮办员",
                helper.name if helper and helper.name else "待指派",
                f"　{helper.phone if helper and helper.phone else dossier.centre.phone}",
            ],
        ],
        "chart": cover_chart(dossier),
    }


def _use(dossier: Dossier) -> dict[str, Any]:
    centre = dossier.centre
    step = how_to_use._sample_step(dossier)
    where = marked(
        "<b>{centre}</b>　{address}　{phone}",
        TABLE_TEXT,
        centre=centre.centre,
        address=centre.address,
        phone=centre.phone,
    )
    return {
        "sample": {
            "number": step.number,
            "code": step.code,
            "name": step.name,
            "owner": step.owner,
            "early": runs(timetable._date(step.early_start, TABLE_TEXT, dossier.start_on.year)),
            "late": runs(timetable._date(step.late_start, how_to_use._SAMPLE_DATE, dossier.start_on.year), None),
            "left": f"D−{step.days_left}" if step.days_left >= 0 else f"D+{-step.days_left}",
            "float": str(step.total_float),
            "light": str(step.light),
        }
        if step
        else None,
        "key": [list(pair) for pair in how_to_use._KEY],
        "contacts": [
            [runs(role), runs(name, None), runs(phone, FACT_VALUE), duty]
            for role, name, phone, duty in (
                how_to_use._contact_cells(contact, dossier) for contact in dossier.project.contacts
            )
        ],
        "windows": [list(row) for row in how_to_use._window_rows(dossier)],
        "hours": [list(how_to_use._hours_row(line)) for line in centre.hours],
        "where": runs(where),
        "online": f"网上办理：{centre.online_platform} → 搜事项名称，或用事项卡上的在线编码直接进入。",
    }


def _contents(dossier: Dossier) -> dict[str, Any]:
    groups = []
    for group in contents._groups(dossier):
        rows = []
        for row in group.rows:
            if hasattr(row, "sign"):
                day = row.forecast.on
                shown = f"{day:%m-%d}" if day.year == dossier.start_on.year else f"{day:%y-%m-%d}"
                shown += " 暂定" if row.forecast.provisional else ""
                rows.append({"gate": row.sign, "name": f"门槛：{row.name}", "day": shown})
            else:
                step = dossier.step_by_id[row.step_id]
                critical = step.critical or step.id in dossier.critical_chain
                style = TABLE_KEY if row.full else TABLE_TEXT
                room = contents._RIGHT_WIDTH - contents._NAME_X - (17 if critical else 13)
                name = row.short_name if text_width(plain(row.name, style)) > room else row.name
                rows.append({"code": row.code, "name": name, "full": row.full, "critical": critical})
        groups.append({"head": group.head, "rows": rows})
    return {"chapters": [chapter._asdict() for chapter in contents.chapters_of(dossier)], "groups": groups}


def _timetable(dossier: Dossier) -> dict[str, Any]:
    return {
        "lead": runs(timetable._lead(dossier), LEAD),
        "table": table(timetable._COLUMNS, list(timetable._rows(dossier))),
        "legend": runs(timetable._legend(), NOTE),
    }


# --- back -------------------------------------------------------------------------------------------------------------


def _materials(dossier: Dossier) -> dict[str, Any]:
    facts = {row.code: row.override_text or row.project_fact for row in dossier.verdicts}
    year, places = dossier.start_on.year, Places(dossier)
    bands = []
    for band in material_matrix.material_bands(dossier, 168.0):
        rows: list[dict[str, Any]] = []
        for entry in band.entries:
            if isinstance(entry, Phase):
                rows.append({"group": f"{entry.value}用"})
                continue
            step = dossier.step_by_id.get(entry.step_id)
            rows.append(
                {
                    "number": step.number if step else None,
                    "code": entry.code,
                    "name": entry.short_name,
                    "form": material_matrix._form(entry),
                    "owner": entry.owner,
                    "latest": runs(material_matrix._latest(step, TABLE_TEXT, year)) if step else "",
                    "length": f"要做 {step.length_text}" if step else "",
                    "critical": bool(step and step.critical),
                    "used": [code for code in band.codes if code in entry.used_by],
                    "no_use": entry.no_use,
                }
            )
        bands.append({"codes": [[code, places.of_code(code)] for code in band.codes], "rows": rows})
    return {
        "lead": runs(materials._lead(dossier), LEAD),
        "bands": bands,
        "legend": runs(materials._legend(), NOTE),
        "defects": [
            {
                "code": package.code,
                "name": package.short_name,
                "why": facts.get(package.code) or package.why,
                "defects": list(package.defects),
            }
            for package in dossier.materials
        ],
    }


def _utilities(dossier: Dossier) -> dict[str, Any]:
    joint, places = dossier.joint_utility, Places(dossier)
    lines = []
    with remembering(utilities) as text_of:
        for line in dossier.utilities:
            if not line.stations:
                lines.append({"name": line.name, "none": line.none_because})
                continue
            block = utilities._LineBlock(line, utilities._following(line, dossier), dossier, places, 38.0)
            lines.append(
                {
                    "name": line.name,
                    "about": [runs(text_of(each), None) for each in block.about],
                    "stations": [
                        [
                            {
                                "number": stop.step.number if stop.step else None,
                                "critical": bool(stop.step and stop.step.critical),
                                "undecided": stop.station.undecided,
                                "anchor": ""
                                if stop.station.code.startswith("C")
                                else places.of_code(stop.station.code),
                                "texts": [runs(text_of(each), None) if each else "" for each in stop.texts],
                            }
                            for stop in row
                        ]
                        for row in block.rows
                    ],
                    "texts": [[label, runs(text_of(each), utilities._BODY)] for label, each in block.texts],
                }
            )
    strip = None
    if joint.stations:
        station = joint.stations[0]
        step = dossier.step_by_id.get(station.step_id)
        where = "，".join(words for words in (joint.provider, joint.phone) if words)
        strip = {
            "number": step.number if step else None,
            "code": station.code,
            "name": station.short_name,
            "about": f"一次申请、一次踏勘，{station.length_text}；{where}",
            "when": runs(
                marked(
                    "{early} 起　<b>最迟 </b>{late}",
                    TABLE_TEXT,
                    early=utilities._date(step.early_start, TABLE_TEXT, dossier.start_on.year, True),
                    late=utilities._date(step.late_start, utilities.TABLE_KEY, dossier.start_on.year, True),
                )
            )
            if step
            else f"待定：{joint.undecided_question}",
        }
    return {
        "strip": strip,
        "joint": [[label, words] for label, words in (("准备", joint.prepare), ("谁出钱", joint.who_pays)) if words],
        "lines": lines,
        "legend": runs(utilities._legend(dossier), NOTE),
        "log": [f"{line.name}　{line.phone or ''}".rstrip("　") for line in dossier.utilities if line.stations],
    }


def _whynot(dossier: Dossier) -> dict[str, Any]:
    rows = {verdict: [row for row in dossier.verdicts if row.verdict is verdict] for verdict in Verdict}
    not_needed, open_rows, needed = rows[Verdict.NOT_APPLICABLE], rows[Verdict.UNDECIDED], rows[Verdict.APPLIES]
    tables = []
    if not_needed:
        made = why_not._table(why_not._WHY_NOT_COLUMNS, not_needed, why_not._why_not_rows(not_needed))
        tables.append({"title": "", **table(why_not._WHY_NOT_COLUMNS, made.rows)})
    if open_rows:
        made = why_not._table(why_not._OPEN_COLUMNS, open_rows, (why_not._compared(row) for row in open_rows))
        title = f"还定不下来的 {len(open_rows)} 项"
        tables.append({"title": title, **table(why_not._OPEN_COLUMNS, made.rows)})
    if needed:
        links = why_not._Links(dossier)
        made = why_not._table(why_not._WHY_COLUMNS, needed, (why_not._why_row(row, links) for row in needed))
        tables.append({"title": f"为何要办：这 {len(needed)} 项", **table(why_not._WHY_COLUMNS, made.rows)})
    return {
        "lead": runs(why_not._lead(rows), LEAD),
        "tables": tables,
        "foot": runs(why_not._foot(dossier, open_rows), NOTE),
    }


def _undecided(dossier: Dossier) -> dict[str, Any]:
    questions = [undecided._question_row(*numbered) for numbered in enumerate(dossier.questions, 1)]
    return {
        "lead": runs(undecided._lead(dossier), LEAD),
        "questions": table(undecided._QUESTION_COLUMNS, questions) if questions else None,
        "assumptions": list(dossier.assumptions),
        "note": undecided._POLICY_NOTE,
        "policies": table(undecided._POLICY_COLUMNS, undecided._policy_rows(dossier.policies))
        if dossier.policies
        else None,
    }


def _service(dossier: Dossier) -> dict[str, Any]:
    centre = dossier.centre
    notes = [*service._COUNTING, *([dossier.provisional_note] if dossier.provisional_note else [])]
    return {
        "lead": runs(service._lead(dossier), LEAD),
        "windows": [
            [window.number, window.name, window.scope, window.phone or "未提供"]
            for window in centre.windows
            if not window.name.endswith(service._NOT_SET_UP)
        ],
        "extended": [list(each.partition("：")[::2]) for each in centre.extended_services],
        "counting": notes,
        "holidays": dossier.holiday_notice,
        "remedies": [[label, runs(text)] for label, text in service._remedies(dossier)],
        "ask_first": service._ASK_FIRST,
    }


def _handover(dossier: Dossier) -> dict[str, Any]:
    identity, step = dossier.identity, hand_over._next_visit(dossier)
    edition = f"第 {identity.edition} 版　{iso_date(identity.printed_on)}"
    window = dossier.centre.used_windows[0][0] if dossier.centre.used_windows else None
    helper = hand_over._named(hand_over._contact(dossier, "帮办员"), False)
    return {
        "facts": [
            ["项目编号", identity.project_number],
            ["版本", edition],
            ["项目代码", dossier.project.project_code or "未提供"],
            ["交接日期", "　　年　　月　　日"],
        ],
        "names": [["企业", dossier.project.enterprise], ["项目", dossier.project.name]],
        "documents": [
            ["倒计时工期表", "A4 或 A3，　　页", "　　份"],
            ["上墙挂图", "A3 以上，　　张", "　　套"],
            ["材料清单", "A4，　　页", "　　份"],
            ["下次来办单", "A5", "　　张"],
            ["电子版：PDF、日历文件", "U 盘或邮箱", "　　套"],
        ],
        "sentences": hand_over._sentences(dossier),
        "signers": [list(pair) for pair in hand_over._signers(dossier)],
        "stub": [
            ["项目编号", identity.project_number],
            ["版本", edition],
            ["校验", identity.check_code],
            ["目录版本", identity.catalogue_version],
            ["企业", dossier.project.enterprise],
            ["项目", dossier.project.name],
            ["下一个最迟日", long_date(step.late_start.on, identity.printed_on.year) if step else "没有"],
        ],
        "stub_signers": [
            ["企业签收", hand_over._SIGNER],
            ["帮办员", helper],
            ["窗口复核", f"{window.number}窗口" if window else "受理窗口"],
        ],
    }
