"""七 水电气讯: the joint application, then a line with stations for each utility (print.md §9, 10)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from gxq_desktop.application.views import Day, Dossier, Light, StepView, UtilityLine, UtilityStation
from gxq_desktop.documents.book import Book, Cursor, section_head
from gxq_desktop.documents.flow import Block, Paragraph
from gxq_desktop.documents.marks import (
    BOX_NUMBERED,
    LIGHT_SIZE,
    critical_icon,
    critical_mark,
    light_shape,
    tick_box,
)
from gxq_desktop.documents.officer_sign import explanation, sign
from gxq_desktop.documents.sections.places import LIGHT_KINDS, Places
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    CODE,
    DENSE_GREY,
    LABEL,
    NOTE,
    TABLE_GREY,
    TABLE_HEAD,
    TABLE_KEY,
    TABLE_TEXT,
    VOICE,
    TextStyle,
)
from gxq_desktop.documents.text import Lines, PageRef, Text, date_text, marked, plain, set_lines, shortened, text_width
from gxq_desktop.documents.tokens import ACCENT, GREY_LINE, INK, RULE_CARD, RULE_ROW, RULE_TABLE, TEXT_WIDTH
from gxq_desktop.domain.frozen import frozen, slotted
from gxq_desktop.domain.network import StepKind

STRIP_TOP: Final = 45.0
_FIELD_X, _FIELD_X_CROWDED = 38.0, 32.0
"""Where stations and texts begin, mm from the text's left edge; further left where a line has six stations in its row."""
_PITCH, _MOST_IN_A_ROW = 26.0, 5
_LAST_STATION: Final = 21.5
"""What the last of six stations needs, mm."""
_TRACK: Final = 1.0
_BOX_TOP: Final = 4.5
_STATION_TOP: Final = 10.2
_ROW_GAP: Final = 1.5
_TEXT_GAP: Final = 1.8
_FOOT_GAP: Final = 3.0
_NONE_HEIGHT: Final = 10.5
_NOTES_ROOM: Final = 45.0
_LOG_TOP, _LOG_ROW = 13.5, 8.25
_LOG_COLUMNS: Final = ((0.0, 18.0), (21.0, 39.0), (63.0, 84.0), (150.0, 18.0))
"""Where each column of the log begins and how wide it is, mm; the lines to write on stop between them."""

_NAME: Final = TextStyle("song", 13, 6, bold=True)
_LINE: Final = TABLE_TEXT.sized(8.5, 4.0)
_LINE_GREY: Final = _LINE.grey()
_LINE_BOLD: Final = _LINE.bolder()
_SMALL: Final = DENSE_GREY.sized(7.5, 3.6)
_BODY: Final = TABLE_TEXT.sized(8.5, 4.2)
_CRITICAL: Final = critical_mark(NOTE, 0.0)


def add_utilities(book: Book, dossier: Dossier) -> None:
    """Chapter seven. With nothing to connect and nothing undecided one sentence."""
    page = book.chapter("utilities", "七", "水电气讯")
    joint = dossier.joint_utility
    if not joint.stations and not any(line.stations for line in dossier.utilities):
        reasons = "；".join(line.none_because for line in dossier.utilities)
        Cursor(book, page, page.top + 3).place(Paragraph(plain(f"本项目不接水电气讯。{reasons}。", VOICE)))
        return
    places = Places(dossier)
    following = {line.name: _following(line, dossier) for line in dossier.utilities}
    stations = [len(line.stations) + len(following[line.name]) for line in dossier.utilities if line.stations]
    field_x = _FIELD_X_CROWDED if _MOST_IN_A_ROW + 1 in stations else _FIELD_X
    cursor = Cursor(book, page, STRIP_TOP)
    cursor.place(_JointStrip(dossier, field_x))
    for line in dossier.utilities:
        block: Block = _NoneRow(line, field_x)
        if line.stations:
            block = _LineBlock(line, following[line.name], dossier, places, field_x)
        before, end = cursor.page, cursor.y
        cursor.place(block)
        if cursor.page is not before:
            before.sheet.rule(before.left, end, before.right, RULE_TABLE)
    sheet, left = cursor.sheet, cursor.page.left
    sheet.rule(left, cursor.y, cursor.page.right, RULE_TABLE)
    cursor.place(Paragraph(_legend(dossier)), 1.5)
    _add_notes(cursor, dossier)


def _add_notes(cursor: Cursor, dossier: Dossier) -> None:
    """A log of what the suppliers said, if a good part of the last page is left; a row each begins with whom to call."""
    sheet, x, top = cursor.sheet, cursor.page.left, cursor.y + 9.0
    if cursor.page.bottom - top < _NOTES_ROOM:
        return
    section_head(sheet, x, top, "联系记录：和谁说好了什么，哪天")
    y = top + _LOG_TOP
    with sheet.artifact():
        for (left, _), words in zip(_LOG_COLUMNS, ("哪天", "找谁", "说好了什么", "下次联系"), strict=True):
            sheet.text(x + left, TABLE_HEAD.baseline(y - 5.25), words, TABLE_HEAD)
        sheet.rule(x, y, cursor.page.right, RULE_TABLE)
        named = [line for line in dossier.utilities if line.stations]
        pieces: list[tuple[float, float, float, float]] = []
        while (y := y + _LOG_ROW) <= cursor.page.bottom + 0.01:
            if named:
                line = named.pop(0)
                said = shortened(f"{line.name}　{line.phone or ''}".rstrip("　"), NOTE, _LOG_COLUMNS[1][1] - 1.0)
                sheet.text(x + _LOG_COLUMNS[1][0], NOTE.baseline(y - 5.25), plain(said, NOTE))
            pieces += [(x + left, y, x + left + width, y) for left, width in _LOG_COLUMNS]
        sheet.lines(pieces, RULE_ROW, GREY_LINE)


def _legend(dossier: Dossier) -> Text:
    words = plain("几日都是工作日。起：最早可以开始；最迟：最晚开始的日子。", NOTE)
    if any(step.kind is StepKind.UTILITY and step.critical for step in dossier.steps):
        words += marked("{mark}关键线路。", NOTE, mark=_CRITICAL)
    lines = (dossier.joint_utility, *dossier.utilities)
    return words + plain(explanation(dossier, [station.code for line in lines for station in line.stations]), NOTE)


# --- the joint application ------------------------------------------------------------------------------------------------


@slotted
class _JointStrip:
    """C01 on top, what it needs, and the fee rules that hold for several utilities. A block."""

    dossier: Dossier
    field_x: float
    space_before: float = 0.0
    keep_with_next: bool = False

    def _texts(self) -> list[tuple[str, Lines]]:
        joint = self.dossier.joint_utility
        said = (("准备", joint.prepare), ("谁出钱", joint.who_pays))
        field = TEXT_WIDTH - self.field_x
        return [(label, set_lines(plain(words, _BODY), field, False)) for label, words in said if words]

    def height(self, width: float) -> float:
        strip = 9.0 if self.dossier.joint_utility.stations else 0.0
        texts = self._texts()
        return strip + sum(lines.height for _, lines in texts) + (len(texts) * _TEXT_GAP + _FOOT_GAP if texts else 0.0)

    least = height

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        return None

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        joint = self.dossier.joint_utility
        sheet.rule(x, y, x + width, RULE_CARD, ACCENT)
        if joint.stations:
            self._draw_strip(sheet, x, y, width, joint, joint.stations[0])
            y += 9.0
            if self._texts():
                sheet.rule(x, y, x + width, RULE_TABLE)
        _draw_texts(sheet, x, y + _TEXT_GAP, self._texts(), self.field_x)

    def _draw_strip(
        self, sheet: Sheet, x: float, y: float, width: float, joint: UtilityLine, station: UtilityStation
    ) -> None:
        step = self.dossier.step_by_id.get(station.step_id)
        _draw_box(sheet, x, y + 2.6, station, step)
        baseline = TABLE_TEXT.baseline(y + 2.45)
        where = "，".join(words for words in (joint.provider, joint.phone) if words)
        plan_year = self.dossier.start_on.year
        when: Text
        if step is None:
            when = marked("待定：<b>{question}</b>", TABLE_TEXT, question=joint.undecided_question)
        else:
            when = marked(
                "{early} 起　<b>最迟 </b>{late}",
                TABLE_TEXT,
                early=_date(step.early_start, TABLE_TEXT, plan_year, True),
                late=_date(step.late_start, TABLE_KEY, plan_year, True),
            )
        with sheet.tag("H2"):
            sheet.text(x + 7.0, baseline, station.code, CODE)
            name = plain(station.short_name, TABLE_KEY) + sign(self.dossier, station.code)
            used = 17.0 + sheet.text(x + 17.0, baseline, name) + 3.0
        with sheet.tag("P"):
            room = width - used - text_width(when) - 10
            about = f"一次申请、一次踏勘，{station.length_text}；{where}"
            if text_width(plain(about, TABLE_GREY)) > room:
                about = f"{station.length_text}；{joint.provider}"
            if text_width(plain(about, TABLE_GREY)) > room:
                about = station.length_text
            sheet.text(x + used, baseline, plain(about, TABLE_GREY))
        with sheet.tag("P"):
            right = x + width
            if step is not None:
                right = _draw_marks_left(sheet, right, baseline - 0.37 * TABLE_TEXT.em_mm, step)
            sheet.text(right, baseline, when, align="right")


# --- one utility ------------------------------------------------------------------------------------------------------------


def _following(line: UtilityLine, dossier: Dossier) -> tuple[UtilityStation, ...]:
    """Approvals that ask for this utility alone, no other and no package: drainage ends with the permit to discharge."""
    own = {station.step_id for station in line.stations if station.step_id}
    found = []
    for step in dossier.steps:
        if step.kind is not StepKind.APPROVAL or own.isdisjoint(step.predecessors):
            continue
        kinds = {dossier.step_by_id[before].kind for before in step.predecessors if before not in own}
        if kinds.isdisjoint((StepKind.UTILITY, StepKind.MATERIAL)):
            length = f"{step.length_days} 日"
            found.append(
                UtilityStation(step.code, step.name, step.short_name, step.map_name, step.id, length, "", False)
            )
    return tuple(found)


@slotted
class _NoneRow:
    """A utility with nothing to connect: one row that says why. A block."""

    line: UtilityLine
    field_x: float
    space_before: float = 0.0
    keep_with_next: bool = False

    def _reason(self) -> Lines:
        return set_lines(plain(self.line.none_because, _BODY), TEXT_WIDTH - self.field_x, False)

    def height(self, width: float) -> float:
        return _NONE_HEIGHT + self._reason().height - _BODY.leading_mm

    least = height

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        return None

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        sheet.rule(x, y, x + width, RULE_TABLE)
        sheet.anchor(f"utility:{self.line.name}", y)
        baseline = _NAME.baseline(y + 2.25)
        with sheet.tag("H2"):
            sheet.text(x, baseline, plain(self.line.name, _NAME))
        with sheet.tag("P"):
            sheet.paragraph(x + self.field_x, _BODY.line_top(baseline), TEXT_WIDTH - self.field_x, self._reason())


@frozen
class _Stop:
    """A station set for drawing: its code, its name, earliest, latest, what must come before; None where there is none."""

    station: UtilityStation
    step: StepView | None
    texts: tuple[Lines | None, ...]


class _LineBlock:
    """A utility: who and how much at the left, the stations, what to prepare, who pays. A block that stays whole."""

    space_before = 0.0
    keep_with_next = False

    def __init__(
        self,
        line: UtilityLine,
        following: tuple[UtilityStation, ...],
        dossier: Dossier,
        places: Places,
        field_x: float,
    ) -> None:
        self.line, self.dossier, self.places = line, dossier, places
        self.field_x, self.field = field_x, TEXT_WIDTH - field_x
        stations = (*line.stations, *following)
        self.pitch = _PITCH
        most = _MOST_IN_A_ROW
        if len(stations) == most + 1:
            most, self.pitch = most + 1, (self.field - _LAST_STATION) / most
        self.rows = [
            [self._stop(station) for station in stations[at : at + most]] for at in range(0, len(stations), most)
        ]
        self.slots = [_slot_heights(row) for row in self.rows]
        self.about = self._about()
        self.texts = self._texts()
        stations_end = sum(_STATION_TOP + sum(slots) for slots in self.slots) + _ROW_GAP * (len(self.rows) - 1)
        left_end = _BOX_TOP + 6.0 + sum(lines.height for lines in self.about)
        self.texts_top = max(stations_end, left_end) + _TEXT_GAP
        texts = sum(lines.height for _, lines in self.texts) + max(0, len(self.texts) - 1) * _TEXT_GAP
        self.total = self.texts_top + texts + _FOOT_GAP

    # --- setting ----------------------------------------------------------------------------------------------------

    def _about(self) -> list[Lines]:
        line = self.line
        capacity = line.capacity or ("用量待定" if line.undecided_question else "")
        said = [plain(capacity, _LINE)] if capacity else []
        said.append(plain(line.provider or "接入单位未提供", _LINE_GREY))
        said.append(plain(line.phone or "电话未提供", _LINE_GREY))
        return [set_lines(text, self.field_x - 4.0, False) for text in said]

    def _texts(self) -> list[tuple[str, Lines]]:
        line = self.line
        said: list[tuple[str, Text]] = []
        if line.undecided_question:
            count = line.undecided_question.count("、") + 1
            said.append(
                (
                    "待定",
                    marked(
                        "<b>还差{count}个事实：{question}。</b>答了才知道虚框的几步办不办，问题在第{page}页。",
                        _BODY,
                        count=count,
                        question=line.undecided_question,
                        page=PageRef("chapter:undecided"),
                    ),
                )
            )
        said += [
            (label, plain(text, _BODY)) for label, text in (("准备", line.prepare), ("谁出钱", line.who_pays)) if text
        ]
        return [(label, set_lines(text, self.field, False)) for label, text in said]

    def _stop(self, station: UtilityStation) -> _Stop:
        step = self.dossier.step_by_id.get(station.step_id)
        plan_year = self.dossier.start_on.year
        done = step is not None and step.light is Light.DONE
        first = latest = last = None
        if step is not None and done:
            first = marked("{day} 办结", _LINE_GREY, day=_date(step.early_finish, _LINE_GREY, plan_year))
        elif step is not None:
            first = marked("{day} 起", _LINE, day=_date(step.early_start, _LINE_BOLD, plan_year))
            latest = marked("最迟 {day}", _SMALL, day=_date(step.late_start, _SMALL, plan_year))
        if not station.code.startswith("C"):
            last = marked("见{page}页", _SMALL, page=PageRef(self.places.of_code(station.code) or "chapter:timetable"))
        elif station.before_text:
            last = plain(station.before_text, _SMALL)
        code = marked(
            "<b><a>{code}</a></b>{decided}　<g>{length}</g>",
            _LINE,
            code=station.code,
            decided=sign(self.dossier, station.code),
            length=station.length_text,
        )
        name = plain(station.map_name, _LINE_GREY if done else _LINE)
        texts = (code, name, first, latest, last)
        return _Stop(station, step, tuple(set_lines(text, self.pitch - 0.5, False) if text else None for text in texts))

    # --- Block ------------------------------------------------------------------------------------------------------

    def height(self, width: float) -> float:
        return self.total

    least = height

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        return None

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        sheet.rule(x, y, x + width, RULE_TABLE)
        sheet.anchor(f"utility:{self.line.name}", y)
        with sheet.tag("H2"):
            sheet.text(x, _NAME.baseline(y + 3.6), plain(self.line.name, _NAME))
        top = y + _BOX_TOP + 5.7
        for lines in self.about:
            with sheet.tag("P"):
                top += sheet.paragraph(x, top, self.field_x - 4.0, lines)
        top = y
        with sheet.tag("L"):
            for place, (row, slots) in enumerate(zip(self.rows, self.slots, strict=True)):
                self._draw_row(sheet, x + self.field_x, top, row, slots, goes_on=place + 1 < len(self.rows))
                top += _STATION_TOP + sum(slots) + _ROW_GAP
        _draw_texts(sheet, x, y + self.texts_top, self.texts, self.field_x)

    def _draw_row(
        self, sheet: Sheet, x: float, top: float, row: Sequence[_Stop], slots: Sequence[float], goes_on: bool
    ) -> None:
        track_y = top + _BOX_TOP + BOX_NUMBERED / 2
        for place, stop in enumerate(row):
            left = x + place * self.pitch
            is_last = place == len(row) - 1
            after = None if is_last else row[place + 1]
            if not is_last or goes_on:
                end = left + (self.pitch if not is_last else min(self.pitch, x + self.field - left)) - 1.5
                dashed = stop.station.undecided or (after is not None and after.station.undecided)
                if dashed:
                    sheet.rule(left + BOX_NUMBERED, track_y, end, RULE_TABLE, GREY_LINE, dash=(1.2, 0.8))
                else:
                    sheet.rule(left + BOX_NUMBERED, track_y, end, _TRACK, ACCENT)
            _draw_box(sheet, left, top + _BOX_TOP, stop.station, stop.step)
            text_top = top + _STATION_TOP
            if stop.step is not None and stop.texts[0] is not None:
                mark_x = left + stop.texts[0].width + 1.2
                _draw_marks(sheet, mark_x, _LINE.baseline(text_top) - 0.37 * _LINE.em_mm, stop.step)
            with sheet.tag("LI"):
                for lines, slot in zip(stop.texts, slots, strict=True):
                    if lines is not None:
                        sheet.paragraph(left, text_top, self.pitch, lines)
                    text_top += slot
            anchor = "" if stop.station.code.startswith("C") else self.places.of_code(stop.station.code)
            if anchor:
                sheet.link(
                    left, top + _BOX_TOP, self.pitch - 1.5, text_top - top - _BOX_TOP, anchor, words=stop.station.name
                )


def _slot_heights(row: Sequence[_Stop]) -> list[float]:
    """The height each of the texts takes, so that they stand on common lines."""
    return [
        max(lines.height if lines else 0.0 for lines in slot)
        for slot in zip(*(stop.texts for stop in row), strict=True)
    ]


# --- parts ------------------------------------------------------------------------------------------------------------------


def _draw_texts(sheet: Sheet, x: float, top: float, texts: Sequence[tuple[str, Lines]], field_x: float) -> None:
    for label, lines in texts:
        with sheet.tag("P"):
            sheet.text(x, _BODY.baseline(top), label, LABEL)
            sheet.paragraph(x + field_x, top, TEXT_WIDTH - field_x, lines)
        top += lines.height + _TEXT_GAP


def _draw_box(sheet: Sheet, x: float, y: float, station: UtilityStation, step: StepView | None) -> None:
    if station.undecided or step is None:
        sheet.rect(x, y, BOX_NUMBERED, BOX_NUMBERED, stroke=INK, weight=RULE_TABLE, dash=(0.8, 0.5))
    else:
        tick_box(sheet, x, y, BOX_NUMBERED, step.number, step.light is Light.DONE)


def _draw_marks(sheet: Sheet, x: float, centre_y: float, step: StepView) -> None:
    """A light that is neither green nor closed, the hatch of the critical path."""
    if step.light in (Light.AMBER, Light.RED):
        light_shape(sheet, x + LIGHT_SIZE / 2, centre_y, LIGHT_KINDS[step.light])
        x += LIGHT_SIZE + 0.4
    if step.critical and step.light is not Light.DONE:
        critical_icon(sheet, x, centre_y)


def _draw_marks_left(sheet: Sheet, right: float, centre_y: float, step: StepView) -> float:
    """The same, ending at RIGHT. Returns where text may end."""
    width = 0.0
    if step.light in (Light.AMBER, Light.RED):
        width += LIGHT_SIZE + 0.4
    if step.critical and step.light is not Light.DONE:
        width += 2.4
    if not width:
        return right
    _draw_marks(sheet, right - width, centre_y, step)
    return right - width - 1.5


@lru_cache(maxsize=1024)
def _date(day: Day, style: TextStyle, plan_year: int, weekday_shown: bool = False) -> Text:
    return date_text(day.on, style, plan_year=plan_year, provisional=day.provisional, weekday_shown=weekday_shown)
