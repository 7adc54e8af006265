"""Reasons (理由): why an item applies, why not, or what it waits for, built from the facts and thresholds that decided it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from gxq_desktop.domain.facts import FactDefinition, FactDictionary, FactKey, Facts, FactType, FactValue, show_number
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.rules import (
    And,
    Comparison,
    Condition,
    Leaf,
    Membership,
    Operator,
    Or,
    Rule,
    Values,
)
from gxq_desktop.domain.truth import Truth

NOT_ASKED = "不用问"
NOT_KNOWN = "还不知道"
_FEW = 4


@frozen
class ConditionLine:
    """One condition of a rule, for a screen.

    text: the condition (“征占地 ≥ 0.5 公顷”). answer: the project's (“4 公顷”), 还不知道 or 不用问. holds: None while
    unknown. decides: it is one of those that decided the verdict, or on which it hangs.
    """

    fact: FactKey
    text: str
    answer: str
    holds: bool | None
    decides: bool


@frozen
class Explanation:
    """The reason of a verdict.

    sentence: whole, in Chinese. project_fact: what about this project decided it, for a narrow column
    (“管理方式＝备案”). when_it_applies: what would still have to be so (“管理方式＝核准”); "" once it applies.
    asks: the questions to ask next while undecided. rule_text: the rule as written.
    """

    truth: Truth
    sentence: str
    project_fact: str
    when_it_applies: str
    lines: tuple[ConditionLine, ...]
    asks: tuple[FactKey, ...]
    rule_text: str


def explain(rule: Rule, facts: Facts) -> Explanation:
    """Say why RULE holds for FACTS, why not, or what it waits for. Claims only facts that are known and count."""
    dictionary, values = facts.dictionary, facts.effective
    condition = rule.condition
    truth = condition.truth(values)
    asks = rule.deciding_facts(facts)
    deciding = tuple(dict.fromkeys(_deciding(condition, values)))
    known = [_reason(dictionary, leaf, values[leaf.fact]) for leaf in deciding if leaf.fact in values]
    match truth:
        case Truth.TRUE:
            sentence = _why(known)
        case Truth.FALSE:
            sentence = _why_not(condition, deciding, known, dictionary, values)
        case _:
            sentence = _waits(asks, dictionary)
    needed = "" if truth is Truth.TRUE else _needed(condition, values, dictionary, "＝")
    return Explanation(
        truth=truth,
        sentence=sentence,
        project_fact=_project_fact(deciding, asks, dictionary, values),
        when_it_applies=needed,
        lines=tuple(_lines(condition, deciding, facts)),
        asks=asks,
        rule_text=rule.text,
    )


def _deciding(condition: Condition, values: Values) -> Iterable[Leaf]:
    """The leaves that made CONDITION what it is: all of a true 且, the true ones of a true 或, and the other way round.

    While it is unknown: the unknown ones.
    """
    if isinstance(condition, (And, Or)):
        truth = condition.truth(values)
        for part in condition.parts:
            if part.truth(values) is truth:
                yield from _deciding(part, values)
    elif isinstance(condition, (Comparison, Membership)):
        yield condition


# -- statements about the project ---------------------------------------------------------------------------------


@frozen
class _Reason:
    """A known fact as a statement, with what it is measured against (“达到 0.5 公顷”, "" for nothing)."""

    fact: FactKey
    statement: str
    measure: str


def _reason(dictionary: FactDictionary, leaf: Leaf, value: FactValue) -> _Reason:
    definition = dictionary[leaf.fact]
    measure = ""
    if isinstance(leaf, Comparison) and not isinstance(value, (bool, str)):
        measure = _measure(definition, leaf, value)
    return _Reason(leaf.fact, definition.state(value), measure)


_HELD = {
    Operator.AT_LEAST: "达到 {}",
    Operator.MORE: "超过 {}",
    Operator.LESS: "不到 {}",
    Operator.AT_MOST: "不超过 {}",
    Operator.EQUAL: "",
    Operator.UNEQUAL: "不是 {}",
}
_FAILED = {
    Operator.AT_LEAST: "不到 {}",
    Operator.MORE: "没有超过 {}",
    Operator.LESS: "已达到 {}",
    Operator.AT_MOST: "超过 {}",
    Operator.EQUAL: "不是 {}",
    Operator.UNEQUAL: "",
}
_HELD_ON = {
    Operator.AT_LEAST: "不早于 {}",
    Operator.MORE: "晚于 {}",
    Operator.LESS: "早于 {}",
    Operator.AT_MOST: "不晚于 {}",
    Operator.EQUAL: "",
    Operator.UNEQUAL: "不是 {}",
}
_FAILED_ON = {
    Operator.AT_LEAST: "早于 {}",
    Operator.MORE: "不晚于 {}",
    Operator.LESS: "不早于 {}",
    Operator.AT_MOST: "晚于 {}",
    Operator.EQUAL: "不是 {}",
    Operator.UNEQUAL: "",
}


def _measure(definition: FactDefinition, leaf: Comparison, value: FactValue) -> str:
    holds = leaf.truth({leaf.fact: value}) is Truth.TRUE
    if isinstance(value, Decimal):
        if leaf.value == 0 or (value == 0 and definition.zero_phrase):
            return ""  # “日用水量 60 立方米/日” says it is more than 0, “不用煤” that it is less than anything
        return (_HELD if holds else _FAILED)[leaf.operator].format(definition.show(leaf.value))
    return (_HELD_ON if holds else _FAILED_ON)[leaf.operator].format(definition.show(leaf.value))


def _statements(reasons: Iterable[_Reason]) -> list[str]:
    """One statement a fact, with all it was measured against."""
    measures: dict[tuple[FactKey, str], list[str]] = {}
    for reason in reasons:
        against = measures.setdefault((reason.fact, reason.statement), [])
        if reason.measure and reason.measure not in against:
            against.append(reason.measure)
    return [
        "，".join([statement, "、".join(against)] if against else [statement])
        for (_, statement), against in measures.items()
    ]


def _why(known: list[_Reason]) -> str:
    said = _statements(known)
    if not said:
        return "每个项目都要办。"
    if len(said) == 1:
        return f"因为{said[0]}。"
    return f"因为{'，'.join(said[:-1])}，且{said[-1]}。"


def _why_not(
    condition: Condition,
    deciding: tuple[Leaf, ...],
    known: list[_Reason],
    dictionary: FactDictionary,
    values: Values,
) -> str:
    reasons = "；".join(_statements(known))
    if all(_speaks_for_itself(leaf, dictionary) for leaf in deciding):
        return f"不用办：{reasons}。"
    if len({leaf.fact for leaf in deciding}) == 1:
        return f"不用办：{reasons}{_other_choices(deciding[0].fact, condition, dictionary, values)}。"
    needed = _needed(condition, values, dictionary, "为")
    if "（" in needed:  # too much for a sentence; when_it_applies has it
        return f"不用办：{reasons}。"
    return f"不用办：{reasons}。{needed}，才要办。"


def _other_choices(key: FactKey, condition: Condition, dictionary: FactDictionary, values: Values) -> str:
    """“，只有出让、划拨才要办”: the answers to KEY that would make it apply, or 才可能 if that takes more."""
    truths = {choice: condition.truth({**values, key: choice.value}) for choice in dictionary[key].choices}
    others = [choice.label for choice, truth in truths.items() if truth is not Truth.FALSE]
    if not others:
        return ""
    certain = all(truth is not Truth.UNKNOWN for truth in truths.values())
    return f"，只有{'、'.join(others)}才{'' if certain else '可能'}要办"


def _speaks_for_itself(leaf: Leaf, dictionary: FactDictionary) -> bool:
    """Its reason says what is missing: a yes/no or a measured number does, a choice that should be another does not."""
    if isinstance(leaf, Comparison) and leaf.operator is Operator.UNEQUAL:
        return True
    return dictionary[leaf.fact].type not in (FactType.CHOICE, FactType.TEXT)


def _waits(asks: tuple[FactKey, ...], dictionary: FactDictionary) -> str:
    names = [dictionary[key].name for key in asks]
    if not names:
        return "待定：这条规则用到了没有问的事实，请科长检查规则。"
    if len(names) > _FEW:
        return f"待定：还不知道{'、'.join(names[: _FEW - 1])}等 {len(names)} 项。"
    return f"待定：还不知道{'、'.join(names)}。"


def _project_fact(
    deciding: tuple[Leaf, ...], asks: tuple[FactKey, ...], dictionary: FactDictionary, values: Values
) -> str:
    known = dict.fromkeys(leaf.fact for leaf in deciding if leaf.fact in values)
    if known:
        return "；".join(dictionary[key].equate(values[key]) for key in known)
    names = [dictionary[key].name for key in asks[:_FEW]]
    return f"{NOT_KNOWN}{'、'.join(names)}" if names else ""


# -- what would have to be so -------------------------------------------------------------------------------------


def _needed(condition: Condition, values: Values, dictionary: FactDictionary, equals: str, inside: bool = False) -> str:
    """What is not yet so and would have to be, in words; EQUALS joins a fact and its choice (＝ or 为)."""
    if isinstance(condition, (And, Or)):
        missing = [part for part in condition.parts if part.truth(values) is not Truth.TRUE]
        nested = inside if len(missing) == 1 else True
        said = list(dict.fromkeys(_needed(part, values, dictionary, equals, nested) for part in missing))
        if len(said) == 1:
            return said[0]
        joined = ("，且" if isinstance(condition, And) else "，或").join(said)
        return f"（{joined}）" if inside else joined
    if isinstance(condition, (Comparison, Membership)):
        if isinstance(condition, Comparison) and condition.operator is Operator.MORE and condition.value == 0:
            return dictionary[condition.fact].some_phrase or condition_text(condition, dictionary, equals)
        return condition_text(condition, dictionary, equals)
    return ""


_SIGNS = {
    Operator.AT_LEAST: "≥",
    Operator.MORE: "＞",
    Operator.LESS: "＜",
    Operator.AT_MOST: "≤",
    Operator.EQUAL: "＝",
    Operator.UNEQUAL: "≠",
}


def condition_text(leaf: Leaf, dictionary: FactDictionary, equals: str = "＝") -> str:
    """LEAF in words: “供地方式＝出让、划拨”, “用地内有林地”, “年综合能耗 ≥ 1000 吨标准煤”, 高危行业不是“无”."""
    definition = dictionary[leaf.fact]
    if isinstance(leaf, Membership):
        if definition.type is FactType.BOOLEAN:
            return "或".join(definition.state(value) for value in leaf.values)
        return f"{definition.label}{equals}{_listed([definition.show(value) for value in leaf.values], equals)}"
    value, operator = leaf.value, leaf.operator
    if isinstance(value, bool):
        return definition.state(value if operator is Operator.EQUAL else not value)
    if isinstance(value, Decimal):
        number = definition.show(value) if value else show_number(value)
        return f"{definition.name} {_SIGNS[operator]} {number}"
    shown = definition.show(value)
    if isinstance(value, date):
        return f"{definition.name} {_SIGNS[operator]} {shown}"
    return f"{definition.label}{equals}{shown}" if operator is Operator.EQUAL else f"{definition.label}不是“{shown}”"


def _listed(labels: list[str], equals: str) -> str:
    if equals == "为" and len(labels) > 1:
        return f"{'、'.join(labels[:-1])}或{labels[-1]}"
    return "、".join(labels)


def _lines(condition: Condition, deciding: tuple[Leaf, ...], facts: Facts) -> Iterable[ConditionLine]:
    dictionary, values = facts.dictionary, facts.effective
    for leaf in dict.fromkeys(condition.leaves()):
        definition = dictionary[leaf.fact]
        if leaf.fact in values:
            answer = definition.show(values[leaf.fact])
        else:
            answer = NOT_ASKED if facts.is_asked(leaf.fact) is Truth.FALSE else NOT_KNOWN
        yield ConditionLine(
            fact=leaf.fact,
            text=condition_text(leaf, dictionary),
            answer=answer,
            holds=leaf.truth(values).holds,
            decides=leaf in deciding,
        )
