"""How a command ends, on a terminal, in a pipe, and in a program without a console."""

from __future__ import annotations

import ctypes
import errno
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from gxq_desktop.app import main
from gxq_desktop.cli.reporting import reported
from gxq_desktop.domain.errors import DomainError


def failing(error: BaseException) -> Callable[[], int]:
    def work() -> int:
        raise error

    return work


def no_log() -> Path:
    raise AssertionError("no bug of ours")


def of_windows(number: int, winerror: int) -> OSError:
    error = OSError(number, "as Windows would say")
    error.winerror = winerror  # type: ignore[attr-defined,unused-ignore]
    return error


@pytest.mark.parametrize("number", [errno.EPIPE, errno.EINVAL])
def test_a_reader_that_has_gone_is_no_fault(capsys: pytest.CaptureFixture[str], number: int) -> None:
    assert reported(failing(OSError(number, "as a pipe says")), no_log) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "error", [OSError(errno.EINVAL, "", "a?b.pdf"), of_windows(errno.EINVAL, 1224), OSError(errno.EACCES, "")]
)
def test_what_is_said_of_a_file_is_a_fault(capsys: pytest.CaptureFixture[str], tmp_path: Path, error: OSError) -> None:
    assert reported(failing(error), lambda: tmp_path) == 1
    assert "程序自己出了错" in capsys.readouterr().err


def test_a_full_disk_behind_the_output_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert reported(failing(OSError(errno.ENOSPC, "No space left on device")), no_log) == 1
    assert capsys.readouterr().err == "输出没有写完：磁盘已满。请腾出磁盘空间后重试。\n"


FULL = Path("/dev/full")
PIPED = "import sys; from gxq_desktop.app import main; sys.exit(main(sys.argv[1:]))"


def piped(tmp_path: Path, *arguments: str) -> tuple[int, bytes]:
    """The exit code and standard error of a command whose reader ends at once."""
    with subprocess.Popen(
        [sys.executable, "-c", PIPED, *arguments, "--data-dir", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as command:
        assert command.stdout is not None and command.stderr is not None
        command.stdout.close()
        said = command.stderr.read()
    return command.returncode, said


@pytest.mark.parametrize("command", [("facts",), ("projects",)])  # more than a buffer, and less
def test_a_command_into_a_pipe_that_nobody_reads_ends_quietly(tmp_path: Path, command: tuple[str, ...]) -> None:
    assert piped(tmp_path, *command) == (0, b"")


def test_ctrl_c_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gxq_desktop.application.fact_listing.list_facts", lambda *_: failing(KeyboardInterrupt())())

    assert main(["facts", "--data-dir", str(tmp_path)]) == 1
    assert "已中断" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("usual", "written"), [("cp936", "cp936"), ("gb18030", "gb18030"), ("utf-8", "utf-8"), ("cp1252", "utf-8")]
)
def test_a_pipe_gets_what_the_system_s_other_programs_read(
    monkeypatch: pytest.MonkeyPatch, usual: str, written: str
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=usual))

    def work() -> int:
        print("倒计时 10 m²")
        return 0

    assert reported(work, no_log) == 0
    square = "²" if written in ("utf-8", "gb18030") else "\\xb2"
    assert raw.getvalue().decode(written).rstrip() == f"倒计时 10 m{square}"


@pytest.mark.parametrize(("usual", "escaped"), [("cp936", True), ("utf-8", False)])
def test_json_is_right_for_whoever_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, usual: str, escaped: bool
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=usual))

    assert main(["facts", "--json", "--data-dir", str(tmp_path)]) == 0
    assert raw.getvalue().isascii() is escaped


def without_a_console(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """As in the window's program on Windows: no standard streams. Returns what its message boxes say."""
    said: list[str] = []
    box = SimpleNamespace(MessageBoxW=lambda owner, text, title, kind: said.append(text))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=box), raising=False)
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    return said


def test_a_program_without_a_console_says_why_it_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    said = without_a_console(monkeypatch)

    assert reported(failing(DomainError("打不开桌面窗口。", "请装上窗口。")), no_log) == 1
    assert said == ["打不开桌面窗口。请装上窗口。"]


def test_a_program_without_a_console_does_its_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)

    assert main(["ledger", "--data-dir", str(tmp_path)]) == 0


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a disk that is always full")
def test_a_command_onto_a_full_disk_says_so(tmp_path: Path) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", PIPED, "projects", "--data-dir", str(tmp_path)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.returncode == 1
    assert "磁盘已满" in done.stderr.decode()
