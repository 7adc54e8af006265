"""Where a row's values come from: source, confidence, and whether they are a local template still to be replaced."""

from __future__ import annotations

from gxq_desktop.catalogue.faults import Block
from gxq_desktop.domain.basis import Confidence, Provenance

FIELDS = ("source", "confidence", "template")

_CONFIDENCES = {confidence.value: confidence for confidence in Confidence}


def read_provenance(block: Block) -> Provenance:
    """Read source, confidence and template of BLOCK, all of which must be there."""
    return _checked(block, block.boolean("template"), "template")


def read_provenance_of(block: Block, template: bool, field: str) -> Provenance:
    """Read source and confidence of BLOCK, whose TEMPLATE flag was read from FIELD."""
    return _checked(block, template, field)


def read_provenance_without_flag(block: Block) -> Provenance:
    """Read source and confidence of BLOCK; what is of low confidence counts as a template."""
    confidence = block.choice("confidence", _CONFIDENCES)
    return Provenance(block.text("source"), confidence, template=confidence is Confidence.LOW)


def _checked(block: Block, template: bool, field: str) -> Provenance:
    confidence = block.choice("confidence", _CONFIDENCES)
    if "confidence" in block and confidence is Confidence.LOW and field in block and not template:
        problem = "可信度是 low，却没有标 template: true。"
        block.fault(field, problem, "没有核实的本地数据请标 template: true；已核实的请改 confidence。")
    return Provenance(block.text("source"), confidence, template)
