"""A clerk's first days with the program, in a real window, by keyboard: nothing typed is lost, not even to kill -9."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pypdfium2
import pytest

from gxq_desktop.paths import RESOURCES

pytestmark = [pytest.mark.end_to_end, pytest.mark.long]
ROOT = RESOURCES.parent
PATIENCE_S = 60


@pytest.fixture
def environment(display: str, tmp_path: Path) -> dict[str, str]:
    """A home with nothing in it, on the display."""
    (tmp_path / "home").mkdir()
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_", "WAYLAND", "GXQ_"))
    }
    return {
        **kept,
        "HOME": str(tmp_path / "home"),
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": str(ROOT),
    }


def start(environment: dict[str, str], folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *arguments], cwd=folder, env=environment, text=True, stderr=subprocess.PIPE
    )


def end(program: subprocess.Popen[str]) -> tuple[int, str]:
    """Its exit code and what it complained of."""
    try:
        _, told = program.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        program.kill()
        _, told = program.communicate()
        return -1, f"it did not end\n{told}"
    return program.returncode, told


def test_from_the_first_start_to_a_power_cut(environment: dict[str, str], tmp_path: Path) -> None:
    data, papers, marker = tmp_path / "home" / "desk", tmp_path / "papers", tmp_path / "marker"
    papers.mkdir()
    story = "tests.end_to_end.clerk"

    code, told = end(start(environment, tmp_path, story, "first", str(data), str(papers)))
    assert code == 0, told
    assert "Traceback" not in told, told
    pages = []
    for pdf in papers.glob("*.pdf"):
        document = pypdfium2.PdfDocument(pdf)
        pages.append(len(document))
        document.close()
    assert max(pages) > 5

    running = start(environment, tmp_path, story, "again", str(data), str(marker))
    give_up = time.monotonic() + PATIENCE_S
    while not marker.exists() and running.poll() is None and time.monotonic() < give_up:
        time.sleep(0.1)
    assert running.poll() is None, end(running)  # or the next start would be the only one, and stay
    file = RESOURCES / "samples" / "N1.json"
    code, told = end(start(environment, tmp_path, "gxq_desktop", "desk", str(file), "--data-dir", str(data)))
    if code != 0:
        running.kill()
    assert code == 0, told
    code, told = end(running)
    assert marker.read_text("utf-8") == "raised", told
    assert code == -signal.SIGKILL, told

    code, told = end(start(environment, tmp_path, story, "recover", str(data)))
    assert code == 0, told
