"""四 通排时间表: every step of the plan by its latest start, month by month (print.md §9, 06)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Final, cast

from gxq_desktop.application.views import Day, Dossier, GateView, Light, StepView
from gxq_desktop.application.wording import code_ranges
from gxq_desktop.documents.book import LEAD_TOP, Book, Page
from gxq_desktop.documents.marks import (
    critical_icon,
    critical_mark,
    elbow,
    gate_diamond,
    light,
    tick_box,
)
from gxq_desktop.documents.officer_sign import explanation, step_sign
from gxq_desktop.documents.sections.notes_below import draw_notes_below
from gxq_desktop.documents.sections.places import LIGHT_KINDS, Places
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    CODE,
    GROUP_HEAD,
    LEAD,
    NOTE,
    TABLE_GREY,
    TABLE_KEY,
    TABLE_TEXT,
    VOICE,
    TextStyle,
)
from gxq_desktop.documents.table import Cell, Column, GroupRow, Row, Table
from gxq_desktop.documents.text import (
    InlineMark,
    PageRef,
    Run,
    Text,
    date_range_text,
    date_text,
    days_left,
    marked,
    number,
    plain,
    set_lines,
    weekday,
)
from gxq_desktop.documents.tokens import ODD_FRAME
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.network import StepKind
from gxq_desktop.domain.verdicts import Verdict

ROW_HEIGHT, CLOSE_ROW_HEIGHT = 7.5, 6.9
_CLOSE_PADDING, _CLOSE_GROUP = 1.1, 7.0
_POOR_PAGE: Final = 80.0
"""A last page with less on it, mm, is saved by closer rows, if they save it."""
MOST_NAMED: Final = 20
"""More undecided rows than this are listed by code alone."""
_FOOT_ROOM: Final = 6.0
"""Kept free under the table on every page: where it goes on, what its marks mean."""
_COLUMNS: Final = (
    Column("", 7.5),
    Column("编码", 10, style=CODE),
    Column("事项", 54.5, gap=1.5),
    Column("谁办", 15.5, style=TABLE_GREY),
    Column("最早", 22),
    Column("最迟", 22.5),
    Column("剩余", 12, style=TABLE_KEY),
    Column("浮动", 7.5, align="right"),
    Column("", 6.5),
    Column("灯", 10),
)
_PAGE_NUMBER: Final = TABLE_GREY.sized(7.5)


def add_timetable(book: Book, dossier: Dossier) -> None:
    """Add the chapter: months by latest start, closed steps after them, at the end what is undecided and has no date."""
    page = book.chapter("timetable", "四", "通排时间表")
    if not dossier.steps:
        height = page.sheet.paragraph(page.left, LEAD_TOP, page.width, plain("本项目没有要排期的步骤。", VOICE))
        _add_undecided(book, dossier, page, LEAD_TOP + height + 3)
        return
    y = book.lead(page, _lead(dossier))
    first = len(book.sheets)
    foot = _legend()
    decided = explanation(dossier, (step.code for step in dossier.steps if not step.parent))
    if decided:
        foot = (*foot, *plain(decided, NOTE))
    line_more = NOTE.leading_mm if decided else 0.0
    for piece in (pieces := _pages_of(list(_rows(dossier)), page, y + line_more)):
        if piece is not pieces[0]:
            page = book.page()
            y = page.top
        piece.draw(page.sheet, page.left, y, page.width)
        y += piece.height(page.width) + 1.5
        if piece is not pieces[-1]:
            foot = (Run(f"下接第{book.next_number}页。", NOTE), *foot)
        if foot:
            y += page.sheet.paragraph(page.left, y, page.width, foot)
        foot = ()
    page, y = _add_undecided(book, dossier, page, y + 3)
    if len(book.sheets) > first:
        draw_notes_below(page, y)


def _pages_of(rows: list[Row | GroupRow], page: Page, y: float) -> list[Table]:
    """The table page by page, from Y on PAGE; with closer rows where that saves a last page with hardly anything on it."""
    pieces = _pieces(Table(_COLUMNS, rows, least_row=ROW_HEIGHT, middle=True, group_column=1), page, y)
    if len(pieces) > 1 and pieces[-1].height(page.width) < _POOR_PAGE:
        closer = [replace(row, height_mm=_CLOSE_GROUP) if isinstance(row, GroupRow) else row for row in rows]
        table = Table(_COLUMNS, closer, least_row=CLOSE_ROW_HEIGHT, padding=_CLOSE_PADDING, middle=True, group_column=1)
        fewer = _pieces(table, page, y)
        return fewer if len(fewer) < len(pieces) else pieces
    return pieces


def _pieces(table: Table, page: Page, y: float) -> list[Table]:
    pieces = []
    room = page.bottom - _FOOT_ROOM - y
    while table.height(page.width) > room and (parts := table.split(page.width, room)) is not None:
        pieces.append(cast("Table", parts[0]))
        table = _continued(pieces[-1], cast("Table", parts[1]))
        room = page.bottom - _FOOT_ROOM - ODD_FRAME.y
    return [*pieces, table]


def _continued(piece: Table, rest: Table) -> Table:
    """REST, beginning with the month that was interrupted."""
    if isinstance(rest.rows[0], GroupRow):
        return rest
    month = next(row for row in reversed(piece.rows) if isinstance(row, GroupRow))
    again = GroupRow(month.title, plain("（续）", NOTE), month.height_mm)
    return Table(
        _COLUMNS, [again, *rest.rows], least_row=rest.least_row, padding=rest.padding, middle=True, group_column=1,
        tag=rest.tag, is_rest=True,
    )  # fmt: skip


# --- words around the table ---------------------------------------------------------------------------------------------


def _lead(dossier: Dossier) -> Text:
    printed_on = _spoken(dossier.identity.printed_on)
    targets = sorted(dossier.targets, key=lambda target: (not target.short_by, target.target))
    if not targets:
        last = max((step.late_finish.on for step in dossier.steps), default=dossier.start_on)
        return marked(
            "按<b>最迟日</b>排列：从上往下做，就不会误事。没有定目标日，最迟日从预计全部完成的{last}倒推；"
            "“剩余”是从印制日{printed}数起的工作日。",
            LEAD,
            last=_spoken(last) if last.year == dossier.identity.printed_on.year else f"{last.year}年{_spoken(last)}",
            printed=printed_on,
        )
    target = targets[0]
    year = "" if target.target.year == dossier.identity.printed_on.year else f"{target.target.year}年"
    goal = f"{year}{_spoken(target.target)}{dossier.gate(target.gate).name}"
    if target.short_by:
        return marked(
            "按<b>最迟日</b>排列。要在{goal}，<b>还差{short}个工作日</b>：最迟日按目标倒排，浮动为负的步骤都要赶；"
            "“剩余”是从印制日{printed}数起的工作日。",
            LEAD,
            goal=goal,
            short=target.short_by,
            printed=printed_on,
        )
    return marked(
        "按<b>最迟日</b>排列：从上往下做，就不会误事。要在{goal}，最迟日是倒排出来的；“剩余”是从印制日{printed}数起的工作日。",
        LEAD,
        goal=goal,
        printed=printed_on,
    )


def _spoken(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _legend() -> Text:
    return marked(
        "{mark}与灰底：关键线路，浮动最少，晚一天全盘晚一天。缩进的灰字：不计入承诺时限的环节。剩余、浮动都数工作日。",
        NOTE,
        mark=critical_mark(NOTE),
    )


def _add_undecided(book: Book, dossier: Dossier, page: Page, y: float) -> tuple[Page, float]:
    """One note naming the rows nobody can date yet; nothing if all 105 are decided. Returns where it ends."""
    rows = [row for row in dossier.verdicts if row.verdict is Verdict.UNDECIDED]
    if not rows:
        return page, y
    shown = "、".join(f"{row.code} {row.short_name}" for row in rows)
    if len(rows) > MOST_NAMED:
        shown = code_ranges(row.code for row in rows)
    note = marked(
        "<b>没有排进来的：</b>还有{count}项待定，要不要办还不知道，所以没有日期：{rows}。要回答的问题见第{page}页。",
        TABLE_TEXT,
        count=len(rows),
        rows=shown,
        page=PageRef("chapter:undecided"),
    )
    if set_lines(note, page.width).height > page.bottom - y:
        page = book.page()
        y = page.top
    return page, y + page.sheet.paragraph(page.left, y, page.width, note)


# --- rows -----------------------------------------------------------------------------------------------------------------


def _rows(dossier: Dossier) -> Iterator[Row | GroupRow]:
    places, gates = Places(dossier), {gate.id: gate for gate in dossier.gates}
    plan_year = dossier.start_on.year
    numbers = {step.code: step.number or 0 for step in dossier.steps if not step.parent}

    def by_latest(step: StepView) -> tuple[date, bool, int, str]:
        number_of = step.number or numbers.get(step.parent, 0)
        return step.late_start.on, step.kind is StepKind.MILESTONE, number_of, step.id

    closed = [step for step in dossier.steps if step.light is Light.DONE]
    running = sorted((step for step in dossier.steps if step.running), key=by_latest)
    if running:
        yield GroupRow(plain("在办", GROUP_HEAD), plain("已受理或已开始，“最迟”是最迟完成日", NOTE))
        for step in running:
            yield _row(step, gates, places, plan_year)
    waiting = (step for step in dossier.steps if step.light is not Light.DONE and not step.running)
    open_steps = sorted(waiting, key=by_latest)
    for (year, month), steps in groupby(
        open_steps, key=lambda step: (step.late_start.on.year, step.late_start.on.month)
    ):
        title = f"{month}月" if year == plan_year else f"{year}年{month}月"
        yield GroupRow(plain(title, GROUP_HEAD), month_note(dossier.calendar, year, month))
        for step in steps:
            yield _row(step, gates, places, plan_year)
    if closed:
        yield GroupRow(plain("已办结", GROUP_HEAD), plain("日期是办结日", NOTE))
        for step in sorted(closed, key=lambda step: (step.early_finish.on, step.id)):
            yield _closed_row(step, places, plan_year)


def month_note(calendar: WorkCalendar, year: int, month: int) -> Text:
    """22个工作日　清明节04-04至04-06放假，05-09（六）上班; （暂定） in a year without a notice."""
    said = f"{calendar.months(year)[month - 1]}个工作日"
    if not calendar.covers_year(year):
        said += "（暂定）"
    off, worked = [], []
    for of_year in (year - 1, year, year + 1):
        notice = calendar.notice(of_year)
        if notice is None:
            continue
        for rest in notice.breaks:
            if (year, month) in ((rest.first.year, rest.first.month), (rest.last.year, rest.last.month)):
                shown = "".join(
                    run.text for run in date_range_text(rest.first, rest.last, NOTE) if isinstance(run, Run)
                )
                off.append(f"{rest.name}{shown}放假")
        worked += [day for day in sorted(notice.makeup) if (day.year, day.month) == (year, month)]
    said += "".join(f"　{each}" for each in off)
    if worked:
        days = "、".join(f"{day:%m-%d}（{weekday(day)}）" for day in worked)
        said += f"{'，' if off else '　'}{days}上班"
    return plain(said, NOTE)


def _row(step: StepView, gates: dict[str, GateView], places: Places, plan_year: int) -> Row:
    gate = gates.get(step.id)
    if gate is not None:
        return _gate_row(step, gate, plan_year)
    is_counted = step.kind is not StepKind.EXCLUDED
    grey = TABLE_TEXT if is_counted else TABLE_GREY
    return Row(
        (
            _box(step.number) if step.number is not None else None,
            _code(step),
            _name(step, places, grey),
            plain(step.owner, TABLE_GREY),
            _date(step.early_start, grey, plan_year),
            _finish(step.late_finish, plan_year) if step.running else _date(step.late_start, TABLE_KEY, plan_year),
            plain(days_left(step.days_left), TABLE_KEY),
            plain(number(step.total_float), TABLE_KEY if step.critical else TABLE_TEXT),
            _CRITICAL if step.critical else None,
            _LIGHT_CELLS[step.light],
        ),
        tint=step.critical,
        anchor=f"row:{step.id}",
    )


def _finish(day: Day, plan_year: int) -> Text:
    """03-17 二 完成; without the word where 暂 stands after a day of another year."""
    text = _date(day, TABLE_KEY, plan_year)
    return text if day.provisional else (*text, Run(" 完成", NOTE))


def _gate_row(step: StepView, gate: GateView, plan_year: int) -> Row:
    name = marked("<b>{name}</b>", TABLE_TEXT, name=gate.name)
    if gate.target is not None:
        name = marked(
            "<b>{name}</b>　<g>目标{target}</g>",
            TABLE_TEXT,
            name=gate.name,
            target=date_text(gate.target, TABLE_GREY, plan_year=plan_year, weekday_shown=False),
        )
    return Row(
        (
            _GATE,
            plain(gate.sign, TABLE_KEY),
            name,
            plain("门槛", TABLE_GREY),
            _date(gate.forecast, TABLE_TEXT, plan_year),
            _date(gate.latest, TABLE_KEY, plan_year),
            plain(days_left(step.days_left), TABLE_KEY),
            plain(number(gate.total_float), TABLE_KEY if step.critical else TABLE_TEXT),
            _CRITICAL if step.critical else None,
            _LIGHT_CELLS[step.light],
        ),
        tint=step.critical,
        anchor=f"row:{step.id}",
    )


def _closed_row(step: StepView, places: Places, plan_year: int) -> Row:
    return Row(
        (
            _CLOSED_BOX,
            plain(step.code if not step.parent else "", TABLE_GREY),
            _name(step, places, TABLE_GREY),
            plain(step.owner, TABLE_GREY),
            None,
            _date(step.early_finish, TABLE_GREY, plan_year),
            None,
            None,
            None,
            _LIGHT_CELLS[Light.DONE],
        ),
        anchor=f"row:{step.id}",
    )


def _code(step: StepView) -> Text | None:
    if step.kind is StepKind.OBSTACLE:
        return plain("障碍", TABLE_KEY)
    if step.parent or not step.code:
        return None
    return plain(step.code, CODE)


def _name(step: StepView, places: Places, style: TextStyle) -> Cell:
    """The name, for an item with the page of its card; leads there. Not counted: └, the item's code, how long."""
    anchor, decided = places.of_step(step), step_sign(places.dossier, step)
    if step.parent:
        length = f"（{step.length_text}）" if step.length_days else ""
        text = marked(
            "{mark}{parent} {name}{length}", style, mark=_ELBOW, parent=step.parent, name=step.name, length=length
        )
    elif step.kind in (StepKind.CONSTRUCTION, StepKind.OBSTACLE, StepKind.FOLLOW_ON):
        text = marked("{name}（{length}）", style, name=step.name, length=step.length_text)
    elif step.kind is StepKind.APPROVAL and anchor.startswith("card:"):
        page = PageRef(anchor, style=_PAGE_NUMBER)
        text = marked("{name}{decided}  {page}页", style, name=step.name, decided=decided, page=page)
        text = (*text[:-1], Run("页", _PAGE_NUMBER))
    else:
        text = (*plain(step.name, style), *decided)
    if not anchor or anchor == f"row:{step.id}":
        return Cell(text)

    def lead_there(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
        sheet.link(x, y, width, height, anchor, words=f"{step.code} {step.name}")

    return Cell(text, paint=lead_there)


@lru_cache(maxsize=4096)
def _date(day: Day, style: TextStyle, plan_year: int) -> Text:
    return date_text(day.on, style, plan_year=plan_year, provisional=day.provisional)


# --- marks in cells ---------------------------------------------------------------------------------------------------------


def _box(number_in_it: int | None, closed: bool = False) -> Cell:
    def paint(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
        tick_box(sheet, x + 0.15, y + (height - _BOX) / 2, _BOX, number_in_it, closed)

    return Cell(paint=paint, height_mm=_BOX)


_BOX: Final = 4.2


def _paint_gate(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    gate_diamond(sheet, x + 0.15 + _BOX / 2, y + height / 2)


def _paint_critical(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    critical_icon(sheet, x + 2.2, y + height / 2)


def _light_cell(kind: Light) -> Cell:
    def paint(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
        baseline = TABLE_TEXT.baseline(y + (height - TABLE_TEXT.leading_mm) / 2)
        light(sheet, x, baseline, LIGHT_KINDS[kind], text="办结" if kind is Light.DONE else None)

    return Cell(paint=paint, height_mm=3.0)


_CLOSED_BOX: Final = _box(None, closed=True)
_GATE: Final = Cell(paint=_paint_gate, height_mm=3.6)
_CRITICAL: Final = Cell(paint=_paint_critical, height_mm=2.4)
_LIGHT_CELLS: Final = {kind: _light_cell(kind) for kind in Light}
_ELBOW: Final = InlineMark(3.2, lambda sheet, x, baseline: elbow(sheet, x + 0.6, baseline - 0.6), style=TABLE_GREY)
