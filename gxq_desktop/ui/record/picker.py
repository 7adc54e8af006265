"""Choose one of many by typing: characters, pinyin, initials or a number; ↓ into the list, Enter takes the row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gxq_desktop.application.desk_lists import ProjectLine
from gxq_desktop.application.pinyin_match import TextIndex
from gxq_desktop.application.record_desk import RecordStep
from gxq_desktop.domain.case_states import CaseState
from gxq_desktop.domain.clocks import LedgerLight
from gxq_desktop.ui import icons, theme
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import Column, RowsModel
from gxq_desktop.ui.table_view import TableView

MOST_HITS = 500


class PickField(QLineEdit):
    """wanted: Enter. downward: ↓. Neither while an input method composes."""

    wanted = Signal()
    downward = Signal()

    def __init__(self, parent: QWidget, placeholder: str, name: str) -> None:
        super().__init__(parent)
        self._composing = False
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        sign = QAction(self)
        icons.set_icon(sign, "search")
        self.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._composing:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.wanted.emit()
                return
            if event.key() == Qt.Key.Key_Down:
                self.downward.emit()
                return
            if event.key() == Qt.Key.Key_Escape and self.text():
                self.clear()
                return
        super().keyPressEvent(event)


class Picker(QWidget):
    """chosen(row). texts: what a row is found by. placeholder: what to type. name: what is chosen."""

    chosen = Signal(object)

    def __init__(
        self,
        shell: Shell,
        parent: QWidget,
        columns: Sequence[Column[Any]],
        texts: Callable[[Any], Sequence[str]],
        placeholder: str,
        name: str,
        key: Callable[[Any], Any],
        muted: Callable[[Any], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self._shell, self._texts = shell, texts
        self._rows: tuple[Any, ...] = ()
        self._index: TextIndex | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 10)
        column.setSpacing(8)
        self.field = PickField(self, placeholder, name)
        self.model: RowsModel[Any] = RowsModel(columns, self, key=key, muted=muted)
        self.table = TableView("", self.model, shell.preferences, self, row_height=28, name=name)
        self.nothing = wrapped("", self)
        theme.set_role(self.nothing, "text2")
        self.nothing.hide()
        column.addWidget(self.field)
        column.addWidget(self.nothing)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self._on_text)
        self.field.wanted.connect(self._on_wanted)
        self.field.downward.connect(self._on_downward)
        self.table.opened.connect(self.chosen)

    def set_rows(self, rows: Iterable[Any]) -> None:
        self._rows = tuple(rows)
        self._index = TextIndex([self._texts(row) for row in self._rows], self._shell.services.readings)
        self._on_text(self.field.text())

    def _on_text(self, text: str) -> None:
        if self._index is None:
            return
        if text.strip():
            hits = self._index.search(text, MOST_HITS).hits
            found = tuple(self._rows[hit.entry] for hit in hits)
        else:
            found = self._rows
        self.model.set_rows(found)
        self.nothing.setText(f"没有找到“{text.strip()[:20]}”，可以打名称、拼音首字母、编号或纸上的编号。")
        self.nothing.setVisible(not found)
        if found:
            self.table.select_first()

    def _on_wanted(self) -> None:
        row = self.table.current_row
        if row is not None:
            self.chosen.emit(row)

    def _on_downward(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def step_mark(step: RecordStep) -> Mark:
    """The mark of a step as it stands."""
    if step.closed:
        return Mark.CLEARED
    if step.stands:
        return Mark.PAUSED
    if step.light is LedgerLight.RED:
        return Mark.OVERDUE
    if step.light is LedgerLight.AMBER:
        return Mark.SOON
    return Mark.NOT_STARTED if step.state is CaseState.NOT_STARTED else Mark.ON_TIME


STEP_COLUMNS: tuple[Column[RecordStep], ...] = (
    Column("编号", show=lambda step: step.code or step.step_id, width=58, most=110, sortable=False, searchable=True),
    Column("事项", show=lambda step: step.name, sortable=False, searchable=True),
    Column("办理情况", show=lambda step: step.state.label, width=86, sortable=False),
    Column("剩余", show=lambda step: step.left, mark=step_mark, width=160, most=220, sortable=False, drop=2),
    Column(
        "主办",
        show=lambda step: step.owner,
        width=96,
        most=190,
        tip=lambda step: step.authority,
        sortable=False,
        drop=3,
    ),
    Column("纸上编号", show=lambda step: str(step.box or ""), width=76, id="box", right=True, sortable=False, drop=1),
)
PROJECT_COLUMNS: tuple[Column[ProjectLine], ...] = (
    Column("项目", show=lambda line: line.name, sortable=False, searchable=True),
    Column("企业", show=lambda line: line.enterprise, width=260, sortable=False, drop=1),
    Column("编号", show=lambda line: line.number, width=130, sortable=False),
)


def step_picker(shell: Shell, parent: QWidget) -> Picker:
    """Choose a step of a project."""
    return Picker(
        shell,
        parent,
        STEP_COLUMNS,
        lambda step: step.texts,
        "事项名称、拼音首字母、编号，或纸上的编号",
        "选事项",
        lambda step: step.step_id,
        muted=lambda step: step.closed,
    )


def project_picker(shell: Shell, parent: QWidget) -> Picker:
    """Choose a project."""
    return Picker(
        shell,
        parent,
        PROJECT_COLUMNS,
        lambda line: (line.name, line.enterprise, line.number, line.project_code),
        "项目、企业名称，拼音首字母，或项目编号",
        "选项目",
        lambda line: line.number,
    )
