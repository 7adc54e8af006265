"""Checks across the catalogue's files: what no file can see alone, such as a link to a row that is not there.

Every check notes all it finds, with file, line, item, field and what to do. Rows in which reading already found faults
are left out, so that one mistake gives one fault; their codes still count as known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path

from gxq_desktop.catalogue.fact_files import RuleEntry
from gxq_desktop.catalogue.faults import Block, Fault, FaultList, nearest
from gxq_desktop.catalogue.item_files import ItemFiles
from gxq_desktop.catalogue.link_files import GATES, LinkFile
from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.caps import broken_cap
from gxq_desktop.domain.contradictions import Contradiction
from gxq_desktop.domain.errors import DomainErrors
from gxq_desktop.domain.facts import FactDictionary
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ApprovalItem, Item, ItemList, LeverKind, UnitMaterial, UtilityConnection
from gxq_desktop.domain.limits import Limit, exceeds
from gxq_desktop.domain.network import CycleFound, Link, Network, Step, StepId, StepKind, Strength
from gxq_desktop.domain.project_network import CONSTRUCTION
from gxq_desktop.domain.rules import Rule, analyse, both, never_true

RULES_FILE = "rules.yaml"
FACTS_FILE = "facts.yaml"
CONTRADICTIONS_FILE = "contradictions.yaml"


@frozen
class PlacedRule:
    """A rule read from FIELD of BLOCK, outside rules.yaml: of an excluded step or a policy."""

    rule: Rule
    block: Block
    field: str


@dataclass(frozen=True)
class Draft:
    """All that the files say, before the checks.

    rules: the sound entries of rules.yaml. broken_rules: codes whose entry there has faults of its own, noted already.
    broken_rules and window_ids are None where the whole file could not be read, which is noted too. conditions: rules
    written elsewhere. expected: the codes that each list must have.
    """

    folder: Path
    items: ItemFiles
    links: LinkFile
    window_ids: frozenset[str] | None
    facts: FactDictionary
    rules: Mapping[str, RuleEntry]
    broken_rules: frozenset[str] | None
    contradictions: tuple[Contradiction, ...]
    conditions: tuple[PlacedRule, ...]
    expected: Mapping[ItemList, tuple[str, ...]]

    @cached_property
    def codes(self) -> frozenset[str]:
        """All codes that need no fault of their own: those written, and those whose absence is a fault of the list."""
        written = (placed.value.code for placed in self.items.rows if placed.value.code)
        return frozenset((*written, *chain.from_iterable(self.expected.values())))

    @cached_property
    def sound_items(self) -> tuple[tuple[Item, Block], ...]:
        """Rows in which reading found no fault, the first of those that share a code."""
        first: dict[str, tuple[Item, Block]] = {}
        for placed in self.items.rows:
            if placed.sound:
                first.setdefault(placed.value.code, (placed.value, placed.block))
        return tuple(first.values())


def check(draft: Draft, faults: FaultList) -> None:
    """Note every fault of DRAFT in FAULTS."""
    for each in (_lists, _rules, _used_by):
        each(draft, faults)
    for every in (_promises, _names, _windows, _references, _parallels, _levers, _conditions):
        every(draft)
    if draft.links.is_read:
        for one in (_uses, _relaxed_links, _links, _cycles):
            one(draft)


# -- lists -------------------------------------------------------------------------------------------------------


def _lists(draft: Draft, faults: FaultList) -> None:
    """Each list has the promised number of rows (S4), every code once."""
    first: dict[str, Block] = {}
    for placed in draft.items.rows:
        code, block = placed.value.code, placed.block
        if code and code in first:
            other = first[code]
            problem = f"编码“{code}”重复，前一处在 {other.file} 第 {other.line} 行。"
            block.fault("code", problem, "请给其中一条改用别的编码，或删去重复的一条。")
        first.setdefault(code, block)
    for item_list, expected in draft.expected.items():
        if item_list in draft.items.unread:
            continue
        found = [code for code in first if code.startswith(item_list.value)]
        missing = [code for code in expected if code not in found]
        extra = [code for code in found if code not in expected]
        if not missing and not extra:
            continue
        size = len(expected)
        words = "".join((f"，缺 {'、'.join(missing)}" if missing else "", f"，多 {'、'.join(extra)}" if extra else ""))
        problem = f"效率清单“{item_list.label}”应当是 {size} 项，现在是 {len(found)} 项{words}。"
        next_step = f"请补齐或删减到 {size} 项；清单数目是对外承诺，不能变。"
        faults.add(Fault(_file_of(item_list), 0, "", "", problem, next_step))


def _file_of(item_list: ItemList) -> str:
    return {"A": "approvals", "B": "materials.yaml", "C": "utilities.yaml"}[item_list.value]


def _rules(draft: Draft, faults: FaultList) -> None:
    """Every row has a rule and every rule a row."""
    codes = draft.codes
    for item, block in draft.sound_items:
        if draft.broken_rules is not None and item.code not in draft.rules and item.code not in draft.broken_rules:
            block.fault("", f"{RULES_FILE} 里没有 {item.code} 的适用规则。", "请补一条；所有项目都适用的写 始终。")
    for name, entry in draft.rules.items():
        if name not in codes:
            close = nearest(name, codes)
            hint = f"最接近的是“{close}”，请改正编码，或删去这条规则。" if close else "请删去这条规则，或补上这一项。"
            faults.add(Fault(RULES_FILE, entry.line, name, "", f"三张清单里没有 {name}，这条规则没有着落。", hint))


def _used_by(draft: Draft, faults: FaultList) -> None:
    """Facts and contradictions name rows that exist."""
    codes = draft.codes
    for definition in draft.facts:
        for code in definition.used_by:
            if code not in codes and code != CONSTRUCTION:
                problem = f"“{definition.label}”的 used_by 写着 {code}，三张清单里没有。"
                line = _line_naming(draft.folder / FACTS_FILE, definition.key, code)
                faults.add(Fault(FACTS_FILE, line, definition.key, "used_by", problem, "请改正或删去。"))
    for contradiction in draft.contradictions:
        for code in contradiction.rows:
            if code not in codes:
                problem = f"rows 里写着 {code}，三张清单里没有。"
                line = _line_naming(draft.folder / CONTRADICTIONS_FILE, contradiction.key, code)
                faults.add(Fault(CONTRADICTIONS_FILE, line, contradiction.key, "rows", problem, "请改正或删去。"))


def _line_naming(path: Path, key: str, word: str) -> int:
    """The first line after “KEY:” in PATH that holds WORD; values of facts do not keep theirs."""
    found = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = number if line.startswith(f"{key}:") else found
        if found and word in line:
            return number
    return found


# -- limits ------------------------------------------------------------------------------------------------------


def _promises(draft: Draft) -> None:
    """No promise breaks a cap (S4) or its statutory limit, in any variant."""
    for item, block in draft.sound_items:
        if not isinstance(item, ApprovalItem):
            continue
        _promise(block, item, "", item.promised_working_days, item.statutory)
        for variant in item.variants:
            _promise(block, item, variant.name, variant.working_days, variant.statutory or item.statutory)


def _promise(block: Block, item: ApprovalItem, variant: str, days: int, statutory: Limit) -> None:
    named = f"“{item.name}”" + (f"（{variant}）" if variant else "")
    field = "promised_variants" if variant else "promised_working_days"
    cap = broken_cap(item.code, days)
    if cap is not None:
        problem = f"{named}承诺 {days} 个工作日，超过上限：{cap.name}。"
        block.fault(field, problem, f"请把承诺时限改为 {cap.working_days} 个工作日以内。")
    if exceeds(days, statutory):
        calendar = "（按每周五个工作日折算）" if statutory.unit.label == "自然日" else ""
        problem = f"{named}承诺 {days} 个工作日，超过法定时限 {statutory.text()}{calendar}。"
        where = f"在 promised_variants 里给“{variant}”写更短的承诺时限" if variant else "缩短承诺时限"
        block.fault(field, problem, f"请{where}，或核对法定时限。")


# -- names and references ----------------------------------------------------------------------------------------


def _names(draft: Draft) -> None:
    """No two rows share a short name or a map name: on a chart they could not be told apart."""
    for field, names in (
        ("name", [(item.name, block) for item, block in draft.sound_items]),
        ("short_name", [(item.short_name, block) for item, block in draft.sound_items]),
        ("map_name", [(item.map_name, block) for item, block in draft.sound_items]),
    ):
        first: dict[str, Block] = {}
        for name, block in names:
            if name in first and first[name].subject != block.subject:
                problem = f"“{name}”与 {first[name].subject} 的 {field} 相同，图上分不清。"
                block.fault(field, problem, "请改其中一个。")
            first.setdefault(name, block)


def _windows(draft: Draft) -> None:
    if draft.window_ids is None:
        return
    for item, block in draft.sound_items:
        if isinstance(item, (ApprovalItem, UtilityConnection)) and item.window_id not in draft.window_ids:
            close = nearest(item.window_id, draft.window_ids)
            hint = f"最接近的是“{close}”，请改正。" if close else f"可以写：{'、'.join(sorted(draft.window_ids))}。"
            block.fault("window", f"centre.yaml 里没有窗口“{item.window_id}”。", hint)


def _references(draft: Draft) -> None:
    """Codes that rows name exist and are others'."""
    codes = draft.codes
    for item, block in draft.sound_items:
        for field, number, code in _named_codes(item):
            line = block.line_of_entry(field.partition("[")[0], number)
            if code not in codes:
                close = nearest(code, codes)
                hint = f"最接近的是“{close}”，请改正或删去。" if close else "请改正或删去。"
                block.fault(field, f"三张清单里没有编码“{code}”。", hint, line)
            elif code == item.code and not field.startswith("materials"):
                block.fault(field, f"{item.code} 写了自己。", "请删去。", line)


def _named_codes(item: Item) -> Iterator[tuple[str, int, str]]:
    """Field, number of the entry in its list, and code, for every code that ITEM names."""
    if isinstance(item, UnitMaterial):
        yield from (("feeds", number, code) for number, code in enumerate(item.feeds, 1))
    else:
        yield from (("parallel_with", number, code) for number, code in enumerate(item.parallel_with, 1))
    if isinstance(item, ApprovalItem):
        for number, material in enumerate(item.materials, 1):
            if material.from_code:
                yield f"materials[{number}].from", number, material.from_code
    for number, lever in enumerate(item.levers, 1):
        if lever.other:
            yield f"levers[{number}].other", number, lever.other


def _parallels(draft: Draft) -> None:
    """Rows that may run in parallel name each other."""
    by_code = {item.code: item for item, _ in draft.sound_items}
    for item, block in draft.sound_items:
        if isinstance(item, UnitMaterial):
            continue
        for number, code in enumerate(item.parallel_with, 1):
            other = by_code.get(code)
            if other is None or other is item:
                continue
            if isinstance(other, UnitMaterial) or item.code not in other.parallel_with:
                problem = f"{item.code} 说可与 {code} 并联，{code} 却没有说可与 {item.code} 并联。"
                next_step = f"请在 {code} 里也写上 {item.code}，或在这里删去 {code}。"
                block.fault("parallel_with", problem, next_step, block.line_of_entry("parallel_with", number))


# -- levers ------------------------------------------------------------------------------------------------------


def _levers(draft: Draft) -> None:
    """No lever names an unknown variant or makes its row longer in any case in which it holds."""
    for item, block in draft.sound_items:
        variants = {variant.name: variant.working_days for variant in item.variants}
        for number, lever in enumerate(item.levers, 1):
            line = block.line_of_entry("levers", number)
            if lever.variant and lever.variant not in variants:
                if item.code not in draft.rules:
                    continue  # its variants are unknown, and that is noted already
                close = nearest(lever.variant, variants)
                hint = f"最接近的是“{close}”，请改正。" if close else f"请删去 variant，或先在 {RULES_FILE} 里写明。"
                problem = f"提速办法“{lever.kind.value}”用到没有的情形“{lever.variant}”。"
                block.fault(f"levers[{number}].variant", problem, hint, line)
            elif lever.days is not None:
                lengths = [variants[lever.variant]] if lever.variant else list(variants.values()) or [_days(item)]
                if lever.days > min(lengths) or lever.days >= max(lengths):
                    of = f"“{lever.variant}”的" if lever.variant else "原来的"
                    problem = f"提速办法“{lever.kind.value}”写 {lever.days} 天，不短于{of} {min(lengths)} 天。"
                    next_step = "请改短；只对一种情形有效的，用 variant 写明是哪一种。"
                    block.fault(f"levers[{number}].days", problem, next_step, line)


def _days(item: Item) -> int:
    return item.promised_working_days if isinstance(item, ApprovalItem) else item.working_days


def _relaxed_links(draft: Draft) -> None:
    """A lever that frees its row from another has a link to free it from, and one that may be freed.

    A link by law (法) gives way only to what the law itself offers: 容缺受理 and 告知承诺. One by technique never does.
    """
    links = {(str(placed.link.before), str(placed.link.after)): placed.link for placed in draft.links.links}
    for item, block in draft.sound_items:
        for number, lever in enumerate(item.levers, 1):
            if not lever.other or lever.other not in draft.codes or lever.other == item.code:
                continue
            field, line = f"levers[{number}].other", block.line_of_entry("levers", number)
            link = links.get((lever.other, item.code))
            if link is None:
                way = f"{lever.other} → {item.code}"
                problem = f"提速办法“{lever.kind.value}”说不必等 {lever.other}，links.yaml 里却没有 {way}。"
                block.fault(field, problem, "请补上这条先后关系，或改正 other。", line)
            elif link.strength is Strength.TECHNICAL or (
                link.strength is Strength.LEGAL and lever.kind not in _LEGAL_RELAXATIONS
            ):
                way = f"{lever.other} → {item.code} 的强度是“{link.strength.label}”"
                problem = f"{way}，不能用“{lever.kind.value}”放宽。"
                block.fault(field, problem, "请删去这个提速办法，或核对先后关系的强度。", line)


_LEGAL_RELAXATIONS = (LeverKind.PROVISIONAL_ACCEPTANCE, LeverKind.DECLARED_COMMITMENT)


# -- links -------------------------------------------------------------------------------------------------------


def _uses(draft: Draft) -> None:
    """A material's feeds say the same as the links from it to approval items."""
    links = {(str(placed.link.before), str(placed.link.after)) for placed in draft.links.links}
    for item, block in draft.sound_items:
        if not isinstance(item, UnitMaterial):
            continue
        linked = {after for before, after in links if before == item.code and after.startswith("A")}
        for code in item.feeds:
            if code in draft.codes and code not in linked:
                problem = f"{item.code} 写着供 {code} 使用，links.yaml 里却没有 {item.code} → {code}。"
                block.fault("feeds", problem, "请补上这条先后关系，或从 feeds 里删去。")
        for after in sorted(linked - set(item.feeds)):
            problem = f"links.yaml 里有 {item.code} → {after}，feeds 里却没有 {after}。"
            block.fault("feeds", problem, f"请在 feeds 里补上 {after}，或删去那条先后关系。")


def _links(draft: Draft) -> None:
    """Both ends of a link exist and differ; no link is written twice."""
    known = {*draft.codes, *GATES, str(CONSTRUCTION)}
    first: dict[tuple[str, str, str], Block] = {}
    for placed in draft.links.links:
        if not placed.sound:
            continue
        link, block = placed.link, placed.block
        for field, end, role in (("from", link.before, "前项"), ("to", link.after, "后项")):
            if end not in known:
                close = nearest(end, known)
                hint = f"最接近的是“{close}”，请改正或删去这一条。" if close else "请改正或删去这一条。"
                block.fault(field, f"{role}“{end}”不在三张清单、门槛和施工期里。", hint)
        if link.before == link.after:
            block.fault("to", f"“{link.before}”不能等自己。", "请改正其中一头，或删去这一条。")
        key = (link.before, link.after, link.kind.value)
        if key in first:
            problem = f"{link.before} → {link.after}（{link.kind.value}）重复，前一处在第 {first[key].line} 行。"
            block.fault("to", problem, "请删去其中一条。")
        first.setdefault(key, block)


def _cycles(draft: Draft) -> None:
    """No step waits for itself through others, whichever rows apply."""
    names = dict.fromkeys((*draft.codes, *GATES), "")
    names |= {str(placed.value.code): placed.value.name for placed in draft.items.rows}
    names |= {gate.id: f"{gate.sign} {gate.name}" for gate in draft.links.gates}
    steps = [_bare_step(step_id) for step_id in {*names, str(CONSTRUCTION)} if step_id]
    present = {step.id for step in steps}
    placed_by_ends: dict[tuple[StepId, StepId], Block] = {}
    links: list[Link] = []
    for placed in draft.links.links:
        link = placed.link
        if placed.sound and link.before != link.after and {link.before, link.after} <= present:
            links.append(link)
            placed_by_ends.setdefault((link.before, link.after), placed.block)
    try:
        Network(steps, links)
        return
    except CycleFound as only:
        found: tuple[CycleFound, ...] = (only,)
    except DomainErrors as several:
        found = tuple(fault for fault in several.faults if isinstance(fault, CycleFound))
    for cycle in found:
        ring = (*cycle.steps, cycle.steps[0])
        shown = " → ".join(f"{step} {names.get(step, '')}".rstrip() for step in ring)
        # The link written last is the one most likely added by mistake.
        block = max((placed_by_ends[pair] for pair in pairwise(ring)), key=lambda each: each.line)
        block.fault("", f"先后关系成环，谁也开不了头：{shown}。", "请删去环上的一条先后关系，或改正它的前项、后项。")


def _bare_step(step_id: str) -> Step:
    return Step(StepId(step_id), step_id, step_id, StepKind.UTILITY, "", CalendarKind.GOVERNMENT, 1)


# -- conditions --------------------------------------------------------------------------------------------------


def _conditions(draft: Draft) -> None:
    """Every condition outside rules.yaml can hold where its row applies, and can fail."""
    own_rules = {placed.block.subject: placed.value.rule for placed in draft.items.rows}
    for placed in draft.conditions:
        rule, block, field = placed.rule, placed.block, placed.field
        analysis = analyse(rule, draft.facts)
        own = own_rules.get(block.subject)
        if analysis.example_in is None:
            block.fault(field, "这个条件永远不成立。", "请检查条件是否互相矛盾，或用到了此时不问的事实。")
        elif own is not None and never_true(Rule(both(own.condition, rule.condition)), draft.facts):
            problem = f"{block.subject} 要办时，这个条件永远不成立。"
            block.fault(field, problem, "请检查它是否与适用规则矛盾。")
        if analysis.example_out is None and rule.facts:
            block.fault(field, "这个条件永远成立。", "请改条件；一律成立的留空。")
