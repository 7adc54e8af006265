"""The fact dictionary, the rules and the contradictions: resources/catalogue/{facts,rules,contradictions}.yaml.

`read_*` note their faults in a FaultList and go on; `load_*` raise CatalogueRefused with all faults of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path

from gxq_desktop.catalogue.faults import Block, FaultList, nearest, read_block
from gxq_desktop.catalogue.rule_text import RuleReader, RuleTextError
from gxq_desktop.domain.basis import Confidence, Provenance
from gxq_desktop.domain.contradictions import Contradiction, Severity
from gxq_desktop.domain.errors import DomainErrors
from gxq_desktop.domain.facts import Choice, FactDefinition, FactDictionary, FactKey, FactType
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.rules import Always, Rule, analyse, both

_FACT_FIELDS = frozenset(
    {
        "label",
        "short_label",
        "type",
        "unit",
        "at_least",
        "whole",
        "zero_phrase",
        "some_phrase",
        "group",
        "question",
        "help",
        "choices",
        "phrases",
        "ask_when",
        "used_by",
        "source",
        "confidence",
        "template",
    }
)
_RULE_FIELDS = frozenset({"rule", "note", "variants", "source", "confidence", "template", "reviewable"})
_VARIANT_FIELDS = frozenset({"name", "when", "statutory_days", "unit", "working_days"})
_CONTRADICTION_FIELDS = frozenset(
    {"when", "severity", "problem", "next_step", "rows", "source", "confidence", "template"}
)
_TYPES = {kind.value: kind for kind in FactType}
_CONFIDENCES = {confidence.value: confidence for confidence in Confidence}
_SEVERITIES = {severity.value: severity for severity in Severity}
_UNITS = {"工作日": "工作日", "自然日": "自然日"}
_LANGUAGE = frozenset(' \t=!<>{}()（）｛｝，、,＝≥≤≠＞＜"“”')


@frozen
class RuleVariant:
    """A limit that holds while a condition does (变体). days in UNIT (工作日 or 自然日).

    statutory: True for the limit set by law (A rows), False for preparation days (B, C rows), then always 工作日.
    """

    name: str
    when: Rule
    days: int
    unit: str
    statutory: bool


@frozen
class RuleEntry:
    """The rule of one row with its note and variants. reviewable: the section chief may change it."""

    code: str
    rule: Rule
    note: str
    variants: tuple[RuleVariant, ...]
    reviewable: bool
    provenance: Provenance
    line: int


def load_facts(path: Path) -> FactDictionary:
    """Read the fact dictionary. Raises CatalogueRefused with every fault of the file."""
    faults = FaultList()
    found = read_facts(path, faults)
    faults.refuse("事实字典")
    if found is None:
        raise AssertionError("no dictionary and no fault")
    return found


def load_rules(path: Path, dictionary: FactDictionary) -> dict[str, RuleEntry]:
    """Read the rules, code → entry in file order. Raises CatalogueRefused with every fault of the file."""
    faults = FaultList()
    found = read_rules(path, dictionary, faults)
    faults.refuse("适用规则")
    return found


def load_contradictions(path: Path, dictionary: FactDictionary) -> tuple[Contradiction, ...]:
    """Read the contradictions. Raises CatalogueRefused with every fault of the file."""
    faults = FaultList()
    found = read_contradictions(path, dictionary, faults)
    faults.refuse("矛盾答案")
    return found


# -- facts ------------------------------------------------------------------------------------------------------------


def read_facts(path: Path, faults: FaultList) -> FactDictionary | None:
    """Read the fact dictionary, noting faults; None when there is no file or no sound fact in it."""
    root = read_block(path, faults)
    if root is None:
        return None
    blocks: dict[FactKey, Block] = {}
    definitions: list[FactDefinition] = []
    labels: dict[str, int] = {}
    for key, block in root.named_blocks():
        definition = _fact(FactKey(key), block)
        if definition.label in labels:
            problem = f"“{definition.label}”在第 {labels[definition.label]} 行已经用过。"
            block.fault("label", problem, "请换一个名称。")
        labels.setdefault(definition.label, block.line_of("label"))
        blocks[definition.key] = block
        if block.is_sound:
            definitions.append(definition)
    if not definitions:
        return None
    bare = FactDictionary(definitions)
    reader = RuleReader(bare)
    asking = [
        replace(definition, ask_when=_rule(blocks[definition.key], "ask_when", reader))
        if "ask_when" in blocks[definition.key]
        else definition
        for definition in definitions
    ]
    try:
        dictionary = FactDictionary(asking)
    except DomainErrors as refusal:
        for fault in refusal.faults:
            root.refused("ask_when", fault)
        return bare
    for definition in dictionary:
        block = blocks[definition.key]
        if definition.ask_when is not None and block.is_sound:
            _check_decides(definition.ask_when, "ask_when", block, dictionary)
    return dictionary


def _fact(key: FactKey, block: Block) -> FactDefinition:
    block.refuse_other_fields(_FACT_FIELDS)
    kind = block.choice("type", _TYPES)
    label = block.text("label")
    if label.startswith("始终") or _LANGUAGE & set(label) or label[:1].isdigit():
        block.fault(
            "label", f"“{label}”不能用作规则里的名称。", "名称里不要有空格、括号、逗号和比较符号，不要以数字开头。"
        )
    if not key.isidentifier() or not key.isascii():
        block.fault("", f"英文键名“{key}”不对。", "请只用小写字母、数字和下划线。", block.line)
    choices: tuple[Choice, ...] = ()
    if kind in (FactType.CHOICE, FactType.BOOLEAN):
        choices = _choices(kind, block)
    elif "choices" in block:
        block.fault("choices", f"{kind.label}类型的事实没有选项。", "请删去 choices，或把 type 改成 choice。")
    unit = block.optional_text("unit")
    if unit and kind is not FactType.NUMBER:
        block.fault("unit", f"{kind.label}类型的事实没有单位。", "请删去 unit。")
    return FactDefinition(
        key=key,
        label=label,
        type=kind if kind is not FactType.CHOICE or len(choices) > 1 else FactType.TEXT,
        group=block.text("group"),
        question=block.text("question"),
        help=block.optional_text("help"),
        unit=unit,
        choices=choices,
        used_by=tuple(code.text for code in block.texts("used_by")),
        provenance=_provenance(block),
        short_label=block.optional_text("short_label"),
        zero_phrase=block.optional_text("zero_phrase"),
        some_phrase=block.optional_text("some_phrase"),
        at_least=block.decimal("at_least") if "at_least" in block else Decimal(0),
        whole=block.boolean("whole", default=False),
    )


def _choices(kind: FactType, block: Block) -> tuple[Choice, ...]:
    phrases: dict[str, str] = {}
    said = block.block("phrases")
    if said is not None:
        phrases = {label: said.text(label) for label in said.names}
    if kind is FactType.BOOLEAN:
        if "choices" in block:
            block.fault("choices", "是/否类型的事实不写选项。", "请删去 choices。")
        found = (Choice(True, "是", phrases.get("是", "")), Choice(False, "否", phrases.get("否", "")))
    else:
        written = block.block("choices")
        names = written.names if written is not None else ()
        if written is None or len(names) < 2:
            block.fault("choices", "选项少于两个。", "请在 choices 下面写“英文值: 选项”，至少两行。")
        found_list: list[Choice] = []
        for value in names:
            label = written.text(value) if written is not None else ""
            if any(label == choice.label for choice in found_list):
                block.fault("choices", f"选项“{label}”重复。", "请改其中一个。")
            if _LANGUAGE & set(label):
                block.fault("choices", f"选项“{label}”不能写进规则。", "选项里不要有空格、括号、逗号和比较符号。")
            found_list.append(Choice(value, label, phrases.get(label, "")))
        found = tuple(found_list)  # type: ignore[assignment]
    labels = [choice.label for choice in found]
    for label in phrases:
        if label not in labels:
            close = nearest(label, labels)
            hint = f"最接近的是“{close}”。" if close else f"选项有：{'、'.join(labels)}。"
            block.fault("phrases", f"没有“{label}”这个选项。", hint)
    return found


# -- rules ------------------------------------------------------------------------------------------------------------


def read_rules(path: Path, dictionary: FactDictionary, faults: FaultList) -> dict[str, RuleEntry]:
    """Read the rules, noting faults; only sound entries are returned, code → entry in file order.

    A rule that never or always holds, that stays undecided though all its questions are answered, two variants that
    hold at once, and a fact whose used_by does not name the row are faults too.
    """
    root = read_block(path, faults)
    if root is None:
        return {}
    reader = RuleReader(dictionary)
    checked: dict[Rule, str] = {}
    found: dict[str, RuleEntry] = {}
    for code, block in root.named_blocks():
        block.refuse_other_fields(_RULE_FIELDS)
        rule = _rule(block, "rule", reader)
        variants = tuple(variant for each in block.blocks("variants") for variant in _variant(each, code, reader))
        provenance = _provenance(block)
        reviewable = block.boolean("reviewable", default=True)
        note = block.optional_text("note")
        if rule is None or not block.is_sound:
            continue
        if rule not in checked:
            checked[rule] = code
            _check_decides(rule, "rule", block, dictionary)
        _check_variants(rule, variants, block, dictionary)
        for key in dict.fromkeys(key for each in (rule, *(v.when for v in variants)) for key in each.facts):
            definition = dictionary[key]
            if definition.used_by and code not in definition.used_by:
                problem = f"规则用到“{definition.label}”，事实字典里它的 used_by 没有 {code}。"
                block.fault("rule", problem, f"请在 facts.yaml 的 {key} 里补上 {code}。")
        if block.is_sound:
            found[code] = RuleEntry(code, rule, note, variants, reviewable, provenance, block.line)
    return found


def _variant(block: Block, code: str, reader: RuleReader) -> tuple[RuleVariant, ...]:
    block.refuse_other_fields(_VARIANT_FIELDS)
    name = block.text("name")
    when = _rule(block, "when", reader)
    statutory = code.startswith("A")
    if statutory:
        days, unit = block.integer("statutory_days", at_least=0), block.choice("unit", _UNITS)
    else:
        days, unit = block.integer("working_days", at_least=0), "工作日"
    if when is None or not block.is_sound:
        return ()
    return (RuleVariant(name, when, days, unit, statutory),)


def _rule(block: Block, field: str, reader: RuleReader) -> Rule | None:
    text = block.text(field)
    if not text:
        return None
    try:
        return reader.read(text)
    except RuleTextError as refusal:
        block.refused(field, refusal, block.line_of_text(field) + refusal.line - 1)
        return None


def _check_decides(rule: Rule, field: str, block: Block, dictionary: FactDictionary) -> None:
    """Note a rule that never holds, always holds, or stays undecided when every question is answered."""
    if isinstance(rule.condition, Always):
        return
    analysis = analyse(rule, dictionary)
    if analysis.example_in is None:
        block.fault(field, "这个条件永远不成立。", "请检查条件是否互相矛盾，或用到了此时不问的事实。")
    if analysis.example_out is None and analysis.gap is None:
        block.fault(field, "这个条件永远成立。", "如果所有项目都适用，请写“始终”；否则请改条件。")
    if analysis.gap is not None and field != "ask_when":  # a question that waits for one not asked is not asked
        case = "、".join(
            f"{dictionary[key].label}={dictionary[key].show(value)}" for key, value in analysis.gap.items()
        )
        problem = f"所有该问的都答完了，这个条件仍定不了，例如{case or '什么都不用问'}时。"
        block.fault(field, problem, "请在条件里加上提问条件，例如先写“建设性质 != 无 且 …”。")


def _check_variants(rule: Rule, variants: tuple[RuleVariant, ...], block: Block, dictionary: FactDictionary) -> None:
    for variant in variants:
        if analyse(Rule(both(rule.condition, variant.when.condition)), dictionary).example_in is None:
            block.fault("variants", f"变体“{variant.name}”永远用不上。", "请检查它的条件是否与适用规则矛盾。")
    for one, other in combinations(variants, 2):
        together = Rule(both(rule.condition, one.when.condition, other.when.condition))
        example = analyse(together, dictionary).example_in
        if example is not None:
            case = "、".join(f"{dictionary[key].label}={dictionary[key].show(v)}" for key, v in example.items())
            problem = f"变体“{one.name}”和“{other.name}”会同时成立，例如{case}时。"
            block.fault("variants", problem, "请改条件，使同一项目只有一个变体成立。")


# -- contradictions ---------------------------------------------------------------------------------------------------


def read_contradictions(path: Path, dictionary: FactDictionary, faults: FaultList) -> tuple[Contradiction, ...]:
    """Read the contradictions, noting faults; only sound ones are returned."""
    root = read_block(path, faults)
    if root is None:
        return ()
    reader = RuleReader(dictionary)
    found = []
    for key, block in root.named_blocks():
        block.refuse_other_fields(_CONTRADICTION_FIELDS)
        when = _rule(block, "when", reader)
        severity = block.choice("severity", _SEVERITIES)
        problem, next_step = block.text("problem"), block.text("next_step")
        rows = tuple(row.text for row in block.texts("rows"))
        provenance = _provenance(block)
        if when is None or not block.is_sound:
            continue
        if analyse(when, dictionary).example_in is None:
            block.fault("when", "这个条件永远不成立。", "请检查条件是否互相矛盾，或用到了此时不问的事实。")
        else:
            found.append(Contradiction(key, when, severity, problem, next_step, rows, provenance))
    return tuple(found)


def _provenance(block: Block) -> Provenance:
    return Provenance(
        block.text("source"), block.choice("confidence", _CONFIDENCES), block.boolean("template", default=False)
    )


def rules_of(entries: Mapping[str, RuleEntry]) -> dict[str, Rule]:
    """Code → rule, in the entries' order."""
    return {code: entry.rule for code, entry in entries.items()}
