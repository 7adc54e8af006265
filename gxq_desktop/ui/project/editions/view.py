"""The tab 版本: what was issued, what each edition changed, any two compared; printing again, reissuing, past days."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QDialog, QSplitter, QVBoxLayout, QWidget

from gxq_desktop.application.file_names import paper_file_name
from gxq_desktop.application.files import write_whole
from gxq_desktop.application.paper_kinds import PaperChoice
from gxq_desktop.application.print_paper import print_paper
from gxq_desktop.application.project_editions import (
    NOW,
    Comparison,
    EditionView,
    MovedDay,
    ReissueOutlook,
    compare_editions,
    edition_views,
    reissue_outlook,
)
from gxq_desktop.application.reissue import Reissued, reissue
from gxq_desktop.application.screen_wording import refusal_on_screen
from gxq_desktop.application.wording import plain_day, weekday
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.labels import Elided, link_button, wrapped
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.page import CommandButton, Strip
from gxq_desktop.ui.project.editions.dialogs import AsOfDialog, ReissueDialog
from gxq_desktop.ui.project.editions.model import edition_columns, moved_columns
from gxq_desktop.ui.project.head import ChipLabel, quiet
from gxq_desktop.ui.project.list_tab import ListTab
from gxq_desktop.ui.project.operator import person_at_desk
from gxq_desktop.ui.project.presenter import Loaded, ProjectPresenter
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import RowsModel
from gxq_desktop.ui.table_view import TableView
from gxq_desktop.ui.tasks import Report

_EMPTY = (
    "document_pdf",
    "还没有发出过手册",
    "在“打印与移交”印出来交给企业的，就是第 1 版。之后每次重出都是新的一版，说明改了什么。",
)


class Comparing(QWidget):
    """Two editions chosen, and what differs between them."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._loaded: Loaded | None = None
        self.comparison: Comparison | None = None
        self.old, self.new = self._combo("与哪一版比"), self._combo("比哪一版")
        bar = Strip(self, 40, "alt")
        bar.row.addWidget(quiet("比较", bar))
        bar.row.addWidget(self.old)
        bar.row.addWidget(quiet("到", bar))
        bar.row.addWidget(self.new)
        self.headline = Elided(bar)
        fonts.set_font(self.headline, fonts.BASE, bold=True)
        bar.row.addWidget(self.headline, 1)
        self.model: RowsModel[MovedDay] = RowsModel(moved_columns(0, "旧", "新"), self, key=lambda row: row.step_id)
        self.table = TableView("project.moved", self.model, shell.preferences, self, row_height=26, name="改期")
        self.answers = wrapped("", self)
        self.answers.setContentsMargins(16, 6, 16, 8)
        self.answers.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.answers)
        column.addWidget(self.table, 1)
        for combo in (self.old, self.new):
            combo.currentIndexChanged.connect(lambda _: self.compare())

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setProperty("quiet", "1")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return combo

    def show_project(self, loaded: Loaded) -> None:
        """Offer the editions of the project; the latest against the present."""
        self._loaded = loaded
        for combo, entries, first in (
            (self.old, [(f"第 {each.number} 版", each.number) for each in loaded.desk.editions], -1),
            (self.new, [*((f"第 {each.number} 版", each.number) for each in loaded.desk.editions), ("现状", NOW)], -1),
        ):
            kept = combo.currentData()
            combo.blockSignals(True)
            combo.clear()
            for text, number in entries:
                combo.addItem(text, number)
            place = combo.findData(kept) if kept is not None else -1
            combo.setCurrentIndex(place if place >= 0 else len(entries) + first)
            combo.blockSignals(False)
        self.compare()

    def choose(self, old: int, new: int) -> None:
        """Compare edition OLD with NEW (0: the present)."""
        for combo, number in ((self.old, old), (self.new, new)):
            combo.blockSignals(True)
            combo.setCurrentIndex(max(0, combo.findData(number)))
            combo.blockSignals(False)
        self.compare()

    def compare(self) -> None:
        loaded, old, new = self._loaded, self.old.currentData(), self.new.currentData()
        if loaded is None or old is None or new is None:
            return
        try:
            found = compare_editions(loaded.desk, old, new)
        except DomainError as refusal:
            self.headline.setText(refusal_on_screen(refusal))
            self.model.set_rows(())
            return
        self.comparison = found
        self.headline.setText(found.headline if old != new else "选两个不同的版次。")
        self.model.columns = moved_columns(loaded.desk.plan_year, f"第 {old} 版", f"第 {new} 版" if new else "现状")
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.model.columns) - 1)
        self.model.set_rows(found.moved)
        said = [*found.notes, *(f"{each.question}：{each.before} → {each.after}" for each in found.answers)]
        self.answers.setText("\n".join(said))
        self.answers.setVisible(bool(said))


class EditionsTab(ListTab):
    """What was issued, newest first; below it two editions compared."""

    def __init__(self, shell: Shell, presenter: ProjectPresenter) -> None:
        super().__init__(
            shell,
            presenter,
            "版本",
            "project.editions",
            edition_columns(0),
            key=lambda view: view.number,
            empty=_EMPTY,
        )
        self._outlook: ReissueOutlook | None = None
        self.filters.hide()
        self.comparing = Comparing(shell, self)
        self.parts = QSplitter(Qt.Orientation.Vertical, self)
        self.parts.setHandleWidth(1)
        self.parts.setChildrenCollapsible(False)
        self.content.removeWidget(self._stack)
        self._stack.setMinimumHeight(theme.px(96))  # an edition or two; what says that there is none asks for more
        self.parts.addWidget(self._stack)
        self.parts.addWidget(self.comparing)
        self.parts.setSizes([theme.px(200), theme.px(360)])
        self.content.addWidget(self.parts, 1)
        for text, command_id in (("打印与移交(&P)…", "print.open"), ("核验纸面(&V)…", "paper.verify")):
            if command_id in shell.commands:
                self.empty.add(CommandButton(shell, command_id, self.empty, text))
        self.add_extra(
            ("editions.reissue", "重出手册(&U)…"),
            ("editions.as_of", "看过去某一天(&D)…"),
            ("paper.verify", "核验纸面(&V)…"),
        )
        names = ("editions.open", "editions.print", "edit.copy")
        self.table.set_menu([shell.commands.action(name) for name in names])

    # -- ListTab --------------------------------------------------------------------------------------------------

    def rows_of(self, loaded: Loaded) -> Sequence[EditionView]:
        self._outlook = None
        self.model.columns = edition_columns(loaded.desk.plan_year)
        views = edition_views(loaded.desk, loaded.editions)
        self.comparing.setVisible(bool(views))
        if views:
            rows = min(6, len(views)) + 1
            height = self.table.horizontalHeader().sizeHint().height() + rows * theme.px(28)
            self.parts.setSizes([height, max(theme.px(200), self.height() - height)])
        if views:
            self.comparing.show_project(loaded)
        return views

    def shows(self, view: EditionView) -> bool:
        return True

    def filtered(self) -> bool:
        return False

    def go_to(self, key: str) -> None:
        if key.isdecimal():
            self.table.select_key(int(key))

    def on_opened(self, view: EditionView) -> None:
        self.open_paper()

    def status_of(self, shown: Sequence[EditionView]) -> str:
        if not shown:
            return "还没有发出过手册"
        return f"发出 {len(shown)} 版 · " + (
            "现状与最新版一样" if shown[0].is_current else f"现状与第 {shown[0].number} 版已不同"
        )

    def handlers(self) -> Mapping[str, Handler]:
        answered: dict[str, Handler] = {"edit.copy": self._copy, "editions.as_of": self.as_of}
        view, loaded = self.table.current_row, self._loaded
        if view is not None:
            answered["editions.print"] = self.print_again
            if view.papers:
                answered["editions.open"] = self.open_paper
        if loaded is not None:
            if self._outlook is None:
                self._outlook = reissue_outlook(loaded.desk)
            answered["editions.reissue"] = self.reissue
            self.shell.commands.set_reason("editions.reissue", self._outlook.why_not)
        return answered

    def _copy(self) -> None:
        table = self.comparing.table if self.comparing.table.hasFocus() else self.table
        table.copy()

    def show_row(self, view: EditionView | None) -> None:
        panel = self.panel
        if view is None or self._loaded is None:
            return
        year = self._loaded.desk.plan_year
        panel.add_title(f"第 {view.number} 版")
        chip = ChipLabel(panel)
        if not view.is_latest:
            chip.show_mark(Mark.NOT_APPLICABLE, "已替代")
        else:
            chip.show_mark(
                Mark.ON_TIME if view.is_current else Mark.CHANGED, "现行" if view.is_current else "现状已不同"
            )
        panel.column.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
        panel.add_pair("哪天印", f"{plain_day(view.printed_on, year)}（{weekday(view.printed_on)}）", bold=True)
        panel.add_pair("校验码", view.check_code)
        panel.add_pair("移交", view.handed_over or "没有登记移交", role="" if view.handed_over else "warn")
        panel.add_pair("改了什么", view.change)
        if view.why:
            panel.add_pair("为什么", view.why)
        if view.approver:
            panel.add_pair("批准人", view.approver)
        panel.add_pair("事项库", view.catalogue_version)
        panel.add_line()
        panel.add_title("存下的纸", fonts.BASE)
        if not view.papers:
            panel.add_text("这一版没有存下纸。", "text2")
        for kind, variant, label in view.papers:
            button = link_button(label, panel)
            button.setToolTip("打开当时存下的 PDF，一个字节不变")
            button.clicked.connect(partial(self.open_kept, view.number, PaperChoice(kind, variant)))
            panel.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        panel.column.addWidget(
            CommandButton(self.shell, "editions.print", panel, "重印这一版(&J)…"), 0, Qt.AlignmentFlag.AlignLeft
        )
        if not view.is_latest:
            next_one = link_button(f"看第 {view.number + 1} 版改了什么(&N)", panel)
            next_one.clicked.connect(lambda: self.comparing.choose(view.number, view.number + 1))
            panel.column.addWidget(next_one, 0, Qt.AlignmentFlag.AlignLeft)
        now = link_button("与现状比(&B)", panel)
        now.clicked.connect(lambda: self.comparing.choose(view.number, NOW))
        panel.column.addWidget(now, 0, Qt.AlignmentFlag.AlignLeft)

    # -- stored papers --------------------------------------------------------------------------------------------

    def open_paper(self) -> None:
        """Open the first paper kept of the selected edition, the manual if there is one."""
        view = self.table.current_row
        if view is not None and view.papers:
            kind, variant, _ = view.papers[0]
            self.open_kept(view.number, PaperChoice(kind, variant))

    def open_kept(self, edition: int, choice: PaperChoice) -> None:
        """Open the stored PDF of CHOICE, byte for byte, in the system's program for it."""
        try:
            file = self.kept_file(edition, choice)
        except DomainError as refusal:
            self.shell.show_error(refusal, "没有打开", "存下的纸都在，没有改动。")
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            self.shell.say(f"没有能打开 PDF 的程序，文件在 {file}")

    def kept_file(self, edition: int, choice: PaperChoice) -> Path:
        """A copy of the stored PDF in a folder for passing files on. Raises DomainError if it is damaged or gone."""
        assert self._loaded is not None
        printed = print_paper(self.presenter.number, choice.kind, choice.variant, self.shell.services, edition=edition)
        folder = Path(tempfile.mkdtemp(prefix="gxq-"))
        file = folder / f"{paper_file_name(self._loaded.desk.project.name, choice, printed.edition)}"
        write_whole(file, printed.pdf)
        return file

    def print_again(self) -> None:
        """Show the selected edition on the printing page."""
        view = self.table.current_row
        if view is not None:
            self.shell.open("printing", number=self.presenter.number, edition=view.number)

    # -- reissuing, past days -------------------------------------------------------------------------------------

    def reissue_dialog(self) -> ReissueDialog:
        assert self._loaded is not None
        desk = self._loaded.desk
        person = person_at_desk(self.shell, desk.project)
        return ReissueDialog(self.shell, self.shell.window, reissue_outlook(desk), person, desk.plan_year)

    def reissue(self) -> None:
        """Ask why, then make the next edition with its change slip."""
        if self._loaded is None:
            return
        dialog = self.reissue_dialog()
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.take_reissue(dialog.why.toPlainText(), dialog.person.text(), dialog.approver.text())
        dialog.deleteLater()

    def take_reissue(self, why: str, person: str, approver: str) -> None:
        """Make the next edition off the UI thread."""
        number, services = self.presenter.number, self.shell.services

        def work(report: Report) -> Reissued:
            return reissue(number, services, why, person, approver)

        self.shell.runner.start(
            work,
            done=self._on_reissued,
            failed=self._on_not_reissued,
            title="正在重出手册",
            cancel_means="取消后不留半版。",
        )

    @Slot(object)
    def _on_reissued(self, done: Reissued) -> None:
        edition = done.edition
        self.shell.project_changed.emit(edition.project_number)
        self.shell.say(f"第 {edition.number} 版已重出，变更单一起存下；打印后交企业签字")

    @Slot(object)
    def _on_not_reissued(self, error: Exception) -> None:
        self.shell.show_error(error, "没有重出")

    def as_of_dialog(self) -> AsOfDialog:
        return AsOfDialog(self.shell, self.shell.window, self.presenter.number, self.shell.today)

    def as_of(self) -> None:
        """Look at the plan as it stood on a past day."""
        dialog = self.as_of_dialog()
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
