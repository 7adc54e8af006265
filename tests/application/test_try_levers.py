"""What-ifs: the gap, what each lever brings, the smallest way, and that nothing is stored."""

from dataclasses import replace
from datetime import date

import pytest

from gxq_desktop.application.try_levers import smallest_way, try_terms
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.network import StepId
from tests.application.desks import desk

LATE = date(2026, 6, 8)


def short_desk():
    """N2: 5 working days short of its target 开工 2026-06-08."""
    return desk("N2")


def test_the_answer_names_the_gap_without_levers_and_what_is_left() -> None:
    answer = try_terms(short_desk(), short_desk().project.plan.terms).answer

    assert answer.verdict == "差 5 个工作日"
    assert answer.met is False
    assert (answer.regained, answer.short_by, answer.share) == (0, 5, 0.0)
    assert "目标 06-08（一）开工" in answer.detail


def test_a_ticked_lever_moves_the_forecast_and_leaves_ghosts_where_the_stored_plan_stands() -> None:
    on = short_desk()
    way = smallest_way(try_terms(on, on.project.plan.terms))
    assert way is not None and way.meets

    trial = try_terms(on, replace(on.project.plan.terms, levers=way.levers))

    assert trial.differs
    assert trial.answer.met and trial.answer.share == 1.0
    assert trial.answer.verdict == "能按目标开工"
    assert trial.answer.detail.startswith("不用任何办法差 5 个工作日：要到 06-15（一）")
    assert trial.answer.now == "已补回 5 个工作日，正好赶上"
    moved = [row for row in trial.timetable.rows if row.ghost is not None]
    assert moved
    stored = {dates.step.id: dates for dates in on.plan.schedule.steps}
    assert all(row.ghost == (stored[row.id].early_start, stored[row.id].early_finish) for row in moved)


def test_levers_keep_their_order_when_one_is_ticked() -> None:
    on = short_desk()
    terms = on.project.plan.terms
    before = try_terms(on, terms).levers

    after = try_terms(on, replace(terms, levers=(before[2].id,))).levers

    assert [each.id for each in after] == [each.id for each in before]
    assert [each.used for each in after].count(True) == 1
    assert not any(each.agreed for each in after)


def test_levers_stand_best_first_and_those_without_gain_say_why() -> None:
    levers = try_terms(short_desk(), short_desk().project.plan.terms).levers

    gains = [each.gain_days for each in levers]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] > 0
    assert all(each.reason for each in levers if each.gain_days == 0)
    assert all(not each.reason for each in levers if each.gain_days > 0)


def test_a_used_lever_shows_what_it_brings() -> None:
    on = short_desk()
    lever = smallest_way(try_terms(on, on.project.plan.terms)).levers[0]

    used = next(
        each for each in try_terms(on, replace(on.project.plan.terms, levers=(lever,))).levers if each.id == lever
    )

    assert used.used and used.gain_days == 5


def test_another_start_moves_everything() -> None:
    on = short_desk()
    terms = replace(on.project.plan.terms, start_on=date(2026, 4, 1))

    trial = try_terms(on, terms)

    assert trial.plan.schedule.start_on == date(2026, 4, 1)
    assert trial.answer.short_by > 5


def test_a_plan_without_target_asks_for_one() -> None:
    on = desk("N3")

    answer = try_terms(on, on.project.plan.terms).answer

    assert (answer.met, answer.verdict, answer.share) == (None, "没有定目标", None)
    assert answer.forecast.startswith("全部办完最早 ")
    assert smallest_way(try_terms(on, on.project.plan.terms)) is None


def test_a_target_that_is_met_says_how_much_is_to_spare() -> None:
    on = desk("N1", targets={"M_START": date(2026, 12, 1)})

    answer = try_terms(on, on.project.plan.terms).answer

    assert answer.met is True
    assert answer.verdict == "能按目标开工"
    assert answer.now.startswith("还有 ")
    assert answer.share is None


def test_of_several_targets_the_one_missed_most_heads_and_the_others_follow_in_words() -> None:
    on = desk("N4")

    answer = try_terms(on, on.project.plan.terms).answer

    assert answer.verdict == "差 26 个工作日"
    assert answer.others == ("开工目标 07-31（五），预计 08-20（四），差 14 个工作日",)


def test_an_unreachable_target_says_what_all_levers_together_lack() -> None:
    on = desk("N2", targets={"M_START": date(2026, 3, 20)})

    way = smallest_way(try_terms(on, on.project.plan.terms))

    assert way is not None and not way.meets
    assert "仍差" in way.sentence


@pytest.mark.parametrize(
    "changes", [{"start_on": date(2045, 12, 30)}, {"targets": {StepId("M_MOON"): LATE}}, {"levers": ("A99/1",)}]
)
def test_terms_the_project_cannot_have_are_refused(changes) -> None:
    on = short_desk()

    with pytest.raises(DomainError):
        try_terms(on, replace(on.project.plan.terms, **changes))


def test_a_first_day_that_passed_without_a_record_is_not_taken_for_work_done() -> None:
    on = desk("N2", today=date(2026, 6, 1))
    early = replace(on.project.plan.terms, start_on=date(2026, 1, 5))

    met = try_terms(on, replace(early, targets={StepId("M_START"): date(2026, 12, 1)})).answer
    missed = try_terms(on, early).answer

    assert (met.met, met.verdict) == (True, "能按目标开工")
    now = try_terms(on, replace(early, start_on=on.today)).answer.forecast
    assert now == "预计 09-02（三）开工"
    assert met.others == ("起算日已过而没有办理记录：从今天起要到 09-02（三）",)
    assert missed.met is False
    assert missed.verdict.startswith("从今天起差 ")
    assert missed.now == ""


def test_a_plan_to_come_or_with_records_says_nothing_of_today() -> None:
    assert try_terms(short_desk(), short_desk().project.plan.terms).answer.others == ()


def test_a_forecast_in_a_certain_year_is_certain_though_its_target_is_not() -> None:
    on = short_desk()
    answer = try_terms(on, replace(on.project.plan.terms, targets={StepId("M_START"): date(2028, 1, 3)})).answer

    assert answer.forecast == "预计 06-15（一）开工"
    assert answer.now.endswith("个工作日余地，暂定")


def test_dates_leave_out_the_year_of_the_plan_tried() -> None:
    on = short_desk()

    answer = try_terms(on, replace(on.project.plan.terms, start_on=date(2030, 1, 7))).answer

    assert "目标 2026-06-08（一）开工" in answer.detail
