"""Answers that cannot both be true (矛盾答案), found at intake, and overrides that go against the facts.

Which they are is data (resources/catalogue/contradictions.yaml), each with its source. REFUSED ones stop an intake;
WARNING ones are shown and may be kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from gxq_desktop.domain.basis import Provenance
from gxq_desktop.domain.facts import FactKey, Facts
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.rules import Rule
from gxq_desktop.domain.truth import Truth
from gxq_desktop.domain.verdicts import ItemVerdict


class Severity(StrEnum):
    """What a contradiction does: stop the intake, or ask the clerk to check."""

    REFUSED = "refused"
    WARNING = "warning"


@frozen
class Contradiction:
    """Facts that do not go together while WHEN holds, or (with ROWS) rows that cannot apply while it does."""

    key: str
    when: Rule
    severity: Severity
    problem: str
    next_step: str
    rows: tuple[str, ...]
    provenance: Provenance


@frozen
class ConsistencyFault:
    """A contradiction met in a project. facts: what to look at again. rows: codes that should not apply, if any."""

    key: str
    severity: Severity
    problem: str
    next_step: str
    facts: tuple[FactKey, ...]
    rows: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        return self.severity is Severity.REFUSED


def consistency_faults(
    facts: Facts, contradictions: Iterable[Contradiction], verdicts: Sequence[ItemVerdict] = ()
) -> tuple[ConsistencyFault, ...]:
    """The CONTRADICTIONS met by FACTS, refused ones first. Only answers that count are compared.

    Contradictions about rows are looked for in VERDICTS: a rule of the catalogue never meets one, an override may.
    """
    applying = {verdict.code for verdict in verdicts if verdict.applies}
    found = []
    for each in contradictions:
        if each.when.evaluate(facts) is not Truth.TRUE:
            continue
        rows = tuple(code for code in each.rows if code in applying)
        if each.rows and not rows:
            continue
        known = "、".join(
            facts.dictionary[key].equate(facts.effective[key]) for key in each.when.facts if key in facts.effective
        )
        named = f"{known}：{each.problem}" if not rows else f"{known}，却要办 {'、'.join(rows)}：{each.problem}"
        found.append(ConsistencyFault(each.key, each.severity, named, each.next_step, each.when.facts, rows))
    return tuple(sorted(found, key=lambda fault: not fault.is_refused))
