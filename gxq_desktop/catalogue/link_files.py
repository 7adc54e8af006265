"""links.yaml: the gates (门槛), and who waits for whom (先后关系) over the lists, the gates and the construction."""

from __future__ import annotations

from pathlib import Path

from gxq_desktop.catalogue.faults import Block, FaultList, read_block
from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.catalogue import Gate
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import Link, LinkKind, StepId, Strength

GATES = ("M_LAND", "M_START", "M_COMPLETE", "M_OPERATE")

_KINDS = {kind.value: kind for kind in LinkKind}
_CALENDARS = {"工作日": CalendarKind.GOVERNMENT, "自然日": CalendarKind.SEVEN_DAY}
_STRENGTHS = {strength.label: strength for strength in Strength}
_GATE_FIELDS = ("id", "sign", "name", "short", "meaning")
_LINK_FIELDS = frozenset(("from", "to", "type", "lag", "unit", "strength", "reason"))


@frozen
class PlacedLink:
    """A link and the block it was read from. sound: reading it found no fault."""

    link: Link
    block: Block
    sound: bool


@frozen
class LinkFile:
    """What links.yaml says, in file order. is_read: False if it is not YAML, which was noted."""

    gates: tuple[Gate, ...]
    links: tuple[PlacedLink, ...]
    is_read: bool = True


def read_links(path: Path, faults: FaultList) -> LinkFile:
    """Read the gates and links of PATH. Whether the ends of a link exist is for the checks to say."""
    root = read_block(path, faults)
    if root is None:
        return LinkFile((), (), is_read=False)
    root.refuse_other_fields(("gates", "links"))
    return LinkFile(_gates(root), tuple(_link(block) for block in root.blocks("links", required=True)))


def _gates(root: Block) -> tuple[Gate, ...]:
    found: list[Gate] = []
    for block in root.blocks("gates", required=True):
        block.subject = block.optional_text("id")
        block.refuse_other_fields(_GATE_FIELDS)
        gate_id = block.choice("id", {name: name for name in GATES})
        gate = Gate(gate_id, block.text("sign"), block.text("name"), block.text("short"), block.text("meaning"))
        if block.is_sound and any(other.id == gate.id or other.sign == gate.sign for other in found):
            block.fault("id", f"门槛“{gate.id}”（{gate.sign}）写了两次。", "请删去其中一处，或改正编号。")
        found.append(gate)
    missing = [name for name in GATES if name not in {gate.id for gate in found}]
    if missing and root.is_sound:
        root.fault("gates", f"缺少门槛{'、'.join(missing)}。", "请补上；四个门槛一个也不能少。")
    return tuple(found)


def _link(block: Block) -> PlacedLink:
    before, after = block.text("from"), block.text("to")
    block.subject = f"{before} → {after}"
    block.refuse_other_fields(_LINK_FIELDS)
    link = Link(
        StepId(before),
        StepId(after),
        block.choice("type", _KINDS),
        block.integer("lag", at_least=0, at_most=366),
        block.choice("unit", _CALENDARS),
        block.choice("strength", _STRENGTHS),
        block.text("reason"),
    )
    return PlacedLink(link, block, block.is_sound)
