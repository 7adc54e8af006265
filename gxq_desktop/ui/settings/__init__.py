"""设置: look, the bureau, the staff, shortcuts, the data, about."""

from gxq_desktop.ui.commands import Command
from gxq_desktop.ui.features import Feature, Place

FEATURE = Feature(
    places=(Place("settings", "设置", "gxq_desktop.ui.settings.view:SettingsPage", "settings", "foot", order=9),),
    commands=(
        Command("look.light", "浅色", "", "视图", 30, keywords="主题 外观 明亮", checkable=True),
        Command("look.dark", "深色", "", "视图", 30, keywords="主题 外观 夜间", checkable=True),
        Command("look.system", "跟随系统", "", "视图", 30, keywords="主题 外观", checkable=True),
        Command("look.contrast", "高对比", "", "视图", 30, keywords="主题 外观 无障碍", checkable=True),
        Command(
            "look.larger", "放大文字", "Ctrl+Alt+=", "视图", 35, "zoom_in", keywords="字号 缩放", unavailable="已经最大"
        ),
        Command(
            "look.smaller",
            "缩小文字",
            "Ctrl+Alt+-",
            "视图",
            35,
            "zoom_out",
            keywords="字号 缩放",
            unavailable="已经最小",
        ),
        Command("look.normal", "文字恢复 100%", "Ctrl+Alt+0", "视图", 35, keywords="字号 缩放"),
    ),
    start="gxq_desktop.ui.settings.look:start",
)
