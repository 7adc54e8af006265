"""What the desk's lists read, by SQLAlchemy on both databases and by the bare driver on SQLite."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gxq_desktop.application.desk_lists import PlannedStep, PlanSummary, ProjectCounts
from gxq_desktop.application.drafts import Draft, DraftHead, DraftId
from gxq_desktop.application.ports import ProjectNotFound, StoreError
from gxq_desktop.domain.consultation import Consultation
from gxq_desktop.domain.network import StepKind
from gxq_desktop.domain.project import Project, ProjectNumber
from gxq_desktop.store.engine import Store
from gxq_desktop.store.lists import StoreLists, quick_reader
from tests.store.builders import edition, opened, paper, project

NUMBER = ProjectNumber("GX-2026-0001")
MONDAY, SUNDAY = date(2026, 9, 14), date(2026, 9, 20)


def planned(step_id: str, early: date, late: date) -> PlannedStep:
    return PlannedStep(
        step_id, step_id, f"名{step_id}", StepKind.APPROVAL, "机关", early, early, late, late, False, True
    )


def summary(number: ProjectNumber = NUMBER, *steps: PlannedStep, digest: str = "d", revision: int = 1) -> PlanSummary:
    return PlanSummary(
        number, revision, "catalogue", "calendar", MONDAY, digest, 30, 2, 3, "用地方式", 4, MONDAY, SUNDAY, True, "开工",
        SUNDAY, MONDAY, 5, "", steps,
    )  # fmt: skip


def keep(store: Store, *projects: Project, summaries: tuple[PlanSummary, ...] = ()) -> None:
    with store.unit_of_work() as uow:
        for each in projects:
            uow.projects.add(each)
        for each in summaries:
            uow.plans.save(each)
        uow.commit()


def test_a_project_without_a_summary_is_listed_with_its_figures_unknown(store: Store) -> None:
    keep(store, project(NUMBER))

    (line,) = store.lists().projects()

    assert (line.number, line.undecided, line.edition_matches, line.is_sample) == (NUMBER, None, None, False)


def test_a_summary_comes_back_with_the_project(store: Store) -> None:
    keep(store, project(NUMBER), summaries=(summary(),))

    (line,) = store.lists().projects()

    assert (line.undecided, line.questions, line.first_question, line.provisional) == (2, 3, "用地方式", 4)
    assert (line.operate_on, line.operate_provisional) == (SUNDAY, True)
    assert (line.target_name, line.target_on, line.forecast_on, line.short_by) == ("开工", SUNDAY, MONDAY, 5)


def test_projects_are_listed_newest_first_and_10000_after_9999(store: Store) -> None:
    numbers = ["GX-2025-0001", "GX-2026-9999", "GX-2026-10000", "GX-2026-0002"]
    keep(store, *(project(ProjectNumber(number)) for number in numbers))

    listed = [line.number for line in store.lists().projects()]

    assert listed == ["GX-2026-10000", "GX-2026-9999", "GX-2026-0002", "GX-2025-0001"]


def test_a_first_page_is_the_beginning_of_the_whole_list(store: Store) -> None:
    keep(store, *(project(ProjectNumber(f"GX-2026-{n}")) for n in (10000, 9999, 1234, 5678)))

    whole = store.lists().projects()

    assert store.lists().projects(3) == whole[:3]
    assert store.lists().projects(9) == whole
    assert store.lists().projects(0) == []


def test_projects_are_read_by_their_numbers_and_those_that_are_gone_left_out(store: Store) -> None:
    keep(store, *(project(ProjectNumber(f"GX-2026-000{each}")) for each in (1, 2, 3)))

    named = [line.number for line in store.lists().projects_named(["GX-2026-0001", "GX-2026-0009", "GX-2026-0003"])]

    assert named == ["GX-2026-0003", "GX-2026-0001"]
    assert store.lists().projects_named([]) == []


def test_counts_of_the_filters_come_without_their_lines(store: Store) -> None:
    assert store.lists().project_counts() == ProjectCounts(0, 0, 0, 0, 0, 0)

    numbers = [ProjectNumber(f"GX-2026-{n:04d}") for n in range(1, 6)]
    plain = replace(summary(), short_by=0, undecided=0)
    keep(
        store,
        *(project(number) for number in numbers),  # the fifth has no summary yet
        summaries=(
            replace(plain, number=numbers[0], short_by=5),
            replace(plain, number=numbers[1], refusal="日期超出。"),
            replace(plain, number=numbers[2], undecided=2),
            replace(plain, number=numbers[3], content_digest="another"),
        ),
    )
    with store.unit_of_work() as uow:
        uow.editions.add(edition(numbers[3]))
        uow.samples.mark(numbers[0])
        uow.commit()

    counts = store.lists().project_counts()

    assert counts == ProjectCounts(5, short=2, undecided=1, reissue=1, not_issued=4, samples=1)


def test_an_edition_matches_while_the_plan_says_what_it_said(store: Store) -> None:
    issued = edition(NUMBER)
    keep(store, project(NUMBER), summaries=(summary(digest=issued.content_digest),))
    with store.unit_of_work() as uow:
        uow.editions.add(issued)
        uow.commit()
    assert store.lists().projects()[0].edition_matches is True

    keep(store, summaries=(summary(digest="something else"),))
    assert store.lists().projects()[0].edition_matches is False


def test_a_new_summary_takes_the_place_of_the_old_one_with_all_its_steps(store: Store) -> None:
    keep(store, project(NUMBER), summaries=(summary(NUMBER, planned("A01", MONDAY, MONDAY)),))

    keep(store, summaries=(summary(NUMBER, planned("A02", MONDAY, MONDAY)),))

    found = store.lists().steps_in([NUMBER], ["A01", "A02"])
    assert [line.step.step_id for line in found] == ["A02"]


@pytest.mark.parametrize(
    ("catalogue", "calendar", "revision", "stale"),
    [
        ("catalogue", "calendar", 1, []),
        ("another", "calendar", 1, [NUMBER]),
        ("catalogue", "another", 1, [NUMBER]),
        ("catalogue", "calendar", 7, [NUMBER]),
    ],
)
def test_a_summary_is_stale_once_catalogue_calendar_or_project_changed(
    store: Store, catalogue: str, calendar: str, revision: int, stale: list[ProjectNumber]
) -> None:
    keep(store, project(NUMBER), summaries=(summary(revision=revision),))

    assert store.lists().stale_plans(catalogue, calendar) == stale


def test_a_project_without_a_summary_is_stale(store: Store) -> None:
    keep(store, project(NUMBER))

    assert store.lists().stale_plans("catalogue", "calendar") == [NUMBER]


def test_a_summary_of_a_project_that_is_gone_is_left_aside(store: Store) -> None:
    keep(store, summaries=(summary(),))

    assert store.lists().projects() == []


def test_a_sample_goes_with_all_that_was_issued_and_the_others_stay(store: Store) -> None:
    other = ProjectNumber("GX-2026-0002")
    keep(store, project(NUMBER), project(other), summaries=(summary(NUMBER, planned("A01", MONDAY, MONDAY)),))
    with store.unit_of_work() as uow:
        uow.samples.mark(NUMBER)
        uow.editions.add(edition(NUMBER))
        uow.editions.add_paper(NUMBER, 1, paper())
        uow.commit()
    assert [line.is_sample for line in store.lists().projects()] == [False, True]

    with store.unit_of_work() as uow:
        assert uow.samples.numbers() == [NUMBER]
        uow.samples.remove(NUMBER)
        uow.commit()

    assert [line.number for line in store.lists().projects()] == [other]
    assert store.lists().steps_in([NUMBER], ["A01"]) == []


def test_a_real_project_is_not_removed(store: Store) -> None:
    keep(store, project(NUMBER))

    with store.unit_of_work() as uow, pytest.raises(ValueError, match="is no sample"):
        uow.samples.remove(NUMBER)


def test_only_a_project_that_is_there_can_be_a_sample(store: Store) -> None:
    with store.unit_of_work() as uow, pytest.raises(ProjectNotFound):
        uow.samples.mark(NUMBER)


def test_drafts_are_listed_as_the_repository_lists_them(store: Store) -> None:
    with store.unit_of_work() as uow:
        for number in (1, 2):
            head = DraftHead(
                DraftId(f"d{number}"), "冷链", "畅运", "", datetime(2026, 9, 15, 9, number, tzinfo=UTC), "desk", True
            )
            uow.drafts.save(Draft(head, {}))
        uow.commit()

    with store.unit_of_work() as uow:
        assert list(store.lists().drafts()) == list(uow.drafts.list())
    assert [head.id for head in store.lists().drafts()] == ["d2", "d1"]


def test_the_bare_driver_reads_what_sqlalchemy_reads(file: Path) -> None:
    store = opened(file)
    keep(store, project(NUMBER), summaries=(summary(NUMBER, planned("A01", MONDAY, MONDAY)),))
    read = quick_reader(file)
    assert read is not None

    quick, whole = StoreLists(read), store.lists()
    with store.unit_of_work() as uow:
        uow.drafts.save(
            Draft(DraftHead(DraftId("d"), "", "", "", datetime(2026, 9, 15, tzinfo=UTC), "desk", False), {})
        )
        uow.commit()

    assert quick.projects() == whole.projects()
    assert quick.project_counts() == whole.project_counts()
    assert quick.drafts() == whole.drafts() != []
    assert quick.steps_in([NUMBER], ["A01"]) == whole.steps_in([NUMBER], ["A01"]) != []
    assert quick.stale_plans("c", "c") == whole.stale_plans("c", "c")
    store.dispose()


def test_obstacles_of_all_projects_are_listed_and_projects_without_any_left_out(file: Path) -> None:
    store = opened(file)
    bare = project("GX-2026-0002")
    keep(store, project(NUMBER), replace(bare, plan=replace(bare.plan, obstacles=())))
    read = quick_reader(file)
    assert read is not None

    found = StoreLists(read).obstacles()

    assert [(each.number, each.id, each.name, each.owner) for each in found] == [
        (NUMBER, "O1", "一期电杆未迁改", ""),
        (NUMBER, "O2", "苗木迁移", "园林"),
    ]
    assert found == store.lists().obstacles()
    store.dispose()


def test_questions_nobody_answered_are_listed_the_first_due_on_top(file: Path) -> None:
    store = opened(file)
    keep(store, project(NUMBER))
    later = Consultation(1, "A23", "要几份？", "郑海波", MONDAY, SUNDAY, "李晓岚", MONDAY)
    first = replace(later, number=2, question="在哪个窗口？", due_on=MONDAY)
    done = replace(later, number=3).answered("三份。", "李晓岚", MONDAY, MONDAY)
    with store.unit_of_work() as uow:
        for each in (later, first, done):
            uow.consultations.put(NUMBER, None, each)
        uow.commit()
    read = quick_reader(file)
    assert read is not None

    found = StoreLists(read).open_questions()

    assert [(each.entry, each.question, each.due_on) for each in found] == [
        (2, "在哪个窗口？", MONDAY),
        (1, "要几份？", SUNDAY),
    ]
    assert found == store.lists().open_questions()
    store.dispose()


def test_the_bare_driver_leaves_alone_what_is_missing_foreign_or_older(file: Path, tmp_path: Path) -> None:
    assert quick_reader(tmp_path / "missing.db") is None
    (tmp_path / "foreign.db").write_bytes(b"no database, " * 100)
    assert quick_reader(tmp_path / "foreign.db") is None
    store = opened(file)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    store.dispose()
    assert quick_reader(file) is None


def test_a_file_that_goes_away_is_a_refusal_in_chinese(file: Path) -> None:
    opened(file).dispose()
    read = quick_reader(file)
    assert read is not None
    file.unlink()

    with pytest.raises(StoreError):
        StoreLists(read).projects()


def test_reading_lists_imports_no_sqlalchemy() -> None:
    code = "import gxq_desktop.store.lists, sys; sys.exit('sqlalchemy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
