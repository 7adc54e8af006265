"""Notices (一次性告知书, 补正通知) as they were recorded: what is missing, since when, until when, who told it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gxq_desktop.application.plan_project import ProjectPlan
from gxq_desktop.application.views import NoticeLine, RecordedNotice
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.network import StepId, StepKind

CORRECTION_WORKING_DAYS = 10
"""Until when corrections are asked for, where the record names no day: the office's usual period."""
_BETWEEN = re.compile(r"[\n\r；;]+")
_ENUMERATED = re.compile(r"^\s*(?:[（(]?\d{1,2}[）)]|\d{1,2}[.、．](?!\d))\s*")
_SAID = re.compile(r"\s*(?:[：:＝=]|——)\s*")
_ANEW = (EventKind.PREPARING, EventKind.SUBMITTED, EventKind.WITHDRAWN)


def notice_lines(note: str) -> tuple[NoticeLine, ...]:
    """The NOTE of a recorded notice as lines: one between semicolons or line ends, “材料：问题”, its own numbering dropped."""
    return tuple(_lines(note))


def _lines(note: str) -> Iterator[NoticeLine]:
    for part in _BETWEEN.split(note):
        said = _ENUMERATED.sub("", part).strip().rstrip("。.，,").strip()
        if said:
            name, *problem = _SAID.split(said, maxsplit=1)
            yield NoticeLine(name, problem[0] if problem else "") if name else NoticeLine(said, "")


def recorded_notices(plan: ProjectPlan) -> tuple[RecordedNotice, ...]:
    """The last notice recorded for each approval item, by item code; one whose record does not say what is missing, too."""
    found = []
    for step_id in plan.journal.steps:
        if step_id in plan.schedule.network and plan.schedule.network.step(step_id).kind is StepKind.APPROVAL:
            notice = _last_notice(plan, step_id)
            if notice is not None:
                found.append(notice)
    return tuple(sorted(found, key=lambda notice: notice.code))


def _last_notice(plan: ProjectPlan, step_id: StepId) -> RecordedNotice | None:
    last, told_before = None, False
    for event in plan.case(step_id).events:
        if event.kind in _ANEW:
            told_before = False
        elif event.kind is EventKind.NOTICED:
            correct_by = event.until or plan.schedule.calendar.after(event.on, CORRECTION_WORKING_DAYS).on
            last = RecordedNotice(
                code=plan.schedule.network.step(step_id).code,
                missing=notice_lines(event.note),
                noticed_on=event.on,
                correct_by=correct_by,
                officer=event.person,
                document=event.document,
                correction=told_before,
            )
            told_before = True
    return last
