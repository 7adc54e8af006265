"""Joins the layers: the one module that knows them all. `main` is the program's entry point."""

from __future__ import annotations

import gc
import importlib
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.paths import RESOURCES, default_data_dir

if TYPE_CHECKING:
    from gxq_desktop.application.bureau import BureauDetails
    from gxq_desktop.application.desk_lists import DeskLists
    from gxq_desktop.application.ledger_rows import LedgerLists
    from gxq_desktop.application.pinyin_match import Readings
    from gxq_desktop.application.ports import (
        Backups,
        CompanionMaker,
        EvidenceFiles,
        PaperMaker,
        Report,
        Services,
        StoreCheck,
        UnitOfWork,
    )
    from gxq_desktop.application.today_lists import TodayLists
    from gxq_desktop.domain.calendar import WorkCalendar
    from gxq_desktop.domain.catalogue import Catalogue
    from gxq_desktop.store.engine import Store


class SystemClock:
    """The day and the moment of this computer; a fixed day where one was given (--today), for rehearsals and tests."""

    def __init__(self, fixed: date | None = None) -> None:
        self._fixed = fixed

    def today(self) -> date:
        return self._fixed or datetime.now().astimezone().date()

    def now(self) -> datetime:
        return datetime.now(UTC)


class Desk:
    """Everything a command may need, each made when first asked for, since most commands need few of them.

    data_dir: the user's data folder. database: a path or URL; GXQ_DATABASE_URL, else data_dir/gxq.sqlite3, if None.
    """

    def __init__(self, data_dir: Path | None = None, database: str | None = None, today: date | None = None) -> None:
        self.data_dir = data_dir or default_data_dir()
        self.clock = SystemClock(today)
        self._database = database or os.environ.get("GXQ_DATABASE_URL") or str(self.data_dir / "gxq.sqlite3")

    @cached_property
    def catalogue(self) -> Catalogue:
        from gxq_desktop.application.bureau import read_bureau, with_bureau
        from gxq_desktop.catalogue.catalogue_files import load_catalogue

        shipped = load_catalogue(RESOURCES / "catalogue", cache_dir=self.data_dir / "cache")
        bureau = read_bureau(self._bureau_file)
        return shipped if bureau is None else with_bureau(shipped, bureau)

    @property
    def _bureau_file(self) -> Path:
        return self.data_dir / "bureau.json"

    @property
    def bureau(self) -> BureauDetails | None:
        from gxq_desktop.application.bureau import read_bureau

        return read_bureau(self._bureau_file)

    def set_bureau(self, details: BureauDetails) -> None:
        from gxq_desktop.application.bureau import write_bureau

        write_bureau(self._bureau_file, details)
        self.__dict__.pop("catalogue", None)

    @property
    def _operator_file(self) -> Path:
        return self.data_dir / "operator.json"

    @property
    def operator_id(self) -> str:
        from gxq_desktop.application.staff import read_operator

        return read_operator(self._operator_file)

    def set_operator(self, person_id: str) -> None:
        from gxq_desktop.application.staff import write_operator

        write_operator(self._operator_file, person_id)

    @cached_property
    def calendar(self) -> WorkCalendar:
        from gxq_desktop.catalogue.calendar_files import load_calendar

        return load_calendar(RESOURCES / "calendar", self.calendar_dir)

    @property
    def calendar_dir(self) -> Path:
        """Where imported notices are kept; they take the place of the ones shipped."""
        return self.data_dir / "calendar"

    @cached_property
    def _store(self) -> Store:
        from gxq_desktop.store.engine import open_store

        return open_store(
            self._database, lambda: self.catalogue.facts, today=self.clock.today(), clock=self.clock.today
        )

    @property
    def lists(self) -> DeskLists:
        """Without opening the store, where its file can be read as it is."""
        from gxq_desktop.store.lists import StoreLists, quick_reader

        read = quick_reader(Path(self._database)) if "://" not in self._database else None
        return StoreLists(read) if read is not None else self._store.lists()

    @property
    def today(self) -> TodayLists:
        """Without opening the store, where its file can be read as it is."""
        from gxq_desktop.store.lists import quick_reader
        from gxq_desktop.store.today_lists import SqlTodayLists

        read = quick_reader(Path(self._database)) if "://" not in self._database else None
        return SqlTodayLists(read) if read is not None else self._store.today()

    @property
    def ledger(self) -> LedgerLists:
        """Without opening the store, where its file can be read as it is."""
        from gxq_desktop.store.ledger_lists import SqlLedgerLists
        from gxq_desktop.store.lists import quick_reader

        read = quick_reader(Path(self._database)) if "://" not in self._database else None
        return SqlLedgerLists(read) if read is not None else self._store.ledger()

    @property
    def evidence(self) -> EvidenceFiles:
        from gxq_desktop.store.evidence_files import FolderEvidence

        return FolderEvidence(self.data_dir / "evidence")

    @property
    def store_file(self) -> Path | None:
        return Path(self._database) if "://" not in self._database else None

    def refuse_network_drive(self, path: Path) -> None:
        from gxq_desktop.store.network_drive import refuse_network_drive

        refuse_network_drive(path)

    def unit_of_work(self) -> UnitOfWork:
        return self._store.unit_of_work()

    @cached_property
    def papers(self) -> PaperMaker:
        from gxq_desktop.documents.papers import Papers

        return Papers()

    @cached_property
    def companions(self) -> CompanionMaker:
        from gxq_desktop.documents.companions import Companions

        return Companions()

    @cached_property
    def readings(self) -> Readings:
        from gxq_desktop.application.pinyin_match import Readings

        return Readings.parse((RESOURCES / "pinyin" / "readings.txt").read_text("utf-8"))

    @property
    def backups(self) -> Backups:
        from gxq_desktop.store.backup import backups_of

        return backups_of(self._database, self._close_store)

    @property
    def store_check(self) -> StoreCheck:
        from gxq_desktop.store.integrity import SqlStoreCheck

        return SqlStoreCheck(self._store.engine)

    def check_catalogue(self, folder: Path | None) -> Catalogue:
        from gxq_desktop.catalogue.catalogue_files import load_catalogue

        if folder is not None and not folder.is_dir():
            raise DomainError(
                f"没有名为“{folder}”的文件夹。", "请写出事项库所在的文件夹，或不写，检查随程序附带的一份。"
            )
        return load_catalogue(folder or RESOURCES / "catalogue")

    def import_notice(self, path: Path) -> int:
        """Keep the holiday notice in PATH for its year, which becomes certain. Returns the year."""
        from gxq_desktop.application.files import reason_of
        from gxq_desktop.catalogue.calendar_files import read_notice, write_notice

        notice = read_notice(path)
        renewed = self.calendar.with_notice(notice)
        try:
            self.calendar_dir.mkdir(parents=True, exist_ok=True)
            write_notice(notice, self.calendar_dir / f"{notice.year}.yaml")
        except OSError as error:
            problem = f"放假通知没有存下：{reason_of(error)}。"
            raise DomainError(problem, f"请检查文件夹 {self.calendar_dir} 能否写入。") from error
        self.__dict__["calendar"] = renewed
        return notice.year

    def sample_files(self) -> Sequence[Path]:
        return sorted((RESOURCES / "samples").glob("*.json"))

    def close(self) -> None:
        self._close_store()

    def _close_store(self) -> None:
        """Close the store; it is opened anew when next asked for."""
        store: Store | None = self.__dict__.pop("_store", None)
        if store is not None:
            store.dispose()


def make_desk(data_dir: Path | None, database: str | None, today: date | None) -> Services:
    return Desk(data_dir, database, today)


def open_window(data_dir: Path | None, database: str | None, today: date | None, files: Sequence[Path]) -> int:
    """Open the desk and return its exit code when it is closed. Raises DomainError if the window is not installed."""
    run_desktop = _window_part("gxq_desktop.ui.desktop", "run_desktop")
    folder = data_dir or default_data_dir()
    return run_desktop(lambda chosen: make_desk(chosen, database, today), folder, [str(path) for path in files])


def take_pictures(
    today: date | None, out: Path, theme: str, scale: float, size: tuple[int, int], report: Report
) -> Sequence[Path]:
    """Write a picture of every screen, on the sample projects in a store of their own that is gone afterwards."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    take_screenshots = _window_part("gxq_desktop.ui.screenshots", "take_screenshots")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        desk = Desk(Path(folder), None, today)
        try:
            pictures: Sequence[Path] = take_screenshots(desk, out, theme, scale, size, report)
        finally:
            desk.close()
    return pictures


def _window_part(module: str, name: str) -> Any:
    """NAME of MODULE of the window. Raises DomainError if the window is not installed."""
    try:
        return getattr(importlib.import_module(module), name)
    except ImportError as error:
        program, way = "gxq-desktop", "运行 python3 -m gxq_desktop.bootstrap desk 装上窗口"
        if getattr(sys, "frozen", False):  # Qt itself is in the bundle; what belongs to the graphics driver is not
            program, way = "gxq-desktop-console", "安装系统的图形库（Debian、Ubuntu、UOS：libgl1 和 libegl1）"
        raise DomainError(f"打不开桌面窗口：{error}。", f"请{way}，或继续用命令行（{program} --help）。") from error


def collect_rarely() -> None:
    """For a process that is a command's own. It lives for a second, or begins as a window, imports some hundred modules and
    makes few cycles: with Python's usual thresholds its collector takes a tenth of that second in vain.
    """
    gc.set_threshold(100_000, 50, 100)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; without a command the desktop application. Returns the exit code.

    ARGUMENTS None: those of this process, which then is a command's own.
    """
    if arguments is None:
        collect_rarely()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given:  # the window, without the command line's 40 ms before it
        from gxq_desktop.cli.reporting import reported

        return reported(lambda: open_window(None, None, None, ()), lambda: default_data_dir() / "logs")
    from gxq_desktop.cli.main import run

    return run(given, make_desk, open_window, take_pictures)
