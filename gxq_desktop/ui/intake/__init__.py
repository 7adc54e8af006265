"""一窗接件: answers in, items out; 核对答案 before a project is opened; drafts."""

from gxq_desktop.ui.commands import Command
from gxq_desktop.ui.features import Feature, Place

_HERE = "只在接件时可用"

FEATURE = Feature(
    places=(Place("intake", "一窗接件", "gxq_desktop.ui.intake.view:IntakePage", within="projects"),),
    commands=(
        Command("intake.new", "新接件", "Ctrl+N", "文件", 10, "add", keywords="登记 接件 新建 项目"),
        Command(
            "intake.import", "从接件表导入…", "", "文件", 11, "arrow_import", keywords="Excel JSON PDF 打开 接件文件"
        ),
        Command("intake.template", "存为空白接件表…", "", "文件", 11, "document_table", keywords="Excel 模板 企业填写"),
        Command("intake.drafts", "没有做完的接件…", "", "文件", 11, "drafts", keywords="草稿 接着做"),
        Command("intake.next", "下一组", "Ctrl+Return", "办理", 10, unavailable=_HERE),
        Command("intake.previous", "上一组", "Ctrl+Shift+Return", "办理", 10, unavailable=_HERE),
        Command("intake.check", "核对答案", "Ctrl+Shift+K", "办理", 10, "checkmark_circle", unavailable=_HERE),
        Command("intake.unknown", "这一问不清楚", "Alt+U", "办理", 11, "question_circle", unavailable="先到一个问题里"),
        Command("intake.override", "改判这一项…", "Ctrl+M", "办理", 11, "edit", "人工认定", "先在清单里选一项"),
        Command("intake.basis", "为什么问、依据什么", "", "办理", 11, "book", "F1 法条", "先到一个问题里"),
        Command("intake.problem", "下一处要改的", "F8", "办理", 11, unavailable="没有要改的"),
        Command("intake.stash", "暂存退出", "", "办理", 12, "drafts", "草稿", _HERE),
        Command("intake.drop", "放弃这次接件…", "", "办理", 12, "delete", "草稿 删除", _HERE),
        Command("intake.edit", "修改答案…", "", "项目", 30, "edit", "接件 事实", "先打开一个项目"),
    ),
    start="gxq_desktop.ui.intake.start:start",
    screenshots="gxq_desktop.ui.intake.pictures:take_pictures",
)
