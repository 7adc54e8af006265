"""The ledger of one project: its plan as it stands today, its cases, and the rows the lists keep of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from gxq_desktop.application.calendar_digest import calendar_digest
from gxq_desktop.application.ledger_ready import ready_days
from gxq_desktop.application.ledger_rows import (
    NO_DEADLINE,
    AgreedDates,
    AgreedPlan,
    LedgerHead,
    LedgerRow,
    MissedDate,
)
from gxq_desktop.application.plan_project import ProjectPlan, plan_project, replanned
from gxq_desktop.application.ports import Services, UnitOfWork
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.case_states import CaseState, Life, Party, party_of
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.clock_rules import ClockRules
from gxq_desktop.domain.clocks import (
    CaseClock,
    JointClock,
    clock_of,
    delivery_due,
    joint_clocks,
    owned_spans,
    party_of_cause,
)
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ApprovalItem, ItemCode, UnitMaterial, UtilityConnection
from gxq_desktop.domain.ledger import EMPTY_JOURNAL, Case, Journal
from gxq_desktop.domain.limits import silence_is_acceptance
from gxq_desktop.domain.network import Step, StepId, StepKind
from gxq_desktop.domain.owned_days import OwnedDays, OwnedSpan, days_of_spans
from gxq_desktop.domain.project import Project, ProjectNumber
from gxq_desktop.domain.schedule import Schedule, StepDates

_ENTERPRISE_OWNERS = ("企业", "建设单位", "施工单位", "")


@dataclass(frozen=True)
class ProjectLedger:
    """PLAN, re-solved from TODAY once something was recorded, with what was AGREED and MISSED.

    standing: the plan with nothing recorded, from which agreed dates are taken while nothing was agreed.
    """

    plan: ProjectPlan
    agreed: tuple[AgreedPlan, ...]
    missed: tuple[MissedDate, ...]
    today: date

    @property
    def rules(self) -> ClockRules:
        """How the bureau counts (时限规则)."""
        return self.plan.journal.rules

    @property
    def project(self) -> Project:
        return self.plan.project

    @property
    def journal(self) -> Journal:
        return self.plan.journal

    @property
    def calendar(self) -> WorkCalendar:
        return self.plan.schedule.calendar

    @cached_property
    def standing(self) -> ProjectPlan:
        return replanned(self.plan, EMPTY_JOURNAL, None) if self.journal else self.plan

    @cached_property
    def from_today(self) -> ProjectPlan:
        """The plan solved from today, even while nothing was recorded."""
        return self.plan if self.journal else replanned(self.plan, EMPTY_JOURNAL, self.today, from_today=True)

    # -- steps and cases -----------------------------------------------------------------------------------------

    def step_named(self, word: str) -> Step:
        """The step with the id or item code WORD, letter case ignored. Raises DomainError."""
        wanted = word.strip().upper()
        network = self.plan.schedule.network
        if wanted in network and network.step(StepId(wanted)).kind is not StepKind.MILESTONE:
            return network.step(StepId(wanted))
        if ItemCode(wanted) in self.plan.catalogue.by_code:
            raise DomainError(f"{wanted} 本项目不办，不能记录。", "请核对编码；确实要办的，先改项目的事实或人工认定。")
        if wanted in network:
            raise DomainError(f"“{word}”是门槛，它的日期由前面的事项定。", "请记录它前面的事项。")
        raise DomainError(
            f"本项目没有“{word}”这一项。", "请写事项编码，如 A23；施工写 CONSTRUCTION，障碍写它的编号，如 O1。"
        )

    def case(self, step_id: StepId) -> Case:
        return self.journal.case(step_id, Life.of(self.plan.schedule.network.step(step_id).kind))

    def clock(self, case: Case) -> CaseClock | None:
        """The clock of an approval's CASE; None before acceptance and for what has no limit."""
        terms = self.plan.built.terms.get(ItemCode(self.plan.schedule.network.step(case.step_id).code))
        if case.life is not Life.APPROVAL or terms is None:
            return None
        return clock_of(case, terms, self.calendar, self.today, self.rules)

    def doer(self, step: Step) -> Party:
        """Who does the work of STEP once it has begun, if it is no approval."""
        if step.kind is StepKind.EXCLUDED:
            return Party.INTERMEDIARY if "评审" in step.name or "检测" in step.name else Party.AUTHORITY
        if step.kind in (StepKind.OBSTACLE, StepKind.FOLLOW_ON):
            return Party.AUTHORITY
        outside = step.owner not in _ENTERPRISE_OWNERS and step.kind is not StepKind.CONSTRUCTION
        return Party.INTERMEDIARY if outside else Party.ENTERPRISE

    def owned(self, case: Case, period: tuple[date, date] | None = None) -> OwnedDays:
        """Whose days passed (三个时钟)."""
        return days_of_spans(self.spans(case), self.calendar, self.today, period)

    def spans(self, case: Case) -> tuple[OwnedSpan, ...]:
        """The same as stretches of days."""
        return owned_spans(case, self.doer(self.plan.schedule.network.step(case.step_id)), self.rules)

    def owned_by_all(self, period: tuple[date, date] | None = None) -> OwnedDays:
        """The sum over all rows. What a limit does not count goes with its item, whose clock names the owner of its days."""
        total, network = OwnedDays(), self.plan.schedule.network
        for step_id in self.journal.steps:
            if step_id in network and network.step(step_id).kind is not StepKind.EXCLUDED:
                total += self.owned(self.case(step_id), period)
        return total

    # -- agreed dates --------------------------------------------------------------------------------------------

    def agreed_dates(self, step_id: StepId, *, first: bool = False) -> AgreedDates:
        """The dates of STEP_ID in the plan agreed now, or the FIRST one (基准). A step that came later has its own plan's."""
        plans = (self.agreed[0],) if first and self.agreed else self.agreed[-1:]
        for plan in plans:
            if step_id in plan.dates:
                return plan.dates[step_id]
        return agreed_dates(self.standing.schedule, step_id)

    # -- missed dates --------------------------------------------------------------------------------------------

    def stands(self, missed: MissedDate) -> bool:
        """Whether MISSED is in force: explained by itself, or come with a record that no correction took out of force."""
        return not missed.event or missed.event in self._standing_numbers

    @cached_property
    def standing_missed(self) -> tuple[MissedDate, ...]:
        """The missed dates in force."""
        return tuple(each for each in self.missed if self.stands(each))

    @cached_property
    def _standing_numbers(self) -> frozenset[int]:
        return frozenset(event.number for event in self.journal.events if event.superseded_on is None)

    # -- side by side --------------------------------------------------------------------------------------------

    @cached_property
    def joint_clocks(self) -> tuple[JointClock, ...]:
        """The clocks over approvals handled side by side (并联审批), the earliest first."""
        return joint_clocks(*self.side_by_side, self.calendar, self.today, self.rules)

    @cached_property
    def side_by_side(self) -> tuple[tuple[Case, ...], Mapping[StepId, frozenset[StepId]]]:
        """The cases of approvals with a record, and what each may be handled with."""
        network, by_code = self.plan.schedule.network, self.plan.catalogue.by_code
        cases, parallel = [], {}
        for step_id in self.journal.steps:
            if step_id not in network or network.step(step_id).kind is not StepKind.APPROVAL:
                continue
            item = by_code[ItemCode(network.step(step_id).code)]
            if isinstance(item, ApprovalItem):
                cases.append(self._accepted(self.case(step_id)))
                parallel[step_id] = frozenset(StepId(code) for code in item.parallel_with)
        return tuple(cases), parallel

    def _accepted(self, case: Case) -> Case:
        """CASE with the acceptance of the law where nobody recorded one."""
        if case.accepted_on is not None:
            return case
        return replace(case, accepted_on=case.silently_accepted_on(self.today, self.calendar))

    def joint_clock(self, step_id: StepId) -> JointClock | None:
        """The joint clock that STEP_ID is under, None if it is handled alone."""
        return next((clock for clock in self.joint_clocks if step_id in clock.steps), None)

    # -- rows ----------------------------------------------------------------------------------------------------

    @cached_property
    def rows(self) -> tuple[LedgerRow, ...]:
        """One for each step that is written off: not for gates, nor for what a limit does not count, which goes with its item."""
        return tuple(
            self.row(dates.step.id)
            for dates in self.plan.schedule.steps
            if dates.step.kind not in (StepKind.MILESTONE, StepKind.EXCLUDED)
        )

    def _may_move(self, clock: CaseClock | None, due_on: date, dates: StepDates) -> bool:
        """Whether a notice of holidays to come may move DUE_ON: once accepted only the days of its limit matter, before that all
        those the plan counted back over."""
        if clock is None:
            return dates.provisional_early or dates.provisional_late
        return not self.calendar.covers(clock.accepted_on, max(clock.accepted_on, due_on))

    def row(self, step_id: StepId) -> LedgerRow:
        dates = self.plan.schedule[step_id]
        step, case = dates.step, self.case(step_id)
        clock = self.clock(case)
        first, now = self.agreed_dates(step_id, first=True), self.agreed_dates(step_id)
        begun = clock is not None or case.is_running or case.finished_on is not None
        original_due_on, due_on = first.late_start, now.late_start
        finish_by = now.late_finish
        if clock is not None:
            original_due_on, due_on = clock.promised_original_due.on, clock.promised_due.on
            finish_by = due_on
        elif begun:
            original_due_on, due_on = first.late_finish, now.late_finish
        recheck_on = None
        if case.state is CaseState.SUBMITTED and clock is None and case.received_on is not None:
            notice_due = silence_is_acceptance(case.received_on, self.calendar).notice_due.on
            due_on, recheck_on = min(due_on, notice_due), notice_due + timedelta(days=1)
        if case.state in (CaseState.GRANTED, CaseState.REFUSED):
            delivery = delivery_due(case, self.calendar)
            due_on = delivery.on if delivery is not None else due_on
        elif case.state is CaseState.DELIVERED and case.delivered_on is not None:
            due_on = max(due_on, case.delivered_on)
        stands = clock is not None and clock.stands and clock.days_left >= 0
        act_by = NO_DEADLINE if stands else due_on
        if case.missing_until is not None:
            act_by = min(act_by, case.missing_until)
            due_on = min(due_on, case.missing_until)
        joint = self.joint_clock(step_id) if clock is not None else None
        names = _naming(self.plan.catalogue, step)
        spans = self.spans(case)
        goes_on = bool(spans) and spans[-1].until_on is None
        counted = days_of_spans(spans, self.calendar, case.last_on) if case.last_on is not None else OwnedDays()
        return LedgerRow(
            number=self.project.number,
            step_id=step_id,
            code=step.code,
            name=names.name,
            kind=step.kind,
            state=case.state,
            owner=step.owner,
            authority=names.authority or step.owner,
            window_id=names.window_id,
            person=case.events[-1].person if case.events else "",
            whose=self._whose(case, step),
            accepted_on=clock.accepted_on if clock else None,
            original_due_on=original_due_on,
            due_on=due_on,
            finish_by=finish_by,
            start_by=None if begun else now.late_start,
            statutory_due_on=clock.statutory_due.on if clock and clock.statutory_due else None,
            statutory_original_due_on=clock.statutory_original_due.on
            if clock and clock.statutory_original_due
            else None,
            joint_due_on=joint.due.on if joint is not None else None,
            act_by=act_by,
            left_when_stopped=clock.days_left if clock is not None and stands else None,
            recheck_on=recheck_on,
            missing_until=case.missing_until,
            ready_on=self._ready_days.get(step_id),
            limit_days=clock.promised.days + sum(each.working_days for each in case.overruns) if clock else None,
            finished_on=case.finished_on,
            cleared_on=case.cleared_on,
            closed=case.is_closed,
            provisional=self._may_move(clock, due_on, dates),
            begun_on=case.events[0].on if case.events else None,
            counted_to=case.last_on if goes_on else None,
            authority_days=counted.authority,
            enterprise_days=counted.enterprise,
            intermediary_days=counted.intermediary,
        )

    @cached_property
    def _ready_days(self) -> dict[StepId, date]:
        return ready_days(self)

    def _whose(self, case: Case, step: Step) -> Party:
        if case.state is CaseState.SUSPENDED:
            return party_of_cause(case.suspensions[-1].reason)
        return party_of(case.state, self.doer(step))

    def head(self, services: Services, revision: int) -> LedgerHead:
        return LedgerHead(
            number=self.project.number,
            revision=revision,
            catalogue_digest=services.catalogue.digest,
            calendar_digest=calendar_digest(services.calendar),
            made_on=self.today,
            recheck_on=min((row.recheck_on for row in self.rows if row.recheck_on is not None), default=None),
            open_rows=sum(not row.closed for row in self.rows),
            rules_number=self.rules.number,
            spans={row.step_id: self.spans(self.case(row.step_id)) for row in self.rows if row.begun_on is not None},
        )


@frozen
class _Naming:
    name: str
    authority: str
    window_id: str


def _naming(catalogue: Catalogue, step: Step) -> _Naming:
    item = catalogue.by_code.get(ItemCode(step.code)) if step.kind is not StepKind.EXCLUDED else None
    match item:
        case ApprovalItem():
            return _Naming(item.name, item.authority, item.window_id)
        case UtilityConnection():
            return _Naming(item.name, item.provider, item.window_id)
        case UnitMaterial():
            return _Naming(item.name, item.prepared_by, "")
    return _Naming(step.name, step.owner, "")


def agreed_dates(schedule: Schedule, step_id: StepId) -> AgreedDates:
    dates = schedule[step_id]
    return AgreedDates(dates.early_start, dates.early_finish, dates.late_start, dates.late_finish)


def all_agreed_dates(schedule: Schedule) -> dict[StepId, AgreedDates]:
    return {
        dates.step.id: AgreedDates(dates.early_start, dates.early_finish, dates.late_start, dates.late_finish)
        for dates in schedule.steps
    }


def load_ledger(number: str, uow: UnitOfWork, services: Services) -> ProjectLedger:
    """The ledger of project NUMBER today. Raises ProjectNotFound, StoreError, DomainError if no plan can be made."""
    project = uow.projects.get(ProjectNumber(number))
    today = services.clock.today()
    plan = plan_project(
        services.catalogue, services.calendar, project, journal=uow.ledger.journal(project.number), today=today
    )
    return ProjectLedger(
        plan, tuple(uow.ledger.agreed(project.number)), tuple(uow.ledger.missed(project.number)), today
    )


def with_journal(ledger: ProjectLedger, journal: Journal, agreed: Sequence[AgreedPlan] | None = None) -> ProjectLedger:
    """LEDGER as it would be with JOURNAL."""
    plan = replanned(ledger.plan, journal, ledger.today)
    return replace(ledger, plan=plan, agreed=ledger.agreed if agreed is None else tuple(agreed))


def dates_of_edition(dates: Mapping[str, object]) -> dict[StepId, AgreedDates]:
    """The dates an edition printed, as agreed ones."""
    found = {}
    for step, planned in dates.items():
        days = [
            date.fromisoformat(getattr(planned, name))
            for name in ("early_start", "early_finish", "late_start", "late_finish")
        ]
        found[StepId(step)] = AgreedDates(*days)
    return found
