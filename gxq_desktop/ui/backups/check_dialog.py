"""检查数据: what was found, in plain words, gravest first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from gxq_desktop.application.check_store import Finding, Gravity, StoreReport, check_store, in_words
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.messages import Foot, show_message
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import Column, RowsModel
from gxq_desktop.ui.table_view import TableView

_MARKS = {Gravity.DAMAGE: Mark.FAILED, Gravity.MEND: Mark.NOTICE, Gravity.NOTE: Mark.CHANGED}
_ORDER = tuple(Gravity)
COLUMNS: tuple[Column[Finding], ...] = (
    Column(
        "轻重",
        lambda finding: finding.gravity.value,
        sort=lambda finding: _ORDER.index(finding.gravity),
        width=88,
        mark=lambda finding: _MARKS[finding.gravity],
    ),
    Column("项目", lambda finding: finding.number, width=120),
    Column("发现", lambda finding: finding.problem.removeprefix(f"项目 {finding.number} ")),
)


def start_check(shell: Shell) -> None:
    """Check in the background, then say what was found."""
    services = shell.services

    def show(report: StoreReport) -> None:
        if report.findings:
            CheckDialog(shell, report, shell.window).open()
        else:
            message = Message(report.summary.rstrip("。"), "都在，完好。", "不用做什么。", severe=False)
            show_message(shell.window, message, title="检查数据")

    shell.runner.start(
        lambda progress: check_store(services, progress),
        done=show,
        failed=lambda error: shell.show_error(error, "没有检查完", "检查只读不写，数据没有变。"),
        title="正在检查数据",
        cancel_means="检查只读不写，随时可以停。",
    )


class CheckDialog(QDialog):
    """The findings; Enter goes to the project."""

    def __init__(self, shell: Shell, report: StoreReport, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._shell, self._report = shell, report
        self.setWindowTitle("检查数据")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(theme.px(760), theme.px(500))
        head = wrapped("数据完好，有几处留意" if report.is_sound else "数据有要处理的地方", self)
        fonts.set_font(head, fonts.DIALOG_HEAD, bold=True)
        told = wrapped(f"{report.summary}检查只读不写。", self)
        theme.set_role(told, "text2")
        self.model: RowsModel[Finding] = RowsModel(COLUMNS, self)
        self.table = TableView("", self.model, shell.preferences, self, name="发现")
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _: self._on_open())
        self.problem, self.way = wrapped("", self), wrapped("", self)
        theme.set_role(self.way, "text2")
        foot = Foot(self)
        self.copy = foot.add("复制全部(&Y)", left=True)
        self.go = foot.add("打开项目(&O)")
        self.close_button = foot.add("关闭(&C)", primary=True)
        self.copy.clicked.connect(self._on_copy)
        self.go.clicked.connect(self._on_open)
        self.close_button.clicked.connect(self.accept)
        above, below = QVBoxLayout(), QVBoxLayout()
        for part, margins in ((above, (20, 18, 20, 10)), (below, (20, 10, 20, 12))):
            part.setContentsMargins(*margins)
            part.setSpacing(6)
        above.addWidget(head)
        above.addWidget(told)
        below.addWidget(self.problem)
        below.addWidget(self.way)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        inset = QHBoxLayout()
        inset.setContentsMargins(20, 0, 20, 0)
        inset.addWidget(self.table)
        column.addLayout(inset, 1)
        column.addLayout(below)
        column.addWidget(foot)
        self.model.set_rows(report.findings)
        self.table.select_first()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self, finding: Finding | None) -> None:
        self.problem.setText(finding.problem if finding else "")
        self.way.setText(finding.next_step if finding else "")
        self.go.setEnabled(bool(finding and finding.number))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(in_words(self._report)))

    def _on_open(self) -> None:
        finding: Finding | None = self.table.current_row
        if finding is None or not finding.number:
            return
        self.accept()
        places = self._shell.window.places if self._shell.window is not None else {}
        if "project" in places:
            self._shell.open("project", number=finding.number)
        else:
            self._shell.open("projects", select=finding.number)
