"""What was issued to a project (版本): editions, what each changed, any two compared, or one with the present."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from gxq_desktop.application.dossier.steps import gate_views
from gxq_desktop.application.edition_listing import EditionLine
from gxq_desktop.application.issue_edition import planned_dates
from gxq_desktop.application.ledger_rows import AgreedPlan
from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.application.project_ledger import all_agreed_dates, dates_of_edition
from gxq_desktop.application.project_overview import edition_change
from gxq_desktop.application.replan import replan_of
from gxq_desktop.domain.editions import Edition, PlannedDates
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.facts import Facts, FactValue
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.network import StepId

FIRST_ISSUE = "首次印发"
NOW = 0
"""In place of an edition's number: the project as it is now."""


@frozen
class EditionView:
    """An edition in the list, newest first. why: its reason where one was given. change: against the one before.

    handed_over: “09-10 移交 周敏”, "" if not. papers: labels of what is kept. is_current: what it says still holds.
    """

    number: int
    printed_on: date
    check_code: str
    why: str
    approver: str
    change: str
    handed_over: str
    papers: tuple[tuple[str, str, str], ...]
    catalogue_version: str
    is_latest: bool
    is_current: bool

    @property
    def papers_text(self) -> str:
        return "、".join(label for _, _, label in self.papers)


@frozen
class MovedDay:
    """A finish that differs: of a step or a gate. days: working days, later is positive. None: not in that one."""

    step_id: str
    code: str
    name: str
    old: date | None
    new: date | None
    days: int
    is_gate: bool
    provisional: bool

    @property
    def weight(self) -> tuple[bool, int, str]:
        """By which they are listed: gates as they follow each other, then what moves most."""
        day = self.new or self.old
        at = day.toordinal() if self.is_gate and day is not None else -abs(self.days)
        return not self.is_gate, at, self.step_id

    @property
    def days_text(self) -> str:
        if self.old is None:
            return "新增"
        if self.new is None:
            return "取消"
        if not self.days:
            return "工作日不变"
        return f"晚 {self.days} 个工作日" if self.days > 0 else f"早 {-self.days} 个工作日"


@frozen
class ChangedAnswer:
    question: str
    before: str
    after: str


@frozen
class Comparison:
    """From one edition to another, or to the present (new 0). headline: the whole in a sentence. moved: gates first."""

    old: int
    new: int
    headline: str
    moved: tuple[MovedDay, ...]
    answers: tuple[ChangedAnswer, ...]
    notes: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        return not (self.moved or self.answers or self.notes)


def edition_views(desk: ProjectDesk, lines: Iterable[EditionLine]) -> tuple[EditionView, ...]:
    """LINES, newest first as given, with what the desk knows of each."""
    reasons = {plan.agreed_on: plan for plan in desk.agreed if plan.number > 1}
    by_number = {edition.number: edition for edition in desk.editions}
    latest = max(by_number, default=0)
    views = []
    for line in lines:
        edition = line.edition
        before = by_number.get(edition.number - 1)
        agreed = reasons.get(edition.printed_on) if before is not None else None
        last = line.hand_overs[-1] if line.hand_overs else None
        views.append(
            EditionView(
                number=edition.number,
                printed_on=edition.printed_on,
                check_code=edition.check_code,
                why=agreed.reason if agreed is not None else "",
                approver=agreed.approver if agreed is not None else "",
                change=edition_change(before, edition) if before is not None else FIRST_ISSUE,
                handed_over=f"{last.handed_on.isoformat()} 移交{last.receiver}" if last is not None else "",
                papers=tuple((each.kind, each.variant, each.label) for each in line.papers),
                catalogue_version=edition.catalogue_version,
                is_latest=edition.number == latest,
                is_current=edition.content_digest == desk.digest,
            )
        )
    return tuple(views)


def compare_editions(desk: ProjectDesk, old: int, new: int = NOW) -> Comparison:
    """What edition NEW (0: the present) says otherwise than edition OLD.

    ValueError if there is no such edition; DomainError if the present has no plan.
    """
    by_number = {edition.number: edition for edition in desk.editions}
    if old not in by_number or (new and new not in by_number):
        raise ValueError(f"there is no edition {old} or {new}")
    before = by_number[old]
    after = by_number[new] if new else _present(desk)
    moved = tuple(_moved(desk, before, after))
    answers = tuple(_answers(desk, before.facts, after.facts))
    notes = []
    if before.catalogue_version != after.catalogue_version:
        notes.append(f"事项库从 {before.catalogue_version} 换成 {after.catalogue_version}。")
    if not moved and not answers and not notes and before.content_digest != after.content_digest:
        notes.append("日期和答案都一样，联系人、障碍、提速办法或办理状态有改动。")
    return Comparison(old, new, _headline(old, new, moved, answers, notes), moved, answers, tuple(notes))


@frozen
class _Said:
    """What an edition issued now would say."""

    facts: Mapping[str, object]
    dates: Mapping[str, PlannedDates]
    catalogue_version: str
    content_digest: str


def _present(desk: ProjectDesk) -> _Said:
    if desk.plan is None:
        refusal = desk.refusal
        raise refusal if refusal is not None else DomainError("现在排不出时间表。", "请先看概览里的原因。")
    return _Said(desk.project.facts.as_json(), planned_dates(desk.plan), desk.catalogue.version, desk.digest)


def _moved(desk: ProjectDesk, before: Edition, after: Edition | _Said) -> Iterable[MovedDay]:
    gates = {gate.id: gate for gate in gate_views(desk.catalogue, desk.plan)} if desk.plan is not None else {}
    found = []
    for step_id in dict.fromkeys((*after.dates, *before.dates)):
        old, new = before.dates.get(step_id), after.dates.get(step_id)
        old_on = date.fromisoformat(old.early_finish) if old is not None else None
        new_on = date.fromisoformat(new.early_finish) if new is not None else None
        if old_on == new_on:
            continue
        gate = gates.get(step_id)
        days = desk.calendar.working_days_between(old_on, new_on) if old_on is not None and new_on is not None else 0
        code, name = _named(desk, step_id)
        found.append(
            MovedDay(
                step_id,
                gate.sign if gate is not None else code,
                gate.name if gate is not None else name,
                old_on,
                new_on,
                days,
                gate is not None,
                new_on is not None and not desk.calendar.covers(new_on, new_on),
            )
        )
    return sorted(found, key=lambda each: each.weight)


def _named(desk: ProjectDesk, step_id: str) -> tuple[str, str]:
    item = desk.catalogue.by_code.get(ItemCode(step_id))
    if item is not None:
        return item.code, item.short_name
    if desk.plan is not None and StepId(step_id) in desk.plan.schedule.network:
        step = desk.plan.schedule.network.step(StepId(step_id))
        return step.code, step.name
    code = step_id.split(".", 1)[0]
    parent = desk.catalogue.by_code.get(ItemCode(code))
    return code, f"{parent.short_name}的环节" if parent is not None else step_id


def _answers(desk: ProjectDesk, before: Mapping[str, object], after: Mapping[str, object]) -> Iterable[ChangedAnswer]:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            label = desk.catalogue.facts[key].label if key in desk.catalogue.facts else key
            yield ChangedAnswer(label, _shown(desk, key, before.get(key)), _shown(desk, key, after.get(key)))


def _shown(desk: ProjectDesk, key: str, raw: object) -> str:
    """The answer in words; as it was kept where the catalogue no longer knows the question."""
    if raw is None:
        return "未答"
    if key not in desk.catalogue.facts:
        return str(raw)
    try:
        facts = Facts.read(desk.catalogue.facts, {key: raw})
    except DomainError:
        return str(raw)
    definition = desk.catalogue.facts[key]
    value: FactValue = facts[definition.key]
    return definition.show(value)


def _headline(
    old: int, new: int, moved: tuple[MovedDay, ...], answers: tuple[ChangedAnswer, ...], notes: list[str]
) -> str:
    against = f"第 {new} 版" if new else "现状"
    changed = sum(each.old is not None and each.new is not None for each in moved)
    parts = [f"改期 {changed} 个"] if changed else []
    added, dropped = sum(each.old is None for each in moved), sum(each.new is None for each in moved)
    parts += [f"增 {added} 个环节"] if added else []
    parts += [f"减 {dropped} 个环节"] if dropped else []
    parts += [f"答案改 {len(answers)} 处"] if answers else []
    if not parts and not notes:
        return f"{against}与第 {old} 版说的一样。"
    return f"{against}与第 {old} 版比：{'，'.join(parts) or '文字有改动'}。"


# -- reissuing -----------------------------------------------------------------------------------------------------


@frozen
class ReissueOutlook:
    """What reissuing today would bring. number: of the edition it makes. comparison: against the latest one.

    slips: “投产推迟 42 天”, gates that slip by more than the set size; then reason and approver are needed. why_not: why there
    is nothing to reissue, "" if there is.
    """

    number: int
    comparison: Comparison | None
    slips: tuple[str, ...]
    slip_days: int
    why_not: str

    @property
    def needs_approval(self) -> bool:
        return bool(self.slips)


def reissue_outlook(desk: ProjectDesk) -> ReissueOutlook:
    """What `reissue` would do to the project on the desk, keeping nothing."""
    if not desk.editions:
        return ReissueOutlook(1, None, (), 0, "还没有发过手册，先到“打印与移交”印第 1 版。")
    latest, ledger = desk.editions[-1], desk.ledger
    if ledger is None or desk.plan is None:
        refusal = desk.refusal
        said = f"{refusal.problem}{refusal.next_step}" if refusal is not None else ""
        return ReissueOutlook(latest.number + 1, None, (), 0, said or "现在排不出时间表。")
    if desk.digest == latest.content_digest:
        why_not = f"第 {latest.number} 版发出以后没有变化，不用重出。"
        return ReissueOutlook(latest.number + 1, compare_editions(desk, latest.number), (), 0, why_not)
    if not ledger.agreed:
        dates = all_agreed_dates(ledger.standing.schedule)
        dates |= {step: days for step, days in dates_of_edition(latest.dates).items() if step in dates}
        first = AgreedPlan(desk.project.number, 1, desk.today, dates, "", "", "")
        ledger = replace(ledger, agreed=(first,))
    slips = tuple(f"{each.step.name}推迟 {each.calendar_days} 天" for each in replan_of(ledger).needs_approval)
    return ReissueOutlook(
        latest.number + 1,
        compare_editions(desk, latest.number),
        slips,
        ledger.rules.approval_slip_days,
        "",
    )
