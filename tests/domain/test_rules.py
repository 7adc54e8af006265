"""Rules decide in three values, say which questions decide them, and are analysed exactly."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gxq_desktop.domain.facts import FactDictionary, FactKey, Facts, FactType
from gxq_desktop.domain.rules import (
    ALWAYS,
    And,
    Comparison,
    Membership,
    Operator,
    Or,
    Rule,
    analyse,
    answer_classes,
    never_false,
    never_true,
    pending_facts,
    possible_answers,
)
from gxq_desktop.domain.truth import Truth
from tests.builders_rules import any_facts, any_rule, definition, dictionary, facts, rule, rules, small_dictionary

SHIPPED = st.sampled_from(sorted(rules()))


@pytest.mark.parametrize(
    ("operator", "below", "at", "above"),
    [
        (Operator.EQUAL, False, True, False),
        (Operator.UNEQUAL, True, False, True),
        (Operator.LESS, True, False, False),
        (Operator.AT_MOST, True, True, False),
        (Operator.MORE, False, False, True),
        (Operator.AT_LEAST, False, True, True),
    ],
)
def test_each_sign_compares_numbers_and_days_as_it_reads(operator, below, at, above):
    key = FactKey("x")
    for low, bound, high in (
        (Decimal("0.49"), Decimal("0.5"), Decimal("0.51")),
        (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2)),
    ):
        comparison = Comparison(key, operator, bound)
        assert [comparison.truth({key: value}).holds for value in (low, bound, high)] == [below, at, above]
    assert Comparison(key, operator, Decimal(1)).truth({}) is Truth.UNKNOWN


def test_a_condition_cannot_be_built_wrong():
    one = Comparison(FactKey("a"), Operator.EQUAL, True)

    with pytest.raises(ValueError, match="no order"):
        Comparison(FactKey("a"), Operator.LESS, "出让")
    with pytest.raises(ValueError, match="each once"):
        Membership(FactKey("a"), ("x", "x"))
    with pytest.raises(ValueError, match="And needs"):
        And((one,))
    with pytest.raises(ValueError, match="Or needs"):
        Or((one, Or((one, one))))
    with pytest.raises(TypeError, match="cannot order"):
        Comparison(FactKey("a"), Operator.LESS, Decimal(1)).truth({FactKey("a"): "x"})


@pytest.mark.parametrize(
    ("answers", "truth"),
    [
        ({}, Truth.UNKNOWN),
        ({"环评类别": "报告书"}, Truth.TRUE),
        ({"环评类别": "豁免"}, Truth.UNKNOWN),
        ({"职业病危害": True}, Truth.TRUE),
        ({"环评类别": "豁免", "建设性质": "装修", "危化": "无", "高危行业": "无", "职业病危害": False}, Truth.FALSE),
        ({"环评类别": "豁免", "建设性质": "装修", "危化": "无", "职业病危害": False}, Truth.UNKNOWN),
    ],
)
def test_an_unknown_fact_is_unknown_and_not_no(answers, truth):
    assert rules()["B36"].evaluate(facts(**answers)) is truth


def test_a_rule_names_its_facts_in_order_and_two_texts_of_one_condition_are_equal():
    spaced = rule("供地方式 = 租用 或 占林地 = 是 且 供地方式 = 出让")

    assert spaced.facts == ("land_supply", "forest_land")
    assert spaced == rule("供地方式=租用 或 (占林地=是 且 供地方式=出让)")
    assert spaced != rule("(供地方式=租用 或 占林地=是) 且 供地方式=出让")


# -- which questions decide -------------------------------------------------------------------------------------------


def test_the_deciding_questions_are_those_asked_now_and_able_to_decide():
    assert rules()["A12"].deciding_facts(facts()) == ("construction_nature",)
    assert rules()["A12"].deciding_facts(facts(建设性质="新建")) == ("forest_land",)
    assert rules()["A12"].deciding_facts(facts(建设性质="装修")) == ()
    assert rules()["A09"].deciding_facts(facts(建设性质="新建", 征占地公顷=9)) == ("erosion_zone",)


def test_a_question_not_asked_yet_is_stood_in_for_by_the_one_it_waits_for():
    gas_line = rules()["C19"]

    assert gas_line.deciding_facts(facts()) == ("daily_gas",)
    assert gas_line.deciding_facts(facts(日用气量=5)) == ("gas_main_needed",)


@given(SHIPPED, st.data())
def test_an_undecided_rule_always_has_a_question_and_some_answers_to_such_questions_settle_it(code, data):
    one = rules()[code]
    given_facts = data.draw(any_facts(dictionary(), (one,)))
    assume(one.evaluate(given_facts) is Truth.UNKNOWN)
    about = [
        leaf for each in (one, *(d.ask_when for d in dictionary() if d.ask_when)) for leaf in each.condition.leaves()
    ]

    def settles(so_far: Facts, depth: int) -> bool:
        if one.evaluate(so_far) is not Truth.UNKNOWN:
            return True
        return depth > 0 and any(
            settles(so_far.with_answer(key, answer), depth - 1)
            for key in one.deciding_facts(so_far)
            for answer in answer_classes(key, [leaf for leaf in about if leaf.fact == key], dictionary())
        )

    deciding = one.deciding_facts(given_facts)
    assert deciding
    assert all(key not in given_facts.effective and given_facts.is_asked(key) is Truth.TRUE for key in deciding)
    assert settles(given_facts, 3)


# -- laws -------------------------------------------------------------------------------------------------------------


@given(SHIPPED, st.data())
def test_another_answer_never_flips_a_decided_verdict(code, data):
    one = rules()[code]
    given_facts = data.draw(any_facts(dictionary(), (one,)))
    extra = data.draw(any_facts(dictionary(), (one,)))
    more = Facts(dictionary(), {**extra, **given_facts})

    before = one.evaluate(given_facts)
    assert before in (Truth.UNKNOWN, one.evaluate(more))


@given(any_facts(dictionary(), tuple(rules().values())))
@settings(max_examples=60)
def test_answers_to_questions_not_asked_change_no_verdict(given_facts):
    kept = Facts(dictionary(), given_facts.effective)

    for code, one in rules().items():
        assert one.evaluate(given_facts) is one.evaluate(kept), code
        assert one.explain(given_facts) == one.explain(kept), code


@given(any_facts(dictionary(), tuple(rules().values())), st.data())
@settings(max_examples=60)
def test_once_every_question_asked_is_answered_every_verdict_is_decided(given_facts, data):
    complete = given_facts
    while complete.open:
        key = complete.open[0]
        complete = complete.with_answer(key, data.draw(st.sampled_from(possible_answers(key, [], dictionary()))))

    assert {code for code, one in rules().items() if one.evaluate(complete) is Truth.UNKNOWN} == set()


@given(any_rule(small_dictionary()), any_facts(small_dictionary()))
def test_three_valued_evaluation_is_sound_for_any_rule(one, given_facts):
    """Decided before the unknown facts are known: the same however they turn out."""
    truth = one.condition.truth(given_facts.effective)
    assume(truth is not Truth.UNKNOWN)
    unknown = [key for key in one.facts if key not in given_facts.effective]
    classes = [answer_classes(key, list(one.condition.leaves()), small_dictionary()) for key in unknown]

    for answers in itertools.islice(itertools.product(*classes), 64):
        complete = {**given_facts.effective, **dict(zip(unknown, answers, strict=True))}
        assert one.condition.truth(complete) is truth


# -- analysis ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("供地方式 = 出让 且 供地方式 = 租用", False, True),
        ("供地方式 = 出让 或 供地方式 != 出让", True, False),
        ("征占地公顷 >= 0.5 且 征占地公顷 < 0.5", False, True),
        ("征占地公顷 > 0.4 且 征占地公顷 < 0.5", True, True),
        ("日用水量 >= 0", True, False),
        ("电源数 < 1", False, True),
        ("电源数 > 1 且 电源数 < 2", False, True),
        ("供地方式 属于{出让,划拨,自有,租用}", True, False),
        ("占林地 = 是 且 建设性质 = 装修", False, True),
        ("单独选址 = 是 且 管理方式 = 核准", False, True),
    ],
)
def test_a_rule_that_can_never_hold_or_never_fail_is_found(text, true, false):
    assert never_true(rule(text), dictionary()) is not true
    assert never_false(rule(text), dictionary()) is not false


def test_always_is_no_rule_that_never_fails():
    assert not never_true(ALWAYS, dictionary())
    assert not never_false(ALWAYS, dictionary())


def test_a_rule_that_stays_undecided_when_everything_is_answered_is_found_with_an_example():
    gap = analyse(rule("占林地 = 否"), dictionary()).gap

    assert gap is not None
    complete = Facts(dictionary(), gap)
    assert complete.is_asked(FactKey("forest_land")) is Truth.FALSE
    assert rule("占林地 = 否").evaluate(complete) is Truth.UNKNOWN
    assert "请科长检查规则" in rule("占林地 = 否").explain(complete).sentence


def test_every_shipped_rule_can_hold_can_fail_and_has_no_gap_and_its_examples_are_true():
    for code, one in rules().items():
        found = analyse(one, dictionary())
        assert found.gap is None, code
        assert found.example_in is not None, code
        assert one.evaluate(Facts(dictionary(), found.example_in)) is Truth.TRUE, code
        if one != ALWAYS:
            assert found.example_out is not None, code
            assert one.evaluate(Facts(dictionary(), found.example_out)) is Truth.FALSE, code


@given(any_rule(small_dictionary()))
def test_the_analysis_agrees_with_trying_everything(one):
    over = small_dictionary()
    asks = [each.ask_when for each in over if each.ask_when]
    about = [leaf for each in (one, *asks) for leaf in each.condition.leaves()]
    involved = sorted(set(one.facts).union(*(over.ancestors[key] for key in one.facts)))
    assume(len(involved) < 6)
    choices = [possible_answers(key, [leaf for leaf in about if leaf.fact == key], over) for key in involved]

    truths = {
        one.evaluate(Facts(over, dict(zip(involved, answers, strict=True)))) for answers in itertools.product(*choices)
    }

    found = analyse(one, over)
    assert (found.example_in is not None) == (Truth.TRUE in truths)
    assert (found.example_out is not None) == (Truth.FALSE in truths)
    assert (found.gap is not None) == (Truth.UNKNOWN in truths)


def test_possible_answers_lie_at_between_and_beyond_the_thresholds():
    over = FactDictionary(
        [
            definition("n", "数", FactType.NUMBER),
            definition("w", "整数", FactType.NUMBER, whole=True, at_least=Decimal(1)),
            definition("d", "日", FactType.DATE),
            definition("t", "字", FactType.TEXT),
        ]
    )

    def answers(key: str, *bounds: object) -> list[object]:
        leaves = [Comparison(FactKey(key), Operator.EQUAL, bound) for bound in bounds]  # type: ignore[arg-type]
        return list(possible_answers(FactKey(key), leaves, over))

    assert answers("n") == [0, 1]
    assert answers("n", Decimal("0.5")) == [0, Decimal("0.25"), Decimal("0.5"), Decimal("1.5")]
    assert answers("w", Decimal(2)) == [1, 2, 3, 4]
    assert answers("d") == [date(2026, 1, 1)]
    assert answers("d", date(2026, 3, 1)) == [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2)]
    assert answers("t", "甲") == ["甲", "其他"]


def test_nothing_is_pending_for_a_decided_condition():
    assert pending_facts(rule("占林地 = 是").condition, dictionary(), {FactKey("forest_land"): True}) == ()
    assert Rule(ALWAYS.condition).deciding_facts(facts()) == ()
