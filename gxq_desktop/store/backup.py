"""Backups (备份): copies of the SQLite file through SQLite's backup API, whole, verified, in the folder `backups` beside it.

A backup is read in one snapshot while others go on writing, written to a name ending in .part, read again (integrity_check, the
number of projects), and only then given its name: STEM-2026-09-16-140500-auto.sqlite3, local time. It is one file in rollback
mode, which any SQLite opens. Restoring goes through the same API, in one transaction, so that other windows are not spoilt and a
power cut leaves the one or the other. Needs the standard library only.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePath

from gxq_desktop.application.files import move_into_place
from gxq_desktop.application.ports import BackupFile, BackupReason, MadeBackup, Report, StoreError
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.store.revisions import HEAD, REVISIONS

FOLDER = "backups"
_NAME = re.compile(
    r"(?P<stem>.+)-(?P<at>\d{4}-\d\d-\d\d-\d{6})(?:-\d+)?-(?P<reason>[a-z-]+?)(?:-v(?P<revision>\w+))?\.sqlite3"
)
_AT = "%Y-%m-%d-%H%M%S"
_PAGES = 512
_WAIT_SECONDS = 5.0
_LEFT_SECONDS = 3600
_HEADER_BYTES = 100
_UNTOLD = ((18, 20), (24, 28), (92, 96))
"""Bytes of the header that change without the content: format, change counter, the version that wrote it."""


def no_report(done: int, total: int) -> None:
    """For whom progress does not matter."""


class NoBackups:
    """What a database server has instead: its own."""

    @property
    def refusal(self) -> DomainError | None:
        return self._refusal()

    @staticmethod
    def _refusal() -> DomainError:
        return DomainError(
            "数据在 PostgreSQL 数据库里，本程序不另做备份。",
            "请数据库管理员按数据库自己的办法备份（pg_dump 或连续归档），恢复也由管理员做。",
        )

    def files(self, second: Path | None) -> Sequence[BackupFile]:
        raise self._refusal()

    def projects_in(self, file: Path) -> int:
        raise self._refusal()

    def write(self, at: datetime, reason: BackupReason, second: Path | None, report: Report) -> MadeBackup:
        raise self._refusal()

    def write_to(self, target: Path, report: Report) -> int:
        raise self._refusal()

    def remove(self, file: BackupFile) -> None:
        raise self._refusal()

    def restore(self, file: Path, at: datetime, report: Report) -> MadeBackup:
        raise self._refusal()


class SqliteBackups:
    """Backups of the SQLite FILE. close_store: called before a restore, so that no connection of ours keeps old content."""

    refusal: DomainError | None = None

    def __init__(self, file: Path, close_store: Callable[[], None] = lambda: None) -> None:
        self._file = file.absolute()
        self._close_store = close_store

    @property
    def folder(self) -> Path:
        return self._file.parent / FOLDER

    def files(self, second: Path | None) -> Sequence[BackupFile]:
        found = self._in(self.folder, False)
        if second is not None and second.absolute() != self.folder:
            found += self._in(second, True)
        return sorted(found, key=lambda each: (each.made_at, not each.second), reverse=True)

    def _in(self, folder: Path, second: bool) -> list[BackupFile]:
        found = []
        try:
            for path in folder.iterdir():
                named = _NAME.fullmatch(path.name)
                if named is None or named["stem"] != self._file.stem:
                    continue
                with suppress(ValueError):  # a name like ours that is none: 2026-13-45, or a reason of a later program
                    at = datetime.strptime(named["at"], _AT).astimezone()
                    found.append(BackupFile(path, at, BackupReason(named["reason"]), path.stat().st_size, second))
        except OSError:
            return found  # not there, or taken out while we looked; writing says so, listing need not
        return found

    def projects_in(self, file: Path) -> int:
        return _verified(file)

    def write(self, at: datetime, reason: BackupReason, second: Path | None, report: Report) -> MadeBackup:
        if not self._file.is_file():
            raise StoreError(f"数据文件“{self._file}”还不存在，没有可备份的。", "先登记一个项目。")
        last = next(iter(self.files(None)), None)
        with _refusals(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            part = self._new_part(at)
            try:
                projects = _copy(self._file, part, report)
                if reason is BackupReason.SCHEDULED and last is not None and _same(last.path, part):
                    part.unlink()
                    return self._into_second(MadeBackup(last, projects, unchanged=True), second)
                made = self._named(part, at, reason)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        return self._into_second(MadeBackup(made, projects), second)

    def _new_part(self, at: datetime) -> Path:
        """Where to write what is not finished; what an interrupted program left there an hour ago is removed."""
        for left in self.folder.glob(f"{self._file.stem}-*.part*"):  # its journal too
            if at.timestamp() - left.stat().st_mtime > _LEFT_SECONDS:
                left.unlink(missing_ok=True)
        return self.folder / f"{self._file.stem}-{at:{_AT}}-{os.getpid()}.part"

    def _named(self, part: Path, at: datetime, reason: BackupReason, revision: str = "") -> BackupFile:
        """Give the finished PART its name, never that of another."""
        mark = f"-v{revision}" if revision else ""
        target, count = part.with_name(f"{self._file.stem}-{at:{_AT}}-{reason}{mark}.sqlite3"), 1
        while target.exists():
            count += 1
            target = part.with_name(f"{self._file.stem}-{at:{_AT}}-{count}-{reason}{mark}.sqlite3")
        move_into_place(part, target)
        local = at.astimezone().replace(microsecond=0)
        return BackupFile(target, local, reason, target.stat().st_size)

    def _into_second(self, made: MadeBackup, second: Path | None) -> MadeBackup:
        """Copy what was MADE into the SECOND folder and read it there again."""
        if second is None or second.absolute() == self.folder:
            return made
        target = second / made.file.path.name
        part = target.with_suffix(".part")
        try:
            if not second.is_dir():
                raise FileNotFoundError
            if target.exists():
                return made
            shutil.copyfile(made.file.path, part)
            _flush(part)
            if _verified(part, any_revision=True) != made.projects:
                raise StoreError("", "")
            move_into_place(part, target)
        except FileNotFoundError:
            problem = f"第二备份文件夹“{second}”不在，U 盘可能没有插上；本机的备份已做好。"
        except (OSError, StoreError) as error:
            why = _reason(error) if isinstance(error, OSError) else "写进去的和读出来的不一样"
            problem = f"第二备份文件夹“{second}”没有写成（{why}）；本机的备份已做好。"
        else:
            return made
        with suppress(OSError):
            part.unlink(missing_ok=True)
        return MadeBackup(made.file, made.projects, problem, made.unchanged)

    def write_to(self, target: Path, report: Report) -> int:
        if target.exists():
            raise StoreError(f"“{target}”已经存在，没有写入。", "请换一个文件名，或先把它移走。")
        if not self._file.is_file():
            raise StoreError(f"数据文件“{self._file}”还不存在，没有可备份的。", "先登记一个项目。")
        part = target.with_name(f"{target.name}.part")
        with _refusals(target.parent):
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                projects = _copy(self._file, part, report)
                move_into_place(part, target)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        return projects

    def before_upgrade(self, at: datetime, revision: str) -> BackupFile:
        """Copy the file before its tables at REVISION are changed; verified like any other. Raise StoreError."""
        with _refusals(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            part = self._new_part(at)
            try:
                _copy(self._file, part, no_report)
                return self._named(part, at, BackupReason.BEFORE_UPGRADE, revision)
            except BaseException:
                part.unlink(missing_ok=True)
                raise

    def remove(self, file: BackupFile) -> None:
        with _refusals(file.path.parent):
            file.path.unlink(missing_ok=True)

    def restore(self, file: Path, at: datetime, report: Report) -> MadeBackup:
        _verified(file)
        present = self._set_aside(at)
        self._close_store()
        is_aside = not self._file.exists()
        try:
            with closing(_connected(file, only_read=True)) as source, closing(sqlite3.connect(self._file)) as target:
                _pour(source, target, report)
        except BaseException as error:
            if is_aside:
                self._take_back(present)
            if not isinstance(error, sqlite3.Error):
                raise
            way = "腾出磁盘空间" if _is_code(error, sqlite3.SQLITE_FULL) else "关闭别的窗口和使用它的程序"
            raise StoreError(f"没有恢复：{_why(error)}。", f"现在的数据没有变。请{way}后重试。") from error
        return present

    def _set_aside(self, at: datetime) -> MadeBackup:
        """Back the present data up; a file that cannot be read any more is moved aside as it is, if there is one.

        Only what is proved to be no whole store of ours: one that is locked, or for whose copy there is no room, stays.
        """
        aside = self.folder / f"{self._file.stem}-{at:{_AT}}-unreadable.sqlite3"
        gone = MadeBackup(BackupFile(aside, at, BackupReason.BEFORE_RESTORE, 0), 0)
        if not self._file.exists():
            return gone
        try:
            return self.write(at, BackupReason.BEFORE_RESTORE, None, no_report)
        except StoreError:
            if not _is_broken(self._file):
                raise
        self._close_store()
        size = self._file.stat().st_size
        with _refusals(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            _move_database(self._file, aside)
        return replace(gone, file=replace(gone.file, size_bytes=size))

    def _take_back(self, aside: MadeBackup) -> None:
        """After a restore that failed: what was moved aside for it stands where it stood, or nothing does."""
        with suppress(OSError):  # the refusal on its way says more than this
            for ending in ("", "-journal", "-wal", "-shm"):
                Path(f"{self._file}{ending}").unlink(missing_ok=True)
            if aside.file.path.exists():
                _move_database(aside.file.path, self._file)


def backups_of(database: str, close_store: Callable[[], None]) -> SqliteBackups | NoBackups:
    """The backups of the store at DATABASE, a path or a URL as `open_store` takes it."""
    if "://" not in database:
        return SqliteBackups(Path(database).expanduser(), close_store)
    if database.startswith("sqlite"):
        return SqliteBackups(Path(database.split(":///", 1)[-1]).expanduser(), close_store)
    return NoBackups()


def _connected(file: Path, only_read: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(sqlite_uri(file.absolute(), only_read), uri=True, timeout=_WAIT_SECONDS)


def sqlite_uri(file: PurePath, only_read: bool) -> str:
    """FILE (absolute) as SQLite reads it. A Windows share is a path there, never the server of a URI, which SQLite refuses."""
    uri = file.as_uri()
    if not uri.startswith("file:///"):
        uri = uri.replace("file://", "file:////", 1)
    return f"{uri}?mode={'ro' if only_read else 'rw'}"


def _copy(source: Path, target: Path, report: Report) -> int:
    """Copy the database SOURCE to the file TARGET and read it again; returns the number of projects. Raise StoreError."""
    target.unlink(missing_ok=True)
    try:
        with closing(_connected(source, only_read=True)) as reading, closing(sqlite3.connect(target)) as writing:
            reading.isolation_level = None
            reading.execute("BEGIN")  # one snapshot for the count and the copy
            projects = _count(reading)
            writing.execute("PRAGMA synchronous=FULL")
            _pour(reading, writing, report)
            writing.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    except sqlite3.Error as error:
        raise StoreError(
            f"没有备份成：{_why(error)}。", "原来的数据没有变。请检查磁盘空间和数据文件后重试。"
        ) from error
    _flush(target)
    try:
        found = _verified(target, any_revision=True)
    except StoreError as refusal:
        if not _is_broken(source):
            raise
        raise StoreError(
            "没有备份成：数据文件有损坏的地方。",
            "已有的备份都还在。请用“工具 > 检查数据”看坏在哪里，再从最近的备份恢复。",
        ) from refusal
    if found != projects:
        raise StoreError(
            f"备份读出来有 {found} 个项目，数据里有 {projects} 个，备份作废。", "请换一个磁盘或文件夹后重试。"
        )
    return projects


def _pour(source: sqlite3.Connection, target: sqlite3.Connection, report: Report) -> None:
    """Copy all pages from SOURCE to TARGET. sqlite3.Error if either stays locked for _WAIT_SECONDS."""
    give_up = time.monotonic() + _WAIT_SECONDS

    def on_step(status: int, left: int, total: int) -> None:
        nonlocal give_up
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            if time.monotonic() > give_up:
                raise _StayedLocked
        else:
            give_up = time.monotonic() + _WAIT_SECONDS
            report(total - left, total)

    source.backup(target, pages=_PAGES, progress=on_step, sleep=0.05)


class _StayedLocked(sqlite3.OperationalError):
    sqlite_errorcode = sqlite3.SQLITE_BUSY


def _verified(file: Path, any_revision: bool = False) -> int:
    """The number of projects in the database FILE, once it has proved whole and, unless ANY_REVISION, known to this program."""
    try:
        with closing(_connected(file, only_read=True)) as connection:
            said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if said != "ok":
                raise StoreError(f"备份“{file.name}”已损坏。", "请改用另一份备份。")
            stored = [row[0] for row in connection.execute("SELECT version_num FROM alembic_version")]
            if not any_revision and stored and stored[0] not in REVISIONS:
                raise StoreError(
                    f"备份“{file.name}”由更新版本的程序做出（版本 {stored[0]}，本程序只认到 {HEAD}）。",
                    "请安装新版程序后再恢复，或改用另一份备份。",
                )
            return _count(connection)
    except sqlite3.Error as error:
        raise StoreError(f"备份“{file.name}”读不出来：{_why(error)}。", "请改用另一份备份。") from error


def _count(connection: sqlite3.Connection) -> int:
    count: int = connection.execute("SELECT count(*) FROM project").fetchone()[0]
    return count


def _flush(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def _same(one: Path, other: Path) -> bool:
    """Whether two database files hold the same, whatever their headers say about when they were written."""
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        heads = []
        for stream in (first, second):
            head = bytearray(stream.read(_HEADER_BYTES))
            for start, end in _UNTOLD:
                head[start:end] = bytes(end - start)
            heads.append(head)
        if heads[0] != heads[1]:
            return False
        while True:
            block, other_block = first.read(1 << 20), second.read(1 << 20)
            if block != other_block:
                return False
            if not block:
                return True


def _move_database(file: Path, target: Path) -> None:
    """Rename FILE and what SQLite keeps beside it."""
    for ending in ("-wal", "-shm"):
        beside = Path(f"{file}{ending}")
        if beside.exists():
            beside.rename(f"{target}{ending}")
    file.rename(target)


def _is_code(error: BaseException, *codes: int) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in codes


def _is_broken(file: Path) -> bool:
    """Whether FILE proves to be damaged, no database, or without our tables; False if it cannot be looked at just now."""
    try:
        with closing(_connected(file, only_read=True)) as connection:
            if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                return True
            _count(connection)
    except sqlite3.Error as error:
        if _is_code(error, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return True
        return _is_code(error, sqlite3.SQLITE_ERROR) and "no such table" in str(error)
    return False


def _why(error: sqlite3.Error) -> str:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return "磁盘已满"
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return "数据文件正被别的程序占用"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return "不能写入"
        case sqlite3.SQLITE_CANTOPEN:
            return "打不开文件"
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return "数据文件已损坏"
        case sqlite3.SQLITE_IOERR:
            return "磁盘读写出错"
    return f"数据库报告 {error}"


def _reason(error: OSError) -> str:
    from gxq_desktop.application.files import reason_of

    return reason_of(error)


@contextmanager
def _refusals(folder: Path) -> Iterator[None]:
    """Turn what the file system says about FOLDER into StoreError."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"备份文件夹“{folder}”不能使用：{_reason(error)}。", "原来的数据没有变。请检查磁盘空间和权限后重试。"
        ) from error
