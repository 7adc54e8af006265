"""The eight typical projects N1–N8 and the signed-off rule cases, from tests/data."""

from __future__ import annotations

import csv
from pathlib import Path

from gxq_desktop.domain.frozen import frozen

_DATA = Path(__file__).resolve().parent / "data"


@frozen
class Archetype:
    """A typical project: its facts (label → answer as written) and the codes that must apply, in all three lists."""

    id: str
    name: str
    answers: dict[str, str]
    approvals: frozenset[str]
    materials: frozenset[str]
    utilities: frozenset[str]

    @property
    def codes(self) -> frozenset[str]:
        return self.approvals | self.materials | self.utilities


@frozen
class RuleCase:
    """A project that differs from an archetype in ANSWERS, with codes that must apply and codes that must not."""

    name: str
    base: Archetype
    answers: dict[str, str]
    applies: frozenset[str]
    not_applicable: frozenset[str]

    @property
    def all_answers(self) -> dict[str, str]:
        return {**self.base.answers, **self.answers}


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _answers(written: str) -> dict[str, str]:
    pairs = (pair.split("=", 1) for pair in written.split(";") if pair.strip())
    return {label.strip(): answer.strip() for label, answer in pairs}


def _codes(written: str, separator: str | None = None) -> frozenset[str]:
    return frozenset(code.strip() for code in written.split(separator) if code.strip())


ARCHETYPES: tuple[Archetype, ...] = tuple(
    Archetype(
        id=row["id"],
        name=row["name_zh"],
        answers=_answers(row["facts"]),
        approvals=_codes(row["expected_a"], ";"),
        materials=_codes(row["expected_b"], ";"),
        utilities=_codes(row["expected_c"], ";"),
    )
    for row in _rows("archetypes.tsv")
)
ARCHETYPE: dict[str, Archetype] = {archetype.id: archetype for archetype in ARCHETYPES}
RULE_CASES: tuple[RuleCase, ...] = tuple(
    RuleCase(
        name=row["case"],
        base=ARCHETYPE[row["base"]],
        answers=_answers(row["answers"] or ""),
        applies=_codes(row["applies"] or ""),
        not_applicable=_codes(row["not_applicable"] or ""),
    )
    for row in _rows("rule_cases.tsv")
)
