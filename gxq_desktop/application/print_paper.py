"""Print a paper (印制) of a project: of the current edition, or of an older one byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.ports import PaperMaker, Services, StoreError
from gxq_desktop.application.views import Dossier
from gxq_desktop.domain.editions import Edition, IssuedPaper
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.project import ProjectNumber

KIND_LABELS = {"manual": "办理手册", "countdown": "倒计时工期表", "wallchart": "上墙工期图"}
MAKERS: Mapping[str, Callable[[PaperMaker, Dossier, str], bytes]] = {
    "manual": lambda papers, dossier, _: papers.manual(dossier),
    "countdown": lambda papers, dossier, paper: papers.countdown(dossier, paper),
    "wallchart": lambda papers, dossier, paper: papers.wallchart(dossier, paper),
}


class NeverPrinted(DomainError):
    """An older edition is reprinted only as it was; this paper of it was never made."""

    def __init__(self, edition: int, kind: str, variant: str) -> None:
        super().__init__(
            f"第 {edition} 版没有印过 {variant} 的{KIND_LABELS[kind]}，不能补印旧版。", "请不带 --edition 印当前版。"
        )


@dataclass(frozen=True, slots=True)
class Printed:
    """warnings: whole sentences a clerk should read before handing the paper over."""

    pdf: bytes
    edition: Edition
    warnings: tuple[str, ...]


def print_paper(number: str, kind: str, variant: str, services: Services, edition: int | None = None) -> Printed:
    """Return the paper KIND ("manual", "countdown", "wallchart") in size VARIANT ("A4" … "A0") of project NUMBER.

    Without EDITION the current edition is printed, issued if need be, and the paper is kept. With EDITION the bytes kept
    then are returned. Raises ProjectNotFound, EditionNotFound, NeverPrinted, ChangedElsewhere, StoreError (also if a kept
    paper is damaged).
    """
    if edition is not None:
        return _reprint(number, kind, variant, services, edition)
    issued = issue_edition(number, services)
    project_number, current = ProjectNumber(number), issued.edition
    warnings = (*services.papers.missing_characters(issued.dossier), *issued.dossier.warnings)
    with services.unit_of_work() as uow:
        kept = uow.editions.paper(project_number, current.number, kind, variant)
    if kept is None:
        pdf = MAKERS[kind](services.papers, issued.dossier, variant)
        kept = IssuedPaper(kind, variant, hashlib.sha256(pdf).hexdigest(), pdf)
        with services.unit_of_work() as uow:
            uow.editions.add_paper(project_number, current.number, kept)
            uow.commit()
    return Printed(_sound(kept, current.number), current, warnings)


def _reprint(number: str, kind: str, variant: str, services: Services, edition: int) -> Printed:
    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(number))
        issued = uow.editions.get(project.number, edition)
        kept = uow.editions.paper(project.number, edition, kind, variant)
    if kept is None:
        raise NeverPrinted(edition, kind, variant)
    return Printed(_sound(kept, edition), issued, ())


def _sound(paper: IssuedPaper, edition: int) -> bytes:
    if hashlib.sha256(paper.pdf).hexdigest() != paper.sha256:
        raise StoreError(
            f"第 {edition} 版存下的{KIND_LABELS[paper.kind]}已经损坏，与发出时不一致。", "请从备份恢复数据文件后重印。"
        )
    return paper.pdf
