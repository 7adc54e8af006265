"""A project as an intake document: what the manual carries as its attachment, and what `intake` reads back."""

from __future__ import annotations

from typing import Any

from gxq_desktop.application.intake import FIXED_BY_KEY, LEVEL_BY_KEY, PREPARATION_BY_KEY, ROLE_BY_KEY
from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.project import FollowOn, Obstacle, Plan, Project

Document = dict[str, Any]

_ROLE_KEYS = {role: key for key, role in ROLE_BY_KEY.items() if key.isascii()}
_LEVEL_KEYS = {level: key for key, level in LEVEL_BY_KEY.items() if key.isascii()}
_FIXED_KEYS = {kind: key for key, kind in FIXED_BY_KEY.items()}
_PREPARATION_KEYS = {calendar: key for key, calendar in PREPARATION_BY_KEY.items()}


def intake_document(project: Project) -> Document:
    """PROJECT as JSON that `read_intake` reads back to the same project (but its number and history)."""
    described: Document = {
        "name": project.name,
        "enterprise": project.enterprise.name,
        "credit_code": project.enterprise.credit_code,
        "project_code": project.project_code,
        "industry": {
            "code": project.industry.code,
            "name": project.industry.name,
            "track": project.industry.track,
        },
        "key_level": _LEVEL_KEYS[project.key_level] if project.key_level else None,
        "stage": project.stage.name.lower(),
        "contacts": {
            _ROLE_KEYS[each.role]: {"name": each.name, "phone": each.phone, "duty": each.duty}
            for each in project.contacts
        },
    }
    return {
        "project": described,
        "facts": project.facts.as_json(),
        "overrides": [
            {
                "code": code,
                "applies": each.applies,
                "reason": each.reason,
                "officer": each.officer,
                "on": each.on.isoformat(),
            }
            for code, each in project.overrides.items()
        ],
        "plan": _plan(project.plan),
    }


def _plan(plan: Plan) -> Document:
    document: Document = {
        "start": plan.start_on.isoformat(),
        "targets": {gate: on.isoformat() for gate, on in plan.targets.items()},
        "obstacles": [_obstacle(each) for each in plan.obstacles],
        "fixed_dates": {
            step: {_FIXED_KEYS[each.kind]: each.on.isoformat() for each in fixed}
            for step, fixed in plan.fixed_dates.items()
        },
        "preparation_calendar": _PREPARATION_KEYS[plan.preparation_calendar],
        "levers": list(plan.levers),
    }
    if plan.construction_calendar_days is not None:
        document["construction_calendar_days"] = plan.construction_calendar_days
    return document


def _unit(calendar: CalendarKind) -> str:
    return "working_day" if calendar is CalendarKind.GOVERNMENT else "calendar_day"


def _obstacle(obstacle: Obstacle) -> Document:
    document: Document = {
        "name": obstacle.name,
        "owner": obstacle.owner,
        "blocks": list(obstacle.blocks),
        "unit": _unit(obstacle.calendar),
        "note": obstacle.note,
    }
    if obstacle.cleared_on is not None:
        document["cleared_on"] = obstacle.cleared_on.isoformat()
    if obstacle.days is not None:
        document["days"] = obstacle.days
    if obstacle.follow_on is not None:
        document["follow_on"] = _follow_on(obstacle.follow_on)
    return document


def _follow_on(work: FollowOn) -> Document:
    return {"name": work.name, "owner": work.owner, "days": work.days, "unit": _unit(work.calendar)}
