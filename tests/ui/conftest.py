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


@pytest.fixture(scope="module", autouse=True)
def _collected_on_the_ui_thread() -> Iterator[None]:
    """As on the desk: a widget must not be collected by a pool thread (see garbage.py).

    What was there before the file (catalogue, modules) is not looked through after each of its tests.
    """
    gc.disable()
    gc.collect()
    gc.freeze()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _collected_after_each_test(_collected_on_the_ui_thread: None) -> Iterator[None]:
    """What this test and the one before left behind; the rest with the file."""
    yield
    gc.collect(1)


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
def store_file(request: pytest.FixtureRequest) -> Path:
    """The store to begin with, to be copied: empty unless `with_samples` is asked for."""
    found: Path = request.getfixturevalue("sample_store" if "with_samples" in request.fixturenames else "empty_store")
    return found


@pytest.fixture
def services(
    store_file: Path, tmp_path: Path, loaded_catalogue: Catalogue, loaded_calendar: WorkCalendar
) -> Iterator[Desk]:
    """Real services on a copy of `store_file` and of its evidence; today is Wednesday 2026-09-16."""
    (tmp_path / "data").mkdir()
    shutil.copy(store_file, tmp_path / "data")
    if (store_file.parent / "evidence").exists():
        shutil.copytree(store_file.parent / "evidence", tmp_path / "data" / "evidence")
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
