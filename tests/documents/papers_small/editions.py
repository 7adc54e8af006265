"""Two editions of a sample project, for tests of what changed between them."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from gxq_desktop.application.dossier.build import build_dossier
from gxq_desktop.application.intake import read_intake
from gxq_desktop.application.issue_edition import content_digest, new_edition
from gxq_desktop.application.plan_project import ProjectPlan, plan_project
from gxq_desktop.application.views import Dossier
from gxq_desktop.domain.editions import Edition
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.paths import RESOURCES
from tests.documents.dossiers import TODAY, shipped_calendar, shipped_catalogue


def two_editions(
    sample: str = "N1", later: date = TODAY, edit: Callable[[dict[str, Any]], object] = lambda document: None
) -> tuple[Edition, Dossier]:
    """Edition 1 as the sample stands on TODAY, and the dossier of edition 2, printed LATER after EDIT of the intake."""
    text = (RESOURCES / "samples" / f"{sample}.json").read_text("utf-8")
    document = json.loads(text)
    first = new_edition(_plan(document, TODAY), "first", None, TODAY)
    edit(document)
    plan = _plan(document, later)
    return first, build_dossier(plan, new_edition(plan, content_digest(plan), first, later))


def _plan(document: dict[str, Any], today: date) -> ProjectPlan:
    catalogue, calendar = shipped_catalogue(), shipped_calendar()
    project = read_intake(document, catalogue, calendar, today).project(ProjectNumber("GX-2026-0017"), today)
    return plan_project(catalogue, calendar, project)
