"""Open questions (待答问题), ordered so that the fewest answers settle the most undecided rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from gxq_desktop.domain.facts import FactDictionary, FactKey, Facts, FactValue
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.rules import Leaf, Rule, answer_classes, pending_facts, possible_answers
from gxq_desktop.domain.truth import Truth


@frozen
class OpenQuestion:
    """A question that would bring undecided rows further.

    touches: rows that hang on it, themselves or because another question hangs on it. settles: rows it decides whatever
    the answer. settles_on_average, settles_at_least: how many rows an answer decides, over the answers that differ.
    limits: rows of which not the verdict but the limit hangs on it (变体, e.g. 招标 or 直接发包).
    """

    fact: FactKey
    touches: tuple[str, ...]
    settles: tuple[str, ...]
    settles_on_average: float
    settles_at_least: int
    limits: tuple[str, ...] = ()


def open_questions(
    rules: Mapping[str, Rule],
    facts: Facts,
    settled: Collection[str] = (),
    variants: Mapping[str, Sequence[Rule]] | None = None,
) -> tuple[OpenQuestion, ...]:
    """The questions on which undecided rows of RULES (code → rule) hang, best first.

    Best is: settles most rows on average, then at least, then touches most, then decides most limits, then comes first
    in the dictionary. SETTLED codes (decided by an officer) are left aside. Only questions that are asked now are
    listed; each answer counts once for a choice or yes/no, once for each stretch between thresholds for a number.
    VARIANTS (code → conditions of its variants) adds the questions on which only a limit hangs, after all others.
    """
    dictionary, values = facts.dictionary, facts.effective
    undecided = {
        code: rule
        for code, rule in rules.items()
        if code not in settled and rule.condition.truth(values) is Truth.UNKNOWN
    }
    touched: dict[FactKey, list[str]] = {}
    readers: dict[FactKey, list[str]] = {}
    for code, rule in undecided.items():
        for key in pending_facts(rule.condition, dictionary, values):
            touched.setdefault(key, []).append(code)
        reads = set(rule.facts).union(*(dictionary.ancestors[key] for key in rule.facts))
        for key in reads:
            readers.setdefault(key, []).append(code)

    limits: dict[FactKey, list[str]] = {}
    for code, conditions in (variants or {}).items():
        if code in settled or (code in rules and rules[code].condition.truth(values) is Truth.FALSE):
            continue
        truths = [each.condition.truth(values) for each in conditions]
        if Truth.TRUE in truths:
            continue
        pending = {key for each in conditions for key in pending_facts(each.condition, dictionary, values)}
        for key in pending:
            limits.setdefault(key, []).append(code)

    answers = _answers(touched, rules, dictionary)
    found = [OpenQuestion(key, (), (), 0.0, 0, tuple(codes)) for key, codes in limits.items() if key not in touched]
    for key, codes in touched.items():
        counts, always = _settled_by(key, answers[key], [(code, undecided[code]) for code in readers[key]], facts)
        average, least = sum(counts) / len(counts), min(counts)
        found.append(OpenQuestion(key, tuple(codes), always, average, least, tuple(limits.get(key, ()))))
    return tuple(sorted(found, key=lambda each: _rank(each, dictionary)))


def _rank(question: OpenQuestion, dictionary: FactDictionary) -> tuple[bool, float, int, int, int, int]:
    """Smaller is better."""
    return (
        not question.touches,
        -question.settles_on_average,
        -question.settles_at_least,
        -len(question.touches),
        -len(question.limits),
        dictionary.position[question.fact],
    )


def _answers(
    keys: Collection[FactKey], rules: Mapping[str, Rule], dictionary: FactDictionary
) -> dict[FactKey, tuple[FactValue, ...]]:
    """The answers to try for each of KEYS: all choices, or one number of each stretch that any rule tells apart."""
    about: dict[FactKey, list[Leaf]] = {key: [] for key in keys}
    conditions = [rule.condition for rule in rules.values()]
    conditions += [each.ask_when.condition for each in dictionary if each.ask_when is not None]
    for condition in conditions:
        for leaf in condition.leaves():
            if leaf.fact in about:
                about[leaf.fact].append(leaf)
    return {
        key: possible_answers(key, leaves, dictionary)
        if dictionary[key].choices
        else answer_classes(key, leaves, dictionary)
        for key, leaves in about.items()
    }


def _settled_by(
    key: FactKey, answers: tuple[FactValue, ...], readers: list[tuple[str, Rule]], facts: Facts
) -> tuple[list[int], tuple[str, ...]]:
    """How many of READERS each of ANSWERS to KEY decides, and which every answer decides."""
    counts = []
    always = {code for code, _ in readers}
    for answer in answers:
        values = facts.settled_with(key, answer)
        decided = {code for code, rule in readers if rule.condition.truth(values) is not Truth.UNKNOWN}
        counts.append(len(decided))
        always &= decided
    return counts, tuple(code for code, _ in readers if code in always)
