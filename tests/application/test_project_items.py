"""The 105 rows with verdicts, and filters whose counts agree with what they show."""

from dataclasses import replace
from datetime import date

import pytest

from gxq_desktop.application.edit_plan import with_override
from gxq_desktop.application.project_items import (
    Acting,
    ItemFilter,
    VerdictFilter,
    by_phase,
    item_reason,
    item_rows,
)
from gxq_desktop.domain.items import ItemList, Phase
from gxq_desktop.domain.verdicts import Override, Verdict
from tests.application.desks import desk, on_desk, sample_project

ROWS = item_rows(desk("N1"))


def test_all_105_rows_are_there_once() -> None:
    assert len(ROWS) == 105
    assert len({row.code for row in ROWS}) == 105


def test_only_rows_that_apply_have_dates_and_a_state() -> None:
    assert all((row.due is not None) == row.applies for row in ROWS)
    assert all((row.state is not None) == row.applies for row in ROWS)


def test_a_limit_set_by_no_law_reads_at_once_and_calendar_days_have_their_unit() -> None:
    statutory = {row.code: row.statutory for row in ROWS}

    assert "即时" in statutory.values()
    assert any(text.endswith(" 日") for text in statutory.values())
    assert statutory["B01"] == ""


def test_who_acts_follows_the_list() -> None:
    assert {row.item_list: row.acting for row in ROWS} == {
        ItemList.APPROVALS: Acting.OFFICE,
        ItemList.MATERIALS: Acting.ENTERPRISE,
        ItemList.UTILITIES: Acting.PROVIDER,
    }


@pytest.mark.parametrize(
    "chosen",
    [
        ItemFilter(),
        ItemFilter(item_list=ItemList.APPROVALS),
        ItemFilter(phase=Phase.CONSTRUCTION, acting=Acting.ENTERPRISE),
        ItemFilter(text="消防"),
        ItemFilter(text="a2"),
        ItemFilter(window=next(row.window for row in ROWS if row.window)),
        ItemFilter(authority=ROWS[0].authority),
    ],
)
def test_the_counts_on_the_segments_are_what_they_show(chosen: ItemFilter) -> None:
    counts = chosen.counts(ROWS)

    for segment in VerdictFilter:
        assert counts[segment] == sum(replace(chosen, verdict=segment).keeps(row) for row in ROWS)
    parts = (VerdictFilter.APPLIES, VerdictFilter.UNDECIDED, VerdictFilter.NOT_APPLICABLE)
    assert counts[VerdictFilter.ALL] == sum(counts[each] for each in parts)


def test_phases_head_their_rows_with_counts_and_what_applies_stands_first() -> None:
    for group in by_phase(ROWS):
        applies = sum(row.applies for row in group.rows)
        assert f"适用 {applies}" in group.note or not applies
        order = [list(Verdict).index(row.verdict) for row in group.rows]
        assert [row.applies for row in group.rows] == sorted((row.applies for row in group.rows), reverse=True)
        assert len(order) == len(group.rows)


def test_a_reason_lists_conditions_beside_the_answers_and_what_would_change_it() -> None:
    reason = item_reason(desk("N1"), "A27")

    assert reason.heading == "为什么不办"
    assert [(line.text, line.answer, line.holds) for line in reason.conditions] == [
        ("建设性质不是“无”", "新建", True),
        ("特殊建设工程＝全部、部分", "无", False),
    ]
    assert reason.joined == "两条都成立才办。"
    assert reason.change.endswith("，就要办。")
    assert any("消防法" in basis for basis in reason.basis)


def test_an_applicable_row_says_why_its_date() -> None:
    reason = item_reason(desk("N1"), "A23")

    assert reason.heading == "为什么要办"
    assert reason.change == ""
    assert reason.why_date.startswith("最早 2026-")


def test_an_officers_decision_shows_beside_what_the_rule_says() -> None:
    project = sample_project()
    decided = Override(True, "喷漆房", "张琳", date(2026, 3, 9))
    on = on_desk(with_override(project, "A25", decided).on(project))

    row = next(row for row in item_rows(on) if row.code == "A25")
    reason = item_reason(on, "A25")

    assert row.overridden and row.applies
    assert reason.override == decided
    assert reason.by_rule is Verdict.NOT_APPLICABLE
    assert ItemFilter().counts(item_rows(on))[VerdictFilter.OVERRIDDEN] == 1


def test_an_unknown_code_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        item_reason(desk("N1"), "Z99")
