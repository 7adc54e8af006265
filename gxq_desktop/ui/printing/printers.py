"""Printers of this computer, and papers on their way to one. Everything here may take its time: call it in a Task."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from gxq_desktop.application.paper_kinds import PaperChoice
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.ui.printing.documents import PaperDocument
from gxq_desktop.ui.printing.lp import NotTaken, Order, find_lp, hand_to_queue
from gxq_desktop.ui.tasks import Report

FINEST_DPI = 600
LARGE_DPI = 300
"""For paper larger than A3."""
_LARGE_PT = 1200.0
_STRIP_ROWS = 1024
"""A page is sent in strips: an A4 page at 600 dpi would be 140 MB at once."""


class PrinterGone(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(f"找不到打印机“{name}”。", "请检查它有没有开机、连着网，或换一台打印机；也可以先存为 PDF。")


class PaperNotThere(DomainError):
    """The printer cannot take this size of paper."""

    def __init__(self, name: str, choice: PaperChoice, size: str) -> None:
        way = (
            "改选用 A4 或 A3 拼的那种，或存为 PDF 送图文店。"
            if choice.kind == "wallchart"
            else "换一台打印机，或存为 PDF。"
        )
        super().__init__(f"打印机“{name}”没有 {size} 纸，打不了{choice.label}。", f"还没有开始打。请{way}")


class PrinterStopped(DomainError):
    """Printing broke off at PAGE. at: (position of the paper, page from 0) to go on from: on both sides, the sheet's front."""

    def __init__(
        self, choice: PaperChoice, position: int, page: int, pages_before: int, both_sides: bool = False
    ) -> None:
        again = page - page % 2 if both_sides else page
        super().__init__(
            f"没有打完：打印机在{choice.label}第 {page + 1} 页停了。",
            f"加纸、清卡纸后点“从第 {again + 1} 页接着打”；或先存为 PDF。",
        )
        self.at = position, again
        self.done = pages_before


class QueueRefused(PrinterStopped):
    """The queue of the printer did not take a paper: nothing of it from page AT on is printed."""

    def __init__(
        self, name: str, reason: str, choice: PaperChoice, position: int, page: int, pages_before: int
    ) -> None:
        super().__init__(choice, position, page, pages_before)
        self.problem = f"{choice.label}没有送到打印机“{name}”：{reason}"
        self.next_step = (
            "数据都在，这份没有进打印队列，前面已送到的照样有效。处理好以后接着打，或换一台打印机；也可以先存为 PDF。"
        )
        self.args = (f"{self.problem}{self.next_step}",)


@frozen
class PrinterLine:
    """A printer to choose. text: its name and where it stands."""

    name: str
    text: str
    is_default: bool


@frozen
class PaperJob:
    """One paper to print: its bytes, and how."""

    choice: PaperChoice
    pdf: bytes
    duplex: bool


class Printers:
    """The system's printers. Tests put another in its place that prints into files."""

    def lines(self) -> Sequence[PrinterLine]:
        """All printers, the default one first."""
        default = QPrinterInfo.defaultPrinterName()
        found = [
            PrinterLine(info.printerName(), _text_of(info), info.printerName() == default)
            for info in QPrinterInfo.availablePrinters()
        ]
        return sorted(found, key=lambda line: (not line.is_default, line.text))

    def open(self, name: str) -> QPrinter:
        """Printer NAME, ready to be set up. Raises PrinterGone."""
        info = QPrinterInfo.printerInfo(name)
        if info.isNull():
            raise PrinterGone(name)
        printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        if not printer.isValid() or printer.printerState() is QPrinter.PrinterState.Error:
            raise PrinterGone(name)
        return printer

    def takes(self, name: str, size: QPageSize) -> bool:
        """Whether printer NAME has paper of SIZE; True where it does not say."""
        known = {each.id() for each in QPrinterInfo.printerInfo(name).supportedPageSizes()}
        return not known or QPageSize.PageSizeId.Custom in known or size.id() in known


def _text_of(info: QPrinterInfo) -> str:
    place = info.location().strip()
    return f"{info.printerName()}（{place}）" if place else info.printerName()


def print_papers_on(
    name: str,
    jobs: Sequence[PaperJob],
    copies: int,
    printers: Printers,
    report: Report,
    start: tuple[int, int] = (0, 0),
) -> int:
    """Send JOBS to printer NAME, COPIES of each, and return how many pages one copy of all has.

    A queue of CUPS gets each PDF as it is; where there is no `lp`, and for a printer that is a file, pages go as images.
    START: (position, page) to go on from after PrinterStopped. Raises PrinterGone and PaperNotThere before anything is sent,
    PrinterStopped, QueueRefused. What REPORT raises aborts the paper that is being sent.
    """
    documents = [PaperDocument(job.choice, job.pdf) for job in jobs]
    is_queue = printers.open(name).outputFormat() is QPrinter.OutputFormat.NativeFormat
    lp = find_lp() if is_queue else None
    for document in documents:
        size = _page_size(document.size(0))
        if not printers.takes(name, size):
            raise PaperNotThere(name, document.choice, QPageSize.name(size.id()))
    total, done = sum(document.pages for document in documents), 0
    for position, (job, document) in enumerate(zip(jobs, documents, strict=True)):
        first = start[1] if position == start[0] else 0
        if position >= start[0] and lp is not None:
            _queue(lp, name, document, job, copies, position, first, done, total, report)
        elif position >= start[0]:
            printer = printers.open(name)
            _set_up(printer, document, copies, job.duplex)
            _send(printer, document, job.duplex, position, first, done, total, report)
        done += document.pages
    report(total, total)
    return total


def _queue(
    lp: str,
    name: str,
    document: PaperDocument,
    job: PaperJob,
    copies: int,
    position: int,
    first: int,
    before: int,
    total: int,
    report: Report,
) -> None:
    """Hand the PDF itself to the queue of printer NAME, from page FIRST on."""
    size = document.size(0)
    order = Order(
        document.choice.label,
        copies,
        _page_size(size).key(),
        job.duplex,
        size.width() > size.height(),
        (first + 1, document.pages) if first else None,
    )

    def tick() -> None:
        report(before + first, total)

    tick()
    try:
        hand_to_queue(lp, name, job.pdf, order, tick)
    except NotTaken as refusal:
        if refusal.gone and position == 0 and first == 0:
            raise PrinterGone(name) from refusal
        raise QueueRefused(name, refusal.reason, document.choice, position, first, before + first) from refusal
    report(before + document.pages, total)


def _page_size(points: QSizeF) -> QPageSize:
    """The paper a page of this size is printed on, upright."""
    short, long = sorted((points.width(), points.height()))
    return QPageSize(QSizeF(short, long), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyOrientationMatch)


def _set_up(printer: QPrinter, document: PaperDocument, copies: int, duplex: bool) -> None:
    size = document.size(0)
    lying = size.width() > size.height()
    printer.setDocName(document.choice.label)
    printer.setCopyCount(copies)
    printer.setCollateCopies(True)
    printer.setFullPage(True)
    printer.setPageSize(_page_size(size))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait)
    side = QPrinter.DuplexMode.DuplexLongSide if duplex else QPrinter.DuplexMode.DuplexNone
    printer.setDuplex(side)
    most = LARGE_DPI if max(size.width(), size.height()) > _LARGE_PT else FINEST_DPI
    if printer.resolution() > most:
        printer.setResolution(most)


def _send(
    printer: QPrinter,
    document: PaperDocument,
    duplex: bool,
    position: int,
    first: int,
    before: int,
    total: int,
    report: Report,
) -> None:
    report(before + first, total)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterStopped(document.choice, position, first, before + first)
    finished = False
    try:
        for page in range(first, document.pages):
            if page > first and not printer.newPage():
                raise PrinterStopped(document.choice, position, page, before + page, duplex)
            _paint(painter, printer, document, page)
            report(before + page + 1, total)
        finished = True
    finally:
        if not finished:
            printer.abort()
        painter.end()
    if printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise PrinterStopped(document.choice, position, first, before + first)


def _paint(painter: QPainter, printer: QPrinter, document: PaperDocument, page: int) -> None:
    """Draw PAGE in its size, from the paper's upper left corner, strip by strip."""
    scale = printer.resolution() / 72
    size = document.size(page)
    whole = QSize(round(size.width() * scale), round(size.height() * scale))
    top = 0
    while top < whole.height():
        rows = min(_STRIP_ROWS, whole.height() - top)
        strip: QImage = document.render(page, whole, QRect(0, top, whole.width(), rows))
        painter.drawImage(QPoint(0, top), strip)
        top += rows
