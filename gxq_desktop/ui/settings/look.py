"""Theme and text size from any page, by menu, palette or key; remembered, and seen at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from gxq_desktop.ui import theme
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.theme import ThemeChoice

PERCENTS = (90, 100, 110, 125, 140, 150)


class LookSettings(QObject):
    """changed(): theme or text size were changed here."""

    changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        handlers = {f"look.{choice}": partial(self.set_theme, choice) for choice in ThemeChoice}
        shell.commands.bind(
            {
                **handlers,
                "look.larger": partial(self.step, 1),
                "look.smaller": partial(self.step, -1),
                "look.normal": partial(self.set_percent, 100),
            },
            self,
        )
        self._renew()

    def set_theme(self, choice: ThemeChoice) -> None:
        self._shell.preferences.set("look.theme", choice.value)
        self._apply()

    def set_percent(self, percent: int) -> None:
        """percent: 90–150."""
        self._shell.preferences.set("look.percent", percent)
        self._apply()

    def step(self, by: int) -> None:
        """The next text size up or down."""
        now = self._shell.preferences.percent
        further = [each for each in PERCENTS if (each > now if by > 0 else each < now)]
        if further:
            self.set_percent(min(further) if by > 0 else max(further))

    def _apply(self) -> None:
        theme.look().apply(self._shell.preferences.theme, self._shell.preferences.percent)
        self._renew()
        self._shell.say(f"{self._shell.preferences.theme.label}，文字 {self._shell.preferences.percent}%")
        self.changed.emit()

    def _renew(self) -> None:
        commands, now = self._shell.commands, self._shell.preferences
        for choice in ThemeChoice:
            commands.action(f"look.{choice}").setChecked(choice is now.theme)
        commands.set_reason("look.larger", "已经最大" if now.percent >= PERCENTS[-1] else "")
        commands.set_reason("look.smaller", "已经最小" if now.percent <= PERCENTS[0] else "")


def start(shell: Shell) -> None:
    shell.look_settings = LookSettings(shell)
