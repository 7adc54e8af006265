"""Fields of a form: label above, note beside it, what is wrong or known beneath, checked as the field is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.marks import Mark, mark


class FieldNote(QWidget):
    """A line under a field: a mark and a sentence. Takes its height even when empty, so that nothing jumps."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark: Mark | None = None
        self._text = ""

    def say(self, kind: Mark | None, text: str) -> None:
        self._mark, self._text = kind, text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    @property
    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        painter.setFont(fonts.font(fonts.CAPTION))
        left = 2.0
        role = "text2"
        if self._mark is not None:
            mark(painter, QRectF(left, 0, theme.px(12), self.height()), self._mark)
            left += theme.px(17)
            role = self._mark.role
        painter.setPen(theme.color(role))
        shown = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, int(self.width() - left))
        painter.drawText(QRectF(left, 0, self.width() - left, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)


class TextField(QWidget):
    """A labelled line. check: text → (mark or None, sentence); a FAILED mark makes the border 朱砂. changed(str)."""

    changed = Signal(str)

    def __init__(
        self,
        label: str,
        parent: QWidget,
        *,
        note: str = "",
        check: Callable[[str], tuple[Mark | None, str]] | None = None,
        letter: str = "",
    ) -> None:
        super().__init__(parent)
        self._check = check
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        head = QHBoxLayout()
        title = QLabel(f"{label}(&{letter})" if letter else label, self)
        fonts.set_font(title, fonts.BASE, bold=True)
        head.addWidget(title)
        if note:
            beside = QLabel(note, self)
            theme.set_role(beside, "text2")
            fonts.set_font(beside, fonts.CAPTION)
            head.addWidget(beside)
        head.addStretch(1)
        column.addLayout(head)
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        self.line = QLineEdit(self)
        self.line.setAccessibleName(label)
        title.setBuddy(self.line)
        self.row.addWidget(self.line, 1)
        column.addLayout(self.row)
        self.note = FieldNote(self)
        column.addWidget(self.note)
        self.setFocusProxy(self.line)
        self.line.editingFinished.connect(self.validate)
        self.line.textChanged.connect(self.changed)

    @property
    def text(self) -> str:
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        self.line.setText(text)
        self.validate()

    def validate(self) -> bool:
        """Check now; False if it cannot stay as it is."""
        kind, sentence = self._check(self.text) if self._check is not None else (None, "")
        self.say(kind, sentence)
        return kind is not Mark.FAILED

    def say(self, kind: Mark | None, sentence: str) -> None:
        """Show SENTENCE beneath, as a fault if KIND is FAILED."""
        self.note.say(kind, sentence)
        theme.set_property(self.line, "bad", "1" if kind is Mark.FAILED else "")


class FolderField(TextField):
    """A text field with a folder chooser."""

    def __init__(
        self, label: str, parent: QWidget, *, note: str = "", check: Callable[[str], tuple[Mark | None, str]]
    ) -> None:
        super().__init__(label, parent, note=note, check=check)
        self.button = QPushButton("选文件夹…", self)
        self.button.setAutoDefault(False)
        self.button.setAccessibleName(f"选{label}")
        self.button.clicked.connect(self._choose)
        self.row.addWidget(self.button)

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.line.accessibleName(), self.text)
        if chosen:
            self.set_text(chosen)
