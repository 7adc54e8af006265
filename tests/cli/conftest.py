"""A command line to try: the whole program on an empty data folder, on 9 March 2026."""

import json
from collections.abc import Callable
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


@pytest.fixture
def number(run: Run) -> str:
    return run("intake", SAMPLES / "N1.json").out.strip()
