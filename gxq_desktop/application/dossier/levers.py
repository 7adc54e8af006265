"""Ways of going faster, in words: for a card, for a missed target."""

from __future__ import annotations

from collections.abc import Iterable

from gxq_desktop.application.plan_project import ProjectPlan
from gxq_desktop.application.views import Day, LeverLine, TargetView
from gxq_desktop.domain.levers import Lever


def lever_lines(plan: ProjectPlan, code: str) -> tuple[LeverLine, ...]:
    """The levers of the row CODE that are not agreed yet, with what each gains alone."""
    return _lines(plan, (lever for lever in plan.open_levers if lever.code == code))


def target_views(plan: ProjectPlan) -> tuple[TargetView, ...]:
    """Each target with the answer. The lever set is one for all targets; it stands with every target that is missed."""
    chosen = plan.lever_set
    views = []
    for result in plan.schedule.target_results:
        missed = not result.feasible and chosen is not None
        views.append(
            TargetView(
                gate=result.milestone.code,
                target=result.target_on,
                forecast=Day(result.forecast_on, result.provisional),
                short_by=result.short_by_working_days,
                chain=tuple(step.id for step in result.chain.steps),
                levers=_lines(plan, chosen.levers) if missed and chosen is not None else (),
                levers_met=bool(missed and chosen is not None and chosen.meets),
                proven_minimal=bool(missed and chosen is not None and chosen.proven_minimal),
            )
        )
    return tuple(views)


def _lines(plan: ProjectPlan, levers: Iterable[Lever]) -> tuple[LeverLine, ...]:
    gains = plan.lever_gains
    return tuple(
        LeverLine(lever.kind.value, lever.name, gains[lever.id].working_days, lever.legal_condition, lever.cost)
        for lever in levers
    )
