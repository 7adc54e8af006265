"""A command line to try: the whole program on an empty data folder, on 9 March 2026."""

import io
import json
import shutil
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import lru_cache
from pathlib import Path

import pytest

from gxq_desktop.app import main
from gxq_desktop.paths import RESOURCES

SAMPLES = RESOURCES / "samples"


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("GXQ_DATABASE_URL", raising=False)

    def run(*arguments: object) -> Ran:
        code = main([*map(str, arguments), "--data-dir", str(tmp_path / "data"), "--today", "2026-03-09"])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code, captured.out, captured.err)

    return run


TakeIn = Callable[[str], str]


@pytest.fixture(scope="session")
def _taken_in(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, str]]:
    """The data folder in which N1 was taken in on a day, made once, and the number it got."""

    @lru_cache
    def make(today: str) -> tuple[Path, str]:
        folder, told = tmp_path_factory.mktemp("taken-in") / "data", io.StringIO()
        with redirect_stdout(told):
            assert main(["intake", str(SAMPLES / "N1.json"), "--data-dir", str(folder), "--today", today]) == 0
        return folder, told.getvalue().strip()

    return make


@pytest.fixture
def take_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _taken_in: Callable[[str], tuple[Path, str]]) -> TakeIn:
    """take_in("2026-03-09") takes N1 in on that day, into a data folder not there yet, and returns its number."""
    monkeypatch.delenv("GXQ_DATABASE_URL", raising=False)

    def take_in(today: str) -> str:
        made, number = _taken_in(today)
        shutil.copytree(made, tmp_path / "data")
        return number

    return take_in


@pytest.fixture
def number(take_in: TakeIn) -> str:
    return take_in("2026-03-09")
