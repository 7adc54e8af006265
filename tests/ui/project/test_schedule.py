"""时间表: one selection, one scroll bar, keys, levers, terms, variants; undo of each step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gxq_desktop.app import Desk
from gxq_desktop.application.edit_plan import SECOND, Decisions, change_decisions, with_terms
from gxq_desktop.application.override_verdict import override_verdict
from gxq_desktop.application.project_timetable import Shown
from gxq_desktop.domain.project import Project
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.delegates import PADDING
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.project.schedule.axis import Zoom
from gxq_desktop.ui.project.schedule.terms_editor import qdate
from gxq_desktop.ui.project.schedule.view import ScheduleTab
from gxq_desktop.ui.project.view import ProjectPage
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import AFTER_ROLE
from tests.ui.project.conftest import register, settle

Open = Callable[..., ProjectPage]


@pytest.fixture
def short(opened: Open) -> ScheduleTab:
    """N2: 5 working days short of its target."""
    return opened("N2", tab="schedule").schedule


# -- table and chart ---------------------------------------------------------------------------------------------


def test_table_and_chart_have_one_selection(short: ScheduleTab, qtbot: QtBot) -> None:
    short.table.select_key("A26")
    assert short.chart.current_row.id == "A26"

    line = short.model.number_of("B25")
    at = short.chart.bar_rect(line).center()
    short.chart.reveal(line)
    at = QPoint(short.chart.viewport().width() // 2, short.chart.bar_rect(line).center().y())
    qtbot.mouseClick(short.chart.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert short.table.current_row.id == "B25"


def test_table_and_chart_scroll_together(opened: Open) -> None:
    tab = opened("N4", tab="schedule").schedule
    ours, theirs = tab.chart.verticalScrollBar(), tab.table.verticalScrollBar()
    assert (ours.minimum(), ours.maximum()) == (theirs.minimum(), theirs.maximum())
    assert theirs.maximum() > 0

    ours.setValue(100)
    assert theirs.value() == 100
    theirs.setValue(40)

    assert ours.value() == 40
    line = tab.model.number_of("A17")
    assert tab.chart.bar_rect(line).top() == tab.table.rowViewportPosition(line)


def test_the_chart_reads_the_selected_row_aloud(short: ScheduleTab) -> None:
    short.table.select_key("A26")

    assert short.chart.accessibleDescription().startswith("A26 施工图审查（联审），")


def test_arrow_keys_walk_along_the_deciding_links_and_back(short: ScheduleTab, qtbot: QtBot) -> None:
    chain = [step.id for step in short.schedule.trial.plan.schedule.critical_chain.steps]
    short.table.select_key(chain[1])
    short.chart.setFocus()

    qtbot.keyClick(short.chart, Qt.Key.Key_Left)
    assert short.table.current_row.id == chain[0]
    qtbot.keyClick(short.chart, Qt.Key.Key_Right)
    assert short.table.current_row.id in short.chart.neighbours(chain[0], forward=True)

    for step in reversed(chain[1:]):
        short.table.select_key(step)
        qtbot.keyClick(short.chart, Qt.Key.Key_Left)
        assert short.table.current_row.id == chain[chain.index(step) - 1]


def test_up_and_down_change_the_row_in_the_chart(short: ScheduleTab, qtbot: QtBot) -> None:
    short.table.select_first()
    first = short.table.current_row.id
    short.chart.setFocus()

    qtbot.keyClick(short.chart, Qt.Key.Key_Down)
    assert short.table.current_row.id != first
    qtbot.keyClick(short.chart, Qt.Key.Key_Up)

    assert short.table.current_row.id == first


def test_ctrl_c_copies_the_row_from_the_chart_too(short: ScheduleTab, qtbot: QtBot) -> None:
    QApplication.clipboard().clear()
    short.table.select_key("B21")

    qtbot.keyClick(short.chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QApplication.clipboard().text().startswith("B21\t")


def test_letters_zoom_and_the_segments_follow(short: ScheduleTab, qtbot: QtBot) -> None:
    for key, zoom in ((Qt.Key.Key_M, Zoom.MONTH), (Qt.Key.Key_D, Zoom.DAY), (Qt.Key.Key_W, Zoom.WEEK)):
        qtbot.keyClick(short.chart, key)

        assert short.chart.axis.px == zoom.value
        assert short.editor.zoom.current == zoom.name.lower()


def test_z_fits_everything_and_no_segment_is_marked(short: ScheduleTab, qtbot: QtBot) -> None:
    qtbot.keyClick(short.chart, Qt.Key.Key_Z)

    assert short.chart.axis.width <= short.chart.viewport().width() + 1
    assert short.editor.zoom.current == ""
    assert short.chart.horizontalScrollBar().maximum() <= 1


def test_zooming_keeps_the_day_under_the_pointer(short: ScheduleTab) -> None:
    chart = short.chart
    chart.horizontalScrollBar().setValue(300)
    day = chart.axis.day_at(chart.horizontalScrollBar().value() + 200)
    event = QWheelEvent(
        QPointF(200, 80), QPointF(200, 80), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip

    chart.wheelEvent(event)

    assert chart.axis.px == pytest.approx(Zoom.WEEK.value * 1.44)
    assert chart.axis.day_at(chart.horizontalScrollBar().value() + 200) == day


def test_t_brings_today_into_sight(short: ScheduleTab, qtbot: QtBot) -> None:
    short.chart.horizontalScrollBar().setValue(short.chart.horizontalScrollBar().maximum())

    qtbot.keyClick(short.chart, Qt.Key.Key_T)

    assert 0 <= short.chart.flag_places()[0] < short.chart.viewport().width()


def test_a_tool_tip_says_why_this_date(short: ScheduleTab) -> None:
    short.table.select_key("A26")
    short.chart.reveal(short.chart.current_line)
    QApplication.processEvents()
    at = short.chart.bar_rect(short.chart.current_line).center()

    tip = short.chart.tip_at(at)

    assert "A26" in tip and "最早" in tip and "最迟" in tip
    assert short.chart.tip_at(QPoint(at.x() - 400, at.y())) == ""


def test_what_an_officer_decided_is_marked_in_the_table_and_said_on_the_bar_and_beside_its_dates(
    short: ScheduleTab, shell: Shell, services: Desk
) -> None:
    number = shell.window.page.presenter.number
    override_verdict(number, "A26", True, "专题会议定了", "张琳", services)
    shell.project_changed.emit(number)
    settle(shell)
    short.table.select_key("A26")
    short.chart.reveal(short.chart.current_line)
    QApplication.processEvents()

    model, line = short.model, short.model.number_of("A26")
    name = model.index(line, 1)
    assert name.data(Qt.ItemDataRole.AccessibleTextRole).endswith(" 人工认定")
    assert "人工认定要办：专题会议定了（张琳，" in name.data(Qt.ItemDataRole.ToolTipRole)
    assert "人工认定要办" in short.chart.tip_at(short.chart.bar_rect(short.chart.current_line).center())
    assert short.chart.accessibleDescription().endswith("，人工认定")
    cell = short.table.viewport().grab(short.table.visualRect(name)).toImage()
    ink = theme.color(Mark.OVERRIDDEN.role)
    assert any(cell.pixelColor(x, y) == ink for x in range(cell.width()) for y in range(cell.height()))
    marked = [
        row.id for at in range(model.rowCount()) if (row := model.row(at)) and model.index(at, 1).data(AFTER_ROLE)
    ]
    assert marked == ["A26"]

    for _ in range(2):  # why the earliest date, why the latest
        short.show_why() if short.why.isHidden() else short.why.turn()
        QApplication.processEvents()
        texts = [label.text() for label in short.why.findChildren(QLabel) if label.isVisible()]
        assert any(text.startswith("人工认定要办：专题会议定了") for text in texts)


def test_showing_only_the_critical_chain_leaves_only_critical_steps(short: ScheduleTab) -> None:
    short.shown.setCurrentIndex(list(Shown).index(Shown.CRITICAL))

    assert short.model.rows and all(row.step.critical for row in short.model.rows)
    short.go_to("C01")

    assert short.shown.currentIndex() == 0


def test_sorting_the_table_moves_the_bars_with_it(short: ScheduleTab) -> None:
    column = next(n for n, each in enumerate(short.model.columns) if each.title == "机动")

    short.table.sortByColumn(column, Qt.SortOrder.DescendingOrder)

    for line, row in ((n, short.model.row(n)) for n in range(short.model.rowCount())):
        if row is not None:
            assert short.chart._shapes[line].row is row


def test_the_models_keep_qts_rules(short: ScheduleTab, qtmodeltester) -> None:
    qtmodeltester.check(short.model)
    qtmodeltester.check(short.desk.model)


def test_it_paints_at_every_zoom_in_every_theme(opened: Open, shell: Shell) -> None:
    from gxq_desktop.ui import theme

    tab = opened("S17-obstacle", tab="schedule").schedule
    try:
        for choice in (theme.ThemeChoice.DARK, theme.ThemeChoice.CONTRAST, theme.ThemeChoice.LIGHT):
            theme.look().apply(choice, 100)
            for zoom in Zoom:
                tab.chart.set_zoom(zoom)
                image = tab.chart.viewport().grab().toImage()
                inks = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
                assert len(inks) > 3
    finally:
        theme.look().apply(theme.ThemeChoice.LIGHT, 100)


# -- why ---------------------------------------------------------------------------------------------------------


def test_f2_shows_why_beside_the_bar_and_escape_puts_it_away(short: ScheduleTab, shell: Shell, qtbot: QtBot) -> None:
    short.table.setFocus()
    short.go_to("A26")

    shell.commands.run("schedule.why")

    assert short.why.isVisible() and short.why.view.step_id == "A26"
    assert "为什么是" in short.why.accessibleDescription()
    bar = short.chart.bar_rect(short.chart.current_line).translated(short.chart.viewport().mapTo(short, QPoint(0, 0)))
    assert not short.why.geometry().intersects(bar)
    qtbot.keyClick(short.why, Qt.Key.Key_Escape)
    assert short.why.isHidden()


def test_after_why_the_keyboard_is_where_it_was(short: ScheduleTab, shell: Shell, qtbot: QtBot) -> None:
    for place in (short.table, short.chart):
        place.setFocus()
        shell.commands.run("schedule.why")
        assert short.why.hasFocus()

        qtbot.keyClick(short.why, Qt.Key.Key_Escape)

        assert place.hasFocus()


def test_the_popover_walks_along_the_links_and_turns_to_the_latest_date(short: ScheduleTab, qtbot: QtBot) -> None:
    short.go_to("A26")
    short.show_why()
    before = short.why.view.before[0].step_id

    qtbot.keyClick(short.why, Qt.Key.Key_L)
    assert short.why._late
    qtbot.keyClick(short.why, Qt.Key.Key_Left)

    assert short.why.view.step_id == before == short.table.current_row.id


def test_choosing_another_row_puts_the_popover_away(short: ScheduleTab) -> None:
    short.go_to("A26")
    short.show_why()

    short.table.select_key("B25")

    assert short.why.isHidden()


# -- levers ------------------------------------------------------------------------------------------------------


def test_the_desk_says_the_gap_first(short: ScheduleTab) -> None:
    assert short.desk.verdict.text() == "差 5 个工作日"
    assert short.desk.verdict.property("role") == "seal"
    assert short.desk.way.isVisible() and "最少再用 1 个办法" in short.desk.way.text()


def test_space_ticks_a_lever_re_solves_and_leaves_ghosts_and_nothing_is_stored(
    short: ScheduleTab, shell: Shell, qtbot: QtBot, stored
) -> None:
    before = stored(short.presenter.number).plan
    short.desk.table.setFocus()
    short.desk.table.select_first()
    lever = short.desk.table.current_row

    qtbot.keyClick(short.desk.table, Qt.Key.Key_Space)
    settle(shell)

    assert short.schedule.terms.levers == (lever.id,)
    assert any(shape.ghost is not None for shape in short.chart._shapes.values())
    assert short.desk.table.current_row.id == lever.id and short.desk.table.current_row.used
    assert stored(short.presenter.number).plan == before
    assert "没写入计划" in short.status
    assert shell.commands.action("edit.undo").text() == f"撤销 采用“{lever.name}”"

    shell.commands.run("edit.undo")
    settle(shell)
    assert short.schedule.terms.levers == () and short.schedule.draft is None
    assert not any(shape.ghost is not None for shape in short.chart._shapes.values())


def test_a_click_on_the_box_ticks_it(short: ScheduleTab, shell: Shell, qtbot: QtBot) -> None:
    index = short.desk.model.index(0, 0)
    rect = short.desk.table.visualRect(index)

    qtbot.mouseClick(
        short.desk.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 14, rect.center().y())
    )
    settle(shell)

    assert len(short.schedule.terms.levers) == 1


def test_one_click_takes_the_smallest_set_and_the_plan_is_met(short: ScheduleTab, shell: Shell, qtbot: QtBot) -> None:
    qtbot.mouseClick(short.desk.way, Qt.MouseButton.LeftButton)
    settle(shell)

    assert short.desk.verdict.text() == "能按目标开工"
    assert short.desk.verdict.property("role") == "ok"
    assert not short.desk.way.isVisible()
    assert short.desk.save.isEnabled() and short.desk.keep.isEnabled()


def test_of_ticks_in_quick_succession_the_last_one_stands(short: ScheduleTab, shell: Shell) -> None:
    levers = [lever.id for lever in short.desk.model.rows[:4]]

    for lever in levers:
        short.schedule.tick(lever, True)
    short.schedule.tick(levers[0], False)
    settle(shell)

    assert set(short.schedule.trial.terms.levers) == set(levers[1:])
    assert short.desk.model.ticked == set(levers[1:])


def test_writing_the_plan_stores_it_and_undo_gives_the_draft_back(short: ScheduleTab, shell: Shell, stored) -> None:
    short.adopt()
    settle(shell)
    wanted, before = short.schedule.terms, short.schedule.stored

    shell.commands.run("schedule.save")
    settle(shell)

    assert stored(short.presenter.number).plan.terms == wanted
    assert short.schedule.draft is None
    assert not short.desk.save.isEnabled()
    assert shell.commands.action("edit.undo").text() == "撤销 写入计划"

    shell.commands.run("edit.undo")
    settle(shell)
    assert stored(short.presenter.number).plan.terms == before
    assert short.schedule.draft == wanted

    shell.commands.run("edit.redo")
    settle(shell)
    assert stored(short.presenter.number).plan.terms == wanted
    assert short.schedule.draft is None


def test_a_second_plan_is_kept_beside_the_first_and_can_be_looked_at(short: ScheduleTab, shell: Shell, stored) -> None:
    short.adopt()
    settle(shell)
    wanted, before = short.schedule.terms, short.schedule.stored
    assert not short.desk.variants.isVisible()

    shell.commands.run("schedule.keep")
    settle(shell)

    project = stored(short.presenter.number)
    assert project.plan.terms == before
    assert [(each.name, each.terms) for each in project.variants] == [(SECOND, wanted)]
    assert short.desk.variants.isVisible() and short.desk.variants.currentText() == SECOND
    assert short.schedule.draft == wanted

    short.desk.variants.setCurrentIndex(0)
    settle(shell)
    assert short.schedule.draft is None
    short.desk.variants.setCurrentIndex(1)
    settle(shell)
    assert short.schedule.draft == wanted

    shell.commands.run("schedule.forget")
    settle(shell)
    assert stored(short.presenter.number).variants == ()
    shell.commands.run("edit.undo")
    settle(shell)
    assert [each.name for each in stored(short.presenter.number).variants] == [SECOND]


def test_what_is_tried_survives_another_decision(short: ScheduleTab, shell: Shell, opened: Open) -> None:
    page = shell.window.page
    short.adopt()
    settle(shell)
    wanted = short.schedule.terms
    page.show_tab("items", "A25")

    page.items.take_override(page.items.table.current_row, "drop", "另有安排", "张琳")
    settle(shell)
    page.show_tab("schedule")

    assert short.schedule.draft == wanted


def test_what_is_tried_on_a_plan_that_another_window_changed_is_let_go_and_said(
    short: ScheduleTab, shell: Shell, services: Desk, stored: Callable[[str], Project]
) -> None:
    page = shell.window.page
    number = page.presenter.number
    short.schedule.tick(short.desk.model.rows[0].id, True)
    settle(shell)
    other = Desk(services.data_dir, None, services.clock.today())
    other.__dict__["catalogue"], other.__dict__["calendar"] = services.catalogue, services.calendar
    theirs = replace(stored(number).plan.terms, start_on=date(2026, 10, 12))
    change_decisions(number, Decisions.of(stored(number)), with_terms(stored(number), theirs), other)
    other.close()

    shell.commands.run("view.reload")
    settle(shell)

    assert short.schedule.draft is None and page.presenter.draft is None
    assert page.band.isVisible() and "计划刚在别处改过" in page.band.accessibleName()
    assert short.editor.start.date() == qdate(date(2026, 10, 12))
    assert not shell.undo_stack.canUndo()
    short.schedule.tick(short.desk.model.rows[0].id, True)
    settle(shell)
    assert short.schedule.save()
    settle(shell)
    assert stored(number).plan.start_on == date(2026, 10, 12)
    assert stored(number).plan.terms.levers
    assert page.band.isHidden()


def test_undoing_a_tick_from_another_page_comes_back_to_the_schedule(
    short: ScheduleTab, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gxq_desktop.ui import messages

    lever = short.desk.model.rows[0].id
    short.schedule.tick(lever, True)
    settle(shell)
    monkeypatch.setattr(messages, "ask", lambda *args, **kwargs: 0)
    shell.open("home")

    shell.commands.run("edit.undo")
    settle(shell)

    assert shell.window.place == "project" and shell.window.page.tab_id == "schedule"
    assert short.schedule.terms.levers == ()


# -- terms -------------------------------------------------------------------------------------------------------


def test_another_start_is_tried_at_once_and_undone(short: ScheduleTab, shell: Shell) -> None:
    before = short.schedule.terms.start_on

    short.editor.start.setDate(qdate(date(2026, 10, 12)))
    settle(shell)

    assert short.schedule.trial.plan.schedule.start_on == date(2026, 10, 12)
    assert short.desk.verdict.text().startswith("差 ")
    shell.commands.run("edit.undo")
    settle(shell)
    assert short.schedule.terms.start_on == before
    assert short.editor.start.date() == qdate(before)


def test_ctrl_z_in_the_start_field_takes_back_the_step(short: ScheduleTab, shell: Shell, qtbot: QtBot) -> None:
    before = short.schedule.terms
    field = short.editor.start
    shell.window.activateWindow()
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    settle(shell)
    assert short.schedule.terms != before

    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(shell)

    assert short.schedule.terms == before
    assert field.date() == qdate(before.start_on)


def test_a_wheel_that_passes_over_a_day_does_not_change_it(short: ScheduleTab, shell: Shell) -> None:
    before = short.schedule.terms
    at = QPointF(10, 10)

    for field in (short.editor.start, short.editor.target):
        QApplication.sendEvent(
            field,
            QWheelEvent(
                at, at, QPoint(0, 120), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip
    settle(shell)

    assert short.schedule.terms == before


def test_a_target_is_moved_taken_away_and_set_again(short: ScheduleTab, shell: Shell, qtbot: QtBot) -> None:
    assert short.editor.gate == "M_START"

    short.editor.target.setDate(qdate(date(2027, 6, 30)))
    settle(shell)
    assert short.desk.verdict.text() == "能按目标开工"

    short.editor.clear.click()
    settle(shell)
    assert short.schedule.terms.targets == {}
    assert short.desk.verdict.text() == "没有定目标"
    assert short.editor.set_one.isVisible() and not short.editor.target.isVisible()

    short.editor.set_one.click()
    settle(shell)
    forecast = short.schedule.trial.plan.schedule["M_START"].early_finish
    assert short.schedule.terms.targets == {"M_START": forecast}
    assert short.desk.now.text() == "正好赶上"


def test_a_start_no_calendar_reaches_is_refused_and_what_was_shown_stays(short: ScheduleTab, shell: Shell) -> None:
    before = short.schedule.terms

    short.editor.start.setDate(qdate(date(2045, 12, 30)))
    settle(shell)

    assert short.band.isVisible() and "超出日历范围" in short.band.accessibleName()
    assert short.schedule.terms == before
    assert short.editor.start.date() == qdate(before.start_on)
    assert not shell.undo_stack.canUndo() and not shell.undo_stack.canRedo()


def test_a_refusal_leaves_the_steps_before_it(short: ScheduleTab, shell: Shell) -> None:
    before = short.schedule.terms
    short.editor.start.setDate(qdate(date(2026, 10, 12)))
    settle(shell)

    short.editor.start.setDate(qdate(date(2045, 12, 30)))
    settle(shell)

    assert short.band.isVisible() and short.schedule.terms.start_on == date(2026, 10, 12)
    assert shell.undo_stack.undoText() == "改起算日"
    shell.commands.run("edit.undo")
    settle(shell)
    assert short.schedule.terms == before
    assert not short.band.isVisible()


def test_a_start_years_away_is_shown_where_it_is(short: ScheduleTab, shell: Shell) -> None:
    short.editor.start.setDate(qdate(date(2033, 3, 7)))
    settle(shell)

    assert short.chart.viewport().rect().intersects(short.chart.bar_rect(short.chart.current_line))


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720), (1920, 1080)])
def test_no_date_is_cut_where_years_mix(short: ScheduleTab, shell: Shell, width: int, height: int) -> None:
    shell.window.resize(width, height)
    short.editor.start.setDate(qdate(date(2026, 11, 25)))
    settle(shell)

    cut = []
    for number, column in enumerate(short.model.columns):
        if column.title in ("受理", "办结"):
            room = short.table.columnWidth(number) - 2 * theme.px(PADDING)
            metrics = QFontMetrics(fonts.font(fonts.BASE, bold=column.title == "办结"))
            texts = {column.show(row) for row in short.model.rows}
            assert any(text.startswith("2027-") for text in texts)
            cut += [text for text in texts if metrics.horizontalAdvance(text) > room]
    assert cut == []


def test_a_month_is_named_beside_a_flag_not_beneath_it(short: ScheduleTab, qtbot: QtBot) -> None:
    header = short.chart.header
    flag, box, _ = header._placed_flags(short.chart.horizontalScrollBar().value(), header.height() // 2)[0]
    assert flag.text == "今天 09-16"
    drawn: list[tuple[float, str]] = []

    class Noted(QPainter):
        def drawText(self, where: QRectF, *rest: object) -> None:
            drawn.append((where.left(), str(rest[-1])))

    image = QImage(header.size(), QImage.Format.Format_RGB32)
    painter = Noted(image)
    dx = short.chart.horizontalScrollBar().value()
    beside = QRectF(short.chart.axis.left(date(2026, 10, 1)) - dx - 20, 4, 60, 18)
    header._paint_upper(painter, dx, header.height() // 2, [beside])
    painter.end()

    assert box.isValid()
    assert next(left for left, text in drawn if text == "10月") >= beside.right()


def test_a_project_whose_plan_is_refused_says_why_and_keeps_its_other_tabs(
    shell: Shell, services: Desk, stored
) -> None:
    from dataclasses import replace

    number = register(services, "N2")
    project = stored(number)
    with services.unit_of_work() as uow:
        uow.projects.save(replace(project, plan=replace(project.plan, levers=("A99/1",))))
        uow.commit()

    shell.open("project", number=number, tab="schedule")
    settle(shell)
    page = shell.window.page

    assert page.head.chip.accessibleName() == "排不出时间表"
    assert "计划里的提速办法 A99/1已不适用" in page.schedule.band.accessibleName()
    page.show_tab("items")
    assert len(page.items.model.rows) == 46
    page.show_tab("schedule")
    assert page.schedule.model.rows and page.schedule.desk.save.isEnabled()
    shell.commands.run("schedule.save")
    settle(shell)
    assert stored(number).plan.levers == ()
    assert page.head.chip.accessibleName() == "差 5 个工作日"
    assert not page.schedule.band.isVisible()


def test_a_plan_no_calendar_reaches_shows_its_start_so_that_it_can_be_moved(
    shell: Shell, services: Desk, stored
) -> None:
    from dataclasses import replace

    number = register(services, "N2")
    project = stored(number)
    with services.unit_of_work() as uow:
        uow.projects.save(replace(project, plan=replace(project.plan, start_on=date(2045, 12, 1))))
        uow.commit()

    shell.open("project", number=number, tab="schedule")
    settle(shell)
    tab = shell.window.page.schedule

    assert "超出日历范围" in tab.band.accessibleName()
    assert tab.editor.start.date() == qdate(date(2045, 12, 1))
    tab.editor.start.setDate(qdate(date(2026, 10, 12)))
    settle(shell)
    assert tab.model.rows and not tab.band.isVisible()
