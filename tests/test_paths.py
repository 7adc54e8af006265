"""Where the data is: the usual folder, or the one chosen in its place."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gxq_desktop.paths import choose_data_dir, default_data_dir, usual_data_dir


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME", str(tmp_path / "home"))
    return tmp_path


def test_without_a_choice_the_usual_folder_holds(home: Path) -> None:
    assert default_data_dir() == usual_data_dir()
    assert not usual_data_dir().exists()


def test_a_chosen_folder_takes_its_place_until_the_usual_one_is_chosen_again(home: Path) -> None:
    choose_data_dir(home / "审批 数据")
    assert default_data_dir() == home / "审批 数据"

    choose_data_dir(usual_data_dir())
    assert default_data_dir() == usual_data_dir()
