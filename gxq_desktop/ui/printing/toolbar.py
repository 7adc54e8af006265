"""Above the page: which one of how many, turning, and how large it is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from gxq_desktop.ui import fonts, icons, theme
from gxq_desktop.ui.labels import Elided
from gxq_desktop.ui.page import Strip
from gxq_desktop.ui.shell import Shell

ZOOMS: tuple[tuple[str, float | None], ...] = (
    ("整页", None), ("页宽", 0.0), ("50 %", 0.5), ("75 %", 0.75), ("100 %", 1.0), ("125 %", 1.25), ("150 %", 1.5),
    ("200 %", 2.0), ("300 %", 3.0),
)  # fmt: skip


class PageField(QLineEdit):
    """The number of the page. went(page from 1), left(): Escape."""

    went = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("第几页")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._range = QIntValidator(1, 9999, self)
        self.setValidator(self._range)
        theme.look().changed.connect(self._on_look)
        self._on_look()
        self._page = 1
        self.returnPressed.connect(self._on_return)

    def _on_look(self) -> None:
        self.setFixedWidth(theme.px(46))

    def set_page(self, page: int) -> None:
        self._page = page
        self.setText(str(page))

    def _on_return(self) -> None:
        self.went.emit(int(self.text()))
        self.setText(str(self._page))
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(str(self._page))
            self.left.emit()
            return
        super().keyPressEvent(event)


class PageToolbar(Strip):
    """went(page from 1) and zoom_chosen(float or None) are the user's; buttons run commands."""

    went = Signal(int)
    left = Signal()
    zoom_chosen = Signal(object)

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent, 44, "base")
        self._shell = shell
        self.previous = self._button("print.previous", "上一页")
        self.field = PageField(self)
        self.total = QLabel(self)
        self.next = self._button("print.next", "下一页")
        self.chapter = Elided(self, role="text2")
        self.smaller = self._button("print.zoom_out", "缩小页面")
        self.zoom = QComboBox(self)
        self.zoom.setAccessibleName("显示比例")
        self.zoom.setProperty("quiet", "1")
        self.zoom.setMinimumWidth(theme.px(86))
        for text, value in ZOOMS:
            self.zoom.addItem(text, value)
        self.larger = self._button("print.zoom_in", "放大页面")
        self.same = Elided(self, "与打印出来的是同一个 PDF", "text2")
        self.same.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        fonts.set_font(self.same, fonts.CAPTION)
        row: QHBoxLayout = self.row
        for widget in (self.previous, self.field, self.total, self.next):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.chapter, 1)
        for beside in (self.smaller, self.zoom, self.larger):
            row.addWidget(beside)
        row.addSpacing(8)
        row.addWidget(self.same, 1)
        self.field.went.connect(self.went)
        self.field.left.connect(self.left)
        self.zoom.activated.connect(lambda at: self.zoom_chosen.emit(ZOOMS[at][1]))

    def _button(self, command_id: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("kind", "flat")
        button.setAccessibleName(name)
        icons.set_icon(button, self._shell.commands[command_id].icon)
        native = self._shell.commands.native(command_id)
        button.setToolTip(f"{name}（{native}）" if native else name)
        button.clicked.connect(lambda: self._shell.commands.run(command_id))
        return button

    def set_page(self, page: int, pages: int, words: str, first: bool, last: bool) -> None:
        """PAGE from 1 of PAGES; WORDS: paper and chapter. first, last: of everything there is to look at."""
        self.field.set_page(page)
        self.field.setEnabled(pages > 0)
        self.total.setText(f"/ {pages} 页" if pages else "")
        self.chapter.setText(words)
        self.previous.setEnabled(not first)
        self.next.setEnabled(not last)

    def set_zoom(self, zoom: float | None, factor: float) -> None:
        """Show ZOOM as it is set; a factor that is not in the list in its own words."""
        values = [value for _, value in ZOOMS]
        if zoom in values:
            self.zoom.setCurrentIndex(values.index(zoom))
        else:
            self.zoom.setCurrentIndex(-1)
            self.zoom.setPlaceholderText(f"{round(factor * 100)} %")
