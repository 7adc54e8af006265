"""The project file (项目数据): a project's facts and an edition's dates as JSON, inside the manual and beside it.

The manual carries it as an attachment; `export … --out FILE.json` writes it with more beside it; intake takes it back.
resources/schema/project.schema.json describes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from gxq_desktop.application.intake_document import intake_document
from gxq_desktop.application.views import Day, GateView, PaperIdentity, StepView
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.project import Project

FORMAT = "gxq-desktop/project"
VERSION = 1
Document = dict[str, Any]


class AnotherProgramsFile(DomainError):
    """JSON that names itself something else than a project file, or one of a later version of this program."""


def project_file(
    project: Project, identity: PaperIdentity, steps: Iterable[StepView], gates: Iterable[GateView]
) -> Document:
    """PROJECT as it is taken in again, and the dates that the papers of the edition IDENTITY print."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "edition": {
            "project": identity.project_number,
            "number": identity.edition,
            "replaces": identity.replaces,
            "printed_on": identity.printed_on.isoformat(),
            "check_code": identity.check_code,
            "catalogue_version": identity.catalogue_version,
        },
        "intake": intake_document(project),
        "dates": {
            step.id: {
                "early_start": _day(step.early_start),
                "early_finish": _day(step.early_finish),
                "late_start": _day(step.late_start),
                "late_finish": _day(step.late_finish),
            }
            for step in steps
        },
        "gates": {
            gate.id: {
                "sign": gate.sign,
                "forecast": _day(gate.forecast),
                "latest": _day(gate.latest),
                "target": gate.target.isoformat() if gate.target else None,
            }
            for gate in gates
        },
    }


def _day(day: Day) -> Document:
    return {"on": day.on.isoformat(), "provisional": day.provisional}


def written(document: Mapping[str, object]) -> str:
    """DOCUMENT as text: sorted keys, so that equal documents are equal bytes."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)


def carried_intake(document: object) -> object:
    """The intake document inside DOCUMENT if that is a project file; DOCUMENT itself if it names no format.

    Raises AnotherProgramsFile if it names another format, or a version that this program does not know.
    """
    if not isinstance(document, Mapping) or "format" not in document:
        return document
    if document["format"] != FORMAT:
        raise AnotherProgramsFile(
            "这份数据不是本程序写的项目数据。", "请用办理手册的 PDF，或导出的 JSON（gxq-desktop export）。"
        )
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise AnotherProgramsFile("项目数据没有写明版本，可能被改动过。", "请用原来的文件。")
    if version > VERSION:
        raise AnotherProgramsFile("这份项目数据由更新的程序写成，本程序读不了。", "请升级本程序后重试。")
    if "intake" not in document:
        raise AnotherProgramsFile("项目数据里没有接件内容，可能被改动过。", "请用原来的文件。")
    return document["intake"]
