"""一 使用说明: four steps, one annotated row of the timetable, the marks, whom to call, where and when (print.md §9, 02)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from gxq_desktop.application.views import ContactView, Dossier, Light, StepView
from gxq_desktop.documents.book import Book, Page, PageNumbers, section_head
from gxq_desktop.documents.marks import (
    BOX_NUMBERED,
    LIGHT_SIZE,
    LightKind,
    callout,
    check,
    critical_bar,
    light,
    light_shape,
    not_counted_bar,
    provisional,
    tick_box,
    undecided,
)
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    CODE,
    FACT_VALUE,
    IMPERATIVE,
    NOTE,
    TABLE_GREY,
    TABLE_KEY,
    TABLE_TEXT,
    VOICE,
    TextStyle,
)
from gxq_desktop.documents.text import (
    Lines,
    Run,
    Text,
    date_text,
    days_left,
    marked,
    plain,
    set_lines,
    shortened,
    text_width,
)
from gxq_desktop.documents.tokens import ACCENT, GREY_LINE, RULE_ROW, RULE_TABLE, SPAN_2, SPAN_4, SPAN_THIRD
from gxq_desktop.domain.items import ItemList
from gxq_desktop.domain.service_windows import OpeningHours, ServiceWindow

_STEP_NUMERAL: Final = TextStyle("hei", 20, 9, bold=True, colour=ACCENT)
_NAME: Final = TextStyle("song", 10.5, 6, bold=True)
_NAME_OF_TWO: Final = TextStyle("song", 10.5, 6, bold=True, tracking=1.0)
_PHONE: Final = FACT_VALUE
_SAMPLE: Final = TextStyle("hei", 9, 4.5)
_SAMPLE_BOLD: Final = _SAMPLE.bolder()
_SAMPLE_DATE: Final = TextStyle("hei", 10, 4.5, bold=True)
_KEY_NUMBER: Final = TABLE_KEY
_COLUMN_PITCH: Final = SPAN_2 + 4
_THIRD_PITCH: Final = SPAN_THIRD + 4
_ROW_PADDING: Final = 1.4
_QR_TOP, _QR_SIZE = 253.5, 22.0
_LIGHTS: Final[dict[Light, LightKind]] = {
    Light.GREEN: "green",
    Light.AMBER: "amber",
    Light.RED: "red",
    Light.DONE: "closed",
}

# Right edges or left edges of the timetable's columns, from the text's left edge (print.md §9, 06).
_BOX, _CODE, _ITEM, _WHO, _EARLIEST, _LATEST, _LEFT, _FLOAT, _LIGHT = (
    0.0,
    7.5,
    17.5,
    69.0,
    87.0,
    104.0,
    129.0,
    151.0,
    157.0,
)

_KEY: Final = (
    ("办完打勾", "框里的号全套文件统一，挂图、清单、事项卡同号"),
    ("事项编码", "A 审批，B 材料，C 水电气讯，G 门槛"),
    ("事项卡页码", "依据、材料、退件原因都在那里"),
    ("谁办", "企业先交齐，部门才开始计时"),
    ("最早", "前面各项按期办完，最早哪天能受理"),
    ("最迟", "过了这天，门槛就往后推"),
    ("剩余", "从印制日到最迟日的工作日数，不含放假，含调休上班日"),
    ("浮动", "可以挪动的工作日数，最少的是关键"),
    ("灯", "绿＝按期；黄＝不足 3 个工作日或进度落后；红＝逾期"),
)


def add_how_to_use(book: Book, dossier: Dossier) -> None:
    """Page 2, one page whatever the project."""
    page = book.chapter("use", "一", "使用说明", heading="怎样用这本手册")

    def draw(numbers: PageNumbers) -> None:
        _draw_steps(page, numbers)
        _draw_sample(page, dossier, numbers)
        _draw_legend(page)
        _draw_contacts(page, dossier)
        _draw_where_and_when(page, dossier)
        _draw_foot(page, dossier)

    book.later(draw)


def _draw_steps(page: Page, numbers: PageNumbers) -> None:
    sheet = page.sheet
    glance, timetable = numbers.chapter("glance"), numbers.chapter("timetable")
    where = f"第 {timetable} 页" if timetable else "时间表"
    steps = (
        (
            plain(f"先看第 {glance} 页" if glance else "先看项目一览", IMPERATIVE),
            plain("一页看清要办多少项、几个要紧日子、明天能做什么。", TABLE_GREY),
        ),
        (
            plain("每周一看时间表", IMPERATIVE),
            plain(f"{where}按“最迟日”排列，从上往下做，办完在方框里打勾。", TABLE_GREY),
        ),
        (
            plain("办哪项翻哪项", IMPERATIVE),
            plain("事项卡写明为什么办、带什么、去哪办、几天拿结果、常因什么被退。", TABLE_GREY),
        ),
        (
            plain("有变化就打电话", IMPERATIVE),
            plain("事实变了，项目清单和日期都会变。帮办员重排后给您新版和变更单。", TABLE_GREY),
        ),
    )
    with sheet.tag("L"):
        for index, (title, words) in enumerate(steps):
            x = page.left + index * _COLUMN_PITCH
            sheet.rule(x, 45, x + SPAN_2, RULE_TABLE)
            with sheet.tag("LI"):
                width = sheet.text(x, 54.2, str(index + 1), _STEP_NUMERAL)
                sheet.text(x + width + 2.2, 54.2, title)
                sheet.paragraph(x, 56.8, SPAN_2, words)


# --- one row of the timetable, explained ------------------------------------------------------------------------------


def _sample_step(dossier: Dossier) -> StepView | None:
    """The planning permit, which nearly every project has; else the first approval, else the first step of any list."""
    found = dossier.step_by_code.get("A23")
    if found is not None:
        return found
    listed = [step for step in dossier.steps if step.item_list is not None and not step.parent]
    return next((step for step in listed if step.item_list is ItemList.APPROVALS), listed[0] if listed else None)


def _draw_sample(page: Page, dossier: Dossier, numbers: PageNumbers) -> None:
    sheet, x = page.sheet, page.left
    section_head(sheet, x, 76, "怎样读时间表的一行")
    step = _sample_step(dossier)
    if step is None:
        sheet.paragraph(x, 90, page.width, plain("本项目没有要排日期的事项。", VOICE))
        return
    top, bottom, baseline = 93.0, 102.0, 98.9
    plan_year = dossier.start_on.year
    card_page = numbers.of(f"card:{step.code}")
    where = plain(f"{card_page} 页", NOTE) if card_page is not None else None
    where_width = text_width(where) + 2 if where else 0.0
    where_right = x + _WHO - 3
    name = shortened(step.name, _SAMPLE, _WHO - _ITEM - 3 - where_width)
    latest = date_text(step.late_start.on, _SAMPLE_DATE, plan_year=plan_year, provisional=step.late_start.provisional)

    sheet.rule(x, top, page.right, RULE_TABLE)
    sheet.rule(x, bottom, page.right, RULE_TABLE)
    with sheet.tag("P"):
        tick_box(sheet, x, baseline - 3.3, BOX_NUMBERED, step.number)
        code_width = sheet.text(x + _CODE, baseline, step.code, CODE)
        sheet.text(x + _ITEM, baseline, plain(name, _SAMPLE))
        if where:
            sheet.text(where_right, baseline, where, align="right")
        owner = shortened(step.owner, _SAMPLE, _EARLIEST - _WHO - 1)
        owner_width = sheet.text(x + _WHO, baseline, plain(owner, _SAMPLE))
        earliest = date_text(step.early_start.on, _SAMPLE, plan_year=plan_year)
        earliest_width = sheet.text(x + _EARLIEST, baseline, earliest)
        latest_width = sheet.text(x + _LATEST, baseline, latest)
        left_width = sheet.text(x + _LEFT, baseline, days_left(step.days_left), _SAMPLE_BOLD)
        float_width = sheet.text(x + _FLOAT, baseline, str(step.total_float), _SAMPLE, align="right")
        light(sheet, x + _LIGHT, baseline, _LIGHTS[step.light])
    places = (
        x + BOX_NUMBERED / 2,
        x + _CODE + code_width / 2,
        where_right - (text_width(where) / 2 if where else 4),
        x + _WHO + owner_width / 2,
        x + _EARLIEST + earliest_width / 2,
        x + _LATEST + latest_width / 2,
        x + _LEFT + left_width / 2,
        x + _FLOAT - float_width / 2,
        x + _LIGHT + 3.2,
    )
    for number, place in enumerate(places, 1):
        sheet.line(place, 89, place, 94.3, 0.2)
        with sheet.artifact():
            callout(sheet, place, 87, number)
    with sheet.tag("L"):
        for index, (title, words) in enumerate(_KEY):
            left, key_top = x + index % 3 * _THIRD_PITCH, 105.6 + index // 3 * 11.25
            with sheet.tag("LI"):
                sheet.text(left, TABLE_TEXT.baseline(key_top), str(index + 1), _KEY_NUMBER)
                sheet.paragraph(
                    left + 5, key_top, SPAN_THIRD - 5, marked("<b>{t}</b>　<g>{w}</g>", TABLE_TEXT, t=title, w=words)
                )


# --- legend ---------------------------------------------------------------------------------------------------------


class _Mark(NamedTuple):
    """A mark of the legend: how it is drawn at (x, centre y), the room it takes, and what it means."""

    draw: Callable[[Sheet, float, float], None]
    width: float
    words: str


def _shape(kind: LightKind) -> Callable[[Sheet, float, float], None]:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        light_shape(sheet, x + LIGHT_SIZE / 2, y, kind)

    return draw


def _draw_provisional(sheet: Sheet, x: float, y: float) -> None:
    provisional(sheet, x, y)


_MARKS: Final = (
    _Mark(_shape("green"), 3.0, "绿　按期"),
    _Mark(_shape("amber"), 3.0, "黄　临近或落后"),
    _Mark(_shape("red"), 3.0, "红　逾期"),
    _Mark(lambda sheet, x, y: check(sheet, x + 1.5, y, 2.6), 3.0, "已办结，已销账"),
    _Mark(lambda sheet, x, y: undecided(sheet, x + 1.5, y), 3.0, "待定：还差一个事实"),
    _Mark(_draw_provisional, 3.2, "暂定：放假通知未出"),
    _Mark(lambda sheet, x, y: critical_bar(sheet, x, y - 1.2, 6, 2.4), 6.0, "关键：浮动最少"),
    _Mark(lambda sheet, x, y: not_counted_bar(sheet, x, y - 0.95, 6, 1.9), 6.0, "不计入时限的环节"),
)


def _draw_legend(page: Page) -> None:
    sheet = page.sheet
    sheet.rule(page.left, 141.0, page.right, RULE_ROW, GREY_LINE)
    with sheet.tag("L"):
        for index, mark in enumerate(_MARKS):
            x = page.left + index % 4 * _COLUMN_PITCH
            top = 144.0 + index // 4 * 6
            with sheet.artifact():
                mark.draw(sheet, x, top + 2.25)
            with sheet.tag("LI"):
                sheet.text(x + mark.width + 1.2, TABLE_TEXT.baseline(top), mark.words, TABLE_TEXT)


# --- whom, where, when ----------------------------------------------------------------------------------------------


def _contact_cells(contact: ContactView, dossier: Dossier) -> tuple[Text, Text, Text, str]:
    name = plain(contact.name, _name_style(contact.name)) if contact.name else marked("<g>待指派</g>", _NAME.lighter())
    if contact.phone:
        phone = plain(contact.phone, _PHONE)
    elif contact.name:
        phone = marked("<g>未提供</g>", _PHONE.lighter())
    else:
        phone = marked("<g>先打</g> {phone}", _PHONE, phone=dossier.centre.phone) if dossier.centre.phone else ()
    return plain(contact.role, TABLE_GREY), name, phone, contact.duty


def _name_style(name: str) -> TextStyle:
    """Names of two characters are spread to the width of three, as in a list of names."""
    return _NAME_OF_TWO if len(name) == 2 and all("\u4e00" <= letter <= "\u9fff" for letter in name) else _NAME


def _draw_contacts(page: Page, dossier: Dossier) -> None:
    sheet, x = page.sheet, page.left
    section_head(sheet, x, 159.5, "找谁")
    y = 167.25
    contacts = dossier.project.contacts
    pitch = 7.5 if len(contacts) <= 5 else 36.0 / len(contacts)
    sheet.rule(x, y, page.right, RULE_TABLE)
    with sheet.tag("Table"):
        for index, contact in enumerate(contacts):
            role, name, phone, duty = _contact_cells(contact, dossier)
            baseline = TABLE_TEXT.baseline(y + (pitch - 4.5) / 2)
            if index:
                sheet.rule(x, y, page.right, RULE_ROW, GREY_LINE)
            with sheet.tag("TR"):
                with sheet.tag("TH", scope="Row"):
                    sheet.text(x, baseline, role)
                for offset, cell in ((24.0, name), (46.0, phone), (80.0, _duty(duty))):
                    if cell:
                        with sheet.tag("TD"):
                            sheet.text(
                                x + offset,
                                baseline,
                                _fitted(cell, 88.0 if offset == 80.0 else 33.0 if offset == 46.0 else 21.0),
                            )
            y += pitch
    sheet.rule(x, y, page.right, RULE_TABLE)


def _duty(words: str) -> Text:
    return plain(words, TABLE_GREY) if words else ()


def _fitted(text: Text, width: float) -> Text:
    """TEXT as it is if it fits into WIDTH, else its one run shortened."""
    run = text[0]
    if len(text) == 1 and isinstance(run, Run) and text_width(text) > width:
        return plain(shortened(run.text, run.style, width), run.style)
    return text


def _draw_where_and_when(page: Page, dossier: Dossier) -> None:
    top = 207.0
    contacts = len(dossier.project.contacts)
    if contacts > 4:
        top += 1.5
    else:  # what fewer contacts leave free is shared between the parts above and below
        top -= 3.75 * (4 - max(1, contacts))
    half = page.left + SPAN_4 + 4
    windows = _window_rows(dossier)
    hours = dossier.centre.hours
    room = _QR_TOP - 3.0 - (top + 7.75)
    section_head(page.sheet, page.left, top, "去哪个窗口")
    _draw_rows(page.sheet, page.left, top + 7.75, _SPLIT_WINDOWS, windows, room)
    section_head(page.sheet, half, top, "什么时间来")
    _draw_rows(page.sheet, half, top + 7.75, _SPLIT_HOURS, [_hours_row(line) for line in hours], room)


_SPLIT_WINDOWS: Final = (0.0, 12.0, 46.0)
_SPLIT_HOURS: Final = (0.0, 19.0, 45.0)


def _window_rows(dossier: Dossier) -> list[tuple[str, str, str]]:
    """The windows this project meets, with what each takes, and the one for what gets stuck (办不成事)."""
    centre = dossier.centre
    rows = [(window.number, window.name, what) for window, what in centre.used_windows]
    used = {window.id for window, _ in centre.used_windows}
    rows += [
        (window.number, window.name, "任何一项办不动时")
        for window in centre.windows
        if _is_for_what_gets_stuck(window) and window.id not in used
    ]
    return rows


def _is_for_what_gets_stuck(window: ServiceWindow) -> bool:
    return "办不成事" in window.name


def _hours_row(line: OpeningHours) -> tuple[str, str, str]:
    return line.days, line.hours.replace("、", "\n"), line.note


def _draw_rows(
    sheet: Sheet,
    x: float,
    y: float,
    split: tuple[float, float, float],
    rows: Sequence[tuple[str, str, str]],
    room: float,
) -> None:
    """A table of three columns, key, text, grey. Rows that would go beyond ROOM mm are left out (chapter ten has all)."""
    right = x + SPAN_4
    sheet.rule(x, y, right, RULE_TABLE)
    bottom = y + room
    with sheet.tag("Table"):
        for index, row in enumerate(rows):
            cells = [
                _cell(words, style, (split[at + 1] if at < 2 else SPAN_4) - split[at] - 1.5)
                for at, (words, style) in enumerate(zip(row, (TABLE_KEY, TABLE_TEXT, TABLE_GREY), strict=True))
            ]
            height = max(7.5, max(cell.height for cell in cells if cell) + 2 * _ROW_PADDING + 0.2)
            if y + height > bottom + 0.1:
                break
            if index:
                sheet.rule(x, y, right, RULE_ROW, GREY_LINE)
            with sheet.tag("TR"):
                for at, cell in enumerate(cells):
                    if cell is not None:
                        with sheet.tag("TH" if at == 0 else "TD", scope="Row" if at == 0 else ""):
                            sheet.paragraph(x + split[at], y + 1.5, SPAN_4, cell)
            y += height
    sheet.rule(x, y, right, RULE_TABLE)


def _cell(words: str, style: TextStyle, width: float) -> Lines | None:
    return set_lines(plain(words, style), width, False) if words else None


def _draw_foot(page: Page, dossier: Dossier) -> None:
    sheet, centre = page.sheet, dossier.centre
    sheet.qr(page.left, _QR_TOP, _QR_SIZE, dossier.qr_text, quiet=0)
    x, width = page.left + 28, page.width - 28
    where = marked(
        "<b>{centre}</b>　{address}　{phone}",
        TABLE_TEXT,
        centre=centre.centre,
        address=centre.address,
        phone=centre.phone,
    )
    y = _QR_TOP + 0.6
    lines = set_lines(where, width, False)
    with sheet.tag("P"):
        y += sheet.paragraph(x, y, width, lines)
    sheet.text(
        x,
        TABLE_GREY.baseline(y),
        "二维码是纯文字，没有网络也能看：项目编号、版本、近三个日期、帮办员电话。",
        TABLE_GREY,
    )
    online = marked(
        "网上办理：{platform} → 搜事项名称，或用事项卡上的在线编码直接进入。",
        TABLE_GREY,
        platform=centre.online_platform,
    )
    sheet.text(x, TABLE_GREY.baseline(y + 4.5), online)
    sheet.text(x, NOTE.baseline(y + 9), "窗口、电话、时间由审批局维护，以本页印制日为准。全部窗口见第十章。", NOTE)
