"""Setting up a fresh checkout: what is run, what is asked of the user, and what is found out without trying."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gxq_desktop import bootstrap


class Machine:
    """Notes what would be run. `fails` maps a word of a command to how it ends."""

    def __init__(self) -> None:
        self.ran: list[list[str]] = []
        self.fails: dict[str, str] = {}

    def run(self, command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        self.ran.append([str(word) for word in command])
        complaint = next((says for word, says in self.fails.items() if any(word in each for each in command)), "")
        if "venv" in command:
            made = bootstrap._python_of_venv()
            made.parent.mkdir(parents=True, exist_ok=True)
            made.touch()
        return subprocess.CompletedProcess(command, int(bool(complaint)), "", complaint)

    def ran_with(self, word: str) -> list[list[str]]:
        return [command for command in self.ran if word in command]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    """A checkout at tmp_path, on a Linux whose user may not install; nothing is really run."""
    checkout = tmp_path / "checkout"
    (checkout / ".ci").mkdir(parents=True)
    (checkout / "pyproject.toml").write_text("[project]", "utf-8")
    (checkout / ".ci" / "constraints.txt").write_text("typer==0.28.0", "utf-8")
    monkeypatch.setattr(bootstrap, "ROOT", checkout)
    monkeypatch.setattr(bootstrap, "VENV", checkout / ".venv")
    monkeypatch.setattr(bootstrap, "STAMP", checkout / ".venv" / "installed-from.txt")
    monkeypatch.setattr(bootstrap, "CONSTRAINTS", checkout / ".ci" / "constraints.txt")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    made = Machine()
    monkeypatch.setattr(bootstrap.subprocess, "run", made.run)
    return made


def test_the_first_run_makes_the_environment_and_the_second_only_runs(machine: Machine) -> None:
    assert bootstrap.main(["demo", "--out", "papers"]) == 0
    assert len(machine.ran_with("--clear")) == 1
    assert len(machine.ran_with("install")) == 1
    assert machine.ran[-1][1:] == ["-m", "gxq_desktop", "demo", "--out", "papers"]

    machine.ran.clear()
    assert bootstrap.main(["demo"]) == 0
    assert not machine.ran_with("--clear")
    assert not machine.ran_with("install")


def test_papers_are_made_without_the_window_s_packages(machine: Machine) -> None:
    bootstrap.main(["demo"])

    assert machine.ran_with("install")[0][-1] == str(bootstrap.ROOT)
    assert not any("PySide6" in word for command in machine.ran for word in command)


def test_an_environment_without_pip_is_made_anew(machine: Machine) -> None:
    bootstrap.main(["demo"])
    machine.ran.clear()
    machine.fails["import pip"] = "ModuleNotFoundError: No module named 'pip'"

    bootstrap.main(["demo"])

    assert len(machine.ran_with("--clear")) == 1
    assert len(machine.ran_with("install")) == 1


def test_a_checkout_that_was_moved_is_installed_again(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap.main(["demo"])
    machine.ran.clear()
    moved = bootstrap.ROOT.with_name("moved")
    bootstrap.ROOT.rename(moved)
    for name, place in (("ROOT", "."), ("VENV", ".venv"), ("STAMP", ".venv/installed-from.txt")):
        monkeypatch.setattr(bootstrap, name, moved / place)
    monkeypatch.setattr(bootstrap, "CONSTRAINTS", moved / ".ci" / "constraints.txt")

    bootstrap.main(["demo"])

    assert len(machine.ran_with("install")) == 1


def test_whoever_may_not_install_gets_the_line_to_type(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda _: None)

    with pytest.raises(SystemExit) as left:
        bootstrap.main(["demo"])

    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    line = f"sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends {package}'"
    assert line in str(left.value)
    assert not machine.ran


def test_root_s_missing_package_is_installed(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)

    assert bootstrap.main(["demo"]) == 0
    assert [command[:2] for command in machine.ran[:2]] == [["apt-get", "update"], ["apt-get", "install"]]


def test_a_missing_library_of_qt_is_named(machine: Machine) -> None:
    machine.fails["PySide6.QtWidgets"] = "ImportError: libGL.so.1: cannot open shared object file"

    with pytest.raises(SystemExit, match=r"libGL\.so\.1.*\n.*\n.*libgl1"):
        bootstrap.main(["test"])


@pytest.mark.parametrize(
    ("task", "variable", "looks"),
    [
        ("desk", {}, True),
        ("desk", {"QT_QPA_PLATFORM": "offscreen"}, False),
        ("desk", {"WAYLAND_DISPLAY": "wayland-0"}, False),
        ("desk", {"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "wayland-0"}, True),
        ("test", {}, False),
    ],
)
def test_what_a_window_on_x11_loads_later_is_looked_for_before_it_opens(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, task: str, variable: dict[str, str], looks: bool
) -> None:
    for name, value in variable.items():
        monkeypatch.setenv(name, value)

    bootstrap.main([task])

    assert any("libqxcb.so" in word for command in machine.ran for word in command) is looks


def test_windows_looks_for_no_library_and_runs_its_own_python(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")

    assert bootstrap.main(["desk"]) == 0
    assert machine.ran[-1] == [str(bootstrap.VENV / "Scripts" / "python.exe"), "-m", "gxq_desktop"]
    assert not any("PySide6" in word for command in machine.ran for word in command)


def test_what_cannot_be_installed_is_said_without_a_traceback(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(bootstrap.subprocess, "run", failing)

    with pytest.raises(SystemExit, match="Setting up failed at:"):
        bootstrap.main(["demo"])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the plugin")
def test_the_search_for_x11_s_libraries_finds_the_plugin() -> None:
    pytest.importorskip("PySide6")
    tried = subprocess.run([sys.executable, "-c", bootstrap.XCB_PLUGIN], capture_output=True, text=True, check=False)

    missing = "cannot open shared object file" in tried.stderr and "libqxcb.so: cannot" not in tried.stderr
    assert tried.returncode == 0 or missing, tried.stderr
