"""The second line of the ledger's filters: authority, counter, person, due, turn; they all hold together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gxq_desktop.application.ledger_ask import LedgerAsk, Period
from gxq_desktop.application.ledger_desk import LedgerChoices
from gxq_desktop.domain.case_states import Party
from gxq_desktop.ui import icons, theme
from gxq_desktop.ui.intake.flow_layout import FlowLayout
from gxq_desktop.ui.labels import link_button
from gxq_desktop.ui.project.schedule.terms_editor import DayField, day_of

_TURNS = (
    ("不论轮到谁", None), ("轮到机关", Party.AUTHORITY), ("轮到企业", Party.ENTERPRISE), ("轮到中介", Party.INTERMEDIARY),
)  # fmt: skip
LONGEST = 22
"""Characters of a choice as it stands in the closed box; the whole is in the list and the tooltip."""


class FilterLine(QFrame):
    """changed(dict): fields of LedgerAsk with their new values. cleared(): 清除筛选 was chosen."""

    changed = Signal(object)
    cleared = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 12, 7)
        flow = FlowLayout(None, 8)
        column.addLayout(flow)
        self.project = QPushButton(self)
        self.project.setAutoDefault(False)
        icons.set_icon(self.project, "dismiss")
        self.project.clicked.connect(lambda: self.changed.emit({"number": ""}))
        self.authority = self._combo("主办机关", 12)
        self.window_box = self._combo("窗口", 10)
        self.person = self._combo("经办人", 6)
        self.period = self._combo("到期", 8)
        self.turn = self._combo("轮到谁", 7)
        self.first, self.last = DayField(self, "到期起"), DayField(self, "到期止")
        self._to = QLabel("至", self)
        self.missing = QCheckBox("容缺未补", self)
        self.missing.setToolTip("只看容缺受理、材料还没有补齐的")
        self.closed = QCheckBox("已销账", self)
        self.closed.setToolTip("看已经销账的，不看在办的")
        self.clear = link_button("清除筛选", self)
        for period in Period:
            self.period.addItem(period.label, period)
        for text, value in _TURNS:
            self.turn.addItem(text, value)
        for widget in (
            self.project, self.authority, self.window_box, self.person, self.period, self.first, self._to, self.last,
            self.turn, self.missing, self.closed, self.clear,
        ):  # fmt: skip
            flow.addWidget(widget)
        self._names = ((self.authority, "authority"), (self.window_box, "window_id"), (self.person, "person"))
        for combo, name in (*self._names, (self.turn, "whose"), (self.period, "period")):
            combo.activated.connect(lambda _=0, box=combo, field=name: self._on_chosen(box, field))
        for field, name in ((self.first, "first"), (self.last, "last")):
            field.picked.connect(lambda day, key=name: self.changed.emit({key: day}))
        self.missing.clicked.connect(lambda on: self.changed.emit({"missing": on}))
        self.closed.clicked.connect(lambda on: self.changed.emit({"closed": on}))
        self.clear.clicked.connect(self.cleared)
        self.set_choices(LedgerChoices((), (), ()))
        self.show_ask(LedgerAsk(), "")

    def _combo(self, name: str, characters: int) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setProperty("quiet", "1")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(characters)
        combo.setMaxVisibleItems(20)
        combo.view().setMinimumWidth(theme.px(260))
        return combo

    def set_choices(self, choices: LedgerChoices) -> None:
        """Offer CHOICES, keeping what is chosen."""
        self._offer(self.authority, "全部机关", [(each, each) for each in choices.authorities])
        self._offer(self.window_box, "全部窗口", [(name, window) for window, name in choices.windows])
        self._offer(self.person, "全部经办", [(each, each) for each in choices.persons])

    @staticmethod
    def _offer(combo: QComboBox, all_text: str, choices: Sequence[tuple[str, str]]) -> None:
        kept = combo.currentData() or ""
        combo.clear()
        combo.addItem(all_text, "")
        for text, value in choices:
            combo.addItem(text, value)
        _choose(combo, kept)

    def show_ask(self, ask: LedgerAsk, project: str) -> None:
        """Show what is asked for; PROJECT: the name of the one it is narrowed to."""
        for combo, name in self._names:
            _choose(combo, getattr(ask, name))
        self.turn.setCurrentIndex(next(i for i, (_, party) in enumerate(_TURNS) if party is ask.whose))
        self.period.setCurrentIndex(list(Period).index(ask.period))
        between = ask.period is Period.BETWEEN
        for widget in (self.first, self._to, self.last):
            widget.setVisible(between)
        if ask.first is not None:
            self.first.show_day(ask.first)
        if ask.last is not None:
            self.last.show_day(ask.last)
        self.missing.setChecked(ask.missing)
        self.closed.setChecked(ask.closed)
        name = project or ask.number
        shown = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
        self.project.setText(f"项目：{shown}")
        self.project.setToolTip(f"只看 {name}，点一下看全部项目")
        self.project.setAccessibleName(f"只看项目 {name}，按下看全部")
        self.project.setVisible(bool(ask.number))
        self.clear.setVisible(ask.narrows)
        self.updateGeometry()

    def _on_chosen(self, combo: QComboBox, field: str) -> None:
        value: Any = combo.currentData()
        combo.setToolTip(combo.currentText())
        if field == "whose":
            value = Party(value) if value else None
        elif field == "period":
            value = Period(value)
            if value is Period.BETWEEN:
                self.changed.emit(
                    {"period": value, "first": day_of(self.first.date()), "last": day_of(self.last.date())}
                )
                return
        self.changed.emit({field: value})

    def sizeHint(self) -> QSize:
        layout = self.layout()
        width = self.width() or 900
        return (
            QSize(width, max(theme.px(40), layout.heightForWidth(width))) if layout is not None else super().sizeHint()
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("base"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))


def _choose(combo: QComboBox, value: str) -> None:
    """Choose VALUE; one that has no open rows any more is offered all the same, as long as it is asked for."""
    place = combo.findData(value)
    if place < 0:
        combo.addItem(value, value)
        place = combo.count() - 1
    combo.setCurrentIndex(place)
    combo.setToolTip(combo.currentText() if value else "")
