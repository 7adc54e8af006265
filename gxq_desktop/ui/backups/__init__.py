"""Backups in the background, the way back from one, and the check of the data."""

from gxq_desktop.ui.commands import Command
from gxq_desktop.ui.features import Feature

FEATURE = Feature(
    commands=(
        Command("backups.make", "立即备份", "", "工具", 40, "save", "保存 副本 U盘"),
        Command("backups.restore", "从备份恢复…", "", "工具", 40, "history", "还原 找回 副本"),
        Command("data.check", "检查数据…", "", "工具", 45, "shield_checkmark", "体检 损坏 修复 完整"),
    ),
    start="gxq_desktop.ui.backups.start:start",
    screenshots="gxq_desktop.ui.backups.pictures:take_pictures",
)
