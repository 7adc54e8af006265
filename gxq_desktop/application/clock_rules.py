"""How the bureau counts (时限规则): read what holds, set it anew. One place for the desk and the command line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gxq_desktop.application.ports import Services
from gxq_desktop.domain.clock_rules import ClockRules
from gxq_desktop.domain.errors import DomainError


def clock_rules_of(services: Services) -> ClockRules:
    """The rules that hold now. Raises StoreError."""
    return services.ledger.clock_rules()


def set_clock_rules(services: Services, rules: ClockRules, person: str) -> ClockRules:
    """Let RULES hold from today on, set by PERSON; returned with their number. Nothing is kept if they hold already.

    Days before today stay as they were counted (`plan_as_of`); due days of open cases are counted anew, all of them, since a
    clock is counted by one rule. Raises DomainError without PERSON, ChangedElsewhere, StoreError.
    """
    if not person.strip():
        raise DomainError("没有写谁定的时限规则。", "请写经办人姓名。")
    with services.unit_of_work() as uow:
        now = uow.ledger.clock_rules()
        if rules == now:
            return now
        kept = uow.ledger.set_clock_rules(replace(rules, number=now.number), services.clock.today(), person.strip())
        uow.commit()
    return kept


def rules_listing(rules: ClockRules) -> dict[str, Any]:
    """RULES with English keys."""
    return {
        "number": rules.number,
        "suspension": rules.suspension.value,
        "amber_working_days": rules.amber_working_days,
        "approval_slip_days": rules.approval_slip_days,
        "joint_working_days": rules.joint_working_days,
    }


def rules_lines(rules: ClockRules) -> tuple[str, ...]:
    """RULES for the terminal."""
    return (
        f"停钟天数：{rules.suspension.label}（{rules.suspension.value}）。",
        f"剩 {rules.amber_working_days} 个工作日及以内亮黄灯，过了截止日亮红灯。",
        f"门槛推迟超过 {rules.approval_slip_days} 天，重发要写批准人。",
        f"并联审批从首项受理起共 {rules.joint_working_days} 个工作日。",
        "这是程序自带的规则。" if not rules.number else f"第 {rules.number} 次设定。",
    )
