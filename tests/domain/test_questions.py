"""Open questions come best first: the fewest answers settle the most rows."""

from __future__ import annotations

from hypothesis import given, settings

from gxq_desktop.catalogue.rule_text import parse_rule
from gxq_desktop.domain.facts import Facts
from gxq_desktop.domain.questions import open_questions
from gxq_desktop.domain.rules import Rule, possible_answers
from gxq_desktop.domain.truth import Truth
from tests.archetypes import ARCHETYPES
from tests.builders_rules import any_facts, dictionary, entries, facts, rules, small_dictionary


def small(**texts: str) -> dict[str, Rule]:
    return {code: parse_rule(text, small_dictionary()) for code, text in texts.items()}


def test_the_question_that_settles_most_comes_first():
    questions = open_questions(
        small(X="供地 = 出让", Y="供地 = 租用", Z="开工 = 是 且 深度 > 3"), Facts(small_dictionary())
    )

    assert [(q.fact, q.settles, q.touches, q.settles_on_average, q.settles_at_least) for q in questions] == [
        ("land", ("X", "Y"), ("X", "Y"), 2.0, 2),
        ("built", (), ("Z",), 0.5, 0),
    ]


def test_a_question_that_only_unlocks_another_touches_the_row_but_does_not_settle_it():
    (question,) = open_questions(small(X="论证 = 是"), Facts(small_dictionary()).with_answer("开工", "是"))

    assert question.fact == "depth"
    assert question.touches == ("X",)
    assert question.settles == ()


def test_numbers_count_once_for_each_stretch_between_thresholds():
    (question,) = open_questions(small(X="深度 >= 5 且 论证 = 是"), Facts(small_dictionary()).with_answer("开工", "是"))

    assert (question.settles_on_average, question.settles_at_least) == (0.5, 0)  # below 5 settles, from 5 on asks 论证


def test_ties_follow_the_dictionary():
    questions = open_questions(small(X="园区 = 甲园", Y="开工 = 是"), Facts(small_dictionary()))

    assert [question.fact for question in questions] == ["built", "park"]


def test_rows_decided_by_an_officer_and_by_their_rule_ask_nothing():
    two = small(X="供地 = 出让", Y="开工 = 是")

    assert [q.fact for q in open_questions(two, Facts(small_dictionary()), settled=("X",))] == ["built"]
    assert open_questions(two, Facts.read(small_dictionary(), {"供地": "租用", "开工": "否"})) == ()


def test_a_question_on_which_only_a_limit_hangs_comes_after_all_others():
    two = small(X="供地 = 出让", Y="开工 = 是")
    variants = {"X": tuple(small(a="园区 = 甲园", b="园区 != 甲园").values())}

    def asked(given_facts: Facts, settled: tuple[str, ...] = ()) -> list[tuple[str, tuple[str, ...]]]:
        return [(q.fact, q.limits) for q in open_questions(two, given_facts, settled, variants)]

    nothing = Facts(small_dictionary())
    assert asked(nothing) == [("land", ()), ("built", ()), ("park", ("X",))]
    assert asked(nothing.with_answer("供地", "租用")) == [("built", ())]
    assert asked(nothing.with_answer("园区", "甲园")) == [("land", ()), ("built", ())]
    assert asked(nothing, ("X",)) == [("built", ())]


def test_whether_a_tender_is_compulsory_is_asked_for_the_limits_it_decides():
    answers = {label: answer for label, answer in ARCHETYPES[0].answers.items() if label != "依法必须招标"}
    variants = {code: tuple(each.when for each in entry.variants) for code, entry in entries().items()}

    (question,) = open_questions(rules(), Facts.read(dictionary(), answers), variants=variants)

    assert (question.fact, question.touches, question.limits) == ("tender_required", (), ("B20", "B25"))


def test_a_new_project_is_first_asked_what_is_built():
    first = open_questions(rules(), facts())[0]

    assert first.fact == "construction_nature"
    assert len(first.touches) == 53


def test_a_complete_project_has_no_open_question():
    for archetype in ARCHETYPES:
        assert open_questions(rules(), Facts.read(dictionary(), archetype.answers)) == ()


def undecided_after_each_answer(answers: Facts, best_first: bool) -> list[int]:
    """How many rows are undecided before each answer, asking best first or down the dictionary."""
    known, left = facts(), []
    while questions := open_questions(rules(), known):
        left.append(sum(rule.evaluate(known) is Truth.UNKNOWN for rule in rules().values()))
        place = dictionary().position
        chosen = questions[0] if best_first else min(questions, key=lambda each: place[each.fact])
        known = known.with_answer(chosen.fact, answers[chosen.fact])
    return left


def test_asking_best_first_settles_rows_sooner_than_asking_down_the_list():
    for archetype in ARCHETYPES:
        answers = Facts.read(dictionary(), archetype.answers)
        best, listed = (undecided_after_each_answer(answers, best_first) for best_first in (True, False))

        assert sum(best) < 0.8 * sum(listed), archetype.id


def test_half_of_all_rows_are_settled_by_the_first_five_answers():
    known = facts()
    answers = Facts.read(dictionary(), ARCHETYPES[1].answers)
    for _ in range(5):
        known = known.with_answer((key := open_questions(rules(), known)[0].fact), answers[key])

    undecided = [code for code, rule in rules().items() if rule.evaluate(known) is Truth.UNKNOWN]
    assert len(undecided) <= 52


@given(any_facts(dictionary(), tuple(rules().values())))
@settings(max_examples=40)
def test_what_a_question_promises_it_keeps(given_facts):
    undecided = {code for code, rule in rules().items() if rule.evaluate(given_facts) is Truth.UNKNOWN}
    questions = open_questions(rules(), given_facts)

    assert {code for question in questions for code in question.touches} == undecided
    assert [question.settles_on_average for question in questions] == sorted(
        (question.settles_on_average for question in questions), reverse=True
    )
    for question in questions[:4]:
        assert given_facts.is_asked(question.fact) is Truth.TRUE and question.fact not in given_facts.effective
        leaves = [leaf for rule in rules().values() for leaf in rule.condition.leaves() if leaf.fact == question.fact]
        for answer in possible_answers(question.fact, leaves, dictionary()):
            after = given_facts.with_answer(question.fact, answer)
            settled = {code for code in undecided if rules()[code].evaluate(after) is not Truth.UNKNOWN}
            assert set(question.settles) <= settled
            assert len(settled) >= question.settles_at_least
