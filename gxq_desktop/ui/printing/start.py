"""Commands of printing that work on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxq_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from gxq_desktop.ui.printing.batch import BatchKeeper

NO_PROJECT = "先打开或选中一个项目，再打印"


def start(shell: Shell) -> None:
    """Let 打印与移交 and 批量打印 be chosen anywhere. Nothing of printing is imported before it is asked for.

    打印与移交 takes the project that the page shows or has selected: its property `project_number`, else its presenter's number.
    """
    kept: list[BatchKeeper] = []

    def open_batch() -> None:
        if not kept:
            from gxq_desktop.ui.printing.batch import BatchKeeper

            kept.append(BatchKeeper(shell))
        kept[0].open()

    def open_printing() -> None:
        page = shell.window.page if shell.window is not None else None
        number = getattr(page, "project_number", "") or getattr(getattr(page, "presenter", None), "number", "")
        if number:
            shell.open("printing", number=number)
        else:
            shell.say(NO_PROJECT)

    shell.commands.bind({"print.open": open_printing, "print.batch": open_batch}, kept)
