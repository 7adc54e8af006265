"""Starting from a file: JSON, an Excel form, a manual; what is wrong named by its place."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from gxq_desktop.app import Desk
from gxq_desktop.application.intake_form import FieldId, intake_form
from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.register_project import register_project
from gxq_desktop.documents.intake_workbook import SHEET, form_rows, make_intake_form
from gxq_desktop.ui import messages
from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.intake.view import IntakePage
from gxq_desktop.ui.shell import Shell
from tests.ui.intake.conftest import Clerk, sample, settle_events


def filled_form(services: Desk, path: Path, **answers: object) -> dict[str, int]:
    """A form filled in by an enterprise at PATH: field id with _ for . → answer. Returns the rows."""
    form = intake_form(services.catalogue)
    rows = {str(field): number for field, number in form_rows(form)}
    book = openpyxl.load_workbook(io.BytesIO(make_intake_form(form, "审批局")))
    for name, value in answers.items():
        book[SHEET].cell(rows[name.replace("__", ".")], 3).value = value
    book.save(path)
    return rows


def take(page: IntakePage, path: Path) -> None:
    page.presenter.take_file(path)
    settle_events(page.shell)


def test_an_intake_file_fills_every_field(page: IntakePage, tmp_path: Path, clerk: Clerk) -> None:
    path = tmp_path / "n1.json"
    path.write_text(json.dumps(sample("N1")), "utf-8-sig")

    take(page, path)

    assert page.presenter.problems == () and page.form.band.isHidden()
    assert clerk.text("project.name") == "年产 1.2 万套精密减速机壳体加工项目"
    assert page.presenter.state.unanswered == ()


def test_a_wrong_value_stays_in_its_field_and_is_refused_there(page: IntakePage, tmp_path: Path, shell: Shell) -> None:
    document = sample("N1")
    document["project"]["credit_code"] = "91511700MA00TEXT1Y"
    document["facts"] |= {"river": "maybe", "land_suply": "grant"}
    path = tmp_path / "n1.json"
    path.write_text(json.dumps(document), "utf-8")

    take(page, path)

    told = [link.accessibleName() for link in page.form.band.links]
    assert any("接件文件：统一社会信用代码“91511700MA00TEXT1Y”的校验位不对" in text for text in told)
    assert any("接件文件：“涉河”填的是“maybe”" in text for text in told)
    assert [each.problem for each in page.presenter.file_problems] == [
        "“facts”里的“land_suply”：没有名为“land_suply”的事实，最接近的是“land_supply（供地方式）”。"
    ]
    page.form.band.dismissed.emit()
    assert page.presenter.file_problems == ()


def test_faults_of_an_excel_form_are_listed_by_cell(
    page: IntakePage, tmp_path: Path, services: Desk, shell: Shell, clerk: Clerk
) -> None:
    path = tmp_path / "接件表.xlsx"
    rows = filled_form(
        services,
        path,
        project__name="年产示例项目",
        facts__land_area_ha=60,
        facts__river="不清楚",
        facts__energy_tce="约六百",
        project__credit_code="91511700MA00TEXT1Y",
    )

    take(page, path)

    told = [link.accessibleName() for link in page.form.band.links]
    assert any(f"接件表 C{rows['facts.energy_tce']}：" in text for text in told)
    assert any(f"接件表 C{rows['project.credit_code']}：" in text for text in told)
    entries = page.presenter.entries
    assert entries[FieldId("facts.river")].unknown and entries[FieldId("facts.land_area_ha")].unit == "亩"
    page.form.band.links[-1].click()
    settle_events(shell)
    assert clerk.field == "facts.energy_tce" and clerk.text("facts.energy_tce") == "约六百"


def test_a_manual_is_taken_back(page: IntakePage, tmp_path: Path, services: Desk) -> None:
    number = register_project(sample("N3"), services).number
    path = tmp_path / "手册.pdf"
    path.write_bytes(services.papers.manual(issue_edition(number, services).dossier))

    take(page, path)

    assert page.presenter.live.text(FieldId("project.name")) == sample("N3")["project"]["name"]
    assert page.presenter.problems == ()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("坏的.json", b"{", "第 1 行第 2 个字处不合 JSON 的写法"),
        ("乱码.json", b"\xff\xfe", "不是 UTF-8 编码"),
        ("别的.json", b"[1]", "不是接件文件"),
        ("旧表.xls", b"\xd0\xcf\x11\xe0", "不是能导入的文件"),
        ("密码.xlsx", b"\xd0\xcf\x11\xe0" + b"0" * 600, "加了密码"),
        ("空的.xlsx", b"PK", "不是 .xlsx 表格"),
        ("空的.pdf", b"%PDF-1.7", "PDF"),
        ("没有.json", None, "没有这个文件"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words_and_the_form_stays(
    page: IntakePage, tmp_path: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes | None,
    words: str,
) -> None:  # fmt: skip
    told: list[BaseException] = []
    monkeypatch.setattr(shell, "show_error", lambda error, *_: told.append(error))
    before = page.presenter.entries
    if content is not None:
        (tmp_path / name).write_bytes(content)

    take(page, tmp_path / name)

    assert len(told) == 1 and words in str(told[0])
    assert page.presenter.entries == before


def test_importing_over_something_keeps_that_as_a_draft(
    page: IntakePage, tmp_path: Path, clerk: Clerk, services: Desk
) -> None:
    clerk.go_to("project.name")
    clerk.write("先前的项目")
    clerk.enter()
    path = tmp_path / "n1.json"
    path.write_text(json.dumps(sample("N1")), "utf-8")

    take(page, path)

    with services.unit_of_work() as uow:
        assert [head.name for head in uow.drafts.list()] == ["先前的项目"]
    assert page.presenter.live.text(FieldId("project.name")) != "先前的项目"


def test_a_file_handed_over_by_a_second_start_opens_here(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "n1.json"
    path.write_text(json.dumps(sample("N1")), "utf-8")

    shell.open("intake", file=str(path))
    settle_events(shell)

    assert shell.window is not None and isinstance(shell.window.page, IntakePage)
    assert shell.window.page.presenter.live.text(FieldId("project.name")).startswith("年产 1.2 万套")


def test_the_blank_form_is_written_from_any_page(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.open("home")
    settle_events(shell)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "表"), ""))

    shell.commands.run("intake.template")
    settle_events(shell)

    assert openpyxl.load_workbook(tmp_path / "表.xlsx").sheetnames == [SHEET]
    assert shell.window is not None and shell.window.place == "home"


def test_a_file_is_chosen_in_a_dialog_and_the_folder_remembered(
    page: IntakePage, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "n1.json"
    path.write_text(json.dumps(sample("N1")), "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))

    shell.commands.run("intake.import")
    settle_events(shell)

    assert page.presenter.live.text(FieldId("project.name")).startswith("年产 1.2 万套")
    assert shell.preferences.get("intake.folder") == str(tmp_path)


def test_after_a_file_the_keyboard_is_where_the_hands_go_on(page: IntakePage, tmp_path: Path, clerk: Clerk) -> None:
    document = sample("N1")
    document["facts"]["energy_tce"] = "约六百"
    path = tmp_path / "n1.json"
    path.write_text(json.dumps(document), "utf-8")

    take(page, path)

    assert clerk.field == "facts.energy_tce"


def test_everything_a_file_could_not_give_can_be_listed_however_much_it_is(
    page: IntakePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = sample("N1")
    document["facts"] |= {f"unheard_of_{n}": 1 for n in range(9)}
    path = tmp_path / "n1.json"
    path.write_text(json.dumps(document), "utf-8")
    shown: list[Message] = []
    monkeypatch.setattr(messages, "show_message", lambda parent, message, title: shown.append(message))

    take(page, path)
    more = next(button for button in page.form.band.findChildren(QPushButton) if button.text().startswith("还有"))
    more.click()

    assert more.text() == "还有 4 处，全部列出(&A)…"
    assert all(f"unheard_of_{n}" in shown[0].details for n in range(9))
