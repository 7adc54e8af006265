"""Pictures of the ledger on sample projects to which something happened, for `gxq-desktop screenshots`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QApplication

from gxq_desktop.application.ledger_listing import refresh_ledger
from gxq_desktop.application.ports import Services
from gxq_desktop.application.record_event import RecordRequest, record_events
from gxq_desktop.domain.case_states import EventKind, SuspensionCause
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui.ledger.batch_dialog import BatchDialog
from gxq_desktop.ui.ledger.view import LedgerPage
from gxq_desktop.ui.shell import Shell


def take_pictures(shell: Shell, take: Callable[..., None]) -> None:
    """The page as it opens, narrowed, ticked, with nothing found, and the batch dialog with what it refuses."""
    window = shell.window
    if window is None or not shell.services.lists.projects():
        return
    record_some(shell.services, shell.today)
    shell.open("ledger")
    page = window.page
    assert isinstance(page, LedgerPage)
    page.presenter.save_view("本周到期的机关事项")
    page.presenter.open_view("")
    _settle(shell)
    take("ledger")
    page.toggle_panel()
    stopped = next((entry for entry in page.model.rows if entry.line.row.left_when_stopped is not None), None)
    if stopped is not None:
        page.table.select_key(stopped.key)
    page.warning.hide()
    _settle(shell)
    take("ledger-row")
    page.toggle_panel()
    page.model.tick(entry for entry in page.model.rows if entry.line.row.accepted_on is not None)
    page.model.tick(page.model.rows[:2])
    _settle(shell)
    take("ledger-ticked")
    page.open_batch()
    for dialog in page.findChildren(BatchDialog):
        dialog.document.set_text("达高审批〔2026〕第 117 号")
        _settle(shell, 10)
        take("ledger-batch", dialog)
        dialog.close()
    page.model.untick_all()
    page.presenter.change(text="没有这样的事项")
    _settle(shell)
    take("ledger-nothing")
    page.presenter.clear()
    _settle(shell)


def record_some(services: Services, today: date) -> None:
    """Let something happen to the samples: accepted, late, stopped, waiting for papers, nearly due, written off."""
    day = _working_days_before(services, today)
    numbers = [line.number for line in services.lists.projects()]

    def note(place: int, *requests: RecordRequest) -> bool:
        try:
            record_events(numbers[place % len(numbers)], requests, services)
        except DomainError:  # a sample without this item, or a day on which it cannot be
            return False
        return True

    for place, (code, ago) in enumerate((("A01", 12), ("A07", 6), ("A23", 4), ("A21", 3), ("A17", 18), ("A09", 2))):
        for sample in (place, place + 4):
            note(sample, RecordRequest(code, EventKind.ACCEPTED, day(ago)))
    for sample in (1, 5):
        note(
            sample,
            RecordRequest("A05", EventKind.ACCEPTED, day(8)),
            RecordRequest("A05", EventKind.SUSPENDED, day(3), reason=SuspensionCause.EXPERT_REVIEW),
        )
    note(
        2,
        RecordRequest("A26", EventKind.SUBMITTED, day(6)),
        RecordRequest("A26", EventKind.NOTICED, day(4), note="缺设计单位资质证书"),
    )
    for sample in (3, 8):
        note(
            sample,
            RecordRequest("B01", EventKind.READY, day(3), late_reason="企业材料不齐"),
            RecordRequest("B01", EventKind.CLEARED, day(2), document=f"收件〔2026〕{sample:04d} 号"),
        )
    promised = today + timedelta(days=2)
    lacking = RecordRequest("A16", EventKind.PROVISIONAL, day(5), note="缺公示截图", until=promised)
    next((place for place in range(len(numbers)) if note(place, lacking)), None)
    for code in ("B01", "B02", "B20"):
        note(1, RecordRequest(code, EventKind.READY, day(2)))
    refresh_ledger(services)


def _working_days_before(services: Services, today: date) -> Callable[[int], date]:
    calendar = services.calendar

    def day(count: int) -> date:
        found = today
        while count or not calendar.is_working(found):
            found -= timedelta(days=1)
            count -= calendar.is_working(found)
        return found

    return day


def _settle(shell: Shell, rounds: int = 4) -> None:
    import time

    for _ in range(rounds):
        shell.runner.wait()
        QApplication.processEvents()
        if rounds > 4:
            time.sleep(0.05)
