"""PySide6 starts without its needless work, and is the same PySide6."""

from __future__ import annotations

import builtins
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gxq_desktop.ui import pyside_start

NAME = "shibokensupport/signature/example.py"

STARTED = """
import builtins, json, sys
compiled, usual = [], builtins.compile
def watched(source, name, *arguments, **named):
    compiled.append(str(name))
    return usual(source, name, *arguments, **named)
builtins.compile = watched
flags = sys.getdlopenflags()
import gxq_desktop.ui
from PySide6.QtWidgets import QApplication, QLabel
import linecache
import colorsys  # any module that nothing has imported yet
app = QApplication([])
try:
    QLabel("").setNum("one")
except TypeError as error:
    refusal = str(error)
print(json.dumps({
    "compiled": [name for name in compiled if name.startswith(("signature_bootstrap", "shibokensupport"))],
    "same": builtins.compile is watched and sys.getdlopenflags() == flags,
    "sources": sorted(linecache.cache),
    "refusal": refusal,
    "stubs": "argparse" in sys.modules,
}))
"""


def start(folder: Path, **more: str) -> Any:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(folder), **more}
    if not more:
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return run(STARTED, environment)


def run(code: str, environment: dict[str, str]) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True, timeout=120
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def starts(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    folder = tmp_path_factory.mktemp("codes")
    return [start(folder), start(folder)]


def test_only_the_first_start_compiles_pyside(starts: list[Any]) -> None:
    first, second = starts

    assert len(first["compiled"]) > 5
    assert second["compiled"] == []


def test_what_pyside_says_of_its_functions_stays(starts: list[Any]) -> None:
    plain = run(STARTED.replace("import gxq_desktop.ui\n", ""), {**os.environ, "QT_QPA_PLATFORM": "offscreen"})

    assert "Supported signatures" in plain["refusal"]
    assert all(each["refusal"] == plain["refusal"] for each in starts)


def test_nothing_of_python_stays_changed(starts: list[Any]) -> None:
    assert all(each["same"] for each in starts)


def test_an_import_does_not_read_the_source(starts: list[Any]) -> None:
    assert not any("colorsys" in source or "gxq_desktop" in source for each in starts for source in each["sources"])


def test_the_generator_of_stubs_is_not_read(starts: list[Any]) -> None:
    assert not any(each["stubs"] for each in starts)


def test_where_nothing_may_be_written_it_starts_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    before = sorted(tmp_path.rglob("*"))

    assert start(tmp_path / "file")["compiled"]  # a file stands where the folder should
    assert start(tmp_path, PYTHONDONTWRITEBYTECODE="1")["compiled"]
    assert sorted(tmp_path.rglob("*")) == before


def meanwhile(folder: Path, source: Any, name: str = NAME) -> Any:
    with pyside_start._byte_code_kept(folder):
        return builtins.compile(source, name, "exec")


def value(code: Any) -> Any:
    names: dict[str, Any] = {}
    exec(code, names)
    return names["x"]


def test_another_pyside_is_compiled_anew(tmp_path: Path) -> None:
    assert value(meanwhile(tmp_path, b"x = 1")) == 1
    assert value(meanwhile(tmp_path, b"x = 2")) == 2
    assert value(meanwhile(tmp_path, b"x = 1")) == 1


def test_only_what_pyside_compiles_is_kept(tmp_path: Path) -> None:
    meanwhile(tmp_path, b"x = 1", "someone/else.py")
    meanwhile(tmp_path, "x = 1", NAME)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("cut", [0, 3, 4, 5, 40, -1])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, cut: int) -> None:
    meanwhile(tmp_path, b"x = 1")
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:cut])

    assert value(meanwhile(tmp_path, b"x = 1")) == 1
    assert value(meanwhile(tmp_path, b"x = 1")) == 1
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"i\1\0\0\0", b"{0", b"[\0\0\0\0"])
def test_other_content_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    meanwhile(tmp_path, b"x = 1")
    (file,) = tmp_path.iterdir()
    file.write_bytes(pyside_start.importlib.util.MAGIC_NUMBER + content)

    assert value(meanwhile(tmp_path, b"x = 1")) == 1


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(self: Path, content: bytes) -> None:
        with self.open("wb") as file:
            file.write(content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)

    assert value(meanwhile(tmp_path, b"x = 1")) == 1
    assert list(tmp_path.iterdir()) == []


def test_imports_of_this_process_are_pythons_own() -> None:
    assert builtins.__import__ is not getattr(builtins, "__feature_import__", None)
