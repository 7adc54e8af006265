"""What is recorded, as rows of segments: what cannot be recorded now is grey and says why in its tooltip."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from gxq_desktop.application.record_desk import KindChoice, KindRow
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.ui import fonts, theme

_MOVES = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class KindButton(QAbstractButton):
    """One kind. The chosen one takes Tab; arrows move among those that are allowed."""

    def __init__(self, choice: KindChoice, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind = choice.kind
        self.setText(choice.kind.label)
        self.setCheckable(True)
        self.setEnabled(choice.allowed)
        self.setToolTip(choice.why_not)
        self.setAccessibleName(choice.kind.label)
        self.setAccessibleDescription(choice.why_not)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        fonts.set_font(self, fonts.BASE)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(fonts.font(fonts.BASE, bold=True)).horizontalAdvance(self.text())
        return QSize(width + theme.px(14), theme.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(theme.color("soft"))
            painter.drawRoundedRect(box, 4, 4)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.color("text"), 1, Qt.PenStyle.DotLine))
                painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 2, 2)
        painter.setFont(fonts.font(fonts.BASE, bold=self.isChecked()))
        painter.setPen(theme.color("text" if self.isEnabled() else "text3"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are for `KindRows`: Qt would go to the nearest button of the group by place, and never reach some."""
        if Qt.Key(event.key()) in _MOVES:
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()


class _Strip(QWidget):
    """The frame around the kinds of a row."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("line2"))
        painter.setBrush(theme.color("base"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme.color("line"))
        buttons = self.findChildren(KindButton)
        for before, after in pairwise(buttons):
            if not before.isChecked() and not after.isChecked():
                painter.drawLine(after.x(), theme.px(8), after.x(), self.height() - theme.px(8))


class KindRows(QWidget):
    """chosen(EventKind): the user chose another kind."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("记什么")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self._group = QButtonGroup(self)
        self.buttons: dict[EventKind, KindButton] = {}

    @property
    def current(self) -> EventKind | None:
        return next((kind for kind, button in self.buttons.items() if button.isChecked()), None)

    def show_rows(self, rows: Sequence[KindRow], chosen: EventKind | None) -> None:
        """Show ROWS with CHOSEN marked, without `chosen`."""
        for button in self.buttons.values():
            self._group.removeButton(button)
        self.buttons = {}
        while self._grid.count():
            taken = self._grid.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, row in enumerate(rows):
            heading = QLabel(row.heading, self)
            theme.set_role(heading, "text2")
            fonts.set_font(heading, fonts.CAPTION)
            strip = _Strip(self)
            line = QHBoxLayout(strip)
            line.setContentsMargins(1, 1, 1, 1)
            line.setSpacing(0)
            for choice in row.choices:
                button = KindButton(choice, strip)
                button.clicked.connect(lambda _=False, kind=choice.kind: self._on_clicked(kind))
                self._group.addButton(button)
                self.buttons[choice.kind] = button
                line.addWidget(button)
            self._grid.addWidget(heading, place, 0)
            self._grid.addWidget(strip, place, 1)
            strip.show()
            heading.show()
        if chosen is not None and chosen in self.buttons:
            self.choose(chosen)

    def choose(self, kind: EventKind) -> None:
        """Mark KIND, without `chosen`."""
        for each, button in self.buttons.items():
            button.setChecked(each is kind)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is kind else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.buttons[kind])
        self.update()
        for strip in self.findChildren(_Strip):
            strip.update()

    def _on_clicked(self, kind: EventKind) -> None:
        self.choose(kind)
        self.chosen.emit(kind)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _MOVES.get(Qt.Key(event.key()), 0)
        allowed = [kind for kind, button in self.buttons.items() if button.isEnabled()]
        if not step or not allowed:
            super().keyPressEvent(event)
            return
        current = self.current
        at = allowed.index(current) if current in allowed else -step
        wanted = allowed[(at + step) % len(allowed)]
        self._on_clicked(wanted)
        self.buttons[wanted].setFocus(Qt.FocusReason.OtherFocusReason)
