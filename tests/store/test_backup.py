"""Backups: whole, verified, never over another one, and the way back."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path, PureWindowsPath

import pytest

from gxq_desktop.application.ports import BackupReason, StoreError
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.store.backup import NoBackups, SqliteBackups, backups_of, no_report, sqlite_uri
from gxq_desktop.store.engine import Store
from tests.store.builders import keep, opened, project, read

AT = datetime(2026, 9, 16, 14, 5, tzinfo=timezone(timedelta(hours=8))).astimezone()
AUTO, ASKED = BackupReason.SCHEDULED, BackupReason.ASKED


def spoil_an_index(file: Path) -> None:
    """Damage what only integrity_check sees: rows can still be read and counted."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '(project_code)', '(name)') WHERE type = 'index'"
        )
        connection.commit()


@pytest.fixture
def kept(file: Path) -> Iterator[Store]:
    """A store with one project."""
    store = opened(file)
    keep(store, project())
    yield store
    store.dispose()


@pytest.fixture
def backups(kept: Store, file: Path) -> SqliteBackups:
    return SqliteBackups(file, kept.dispose)


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\x5a" * (len(content) - len(content) // 2)
    path.write_bytes(content)


def test_a_backup_holds_what_the_store_holds_while_it_is_open(backups: SqliteBackups, kept: Store) -> None:
    made = backups.write(AT, ASKED, None, no_report)

    assert (made.projects, made.unchanged, made.second_problem) == (1, False, "")
    assert made.file.path.name == f"store-{AT:%Y-%m-%d-%H%M%S}-asked.sqlite3"
    assert backups.projects_in(made.file.path) == 1
    copy = opened(made.file.path)
    assert read(copy) == project()
    copy.dispose()


def test_backups_are_listed_newest_first_with_their_reason(backups: SqliteBackups, tmp_path: Path) -> None:
    first = backups.write(AT, ASKED, None, no_report).file
    second = backups.write(AT + timedelta(hours=1), BackupReason.BEFORE_RESTORE, tmp_path, no_report).file
    (first.path.parent / "notes.txt").write_text("no backup")
    (first.path.parent / f"other-{AT:%Y-%m-%d-%H%M%S}-auto.sqlite3").write_text("of another store")
    (first.path.parent / "store-2026-13-45-000000-auto.sqlite3").write_text("of no day")

    listed = backups.files(tmp_path)

    assert [each.path for each in listed] == [second.path, tmp_path / second.path.name, first.path]
    assert [each.second for each in listed] == [False, True, False]
    assert [each.reason.label for each in listed] == ["恢复之前", "恢复之前", "手动"]
    assert listed[0] == second


def test_a_scheduled_backup_of_unchanged_data_is_not_written(backups: SqliteBackups) -> None:
    first = backups.write(AT, AUTO, None, no_report)

    again = backups.write(AT + timedelta(hours=1), AUTO, None, no_report)

    assert (first.unchanged, again.unchanged) == (False, True)
    assert again.file == first.file
    assert len(list(backups.folder.iterdir())) == 1


def test_reading_the_store_and_closing_it_changes_nothing(backups: SqliteBackups, kept: Store, file: Path) -> None:
    backups.write(AT, AUTO, None, no_report)

    read(kept)
    kept.dispose()
    read(kept)

    assert backups.write(AT + timedelta(hours=1), AUTO, None, no_report).unchanged


def test_a_changed_store_is_backed_up_again(backups: SqliteBackups, kept: Store) -> None:
    backups.write(AT, AUTO, None, no_report)
    keep(kept, project("GX-2026-0002"))

    made = backups.write(AT + timedelta(hours=1), AUTO, None, no_report)

    assert (made.unchanged, made.projects) == (False, 2)


def test_a_backup_that_was_asked_for_is_always_written(backups: SqliteBackups) -> None:
    backups.write(AT, ASKED, None, no_report)
    backups.write(AT, ASKED, None, no_report)

    assert len(backups.files(None)) == 2


def test_a_second_folder_gets_the_same_bytes(backups: SqliteBackups, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()

    made = backups.write(AT, AUTO, usb, no_report)

    assert made.second_problem == ""
    assert (usb / made.file.path.name).read_bytes() == made.file.path.read_bytes()


def test_a_second_folder_that_comes_back_gets_the_backup_it_missed(backups: SqliteBackups, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    assert "U 盘可能没有插上" in backups.write(AT, AUTO, usb, no_report).second_problem

    usb.mkdir()
    made = backups.write(AT + timedelta(hours=1), AUTO, usb, no_report)

    assert made.unchanged and made.second_problem == ""
    assert [path.name for path in usb.iterdir()] == [made.file.path.name]


def test_a_second_folder_that_cannot_be_written_is_said_and_the_backup_here_stays(
    backups: SqliteBackups, tmp_path: Path
) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    (usb / f"store-{AT:%Y-%m-%d-%H%M%S}-auto.part").mkdir()

    made = backups.write(AT, AUTO, usb, no_report)

    assert "没有写成" in made.second_problem
    assert made.file.path.exists()


def test_an_interrupted_backup_leaves_no_file(backups: SqliteBackups) -> None:
    class Stopped(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        backups.write(AT, ASKED, None, stop)

    assert list(backups.folder.iterdir()) == []


def test_what_a_killed_program_left_half_written_is_removed(backups: SqliteBackups) -> None:
    backups.folder.mkdir()
    old, young = (backups.folder / f"store-2026-09-16-0{hour}0000-77.part" for hour in (1, 2))
    journal = old.with_name(f"{old.name}-journal")
    for part, age in ((old, 7200), (journal, 7200), (young, 60)):
        part.write_bytes(b"half")
        os.utime(part, (AT.timestamp() - age,) * 2)

    backups.write(AT, ASKED, None, no_report)

    assert not old.exists() and not journal.exists() and young.exists()


def test_a_backup_folder_that_cannot_be_made_is_refused(backups: SqliteBackups, file: Path) -> None:
    (file.parent / "backups").write_text("in the way")

    with pytest.raises(StoreError, match=r"备份文件夹.*不能使用"):
        backups.write(AT, ASKED, None, no_report)


def test_a_damaged_store_is_not_taken_for_a_backup(backups: SqliteBackups, kept: Store, file: Path) -> None:
    kept.dispose()
    spoil(file)

    with pytest.raises(StoreError):
        backups.write(AT, ASKED, None, no_report)

    assert list(backups.folder.iterdir()) == []


def test_nothing_is_backed_up_before_there_is_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="还不存在"):
        SqliteBackups(tmp_path / "none.db").write(AT, ASKED, None, no_report)


def test_a_backup_is_one_moment_while_others_save(backups: SqliteBackups, kept: Store) -> None:
    started, stop = threading.Event(), threading.Event()

    def save() -> None:
        number = 2
        while not stop.is_set():
            keep(kept, project(f"GX-2026-{number:04d}"))
            started.set()
            number += 1

    saving = threading.Thread(target=save)
    saving.start()
    try:
        started.wait(5)
        made = [backups.write(AT + timedelta(hours=each), ASKED, None, no_report) for each in range(5)]
    finally:
        stop.set()
        saving.join()

    assert [backups.projects_in(each.file.path) for each in made] == [each.projects for each in made]


def test_a_copy_goes_to_any_file_that_is_not_there_yet(backups: SqliteBackups, tmp_path: Path) -> None:
    target = tmp_path / "usb" / "gxq.sqlite3"

    assert backups.write_to(target, no_report) == 1
    assert backups.projects_in(target) == 1
    with pytest.raises(StoreError, match="已经存在"):
        backups.write_to(target, no_report)


def test_restoring_brings_the_backup_back_and_keeps_what_was_there(
    backups: SqliteBackups, kept: Store, file: Path
) -> None:
    old = backups.write(AT, ASKED, None, no_report).file
    keep(kept, project("GX-2026-0002"))

    present = backups.restore(old.path, AT + timedelta(hours=1), no_report)

    assert (present.file.reason, present.projects) == (BackupReason.BEFORE_RESTORE, 2)
    assert backups.projects_in(file) == 1
    assert read(kept) == project()
    backups.restore(present.file.path, AT + timedelta(hours=2), no_report)
    assert backups.projects_in(file) == 2


def test_another_window_sees_the_restored_content_without_being_spoilt(
    backups: SqliteBackups, kept: Store, file: Path
) -> None:
    old = backups.write(AT, ASKED, None, no_report).file
    keep(kept, project("GX-2026-0002"))
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("SELECT count(*) FROM project").fetchone() == (2,)

        backups.restore(old.path, AT + timedelta(hours=1), no_report)

        assert other.execute("SELECT count(*) FROM project").fetchone() == (1,)
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_store_that_is_being_written_is_not_restored_over(
    backups: SqliteBackups, kept: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gxq_desktop.store.backup._WAIT_SECONDS", 0.05)
    old = backups.write(AT, ASKED, None, no_report).file
    keep(kept, project("GX-2026-0002"))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreError, match="正被别的程序占用"):
            backups.restore(old.path, AT + timedelta(hours=1), no_report)

    assert backups.projects_in(file) == 2


def test_a_damaged_backup_is_refused_and_nothing_changes(backups: SqliteBackups, kept: Store, file: Path) -> None:
    old = backups.write(AT, ASKED, None, no_report).file
    keep(kept, project("GX-2026-0002"))
    spoil(old.path)

    with pytest.raises(StoreError, match="另一份备份"):
        backups.restore(old.path, AT + timedelta(hours=1), no_report)

    assert backups.projects_in(file) == 2
    assert len(backups.files(None)) == 1


def test_a_backup_of_a_newer_program_is_refused(backups: SqliteBackups) -> None:
    old = backups.write(AT, ASKED, None, no_report).file
    with closing(sqlite3.connect(old.path)) as copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
        copy.commit()

    with pytest.raises(StoreError, match="更新版本的程序"):
        backups.restore(old.path, AT, no_report)


def test_a_store_nobody_can_read_is_set_aside_and_replaced(backups: SqliteBackups, kept: Store, file: Path) -> None:
    old = backups.write(AT, ASKED, None, no_report).file
    kept.dispose()
    file.write_bytes(b"no database at all" * 500)

    present = backups.restore(old.path, AT + timedelta(hours=1), no_report)

    assert present.file.path.read_bytes().startswith(b"no database at all")
    assert read(kept) == project()


def test_a_store_damaged_within_is_set_aside_too(backups: SqliteBackups, kept: Store, file: Path) -> None:
    old = backups.write(AT, ASKED, None, no_report).file
    kept.dispose()
    spoil_an_index(file)

    with pytest.raises(StoreError, match="没有备份成：数据文件有损坏的地方"):
        backups.write(AT + timedelta(minutes=30), ASKED, None, no_report)
    damaged = file.read_bytes()
    present = backups.restore(old.path, AT + timedelta(hours=1), no_report)

    assert present.file.path.read_bytes() == damaged
    assert read(kept) == project()


@pytest.mark.parametrize("is_there", [True, False])
def test_a_store_that_lost_its_content_is_restored(
    backups: SqliteBackups, kept: Store, file: Path, is_there: bool
) -> None:
    old = backups.write(AT, ASKED, None, no_report).file
    kept.dispose()
    file.unlink()
    if is_there:
        file.touch()

    backups.restore(old.path, AT + timedelta(hours=1), no_report)

    assert read(kept) == project()


def test_a_locked_store_is_not_taken_for_one_nobody_can_read(
    backups: SqliteBackups, kept: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gxq_desktop.store.backup._WAIT_SECONDS", 0.05)
    old = backups.write(AT, ASKED, None, no_report).file
    kept.dispose()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(StoreError, match="正被别的程序占用"):
            backups.restore(old.path, AT + timedelta(hours=1), no_report)

    assert file.exists() and not list(backups.folder.glob("*unreadable*"))


def test_a_restore_that_breaks_off_leaves_what_nobody_could_read_where_it_was(
    backups: SqliteBackups, kept: Store, file: Path
) -> None:
    old = backups.write(AT, ASKED, None, no_report).file
    kept.dispose()
    file.write_bytes(b"no database at all" * 500)

    def full(done: int, total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        backups.restore(old.path, AT + timedelta(hours=1), full)

    assert file.read_bytes() == b"no database at all" * 500


def test_postgresql_says_that_its_own_backups_apply() -> None:
    found = backups_of("postgresql://clerk@server/gxq", lambda: None)

    assert isinstance(found, NoBackups)
    assert found.refusal is not None and "PostgreSQL" in found.refusal.problem
    with pytest.raises(DomainError, match="pg_dump"):
        found.files(None)
    with pytest.raises(DomainError, match="pg_dump"):
        found.write(AT, ASKED, None, no_report)


def test_an_sqlite_url_names_its_file(file: Path, kept: Store) -> None:
    found = backups_of(f"sqlite:///{file}", lambda: None)

    assert isinstance(found, SqliteBackups) and found.folder == file.parent / "backups"


def test_a_backup_on_a_windows_share_is_opened_by_its_path() -> None:
    share = sqlite_uri(PureWindowsPath(r"\\nas\backup 1\gxq.sqlite3"), only_read=True)

    assert share == "file:////nas/backup%201/gxq.sqlite3?mode=ro"
    assert sqlite_uri(PureWindowsPath(r"D:\gxq.sqlite3"), only_read=False) == "file:///D:/gxq.sqlite3?mode=rw"


def test_sqlite_takes_the_address_of_a_share_for_a_path_with_two_slashes(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "kept.sqlite3").close()
    as_share = f"file:////{(tmp_path / 'kept.sqlite3').as_posix().lstrip('/')}?mode=rw"

    with closing(sqlite3.connect(as_share, uri=True)) as connection:
        connection.execute("CREATE TABLE t (x)")
