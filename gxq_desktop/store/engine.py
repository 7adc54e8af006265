"""Opening the store: one SQLite file in the user's data folder, or a PostgreSQL server."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

from gxq_desktop.application.ports import StoreDamaged, StoreError
from gxq_desktop.domain.facts import FactDictionary
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.store.backup import FOLDER, SqliteBackups
from gxq_desktop.store.ledger_lists import SqlLedgerLists
from gxq_desktop.store.lists import StoreLists
from gxq_desktop.store.network_drive import refuse_network_drive
from gxq_desktop.store.schema import MIGRATIONS, Migrations, migrate
from gxq_desktop.store.surroundings import NOT_OURS, folder_errors, from_sqlite, translate_errors
from gxq_desktop.store.today_lists import SqlTodayLists
from gxq_desktop.store.unit_of_work import SqlUnitOfWork

WAIT_SECONDS = 5.0
"""How long a save waits for another one before it gives up."""

_HOW_TO_NAME = "请写文件路径，或 postgresql://用户:密码@服务器/库名。"
_SMALLEST_BYTES = 512  # of an SQLite database: one page


@frozen
class Store:
    """An open store. Threads share it; each opens units of work of its own."""

    engine: Engine
    dictionary: Callable[[], FactDictionary]
    clock: Callable[[], date] = lambda: datetime.now(UTC).astimezone().date()

    def unit_of_work(self) -> SqlUnitOfWork:
        return SqlUnitOfWork(self.engine, self.dictionary, self.clock)

    def lists(self) -> StoreLists:
        """What the desk's lists read, through this store's connections."""
        return StoreLists(self._read)

    def today(self) -> SqlTodayLists:
        """What 工作台 reads."""
        return SqlTodayLists(self._read)

    def ledger(self) -> SqlLedgerLists:
        """What the ledger's lists read."""
        return SqlLedgerLists(self._read)

    def _read(self, query: str, values: Mapping[str, object]) -> Sequence[Sequence[Any]]:
        with self.engine.connect() as connection:
            return connection.execute(text(query), dict(values)).fetchall()

    def dispose(self) -> None:
        """Close all connections; on SQLite this also folds the log (WAL) back into the file."""
        self.engine.dispose()


def open_store(
    where: str | Path,
    dictionary: Callable[[], FactDictionary],
    *,
    today: date | None = None,
    clock: Callable[[], date] | None = None,
    wait_seconds: float = WAIT_SECONDS,
    migrations: Migrations = MIGRATIONS,
) -> Store:
    """Open the store at WHERE, created with its folder if it is not there, and give it the newest tables.

    where: a file's path, sqlite:///PATH or postgresql://USER:PASSWORD@HOST/DATABASE. dictionary: called when the first
    project is read, since facts have a meaning only under one. today: names the copy made before an SQLite file is
    migrated, by default the computer's day. clock: the day under which versions of projects are kept, by default TODAY or the
    computer's. Raises StoreError, whatever the reason; then nothing was changed.
    """
    url = _url(where)
    if url.get_backend_name() == "sqlite":
        path = Path(str(url.database))
        shown = f"数据文件“{path}”"
        refuse_network_drive(path)
        with folder_errors(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_scrap(path, shown)
        _refuse_emptied(path, shown)
        engine = sqlite_engine(path, wait_seconds)
    else:
        shown = f"数据库“{url.render_as_string(hide_password=True)}”"
        engine = _postgresql_engine(url, shown, wait_seconds)
    translate_errors(engine, shown)
    try:
        migrate(engine, shown, today or datetime.now(UTC).astimezone().date(), migrations)
        if url.get_backend_name() == "sqlite":
            _keep_a_log(engine, shown, wait_seconds)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, dictionary, clock or (lambda: today or datetime.now(UTC).astimezone().date()))


def _url(where: str | Path) -> URL:
    """WHERE as a URL of one of the two drivers, an SQLite one with an absolute path."""
    named = str(where)
    if "://" not in named:
        url = URL.create("sqlite", database=named)
    else:
        try:
            url = make_url(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", named))
        except (ArgumentError, ValueError) as error:
            raise StoreError(f"数据库地址“{_without_password(named)}”写得不对。", _HOW_TO_NAME) from error
    if url.drivername == "postgresql+psycopg":
        return url
    if url.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise StoreError(f"不支持“{url.drivername}”数据库。", _HOW_TO_NAME)
    if url.database in (None, "", ":memory:"):
        raise StoreError("数据库地址里没有文件名。", _HOW_TO_NAME)
    return URL.create("sqlite", database=str(Path(str(url.database)).expanduser().absolute()))


def _without_password(text: str) -> str:
    return re.sub(r"(://[^:/@]*):.*@", r"\1:***@", text)


def sqlite_engine(path: Path, wait_seconds: float = WAIT_SECONDS) -> Engine:
    """An engine on the file PATH, with foreign keys, WAL, and every commit on the disk before it returns.

    synchronous=FULL and not NORMAL: under WAL, NORMAL may lose the last commits in a power cut, and a manual that was
    handed over is a promise that must not be forgotten. It costs one fsync a save.
    """
    engine = create_engine(URL.create("sqlite", database=str(path)))

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver's own idea of when to begin; ours is below
        connection.execute(f"PRAGMA busy_timeout={round(wait_seconds * 1000)}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        how = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {how}")

    return engine


def _keep_a_log(engine: Engine, shown: str, wait_seconds: float) -> None:
    """Write ahead (WAL) from now on, so that reading windows and a saving one do not wait for each other.

    The file remembers it. SQLite does not wait for other windows here by itself, as it does elsewhere.
    """
    give_up = time.monotonic() + wait_seconds
    with engine.connect() as connection:
        while connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
            connection.rollback()  # inside a transaction the mode cannot change
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            try:
                driver.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if time.monotonic() > give_up:
                    raise from_sqlite(error, shown, Path(str(engine.url.database))) or error from error
                time.sleep(0.05)


def _postgresql_engine(url: URL, shown: str, wait_seconds: float) -> Engine:
    milliseconds = round(wait_seconds * 1000)
    options = f"-c lock_timeout={milliseconds} {url.query.get('options', '')}".rstrip()
    query = {"connect_timeout": "5", "application_name": "gxq-desktop", **url.query, "options": options}
    try:
        return create_engine(url.set(query=query), pool_pre_ping=True)
    except ImportError as error:
        raise StoreError(f"{shown}需要 psycopg，本机没有安装。", "请安装 psycopg，或改用本机数据文件。") from error
    except ArgumentError as error:
        raise StoreError(f"{shown}的地址写得不对。", _HOW_TO_NAME) from error


def _refuse_scrap(path: Path, shown: str) -> None:
    """A file of a few bytes SQLite would take for an empty database and write over; longer ones it checks itself.

    By its size alone: to open and close it would drop the locks of this process's other connections (POSIX).
    """
    with suppress(OSError):  # what cannot be looked at, SQLite will say
        if path.is_file() and 0 < path.stat().st_size < _SMALLEST_BYTES:
            raise StoreDamaged(f"{shown}{NOT_OURS[0]}", NOT_OURS[1])


def _refuse_emptied(path: Path, shown: str) -> None:
    """A file that is gone or has lost its content, beside backups of it: an empty store in its place would hide the loss."""
    is_there = path.is_file()
    if is_there and path.stat().st_size:
        return
    count = len(SqliteBackups(path).files(None))
    if count:
        problem = f"{shown}{'是空的' if is_there else '不见了'}，它的备份却有 {count} 份。"
        raise StoreDamaged(problem, f"请从备份恢复；要从头开始，就先把旁边的“{FOLDER}”文件夹移走。")
