"""Drafts (草稿): intakes that were begun and not finished, kept as typed, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NewType

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen

if TYPE_CHECKING:
    from gxq_desktop.application.ports import Services

DraftId = NewType("DraftId", str)
NAMELESS = "还没有名称的项目"


class DraftNotFound(DomainError):
    def __init__(self) -> None:
        super().__init__("这份草稿已经不在了。", "可能已在别处建成项目或删去，请在项目列表里看一看。")


@frozen
class DraftHead:
    """A draft as a list shows it.

    name, enterprise: as typed so far, "" while nothing is. amends: the project whose answers it changes, "" for a new
    one. saved_at: aware. desk: which desk it is filled in at. is_open: it was being filled in when it was last saved; still so
    after a start means that the program ended without being closed.
    """

    id: DraftId
    name: str
    enterprise: str
    amends: str
    saved_at: datetime
    desk: str
    is_open: bool


@frozen
class Draft:
    """head and content; content: JSON, see `intake_entries.Entries.as_json`, and where the clerk was."""

    head: DraftHead
    content: Mapping[str, Any]


def save_draft(draft: Draft, services: Services) -> Draft:
    """Keep DRAFT in place of what was kept under its id before. Raises StoreError; then the one before is still there."""
    with services.unit_of_work() as uow:
        uow.drafts.save(draft)
        uow.commit()
    return draft


def load_draft(draft_id: str, services: Services) -> Draft:
    """Raises DraftNotFound."""
    with services.unit_of_work() as uow:
        return uow.drafts.get(DraftId(draft_id))


def remove_draft(draft_id: str, services: Services) -> None:
    """Nothing if it is gone already."""
    with services.unit_of_work() as uow:
        uow.drafts.remove(DraftId(draft_id))
        uow.commit()


def list_drafts(services: Services) -> Sequence[DraftHead]:
    """All drafts, the one saved last first."""
    return services.lists.drafts()


def interrupted_drafts(services: Services, desk: str) -> Sequence[DraftHead]:
    """The drafts that were being filled in at DESK when the program ended without being closed."""
    return [head for head in list_drafts(services) if head.is_open and head.desk == desk]


def saved_text(saved_at: datetime) -> str:
    """When a draft was saved, in this computer's time: “09-16 14:32”."""
    return f"{saved_at.astimezone():%m-%d %H:%M}"
