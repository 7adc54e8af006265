"""Why a date: the days counted, all candidates, the one that decides."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from gxq_desktop.application.why_view import MOST_COUNTED, counted_days, why_view
from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.network import StepId, UnknownStep
from gxq_desktop.domain.verdicts import Override
from tests.application.desks import desk, on_desk, sample_project
from tests.documents.dossiers import TODAY


@pytest.fixture(scope="module")
def plan():
    return desk("N4").plan


def test_the_days_after_acceptance_are_counted_one_by_one_over_the_may_break(plan) -> None:
    counted = why_view(plan, "A21").counted

    assert [(day.on.isoformat(), day.number) for day in counted] == [
        ("2026-05-06", 1),
        ("2026-05-07", 2),
        ("2026-05-08", 3),
        ("2026-05-09", 4),
        ("2026-05-11", 5),
        ("2026-05-12", 6),
        ("2026-05-13", 7),
    ]


def test_every_count_ends_on_the_finish_and_begins_where_the_step_does(plan) -> None:
    for dates in plan.schedule.steps:
        counted = counted_days(plan.schedule, dates)
        if not dates.step.days:
            assert counted == ()
            continue
        assert counted[-1].on == dates.early_finish
        assert counted[-1].number == dates.step.days
        assert len(counted) <= MOST_COUNTED
        if dates.step.accepts:
            assert counted[0].on > dates.early_start
        else:
            assert counted[0].on == dates.early_start


def test_a_long_count_leaves_out_its_middle_once(plan) -> None:
    counted = why_view(plan, "B21").counted

    assert [day.number for day in counted] == [1, 2, 3, 4, 5, 6, 25, 26, 27, 28, 29, 30]
    assert [day.number for day in counted if day.gap] == [25]


def test_exactly_one_candidate_decides_and_it_gives_the_date(plan) -> None:
    for dates in plan.schedule.steps:
        view = why_view(plan, dates.step.id)
        assert [each.decides for each in view.early].count(True) == 1
        assert [each.decides for each in view.late].count(True) == 1
        assert view.early[0].decides and view.early[0].effect.startswith("由它决定")


def test_the_other_candidates_say_by_how_much_they_do_not_matter(plan) -> None:
    lines = {each.text: each for each in why_view(plan, "A23").early}

    assert lines["A18 用地规划许可证核发"].decides
    assert lines["B14 总平面及设计方案文本"].effect == "早 24 个工作日，不起作用"
    assert lines["承诺时限"].on_text == "5 个工作日"
    assert lines["承诺时限"].effect == "法定 20 个工作日"


def test_the_counting_says_which_day_is_not_counted(plan) -> None:
    assert why_view(plan, "A23").counting == "受理 05-29（五），当日不算；第 5 个工作日办结。"
    assert why_view(plan, "B21").counting == "05-21（四） 开始，历时 30 个工作日，07-02（四） 备齐。"
    assert why_view(plan, "M_START").counting.startswith("没有长度")


def test_a_target_is_among_the_candidates_of_the_late_date(plan) -> None:
    late = why_view(plan, "M_START").late

    assert [each.text for each in late] == ["施工", "目标日"]
    assert late[0].on_text == "07-15（三）开始"


def test_the_links_lead_to_the_deciding_step_first(plan) -> None:
    view = why_view(plan, "A23")

    assert view.before[0].step_id == "A18"
    assert {each.step_id for each in view.before} == {
        link.before for link in plan.schedule.network.incoming(StepId("A23"))
    }


def test_the_whole_can_be_read_aloud(plan) -> None:
    spoken = why_view(plan, "A23").spoken

    assert spoken.startswith("为什么是 06-05（五）\nA23 建设工程规划许可证核发\n最早 2026-05-29 受理")
    assert "城乡规划法" in spoken


def test_an_unknown_step_is_refused(plan) -> None:
    with pytest.raises(UnknownStep):
        why_view(plan, "A99")


def test_calendar_days_are_counted_through_weekends(plan) -> None:
    excluded = next(
        dates
        for dates in plan.schedule.steps
        if dates.step.calendar is CalendarKind.SEVEN_DAY and 1 < dates.step.days <= MOST_COUNTED
    )

    counted = counted_days(plan.schedule, excluded)

    assert all(after.on - before.on == timedelta(days=1) for before, after in itertools.pairwise(counted))


def test_who_decided_that_an_item_is_to_be_done_is_said_with_its_dates() -> None:
    project = replace(sample_project("N4"), overrides={"A21": Override(True, "园区要求", "张琳", TODAY)})
    plan = on_desk(project).plan

    view = why_view(plan, "A21")

    assert view.decided == f"人工认定要办：园区要求（张琳，{TODAY.isoformat()}）"
    assert view.decided in view.spoken.split("\n")
    assert why_view(plan, "A23").decided == ""
