"""What 工作台 reads: every open row in one group at most, counts that are those of the rows, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gxq_desktop.application.ledger_rows import NO_DEADLINE, LedgerHead, LedgerRow
from gxq_desktop.application.today import DATED, Group, TodayAsk, TodayFilter
from gxq_desktop.application.today_lists import TodayDays, TodayLine
from gxq_desktop.domain.case_states import CaseState, EventKind, Party
from gxq_desktop.domain.ledger import CaseEvent, Journal
from gxq_desktop.domain.network import StepId, StepKind
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.domain.verdicts import Override
from gxq_desktop.store.engine import Store
from gxq_desktop.store.lists import quick_reader
from gxq_desktop.store.today_lists import SqlTodayLists
from tests.store.builders import edition, keep, opened, project
from tests.store.test_lists import summary

NUMBER = ProjectNumber("GX-2026-0001")
TODAY = date(2026, 9, 16)
DAYS = TodayDays.of(TODAY)
TO_CLEAR = (CaseState.DELIVERED, CaseState.READY, CaseState.RECEIVED, CaseState.DONE)
PLAIN = [group for group in TodayFilter.ALL.groups if not group.is_of_projects]


def row(step: str = "A23", due: date = TODAY, **changes: object) -> LedgerRow:
    """Accepted and with the authority, due on DUE."""
    whole = LedgerRow(
        number=NUMBER, step_id=StepId(step), code=step, name="规划许可", kind=StepKind.APPROVAL, state=CaseState.ACCEPTED,
        owner="规划口", authority="自然资源局", window_id="w3", person="李晓岚", whose=Party.AUTHORITY,
        accepted_on=date(2026, 9, 1), original_due_on=due, due_on=due, finish_by=due, start_by=None, statutory_due_on=None,
        act_by=due, left_when_stopped=None, recheck_on=None, missing_until=None, finished_on=None, cleared_on=None,
        closed=False, provisional=False, begun_on=date(2026, 9, 1),
    )  # fmt: skip
    return replace(whole, **changes)  # type: ignore[arg-type]


def fresh(step: str, due: date, ready: date | None = None, kind: StepKind = StepKind.APPROVAL) -> LedgerRow:
    """Nothing recorded; its latest start on DUE."""
    return row(
        step, due, state=CaseState.NOT_STARTED, begun_on=None, accepted_on=None, kind=kind, ready_on=ready,
        whose=Party.ENTERPRISE, start_by=due,
    )  # fmt: skip


def put(store: Store, *rows: LedgerRow, number: ProjectNumber = NUMBER) -> SqlTodayLists:
    with store.unit_of_work() as uow:
        uow.ledger.keep_rows(
            LedgerHead(number, 1, "c", "d", TODAY, None, sum(not each.closed for each in rows)),
            [replace(each, number=number) for each in rows],
        )
        uow.commit()
    return store.today()


def steps(lists: SqlTodayLists, group: Group, ask: TodayAsk | None = None) -> list[str]:
    return [line.step_id for line in lists.lines(ask or TodayAsk(), group, DAYS, 500)]


def where(lists: SqlTodayLists) -> dict[str, list[Group]]:
    """Step → the groups it stands under."""
    found: dict[str, list[Group]] = {}
    for group in PLAIN:
        for step in steps(lists, group):
            found.setdefault(step, []).append(group)
    return found


def test_rows_stand_under_their_day_and_later_ones_under_whom_they_wait_for(store: Store) -> None:
    keep(store, project(NUMBER))
    far = date(2026, 11, 2)
    lists = put(
        store,
        row("A01", date(2026, 9, 15)),
        fresh("A02", date(2026, 9, 15)),
        row("A03", TODAY),
        fresh("A04", date(2026, 9, 20)),
        row("A05", date(2026, 9, 21)),
        row("A06", date(2026, 9, 27)),
        fresh("A07", far, ready=TODAY),
        fresh("B01", far, ready=TODAY, kind=StepKind.MATERIAL),
        fresh("O1", far, ready=TODAY, kind=StepKind.OBSTACLE),
        fresh("A08", far, ready=date(2026, 9, 17)),
        fresh("A09", far),
        row("A10", far, state=CaseState.NOTICED, whose=Party.ENTERPRISE),
        row("A11", far),
        row("C01", far, state=CaseState.APPLIED, whose=Party.INTERMEDIARY, kind=StepKind.UTILITY),
        row("A12", far, state=CaseState.DELIVERED, whose=Party.ENTERPRISE),
        row("A13", far, act_by=NO_DEADLINE, state=CaseState.SUSPENDED, left_when_stopped=4),
        row("A14", far, missing_until=far, state=CaseState.PROVISIONAL),
        row("A15", TODAY, closed=True, state=CaseState.CLEARED),
    )

    assert lists.overdue(TODAY) == 2
    assert where(lists) == {
        "A01": [Group.OVERDUE],
        "A02": [Group.LATE],
        "A03": [Group.TODAY],
        "A04": [Group.WEEK],
        "A05": [Group.NEXT_WEEK],
        "A06": [Group.NEXT_WEEK],
        "A07": [Group.STARTABLE],
        "B01": [Group.PREPARING],
        "O1": [Group.OBSTACLE],
        "A10": [Group.ENTERPRISE],
        "A11": [Group.AUTHORITY],
        "C01": [Group.INTERMEDIARY],
        "A12": [Group.CLEARABLE],
        "A13": [Group.STOPPED],
        "A14": [Group.MISSING],
    }


ROWS = st.lists(
    st.builds(
        lambda days, state, whose, kind, ready, missing, stopped, closed: (
            days, state, whose, kind, ready, missing, stopped, closed,
        ),
        st.integers(-4, 25), st.sampled_from(CaseState), st.sampled_from(Party),
        st.sampled_from([kind for kind in StepKind if kind not in (StepKind.MILESTONE, StepKind.EXCLUDED)]),
        st.none() | st.integers(-3, 3), st.none() | st.integers(-4, 25), st.booleans(), st.booleans(),
    ),
    max_size=25,
)  # fmt: skip


@pytest.fixture(scope="module")
def lone_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = opened(tmp_path_factory.mktemp("today") / "gxq.db")
    keep(store, project(NUMBER))
    return store


def made(at: int, drawn: tuple[int, CaseState, Party, StepKind, int | None, int | None, bool, bool]) -> LedgerRow:
    days, state, whose, kind, ready, missing, stopped, closed = drawn
    due = TODAY + timedelta(days=days)
    begun = state is not CaseState.NOT_STARTED
    until = TODAY + timedelta(days=missing) if missing is not None and begun else None
    stands = stopped and state is CaseState.SUSPENDED
    act_by = NO_DEADLINE if stands else due
    return row(
        f"A{at:02d}", due, state=state, whose=whose, kind=kind, closed=closed, missing_until=until,
        act_by=min(act_by, until) if until else act_by, left_when_stopped=3 if stands else None,
        ready_on=TODAY + timedelta(days=ready) if ready is not None and not begun else None,
        begun_on=date(2026, 9, 1) if begun else None,
    )  # fmt: skip


@given(drawn=ROWS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_open_row_stands_under_one_group_and_the_counts_are_those_of_the_rows(
    lone_store: Store, drawn: list[tuple[int, CaseState, Party, StepKind, int | None, int | None, bool, bool]]
) -> None:
    rows = [made(at, each) for at, each in enumerate(drawn)]
    lists = put(lone_store, *rows)

    found, counts = where(lists), lists.counts(DAYS)

    assert all(len(groups) == 1 for groups in found.values())
    expected = {
        each.step_id
        for each in rows
        if not each.closed
        and (each.act_by <= DAYS.next_sunday or each.begun_on is not None or (each.ready_on and each.ready_on <= TODAY))
    }
    assert set(found) == expected
    for group in PLAIN:
        assert counts.groups.get(group, 0) == len(steps(lists, group)), group
    for asked in (TodayFilter.ENTERPRISE, TodayFilter.STOPPED, TodayFilter.MISSING):
        for group in asked.groups:
            if group is not Group.PREPARING:
                assert counts.cells.get((asked, group), 0) == len(steps(lists, group, TodayAsk(asked))), (asked, group)


@given(drawn=ROWS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_filter_that_cuts_across_days_finds_all_of_its_rows(
    lone_store: Store, drawn: list[tuple[int, CaseState, Party, StepKind, int | None, int | None, bool, bool]]
) -> None:
    rows = [made(at, each) for at, each in enumerate(drawn)]
    lists = put(lone_store, *rows)
    begun = [each for each in rows if not each.closed and each.begun_on is not None]

    def all_of(asked: TodayFilter) -> list[str]:
        return sorted(
            step
            for group in asked.groups
            if group is not Group.PREPARING
            for step in steps(lists, group, TodayAsk(asked))
        )

    assert all_of(TodayFilter.STOPPED) == [each.step_id for each in begun if each.state is CaseState.SUSPENDED]
    assert all_of(TodayFilter.MISSING) == [each.step_id for each in begun if each.missing_until is not None]
    waits = [
        each.step_id
        for each in begun
        if each.whose is Party.ENTERPRISE
        and each.state not in (*TO_CLEAR, CaseState.SUSPENDED)
        and (each.missing_until is None or each.act_by <= DAYS.next_sunday)
    ]
    assert all_of(TodayFilter.ENTERPRISE) == waits


def test_pages_follow_each_other_by_day_then_project_and_item(store: Store) -> None:
    other = ProjectNumber("GX-2026-0002")
    keep(store, project(NUMBER), project(other))
    put(store, row("A02", TODAY - timedelta(days=2)), row("A01", TODAY - timedelta(days=2)))
    lists = put(store, row("A09", TODAY - timedelta(days=3)), row("A00", TODAY - timedelta(days=2)), number=other)

    whole = lists.lines(TodayAsk(), Group.OVERDUE, DAYS, 10)

    assert [(line.number, line.step_id) for line in whole] == [
        (other, "A09"),
        (NUMBER, "A01"),
        (NUMBER, "A02"),
        (other, "A00"),
    ]
    paged = [line for skip in range(4) for line in lists.lines(TodayAsk(), Group.OVERDUE, DAYS, 1, skip)]
    assert paged == list(whole)


def test_a_line_carries_what_the_ledger_knows(store: Store) -> None:
    keep(store, project(NUMBER))
    until, law = date(2026, 9, 18), date(2026, 10, 9)
    lists = put(store, row("A23", date(2026, 9, 22), act_by=until, missing_until=until, statutory_due_on=law))

    (line,) = lists.lines(TodayAsk(TodayFilter.MISSING), Group.WEEK, DAYS, 10)

    assert line == TodayLine(
        NUMBER, project(NUMBER).name, project(NUMBER).enterprise.name, "A23", "A23", "规划许可", StepKind.APPROVAL,
        CaseState.ACCEPTED, "规划口", "自然资源局", "李晓岚", Party.AUTHORITY, date(2026, 9, 1), date(2026, 9, 22),
        date(2026, 9, 22), law, until, None, until, date(2026, 9, 1), None, False,
    )  # fmt: skip


def test_a_line_knows_whether_an_officer_decided_about_its_item(store: Store) -> None:
    decided = {"A23": Override(True, "园区要求", "张琳", TODAY)}
    keep(store, replace(project(NUMBER), overrides=decided))
    lists = put(store, row("A23", TODAY), row("A01", TODAY))

    assert {line.code: line.decided for line in lists.lines(TodayAsk(), Group.TODAY, DAYS, 10)} == {
        "A01": False,
        "A23": True,
    }
    assert lists.override(NUMBER, "A23") == decided["A23"]
    assert lists.override(NUMBER, "A01") is None


def test_the_strip_parts_what_is_begun_from_what_is_not_and_forgets_last_week(store: Store) -> None:
    keep(store, project(NUMBER))
    lists = put(
        store, row("A01", date(2026, 9, 11)), row("A02", date(2026, 9, 14)), fresh("A03", date(2026, 9, 14)),
        fresh("A04", date(2026, 9, 28)), row("A05", date(2026, 9, 29)),
    )  # fmt: skip

    assert lists.counts(DAYS).days == {date(2026, 9, 14): (1, 1), date(2026, 9, 28): (1, 0)}


def test_a_day_shows_what_is_due_then(store: Store) -> None:
    keep(store, project(NUMBER))
    last = date(2026, 9, 28)
    lists = put(store, row("A01", TODAY), fresh("A02", last), fresh("A03", last, ready=TODAY))

    assert steps(lists, Group.TODAY, TodayAsk(day=TODAY)) == ["A01"]
    assert steps(lists, Group.LATER, TodayAsk(day=last)) == ["A02", "A03"]


def test_news_are_the_rows_named(store: Store) -> None:
    keep(store, project(NUMBER))
    lists = put(store, row("A01", TODAY), row("A02", TODAY), row("A03", TODAY + timedelta(days=1)))
    ask = TodayAsk(TodayFilter.NEWS, news=((NUMBER, "A02"), (NUMBER, "A03"), ("GX-2026-0009", "A01")))

    assert [steps(lists, group, ask) for group in DATED] == [[], [], ["A02"], ["A03"], []]
    assert steps(lists, Group.TODAY, TodayAsk(TodayFilter.NEWS)) == []


def test_there_is_news_until_the_light_that_was_told_is_the_one_there_is(store: Store) -> None:
    keep(store, project(NUMBER))
    lists = put(store, row("A01", TODAY + timedelta(days=1)), row("A02", TODAY + timedelta(days=9)))
    soon = TODAY + timedelta(days=4)
    assert lists.has_news(TODAY, soon)

    with store.unit_of_work() as uow:
        uow.ledger.keep_lights({(NUMBER, StepId("A01")): "amber"}, TODAY)
        uow.commit()
    assert not lists.has_news(TODAY, soon)
    assert lists.has_news(TODAY + timedelta(days=2), soon)


def test_the_last_events_that_stand_come_newest_first(store: Store) -> None:
    keep(store, project(NUMBER))
    at = datetime(2026, 9, 15, 9, tzinfo=UTC)

    def event(number: int, kind: EventKind, step: str = "A23", **changes: object) -> CaseEvent:
        whole = CaseEvent(number, StepId(step), kind, date(2026, 9, number), TODAY, at, "李晓岚", note=f"第{number}")
        return replace(whole, **changes)  # type: ignore[arg-type]

    gone = event(2, EventKind.NOTICED, superseded_on=TODAY, superseded_by="李晓岚", superseded_reason="误记")
    journal = Journal(
        (event(1, EventKind.SUBMITTED), gone, event(3, EventKind.ACCEPTED), event(4, EventKind.READY, "B01"))
    )
    with store.unit_of_work() as uow:
        uow.ledger.keep(NUMBER, Journal(), journal)
        uow.commit()

    found = store.today().events(NUMBER, "A23", 5)

    assert [(each.kind, each.on, each.note) for each in found] == [
        (EventKind.ACCEPTED, date(2026, 9, 3), "第3"),
        (EventKind.SUBMITTED, date(2026, 9, 1), "第1"),
    ]
    assert len(store.today().events(NUMBER, "A23", 1)) == 1


def test_progress_counts_what_is_closed(store: Store) -> None:
    keep(store, project(NUMBER))
    lists = put(store, row("A01"), row("A02", closed=True), row("A03", closed=True))

    assert lists.progress(NUMBER) == (2, 3)
    assert lists.progress("GX-1999-0001") == (0, 0)


def test_projects_that_need_a_hand_are_counted_and_listed_newest_first(store: Store) -> None:
    numbers = [ProjectNumber(f"GX-2026-{n:04d}") for n in range(1, 7)]
    issued = [edition(numbers[4]), edition(numbers[5])]
    quiet = {"undecided": 0, "provisional": 0}
    keep(store, *map(project, numbers))
    with store.unit_of_work() as uow:
        for each in (
            summary(numbers[0]),
            replace(summary(numbers[1]), provisional=3),
            replace(summary(numbers[2]), **quiet, refusal="排不出。"),
            replace(summary(numbers[4]), **quiet, content_digest="another"),
            replace(summary(numbers[5]), **quiet, content_digest=issued[1].content_digest),
        ):
            uow.plans.save(each)
        for each in issued:
            uow.editions.add(each)
        uow.samples.mark(numbers[3])
        uow.commit()
    lists = store.today()

    counts = lists.counts(DAYS)

    assert (counts.projects, counts.samples) == (6, 1)
    assert counts.groups == {Group.UNDECIDED: 2, Group.REFUSED: 1, Group.REISSUE: 1, Group.PROVISIONAL: 1}
    assert (counts.provisional_projects, counts.provisional_steps) == (2, 7)
    listed = {
        group: [line.number for line in lists.projects(group, 9)]
        for group in (Group.UNDECIDED, Group.REFUSED, Group.REISSUE)
    }
    assert listed == {
        Group.UNDECIDED: [numbers[1], numbers[0]],
        Group.REFUSED: [numbers[2]],
        Group.REISSUE: [numbers[4]],
    }
    assert [line.number for line in lists.projects(Group.UNDECIDED, 1, 1)] == [numbers[0]]


def test_an_empty_store_has_nothing_to_do(store: Store) -> None:
    counts = store.today().counts(DAYS)

    assert (counts.projects, counts.groups, counts.days, counts.amber_days) == (0, {}, {}, 3)


def test_the_bare_driver_reads_what_sqlalchemy_reads(file: Path) -> None:
    store = opened(file)
    keep(store, project(NUMBER))
    put(store, row("A01", TODAY), fresh("B01", date(2026, 12, 1), ready=TODAY, kind=StepKind.MATERIAL))
    read = quick_reader(file)
    assert read is not None

    quick, whole = SqlTodayLists(read), store.today()

    assert quick.counts(DAYS) == whole.counts(DAYS)
    for group in (Group.TODAY, Group.PREPARING):
        assert quick.lines(TodayAsk(), group, DAYS, 9) == whole.lines(TodayAsk(), group, DAYS, 9) != []
    store.dispose()
