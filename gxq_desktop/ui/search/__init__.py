"""Search (Ctrl+K) and commands (Ctrl+Shift+P): one window, two questions."""

from gxq_desktop.ui.commands import Command
from gxq_desktop.ui.features import Feature

FEATURE = Feature(
    commands=(
        Command("search.open", "搜索…", "Ctrl+K", "编辑", 50, "search", "查找 找 项目 企业 事项 材料 拼音"),
        Command("search.commands", "找命令…", "Ctrl+Shift+P", "帮助", 15, "apps_list", "操作 动作 面板 命令面板"),
    ),
    start="gxq_desktop.ui.search.start:start",
)
