"""The tab 材料: everything the project must bring, over all its items merged; what is there is ticked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt

from gxq_desktop.application.project_materials import (
    MaterialFilter,
    MaterialRow,
    Provider,
    last_action,
    material_rows,
    needing_items,
    tick_request,
)
from gxq_desktop.application.record_event import record_event, take_back
from gxq_desktop.application.wording import plain_day, weekday
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.ledger import ReasonMissing
from gxq_desktop.ui import fonts
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.labels import link_button
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.page import CommandButton
from gxq_desktop.ui.project.head import ChipLabel
from gxq_desktop.ui.project.list_tab import ListTab
from gxq_desktop.ui.project.materials.model import MARKS, material_columns
from gxq_desktop.ui.project.operator import person_at_desk
from gxq_desktop.ui.project.presenter import Loaded, ProjectPresenter
from gxq_desktop.ui.record.undo import RecordCommand
from gxq_desktop.ui.segments import Segment
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import Column, Group, Index, RowsModel

_EMPTY = ("document", "没有要带的材料", "本项目现在没有适用的事项，或排不出时间表，见概览。")
SEGMENTS = (
    Segment("all", "全部"),
    Segment("missing", "还没有的", Mark.NOT_STARTED),
    Segment("unit", "企业自备"),
    Segment("form", "表格"),
    Segment("result", "前项结果"),
    Segment("shared", "不用交", Mark.NOT_APPLICABLE),
)
_PROVIDERS = {
    "unit": Provider.UNIT,
    "form": Provider.FORM,
    "result": Provider.RESULT,
    "shared": Provider.SHARED,
}


class MaterialsModel(RowsModel[MaterialRow]):
    """Only what is recorded here has a box; ticking asks the tab, which stores it."""

    def __init__(self, tab: MaterialsTab) -> None:
        super().__init__(material_columns(0), tab, key=lambda row: row.key)
        self._tab = tab

    def read(self, number: int, position: int, role: int) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole:
            row = self.row(number)
            if row is None or not row.can_tick or not self.columns[position].tick:
                return None
            return Qt.CheckState.Checked if row.presence.is_there else Qt.CheckState.Unchecked
        return super().read(number, position, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row(index)
        if role != Qt.ItemDataRole.CheckStateRole or row is None or not self.columns[index.column()].tick:
            return False
        return self._tab.tick(row, Qt.CheckState(value) is Qt.CheckState.Checked)


class MaterialsTab(ListTab):
    """The checklist, packages first."""

    def __init__(self, shell: Shell, presenter: ProjectPresenter) -> None:
        super().__init__(
            shell,
            presenter,
            "材料",
            "project.materials",
            material_columns(0),
            key=lambda row: row.key,
            segments=SEGMENTS,
            empty=_EMPTY,
        )
        self.items = self.add_combo("用在哪个事项")
        self.add_extra(("materials.received", "收到(&K)"), ("materials.print", "印材料清单(&L)…"))
        names = ("materials.received", "record.event", "consult.new", "edit.copy")
        self.table.set_menu([shell.commands.action(name) for name in names if name in shell.commands])

    def make_model(
        self, columns: Sequence[Column[Any]], key: Callable[[Any], Any], muted: Callable[[Any], bool] | None
    ) -> RowsModel[Any]:
        return MaterialsModel(self)

    # -- ListTab --------------------------------------------------------------------------------------------------

    def rows_of(self, loaded: Loaded) -> Sequence[MaterialRow]:
        self.model.columns = material_columns(loaded.desk.plan_year)
        rows = material_rows(loaded.desk)
        items = needing_items(rows, loaded.desk)
        self.fill_combo(self.items, "全部事项", [(f"{item.code} {item.name}", item.code) for item in items])
        if self.segments is not None:
            for segment in SEGMENTS:
                self.segments.set_count(segment.id, sum(self._in_segment(segment.id, row) for row in rows))
        return rows

    @staticmethod
    def _in_segment(segment: str, row: MaterialRow) -> bool:
        return MaterialFilter(_PROVIDERS.get(segment), only_missing=segment == "missing").keeps(row)

    def shows(self, row: MaterialRow) -> bool:
        asked = MaterialFilter(code=str(self.items.currentData() or ""), text=self.field.text())
        return self._in_segment(self.segment, row) and asked.keeps(row)

    def put_rows(self, shown: Sequence[MaterialRow]) -> None:
        groups = []
        for provider in Provider:
            mine = [row for row in shown if row.provider is provider]
            there = sum(row.presence.is_there for row in mine)
            note = f"{len(mine)} 样" + (f" · 有 {there} 样" if provider in (Provider.UNIT, Provider.RESULT) else "")
            groups.append((Group(provider.value, note=note), mine))
        self.model.set_groups(groups)

    def filtered(self) -> bool:
        return super().filtered() or bool(self.items.currentData())

    def unfilter(self) -> None:
        self.items.setCurrentIndex(0)

    def go_to(self, key: str) -> None:
        """KEY is a material, or an item: then what it needs."""
        if not self.table.select_key(key):
            place = self.items.findData(key)
            if place >= 0:
                self.items.setCurrentIndex(place)

    def on_opened(self, row: MaterialRow) -> None:
        if row.can_tick and not row.presence.is_there:
            self.tick(row, True)
        elif row.code:
            self.wanted.emit("schedule", row.code)

    def status_of(self, shown: Sequence[MaterialRow]) -> str:
        own = [row for row in shown if row.can_tick]
        return f"{len(shown)} 样材料 · 企业自备 {len(own)} 样，已有 {sum(row.presence.is_there for row in own)} 样"

    def record_steps(self) -> tuple[str, ...]:
        row = self.table.current_row
        return (row.code,) if row is not None and row.can_tick else ()

    def handlers(self) -> Mapping[str, Handler]:
        answered = {**super().handlers(), "materials.print": self.print_list}
        row = self.table.current_row
        if row is not None and row.can_tick and not row.presence.is_there:
            answered["materials.received"] = lambda: self.tick(row, True)
        return answered

    def show_row(self, row: MaterialRow | None) -> None:
        panel = self.panel
        if row is None or self._loaded is None:
            return
        year = self._loaded.desk.plan_year
        panel.add_text(f"{row.code}　{row.provider.value}".strip(), "text2", fonts.CAPTION)
        panel.add_title(row.name)
        sign = MARKS[row.presence]
        if sign is not None:
            chip = ChipLabel(panel)
            chip.show_mark(sign, row.presence.value)
            panel.column.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
        panel.add_pair("谁提供", row.by_whom)
        if row.copies:
            panel.add_pair("共要", row.copies, bold=True)
        if row.until is not None:
            on = f"{plain_day(row.until.on, year)}（{weekday(row.until.on)}）"
            panel.add_pair("最迟要用", on + ("，暂定" if row.until.provisional else ""))
        if row.form:
            panel.add_pair("形式", row.form)
        if row.no_use:
            panel.add_text(f"{row.no_use}。", "text2")
        if row.can_tick and not row.presence.is_there:
            panel.column.addWidget(
                CommandButton(self.shell, "materials.received", panel, "收到(&K)"), 0, Qt.AlignmentFlag.AlignLeft
            )
        if row.needed:
            panel.add_line()
            panel.add_title("用在哪里", fonts.BASE)
        code = ""
        for each in row.needed:
            if each.code != code:
                panel.add_text(f"{each.code} {each.name}", bold=True)
                code = each.code
            detail = "，".join(part for part in (each.as_what, each.copies, each.later) if part)
            if detail:
                panel.add_text(detail, "text2", fonts.CAPTION)
        if row.defects:
            panel.add_line()
            panel.add_title("常见退件原因", fonts.BASE)
            for defect in row.defects:
                panel.add_text(defect, "text2")
        if row.why:
            panel.add_line()
            panel.add_title("为什么要", fonts.BASE)
            panel.add_text(row.why, "text2")
        if row.code:
            show = link_button("看时间表(&T)", panel)
            show.clicked.connect(lambda: self.wanted.emit("schedule", row.code))
            panel.column.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)

    # -- ticking --------------------------------------------------------------------------------------------------

    def tick(self, row: MaterialRow, received: bool) -> bool:
        """Record that ROW was received today, or take back what was recorded of it today. False if neither was done."""
        if not row.can_tick or self._loaded is None or received == row.presence.is_there:
            return False
        return self._receive(row) if received else self._take_back(row)

    def _receive(self, row: MaterialRow) -> bool:
        assert self._loaded is not None
        number, services = self.presenter.number, self.shell.services
        request = tick_request(row, person_at_desk(self.shell, self._loaded.desk.project))
        try:
            recorded = self.shell.runner.carry_out(lambda: record_event(number, request, services))
        except ReasonMissing:  # a date was missed: the dialog asks why, and shows what it moves
            self.shell.commands.run("record.event")
            return False
        except DomainError as refusal:
            self.shell.show_error(refusal, "没有记下")
            return False
        command = RecordCommand(self.shell, number, (request,), recorded.action, f"收到 {row.code}")
        self.shell.undo_stack.push(command)
        self.presenter.tell(number, f"已记收到：{row.code} {row.name}")
        return True

    def _take_back(self, row: MaterialRow) -> bool:
        assert self._loaded is not None
        number, services = self.presenter.number, self.shell.services
        action = [last_action(self._loaded.desk, row.code)]
        request = tick_request(row, person_at_desk(self.shell, self._loaded.desk.project))

        def back() -> None:
            take_back(number, action[0], services)

        def again() -> None:
            action[0] = record_event(number, request, services).action

        if not self.shell.save(back, "没有撤销"):
            return False
        self.presenter.push(f"取消收到 {row.code}", back, again)
        self.presenter.tell(number, f"已取消收到：{row.code} {row.name}")
        return True

    def print_list(self) -> None:
        """Look at the checklist as it is printed."""
        self.shell.open("printing", number=self.presenter.number, kind="checklist")
