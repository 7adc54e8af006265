"""Pictures of the project's page and its dialogs on the samples, for `gxq-desktop screenshots`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from gxq_desktop.application.project_items import item_reason
from gxq_desktop.ui.project.schedule.axis import Zoom
from gxq_desktop.ui.project.view import ProjectPage
from gxq_desktop.ui.shell import Shell

WITH_OBSTACLE = "二期扩能"
SHORT = "川东算力"
"""Parts of the names of the samples shown: one with an obstacle, one that misses its target."""


def take(shell: Shell, picture: Callable[..., None]) -> None:
    """Show every tab, what it can do, and its dialogs; PICTURE(name, widget=None) writes one."""
    numbers = {line.name: line.number for line in shell.services.lists.projects()}
    missed = next((number for name, number in numbers.items() if SHORT in name), "")
    blocked = next((number for name, number in numbers.items() if WITH_OBSTACLE in name), "")
    for number, name in ((blocked, "obstacle"), (missed, "missed")):
        if number:
            shell.open("project", number=number, tab="overview")
            picture(f"project-overview-{name}")
    if not missed:
        return
    page = _page(shell)
    shell.open("project", number=missed, tab="items", step="A27")
    picture("project-items")
    loaded = page.presenter.current
    if loaded is not None:
        dialog = page.items.override_dialog(item_reason(loaded.desk, "A27"))
        picture("project-override", dialog)
        dialog.save.click()
        picture("project-override-fault", dialog)
        dialog.close()
    schedule = page.schedule
    shell.open("project", number=missed, tab="schedule")
    shell.runner.wait()
    schedule.schedule.seek_now()
    picture("project-schedule")
    schedule.go_to("A23")
    schedule.show_why()
    picture("project-schedule-why")
    schedule.why.put_away()
    schedule.schedule.seek_now()
    shell.runner.wait()
    schedule.adopt()
    picture("project-schedule-levers")
    schedule.chart.set_zoom(Zoom.MONTH)
    picture("project-schedule-month")
    schedule.chart.fit()
    picture("project-schedule-fit")
    schedule.chart.set_zoom(Zoom.WEEK)
    schedule.schedule.drop()
    shell.runner.wait()
    if blocked:
        shell.open("project", number=blocked, tab="obstacles")
        picture("project-obstacles")
        QApplication.processEvents()
        dialog2 = page.obstacles.dialog("O1")
        picture("project-obstacle", dialog2)
        dialog2.close()
    shell.open("project", number=missed, tab="obstacles")
    picture("project-obstacles-empty")
    shell.undo_stack.clear()


def _page(shell: Shell) -> ProjectPage:
    page = shell.window.page if shell.window is not None else None
    assert isinstance(page, ProjectPage)
    return page
