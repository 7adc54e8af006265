"""存为空白接件表: the form as a workbook, for the enterprise to fill in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from gxq_desktop.application.files import write_whole
from gxq_desktop.application.intake_form import intake_form
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

FOLDER = "intake.folder"
NAME = "项目接件表.xlsx"


def save_template(shell: Shell) -> None:
    """Ask where to, then write."""
    suggested = str(Path(shell.preferences.get(FOLDER, "")) / NAME)
    chosen, _ = QFileDialog.getSaveFileName(shell.window, "存为空白接件表", suggested, "接件表 (*.xlsx)")
    if chosen:
        write_template(shell, Path(chosen).with_suffix(".xlsx"))


def write_template(shell: Shell, path: Path) -> None:
    """Write the blank form to PATH in the background, whole or not at all."""
    services = shell.services

    def work(_: Report) -> None:
        catalogue = services.catalogue
        content = services.companions.intake_form(intake_form(catalogue), catalogue.centre.bureau)
        write_whole(path, content)

    shell.runner.start(work, done=lambda _: shell.say(f"空白接件表已存为 {path.name}"), title="正在写空白接件表")
