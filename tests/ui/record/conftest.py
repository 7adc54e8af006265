"""Recording on a real store: the first sample, its A09 accepted on Monday; today is Wednesday 2026-09-16."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog

from gxq_desktop.app import Desk
from gxq_desktop.application.record_event import RecordRequest, journal_of, record_event
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.case_states import EventKind, MissedReason
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.ledger import CaseEvent
from gxq_desktop.ui.record.dialog import RecordDialog
from gxq_desktop.ui.record.start import open_record
from gxq_desktop.ui.shell import Shell
from tests.ui.conftest import TODAY

MONDAY = date(2026, 9, 14)


@pytest.fixture(scope="session")
def accepted_store(
    tmp_path_factory: pytest.TempPathFactory,
    sample_store: Path,
    loaded_catalogue: Catalogue,
    loaded_calendar: WorkCalendar,
) -> tuple[Path, str]:
    """The samples' store in which A09 of the first was accepted on Monday, and that sample's number."""
    folder = tmp_path_factory.mktemp("accepted")
    shutil.copy(sample_store, folder)
    desk = Desk(folder, None, TODAY)
    desk.__dict__["catalogue"] = loaded_catalogue
    desk.__dict__["calendar"] = loaded_calendar
    found = str(min(line.number for line in desk.lists.projects()))
    request = RecordRequest("A09", EventKind.ACCEPTED, MONDAY, person="何敏", late_reason=MissedReason.OTHER)
    record_event(found, request, desk)
    desk.close()
    return folder / sample_store.name, found


@pytest.fixture
def store_file(request: pytest.FixtureRequest, store_file: Path) -> Path:
    """With A09 accepted for a test that asks for `number`."""
    if "number" not in request.fixturenames:
        return store_file
    found: Path = request.getfixturevalue("accepted_store")[0]
    return found


@pytest.fixture
def number(with_samples: Shell, accepted_store: tuple[Path, str]) -> str:
    """A sample with A09 accepted on Monday."""
    return accepted_store[1]


@pytest.fixture
def events(shell: Shell, number: str) -> Callable[[], tuple[CaseEvent, ...]]:
    """Everything recorded so far, after what is under way."""

    def read() -> tuple[CaseEvent, ...]:
        assert shell.runner.wait()
        return journal_of(number, shell.services).events

    return read


@pytest.fixture
def opened(shell: Shell, number: str) -> Iterator[Callable[..., RecordDialog]]:
    """Opens the dialog on steps, loaded, with its first preview there."""
    made: list[QDialog] = []

    def open_on(*steps: str, on: str = "") -> RecordDialog:
        dialog = open_record(shell, on or number, steps)
        made.append(dialog)
        settle(shell, dialog)
        return dialog

    yield open_on
    shell.runner.wait()
    for dialog in made:
        try:
            dialog.close()
        except RuntimeError:  # closed and gone
            continue
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle(shell: Shell, dialog: Any) -> None:
    """What is loading comes, and the preview that was to come in a moment."""
    assert shell.runner.wait()
    QCoreApplication.processEvents()
    if dialog._timer.isActive():
        dialog._timer.stop()
        dialog.preview()
    assert shell.runner.wait()
    QCoreApplication.processEvents()
