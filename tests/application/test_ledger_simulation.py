"""400 working days over 50 projects with random delays: what must hold holds at every step.

By default every project is lived and looked at once a fortnight, five a day; with GXQ_LONG=1 every day.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from gxq_desktop.application.ledger_rows import NO_DEADLINE, AgreedPlan
from gxq_desktop.application.plan_project import ProjectPlan, replanned
from gxq_desktop.application.project_ledger import ProjectLedger, all_agreed_dates
from gxq_desktop.domain.case_states import EventKind, Life, SuspensionCause, allowed_in
from gxq_desktop.domain.clocks import require_extension, require_overrun
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.ledger import Case, Journal
from gxq_desktop.domain.network import StepId, StepKind
from gxq_desktop.domain.project import ProjectNumber
from tests.application.desks import desk
from tests.documents.dossiers import SAMPLES
from tests.domain.cases import event

pytestmark = pytest.mark.long
DAYS, PROJECTS = 400, 50
EVERY = 1 if os.environ.get("GXQ_LONG") else 10
FIRST = date(2026, 3, 9)
ON_TIME = {
    Life.APPROVAL: {
        "not_started": "accepted", "preparing": "submitted", "submitted": "accepted", "noticed": "corrected",
        "accepted": "granted", "declared_commitment": "granted", "provisional_acceptance": "supplied",
        "suspended": "resumed", "granted": "cleared", "refused": "preparing", "withdrawn": "submitted",
        "not_accepted": "submitted", "delivered": "cleared",
    },
    Life.MATERIAL: {"not_started": "preparing", "preparing": "ready", "ready": "cleared", "received": "cleared"},
    Life.UTILITY: {"not_started": "applied", "applied": "done", "done": "cleared"},
    Life.WORK: {"not_started": "started", "started": "done"},
}  # fmt: skip
BEGINS = frozenset({"preparing", "submitted", "accepted", "applied", "started"})
ENDS = frozenset({"granted", "ready", "done"})
RARE = 0.12


def details(kind: EventKind, on: date, chance: random.Random) -> dict[str, object]:
    """What KIND is not recorded without."""
    match kind:
        case EventKind.SUSPENDED:
            return {"reason": chance.choice(list(SuspensionCause)).value, "note": "依某法第一条"}
        case EventKind.PROVISIONAL:
            return {"note": "委托书", "until": on + timedelta(days=chance.randrange(15))}
        case EventKind.REFUSED | EventKind.NOT_ACCEPTED:
            return {"reason": "不符合条件"}
        case EventKind.EXTENDED | EventKind.JOINT_EXTENDED:
            return {"reason": "案情复杂", "approver": "王局", "days": chance.randrange(1, 13)}
        case EventKind.OVERRUN:
            return {"reason": "材料多", "days": chance.randrange(1, 4)}
        case EventKind.CLEARED:
            return {"document": "1 号"}
    return {}


@dataclass
class Simulated:
    """A project as it is lived: its plan as of today, what it showed on past days, and the promises it made."""

    plan: ProjectPlan
    shown: dict[date, tuple[Journal, dict[StepId, tuple[date, date]]]] = field(default_factory=dict)
    promised: dict[tuple[StepId, date, bool], tuple[date, date, date]] = field(default_factory=dict)
    refused: int = 0

    def live(self, today: date, chance: random.Random) -> None:
        """What is due happens, some of it late, some of it otherwise; now and then a mistake is taken back or corrected."""
        journal, calendar = self.plan.journal, self.plan.schedule.calendar
        plan = replanned(self.plan, journal, today)
        for step_id, (starts, ends) in plan.schedule.early_days.items():
            step = plan.schedule.network.step(step_id)
            if step.kind in (StepKind.MILESTONE, StepKind.EXCLUDED) or chance.random() < 0.5:
                continue
            case = journal.case(step_id, Life.of(step.kind))
            word = ON_TIME[case.life].get(case.state.value)
            if word is None or (not case.events and starts > today):
                continue
            if word in ENDS and ends > today + timedelta(days=chance.randrange(4)) and chance.random() > RARE:
                continue
            kinds = allowed_in(case.life, case.state)
            kind = chance.choice(kinds) if kinds and chance.random() < RARE else EventKind(word)
            on = today if chance.random() < 0.7 else max(case.last_on or today, today - timedelta(days=3))
            journal = self._recorded(plan, journal, case, kind, on, today, chance)
        if journal.events and chance.random() < RARE:
            journal = self._corrected(plan, journal, today, chance)
        self.plan = plan if journal is plan.journal else replanned(plan, journal, today)
        assert journal.rules == plan.journal.rules
        self.shown[today] = (journal, dict(self.plan.schedule.early_days))
        assert calendar is self.plan.schedule.calendar

    def _recorded(
        self,
        plan: ProjectPlan,
        journal: Journal,
        case: Case,
        kind: EventKind,
        on: date,
        today: date,
        chance: random.Random,
    ) -> Journal:
        before, action, calendar = journal, journal.next_number, plan.schedule.calendar
        try:
            for each in (*case.implied(kind), kind):
                made = event(
                    journal.next_number, each, on, case.step_id, recorded_on=today, action=action,
                    **(details(each, on, chance)),
                )  # fmt: skip
                case = case.after(made, today, calendar)
                journal = journal.with_events([made])
            if case.life is Life.APPROVAL:
                terms = plan.built.terms[case.step_id]  # type: ignore[index]
                if kind is EventKind.EXTENDED:
                    require_extension(case, terms, calendar)
                if kind is EventKind.OVERRUN:
                    require_overrun(case, terms, calendar, today)
        except DomainError:
            self.refused += 1
            return before
        assert journal.taken_back(action, today)[0] == before  # undo returns equal data
        return before if chance.random() < 0.03 else journal

    def _corrected(self, plan: ProjectPlan, journal: Journal, today: date, chance: random.Random) -> Journal:
        old = chance.choice([each for each in journal.events if each.superseded_on is None])
        life = Life.of(plan.schedule.network.step(old.step_id).kind)
        new = replace(old, number=journal.next_number, action=0, recorded_on=today, on=old.on - timedelta(days=1))
        try:
            after = journal.corrected(old, new, today, "王芳", "看错一天", plan.schedule.calendar, life)
        except DomainError:
            self.refused += 1
            return journal
        self.promised.clear()  # what was promised from a wrong day may come earlier
        assert len(after.events) == len(journal.events) + 1
        return after

    # -- what must hold ------------------------------------------------------------------------------------------

    def check(self, today: date, *, rows: bool) -> None:
        plan, network = self.plan, self.plan.schedule.network
        days = plan.schedule.early_days
        for step_id, (starts, ends) in days.items():
            step, actual = network.step(step_id), plan.actuals.get(step_id)
            assert starts <= ends
            if step.kind is StepKind.MILESTONE:
                assert all(days[each.id][1] <= ends for each in network.predecessors(step_id))
            elif actual is not None:
                assert (starts, ends) == (actual.first_on, actual.last_on)
                assert ends <= today if actual.finished else ends >= today
            else:
                over = step.kind is StepKind.EXCLUDED and step.days == 0
                assert over or not plan.journal or starts >= today
        ledger = ProjectLedger(plan, (self.agreed,), (), today)
        for step_id in plan.journal.steps:
            self._check_case(ledger, ledger.case(step_id))
        for joint in ledger.joint_clocks:
            assert joint.first_accepted_on < joint.original_due.on <= joint.due.on
        if rows:
            self._check_rows(ledger)

    def _check_case(self, ledger: ProjectLedger, case: Case) -> None:
        calendar, today = ledger.calendar, ledger.today
        happened = [each.on for each in case.events]
        assert happened == sorted(happened) and happened[-1] <= today
        spans = ledger.spans(case)
        assert all(one.until_on == other.after_on for one, other in pairwise(spans))  # no gap
        if spans:
            assert spans[0].after_on == happened[0]
            until = spans[-1].until_on or today
            assert ledger.owned(case).total == calendar.working_days_between(happened[0], until)  # no day is lost
        clock = ledger.clock(case)
        if clock is None:
            return
        original, due = clock.promised_original_due.on, clock.promised_due.on
        statutory = clock.statutory_due.on if clock.statutory_due is not None else date.max
        assert clock.accepted_on < original <= due
        assert clock.statutory_original_due is None or clock.statutory_original_due.on <= statutory
        key = (case.step_id, clock.accepted_on, clock.by_silence)
        known = self.promised.get(key, (original, due, statutory))
        assert original == known[0] and due >= known[1] and statutory >= known[2]
        if not clock.stands:  # while it stands, the day shown is the one if it went on today
            self.promised[key] = (original, due, statutory)

    def _check_rows(self, ledger: ProjectLedger) -> None:
        total = ledger.owned_by_all()
        assert sum(ledger.owned(ledger.case(row.step_id)).total for row in ledger.rows) == total.total
        for row in ledger.rows:
            counted = row.authority_days + row.enterprise_days + row.intermediary_days
            going = ledger.calendar.working_days_between(row.counted_to, ledger.today) if row.counted_to else 0
            assert counted + going == ledger.owned(ledger.case(row.step_id)).total
            assert row.act_by in (row.due_on, NO_DEADLINE, row.missing_until) and row.due_on <= row.act_by
            assert (row.start_by is None) == (row.accepted_on is not None or row.start_by is None)
            assert row.closed or row.cleared_on is None
            assert ledger.agreed_dates(row.step_id, first=True) == self.agreed.dates[row.step_id]  # the baseline stays

    def check_past(self, on: date) -> None:
        """The plan as it stood on a past day is what was shown then."""
        journal, days = self.shown[on]
        known = self.plan.journal.known_on(on)
        assert known == journal
        assert dict(replanned(self.plan, known, on).schedule.early_days) == days

    def begin(self, number: int) -> None:
        self.agreed = AgreedPlan(
            ProjectNumber(f"GX-2026-{number:04d}"), 1, FIRST, all_agreed_dates(self.plan.schedule), "", "李晓岚", ""
        )


def test_400_working_days_over_50_projects_with_random_delays() -> None:
    chance = random.Random(20260309)
    plans = [desk(name).plan for name in (*SAMPLES, "N1")]
    projects = []
    for number in range(PROJECTS):
        plan = plans[number % len(plans)]
        assert plan is not None
        projects.append(Simulated(replace(plan)))
        projects[-1].begin(number)
    calendar, today = projects[0].plan.schedule.calendar, FIRST

    for day in range(DAYS):
        for place, each in enumerate(projects):
            if (day + place) % EVERY == 0:
                each.live(today, chance)
                each.check(today, rows=(day + place) % 100 == 0)
        if day % 10 == 9:
            looked = chance.choice(projects)
            looked.check_past(chance.choice(sorted(looked.shown)))
        today = calendar.after(today, 1).on

    events = [event for each in projects for event in each.plan.journal.events]
    assert len(events) > PROJECTS * 60
    kinds = {each.kind for each in events}
    assert kinds == set(EventKind)
    assert any(each.superseded_on is not None for each in events) and sum(each.refused for each in projects) > 50
    finished = sum(StepId("M_COMPLETE") in each.plan.schedule.network for each in projects)
    assert finished == PROJECTS
