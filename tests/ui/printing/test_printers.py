"""Papers on their way to a printer: pages, copies, sides; a printer that is gone or stops."""

from __future__ import annotations

import pypdfium2
import pytest
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter

from gxq_desktop.application.paper_kinds import PaperChoice
from gxq_desktop.documents.papers import Papers
from gxq_desktop.ui.printing.printers import (
    PaperJob,
    PaperNotThere,
    PrinterGone,
    Printers,
    PrinterStopped,
    print_papers_on,
)
from tests.documents.dossiers import make_dossier
from tests.ui.printing.conftest import FilePrinters

NAME = "HP LaserJet M507"
DOSSIER = make_dossier("N2")
CARD = PaperJob(PaperChoice("item_card", "A01"), Papers().item_card(DOSSIER, DOSSIER.cards[0].code), duplex=True)
CHART = PaperJob(PaperChoice("wallchart", "A3"), Papers().wallchart(DOSSIER, "A3"), duplex=False)


def no_report(done: int, total: int) -> None:
    pass


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    """QPrinter needs one."""


def test_every_page_is_printed_in_its_size_and_counted(printers: FilePrinters) -> None:
    told: list[tuple[int, int]] = []

    pages = print_papers_on(NAME, (CARD, CHART), 2, printers, lambda done, total: told.append((done, total)))

    card, chart = (pypdfium2.PdfDocument(path) for path in printers.printed)
    assert pages == len(card) + len(chart)
    assert [round(x) for x in card[0].get_size()] == [595, 842]
    assert [round(x) for x in chart[0].get_size()] == [1191, 842]
    assert told[0] == (0, pages) and told[-1] == (pages, pages)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_the_print_looks_like_the_paper(printers: FilePrinters) -> None:
    print_papers_on(NAME, (CARD,), 1, printers, no_report)

    paper, print_ = (
        pypdfium2.PdfDocument(each)[0].render(scale=1, grayscale=True).to_pil().convert("L").resize((120, 170))
        for each in (CARD.pdf, printers.printed[0])
    )
    differences = [abs(a - b) for a, b in zip(paper.tobytes(), print_.tobytes(), strict=True)]
    assert sum(differences) / len(differences) < 3


def test_copies_sides_and_orientation_are_told_to_the_printer(printers: FilePrinters) -> None:
    print_papers_on(NAME, (CARD, CHART), 3, printers, no_report)

    card, chart = printers.opened[1:]
    assert (card.copyCount(), chart.copyCount()) == (3, 3)
    assert printers.sides == [QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexNone]
    assert chart.pageLayout().orientation() is QPageLayout.Orientation.Landscape
    assert chart.pageLayout().pageSize().id() is QPageSize.PageSizeId.A3
    assert chart.docName() == "上墙工期图 A3"


def test_a_printer_that_is_gone_is_said_before_anything_is_sent(printers: FilePrinters) -> None:
    printers.gone.add(NAME)

    with pytest.raises(PrinterGone, match="找不到打印机“HP LaserJet M507”"):
        print_papers_on(NAME, (CARD,), 1, printers, no_report)

    assert printers.printed == []


def test_a_printer_this_computer_never_had_is_gone_too() -> None:
    assert list(Printers().lines()) == []
    with pytest.raises(PrinterGone, match="找不到打印机“X”"):
        Printers().open("X")


def test_paper_the_printer_does_not_have_is_said_before_anything_is_sent(printers: FilePrinters) -> None:
    printers.papers.discard(QPageSize.PageSizeId.A3)

    with pytest.raises(PaperNotThere) as refused:
        print_papers_on(NAME, (CARD, CHART), 1, printers, no_report)

    assert "没有 A3 纸，打不了上墙工期图 A3" in refused.value.problem
    assert "拼" in refused.value.next_step
    assert printers.printed == []


class StopsAt(QPrinter):
    """Refuses the next page once BEFORE pages were taken."""

    def __init__(self, before: int) -> None:
        super().__init__(QPrinter.PrinterMode.ScreenResolution)
        self.left = before

    def newPage(self) -> bool:
        self.left -= 1
        return self.left > 0 and super().newPage()


@pytest.mark.parametrize(("both_sides", "again"), [(True, 14), (False, 15)])  # page 16 is the back of page 15
def test_a_printer_that_stops_says_at_which_page_and_printing_goes_on_from_there(
    printers: FilePrinters, monkeypatch: pytest.MonkeyPatch, both_sides: bool, again: int
) -> None:
    manual = PaperJob(PaperChoice("manual", "A4"), Papers().manual(DOSSIER), duplex=both_sides)
    whole = len(pypdfium2.PdfDocument(manual.pdf))
    real = printers.open

    def jamming(name: str) -> QPrinter:
        stopping = StopsAt(15)
        stopping.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        stopping.setOutputFileName(str(printers.folder / "99.pdf"))
        return stopping

    monkeypatch.setattr(printers, "open", jamming)
    with pytest.raises(PrinterStopped, match="打印机在办理手册第 16 页停了") as stopped:
        print_papers_on(NAME, (CARD, manual), 1, printers, no_report)
    monkeypatch.setattr(printers, "open", real)
    for path in printers.printed:
        path.unlink()

    assert stopped.value.at == (1, again)
    assert f"从第 {again + 1} 页接着打" in stopped.value.next_step
    print_papers_on(NAME, (CARD, manual), 1, printers, no_report, stopped.value.at)

    (rest,) = printers.printed
    assert len(pypdfium2.PdfDocument(rest)) == whole - again


def test_cancelling_breaks_off_at_the_next_page(printers: FilePrinters) -> None:
    class Stop(Exception):
        pass

    def report(done: int, total: int) -> None:
        if done == 1:
            raise Stop

    with pytest.raises(Stop):
        print_papers_on(NAME, (CARD, CHART), 1, printers, report)

    assert len(printers.opened) == 2  # asked whether it is there, and the card; never the chart
