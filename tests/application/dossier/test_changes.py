"""What a new edition changes against an older one."""

from datetime import date

import pytest

from gxq_desktop.application.dossier.changes import changes_since
from gxq_desktop.domain.network import StepKind
from tests.documents.dossiers import make_dossier
from tests.documents.papers_small.editions import two_editions

LATER = date(2026, 3, 23)


def test_the_same_plan_on_the_same_day_changes_nothing():
    changes = changes_since(*two_editions())

    assert changes.days == ()
    assert changes.added == changes.dropped == ()
    assert changes.old_gate == changes.new_gate
    assert changes.old_items == changes.new_items == 64
    assert changes.why == ()


def test_a_later_start_moves_the_gate_by_the_same_working_days():
    old, dossier = two_editions(later=LATER)

    changes = changes_since(old, dossier)

    assert changes.old_gate is not None
    moved = dossier.calendar.working_days_between(changes.old_gate.on, changes.new_gate.on)
    gate = next(day for day in changes.days if day.code == "G1")
    assert gate.moved_working_days == moved == 10
    assert gate.is_gate
    assert gate.name == "开工"


def test_each_changed_step_stands_once_with_what_happens_on_its_day():
    old, dossier = two_editions(later=LATER)

    changes = changes_since(old, dossier)

    ids = [day.step_id for day in changes.days]
    assert len(ids) == len(set(ids))
    assert not any(dossier.step_by_id[step_id].kind is StepKind.EXCLUDED for step_id in ids)
    for day in changes.days:
        assert day.new == dossier.step_by_id[day.step_id].early_finish
        assert day.old.on.isoformat() == old.dates[day.step_id].early_finish
    assert next(day.name for day in changes.days if day.code == "A21") == "设计方案审查办结"


def test_the_cause_is_the_step_that_moved_on_its_own_account():
    changes = changes_since(*two_editions(later=LATER))

    assert changes.why == ("项目单位主体资料备齐从3月10日（周二）改到3月24日（周二），晚 10 个工作日。",)


def test_the_reasons_an_officer_gives_take_the_place_of_computed_ones():
    old, dossier = two_editions(later=LATER)

    assert changes_since(old, dossier, why=("企业推迟两周签约。",)).why == ("企业推迟两周签约。",)


def test_rows_that_came_or_went_are_named_and_counted():
    def edit(document):
        document["facts"]["eia_class"] = "报告书"
        document["facts"]["new_drain_connection"] = False

    changes = changes_since(*two_editions(edit=edit))

    assert changes.added == ("A06 环评报告书审批",)
    assert changes.dropped == ("A07 环评报告表审批", "C07 排水接管方案答复", "C08 排水接驳与查验")
    assert changes.new_items == changes.old_items + len(changes.added) - len(changes.dropped)


def test_whoever_prepares_the_first_changed_package_is_told():
    def edit(document):
        document["facts"]["eia_class"] = "报告书"

    changes = changes_since(*two_editions(edit=edit))

    assert changes.to_do[0] == "取下旧挂图，换第 2 版"
    assert changes.to_do[1].startswith("通知环评单位：环境影响报告书（表）3月18日（周三）起做，")
    assert len(changes.to_do) == 3


def test_an_edition_is_not_compared_with_itself_or_a_later_one():
    old, _ = two_editions()

    with pytest.raises(ValueError, match="not before"):
        changes_since(old, make_dossier("N1"))
