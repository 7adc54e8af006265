"""Rules are read as a section chief writes them, written back equal, or refused with place and nearest name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxq_desktop.catalogue.rule_text import RuleReader, RuleTextError, parse_rule, write_rule
from gxq_desktop.domain.rules import ALWAYS, Always, And, Comparison, Membership, Operator, Or, Rule
from tests.builders_rules import any_rule, dictionary, entries, small_dictionary

GRANT = Comparison("land_supply", Operator.EQUAL, "grant")
FOREST = Comparison("forest_land", Operator.EQUAL, True)
RIVER = Comparison("river", Operator.UNEQUAL, False)


def read(text: str) -> Rule:
    return parse_rule(text, dictionary())


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("始终", Always()),
        ("供地方式 = 出让", GRANT),
        ("供地方式=出让", GRANT),
        ("land_supply = grant", GRANT),
        ("  供地方式\n =\t出让 ", GRANT),
        ("（供地方式＝出让）", GRANT),
        ("((供地方式 = 出让))", GRANT),
        ("涉河 != 否", RIVER),
        ("涉河 ≠ 否", RIVER),
        ("涉河！＝否", RIVER),
        ("供地方式 属于{出让,划拨}", Membership("land_supply", ("grant", "allocation"))),
        ("供地方式属于｛出让、划拨｝", Membership("land_supply", ("grant", "allocation"))),
        ("征占地公顷 ≥ 0.5", Comparison("land_area_ha", Operator.AT_LEAST, Decimal("0.5"))),
        ("征占地公顷＞＝０.5", Comparison("land_area_ha", Operator.AT_LEAST, Decimal("0.5"))),
        ("征占地公顷≤5", Comparison("land_area_ha", Operator.AT_MOST, Decimal(5))),
        ("征占地公顷 < 5", Comparison("land_area_ha", Operator.LESS, Decimal(5))),
        ("征占地公顷 ＞ 5", Comparison("land_area_ha", Operator.MORE, Decimal(5))),
        ("需宽带或专线 = 是", Comparison("broadband", Operator.EQUAL, True)),
        ("需宽带或专线=是或占林地=是", Or((Comparison("broadband", Operator.EQUAL, True), FOREST))),
        ("供地方式=出让且占林地=是或涉河≠否", Or((And((GRANT, FOREST)), RIVER))),
        ("涉河≠否或供地方式=出让且占林地=是", Or((RIVER, And((GRANT, FOREST))))),
        ("供地方式=出让 且 (占林地=是 或 涉河≠否)", And((GRANT, Or((FOREST, RIVER))))),
        ("供地方式=出让 且 (占林地=是 且 涉河≠否)", And((GRANT, FOREST, RIVER))),
    ],
)
def test_a_rule_is_read_as_it_is_meant(text, condition):
    rule = read(text)

    assert rule.condition == condition
    assert rule.text == text.strip()


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("签约日 >= 2026-03-01", Comparison("signed", Operator.AT_LEAST, date(2026, 3, 1))),
        ('园区 = "化工 园区"', Comparison("park", Operator.EQUAL, "化工 园区")),
        ("园区 属于{“甲”,乙园}", Membership("park", ("甲", "乙园"))),
        (
            "宽带或专线且光纤 = 是 且 开工 = 否",
            And((Comparison("line", Operator.EQUAL, True), Comparison("built", Operator.EQUAL, False))),
        ),
    ],
)
def test_days_texts_and_names_that_hold_words_of_the_language_are_read(text, condition):
    assert parse_rule(text, small_dictionary()).condition == condition


@pytest.mark.parametrize(
    ("text", "line", "column", "words", "nearest"),
    [
        ("供地方法 = 出让", 1, 1, "没有名为“供地方法”的事实，最接近的是“供地方式”。", "供地方式"),
        ("占林地 = 是 且 供地方法 = 出让", 1, 11, "最接近的是“供地方式”", "供地方式"),
        ("占林地 = 是\n  且 供地方法 = 出让", 2, 5, "最接近的是“供地方式”", "供地方式"),
        ("征占地公顷≥5且供地方法=出让", 1, 9, "最接近的是“供地方式”", "供地方式"),
        ("需光纤或专线 = 是", 1, 1, "没有名为“需光纤或专线”的事实，最接近的是“需宽带或专线”。", "需宽带或专线"),
        ("占林地 = 是 且 需光纤或专线 属于{是}", 1, 11, "没有名为“需光纤或专线”的事实", "需宽带或专线"),
        ("天上有云 = 是", 1, 1, "没有名为“天上有云”的事实。请对照事实字典改正。", ""),
        (
            "供地方式 = 出售",
            1,
            8,
            "“供地方式”没有“出售”这个答案，最接近的是“出让”。可以写：出让、划拨、自有、租用。",
            "出让",
        ),
        ("供地方式 属于{出让,xyz}", 1, 12, "“供地方式”没有“xyz”这个答案。", ""),
        ("供地方式 属于{出让,出让}", 1, 12, "“出让”在大括号里写了两次", ""),
        ("占林地 = 有", 1, 7, "“占林地”没有“有”这个答案。可以写：是、否。", ""),
        ("征占地公顷 >= 五", 1, 10, "“征占地公顷”是数，不能和“五”比较。请写数，不带单位。", ""),
        ("征占地公顷 = 5公顷", 1, 9, "“征占地公顷”是数，不能和“5公顷”比较。", ""),
        ("征占地公顷 >= -5", 1, 10, "不能和“-5”比较", ""),
        ("征占地公顷 属于{1,2}", 1, 1, "“征占地公顷”是数，不能用“属于”。请用 >=、<= 等比较符号。", ""),
        ("供地方式 >= 出让", 1, 6, "“供地方式”是选项，不能比大小。请用 =、!= 或 属于{…}。", ""),
        ("占林地 > 否", 1, 5, "“占林地”是是/否，不能比大小", ""),
        ("供地方式 = 出让 且", 1, 12, "规则没有写完。这里应当是事实名称、“始终”或“(”。", ""),
        ("供地方式", 1, 5, "规则没有写完。这里应当是比较符号（= != > >= < <=）或“属于”。", ""),
        ("(供地方式 = 出让", 1, 11, "规则没有写完。这里应当是“且”、“或”或“)”。", ""),
        ("供地方式 = 出让)", 1, 10, "不应当出现“)”。这里应当是“且”、“或”或规则结束。", ""),
        ("供地方式 属于 出让", 1, 9, "不应当出现“出让”。这里应当是“{”。", ""),
        ("供地方式 属于{出让 划拨}", 1, 12, "不应当出现“划拨”。这里应当是“}”或“,”。", ""),
        ("供地方式 属于{}", 1, 9, "不应当出现“}”。这里应当是事实名称、数或“文字”。", ""),
        ("供地方式 = = 出让", 1, 8, "不应当出现“=”", ""),
        ("且 供地方式 = 出让", 1, 1, "不应当出现“且”", ""),
        ("征占地公顷 ≥ 5 且 供地方式 = = 出让", 1, 20, "不应当出现“=”", ""),
        ('供地方式 = "出让', 1, 8, '看不懂“"”', ""),
        ("供地方式 ! 出让", 1, 6, "看不懂“!”", ""),
        ("   ", 1, 1, "规则是空的。请写条件，对所有项目都适用的写“始终”。", ""),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_with_its_place_what_was_expected_and_the_nearest_name(
    text, line, column, words, nearest
):
    with pytest.raises(RuleTextError) as refusal:
        read(text)

    assert (refusal.value.line, refusal.value.column, refusal.value.nearest) == (line, column, nearest)
    assert f"第 {line} 行第 {column} 列：" in refusal.value.problem
    assert words in str(refusal.value)


def test_a_wrong_day_is_refused():
    with pytest.raises(RuleTextError, match="“签约日”是日期，不能和“2026-02-30”比较。请写 2026-03-01 这样的日期。"):
        parse_rule("签约日 > 2026-02-30", small_dictionary())


@given(any_rule(small_dictionary()))
def test_what_is_written_reads_back_equal(rule):
    assert parse_rule(write_rule(rule, small_dictionary()), small_dictionary()) == rule


def test_every_shipped_rule_variant_and_question_writes_back_equal():
    rules = [entry.rule for entry in entries().values()]
    rules += [variant.when for entry in entries().values() for variant in entry.variants]
    rules += [each.ask_when for each in dictionary() if each.ask_when]

    assert len(rules) == 105 + 22 + 47
    for rule in rules:
        assert read(write_rule(rule, dictionary())) == rule


@given(any_rule(small_dictionary()), st.sampled_from(["", " ", "  ", "\n", "\u3000"]))
@settings(max_examples=50)
def test_spacing_around_signs_and_brackets_does_not_matter(rule, space):
    written = write_rule(rule, small_dictionary())
    for sign in "(){},":
        written = written.replace(sign, f"{space}{sign}{space}")

    assert parse_rule(written, small_dictionary()) == rule


@given(st.text('供地方式出让占林地是否且或属于始终征=!<>{}()（）｛｝，≥≤ \n0.5"“”a', max_size=30))
def test_whatever_is_typed_is_a_rule_or_a_refusal(text):
    try:
        read(text)
    except RuleTextError as refusal:
        assert 1 <= refusal.line <= text.count("\n") + 1
        assert refusal.column >= 1
        assert refusal.problem.endswith("。") and refusal.next_step.endswith("。")


def test_equal_texts_are_read_once():
    reader = RuleReader(dictionary())

    assert reader.read("占林地 = 是") is reader.read("占林地 = 是")
    assert reader.read("始终") == ALWAYS
