"""核对答案: what is shown, what refuses, the way to a field and back; opening a project, changing one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from gxq_desktop.app import Desk
from gxq_desktop.application.intake_entries import Entry
from gxq_desktop.application.intake_form import ENTERPRISE_PHONE, FieldId, QuestionId
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.project import ContactRole, Project, ProjectNumber
from gxq_desktop.domain.verdicts import Override
from gxq_desktop.ui.intake.check import CheckPane, NoticeChip
from gxq_desktop.ui.intake.view import IntakePage
from gxq_desktop.ui.shell import Shell
from tests.ui.intake.conftest import Clerk, sample, settle_events


def take(page: IntakePage, document: dict[str, object], folder: Path) -> None:
    """Import DOCUMENT as a file."""
    path = folder / "接件.json"
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    page.presenter.take_file(path)
    settle_events(page.shell)


@pytest.fixture
def checked(page: IntakePage, tmp_path: Path) -> IntakePage:
    """N1, on the page 核对答案."""
    take(page, sample("N1"), tmp_path)
    page.presenter.go_to(page.presenter.check_place)
    settle_events(page.shell)
    return page


def texts(pane: CheckPane) -> list[str]:
    return [label.text() for label in pane.panel.findChildren(QLabel) if not label.isHidden() and label.text()]


def project(services: Desk, number: str = "GX-2026-0001") -> Project:
    with services.unit_of_work() as uow:
        return uow.projects.get(ProjectNumber(number))


def test_it_shows_what_the_answers_come_to(checked: IntakePage) -> None:
    numbers = [label.text() for label in checked.check.panel.figures.numbers.values()]

    assert numbers == ["21", "27", "16"]
    assert checked.head.title.text() == "核对答案"
    assert checked.check.panel.forecast_title.text() == "预计最早具备开工条件"
    assert checked.check.panel.forecast_day.text() == "2027-03-02（二）暂定"


def test_a_row_says_what_was_answered_where_it_came_from_and_what_it_decides(checked: IntakePage) -> None:
    rows = {row.field: row for row in checked.check.model.rows}

    land = rows[FieldId("facts.land_supply")]
    assert (land.label, land.answer, land.source) == ("供地方式", "出让", "接件文件")
    assert land.decides == "A17–A19 A42 A43 B04；排除 A04"
    assert rows[FieldId("project.credit_code")].decides == "校验位正确"


def test_changing_an_answer_comes_back_to_the_same_row(checked: IntakePage, clerk: Clerk) -> None:
    checked.check.table.select_key(FieldId("facts.energy_tce"))
    checked.check.table.setFocus()

    clerk.enter()  # 修改
    settle_events(checked.shell)
    assert clerk.field == "facts.energy_tce" and checked.form.next.text() == "回到核对(&G)"
    clerk.write("1200")
    clerk.enter()
    settle_events(checked.shell)

    assert checked.presenter.is_checking
    assert checked.check.table.current_row.field == "facts.energy_tce"
    assert checked.check.table.current_row.answer == "1200 吨标准煤"
    assert clerk.focus is checked.check.table


def test_a_wrong_change_stays_at_its_field_until_it_is_mended(checked: IntakePage, clerk: Clerk) -> None:
    checked.check.table.select_key(FieldId("facts.energy_tce"))
    checked.check.table.setFocus()
    clerk.enter()
    settle_events(checked.shell)

    clerk.write("很多")
    clerk.enter()

    assert not checked.presenter.is_checking and len(checked.form.band.links) == 1


def test_what_is_missing_is_named_and_refuses(page: IntakePage, clerk: Clerk, services: Desk, shell: Shell) -> None:
    page.presenter.go_to(page.presenter.check_place)
    settle_events(shell)

    clerk.next_section()

    told = texts(page.check)
    chips = [chip.accessibleName() for chip in page.check.panel.notices.findChildren(NoticeChip)]
    assert "2 处要改，改好才能建立" in chips
    assert "企业名称还没有填。" in told and "项目名称还没有填。" in told
    with services.unit_of_work() as uow:
        assert list(uow.projects.list()) == []


def test_a_missing_phone_can_be_given_in_place(page: IntakePage, tmp_path: Path, services: Desk, shell: Shell) -> None:
    document = sample("N1")
    document["project"]["contacts"].pop("enterprise")
    take(page, document, tmp_path)
    page.presenter.go_to(page.presenter.check_place)
    settle_events(shell)
    control = page.check.panel._phone_control
    assert page.check.panel.phone.isVisible() and control is not None

    Clerk(page)
    control.focus_first()
    clerk = Clerk(page)
    clerk.write("13908181234")
    clerk.enter()
    clerk.next_section()
    settle_events(shell)

    contact = project(services).contact(ContactRole.ENTERPRISE)
    assert contact is not None and contact.phone == "13908181234"


def test_a_likely_duplicate_is_named_and_can_be_dismissed(
    page: IntakePage, tmp_path: Path, services: Desk, shell: Shell
) -> None:
    register_project(sample("N1"), services)
    document = sample("N1")
    document["project"] |= {"project_code": "", "name": "年产 2.4 万套精密减速机壳体加工项目"}
    take(page, document, tmp_path)
    page.presenter.go_to(page.presenter.check_place)
    settle_events(shell)

    assert any("编号 GX-2026-0001。同一企业，项目名称相近。" in text for text in texts(page.check))
    row = next(row for row in page.check.model.rows if row.field == "project.name")
    assert row.decides == "与已有项目相近，见右边" and row.doubt
    page.check.panel.notices.other.emit("GX-2026-0001")

    assert not any("同一企业" in text for text in texts(page.check))


def test_the_same_project_code_is_named(page: IntakePage, tmp_path: Path, services: Desk, shell: Shell) -> None:
    register_project(sample("N1"), services)
    take(page, sample("N1") | {"facts": {}}, tmp_path)

    assert [each.why for each in page.presenter.similar] == ["项目代码相同；同一代码的二期可以另建。"]
    notice = page.form.blocks[QuestionId("project.name")].faults[FieldId("project.name")]
    assert notice.label.text().startswith(
        "可能重复：“年产 1.2 万套精密减速机壳体加工项目”（GX-2026-0001）。项目代码相同"
    )
    assert page.presenter.problems == ()

    page.presenter.dismiss("GX-2026-0001")

    assert notice.isHidden()


def test_an_unknown_answer_says_what_waits_for_it(page: IntakePage, tmp_path: Path, shell: Shell) -> None:
    take(page, sample("N1"), tmp_path)
    page.presenter.answer(FieldId("facts.discharge_class"), Entry(unknown=True))

    page.presenter.go_to(page.presenter.check_place)
    settle_events(shell)

    row = next(row for row in page.check.model.rows if row.field == "facts.discharge_class")
    assert (row.answer, row.source, row.decides, row.is_open) == ("不清楚", "等企业确认", "A44 待定", True)
    assert page.check.panel.undecided.text().startswith("待定：A44 ")


def test_what_the_form_does_not_show_is_carried_into_the_project(
    page: IntakePage, tmp_path: Path, services: Desk, shell: Shell, clerk: Clerk
) -> None:
    take(page, sample("S17-obstacle"), tmp_path)
    page.presenter.go_to(page.presenter.check_place)
    settle_events(shell)

    clerk.next_section()
    settle_events(shell)

    stored = project(services)
    assert [each.name for each in stored.plan.obstacles] == [
        each["name"] for each in sample("S17-obstacle")["plan"]["obstacles"]
    ]


# -- changing a registered project --------------------------------------------------------------------------------


@pytest.fixture
def registered(shell: Shell, services: Desk) -> str:
    return register_project(sample("N1"), services).number


def test_the_answers_of_a_project_can_be_changed_and_the_change_undone(
    shell: Shell, services: Desk, registered: str
) -> None:
    shell.open("intake", number=registered, fact="river")
    settle_events(shell)
    assert shell.window is not None
    page = shell.window.page
    assert isinstance(page, IntakePage)
    clerk = Clerk(page)
    assert (page.head.title.text(), clerk.field) == (f"修改 {registered}", "facts.river")
    clerk.press(Qt.Key.Key_1)
    page.presenter.go_to(page.presenter.check_place)
    settle_events(shell)
    assert page.check.panel.save.text() == "保存修改(&S)"

    clerk.next_section()
    settle_events(shell)
    assert project(services).facts["river"] is True  # type: ignore[index]
    assert shell.commands.action("edit.undo").text() == f"撤销 修改 {registered} 的答案"
    shell.commands.run("edit.undo")

    assert project(services).facts["river"] is False  # type: ignore[index]
    shell.commands.run("edit.redo")
    assert project(services).facts["river"] is True  # type: ignore[index]


def test_a_project_looked_at_and_not_changed_leaves_no_draft(shell: Shell, services: Desk, registered: str) -> None:
    shell.open("intake", number=registered)
    settle_events(shell)

    shell.open("home")
    settle_events(shell)

    with services.unit_of_work() as uow:
        assert list(uow.drafts.list()) == []


def test_a_project_saved_elsewhere_meanwhile_is_refused_and_nothing_is_lost(
    shell: Shell, services: Desk, registered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.open("intake", number=registered, fact="river")
    settle_events(shell)
    assert shell.window is not None
    page = shell.window.page
    assert isinstance(page, IntakePage)
    page.presenter.answer(FieldId("facts.river"), Entry("是"))
    with services.unit_of_work() as uow:
        uow.projects.save(uow.projects.get(ProjectNumber(registered)))
        uow.commit()
    told: list[BaseException] = []
    monkeypatch.setattr(shell, "show_error", lambda error, *_: told.append(error))

    page.presenter.go_to(page.presenter.check_place)
    page.save_project()
    settle_events(shell)

    assert "刚刚在别处改过" in str(told[0])
    assert page.presenter.is_running and page.presenter.entries[FieldId("facts.river")].text == "是"


def test_a_question_on_which_nothing_hangs_can_be_asked_for_too(shell: Shell, services: Desk) -> None:
    document = sample("N1")
    document["facts"] |= {"energy_tce": 1200, "energy_exempt": False}
    document["facts"].pop("coal_t")
    number = register_project(document, services).number

    shell.open("intake", number=number, fact="coal_t")
    settle_events(shell)

    assert shell.window is not None and isinstance(shell.window.page, IntakePage)
    assert Clerk(shell.window.page).field == "facts.coal_t"


def test_a_field_of_a_contact_can_be_asked_for(shell: Shell, registered: str) -> None:
    shell.open("intake", number=registered, field=ENTERPRISE_PHONE)
    settle_events(shell)

    assert shell.window is not None and isinstance(shell.window.page, IntakePage)
    assert Clerk(shell.window.page).field == ENTERPRISE_PHONE


def test_the_days_between_start_and_target_are_said(page: IntakePage, clerk: Clerk) -> None:
    clerk.go_to("plan.start")
    clerk.write("2026-09-16")
    clerk.enter()
    clerk.write("2026-12-31")
    clerk.enter()

    control = page.form.control(FieldId("plan.targets.M_LAND"))
    days = page.shell.services.calendar.working_days_between(date(2026, 9, 16), date(2026, 12, 31))
    assert control is not None and control.note.text() == f"周四，工作日，起算后 {days} 个工作日"  # type: ignore[attr-defined]


def test_what_an_officer_decided_is_named_before_it_is_kept(checked: IntakePage, shell: Shell) -> None:
    panel = checked.check.panel
    assert panel.overridden.isHidden()

    checked.presenter.override(ItemCode("A30"), Override(False, "园区统一实施", "张科长", date(2026, 9, 16)))
    settle_events(shell)

    assert panel.overridden.text().startswith("人工认定：A30 市政设施建设类审批")
    assert "不用办（张科长）。手册里会写明由谁认定、为什么。" in panel.overridden.text()
    assert not panel.overridden.isHidden()
