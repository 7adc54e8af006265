from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.ledger_listing import (
    LedgerFilter,
    count_lights,
    ledger_listing,
    list_ledger,
    new_warnings,
    refresh_ledger,
)
from gxq_desktop.application.plan_as_of import as_of_listing, plan_as_of
from gxq_desktop.application.record_event import RecordRequest, record_event
from gxq_desktop.application.register_project import register_project
from gxq_desktop.application.reissue import ApprovalMissing, NothingToReissue, reissue
from gxq_desktop.application.replan import replan, replan_lines, replan_listing
from gxq_desktop.application.verify_paper import UnknownCode, verified_lines, verified_listing, verify_paper
from gxq_desktop.application.views import Light
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.clocks import LedgerLight
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.network import StepKind
from tests.application.fakes import FakeDesk, sample


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(date(2026, 3, 9))


@pytest.fixture
def number(desk: FakeDesk) -> str:
    return register_project(sample("N1"), desk).number


def record(desk: FakeDesk, number: str, step: str, kind: str, on: date | None = None, **more: str) -> None:
    record_event(number, RecordRequest(step, EventKind(kind), on, **more), desk)


# -- re-planning ---------------------------------------------------------------------------------------------------


def test_actuals_stand_as_they_were_and_nothing_open_begins_before_today(desk: FakeDesk, number: str) -> None:
    record(desk, number, "B01", "ready")
    record(desk, number, "A01", "accepted", date(2026, 3, 9))
    desk.clock.day = date(2026, 4, 1)

    plan = replan(number, desk).ledger.plan

    assert (plan.schedule["B01"].early_start, plan.schedule["B01"].early_finish) == (date(2026, 3, 9),) * 2
    assert plan.schedule["A01"].early_start == date(2026, 3, 9)
    assert plan.schedule["A01"].early_finish == date(2026, 4, 1)  # overdue: not before today
    for dates in plan.schedule.steps:
        if dates.step.id not in plan.actuals and dates.step.kind is not StepKind.MILESTONE:
            assert dates.early_start >= date(2026, 4, 1), dates.step.id


def test_a_replan_without_records_is_the_agreed_plan(desk: FakeDesk, number: str) -> None:
    desk.clock.day = date(2026, 5, 6)

    listing = replan_listing(replan(number, desk))

    assert not listing["recorded"] and listing["moves"] == [] and listing["needs_approval"] == []


def test_forecast_chain_variance_and_levers_are_told(desk: FakeDesk, number: str) -> None:
    record(desk, number, "B01", "ready")
    desk.clock.day = date(2026, 6, 1)

    found = replan(number, desk)
    listing = replan_listing(found)

    assert listing["driving_chain"][-1] == "M_OPERATE" and listing["levers"]
    assert {each["id"] for each in listing["needs_approval"]} >= {"M_OPERATE"}
    assert all(each["calendar_days"] > 30 for each in listing["needs_approval"])
    assert listing["days_by_owner"]["total"] == sum(
        listing["days_by_owner"][party] for party in ("authority", "enterprise", "intermediary")
    )
    assert any("重发要写批准人" in line for line in replan_lines(found))


def test_what_is_decided_takes_its_uncounted_steps_with_it(desk: FakeDesk, number: str) -> None:
    desk.clock.day = date(2026, 4, 1)
    record(desk, number, "A07", "accepted", date(2026, 3, 20))
    record(desk, number, "A07", "granted", date(2026, 3, 27))

    schedule = replan(number, desk).ledger.plan.schedule

    excluded = [dates for dates in schedule.steps if dates.step.kind is StepKind.EXCLUDED and dates.step.code == "A07"]
    assert excluded and all(dates.early_finish == date(2026, 3, 27) for dates in excluded)


def test_papers_show_what_was_recorded(desk: FakeDesk, number: str) -> None:
    record(desk, number, "B01", "ready")
    record(desk, number, "A01", "accepted")

    dossier = issue_edition(number, desk).dossier

    done, running = dossier.step_by_id["B01"], dossier.step_by_id["A01"]
    assert (done.light, done.early_finish.on, done.why_late) == (Light.DONE, date(2026, 3, 9), "已于 2026-03-09 备齐。")
    assert running.light is Light.AMBER and running.late_start.on == date(2026, 3, 10)
    assert "已于 2026-03-09 受理" in running.why_early
    cells = {cell.code: cell.done for count in dossier.counts for cell in count.cells}
    assert cells["B01"] and not cells["A01"]


# -- the list ------------------------------------------------------------------------------------------------------


def test_rows_carry_what_other_programs_need_and_the_lights_add_up(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A07", "accepted", date(2026, 3, 9))
    desk.clock.day = date(2026, 3, 18)
    refresh_ledger(desk)

    rows = {row["code"]: row for row in ledger_listing(list_ledger(desk).lines)}
    counts = count_lights(desk)

    keys = {
        "project",
        "code",
        "name",
        "state",
        "owner",
        "accepted_on",
        "original_due_on",
        "due_on",
        "days_left",
        "light",
    }
    assert keys <= rows["A07"].keys()
    assert (rows["A07"]["accepted_on"], rows["A07"]["state"]) == ("2026-03-09", "accepted")
    due = date.fromisoformat(rows["A07"]["due_on"])
    assert rows["A07"]["days_left"] == desk.calendar.working_days_between(date(2026, 3, 18), due)
    assert counts.open == list_ledger(desk, limit=10**6).total
    assert counts.red == list_ledger(desk, LedgerFilter(overdue=True), 10**6).total


@pytest.mark.parametrize("light", [LedgerLight.RED, LedgerLight.AMBER, LedgerLight.GREEN])
def test_the_bounds_of_a_light_are_those_of_its_rows(desk: FakeDesk, number: str, light: LedgerLight) -> None:
    for today in (date(2026, 3, 20), date(2026, 4, 3), date(2026, 9, 26)):
        desk.clock.day = today
        refresh_ledger(desk)

        found = list_ledger(desk, LedgerFilter(light=light), 10**6).lines

        assert {line.light for line in found} <= {light}
        assert len(found) == sum(line.light is light for line in list_ledger(desk, limit=10**6).lines)


def test_due_within_counts_working_days_and_holds_what_is_overdue(desk: FakeDesk, number: str) -> None:
    desk.clock.day = date(2026, 3, 18)
    refresh_ledger(desk)

    found = list_ledger(desk, LedgerFilter(due_within=5), 10**6).lines

    assert found and {line.days_left <= 5 for line in found} == {True}
    assert len(found) == sum(line.days_left <= 5 for line in list_ledger(desk, limit=10**6).lines)


def test_a_warning_fires_once_a_change_and_not_daily(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A07", "accepted", date(2026, 3, 9))
    refresh_ledger(desk)
    new_warnings(desk)
    due = next(line.due_on for line in list_ledger(desk, limit=10**6).lines if line.row.step_id == "A07")

    told: dict[date, str] = {}
    day = date(2026, 3, 10)
    while day <= due + timedelta(days=3):
        desk.clock.day = day
        refresh_ledger(desk)
        for line in new_warnings(desk):
            if line.row.step_id == "A07":
                told[day] = line.light.value
        day += timedelta(days=1)

    assert list(told.values()) == ["amber", "red"] and list(told)[1] == due + timedelta(days=1)


def test_silence_changes_a_row_though_nothing_was_recorded(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A07", "submitted", date(2026, 3, 9))
    desk.clock.day = date(2026, 3, 17)

    assert refresh_ledger(desk) == 1
    row = next(line.row for line in list_ledger(desk, limit=10**6).lines if line.row.step_id == "A07")
    assert row.accepted_on == date(2026, 3, 9)
    assert refresh_ledger(desk) == 0


# -- reissue, verify, as of ----------------------------------------------------------------------------------------


def test_a_reissue_carries_a_slip_and_agrees_the_new_dates(desk: FakeDesk, number: str) -> None:
    first = issue_edition(number, desk).edition
    record(desk, number, "B01", "ready")
    desk.clock.day = date(2026, 3, 20)

    done = reissue(number, desk, why="设计单位晚交图", person="王芳")

    assert (done.previous.number, done.edition.number) == (first.number, 2)
    assert done.changes.why == ("设计单位晚交图",) and done.changes.days
    kept = {key[2:] for key in desk.uow.kept["papers"] if key[:2] == (number, 2)}
    assert kept == {("manual", "A4"), ("change_slip", "1")}
    agreed = desk.uow.kept["agreed"][number]
    assert [plan.number for plan in agreed] == [1, 2] and agreed[1].person == "王芳"
    assert not replan(number, desk).since_agreed


def test_a_slip_over_thirty_days_asks_for_a_named_approval(desk: FakeDesk, number: str) -> None:
    issue_edition(number, desk)
    record(desk, number, "B01", "ready")
    desk.clock.day = date(2026, 6, 1)

    with pytest.raises(ApprovalMissing, match=r"推迟 \d+ 天.*超过 30 天"):
        reissue(number, desk, why="晚了")
    assert len(desk.uow.kept["agreed"][number]) == 1 and number in desk.uow.kept["journals"]
    assert reissue(number, desk, why="晚了", approver="张局长").agreed.approver == "张局长"


def test_what_has_not_changed_is_not_reissued(desk: FakeDesk, number: str) -> None:
    with pytest.raises(NothingToReissue, match="还没有发过手册"):
        reissue(number, desk)
    issue_edition(number, desk)
    desk.clock.day = date(2026, 3, 12)
    with pytest.raises(NothingToReissue, match="没有变化"):
        reissue(number, desk)


def test_a_code_tells_edition_day_and_what_changed_since(desk: FakeDesk, number: str) -> None:
    code = issue_edition(number, desk).edition.check_code
    assert verify_paper(code, desk).is_current
    record(desk, number, "B01", "ready")
    desk.clock.day = date(2026, 3, 20)

    found = verify_paper(code, desk)
    listing = verified_listing(found)

    assert (listing["edition"], listing["is_current"], listing["printed_on"]) == (1, False, "2026-03-09")
    assert listing["changed_days"] and listing["recorded_since"] == [
        {"step": "B01", "event": "ready", "on": "2026-03-09"}
    ]
    assert "发出以后有变化" in "".join(verified_lines(found))
    with pytest.raises(UnknownCode):
        verify_paper("2222-2222", desk)


def test_a_past_day_is_shown_as_it_was_then(desk: FakeDesk, number: str) -> None:
    shown = {}
    steps = [("B01", "ready"), ("A01", "accepted"), ("A07", "submitted"), ("A07", "accepted")]
    for place, (step, kind) in enumerate(steps):
        desk.clock.day = date(2026, 3, 9) + timedelta(days=place)
        record(desk, number, step, kind)
        shown[desk.clock.day] = as_of_listing(plan_as_of(number, desk.clock.day, desk))
    desk.clock.day = date(2026, 4, 20)
    record(desk, number, "A07", "granted", reason="部门办理超时")

    for day, then in shown.items():
        assert as_of_listing(plan_as_of(number, day, desk)) == then
    assert shown[date(2026, 3, 9)]["exact"]


def test_a_past_day_says_which_catalogue_the_edition_of_then_was_made_from(desk: FakeDesk, number: str) -> None:
    issue_edition(number, desk)
    day = desk.clock.day
    assert plan_as_of(number, day, desk).doubts == ()

    issued_from = desk.catalogue.version
    for version, said in (("2027.01", "这里按现在的 2027.01 排"), (issued_from, "这里按后来改过的内容排")):
        desk.catalogue = replace(desk.catalogue, version=version, digest="0" * 64)
        (doubt,) = plan_as_of(number, day, desk).doubts
        assert f"手册第 1 版用的是事项库 {issued_from}，" in doubt and said in doubt


def test_a_past_day_says_that_the_holidays_were_announced_since(desk: FakeDesk, number: str) -> None:
    day = desk.clock.day
    notice = desk.calendar.notice(2027)
    assert notice is not None and notice.provisional and plan_as_of(number, day, desk).exact
    announced = replace(notice, provisional=False, issued_on=date(2026, 11, 4))
    desk.calendar = desk.calendar.with_notice(announced)

    found = plan_as_of(number, day, desk)

    assert found.doubts == ("2027 年的放假安排是那天以后公布的，当时按推算排。",) and not found.exact


def test_days_that_are_not_past_cannot_be_shown(desk: FakeDesk, number: str) -> None:
    with pytest.raises(DomainError, match="还没有到"):
        plan_as_of(number, date(2026, 3, 10), desk)
    with pytest.raises(DomainError, match="还没有登记"):
        plan_as_of(number, date(2026, 3, 6), desk)


def test_what_could_have_begun_says_that_it_is_planned_again_from_today(desk: FakeDesk, number: str) -> None:
    record(desk, number, "B01", "ready")
    desk.clock.day = date(2026, 3, 20)

    step = issue_edition(number, desk).dossier.step_by_id["B02"]

    assert step.why_early.startswith("最早 2026-03-20 开始：没有办理记录，重排不早于 03-20 开始。")
