"""登记办理情况: record what happened, see the cost first; type numbers back from paper; correct later; who is on the staff."""

from gxq_desktop.ui.commands import Command
from gxq_desktop.ui.features import Feature

FEATURE = Feature(
    commands=(
        Command(
            "record.event",
            "登记办理情况…",
            "Ctrl+R",
            "办理",
            30,
            "clipboard_task",
            "受理 补正 停钟 中止 办结 送达 销账",
        ),
        Command("record.numbers", "回填销号…", "Ctrl+Shift+R", "办理", 30, "number_symbol", "上墙图 编号 销账 3 7 12"),
        Command("record.operator", "换本机办件人…", "", "办理", 70, "person", "经办人 值班 人员"),
    ),
    start="gxq_desktop.ui.record.start:start",
    screenshots="gxq_desktop.ui.record.pictures:take_pictures",
)
