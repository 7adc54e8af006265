"""The listing carries enough to recompute the plan: an independent, slow scheduler does so from the JSON alone."""

import json
from datetime import date, timedelta

import jsonschema
import pytest

from gxq_desktop.application.register_project import register_project
from gxq_desktop.application.schedule_listing import list_schedule, schedule_lines
from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.paths import RESOURCES
from tests.application.fakes import FakeDesk, sample
from tests.documents.dossiers import SAMPLES

SCHEMA = json.loads((RESOURCES / "schema" / "schedule.schema.json").read_text("utf-8"))
DAY = timedelta(days=1)


def listing(name: str = "N1", targets: dict[str, date] | None = None, start_on: date | None = None) -> dict:
    desk = FakeDesk()
    number = register_project(sample(name), desk).number
    return json.loads(json.dumps(list_schedule(number, desk, start_on, targets)))


class Naive:
    """Steps days one by one, by what the schema says and nothing else."""

    def __init__(self) -> None:
        self.calendar = FakeDesk().calendar

    def works(self, calendar: str, day: date) -> bool:
        if calendar in ("seven_day", "calendar_day"):
            return True
        if calendar in ("government", "working_day"):
            return self.calendar.is_working(day)
        table = self.calendar.table(CalendarKind.SIX_DAY)
        return bool(table.worked[table.index(day)])

    def shift(self, instant: date, lag: int, unit: str) -> date:
        while lag:
            instant += DAY
            lag -= self.works(unit, instant)
        return instant

    def span_from(self, step: dict, first: date) -> date | None:
        """The last day if the step's first day is FIRST; None if it cannot start then. An instant ends at FIRST - 1."""
        if not step["span"]:
            return first - DAY
        if not self.works(step["calendar"], first):
            return None
        last, left = first, step["span"] - 1
        while left:
            last += DAY
            left -= self.works(step["calendar"], last)
        return last

    def early(self, plan: dict) -> dict[str, tuple[date, date]]:
        """Step id → start instant (the day before the first) and finish instant."""
        found: dict[str, tuple[date, date]] = {}
        for step in plan["steps"]:
            first = date.fromisoformat(plan["start"])
            while True:
                finish = self.span_from(step, first)
                if finish is not None and all(
                    self.holds(link, found, first - DAY, finish) for link in plan["links"] if link["to"] == step["id"]
                ):
                    break
                first += DAY
            found[step["id"]] = (first - DAY, finish)
        return found

    def holds(self, link: dict, found: dict[str, tuple[date, date]], start: date, finish: date) -> bool:
        other = found[link["from"]][link["type"][0] == "F"]
        mine = finish if link["type"][1] == "F" else start
        return mine >= self.shift(other, link["lag"], link["unit"])


@pytest.mark.parametrize("name", SAMPLES)
def test_the_listing_fits_its_schema(name: str) -> None:
    jsonschema.validate(listing(name), SCHEMA)


@pytest.mark.parametrize("name", ["N1", "N2", "N5", "S17-obstacle"])
def test_early_dates_can_be_recomputed_from_the_listing_alone(name: str) -> None:
    plan = listing(name)

    early = Naive().early(plan)

    for step in plan["steps"]:
        start, finish = early[step["id"]]
        if step["span"]:
            assert (step["early_start"], step["early_finish"]) == ((start + DAY).isoformat(), finish.isoformat())
        else:
            assert step["early_finish"] == max(finish, date.fromisoformat(plan["start"])).isoformat()


@pytest.mark.parametrize("name", SAMPLES)
def test_late_dates_keep_every_link_too(name: str) -> None:
    plan, naive = listing(name), Naive()
    late = {}
    for step in plan["steps"]:
        first, finish = date.fromisoformat(step["late_start"]), date.fromisoformat(step["late_finish"])
        late[step["id"]] = (first - DAY, finish) if step["span"] else (finish, finish)

    broken = [link for link in plan["links"] if not naive.holds(link, late, *late[link["to"]])]

    assert not broken


def test_a_what_if_target_is_answered_and_not_saved() -> None:
    desk = FakeDesk()
    number = register_project(sample(), desk).number

    plan = list_schedule(number, desk, targets={"G1": date(2026, 7, 1)})

    assert plan["feasible"] is False and plan["short_by_working_days"] > 0
    assert plan["smallest_lever_set"] is not None
    assert list_schedule(number, desk)["targets"][0]["date"] != "2026-07-01"


def test_an_unknown_gate_is_refused_naming_the_ones_there_are() -> None:
    desk = FakeDesk()
    number = register_project(sample(), desk).number

    with pytest.raises(DomainError, match="M_START（G1 开工）"):
        list_schedule(number, desk, targets={"G9": date(2026, 7, 1)})


def test_a_gate_the_project_does_not_have_takes_no_target() -> None:
    desk = FakeDesk()
    number = register_project(sample("N2"), desk).number

    plan = list_schedule(number, desk, targets={"G0": date(2026, 7, 1)})

    assert any(each["milestone"] == "M_LAND" for each in plan["targets"])


def test_undecided_rows_are_named_and_not_scheduled() -> None:
    plan = listing("S17-obstacle")

    assert plan["undecided"] == ["C18", "C19", "C20", "C21"]
    assert not {"C18", "C19"} & {step["id"] for step in plan["steps"]}


def test_the_lines_for_the_terminal_begin_with_the_answer() -> None:
    lines = list(schedule_lines(listing("S17-obstacle")))

    assert "起排" in lines[0]
    assert any("待定、没有排进来：C18、C19、C20、C21" in line for line in lines)


def test_an_obstacle_says_who_has_it_and_which_gates_it_delays_by_how_much() -> None:
    plan = listing("S17-obstacle")
    (obstacle,) = plan["obstacles"]
    start = next(each for each in obstacle["delays"] if each["milestone"] == "M_START")
    gate = next(each for each in plan["milestones"] if each["id"] == "M_START")

    assert start["with"] == gate["early"] > start["without"] and start["working_days"] > 0
    (line,) = [line for line in schedule_lines(listing("S17-obstacle")) if line.startswith("障碍 O1")]
    assert "没有责任单位" in line and f"G1 开工推迟 {start['working_days']} 个工作日" in line
