"""The countdown schedule (倒计时工期表), A4 and A3 portrait, single-sided (print.md §9/13, picture 13).

One event a row: the latest day on which a step may begin. An approval counts to its latest acceptance (最迟受理), any
other step to its latest start, a gate to the latest day it may be reached. Events up to the start of construction come
first, later ones on sheets of their own. A3 is laid out on an A4 field and enlarged, with room for two more columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final, Literal

from gxq_desktop.application.views import Day, Dossier, GateView, Light, StepView
from gxq_desktop.documents.countdown_calendar import CALENDAR_HEIGHT, draw_calendar_legend, draw_month
from gxq_desktop.documents.enlarging import enlarge
from gxq_desktop.documents.marks import LightKind, critical_icon, light
from gxq_desktop.documents.officer_sign import SIGN, WORDS, explanation, sign_width, step_sign
from gxq_desktop.documents.sheet import Sheet, Tag
from gxq_desktop.documents.styles import (
    CHAPTER_TITLE,
    CODE,
    COUNT_COUNTDOWN,
    DAYS_LEFT,
    DENSE_GREY,
    FOLIO,
    FOOTER,
    GROUP_HEAD,
    LABEL,
    NOTE,
    PROJECT_LINE,
    TABLE_GREY,
    TABLE_HEAD,
    TABLE_KEY,
    TABLE_TEXT,
    VOICE,
    TextStyle,
)
from gxq_desktop.documents.text import Run, Text, date_text, iso_date, plain, shortened, text_width
from gxq_desktop.documents.tokens import (
    A4,
    ACCENT,
    FOOT_TOP,
    GREY_LINE,
    RULE_CARD,
    RULE_ROW,
    RULE_TABLE,
    Frame,
)
from gxq_desktop.documents.wallchart import helper_words
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import StepKind

CountdownPaper = Literal["A4", "A3"]
TITLE: Final = "倒计时工期表"
FIRST_PART_GATE: Final = "G1"
VERBS: Final = {
    StepKind.APPROVAL: "受理",
    StepKind.EXCLUDED: "开始",
    StepKind.MATERIAL: "动手",
    StepKind.UTILITY: "开始",
    StepKind.CONSTRUCTION: "开始",
    StepKind.MILESTONE: "到达",
    StepKind.OBSTACLE: "着手",
    StepKind.FOLLOW_ON: "开始",
}
"""What must happen on an event's day, at the latest."""
END_VERBS: Final = {StepKind.APPROVAL: "办结", StepKind.MATERIAL: "备齐", StepKind.OBSTACLE: "排除"}
"""The same of what has begun; 完成 for the rest."""
LIGHT_KINDS: Final[dict[Light, LightKind]] = {Light.GREEN: "green", Light.AMBER: "amber", Light.RED: "red"}

_ROW: Final = 8.25
_GROUP: Final = 7.5
_HEAD: Final = 6.0
_TOP: Final = 12.0
_BOTTOM: Final = 277.0
_CALENDARS_TOP: Final = 41.0
_NOTE_PITCH: Final = 7.5
_NOTES_LEAST: Final = 16.5
_DAYS_MANY: Final = DAYS_LEFT.sized(12)
_VERB: Final = TextStyle("hei", 7.5, 4.5)
_COUNT_LABEL: Final = TextStyle("hei", 8.5, 4.5)
_DELAY: Final = DENSE_GREY
_CAP: Final = 0.37


@frozen
class _Columns:
    """Left edges (the days' right edge) in mm from the text's left edge. None: not on this paper."""

    days_right: float
    light: float
    latest: float
    code: float
    what: float
    who: float
    earliest: float | None
    finish: float
    slack_right: float | None
    sign: float
    sign_width: float


@frozen
class _Format:
    """A paper. months: calendars in the head. calendar_unit: their size against the design's."""

    enlarging: float
    frame: Frame
    columns: _Columns
    months: int
    calendar_unit: float


_A3_FACTOR: Final = 420 / 297
_FORMATS: Final[dict[str, _Format]] = {
    "A4": _Format(
        1.0,
        Frame(25, _TOP, 168, 274.5),
        _Columns(11.5, 13.8, 24.2, 46.4, 55.0, 102.6, None, 119.0, None, 143.5, 24.5),
        4,
        1.0,
    ),
    "A3": _Format(
        _A3_FACTOR,
        Frame(17.7, _TOP, 180.3, 274.5),
        _Columns(11.5, 13.6, 23.8, 46.0, 53.0, 99.2, 114.6, 132.6, 156.2, 158.6, 21.7),
        6,
        1 / _A3_FACTOR,
    ),
}


def make_countdown(dossier: Dossier, paper: CountdownPaper = "A4") -> list[Sheet]:
    """The schedule's sheets, numbered from 1. ValueError for a paper that is neither A4 nor A3."""
    if paper not in _FORMATS:
        raise ValueError(f"a countdown schedule is A4 or A3, not {paper!r}")
    form = _FORMATS[paper]
    writer = _Schedule(dossier, form)
    for part in _parts(dossier):
        writer.add_part(part)
    writer.finish()
    for sheet in writer.sheets:
        enlarge(sheet, form.enlarging)
    return writer.sheets


# --- events, parts, groups --------------------------------------------------------------------------------------------


@frozen
class _Part:
    """Events on sheets of their own. gate: what its large count counts to."""

    title: str
    gate: GateView | None
    events: tuple[StepView, ...]
    is_first: bool


def events_of(dossier: Dossier) -> list[StepView]:
    """The open steps and gates by latest day, critical ones first within a day, gates last."""
    events = [step for step in dossier.steps if step.light is not Light.DONE]
    events.sort(
        key=lambda step: (step.late_start.on, step.kind is StepKind.MILESTONE, not step.critical, step.number or 0)
    )
    return events


def _parts(dossier: Dossier) -> list[_Part]:
    events = events_of(dossier)
    goal = dossier.gate(dossier.next_gate) if dossier.gates else None
    start = next((gate for gate in dossier.gates if gate.sign == FIRST_PART_GATE), None)
    if start is None:
        return [_Part("", goal, tuple(events), True)]
    cut = start.latest.on
    first = tuple(step for step in events if step.late_start.on <= cut)
    second = tuple(step for step in events if step.late_start.on > cut)
    if not first or not second:
        return [_Part("", goal, first or second, True)]
    last = dossier.gates[-1]
    return [
        _Part(f"到{start.name}", goal, first, True),
        _Part(f"{start.name}以后，到{last.name}", last, second, False),
    ]


@frozen
class _Group:
    title: str
    note: str
    events: tuple[StepView, ...]


def _groups(events: Iterable[StepView], dossier: Dossier) -> Iterator[_Group]:
    """已过最迟日, 本周, 下周, 3 至 4 周, then by month."""
    printed = dossier.identity.printed_on
    monday = printed - timedelta(days=printed.weekday())
    for (_, title, note), members in groupby(
        events, key=lambda step: _group_key(step.late_start.on, printed, monday, dossier)
    ):
        yield _Group(title, note, tuple(members))


def _group_key(day: date, printed: date, monday: date, dossier: Dossier) -> tuple[int, str, str]:
    if day < printed:
        return 0, "已过最迟日", "今天就办，办不成的当天向帮办员说明"
    weeks = (day - monday).days // 7
    if weeks == 0:
        return 1, "本周", _range(monday, monday + timedelta(days=6), dossier)
    if weeks == 1:
        return 2, "下周", _range(monday + timedelta(days=7), monday + timedelta(days=13), dossier)
    if weeks <= 3:
        return 3, "3 至 4 周", _range(monday + timedelta(days=14), monday + timedelta(days=27), dossier)
    month = f"{day.month} 月" if day.year == dossier.start_on.year else f"{day.year} 年 {day.month} 月"
    provisional = "" if dossier.calendar.covers_year(day.year) else "暂定"
    later_from = monday + timedelta(days=28)
    if (day.year, day.month) == (later_from.year, later_from.month) and later_from.day > 1:
        provisional = "　".join(filter(None, (f"{later_from.month}月{later_from.day}日以后", provisional)))
    return 4 + day.year * 12 + day.month, month, provisional


def _range(first: date, last: date, dossier: Dossier) -> str:
    """3月9日至13日: from the first to the last working day of these days; all of them if none is worked."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    worked = [day for day in days if dossier.calendar.is_working(day)] or days
    begin, end = worked[0], worked[-1]
    end_words = f"{end.day}日" if begin.month == end.month else f"{end.month}月{end.day}日"
    return f"{begin.month}月{begin.day}日至{end_words}"


# --- drawing ----------------------------------------------------------------------------------------------------------


class _Schedule:
    """The sheets while they are drawn. Coordinates are those of the A4 field."""

    def __init__(self, dossier: Dossier, form: _Format) -> None:
        self.dossier, self.form = dossier, form
        self.left, self.right = form.frame.x, form.frame.right
        self.plan_year = dossier.start_on.year
        self.sheets: list[Sheet] = []
        self.decided: list[set[str]] = []
        self.table: Tag | None = None
        self.y = 0.0

    # --- pages ------------------------------------------------------------------------------------------------------

    def add_part(self, part: _Part) -> None:
        """Draw PART from a new sheet on."""
        self._open_part(part)
        if not part.events:
            self._sheet.paragraph(self.left, self.y, self.form.frame.width, plain("没有待办的事项。", VOICE))
            return
        self._open_table()
        for group in _groups(part.events, self.dossier):
            self._draw_group(group)
        self._sheet.rule(self.left, self.y, self.right, RULE_TABLE)
        self._sheet.end_tag()
        self._draw_notes()

    @property
    def _sheet(self) -> Sheet:
        return self.sheets[-1]

    def _new_sheet(self) -> Sheet:
        sheet = Sheet(A4, len(self.sheets) + 1)
        sheet.frame = self.form.frame
        sheet.rule(self.left, _TOP, self.right, RULE_CARD, ACCENT)
        self.sheets.append(sheet)
        self.decided.append(set())
        return sheet

    def _open_part(self, part: _Part) -> None:
        sheet, project = self._new_sheet(), self.dossier.project
        sheet.bookmark(f"{TITLE}　{part.title}".rstrip("　"), 0, _TOP)
        count_width = self._draw_count(part.gate)
        with sheet.tag("H1"):
            width = sheet.text(self.left, 30.0, TITLE, CHAPTER_TITLE)
        if part.title:
            sheet.text(self.left + width + 4, 30.0, part.title, PROJECT_LINE.grey())
        name = shortened(project.name, PROJECT_LINE, self.form.frame.width - (count_width if project.name else 0) - 6)
        sheet.text(self.left, 36.6, plain(name, PROJECT_LINE))
        months = self._months(part)
        self.y = _CALENDARS_TOP
        if months:
            self._draw_calendars(months, part)
        self.table = None

    def _draw_count(self, gate: GateView | None) -> float:
        """The large count of working days to GATE, at the right. Returns the width used."""
        if gate is None:
            return 0.0
        dossier, sheet = self.dossier, self._sheet
        goal = gate.target or gate.forecast.on
        left = dossier.calendar.working_days_between(dossier.identity.printed_on, goal)
        day = Day(goal, gate.target is None and gate.forecast.provisional)
        words: Text = (
            Run(f"距{gate.name} ", _COUNT_LABEL),
            *date_text(
                day.on, _COUNT_LABEL, plan_year=self.plan_year, provisional=day.provisional, weekday_shown=False
            ),
            Run(" 还剩" if left >= 0 else " 已过", _COUNT_LABEL),
        )
        sheet.text(self.right, 18.0, words, align="right")
        unit = sheet.text(self.right, 32.0, "个工作日", TABLE_TEXT, align="right")
        number = sheet.text(
            self.right - unit - 3, 32.0, str(left) if left >= 0 else f"+{-left}", COUNT_COUNTDOWN, align="right"
        )
        return max(number + 3 + unit, text_width(words))

    def _continue_sheet(self) -> None:
        """The next sheet of the same part: short head, table head again."""
        self._sheet.rule(self.left, self.y, self.right, RULE_TABLE)
        self._sheet.end_tag()
        self._draw_notes()
        sheet = self._new_sheet()
        baseline = 19.5
        width = sheet.text(self.left, baseline, f"{TITLE}（续）", GROUP_HEAD.sized(11))
        name = shortened(self.dossier.project.name, NOTE, self.form.frame.width - width - 6)
        sheet.text(self.right, baseline, plain(name, NOTE), align="right")
        self.y = 22.5
        self._open_table()

    # --- calendars ----------------------------------------------------------------------------------------------------

    def _months(self, part: _Part) -> list[date]:
        """First part: the months from the printing day's on. Later part: the first months in which something is due."""
        if part.is_first:
            first = self.dossier.identity.printed_on.replace(day=1)
            return [_plus_months(first, n) for n in range(self.form.months)]
        due = dict.fromkeys(step.late_start.on.replace(day=1) for step in part.events)
        return list(due)[: self.form.months]

    def _draw_calendars(self, months: Sequence[date], part: _Part) -> None:
        sheet, form, dossier = self._sheet, self.form, self.dossier
        marked = {step.late_start.on for step in part.events}
        unit = form.calendar_unit
        pitch = (form.frame.width - 38.5 * unit) / max(1, form.months - 1)
        weeks = 0
        with sheet.tag("Figure", alt=_calendar_words(months, marked)):
            for place, month in enumerate(months):
                x = self.left + pitch * place
                drawn = draw_month(sheet, x, self.y, month, dossier, marked, unit)
                weeks = max(weeks, drawn)
        self.y += (CALENDAR_HEIGHT - 4.9 * (6 - weeks)) * unit + 3.2
        draw_calendar_legend(
            sheet, self.left, self.y, any(not dossier.calendar.covers_year(month.year) for month in months)
        )
        self.y += 4.8

    # --- the table ----------------------------------------------------------------------------------------------------

    def _open_table(self) -> None:
        sheet, columns, left = self._sheet, self.form.columns, self.left
        if self.table is None:
            self.table = sheet.begin_tag("Table")
        else:
            sheet.begin_tag(self.table)
        baseline = self.y + 4.2
        sheet.begin_tag("TR")
        heads: list[tuple[float, str, Literal["left", "right"]]] = [
            (columns.days_right, "剩余", "right"),
            (columns.light, "灯", "left"),
            (columns.latest, "最迟日", "left"),
            (columns.code, "编码", "left"),
            (columns.what, "做什么", "left"),
            (columns.who, "谁办", "left"),
            (columns.finish, "最迟办完", "left"),
        ]
        if columns.earliest is not None:
            heads.insert(6, (columns.earliest, "最早日", "left"))
        if columns.slack_right is not None:
            heads.append((columns.slack_right, "浮动", "right"))
        heads += [(columns.sign + 2, "销账日", "left"), (columns.sign + 12.5, "签字", "left")]
        for x, words, align in heads:
            sheet.begin_tag("TH", scope="Column")
            sheet.text(left + x, baseline, words, TABLE_HEAD, align=align)
            sheet.end_tag()
        sheet.end_tag()
        self.y += _HEAD
        sheet.rule(left, self.y, self.right, RULE_TABLE)

    def _draw_group(self, group: _Group) -> None:
        if self.y + _GROUP + _ROW * min(2, len(group.events)) > _BOTTOM:
            self._continue_sheet()
        self._group_row(group.title, group.note)
        for place, step in enumerate(group.events):
            if self.y + _ROW > _BOTTOM:
                self._continue_sheet()
                self._group_row(f"{group.title}（续）", group.note)
            self._draw_event(step, is_last=place == len(group.events) - 1)

    def _group_row(self, title: str, note: str) -> None:
        sheet = self._sheet
        sheet.rule(self.left, self.y, self.right, RULE_TABLE)
        sheet.begin_tag("TR")
        sheet.begin_tag("TH", scope="Row")
        baseline = self.y + _GROUP - 2.3
        width = sheet.text(self.left, baseline, title, GROUP_HEAD)
        if note:
            sheet.text(self.left + width + 3, baseline, note, NOTE)
        sheet.end_tag()
        sheet.end_tag()
        self.y += _GROUP
        sheet.rule(self.left, self.y, self.right, RULE_ROW, GREY_LINE)

    def _draw_event(self, step: StepView, is_last: bool) -> None:
        sheet, columns, left, top = self._sheet, self.form.columns, self.left, self.y
        middle = top + _ROW / 2
        base = middle + _CAP * TABLE_TEXT.em_mm
        is_gate = step.kind is StepKind.MILESTONE
        sheet.begin_tag("TR")
        with sheet.tag("TD"):
            words = (
                "今天" if step.days_left == 0 else str(step.days_left) if step.days_left > 0 else f"+{-step.days_left}"
            )
            style = DAYS_LEFT if text_width(words, DAYS_LEFT) <= columns.days_right else _DAYS_MANY
            sheet.text(left + columns.days_right, middle + 0.365 * style.em_mm, words, style, align="right")
        with sheet.tag("TD"):
            light(sheet, left + columns.light, base, LIGHT_KINDS.get(step.light, "green"))
        with sheet.tag("TD"):
            self._day(columns.latest, base, step.late_start, TABLE_KEY, weekday=True)
        with sheet.tag("TD"):
            sheet.text(left + columns.code, base, plain(step.code, CODE))
        with sheet.tag("TD"):
            self._draw_what(step, middle, base)
        with sheet.tag("TD"):
            owner = step.owner or ("—" if is_gate else "待指派" if step.kind is StepKind.OBSTACLE else "")
            room = (columns.earliest or columns.finish) - columns.who - 1
            style = TABLE_TEXT if step.owner or is_gate else TABLE_KEY
            sheet.text(left + columns.who, base, plain(shortened(owner, style, room), style))
        if columns.earliest is not None:
            with sheet.tag("TD"):
                self._day(columns.earliest, base, step.early_start, TABLE_GREY)
        with sheet.tag("TD"):
            if is_gate:
                self._gate_note(step, base)
            else:
                self._day(columns.finish, base, step.late_finish, TABLE_GREY)
        if columns.slack_right is not None:
            with sheet.tag("TD"):
                sheet.text(left + columns.slack_right, base, _signed(step.total_float), TABLE_TEXT, align="right")
        sheet.begin_tag("TD")
        sheet.end_tag()
        sheet.end_tag()
        self.y += _ROW
        sheet.line(left + columns.sign, top, left + columns.sign, self.y, RULE_ROW, GREY_LINE)
        if not is_last:
            sheet.rule(left, self.y, self.right, RULE_ROW, GREY_LINE)

    def _draw_what(self, step: StepView, middle: float, base: float) -> None:
        """Name, verb, critical icon; under an obstacle what it delays."""
        sheet, columns = self._sheet, self.form.columns
        x = self.left + columns.what
        end = self.left + columns.who - 1
        verb = END_VERBS.get(step.kind, "完成") if step.running else VERBS[step.kind]
        decided = step_sign(self.dossier, step)
        tail = text_width(verb, _VERB) + 1.2 + (3.9 if step.critical else 0.0) + sign_width(decided)
        delay = self._delay_words(step)
        if delay:
            base -= 1.9
            sheet.text(x, base + 3.75, plain(shortened(delay, _DELAY, end - x), _DELAY))
        gate = self._gate(step)
        name = gate.name if gate is not None else step.short_name
        x += sheet.text(x, base, (*plain(shortened(name, TABLE_KEY, end - x - tail), TABLE_KEY), *decided)) + 1.2
        if decided:
            self.decided[-1].add(step.code)
        x += sheet.text(x, base, verb, _VERB)
        if step.critical:
            critical_icon(sheet, x + 1.5, base - _CAP * TABLE_KEY.em_mm)

    def _gate(self, step: StepView) -> GateView | None:
        if step.kind is not StepKind.MILESTONE:
            return None
        return next((gate for gate in self.dossier.gates if gate.id == step.id), None)

    def _delay_words(self, step: StepView) -> str:
        if step.kind is not StepKind.OBSTACLE:
            return ""
        obstacle = next((each for each in self.dossier.obstacles if each.step_id == step.id), None)
        if obstacle is None or not obstacle.delays:
            return ""
        name, days = obstacle.delays[0]
        return f"{name}因它晚 {days} 个工作日"

    def _gate_note(self, step: StepView, base: float) -> None:
        gate = self._gate(step)
        x = self.left + self.form.columns.finish
        if gate is None:
            return
        if gate.target is None:
            words: Text = plain(f"机动 {_signed(gate.total_float)}", TABLE_GREY)
        elif gate.short_by > 0:
            short = f"差 {gate.short_by} 个工作日"
            room = (self.form.columns.slack_right or self.form.columns.sign) - self.form.columns.finish - 7
            words = plain(short if text_width(short, TABLE_KEY) <= room else "来不及", TABLE_KEY)
        else:
            words = (
                Run("目标 ", TABLE_GREY),
                *date_text(gate.target, TABLE_GREY, plan_year=self.plan_year, weekday_shown=False),
            )
        self._sheet.text(x, base, words)

    def _day(self, x: float, base: float, day: Day, style: TextStyle, weekday: bool = False) -> None:
        text = date_text(day.on, style, plan_year=self.plan_year, provisional=day.provisional, weekday_shown=weekday)
        self._sheet.text(self.left + x, base, text)

    # --- below the table and the foot -----------------------------------------------------------------------------------

    def _draw_notes(self) -> None:
        """本周记事: lines for the pen down to the foot."""
        if _BOTTOM - self.y < _NOTES_LEAST:
            return
        sheet = self._sheet
        sheet.text(self.left, self.y + 6.5, "本周记事", LABEL.grey())
        first = self.y + 16
        count = math.floor((_BOTTOM - first + 0.01) / _NOTE_PITCH) + 1
        lines = [first + _NOTE_PITCH * n for n in range(count)]
        sheet.lines([(self.left, y, self.right, y) for y in lines], RULE_ROW, GREY_LINE)

    def finish(self) -> None:
        """Draw the feet, the number of sheets now being known."""
        identity, total = self.dossier.identity, len(self.sheets)
        words = [
            f"{identity.project_number}　第 {identity.edition} 版　{iso_date(identity.printed_on)} 印　"
            f"校验 {identity.check_code}",
            helper_words(self.dossier),
            "“剩余”为工作日，＋为逾期",
        ]
        baseline = FOOTER.baseline(FOOT_TOP)
        room = self.form.frame.width - 16
        foot = plain(shortened("　".join(words), FOOTER, room), FOOTER)
        for sheet, codes in zip(self.sheets, self.decided, strict=True):
            said = "　".join(filter(None, (self._sign_words(codes), self.dossier.provisional_note)))
            with sheet.artifact():
                sheet.text(self.left, baseline, foot)
                folio: Text = (Run(str(sheet.number), FOLIO), Run(f" / {total}", NOTE))
                sheet.text(self.right, baseline, folio, align="right")
                if said:
                    note = plain(shortened(said, FOOTER, self.form.frame.width), FOOTER)
                    sheet.text(self.left, baseline - 3.9, note)

    def _sign_words(self, codes: Iterable[str]) -> str:
        """What ※ on a sheet means; in few words beside the note on provisional days."""
        said = explanation(self.dossier, codes)
        return f"{SIGN} {WORDS}。" if said and self.dossier.provisional_note else said


def _signed(number: int) -> str:
    return str(number) if number >= 0 else f"\u2212{-number}"


def _plus_months(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _calendar_words(months: Sequence[date], marked: Iterable[date]) -> str:
    """What a screen reader says of the calendars."""
    shown = {(month.year, month.month) for month in months}
    days = [f"{day.month}月{day.day}日" for day in sorted(marked) if (day.year, day.month) in shown]
    names = "、".join(f"{month.year}年{month.month}月" for month in months)
    return f"月历，{names}；有事项最迟的日子：{'、'.join(days) or '无'}"
