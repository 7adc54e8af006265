"""The next-visit slip (下次来办单), A5: one visit, its day and window to be read from a dashboard (print.md §9, 15)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gxq_desktop.application.views import CardView, Day, Dossier, Light, MaterialLine, StepView
from gxq_desktop.application.wording import spoken_day, weekday
from gxq_desktop.documents.book import section_head
from gxq_desktop.documents.marks import BOX_NUMBERED, light_mark, tick_box
from gxq_desktop.documents.papers_small.pages import helper_of, slip
from gxq_desktop.documents.sections.places import LIGHT_KINDS
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import DATE_VISIT, NOTE, WINDOW_VISIT, TextStyle
from gxq_desktop.documents.text import Lines, Text, iso_date, marked, plain, set_lines, shortened, text_width
from gxq_desktop.documents.tokens import GREY_LINE, RULE_ROW, RULE_TABLE, SLIP_FRAME
from gxq_desktop.domain.network import StepKind

TITLE: Final = "下次来办"
SHARED: Final = "共享免交"
QR_SIZE: Final = 22.0

_TITLE: Final = TextStyle("song", 15, 9, bold=True)
_WEEKDAY: Final = TextStyle("song", 11, 6, bold=True)
_WORDS: Final = TextStyle("hei", 9.5, 5.25)
_LABEL: Final = _WORDS.grey()
_SMALL: Final = TextStyle("hei", 8.5, 4.25)
_SMALL_GREY: Final = _SMALL.grey()
_HELPER: Final = TextStyle("song", 12, 6, bold=True)
_LEFT, _RIGHT, _WIDTH = SLIP_FRAME.x, SLIP_FRAME.right, SLIP_FRAME.width
_VALUE_X: Final = 20.0
_FOOT_TOP: Final = 172.5
_ROW: Final = 7.5
_TIGHT_ROW: Final = 6.3


def next_step(dossier: Dossier) -> StepView | None:
    """The approval (or the joint application) that is handed in next: soonest planned day, critical ones first."""
    cards = {card.step_id for card in dossier.cards}
    joint = {station.step_id for station in dossier.joint_utility.stations}
    coming = [
        step
        for step in dossier.steps
        if step.id in cards | joint
        and step.light is not Light.DONE
        and not step.running
        and step.early_start.on >= dossier.identity.printed_on
    ]
    return min(coming, key=lambda step: (step.early_start.on, not step.critical, step.number or 0), default=None)


def make_next_visit(dossier: Dossier, code: str = "") -> list[Sheet]:
    """The slip for item CODE, or for what is handed in next. A long list of things to bring goes on overleaf.

    KeyError if CODE is not an approval item of this project. With nothing left to hand in, one sentence.
    """
    if code:
        step: StepView | None = dossier.step_by_code[code]
    else:
        step = next_step(dossier)
    if step is None:
        return [_nothing(dossier)]
    card = next((card for card in dossier.cards if card.step_id == step.id), None)
    if code and card is None:
        raise KeyError(code)
    sheet = slip(dossier)
    _draw_day(sheet, dossier, step, card)
    y = _draw_what(sheet, dossier, step, card)
    asked = _questions(dossier, step)
    sheets = _draw_list(sheet, dossier, y, _things(dossier, card), asked)
    for each in sheets:
        _draw_foot(each, dossier)
    return sheets


def _nothing(dossier: Dossier) -> Sheet:
    sheet = slip(dossier)
    with sheet.tag("H1"):
        sheet.text(_LEFT, _TITLE.baseline(20), TITLE, _TITLE)
    sheet.paragraph(_LEFT, 33.0, _WIDTH, plain("按现在的时间表，没有要来窗口办的事项了。", _WORDS.in_face("kai")))
    _draw_foot(sheet, dossier)
    return sheet


# --- when and where -----------------------------------------------------------------------------------------------------------


def _draw_day(sheet: Sheet, dossier: Dossier, step: StepView, card: CardView | None) -> None:
    day = step.early_start
    with sheet.tag("H1"):
        sheet.text(_LEFT, _TITLE.baseline(20), TITLE, _TITLE)
    with sheet.tag("P"):
        sheet.text(_LEFT, 47.0, f"{day.on.month}月{day.on.day}日", DATE_VISIT)
    with sheet.tag("P"):
        sheet.text(_LEFT, _WEEKDAY.baseline(49.5), _when(dossier, day))
    window, name = _window(dossier, card)
    with sheet.tag("P"):
        sheet.text(_RIGHT, 47.0, plain(window, WINDOW_VISIT), align="right")
        sheet.text(_RIGHT, _WORDS.baseline(49.9), plain(name, _WORDS), align="right")


def _when(dossier: Dossier, day: Day) -> Text:
    """周二　09:00–17:00　planned, not booked: the helper books a time."""
    year = f"{day.on.year} 年　" if day.on.year != dossier.start_on.year else ""
    hours = dossier.centre.hours[0].hours if dossier.centre.hours else ""
    about = "暂定" if day.provisional else "计划"
    return marked(
        "{year}周{weekday}　{hours}　<g>{about}</g>",
        _WEEKDAY,
        year=year,
        weekday=weekday(day.on),
        hours=hours,
        about=about,
    )


def _window(dossier: Dossier, card: CardView | None) -> tuple[str, str]:
    if card is not None:
        return card.window.number or "窗口", f"窗口　{card.window.name}" if card.window.number else card.window.name
    return dossier.joint_utility.provider.removesuffix("窗口"), "窗口　水电气讯"


# --- what, who, how long ------------------------------------------------------------------------------------------------------


def _draw_what(sheet: Sheet, dossier: Dossier, step: StepView, card: CardView | None) -> float:
    """The rows under the first rule. Returns where they end."""
    verb = "送件受理：" if card is not None else "申请："
    what = marked("{verb}<b>{name}（{code}）</b>", _WORDS, verb=verb, name=step.name, code=step.code)
    rows = [
        ("办什么", what),
        ("谁来", _who(dossier)),
        ("最迟", _latest(dossier, step)),
        ("办多久", _how_long(step, card)),
    ]
    if step.code in dossier.officer_decided:
        rows.insert(1, ("人工认定", plain("要办，由窗口人员认定，理由见手册", _WORDS)))
    y = 61.5
    sheet.rule(_LEFT, y, _RIGHT, RULE_TABLE)
    y += 2.25
    for label, text in rows:
        with sheet.tag("P"):
            sheet.text(_LEFT, _LABEL.baseline(y), label, _LABEL)
            y += sheet.paragraph(_LEFT + _VALUE_X, y, _WIDTH - _VALUE_X, text) + 0.6
    return y + 1.65


def _who(dossier: Dossier) -> Text:
    contact = dossier.project.enterprise_contact
    if not contact.name:
        return plain("企业经办人，带身份证", _WORDS)
    return marked("{role} {name}，带身份证", _WORDS, role=contact.role or "企业经办人", name=contact.name)


def _latest(dossier: Dossier, step: StepView) -> Text:
    light = () if step.light is Light.GREEN else (light_mark(_WORDS, LIGHT_KINDS[step.light]),)
    day = spoken_day(step.late_start.on, dossier.start_on.year)
    if step.total_float < 0:
        late = -step.total_float
        return marked("{light}<b>{day}</b>，比目标要求晚了 {days} 个工作日", _WORDS, light=light, day=day, days=late)
    if step.critical:
        return marked(
            "{light}<b>{day}</b>，再晚就误{gate}", _WORDS, light=light, day=day, gate=_gate_after(dossier, step)
        )
    return marked(
        "{light}<b>{day}</b>，有 {days} 个工作日的余地", _WORDS, light=light, day=day, days=max(0, step.total_float)
    )


def _gate_after(dossier: Dossier, step: StepView) -> str:
    """The name of the first gate after STEP."""
    later = [gate for gate in dossier.gates if gate.forecast.on >= step.early_finish.on]
    return min(later, key=lambda gate: gate.forecast.on).name if later else "完成"


def _how_long(step: StepView, card: CardView | None) -> Text:
    days = card.limit.promised_days if card else step.length_days
    if not days:
        return plain("当场办结", _WORDS)
    done = spoken_day(step.early_finish.on, step.early_start.on.year)
    return marked("受理后 {days} 个工作日，计划{done}办结", _WORDS, days=days, done=done)


# --- what to bring ------------------------------------------------------------------------------------------------------------


def _things(dossier: Dossier, card: CardView | None) -> list[Text]:
    if card is None:
        return [plain(thing, _WORDS) for thing in dossier.joint_utility.prepare.split("、") if thing]
    return [_thing(line) for line in card.materials if line.shared != SHARED]


def _thing(line: MaterialLine) -> Text:
    about = " ".join(words for words in (line.copies, line.form) if words)
    if line.later not in ("", "不可"):
        about = f"{about}，{line.later}"
    return marked("<b>{name}</b>　<g>{about}</g>", _WORDS, name=line.name, about=about)


def _questions(dossier: Dossier, step: StepView) -> list[Text]:
    """What to have asked before coming: the package this item waits for longest, and the best open question."""
    waits = [
        before
        for before in (dossier.step_by_id[before] for before in step.predecessors if before in dossier.step_by_id)
        if before.kind is StepKind.MATERIAL and before.light is not Light.DONE
    ]
    asked: list[Text] = []
    last = max(waits, key=lambda before: (before.early_finish.on, before.late_finish.on), default=None)
    if last is not None:
        day = spoken_day(last.late_finish.on, dossier.start_on.year)
        question = (
            "{name}（{code}）哪天备齐？最迟{day}。"
            if last.owner in ("", "企业")
            else "{who}哪天交{name}（{code}）？最迟{day}。"
        )
        asked.append(marked(question, _WORDS, who=last.owner, name=last.short_name, code=last.code, day=day))
    if dossier.questions:
        asked.append(plain(dossier.questions[0].question, _WORDS))
    return asked


def _draw_list(
    sheet: Sheet, dossier: Dossier, top: float, things: Sequence[Text], asked: Sequence[Text]
) -> list[Sheet]:
    """Things with boxes, the questions under them; what does not fit goes overleaf. Returns all sheets."""
    ask_lines = [set_lines(text, _WIDTH, False) for text in asked]
    ask_height = 12.0 + sum(lines.height for lines in ask_lines) if asked else 3.0
    set_things = [set_lines(text, _WIDTH - 7.0, False) for text in things]
    sheets, y = [sheet], _list_head(sheet, top, "带上，装袋前打勾")
    if not things:
        with sheet.tag("P"):
            sheet.text(_LEFT, _WORDS.baseline(y + 1.5), "要交的部门都能共享，人来就行。", _WORDS)
        y += _ROW
    room = _FOOT_TOP - ask_height - y
    pitch = _ROW if sum(_thing_height(lines, _ROW) for lines in set_things) <= room else _TIGHT_ROW
    for place, lines in enumerate(set_things):
        height = _thing_height(lines, pitch)
        is_last = place + 1 == len(set_things)
        if y + height + (ask_height if is_last or len(sheets) > 1 else 5.0) > _FOOT_TOP:
            with sheet.tag("P"):
                sheet.text(_LEFT, NOTE.baseline(y + 0.6), f"背面还有 {len(set_things) - place} 样。", NOTE)
            sheet = slip(dossier, number=len(sheets) + 1)
            sheets.append(sheet)
            y = _list_head(sheet, 21.0, "还要带上")
        if place:
            sheet.rule(_LEFT, y, _RIGHT, RULE_ROW, GREY_LINE)
        tick_box(
            sheet, _LEFT + 0.15, y + (height - lines.height) / 2 + (_WORDS.leading_mm - BOX_NUMBERED) / 2, BOX_NUMBERED
        )
        with sheet.tag("LI"):
            sheet.paragraph(_LEFT + 7.0, y + (height - lines.height) / 2, _WIDTH - 7.0, lines)
        y += height
    if asked:
        y = max(y + 1.5, _FOOT_TOP - 0.6 * (_FOOT_TOP - y) - ask_height) if len(sheets) == 1 else y + 3.0
        y = min(y, _FOOT_TOP - ask_height)
        y = _list_head(sheet, y, "来之前，先问一句", ruled=False)
        for lines in ask_lines:
            with sheet.tag("P"):
                y += sheet.paragraph(_LEFT, y, _WIDTH, lines)
    return sheets


def _thing_height(lines: Lines, pitch: float) -> float:
    return pitch + lines.height - lines.leading_mm


def _list_head(sheet: Sheet, y: float, words: str, ruled: bool = True) -> float:
    sheet.rule(_LEFT, y, _RIGHT, RULE_TABLE)
    section_head(sheet, _LEFT, y + 1.8, words)
    if ruled:
        sheet.rule(_LEFT, y + 9.0, _RIGHT, RULE_ROW, GREY_LINE)
    return y + 9.0


# --- whom to call ---------------------------------------------------------------------------------------------------------------


def _draw_foot(sheet: Sheet, dossier: Dossier) -> None:
    sheet.rule(_LEFT, _FOOT_TOP, _RIGHT, RULE_TABLE)
    helper, identity = helper_of(dossier), dossier.identity
    room = _WIDTH - QR_SIZE - 3.0
    name = f"帮办员　{helper.name}" if helper else "帮办员待指派，先打窗口电话"
    phone = (helper.phone or "电话未提供") if helper else dossier.centre.phone
    style = _HELPER
    if text_width(plain(f"{name}　{phone}", style)) > room:
        style = _HELPER.sized(9.5)
    with sheet.tag("P"):
        called = shortened(f"{name}　{phone}", style, room)
        sheet.text(_LEFT, _HELPER.baseline(_FOOT_TOP + 2.1), plain(called, style))
    saturday = next((hours for hours in dossier.centre.hours if "六" in hours.days), None)
    lines = ["来不了请提前一天说，改约不影响已受理事项的时限。"]
    if saturday is not None:
        lines.append(f"{saturday.days} {saturday.hours} 也收件，{saturday.note}。".replace("，。", "。"))
    y = _FOOT_TOP + 8.6
    for place, words in enumerate(lines):
        with sheet.tag("P"):
            style = _SMALL_GREY if place else _SMALL
            y += sheet.paragraph(_LEFT, y, room, set_lines(plain(words, style), room, False), max_lines=1)
    with sheet.tag("P"):
        printed = f"{iso_date(identity.printed_on)} 印　校验 {identity.check_code}"
        sheet.text(_LEFT, NOTE.baseline(y + 0.75), plain(printed, NOTE))
    sheet.qr(_RIGHT - QR_SIZE, _FOOT_TOP + 3.0, QR_SIZE, dossier.qr_text, quiet=0)
