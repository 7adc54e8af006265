"""The levers (提速办法) of a project: what the catalogue flags on its rows, as changes of its network."""

from __future__ import annotations

from collections.abc import Iterator

from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.items import Item, LeverFlag, LeverKind
from gxq_desktop.domain.levers import Change, DropStep, Lever, LeverId, RelaxLink, ShortenStep, fitting_levers
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project_network import ProjectNetwork

_COST_RANKS = {
    LeverKind.PARALLEL: 1,
    LeverKind.PROVISIONAL_ACCEPTANCE: 1,
    LeverKind.REGIONAL_EVALUATION: 1,
    LeverKind.EARLY_ENGAGEMENT: 2,
    LeverKind.DECLARED_COMMITMENT: 2,
    LeverKind.FASTER_PREPARATION: 3,
}
"""What is dearer for enterprise and authority ranks higher; of equally small sets the cheaper one is proposed."""


def levers_of(catalogue: Catalogue, built: ProjectNetwork) -> tuple[Lever, ...]:
    """Return every lever that changes something in this project, in catalogue order.

    并联审批 drops the link from the other row; 容缺受理 lets the other row's material follow until the decision;
    提前介入 lets the first planned excluded step run before and alongside the limit, ending no earlier than it, or lets
    the row itself begin before the other one is finished, again ending no earlier; a length (告知承诺, 区域评估, 加快自备)
    shortens the row, and the first two also do without its excluded steps.
    """
    found = [
        _lever(catalogue, built, item, number, flag)
        for item in catalogue.items
        if item.code in built.terms
        for number, flag in enumerate(item.levers, 1)
        if not flag.variant or flag.variant == built.terms[item.code].variant
    ]
    return fitting_levers(built.network, [lever for lever in found if lever.changes])


def _lever(catalogue: Catalogue, built: ProjectNetwork, item: Item, number: int, flag: LeverFlag) -> Lever:
    return Lever(
        id=LeverId(f"{item.code}/{number}"),
        kind=flag.kind,
        code=item.code,
        name=_name(catalogue, item, flag),
        legal_condition=flag.condition,
        cost=flag.cost,
        changes=tuple(_changes(built, item, flag)),
        cost_rank=_COST_RANKS[flag.kind],
    )


def _changes(built: ProjectNetwork, item: Item, flag: LeverFlag) -> Iterator[Change]:
    step_id = StepId(item.code)
    excluded = [each for each in built.excluded if built.network.step(each).code == item.code]
    if flag.kind is LeverKind.PARALLEL and flag.other is not None:
        yield RelaxLink(built.ends.get(flag.other, StepId(flag.other)), step_id)
    elif flag.kind is LeverKind.PROVISIONAL_ACCEPTANCE and flag.other is not None:
        yield RelaxLink(StepId(flag.other), step_id, keep_finish_order=True)
    elif flag.kind is LeverKind.EARLY_ENGAGEMENT and flag.other is not None:
        yield RelaxLink(built.ends.get(flag.other, StepId(flag.other)), step_id, keep_finish_order=True)
    elif flag.kind is LeverKind.EARLY_ENGAGEMENT and excluded:
        yield RelaxLink(step_id, min(excluded), keep_finish_order=True)
    elif flag.days is not None:
        yield ShortenStep(step_id, flag.days)
        if flag.kind in (LeverKind.DECLARED_COMMITMENT, LeverKind.REGIONAL_EVALUATION):
            for each in sorted(excluded):
                yield DropStep(each)


def _name(catalogue: Catalogue, item: Item, flag: LeverFlag) -> str:
    """What is to be done, in one line."""
    other = catalogue.by_code[flag.other].short_name if flag.other is not None else ""
    match flag.kind:
        case LeverKind.PARALLEL:
            return f"{item.short_name}与{other}并联办理"
        case LeverKind.PROVISIONAL_ACCEPTANCE:
            return f"{item.short_name}容缺受理，{other}后补"
        case LeverKind.EARLY_ENGAGEMENT if other:
            return f"{item.short_name}提前介入，不等{other}办完"
        case LeverKind.EARLY_ENGAGEMENT if flag.days is not None:
            return f"{item.short_name}提前介入，{flag.days} 个工作日办结"
        case LeverKind.EARLY_ENGAGEMENT:
            return f"{item.short_name}的评审提前介入"
        case LeverKind.DECLARED_COMMITMENT:
            return f"{item.short_name}用告知承诺，{flag.days} 个工作日办结"
        case LeverKind.REGIONAL_EVALUATION:
            return f"{item.short_name}用区域评估成果"
        case _:
            return f"{item.short_name}加快到 {flag.days} 个工作日"
