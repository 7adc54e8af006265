"""The lists of the ledger (see `ledger_rows.LedgerLists`) in plain SQL, the same for SQLite and PostgreSQL.

"closed = 0" stands in the text with its number: a partial index is not used for a parameter. Each filter that narrows most has
an index of its own that ends in act_by, so that a page comes in order without sorting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from gxq_desktop.application.ledger_rows import (
    LedgerQuery,
    LedgerRow,
    MissedDate,
    MissedLine,
    OwnedGroup,
    SoughtWord,
    StoredLine,
)
from gxq_desktop.domain.case_states import CaseState, MissedReason, Party
from gxq_desktop.domain.clock_rules import DEFAULT_RULES, ClockRules
from gxq_desktop.domain.limits import SuspensionRule
from gxq_desktop.domain.network import StepId, StepKind
from gxq_desktop.domain.owned_days import OwnedDays, OwnedSpan
from gxq_desktop.domain.project import ProjectNumber

Read = Callable[[str, Mapping[str, object]], Sequence[Sequence[Any]]]
"""Runs a SELECT with :named parameters and returns all its rows."""

_NAMES = [each.name for each in fields(LedgerRow)]
_COLUMNS = ", ".join(f"r.{'project_number' if name == 'number' else name}" for name in _NAMES)
_DAYS = {
    "accepted_on", "original_due_on", "due_on", "finish_by", "start_by", "statutory_due_on", "act_by", "recheck_on",
    "missing_until", "ready_on", "finished_on", "cleared_on", "begun_on", "counted_to",
    "statutory_original_due_on", "joint_due_on",
}  # fmt: skip
_MAKE: Mapping[str, Callable[[Any], object]] = {
    "number": ProjectNumber,
    "step_id": StepId,
    "kind": StepKind,
    "state": CaseState,
    "whose": Party,
    "closed": bool,
    "provisional": bool,
}
_STALE = """
SELECT p.number FROM project p LEFT JOIN ledger_head h ON h.project_number = p.number
WHERE h.project_number IS NULL OR h.revision <> p.revision OR h.catalogue_digest <> :catalogue
      OR h.calendar_digest <> :calendar OR h.recheck_on <= :today
      OR h.rules_number <> (SELECT coalesce(max(number), 0) FROM clock_rules)
ORDER BY p.number
"""
_RULES = (
    "SELECT suspension, amber_working_days, approval_slip_days, joint_working_days, number FROM clock_rules"
    " ORDER BY number DESC LIMIT 1"
)

_MISSED = (
    "SELECT p.name, p.enterprise_name, m.project_number, m.number, m.step_id, m.due_on, m.met_on, m.reason, m.note, m.person,"
    " m.recorded_on, m.event_number FROM missed_date m JOIN project p ON p.number = m.project_number"
    " LEFT JOIN case_event c ON c.project_number = m.project_number AND c.number = m.event_number"
    " WHERE {where} AND (m.event_number = 0 OR c.superseded_on IS NULL) ORDER BY m.due_on DESC, m.project_number, m.number"
)

_READ_IN_ROW = ("r.code", "r.name", "r.owner", "r.authority")
_READ_IN_PROJECT = ("q.number", "q.name", "q.enterprise_name")
_ORDERS = {"project": "p.name", "number": "r.project_number"}


def conditions_of(query: LedgerQuery) -> tuple[str, dict[str, object]]:
    """The WHERE of QUERY and its parameters."""
    terms = ["r.closed IN (0, 1)" if query.every else "r.closed = 1" if query.closed else "r.closed = 0"]
    values: dict[str, object] = {}
    equal = {
        "project_number": query.number,
        "authority": query.authority,
        "window_id": query.window_id,
        "person": query.person,
        "state": str(query.state or ""),
        "whose": str(query.whose or ""),
    }
    for column, value in equal.items():
        if value:
            terms.append(f"r.{column} = :{column}")
            values[column] = value
    if query.acted_from is not None:
        terms.append("r.act_by >= :acted_from")
        values["acted_from"] = query.acted_from
    if query.acted_to is not None:
        terms.append("r.act_by <= :acted_to")
        values["acted_to"] = query.acted_to
    if query.missing:
        terms.append("r.missing_until IS NOT NULL")
    for place, state in enumerate(query.not_states):
        terms.append(f"r.state <> :not_state{place}")
        values[f"not_state{place}"] = str(state)
    if query.not_whose is not None:
        terms.append("r.whose <> :not_whose")
        values["not_whose"] = str(query.not_whose)
    if query.begun:
        terms.append("r.begun_on IS NOT NULL")
    for place, sought in enumerate(query.words):
        term, more = _word_condition(place, sought)
        terms.append(term)
        values |= more
    return " AND ".join(terms), values


def _word_condition(place: int, sought: SoughtWord) -> tuple[str, dict[str, object]]:
    """The word in the project, or in the row. Ids of listed items have three characters and stand in every index, so that rows
    are read only for the others (O1, CONSTRUCTION), which projects name themselves."""

    def like(column: str) -> str:
        return f"lower({column}) LIKE :word{place} ESCAPE '\\'"

    escaped = sought.word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    values: dict[str, object] = {f"word{place}": f"%{escaped}%"}
    ways = [f"r.project_number IN (SELECT q.number FROM project q WHERE {' OR '.join(map(like, _READ_IN_PROJECT))})"]
    in_row = " OR ".join(map(like, _READ_IN_ROW))
    if sought.steps is None:
        ways.append(in_row)
    else:
        names = {f"word{place}_{at}": step for at, step in enumerate(sought.steps)}
        if names:
            ways.append(f"r.step_id IN ({', '.join(f':{name}' for name in names)})")
        ways.append(f"(length(r.step_id) <> 3 AND ({in_row}))")
        values |= names
    return f"({' OR '.join(ways)})", values


def page_statement(query: LedgerQuery, limit: int, skip: int = 0) -> tuple[str, dict[str, object]]:
    """The SELECT of one page: the keys from the index first, then their rows and projects, so that no row is read in vain."""
    where, values = conditions_of(query)
    order = "r.missing_until" if query.missing else "r.act_by"
    if query.order:
        if query.order not in _ORDERS and query.order not in _NAMES:
            raise ValueError(f"the ledger has no {query.order}")
        sorted_by = _ORDERS.get(query.order, f"r.{query.order}")
        order = f"{sorted_by} IS NULL, {sorted_by}{' DESC' if query.descending else ''}, r.act_by"
    elif query.descending:
        order += " DESC"
    statement = (
        f"SELECT p.name, p.enterprise_name, {_COLUMNS} FROM ledger_step r JOIN project p ON p.number = r.project_number"
        f" WHERE {where} ORDER BY {order}, r.project_number, r.step_id LIMIT {int(limit)} OFFSET {int(skip)}"
    )
    return statement, values


def count_statement(query: LedgerQuery) -> tuple[str, dict[str, object]]:
    where, values = conditions_of(query)
    return f"SELECT count(*) FROM ledger_step r WHERE {where}", values


def owned_statement(query: LedgerQuery) -> tuple[str, dict[str, object]]:
    where, values = conditions_of(query)
    statement = (
        "SELECT r.whose, r.counted_to, count(*), sum(r.authority_days), sum(r.enterprise_days), sum(r.intermediary_days)"
        f" FROM ledger_step r WHERE {where} AND r.begun_on IS NOT NULL GROUP BY r.whose, r.counted_to"
    )
    return statement, values


def spans_statement(query: LedgerQuery, after_on: date, until_on: date) -> tuple[str, dict[str, object]]:
    where, values = conditions_of(query)
    statement = (
        "SELECT s.party, CASE WHEN s.after_on < :low THEN :low ELSE s.after_on END,"
        " CASE WHEN s.until_on IS NULL OR s.until_on > :high THEN :high ELSE s.until_on END, count(*)"
        " FROM owned_span s JOIN ledger_step r ON r.project_number = s.project_number AND r.step_id = s.step_id"
        f" WHERE {where} AND s.after_on < :high AND (s.until_on IS NULL OR s.until_on > :low) GROUP BY 1, 2, 3"
    )
    return statement, {**values, "low": after_on, "high": until_on}


class SqlLedgerLists:
    """See `ledger_rows.LedgerLists`. READ may be called on any thread."""

    def __init__(self, read: Read) -> None:
        self._read = read

    def rows(self, query: LedgerQuery, limit: int, skip: int = 0) -> Sequence[StoredLine]:
        lines = [_line(row) for row in self._read(*page_statement(query, limit, skip))]
        decided = self._decided({line.row.number for line in lines})
        if not decided:
            return lines
        return [replace(line, decided=(line.row.number, line.row.code) in decided) for line in lines]

    def _decided(self, numbers: Iterable[str]) -> set[tuple[str, str]]:
        """Project and item of what officers decided in NUMBERS; read beside the page, which so stays in its index."""
        values = {f"n{at}": number for at, number in enumerate(numbers)}
        if not values:
            return set()
        named = ", ".join(f":{name}" for name in values)
        found = self._read(
            f"SELECT project_number, item_code FROM project_override WHERE project_number IN ({named})", values
        )
        return {(number, code) for number, code in found}

    def count(self, query: LedgerQuery) -> int:
        return int(self._read(*count_statement(query))[0][0])

    def begun(self, query: LedgerQuery) -> Sequence[tuple[CaseState, Party, int]]:
        where, values = conditions_of(query)
        found = self._read(
            f"SELECT r.state, r.whose, count(*) FROM ledger_step r WHERE {where} AND r.begun_on IS NOT NULL"
            " GROUP BY r.state, r.whose",
            values,
        )
        return [(CaseState(state), Party(whose), int(rows)) for state, whose, rows in found]

    def open_rows(self) -> int:
        return int(self._read("SELECT coalesce(sum(open_rows), 0) FROM ledger_head", {})[0][0])

    def owned(self, query: LedgerQuery) -> Sequence[OwnedGroup]:
        return [
            OwnedGroup(Party(whose), _day(counted_to), int(rows), OwnedDays(*map(int, days)))
            for whose, counted_to, rows, *days in self._read(*owned_statement(query))
        ]

    def owned_spans(self, query: LedgerQuery, after_on: date, until_on: date) -> Sequence[tuple[OwnedSpan, int]]:
        found = []
        for party, low, high, rows in self._read(*spans_statement(query, after_on, until_on)):
            low, high = _day(low), _day(high)
            assert low is not None and high is not None
            found.append((OwnedSpan(Party(party), low, high), int(rows)))
        return found

    def missed(self, since: date | None, until: date | None, number: str = "") -> Sequence[MissedLine]:
        terms: dict[str, tuple[str, object]] = {}
        if since is not None:
            terms["since"] = ("m.due_on >= :since", since)
        if until is not None:
            terms["until"] = ("m.due_on <= :until", until)
        if number:
            terms["number"] = ("m.project_number = :number", number)
        where = " AND ".join(term for term, _ in terms.values()) or "1 = 1"
        found = self._read(_MISSED.format(where=where), {name: value for name, (_, value) in terms.items()})
        return [_missed_line(row) for row in found]

    def clock_rules(self) -> ClockRules:
        found = self._read(_RULES, {})
        if not found:
            return DEFAULT_RULES
        ((suspension, amber, slip, joint, number),) = found
        return ClockRules(SuspensionRule(suspension), amber, slip, joint, number=number)

    def authorities(self) -> Sequence[str]:
        return self._kinds("authority")

    def windows(self) -> Sequence[str]:
        return self._kinds("window_id")

    def persons(self) -> Sequence[str]:
        return self._kinds("person")

    def _kinds(self, column: str) -> Sequence[str]:
        # Steps from one to the next in the index instead of reading all rows.
        found = self._read(
            f"WITH RECURSIVE a(name) AS (SELECT min({column}) FROM ledger_step WHERE closed = 0"
            f" UNION ALL SELECT (SELECT min(r.{column}) FROM ledger_step r WHERE r.closed = 0 AND r.{column} > a.name)"
            " FROM a WHERE a.name IS NOT NULL) SELECT name FROM a WHERE name IS NOT NULL AND name <> ''",
            {},
        )
        return [row[0] for row in found]

    def stale(self, catalogue_digest: str, calendar_digest: str, today: date) -> Sequence[ProjectNumber]:
        values = {"catalogue": catalogue_digest, "calendar": calendar_digest, "today": today}
        return [ProjectNumber(row[0]) for row in self._read(_STALE, values)]


def _missed_line(found: Sequence[Any]) -> MissedLine:
    project, enterprise, number, place, step_id, due_on, met_on, reason, note, person, recorded_on, event = found
    due, recorded = _day(due_on), _day(recorded_on)
    assert due is not None and recorded is not None
    missed = MissedDate(
        ProjectNumber(number),
        place,
        StepId(step_id),
        due,
        _day(met_on),
        MissedReason(reason),
        note,
        person,
        recorded,
        event,
    )
    return MissedLine(project, enterprise, missed)


def _day(value: Any) -> date | None:
    day: date | None = date.fromisoformat(value) if isinstance(value, str) else value
    return day


def _line(found: Sequence[Any]) -> StoredLine:
    project, enterprise, *columns = found
    values: dict[str, Any] = {}
    for name, value in zip(_NAMES, columns, strict=True):
        if name in _DAYS:
            values[name] = _day(value)
        else:
            values[name] = _MAKE[name](value) if name in _MAKE else value
    return StoredLine(project, enterprise, LedgerRow(**values))
