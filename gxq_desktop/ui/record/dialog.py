"""登记办理情况: what happened at the left, what it would change at the right; Ctrl+Enter saves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gxq_desktop.application.ports import StoreError
from gxq_desktop.application.record_desk import RecordStep
from gxq_desktop.application.record_event import RecordRequest
from gxq_desktop.application.record_fields import FieldName
from gxq_desktop.application.screen_wording import refusal_on_screen
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.ledger import ImpossibleDate, ProofMissing
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import Elided, link_button, wrapped
from gxq_desktop.ui.marks import Mark, chip, chip_size
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.record.ahead import LookAheadDialog
from gxq_desktop.ui.record.fields import DayControl, EvidenceControl
from gxq_desktop.ui.record.form import RecordForm
from gxq_desktop.ui.record.impact import ImpactPane
from gxq_desktop.ui.record.picker import project_picker, step_mark, step_picker
from gxq_desktop.ui.record.presenter import Opened
from gxq_desktop.ui.shell import Shell

SIZE = (960, 600)
_PICK_PROJECT, _PICK_STEP, _FORM, _NOTHING = range(4)

SAVE_TOLD = "保存后当天可撤销；以后更正要写原因"
PICK_TOLD = "打字查找　↓ 进列表　回车选这一行"


class Chip(QWidget):
    """A status chip: shape, word, colour."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark, self._word = Mark.NOT_STARTED, ""

    def show_mark(self, mark: Mark, word: str) -> None:
        self._mark, self._word = mark, word
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width, height = chip_size(self._mark, self._word)
        return QSize(int(width) + 2, int(height) + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._word:
            chip(QPainter(self), QRectF(self.rect()), self._mark, self._word)


class RecordHead(QFrame):
    """What is recorded: the step, how it stands, its dates; a link to another one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 12, 18, 12)
        row.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(3)
        line = QHBoxLayout()
        line.setSpacing(12)
        self.title = Elided(self)
        fonts.set_font(self.title, fonts.DIALOG_HEAD, bold=True)
        self.chip = Chip(self)
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        line.addWidget(self.title)
        line.addWidget(self.chip)
        line.addStretch(1)
        self.told = Elided(self, role="text2")
        self.decided = Elided(self, role="pause")
        left.addLayout(line)
        left.addWidget(self.told)
        left.addWidget(self.decided)
        row.addLayout(left, 1)
        self.another = link_button("换一项(&X)", self)
        row.addWidget(self.another, 0, Qt.AlignmentFlag.AlignBottom)

    def show_steps(self, steps: Sequence[RecordStep], project: str) -> None:
        decided = [step for step in steps if step.decided]
        self.decided.setText(
            "；".join(step.decided if len(steps) == 1 else f"{step.code} {step.decided}" for step in decided)
        )
        self.decided.setVisible(bool(decided))
        if not steps:
            self.title.setText("登记办理情况")
            self.told.setText(project)
            self.chip.hide()
            self.another.hide()
            return
        first = steps[0]
        self.another.show()
        if len(steps) > 1:
            self.title.setText(f"{len(steps)} 项一起记")
            self.told.setText(f"{project}　{'、'.join(step.code or step.name for step in steps)}")
            self.chip.hide()
            return
        self.title.setText(first.title)
        self.told.setText(f"{project}　{first.told}")
        self.chip.show_mark(step_mark(first), first.left)
        self.chip.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))


class RecordDialog(LookAheadDialog):
    """Saved, it is accepted; `recorded` is then what was stored. number "": it asks for the project first."""

    FORM, NOTHING = _FORM, _NOTHING

    def __init__(self, shell: Shell, number: str, steps: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._wanted = tuple(steps)
        self._steps: tuple[RecordStep, ...] = ()
        self.setWindowTitle("登记办理情况")
        self._build()
        self.connect_all()
        self.picker.chosen.connect(self._on_step)
        self.head.another.clicked.connect(self.choose_another)
        self.resize(self._fitting_size())
        if number:
            self._load(number)
        else:
            self.presenter.list_projects()
            self._show(_PICK_PROJECT)

    def _fitting_size(self) -> QSize:
        """960×600 at 100 % text, but not larger than the window it stands over."""
        wanted = QSize(theme.px(SIZE[0]), theme.px(SIZE[1]))
        over = self.parentWidget()
        if over is None:
            return wanted
        room = over.window().size() - QSize(24, 24)
        return wanted.boundedTo(room).expandedTo(QSize(*(min(each) for each in zip((900, 560), SIZE, strict=True))))

    # -- widgets --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        shell = self._shell
        self.head = RecordHead(self)
        self.head.show_steps((), "")
        self.stack = QStackedWidget(self)
        self.projects = project_picker(shell, self)
        self.picker = step_picker(shell, self)
        self.form = RecordForm(self, shell.services.calendar, shell.today)
        self.impact = ImpactPane(self, shell.preferences, shell.today)
        both = QWidget(self)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.form, 45)
        row.addWidget(self.impact, 55)
        self.nothing = wrapped("", self)
        self.nothing.setContentsMargins(18, 18, 18, 18)
        for page in (self.projects, self.picker, both, self.nothing):
            self.stack.addWidget(page)
        self.foot = Foot(self)
        self.cancel = self.foot.add("取消(&C)", left=True)
        self.told = QLabel(SAVE_TOLD, self.foot)
        theme.set_role(self.told, "text2")
        self.foot.add_beside(self.told)
        self.add_save(self.foot, "保存(&S)")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.foot)

    def _show(self, page: int) -> None:
        self.stack.setCurrentIndex(page)
        recording = page == _FORM
        for widget in (self.save, self.key):
            widget.setVisible(recording)
        self.told.setText(SAVE_TOLD if recording else PICK_TOLD if page in (_PICK_PROJECT, _PICK_STEP) else "")
        self.save.setDefault(False)
        focus = {_PICK_PROJECT: self.projects, _PICK_STEP: self.picker, _FORM: self.form.kinds}.get(page)
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- choosing -------------------------------------------------------------------------------------------------

    def _load(self, number: str) -> None:
        self.head.show_steps((), number)
        self.nothing.setText("")
        self._show(_NOTHING)
        self.presenter.load(number)

    def _on_loaded(self, opened: Opened) -> None:
        self._opened = opened
        desk = opened.desk
        self.picker.set_rows(desk.steps)
        self.form.set_people(opened.people, opened.person, opened.person_note)
        try:
            steps = desk.chosen(self._wanted)
        except DomainError as refusal:
            self.picker.nothing.setText(refusal_on_screen(refusal))
            self.picker.nothing.show()
            steps = ()
        if steps:
            self.choose(steps)
        else:
            self.choose_another()

    def _on_step(self, step: RecordStep) -> None:
        self.choose((step,))

    def choose(self, steps: Sequence[RecordStep]) -> None:
        """Record STEPS."""
        if self._opened is None:
            return
        self._steps = tuple(steps)
        desk = self._opened.desk
        self.head.show_steps(self._steps, desk.name)
        rows = desk.rows_of_kinds(self._steps)
        self.form.show_kinds(rows, desk.likely_kind(rows))
        self._show(_FORM)
        self.preview()

    def choose_another(self) -> None:
        """Back to the steps of this project."""
        if self._opened is None:
            return
        self.presenter.forget_preview()
        self._timer.stop()
        self._steps = ()
        self.head.show_steps((), f"{self._opened.desk.name}　{self._opened.desk.number}")
        self._show(_PICK_STEP)

    # -- looking ahead --------------------------------------------------------------------------------------------

    def requests(self) -> tuple[RecordRequest, ...]:
        """What was typed, for every step; () while no kind is chosen."""
        found = (self.form.request(step.step_id) for step in self._steps)
        return tuple(request for request in found if request is not None)

    def preview(self) -> None:
        """Ask what it would change."""
        self.form.clear_faults()
        waiting = self.form.waiting_for()
        requests = self.requests()
        if not requests:
            choices = list(self.form.kinds.buttons.values())
            why = choices[0].toolTip() if choices else ""
            self.impact.wait(why or "没有可以记的。")
            return
        broken = [field.fault for field in self.form.fields.values() if isinstance(field, DayControl) and field.fault]
        if broken:
            self.presenter.forget_preview()
            self.impact.refuse(broken[0])
        elif waiting:
            self.presenter.forget_preview()
            self.impact.wait(waiting)
        else:
            self.presenter.preview(requests)

    # -- saving ---------------------------------------------------------------------------------------------------

    def save_now(self) -> None:
        """Save, if nothing is missing or wrong."""
        if self.stack.currentIndex() != _FORM or self.presenter.is_saving or not self._steps:
            return
        if not self.form.check():
            return
        requests = self.requests()
        self.save.setEnabled(False)
        self._timer.stop()
        self.presenter.save(requests, self._said(requests))

    def _said(self, requests: Sequence[RecordRequest]) -> str:
        kind = requests[0].kind
        first = self._steps[0]
        who = first.code or first.name
        several = f"等 {len(self._steps)} 项" if len(self._steps) > 1 else ""
        return f"登记 {who}{several} {kind.label}"

    def _on_save_refused(self, error: Exception) -> None:
        self.save.setEnabled(True)
        text = refusal_on_screen(error) if isinstance(error, DomainError) else ""
        if isinstance(error, ImpossibleDate) and self.form.fault(FieldName.ON, text):
            self.refuse_in_pane(error, text)
        elif isinstance(error, ProofMissing) and self.form.fault(FieldName.DOCUMENT, text):
            self.impact.refuse(text)
        elif isinstance(error, StoreError) and self._evidence_fails():
            self.form.check()
        elif self.asks_late(error):
            return
        elif isinstance(error, DomainError) and not isinstance(error, StoreError):
            self.impact.refuse(text)
        else:
            self._shell.show_error(error, "没有登记")

    def _evidence_fails(self) -> bool:
        field = self.form.fields.get(FieldName.EVIDENCE)
        return isinstance(field, EvidenceControl) and not field.look()

    # -- files and leaving ----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes one step back: to the list, if the step was chosen from it."""
        if event.key() == Qt.Key.Key_Escape and self.stack.currentIndex() == _FORM and not self._wanted:
            self.choose_another()
            return
        super().keyPressEvent(event)
