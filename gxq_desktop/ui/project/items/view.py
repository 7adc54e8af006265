"""The tab 事项: filters, the 105 rows by phase, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QPushButton, QStackedWidget

from gxq_desktop.application.edit_plan import with_override
from gxq_desktop.application.project_items import ItemFilter, ItemRow, VerdictFilter, by_phase, item_reason
from gxq_desktop.domain.items import ItemList
from gxq_desktop.domain.verdicts import Override, Verdict
from gxq_desktop.ui import theme
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.filter_field import FilterField
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.page import EmptyState, Strip
from gxq_desktop.ui.project.items.model import item_columns
from gxq_desktop.ui.project.items.more_filters import MoreFilters
from gxq_desktop.ui.project.items.override_dialog import APPLY, WITHDRAW, OverrideDialog
from gxq_desktop.ui.project.items.reason_panel import ReasonPanel
from gxq_desktop.ui.project.presenter import Loaded, ProjectPresenter
from gxq_desktop.ui.project.tab import Tab
from gxq_desktop.ui.segments import Segment, Segments
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import Group, RowsModel
from gxq_desktop.ui.table_view import TableView

PANEL = 316
OFFICER = "officer.name"
_SEGMENT_MARKS = {
    VerdictFilter.APPLIES: Mark.APPLIES,
    VerdictFilter.UNDECIDED: Mark.UNDECIDED,
    VerdictFilter.OVERRIDDEN: Mark.OVERRIDDEN,
    VerdictFilter.NOT_APPLICABLE: Mark.NOT_APPLICABLE,
}
_LISTS = {ItemList.APPROVALS: "审批事项", ItemList.MATERIALS: "企业材料", ItemList.UTILITIES: "水电气讯"}
SEGMENTS = tuple(Segment(each.name, each.value, _SEGMENT_MARKS.get(each)) for each in VerdictFilter)


class ItemsTab(Tab):
    def __init__(self, shell: Shell, presenter: ProjectPresenter) -> None:
        super().__init__(shell, presenter, "事项")
        self._loaded: Loaded | None = None
        self.filter = ItemFilter(item_list=ItemList.APPROVALS)
        self.segments = Segments(SEGMENTS, self, "判定")
        self.model: RowsModel[ItemRow] = RowsModel(
            item_columns(0),
            self,
            key=lambda row: row.code,
            muted=lambda row: row.verdict is Verdict.NOT_APPLICABLE,
        )
        self.table = TableView("project.items", self.model, shell.preferences, self, row_height=26, name="事项")
        self.field = FilterField(self.table, "在本表中找", "在事项里找", self)
        self.field.setMinimumWidth(theme.px(120))
        self.lists = self._combo("清单")
        for text, value in (("全部清单 105", None), *((f"{_LISTS[each]} {each.size}", each) for each in ItemList)):
            self.lists.addItem(text, value)
        self.lists.setCurrentIndex(1)
        self.authorities = self._combo("主办")
        self.more = MoreFilters(self)
        for combo in (self.lists, self.authorities):
            combo.currentIndexChanged.connect(self._on_filter)
        self.more.changed.connect(self._on_filter)
        bar = self.show_filters()
        bar.row.setSpacing(6)
        bar.row.addWidget(self.segments)
        for widget in (self.lists, self.authorities, self.more):
            bar.row.addWidget(widget)
        bar.row.addWidget(self.field, 1)
        self._below = Strip(self, 44, "base")
        self._below.row.setSpacing(6)
        self._below.row.addStretch(1)
        self._below.hide()
        self.content.addWidget(self._below)
        self.filters.installEventFilter(self)
        self._nothing = EmptyState("filter", "没有符合条件的事项", "", self)
        clear = QPushButton("清除筛选(Esc)", self._nothing)
        clear.setProperty("kind", "link")
        clear.clicked.connect(self.clear_filters)
        self._nothing.add(clear)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        self.content.addWidget(self._stack, 1)
        self.panel = ReasonPanel(self, "intake.edit" in shell.commands)
        self.set_panel(self.panel, PANEL)
        self.first_focus = self.table
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._on_opened)
        self.table.installEventFilter(self)
        self.segments.chosen.connect(self._on_segment)
        self.field.textChanged.connect(lambda text: self._set_filter(text=text))
        self.panel.override_wanted.connect(self.override)
        self.panel.schedule_wanted.connect(lambda step: self.wanted.emit("schedule", step))
        self.panel.edit_wanted.connect(lambda: shell.commands.run("intake.edit"))
        slash = QShortcut(Qt.Key.Key_Slash, self.table)
        slash.setContext(Qt.ShortcutContext.WidgetShortcut)
        slash.activated.connect(self._focus_field)
        names = ("record.event", "consult.new", "items.override", "edit.copy")
        self.table.set_menu([shell.commands.action(name) for name in names if name in shell.commands])
        self.panel.show_nothing()

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setProperty("quiet", "1")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(7)
        return combo

    # -- Tab ------------------------------------------------------------------------------------------------------

    def show_project(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self.model.columns = item_columns(loaded.desk.plan_year)
        self._fill(self.authorities, "全部主办", sorted({row.authority for row in loaded.items}))
        self.more.set_windows(sorted({row.window for row in loaded.items if row.window}))
        self._show_rows()

    def go_to(self, key: str) -> None:
        code = key.split(".", 1)[0]
        if self._loaded is None or not any(row.code == code for row in self._loaded.items):
            return
        if not self.table.select_key(code):
            self.clear_filters()
            self.table.select_key(code)

    def record_steps(self) -> tuple[str, ...]:
        row = self.table.current_row
        return (row.step_id,) if row is not None and row.step_id else ()

    def handlers(self) -> Mapping[str, Handler]:
        answered: dict[str, Handler] = {"edit.copy": self.table.copy, "project.find": self._focus_field}
        if self.table.current_row is not None:
            answered["items.override"] = self.override
        return answered

    # -- filters --------------------------------------------------------------------------------------------------

    @staticmethod
    def _fill(combo: QComboBox, everything: str, texts: list[str]) -> None:
        kept = combo.currentData()
        combo.blockSignals(True)
        combo.clear()
        combo.addItem(everything, "")
        for text in texts:
            combo.addItem(text, text)
            combo.setItemData(combo.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        combo.setCurrentIndex(max(0, combo.findData(kept)))
        combo.blockSignals(False)
        combo.view().setMinimumWidth(theme.px(260))
        combo.view().setTextElideMode(Qt.TextElideMode.ElideRight)

    def _on_filter(self, *_: object) -> None:
        self._set_filter(
            item_list=self.lists.currentData(),
            authority=self.authorities.currentData() or "",
            phase=self.more.phase,
            window=self.more.window_number,
            acting=self.more.acting,
        )

    def _on_segment(self, name: str) -> None:
        self._set_filter(verdict=VerdictFilter[name])

    def _set_filter(self, **changes: Any) -> None:
        self.filter = replace(self.filter, **changes)
        self._show_rows()

    def clear_filters(self) -> None:
        """Show all 105 rows."""
        self.filter = ItemFilter()
        for combo in (self.lists, self.authorities):
            combo.blockSignals(True)
            combo.setCurrentIndex(0)
            combo.blockSignals(False)
        self.more.clear()
        self.segments.choose(VerdictFilter.ALL.name)
        self.field.clear()
        self._show_rows()
        self.table.setFocus()

    def _focus_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _show_rows(self) -> None:
        if self._loaded is None:
            return
        rows = [row for row in self._loaded.items if self.filter.keeps(row)]
        for segment, count in self.filter.counts(self._loaded.items).items():
            self.segments.set_count(segment.name, count)
        self.model.set_groups([(Group(group.phase.value, note=group.note), group.rows) for group in by_phase(rows)])
        self._stack.setCurrentIndex(0 if rows else 1)
        if self.table.current_row is None:
            self.table.select_first()
        self._tell_status(len(rows))

    def _tell_status(self, shown: int) -> None:
        row = self.table.current_row
        self.set_status(f"显示 {shown} 项" + (f" · 选中 {row.code}" if row is not None else ""))

    # -- the selection --------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.table
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and self.filter != ItemFilter()
            and not self.panel_is_drawer_open()
        ):
            self.clear_filters()
            return True
        if watched is self.filters and event.type() == QEvent.Type.Resize:
            self._fold_filters()
        return super().eventFilter(watched, event)

    def _fold_filters(self) -> None:
        """Put the drop-downs into a line of their own where they would squeeze the counts."""
        chosen = (self.lists, self.authorities, self.more)
        margins, gaps = self.filters.row.contentsMargins(), len(chosen) + 1
        widths = (each.minimumSizeHint().width() for each in chosen)
        wanted = self.segments.sizeHint().width() + sum(widths) + self.field.minimumWidth()
        wanted += margins.left() + margins.right() + gaps * self.filters.row.spacing()
        folds = wanted > self.filters.width()
        if folds == self._below.isHidden():
            row, first = (self._below.row, 0) if folds else (self.filters.row, 1)
            for place, each in enumerate(chosen, first):
                row.insertWidget(place, each)
            for each in (self.lists, self.authorities):
                each.setMinimumWidth(theme.px(150) if folds else 0)
            self._below.setVisible(folds)

    def panel_is_drawer_open(self) -> bool:
        return self._narrow and self._drawer_open

    def _on_chosen(self, row: ItemRow | None) -> None:
        if row is None or self._loaded is None:
            self.panel.show_nothing()
        else:
            self.panel.show_reason(row, item_reason(self._loaded.desk, row.code))
        self._tell_status(len(self.model.rows))
        self.handlers_changed.emit()

    def _on_opened(self, row: ItemRow) -> None:
        """Enter shows the row in the schedule, or, where it has no dates, its reason."""
        if row.step_id:
            self.wanted.emit("schedule", row.step_id)
        elif not self.panel_is_open:
            self.toggle_panel()

    # -- the officer's decision -----------------------------------------------------------------------------------

    def override(self) -> None:
        """Ask for the decision on the current row and store it."""
        row = self.table.current_row
        if row is None or self._loaded is None:
            return
        reason = item_reason(self._loaded.desk, row.code)
        dialog = self.override_dialog(reason)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.take_override(row, dialog.choice, dialog.reason, dialog.officer)
        dialog.deleteLater()

    def override_dialog(self, reason: Any) -> OverrideDialog:
        return OverrideDialog(self, reason, str(self.shell.preferences.get(OFFICER, "")))

    def take_override(self, row: ItemRow, choice: str, reason: str, officer: str) -> None:
        """Store what the dialog was left with."""
        if self._loaded is None:
            return
        project = self._loaded.desk.project
        if choice == WITHDRAW:
            after = with_override(project, row.code, None)
            text, told = f"撤回认定 {row.code}", f"{row.code} 的人工认定已撤回，按规则判定"
        else:
            decided = Override(choice == APPLY, reason, officer, self.shell.today)
            after = with_override(project, row.code, decided)
            word = "要办" if decided.applies else "不用办"
            text, told = f"人工认定 {row.code}", f"{row.code} {row.short_name}已人工认定为{word}"
            if not self.shell.preferences.get(OFFICER, ""):
                self.shell.preferences.set(OFFICER, officer)
        self.presenter.store(after, text, told)
