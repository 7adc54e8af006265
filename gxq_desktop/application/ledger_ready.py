"""From which day work on a step can begin (可开始), for the rows of the ledger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gxq_desktop.domain.network import LinkKind, Step, StepId, StepKind

if TYPE_CHECKING:
    from gxq_desktop.application.project_ledger import ProjectLedger


def ready_days(ledger: ProjectLedger) -> dict[StepId, date]:
    """The first day on which each step of LEDGER that is not begun can begin.

    With nothing recorded the early start of the plan. Once something is, a step whose start waits for what is not recorded
    as finished has no such day; the others have the early start of the plan solved from today, which stays true on later days.
    """
    schedule, journal = ledger.plan.schedule, ledger.journal
    if not journal:
        return {dates.step.id: dates.early_start for dates in schedule.steps}
    network, known = schedule.network, {}

    def finished(step: Step) -> bool:
        if step.id not in known:
            known[step.id] = True  # there are no cycles; this only guards against asking twice
            known[step.id] = _over(step)
        return known[step.id]

    def _over(step: Step) -> bool:
        if step.kind is StepKind.MILESTONE:
            return all(_passed(link.kind, link.before) for link in network.incoming(step.id))
        item = (
            network.step(StepId(step.code)) if step.kind is StepKind.EXCLUDED else step
        )  # over when its item is decided
        return ledger.case(item.id).finished_on is not None

    def _passed(kind: LinkKind, before: StepId) -> bool:
        """Whether a link of KIND from BEFORE no longer holds back a start."""
        if kind.to_finish:
            return True
        step = network.step(before)
        if kind.from_finish or step.kind is StepKind.MILESTONE:
            return finished(step)
        begun = network.step(StepId(step.code)) if step.kind is StepKind.EXCLUDED else step
        case = ledger.case(begun.id)
        return case.started_on is not None or case.finished_on is not None

    found = {}
    for dates in schedule.steps:
        step = dates.step
        if step.kind in (StepKind.MILESTONE, StepKind.EXCLUDED) or ledger.case(step.id).events:
            continue
        if all(_passed(link.kind, link.before) for link in network.incoming(step.id)):
            found[step.id] = dates.early_start
    return found
