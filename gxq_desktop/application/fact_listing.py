"""The fact dictionary for other programs (`facts --json`)."""

from __future__ import annotations

from typing import TypedDict

from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.rules import Rule


class ChoiceListing(TypedDict):
    label: str
    value: str | bool


class FactListing(TypedDict):
    key: str
    label: str
    type: str
    unit: str
    choices: list[ChoiceListing]
    group: str
    question: str
    help: str
    ask_when: str
    used_by: list[str]


def list_facts(catalogue: Catalogue) -> list[FactListing]:
    """Return every fact that can be asked, in the order in which it is asked."""
    return [
        FactListing(
            key=fact.key,
            label=fact.label,
            type=fact.type.value,
            unit=fact.unit,
            choices=[ChoiceListing(label=choice.label, value=choice.value) for choice in fact.choices],
            group=fact.group,
            question=fact.question,
            help=fact.help,
            ask_when=fact.ask_when.text if isinstance(fact.ask_when, Rule) else "",
            used_by=list(fact.used_by),
        )
        for fact in catalogue.facts
    ]
