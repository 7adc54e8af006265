"""The table of what happened."""

from __future__ import annotations

from gxq_desktop.application.project_records import RecordEntry, RecordSort
from gxq_desktop.application.wording import plain_day, weekday
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.table_model import Column

_SORT_MARKS = {
    RecordSort.MISSED: Mark.OVERDUE,
    RecordSort.AGREED: Mark.SHIFTED,
    RecordSort.SUPERSEDED: Mark.CHANGED,
}
_KIND_MARKS = {
    EventKind.SUSPENDED.label: Mark.PAUSED,
    EventKind.CLEARED.label: Mark.CLEARED,
    EventKind.REFUSED.label: Mark.FAILED,
    EventKind.NOT_ACCEPTED.label: Mark.FAILED,
    EventKind.NOTICED.label: Mark.WAITING,
}


def record_mark(entry: RecordEntry) -> Mark | None:
    if entry.sort is RecordSort.AGREED and entry.number == 1:
        return None
    return _SORT_MARKS.get(entry.sort) or (_KIND_MARKS.get(entry.what) if entry.event else None)


def record_columns(plan_year: int) -> tuple[Column[RecordEntry], ...]:
    def quiet(_: RecordEntry) -> str:
        return "text2"

    def ink(entry: RecordEntry) -> str:
        return "text3" if entry.sort is RecordSort.SUPERSEDED else ""

    return (
        Column(
            "哪天",
            show=lambda entry: f"{plain_day(entry.on, plan_year)}（{weekday(entry.on)}）",
            sort=lambda entry: (entry.on, entry.event),
            width=108,
            most=130,
            color=ink,
            tip=lambda entry: f"{entry.recorded_on.isoformat()} 记下",
        ),
        Column("编号", show=lambda entry: entry.code, width=54, color=quiet, searchable=True),
        Column("事项", show=lambda entry: entry.name, id="name", least=150, color=ink, searchable=True),
        Column(
            "发生了什么",
            show=lambda entry: entry.what,
            id="what",
            width=168,
            most=190,
            color=ink,
            mark=record_mark,
            searchable=True,
        ),
        Column("文号", show=lambda entry: entry.document, width=120, most=240, color=quiet, drop=3),
        Column(
            "证据",
            show=lambda entry: entry.evidence.name if entry.evidence is not None else "",
            width=84,
            most=220,
            color=lambda entry: "accent",
            drop=4,
        ),
        Column("经办人", show=lambda entry: entry.person, width=76, color=quiet, drop=2),
        Column("说明", show=lambda entry: entry.said, id="said", least=130, color=quiet, drop=1),
    )
