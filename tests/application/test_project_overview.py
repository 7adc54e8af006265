"""Where a project stands: figures, stages, what can start, what waits, editions."""

from dataclasses import replace
from datetime import date

from gxq_desktop.application.issue_edition import content_digest, new_edition
from gxq_desktop.application.project_desk import open_project
from gxq_desktop.application.project_overview import Tone, heading_of, now_differs, overview_of
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.project import Stage, StageEntry, Terms
from gxq_desktop.domain.verdicts import Override
from tests.application.desks import desk, on_desk, sample_project
from tests.application.fakes import FakeDesk, sample
from tests.documents.dossiers import TODAY


def test_the_first_figure_is_the_forecast_of_the_target_missed_most() -> None:
    figure = overview_of(desk("N4")).figures[0]

    assert (figure.value, figure.unit) == ("2028-01-11", "（二），暂定")
    assert figure.caption == "预计投产 · 比目标晚 26 个工作日"
    assert figure.tone is Tone.MISSED


def test_a_target_met_is_not_in_the_seals_colour() -> None:
    figure = overview_of(desk("N1")).figures[0]

    assert figure.caption == "预计开工 · 比目标早 3 个工作日"
    assert figure.tone is Tone.PLAIN


def test_without_a_target_the_start_of_construction_is_forecast() -> None:
    assert overview_of(desk("S17-obstacle")).figures[0].caption == "预计开工 · 没有定目标"


def test_stages_before_are_past_and_those_after_are_forecast() -> None:
    project = replace(
        sample_project(), stages=(StageEntry(Stage.ATTRACTION, date(2026, 2, 1)), StageEntry(Stage.LANDING, TODAY))
    )

    stages = overview_of(on_desk(project)).stages

    assert [(each.is_past, each.is_now) for each in stages] == [
        (True, False),
        (False, True),
        (False, False),
        (False, False),
        (False, False),
    ]
    assert stages[0].text == "2026-02-01 进入"
    assert stages[2].text == "预计 2026-08-18"
    assert stages[3].text.endswith("暂定")
    assert stages[4].text == ""


def test_the_chain_shows_what_is_ahead_and_how_much_follows() -> None:
    overview = overview_of(desk("N4"))

    assert overview.chain_title == "关键链（决定投产日的 21 步）"
    assert len(overview.chain) + overview.chain_more == 21
    later = overview_of(desk("N4", today=date(2027, 12, 25)))
    assert [row.step_id for row in later.chain] == ["A38", "A41"]


def test_what_can_start_is_not_held_back_by_anything_but_the_day() -> None:
    on = desk("S17-obstacle", today=date(2026, 4, 23))
    overview = overview_of(on)

    for row in overview.starts:
        dates = on.plan.schedule[row.step_id]
        assert dates.early_start <= date(2026, 4, 23)
    assert overview.can_start_total >= len(overview.starts) > 0
    assert all(row.bring for row in overview.starts)


def test_an_obstacle_heads_what_is_blocked_and_names_who_is_missing() -> None:
    first = overview_of(desk("S17-obstacle")).waiting[0]

    assert first.is_obstacle
    assert (first.name, first.waits_for) == ("障碍：一期电力杆线未迁改", "没有责任单位")
    assert first.holds == "B30 施工现场准备资料、开工"


def test_a_missing_leader_of_a_key_project_is_said() -> None:
    leader = next(line for line in overview_of(desk("S17-obstacle")).contacts if line.role == "挂包领导")

    assert (leader.text, leader.missing) == ("待指派", True)


def test_an_edition_that_still_holds_differs_in_nothing() -> None:
    on = desk("N1")
    edition = new_edition(on.plan, content_digest(on.plan), None, TODAY)

    assert now_differs(on_desk(on.project, editions=(edition,))) == ""
    assert now_differs(on) == ""


def test_moved_dates_are_counted_against_the_latest_edition() -> None:
    on = desk("N1")
    edition = new_edition(on.plan, content_digest(on.plan), None, TODAY)
    later = replace(on.project, plan=on.project.plan.on(Terms(date(2026, 4, 1), on.project.plan.targets)))

    differs = now_differs(on_desk(later, editions=(edition,)))

    assert differs.startswith("现状与第 1 版已不同：")
    assert differs.endswith(" 个日期")


def test_editions_are_listed_newest_first_with_what_each_changed() -> None:
    on = desk("N1")
    first = new_edition(on.plan, content_digest(on.plan), None, TODAY)
    moved = on_desk(replace(on.project, plan=on.project.plan.on(Terms(date(2026, 4, 1)))))
    second = new_edition(moved.plan, content_digest(moved.plan), first, date(2026, 3, 20))

    rows = overview_of(on_desk(moved.project, editions=(first, second))).editions

    assert [row.number for row in rows] == [2, 1]
    assert rows[1].change == "首次印发"
    assert rows[0].change.endswith(" 个日期")


def test_a_project_no_plan_can_be_made_of_still_opens_and_says_why() -> None:
    project = sample_project()
    on = on_desk(replace(project, plan=project.plan.on(Terms(project.plan.start_on, {}, ("A99/1",)))))

    overview = overview_of(on)

    assert on.plan is None
    assert "没有名为“A99/1”的提速办法" in overview.refusal
    assert overview.figures[0].caption == "排不出时间表"
    assert heading_of(on).no_plan
    assert overview.starts == overview.waiting == overview.chain == ()


def test_a_project_opens_with_its_editions() -> None:
    services = FakeDesk()
    number = register_project(sample("N2"), services).number

    on = open_project(number, services)

    assert on.project.number == number
    assert on.editions == ()
    assert heading_of(on).short_by == 5


def test_what_was_recorded_is_over_and_no_longer_startable() -> None:
    from gxq_desktop.application.project_items import item_rows
    from gxq_desktop.application.project_timetable import StepState
    from gxq_desktop.application.record_event import RecordRequest, record_event
    from gxq_desktop.domain.case_states import EventKind

    services = FakeDesk(TODAY)
    number = register_project(sample("N1"), services).number
    record_event(number, RecordRequest("B01", EventKind("ready"), TODAY), services)
    record_event(number, RecordRequest("A01", EventKind("accepted"), TODAY), services)

    on = open_project(number, services)

    states = {row.code: row.state for row in item_rows(on)}
    assert (states["B01"], states["A01"]) == (StepState.DONE, StepState.SOON)
    overview = overview_of(on)
    assert not {"B01", "A01"} & {row.step_id for row in overview.starts}
    assert "B01" not in {row.step_id for row in overview.chain}


def test_every_table_says_what_an_officer_decided_and_only_of_that_item() -> None:
    plain = overview_of(desk("N1"))
    codes = {
        next(row.code for row in rows if row.code[:1] in ("A", "B", "C"))
        for rows in (plain.chain, plain.starts, plain.waiting)
    }
    decided = Override(True, "专题会议定了。", "张琳", TODAY)

    shown = overview_of(on_desk(replace(sample_project(), overrides=dict.fromkeys(codes, decided))))

    for rows in (shown.chain, shown.starts, shown.waiting):
        marked = {row.code: row.decided for row in rows if row.decided}
        assert marked and set(marked) <= codes
        assert set(marked.values()) == {f"人工认定要办：专题会议定了（张琳，{TODAY.isoformat()}）"}
    assert not any(row.decided for rows in (plain.chain, plain.starts, plain.waiting) for row in rows)
