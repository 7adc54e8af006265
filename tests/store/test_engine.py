from __future__ import annotations

import multiprocessing
import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest
from sqlalchemy import event

from gxq_desktop.application.ports import BackupReason, StoreDamaged, StoreError
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.store.backup import SqliteBackups, no_report
from gxq_desktop.store.engine import Store
from gxq_desktop.store.network_drive import is_network_mount, is_windows_share
from tests.store.builders import edition, keep, opened, paper, project, read

NOBODY = 65534
MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
//bureau/share /mnt/共享 cifs rw,vers=3.0 0 0
server:/export /mnt/with\\040blank nfs4 rw 0 0
/dev/sdb1 /mnt/共享/local ext4 rw 0 0
server:/home /home/clerk/remote fuse.sshfs rw 0 0
server:/old /mnt/covered nfs rw 0 0
/dev/sdc1 /mnt/covered ext4 rw 0 0
odd line
"""


def refusal(where: Any, **options: Any) -> StoreError:
    with pytest.raises(StoreError) as refused:
        opened(where, **options)
    return refused.value


def as_nobody(work: Callable[[], object]) -> str:
    """Do WORK in another process without root's rights; return the refusal it meets, "" if none."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()

    def there() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        try:
            work()
        except DomainError as refused:
            theirs.send(str(refused))
        except BaseException as error:
            theirs.send(f"no refusal: {error!r}")
        else:
            theirs.send("")

    process = context.Process(target=there)
    process.start()
    said: str = ours.recv() if ours.poll(20) else "no answer"
    process.join(20)
    return said


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that anyone may look into, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        if os.geteuid() == 0 and not all(parent.stat().st_mode & 0o001 for parent in folder.parents):
            pytest.skip(f"{folder} cannot be reached without root's rights")
        yield folder
        folder.chmod(0o755)


def test_a_file_is_made_with_its_folders(tmp_path: Path) -> None:
    store = opened(tmp_path / "新建" / "数据 文件夹" / "gxq.db")
    keep(store, project())
    store.dispose()

    again = opened(str(tmp_path / "新建" / "数据 文件夹" / "gxq.db"))
    assert read(again) == project()
    again.dispose()


def test_a_file_may_be_named_by_its_url(tmp_path: Path) -> None:
    store = opened(f"sqlite:///{tmp_path}/gxq.db")
    keep(store, project())
    store.dispose()

    assert (tmp_path / "gxq.db").exists()


def test_a_relative_path_stays_what_it_meant_when_it_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = opened("gxq.db")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    keep(store, project())
    assert store.engine.url.database == str(tmp_path / "gxq.db")
    store.dispose()

    assert not (tmp_path / "elsewhere" / "gxq.db").exists()


def test_a_path_may_begin_at_the_users_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    opened("~/gxq.db").dispose()

    assert (tmp_path / "gxq.db").exists()


def test_every_connection_to_a_file_is_safe_against_power_cuts_and_broken_references(file: Path) -> None:
    store = opened(file, wait_seconds=1.25)
    with store.engine.connect() as one, store.engine.connect() as two:
        for connection in (one, two):
            settings = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
            ]
            assert settings == ["wal", 1, 2, 1250]
    store.dispose()


@pytest.mark.parametrize("form", ["postgresql://", "postgres://", "postgresql+psycopg://"])
def test_a_server_may_be_named_in_any_of_the_usual_ways(schema_url: str, form: str) -> None:
    store = opened(schema_url.replace("postgresql://", form))
    keep(store, project())

    assert read(store) == project()
    store.dispose()


@pytest.mark.parametrize(
    ("where", "problem"),
    [
        ("mysql://root@localhost/gxq", "不支持“mysql”数据库。"),
        ("sqlite://", "数据库地址里没有文件名。"),
        ("sqlite:///:memory:", "数据库地址里没有文件名。"),
        ("postgresql://clerk:secret@host:port/gxq", "数据库地址“postgresql://clerk:***@host:port/gxq”写得不对。"),
        ("://", "数据库地址“://”写得不对。"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused_without_showing_its_password(where: str, problem: str) -> None:
    refused = refusal(where)

    assert refused.problem == problem
    assert "请写文件路径，或 postgresql://" in refused.next_step


@pytest.mark.parametrize(
    "content", [b"not a database", "项目名称,企业\n".encode() * 1000, b"SQLite format 3\x00" + b"x" * 4096, b"\x00"]
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(file: Path, content: bytes) -> None:
    file.write_bytes(content)

    refused = refusal(file)

    assert refused.problem == f"数据文件“{file}”不是本程序的数据文件。"
    assert "没有改动" in refused.next_step
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    ("is_there", "words"), [(True, "是空的，它的备份却有 1 份"), (False, "不见了，它的备份却有 1 份")]
)
def test_a_file_that_lost_its_content_is_not_begun_anew_beside_its_backups(
    file: Path, is_there: bool, words: str
) -> None:
    store = opened(file)
    SqliteBackups(file).write(datetime(2026, 9, 16, 9, tzinfo=UTC), BackupReason.ASKED, None, no_report)
    store.dispose()
    file.unlink()
    if is_there:
        file.touch()

    refused = refusal(file)

    assert isinstance(refused, StoreDamaged)
    assert words in refused.problem and "从备份恢复" in refused.next_step
    assert not is_there or not file.stat().st_size


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    assert "打不开" in refusal(tmp_path).problem


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")

    assert "那里已有同名文件" in refusal(tmp_path / "data" / "gxq.db").problem
    assert "那里已有同名文件" in refusal(tmp_path / "data" / "deeper" / "gxq.db").problem


def test_a_folder_that_may_not_be_made_is_refused(public_folder: Path) -> None:
    said = as_nobody(lambda: opened(public_folder / "mine" / "gxq.db"))

    assert said.startswith(f"数据文件夹“{public_folder / 'mine'}”没有写入权限。请检查权限")


def test_a_new_file_in_a_read_only_folder_is_refused(public_folder: Path) -> None:
    public_folder.chmod(0o555)

    said = as_nobody(lambda: opened(public_folder / "gxq.db"))

    assert said.startswith(f"数据文件“{public_folder / 'gxq.db'}”打不开。请检查")


def test_an_existing_file_that_may_not_be_written_can_be_read_but_not_saved(public_folder: Path) -> None:
    file = public_folder / "gxq.db"
    store = opened(file)
    keep(store, project())
    store.dispose()
    public_folder.chmod(0o777)
    file.chmod(0o444)

    def work() -> None:
        here = opened(file)
        assert read(here) == project()
        keep(here, project("GX-2026-0002"))

    assert as_nobody(work).startswith(f"数据文件“{file}”不能写入。")


def test_an_existing_file_in_a_read_only_folder_is_refused(public_folder: Path) -> None:
    file = public_folder / "gxq.db"
    opened(file).dispose()
    file.chmod(0o444)
    public_folder.chmod(0o555)

    assert re.match(f"数据文件“{file}”(打不开|不能写入)。", as_nobody(lambda: opened(file)))


def test_a_file_that_another_program_holds_is_refused_after_the_wait(file: Path) -> None:
    opened(file).dispose()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")

        refused = refusal(file, wait_seconds=0.05)

    assert "正被另一个程序占用" in refused.problem
    assert "稍候重试" in refused.next_step


def test_a_full_disk_is_said_and_nothing_is_half_saved(file: Path) -> None:
    store = opened(file)
    keep(store, project())
    store.dispose()

    @event.listens_for(store.engine, "connect")
    def fill(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 20}")

    with pytest.raises(StoreError, match="磁盘已满"), store.unit_of_work() as uow:
        uow.editions.add(edition())
        uow.editions.add_paper(project().number, 1, paper(bytes(1_000_000)))
        uow.commit()

    with store.unit_of_work() as uow:
        assert uow.editions.latest(project().number) is None
    assert read(store) == project()
    store.dispose()


def test_a_damaged_file_is_said(file: Path) -> None:
    store = opened(file)
    keep(store, *(project(f"GX-2026-{serial:04d}") for serial in range(1, 40)))
    store.dispose()
    content = bytearray(file.read_bytes())
    for page in range(90, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    file.write_bytes(content)

    store = opened(file)
    with pytest.raises(StoreError, match="已损坏"), store.unit_of_work() as uow:
        for line in uow.projects.list():
            uow.projects.get(line.number)
    store.dispose()


@pytest.mark.parametrize(
    ("path", "on_network"),
    [
        ("/home/clerk/gxq.db", False),
        ("/tmp/gxq.db", False),
        ("/mnt/共享/gxq.db", True),
        ("/mnt/共享文件/gxq.db", False),
        ("/mnt/共享/local/gxq.db", False),
        ("/mnt/with blank/a/gxq.db", True),
        ("/home/clerk/remote/gxq.db", True),
        ("/mnt/covered/gxq.db", False),
    ],
)
def test_the_deepest_mount_decides_whether_a_path_is_on_the_network(path: str, on_network: bool) -> None:
    assert is_network_mount(Path(path), MOUNTS) is on_network


@pytest.mark.parametrize(
    ("path", "shared"),
    [
        (r"C:\Users\clerk\gxq.db", False),
        (r"\\bureau\share\gxq.db", True),
        ("//bureau/share/gxq.db", True),
        (r"\\?\UNC\bureau\share\gxq.db", True),
        (r"\\?\C:\Users\gxq.db", False),
        (r"gxq.db", False),
    ],
)
def test_a_windows_share_is_known_by_its_name(path: str, shared: bool) -> None:
    assert is_windows_share(PureWindowsPath(path)) is shared


def test_a_file_on_a_network_drive_is_refused_and_postgresql_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gxq_desktop.store.network_drive.is_network_mount", lambda path, mounts: path == file)

    refused = refusal(file)

    assert "在网络驱动器上" in refused.problem
    assert "GXQ_DATABASE_URL" in refused.next_step
    assert not file.exists()


def test_a_server_that_does_not_answer_is_said(server: str) -> None:
    refused = refusal("postgresql://clerk:secret@127.0.0.1:1/gxq")

    assert "clerk:***@127.0.0.1:1/gxq" in refused.problem
    assert "连不上" in refused.problem
    assert "secret" not in str(refused)


def test_a_host_that_does_not_exist_is_said() -> None:
    assert "连不上" in refusal("postgresql://clerk@no-such-host.invalid/gxq").problem


def test_a_wrong_password_is_said(server: str) -> None:
    refused = refusal(re.sub(r":[^:@/]+@", ":wrong@", server))

    assert "拒绝了用户名或密码" in refused.problem


def test_a_missing_password_or_unknown_user_is_said(server: str) -> None:
    for user in ("gxq", "stranger:x"):
        assert "拒绝了用户名或密码" in refusal(re.sub(r"//[^@]+@", f"//{user}@", server)).problem


def test_a_database_that_does_not_exist_is_said(server: str) -> None:
    assert "没有这个数据库" in refusal(re.sub(r"/postgres$", "/nowhere", server)).problem


def test_a_server_that_goes_away_in_the_middle_is_said_and_found_again(schema_url: str) -> None:
    store = opened(schema_url)
    backends = _backends_of(store)
    keep(store, project())

    with store.unit_of_work() as uow:
        uow.projects.save(project(name="半途"))
        _end(backends, schema_url)
        with pytest.raises(StoreError, match="连不上"):
            uow.commit()

    assert read(store) == project()
    store.dispose()


def test_a_server_that_went_away_while_nobody_asked_is_found_again(schema_url: str) -> None:
    store = opened(schema_url)
    backends = _backends_of(store)
    keep(store, project())

    _end(backends, schema_url)

    assert read(store) == project()
    store.dispose()


def test_a_server_that_does_not_let_the_user_make_tables_is_said(schema_url: str) -> None:
    import psycopg

    with psycopg.connect(schema_url, autocommit=True) as admin:
        admin.execute("CREATE ROLE plain LOGIN PASSWORD 'plain'")
        admin.execute(f"GRANT USAGE ON SCHEMA {schema_url.rpartition('%3D')[2]} TO plain")
    try:
        assert "没有给当前用户足够的权限" in refusal(re.sub(r"//[^@]+@", "//plain:plain@", schema_url)).problem
    finally:
        with psycopg.connect(schema_url, autocommit=True) as admin:
            admin.execute("DROP OWNED BY plain")
            admin.execute("DROP ROLE plain")


def _backends_of(store: Store) -> set[int]:
    """The server's processes that serve STORE from now on; other tests have theirs on the same server."""
    found: set[int] = set()
    event.listen(store.engine, "checkout", lambda connection, *_: found.add(connection.info.backend_pid))
    return found


def _end(backends: set[int], url: str) -> None:
    import psycopg

    assert backends
    with psycopg.connect(url, autocommit=True) as admin:
        for each in backends:
            admin.execute("SELECT pg_terminate_backend(%s)", (each,))
