"""咨询: asking from any tab, answering, correcting, making public; every step undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from gxq_desktop.app import Desk, SystemClock
from gxq_desktop.application.consultation import ConsultationFilter, QuestionForm, list_consultations
from gxq_desktop.domain.consultation import Consultation
from gxq_desktop.ui.project.consultations.dialog import Aim, ConsultationDialog
from gxq_desktop.ui.project.consultations.view import ConsultationsTab, take_question
from gxq_desktop.ui.project.view import ProjectPage
from gxq_desktop.ui.shell import Shell
from tests.ui.project.conftest import settle

Lived = Callable[[str], ProjectPage]


@pytest.fixture
def kept(services: Desk) -> Callable[[ProjectPage], dict[int, Consultation]]:
    def read(page: ProjectPage) -> dict[int, Consultation]:
        lines = list_consultations(services, ConsultationFilter(page.presenter.number))
        return {line.entry.number: line.entry for line in lines}

    return read


def texts(tab: ConsultationsTab) -> str:
    return "\n".join(label.text() for label in tab.panel.findChildren(QLabel))


def test_open_questions_stand_first_and_the_panel_says_all(lived: Lived, qtmodeltester) -> None:
    page = lived("consultations")
    tab = page.consultations

    assert [tab.model.row(n).entry.number for n in range(2)] == [2, 1]
    assert page.head.tabs.tabText(5) == "咨询 1"
    tab.table.select_key(1)
    assert "要，7 日。" in texts(tab) and "只印进本项目的手册" in texts(tab)
    qtmodeltester.check(tab.model)


def test_a_question_is_written_down_from_the_items_table_about_the_selected_item(
    lived: Lived, shell: Shell, kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = lived("items")
    page.items.go_to("A29")
    seen: list[str] = []

    def answer(dialog: ConsultationDialog) -> int:
        seen.append(str(dialog.item.currentData()))
        dialog.question.setPlainText("保证金能用保函吗？")
        dialog.save.click()
        return dialog.result()

    monkeypatch.setattr(ConsultationDialog, "exec", answer)

    shell.commands.run("consult.new")
    settle(shell)

    assert seen == ["A29"] and page.tab_id == "items"
    assert kept(page)[3].code == "A29" and kept(page)[3].due_on == date(2026, 9, 20)
    assert shell.commands.action("edit.undo").text() == "撤销 记咨询 A29"
    shell.commands.run("edit.undo")
    settle(shell)
    assert 3 not in kept(page)
    shell.commands.run("edit.redo")
    settle(shell)
    assert kept(page)[3].question == "保证金能用保函吗？"


def test_an_empty_question_is_refused_in_the_dialog(lived: Lived) -> None:
    dialog = lived("consultations").consultations.dialog(Aim.ASK, "A23")

    dialog.save.click()

    assert dialog.result() != QDialog.DialogCode.Accepted
    assert not dialog.fault.isHidden() and "没有写问题" in dialog.fault.text()


def test_the_due_day_follows_the_day_asked(lived: Lived) -> None:
    dialog = lived("consultations").consultations.dialog(Aim.ASK)

    dialog.asked_on.picked.emit(date(2026, 9, 10))

    assert dialog.form().due_on == date(2026, 9, 15)


def test_answering_and_making_public_is_one_step_to_undo(lived: Lived, shell: Shell, kept) -> None:
    page = lived("consultations")
    tab = page.consultations
    tab.table.select_key(2)
    dialog = tab.dialog(Aim.ANSWER, line=tab.table.current_row)
    dialog.answer.setPlainText("可以，公示期间先报。")
    dialog.public.setChecked(True)
    dialog.save.click()

    tab.take_answer(tab.table.current_row, dialog.wording())
    settle(shell)

    assert (kept(page)[2].answer, kept(page)[2].is_public) == ("可以，公示期间先报。", True)
    assert page.head.tabs.tabText(5) == "咨询"
    shell.commands.run("edit.undo")
    settle(shell)
    assert kept(page)[2].is_open


def test_what_names_somebody_is_not_made_public_and_the_answer_is_not_half_kept(
    lived: Lived, shell: Shell, kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = lived("consultations")
    tab = page.consultations
    tab.table.select_key(2)
    told: list[BaseException] = []
    monkeypatch.setattr(Shell, "show_error", lambda self, error, *rest: told.append(error))
    dialog = tab.dialog(Aim.ANSWER, line=tab.table.current_row)
    dialog.answer.setPlainText("请陈立来取。")
    dialog.public.setChecked(True)

    tab.take_answer(tab.table.current_row, dialog.wording())
    settle(shell)

    assert "陈立" in str(told[0]) and kept(page)[2].is_open
    assert not shell.undo_stack.canUndo()


def test_a_later_correction_asks_why_and_keeps_both(lived: Lived, shell: Shell, kept) -> None:
    page = lived("consultations")
    tab = page.consultations
    tab.table.select_key(1)
    dialog = tab.dialog(Aim.CORRECT, line=tab.table.current_row)
    dialog.answer.setPlainText("要，10 日。")
    dialog.save.click()
    assert "没有写理由" in dialog.fault.text()
    dialog.reason.setText("天数写错")
    dialog.save.click()
    assert dialog.result() == QDialog.DialogCode.Accepted

    tab.take_correction(tab.table.current_row, dialog.wording())
    settle(shell)

    assert [each.answer for each in kept(page)[1].earlier] == ["要，7 日。"]
    assert "要，7 日。" in texts(tab) and "天数写错" in texts(tab)
    shell.commands.run("edit.undo")
    settle(shell)
    assert kept(page)[1].earlier == ()


def test_public_is_switched_and_undone(lived: Lived, shell: Shell, kept) -> None:
    page = lived("consultations")
    page.consultations.table.select_key(1)

    shell.commands.run("consult.publish")
    settle(shell)
    assert kept(page)[1].is_public
    shell.commands.run("edit.undo")
    settle(shell)
    assert not kept(page)[1].is_public


def test_only_what_was_written_today_is_taken_out_and_it_comes_back(lived: Lived, shell: Shell, kept) -> None:
    page = lived("consultations")
    tab = page.consultations
    tab.table.select_key(1)
    assert not shell.commands.action("consult.remove").isEnabled()
    take_question(shell, page.presenter, QuestionForm("", "在哪个窗口？"))
    settle(shell)
    tab.table.select_key(3)

    shell.commands.run("consult.remove")
    settle(shell)
    assert 3 not in kept(page)
    shell.commands.run("edit.undo")
    settle(shell)
    assert kept(page)[3].question == "在哪个窗口？"


def test_filters_by_state_item_and_text(lived: Lived, qtbot: QtBot) -> None:
    tab = lived("consultations").consultations

    tab.segments.buttons["open"].click()
    assert [row.entry.number for row in tab.model.rows] == [2]
    tab.segments.buttons["public"].click()
    assert tab.model.rows == () and tab._nothing.isVisible()
    tab.clear_filters()
    tab.items.setCurrentIndex(tab.items.findData("A23"))
    assert [row.entry.number for row in tab.model.rows] == [1]
    tab.clear_filters()
    tab.field.setText("人防")
    assert [row.entry.number for row in tab.model.rows] == [2]


def test_a_question_past_its_day_is_boxed(lived: Lived, services: Desk, shell: Shell) -> None:
    page = lived("consultations")
    services.clock = SystemClock(date(2026, 9, 25))
    page.reload()
    settle(shell)

    assert page.consultations.model.row(0).left_text.startswith("超期")
    assert "超期" in page.consultations.status
