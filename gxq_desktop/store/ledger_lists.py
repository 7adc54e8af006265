"""The lists of the ledger (see `ledger_rows.LedgerLists`) in plain SQL, the same for SQLite and PostgreSQL.

"closed = 0" stands in the text with its number: a partial index is not used for a parameter. Each filter that narrows most has
an index of its own that ends in act_by, so that a page comes in order without sorting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from gxq_desktop.application.ledger_rows import LedgerQuery, LedgerRow, StoredLine
from gxq_desktop.domain.case_states import CaseState, Party
from gxq_desktop.domain.network import StepId, StepKind
from gxq_desktop.domain.project import ProjectNumber

Read = Callable[[str, Mapping[str, object]], Sequence[Sequence[Any]]]
"""Runs a SELECT with :named parameters and returns all its rows."""

_NAMES = [each.name for each in fields(LedgerRow)]
_COLUMNS = ", ".join(f"r.{'project_number' if name == 'number' else name}" for name in _NAMES)
_DAYS = {
    "accepted_on", "original_due_on", "due_on", "finish_by", "start_by", "statutory_due_on", "act_by", "recheck_on",
    "missing_until", "finished_on", "cleared_on",
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
ORDER BY p.number
"""


def conditions_of(query: LedgerQuery) -> tuple[str, dict[str, object]]:
    """The WHERE of QUERY and its parameters."""
    terms = ["r.closed = 1" if query.closed else "r.closed = 0"]
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
    return " AND ".join(terms), values


def page_statement(query: LedgerQuery, limit: int, skip: int = 0) -> tuple[str, dict[str, object]]:
    """The SELECT of one page: the keys from the index first, then their rows and projects, so that no row is read in vain."""
    where, values = conditions_of(query)
    order = "r.missing_until" if query.missing else "r.act_by"
    statement = (
        f"SELECT p.name, p.enterprise_name, {_COLUMNS} FROM ledger_step r JOIN project p ON p.number = r.project_number"
        f" WHERE {where} ORDER BY {order}, r.project_number, r.step_id LIMIT {int(limit)} OFFSET {int(skip)}"
    )
    return statement, values


def count_statement(query: LedgerQuery) -> tuple[str, dict[str, object]]:
    where, values = conditions_of(query)
    return f"SELECT count(*) FROM ledger_step r WHERE {where}", values


class SqlLedgerLists:
    """See `ledger_rows.LedgerLists`. READ may be called on any thread."""

    def __init__(self, read: Read) -> None:
        self._read = read

    def rows(self, query: LedgerQuery, limit: int, skip: int = 0) -> Sequence[StoredLine]:
        return [_line(row) for row in self._read(*page_statement(query, limit, skip))]

    def count(self, query: LedgerQuery) -> int:
        return int(self._read(*count_statement(query))[0][0])

    def open_rows(self) -> int:
        return int(self._read("SELECT coalesce(sum(open_rows), 0) FROM ledger_head", {})[0][0])

    def authorities(self) -> Sequence[str]:
        # Steps from one to the next in the index instead of reading all rows.
        found = self._read(
            "WITH RECURSIVE a(name) AS (SELECT min(authority) FROM ledger_step WHERE closed = 0"
            " UNION ALL SELECT (SELECT min(r.authority) FROM ledger_step r WHERE r.closed = 0 AND r.authority > a.name)"
            " FROM a WHERE a.name IS NOT NULL) SELECT name FROM a WHERE name IS NOT NULL AND name <> ''",
            {},
        )
        return [row[0] for row in found]

    def stale(self, catalogue_digest: str, calendar_digest: str, today: date) -> Sequence[ProjectNumber]:
        values = {"catalogue": catalogue_digest, "calendar": calendar_digest, "today": today}
        return [ProjectNumber(row[0]) for row in self._read(_STALE, values)]


def _line(found: Sequence[Any]) -> StoredLine:
    project, enterprise, *columns = found
    values: dict[str, Any] = {}
    for name, value in zip(_NAMES, columns, strict=True):
        if name in _DAYS:
            values[name] = date.fromisoformat(value) if isinstance(value, str) else value
        else:
            values[name] = _MAKE[name](value) if name in _MAKE else value
    return StoredLine(project, enterprise, LedgerRow(**values))
