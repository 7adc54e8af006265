"""The write-off slip for several items (销号单), A4: one row each, whose days they took, signed once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from gxq_desktop.application.views import Day, Dossier, WriteOffView
from gxq_desktop.documents.flow import Block, Drawing, Heading, Paragraph
from gxq_desktop.documents.marks import check, light_shape
from gxq_desktop.documents.papers_small.owned_days import HEIGHT, OwnedShare, draw_owned_days
from gxq_desktop.documents.papers_small.pages import single_sided
from gxq_desktop.documents.papers_small.parts import Fact, FactRow, Signatures, Signer
from gxq_desktop.documents.papers_small.write_off_slip import TITLE
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import (
    CODE,
    LEAD,
    NOTE,
    SLIP_VOICE,
    TABLE_GREY,
    TABLE_KEY,
    TABLE_TEXT,
    VOICE,
    TextStyle,
)
from gxq_desktop.documents.table import Cell, Column, Row, Table, box
from gxq_desktop.documents.text import Run, Text, date_text, marked, plain
from gxq_desktop.domain.case_states import Party

ROW_HEIGHT: Final = 12.0
_COLUMNS: Final = (
    Column("", 7.0),
    Column("编码", 9.5),
    Column("事项，文号或证据", 45, gap=2.0),
    Column("受理", 17.0),
    Column("承诺到期", 20.5),
    Column("办结", 17.5),
    Column("用／承诺", 12.5, align="right"),
    Column("部门", 8.5, align="right"),
    Column("企业", 8.5, align="right"),
    Column("中介", 8.5, align="right"),
    Column("", 2.0),
    Column("结果", 11.5),
)
_NOTE: Final = NOTE.sized(7.5, 3.75)


def make_write_off_list(dossier: Dossier, views: Sequence[WriteOffView]) -> list[Sheet]:
    """The slip for VIEWS, in their order. Without any one sentence."""
    if not views:
        return single_sided(dossier, TITLE, [Paragraph(plain("还没有销号的事项。", VOICE))], note="0 项")
    blocks: list[Block] = [
        FactRow(
            [
                Fact("企业", dossier.project.enterprise or "未提供", 2.2),
                Fact("企业联系人", _contact(dossier), 1.4),
                Fact("销号日期", _days(views), 1.4),
            ]
        ),
        Paragraph(_counts(views), space_before=4.5),
        Table(_COLUMNS, [_row(view, dossier.start_on.year) for view in views], least_row=ROW_HEIGHT, space_before=3.0),
        Paragraph(plain(_LEGEND, NOTE), space_before=2.25),
        *_reasons(views),
    ]
    shares = _shares(views)
    if shares:
        total = sum(share.days for share in shares)
        blocks.append(Heading(f"合计 {total} 个工作日，是谁的", space_before=6.0))
        blocks.append(
            Drawing(
                HEIGHT,
                lambda sheet, x, y, width: draw_owned_days(sheet, x, y, width, shares),
                space_before=0.75,
            )
        )
    blocks.append(Signatures(_signers(dossier, views), space_before=9.0))
    return single_sided(dossier, TITLE, blocks, note=f"{len(views)} 项")


_LEGEND: Final = (
    "左边的编号与时间表、挂图相同，请在那里打勾。承诺到期改过的，原来的日子在下面。“用”是受理后算进承诺的工作日；"
    "部门、企业、中介三栏是从收件到送达每个工作日归谁。"
)


def _contact(dossier: Dossier) -> str:
    contact = dossier.project.enterprise_contact
    return "　".join(words for words in (contact.name or "未提供", contact.phone) if words)


def _days(views: Sequence[WriteOffView]) -> str:
    days = [view.cleared_on for view in views]
    first, last = min(days).isoformat(), max(days).isoformat()
    return first if first == last else f"{first} 至 {last}"


def _counts(views: Sequence[WriteOffView]) -> Text:
    late = [view for view in views if view.late_days]
    return marked(
        "按时 <b>{kept} 项</b>，超期 <b>{late} 项</b>{days}。",
        LEAD.justified(False),
        kept=len(views) - len(late),
        late=len(late),
        days=f"，最多超 {max(view.late_days for view in late)} 个工作日" if late else "",
    )


def _shares(views: Sequence[WriteOffView]) -> list[OwnedShare]:
    sums = (
        OwnedShare(Party.AUTHORITY, sum(view.authority_days for view in views)),
        OwnedShare(Party.ENTERPRISE, sum(view.enterprise_days for view in views)),
        OwnedShare(Party.INTERMEDIARY, sum(view.intermediary_days for view in views)),
    )
    return [share for share in sums if share.days]


# --- rows ---------------------------------------------------------------------------------------------------------------------


def _row(view: WriteOffView, year: int) -> Row:
    moved = view.original_due.on != view.due.on
    used = f"{view.used_days}／{view.promised_days}" if view.promised_days is not None else "—"
    return Row(
        (
            box(view.number, size=4.2),
            plain(view.code, CODE),
            Cell(plain(view.name, TABLE_TEXT), plain("；".join(view.proof), _NOTE) if view.proof else None),
            _date(Day(view.begun_on, False), TABLE_TEXT, year) if view.begun_on is not None else plain("—", TABLE_GREY),
            Cell(
                _date(view.due, TABLE_KEY, year),
                (Run("原 ", _NOTE), *_date(view.original_due, _NOTE, year)) if moved else None,
            ),
            Cell(
                _date(Day(view.ended_on, False), TABLE_TEXT, year) if view.ended_on is not None else None,
                plain(view.outcome, _NOTE),
            ),
            plain(used, TABLE_TEXT),
            _number(view.authority_days),
            _number(view.enterprise_days),
            _number(view.intermediary_days),
            None,
            _result(view),
        )
    )


def _reasons(views: Sequence[WriteOffView]) -> list[Block]:
    """Why an item was late or its due day moved, in kai, one paragraph an item."""
    said = [view for view in views if view.late_days or view.moved_because]
    if not said:
        return []
    blocks: list[Block] = [Heading("为什么晚，为什么改期", space_before=6.0)]
    for view in said:
        why = [f"超期 {view.late_days} 个工作日"] if view.late_days else []
        words = "；".join((*why, *view.moved_because, *view.late_because))
        blocks.append(
            Paragraph(
                marked("{code}　{words}。", SLIP_VOICE, code=plain(view.code or view.name, CODE), words=words),
                space_before=0.75,
            )
        )
    return blocks


def _number(days: int) -> Text:
    return plain(str(days), TABLE_TEXT) if days else plain("—", TABLE_GREY)


@lru_cache(maxsize=1024)
def _date(day: Day, style: TextStyle, year: int) -> Text:
    return date_text(day.on, style, plan_year=year, provisional=day.provisional)


@lru_cache(maxsize=256)
def _result_cell(late: int, early: int) -> Cell:
    def paint(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
        if late:
            light_shape(sheet, x + 1.5, y + height / 2, "red")
        else:
            check(sheet, x + 1.5, y + height / 2, 2.8)
        words = plain(f"晚 {late}", TABLE_KEY) if late else plain(f"早 {early}" if early else "按期", TABLE_TEXT)
        baseline = TABLE_TEXT.baseline(y + (height - TABLE_TEXT.leading_mm) / 2)
        sheet.text(x + 3.9, baseline, words)

    return Cell(paint=paint, height_mm=3.0)


def _result(view: WriteOffView) -> Cell:
    """In time or late, in working days."""
    return _result_cell(view.late_days, view.early_days)


def _signers(dossier: Dossier, views: Sequence[WriteOffView]) -> list[Signer]:
    people = list(dict.fromkeys(view.person for view in views if view.person))
    secretary = next((each for each in dossier.project.contacts if each.role == "项目监督秘书"), None)
    return [
        Signer("经办人", "、".join(people[:3]) + ("等" if len(people) > 3 else "")),
        Signer("企业签收", "项目负责人或持委托书的经办人"),
        Signer("项目监督秘书", secretary.name if secretary and secretary.name else ""),
    ]
