"""Lines of the project list, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gxq_desktop.application.desk_lists import ProjectLine
from gxq_desktop.domain.project import ProjectNumber


def project_line(**changes: object) -> ProjectLine:
    """A project in order, without an edition, with CHANGES."""
    line = ProjectLine(
        ProjectNumber("GX-2026-0001"), "风电齿轮箱", "澜岳精工", "", "落地", date(2026, 9, 16), None, False, 0, 0,
        "", 0, None, False, "", None, None, 0, None, "",
    )  # fmt: skip
    return replace(line, **changes)  # type: ignore[arg-type]
