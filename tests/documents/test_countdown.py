"""The countdown schedule: one event a row, grouped by weeks and months, split at the start of construction."""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import pytest

from gxq_desktop.application.views import Dossier, Light
from gxq_desktop.documents.countdown import VERBS, events_of, make_countdown
from gxq_desktop.documents.preflight import preflight
from gxq_desktop.documents.sheet import LineOp, ShapeOp, Sheet
from gxq_desktop.documents.styles import TABLE_KEY
from gxq_desktop.documents.text import as_string, date_text
from gxq_desktop.documents.tokens import ACCENT
from gxq_desktop.domain.network import StepKind
from tests.documents.dossiers import SAMPLES, TODAY, make_dossier
from tests.documents.reading import extracted, unspaced, written

dossier_of = lru_cache(make_dossier)
GROUPS = ("已过最迟日", "本周", "下周", "3 至 4 周")


def words(sheet: Sheet) -> list[str]:
    return [operation.line.characters for operation in sheet.texts]


def numerals(sheet: Sheet) -> list[str]:
    """The days left at the left edge, from top to bottom."""
    found = [
        op for op in sheet.texts if op.line.spans[0].style.size_pt in (12, 15) and op.line.spans[0].style.face == "hei"
    ]
    return [op.line.characters for op in sorted(found, key=lambda op: op.y)]


def with_days(dossier: Dossier, step_id: str, on: date, left: int) -> Dossier:
    """The dossier with the latest start of a step on another day."""
    steps = tuple(
        replace(step, late_start=replace(step.late_start, on=on), days_left=left) if step.id == step_id else step
        for step in dossier.steps
    )
    return replace(dossier, steps=steps)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_every_sample_passes_preflight_and_shows_every_event_once(sample, paper):
    dossier = dossier_of(sample)

    sheets = make_countdown(dossier, paper)

    assert [str(finding) for finding in preflight(sheets)] == []
    size_factor = 1 if paper == "A4" else 420 / 297
    rows = [
        op
        for sheet in sheets
        for op in sheet.texts
        if any(op.line.spans[0].style.size_pt == pytest.approx(size * size_factor) for size in (12, 15))
        and op.line.spans[0].style.face == "hei"
    ]
    assert len(rows) == len(dossier.steps)


def test_rows_are_in_the_order_of_their_latest_days():
    dossier = dossier_of("N1")

    events = events_of(dossier)
    shown = [numeral for sheet in make_countdown(dossier, "A4") for numeral in numerals(sheet)]

    assert [event.late_start.on for event in events] == sorted(event.late_start.on for event in events)
    assert shown == [str(event.days_left) for event in events]


def test_today_is_a_word_and_overdue_has_a_plus():
    dossier = with_days(dossier_of("N1"), "B01", TODAY, 0)
    dossier = with_days(dossier, "B02", TODAY - timedelta(days=3), -1)

    first = numerals(make_countdown(dossier, "A4")[0])

    assert first[:2] == ["+1", "今天"]


def test_overdue_rows_come_under_their_own_head():
    dossier = with_days(dossier_of("N1"), "B02", date(2026, 3, 6), -1)

    said = words(make_countdown(dossier, "A4")[0])

    assert said.index("已过最迟日") < said.index("本周") < said.index("下周") < said.index("3 至 4 周")


def test_weeks_are_those_of_the_printing_day_and_say_their_working_days():
    said = words(make_countdown(dossier_of("N1"), "A4")[0])

    assert said[said.index("本周") + 1] == "3月9日至13日"
    assert said[said.index("下周") + 1] == "3月16日至20日"
    assert said[said.index("3 至 4 周") + 1] == "3月23日至4月3日"


def test_events_after_the_start_of_construction_begin_a_new_sheet():
    dossier = dossier_of("N1")
    latest = dossier.gate("G1").latest.on

    sheets = make_countdown(dossier, "A4")
    begins = next(index for index, sheet in enumerate(sheets) if "开工以后，到投产" in words(sheet))

    before = sum(len(numerals(sheet)) for sheet in sheets[:begins])
    assert before == sum(event.late_start.on <= latest for event in events_of(dossier))
    assert 0 < begins < len(sheets)


def test_a_closed_step_is_not_counted_down():
    dossier = dossier_of("N1")
    steps = tuple(replace(step, light=Light.DONE) if step.id == "B01" else step for step in dossier.steps)

    shown = [numeral for sheet in make_countdown(replace(dossier, steps=steps), "A4") for numeral in numerals(sheet)]

    assert len(shown) == len(dossier.steps) - 1


def test_with_nothing_to_do_one_sentence_stands_in_place_of_the_table():
    dossier = replace(dossier_of("N1"), steps=())

    sheets = make_countdown(dossier, "A4")

    assert len(sheets) == 1
    assert "没有待办的事项。" in words(sheets[0])
    assert "销账日" not in words(sheets[0])


def test_each_kind_of_step_has_its_verb():
    assert set(VERBS) == set(StepKind)
    said = words(make_countdown(dossier_of("N1"), "A4")[0])
    assert "受理" in said and "动手" in said


def test_the_latest_day_of_a_row_is_the_latest_start_with_its_weekday():
    dossier = dossier_of("N1")
    step = dossier.step_by_id["A21"]
    day = as_string(date_text(step.late_start.on, TABLE_KEY, plan_year=2026))

    said = words(make_countdown(dossier, "A4")[0])

    assert day in said


def test_a_provisional_day_carries_its_mark_and_the_foot_says_why():
    dossier = dossier_of("N1")
    last = make_countdown(dossier, "A4")[-1]
    provisional = [event for event in events_of(dossier) if event.late_start.provisional]

    assert provisional
    assert words(last).count("暂") >= len(numerals(last))
    assert dossier.provisional_note in words(last)


@pytest.mark.parametrize(
    ("paper", "months"), [("A4", ["3 月", "4 月", "5 月", "6 月"]), ("A3", [f"{n} 月" for n in range(3, 9)])]
)
def test_the_calendars_begin_with_the_printing_month(paper, months):
    said = words(make_countdown(dossier_of("N1"), paper)[0])

    at = said.index("3 月")
    titles = [text for text in said[at:] if text in months]
    assert titles[: len(months)] == months


def test_the_calendars_mark_the_days_of_the_events():
    dossier = dossier_of("N1")
    sheet = make_countdown(dossier, "A4")[0]

    marked = [op for op in sheet.graphics if isinstance(op, ShapeOp) and op.fill == ACCENT]
    due = {event.late_start.on for event in events_of(dossier) if event.late_start.on < date(2026, 7, 1)}

    assert len(marked) == len(due) + 1


def test_every_row_has_a_field_to_sign_in():
    dossier = dossier_of("N1")
    sheet = make_countdown(dossier, "A4")[0]

    uprights = [piece for op in sheet.graphics if isinstance(op, LineOp) for piece in op.pieces if piece[0] == piece[2]]

    assert sum(abs(y2 - y1) == pytest.approx(8.25) for _, y1, _, y2 in uprights) == len(numerals(sheet))


def test_a3_adds_the_earliest_day_and_the_float():
    a4, a3 = (words(make_countdown(dossier_of("N1"), paper)[0]) for paper in ("A4", "A3"))

    assert not {"最早日", "浮动"} & set(a4)
    assert {"最早日", "浮动"} <= set(a3)


def test_a_group_head_is_never_the_last_on_a_sheet():
    for sample in SAMPLES:
        for sheet in make_countdown(dossier_of(sample), "A4"):
            heads = [op.y for op in sheet.texts if op.line.spans[0].style.face == "song" and op.x == 25 and op.y > 50]
            rows = [op.y for op in sheet.texts if op.line.spans[0].style.size_pt in (12, 15)]
            if heads and rows:
                assert max(rows) > max(heads)


def test_an_obstacle_says_what_it_delays_and_that_nobody_owns_it():
    dossier = dossier_of("S17-obstacle")

    said = words(make_countdown(dossier, "A4")[0])

    assert "待指派" in said
    assert f"G1 开工因它晚 {dossier.obstacles[0].delays[0][1]} 个工作日" in said


@pytest.mark.parametrize(
    "dossier",
    [
        make_dossier(
            "N1", name="年产" + "超长名称" * 14, enterprise="达州高新技术产业" * 7 + "公司", without_contacts=True
        ),
        make_dossier("N1", everything_applies=True),
        make_dossier("N1", targets={"G1": "2026-05-20"}),
        make_dossier("N1", today=date(2026, 3, 14)),
    ],
    ids=["long names", "105 items", "impossible", "Saturday"],
)
def test_extremes_pass_preflight(dossier):
    for paper in ("A4", "A3"):
        assert [str(finding) for finding in preflight(make_countdown(dossier, paper))] == []


def test_the_text_of_the_file_reads_as_printed():
    text = unspaced("".join(extracted(written(*make_countdown(dossier_of("N1"), "A4")))))

    for phrase in ("倒计时工期表", "距开工08-21还剩", "设计方案审查", "本周记事", "1/5"):
        assert phrase in text


def test_other_papers_are_refused():
    with pytest.raises(ValueError, match="A2"):
        make_countdown(dossier_of("N1"), "A2")  # type: ignore[arg-type]
