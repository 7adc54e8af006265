"""Nothing typed is lost: drafts while filling in, on leaving, after a kill."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gxq_desktop.app import Desk
from gxq_desktop.application.drafts import DraftHead, list_drafts, load_draft
from gxq_desktop.application.intake_entries import Entry
from gxq_desktop.application.intake_form import FieldId
from gxq_desktop.application.ports import StoreError
from gxq_desktop.ui import messages
from gxq_desktop.ui.desktop import make_shell
from gxq_desktop.ui.intake.drafts_dialog import DraftsDialog
from gxq_desktop.ui.intake.view import IntakePage
from gxq_desktop.ui.preferences import FILE_NAME, Preferences
from gxq_desktop.ui.shell import Shell
from tests.ui.conftest import TODAY
from tests.ui.intake.conftest import Clerk, commit, compose, settle_events

ROOT = Path(__file__).resolve().parents[3]
NAME = FieldId("project.name")


def drafts(services: Desk) -> list[DraftHead]:
    return list(list_drafts(services))


def begin(clerk: Clerk, name: str = "年产示例项目") -> None:
    clerk.go_to(NAME)
    clerk.write(name)


def test_what_is_half_typed_is_in_the_draft(clerk: Clerk, page: IntakePage, services: Desk, qtbot: QtBot) -> None:
    begin(clerk)

    with qtbot.waitSignal(page.presenter.kept):
        page.presenter.keeper.save()

    kept = load_draft(drafts(services)[0].id, services)
    assert (kept.head.name, kept.head.is_open) == ("年产示例项目", True)
    assert kept.content["entries"]["fields"]["project.name"] == {"text": "年产示例项目"}
    assert page.form.saved.text().startswith("草稿 ") and page.form.saved.text().endswith(" 已存")


def test_it_saves_by_itself_after_the_last_change_and_every_fifteen_seconds(page: IntakePage) -> None:
    keeper = page.presenter.keeper

    assert (keeper._idle.interval(), keeper._beat.interval()) == (2_000, 15_000)
    assert keeper._beat.isActive() and not keeper._idle.isActive()
    page.presenter.type(NAME, Entry("年产"))

    assert keeper._idle.isActive() and keeper.is_dirty


def test_a_blank_form_leaves_no_draft(page: IntakePage, shell: Shell, services: Desk) -> None:
    shell.open("home")
    settle_events(shell)

    assert drafts(services) == []


def test_leaving_the_page_keeps_it_and_coming_back_goes_on(
    clerk: Clerk, page: IntakePage, shell: Shell, services: Desk
) -> None:
    begin(clerk)

    shell.open("home")
    settle_events(shell)
    assert [(head.name, head.is_open) for head in drafts(services)] == [("年产示例项目", False)]
    shell.open("intake")
    settle_events(shell)

    assert clerk.text(NAME) == "年产示例项目"


def test_a_stashed_intake_is_listed_and_can_be_gone_on_with(
    clerk: Clerk, page: IntakePage, shell: Shell, services: Desk
) -> None:
    begin(clerk)
    clerk.enter()
    clerk.next_section()
    shell.commands.run("intake.stash")
    settle_events(shell)
    assert shell.window is not None and shell.window.place == "home"
    assert [line.name for line in shell.drafts()] == ["年产示例项目"]

    shell.open("intake", draft=drafts(services)[0].id)
    settle_events(shell)

    assert page.presenter.section == 1
    page.form.tabs.chosen.emit(0)
    assert clerk.text(NAME) == "年产示例项目"


def test_a_new_intake_keeps_the_one_before_as_a_draft(
    clerk: Clerk, page: IntakePage, shell: Shell, services: Desk
) -> None:
    begin(clerk)

    shell.commands.run("intake.new")
    settle_events(shell)

    assert clerk.text(NAME) == ""
    assert [head.name for head in drafts(services)] == ["年产示例项目"]
    assert not shell.undo_stack.canUndo()


def test_giving_up_asks_and_takes_the_draft_away(
    clerk: Clerk, page: IntakePage, shell: Shell, services: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(clerk)
    page.presenter.keeper.save_now()
    answers = iter([-1, 0])
    monkeypatch.setattr(messages, "ask", lambda *_: next(answers))

    shell.commands.run("intake.drop")
    assert page.presenter.is_running
    shell.commands.run("intake.drop")
    settle_events(shell)

    assert drafts(services) == []
    assert shell.window is not None and shell.window.place == "home"


def test_a_save_under_way_does_not_bring_a_removed_draft_back(
    clerk: Clerk, page: IntakePage, shell: Shell, services: Desk
) -> None:
    begin(clerk)
    page.presenter.keeper.save()

    page.presenter.drop()
    settle_events(shell)

    assert drafts(services) == []


def test_a_store_that_refuses_is_told_and_what_is_typed_stays(
    clerk: Clerk, page: IntakePage, shell: Shell, services: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("数据文件所在的磁盘已满。", "请腾出磁盘空间后重试。")

    begin(clerk)
    monkeypatch.setattr("gxq_desktop.ui.intake.autosave.save_draft", refuse)
    with qtbot.waitSignal(page.presenter.not_kept):
        page.presenter.keeper.save()
    assert page.band.isVisible() and "磁盘已满" in page.band.accessibleName()
    asked: list[str] = []
    monkeypatch.setattr(messages, "ask", lambda _, title, *__: asked.append(title) or -1)

    shell.open("home")

    assert asked == ["草稿没有存下"]
    assert shell.window is not None and shell.window.place == "intake" and clerk.text(NAME) == "年产示例项目"
    monkeypatch.undo()
    with qtbot.waitSignal(page.presenter.kept):
        page.presenter.keeper.save()
    assert page.band.isHidden()


def test_another_catalogue_keeps_what_is_half_typed(
    clerk: Clerk, page: IntakePage, shell: Shell, services: Desk
) -> None:
    from dataclasses import replace

    begin(clerk)
    services.__dict__["catalogue"] = replace(services.catalogue, digest="another")

    shell.catalogue_changed.emit()
    settle_events(shell)

    assert clerk.text(NAME) == "年产示例项目"
    assert page.presenter.live.text(NAME) == "年产示例项目"


# -- killed -------------------------------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from PySide6.QtGui import QInputMethodEvent
from gxq_desktop.app import Desk
from gxq_desktop.application.intake_entries import Entry
from gxq_desktop.application.intake_form import FieldId
from gxq_desktop.ui.desktop import make_application, make_shell
from gxq_desktop.ui.preferences import FILE_NAME, Preferences

folder = Path(sys.argv[1])
app = make_application(["desk"])
shell, window = make_shell(Preferences(folder / FILE_NAME), folder / "cache")
window.show()
shell.set_services(Desk(folder, None, date(2026, 9, 16)))
window.open("intake")
page = window.page
page.presenter.answer(FieldId("facts.construction_nature"), Entry("新建"))
page.form.go_to_field("project.name")
app.processEvents()
typed = QInputMethodEvent("", [])
typed.setCommitString("正在打的名")
app.sendEvent(app.focusWidget(), typed)
page.presenter.kept.connect(lambda _: os.kill(os.getpid(), signal.SIGKILL))
app.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_after_a_kill_the_next_start_offers_the_draft_and_nothing_typed_is_lost(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)], env=environment, capture_output=True, timeout=60, check=False
    )
    assert killed.returncode == -9, killed.stderr.decode()

    shell, window = make_shell(Preferences(tmp_path / FILE_NAME), tmp_path / "cache")
    services = Desk(tmp_path, None, TODAY)
    try:
        window.show()
        window.open("home")
        shell.set_services(services)
        qtbot.waitUntil(lambda: window.findChild(DraftsDialog) is not None)
        dialog = window.findChild(DraftsDialog)
        assert dialog is not None and [head.name for head in dialog.model.rows] == ["正在打的名"]
        dialog.resume.click()
        settle_events(shell)

        window.activateWindow()  # the dialog's closing gives no focus where there is no window manager
        settle_events(shell)
        page = window.page
        assert isinstance(page, IntakePage)
        clerk = Clerk(page)
        assert clerk.field == NAME and clerk.text(NAME) == "正在打的名"
        assert clerk.text("facts.construction_nature") == "新建"
    finally:
        shell.runner.cancel_all()
        window.hide()
        window.deleteLater()
        services.close()


def test_a_stashed_draft_is_not_offered_at_the_next_start(
    clerk: Clerk, page: IntakePage, shell: Shell, services: Desk, tmp_path: Path
) -> None:
    begin(clerk)
    shell.commands.run("intake.stash")
    settle_events(shell)

    other, window = make_shell(shell.preferences, tmp_path / "cache2")
    window.open("home")
    other.set_services(services)
    settle_events(other)

    assert window.findChild(DraftsDialog) is None
    window.deleteLater()


def test_the_drafts_dialog_removes_and_resumes(
    clerk: Clerk, page: IntakePage, shell: Shell, services: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("项目甲", "项目乙"):
        begin(clerk, name)
        shell.commands.run("intake.new")
        settle_events(shell)
    shell.commands.run("intake.drafts")
    assert shell.window is not None
    dialog = shell.window.findChild(DraftsDialog)
    assert dialog is not None and [head.name for head in dialog.model.rows] == ["项目乙", "项目甲"]
    monkeypatch.setattr(messages, "ask", lambda *_: 0)

    dialog.remove.click()
    assert [head.name for head in drafts(services)] == ["项目甲"]
    dialog.resume.click()
    settle_events(shell)

    assert clerk.text(NAME) == "项目甲"


def test_a_draft_of_a_later_program_is_refused_in_words(shell: Shell, page: IntakePage, services: Desk) -> None:
    from dataclasses import replace

    page.presenter.type(NAME, Entry("新"))
    page.presenter.keeper.save_now()
    draft = load_draft(drafts(services)[0].id, services)
    with services.unit_of_work() as uow:
        uow.drafts.save(replace(draft, content={"entries": {"schema": 99}}))
        uow.commit()
    page.presenter.put_away = lambda: None  # type: ignore[method-assign]
    page.presenter.draft_id = "other"  # type: ignore[assignment]

    with pytest.raises(Exception, match="更新的程序"):
        page.presenter.resume(draft.head.id)


def test_a_project_of_an_input_method_in_the_middle_is_kept_without_the_preedit(
    clerk: Clerk, page: IntakePage, services: Desk
) -> None:
    clerk.go_to(NAME)
    commit(clerk.focus, "年产")
    compose(clerk.focus, "wan tao")

    page.presenter.keeper.save_now()

    assert drafts(services)[0].name == "年产"


def test_ctrl_n_begins_a_new_intake_from_any_page(shell: Shell, services: Desk) -> None:
    shell.open("home")
    settle_events(shell)
    assert shell.window is not None

    from PySide6.QtTest import QTest

    QTest.keyClick(shell.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle_events(shell)

    assert shell.window.place == "intake"
