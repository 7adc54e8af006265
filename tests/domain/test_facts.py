"""Answers are read exactly or refused in words; an answer to a question that is not asked does not count."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.domain.errors import DomainError, DomainErrors
from gxq_desktop.domain.facts import (
    Choice,
    FactDictionary,
    FactKey,
    Facts,
    FactType,
    parse_value,
    show_number,
)
from gxq_desktop.domain.rules import Always, Comparison, Operator, Rule, both, either
from gxq_desktop.domain.truth import Truth, all_of, any_of
from tests.builders_rules import any_facts, definition, dictionary, facts, small_dictionary

LAND = definition("land", "供地方式", FactType.CHOICE, choices=(Choice("grant", "出让"), Choice("lease", "租用")))
FOREST = definition("forest", "占林地")
AREA = definition("area", "征占地公顷", FactType.NUMBER, unit="公顷", short_label="征占地面积")
LINES = definition("lines", "电源数", FactType.NUMBER, unit="路", at_least=Decimal(1), whole=True)
SIGNED = definition("signed", "签约日", FactType.DATE)
PARK = definition("park", "园区", FactType.TEXT)


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        (LAND, "出让", "grant"),
        (LAND, " grant ", "grant"),
        (FOREST, True, True),
        (FOREST, "是", True),
        (FOREST, "否", False),
        (FOREST, "TRUE", True),
        (FOREST, "false", False),
        (AREA, 4, Decimal(4)),
        (AREA, 0.1, Decimal("0.1")),
        (AREA, "4.50", Decimal("4.5")),
        (AREA, "６０，０００", Decimal(60000)),
        (AREA, " 1,234,567.5 ", Decimal("1234567.5")),
        (AREA, -0.0, Decimal(0)),
        (AREA, Decimal("0.5"), Decimal("0.5")),
        (LINES, "2.0", Decimal(2)),
        (SIGNED, "2026-03-01", date(2026, 3, 1)),
        (SIGNED, date(2026, 3, 1), date(2026, 3, 1)),
        (PARK, " 化工园区 ", "化工园区"),
    ],
)
def test_an_answer_is_read_as_its_value(fact, raw, value):
    read = parse_value(fact, raw)

    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("fact", "raw", "words"),
    [
        (LAND, "出让地", "“供地方式”填的是“出让地”，不在选项里，最接近的是“出让”。可以填：出让、租用。"),
        (LAND, True, "不在选项里"),
        (LAND, 3, "不在选项里"),
        (FOREST, "也许", "应当是“是”或“否”"),
        (FOREST, 1, "应当是“是”或“否”"),
        (FOREST, None, "填的是“空”"),
        (AREA, "四公顷", "“征占地公顷”填的是“四公顷”，不是数。请填不小于 0 的数，单位公顷，不带单位文字。"),
        (AREA, "4公顷", "不是数"),
        (AREA, "1,23", "不是数"),
        (AREA, True, "“true”，不是数"),
        (AREA, [4], "一个列表"),
        (AREA, {"a": 4}, "一组字段"),
        (AREA, -1, "不能是负数"),
        (AREA, float("nan"), "不是有限的数"),
        (AREA, "Infinity", "不是有限的数"),
        (AREA, "1e400", "大得不合理"),
        (LINES, 0, "小于 1"),
        (LINES, 1.5, "应当是整数"),
        (SIGNED, "2026-02-30", "不是日期"),
        (SIGNED, datetime(2026, 3, 1, 8, 0, tzinfo=UTC), "不是日期"),
        (SIGNED, 20260301, "不是日期"),
        (PARK, "  ", "不是文字"),
        (PARK, "长" * 99, None),
    ],
)
def test_an_impossible_answer_is_refused_naming_the_fact_what_was_given_and_what_is_allowed(fact, raw, words):
    if words is None:
        assert parse_value(fact, raw) == raw
        return
    with pytest.raises(DomainError) as refusal:
        parse_value(fact, raw)

    assert words in str(refusal.value)
    assert f"“{fact.label}”" in refusal.value.problem
    assert refusal.value.next_step


def test_a_long_wrong_answer_is_quoted_in_part():
    with pytest.raises(DomainError) as refusal:
        parse_value(FOREST, "很" * 500)

    assert len(refusal.value.problem) < 80


@given(st.decimals(0, 10**12, allow_nan=False, places=4))
def test_a_number_reads_the_same_from_a_number_and_from_its_text(number):
    assert parse_value(AREA, number) == parse_value(AREA, show_number(number)) == number


@given(st.text() | st.none() | st.integers() | st.floats() | st.booleans() | st.lists(st.integers()))
def test_whatever_is_answered_it_is_a_value_or_a_refusal(raw):
    for fact in (LAND, FOREST, AREA, LINES, SIGNED, PARK):
        try:
            parse_value(fact, raw)
        except DomainError as refusal:
            assert refusal.problem.endswith("。") and refusal.next_step.endswith("。")


def test_a_value_is_shown_as_an_answer_as_a_statement_and_for_a_narrow_column():
    assert [LAND.show("grant"), LAND.state("grant"), LAND.equate("grant")] == [
        "出让",
        "供地方式为出让",
        "供地方式＝出让",
    ]
    assert [FOREST.show(False), FOREST.state(False)] == ["否", "占林地为否"]
    assert [AREA.show(Decimal("4.0")), AREA.state(Decimal(4))] == ["4 公顷", "征占地面积 4 公顷"]
    assert AREA.equate(Decimal("60000")) == "征占地面积 60000 公顷"
    assert [SIGNED.show(date(2026, 3, 1)), PARK.state("甲园")] == ["2026-03-01", "园区为甲园"]
    with pytest.raises(KeyError):
        LAND.choice("none")


def test_zero_and_yes_or_no_have_their_own_words_where_the_dictionary_gives_them():
    assert dictionary()["forest_land"].state(True) == "用地内有林地"
    assert dictionary()["forest_land"].equate(False) == "用地内没有林地"
    assert dictionary()["daily_gas"].state(Decimal(0)) == "不新装用气"
    assert dictionary()["daily_gas"].show(Decimal(0)) == "0 标准立方米/日"
    assert dictionary()["hazchem"].state("none") == "不涉及危险化学品"


def test_a_choice_needs_two_choices():
    with pytest.raises(ValueError, match="two choices"):
        definition("x", "甲", FactType.CHOICE, choices=(Choice("a", "一"),))


# -- the dictionary -----------------------------------------------------------------------------------------------


def test_a_fact_is_found_by_key_or_label_and_the_nearest_is_named():
    assert dictionary().find("land_supply") is dictionary().find("供地方式")
    with pytest.raises(DomainError, match="没有名为“供地方法”的事实，最接近的是“供地方式”"):
        dictionary().find("供地方法")
    with pytest.raises(DomainError, match="最接近的是“land_supply（供地方式）”"):
        dictionary().find("land_suply")
    with pytest.raises(DomainError, match="没有名为“天气”的事实。"):
        dictionary().find("天气")


def test_a_dictionary_refuses_doubles_and_unknown_facts_all_at_once():
    lost = Rule(Comparison(FactKey("lost"), Operator.EQUAL, True))

    with pytest.raises(DomainErrors) as refusal:
        FactDictionary(
            [definition("a", "甲"), definition("a", "乙"), definition("c", "甲"), definition("d", "丁", ask_when=lost)]
        )

    assert len(refusal.value.faults) == 3
    assert "lost" in refusal.value.problem


def test_questions_that_wait_for_one_another_are_named_in_order():
    def waits(key: str) -> Rule:
        return Rule(Comparison(FactKey(key), Operator.EQUAL, True))

    with pytest.raises(DomainErrors, match="甲 → 乙 → 丙 → 甲"):
        FactDictionary(
            [
                definition("a", "甲", ask_when=waits("b")),
                definition("b", "乙", ask_when=waits("c")),
                definition("c", "丙", ask_when=waits("a")),
            ]
        )


def test_the_shipped_dictionary_has_66_facts_in_order_with_groups_and_sources():
    assert len(dictionary()) == 66
    assert next(iter(dictionary())).key == "management_mode"
    assert dictionary().groups[:3] == ("项目基本", "施工", "用地")
    assert all(each.provenance.source and each.question.endswith("？") and each.help for each in dictionary())
    assert dictionary().dependents[FactKey("daily_water")] == ("municipal_water", "water_main_needed", "meter_mm")
    assert dictionary().ancestors[FactKey("meter_mm")] == {"daily_water", "municipal_water"}


# -- answers ------------------------------------------------------------------------------------------------------


def test_answers_come_in_by_key_or_label_and_empty_ones_stay_unknown():
    read = Facts.read(dictionary(), {"供地方式": "出让", "forest_land": "否", "涉河": None, "涉文物": ""})

    assert dict(read) == {"land_supply": "grant", "forest_land": False}
    assert read.as_json() == {"land_supply": "grant", "forest_land": False}


def test_all_faults_of_the_answers_are_listed_at_once():
    with pytest.raises(DomainErrors) as refusal:
        Facts.read(
            dictionary(),
            {"供地方法": "出让", "占林地": "也许", "land_supply": "grant", "供地方式": "租用", "电源数": 0},
        )

    problems = [fault.problem for fault in refusal.value.faults]
    assert [problem[:8] for problem in problems] == [
        "没有名为“供地方",
        "“占林地”填的是",
        "“供地方式”填了",
        "“电源数”填的是",
    ]
    assert "填了两次：出让、租用" in problems[2]


def test_numbers_are_given_back_to_json_as_whole_or_broken_numbers():
    assert facts(征占地公顷="4.0", 年综合能耗tce="620.5").as_json() == {"land_area_ha": 4, "energy_tce": 620.5}


def test_facts_do_not_change_and_changed_copies_leave_them_alone():
    before = facts(建设性质="新建")
    after = before.with_answer("占林地", "是").without(FactKey("construction_nature"))

    assert dict(before) == {"construction_nature": "new_build"}
    assert dict(after) == {"forest_land": True}
    assert before == facts(建设性质="新建") and hash(before) == hash(facts(建设性质="新建"))
    assert "new_build" in repr(before)
    with pytest.raises(ValueError, match="no fact"):
        Facts(dictionary(), {FactKey("lost"): True})


def test_a_question_is_asked_only_while_its_condition_holds():
    assert facts().is_asked(FactKey("pit_depth")) is Truth.UNKNOWN
    assert facts(建设性质="新建", 达施工许可限额=True).is_asked(FactKey("pit_depth")) is Truth.TRUE
    assert facts(建设性质="无").is_asked(FactKey("pit_depth")) is Truth.FALSE
    assert facts().is_asked(FactKey("construction_nature")) is Truth.TRUE


def test_a_question_that_waits_for_one_not_asked_is_not_asked_itself():
    fit_out = facts(建设性质="装修", 压覆矿=True)

    assert fit_out.is_asked(FactKey("mineral_overlay")) is Truth.FALSE
    assert fit_out.is_asked(FactKey("mineral_regional")) is Truth.FALSE


def test_an_answer_left_over_from_before_does_not_count_and_counts_again_when_the_question_returns():
    built = facts(建设性质="新建", 占林地=True)
    fitted = built.with_answer("建设性质", "装修")

    assert built.effective == {"construction_nature": "new_build", "forest_land": True}
    assert fitted.effective == {"construction_nature": "fit_out"}
    assert fitted.stale == ("forest_land",)
    assert fitted.with_answer("建设性质", "改建").stale == ()


def test_open_questions_are_those_asked_and_not_answered():
    small = Facts(small_dictionary(), {FactKey("built"): True, FactKey("land"): "lease"})

    assert small.open == ("depth", "signed", "park")


@given(any_facts(dictionary()), st.data())
def test_settling_one_more_answer_is_the_same_as_answering_it(given_facts, data):
    key = data.draw(st.sampled_from(dictionary().asking_order))
    other = data.draw(any_facts(dictionary()))
    if key not in other:
        return

    assert given_facts.settled_with(key, other[key]) == given_facts.with_answer(key, other[key]).effective


@given(any_facts(dictionary()), st.data())
def test_more_answers_never_take_one_out_of_the_count_nor_reopen_what_is_asked(given_facts, data):
    missing = [key for key in dictionary().asking_order if key not in given_facts]
    other = data.draw(any_facts(dictionary()))
    added = {key: other[key] for key in missing if key in other}
    more = Facts(dictionary(), {**given_facts, **added})

    assert given_facts.effective.items() <= more.effective.items()
    for key in dictionary().asking_order:
        assert given_facts.is_asked(key) in (Truth.UNKNOWN, more.is_asked(key))


def test_facts_survive_being_sent_to_another_process():
    there = pickle.loads(pickle.dumps(facts(建设性质="新建", 占林地=True)))

    assert there == facts(建设性质="新建", 占林地=True)
    assert there.effective == {"construction_nature": "new_build", "forest_land": True}


# -- three truth values ---------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(Truth)))
def test_all_and_any_agree_with_every_way_the_unknown_may_turn_out(truths):
    def outcomes(join) -> Truth:
        found = {
            True: join(each is not Truth.FALSE for each in truths),
            False: join(each is Truth.TRUE for each in truths),
        }
        return Truth.of(found[True]) if found[True] == found[False] else Truth.UNKNOWN

    assert all_of(truths) is outcomes(all)
    assert any_of(truths) is outcomes(any)
    assert [truth.holds for truth in Truth] == [True, False, None]


def test_joining_conditions_flattens_them_and_one_part_is_itself():
    always, one = Always(), Comparison(FactKey("a"), Operator.EQUAL, True)

    assert both(one) is one and either(one) is one
    assert both(both(one, always), one) == both(one, always, one)
    assert either(either(one, always), one) == either(one, always, one)
