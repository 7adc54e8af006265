"""What the ledger's page shows: rows as of today with days used, counts, the three clocks; one row explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from gxq_desktop.application.calendar_digest import calendar_digest
from gxq_desktop.application.ledger_ask import ClockSpan, LedgerAsk
from gxq_desktop.application.ledger_listing import (
    ALL,
    PAGE,
    LedgerFilter,
    LedgerLine,
    Standing,
    count_standings,
    line_of,
    list_ledger,
    owned_totals,
    refresh_ledger,
    standing_of,
)
from gxq_desktop.application.ledger_rows import StoredLine
from gxq_desktop.application.pick_items import decided_text
from gxq_desktop.application.ports import Services
from gxq_desktop.application.project_ledger import load_ledger
from gxq_desktop.application.wording import listed_day
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.case_states import CaseState
from gxq_desktop.domain.clocks import JointClock
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.owned_days import OwnedDays
from gxq_desktop.domain.project import ProjectNumber

MOST_EVENTS = 6
QUICK_PROJECTS = 40
"""So many projects are planned anew in about a second."""
RowKey = tuple[ProjectNumber, StepId]


@frozen
class LedgerEntry:
    """A row of the page. standing: None once closed. left: days left in few words, for a column.

    used_days, limit_days: working days used of those promised, overruns among them; None before acceptance.
    window: as the counter is called ("3 号"), "" for none. whose: whose turn, in two characters. provisional: the due day may
    still move with a notice of holidays that is not out.
    """

    line: LedgerLine
    standing: Standing | None
    left: str
    used_days: int | None
    window: str
    whose: str
    provisional: bool

    @property
    def key(self) -> RowKey:
        return self.line.row.number, self.line.row.step_id

    @property
    def limit_days(self) -> int | None:
        return self.line.row.limit_days

    @property
    def moved(self) -> bool:
        """Whether it is due on another day than at first."""
        return self.line.row.original_due_on != self.line.due_on

    @property
    def share(self) -> float | None:
        """The part of the limit that is used, 0.0 and more."""
        if self.used_days is None or not self.limit_days:
            return None
        return max(0.0, self.used_days / self.limit_days)


@frozen
class LedgerView:
    """entries: the first page; total: how many rows there are. waiting: projects whose rows are still to be made."""

    entries: tuple[LedgerEntry, ...]
    total: int
    waiting: int = 0


@frozen
class LedgerFigures:
    """standings: open rows by how they stand, with the other filters. owned: whose working days passed on all rows found."""

    standings: Mapping[Standing, int]
    owned: OwnedDays

    @property
    def open(self) -> int:
        return sum(self.standings.values())


@frozen
class LedgerChoices:
    """What can be filtered by: windows as (id, name)."""

    authorities: tuple[str, ...]
    windows: tuple[tuple[str, str], ...]
    persons: tuple[str, ...]


@frozen
class EventLine:
    """A record as the page lists it. told: day, what and who; note: what else was written."""

    number: int
    on: date
    told: str
    note: str


@frozen
class EntryDetail:
    """One row explained. promised, statutory: original and current due day in words, "" where there is none.

    stopped: since when and why the clock stands, "" if it runs. owned: whose days passed. events: the last MOST_EVENTS, newest
    first; more_events: how many there are besides. missed: a date that was missed, with its reason. joint: of parallel approval.
    online: the number of its case on the province's platform. decided: who decided that it is to be done, and why (人工认定);
    "" if the rule did.
    """

    entry: LedgerEntry
    due: str
    promised: str
    statutory: str
    stopped: str
    missing: str
    owned: OwnedDays
    events: tuple[EventLine, ...]
    more_events: int
    missed: str
    joint: str = ""
    online: str = ""
    decided: str = ""


def look_at_ledger(services: Services, ask: LedgerAsk | None = None, limit: int = PAGE) -> LedgerView:
    """The first page of what is asked for.

    Rows of up to QUICK_PROJECTS projects that are out of date are made anew first; of more, as after a new catalogue, they are
    shown as they are and counted as waiting. Raises DomainError, StoreError.
    """
    today = services.clock.today()
    digest = calendar_digest(services.calendar)
    waiting = len(services.ledger.stale(services.catalogue.digest, digest, today))
    if 0 < waiting <= QUICK_PROJECTS:
        refresh_ledger(services)
        waiting = 0
    page = list_ledger(services, (ask or LedgerAsk()).as_filter(today, services.catalogue), limit)
    return LedgerView(entries_of(page.lines, services), page.total, waiting)


def figures_of_ledger(
    services: Services, ask: LedgerAsk | None = None, span: ClockSpan = ClockSpan.EVER
) -> LedgerFigures:
    """Counts over all rows of what is asked for, and their clocks over the days of SPAN."""
    today = services.clock.today()
    asked = (ask or LedgerAsk()).as_filter(today, services.catalogue)
    return LedgerFigures(count_standings(services, asked), owned_totals(services, asked, span.bounds(today)))


def more_of_ledger(services: Services, ask: LedgerAsk, skip: int, limit: int = PAGE) -> tuple[LedgerEntry, ...]:
    """The page after SKIP rows."""
    asked = ask.as_filter(services.clock.today(), services.catalogue)
    return entries_of(list_ledger(services, asked, limit, skip).lines, services)


def rows_of_ledger(services: Services, keys: Sequence[RowKey]) -> tuple[LedgerEntry, ...]:
    """The rows with KEYS as they are now, closed ones too, soonest due first; those that are gone are left out."""
    wanted, lines = set(keys), []
    for number in dict.fromkeys(number for number, _ in keys):
        page = list_ledger(services, LedgerFilter(number=number, every=True), ALL)
        lines += [line for line in page.lines if (line.row.number, line.row.step_id) in wanted]
    lines.sort(key=lambda line: (line.row.closed, line.row.act_by, line.row.number, line.row.step_id))
    return entries_of(lines, services)


def ledger_choices(services: Services) -> LedgerChoices:
    """Authorities, windows and people that have open rows."""
    lists, named = services.ledger, window_names(services)
    windows = [(each, named.get(each, each)) for each in lists.windows()]
    return LedgerChoices(tuple(lists.authorities()), tuple(windows), tuple(lists.persons()))


def window_names(services: Services) -> dict[str, str]:
    return {each.id: f"{each.number} {each.name}".strip() for each in services.catalogue.centre.windows}


def entries_of(lines: Sequence[LedgerLine], services: Services) -> tuple[LedgerEntry, ...]:
    """LINES as the page shows them."""
    today, calendar = services.clock.today(), services.calendar
    numbers = {each.id: each.number for each in services.catalogue.centre.windows}
    return tuple(_entry(line, today, calendar, numbers) for line in lines)


def _entry(line: LedgerLine, today: date, calendar: WorkCalendar, windows: Mapping[str, str]) -> LedgerEntry:
    row = line.row
    return LedgerEntry(
        line,
        standing_of(line),
        _short_left(line, today),
        _used(line, today, calendar),
        windows.get(row.window_id, row.window_id),
        "" if row.closed else _WHOSE[row.whose.value],
        line.row.provisional,
    )


_WHOSE = {"authority": "机关", "enterprise": "企业", "intermediary": "中介"}


def _used(line: LedgerLine, today: date, calendar: WorkCalendar) -> int | None:
    row = line.row
    if row.limit_days is None:
        return None
    if row.left_when_stopped is not None:
        return row.limit_days - row.left_when_stopped
    return row.limit_days - calendar.working_days_between(row.finished_on or today, row.finish_by)


def _short_left(line: LedgerLine, today: date) -> str:
    row = line.row
    if row.closed:
        on = row.cleared_on or row.finished_on
        return f"{listed_day(on, today)[:-3]} 销账" if on is not None else "已销账"
    if row.left_when_stopped is not None:
        return f"恢复后 {row.left_when_stopped} 个工作日"
    if line.due_on == today:
        return "今天下班前"
    if line.due_on < today:
        return f"超期 {-line.days_left} 个工作日" if line.days_left else "刚过期"
    return f"还剩 {line.days_left} 个工作日" if line.days_left else f"{line.due_on:%m-%d} 前"


# -- one row -------------------------------------------------------------------------------------------------------


def explain_entry(services: Services, number: str, step_id: str) -> EntryDetail:
    """One row explained from its project's records. Raises ProjectNotFound, DomainError if it has no such row, StoreError."""
    with services.unit_of_work() as uow:
        ledger = load_ledger(number, uow, services)
    today, calendar = ledger.today, ledger.calendar
    row = next((each for each in ledger.rows if each.step_id == step_id), None)
    if row is None:
        raise DomainError(f"项目 {number} 现在没有 {step_id} 这一项。", "重新载入台账（F5）。")
    project = ledger.project
    decided = decided_text(ledger.plan.verdicts, row.code)
    stored = StoredLine(project.name, project.enterprise.name, row, bool(decided))
    line = line_of(stored, today, calendar, ledger.rules)
    (entry,) = entries_of((line,), services)
    case = ledger.case(StepId(step_id))
    clock = ledger.clock(case)
    standing = list(reversed(case.events))
    missed = next((each for each in reversed(ledger.standing_missed) if each.step_id == step_id), None)
    if row.start_by is not None:
        due = "最迟受理" if row.kind.value == "approval" else "最迟开始"
    elif row.state in (CaseState.GRANTED, CaseState.REFUSED):
        due = "最迟送达"
    elif row.missing_until is not None and line.due_on == row.missing_until < row.finish_by:
        due = "容缺补齐"
    else:
        due = "到期"
    return EntryDetail(
        entry=entry,
        due=due,
        promised=_moved(row.original_due_on, line.due_on, today),
        statutory=_moved(clock.statutory_original_due.on, clock.statutory_due.on, today)
        if clock is not None and clock.statutory_due is not None and clock.statutory_original_due is not None
        else "",
        stopped=_stopped(case.suspensions[-1].stopped_on, case.suspensions[-1].reason, today, calendar)
        if case.state is CaseState.SUSPENDED and case.suspensions
        else "",
        missing=_missing(case.missing_until, row.finish_by, today),
        owned=ledger.owned(case),
        events=tuple(
            EventLine(
                event.number,
                event.on,
                f"{event.kind.label}　{event.person}",
                "　".join(text for text in (event.document, event.reason, event.note) if text),
            )
            for event in standing[:MOST_EVENTS]
        ),
        more_events=max(0, len(standing) - MOST_EVENTS),
        missed=f"应在 {listed_day(missed.due_on, today)} 前，原因：{missed.reason.value}" if missed is not None else "",
        joint=_joint(ledger.joint_clock(StepId(step_id)), today),
        online=case.online_number,
        decided=decided,
    )


def _joint(clock: JointClock | None, today: date) -> str:
    """The day of parallel approval (并联审批总时限) and what is handled side by side; "" for what is handled alone."""
    if clock is None:
        return ""
    extended = f"，{clock.extension.approver}批准延长 {clock.extension.extra.text()}" if clock.extension else ""
    return f"{_moved(clock.original_due.on, clock.due.on, today)}（{'、'.join(clock.steps)}{extended}）"


def _moved(original: date, now: date, today: date) -> str:
    if original == now:
        return listed_day(now, today)
    return f"{listed_day(now, today)}，原定 {listed_day(original, today)}"


def _missing(until: date | None, finish_by: date, today: date) -> str:
    """The promise of material still missing, beside the day of the decision itself."""
    if until is None:
        return ""
    return f"约定 {listed_day(until, today)} 前补齐材料，办结到期 {listed_day(finish_by, today)}"


def _stopped(since: date, reason: str, today: date, calendar: WorkCalendar) -> str:
    days = calendar.working_days_between(since, today)
    counted = f"，已停 {days} 个工作日" if days > 0 else ""
    return f"{listed_day(since, today)}起停钟{counted}，事由：{reason}"
