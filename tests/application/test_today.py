"""工作台 on the sample projects in a real store, and on lines made by hand where a rule is at its edge."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from gxq_desktop.app import Desk, SystemClock
from gxq_desktop.application.calendar_digest import calendar_digest
from gxq_desktop.application.desk_lists import ProjectLine
from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.ledger_listing import ALL, LedgerFilter, LedgerLine, list_ledger
from gxq_desktop.application.look_at_today import days_left_in_words, look_at_today, more_of_today, story_of
from gxq_desktop.application.override_verdict import override_verdict
from gxq_desktop.application.plan_summaries import refresh_plans
from gxq_desktop.application.ports import ProjectNotFound
from gxq_desktop.application.record_event import RecordRequest, record_event, record_events
from gxq_desktop.application.sample_projects import create_samples, remove_samples
from gxq_desktop.application.today import (
    PAGE,
    SHOWN_OF_EACH,
    DraftLine,
    Group,
    Sign,
    Step,
    TodayAsk,
    TodayFilter,
    TodayRow,
    TodayView,
)
from gxq_desktop.domain.calendar import DayKind
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.clocks import LedgerLight
from gxq_desktop.domain.project import ProjectNumber
from tests.documents.dossiers import shipped_calendar, shipped_catalogue

TODAY = date(2026, 9, 16)  # a Wednesday; Sunday the 20th is worked, the 25th to 27th are off
LATER = date(2026, 11, 18)


def quiet(done: int, total: int) -> None:
    """A report nobody looks at."""


def project_line(**changes: object) -> ProjectLine:
    line = ProjectLine(
        ProjectNumber("GX-2026-0001"), "风电齿轮箱", "澜岳精工", "", "落地", TODAY, None, False, 0, 0, "", 0, None, False, "",
        None, None, 0, None, "",
    )  # fmt: skip
    return replace(line, **changes)  # type: ignore[arg-type]


def desk_in(folder: Path, today: date = TODAY) -> Desk:
    desk = Desk(folder, None, today)
    desk.__dict__["catalogue"] = shipped_catalogue()
    desk.__dict__["calendar"] = shipped_calendar()
    return desk


@pytest.fixture(scope="module")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The nine samples, not yet summarised, to be copied."""
    desk = desk_in(tmp_path_factory.mktemp("samples"))
    create_samples(desk, quiet)
    desk.close()
    return desk.data_dir / "gxq.sqlite3"


@pytest.fixture
def desk(tmp_path: Path, sample_store: Path) -> Iterator[Desk]:
    shutil.copy(sample_store, tmp_path)
    made = desk_in(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def store_with_history(tmp_path_factory: pytest.TempPathFactory, sample_store: Path) -> Path:
    """The samples on 2026-11-18 with something of everything: accepted, stopped, noticed, ready, written off."""
    folder = tmp_path_factory.mktemp("history")
    shutil.copy(sample_store, folder)
    desk = desk_in(folder)
    history(desk)
    desk.close()
    return desk.data_dir / "gxq.sqlite3"


@pytest.fixture
def lived(tmp_path: Path, store_with_history: Path) -> Iterator[Desk]:
    """A desk with that history."""
    shutil.copy(store_with_history, tmp_path)
    made = desk_in(tmp_path, LATER)
    yield made
    made.close()


def on(desk: Desk, today: date) -> Desk:
    """DESK on another day, with its lists renewed."""
    desk.clock = SystemClock(today)
    refresh_plans(desk, quiet)
    return desk


def record(desk: Desk, number: str, step: str, kind: EventKind, on: date | None = None, **more: object) -> None:
    record_event(number, RecordRequest(step, kind, on, person="何敏", **more), desk)  # type: ignore[arg-type]


def named(desk: Desk, word: str) -> ProjectNumber:
    return next(line.number for line in desk.lists.projects() if word in line.name)


def all_rows(desk: Desk, asked: TodayFilter) -> list[TodayRow]:
    """Every row of a filter, page by page."""
    view = look_at_today(desk, ask=TodayAsk(asked))
    rows = []
    for group in view.groups:
        found = list(group.rows)
        while len(found) < group.total:
            more = more_of_today(desk, view, group.group, len(found))
            assert more, (group.group, len(found), group.total)
            found += more
        assert len(found) == group.total
        rows += found
    return rows


def rows_of(view: TodayView) -> dict[str, TodayRow]:
    return {row.id: row for group in view.groups for row in group.rows}


# -- what stands where ---------------------------------------------------------------------------------------------


def history(desk: Desk) -> None:
    on(desk, LATER)
    number = named(desk, "精密减速机壳体加工项目")
    for step in ("B01", "B02"):
        record(desk, number, step, EventKind.READY, date(2026, 9, 18))
    record(desk, number, "B01", EventKind.CLEARED, date(2026, 9, 18), document="收 1 号")
    record(desk, number, "A01", EventKind.ACCEPTED, date(2026, 11, 16))
    other = named(desk, "数据中心")
    record(desk, other, "A01", EventKind.SUBMITTED, date(2026, 11, 12))
    record(desk, other, "A01", EventKind.NOTICED, date(2026, 11, 13), note="缺弃土场位置图")
    third = named(desk, "冷链")
    record(desk, third, "A01", EventKind.ACCEPTED, date(2026, 11, 10))
    record(desk, third, "A01", EventKind.SUSPENDED, date(2026, 11, 11), reason="专家评审")
    refresh_plans(desk, quiet)


@pytest.mark.parametrize("today", [TODAY, date(2026, 10, 9), LATER, date(2027, 3, 1)])
def test_every_open_row_that_is_red_or_due_this_week_is_listed_once(lived: Desk, today: date) -> None:
    on(lived, today)
    sunday = today + timedelta(days=6 - today.weekday())
    due = [
        line
        for line in list_ledger(lived, LedgerFilter(), ALL).lines
        if line.light is LedgerLight.RED or line.row.act_by <= sunday
    ]
    assert due

    rows = [row for each in (TodayFilter.OVERDUE, TodayFilter.TODAY, TodayFilter.WEEK) for row in all_rows(lived, each)]

    assert sorted(row.id for row in rows) == sorted(f"{line.row.number}|{line.row.step_id}" for line in due)
    whole = [row.id for group in look_at_today(lived).groups for row in group.rows]
    assert len(whole) == len(set(whole))


def test_a_row_says_what_the_ledger_says(lived: Desk) -> None:
    lines = {f"{line.row.number}|{line.row.step_id}": line for line in list_ledger(lived, LedgerFilter(), ALL).lines}

    rows = {row.id: row for each in TodayFilter if each.value not in ("all", "news") for row in all_rows(lived, each)}
    items = {key: row for key, row in rows.items() if row.step is Step.RECORD}

    assert len(items) > 100
    for key, row in items.items():
        line: LedgerLine = lines[key]
        assert row.state == line.row.state.label
        assert (row.sign is Sign.OVERDUE) == (line.light is LedgerLight.RED), key
        assert (row.sign is Sign.SOON) == (line.light is LedgerLight.AMBER), key
        if line.row.left_when_stopped is None:
            assert (row.on, row.days_left) == (line.due_on, line.days_left)
            assert row.left == line.left or "前" in row.left


def test_a_row_written_off_is_gone(desk: Desk) -> None:
    on(desk, LATER)
    row = all_rows(desk, TodayFilter.OVERDUE)[0]
    assert row.next_step == "登记备齐"

    record(
        desk, row.number, row.step_id, EventKind.CLEARED, LATER, document="收 7 号", late_reason="已按时办，登记晚了"
    )
    refresh_plans(desk, quiet)

    listed = {each.id for asked in TodayFilter if asked is not TodayFilter.NEWS for each in all_rows(desk, asked)}
    assert row.id not in listed


def test_every_stage_of_an_item_says_its_next_step_and_whose_turn_it_is(lived: Desk) -> None:
    number = named(lived, "精密减速机壳体加工项目")
    other, third = named(lived, "数据中心"), named(lived, "冷链")

    rows = {row.id: row for each in TodayFilter if each is not TodayFilter.NEWS for row in all_rows(lived, each)}

    accepted, noticed, stopped, ready = (
        rows[f"{number}|A01"], rows[f"{other}|A01"], rows[f"{third}|A01"], rows[f"{number}|B02"],
    )  # fmt: skip
    assert (accepted.next_step, accepted.event, accepted.accepted_on) == ("登记办结", "承诺到期", date(2026, 11, 16))
    assert accepted.turn == accepted.office != ""
    assert (noticed.next_step, noticed.turn) == ("登记补正", "企业")
    assert (stopped.next_step, stopped.sign, stopped.on_text) == ("登记复钟", Sign.STOPPED, "")
    assert stopped.left.startswith("还有 ")
    assert (ready.next_step, ready.turn) == ("登记销账", "窗口销账")


def test_waiting_for_the_enterprise_and_stopped_clocks_are_found_by_their_filters(lived: Desk) -> None:
    other, third = named(lived, "数据中心"), named(lived, "冷链")

    assert f"{other}|A01" in {row.id for row in all_rows(lived, TodayFilter.ENTERPRISE)}
    assert [row.id for row in all_rows(lived, TodayFilter.STOPPED)] == [f"{third}|A01"]


def test_a_provisional_promise_of_missing_material_stands_under_its_own_day(desk: Desk) -> None:
    on(desk, TODAY)
    number = named(desk, "数据中心")
    promised = date(2026, 9, 18)

    record(desk, number, "A09", EventKind.PROVISIONAL, TODAY, until=promised, note="可研报告审定稿")
    refresh_plans(desk, quiet)

    (row,) = all_rows(desk, TodayFilter.MISSING)
    assert (row.group, row.on, row.event, row.next_step) == (Group.WEEK, promised, "容缺补齐", "登记补件")
    assert look_at_today(desk).filters[TodayFilter.MISSING] == 1


def test_what_is_recorded_lets_the_next_item_begin(desk: Desk) -> None:
    number = named(on(desk, TODAY), "精密减速机壳体加工项目")

    def ready() -> dict[str, date]:
        lines = list_ledger(desk, LedgerFilter(number=number), ALL).lines
        return {line.row.step_id: line.row.ready_on for line in lines if line.row.ready_on is not None}

    assert ready()["A01"] == date(2026, 9, 21)  # as the plan says, while nothing is recorded

    both = [RecordRequest(step, EventKind.READY, TODAY, person="何敏") for step in ("B01", "B02")]
    record_events(number, both, desk)
    refresh_plans(desk, quiet)

    after = ready()
    assert after["A01"] == date(2026, 9, 17)
    assert {"B01", "B02", "A09", "A37"}.isdisjoint(after)  # done, or waiting for what is not recorded
    listed = [row for row in all_rows(on(desk, date(2026, 9, 17)), TodayFilter.ALL) if row.id == f"{number}|A01"]
    assert [row.sign for row in listed] in ([Sign.READY], [Sign.SOON])


# -- counting, paging ----------------------------------------------------------------------------------------------


def test_filters_count_what_they_list(lived: Desk) -> None:
    view = look_at_today(lived)

    for asked in TodayFilter:
        if asked not in (TodayFilter.ALL, TodayFilter.NEWS):
            assert len(all_rows(lived, asked)) == view.filters[asked], asked
    assert view.filters[TodayFilter.ALL] == sum(group.total for group in view.groups) == view.listed
    assert view.due_soon == view.count(Group.OVERDUE, Group.LATE, Group.TODAY, Group.WEEK) > 0


def test_while_everything_is_shown_no_group_hides_the_next(desk: Desk) -> None:
    view = look_at_today(on(desk, date(2027, 3, 1)))

    late = next(group for group in view.groups if group.group is Group.LATE)
    assert SHOWN_OF_EACH <= len(late.rows) < late.total
    assert len(view.groups) > 1


def test_a_filter_reads_a_page_and_the_next_on_asking(desk: Desk) -> None:
    view = look_at_today(on(desk, date(2027, 9, 1)), ask=TodayAsk(TodayFilter.OVERDUE))

    (late,) = view.groups
    assert len(late.rows) == PAGE < late.total
    assert len(all_rows(desk, TodayFilter.OVERDUE)) == late.total


def test_a_day_shows_only_what_is_due_then(desk: Desk) -> None:
    whole = look_at_today(on(desk, TODAY))
    day = next(each for each in whole.strip if each.starts)

    view = look_at_today(desk, ask=TodayAsk(TodayFilter.STOPPED, day.on))

    assert view.listed == day.starts + day.ends == len(rows_of(view))
    assert {row.on for row in rows_of(view).values()} == {day.on}


def test_the_news_are_listed_without_a_count_of_their_own(desk: Desk) -> None:
    rows = all_rows(on(desk, TODAY), TodayFilter.WEEK)[:2]

    view = look_at_today(desk, ask=TodayAsk(TodayFilter.NEWS, news=tuple((row.number, row.step_id) for row in rows)))

    assert list(rows_of(view)) == [row.id for row in rows]
    assert view.listed == 2


def test_the_story_of_a_row_is_its_last_events_and_how_far_the_project_is(lived: Desk) -> None:
    other = named(lived, "数据中心")
    row = next(row for row in all_rows(lived, TodayFilter.ENTERPRISE) if row.id == f"{other}|A01")

    story = story_of(lived, row)

    assert [(event.on_text, event.what, event.note) for event in story.events] == [
        ("11-13（五）", "一次性告知", "缺弃土场位置图"),
        ("11-12（四）", "收件", ""),
    ]
    assert (story.closed, story.total > 40) == (0, True)
    chain = {step: story_of(lived, replace(row, step_id=step)).critical for step in ("A01", "A07", "C11", "B27")}
    assert set(chain.values()) == {True, False}


def test_the_story_of_a_row_says_who_decided_that_it_is_to_be_done(lived: Desk) -> None:
    number = named(lived, "数据中心")
    row = next(row for row in all_rows(lived, TodayFilter.ENTERPRISE) if row.id == f"{number}|A01")
    assert story_of(lived, row).decided == ""

    override_verdict(number, "A01", True, "专题会议定了。", "张琳", lived)

    assert story_of(lived, row).decided == f"人工认定要办：专题会议定了（张琳，{LATER.isoformat()}）"
    assert story_of(lived, replace(row, code="A07")).decided == ""
    assert story_of(lived, replace(row, number=named(lived, "精密减速机壳体加工项目"))).decided == ""


# -- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 9, 16), "今天下班前"),
        (date(2026, 9, 17), "还剩 1 个工作日"),
        (date(2026, 9, 20), "还剩 3 个工作日"),
        (date(2026, 9, 14), "超期 2 个工作日"),
    ],
)
def test_days_left_are_working_days_with_the_makeup_sunday(day: date, words: str) -> None:
    left = shipped_calendar().working_days_between(TODAY, day)

    assert days_left_in_words(day, left, TODAY) == words


def test_nobody_reads_0_working_days() -> None:
    friday, saturday = date(2026, 9, 11), date(2026, 9, 12)

    assert days_left_in_words(saturday, 0, friday) == "09-12（六）前"
    assert days_left_in_words(friday, 0, saturday) == "刚过期，中间没有工作日"


def test_the_strip_shows_a_fortnight_with_the_days_off_and_the_makeup_day(desk: Desk) -> None:
    strip = look_at_today(on(desk, TODAY)).strip

    assert [day.on.day for day in strip] == [14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28]
    assert {day.on.day: day.sign for day in strip if day.sign} == {20: "班", 25: "休", 26: "休", 27: "休"}
    assert [day.heading for day in strip if day.is_today] == ["今天"]
    assert strip[6].kind is DayKind.MAKEUP_WORKDAY
    assert strip[3].spoken == f"09-17 周四，工作日，最迟开始 {strip[3].starts} 项，到期 {strip[3].ends} 项"


def test_the_notes_name_the_makeup_day_and_the_days_off(desk: Desk) -> None:
    notes = {each.group: each.note for each in look_at_today(on(desk, TODAY)).groups}

    assert notes[Group.WEEK] == "含 09-20（日）调休上班，共 3 个工作日"
    assert notes[Group.NEXT_WEEK] == "09-25（五）放假，共 4 个工作日"


def test_drafts_stand_last(desk: Desk) -> None:
    view = look_at_today(on(desk, TODAY), [DraftLine("d1", "冷链", "畅运", "09-15 17:20")])

    assert view.groups[-1].group is Group.DRAFT
    assert view.groups[-1].rows[0].left == "09-15 17:20"
    assert view.count(Group.DRAFT) == 1


def test_a_project_with_open_questions_says_which_comes_first(desk: Desk) -> None:
    (row,) = (row for row in all_rows(on(desk, TODAY), TodayFilter.MEND) if row.group is Group.UNDECIDED)

    assert (row.step, row.next_step) == (Step.ANSWER, "去回答")
    assert row.what.startswith("先答：") and row.left.endswith("项待定")


def test_provisional_dates_are_one_row_for_all_projects(desk: Desk) -> None:
    (row,) = (row for row in all_rows(on(desk, TODAY), TodayFilter.MEND) if row.group is Group.PROVISIONAL)

    assert (row.step, row.project) == (Step.CALENDAR, "9 个项目")


# -- on a real store ---------------------------------------------------------------------------------------------


def test_samples_are_created_once_and_removed_at_once(desk: Desk) -> None:
    assert all(line.is_sample for line in desk.lists.projects())
    assert len(desk.lists.projects()) == len(desk.sample_files())
    assert create_samples(desk, quiet) == []

    issue_edition(desk.lists.projects()[0].number, desk)
    removed = remove_samples(desk)

    assert len(removed) == len(desk.sample_files())
    assert list(desk.lists.projects()) == []


def test_summaries_are_made_once_and_again_after_a_change(desk: Desk) -> None:
    count = len(desk.sample_files())
    assert refresh_plans(desk, quiet) == count
    assert refresh_plans(desk, quiet) == 0

    number = desk.lists.projects()[-1].number
    with desk.unit_of_work() as uow:
        uow.projects.save(uow.projects.get(number))
        uow.commit()

    assert desk.lists.stale_plans(desk.catalogue.digest, calendar_digest(desk.calendar)) == [number]
    assert refresh_plans(desk, quiet) == 1


def test_the_summary_says_what_the_plan_says(desk: Desk) -> None:
    refresh_plans(desk, quiet)
    lines = {line.name: line for line in desk.lists.projects()}
    data_centre = lines["川东算力示例数据中心（一期）项目"]

    assert data_centre.short_by and data_centre.target_on and data_centre.forecast_on
    assert data_centre.forecast_on > data_centre.target_on
    assert all(line.operate_on and line.operate_on > TODAY for line in lines.values())


def test_an_edition_matches_until_the_facts_change(desk: Desk) -> None:
    number = desk.lists.projects()[-1].number
    issue_edition(number, desk)
    refresh_plans(desk, quiet)
    assert {line.number: line.edition_matches for line in desk.lists.projects()}[number] is True

    with desk.unit_of_work() as uow:
        project = uow.projects.get(number)
        uow.projects.save(replace(project, name="改了名字的项目"))
        uow.commit()
    refresh_plans(desk, quiet)

    (row,) = all_rows(desk, TodayFilter.REISSUE)
    assert (row.number, row.what, row.step) == (number, "第 1 版与现状已不同", Step.REISSUE)


def test_another_calendar_makes_every_summary_stale(desk: Desk) -> None:
    refresh_plans(desk, quiet)
    notice = desk.calendar.notice(2027)
    assert notice is not None

    certain = desk.calendar.with_notice(replace(notice, provisional=not notice.provisional))

    assert len(desk.lists.stale_plans(desk.catalogue.digest, calendar_digest(certain))) == len(desk.sample_files())


def test_a_project_removed_meanwhile_stops_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    refresh_plans(desk, quiet)
    ghost = ProjectNumber("GX-1999-0001")
    monkeypatch.setattr("gxq_desktop.store.lists.StoreLists.stale_plans", lambda *_: (ghost,))

    assert refresh_plans(desk, quiet) == 1
    with desk.unit_of_work() as uow, pytest.raises(ProjectNotFound):
        uow.projects.get(ghost)


def test_the_samples_give_work_for_this_week(desk: Desk) -> None:
    refresh_plans(desk, quiet)

    view = look_at_today(desk)

    assert view.projects == view.samples == len(desk.sample_files())
    assert view.count(Group.UNDECIDED) >= 1
    assert view.count(Group.WEEK) >= 1
    assert view.count(*Group) == sum(each.total for each in view.groups)


def test_a_plan_that_is_refused_takes_its_rows_from_the_ledger(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from gxq_desktop.application import plan_summaries
    from gxq_desktop.domain.errors import DomainError

    refresh_plans(desk, quiet)
    number = desk.lists.projects()[-1].number
    with desk.unit_of_work() as uow:
        uow.projects.save(uow.projects.get(number))
        uow.commit()

    def refuse(*_: object) -> None:
        raise DomainError("日期超出日历范围。", "请改日期。")

    monkeypatch.setattr(plan_summaries, "load_ledger", refuse)
    assert refresh_plans(desk, quiet) == 1
    assert refresh_plans(desk, quiet) == 0

    assert list_ledger(desk, LedgerFilter(number=number)).total == 0
    (row,) = (row for row in all_rows(desk, TodayFilter.MEND) if row.group is Group.REFUSED)
    assert (row.number, row.what, row.next_step) == (number, "日期超出日历范围。", "打开项目")
