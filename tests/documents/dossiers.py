"""Real dossiers of the sample projects, for the eyes and for tests of documents."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from gxq_desktop.application.dossier.build import build_dossier
from gxq_desktop.application.intake import read_intake
from gxq_desktop.application.issue_edition import content_digest, new_edition
from gxq_desktop.application.plan_project import plan_project
from gxq_desktop.application.views import Dossier
from gxq_desktop.catalogue.calendar_files import load_calendar
from gxq_desktop.catalogue.catalogue_files import load_catalogue
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.domain.verdicts import Override
from gxq_desktop.paths import RESOURCES

TODAY = date(2026, 3, 9)
SAMPLES = ("N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "S17-obstacle")


@lru_cache
def shipped_catalogue() -> Catalogue:
    return load_catalogue(RESOURCES / "catalogue")


shipped_calendar = lru_cache(load_calendar)


def make_dossier(
    sample: str = "N1",
    today: date = TODAY,
    name: str = "",
    enterprise: str = "",
    unknown: tuple[str, ...] = (),
    without_contacts: bool = False,
    everything_applies: bool = False,
    targets: dict[str, str] | None = None,
    edit: Callable[[dict[str, Any]], object] = lambda document: None,
) -> Dossier:
    """The dossier of a sample, edition 1, printed on TODAY.

    name, enterprise: put in place of the sample's. unknown: keys of facts to forget. everything_applies: an officer has
    decided that all 105 rows apply. targets: gate → ISO day or "T+5", in place of the sample's. edit: changes the intake
    file before it is read.
    """
    document = json.loads((RESOURCES / "samples" / f"{sample}.json").read_text("utf-8"))
    if name:
        document["project"]["name"] = name
    if enterprise:
        document["project"]["enterprise"] = enterprise
    for key in unknown:
        document["facts"].pop(key, None)
    if without_contacts:
        document["project"].pop("contacts")
    if targets is not None:
        document["plan"]["targets"] = targets
    edit(document)
    catalogue, calendar = shipped_catalogue(), shipped_calendar()
    project = read_intake(document, catalogue, calendar, today).project(ProjectNumber("GX-2026-0017"), today)
    if everything_applies:
        decided = Override(True, "全部事项演练", "测试员", today)
        project = replace(project, overrides={item.code: decided for item in catalogue.items})
    plan = plan_project(catalogue, calendar, project)
    return build_dossier(plan, new_edition(plan, content_digest(plan), None, today))
