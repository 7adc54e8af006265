"""The table of the checklist."""

from __future__ import annotations

from gxq_desktop.application.project_materials import MaterialRow, Presence
from gxq_desktop.application.wording import plain_day
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.table_model import Column

MARKS = {
    Presence.RECEIVED: Mark.CLEARED,
    Presence.READY: Mark.ON_TIME,
    Presence.PREPARING: Mark.WAITING,
    Presence.MISSING: Mark.NOT_STARTED,
    Presence.WAITING: Mark.NOT_STARTED,
    Presence.GRANTED: Mark.CLEARED,
    Presence.SHARED: Mark.NOT_APPLICABLE,
    Presence.NOT_TRACKED: None,
}


def material_columns(plan_year: int) -> tuple[Column[MaterialRow], ...]:
    def quiet(_: MaterialRow) -> str:
        return "text2"

    return (
        Column("收到", show=lambda row: "", width=48, tick=True, sortable=False, id="tick"),
        Column(
            "有没有",
            show=lambda row: row.presence.value,
            sort=lambda row: list(Presence).index(row.presence),
            width=106,
            mark=lambda row: MARKS[row.presence],
            color=quiet,
        ),
        Column("编号", show=lambda row: row.code, width=54, color=quiet, searchable=True),
        Column("材料", show=lambda row: row.name, id="name", least=180, searchable=True),
        Column("谁提供", show=lambda row: row.by_whom, width=104, most=230, color=quiet, drop=2),
        Column("原件、复印件", show=lambda row: row.copies, id="copies", width=150, most=250, color=quiet, drop=3),
        Column(
            "用在哪些事项", show=lambda row: row.needed_codes or row.no_use, id="needed", least=120, searchable=True
        ),
        Column(
            "最迟要用",
            show=lambda row: plain_day(row.until.on, plan_year) if row.until is not None else "",
            sort=lambda row: row.until.on if row.until is not None else None,
            width=84,
            most=100,
            right=True,
            dashed=lambda row: row.until is not None and row.until.provisional,
            tip=lambda row: "用它的事项里，最早一项的最迟开始日" if row.until is not None else "",
        ),
    )
