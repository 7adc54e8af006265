"""The page 台账: filters that combine, one table that pages, a foot with the clocks or the batch, the row explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QFileDialog, QMenu, QPushButton, QStackedWidget

from gxq_desktop.application.ledger_ask import LedgerAsk
from gxq_desktop.application.ledger_desk import EntryDetail, LedgerEntry, LedgerFigures, LedgerView
from gxq_desktop.application.ledger_listing import PAGE, Standing
from gxq_desktop.application.record_batch import BatchDone
from gxq_desktop.application.saved_views import ALL_VIEW
from gxq_desktop.domain.case_states import CaseState, EventKind
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui import icons, theme
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.filter_field import FilterField
from gxq_desktop.ui.ledger.filters import FilterLine
from gxq_desktop.ui.ledger.foot import LedgerFoot
from gxq_desktop.ui.ledger.model import MARKS, LedgerModel, cleared
from gxq_desktop.ui.ledger.name_dialog import NameDialog
from gxq_desktop.ui.ledger.panel import EntryPanel
from gxq_desktop.ui.ledger.presenter import LedgerPresenter
from gxq_desktop.ui.ledger.table import LedgerTable
from gxq_desktop.ui.ledger.warning_band import WarningBand
from gxq_desktop.ui.page import CommandButton, EmptyState, Page
from gxq_desktop.ui.segments import Segment, Segments
from gxq_desktop.ui.shell import Shell

ALL = "all"
SEGMENTS = (Segment(ALL, "全部"), *(Segment(each.value, each.label, MARKS[each]) for each in Standing))
PANEL_WIDTH = 300
PANEL_FROM = 1600
"""Windows so wide show the panel unasked; narrower ones leave the room to the table until Ctrl+I."""
PANEL = "ledger.panel"
TYPING_MS = 200
"""A pause in typing after which it is looked for."""
NOTHING_YET = "接件登记的项目，它的事项、材料和接入都列在这里，按剩余天数排。"
MOST_KEPT = 2000
"""Rows loaded at once when the list is read anew, so that a selected row far down stays there."""


class LedgerPage(Page):
    """open(number=, standing=, text=): narrow to a project, to how rows stand, to words.

    `ask_file` asks the user where to write; tests and screenshots take its place.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "台账")
        self.presenter = LedgerPresenter(shell)
        self.presenter.setParent(self)
        self.ask_file: Callable[[str], str] = self._ask_file
        self._made = False
        self._is_loaded = False
        self._is_warned = False
        self.head.subtitle.setText("所有项目的在办事项")
        self.views = QComboBox(self)
        self.views.setAccessibleName("视图")
        self.views.setToolTip("存下的筛选和排序")
        self.views.setProperty("quiet", "1")
        self.views.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.views.setMinimumContentsLength(18)
        self.manage = QPushButton("管理视图(&M)", self)
        self.manage.setAutoDefault(False)
        icons.set_icon(self.manage, "bookmark")
        self.head.add_widget(self.views)
        self.head.add_widget(self.manage)
        self.head.add("ledger.export", "导出 Excel(&L)…")
        if "record.numbers" in shell.commands:
            self.head.add("record.numbers", "回填销号(&W)…")
        menu = QMenu(self.manage)
        for name in ("ledger.save_view", "ledger.rename_view", "ledger.default_view", "ledger.delete_view"):
            menu.addAction(shell.commands.action(name))
        self.manage.setMenu(menu)
        self._stack = QStackedWidget(self)
        self.content.addWidget(self._stack, 1)
        self._empty = EmptyState(
            "grid", "台账还没有事项", "接件登记的项目，它的事项、材料和接入都列在这里，按剩余天数排。", self
        )
        if "intake.new" in shell.commands:
            self._empty.add(CommandButton(shell, "intake.new", self._empty, "新接件(&N)", primary=True, icon="add"))
        if "samples.create" in shell.commands:
            self._empty.add(CommandButton(shell, "samples.create", self._empty, "建示例项目(&E)"))
        self._nothing = EmptyState("filter", "没有符合条件的事项", "", self)
        clear = QPushButton("清除筛选(Esc)", self._nothing)
        clear.setProperty("kind", "link")
        clear.clicked.connect(self.clear_filters)
        self._nothing.add(clear)
        self.warning = WarningBand(self)
        self.panel = EntryPanel(shell, self)
        presenter = self.presenter
        presenter.asked.connect(self._on_asked)
        presenter.loaded.connect(self._on_loaded)
        presenter.figured.connect(self._on_figured)
        presenter.more.connect(self._on_more)
        presenter.refused.connect(self._on_refused)
        presenter.explained.connect(self.panel.show_detail)
        presenter.explained.connect(self._on_explained)
        presenter.not_explained.connect(self.panel.show_refusal)
        presenter.warned.connect(self.warning.tell)
        presenter.exported.connect(self._on_exported)
        presenter.views_changed.connect(self._show_views)
        self.band.retried.connect(self.reload)
        self.views.activated.connect(self._on_view)
        self.warning.wanted.connect(self._on_look)
        self.warning.dismissed.connect(presenter.forget_warnings)
        for news in (shell.project_changed, shell.summaries_changed, shell.calendar_changed, shell.catalogue_changed):
            news.connect(self._on_news)

    def _make(self) -> None:
        """The table, once today is known."""
        self._made = True
        shell = self.shell
        self.model = LedgerModel(shell.today, self)
        self.table = LedgerTable(self.model, shell.preferences, self)
        self.field = FilterField(self.table, "事项、编号、项目、企业、主办", "在台账里找", self)
        self.field.setMinimumWidth(theme.px(110))  # gives way to the counts beside it
        self.segments = Segments(SEGMENTS, self, "按状态筛选", keys=True)
        bar = self.show_filters()
        bar.row.addWidget(self.segments)
        bar.row.addStretch(1)
        bar.row.addWidget(self.field, 2)
        self.line = FilterLine(self)
        self.foot = LedgerFoot(shell, self)
        column = self._centre.layout()
        assert column is not None
        column.insertWidget(1, self.line)  # type: ignore[attr-defined]
        column.insertWidget(2, self.warning)  # type: ignore[attr-defined]
        self.content.addWidget(self.foot)
        for each in (self.table, self._nothing, self._empty):
            self._stack.addWidget(each)
        self.set_panel(self.panel, PANEL_WIDTH)
        self.panel.setProperty("pane", True)
        self._show_panel_as_wanted()
        self.setFocusProxy(self.table)
        self.presenter.chosen.connect(self.line.set_choices)
        self.presenter.chosen.connect(self._on_choices)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._on_text)
        self.field.textChanged.connect(self._typing.start)
        self.segments.chosen.connect(self._on_segment)
        self.line.changed.connect(lambda conditions: self.presenter.change(**conditions))
        self.line.cleared.connect(self.clear_filters)
        self.model.page_wanted.connect(self.presenter.load_more)
        self.model.order_wanted.connect(self._on_order)
        self.model.ticks_changed.connect(self._on_ticks)
        self.table.opened.connect(self.act)
        self.table.chosen.connect(self._on_chosen)
        self.table.project_opened.connect(self.open_project)
        self.foot.span.setCurrentIndex(self.foot.span.findData(self.presenter.span))
        self.foot.span_chosen.connect(self.presenter.set_span)
        self.foot.slips.clicked.connect(self.print_slips)
        self.table.installEventFilter(self)
        slash = QShortcut(Qt.Key.Key_Slash, self.table)
        slash.setContext(Qt.ShortcutContext.WidgetShortcut)
        slash.activated.connect(self._focus_field)
        names = ("record.event", "schedule.why", "home.open_project", "print.open", "ledger.project", "edit.copy")
        self.table.set_menu([shell.commands.action(name) for name in names if name in shell.commands])
        self._show_views()
        self._show_ask()

    # -- Page -----------------------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Handler]:
        if not self._made:
            return {}
        answered: dict[str, Handler] = {
            "edit.copy": self.table.copy,
            "ledger.find": self._focus_field,
            "ledger.clear": self.clear_filters,
            "ledger.save_view": self.save_view,
            "ledger.export": self.export,
            "ledger.tick_all": lambda: self.model.tick(self.model.rows),
        }
        if self.presenter.view_name != ALL_VIEW:
            answered["ledger.rename_view"] = self.rename_view
            answered["ledger.delete_view"] = self.delete_view
        if self.presenter.view_name != self.presenter.views.opening.name:
            answered["ledger.default_view"] = self._make_default
        if self.model.ticked_rows:
            answered["ledger.tick_none"] = self.model.untick_all
            answered["ledger.batch"] = self.open_batch
        entry = self.table.current_row
        if entry is not None:
            answered["schedule.why"] = lambda: self._open_schedule(entry)
            answered["home.open_project"] = lambda: self.open_project(entry)
            answered["ledger.project"] = lambda: self.presenter.change(number=entry.line.row.number)
        return answered

    @property
    def project_number(self) -> str:
        """The project of the selected row, for printing."""
        entry = self.table.current_row if self._made else None
        return str(entry.line.row.number) if entry is not None else ""

    def record_target(self) -> tuple[str, tuple[str, ...]]:
        """What 登记办理情况 is about: the selected row."""
        entry = self.table.current_row if self._made else None
        return (str(entry.line.row.number), (str(entry.line.row.step_id),)) if entry is not None else ("", ())

    def open(self, **argument: Any) -> None:
        if not self._made:
            self._make()
            self.handlers_changed.emit()
        if not self._is_loaded:
            self.progress.show()
        asked: dict[str, Any] = {}
        if "number" in argument:
            asked["number"] = str(argument["number"])
        if "text" in argument:
            asked["text"] = str(argument["text"])
        if argument.get("standing") in set(Standing):
            asked["standing"] = Standing(argument["standing"])
        before = self.presenter.ask
        if asked:
            self.presenter.change(**asked)
        if self.presenter.ask == before:
            self._load_again()
        self.presenter.load_choices()
        if not self._is_warned:
            self._is_warned = True
            self.presenter.look_for_warnings()

    # -- panel ----------------------------------------------------------------------------------------------------

    def toggle_panel(self) -> None:
        super().toggle_panel()
        if not self._narrow:
            self.shell.preferences.set(PANEL, self.panel_is_open)
        if self.panel_is_open and self._made:
            self.presenter.explain(self.table.current_row)

    def _fit(self) -> None:
        was_narrow = self._narrow
        super()._fit()
        if was_narrow and not self._narrow:
            self._show_panel_as_wanted()

    def _show_panel_as_wanted(self) -> None:
        if self._narrow:
            return
        kept = self.shell.preferences.get(PANEL)
        self.panel.setVisible(kept if isinstance(kept, bool) else self.window().width() >= PANEL_FROM)

    # -- filters --------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.table
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and (self.presenter.ask.narrows or self.presenter.shows_changed_rows)
        ):
            self.clear_filters()
            return True
        return super().eventFilter(watched, event)

    def _focus_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def clear_filters(self) -> None:
        self.presenter.clear()

    def _on_text(self) -> None:
        self.presenter.change(text=" ".join(self.field.text().split()))

    def _on_segment(self, name: str) -> None:
        self.presenter.change(standing=None if name == ALL else Standing(name), closed=False)

    def _on_order(self, order: str, descending: bool) -> None:
        self.presenter.change(order=order, descending=descending)

    def _on_asked(self, _: LedgerAsk) -> None:
        self._show_ask()
        self._show_views()
        self.handlers_changed.emit()

    def _show_ask(self) -> None:
        """Put the widgets where the presenter's ask is, without asking again."""
        ask = self.presenter.ask
        project = ""
        if ask.number:
            project = next((e.line.project for e in self.model.rows if e.line.row.number == ask.number), "")
        self.line.show_ask(ask, project)
        self.segments.choose(ask.standing.value if ask.standing is not None else ALL)
        if " ".join(self.field.text().split()) != ask.text:
            blocked = self.field.blockSignals(True)
            self.field.setText(ask.text)
            self.field.blockSignals(blocked)
        self.table.show_order(ask.order, ask.descending)

    # -- loading --------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        self._is_warned = False
        self.open()

    def _load_again(self) -> None:
        self.presenter.load(min(MOST_KEPT, max(PAGE, len(self.model.rows))))

    def _on_news(self, *_: object) -> None:
        window = self.shell.window
        if self._made and self.shell.is_ready and window is not None and window.page is self:
            self._load_again()

    def _on_choices(self, _: object) -> None:
        self._show_ask()

    def _on_loaded(self, view: LedgerView) -> None:
        self.band.hide()
        self.progress.hide()
        self._is_loaded = True
        ask = self.presenter.ask
        has_any = view.total > 0 or ask.narrows or self.presenter.shows_changed_rows
        self.filters.setVisible(has_any)
        self.line.setVisible(has_any)
        self.foot.setVisible(has_any)
        self.want_panel(has_any)
        self.head.show_actions(has_any)
        for widget in (self.views, self.manage):
            widget.setVisible(has_any)
        self.model.show(view.entries, view.total)
        self._stack.setCurrentIndex(0 if view.entries else 1 if has_any else 2)
        self._nothing.set_text("没有符合条件的事项", self._why_nothing(ask))
        if view.waiting:
            self._empty.set_text("正在整理台账", f"{view.waiting:,} 个项目的事项还在排，排好一批列出一批。")
        else:
            self._empty.set_text("台账还没有事项", NOTHING_YET)
        if ask.number:
            self._show_ask()
        if self.presenter.shows_changed_rows:
            self._stack.setCurrentIndex(0)
            changed = len(self.presenter.changed_rows)
            part = f"，列出前 {PAGE} 项" if changed > PAGE else ""
            self.set_status(f"自上次打开以来变化的 {changed:,} 项{part}，Esc 看全部")
            self._on_ticks()
            return
        what = "已销账" if ask.closed else "在办"
        self.set_status(
            f"{view.total:,} 项{what}" if view.entries else "没有符合条件的事项" if has_any else "台账还没有事项"
        )
        if self.table.current_row is None and view.entries:
            self.table.select_first()
        self._on_ticks()

    def _on_figured(self, figures: LedgerFigures) -> None:
        self.segments.set_count(ALL, figures.open)
        for standing in Standing:
            self.segments.set_count(standing.value, figures.standings.get(standing, 0))
        self.foot.show_clocks(figures.owned)

    @staticmethod
    def _why_nothing(ask: LedgerAsk) -> str:
        if ask.text:
            return f"没有哪一项的事项、编号、项目、企业或主办里有“{ask.text}”，又合乎其他筛选。"
        return "放宽筛选，或看已销账的。" if not ask.closed else "合乎这些筛选的，还没有销过账。"

    def _on_more(self, entries: Sequence[LedgerEntry]) -> None:
        if not self.presenter.shows_changed_rows:
            self.model.append(entries)

    def _on_refused(self, text: str) -> None:
        self.progress.hide()
        if self._made:
            self.model.give_up_page()
        self.band.show_error(text)

    # -- rows -----------------------------------------------------------------------------------------------------

    def _on_chosen(self, entry: LedgerEntry | None) -> None:
        self.panel.show_entry(entry)
        if self.panel_is_open:
            self.presenter.explain(entry)
        self.handlers_changed.emit()

    def _on_explained(self, _: EntryDetail) -> None:
        """A place for tests to wait at."""

    def act(self, entry: LedgerEntry) -> None:
        """Record what happened to ENTRY."""
        if entry == self.table.current_row and "record.event" in self.shell.commands:
            self.shell.commands.run("record.event")

    def open_project(self, entry: LedgerEntry) -> None:
        if self.shell.window is not None and "project" in self.shell.window.places:
            self.shell.open("project", number=entry.line.row.number)

    def _open_schedule(self, entry: LedgerEntry) -> None:
        if self.shell.window is not None and "project" in self.shell.window.places:
            row = entry.line.row
            self.shell.open("project", number=row.number, tab="schedule", step=str(row.step_id))

    def _on_look(self) -> None:
        self.warning.hide()
        self.presenter.show_changed_rows()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- ticked rows ----------------------------------------------------------------------------------------------

    def _on_ticks(self) -> None:
        ticked = self.model.ticked_rows
        listed = {entry.key for entry in self.model.rows}
        self.foot.show_ticked(len(ticked), sum(entry.key not in listed for entry in ticked))
        done = all(entry.line.row.state is CaseState.CLEARED for entry in ticked)
        self.foot.slips.setEnabled(bool(ticked) and done)
        self.foot.slips.setToolTip("打印勾选事项的销号单，一个项目一张" if done else "勾选的还有没销账的")
        self.handlers_changed.emit()

    def open_batch(self) -> None:
        """Ask what to record of the ticked rows."""
        from gxq_desktop.application.record_batch import require_few
        from gxq_desktop.ui.ledger.batch_dialog import BatchDialog

        try:
            require_few(len(self.model.ticked_rows))
        except DomainError as refusal:
            self.shell.show_error(refusal, "没有打开批量登记", "没有丢。勾选的还在。")
            return
        dialog = BatchDialog(self.shell, self.model.ticked_rows, self)
        dialog.saved.connect(self._on_batch_saved)
        dialog.open()

    def _on_batch_saved(self, done: BatchDone, kind: EventKind) -> None:
        """Nothing is ticked any more; but what was written off stays so, for its slips."""
        written_off = {(row.number, row.step_id) for row in done.rows} if kind is EventKind.CLEARED else set()
        kept = [cleared(entry) for entry in self.model.ticked_rows if entry.key in written_off]
        self.model.untick_all()
        self.model.tick(kept)

    def print_slips(self) -> None:
        """The slip of the ticked rows; a choice of projects if they belong to several."""
        steps: dict[str, list[LedgerEntry]] = {}
        for entry in self.model.ticked_rows:
            steps.setdefault(entry.line.row.number, []).append(entry)
        if len(steps) == 1:
            self._open_slips(*steps.popitem())
            return
        menu = QMenu(self.foot.slips)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, entries in steps.items():
            action = menu.addAction(f"{entries[0].line.project}　{len(entries)} 项")
            action.triggered.connect(lambda _=False, chosen=number, mine=entries: self._open_slips(chosen, mine))
        menu.popup(self.foot.slips.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _open_slips(self, number: str, entries: Sequence[LedgerEntry]) -> None:
        if self.shell.window is not None and "printing" in self.shell.window.places:
            steps = ",".join(str(entry.line.row.step_id) for entry in entries)
            self.shell.open("printing", number=number, kind="write_off_list", variant=steps)

    # -- views ----------------------------------------------------------------------------------------------------

    def _show_views(self) -> None:
        presenter = self.presenter
        self.views.clear()
        for name in (ALL_VIEW, *(view.name for view in presenter.views.views)):
            is_changed = name == presenter.view_name and presenter.differs_from_view
            default = "　默认" if presenter.views.default == name else ""
            self.views.addItem(f"{'已改' if is_changed else '视图'}：{name}{default}", name)
        self.views.setCurrentIndex(max(0, self.views.findData(presenter.view_name)))
        self.views.setToolTip(f"存下的筛选和排序　{self.views.currentText()}")
        if self._made:
            self.handlers_changed.emit()

    def _on_view(self, place: int) -> None:
        name = self.views.itemData(place)
        self.shell.attempt(lambda: self.presenter.open_view(name))

    def save_view(self) -> None:
        current = self.presenter.view_name
        dialog = NameDialog(self, "存为视图", "" if current == ALL_VIEW else current, self.presenter.save_view)
        dialog.accepted.connect(lambda: self.shell.say(f"已存为视图“{self.presenter.view_name}”"))
        dialog.open()

    def rename_view(self) -> None:
        dialog = NameDialog(self, "给视图改名", self.presenter.view_name, self.presenter.rename_view)
        dialog.accepted.connect(lambda: self.shell.say(f"视图已改名为“{self.presenter.view_name}”"))
        dialog.open()

    def delete_view(self) -> None:
        from gxq_desktop.ui.ledger.undo import ViewCommand

        presenter = self.presenter
        views, name = presenter.views, presenter.view_name
        try:
            presenter.delete_view()
        except DomainError as refusal:
            self.shell.show_error(refusal)
            return
        self.shell.undo_stack.push(ViewCommand(presenter, views, presenter.views, name))
        self.shell.say(f"已删去视图“{name}”", undo=True)

    def _make_default(self) -> None:
        self.presenter.default_view()
        self.shell.say(f"以后打开台账时用视图“{self.presenter.view_name}”")

    # -- export ---------------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Write what is listed, all pages, as .xlsx where the user says."""
        folder = Path(self.shell.preferences.get("printing.folder", "") or Path.home())
        from gxq_desktop.application.ledger_export import ledger_file_name

        chosen = self.ask_file(str(folder / ledger_file_name(self.presenter.view_name, self.shell.today)))
        if chosen:
            file = Path(chosen) if chosen.lower().endswith(".xlsx") else Path(f"{chosen}.xlsx")
            self.shell.preferences.set("printing.folder", str(file.parent))
            self.presenter.export(file)

    def _on_exported(self, file: Path) -> None:
        self.shell.say(f"{file.name} 已存到 {file.parent}")

    @staticmethod
    def _ask_file(name: str) -> str:
        return QFileDialog.getSaveFileName(None, "导出台账", name, "Excel 工作簿 (*.xlsx)")[0]
