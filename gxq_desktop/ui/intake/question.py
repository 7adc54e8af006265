"""A question on the form: what is asked, why, its fields, what follows from the answer, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gxq_desktop.application.intake_form import FieldId, Question
from gxq_desktop.application.intake_state import Dropped, IntakeState, Problem
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.intake.fields import FieldControl, caption, make_control
from gxq_desktop.ui.intake.flow_layout import FlowLayout
from gxq_desktop.ui.labels import Elided, wrapped
from gxq_desktop.ui.marks import Mark, mark

_ROWS_NAMED = 5


class MarkedLine(QWidget):
    """A mark and a sentence that wraps, in the colour of the mark; takes no room while there is nothing to say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind: Mark | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(18), 0, 0, 0)
        self.label = wrapped("", self)
        self.label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(self.label, 1)
        self.hide()

    def say(self, kind: Mark, text: str) -> None:
        """Show TEXT; nothing if it is ""."""
        if text and (self._kind is not kind or self.label.text() != text):
            self._kind = kind
            self.label.setText(text)
            theme.set_role(self.label, kind.role)
            self.setAccessibleName(text)
            self.update()
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._kind is not None:
            height = self.label.fontMetrics().height()
            mark(QPainter(self), QRectF(0, 0, theme.px(12), height), self._kind)


class DropSheet(QFrame):
    """Over the field: what the change takes away, before it does. kept: 不改; confirmed: 仍要改."""

    confirmed = Signal()
    kept = Signal()

    def __init__(self, answer: str, lost: Dropped, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        self.headline = wrapped(f"改成“{answer}”会去掉这些：" if answer else "这样改会去掉这些：", self)
        fonts.set_font(self.headline, fonts.BASE, bold=True)
        column.addWidget(self.headline)
        for text in lines_of(lost):
            column.addWidget(wrapped(text, self))
        row = QHBoxLayout()
        row.setSpacing(8)
        self.confirm = QPushButton("仍要改(&Y)", self)
        self.keep = QPushButton("不改(&Z)", self)
        for button in (self.confirm, self.keep):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.confirm.clicked.connect(self.confirmed)
        self.keep.clicked.connect(self.kept)
        self.setAccessibleName("，".join((self.headline.text(), *lines_of(lost))))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("warnLine"))
        painter.setBrush(theme.color("warnBg"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


def lines_of(lost: Dropped) -> list[str]:
    """What is LOST, in a line for rows and one for answers."""
    lines = []
    if lost.rows:
        named = "、".join(f"{row.code} {row.name}" for row in lost.rows[:_ROWS_NAMED])
        more = f"等 {len(lost.rows)} 项" if len(lost.rows) > _ROWS_NAMED else ""
        lines.append(f"不再要办：{named}{more}。")
    if lost.answers:
        named = "、".join(f"“{question.label}”" for question in lost.answers[:_ROWS_NAMED])
        more = f"等 {len(lost.answers)} 个" if len(lost.answers) > _ROWS_NAMED else ""
        lines.append(f"不再算数的答案：{named}{more}。改回来时还在。")
    return lines


class KeyCap(QLabel):
    """A key and what it does, as on a keyboard."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        theme.set_role(self, "key")
        fonts.set_font(self, fonts.GANTT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class QuestionBlock(QFrame):
    """confirmed, kept: the sheet was answered. grew: it became higher or lower."""

    confirmed = Signal()
    kept = Signal()
    grew = Signal()

    def __init__(self, question: Question, parent: QWidget) -> None:
        super().__init__(parent)
        self.question = question
        self.is_current = False
        self.sheet: DropSheet | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 12, 18, 13)
        self._column.setSpacing(4)
        self.title = wrapped(question.text, self)
        fonts.set_font(self.title, fonts.NAVIGATION, bold=True)
        self.why = wrapped(question.why, self)
        theme.set_role(self.why, "text2")
        self.cap = KeyCap("F1 法条", self)
        kept = self.cap.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # else the title would break otherwise when it becomes current
        self.cap.setSizePolicy(kept)
        self.cap.hide()
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(self.title, 1)
        head.addWidget(self.cap, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)
        self._column.addWidget(self.why)
        self.why.setVisible(bool(question.why))
        self.controls: dict[FieldId, FieldControl] = {}
        self.faults: dict[FieldId, MarkedLine] = {}
        self._column.addSpacing(3)
        if len(question.fields) == 1:
            self._add_single()
        else:
            self._add_several()
        self.unknown = MarkedLine(self)
        self._column.addWidget(self.unknown)
        for field in question.fields:
            self.faults[field.id] = MarkedLine(self)
            self._column.addWidget(self.faults[field.id])
        self.setAccessibleName(question.text)
        self.setAccessibleDescription(question.why)

    def _add_single(self) -> None:
        field = self.question.fields[0]
        control = make_control(field, self.question.text, self)
        self.controls[field.id] = control
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(control, 1 if control.wants_room else 0)
        self.consequence = Elided(self, role="accent")
        fonts.set_font(self.consequence, fonts.BASE, bold=True)
        row.addWidget(self.consequence, 0 if control.wants_room else 1)
        self.consequence.setVisible(not control.wants_room)
        self._column.addLayout(row)

    def _add_several(self) -> None:
        """Fields of one question: short ones side by side, a long one and a choice on lines of their own."""
        self.consequence = Elided(self, role="accent")
        self.consequence.hide()
        flow_holder: QWidget | None = None
        for field in self.question.fields:
            name = f"{self.question.text}：{field.caption}" if field.caption else self.question.text
            if field.caption and not field.choices and not field.is_sentence:
                if flow_holder is None:
                    flow_holder = QWidget(self)
                    FlowLayout(flow_holder, gap=16, line_gap=6)
                    self._column.addWidget(flow_holder)
                pair = QWidget(flow_holder)
                row = QHBoxLayout(pair)
                row.setContentsMargins(0, 0, 0, 0)
                row.setSpacing(theme.px(6))
                row.addWidget(caption(field.caption, pair))
                control = make_control(field, name, pair)
                row.addWidget(control)
                layout = flow_holder.layout()
                assert layout is not None
                layout.addWidget(pair)
            elif field.caption:
                at = Qt.AlignmentFlag.AlignTop if field.choices else Qt.AlignmentFlag.AlignVCenter
                row = QHBoxLayout()
                row.setSpacing(theme.px(12 if field.choices else 6))
                row.addWidget(caption(field.caption, self), 0, at)
                control = make_control(field, name, self)
                row.addWidget(control, 1)
                self._column.addLayout(row)
            else:
                control = make_control(field, name, self)
                self._column.addWidget(control)
            self.controls[field.id] = control

    # -- what it shows --------------------------------------------------------------------------------------------

    def show_state(self, state: IntakeState, faults: Mapping[FieldId, Problem | None]) -> None:
        """Notes, consequence and faults under STATE. faults: by field, of those that were left."""
        for field_id, control in self.controls.items():
            reading = state.readings.get(field_id)
            control.set_note(reading.note if reading else "")
            problem = faults.get(field_id)
            refused = problem is not None and problem.refuses
            control.set_fault(problem.problem if problem is not None and refused else "")
            sentence = f"{problem.sentence}{problem.next_step}" if problem is not None else ""
            self.faults[field_id].say(Mark.FAILED if refused else Mark.NOTICE, sentence)
        if self.question.fact is None:
            return
        effect = state.effect(self.question)
        entry = state.entries[self.question.fields[0].id]
        shows = self.is_current and not entry.is_blank and not entry.unknown
        self.consequence.setText(effect.consequence if shows else "")
        waits = ""
        if entry.unknown and effect.waits:
            codes = "、".join(effect.waits[:8]) + (f"等 {len(effect.waits)} 项" if len(effect.waits) > 8 else "")
            waits = f"还不清楚：{codes} 先列为待定，可以接着往下填。"
        self.unknown.say(Mark.UNDECIDED, waits)

    def set_current(self, current: bool) -> None:
        """Tinted, with a bar at its left, while the focus is in it."""
        if current != self.is_current:
            self.is_current = current
            self.cap.setVisible(current and self.question.fact is not None)
            self.update()

    def ask(self, answer: str, lost: Dropped) -> None:
        """Show what is lost, above the field, with the focus on 不改."""
        self.stop_asking()
        self.sheet = DropSheet(answer, lost, self)
        self.sheet.confirmed.connect(self.confirmed)
        self.sheet.kept.connect(self.kept)
        self._column.insertWidget(self._column.indexOf(self.why) + 1, self.sheet)
        for control in self.controls.values():
            control.setEnabled(False)
        self.sheet.show()

    def stop_asking(self) -> None:
        if self.sheet is None:
            return
        for control in self.controls.values():
            control.setEnabled(True)
        self.sheet.hide()
        self.sheet.deleteLater()
        self.sheet = None

    def stops(self) -> list[QWidget]:
        """What Tab stops at, in order."""
        return [stop for control in self.controls.values() for stop in control.stops()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()
        if event.oldSize().height() != event.size().height():
            self.grew.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("soft" if self.is_current else "base"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))
        if self.is_current:
            painter.fillRect(0, 0, 3, self.height() - 1, theme.color("accent"))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(300), super().minimumSizeHint().height())
