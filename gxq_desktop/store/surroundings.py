"""What the database driver reports, said so that a clerk can act on it. Nothing is half-saved in any of these cases."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from gxq_desktop.application.ports import StoreDamaged, StoreError
from gxq_desktop.domain.errors import DomainError

NOT_OURS = ("不是本程序的数据文件。", "该文件没有改动。请核对路径，或从备份恢复。")
_SQLITE = {
    sqlite3.SQLITE_BUSY: ("正被另一个程序占用。", "请关闭正在使用它的程序（备份、同步、另一个本程序），稍候重试。"),
    sqlite3.SQLITE_LOCKED: ("正被另一个程序占用。", "请关闭正在使用它的程序（备份、同步、另一个本程序），稍候重试。"),
    sqlite3.SQLITE_READONLY: ("不能写入。", "请检查该文件及其文件夹的只读属性和权限，或改放到别处（--data-dir）。"),
    sqlite3.SQLITE_PERM: ("不能写入。", "请检查该文件及其文件夹的只读属性和权限，或改放到别处（--data-dir）。"),
    sqlite3.SQLITE_FULL: ("所在的磁盘已满。", "请腾出磁盘空间后重试，已保存的内容没有变。"),
    sqlite3.SQLITE_CANTOPEN: ("打不开。", "请检查该文件及其文件夹是否存在、是否有读写权限。"),
    sqlite3.SQLITE_NOTADB: NOT_OURS,
    sqlite3.SQLITE_CORRUPT: ("已损坏。", "请不要再写入，从最近的备份恢复，并留好这个文件。"),
    sqlite3.SQLITE_IOERR: ("读写出错。", "请检查磁盘是否拔出或损坏，然后重试。"),
}
_READ_ONLY_FOLDER = (
    "所在的文件夹只能读、不能写。",
    "请检查文件夹的权限、磁盘是否写保护，或改放到别处（--data-dir）。",
)
_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_ROOM_BYTES = 1 << 18
"""With less than this free, what SQLite calls a failed write is a full disk: it has no code for a log it cannot lay out."""
_AWAY = ("连不上。", "请检查网络和数据库服务器是否正常，稍候重试。")
_BUSY = ("正忙，等待超时。", "别的窗口正在保存，请稍候重试。")
_LOGIN = ("拒绝了用户名或密码。", "请核对数据库地址里的用户名和密码，或请管理员重设。")
_NO_DATABASE = ("没有这个数据库。", "请核对数据库地址里的库名，或请管理员建立该库。")
_POSTGRESQL = {
    "53100": ("所在的磁盘已满。", "请联系数据库管理员腾出空间，已保存的内容没有变。"),
    "53300": ("连接数已满。", "请稍候重试，或请管理员调高连接数上限。"),
    "55P03": _BUSY,
    "57014": _BUSY,
    "40P01": _BUSY,
    "40001": ("上的同一内容刚刚在别处改过。", "您的修改没有保存，请重新打开后再改。"),
    "25006": ("是只读的。", "请改用可以写入的主数据库，或请管理员检查。"),
    "42501": ("没有给当前用户足够的权限。", "请管理员授予该库的建表和读写权限。"),
    "3D000": _NO_DATABASE,
}
_LOGIN_WORDS = ("password", "authentication", "no pg_hba.conf entry", "role ", "口令", "认证", "密码", "角色")


def translate_errors(engine: Engine, shown: str) -> None:
    """From now on ENGINE raises StoreError for what its surroundings do; SHOWN names it ("数据文件“…”")."""
    file = Path(str(engine.url.database)) if engine.dialect.name == "sqlite" else None

    @event.listens_for(engine, "handle_error")
    def translate(context: ExceptionContext) -> BaseException | None:
        error = context.original_exception
        if context.is_pre_ping:
            return None  # the pool is asking whether a connection still lives, and replaces it
        if isinstance(error, DomainError):
            return error  # a value no database can hold, refused while it was bound
        if isinstance(error, sqlite3.Error):
            return from_sqlite(error, shown, file)
        driver = context.dialect.loaded_dbapi
        if not isinstance(error, driver.Error):
            return None
        away = isinstance(error, driver.OperationalError)
        return from_postgresql(error, shown, away, connected=context.connection is not None)


def from_sqlite(error: sqlite3.Error, shown: str, file: Path | None = None) -> StoreError | None:
    """What ERROR means for a clerk, or None if it is our own mistake. FILE: the database, where it is known."""
    code = getattr(error, "sqlite_errorcode", None)  # absent where the driver itself complains, not SQLite
    if code is None:
        return None
    code &= 0xFF
    if code == sqlite3.SQLITE_IOERR and file is not None and _is_full(file.parent):
        code = sqlite3.SQLITE_FULL
    said = _SQLITE.get(code)
    if code == sqlite3.SQLITE_CANTOPEN and file is not None and file.is_file() and not os.access(file.parent, os.W_OK):
        said = _READ_ONLY_FOLDER
    if said is None:
        return None
    return (StoreDamaged if code in _DAMAGED else StoreError)(f"{shown}{said[0]}", said[1])


def _is_full(folder: Path) -> bool:
    with suppress(OSError):
        return shutil.disk_usage(folder).free < _ROOM_BYTES
    return False


def from_postgresql(error: BaseException, shown: str, away: bool, connected: bool) -> StoreError | None:
    """What ERROR means for a clerk, or None if it is our own mistake.

    away: the driver holds the server or the way to it responsible. connected: there was a connection already.
    """
    state = getattr(error, "sqlstate", None) or ""
    said = _POSTGRESQL.get(state)
    if said is None and state[:2] == "28":
        said = _LOGIN
    if said is None and (state[:2] == "08" or state in ("57P01", "57P02", "57P03")):
        said = _AWAY
    if said is None and away:
        said = _AWAY if connected else _while_connecting(str(error))
    return StoreError(f"{shown}{said[0]}", said[1]) if said else None


def _while_connecting(message: str) -> tuple[str, str]:
    """Before there is a connection the driver has no code, only the server's words, in the server's language."""
    if 'database "' in message or '数据库 "' in message:
        return _NO_DATABASE
    if any(word in message for word in _LOGIN_WORDS):
        return _LOGIN
    return _AWAY


@contextmanager
def folder_errors(path: Path) -> Iterator[None]:
    """Turn what the file system says about PATH into StoreError."""
    try:
        yield
    except OSError as error:
        match error.errno:
            case errno.EACCES | errno.EPERM | errno.EROFS:
                said = ("没有写入权限。", "请检查权限，或改放到别处（--data-dir）。")
            case errno.ENOSPC | errno.EDQUOT:
                said = ("所在的磁盘已满。", "请腾出磁盘空间后重试。")
            case errno.ENOTDIR | errno.EEXIST:
                said = ("不能用作文件夹，那里已有同名文件。", "请改名，或换一个文件夹（--data-dir）。")
            case _:
                said = (
                    f"不能使用（{error.strerror}）。",
                    "请检查路径是否正确、磁盘是否接好，或换一个文件夹（--data-dir）。",
                )
        raise StoreError(f"数据文件夹“{path}”{said[0]}", said[1]) from error
