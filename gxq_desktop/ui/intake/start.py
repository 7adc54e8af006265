"""Commands of the intake that work on every page, and the drafts offered after a start. Nothing heavy is imported before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gxq_desktop.application.drafts import NAMELESS, DraftHead, interrupted_drafts, list_drafts, saved_text
from gxq_desktop.application.today import DraftLine
from gxq_desktop.ui.intake.desk import DESK_ID
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

if TYPE_CHECKING:
    from gxq_desktop.ui.intake.view import IntakePage


def start(shell: Shell) -> None:
    """Bind 新接件, 导入 and 草稿 everywhere; offer what an interrupted run left, once the services are there."""
    Starter(shell)


class Starter(QObject):
    """Lives as long as the shell."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._offered = False
        shell.drafts = self.draft_lines
        shell.commands.bind(
            {
                "intake.new": lambda: self._page().begin_new(),
                "intake.import": lambda: self._page().choose_file(),
                "intake.template": self.save_template,
                "intake.drafts": self.show_drafts,
            },
            self,
        )
        shell.ready.connect(self._on_ready)
        if shell.is_ready:
            self._on_ready()

    def _page(self) -> IntakePage:
        """The intake's page, opened with what was being filled in."""
        from gxq_desktop.ui.intake.view import IntakePage

        self._shell.open("intake")
        window = self._shell.window
        assert window is not None and isinstance(window.page, IntakePage)
        return window.page

    def save_template(self) -> None:
        """文件 > 存为空白接件表."""
        from gxq_desktop.ui.intake.template import save_template

        save_template(self._shell)

    def draft_lines(self) -> Sequence[DraftLine]:
        """All drafts for 工作台. Called on a pool thread."""
        return [
            DraftLine(head.id, head.name or NAMELESS, head.enterprise, saved_text(head.saved_at))
            for head in list_drafts(self._shell.services)
        ]

    def _on_ready(self) -> None:
        if self._offered:
            return
        self._offered = True
        services, desk = self._shell.services, self._shell.preferences.get(DESK_ID, "")

        def work(_: Report) -> Sequence[DraftHead]:
            return interrupted_drafts(services, desk)

        if desk:  # without one nothing was ever begun here
            self._shell.runner.start(work, done=self._on_interrupted, foreground=False)

    def _on_interrupted(self, heads: Sequence[DraftHead]) -> None:
        window = self._shell.window
        if heads and window is not None and window.place != "intake":
            self._show(heads, recovered=True)

    def show_drafts(self) -> None:
        """文件 > 没有做完的接件."""
        heads: list[DraftHead] = []
        if self._shell.attempt(lambda: heads.extend(list_drafts(self._shell.services)), "草稿没有读出来"):
            if heads:
                self._show(heads, recovered=False)
            else:
                self._shell.say("没有没做完的接件")

    def _show(self, heads: Sequence[DraftHead], recovered: bool) -> None:
        from gxq_desktop.ui.intake.drafts_dialog import DraftsDialog

        dialog = DraftsDialog(self._shell, self._shell.window, heads, recovered)
        dialog.accepted.connect(lambda: self._shell.open("intake", draft=dialog.chosen))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
