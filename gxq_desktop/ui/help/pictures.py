"""Pictures of search, backups and help; and the pictures in the guide: python -m gxq_desktop.ui.help.pictures FOLDER

FOLDER holds what `gxq-desktop screenshots --out FOLDER --size 1280x720` wrote. Those the guide shows are kept in
resources/help/pictures, smaller. Run by a person when screens have changed; not part of the program.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gxq_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from gxq_desktop.ui.screenshots import Take

WIDTH = 610
"""Of a picture in the guide, in pixels."""


def take_pictures(shell: Shell, take: Take) -> None:
    """Search, commands, keys, guide, backups; called by screenshots.py with sample projects there."""
    from gxq_desktop.ui.help.guide import GuideWindow
    from gxq_desktop.ui.help.keys import KeysDialog
    from gxq_desktop.ui.search.presenter import SearchPresenter
    from gxq_desktop.ui.search.view import SearchWindow

    search = SearchWindow(shell, SearchPresenter(shell), shell.window)
    for name, query, commands_only in (
        ("search", "sgxk", False),
        ("search-nothing", "施工许克", False),
        ("commands", "dayin", True),
    ):
        search.ask(query, commands_only)
        shell.runner.wait()
        search.presenter.ask(query, commands_only)
        search.presenter.look_further()
        take(name, search)
    search.hide()
    search.deleteLater()
    keys = KeysDialog(shell, shell.window)
    take("keys", keys)
    keys.reject()
    guide = GuideWindow(shell, shell.window)
    guide.show_for(shell.window.place if shell.window is not None else "")
    take("guide", guide)
    guide.field.setText("beifen")
    take("guide-found", guide)
    guide.hide()
    guide.deleteLater()
    QApplication.processEvents()


def keep_pictures(folder: Path, target: Path) -> list[str]:
    """Copy the pictures the guide shows from the screenshots in FOLDER to TARGET; returns those that were not there."""
    from gxq_desktop.application.pinyin_match import Readings
    from gxq_desktop.ui.help.guide import read_book

    wanted = {name for topic in read_book(Readings({})).topics for name in topic.pictures}
    taken = {path.stem.split("-", 1)[1]: path for path in folder.glob("*-*.png")}
    target.mkdir(parents=True, exist_ok=True)
    for left in target.glob("*.png"):
        left.unlink()
    for name in sorted(wanted & set(taken)):
        image = QImage(str(taken[name])).convertToFormat(QImage.Format.Format_RGB888)
        if image.width() > WIDTH:
            image = image.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
        image.save(str(target / f"{name}.png"), quality=0)
    return sorted(wanted - set(taken))


def main(arguments: list[str]) -> int:
    """FOLDER → resources/help/pictures."""
    from gxq_desktop.ui.help.guide import PICTURES

    if len(arguments) != 1:
        print("python -m gxq_desktop.ui.help.pictures FOLDER", file=sys.stderr)
        return 2
    for name in keep_pictures(Path(arguments[0]), PICTURES):
        print(f"no screenshot is called {name}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
