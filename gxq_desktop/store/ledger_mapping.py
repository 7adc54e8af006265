"""Row ↔ value for the ledger: events, agreed plans, missed dates, rows of the list, versions of a project."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from gxq_desktop.application.ledger_rows import AgreedDates, AgreedPlan, LedgerHead, LedgerRow, MissedDate
from gxq_desktop.domain.clock_rules import ClockRules
from gxq_desktop.domain.facts import FactDictionary, FactKey, Facts
from gxq_desktop.domain.ledger import CaseEvent, Evidence
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project import Enterprise, Industry, KeyLevel, Project, ProjectNumber, Stage, StageEntry
from gxq_desktop.domain.verdicts import Override
from gxq_desktop.store.mapping import (
    SCHEMA,
    _contacts_json,
    _contacts_of,
    _fact_json,
    _fact_value,
    _plan_json,
    _plan_of,
    project_row,
    variant_of,
)
from gxq_desktop.store.rows import (
    AgreedPlanRow,
    CaseEventRow,
    ClockRulesRow,
    LedgerHeadRow,
    MissedDateRow,
    PlanVariantRow,
    ValueKind,
)


def event_row(number: ProjectNumber, event: CaseEvent) -> CaseEventRow:
    evidence = event.evidence
    return CaseEventRow(
        project_number=number,
        number=event.number,
        action=event.action,
        place=event.place,
        step_id=event.step_id,
        kind=event.kind,
        happened_on=event.on,
        recorded_on=event.recorded_on,
        recorded_at=event.recorded_at,
        person=event.person,
        note=event.note,
        reason=event.reason,
        document=event.document,
        evidence_name=evidence.name if evidence else "",
        evidence_sha256=evidence.sha256 if evidence else "",
        days=event.days,
        until=event.until,
        approver=event.approver,
        superseded_on=event.superseded_on,
        superseded_by=event.superseded_by,
        superseded_reason=event.superseded_reason,
    )


def event_of(row: CaseEventRow) -> CaseEvent:
    return CaseEvent(
        number=row.number,
        step_id=StepId(row.step_id),
        kind=row.kind,
        on=row.happened_on,
        recorded_on=row.recorded_on,
        recorded_at=row.recorded_at,
        person=row.person,
        action=row.action,
        place=row.place,
        note=row.note,
        reason=row.reason,
        document=row.document,
        evidence=Evidence(row.evidence_name, row.evidence_sha256) if row.evidence_sha256 else None,
        days=row.days,
        until=row.until,
        approver=row.approver,
        superseded_on=row.superseded_on,
        superseded_by=row.superseded_by,
        superseded_reason=row.superseded_reason,
    )


def agreed_row(plan: AgreedPlan) -> AgreedPlanRow:
    return AgreedPlanRow(
        project_number=plan.project,
        number=plan.number,
        agreed_on=plan.agreed_on,
        dates={
            "schema": SCHEMA,
            "steps": {
                step: [getattr(dates, each.name).isoformat() for each in fields(dates)]
                for step, dates in plan.dates.items()
            },
        },
        reason=plan.reason,
        person=plan.person,
        approver=plan.approver,
    )


def agreed_of(row: AgreedPlanRow) -> AgreedPlan:
    steps = row.dates["steps"]
    return AgreedPlan(
        project=ProjectNumber(row.project_number),
        number=row.number,
        agreed_on=row.agreed_on,
        dates={StepId(step): AgreedDates(*map(date.fromisoformat, days)) for step, days in steps.items()},
        reason=row.reason,
        person=row.person,
        approver=row.approver,
    )


def missed_row(missed: MissedDate) -> MissedDateRow:
    return MissedDateRow(
        project_number=missed.project,
        number=missed.number,
        step_id=missed.step_id,
        due_on=missed.due_on,
        met_on=missed.met_on,
        reason=missed.reason,
        note=missed.note,
        person=missed.person,
        recorded_on=missed.recorded_on,
        event_number=missed.event,
    )


def missed_of(row: MissedDateRow) -> MissedDate:
    return MissedDate(
        project=ProjectNumber(row.project_number),
        number=row.number,
        step_id=StepId(row.step_id),
        due_on=row.due_on,
        met_on=row.met_on,
        reason=row.reason,
        note=row.note,
        person=row.person,
        recorded_on=row.recorded_on,
        event=row.event_number,
    )


def head_row(head: LedgerHead) -> LedgerHeadRow:
    values = {each.name: getattr(head, each.name) for each in fields(head) if each.name not in ("number", "spans")}
    return LedgerHeadRow(project_number=head.number, **values)


def step_values(row: LedgerRow) -> dict[str, object]:
    """A row of ledger_step, for an insert of many."""
    values: dict[str, object] = {each.name: getattr(row, each.name) for each in fields(row) if each.name != "number"}
    return {**values, "project_number": row.number, "closed": int(row.closed)}


def span_values(head: LedgerHead) -> list[dict[str, object]]:
    """Rows of owned_span, for an insert of many."""
    return [
        {"project_number": head.number, "step_id": step, "position": position, "party": span.party,
         "after_on": span.after_on, "until_on": span.until_on}
        for step, spans in head.spans.items()
        for position, span in enumerate(spans)
    ]  # fmt: skip


def rules_of(row: ClockRulesRow) -> ClockRules:
    return ClockRules(
        row.suspension, row.amber_working_days, row.approval_slip_days, row.joint_working_days, number=row.number
    )


# -- versions of a project -----------------------------------------------------------------------------------------


def version_content(project: Project) -> dict[str, Any]:
    """Everything of PROJECT but its number and revision, as JSON."""
    variants = project_row(project).variants
    return {
        "schema": SCHEMA,
        "name": project.name,
        "enterprise": [project.enterprise.name, project.enterprise.credit_code],
        "project_code": project.project_code,
        "industry": [project.industry.code, project.industry.name, project.industry.track],
        "key_level": str(project.key_level) if project.key_level else None,
        "contacts": _contacts_json(project.contacts),
        "facts": [[key, *map(str, _fact_json(value))] for key, value in project.facts.items()],
        "overrides": {
            code: [each.applies, each.reason, each.officer, each.on.isoformat()]
            for code, each in project.overrides.items()
        },
        "plan": _plan_json(project.plan),
        "stages": [[str(each.stage), each.on.isoformat()] for each in project.stages],
        "variants": [[each.name, each.saved_on.isoformat(), each.terms] for each in variants],
        "registered_on": project.registered_on.isoformat(),
    }


def version_digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def version_of(number: ProjectNumber, revision: int, content: Mapping[str, Any], dictionary: FactDictionary) -> Project:
    """The project as CONTENT keeps it. Answers to questions that DICTIONARY no longer asks are left out."""
    if content["schema"] != SCHEMA:
        raise ValueError(f"JSON of layout {content['schema']}, which no migration has made")
    answers = ((FactKey(key), _fact_value(ValueKind(kind), text)) for key, kind, text in content["facts"])
    return Project(
        number=number,
        name=content["name"],
        enterprise=Enterprise(*content["enterprise"]),
        project_code=content["project_code"],
        industry=Industry(*content["industry"]),
        key_level=KeyLevel(content["key_level"]) if content["key_level"] else None,
        contacts=_contacts_of(content["contacts"]),
        facts=Facts(dictionary, {key: value for key, value in answers if key in dictionary}),
        overrides={
            code: Override(applies, reason, officer, date.fromisoformat(on))
            for code, (applies, reason, officer, on) in content["overrides"].items()
        },
        plan=_plan_of(content["plan"]),
        stages=tuple(StageEntry(Stage(stage), date.fromisoformat(on)) for stage, on in content["stages"]),
        registered_on=date.fromisoformat(content["registered_on"]),
        revision=revision,
        variants=tuple(
            variant_of(PlanVariantRow(name=name, saved_on=date.fromisoformat(on), terms=terms))
            for name, on, terms in content["variants"]
        ),
    )
