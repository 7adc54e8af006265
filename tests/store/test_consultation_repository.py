"""The consultation log in a database: everything comes back, two windows do not overwrite each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from gxq_desktop.application.ports import ChangedElsewhere, ProjectNotFound
from gxq_desktop.domain.consultation import Consultation, EarlierWording
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.store.engine import Store
from gxq_desktop.store.rows import ConsultationRow, ProjectRow
from tests.store.builders import keep, project

ONE, TWO = ProjectNumber("GX-2026-0001"), ProjectNumber("GX-2026-0002")
DAY = date(2026, 9, 16)
FULL = Consultation(
    number=1,
    code="A23",
    question="要不要公示？𠮷",
    asked_by="陈立",
    asked_on=DAY,
    due_on=date(2026, 9, 20),
    recorded_by="李晓岚",
    written_on=date(2026, 9, 18),
    answer="要。\n7 日。",
    answered_by="王芳",
    answered_on=date(2026, 9, 17),
    is_public=True,
    earlier=(EarlierWording("旧问", "旧答", date(2026, 9, 18), "王芳", "看错"),),
)
OPEN = Consultation(2, "", "在哪个窗口？", "企业", DAY, date(2026, 9, 19), "李晓岚", DAY)


def put(store: Store, number: ProjectNumber, before: Consultation | None, after: Consultation | None) -> None:
    with store.unit_of_work() as uow:
        uow.consultations.put(number, before, after)
        uow.commit()


@pytest.fixture
def kept(store: Store) -> Store:
    keep(store, project(ONE))
    keep(store, project(TWO, project_code=""))
    put(store, ONE, None, FULL)
    put(store, ONE, None, OPEN)
    return store


def test_everything_comes_back(kept: Store) -> None:
    with kept.unit_of_work() as uow:
        assert uow.consultations.of_project(ONE) == [FULL, OPEN]
        assert uow.consultations.of_project(TWO) == []


def test_lists_over_all_projects_name_the_project_and_the_first_due_comes_first(kept: Store) -> None:
    with kept.unit_of_work() as uow:
        found = uow.consultations.of_all()
        open_ones = uow.consultations.of_all(only_open=True)
        name = uow.projects.get(ONE).name

    assert [(number, shown, entry.number) for number, shown, _, entry in found] == [(ONE, name, 2), (ONE, name, 1)]
    assert [entry for *_, entry in open_ones] == [OPEN]


def test_another_project_reads_only_answered_public_entries_about_an_item(kept: Store) -> None:
    private = replace(FULL, number=3, is_public=False)
    put(kept, ONE, None, private)

    with kept.unit_of_work() as uow:
        assert uow.consultations.answered_for(ONE) == [FULL, private]
        assert uow.consultations.answered_for(TWO) == [FULL]


def test_an_entry_is_replaced_and_taken_out_only_as_it_was_read(kept: Store) -> None:
    answered = replace(OPEN, answer="一楼", answered_by="王芳", answered_on=DAY)
    put(kept, ONE, OPEN, answered)

    for before, after in ((OPEN, None), (None, OPEN), (OPEN, answered)):
        with pytest.raises(ChangedElsewhere):
            put(kept, ONE, before, after)
    put(kept, ONE, answered, None)

    with kept.unit_of_work() as uow:
        assert uow.consultations.of_project(ONE) == [FULL]


def test_an_entry_of_no_project_is_refused(kept: Store) -> None:
    with pytest.raises(ProjectNotFound):
        put(kept, ProjectNumber("GX-2026-0099"), None, FULL)
    with pytest.raises(ValueError):
        put(kept, ONE, None, None)


def test_entries_go_with_their_project(kept: Store) -> None:
    with Session(kept.engine) as session:
        session.execute(delete(ProjectRow).where(ProjectRow.number == ONE))
        session.commit()
        assert session.query(ConsultationRow).count() == 0
