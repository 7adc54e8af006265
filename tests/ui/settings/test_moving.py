"""Moving the data folder from 设置: asked, done, told, closed; refused where the place was fixed at the start."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from gxq_desktop.app import Desk
from gxq_desktop.paths import choose_data_dir, default_data_dir
from gxq_desktop.ui import messages
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.settings.sections import DataSection


@pytest.fixture
def section(window: MainWindow, services: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataSection:
    """The section, with the test's store in the folder the program looks for its data."""
    monkeypatch.setenv("LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME", str(tmp_path / "home"))
    choose_data_dir(services.data_dir)
    window.shell.data_dir = services.data_dir
    window.open("settings", section="data")
    assert window.shell.runner.wait()
    found: DataSection = window.page.section("data")  # type: ignore[attr-defined]
    return found


def test_the_data_is_moved_and_the_program_closes(
    section: DataSection, window: MainWindow, services: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, told, closed = tmp_path / "new", list[str](), list[bool]()
    target.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(target))
    monkeypatch.setattr(messages, "ask", lambda *_, **__: 0)
    monkeypatch.setattr(messages, "show_message", lambda _, message, **__: told.append(message.headline))
    monkeypatch.setattr(window, "close", lambda: closed.append(True) or True)

    section.move_button.click()
    assert window.shell.runner.wait()

    assert default_data_dir() == target
    assert len(told) == 1 and told[0].startswith(f"数据已移到“{target}”")
    assert closed == [True]
    assert (target / "gxq.sqlite3").is_file() and (services.data_dir / "gxq.sqlite3").is_file()


def test_a_folder_that_is_not_empty_is_refused_before_anything_is_asked(
    section: DataSection, window: MainWindow, services: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    shown = list[str]()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "full"))
    monkeypatch.setattr(messages, "ask", lambda *_, **__: pytest.fail("asked"))
    monkeypatch.setattr(window.shell, "show_error", lambda error, *_: shown.append(str(error)))

    section.move_button.click()

    assert len(shown) == 1 and "不是空的" in shown[0]
    assert default_data_dir() == services.data_dir


def test_who_says_no_stays(
    section: DataSection, services: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "new"))
    monkeypatch.setattr(messages, "ask", lambda *_, **__: -1)

    section.move_button.click()

    assert not (tmp_path / "new").exists()
    assert default_data_dir() == services.data_dir


def test_a_move_put_in_the_background_does_not_take_a_page_with_changes_along(
    section: DataSection, window: MainWindow, services: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = list[str]()
    window.shell.said.connect(lambda text, _: said.append(text))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "new"))
    monkeypatch.setattr(messages, "ask", lambda *_, **__: 0)
    monkeypatch.setattr(window.page, "leave", lambda: False)

    section.move_button.click()
    assert window.shell.runner.wait()

    assert said and said[-1].startswith("数据文件夹没有移")
    assert default_data_dir() == services.data_dir


def test_a_place_fixed_at_the_start_cannot_be_moved_from_here(
    section: DataSection, window: MainWindow, tmp_path: Path
) -> None:
    assert section.move_button.isEnabled()

    choose_data_dir(tmp_path / "elsewhere")
    section.open()

    assert not section.move_button.isEnabled()
    assert section.move_button.toolTip() == "启动时已经指定了数据的地方"
