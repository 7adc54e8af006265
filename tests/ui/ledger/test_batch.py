"""批量登记 on a real store: what is refused is seen, the rest saved over several projects, taken back in one step."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from gxq_desktop.application.ledger_desk import LedgerEntry
from gxq_desktop.application.ports import ChangedElsewhere
from gxq_desktop.application.record_batch import MOST_ROWS
from gxq_desktop.application.record_event import journal_of
from gxq_desktop.domain.case_states import CaseState, EventKind, MissedReason
from gxq_desktop.domain.ledger import Journal
from gxq_desktop.ui.ledger.batch_dialog import BatchDialog
from gxq_desktop.ui.ledger.view import LedgerPage
from gxq_desktop.ui.shell import Shell
from tests.ui.ledger.conftest import Settle
from tests.ui.reading import cut_texts, focusable, spoken_name

pytestmark = pytest.mark.qt_log_ignore("does not support raise", "propagateSizeHints")


def accepted(page: LedgerPage) -> list[LedgerEntry]:
    """Rows in hand over several projects."""
    return [entry for entry in page.model.rows if entry.line.row.state is CaseState.ACCEPTED]


def opened(page: LedgerPage, entries: list[LedgerEntry], settle: Settle, qtbot: QtBot) -> BatchDialog:
    page.model.tick(entries)
    page.shell.commands.run("ledger.batch")
    (dialog,) = page.findChildren(BatchDialog)
    looked(dialog, settle, qtbot)
    return dialog


def looked(dialog: BatchDialog, settle: Settle, qtbot: QtBot) -> None:
    """Wait for the preview of what the dialog says now."""
    if dialog.presenter.preview is None:
        qtbot.waitUntil(lambda: dialog.presenter.preview is not None, timeout=5000)
    settle()


def journals(page: LedgerPage, entries: list[LedgerEntry]) -> dict[str, Journal]:
    return {entry.line.row.number: journal_of(entry.line.row.number, page.shell.services) for entry in entries}


def test_what_is_lacking_is_asked_once_then_saved_together_and_undone_in_one_step(
    page: LedgerPage, shell: Shell, settle: Settle, qtbot: QtBot
) -> None:
    entries = accepted(page)
    assert len({entry.line.row.number for entry in entries}) > 3
    before = journals(page, entries)
    dialog = opened(page, entries, settle, qtbot)
    assert not dialog.save.isEnabled() and dialog.verdict.text() == "写文号或附证据文件，就可以登记"

    dialog.document.line.setText("达高审批〔2026〕117 号")
    looked(dialog, settle, qtbot)
    assert dialog.presenter.preview is not None and dialog.presenter.preview.needs_reason
    assert dialog.reason.isEnabled()
    dialog.reason.setCurrentIndex(dialog.reason.findData(MissedReason.PREDECESSOR.value))
    dialog.reason.activated.emit(0)
    looked(dialog, settle, qtbot)
    assert dialog.verdict.text() == f"{len(entries)} 项都可以登记，一次存下，一步撤销"
    assert dialog.save.text() == f"登记 {len(entries)} 项(&S)"
    dialog.save.click()
    settle()

    after = journals(page, entries)
    for entry in entries:
        last = [event for event in after[entry.line.row.number].events if event.step_id == entry.line.row.step_id]
        assert [event.kind for event in last][-3:] == [EventKind.GRANTED, EventKind.DELIVERED, EventKind.CLEARED]
        assert last[-1].document == "达高审批〔2026〕117 号"
    assert not accepted(page)
    assert {entry.key for entry in page.model.ticked_rows} == {entry.key for entry in entries}
    assert page.foot.slips.isEnabled()
    assert shell.undo_stack.undoText() == f"销账 {len(entries)} 项" and shell.undo_stack.count() == 1

    shell.commands.run("edit.undo")
    settle()
    assert journals(page, entries) == before
    assert {entry.key for entry in accepted(page)} == {entry.key for entry in entries}
    assert not page.foot.slips.isEnabled()

    shell.commands.run("edit.redo")
    settle()
    assert not accepted(page)


def test_rows_that_cannot_are_listed_first_with_the_reason_and_left_out(
    page: LedgerPage, settle: Settle, qtbot: QtBot
) -> None:
    idle = [entry for entry in page.model.rows if entry.line.row.state is CaseState.NOT_STARTED][:2]
    entries = [*idle, *(entry for entry in accepted(page) if entry.line.days_left >= 0)][:4]
    dialog = opened(page, entries, settle, qtbot)
    dialog.kind.setCurrentIndex(dialog.kind.findData(EventKind.GRANTED))
    looked(dialog, settle, qtbot)

    lines = dialog.model.rows
    assert [line.fits for line in lines] == [False, False, True, True]
    assert all(line.refusal is not None for line in lines[:2])
    assert dialog.verdict.text() == "2 项可以登记，2 项不能，登记时跳过"
    dialog.save.click()
    settle()
    assert sum(entry.line.row.state is CaseState.GRANTED for entry in page.model.rows) == 2
    assert not page.model.ticked_rows


def test_a_day_before_what_was_recorded_is_refused_with_the_first_day_that_would_do(
    page: LedgerPage, settle: Settle, qtbot: QtBot
) -> None:
    dialog = opened(page, accepted(page)[:1], settle, qtbot)
    dialog.kind.setCurrentIndex(dialog.kind.findData(EventKind.GRANTED))
    dialog.on.setDate(QDate(2026, 8, 3))
    looked(dialog, settle, qtbot)

    assert not dialog.save.isEnabled()
    told = dialog.model.index(0, 3).data()
    assert "最早可填" in told and "--" not in told
    assert dialog.on.maximumDate() == QDate(2026, 9, 16)
    dialog.reject()


def test_evidence_takes_the_place_of_a_number(page: LedgerPage, settle: Settle, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "签收单.pdf"
    file.write_bytes(b"%PDF-1.7")
    entries = [entry for entry in accepted(page) if entry.line.days_left >= 0][:2]
    dialog = opened(page, entries, settle, qtbot)
    dialog.ask_file = lambda: str(file)

    dialog.file.click()
    looked(dialog, settle, qtbot)
    assert dialog.save.isEnabled() and dialog.file.text() == "签收单.pdf"
    dialog.drop.click()
    looked(dialog, settle, qtbot)
    assert not dialog.save.isEnabled()
    dialog.file.click()
    looked(dialog, settle, qtbot)
    dialog.save.click()
    settle()

    last = journal_of(entries[0].line.row.number, page.shell.services).events[-1]
    assert last.evidence is not None and last.evidence.name == "签收单.pdf"


def test_a_refusal_while_saving_keeps_the_dialog_and_saves_nothing(
    page: LedgerPage, shell: Shell, settle: Settle, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [entry for entry in accepted(page) if entry.line.days_left >= 0][:2]
    before = journals(page, entries)
    dialog = opened(page, entries, settle, qtbot)
    dialog.document.line.setText("1 号")
    looked(dialog, settle, qtbot)
    shown: list[BaseException] = []
    monkeypatch.setattr(shell, "show_error", lambda error, *_: shown.append(error))

    def refusing(*_: object) -> None:
        raise ChangedElsewhere("GX-2026-0001")

    monkeypatch.setattr("gxq_desktop.ui.ledger.batch_presenter.record_batch", refusing)
    dialog.save.click()
    settle()

    assert isinstance(shown[0], ChangedElsewhere)
    assert dialog.isVisible() and journals(page, entries) == before
    assert shell.undo_stack.count() == 0 and page.model.ticked_rows
    dialog.reject()


def test_an_undo_that_is_refused_falls_away_and_keeps_what_is_stored(
    page: LedgerPage, shell: Shell, settle: Settle, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [entry for entry in accepted(page) if entry.line.days_left >= 0][:2]
    dialog = opened(page, entries, settle, qtbot)
    dialog.document.line.setText("1 号")
    looked(dialog, settle, qtbot)
    dialog.save.click()
    settle()
    after = journals(page, entries)
    shown: list[BaseException] = []
    monkeypatch.setattr(shell, "show_error", lambda error, *_: shown.append(error))
    monkeypatch.setattr(shell.services.clock, "_fixed", date(2026, 9, 17))

    shell.commands.run("edit.undo")
    settle()

    assert "不是今天记的" in str(shown[0])
    assert journals(page, entries) == after
    assert shell.undo_stack.count() == 0


def test_too_many_rows_are_refused_before_anything_is_asked(
    page: LedgerPage, settle: Settle, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[BaseException] = []
    monkeypatch.setattr(page.shell, "show_error", lambda error, *_: shown.append(error))
    while page.model.rowCount() <= MOST_ROWS:
        page.model.fetchMore(page.table.rootIndex())
        settle()
    page.shell.commands.run("ledger.tick_all")

    page.shell.commands.run("ledger.batch")

    assert "最多 200 项" in str(shown[0])
    assert page.findChildren(BatchDialog) == []


def test_the_dialog_has_names_and_nothing_is_cut(page: LedgerPage, settle: Settle, qtbot: QtBot) -> None:
    dialog = opened(page, accepted(page), settle, qtbot)
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal, dialog)

    assert [repr(widget) for widget in focusable(dialog) if not spoken_name(widget)] == []
    assert cut_texts(dialog) == []
    assert dialog.minimumSizeHint().width() <= 1280
    dialog.reject()
