"""Papers of a project whose ledger lives: what is running says so, with the day it must be finished."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

import pytest

from gxq_desktop.application.issue_edition import draft_edition
from gxq_desktop.application.views import Day, Dossier, Light, StepView
from gxq_desktop.documents.countdown import make_countdown
from gxq_desktop.documents.manual import make_manual
from gxq_desktop.documents.phone_calendar import make_ics
from gxq_desktop.documents.preflight import preflight
from gxq_desktop.documents.sections.cards import add_cards
from gxq_desktop.documents.sections.timetable import add_timetable
from gxq_desktop.documents.wallchart import make_wallchart
from gxq_desktop.domain.case_states import EventKind
from tests.documents.papers_small.written_off import desk_with_write_offs, recorded
from tests.documents.sections.chapters import all_words, chapter_sheets, spoken_rows

LATE = {"late_reason": "前项晚了"}


@lru_cache
def living() -> Dossier:
    """N1 on 30 April: A07 decided late, A09 overdue, A17 suspended, B14 being prepared, C01 applied for."""
    desk, number = desk_with_write_offs()
    for code in ("B02", "B04"):
        recorded(desk, number, code, EventKind.READY, date(2026, 4, 7), **LATE)
    recorded(desk, number, "A09", EventKind.ACCEPTED, date(2026, 4, 20))
    recorded(desk, number, "A17", EventKind.ACCEPTED, date(2026, 4, 8))
    recorded(desk, number, "A17", EventKind.SUSPENDED, date(2026, 4, 13), reason="拍卖")
    recorded(desk, number, "B14", EventKind.PREPARING, date(2026, 4, 20))
    recorded(desk, number, "C01", EventKind.APPLIED, date(2026, 4, 27))
    desk.clock.day = date(2026, 4, 30)
    return draft_edition(number, desk).dossier


def step(code: str) -> StepView:
    return living().step_by_code[code]


def test_what_has_begun_and_is_not_finished_is_running():
    assert {each.code for each in living().steps if each.running} == {"A09", "A17", "B14", "C01"}


def test_a_running_approval_is_due_on_its_promised_day_whatever_the_forecast():
    running = step("A09")

    assert running.late_start == running.late_finish == Day(date(2026, 4, 27), False)
    assert (running.days_left, running.light) == (-3, Light.RED)
    assert running.early_finish.on >= date(2026, 4, 30)


def test_a_running_material_is_due_when_the_plan_can_bear_it_no_longer():
    running = step("B14")

    assert running.late_finish.on < running.early_finish.on and running.total_float < 0
    assert running.light is Light.RED


def test_what_has_begun_is_as_long_as_it_was_planned_not_as_long_as_it_took():
    assert (step("B14").length_days, step("B14").length_unit) == (20, "工作日")
    assert (step("A07").length_days, step("A07").length_unit) == (10, "工作日")


def test_the_timetable_begins_with_what_is_running_and_the_day_it_must_be_finished():
    rows = [row for row in spoken_rows(chapter_sheets(add_timetable, living(), first=6)) if row]

    assert rows[1].startswith("在办")
    assert "A09" in rows[2] and "04-27 一 完成" in rows[2] and "+3" in rows[2]
    assert "（0 个工作日）" not in "".join(rows) and "（0 日）" not in "".join(rows)
    for code in ("A09", "A17", "B14", "C01"):
        assert sum(step(code).name in row for row in rows) == 1, code


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("A07", ["已受理", "已办结", "承诺到期", "超期", "结果"]),
        ("A01", ["已受理", "已办结", "承诺到期", "比承诺", "按期"]),
        ("A09", ["已受理", "预计办结", "承诺到期", "已超期", "+3"]),
        ("A17", ["已受理", "预计办结", "承诺到期", "离到期还剩"]),
        ("A23", ["计划受理", "计划办结", "最迟受理"]),
    ],
)
def test_a_card_says_what_was_recorded_in_place_of_what_was_planned(code: str, words: list[str]):
    card = next(card for card in living().cards if card.code == code)

    said = all_words(chapter_sheets(add_cards, replace(living(), cards=(card,)), first=10))

    for word in words:
        assert word in said, word
    assert ("计划受理" in said) is (code == "A23")


def test_a_begun_items_card_still_names_what_came_before_it():
    card = next(card for card in living().cards if card.code == "A17")

    assert card.predecessors == ("B04",)


def test_the_countdown_asks_for_the_end_of_what_is_running():
    said = all_words(make_countdown(living(), "A4")).replace("\n", "")

    assert "水土保持方案审批办结" in said and "总平面及设计方案文本备齐" in said
    assert "设计方案审查受理" in said


def test_the_phone_reminds_of_the_end_of_what_is_running():
    said = make_ics(living()).decode().replace("\r\n ", "")

    assert "已逾期！最迟办结 A09" in said and "最迟受理 A09" not in said


def test_nothing_that_runs_is_proposed_for_tomorrow():
    running = {each.code for each in living().steps if each.running}

    assert not running & {action.code for action in living().actions}


@pytest.mark.parametrize("make", [make_manual, lambda dossier: make_wallchart(dossier, "A3"),
                                  lambda dossier: make_countdown(dossier, "A4")])  # fmt: skip
def test_every_paper_of_a_living_project_passes_preflight(make):
    assert [str(finding) for finding in preflight(make(living()))] == []


def test_page_three_counts_what_is_done_under_the_squares():
    notes = {count.item_list.name: count.note for count in living().counts}

    assert notes == {
        "APPROVALS": "实心要办，空心不办，打勾已办结 2 项",
        "MATERIALS": "已备齐 3 包",
        "UTILITIES": "",
    }
