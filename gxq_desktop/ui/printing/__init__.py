"""打印与移交: look at the real PDF page by page, choose, print, hand over; several projects at once."""

from gxq_desktop.ui.commands import Command
from gxq_desktop.ui.features import Feature, Place

_HERE = "只在打印与移交页可用"

FEATURE = Feature(
    places=(Place("printing", "打印与移交", "gxq_desktop.ui.printing.view:PrintingPage", within="projects"),),
    commands=(
        Command("print.open", "打印与移交…", "Ctrl+P", "文件", 40, "print", "打印 手册", unavailable="先打开一个项目"),
        Command("print.batch", "批量打印…", "", "文件", 40, "document_pdf", "多个项目"),
        Command("print.save", "存为 PDF…", "Ctrl+Shift+S", "文件", 41, "document_pdf", unavailable=_HERE),
        Command("print.view", "用系统程序打开", "", "文件", 41, "open", "预览", unavailable=_HERE),
        Command(
            "print.register", "登记移交，不打印…", "", "办理", 60, "clipboard_task", "签收 交接", unavailable=_HERE
        ),
        Command("print.ics", "导出手机日历…", "", "文件", 42, "calendar_ltr", "ics 提醒", unavailable=_HERE),
        Command("print.xlsx", "导出工作簿…", "", "文件", 42, "document_table", "xlsx Excel", unavailable=_HERE),
        Command("print.previous", "上一页", "PgUp", "视图", 41, "chevron_left", unavailable=_HERE),
        Command("print.next", "下一页", "PgDown", "视图", 41, "chevron_right", unavailable=_HERE),
        Command("print.go_to", "转到第几页", "Ctrl+G", "视图", 41, "number_symbol", unavailable=_HERE),
        Command("print.whole", "整页", "Ctrl+0", "视图", 42, "page_fit", unavailable=_HERE),
        Command("print.zoom_in", "放大页面", "Ctrl+=", "视图", 42, "zoom_in", unavailable=_HERE),
        Command("print.zoom_out", "缩小页面", "Ctrl+-", "视图", 42, "zoom_out", unavailable=_HERE),
    ),
    start="gxq_desktop.ui.printing.start:start",
    screenshots="gxq_desktop.ui.printing.pictures:take_pictures",
)
