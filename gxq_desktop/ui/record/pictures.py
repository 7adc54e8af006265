"""Pictures of recording, for `gxq-desktop screenshots`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QApplication

from gxq_desktop.application.record_event import RecordRequest, record_events
from gxq_desktop.application.record_fields import FieldName
from gxq_desktop.domain.case_states import EventKind, SuspensionCause
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui.record.start import open_record
from gxq_desktop.ui.shell import Shell


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
    fields[FieldName.ON].set_value(shell.today - timedelta(days=9))
    _settle(shell, dialog)
    take("record-refused", dialog)
    dialog.form.choose_kind(EventKind.CLEARED)
    dialog.form.fields[FieldName.ON].set_value(shell.today)
    _settle(shell, dialog)
    take("record-write-off", dialog)
    dialog.reject()


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
