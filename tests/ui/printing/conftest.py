"""The page 打印与移交 on a sample project, with a printer that prints into files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog

from gxq_desktop.app import Desk
from gxq_desktop.application.register_project import register_project
from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.papers import Papers
from gxq_desktop.paths import RESOURCES
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.printing.printers import PrinterGone, PrinterLine, Printers
from gxq_desktop.ui.printing.view import PrintingPage
from gxq_desktop.ui.shell import Shell


class FilePrinter(QPrinter):
    """Prints into a file, and says which sides it was told to print on: a file has none."""

    def __init__(self, file: Path, sides: list[QPrinter.DuplexMode]) -> None:
        super().__init__(QPrinter.PrinterMode.ScreenResolution)
        self.sides = sides
        self.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.setOutputFileName(str(file))
        self.setResolution(72)

    def setDuplex(self, side: QPrinter.DuplexMode) -> None:
        self.sides.append(side)


class FilePrinters(Printers):
    """Printers that write what they print to FOLDER/N.pdf. gone: names of printers that are listed but off."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder, self.names = folder, list(names)
        self.gone: set[str] = set()
        self.papers: set[QPageSize.PageSizeId] = {QPageSize.PageSizeId.A4, QPageSize.PageSizeId.A3}
        self.opened: list[QPrinter] = []
        self.sides: list[QPrinter.DuplexMode] = []

    def lines(self) -> Sequence[PrinterLine]:
        return [PrinterLine(name, f"{name}（窗口 06）", place == 0) for place, name in enumerate(self.names)]

    def open(self, name: str) -> QPrinter:
        if name not in self.names or name in self.gone:
            raise PrinterGone(name)
        printer = FilePrinter(self.folder / f"{len(self.opened)}.pdf", self.sides)
        self.opened.append(printer)
        return printer

    def takes(self, name: str, size: QPageSize) -> bool:
        return size.id() in self.papers

    @property
    def printed(self) -> list[Path]:
        return sorted(self.folder.glob("*.pdf"), key=lambda path: int(path.stem))


_made: dict[tuple[Any, ...], bytes] = {}


class RememberingPapers(Papers):
    """Real papers, each made once for all tests: equal dossiers give equal bytes, and a check code stands for its dossier."""

    def _once(self, make: Callable[..., bytes], dossier: Dossier, *arguments: Any) -> bytes:
        key = (make.__name__, dossier.identity, *arguments)
        if key not in _made:
            _made[key] = make(dossier, *arguments)
        return _made[key]

    def manual(self, dossier: Dossier, parts: Sequence[str] = ()) -> bytes:
        return self._once(super().manual, dossier, tuple(parts))

    def countdown(self, dossier: Dossier, paper: str) -> bytes:
        return self._once(super().countdown, dossier, paper)

    def wallchart(self, dossier: Dossier, paper: str, tile: str = "") -> bytes:
        return self._once(super().wallchart, dossier, paper, tile)


@pytest.fixture(autouse=True)
def _papers(services: Desk) -> None:
    services.__dict__["papers"] = RememberingPapers()


def document(name: str = "N1") -> dict[str, Any]:
    """A sample's intake document, to be changed at will."""
    loaded: dict[str, Any] = json.loads((RESOURCES / "samples" / f"{name}.json").read_text("utf-8"))
    return loaded


def settle(shell: Shell) -> None:
    """Wait until nothing runs and nothing is to be drawn."""
    for _ in range(6):
        assert shell.runner.wait()
        QApplication.processEvents()


@pytest.fixture
def printers(tmp_path: Path) -> FilePrinters:
    folder = tmp_path / "printed"
    folder.mkdir()
    return FilePrinters(folder, "HP LaserJet M507", "文印室")


@pytest.fixture
def number(services: Desk) -> str:
    return register_project(document(), services).number


Opened = Callable[..., PrintingPage]


@pytest.fixture
def opened(window: MainWindow, printers: FilePrinters, preferences: Any) -> Iterator[Opened]:
    """Open the page on a project; every dialog left open is closed afterwards."""
    preferences.set("officer.name", "李晓岚")

    def open_page(number: str, **argument: Any) -> PrintingPage:
        window.open("printing")
        page = window.page
        assert isinstance(page, PrintingPage)
        page.presenter.printers = printers
        window.open("printing", number=number, **argument)
        settle(window.shell)
        return page

    yield open_page
    for dialog in window.findChildren(QDialog):
        dialog.close()


@pytest.fixture
def page(opened: Opened, number: str) -> PrintingPage:
    return opened(number)


def dialog_of(page: PrintingPage, kind: type[QDialog]) -> Any:
    """The dialog of KIND that is open over the window."""
    found = [each for each in page.window().findChildren(kind) if each.isVisible()]
    assert len(found) == 1, found
    return found[0]
