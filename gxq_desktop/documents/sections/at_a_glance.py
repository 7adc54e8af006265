"""二 项目一览: where the project stands on one page (print.md §9, 03)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from gxq_desktop.application.views import (
    Action,
    Dossier,
    GateView,
    GlanceFact,
    KeyDate,
    LeverLine,
    Light,
    ListCount,
    StepView,
    TargetView,
)
from gxq_desktop.documents import officer_sign
from gxq_desktop.documents.book import RUNNING_NAME_WIDTH, Book, Page, PageNumbers, section_head
from gxq_desktop.documents.marks import (
    BOX_NUMBERED,
    LightKind,
    critical_bar,
    finished_bar,
    light,
    printing_day,
    provisional_mark,
    tick_box,
    unit_square,
)
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    CODE,
    COUNT_GLANCE,
    DATE_GLANCE,
    FACT_LABEL,
    FACT_VALUE,
    IMPERATIVE,
    LEAD,
    NOTE,
    TABLE_GREY,
    TABLE_KEY,
    VOICE,
    TextStyle,
)
from gxq_desktop.documents.text import (
    Lines,
    Run,
    Text,
    clean,
    date_text,
    marked,
    plain,
    set_lines,
    shortened,
    text_width,
)
from gxq_desktop.documents.tokens import (
    GREY_LINE,
    INK,
    RULE_ROW,
    RULE_TABLE,
    SHADE,
    SPAN_THIRD,
    WHITE,
)
from gxq_desktop.domain.items import ItemList
from gxq_desktop.domain.network import StepKind
from gxq_desktop.domain.verdicts import Verdict

_FACT_COLUMNS, _FACT_GAP = 5, 4.0
_SQUARE_PITCH, _SQUARES_A_ROW = 4.1, 12
_KEY_DATE_PITCH: Final = 28.68
_KEY_DATE_WIDTH: Final = 24.6
_COUNT_WORDS: Final = TextStyle("hei", 9.5, 6)
_CHAIN_NAME: Final = TextStyle("hei", 8.5, 3.75, bold=True)
_STRIP_LABEL: Final = TextStyle("hei", 8, 4.5, bold=True)
_BAR_HEIGHT: Final = 7.0
_LABEL_GAP: Final = 1.5
_PRINTED_BEFORE: Final = timedelta(days=14)
"""A chain that begins so soon after the printing day is drawn from that day on."""
_LEVER: Final = TextStyle("kai", 9.5, 4.5)
_LEVER_LINES: Final = 3
_LIGHTS: Final[dict[Light, LightKind]] = {
    Light.GREEN: "green",
    Light.AMBER: "amber",
    Light.RED: "red",
    Light.DONE: "closed",
}
_LIST_NAMES: Final = {
    ItemList.APPROVALS: "审批（审查）事项",
    ItemList.MATERIALS: "企业准备材料",
    ItemList.UTILITIES: "水电气讯接入",
}

# Tops of the blocks, mm.
_FACTS_TOP, _COUNTS_TOP, _DATES_TOP, _CHAIN_TOP, _ACTIONS_TOP = 66.0, 95.25, 140.25, 177.5, 221.25

_PROVISIONAL: Final = provisional_mark(NOTE, 0.0)


def add_at_a_glance(book: Book, dossier: Dossier) -> None:
    """Page 3, one page whatever the project. A missed target takes its room from the three actions (levers)."""
    page = book.chapter("glance", "二", "项目一览")
    book.later(lambda numbers: _draw(page, dossier, numbers))


def _draw(page: Page, dossier: Dossier, numbers: PageNumbers) -> None:
    lead = tuple(Run(clean(words), LEAD.bolder() if bold else LEAD) for words, bold in dossier.lead)
    name = clean(dossier.project.name)
    top = 45.0
    if shortened(name, NOTE, RUNNING_NAME_WIDTH) != name:
        named = set_lines(plain(name, NOTE), page.width, False)
        if len(named.lines) == 2 and lead and len(set_lines(lead, page.width).lines) <= 2:
            top += NOTE.leading_mm
            page.sheet.paragraph(page.left, 39.0, page.width, named)
        else:
            page.sheet.text(page.left, NOTE.baseline(39.5), plain(shortened(name, NOTE, page.width), NOTE))
    if lead:
        page.sheet.paragraph(page.left, top, page.width, lead, max_lines=3)
    _draw_facts(page, dossier.project.glance)
    _draw_counts(page, dossier.counts)
    _draw_key_dates(page, dossier)
    gate = next((gate for gate in dossier.gates if gate.sign == dossier.next_gate), None)
    short = [target for target in dossier.targets if target.short_by > 0]
    missed = next((target for target in short if gate and target.gate in (gate.id, gate.sign)), None)
    _draw_chain(page, dossier, gate, missed)
    missed = missed or next(iter(short), None)
    top = _ACTIONS_TOP
    pitch = 13.5
    if missed is not None:
        top = _draw_levers(page, missed, top - 3.0)
        pitch = min(pitch, (page.bottom - top - 7.75) / max(1, len(dossier.actions)))
    _draw_actions(page, dossier, top, pitch, numbers)


# --- ten facts --------------------------------------------------------------------------------------------------------


def _draw_facts(page: Page, facts: Sequence[GlanceFact]) -> None:
    sheet = page.sheet
    rows = [facts[at : at + _FACT_COLUMNS] for at in range(0, len(facts), _FACT_COLUMNS)]
    widths = _fact_widths(facts, page.width)
    with sheet.tag("L"):
        for index, row in enumerate(rows):
            top = _FACTS_TOP + index * 12
            x = page.left
            for width, fact in zip(widths, row, strict=False):
                sheet.rule(x, top, x + width, RULE_ROW, GREY_LINE)
                style = FACT_VALUE if fact.known else FACT_VALUE.lighter().grey()
                value = _fitting(plain(fact.value, style), width)
                with sheet.tag("LI"):
                    sheet.text(x, FACT_LABEL.baseline(top + 1.65), plain(fact.label, FACT_LABEL))
                    sheet.text(x, FACT_VALUE.baseline(top + 5.85), value)
                x += width + _FACT_GAP


def _fact_widths(facts: Sequence[GlanceFact], total: float) -> list[float]:
    """Widths of the columns: what the longest value needs, the rest shared; too long ones are cut to an even share."""
    room = total - _FACT_GAP * (_FACT_COLUMNS - 1)
    needs = [
        max((text_width(plain(fact.value, FACT_VALUE)) + 0.5 for fact in facts[column::_FACT_COLUMNS]), default=0.0)
        for column in range(_FACT_COLUMNS)
    ]
    needs = [min(need, 0.4 * room) for need in needs]
    if sum(needs) > room:
        return [room * need / sum(needs) for need in needs]
    even = room / _FACT_COLUMNS
    wide = [need if need > even else 0.0 for need in needs]
    rest = (room - sum(wide)) / max(1, wide.count(0.0))
    if all(need <= rest for need in needs if need <= even):
        return [need or rest for need in wide]
    spare = (room - sum(needs)) / _FACT_COLUMNS
    return [need + spare for need in needs]


def _fitting(text: Text, width: float) -> Text:
    run = text[0]
    if isinstance(run, Run) and text_width(text) > width:
        return plain(shortened(run.text, run.style, width), run.style)
    return text


# --- three counts -----------------------------------------------------------------------------------------------------


def _draw_counts(page: Page, counts: Sequence[ListCount]) -> None:
    sheet = page.sheet
    for index, count in enumerate(counts):
        x = page.left + index * (SPAN_THIRD + 4)
        sheet.rule(x, _COUNTS_TOP, x + SPAN_THIRD, RULE_TABLE)
        with sheet.tag("P"):
            width = sheet.text(x, 107.4, str(count.applies), COUNT_GLANCE)
            sheet.text(x + width + 2, 107.4, f"/ {count.total}　{_LIST_NAMES[count.item_list]}", _COUNT_WORDS)
        top = 112.0
        rows = -(-len(count.cells) // _SQUARES_A_ROW)
        alt = f"{count.total} 项里 {count.applies} 项要办，{count.undecided} 项待定"
        with sheet.tag("Figure", alt=alt):
            for at, cell in enumerate(count.cells):
                square_x = x + at % _SQUARES_A_ROW * _SQUARE_PITCH
                square_y = top + at // _SQUARES_A_ROW * _SQUARE_PITCH
                if cell.done:
                    unit_square(sheet, square_x, square_y, "closed")
                elif cell.verdict is Verdict.APPLIES:
                    unit_square(sheet, square_x, square_y, "applies")
                elif cell.verdict is Verdict.UNDECIDED:
                    unit_square(sheet, square_x, square_y, "undecided")
                else:
                    unit_square(sheet, square_x, square_y, "not")
        note_top = top + rows * _SQUARE_PITCH + 0.6
        if count.note and count.note not in [earlier.note for earlier in counts[:index]]:
            sheet.paragraph(x, note_top, SPAN_THIRD, plain(count.note, NOTE), max_lines=2)


# --- six dates --------------------------------------------------------------------------------------------------------


def _draw_key_dates(page: Page, dossier: Dossier) -> None:
    sheet = page.sheet
    section_head(sheet, page.left, _DATES_TOP, "六个要紧日子" if len(dossier.key_dates) == 6 else "要紧日子")
    note = plain(
        f"承诺时限合计 {dossier.promised_days_sum} 个工作日，并联后从启动到办完共 {dossier.working_days_total} 个工作日",
        NOTE,
    )
    sheet.text(page.right, NOTE.baseline(_DATES_TOP + 1), note, align="right")
    top = _DATES_TOP + 7.75
    with sheet.tag("L"):
        for index, key in enumerate(dossier.key_dates[:6]):
            x = page.left + index * _KEY_DATE_PITCH
            sheet.rule(x, top, x + _KEY_DATE_WIDTH, RULE_TABLE)
            with sheet.tag("LI"):
                _draw_key_date(sheet, x, top, key, dossier.start_on.year)


def _draw_key_date(sheet: Sheet, x: float, top: float, key: KeyDate, plan_year: int) -> None:
    baseline = TABLE_KEY.baseline(top + 1.5)
    sign_width = sheet.text(x, baseline, plain(key.sign, CODE))
    style, room = TABLE_KEY, _KEY_DATE_WIDTH - sign_width
    gap = max(1.2, min(2.2, room - text_width(plain(key.name, style))))
    if text_width(plain(key.name, style)) > room - gap:
        style = TABLE_KEY.sized(8.0)
    name_x = x + sign_width + gap
    sheet.text(name_x, baseline, plain(shortened(key.name, style, room - gap), style))
    sheet.text(x, 160.9, date_text(key.day.on, DATE_GLANCE, plan_year=plan_year))
    note: Text = plain(key.note, NOTE)
    if key.day.provisional:
        note = (*marked("{mark} ", NOTE, mark=_PROVISIONAL), *note)
    sheet.paragraph(x, 164.0, _KEY_DATE_WIDTH, note, max_lines=2)


# --- the chain --------------------------------------------------------------------------------------------------------


class _Strip(NamedTuple):
    """The calendar under the chain: day `first` begins at `left`; per_day mm."""

    first: date
    last: date
    left: float
    per_day: float

    def x(self, day: date) -> float:
        return self.left + (day - self.first).days * self.per_day

    def end_x(self, day: date) -> float:
        return self.x(day + timedelta(days=1))


def _chain_steps(dossier: Dossier, gate: GateView | None) -> tuple[list[StepView], GateView | None]:
    """The steps of the chain that have a length, in order, up to GATE if the chain passes it, and the gate they lead to."""
    chain = [dossier.step_by_id[step_id] for step_id in dossier.critical_chain if step_id in dossier.step_by_id]
    ids = [step.id for step in chain]
    gates = [each for each in dossier.gates if each.id in ids]
    before = chain[: ids.index(gate.id)] if gate is not None and gate.id in ids else chain
    for steps, goal in ((before, gate), (chain, max(gates, key=lambda each: ids.index(each.id), default=None))):
        found = [step for step in steps if step.kind is not StepKind.MILESTONE]
        if found:
            return found, goal
    return [], gate


def _draw_chain(page: Page, dossier: Dossier, gate: GateView | None, missed: TargetView | None) -> None:
    sheet = page.sheet
    steps, gate = _chain_steps(dossier, gate)
    if not steps:
        section_head(sheet, page.left, _CHAIN_TOP, "关键链")
        sheet.paragraph(page.left, _CHAIN_TOP + 9, page.width, plain("没有互相等待的步子，各项可以同时办。", VOICE))
        return
    head = section_head(
        sheet, page.left, _CHAIN_TOP, f"关键链　到{gate.name}的 {len(steps)} 步" if gate else f"关键链　{len(steps)} 步"
    )
    goal = (missed.target if missed else gate.target or gate.forecast.on) if gate else steps[-1].early_finish.on
    printed = dossier.identity.printed_on
    first = min(step.early_start.on for step in steps)
    last = max(goal, max(step.early_finish.on for step in steps))
    if timedelta(0) < first - printed <= _PRINTED_BEFORE:
        first = printed
    strip = _Strip(first, last, page.left, (page.width - 1.0) / ((last - first).days + 1))
    bar_top = _CHAIN_TOP + 18.0

    alt = "关键链，依次是" + "，".join(f"{step.short_name or step.name} {step.length_text}" for step in steps)
    with sheet.tag("Figure", alt=alt):
        _shade_strip(sheet, strip, dossier, bar_top, strip.end_x(goal))
        for step in steps:
            _draw_link(sheet, strip, step, goal if missed else None, bar_top)
        name = f"{gate.sign} {gate.name}" if gate else "办完"
        if goal.year != dossier.start_on.year:
            name += f" {goal:%y}-{goal:%m-%d}"
        else:
            name += f" {goal:%m-%d}"
        if missed:
            name += "（目标）"
        elif gate and gate.target is None and gate.forecast.provisional:
            name += " 暂定"
        taken = _draw_goal(sheet, page, strip, goal, name, bar_top)
        if first <= printed <= last:
            _draw_printing_day(sheet, page, strip, printed, bar_top, taken, page.left + head + 3)
        _label_links(sheet, page, strip, steps, bar_top + _BAR_HEIGHT)


def _shade_strip(sheet: Sheet, strip: _Strip, dossier: Dossier, bar_top: float, gate_x: float) -> None:
    """Days off shaded, a line and a name at the first of each month, no name across the gate's line."""
    day, off_since = strip.first, None
    is_working = dossier.calendar.is_working
    while day <= strip.last + timedelta(days=1):
        is_off = day <= strip.last and not is_working(day)
        if is_off and off_since is None:
            off_since = day
        elif not is_off and off_since is not None:
            x = strip.x(off_since)
            sheet.rect(x, bar_top - 1.6, strip.x(day) - x, _BAR_HEIGHT + 3.2, fill=SHADE)
            off_since = None
        day += timedelta(days=1)
    month, free_from = strip.first.replace(day=1), strip.left
    marks, short_marks = [], []
    while month <= strip.last:
        month = (month + timedelta(days=32)).replace(day=1)
        if month > strip.last:
            break
        x = strip.x(month)
        words = f"{month.month}月" if month.month != 1 else f"{month.year}年1月"
        width = text_width(words, NOTE)
        crossed = x + 0.3 < gate_x < x + 1.3 + width
        if x + 0.8 >= free_from and not crossed and x + 0.8 + width <= strip.end_x(strip.last):
            sheet.text(x + 0.8, bar_top - 2.6, words, NOTE)
            free_from = x + 0.8 + width + 1.5
            marks.append((x, bar_top - 5.2, x, bar_top))
        else:
            short_marks.append((x, bar_top - 1.6, x, bar_top))
    sheet.lines(marks, RULE_ROW, GREY_LINE)
    sheet.lines(short_marks, RULE_ROW, GREY_LINE)


def _draw_link(sheet: Sheet, strip: _Strip, step: StepView, goal: date | None, bar_top: float) -> None:
    """One step of the chain: grey once closed, hatched while open, solid ink beyond a GOAL that is missed."""
    x, right = strip.x(step.early_start.on), strip.end_x(step.early_finish.on)
    if step.light is Light.DONE:
        finished_bar(sheet, x, bar_top + _BAR_HEIGHT / 2, right - x, _BAR_HEIGHT)
        return
    cut = right if goal is None else min(right, max(x, strip.end_x(goal)))
    if cut > x:
        critical_bar(sheet, x, bar_top, cut - x, _BAR_HEIGHT)
    if right > cut:
        sheet.rect(cut, bar_top, right - cut, _BAR_HEIGHT, fill=INK, stroke=WHITE, weight=0.2)


def _draw_goal(sheet: Sheet, page: Page, strip: _Strip, goal: date, words: str, bar_top: float) -> tuple[float, float]:
    """The gate's line and its label, above. Returns the room the label takes."""
    x = strip.end_x(goal)
    sheet.line(x, bar_top - 6.2, x, bar_top + _BAR_HEIGHT + 1.6, 0.7, INK)
    label = plain(words, _STRIP_LABEL)
    width = text_width(label)
    left = min(max(page.left, x - width), page.right - width)
    sheet.text(left, bar_top - 7.2, label)
    return left, left + width


def _draw_printing_day(
    sheet: Sheet, page: Page, strip: _Strip, printed: date, bar_top: float, taken: tuple[float, float], free_from: float
) -> None:
    """▼ on the day's beginning; its label where neither the gate's nor the heading is in the way."""
    x = strip.x(printed)
    sheet.line(x, bar_top - 4.0, x, bar_top + _BAR_HEIGHT, 0.35, INK)
    printing_day(sheet, x, bar_top - 3.6)
    label = plain(f"印制日 {printed:%m-%d}", _STRIP_LABEL)
    width = text_width(label)
    left = min(max(page.left, x - width / 2), page.right - width)
    if left < taken[1] + 2 and taken[0] < left + width + 2:
        left = taken[0] - 2 - width
    if left >= page.left:
        sheet.text(left, bar_top - 7.2, label)


def _label_links(sheet: Sheet, page: Page, strip: _Strip, steps: Sequence[StepView], bar_bottom: float) -> None:
    """Names and lengths below on leaders, never closer than 1.5; the shortest steps go without if room is short."""
    labels = _chosen_labels(steps, page.width)
    centres = [(strip.x(step.early_start.on) + strip.end_x(step.early_finish.on)) / 2 for step, _, _ in labels]
    lefts = spread(centres, [width for _, _, width in labels], page.left, page.right)
    name_baseline, length_baseline = bar_bottom + 8.6, bar_bottom + 12.6
    for (step, name, width), centre, left in zip(labels, centres, lefts, strict=True):
        foot = min(max(centre, left + 1.0), left + width - 1.0)
        sheet.polyline(
            [(centre, bar_bottom), (centre, bar_bottom + 1.9), (foot, bar_bottom + 4.4), (foot, bar_bottom + 5.2)], 0.2
        )
        sheet.text(left, name_baseline, name)
        sheet.text(left, length_baseline, _length(step), NOTE)


def _length(step: StepView) -> str:
    """7 日 for working days as the strip's heading has it: calendar days say so."""
    if step.light is Light.DONE:
        return "已办结"
    return f"{step.length_days} 日" if step.length_unit == "工作日" else f"{step.length_days} 自然日"


def _chosen_labels(steps: Sequence[StepView], room: float) -> list[tuple[StepView, Text, float]]:
    made = []
    for step in steps:
        is_typed = step.kind in (StepKind.OBSTACLE, StepKind.FOLLOW_ON)
        shown = step.short_name if is_typed else step.map_name or step.short_name
        name = plain(shown or step.name[:7], _CHAIN_NAME)
        made.append((step, name, max(text_width(name), text_width(_length(step), NOTE))))
    days = {step.id: (step.early_finish.on - step.early_start.on).days for step in steps}
    chosen, used = set(), 0.0
    for step, _, width in sorted(made, key=lambda label: (-days[label[0].id], label[0].early_start.on)):
        if used + width + _LABEL_GAP <= room:
            chosen.add(step.id)
            used += width + _LABEL_GAP
    return [label for label in made if label[0].id in chosen]


def spread(centres: Sequence[float], widths: Sequence[float], left: float, right: float) -> list[float]:
    """Left edges for labels of WIDTHS near CENTRES, in order, 1.5 apart, between LEFT and RIGHT: push right, then left.

    They must fit: the sum of widths and gaps is at most right − left.
    """
    edges: list[float] = []
    free = left
    for centre, width in zip(centres, widths, strict=True):
        edge = max(free, centre - width / 2)
        edges.append(edge)
        free = edge + width + _LABEL_GAP
    limit = right
    for index in range(len(edges) - 1, -1, -1):
        edges[index] = min(edges[index], limit - widths[index])
        limit = edges[index] - _LABEL_GAP
    return edges


# --- what can be done -------------------------------------------------------------------------------------------------


def _draw_levers(page: Page, missed: TargetView, top: float) -> float:
    """The levers that meet the target, or the best where all together do not, in at most three lines.

    Returns where the actions begin.
    """
    levers = sorted((lever for lever in missed.levers if lever.gain_days > 0), key=lambda lever: -lever.gain_days)
    count = len(levers)
    lines = _lever_lines(missed, levers, count, page.width)
    while len(lines.lines) > _LEVER_LINES and count > 1:
        count -= 1
        lines = _lever_lines(missed, levers, count, page.width)
    return top + page.sheet.paragraph(page.left, top, page.width, lines, max_lines=_LEVER_LINES) + 3.0


def _lever_lines(missed: TargetView, levers: Sequence[LeverLine], shown: int, width: float) -> Lines:
    listed = "；".join(f"{lever.text}（可省 {lever.gain_days} 个工作日）" for lever in levers[:shown])
    if missed.levers_met:
        opening = "追回来最少要用"
    elif missed.levers:
        opening = (
            "提速办法全用上仍然不够，要商量改目标日，最管用的是"
            if levers
            else "提速办法全用上仍然不够，请与帮办员商量改目标日"
        )
    else:
        opening = "没有能用的提速办法，请与帮办员商量改目标日"
    rest = f"；另 {len(missed.levers) - shown} 项见事项卡“怎样更快”" if len(missed.levers) > shown and shown else ""
    template = "<b>{opening}</b>：{listed}{rest}。" if listed else "<b>{opening}</b>。"
    return set_lines(marked(template, _LEVER, opening=opening, listed=listed, rest=rest), width, False)


def _draw_actions(page: Page, dossier: Dossier, top: float, pitch: float, numbers: PageNumbers) -> None:
    sheet = page.sheet
    count = {1: "一", 2: "两", 3: "三"}.get(len(dossier.actions), "")
    section_head(sheet, page.left, top, f"明天就能做的{count}件事" if count else "明天就能做的事")
    y = top + 7.75
    if not dossier.actions:
        sheet.paragraph(page.left, y, page.width, plain("没有到期的事，也没有待答的问题。", VOICE))
        return
    sheet.rule(page.left, y, page.right, RULE_TABLE)
    with sheet.tag("L"):
        for index, action in enumerate(dossier.actions[:3]):
            if index:
                sheet.rule(page.left, y, page.right, RULE_ROW, GREY_LINE)
            with sheet.tag("LI"):
                _draw_action(page, dossier, action, y, pitch, numbers)
            y += pitch
    sheet.rule(page.left, y, page.right, RULE_TABLE)


def _draw_action(page: Page, dossier: Dossier, action: Action, y: float, pitch: float, numbers: PageNumbers) -> None:
    sheet, x = page.sheet, page.left
    inset = (pitch - 10.5) / 2
    tick_box(sheet, x, y + inset + 0.6, BOX_NUMBERED)
    room = 119.0
    imperative = shortened(action.imperative, IMPERATIVE, room)
    sheet.text(x + 7, IMPERATIVE.baseline(y + inset), plain(imperative, IMPERATIVE))
    sheet.text(
        x + 7, TABLE_GREY.baseline(y + inset + 5.8), plain(shortened(action.detail, TABLE_GREY, room), TABLE_GREY)
    )
    light(sheet, x + 128, IMPERATIVE.baseline(y + inset), _LIGHTS[action.light] if action.light else "undecided")
    sheet.text(page.right, IMPERATIVE.baseline(y + inset), _where(dossier, action, numbers), align="right")


def _where(dossier: Dossier, action: Action, numbers: PageNumbers) -> Text:
    """The code and the page to read on: its card, its row in the timetable, or the open questions."""
    anchors = [f"card:{action.code}"]
    if action.code in dossier.step_by_code:
        anchors += [f"row:{dossier.step_by_code[action.code].id}", "chapter:timetable"]
    if action.light is None:
        anchors = ["chapter:undecided"]
    found = next((number for anchor in anchors if (number := numbers.of(anchor)) is not None), None)
    decided = officer_sign.words(dossier, action.code) if action.light is not None else ""
    return plain("　".join(part for part in (decided, action.code, f"{found} 页" if found else "") if part), NOTE)
