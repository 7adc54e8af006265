from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from gxq_desktop.application.ports import StoreError
from gxq_desktop.store.surroundings import folder_errors, from_postgresql, from_sqlite


class ServerError(Exception):
    """What the driver raises: SQLSTATE and the server's words."""

    def __init__(self, sqlstate: str | None, message: str = "") -> None:
        super().__init__(message)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "words"),
    [
        ("28P01", "拒绝了用户名或密码"),
        ("28000", "拒绝了用户名或密码"),
        ("3D000", "没有这个数据库"),
        ("53100", "磁盘已满"),
        ("53300", "连接数已满"),
        ("55P03", "正忙"),
        ("40P01", "正忙"),
        ("40001", "刚刚在别处改过"),
        ("25006", "只读"),
        ("42501", "权限"),
        ("08006", "连不上"),
        ("57P01", "连不上"),
        ("57P03", "连不上"),
    ],
)
def test_a_server_error_becomes_a_sentence_with_a_next_step(sqlstate: str, words: str) -> None:
    said = from_postgresql(ServerError(sqlstate), "数据库“甲”", away=True, connected=True)

    assert said is not None
    assert said.problem.startswith("数据库“甲”")
    assert words in said.problem
    assert said.next_step.startswith(("请", "您的", "别的窗口"))


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ('connection failed: FATAL:  password authentication failed for user "gxq"', "拒绝了用户名或密码"),
        ('connection failed: 致命错误:  用户 "gxq" Password 认证失败', "拒绝了用户名或密码"),
        ("connection failed: fe_sendauth: no password supplied", "拒绝了用户名或密码"),
        ('connection failed: FATAL:  no pg_hba.conf entry for host "10.0.0.7"', "拒绝了用户名或密码"),
        ('connection failed: FATAL:  database "gxq" does not exist', "没有这个数据库"),
        ('connection failed: 致命错误:  数据库 "gxq" 不存在', "没有这个数据库"),
        ("connection failed: Connection refused", "连不上"),
        ("failed to resolve host 'bureau': Name or service not known", "连不上"),
    ],
)
def test_before_there_is_a_connection_the_servers_words_decide(message: str, words: str) -> None:
    said = from_postgresql(ServerError(None, message), "数据库“甲”", away=True, connected=False)

    assert said is not None
    assert words in said.problem


def test_our_own_mistakes_are_no_surroundings() -> None:
    assert from_postgresql(ServerError("42601"), "数据库“甲”", away=False, connected=True) is None
    assert from_sqlite(sqlite3.ProgrammingError("Cannot operate on a closed cursor."), "数据文件“甲”") is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "没有写入权限"),
        (errno.EROFS, "没有写入权限"),
        (errno.ENOSPC, "磁盘已满"),
        (errno.ENOTDIR, "那里已有同名文件"),
        (errno.ENAMETOOLONG, "不能使用（too long）"),
    ],
)
def test_what_the_file_system_says_becomes_a_sentence(number: int, words: str) -> None:
    with pytest.raises(StoreError) as refused, folder_errors(Path("/data")):
        raise OSError(number, "too long")

    assert refused.value.problem.startswith("数据文件夹“/data”")
    assert words in refused.value.problem
    assert refused.value.next_step.startswith("请")


def test_a_log_that_cannot_be_laid_out_on_a_full_disk_is_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    room = shutil.disk_usage(tmp_path)
    for free, words in ((4096, "所在的磁盘已满"), (1 << 30, "读写出错")):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: room._replace(free=free))

        said = from_sqlite(error, "数据文件“甲”", tmp_path / "甲")

        assert said is not None and words in said.problem


def test_a_file_in_a_folder_that_may_not_be_written_names_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "甲"
    file.touch()
    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    for may, words in ((False, "所在的文件夹只能读、不能写"), (True, "打不开")):
        monkeypatch.setattr(os, "access", lambda _path, _mode, may=may: may)

        said = from_sqlite(error, "数据文件“甲”", file)

        assert said is not None and words in said.problem
