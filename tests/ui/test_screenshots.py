"""The pictures: every screen and dialog, in the look and size asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gxq_desktop.app import Desk
from gxq_desktop.application.ports import StoreError
from gxq_desktop.ui import theme
from gxq_desktop.ui.screenshots import take_screenshots
from gxq_desktop.ui.theme import ThemeChoice

pytestmark = pytest.mark.long


def test_every_screen_and_dialog_is_written_in_the_size_asked_for(
    qapp: QApplication, services: Desk, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "pictures"

    paths = take_screenshots(services, out, "dark", 1.0, (1280, 720))
    theme.look().apply(ThemeChoice.LIGHT, 100)

    assert "This plugin does not support" not in capfd.readouterr().err
    names = {path.stem.split("-", 1)[1] for path in paths}
    assert {
        "home",
        "home-empty",
        "projects",
        "catalogue-item",
        "calendar",
        "dialog-error",
        "first-start-years",
    } <= names
    assert sorted(path.name for path in out.iterdir()) == sorted(path.name for path in paths)
    picture = QImage(str(next(path for path in paths if path.stem.endswith("-home"))))
    assert (picture.width(), picture.height()) == (1280, 720)


def test_a_folder_that_cannot_be_made_is_refused(qapp: QApplication, services: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(StoreError, match="建不了"):
        take_screenshots(services, tmp_path / "file" / "below")
