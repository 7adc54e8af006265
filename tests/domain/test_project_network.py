from dataclasses import replace
from datetime import date

import pytest

from gxq_desktop.application.intake import read_intake
from gxq_desktop.application.pick_items import pick_items
from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.items import ItemCode, LeverKind
from gxq_desktop.domain.levers import apply_levers
from gxq_desktop.domain.network import FixedDate, FixedKind, LinkKind, StepId, StepKind
from gxq_desktop.domain.project import FollowOn, Obstacle, Project, ProjectNumber
from gxq_desktop.domain.project_levers import levers_of
from gxq_desktop.domain.project_network import ProjectNetwork, build_network, terms_of
from gxq_desktop.domain.schedule import schedule
from tests.application.fakes import sample
from tests.documents.dossiers import SAMPLES, TODAY, shipped_calendar, shipped_catalogue

CATALOGUE, CALENDAR = shipped_catalogue(), shipped_calendar()


def project(name: str = "N1", **facts: object) -> Project:
    """A sample project; a fact given as None is unknown."""
    document = sample(name)
    document["facts"] |= facts
    return read_intake(document, CATALOGUE, CALENDAR, TODAY).project(ProjectNumber("GX-2026-0001"), TODAY)


def built(of: Project) -> ProjectNetwork:
    return build_network(CATALOGUE, of, pick_items(CATALOGUE, of))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_applicable_row_is_a_step_and_no_other(name: str) -> None:
    of = project(name)
    network = built(of).network

    rows = {step.code for step in network if step.kind in (StepKind.APPROVAL, StepKind.MATERIAL, StepKind.UTILITY)}

    assert rows == {code for code, verdict in pick_items(CATALOGUE, of).items() if verdict.applies}


def test_what_waits_for_an_approval_waits_for_its_last_excluded_step() -> None:
    network = built(project()).network

    assert [step.id for step in network.predecessors(StepId("A17.2"))] == ["A17"]
    assert "A17.4" in {step.id for step in network.predecessors(StepId("A18"))}
    assert "A17" not in {step.id for step in network.predecessors(StepId("A18"))}


def test_an_excluded_step_whose_condition_does_not_hold_is_not_planned() -> None:
    assert StepId("A17.1") not in built(project()).network  # 农转用报批, only while the land is not approved
    assert StepId("A17.1") in built(project(new_land_unapproved=True)).network


def test_while_a_condition_is_unknown_the_longer_reading_is_planned() -> None:
    assert StepId("A17.1") in built(project(new_land_unapproved=None)).network


def test_a_variant_sets_both_limits() -> None:
    item = CATALOGUE.by_code[ItemCode("A09")]

    report = terms_of(item, project(land_area_ha=6).facts)
    form = terms_of(item, project(land_area_ha=1, earthwork_m3=2000).facts)

    assert (report.variant, report.working_days, report.statutory.days) == ("报告书", 5, 10)
    assert (form.variant, form.working_days, form.statutory.days) == ("报告表", 1, 1)


def test_an_open_variant_takes_the_longest_that_is_possible_and_says_so() -> None:
    found = built(project(tender_required=None))

    assert (found.terms[ItemCode("B25")].variant, found.terms[ItemCode("B25")].working_days) == ("招标（待定）", 30)
    assert any("B25" in sentence and "30 个工作日" in sentence for sentence in found.assumptions)


def test_a_link_to_a_row_that_does_not_apply_counts_as_met_and_is_not_bridged() -> None:
    network = built(project("N2")).network

    assert StepId("A23") not in network
    assert {step.id for step in network.predecessors(StepId("A29"))} <= {
        "A26.1", "A26", "B01", "B21", "B22", "B25", "B26", "B27", "B28", "B30",
    }  # fmt: skip


def test_a_gate_nothing_leads_to_is_left_out() -> None:
    assert StepId("M_LAND") not in built(project("N2")).network
    assert StepId("M_LAND") in built(project("N1")).network


@pytest.mark.parametrize(
    ("facts", "plan_days", "days"),
    [
        ({}, None, 240),
        ({"contract_days": 200}, None, 200),
        ({"contract_days": 200}, 90, 90),
        ({"construction_nature": "none", "contract_days": None}, None, 0),
    ],
)
def test_the_construction_period_comes_from_the_plan_or_the_contract(
    facts: dict[str, object], plan_days: int | None, days: int
) -> None:
    of = project("N1", **facts)
    of = replace(of, plan=replace(of.plan, construction_calendar_days=plan_days))

    step = built(of).network.step(StepId("CONSTRUCTION"))

    assert (step.days, step.calendar) == (days, CalendarKind.SEVEN_DAY)


def test_an_unknown_construction_period_is_estimated_and_said_to_be() -> None:
    found = built(project(contract_days=None))

    assert found.network.step(StepId("CONSTRUCTION")).days == 240
    assert any("合同工期未提供" in sentence for sentence in found.assumptions)


def test_an_obstacle_holds_up_what_it_blocks_until_its_follow_on_work_is_done() -> None:
    of = project()
    levelling = FollowOn("场平", "施工单位", 40, CalendarKind.SEVEN_DAY)
    poles = Obstacle("O1", "杆线未迁", "", (StepId("B30"),), cleared_on=date(2026, 7, 31), follow_on=levelling)
    of = replace(of, plan=replace(of.plan, obstacles=(poles,)))

    plan = schedule(built(of).network, CALENDAR, of.plan.start_on)

    assert plan[StepId("O1")].early_finish == date(2026, 7, 31)
    assert plan[StepId("O1.1")].early_finish == date(2026, 9, 9)
    assert plan[StepId("B30")].early_start == date(2026, 9, 10)


def test_an_obstacle_cleared_before_the_plan_begins_holds_up_nothing() -> None:
    of = project()
    gone = Obstacle("O1", "杆线已迁", "", (StepId("B30"),), cleared_on=date(2026, 1, 5))
    without = schedule(built(of).network, CALENDAR, of.plan.start_on)
    of = replace(of, plan=replace(of.plan, obstacles=(gone,)))

    plan = schedule(built(of).network, CALENDAR, of.plan.start_on)

    assert plan[StepId("B30")].early_start == without[StepId("B30")].early_start


def test_an_obstacle_that_blocks_a_row_not_in_the_project_is_said_to_be_harmless() -> None:
    of = project("N2")
    harmless = Obstacle("O1", "杆线", "", (StepId("A23"),), days=10)

    found = built(replace(of, plan=replace(of.plan, obstacles=(harmless,))))

    assert any("A23 本项目不办" in sentence for sentence in found.assumptions)


def test_fixed_dates_of_the_plan_reach_their_step() -> None:
    of = project()
    fixed = (FixedDate(FixedKind.START_NOT_BEFORE, date(2026, 9, 1)),)
    of = replace(of, plan=replace(of.plan, fixed_dates={StepId("A23"): fixed}))

    assert schedule(built(of).network, CALENDAR, of.plan.start_on)[StepId("A23")].early_start == date(2026, 9, 1)


def test_the_preparation_calendar_is_the_materials_only() -> None:
    of = project()
    of = replace(of, plan=replace(of.plan, preparation_calendar=CalendarKind.SIX_DAY))

    calendars = {step.kind: step.calendar for step in built(of).network}

    assert calendars[StepKind.MATERIAL] is CalendarKind.SIX_DAY
    assert calendars[StepKind.APPROVAL] is CalendarKind.GOVERNMENT


# ── levers ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", SAMPLES)
def test_all_levers_of_a_project_fit_its_network_and_never_delay_anything(name: str) -> None:
    of = project(name)
    found = built(of)
    levers = levers_of(CATALOGUE, found)
    before = schedule(found.network, CALENDAR, of.plan.start_on)

    after = schedule(apply_levers(found.network, levers), CALENDAR, of.plan.start_on)

    assert levers
    for step in found.network:
        assert after[step.id].early_finish <= before[step.id].early_finish


def test_a_material_handed_in_later_still_comes_before_the_decision() -> None:
    found = built(project())
    lever = next(
        each
        for each in levers_of(CATALOGUE, found)
        if each.kind is LeverKind.PROVISIONAL_ACCEPTANCE and each.code == "A21"
    )

    relaxed = apply_levers(found.network, [lever])

    other = next(change.before for change in lever.changes)
    kinds = {link.kind for link in relaxed.incoming(StepId("A21")) if link.before == other}
    assert kinds == {LinkKind.FF}


def test_a_lever_for_another_variant_is_not_offered() -> None:
    form = built(project(land_area_ha=1, earthwork_m3=2000))

    kinds = {each.kind for each in levers_of(CATALOGUE, form) if each.code == "A09"}
    assert LeverKind.REGIONAL_EVALUATION not in kinds  # it turns a 报告书 into a 报告表, which this is already
    report = built(project(land_area_ha=6))
    assert LeverKind.REGIONAL_EVALUATION in {each.kind for each in levers_of(CATALOGUE, report) if each.code == "A09"}
