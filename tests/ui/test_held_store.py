"""Another program holds the store: a small save waits for it, and the window lives on meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from gxq_desktop.application.drafts import list_drafts
from gxq_desktop.application.edit_plan import with_variant
from gxq_desktop.application.intake_entries import Entry
from gxq_desktop.application.intake_form import NAME
from gxq_desktop.application.staff import Person, PersonId, list_staff, save_person
from gxq_desktop.ui.intake.view import IntakePage
from gxq_desktop.ui.messages import WaitDialog
from gxq_desktop.ui.project.view import ProjectPage
from gxq_desktop.ui.shell import Shell

ZHANG = Person(PersonId("1"), "张敏")

Hold = Callable[[Callable[[], bool]], list[str]]


@pytest.fixture
def hold(shell: Shell) -> Iterator[Hold]:
    """Hold the store until a condition is seen by a timer. If no event were handled it would be held to the end."""
    file = shell.services.store_file
    assert file is not None
    with shell.services.unit_of_work():
        pass  # opened before it is held
    other = sqlite3.connect(file, isolation_level=None)
    beat = QTimer(interval=10)

    def begin(until: Callable[[], bool]) -> list[str]:
        seen: list[str] = []

        def look() -> None:
            if until():
                seen.append("let go")
                other.rollback()
                beat.stop()

        other.execute("BEGIN EXCLUSIVE")
        beat.timeout.connect(look)
        beat.start()
        return seen

    yield begin
    beat.stop()
    other.close()


def _waits() -> list[WaitDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, WaitDialog) and each.isVisible()]


def test_a_person_is_added_after_the_other_let_go(shell: Shell, hold: Hold) -> None:
    seen = hold(lambda: True)
    assert shell.save(lambda: save_person(ZHANG, shell.services))

    assert seen == ["let go"]
    assert [line.person.name for line in list_staff(shell.services)] == [ZHANG.name]


def test_a_long_wait_is_told_and_nothing_stays_of_it(shell: Shell, hold: Hold) -> None:
    hold(lambda: bool(_waits()))
    assert shell.save(lambda: save_person(ZHANG, shell.services))

    assert not _waits() and QApplication.overrideCursor() is None


def test_leaving_the_intake_keeps_the_draft_after_the_other_let_go(shell: Shell, hold: Hold) -> None:
    shell.open("intake")
    page = shell.window.page if shell.window is not None else None
    assert isinstance(page, IntakePage)
    page.presenter.answer(NAME, Entry("年产五千台项目"))
    seen = hold(lambda: True)
    shell.open("home")

    assert seen == ["let go"]
    assert [head.name for head in list_drafts(shell.services)] == ["年产五千台项目"]


def test_dropping_an_intake_waits_for_a_draft_that_is_being_saved(shell: Shell, hold: Hold) -> None:
    shell.open("intake")
    page = shell.window.page if shell.window is not None else None
    assert isinstance(page, IntakePage)
    page.presenter.answer(NAME, Entry("年产五千台项目"))
    seen = hold(lambda: True)
    page.presenter.keeper.save()
    page.presenter.drop()

    assert seen == ["let go"]
    assert shell.runner.wait()
    assert not list_drafts(shell.services)


def test_a_decision_its_undo_and_its_redo_wait_for_the_other(with_samples: Shell, hold: Hold) -> None:
    shell = with_samples
    number = shell.services.lists.projects(1)[0].number
    shell.open("project", number=number)
    assert shell.runner.wait()
    page = shell.window.page if shell.window is not None else None
    assert isinstance(page, ProjectPage)
    held = []
    assert page.presenter.current is not None
    project = page.presenter.current.desk.project
    kept = with_variant(project, project.plan.terms, shell.today)
    for act in (
        lambda: page.presenter.store(kept, "存为方案乙", "已存为方案乙"),
        shell.undo_stack.undo,
        shell.undo_stack.redo,
    ):
        seen = hold(lambda: True)
        act()
        held += seen
        with shell.services.unit_of_work() as uow:
            held.append(str(len(uow.projects.get(number).variants)))
        assert shell.runner.wait()

    assert held == ["let go", "1", "let go", "0", "let go", "1"]
