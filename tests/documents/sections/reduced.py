"""Dossiers cut down from a real one: few items, none at all."""

from dataclasses import replace

from gxq_desktop.application.views import Dossier


def only(dossier: Dossier, *codes: str) -> Dossier:
    """DOSSIER as if nothing but CODES were to be done: no gates, no other steps, cards, links."""
    kept = {step.id for step in dossier.steps if step.code in codes or step.parent in codes}
    return replace(
        dossier,
        steps=tuple(step for step in dossier.steps if step.id in kept),
        links=tuple(link for link in dossier.links if link.before in kept and link.after in kept),
        gates=(),
        next_gate="",
        key_dates=(),
        critical_chain=tuple(step for step in dossier.critical_chain if step in kept),
        actions=(),
        cards=tuple(card for card in dossier.cards if card.code in codes),
        materials=tuple(material for material in dossier.materials if material.code in codes),
        targets=(),
        policies=(),
        questions=(),
        assumptions=(),
    )
