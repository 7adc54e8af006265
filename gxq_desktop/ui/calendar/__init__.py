"""日历: the working days of a year, announced or provisional; notices are taken in here."""

from gxq_desktop.ui.commands import Command
from gxq_desktop.ui.features import Feature, Place

FEATURE = Feature(
    places=(
        Place("calendar", "日历", "gxq_desktop.ui.calendar.view:CalendarPage", "calendar_ltr", "reference", order=6),
    ),
    commands=(
        Command(
            "calendar.import",
            "装入放假通知…",
            "",
            "工具",
            30,
            "arrow_import",
            "节假日 调休",
            unavailable="在日历页装入",
        ),
        Command("calendar.today", "回到今年", "", "视图", 40, "calendar_date", unavailable="在日历页可用"),
    ),
)
