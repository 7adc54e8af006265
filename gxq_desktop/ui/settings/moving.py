"""Moving the data folder from the settings: asked once, done with a progress dialog, then the program closes.

What is cancelled or begun anew meanwhile is not switched to: the switch is made here, on the UI thread, if nothing was written.
It closes because this window goes on writing where it began; what is entered after the copy would be missing there.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from gxq_desktop.application.move_data import MovedData, check_target, copy_data, take_over
from gxq_desktop.paths import choose_data_dir, default_data_dir
from gxq_desktop.ui import messages
from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

_SAFE = "没有丢。数据还在原来的文件夹。"
_STORE_NAME = "gxq.sqlite3"


def why_not_movable(shell: Shell) -> str:
    """Why the data cannot be moved from here, "" if it can."""
    if shell.data_dir is None:
        return "数据在内存里（演示）"
    store = shell.services.store_file
    if store is None:
        return "数据在数据库服务器里"
    if shell.data_dir != default_data_dir() or store.absolute() != (shell.data_dir / _STORE_NAME).absolute():
        return "启动时已经指定了数据的地方"
    return ""


def move_to(target: Path, shell: Shell, parent: QWidget) -> None:
    """Check TARGET, ask, move there and close the program; a refusal is shown and nothing changed."""
    if not shell.attempt(lambda: check_target(target, shell.services), "数据文件夹不能移到这里"):
        return
    message = Message(
        f"把数据移到“{target}”",
        "先抄一份，核对无误才换；原来的文件夹不动。",
        "移好以后程序会关闭，请重新打开。",
        severe=False,
    )
    if messages.ask(parent, "移动数据文件夹", message, ("移动(&V)",), default=0) != 0:
        return
    shell.preferences.save()
    services = shell.services

    def work(report: Report) -> MovedData:
        return copy_data(target, services, report)

    def done(copied: MovedData) -> None:
        page = shell.window.page if shell.window is not None else None
        if page is not None and not page.leave():  # put in the background, and something else was begun
            shell.say("数据文件夹没有移：还有没存的改动，数据还在原来的文件夹")
            return
        if shell.attempt(lambda: take_over(copied, services, choose_data_dir), "数据文件夹没有移"):
            close_in(copied)

    def close_in(moved: MovedData) -> None:
        told = Message(
            f"数据已移到“{moved.folder}”，{moved.projects} 个项目，{moved.files} 个其他文件，都核对过",
            "原来的文件夹没有动，确认无误后可以自己删去。",
            "程序现在关闭，再打开就在新文件夹里工作。",
            severe=False,
        )
        messages.show_message(parent, told, title="移动数据文件夹", action="关闭程序(&Q)")
        if shell.window is None or not shell.window.close():
            QApplication.exit(0)

    shell.runner.start(
        work,
        done=done,
        failed=lambda error: shell.show_error(error, "数据文件夹没有移", _SAFE),
        title="正在移动数据",
        cancel_means="取消后数据还在原来的文件夹。",
    )
