"""The ledger on the nine samples, to which something happened."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from gxq_desktop.app import Desk
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.ui.ledger.pictures import record_some
from gxq_desktop.ui.ledger.view import LedgerPage
from gxq_desktop.ui.shell import Shell
from tests.ui.conftest import TODAY

Settle = Callable[[], None]


@pytest.fixture(scope="session")
def sample_store(
    tmp_path_factory: pytest.TempPathFactory,
    sample_store: Path,
    loaded_catalogue: Catalogue,
    loaded_calendar: WorkCalendar,
) -> Path:
    """The samples' store with records and rows."""
    folder = tmp_path_factory.mktemp("recorded")
    shutil.copy(sample_store, folder)
    desk = Desk(folder, None, TODAY)
    desk.__dict__["catalogue"] = loaded_catalogue
    desk.__dict__["calendar"] = loaded_calendar
    record_some(desk, TODAY)
    desk.close()
    return folder / sample_store.name


@pytest.fixture
def settle(shell: Shell) -> Settle:
    """Wait for all that runs, and for what it starts."""

    def wait() -> None:
        window = shell.window
        page = window.page if window is not None else None
        if isinstance(page, LedgerPage) and page._made and page._typing.isActive():
            page._typing.stop()
            page._on_text()
        for _ in range(4):
            assert shell.runner.wait()
            QApplication.processEvents()

    return wait


@pytest.fixture
def page(with_samples: Shell, settle: Settle) -> LedgerPage:
    with_samples.open("ledger")
    settle()
    window = with_samples.window
    assert window is not None and isinstance(window.page, LedgerPage)
    return window.page
