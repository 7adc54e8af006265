"""登记办理情况 through its widgets: choosing, fields, looking ahead, refusals, saving, undo, evidence, the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from gxq_desktop.application.evidence import LARGEST_EVIDENCE
from gxq_desktop.application.override_verdict import override_verdict
from gxq_desktop.application.record_event import RecordRequest, record_event
from gxq_desktop.application.record_fields import FieldName, asks_of
from gxq_desktop.application.record_preview import RecordPreview
from gxq_desktop.domain.case_states import EventKind, MissedReason
from gxq_desktop.domain.ledger import CaseEvent
from gxq_desktop.ui import messages
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.record.dialog import RecordDialog
from gxq_desktop.ui.record.fields import EvidenceControl
from gxq_desktop.ui.record.picker import step_mark
from gxq_desktop.ui.shell import Shell
from tests.ui.record.conftest import MONDAY, settle

Open = Callable[..., RecordDialog]
Events = Callable[[], tuple[CaseEvent, ...]]
TODAY = date(2026, 9, 16)
HOSTILE = '<b>“�” & "引号" 𠮷\u202e{0} %s'


def choose(shell: Shell, dialog: RecordDialog, kind: EventKind, **values: object) -> None:
    """Choose KIND, fill in VALUES by the field's name, and wait for the preview."""
    dialog.form.choose_kind(kind)
    for name, value in values.items():
        dialog.form.fields[FieldName(name)].set_value(value)
    settle(shell, dialog)


def save(shell: Shell, dialog: RecordDialog) -> None:
    dialog.save.click()
    assert shell.runner.wait()


# -- choosing ----------------------------------------------------------------------------------------------------------


def test_without_a_step_it_asks_which_and_pinyin_finds_it(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()

    assert dialog.picker.isVisible() and not dialog.save.isVisible()
    qtbot.keyClicks(dialog.picker.field, "stbcfasp")
    qtbot.keyClick(dialog.picker.field, Qt.Key.Key_Return)

    assert dialog.head.title.text() == "A09 生产建设项目水土保持方案审批"
    assert dialog.form.isVisible() and dialog.save.isVisible()


def test_nothing_found_says_what_can_be_typed(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()

    qtbot.keyClicks(dialog.picker.field, "qqqq")
    qtbot.keyClick(dialog.picker.field, Qt.Key.Key_Return)

    assert "没有找到“qqqq”" in dialog.picker.nothing.text()
    assert dialog.picker.isVisible()


def test_without_a_project_it_asks_for_that_first(shell: Shell, number: str, opened: Open, qtbot: QtBot) -> None:
    dialog = RecordDialog(shell, "", (), shell.window)
    dialog.show()
    settle(shell, dialog)
    dialog.projects.field.setText(number)
    qtbot.keyClick(dialog.projects.field, Qt.Key.Key_Return)
    settle(shell, dialog)

    assert dialog.picker.isVisible() and number in dialog.head.told.text()
    dialog.close()


def test_another_item_of_the_same_project_can_be_chosen(shell: Shell, opened: Open) -> None:
    dialog = opened("A09")
    choose(shell, dialog, EventKind.GRANTED, document="A09 的文号", on=MONDAY, person="王芳")

    dialog.head.another.click()
    assert dialog.picker.isVisible()
    dialog.choose([step for step in dialog.picker.model.rows if step.code == "B01"])
    settle(shell, dialog)

    assert dialog.head.title.text().startswith("B01")
    values = dialog.form.values()
    assert (values[FieldName.DOCUMENT], values[FieldName.ON], values[FieldName.PERSON]) == (None, TODAY, "王芳")


def test_the_head_says_who_decided_that_the_item_is_to_be_done(shell: Shell, number: str, opened: Open) -> None:
    override_verdict(number, "A09", True, "专题会议定了", "张琳", shell.services)

    dialog = opened("A09")

    decided = f"人工认定要办：专题会议定了（张琳，{TODAY.isoformat()}）"
    assert dialog.head.decided.isVisible() and dialog.head.decided.text() == decided
    dialog.choose([step for step in dialog.picker.model.rows if step.code == "B01"])
    assert not dialog.head.decided.isVisible()
    dialog.choose([step for step in dialog.picker.model.rows if step.code in ("A09", "B01")])
    assert dialog.head.decided.isVisible() and dialog.head.decided.text() == f"A09 {decided}"
    dialog.head.another.click()
    assert not dialog.head.decided.isVisible()


def test_a_project_that_is_gone_says_so(shell: Shell, opened: Open) -> None:
    dialog = opened(on="GX-2026-0999")

    assert "没有编号为“GX-2026-0999”的项目" in dialog.nothing.text() and not dialog.save.isVisible()


def test_a_step_the_project_does_not_have_leads_to_the_choice(opened: Open) -> None:
    dialog = opened("A05")

    assert dialog.picker.isVisible() and "A05 本项目不办" in dialog.picker.nothing.text()


def test_the_lists_are_sound(opened: Open, qtmodeltester: ModelTester) -> None:
    dialog = opened("A09")

    for model in (dialog.picker.model, dialog.impact.model):
        qtmodeltester.check(model)
    assert step_mark(dialog._steps[0]) is Mark.SOON


# -- kinds and fields --------------------------------------------------------------------------------------------------


def test_what_does_not_follow_is_grey_and_says_why(opened: Open) -> None:
    dialog = opened("A09")
    accepted = dialog.form.kinds.buttons[EventKind.ACCEPTED]

    assert not accepted.isEnabled() and "现在是“已受理”，不能记“受理”" in accepted.toolTip()
    assert accepted.accessibleDescription() == accepted.toolTip()
    assert dialog.form.kinds.buttons[EventKind.SUSPENDED].isEnabled()


@pytest.mark.parametrize(
    "kind",
    [
        EventKind.SUSPENDED, EventKind.OVERRUN, EventKind.EXTENDED, EventKind.GRANTED, EventKind.REFUSED,
        EventKind.DELIVERED, EventKind.CLEARED, EventKind.WITHDRAWN,
    ],
)  # fmt: skip
def test_every_kind_shows_its_fields_named_for_screen_readers(shell: Shell, opened: Open, kind: EventKind) -> None:
    dialog = opened("A09")

    choose(shell, dialog, kind)

    assert set(dialog.form.fields) == {ask.name for ask in asks_of(kind)}
    for field in dialog.form.fields.values():
        assert field.control.accessibleName() == field.ask.label and field.isVisible()
    assert dialog.form.fields[FieldName.ON].value() == TODAY
    assert dialog.form.fields[FieldName.PERSON].value() == "李晓岚", "the project's helper, as nobody was chosen"


def test_what_was_typed_stays_when_another_kind_is_chosen(shell: Shell, opened: Open) -> None:
    dialog = opened("A09")
    choose(shell, dialog, EventKind.GRANTED, document="批〔2026〕1 号", note="当场领取", on=MONDAY)

    choose(shell, dialog, EventKind.CLEARED)

    values = dialog.form.values()
    assert (values[FieldName.DOCUMENT], values[FieldName.NOTE]) == ("批〔2026〕1 号", "当场领取")
    assert values[FieldName.ON] == MONDAY


def test_what_is_missing_is_said_beneath_its_field_and_nothing_is_saved(
    shell: Shell, opened: Open, events: Events
) -> None:
    dialog = opened("A09")
    choose(shell, dialog, EventKind.EXTENDED)

    save(shell, dialog)

    told = {name: field.told.text() for name, field in dialog.form.fields.items() if field.control.property("bad")}
    assert told == {
        FieldName.DAYS: "写上延几天。", FieldName.REASON: "写上为什么。", FieldName.APPROVER: "写上批准人。"
    }  # fmt: skip
    assert len(events()) == 1 and dialog.isVisible()


def test_a_day_can_be_typed_short_stepped_and_is_told_its_kind(shell: Shell, opened: Open, qtbot: QtBot) -> None:
    dialog = opened("A09")
    day = dialog.form.fields[FieldName.ON]
    day.control.clear()
    qtbot.keyClicks(day.control, "9-14")
    assert day.value() == MONDAY and day.told.text() == "周一，工作日"

    qtbot.keyClick(day.control, Qt.Key.Key_Up)
    qtbot.keyClick(day.control, Qt.Key.Key_PageDown)
    assert day.value() == date(2026, 9, 8)


# -- looking ahead -----------------------------------------------------------------------------------------------------


def test_a_stop_shows_the_days_it_moves_before_anything_is_saved(shell: Shell, opened: Open, events: Events) -> None:
    dialog = opened("A09")

    choose(shell, dialog, EventKind.SUSPENDED, reason="专家评审", until=date(2026, 9, 22), document="41 号")

    rows = dialog.impact.model.rows
    assert (rows[0].what, rows[0].old, rows[0].new) == ("承诺到期", date(2026, 9, 20), date(2026, 9, 29))
    assert [row.what for row in rows if row.is_gate and row.is_same] == ["G0 交地", "G1 开工", "K 完工", "G2 投产"]
    assert "共扣 6 个工作日" in dialog.impact.text("counted")
    assert "中介" in dialog.impact.text("owner")
    assert len(events()) == 1


def test_until_enough_is_written_it_says_what_is_missing(shell: Shell, opened: Open) -> None:
    dialog = opened("A09")

    choose(shell, dialog, EventKind.SUSPENDED)

    assert dialog.impact.headline.text() == "填好停钟事由，就能看出影响。"
    assert not dialog.impact.table.isVisible()


def test_a_refused_day_says_the_rule_and_offers_the_earliest(shell: Shell, opened: Open) -> None:
    dialog = opened("A09")

    choose(shell, dialog, EventKind.GRANTED, on=date(2026, 9, 10))

    assert "早于 2026-09-14 的“受理”" in dialog.impact.headline.text()
    assert dialog.form.fields[FieldName.ON].told.text() == "最早可填 2026-09-14。"
    dialog.impact.earliest.click()
    settle(shell, dialog)
    assert dialog.form.fields[FieldName.ON].value() == MONDAY
    assert dialog.impact.table.isVisible()


def test_a_day_to_come_is_refused_and_offers_no_way_into_the_future(shell: Shell, opened: Open) -> None:
    dialog = opened("A09")

    choose(shell, dialog, EventKind.GRANTED, on=date(2026, 9, 17))

    assert "还没有到" in dialog.impact.headline.text() and dialog.impact.earliest.isVisible()
    choose(shell, dialog, EventKind.GRANTED, on=None)
    dialog.form.fields[FieldName.ON].control.setText("下个月")  # type: ignore[attr-defined]
    settle(shell, dialog)
    assert "不是日期" in dialog.impact.headline.text()
    dialog.save.click()
    assert dialog.isVisible()


def test_only_the_last_question_is_answered(shell: Shell, opened: Open) -> None:
    dialog = opened("A09")
    seen: list[RecordPreview] = []
    dialog.presenter.previewed.connect(seen.append)
    dialog.form.choose_kind(EventKind.OVERRUN)
    for days in (1, 2, 3):
        dialog.form.fields[FieldName.DAYS].set_value(days)
        dialog.preview()
    settle(shell, dialog)

    assert {preview.changes[0].moved for preview in seen} == {3}


def test_a_missed_date_asks_why_and_keeps_the_reason(shell: Shell, opened: Open, events: Events, number: str) -> None:
    shell.services.clock._fixed = date(2026, 9, 30)  # type: ignore[attr-defined]
    dialog = opened("A09")
    choose(shell, dialog, EventKind.GRANTED, on=date(2026, 9, 29))
    late = dialog.form.fields[FieldName.LATE_REASON]

    assert late.told.text() == "A09 应在 09-20（日） 前办完，晚了 6 个工作日"
    save(shell, dialog)
    assert len(events()) == 1 and late.told.text() == "选超期原因。"
    late.set_value(MissedReason.INTERMEDIARY.value)
    settle(shell, dialog)
    save(shell, dialog)

    assert events()[-1].kind is EventKind.GRANTED
    with shell.services.unit_of_work() as uow:
        assert uow.ledger.missed(number)[-1].reason is MissedReason.INTERMEDIARY  # type: ignore[arg-type]


def test_a_date_that_is_kept_after_all_is_not_asked_about(shell: Shell, opened: Open) -> None:
    shell.services.clock._fixed = date(2026, 9, 30)  # type: ignore[attr-defined]
    dialog = opened("A09")
    choose(shell, dialog, EventKind.GRANTED, on=date(2026, 9, 29))
    assert FieldName.LATE_REASON in dialog.form.fields

    choose(shell, dialog, EventKind.GRANTED, on=date(2026, 9, 18))

    assert FieldName.LATE_REASON not in dialog.form.fields


# -- saving and taking back --------------------------------------------------------------------------------------------


def test_saving_stores_tells_and_can_be_undone_and_redone(
    shell: Shell, opened: Open, events: Events, number: str, qtbot: QtBot
) -> None:
    dialog = opened("A09")
    choose(shell, dialog, EventKind.SUSPENDED, reason="公示", document="公 1 号", note=HOSTILE, person="张琳")

    with qtbot.waitSignal(shell.project_changed) as changed:
        save(shell, dialog)

    assert changed.args == [number]
    kept = events()[-1]
    assert (kept.kind, kept.reason, kept.document, kept.note) == (EventKind.SUSPENDED, "公示", "公 1 号", HOSTILE)
    assert (kept.on, kept.person) == (TODAY, "张琳")
    assert shell.undo_stack.undoText() == "登记 A09 中止计时"
    shell.undo_stack.undo()
    assert [event.kind for event in events()] == [EventKind.ACCEPTED], "no trace of it"
    shell.undo_stack.redo()
    assert [event.kind for event in events()] == [EventKind.ACCEPTED, EventKind.SUSPENDED]


def test_undo_on_another_day_is_refused_and_leaves_the_record(
    shell: Shell, opened: Open, events: Events, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda parent, error, **_: shown.append(str(error)))
    dialog = opened("A09")
    choose(shell, dialog, EventKind.GRANTED)
    save(shell, dialog)
    shell.services.clock._fixed = date(2026, 9, 17)  # type: ignore[attr-defined]

    shell.undo_stack.undo()

    assert len(events()) == 2 and len(shown) == 1 and "不是今天记的" in shown[0]
    assert not shell.undo_stack.canRedo()


def test_a_write_off_records_what_it_implies_in_one_step(shell: Shell, opened: Open, events: Events) -> None:
    dialog = opened("A09")
    choose(shell, dialog, EventKind.CLEARED, document="批〔2026〕7 号")
    assert dialog.impact.print_after.isVisible() and dialog.impact.print_after.text().startswith("保存后打印销号单")
    save(shell, dialog)

    kinds = [event.kind for event in events()]
    assert kinds == [EventKind.ACCEPTED, EventKind.GRANTED, EventKind.DELIVERED, EventKind.CLEARED]
    shell.undo_stack.undo()
    assert len(events()) == 1


def test_several_steps_are_recorded_alike_in_one_step(shell: Shell, opened: Open, events: Events) -> None:
    dialog = opened("B01", "B02")
    assert dialog.head.title.text() == "2 项一起记"
    choose(shell, dialog, EventKind.READY)
    save(shell, dialog)

    assert [event.step_id for event in events()[1:]] == ["B01", "B02"]
    shell.undo_stack.undo()
    assert len(events()) == 1


def test_somebody_else_recorded_meanwhile_is_told_and_nothing_is_lost(
    shell: Shell, opened: Open, events: Events, number: str
) -> None:
    dialog = opened("A09")
    choose(shell, dialog, EventKind.GRANTED)
    record_event(number, RecordRequest("A09", EventKind.WITHDRAWN, TODAY), shell.services)

    save(shell, dialog)

    assert dialog.isVisible() and "现在是“已撤回”" in dialog.impact.headline.text()
    assert dialog.save.isEnabled() and len(events()) == 2


def test_closing_saves_nothing_whatever_was_previewed(shell: Shell, opened: Open, events: Events) -> None:
    dialog = opened("A09")
    dialog.form.choose_kind(EventKind.GRANTED)
    dialog.preview()
    dialog.reject()

    assert len(events()) == 1 and not shell.undo_stack.canUndo()


def test_the_clerk_at_this_desk_is_filled_in(shell: Shell, opened: Open) -> None:
    from gxq_desktop.application.staff import Person, choose_operator, new_person_id, save_person

    clerk = save_person(Person(new_person_id(), "张琳", "二窗"), shell.services)
    choose_operator(clerk.id, shell.services)

    dialog = opened("A09")

    assert dialog.form.fields[FieldName.PERSON].value() == "张琳"


def test_printing_after_saving_opens_the_slip(shell: Shell, opened: Open) -> None:
    dialog = opened("B01")
    choose(shell, dialog, EventKind.CLEARED, document="收件单")
    dialog.impact.print_after.setChecked(True)
    save(shell, dialog)

    assert shell.window is not None and shell.window.place == "printing"
    assert shell.preferences.get("record.print_after", False) is True


# -- evidence ----------------------------------------------------------------------------------------------------------


def evidence_of(dialog: RecordDialog) -> EvidenceControl:
    field = dialog.form.fields[FieldName.EVIDENCE]
    assert isinstance(field, EvidenceControl)
    return field


def test_evidence_is_copied_with_the_record(shell: Shell, opened: Open, events: Events, tmp_path: Path) -> None:
    file = tmp_path / "批复 扫描.pdf"
    file.write_bytes(b"%PDF-1.7 proof")
    dialog = opened("A09")
    choose(shell, dialog, EventKind.CLEARED)
    evidence_of(dialog).ask_file = lambda: str(file)
    evidence_of(dialog).choose.click()
    assert evidence_of(dialog).told.text() == "批复 扫描.pdf（1 KB）"
    settle(shell, dialog)
    assert not list((shell.services.data_dir / "evidence").rglob("*.pdf")), "looking copies nothing"  # type: ignore[attr-defined]

    save(shell, dialog)

    kept = events()[-1].evidence
    assert kept is not None and kept.name == "批复 扫描.pdf"
    assert shell.services.evidence.path_of(kept).read_bytes() == b"%PDF-1.7 proof"


def test_a_file_dropped_on_the_dialog_is_taken(shell: Shell, opened: Open, tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(b"x")
    dialog = opened("A09")
    choose(shell, dialog, EventKind.CLEARED)
    carried = QMimeData()
    carried.setUrls([QUrl("https://example.org/b.jpg"), QUrl.fromLocalFile(str(file))])
    dropped = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )

    dialog.dropEvent(dropped)

    assert evidence_of(dialog).value() == file


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda file: None, "没有这个文件"),
        (lambda file: file.mkdir(), "这是一个文件夹"),
        (lambda file: file.touch(), "是空的"),
        (lambda file: file.open("wb").truncate(LARGEST_EVIDENCE + 1), "超过 200 MB"),
    ],
)
def test_evidence_that_cannot_be_kept_is_refused_beneath_its_field(
    shell: Shell, opened: Open, events: Events, tmp_path: Path, make: Callable[[Path], object], said: str
) -> None:
    file = tmp_path / "证据"
    make(file)
    dialog = opened("A09")
    choose(shell, dialog, EventKind.CLEARED, evidence=file)
    assert said in evidence_of(dialog).told.text()

    save(shell, dialog)

    assert dialog.isVisible() and len(events()) == 1
    assert said in evidence_of(dialog).told.text()


def test_evidence_that_vanishes_before_it_is_saved_is_told(
    shell: Shell, opened: Open, events: Events, tmp_path: Path
) -> None:
    file = tmp_path / "u盘.pdf"
    file.write_bytes(b"x")
    dialog = opened("A09")
    choose(shell, dialog, EventKind.CLEARED, evidence=file)
    requests = dialog.requests()
    file.unlink()

    dialog.presenter.save(requests, "登记")
    assert shell.runner.wait()

    assert dialog.isVisible() and "没有这个文件" in evidence_of(dialog).told.text() and len(events()) == 1


# -- the keyboard alone ------------------------------------------------------------------------------------------------


def test_from_the_list_to_saved_without_a_mouse(shell: Shell, opened: Open, events: Events, qtbot: QtBot) -> None:
    dialog = opened()
    dialog.activateWindow()
    qtbot.keyClicks(dialog.picker.field, "A09")
    qtbot.keyClick(dialog.picker.field, Qt.Key.Key_Return)
    settle(shell, dialog)
    kinds = dialog.form.kinds
    assert kinds.current is EventKind.GRANTED
    for kind in (EventKind.GRANTED, EventKind.REFUSED, EventKind.DELIVERED):
        qtbot.keyClick(kinds.buttons[kind], Qt.Key.Key_Right)
    assert kinds.current is EventKind.CLEARED
    document = dialog.form.fields[FieldName.DOCUMENT].control
    qtbot.keyClicks(document, "A 8-1")
    settle(shell, dialog)
    note = dialog.form.fields[FieldName.NOTE].control
    note.setFocus()
    qtbot.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shell.runner.wait()

    assert events()[-1].kind is EventKind.CLEARED and events()[-1].document == "A 8-1"


def test_arrows_pass_over_what_is_not_allowed(opened: Open, qtbot: QtBot) -> None:
    dialog = opened("A09")
    kinds = dialog.form.kinds
    allowed = [kind for kind, button in kinds.buttons.items() if button.isEnabled()]
    seen = [kinds.current]
    for _ in allowed[1:]:
        current = kinds.current
        assert current is not None
        qtbot.keyClick(kinds.buttons[current], Qt.Key.Key_Right)
        seen.append(kinds.current)

    assert set(seen) == set(allowed)


def test_enter_in_a_field_neither_saves_nor_closes(opened: Open, events: Events, qtbot: QtBot) -> None:
    dialog = opened("A09")
    qtbot.keyClick(dialog.form.fields[FieldName.DOCUMENT].control, Qt.Key.Key_Return)

    assert dialog.isVisible() and len(events()) == 1


def test_nothing_written_by_others_is_taken_for_markup(shell: Shell, opened: Open) -> None:
    dialog = opened("A09")

    for label in dialog.findChildren(QLabel):
        if label.text() and not label.buddy():
            assert label.textFormat() is Qt.TextFormat.PlainText or "<" not in label.text()


def test_it_fits_the_smallest_screen(shell: Shell, opened: Open) -> None:
    assert shell.window is not None
    shell.window.resize(1280, 720)
    dialog = opened("A09")

    assert dialog.width() <= 1280 and dialog.height() <= 720
    assert dialog.minimumSizeHint().width() <= 1280
    QApplication.processEvents()


def test_tab_goes_through_the_fields_as_they_stand(shell: Shell, opened: Open) -> None:
    dialog = opened("A09")
    choose(shell, dialog, EventKind.EXTENDED)
    fields = dialog.form.fields
    wanted = [
        fields[name].control for name in (FieldName.ON, FieldName.DAYS, FieldName.REASON, FieldName.APPROVER)
    ]  # fmt: skip
    seen, widget = [], wanted[0]
    while len(seen) < len(wanted):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget in wanted:
            seen.append(widget)
        widget = widget.nextInFocusChain()

    assert seen == wanted


def test_saving_before_the_preview_came_still_asks_why_it_is_late(shell: Shell, opened: Open, events: Events) -> None:
    shell.services.clock._fixed = date(2026, 9, 30)  # type: ignore[attr-defined]
    dialog = opened("A09")
    dialog.form.choose_kind(EventKind.GRANTED)
    dialog.form.fields[FieldName.ON].set_value(date(2026, 9, 29))

    dialog.save_now()
    assert shell.runner.wait()

    assert dialog.isVisible() and FieldName.LATE_REASON in dialog.form.fields and len(events()) == 1


def test_the_wheel_over_a_choice_scrolls_the_form_only(shell: Shell, opened: Open, qtbot: QtBot) -> None:
    dialog = opened("A09")
    choose(shell, dialog, EventKind.SUSPENDED, reason="听证")
    combo = dialog.form.fields[FieldName.REASON].control
    dialog.form.kinds.setFocus()
    turned = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip

    QApplication.sendEvent(combo, turned)

    assert dialog.form.fields[FieldName.REASON].value() == "听证"


def test_escape_goes_back_to_the_list_and_then_out(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    qtbot.keyClicks(dialog.picker.field, "A09")
    qtbot.keyClick(dialog.picker.field, Qt.Key.Key_Return)
    assert dialog.form.isVisible()

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.picker.isVisible() and dialog.picker.field.text() == "A09"
    qtbot.keyClick(dialog.picker.field, Qt.Key.Key_Escape)
    assert dialog.picker.field.text() == "" and dialog.isVisible()
    qtbot.keyClick(dialog.picker.field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_escape_closes_where_the_step_was_given(opened: Open, events: Events, qtbot: QtBot) -> None:
    dialog = opened("A09")

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible() and len(events()) == 1


def test_a_dialog_closed_while_it_saves_has_saved_and_can_be_undone(shell: Shell, opened: Open, events: Events) -> None:
    dialog = opened("A09")
    choose(shell, dialog, EventKind.GRANTED)
    dialog.save.click()
    dialog.reject()
    assert shell.runner.wait()

    assert events()[-1].kind is EventKind.GRANTED and shell.undo_stack.canUndo()


def test_what_no_database_can_hold_is_refused_in_the_dialog(
    shell: Shell, opened: Open, events: Events, number: str
) -> None:
    dialog = opened("A09")
    choose(shell, dialog, EventKind.GRANTED)
    dialog.presenter.save([RecordRequest("A09", EventKind.GRANTED, note="坏\x00字")], "登记")
    assert shell.runner.wait()

    assert "不能保存的字符" in dialog.impact.headline.text() and dialog.save.isEnabled()
    assert len(events()) == 1


def test_the_impact_is_told_to_screen_readers(shell: Shell, opened: Open) -> None:
    dialog = opened("A09")
    choose(shell, dialog, EventKind.SUSPENDED, reason="专家评审", until=date(2026, 9, 22))

    spoken = dialog.impact.accessibleDescription()
    assert "门槛日期都不变" in spoken and "怎么数：09-16（三） 至 09-22（二）" in spoken
