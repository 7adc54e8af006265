"""从备份恢复: the backups with day, size and projects, and the way back from one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from gxq_desktop.application.backup_schedule import BackupLine, list_backups, restore_backup
from gxq_desktop.application.ports import MadeBackup, Services
from gxq_desktop.application.wording import weekday
from gxq_desktop.ui import fonts, messages, theme
from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.page import LoadingLine
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import Column, RowsModel
from gxq_desktop.ui.table_view import TableView

SAFE = "现在的数据没有变。"


def _when(line: BackupLine) -> str:
    at = line.file.made_at
    return f"{at:%Y-%m-%d}（周{weekday(at.date())}）{at:%H:%M}"


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1000))} KB"


COLUMNS: tuple[Column[BackupLine], ...] = (
    Column("时间", _when, sort=lambda line: line.file.made_at, width=190),
    Column("缘由", lambda line: line.file.reason.label, width=92),
    Column(
        "项目",
        lambda line: "不能用" if line.problem else "" if line.projects is None else str(line.projects),
        sort=lambda line: line.projects,
        width=96,
        right=True,
        mark=lambda line: Mark.FAILED if line.problem else None,
        tip=lambda line: line.problem,
    ),
    Column(
        "大小", lambda line: _size(line.file.size_bytes), sort=lambda line: line.file.size_bytes, width=84, right=True
    ),
    Column("在哪", lambda line: "第二备份文件夹" if line.file.second else "本机", drop=1),
)


class RestoreDialog(QDialog):
    """Restores the chosen backup; calls RESTORED with the backup of what was there before.

    services: whose store it is; None for the desk's, which has none yet where its store does not open.
    """

    def __init__(
        self,
        shell: Shell,
        second: Path | None,
        restored: Callable[[MadeBackup], None],
        parent: QWidget | None,
        services: Services | None = None,
    ) -> None:
        super().__init__(parent)
        self._shell, self._second, self._restored = shell, second, restored
        self._services = services or shell.services
        self.setWindowTitle("从备份恢复")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(theme.px(680), theme.px(480))
        head = wrapped("回到哪一份", self)
        fonts.set_font(head, fonts.DIALOG_HEAD, bold=True)
        told = wrapped("恢复以后，看到的是那时候的数据；现在的数据先另存一份，随时可以再恢复回来。", self)
        theme.set_role(told, "text2")
        self.model: RowsModel[BackupLine] = RowsModel(COLUMNS, self, key=lambda line: line.file.path)
        self.table = TableView("", self.model, shell.preferences, self, name="备份")
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _: self._on_restore())
        self.progress = LoadingLine(self)
        self.note = wrapped("", self)
        self.note.setContentsMargins(theme.px(20), theme.px(6), theme.px(20), theme.px(6))
        theme.set_role(self.note, "text2")
        foot = Foot(self)
        self.folder = foot.add("打开备份文件夹(&F)", left=True)
        self.cancel = foot.add("取消(&C)")
        self.restore = foot.add("恢复这一份(&R)…", primary=True)
        self.folder.clicked.connect(self._on_folder)
        self.cancel.clicked.connect(self.reject)
        self.restore.clicked.connect(self._on_restore)
        self.restore.setEnabled(False)
        above = QVBoxLayout()
        above.setContentsMargins(20, 18, 20, 10)
        above.setSpacing(6)
        above.addWidget(head)
        above.addWidget(told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self.progress)
        inset = QHBoxLayout()
        inset.setContentsMargins(20, 0, 20, 0)
        inset.addWidget(self.table)
        column.addLayout(inset, 1)
        column.addWidget(self.note)
        column.addWidget(foot)
        self._load()

    def _load(self) -> None:
        services, second = self._services, self._second
        quick = [BackupLine(file) for file in services.backups.files(second)]
        self.show_lines(quick)
        self.progress.setVisible(bool(quick))
        if quick:
            self._shell.runner.latest(
                "backups.list",
                lambda report: list_backups(services, second, report),
                done=self._on_listed,
                foreground=False,
            )

    def _on_listed(self, lines: Sequence[BackupLine]) -> None:
        self.progress.hide()
        self.show_lines(lines)

    def show_lines(self, lines: Sequence[BackupLine]) -> None:
        self.model.set_rows(lines)
        if self.table.current_row is None:
            self.table.select_first()
        if lines:
            self.note.setText(f"{len(lines)} 份备份。两天内的全留，再往前每天、每周、每月留一份。")
        else:
            self.note.setText("还没有备份。有了改动之后会自动备份，也可以在“工具”里点“立即备份”。")
        self._on_chosen(self.table.current_row)

    def _on_chosen(self, line: BackupLine | None) -> None:
        self.restore.setEnabled(line is not None and not line.problem)
        if line is not None and line.problem:
            self.note.setText(line.problem)

    def _on_folder(self) -> None:
        line = self.table.current_row
        if line is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(line.file.path.parent)))

    def _on_restore(self) -> None:
        line: BackupLine | None = self.table.current_row
        page = self._shell.window.page if self._shell.window is not None else None
        if line is None or line.problem or (page is not None and not page.leave()):
            return
        held = "" if line.projects is None else f"，里面有 {line.projects} 个项目"
        message = Message(
            f"恢复到 {_when(line)} 的数据{held}",
            "不会丢：现在的数据先另存一份备份，再换成那时候的。",
            "那以后登记和改动的会看不到，除非再恢复回来。别的窗口开着的话，先关掉。",
            severe=False,
        )
        if messages.ask(self, "从备份恢复", message, ("恢复(&R)",)) == 0:
            self._start(line.file.path)

    def _start(self, file: Path) -> None:
        services, restored = self._services, self._restored
        self.setEnabled(False)
        task = self._shell.runner.start(
            lambda report: restore_backup(services, file, report),
            done=restored,
            failed=self._on_refused,
            title="正在恢复",
            cancel_means="取消后现在的数据不变。",
        )
        task.succeeded.connect(self._on_done)
        task.ended.connect(self._on_ended)

    def _on_done(self, _: object) -> None:
        self.accept()

    def _on_ended(self) -> None:
        self.setEnabled(True)

    def _on_refused(self, error: Exception) -> None:
        self._shell.show_error(error, "没有恢复", SAFE)
