"""What the bureau may set, and what it may not."""

from __future__ import annotations

import pytest

from gxq_desktop.domain.clock_rules import DEFAULT_RULES, ClockRules
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.limits import SuspensionRule


def test_what_the_program_comes_with() -> None:
    assert ClockRules(SuspensionRule.WHOLE_DAYS, 3, 30, 45) == DEFAULT_RULES


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"amber_working_days": -1}, "请填 0 到 20 个工作日"),
        ({"amber_working_days": 21}, "亮黄灯的剩余工作日填了 21"),
        ({"approval_slip_days": 0}, "请填 1 到 365 天"),
        ({"joint_working_days": 46}, "行政许可法第四十二条第二款"),
    ],
)
def test_outside_its_bounds_a_rule_is_refused(changed: dict[str, int], words: str) -> None:
    with pytest.raises(DomainError) as refusal:
        ClockRules(**changed)  # type: ignore[arg-type]
    assert words in refusal.value.problem + refusal.value.next_step


def test_the_number_of_a_setting_makes_no_other_rules() -> None:
    assert ClockRules(number=4) == DEFAULT_RULES
