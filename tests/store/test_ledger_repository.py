"""The ledger in a database: everything comes back, two windows do not overwrite each other."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import event as hooks

from gxq_desktop.application.ledger_rows import (
    AgreedDates,
    AgreedPlan,
    LedgerHead,
    LedgerQuery,
    LedgerRow,
    MissedDate,
)
from gxq_desktop.application.ports import ChangedElsewhere, StoreError
from gxq_desktop.domain.case_states import CaseState, EventKind, MissedReason, Party
from gxq_desktop.domain.clock_rules import DEFAULT_RULES, ClockRules
from gxq_desktop.domain.ledger import CaseEvent, Evidence, Journal
from gxq_desktop.domain.limits import SuspensionRule
from gxq_desktop.domain.network import StepId, StepKind
from gxq_desktop.domain.owned_days import OwnedDays, OwnedSpan
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.store.engine import Store
from gxq_desktop.store.evidence_files import FolderEvidence
from gxq_desktop.store.ledger_lists import count_statement, owned_statement, page_statement
from tests.store.builders import keep, opened, project

NUMBER = ProjectNumber("GX-2026-0001")
DAY = date(2026, 9, 16)
FULL = CaseEvent(
    number=1,
    step_id=StepId("A23"),
    kind=EventKind.CLEARED,
    on=DAY,
    recorded_on=date(2026, 9, 17),
    recorded_at=datetime(2026, 9, 17, 1, 2, 3, tzinfo=UTC),
    person="李晓岚",
    action=1,
    place=1,
    note="𠮷",
    reason="听证",
    document="建字第 1 号",
    evidence=Evidence("证.pdf", "a" * 64),
    days=5,
    until=date(2026, 9, 30),
    approver="王局",
    superseded_on=date(2026, 9, 18),
    superseded_by="王芳",
    superseded_reason="看错",
)


def event(number: int, kind: EventKind = EventKind.ACCEPTED) -> CaseEvent:
    return CaseEvent(number, StepId("A23"), kind, DAY, DAY, datetime(2026, 9, 16, 1, tzinfo=UTC), "李晓岚")


def row(step: str = "A23", **changes: object) -> LedgerRow:
    whole = LedgerRow(
        number=NUMBER, step_id=StepId(step), code=step, name="规划许可", kind=StepKind.APPROVAL, state=CaseState.ACCEPTED,
        owner="规划口", authority="自然资源局", window_id="w3", person="李晓岚", whose=Party.AUTHORITY, accepted_on=DAY,
        original_due_on=date(2026, 9, 23), due_on=date(2026, 9, 24), finish_by=date(2026, 9, 24), start_by=None,
        statutory_due_on=None, act_by=date(2026, 9, 24), left_when_stopped=None, recheck_on=None, missing_until=None,
        finished_on=None, cleared_on=None, closed=False, provisional=True,
    )  # fmt: skip
    return replace(whole, **changes)  # type: ignore[arg-type]


def head(**changes: object) -> LedgerHead:
    return replace(LedgerHead(NUMBER, 1, "c", "d", DAY, None), **changes)  # type: ignore[arg-type]


def test_an_event_comes_back_as_it_was(store: Store) -> None:
    keep(store, project())
    with store.unit_of_work() as uow:
        uow.ledger.keep(NUMBER, Journal(), Journal((FULL, event(2))))
        uow.commit()

    with store.unit_of_work() as uow:
        assert uow.ledger.journal(NUMBER) == Journal((FULL, event(2)))


def test_taken_back_events_are_gone_and_changed_ones_changed(store: Store) -> None:
    keep(store, project())
    before = Journal((event(1), event(2, EventKind.GRANTED)))
    after = Journal((replace(event(1), superseded_on=DAY, superseded_reason="看错", superseded_by="王芳"),))
    with store.unit_of_work() as uow:
        uow.ledger.keep(NUMBER, Journal(), before)
        uow.commit()
    with store.unit_of_work() as uow:
        uow.ledger.keep(NUMBER, before, after)
        uow.commit()

    with store.unit_of_work() as uow:
        assert uow.ledger.journal(NUMBER) == after


def test_the_second_of_two_windows_is_refused(store: Store) -> None:
    keep(store, project())
    with store.unit_of_work() as first, store.unit_of_work() as second:
        read_first, read_second = first.ledger.journal(NUMBER), second.ledger.journal(NUMBER)
        first.ledger.keep(NUMBER, read_first, read_first.with_events([event(1)]))
        first.commit()
        with pytest.raises(ChangedElsewhere):
            second.ledger.keep(NUMBER, read_second, read_second.with_events([event(1, EventKind.SUBMITTED)]))


def test_agreed_plans_and_missed_dates_come_back(store: Store) -> None:
    keep(store, project())
    plan = AgreedPlan(
        NUMBER, 1, DAY, {StepId("A23"): AgreedDates(DAY, DAY, DAY, date(2026, 9, 30))}, "首", "李晓岚", "王局"
    )
    missed = MissedDate(
        NUMBER, 1, StepId("A23"), DAY, date(2026, 9, 18), MissedReason.DESIGN_CHANGED, "注", "李晓岚", DAY, 7
    )
    with store.unit_of_work() as uow:
        uow.ledger.agree(plan)
        uow.ledger.keep_missed(NUMBER, [missed])
        uow.commit()

    with store.unit_of_work() as uow:
        assert (uow.ledger.agreed(NUMBER), uow.ledger.missed(NUMBER)) == ([plan], [missed])
        with pytest.raises(ChangedElsewhere):
            uow.ledger.agree(plan)


def test_rows_are_listed_by_act_by_under_every_filter(store: Store) -> None:
    keep(store, project())
    rows = [
        row("A23"),
        row("A29", act_by=date(2026, 9, 20), authority="住建局", missing_until=date(2026, 9, 21)),
        row("A18", closed=True, state=CaseState.CLEARED),
    ]
    with store.unit_of_work() as uow:
        uow.ledger.keep_rows(head(), rows)
        uow.ledger.keep_rows(head(), rows)  # in place of those before
        uow.commit()
    lists = store.ledger()

    def steps(query: LedgerQuery) -> list[str]:
        assert lists.count(query) == len(lists.rows(query, 100))
        return [line.row.step_id for line in lists.rows(query, 100)]

    assert [line.row for line in lists.rows(LedgerQuery(), 10)] == [rows[1], rows[0]]
    assert lists.rows(LedgerQuery(), 10)[0].project == project().name
    assert steps(LedgerQuery(closed=True)) == ["A18"]
    assert steps(LedgerQuery(authority="住建局")) == steps(LedgerQuery(missing=True)) == ["A29"]
    assert steps(LedgerQuery(acted_to=date(2026, 9, 22))) == ["A29"]
    assert steps(LedgerQuery(acted_from=date(2026, 9, 22), number=NUMBER, state=CaseState.ACCEPTED)) == ["A23"]
    assert steps(LedgerQuery(person="无人")) == steps(LedgerQuery(whose=Party.ENTERPRISE)) == []
    assert steps(LedgerQuery(window_id="w3")) == ["A29", "A23"]
    assert lists.authorities() == ["住建局", "自然资源局"]
    assert [line.row.step_id for line in lists.rows(LedgerQuery(), 1, skip=1)] == ["A23"]


def test_a_project_is_stale_until_its_rows_are_made_and_again_when_it_changes(store: Store) -> None:
    keep(store, project())
    lists = store.ledger()
    assert lists.stale("c", "d", DAY) == [NUMBER]
    for made, stale in ((head(), []), (head(revision=9), [NUMBER]), (head(recheck_on=DAY), [NUMBER])):
        with store.unit_of_work() as uow:
            uow.ledger.keep_rows(made, [])
            uow.commit()
        assert lists.stale("c", "d", DAY) == stale
    assert lists.stale("c", "other", DAY) == [NUMBER]


def test_what_a_project_was_on_a_day_is_kept_once_a_change(store: Store) -> None:
    days = [date(2026, 3, 2)]
    store = replace(store, clock=lambda: days[-1])
    first = project()
    keep(store, first)
    for on, name in ((date(2026, 3, 5), first.name), (date(2026, 3, 9), "改名")):
        days.append(on)
        with store.unit_of_work() as uow:
            uow.projects.save(replace(uow.projects.get(NUMBER), name=name))
            uow.commit()

    with store.unit_of_work() as uow:
        assert uow.ledger.project_on(NUMBER, date(2026, 3, 1)) is None
        assert uow.ledger.project_on(NUMBER, date(2026, 3, 8)) == first
        then = uow.ledger.project_on(NUMBER, date(2026, 3, 9))
        assert then is not None and (then.name, then.revision) == ("改名", 3)


def test_lights_are_remembered(store: Store) -> None:
    keep(store, project())
    for light in ("amber", "red"):
        with store.unit_of_work() as uow:
            uow.ledger.keep_lights({(NUMBER, StepId("A23")): light}, DAY)
            uow.commit()

    with store.unit_of_work() as uow:
        assert uow.ledger.lights() == {(NUMBER, StepId("A23")): "red"}


def test_thousands_of_lights_are_kept_in_one_statement_the_known_ones_changed(store: Store) -> None:
    keep(store, project())
    lights = {(NUMBER, StepId(f"S{number}")): "amber" for number in range(3000)}
    with store.unit_of_work() as uow:
        uow.ledger.keep_lights(dict(list(lights.items())[:10]), DAY)
        uow.commit()
    statements: list[str] = []

    def count(connection: object, cursor: object, statement: str, *rest: object) -> None:
        statements.append(statement)

    hooks.listen(Engine, "before_cursor_execute", count)
    try:
        with store.unit_of_work() as uow:
            uow.ledger.keep_lights({**lights, (NUMBER, StepId("S3")): "red"}, DAY)
            uow.commit()
    finally:
        hooks.remove(Engine, "before_cursor_execute", count)

    assert sum("ledger_warning" in each for each in statements) == 1
    with store.unit_of_work() as uow:
        assert uow.ledger.lights() == {**lights, (NUMBER, StepId("S3")): "red"}


def test_whose_days_are_summed_over_rows_and_cut_to_a_period(store: Store) -> None:
    keep(store, project())
    rows = [
        row("A23", begun_on=DAY, counted_to=date(2026, 9, 18), authority_days=2, enterprise_days=1),
        row("A29", begun_on=DAY, counted_to=date(2026, 9, 18), authority_days=5, authority="住建局"),
        row("A18", begun_on=DAY, authority_days=7, closed=True, state=CaseState.CLEARED),
        row("B01"),
    ]
    spans = {
        StepId("A23"): (OwnedSpan(Party.ENTERPRISE, DAY, date(2026, 9, 18)), OwnedSpan(Party.AUTHORITY, date(2026, 9, 18), None)),
        StepId("A29"): (OwnedSpan(Party.AUTHORITY, DAY, None),),
        StepId("A18"): (OwnedSpan(Party.AUTHORITY, DAY, date(2026, 9, 24)),),
    }  # fmt: skip
    with store.unit_of_work() as uow:
        uow.ledger.keep_rows(head(spans=spans), rows)
        uow.ledger.keep_rows(head(spans=spans), rows)  # in place of those before
        uow.commit()

    lists = store.ledger()

    (group,) = lists.owned(LedgerQuery())
    assert (group.whose, group.counted_to, group.rows) == (Party.AUTHORITY, date(2026, 9, 18), 2)
    assert group.days == OwnedDays(7, 1, 0)
    assert sum(each.rows for each in lists.owned(LedgerQuery(every=True))) == 3
    assert lists.owned(LedgerQuery(authority="住建局"))[0].days == OwnedDays(5, 0, 0)
    low, high = date(2026, 9, 17), date(2026, 9, 30)
    found = dict(lists.owned_spans(LedgerQuery(every=True), low, high))
    assert found == {
        OwnedSpan(Party.ENTERPRISE, low, date(2026, 9, 18)): 1,
        OwnedSpan(Party.AUTHORITY, date(2026, 9, 18), high): 1,
        OwnedSpan(Party.AUTHORITY, low, high): 1,
        OwnedSpan(Party.AUTHORITY, low, date(2026, 9, 24)): 1,
    }
    assert lists.owned_spans(LedgerQuery(), date(2026, 9, 1), DAY) == []


def test_missed_dates_are_listed_within_their_days_unless_their_record_lost_its_force(store: Store) -> None:
    keep(store, project())
    dead = replace(event(2), superseded_on=DAY, superseded_reason="看错", superseded_by="王芳")
    missed = [
        MissedDate(
            NUMBER, number, StepId("A23"), date(2026, 9, number), None, MissedReason.OTHER, "", "李晓岚", DAY, of
        )
        for number, of in ((1, 0), (2, 1), (3, 2))
    ]
    with store.unit_of_work() as uow:
        uow.ledger.keep(NUMBER, Journal(), Journal((event(1), dead)))
        uow.ledger.keep_missed(NUMBER, missed)
        uow.commit()

    lists = store.ledger()

    assert [line.missed for line in lists.missed(None, None)] == [missed[1], missed[0]]
    assert [line.missed.number for line in lists.missed(date(2026, 9, 2), date(2026, 9, 2), NUMBER)] == [2]
    assert lists.missed(None, date(2026, 8, 31)) == [] and lists.missed(None, None, "GX-1999-0001") == []


def test_clock_rules_hold_from_their_day_and_make_rows_stale(store: Store) -> None:
    keep(store, project())
    assert store.ledger().clock_rules() == DEFAULT_RULES
    with store.unit_of_work() as uow:
        uow.ledger.keep_rows(head(), [row()])
        first = uow.ledger.set_clock_rules(ClockRules(SuspensionRule.STOP_DAY_COUNTS, 5, 40, 30), DAY, "王芳")
        uow.commit()

    assert first.number == 1 and store.ledger().clock_rules() == first
    assert store.ledger().stale("c", "d", DAY) == [NUMBER]
    with store.unit_of_work() as uow:
        assert uow.ledger.clock_rules(date(2026, 9, 15)) == DEFAULT_RULES
        assert uow.ledger.clock_rules(DAY) == first == uow.ledger.journal(NUMBER).rules
        with pytest.raises(ChangedElsewhere):
            uow.ledger.set_clock_rules(DEFAULT_RULES, DAY, "王芳")


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (LedgerQuery(), "ix_ledger_step_open "),
        (LedgerQuery(acted_to=DAY), "ix_ledger_step_open "),
        (LedgerQuery(authority="住建局"), "ix_ledger_step_open_authority "),
        (LedgerQuery(person="李晓岚"), "ix_ledger_step_open_person "),
        (LedgerQuery(window_id="w3"), "ix_ledger_step_open_window "),
        (LedgerQuery(missing=True), "ix_ledger_step_missing"),
    ],
)
def test_every_list_is_read_from_its_index_in_order(tmp_path: Path, query: LedgerQuery, index: str) -> None:
    file = tmp_path / "plan.db"
    opened(file).dispose()

    with closing(sqlite3.connect(file)) as connection:
        for statement, values in (page_statement(query, 100), count_statement(query)):
            plain = {name: str(value) for name, value in values.items()}
            told = [line[3] for line in connection.execute(f"EXPLAIN QUERY PLAN {statement}", plain)]
            counting = statement.startswith("SELECT count")
            assert any((index.strip() if counting else index) in f"{line} " for line in told), told
            assert query.missing or not any("TEMP B-TREE" in line for line in told), told


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (LedgerQuery(), "ix_ledger_step_owned"),
        (LedgerQuery(authority="住建局"), "ix_ledger_step_owned_authority"),
        (LedgerQuery(number="GX-2026-0001"), "sqlite_autoindex_ledger_step_1"),
    ],
)
def test_whose_days_are_summed_from_an_index(tmp_path: Path, query: LedgerQuery, index: str) -> None:
    file = tmp_path / "plan.db"
    opened(file).dispose()

    with closing(sqlite3.connect(file)) as connection:
        statement, values = owned_statement(query)
        told = [line[3] for line in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert f"{index} " in f"{told[0]} ", told


# -- evidence ------------------------------------------------------------------------------------------------------


def test_evidence_is_copied_once_under_its_digest_and_damage_is_said(tmp_path: Path) -> None:
    file = tmp_path / "批文.PDF"
    file.write_bytes(b"%PDF-1.7")
    files = FolderEvidence(tmp_path / "evidence")

    kept = files.keep(file)

    assert kept == files.keep(file) and kept.name == "批文.PDF"
    place = files.path_of(kept)
    assert place.read_bytes() == b"%PDF-1.7" and place.name == f"{kept.sha256}.pdf"
    place.write_bytes(b"other")
    with pytest.raises(StoreError, match="已损坏"):
        files.path_of(kept)
    with pytest.raises(StoreError, match="没有这个文件"):
        files.keep(tmp_path / "nowhere.pdf")


def test_a_copy_that_a_power_cut_left_short_is_written_again(tmp_path: Path) -> None:
    file = tmp_path / "批文.pdf"
    file.write_bytes(b"%PDF-1.7")
    files = FolderEvidence(tmp_path / "evidence")
    place = files.path_of(files.keep(file))
    place.write_bytes(b"%PD")
    (place.parent / f"{place.name}.1.part").write_bytes(b"%")  # of a program that was killed

    kept = files.keep(file)

    assert files.path_of(kept).read_bytes() == b"%PDF-1.7"
    assert [each.name for each in place.parent.iterdir()] == [place.name]


def test_evidence_is_copied_where_it_is_missing_and_back(tmp_path: Path) -> None:
    desk, usb, other = tmp_path / "desk", tmp_path / "usb" / "evidence", tmp_path / "other"
    files = FolderEvidence(desk)
    kept = []
    for name in ("一.pdf", "二.PDF"):
        (tmp_path / name).write_bytes(name.encode())
        kept.append(files.keep(tmp_path / name))

    assert (files.copy_to(usb), files.copy_to(usb)) == (2, 0)
    elsewhere = FolderEvidence(other)
    assert (elsewhere.copy_from(usb), elsewhere.copy_from(tmp_path / "nowhere")) == (2, 0)
    assert [elsewhere.path_of(each).read_bytes() for each in kept] == ["一.pdf".encode(), "二.PDF".encode()]
    usb.with_name("blocked").write_bytes(b"")
    with pytest.raises(StoreError, match="没有"):
        files.copy_to(usb.with_name("blocked"))
