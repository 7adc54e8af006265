"""Backups and the check of the data from the command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from gxq_desktop.app import main
from tests.cli.conftest import Run


def test_a_backup_is_written_beside_the_data_and_to_a_second_folder(run: Run, number: str, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()

    ran = run("backup", "--to", usb)

    assert ran.code == 0
    path, other = ran.out.splitlines()
    assert "1 个项目" in path and "已核对" in path
    assert Path(other).parent == usb and Path(other).exists()
    with closing(sqlite3.connect(other)) as copy:
        assert copy.execute("SELECT number FROM project").fetchall() == [(number,)]


def test_a_second_folder_that_is_not_there_is_refused_after_the_backup_here(
    run: Run, number: str, tmp_path: Path
) -> None:
    ran = run("backup", "--to", tmp_path / "gone")

    assert ran.code == 1 and "不在" in ran.err and "本机的备份在" in ran.err
    assert len(list((tmp_path / "data" / "backups").iterdir())) == 1


def test_without_data_there_is_nothing_to_back_up(run: Run) -> None:
    ran = run("backup")

    assert ran.code == 1 and "还不存在" in ran.err


def test_postgresql_is_backed_up_by_its_own_means(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    assert main(["backup", "--db", "postgresql://clerk@server/gxq", "--data-dir", str(tmp_path)]) == 1
    assert "pg_dump" in capsys.readouterr().err


def test_sound_data_is_said_to_be_and_exits_0(run: Run, number: str) -> None:
    assert run("check-data").out == "看了 1 个项目、0 版手册，没有发现问题。\n"
    assert run("check-data", "--json").json == {"sound": True, "projects": 1, "editions": 0, "findings": []}


def test_damage_is_told_and_exits_1(run: Run, number: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "data" / "gxq.sqlite3")) as connection:
        connection.execute("DELETE FROM number_sequence")
        connection.commit()

    ran = run("check-data")

    assert ran.code == 1 and "〔损坏〕2026 年的编号只记到 0" in ran.out
