"""Backups in the background, the way back, the check: through the real window."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from gxq_desktop.app import Desk
from gxq_desktop.application.ports import BackupReason
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.ui import faults, messages
from gxq_desktop.ui.backups.check_dialog import CheckDialog
from gxq_desktop.ui.backups.restore_dialog import RestoreDialog
from gxq_desktop.ui.backups.start import BackupRounds
from gxq_desktop.ui.desktop import Start, make_shell
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.preferences import Preferences
from gxq_desktop.ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("does not support raise")


def register(services: Desk, sample: int = 0) -> str:
    return register_project(json.loads(services.sample_files()[sample].read_text("utf-8")), services).number


def quiet(_done: int, _total: int) -> None: ...


@pytest.fixture
def rounds(shell: Shell, services: Desk) -> BackupRounds:
    register(services)
    shell.runner.wait()
    (found,) = shell.findChildren(BackupRounds)
    return found


def state(window: MainWindow) -> str:
    return window.status._backup.text()


def count(services: Desk) -> int:
    return len(services.backups.files(None))


def dialog(kind: type[QDialog], window: MainWindow) -> QDialog:
    (found,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.parent() is window]
    return found


def test_a_start_looks_for_backups_and_goes_on_looking(
    services: Desk, preferences: Preferences, cache_dir: Path, tmp_path: Path
) -> None:
    preferences.set("first_start.done", True)
    register(services)
    services.backups.write(datetime(2026, 9, 15, 17, 30).astimezone(), BackupReason.SCHEDULED, None, quiet)
    shell, window = make_shell(preferences, cache_dir)

    Start(shell, window, lambda folder: services, tmp_path, []).begin()
    assert shell.runner.wait()

    (rounds,) = shell.findChildren(BackupRounds)
    assert rounds._timer.isActive()
    assert state(window) == "备份 09-15 17:30 正常"
    shell.runner.cancel_all()
    window.deleteLater()


def test_a_backup_is_made_after_work_and_told_in_the_status_bar(
    rounds: BackupRounds, shell: Shell, services: Desk, window: MainWindow
) -> None:
    rounds.look()
    shell.runner.wait()

    assert count(services) == 1
    assert state(window).startswith("备份") and state(window).endswith("正常")


def test_not_while_work_goes_on(rounds: BackupRounds, shell: Shell, services: Desk) -> None:
    shell.project_changed.emit("GX-2026-0001")

    rounds.look()

    assert rounds.is_wanted and count(services) == 0


def test_not_within_half_an_hour(rounds: BackupRounds, shell: Shell, services: Desk) -> None:
    rounds.look()
    shell.runner.wait()
    register(services, 1)
    shell.project_changed.emit("")
    rounds._changed_at = time.monotonic() - 60

    rounds.look()
    shell.runner.wait()

    assert count(services) == 1


def test_not_if_switched_off_but_still_when_asked(
    rounds: BackupRounds, shell: Shell, services: Desk, tmp_path: Path, window: MainWindow
) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    shell.preferences.set("backup.automatic", False)
    shell.preferences.set("backup.folder", str(usb))
    rounds.look()
    shell.runner.wait()
    assert count(services) == 0

    shell.commands.run("backups.make")
    shell.runner.wait()

    assert count(services) == 1 and len(list(usb.iterdir())) == 1
    assert "已备份 1 个项目" in window.status._left.text()


def test_quitting_takes_the_last_chance(rounds: BackupRounds, services: Desk) -> None:
    rounds.on_quit()

    assert count(services) == 1


def test_a_second_folder_that_is_gone_is_told_in_the_status_bar(
    rounds: BackupRounds, shell: Shell, window: MainWindow, tmp_path: Path
) -> None:
    shell.preferences.set("backup.folder", str(tmp_path / "gone"))

    rounds.look()
    shell.runner.wait()

    assert "第二份没有写成" in state(window)


def test_a_backup_that_fails_is_told_and_tried_again_later(
    rounds: BackupRounds, shell: Shell, services: Desk, window: MainWindow
) -> None:
    (services.data_dir / "backups").write_text("in the way")

    rounds.look()
    shell.runner.wait()

    assert state(window) == "备份没有做成"
    assert rounds._is_changed and not rounds.is_wanted


def test_postgresql_is_said_to_back_up_by_itself(
    rounds: BackupRounds, shell: Shell, services: Desk, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    services._database = "postgresql://clerk@server/gxq"
    said: list[str] = []
    monkeypatch.setattr(shell, "show_error", lambda error, *_: said.append(str(error)))

    rounds._on_ready()
    shell.commands.run("backups.make")
    shell.commands.run("backups.restore")

    assert state(window) == "备份由数据库做"
    assert len(said) == 2 and all("pg_dump" in each for each in said)


def test_a_backup_is_restored_from_the_list_and_the_present_kept(
    rounds: BackupRounds,
    shell: Shell,
    services: Desk,
    window: MainWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    services.backups.write(services.clock.now().astimezone() - timedelta(hours=2), BackupReason.ASKED, None, quiet)
    second = register(services, 1)
    asked: list[faults.Message] = []
    monkeypatch.setattr(messages, "ask", lambda parent, title, message, actions: asked.append(message) or 0)
    shell.commands.run("backups.restore")
    shell.runner.wait()
    found = dialog(RestoreDialog, window)
    assert isinstance(found, RestoreDialog)
    assert [line.projects for line in found.model.rows] == [1]

    with qtbot.waitSignal(shell.project_changed, timeout=10_000):
        found.restore.click()
    shell.runner.wait()

    assert "里面有 1 个项目" in asked[0].headline and "先另存一份" in asked[0].safe
    assert [line.number for line in services.lists.projects()] == ["GX-2026-0001"]
    present = services.backups.files(None)[0]
    assert present.reason is BackupReason.BEFORE_RESTORE and services.backups.projects_in(present.path) == 2
    assert window.place == "home" and second == "GX-2026-0002"


def test_refusing_the_question_restores_nothing(
    rounds: BackupRounds, shell: Shell, services: Desk, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.backups.write(services.clock.now().astimezone(), BackupReason.ASKED, None, quiet)
    register(services, 1)
    monkeypatch.setattr(messages, "ask", lambda *_: -1)
    shell.commands.run("backups.restore")
    shell.runner.wait()
    found = dialog(RestoreDialog, window)
    assert isinstance(found, RestoreDialog)

    found.restore.click()
    shell.runner.wait()

    assert len(services.lists.projects()) == 2 and count(services) == 1
    found.reject()


def test_a_damaged_backup_cannot_be_chosen(
    rounds: BackupRounds, shell: Shell, services: Desk, window: MainWindow
) -> None:
    made = services.backups.write(services.clock.now().astimezone(), BackupReason.ASKED, None, quiet).file
    made.path.write_bytes(b"damaged" * 1000)

    shell.commands.run("backups.restore")
    shell.runner.wait()
    found = dialog(RestoreDialog, window)
    assert isinstance(found, RestoreDialog)

    assert not found.restore.isEnabled() and made.path.name in found.note.text()
    QAbstractItemModelTester(found.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    found.reject()


def test_without_backups_the_list_says_how_to_get_one(rounds: BackupRounds, shell: Shell, window: MainWindow) -> None:
    shell.commands.run("backups.restore")
    found = dialog(RestoreDialog, window)
    assert isinstance(found, RestoreDialog)

    assert "立即备份" in found.note.text() and not found.restore.isEnabled()
    found.reject()


def test_sound_data_is_said_to_be(
    rounds: BackupRounds, shell: Shell, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        "gxq_desktop.ui.backups.check_dialog.show_message", lambda parent, message, title: said.append(message.headline)
    )

    shell.commands.run("data.check")
    shell.runner.wait()

    assert said == ["看了 1 个项目、0 版手册，没有发现问题"]


def test_what_is_found_is_listed_with_the_way_on_and_can_be_copied(
    rounds: BackupRounds, shell: Shell, services: Desk, window: MainWindow
) -> None:
    from dataclasses import replace

    with services.unit_of_work() as uow:
        kept = uow.projects.get(ProjectNumber("GX-2026-0001"))
        uow.projects.save(replace(kept, plan=replace(kept.plan, levers=("none",))))
        uow.commit()

    shell.commands.run("data.check")
    shell.runner.wait()
    found = dialog(CheckDialog, window)
    assert isinstance(found, CheckDialog)

    assert "排不出时间表" in found.problem.text() and found.way.text() and found.go.isEnabled()
    QAbstractItemModelTester(found.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    found.copy.click()
    assert "〔要改〕项目 GX-2026-0001" in QApplication.clipboard().text()
    found.go.click()
    shell.runner.wait()
    assert window.place in ("project", "projects")


def test_a_data_file_on_a_network_drive_is_refused_at_the_start(
    services: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gxq_desktop.application.ports import StoreError

    register(services)
    monkeypatch.setattr("gxq_desktop.store.network_drive.is_network_mount", lambda path, mounts: True)

    with pytest.raises(StoreError, match="PostgreSQL"):
        services.lists.projects()


def test_the_start_says_a_network_drive_in_a_window_and_names_postgresql(
    shell: Shell, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[faults.Message] = []
    monkeypatch.setattr(messages, "ask", lambda parent, title, message, *rest, **named: asked.append(message) or -1)
    monkeypatch.setattr("gxq_desktop.store.network_drive.is_network_mount", lambda path, mounts: True)
    start = Start(shell, window, lambda folder: Desk(folder, None, None), tmp_path / "share", [])

    start.begin()
    shell.runner.wait()

    (message,) = asked
    assert "在网络驱动器上" in message.headline and "PostgreSQL" in message.next_step
    assert not (tmp_path / "share" / "gxq.sqlite3").exists()


def test_a_store_that_is_damaged_is_brought_back_from_the_start(
    shell: Shell, window: MainWindow, services: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QTimer, "singleShot", lambda _ms, _context, act: act())
    register(services)
    services.backups.write(datetime(2026, 9, 15, 17, 30).astimezone(), BackupReason.SCHEDULED, None, quiet)
    services.close()
    (services.data_dir / "gxq.sqlite3").write_bytes(b"")
    made: list[Desk] = []

    def make(folder: Path) -> Desk:
        made.append(Desk(folder, None, services.clock.today()))
        made[-1].__dict__["catalogue"], made[-1].__dict__["calendar"] = services.catalogue, services.calendar
        return made[-1]

    asked: list[tuple[faults.Message, Sequence[str]]] = []

    def answer(parent: object, title: str, message: faults.Message, ways: Sequence[str], **named: object) -> int:
        asked.append((message, ways))
        return len(ways) - 1

    monkeypatch.setattr(messages, "ask", answer)
    shell.preferences.set("first_start.done", True)
    Start(shell, window, make, services.data_dir, []).begin()
    assert shell.runner.wait()
    shown = dialog(RestoreDialog, window)
    assert isinstance(shown, RestoreDialog)
    shown.restore.click()
    assert shell.runner.wait()

    message, ways = asked[0]
    assert "是空的，它的备份却有 1 份" in message.headline
    assert message.safe == "2026-09-15 17:30 以前的都在备份里，共 1 份；数据文件没有再动。"
    assert ways == ("再试一次(&R)", "从备份恢复(&B)…")
    assert len(shell.services.lists.projects()) == 1
    assert shell.services is made[-1] and shell.services is not services
    shell.services.close()


def _made_too_new(file: Path) -> None:
    with closing(sqlite3.connect(file)) as store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")
        store.commit()


@pytest.mark.parametrize("backup_too_new", [False, True])
def test_a_store_of_a_newer_program_offers_a_backup_that_opens_here_and_no_other(
    shell: Shell, window: MainWindow, services: Desk, monkeypatch: pytest.MonkeyPatch, backup_too_new: bool
) -> None:
    monkeypatch.setattr(QTimer, "singleShot", lambda _ms, _context, act: act())
    register(services)
    old = services.backups.write(datetime(2026, 9, 15, 17, 30).astimezone(), BackupReason.SCHEDULED, None, quiet).file
    services.close()
    _made_too_new(services.data_dir / "gxq.sqlite3")
    if backup_too_new:
        _made_too_new(old.path)

    def make(folder: Path) -> Desk:
        made = Desk(folder, None, services.clock.today())
        made.__dict__["catalogue"], made.__dict__["calendar"] = services.catalogue, services.calendar
        return made

    asked: list[tuple[faults.Message, Sequence[str]]] = []

    def answer(parent: object, title: str, message: faults.Message, ways: Sequence[str], **named: object) -> int:
        asked.append((message, ways))
        return len(ways) - 1 if "恢复" in ways[-1] else -1

    monkeypatch.setattr(messages, "ask", answer)
    shell.preferences.set("first_start.done", True)
    Start(shell, window, make, services.data_dir, []).begin()
    assert shell.runner.wait()

    message, ways = asked[0]
    assert "由更新版本的程序建立" in message.headline and message.safe == "没有丢。数据文件没有动过。"
    if backup_too_new:
        assert ways == ("再试一次(&R)",) and "备份" not in message.next_step
        return
    assert ways == ("再试一次(&R)", "从备份恢复(&B)…") and "备份恢复" in message.next_step
    shown = dialog(RestoreDialog, window)
    assert isinstance(shown, RestoreDialog)
    shown.restore.click()
    assert shell.runner.wait()
    assert len(shell.services.lists.projects()) == 1
    assert [file.reason for file in shell.services.backups.files(None)].count(BackupReason.BEFORE_RESTORE) == 1
    shell.services.close()


def test_a_backup_that_ends_after_the_window_is_gone_says_nothing(
    qapp: QApplication, preferences: Preferences, services: Desk, cache_dir: Path
) -> None:
    shell, window = make_shell(preferences, cache_dir)
    shell.set_services(services)
    register(services)
    shell.runner.wait()
    (rounds,) = shell.findChildren(BackupRounds)

    window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    rounds.look()
    shell.runner.wait()

    assert shell.window is None
    assert count(services) == 1
