"""更正: old and new value, why, both kept; undone the same day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from gxq_desktop.application.record_event import RecordRequest, record_event
from gxq_desktop.application.record_fields import FieldName
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.ledger import CaseEvent
from gxq_desktop.ui.record.correction import CorrectionDialog
from gxq_desktop.ui.record.start import open_correction
from gxq_desktop.ui.shell import Shell
from tests.ui.record.conftest import MONDAY, settle

Events = Callable[[], tuple[CaseEvent, ...]]


@pytest.fixture
def dialog(shell: Shell, number: str) -> Iterator[CorrectionDialog]:
    """On the acceptance of A09, a day later."""
    shell.services.clock._fixed = date(2026, 9, 17)  # type: ignore[attr-defined]
    made = open_correction(shell, number, 1)
    settle(shell, made)
    yield made
    shell.runner.wait()
    with suppress(RuntimeError):  # closed and gone
        made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def save(shell: Shell, dialog: CorrectionDialog) -> None:
    dialog.save.click()
    assert shell.runner.wait()


def test_the_fields_hold_what_stands_there(dialog: CorrectionDialog) -> None:
    assert dialog.title.text() == "更正：A09 生产建设项目水土保持方案审批"
    assert "受理 09-14（一） · 何敏" in dialog.told.text()
    assert dialog.fields[FieldName.ON].value() == MONDAY
    assert dialog.impact.text() == "改一个值，这里说明旧值、新值和会动到哪些日期。"
    assert not dialog.hint.isVisible()


def test_old_and_new_are_shown_and_both_are_kept_with_the_reason(
    shell: Shell, dialog: CorrectionDialog, events: Events
) -> None:
    dialog.fields[FieldName.ON].set_value(date(2026, 9, 15))
    dialog.why.set_value("看错了行 <b>&")
    settle(shell, dialog)
    assert dialog.impact.text().startswith("受理日：09-14（一） → 09-15（二）")

    save(shell, dialog)

    old, new = events()
    assert (old.on, old.superseded_reason, old.superseded_on) == (MONDAY, "看错了行 <b>&", date(2026, 9, 17))
    assert (new.on, new.place, new.person) == (date(2026, 9, 15), 1, "李晓岚")
    shell.undo_stack.undo()
    (again,) = events()
    assert (again.on, again.superseded_on) == (MONDAY, None)
    shell.undo_stack.redo()
    assert [event.on for event in events()] == [MONDAY, date(2026, 9, 15)]


def test_without_a_reason_or_a_change_nothing_is_corrected(
    shell: Shell, dialog: CorrectionDialog, events: Events
) -> None:
    save(shell, dialog)
    assert dialog.impact.text().startswith("还没有改什么")

    dialog.fields[FieldName.NOTE].set_value("窗口补记")
    save(shell, dialog)
    assert dialog.why.told.text() == "写上为什么更正。" and len(events()) == 1 and dialog.isVisible()


def test_a_value_that_cannot_be_is_refused_while_it_is_typed(
    shell: Shell, dialog: CorrectionDialog, events: Events
) -> None:
    dialog.fields[FieldName.ON].set_value(date(2026, 9, 18))
    dialog.why.set_value("笔误")
    settle(shell, dialog)
    assert "还没有到" in dialog.impact.text()

    save(shell, dialog)
    assert dialog.isVisible() and "还没有到" in dialog.impact.text() and len(events()) == 1


def test_what_was_recorded_by_mistake_loses_its_force_but_stays(
    shell: Shell, dialog: CorrectionDialog, events: Events
) -> None:
    dialog.withdraw.setChecked(True)
    assert not dialog.fields[FieldName.ON].isEnabled()
    dialog.why.set_value("记到别的项目上了")
    settle(shell, dialog)
    assert "作废" in dialog.impact.text()
    save(shell, dialog)

    (kept,) = events()
    assert kept.superseded_reason == "记到别的项目上了"
    assert not shell.undo_stack.canUndo()


def test_a_record_of_today_points_to_undo(shell: Shell, number: str) -> None:
    record_event(number, RecordRequest("B01", EventKind.PREPARING), shell.services)
    dialog = open_correction(shell, number, 2)
    settle(shell, dialog)

    assert "撤销" in dialog.hint.text() and dialog.hint.isVisible()
    dialog.close()


def test_a_record_that_is_gone_says_so(shell: Shell, number: str) -> None:
    dialog = open_correction(shell, number, 99)
    settle(shell, dialog)

    assert "没有第 99 条记录" in dialog.impact.text() and not dialog.save.isEnabled()
    dialog.close()
