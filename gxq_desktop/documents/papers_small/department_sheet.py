"""The department sheet: what one authority (or utility company) does for this project, by promised end (print.md §11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Final

from gxq_desktop.application.views import CardView, Day, Dossier, Light, StepView
from gxq_desktop.documents.flow import Block, Paragraph
from gxq_desktop.documents.marks import critical_mark, light
from gxq_desktop.documents.officer_sign import words as officer_words
from gxq_desktop.documents.papers_small.pages import single_sided
from gxq_desktop.documents.papers_small.parts import Fact, FactRow, NotesBelow
from gxq_desktop.documents.sections.places import LIGHT_KINDS
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import CODE, LEAD, NOTE, TABLE_GREY, TABLE_KEY, TABLE_TEXT, VOICE, TextStyle
from gxq_desktop.documents.table import Cell, Column, Row, Table
from gxq_desktop.documents.text import Text, date_text, days_left, marked, plain
from gxq_desktop.documents.tokens import GREY_LINE, RULE_ROW
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import StepKind

TITLE: Final = "部门办理单"
ROW_HEIGHT: Final = 12.0
SIGN_WIDTH: Final = 22.0
_COLUMNS: Final = (
    Column("编码", 9),
    Column("事项", 40, gap=2.0),
    Column("受理", 23),
    Column("承诺到期", 24),
    Column("法定到期", 24),
    Column("剩余", 14),
    Column("灯", 12),
    Column("　销账日　签字", SIGN_WIDTH),
)
_CRITICAL: Final = critical_mark(NOTE, 0.0)
_SMALL: Final = NOTE.sized(7.5, 3.75)


@frozen
class Duty:
    """An item the department answers for. ends: promised end, what the sheet is sorted by. left: working days to it.

    decided: 人工认定要办, "" if no officer decided.
    """

    step: StepView
    card: CardView | None
    accepted: Day
    ends: Day
    statutory: Day | None
    left: int
    decided: str

    @property
    def is_open(self) -> bool:
        return self.step.light is not Light.DONE

    @property
    def is_begun(self) -> bool:
        return self.step.running or not self.is_open


def owners(dossier: Dossier) -> tuple[str, ...]:
    """Who has items of this project on a department sheet, in the order of the plan."""
    kinds = (StepKind.APPROVAL, StepKind.UTILITY)
    return tuple(dict.fromkeys(step.owner for step in dossier.steps if step.kind in kinds and step.owner))


def duties(dossier: Dossier, owner: str) -> list[Duty]:
    """OWNER's items, open ones first, by promised end. OWNER: as steps name it, or a card's authority in full."""
    cards = {card.step_id: card for card in dossier.cards}
    found = []
    for step in dossier.steps:
        if step.kind not in (StepKind.APPROVAL, StepKind.UTILITY):
            continue
        card = cards.get(step.id)
        if owner != step.owner and (card is None or owner != card.authority):
            continue
        accepted = card.limit.accepted if card else step.early_start
        ends = card.limit.promised_due if card else step.early_finish
        statutory = card.limit.statutory_due if card and card.limit.statutory_days else None
        left = dossier.calendar.working_days_between(dossier.identity.printed_on, ends.on)
        found.append(Duty(step, card, accepted, ends, statutory, left, officer_words(dossier, step.code)))
    return sorted(found, key=lambda duty: (not duty.is_open, duty.ends.on, duty.step.number or 0))


def make_department_sheet(dossier: Dossier, owner: str) -> list[Sheet]:
    """The items of OWNER by promised end, with room to sign each off. Without items one sentence."""
    items = duties(dossier, owner)
    contact = dossier.project.enterprise_contact
    enterprise = "　".join(words for words in (contact.name or "未提供", contact.phone) if words)
    blocks: list[Block] = [
        FactRow(
            [
                Fact("企业", dossier.project.enterprise or "未提供", 2.2),
                Fact("企业联系人", enterprise, 1.4),
                Fact("办理窗口", _window(items), 1.6),
            ]
        )
    ]
    if items:
        blocks.append(Paragraph(_counts(dossier, items), space_before=4.5))
        blocks.append(_SignedTable(dossier, items, space_before=3.0))
        blocks += [Paragraph(_legend(items), space_before=2.25), NotesBelow()]
    else:
        sentence = f"{owner}在本项目没有要办的事项。"
        blocks.append(Paragraph(plain(sentence, VOICE), space_before=6.0))
    return single_sided(dossier, TITLE, blocks, note=owner)


def _window(items: Sequence[Duty]) -> str:
    windows = {f"{duty.card.window.number}窗口　{duty.card.window.phone}": None for duty in items if duty.card}
    return "、".join(windows) or "—"


def _counts(dossier: Dossier, items: Sequence[Duty]) -> Text:
    """How many are open, due this week (to Sunday), late on the printing day."""
    printed = dossier.identity.printed_on
    sunday = printed + timedelta(days=6 - printed.weekday())
    ends = [duty.ends.on for duty in items if duty.is_open]
    return marked(
        "未办结 <b>{open} 项</b>，本周到期 <b>{week} 项</b>，已过承诺期 <b>{late} 项</b>。"
        "没受理的按计划受理日推算，以实际受理日为准。",
        LEAD.justified(False),
        open=len(ends),
        week=sum(printed <= day <= sunday for day in ends),
        late=sum(day < printed for day in ends),
    )


def _legend(items: Sequence[Duty]) -> Text:
    words = "剩余是从印制日数到承诺到期的工作日。受理当天不算，次一工作日起算；不计入的环节不占承诺时限。办结当天在右边签字销账。"
    if any(duty.step.critical and duty.is_open for duty in items):
        return marked("{mark}关键线路，晚一天全盘晚一天。{words}", NOTE, mark=_CRITICAL, words=words)
    return plain(words, NOTE)


# --- the table --------------------------------------------------------------------------------------------------------------


class _SignedTable(Table):
    """A table whose last column, to sign in, has a line at its left."""

    def __init__(self, dossier: Dossier, items: Sequence[Duty], space_before: float) -> None:
        year = dossier.start_on.year
        super().__init__(
            _COLUMNS, [_row(duty, year) for duty in items], least_row=ROW_HEIGHT, space_before=space_before
        )


def _sign_line(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    sheet.line(x, y, x, y + height, RULE_ROW, GREY_LINE)


_SIGN: Final = Cell(paint=_sign_line, middle=True)


def _row(duty: Duty, year: int) -> Row:
    style = TABLE_TEXT if duty.is_open else TABLE_GREY
    bold = TABLE_KEY if duty.is_open else TABLE_GREY
    step = duty.step
    left: Text | None = plain(days_left(duty.left), TABLE_KEY) if duty.is_open else None
    statutory: Text = _date(duty.statutory, style, year) if duty.statutory else plain("即时／未设定", TABLE_GREY)
    if duty.card is None:
        statutory = plain("—", TABLE_GREY)
    name: Text = plain(step.short_name, style)
    if step.critical and duty.is_open:
        name = (*name, critical_mark(style))
    return Row(
        (
            plain(step.code, CODE),
            Cell(name, _excluded(duty)),
            Cell(_date(duty.accepted, style, year), plain("已受理" if duty.is_begun else "计划", _SMALL)),
            _date(duty.ends, bold, year),
            statutory,
            left,
            _LIGHTS[step.light],
            _SIGN,
        ),
        tint=step.critical and duty.is_open,
    )


def _excluded(duty: Duty) -> Text | None:
    """Under the item: how long it may take, and what is not counted in that."""
    said = [f"承诺 {duty.card.limit.promised_days} 个工作日" if duty.card else duty.step.length_text]
    planned = [part for part in (duty.card.excluded if duty.card else ()) if part.planned]
    if planned:
        said.append("另计" + "、".join(f"{part.name} {part.length_text}" for part in planned))
    if duty.decided:
        said.insert(0, duty.decided)
    return plain("；".join(said), _SMALL)


@lru_cache(maxsize=1024)
def _date(day: Day, style: TextStyle, year: int) -> Text:
    return date_text(day.on, style, plan_year=year, provisional=day.provisional)


def _light_cell(state: Light) -> Cell:
    def paint(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
        baseline = TABLE_TEXT.baseline(y + (height - TABLE_TEXT.leading_mm) / 2)
        light(sheet, x, baseline, LIGHT_KINDS[state], text="办结" if state is Light.DONE else None)

    return Cell(paint=paint, height_mm=3.0)


_LIGHTS: Final = {state: _light_cell(state) for state in Light}
