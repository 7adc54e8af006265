"""Errors and questions as windows: three sentences each — what happened, is the data safe, what to do.

`show_error(parent, error)` takes a refusal as it is; anything else is our bug: it is logged with its traceback and said so.
`ask(…)` asks with verbs instead of 是/否.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui import fonts, icons, theme
from gxq_desktop.ui.faults import SAFE, Message, message_of
from gxq_desktop.ui.labels import link_button, wrapped
from gxq_desktop.ui.tasks import Save, Task

_log = logging.getLogger("gxq_desktop")


class _Sign(QWidget):
    """The triangle beside a headline."""

    def __init__(self, severe: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._role = ("warning-filled", "seal") if severe else ("info-filled", "accent")
        self.setFixedSize(QSize(theme.px(32), theme.px(32)))

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), QRectF(self.rect()), self._name, self._role)


class MessageDialog(QDialog):
    """A message with its actions. actions: (text, is the way on). `chosen` is the index of the one pressed, -1 for none."""

    def __init__(
        self, parent: QWidget | None, title: str, message: Message, actions: Sequence[tuple[str, bool]]
    ) -> None:
        super().__init__(parent)
        self.chosen = -1
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(560))
        self.setAccessibleDescription(f"{message.headline}。{message.safe}{message.next_step}")
        body = QHBoxLayout()
        body.setContentsMargins(20, 20, 20, 16)
        body.setSpacing(16)
        body.addWidget(_Sign(message.severe, self), 0, Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        right.setSpacing(8)
        self.headline = wrapped(message.headline, self)
        fonts.set_font(self.headline, fonts.DIALOG_HEAD, bold=True)
        right.addWidget(self.headline)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, text, bold) in enumerate((("数据", message.safe, True), ("怎么办", message.next_step, False))):
            if text:
                label, value = QLabel(name, self), wrapped(text, self)
                theme.set_role(label, "text2")
                fonts.set_font(value, fonts.BASE, bold=bold)
                grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
        right.addLayout(grid)
        self.details: QPlainTextEdit | None = None
        if message.details:
            self._add_details(right, message)
        right.addStretch(1)
        body.addLayout(right, 1)
        foot = Foot(self)
        self.buttons: list[QPushButton] = []
        for index, (text, is_default) in enumerate(actions):
            button = foot.add(text, primary=is_default)
            button.clicked.connect(lambda _=False, number=index: self._choose(number))
            self.buttons.append(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(body, 1)
        layout.addWidget(foot)
        for (_, is_default), button in zip(actions, self.buttons, strict=True):
            if is_default:
                button.setDefault(True)
                button.setFocus()

    def _add_details(self, layout: QVBoxLayout, message: Message) -> None:
        row = QHBoxLayout()
        self.fold = link_button("详情", self)
        icons.set_icon(self.fold, "chevron_right", "accent")
        self.fold.setCheckable(True)
        copy = link_button("复制全部(&Y)", self)
        row.addWidget(self.fold)
        row.addStretch(1)
        row.addWidget(copy)
        layout.addLayout(row)
        self.details = QPlainTextEdit(message.details, self)
        self.details.setReadOnly(True)
        self.details.setAccessibleName("详情")
        self.details.setMinimumHeight(theme.px(96))
        self.details.setTabChangesFocus(True)
        self.details.hide()
        layout.addWidget(self.details, 100)
        self.fold.toggled.connect(self._on_folded)
        whole = "\n".join((message.headline, message.safe, message.next_step, "", message.details))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(whole))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_to_text(self)

    def _on_folded(self, opened: bool) -> None:
        assert self.details is not None
        self.details.setVisible(opened)
        icons.set_icon(self.fold, "chevron_down" if opened else "chevron_right", "accent")
        fit_to_text(self)

    def _choose(self, index: int) -> None:
        self.chosen = index
        self.accept()


def fit_to_text(dialog: QDialog) -> None:
    """Make DIALOG as high as its sentences are in its width.

    A size hint takes them for narrower and leaves a hole, or for one line and lets them overlap.
    """
    layout = dialog.layout()
    if layout is not None:
        layout.activate()
        wanted = max(layout.totalHeightForWidth(dialog.width()), dialog.minimumSizeHint().height())
        dialog.resize(dialog.width(), wanted)


class Foot(QFrame):
    """The foot of a dialog: the way on at the far right, cancel left of it, others at the far left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(16, 12, 16, 12)
        self._layout.setSpacing(8)
        self._left = 0
        self._layout.addStretch(1)

    def add(self, text: str, *, primary: bool = False, left: bool = False) -> QPushButton:
        """Add a button; those not LEFT stand right, in order. Enter presses it only if it is PRIMARY or has the focus."""
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        if primary:
            button.setProperty("kind", "primary")
        if left:
            self._layout.insertWidget(self._left, button)
            self._left += 1
        else:
            self._layout.addWidget(button)
        return button

    def add_beside(self, widget: QWidget) -> None:
        """Put WIDGET at the right, after the buttons there are (a note, the key of the way on)."""
        self._layout.addWidget(widget)

    def add_widget(self, widget: QWidget) -> None:
        """Put WIDGET at the far left (a progress line, a note)."""
        self._layout.insertWidget(self._left, widget)
        self._left += 1

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("line"))


def show_error(parent: QWidget | None, error: BaseException, *, title: str = "没有做成", safe: str = SAFE) -> None:
    """Show ERROR and wait for the user; our own bugs go to the log as well."""
    if not isinstance(error, DomainError):
        _log.error("uncaught", exc_info=error)
    show_message(parent, message_of(error, safe), title=title)


def show_message(parent: QWidget | None, message: Message, *, title: str, action: str = "知道了(&O)") -> None:
    dialog = MessageDialog(parent, title, message, ((action, True),))
    dialog.exec()
    dialog.deleteLater()


def ask(
    parent: QWidget | None,
    title: str,
    message: Message,
    actions: Sequence[str],
    default: int = -1,
    cancel: str = "取消",
) -> int:
    """Ask with one verb an action; CANCEL is added at the left of them. Returns the index, -1 for it and for Esc.

    default: which action Enter takes; -1 for none, as for anything dangerous.
    """
    listed = [(cancel, default == -1), *((text, index == default) for index, text in enumerate(actions))]
    dialog = MessageDialog(parent, title, message, listed)
    if default == -1:  # 取消 has Enter but is not the filled button
        dialog.buttons[0].setProperty("kind", None)
    dialog.exec()
    dialog.deleteLater()
    return dialog.chosen - 1 if dialog.chosen >= 0 else -1


class ProgressDialog(QDialog):
    """What a slow task is doing, with 放到后台 and 取消."""

    def __init__(self, parent: QWidget | None, task: Task) -> None:
        super().__init__(parent)
        self.setWindowTitle("正在进行")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(460))
        title = wrapped(task.title, self)
        fonts.set_font(title, fonts.DIALOG_HEAD, bold=True)
        self._count = QLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(task.title)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._count)
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 20, 20, 16)
        inner.setSpacing(10)
        inner.addLayout(head)
        inner.addWidget(self._bar)
        if task.cancel_means:
            inner.addWidget(wrapped(task.cancel_means, self))
        foot = Foot(self)
        self.background = foot.add("放到后台(&B)", left=True)
        self.cancel = foot.add("取消(&C)")
        self.background.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.rejected.connect(task.cancel)
        task.progressed.connect(self._on_progressed)
        task.came_back.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(inner, 1)
        layout.addWidget(foot)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def _on_progressed(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        self._count.setText(f"{done} / {total}")


class WaitDialog(QDialog):
    """Why a small save is not over yet: it has no buttons, since it ends by itself, stored or refused."""

    def __init__(self, parent: QWidget | None, save: Save) -> None:
        super().__init__(parent)
        self.setWindowTitle("正在保存")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(460))
        title = wrapped("正在保存，等别处写完", self)
        fonts.set_font(title, fonts.DIALOG_HEAD, bold=True)
        bar = QProgressBar(self)
        bar.setTextVisible(False)
        bar.setRange(0, 0)
        bar.setAccessibleName("正在保存")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(title)
        layout.addWidget(bar)
        layout.addWidget(wrapped("别的窗口或程序正在写同一份数据。等它写完就接着存，等不到就说没有存下。", self))
        save.ended.connect(self.accept)
