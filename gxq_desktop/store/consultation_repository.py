"""The consultation log in the database (see `ports.ConsultationRepository`): row ↔ value, and its queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gxq_desktop.application.ports import ChangedElsewhere, ProjectNotFound
from gxq_desktop.domain.consultation import Consultation, EarlierWording
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.store.rows import ConsultationRow, ProjectRow

SCHEMA = 1


def consultation_row(number: ProjectNumber, entry: Consultation) -> ConsultationRow:
    return ConsultationRow(
        project_number=number,
        number=entry.number,
        code=entry.code,
        question=entry.question,
        asked_by=entry.asked_by,
        asked_on=entry.asked_on,
        due_on=entry.due_on,
        recorded_by=entry.recorded_by,
        written_on=entry.written_on,
        answer=entry.answer,
        answered_by=entry.answered_by,
        answered_on=entry.answered_on,
        is_public=int(entry.is_public),
        earlier={
            "schema": SCHEMA,
            "wordings": [
                [each.question, each.answer, each.changed_on.isoformat(), each.changed_by, each.reason]
                for each in entry.earlier
            ],
        },
    )


def consultation_of(row: ConsultationRow) -> Consultation:
    return Consultation(
        number=row.number,
        code=row.code,
        question=row.question,
        asked_by=row.asked_by,
        asked_on=row.asked_on,
        due_on=row.due_on,
        recorded_by=row.recorded_by,
        written_on=row.written_on,
        answer=row.answer,
        answered_by=row.answered_by,
        answered_on=row.answered_on,
        is_public=bool(row.is_public),
        earlier=tuple(_wording_of(each) for each in row.earlier["wordings"]),
    )


def _wording_of(kept: Sequence[Any]) -> EarlierWording:
    question, answer, changed_on, changed_by, reason = kept
    return EarlierWording(question, answer, date.fromisoformat(changed_on), changed_by, reason)


class SqlConsultationRepository:
    """See `ports.ConsultationRepository`."""

    def __init__(self, to_read: Callable[[], Session], to_write: Callable[[], Session]) -> None:
        self._to_read = to_read
        self._to_write = to_write

    def of_project(self, number: ProjectNumber) -> Sequence[Consultation]:
        found = select(ConsultationRow).where(ConsultationRow.project_number == number).order_by(ConsultationRow.number)
        return [consultation_of(row) for row in self._to_read().scalars(found)]

    def of_all(self, only_open: bool = False) -> Sequence[tuple[ProjectNumber, str, str, Consultation]]:
        found = (
            select(ConsultationRow, ProjectRow.name, ProjectRow.enterprise_name)
            .join(ProjectRow, ProjectRow.number == ConsultationRow.project_number)
            .order_by(ConsultationRow.due_on, ConsultationRow.project_number, ConsultationRow.number)
        )
        if only_open:
            found = found.where(ConsultationRow.answered_on.is_(None))
        return [
            (ProjectNumber(row.project_number), name, enterprise, consultation_of(row))
            for row, name, enterprise in self._to_read().execute(found)
        ]

    def answered_for(self, number: ProjectNumber) -> Sequence[Consultation]:
        session, answered = self._to_read(), (ConsultationRow.answered_on.is_not(None), ConsultationRow.code != "")
        own = select(ConsultationRow).where(ConsultationRow.project_number == number, *answered)
        others = select(ConsultationRow).where(
            text("is_public = 1"), ConsultationRow.project_number != number, *answered
        )
        rows = [*session.scalars(own), *session.scalars(others)]  # two indexes; asked at once, every row would be read
        return [consultation_of(row) for row in sorted(rows, key=lambda row: (row.project_number, row.number))]

    def put(self, number: ProjectNumber, before: Consultation | None, after: Consultation | None) -> None:
        session = self._to_write()
        kept = (before or after or _nothing()).number
        row = session.get(ConsultationRow, (number, kept), populate_existing=True)
        if (consultation_of(row) if row is not None else None) != before:
            raise ChangedElsewhere(number)
        if after is None:
            session.execute(
                delete(ConsultationRow).where(ConsultationRow.project_number == number, ConsultationRow.number == kept)
            )
            session.expire_all()
            return
        if session.get(ProjectRow, number) is None:
            raise ProjectNotFound(number)
        session.merge(consultation_row(number, after))
        try:
            session.flush()
        except IntegrityError as error:
            raise ChangedElsewhere(number) from error


def _nothing() -> Consultation:
    raise ValueError("an entry is put in place of another, or taken out; here is neither")
