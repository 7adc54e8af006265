"""Why a date is what it is (为什么是这一天): the sentence, the days counted, every candidate and which one decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from gxq_desktop.application.item_listing import basis_of
from gxq_desktop.application.pick_items import decided_text
from gxq_desktop.application.plan_project import ProjectPlan
from gxq_desktop.application.wording import plain_day, weekday
from gxq_desktop.domain import explanation
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.holds import SetByKind
from gxq_desktop.domain.items import ApprovalItem, ItemCode
from gxq_desktop.domain.network import FixedKind, Link, LinkKind, Step, StepId, StepKind
from gxq_desktop.domain.schedule import Schedule, SetBy, StepDates

MOST_COUNTED = 12
"""More days than this are counted at both ends only, with what lies between left out."""


@frozen
class CountedDay:
    """A day of the count and its number (①, ②, …); gap: days are left out before it."""

    on: date
    number: int
    gap: bool


@frozen
class Candidate:
    """One thing that holds the date. text: “A18 用地规划许可证核发”; on_text: “12-10（四）办结”, or a length.

    effect: what it does. decides: it sets the date. step_id: where it leads to, "" if to no step.
    """

    text: str
    on_text: str
    effect: str
    decides: bool
    step_id: str


@frozen
class StepLink:
    """A way along a link: the step's id and what to call it (A29)."""

    step_id: str
    label: str


@frozen
class WhyView:
    """title: “为什么是 11-03（二）”. subject: A23 建设工程规划许可证核发. sentence: the whole reason.

    counting: how the length leads to the date; counted: the days.

    early, late: candidates for the earliest and the latest date, the deciding one first. late_sentence: whole. basis:
    in words, "" for none. decided: who decided that the item is to be done, and why (人工认定); "" if the rule did.
    before, after: the steps it is linked to, the deciding ones first.
    """

    step_id: str
    title: str
    subject: str
    counting: str
    sentence: str
    counted: tuple[CountedDay, ...]
    early: tuple[Candidate, ...]
    late_title: str
    late_sentence: str
    late: tuple[Candidate, ...]
    basis: str
    before: tuple[StepLink, ...]
    after: tuple[StepLink, ...]
    decided: str = ""

    @property
    def spoken(self) -> str:
        """All of it as text, for a screen reader and for copying."""
        lines = [self.title, self.subject, self.sentence]
        lines += [f"{each.text}：{each.on_text}，{each.effect}" for each in self.early]
        lines.append(self.late_sentence)
        lines += [f"{each.text}：{each.on_text}，{each.effect}" for each in self.late]
        return "\n".join(line for line in (*lines, self.decided, self.basis) if line)


def why_view(plan: ProjectPlan, step_id: str) -> WhyView:
    """Why the dates of STEP_ID in PLAN are what they are. Raises UnknownStep."""
    schedule = plan.schedule
    dates = schedule[StepId(step_id)]
    step = dates.step
    year = plan.project.plan.start_on.year
    early, late = schedule.early_candidates(step.id), schedule.late_candidates(step.id)
    words = _Words(plan, dates, year)
    return WhyView(
        step_id=step.id,
        title=f"为什么是 {words.day(dates.early_finish)}",
        subject=words.subject(step),
        counting=words.counting(),
        sentence=explanation.why_early(schedule, step.id),
        counted=counted_days(schedule, dates),
        early=(*_candidates(words, early, forward=True), *words.limit()),
        late_title=f"最迟 {words.day(dates.late_finish)}",
        late_sentence=explanation.why_late(schedule, step.id),
        late=tuple(_candidates(words, late, forward=False)),
        basis=_basis(plan, step),
        before=_linked(schedule, early, schedule.network.incoming(step.id), at_start=True),
        after=_linked(schedule, late, schedule.network.outgoing(step.id), at_start=False),
        decided=decided_text(plan.verdicts, step.code),
    )


def counted_days(schedule: Schedule, dates: StepDates) -> tuple[CountedDay, ...]:
    """The days of its length, one by one: of an approval those after the acceptance day, of others from the first on.

    Of more than MOST_COUNTED the first and last few. None for what has no length.
    """
    step = dates.step
    if not step.days:
        return ()
    table = schedule.calendar.table(step.calendar)
    rank = table.rank[table.index(dates.early_start)]
    first = rank + 1 if step.accepts else table.rank[table.index(dates.early_start) - 1] + 1
    shown: list[CountedDay] = []
    half = MOST_COUNTED // 2
    for number in range(1, step.days + 1):
        if step.days > MOST_COUNTED and half < number <= step.days - half:
            continue
        gap = step.days > MOST_COUNTED and number == step.days - half + 1
        shown.append(CountedDay(table.date(table.at_rank(first + number - 1)), number, gap))
    return tuple(shown)


class _Words:
    """How the candidates of one step are worded."""

    def __init__(self, plan: ProjectPlan, dates: StepDates, year: int) -> None:
        self.plan, self.dates, self.year = plan, dates, year
        self.schedule = plan.schedule

    def day(self, on: date) -> str:
        return f"{plain_day(on, self.year)}（{weekday(on)}）"

    def subject(self, step: Step) -> str:
        item = self.plan.catalogue.by_code.get(ItemCode(step.code))
        if item is not None and step.kind is not StepKind.EXCLUDED:
            return f"{item.code} {item.name}"
        return step.label

    def short(self, step: Step) -> str:
        item = self.plan.catalogue.by_code.get(ItemCode(step.code))
        if item is not None and step.kind is not StepKind.EXCLUDED:
            return f"{item.code} {item.short_name}"
        return step.label

    def counting(self) -> str:
        """How the length of the step leads to its last day."""
        dates, step = self.dates, self.dates.step
        first, last = self.day(dates.early_start), explanation.finish_verb(step)
        if step.kind is StepKind.MILESTONE:
            return "没有长度：最后一个前置完成的那天就达到。"
        if not step.days:
            return f"{first} 当日{last}。"
        length = explanation.days_of(step.days, step.calendar)
        if step.accepts:
            return f"受理 {first}，当日不算；第 {length}{last}。"
        return f"{first} 开始，历时 {length}，{self.day(dates.early_finish)} {last}。"

    def limit(self) -> Iterable[Candidate]:
        """How long the step takes, and how long the law allows."""
        step = self.dates.step
        if not step.days:
            return
        terms = self.plan.built.terms.get(ItemCode(step.code)) if step.kind is not StepKind.EXCLUDED else None
        effect = ""
        if terms is not None and terms.statutory is not None:
            effect = f"法定 {terms.statutory.text()}"
        elif step.kind is StepKind.EXCLUDED:
            effect = "依法不计入承诺时限"
        name = {StepKind.APPROVAL: "承诺时限", StepKind.MATERIAL: "准备用时"}.get(step.kind, "用时")
        if terms is not None and terms.variant:
            name = f"{name}（{terms.variant}）"
        yield Candidate(name, explanation.days_of(step.days, step.calendar), effect, False, "")

    def held_by(self, held: SetBy) -> str:
        step = self.dates.step
        if held.link is not None and held.step is not None:
            other = self.schedule.network.step(held.step)
            return self.short(other)
        if held.fixed is not None:
            at_start = held.fixed.kind in (FixedKind.START_NOT_BEFORE, FixedKind.MUST_START_ON)
            verb = explanation.start_verb(step) if at_start else explanation.finish_verb(step)
            return f"规定{held.fixed.kind.label}某日{verb}"
        return {
            SetByKind.TARGET: "目标日",
            SetByKind.PROJECT_START: "计划起算",
            SetByKind.PROJECT_END: "全部工作完成",
        }.get(held.kind, "")

    def on(self, held: SetBy, forward: bool) -> str:
        """The day of what holds, with what happens on it: 12-10（四）办结."""
        shown = self.day(held.on)
        if held.link is None or held.step is None:
            return shown
        other = self.schedule.network.step(held.step)
        at_finish = held.link.kind.from_finish if forward else held.link.kind.to_finish
        return shown + (explanation.finish_verb(other) if at_finish else explanation.start_verb(other))

    def effect(self, held: SetBy, decider: SetBy, forward: bool) -> str:
        calendar = self.schedule.calendar
        lag = _lag(held.link)
        if held is decider:
            rolled = ""
            if held.rolled is not None:
                rolled = f"，遇休息日顺延到 {self.day(held.rolled.to_on)}"
            return f"由它决定{lag}{rolled}"
        days = calendar.working_days_between(held.gives, decider.gives)
        days = days if forward else -days
        if held.gives == decider.gives:
            return f"同到这一天{lag}"
        if not days:
            return f"只差休息日，不起作用{lag}"
        side = "早" if forward else "晚"
        return f"{side} {days} 个工作日，不起作用{lag}"


def _lag(link: Link | None) -> str:
    parts = []
    if link is not None and link.lag:
        parts.append(f"再隔 {explanation.days_of(link.lag, link.lag_calendar)}")
    if link is not None and link.kind is not LinkKind.FS:
        parts.append(link.kind.label)
    return f"（{'，'.join(parts)}）" if parts else ""


def _candidates(words: _Words, held: Sequence[SetBy], forward: bool) -> Iterable[Candidate]:
    """One line a candidate. The project's start and end are left out where something else decides: they always hold."""
    decider = held[0]
    for each in held:
        always = each.kind in (SetByKind.PROJECT_START, SetByKind.PROJECT_END)
        if always and each is not decider:
            continue
        yield Candidate(
            text=words.held_by(each),
            on_text=words.on(each, forward),
            effect=words.effect(each, decider, forward),
            decides=each is decider,
            step_id=str(each.step or ""),
        )


def _linked(schedule: Schedule, held: Sequence[SetBy], links: Sequence[Link], at_start: bool) -> tuple[StepLink, ...]:
    """Where the links lead, the deciding step first; predecessors if AT_START, else successors."""
    deciding = [each.step for each in held if each.step is not None]
    others = [link.before if at_start else link.after for link in links]
    steps = dict.fromkeys([*deciding, *others])
    return tuple(StepLink(step, _short_label(schedule.network.step(step))) for step in steps)


def _short_label(step: Step) -> str:
    """A18, G1, 批前公示, 施工."""
    if step.kind in (StepKind.EXCLUDED, StepKind.FOLLOW_ON, StepKind.OBSTACLE):
        return step.name
    return step.code or step.name


def _basis(plan: ProjectPlan, step: Step) -> str:
    item = plan.catalogue.by_code.get(ItemCode(step.code))
    if item is None:
        return ""
    if step.kind is StepKind.EXCLUDED:
        excluded = plan.built.excluded.get(step.id)
        return excluded.note if excluded is not None else ""
    basis = "；".join(basis_of(item))
    if isinstance(item, ApprovalItem):
        return f"{basis}；承诺按效率清单"
    return basis
