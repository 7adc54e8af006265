"""Dialogs about editions: reissue, look at a past day, check a paper."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from gxq_desktop.application.plan_as_of import PlanAsOf, plan_as_of
from gxq_desktop.application.project_editions import ReissueOutlook
from gxq_desktop.application.replan import forecast_of
from gxq_desktop.application.screen_wording import refusal_on_screen
from gxq_desktop.application.verify_paper import Verified, verified_lines, verify_paper
from gxq_desktop.application.wording import weekday
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.messages import Foot, fit_to_text
from gxq_desktop.ui.project.editions.model import as_of_columns, moved_columns
from gxq_desktop.ui.project.head import ChipLabel
from gxq_desktop.ui.project.schedule.terms_editor import DayField, day_of
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import RowsModel
from gxq_desktop.ui.table_view import TableView
from gxq_desktop.ui.tasks import Report


class ReissueDialog(QDialog):
    """Why the next edition is made, who approved it; what it changes stands above. Accepted once nothing is lacking."""

    def __init__(self, shell: Shell, parent: QWidget | None, outlook: ReissueOutlook, person: str, year: int) -> None:
        super().__init__(parent)
        self._outlook = outlook
        self.setWindowTitle(f"重出手册：第 {outlook.number} 版")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(640))
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 8)
        column.setSpacing(8)
        comparison = outlook.comparison
        head = wrapped(comparison.headline if comparison is not None else outlook.why_not, self)
        fonts.set_font(head, fonts.DIALOG_HEAD, bold=True)
        column.addWidget(head)
        note = wrapped(
            "重出后新日期就是约定的计划，旧版作废；变更单和新手册一起存下，给企业签字。发出的版本不能撤销，只能再重出。",
            self,
        )
        theme.set_role(note, "text2")
        column.addWidget(note)
        if comparison is not None and comparison.moved:
            columns = moved_columns(year, f"第 {comparison.old} 版", "新版")
            self.moved: RowsModel[object] = RowsModel(columns, self, key=lambda row: row.step_id)  # type: ignore[attr-defined]
            self.moved.set_rows(comparison.moved)
            table = TableView("", self.moved, shell.preferences, self, row_height=26, name="改期")
            table.setMinimumHeight(theme.px(136))
            column.addWidget(table, 1)
        for answer in comparison.answers[:6] if comparison is not None else ():
            column.addWidget(wrapped(f"{answer.question}：{answer.before} → {answer.after}", self))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.why = QPlainTextEdit(self)
        self.why.setTabChangesFocus(True)
        self.why.setFixedHeight(theme.px(64))
        self.person = QLineEdit(person, self)
        self.approver = QLineEdit(self)
        for row, place, text, field, span in (
            (0, 0, "为什么改(&Y)", self.why, 3),
            (2, 0, "经办人(&R)", self.person, 1),
            (2, 2, "批准人(&A)", self.approver, 1),
        ):
            label = QLabel(text, self)
            label.setBuddy(field)
            field.setAccessibleName(text.split("(", 1)[0])
            grid.addWidget(label, row, place, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, row, place + 1, 1, span)
        quiet = wrapped("印在变更单上，一行一条；空着就印程序找到的原因。", self)
        fonts.set_font(quiet, fonts.CAPTION)
        theme.set_role(quiet, "text2")
        grid.addWidget(quiet, 1, 1, 1, 3)
        column.addLayout(grid)
        if outlook.needs_approval:
            slips = wrapped(f"{'、'.join(outlook.slips)}，超过 {outlook.slip_days} 天：要写原因和批准人。", self)
            theme.set_role(slips, "warn")
            column.addWidget(slips)
        self.fault = wrapped("", self)
        theme.set_role(self.fault, "seal")
        self.fault.hide()
        column.addWidget(self.fault)
        foot = Foot(self)
        foot.add("取消(&C)").clicked.connect(self.reject)
        self.save = foot.add(f"重出第 {outlook.number} 版(&S)", primary=True)
        self.save.setDefault(True)
        self.save.clicked.connect(self._on_save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(column, 1)
        whole.addWidget(foot)
        self.why.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_to_text(self)

    def _on_save(self) -> None:
        lacking = [
            word
            for word, text in (("原因", self.why.toPlainText()), ("批准人", self.approver.text()))
            if not text.strip()
        ]
        if self._outlook.needs_approval and lacking:
            self.fault.setText(
                f"没有写{'和'.join(lacking)}。里程碑推迟超过 {self._outlook.slip_days} 天，要经负责人批准。"
            )
            self.fault.show()
            (self.approver if self.why.toPlainText().strip() else self.why).setFocus()
            return
        self.accept()


class AsOfDialog(QDialog):
    """The plan and the ledger as they stood at the end of a past day."""

    def __init__(self, shell: Shell, parent: QWidget | None, number: str, day: date) -> None:
        super().__init__(parent)
        self._shell, self._number = shell, number
        self.found: PlanAsOf | None = None
        self.setWindowTitle("看过去某一天")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(theme.px(860), theme.px(600))
        self.day = DayField(self, "哪一天")
        self.day.show_day(day)
        self.day.picked.connect(lambda _: self.load())
        label = QLabel("哪一天(&D)", self)
        label.setBuddy(self.day)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.day)
        row.addStretch(1)
        self.head = wrapped("", self)
        fonts.set_font(self.head, fonts.PANEL_TITLE, bold=True)
        self.note = wrapped("", self)
        theme.set_role(self.note, "text2")
        self.model: RowsModel[object] = RowsModel(
            as_of_columns(day.year),
            self,
            key=lambda line: line.row.step_id,  # type: ignore[attr-defined]
        )
        self.table = TableView("project.as_of", self.model, shell.preferences, self, row_height=26, name="当日台账")
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.head)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        foot = Foot(self)
        close = foot.add("关闭(&C)", primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(column, 1)
        whole.addWidget(foot)
        self.load()

    def load(self) -> None:
        """Read the day chosen, off the UI thread; the latest choice wins."""
        number, day, services = self._number, day_of(self.day.date()), self._shell.services

        def work(report: Report) -> PlanAsOf:
            return plan_as_of(number, day, services)

        self._shell.runner.latest("project.as_of", work, done=self._on_found, failed=self._on_failed, foreground=False)

    @Slot(object)
    def _on_found(self, found: PlanAsOf) -> None:
        self.found = found
        schedule = found.ledger.plan.schedule
        on = forecast_of(schedule)[1]
        edition = f"手册第 {found.edition} 版" if found.edition else "还没有发手册"
        self.head.setText(f"{found.day.isoformat()}（{weekday(found.day)}）：{edition}，当时预计 {on.isoformat()} 完成")
        closed = sum(line.row.closed for line in found.lines)
        said = f"{len(found.lines)} 项，已销账 {closed} 项。"
        self.note.setText("".join((said, *found.doubts)))
        theme.set_role(self.note, "text2" if found.exact else "warn")
        self.model.columns = as_of_columns(schedule.start_on.year)
        self.model.set_rows(found.lines)
        self.table.select_first()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, DomainError):
            self._shell.show_error(error)
            return
        self.head.setText(error.problem)
        self.note.setText(error.next_step)
        theme.set_role(self.note, "warn")
        self.model.set_rows(())


class VerifyDialog(QDialog):
    """Type the code printed beside the QR; what it was, and what has changed since."""

    def __init__(self, shell: Shell, parent: QWidget | None, code: str = "") -> None:
        super().__init__(parent)
        self._shell = shell
        self.found: Verified | None = None
        self.setWindowTitle("核验纸面")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(600))
        self.code = QLineEdit(code, self)
        self.code.setPlaceholderText("7K3F-92QD")
        self.code.setMaxLength(40)
        label = QLabel("纸上的校验码(&K)", self)
        label.setBuddy(self.code)
        self.code.setAccessibleName("纸上的校验码")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.code, 1)
        hint = wrapped("在每页页脚和二维码旁边，8 位字母数字；横线、空格、大小写都不用管。", self)
        fonts.set_font(hint, fonts.CAPTION)
        theme.set_role(hint, "text2")
        self.chip = ChipLabel(self)
        self.answer = wrapped("", self)
        fonts.set_font(self.answer, fonts.BASE)
        self.rest = QPlainTextEdit(self)
        self.rest.setReadOnly(True)
        self.rest.setTabChangesFocus(True)
        self.rest.setAccessibleName("发出以后的变化")
        self.rest.setMinimumHeight(theme.px(150))
        self.rest.hide()
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(hint)
        column.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.answer)
        column.addWidget(self.rest, 1)
        column.addStretch(0)
        foot = Foot(self)
        self.project = foot.add("打开项目(&P)", left=True)
        self.project.clicked.connect(self._on_project)
        self.project.hide()
        foot.add("关闭(&C)").clicked.connect(self.reject)
        self.check = foot.add("核验(&V)", primary=True)
        self.check.setDefault(True)
        self.check.clicked.connect(self.verify)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(column, 1)
        whole.addWidget(foot)
        self.code.setFocus()

    def verify(self) -> None:
        """Look the code up off the UI thread."""
        code, services = self.code.text().strip(), self._shell.services
        if not code:
            self._tell(None, "没有写校验码。照纸上输 8 位字母数字。", "seal")
            return

        def work(report: Report) -> Verified:
            return verify_paper(code, services)

        self._shell.runner.latest(
            "paper.verify", work, done=self._on_found, failed=self._on_failed, title="正在核验", foreground=False
        )

    @Slot(object)
    def _on_found(self, found: Verified) -> None:
        self.found = found
        first, *rest = verified_lines(found)
        mark = Mark.ON_TIME if found.is_current else Mark.CHANGED
        self._tell(mark, first, "", "现在仍然有效" if found.is_current else "发出以后有变化")
        self.rest.setPlainText("\n".join(rest))
        self.rest.setVisible(bool(rest))
        self.project.show()
        self.adjustSize()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, DomainError):
            self._shell.show_error(error)
            return
        self._tell(Mark.FAILED, refusal_on_screen(error), "seal", "查不到")

    def _tell(self, mark: Mark | None, text: str, role: str, word: str = "") -> None:
        self.chip.show_mark(mark, word)
        self.answer.setText(text)
        theme.set_role(self.answer, role)
        self.rest.hide()
        self.project.hide()
        self.setAccessibleDescription(text)

    def _on_project(self) -> None:
        if self.found is not None:
            number = self.found.edition.project_number
            self.accept()
            self._shell.open("project", number=number, tab="editions")
