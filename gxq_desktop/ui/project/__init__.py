"""The project's page: overview, items, schedule, obstacles."""

from gxq_desktop.ui.commands import Command
from gxq_desktop.ui.features import Feature, Place

_NOT_HERE = "先打开一个项目"
_NOT_SCHEDULE = "先打开项目的时间表"

FEATURE = Feature(
    places=(Place("project", "项目", "gxq_desktop.ui.project.view:ProjectPage", within="projects"),),
    commands=(
        Command("project.overview", "概览", "Alt+1", "项目", 20, "clipboard", unavailable=_NOT_HERE),
        Command("project.items", "事项", "Alt+2", "项目", 20, "clipboard_task", unavailable=_NOT_HERE),
        Command("project.schedule", "时间表", "Alt+3", "项目", 20, "gantt_chart", "甘特图 通排 倒排", _NOT_HERE),
        Command("project.obstacles", "障碍", "Alt+4", "项目", 20, "warning", unavailable=_NOT_HERE),
        Command("project.find", "在本表中找", "", "项目", 25, "filter", unavailable=_NOT_HERE),
        Command("items.override", "人工认定…", "", "项目", 30, "edit", "改判 适用 不适用", "先选中一个事项"),
        Command("schedule.why", "为什么是这一天", "F2", "项目", 40, "question_circle", unavailable=_NOT_SCHEDULE),
        Command("schedule.save", "写入计划", "Ctrl+S", "项目", 45, "save", unavailable="没有要写入的改动"),
        Command("schedule.keep", "存为方案乙", "", "项目", 45, "bookmark", unavailable="没有要保存的改动"),
        Command("schedule.forget", "删去方案乙", "", "项目", 45, "delete", unavailable="没有存过方案乙"),
        Command("schedule.drop", "放弃没写入的改动", "", "项目", 45, "arrow_reset", unavailable="没有没写入的改动"),
        Command("schedule.adopt", "采用最少的办法", "", "项目", 45, "lightbulb", unavailable="没有要补回的天数"),
        Command("schedule.day", "按日看", "", "视图", 30, unavailable=_NOT_SCHEDULE),
        Command("schedule.week", "按周看", "", "视图", 30, unavailable=_NOT_SCHEDULE),
        Command("schedule.month", "按月看", "", "视图", 30, unavailable=_NOT_SCHEDULE),
        Command("schedule.fit", "适合窗口", "", "视图", 30, "page_fit", unavailable=_NOT_SCHEDULE),
        Command("schedule.today", "回到今天", "", "视图", 30, "calendar_date", unavailable=_NOT_SCHEDULE),
        Command("obstacles.add", "登记障碍…", "", "项目", 50, "add", "卡点 堵点 杆线", _NOT_HERE),
        Command("obstacles.edit", "改障碍…", "", "项目", 50, "edit", unavailable="先选中一个障碍"),
        Command("obstacles.remove", "删去障碍", "", "项目", 50, "delete", unavailable="先选中一个障碍"),
    ),
    screenshots="gxq_desktop.ui.project.screenshots:take",
)
