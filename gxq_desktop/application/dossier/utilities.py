"""The utilities chapter: one line for each of water, drainage, power, gas and telecom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
LEAST_SHARED_CLAUSE = 12
"""A shorter clause (不收费) is repeated where it holds, a longer one that several utilities share is said once."""


def utility_lines(
    catalogue: Catalogue, facts: Facts, verdicts: Mapping[ItemCode, ItemVerdict], built: ProjectNetwork
) -> tuple[UtilityLine, ...]:
    """The five lines in the order of LINES. Fee clauses that several of them share are left to `joint_line`."""
    lines = []
    shared = _shared_clauses(catalogue, verdicts)
    for name in LINES:
        steps = _steps_of(catalogue, name)
        shown = _shown(steps, verdicts)
        first = shown[0] if shown else steps[0]
        lines.append(
            UtilityLine(
                name=name,
                capacity=_capacity(name, facts),
                provider=first.provider,
                phone=first.phone,
                stations=tuple(_station(each, verdicts[each.code], built) for each in shown),
                prepare=_by_station([(each.code, each.materials) for each in shown], "、"),
                who_pays=_by_station(
                    [(each.code, [clause for clause in _clauses(each) if clause not in shared]) for each in shown], "；"
                ),
                undecided_question=_question(catalogue, shown, verdicts),
                none_because="" if shown else _none_because(name, steps, verdicts),
            )
        )
    return tuple(lines)


def joint_line(catalogue: Catalogue, verdicts: Mapping[ItemCode, ItemVerdict], built: ProjectNetwork) -> UtilityLine:
    """The joint application above the five lines: its window as provider, and the fee rules several utilities share."""
    joint = next(each for each in catalogue.utilities if each.code == JOINT)
    window = catalogue.centre.window(joint.window_id)
    shown = _shown([joint], verdicts)
    rules = [f"{'、'.join(names)}：{clause}" for clause, names in _shared_clauses(catalogue, verdicts).items()]
    for place in range(len(rules) - 1, 0, -1):
        names, clause = rules[place].split("：", 1)
        if rules[place - 1].startswith(f"{names}："):
            rules[place] = clause
    return UtilityLine(
        name=joint.short_name,
        capacity="",
        provider=f"{window.number}窗口",
        phone=joint.phone,
        stations=tuple(_station(each, verdicts[each.code], built) for each in shown),
        prepare="、".join(joint.materials) if shown else "",
        who_pays="；".join(rules),
        undecided_question=_question(catalogue, shown, verdicts),
        none_because="" if shown else _none_because(joint.short_name, [joint], verdicts),
    )


def _steps_of(catalogue: Catalogue, name: str) -> list[UtilityConnection]:
    return [each for each in catalogue.utilities if each.code != JOINT and each.utility.split("/")[0].startswith(name)]


def _shown(steps: list[UtilityConnection], verdicts: Mapping[ItemCode, ItemVerdict]) -> list[UtilityConnection]:
    return [each for each in steps if verdicts[each.code].verdict is not Verdict.NOT_APPLICABLE]


def _clauses(step: UtilityConnection) -> list[str]:
    return [clause for clause in step.fee_rule.split("；") if clause]


def _shared_clauses(catalogue: Catalogue, verdicts: Mapping[ItemCode, ItemVerdict]) -> dict[str, list[str]]:
    """Longer fee clauses that hold for more than one utility, with the utilities' names."""
    found: dict[str, list[str]] = {}
    for name in LINES:
        for step in _shown(_steps_of(catalogue, name), verdicts):
            for clause in _clauses(step):
                names = found.setdefault(clause, [])
                if name not in names:
                    names.append(name)
    return {clause: names for clause, names in found.items() if len(names) > 1 and len(clause) >= LEAST_SHARED_CLAUSE}


def _by_station(said: list[tuple[ItemCode, Sequence[str]]], between: str) -> str:
    """What holds at which step: C02 接水业务登记单、用水点位示意图；C03 用水申请. Equal texts name all their steps once."""
    texts: dict[str, list[str]] = {}
    for code, parts in said:
        if parts:
            texts.setdefault(between.join(_once(parts)), []).append(code)
    return "；".join(f"{'、'.join(codes)} {text}" for text, codes in texts.items())


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
        map_name=step.map_name,
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
    facts = (verdicts[each.code].explanation.project_fact for each in steps)
    reasons = _once(reason for fact in facts for reason in fact.split("；"))
    return f"不接{name}：{'；'.join(reasons)}（{code_ranges(each.code for each in steps)}）"


def _capacity(name: str, facts: Facts) -> str:
    effective = facts.effective

    def number(key: str) -> str:
        value = effective.get(FactKey(key))
        return show_number(value) if isinstance(value, Decimal) and value > 0 else ""

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
