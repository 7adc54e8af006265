"""Which shape the tables have, and how an older store gets the newest (升级).

Alembic is imported only when there is something to migrate: it costs a third of the program's start.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from gxq_desktop.application.ports import StoreError, StoreTooNew
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.store.backup import SqliteBackups
from gxq_desktop.store.revisions import REVISIONS

_VERSION_TABLE = "alembic_version"
_ONE_AT_A_TIME = 0x475851  # the advisory lock of this program on PostgreSQL
_ALEMBIC = threading.Lock()  # Alembic keeps its context in one place for the whole process


@frozen
class Migrations:
    """folder: Alembic's scripts. revisions: all of them, oldest first, so that a start need not read the scripts."""

    folder: Path
    revisions: tuple[str, ...]

    @property
    def head(self) -> str:
        return self.revisions[-1]


MIGRATIONS = Migrations(Path(__file__).resolve().parent / "migrations", REVISIONS)


def migrate(engine: Engine, shown: str, today: date, migrations: Migrations = MIGRATIONS) -> None:
    """Give the store of ENGINE the newest tables; do nothing if it has them. SHOWN names it ("数据文件“…”").

    All of it happens or nothing. An SQLite file that holds tables is backed up first, named with TODAY and its old revision.
    Raises StoreError: made by a newer program, not ours, no UTF-8, no room for the copy.
    """
    with engine.connect() as connection:
        revision = _stored_revision(connection, shown, migrations)
    if revision == migrations.head:
        return
    with _exclusively(engine, shown) as connection:
        revision = _stored_revision(connection, shown, migrations)  # another start may just have done it
        if revision == migrations.head:
            return
        if engine.dialect.name == "sqlite":
            if revision is not None:
                _back_up(Path(str(engine.url.database)), shown, today, revision)
        else:
            _require_utf8(connection, shown)
        _upgrade(connection, migrations)


def _stored_revision(connection: Connection, shown: str, migrations: Migrations) -> str | None:
    """The revision of the store, None if it has no tables yet."""
    tables = inspect(connection).get_table_names()
    if _VERSION_TABLE not in tables:
        if tables:
            problem = f"{shown}里已有别的程序的表（{'、'.join(sorted(tables)[:3])}）。"
            raise StoreError(problem, "里面的内容没有改动。请为本程序另选一个数据文件或空的数据库。")
        return None
    stored = list(connection.scalars(text(f"SELECT version_num FROM {_VERSION_TABLE}")))
    if not stored:
        return None
    if len(stored) > 1 or stored[0] not in migrations.revisions:
        problem = f"{shown}由更新版本的程序建立（版本 {'、'.join(sorted(stored))}，本程序只认到 {migrations.head}）。"
        raise StoreTooNew(problem, "里面的内容没有改动。请安装新版程序后再打开。")
    return str(stored[0])


@contextmanager
def _exclusively(engine: Engine, shown: str) -> Iterator[Connection]:
    """A transaction nobody migrates beside; on SQLite without foreign keys, since tables are dropped and renamed."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            _set_foreign_keys(connection, on=False)
        try:
            with connection.execution_options(sqlite_begin="IMMEDIATE").begin():
                if not sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
                yield connection
                if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    problem = f"{shown}里有互相对不上的记录，不能升级。"
                    raise StoreError(problem, "里面的内容没有改动。请从备份恢复，或把文件交给维护人员。")
        finally:
            if sqlite:
                _set_foreign_keys(connection, on=True)


def _set_foreign_keys(connection: Connection, on: bool) -> None:
    # Through the driver: SQLAlchemy would begin a transaction first, and inside one SQLite ignores this.
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _back_up(file: Path, shown: str, today: date, revision: str) -> None:
    """Keep a verified copy of FILE among the backups, named with TODAY and the old revision."""
    at = datetime.combine(today, datetime.now(UTC).astimezone().timetz())
    try:
        SqliteBackups(file).before_upgrade(at, revision)
    except StoreError as refusal:
        raise StoreError(f"升级前不能备份{shown}：{refusal.problem}", f"没有升级。{refusal.next_step}") from refusal


def _require_utf8(connection: Connection, shown: str) -> None:
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise StoreError(f"{shown}的字符编码是 {encoding}，存不下全部汉字。", "请管理员另建一个 UTF8 编码的数据库。")


def _upgrade(connection: Connection, migrations: Migrations) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations.folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _ALEMBIC:
        command.upgrade(config, "head")
