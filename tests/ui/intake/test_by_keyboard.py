"""The whole intake without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt

from gxq_desktop.app import Desk
from gxq_desktop.application.intake import read_intake
from gxq_desktop.application.intake_entries import Entry
from gxq_desktop.application.intake_form import FieldId
from gxq_desktop.application.pick_items import pick_items
from gxq_desktop.domain.project import Project, ProjectNumber
from gxq_desktop.domain.verdicts import Verdict
from gxq_desktop.ui.intake.view import IntakePage
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.shell import Shell
from tests.ui.intake.conftest import Clerk, sample, settle_events

Answers = Callable[[dict[str, Any]], dict[FieldId, Entry]]


def fill_in(clerk: Clerk, answers: dict[FieldId, Entry]) -> list[FieldId]:
    """Answer whatever is asked, Enter by Enter and section by section, until 核对答案. Returns the fields passed."""
    passed: list[FieldId] = []
    while not clerk.page.presenter.is_checking:
        clerk.wait_for_the_form()
        while clerk.field is not None:
            field = clerk.field
            assert field not in passed, f"{field} came twice"
            passed.append(field)
            if field in answers:
                clerk.answer(answers[field])
            clerk.enter()
            clerk.wait_for_the_form()
        assert clerk.focus is clerk.page.form.next
        clerk.next_section()
    return passed


@pytest.mark.parametrize("name", ["N1", "N3", "N4", "N5"])
def test_a_whole_sample_is_taken_in_by_keyboard_until_it_has_a_number(
    clerk: Clerk, answers_of: Answers, services: Desk, shell: Shell, name: str
) -> None:
    document = sample(name)
    fill_in(clerk, answers_of(document))
    assert clerk.page.presenter.problems == ()

    clerk.next_section()  # Ctrl+Enter on 核对答案: 建立项目
    settle_events(shell)

    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber("GX-2026-0001"))
        assert list(uow.drafts.list()) == []
    intake = read_intake(document, services.catalogue, services.calendar, shell.today)
    expected = intake.project(ProjectNumber("GX-2026-0001"), shell.today)
    assert replace(project, facts=expected.facts) == expected
    assert dict(project.facts).items() <= dict(expected.facts).items()
    assert verdicts_of(services, project) == verdicts_of(services, expected)
    assert shell.recent[0] == ("GX-2026-0001", document["project"]["name"])


def verdicts_of(services: Desk, project: Project) -> dict[str, Verdict]:
    return {code: each.verdict for code, each in pick_items(services.catalogue, project).items()}


def test_only_questions_that_matter_are_asked(clerk: Clerk, page: IntakePage, shell: Shell) -> None:
    clerk.go_to("facts.construction_nature")
    clerk.press(Qt.Key.Key_6)  # 无

    asked = {question.fact for question in page.presenter.state.to_answer}
    assert not asked & {"contract_days", "permit_threshold", "land_area_ha"}
    assert "land_supply" in asked


def test_questions_on_which_nothing_hangs_are_listed_only_on_demand(clerk: Clerk, page: IntakePage) -> None:
    for key, text in (("energy_tce", "1200"), ("energy_exempt", "否")):
        page.presenter.answer(FieldId(f"facts.{key}"), Entry(text))
    clerk.go_to("facts.energy_tce")
    idle = FieldId("facts.coal_t")
    assert idle in page.presenter.state.idle and idle not in page.presenter.state.shown
    assert page.form.idle.text() == "　还有 1 问，答不答都不改变清单，也列出来"

    page.form.idle.click()

    assert page.presenter.questions[-1].id == idle
    assert page.form.control(idle) is not None


def test_unknown_is_an_answer_and_leaves_the_rows_undecided(clerk: Clerk, page: IntakePage) -> None:
    clerk.go_to("facts.eia_class")

    clerk.press(Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)

    state = page.presenter.state
    assert page.presenter.entries[FieldId("facts.eia_class")].unknown
    assert clerk.text("facts.eia_class") == "不清楚"
    assert state.verdicts["A06"].is_undecided and state.is_answered(state.form.question_of["facts.eia_class"])
    assert "A06、A07、A08、B06、B36 先列为待定" in page.form.blocks["facts.eia_class"].unknown.label.text()


def test_f1_shows_the_law_behind_the_question_and_escape_the_list_again(clerk: Clerk, page: IntakePage) -> None:
    clerk.go_to("facts.eia_class")

    clerk.press(Qt.Key.Key_F1)
    assert page.items.shows_basis
    clerk.press(Qt.Key.Key_Escape)

    assert not page.items.shows_basis
    assert clerk.field == "facts.eia_class"


def test_f1_follows_the_question(clerk: Clerk, page: IntakePage) -> None:
    clerk.go_to("facts.eia_class")
    clerk.press(Qt.Key.Key_F1)

    clerk.go_to("facts.discharge_class")

    from PySide6.QtWidgets import QLabel

    texts = [label.text() for label in page.items.basis.findChildren(QLabel) if not label.isHidden()]
    assert "排污许可按名录是重点、简化、登记还是不需要？" in texts


def test_f6_goes_to_the_list_and_back_to_the_same_question(clerk: Clerk, page: IntakePage) -> None:
    clerk.go_to("facts.eia_class")

    clerk.press(Qt.Key.Key_F6)
    assert clerk.focus is page.items.table
    clerk.press(Qt.Key.Key_F6)

    assert clerk.field == "facts.eia_class"


def test_arrows_try_an_answer_and_enter_takes_it(clerk: Clerk, page: IntakePage, shell: Shell) -> None:
    clerk.go_to("facts.eia_class")
    clerk.press(Qt.Key.Key_Down)
    assert page.presenter.live[FieldId("facts.eia_class")].text == "报告书"
    assert page.presenter.entries[FieldId("facts.eia_class")].is_blank

    clerk.press(Qt.Key.Key_Down)
    clerk.enter()

    assert page.presenter.entries[FieldId("facts.eia_class")].text == "报告表"
    assert shell.undo_stack.undoText() == "填写“环评类别”"


def test_escape_takes_back_what_was_typed_since_the_field_was_left(clerk: Clerk, page: IntakePage) -> None:
    clerk.go_to("facts.energy_tce")
    clerk.write("620")
    clerk.enter()
    clerk.go_to("facts.energy_tce")

    clerk.write("6200")
    clerk.press(Qt.Key.Key_Escape)

    assert clerk.text("facts.energy_tce") == "620"
    assert page.presenter.live == page.presenter.entries


def test_ctrl_n_leaves_the_keyboard_in_the_first_field_of_a_form_begun_anew(shell: Shell, window: MainWindow) -> None:
    shell.open("home")
    settle_events(shell)
    for _ in range(2):
        shell.commands.run("intake.new")
        settle_events(shell)

        page = window.page
        assert isinstance(page, IntakePage)
        assert Clerk(page).field == page.presenter.questions[0].fields[0].id
