"""Rules over facts (适用规则): does an item apply? Yes, no, or it hangs on a fact not known yet; always with a reason.

A rule is a tree of conditions. 且 binds tighter than 或. Facts are named by key; the Chinese a section chief reads and
writes is turned into trees and back by catalogue/rule_text.py. `reasons.py` says why in Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.truth import Truth, all_of, any_of

if TYPE_CHECKING:
    from gxq_desktop.domain.facts import FactDictionary, FactKey, Facts, FactValue
    from gxq_desktop.domain.reasons import Explanation

Values = Mapping["FactKey", "FactValue"]


class Operator(StrEnum):
    """How a fact is compared; the value is as rules write it."""

    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@frozen
class Always:
    """始终: applies to every project."""

    def truth(self, values: Values) -> Truth:
        return Truth.TRUE

    def leaves(self) -> Iterator[Leaf]:
        return iter(())


@frozen
class Comparison:
    """A fact compared with a value, e.g. 征占地公顷 >= 0.5. Only numbers and dates are ordered."""

    fact: FactKey
    operator: Operator
    value: FactValue

    def __post_init__(self) -> None:
        if self.operator not in (Operator.EQUAL, Operator.UNEQUAL) and not isinstance(self.value, (Decimal, date)):
            raise ValueError(f"{self.value!r} has no order")

    def truth(self, values: Values) -> Truth:
        given = values.get(self.fact)
        if given is None:
            return Truth.UNKNOWN
        return Truth.TRUE if self._holds(given) else Truth.FALSE

    def _holds(self, given: FactValue) -> bool:
        operator, bound = self.operator, self.value
        if operator is Operator.EQUAL:
            return given == bound
        if operator is Operator.UNEQUAL:
            return given != bound
        sign = _order(given, bound)
        if operator is Operator.LESS:
            return sign < 0
        if operator is Operator.AT_MOST:
            return sign <= 0
        return sign > 0 if operator is Operator.MORE else sign >= 0

    def leaves(self) -> Iterator[Leaf]:
        yield self


def _order(given: FactValue, bound: FactValue) -> int:
    """−1, 0 or 1. TypeError unless both are numbers or both are days."""
    if isinstance(given, Decimal) and isinstance(bound, Decimal):
        return (given > bound) - (given < bound)
    if isinstance(given, date) and isinstance(bound, date):
        return (given > bound) - (given < bound)
    raise TypeError(f"cannot order {given!r} and {bound!r}")


@frozen
class Membership:
    """A choice or text that is one of several, e.g. 供地方式 属于{出让,划拨}."""

    fact: FactKey
    values: tuple[FactValue, ...]

    def __post_init__(self) -> None:
        if not self.values or len(set(self.values)) < len(self.values):
            raise ValueError("a membership needs values, each once")

    def truth(self, values: Values) -> Truth:
        given = values.get(self.fact)
        if given is None:
            return Truth.UNKNOWN
        return Truth.TRUE if given in self.values else Truth.FALSE

    def leaves(self) -> Iterator[Leaf]:
        yield self


@frozen
class And:
    """且: all PARTS hold. At least two, none itself an And (use `both`)."""

    parts: tuple[Condition, ...]

    def __post_init__(self) -> None:
        if len(self.parts) < 2 or any(isinstance(part, And) for part in self.parts):
            raise ValueError("And needs two parts or more, none of them an And")

    def truth(self, values: Values) -> Truth:
        return all_of(part.truth(values) for part in self.parts)

    def leaves(self) -> Iterator[Leaf]:
        for part in self.parts:
            yield from part.leaves()


@frozen
class Or:
    """或: any of PARTS holds. At least two, none itself an Or (use `either`)."""

    parts: tuple[Condition, ...]

    def __post_init__(self) -> None:
        if len(self.parts) < 2 or any(isinstance(part, Or) for part in self.parts):
            raise ValueError("Or needs two parts or more, none of them an Or")

    def truth(self, values: Values) -> Truth:
        return any_of(part.truth(values) for part in self.parts)

    def leaves(self) -> Iterator[Leaf]:
        for part in self.parts:
            yield from part.leaves()


Leaf = Comparison | Membership
Condition = Always | Comparison | Membership | And | Or


def both(*parts: Condition) -> Condition:
    """All of PARTS, nested 且 flattened; one part is itself."""
    flat: list[Condition] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And) else (part,))
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def either(*parts: Condition) -> Condition:
    """Any of PARTS, nested 或 flattened; one part is itself."""
    flat: list[Condition] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Or) else (part,))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


@frozen
class Rule:
    """A condition and the text it was read from. Two rules are equal if their conditions are."""

    condition: Condition
    text: str = field(default="", compare=False)

    @property
    def facts(self) -> tuple[FactKey, ...]:
        """The facts it reads, in the order in which it names them."""
        return tuple(dict.fromkeys(leaf.fact for leaf in self.condition.leaves()))

    def evaluate(self, facts: Facts) -> Truth:
        """Whether it holds for FACTS; answers to questions that are not asked do not count."""
        return self.condition.truth(facts.effective)

    def explain(self, facts: Facts) -> Explanation:
        """Why it holds, why not, or what it waits for, in Chinese."""
        from gxq_desktop.domain.reasons import explain

        return explain(self, facts)

    def deciding_facts(self, facts: Facts) -> tuple[FactKey, ...]:
        """The questions to ask next: asked, unanswered, and able to decide the rule. () once it is decided.

        In dictionary order. Where a fact of the rule waits for another question (ask_when undecided), that question
        stands in its place.
        """
        return pending_facts(self.condition, facts.dictionary, facts.effective)


ALWAYS = Rule(Always(), "始终")


def pending_facts(condition: Condition, dictionary: FactDictionary, values: Values) -> tuple[FactKey, ...]:
    """The askable unknown facts on which CONDITION hangs, given the answers that count in VALUES; dictionary order."""
    found: set[FactKey] = set()
    visited: set[FactKey] = set()

    def visit(node: Condition) -> None:
        if isinstance(node, (And, Or)):
            for part in node.parts:
                if part.truth(values) is Truth.UNKNOWN:
                    visit(part)
        elif isinstance(node, (Comparison, Membership)) and node.fact not in visited:
            visited.add(node.fact)
            ask_when = dictionary[node.fact].ask_when
            asked = Truth.TRUE if ask_when is None else ask_when.condition.truth(values)
            if asked is Truth.TRUE:
                found.add(node.fact)
            elif asked is Truth.UNKNOWN and ask_when is not None:
                visit(ask_when.condition)

    if condition.truth(values) is Truth.UNKNOWN:
        visit(condition)
    if len(found) < 2:
        return tuple(found)
    return tuple(sorted(found, key=dictionary.position.__getitem__))


@frozen
class Analysis:
    """What a rule can come to over all projects that can be described.

    example_in, example_out: answers that make it hold or not hold; None if no answers do. gap: a complete set of
    answers under which it stays undecided, because it reads a fact that is then not asked; None if there is none.
    """

    example_in: Mapping[FactKey, FactValue] | None
    example_out: Mapping[FactKey, FactValue] | None
    gap: Mapping[FactKey, FactValue] | None


def analyse(rule: Rule, dictionary: FactDictionary) -> Analysis:
    """Exhaust the answers that matter to RULE, question by question as they would be asked. Exact.

    A question is branched over one answer from each class that no leaf of the rule or of an ask_when tells apart; a
    branch ends as soon as the rule is decided, which no further answer can undo (three-valued logic is monotone).
    """
    example_in: dict[FactKey, FactValue] | None = None
    example_out: dict[FactKey, FactValue] | None = None
    gap: dict[FactKey, FactValue] | None = None
    involved = set(rule.facts).union(*(dictionary.ancestors[key] for key in rule.facts))
    leaves = list(rule.condition.leaves())
    for key in involved:
        ask_when = dictionary[key].ask_when
        if ask_when is not None:
            leaves.extend(ask_when.condition.leaves())
    classes = {key: answer_classes(key, leaves, dictionary) for key in involved}

    trail: list[dict[FactKey, FactValue]] = [{}]
    while trail:
        values = trail.pop()
        truth = rule.condition.truth(values)
        if truth is Truth.TRUE:
            example_in = example_in or values
        elif truth is Truth.FALSE:
            example_out = example_out or values
        else:
            pending = pending_facts(rule.condition, dictionary, values)
            if pending:
                key = pending[0]
                trail.extend({**values, key: answer} for answer in reversed(classes[key]))
            else:
                gap = gap or values
    if isinstance(rule.condition, Always):
        example_in = {}
    return Analysis(example_in, example_out, gap)


def never_true(rule: Rule, dictionary: FactDictionary) -> bool:
    """True if no project can be described for which RULE holds."""
    return analyse(rule, dictionary).example_in is None


def never_false(rule: Rule, dictionary: FactDictionary) -> bool:
    """True if RULE holds whatever is answered, though it does not say 始终."""
    return not isinstance(rule.condition, Always) and analyse(rule, dictionary).example_out is None


def answer_classes(key: FactKey, leaves: Iterable[Leaf], dictionary: FactDictionary) -> tuple[FactValue, ...]:
    """One answer to KEY from each class that LEAVES do not tell apart, possible answers only."""
    about = [leaf for leaf in leaves if leaf.fact == key]
    seen: dict[tuple[Truth, ...], FactValue] = {}
    for answer in possible_answers(key, about, dictionary):
        seen.setdefault(tuple(leaf.truth({key: answer}) for leaf in about), answer)
    return tuple(seen.values())


def possible_answers(key: FactKey, leaves: Iterable[Leaf], dictionary: FactDictionary) -> tuple[FactValue, ...]:
    """A finite stand-in for all answers to KEY, as far as LEAVES (all about KEY) can tell.

    Choices and yes/no: every one. Numbers: the smallest allowed, each threshold, and one between and beyond each (whole
    numbers where only those are allowed). Dates: each threshold with the day before and after. Texts: each one named,
    and one that is not.
    """
    definition = dictionary[key]
    if definition.choices:
        return tuple(choice.value for choice in definition.choices)
    bounds: set[FactValue] = set()
    for leaf in leaves:
        bounds.update(leaf.values if isinstance(leaf, Membership) else (leaf.value,))
    numbers = sorted(bound for bound in bounds if isinstance(bound, Decimal))
    days = sorted(bound for bound in bounds if isinstance(bound, date))
    if days:
        near = {date.fromordinal(day.toordinal() + step) for day in days for step in (-1, 0, 1)}
        return tuple(sorted(near))
    if definition.type == "date":
        return (date(2026, 1, 1),)
    if definition.type == "number":
        return _numbers_around(numbers, definition.at_least, definition.whole)
    return (*sorted(str(bound) for bound in bounds), "其他")


def _numbers_around(thresholds: list[Decimal], at_least: Decimal, whole: bool) -> tuple[Decimal, ...]:
    fence = sorted({at_least, *thresholds})
    found: set[Decimal] = {*fence, fence[-1] + 1}
    for low, high in pairwise(fence):
        found.add((low + high) / 2)
    if whole:
        found = {
            whole_number
            for number in found
            for whole_number in (
                number.to_integral_value(rounding="ROUND_FLOOR"),
                number.to_integral_value("ROUND_CEILING"),
            )
        }
        found |= {number + step for number in found for step in (Decimal(-1), Decimal(1))}
    return tuple(sorted(number for number in found if number >= at_least))
