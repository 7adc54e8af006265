"""Moving the data folder: everything arrives and is compared, the switch comes last, hostile places are refused."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gxq_desktop.app import Desk
from gxq_desktop.application import move_data as moving
from gxq_desktop.application.move_data import MARK, check_target, copy_data, move_data, take_over
from gxq_desktop.application.ports import StoreError
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.errors import DomainError
from tests.application.fakes import sample

TODAY = date(2026, 9, 16)


def quiet(done: int, total: int) -> None:
    """Nobody watches."""


def filled(folder: Path) -> Desk:
    """A desk with a project, a piece of evidence and settings."""
    desk = Desk(folder / "旧 数据", None, TODAY)
    register_project(sample("N1"), desk)
    (folder / "批复.pdf").write_bytes(b"%PDF proof")
    desk.evidence.keep(folder / "批复.pdf")
    (desk.data_dir / "desk.json").write_text('{"look.percent": 120}', "utf-8")
    (desk.data_dir / "calendar").mkdir()
    (desk.data_dir / "calendar" / "2031.yaml").write_text("year: 2031\n", "utf-8")
    (desk.data_dir / "cache").mkdir(exist_ok=True)
    return desk


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    made = filled(tmp_path)
    yield made
    made.close()


def never(folder: Path) -> None:
    raise AssertionError("switched")


def test_everything_arrives_and_the_old_folder_stays(desk: Desk, tmp_path: Path) -> None:
    target, switched = tmp_path / "新 数据", list[Path]()

    moved = move_data(target, desk, switched.append, quiet)

    assert (moved.folder, moved.projects, moved.files, switched) == (target, 1, 3, [target])
    there = Desk(target, None, TODAY)
    assert [line.number for line in there.lists.projects()] == [line.number for line in desk.lists.projects()]
    assert sorted(path.name for path in target.iterdir()) == ["calendar", "desk.json", "evidence", "gxq.sqlite3"]
    assert (target / "desk.json").read_text("utf-8") == '{"look.percent": 120}'
    assert [path.read_bytes() for path in (target / "evidence").glob("??/*")] == [b"%PDF proof"]
    there.close()


def test_hostile_places_are_refused_and_left_alone(desk: Desk, tmp_path: Path) -> None:
    full, file, link = tmp_path / "full", tmp_path / "file", tmp_path / "link"
    full.mkdir()
    (full / "信.txt").write_text("x")
    file.write_text("x")
    for target, words in (
        (full, "不是空的"),
        (file, "是文件"),
        (file / "below", "不能写入|是文件"),
        (desk.data_dir, "已经在这个文件夹里"),
        (desk.data_dir / "backups" / "x", "里面"),
        (Path("somewhere"), "完整的路径"),
        (tmp_path / "旧 数据" / ".." / "旧 数据", "已经在这个文件夹里"),
    ):
        with pytest.raises(DomainError, match=words):
            move_data(target, desk, never, quiet)
    assert (full / "信.txt").read_text() == "x"
    assert not (full / MARK).exists()
    if sys.platform != "win32":
        link.symlink_to(desk.data_dir)
        with pytest.raises(DomainError, match="已经在这个文件夹里"):
            check_target(link, desk)


def test_a_network_drive_is_refused(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> None:
        raise StoreError("在网络驱动器上", "请放到本机磁盘")

    monkeypatch.setattr(desk, "refuse_network_drive", refused)

    with pytest.raises(StoreError, match="网络驱动器"):
        move_data(tmp_path / "new", desk, never, quiet)
    assert not (tmp_path / "new").exists()


def test_too_little_space_is_refused(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10_000_000))

    with pytest.raises(DomainError, match="只剩 10 MB"):
        move_data(tmp_path / "new", desk, never, quiet)


def test_data_on_a_server_or_not_there_yet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="数据库服务器"):
        check_target(tmp_path / "new", Desk(tmp_path, "postgresql://nowhere/x", TODAY))
    with pytest.raises(DomainError, match="还不存在"):
        check_target(tmp_path / "new", Desk(tmp_path, None, TODAY))


def test_a_switch_that_fails_leaves_nothing_behind(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "new"

    def refused(folder: Path) -> None:
        raise PermissionError(13, "no")

    with pytest.raises(StoreError, match="没有移成：没有权限"):
        move_data(target, desk, refused, quiet)

    assert list(target.iterdir()) == []


def test_a_copy_that_differs_is_not_switched_to(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving.filecmp, "cmp", lambda *_, **__: False)

    with pytest.raises(StoreError, match="不一样"):
        move_data(tmp_path / "new", desk, never, quiet)


def test_what_is_written_meanwhile_is_copied_too(desk: Desk, tmp_path: Path) -> None:
    late = iter(["N2"])

    def write_once(done: int, total: int) -> None:
        for name in late:
            register_project(sample(name), desk)

    moved = move_data(tmp_path / "new", desk, lambda _: None, write_once)

    assert moved.projects == 2


def test_a_store_that_is_written_to_all_the_while_is_not_moved(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = iter(range(100))
    monkeypatch.setattr(moving, "_state", lambda _: next(states))

    with pytest.raises(StoreError, match="一直有数据写入"):
        move_data(tmp_path / "new", desk, never, quiet)
    assert list((tmp_path / "new").iterdir()) == []


def test_a_copy_is_not_switched_to_once_something_else_was_written(desk: Desk, tmp_path: Path) -> None:
    copied = copy_data(tmp_path / "new", desk, quiet)
    assert (copied.folder / MARK).is_file()
    register_project(sample("N2"), desk)

    with pytest.raises(StoreError, match="又有数据写入"):
        take_over(copied, desk, never)
    assert list(copied.folder.iterdir()) == []


def test_a_copy_that_was_dropped_is_made_anew_in_the_same_folder(desk: Desk, tmp_path: Path) -> None:
    copy_data(tmp_path / "new", desk, quiet)
    register_project(sample("N2"), desk)

    assert move_data(tmp_path / "new", desk, lambda _: None, quiet).projects == 2


def killed(folder: Path, target: Path, moment: str) -> None:
    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    desk = Desk(folder / "旧 数据", None, TODAY)
    if moment == "files":
        moving._copy_files = die  # type: ignore[assignment]
    move_data(target, desk, die, die if moment == "store" else quiet)


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
@pytest.mark.parametrize("moment", ["store", "files"])
def test_a_kill_before_the_switch_leaves_the_old_in_force_and_the_move_can_be_made_again(
    desk: Desk, tmp_path: Path, moment: str
) -> None:
    target, switched = tmp_path / "new", list[Path]()
    process = multiprocessing.get_context("fork").Process(target=killed, args=(tmp_path, target, moment))
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    assert (target / MARK).is_file()
    assert len(desk.lists.projects()) == 1

    assert move_data(target, desk, switched.append, quiet).projects == 1
    assert switched == [target]
    assert not (target / MARK).exists()
