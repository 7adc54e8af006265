"""What a folder is good for."""

from __future__ import annotations

from pathlib import Path

import pytest

from gxq_desktop.application.folders import look_at_folder


def test_a_folder_that_can_be_written_is_usable_even_before_it_exists(tmp_path: Path) -> None:
    state = look_at_folder(tmp_path / "new" / "deeper")

    assert state.usable
    assert state.sentence.startswith("可以写入")
    assert not (tmp_path / "new").exists()


def test_a_file_and_a_relative_path_are_not_usable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    assert not look_at_folder(tmp_path / "file" / "below").usable
    assert not look_at_folder(Path("somewhere")).usable


def test_a_folder_that_refuses_says_why() -> None:
    state = look_at_folder(Path("/proc/nothing"))

    assert not state.usable
    assert state.sentence.startswith("不能写入：")


def test_backups_beside_the_data_are_allowed_with_a_warning(tmp_path: Path) -> None:
    inside = look_at_folder(tmp_path / "data" / "backup", beside=tmp_path / "data")
    same_disk = look_at_folder(tmp_path / "backup", beside=tmp_path / "data")

    assert inside.usable and inside.warns and "数据文件夹里" in inside.sentence
    assert same_disk.usable and same_disk.warns and "同一块盘" in same_disk.sentence


def test_a_disk_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "exists", lambda _: False)  # as X: of Windows, whose parent is itself

    state = look_at_folder(Path("/stick/backup"))

    assert not state.usable
    assert state.sentence == "没有磁盘“/”，U 盘可能没有插上。"


def test_data_in_a_folder_that_onedrive_carries_away_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OneDrive", str(tmp_path / "OneDrive"))

    data = look_at_folder(tmp_path / "OneDrive" / "data")
    backups = look_at_folder(tmp_path / "OneDrive" / "data", beside=tmp_path / "data")

    assert data.usable and data.warns and "OneDrive" in data.sentence
    assert "OneDrive" not in backups.sentence
    assert not look_at_folder(tmp_path / "OneDrive2" / "data").warns
