"""The ledger over all projects (台账): rows with days left and light as of today, counts, warnings; kept up to date here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from gxq_desktop.application.calendar_digest import calendar_digest
from gxq_desktop.application.ledger_rows import LedgerQuery, LedgerRow, SoughtWord, StoredLine
from gxq_desktop.application.ports import ProjectNotFound, Report, Services
from gxq_desktop.application.project_ledger import load_ledger
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.case_states import CaseState, Party
from gxq_desktop.domain.clock_rules import DEFAULT_RULES, ClockRules
from gxq_desktop.domain.clocks import LedgerLight, light_of
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.owned_days import OwnedDays, OwnedSpan, days_of_spans
from gxq_desktop.domain.project import ProjectNumber

PAGE = 200
"""Rows of a page, as many as a screen scrolls through at once."""
ALL = 1_000_000


class Standing(StrEnum):
    """How an open row stands, one word each; every open row has exactly one."""

    OVERDUE = "overdue"
    SOON = "soon"
    STOPPED = "stopped"
    WAITING = "waiting"
    NORMAL = "normal"
    NOT_STARTED = "not_started"

    @property
    def label(self) -> str:
        return _STANDINGS[self]


_STANDINGS = {
    Standing.OVERDUE: "超期", Standing.SOON: "临期", Standing.STOPPED: "停钟", Standing.WAITING: "等企业",
    Standing.NORMAL: "正常", Standing.NOT_STARTED: "未开始",
}  # fmt: skip


_LIGHTS = {Standing.OVERDUE: LedgerLight.RED, Standing.SOON: LedgerLight.AMBER}


@frozen
class LedgerLine:
    """A row as of today. due_on: the row's; while the clock stands, as if it went on today. days_left: working days to it,
    negative once past. left: the same in words. owned: whose working days passed since its first record (三个时钟).
    decided: see StoredLine."""

    project: str
    enterprise: str
    row: LedgerRow
    due_on: date
    days_left: int
    light: LedgerLight
    left: str
    owned: OwnedDays = field(default_factory=OwnedDays)
    decided: bool = False


@frozen
class LedgerFilter:
    """What the clerk asks for. overdue: red rows; due_within: working days from today, overdue ones included; light; period:
    bounds of the due day. standing: one word for light, clock and turn. The rest as in LedgerQuery."""

    number: str = ""
    authority: str = ""
    window_id: str = ""
    person: str = ""
    state: CaseState | None = None
    whose: Party | None = None
    light: LedgerLight | None = None
    overdue: bool = False
    due_within: int | None = None
    period: tuple[date, date] | None = None
    closed: bool = False
    missing: bool = False
    every: bool = False
    standing: Standing | None = None
    words: tuple[SoughtWord, ...] = ()
    order: str = ""
    descending: bool = False


@frozen
class LedgerPage:
    """lines: at most the page asked for; total: how many there are."""

    lines: tuple[LedgerLine, ...]
    total: int


@frozen
class LedgerCounts:
    """Open rows by light; they add up to `open`."""

    green: int
    amber: int
    red: int

    @property
    def open(self) -> int:
        return self.green + self.amber + self.red


# -- keeping it up to date -----------------------------------------------------------------------------------------


def refresh_ledger(services: Services, report: Report = lambda done, total: None) -> int:
    """Make the rows anew of projects that changed, were never listed, or where silence accepted; returns how many.

    A project no plan can be made of has no rows. Raises StoreError.
    """
    today = services.clock.today()
    numbers = services.ledger.stale(services.catalogue.digest, calendar_digest(services.calendar), today)
    for done, number in enumerate(numbers):
        report(done, len(numbers))
        with services.unit_of_work() as uow:
            try:
                ledger = load_ledger(number, uow, services)
            except ProjectNotFound:  # removed meanwhile
                continue
            except DomainError:
                continue
            uow.ledger.keep_rows(ledger.head(services, ledger.project.revision), ledger.rows)
            uow.commit()
    report(len(numbers), len(numbers))
    return len(numbers)


# -- reading -------------------------------------------------------------------------------------------------------


def amber_until(today: date, calendar: WorkCalendar, rules: ClockRules = DEFAULT_RULES) -> date:
    """The last due day that is amber today: what is due later is green."""
    return calendar.after(today, rules.amber_working_days + 1).on - timedelta(days=1)


def query_of(
    asked: LedgerFilter, today: date, calendar: WorkCalendar, rules: ClockRules = DEFAULT_RULES
) -> LedgerQuery:
    """ASKED as bounds of days that the store can look up."""
    lows, highs = [], []
    light = _LIGHTS.get(asked.standing, LedgerLight.GREEN) if asked.standing is not None else asked.light
    state, whose, not_whose = asked.state, asked.whose, None
    not_states: tuple[CaseState, ...] = ()
    begun = asked.standing in (Standing.STOPPED, Standing.WAITING, Standing.NORMAL)
    if asked.standing is Standing.STOPPED:
        state = CaseState.SUSPENDED
    elif asked.standing is Standing.NOT_STARTED:
        state = CaseState.NOT_STARTED
    elif asked.standing in (Standing.WAITING, Standing.NORMAL):
        not_states = (CaseState.SUSPENDED, CaseState.NOT_STARTED)
        if asked.standing is Standing.NORMAL:
            not_whose = Party.ENTERPRISE
        elif whose in (None, Party.ENTERPRISE):
            whose = Party.ENTERPRISE
        else:  # nobody's turn is two parties'
            not_whose = whose
    if asked.period is not None:
        lows.append(asked.period[0])
        highs.append(asked.period[1])
    if asked.overdue or light is LedgerLight.RED:
        highs.append(today - timedelta(days=1))
    if asked.due_within is not None:
        if asked.due_within < 0:
            raise DomainError("几个工作日内到期应是 0 或更大的数。", "例如 --due-within 5。")
        highs.append(calendar.after(today, asked.due_within + 1).on - timedelta(days=1))
    if light is LedgerLight.AMBER:
        lows.append(today)
        highs.append(amber_until(today, calendar, rules))
    if light is LedgerLight.GREEN:
        lows.append(amber_until(today, calendar, rules) + timedelta(days=1))
    return LedgerQuery(
        number=asked.number,
        authority=asked.authority,
        window_id=asked.window_id,
        person=asked.person,
        state=state,
        whose=whose,
        acted_from=max(lows, default=None),
        acted_to=min(highs, default=None),
        closed=asked.closed or light is LedgerLight.DONE,
        missing=asked.missing,
        every=asked.every,
        words=asked.words,
        not_states=not_states,
        not_whose=not_whose,
        begun=begun,
        order=asked.order,
        descending=asked.descending,
    )


def list_ledger(
    services: Services,
    asked: LedgerFilter | None = None,
    limit: int = PAGE,
    skip: int = 0,
    rules: ClockRules | None = None,
) -> LedgerPage:
    """A page of the ledger, soonest due first; clocks that stand come last. Raises DomainError, StoreError."""
    today, calendar = services.clock.today(), services.calendar
    rules = rules or services.ledger.clock_rules()
    query = query_of(asked or LedgerFilter(), today, calendar, rules)
    found = services.ledger.rows(query, limit, skip)
    if len(found) < limit:
        total = len(found) + skip
    elif asked is not None and asked.standing is Standing.NOT_STARTED:  # most of all rows: told by what is left over
        total = count_standings(services, asked, rules)[Standing.NOT_STARTED]
    else:
        total = services.ledger.open_rows() if query == LedgerQuery() else services.ledger.count(query)
    return LedgerPage(tuple(line_of(each, today, calendar, rules) for each in found), total)


def count_lights(
    services: Services, asked: LedgerFilter | None = None, rules: ClockRules | None = None
) -> LedgerCounts:
    """How many open rows are green, amber, red."""
    today, calendar, lists = services.clock.today(), services.calendar, services.ledger
    every, applied = asked or LedgerFilter(), rules or lists.clock_rules()

    def counted(light: LedgerLight) -> int:
        return lists.count(query_of(replace(every, light=light), today, calendar, applied))

    amber, red = counted(LedgerLight.AMBER), counted(LedgerLight.RED)
    green = lists.open_rows() - amber - red if every == LedgerFilter() else counted(LedgerLight.GREEN)
    return LedgerCounts(green, amber, red)


def count_standings(
    services: Services, asked: LedgerFilter | None = None, rules: ClockRules | None = None
) -> dict[Standing, int]:
    """How many open rows stand how; what ASKED says of light and standing is passed over."""
    today, calendar, lists = services.clock.today(), services.calendar, services.ledger
    applied = rules or lists.clock_rules()
    every = replace(
        asked or LedgerFilter(), light=None, overdue=False, closed=False, every=False, standing=None, order="",
        descending=False,
    )  # fmt: skip

    def query(light: LedgerLight) -> LedgerQuery:
        return query_of(replace(every, light=light), today, calendar, applied)

    overdue, soon = lists.count(query(LedgerLight.RED)), lists.count(query(LedgerLight.AMBER))
    green = query(LedgerLight.GREEN)
    rest = lists.open_rows() - overdue - soon if every == LedgerFilter() else lists.count(green)
    found = dict.fromkeys(Standing, 0) | {Standing.OVERDUE: overdue, Standing.SOON: soon}
    for state, whose, rows in lists.begun(green):
        found[_standing(state, whose)] += rows
    begun = found[Standing.STOPPED] + found[Standing.WAITING] + found[Standing.NORMAL]
    return found | {Standing.NOT_STARTED: rest - begun}


def count_overdue(services: Services) -> int:
    """How many open rows are overdue."""
    asked = LedgerFilter(standing=Standing.OVERDUE)
    lists = services.ledger
    return lists.count(query_of(asked, services.clock.today(), services.calendar, lists.clock_rules()))


def standing_of(line: LedgerLine) -> Standing | None:
    """How LINE stands; None once it is closed."""
    if line.light is LedgerLight.DONE:
        return None
    if line.light is LedgerLight.RED:
        return Standing.OVERDUE
    if line.light is LedgerLight.AMBER:
        return Standing.SOON
    return _standing(line.row.state, line.row.whose)


def _standing(state: CaseState, whose: Party) -> Standing:
    """How an open row stands that is neither overdue nor due soon."""
    if state is CaseState.SUSPENDED:
        return Standing.STOPPED
    if state is CaseState.NOT_STARTED:
        return Standing.NOT_STARTED
    return Standing.WAITING if whose is Party.ENTERPRISE else Standing.NORMAL


def line_of(stored: StoredLine, today: date, calendar: WorkCalendar, rules: ClockRules = DEFAULT_RULES) -> LedgerLine:
    row = stored.row
    due_on = row.due_on
    if row.left_when_stopped is not None:
        left_then = row.left_when_stopped
        due_on = calendar.after(today, left_then).on if left_then > 0 else due_on
    deadline = row.missing_until if row.left_when_stopped is not None else due_on
    light = LedgerLight.DONE if row.closed else light_of(deadline, today, calendar, rules)
    days_left = calendar.working_days_between(today, due_on)
    return LedgerLine(
        stored.project, stored.enterprise, row, due_on, days_left, light, _left(row, due_on, days_left, today),
        _owned(row, today, calendar), stored.decided,
    )  # fmt: skip


def _owned(row: LedgerRow, today: date, calendar: WorkCalendar) -> OwnedDays:
    """The days of ROW up to TODAY."""
    owned = OwnedDays(row.authority_days, row.enterprise_days, row.intermediary_days)
    if row.counted_to is None:
        return owned
    return owned + days_of_spans((OwnedSpan(row.whose, row.counted_to, None),), calendar, today)


def owned_totals(
    services: Services, asked: LedgerFilter | None = None, period: tuple[date, date] | None = None
) -> OwnedDays:
    """Whose working days passed (三个时钟) on the rows ASKED for, since each began; with PERIOD, only the days within it.

    Rows that have not begun count nothing; a row that is closed counts only if ASKED wants those (closed, every). The sum over
    the rows of their own days, so days of items handled side by side count for each. Raises DomainError, StoreError.
    """
    today, calendar, lists = services.clock.today(), services.calendar, services.ledger
    query = query_of(asked or LedgerFilter(), today, calendar, lists.clock_rules())
    total = OwnedDays()
    if period is not None:
        first, last = period
        if last < first:
            raise DomainError(f"时段的末日 {last} 早于首日 {first}。", "请对调或改正这两个日期。")
        for span, rows in lists.owned_spans(query, first - timedelta(days=1), min(last, today)):
            total += days_of_spans((span,), calendar, today).times(rows)
        return total
    for group in lists.owned(query):
        total += group.days
        if group.counted_to is not None:
            going = days_of_spans((OwnedSpan(group.whose, group.counted_to, None),), calendar, today)
            total += going.times(group.rows)
    return total


def _left(row: LedgerRow, due_on: date, days_left: int, today: date) -> str:
    if row.closed:
        return f"{row.cleared_on or row.finished_on} 销账"
    if row.left_when_stopped is not None:
        return f"停钟，恢复后还有 {row.left_when_stopped} 个工作日"
    if due_on == today:
        return "今天下班前"
    if due_on < today:
        return f"超期 {-days_left} 个工作日" if days_left else "刚过期，中间没有工作日"
    return f"还剩 {days_left} 个工作日" if days_left else f"{due_on} 前，中间没有工作日"


# -- warnings ------------------------------------------------------------------------------------------------------


def new_warnings(services: Services, rules: ClockRules | None = None) -> tuple[LedgerLine, ...]:
    """Rows that turned amber or red since this was last asked, soonest due first: each change is told once, not daily.

    Remembers what it told. Raises StoreError.
    """
    alarmed = list_ledger(services, LedgerFilter(light=LedgerLight.AMBER), ALL, rules=rules).lines
    alarmed += list_ledger(services, LedgerFilter(light=LedgerLight.RED), ALL, rules=rules).lines
    now = {(line.row.number, line.row.step_id): line for line in alarmed}
    with services.unit_of_work() as uow:
        before = uow.ledger.lights()
        changed: dict[tuple[ProjectNumber, StepId], str] = {
            key: line.light.value for key, line in now.items() if before.get(key) != line.light.value
        }
        calmed = {
            key: LedgerLight.GREEN.value
            for key, light in before.items()
            if key not in now and light != LedgerLight.GREEN.value
        }
        if changed or calmed:
            uow.ledger.keep_lights({**changed, **calmed}, services.clock.today())
            uow.commit()
    told = [now[key] for key in changed]
    return tuple(sorted(told, key=lambda line: (line.row.act_by, line.row.number, line.row.step_id)))


# -- for other programs and the terminal ---------------------------------------------------------------------------


def ledger_listing(lines: Sequence[LedgerLine]) -> list[dict[str, Any]]:
    """LINES with English keys and ISO days, for `ledger --json`."""

    def day(on: date | None) -> str | None:
        return on.isoformat() if on is not None else None

    return [
        {
            "project": line.row.number,
            "project_name": line.project,
            "step": line.row.step_id,
            "code": line.row.code,
            "name": line.row.name,
            "state": line.row.state.value,
            "state_label": line.row.state.label,
            "owner": line.row.owner,
            "authority": line.row.authority,
            "window": line.row.window_id,
            "person": line.row.person,
            "whose_days": line.row.whose.value,
            "accepted_on": day(line.row.accepted_on),
            "original_due_on": day(line.row.original_due_on),
            "due_on": day(line.due_on),
            "finish_by": day(line.row.finish_by),
            "start_by": day(line.row.start_by),
            "statutory_due_on": day(line.row.statutory_due_on),
            "statutory_original_due_on": day(line.row.statutory_original_due_on),
            "joint_due_on": day(line.row.joint_due_on),
            "missing_until": day(line.row.missing_until),
            "finished_on": day(line.row.finished_on),
            "cleared_on": day(line.row.cleared_on),
            "days_left": line.days_left,
            "light": line.light.value,
            "days_by_owner": line.owned.listing(),
            "provisional": line.row.provisional,
        }
        for line in lines
    ]


def ledger_lines(page: LedgerPage) -> Iterable[str]:
    """PAGE for the terminal."""
    if not page.lines:
        yield "台账里没有符合条件的事项。"
        return
    yield "项目          编码        灯    截止        状态      剩余"
    for line in page.lines:
        row = line.row
        moved = f"（原 {row.original_due_on}）" if row.original_due_on != line.due_on else ""
        yield (
            f"{row.number}  {row.step_id:<10}{line.light.label:<4}{line.due_on}  {row.state.label}  {line.left}  "
            f"{row.name}  {row.owner}{moved}"
        )
    if page.total > len(page.lines):
        yield f"共 {page.total} 项，列出前 {len(page.lines)} 项。"
