"""Answers that cannot both be true are named at intake; overrides against the facts are pointed out."""

from __future__ import annotations

from datetime import date

import pytest

from gxq_desktop.domain.contradictions import Severity, consistency_faults
from gxq_desktop.domain.facts import Facts
from gxq_desktop.domain.verdicts import Override, judge
from tests.archetypes import ARCHETYPE
from tests.builders_rules import contradictions, dictionary, rules


def changed(base: str, **answers: object) -> Facts:
    return Facts.read(dictionary(), {**ARCHETYPE[base].answers, **answers})


@pytest.mark.parametrize(
    ("base", "answers", "key", "severity"),
    [
        ("N8", {"排污许可类别": "重点"}, "eia_exempt_with_discharge_permit", Severity.REFUSED),
        ("N8", {"排污许可类别": "简化"}, "eia_exempt_with_discharge_permit", Severity.REFUSED),
        ("N1", {"使用市政供水": False}, "water_from_nowhere", Severity.WARNING),
        ("N4", {"电源数": 1}, "critical_user_with_single_supply", Severity.WARNING),
        ("N1", {"易燃易爆场所": True}, "explosive_place_without_special_fire", Severity.WARNING),
        ("N1", {"特殊建设工程": "不涉及"}, "civil_buildings_without_fire_design", Severity.WARNING),
        ("N3", {"环评类别": "登记表"}, "hazchem_production_with_light_eia", Severity.WARNING),
        ("N1", {"供地方式": "租用", "统一领排水证": True}, "leased_new_building", Severity.WARNING),
    ],
)
def test_a_contradiction_is_found_with_its_facts_and_a_next_step(base, answers, key, severity):
    (fault,) = consistency_faults(changed(base, **answers), contradictions())

    assert (fault.key, fault.severity) == (key, severity)
    assert fault.is_refused is (severity is Severity.REFUSED)
    assert fault.next_step.endswith("。") and "：" in fault.problem


def test_the_problem_names_the_answers_that_do_not_go_together():
    (fault,) = consistency_faults(changed("N8", 排污许可类别="重点"), contradictions())

    assert fault.problem == "环评类别＝豁免、排污许可类别＝重点：环评豁免的项目不会要排污许可证。"
    assert fault.facts == ("eia_class", "discharge_class")


@pytest.mark.parametrize(
    ("base", "code", "key"),
    [
        ("N2", "A17", "leased_with_land_supply"),
        ("N2", "A18", "leased_with_land_supply"),
        ("N2", "A19", "leased_with_land_supply"),
        ("N2", "A42", "leased_with_land_supply"),
        ("N1", "A27", "ordinary_with_special_fire"),
        ("N1", "A38", "ordinary_with_special_fire"),
        ("N1", "A20", "filing_with_preliminary_design"),
        ("N1", "A16", "hazchem_use_with_safety_review"),
        ("N1", "A24", "hazchem_use_with_safety_review"),
        ("N1", "A45", "hazchem_use_with_safety_review"),
    ],
)
def test_an_override_against_the_facts_is_pointed_out_and_the_rule_alone_never_is(base, code, key):
    facts = changed(base)
    override = {code: Override(True, "误判", "张三", date(2026, 9, 16))}

    assert consistency_faults(facts, contradictions(), judge(rules(), facts)) == ()
    (fault,) = consistency_faults(facts, contradictions(), judge(rules(), facts, override))

    assert (fault.key, fault.rows) == (key, (code,))
    assert f"却要办 {code}" in fault.problem


def test_an_unknown_or_stale_answer_contradicts_nothing():
    assert consistency_faults(Facts.read(dictionary(), {"环评类别": "豁免"}), contradictions()) == ()
    stale = Facts.read(dictionary(), {"建设性质": "无", "易燃易爆场所": True, "特殊建设工程": "无"})
    assert consistency_faults(stale, contradictions()) == ()


def test_refused_ones_come_first():
    found = consistency_faults(changed("N8", 使用市政供水=False, 排污许可类别="重点"), contradictions())

    assert [fault.is_refused for fault in found] == [True, False]


def test_every_contradiction_has_a_source():
    assert all(each.provenance.source for each in contradictions())
