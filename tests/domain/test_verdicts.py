"""The rule's verdict and an officer's override stand side by side; the override counts."""

from __future__ import annotations

from datetime import date

import pytest

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.truth import Truth
from gxq_desktop.domain.verdicts import Override, Verdict, judge
from tests.builders_rules import facts, rules

ON = date(2026, 9, 16)


def test_every_row_gets_a_verdict_in_catalogue_order():
    verdicts = judge(rules(), facts(管理方式="备案"))

    assert [verdict.code for verdict in verdicts] == list(rules())
    by_code = {verdict.code: verdict.verdict for verdict in verdicts}
    assert by_code["A01"] is Verdict.APPLIES
    assert by_code["A02"] is Verdict.NOT_APPLICABLE
    assert by_code["A12"] is Verdict.UNDECIDED


def test_an_override_counts_and_the_rules_own_verdict_stays_beside_it():
    override = Override(True, "林业部门现场认定边界内有林地。", "张三", ON)

    (verdict,) = judge({"A12": rules()["A12"]}, facts(建设性质="新建", 占林地=False), {"A12": override})

    assert verdict.applies and verdict.verdict is Verdict.APPLIES
    assert verdict.by_rule is Truth.FALSE
    assert verdict.overrules
    assert verdict.sentence == (
        "人工认定要办：林业部门现场认定边界内有林地（张三，2026-09-16）。按规则：不用办：用地内没有林地。"
    )


def test_an_override_decides_an_undecided_row_and_leaves_others_alone():
    override = Override(False, "已并入园区手续", "李四", ON)

    first, second = judge({code: rules()[code] for code in ("A12", "A10")}, facts(), {"A12": override, "Z99": override})

    assert first.verdict is Verdict.NOT_APPLICABLE and not first.is_undecided
    assert first.sentence.startswith("人工认定不用办：已并入园区手续（李四，2026-09-16）。按规则：待定：")
    assert second.is_undecided and not second.applies and not second.overrules
    assert second.override is None


def test_an_override_that_agrees_with_the_rule_overrules_nothing():
    (verdict,) = judge({"B01": rules()["B01"]}, facts(), {"B01": Override(True, "理由", "王五", ON)})

    assert not verdict.overrules


@pytest.mark.parametrize(("reason", "officer", "words"), [("  ", "张三", "没有写理由"), ("理由", "\t", "没有写认定人")])
def test_an_override_without_reason_or_name_is_refused(reason, officer, words):
    with pytest.raises(DomainError, match=words):
        Override(True, reason, officer, ON)


def test_verdicts_are_named_in_chinese():
    assert [verdict.label for verdict in Verdict] == ["适用", "不适用", "待定"]
