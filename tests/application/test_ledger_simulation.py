"""A hundred working days over ten projects with random delays: what must hold holds at every step."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gxq_desktop.application.plan_project import ProjectPlan, replanned
from gxq_desktop.application.project_ledger import ProjectLedger
from gxq_desktop.domain.case_states import EventKind, Life
from gxq_desktop.domain.clocks import clock_of
from gxq_desktop.domain.ledger import Journal
from gxq_desktop.domain.network import StepId, StepKind
from tests.application.desks import desk
from tests.documents.dossiers import SAMPLES
from tests.domain.cases import event

DAYS = 100
PROJECTS = (*SAMPLES, "N1")
NEXT = {
    Life.APPROVAL: {"not_started": "accepted", "accepted": "granted", "suspended": "resumed", "granted": "cleared"},
    Life.MATERIAL: {"not_started": "preparing", "preparing": "ready", "ready": "cleared"},
    Life.UTILITY: {"not_started": "applied", "applied": "done", "done": "cleared"},
    Life.WORK: {"not_started": "started", "started": "done"},
}


@dataclass
class Simulated:
    """A project as it is lived: its plan as of today, and what it showed on past days."""

    plan: ProjectPlan
    shown: dict[date, tuple[Journal, tuple[tuple[str, date, date], ...]]]

    def dates(self) -> tuple[tuple[str, date, date], ...]:
        return tuple((each.step.id, each.early_start, each.early_finish) for each in self.plan.schedule.steps)

    def live(self, today: date, chance: random.Random) -> None:
        """What is due happens, some of it late; now and then a clock is stopped."""
        plan = replanned(self.plan, self.plan.journal, today)
        journal = plan.journal
        for dates in plan.schedule.steps:
            step = dates.step
            if step.kind in (StepKind.MILESTONE, StepKind.EXCLUDED) or chance.random() < 0.6:
                continue
            case = plan.case(step.id)
            kind = NEXT[case.life].get(case.state.value)
            if kind in ("accepted", "preparing", "applied", "started") and dates.early_start > today:
                continue
            if kind in ("granted", "ready", "done") and dates.early_finish > today + timedelta(
                days=chance.randrange(4)
            ):
                continue
            if kind == "granted" and chance.random() < 0.15:
                kind = "suspended"
            if kind is None:
                continue
            for each in (*case.implied(EventKind(kind)), EventKind(kind)):
                made = event(journal.next_number, each, today, step.id, document="1 号")
                case = case.after(made, today, plan.schedule.calendar)
                journal = journal.with_events([made])
        self.plan = replanned(plan, journal, today)
        self.shown[today] = (journal, self.dates())

    def check(self, today: date, *, rows: bool) -> None:
        plan, calendar = self.plan, self.plan.schedule.calendar
        network = plan.schedule.network
        for dates in plan.schedule.steps:
            step, actual = dates.step, plan.actuals.get(dates.step.id)
            assert dates.early_start <= dates.early_finish
            if step.kind is StepKind.MILESTONE:
                assert all(
                    plan.schedule[each.id].early_finish <= dates.early_finish for each in network.predecessors(step.id)
                )
                continue
            if actual is None:
                over = step.kind is StepKind.EXCLUDED and step.days == 0
                assert over or not plan.journal or dates.early_start >= today
                continue
            assert (dates.early_start, dates.early_finish) == (actual.first_on, actual.last_on)
            assert actual.last_on <= today if actual.finished else actual.last_on >= today
        ledger = ProjectLedger(plan, (), (), today)
        owned = ledger.owned_by_all()
        assert owned.total == owned.authority + owned.enterprise + owned.intermediary
        for row in ledger.rows if rows else ():
            assert row.closed or row.act_by >= row.due_on
        for step_id in plan.journal.steps:
            if network.step(step_id).kind is StepKind.APPROVAL:
                clock = clock_of(plan.case(step_id), plan.built.terms[step_id], calendar, today)  # type: ignore[index]
                assert clock is not None and clock.accepted_on < clock.promised_original_due.on <= clock.promised_due.on


def test_a_hundred_working_days_over_ten_projects() -> None:
    chance = random.Random(20260309)
    projects = []
    for name in PROJECTS:
        plan = desk(name).plan
        assert plan is not None
        projects.append(Simulated(replace(plan), {}))
    calendar, today = projects[0].plan.schedule.calendar, date(2026, 3, 9)

    for day in range(DAYS):
        for place, each in enumerate(projects):
            if (day + place) % 5 == 0:  # every project is looked at once a week
                each.live(today, chance)
                each.check(today, rows=day % 40 < 4)
        today = calendar.after(today, 1).on

    assert sum(len(each.plan.journal.events) for each in projects) > 300
    for each in projects:
        for on, (journal, dates) in list(each.shown.items())[::6]:
            known = each.plan.journal.known_on(on)
            assert known == journal
            then = replanned(each.plan, known, on)
            assert tuple((one.step.id, one.early_start, one.early_finish) for one in then.schedule.steps) == dates
        assert StepId("B01") in each.plan.actuals
