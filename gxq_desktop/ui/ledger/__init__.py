"""台账: every open promise over all projects, soonest due first."""

from gxq_desktop.ui.commands import Command
from gxq_desktop.ui.features import Feature, Place

_HERE = "只在台账页可用"
_NO_ROW = "先在台账里选一行"
_NO_TICK = "先在台账里勾选事项"

FEATURE = Feature(
    places=(Place("ledger", "台账", "gxq_desktop.ui.ledger.view:LedgerPage", "grid", "work", order=3),),
    commands=(
        Command("ledger.find", "在台账里找", "", "编辑", 60, "filter", unavailable=_HERE),
        Command("ledger.project", "只看这个项目", "Ctrl+J", "视图", 50, "folder", "筛选 台账", _NO_ROW),
        Command("ledger.clear", "清除台账的筛选", "", "视图", 50, "dismiss", unavailable=_HERE),
        Command("ledger.save_view", "存为视图…", "", "视图", 51, "bookmark", "筛选 台账", _HERE),
        Command("ledger.rename_view", "给视图改名…", "", "视图", 51, "edit", "台账", _HERE),
        Command("ledger.delete_view", "删去视图", "", "视图", 51, "delete", "台账", _HERE),
        Command("ledger.default_view", "打开台账时用这个视图", "", "视图", 51, "pin", "默认", _HERE),
        Command("ledger.export", "导出台账 Excel…", "Ctrl+E", "文件", 42, "arrow_download", "xlsx 表格 导出", _HERE),
        Command("ledger.tick_all", "勾选列出的事项", "Ctrl+Shift+A", "编辑", 30, "checkmark", "全选", _HERE),
        Command("ledger.tick_none", "取消全部勾选", "", "编辑", 30, "dismiss", unavailable=_NO_TICK),
        Command(
            "ledger.batch", "批量登记…", "Ctrl+Shift+E", "办理", 30, "checkmark_circle", "办结 销账 受理 送达", _NO_TICK
        ),
    ),
    screenshots="gxq_desktop.ui.ledger.pictures:take_pictures",
)
