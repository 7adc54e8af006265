"""A batch without widgets: runs the jobs on a pool thread, tells what becomes of each, skips and cancels."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from gxq_desktop.application.print_batch import Batch, Deliver, Job, JobState, print_batch, to_folder
from gxq_desktop.application.print_desk import PrintRun
from gxq_desktop.application.print_paper import PrintedSet
from gxq_desktop.ui.printing.printers import PaperJob, Printers, print_papers_on
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report, Task


def to_printer(name: str, copies: int, duplex: bool, printers: Printers) -> Deliver:
    """Send the papers of each project to printer NAME."""

    def deliver(printed: PrintedSet, report: Report) -> str:
        run = PrintRun(tuple((paper.choice, 0) for paper in printed.papers), copies, duplex)
        jobs = [PaperJob(paper.choice, paper.pdf, run.is_duplex(paper.choice)) for paper in printed.papers]
        return f"{print_papers_on(name, jobs, copies, printers, report)} 页，已送打印机"

    return deliver


class BatchPresenter(QObject):
    """changed(position, Job): a job is in another state. ended(): the batch is over, done, cancelled or broken off.

    jobs: as they are now. folder: where the files go, None for a printer.
    """

    changed = Signal(int, object)
    ended = Signal()
    _told = Signal(int, object)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._task: Task | None = None
        self._skipped: set[int] = set()
        self.jobs: list[Job] = []
        self.folder: Path | None = None
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        return self._task is not None

    def start(self, batch: Batch, deliver: Deliver | None = None, folder: Path | None = None) -> None:
        """Begin BATCH: files to FOLDER, or what DELIVER does. ValueError if one runs or neither is given."""
        if self.is_running:
            raise ValueError("a batch is running already")
        if folder is not None:
            deliver = to_folder(folder)
        if deliver is None:
            raise ValueError("a batch needs a folder or somebody to deliver")
        self.jobs, self.folder = list(batch.jobs), folder
        self._skipped.clear()
        services, goes = self._shell.services, deliver

        def work(report: Report) -> None:
            print_batch(batch, services, goes, self._told.emit, self._skipped.__contains__, report)

        title = f"正在印 {len(batch.jobs)} 个项目"
        self._task = self._shell.runner.start(work, foreground=False, title=title)
        self._task.foreground = (
            True  # quitting asks; but it has a window of its own, so no busy cursor and no other dialog
        )
        self._task.ended.connect(self._on_ended)

    @property
    def running_position(self) -> int:
        """The job that runs; -1 if none does."""
        return next((at for at, job in enumerate(self.jobs) if job.state is JobState.RUNNING), -1)

    def skip(self) -> None:
        """Leave out the job that runs, as soon as it can be stopped."""
        if self.running_position >= 0:
            self._skipped.add(self.running_position)

    def cancel(self) -> None:
        """Stop: what is done stays, what runs leaves no half file."""
        if self._task is not None:
            self._task.cancel()

    @Slot(int, object)
    def _on_told(self, position: int, job: Job) -> None:
        self.jobs[position] = job
        self.changed.emit(position, job)
        if job.state is JobState.DONE:
            self._shell.project_changed.emit(job.number)

    @Slot()
    def _on_ended(self) -> None:
        self._task = None
        self.ended.emit()
