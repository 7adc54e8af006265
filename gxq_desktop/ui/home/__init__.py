"""工作台: what must be done now."""

from gxq_desktop.ui.commands import Command
from gxq_desktop.ui.features import Feature, Place

FEATURE = Feature(
    places=(Place("home", "工作台", "gxq_desktop.ui.home.view:HomePage", "board", "work", order=1),),
    commands=(
        Command("home.act", "做下一步", "", "办理", 20, unavailable="在工作台选一行"),
        Command("home.open_project", "打开这个项目", "Ctrl+O", "项目", 10, "open", unavailable="先选一个项目"),
        Command("samples.create", "建示例项目", "", "工具", 70, "apps_list", keywords="样例 演示"),
        Command("samples.remove", "删去示例项目…", "", "工具", 70, "delete", keywords="样例 演示"),
    ),
    start="gxq_desktop.ui.home.samples:start",
    screenshots="gxq_desktop.ui.home.pictures:take_pictures",
)
