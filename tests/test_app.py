"""The program's entry point without a command: the window, and how it ends when it does not open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gxq_desktop import app
from gxq_desktop.domain.errors import DomainError


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No command was given; the data folder is empty."""
    monkeypatch.setattr(sys, "argv", ["gxq-desktop"])
    monkeypatch.setattr(app, "default_data_dir", lambda: tmp_path)
    return tmp_path


def test_without_a_command_the_window_opens_and_gives_the_exit_code(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(app, "open_window", lambda *each: asked.append(each) or 7)

    assert app.main([]) == 7
    assert asked == [(None, None, None, ())]


def test_the_window_does_not_wait_for_the_command_line() -> None:
    code = (
        "import sys; sys.argv = ['gxq-desktop']\n"
        "from gxq_desktop import app\n"
        "app.open_window = lambda *each: print('typer' in sys.modules, 'gxq_desktop.cli.main' in sys.modules) or 0\n"
        "sys.exit(app.main())\n"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "False"]


def test_a_window_that_cannot_open_says_why_and_what_next(
    alone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> int:
        raise DomainError("打不开桌面窗口。", "请装上窗口。")

    monkeypatch.setattr(app, "open_window", refuse)

    assert app.main([]) == 1
    assert capsys.readouterr().err == "打不开桌面窗口。请装上窗口。\n"


def test_our_own_bug_while_opening_goes_to_the_log_and_is_said_without_a_traceback(
    alone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> int:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(app, "open_window", fail)

    assert app.main([]) == 1
    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said and "Traceback" not in said and str(alone) in said
    assert "ours" in (alone / "logs" / "errors.log").read_text("utf-8")


def test_a_missing_library_of_the_window_is_named_with_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(_: str) -> object:
        raise ImportError("libGL.so.1: cannot open shared object file")

    monkeypatch.setattr(app.importlib, "import_module", lacking)
    with pytest.raises(DomainError, match=r"libGL\.so\.1") as from_source:
        app.open_window(None, None, None, ())
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(DomainError) as from_bundle:
        app.open_window(None, None, None, ())

    assert "gxq_desktop.bootstrap desk" in from_source.value.next_step
    assert "bootstrap" not in from_bundle.value.next_step  # there is no Python beside a bundle
    assert "libgl1" in from_bundle.value.next_step
