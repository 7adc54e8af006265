"""Row ↔ domain value, two plain functions a table.

JSON columns carry "schema": the number of their layout. `*_row` writes the newest, `*_of` reads every one ever written.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gxq_desktop.application.desk_lists import PlannedStep, PlanSummary
from gxq_desktop.application.drafts import Draft, DraftHead, DraftId
from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.editions import Edition, HandedPaper, HandOver, IssuedPaper, PlannedDates
from gxq_desktop.domain.facts import FactDictionary, FactKey, Facts, FactValue
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.network import FixedDate, FixedKind, StepId
from gxq_desktop.domain.project import (
    Contact,
    ContactRole,
    Enterprise,
    FollowOn,
    Industry,
    Obstacle,
    Plan,
    PlanVariant,
    Project,
    ProjectNumber,
    StageEntry,
    Terms,
)
from gxq_desktop.domain.verdicts import Override
from gxq_desktop.store.rows import (
    DraftRow,
    EditionRow,
    HandOverRow,
    IssuedPaperRow,
    PlanSummaryRow,
    PlanVariantRow,
    ProjectFactRow,
    ProjectOverrideRow,
    ProjectRow,
    ProjectStageRow,
    ValueKind,
)

SCHEMA = 1
"""The layout of every JSON column so far."""


def project_row(project: Project) -> ProjectRow:
    number = project.number
    return ProjectRow(
        number=number,
        name=project.name,
        enterprise_name=project.enterprise.name,
        credit_code=project.enterprise.credit_code,
        project_code=project.project_code,
        industry_code=project.industry.code,
        industry_name=project.industry.name,
        industry_track=project.industry.track,
        key_level=project.key_level,
        contacts=_contacts_json(project.contacts),
        plan=_plan_json(project.plan),
        registered_on=project.registered_on,
        revision=project.revision,
        facts=[fact_row(number, place, key, value) for place, (key, value) in enumerate(project.facts.items())],
        overrides=[
            override_row(number, place, ItemCode(code), override)
            for place, (code, override) in enumerate(project.overrides.items())
        ],
        stages=[stage_row(number, place, entry) for place, entry in enumerate(project.stages)],
        variants=[variant_row(number, place, variant) for place, variant in enumerate(project.variants)],
    )


def project_of(row: ProjectRow, dictionary: FactDictionary) -> Project:
    """The project in ROW. Answers to questions that DICTIONARY no longer asks stay in the store but are left out."""
    answers = (fact_of(each) for each in row.facts)
    return Project(
        number=ProjectNumber(row.number),
        name=row.name,
        enterprise=Enterprise(row.enterprise_name, row.credit_code),
        project_code=row.project_code,
        industry=Industry(row.industry_code, row.industry_name, row.industry_track),
        key_level=row.key_level,
        contacts=_contacts_of(row.contacts),
        facts=Facts(dictionary, {key: value for key, value in answers if key in dictionary}),
        overrides=dict(override_of(each) for each in row.overrides),
        plan=_plan_of(row.plan),
        stages=tuple(stage_of(each) for each in row.stages),
        registered_on=row.registered_on,
        revision=row.revision,
        variants=tuple(variant_of(each) for each in row.variants),
    )


def fact_row(number: ProjectNumber, position: int, key: FactKey, value: FactValue) -> ProjectFactRow:
    """TypeError if VALUE is no fact value, ValueError if it is not a finite number."""
    kind, text = _fact_json(value)
    return ProjectFactRow(project_number=number, key=key, position=position, kind=kind, value=text)


def fact_of(row: ProjectFactRow) -> tuple[FactKey, FactValue]:
    return FactKey(row.key), _fact_value(row.kind, row.value)


def _fact_json(value: FactValue) -> tuple[ValueKind, str]:
    match value:
        case bool():
            return ValueKind.BOOLEAN, json.dumps(value)
        case Decimal():
            if not value.is_finite():
                raise ValueError(f"a fact is a finite number, got {value}")
            return ValueKind.NUMBER, str(value)
        case date() if not isinstance(value, datetime):
            return ValueKind.DATE, json.dumps(value.isoformat())
        case str():
            return ValueKind.TEXT, json.dumps(value, ensure_ascii=False)
        case _:
            raise TypeError(f"not a fact's value: {value!r}")


def _fact_value(kind: ValueKind, text: str) -> FactValue:
    match kind:
        case ValueKind.NUMBER:
            return Decimal(text)
        case ValueKind.DATE:
            return date.fromisoformat(json.loads(text))
        case ValueKind.BOOLEAN:
            return bool(json.loads(text))
        case ValueKind.TEXT:
            return str(json.loads(text))


def override_row(number: ProjectNumber, position: int, code: ItemCode, override: Override) -> ProjectOverrideRow:
    return ProjectOverrideRow(
        project_number=number,
        item_code=code,
        position=position,
        applies=override.applies,
        reason=override.reason,
        officer=override.officer,
        decided_on=override.on,
    )


def override_of(row: ProjectOverrideRow) -> tuple[ItemCode, Override]:
    return ItemCode(row.item_code), Override(row.applies, row.reason, row.officer, row.decided_on)


def stage_row(number: ProjectNumber, position: int, entry: StageEntry) -> ProjectStageRow:
    return ProjectStageRow(project_number=number, position=position, stage=entry.stage, entered_on=entry.on)


def stage_of(row: ProjectStageRow) -> StageEntry:
    return StageEntry(row.stage, row.entered_on)


def variant_row(number: ProjectNumber, position: int, variant: PlanVariant) -> PlanVariantRow:
    return PlanVariantRow(
        project_number=number,
        name=variant.name,
        position=position,
        saved_on=variant.saved_on,
        terms={
            "schema": SCHEMA,
            "start_on": variant.terms.start_on.isoformat(),
            "targets": _targets_json(variant.terms.targets),
            "levers": list(variant.terms.levers),
        },
    )


def variant_of(row: PlanVariantRow) -> PlanVariant:
    terms = _known(row.terms)
    start_on = date.fromisoformat(terms["start_on"])
    return PlanVariant(row.name, Terms(start_on, _targets_of(terms["targets"]), tuple(terms["levers"])), row.saved_on)


def edition_row(edition: Edition) -> EditionRow:
    return EditionRow(
        project_number=edition.project_number,
        number=edition.number,
        printed_on=edition.printed_on,
        catalogue_version=edition.catalogue_version,
        catalogue_digest=edition.catalogue_digest,
        facts={"schema": SCHEMA, "values": dict(edition.facts)},
        dates={"schema": SCHEMA, "steps": {step: _dates_json(dates) for step, dates in edition.dates.items()}},
        box_numbers={"schema": SCHEMA, "steps": dict(edition.box_numbers)},
        content_digest=edition.content_digest,
        check_code=plain_check_code(edition.check_code),
    )


def edition_of(row: EditionRow) -> Edition:
    return Edition(
        project_number=ProjectNumber(row.project_number),
        number=row.number,
        printed_on=row.printed_on,
        catalogue_version=row.catalogue_version,
        catalogue_digest=row.catalogue_digest,
        facts=_known(row.facts)["values"],
        dates={step: _dates_of(raw) for step, raw in _known(row.dates)["steps"].items()},
        box_numbers=_known(row.box_numbers)["steps"],
        content_digest=row.content_digest,
    )


def paper_row(number: ProjectNumber, edition: int, paper: IssuedPaper) -> IssuedPaperRow:
    return IssuedPaperRow(
        project_number=number,
        edition_number=edition,
        kind=paper.kind,
        variant=paper.variant,
        sha256=paper.sha256,
        pdf=paper.pdf,
    )


def paper_of(row: IssuedPaperRow) -> IssuedPaper:
    return IssuedPaper(row.kind, row.variant, row.sha256, row.pdf)


def hand_over_row(hand_over: HandOver) -> HandOverRow:
    return HandOverRow(
        project_number=hand_over.project_number,
        edition_number=hand_over.edition,
        number=hand_over.number,
        handed_on=hand_over.handed_on,
        recorded_at=hand_over.recorded_at,
        officer=hand_over.officer,
        receiver=hand_over.receiver,
        note=hand_over.note,
        papers={"schema": SCHEMA, "papers": [[each.kind, each.variant, each.copies] for each in hand_over.papers]},
    )


def hand_over_of(row: HandOverRow) -> HandOver:
    return HandOver(
        project_number=ProjectNumber(row.project_number),
        edition=row.edition_number,
        number=row.number,
        handed_on=row.handed_on,
        recorded_at=row.recorded_at,
        officer=row.officer,
        receiver=row.receiver,
        papers=tuple(HandedPaper(kind, variant, copies) for kind, variant, copies in _known(row.papers)["papers"]),
        note=row.note,
    )


def plain_check_code(code: str) -> str:
    """CODE as it is stored: upper case, letters and digits only; full-width ones from an input method count too."""
    # NFKC also folds the many dashes; what is left that is no letter or digit goes.
    return "".join(sign for sign in unicodedata.normalize("NFKC", code).upper() if sign.isalnum())


def _known(stored: Mapping[str, Any]) -> Mapping[str, Any]:
    if stored["schema"] != SCHEMA:
        raise ValueError(f"JSON of layout {stored['schema']}, which no migration has made")
    return stored


def _contacts_json(contacts: tuple[Contact, ...]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "contacts": [
            {"role": str(contact.role), "name": contact.name, "phone": contact.phone, "duty": contact.duty}
            for contact in contacts
        ],
    }


def _contacts_of(stored: Mapping[str, Any]) -> tuple[Contact, ...]:
    return tuple(
        Contact(ContactRole(raw["role"]), raw["name"], raw["phone"], raw["duty"]) for raw in _known(stored)["contacts"]
    )


def _plan_json(plan: Plan) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "start_on": plan.start_on.isoformat(),
        "targets": _targets_json(plan.targets),
        "construction_calendar_days": plan.construction_calendar_days,
        "obstacles": [_obstacle_json(obstacle) for obstacle in plan.obstacles],
        "fixed_dates": {
            step: [{"kind": str(fixed.kind), "on": fixed.on.isoformat()} for fixed in dates]
            for step, dates in plan.fixed_dates.items()
        },
        "preparation_calendar": str(plan.preparation_calendar),
        "levers": list(plan.levers),
    }


def _plan_of(stored: Mapping[str, Any]) -> Plan:
    plan = _known(stored)
    return Plan(
        start_on=date.fromisoformat(plan["start_on"]),
        targets=_targets_of(plan["targets"]),
        construction_calendar_days=plan["construction_calendar_days"],
        obstacles=tuple(_obstacle_of(raw) for raw in plan["obstacles"]),
        fixed_dates={
            StepId(step): tuple(FixedDate(FixedKind(raw["kind"]), date.fromisoformat(raw["on"])) for raw in dates)
            for step, dates in plan["fixed_dates"].items()
        },
        preparation_calendar=CalendarKind(plan["preparation_calendar"]),
        levers=tuple(plan["levers"]),
    )


def _targets_json(targets: Mapping[StepId, date]) -> dict[str, str]:
    return {step: on.isoformat() for step, on in targets.items()}


def _targets_of(stored: Mapping[str, str]) -> dict[StepId, date]:
    return {StepId(step): date.fromisoformat(on) for step, on in stored.items()}


def _obstacle_json(obstacle: Obstacle) -> dict[str, Any]:
    follow_on = obstacle.follow_on
    return {
        "id": obstacle.id,
        "name": obstacle.name,
        "owner": obstacle.owner,
        "blocks": list(obstacle.blocks),
        "cleared_on": obstacle.cleared_on.isoformat() if obstacle.cleared_on else None,
        "days": obstacle.days,
        "calendar": str(obstacle.calendar),
        "follow_on": None
        if follow_on is None
        else {
            "name": follow_on.name,
            "owner": follow_on.owner,
            "days": follow_on.days,
            "calendar": str(follow_on.calendar),
        },
        "note": obstacle.note,
    }


def _obstacle_of(raw: Mapping[str, Any]) -> Obstacle:
    follow_on = raw["follow_on"]
    return Obstacle(
        id=raw["id"],
        name=raw["name"],
        owner=raw["owner"],
        blocks=tuple(StepId(step) for step in raw["blocks"]),
        cleared_on=date.fromisoformat(raw["cleared_on"]) if raw["cleared_on"] else None,
        days=raw["days"],
        calendar=CalendarKind(raw["calendar"]),
        follow_on=None
        if follow_on is None
        else FollowOn(follow_on["name"], follow_on["owner"], follow_on["days"], CalendarKind(follow_on["calendar"])),
        note=raw["note"],
    )


def _dates_json(dates: PlannedDates) -> list[object]:
    return [dates.early_start, dates.early_finish, dates.late_start, dates.late_finish, dates.provisional]


def _dates_of(raw: list[Any]) -> PlannedDates:
    early_start, early_finish, late_start, late_finish, provisional = raw
    return PlannedDates(early_start, early_finish, late_start, late_finish, provisional)


def plan_summary_row(summary: PlanSummary) -> PlanSummaryRow:
    """SUMMARY without its steps."""
    values = {
        each.name: getattr(summary, each.name) for each in fields(summary) if each.name not in ("number", "steps")
    }
    return PlanSummaryRow(project_number=summary.number, **values)


def plan_step_values(number: ProjectNumber, step: PlannedStep) -> dict[str, object]:
    """A row of plan_step, for an insert of many."""
    return {"project_number": number, **{each.name: getattr(step, each.name) for each in fields(step)}}


def draft_row(draft: Draft) -> DraftRow:
    head = draft.head
    return DraftRow(
        id=head.id,
        name=head.name,
        enterprise=head.enterprise,
        amends=head.amends,
        saved_at=head.saved_at,
        desk=head.desk,
        is_open=head.is_open,
        content={"schema": SCHEMA, "content": dict(draft.content)},
    )


def draft_of(row: DraftRow) -> Draft:
    return Draft(draft_head_of(row), row.content["content"])


def draft_head_of(row: DraftRow) -> DraftHead:
    return DraftHead(
        id=DraftId(row.id),
        name=row.name,
        enterprise=row.enterprise,
        amends=row.amends,
        saved_at=row.saved_at,
        desk=row.desk,
        is_open=row.is_open,
    )
