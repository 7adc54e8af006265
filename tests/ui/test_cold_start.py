"""What a start costs before its window shows, in things that can be counted on a busy machine: modules and constants."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

FIRST_TURN = """
import enum, json, os, sys
made = []
create = enum.EnumMeta._create_
enum.EnumMeta._create_ = lambda *a, **k: made.append(1) or create(*a, **k)
from datetime import date
from pathlib import Path
from gxq_desktop.app import make_desk
from gxq_desktop.ui import desktop
from gxq_desktop.ui.main_window import MainWindow
from PySide6.QtCore import QTimer

app = desktop.make_application(["gxq-desktop"])

def tell():
    window = next(w for w in app.topLevelWidgets() if isinstance(w, MainWindow))
    told = {"modules": sorted(sys.modules), "visible": window.isVisible() and window.page.isVisible(), "enums": len(made)}
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()
    os._exit(0)

folder = Path(sys.argv[1])
(folder / "desk.json").write_text(json.dumps({"first_start.done": True}), "utf-8")
QTimer.singleShot(0, tell)
desktop.run_desktop(lambda chosen: make_desk(chosen, None, date(2026, 9, 16)), folder)
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("start")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_TURN, str(folder)],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
        timeout=120,
    )
    return json.loads(done.stdout)


def test_the_window_and_its_page_show_in_the_first_turn(told: Any) -> None:
    assert told["visible"]


@pytest.mark.parametrize(
    "heavy",
    [
        "sqlalchemy", "reportlab", "openpyxl", "xlsxwriter", "pikepdf", "yaml", "lark", "lunar_python", "typer",
        "PySide6.QtNetwork", "PySide6.QtPdf", "PySide6.QtPrintSupport", "logging.handlers", "socket", "sqlite3",
        "gxq_desktop.store", "gxq_desktop.documents", "gxq_desktop.catalogue", "gxq_desktop.domain.project",
        "gxq_desktop.application.pinyin_match", "gxq_desktop.ui.projects.model", "gxq_desktop.ui.project.view",
    ],
)  # fmt: skip
def test_what_is_heavy_waits_until_it_is_used(told: Any, heavy: str) -> None:
    assert heavy not in told["modules"]


def test_few_of_our_modules_are_read_before_the_window_shows(told: Any) -> None:
    ours = [name for name in told["modules"] if name.startswith("gxq_desktop")]

    assert len(ours) <= 60, ours


def test_few_sets_of_constants_are_built_before_the_window_shows(told: Any) -> None:
    """A bare Qt table in a window needs 145; naming a style or a widget that Qt made itself takes a hundred more."""
    assert told["enums"] <= 210
