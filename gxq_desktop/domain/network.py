"""The precedence network: steps (环节), links between them with a lag (搭接), fixed dates, obstacles (障碍) as nodes.

A `Network` cannot exist in a wrong state: it names every fault at once, cycles by the steps on them. It knows nothing
of working days; `schedule.py` turns it into dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from heapq import heapify, heappop, heappush
from typing import NewType

from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.errors import DomainError, DomainErrors
from gxq_desktop.domain.frozen import frozen

StepId = NewType("StepId", str)

LONGEST_DAYS = 3660
"""Ten years. A longer step or lag is a slip of the keyboard (a date typed as a length)."""


class StepKind(StrEnum):
    """What a step is. EXCLUDED is what the law leaves out of an item's limit (不计入时限的环节)."""

    APPROVAL = "approval"
    EXCLUDED = "excluded"
    MATERIAL = "material"
    UTILITY = "utility"
    CONSTRUCTION = "construction"
    MILESTONE = "milestone"
    OBSTACLE = "obstacle"
    FOLLOW_ON = "follow_on"

    @property
    def label(self) -> str:
        """The Chinese word for screens and paper."""
        return _STEP_LABELS[self]


_STEP_LABELS = {
    StepKind.APPROVAL: "审批事项",
    StepKind.EXCLUDED: "不计入时限的环节",
    StepKind.MATERIAL: "建设单位材料",
    StepKind.UTILITY: "公用接入",
    StepKind.CONSTRUCTION: "施工",
    StepKind.MILESTONE: "里程碑",
    StepKind.OBSTACLE: "障碍",
    StepKind.FOLLOW_ON: "障碍后续工作",
}


class LinkKind(StrEnum):
    """Which end of the predecessor holds which end of the successor: finish–start, start–start, finish–finish,
    start–finish."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"

    @property
    def label(self) -> str:
        """The Chinese words for screens and paper."""
        return _LINK_LABELS[self]

    @property
    def from_finish(self) -> bool:
        """True if the predecessor's finish counts, False if its start does."""
        return self in (LinkKind.FS, LinkKind.FF)

    @property
    def to_finish(self) -> bool:
        """True if the successor's finish is held, False if its start is."""
        return self in (LinkKind.FF, LinkKind.SF)


_LINK_LABELS = {
    LinkKind.FS: "完成后开始",
    LinkKind.SS: "开始后开始",
    LinkKind.FF: "完成后完成",
    LinkKind.SF: "开始后完成",
}


class Strength(StrEnum):
    """Why a link holds: by law (法, binding), by custom (惯, a window may relax it), by technique (技术)."""

    LEGAL = "legal"
    CUSTOMARY = "customary"
    TECHNICAL = "technical"

    @property
    def label(self) -> str:
        """The mark used in the catalogue: 法, 惯, 技术."""
        return _STRENGTH_LABELS[self]


_STRENGTH_LABELS = {Strength.LEGAL: "法", Strength.CUSTOMARY: "惯", Strength.TECHNICAL: "技术"}


class FixedKind(StrEnum):
    """How a date is fixed (固定日期): not before, not after, or on the day itself."""

    START_NOT_BEFORE = "start_not_before"
    FINISH_NOT_AFTER = "finish_not_after"
    MUST_START_ON = "must_start_on"
    MUST_FINISH_ON = "must_finish_on"

    @property
    def label(self) -> str:
        """The Chinese words for screens and paper, to be followed by the date."""
        return _FIXED_LABELS[self]


_FIXED_LABELS = {
    FixedKind.START_NOT_BEFORE: "不早于",
    FixedKind.FINISH_NOT_AFTER: "不晚于",
    FixedKind.MUST_START_ON: "必须开始于",
    FixedKind.MUST_FINISH_ON: "必须完成于",
}


@dataclass(frozen=True, slots=True, order=True)
class FixedDate:
    """A date fixed for one end of a step. One that cannot be kept is no fault here: the schedule lists the conflict."""

    kind: FixedKind
    on: date


@frozen
class Step:
    """One step (环节) of the plan.

    id: unique in the network, such as "A17" or "A17.1"; code: the code of its item ("A17" for both).
    owner: who is responsible (责任单位); empty if nobody is, which for an obstacle is the very problem.
    days: length in days of `calendar`, 0 or more; 0 for a milestone.
    accepts: True for an approval whose first day is its acceptance day (受理日), which the limit does not count
        (民法典第二百零一条): it spans days + 1 days of its calendar, and its due day (截止日) is the last of them.
    A step is a plain value; what is wrong with it is said by the `Network` it is put into, together with all else.
    """

    id: StepId
    code: str
    name: str
    kind: StepKind
    owner: str
    calendar: CalendarKind
    days: int
    accepts: bool = False
    fixed: tuple[FixedDate, ...] = ()

    @property
    def span(self) -> int:
        """Days of its calendar from the first to the last, both included; 0 for an instant (时点)."""
        return self.days + 1 if self.accepts else self.days

    @property
    def is_instant(self) -> bool:
        """True if the step takes no day: a milestone, or a step of length 0 without an acceptance day."""
        return self.days == 0 and not self.accepts

    @property
    def label(self) -> str:
        """How a sentence names the step: by code if that is what people say (A17), else by name."""
        if self.kind in (StepKind.APPROVAL, StepKind.MATERIAL, StepKind.UTILITY):
            return self.code or self.name
        if self.kind in (StepKind.EXCLUDED, StepKind.FOLLOW_ON) and self.code:
            return f"{self.code} {self.name}"
        return self.name


@frozen
class Link:
    """AFTER waits for BEFORE (先后关系).

    lag: 0 or more days of `lag_calendar` between the two ends that `kind` names.
    reason: the Chinese sentence printed for it.
    """

    before: StepId
    after: StepId
    kind: LinkKind = LinkKind.FS
    lag: int = 0
    lag_calendar: CalendarKind = CalendarKind.GOVERNMENT
    strength: Strength = Strength.LEGAL
    reason: str = ""

    @property
    def sort_key(self) -> tuple[str, str, str, int, str, str, str]:
        """Puts links into the one order in which a network keeps them."""
        return self.before, self.after, self.kind, self.lag, self.lag_calendar, self.strength, self.reason


class UnknownStep(DomainError):
    """A step id that is not in the network."""

    def __init__(self, step_id: str, known: Iterable[str], where: str = "") -> None:
        near = get_close_matches(step_id, list(known), n=1, cutoff=0.5)
        hint = f"最接近的是“{near[0]}”，请" if near else "请"
        super().__init__(f"{where}没有编号为“{step_id}”的环节。", f"{hint}改正编号，或先加入这个环节。")
        self.step_id = step_id


class CycleFound(DomainError):
    """Steps that wait for each other in a circle (循环).

    steps: the circle in order, smallest id first, which is not repeated at the end.
    """

    def __init__(self, steps: tuple[StepId, ...], labels: tuple[str, ...]) -> None:
        way = " → ".join((*labels, labels[0]))
        super().__init__(f"先后关系成了循环：{way}。", "请去掉其中一条先后关系。")
        self.steps = steps


@frozen
class Network:
    """Steps and links, sound: every id unique, every link between two steps of it, no cycle.

    Steps are kept by id and links by their ends, whatever the order in which they came; so no result depends on it.
    Raises the fault if there is one, DomainErrors if there are several: unknown step in a link, duplicate or empty id,
    empty name, link from a step to itself, a length or lag that is negative, no whole number or above LONGEST_DAYS, a
    milestone with a length, an acceptance day on what is no approval, and one CycleFound for each knot of cycles.
    """

    steps: tuple[Step, ...]
    links: tuple[Link, ...]
    _index: dict[StepId, int] = field(init=False, repr=False)
    _incoming: tuple[tuple[Link, ...], ...] = field(init=False, repr=False)
    _outgoing: tuple[tuple[Link, ...], ...] = field(init=False, repr=False)
    _order: tuple[int, ...] = field(init=False, repr=False)

    def __init__(self, steps: Iterable[Step], links: Iterable[Link] = ()) -> None:
        ordered = tuple(sorted(steps, key=lambda step: step.id))
        joined = tuple(sorted(links, key=lambda link: link.sort_key))
        index = {step.id: number for number, step in enumerate(ordered)}
        faults = [*_step_faults(ordered), *_link_faults(joined, index, ordered)]
        incoming: list[list[Link]] = [[] for _ in ordered]
        outgoing: list[list[Link]] = [[] for _ in ordered]
        for link in joined:
            before, after = index.get(link.before), index.get(link.after)
            if before is not None and after is not None and before != after:
                outgoing[before].append(link)
                incoming[after].append(link)
        after_of = [[index[link.after] for link in links_out] for links_out in outgoing]
        order = _topological(after_of)
        if len(order) < len(ordered):
            for cycle in _cycles(after_of, set(range(len(ordered))) - set(order)):
                faults.append(
                    CycleFound(
                        tuple(ordered[number].id for number in cycle), tuple(ordered[number].label for number in cycle)
                    )
                )
        if len(faults) == 1:
            raise faults[0]
        if faults:
            raise DomainErrors("进度网络有误", tuple(faults))
        for name, value in (
            ("steps", ordered),
            ("links", joined),
            ("_index", index),
            ("_incoming", tuple(map(tuple, incoming))),
            ("_outgoing", tuple(map(tuple, outgoing))),
            ("_order", tuple(order)),
        ):
            object.__setattr__(self, name, value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Network) and (self.steps, self.links) == (other.steps, other.links)

    def __hash__(self) -> int:
        return hash((self.steps, self.links))

    def __len__(self) -> int:
        return len(self.steps)

    def __contains__(self, step_id: object) -> bool:
        return step_id in self._index

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    # -- asking --------------------------------------------------------------------------------------------------

    def step(self, step_id: StepId) -> Step:
        """The step with STEP_ID. Raises UnknownStep."""
        return self.steps[self._position(step_id)]

    def incoming(self, step_id: StepId) -> tuple[Link, ...]:
        """The links that hold STEP_ID back. Raises UnknownStep."""
        return self._incoming[self._position(step_id)]

    def outgoing(self, step_id: StepId) -> tuple[Link, ...]:
        """The links by which STEP_ID holds others back. Raises UnknownStep."""
        return self._outgoing[self._position(step_id)]

    def predecessors(self, step_id: StepId) -> tuple[Step, ...]:
        """The steps STEP_ID waits for, by id, each once. Raises UnknownStep."""
        return tuple(self.step(before) for before in dict.fromkeys(link.before for link in self.incoming(step_id)))

    def successors(self, step_id: StepId) -> tuple[Step, ...]:
        """The steps that wait for STEP_ID, by id, each once. Raises UnknownStep."""
        return tuple(self.step(after) for after in dict.fromkeys(link.after for link in self.outgoing(step_id)))

    @property
    def order(self) -> tuple[StepId, ...]:
        """All ids, every step after its predecessors; of those free to come next, the smallest id first."""
        return tuple(self.steps[number].id for number in self._order)

    def _position(self, step_id: StepId) -> int:
        number = self._index.get(step_id)
        if number is None:
            raise UnknownStep(step_id, self._index, "进度网络里")
        return number

    # -- what-ifs ------------------------------------------------------------------------------------------------

    def with_step(self, step: Step, links: Iterable[Link] = ()) -> Network:
        """A network with STEP and LINKS added."""
        return Network((*self.steps, step), (*self.links, *links))

    def with_link(self, link: Link) -> Network:
        """A network with LINK added."""
        return Network(self.steps, (*self.links, link))

    def without(self, step_ids: Iterable[StepId]) -> Network:
        """A network without STEP_IDS and without every link to or from them. Raises UnknownStep."""
        gone = {self.step(step_id).id for step_id in step_ids}
        return Network(
            (step for step in self.steps if step.id not in gone),
            (link for link in self.links if link.before not in gone and link.after not in gone),
        )

    def without_links(self, predicate: Callable[[Link], bool]) -> Network:
        """A network without the links for which PREDICATE is true."""
        return Network(self.steps, (link for link in self.links if not predicate(link)))

    def replace_step(self, step: Step) -> Network:
        """A network in which STEP stands for the one with its id, links unchanged. Raises UnknownStep."""
        self._position(step.id)
        return Network((step if kept.id == step.id else kept for kept in self.steps), self.links)

    def replace_link(self, old: Link, new: Link) -> Network:
        """A network in which NEW stands for OLD. Raises ValueError if OLD is not in it."""
        if old not in self.links:
            raise ValueError(f"no such link: {old}")
        return Network(self.steps, (new if kept == old else kept for kept in self.links))


def _step_faults(steps: tuple[Step, ...]) -> Iterator[DomainError]:
    """Yield what is wrong with each of STEPS, which are sorted by id."""
    times: dict[str, int] = {}
    for step in steps:
        times[step.id] = times.get(step.id, 0) + 1
        who = f"环节“{step.id or step.name}”"
        if not step.id.strip():
            yield DomainError(f"名称为“{step.name}”的环节没有编号。", "请给它一个编号。")
        if not step.name.strip():
            yield DomainError(f"{who}没有名称。", "请填写名称。")
        if type(step.days) is not int:
            yield DomainError(f"{who}的时长“{step.days}”不是整数。", "请填写整天数。")
        elif step.days < 0:
            yield DomainError(f"{who}的时长 {step.days} 天是负数。", "请填写 0 或更大的天数。")
        elif step.days > LONGEST_DAYS:
            yield DomainError(f"{who}的时长 {step.days} 天超过 {LONGEST_DAYS} 天。", "请检查是否把日期当成了天数。")
        if step.kind is StepKind.MILESTONE and step.days:
            yield DomainError(f"里程碑“{step.id}”不能有时长（现为 {step.days} 天）。", "请改为 0 天，或换成别的类别。")
        if step.accepts and step.kind is not StepKind.APPROVAL:
            yield DomainError(f"{who}是{step.kind.label}，没有受理日。", "只有审批事项才有受理日，请去掉受理标记。")
        for fixed in step.fixed:
            if type(fixed.on) is not date:
                yield DomainError(f"{who}的固定日期“{fixed.on}”不是日期。", "请填写年月日，例如 2026-06-30。")
    for step_id, count in times.items():
        if count > 1:
            yield DomainError(f"环节编号“{step_id}”出现了 {count} 次。", "请让每个环节有不同的编号。")


def _link_faults(links: tuple[Link, ...], known: dict[StepId, int], steps: tuple[Step, ...]) -> Iterator[DomainError]:
    """Yield what is wrong with each of LINKS but cycles."""
    for link in links:
        who = f"先后关系“{link.before} → {link.after}”"
        for end in dict.fromkeys((link.before, link.after)):
            if end not in known:
                yield UnknownStep(end, known, f"{who}里，")
        if link.before == link.after:
            label = steps[known[link.before]].label if link.before in known else link.before
            yield DomainError(f"“{label}”不能以自己为前置。", "请去掉这条先后关系。")
        if type(link.lag) is not int:
            yield DomainError(f"{who}的搭接“{link.lag}”不是整数。", "请填写整天数。")
        elif link.lag < 0:
            yield DomainError(f"{who}的搭接 {link.lag} 天是负数。", "请填写 0 或更大的天数；要提前请用开始后开始。")
        elif link.lag > LONGEST_DAYS:
            yield DomainError(f"{who}的搭接 {link.lag} 天超过 {LONGEST_DAYS} 天。", "请检查是否把日期当成了天数。")


def _topological(after_of: list[list[int]]) -> list[int]:
    """Numbers, each before those in its AFTER_OF, smallest first; those on or behind a cycle are left out."""
    waiting = [0] * len(after_of)
    for followers in after_of:
        for number in followers:
            waiting[number] += 1
    ready = [number for number, count in enumerate(waiting) if not count]
    heapify(ready)
    order = []
    while ready:
        number = heappop(ready)
        order.append(number)
        for follower in after_of[number]:
            waiting[follower] -= 1
            if not waiting[follower]:
                heappush(ready, follower)
    return order


def _cycles(after_of: list[list[int]], suspects: set[int]) -> list[tuple[int, ...]]:
    """One shortest cycle through the smallest number of each strongly connected component of more than one, by number.

    suspects: the numbers a topological order could not place; all cycles lie among them.
    """
    cycles = []
    for component in _components(after_of, suspects):
        if len(component) > 1:
            cycles.append(_shortest_cycle(after_of, min(component), component))
    return sorted(cycles)


def _components(after_of: list[list[int]], among: set[int]) -> Iterator[set[int]]:
    """Strongly connected components (Tarjan 1972), without recursion."""
    seen: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    for root in sorted(among):
        if root in seen:
            continue
        work = [(root, iter(after_of[root]))]
        seen[root] = low[root] = len(seen)
        stack.append(root)
        on_stack.add(root)
        while work:
            number, followers = work[-1]
            for follower in followers:
                if follower not in among:
                    continue
                if follower not in seen:
                    seen[follower] = low[follower] = len(seen)
                    stack.append(follower)
                    on_stack.add(follower)
                    work.append((follower, iter(after_of[follower])))
                    break
                if follower in on_stack:
                    low[number] = min(low[number], seen[follower])
            else:
                work.pop()
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[number])
                if low[number] == seen[number]:
                    component = set()
                    while number not in component:
                        top = stack.pop()
                        on_stack.discard(top)
                        component.add(top)
                    yield component


def _shortest_cycle(after_of: list[list[int]], start: int, component: set[int]) -> tuple[int, ...]:
    """The shortest way from START through COMPONENT back to it, START first and not repeated."""
    came_from: dict[int, int] = {}
    layer = [start]
    while True:
        following = []
        for number in layer:
            for follower in sorted(after_of[number]):
                if follower == start:
                    way = [number]
                    while way[-1] != start:
                        way.append(came_from[way[-1]])
                    return tuple(reversed(way))
                if follower in component and follower not in came_from:
                    came_from[follower] = number
                    following.append(follower)
        layer = following
