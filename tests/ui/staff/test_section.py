"""设置 · 人员: adding, changing, retiring, never deleting somebody with records; who works at this desk."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from gxq_desktop.application.record_event import RecordRequest, record_event
from gxq_desktop.application.staff import Person, list_staff, new_person_id, operator_name, save_person
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.ui import messages
from gxq_desktop.ui.settings.view import SettingsPage
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.staff.operator import OperatorDialog
from gxq_desktop.ui.staff.section import StaffSection


@pytest.fixture
def section(shell: Shell) -> StaffSection:
    shell.open("settings", section="staff")
    assert shell.window is not None and isinstance(shell.window.page, SettingsPage)
    found: StaffSection = shell.window.page.section("staff")
    return found


def add(section: StaffSection, name: str, **more: str) -> None:
    dialog = section.ask_person(None)
    dialog.name.line.setText(name)
    for field, text in more.items():
        getattr(dialog, field).line.setText(text)
    dialog.save.click()
    QApplication.processEvents()


def names(section: StaffSection) -> list[str]:
    return [line.person.name for line in section.model.rows]


def test_an_empty_list_says_what_it_is_for(section: StaffSection) -> None:
    assert section.empty.isVisible() and not section.table.isVisible()
    assert not section.edit.isEnabled() and not section.retire.isEnabled()


def test_the_first_person_works_at_this_desk_and_is_filled_in_everywhere(section: StaffSection, shell: Shell) -> None:
    add(section, "张琳", department="二窗", phone="0818-3330102", roles="窗口人员、帮办员")

    assert names(section) == ["张琳"] and operator_name(shell.services) == "张琳"
    assert shell.preferences.get("officer.name", "") == "张琳"
    assert "办件人 张琳" in shell.window.status._operator.text()  # type: ignore[union-attr]
    add(section, "李晓岚")
    assert operator_name(shell.services) == "张琳"


def test_a_name_without_letters_or_twice_is_refused_in_its_field(section: StaffSection) -> None:
    add(section, "张琳")
    dialog = section.ask_person(None)
    dialog.save.click()
    assert dialog.isVisible() and dialog.name.note.text == "写上姓名。"

    dialog.name.line.setText("张琳")
    dialog.save.click()
    assert "已有同名的人" in dialog.name.note.text and names(section) == ["张琳"]
    dialog.reject()


def test_a_change_is_kept_and_a_strange_telephone_only_doubted(section: StaffSection) -> None:
    add(section, "张琳")
    dialog = section.ask_person(section.chosen)
    dialog.department.line.setText("<i>三窗 & 四窗</i>")
    dialog.phone.line.setText("12")
    dialog.phone.validate()
    assert dialog.phone.note.text
    dialog.save.click()
    QApplication.processEvents()

    assert section.model.rows[0].person.department == "<i>三窗 & 四窗</i>"


def test_somebody_with_records_can_only_be_retired(section: StaffSection, shell: Shell, with_samples: Shell) -> None:
    add(section, "张琳")
    number = str(shell.services.lists.projects()[0].number)
    record_event(number, RecordRequest("B01", EventKind.PREPARING, person="张琳"), shell.services)
    section.open()

    assert not section.remove.isEnabled() and "1 条办件记录" in section.remove.toolTip()
    section.retire.click()

    line = section.model.rows[0]
    assert not line.person.active and operator_name(shell.services) == ""
    assert shell.preferences.get("officer.name", "") == ""
    assert section.retire.text() == "恢复(&T)" and not section.here.isEnabled()
    section.retire.click()
    assert section.model.rows[0].person.active


def test_somebody_without_records_is_asked_about_and_deleted(
    section: StaffSection, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(section, "张琳")
    monkeypatch.setattr(messages, "ask", lambda *_: -1)
    section.remove.click()
    assert names(section) == ["张琳"]

    monkeypatch.setattr(messages, "ask", lambda *_: 0)
    section.remove.click()
    assert list_staff(shell.services) == ()


def test_another_can_be_chosen_for_this_desk_from_anywhere(shell: Shell, section: StaffSection) -> None:
    for name in ("张琳", "李晓岚"):
        save_person(Person(new_person_id(), name), shell.services)
    save_person(Person(new_person_id(), "何敏", active=False), shell.services)
    dialog = OperatorDialog(shell, shell.window)
    assert [line.person.name for line in dialog.model.rows] == ["张琳", "李晓岚"]

    dialog.table.select_key(dialog.model.rows[1].person.id)
    dialog.take.click()

    assert operator_name(shell.services) == "李晓岚"
    section.open()
    assert "李晓岚" in section.operator.text()


def test_an_empty_list_leads_from_the_choice_to_the_list(shell: Shell) -> None:
    dialog = OperatorDialog(shell, shell.window)
    assert not dialog.take.isEnabled() and "还是空的" in dialog.told.text()

    dialog.edit_list.click()

    assert shell.window is not None and shell.window.place == "settings"


def test_the_list_is_sound(section: StaffSection, qtmodeltester: ModelTester) -> None:
    add(section, "张琳")

    qtmodeltester.check(section.model)
