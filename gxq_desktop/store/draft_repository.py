"""Drafts in the database. See `ports.DraftRepository`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, defer

from gxq_desktop.application.drafts import Draft, DraftHead, DraftId, DraftNotFound
from gxq_desktop.store.mapping import draft_head_of, draft_of, draft_row
from gxq_desktop.store.rows import DraftRow


class SqlDraftRepository:
    """Every method returns values, never rows."""

    def __init__(self, to_read: Callable[[], Session], to_write: Callable[[], Session]) -> None:
        self._to_read = to_read
        self._to_write = to_write

    def save(self, draft: Draft) -> None:
        session = self._to_write()
        session.merge(draft_row(draft))
        session.flush()

    def get(self, draft_id: DraftId) -> Draft:
        row = self._to_read().get(DraftRow, draft_id)
        if row is None:
            raise DraftNotFound
        return draft_of(row)

    def list(self) -> Sequence[DraftHead]:
        found = select(DraftRow).options(defer(DraftRow.content)).order_by(DraftRow.saved_at.desc(), DraftRow.id)
        return [draft_head_of(row) for row in self._to_read().scalars(found)]

    def remove(self, draft_id: DraftId) -> None:
        self._to_write().execute(delete(DraftRow).where(DraftRow.id == draft_id))
