"""A screen of its own for the end-to-end runs: Xvfb, started here; without it they are skipped with the reason."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

NEEDED = "apt-get install xvfb libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "end_to_end: the real program in a real window, under Xvfb")


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The name of a display nobody looks at, 1440×900."""
    if sys.platform != "linux":
        pytest.skip("Xvfb is for Linux")
    if shutil.which("Xvfb") is None:
        pytest.skip(f"there is no Xvfb ({NEEDED})")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    if not number:
        server.wait()
        pytest.skip("Xvfb did not start")
    yield f":{number}"
    server.terminate()
    server.wait()
