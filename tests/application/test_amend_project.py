"""Changing a registered project, forecasting, drafts: on a real store in a temporary folder."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gxq_desktop.app import Desk
from gxq_desktop.application.amend_project import amend_project, take_back
from gxq_desktop.application.drafts import (
    Draft,
    DraftHead,
    DraftId,
    interrupted_drafts,
    list_drafts,
    load_draft,
    remove_draft,
    save_draft,
    saved_text,
)
from gxq_desktop.application.intake_document import intake_document
from gxq_desktop.application.intake_fields import FieldReader
from gxq_desktop.application.intake_filling import document_of
from gxq_desktop.application.intake_forecast import forecast_intake
from gxq_desktop.application.intake_form import intake_form
from gxq_desktop.application.open_intake import open_project
from gxq_desktop.application.ports import ChangedElsewhere, ProjectNotFound
from gxq_desktop.application.register_project import register_project
from gxq_desktop.application.similar_projects import similar_projects
from gxq_desktop.domain.errors import DomainErrors
from gxq_desktop.domain.project import Project, ProjectNumber, Stage
from tests.application.fakes import sample
from tests.documents.dossiers import shipped_calendar, shipped_catalogue

TODAY = date(2026, 9, 16)
AT = datetime(2026, 9, 16, 6, 32, 5, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path, None, TODAY)
    made.__dict__["catalogue"], made.__dict__["calendar"] = shipped_catalogue(), shipped_calendar()
    yield made
    made.close()


@pytest.fixture
def number(desk: Desk) -> str:
    return register_project(sample(), desk).number


def stored(desk: Desk, number: str) -> Project:
    with desk.unit_of_work() as uow:
        return uow.projects.get(ProjectNumber(number))


def draft(draft_id: str = "d1", **changes: object) -> Draft:
    head = DraftHead(DraftId(draft_id), "项目", "企业", "", AT, "desk-1", True)
    return Draft(replace(head, **changes), {"entries": {}})  # type: ignore[arg-type]


def test_amending_keeps_what_the_form_does_not_show_and_says_what_changed(desk: Desk, number: str) -> None:
    before = stored(desk, number)
    document = intake_document(before)
    document["facts"]["river"] = True
    document["project"]["stage"] = "building"

    amended = amend_project(number, before.revision, document, desk)

    after = stored(desk, number)
    assert amended.changed == ("A10", "B09") and amended.after == after
    assert after.facts["river"] is True and after.registered_on == before.registered_on  # type: ignore[index]
    assert [entry.stage for entry in after.stages] == [Stage.LANDING, Stage.BUILDING]
    assert after.plan == before.plan


def test_an_amendment_can_be_taken_back_and_done_again(desk: Desk, number: str) -> None:
    before = stored(desk, number)
    document = intake_document(before)
    document["project"]["name"] = "改过的名称"
    amended = amend_project(number, before.revision, document, desk)

    back = take_back(amended, desk)
    assert replace(stored(desk, number), revision=0) == replace(before, revision=0)
    take_back(back, desk)

    assert stored(desk, number).name == "改过的名称"


def test_what_was_saved_elsewhere_is_not_overwritten(desk: Desk, number: str) -> None:
    before = stored(desk, number)
    amended = amend_project(number, before.revision, intake_document(before), desk)
    with desk.unit_of_work() as uow:
        uow.projects.save(replace(uow.projects.get(ProjectNumber(number)), name="别处改的"))
        uow.commit()

    with pytest.raises(ChangedElsewhere):
        amend_project(number, before.revision, intake_document(before), desk)
    with pytest.raises(ChangedElsewhere):
        take_back(amended, desk)

    assert stored(desk, number).name == "别处改的"


def test_faults_are_listed_and_nothing_is_saved(desk: Desk, number: str) -> None:
    before = stored(desk, number)
    document = intake_document(before)
    document["facts"]["river"] = "也许"

    with pytest.raises(DomainErrors):
        amend_project(number, before.revision, document, desk)

    assert stored(desk, number) == before


def test_the_answers_of_a_project_through_the_form_are_the_same_project(desk: Desk, number: str) -> None:
    form = intake_form(desk.catalogue)

    entries = open_project(number, form, desk)
    before = stored(desk, number)
    document = document_of(form, entries, FieldReader(desk.calendar, TODAY))
    amended = amend_project(entries.amends, entries.revision, document, desk)

    assert replace(amended.after, revision=0) == replace(before, revision=0)
    with pytest.raises(ProjectNotFound):
        open_project("GX-2026-0099", form, desk)


# -- drafts -------------------------------------------------------------------------------------------------------


def test_a_project_and_its_draft_change_places_in_one_step(desk: Desk) -> None:
    save_draft(draft(), desk)

    register_project(sample(), desk, DraftId("d1"))

    assert list_drafts(desk) == []


def test_a_refused_project_keeps_its_draft(desk: Desk) -> None:
    save_draft(draft(), desk)

    with pytest.raises(DomainErrors):
        register_project({"project": {}}, desk, DraftId("d1"))

    assert [head.id for head in list_drafts(desk)] == ["d1"]


def test_an_amendment_takes_its_draft_with_it(desk: Desk, number: str) -> None:
    save_draft(draft(amends=number), desk)

    amend_project(number, 1, intake_document(stored(desk, number)), desk, DraftId("d1"))

    assert list_drafts(desk) == []


def test_interrupted_are_those_open_at_this_desk(desk: Desk) -> None:
    for each in (draft("mine"), draft("closed", is_open=False), draft("other", desk="desk-2")):
        save_draft(each, desk)

    assert [head.id for head in interrupted_drafts(desk, "desk-1")] == ["mine"]
    assert load_draft("mine", desk) == draft("mine")
    remove_draft("mine", desk)
    assert len(list_drafts(desk)) == 2


def test_the_moment_of_saving_is_shown_in_local_time() -> None:
    assert saved_text(AT) == f"{AT.astimezone():%m-%d %H:%M}"


# -- looking ahead ------------------------------------------------------------------------------------------------


def test_the_forecast_is_that_of_the_project_it_would_be(desk: Desk, number: str) -> None:
    from gxq_desktop.application.plan_project import plan_project
    from gxq_desktop.domain.network import StepId

    plan = plan_project(desk.catalogue, desk.calendar, stored(desk, number))

    forecast = forecast_intake(sample(), desk)

    assert forecast.ready is not None and forecast.ready.on == plan.schedule[StepId("M_START")].early_finish
    assert (forecast.gate, forecast.refusal) == ("具备开工条件", "")
    assert forecast.steps == len(plan.schedule.chain_to(StepId("M_START")).steps) - 1


def test_a_missed_target_is_told(desk: Desk) -> None:
    document = sample()
    document["plan"]["targets"] = {"M_START": "2026-12-01"}

    forecast = forecast_intake(document, desk)

    assert forecast.short_by > 0 and forecast.target == "开工"


def test_without_names_it_can_be_forecast_too_and_faults_are_told_instead_of_raised(desk: Desk) -> None:
    document = sample()
    document["project"] |= {"name": "", "enterprise": ""}
    assert forecast_intake(document, desk).ready is not None

    document["facts"]["river"] = "也许"
    assert forecast_intake(document, desk).refusal == "要改的答案改好，就能算出来。"


def test_a_project_being_changed_is_not_its_own_duplicate(desk: Desk, number: str) -> None:
    project = stored(desk, number)
    about = (project.name, project.enterprise.name, project.project_code)

    assert [each.number for each in similar_projects(*about, desk)] == [number]
    assert similar_projects(*about, desk, except_for=number) == ()
