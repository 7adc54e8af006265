"""What the record dialog asks and does; no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from gxq_desktop.application.desk_lists import ProjectLine
from gxq_desktop.application.record_desk import RecordDesk, open_record_desk
from gxq_desktop.application.record_event import Recorded, RecordRequest, operator_of, record_events
from gxq_desktop.application.record_fields import Option
from gxq_desktop.application.record_preview import RecordPreview, preview_record
from gxq_desktop.application.staff import active_staff, operator_name
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.ui.record.undo import RecordCommand
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

OFFICER = "officer.name"
"""The preference that holds the name used while nobody was chosen to work at this desk."""


@frozen
class Opened:
    """A project to record, and who may do it. person: the name filled in at first; person_note: why that one, "" if it is who
    works at this desk."""

    desk: RecordDesk
    people: tuple[Option, ...]
    person: str
    person_note: str = ""


class RecordPresenter(QObject):
    """listed(lines): all projects. loaded(Opened); refused(Exception): it could not be opened. previewed(RecordPreview);
    preview_refused(DomainError): what is asked for cannot be recorded. saved(Recorded); save_refused(Exception): nothing was
    kept."""

    listed = Signal(object)
    loaded = Signal(object)
    refused = Signal(object)
    previewed = Signal(object)
    preview_refused = Signal(object)
    saved = Signal(object)
    save_refused = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()  # no parent: it outlives its dialog while an answer is still to come
        self._shell = shell
        self._asked: tuple[RecordRequest, ...] = ()
        self._key = f"record.preview.{id(self)}"
        self.number = ""
        self.is_saving = False

    def list_projects(self) -> None:
        """Read the projects to choose from."""
        services = self._shell.services
        self._shell.runner.latest(
            f"{self._key}.list",
            lambda report: services.lists.projects(),
            done=self._on_listed,
            failed=self._on_load_failed,
            foreground=False,
        )

    @Slot(object)
    def _on_listed(self, lines: Sequence[ProjectLine]) -> None:
        self.listed.emit(lines)

    def load(self, number: str) -> None:
        """Open project NUMBER."""
        self.number = number
        services, officer = self._shell.services, str(self._shell.preferences.get(OFFICER, ""))

        def work(report: Report) -> Opened:
            return open_for_recording(number, officer, services)

        self._shell.runner.latest(
            f"{self._key}.load", work, done=self._on_loaded, failed=self._on_load_failed, foreground=False
        )

    @Slot(object)
    def _on_loaded(self, opened: Opened) -> None:
        self.loaded.emit(opened)

    @Slot(object)
    def _on_load_failed(self, error: Exception) -> None:
        self.refused.emit(error)

    def preview(self, requests: Sequence[RecordRequest]) -> None:
        """Ask what REQUESTS would do; only the last question is answered."""
        asked, number, services = tuple(requests), self.number, self._shell.services
        self._asked = asked

        def work(report: Report) -> tuple[tuple[RecordRequest, ...], RecordPreview]:
            return asked, preview_record(number, asked, services)

        def failed(error: Exception) -> None:
            self._on_preview_failed(asked, error)

        self._shell.runner.latest(self._key, work, done=self._on_previewed, failed=failed, foreground=False)

    def forget_preview(self) -> None:
        """What was asked is not wanted any more."""
        self._asked = ()

    @Slot(object)
    def _on_previewed(self, found: tuple[tuple[RecordRequest, ...], RecordPreview]) -> None:
        if found[0] == self._asked:
            self.previewed.emit(found[1])

    def _on_preview_failed(self, asked: tuple[RecordRequest, ...], error: Exception) -> None:
        if asked != self._asked:
            return
        if isinstance(error, DomainError):
            self.preview_refused.emit(error)
        else:
            self._shell.show_error(error, "看不出影响")

    def save(self, requests: Sequence[RecordRequest], text: str) -> None:
        """Record REQUESTS. TEXT: the step in the menu (“登记 A09 受理”)."""
        if self.is_saving:
            return
        self.is_saving = True
        asked, number, services = tuple(requests), self.number, self._shell.services
        self.forget_preview()

        def work(report: Report) -> Recorded:
            return record_events(number, asked, services)

        def done(recorded: Recorded) -> None:
            self.is_saving = False
            self._shell.undo_stack.push(RecordCommand(self._shell, number, asked, recorded.action, text))
            self.saved.emit(recorded)
            self._shell.project_changed.emit(number)
            self._shell.say(f"已{text}", undo=True)

        self._shell.runner.start(
            work,
            done=done,
            failed=self._on_save_failed,
            title="正在登记",
            cancel_means="取消后这一条没有登记，已有的记录不动。",
        )

    def _on_save_failed(self, error: Any) -> None:
        self.is_saving = False
        self.save_refused.emit(error)


def open_for_recording(number: str, officer: str, services: Any) -> Opened:
    """Project NUMBER with the staff. OFFICER: the name where nobody was chosen for this desk. Raises DomainError, StoreError."""
    desk = open_record_desk(number, services)
    people = tuple(Option(person.name, person.told) for person in active_staff(services))
    here = operator_name(services)
    if here:
        return Opened(desk, people, here)
    note = "本机办件人还没有选：办理 → 换本机办件人"
    return Opened(desk, people, officer or operator_of(desk.ledger.project), note)
