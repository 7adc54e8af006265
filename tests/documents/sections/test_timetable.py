"""Chapter four: the timetable by latest start, with holidays, gates and what is undecided."""

from collections import Counter
from dataclasses import replace

import pytest

from gxq_desktop.application.views import Dossier, Light
from gxq_desktop.documents.sections.timetable import add_timetable, month_note
from gxq_desktop.documents.sheet import ShapeOp, Sheet
from gxq_desktop.documents.text import as_string
from gxq_desktop.documents.tokens import TINT
from gxq_desktop.domain.network import StepKind
from gxq_desktop.domain.verdicts import Verdict
from tests.documents.dossiers import make_dossier, shipped_calendar
from tests.documents.sections.chapters import (
    HOSTILE,
    LONG_ENTERPRISE,
    LONG_NAME,
    all_words,
    chapter_sheets,
    faults,
    spoken_rows,
    tags,
    wanted_anchors,
    words,
)
from tests.documents.sections.reduced import only

SAMPLES = ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "S17-obstacle"]


@pytest.fixture(scope="module")
def n1() -> Dossier:
    return make_dossier("N1")


@pytest.fixture(scope="module")
def sheets(n1: Dossier) -> list[Sheet]:
    return chapter_sheets(add_timetable, n1, first=6)


def rows_by_place(sheets: list[Sheet]) -> list[str]:
    """Step ids in the order they are printed."""
    placed = [
        (sheet.number, y, name.removeprefix("row:"))
        for sheet in sheets
        for name, y in sheet.anchors.items()
        if name.startswith("row:")
    ]
    return [step_id for _, _, step_id in sorted(placed)]


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_chapter_passes_preflight_for_every_sample_on_either_side_of_the_leaf(sample):
    dossier = make_dossier(sample)

    assert faults(chapter_sheets(add_timetable, dossier, first=2)) == []
    assert faults(chapter_sheets(add_timetable, dossier, first=3)) == []


def test_the_chapter_passes_preflight_with_all_105_rows_and_with_the_longest_names():
    assert faults(chapter_sheets(add_timetable, make_dossier("N3", everything_applies=True))) == []
    assert faults(chapter_sheets(add_timetable, make_dossier("N1", name=LONG_NAME, enterprise=LONG_ENTERPRISE))) == []


def test_the_chapter_takes_four_pages_for_n1(sheets):
    assert len(sheets) == 4


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_step_has_exactly_one_row(sample):
    dossier = make_dossier(sample)

    rows = Counter(rows_by_place(chapter_sheets(add_timetable, dossier)))

    assert rows == Counter(step.id for step in dossier.steps)


def test_rows_are_in_the_order_of_their_latest_start(n1, sheets):
    latest = [n1.step_by_id[step_id].late_start.on for step_id in rows_by_place(sheets)]

    assert latest == sorted(latest)


def test_every_month_with_a_latest_start_has_one_heading(n1, sheets):
    months = {(step.late_start.on.year, step.late_start.on.month) for step in n1.steps}

    headings = [word for word in words(sheets) if word.endswith("月")]

    assert len(set(headings)) == len(months)
    assert "2027年5月" in headings


def test_a_month_that_goes_on_on_the_next_page_is_named_again(sheets):
    assert "（续）" in words(sheets)


def test_the_month_row_gives_working_days_holidays_and_make_up_days():
    calendar = shipped_calendar()

    assert as_string(month_note(calendar, 2026, 3)) == "22个工作日"
    assert as_string(month_note(calendar, 2026, 4)) == "21个工作日　清明节04-04 至 04-06放假"
    assert as_string(month_note(calendar, 2026, 5)) == "19个工作日　劳动节05-01 至 05-05放假，05-09（六）上班"
    assert (
        as_string(month_note(calendar, 2026, 2)) == "16个工作日　春节02-15 至 02-23放假，02-14（六）、02-28（六）上班"
    )


def test_the_month_row_of_a_year_without_a_notice_says_provisional():
    assert as_string(month_note(shipped_calendar(), 2027, 3)).startswith("23个工作日（暂定）")


def test_a_break_over_the_turn_of_the_year_stands_in_both_months():
    calendar = shipped_calendar()
    rest = next(rest for notice in calendar.notices for rest in notice.breaks if rest.first.year < rest.last.year)

    assert rest.name in as_string(month_note(calendar, rest.first.year, 12))
    assert rest.name in as_string(month_note(calendar, rest.last.year, 1))


def test_gates_are_rows_with_their_sign_and_name(n1, sheets):
    rows = spoken_rows(sheets)

    for gate in n1.gates:
        assert any(row.startswith(f"{gate.sign}{gate.name}") and "门槛" in row for row in rows)


def test_steps_that_are_not_counted_name_their_item_and_length_and_have_no_box(n1, sheets):
    excluded = [step for step in n1.steps if step.kind is StepKind.EXCLUDED]
    said = all_words(sheets)

    assert excluded
    for step in excluded:
        assert f"{step.parent} {step.name}" in said.replace("\n", "")
        assert step.number is None


def test_items_lead_to_their_card_packages_to_the_checklist_connections_to_their_line(n1, sheets):
    wanted = wanted_anchors(sheets)

    assert {f"card:{card.code}" for card in n1.cards} <= wanted
    assert {f"material:{material.code}" for material in n1.materials} <= wanted
    assert "utility:供电" in wanted


def test_critical_rows_are_tinted_and_no_others(n1, sheets):
    tinted = sum(isinstance(op, ShapeOp) and op.fill == TINT for sheet in sheets for op in sheet.graphics)

    assert tinted == sum(step.critical for step in n1.steps)


def test_overdue_rows_say_by_how_much(n1):
    late = make_dossier("N1", targets={"G1": "2026-05-20"})
    sheets = chapter_sheets(add_timetable, late)
    said = words(sheets)

    overdue = [step for step in late.steps if step.days_left < 0]
    assert overdue
    for step in overdue:
        assert f"+{-step.days_left}" in said
    assert "个工作日" in all_words(sheets) and "还差" in all_words(sheets)


def test_the_lead_says_what_the_latest_days_rest_on(n1, sheets):
    assert "最迟日是倒排出来的" in all_words(sheets)

    without = chapter_sheets(add_timetable, make_dossier("N1", targets={}))
    assert "没有定目标日" in all_words(without)


@pytest.mark.parametrize("targets", [{}, {"G1": "2026-05-20"}, {"G1": "2026-12-20"}])
def test_the_lead_takes_at_most_two_lines(targets):
    sheet = chapter_sheets(add_timetable, make_dossier("N3", targets=targets))[0]

    head = next(op.y for op in sheet.texts if op.line.characters == "编码")
    lead = [op for op in sheet.texts if 45 < op.y < head - 3]
    assert len({round(op.y, 1) for op in lead}) <= 2


def test_undecided_rows_are_named_at_the_end_with_the_page_that_asks():
    dossier = make_dossier("N1", unknown=("forest_land", "daily_gas"))
    sheets = chapter_sheets(add_timetable, dossier)

    said = all_words(sheets[-1:]).replace("\n", "")
    assert "没有排进来的" in said
    assert "C18 用气受理踏勘" in said
    assert "chapter:undecided" in wanted_anchors(sheets)


def test_with_all_rows_decided_there_is_no_note_on_undecided_ones(sheets):
    assert "没有排进来的" not in all_words(sheets)


def test_very_many_undecided_rows_are_listed_by_code():
    dossier = make_dossier("N1")
    verdicts = tuple(replace(row, verdict=Verdict.UNDECIDED) for row in dossier.verdicts)
    sheets = chapter_sheets(add_timetable, replace(dossier, verdicts=verdicts))

    said = all_words(sheets).replace("\n", "")
    assert "A01–A46" in said
    assert faults(sheets) == []


def test_closed_rows_end_the_chapter():
    n1 = make_dossier("N1")
    closed = n1.steps[0].id
    steps = tuple(replace(step, light=Light.DONE) if step.id == closed else step for step in n1.steps)
    sheets = chapter_sheets(add_timetable, replace(n1, steps=steps))

    assert rows_by_place(sheets)[-1] == closed
    assert "已办结" in words(sheets)
    assert faults(sheets) == []


def test_a_project_with_one_item_has_one_row(n1):
    sheets = chapter_sheets(add_timetable, only(n1, "A01"))

    assert rows_by_place(sheets) == ["A01"]
    assert faults(sheets) == []


def test_a_project_without_steps_says_so():
    empty = replace(only(make_dossier("N1"), "A01"), steps=(), links=(), cards=())

    sheets = chapter_sheets(add_timetable, empty)

    assert len(sheets) == 1
    assert "没有要排期的步骤" in all_words(sheets)
    assert tags(sheets, "Table") == []


def test_hostile_owners_and_names_are_printed_as_typed(n1):
    step = n1.steps[0]
    steps = (replace(step, owner=HOSTILE, name=HOSTILE), *n1.steps[1:])

    sheets = chapter_sheets(add_timetable, replace(n1, steps=steps))

    assert faults(sheets) == []
    assert "<b>甲&乙</b>" in all_words(sheets).replace("\n", "")


def test_the_table_is_one_element_with_one_head(sheets):
    assert len(tags(sheets, "Table")) == 1
    heads = [row for row in spoken_rows(sheets) if row.startswith("编码事项谁办")]
    assert len(heads) == 1


def test_dates_of_other_years_carry_the_year_and_provisional_ones_their_mark(n1, sheets):
    later = [step for step in n1.steps if step.late_start.on.year == 2027]
    assert later and all(step.late_start.provisional for step in later)

    said = all_words(sheets)
    for step in later:
        assert f"27-{step.late_start.on:%m-%d}" in said
    assert words(sheets).count("暂") >= len(later)
