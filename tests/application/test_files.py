"""Writing files whole, and what the system's refusals mean."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from gxq_desktop.application.files import reason_of, write_whole
from gxq_desktop.application.ports import StoreError


def windows_error(winerror: int, number: int) -> OSError:
    error = OSError(number, "as Windows would say")
    error.winerror = winerror  # type: ignore[attr-defined,unused-ignore]
    return error


def test_a_file_that_another_program_of_windows_holds_open_is_said_to_be_in_use() -> None:
    assert reason_of(windows_error(32, errno.EACCES)) == "正被别的程序使用"
    assert reason_of(windows_error(5, errno.EACCES)) == "没有权限"


def test_a_number_that_nobody_knows_is_told_as_the_system_tells_it() -> None:
    assert reason_of(windows_error(4711, 9999)) == "系统报告：as Windows would say"


def test_a_file_that_cannot_be_replaced_stays_and_nothing_is_left_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "manual.pdf"
    write_whole(file, b"first edition")

    def held_open(*_: object) -> None:
        raise windows_error(32, errno.EACCES)

    monkeypatch.setattr(Path, "replace", held_open)
    with pytest.raises(StoreError, match="正被别的程序使用"):
        write_whole(file, b"second edition")

    assert [each.name for each in tmp_path.iterdir()] == ["manual.pdf"]
    assert file.read_bytes() == b"first edition"


def test_a_file_that_cannot_be_replaced_but_holds_the_same_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "manual.pdf"
    write_whole(file, b"first edition")

    def held_open(*_: object) -> None:
        raise windows_error(5, errno.EACCES)

    monkeypatch.setattr(Path, "replace", held_open)
    write_whole(file, b"first edition")

    assert [each.name for each in tmp_path.iterdir()] == ["manual.pdf"]
