"""The three lists' files: approvals/*.yaml, materials.yaml, utilities.yaml. Each is a list of rows with a code.

What a row says about itself is read here; its rule and the days that change with a condition come from rules.yaml.
How the files are written is said in resources/catalogue/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from gxq_desktop.catalogue.fact_files import RuleEntry, RuleVariant
from gxq_desktop.catalogue.faults import Block, FaultList, nearest, read_blocks
from gxq_desktop.catalogue.provenance import read_provenance, read_provenance_of, read_provenance_without_flag
from gxq_desktop.domain.basis import Confidence, LegalBasis, Provenance
from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import (
    ApprovalItem,
    ExcludedStep,
    Item,
    ItemCode,
    ItemList,
    LeverFlag,
    LeverKind,
    LimitVariant,
    Phase,
    RequiredMaterial,
    ResultDocument,
    UnitMaterial,
    UtilityConnection,
)
from gxq_desktop.domain.limits import Limit, LimitUnit
from gxq_desktop.domain.rules import ALWAYS, Rule
from gxq_desktop.domain.seals import MatterKind

PHASE_FILES = {
    "land.yaml": Phase.LAND,
    "planning.yaml": Phase.PLANNING,
    "construction.yaml": Phase.CONSTRUCTION,
    "completion.yaml": Phase.COMPLETION,
    "operation.yaml": Phase.OPERATION,
}
SHORT_NAME_LENGTH = 12
MAP_NAME_LENGTH = 7
OWNER_LENGTH = 5

_CODE = re.compile(r"[ABC]\d\d")
_CALENDARS = {"工作日": CalendarKind.GOVERNMENT, "自然日": CalendarKind.SEVEN_DAY}
_UNITS = {unit.label: unit for unit in LimitUnit}
_PHASES = {phase.value: phase for phase in Phase}
_KINDS = {kind.value: kind for kind in MatterKind}
_LEVERS = {kind.value: kind for kind in LeverKind}
_UTILITIES = {name: name for name in ("综合", "供水", "排水", "供电", "燃气", "通信")}

_NAMES = ("code", "name", "short_name", "map_name", "phase", "owner", "applies_note", "levers")
_SOURCES = ("source", "confidence")
_APPROVAL_FIELDS = frozenset(
    (
        *_NAMES,
        *_SOURCES,
        "kind",
        "authority",
        "window",
        "online_matter_code",
        "basis",
        "conditions",
        "statutory",
        "promised_working_days",
        "promised_variants",
        "excluded",
        "excluded_note",
        "parallel_with",
        "result",
        "materials",
        "return_reasons",
        "fee",
        "intermediary",
        "notice_and_hearing",
        "remedies",
        "notes",
    )
)
_MATERIAL_FIELDS = frozenset(
    (
        *_NAMES,
        *_SOURCES,
        "template",
        "prepared_by",
        "working_days",
        "feeds",
        "other_uses",
        "form",
        "form_short",
        "defects",
        "basis",
    )
)
_UTILITY_FIELDS = frozenset(
    (
        *_NAMES,
        *_SOURCES,
        "template",
        "utility",
        "provider",
        "phone",
        "window",
        "step_kind",
        "working_days",
        "prerequisites",
        "parallel_with",
        "materials",
        "result",
        "fee_rule",
    )
)
_BASIS_FIELDS = ("law", "articles", "in_force_from", "in_force_to")
_EXCLUDED_FIELDS = ("id", "name", "days", "unit", "owner", "planned", "when", "note", "source", "confidence")
_REQUIRED_MATERIAL_FIELDS = ("name", "copies", "form", "supply_later_days", "shared", "from", "template_no")
_LEVER_FIELDS = ("kind", "condition", "cost", "days", "other", "variant")

Value = TypeVar("Value")


@frozen
class Placed(Generic[Value]):
    """A value and the place in a file it was read from. sound: reading it found no fault, so that it can be checked."""

    value: Value
    block: Block
    sound: bool


@frozen
class Surroundings:
    """What reading a row needs from other files: its rule, the standard remedies, and how to read a rule in a field."""

    rules: Mapping[str, RuleEntry]
    remedies: str
    read_rule: Callable[[Block, str], Rule | None]


@frozen
class ItemFiles:
    """The rows of the three lists in file order, those with faults too. unread: lists of which a file is not YAML."""

    rows: tuple[Placed[Item], ...]
    unread: frozenset[ItemList]


def read_items(folder: Path, around: Surroundings, faults: FaultList) -> ItemFiles:
    """Read the three lists of FOLDER."""
    rows: list[Placed[Item]] = []
    unread = set()
    files: list[tuple[Path, ItemList, _ReadRow]] = [
        *((folder / "approvals" / name, ItemList.APPROVALS, _approval) for name in PHASE_FILES),
        (folder / "materials.yaml", ItemList.MATERIALS, _material),
        (folder / "utilities.yaml", ItemList.UTILITIES, _utility),
    ]
    for path, item_list, read in files:
        blocks = read_blocks(path, "code", faults)
        if blocks is None:
            unread.add(item_list)
        else:
            rows += [_row(block, item_list, read, around) for block in blocks]
    return ItemFiles(tuple(rows), frozenset(unread))


_ReadRow = Callable[[Block, RuleEntry, Surroundings], Item]


def _row(block: Block, item_list: ItemList, read: _ReadRow, around: Surroundings) -> Placed[Item]:
    code = block.optional_text("code")
    if code and not _CODE.fullmatch(code):
        block.fault("code", f"编码“{code}”不合格式。", "请写成一个字母加两位数字，例如 A01。")
    elif code and not code.startswith(item_list.value):
        problem = f"编码“{code}”不属于这张清单（{item_list.label}，编码以 {item_list.value} 开头）。"
        block.fault("code", problem, "请改正编码，或把这一条移到它所属的文件。")
    item = read(block, around.rules.get(code, _NO_RULE), around)
    phase = PHASE_FILES.get(block.file)
    if phase is not None and block.is_sound and item.phase is not phase:
        problem = f"“{item.phase.value}”的事项写在了“{phase.value}”的文件里。"
        right = next(name for name, other in PHASE_FILES.items() if other is item.phase)
        block.fault("phase", problem, f"请移到 {right}，或改正 phase。")
    return Placed(item, block, block.is_sound)


_NO_RULE = RuleEntry("", ALWAYS, "", (), False, Provenance("", Confidence.LOW), 0)
"""Stands in while a row has no rule; the checks refuse the catalogue then."""


# -- one row each ------------------------------------------------------------------------------------------------


def _approval(block: Block, rule: RuleEntry, around: Surroundings) -> ApprovalItem:
    block.refuse_other_fields(_APPROVAL_FIELDS)
    code, name, short_name, map_name, owner = _names(block)
    statutory = _statutory(block)
    promised = block.integer("promised_working_days", at_least=1)
    matter_code, template = _online_matter_code(block)
    return ApprovalItem(
        code=code,
        name=name,
        short_name=short_name,
        map_name=map_name,
        phase=block.choice("phase", _PHASES),
        kind=block.choice("kind", _KINDS),
        authority=block.text("authority"),
        owner=owner,
        window_id=block.text("window"),
        online_matter_code=matter_code,
        basis=_basis(block),
        rule=rule.rule,
        applies_note=block.text("applies_note"),
        conditions=_texts(block, "conditions", required=True),
        statutory=statutory,
        promised_working_days=promised,
        variants=_approval_variants(block, rule, promised),
        excluded_steps=_excluded_steps(block, code, around),
        excluded_note=block.optional_text("excluded_note"),
        parallel_with=_codes(block, "parallel_with"),
        result=_result(block),
        materials=_required_materials(block),
        return_reasons=_texts(block, "return_reasons", required=True),
        fee=block.text("fee"),
        intermediary=block.optional_text("intermediary"),
        notice_and_hearing=block.optional_text("notice_and_hearing"),
        remedies=block.optional_text("remedies", around.remedies),
        levers=_levers(block),
        notes=_texts(block, "notes"),
        provenance=read_provenance_of(block, template, "online_matter_code"),
    )


def _material(block: Block, rule: RuleEntry, around: Surroundings) -> UnitMaterial:
    block.refuse_other_fields(_MATERIAL_FIELDS)
    code, name, short_name, map_name, owner = _names(block)
    return UnitMaterial(
        code=code,
        name=name,
        short_name=short_name,
        map_name=map_name,
        phase=block.choice("phase", _PHASES),
        prepared_by=block.text("prepared_by"),
        owner=owner,
        rule=rule.rule,
        applies_note=block.text("applies_note"),
        working_days=block.integer("working_days", at_least=1),
        variants=_preparation_variants(rule.variants),
        feeds=_codes(block, "feeds"),
        form=block.text("form"),
        defects=_texts(block, "defects", required=True),
        basis=_basis(block),
        levers=_levers(block),
        provenance=read_provenance(block),
        other_uses=_texts(block, "other_uses"),
        form_short=block.text("form_short"),
    )


def _utility(block: Block, rule: RuleEntry, around: Surroundings) -> UtilityConnection:
    block.refuse_other_fields(_UTILITY_FIELDS)
    code, name, short_name, map_name, owner = _names(block)
    return UtilityConnection(
        code=code,
        name=name,
        short_name=short_name,
        map_name=map_name,
        phase=block.choice("phase", _PHASES),
        utility=block.choice("utility", _UTILITIES),
        provider=block.text("provider"),
        owner=owner,
        window_id=block.text("window"),
        step_kind=block.text("step_kind"),
        rule=rule.rule,
        applies_note=block.text("applies_note"),
        working_days=block.integer("working_days", at_least=1),
        variants=_preparation_variants(rule.variants),
        parallel_with=_codes(block, "parallel_with"),
        prerequisites_note=_texts(block, "prerequisites"),
        materials=_texts(block, "materials", required=True),
        result=block.text("result"),
        fee_rule=block.text("fee_rule"),
        levers=_levers(block),
        provenance=read_provenance(block),
        phone=block.optional_text("phone"),
    )


# -- parts of rows -----------------------------------------------------------------------------------------------


def _names(block: Block) -> tuple[ItemCode, str, str, str, str]:
    short_name = _short(block, "short_name", SHORT_NAME_LENGTH, "横道图")
    map_name = _short(block, "map_name", MAP_NAME_LENGTH, "流程图")
    owner = _short(block, "owner", OWNER_LENGTH, "“谁办”一栏")
    return ItemCode(block.text("code")), block.text("name"), short_name, map_name, owner


def _short(block: Block, field: str, longest: int, where: str) -> str:
    written = block.text(field)
    if len(written) > longest:
        problem = f"“{field}”有 {len(written)} 个字，{where}放不下，最多 {longest} 个字。"
        block.fault(field, problem, "请缩短。")
    return written


def _online_matter_code(block: Block) -> tuple[str, bool]:
    inner = block.block("online_matter_code", required=True)
    if inner is None:
        return "", False
    inner.refuse_other_fields(("value", "template"))
    return inner.text("value"), inner.boolean("template")


def _basis(block: Block) -> tuple[LegalBasis, ...]:
    found = []
    for entry in block.blocks("basis", required=True):
        entry.refuse_other_fields(_BASIS_FIELDS)
        first, last = entry.optional_day("in_force_from"), entry.optional_day("in_force_to")
        if first and last and last < first:
            entry.fault("in_force_to", f"失效日 {last} 早于施行日 {first}。", "请改正其中一个日期。")
        found.append(LegalBasis(entry.text("law"), _texts(entry, "articles"), first, last))
    return tuple(found)


def _statutory(block: Block) -> Limit:
    inner = block.block("statutory", required=True)
    if inner is None:
        return Limit.unset()
    inner.refuse_other_fields(("days", "unit"))
    return Limit.of(max(0, inner.integer("days", at_least=0)), inner.choice("unit", _UNITS))


def _approval_variants(block: Block, rule: RuleEntry, promised: int) -> tuple[LimitVariant, ...]:
    """The variants of rules.yaml with the promises made here; a variant without one keeps the row's own promise."""
    names = [limit.name for limit in rule.variants]
    promises: dict[str, int] = {}
    for entry in block.blocks("promised_variants"):
        entry.refuse_other_fields(("name", "promised_working_days"))
        name = entry.text("name")
        days = entry.integer("promised_working_days", at_least=1)
        if name and name not in names and rule is not _NO_RULE:
            close = nearest(name, names)
            hint = f"最接近的是“{close}”，请改正。" if close else "请先在 rules.yaml 里写明这种情形的条件和法定时限。"
            entry.fault("name", f"rules.yaml 里没有名为“{name}”的情形。", hint)
        elif name in promises:
            entry.fault("name", f"情形“{name}”写了两次。", "请删去其中一处。")
        promises[name] = days
    return tuple(
        LimitVariant(
            limit.name, limit.when, promises.get(limit.name, promised), Limit.of(limit.days, _UNITS[limit.unit])
        )
        for limit in rule.variants
    )


def _preparation_variants(limits: tuple[RuleVariant, ...]) -> tuple[LimitVariant, ...]:
    return tuple(LimitVariant(limit.name, limit.when, limit.days) for limit in limits)


def _excluded_steps(block: Block, code: ItemCode, around: Surroundings) -> tuple[ExcludedStep, ...]:
    found: list[ExcludedStep] = []
    for step in block.blocks("excluded"):
        step.refuse_other_fields(_EXCLUDED_FIELDS)
        step_id = step.text("id")
        if step_id and not re.fullmatch(re.escape(code) + r"\.\d+", step_id):
            step.fault("id", f"环节编号“{step_id}”不合格式。", f"请写成 {code}.1、{code}.2 这样的编号。")
        elif step_id and any(other.id == step_id for other in found):
            step.fault("id", f"环节编号“{step_id}”写了两次。", "请改其中一个。")
        found.append(
            ExcludedStep(
                id=step_id,
                name=step.text("name"),
                days=step.integer("days", at_least=1),
                calendar=step.choice("unit", _CALENDARS),
                owner=step.text("owner"),
                planned=step.boolean("planned"),
                when=around.read_rule(step, "when"),
                note=step.optional_text("note"),
                provenance=read_provenance_without_flag(step),
            )
        )
    return tuple(found)


def _result(block: Block) -> ResultDocument:
    inner = block.block("result", required=True)
    if inner is None:
        return ResultDocument("", "", "")
    inner.refuse_other_fields(("name", "validity", "delivery"))
    return ResultDocument(inner.text("name"), inner.optional_text("validity"), inner.optional_text("delivery"))


def _required_materials(block: Block) -> tuple[RequiredMaterial, ...]:
    found = []
    for entry in block.blocks("materials", required=True):
        entry.refuse_other_fields(_REQUIRED_MATERIAL_FIELDS)
        from_code = entry.optional_text("from")
        found.append(
            RequiredMaterial(
                name=entry.text("name"),
                copies=entry.optional_text("copies"),
                form=entry.text("form"),
                supply_later_working_days=entry.optional_integer("supply_later_days", at_least=1),
                shared=entry.boolean("shared", default=False),
                from_code=ItemCode(from_code) if from_code else None,
                template_no=entry.optional_text("template_no"),
            )
        )
    return tuple(found)


def _levers(block: Block) -> tuple[LeverFlag, ...]:
    found = []
    for entry in block.blocks("levers"):
        entry.refuse_other_fields(_LEVER_FIELDS)
        other = entry.optional_text("other")
        found.append(
            LeverFlag(
                kind=entry.choice("kind", _LEVERS),
                condition=entry.text("condition"),
                cost=entry.text("cost"),
                days=entry.optional_integer("days", at_least=0),
                other=ItemCode(other) if other else None,
                variant=entry.optional_text("variant"),
            )
        )
    return tuple(found)


def _texts(block: Block, field: str, required: bool = False) -> tuple[str, ...]:
    return tuple(marked.text for marked in block.texts(field, required))


def _codes(block: Block, field: str) -> tuple[ItemCode, ...]:
    return tuple(ItemCode(text) for text in _texts(block, field))
