"""What is drawn rather than written, as numbers: cover chart, chain, process map, QR code.

Lengths are mm; days are counted from the chart's first.
"""

from __future__ import annotations

import base64
import io
from datetime import date, timedelta
from typing import Any

import segno

from gxq_desktop.application.views import Dossier, Light
from gxq_desktop.documents.book import Book
from gxq_desktop.documents.sections import at_a_glance, cover
from gxq_desktop.documents.sections import process_map as map_section
from gxq_desktop.documents.sections.at_a_glance import spread
from gxq_desktop.documents.styles import CHART_GATE, DATE_GLANCE
from gxq_desktop.documents.text import clean, date_text, text_width
from gxq_desktop.domain.network import StepKind
from gxq_desktop.domain.verdicts import Verdict
from tests.bench.rivals.content_text import runs


def qr_modules(dossier: Dossier) -> dict[str, Any]:
    """rows: strings of 0 and 1; png: the same as a picture, base64."""
    code = segno.make(dossier.qr_text, error="m", micro=False, boost_error=False)
    picture = io.BytesIO()
    code.save(picture, kind="png", scale=4, border=0)
    return {
        "rows": ["".join("1" if module else "0" for module in row) for row in code.matrix],
        "png": base64.b64encode(picture.getvalue()).decode(),
    }


def cover_chart(dossier: Dossier) -> dict[str, Any]:
    """bars: first day, days, critical, name beside the two longest. gates: end of the day, label, where it stands."""
    steps = [step for step in dossier.steps if step.kind is not StepKind.MILESTONE]
    shown = sorted(steps, key=lambda step: (step.early_start.on, step.early_finish.on, step.number or 0, step.id))
    first = min(dossier.start_on, *(step.early_start.on for step in steps))
    last = max([step.early_finish.on for step in steps] + [gate.forecast.on for gate in dossier.gates])
    last += timedelta(days=14)
    days = (last - first).days + 1
    dark = {step.id for step in steps if step.critical} | set(dossier.critical_chain)
    lengths = {step.id: (step.early_finish.on - step.early_start.on).days + 1 for step in steps}
    longest = sorted((each for each in lengths if each in dark), key=lambda each: (-lengths[each], each))[:2]
    page = Book(dossier).page()
    axis = cover._Axis(first, page.left, page.width / days)
    places = [axis.x(gate.forecast.on + timedelta(days=1)) for gate in dossier.gates]
    rows, taken, gates = [0] * len(places), [], []
    for index, gate in enumerate(dossier.gates):
        label = cover._gate_label(gate, dossier.start_on.year)
        others = [(x, row) for at, (x, row) in enumerate(zip(places, rows, strict=True)) if at != index]
        place = cover._free_place(places[index], text_width(label), taken, others, page)
        rows[index] = place.row
        taken.append(place)
        gates.append(
            {
                "at": (gate.forecast.on - first).days + 1,
                "label": runs(label, CHART_GATE),
                "left": place.left - page.left,
                "row": place.row,
            }
        )
    goal = dossier.gates[-1].name if dossier.gates else "办完"
    return {
        "days": days,
        "bars": [
            [
                (step.early_start.on - first).days,
                lengths[step.id],
                step.id in dark,
                (step.short_name if step.code else f"{step.short_name or step.name} {step.length_text}")
                if step.id in longest
                else "",
            ]
            for step in shown
        ],
        "gates": gates,
        "months": _months(first, last),
        "caption": f"一行一项，共 {len(steps)} 步：从启动到{goal}的全部日程。深色是关键链，最不能拖。",
    }


def _months(first: date, last: date) -> list[list[Any]]:
    """Days from FIRST to each first of a month, and its name on every second, the year on the first of a year."""
    months: list[list[Any]] = []
    month, year_said = (first.replace(day=1) + timedelta(days=32)).replace(day=1), 0
    while month <= last:
        words = ""
        if len(months) % 2 == 0:
            words = f"{month.year}年{month.month}月" if month.year != year_said else f"{month.month}月"
            year_said = month.year
        months.append([(month - first).days, words])
        month = (month + timedelta(days=32)).replace(day=1)
    return months


def glance_content(dossier: Dossier) -> dict[str, Any]:
    gate = next((gate for gate in dossier.gates if gate.sign == dossier.next_gate), None)
    short = [target for target in dossier.targets if target.short_by > 0]
    missed = next((target for target in short if gate and target.gate in (gate.id, gate.sign)), None)
    lever_target = missed or next(iter(short), None)
    levers = ""
    if lever_target is not None:
        wanted = sorted((each for each in lever_target.levers if each.gain_days > 0), key=lambda each: -each.gain_days)
        levers = "；".join(f"{each.text}（可省 {each.gain_days} 个工作日）" for each in wanted[:3])
        levers = f"追回来要用：{levers}。" if levers else "没有能用的提速办法，请与帮办员商量改目标日。"
    return {
        "lead": [[clean(words), bold] for words, bold in dossier.lead],
        "facts": [[fact.label, fact.value] for fact in dossier.project.glance],
        "counts": [
            {
                "applies": count.applies,
                "words": f"/ {count.total}　{at_a_glance._LIST_NAMES[count.item_list]}",
                "cells": [
                    {Verdict.APPLIES: "a", Verdict.UNDECIDED: "u"}.get(cell.verdict, "n") for cell in count.cells
                ],
                "note": count.note if index == 0 or count.note != dossier.counts[0].note else "",
            }
            for index, count in enumerate(dossier.counts)
        ],
        "dates_note": f"承诺时限合计 {dossier.promised_days_sum} 个工作日，并联后从启动到办完共 "
        f"{dossier.working_days_total} 个工作日",
        "dates": [
            {
                "sign": key.sign,
                "name": key.name,
                "day": runs(date_text(key.day.on, DATE_GLANCE, plan_year=dossier.start_on.year), DATE_GLANCE),
                "note": key.note,
                "provisional": key.day.provisional,
            }
            for key in dossier.key_dates[:6]
        ],
        "chain": _chain(dossier, gate, missed),
        "levers": levers,
        "actions": [
            {
                "imperative": action.imperative,
                "detail": action.detail,
                "light": str(action.light) if action.light else "",
                "code": action.code,
                "anchor": f"card:{action.code}"
                if any(card.code == action.code for card in dossier.cards)
                else (
                    f"row:{dossier.step_by_code[action.code].id}"
                    if action.code in dossier.step_by_code and action.light
                    else "chapter:undecided"
                ),
            }
            for action in dossier.actions[:3]
        ],
    }


def _chain(dossier: Dossier, gate: Any, missed: Any) -> dict[str, Any] | None:
    steps, gate = at_a_glance._chain_steps(dossier, gate)
    if not steps:
        return None
    goal = (missed.target if missed else gate.target or gate.forecast.on) if gate else steps[-1].early_finish.on
    printed = dossier.identity.printed_on
    first = min(step.early_start.on for step in steps)
    last = max(goal, max(step.early_finish.on for step in steps))
    if timedelta(0) < first - printed <= timedelta(days=14):
        first = printed
    strip = at_a_glance._Strip(first, last, 0.0, 167.0 / ((last - first).days + 1))
    labels = at_a_glance._chosen_labels(steps, 168.0)
    centres = [(strip.x(step.early_start.on) + strip.end_x(step.early_finish.on)) / 2 for step, _, _ in labels]
    lefts = spread(centres, [width for _, _, width in labels], 0.0, 168.0)
    every_day = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    return {
        "title": f"关键链　到{gate.name}的 {len(steps)} 步" if gate else f"关键链　{len(steps)} 步",
        "days": (last - first).days + 1,
        "off": [(day - first).days for day in every_day if not dossier.calendar.is_working(day)],
        "months": [[(day - first).days, f"{day.month}月"] for day in every_day if day.day == 1],
        "bars": [
            [
                (step.early_start.on - first).days,
                (step.early_finish.on - step.early_start.on).days + 1,
                step.light is Light.DONE,
            ]
            for step in steps
        ],
        "goal": [(goal - first).days + 1, f"{gate.sign} {gate.name} {goal:%m-%d}" if gate else "办完"],
        "printed": [(printed - first).days, f"印制日 {printed:%m-%d}"] if first <= printed <= last else None,
        "labels": [
            {
                "centre": centre,
                "left": left,
                "name": "".join(run.text for run in name),
                "length": at_a_glance._length(step),
            }
            for (step, name, _), centre, left in zip(labels, centres, lefts, strict=True)
        ],
    }


# --- process map ------------------------------------------------------------------------------------------------------


def process_map(dossier: Dossier) -> list[dict[str, Any]]:
    """One object per page of the map; places from the left edge of the text and from under the chapter's title."""
    if not any(step.item_list is not None for step in dossier.steps):
        return []
    book = Book(dossier)
    page = book.chapter("map", "三", "流程图")
    pages = []
    for index, part in enumerate(map_section._parts(dossier, page)):
        if index:
            page = book.page()
        pages.append(_map_page(map_section._Map(page, part, dossier)))
    return pages


def _map_page(shown: map_section._Map) -> dict[str, Any]:
    left, top, grid, layout = shown.page.left, shown.page.top, shown.grid, shown.layout
    half = map_section._NODE_WIDTH / 2
    bands = []
    for index, (band, first, end) in enumerate(layout.bands):
        above, below = shown.top if first == 0 else shown._band_edge(first), shown._band_edge(end)
        bands.append([above - top, below - above, band.title, index % 2 == 0])
    gates = []
    for gate in layout.gates:
        day = gate.view.forecast.on
        label = f"{day:%m-%d}" if day.year == shown.dossier.start_on.year else f"{day:%y-%m-%d}"
        label = f"{gate.view.sign}　{gate.view.name}　{label}{' 暂定' if gate.view.forecast.provisional else ''}"
        gates.append([grid.gate_y[gate.after_row + 1] - top, shown._gate_right(gate) - left, label])
    return {
        "lanes": [[grid.column_x[at] - left, map_section.LANES[lane]] for at, lane in enumerate(shown.lanes)],
        "gutters": [x - left for x in grid.gutter_x[1:-1]],
        "field": [shown.top - top, shown.bottom - top],
        "lanes_left": shown.lanes_left - left,
        "bands": bands,
        "routes": [
            {
                "points": [[x - left, y - top] for x, y in route.points],
                "critical": route.critical,
                "side": route.enters_side,
            }
            for route in shown._routes()
        ],
        "gates": gates,
        "width": map_section._NODE_WIDTH,
        "height": shown.node_height,
        "nodes": [
            {
                "x": grid.column_x[shown.column_of[node.lane]] - half - left,
                "y": grid.row_top[node.row] - top,
                "lane": shown.column_of[node.lane],
                "row": node.row,
                "kind": node.kind,
                "critical": node.critical and not node.closed,
                "folded": node.with_excluded,
                "label": node.label,
                "name": node.name,
                "before": [
                    layout.nodes[edge.before].label for edge in layout.edges if edge.before >= 0 and edge.after == at
                ],
            }
            for at, node in enumerate(layout.nodes)
        ],
        "gate_rows": [[gate.after_row + 1, at] for at, gate in enumerate(layout.gates)],
        "rows": layout.rows,
        "row_bands": [[first, end, band.title] for band, first, end in layout.bands],
    }
