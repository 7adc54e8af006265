"""Changes of what people decided: stored whole, undone by swapping, refused when somebody else was first."""

from dataclasses import replace
from datetime import date

import pytest

from gxq_desktop.application.edit_plan import (
    SECOND,
    Decisions,
    change_decisions,
    decide,
    next_obstacle_id,
    with_obstacle,
    with_override,
    with_terms,
    with_variant,
    without_obstacle,
    without_variant,
)
from gxq_desktop.application.ports import ChangedElsewhere, ProjectNotFound
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project import Obstacle, Terms
from gxq_desktop.domain.verdicts import Override
from tests.application.desks import desk, sample_project
from tests.application.fakes import FakeDesk, sample

NUMBER = "GX-2026-0001"
OFFICER = Override(True, "喷漆房按易燃易爆场所管理", "张琳", date(2026, 3, 9))


@pytest.fixture
def services() -> FakeDesk:
    desk = FakeDesk()
    register_project(sample(), desk)
    return desk


def stored(services: FakeDesk):
    return services.uow.kept["projects"][NUMBER]


def test_terms_written_are_stored_and_undone_by_swapping(services: FakeDesk) -> None:
    project = stored(services)
    before = Decisions.of(project)
    after = with_terms(project, Terms(date(2026, 4, 1), {StepId("M_START"): date(2026, 9, 1)}, ()))

    changed = decide(NUMBER, before, after, "计划已写入", services)

    assert stored(services).plan.start_on == date(2026, 4, 1)
    assert stored(services).plan.obstacles == project.plan.obstacles
    assert changed.told == "计划已写入"
    change_decisions(NUMBER, changed.after, changed.before, services)
    assert Decisions.of(stored(services)) == before


def test_a_change_on_what_somebody_changed_meanwhile_is_refused_and_keeps_nothing(services: FakeDesk) -> None:
    project = stored(services)
    before = Decisions.of(project)
    change_decisions(NUMBER, before, with_override(project, "A25", OFFICER), services)

    with pytest.raises(ChangedElsewhere):
        change_decisions(NUMBER, before, with_terms(project, Terms(date(2026, 4, 1))), services)

    assert stored(services).plan == project.plan


def test_facts_answered_meanwhile_survive_a_decision(services: FakeDesk) -> None:
    project = stored(services)
    answered = replace(project, name="改了名的项目")
    services.uow.kept["projects"][NUMBER] = answered

    change_decisions(NUMBER, Decisions.of(project), with_override(project, "A25", OFFICER), services)

    assert stored(services).name == "改了名的项目"
    assert stored(services).overrides == {"A25": OFFICER}


def test_an_unknown_project_is_refused(services: FakeDesk) -> None:
    with pytest.raises(ProjectNotFound):
        decide("GX-1", Decisions.of(sample_project()), Decisions.of(sample_project()), "", services)


def test_terms_no_plan_can_be_made_of_are_refused_and_not_stored(services: FakeDesk) -> None:
    project = stored(services)

    with pytest.raises(DomainError, match="超出日历范围"):
        decide(NUMBER, Decisions.of(project), with_terms(project, Terms(date(2045, 12, 30))), "", services)

    assert stored(services) == project


def test_an_override_that_drops_an_item_takes_its_levers_out_of_the_plan_and_says_so(services: FakeDesk) -> None:
    project = stored(services)
    lever = next(each.id for each in desk("N1").plan.levers if each.code == "A18")
    first = decide(
        NUMBER, Decisions.of(project), with_terms(project, replace(project.plan.terms, levers=(lever,))), "", services
    )
    dropped = with_override(first.project, "A18", replace(OFFICER, applies=False))

    changed = decide(NUMBER, first.after, dropped, "A18 已认定为不用办", services)

    assert stored(services).plan.levers == ()
    assert changed.told == f"A18 已认定为不用办；不再可用的提速办法 {lever}已从计划里去掉"
    change_decisions(NUMBER, changed.after, changed.before, services)
    assert stored(services).plan.levers == (lever,)


def test_a_second_set_of_terms_stands_beside_the_plan_and_replaces_the_one_kept_before() -> None:
    project = sample_project()
    first, second = Terms(date(2026, 4, 1)), Terms(date(2026, 5, 6))

    kept = with_variant(project, first, date(2026, 3, 9)).on(project)
    again = with_variant(kept, second, date(2026, 3, 10)).on(kept)

    assert again.plan == project.plan
    assert [(each.name, each.terms, each.saved_on) for each in again.variants] == [(SECOND, second, date(2026, 3, 10))]
    assert without_variant(again).variants == ()


def test_an_obstacle_is_added_replaced_by_id_and_taken_out() -> None:
    project = sample_project("S17-obstacle")
    new = Obstacle(next_obstacle_id(project), "坟墓未迁", "街道办", (StepId("CONSTRUCTION"),), days=30)

    added = with_obstacle(project, new).on(project)
    renamed = with_obstacle(added, replace(new, name="六座坟未迁")).on(added)
    removed = without_obstacle(renamed, "O1").on(renamed)

    assert [each.id for each in added.plan.obstacles] == ["O1", "O2"]
    assert [each.name for each in renamed.plan.obstacles] == ["一期电力杆线未迁改", "六座坟未迁"]
    assert [each.id for each in removed.plan.obstacles] == ["O2"]
    assert next_obstacle_id(removed) == "O3"


def test_taking_an_override_back_lets_the_rule_decide_again() -> None:
    project = sample_project()

    overridden = with_override(project, "A25", OFFICER).on(project)

    assert with_override(overridden, "A25", None) == Decisions.of(project)
