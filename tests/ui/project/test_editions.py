"""版本: what was issued and changed; stored papers byte for byte; reissue; a past day; checking a paper anywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from gxq_desktop.app import Desk
from gxq_desktop.application.paper_kinds import PaperChoice
from gxq_desktop.application.print_paper import print_paper
from gxq_desktop.ui.project.editions.dialogs import VerifyDialog
from gxq_desktop.ui.project.schedule.terms_editor import qdate
from gxq_desktop.ui.project.view import ProjectPage
from gxq_desktop.ui.shell import Shell
from tests.ui.project.conftest import settle

Lived = Callable[[str], ProjectPage]


def test_an_edition_names_its_day_code_and_papers_and_what_differs_now(lived: Lived, qtmodeltester) -> None:
    page = lived("editions")
    tab = page.editions
    view = tab.model.row(0)

    assert (view.number, view.change, view.papers_text, view.is_current) == (1, "首次印发", "办理手册", False)
    assert tab.comparing.headline.text().startswith("现状与第 1 版比：改期 ")
    assert view.check_code in "\n".join(label.text() for label in tab.panel.findChildren(QLabel))
    qtmodeltester.check(tab.model)
    qtmodeltester.check(tab.comparing.model)


def test_the_stored_paper_is_opened_byte_for_byte(lived: Lived, services: Desk) -> None:
    page = lived("editions")

    file = page.editions.kept_file(1, PaperChoice("manual", "A4"))

    kept = print_paper(page.presenter.number, "manual", "A4", services, edition=1)
    assert file.read_bytes() == kept.pdf and file.suffix == ".pdf"


def test_printing_again_shows_that_edition(lived: Lived, shell: Shell) -> None:
    page = lived("editions")
    page.editions.table.select_key(1)

    shell.commands.run("editions.print")
    settle(shell)

    assert shell.window.place == "printing"
    assert "第 1 版" in shell.window.page.editions.currentText()
    assert page.presenter.number == shell.window.page.presenter.number


def test_reissuing_makes_the_next_edition_and_compares_it(lived: Lived, shell: Shell) -> None:
    page = lived("editions")
    dialog = page.editions.reissue_dialog()
    dialog.why.setPlainText("环评专家评审中止")
    dialog.save.click()
    assert dialog.result() == QDialog.DialogCode.Accepted

    page.editions.take_reissue(dialog.why.toPlainText(), dialog.person.text(), dialog.approver.text())
    settle(shell)

    views = page.editions.model.rows
    assert [view.number for view in views] == [2, 1]
    assert views[0].is_current and views[0].why == "环评专家评审中止" and "变更单" in views[0].papers_text
    page.editions.comparing.choose(1, 2)
    assert page.editions.comparing.headline.text().startswith("第 2 版与第 1 版比：")
    assert not shell.commands.action("editions.reissue").isEnabled()


def test_a_great_slip_asks_for_reason_and_approver(lived: Lived, services: Desk, shell: Shell) -> None:
    from datetime import date

    from gxq_desktop.app import SystemClock

    page = lived("editions")
    services.clock = SystemClock(date(2026, 12, 1))
    page.reload()
    settle(shell)
    dialog = page.editions.reissue_dialog()

    dialog.save.click()
    assert dialog.result() != QDialog.DialogCode.Accepted and "原因和批准人" in dialog.fault.text()
    dialog.why.setPlainText("停工")
    dialog.approver.setText("张局")
    dialog.save.click()
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_a_past_day_is_shown_and_a_day_to_come_is_refused(lived: Lived, shell: Shell) -> None:
    from datetime import date

    page = lived("editions")
    dialog = page.editions.as_of_dialog()
    settle(shell)
    dialog.day.setDate(qdate(date(2026, 9, 10)))
    settle(shell)
    assert dialog.found is not None and dialog.found.day == date(2026, 9, 10)
    states = {row.row.step_id: row.row.state.label for row in dialog.model.rows}
    assert states["A01"] == "未开始" and states["B01"] == "已收到"

    dialog.day.setDate(qdate(date(2027, 1, 1)))
    settle(shell)

    assert "还没有到" in dialog.head.text() and dialog.model.rows == ()
    dialog.deleteLater()


@pytest.mark.parametrize("wrapping", ["{}", " {} ", "{}".lower()])
def test_a_paper_is_checked_by_its_code_from_any_page(lived: Lived, shell: Shell, wrapping: str) -> None:
    page = lived("editions")
    code = page.presenter.current.desk.editions[0].check_code
    shell.open("home")

    shell.commands.run("paper.verify")
    dialog = shell.window.findChildren(VerifyDialog)[-1]
    dialog.code.setText(wrapping.format(code.lower().replace("-", "")))
    dialog.check.click()
    settle(shell)

    assert dialog.answer.text().startswith("是本局发出的") and dialog.chip.accessibleName() == "发出以后有变化"
    dialog.project.click()
    settle(shell)
    assert shell.window.place == "project" and shell.window.page.tab_id == "editions"


def test_a_code_nobody_gave_out_is_told(shell: Shell) -> None:
    dialog = VerifyDialog(shell, shell.window)
    dialog.verify()
    assert "没有写校验码" in dialog.answer.text()

    dialog.code.setText("AAAA-AAAA")
    dialog.verify()
    settle(shell)

    assert "没有发出过" in dialog.answer.text() and not dialog.project.isVisible()
    dialog.deleteLater()


def test_before_anything_was_issued_there_is_one_way_on(opened: Callable[..., ProjectPage], shell: Shell) -> None:
    tab = opened("N2", tab="editions").editions

    assert tab.empty.isVisible() and not tab.comparing.isVisible()
    assert not shell.commands.action("editions.reissue").isEnabled()
