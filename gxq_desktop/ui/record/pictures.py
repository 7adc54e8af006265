"""Pictures of recording, for `gxq-desktop screenshots`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QApplication

from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.record_event import RecordRequest, journal_of, record_events
from gxq_desktop.application.record_fields import FieldName
from gxq_desktop.application.staff import Person, choose_operator, new_person_id, save_person
from gxq_desktop.domain.case_states import EventKind, SuspensionCause
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui.record.start import open_correction, open_record, open_write_off
from gxq_desktop.ui.settings.view import SettingsPage
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.staff.operator import OperatorDialog, remember_operator


def take_pictures(shell: Shell, take: Callable[..., None]) -> None:
    """The dialogs on the first sample: choosing, a clock that is to stop, a day that is refused."""
    lines = shell.services.lists.projects()
    if not lines or shell.window is None:
        return
    number = lines[-1].number
    _accepted(shell, number, "A09")
    picking = open_record(shell, number)
    shell.runner.wait()
    take("record-choose", picking)
    picking.reject()
    dialog = open_record(shell, number, ("A09",))
    shell.runner.wait()
    dialog.form.choose_kind(EventKind.SUSPENDED)
    fields = dialog.form.fields
    fields[FieldName.REASON].set_value(SuspensionCause.EXPERT_REVIEW.value)
    fields[FieldName.UNTIL].set_value(shell.today + timedelta(days=6))
    fields[FieldName.DOCUMENT].set_value("达高审水评告〔2026〕第 41 号")
    _settle(shell, dialog)
    take("record", dialog)
    fields[FieldName.UNTIL].set_value(shell.today + timedelta(days=300))
    _settle(shell, dialog)
    take("record-slips", dialog)
    fields[FieldName.ON].set_value(shell.today - timedelta(days=9))
    _settle(shell, dialog)
    take("record-refused", dialog)
    dialog.form.choose_kind(EventKind.CLEARED)
    dialog.form.fields[FieldName.ON].set_value(shell.today)
    _settle(shell, dialog)
    take("record-write-off", dialog)
    dialog.reject()
    _take_numbers(shell, number, take)
    _take_correction(shell, number, take)
    _take_staff(shell, take)


def _take_numbers(shell: Shell, number: str, take: Callable[..., None]) -> None:
    """Numbers typed back: some can be written off, one not yet, one that does not exist."""
    issue_edition(number, shell.services)
    numbers = open_write_off(shell, number)
    shell.runner.wait()
    numbers.numbers.set_text("1 2 3、7 120")
    numbers.form.fields[FieldName.DOCUMENT].set_value("窗口核验单 2026-09")
    _settle(shell, numbers)
    take("record-numbers", numbers)
    numbers.reject()


def _take_correction(shell: Shell, number: str, take: Callable[..., None]) -> None:
    standing = [event for event in journal_of(number, shell.services).events if event.superseded_on is None]
    correction = open_correction(shell, number, standing[0].number)
    shell.runner.wait()
    correction.fields[FieldName.ON].set_value(standing[0].on - timedelta(days=4))
    correction.why.set_value("受理通知书上的日期是 09-10，登记时看错了行")
    _settle(shell, correction)
    take("record-correction", correction)
    correction.reject()


def _take_staff(shell: Shell, take: Callable[..., None]) -> None:
    people = (
        Person(new_person_id(), "李晓岚", "综合窗口 2", "0818-3330102", ("窗口人员", "帮办员")),
        Person(new_person_id(), "张琳", "行政审批局", "", ("科长",)),
        Person(new_person_id(), "何敏", "综合窗口 1", "", ("窗口人员",), active=False),
    )
    for person in people:
        save_person(person, shell.services)
    choose_operator(people[0].id, shell.services)
    remember_operator(shell, people[0])
    shell.open("settings", section="staff")
    take("settings-staff")
    page = shell.window.page if shell.window is not None else None
    section = page.section("staff") if isinstance(page, SettingsPage) else None
    if section is not None:
        asked = section.ask_person(None)
        take("staff-person", asked)
        asked.reject()
    chooser = OperatorDialog(shell, shell.window)
    take("staff-operator", chooser)
    chooser.reject()


def _accepted(shell: Shell, number: str, step: str) -> None:
    """So that there is something to stop; nothing if it was recorded already."""
    try:
        on = shell.today - timedelta(days=2)
        record_events(number, (RecordRequest(step, EventKind.ACCEPTED, on),), shell.services)
    except DomainError:
        return
    shell.project_changed.emit(number)


def _settle(shell: Shell, dialog: object) -> None:
    """The preview, without waiting for its pause."""
    dialog.preview()  # type: ignore[attr-defined]
    shell.runner.wait()
    QApplication.processEvents()
