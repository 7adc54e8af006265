"""Check a paper (验纸): from the code printed beside its QR to version, date, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gxq_desktop.application.dossier.changes import changes_since
from gxq_desktop.application.issue_edition import draft_edition
from gxq_desktop.application.ports import Services
from gxq_desktop.application.views import ChangeView
from gxq_desktop.domain.editions import Edition
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.ledger import CaseEvent


class UnknownCode(DomainError):
    def __init__(self, code: str) -> None:
        super().__init__(
            f"没有发出过校验码为“{code}”的纸。",
            "请照纸上重输 8 位字母数字（没有 0、O、1、I）；仍查不到的不是本局发出的。",
        )


@frozen
class Verified:
    """What is behind a code. latest: the newest edition issued. is_current: everything EDITION says still holds.

    changes: what an edition issued now would say otherwise, None if nothing. recorded: events recorded since it was printed.
    """

    edition: Edition
    project_name: str
    latest: Edition
    is_current: bool
    changes: ChangeView | None
    recorded: tuple[CaseEvent, ...]


def verify_paper(code: str, services: Services) -> Verified:
    """Look CODE up; hyphen, blanks, case and full width do not matter. Raises UnknownCode, StoreError, DomainError."""
    with services.unit_of_work() as uow:
        edition = uow.editions.by_check_code(code)
        if edition is None:
            raise UnknownCode(code)
        number = edition.project_number
        latest = uow.editions.latest(number) or edition
        recorded = tuple(
            event
            for event in uow.ledger.journal(number).events
            if event.superseded_on is None and event.recorded_on >= edition.printed_on
        )
    draft = draft_edition(number, services)
    is_current = draft.edition.content_digest == edition.content_digest
    changes = None
    if not is_current and draft.edition.number > edition.number:
        changes = changes_since(edition, draft.dossier)
    return Verified(edition, draft.dossier.project.name, latest, is_current, changes, recorded)


def verified_listing(found: Verified) -> dict[str, Any]:
    """FOUND with English keys and ISO days."""
    changes = found.changes
    return {
        "project": found.edition.project_number,
        "project_name": found.project_name,
        "edition": found.edition.number,
        "printed_on": found.edition.printed_on.isoformat(),
        "check_code": found.edition.check_code,
        "catalogue_version": found.edition.catalogue_version,
        "latest_edition": found.latest.number,
        "latest_printed_on": found.latest.printed_on.isoformat(),
        "is_current": found.is_current,
        "changed_days": [
            {
                "id": day.step_id,
                "name": day.name,
                "old": day.old.on.isoformat(),
                "new": day.new.on.isoformat(),
                "moved_working_days": day.moved_working_days,
            }
            for day in (changes.days if changes else ())
        ],
        "added": list(changes.added) if changes else [],
        "dropped": list(changes.dropped) if changes else [],
        "recorded_since": [
            {"step": event.step_id, "event": event.kind.value, "on": event.on.isoformat()} for event in found.recorded
        ],
    }


def verified_lines(found: Verified) -> Iterable[str]:
    """FOUND for the terminal, the answer first."""
    edition = found.edition
    yield f"是本局发出的：{edition.project_number} {found.project_name}，第 {edition.number} 版，{edition.printed_on} 印。"
    if found.latest.number > edition.number:
        yield f"已被 {found.latest.printed_on} 的第 {found.latest.number} 版替代，请换新版。"
    if found.is_current:
        yield "上面的事项和日期现在仍然有效。"
        return
    changes = found.changes
    if changes is not None:
        yield f"发出以后有变化：{len(changes.days)} 个日期，新增 {len(changes.added)} 项，取消 {len(changes.dropped)} 项。"
        for day in changes.days[:12]:
            yield f"  {day.code or day.step_id:<6}{day.name}  {day.old.on} → {day.new.on}"
        if len(changes.days) > 12:
            yield f"  ……共 {len(changes.days)} 个日期"
    else:
        yield "内容有变化（资料或办理状态），日期没有变。"
    for event in found.recorded:
        yield f"  已记录：{event.step_id} {event.kind.label} {event.on}"
