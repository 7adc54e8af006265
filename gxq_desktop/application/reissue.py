"""Reissue a manual (重发): the next edition with a change slip, and with it the plan that holds from now on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from gxq_desktop.application.dossier.changes import changes_since
from gxq_desktop.application.issue_edition import draft_edition
from gxq_desktop.application.ledger_rows import AgreedPlan
from gxq_desktop.application.paper_kinds import PaperChoice
from gxq_desktop.application.ports import Services
from gxq_desktop.application.print_paper import draft_paper
from gxq_desktop.application.project_ledger import all_agreed_dates, load_ledger
from gxq_desktop.application.record_event import agreed_or_first, operator_of
from gxq_desktop.application.replan import replan_of
from gxq_desktop.application.views import ChangeView
from gxq_desktop.domain.editions import Edition, IssuedPaper
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.domain.replanning import Variance

MANUAL = "manual"
SLIP = "change_slip"


class NothingToReissue(DomainError):
    """There is no edition yet, or nothing has changed since."""


class ApprovalMissing(DomainError):
    """A milestone slips by more than the set size and nobody approved it by name."""


@frozen
class Reissued:
    """manual, slip: PDF bytes, both kept with the edition. warnings: sentences to read before handing over."""

    edition: Edition
    previous: Edition
    manual: bytes
    slip: bytes
    changes: ChangeView
    agreed: AgreedPlan
    warnings: tuple[str, ...]


def reissue(number: str, services: Services, why: str = "", person: str = "", approver: str = "") -> Reissued:
    """Issue the next edition of project NUMBER with its change slip, and agree its dates: all or nothing.

    WHY: printed on the slip in place of the causes found; lines are separate sentences. Raises ProjectNotFound, NothingToReissue,
    ApprovalMissing (then WHY and APPROVER are both needed), ChangedElsewhere, StoreError.
    """
    with services.unit_of_work() as uow:
        ledger = load_ledger(number, uow, services)
        previous = uow.editions.latest(ProjectNumber(number))
        ledger = replace(ledger, agreed=agreed_or_first(ledger, uow))
        kept_before = len(uow.ledger.agreed(ProjectNumber(number)))
    if previous is None:
        raise NothingToReissue("还没有发过手册，谈不上重发。", "请先印第 1 版手册（gxq-desktop manual）。")
    draft = draft_edition(number, services)
    if draft.edition.content_digest == previous.content_digest:
        raise NothingToReissue(
            f"第 {previous.number} 版发出以后没有变化，不用重发。", "要带今天的倒计时，可以直接再印手册。"
        )
    if draft.is_issued:  # printed today already, but the slip and the agreement are still to come
        with services.unit_of_work() as uow:
            previous = uow.editions.get(ProjectNumber(number), draft.edition.number - 1)
    _require_approval(ledger.rules.approval_slip_days, replan_of(ledger).needs_approval, why, approver)
    changes = changes_since(previous, draft.dossier, tuple(line.strip() for line in why.splitlines() if line.strip()))
    manual = draft_paper(PaperChoice(MANUAL, "A4"), draft, services)
    slip = services.papers.change_slip(draft.dossier, changes)
    new = AgreedPlan(
        project=ledger.project.number,
        number=ledger.agreed[-1].number + 1,
        agreed_on=ledger.today,
        dates=all_agreed_dates(ledger.plan.schedule),
        reason=why.strip() or f"随第 {draft.edition.number} 版重发",
        person=person.strip() or operator_of(ledger.project),
        approver=approver.strip(),
    )
    ledger = replace(ledger, agreed=(*ledger.agreed, new))
    with services.unit_of_work() as uow:
        if not draft.is_issued:
            uow.editions.add(draft.edition)
        for kind, variant, pdf in ((MANUAL, "A4", manual), (SLIP, str(previous.number), slip)):
            paper = IssuedPaper(kind, variant, hashlib.sha256(pdf).hexdigest(), pdf)
            uow.editions.add_paper(draft.edition.project_number, draft.edition.number, paper)
        for plan in ledger.agreed[kept_before:]:
            uow.ledger.agree(plan)
        uow.ledger.keep_rows(ledger.head(services, ledger.project.revision), ledger.rows)
        uow.commit()
    warnings = (*services.papers.missing_characters(draft.dossier), *draft.dossier.warnings)
    return Reissued(draft.edition, previous, manual, slip, changes, new, warnings)


def _require_approval(most: int, slips: Sequence[Variance], why: str, approver: str) -> None:
    if slips and not (approver.strip() and why.strip()):
        named = "、".join(f"{slip.step.name}推迟 {slip.calendar_days} 天" for slip in slips)
        raise ApprovalMissing(
            f"{named}，超过 {most} 天，要经负责人批准才能重发。", "请写明理由（--reason）和批准人姓名（--approver）。"
        )


def reissue_lines(done: Reissued) -> Iterable[str]:
    """DONE for the terminal."""
    yield (
        f"第 {done.edition.number} 版已发，替代 {done.previous.printed_on} 的第 {done.previous.number} 版；"
        f"校验码 {done.edition.check_code}。"
    )
    changes = done.changes
    yield f"改动：{len(changes.days)} 个日期，新增 {len(changes.added)} 项，取消 {len(changes.dropped)} 项。"
    yield from changes.why
