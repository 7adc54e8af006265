"""日历."""

from gxq_desktop.ui.features import Feature, Place

FEATURE = Feature(
    places=(
        Place("calendar", "日历", "gxq_desktop.ui.calendar.view:CalendarPage", "calendar_ltr", "reference", order=6),
    )
)
