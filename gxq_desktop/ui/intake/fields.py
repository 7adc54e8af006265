"""The field kit: one control for each kind of field. It shows an entry, and tells what is typed, chosen, left or passed.

Keys in every field: Enter goes on (never while an input method composes), Esc takes back what was typed, Ctrl+Z first undoes
the typing and then the step before. In choices the digits choose, arrows try.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from gxq_desktop.application.intake_entries import Entry
from gxq_desktop.application.intake_form import UNKNOWN, Field, FieldKind
from gxq_desktop.ui import fonts, icons, theme
from gxq_desktop.ui.intake.flow_layout import FlowLayout
from gxq_desktop.ui.marks import Mark, mark

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STAYS = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)
_SHORT = 8
"""Characters that every field shows."""
_MOVES = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class FormLine(QLineEdit):
    """entered: Enter. escaped: Esc. left: the focus went elsewhere in the window."""

    entered = Signal()
    escaped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self.is_composing and event.key() in _ENTER:
                event.accept()  # it commits the composition and triggers nothing
                return True
            undoing = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            redoing = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if undoing or redoing:
                event.ignore()  # nothing to undo in here: undo the step before
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            event.accept()
            if not self.is_composing and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self.entered.emit()
            return
        if event.key() == Qt.Key.Key_Escape and not self.is_composing:
            self.escaped.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in (*_STAYS, Qt.FocusReason.MouseFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.is_composing = False
        if event.reason() not in _STAYS:
            self.left.emit()


class FieldControl(QWidget):
    """Base of the controls. typed(entry): half typed. chosen(entry): decided. left, entered, escaped: see FormLine."""

    typed = Signal(object)
    chosen = Signal(object)
    left = Signal()
    entered = Signal()
    escaped = Signal()

    def __init__(self, field: Field, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self._entry = Entry()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._name = name

    @property
    def entry(self) -> Entry:
        return self._entry

    def set_entry(self, entry: Entry) -> None:
        """Show ENTRY, without telling anyone."""
        self._entry = entry

    def set_note(self, text: str) -> None:
        """What to say beside the field (“= 4 公顷”)."""

    def set_fault(self, sentence: str) -> None:
        """Mark the field as wrong; SENTENCE is for screen readers, "" takes the mark away."""

    def set_unknown(self) -> None:
        """Alt+U: 不清楚, or no longer."""

    @property
    def wants_room(self) -> bool:
        """Whether it takes all the width there is."""
        return False

    @property
    def is_composing(self) -> bool:
        return False

    def focus_first(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Put the focus where the answer is given."""
        proxy = self.focusProxy()
        (proxy if proxy is not None else self).setFocus(reason)

    def stops(self) -> list[QWidget]:
        """What Tab stops at, in order."""
        return []


class LineControl(FieldControl):
    """A line of text, a number with its unit, or a day; 不清楚 beside it where that is an answer."""

    def __init__(self, field: Field, name: str, parent: QWidget) -> None:
        super().__init__(field, name, parent)
        row: QLayout = QHBoxLayout(self) if self.wants_room else FlowLayout(self, gap=8, line_gap=4)
        row.setContentsMargins(0, 0, 0, 0)
        self.line = FormLine(self)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(field.example)
        row.addWidget(self.line)
        self.unit: QComboBox | None = None
        if field.kind is FieldKind.NUMBER:
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._add_unit(row)
        if field.kind is FieldKind.DATE:
            self._add_calendar()
        self.note = QLabel(self)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self.note, "text2")
        self.note.hide()
        row.addWidget(self.note)
        self.unknown: QCheckBox | None = None
        if field.may_be_unknown:
            self.unknown = UnknownBox(UNKNOWN, self)
            self.unknown.setAccessibleName(f"{name}：{UNKNOWN}")
            self.unknown.clicked.connect(self._on_unknown)
            self.unknown.installEventFilter(self)
            row.addWidget(self.unknown)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._on_edited)
        self.line.left.connect(self._on_left)
        self.line.entered.connect(self.entered)
        self.line.escaped.connect(self.escaped)
        self._fit()
        theme.look().changed.connect(self._fit)

    def _add_calendar(self) -> None:
        """A month to choose from; typing stays the first way."""
        choose = QAction(self.line)
        choose.setToolTip("从日历选（Alt+↓）")
        choose.setShortcut(QKeySequence("Alt+Down"))
        choose.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        icons.set_icon(choose, "calendar_ltr")
        self.line.addAction(choose, QLineEdit.ActionPosition.TrailingPosition)
        for button in self.line.findChildren(QToolButton):
            button.setAccessibleName(f"从日历选{self._name}")
        choose.triggered.connect(self.open_calendar)

    def open_calendar(self) -> None:
        """Alt+↓ in a day's field."""
        from gxq_desktop.ui.day_popup import DayPopup

        shell = getattr(self.window(), "shell", None)
        if shell is None or not shell.is_ready:
            return
        try:
            shown = date.fromisoformat(self.line.text().strip())
        except ValueError:
            shown = shell.today
        DayPopup(self, shell.services.calendar, shown, self._on_day).open_below(self.line)

    def _on_day(self, day: date) -> None:
        self.line.setText(day.isoformat())
        self.line.textEdited.emit(self.line.text())
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_unit(self, row: QLayout) -> None:
        units = self.field.units
        if len(units) == 1:
            label = QLabel(units[0], self)
            theme.set_role(label, "text2")
            row.addWidget(label)
        elif units:
            self.unit = QComboBox(self)
            self.unit.addItems(list(units))
            self.unit.setAccessibleName(f"{self._name}的单位")
            self.unit.activated.connect(self._on_unit)
            self.unit.installEventFilter(self)
            row.addWidget(self.unit)

    @property
    def wants_room(self) -> bool:
        long_kinds = (FieldKind.TEXT, FieldKind.INDUSTRY)
        return self.field.kind in long_kinds and (not self.field.caption or self.field.is_sentence)

    @property
    def is_composing(self) -> bool:
        return self.line.is_composing

    def _fit(self) -> None:
        widths = {
            FieldKind.NUMBER: 118,
            FieldKind.DATE: 138,
            FieldKind.PHONE: 138,
            FieldKind.CREDIT_CODE: 220,
            FieldKind.PROJECT_CODE: 250,
        }
        if self.wants_room:
            self.line.setMinimumWidth(theme.px(200))
        else:
            self.line.setFixedWidth(theme.px(widths.get(self.field.kind, 138)))
        self.updateGeometry()

    def set_entry(self, entry: Entry) -> None:
        super().set_entry(entry)
        if self.line.text() != entry.text and not self.line.is_composing:
            self.line.setText(entry.text)
        elif self.line.text() == entry.text and not self.line.hasFocus():
            self.line.setText(entry.text)  # forgets the typing, so that Ctrl+Z undoes the step
        if not self.line.hasFocus():
            self.line.setCursorPosition(0)  # a long text shows its beginning
        self.line.setToolTip(entry.text if len(entry.text) > _SHORT else "")
        if self.unit is not None:
            self.unit.setCurrentText(entry.unit or self.field.units[0])
        if self.unknown is not None:
            self.unknown.setChecked(entry.unknown)
        theme.set_property(self.line, "quiet", "1" if entry.unknown else "")

    def set_note(self, text: str) -> None:
        if self.note.text() != text:
            self.note.setText(text)
            self.note.setVisible(bool(text))

    def set_fault(self, sentence: str) -> None:
        theme.set_property(self.line, "bad", "1" if sentence else "")
        self.line.setAccessibleDescription(sentence)

    def set_unknown(self) -> None:
        if self.unknown is not None:
            self.unknown.setChecked(not self.unknown.isChecked())
            self._on_unknown(self.unknown.isChecked())

    def stops(self) -> list[QWidget]:
        return [each for each in (self.line, self.unit, self.unknown) if each is not None]

    def _on_edited(self, text: str) -> None:
        self._entry = Entry(text, self._entry.unit or (self.unit.currentText() if self.unit else ""))
        if self.unknown is not None:
            self.unknown.setChecked(False)
        self.typed.emit(self._entry)

    def _on_unit(self) -> None:
        if self.unit is None:
            return
        self._entry = replace(self._entry, unit=self.unit.currentText(), origin="")
        (self.chosen if self._entry.text else self.typed).emit(self._entry)

    def _on_unknown(self, checked: bool) -> None:
        self._entry = Entry(unknown=checked)
        self.chosen.emit(self._entry)

    def _on_left(self) -> None:
        focus = self.window().focusWidget() if self.window() is not None else None
        if focus is not self.unit:
            self.left.emit()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            popup_open = self.unit is not None and self.unit.view().isVisible()
            if not popup_open and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self.entered.emit()
                return True
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and event.reason() not in _STAYS:
            self.left.emit()
        return super().eventFilter(watched, event)  # type: ignore[arg-type]


def _paint_toggle(button: QAbstractButton, is_round: bool) -> None:
    """A ring or box that is seen on every ground, the text beside it, a frame while it has the focus."""
    painter = QPainter(button)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = theme.px(15)
    box = QRectF(2.5, (button.height() - side) / 2, side, side)
    checked, enabled = button.isChecked(), button.isEnabled()
    ink = theme.color("accent" if checked else "ctl") if enabled else theme.color("line2")
    painter.setPen(QPen(ink, max(1.2, side / 11)))
    painter.setBrush(theme.color("base"))
    if is_round:
        painter.drawEllipse(box)
        if checked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(box.center(), side * 0.27, side * 0.27)
    else:
        painter.drawRoundedRect(box, 3, 3)
        if checked:
            tick = QRectF(box).adjusted(side * 0.2, side * 0.2, -side * 0.2, -side * 0.2)
            mark(painter, tick, Mark.PASSED, ink)
    painter.setFont(button.font())
    painter.setPen(theme.color("text" if enabled else "text3"))
    left = box.right() + theme.px(6)
    place = QRectF(left, 0, button.width() - left, button.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, button.text())
    if button.hasFocus():
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        around = QRectF(button.rect()).adjusted(left - theme.px(4), 1, -1, -1)
        painter.drawRoundedRect(around, 4, 4)


def _toggle_size(button: QAbstractButton) -> QSize:
    width = button.fontMetrics().horizontalAdvance(button.text())
    return QSize(width + theme.px(15 + 6 + 9), max(theme.px(26), button.fontMetrics().height() + 6))


class UnknownBox(QCheckBox):
    """不清楚 beside a field."""

    def sizeHint(self) -> QSize:
        return super().sizeHint() if theme.look().is_contrast else _toggle_size(self)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        if theme.look().is_contrast:
            super().paintEvent(event)
        else:
            _paint_toggle(self, is_round=False)


class ChoiceButton(QRadioButton):
    """One answer. The keys are the control's."""

    def __init__(self, text: str, control: ChoiceControl) -> None:
        super().__init__(text, control)
        self._control = control

    def sizeHint(self) -> QSize:
        return super().sizeHint() if theme.look().is_contrast else _toggle_size(self)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        if theme.look().is_contrast:
            super().paintEvent(event)
        else:
            _paint_toggle(self, is_round=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._control.take_key(event, self):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            self._control.take_leave()


class ChoiceControl(FieldControl):
    """All answers side by side, 不清楚 the last. Digits choose, arrows try, Space and a click choose."""

    def __init__(self, field: Field, name: str, parent: QWidget) -> None:
        super().__init__(field, name, parent)
        flow = FlowLayout(self, gap=16, line_gap=2)
        self._group = QButtonGroup(self)
        self.buttons: list[ChoiceButton] = []
        answers = [*field.choices, *([UNKNOWN] if field.may_be_unknown else [])]
        for number, answer in enumerate(answers, 1):
            button = ChoiceButton(answer, self)
            button.setAccessibleName(f"{name}：{answer}")
            button.setToolTip(f"{answer}（{number}）" if number < 10 else "")
            button.clicked.connect(self._on_clicked)
            self._group.addButton(button, number - 1)
            self.buttons.append(button)
            flow.addWidget(button)
        self.setFocusProxy(self.buttons[0])

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def set_entry(self, entry: Entry) -> None:
        super().set_entry(entry)
        wanted = UNKNOWN if entry.unknown else entry.text
        found = next((button for button in self.buttons if button.text() == wanted), None)
        if found is not None:
            found.setChecked(True)
            self._move_focus(found)
            return
        checked = self._group.checkedButton()
        if checked is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)
            for button in self.buttons:
                button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.buttons[0])

    def _move_focus(self, button: ChoiceButton) -> None:
        """Let BUTTON have the focus when the control gets it, and now if another one has it."""
        self.setFocusProxy(button)
        if not button.hasFocus() and any(each.hasFocus() for each in self.buttons):
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_fault(self, sentence: str) -> None:
        for button in self.buttons:
            button.setAccessibleDescription(sentence)

    def set_unknown(self) -> None:
        if self.field.may_be_unknown:
            self._choose(len(self.buttons) - 1)

    def stops(self) -> list[QWidget]:
        return list(self.buttons)

    def take_key(self, event: QKeyEvent, button: ChoiceButton) -> bool:
        """Whether the key was one of ours."""
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        key = Qt.Key(event.key())
        if key in _ENTER:
            self.entered.emit()
            return True
        if key == Qt.Key.Key_Escape:
            self.escaped.emit()
            return True
        number = key - Qt.Key.Key_1
        if 0 <= number < min(9, len(self.buttons)):
            self._choose(number)
            return True
        if key in _MOVES:
            place = self.buttons.index(button)
            if self._group.checkedButton() is not None or _MOVES[key] < 0:
                place += _MOVES[key]
            self._try(max(0, min(place, len(self.buttons) - 1)))
            return True
        return False

    def take_leave(self) -> None:
        """A button lost the focus; the field is left if no other has it."""
        focus = self.window().focusWidget()
        if focus not in self.buttons:
            self.left.emit()

    def _on_clicked(self) -> None:
        self._choose(self._group.checkedId())

    def _choose(self, number: int) -> None:
        self._mark(number)
        self.chosen.emit(self._entry)

    def _try(self, number: int) -> None:
        self._mark(number)
        self.typed.emit(self._entry)

    def _mark(self, number: int) -> None:
        button = self.buttons[number]
        button.setChecked(True)
        self._move_focus(button)
        is_unknown = self.field.may_be_unknown and number == len(self.buttons) - 1
        self._entry = Entry(unknown=True) if is_unknown else Entry(button.text())


def make_control(field: Field, name: str, parent: QWidget) -> FieldControl:
    """The control for FIELD, called NAME by screen readers."""
    if field.kind is FieldKind.CHOICE:
        return ChoiceControl(field, name, parent)
    return LineControl(field, name, parent)


def caption(text: str, parent: QWidget) -> QLabel:
    """A quiet word before a field that shares its question with others."""
    label = QLabel(text, parent)
    theme.set_role(label, "text2")
    fonts.set_font(label, fonts.BASE)
    return label
