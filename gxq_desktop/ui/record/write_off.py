"""回填销号: the numbers ticked on a wall chart, typed back, written off with one proof and one day."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gxq_desktop.application.record_desk import KindChoice, KindRow
from gxq_desktop.application.record_event import RecordRequest
from gxq_desktop.application.record_fields import FieldName
from gxq_desktop.application.screen_wording import on_screen, refusal_on_screen
from gxq_desktop.application.write_off_numbers import (
    BoxLine,
    BoxState,
    look_up_numbers,
    read_numbers,
    write_off_requests,
)
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.form import TextField
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.record.ahead import LookAheadDialog
from gxq_desktop.ui.record.dialog import RecordHead
from gxq_desktop.ui.record.fields import DayControl, EvidenceControl
from gxq_desktop.ui.record.form import Ground, RecordForm
from gxq_desktop.ui.record.impact import ImpactPane
from gxq_desktop.ui.record.picker import project_picker
from gxq_desktop.ui.record.presenter import Opened
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import Column, RowsModel
from gxq_desktop.ui.table_view import TableView

TITLE = "回填销号"
SIZE = (960, 660)
ONLY_CLEARED = (KindRow("", (KindChoice(EventKind.CLEARED),)),)
_MARKS = {
    BoxState.READY: Mark.READY,
    BoxState.CLEARED: Mark.CLEARED,
    BoxState.NOT_YET: Mark.NOTICE,
    BoxState.UNKNOWN: Mark.FAILED,
}
_PICK, _FORM, _NOTHING = range(3)

BOX_COLUMNS: tuple[Column[BoxLine], ...] = (
    Column("编号", show=lambda line: str(line.box), width=54, right=True, sortable=False),
    Column("环节", show=lambda line: line.step.title if line.step is not None else "", sortable=False, least=120),
    Column(
        "",
        id="state",
        show=lambda line: line.state.value,
        mark=lambda line: _MARKS[line.state],
        tip=lambda line: line.why,
        width=142,
        sortable=False,
    ),
)


class WriteOffDialog(LookAheadDialog):
    """number "": it asks for the project first. Saved, it is accepted; `recorded` is then what was stored."""

    FORM, NOTHING = _FORM, _NOTHING

    def __init__(self, shell: Shell, number: str, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.lines: tuple[BoxLine, ...] = ()
        self._way_on = ""
        self.setWindowTitle(TITLE)
        self._build()
        self.connect_all()
        self.head.another.clicked.connect(self._on_another)
        self.numbers.changed.connect(self._on_changed)
        wanted = QSize(theme.px(SIZE[0]), theme.px(SIZE[1]))
        self.resize(wanted.boundedTo(parent.window().size() - QSize(24, 24)) if parent is not None else wanted)
        if number:
            self._load(number)
        else:
            self.presenter.list_projects()
            self._show(_PICK)

    def _build(self) -> None:
        shell = self._shell
        self.head = RecordHead(self)
        self.head.show_steps((), "上墙图、倒计时表上打了勾的编号，打进来就销")
        self.head.title.setText(TITLE)
        self.projects = project_picker(shell, self)
        self.numbers = TextField("纸上的编号", self, note="空格或顿号分开，连号写 3-7", letter="N")
        self.numbers.line.setMaxLength(400)
        self.model: RowsModel[BoxLine] = RowsModel(
            BOX_COLUMNS, self, key=lambda line: line.box, muted=lambda line: line.state is BoxState.CLEARED
        )
        self.table = TableView("", self.model, shell.preferences, self, row_height=26, name="打进来的编号")
        self.table.setMinimumHeight(theme.px(92))
        self.why = wrapped("", self)
        fonts.set_font(self.why, fonts.CAPTION)
        theme.set_role(self.why, "seal")
        self.why.hide()
        self.form = RecordForm(self, shell.services.calendar, shell.today)
        self.form.show_kinds(ONLY_CLEARED, EventKind.CLEARED)
        self.form.heading.hide()
        self.form.kinds.hide()
        self.impact = ImpactPane(self, shell.preferences, shell.today)
        left = Ground(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(6)
        top = QVBoxLayout()
        top.setContentsMargins(18, 0, 18, 0)
        top.setSpacing(4)
        for widget in (self.numbers, self.table, self.why):
            top.addWidget(widget, 1 if widget is self.table else 0)
        column.addLayout(top, 2)
        column.addWidget(self.form, 3)
        both = QWidget(self)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left, 45)
        row.addWidget(self.impact, 55)
        self.nothing = wrapped("", self)
        self.nothing.setContentsMargins(18, 18, 18, 18)
        self.stack = QStackedWidget(self)
        for page in (self.projects, both, self.nothing):
            self.stack.addWidget(page)
        foot = Foot(self)
        self.cancel = foot.add("取消(&C)", left=True)
        self.add_save(foot, "销账(&S)")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.stack, 1)
        layout.addWidget(foot)

    def _show(self, page: int) -> None:
        self.stack.setCurrentIndex(page)
        for widget in (self.save, self.key):
            widget.setVisible(page == _FORM)
        focus = {_PICK: self.projects, _FORM: self.numbers}.get(page)
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the project ----------------------------------------------------------------------------------------------

    def _load(self, number: str) -> None:
        self._show(_NOTHING)
        self.presenter.load(number)

    def _on_another(self) -> None:
        self.presenter.forget_preview()
        self.presenter.list_projects()
        self.head.another.hide()
        self._show(_PICK)

    def _on_loaded(self, opened: Opened) -> None:
        self._opened = opened
        desk = opened.desk
        edition = f"　编号按第 {desk.edition.number} 版" if desk.edition is not None else ""
        self.head.told.setText(f"{desk.name}　{desk.number}{edition}")
        self.head.another.setText("换项目(&X)")
        self.head.another.show()
        self.form.set_people(opened.people, opened.person, opened.person_note)
        self.form.show_kinds(ONLY_CLEARED, EventKind.CLEARED)
        self.impact.wait("打进编号，这里说明会销哪几项、动到哪些日期。")
        self._show(_FORM)
        self._on_changed()

    # -- looking ahead --------------------------------------------------------------------------------------------

    def _look_up(self) -> bool:
        """Read the numbers; False if they cannot be read."""
        if self._opened is None:
            return False
        try:
            self.lines = look_up_numbers(read_numbers(self.numbers.text), self._opened.desk)
        except DomainError as refusal:
            self.lines = ()
            self.numbers.say(Mark.FAILED, on_screen(refusal.problem))
            self._way_on = on_screen(refusal.next_step)
            return False
        finally:
            self.model.set_rows(self.lines)
            ready = sum(line.state is BoxState.READY for line in self.lines)
            self.save.setText(f"销账 {ready} 项(&S)" if ready else "销账(&S)")
            self._say_why()
        self.numbers.say(None, "")
        return True

    def _say_why(self) -> None:
        """Numbers that are not written off, each with its reason."""
        said = [
            f"{line.box} 号：{line.why}" for line in self.lines if line.state in (BoxState.UNKNOWN, BoxState.NOT_YET)
        ]
        cleared = [str(line.box) for line in self.lines if line.state is BoxState.CLEARED]
        if cleared:
            said.append(f"{'、'.join(cleared)} 号早已销账，不再记。")
        self.why.setText("\n".join(said[:4]) + ("\n……" if len(said) > 4 else ""))
        self.why.setVisible(bool(said))

    def requests(self) -> tuple[RecordRequest, ...]:
        """A write-off for each number that can be."""
        request = self.form.request("")
        return write_off_requests(self.lines, request) if request is not None else ()

    def preview(self) -> None:
        """Look the numbers up and ask what writing them off would change."""
        self.form.clear_faults()
        if not self._look_up():
            self.presenter.forget_preview()
            self.impact.wait(self._way_on or "编号改好后再看影响。")
            return
        requests = self.requests()
        if not requests:
            self.presenter.forget_preview()
            self.impact.wait("没有能销的编号。" if self.lines else "打进编号，这里说明会销哪几项、动到哪些日期。")
            return
        waiting = self.form.waiting_for()
        if waiting:
            self.presenter.forget_preview()
            self.impact.wait(waiting)
        else:
            self.presenter.preview(requests)

    # -- saving ---------------------------------------------------------------------------------------------------

    def save_now(self) -> None:
        """Write off what can be, if nothing is missing."""
        if self.stack.currentIndex() != _FORM or self.presenter.is_saving:
            return
        if not self._look_up() or not self.requests():
            if self.numbers.note.text == "":
                self.numbers.say(Mark.FAILED, "没有能销的编号。" if self.lines else "打进纸上的编号。")
            self.numbers.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if any(isinstance(field, DayControl) and field.fault for field in self.form.fields.values()):
            return
        if not self.form.check():
            return
        requests = self.requests()
        self.save.setEnabled(False)
        self._timer.stop()
        boxes = "、".join(str(line.box) for line in self.lines if line.state is BoxState.READY)
        shown = boxes if len(boxes) <= 24 else f"{boxes[:24]}…"
        self.presenter.save(requests, f"销账 {len(requests)} 项（{shown} 号）")

    def _on_save_refused(self, error: Exception) -> None:
        self.save.setEnabled(True)
        evidence = self.form.fields.get(FieldName.EVIDENCE)
        if isinstance(evidence, EvidenceControl) and not evidence.look():
            self.form.check()
        elif self.asks_late(error):
            return
        elif isinstance(error, DomainError):
            self.impact.refuse(refusal_on_screen(error))
        else:
            self._shell.show_error(error, "没有销账")
