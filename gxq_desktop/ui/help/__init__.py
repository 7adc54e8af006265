"""Help: keys (F1), the user guide opened for the current page, what a maintainer needs to know."""

from gxq_desktop.ui.commands import Command
from gxq_desktop.ui.features import Feature

FEATURE = Feature(
    commands=(
        Command("help.keys", "快捷键一览", "F1", "帮助", 10, "keyboard", "热键 按键"),
        Command("help.guide", "使用说明", "Shift+F1", "帮助", 10, "book", "帮助 手册 怎么用 教程"),
        Command("help.diagnostics", "复制诊断信息", "", "帮助", 90, "copy", "版本 报错 维护 环境"),
    ),
    start="gxq_desktop.ui.help.start:start",
    screenshots="gxq_desktop.ui.help.pictures:take_pictures",
)
