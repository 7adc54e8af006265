"""The tab 障碍: what blocks the project, who owns it, and what each obstacle delays by how much."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QWidget

from gxq_desktop.application.edit_plan import next_obstacle_id, with_obstacle, without_obstacle
from gxq_desktop.application.project_obstacles import ObstacleForm, ObstacleRow, form_of, obstacle_of
from gxq_desktop.application.wording import plain_day, weekday
from gxq_desktop.ui import fonts
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.labels import link_button
from gxq_desktop.ui.page import CommandButton, EmptyState, Panel
from gxq_desktop.ui.project.head import ChipLabel
from gxq_desktop.ui.project.obstacles.dialog import ObstacleDialog
from gxq_desktop.ui.project.obstacles.model import obstacle_columns, state_mark, state_text
from gxq_desktop.ui.project.presenter import Loaded, ProjectPresenter
from gxq_desktop.ui.project.tab import Tab
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import RowsModel
from gxq_desktop.ui.table_view import TableView

MOST_DELAYS = 14
_HINT = "登记后它就是时间表上的一个节点，能看出拖后谁、拖后几天。"


class ObstaclesTab(Tab):
    def __init__(self, shell: Shell, presenter: ProjectPresenter) -> None:
        super().__init__(shell, presenter, "障碍")
        self._loaded: Loaded | None = None
        self.model: RowsModel[ObstacleRow] = RowsModel(obstacle_columns(0), self, key=lambda row: row.id)
        self.table = TableView("project.obstacles", self.model, shell.preferences, self, row_height=28, name="障碍")
        self._empty = EmptyState("checkmark_circle", "没有登记障碍", _HINT, self)
        add = CommandButton(shell, "obstacles.add", self._empty, "登记障碍(&A)…", primary=True)
        self._empty.add(add)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.content.addWidget(self._stack, 1)
        self.panel = ObstaclePanel(self)
        self.set_panel(self.panel, 330)
        self.first_focus = self.table
        self.extra = QWidget(self)
        row = QHBoxLayout(self.extra)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(CommandButton(shell, "obstacles.add", self.extra, "登记障碍(&A)…"))
        row.addWidget(CommandButton(shell, "obstacles.edit", self.extra, "改(&G)…"))
        row.addWidget(CommandButton(shell, "obstacles.remove", self.extra, "删去(&X)"))
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda row: self.edit())
        self.panel.step_wanted.connect(lambda step: self.wanted.emit("schedule", step))
        names = ("obstacles.edit", "obstacles.remove", "edit.copy")
        self.table.set_menu([shell.commands.action(name) for name in names])

    # -- Tab ------------------------------------------------------------------------------------------------------

    def show_project(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self.model.columns = obstacle_columns(loaded.desk.plan_year)
        self.model.set_rows(loaded.obstacles)
        self._stack.setCurrentIndex(0 if loaded.obstacles else 1)
        self.panel.setVisible(bool(loaded.obstacles) and not self._narrow)
        self.first_focus = self.table if loaded.obstacles else self._empty
        if self.table.current_row is None:
            self.table.select_first()
        self._show_panel(self.table.current_row)
        delaying = sum(row.worst > 0 for row in loaded.obstacles)
        self.set_status(f"{len(loaded.obstacles)} 个障碍" + (f" · {delaying} 个拖后" if delaying else ""))

    def go_to(self, key: str) -> None:
        self.table.select_key(key.split(".", 1)[0])

    def handlers(self) -> Mapping[str, Handler]:
        answered: dict[str, Handler] = {"obstacles.add": self.add, "edit.copy": self.table.copy}
        if self._loaded is not None and self._loaded.obstacles and self.table.current_row is not None:
            answered["obstacles.edit"] = self.edit
            answered["obstacles.remove"] = self.remove
        return answered

    # -- slots ----------------------------------------------------------------------------------------------------

    def _on_chosen(self, row: ObstacleRow | None) -> None:
        self._show_panel(row)
        self.handlers_changed.emit()

    def _show_panel(self, row: ObstacleRow | None) -> None:
        year = self._loaded.desk.plan_year if self._loaded is not None else 0
        self.panel.show_row(row, year)

    def add(self) -> None:
        """Enter a new obstacle."""
        if self._loaded is None:
            return
        dialog = self.dialog()
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.take_new(dialog.form())
        dialog.deleteLater()

    def edit(self) -> None:
        """Change the selected one."""
        row = self.table.current_row
        if row is None or self._loaded is None:
            return
        dialog = self.dialog(row.id)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.take_changed(row.id, dialog.form())
        dialog.deleteLater()

    def dialog(self, obstacle_id: str = "") -> ObstacleDialog:
        """The dialog for the obstacle with OBSTACLE_ID, "" for a new one."""
        assert self._loaded is not None
        desk = self._loaded.desk
        form = None
        if obstacle_id:
            form = form_of(next(each for each in desk.project.plan.obstacles if each.id == obstacle_id))
        number = obstacle_id or next_obstacle_id(desk.project)
        return ObstacleDialog(self, self.shell.preferences, desk, number, self.shell.today, form)

    def take_new(self, form: ObstacleForm) -> None:
        """Store what was typed as a new obstacle."""
        if self._loaded is None:
            return
        project = self._loaded.desk.project
        obstacle = obstacle_of(form, next_obstacle_id(project))
        self.presenter.store(with_obstacle(project, obstacle), "登记障碍", f"已登记障碍：{obstacle.name}")

    def take_changed(self, obstacle_id: str, form: ObstacleForm) -> None:
        """Store what was typed in place of the obstacle."""
        if self._loaded is None:
            return
        project = self._loaded.desk.project
        obstacle = obstacle_of(form, obstacle_id)
        if obstacle not in project.plan.obstacles:
            self.presenter.store(with_obstacle(project, obstacle), "改障碍", f"障碍已改：{obstacle.name}")

    def remove(self) -> None:
        """Take the selected one out; 撤销 brings it back."""
        row = self.table.current_row
        if row is not None and self._loaded is not None:
            project = self._loaded.desk.project
            self.presenter.store(without_obstacle(project, row.id), "删去障碍", f"障碍已删去：{row.name}")


class ObstaclePanel(Panel):
    """What the selected obstacle delays. step_wanted(step id): show it in the schedule."""

    step_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "障碍的影响")

    def show_row(self, row: ObstacleRow | None, plan_year: int) -> None:
        self.clear()
        if row is None:
            self.add_stretch()
            return

        def day(on: object) -> str:
            from datetime import date

            assert isinstance(on, date)
            return f"{plain_day(on, plan_year)}（{weekday(on)}）"

        self.add_title(row.name)
        chip = ChipLabel(self)
        chip.show_mark(state_mark(row), state_text(row))
        self.column.addWidget(chip)
        self.add_pair("责任", row.owner or "没有责任单位", role="" if row.owner else "seal")
        self.add_pair("排除", day(row.finish.on) + ("，暂定" if row.finish.provisional else ""), bold=True)
        if row.after_finish is not None:
            self.add_pair("之后", f"{row.after}，到 {day(row.after_finish.on)}")
        self.add_pair("挡住", row.blocks_text)
        if row.note:
            self.add_pair("备注", row.note)
        self.add_line()
        self.add_title("它拖后了谁", fonts.BASE)
        if row.no_effect:
            self.add_text(f"{row.no_effect}。", "text2")
        for each in row.delays[:MOST_DELAYS]:
            late = f"晚 {each.working_days} 个工作日" if each.working_days else "只晚休息日"
            self.add_text(f"{each.name}　{late}", "seal" if each.is_gate else "", bold=each.is_gate)
            self.add_text(f"{day(each.without_on)} → {day(each.with_on)}", "text2", fonts.CAPTION)
        if len(row.delays) > MOST_DELAYS:
            self.add_text(f"另有 {len(row.delays) - MOST_DELAYS} 个环节。", "text2")
        show = link_button("看时间表(&T)", self)
        show.clicked.connect(lambda: self.step_wanted.emit(row.id))
        self.column.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_stretch()
