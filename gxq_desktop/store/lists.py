"""The lists of the desk (see `desk_lists.DeskLists`) in plain SQL, the same for SQLite and PostgreSQL.

For an SQLite file at the newest revision nothing but the standard library is imported: SQLAlchemy alone would cost more than
the whole start of the window. `quick_reader` opens such a file; anything else goes through the engine, which also says what is
wrong.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gxq_desktop.application.desk_lists import (
    ObstacleLine,
    OpenQuestionLine,
    PlannedStep,
    ProjectCounts,
    ProjectLine,
    StepLine,
)
from gxq_desktop.application.drafts import DraftHead, DraftId
from gxq_desktop.domain.network import StepKind
from gxq_desktop.store.network_drive import refuse_network_drive
from gxq_desktop.store.revisions import HEAD

if TYPE_CHECKING:  # annotations only: a name that is a str at run time is not worth the import of the trade
    from gxq_desktop.domain.project import ProjectNumber

Read = Callable[[str, Mapping[str, object]], Sequence[Sequence[Any]]]
"""Runs a SELECT with :named parameters and returns all its rows."""

_COLUMNS = """
SELECT p.number, p.name, p.enterprise_name, p.project_code, p.registered_on,
       (SELECT s.stage FROM project_stage s WHERE s.project_number = p.number ORDER BY s.position DESC LIMIT 1),
       e.number, e.content_digest, t.project_number,
       v.undecided, v.questions, v.first_question, v.provisional, v.operate_on, v.operate_provisional, v.target_name,
       v.target_on, v.forecast_on, v.short_by, v.content_digest, v.refusal
"""
_TABLES = """
FROM project p
LEFT JOIN plan_summary v ON v.project_number = p.number
LEFT JOIN sample_project t ON t.project_number = p.number
LEFT JOIN edition e ON e.project_number = p.number
     AND e.number = (SELECT max(l.number) FROM edition l WHERE l.project_number = p.number)
"""
_NEWEST = " ORDER BY substr(p.number, 1, 8) DESC, length(p.number) DESC, p.number DESC"
_PROJECTS = _COLUMNS + _TABLES + _NEWEST
IS_CHANGED = "v.content_digest <> '' AND e.content_digest <> v.content_digest"
IS_LATEST = "e.number = (SELECT max(l.number) FROM edition l WHERE l.project_number = e.project_number)"
"""Of edition e and plan_summary v."""
_COUNTS = f"""
SELECT count(*), coalesce(sum(CASE WHEN v.short_by > 0 OR v.refusal <> '' THEN 1 ELSE 0 END), 0),
       coalesce(sum(CASE WHEN v.undecided > 0 THEN 1 ELSE 0 END), 0),
       coalesce(sum(CASE WHEN {IS_CHANGED} THEN 1 ELSE 0 END), 0),
       coalesce(sum(CASE WHEN e.number IS NULL THEN 1 ELSE 0 END), 0), count(t.project_number)
{_TABLES}"""
_STEP_COLUMNS = """s.project_number, p.name, p.enterprise_name, s.step_id, s.code, s.name, s.kind, s.owner, s.early_start,
       s.early_finish, s.late_start, s.late_finish, s.provisional, s.critical"""
_NO_OBSTACLES = '%"obstacles":[],%'
"""What the plan of a project without any looks like, as `columns.JsonText` writes it."""
_STALE = """
SELECT p.number FROM project p LEFT JOIN plan_summary v ON v.project_number = p.number
WHERE v.project_number IS NULL OR v.revision <> p.revision OR v.catalogue_digest <> :catalogue
      OR v.calendar_digest <> :calendar
      OR (v.made_on <> :today AND EXISTS (SELECT 1 FROM case_event c WHERE c.project_number = p.number))
ORDER BY p.number DESC
"""


class StoreLists:
    """See `desk_lists.DeskLists`. READ may be called on any thread."""

    def __init__(self, read: Read) -> None:
        self._read = read

    def projects(self, limit: int | None = None) -> Sequence[ProjectLine]:
        if limit is not None:  # first which, then what of them: sorting whole lines of all takes five times as long
            return project_lines(self._read, "SELECT number FROM project", limit)
        return [_project_line(row) for row in self._read(_PROJECTS, {})]

    def projects_named(self, numbers: Sequence[str]) -> Sequence[ProjectLine]:
        if not numbers:  # PostgreSQL takes no empty list
            return []
        named = {f"n{at}": number for at, number in enumerate(numbers)}
        listed = ", ".join(f":{name}" for name in named)
        return [
            _project_line(row)
            for row in self._read(f"{_COLUMNS}{_TABLES} WHERE p.number IN ({listed}){_NEWEST}", named)
        ]

    def project_counts(self) -> ProjectCounts:
        ((*counts,),) = self._read(_COUNTS, {})
        return ProjectCounts(*map(int, counts))

    def steps_in(self, numbers: Sequence[str], codes: Sequence[str]) -> Sequence[StepLine]:
        if not numbers or not codes:
            return []
        named = {f"n{at}": number for at, number in enumerate(numbers)}
        coded = {f"c{at}": code for at, code in enumerate(codes)}
        found = self._read(
            f"SELECT {_STEP_COLUMNS} FROM plan_step s JOIN project p ON p.number = s.project_number"
            f" WHERE s.project_number IN ({', '.join(f':{name}' for name in named)})"
            f" AND s.code IN ({', '.join(f':{name}' for name in coded)}) ORDER BY s.project_number, s.early_start, s.step_id",
            {**named, **coded},
        )
        return [_step_line(row) for row in found]

    def obstacles(self) -> Sequence[ObstacleLine]:
        rows = self._read(
            "SELECT p.number, p.name, p.enterprise_name, p.plan FROM project p WHERE p.plan NOT LIKE :none" + _NEWEST,
            {"none": _NO_OBSTACLES},
        )
        return [
            ObstacleLine(number, project, enterprise, each["id"], each["name"], each["owner"])
            for number, project, enterprise, plan in rows
            for each in json.loads(plan)["obstacles"]
        ]

    def open_questions(self) -> Sequence[OpenQuestionLine]:
        rows = self._read(
            "SELECT c.project_number, p.name, p.enterprise_name, c.number, c.code, c.question, c.asked_by, c.due_on"
            " FROM consultation c JOIN project p ON p.number = c.project_number"
            " WHERE c.answered_on IS NULL ORDER BY c.due_on, c.project_number, c.number",
            {},
        )
        return [
            OpenQuestionLine(number, project, enterprise, entry, code, question, asked_by, certain_day(due_on))
            for number, project, enterprise, entry, code, question, asked_by, due_on in rows
        ]

    def drafts(self) -> Sequence[DraftHead]:
        rows = self._read(
            "SELECT id, name, enterprise, amends, saved_at, desk, is_open FROM draft ORDER BY saved_at DESC, id", {}
        )
        return [
            DraftHead(DraftId(row[0]), row[1], row[2], row[3], _moment(row[4]), row[5], bool(row[6])) for row in rows
        ]

    def stale_plans(
        self, catalogue_digest: str, calendar_digest: str, today: date | None = None
    ) -> Sequence[ProjectNumber]:
        rows = self._read(_STALE, {"catalogue": catalogue_digest, "calendar": calendar_digest, "today": today})
        return [row[0] for row in rows]


def project_lines(read: Read, numbers: str, limit: int, skip: int = 0) -> Sequence[ProjectLine]:
    """Lines of the projects that the SELECT named NUMBERS gives, newest registration first."""
    wanted = (
        f"SELECT p.number FROM project p WHERE p.number IN ({numbers}){_NEWEST} LIMIT {int(limit)} OFFSET {int(skip)}"
    )
    return [_project_line(row) for row in read(f"{_COLUMNS}{_TABLES} WHERE p.number IN ({wanted}){_NEWEST}", {})]


def quick_reader(file: Path) -> Read | None:
    """A reader of the SQLite FILE, if it is there, has the newest tables and can be read just now; else None.

    Raises StoreError if it is on a network drive, as opening the store does.
    """

    def fetch(query: str, values: Mapping[str, object]) -> Sequence[Sequence[Any]]:
        plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(query, plain).fetchall()

    def read(query: str, values: Mapping[str, object]) -> Sequence[Sequence[Any]]:
        try:
            return fetch(query, values)
        except sqlite3.Error as error:
            from gxq_desktop.store.surroundings import from_sqlite

            raise from_sqlite(error, f"数据文件“{file}”", file) or error from error

    refuse_network_drive(file.expanduser().absolute())
    if not file.is_file():
        return None
    try:
        stored = fetch("SELECT version_num FROM alembic_version", {})
    except sqlite3.Error:
        return None
    return read if [row[0] for row in stored] == [HEAD] else None


def day_of(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


def _moment(value: object) -> datetime:
    """A moment in UTC; SQLite keeps it as text without its zone."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def certain_day(value: object) -> date:
    day = day_of(value)
    assert day is not None
    return day


def _project_line(row: Sequence[Any]) -> ProjectLine:
    number, name, enterprise, code, registered_on, stage, edition, issued_digest, sample, *plan = row
    undecided, questions, question, provisional, operate_on, operate_provisional, *target, digest, refusal = plan
    target_name, target_on, forecast_on, short_by = target
    comparable = edition is not None and bool(digest)
    return ProjectLine(
        number=number,
        name=name,
        enterprise=enterprise,
        project_code=code,
        stage=stage or "",
        registered_on=certain_day(registered_on),
        latest_edition=edition,
        is_sample=sample is not None,
        undecided=undecided,
        questions=questions,
        first_question=question or "",
        provisional=provisional,
        operate_on=day_of(operate_on),
        operate_provisional=bool(operate_provisional),
        target_name=target_name or "",
        target_on=day_of(target_on),
        forecast_on=day_of(forecast_on),
        short_by=short_by,
        edition_matches=issued_digest == digest if comparable else None,
        refusal=refusal or "",
    )


def _step_line(row: Sequence[Any]) -> StepLine:
    number, project, enterprise, step_id, code, name, kind, owner, *days, provisional, critical = row
    early_start, early_finish, late_start, late_finish = map(certain_day, days)
    step = PlannedStep(
        step_id, code, name, StepKind(kind), owner, early_start, early_finish, late_start, late_finish,
        bool(provisional), bool(critical),
    )  # fmt: skip
    return StepLine(number, project, enterprise, step)
