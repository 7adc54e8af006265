"""批量打印: choose projects and papers, then watch the jobs; it may go on in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.application.desk_lists import ProjectLine
from gxq_desktop.application.folders import look_at_folder
from gxq_desktop.application.paper_kinds import KINDS, PaperChoice
from gxq_desktop.application.print_batch import WRITE_OFF_LIST, Batch, Job, tally
from gxq_desktop.ui import fonts, messages, theme
from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.filter_field import FilterField
from gxq_desktop.ui.labels import Elided, link_button, wrapped
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.printing.batch_model import JobsModel, TickedProjects
from gxq_desktop.ui.printing.batch_presenter import BatchPresenter, to_printer
from gxq_desktop.ui.printing.how import HowToPrint
from gxq_desktop.ui.printing.printers import PrinterLine, Printers
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_view import TableView
from gxq_desktop.ui.tasks import Report

PAPERS = (
    ("manual", "A4"),
    ("countdown", "A4"),
    ("wallchart", "A3"),
    ("checklist", "A4"),
    ("hand_over", "A4"),
    (WRITE_OFF_LIST, ""),
)
CANCEL_MEANS = "取消后已做完的照样有效；没做完的不留半个文件，也不算发出。"
CANCEL_AT_PRINTER = "取消后已送到打印机的照样打出来；没送完的那一本，在它的“打印与移交”页再打。"
NO_HAND_OVER = "批量打印不登记移交；交到企业手里时，在它的“打印与移交”页登记。"


class BatchKeeper(QObject):
    """Keeps the batch that runs, so that its window can be put away and called back."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self.presenter = BatchPresenter(shell)
        self.printers = Printers()
        self.dialog: BatchDialog | None = None
        self.presenter.ended.connect(self._on_ended)

    def open(self, numbers: Sequence[str] = ()) -> None:
        """Show the batch that runs, or begin a new one with NUMBERS ticked."""
        if self.dialog is None:
            self.dialog = BatchDialog(self._shell, self.presenter, self.printers, numbers)
            self.dialog.finished.connect(self._on_finished)
        self.dialog.show()
        self.dialog.activateWindow()

    def _on_finished(self, _: int) -> None:
        if self.dialog is not None and not self.presenter.is_running:
            self.dialog.deleteLater()
            self.dialog = None

    def _on_ended(self) -> None:
        self._shell.say(f"批量打印：{tally(self.presenter.jobs).sentence}")
        if self.dialog is not None and not self.dialog.isVisible():
            self.dialog.deleteLater()
            self.dialog = None


class BatchDialog(QDialog):
    """First what to print, then how it goes. Closing while it runs puts it in the background."""

    def __init__(
        self, shell: Shell, presenter: BatchPresenter, printers: Printers, numbers: Sequence[str] = ()
    ) -> None:
        super().__init__(shell.window)
        self._shell, self._presenter, self._printers = shell, presenter, printers
        self._lines: tuple[ProjectLine, ...] = ()
        self._wanted = tuple(numbers)
        self.ask_folder: Callable[[str], str] = self._ask_folder
        self.open_folder: Callable[[Path], bool] = _open_folder
        self.setWindowTitle("批量打印")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(theme.px(920), theme.px(600))
        self.stack = QStackedWidget(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        self.stack.addWidget(self._choosing())
        self.stack.addWidget(self._running())
        presenter.changed.connect(self._on_changed)
        presenter.ended.connect(self._on_ended)
        self._load()

    # -- first page -----------------------------------------------------------------------------------------------

    def _choosing(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        body = QVBoxLayout()
        body.setContentsMargins(20, 16, 20, 12)
        body.setSpacing(8)
        head = QLabel("给哪些项目印", page)
        fonts.set_font(head, fonts.DIALOG_HEAD, bold=True)
        body.addWidget(head)
        self.projects_model = TickedProjects(page)
        self.projects = TableView("batch", self.projects_model, self._shell.preferences, page, name="项目")
        self.filter = FilterField(self.projects, "找项目、企业、编号", "筛选项目", page)
        self.filter.textChanged.connect(self._on_filter)
        self.all = link_button("全选", page)
        self.none = link_button("全不选", page)
        self.all.clicked.connect(self._tick_all)
        self.none.clicked.connect(lambda: self._set_ticked(()))
        self.count = QLabel(page)
        theme.set_role(self.count, "text2")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.filter, 1)
        row.addWidget(self.all)
        row.addWidget(self.none)
        row.addStretch(1)
        row.addWidget(self.count)
        body.addLayout(row)
        body.addWidget(self.projects, 1)
        self.projects_model.dataChanged.connect(self._renew)
        self.projects.opened.connect(lambda _: self.projects._tick_current())
        body.addLayout(self._options(page))
        column.addLayout(body, 1)
        foot = Foot(page)
        note = wrapped(NO_HAND_OVER, page)
        note.setMinimumWidth(theme.px(330))
        theme.set_role(note, "text2")
        fonts.set_font(note, fonts.CAPTION)
        foot.add_widget(note)
        cancel = foot.add("取消(&C)")
        cancel.clicked.connect(self.reject)
        self.begin = foot.add("开始印(&R)", primary=True)
        self.begin.clicked.connect(self._on_begin)
        column.addWidget(foot)
        return page

    def _options(self, page: QWidget) -> QGridLayout:
        preferences = self._shell.preferences
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self.papers: dict[PaperChoice, QCheckBox] = {}
        papers = QHBoxLayout()
        papers.setSpacing(14)
        kept = preferences.get("printing.batch.papers", ["manual"])
        for kind, variant in PAPERS:
            box = QCheckBox(
                f"{KINDS[kind].label} {variant}" if len(KINDS[kind].variants) > 1 else KINDS[kind].label, page
            )
            if kind == WRITE_OFF_LIST:
                box.setToolTip("每个项目已销号的全部事项一张；还没有销号的项目不印这一样")
            box.setChecked(kind in kept)
            box.toggled.connect(self._renew)
            papers.addWidget(box)
            self.papers[PaperChoice(kind, variant)] = box
        papers.addStretch(1)
        self.to_folder = QRadioButton("存到文件夹(&F)", page)
        self.to_printer = QRadioButton("送打印机(&P)", page)
        to_printer_last = bool(preferences.get("printing.batch.printer", False))
        self.to_folder.setChecked(not to_printer_last)
        self.to_printer.setChecked(to_printer_last)
        self.to_printer.toggled.connect(self._renew)
        self.folder = Elided(page)
        self.folder.setText(str(preferences.get("printing.folder", "")) or _documents_folder())
        choose = QPushButton("选文件夹(&L)…", page)
        choose.setAutoDefault(False)
        choose.clicked.connect(self._on_choose_folder)
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.folder, 1)
        where.addWidget(choose)
        self.how = HowToPrint(preferences, page, titled=False)
        self.how.changed.connect(self._renew)
        self.skip_undecided = QCheckBox("有待定事项的跳过", page)
        self.skip_undecided.setChecked(bool(preferences.get("printing.batch.skip_undecided", True)))
        name = QLabel("印哪些", page)
        theme.set_role(name, "text2")
        grid.addWidget(name, 0, 0)
        grid.addLayout(papers, 0, 1)
        grid.addWidget(self.to_folder, 1, 0)
        grid.addLayout(where, 1, 1)
        grid.addWidget(self.to_printer, 2, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.how, 2, 1)
        grid.addWidget(self.skip_undecided, 3, 1)
        return grid

    def _load(self) -> None:
        lists, printers = self._shell.services.lists, self._printers

        def projects(_: Report) -> Sequence[ProjectLine]:
            return lists.projects()

        def found(_: Report) -> list[PrinterLine]:
            return list(printers.lines())

        self._shell.runner.latest("batch.projects", projects, done=self._on_loaded)
        self._shell.runner.latest("batch.printers", found, done=self.how.set_printers, foreground=False)

    def _on_loaded(self, lines: Sequence[ProjectLine]) -> None:
        self._lines = tuple(lines)
        self._on_filter(self.filter.text())
        self._set_ticked(self._wanted)

    def _on_filter(self, text: str) -> None:
        words = text.casefold().split()
        self.projects_model.set_rows(
            line
            for line in self._lines
            if all(word in f"{line.number} {line.name} {line.enterprise}".casefold() for word in words)
        )
        self._renew()

    def _tick_all(self) -> None:
        self._set_ticked({*self.projects_model.ticked, *(line.number for line in self.projects_model.rows)})

    def _set_ticked(self, numbers: Sequence[str] | set[str]) -> None:
        self.projects_model.set_ticked(numbers)
        self._renew()

    @property
    def chosen(self) -> tuple[ProjectLine, ...]:
        """The projects ticked, those the filter hides too."""
        return tuple(line for line in self._lines if line.number in self.projects_model.ticked)

    @property
    def choices(self) -> tuple[PaperChoice, ...]:
        return tuple(choice for choice, box in self.papers.items() if box.isChecked())

    def _renew(self, *_: object) -> None:
        count = len(self.chosen)
        self.count.setText(f"选了 {count} 个，共 {len(self._lines)} 个")
        self.how.setVisible(self.to_printer.isChecked())
        reason = ""
        if not count:
            reason = "先选项目"
        elif not self.choices:
            reason = "先选印哪些"
        elif self.to_printer.isChecked() and not self.how.printer_name:
            reason = "没有打印机，可以存到文件夹"
        self.begin.setEnabled(not reason)
        self.begin.setToolTip(reason)
        self.begin.setText(f"印 {count} 个项目(&R)" if count else "开始印(&R)")

    def _on_choose_folder(self) -> None:
        chosen = self.ask_folder(self.folder.text())
        if chosen:
            self.folder.setText(chosen)
            self.to_folder.setChecked(True)
            self._shell.preferences.set("printing.folder", chosen)

    def _on_begin(self) -> None:
        if self.to_folder.isChecked():
            folder = Path(self.folder.text())
            state = look_at_folder(folder)
            if not state.usable:  # before any edition is issued for files that cannot be written
                message = Message(
                    f"没有开始印，{state.sentence}".rstrip("。"),
                    "没有丢，也没有发出新版。",
                    f"选的是“{folder}”，请另选一个文件夹。",
                )
                messages.show_message(self, message, title="批量打印")
                return
        preferences = self._shell.preferences
        preferences.set("printing.batch.papers", [choice.kind for choice in self.choices])
        preferences.set("printing.batch.printer", self.to_printer.isChecked())
        preferences.set("printing.batch.skip_undecided", self.skip_undecided.isChecked())
        jobs = tuple(Job(line.number, line.name) for line in self.chosen)
        batch = Batch(jobs, self.choices, with_undecided=not self.skip_undecided.isChecked())
        if self.to_printer.isChecked():
            deliver = to_printer(
                self.how.printer_name, self.how.copies.value, self.how.duplex.isChecked(), self._printers
            )
            self._presenter.start(batch, deliver)
        else:
            self._presenter.start(batch, folder=Path(self.folder.text()))
        self.means.setText(CANCEL_AT_PRINTER if self.to_printer.isChecked() else CANCEL_MEANS)
        self.show_jobs(f"正在印 {len(jobs)} 个项目", running=True)
        self.background.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- second page ----------------------------------------------------------------------------------------------

    def _running(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        body = QVBoxLayout()
        body.setContentsMargins(20, 18, 20, 12)
        body.setSpacing(10)
        self.headline = QLabel(page)
        fonts.set_font(self.headline, fonts.DIALOG_HEAD, bold=True)
        self.tally = QLabel(page)
        theme.set_role(self.tally, "text2")
        row = QHBoxLayout()
        row.addWidget(self.headline, 1)
        row.addWidget(self.tally)
        body.addLayout(row)
        self.bar = QProgressBar(page)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("批量打印的进度")
        body.addWidget(self.bar)
        self.jobs_model = JobsModel(page)
        self.jobs = TableView("", self.jobs_model, self._shell.preferences, page, name="印了哪些")
        body.addWidget(self.jobs, 1)
        self.means = wrapped(CANCEL_MEANS, page)
        theme.set_role(self.means, "text2")
        body.addWidget(self.means)
        column.addLayout(body, 1)
        foot = Foot(page)
        self.background = foot.add("放到后台(&B)", left=True)
        self.show_folder = foot.add("打开文件夹(&F)", left=True)
        self.skip = foot.add("跳过这一本(&K)")
        self.cancel = foot.add("取消打印(&C)")
        self.close_button = foot.add("关闭(&C)", primary=True)
        self.background.clicked.connect(self.hide_away)
        self.show_folder.clicked.connect(self._on_show_folder)
        self.skip.clicked.connect(self._presenter.skip)
        self.cancel.clicked.connect(self._on_cancel)
        self.close_button.clicked.connect(self.accept)
        column.addWidget(foot)
        return page

    def show_jobs(self, headline: str, running: bool) -> None:
        """Show the jobs of the presenter under HEADLINE, with what can be done while they run, or after."""
        self.headline.setText(headline)
        self.jobs_model.set_jobs(self._presenter.jobs)
        self.stack.setCurrentIndex(1)
        self._renew_running(running)

    def _on_changed(self, position: int, job: Job) -> None:
        self.jobs_model.set_job(position, job)
        self.jobs.scrollTo(self.jobs_model.index(position, 0))
        self._renew_running(self._presenter.is_running)

    def _renew_running(self, running: bool) -> None:
        jobs = self._presenter.jobs
        self.tally.setText(tally(jobs).sentence)
        self.bar.setRange(0, max(1, len(jobs)))
        self.bar.setValue(sum(job.is_over for job in jobs))
        for button in (self.background, self.skip, self.cancel, self.means):
            button.setVisible(running)
        self.close_button.setVisible(not running)
        self.show_folder.setVisible(not running and self._presenter.folder is not None)

    def _on_ended(self) -> None:
        self.headline.setText("批量打印结束")
        self._renew_running(running=False)
        self.close_button.setDefault(True)
        if self.isVisible():
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.skip.setEnabled(False)
        self.headline.setText("正在停下来")
        self._presenter.cancel()

    def hide_away(self) -> None:
        """Go on in the background; 批量打印 in the menu shows this window again."""
        self.hide()
        self._shell.say("批量打印在后台进行，菜单“文件 > 批量打印”再看")

    def reject(self) -> None:
        """Escape: put away what runs, close what does not."""
        if self._presenter.is_running:
            self.hide_away()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._presenter.is_running:
            self.hide_away()
            event.ignore()
        else:
            super().closeEvent(event)

    def _on_show_folder(self) -> None:
        if self._presenter.folder is not None and not self.open_folder(self._presenter.folder):
            self._shell.say(f"文件在 {self._presenter.folder}")

    def _ask_folder(self, folder: str) -> str:
        return QFileDialog.getExistingDirectory(self, "存到哪个文件夹", folder)


def _open_folder(folder: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _documents_folder() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home())
