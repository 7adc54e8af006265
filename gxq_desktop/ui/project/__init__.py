"""The project's page: overview, items, schedule, materials, records, consultations, obstacles, editions; checking a paper."""

from gxq_desktop.ui.commands import Command
from gxq_desktop.ui.features import Feature, Place

_NOT_HERE = "先打开一个项目"
_NOT_SCHEDULE = "先打开项目的时间表"
_NO_QUESTION = "先选中一条咨询"
_NO_RECORD = "先选中一条办理记录"
_NO_EDITION = "先选中一版手册"

FEATURE = Feature(
    places=(Place("project", "项目", "gxq_desktop.ui.project.view:ProjectPage", within="projects"),),
    commands=(
        Command("project.overview", "概览", "Alt+1", "项目", 20, "clipboard", unavailable=_NOT_HERE),
        Command("project.items", "事项", "Alt+2", "项目", 20, "clipboard_task", unavailable=_NOT_HERE),
        Command("project.schedule", "时间表", "Alt+3", "项目", 20, "gantt_chart", "甘特图 通排 倒排", _NOT_HERE),
        Command("project.materials", "材料", "Alt+4", "项目", 20, "document", "清单 带什么", _NOT_HERE),
        Command("project.records", "办理记录", "Alt+5", "项目", 20, "history", "流水 更正 证据", _NOT_HERE),
        Command("project.consultations", "咨询", "Alt+6", "项目", 20, "comment", "问题 答复", _NOT_HERE),
        Command("project.obstacles", "障碍", "Alt+7", "项目", 20, "warning", unavailable=_NOT_HERE),
        Command("project.editions", "版本", "Alt+8", "项目", 20, "document_pdf", "手册 重出 变更", _NOT_HERE),
        Command("project.find", "在本表中找", "", "项目", 25, "filter", unavailable=_NOT_HERE),
        Command("items.override", "人工认定…", "", "项目", 30, "edit", "改判 适用 不适用", "先选中一个事项"),
        Command("schedule.why", "为什么是这一天", "F2", "项目", 40, "question_circle", unavailable=_NOT_SCHEDULE),
        Command("schedule.save", "写入计划", "Ctrl+S", "项目", 45, "save", unavailable="没有要写入的改动"),
        Command("schedule.fix", "约定日期、改工期…", "F4", "项目", 40, "pin", "固定日期 不早于 不晚于", _NOT_SCHEDULE),
        Command("schedule.keep", "存为方案", "", "项目", 45, "bookmark", "方案乙 另存", "没有要保存的改动"),
        Command("schedule.compare", "比较方案…", "", "项目", 45, "table", "方案乙 改名 并排", "没有存过别的方案"),
        Command("schedule.forget", "删去方案", "", "项目", 45, "delete", "方案乙", "没有存过别的方案"),
        Command("schedule.drop", "放弃没写入的改动", "", "项目", 45, "arrow_reset", unavailable="没有没写入的改动"),
        Command("schedule.adopt", "采用最少的办法", "", "项目", 45, "lightbulb", unavailable="没有要补回的天数"),
        Command("schedule.day", "按日看", "", "视图", 30, unavailable=_NOT_SCHEDULE),
        Command("schedule.week", "按周看", "", "视图", 30, unavailable=_NOT_SCHEDULE),
        Command("schedule.month", "按月看", "", "视图", 30, unavailable=_NOT_SCHEDULE),
        Command("schedule.fit", "适合窗口", "", "视图", 30, "page_fit", unavailable=_NOT_SCHEDULE),
        Command("schedule.today", "回到今天", "", "视图", 30, "calendar_date", unavailable=_NOT_SCHEDULE),
        Command("materials.received", "收到材料", "", "办理", 40, "checkmark", "勾选 收件", "先选中一份没收到的材料"),
        Command("materials.print", "印材料清单…", "", "文件", 43, "print", "带什么 核对", _NOT_HERE),
        Command("records.open", "打开证据", "", "办理", 40, "open", "附件 扫描件", "这条记录没有证据文件"),
        Command("records.correct", "更正记录…", "", "办理", 40, "edit", "改错 误记", _NO_RECORD),
        Command("records.take_back", "撤销这次记录", "", "办理", 40, "arrow_undo", "当日撤销 误记", _NO_RECORD),
        Command("consult.new", "记一条咨询…", "Ctrl+Shift+Q", "办理", 50, "comment", "企业问 答疑", _NOT_HERE),
        Command("consult.answer", "答复咨询…", "", "办理", 50, "edit", "回答", _NO_QUESTION),
        Command("consult.correct", "更正咨询…", "", "办理", 50, "edit", unavailable=_NO_QUESTION),
        Command(
            "consult.publish", "咨询可公开／不再公开", "", "办理", 50, "people", "常见问题", "先选中一条答过的咨询"
        ),
        Command("consult.remove", "删去咨询", "", "办理", 50, "delete", unavailable="只能删去今天记的咨询"),
        Command("obstacles.add", "登记障碍…", "", "项目", 50, "add", "卡点 堵点 杆线", _NOT_HERE),
        Command("obstacles.edit", "改障碍…", "", "项目", 50, "edit", unavailable="先选中一个障碍"),
        Command("obstacles.remove", "删去障碍", "", "项目", 50, "delete", unavailable="先选中一个障碍"),
        Command("editions.open", "打开这一版的纸", "", "项目", 60, "open", "重印 存档 PDF", _NO_EDITION),
        Command("editions.print", "重印这一版…", "", "项目", 60, "print", "补印", _NO_EDITION),
        Command("editions.reissue", "重出手册…", "", "项目", 60, "document_pdf", "重发 变更单 新版", "还没有发过手册"),
        Command("editions.as_of", "看过去某一天…", "", "项目", 60, "history", "当日的计划 倒查", _NOT_HERE),
        Command("paper.verify", "核验纸面…", "", "工具", 30, "shield_checkmark", "校验码 验纸 真伪 旧版"),
    ),
    start="gxq_desktop.ui.project.start:start",
    screenshots="gxq_desktop.ui.project.screenshots:take",
)
