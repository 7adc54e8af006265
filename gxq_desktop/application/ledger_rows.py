"""Rows of the ledger (台账) as they are kept: one a step of every project, renewed whenever something is recorded.

What depends on the day it is looked at (days left, light) is worked out when it is read, see `ledger_listing.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Protocol

from gxq_desktop.domain.case_states import CaseState, MissedReason, Party
from gxq_desktop.domain.clock_rules import ClockRules
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import StepId, StepKind
from gxq_desktop.domain.owned_days import OwnedDays, OwnedSpan
from gxq_desktop.domain.project import ProjectNumber

NO_DEADLINE = date(9999, 12, 31)
"""act_by of a row whose clock stands: it sorts last."""


@frozen
class LedgerRow:
    """A step of the ledger as stored.

    owner: who acts on it (责任单位); authority: the office or provider it lies with; person: who recorded last.
    whose: whose days run now. accepted_on: the acceptance day, by silence too; None before.

    due_on: by when the next thing must be done: before it is begun the latest start of the agreed plan, once accepted the
    promised day with suspensions and overruns, once decided the day of delivery. original_due_on: the same by the limit
    alone, or in the plan first agreed. finish_by: by when it must be decided or done. start_by: the latest start, None once
    begun.
    act_by: due_on, to sort by, see NO_DEADLINE. left_when_stopped: working days left while the clock stands.
    recheck_on: the day this row must be made anew because silence accepts. missing_until: promised day of missing material.

    statutory_due_on: the last day the law allows, suspensions and extension counted; statutory_original_due_on: by the limit
    alone. joint_due_on: of parallel approval (并联审批), None if it is handled alone.
    limit_days: working days promised, overruns (承诺顺延) among them; None before acceptance.
    begun_on: the day of its first record. *_days: working days that passed since, by owner (三个时钟), up to its last record;
    those after counted_to are `whose`, None where no days run. See `domain.owned_days`.
    ready_on: the first day it can begin, None once begun or while that waits for another item. See `ledger_ready.py`.
    """

    number: ProjectNumber
    step_id: StepId
    code: str
    name: str
    kind: StepKind
    state: CaseState
    owner: str
    authority: str
    window_id: str
    person: str
    whose: Party
    accepted_on: date | None
    original_due_on: date
    due_on: date
    finish_by: date
    start_by: date | None
    statutory_due_on: date | None
    act_by: date
    left_when_stopped: int | None
    recheck_on: date | None
    missing_until: date | None
    finished_on: date | None
    cleared_on: date | None
    closed: bool
    provisional: bool
    begun_on: date | None = None
    counted_to: date | None = None
    authority_days: int = 0
    enterprise_days: int = 0
    intermediary_days: int = 0
    limit_days: int | None = None
    ready_on: date | None = None
    statutory_original_due_on: date | None = None
    joint_due_on: date | None = None


@frozen
class LedgerHead:
    """What a project's rows were made from. recheck_on: the first day some row must be made anew, None if none.

    open_rows: how many of them are not closed. rules_number: of the clock rules. spans: whose days passed, by row in order.
    """

    number: ProjectNumber
    revision: int
    catalogue_digest: str
    calendar_digest: str
    made_on: date
    recheck_on: date | None
    open_rows: int = 0
    rules_number: int = 0
    spans: Mapping[StepId, Sequence[OwnedSpan]] = field(default_factory=dict)


@frozen
class StoredLine:
    """A row with the names of its project. decided: whether an officer decided that it is to be done (人工认定)."""

    project: str
    enterprise: str
    row: LedgerRow
    decided: bool = False


@frozen
class SoughtWord:
    """A word looked for. steps: ids of the listed items (A23) whose code, name or owner holds it, as the catalogue has them, so
    that no row need be read to know; None if that is not known."""

    word: str
    steps: tuple[str, ...] | None = None


@frozen
class LedgerQuery:
    """Which rows of the ledger. All conditions must hold; None and "" ask for nothing.

    acted_from, acted_to: bounds of act_by, both included. closed: closed rows instead of open ones; every: both. missing: only
    rows with material promised for later (容缺). words: each stands in the item, its owner or its project, in any letter case.
    not_states, not_whose: rows that are otherwise. begun: only rows something was recorded of.
    order: the field of the row to sort by (or "project", its name) in place of act_by, descending or not; it costs a sort of
    all rows found.
    """

    number: str = ""
    authority: str = ""
    window_id: str = ""
    person: str = ""
    state: CaseState | None = None
    whose: Party | None = None
    acted_from: date | None = None
    acted_to: date | None = None
    closed: bool = False
    missing: bool = False
    every: bool = False
    words: tuple[SoughtWord, ...] = ()
    not_states: tuple[CaseState, ...] = ()
    not_whose: Party | None = None
    begun: bool = False
    order: str = ""
    descending: bool = False


@frozen
class OwnedGroup:
    """Rows that are counted alike: the sum of their days so far, and how many of them go on for `whose` after `counted_to`."""

    whose: Party
    counted_to: date | None
    rows: int
    days: OwnedDays


@frozen
class MissedDate:
    """A date that was missed (超期记录). number counts from 1 within the project. due_on: the day missed; met_on: the day it was
    done after all, None while it is not. event: number of the record it came with, 0 if of none; it is taken back with it.
    """

    project: ProjectNumber
    number: int
    step_id: StepId
    due_on: date
    met_on: date | None
    reason: MissedReason
    note: str
    person: str
    recorded_on: date
    event: int = 0


@frozen
class MissedLine:
    """A missed date with the names a list shows."""

    project: str
    enterprise: str
    missed: MissedDate


@frozen
class AgreedDates:
    """The dates of a step in an agreed plan, ISO days as PlannedDates without provisional."""

    early_start: date
    early_finish: date
    late_start: date
    late_finish: date


@frozen
class AgreedPlan:
    """A plan that was agreed (基准计划). number 1 is the first and stays the baseline; the highest holds now.

    person: who recorded it; approver: who approved a slip over the set size, "" where none was needed.
    """

    project: ProjectNumber
    number: int
    agreed_on: date
    dates: dict[StepId, AgreedDates]
    reason: str
    person: str
    approver: str


class LedgerLists(Protocol):
    """Reads rows, fast; every method sees what was stored when it is called. Usable on any thread. Raises StoreError."""

    def rows(self, query: LedgerQuery, limit: int, skip: int = 0) -> Sequence[StoredLine]:
        """Rows by act_by, then project and step."""
        ...

    def count(self, query: LedgerQuery) -> int: ...

    def begun(self, query: LedgerQuery) -> Sequence[tuple[CaseState, Party, int]]:
        """How many rows of QUERY that something was recorded of are in which state, and whose turn it is."""
        ...

    def open_rows(self) -> int:
        """How many rows are open over all projects, without counting them."""
        ...

    def owned(self, query: LedgerQuery) -> Sequence[OwnedGroup]:
        """Whose days passed on the rows of QUERY that have begun, up to their last records."""
        ...

    def owned_spans(self, query: LedgerQuery, after_on: date, until_on: date) -> Sequence[tuple[OwnedSpan, int]]:
        """The stretches of the rows of QUERY after AFTER_ON and up to UNTIL_ON, cut there; equal ones once, with how many."""
        ...

    def clock_rules(self) -> ClockRules:
        """The rules that hold now."""
        ...

    def missed(self, since: date | None, until: date | None, number: str = "") -> Sequence[MissedLine]:
        """Missed dates on record that lie within these days, both included, the newest first."""
        ...

    def authorities(self) -> Sequence[str]:
        """Every authority that has open rows, in order."""
        ...

    def windows(self) -> Sequence[str]:
        """The id of every window that has open rows, in order."""
        ...

    def persons(self) -> Sequence[str]:
        """Everybody who recorded an open row last, in order."""
        ...

    def stale(self, catalogue_digest: str, calendar_digest: str, today: date) -> Sequence[ProjectNumber]:
        """Projects whose rows are missing or were made from something else."""
        ...
