"""Who writes something down at this desk."""

from __future__ import annotations

from gxq_desktop.application.record_event import operator_of
from gxq_desktop.application.staff import operator_name
from gxq_desktop.domain.project import Project
from gxq_desktop.ui.shell import Shell


def person_at_desk(shell: Shell, project: Project) -> str:
    """The operator chosen for this desk, else the project's helper."""
    return operator_name(shell.services) or operator_of(project)
