"""The page: what it shows, turning, findings, editions, saving, viewing, exporting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gxq_desktop.app import Desk
from gxq_desktop.application.answer_questions import answer_questions
from gxq_desktop.application.edition_listing import list_editions
from gxq_desktop.application.paper_kinds import PaperChoice
from gxq_desktop.application.print_paper import print_papers
from gxq_desktop.application.register_project import register_project
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.messages import MessageDialog
from gxq_desktop.ui.printing.view import PrintingPage
from tests.ui.printing.conftest import FilePrinters, Opened, document, settle

MANUAL, COUNTDOWN, CHART = PaperChoice("manual", "A4"), PaperChoice("countdown", "A4"), PaperChoice("wallchart", "A3")


def key(page: PrintingPage, qtbot: QtBot, name: str) -> None:
    """Press NAME ("Ctrl+G") as a shortcut of the window."""
    page.window().activateWindow()
    combination = QKeySequence.fromString(name)[0]
    qtbot.keyClick(page.window(), combination.key(), combination.keyboardModifiers())
    settle(page.shell)


def at(page: PrintingPage) -> tuple[str, int]:
    assert page.page_view.document is not None
    return page.page_view.document.choice.kind, page.page_view.page + 1


def test_the_page_shows_the_draft_and_issues_nothing(page: PrintingPage, services: Desk, number: str) -> None:
    assert page.editions.currentText() == "第 1 版（草稿，09-16）"
    assert page.summary.text() == f"共 {page.run.sheets} 张纸，打印或存出后成为第 1 版"
    assert at(page) == ("manual", 1)
    assert page.page_view.is_sharp
    assert list_editions(number, services) == ()


def test_all_pages_of_all_papers_are_listed_small(page: PrintingPage) -> None:
    QAbstractItemModelTester(page.pages, QAbstractItemModelTester.FailureReportingMode.Fatal)
    kinds = [row.document.choice.kind for row in page.pages.rows]

    assert list(dict.fromkeys(kinds)) == ["manual", "countdown", "wallchart"]
    assert [row.heading for row in page.pages.rows if row.heading] == ["办理手册", "倒计时工期表 A4", "上墙工期图 A3"]
    assert kinds.count("manual") == page.run.papers[0][1]
    seen = [page.thumbnails.indexAt(QPoint(60, y)).row() for y in range(10, page.thumbnails.height() - 10, 40)]
    assert all(page.pages.picture(row) is not None for row in set(seen) if row >= 0)


def test_pages_are_turned_by_keys_over_the_end_of_a_paper(page: PrintingPage, qtbot: QtBot) -> None:
    last = page.run.papers[0][1]

    key(page, qtbot, "PgDown")
    assert at(page) == ("manual", 2)
    key(page, qtbot, "Ctrl+G")
    assert QApplication.focusWidget() is page.toolbar.field
    qtbot.keyClicks(page.toolbar.field, str(last))
    qtbot.keyClick(page.toolbar.field, Qt.Key.Key_Return)
    assert at(page) == ("manual", last)
    assert QApplication.focusWidget() is page.page_view
    key(page, qtbot, "PgDown")
    assert at(page) == ("countdown", 1)
    key(page, qtbot, "PgUp")
    assert at(page) == ("manual", last)
    assert page.thumbnails.currentIndex().row() == last - 1


def test_the_first_and_last_page_stop(page: PrintingPage, qtbot: QtBot) -> None:
    key(page, qtbot, "PgUp")
    assert at(page) == ("manual", 1) and not page.toolbar.previous.isEnabled()

    qtbot.keyClick(page.page_view, Qt.Key.Key_End)
    kind, number = at(page)
    key(page, qtbot, "PgDown")
    assert at(page) == (kind, number) and kind == "wallchart" and not page.toolbar.next.isEnabled()


def test_the_field_takes_no_page_that_is_not_there(page: PrintingPage, qtbot: QtBot) -> None:
    for typed, page_number in (("9999", page.run.papers[0][1]), ("0", page.run.papers[0][1])):
        page.toolbar.field.setFocus()
        page.toolbar.field.selectAll()
        qtbot.keyClicks(page.toolbar.field, typed)
        qtbot.keyClick(page.toolbar.field, Qt.Key.Key_Return)
        assert at(page) == ("manual", page_number)
    qtbot.keyClick(page.toolbar.field, Qt.Key.Key_Escape)
    assert page.toolbar.field.text() == str(page.page_view.page + 1)


def test_a_thumbnail_leads_to_its_page(page: PrintingPage, qtbot: QtBot) -> None:
    rect = page.thumbnails.visualRect(page.pages.index(2))
    qtbot.mouseClick(page.thumbnails.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())

    assert at(page) == ("manual", 3)
    qtbot.keyClick(page.thumbnails, Qt.Key.Key_Down)
    assert at(page) == ("manual", 4)


def test_zooming_keeps_to_what_is_set_and_ctrl_0_shows_the_whole_page(page: PrintingPage, qtbot: QtBot) -> None:
    whole = page.page_view.factor

    key(page, qtbot, "Ctrl+=")
    assert page.page_view.factor == pytest.approx(whole * 1.25)
    assert page.toolbar.zoom.currentIndex() == -1
    page.toolbar.zoom.setCurrentIndex(page.toolbar.zoom.findText("200 %"))
    page.toolbar.zoom.activated.emit(page.toolbar.zoom.currentIndex())
    settle(page.shell)
    assert page.page_view.factor == 2.0 and page.page_view.is_sharp
    page.page_view.verticalScrollBar().setValue(700)
    settle(page.shell)
    assert page.page_view.is_sharp
    key(page, qtbot, "Ctrl+0")
    assert page.page_view.factor == pytest.approx(whole) and page.toolbar.zoom.currentText() == "整页"


def test_a_large_chart_at_the_largest_zoom_draws_only_what_is_seen(page: PrintingPage) -> None:
    page.choosing.rows["wallchart"].set_variant("A0")
    settle(page.shell)
    page.go_to(PaperChoice("wallchart", "A0"), 0)
    page.page_view.set_zoom(6.0)
    settle(page.shell)

    drawn = page.page_view._drawn
    assert drawn is not None and page.page_view.is_sharp
    assert drawn.whole.width() > 20_000
    assert drawn.image.width() * drawn.image.height() < 4 * page.page_view.width() * page.page_view.height()


def test_findings_lead_to_their_page_and_to_where_they_are_mended(page: PrintingPage, window: MainWindow) -> None:
    row = next(each for each in page.findings.rows if "日期暂定" in each.finding.headline)

    row.see.click()
    assert page.toolbar.chapter.text() == "四　通排时间表"
    marked = page.pages.rows[page.page_view.page]
    assert "日期暂定" in marked.warning

    row.mend.click()
    settle(page.shell)
    assert window.place == "calendar"
    window.back()
    assert window.place == "printing" and page.toolbar.chapter.text() == "四　通排时间表"


def test_many_findings_are_folded(opened: Opened, services: Desk) -> None:
    open_one = document("N3")
    open_one["facts"] = dict(list(open_one["facts"].items())[:8])
    open_one["project"]["contacts"] = []
    page = opened(register_project(open_one, services).number)

    assert len(page.findings.rows) > 6 and page.findings.title.text() == f"打印前看一眼（{len(page.findings.rows)}）"
    assert sum(row.isVisible() for row in page.findings.rows) == 4
    page.findings.more.click()
    assert all(not row.isHidden() for row in page.findings.rows)


def test_unticking_everything_says_so_and_prints_nothing(page: PrintingPage) -> None:
    for row in page.choosing.rows.values():
        row.box.setChecked(False)

    assert page.page_view.document is None and page.page_view.message == "还没有选要打的"
    assert not page.print_button.isEnabled() and page.print_button.toolTip() == "还没有选要打的"
    assert page.shell.commands.reason("print.save") == "还没有选要打的"


def test_saving_one_paper_asks_for_a_file_and_keeps_what_was_shown(
    page: PrintingPage, services: Desk, number: str, tmp_path: Path, qtbot: QtBot
) -> None:
    for kind in ("countdown", "wallchart"):
        page.choosing.rows[kind].box.setChecked(False)
    settle(page.shell)
    shown = page.presenter.paper(MANUAL)
    asked: list[str] = []
    page.ask_file = lambda name, kinds: asked.append(name) or str(tmp_path / "手册")  # type: ignore[func-returns-value]

    key(page, qtbot, "Ctrl+Shift+S")

    assert Path(asked[0]).name.startswith(f"{number} ") and asked[0].endswith("办理手册 第1版.pdf")
    assert (tmp_path / "手册.pdf").read_bytes() == shown
    (line,) = list_editions(number, services)
    assert line.papers == (MANUAL,)
    assert page.editions.currentText() == "第 1 版，2026-09-16 印"
    assert page.shell.preferences.get("printing.folder", "") == str(tmp_path)


def test_saving_several_papers_asks_for_a_folder(page: PrintingPage, tmp_path: Path) -> None:
    page.ask_folder = lambda folder: str(tmp_path / "out")

    page.save_button.click()
    settle(page.shell)

    assert len(list((tmp_path / "out").iterdir())) == 3
    assert not list(tmp_path.rglob("*.part"))


def test_other_files_of_the_same_name_are_replaced_only_when_asked(page: PrintingPage, tmp_path: Path) -> None:
    asked: list[list[str]] = []
    answers = iter((False, True))
    page.may_replace = lambda files: asked.append([each.name for each in files]) is None and next(answers)
    page.ask_folder = lambda folder: str(tmp_path / "out")
    page.save_button.click()
    settle(page.shell)
    page.save_button.click()  # what is there holds the same: nobody is asked
    settle(page.shell)
    assert asked == []
    manual = next((tmp_path / "out").glob("*办理手册*"))
    manual.write_bytes(b"another's")

    page.save_button.click()
    settle(page.shell)
    assert manual.read_bytes() == b"another's"
    page.save_button.click()
    settle(page.shell)

    assert asked == [[manual.name]] * 2
    assert manual.read_bytes() == page.presenter.paper(MANUAL)


def test_a_file_found_only_after_its_ending_was_added_is_asked_about(page: PrintingPage, tmp_path: Path) -> None:
    (tmp_path / "日历.ics").write_text("another's")
    page.ask_file = lambda name, kinds: str(tmp_path / "日历")
    asked: list[list[Path]] = []
    page.may_replace = lambda files: bool(asked.append(list(files)))  # type: ignore[func-returns-value]

    page.ics.click()
    settle(page.shell)

    assert asked == [[tmp_path / "日历.ics"]]
    assert (tmp_path / "日历.ics").read_text() == "another's"


def test_nothing_is_issued_when_the_question_where_to_is_left(page: PrintingPage, services: Desk, number: str) -> None:
    page.ask_folder = lambda folder: ""
    page.save_button.click()
    settle(page.shell)

    assert list_editions(number, services) == ()


def test_a_folder_that_cannot_be_written_is_said_in_three_sentences(
    page: PrintingPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    page.ask_folder = lambda folder: str(tmp_path / "file")
    said: list[str] = []
    monkeypatch.setattr(MessageDialog, "exec", lambda dialog: said.append(dialog.headline.text()))

    page.save_button.click()
    settle(page.shell)

    assert len(said) == 1 and "没有写成" in said[0]


def test_what_changed_since_it_was_shown_is_not_printed_but_shown_anew(
    page: PrintingPage, services: Desk, number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(MessageDialog, "exec", lambda dialog: said.append(dialog.headline.text()))
    page.ask_folder = lambda folder: str(tmp_path / "out")
    before = page.presenter.paper(MANUAL)
    answer_questions(number, {"river": "是"}, services)

    page.save_button.click()
    settle(page.shell)

    assert said == ["您看过之后，项目的事实、日历或日期变了"]
    assert not (tmp_path / "out").exists() and list_editions(number, services) == ()
    assert page.presenter.paper(MANUAL) not in (None, before)


def test_the_paper_looked_at_opens_in_the_systems_program(page: PrintingPage) -> None:
    opened: list[Path] = []
    page.open_file = lambda path: opened.append(path) is None

    page.view_button.click()
    settle(page.shell)

    assert opened[0].name.endswith("办理手册 第1版.pdf")
    assert opened[0].read_bytes() == page.presenter.paper(MANUAL)


@pytest.mark.parametrize(
    ("button", "ending", "begins"), [("ics", ".ics", b"BEGIN:VCALENDAR"), ("xlsx", ".xlsx", b"PK")]
)
def test_files_for_phone_and_spreadsheet_are_written_beside_the_paper(
    page: PrintingPage, tmp_path: Path, button: str, ending: str, begins: bytes
) -> None:
    asked: list[str] = []
    page.ask_file = lambda name, kinds: asked.append(name) or str(tmp_path / "f")  # type: ignore[func-returns-value]

    getattr(page, button).click()
    settle(page.shell)

    assert asked[0].endswith(f"第1版{ending}")
    assert (tmp_path / f"f{ending}").read_bytes().startswith(begins)


def test_an_issued_edition_comes_back_byte_for_byte(
    page: PrintingPage, services: Desk, number: str, tmp_path: Path, opened: Opened
) -> None:
    first = print_papers(number, (MANUAL, CHART), services)
    answer_questions(number, {"river": "是"}, services)
    page.shell.project_changed.emit(number)
    settle(page.shell)
    assert page.editions.count() == 2

    page.editions.setCurrentIndex(1)
    settle(page.shell)
    page.ask_folder = lambda folder: str(tmp_path / "out")
    page.save_button.click()
    settle(page.shell)

    assert "照存档重印" in page.findings.quiet.text()
    assert [choice for choice, _ in page.run.papers] == [MANUAL, CHART]
    saved = {path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert saved == {paper.pdf for paper in first.papers}
    assert len(list_editions(number, services)) == 1
    assert page.shell.commands.reason("print.ics")
    page.editions.setCurrentIndex(0)
    settle(page.shell)
    assert page.editions.currentText().startswith("第 2 版（草稿")
    assert not page.shell.commands.reason("print.ics")


def test_an_edition_can_be_asked_for_and_the_current_one_again(opened: Opened, services: Desk, number: str) -> None:
    print_papers(number, (MANUAL,), services)
    answer_questions(number, {"river": "是"}, services)
    page = opened(number)

    page.shell.open("printing", number=number, edition=1)
    settle(page.shell)
    assert page.editions.currentText().startswith("第 1 版，2026-09-16 印")
    page.reload()
    settle(page.shell)
    assert page.editions.currentText().startswith("第 1 版，2026-09-16 印")

    page.shell.open("printing", number=number)
    settle(page.shell)
    assert page.editions.currentText().startswith("第 2 版（草稿")


def test_a_single_paper_can_be_asked_for(opened: Opened, number: str) -> None:
    page = opened(number)

    page.shell.open("printing", number=number, kind="item_card", variant="A23")
    settle(page.shell)

    assert [choice for choice, _ in page.run.papers] == [PaperChoice("item_card", "A23")]
    assert at(page) == ("item_card", 1)


def test_a_project_that_is_gone_is_said_in_a_band_with_a_way_on(opened: Opened) -> None:
    page = opened("GX-2026-0404")

    assert page.band.isVisible() and "没有编号为“GX-2026-0404”的项目" in page.band.accessibleName()
    assert page.page_view.message == "没有可以打印的"
    assert not page.print_button.isEnabled()


def test_another_project_begins_anew(opened: Opened, services: Desk, number: str) -> None:
    page = opened(number)
    page.turn(5)
    other = register_project(document("N2"), services).number

    page = opened(other)

    assert at(page) == ("manual", 1)
    assert document("N2")["project"]["name"] in page.head.subtitle.text()


def test_without_a_printer_the_way_is_to_save(opened: Opened, printers: FilePrinters, number: str) -> None:
    printers.names.clear()
    page = opened(number)

    assert page.how.printer.currentText() == "没有找到打印机" and not page.how.printer.isEnabled()
    assert not page.print_button.isEnabled() and "先存为 PDF" in page.print_button.toolTip()
    assert page.save_button.isEnabled()


def test_a_printer_that_is_gone_since_last_time_is_said(
    opened: Opened, printers: FilePrinters, number: str, preferences: Any
) -> None:
    preferences.set("printing.printer", "旧打印机")
    page = opened(number)

    assert page.how.problem.isVisible() and "“旧打印机”不在了" in page.how.problem.text()
    assert page.how.printer_name == "HP LaserJet M507"


def test_printer_copies_and_sides_are_remembered(opened: Opened, number: str, preferences: Any, qtbot: QtBot) -> None:
    page = opened(number)
    page.how.printer.setCurrentIndex(1)
    page.how.copies.setFocus()
    page.how.copies.selectAll()
    qtbot.keyClicks(page.how.copies, "3")
    qtbot.keyClick(page.how.copies, Qt.Key.Key_Up)
    page.how.duplex.setChecked(False)

    assert preferences.get("printing.printer", "") == "文印室"
    assert preferences.get("printing.copies", 0) == page.run.copies == 4
    assert preferences.get("printing.duplex", True) is False
    assert page.run.sheets == 4 * page.run.pages


def test_opening_printing_from_a_page_without_a_project_says_what_to_do(window: MainWindow) -> None:
    window.open("calendar")
    said: list[str] = []
    window.shell.said.connect(lambda text, _: said.append(text))

    window.commands.run("print.open")

    assert said == ["先打开或选中一个项目，再打印"] and window.place == "calendar"
