"""办理记录: listing, evidence, taking back today's, correcting older ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel

from gxq_desktop.app import Desk
from gxq_desktop.application.record_event import journal_of
from gxq_desktop.ui.project.view import ProjectPage
from gxq_desktop.ui.record.correction import CorrectionDialog
from gxq_desktop.ui.shell import Shell
from tests.ui.project.conftest import settle

Lived = Callable[[str], ProjectPage]


def texts(page: ProjectPage) -> str:
    return "\n".join(label.text() for label in page.records.panel.findChildren(QLabel))


def select(page: ProjectPage, code: str, what: str) -> None:
    row = next(row for row in page.records.model.rows if row.code == code and row.what == what)
    assert page.records.table.select_key(row.key)


def test_the_latest_stands_first_and_every_record_once(lived: Lived, qtmodeltester) -> None:
    page = lived("records")
    rows = page.records.model.rows

    assert (rows[0].code, rows[0].what) == ("A09", "受理")
    assert len([row for row in rows if row.event]) == len(journal_of(page.presenter.number, page.shell.services).events)
    assert page.head.tabs.tabText(4).startswith("办理记录 ")
    qtmodeltester.check(page.records.model)


def test_evidence_opens_as_the_file_it_was(lived: Lived, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    page = lived("records")
    select(page, "A01", "销账")
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)

    shell.commands.run("records.open")

    assert Path(opened[0]).read_bytes() == b"%PDF-1.4 proof"
    select(page, "A07", "受理")
    assert not shell.commands.action("records.open").isEnabled()


def test_evidence_that_is_gone_is_said(lived: Lived, services: Desk, shell: Shell, monkeypatch) -> None:
    page = lived("records")
    select(page, "A01", "销账")
    row = page.records.table.current_row
    services.evidence.path_of(row.evidence).unlink()
    told: list[BaseException] = []
    monkeypatch.setattr(Shell, "show_error", lambda self, error, *rest: told.append(error))

    page.records.open_evidence()

    assert len(told) == 1


def test_both_values_of_a_correction_are_shown(lived: Lived) -> None:
    page = lived("records")
    select(page, "B02", "备齐")

    assert "空 → 实为纸质" in texts(page) and "看错" in texts(page)


def test_todays_record_is_taken_back_and_that_is_undone(lived: Lived, shell: Shell, services: Desk) -> None:
    page = lived("records")
    number = page.presenter.number
    select(page, "A09", "受理")

    shell.commands.run("records.take_back")
    settle(shell)

    assert not [event for event in journal_of(number, services).events if event.step_id == "A09"]
    assert shell.commands.action("edit.undo").text() == "撤销 撤销记录 A09 受理"
    shell.commands.run("edit.undo")
    settle(shell)
    assert [event.kind.label for event in journal_of(number, services).events if event.step_id == "A09"] == ["受理"]
    shell.commands.run("edit.redo")
    settle(shell)
    assert not [event for event in journal_of(number, services).events if event.step_id == "A09"]


def test_an_older_record_is_corrected_not_taken_back(lived: Lived, shell: Shell) -> None:
    page = lived("records")
    select(page, "A07", "受理")

    assert not shell.commands.action("records.take_back").isEnabled()
    shell.commands.run("records.correct")
    settle(shell)

    dialogs = shell.window.findChildren(CorrectionDialog)
    assert len(dialogs) == 1 and dialogs[0].isVisible()
    dialogs[0].close()


def test_filters_by_kind_step_and_text(lived: Lived) -> None:
    tab = lived("records").records

    tab.segments.buttons["corrected"].click()
    assert [row.code for row in tab.model.rows] == ["B02"]
    tab.segments.buttons["agreed"].click()
    assert [row.what for row in tab.model.rows] == ["定下基准计划"]
    tab.clear_filters()
    tab.go_to("A07")
    assert {row.code for row in tab.model.rows} == {"A07"}
    tab.clear_filters()
    tab.field.setText("备案 1")
    assert {row.what for row in tab.model.rows} >= {"销账"}


def test_ctrl_r_takes_the_selected_step(lived: Lived) -> None:
    page = lived("records")
    select(page, "A07", "受理")

    assert page.record_target() == (page.presenter.number, ("A07",))


def test_without_records_there_is_one_way_on(opened: Callable[..., ProjectPage]) -> None:
    tab = opened("N2", tab="records").records

    assert tab.empty.isVisible() and not tab.table.isVisible()
