"""What the record dialog offers, asks, previews; numbers typed back; corrections. On a desk without a database."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.application.correct_record import changes_in_words, open_correction_desk, preview_correction
from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.override_verdict import override_verdict
from gxq_desktop.application.record_desk import RecordDesk, open_record_desk
from gxq_desktop.application.record_event import Correction, Recorded, RecordRequest, journal_of, record_event
from gxq_desktop.application.record_fields import KIND_GROUPS, FieldName, asks_of, faults_of
from gxq_desktop.application.record_papers import paper_after
from gxq_desktop.application.record_preview import RecordPreview, preview_record
from gxq_desktop.application.register_project import register_project
from gxq_desktop.application.write_off_numbers import (
    HIGHEST,
    BoxState,
    UnreadableNumbers,
    look_up_numbers,
    read_numbers,
    write_off_requests,
)
from gxq_desktop.domain.case_states import TRANSITIONS, EventKind, Life, MissedReason, SuspensionCause
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.ledger import ImpossibleDate, NotAllowedNow
from tests.application.fakes import FakeDesk, sample

MONDAY = date(2026, 9, 14)
WEDNESDAY = date(2026, 9, 16)


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(WEDNESDAY)


@pytest.fixture
def number(desk: FakeDesk) -> str:
    return register_project(sample("N1"), desk).number


def record(desk: FakeDesk, number: str, step: str, kind: EventKind, on: date, **more: Any) -> Recorded:
    more.setdefault("late_reason", MissedReason.OTHER)
    return record_event(number, RecordRequest(step, kind, on, **more), desk)


def preview(desk: FakeDesk, number: str, step: str, kind: EventKind, on: date, **more: Any) -> RecordPreview:
    return preview_record(number, [RecordRequest(step, kind, on, **more)], desk)


def allowed(desk: RecordDesk, *steps: str) -> set[EventKind]:
    rows = desk.rows_of_kinds(desk.chosen(steps))
    return {choice.kind for row in rows for choice in row.choices if choice.allowed}


# -- kinds -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("life", list(Life))
def test_every_kind_of_a_life_is_shown_once(life: Life) -> None:
    shown = [kind for _, kinds in KIND_GROUPS[life] for kind in kinds]

    assert sorted(shown) == sorted(TRANSITIONS[life])


def test_only_what_follows_is_allowed_and_the_rest_says_why(desk: FakeDesk, number: str) -> None:
    opened = open_record_desk(number, desk)

    assert allowed(opened, "A09") == {
        EventKind.PREPARING, EventKind.SUBMITTED, EventKind.ACCEPTED, EventKind.PROVISIONAL, EventKind.COMMITTED
    }  # fmt: skip
    rows = opened.rows_of_kinds(opened.chosen(["A09"]))
    cleared = next(choice for row in rows for choice in row.choices if choice.kind is EventKind.CLEARED)
    assert cleared.why_not.startswith("A09现在是“未开始”，不能记“销账”。现在可以记：")
    assert "（" not in cleared.why_not, "no words of the command line"


def test_an_accepted_item_may_be_stopped_or_written_off_with_what_that_implies(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A09", EventKind.ACCEPTED, MONDAY)

    opened = open_record_desk(number, desk)

    assert {EventKind.SUSPENDED, EventKind.GRANTED, EventKind.CLEARED} <= allowed(opened, "A09")
    assert EventKind.SUPPLIED not in allowed(opened, "A09"), "nothing is missing"
    assert opened.likely_kind(opened.rows_of_kinds(opened.chosen(["A09"]))) is EventKind.GRANTED


def test_while_material_is_missing_it_cannot_be_granted(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A09", EventKind.PROVISIONAL, MONDAY, until=date(2026, 9, 30), note="红线图")

    assert EventKind.GRANTED not in allowed(open_record_desk(number, desk), "A09")
    assert EventKind.SUPPLIED in allowed(open_record_desk(number, desk), "A09")


def test_the_joint_limit_is_extended_only_of_what_is_handled_side_by_side(desk: FakeDesk, number: str) -> None:
    told = {"days": 15, "reason": "多部门意见待统一", "approver": "分管副区长"}
    record(desk, number, "A09", EventKind.ACCEPTED, MONDAY)
    assert EventKind.JOINT_EXTENDED not in allowed(open_record_desk(number, desk), "A09"), "handled alone"
    with pytest.raises(DomainError, match="没有与别的事项并联办理"):
        record(desk, number, "A09", EventKind.JOINT_EXTENDED, WEDNESDAY, **told)
    record(desk, number, "A07", EventKind.ACCEPTED, WEDNESDAY)
    assert EventKind.JOINT_EXTENDED in allowed(open_record_desk(number, desk), "A09", "A07")

    ledger = record(desk, number, "A09", EventKind.JOINT_EXTENDED, WEDNESDAY, **told).ledger

    calendar = ledger.calendar
    for step in ("A07", "A09"):
        assert ledger.row(ledger.step_named(step).id).joint_due_on == calendar.after(MONDAY, 60).on
    assert ledger.row(ledger.step_named("A09").id).due_on == calendar.after(MONDAY, 5).on, "its own promise stays"
    with pytest.raises(DomainError, match="已经延长过一次"):
        record(desk, number, "A07", EventKind.JOINT_EXTENDED, WEDNESDAY, **told)


def test_of_several_steps_only_what_all_of_them_allow(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A09", EventKind.ACCEPTED, MONDAY)
    opened = open_record_desk(number, desk)

    assert allowed(opened, "A09", "A18") == set()
    assert allowed(opened, "A09", "B01") == {EventKind.CLEARED}
    assert allowed(opened, "CONSTRUCTION", "A09") == set()


def test_a_written_off_item_allows_nothing_and_stands_last(desk: FakeDesk, number: str) -> None:
    record(desk, number, "B01", EventKind.CLEARED, WEDNESDAY, document="收件单 1")

    opened = open_record_desk(number, desk)

    assert allowed(opened, "B01") == set()
    assert opened.steps[-1].code == "B01"


def test_a_code_the_project_does_not_have_is_refused(desk: FakeDesk, number: str) -> None:
    with pytest.raises(DomainError, match="A05 本项目不办"):
        open_record_desk(number, desk).chosen(["A05"])


def test_what_a_limit_does_not_count_is_recorded_with_its_item(desk: FakeDesk, number: str) -> None:
    opened = open_record_desk(number, desk)
    excluded = next(dates.step for dates in opened.ledger.plan.schedule.steps if dates.step.kind.value == "excluded")

    assert [step.step_id for step in opened.chosen([excluded.id])] == [excluded.code]


# -- fields ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_asks_for_its_day_and_who(kind: EventKind) -> None:
    asked = [ask.name for ask in asks_of(kind)]

    assert asked.count(FieldName.ON) == 1 and FieldName.PERSON in asked and len(set(asked)) == len(asked)


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        (EventKind.SUSPENDED, {FieldName.REASON}),
        (EventKind.PROVISIONAL, {FieldName.UNTIL, FieldName.NOTE}),
        (EventKind.EXTENDED, {FieldName.DAYS, FieldName.REASON, FieldName.APPROVER}),
        (EventKind.JOINT_EXTENDED, {FieldName.DAYS, FieldName.REASON, FieldName.APPROVER}),
        (EventKind.OVERRUN, {FieldName.DAYS, FieldName.REASON}),
        (EventKind.REFUSED, {FieldName.REASON}),
        (EventKind.NOT_ACCEPTED, {FieldName.REASON}),
        (EventKind.CLEARED, {FieldName.DOCUMENT}),
        (EventKind.ACCEPTED, set()),
    ],
)
def test_what_a_kind_needs_is_asked_for_by_field(kind: EventKind, needed: set[FieldName]) -> None:
    given = {FieldName.ON: WEDNESDAY, FieldName.PERSON: "张琳", FieldName.NOTE: "  "}

    assert set(faults_of(given, asks_of(kind), kind)) == needed


def test_a_file_is_proof_enough(desk: FakeDesk) -> None:
    given = {FieldName.ON: WEDNESDAY, FieldName.PERSON: "张琳", FieldName.EVIDENCE: "a.pdf"}

    assert faults_of(given, asks_of(EventKind.CLEARED), EventKind.CLEARED) == {}


# -- looking ahead -----------------------------------------------------------------------------------------------------


def test_a_suspension_with_its_expected_end_moves_both_due_days_as_the_notes_count(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A09", EventKind.ACCEPTED, MONDAY)

    seen = preview(
        desk,
        number,
        "A09",
        EventKind.SUSPENDED,
        WEDNESDAY,
        reason="专家评审",
        until=date(2026, 9, 22),
        document="41 号",
    )

    promised, statutory = seen.changes[:2]
    assert (promised.what, promised.old, promised.new) == ("承诺到期", date(2026, 9, 20), date(2026, 9, 29))
    assert (statutory.what, statutory.moved) == ("法定到期", 6)
    assert seen.counted == "09-16（三） 至 09-22（二）含调休上班 09-20（日），共扣 6 个工作日。"
    assert "6 个工作日记在“中介" in seen.owner and "不算部门用时" in seen.owner
    assert seen.warnings == ()


def test_gates_that_do_not_move_are_named_as_unchanged(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A09", EventKind.ACCEPTED, MONDAY)

    seen = preview(desk, number, "A09", EventKind.SUSPENDED, WEDNESDAY, reason="公示", until=date(2026, 9, 22))

    gates = [change for change in seen.changes if change.is_gate]
    assert [gate.what for gate in gates] == ["G0 交地", "G1 开工", "K 完工", "G2 投产"]
    assert all(gate.is_same for gate in gates) and not seen.slips
    assert "门槛日期都不变" in seen.headline


def test_a_stop_without_a_written_notice_is_warned_of(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A09", EventKind.ACCEPTED, MONDAY)

    seen = preview(desk, number, "A09", EventKind.SUSPENDED, WEDNESDAY, reason="听证")

    assert any("第四十五条" in warning for warning in seen.warnings)
    assert seen.owner.startswith("从 09-16（三） 起记在“部门”名下")
    assert seen.counted.startswith("没有填预计哪天复")


def test_a_gate_that_slips_far_is_told_with_what_helps_and_who_must_approve(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A17", EventKind.ACCEPTED, MONDAY)

    seen = preview(desk, number, "A17", EventKind.SUSPENDED, WEDNESDAY, reason="招标", until=date(2027, 6, 30))

    assert seen.slips and "晚" in seen.headline
    assert any("批准人" in each for each in seen.approvals)
    assert all("追回" in each for each in seen.levers)


def test_a_preview_saves_nothing_and_needs_no_proof_yet(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A09", EventKind.ACCEPTED, MONDAY)
    before = journal_of(number, desk)

    seen = preview(desk, number, "A09", EventKind.CLEARED, WEDNESDAY)

    assert seen.changes[0].what == "办结"
    assert journal_of(number, desk) == before and desk.evidence.kept == []


def test_a_missed_date_is_told_without_a_refusal(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A09", EventKind.ACCEPTED, MONDAY)
    desk.clock.day = date(2026, 9, 30)

    seen = preview(desk, number, "A09", EventKind.GRANTED, date(2026, 9, 30))

    assert [(late.due_on, late.late_days) for late in seen.late] == [(date(2026, 9, 20), 7)]


def test_an_impossible_day_is_refused_with_the_earliest(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A09", EventKind.ACCEPTED, MONDAY)

    with pytest.raises(ImpossibleDate) as refused:
        preview(desk, number, "A09", EventKind.GRANTED, date(2026, 9, 10))

    assert refused.value.earliest == MONDAY


def test_dates_of_the_printed_manual_that_move_are_counted(desk: FakeDesk, number: str) -> None:
    issue_edition(number, desk)
    record(desk, number, "A09", EventKind.ACCEPTED, MONDAY)

    seen = preview(desk, number, "A09", EventKind.SUSPENDED, WEDNESDAY, reason="公示", until=date(2026, 9, 22))

    assert seen.papers.startswith("手册第 1 版有 ") and "个日期要更正" in seen.papers


@pytest.mark.parametrize("kind", list(TRANSITIONS[Life.APPROVAL]))
def test_every_kind_that_is_allowed_can_be_previewed(desk: FakeDesk, number: str, kind: EventKind) -> None:
    record(desk, number, "A09", EventKind.ACCEPTED, MONDAY)
    opened = open_record_desk(number, desk)
    if kind not in allowed(opened, "A09"):
        pytest.skip("not after acceptance")
    reason = SuspensionCause.TESTING.value if kind is EventKind.SUSPENDED else "样本"

    assert preview(desk, number, "A09", kind, WEDNESDAY, reason=reason, days=2, until=date(2026, 9, 25)).headline


# -- papers ------------------------------------------------------------------------------------------------------------


def test_a_write_off_offers_its_slip_several_one_for_all() -> None:
    one = RecordRequest("A09", EventKind.CLEARED)
    two = RecordRequest("B01", EventKind.CLEARED)

    assert paper_after([one]).label == "销号单 A09"  # type: ignore[union-attr]
    assert paper_after([one, two]).variant == "A09,B01"  # type: ignore[union-attr]
    assert paper_after([RecordRequest("A09", EventKind.ACCEPTED)]) is None


# -- numbers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("3 7 12", (3, 7, 12)),
        ("3-7", (3, 4, 5, 6, 7)),
        ("3、7，12；", (3, 7, 12)),
        ("１２　３－５", (12, 3, 4, 5)),
        ("3 – 5", (3, 4, 5)),
        ("3至5 4", (3, 4, 5)),
        ("7 7 7", (7,)),
        ("", ()),
        (" 、 ", ()),
    ],
)
def test_numbers_are_read_as_they_are_typed(typed: str, numbers: tuple[int, ...]) -> None:
    assert read_numbers(typed) == numbers


@pytest.mark.parametrize("typed", ["7-3", "0", "1000", "3-99999999", "A23", "3..7-", "-5", "二", "<b>1</b>", "3-7-9"])
def test_what_is_no_number_of_a_chart_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableNumbers):
        read_numbers(typed)


@given(st.lists(st.integers(1, HIGHEST), max_size=20))
def test_numbers_come_back_whatever_stands_between_them(numbers: list[int]) -> None:
    expected = tuple(dict.fromkeys(numbers))

    for between in (" ", "、", "，", "\n", " ,"):
        assert read_numbers(between.join(map(str, numbers))) == expected


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(typed: str) -> None:
    try:
        assert all(1 <= each <= HIGHEST for each in read_numbers(typed))
    except UnreadableNumbers as refusal:
        assert refusal.next_step


def test_every_number_says_what_it_stands_for_and_what_becomes_of_it(desk: FakeDesk, number: str) -> None:
    edition = issue_edition(number, desk).edition
    box = edition.box_numbers
    record(desk, number, "B01", EventKind.CLEARED, WEDNESDAY, document="收件单 1")
    opened = open_record_desk(number, desk)

    lines = look_up_numbers([box["B02"], box["B01"], box["A18"], 999], opened)

    assert [line.state for line in lines] == [BoxState.READY, BoxState.CLEARED, BoxState.NOT_YET, BoxState.UNKNOWN]
    assert lines[3].why == "第 1 版没有编号 999。" and "未开始" in lines[2].why
    requests = write_off_requests(lines, RecordRequest("", EventKind.CLEARED, WEDNESDAY, document="单"))
    assert [(each.step, each.document) for each in requests] == [("B02", "单")]


def test_before_the_first_manual_paper_has_no_numbers(desk: FakeDesk, number: str) -> None:
    with pytest.raises(DomainError, match="还没有发过手册"):
        look_up_numbers([3], open_record_desk(number, desk))


# -- corrections -------------------------------------------------------------------------------------------------------


def test_a_correction_shows_old_and_new_and_what_it_moves(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A09", EventKind.ACCEPTED, MONDAY)
    desk.clock.day = date(2026, 9, 17)
    opened = open_correction_desk(number, 1, desk)
    changed = Correction(on=date(2026, 9, 15), document="受〔2026〕1 号")

    assert not opened.is_of_today
    assert changes_in_words(opened, changed) == (
        "受理日：09-14（一） → 09-15（二）",
        "受理通知书文号：空 → 受〔2026〕1 号",
    )
    assert preview_correction(opened, changed, "").moves
    assert journal_of(number, desk).events[0].superseded_on is None, "only looked at"


def test_an_impossible_correction_is_refused_while_it_is_looked_at(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A09", EventKind.ACCEPTED, MONDAY)
    record(desk, number, "A09", EventKind.GRANTED, WEDNESDAY)
    opened = open_correction_desk(number, 1, desk)

    with pytest.raises(ImpossibleDate):
        preview_correction(opened, Correction(on=date(2026, 9, 17)), "")


def test_nothing_changed_is_nothing_to_correct(desk: FakeDesk, number: str) -> None:
    record(desk, number, "A09", EventKind.ACCEPTED, MONDAY)
    opened = open_correction_desk(number, 1, desk)

    assert changes_in_words(opened, Correction(on=MONDAY, note="")) == ()
    assert changes_in_words(opened, Correction(withdraw=True))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_offered_is_what_can_be_recorded_on_any_way_through_a_life(
    desk: FakeDesk, number: str, seed: int
) -> None:
    chance = random.Random(seed)
    step = ("A09", "B01", "C01", "CONSTRUCTION")[seed]
    for _ in range(9):
        opened = open_record_desk(number, desk)
        rows = opened.rows_of_kinds(opened.chosen([step]))
        choices = [choice for row in rows for choice in row.choices]
        refused = [choice.kind for choice in choices if not choice.allowed]
        for kind in chance.sample(refused, min(2, len(refused))):
            with pytest.raises(NotAllowedNow):
                record_event(number, everything(step, kind, desk.clock.day), desk)
        usable = [choice.kind for choice in choices if choice.allowed]
        if not usable:
            break
        try:
            record_event(number, everything(step, chance.choice(usable), desk.clock.day), desk)
        except NotAllowedNow as error:
            pytest.fail(f"offered, but {error}")
        except DomainError:
            continue  # days that the law does not give
        desk.clock.day += timedelta(days=1)


def everything(step: str, kind: EventKind, on: date) -> RecordRequest:
    """With everything written that KIND could need."""
    reason = SuspensionCause.TESTING.value if kind is EventKind.SUSPENDED else "理由"
    return RecordRequest(
        step, kind, on, "张琳", "说明", reason, MissedReason.OTHER, "文号", days=1, until=on, approver="科长"
    )


def test_who_decided_that_an_item_is_to_be_done_is_known_where_it_is_recorded(desk: FakeDesk, number: str) -> None:
    override_verdict(number, "A09", True, "专题会议定了", "张琳", desk)

    decided = {step.code: step.decided for step in open_record_desk(number, desk).steps if step.decided}

    assert decided == {"A09": f"人工认定要办：专题会议定了（张琳，{WEDNESDAY.isoformat()}）"}
