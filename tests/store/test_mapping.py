"""The law of the mapping: what goes into the store comes out equal, every field of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.editions import Edition, PlannedDates
from gxq_desktop.domain.facts import FactKey, Facts
from gxq_desktop.domain.network import FixedDate, FixedKind
from gxq_desktop.domain.project import (
    Contact,
    ContactRole,
    Enterprise,
    FollowOn,
    Industry,
    KeyLevel,
    Obstacle,
    Plan,
    PlanVariant,
    Project,
    ProjectNumber,
    Stage,
    StageEntry,
    Terms,
)
from gxq_desktop.domain.verdicts import Override
from gxq_desktop.store.engine import Store
from gxq_desktop.store.mapping import edition_of, fact_row, plain_check_code
from gxq_desktop.store.rows import EditionRow, ProjectFactRow
from tests.store.builders import DICTIONARY, edition
from tests.store.builders import project as any_project

NUMBER = ProjectNumber("GX-2026-0001")
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12) | st.just("𠮷野家")
given_texts = texts.filter(str.strip)
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
lengths = st.integers(0, 3660)
calendars = st.sampled_from(CalendarKind)
steps = st.sampled_from(["A01", "A17.1", "B36", "C23", "G1", "CONSTRUCTION"])
numbers = st.decimals(allow_nan=False, allow_infinity=False)

all_facts = st.fixed_dictionaries(
    {},
    optional={
        FactKey("land_supply"): st.sampled_from(["grant", "owned"]),
        FactKey("energy_tce"): numbers,
        FactKey("river"): st.booleans(),
        FactKey("delivery"): days,
        FactKey("products"): texts,
    },
).map(lambda values: Facts(DICTIONARY, values))
follow_ons = st.builds(FollowOn, texts, texts, lengths, calendars)
obstacles = st.builds(
    lambda end, **fields: Obstacle(**fields, **end),
    days.map(lambda day: {"cleared_on": day}) | lengths.map(lambda count: {"days": count}),
    id=texts,
    name=texts,
    owner=texts,
    blocks=st.lists(steps, max_size=3).map(tuple),
    calendar=calendars,
    follow_on=st.none() | follow_ons,
    note=texts,
)
plans = st.builds(
    Plan,
    start_on=days,
    targets=st.dictionaries(steps, days, max_size=3),
    construction_calendar_days=st.none() | lengths,
    obstacles=st.lists(obstacles, max_size=3).map(tuple),
    fixed_dates=st.dictionaries(
        steps, st.lists(st.builds(FixedDate, st.sampled_from(FixedKind), days), max_size=2).map(tuple), max_size=2
    ),
    preparation_calendar=calendars,
    levers=st.lists(texts, max_size=3).map(tuple),
)
variants = st.builds(
    PlanVariant,
    texts.filter(bool),
    st.builds(Terms, days, st.dictionaries(steps, days, max_size=3), st.lists(texts, max_size=3).map(tuple)),
    days,
)
projects = st.builds(
    Project,
    number=st.just(NUMBER),
    name=texts.filter(bool),
    enterprise=st.builds(Enterprise, texts, texts),
    project_code=texts,
    industry=st.builds(Industry, texts, texts, texts),
    key_level=st.none() | st.sampled_from(KeyLevel),
    contacts=st.lists(st.builds(Contact, st.sampled_from(ContactRole), texts, texts, texts), max_size=5).map(tuple),
    facts=all_facts,
    overrides=st.dictionaries(steps, st.builds(Override, st.booleans(), given_texts, given_texts, days), max_size=3),
    plan=plans,
    stages=st.lists(st.builds(StageEntry, st.sampled_from(Stage), days), min_size=1, max_size=5).map(tuple),
    registered_on=days,
    revision=st.integers(1, 10_000),
    variants=st.lists(variants, max_size=2, unique_by=lambda variant: variant.name).map(tuple),
)
json_values = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
editions = st.builds(
    Edition,
    project_number=st.just(NUMBER),
    number=st.integers(1, 10_000),
    printed_on=days,
    catalogue_version=texts,
    catalogue_digest=texts,
    facts=st.dictionaries(texts, json_values | st.lists(json_values, max_size=2), max_size=4),
    dates=st.dictionaries(steps, st.builds(PlannedDates, texts, texts, texts, texts, st.booleans()), max_size=3),
    box_numbers=st.dictionaries(steps, st.integers(1, 500), max_size=3),
    content_digest=texts,
)


def exact(project: Project) -> list[tuple[Any, str]]:
    """Facts with the digits of their numbers and in their order, which == does not compare."""
    return [(key, repr(value)) for key, value in project.facts.items()]


@FEW
@given(project=projects)
def test_a_project_comes_back_equal_in_every_field(store: Store, project: Project) -> None:
    with store.unit_of_work() as uow:  # never committed: the next example finds an empty store
        uow.projects.add(project)
        uow._to_write().expunge_all()
        found = uow.projects.get(NUMBER)

    assert found == project
    assert exact(found) == exact(project)
    assert list(found.overrides) == list(project.overrides)


@FEW
@given(before=projects, after=projects)
def test_a_project_saved_over_another_comes_back_equal(store: Store, before: Project, after: Project) -> None:
    with store.unit_of_work() as uow:
        uow.projects.add(before)
        saved = uow.projects.save(_with_revision(after, before.revision))
        uow._to_write().expunge_all()
        found = uow.projects.get(NUMBER)

    assert found == saved == _with_revision(after, before.revision + 1)
    assert exact(found) == exact(after)


@FEW
@given(edition=editions)
def test_an_edition_comes_back_equal_in_every_field(store: Store, edition: Edition) -> None:
    with store.unit_of_work() as uow:
        uow.projects.add(any_project())
        uow.editions.add(edition)
        uow._to_write().expunge_all()
        found = uow.editions.get(NUMBER, edition.number)

    assert found == edition
    assert list(found.box_numbers) == list(edition.box_numbers)


def _with_revision(project: Project, revision: int) -> Project:
    return replace(project, revision=revision)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("-Infinity")])
def test_a_fact_that_is_no_finite_number_is_a_mistake(value: Decimal) -> None:
    with pytest.raises(ValueError, match="finite number"):
        fact_row(NUMBER, 0, FactKey("energy_tce"), value)


def test_a_fact_of_another_type_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="not a fact's value"):
        fact_row(NUMBER, 0, FactKey("energy_tce"), 0.5)  # type: ignore[arg-type]


def test_facts_are_json_that_a_query_can_read() -> None:
    values = {"a": "出让", "b": Decimal("620.50"), "c": True, "d": date(2026, 3, 2)}

    rows = [fact_row(NUMBER, 0, FactKey(key), value) for key, value in values.items()]

    assert [(row.kind, row.value) for row in rows] == [
        ("text", '"出让"'),
        ("number", "620.50"),
        ("boolean", "true"),
        ("date", '"2026-03-02"'),
    ]
    assert all(isinstance(row, ProjectFactRow) for row in rows)


def test_json_of_a_layout_nobody_wrote_is_not_guessed_at() -> None:
    row = EditionRow(
        project_number=NUMBER,
        number=1,
        printed_on=date(2026, 3, 2),
        catalogue_version="",
        catalogue_digest="",
        facts={"schema": 2},
        dates={},
        box_numbers={},
        content_digest="",
        check_code="",
    )

    with pytest.raises(ValueError, match="layout 2"):
        edition_of(row)


def test_a_check_code_is_stored_without_its_hyphen() -> None:
    assert plain_check_code(edition().check_code) == edition().check_code.replace("-", "")
    assert plain_check_code("７k3f－92qd") == "7K3F92QD"
