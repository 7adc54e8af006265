"""The files of facts, rules and contradictions: one tiny wrong file a mistake, all mistakes of a file at once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from gxq_desktop.catalogue.fact_files import (
    load_contradictions,
    load_facts,
    load_rules,
    read_contradictions,
    read_facts,
    read_rules,
)
from gxq_desktop.catalogue.faults import CatalogueRefused, FaultList
from gxq_desktop.domain.basis import Confidence
from gxq_desktop.domain.facts import FactType
from tests.builders_rules import CATALOGUE, dictionary, entries

FACTS = """\
land:
  label: 供地方式
  type: choice
  group: 用地
  question: 土地怎么来？
  choices: {grant: 出让, lease: 租用}
  source: 法
  confidence: high
forest:
  label: 占林地
  type: boolean
  group: 用地
  question: 有没有林地？
  phrases: {是: 有林地, 否: 没有林地}
  ask_when: 供地方式 = 出让
  source: 法
  confidence: high
area:
  label: 面积
  type: number
  unit: 公顷
  group: 用地
  question: 多大？
  at_least: 0.1
  source: 法
  confidence: low
  template: true
"""
RULE = "A01:\n  rule: 供地方式 = 出让\n  source: 法\n  confidence: high\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_sound_facts_are_read(tmp_path):
    land, forest, area = load_facts(write(tmp_path, "facts.yaml", FACTS))

    assert [choice.label for choice in land.choices] == ["出让", "租用"]
    assert forest.type is FactType.BOOLEAN and forest.state(True) == "有林地" and forest.ask_when is not None
    assert area.at_least == Decimal("0.1") and area.provenance.template and area.provenance.confidence is Confidence.LOW


@pytest.mark.parametrize(
    ("change", "line", "subject", "field", "words"),
    [
        (("  label: 占林地", "  label: 供地方式"), 10, "forest", "label", "“供地方式”在第 2 行已经用过"),
        (("  label: 占林地", "  label: 占 林地"), 10, "forest", "label", "不能用作规则里的名称"),
        (("  label: 占林地", "  label: 始终占林"), 10, "forest", "label", "不能用作规则里的名称"),
        (("  label: 占林地", "  lable: 占林地"), 10, "forest", "lable", "最接近的是“label”"),
        (("type: boolean", "type: bool"), 11, "forest", "type", "最接近的是“boolean”"),
        (("  question: 有没有林地？\n", ""), 10, "forest", "question", "缺少“question”"),
        (("{grant: 出让, lease: 租用}", "{grant: 出让}"), 6, "land", "choices", "选项少于两个"),
        (("{grant: 出让, lease: 租用}", "{grant: 出让, lease: 出让}"), 6, "land", "choices", "选项“出让”重复"),
        (("{grant: 出让, lease: 租用}", "{grant: 出让, lease: 租 用}"), 6, "land", "choices", "不能写进规则"),
        (("  unit: 公顷", "  choices: {a: 甲, b: 乙}"), 21, "area", "choices", "没有选项"),
        (("type: number\n  unit", "type: text\n  unit"), 21, "area", "unit", "没有单位"),
        (("{是: 有林地, 否", "{有: 有林地, 否"), 14, "forest", "phrases", "没有“有”这个选项"),
        (("  phrases: {是: 有林地, 否: 没有林地}", "  choices: {y: 是, n: 否}"), 14, "forest", "choices", "不写选项"),
        (("供地方式 = 出让", "供地方法 = 出让"), 15, "forest", "ask_when", "最接近的是“供地方式”"),
        (("供地方式 = 出让", "供地方式 = 出让 且 供地方式 = 租用"), 15, "forest", "ask_when", "永远不成立"),
        (("供地方式 = 出让", "面积 >= 0"), 15, "forest", "ask_when", "永远成立"),
        (("供地方式 = 出让", "占林地 = 是"), 0, "", "", "互相等待：占林地 → 占林地"),
        (("at_least: 0.1", "at_least: 很多"), 24, "area", "at_least", "应当是数"),
        (("confidence: low", "confidence: 低"), 26, "area", "confidence", "可以写：high、medium、low"),
        (("area:\n", "面积:\n"), 19, "面积", "", "英文键名“面积”不对"),
        (("area:\n", "land:\n"), 18, "", "land", "“land”重复出现"),
    ],
)
def test_a_mistake_in_the_facts_is_named_with_its_line(tmp_path, change, line, subject, field, words):
    wrong = FACTS.replace(*change)
    assert wrong != FACTS

    with pytest.raises(CatalogueRefused) as refusal:
        load_facts(write(tmp_path, "facts.yaml", wrong))

    (fault,) = (each for each in refusal.value.faults if words in str(each))
    assert fault.file == "facts.yaml"
    if line:
        assert (fault.line, fault.subject, fault.field) == (line, subject, field)


def test_a_mistake_in_one_fact_does_not_hide_those_in_the_others(tmp_path):
    wrong = FACTS.replace("type: boolean", "type: bool").replace("low", "低").replace("出让, lease", "出 让, lease")
    faults = FaultList()

    assert read_facts(write(tmp_path, "facts.yaml", wrong), faults) is None

    assert {fault.subject for fault in faults} == {"land", "forest", "area"}


@pytest.mark.parametrize(
    ("text", "line", "field", "words"),
    [
        (
            "A01:\n  rule: 供地方法 = 出让\n",
            2,
            "rule",
            "第 1 行第 1 列：没有名为“供地方法”的事实，最接近的是“供地方式”",
        ),
        ("A01:\n  rule: 供地方式 = 出售\n", 2, "rule", "最接近的是“出让”"),
        ("A01:\n  rule: 供地方式 = 出让 且 供地方式 = 租用\n", 2, "rule", "永远不成立"),
        ("A01:\n  rule: 供地方式 属于{出让,租用}\n", 2, "rule", "永远成立"),
        ("A01:\n  rule: 占林地 = 否\n", 2, "rule", "所有该问的都答完了，这个条件仍定不了，例如供地方式=租用时"),
        ("A01:\n  rulé: 始终\n", 2, "rulé", "最接近的是“rule”"),
        ("A01:\n  note: 无\n", 2, "rule", "缺少“rule”"),
        ("A01:\n  rule: 始终\n  reviewable: 或许\n", 3, "reviewable", "应当是 true 或 false"),
        (
            "A01:\n  rule: 始终\n  variants:\n    - name: 甲\n      when: 面积 > x\n"
            "      statutory_days: 1\n      unit: 工作日\n",
            5,
            "variants[1].when",
            "“面积”是数",
        ),
        (
            "A01:\n  rule: 始终\n  variants:\n    - {name: 甲, when: 面积 > 1, statutory_days: 1, unit: 天}\n",
            4,
            "variants[1].unit",
            "可以写：工作日、自然日",
        ),
        (
            "A01:\n  rule: 始终\n  variants:\n    - {name: 甲, when: 面积 > 1, statutory_days: -1, unit: 工作日}\n",
            4,
            "variants[1].statutory_days",
            "不能小于 0",
        ),
        (
            "B01:\n  rule: 始终\n  variants:\n    - {name: 甲, when: 面积 > 1, statutory_days: 1}\n",
            4,
            "variants[1].working_days",
            "缺少“working_days”",
        ),
        (
            "A01:\n  rule: 供地方式 = 出让\n  variants:\n"
            "    - {name: 甲, when: 供地方式 = 租用, statutory_days: 1, unit: 工作日}\n",
            4,
            "variants",
            "变体“甲”永远用不上",
        ),
        (
            "A01:\n  rule: 始终\n  variants:\n    - {name: 甲, when: 面积 >= 5, statutory_days: 1, unit: 工作日}\n"
            "    - {name: 乙, when: 面积 <= 5, statutory_days: 2, unit: 工作日}\n",
            4,
            "variants",
            "变体“甲”和“乙”会同时成立，例如面积=5 公顷时",
        ),
    ],
)
def test_a_mistake_in_the_rules_is_named_with_its_line(tmp_path, text, line, field, words):
    over = load_facts(write(tmp_path, "facts.yaml", FACTS))

    with pytest.raises(CatalogueRefused) as refusal:
        load_rules(write(tmp_path, "rules.yaml", text + "  source: 法\n  confidence: high\n"), over)

    (fault,) = (each for each in refusal.value.faults if words in str(each))
    assert (fault.file, fault.line, fault.subject, fault.field) == ("rules.yaml", line, text[:3], field)


def test_a_rule_over_several_lines_is_faulted_on_its_own_line(tmp_path):
    over = load_facts(write(tmp_path, "facts.yaml", FACTS))
    text = "A01:\n  rule: |\n    供地方式 = 出让\n    且 面积 >= 大\n  source: 法\n  confidence: high\n"

    with pytest.raises(CatalogueRefused) as refusal:
        load_rules(write(tmp_path, "rules.yaml", text), over)

    assert [fault.line for fault in refusal.value.faults] == [4]


def test_a_fact_must_name_the_rows_that_use_it(tmp_path):
    over = load_facts(
        write(tmp_path, "facts.yaml", FACTS.replace("  source: 法\n", "  used_by: [A02]\n  source: 法\n", 1))
    )

    with pytest.raises(CatalogueRefused, match="used_by 没有 A01"):
        load_rules(write(tmp_path, "rules.yaml", RULE), over)


def test_sound_rules_are_kept_while_unsound_ones_are_noted(tmp_path):
    over = load_facts(write(tmp_path, "facts.yaml", FACTS))
    faults = FaultList()

    found = read_rules(
        write(tmp_path, "rules.yaml", RULE + RULE.replace("A01", "A02").replace("出让", "买")), over, faults
    )

    assert list(found) == ["A01"]
    assert [fault.subject for fault in faults] == ["A02"]
    assert read_rules(tmp_path / "nowhere.yaml", over, faults) == {}
    assert read_contradictions(tmp_path / "nowhere.yaml", over, faults) == ()
    assert read_facts(tmp_path / "nowhere.yaml", faults) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("供地方式 = 出让 且 占林地 = 是", "供地方式 = 租用 且 占林地 = 是"), "永远不成立"),
        (("warning", "error"), "可以写：refused、warning"),
        (("  problem: 说不通。\n", ""), "缺少“problem”"),
        (("占林地 = 是", "占林地 = 有"), "没有“有”这个答案"),
    ],
)
def test_a_mistake_in_the_contradictions_is_named(tmp_path, change, words):
    over = load_facts(write(tmp_path, "facts.yaml", FACTS))
    text = (
        "odd:\n  when: 供地方式 = 出让 且 占林地 = 是\n  severity: warning\n  problem: 说不通。\n  next_step: 请改。\n"
        "  source: 法\n  confidence: high\n"
    )
    assert len(load_contradictions(write(tmp_path, "sound.yaml", text), over)) == 1

    with pytest.raises(CatalogueRefused, match=words):
        load_contradictions(write(tmp_path, "wrong.yaml", text.replace(*change)), over)


# -- what is shipped ------------------------------------------------------------------------------------------------


def test_the_shipped_files_hold_66_facts_and_105_rules_in_code_order():
    codes = [f"A{n:02}" for n in range(1, 47)] + [f"B{n:02}" for n in range(1, 37)] + [f"C{n:02}" for n in range(1, 24)]

    assert len(load_facts(CATALOGUE / "facts.yaml")) == 66
    assert list(entries()) == codes
    assert all(entry.provenance.source for entry in entries().values())


def test_each_fact_names_exactly_the_rows_whose_rule_or_variant_reads_it():
    read_by: dict[str, set[str]] = {each.key: set() for each in dictionary()}
    for code, entry in entries().items():
        for rule in (entry.rule, *(variant.when for variant in entry.variants)):
            for key in rule.facts:
                read_by[key].add(code)
    read_by["contract_days"] = {"CONSTRUCTION"}

    assert {each.key: set(each.used_by) for each in dictionary()} == read_by


def test_every_yes_or_no_fact_says_both_in_words():
    bare = [
        each.key for each in dictionary() if each.type is FactType.BOOLEAN and not all(c.phrase for c in each.choices)
    ]

    assert bare == []
