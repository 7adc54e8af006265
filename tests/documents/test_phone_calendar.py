"""The phone calendar read back with icalendar: the dossier's days, alarms on working days, text that stays text."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from gxq_desktop.application.views import Day, Dossier, Light
from gxq_desktop.documents.phone_calendar import ALARM_AT, alarm_days, make_ics
from gxq_desktop.domain.network import StepKind
from tests.documents.dossiers import SAMPLES, make_dossier, shipped_calendar

HOSTILE = "𠮷\r\nBEGIN:VEVENT\x00\x07,;:\\n\"'\u2028\ud800\u202e" + "长" * 200


def events(data: bytes) -> dict[str, Event]:
    """UID without its domain → event."""
    return {str(event["uid"]).removesuffix("@gxq-desktop"): event for event in Calendar.from_ical(data).walk("VEVENT")}


def events_of(dossier: Dossier) -> dict[str, Event]:
    number = f"{dossier.identity.project_number}-"
    return {uid.removeprefix(number): event for uid, event in events(make_ics(dossier)).items()}


def alarm_moments(event: Event) -> list[datetime]:
    start = datetime.combine(event.decoded("dtstart"), time())
    return [start + alarm.decoded("trigger") for alarm in event.walk("VALARM")]


def timed_steps(dossier: Dossier) -> Iterable[object]:
    return (step for step in dossier.steps if step.kind is not StepKind.MILESTONE)


@pytest.mark.parametrize("name", SAMPLES)
def test_each_step_has_one_all_day_event_on_its_latest_start_day(name: str) -> None:
    dossier = make_dossier(name)
    found = events_of(dossier)

    for step in timed_steps(dossier):
        event = found[step.id]
        assert event.decoded("dtstart") == step.late_start.on
        assert event.decoded("dtend") == step.late_start.on + timedelta(days=1)
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert ("（暂定）" in event["summary"]) == step.late_start.provisional
        assert event["status"] == ("TENTATIVE" if step.late_start.provisional else "CONFIRMED")
        assert step.why_late in event["description"]
    expected = {step.id for step in timed_steps(dossier)} | {gate.id for gate in dossier.gates}
    expected |= {f"{dossier.gate(target.gate).id}-target" for target in dossier.targets}
    assert found.keys() == expected


def test_gates_stand_on_their_forecast_and_targets_on_their_day() -> None:
    dossier = make_dossier("N1", targets={"G1": "2026-05-15"})
    found, gate = events_of(dossier), dossier.gate("G1")

    assert found["M_START"].decoded("dtstart") == gate.forecast.on
    assert found["M_START"]["summary"] == "预计 G1 开工"
    assert found["M_START-target"].decoded("dtstart") == date(2026, 5, 15)
    assert f"差 {gate.short_by} 个工作日" in found["M_START-target"]["description"] and gate.short_by > 0


def test_an_approvals_event_says_accepted_where_to_go_and_what_to_bring() -> None:
    dossier = make_dossier("N1")
    card = next(card for card in dossier.cards if card.code == "A23")

    event = events_of(dossier)["A23"]

    assert event["summary"] == "最迟受理 A23 规划许可证核发"
    assert card.window.name in event["location"] and dossier.centre.centre in event["location"]
    for material in card.materials:
        assert material.name in event["description"]
    assert "可容缺 5 日" in event["description"] and card.helper.phone in event["description"]


def test_what_rings_rings_at_nine_three_and_one_working_days_before() -> None:
    dossier = make_dossier("N1", today=date(2026, 3, 9))
    found = events_of(dossier)

    for step in timed_steps(dossier):
        moments = alarm_moments(found[step.id])
        assert all(moment.time() == ALARM_AT for moment in moments)
        for moment, count in zip(moments, (3, 1), strict=True):
            day, calendar = moment.date(), dossier.calendar
            assert calendar.is_working(day)
            assert (
                calendar.working_days_between(day - timedelta(days=1), step.late_start.on - timedelta(days=1)) == count
            )


@pytest.mark.parametrize(
    ("on", "days"),
    [
        (date(2026, 3, 20), [(3, date(2026, 3, 17)), (1, date(2026, 3, 19))]),
        (date(2026, 3, 23), [(3, date(2026, 3, 18)), (1, date(2026, 3, 20))]),  # Monday: not on the weekend
        (date(2026, 3, 22), [(3, date(2026, 3, 18)), (1, date(2026, 3, 20))]),  # Sunday
        (date(2026, 10, 8), [(3, date(2026, 9, 28)), (1, date(2026, 9, 30))]),  # after National Day
        (date(2026, 10, 12), [(3, date(2026, 10, 8)), (1, date(2026, 10, 10))]),  # the make-up Saturday counts
    ],
)
def test_alarms_count_in_the_offices_days(on: date, days: list[tuple[int, date]]) -> None:
    assert list(alarm_days(shipped_calendar(), on, date(2026, 3, 9))) == days


def test_nothing_rings_before_the_day_of_printing() -> None:
    calendar, on = shipped_calendar(), date(2026, 3, 20)

    assert alarm_days(calendar, on, date(2026, 3, 17)) == ((3, date(2026, 3, 17)), (1, date(2026, 3, 19)))
    assert alarm_days(calendar, on, date(2026, 3, 18)) == ((1, date(2026, 3, 19)),)
    assert alarm_days(calendar, on, on) == alarm_days(calendar, on, date(2027, 1, 1)) == ()


def test_a_step_that_is_late_says_so_and_one_that_is_done_does_not_ring() -> None:
    dossier = make_dossier("N1")
    late, done = dossier.steps[0], dossier.steps[1]
    dossier = replace(
        dossier,
        steps=(
            replace(late, late_start=Day(date(2026, 3, 6), False), days_left=-1, light=Light.RED),
            replace(done, light=Light.DONE),
            *dossier.steps[2:],
        ),
    )

    found = events_of(dossier)

    assert found[late.id]["summary"].startswith("已逾期！最迟")
    assert found[done.id]["summary"] == f"已办结 {done.code} {done.short_name}"
    assert not found[late.id].walk("VALARM") and not found[done.id].walk("VALARM")


def test_a_newer_edition_replaces_the_older_events_and_takes_back_what_fell_away() -> None:
    first = make_dossier("N1")
    gone = next(step for step in first.steps if step.code == "A07" and not step.parent)
    second = replace(
        first,
        identity=replace(first.identity, edition=2, printed_on=date(2026, 4, 1)),
        steps=tuple(step for step in first.steps if step.id != gone.id),
        dropped=(gone.id,),
    )

    before, after = events(make_ics(first)), events(make_ics(second))

    assert before.keys() == after.keys()
    assert {event["sequence"] for event in before.values()} == {1}
    assert {event["sequence"] for event in after.values()} == {2}
    cancelled = [uid for uid, event in after.items() if event["status"] == "CANCELLED"]
    assert cancelled == [f"GX-2026-0017-{gone.id}"]
    assert after[cancelled[0]]["summary"] == f"已取消：{gone.id} {gone.short_name}"
    assert not after[cancelled[0]].walk("VALARM")


def test_equal_dossiers_give_equal_bytes_stamped_with_the_printing_day() -> None:
    data = make_ics(make_dossier("N4"))

    assert data == make_ics(make_dossier("N4"))
    assert {event.decoded("dtstamp") for event in events(data).values()} == {datetime(2026, 3, 9, 1, tzinfo=UTC)}


def test_the_file_keeps_to_the_letter_of_rfc_5545() -> None:
    data = make_ics(make_dossier("N1", name="𠮷丽𪚥，项目；甲\\乙" + "长" * 50, without_contacts=True))

    assert data.endswith(b"END:VCALENDAR\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")  # no character is cut in two
    calendar = Calendar.from_ical(data)
    assert (calendar["version"], bool(calendar["prodid"])) == ("2.0", True)
    for event in calendar.walk("VEVENT"):
        assert not event.errors
        assert all(alarm["action"] == "DISPLAY" and alarm["description"] for alarm in event.walk("VALARM"))


def with_text(dossier: Dossier, text: str) -> Dossier:
    """DOSSIER with TEXT wherever a user may have typed."""
    return replace(
        dossier,
        identity=replace(dossier.identity, project_number=text),
        project=replace(dossier.project, name=text),
        centre=replace(dossier.centre, centre=text, address=text),
        steps=tuple(replace(step, short_name=text, name=text, owner=text, why_late=text) for step in dossier.steps[:9]),
        obstacles=tuple(replace(each, note=text, name=text) for each in dossier.obstacles),
        cards=(),
    )


def test_hostile_text_stays_inside_its_property() -> None:
    plain, hostile = make_dossier("S17-obstacle"), with_text(make_dossier("S17-obstacle"), HOSTILE)

    data = make_ics(hostile)

    found = Calendar.from_ical(data).walk("VEVENT")
    assert len(found) == len(Calendar.from_ical(make_ics(with_text(plain, "字"))).walk("VEVENT"))
    assert len({str(event["uid"]) for event in found}) == len(found)
    assert any("𠮷" in event["summary"] and "长" * 200 in event["summary"] for event in found)
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", data)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=120))
def test_any_text_gives_a_file_that_can_be_read_back(text: str) -> None:
    dossier = with_text(SMALL, text)

    found = Calendar.from_ical(make_ics(dossier)).walk("VEVENT")

    assert len(found) == SMALL_COUNT
    assert all(not event.errors for event in found)


SMALL = replace(make_dossier("N5"), gates=(), targets=(), materials=(), utilities=())
SMALL_COUNT = len(Calendar.from_ical(make_ics(with_text(SMALL, ""))).walk("VEVENT"))


def test_all_105_rows_and_none_make_a_calendar() -> None:
    everything, nothing = make_dossier("N1", everything_applies=True), replace(make_dossier("N1"), steps=(), gates=())

    assert len(events_of(everything)) >= 105
    assert Calendar.from_ical(make_ics(replace(nothing, targets=()))).walk("VEVENT") == []
