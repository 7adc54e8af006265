import json
from dataclasses import replace

import jsonschema
import pytest

from gxq_desktop.application.intake import read_intake
from gxq_desktop.application.intake_document import intake_document
from gxq_desktop.domain.project import Project, ProjectNumber
from gxq_desktop.paths import RESOURCES
from tests.application.fakes import FakeDesk, sample
from tests.documents.dossiers import SAMPLES

DESK = FakeDesk()
SCHEMA = json.loads((RESOURCES / "schema" / "intake.schema.json").read_text("utf-8"))


def opened(document: object) -> Project:
    intake = read_intake(document, DESK.catalogue, DESK.calendar, DESK.clock.today())
    return intake.project(ProjectNumber("GX-2026-0001"), DESK.clock.today())


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_written_is_read_back_the_same(name: str) -> None:
    project = opened(sample(name))

    written = json.loads(json.dumps(intake_document(project)))

    jsonschema.validate(written, SCHEMA)
    assert opened(written) == project


def test_overrides_fixed_dates_and_levers_come_back_too() -> None:
    document = sample()
    document["overrides"] = [{"code": "A25", "applies": True, "reason": "理由", "officer": "张琳"}]
    document["plan"] |= {
        "fixed_dates": {"A23": {"start_not_before": "2026-06-01", "finish_not_after": "2026-09-01"}},
        "levers": ["B21/1"],
        "preparation_calendar": "six_day",
        "construction_calendar_days": 300,
        "obstacles": [{"name": "杆线", "owner": "供电公司", "blocks": ["B30"], "days": 20, "unit": "工作日"}],
    }
    project = opened(document)

    assert opened(json.loads(json.dumps(intake_document(project)))) == project
    assert opened(intake_document(replace(project, contacts=()))).contacts == ()
