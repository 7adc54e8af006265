"""catalogue.yaml (name and version), centre.yaml (where, when, whom to call) and policies.yaml (政策找企业)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gxq_desktop.catalogue.faults import Block, FaultList, read_block, read_blocks
from gxq_desktop.catalogue.provenance import FIELDS as PROVENANCE_FIELDS
from gxq_desktop.catalogue.provenance import read_provenance
from gxq_desktop.domain.basis import Confidence, Provenance
from gxq_desktop.domain.catalogue import Policy
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.rules import Rule
from gxq_desktop.domain.service_windows import OpeningHours, ServiceCentre, ServiceWindow

SPECIAL_WINDOWS = 8
"""Special windows (专窗) the bureau runs, four of them of its own choosing (S3)."""
SAMPLE = "样例"
"""The nature of a policy whose terms only show what a local file may say."""

_STAGES = {stage: stage for stage in ("招引", "落地", "建设", "投产", "培育")}
_NATURES = {nature: nature for nature in ("国", "地方", SAMPLE)}
_CENTRE_FIELDS = (
    *("bureau", "name", "address", "phone", "complaint_phone", "online_platform", "review_body", "remedies"),
    *PROVENANCE_FIELDS,
)
_WINDOW_FIELDS = ("id", "number", "name", "scope", "phone", "special", *PROVENANCE_FIELDS)
_POLICY_FIELDS = ("id", "name", "stage", "summary", "nature", "when", *PROVENANCE_FIELDS)


@frozen
class Heading:
    """What catalogue.yaml says: the catalogue's name and version, and how it is to be read."""

    version: str
    title: str
    how_to_read: tuple[str, ...]


def read_heading(path: Path, faults: FaultList) -> Heading:
    """Read catalogue.yaml."""
    root = read_block(path, faults)
    if root is None:
        return Heading("", "", ())
    root.refuse_other_fields(("version", "title", "how_to_read"))
    sentences = tuple(marked.text for marked in root.texts("how_to_read", required=True))
    return Heading(root.text("version"), root.text("title"), sentences)


def read_centre(path: Path, faults: FaultList) -> ServiceCentre:
    """Read centre.yaml. A centre with empty fields is returned after a fault."""
    root = read_block(path, faults)
    if root is None:
        return _NO_CENTRE
    root.refuse_other_fields(("centre", "windows", "hours", "extended_services"))
    centre = root.block("centre", required=True)
    windows = _windows(root)
    hours = []
    for line in root.blocks("hours", required=True):
        line.refuse_other_fields(("days", "hours", "note"))
        hours.append(OpeningHours(line.text("days"), line.text("hours"), line.optional_text("note")))
    extended = tuple(marked.text for marked in root.texts("extended_services", required=True))
    if centre is None:
        return _NO_CENTRE
    centre.refuse_other_fields(_CENTRE_FIELDS)
    return ServiceCentre(
        bureau=centre.text("bureau"),
        centre=centre.text("name"),
        address=centre.text("address"),
        phone=centre.text("phone"),
        complaint_phone=centre.text("complaint_phone"),
        online_platform=centre.text("online_platform"),
        review_body=centre.text("review_body"),
        windows=windows,
        hours=tuple(hours),
        extended_services=extended,
        provenance=read_provenance(centre),
        remedies=centre.text("remedies"),
    )


_NO_CENTRE = ServiceCentre("", "", "", "", "", "", "", (), (), (), Provenance("", Confidence.LOW, template=True))


def _windows(root: Block) -> tuple[ServiceWindow, ...]:
    found: list[ServiceWindow] = []
    for block in root.blocks("windows", required=True):
        block.subject = block.optional_text("id")
        block.refuse_other_fields(_WINDOW_FIELDS)
        window = ServiceWindow(
            id=block.text("id"),
            number=block.text("number"),
            name=block.text("name"),
            scope=block.text("scope"),
            phone=block.text("phone"),
            special=block.boolean("special"),
            provenance=read_provenance(block),
        )
        if window.id and any(other.id == window.id for other in found):
            block.fault("id", f"窗口“{window.id}”写了两次。", "请删去其中一处，或换一个 id。")
        found.append(window)
    special = sum(window.special for window in found)
    if found and root.is_sound and special > SPECIAL_WINDOWS:
        problem = f"专窗（special: true）有 {special} 个，局里定的是 {SPECIAL_WINDOWS} 个。"
        root.fault("windows", problem, "请把多出的改为 special: false，或删去。")
    return tuple(found)


def read_policies(path: Path, read_rule: Callable[[Block, str], Rule | None], faults: FaultList) -> tuple[Policy, ...]:
    """Read policies.yaml. READ_RULE reads a field as a rule, noting what is wrong with it."""
    found: list[Policy] = []
    for block in read_blocks(path, "id", faults) or ():
        block.refuse_other_fields(_POLICY_FIELDS)
        policy = Policy(
            id=block.text("id"),
            name=block.text("name"),
            stage=block.choice("stage", _STAGES),
            summary=block.text("summary"),
            nature=block.choice("nature", _NATURES),
            when=read_rule(block, "when"),
            provenance=read_provenance(block),
        )
        if policy.id and any(other.id == policy.id for other in found):
            block.fault("id", f"政策“{policy.id}”写了两次。", "请删去其中一处，或换一个 id。")
        if policy.nature == SAMPLE and block.is_sound and not policy.provenance.template:
            next_step = "换成本地文件后，再把 nature 和 template 一起改。"
            block.fault("template", "样例政策必须标 template: true。", next_step)
        found.append(policy)
    return tuple(found)
