"""The table of the 105 rows."""

from __future__ import annotations

from gxq_desktop.application.project_items import ItemRow
from gxq_desktop.application.wording import plain_day
from gxq_desktop.domain.verdicts import Verdict
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.project.states import mark_of
from gxq_desktop.ui.table_model import Column

VERDICT_MARKS = {
    Verdict.APPLIES: Mark.APPLIES,
    Verdict.UNDECIDED: Mark.UNDECIDED,
    Verdict.NOT_APPLICABLE: Mark.NOT_APPLICABLE,
}


def verdict_mark(row: ItemRow) -> Mark:
    return Mark.OVERRIDDEN if row.overridden else VERDICT_MARKS[row.verdict]


def verdict_text(row: ItemRow) -> str:
    """The word beside the mark; an officer's decision says what it is too."""
    if row.overridden:
        return f"认定{row.verdict.label}"
    return row.verdict.label


def item_columns(plan_year: int) -> tuple[Column[ItemRow], ...]:
    def due(row: ItemRow) -> str:
        return plain_day(row.due.on, plan_year) if row.due is not None else ""

    return (
        Column(
            "判定",
            show=verdict_text,
            sort=lambda row: (list(Verdict).index(row.verdict), row.overridden, row.code),
            width=96,
            mark=verdict_mark,
            tip=lambda row: "人工认定，见右侧" if row.overridden else "",
        ),
        Column("编号", show=lambda row: row.code, width=54, searchable=True, color=_quiet),
        Column(
            "事项", show=lambda row: row.name, searchable=True, least=200, color=_ink, bold=lambda row: row.critical
        ),
        Column(
            "主办", show=lambda row: row.owner, width=96, most=190, color=_quiet, drop=2, tip=lambda row: row.authority
        ),
        Column("窗口", show=lambda row: row.window, width=58, color=_quiet, drop=4),
        Column(
            "法定",
            show=lambda row: row.statutory,
            sort=lambda row: row.statutory_days,
            width=60,
            right=True,
            color=_quiet,
            drop=3,
            tip=lambda row: "法定时限，没有单位的是工作日",
        ),
        Column(
            "承诺",
            show=lambda row: str(row.promised_days),
            sort=lambda row: row.promised_days,
            width=54,
            right=True,
            color=_ink,
            tip=lambda row: "承诺的工作日" + (f"（{row.variant}）" if row.variant else ""),
        ),
        Column(
            "到期",
            show=due,
            sort=lambda row: row.due.on if row.due is not None else None,
            width=80,
            most=180,
            right=True,
            before=lambda row: plain_day(row.original, plan_year) if row.original is not None else "",
            dashed=lambda row: row.due is not None and row.due.provisional,
        ),
        Column(
            "状态",
            show=lambda row: row.state.value if row.state is not None else "",
            sort=lambda row: row.latest.on if row.latest is not None else None,
            width=96,
            mark=lambda row: mark_of(row.state),
            tip=lambda row: row.state_tip,
        ),
    )


def _ink(row: ItemRow) -> str:
    return "" if row.verdict is not Verdict.NOT_APPLICABLE else "text3"


def _quiet(row: ItemRow) -> str:
    return "text2" if row.verdict is not Verdict.NOT_APPLICABLE else "text3"
