"""What 工作台 reads of the store: counts in SQL, rows by the page. Imports little: the window's start waits for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from gxq_desktop.application.today import Group, TodayAsk, TodayFilter
from gxq_desktop.domain.frozen import frozen

if TYPE_CHECKING:
    from gxq_desktop.application.desk_lists import ProjectLine
    from gxq_desktop.domain.case_states import CaseState, EventKind, Party
    from gxq_desktop.domain.network import StepKind
    from gxq_desktop.domain.verdicts import Override

STRIP_DAYS = 15


@frozen
class TodayDays:
    """The days that part the groups: monday and sunday of this week, next_sunday; last: of the strip."""

    today: date
    monday: date
    sunday: date
    next_sunday: date
    last: date

    @classmethod
    def of(cls, today: date) -> TodayDays:
        monday = today - timedelta(days=today.weekday())
        return cls(
            today, monday, monday + timedelta(days=6), monday + timedelta(days=13),
            monday + timedelta(days=STRIP_DAYS - 1),
        )  # fmt: skip


@frozen
class TodayCounts:
    """groups: how many rows each has, drafts left out. cells: of filter and group, where a filter shows not all of a group.
    days: day of the strip → not begun, begun rows due then.

    provisional_projects, provisional_steps: with dates in a year without a notice. amber_days: working days left from which a
    row is amber.
    """

    projects: int
    samples: int
    groups: Mapping[Group, int]
    cells: Mapping[tuple[TodayFilter, Group], int]
    days: Mapping[date, tuple[int, int]]
    provisional_projects: int
    provisional_steps: int
    amber_days: int


@frozen
class TodayLine:
    """An open row of the ledger, see `ledger_rows.LedgerRow`. ready_on: the first day it can begin. decided: whether an
    officer decided that it is to be done (人工认定)."""

    number: str
    project: str
    enterprise: str
    step_id: str
    code: str
    name: str
    kind: StepKind
    state: CaseState
    owner: str
    authority: str
    person: str
    whose: Party
    accepted_on: date | None
    original_due_on: date
    due_on: date
    statutory_due_on: date | None
    act_by: date
    left_when_stopped: int | None
    missing_until: date | None
    begun_on: date | None
    ready_on: date | None
    provisional: bool
    decided: bool = False


@frozen
class TodayEvent:
    """Something recorded for an item."""

    kind: EventKind
    on: date
    note: str
    reason: str


class TodayLists(Protocol):
    """Reads only; every method sees what was stored when it is called. Usable on any thread. Raises StoreError."""

    def counts(self, days: TodayDays) -> TodayCounts: ...

    def overdue(self, today: date) -> int:
        """How many open rows are overdue."""
        ...

    def amber_days(self) -> int:
        """Working days left from which a row is amber."""
        ...

    def lines(self, ask: TodayAsk, group: Group, days: TodayDays, limit: int, skip: int = 0) -> Sequence[TodayLine]:
        """Rows of GROUP that ASK wants, by their day, then project and item."""
        ...

    def projects(self, group: Group, limit: int, skip: int = 0) -> Sequence[ProjectLine]:
        """The projects of REISSUE, UNDECIDED or REFUSED, newest first."""
        ...

    def events(self, number: str, step_id: str, limit: int) -> Sequence[TodayEvent]:
        """What was recorded last for an item and stands, newest first."""
        ...

    def progress(self, number: str) -> tuple[int, int]:
        """How many rows of a project are closed, and how many it has."""
        ...

    def is_critical(self, number: str, step_id: str) -> bool:
        """Whether an item is on the critical path of its project's plan; False where that is not known."""
        ...

    def override(self, number: str, code: str) -> Override | None:
        """What an officer decided about an item of a project (人工认定); None if nobody did."""
        ...

    def has_news(self, today: date, amber_until: date) -> bool:
        """Whether some row's light is another than when warnings were last told; AMBER_UNTIL: the last day that is amber."""
        ...
