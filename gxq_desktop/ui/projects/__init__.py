"""项目: the list of all projects."""

from gxq_desktop.ui.commands import Command
from gxq_desktop.ui.features import Feature, Place

FEATURE = Feature(
    places=(Place("projects", "项目", "gxq_desktop.ui.projects.view:ProjectsPage", "folder", "work", order=2),),
    commands=(
        Command("projects.find", "在列表里找", "", "编辑", 60, "filter", unavailable="这个页面没有可以筛选的列表"),
    ),
)
