"""工作台 from real plans: the sample projects on a real store, and hand-made lines where a rule is at its edge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gxq_desktop.app import Desk
from gxq_desktop.application.calendar_digest import calendar_digest
from gxq_desktop.application.desk_lists import Attention, PlannedStep, ProjectLine, StepFilter, StepLine
from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.look_at_today import left_in_words, look_at_today
from gxq_desktop.application.plan_summaries import refresh_plans
from gxq_desktop.application.ports import ProjectNotFound
from gxq_desktop.application.sample_projects import create_samples, remove_samples
from gxq_desktop.application.today import DraftLine, Group, Step
from gxq_desktop.domain.calendar import DayKind
from gxq_desktop.domain.network import StepKind
from gxq_desktop.domain.project import ProjectNumber
from tests.application.fakes import FakeDesk
from tests.documents.dossiers import shipped_calendar

TODAY = date(2026, 9, 16)  # a Wednesday; Sunday the 20th is worked, the 25th to 27th are off


def quiet(done: int, total: int) -> None:
    """A report nobody looks at."""


class GivenLists:
    """Lists as given, in place of a store."""

    def __init__(self, projects: tuple[ProjectLine, ...] = (), **steps: tuple[StepLine, ...]) -> None:
        self._projects = projects
        self._steps = steps

    def projects(self, limit: int | None = None) -> tuple[ProjectLine, ...]:
        return self._projects

    def steps(self, which: StepFilter, first: date, last: date, limit: int) -> tuple[tuple[StepLine, ...], int]:
        day = {StepFilter.STARTS: "late_start", StepFilter.ENDS: "late_finish"}.get(which)
        given = self._steps.get(which.name.lower(), ())
        found = [line for line in given if day is None or first <= getattr(line.step, day) <= last]
        return tuple(found[:limit]), len(found)

    def attention(self, limit: int) -> Attention:
        lines = [line for line in self._projects if line.refusal or line.undecided or line.edition_matches is False]
        return Attention(
            len(self._projects),
            sum(line.is_sample for line in self._projects),
            sum(bool(line.undecided) for line in self._projects),
            sum(line.edition_matches is False for line in self._projects),
            sum(bool(line.refusal) for line in self._projects),
            sum(bool(line.provisional) for line in self._projects),
            sum(line.provisional or 0 for line in self._projects),
            lines[:limit],
        )

    def stale_plans(
        self, catalogue_digest: str, calendar_digest: str, today: date | None = None
    ) -> tuple[ProjectNumber, ...]:
        return ()


def desk_with(*projects: ProjectLine, **steps: tuple[StepLine, ...]) -> FakeDesk:
    desk = FakeDesk(TODAY)
    desk.lists = GivenLists(projects, **steps)
    return desk


def step(late_start: date, late_finish: date, kind: StepKind = StepKind.APPROVAL, early: date = TODAY) -> StepLine:
    planned = PlannedStep("A09", "A09", "水土保持", kind, "水务口", early, early, late_start, late_finish, False, False)
    return StepLine(ProjectNumber("GX-2026-0001"), "风电齿轮箱", "澜岳精工", planned)


def project_line(**changes: object) -> ProjectLine:
    line = ProjectLine(
        ProjectNumber("GX-2026-0001"), "风电齿轮箱", "澜岳精工", "", "落地", TODAY, None, False, 0, 0, "", 0, None, False, "",
        None, None, 0, None, "",
    )  # fmt: skip
    return replace(line, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("late_start", "group"),
    [
        (date(2026, 9, 14), Group.PASSED),
        (date(2026, 9, 16), Group.TODAY),
        (date(2026, 9, 20), Group.WEEK),
        (date(2026, 9, 21), Group.NEXT_WEEK),
        (date(2026, 9, 27), Group.NEXT_WEEK),
    ],
)
def test_a_latest_start_stands_under_the_time_it_falls_into(late_start: date, group: Group) -> None:
    view = look_at_today(desk_with(starts=(step(late_start, date(2026, 12, 1)),)))

    assert [(each.group, each.rows[0].event) for each in view.groups] == [(group, "最迟受理")]


def test_what_starts_and_ends_on_one_day_is_listed_once() -> None:
    line = step(TODAY, TODAY)

    view = look_at_today(desk_with(starts=(line,), ends=(line,)))

    assert [row.event for each in view.groups for row in each.rows] == ["最迟当天办完"]


def test_a_start_and_an_end_on_different_days_are_two_rows() -> None:
    line = step(TODAY, date(2026, 9, 22))

    view = look_at_today(desk_with(starts=(line,), ends=(line,)))

    assert [(each.group, each.rows[0].event) for each in view.groups] == [
        (Group.TODAY, "最迟受理"),
        (Group.NEXT_WEEK, "最迟办结"),
    ]


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        (StepKind.APPROVAL, Group.STARTABLE),
        (StepKind.UTILITY, Group.STARTABLE),
        (StepKind.MATERIAL, Group.ENTERPRISE),
        (StepKind.OBSTACLE, Group.OBSTACLE),
    ],
)
def test_what_can_start_says_whose_turn_it_is(kind: StepKind, group: Group) -> None:
    line = step(date(2026, 11, 2), date(2026, 11, 9), kind, early=date(2026, 9, 8))

    (only,) = look_at_today(desk_with(open=(line,))).groups

    assert only.group is group
    assert "到今天 6 个工作日" in only.rows[0].explanation


def test_public_notices_start_by_themselves_and_are_not_listed_as_to_start() -> None:
    line = step(TODAY, date(2026, 12, 1), StepKind.EXCLUDED)

    assert look_at_today(desk_with(starts=(line,), open=(line,))).groups == ()


@pytest.mark.parametrize(
    ("on", "left", "words"),
    [
        (date(2026, 9, 16), 0, "今天下班前"),
        (date(2026, 9, 17), 1, "还剩 1 个工作日"),
        (date(2026, 9, 20), 3, "还剩 3 个工作日"),
        (date(2026, 9, 14), -2, "已过 2 个工作日"),
    ],
)
def test_days_left_are_working_days_with_the_makeup_sunday(on: date, left: int, words: str) -> None:
    assert left_in_words(on, TODAY, shipped_calendar()) == (left, words)


def test_nobody_reads_0_working_days() -> None:
    friday, saturday = date(2026, 9, 11), date(2026, 9, 12)

    assert left_in_words(saturday, friday, shipped_calendar()) == (0, "09-12（六）前")
    assert left_in_words(friday, saturday, shipped_calendar()) == (0, "刚过，中间没有工作日")


def test_a_project_is_listed_for_each_thing_that_needs_a_hand() -> None:
    line = project_line(
        undecided=3, questions=2, first_question="用地方式", provisional=5, latest_edition=2, edition_matches=False
    )

    view = look_at_today(desk_with(line))

    assert [(each.group, each.rows[0].what, each.rows[0].step) for each in view.groups] == [
        (Group.UNDECIDED, "先答：用地方式", Step.ANSWER),
        (Group.PROVISIONAL, "日期落在还没有放假通知的年份", Step.CALENDAR),
        (Group.REISSUE, "第 2 版与现状已不同", Step.REISSUE),
    ]


def test_a_manual_that_still_matches_and_one_never_issued_need_no_hand() -> None:
    assert look_at_today(desk_with(project_line(latest_edition=1, edition_matches=True), project_line())).groups == ()


def test_a_project_whose_plan_is_refused_says_why() -> None:
    (only,) = look_at_today(desk_with(project_line(refusal="日期超出日历范围。", undecided=3))).groups

    assert (only.group, only.rows[0].what) == (Group.REFUSED, "日期超出日历范围。")


def test_more_rows_than_are_listed_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gxq_desktop.application.look_at_today.SHOWN_STEPS", 2)
    lines = tuple(replace(step(TODAY, date(2026, 12, 1)), number=ProjectNumber(f"GX-2026-{n:04d}")) for n in range(5))
    later = (step(date(2026, 9, 22), date(2026, 12, 1)),)
    undecided = [project_line(number=ProjectNumber(f"GX-2026-{n:04d}"), undecided=1) for n in range(4)]

    view = look_at_today(desk_with(*undecided, starts=lines + later))

    assert {each.group: (len(each.rows), each.total) for each in view.groups} == {
        Group.TODAY: (2, 5),
        Group.NEXT_WEEK: (1, 1),
        Group.UNDECIDED: (2, 4),
    }


def test_drafts_stand_last() -> None:
    view = look_at_today(desk_with(project_line(undecided=1)), [DraftLine("d1", "冷链", "畅运", "09-15 17:20")])

    assert view.groups[-1].group is Group.DRAFT
    assert view.groups[-1].rows[0].left == "09-15 17:20"


def test_the_strip_shows_a_fortnight_with_the_days_off_and_the_makeup_day() -> None:
    strip = look_at_today(desk_with(starts=(step(TODAY, date(2026, 12, 1)),))).strip

    assert [day.on.day for day in strip] == [14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28]
    assert {day.on.day: day.sign for day in strip if day.sign} == {20: "班", 25: "休", 26: "休", 27: "休"}
    assert [day.heading for day in strip if day.is_today] == ["今天"]
    assert [(day.on.day, day.starts, day.ends) for day in strip if day.starts or day.ends] == [(16, 1, 0)]
    assert strip[6].kind is DayKind.MAKEUP_WORKDAY


def test_the_notes_name_the_makeup_day_and_the_days_off() -> None:
    far = date(2026, 12, 1)
    view = look_at_today(desk_with(starts=(step(date(2026, 9, 17), far), step(date(2026, 9, 21), far))))

    assert [each.note for each in view.groups] == [
        "含 09-20（日）调休上班，共 3 个工作日",
        "09-25（五）放假，共 4 个工作日",
    ]


# -- on a real store ---------------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path, None, TODAY)
    create_samples(made, quiet)
    yield made
    made.close()


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

    assert [row.number for each in look_at_today(desk).groups if each.group is Group.REISSUE for row in each.rows] == [
        number
    ]


def test_another_calendar_makes_every_summary_stale(desk: Desk) -> None:
    refresh_plans(desk, quiet)
    notice = desk.calendar.notice(2027)
    assert notice is not None

    certain = desk.calendar.with_notice(replace(notice, provisional=not notice.provisional))

    assert len(desk.lists.stale_plans(desk.catalogue.digest, calendar_digest(certain))) == len(desk.sample_files())


def test_a_project_removed_meanwhile_stops_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Ghost(GivenLists):
        def stale_plans(
            self, catalogue_digest: str, calendar_digest: str, today: date | None = None
        ) -> tuple[ProjectNumber, ...]:
            return (ProjectNumber("GX-1999-0001"),)

    monkeypatch.setattr(Desk, "lists", property(lambda self: Ghost()))

    assert refresh_plans(desk, quiet) == 1
    with desk.unit_of_work() as uow, pytest.raises(ProjectNotFound):
        uow.projects.get(ProjectNumber("GX-1999-0001"))


def test_the_samples_give_work_for_this_week(desk: Desk) -> None:
    refresh_plans(desk, quiet)

    view = look_at_today(desk)

    assert view.projects == view.samples == len(desk.sample_files())
    assert view.count(Group.UNDECIDED) >= 1
    assert view.count(*Group) == sum(len(each.rows) for each in view.groups)
