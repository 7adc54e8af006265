"""工作台."""

from gxq_desktop.ui.features import Feature, Place

FEATURE = Feature(places=(Place("home", "工作台", "gxq_desktop.ui.home.view:HomePage", "board", "work", order=1),))
