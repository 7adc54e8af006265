"""Binds the commands of help; windows are made when first asked for."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, qVersion
from PySide6.QtGui import QGuiApplication

from gxq_desktop.ui import theme
from gxq_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from gxq_desktop.ui.help.guide import GuideWindow

LEGAL_TEXT = "intake.basis"
"""On a question of an intake F1 is the law behind it; everywhere else the keys."""


class Help(QObject):
    """Keeps the one window of the guide."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._guide: GuideWindow | None = None
        shell.commands.bind(
            {"help.keys": self.open_keys, "help.guide": self.open_guide, "help.diagnostics": self.copy_diagnostics},
            self,
        )

    @property
    def place(self) -> str:
        return self._shell.window.place if self._shell.window is not None else ""

    def open_keys(self) -> None:
        """F1."""
        commands = self._shell.commands
        if LEGAL_TEXT in commands and not commands.reason(LEGAL_TEXT):
            commands.run(LEGAL_TEXT)
            return
        from gxq_desktop.ui.help.keys import KeysDialog

        KeysDialog(self._shell, self._shell.window).open()

    def open_guide(self) -> None:
        """Shift+F1: the topic of the current page."""
        if self._guide is None:
            from gxq_desktop.ui.help.guide import GuideWindow

            self._guide = GuideWindow(self._shell, self._shell.window)
        self._guide.show_for(self.place)

    def copy_diagnostics(self) -> None:
        """To the clipboard, without any enterprise."""
        from pathlib import Path

        from gxq_desktop.application.diagnostics import diagnostics

        services = self._shell.services if self._shell.is_ready else None
        folder = self._shell.preferences.get("backup.folder", "")
        text = diagnostics(services, surroundings(), Path(folder) if folder else None)
        QGuiApplication.clipboard().setText(text)
        self._shell.say("诊断信息已复制，里面没有企业和项目的名称")


def surroundings() -> dict[str, str]:
    """What this computer is, for a maintainer."""
    from gxq_desktop import __version__

    screen = QGuiApplication.primaryScreen()
    size = screen.size()
    return {
        "程序": __version__,
        "系统": platform.platform(),
        "Python": platform.python_version(),
        "Qt": qVersion(),
        "屏幕": f"{size.width()}×{size.height()}，{screen.devicePixelRatio() * 100:.0f}%",
        "外观": f"{theme.look().choice.label}，文字 {theme.look().percent}%",
    }


def start(shell: Shell) -> None:
    """Called with the shell before the window shows."""
    Help(shell)
