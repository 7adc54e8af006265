"""The controls of the record dialog: each with its label, a note beside it, what is wrong or known beneath."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QAction, QFocusEvent, QIntValidator, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from gxq_desktop.application.evidence import look_at_evidence
from gxq_desktop.application.intake_values import day_note
from gxq_desktop.application.record_fields import Ask, FieldName, Option
from gxq_desktop.application.typed_day import typed_day
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui import fonts, icons, theme
from gxq_desktop.ui.labels import link_button, wrapped
from gxq_desktop.ui.project.schedule.terms_editor import day_of, qdate

LONGEST_TEXT = 200
LONGEST_NOTE = 2000
MOST_DAYS = 999
FILE_KINDS = "扫描件与文档 (*.pdf *.jpg *.jpeg *.png *.docx *.xlsx);;所有文件 (*)"


class RecordField(QWidget):
    """A label with a note, the control, a line beneath. changed: its value may be another. value() is None while it is empty."""

    changed = Signal()

    def __init__(self, ask: Ask, control: QWidget, parent: QWidget, letter: str = "") -> None:
        super().__init__(parent)
        self.ask, self.control = ask, control
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.title = QLabel(f"{ask.label}(&{letter})" if letter else ask.label, self)
        fonts.set_font(self.title, fonts.BASE, bold=True)
        self.title.setBuddy(control)
        head.addWidget(self.title)
        beside = QLabel(ask.note, self)
        beside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        beside.setToolTip(ask.note)
        theme.set_role(beside, "text2")
        fonts.set_font(beside, fonts.CAPTION)
        head.addWidget(beside, 1)
        column.addLayout(head)
        self.row = QHBoxLayout()
        self.row.setSpacing(6)
        self.row.addWidget(control, 1)
        column.addLayout(self.row)
        self.told = wrapped("", self)
        fonts.set_font(self.told, fonts.CAPTION)
        self.told.hide()
        column.addWidget(self.told)
        control.setAccessibleName(ask.label)
        self.setFocusProxy(control)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What Tab reaches in it, in order."""
        return (self.control,)

    def value(self) -> object:
        """What is filled in; every kind of control has a type of its own."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        raise NotImplementedError

    def say(self, text: str, role: str = "text2") -> None:
        """Show TEXT beneath, as a fault if ROLE is seal; "" hides the line."""
        self.told.setText(text)
        theme.set_role(self.told, role)
        self.told.setVisible(bool(text))
        theme.set_property(self.control, "bad", "1" if text and role == "seal" else "")
        self.control.setAccessibleDescription(text)


class TextControl(RecordField):
    """A line of text."""

    def __init__(self, ask: Ask, parent: QWidget, letter: str = "") -> None:
        self.line = QLineEdit(parent)
        self.line.setMaxLength(LONGEST_TEXT)
        super().__init__(ask, self.line, parent, letter)
        self.line.textChanged.connect(lambda _: self.changed.emit())

    def value(self) -> str | None:
        return self.line.text().strip() or None

    def set_value(self, value: object) -> None:
        self.line.setText(str(value or ""))


class DaysControl(RecordField):
    """A number of working days."""

    def __init__(self, ask: Ask, parent: QWidget, letter: str = "") -> None:
        self.line = QLineEdit(parent)
        self.line.setValidator(QIntValidator(1, MOST_DAYS, self.line))
        self.line.setMaxLength(3)
        super().__init__(ask, self.line, parent, letter)
        self.line.textChanged.connect(lambda _: self.changed.emit())

    def value(self) -> int | None:
        text = self.line.text().strip()
        return int(text) if text.isdecimal() and int(text) else None

    def set_value(self, value: object) -> None:
        self.line.setText("" if value is None else str(value))


class NoteEdit(QPlainTextEdit):
    """A few lines of text; Tab leaves it. It stops at LONGEST_NOTE characters."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._cut)
        self._fit()
        theme.look().changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedHeight(theme.px(52))

    def _cut(self) -> None:
        text = self.toPlainText()
        if len(text) > LONGEST_NOTE:
            self.blockSignals(True)
            self.setPlainText(text[:LONGEST_NOTE])
            self.blockSignals(False)


class NoteControl(RecordField):
    def __init__(self, ask: Ask, parent: QWidget, letter: str = "") -> None:
        self.edit = NoteEdit(parent)
        super().__init__(ask, self.edit, parent, letter)
        self.edit.textChanged.connect(self.changed)

    def value(self) -> str | None:
        return self.edit.toPlainText().strip() or None

    def set_value(self, value: object) -> None:
        self.edit.setPlainText(str(value or ""))


class CalmCombo(QComboBox):
    """The wheel scrolls the form and changes nothing, unless the field has the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceControl(RecordField):
    """One of a list; nothing is chosen at first."""

    def __init__(self, ask: Ask, parent: QWidget, letter: str = "") -> None:
        self.combo = CalmCombo(parent)
        self.combo.addItem("选一个", "")
        for option in ask.options:
            self.combo.addItem(option.text, option.value)
        super().__init__(ask, self.combo, parent, letter)
        self.combo.currentIndexChanged.connect(lambda _: self.changed.emit())

    def value(self) -> str | None:
        return str(self.combo.currentData() or "") or None

    def set_value(self, value: object) -> None:
        self.combo.setCurrentIndex(max(0, self.combo.findData(value or "")))


class PersonControl(RecordField):
    """Who does it: a name of the staff list, or another one typed."""

    def __init__(self, ask: Ask, parent: QWidget, people: Sequence[Option], letter: str = "") -> None:
        self.combo = CalmCombo(parent)
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for person in people:
            self.combo.addItem(person.text, person.value)
        super().__init__(ask, self.combo, parent, letter)
        line = self.combo.lineEdit()
        assert line is not None
        line.setMaxLength(LONGEST_TEXT)
        line.setAccessibleName(ask.label)
        self.combo.activated.connect(self._on_activated)
        self.combo.editTextChanged.connect(lambda _: self.changed.emit())

    def _on_activated(self, index: int) -> None:
        self.combo.setEditText(str(self.combo.itemData(index)))

    def value(self) -> str | None:
        text = self.combo.currentText().strip()
        listed = self.combo.findText(text, Qt.MatchFlag.MatchExactly)
        return str(self.combo.itemData(listed)) if text and listed >= 0 else text or None

    def set_value(self, value: object) -> None:
        self.combo.setEditText(str(value or ""))


class DayLine(QLineEdit):
    """A day typed or stepped: ↑ and ↓ one day, PgUp and PgDn a week. stepped(days)."""

    stepped = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: 7,
            Qt.Key.Key_PageDown: -7,
        }.get(Qt.Key(event.key()), 0)
        if step:
            self.stepped.emit(step)
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class DayControl(RecordField):
    """A day, typed as 9-14, 0914, 昨天 or whole. value() is None while it is empty or not understood: see `fault`."""

    def __init__(self, ask: Ask, parent: QWidget, calendar: WorkCalendar, today: date, letter: str = "") -> None:
        self.line = DayLine(parent)
        self.line.setMaxLength(24)
        self.line.setPlaceholderText("" if ask.required else "可以不填，如 9-23")
        super().__init__(ask, self.line, parent, letter)
        self._calendar, self._today = calendar, today
        choose = QAction(self.line)
        choose.setToolTip("从日历选")
        icons.set_icon(choose, "calendar_ltr")
        self.line.addAction(choose, QLineEdit.ActionPosition.TrailingPosition)
        for button in self.line.findChildren(QToolButton):
            button.setAccessibleName(f"从日历选{ask.label}")
        choose.triggered.connect(self.open_calendar)
        self.line.textChanged.connect(self._on_text)
        self.line.stepped.connect(self._on_stepped)
        self.line.left.connect(self._on_left)
        self.line.returnPressed.connect(self._on_left)
        self._fault = ""

    @property
    def fault(self) -> str:
        """Why what is typed is no day, "" if it is one or nothing."""
        return self._fault

    def value(self) -> date | None:
        try:
            found = typed_day(self.ask.label, self.line.text(), self._calendar, self._today)
        except DomainError as refusal:
            self._fault = f"{refusal.problem}写成 2026-09-14 或 9-14。"
            return None
        self._fault = ""
        return found

    def set_value(self, value: object) -> None:
        self.line.setText(value.isoformat() if isinstance(value, date) else "")
        self.tell()

    def tell(self) -> None:
        """Say beneath what kind of day it is, or that it is none."""
        on = self.value()
        if self._fault:
            self.say(self._fault, "seal")
        else:
            self.say(day_note(on, self._calendar) if on is not None else "")

    def _on_text(self, _: str) -> None:
        if self.value() is not None or not self.line.text().strip():
            self.tell()
        self.changed.emit()

    def _on_left(self) -> None:
        on = self.value()
        if on is not None and self.line.text() != on.isoformat():
            self.line.setText(on.isoformat())
        elif self._fault:
            self.tell()

    def _on_stepped(self, days: int) -> None:
        on = self.value() or self._today
        if self.line.text().strip():
            on += timedelta(days=days)
        self.line.setText(on.isoformat())
        self.line.selectAll()

    def open_calendar(self) -> None:
        """A month to choose from, below the field."""
        menu = QMenu(self)
        month = QCalendarWidget(menu)
        month.setSelectedDate(qdate(self.value() or self._today))
        month.setGridVisible(False)
        month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        action = QWidgetAction(menu)
        action.setDefaultWidget(month)
        menu.addAction(action)

        def choose(*_: object) -> None:
            self.line.setText(day_of(month.selectedDate()).isoformat())
            menu.close()

        month.clicked.connect(choose)
        month.activated.connect(choose)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.line.mapToGlobal(self.line.rect().bottomLeft()))


AskFile = Callable[[], str]


class EvidenceControl(RecordField):
    """A file to be copied as evidence: chosen, dropped, or its path typed. ask_file: stands in for the chooser in tests."""

    def __init__(self, ask: Ask, parent: QWidget, letter: str = "") -> None:
        self.line = QLineEdit(parent)
        self.line.setPlaceholderText("把文件拖到这里，或选文件")
        super().__init__(ask, self.line, parent, letter)
        self.ask_file: AskFile = self._ask_file
        self.choose = QPushButton("选文件(&F)…", self)
        self.choose.setAutoDefault(False)
        self.choose.setAccessibleName("选附件")
        self.choose.clicked.connect(self._on_choose)
        self.clear = link_button("不附", self)
        self.clear.setAccessibleName("不附文件")
        self.clear.clicked.connect(lambda: self.set_value(None))
        self.clear.hide()
        self.row.addWidget(self.choose)
        self.row.addWidget(self.clear)
        self.fault = ""
        self.line.textChanged.connect(self._on_text)
        self.line.setAcceptDrops(False)  # the dialog takes files, the line would take their names as text

    @property
    def controls(self) -> tuple[QWidget, ...]:
        return (self.line, self.choose, self.clear)

    def take_urls(self, urls: Sequence[QUrl]) -> bool:
        """Take the first of dropped URLS that is a file here; False if there is none."""
        files = [url.toLocalFile() for url in urls if url.isLocalFile()]
        if files:
            self.line.setText(files[0])
        return bool(files)

    def value(self) -> Path | None:
        text = self.line.text().strip().strip('"')
        return Path(text) if text else None

    def set_value(self, value: object) -> None:
        self.line.setText("" if value is None else str(value))

    def look(self) -> bool:
        """Look at the file again; False if it cannot be kept."""
        file = self.value()
        self.clear.setVisible(file is not None)
        if file is None:
            self.fault = ""
            self.say("")
            return True
        state = look_at_evidence(file)
        self.fault = state.fault
        self.say(state.fault or state.told, "seal" if state.fault else "text2")
        return not state.fault

    def _on_text(self, _: str) -> None:
        self.look()
        self.changed.emit()

    def _on_choose(self) -> None:
        chosen = self.ask_file()
        if chosen:
            self.line.setText(chosen)

    def _ask_file(self) -> str:
        return QFileDialog.getOpenFileName(
            self, "选附件", "", "扫描件与文档 (*.pdf *.jpg *.jpeg *.png *.docx *.xlsx);;所有文件 (*)"
        )[0]


LETTERS = {
    FieldName.ON: "D",
    FieldName.REASON: "R",
    FieldName.UNTIL: "U",
    FieldName.DAYS: "N",
    FieldName.APPROVER: "P",
    FieldName.LATE_REASON: "L",
    FieldName.DOCUMENT: "W",
    FieldName.NOTE: "B",
    FieldName.PERSON: "J",
}
"""The Alt letter of each field."""


def make_field(ask: Ask, parent: QWidget, calendar: WorkCalendar, today: date, people: Sequence[Option]) -> RecordField:
    """The control for ASK."""
    letter = LETTERS.get(ask.name, "")
    if ask.options:
        return ChoiceControl(ask, parent, letter)
    match ask.name:
        case FieldName.ON | FieldName.UNTIL:
            return DayControl(ask, parent, calendar, today, letter)
        case FieldName.DAYS:
            return DaysControl(ask, parent, letter)
        case FieldName.NOTE:
            return NoteControl(ask, parent, letter)
        case FieldName.EVIDENCE:
            return EvidenceControl(ask, parent, letter)
        case FieldName.PERSON:
            return PersonControl(ask, parent, people, letter)
        case _:
            return TextControl(ask, parent, letter)
