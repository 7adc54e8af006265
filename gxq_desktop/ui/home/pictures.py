"""Pictures of 工作台 once something was recorded, for `gxq-desktop screenshots`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from gxq_desktop.application.plan_summaries import refresh_plans
from gxq_desktop.application.today import Sign, TodayFilter
from gxq_desktop.ui.home.view import HomePage
from gxq_desktop.ui.ledger.pictures import record_some
from gxq_desktop.ui.shell import Shell


def take_pictures(shell: Shell, take: Callable[..., None]) -> None:
    """The page with warnings, with an accepted item explained, and by what waits for the enterprise."""
    window = shell.window
    if window is None or not shell.services.lists.projects():
        return
    record_some(shell.services, shell.today)
    refresh_plans(shell.services, lambda done, total: None)
    shell.open("home")
    page = window.page
    assert isinstance(page, HomePage)
    _settle(shell)
    page.presenter.look_for_news()
    _settle(shell)
    take("home-warned")
    if page.warning is not None:
        page.warning.hide()
    running = next((row for row in page.model.rows if row.accepted_on and row.sign is not Sign.OVERDUE), None)
    if running is not None:
        page.table.select_key(running.id)
    _settle(shell)
    take("home-item")
    for asked in (TodayFilter.ENTERPRISE, TodayFilter.STOPPED):
        page.open(filter=asked)
        _settle(shell)
        take(f"home-{asked.value}")
    page.open(filter=TodayFilter.ALL)
    _settle(shell)


def _settle(shell: Shell) -> None:
    shell.runner.wait()
    for _ in range(3):
        QApplication.processEvents()
    shell.runner.wait()
    QApplication.processEvents()
