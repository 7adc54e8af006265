"""The three lists (S4): approval items (审批事项), unit materials (企业材料), utility connections (水电气讯接入)."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

from gxq_desktop.domain.basis import LegalBasis, Provenance
from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.limits import EXTENSION_CAP, ExtensionCap, Limit, LimitUnit
from gxq_desktop.domain.rules import Rule
from gxq_desktop.domain.seals import MatterKind, Seal

ItemCode = NewType("ItemCode", str)
EXTENSION_STEP = "延长"
"""How an excluded step begins by which a special law lets a limit be extended."""


class ItemList(StrEnum):
    """Which of the three efficiency lists (效率清单) a row belongs to; the value is the code's first letter."""

    APPROVALS = "A"
    MATERIALS = "B"
    UTILITIES = "C"

    @property
    def label(self) -> str:
        return {"A": "审批（审查）事项", "B": "企业准备材料", "C": "水电气讯接入"}[self.value]

    @property
    def size(self) -> int:
        """The number of rows the bureau has promised, no more and no fewer."""
        return {"A": 46, "B": 36, "C": 23}[self.value]


class Phase(StrEnum):
    """The approval phases (审批阶段, S16), in order."""

    LAND = "立项用地规划许可阶段"
    PLANNING = "工程建设许可阶段"
    CONSTRUCTION = "施工许可阶段"
    COMPLETION = "竣工验收阶段"
    OPERATION = "投产运营"

    @property
    def short(self) -> str:
        return {
            "LAND": "立项用地",
            "PLANNING": "工程建设许可",
            "CONSTRUCTION": "施工许可",
            "COMPLETION": "竣工验收",
            "OPERATION": "投产",
        }[self.name]


class LeverKind(StrEnum):
    """Legal ways of going faster (提速办法) that the catalogue may flag on a row."""

    PARALLEL = "并联审批"
    PROVISIONAL_ACCEPTANCE = "容缺受理"
    DECLARED_COMMITMENT = "告知承诺"
    EARLY_ENGAGEMENT = "提前介入"
    REGIONAL_EVALUATION = "区域评估"
    FASTER_PREPARATION = "加快自备"


@frozen
class LeverFlag:
    """That a row allows a lever, on which legal condition, and what it costs whom.

    days: the row's length in its own unit once the lever is used; None where the lever changes links, not length.
    other: the row at the other end of the link it relaxes (the prerequisite run in parallel, the material handed in
    later); None where it concerns the row alone. variant: the limit variant it holds in (报告表); "" if in every one.
    """

    kind: LeverKind
    condition: str
    cost: str
    days: int | None = None
    other: ItemCode | None = None
    variant: str = ""


@frozen
class LimitVariant:
    """Limits that hold instead of the row's own while a condition does (变体), e.g. 报告书 / 报告表.

    statutory is None for material and utility rows, whose days are preparation time.
    """

    name: str
    when: Rule
    working_days: int
    statutory: Limit | None = None


@frozen
class ExcludedStep:
    """What the law leaves out of the limit (不计入时限): a public notice, a hearing, an expert review, a test.

    days in the unit of CALENDAR. planned: scheduled whenever its condition holds; a step that only happens on request
    (听证, 补正) is not planned, but printed. when: None means always.
    """

    id: str
    name: str
    days: int
    calendar: CalendarKind
    owner: str
    planned: bool
    when: Rule | None
    note: str
    provenance: Provenance


@frozen
class RequiredMaterial:
    """One thing to bring (申请材料).

    copies: as printed ("1 份"). form: 原件/复印件/电子. supply_later: days the missing paper may follow (容缺), None if not
    allowed. shared: not to be submitted because a department has it (共享免交). from_code: the row it comes from, if any.
    """

    name: str
    copies: str
    form: str
    supply_later_working_days: int | None
    shared: bool
    from_code: ItemCode | None
    template_no: str


@frozen
class ResultDocument:
    """What the enterprise gets (结果文书), how long it is valid and how it is handed over."""

    name: str
    validity: str
    delivery: str


@frozen
class ApprovalItem:
    """One of the 46 approval or review items (审批事项), with everything a 办事指南 holds (approval_notes §3).

    short_name: at most 12 characters, for charts. map_name: at most 7, for the process map. promised_working_days: at
    least 1; an immediate item is planned as 1. Days are counted from the working day after acceptance.
    """

    code: ItemCode
    name: str
    short_name: str
    map_name: str
    phase: Phase
    kind: MatterKind
    authority: str
    owner: str
    window_id: str
    online_matter_code: str
    basis: tuple[LegalBasis, ...]
    rule: Rule
    applies_note: str
    conditions: tuple[str, ...]
    statutory: Limit
    promised_working_days: int
    variants: tuple[LimitVariant, ...]
    excluded_steps: tuple[ExcludedStep, ...]
    excluded_note: str
    parallel_with: tuple[ItemCode, ...]
    result: ResultDocument
    materials: tuple[RequiredMaterial, ...]
    return_reasons: tuple[str, ...]
    fee: str
    intermediary: str
    notice_and_hearing: str
    remedies: str
    levers: tuple[LeverFlag, ...]
    notes: tuple[str, ...]
    provenance: Provenance

    @property
    def list(self) -> ItemList:
        return ItemList.APPROVALS

    @property
    def seal(self) -> Seal:
        return self.kind.seal

    @property
    def extension_cap(self) -> ExtensionCap:
        """The most its limit may be extended: by the special law that an unplanned step 延长… names, else by 行政许可法."""
        for step in self.excluded_steps:
            if step.name.startswith(EXTENSION_STEP) and not step.planned:
                working = step.calendar is CalendarKind.GOVERNMENT
                unit = LimitUnit.WORKING_DAY if working else LimitUnit.CALENDAR_DAY
                return ExtensionCap(Limit(step.days, unit), step.provenance.source)
        return EXTENSION_CAP


@frozen
class UnitMaterial:
    """One of the 36 packages the construction unit prepares itself (企业材料). days are preparation working days.

    feeds: codes of the approval items it is handed in for. other_uses: in words, what else it is for (自评存档).
    form_short: one short line for the checklist.
    """

    code: ItemCode
    name: str
    short_name: str
    map_name: str
    phase: Phase
    prepared_by: str
    owner: str
    rule: Rule
    applies_note: str
    working_days: int
    variants: tuple[LimitVariant, ...]
    feeds: tuple[ItemCode, ...]
    form: str
    defects: tuple[str, ...]
    basis: tuple[LegalBasis, ...]
    levers: tuple[LeverFlag, ...]
    provenance: Provenance
    other_uses: tuple[str, ...] = ()
    form_short: str = ""

    @property
    def list(self) -> ItemList:
        return ItemList.MATERIALS


@frozen
class UtilityConnection:
    """One of the 23 steps of water, drainage, power, gas and telecom connection (公用接入).

    utility: 供水, 排水, 供电, 燃气, 通信, or 综合 for the joint application. phone: the provider's, "" where it varies.
    """

    code: ItemCode
    name: str
    short_name: str
    map_name: str
    phase: Phase
    utility: str
    provider: str
    owner: str
    window_id: str
    step_kind: str
    rule: Rule
    applies_note: str
    working_days: int
    variants: tuple[LimitVariant, ...]
    parallel_with: tuple[ItemCode, ...]
    prerequisites_note: tuple[str, ...]
    materials: tuple[str, ...]
    result: str
    fee_rule: str
    levers: tuple[LeverFlag, ...]
    provenance: Provenance
    phone: str = ""

    @property
    def list(self) -> ItemList:
        return ItemList.UTILITIES


Item = ApprovalItem | UnitMaterial | UtilityConnection
