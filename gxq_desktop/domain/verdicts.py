"""Verdicts (判定): what the rule says about each row, and what an officer decided instead (人工认定), kept apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.facts import Facts
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.reasons import Explanation, explain
from gxq_desktop.domain.rules import Rule
from gxq_desktop.domain.truth import Truth


class Verdict(StrEnum):
    """Whether a row is to be done for a project."""

    APPLIES = "applies"
    NOT_APPLICABLE = "not_applicable"
    UNDECIDED = "undecided"

    @property
    def label(self) -> str:
        return {"applies": "适用", "not_applicable": "不适用", "undecided": "待定"}[self.value]

    @classmethod
    def of(cls, truth: Truth) -> Verdict:
        return _VERDICTS[truth]


_VERDICTS = {
    Truth.TRUE: Verdict.APPLIES,
    Truth.FALSE: Verdict.NOT_APPLICABLE,
    Truth.UNKNOWN: Verdict.UNDECIDED,
}


@frozen
class Override:
    """An officer's decision against or ahead of the rule (人工认定). Refuses an empty reason or name (DomainError)."""

    applies: bool
    reason: str
    officer: str
    on: date

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise DomainError("人工认定没有写理由。", "请写明为什么改判。")
        if not self.officer.strip():
            raise DomainError("人工认定没有写认定人。", "请写明由谁认定。")

    @property
    def verdict(self) -> Verdict:
        return Verdict.APPLIES if self.applies else Verdict.NOT_APPLICABLE

    @property
    def text(self) -> str:
        """ "人工认定要办：理由（姓名，日期）"."""
        word = "要办" if self.applies else "不用办"
        reason = self.reason.strip().rstrip("。")
        return f"人工认定{word}：{reason}（{self.officer.strip()}，{self.on.isoformat()}）"


@frozen
class ItemVerdict:
    """The verdict on one row: the rule's own with its explanation, and the officer's override if there is one."""

    code: str
    by_rule: Truth
    explanation: Explanation
    override: Override | None = None

    @property
    def verdict(self) -> Verdict:
        """The one that counts: the override's if there is one, else the rule's."""
        return self.override.verdict if self.override else Verdict.of(self.by_rule)

    @property
    def applies(self) -> bool:
        """True only if it certainly applies; an undecided row does not (yet)."""
        return self.verdict is Verdict.APPLIES

    @property
    def is_undecided(self) -> bool:
        return self.verdict is Verdict.UNDECIDED

    @property
    def overrules(self) -> bool:
        """True if an override says other than the rule does."""
        return self.override is not None and self.override.verdict is not Verdict.of(self.by_rule)

    @property
    def sentence(self) -> str:
        """Why, in Chinese. An override gives its reason and name first, then what the rule says."""
        if self.override is None:
            return self.explanation.sentence
        return f"{self.override.text}。按规则：{self.explanation.sentence}"


def judge(
    rules: Mapping[str, Rule], facts: Facts, overrides: Mapping[str, Override] | None = None
) -> tuple[ItemVerdict, ...]:
    """The verdict on every row of RULES (code → rule), in their order. Overrides for other codes are left aside."""
    decided = overrides or {}
    verdicts = []
    for code, rule in rules.items():
        explanation = explain(rule, facts)
        verdicts.append(ItemVerdict(code, explanation.truth, explanation, decided.get(code)))
    return tuple(verdicts)
