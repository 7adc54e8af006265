"""Where a statement comes from: the law it rests on (办理依据) and the source it was copied from."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from gxq_desktop.domain.frozen import frozen


class Confidence(StrEnum):
    """How sure the catalogue is of a value (可信度); LOW values are templates the bureau has to confirm."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def label(self) -> str:
        return {"high": "高", "medium": "中", "low": "低"}[self.value]


@frozen
class Provenance:
    """Source and confidence of a catalogue row. template: a local figure the bureau must replace (样例，待替换)."""

    source: str
    confidence: Confidence
    template: bool = False


@frozen
class LegalBasis:
    """A law and the articles relied on (办理依据), with the days between which it is in force.

    in_force_from / in_force_to: None where the catalogue does not bound it. articles may be empty ("通行口径").
    """

    law: str
    articles: tuple[str, ...] = ()
    in_force_from: date | None = None
    in_force_to: date | None = None

    def in_force_on(self, day: date) -> bool:
        begun = self.in_force_from is None or self.in_force_from <= day
        return begun and (self.in_force_to is None or day <= self.in_force_to)

    @property
    def text(self) -> str:
        return self.law + "、".join(self.articles)
