"""工作台 on the sample projects: filter, strip, panel, acting, empty."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.override_verdict import override_verdict
from gxq_desktop.application.plan_summaries import refresh_plans
from gxq_desktop.application.record_event import RecordRequest, record_event
from gxq_desktop.application.today import DraftLine, Group, Sign, Step, TodayFilter, TodayRow
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.ui.home.presenter import HomePresenter
from gxq_desktop.ui.home.view import HomePage
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.shell import Shell


@pytest.fixture
def page(with_samples: Shell) -> HomePage:
    with_samples.open("home")
    assert with_samples.runner.wait()
    window = with_samples.window
    assert window is not None and isinstance(window.page, HomePage)
    QApplication.processEvents()
    return window.page


def test_counts_stand_beside_the_places(page: HomePage, with_samples: Shell) -> None:
    view = page.presenter.view
    assert view is not None and with_samples.window is not None

    buttons = with_samples.window.navigation._buttons

    assert buttons["home"].accessibleName() == f"工作台，{view.due_soon} 项"
    assert buttons["projects"].accessibleName() == "项目，9 项"


def settled(page: HomePage) -> HomePage:
    """PAGE once what was asked for is there."""
    assert page.shell.runner.wait()
    QApplication.processEvents()
    return page


@pytest.mark.parametrize(
    ("key", "wanted", "groups"),
    [
        (Qt.Key.Key_2, TodayFilter.OVERDUE, {Group.LATE}),
        (Qt.Key.Key_4, TodayFilter.WEEK, {Group.WEEK}),
        (Qt.Key.Key_8, TodayFilter.NEXT_WEEK, {Group.NEXT_WEEK}),
    ],
)
def test_a_key_shows_only_its_groups_and_is_remembered(
    page: HomePage, qtbot: QtBot, key: Qt.Key, wanted: TodayFilter, groups: set[Group]
) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, key)

    assert {row.group for row in settled(page).model.rows} == groups
    assert page.segments.current == (wanted if wanted in page.segments.buttons else "")
    assert page.shell.preferences.get("filters.home", "") == wanted

    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert settled(page).segments.current == "all"
    assert len({row.group for row in page.model.rows}) > 2


def test_a_day_of_the_strip_shows_what_falls_on_it(page: HomePage, qtbot: QtBot) -> None:
    strip, view = page.strip, page.presenter.view
    assert view is not None
    number = next(n for n, day in enumerate(view.strip) if day.starts + day.ends)
    edges = strip._edges()

    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint((edges[number] + edges[number + 1]) // 2, 20))

    assert len(settled(page).model.rows) == view.strip[number].starts + view.strip[number].ends
    assert {row.on for row in page.model.rows} == {view.strip[number].on}

    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Escape)
    assert settled(page).presenter.ask.day is None


def test_the_strip_speaks_the_day_under_its_cursor(page: HomePage, qtbot: QtBot) -> None:
    page.strip.setFocus()
    qtbot.keyClick(page.strip, Qt.Key.Key_Right)

    assert page.strip.accessibleDescription().startswith("09-17 周四，工作日")


def test_a_filter_that_leaves_nothing_says_so_and_leads_back(page: HomePage) -> None:
    page.segments.buttons["stopped"].click()
    assert settled(page).model.rows == ()
    assert page._stack.currentIndex() == 1
    assert "停钟" in page._nothing.text.text()

    page._show_all()
    assert settled(page)._stack.currentIndex() == 0


def test_the_panel_explains_the_selected_row(page: HomePage) -> None:
    page.table.select_first()
    row = page.table.current_row

    texts = [label.text() for label in page.panel.findChildren(type(page.head.title)) if label.isVisible()]

    assert any(row.what in text for text in texts)
    assert row.explanation in texts


def test_enter_opens_what_the_row_says(page: HomePage, with_samples: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(with_samples, "open", lambda place, **argument: opened.append((place, argument)))
    provisional = next(row for row in page.model.rows if row.group is Group.PROVISIONAL)

    page.act(provisional)

    assert opened == [("calendar", {})]


def test_drafts_are_listed_when_the_intake_says_so(page: HomePage, with_samples: Shell) -> None:
    with_samples.drafts = lambda: [DraftLine("d1", "冷链仓储", "畅运冷链", "09-15 17:20")]
    page.reload()
    assert with_samples.runner.wait()

    assert [row.project for row in page.model.rows if row.group is Group.DRAFT] == ["冷链仓储"]


def test_an_empty_store_offers_sample_projects_and_one_click_makes_them(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = window.shell
    shell.open("home")
    assert shell.runner.wait()
    page = window.page
    assert isinstance(page, HomePage)
    assert page._stack.currentIndex() == 2
    assert not page.strip.isVisible() and not page.panel.isVisible()

    shell.commands.run("samples.create")
    assert shell.runner.wait()

    assert page._stack.currentIndex() == 0
    assert page.strip.isVisible()
    assert len(shell.services.lists.projects()) == 9

    monkeypatch.setattr("gxq_desktop.ui.messages.ask", lambda *args, **options: 0)
    shell.commands.run("samples.remove")
    assert shell.runner.wait()
    assert shell.services.lists.projects() == []
    assert page._stack.currentIndex() == 2


def test_samples_stay_when_the_question_is_cancelled(
    page: HomePage, with_samples: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gxq_desktop.ui.messages.ask", lambda *args, **options: -1)

    with_samples.commands.run("samples.remove")
    assert with_samples.runner.wait()

    assert len(with_samples.services.lists.projects()) == 9


def test_a_store_that_refuses_shows_a_band_with_a_way_on(
    page: HomePage, with_samples: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gxq_desktop.app import Desk
    from gxq_desktop.application.ports import StoreError

    def refuse(self: Desk) -> None:
        raise StoreError("数据文件正被别的程序使用。", "请关掉别的程序。")

    before = page.model.rows
    with monkeypatch.context() as patched:
        patched.setattr(Desk, "lists", property(refuse))
        page.reload()
        assert with_samples.runner.wait()
    assert page.band.isVisible()
    assert page.band.accessibleName() == "数据文件正被别的程序使用。请关掉别的程序。"
    assert page.model.rows == before

    page.band.retried.emit()
    assert with_samples.runner.wait()
    assert not page.band.isVisible()


# -- what a row does -----------------------------------------------------------------------------------------------


@pytest.fixture
def opened(page: HomePage, with_samples: Shell, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, object]]]:
    """The places that were asked for."""
    found: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(with_samples, "open", lambda place, **argument: found.append((place, argument)))
    return found


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, ...]]]:
    """What the record dialog was opened on."""
    found: list[tuple[str, tuple[str, ...]]] = []
    monkeypatch.setattr(
        "gxq_desktop.ui.record.start.open_record", lambda shell, number, steps=(): found.append((number, tuple(steps)))
    )
    return found


def first(page: HomePage, group: Group) -> TodayRow:
    row: TodayRow = next(row for row in page.model.rows if row.group is group)
    assert page.table.select_key(row.id)
    return row


def test_enter_records_what_happened_to_the_selected_item(
    page: HomePage, qtbot: QtBot, recorded: list[tuple[str, tuple[str, ...]]]
) -> None:
    row = first(page, Group.WEEK)
    page.table.setFocus()

    qtbot.keyClick(page.table, Qt.Key.Key_Return)

    assert recorded == [(row.number, (row.step_id,))]
    assert page.record_target() == (row.number, (row.step_id,))
    assert page.project_number == row.number


def test_f_types_numbers_back(page: HomePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []
    monkeypatch.setattr("gxq_desktop.ui.record.start.open_write_off", lambda shell, number=None: asked.append(number))
    row = first(page, Group.WEEK)
    page.table.setFocus()

    qtbot.keyClick(page.table, Qt.Key.Key_F)

    assert asked == [row.number]


def test_f2_leads_to_the_timetable_where_the_day_is_explained(
    page: HomePage, with_samples: Shell, opened: list[tuple[str, dict[str, object]]]
) -> None:
    row = first(page, Group.WEEK)

    with_samples.commands.run("schedule.why")

    assert opened == [("project", {"number": row.number, "tab": "schedule", "step": row.step_id})]


def test_printing_takes_the_project_of_the_row(
    page: HomePage, with_samples: Shell, opened: list[tuple[str, dict[str, object]]]
) -> None:
    row = first(page, Group.NEXT_WEEK)

    with_samples.commands.run("print.open")

    assert opened == [("printing", {"number": row.number})]


@pytest.mark.parametrize(("group", "place"), [(Group.UNDECIDED, "intake"), (Group.PROVISIONAL, "calendar")])
def test_a_row_about_a_project_leads_to_where_it_is_mended(
    page: HomePage, opened: list[tuple[str, dict[str, object]]], group: Group, place: str
) -> None:
    row = first(page, group)

    page.act(row)

    assert [each for each, _ in opened] == [place]
    assert page.record_target() == (row.number, ())


def test_a_manual_to_reissue_is_one_key_from_its_page(
    page: HomePage, with_samples: Shell, opened: list[tuple[str, dict[str, object]]]
) -> None:
    services = with_samples.services
    number = services.lists.projects()[0].number
    issue_edition(number, services)
    with services.unit_of_work() as uow:
        uow.projects.save(replace(uow.projects.get(number), name="改了名字的项目"))
        uow.commit()
    refresh_plans(services, lambda done, total: None)
    page.presenter.set_filter(TodayFilter.REISSUE)

    (row,) = settled(page).model.rows
    page.act(row)

    assert row.next_step == "重发手册"
    assert opened == [("printing", {"number": number})]


def test_what_is_recorded_takes_the_row_from_the_page(page: HomePage, with_samples: Shell) -> None:
    row = first(page, Group.WEEK)
    assert row.next_step == "登记备齐"

    record_event(
        row.number,
        RecordRequest(row.step_id, EventKind.CLEARED, document="收 1 号", person="何敏"),
        with_samples.services,
    )
    with_samples.project_changed.emit(row.number)

    following = page.model.rows[page.model.rows.index(row) + 1]
    assert row.id not in {each.id for each in settled(page).model.rows}
    assert page.table.current_row.id == following.id  # one after the other, without going back to the top


# -- panel, filters, news ------------------------------------------------------------------------------------------


def shown_texts(page: HomePage) -> list[str]:
    return [label.text() for label in page.panel.findChildren(QLabel) if label.isVisible()]


def test_the_panel_says_who_decided_that_the_item_is_to_be_done(page: HomePage, with_samples: Shell) -> None:
    row = next(each for each in page.model.rows if each.step is Step.RECORD and each.code)
    override_verdict(row.number, row.code, True, "专题会议定了", "张琳", with_samples.services)
    with_samples.project_changed.emit(row.number)
    settled(page)
    page.table.select_key(row.id)
    settled(page)

    assert any(text.startswith("人工认定要办：专题会议定了（张琳，") for text in shown_texts(page))
    marked = {
        each.id: str(page.model.index(page.model.number_of(each.id), 2).data(Qt.ItemDataRole.AccessibleTextRole))
        for each in page.model.rows
        if each.decided
    }
    assert set(marked) == {row.id} and marked[row.id].endswith(" 人工认定")


def test_the_panel_tells_how_far_the_item_has_come(page: HomePage, with_samples: Shell) -> None:
    row = first(page, Group.WEEK)
    assert "还没有办理记录" in (settled(page), shown_texts(page))[1]

    record_event(
        row.number,
        RecordRequest(row.step_id, EventKind.PREPARING, note="正在整理", person="何敏"),
        with_samples.services,
    )
    with_samples.project_changed.emit(row.number)
    settled(page)
    page.table.select_key(row.id)
    settled(page)

    assert "开始准备：正在整理" in shown_texts(page)
    assert any(text.startswith("本项目已销账 0 项，共 ") for text in shown_texts(page))


def test_the_other_filters_stand_in_a_menu_with_their_counts(page: HomePage) -> None:
    view = page.presenter.view
    assert view is not None
    texts = [action.text() for action in page.more.actions_of.values()]

    assert texts[0] == f"下周到期　{view.filters[TodayFilter.NEXT_WEEK]} 项\t8"
    page.more.actions_of[TodayFilter.MEND].trigger()

    assert {row.group for row in settled(page).model.rows} == {Group.UNDECIDED, Group.PROVISIONAL}
    assert page.more.button.text() == f"要处理 {view.filters[TodayFilter.MEND]}"
    assert page.segments.current == ""

    page._show_all()
    assert settled(page).more.button.text() == "更多"


def test_links_to_what_is_there_show_only_where_there_is_room(page: HomePage) -> None:
    page.more.set_counts({TodayFilter.MISSING: 2, TodayFilter.REISSUE: 0})

    page.more.show_links(400)
    assert page.more.links[TodayFilter.MISSING].isVisible()
    assert not page.more.links[TodayFilter.REISSUE].isVisible()

    page.more.show_links(60)
    assert not page.more.links[TodayFilter.MISSING].isVisible()


def test_what_changed_its_light_is_told_once_and_shown_on_asking(page: HomePage, with_samples: Shell) -> None:
    page.presenter.look_for_news()
    settled(page)
    assert page.warning is not None and page.warning.isVisible()
    assert page.warning.text.startswith("自上次打开以来")

    page.warning.look.click()
    news = {row.id for row in settled(page).model.rows}

    assert not page.warning.isVisible()
    assert news and {row.sign for row in page.model.rows} <= {Sign.OVERDUE, Sign.SOON}

    again = HomePresenter(with_samples)
    told: list[object] = []
    again.warned.connect(told.append)
    again.look_for_news()
    settled(page)
    assert told == []


def test_news_wait_for_rows_that_are_out_of_date(page: HomePage, with_samples: Shell) -> None:
    services = with_samples.services
    number = services.lists.projects()[0].number
    with services.unit_of_work() as uow:
        uow.projects.save(uow.projects.get(number))
        uow.commit()

    page.presenter.look_for_news()
    settled(page)
    assert page.warning is None

    refresh_plans(services, lambda done, total: None)
    page.presenter.look_for_news()
    settled(page)
    assert page.warning is not None


def test_enter_opens_the_real_dialog_on_the_selected_item(page: HomePage, qtbot: QtBot, with_samples: Shell) -> None:
    row = first(page, Group.WEEK)
    page.table.setFocus()

    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settled(page)

    assert with_samples.window is not None
    (dialog,) = (each for each in with_samples.window.findChildren(QDialog) if each.isVisible())
    told = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert row.code in told
    dialog.reject()
