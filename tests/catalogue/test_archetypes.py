"""N1–N8 and the signed-off cases: every one of the 105 rows is met once in and once out."""

from __future__ import annotations

import pytest

from gxq_desktop.domain.contradictions import consistency_faults
from gxq_desktop.domain.facts import Facts
from gxq_desktop.domain.rules import ALWAYS, Leaf
from gxq_desktop.domain.truth import Truth
from gxq_desktop.domain.verdicts import judge
from tests.archetypes import ARCHETYPES, RULE_CASES, Archetype, RuleCase
from tests.builders_rules import contradictions, dictionary, entries, rules

EVERYTHING = [archetype.answers for archetype in ARCHETYPES] + [case.all_answers for case in RULE_CASES]


def facts_of(answers: dict[str, str]) -> Facts:
    return Facts.read(dictionary(), answers)


@pytest.mark.parametrize("archetype", ARCHETYPES, ids=lambda archetype: archetype.id)
def test_an_archetype_gives_exactly_its_codes_in_all_three_lists(archetype: Archetype):
    verdicts = judge(rules(), facts_of(archetype.answers))

    applying = {verdict.code for verdict in verdicts if verdict.applies}
    assert {code for code in applying if code.startswith("A")} == archetype.approvals
    assert {code for code in applying if code.startswith("B")} == archetype.materials
    assert {code for code in applying if code.startswith("C")} == archetype.utilities
    assert not [verdict.code for verdict in verdicts if verdict.is_undecided]


@pytest.mark.parametrize("archetype", ARCHETYPES, ids=lambda archetype: archetype.id)
def test_an_archetype_answers_every_question_asked_and_no_other_and_contradicts_nothing(archetype: Archetype):
    facts = facts_of(archetype.answers)

    assert facts.open == ()
    assert facts.stale == ()
    assert consistency_faults(facts, contradictions(), judge(rules(), facts)) == ()


@pytest.mark.parametrize("case", RULE_CASES, ids=lambda case: case.name)
def test_a_signed_off_case_gives_the_codes_it_names(case: RuleCase):
    verdicts = {verdict.code: verdict.by_rule for verdict in judge(rules(), facts_of(case.all_answers))}

    assert {code for code in case.applies if verdicts[code] is not Truth.TRUE} == set()
    assert {code for code in case.not_applicable if verdicts[code] is not Truth.FALSE} == set()


def test_every_row_has_a_case_in_and_a_case_out_unless_it_says_always():
    reached_in = {code for archetype in ARCHETYPES for code in archetype.codes}
    reached_in |= {code for case in RULE_CASES for code in case.applies}
    reached_out = {code for archetype in ARCHETYPES for code in set(rules()) - archetype.codes}
    reached_out |= {code for case in RULE_CASES for code in case.not_applicable}

    assert len(rules()) == 105
    assert set(rules()) - reached_in == set()
    assert set(rules()) - reached_out == {code for code, rule in rules().items() if rule == ALWAYS} == {"B01", "B02"}


def test_every_condition_of_every_rule_and_variant_holds_in_one_case_and_fails_in_another():
    projects = [facts_of(answers).effective for answers in EVERYTHING]
    met: dict[Leaf, set[Truth]] = {}
    for entry in entries().values():
        for rule in (entry.rule, *(variant.when for variant in entry.variants)):
            for leaf in rule.condition.leaves():
                met.setdefault(leaf, {leaf.truth(values) for values in projects})

    assert {leaf for leaf, truths in met.items() if not {Truth.TRUE, Truth.FALSE} <= truths} == set()


@pytest.mark.parametrize(
    ("archetype", "code", "variant", "days", "unit"),
    [
        ("N3", "A05", "省级", 20, "工作日"),
        ("N6", "A05", "市县", 20, "工作日"),
        ("N3", "A09", "报告书", 10, "工作日"),
        ("N5", "A09", "报告书", 10, "工作日"),
        ("N1", "A17", "出让", 20, "工作日"),
        ("N5", "A17", "划拨", 20, "工作日"),
        ("N3", "A44", "重点", 30, "自然日"),
        ("N2", "A44", "简化", 20, "自然日"),
        ("N3", "A45", "安全生产许可证", 45, "自然日"),
        ("N3", "B03", "项目申请报告", 15, "工作日"),
        ("N5", "B03", "可研", 20, "工作日"),
        ("N1", "B06", "报告表", 20, "工作日"),
        ("N3", "B06", "报告书", 45, "工作日"),
        ("N1", "B08", "报告书", 20, "工作日"),
        ("N1", "B20", "直接发包", 5, "工作日"),
        ("N8", "B20", "招标", 25, "工作日"),
        ("N8", "B25", "招标", 30, "工作日"),
        ("N1", "B29", "普通危大", 5, "工作日"),
        ("N3", "B29", "超规模论证", 12, "工作日"),
    ],
)
def test_exactly_the_right_variant_of_a_limit_holds(archetype, code, variant, days, unit):
    answers = next(each.answers for each in ARCHETYPES if each.id == archetype)
    facts = facts_of(answers)

    holding = [each for each in entries()[code].variants if each.when.evaluate(facts) is Truth.TRUE]

    assert [(each.name, each.days, each.unit) for each in holding] == [(variant, days, unit)]


@pytest.mark.parametrize("answers", EVERYTHING, ids=range(len(EVERYTHING)))
def test_where_a_row_with_variants_applies_exactly_one_of_them_holds(answers):
    facts = facts_of(answers)

    for code, entry in entries().items():
        if entry.variants and entry.rule.evaluate(facts) is Truth.TRUE:
            holding = [each.name for each in entry.variants if each.when.evaluate(facts) is Truth.TRUE]
            assert len(holding) == 1, f"{code}: {holding}"
