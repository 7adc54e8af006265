"""The catalogue (事项库) to be read: a line for everything in it, and a sheet that says all there is to know about one."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from gxq_desktop.application.wording import spoken_source
from gxq_desktop.domain.basis import Provenance
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.facts import FactDefinition, FactType
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import (
    ApprovalItem,
    Item,
    ItemCode,
    ItemList,
    LimitVariant,
    RequiredMaterial,
    UnitMaterial,
    UtilityConnection,
)
from gxq_desktop.domain.network import Link, LinkKind
from gxq_desktop.domain.rules import Rule


class Shelf(StrEnum):
    """The tabs of 事项库."""

    APPROVALS = "A"
    MATERIALS = "B"
    UTILITIES = "C"
    FACTS = "facts"
    WINDOWS = "windows"
    POLICIES = "policies"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Shelf.APPROVALS: "审批事项",
    Shelf.MATERIALS: "企业材料",
    Shelf.UTILITIES: "水电气讯",
    Shelf.FACTS: "事实与问题",
    Shelf.WINDOWS: "窗口",
    Shelf.POLICIES: "政策",
}


@frozen
class Entry:
    """A line of a shelf. group: what it stands under. searched: everything it is found by, in one text."""

    shelf: Shelf
    id: str
    code: str
    name: str
    group: str
    note: str
    searched: str


@frozen
class Reference:
    """Another entry this one names, with what is said about it (link: 法 / 惯 / 技术 and why)."""

    shelf: Shelf
    id: str
    text: str
    sign: str
    note: str


@frozen
class Section:
    """A titled part of a sheet: paragraphs, then pairs, then references. monospaced: a rule, set as written."""

    title: str
    paragraphs: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    references: tuple[Reference, ...] = ()
    is_rule: bool = False


@frozen
class Sheet:
    """All about one entry. template: a local figure the bureau has to replace. source: where it comes from, how sure."""

    entry: Entry
    title: str
    subtitle: str
    pairs: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    source: str
    template: bool


def shelf_of(catalogue: Catalogue, shelf: Shelf) -> tuple[Entry, ...]:
    """Everything on SHELF, in catalogue order."""
    if shelf is Shelf.FACTS:
        return tuple(_fact_entry(fact) for fact in catalogue.facts)
    if shelf is Shelf.WINDOWS:
        return tuple(
            Entry(shelf, each.id, each.number, each.name, "专窗" if each.special else "综合窗口", each.phone,
                  f"{each.number} {each.name} {each.scope}")
            for each in catalogue.centre.windows
        )  # fmt: skip
    if shelf is Shelf.POLICIES:
        return tuple(
            Entry(shelf, each.id, each.id, each.name, each.stage, each.nature, f"{each.name} {each.summary}")
            for each in catalogue.policies
        )
    return tuple(_item_entry(item) for item in catalogue.of_list(ItemList(shelf.value)))


def sheet_of(catalogue: Catalogue, shelf: Shelf, entry_id: str) -> Sheet:
    """All about ENTRY_ID. KeyError if SHELF has no such entry."""
    entry = next((each for each in shelf_of(catalogue, shelf) if each.id == entry_id), None)
    if entry is None:
        raise KeyError(entry_id)
    if shelf is Shelf.FACTS:
        return _fact_sheet(catalogue, entry)
    if shelf is Shelf.WINDOWS:
        return _window_sheet(catalogue, entry)
    if shelf is Shelf.POLICIES:
        return _policy_sheet(catalogue, entry)
    return _item_sheet(catalogue, entry, catalogue.by_code[ItemCode(entry_id)])


# -- items -------------------------------------------------------------------------------------------------------


def _item_entry(item: Item) -> Entry:
    if isinstance(item, ApprovalItem):
        who, days = item.authority, item.promised_working_days
    elif isinstance(item, UnitMaterial):
        who, days = item.prepared_by, item.working_days
    else:
        who, days = item.provider, item.working_days
    searched = " ".join((item.code, item.name, item.short_name, who, item.owner, item.phase))
    return Entry(Shelf(item.list.value), item.code, item.code, item.name, item.phase.value, f"{days} 工作日", searched)


def _item_sheet(catalogue: Catalogue, entry: Entry, item: Item) -> Sheet:
    sections = [
        Section(
            "什么时候要办（规则）", (item.rule.text, *((item.applies_note,) if item.applies_note else ())), is_rule=True
        ),
        Section("规则看哪些事实", references=tuple(_fact_references(catalogue, item.rule))),
        *_variants(item),
        Section("前置", references=tuple(_links(catalogue, item.code, before=True))),
        Section("后续", references=tuple(_links(catalogue, item.code, before=False))),
        *_levers(catalogue, item),
    ]
    if isinstance(item, ApprovalItem):
        pairs, more = _approval(catalogue, item)
    elif isinstance(item, UnitMaterial):
        pairs, more = _material(catalogue, item)
    else:
        pairs, more = _utility(catalogue, item)
    kept = tuple(each for each in (*sections, *more) if each.paragraphs or each.pairs or each.references)
    subtitle = f"{ItemList(item.list).label} · {item.phase.value}"
    return Sheet(entry, f"{item.code}　{item.name}", subtitle, pairs, kept, *_source(item.provenance))


def _approval(catalogue: Catalogue, item: ApprovalItem) -> tuple[tuple[tuple[str, str], ...], list[Section]]:
    window = catalogue.centre.window(item.window_id)
    pairs = (
        ("事项类型", item.kind.value),
        ("用章", item.seal.value),
        ("实施机关", item.authority),
        ("主办", item.owner),
        ("窗口", f"{window.number} {window.name}"),
        ("省平台编码", item.online_matter_code or "未提供"),
        ("法定时限", item.statutory.text()),
        ("承诺时限", f"{item.promised_working_days} 个工作日"),
        ("收费", item.fee or "—"),
        ("结果", item.result.name),
        ("有效期", item.result.validity or "—"),
        ("送达", item.result.delivery or "—"),
    )
    excluded = tuple(
        (step.name, f"{step.days} {'日' if step.calendar.value == 'seven_day' else '个工作日'}"
                    f"{'' if step.planned else '，按申请才有'}{'；' + step.note if step.note else ''}")
        for step in item.excluded_steps
    )  # fmt: skip
    parallel = tuple(_item_reference(catalogue, code, "并联", "") for code in item.parallel_with)
    return pairs, [
        Section("不计入时限的环节", (item.excluded_note,) if item.excluded_note else (), excluded),
        Section("常见并联", references=parallel),
        Section("申请材料", pairs=tuple(map(_required, item.materials))),
        Section("受理条件", item.conditions),
        Section("常见退件原因", item.return_reasons),
        Section("依据", tuple(basis.text for basis in item.basis)),
        Section("中介服务", (item.intermediary,) if item.intermediary else ()),
        Section("告知与听证", (item.notice_and_hearing,) if item.notice_and_hearing else ()),
        Section("救济", (item.remedies,) if item.remedies else ()),
        Section("备注", item.notes),
    ]


def _required(material: RequiredMaterial) -> tuple[str, str]:
    parts = [material.copies, material.form]
    if material.supply_later_working_days:
        parts.append(f"可容缺 {material.supply_later_working_days} 个工作日")
    if material.shared:
        parts.append("共享免交")
    if material.from_code:
        parts.append(f"来自 {material.from_code}")
    return material.name, " · ".join(part for part in parts if part)


def _material(catalogue: Catalogue, item: UnitMaterial) -> tuple[tuple[tuple[str, str], ...], list[Section]]:
    pairs = (
        ("谁来做", item.prepared_by),
        ("责任", item.owner),
        ("准备时间", f"{item.working_days} 个工作日"),
        ("形式", item.form or "—"),
    )
    feeds = tuple(_item_reference(catalogue, code, "用于", "") for code in item.feeds)
    return pairs, [
        Section("交给哪些事项", item.other_uses, references=feeds),
        Section("常见毛病", item.defects),
        Section("依据", tuple(basis.text for basis in item.basis)),
    ]


def _utility(catalogue: Catalogue, item: UtilityConnection) -> tuple[tuple[tuple[str, str], ...], list[Section]]:
    window = catalogue.centre.window(item.window_id)
    pairs = (
        ("类别", item.utility),
        ("办理单位", item.provider),
        ("电话", item.phone or "未提供"),
        ("窗口", f"{window.number} {window.name}"),
        ("环节", item.step_kind),
        ("时间", f"{item.working_days} 个工作日"),
        ("费用", item.fee_rule or "—"),
        ("结果", item.result or "—"),
    )
    parallel = tuple(_item_reference(catalogue, code, "并联", "") for code in item.parallel_with)
    return pairs, [
        Section("先要有", item.prerequisites_note),
        Section("常见并联", references=parallel),
        Section("要带的材料", item.materials),
    ]


def _variants(item: Item) -> Iterable[Section]:
    if item.variants:
        yield Section("时限随情形变化", pairs=tuple(map(_variant, item.variants)))


def _variant(variant: LimitVariant) -> tuple[str, str]:
    statutory = f"，法定 {variant.statutory.text()}" if variant.statutory is not None else ""
    return variant.name, f"{variant.working_days} 个工作日{statutory}　（{variant.when.text}）"


def _levers(catalogue: Catalogue, item: Item) -> Iterable[Section]:
    lines = []
    for lever in item.levers:
        other = f"（{lever.other} {catalogue.by_code[lever.other].short_name}）" if lever.other else ""
        days = f"缩为 {lever.days} 个工作日。" if lever.days is not None else ""
        lines.append((f"{lever.kind.value}{other}", f"{days}{lever.condition}"))
    if lines:
        yield Section("可以提速的办法", pairs=tuple(lines))


def _links(catalogue: Catalogue, code: str, *, before: bool) -> Iterable[Reference]:
    for link in catalogue.links:
        if (link.after if before else link.before) == code:
            yield _link_reference(catalogue, link.before if before else link.after, link)


def _link_reference(catalogue: Catalogue, other: str, link: Link) -> Reference:
    kind = "" if link.kind is LinkKind.FS else f"{link.kind.value} "
    lag = f"间隔 {link.lag} {'日' if link.lag_calendar.value == 'seven_day' else '个工作日'}，" if link.lag else ""
    return _item_reference(catalogue, other, link.strength.label, f"{kind}{lag}{link.reason}")


def _item_reference(catalogue: Catalogue, code: str, sign: str, note: str) -> Reference:
    item = catalogue.by_code.get(ItemCode(code))
    if item is not None:
        return Reference(Shelf(item.list.value), item.code, f"{item.code} {item.short_name}", sign, note)
    gate = next((gate for gate in catalogue.gates if gate.id == code), None)
    text = f"{gate.sign} {gate.name}" if gate is not None else "施工" if code == "CONSTRUCTION" else code
    return Reference(Shelf.APPROVALS, "", text, sign, note)


def _fact_references(catalogue: Catalogue, rule: Rule) -> Iterable[Reference]:
    for key in rule.facts:
        fact = catalogue.facts[key]
        yield Reference(Shelf.FACTS, fact.key, fact.label, "", fact.question)


def _source(provenance: Provenance) -> tuple[str, bool]:
    return f"{spoken_source(provenance.source)}（可信度{provenance.confidence.label}）", provenance.template


# -- facts, windows, policies --------------------------------------------------------------------------------------


def _fact_entry(fact: FactDefinition) -> Entry:
    return Entry(
        Shelf.FACTS, fact.key, "", fact.label, fact.group, f"{len(fact.used_by)} 项用到",
        f"{fact.label} {fact.question} {fact.group} {fact.key}",
    )  # fmt: skip


_TYPES = {
    FactType.CHOICE: "选一个",
    FactType.NUMBER: "数",
    FactType.BOOLEAN: "是或否",
    FactType.DATE: "日期",
    FactType.TEXT: "文字",
}


def _fact_sheet(catalogue: Catalogue, entry: Entry) -> Sheet:
    fact = next(each for each in catalogue.facts if each.key == entry.id)
    pairs = [("组", fact.group), ("答案", _TYPES[fact.type])]
    if fact.unit:
        pairs.append(("单位", fact.unit))
    used = tuple(
        _item_reference(catalogue, code, "", "") for code in fact.used_by if ItemCode(code) in catalogue.by_code
    )
    sections = [
        Section("怎么问", (fact.question,)),
        Section("为什么问、怎么答", (fact.help,) if fact.help else ()),
        Section("选项", tuple(choice.label for choice in fact.choices)),
        Section("什么时候才问", (fact.ask_when.text,) if isinstance(fact.ask_when, Rule) else (), is_rule=True),
        Section("哪些事项看它", references=used),
    ]
    kept = tuple(each for each in sections if each.paragraphs or each.references)
    return Sheet(entry, fact.label, "事实与问题", tuple(pairs), kept, *_source(fact.provenance))


def _window_sheet(catalogue: Catalogue, entry: Entry) -> Sheet:
    centre = catalogue.centre
    window = centre.window(entry.id)
    routed = tuple(
        _item_reference(catalogue, item.code, "", "")
        for item in catalogue.items
        if not isinstance(item, UnitMaterial) and item.window_id == window.id
    )
    pairs = (
        ("窗口号", window.number),
        ("电话", window.phone or "未提供"),
        ("种类", "专窗" if window.special else "综合窗口"),
        ("在哪里", f"{centre.centre}　{centre.address}"),
    )
    hours = tuple((f"{each.days} {each.hours}", each.note) for each in centre.hours)
    sections = [
        Section("受理什么", (window.scope,)),
        Section("办理时间", pairs=hours),
        Section("延伸服务", centre.extended_services),
        Section("在这里办的事项", references=routed),
    ]
    kept = tuple(each for each in sections if each.paragraphs or each.pairs or each.references)
    return Sheet(entry, f"{window.number}　{window.name}", "窗口", pairs, kept, *_source(window.provenance))


def _policy_sheet(catalogue: Catalogue, entry: Entry) -> Sheet:
    policy = next(each for each in catalogue.policies if each.id == entry.id)
    rule = policy.when.text if policy.when is not None else "要用到还没有问的事实，人工核对"
    sections = (
        Section("内容", (policy.summary,)),
        Section("什么项目用得上（规则）", (rule,), is_rule=True),
    )
    pairs = (("阶段", policy.stage), ("性质", policy.nature))
    return Sheet(entry, policy.name, "政策", pairs, sections, *_source(policy.provenance))
