"""The plan and its variants side by side: what each comes to, days that differ; rename, delete, write one into the plan."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from gxq_desktop.application.plan_variants import (
    THE_PLAN,
    VariantComparison,
    VariantLine,
    compare_variants,
    variant_lines,
)
from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.application.project_editions import MovedDay
from gxq_desktop.application.screen_wording import refusal_on_screen
from gxq_desktop.application.wording import plain_day, weekday
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.project.editions.model import moved_columns
from gxq_desktop.ui.project.head import quiet
from gxq_desktop.ui.project.presenter import Loaded, ProjectPresenter
from gxq_desktop.ui.project.schedule.presenter import SchedulePresenter
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import Column, RowsModel
from gxq_desktop.ui.table_view import TableView


def variant_columns(desk: ProjectDesk) -> tuple[Column[VariantLine], ...]:
    year = desk.plan_year

    def gate(name: str) -> Column[VariantLine]:
        def on(line: VariantLine) -> str:
            day = line.gate(name)
            return f"{plain_day(day.on, year)}（{weekday(day.on)}）" if day is not None else ""

        def provisional(line: VariantLine) -> bool:
            day = line.gate(name)
            return day is not None and day.provisional

        return Column(f"预计{name}", show=on, width=128, most=140, right=True, dashed=provisional, sortable=False)

    names = [each.name for each in desk.catalogue.gates if each.id in ("M_START", "M_OPERATE")]
    return (
        Column(
            "方案", show=lambda line: line.shown, least=110, bold=lambda line: not line.name, sortable=False,
            tip=lambda line: line.refusal or (f"{line.saved_on.isoformat()} 存" if line.saved_on is not None else ""),
        ),
        Column("起算", show=lambda line: plain_day(line.start_on, year), width=66, most=100, right=True, sortable=False),
        Column("目标", show=lambda line: line.targets or "没有", width=150, most=330, color=lambda line: "text2", sortable=False),
        Column("办法", show=lambda line: f"{line.levers} 条", width=60, right=True, sortable=False),
        *(gate(name) for name in names),
        Column(
            "与目标",
            show=lambda line: "排不出" if line.refusal else f"差 {line.short_by} 个工作日" if line.short_by else "—",
            width=124,
            color=lambda line: "seal" if line.refusal or line.short_by else "text2",
            sortable=False,
        ),
    )  # fmt: skip


class NameDialog(QDialog):
    """Another name for a variant."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("方案改名")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(380))
        self.name = QLineEdit(name, self)
        self.name.setAccessibleName("方案名")
        self.name.selectAll()
        label = QLabel("方案名(&N)", self)
        label.setBuddy(self.name)
        row = QHBoxLayout()
        row.setContentsMargins(20, 16, 20, 12)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.name, 1)
        foot = Foot(self)
        foot.add("取消(&C)").clicked.connect(self.reject)
        save = foot.add("改名(&S)", primary=True)
        save.setDefault(True)
        save.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(foot)


class VariantsDialog(QDialog):
    """Stays open while variants are renamed, deleted or written; every step can be undone."""

    def __init__(self, shell: Shell, parent: QWidget, project: ProjectPresenter, schedule: SchedulePresenter) -> None:
        super().__init__(parent)
        self._shell, self._project, self._schedule = shell, project, schedule
        self.comparison: VariantComparison | None = None
        assert schedule.desk is not None
        self._desk = schedule.desk
        self.setWindowTitle("比较方案")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(theme.px(900), theme.px(600))
        self.model: RowsModel[VariantLine] = RowsModel(variant_columns(self._desk), self, key=lambda line: line.name)
        self.table = TableView("", self.model, shell.preferences, self, row_height=28, name="方案")
        self.first, self.second = self._combo("拿哪个比"), self._combo("比哪个")
        self.headline = wrapped("", self)
        fonts.set_font(self.headline, fonts.PANEL_TITLE, bold=True)
        self.levers = wrapped("", self)
        theme.set_role(self.levers, "text2")
        self.moved: RowsModel[MovedDay] = RowsModel(moved_columns(0, "一", "二"), self, key=lambda row: row.step_id)
        self.days = TableView(
            "project.variant_days", self.moved, shell.preferences, self, row_height=26, name="不同的日期"
        )
        choose = QHBoxLayout()
        choose.setSpacing(8)
        for widget in (quiet("比较", self), self.first, quiet("与", self), self.second):
            choose.addWidget(widget)
        choose.addStretch(1)
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        self.table.setMinimumHeight(theme.px(120))
        column.addWidget(self.table, 2)
        column.addLayout(choose)
        column.addWidget(self.headline)
        column.addWidget(self.levers)
        column.addWidget(self.days, 4)
        foot = Foot(self)
        self.rename = foot.add("改名(&M)…", left=True)
        self.remove = foot.add("删去(&X)", left=True)
        close = foot.add("关闭(&C)")
        self.write = foot.add("写入计划(&S)", primary=True)
        self.rename.clicked.connect(self._on_rename)
        self.remove.clicked.connect(self._on_remove)
        self.write.clicked.connect(self._on_write)
        close.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(column, 1)
        whole.addWidget(foot)
        self.table.chosen.connect(self._on_chosen)
        for combo in (self.first, self.second):
            combo.currentIndexChanged.connect(lambda _: self.compare())
        project.loaded.connect(self._on_loaded)
        self._show()
        self.table.select_key(schedule.shown_variant or self._desk.project.variants[-1].name)

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setMinimumContentsLength(8)
        return combo

    def _on_loaded(self, loaded: Loaded) -> None:
        if loaded.desk.project.number != self._desk.project.number:
            return
        self._desk = loaded.desk
        if not loaded.desk.project.variants:
            self.accept()
            return
        self._show()

    def _show(self) -> None:
        lines = variant_lines(self._desk)
        self.model.columns = variant_columns(self._desk)
        self.model.set_rows(lines)
        for combo, place in ((self.first, 0), (self.second, len(lines) - 1)):
            kept = combo.currentData()
            combo.blockSignals(True)
            combo.clear()
            for line in lines:
                combo.addItem(line.shown, line.name)
            found = combo.findData(kept) if kept is not None else -1
            combo.setCurrentIndex(found if found >= 0 else place)
            combo.blockSignals(False)
        if self.table.current_row is None:
            self.table.select_first()
        self.compare()

    def _on_chosen(self, line: VariantLine | None) -> None:
        """The one selected is compared with the plan."""
        is_variant = line is not None and line.name != THE_PLAN
        for button in (self.rename, self.remove, self.write):
            button.setEnabled(is_variant)
            button.setToolTip("" if is_variant else "选中一个方案，不是计划")
        if line is not None and is_variant and not line.refusal:
            self.second.setCurrentIndex(self.second.findData(line.name))

    def compare(self) -> None:
        first, second = str(self.first.currentData() or ""), str(self.second.currentData() or "")
        try:
            found = compare_variants(self._desk, first, second)
        except DomainError as refusal:
            self.headline.setText(refusal_on_screen(refusal))
            self.moved.set_rows(())
            return
        self.comparison = found
        self.headline.setText(found.headline if first != second else "选两个不同的方案。")
        self.levers.setText("；".join(found.levers))
        self.levers.setVisible(bool(found.levers))
        self.moved.columns = moved_columns(self._desk.plan_year, found.first, found.second)
        self.moved.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.moved.columns) - 1)
        self.moved.set_rows(found.moved)

    # -- what can be done -----------------------------------------------------------------------------------------

    @property
    def _name(self) -> str:
        line = self.table.current_row
        return line.name if line is not None else ""

    def _on_rename(self) -> None:
        dialog = NameDialog(self, self._name)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.take_name(dialog.name.text())
        dialog.deleteLater()

    def take_name(self, name: str) -> None:
        """Call the selected variant NAME."""
        old = self._name
        try:
            self._schedule.rename(old, name)
        except DomainError as refusal:
            self._shell.show_error(refusal, "没有改名")

    def _on_remove(self) -> None:
        if self._name:
            self._schedule.forget_kept(self._name)

    def _on_write(self) -> None:
        if self._name and self._schedule.write_variant(self._name):
            self.accept()
