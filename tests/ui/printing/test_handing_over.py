"""打印并登记移交, from the button to the record, and what happens when the printer does not do its part."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from gxq_desktop.app import Desk
from gxq_desktop.application.edition_listing import list_editions
from gxq_desktop.domain.editions import HandedPaper, HandOver
from gxq_desktop.ui import faults, messages
from gxq_desktop.ui.messages import MessageDialog
from gxq_desktop.ui.printing.hand_over_dialog import HandOverDialog
from gxq_desktop.ui.printing.view import PrintingPage
from tests.ui.printing.conftest import FilePrinters, dialog_of, settle
from tests.ui.printing.test_page import key


def kept(services: Desk, number: str) -> tuple[HandOver, ...]:
    return tuple(each for line in list_editions(number, services) for each in line.hand_overs)


def small(page: PrintingPage) -> None:
    """Two short papers are enough to print."""
    page.choosing.rows["manual"].box.setChecked(False)
    settle(page.shell)


def test_printing_issues_prints_and_writes_down_who_took_it(
    page: PrintingPage, services: Desk, number: str, printers: FilePrinters, qtbot: QtBot
) -> None:
    small(page)
    page.how.copies.set_value(2)
    said: list[str] = []
    page.shell.said.connect(lambda text, _: said.append(text))

    key(page, qtbot, "Ctrl+P")
    dialog = dialog_of(page, HandOverDialog)
    assert dialog.headline.text() == f"打印第 1 版，2 份，共 {page.run.sheets} 张纸"
    dialog.receiver.set_text("周敏")
    dialog.note.set_text("第 2 本给设计院")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle(page.shell)

    (record,) = kept(services, number)
    assert (record.receiver, record.officer, record.note) == ("周敏", "李晓岚", "第 2 本给设计院")
    assert record.handed_on == date(2026, 9, 16)
    assert record.papers == (HandedPaper("countdown", "A4", 2), HandedPaper("wallchart", "A3", 2))
    assert [len(pypdfium2.PdfDocument(path)) for path in printers.printed] == [pages for _, pages in page.run.papers]
    assert said[-1] == "第 1 版已送打印机，2 份，已登记移交给周敏"
    assert page.editions.currentText() == "第 1 版，2026-09-16 印，09-16 移交周敏"


def test_the_record_is_taken_back_and_put_back_by_undo_and_redo(
    page: PrintingPage, services: Desk, number: str
) -> None:
    small(page)
    page.print_button.click()
    dialog_of(page, HandOverDialog).register.click()
    settle(page.shell)
    (record,) = kept(services, number)
    assert page.shell.undo_stack.undoText() == f"登记移交给{record.receiver}"

    page.shell.commands.run("edit.undo")
    settle(page.shell)
    assert kept(services, number) == ()
    assert "移交" not in page.editions.currentText()

    page.shell.commands.run("edit.redo")
    settle(page.shell)
    assert kept(services, number) == (record,)


def test_without_a_name_nothing_is_printed(
    page: PrintingPage, services: Desk, number: str, printers: FilePrinters
) -> None:
    small(page)
    page.print_button.click()
    dialog = dialog_of(page, HandOverDialog)
    dialog.receiver.set_text(" ")
    dialog.register.click()

    assert dialog.isVisible() and dialog.receiver.note.text == "没有写接收人。"
    assert dialog.receiver.line.property("bad") == "1"
    dialog.cancel.click()
    settle(page.shell)
    assert printers.printed == [] and list_editions(number, services) == ()


def test_printing_alone_writes_nothing_down(
    page: PrintingPage, services: Desk, number: str, printers: FilePrinters
) -> None:
    small(page)
    page.print_button.click()
    dialog_of(page, HandOverDialog).only_print.click()
    settle(page.shell)

    assert len(printers.printed) == 2 and len(list_editions(number, services)) == 1
    assert kept(services, number) == ()


def test_what_was_sent_as_a_file_is_written_down_without_printing(
    page: PrintingPage, services: Desk, number: str, printers: FilePrinters
) -> None:
    small(page)
    page.shell.commands.run("print.register")
    dialog = dialog_of(page, HandOverDialog)
    assert not dialog.only_print.isVisible() and dialog.windowTitle() == "登记移交"
    dialog.register.click()
    settle(page.shell)

    assert printers.printed == [] and len(kept(services, number)) == 1


def test_the_officers_name_is_asked_once_and_remembered(page: PrintingPage) -> None:
    small(page)
    page.shell.preferences.set("officer.name", None)
    page.print_button.click()
    dialog = dialog_of(page, HandOverDialog)
    assert dialog.officer.text == ""
    dialog.officer.set_text("张琳")
    dialog.register.click()
    settle(page.shell)

    assert page.shell.preferences.get("officer.name", "") == "张琳"


def test_a_printer_that_is_gone_is_a_sentence_and_nothing_is_written_down(
    page: PrintingPage, services: Desk, number: str, printers: FilePrinters, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(MessageDialog, "exec", lambda dialog: said.append(dialog.accessibleDescription()))
    small(page)
    printers.names.remove("HP LaserJet M507")
    page.print_button.click()
    dialog_of(page, HandOverDialog).register.click()
    settle(page.shell)

    assert len(said) == 1 and said[0].startswith("找不到打印机“HP LaserJet M507”。没有丢。没有登记移交")
    assert kept(services, number) == ()
    assert page.how.printer_name == "文印室" and page.how.problem.isVisible()


class Jams(QPrinter):
    """Takes one page a job."""

    def newPage(self) -> bool:
        return False


@pytest.mark.parametrize("way", ["go on", "another printer", "leave"])
def test_a_printer_that_stops_offers_to_go_on_from_that_page(
    page: PrintingPage,
    services: Desk,
    number: str,
    printers: FilePrinters,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    small(page)
    whole = page.run.papers[0][1]
    real, asked = printers.open, []

    def jamming(name: str) -> QPrinter:
        printer = Jams(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(printers.folder / "99.pdf"))
        return printer

    def ask(parent: object, title: str, message: faults.Message, actions: tuple[str, ...], default: int) -> int:
        asked.append((message, actions, default))
        monkeypatch.setattr(printers, "open", real)
        return {"go on": 2, "another printer": 0, "leave": -1}[way]

    monkeypatch.setattr(printers, "open", jamming)
    monkeypatch.setattr(messages, "ask", ask)
    page.print_button.click()
    dialog_of(page, HandOverDialog).register.click()
    settle(page.shell)

    message, actions, default = asked[0]
    assert message.headline == "没有打完：打印机在倒计时工期表 A4第 2 页停了"
    assert message.safe == "没有丢。第 1 版还没有登记移交。"
    assert actions[default] == "从第 2 页接着打(&R)"
    assert len(kept(services, number)) == (1 if way == "go on" else 0)
    if way == "go on":
        rest, chart = printers.printed[-3:-1]
        assert (len(pypdfium2.PdfDocument(rest)), len(pypdfium2.PdfDocument(chart))) == (
            whole - 1,
            page.run.papers[1][1],
        )
