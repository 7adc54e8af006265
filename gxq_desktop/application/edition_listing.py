"""What was issued to a project (发出的版本): each edition with its papers and hand-overs."""

from __future__ import annotations

from collections.abc import Sequence

from gxq_desktop.application.paper_kinds import KINDS, PaperChoice
from gxq_desktop.application.ports import Services
from gxq_desktop.domain.editions import Edition, HandOver
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.project import ProjectNumber


@frozen
class EditionLine:
    """An edition. papers: what is kept of it, manual first. hand_overs: oldest first."""

    edition: Edition
    papers: tuple[PaperChoice, ...]
    hand_overs: tuple[HandOver, ...]

    @property
    def shown(self) -> str:
        """第 2 版，2026-03-09 印，03-10 移交周敏."""
        parts = [f"第 {self.edition.number} 版", f"{self.edition.printed_on.isoformat()} 印"]
        if self.hand_overs:
            last = self.hand_overs[-1]
            parts.append(f"{last.handed_on:%m-%d} 移交{last.receiver}")
        return "，".join(parts)


def list_editions(number: str, services: Services) -> tuple[EditionLine, ...]:
    """All editions of project NUMBER, newest first. Raises ProjectNotFound, StoreError."""
    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(number))
        hand_overs = uow.editions.hand_overs(project.number)
        return tuple(
            EditionLine(
                edition,
                _in_order(uow.editions.kept_papers(project.number, edition.number)),
                tuple(each for each in hand_overs if each.edition == edition.number),
            )
            for edition in reversed(uow.editions.of_project(project.number))
        )


def _in_order(kept: Sequence[tuple[str, str]]) -> tuple[PaperChoice, ...]:
    order = list(KINDS)
    choices = [PaperChoice(kind, variant) for kind, variant in kept if kind in KINDS]
    return tuple(sorted(choices, key=lambda each: (order.index(each.kind), len(each.variant), each.variant)))
