"""Whose days passed, summed over rows and periods; the rules they are counted by."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from gxq_desktop.app import Desk
from gxq_desktop.application.clock_rules import clock_rules_of, set_clock_rules
from gxq_desktop.application.ledger_listing import (
    LedgerFilter,
    LedgerLine,
    count_lights,
    list_ledger,
    owned_totals,
    refresh_ledger,
)
from gxq_desktop.application.owned_listing import owned_report, owned_report_lines, owned_report_listing
from gxq_desktop.application.plan_as_of import plan_as_of
from gxq_desktop.application.ports import ChangedElsewhere
from gxq_desktop.application.project_ledger import ProjectLedger, load_ledger
from gxq_desktop.application.record_event import RecordRequest, record_event
from gxq_desktop.application.register_project import register_project
from gxq_desktop.application.replan import replan, replan_lines, replan_listing
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.clock_rules import DEFAULT_RULES, ClockRules
from gxq_desktop.domain.clocks import LedgerLight
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.limits import SuspensionRule
from gxq_desktop.domain.owned_days import OwnedDays
from tests.application.fakes import FakeDesk, FixedClock, sample

NUMBER, TODAY = "GX-2026-0001", date(2026, 10, 12)
QUIET = lambda done, total: None  # noqa: E731


def lived(desk: FakeDesk | Desk) -> str:
    """A project with a few weeks of records."""
    number = register_project(sample("N1"), desk).number
    for day, step, kind, more in [
        (date(2026, 9, 16), "B01", "preparing", {}),
        (date(2026, 9, 18), "A07", "submitted", {}),
        (date(2026, 9, 18), "A09", "accepted", {}),
        (date(2026, 9, 21), "A07", "accepted", {}),
        (date(2026, 9, 22), "A07", "suspended", {"reason": "专家评审"}),
        (date(2026, 9, 24), "B01", "ready", {"late_reason": "其他"}),
        (date(2026, 9, 28), "A07", "resumed", {}),
        (date(2026, 9, 28), "A09", "granted", {"late_reason": "其他"}),
        (date(2026, 9, 30), "B01", "received", {}),
    ]:
        desk.clock = FixedClock(day)  # type: ignore[assignment]
        record_event(number, RecordRequest(step, EventKind(kind), **more), desk)  # type: ignore[arg-type]
    desk.clock = FixedClock(date(2026, 10, 12))  # type: ignore[assignment]
    refresh_ledger(desk, QUIET)
    return number


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, Path]:
    """What a desk in memory and one on the disk hold after those weeks."""
    memory, folder = FakeDesk(), tmp_path_factory.mktemp("lived")
    lived(memory)
    made = Desk(folder, str(folder / "gxq.db"), date(2026, 9, 16))
    assert lived(made) == NUMBER
    made.close()
    return memory.uow.kept, folder / "gxq.db"


@pytest.fixture(params=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, kept: tuple[dict, Path]) -> Iterator[FakeDesk | Desk]:
    if request.param == "memory":
        memory = FakeDesk(TODAY)
        memory.uow.kept = copy.deepcopy(kept[0])
        yield memory
        return
    shutil.copy(kept[1], tmp_path / "gxq.db")
    made = Desk(tmp_path / "data", str(tmp_path / "gxq.db"), TODAY)
    yield made
    made.close()


def ledger(desk: FakeDesk | Desk, number: str) -> ProjectLedger:
    with desk.unit_of_work() as uow:
        return load_ledger(number, uow, desk)


def test_totals_over_rows_projects_and_periods_are_those_of_the_cases(desk: FakeDesk | Desk) -> None:
    number = NUMBER
    whole = ledger(desk, number)

    assert owned_totals(desk) == whole.owned_by_all() == OwnedDays(authority=20, enterprise=10, intermediary=4)
    assert owned_totals(desk, LedgerFilter(number=number)) == whole.owned_by_all()
    assert owned_totals(desk, LedgerFilter(number="GX-1999-0001")) == OwnedDays()
    lines = list_ledger(desk).lines
    assert sum((line.owned for line in lines), OwnedDays()) == whole.owned_by_all()
    for line in lines:
        assert line.owned == whole.owned(whole.case(line.row.step_id))
        asked = LedgerFilter(authority=line.row.authority)
        same = [each.owned for each in lines if each.row.authority == line.row.authority]
        assert owned_totals(desk, asked) == sum(same, OwnedDays())


@pytest.mark.parametrize(
    "period",
    [
        (date(2026, 9, 1), date(2026, 12, 31)),
        (date(2026, 9, 22), date(2026, 9, 24)),
        (date(2026, 9, 25), date(2026, 9, 27)),
        (date(2026, 10, 12), date(2026, 10, 12)),
    ],
)
def test_a_period_counts_its_own_days_only_and_periods_add_up(desk: FakeDesk | Desk, period: tuple[date, date]) -> None:
    number = NUMBER

    assert owned_totals(desk, period=period) == ledger(desk, number).owned_by_all(period)
    first, last = period
    cut = first + (last - first) / 2
    if cut < last:
        later = owned_totals(desk, period=(cut + timedelta(days=1), last))
        assert owned_totals(desk, period=(first, cut)) + later == owned_totals(desk, period=period)


def test_rows_that_are_closed_count_if_they_are_asked_for(desk: FakeDesk | Desk) -> None:
    number = NUMBER
    before = owned_totals(desk)
    record_event(number, RecordRequest("A09", EventKind.CLEARED, document="1 号"), desk)

    assert owned_totals(desk, LedgerFilter(every=True)) == before
    closed = owned_totals(desk, LedgerFilter(closed=True))
    assert closed.total > 0 and owned_totals(desk) + closed == before


def test_a_period_that_ends_before_it_begins_is_refused(desk: FakeDesk | Desk) -> None:
    with pytest.raises(DomainError, match="早于首日"):
        owned_totals(desk, period=(date(2026, 9, 2), date(2026, 9, 1)))


def test_the_report_sums_by_authority_what_the_total_says(desk: FakeDesk | Desk) -> None:
    period = (date(2026, 9, 22), date(2026, 9, 24))
    for report in (owned_report(desk), owned_report(desk, LedgerFilter(every=True), period)):
        parts = [days for _, days in report.by_authority]
        assert len(parts) > 1 and sum(parts, OwnedDays()) == report.total

    record_event(NUMBER, RecordRequest("A09", EventKind.CLEARED, document="1 号"), desk)
    closed = owned_report(desk, LedgerFilter(every=True))
    assert sum((days for _, days in closed.by_authority), OwnedDays()) == closed.total
    told = owned_report_listing(report)
    assert (told["since"], told["days_by_owner"]["total"]) == ("2026-09-22", report.total.total)
    assert f"合计：{report.total.total} 个工作日" in next(iter(owned_report_lines(report)))


# -- rules ---------------------------------------------------------------------------------------------------------


def line(desk: FakeDesk | Desk, step: str) -> LedgerLine:
    refresh_ledger(desk, QUIET)
    return next(each for each in list_ledger(desk).lines if each.row.step_id == step)


def test_rules_hold_from_the_day_they_are_set_and_the_past_stays_as_it_was_shown(desk: FakeDesk | Desk) -> None:
    number = NUMBER
    before = line(desk, "A07")
    totals = owned_totals(desk)
    assert clock_rules_of(desk) == DEFAULT_RULES

    changed = replace(DEFAULT_RULES, suspension=SuspensionRule.RESUME_DAY_COUNTS, amber_working_days=0)
    kept = set_clock_rules(desk, changed, "王芳")

    assert clock_rules_of(desk) == kept and kept.number == 1
    after = line(desk, "A07")
    assert desk.calendar.working_days_between(after.due_on, before.due_on) == 1  # the day it resumed is not deducted
    assert owned_totals(desk) == OwnedDays(totals.authority + 1, totals.enterprise, totals.intermediary - 1)
    assert replan(number, desk).ledger.rules == kept
    then = plan_as_of(number, date(2026, 9, 30), desk)
    assert then.ledger.rules == DEFAULT_RULES
    assert next(each for each in then.lines if each.row.step_id == "A07").due_on == before.due_on


def test_the_amber_threshold_is_that_of_the_desk_everywhere(desk: FakeDesk | Desk) -> None:
    set_clock_rules(desk, ClockRules(amber_working_days=20), "王芳")
    refresh_ledger(desk, QUIET)

    lines = list_ledger(desk).lines

    amber = [each for each in lines if each.light is LedgerLight.AMBER]
    assert len(amber) == count_lights(desk).amber == len(list_ledger(desk, LedgerFilter(light=LedgerLight.AMBER)).lines)
    assert any(each.days_left > 3 for each in amber)


def test_rules_set_twice_count_on_and_the_same_rules_are_not_kept_again(desk: FakeDesk | Desk) -> None:
    first = set_clock_rules(desk, ClockRules(amber_working_days=5), "王芳")
    assert set_clock_rules(desk, first, "王芳") == first and clock_rules_of(desk).number == 1
    assert set_clock_rules(desk, DEFAULT_RULES, "王芳").number == 2
    with pytest.raises(DomainError, match="谁定的"):
        set_clock_rules(desk, ClockRules(amber_working_days=1), " ")


def test_of_two_windows_that_set_rules_at_once_the_second_is_refused(desk: FakeDesk | Desk) -> None:
    with desk.unit_of_work() as uow:
        uow.ledger.set_clock_rules(ClockRules(amber_working_days=5), date(2026, 10, 12), "王芳")
        uow.commit()
    with desk.unit_of_work() as uow, pytest.raises(ChangedElsewhere):
        uow.ledger.set_clock_rules(ClockRules(amber_working_days=6), date(2026, 10, 12), "何敏")


# -- what replan shows of it -----------------------------------------------------------------------------------------


def test_replan_shows_joint_clocks_missing_material_and_days_by_owner_of_every_step(desk: FakeDesk | Desk) -> None:
    number = NUMBER
    record_event(number, RecordRequest("A01", EventKind.PROVISIONAL, until=date(2026, 10, 20), note="授权委托书"), desk)

    told = replan_listing(replan(number, desk))

    (joint,) = told["joint_clocks"]
    assert joint["items"] == ["A09", "A07"] and joint["open"] == ["A07"] and joint["first_accepted_on"] == "2026-09-18"
    assert joint["original_due_on"] == desk.calendar.after(date(2026, 9, 18), 45).on.isoformat()
    assert joint["due_on"] == desk.calendar.after(date(2026, 9, 18), 45 + 4).on.isoformat()
    (missing,) = told["missing_material"]
    assert (missing["id"], missing["until"], missing["what"], missing["days_left"]) == (
        "A01",
        "2026-10-20",
        "授权委托书",
        6,
    )
    assert sum(each["total"] for each in told["days_by_owner_of_steps"].values()) == told["days_by_owner"]["total"]
    words = "\n".join(replan_lines(replan(number, desk)))
    assert "并联审批 A09、A07" in words and "2026-10-20 前补齐 授权委托书" in words
    row = line(desk, "A07").row
    assert row.joint_due_on is not None and row.joint_due_on.isoformat() == joint["due_on"]
    assert row.statutory_original_due_on is not None and row.statutory_due_on is not None
    assert row.statutory_original_due_on < row.statutory_due_on


def test_while_material_is_missing_the_decision_is_not_forecast_before_it_is_promised(desk: FakeDesk | Desk) -> None:
    number = NUMBER
    late = date(2026, 12, 1)
    record_event(number, RecordRequest("A01", EventKind.PROVISIONAL, until=late, note="授权委托书"), desk)

    assert ledger(desk, number).plan.schedule["A01"].early_finish == late  # type: ignore[index]
