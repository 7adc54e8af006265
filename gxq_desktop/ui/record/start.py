"""The ways into recording, from any page. Nothing of it is imported before it is asked for.

A page that shows or has selected something to record offers `record_target() -> (number, steps)`: the project's number, ""
for none, and ids or codes of the selected steps, () for none. Without it a page's `project_number`, else its presenter's
`number`, is taken, as printing does.

    open_record(shell, "GX-2026-0017", ("A23",))      登记办理情况
    open_write_off(shell, "GX-2026-0017")             回填销号; without a number the dialog asks for the project
    open_correction(shell, "GX-2026-0017", 12)        更正第 12 条记录
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gxq_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from gxq_desktop.ui.record.correction import CorrectionDialog
    from gxq_desktop.ui.record.dialog import RecordDialog
    from gxq_desktop.ui.record.write_off import WriteOffDialog


def open_record(shell: Shell, number: str, steps: Sequence[str] = ()) -> RecordDialog:
    """Open 登记办理情况 for project NUMBER, "" to ask for it, on STEPS (ids or codes, recorded alike), or asking which."""
    from gxq_desktop.ui.record.dialog import RecordDialog

    dialog = RecordDialog(shell, number, steps, shell.window)
    dialog.open()
    return dialog


def open_write_off(shell: Shell, number: str | None = None) -> WriteOffDialog:
    """Open 回填销号: numbers of a wall chart typed back. NUMBER: the project; None lets the dialog ask for it."""
    from gxq_desktop.ui.record.write_off import WriteOffDialog

    dialog = WriteOffDialog(shell, number or "", shell.window)
    dialog.open()
    return dialog


def open_correction(shell: Shell, number: str, event: int) -> CorrectionDialog:
    """Open 更正 for the standing event numbered EVENT of project NUMBER's journal."""
    from gxq_desktop.ui.record.correction import CorrectionDialog

    dialog = CorrectionDialog(shell, number, event, shell.window)
    dialog.open()
    return dialog


def target_of(page: object) -> tuple[str, tuple[str, ...]]:
    """What PAGE offers to record: the project's number, "" for none, and its steps."""
    offered = getattr(page, "record_target", None)
    if callable(offered):
        number, steps = offered()
        return str(number or ""), tuple(steps)
    number = getattr(page, "project_number", "") or getattr(getattr(page, "presenter", None), "number", "")
    return str(number or ""), ()


def start(shell: Shell) -> None:
    """Let recording be chosen anywhere."""
    owner = object()

    def page() -> object:
        return shell.window.page if shell.window is not None else None

    def record() -> None:
        open_record(shell, *target_of(page()))

    def write_off() -> None:
        open_write_off(shell, target_of(page())[0] or None)

    def choose_operator() -> None:
        from gxq_desktop.ui.staff.operator import OperatorDialog

        OperatorDialog(shell, shell.window).open()

    shell.commands.bind(
        {"record.event": record, "record.numbers": write_off, "record.operator": choose_operator}, owner
    )
