"""设置."""

from gxq_desktop.ui.features import Feature, Place

FEATURE = Feature(
    places=(Place("settings", "设置", "gxq_desktop.ui.settings.view:SettingsPage", "settings", "foot", order=9),)
)
