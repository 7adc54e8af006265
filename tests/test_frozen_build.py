"""What build.spec gives PyInstaller, and what a frozen build does before its command line."""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
pytest.importorskip("PySide6")


class Build(SimpleNamespace):
    """Stands where PyInstaller would: notes what it is asked to collect, and which sources are there when it copies."""

    def analysis(self, scripts: list[str], **asked: Any) -> SimpleNamespace:
        self.asked = asked
        hooks = [(name, name, "PYSOURCE") for name in ("pyi_rth_inspect", "pyi_rth_pyside6", "__main__")]
        return SimpleNamespace(scripts=hooks, pure=[], binaries=[], datas=[])

    def program(self, library: object, scripts: list[tuple[str, str, str]], **_: object) -> None:
        self.scripts = [name for name, *_ in scripts]

    def collect(self, *_: object, **__: object) -> None:
        self.missing = [source for source, _ in self.asked["datas"] if not Path(source).exists()]


@pytest.fixture(scope="module")
def build() -> Iterator[Build]:
    made = Build()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PyInstaller", "PyInstaller.utils", "PyInstaller.utils.hooks"):
            patch.setitem(sys.modules, name, ModuleType(name))
        patch.setattr(sys.modules["PyInstaller.utils.hooks"], "collect_submodules", lambda name: [name], raising=False)
        runpy.run_path(
            str(ROOT / "build.spec"),
            {
                "SPECPATH": str(ROOT),
                "Analysis": made.analysis,
                "PYZ": lambda pure: pure,
                "EXE": made.program,
                "COLLECT": made.collect,
            },
        )
        yield made


def test_the_build_carries_the_byte_code_of_pyside(build: Build) -> None:
    carried = {Path(source).name: target for source, target in build.asked["datas"]}

    assert build.missing == []
    assert carried[f"pyside6.{sys.implementation.cache_tag}.codes"] == "gxq_desktop/ui/__pycache__"


def test_no_hook_imports_pyside_before_our_first_line(build: Build) -> None:
    assert build.scripts == ["pyi_rth_inspect", "__main__"]


@pytest.mark.parametrize("usual", [None, "/usr/local/lib"])
def test_programs_started_by_a_frozen_build_load_their_own_libraries(
    monkeypatch: pytest.MonkeyPatch, usual: str | None
) -> None:
    seen: list[str | None] = []
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr("multiprocessing.freeze_support", lambda: None)
    monkeypatch.setattr("gxq_desktop.app.main", lambda: seen.append(os.environ.get("LD_LIBRARY_PATH")) or 0)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/gxq-desktop/_internal")  # as PyInstaller's loader leaves it
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", usual or "")
    if usual is None:
        monkeypatch.delenv("LD_LIBRARY_PATH_ORIG")

    with pytest.raises(SystemExit):
        runpy.run_module("gxq_desktop", run_name="__main__")

    assert seen == [usual]
