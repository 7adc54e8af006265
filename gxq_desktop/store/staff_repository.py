"""The staff list in the database (see `ports.StaffRepository`): row ↔ value, and its queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from gxq_desktop.application.staff import Person, PersonId, PersonNotFound
from gxq_desktop.store.rows import CaseEventRow, StaffRow

SCHEMA = 1


def staff_row(person: Person) -> StaffRow:
    return StaffRow(
        id=person.id,
        name=person.name,
        department=person.department,
        phone=person.phone,
        roles={"schema": SCHEMA, "words": list(person.roles)},
        active=person.active,
    )


def person_of(row: StaffRow) -> Person:
    return Person(PersonId(row.id), row.name, row.department, row.phone, tuple(row.roles["words"]), row.active)


class SqlStaffRepository:
    """Every method returns values, never rows."""

    def __init__(self, to_read: Callable[[], Session], to_write: Callable[[], Session]) -> None:
        self._to_read = to_read
        self._to_write = to_write

    def list(self) -> Sequence[Person]:
        return [
            person_of(row) for row in self._to_read().scalars(select(StaffRow).order_by(StaffRow.name, StaffRow.id))
        ]

    def get(self, person_id: PersonId) -> Person:
        row = self._to_read().get(StaffRow, person_id)
        if row is None:
            raise PersonNotFound
        return person_of(row)

    def save(self, person: Person) -> None:
        session = self._to_write()
        session.merge(staff_row(person))
        session.flush()

    def remove(self, person_id: PersonId) -> None:
        self._to_write().execute(delete(StaffRow).where(StaffRow.id == person_id))

    def records_of(self, name: str) -> int:
        counted = select(func.count()).select_from(CaseEventRow).where(CaseEventRow.person == name)
        return self._to_read().scalar(counted) or 0

    def records_by_name(self) -> Mapping[str, int]:
        counted = select(CaseEventRow.person, func.count().label("records")).group_by(CaseEventRow.person)
        return {row.person: row.records for row in self._to_read().execute(counted)}
