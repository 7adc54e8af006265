"""The staff list comes back as it was kept, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gxq_desktop.application.staff import Person, PersonId, PersonNotFound
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.store.engine import Store

ZHANG = Person(PersonId("p1"), "𠮷琳<b>&", "综合窗口 2", "0818-3330102", ("窗口人员", "帮办员"))


def keep(store: Store, *people: Person) -> None:
    with store.unit_of_work() as uow:
        for person in people:
            uow.staff.save(person)
        uow.commit()


def test_a_person_comes_back_whole_and_is_replaced_by_its_id(store: Store) -> None:
    keep(store, ZHANG, Person(PersonId("p2"), "李晓岚"))
    keep(store, replace(ZHANG, active=False))

    with store.unit_of_work() as uow:
        assert list(uow.staff.list()) == [Person(PersonId("p2"), "李晓岚"), replace(ZHANG, active=False)]
        assert uow.staff.get(ZHANG.id).roles == ("窗口人员", "帮办员")
        assert uow.staff.records_by_name() == {} and uow.staff.records_of("李晓岚") == 0


def test_somebody_removed_is_not_found(store: Store) -> None:
    keep(store, ZHANG)
    with store.unit_of_work() as uow:
        uow.staff.remove(ZHANG.id)
        uow.staff.remove(PersonId("nobody"))
        uow.commit()

    with store.unit_of_work() as uow, pytest.raises(PersonNotFound):
        uow.staff.get(ZHANG.id)


def test_what_no_database_can_hold_is_refused(store: Store) -> None:
    with pytest.raises(DomainError, match="不能保存的字符"):
        keep(store, Person(PersonId("p3"), "张\0琳"))


def test_leaving_without_commit_keeps_nobody(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.staff.save(ZHANG)

    with store.unit_of_work() as uow:
        assert list(uow.staff.list()) == []
