"""项目."""

from gxq_desktop.ui.features import Feature, Place

FEATURE = Feature(
    places=(Place("projects", "项目", "gxq_desktop.ui.projects.view:ProjectsPage", "folder", "work", order=2),)
)
