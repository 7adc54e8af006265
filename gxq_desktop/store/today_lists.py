"""What 工作台 reads (see `today_lists.TodayLists`) in plain SQL, the same for SQLite and PostgreSQL.

Nothing heavy is imported, see `lists.py`. "closed = 0 AND begun_on IS NOT NULL" stands in the text of what reads the index of
begun rows, since a partial index is used for nothing else; whose days run is wrapped in a function, so that no index of it
draws the query away from the order of days.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from gxq_desktop.application.desk_lists import ProjectLine
from gxq_desktop.application.today import Group, TodayAsk, TodayFilter
from gxq_desktop.application.today_lists import TodayCounts, TodayDays, TodayEvent, TodayLine
from gxq_desktop.domain.case_states import CaseState, EventKind, Party
from gxq_desktop.domain.clock_rules import DEFAULT_RULES
from gxq_desktop.domain.network import StepKind
from gxq_desktop.store.lists import IS_CHANGED, IS_LATEST, Read, certain_day, day_of, project_lines

if TYPE_CHECKING:
    from gxq_desktop.domain.verdicts import Override

_BEGUN = "r.closed = 0 AND r.begun_on IS NOT NULL"
_NOT_BEGUN = "r.closed = 0 AND r.begun_on IS NULL"
_LATER = "r.act_by > :next_sunday"
_STOPPED = "suspended"
_TO_CLEAR = ("delivered", "ready", "received", "done")
"""States in which nothing is waited for any more but the write-off (销账)."""
_FEW = ("material", "obstacle", "follow_on")
"""Kinds of which there are few; the others are read by their day, a row in so many of which is wanted."""
_CLEARING = f"({', '.join(repr(state) for state in _TO_CLEAR)})"
_PLAIN = f"{_BEGUN} AND {_LATER} AND r.missing_until IS NULL AND r.state <> '{_STOPPED}'"
_HANDLED = f"{_PLAIN} AND r.state NOT IN {_CLEARING}"
_READY = (
    f"r.closed = 0 AND r.ready_on IS NOT NULL AND {_LATER} AND r.ready_on <= :today"  # what is begun has no such day
)

GROUPS: Mapping[Group, str] = {
    Group.OVERDUE: f"{_BEGUN} AND r.act_by < :today",
    Group.LATE: f"{_NOT_BEGUN} AND r.act_by < :today",
    Group.TODAY: "r.closed = 0 AND r.act_by = :today",
    Group.WEEK: "r.closed = 0 AND r.act_by > :today AND r.act_by <= :sunday",
    Group.NEXT_WEEK: "r.closed = 0 AND r.act_by > :sunday AND r.act_by <= :next_sunday",
    Group.LATER: f"r.closed = 0 AND {_LATER}",
    Group.STARTABLE: f"{_READY} AND r.kind NOT IN ({', '.join(repr(kind) for kind in _FEW)})",
    Group.PREPARING: f"{_READY} AND r.kind = 'material'",
    Group.OBSTACLE: f"{_READY} AND r.kind IN ('obstacle', 'follow_on')",
    Group.CLEARABLE: f"{_PLAIN} AND r.state IN {_CLEARING}",
    Group.ENTERPRISE: f"{_HANDLED} AND coalesce(r.whose, '') = 'enterprise'",
    Group.AUTHORITY: f"{_HANDLED} AND coalesce(r.whose, '') = 'authority'",
    Group.INTERMEDIARY: f"{_HANDLED} AND coalesce(r.whose, '') = 'intermediary'",
    Group.STOPPED: f"{_BEGUN} AND {_LATER} AND r.missing_until IS NULL AND r.state = '{_STOPPED}'",
    Group.MISSING: f"{_BEGUN} AND {_LATER} AND r.missing_until IS NOT NULL",
}
"""Every open row stands under one of these at most, LATER apart."""
_FILTERS: Mapping[TodayFilter, str] = {
    TodayFilter.STOPPED: f"{_BEGUN} AND r.state = '{_STOPPED}'",
    TodayFilter.MISSING: f"{_BEGUN} AND r.missing_until IS NOT NULL",
    TodayFilter.ENTERPRISE: f"{_BEGUN} AND coalesce(r.whose, '') = 'enterprise' AND r.state <> '{_STOPPED}'"
    f" AND r.state NOT IN {_CLEARING}",
}
"""What a filter wants besides its groups. That of ENTERPRISE holds for begun rows only, see `lines`."""
_SLICES = (Group.OVERDUE, Group.TODAY, Group.WEEK, Group.NEXT_WEEK)
_SLICE = (
    "CASE WHEN r.act_by < :today THEN 0 WHEN r.act_by = :today THEN 1 WHEN r.act_by <= :sunday THEN 2"
    " WHEN r.act_by <= :next_sunday THEN 3 ELSE 4 END"
)
_LINE = """r.project_number, p.name, p.enterprise_name, r.step_id, r.code, r.name, r.kind, r.state, r.owner, r.authority,
       r.person, r.whose, r.accepted_on, r.original_due_on, r.due_on, r.statutory_due_on, r.act_by, r.left_when_stopped,
       r.missing_until, r.begun_on, r.ready_on, r.provisional,
       EXISTS (SELECT 1 FROM project_override o WHERE o.project_number = r.project_number AND o.item_code = r.code)"""
_EVERY_KIND = f"({', '.join(repr(kind.value) for kind in StepKind)})"
_PROJECTS: Mapping[Group, str] = {
    Group.REISSUE: "SELECT e.project_number FROM edition e JOIN plan_summary v ON v.project_number = e.project_number"
    f" WHERE {IS_CHANGED} AND v.refusal = '' AND {IS_LATEST}",
    Group.UNDECIDED: "SELECT v.project_number FROM plan_summary v WHERE v.undecided > 0 AND v.refusal = ''",
    Group.REFUSED: "SELECT v.project_number FROM plan_summary v WHERE v.refusal <> ''",
}


class SqlTodayLists:
    """See `today_lists.TodayLists`. READ may be called on any thread."""

    def __init__(self, read: Read) -> None:
        self._read = read

    # -- counts --------------------------------------------------------------------------------------------------

    def counts(self, days: TodayDays) -> TodayCounts:
        groups: Counter[Group] = Counter()
        cells: Counter[tuple[TodayFilter, Group]] = Counter()
        due = self._per_day("r.closed = 0", days)
        begun_due = self._per_day(_BEGUN, days)
        for at, whose, state, missing, count in self._read(
            f"SELECT {_SLICE} AS slice, r.whose, r.state, CASE WHEN r.missing_until IS NULL THEN 0 ELSE 1 END AS missing,"
            f" count(*) FROM ledger_step r WHERE {_BEGUN} GROUP BY slice, r.whose, r.state, missing",
            _bounds(days, _SLICE),
        ):
            group = _SLICES[at] if at < len(_SLICES) else _group_of(whose, state, bool(missing))
            if group is Group.OVERDUE or at == len(_SLICES):
                groups[group] += count
            for each in _filters_of(whose, state, bool(missing)):
                cells[each, group] += count
        groups[Group.LATE] = sum(count for on, count in due.items() if on < days.today) - groups[Group.OVERDUE]
        groups[Group.TODAY] = due.get(days.today, 0)
        groups[Group.WEEK] = sum(count for on, count in due.items() if days.today < on <= days.sunday)
        groups[Group.NEXT_WEEK] = sum(count for on, count in due.items() if days.sunday < on <= days.next_sunday)
        for kind, count in self._read(
            f"SELECT r.kind, count(*) FROM ledger_step r WHERE r.closed = 0 AND r.ready_on IS NOT NULL"
            f" AND r.kind IN {_EVERY_KIND} AND r.ready_on <= :today AND {_LATER} GROUP BY r.kind",
            _bounds(days, _READY),
        ):
            few = {"material": Group.PREPARING, "obstacle": Group.OBSTACLE, "follow_on": Group.OBSTACLE}
            groups[few.get(kind, Group.STARTABLE)] += count
        ((undecided, refused, dated, steps),) = self._read(
            "SELECT coalesce(sum(CASE WHEN v.undecided > 0 AND v.refusal = '' THEN 1 ELSE 0 END), 0),"
            " coalesce(sum(CASE WHEN v.refusal <> '' THEN 1 ELSE 0 END), 0),"
            " coalesce(sum(CASE WHEN v.provisional > 0 THEN 1 ELSE 0 END), 0), coalesce(sum(v.provisional), 0)"
            " FROM plan_summary v",
            {},
        )
        ((projects, samples, changed),) = self._read(
            "SELECT (SELECT count(*) FROM project), (SELECT count(*) FROM sample_project),"
            f" (SELECT count(*) FROM ({_PROJECTS[Group.REISSUE]}) AS changed)",
            {},
        )
        groups |= {Group.UNDECIDED: int(undecided), Group.REFUSED: int(refused), Group.REISSUE: changed}
        groups[Group.PROVISIONAL] = 1 if steps else 0
        return TodayCounts(
            projects=projects,
            samples=samples,
            groups={group: count for group, count in groups.items() if count > 0},
            cells=cells,
            days={
                on: (count - begun_due.get(on, 0), begun_due.get(on, 0))
                for on, count in due.items()
                if days.monday <= on
            },
            provisional_projects=int(dated),
            provisional_steps=int(steps),
            amber_days=self.amber_days(),
        )

    def _per_day(self, which: str, days: TodayDays) -> dict[date, int]:
        found = self._read(
            f"SELECT r.act_by, count(*) FROM ledger_step r WHERE {which} AND r.act_by <= :last GROUP BY r.act_by",
            {"last": days.last},
        )
        return {certain_day(on): int(count) for on, count in found}

    def overdue(self, today: date) -> int:
        late = "SELECT count(*) FROM ledger_step r WHERE r.closed = 0 AND r.act_by < :today"
        return int(self._read(late, {"today": today})[0][0])

    def amber_days(self) -> int:
        found = self._read("SELECT amber_working_days FROM clock_rules ORDER BY number DESC LIMIT 1", {})
        return int(found[0][0]) if found else DEFAULT_RULES.amber_working_days

    # -- rows ----------------------------------------------------------------------------------------------------

    def lines(self, ask: TodayAsk, group: Group, days: TodayDays, limit: int, skip: int = 0) -> Sequence[TodayLine]:
        where, values = self._where(ask, group, days)
        keys = (  # from the index alone; only then their rows
            f"SELECT r.act_by, r.project_number, r.step_id FROM ledger_step r WHERE {where}"
            f" ORDER BY r.act_by, r.project_number, r.step_id LIMIT {int(limit)} OFFSET {int(skip)}"
        )
        found = self._read(
            f"SELECT {_LINE} FROM ({keys}) AS k"
            " JOIN ledger_step r ON r.project_number = k.project_number AND r.step_id = k.step_id"
            " JOIN project p ON p.number = r.project_number ORDER BY k.act_by, k.project_number, k.step_id",
            values,
        )
        return [_line(row) for row in found]

    @staticmethod
    def _where(ask: TodayAsk, group: Group, days: TodayDays) -> tuple[str, dict[str, object]]:
        terms = [GROUPS[group]]
        values: dict[str, object] = {}
        if ask.day is not None:
            terms.append("r.act_by = :day")
            values["day"] = ask.day
        elif ask.filter is TodayFilter.NEWS:
            named = [f"(r.project_number = :n{at} AND r.step_id = :s{at})" for at in range(len(ask.news))]
            terms.append(f"({' OR '.join(named) or '1 = 0'})")
            for at, (number, step_id) in enumerate(ask.news):
                values |= {f"n{at}": number, f"s{at}": step_id}
        elif ask.filter in _FILTERS and group is not Group.PREPARING:
            terms.append(_FILTERS[ask.filter])
        where = " AND ".join(terms)
        return where, {**values, **_bounds(days, where)}

    def projects(self, group: Group, limit: int, skip: int = 0) -> Sequence[ProjectLine]:
        return project_lines(self._read, _PROJECTS[group], limit, skip)

    # -- one item ------------------------------------------------------------------------------------------------

    def events(self, number: str, step_id: str, limit: int) -> Sequence[TodayEvent]:
        found = self._read(
            "SELECT kind, happened_on, note, reason FROM case_event WHERE project_number = :number AND step_id = :step"
            f" AND superseded_on IS NULL ORDER BY place DESC LIMIT {int(limit)}",
            {"number": number, "step": step_id},
        )
        return [TodayEvent(EventKind(kind), certain_day(on), note, reason) for kind, on, note, reason in found]

    def progress(self, number: str) -> tuple[int, int]:
        ((closed, total),) = self._read(
            "SELECT coalesce(sum(closed), 0), count(*) FROM ledger_step WHERE project_number = :number",
            {"number": number},
        )
        return int(closed), int(total)

    def is_critical(self, number: str, step_id: str) -> bool:
        found = self._read(
            "SELECT critical FROM plan_step WHERE project_number = :number AND step_id = :step",
            {"number": number, "step": step_id},
        )
        return bool(found and found[0][0])

    def override(self, number: str, code: str) -> Override | None:
        found = self._read(
            "SELECT applies, reason, officer, decided_on FROM project_override"
            " WHERE project_number = :number AND item_code = :code",
            {"number": number, "code": code},
        )
        if not found:
            return None
        from gxq_desktop.domain.verdicts import Override

        ((applies, reason, officer, on),) = found
        return Override(bool(applies), reason, officer, certain_day(on))

    def has_news(self, today: date, amber_until: date) -> bool:
        lit = self._read(
            "SELECT 1 FROM ledger_step r LEFT JOIN ledger_warning w"
            " ON w.project_number = r.project_number AND w.step_id = r.step_id"
            " WHERE r.closed = 0 AND r.act_by <= :until"
            " AND (w.light IS NULL OR w.light <> CASE WHEN r.act_by < :today THEN 'red' ELSE 'amber' END) LIMIT 1",
            {"until": amber_until, "today": today},
        )
        calmed = "SELECT 1 FROM ledger_warning w WHERE w.light <> 'green' AND NOT EXISTS (SELECT 1 FROM ledger_step r"
        calmed += " WHERE r.project_number = w.project_number AND r.step_id = w.step_id AND r.closed = 0"
        return bool(lit or self._read(f"{calmed} AND r.act_by <= :until) LIMIT 1", {"until": amber_until}))


_BOUND = re.compile(r":(today|sunday|next_sunday)\b")


def _bounds(days: TodayDays, where: str) -> dict[str, object]:
    """The days that WHERE names."""
    return {name: getattr(days, name) for name in _BOUND.findall(where)}


def _group_of(whose: str, state: str, missing: bool) -> Group:
    """Under what a begun row due later stands."""
    if missing:
        return Group.MISSING
    if state == _STOPPED:
        return Group.STOPPED
    if state in _TO_CLEAR:
        return Group.CLEARABLE
    return {"enterprise": Group.ENTERPRISE, "authority": Group.AUTHORITY}.get(whose, Group.INTERMEDIARY)


def _filters_of(whose: str, state: str, missing: bool) -> Sequence[TodayFilter]:
    """Which filters want a begun row besides those that show all of its group."""
    found = [TodayFilter.MISSING] if missing else []
    if state == _STOPPED:
        found.append(TodayFilter.STOPPED)
    elif whose == "enterprise" and state not in _TO_CLEAR:
        found.append(TodayFilter.ENTERPRISE)
    return found


def _line(row: Sequence[Any]) -> TodayLine:
    number, project, enterprise, step_id, code, name, kind, state, owner, authority, person, whose, *rest = row
    (
        accepted_on,
        original_due_on,
        due_on,
        statutory_due_on,
        act_by,
        left,
        missing_until,
        begun_on,
        ready_on,
        provisional,
        decided,
    ) = rest
    return TodayLine(
        number=number,
        project=project,
        enterprise=enterprise,
        step_id=step_id,
        code=code,
        name=name,
        kind=StepKind(kind),
        state=CaseState(state),
        owner=owner,
        authority=authority,
        person=person,
        whose=Party(whose),
        accepted_on=day_of(accepted_on),
        original_due_on=certain_day(original_due_on),
        due_on=certain_day(due_on),
        statutory_due_on=day_of(statutory_due_on),
        act_by=certain_day(act_by),
        left_when_stopped=left,
        missing_until=day_of(missing_until),
        begun_on=day_of(begun_on),
        ready_on=day_of(ready_on),
        provisional=bool(provisional),
        decided=bool(decided),
    )
