"""The utilities chapter: one line for each of water, drainage, power, gas and telecom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from gxq_desktop.application.views import UtilityLine, UtilityStation
from gxq_desktop.application.wording import code_ranges
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.facts import FactKey, Facts, show_number
from gxq_desktop.domain.items import ItemCode, UtilityConnection
from gxq_desktop.domain.network import StepId, StepKind
from gxq_desktop.domain.project_network import ProjectNetwork
from gxq_desktop.domain.verdicts import ItemVerdict, Verdict

JOINT = "C01"
"""The joint application (联合报装) stands above the five lines."""
LINES = ("供水", "排水", "供电", "燃气", "通信")


def utility_lines(
    catalogue: Catalogue, facts: Facts, verdicts: Mapping[ItemCode, ItemVerdict], built: ProjectNetwork
) -> tuple[UtilityLine, ...]:
    lines = []
    for name in LINES:
        steps = [
            each for each in catalogue.utilities if each.code != JOINT and each.utility.split("/")[0].startswith(name)
        ]
        shown = [each for each in steps if verdicts[each.code].verdict is not Verdict.NOT_APPLICABLE]
        first = shown[0] if shown else steps[0]
        lines.append(
            UtilityLine(
                name=name,
                capacity=_capacity(name, facts),
                provider=first.provider,
                phone=first.phone,
                stations=tuple(_station(each, verdicts[each.code], built) for each in shown),
                prepare="；".join(_once(paper for each in shown for paper in each.materials)),
                who_pays="；".join(_once(each.fee_rule for each in shown)),
                undecided_question=_question(catalogue, shown, verdicts),
                none_because="" if shown else _none_because(name, steps, verdicts),
            )
        )
    return tuple(lines)


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _station(step: UtilityConnection, verdict: ItemVerdict, built: ProjectNetwork) -> UtilityStation:
    undecided = verdict.is_undecided
    days = step.working_days if undecided else built.terms[step.code].working_days
    before: list[str] = []
    if not undecided:
        for link in built.network.incoming(StepId(step.code)):
            predecessor = built.network.step(link.before)
            if predecessor.kind in (StepKind.APPROVAL, StepKind.EXCLUDED) and predecessor.code not in before:
                before.append(predecessor.code)
    return UtilityStation(
        code=step.code,
        name=step.name,
        short_name=step.short_name,
        step_id="" if undecided else step.code,
        length_text=f"{days} 日",
        before_text=f"先有 {' '.join(before)}" if before else "",
        undecided=undecided,
    )


def _question(catalogue: Catalogue, shown: list[UtilityConnection], verdicts: Mapping[ItemCode, ItemVerdict]) -> str:
    waiting = [verdicts[each.code] for each in shown if verdicts[each.code].is_undecided]
    asks = _once(fact for verdict in waiting for fact in verdict.explanation.asks)
    return "、".join(catalogue.facts[fact].label for fact in asks)


def _none_because(name: str, steps: list[UtilityConnection], verdicts: Mapping[ItemCode, ItemVerdict]) -> str:
    reasons = _once(verdicts[each.code].explanation.project_fact for each in steps)
    return f"不接{name}：{'；'.join(reasons)}（{code_ranges(each.code for each in steps)}）"


def _capacity(name: str, facts: Facts) -> str:
    effective = facts.effective

    def number(key: str) -> str:
        value = effective.get(FactKey(key))
        return show_number(value) if isinstance(value, Decimal) else ""

    if name == "供水" and number("daily_water"):
        meter = f"，DN{number('meter_mm')}" if number("meter_mm") else ""
        return f"日用 {number('daily_water')} m³{meter}"
    if name == "供电" and number("load_kw"):
        supplies = {"1": "，单电源", "2": "，双电源"}.get(number("supply_count"), "")
        return f"{number('load_kw')} kW{supplies}"
    if name == "燃气" and number("daily_gas"):
        return f"日用 {number('daily_gas')} 标准立方米"
    if name == "排水":
        return "接市政管网" if effective.get(FactKey("new_drain_connection")) else ""
    if name == "通信":
        return "宽带或专线" if effective.get(FactKey("broadband")) else ""
    return ""
