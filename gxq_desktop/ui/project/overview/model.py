"""The three small tables of the overview, over one view-model."""

from __future__ import annotations

from typing import Any

from gxq_desktop.application.project_overview import ChainRow, StartRow, WaitingRow
from gxq_desktop.application.wording import plain_day, weekday
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.project.states import mark_of
from gxq_desktop.ui.table_model import Column


def day_text(on: object, plan_year: int) -> str:
    from datetime import date

    assert isinstance(on, date)
    return f"{plain_day(on, plan_year)}（{weekday(on)}）"


def _decided(row: ChainRow | StartRow | WaitingRow) -> Mark | None:
    return Mark.OVERRIDDEN if row.decided else None


def _decided_tip(row: ChainRow | StartRow | WaitingRow) -> str:
    return f"{row.name}\n{row.decided}" if row.decided else ""


def _name(title: str, **more: Any) -> Column[Any]:
    """The name of a row, with the pencil of what an officer decided. more: further options of the column."""
    return Column(
        title,
        show=lambda row: row.name,
        after=_decided,
        tip=_decided_tip,
        id="name",
        sortable=False,
        searchable=True,
        **more,
    )


def chain_columns(title: str, plan_year: int) -> tuple[Column[ChainRow], ...]:
    return (
        Column("", show=lambda row: "", width=26, mark=lambda row: mark_of(row.state), id="mark", sortable=False),
        Column("编号", show=lambda row: row.code, width=50, bold=lambda row: True, sortable=False),
        _name(title),
        Column(
            "办结",
            show=lambda row: day_text(row.finish.on, plan_year),
            width=138,
            right=True,
            dashed=lambda row: row.finish.provisional,
            sortable=False,
        ),
        Column("谁", show=lambda row: row.owner or "—", width=128, color=lambda row: "text2", sortable=False),
    )


def start_columns(title: str, plan_year: int) -> tuple[Column[StartRow], ...]:
    return (
        Column("", show=lambda row: "", width=26, mark=lambda row: mark_of(row.state), id="mark", sortable=False),
        Column("编号", show=lambda row: row.code, width=50, sortable=False),
        _name(title, least=160),
        Column(
            "最迟开始",
            show=lambda row: day_text(row.latest.on, plan_year),
            width=138,
            right=True,
            dashed=lambda row: row.latest.provisional,
            sortable=False,
        ),
        Column("带什么", show=lambda row: row.bring, color=lambda row: "text2", least=160, sortable=False),
    )


def waiting_columns(title: str, plan_year: int) -> tuple[Column[WaitingRow], ...]:
    return (
        Column(
            "",
            show=lambda row: "",
            width=26,
            mark=lambda row: Mark.OVERDUE if row.is_obstacle else Mark.NOT_STARTED,
            id="mark",
            sortable=False,
        ),
        Column("编号", show=lambda row: row.code, width=50, sortable=False),
        _name(title, least=160, color=lambda row: "seal" if row.is_obstacle else "", bold=lambda row: row.is_obstacle),
        Column(
            "等什么",
            show=lambda row: f"{row.waits_for} {day_text(row.until.on, plan_year)}",
            least=150,
            dashed=lambda row: row.until.provisional,
            sortable=False,
        ),
        Column("挡住", show=lambda row: row.holds, width=150, right=True, color=lambda row: "text2", sortable=False),
    )
