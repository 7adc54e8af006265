"""Writing files whole, and what the system's refusals mean."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from gxq_desktop.application import files
from gxq_desktop.application.files import move_into_place, reason_of, write_whole
from gxq_desktop.application.ports import StoreError


def windows_error(winerror: int, number: int, name: str | None = None) -> OSError:
    error = OSError(number, "as Windows would say", name)
    error.winerror = winerror  # type: ignore[attr-defined,unused-ignore]
    return error


def test_a_file_that_another_program_of_windows_holds_open_is_said_to_be_in_use() -> None:
    assert reason_of(windows_error(32, errno.EACCES)) == "正被别的程序使用"
    assert reason_of(windows_error(5, errno.EACCES)) == "没有权限"


def test_a_path_longer_than_windows_takes_is_said_to_be_long() -> None:
    name = "C:\\" + "长" * 257

    assert reason_of(windows_error(3, errno.ENOENT, name)) == "路径太长，有 260 个字，Windows 最多 259 个"
    assert reason_of(windows_error(3, errno.ENOENT, name[:-1])) == "没有这个文件或文件夹"
    assert reason_of(OSError(errno.ENOENT, "as Linux would say", name)) == "没有这个文件或文件夹"


class Scanner:
    """Holds a new file for so many tries to rename it, as a virus scanner of Windows does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, tries: int, error: OSError) -> None:
        self.tries, replace = tries, Path.replace

        def held(part: Path, target: Path) -> Path:
            if self.tries > 0:
                self.tries -= 1
                raise error
            return replace(part, target)

        self.waited: list[float] = []
        monkeypatch.setattr(Path, "replace", held)
        monkeypatch.setattr(files.time, "sleep", self.waited.append)


@pytest.mark.parametrize("winerror", [5, 32])
def test_a_new_file_that_a_virus_scanner_reads_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int
) -> None:
    scanner = Scanner(monkeypatch, 3, windows_error(winerror, errno.EACCES))

    write_whole(tmp_path / "manual.pdf", b"first edition")

    assert (tmp_path / "manual.pdf").read_bytes() == b"first edition"
    assert len(scanner.waited) == 3


def test_what_is_held_on_is_refused_within_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scanner = Scanner(monkeypatch, 1000, windows_error(32, errno.EACCES))

    with pytest.raises(StoreError, match="正被别的程序使用"):
        write_whole(tmp_path / "manual.pdf", b"first edition")

    assert 0.5 < sum(scanner.waited) < 1


def test_elsewhere_a_refusal_is_not_waited_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scanner = Scanner(monkeypatch, 1000, OSError(errno.EACCES, "as Linux would say"))

    with pytest.raises(OSError, match="Linux"):
        move_into_place(tmp_path / "part", tmp_path / "manual.pdf")

    assert scanner.waited == []


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
