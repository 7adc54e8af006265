"""The plan's first day and its targets, edited in place; zoom of the chart. Stands right of the tabs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QEvent, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QPushButton, QWidget

from gxq_desktop.application.try_levers import GateTarget, Trial
from gxq_desktop.ui import icons, theme
from gxq_desktop.ui.page import CommandButton
from gxq_desktop.ui.project.head import quiet
from gxq_desktop.ui.segments import Segment, Segments
from gxq_desktop.ui.shell import Shell

ZOOMS = (Segment("day", "日"), Segment("week", "周"), Segment("month", "月"))


def day_of(value: QDate) -> date:
    return date(value.year(), value.month(), value.day())


def qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


class DayField(QDateEdit):
    """A day with a calendar to choose from; picked(day) once the user is done with it, not while typing."""

    picked = Signal(object)

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setCalendarPopup(True)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setKeyboardTracking(False)
        self.setAccessibleName(name)
        self.setProperty("quiet", "1")
        self.dateChanged.connect(self._on_changed)
        self._fit()
        theme.look().changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedWidth(theme.px(118))

    def _on_changed(self, value: QDate) -> None:
        self.picked.emit(day_of(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Days change by intent only, not by a wheel that passes over."""
        event.ignore()

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z takes back the step, not what was typed in the field."""
        undoes = isinstance(event, QKeyEvent) and (
            event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
        )
        if undoes and event.type() == QEvent.Type.ShortcutOverride:
            event.ignore()
            return False
        return super().event(event)

    def show_day(self, day: date) -> None:
        """Show DAY without `picked`."""
        self.blockSignals(True)
        self.setDate(qdate(day))
        self.blockSignals(False)


class TermsEditor(QWidget):
    """start_picked(day), target_picked(gate id, day or None), zoom_picked(id)."""

    start_picked = Signal(object)
    target_picked = Signal(str, object)
    zoom_picked = Signal(str)

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.start = DayField(self, "计划起算日")
        self.gates = QComboBox(self)
        self.gates.setAccessibleName("目标门槛")
        self.gates.setProperty("quiet", "1")
        self.target = DayField(self, "目标日")
        self.clear = QPushButton(self)
        self.clear.setProperty("kind", "flat")
        self.clear.setAutoDefault(False)
        self.clear.setAccessibleName("去掉目标日")
        self.clear.setToolTip("去掉目标日")
        icons.set_icon(self.clear, "dismiss")
        self.set_one = QPushButton("定目标日(&G)", self)
        self.set_one.setAutoDefault(False)
        self.zoom = Segments(ZOOMS, self, "缩放")
        for name, key in (("day", "D"), ("week", "W"), ("month", "M")):
            self.zoom.buttons[name].setToolTip(f"图上按 {key}")
        self.fit = CommandButton(shell, "schedule.fit", self, "适合窗口(&Z)")
        self.fit.setProperty("kind", "flat")
        start_label, target_label = quiet("起算", self), quiet("目标", self)
        self._yielding: tuple[tuple[QWidget, ...], ...] = ((self.fit,), (self.zoom,), (start_label, target_label))
        start_label.setBuddy(self.start)
        target_label.setBuddy(self.gates)
        row.addStretch(1)
        for widget in (start_label, self.start, target_label, self.gates, self.target, self.clear, self.set_one):
            row.addWidget(widget)
        row.addSpacing(6)
        row.addWidget(self.zoom)
        row.addWidget(self.fit)
        self._targets: tuple[GateTarget, ...] = ()
        self.start.picked.connect(self.start_picked)
        self.gates.currentIndexChanged.connect(self._on_gate)
        self.target.picked.connect(self._on_target)
        self.clear.clicked.connect(lambda: self.target_picked.emit(self.gate, None))
        self.set_one.clicked.connect(self._on_set)
        self.zoom.chosen.connect(self.zoom_picked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.yield_room()

    def yield_room(self) -> None:
        """Where there is no room, what the keyboard can do as well gives way: 适合窗口, then the zoom, then the words."""
        shown = [widget for group in self._yielding for widget in group]
        for widget in shown:
            widget.setVisible(True)
        for group in self._yielding:
            if self._needed() <= self.width():
                break
            for widget in group:
                widget.setVisible(False)

    def _needed(self) -> int:
        layout = self.layout()
        widgets = [layout.itemAt(n).widget() for n in range(layout.count())] if layout is not None else []
        shown = [widget for widget in widgets if widget is not None and not widget.isHidden()]
        return sum(max(w.minimumWidth(), w.sizeHint().width()) for w in shown) + 6 * len(shown) + 12

    @property
    def gate(self) -> str:
        return str(self.gates.currentData() or "")

    def show_trial(self, trial: Trial) -> None:
        self.start.show_day(trial.terms.start_on)
        self._show_targets(trial.targets)

    def _show_targets(self, targets: Sequence[GateTarget]) -> None:
        self._targets = tuple(targets)
        kept = self.gate
        self.gates.blockSignals(True)
        if [self.gates.itemData(n) for n in range(self.gates.count())] != [each.id for each in targets]:
            self.gates.clear()
            for each in targets:
                self.gates.addItem(each.name, each.id)
            first = next((n for n, each in enumerate(targets) if each.target is not None), -1)
            start = next((n for n, each in enumerate(targets) if each.is_main), 0)
            self.gates.setCurrentIndex(self.gates.findData(kept) if kept else first if first >= 0 else start)
        self.gates.blockSignals(False)
        self._on_gate()

    def _on_gate(self, *_: object) -> None:
        found = next((each for each in self._targets if each.id == self.gate), None)
        has = found is not None and found.target is not None
        self.target.setVisible(has)
        self.clear.setVisible(has)
        self.set_one.setVisible(found is not None and not has)
        if found is not None and found.target is not None:
            self.target.show_day(found.target)
        self.yield_room()

    def _on_target(self, day: date) -> None:
        if self.gate:
            self.target_picked.emit(self.gate, day)

    def _on_set(self) -> None:
        """Begin with the forecast: then it is met, and can be moved."""
        found = next((each for each in self._targets if each.id == self.gate), None)
        if found is not None:
            self.target_picked.emit(found.id, found.forecast)
            self.target.show_day(found.forecast)
            self.target.show()
            self.target.setFocus()

    def show_zoom(self, name: str) -> None:
        """Mark the zoom NAME, none for "" (another one)."""
        group = self.zoom._group
        if name:
            self.zoom.choose(name)
        else:
            group.setExclusive(False)
            for button in self.zoom.buttons.values():
                button.setChecked(False)
            group.setExclusive(True)
        self.zoom.update()
