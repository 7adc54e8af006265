"""Reprint only the pages of a manual that changed (换页): which, against which edition, with a sheet that says what to change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gxq_desktop.application.edition_listing import list_editions
from gxq_desktop.application.issue_edition import draft_edition
from gxq_desktop.application.paper_kinds import PaperChoice, changed_pages
from gxq_desktop.application.ports import Services
from gxq_desktop.application.print_paper import OlderEditions, draft_paper, keep_papers
from gxq_desktop.application.views import ChangedPages
from gxq_desktop.application.wording import ranges_text
from gxq_desktop.domain.editions import Edition
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.project import ProjectNumber

KIND = "changed_pages"


class NothingToChange(DomainError):
    """There is no older manual that pages could be changed in."""


@frozen
class PrintedChangedPages:
    """edition: of the new pages, issued if need be; since: the edition they are put into."""

    edition: Edition
    since: Edition
    pages: ChangedPages
    warnings: tuple[str, ...]


def print_changed_pages(number: str, services: Services, since: int | None = None) -> PrintedChangedPages:
    """Return the pages of the current manual that changed since edition SINCE, kept with the current edition.

    Without SINCE the newest older edition that was handed over counts, else the newest printed. Raises ProjectNotFound,
    NothingToChange, EditionNotFound, NoSuchPaper if SINCE is no older edition, DomainError if its manual was never printed
    whole, ChangedElsewhere, StoreError.
    """
    draft = draft_edition(number, services)
    if since is None:
        since = _newest_held(number, draft.edition.number, services)
    older = OlderEditions(ProjectNumber(draft.edition.project_number), services)
    found = changed_pages(services.papers, draft.dossier, str(since), older)
    choice = PaperChoice(KIND, str(since))
    found = replace(found, pdf=draft_paper(choice, draft, services, found.pdf))
    keep_papers(draft, [(choice, found.pdf)], services)
    warnings = (*services.papers.missing_characters(draft.dossier), *draft.dossier.warnings)
    return PrintedChangedPages(draft.edition, older(since), found, warnings)


def _newest_held(number: str, current: int, services: Services) -> int:
    whole = [
        line
        for line in list_editions(number, services)
        if line.edition.number < current and PaperChoice("manual", "A4") in line.papers
    ]
    if not whole:
        raise NothingToChange("还没有印过更早的整本手册，没有可换的页。", "请先印整本手册（gxq-desktop manual）。")
    return next((line for line in whole if line.hand_overs), whole[0]).edition.number


def changed_pages_lines(done: PrintedChangedPages) -> Iterable[str]:
    """DONE for the terminal."""
    pages = done.pages
    yield (
        f"第 {done.since.number} 版（{done.since.printed_on}）的手册换成第 {done.edition.number} 版："
        f"要换 {len(pages.pages)} 页（{(len(pages.pages) + 1) // 2} 张），共 {pages.total} 页；校验码 {done.edition.check_code}。"
    )
    yield f"内容改了的页：{ranges_text(pages.content_pages)}。"
    along = [page for page in pages.pages if page not in pages.content_pages]
    if along:
        yield f"同一张纸上跟着换的，或只是页码变了的：{ranges_text(along)}。"
    if pages.total != pages.old_total:
        yield f"总页数由 {pages.old_total} 变为 {pages.total}，页码变了的页都重印。"
