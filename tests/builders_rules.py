"""The shipped facts and rules, a small dictionary of every type, and strategies over both."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st

from gxq_desktop.catalogue.fact_files import RuleEntry, load_contradictions, load_facts, load_rules, rules_of
from gxq_desktop.catalogue.rule_text import parse_rule
from gxq_desktop.domain.contradictions import Contradiction
from gxq_desktop.domain.facts import Choice, FactDefinition, FactDictionary, FactKey, Facts, FactType, FactValue
from gxq_desktop.domain.rules import (
    Always,
    Comparison,
    Condition,
    Leaf,
    Membership,
    Operator,
    Rule,
    both,
    either,
    possible_answers,
)
from gxq_desktop.paths import RESOURCES

CATALOGUE = RESOURCES / "catalogue"


@cache
def dictionary() -> FactDictionary:
    """The shipped fact dictionary."""
    return load_facts(CATALOGUE / "facts.yaml")


@cache
def entries() -> dict[str, RuleEntry]:
    """The shipped rules with notes and variants."""
    return load_rules(CATALOGUE / "rules.yaml", dictionary())


@cache
def rules() -> dict[str, Rule]:
    """The shipped rules, code → rule."""
    return rules_of(entries())


@cache
def contradictions() -> tuple[Contradiction, ...]:
    """The shipped contradictions."""
    return load_contradictions(CATALOGUE / "contradictions.yaml", dictionary())


def facts(**answers: object) -> Facts:
    """Facts over the shipped dictionary, by label or key: facts(供地方式="出让")."""
    return Facts.read(dictionary(), answers)


def rule(text: str) -> Rule:
    """A rule over the shipped dictionary."""
    return parse_rule(text, dictionary())


def definition(key: str, label: str, type: FactType = FactType.BOOLEAN, **other: object) -> FactDefinition:
    """A definition of which only what matters is said."""
    return FactDefinition(key=FactKey(key), label=label, type=type, group="组", question="？", **other)  # type: ignore[arg-type]


@cache
def small_dictionary() -> FactDictionary:
    """One fact of each type, and chains of questions: 开工 → 深度 → 论证."""
    plain = [
        definition(
            "land",
            "供地",
            FactType.CHOICE,
            choices=(Choice("grant", "出让"), Choice("lease", "租用"), Choice("own", "自有")),
        ),
        definition("built", "开工"),
        definition("depth", "深度", FactType.NUMBER, unit="米"),
        definition("review", "论证"),
        definition("signed", "签约日", FactType.DATE),
        definition("park", "园区", FactType.TEXT),
        definition("line", "宽带或专线且光纤"),
    ]
    bare = FactDictionary(plain)
    asks = {"depth": "开工 = 是", "review": "深度 >= 5", "line": "供地 != 租用 或 开工 = 否"}
    return FactDictionary(
        definition(
            each.key,
            each.label,
            each.type,
            unit=each.unit,
            choices=each.choices,
            ask_when=parse_rule(asks[each.key], bare) if each.key in asks else None,
        )
        for each in plain
    )


_ORDERED = (FactType.NUMBER, FactType.DATE)


def _value(each: FactDefinition) -> st.SearchStrategy[FactValue]:
    if each.choices:
        return st.sampled_from([choice.value for choice in each.choices])
    if each.type is FactType.NUMBER:
        return st.sampled_from([Decimal(text) for text in ("0", "0.5", "3", "5", "160", "1000")])
    if each.type is FactType.DATE:
        return st.sampled_from([date(2026, 3, 1), date(2026, 10, 1), date(2027, 1, 1)])
    return st.sampled_from(["甲园", "乙园", "化工园区"])


def leaves(over: FactDictionary) -> st.SearchStrategy[Leaf]:
    """Any single condition that the language can say."""

    def about(each: FactDefinition) -> st.SearchStrategy[Leaf]:
        operators = list(Operator) if each.type in _ORDERED else [Operator.EQUAL, Operator.UNEQUAL]
        comparison = st.builds(Comparison, st.just(each.key), st.sampled_from(operators), _value(each))
        if each.type in _ORDERED:
            return comparison
        values = st.lists(_value(each), min_size=1, max_size=3, unique=True).map(tuple)
        return comparison | st.builds(Membership, st.just(each.key), values)

    return st.sampled_from(over.definitions).flatmap(about)


def conditions(over: FactDictionary) -> st.SearchStrategy[Condition]:
    """Any condition of up to about a dozen leaves."""

    def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, min_size=2, max_size=3)
        return parts.map(lambda many: both(*many)) | parts.map(lambda many: either(*many))

    return st.recursive(leaves(over), joined, max_leaves=8)


def any_rule(over: FactDictionary) -> st.SearchStrategy[Rule]:
    """始终 now and then, else any condition."""
    return (conditions(over) | st.just(Always())).map(Rule)


@st.composite
def any_facts(draw: st.DrawFn, over: FactDictionary, among: tuple[Rule, ...] = ()) -> Facts:
    """Some answers, stale ones included; numbers around the thresholds of AMONG and of what is asked when."""
    conditions_read = [each.condition for each in among] + [each.ask_when.condition for each in over if each.ask_when]
    about = [leaf for condition in conditions_read for leaf in condition.leaves()]
    values: dict[FactKey, FactValue] = {}
    for each in over:
        if draw(st.integers(0, 3)):
            choices = possible_answers(each.key, [leaf for leaf in about if leaf.fact == each.key], over)
            values[each.key] = draw(st.sampled_from(choices))
    return Facts(over, values)
