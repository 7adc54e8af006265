"""The ways into recording from any page."""

from __future__ import annotations

from types import SimpleNamespace

from PySide6.QtWidgets import QApplication

from gxq_desktop.ui.record.dialog import RecordDialog
from gxq_desktop.ui.record.start import target_of
from gxq_desktop.ui.record.write_off import WriteOffDialog
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.staff.operator import OperatorDialog


def test_a_page_offers_its_project_and_steps() -> None:
    assert target_of(SimpleNamespace(record_target=lambda: ("GX-1", ["A23"]))) == ("GX-1", ("A23",))
    assert target_of(SimpleNamespace(record_target=lambda: (None, ()))) == ("", ())
    assert target_of(SimpleNamespace(project_number="GX-2")) == ("GX-2", ())
    assert target_of(SimpleNamespace(presenter=SimpleNamespace(number="GX-3"))) == ("GX-3", ())
    assert target_of(None) == ("", ())


def test_the_commands_open_their_dialogs_on_the_page_s_project(shell: Shell, number: str) -> None:
    shell.open("project", number=number)
    shell.runner.wait()

    shell.commands.run("record.event")
    shell.runner.wait()
    QApplication.processEvents()
    (dialog,) = shell.window.findChildren(RecordDialog)  # type: ignore[union-attr]
    assert number in dialog.presenter.number
    dialog.reject()
    shell.commands.run("record.numbers")
    shell.runner.wait()
    (numbers,) = shell.window.findChildren(WriteOffDialog)  # type: ignore[union-attr]
    assert numbers.presenter.number == number
    numbers.reject()
    shell.commands.run("record.operator")
    (chooser,) = shell.window.findChildren(OperatorDialog)  # type: ignore[union-attr]
    chooser.reject()


def test_on_a_page_without_a_project_recording_asks_for_it(shell: Shell, number: str) -> None:
    shell.open("calendar")

    shell.commands.run("record.event")

    (dialog,) = shell.window.findChildren(RecordDialog)  # type: ignore[union-attr]
    assert dialog.projects.isVisible()
    dialog.reject()


def test_from_the_list_of_projects_the_selected_one_is_recorded(shell: Shell, number: str) -> None:
    shell.open("projects", select=number)
    shell.runner.wait()
    QApplication.processEvents()

    shell.commands.run("record.event")
    shell.runner.wait()
    QApplication.processEvents()

    (dialog,) = shell.window.findChildren(RecordDialog)  # type: ignore[union-attr]
    assert dialog.presenter.number == number and dialog.picker.isVisible()
    dialog.reject()


def test_recording_has_its_key(shell: Shell) -> None:
    assert shell.commands.shortcut("record.event") == "Ctrl+R"
    assert shell.commands["record.event"].menu == "办理"
