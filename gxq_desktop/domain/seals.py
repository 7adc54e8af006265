"""Kinds of administrative matter (事项类型) and the seal each carries (S1, one seal 一枚印章)."""

from __future__ import annotations

from enum import StrEnum


class Seal(StrEnum):
    APPROVAL = "行政审批专用章"
    ENFORCEMENT = "行政执法专用章"


class MatterKind(StrEnum):
    """The ten kinds of administrative power plus public service ("6+1" and the four of enforcement)."""

    LICENCE = "行政许可"
    CONFIRMATION = "行政确认"
    ADJUDICATION = "行政裁决"
    PAYMENT = "行政给付"
    REWARD = "行政奖励"
    OTHER_POWER = "其他行政权力"
    PUBLIC_SERVICE = "公共服务"
    PENALTY = "行政处罚"
    INSPECTION = "行政检查"
    COERCION = "行政强制"
    LEVY = "行政征收"

    @property
    def seal(self) -> Seal:
        enforcement = (MatterKind.PENALTY, MatterKind.INSPECTION, MatterKind.COERCION, MatterKind.LEVY)
        return Seal.ENFORCEMENT if self in enforcement else Seal.APPROVAL
