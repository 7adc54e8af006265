"""Intakes that were begun and not finished: go on with one, leave it, or throw it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from gxq_desktop.application.drafts import NAMELESS, DraftHead, saved_text
from gxq_desktop.ui import fonts, messages, theme
from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import Column, RowsModel
from gxq_desktop.ui.table_view import TableView

COLUMNS: tuple[Column[DraftHead], ...] = (
    Column(
        "项目", show=lambda head: head.name or NAMELESS, bold=lambda head: bool(head.name), sortable=False, least=160
    ),
    Column("企业", show=lambda head: head.enterprise, width=210, sortable=False, drop=1),
    Column(
        "做什么", show=lambda head: f"改 {head.amends}" if head.amends else "新接件", width=120, sortable=False, drop=2
    ),
    Column("存于", show=lambda head: saved_text(head.saved_at), width=100, right=True, sortable=False),
)


class DraftsDialog(QDialog):
    """recovered: they were being filled in when the program ended. chosen: the id to go on with once accepted."""

    def __init__(self, shell: Shell, parent: QWidget | None, heads: Sequence[DraftHead], recovered: bool) -> None:
        super().__init__(parent)
        self._shell = shell
        self.chosen = ""
        self.setWindowTitle("没有做完的接件")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumSize(theme.px(660), theme.px(300))
        body = QVBoxLayout()
        body.setContentsMargins(20, 18, 20, 14)
        body.setSpacing(8)
        count = len(heads)
        headline = f"上次没有正常退出，{count} 份接件没有做完" if recovered else f"{count} 份接件没有做完"
        title = wrapped(headline, self)
        fonts.set_font(title, fonts.DIALOG_HEAD, bold=True)
        told = "填过的都在，最多差最后两秒。" if recovered else "填过的都在。"
        body.addWidget(title)
        body.addWidget(wrapped(f"{told}选一份接着填；以后再说的，在工作台和“文件”菜单里还找得到。", self))
        self.model: RowsModel[DraftHead] = RowsModel(COLUMNS, self, key=lambda head: head.id)
        self.model.set_rows(heads)
        self.table = TableView("", self.model, shell.preferences, self, row_height=28, name="没有做完的接件")
        body.addWidget(self.table, 1)
        foot = Foot(self)
        self.remove = foot.add("删去这一份(&D)…", left=True)
        self.later = foot.add("以后再说(&L)")
        self.resume = foot.add("接着填(&C)", primary=True)
        self.resume.setDefault(True)
        self.remove.clicked.connect(self._on_remove)
        self.later.clicked.connect(self.reject)
        self.resume.clicked.connect(self._on_resume)
        self.table.opened.connect(self._on_resume)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(body, 1)
        layout.addWidget(foot)
        self.table.select_first()
        self.table.setFocus()

    def _on_resume(self, *_: object) -> None:
        head = self.table.current_row
        if isinstance(head, DraftHead):
            self.chosen = head.id
            self.accept()

    def _on_remove(self) -> None:
        from gxq_desktop.application.drafts import remove_draft

        head = self.table.current_row
        if not isinstance(head, DraftHead):
            return
        message = Message(
            f"删去“{head.name or NAMELESS}”的草稿", "删去后找不回来。", "还要用的，选取消。", severe=False
        )
        if messages.ask(self, "删去草稿", message, ("删去(&D)",)) != 0:
            return
        if self._shell.save(lambda: remove_draft(head.id, self._shell.services), "草稿没有删去"):
            self.model.set_rows(row for row in self.model.rows if row.id != head.id)
            self._shell.summaries_changed.emit()
            if not self.model.rows:
                self.reject()
            else:
                self.table.select_first()
