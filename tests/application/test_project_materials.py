"""The checklist over all items: merged once, who provides what, what is there."""

from __future__ import annotations

import pytest

from gxq_desktop.application.project_materials import (
    MaterialFilter,
    Presence,
    Provider,
    last_action,
    material_rows,
    needing_items,
    tick_request,
)
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.items import ApprovalItem
from tests.application.desks import desk as planned
from tests.application.recorded import Recorded, made

__all__ = ["made"]


@pytest.mark.parametrize("name", ["N1", "N2", "N4", "S17-obstacle"])
def test_every_material_of_every_applicable_item_is_in_exactly_one_row(name: str) -> None:
    desk = planned(name)
    rows = material_rows(desk)
    asked = [
        (item.code, material.name)
        for item in desk.catalogue.approvals
        if desk.verdicts[item.code].applies
        for material in item.materials
    ]

    listed = [(each.code, each.as_what) for row in rows for each in row.needed if each.as_what]

    assert sorted(listed) == sorted(asked)
    assert len({row.key for row in rows}) == len(rows)


def test_packages_that_apply_are_listed_even_if_no_item_asks_for_them() -> None:
    desk = planned("N1")
    applicable = {material.code for material in desk.catalogue.materials if desk.verdicts[material.code].applies}

    rows = {row.code: row for row in material_rows(desk) if row.provider is Provider.UNIT}

    assert set(rows) == applicable
    assert all(row.needed or row.no_use for row in rows.values())


def test_presence_follows_the_ledger(made: Recorded) -> None:
    rows = {row.code: row for row in material_rows(made.desk) if row.can_tick}

    assert (rows["B01"].presence, rows["B02"].presence) == (Presence.RECEIVED, Presence.READY)
    assert rows["B04"].presence is Presence.MISSING
    made.record("B04", EventKind.PREPARING)
    assert {row.code: row for row in material_rows(made.desk)}["B04"].presence is Presence.PREPARING


def test_a_tick_is_recorded_as_received_and_taken_back(made: Recorded) -> None:
    row = next(row for row in material_rows(made.desk) if row.code == "B04")
    request = tick_request(row, "王芳")
    made.record(request.step, request.kind, person=request.person)

    assert next(row for row in material_rows(made.desk) if row.code == "B04").presence is Presence.RECEIVED
    assert last_action(made.desk, "B04") == made.desk.journal.next_number - 1
    assert last_action(made.desk, "B09") == 0


def test_what_is_not_recorded_here_cannot_be_ticked() -> None:
    form = next(row for row in material_rows(planned("N1")) if row.provider is Provider.FORM)

    assert not form.can_tick and form.presence is Presence.NOT_TRACKED
    with pytest.raises(ValueError):
        tick_request(form)


def test_until_is_the_latest_start_of_the_item_that_needs_it_first() -> None:
    desk = planned("N1")
    starts = {step.code: step.late_start.on for step in desk.steps if step.code and not step.parent}

    for row in material_rows(desk):
        days = [starts[each.code] for each in row.needed if each.code in starts]
        assert (row.until.on if row.until is not None else None) == min(days, default=None)


def test_copies_are_counted_over_all_items() -> None:
    row = next(row for row in material_rows(planned("N1")) if row.code == "B01")

    assert row.copies == "电子 4 份 · 原件 4 份"


def test_filters_and_the_items_to_filter_by() -> None:
    desk = planned("N1")
    rows = material_rows(desk)
    items = needing_items(rows, desk)

    assert items and all(isinstance(item, ApprovalItem) or item.code.startswith("C") for item in items)
    code = items[0].code
    assert all(any(each.code == code for each in row.needed) for row in rows if MaterialFilter(code=code).keeps(row))
    assert all(row.can_tick for row in rows if MaterialFilter(only_missing=True, provider=Provider.UNIT).keeps(row))
    assert next(row.code for row in rows if MaterialFilter(text="b01").keeps(row)) == "B01"


def test_without_a_plan_there_is_nothing_to_bring() -> None:
    from dataclasses import replace

    desk = replace(planned("N1"), plan=None, refusal=DomainError("排不出。", "改。"))

    assert material_rows(desk) == ()
