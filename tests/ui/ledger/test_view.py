"""The page 台账 by keyboard and mouse: filters, views, pages, panel, warnings, export, what is said when nothing is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from gxq_desktop.application.ledger_ask import ClockSpan, LedgerAsk, Period
from gxq_desktop.application.ledger_desk import LedgerEntry, figures_of_ledger, look_at_ledger
from gxq_desktop.application.ledger_listing import Standing
from gxq_desktop.application.override_verdict import override_verdict
from gxq_desktop.application.ports import StoreError
from gxq_desktop.application.record_event import RecordRequest, record_event
from gxq_desktop.application.saved_views import ALL_VIEW, SavedViews
from gxq_desktop.domain.case_states import CaseState, EventKind, MissedReason, Party
from gxq_desktop.ui import theme
from gxq_desktop.ui.ledger.name_dialog import NameDialog
from gxq_desktop.ui.ledger.presenter import VIEWS, LedgerPresenter
from gxq_desktop.ui.ledger.view import LedgerPage
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.theme import ThemeChoice
from tests.ui.ledger.conftest import Settle
from tests.ui.reading import cut_texts, focusable, spoken_name

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "propagateSizeHints")


def rows(page: LedgerPage) -> tuple[LedgerEntry, ...]:
    return page.model.rows


def texts(widget: object) -> str:
    assert hasattr(widget, "findChildren")
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_the_soonest_come_first_and_the_counts_add_up(page: LedgerPage, shell: Shell) -> None:
    days = [entry.line.row.act_by for entry in rows(page)]
    counts = {name: button.count for name, button in page.segments.buttons.items()}

    assert days == sorted(days)
    assert counts["all"] == sum(count or 0 for name, count in counts.items() if name != "all") == page.model.total
    assert counts["overdue"] and counts["stopped"] and counts["waiting"] and counts["normal"]
    assert page.status == f"{page.model.total} 项在办"
    assert page.foot.clocks.text().endswith("（工作日）") and "机关 0" not in page.foot.clocks.text()


def test_the_clocks_are_summed_up_over_the_span_chosen_and_it_is_kept(
    page: LedgerPage, shell: Shell, settle: Settle
) -> None:
    ever = page.foot.clocks.text()
    place = page.foot.span.findData(ClockSpan.MONTH)
    page.foot.span.setCurrentIndex(place)
    page.foot.span.activated.emit(place)
    settle()

    month = figures_of_ledger(shell.services, None, ClockSpan.MONTH).owned
    assert page.foot.clocks.text() != ever
    assert f"机关 {month.authority}　" in page.foot.clocks.text()
    assert LedgerPresenter(shell).span is ClockSpan.MONTH


def test_rows_come_page_by_page(page: LedgerPage, qtbot: QtBot, settle: Settle) -> None:
    assert page.model.rowCount() == 200 < page.model.total

    while page.model.rowCount() < page.model.total:
        qtbot.keyClick(page.table, Qt.Key.Key_End)
        settle()

    assert [entry.key for entry in rows(page)] == [
        entry.key for entry in look_at_ledger(page.shell.services, None, 10_000).entries
    ]


def test_number_keys_choose_how_rows_stand(page: LedgerPage, qtbot: QtBot, settle: Settle) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_2)
    settle()
    assert {entry.standing for entry in rows(page)} == {Standing.OVERDUE}

    qtbot.keyClick(page.table, Qt.Key.Key_4)
    settle()
    assert {entry.standing for entry in rows(page)} == {Standing.STOPPED}
    assert page.segments.current == "stopped"

    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    settle()
    assert page.presenter.ask == LedgerAsk() and page.segments.current == "all"


def test_filters_hold_together(page: LedgerPage, settle: Settle) -> None:
    page.presenter.change(whose=Party.AUTHORITY, window_id="W3")
    settle()
    narrowed = {entry.key for entry in rows(page)}
    page.presenter.change(period=Period.WEEK)
    settle()

    assert {entry.key for entry in rows(page)} < narrowed
    for entry in rows(page):
        assert entry.line.row.whose is Party.AUTHORITY and entry.line.row.window_id == "W3"
        assert date(2026, 9, 14) <= entry.line.row.act_by <= date(2026, 9, 20)
    assert page.line.window_box.currentText().startswith("3 号")
    assert page.line.turn.currentText() == "轮到机关" and page.line.period.currentText() == "本周到期"


def test_each_box_of_the_second_line_asks(page: LedgerPage, settle: Settle) -> None:
    line = page.line
    for box, field in ((line.authority, "authority"), (line.window_box, "window_id"), (line.person, "person")):
        box.setCurrentIndex(1)
        box.activated.emit(1)
        settle()
        assert getattr(page.presenter.ask, field) == box.currentData() != ""
        assert rows(page) or page._stack.currentIndex() == 1
        page.clear_filters()
        settle()
        assert box.currentIndex() == 0
    line.missing.click()
    settle()
    assert rows(page) and all(entry.line.row.missing_until for entry in rows(page))
    line.missing.click()
    line.closed.click()
    settle()
    assert {entry.line.row.state for entry in rows(page)} == {CaseState.CLEARED}
    assert page.status.endswith("项已销账")


def test_days_from_and_to_are_asked_for_when_chosen(page: LedgerPage, settle: Settle) -> None:
    line = page.line
    assert not line.first.isVisible()
    place = line.period.findData(Period.BETWEEN)
    line.first.show_day(date(2026, 9, 1))
    line.last.show_day(date(2026, 9, 10))
    line.period.setCurrentIndex(place)
    line.period.activated.emit(place)
    settle()

    assert line.first.isVisible() and line.last.isVisible()
    assert rows(page)
    assert all(date(2026, 9, 1) <= entry.line.row.act_by <= date(2026, 9, 10) for entry in rows(page))


def test_slash_leads_to_the_field_and_words_find(page: LedgerPage, qtbot: QtBot, settle: Settle) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Slash)
    assert page.field.hasFocus()

    qtbot.keyClicks(page.field, "a23 ")
    page.field.insert("冷链")  # as an input method does
    settle()
    assert {entry.line.row.code for entry in rows(page)} == {"A23"}
    assert all("冷链" in entry.line.project for entry in rows(page))

    qtbot.keyClick(page.field, Qt.Key.Key_Escape)
    settle()
    assert page.presenter.ask.text == "" and page.model.total > 500


def test_nothing_found_says_so_and_shows_all_again(page: LedgerPage, settle: Settle) -> None:
    page.field.setText("没有这样的事项")
    settle()

    assert page._stack.currentIndex() == 1
    assert "没有这样的事项" in page._nothing.text.text()
    assert page.status == "没有符合条件的事项"
    page.clear_filters()
    settle()
    assert page._stack.currentIndex() == 0


def test_one_project_alone_and_back(page: LedgerPage, shell: Shell, settle: Settle) -> None:
    entry = page.table.current_row

    shell.commands.run("ledger.project")
    settle()

    assert {each.line.row.number for each in rows(page)} == {entry.line.row.number}
    assert page.line.project.isVisible() and entry.line.project[:10] in page.line.project.text()
    page.line.project.click()
    settle()
    assert page.presenter.ask == LedgerAsk() and not page.line.project.isVisible()


def test_a_header_sorts_all_rows_not_only_those_loaded(page: LedgerPage, settle: Settle) -> None:
    titles = [column.title for column in page.model.columns]

    page.table.sortByColumn(titles.index("编号"), Qt.SortOrder.DescendingOrder)
    settle()

    codes = [entry.line.row.code for entry in rows(page)]
    assert codes == sorted(codes, reverse=True) and codes[0].startswith("O")
    assert page.presenter.ask.order == "code" and page.presenter.ask.descending
    assert page.table.horizontalHeader().sortIndicatorSection() == titles.index("编号")
    page.table.sortByColumn(titles.index("剩余"), Qt.SortOrder.AscendingOrder)
    settle()
    assert page.presenter.ask == LedgerAsk()


# -- views ---------------------------------------------------------------------------------------------------------


def test_a_view_is_saved_chosen_renamed_made_the_default_and_kept(
    page: LedgerPage, shell: Shell, settle: Settle, qtbot: QtBot
) -> None:
    page.presenter.change(standing=Standing.OVERDUE, whose=Party.ENTERPRISE, order="project")
    settle()
    shell.commands.run("ledger.save_view")
    (dialog,) = page.findChildren(NameDialog)
    dialog.field.line.setText("企业拖着的")
    dialog.save.click()
    assert page.views.currentText() == "视图：企业拖着的"

    page.views.setCurrentIndex(0)
    page.views.activated.emit(0)
    settle()
    assert page.presenter.ask == LedgerAsk() and page.presenter.view_name == ALL_VIEW
    page.views.activated.emit(1)
    settle()
    assert {entry.standing for entry in rows(page)} == {Standing.OVERDUE}
    shell.commands.run("ledger.default_view")
    page.presenter.rename_view("轮到企业的超期")

    kept = SavedViews.from_json(shell.preferences.get(VIEWS, {}))
    assert kept.default == "轮到企业的超期"
    again = LedgerPresenter(shell)
    assert again.view_name == "轮到企业的超期" and again.ask.order == "project"
    assert page.views.currentText() == "视图：轮到企业的超期　默认"


def test_a_changed_filter_is_told_beside_the_views_name(page: LedgerPage, settle: Settle) -> None:
    page.presenter.save_view("我的")
    page.presenter.change(missing=True)
    settle()

    assert page.views.currentText() == "已改：我的"


def test_a_name_that_will_not_do_is_said_at_the_field(page: LedgerPage, shell: Shell) -> None:
    shell.commands.run("ledger.save_view")
    (dialog,) = page.findChildren(NameDialog)
    dialog.field.line.setText("   ")
    dialog.save.click()

    assert dialog.isVisible()
    assert "没有名字" in dialog.field.note.text
    dialog.reject()


def test_a_deleted_view_comes_back_with_undo(page: LedgerPage, shell: Shell, settle: Settle) -> None:
    page.presenter.save_view("我的")
    shell.commands.run("ledger.delete_view")
    assert page.presenter.view_name == ALL_VIEW and page.views.count() == 1

    shell.commands.run("edit.undo")
    assert page.presenter.view_name == "我的" and page.views.count() == 2
    shell.commands.run("edit.redo")
    assert page.views.count() == 1
    settle()


# -- rows ----------------------------------------------------------------------------------------------------------


def test_the_selected_row_is_explained(page: LedgerPage, shell: Shell, settle: Settle) -> None:
    shell.commands.run("view.panel")
    page.presenter.change(standing=Standing.STOPPED)
    settle()
    page.table.select_first()
    settle()

    said = texts(page.panel)
    assert "起停钟" in said and "专家评审" in said
    assert "原定" in said and "三方用时" in said
    assert "中止计时" in said and "受理" in said


def test_the_panel_says_who_decided_that_the_item_is_to_be_done(page: LedgerPage, shell: Shell, settle: Settle) -> None:
    shell.commands.run("view.panel")
    entry = next(each for each in page.model.rows if each.line.row.code)
    override_verdict(entry.line.row.number, entry.line.row.code, True, "专题会议定了", "张琳", shell.services)
    shell.project_changed.emit(entry.line.row.number)
    settle()
    page.table.select_key(entry.key)
    settle()

    assert "人工认定要办：专题会议定了（张琳，" in texts(page.panel)
    model = page.model
    position = next(at for at, column in enumerate(model.columns) if column.title == "事项")
    marked = [each.key for each in model.rows if each.line.decided]
    name = model.index(model.number_of(entry.key), position)
    assert marked == [entry.key] and str(name.data(Qt.ItemDataRole.AccessibleTextRole)).endswith(" 人工认定")


def test_what_other_pages_ask_of_the_row(page: LedgerPage) -> None:
    entry = page.table.current_row

    assert page.project_number == entry.line.row.number
    assert page.record_target() == (entry.line.row.number, (entry.line.row.step_id,))
    assert {"schedule.why", "home.open_project", "ledger.project"} <= set(page.handlers())


def test_why_leads_to_the_rows_place_in_the_schedule(page: LedgerPage, shell: Shell, settle: Settle) -> None:
    entry = page.table.current_row

    shell.commands.run("schedule.why")
    settle()

    window = shell.window
    assert window is not None and window.place == "project"
    assert window.page is not None and window.page.presenter.number == entry.line.row.number  # type: ignore[attr-defined]
    assert window.page.tab_id == "schedule"  # type: ignore[attr-defined]


def test_a_double_click_on_the_project_opens_it(page: LedgerPage, shell: Shell, qtbot: QtBot, settle: Settle) -> None:
    titles = [column.title for column in page.model.columns]
    cell = page.table.visualRect(page.model.index(3, titles.index("项目"))).center()
    number = rows(page)[3].line.row.number

    qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    settle()

    window = shell.window
    assert window is not None and window.place == "project"
    assert window.page.presenter.number == number  # type: ignore[union-attr]


def test_enter_records_the_row(page: LedgerPage, shell: Shell, qtbot: QtBot) -> None:
    ran: list[tuple[str, tuple[str, ...]]] = []
    shell.commands.bind({"record.event": lambda: ran.append(page.record_target())}, "the test")

    qtbot.keyClick(page.table, Qt.Key.Key_Return)

    assert ran == [page.record_target()]


def test_rows_are_ticked_by_space_by_click_and_by_range(page: LedgerPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert len(page.model.ticked_rows) == 1 and page.foot.batch.isVisible()
    assert page.foot.count.text() == "已勾选 1 项"
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(page.model.ticked_rows) == 2

    def click(line: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        at: QPoint = page.table.visualRect(page.model.index(line, 0)).center()
        qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, modifier, at)

    click(4)
    click(8, Qt.KeyboardModifier.ShiftModifier)
    assert {entry.key for entry in page.model.ticked_rows} == {rows(page)[line].key for line in (0, 1, 4, 5, 6, 7, 8)}
    click(5)
    assert len(page.model.ticked_rows) == 6
    page.foot.none.click()
    assert not page.model.ticked_rows and not page.foot.batch.isVisible()


def test_ticks_stay_when_the_filter_changes_and_say_they_are_elsewhere(page: LedgerPage, settle: Settle) -> None:
    page.model.tick(rows(page)[:2])

    page.presenter.change(standing=Standing.STOPPED)
    settle()

    assert page.foot.count.text() == "已勾选 2 项，2 项不在列表里"


def test_slips_are_printed_project_by_project_for_what_is_written_off(
    page: LedgerPage, shell: Shell, settle: Settle
) -> None:
    page.model.tick(rows(page)[:1])
    assert not page.foot.slips.isEnabled() and "没销账" in page.foot.slips.toolTip()
    page.model.untick_all()
    page.presenter.change(closed=True)
    settle()
    mine = [entry for entry in rows(page) if entry.line.row.number == rows(page)[0].line.row.number]
    page.model.tick(mine)
    asked: list[tuple[str, dict[str, object]]] = []
    assert shell.window is not None
    shell.window.open = lambda place, **argument: asked.append((place, argument))  # type: ignore[method-assign]

    page.foot.slips.click()

    page.model.tick(rows(page))
    page.foot.slips.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    listed = [action.text() for action in menu.actions()]
    menu.actions()[-1].trigger()
    menu.close()

    assert len(listed) == len({entry.line.row.number for entry in rows(page)}) > 1
    assert asked.pop()[1]["number"] == rows(page)[-1].line.row.number
    steps = ",".join(entry.line.row.step_id for entry in mine)
    number = mine[0].line.row.number
    assert asked == [("printing", {"number": number, "kind": "write_off_list", "variant": steps})]


# -- warnings, export ----------------------------------------------------------------------------------------------


def test_what_turned_is_told_once_and_can_be_looked_at(page: LedgerPage, shell: Shell, settle: Settle) -> None:
    assert page.warning.isVisible() and page.warning.text.startswith("自上次打开以来")

    page.warning.look.click()
    settle()
    assert {entry.standing for entry in rows(page)} == {Standing.OVERDUE, Standing.SOON}
    assert not page.warning.isVisible()
    assert "Esc 看全部" in page.status
    first = rows(page)[0]
    request = RecordRequest(first.line.row.step_id, EventKind.READY, late_reason=MissedReason.MATERIAL)
    record_event(first.line.row.number, request, shell.services)
    shell.project_changed.emit(first.line.row.number)
    settle()
    assert rows(page)[0].line.row.state is CaseState.READY and "Esc 看全部" in page.status
    page.clear_filters()
    settle()
    assert page.model.total > 500

    again = LedgerPresenter(shell)
    told: list[object] = []
    again.warned.connect(told.append)
    again.look_for_warnings()
    settle()
    assert told == []


def test_every_row_listed_is_exported(page: LedgerPage, shell: Shell, tmp_path: Path, settle: Settle) -> None:
    asked: list[str] = []
    page.ask_file = lambda name: asked.append(name) or str(tmp_path / "导出")
    shell.commands.run("ledger.export")
    settle()

    sheet = openpyxl.load_workbook(tmp_path / "导出.xlsx")["台账"]
    assert sheet.max_row == page.model.total + 1
    assert asked[0].endswith("台账 按剩余天数 2026-09-16.xlsx")
    assert page.model.rowCount() == 200


def test_a_file_that_cannot_be_written_is_a_sentence(
    page: LedgerPage, shell: Shell, tmp_path: Path, settle: Settle
) -> None:
    shown: list[Exception] = []
    shell.runner.unhandled.disconnect(shell.show_error)
    shell.runner.unhandled.connect(shown.append)
    (tmp_path / "文件").write_text("")
    page.ask_file = lambda name: str(tmp_path / "文件" / "里.xlsx")

    shell.commands.run("ledger.export")
    settle()

    assert isinstance(shown[0], StoreError)


# -- states --------------------------------------------------------------------------------------------------------


def test_an_empty_store_says_what_will_be_here(shell: Shell, settle: Settle) -> None:
    shell.open("ledger")
    settle()
    page = shell.window.page if shell.window is not None else None
    assert isinstance(page, LedgerPage)

    assert page._stack.currentIndex() == 2
    assert not page.filters.isVisible() and not page.foot.isVisible() and not page.views.isVisible()
    assert page.status == "台账还没有事项"


def test_a_store_that_cannot_be_read_keeps_the_rows_and_offers_to_try_again(
    page: LedgerPage, monkeypatch: pytest.MonkeyPatch, settle: Settle
) -> None:
    def refusing(*_: object) -> None:
        raise StoreError("数据文件正被别的程序使用。", "关掉别的程序后再试。")

    monkeypatch.setattr("gxq_desktop.ui.ledger.presenter.look_at_ledger", refusing)
    page.presenter.load()
    settle()
    assert page.band.isVisible() and "正被别的程序使用" in page.band.accessibleName()
    assert len(rows(page)) == 200

    monkeypatch.undo()
    page.band.retried.emit()
    settle()
    assert not page.band.isVisible()


def test_a_project_that_changed_is_read_again_and_the_row_stays_selected(
    page: LedgerPage, shell: Shell, settle: Settle
) -> None:
    page.table.select_key(rows(page)[7].key)
    key = page.table.current_row.key

    shell.project_changed.emit("")
    settle()

    assert page.table.current_row.key == key


def test_the_navigation_tells_how_many_are_overdue(page: LedgerPage, shell: Shell, settle: Settle) -> None:
    shell.project_changed.emit("")
    settle()
    assert shell.window is not None

    button = shell.window.navigation._buttons["ledger"]
    assert button.accessibleName() == f"台账，{page.segments.buttons['overdue'].count} 项"
    assert shell.commands.shortcut("go.ledger") == "Ctrl+3"


@pytest.mark.parametrize(("size", "percent"), [((1280, 720), 100), ((1440, 900), 100), ((1920, 1080), 150)])
def test_nothing_is_cut_nameless_or_too_wide(
    page: LedgerPage, shell: Shell, size: tuple[int, int], percent: int, settle: Settle
) -> None:
    assert shell.window is not None
    shell.window.resize(*size)
    theme.look().apply(ThemeChoice.LIGHT, percent)
    try:
        page.model.tick(rows(page)[:2])
        page.presenter.change(period=Period.BETWEEN, number=rows(page)[0].line.row.number)
        settle()
        assert cut_texts(shell.window) == []
        assert [repr(widget) for widget in focusable(shell.window) if not spoken_name(widget)] == []
        if percent == 100:
            assert page.minimumSizeHint().width() <= 1280
        else:
            assert shell.window.minimumSizeHint().width() <= size[0]
    finally:
        theme.look().apply(ThemeChoice.LIGHT, 100)


@pytest.mark.parametrize("choice", [ThemeChoice.DARK, ThemeChoice.CONTRAST])
def test_every_look_paints_the_page(page: LedgerPage, choice: ThemeChoice) -> None:
    theme.look().apply(choice, 100)
    try:
        QApplication.processEvents()
        assert not page.grab().isNull()
    finally:
        theme.look().apply(ThemeChoice.LIGHT, 100)
