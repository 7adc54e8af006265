"""Binds search and commands; the window is made when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gxq_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from gxq_desktop.ui.search.view import SearchWindow


class Search(QObject):
    """Keeps the one search window."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._made: SearchWindow | None = None
        shell.commands.bind({"search.open": self.open, "search.commands": self.open_commands}, self)

    @property
    def window(self) -> SearchWindow:
        """The search window, made now if it was not there yet."""
        if self._made is None:
            from gxq_desktop.ui.search.presenter import SearchPresenter
            from gxq_desktop.ui.search.view import SearchWindow

            self._made = SearchWindow(self._shell, SearchPresenter(self._shell), self._shell.window)
        return self._made

    def open(self) -> None:
        """Ctrl+K, or a key typed into the field of the menu bar, which then begins the query."""
        main = self._shell.window
        typed = main.search.take_typed() if main is not None else ""
        if self.window.isVisible() and not typed:
            self.window.switch(commands_only=False)
        else:
            self.window.ask(typed)

    def open_commands(self) -> None:
        """Ctrl+Shift+P."""
        if self.window.isVisible():
            self.window.switch(commands_only=True)
        else:
            self.window.ask("", commands_only=True)


def start(shell: Shell) -> None:
    """Called with the shell before the window shows."""
    Search(shell)
