"""使用说明: topics at the left, the text at the right, a field that finds any passage by characters, pinyin or initials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QUrl,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QDesktopServices,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QShortcut,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.application.help_topics import HelpBook, HelpHit, HelpTopic, parse_topic
from gxq_desktop.application.pinyin_match import Readings
from gxq_desktop.paths import RESOURCES
from gxq_desktop.ui import fonts, icons, theme
from gxq_desktop.ui.shell import Shell

FOLDER = RESOURCES / "help"
PICTURES = FOLDER / "pictures"
Index = QModelIndex | QPersistentModelIndex


def read_book(readings: Readings) -> HelpBook:
    """The guide that ships with the program."""
    return HelpBook(
        [parse_topic(path.stem, path.read_text("utf-8")) for path in FOLDER.glob("*.md") if path.stem != "README"],
        readings,
    )


class TopicsModel(QAbstractListModel):
    """Topics, or the passages that were found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[HelpTopic | HelpHit] = ()

    def set_lines(self, lines: Sequence[HelpTopic | HelpHit]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            if isinstance(line, HelpTopic):
                return line.title
            where = f"{line.topic.title} · {line.heading}" if line.heading else line.topic.title
            return where if line.text in (line.heading, line.topic.title) else f"{where}\n{line.text}"
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(line, HelpHit):
            return line.text
        return None


class TopicDelegate(QStyledItemDelegate):
    """A topic as one line, a hit as where it is and one quiet line of its text; selected as in every table."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = str(index.data() or "").count("\n") + 1
        return QSize(theme.px(120), theme.px(30 if lines == 1 else 48))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        title, _, more = str(index.data() or "").partition("\n")
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        rect = option.rect
        painter.save()
        painter.fillRect(rect, theme.color("sel" if selected else "base"))
        if selected:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), theme.color("accent"))
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.fillRect(rect.left(), rect.top(), rect.width(), 2, theme.color("accent"))
                painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, theme.color("accent"))
        box = QRectF(rect).adjusted(theme.px(12), theme.px(4 if more else 0), -theme.px(8), -theme.px(4 if more else 0))
        plain = theme.color("selText" if selected else "text")
        quiet = plain if selected and theme.look().is_contrast else theme.color("text2")
        top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        self._line(painter, box, title, fonts.BASE, plain, top if more else Qt.AlignmentFlag.AlignVCenter)
        if more:
            self._line(painter, box, more, fonts.CAPTION, quiet, bottom)
        painter.restore()

    @staticmethod
    def _line(painter: QPainter, box: QRectF, text: str, points: float, ink: QColor, where: Qt.AlignmentFlag) -> None:
        painter.setFont(fonts.font(points))
        painter.setPen(ink)
        shown = fonts.metrics(points).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, where | Qt.AlignmentFlag.AlignLeft, shown)


class GuideWindow(QDialog):
    """Stays beside the main window; Shift+F1 brings the topic of the page that is open there."""

    def __init__(self, shell: Shell, parent: QWidget | None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._shell = shell
        self._book: HelpBook | None = None
        self._shown: HelpTopic | None = None
        self.setWindowTitle("使用说明")
        self.resize(theme.px(960), theme.px(680))
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("在说明里找")
        self.field.setAccessibleName("在说明里找")
        self.field.setClearButtonEnabled(True)
        self._sign = QAction(self.field)
        icons.set_icon(self._sign, "search")
        self.field.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self._on_return)
        self.model = TopicsModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setAccessibleName("目录")
        self.list.setItemDelegate(TopicDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.text = QTextBrowser(self)
        self.text.setAccessibleName("说明")
        self.text.setOpenLinks(False)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.anchorClicked.connect(self._on_link)
        self.text.document().setDocumentMargin(theme.px(20))
        self.text.viewport().installEventFilter(self)
        self._room = 0
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        finding = QHBoxLayout()
        finding.setContentsMargins(12, 0, 12, 0)
        finding.addWidget(self.field)
        column.addLayout(finding)
        column.addWidget(self.list, 1)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.px(270), theme.px(690)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self.field.setFocus)
        theme.look().changed.connect(self._on_look)
        shell.commands.changed.connect(self._render)

    @property
    def book(self) -> HelpBook:
        if self._book is None:
            self._book = read_book(self._shell.services.readings if self._shell.is_ready else Readings({}))
            self.model.set_lines(self._book.topics)
        return self._book

    @property
    def topic(self) -> HelpTopic | None:
        """The topic that is shown."""
        return self._shown

    def show_for(self, place: str) -> None:
        """Open on the topic of the page PLACE."""
        topic = self.book.for_place(place)
        self.field.clear()
        self.show_topic(topic.id)
        self.show()
        self.activateWindow()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_topic(self, topic_id: str, heading: str = "") -> None:
        """Show a topic, from HEADING on. KeyError if there is no such topic."""
        topic = self.book[topic_id]
        if topic is not self._shown:
            self._shown = topic
            self._render()
        if topic in self.model.lines:
            self.list.setCurrentIndex(self.model.index(list(self.model.lines).index(topic)))
        if heading:
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(heading, QTextDocument.FindFlag.FindCaseSensitively)
            cursor = self.text.textCursor()
            top = self.text.cursorRect(cursor).top() + self.text.verticalScrollBar().value()
            cursor.clearSelection()
            self.text.setTextCursor(cursor)
            self.text.verticalScrollBar().setValue(top - theme.px(12))

    def _render(self) -> None:
        if self._shown is None:
            return
        self.text.document().setDefaultFont(fonts.font(fonts.NAVIGATION))
        self.text.setMarkdown(self._shown.filled(self._key, self._menu, self._picture))
        self._space()

    def _space(self) -> None:
        """Air between the lines; keys and what is typed on a tint."""
        document = self.text.document()
        block = document.begin()
        while block.isValid():
            cursor = QTextCursor(block)
            layout = cursor.blockFormat()
            has_picture = self._dress_parts(block)
            layout.setLineHeight(100 if has_picture else 140, 1)  # proportional
            if layout.headingLevel():
                layout.setTopMargin(theme.px(14 if layout.headingLevel() > 1 else 0))
                layout.setBottomMargin(theme.px(4))
            cursor.setBlockFormat(layout)
            block = block.next()

    def _fit_pictures(self) -> None:
        """Dress the text again if its column became wider or narrower."""
        if self._room != self.text.viewport().width():
            self._room = self.text.viewport().width()
            self._space()

    def _dress_parts(self, block: QTextBlock) -> bool:
        """Tint what is typed, fit pictures into the column; whether BLOCK has a picture."""
        dressed: list[tuple[int, int, QTextCharFormat]] = []
        at = block.begin()
        while not at.atEnd():
            fragment = at.fragment()
            given = fragment.charFormat()
            if given.isImageFormat():
                picture = given.toImageFormat()
                size = QImage(QUrl(picture.name()).toLocalFile()).size()
                width = min(size.width(), self.text.viewport().width() - theme.px(56))
                picture.setWidth(width)
                picture.setHeight(width * size.height() / max(1, size.width()))
                dressed.append((fragment.position(), fragment.length(), picture))
            elif given.fontFixedPitch():
                tinted = QTextCharFormat()
                tinted.setBackground(theme.color("sunken"))
                tinted.setFontFamilies(list(fonts.families()))
                dressed.append((fragment.position(), fragment.length(), tinted))
            at += 1
        for position, length, wanted in dressed:
            cursor = QTextCursor(self.text.document())
            cursor.setPosition(position)
            cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(wanted)
        return any(wanted.isImageFormat() for _, _, wanted in dressed)

    def _key(self, command_id: str) -> str:
        native = self._shell.commands.native(command_id)
        return f"`{native}`" if native else "（没有快捷键，可在设置里加）"

    def _menu(self, command_id: str) -> str:
        command = self._shell.commands[command_id]
        return f"“{command.menu} → {command.text.rstrip('…')}”" if command.menu else f"“{command.text.rstrip('…')}”"

    def _picture(self, name: str) -> str:
        path = PICTURES / f"{name}.png"
        return path.as_uri() if path.exists() else ""

    def _on_typed(self, query: str) -> None:
        found = self.book.find(query) if query.strip() else self.book.topics
        self.model.set_lines(found)
        if not found:
            self.list.setAccessibleDescription("没有找到")
        elif query.strip():
            self.list.setCurrentIndex(self.model.index(0))

    def _on_return(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_current(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        line = self.model.lines[index.row()]
        if isinstance(line, HelpTopic):
            if line is not self._shown:
                self.show_topic(line.id)
                self.text.verticalScrollBar().setValue(0)
        else:
            self.show_topic(line.topic.id, line.text if line.text != line.topic.title else "")

    def _on_link(self, url: QUrl) -> None:
        match url.scheme():
            case "command":
                self._shell.commands.run(url.path())
            case "http" | "https":
                QDesktopServices.openUrl(url)
            case _:
                self.field.clear()
                self.show_topic(url.path())

    def _on_look(self) -> None:
        self.text.document().setDocumentMargin(theme.px(20))
        self._render()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.text.viewport():
            self._fit_pictures()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        super().keyPressEvent(event)
