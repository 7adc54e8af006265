"""From a project's verdicts to the network of its steps: items, excluded steps, gates, construction, obstacles.

Each applicable row becomes a step; an approval's planned excluded steps follow it, one after the other, and what waits
for the approval's result waits for the last of them. A link counts only if both its ends are in this project
(approval_notes §0: a prerequisite that does not apply counts as met and is not bridged).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.facts import FactKey, Facts
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ApprovalItem, ExcludedStep, Item, ItemCode, LimitVariant, UnitMaterial
from gxq_desktop.domain.limits import EXTENSION_CAP, ExtensionCap, Limit
from gxq_desktop.domain.network import Link, LinkKind, Network, Step, StepId, StepKind, Strength
from gxq_desktop.domain.project import Obstacle, Project
from gxq_desktop.domain.truth import Truth
from gxq_desktop.domain.verdicts import ItemVerdict

CONSTRUCTION = StepId("CONSTRUCTION")
ASSUMED_CONSTRUCTION_DAYS = 240
"""Calendar days taken for the construction period (合同工期) while nobody has said it; printed as an estimate."""


@frozen
class ItemTerms:
    """The limits that hold for an item in this project, after its variants (变体). variant: its name or "". extension_cap: the
    most its law lets the statutory limit be extended."""

    working_days: int
    statutory: Limit | None
    variant: str
    extension_cap: ExtensionCap = EXTENSION_CAP


@frozen
class ProjectNetwork:
    """The network and what was decided on the way.

    terms: by code. ends: code → id of the step whose finish is the item's result. excluded: id of an excluded step →
    what it is. assumptions: whole sentences about values taken because facts are missing.
    """

    network: Network
    terms: Mapping[ItemCode, ItemTerms]
    ends: Mapping[ItemCode, StepId]
    excluded: Mapping[StepId, ExcludedStep]
    assumptions: tuple[str, ...]


def build_network(catalogue: Catalogue, project: Project, verdicts: Mapping[ItemCode, ItemVerdict]) -> ProjectNetwork:
    """Return the network of PROJECT's applicable items.

    While a fact that picks a limit variant or an excluded step is unknown, the longer reading is planned, so that a
    promise can only become earlier when the fact arrives.
    """
    return _Builder(catalogue, project, verdicts).build()


def terms_of(item: Item, facts: Facts) -> ItemTerms:
    """Return the days that hold for ITEM under FACTS; while the variant is open, the longest that is still possible."""
    own = item.promised_working_days if isinstance(item, ApprovalItem) else item.working_days
    statutory = item.statutory if isinstance(item, ApprovalItem) else None
    cap = item.extension_cap if isinstance(item, ApprovalItem) else EXTENSION_CAP
    possible: list[LimitVariant] = []
    for variant in item.variants:
        truth = variant.when.evaluate(facts)
        if truth is Truth.TRUE:
            return ItemTerms(variant.working_days, variant.statutory or statutory, variant.name, cap)
        if truth is Truth.UNKNOWN:
            possible.append(variant)
    if possible:
        longest = max(possible, key=lambda variant: variant.working_days)
        return ItemTerms(longest.working_days, longest.statutory or statutory, f"{longest.name}（待定）", cap)
    return ItemTerms(own, statutory, "", cap)


class _Builder:
    def __init__(self, catalogue: Catalogue, project: Project, verdicts: Mapping[ItemCode, ItemVerdict]) -> None:
        self.catalogue = catalogue
        self.project = project
        self.facts = project.facts
        self.items = [item for item in catalogue.items if verdicts[item.code].applies]
        self.steps: list[Step] = []
        self.links: list[Link] = []
        self.terms: dict[ItemCode, ItemTerms] = {}
        self.ends: dict[ItemCode, StepId] = {}
        self.excluded: dict[StepId, ExcludedStep] = {}
        self.assumptions: list[str] = []

    def build(self) -> ProjectNetwork:
        for item in self.items:
            self._add_item(item)
        self._add_construction()
        self._add_gates()
        self._add_links()
        self._drop_loose_gates()
        for obstacle in self.project.plan.obstacles:
            self._add_obstacle(obstacle)
        return ProjectNetwork(
            Network(self.steps, self.links), self.terms, self.ends, self.excluded, tuple(self.assumptions)
        )

    def _add_item(self, item: Item) -> None:
        terms = self.terms[item.code] = terms_of(item, self.facts)
        if terms.variant.endswith("（待定）"):
            self.assumptions.append(
                f"{item.code} {item.name}的时限还取决于未知的事实，先按{terms.variant}{terms.working_days} 个工作日排。"
            )
        kind, calendar = StepKind.UTILITY, CalendarKind.GOVERNMENT
        if isinstance(item, ApprovalItem):
            kind = StepKind.APPROVAL
        elif isinstance(item, UnitMaterial):
            kind, calendar = StepKind.MATERIAL, self.project.plan.preparation_calendar
        self._add(StepId(item.code), item.code, item.name, kind, item.owner, calendar, terms.working_days)
        last = StepId(item.code)
        if isinstance(item, ApprovalItem):
            for step in item.excluded_steps:
                if step.planned and (step.when is None or step.when.evaluate(self.facts) is not Truth.FALSE):
                    step_id = StepId(step.id)
                    self.excluded[step_id] = step
                    self._add(step_id, item.code, step.name, StepKind.EXCLUDED, step.owner, step.calendar, step.days)
                    self.links.append(Link(last, step_id, reason=f"{item.code}办理中依法不计入时限的环节"))
                    last = step_id
        self.ends[item.code] = last

    def _add(
        self, step_id: StepId, code: str, name: str, kind: StepKind, owner: str, calendar: CalendarKind, days: int
    ) -> None:
        fixed = tuple(self.project.plan.fixed_dates.get(step_id, ()))
        self.steps.append(Step(step_id, code, name, kind, owner, calendar, days, kind is StepKind.APPROVAL, fixed))

    def _add_construction(self) -> None:
        days = self.project.plan.construction_calendar_days
        nature = self.facts.effective.get(FactKey("construction_nature"))
        if nature == "none":
            days = 0
        elif days is None:
            contract = self.facts.effective.get(FactKey("contract_days"))
            if not isinstance(contract, Decimal):
                days = ASSUMED_CONSTRUCTION_DAYS
                self.assumptions.append(f"合同工期未提供，完工以后的日期先按 {days} 日估算。")
            else:
                days = int(contract)
        self._add(CONSTRUCTION, "", "施工", StepKind.CONSTRUCTION, "施工单位", CalendarKind.SEVEN_DAY, days)

    def _add_gates(self) -> None:
        for gate in self.catalogue.gates:
            name = f"{gate.sign} {gate.name}"
            self._add(StepId(gate.id), gate.sign, name, StepKind.MILESTONE, "", CalendarKind.SEVEN_DAY, 0)

    def _add_links(self) -> None:
        present = {step.id for step in self.steps}
        for link in self.catalogue.links:
            if link.before in present and link.after in present:
                before = self.ends.get(ItemCode(link.before), link.before) if link.kind.from_finish else link.before
                after = self.ends.get(ItemCode(link.after), link.after) if link.kind.to_finish else link.after
                self.links.append(
                    Link(before, after, link.kind, link.lag, link.lag_calendar, link.strength, link.reason)
                )

    def _drop_loose_gates(self) -> None:
        """A gate that nothing in this project leads to (交地 when a building is rented) is no event of it."""
        for gate in self.catalogue.gates:
            gate_id = StepId(gate.id)
            if not any(link.after == gate_id for link in self.links) and gate_id not in self.project.plan.targets:
                self.steps = [step for step in self.steps if step.id != gate_id]
                self.links = [link for link in self.links if link.before != gate_id]

    def _add_obstacle(self, obstacle: Obstacle) -> None:
        """An obstacle runs from the first day of the plan; what it blocks waits for it and its follow-on work."""
        plan = self.project.plan
        days = obstacle.days
        calendar = obstacle.calendar
        if days is None and obstacle.cleared_on is not None:
            days = max(0, (obstacle.cleared_on - plan.start_on).days + 1)
            calendar = CalendarKind.SEVEN_DAY
        obstacle_id = last = StepId(obstacle.id)
        self._add(obstacle_id, obstacle.id, obstacle.name, StepKind.OBSTACLE, obstacle.owner, calendar, days or 0)
        if obstacle.follow_on is not None:
            work = obstacle.follow_on
            last = StepId(f"{obstacle.id}.1")
            self._add(last, obstacle.id, work.name, StepKind.FOLLOW_ON, work.owner, work.calendar, work.days)
            self.links.append(
                Link(obstacle_id, last, strength=Strength.TECHNICAL, reason=f"{obstacle.name}排除后才能{work.name}")
            )
        present = {step.id for step in self.steps}
        for blocked in obstacle.blocks:
            if blocked in present:
                self.links.append(
                    Link(last, blocked, LinkKind.FS, strength=Strength.TECHNICAL, reason=f"障碍：{obstacle.name}")
                )
            else:
                self.assumptions.append(f"障碍“{obstacle.name}”卡住的 {blocked} 本项目不办，不影响排期。")
