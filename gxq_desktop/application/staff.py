"""The staff (人员) who record what happens, and who works at this desk (本机办件人).

Records keep a name, not a reference: what was signed in someone's name stays so whatever becomes of the list. Accounts with
passwords come later; `Person.id` is what they will belong to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NewType
from uuid import uuid4

from gxq_desktop.application.files import write_whole
from gxq_desktop.application.intake_values import phone_doubt
from gxq_desktop.application.ports import Services
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen

PersonId = NewType("PersonId", str)
LONGEST_NAME = 30
ROLE_WORDS = ("窗口人员", "帮办员", "项目监督秘书", "科长", "负责人")
"""Offered; any other word may be written."""


class PersonNotFound(DomainError):
    def __init__(self) -> None:
        super().__init__("人员名单里没有这个人了。", "重新打开人员名单再改。")


class PersonHasRecords(DomainError):
    """Somebody in whose name something was recorded is never deleted."""

    def __init__(self, name: str, records: int) -> None:
        super().__init__(
            f"{name}名下有 {records} 条办件记录，不能删去。", "可以停用：名字不再出现在选单里，记录照样查得到。"
        )


@frozen
class Person:
    """Someone on the staff list. id: given once and never again. department: office or authority. roles: words, see ROLE_WORDS.

    active: False once retired (停用): no longer offered, still found in the records.
    """

    id: PersonId
    name: str
    department: str = ""
    phone: str = ""
    roles: tuple[str, ...] = ()
    active: bool = True

    @property
    def told(self) -> str:
        """张伟 · 行政审批局 · 窗口人员."""
        return " · ".join(part for part in (self.name, self.department, "、".join(self.roles)) if part)


@frozen
class StaffLine:
    """A person with how many records are in that name. is_operator: works at this desk."""

    person: Person
    records: int
    is_operator: bool


def new_person_id() -> PersonId:
    return PersonId(uuid4().hex)


def roles_of(text: str) -> tuple[str, ...]:
    """The role words in TEXT, each once: "窗口人员、帮办员"."""
    for mark in "，,;；/ 　":
        text = text.replace(mark, "、")
    return tuple(dict.fromkeys(word for word in text.split("、") if word))


def faults_of_person(person: Person, others: Sequence[Person]) -> dict[str, str]:
    """What cannot stay, by field. OTHERS: the rest of the list."""
    faults = {}
    if not person.name.strip():
        faults["name"] = "写上姓名。"
    elif len(person.name) > LONGEST_NAME:
        faults["name"] = f"姓名最多 {LONGEST_NAME} 个字。"
    elif any(each.name == person.name and each.id != person.id for each in others):
        faults["name"] = f"已有同名的人。记录只写名字，请分开写，例如 {person.name}（二窗）。"
    return faults


def doubts_of_person(person: Person) -> dict[str, str]:
    """What looks wrong but may stay, by field."""
    doubt = phone_doubt(person.phone) if person.phone else ""
    return {"phone": doubt} if doubt else {}


def list_staff(services: Services) -> tuple[StaffLine, ...]:
    """Everybody, those who are active first, by name. Raises StoreError."""
    operator = services.operator_id
    with services.unit_of_work() as uow:
        people = uow.staff.list()
        records = uow.staff.records_by_name()
    lines = [StaffLine(each, records.get(each.name, 0), each.active and each.id == operator) for each in people]
    return tuple(sorted(lines, key=lambda line: (not line.person.active, line.person.name, line.person.id)))


def active_staff(services: Services) -> tuple[Person, ...]:
    """Who may be named in a record, by name. Raises StoreError."""
    with services.unit_of_work() as uow:
        return tuple(person for person in uow.staff.list() if person.active)


def save_person(person: Person, services: Services) -> Person:
    """Add PERSON, or put it in place of the one with its id. Raises DomainError for a fault, StoreError."""
    person = replace(person, name=person.name.strip(), department=person.department.strip(), phone=person.phone.strip())
    with services.unit_of_work() as uow:
        faults = faults_of_person(person, uow.staff.list())
        if faults:
            raise DomainError(next(iter(faults.values())), "改好后再保存。")
        uow.staff.save(person)
        uow.commit()
    return person


def set_active(person_id: PersonId, active: bool, services: Services) -> Person:
    """Retire (停用) or bring back somebody. Raises PersonNotFound, StoreError. Who is retired no longer works at this desk."""
    with services.unit_of_work() as uow:
        person = replace(uow.staff.get(person_id), active=active)
        uow.staff.save(person)
        uow.commit()
    if not active and services.operator_id == person_id:
        services.set_operator("")
    return person


def remove_person(person_id: PersonId, services: Services) -> Person:
    """Delete somebody entered by mistake. Raises PersonHasRecords, PersonNotFound, StoreError."""
    with services.unit_of_work() as uow:
        person = uow.staff.get(person_id)
        records = uow.staff.records_of(person.name)
        if records:
            raise PersonHasRecords(person.name, records)
        uow.staff.remove(person_id)
        uow.commit()
    if services.operator_id == person_id:
        services.set_operator("")
    return person


# -- who works at this desk ----------------------------------------------------------------------------------------


def operator(services: Services) -> Person | None:
    """Who works at this desk (本机办件人); None if nobody was chosen, or who was is gone or retired. Raises StoreError."""
    chosen = services.operator_id
    if not chosen:
        return None
    with services.unit_of_work() as uow:
        try:
            person = uow.staff.get(PersonId(chosen))
        except PersonNotFound:
            return None
    return person if person.active else None


def operator_name(services: Services) -> str:
    """The name of who works at this desk, "" if nobody was chosen."""
    person = operator(services)
    return person.name if person is not None else ""


def choose_operator(person_id: PersonId, services: Services) -> Person:
    """Let PERSON_ID work at this desk. Raises PersonNotFound, DomainError for somebody retired, StoreError."""
    with services.unit_of_work() as uow:
        person = uow.staff.get(person_id)
    if not person.active:
        raise DomainError(f"{person.name}已停用，不能作本机办件人。", "先在人员里恢复，或选别人。")
    services.set_operator(person.id)
    return person


# -- for the terminal and other programs ---------------------------------------------------------------------------


def person_named(name: str, services: Services) -> Person:
    """The one called NAME. Raises DomainError naming the list, StoreError."""
    people = [line.person for line in list_staff(services)]
    found = next((person for person in people if person.name == name.strip()), None)
    if found is None:
        listed = "、".join(person.name for person in people) or "还没有人"
        raise DomainError(f"人员名单里没有“{name}”。", f"名单：{listed}。")
    return found


def staff_listing(lines: Sequence[StaffLine]) -> list[dict[str, object]]:
    """LINES with English keys."""
    return [
        {
            "id": line.person.id,
            "name": line.person.name,
            "department": line.person.department,
            "phone": line.person.phone,
            "roles": list(line.person.roles),
            "active": line.person.active,
            "records": line.records,
            "is_operator": line.is_operator,
        }
        for line in lines
    ]


def staff_lines(lines: Sequence[StaffLine]) -> Iterable[str]:
    """LINES for the terminal."""
    for line in lines:
        state = "　本机办件人" if line.is_operator else "" if line.person.active else "　已停用"
        phone = f"　{line.person.phone}" if line.person.phone else ""
        yield f"{line.person.told}{phone}　{line.records} 条记录{state}"
    if not lines:
        yield "人员名单还是空的。"


# -- where the choice is kept ---------------------------------------------------------------------------------------


def read_operator(file: Path) -> str:
    """The id kept in FILE, "" if there is none or it cannot be read."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        return str(kept["person"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def write_operator(file: Path, person_id: str) -> None:
    """Keep PERSON_ID in FILE. Raises StoreError."""
    write_whole(file, json.dumps({"person": person_id}, ensure_ascii=False).encode())
