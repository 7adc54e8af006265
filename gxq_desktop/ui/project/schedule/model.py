"""The schedule as a table; the chart beside it draws the same lines."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QObject, Qt

from gxq_desktop.application.project_timetable import Shown, StepState, Timetable, TimetableGroup, TimetableRow
from gxq_desktop.application.wording import plain_day
from gxq_desktop.domain.network import StepKind
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.project.states import mark_of
from gxq_desktop.ui.table_model import Column, Group, Index, RowsModel

INDENT = "　└ "


_HEAD = Qt.ItemFlag.ItemIsEnabled
_ROW = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def _name(row: TimetableRow) -> str:
    if row.is_indented:
        return f"{INDENT}{row.step.name}"
    if row.step.kind is StepKind.MILESTONE:
        return row.step.name.split(" ", 1)[-1]
    return row.step.short_name if row.step.kind is not StepKind.OBSTACLE else row.step.name


def _decided(row: TimetableRow) -> Mark | None:
    return Mark.OVERRIDDEN if row.decided else None


def _decided_tip(row: TimetableRow) -> str:
    return f"{row.step.name}\n{row.decided}" if row.decided else ""


def _days(row: TimetableRow) -> str:
    step = row.step
    if step.kind in (StepKind.MILESTONE, StepKind.OBSTACLE):
        return ""
    return str(step.length_days) if step.length_unit == "工作日" else f"{step.length_days}日"


def _color(row: TimetableRow) -> str:
    return "seal" if row.step.kind is StepKind.OBSTACLE else "text2"


def _state_color(row: TimetableRow) -> str:
    return {StepState.MISSED: "seal", StepState.REACHED: "ok"}.get(row.state, "text2")


def _day_tip(row: TimetableRow, which: str) -> str:
    first = (
        f"原定 {plain_day(row.original, row.plan_year)}" if row.original is not None and which == "early_finish" else ""
    )
    return "。".join(part for part in (first, row.actual, row.step.why_early) if part)


def schedule_columns() -> tuple[Column[TimetableRow], ...]:
    def day(which: str) -> Column[TimetableRow]:
        title = "受理" if which == "early_start" else "办结"
        return Column(
            title,
            show=lambda row: (
                ""
                if row.step.kind is StepKind.MILESTONE and which == "early_start"
                else plain_day(getattr(row.step, which).on, row.plan_year)
            ),
            sort=lambda row: getattr(row.step, which).on,
            width=64 if which == "early_start" else 96,
            most=96 if which == "early_start" else 180,
            right=True,
            bold=lambda row: row.step.critical and which == "early_finish",
            dashed=lambda row: getattr(row.step, which).provisional,
            before=lambda row: (
                plain_day(row.original, row.plan_year) if row.original is not None and which == "early_finish" else ""
            ),
            tip=lambda row: _day_tip(row, which),
        )

    return (
        Column("编号", show=lambda row: row.code, width=50, color=_color, bold=_critical, searchable=True),
        Column("事项", show=_name, least=150, bold=_critical, searchable=True, after=_decided, tip=_decided_tip),
        Column("工作日", show=_days, sort=lambda row: row.step.length_days, width=56, right=True, drop=2,
               tip=lambda row: row.step.length_text),
        day("early_start"),
        day("early_finish"),
        Column(
            "机动",
            show=lambda row: str(row.step.total_float),
            sort=lambda row: row.step.total_float,
            width=46,
            most=64,
            right=True,
            color=lambda row: "seal" if row.step.total_float < 0 else "text2",
            drop=1,
            tip=lambda row: row.step.why_late,
        ),
        Column(
            "状态",
            show=lambda row: row.state_text,
            sort=lambda row: (list(StepState).index(row.state), row.step.late_start.on),
            width=106,
            mark=lambda row: mark_of(row.state) if row.state is not StepState.MISSED else None,
            color=_state_color,
            bold=lambda row: row.state is StepState.MISSED,
        ),
    )  # fmt: skip


def _critical(row: TimetableRow) -> bool:
    return row.step.critical


class ScheduleModel(RowsModel[TimetableRow]):
    """Rows of a timetable under their phases, all of them there at once: the chart draws what the table lists."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(schedule_columns(), parent, key=lambda row: row.id)
        self.timetable: Timetable | None = None
        self.shown = Shown.ALL
        self._heads: dict[int, TimetableGroup] = {}

    def show_timetable(self, timetable: Timetable, shown: Shown) -> None:
        self.timetable, self.shown = timetable, shown
        kept = [(group, [row for row in group.rows if shown.keeps(row)]) for group in timetable.groups]
        kept = [(group, rows) for group, rows in kept if rows]
        heads = [Group(group.title, note=group.note) for group, _ in kept]
        self._heads = {id(head): group for head, (group, _) in zip(heads, kept, strict=True)}
        self.set_groups([(head, rows) for head, (_, rows) in zip(heads, kept, strict=True)])
        while self.canFetchMore(QModelIndex()):
            self.fetchMore(QModelIndex())

    def flags(self, index: Index) -> Qt.ItemFlag:
        """As every table's, without asking twice for each cell painted."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _HEAD if self.group(index.row()) is not None else _ROW

    def phase_of(self, line: int) -> TimetableGroup | None:
        """The phase whose head stands at LINE; None for a row."""
        head = self.group(line)
        return self._heads.get(id(head)) if head is not None else None

    def lines(self) -> Iterable[tuple[int, TimetableRow | TimetableGroup]]:
        """Every line of the table with its number, as it stands now."""
        for line in range(self.rowCount()):
            row = self.row(line)
            head = row if row is not None else self.phase_of(line)
            if head is not None:
                yield line, head
