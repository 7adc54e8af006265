"""What the bureau sets about its clocks (时限规则), since no law says so or the law leaves room."""

from __future__ import annotations

from dataclasses import field

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.limits import JOINT_LIMIT, SuspensionRule

LONGEST_AMBER = 20
LONGEST_SLIP = 365


@frozen
class ClockRules:
    """What the bureau sets (参数). amber_working_days: amber with so many working days left or fewer, 0 to LONGEST_AMBER.

    approval_slip_days: calendar days by which a milestone may slip before a named approval is asked for, 1 to LONGEST_SLIP.
    joint_working_days: of parallel approval over all its items, at most the law's 45 (行政许可法第四十二条第二款). suspension:
    which ends of a suspension are deducted. number: counts the settings kept, 0 for what the program comes with.

    DomainError outside these bounds.
    """

    suspension: SuspensionRule = SuspensionRule.WHOLE_DAYS
    amber_working_days: int = 3
    approval_slip_days: int = 30
    joint_working_days: int = JOINT_LIMIT.days
    number: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        _require("亮黄灯的剩余工作日", self.amber_working_days, 0, LONGEST_AMBER, "个工作日")
        _require("要批准人的推迟天数", self.approval_slip_days, 1, LONGEST_SLIP, "天")
        _require(
            "并联审批总时限", self.joint_working_days, 1, JOINT_LIMIT.days, "个工作日（行政许可法第四十二条第二款）"
        )


def _require(what: str, value: int, least: int, most: int, unit: str) -> None:
    if not least <= value <= most:
        raise DomainError(f"{what}填了 {value}，超出范围。", f"请填 {least} 到 {most} {unit}。")


DEFAULT_RULES = ClockRules()
