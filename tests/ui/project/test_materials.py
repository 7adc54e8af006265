"""材料: one list over all items, ticked as it arrives, undone by one step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from gxq_desktop.app import Desk
from gxq_desktop.application.project_materials import Presence, Provider
from gxq_desktop.application.record_event import journal_of
from gxq_desktop.ui.project.view import ProjectPage
from gxq_desktop.ui.shell import Shell
from tests.ui.project.conftest import settle

Lived = Callable[[str], ProjectPage]


def presence(page: ProjectPage, code: str) -> Presence:
    return next(row.presence for row in page.materials.model.rows if row.code == code)


def test_packages_stand_first_and_only_they_have_a_box(lived: Lived, qtmodeltester) -> None:
    tab = lived("materials").materials

    for line in range(tab.model.rowCount()):
        row = tab.model.row(line)
        box = tab.model.index(line, 0).data(Qt.ItemDataRole.CheckStateRole)
        assert (box is not None) == (row is not None and row.provider is Provider.UNIT)
    assert tab.model.row(1).code == "B01"
    qtmodeltester.check(tab.model)


def test_space_ticks_a_material_as_received_and_undo_takes_it_back(
    lived: Lived, shell: Shell, services: Desk, qtbot
) -> None:
    page = lived("materials")
    tab = page.materials
    tab.table.select_key("B04")

    qtbot.keyClick(tab.table, Qt.Key.Key_Space)
    settle(shell)

    assert presence(page, "B04") is Presence.RECEIVED
    assert [event.kind.label for event in journal_of(page.presenter.number, services).events][-1] == "收到"
    shell.commands.run("edit.undo")
    settle(shell)
    assert presence(page, "B04") is Presence.MISSING
    shell.commands.run("edit.redo")
    settle(shell)
    assert presence(page, "B04") is Presence.RECEIVED


def test_todays_tick_is_unticked_and_that_is_undone(lived: Lived, shell: Shell) -> None:
    page = lived("materials")
    row = next(row for row in page.materials.model.rows if row.code == "B04")
    assert page.materials.tick(row, True)
    settle(shell)
    row = next(row for row in page.materials.model.rows if row.code == "B04")

    assert page.materials.tick(row, False)
    settle(shell)

    assert presence(page, "B04") is Presence.MISSING
    shell.commands.run("edit.undo")
    settle(shell)
    assert presence(page, "B04") is Presence.RECEIVED


def test_an_older_tick_is_refused_with_the_way_on(lived: Lived, monkeypatch) -> None:
    page = lived("materials")
    told: list[BaseException] = []
    monkeypatch.setattr(Shell, "show_error", lambda self, error, *rest: told.append(error))
    row = next(row for row in page.materials.model.rows if row.code == "B01")

    assert not page.materials.tick(row, False)

    assert "更正" in str(told[0]) and presence(page, "B01") is Presence.RECEIVED


def test_filters_by_provider_item_and_what_is_lacking(lived: Lived) -> None:
    tab = lived("materials").materials

    tab.segments.buttons["missing"].click()
    assert not {row.code for row in tab.model.rows} & {"B01", "B02"} and tab.model.rows
    tab.segments.buttons["shared"].click()
    assert {row.provider for row in tab.model.rows} == {Provider.SHARED}
    tab.clear_filters()
    tab.go_to("A23")
    assert all(any(each.code == "A23" for each in row.needed) for row in tab.model.rows)
    assert tab.filtered()
    tab.clear_filters()
    assert not tab.filtered()


def test_printing_shows_the_checklist(lived: Lived, shell: Shell) -> None:
    page = lived("materials")

    shell.commands.run("materials.print")

    assert shell.window.place == "printing"
    assert shell.window.page.presenter.number == page.presenter.number


def test_ctrl_r_is_about_the_selected_package_only(lived: Lived) -> None:
    page = lived("materials")
    page.materials.table.select_key("B04")
    assert page.record_target() == (page.presenter.number, ("B04",))
    form = next(row for row in page.materials.model.rows if row.provider is Provider.FORM)
    page.materials.table.select_key(form.key)

    assert page.record_target() == (page.presenter.number, ())
