"""The sample projects: made with one click, taken away with one click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from gxq_desktop.ui import messages
from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report


class Samples(QObject):
    """Answers samples.create and samples.remove on every page."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.commands.bind({"samples.create": self.create, "samples.remove": self.remove}, self)

    def create(self) -> None:
        services = self._shell.services

        def work(report: Report) -> Sequence[str]:
            from gxq_desktop.application.sample_projects import create_samples

            return create_samples(services, report)

        self._shell.runner.start(
            work, done=self._on_created, title="正在建示例项目", cancel_means="取消后，已建好的留着，可以再一键删去。"
        )

    def remove(self) -> None:
        """Asks first: what was printed for a sample goes too."""
        message = Message(
            "示例项目和给它们印过的文件都会删去", "自己接件的项目一个不动。", "以后还可以再建示例项目。", severe=False
        )
        if messages.ask(self._shell.window, "删去示例项目", message, ("删去示例项目(&D)",)) != 0:
            return
        services = self._shell.services

        def work(report: Report) -> Sequence[str]:
            from gxq_desktop.application.sample_projects import remove_samples

            return remove_samples(services)

        self._shell.runner.start(work, done=self._on_removed, title="正在删去示例项目")

    def _on_created(self, numbers: Sequence[str]) -> None:
        self._shell.project_changed.emit("")
        self._shell.say(f"已建 {len(numbers)} 个示例项目" if numbers else "示例项目都已经在了")

    def _on_removed(self, numbers: Sequence[str]) -> None:
        for number in numbers:
            self._shell.forget_project(number)
        self._shell.project_changed.emit("")
        self._shell.say(f"已删去 {len(numbers)} 个示例项目" if numbers else "没有示例项目")


def start(shell: Shell) -> None:
    Samples(shell)
