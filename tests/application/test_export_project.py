import io
import json
from datetime import date, datetime, time

import jsonschema
import openpyxl
import pytest
from icalendar import Calendar

from gxq_desktop.application.answer_questions import answer_questions
from gxq_desktop.application.export_project import KIND_LABELS, export_project
from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.item_listing import list_items
from gxq_desktop.application.ports import ProjectNotFound
from gxq_desktop.application.print_paper import print_paper
from gxq_desktop.application.register_project import register_project
from gxq_desktop.application.schedule_listing import list_schedule
from gxq_desktop.documents.companions import Companions
from gxq_desktop.domain.network import StepKind
from gxq_desktop.paths import RESOURCES
from tests.application.fakes import FakeDesk, sample

SCHEMAS = {
    name: json.loads((RESOURCES / "schema" / f"{name}.schema.json").read_text("utf-8"))
    for name in ("project", "intake", "schedule")
}


class Desk(FakeDesk):
    """A desk that makes the companions for real."""

    def __init__(self, today: date = date(2026, 3, 9)) -> None:
        super().__init__(today)
        self.companions = Companions()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def number(desk: Desk) -> str:
    return register_project(sample("N1"), desk).number


def test_an_export_belongs_to_the_edition_the_papers_belong_to(desk: Desk, number: str) -> None:
    exported = export_project(number, "ics", desk)
    printed = print_paper(number, "manual", "A4", desk)

    assert (exported.edition, exported.edition.number) == (printed.edition, 1)
    assert exported.warnings == printed.warnings


def test_every_kind_says_the_same_latest_starts(desk: Desk, number: str) -> None:
    dossier = issue_edition(number, desk).dossier
    expected = {step.id: step.late_start.on for step in dossier.steps if step.kind is not StepKind.MILESTONE}

    calendar = Calendar.from_ical(export_project(number, "ics", desk).content)
    events = {str(event["uid"]).split("@")[0]: event.decoded("dtstart") for event in calendar.walk("VEVENT")}
    listing = json.loads(export_project(number, "json", desk).content)
    rows = openpyxl.load_workbook(io.BytesIO(export_project(number, "xlsx", desk).content))["时间表"].iter_rows()
    heads = [cell.value for cell in next(rows)]
    latest = [row[heads.index("最迟开始")].value for row in rows]

    assert {step: events[f"{number}-{step}"] for step in expected} == expected
    scheduled = {step["id"]: date.fromisoformat(step["late_start"]) for step in listing["schedule"]["steps"]}
    carried = {step: date.fromisoformat(days["late_start"]["on"]) for step, days in listing["dates"].items()}
    assert {step: scheduled[step] for step in expected} == {step: carried[step] for step in expected} == expected
    assert latest == [datetime.combine(step.late_start.on, time()) for step in dossier.steps]


def test_the_json_holds_what_the_listings_hold_and_every_fact(desk: Desk, number: str) -> None:
    exported = json.loads(export_project(number, "json", desk).content)

    for name, part in (("project", exported), ("intake", exported["intake"]), ("schedule", exported["schedule"])):
        jsonschema.validate(part, SCHEMAS[name])
    assert exported["schedule"] == list_schedule(number, desk)
    assert exported["items"] == list_items(number, desk)["items"]
    facts = {fact["key"]: fact for fact in exported["facts"]}
    assert len(facts) == len(desk.catalogue.facts)
    assert {key: fact["value"] for key, fact in facts.items() if fact["value"] is not None} == exported["intake"][
        "facts"
    ]
    assert (facts["land_supply"]["shown"], facts["land_area_ha"]["shown"]) == ("出让", "4 公顷")


def test_an_unknown_fact_is_null_and_not_no(desk: Desk) -> None:
    number = register_project(sample("S17-obstacle"), desk).number

    facts = {fact["key"]: fact for fact in json.loads(export_project(number, "json", desk).content)["facts"]}

    assert (facts["daily_gas"]["value"], facts["daily_gas"]["shown"]) == (None, "待定")


def test_an_exported_json_is_taken_in_again_as_the_same_project(desk: Desk, number: str) -> None:
    document = json.loads(export_project(number, "json", desk).content)

    again = register_project(document, desk)

    first, second = desk.uow.kept["projects"][number], desk.uow.kept["projects"][again.number]
    assert again.number != number and any(number in warning for warning in again.warnings)
    assert [getattr(first, name) for name in ("name", "enterprise", "contacts", "facts", "overrides", "plan")] == [
        getattr(second, name) for name in ("name", "enterprise", "contacts", "facts", "overrides", "plan")
    ]


@pytest.mark.parametrize("kind", KIND_LABELS)
def test_exporting_again_gives_the_same_bytes(desk: Desk, number: str, kind: str) -> None:
    assert export_project(number, kind, desk).content == export_project(number, kind, desk).content


def test_a_row_that_falls_away_is_cancelled_in_the_phone_for_good(desk: Desk, number: str) -> None:
    answer_questions(number, {"涉河": True}, desk)
    export_project(number, "ics", desk)
    answer_questions(number, {"涉河": False}, desk)

    exported = export_project(number, "ics", desk)

    events = Calendar.from_ical(exported.content).walk("VEVENT")
    cancelled = {str(event["uid"]) for event in events if event["status"] == "CANCELLED"}
    assert exported.edition.number == 2
    assert cancelled == {f"{number}-A10@gxq-desktop", f"{number}-B09@gxq-desktop"}
    assert {event["sequence"] for event in events} == {2}


def test_what_cannot_be_exported_is_refused(desk: Desk, number: str) -> None:
    with pytest.raises(ProjectNotFound):
        export_project("GX-2020-0001", "ics", desk)
    with pytest.raises(ValueError, match="doc"):
        export_project(number, "doc", desk)
