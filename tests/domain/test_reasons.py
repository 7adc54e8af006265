"""Every verdict says why in Chinese, from the facts that decided it and no others."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from gxq_desktop.domain.facts import FactDictionary, FactKey, Facts, FactType
from gxq_desktop.domain.reasons import NOT_ASKED, NOT_KNOWN
from gxq_desktop.domain.rules import Membership, Rule
from gxq_desktop.domain.truth import Truth
from tests.archetypes import ARCHETYPE
from tests.builders_rules import any_facts, definition, dictionary, facts, rule, rules, small_dictionary


def sentence(code: str, **answers: object) -> str:
    return rules()[code].explain(facts(**answers)).sentence


N1 = ARCHETYPE["N1"].answers
N2 = ARCHETYPE["N2"].answers


@pytest.mark.parametrize(
    ("code", "answers", "words"),
    [
        ("B01", {}, "每个项目都要办。"),
        ("A17", N1, "因为供地方式为出让。"),
        (
            "A09",
            N1,
            "因为在水土流失易发区，建设性质为新建，征占地面积 4 公顷，达到 0.5 公顷，"
            "且挖填土石方量 60000 立方米，达到 1000 立方米。",
        ),
        ("A22", N1, "因为建设性质为新建，且新建民用建筑面积 3800 平方米。"),
        (
            "C10",
            {"报装容量kW": 80, "高可靠性要求": False},
            "因为报装容量 80 千瓦，不超过 160 千瓦，且不要求双电源或高压供电。",
        ),
        ("A16", N1, "不用办：不涉及危险化学品，只有生产、储存才要办。"),
        ("A05", N1, "不用办：年综合能耗 620 吨标准煤，不到 1000 吨标准煤；不用煤。"),
        ("A12", N1, "不用办：用地内没有林地。"),
        ("A12", N2, "不用办：建设性质为装修，只有新建、扩建、改建、市政才可能要办。"),
        ("A21", N2, "不用办：建设性质为装修，只有新建、扩建、改建、市政才要办。"),
        (
            "A42",
            N2,
            "不用办：供地方式为租用；建设性质为装修。供地方式为出让、划拨或自有，且建设性质为新建或扩建，才要办。",
        ),
        ("A04", N1, "不用办：供地方式为出让；地块已办完农用地转用和征收审批。"),
        ("A26", {"建设性质": "无"}, "不用办：没有需要许可的土建或装修工程。"),
        ("C18", N1, "不用办：不新装用气。"),
        ("C10", N1, "不用办：报装容量 800 千瓦，超过 160 千瓦。"),
        ("C13", N1, "不用办：电源数 1 路，不到 2 路。"),
        ("C18", {}, "待定：还不知道日用气量。"),
        ("A12", {}, "待定：还不知道建设性质。"),
        ("A05", {}, "待定：还不知道年综合能耗、年用煤量。"),
        ("B36", {"建设性质": "新建"}, "待定：还不知道征占地面积、挖填土石方量、是否在水土流失易发区等 6 项。"),
    ],
)
def test_the_sentence_says_what_decided_it(code, answers, words):
    assert sentence(code, **answers) == words


@pytest.mark.parametrize(
    ("code", "answers", "project", "applies_when"),
    [
        ("A02", N1, "管理方式＝备案", "管理方式＝核准"),
        ("A12", N1, "用地内没有林地", "用地内有林地"),
        ("A12", N2, "建设性质＝装修", "建设性质＝新建、扩建、改建、市政，且用地内有林地"),
        ("C19", N1, "不新装用气", "新装用气，且要新建燃气外线或调压设施"),
        ("B09", N1, "不涉河；不自备取水", "涉及河道，或自备水源取水"),
        (
            "A05",
            N1,
            "年综合能耗 620 吨标准煤；不用煤",
            "（年综合能耗 ≥ 1000 吨标准煤，或年用煤量 ≥ 1000 吨），且不在免予节能审查的行业目录里",
        ),
        ("B10", N1, "危化＝无；高危行业＝无", "危化＝生产、储存，或高危行业不是“无”"),
        ("A17", N1, "供地方式＝出让", ""),
        ("A12", {}, "还不知道建设性质", "建设性质＝新建、扩建、改建、市政，且用地内有林地"),
        ("B01", {}, "", ""),
    ],
)
def test_the_why_not_table_sets_this_projects_fact_against_when_it_would_apply(code, answers, project, applies_when):
    explanation = rules()[code].explain(facts(**answers))

    assert (explanation.project_fact, explanation.when_it_applies) == (project, applies_when)


def test_the_lines_of_a_screen_give_each_condition_with_the_answer_and_whether_it_decided():
    lines = rules()["A13"].explain(facts(建设性质="新建", 压覆矿=False)).lines

    assert [(line.text, line.answer, line.holds, line.decides) for line in lines] == [
        ("建设性质＝新建、扩建、改建、市政", "新建", True, False),
        ("确需压覆战略性矿产", "否", False, True),
        ("压覆矿区域评估没有覆盖", NOT_ASKED, None, False),
    ]
    (open_line,) = rules()["C18"].explain(facts()).lines
    assert (open_line.text, open_line.answer, open_line.holds, open_line.decides) == (
        "日用气量 ＞ 0",
        NOT_KNOWN,
        None,
        True,
    )


def test_an_explanation_carries_the_rule_as_written_and_the_questions_to_ask():
    explanation = rules()["C19"].explain(facts(日用气量=20))

    assert explanation.rule_text == "日用气量 > 0 且 需燃气外线或调压 = 是"
    assert explanation.asks == ("gas_main_needed",)
    assert explanation.truth is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("text", "answers", "words"),
    [
        ("签约日 >= 2026-03-01", {"签约日": "2026-05-01"}, "因为签约日为2026-05-01，不早于 2026-03-01。"),
        ("签约日 < 2026-03-01", {"签约日": "2026-05-01"}, "不用办：签约日为2026-05-01，不早于 2026-03-01。"),
        ("园区 = 甲园", {"园区": "乙园"}, "不用办：园区为乙园。"),
        ("园区 != 甲园", {"园区": "甲园"}, "不用办：园区为甲园。"),
        ("深度 != 3", {"开工": "是", "深度": 3}, "不用办：深度 3 米。"),
        ("深度 < 3", {"开工": "是", "深度": 3}, "不用办：深度 3 米，已达到 3 米。"),
        ("深度 > 3 且 深度 != 4", {"开工": "是", "深度": 5}, "因为深度 5 米，超过 3 米、不是 4 米。"),
        ("供地 = 出让 且 供地 = 租用", {"供地": "自有"}, "不用办：供地为自有。"),
    ],
)
def test_days_texts_and_odd_comparisons_are_explained_too(text, answers, words):
    from gxq_desktop.catalogue.rule_text import parse_rule

    over = small_dictionary()

    assert parse_rule(text, over).explain(Facts.read(over, answers)).sentence == words


def test_a_yes_or_no_may_be_one_of_several():
    over = FactDictionary([definition("a", "甲"), definition("p", "园", FactType.TEXT)])
    either_way = Rule(Membership(FactKey("a"), (True, False)))

    assert either_way.explain(Facts(over, {})).when_it_applies == "甲为是或甲为否"
    named = Rule(Membership(FactKey("p"), ("东园", "西园")))
    assert named.explain(Facts(over, {FactKey("p"): "南园"})).sentence == "不用办：园为南园。"


@given(any_facts(dictionary(), tuple(rules().values())))
@settings(max_examples=40)
def test_an_explanation_claims_only_facts_of_the_rule_that_are_known_and_count(given_facts):
    for code, one in rules().items():
        explanation = one.explain(given_facts)
        chain = set(one.facts).union(*(dictionary().ancestors[key] for key in one.facts))

        assert {line.fact for line in explanation.lines} == set(one.facts), code
        assert set(explanation.asks) <= chain, code
        for line in explanation.lines:
            known = line.fact in given_facts.effective
            assert (line.holds is not None) == known, code
            assert (line.answer in (NOT_ASKED, NOT_KNOWN)) != known, code
        claimed = [] if explanation.truth is Truth.UNKNOWN else explanation.project_fact.split("；")
        possible = {
            dictionary()[key].equate(given_facts.effective[key]) for key in one.facts if key in given_facts.effective
        }
        assert set(claimed) <= possible | {""}, code
        assert re.fullmatch(r"(因为|不用办：|待定：|每个).+。", explanation.sentence), code


@given(any_facts(dictionary(), tuple(rules().values())))
@settings(max_examples=40)
def test_the_claimed_facts_alone_decide_the_verdict(given_facts):
    """What the reason names is enough: with nothing else known the verdict is the same."""
    for code, one in rules().items():
        explanation = one.explain(given_facts)
        if explanation.truth is Truth.UNKNOWN:
            continue
        named = {line.fact: given_facts.effective[line.fact] for line in explanation.lines if line.decides}
        assert one.condition.truth(named) is explanation.truth, code


def test_a_bracket_is_written_only_where_two_words_meet():
    both_missing = rule("(占林地 = 是 或 涉文物 = 是) 且 涉河 = 是").explain(facts(建设性质="新建"))
    one_missing = rule("(占林地 = 是 或 涉文物 = 是) 且 涉河 = 是").explain(facts(建设性质="新建", 涉河=True))

    assert both_missing.when_it_applies == "（用地内有林地，或涉及文物保护或要求考古），且涉及河道"
    assert one_missing.when_it_applies == "用地内有林地，或涉及文物保护或要求考古"
