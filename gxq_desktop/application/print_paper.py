"""Print papers (印制) of a project: of the current edition, or of an older one byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gxq_desktop.application.issue_edition import Draft, draft_edition, renewed
from gxq_desktop.application.paper_kinds import KINDS, PaperChoice, PaperOrder
from gxq_desktop.application.ports import Report, Services, StoreError
from gxq_desktop.application.views import Dossier
from gxq_desktop.domain.editions import Edition, IssuedPaper
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.project import ProjectNumber

KIND_LABELS: Mapping[str, str] = {kind.id: kind.label for kind in KINDS.values()}


class NeverPrinted(DomainError):
    """An older edition is reprinted only as it was; this paper of it was never made."""

    def __init__(self, edition: int, kind: str, variant: str) -> None:
        super().__init__(f"第 {edition} 版没有印过{PaperChoice(kind, variant).label}，不能补印旧版。", "可以印当前版。")


class ChangedSinceShown(DomainError):
    """What was looked at is not what would be printed now: facts, calendar or the day changed in between."""

    def __init__(self) -> None:
        super().__init__(
            "您看过之后，项目的事实、日历或日期变了。", "还没有印，也没有发出新版。请看一眼重新生成的页面，再打印。"
        )


@frozen
class Printed:
    """warnings: whole sentences a clerk should read before handing the paper over."""

    pdf: bytes
    edition: Edition
    warnings: tuple[str, ...]


@frozen
class PrintedPaper:
    choice: PaperChoice
    pdf: bytes


@frozen
class PrintedSet:
    """Papers of one edition, in the order asked for.

    undecided: how many rows of the lists are; unprintable: how many characters no font has; 0 for an older edition.
    """

    project_name: str
    edition: Edition
    papers: tuple[PrintedPaper, ...]
    warnings: tuple[str, ...]
    undecided: int
    unprintable: int = 0


@frozen
class Ready:
    """What was made ahead of DRAFT: `ready_order` of it, and the papers of that order."""

    draft: Draft
    order: PaperOrder
    papers: tuple[bytes, ...]


def ready_order(choices: Sequence[PaperChoice], draft: Draft, services: Services) -> PaperOrder:
    """Those of CHOICES that can be made ahead: they need the dossier of DRAFT alone, and none is kept. Raises StoreError."""
    number, edition = draft.edition.project_number, draft.edition.number
    alone = [choice for choice in choices if KINDS[choice.kind].needs_dossier_alone]
    if draft.is_issued and alone:
        with services.unit_of_work() as uow:
            alone = [each for each in alone if uow.editions.paper(number, edition, each.kind, each.variant) is None]
    return PaperOrder(draft.dossier, tuple(alone))


def print_paper(number: str, kind: str, variant: str, services: Services, edition: int | None = None) -> Printed:
    """Return one paper of project NUMBER; see `print_papers`. KIND, VARIANT: as in paper_kinds."""
    printed = print_papers(number, (PaperChoice(kind, variant),), services, edition)
    return Printed(printed.papers[0].pdf, printed.edition, printed.warnings)


def print_papers(
    number: str,
    choices: Sequence[PaperChoice],
    services: Services,
    edition: int | None = None,
    *,
    shown: str = "",
    ready: Ready | None = None,
    report: Report = lambda done, total: None,
) -> PrintedSet:
    """Return the papers CHOICES of project NUMBER.

    Without EDITION the current edition is printed; it is issued if need be and its papers are kept, all at once when the last
    is made, so that cancelling leaves nothing. Papers of records alone issue none where there is one: they name the newest.
    With EDITION the bytes kept then are returned. SHOWN: the check code of what the user looked at, "" if nothing. READY: what
    was made ahead; it is made anew if the project has changed since. REPORT is told paper by paper. Raises ProjectNotFound,
    EditionNotFound, NeverPrinted, NoSuchPaper, ChangedSinceShown, ChangedElsewhere, StoreError (also if a kept paper is
    damaged).
    """
    if edition is not None:
        return _reprint(number, choices, services, edition, report)
    draft = draft_edition(number, services) if ready is None else renewed(ready.draft, services)
    made: Mapping[PaperChoice, bytes] = {}
    if ready is not None and draft is ready.draft:
        made = dict(zip(ready.order.choices, ready.papers, strict=True))
    if shown and draft.edition.check_code != shown:
        raise ChangedSinceShown
    papers = []
    for done, choice in enumerate(choices):
        report(done, len(choices))
        papers.append(PrintedPaper(choice, draft_paper(choice, draft, services, made.get(choice))))
    report(len(choices), len(choices))
    kept = [(paper.choice, paper.pdf) for paper in papers if not KINDS[paper.choice.kind].of_records]
    held = None if kept else held_edition(draft, services)
    if held is None:
        keep_papers(draft, kept, services)
    dossier = draft.dossier
    crossed = services.papers.missing_characters(dossier)
    return PrintedSet(
        dossier.project.name,
        held or draft.edition,
        tuple(papers),
        (*crossed, *dossier.warnings),
        sum(count.undecided for count in dossier.counts),
        len(crossed),
    )


def draft_paper(choice: PaperChoice, draft: Draft, services: Services, made: bytes | None = None) -> bytes:
    """The paper CHOICE of DRAFT, to look at: the very bytes that `print_papers` keeps. MADE: those, where none are kept yet.

    Raises NoSuchPaper, StoreError.
    """
    number, edition = draft.edition.project_number, draft.edition.number
    kind = KINDS[choice.kind]
    if kind.of_records:
        return kind.make(
            services.papers, recorded_dossier(draft, services), choice.variant, OlderEditions(number, services)
        )
    if draft.is_issued:
        with services.unit_of_work() as uow:
            kept = uow.editions.paper(number, edition, choice.kind, choice.variant)
        if kept is not None:
            return _sound(kept, edition)

    if made is not None:
        return made
    return kind.make(services.papers, draft.dossier, choice.variant, OlderEditions(number, services))


def held_edition(draft: Draft, services: Services) -> Edition | None:
    """The newest edition that was issued, which the enterprise may hold; None before the first."""
    if draft.is_issued:
        return draft.edition
    with services.unit_of_work() as uow:
        return uow.editions.latest(draft.edition.project_number)


def recorded_dossier(draft: Draft, services: Services) -> Dossier:
    """The dossier for papers of records: under number and check code of the newest edition issued, which can be verified."""
    edition = held_edition(draft, services) or draft.edition
    identity = replace(
        draft.dossier.identity,
        edition=edition.number,
        check_code=edition.check_code,
        catalogue_version=edition.catalogue_version,
        replaces=edition.number - 1 or None,
    )
    return replace(draft.dossier, identity=identity)


@frozen
class OlderEditions:
    """paper_kinds.OldEdition from the store. Its methods raise StoreError too."""

    project: ProjectNumber
    services: Services

    def __call__(self, number: int) -> Edition:
        with self.services.unit_of_work() as uow:
            return uow.editions.get(self.project, number)

    def manual(self, number: int) -> bytes:
        with self.services.unit_of_work() as uow:
            kept = uow.editions.paper(self.project, number, "manual", "A4")
        if kept is None:
            raise DomainError(
                f"第 {number} 版没有印过整本手册，没法比出哪些页变了。", "请选印过整本手册的旧版，或整本重印。"
            )
        return _sound(kept, number)


def keep_papers(draft: Draft, papers: Sequence[tuple[PaperChoice, bytes]], services: Services) -> None:
    """Issue the edition of DRAFT, unless another window just did, and keep PAPERS with it: all or nothing."""
    edition = draft.edition
    with services.unit_of_work() as uow:
        latest = uow.editions.latest(edition.project_number)
        if latest is None or latest.check_code != edition.check_code:
            uow.editions.add(edition)
        for choice, pdf in papers:
            kept = IssuedPaper(choice.kind, choice.variant, hashlib.sha256(pdf).hexdigest(), pdf)
            uow.editions.add_paper(edition.project_number, edition.number, kept)
        uow.commit()


def _reprint(
    number: str, choices: Sequence[PaperChoice], services: Services, edition: int, report: Report
) -> PrintedSet:
    papers = []
    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(number))
        issued = uow.editions.get(project.number, edition)
        for done, choice in enumerate(choices):
            report(done, len(choices))
            kept = uow.editions.paper(project.number, edition, choice.kind, choice.variant)
            if kept is None:
                raise NeverPrinted(edition, choice.kind, choice.variant)
            papers.append(PrintedPaper(choice, _sound(kept, edition)))
    report(len(choices), len(choices))
    return PrintedSet(project.name, issued, tuple(papers), (), 0)


def _sound(paper: IssuedPaper, edition: int) -> bytes:
    if hashlib.sha256(paper.pdf).hexdigest() != paper.sha256:
        raise StoreError(
            f"第 {edition} 版存下的{KIND_LABELS[paper.kind]}已经损坏，与发出时不一致。", "请从备份恢复数据文件后重印。"
        )
    return paper.pdf
