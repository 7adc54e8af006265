"""The desk under test: a window on a real store in a temporary folder, on a fixed day."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from gxq_desktop.app import Desk
from gxq_desktop.application.plan_summaries import refresh_plans
from gxq_desktop.application.sample_projects import create_samples
from gxq_desktop.catalogue.calendar_files import load_calendar
from gxq_desktop.catalogue.catalogue_files import load_catalogue
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.paths import RESOURCES
from gxq_desktop.ui.desktop import make_shell
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.preferences import Preferences
from gxq_desktop.ui.shell import Shell

TODAY = date(2026, 9, 16)


@pytest.fixture(scope="session", autouse=True)
def _collected_on_the_ui_thread() -> Iterator[None]:
    """As on the desk: a widget must not be collected by a pool thread (see garbage.py)."""
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _collected_after_each_test() -> Iterator[None]:
    """What outlives a test (catalogue, modules) is not looked through again after each of the hundreds that follow."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def loaded_catalogue() -> Catalogue:
    return load_catalogue(RESOURCES / "catalogue")


@pytest.fixture(scope="session")
def loaded_calendar() -> WorkCalendar:
    return load_calendar(RESOURCES / "calendar")


@pytest.fixture(scope="session")
def sample_store(
    tmp_path_factory: pytest.TempPathFactory, loaded_catalogue: Catalogue, loaded_calendar: WorkCalendar
) -> Path:
    """A store's file with the nine sample projects and their summaries, to be copied."""
    desk = Desk(tmp_path_factory.mktemp("samples"), None, TODAY)
    desk.__dict__["catalogue"] = loaded_catalogue
    desk.__dict__["calendar"] = loaded_calendar
    create_samples(desk, lambda done, total: None)
    refresh_plans(desk, lambda done, total: None)
    desk.close()
    return desk.data_dir / "gxq.sqlite3"


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store, to be copied: its migrations run once."""
    desk = Desk(tmp_path_factory.mktemp("empty"), None, TODAY)
    with desk.unit_of_work():
        pass
    desk.close()
    return desk.data_dir / "gxq.sqlite3"


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the style sheet's images are, for all tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def services(
    request: pytest.FixtureRequest, tmp_path: Path, loaded_catalogue: Catalogue, loaded_calendar: WorkCalendar
) -> Iterator[Desk]:
    """Real services on a store, empty unless `with_samples` is asked for; today is Wednesday 2026-09-16."""
    (tmp_path / "data").mkdir()
    shutil.copy(
        request.getfixturevalue("sample_store" if "with_samples" in request.fixturenames else "empty_store"),
        tmp_path / "data",
    )
    desk = Desk(tmp_path / "data", None, TODAY)
    desk.__dict__["catalogue"] = loaded_catalogue
    desk.__dict__["calendar"] = loaded_calendar
    yield desk
    desk.close()


@pytest.fixture
def preferences(qapp: QApplication) -> Preferences:
    """Kept in memory, light, 100 %."""
    kept = Preferences(None)
    kept.set("look.theme", "light")
    return kept


@pytest.fixture
def window(qapp: QApplication, preferences: Preferences, services: Desk, cache_dir: Path) -> Iterator[MainWindow]:
    """The main window at 1440×900, services there, no page open yet."""
    shell, made = make_shell(preferences, cache_dir)
    made.resize(1440, 900)
    shell.set_services(services)
    made.show()
    yield made
    shell.runner.cancel_all()
    shell.undo_stack.setClean()
    made.hide()
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


@pytest.fixture
def shell(window: MainWindow) -> Shell:
    return window.shell


@pytest.fixture
def with_samples(window: MainWindow) -> Shell:
    """The shell, with the nine sample projects and their summaries in the store."""
    assert window.shell.runner.wait()
    return window.shell
