"""What works from every page: checking a paper by its code."""

from __future__ import annotations

from gxq_desktop.ui.shell import Shell


def start(shell: Shell) -> None:
    """Let a paper be checked anywhere."""
    owner = object()

    def verify() -> None:
        from gxq_desktop.ui.project.editions.dialogs import VerifyDialog

        dialog = VerifyDialog(shell, shell.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    shell.commands.bind({"paper.verify": verify}, owner)
