"""回填销号: numbers typed back, named one by one, written off with one proof in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.record_event import RecordRequest, record_event
from gxq_desktop.application.record_fields import FieldName
from gxq_desktop.application.write_off_numbers import BoxState
from gxq_desktop.domain.case_states import EventKind, MissedReason
from gxq_desktop.domain.ledger import CaseEvent
from gxq_desktop.ui.record.start import open_write_off
from gxq_desktop.ui.record.write_off import WriteOffDialog
from gxq_desktop.ui.shell import Shell
from tests.ui.record.conftest import settle

Events = Callable[[], tuple[CaseEvent, ...]]


@pytest.fixture
def box(shell: Shell, number: str) -> dict[str, int]:
    """The numbers of the first edition."""
    return dict(issue_edition(number, shell.services).edition.box_numbers)


@pytest.fixture
def dialog(shell: Shell, number: str, box: dict[str, int]) -> Iterator[WriteOffDialog]:
    made = open_write_off(shell, number)
    settle(shell, made)
    yield made
    shell.runner.wait()
    with suppress(RuntimeError):  # closed and gone
        made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def type_in(shell: Shell, dialog: WriteOffDialog, text: str) -> None:
    dialog.numbers.line.setText(text)
    settle(shell, dialog)


def test_numbers_typed_back_are_written_off_with_one_proof_and_undone_at_once(
    shell: Shell, dialog: WriteOffDialog, box: dict[str, int], events: Events, qtbot: QtBot
) -> None:
    qtbot.keyClicks(dialog.numbers.line, f"{box['A09']} {box['B01']} ")
    type_in(shell, dialog, f"{dialog.numbers.line.text()}、{box['B02']}")
    dialog.form.fields[FieldName.DOCUMENT].set_value("核验单 9-16")
    settle(shell, dialog)
    assert dialog.save.text() == "销账 3 项(&S)"
    assert any(row.is_gate for row in dialog.impact.model.rows)

    dialog.save.click()
    assert shell.runner.wait()

    cleared = [event for event in events() if event.kind is EventKind.CLEARED]
    assert {event.step_id for event in cleared} == {"A09", "B01", "B02"}
    assert {event.document for event in cleared} == {"核验单 9-16"}
    assert shell.undo_stack.undoText().startswith("销账 3 项（")
    shell.undo_stack.undo()
    assert [event.kind for event in events()] == [EventKind.ACCEPTED]


def test_unknown_cleared_and_early_numbers_are_named_and_the_rest_stays_possible(
    shell: Shell, number: str, box: dict[str, int], events: Events
) -> None:
    record_event(number, RecordRequest("B01", EventKind.CLEARED, document="单"), shell.services)
    dialog = open_write_off(shell, number)
    settle(shell, dialog)
    type_in(shell, dialog, f"{box['B01']} {box['B02']} {box['A18']} 998")

    assert [line.state for line in dialog.lines] == [
        BoxState.CLEARED, BoxState.READY, BoxState.NOT_YET, BoxState.UNKNOWN
    ]  # fmt: skip
    told = dialog.why.text()
    assert "998 号：第 1 版没有编号 998。" in told and f"{box['B01']} 号早已销账" in told
    assert f"{box['A18']} 号：A18现在是“未开始”" in told
    assert dialog.save.text() == "销账 1 项(&S)"
    dialog.close()


@pytest.mark.parametrize(
    ("typed", "said"), [("3 x", "“x”不是编号"), ("7-3", "后面的编号比前面小"), ("<b>", "“<b>”不是编号")]
)
def test_what_cannot_be_read_is_said_beneath_the_field(
    shell: Shell, dialog: WriteOffDialog, events: Events, typed: str, said: str
) -> None:
    type_in(shell, dialog, typed)

    assert said in dialog.numbers.note.text and dialog.lines == ()
    dialog.save.click()
    assert shell.runner.wait() and dialog.isVisible() and len(events()) == 1


def test_without_proof_nothing_is_written_off(
    shell: Shell, dialog: WriteOffDialog, box: dict[str, int], events: Events
) -> None:
    type_in(shell, dialog, str(box["B01"]))

    dialog.save.click()

    assert shell.runner.wait() and dialog.isVisible() and len(events()) == 1
    assert dialog.form.fields[FieldName.DOCUMENT].told.text() == "销账要有依据：写文号，或附上文件。"


def test_nothing_typed_says_what_to_type(dialog: WriteOffDialog) -> None:
    dialog.save.click()

    assert dialog.numbers.note.text == "打进纸上的编号。"


def test_without_a_project_it_asks_which(shell: Shell, number: str, box: dict[str, int], qtbot: QtBot) -> None:
    dialog = open_write_off(shell)
    settle(shell, dialog)
    assert dialog.projects.isVisible()
    qtbot.keyClicks(dialog.projects.field, number)
    qtbot.keyClick(dialog.projects.field, Qt.Key.Key_Return)
    settle(shell, dialog)

    assert dialog.numbers.isVisible() and "编号按第 1 版" in dialog.head.told.text()
    dialog.close()


def test_before_the_first_manual_it_says_that_paper_has_no_numbers(shell: Shell, number: str) -> None:
    dialog = open_write_off(shell, number)
    settle(shell, dialog)
    type_in(shell, dialog, "3")

    assert "还没有发过手册" in dialog.numbers.note.text
    assert "先印手册" in dialog.impact.headline.text()  # the whole of it has room there
    dialog.close()


def test_its_list_is_sound(
    shell: Shell, dialog: WriteOffDialog, box: dict[str, int], qtmodeltester: ModelTester
) -> None:
    type_in(shell, dialog, f"{box['B01']} 997")

    qtmodeltester.check(dialog.model)


def test_a_write_off_refused_for_being_late_asks_why_at_once(
    shell: Shell, number: str, box: dict[str, int], events: Events
) -> None:
    shell.services.clock._fixed = date(2026, 9, 30)  # type: ignore[attr-defined]
    dialog = open_write_off(shell, number)
    settle(shell, dialog)
    dialog.numbers.line.setText(str(box["A09"]))
    dialog.form.fields[FieldName.DOCUMENT].set_value("核验单 9-30")

    dialog.save_now()  # before the preview could tell
    assert shell.runner.wait()

    assert FieldName.LATE_REASON in dialog.form.fields and len(events()) == 1
    dialog.form.fields[FieldName.LATE_REASON].set_value(MissedReason.INTERMEDIARY.value)
    dialog.save_now()
    assert shell.runner.wait()
    assert events()[-1].kind is EventKind.CLEARED
