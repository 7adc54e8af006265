"""Where in the manual a step is told about: the anchors that page references and links lead to."""

from __future__ import annotations

from typing import Final

from gxq_desktop.application.views import Dossier, Light, StepView
from gxq_desktop.documents.marks import LightKind
from gxq_desktop.domain.items import ItemList
from gxq_desktop.domain.network import StepKind

LIGHT_KINDS: Final[dict[Light, LightKind]] = {
    Light.GREEN: "green",
    Light.AMBER: "amber",
    Light.RED: "red",
    Light.DONE: "closed",
}


class Places:
    """Anchors by step for one manual; empty ones where paper stands alone (an item's card without its manual)."""

    def __init__(self, dossier: Dossier, in_manual: bool = True) -> None:
        self.dossier, self.in_manual = dossier, in_manual
        self._utility_of = {
            station.code: line.name for line in dossier.utilities for station in line.stations if in_manual
        }
        self._joint = frozenset(
            step.code for step in dossier.steps if step.kind is StepKind.UTILITY and step.code not in self._utility_of
        )
        self._cards = frozenset(card.code for card in dossier.cards)
        self._materials = frozenset(material.code for material in dossier.materials)

    def of_step(self, step: StepView) -> str:
        """Where STEP is explained: its card, its line in the checklist, its utility; else its row in the timetable."""
        if not self.in_manual:
            return ""
        if step.item_list is not None and step.code and step.kind is not StepKind.EXCLUDED:
            return self.of_code(step.code) or f"row:{step.id}"
        return f"card:{step.code}" if step.code in self._cards else f"row:{step.id}"

    def of_code(self, code: str) -> str:
        """Where the row CODE of one of the three lists is explained, "" if nowhere (it does not apply, or no manual)."""
        if not self.in_manual or not code:
            return ""
        if code.startswith(ItemList.APPROVALS):
            return f"card:{code}" if code in self._cards else ""
        if code.startswith(ItemList.MATERIALS):
            return f"material:{code}" if code in self._materials else ""
        if code in self._utility_of:
            return f"utility:{self._utility_of[code]}"
        return "chapter:utilities" if code in self._joint else ""

    def chapter(self, key: str) -> str:
        """The anchor of a chapter, "" outside a manual."""
        return f"chapter:{key}" if self.in_manual else ""
