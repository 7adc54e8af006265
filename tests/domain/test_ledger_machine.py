"""No sequence of legal actions loses a day or yields an impossible date; undo returns equal data; the past stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gxq_desktop.domain.case_states import ENDED, EventKind, Life, Party, SuspensionCause, allowed_in
from gxq_desktop.domain.clocks import clock_of, owned_days, owner_of
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.ledger import Case, CaseEvent, ImpossibleDate, Journal
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.owned_days import OwnedDays
from tests.domain.cases import CALENDAR, TEN, event

LIVES = {"A23": Life.APPROVAL, "B05": Life.MATERIAL, "C03": Life.UTILITY, "CONSTRUCTION": Life.WORK}
DETAILS: dict[EventKind, dict[str, object]] = {
    EventKind.SUSPENDED: {"reason": SuspensionCause.TESTING.value},
    EventKind.REFUSED: {"reason": "不符合条件"},
    EventKind.NOT_ACCEPTED: {"reason": "不属于本机关"},
    EventKind.EXTENDED: {"reason": "案情复杂", "approver": "王局", "days": 5},
    EventKind.JOINT_EXTENDED: {"reason": "多部门会商", "approver": "分管副区长", "days": 15},
    EventKind.OVERRUN: {"reason": "材料多", "days": 1},
    EventKind.CLEARED: {"document": "建字第 1 号"},
}


class LedgerMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.today = date(2026, 2, 9)
        self.journal = Journal()
        self.shown: dict[date, Journal] = {}
        self.undoable: list[tuple[int, Journal, Journal]] = []

    def case(self, step: str) -> Case:
        return self.journal.case(StepId(step), LIVES[step])

    def made(self, step: str, kind: EventKind, on: date) -> CaseEvent:
        details = dict(DETAILS.get(kind, {}))
        if kind is EventKind.PROVISIONAL:
            details = {"note": "委托书", "until": on + timedelta(days=7)}
        return event(self.journal.next_number, kind, on, step, recorded_on=self.today, **details)

    @rule(days=st.integers(1, 9))
    def a_night_passes(self, days: int) -> None:
        self.shown[self.today] = self.journal
        self.undoable.clear()
        self.today += timedelta(days=days)

    @rule(step=st.sampled_from(sorted(LIVES)), choice=st.integers(0, 30), back=st.integers(0, 6))
    def record(self, step: str, choice: int, back: int) -> None:
        case = self.case(step)
        kinds = allowed_in(case.life, case.state)
        if not kinds:
            return
        kind = kinds[choice % len(kinds)]
        on = self.today - timedelta(days=back)
        changed, journal, action = case, self.journal, self.journal.next_number
        try:
            for each in (*case.implied(kind), kind):
                made = replace(self.made(step, each, on), number=journal.next_number, action=action, place=0)
                changed = changed.after(made, self.today, CALENDAR)
                journal = journal.with_events([made])
        except ImpossibleDate as refused:
            assert case.last_on is None or on < case.last_on or case.silently_accepted_on(self.today, CALENDAR)
            assert refused.earliest is None or refused.earliest <= self.today
            return
        except DomainError:
            return
        assert changed == journal.case(StepId(step), LIVES[step])
        assert changed == Case.of(StepId(step), LIVES[step], journal.standing(StepId(step)))
        self.undoable.append((action, self.journal, journal))
        self.journal = journal

    @precondition(lambda self: bool(self.undoable))
    @rule()
    def take_back_what_was_recorded_last(self) -> None:
        action, before, present = self.undoable.pop()
        if present != self.journal:  # a correction came after it
            return
        self.journal, gone = self.journal.taken_back(action, self.today)
        assert self.journal == before and {each.action for each in gone} == {action}

    @precondition(lambda self: bool(self.journal))
    @rule(which=st.integers(0, 200))
    def take_back_what_is_not_of_today_is_refused(self, which: int) -> None:
        standing = [each for each in self.journal.events if each.superseded_on is None]
        old = standing[which % len(standing)]
        if old.recorded_on == self.today:
            return
        with pytest.raises(DomainError, match="不是今天记的"):
            self.journal.taken_back(old.action, self.today)

    @precondition(lambda self: bool(self.journal))
    @rule(which=st.integers(0, 200))
    def withdraw_a_mistaken_record(self, which: int) -> None:
        standing = [each for each in self.journal.events if each.superseded_on is None]
        old = standing[which % len(standing)]
        before = self.journal
        try:
            self.journal = before.corrected(old, None, self.today, "王芳", "误记", CALENDAR, LIVES[old.step_id])
        except DomainError:
            return
        assert len(self.journal.events) == len(before.events)  # nothing is lost
        assert len(self.journal.standing(old.step_id)) == len(before.standing(old.step_id)) - 1

    @precondition(lambda self: bool(self.journal))
    @rule(which=st.integers(0, 200), back=st.integers(0, 20))
    def correct(self, which: int, back: int) -> None:
        standing = [each for each in self.journal.events if each.superseded_on is None]
        old = standing[which % len(standing)]
        new = event(self.journal.next_number, old.kind, old.on - timedelta(days=back), old.step_id, **{
            name: getattr(old, name) for name in ("reason", "document", "note", "days", "until", "approver")
        }, recorded_on=self.today)  # fmt: skip
        try:
            self.journal = self.journal.corrected(old, new, self.today, "王芳", "看错", CALENDAR, LIVES[old.step_id])
        except DomainError:
            return
        assert any(each.number == old.number and each.superseded_reason == "看错" for each in self.journal.events)

    @invariant()
    def days_run_in_order_and_none_lies_in_the_future(self) -> None:
        for step in LIVES:
            days = [each.on for each in self.case(step).events]
            assert days == sorted(days) and (not days or days[-1] <= self.today)

    @invariant()
    def clock_totals_add_up(self) -> None:
        for step in LIVES:
            case = self.case(step)
            if not case.events:
                continue
            end = self.today
            for at in range(1, len(case.events) + 1):
                if Case.of(case.step_id, case.life, case.events[:at]).state in ENDED:
                    end = case.events[at - 1].on
                    break
            owned = owned_days(case, CALENDAR, self.today, Party.ENTERPRISE)
            assert owned.total == CALENDAR.working_days_between(case.events[0].on, end)
            first, middle = case.events[0].on, case.events[0].on + (self.today - case.events[0].on) / 2
            halves = [(first, middle), (middle + timedelta(days=1), self.today)]
            parts = [owned_days(case, CALENDAR, self.today, Party.ENTERPRISE, period=half) for half in halves]
            assert parts[0] + parts[1] == owned
            by_day = [
                owner_of(case, first + timedelta(days=at), Party.ENTERPRISE) for at in range((end - first).days + 1)
            ]
            working = [owner for at, owner in enumerate(by_day) if CALENDAR.is_working(first + timedelta(days=at))]
            assert owned == OwnedDays(*(working.count(party) for party in Party))

    @invariant()
    def no_due_day_lies_before_acceptance_and_suspensions_only_move_it_later(self) -> None:
        case = self.case("A23")
        clock = clock_of(case, TEN, CALENDAR, self.today)
        if clock is not None and clock.statutory_due is not None and clock.statutory_original_due is not None:
            assert clock.accepted_on < clock.promised_original_due.on <= clock.promised_due.on
            assert clock.accepted_on < clock.statutory_original_due.on <= clock.statutory_due.on
            assert CALENDAR.is_working(clock.promised_due.on)

    @invariant()
    def every_past_day_is_known_as_it_was_shown(self) -> None:
        for day, shown in self.shown.items():
            known = self.journal.known_on(day)
            assert [known.case(StepId(step), LIVES[step]) for step in LIVES] == [
                shown.case(StepId(step), LIVES[step]) for step in LIVES
            ]


class TestLedgerMachine(LedgerMachine.TestCase):  # type: ignore[name-defined,misc]
    settings = settings(max_examples=40, stateful_step_count=30, deadline=None)


def test_the_machine_can_fail() -> None:
    machine = LedgerMachine()
    machine.journal = Journal((event(1, "submitted", "03-09"),))
    machine.today = date(2026, 3, 2)

    with pytest.raises(AssertionError):
        machine.days_run_in_order_and_none_lies_in_the_future()
