"""Pictures of printing, for `gxq-desktop screenshots`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from gxq_desktop.application.print_batch import Job, JobState
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.messages import MessageDialog
from gxq_desktop.ui.printing.batch import BatchDialog
from gxq_desktop.ui.printing.batch_presenter import BatchPresenter
from gxq_desktop.ui.printing.hand_over_dialog import HandOverDialog
from gxq_desktop.ui.printing.printers import PrinterGone, PrinterLine, Printers
from gxq_desktop.ui.printing.view import PrintingPage
from gxq_desktop.ui.shell import Shell


class _Shown(Printers):
    """Printers to be seen, not printed on."""

    def lines(self) -> Sequence[PrinterLine]:
        return [PrinterLine("HP LaserJet M507", "HP LaserJet M507（窗口 06）", True)]

    def open(self, name: str) -> QPrinter:
        raise PrinterGone(name)


def take_pictures(shell: Shell, take: Callable[..., None]) -> None:
    """The page on the first sample, who takes the papers, a batch before and while it runs, a printer that stopped."""
    lines = shell.services.lists.projects()
    window = shell.window
    if not lines or window is None:
        return
    shell.open("printing")
    page = window.page
    assert isinstance(page, PrintingPage)
    page.presenter.printers = _Shown()
    shell.open("printing", number=lines[-1].number)
    _settle(shell)
    page.turn(5)
    _settle(shell)
    take("printing")
    page.print_and_hand_over()
    for dialog in page.findChildren(HandOverDialog):
        take("printing-hand-over", dialog)
        dialog.close()
    stopped = MessageDialog(
        window,
        "打印",
        Message(
            "没有打完：打印机在办理手册第 15 页停了",
            "没有丢。第 1 版还没有登记移交。",
            "加纸、清卡纸后点“从第 15 页接着打”；或先存为 PDF。",
        ),
        (("取消", False), ("换打印机(&H)", False), ("存为 PDF(&S)…", False), ("从第 15 页接着打(&R)", True)),
    )
    take("printing-stopped", stopped)
    stopped.close()
    _take_batch(shell, take)


def _take_batch(shell: Shell, take: Callable[..., None]) -> None:
    presenter = BatchPresenter(shell)
    dialog = BatchDialog(shell, presenter, _Shown())
    _settle(shell)
    dialog.all.click()
    take("printing-batch", dialog)
    names = [line.name for line in dialog.chosen]
    states = [JobState.DONE, JobState.DONE, JobState.SKIPPED, JobState.RUNNING]
    notes = ["3 个文件", "3 个文件", "有 4 项待定"]
    presenter.jobs = [
        Job(
            ProjectNumber(""),
            name,
            states[place] if place < len(states) else JobState.WAITING,
            notes[place] if place < len(notes) else "",
            1 if place < 2 else 0,
        )
        for place, name in enumerate(names)
    ]
    dialog.show_jobs(f"正在印 {len(names)} 个项目", running=True)
    take("printing-batch-running", dialog)
    dialog.reject()
    dialog.deleteLater()
    presenter.deleteLater()


def _settle(shell: Shell) -> None:
    for _ in range(4):
        shell.runner.wait()
        QApplication.processEvents()
