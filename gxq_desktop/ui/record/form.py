"""The left half: what is recorded, and the fields that needs. What was typed stays when another kind is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gxq_desktop.application.record_desk import KindRow
from gxq_desktop.application.record_event import RecordRequest
from gxq_desktop.application.record_fields import Ask, FieldName, Option, asks_of, faults_of, late_ask
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.record.fields import ChoiceControl, DayControl, EvidenceControl, RecordField, make_field
from gxq_desktop.ui.record.kinds import KindRows

_BESIDE_THE_DAY = (FieldName.UNTIL, FieldName.DAYS, FieldName.PERSON)
"""Which field stands in one line with the day: the first of these that is asked for."""
_WAITED_FOR = (FieldName.ON, FieldName.UNTIL, FieldName.DAYS, FieldName.REASON)
"""Fields without which nothing can be worked out, where they are required; a reason only where it is chosen."""


class RecordForm(QScrollArea):
    """changed: something typed, or another kind. The kind is `kind`; `request(step)` is what was typed."""

    changed = Signal()

    def __init__(self, parent: QWidget, calendar: WorkCalendar, today: date) -> None:
        super().__init__(parent)
        self._calendar, self._today = calendar, today
        self._people: Sequence[Option] = ()
        self._person_note = ""
        self._values: dict[FieldName, object] = {FieldName.ON: today}
        self._late: Ask | None = None
        self.fields: dict[FieldName, RecordField] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = Ground()
        column = QVBoxLayout(ground)
        column.setContentsMargins(18, 14, 18, 12)
        column.setSpacing(6)
        self.heading = wrapped("记什么", ground)
        fonts.set_font(self.heading, fonts.BASE, bold=True)
        column.addWidget(self.heading)
        self.kinds = KindRows(ground)
        column.addWidget(self.kinds)
        column.addSpacing(4)
        self._body = QVBoxLayout()
        self._body.setSpacing(9)
        column.addLayout(self._body)
        column.addStretch(1)
        self.setWidget(ground)
        self.kinds.chosen.connect(self._on_kind)

    # -- what it shows --------------------------------------------------------------------------------------------

    @property
    def kind(self) -> EventKind | None:
        return self.kinds.current

    def set_people(self, people: Sequence[Option], person: str, note: str) -> None:
        """Offer PEOPLE, PERSON first unless another name was typed. NOTE: beneath the name."""
        self._people, self._person_note = people, note
        self._values[FieldName.PERSON] = self._values.get(FieldName.PERSON) or person

    def show_kinds(self, rows: Sequence[KindRow], chosen: EventKind | None) -> None:
        """Offer ROWS with CHOSEN marked, and its fields, empty: what was typed for another step is not this one's."""
        self._late = None
        kept = self.fields.get(FieldName.PERSON)
        person = (kept.value() if kept is not None else None) or self._values.get(FieldName.PERSON)
        self._values = {FieldName.ON: self._today, FieldName.PERSON: person}
        self.kinds.show_rows(rows, chosen)
        self.heading.setText("记什么" if rows else "这几项没有可以一起记的")
        self._build()

    def choose_kind(self, kind: EventKind) -> None:
        """As if the user chose KIND."""
        self.kinds.choose(kind)
        self._on_kind(kind)

    def ask_late(self, text: str) -> None:
        """Ask for the reason of a missed date, TEXT says which; "" does not ask any more."""
        if (self._late.note if self._late is not None else "") == text:
            return
        self._late = late_ask(text) if text else None
        field = self.fields.get(FieldName.LATE_REASON)
        if field is not None and self._late is not None:
            field.say(text, "warn")
        elif field is not None:
            self._remember()
            self.fields.pop(FieldName.LATE_REASON)
            self._body.removeWidget(field)
            field.hide()
            field.deleteLater()
        elif self._late is not None:
            self._add_late(self._late)

    def _add_late(self, ask: Ask) -> None:
        """Right below the day that is late, without taking the focus from what is typed."""
        field = ChoiceControl(replace(ask, note=""), self.widget(), "L")
        field.set_value(self._values.get(FieldName.LATE_REASON))
        field.say(ask.note, "warn")
        field.changed.connect(self._on_changed)
        kept = list(self.fields.items())
        place = next(n for n, (name, _) in enumerate(kept, 1) if name is FieldName.ON)
        self.fields = dict([*kept[:place], (FieldName.LATE_REASON, field), *kept[place:]])
        self._body.insertWidget(1, field)
        field.show()
        self._order()

    def _on_kind(self, _: EventKind) -> None:
        self._remember()
        self._late = None
        self._build()
        self.changed.emit()

    def _on_changed(self) -> None:
        self.changed.emit()

    def _remember(self) -> None:
        for name, field in self.fields.items():
            if isinstance(field, DayControl) and field.fault:
                continue
            self._values[name] = field.value()

    def _build(self) -> None:
        _empty(self._body)
        self.fields = {}
        kind = self.kind
        if kind is None:
            return
        asks = asks_of(kind)
        names = {ask.name for ask in asks}
        beside = next((name for name in _BESIDE_THE_DAY if name in names), None)
        asks = tuple(sorted(asks, key=lambda ask: _place(ask, asks, beside)))
        line: QHBoxLayout | None = None
        for ask in asks:
            field = make_field(ask, self.widget(), self._calendar, self._today, self._people)
            if ask.name in self._values and not (ask.options and self._values[ask.name] is None):
                field.set_value(self._values[ask.name])
            if ask.name is FieldName.PERSON:
                field.say(self._person_note)
            field.changed.connect(self._on_changed)
            self.fields[ask.name] = field
            if ask.name is FieldName.ON and beside is not None:
                line = QHBoxLayout()
                line.setSpacing(12)
                line.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
                self._body.addLayout(line)
            elif ask.name is beside and line is not None:
                line.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            else:
                self._body.addWidget(field)
        self._order()

    def _order(self) -> None:
        before: QWidget | None = None
        for field in self.fields.values():
            for control in field.controls:
                if before is not None:
                    QWidget.setTabOrder(before, control)
                before = control

    # -- what was typed -------------------------------------------------------------------------------------------

    def values(self) -> Mapping[FieldName, object]:
        return {name: field.value() for name, field in self.fields.items()}

    def request(self, step: str) -> RecordRequest | None:
        """What was typed, for STEP; None while no kind is chosen."""
        kind = self.kind
        if kind is None:
            return None
        given = {name.value: value for name, value in self.values().items() if value is not None}
        return RecordRequest(step, kind, **given)  # type: ignore[arg-type]

    def waiting_for(self) -> str:
        """What is still to be filled in before anything can be worked out, in a sentence; "" if nothing is."""
        missing = [
            field.ask.label
            for name, field in self.fields.items()
            if name in _WAITED_FOR
            and field.ask.required
            and (name is not FieldName.REASON or field.ask.options)
            and field.value() is None
        ]
        return f"填好{'、'.join(missing)}，就能看出影响。" if missing else ""

    def check(self) -> bool:
        """Say beneath each field what is missing or wrong; False if anything is, with the focus in the first of them."""
        kind = self.kind
        if kind is None:
            return False
        faults = faults_of(self.values(), [field.ask for field in self.fields.values()], kind)
        for name, field in self.fields.items():
            if (isinstance(field, DayControl) and field.fault) or (
                isinstance(field, EvidenceControl) and not field.look()
            ):
                faults[name] = field.fault
        for name, field in self.fields.items():
            if name in faults:
                field.say(faults[name], "seal")
            elif field.control.property("bad"):
                self._unsay(field)
        first = next((field for name, field in self.fields.items() if name in faults), None)
        if first is not None:
            self.ensureWidgetVisible(first)
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        return first is None

    def fault(self, name: FieldName, text: str) -> bool:
        """Say TEXT beneath the field NAME as a fault; False if there is no such field."""
        field = self.fields.get(name)
        if field is None:
            return False
        field.say(text, "seal")
        self.ensureWidgetVisible(field)
        return True

    def clear_faults(self) -> None:
        """Faults that were said are looked at again."""
        for field in self.fields.values():
            if field.control.property("bad"):
                self._unsay(field)

    def _unsay(self, field: RecordField) -> None:
        if isinstance(field, DayControl):
            field.tell()
        elif isinstance(field, EvidenceControl):
            field.look()
        elif field.ask.name is FieldName.LATE_REASON and self._late is not None:
            field.say(self._late.note, "warn")
        else:
            field.say(self._person_note if field.ask.name is FieldName.PERSON else "")


def _place(ask: Ask, asks: Sequence[Ask], beside: FieldName | None) -> float:
    """Where ASK stands: BESIDE right after the day, the others in their order."""
    day = next(place for place, each in enumerate(asks) if each.name is FieldName.ON)
    return day + 0.5 if ask.name is beside else float(asks.index(ask))


def _empty(layout: QVBoxLayout | QHBoxLayout) -> None:
    while layout.count():
        taken = layout.takeAt(0)
        if taken is None:
            continue
        widget, inner = taken.widget(), taken.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            _empty(inner)
            inner.deleteLater()


class Ground(QWidget):
    """A work surface."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("base"))
