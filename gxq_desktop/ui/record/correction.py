"""更正: another value in the place of a record of another day. The old one stays, with the reason and who corrected it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QUndoCommand
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from gxq_desktop.application.correct_record import (
    CorrectionDesk,
    changes_in_words,
    open_correction_desk,
    preview_correction,
)
from gxq_desktop.application.record_event import Correction, Recorded, correct_event, take_back
from gxq_desktop.application.record_fields import Ask, FieldName
from gxq_desktop.application.replan import KnockOn
from gxq_desktop.application.screen_wording import on_screen, refusal_on_screen
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.faults import message_of
from gxq_desktop.ui.labels import Hairline, wrapped
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.pause import Pause
from gxq_desktop.ui.record.fields import DayControl, RecordField, TextControl, make_field
from gxq_desktop.ui.record.presenter import OFFICER, Opened, open_for_recording
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

SIZE = (620, 660)
WHY = Ask(FieldName.REASON, "为什么更正", "记在旧值旁边，以后查得到", True)
PERSON = Ask(FieldName.PERSON, "更正人", "", True)


class CorrectionCommand(QUndoCommand):
    """A correction, pushed after it was stored. Undone the same day, the old value stands again."""

    def __init__(self, shell: Shell, number: str, action: int, again: Callable[[], int], text: str) -> None:
        super().__init__(text)
        self._shell, self._number, self._action, self._again = shell, number, action, again
        self._stored = True

    def redo(self) -> None:
        if self._stored:
            self._stored = False
            return
        self._attempt(self._redo, "没有重做", "已重做")

    def undo(self) -> None:
        self._attempt(lambda: take_back(self._number, self._action, self._shell.services), "没有撤销", "已撤销")

    def _redo(self) -> None:
        self._action = self._again()

    def _attempt(self, act: Callable[[], object], title: str, told: str) -> None:
        if not self._shell.save(act, title):
            self.setObsolete(True)
            return
        self._shell.project_changed.emit(self._number)
        self._shell.say(f"{told}：{self.text()}")


class CorrectionPresenter(QObject):
    """loaded(CorrectionDesk, Opened), refused(error); previewed(KnockOn), preview_refused(DomainError); saved(Recorded),
    save_refused(error)."""

    loaded = Signal(object, object)
    refused = Signal(object)
    previewed = Signal(object)
    preview_refused = Signal(object)
    saved = Signal(object)
    save_refused = Signal(object)

    def __init__(self, shell: Shell, number: str, event: int) -> None:
        super().__init__()
        self._shell, self.number, self.event_number = shell, number, event
        self.desk: CorrectionDesk | None = None
        self._asked: Correction | None = None
        self.is_saving = False

    def load(self) -> None:
        number, event, services = self.number, self.event_number, self._shell.services
        officer = str(self._shell.preferences.get(OFFICER, ""))

        def work(report: Report) -> tuple[CorrectionDesk, Opened]:
            return open_correction_desk(number, event, services), open_for_recording(number, officer, services)

        self._shell.runner.start(work, done=self._on_loaded, failed=self._on_load_failed, foreground=False)

    @Slot(object)
    def _on_loaded(self, found: tuple[CorrectionDesk, Opened]) -> None:
        self.desk = found[0]
        self.loaded.emit(*found)

    @Slot(object)
    def _on_load_failed(self, error: Exception) -> None:
        self.refused.emit(error)

    def preview(self, correction: Correction) -> None:
        desk = self.desk
        if desk is None:
            return
        self._asked = correction

        def work(report: Report) -> tuple[Correction, KnockOn | DomainError]:
            try:
                return correction, preview_correction(desk, correction, "")
            except DomainError as refusal:
                return correction, refusal

        self._shell.runner.latest(f"correct.{id(self)}", work, done=self._on_previewed, foreground=False)

    @Slot(object)
    def _on_previewed(self, found: tuple[Correction, KnockOn | DomainError]) -> None:
        if found[0] != self._asked:
            return
        if isinstance(found[1], DomainError):
            self.preview_refused.emit(found[1])
        else:
            self.previewed.emit(found[1])

    def save(self, correction: Correction, why: str, person: str) -> None:
        """Store CORRECTION. One that withdraws a record cannot be undone; any other can, the same day."""
        desk = self.desk
        if self.is_saving or desk is None:
            return
        self.is_saving = True
        number, event, services, shell = self.number, self.event_number, self._shell.services, self._shell
        text = f"更正 {desk.step} {desk.event.kind.label}"

        def store() -> Recorded:
            return correct_event(number, event, correction, why, services, person)

        def done(recorded: Recorded) -> None:
            self.is_saving = False
            undoable = bool(recorded.action)
            if undoable:
                command = CorrectionCommand(shell, number, recorded.action, lambda: store().action, text)
                shell.undo_stack.push(command)
            self.saved.emit(recorded)
            shell.project_changed.emit(number)
            shell.say(f"已{text}", undo=undoable)

        shell.runner.start(
            lambda report: store(),
            done=done,
            failed=self._on_save_failed,
            title="正在更正",
            cancel_means="取消后没有更正，原来的记录不动。",
        )

    def _on_save_failed(self, error: Any) -> None:
        self.is_saving = False
        self.save_refused.emit(error)


class CorrectionDialog(QDialog):
    """event: the number of a standing record of project NUMBER. Saved, it is accepted; `recorded` is what was stored."""

    def __init__(self, shell: Shell, number: str, event: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.recorded: Recorded | None = None
        self.fields: dict[FieldName, RecordField] = {}
        self.setWindowTitle("更正办理记录")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = CorrectionPresenter(shell, number, event)
        self._build()
        self._timer = Pause(self, self.preview)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.save_now)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.save_now)
        self.withdraw.toggled.connect(self._on_withdraw)
        self.presenter.loaded.connect(self._on_loaded)
        self.presenter.refused.connect(self._on_refused)
        self.presenter.previewed.connect(self._on_previewed)
        self.presenter.preview_refused.connect(self._on_preview_refused)
        self.presenter.saved.connect(self._on_saved)
        self.presenter.save_refused.connect(self._on_save_refused)
        wanted = QSize(theme.px(SIZE[0]), theme.px(SIZE[1]))
        self.resize(wanted.boundedTo(parent.window().size() - QSize(24, 24)) if parent is not None else wanted)
        self.presenter.load()

    def _build(self) -> None:
        self.title = wrapped("更正办理记录", self)
        fonts.set_font(self.title, fonts.DIALOG_HEAD, bold=True)
        self.told = wrapped("", self)
        theme.set_role(self.told, "text2")
        self.hint = wrapped("", self)
        theme.set_role(self.hint, "warn")
        self.hint.hide()
        ground = QWidget()
        self.column = QVBoxLayout(ground)
        self.column.setContentsMargins(20, 16, 20, 12)
        self.column.setSpacing(8)
        for widget in (self.title, self.told, self.hint):
            self.column.addWidget(widget)
        self._body = QVBoxLayout()
        self._body.setSpacing(8)
        self.column.addLayout(self._body)
        self.withdraw = QCheckBox("误记：这一条作废，作废了不能撤销(&V)", ground)
        self.column.addWidget(self.withdraw)
        self.column.addWidget(Hairline(ground))
        self.impact = wrapped("", ground)
        self.column.addWidget(self.impact)
        self.column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(ground)
        self._area = area
        foot = Foot(self)
        self.cancel = foot.add("取消(&C)", left=True)
        self.save = foot.add("更正(&S)", primary=True)
        self.save.setEnabled(False)
        key = QLabel("Ctrl+回车", foot)
        theme.set_role(key, "key")
        fonts.set_font(key, fonts.GANTT)
        foot.add_beside(key)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(area, 1)
        layout.addWidget(foot)

    # -- what it shows --------------------------------------------------------------------------------------------

    def _on_loaded(self, desk: CorrectionDesk, opened: Opened) -> None:
        self.title.setText(f"更正：{desk.step}")
        self.told.setText(desk.told)
        if desk.is_of_today:
            self.hint.setText("这一条是今天记的：用“撤销”（Ctrl+Z）取回不留痕迹，更正会把新旧两个值都留下。")
            self.hint.show()
        ground = self._area.widget()
        calendar, today = self._shell.services.calendar, self._shell.today
        for ask in (*desk.asks, WHY, PERSON):
            own = ask in desk.asks
            if not own:
                field: RecordField = (
                    TextControl(ask, ground, "Y")
                    if ask is WHY
                    else make_field(ask, ground, calendar, today, opened.people)
                )
            else:
                field = make_field(ask, ground, calendar, today, ())
                field.set_value(desk.value(ask.name))
            self.fields[FieldName.LATE_REASON if ask is WHY else ask.name] = field
            field.changed.connect(self._timer.start)
            self._body.addWidget(field)
            field.show()
        self.fields[FieldName.PERSON].set_value(opened.person)
        self.save.setEnabled(True)
        first = self.fields.get(FieldName.ON)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._timer.stop()  # filling in is no change
        self._tell("改一个值，这里说明旧值、新值和会动到哪些日期。", "text2")

    def _on_refused(self, error: Exception) -> None:
        message = message_of(error, "")
        self._tell(f"{message.headline}。{message.next_step}", "seal")
        self.withdraw.setEnabled(False)

    @property
    def why(self) -> RecordField:
        """The field of the reason; KeyError before the record is there."""
        return self.fields[FieldName.LATE_REASON]

    def correction(self) -> Correction | None:
        """What was typed; None before the record is there."""
        desk = self.presenter.desk
        if desk is None:
            return None
        if self.withdraw.isChecked():
            return Correction(withdraw=True)
        changed: dict[str, Any] = {}
        for ask in desk.asks:
            value, old = self.fields[ask.name].value(), desk.value(ask.name)
            if value is None and isinstance(old, str):
                value = ""
            if value is not None and value != old:
                changed[ask.name.value] = value
        return Correction(**changed)

    def _on_withdraw(self, on: bool) -> None:
        desk = self.presenter.desk
        for ask in desk.asks if desk is not None else ():
            self.fields[ask.name].setEnabled(not on)
        self._timer.start()

    def preview(self) -> None:
        """Say what changes, old and new, and ask what that moves."""
        correction, desk = self.correction(), self.presenter.desk
        if correction is None or desk is None:
            return
        for field in self.fields.values():
            if field.control.property("bad") and not isinstance(field, DayControl):
                field.say("")
        if any(isinstance(field, DayControl) and field.fault for field in self.fields.values()):
            return
        if not changes_in_words(desk, correction):
            self._tell("还没有改什么。", "text2")
            return
        self.presenter.preview(correction)

    def _on_previewed(self, found: KnockOn) -> None:
        correction, desk = self.correction(), self.presenter.desk
        if correction is None or desk is None:
            return
        lines = (*changes_in_words(desk, correction), *(on_screen(each) for each in found.sentences))
        self._tell("\n".join(lines), "")

    def _on_preview_refused(self, refusal: DomainError) -> None:
        self._tell(refusal_on_screen(refusal), "seal")

    def _tell(self, text: str, role: str) -> None:
        self.impact.setText(text)
        theme.set_role(self.impact, role)

    # -- saving ---------------------------------------------------------------------------------------------------

    def save_now(self) -> None:
        """Store it, if something changes and the reason is written."""
        correction, desk = self.correction(), self.presenter.desk
        if correction is None or desk is None or self.presenter.is_saving:
            return
        bad_days = [field for field in self.fields.values() if isinstance(field, DayControl) and field.fault]
        if bad_days and not correction.withdraw:
            bad_days[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not changes_in_words(desk, correction):
            self._tell("还没有改什么：改一个值，或勾上误记作废。", "seal")
            return
        person = self.fields[FieldName.PERSON]
        for field, text in ((self.why, "写上为什么更正。"), (person, "写上更正人。")):
            if not field.value():
                field.say(text, "seal")
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.save.setEnabled(False)
        self.presenter.save(correction, str(self.why.value()), str(person.value()))

    def _on_saved(self, recorded: Recorded) -> None:
        self.recorded = recorded
        self.accept()

    def _on_save_refused(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, DomainError):
            self._tell(refusal_on_screen(error), "seal")
        else:
            self._shell.show_error(error, "没有更正")

    def reject(self) -> None:
        self._timer.stop()
        super().reject()
