"""The tables of what was issued, and of what two editions say otherwise."""

from __future__ import annotations

from gxq_desktop.application.ledger_listing import LedgerLine
from gxq_desktop.application.project_editions import EditionView, MovedDay
from gxq_desktop.application.wording import plain_day, weekday
from gxq_desktop.domain.clocks import LedgerLight
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.table_model import Column


def edition_columns(plan_year: int) -> tuple[Column[EditionView], ...]:
    def quiet(_: EditionView) -> str:
        return "text2"

    def state(view: EditionView) -> str:
        if not view.is_latest:
            return "已替代"
        return "现行" if view.is_current else "已不同"

    def sign(view: EditionView) -> Mark:
        if not view.is_latest:
            return Mark.NOT_APPLICABLE
        return Mark.ON_TIME if view.is_current else Mark.CHANGED

    return (
        Column(
            "版次",
            show=lambda view: f"第 {view.number} 版",
            sort=lambda view: view.number,
            width=76,
            bold=lambda view: view.is_latest,
        ),
        Column("状态", show=state, width=94, mark=sign, sort=lambda view: (view.is_latest, view.is_current)),
        Column(
            "哪天印",
            show=lambda view: f"{plain_day(view.printed_on, plan_year)}（{weekday(view.printed_on)}）",
            sort=lambda view: view.printed_on,
            width=112,
        ),
        Column("校验码", show=lambda view: view.check_code, width=104, searchable=True),
        Column("改了什么", show=lambda view: view.change, id="change", least=150),
        Column("为什么", show=lambda view: view.why, id="why", least=130, color=quiet),
        Column("移交", show=lambda view: view.handed_over, width=156, color=quiet, drop=2),
        Column("存下的纸", show=lambda view: view.papers_text, id="papers", least=150, color=quiet, drop=1),
    )


def moved_columns(plan_year: int, old: str, new: str) -> tuple[Column[MovedDay], ...]:
    def day(on: object) -> str:
        from datetime import date

        return f"{plain_day(on, plan_year)}（{weekday(on)}）" if isinstance(on, date) else "—"

    return (
        Column("编号", show=lambda row: row.code, width=58, bold=lambda row: row.is_gate, searchable=True),
        Column("事项", show=lambda row: row.name, id="name", least=150, bold=lambda row: row.is_gate, searchable=True),
        Column(
            old, show=lambda row: day(row.old), sort=lambda row: row.old, width=138, right=True, id="old",
            color=lambda row: "text2",
        ),
        Column(
            new, show=lambda row: day(row.new), sort=lambda row: row.new, width=138, right=True, id="new",
            dashed=lambda row: row.provisional, bold=lambda row: row.is_gate,
        ),
        Column(
            "差多少",
            show=lambda row: row.days_text,
            sort=lambda row: row.days,
            width=130,
            color=lambda row: "seal" if row.days > 0 else "ok" if row.days < 0 else "text2",
        ),
    )  # fmt: skip


_LIGHTS = {
    LedgerLight.RED: Mark.OVERDUE,
    LedgerLight.AMBER: Mark.SOON,
    LedgerLight.GREEN: Mark.ON_TIME,
    LedgerLight.DONE: Mark.CLEARED,
}


def as_of_columns(plan_year: int) -> tuple[Column[LedgerLine], ...]:
    return (
        Column("编号", show=lambda line: line.row.code, width=58, color=lambda line: "text2", searchable=True),
        Column("事项", show=lambda line: line.row.name, id="name", least=180, searchable=True),
        Column("状态", show=lambda line: line.row.state.label, width=84, most=120),
        Column(
            "到期",
            show=lambda line: f"{plain_day(line.due_on, plan_year)}（{weekday(line.due_on)}）",
            sort=lambda line: line.due_on,
            width=112,
            most=190,
            right=True,
            before=lambda line: (
                plain_day(line.row.original_due_on, plan_year) if line.row.original_due_on != line.due_on else ""
            ),
        ),
        Column(
            "当时的灯",
            show=lambda line: _LIGHTS[line.light].value,
            sort=lambda line: (list(LedgerLight).index(line.light), line.due_on),
            width=100,
            mark=lambda line: _LIGHTS[line.light],
        ),
        Column("剩余", show=lambda line: line.left, width=180, most=230, color=lambda line: "text2"),
    )
