"""Pictures of the backups' and the check's windows; called by screenshots.py with sample projects there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from gxq_desktop.application.backup_schedule import BackupLine
from gxq_desktop.application.check_store import Finding, Gravity, StoreReport
from gxq_desktop.application.ports import BackupFile, BackupReason
from gxq_desktop.ui.backups.check_dialog import CheckDialog
from gxq_desktop.ui.backups.restore_dialog import RestoreDialog
from gxq_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from gxq_desktop.ui.screenshots import Take

_REASONS = (BackupReason.SCHEDULED, BackupReason.ASKED, BackupReason.BEFORE_RESTORE, BackupReason.BEFORE_UPGRADE)


def take_pictures(shell: Shell, take: Take) -> None:
    restore = RestoreDialog(shell, None, lambda _: None, shell.window)
    shell.runner.wait()
    restore.show_lines(_invented(shell))
    take("backups", restore)
    restore.reject()
    check = CheckDialog(shell, _report(shell), shell.window)
    take("check-data", check)
    check.reject()


def _invented(shell: Shell) -> Sequence[BackupLine]:
    now = shell.services.clock.now().astimezone().replace(
        year=shell.today.year, month=shell.today.month, day=shell.today.day, hour=14, minute=5
    )  # fmt: skip
    lines = []
    for number, hours in enumerate((0, 1, 3, 28, 52, 76, 100, 340, 700, 1500, 3000)):
        file = BackupFile(
            Path(f"backup-{number}"), now - timedelta(hours=hours), _REASONS[number % 4 if number else 0],
            2_400_000 - 150_000 * number, number in (1, 4),
        )  # fmt: skip
        lines.append(BackupLine(file, 128 - 9 * number))
    lines[7] = BackupLine(lines[7].file, None, "备份读不出来：数据文件已损坏。")
    return lines


def _report(shell: Shell) -> StoreReport:
    projects = shell.services.lists.projects()
    findings = (
        Finding(
            Gravity.MEND,
            f"项目 {projects[0].number} 人工认定了事项库里没有的 A99。",
            "请撤销这些认定，或换回原来的事项库。",
            projects[0].number,
            projects[0].name,
        ),
        Finding(
            Gravity.NOTE,
            f"项目 {projects[1].number} 第 2 版之后答案改了（涉河、占地面积），14 步的日期和发出时不同。",
            "要让企业手里的和现在一致，请重印，成为第 3 版。",
            projects[1].number,
            projects[1].name,
        ),
    )
    return StoreReport(len(projects), 12, findings)
