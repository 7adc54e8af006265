"""The search window: a field, the hits, a line of keys. A Qt.Tool window, so that input methods work in its field."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.application.find_anything import Findings, Hit, HitGroup, HitKind
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui import fonts, icons, theme
from gxq_desktop.ui.labels import Elided, wrapped
from gxq_desktop.ui.search.model import LINE_ROLE, HitsModel
from gxq_desktop.ui.search.presenter import SearchPresenter
from gxq_desktop.ui.shell import Shell

WIDTH, TOP, MOST_HEIGHT = 680, 110, 560
HIT_HEIGHT, GROUP_HEIGHT = 42, 30
COMMITTED_S = 0.08
"""An Enter that comes this soon after a composition was committed is the one that committed it."""
_ICONS = {
    HitKind.PROJECT: "folder",
    HitKind.ITEM: "grid",
    HitKind.MATERIAL: "document",
    HitKind.STEP: "timeline",
    HitKind.OBSTACLE: "warning",
    HitKind.QUESTION: "comment",
    HitKind.COMMAND: "apps_list",
    HitKind.SPELLING: "lightbulb",
}
_OPENS = {HitKind.COMMAND: "执行", HitKind.SPELLING: "改成它"}
Index = QModelIndex | QPersistentModelIndex


class QueryField(QLineEdit):
    """A line for typing queries. moved(rows): arrows. chosen: Enter, unless it belongs to an input method."""

    moved = Signal(int)
    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_composing = False
        self._committed_at = 0.0

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        was, self.is_composing = self.is_composing, bool(event.preeditString())
        if event.commitString() or (was and not self.is_composing):
            self._committed_at = time.monotonic()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.is_composing and time.monotonic() - self._committed_at > COMMITTED_S:
                self.chosen.emit()
        elif key in steps:
            if not self.is_composing:
                self.moved.emit(steps[key])
        else:
            super().keyPressEvent(event)


class HitDelegate(QStyledItemDelegate):
    """A hit in two lines: the matched characters bold and underlined, what it is, at the right its state or shortcut."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        is_hit = isinstance(index.data(LINE_ROLE), Hit)
        return QSize(100, theme.px(HIT_HEIGHT if is_hit else GROUP_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE_ROLE)
        painter.save()
        if isinstance(line, HitGroup):
            self._paint_group(painter, option.rect, line)
        elif isinstance(line, Hit):
            self._paint_hit(painter, option.rect, line, bool(option.state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _paint_group(self, painter: QPainter, rect: QRect, group: HitGroup) -> None:
        inner = rect.adjusted(theme.px(10), theme.px(6), -theme.px(10), 0)
        painter.setFont(fonts.font(fonts.CAPTION))
        painter.setPen(theme.color("text2"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, group.title)
        if group.total > len(group.hits):
            painter.drawText(
                inner,
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                f"前 {len(group.hits)} 条，共 {group.total} 条",
            )

    def _paint_hit(self, painter: QPainter, rect: QRect, hit: Hit, selected: bool) -> None:
        ink = theme.color("selText" if selected else "text")
        quiet = theme.color("selText" if selected else "text2")
        if selected:
            painter.fillRect(rect, theme.color("sel"))
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), theme.color("accent"))
        size = theme.px(18)
        icon = QRectF(rect.left() + theme.px(14), rect.center().y() - size / 2, size, size)
        icons.paint(painter, icon, _ICONS[hit.kind], "selText" if selected and theme.look().is_contrast else "text2")
        left, right = rect.left() + theme.px(46), rect.right() - theme.px(12)
        state = hit.state or (f"{_OPENS.get(hit.kind, '打开')} ↵" if selected else "")
        if state:
            painter.setFont(fonts.font(fonts.CAPTION))
            painter.setPen(quiet)
            place = QRect(left, rect.top(), right - left, rect.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, state)
            right -= QFontMetrics(painter.font()).horizontalAdvance(state) + theme.px(12)
        half = rect.height() // 2
        above = QRect(left, rect.top() + theme.px(2), right - left, half)
        below = QRect(left, rect.top() + half - theme.px(1), right - left, half)
        marked = theme.color("selText" if selected and theme.look().is_contrast else "accent")
        _draw_marked(painter, above, hit.name, hit.name_marks, fonts.BASE, ink, marked)
        _draw_marked(painter, below, hit.detail, hit.detail_marks, fonts.CAPTION, quiet, marked)


def _draw_marked(
    painter: QPainter, rect: QRect, text: str, marks: Sequence[int], points: float, ink: QColor, marked_ink: QColor
) -> None:
    """Draw TEXT in RECT on one line, the characters at MARKS bold and underlined, cut with … where it is too long."""
    looks = {False: (fonts.font(points), ink), True: (fonts.font(points, bold=True, underline=True), marked_ink)}
    wanted = frozenset(marks)
    runs = [
        (is_marked, "".join(character for _, character in run))
        for is_marked, run in groupby(enumerate(text), key=lambda pair: pair[0] in wanted)
    ]
    left = rect.left()
    for number, (is_marked, run) in enumerate(runs):
        font, color = looks[is_marked]
        metrics = QFontMetrics(font)
        room = rect.right() - left
        kept = 0 if number == len(runs) - 1 else metrics.horizontalAdvance("…")
        shown = metrics.elidedText(run, Qt.TextElideMode.ElideRight, room - kept)
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(QRect(left, rect.top(), room, rect.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        left += metrics.horizontalAdvance(shown)
        if shown != run:
            break


class SearchWindow(QDialog):
    """One window for both questions. `ask` opens it."""

    def __init__(self, shell: Shell, presenter: SearchPresenter, parent: QWidget | None) -> None:
        super().__init__(parent, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint)
        self._shell, self.presenter = shell, presenter
        self.commands_only = False
        self._answered = Findings("", ())
        self.setWindowTitle("搜索")
        self.field = QueryField(self)
        fonts.set_font(self.field, fonts.DIALOG_HEAD)
        self._sign = QAction(self.field)
        icons.set_icon(self._sign, "search")
        self.field.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self.model = HitsModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(HitDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName("搜索结果")
        self.list.setMouseTracking(True)
        self.list.clicked.connect(self._on_clicked)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.note = wrapped("", self)
        self.note.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(14))
        theme.set_role(self.note, "text2")
        self._foot = QWidget(self)
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(16)
        self.keys = Elided(self._foot, role="text2")
        self.count = QLabel(self._foot)
        theme.set_role(self.count, "text2")
        for label in (self.keys, self.count):
            fonts.set_font(label, fonts.CAPTION)
        row.addWidget(self.keys, 1)
        row.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(11, 11, 11, 7)
        above.addWidget(self.field)
        column.addLayout(above)
        column.addWidget(self.list, 1)
        column.addWidget(self.note)
        column.addWidget(self._foot)
        self.field.textChanged.connect(self._on_typed)
        self.field.moved.connect(self._move)
        self.field.chosen.connect(self._choose)
        shell.commands.ran.connect(self._on_command)
        presenter.found.connect(self._on_found)
        presenter.added.connect(self._on_added)
        presenter.preparing.connect(lambda _: self._renew_note())
        presenter.refused.connect(self._on_refused)
        theme.look().changed.connect(self._fit)

    def ask(self, query: str, commands_only: bool = False) -> None:
        """Open with QUERY already typed; COMMANDS_ONLY for commands alone."""
        self.commands_only = commands_only
        self._dress()
        self.presenter.begin()
        self.field.blockSignals(True)
        self.field.setText(query)
        self.field.blockSignals(False)
        self.presenter.ask(query, commands_only)
        self._fit()
        self.show()
        self.activateWindow()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _dress(self) -> None:
        name = "找命令" if self.commands_only else "搜索"
        self.setWindowTitle(name)
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText(
            "命令的名称、拼音或首字母" if self.commands_only else "项目、企业、事项、材料，汉字、拼音、首字母、编号都行"
        )
        other = "search.open" if self.commands_only else "search.commands"
        what = "搜索全部" if self.commands_only else "只找命令"
        shortcut = self._shell.commands.native(other)
        self.keys.setText(
            "　　".join(("↑↓ 选", "回车 打开", *((f"{shortcut} {what}",) if shortcut else ()), "Esc 关闭"))
        )

    def switch(self, commands_only: bool) -> None:
        """Ask the other question with what is typed already."""
        self.commands_only = commands_only
        self._dress()
        self.presenter.ask(self.field.text(), commands_only)

    # -- answers --------------------------------------------------------------------------------------------------

    def _on_typed(self, text: str) -> None:
        self.presenter.ask(text, self.commands_only)

    def _on_found(self, findings: Findings, _: int) -> None:
        self._answered = findings
        self.model.set_groups(findings.groups)
        self._count(findings.total)
        self._select_first()
        self._renew_note()
        self._fit()

    def _on_added(self, group: HitGroup) -> None:
        self.model.add_group(group)
        if group.kind is not HitKind.SPELLING:
            self._count(self._answered.total + group.total)
        if not self.list.currentIndex().isValid():
            self._select_first()
        self._renew_note()
        self._fit()

    def _count(self, total: int) -> None:
        self.count.setText(f"{total} 条" if self._answered.query.strip() else "")

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            self.note.setText(f"{error.problem}{error.next_step}")
            self.note.show()
            self._fit()
        else:
            self._shell.show_error(error, "没有找成")

    def _renew_note(self) -> None:
        """What to say where there is nothing to show."""
        query = self.field.text().strip()
        if self.presenter.is_gathering and not self.commands_only:
            text = "正在准备…"
        elif self.model.rowCount():
            text = ""
        elif query:
            text = f"没有找到“{query}”。"
        else:
            text = "试试 sgxk（施工许可）、项目编号后四位，或企业名称里的两个字。"
        self.note.setText(text)
        self.note.setVisible(bool(text))

    # -- moving and choosing --------------------------------------------------------------------------------------

    def _select_first(self) -> None:
        rows = self.model.hit_rows
        if rows:
            self.list.setCurrentIndex(self.model.index(rows[0]))
            self.list.scrollToTop()

    def _move(self, steps: int) -> None:
        rows = self.model.hit_rows
        if not rows:
            return
        current = self.list.currentIndex().row()
        at = rows.index(current) if current in rows else -1
        wanted = at + steps
        if abs(steps) == 1:
            wanted %= len(rows)
        row = rows[max(0, min(len(rows) - 1, wanted))]
        self.list.setCurrentIndex(self.model.index(row))
        if row == rows[0]:
            self.list.scrollToTop()

    def _on_current(self, index: QModelIndex) -> None:
        hit = self.model.hit(index.row())
        rows = self.model.hit_rows
        spoken = index.data(Qt.ItemDataRole.AccessibleTextRole) if hit is not None else ""
        place = f"，第 {rows.index(index.row()) + 1} 条，共 {len(rows)} 条" if hit is not None else ""
        self.field.setAccessibleDescription(f"{spoken}{place}")

    def _on_clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self._choose()

    def _choose(self) -> None:
        hit = self.model.hit(self.list.currentIndex().row())
        if hit is None:
            return
        if hit.kind is HitKind.SPELLING:
            self.field.setText(hit.key)
            return
        reason = self.presenter.why_not(hit)
        if reason:
            self.note.setText(f"“{hit.name.rstrip('…')}”现在不能用：{reason}。")
            self.note.show()
            self._fit()
            return
        self.hide()
        QTimer.singleShot(0, self.presenter, lambda: self.presenter.open(hit))

    # -- window ---------------------------------------------------------------------------------------------------

    def _on_command(self, command_id: str) -> None:
        """The main window's shortcuts work in a Qt.Tool window too; what they lead to should not be covered."""
        if not command_id.startswith("search."):
            self.hide()

    def _fit(self) -> None:
        """As high as the hits need, below the menu bar of the main window."""
        width = theme.px(WIDTH)
        rows = sum(
            theme.px(HIT_HEIGHT if isinstance(self.model.line(row), Hit) else GROUP_HEIGHT)
            for row in range(self.model.rowCount())
        )
        self.list.setVisible(rows > 0)
        main = self._shell.window
        most = theme.px(MOST_HEIGHT)
        if main is not None:
            width = min(width, main.width() - 32)
            most = min(most, main.height() - theme.px(TOP) - 24)
        self.list.setFixedHeight(max(0, min(rows + theme.px(6), most - theme.px(100))))
        self.setFixedWidth(width)
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.setFixedHeight(self.sizeHint().height())
        if main is not None:
            corner = main.mapToGlobal(QPoint((main.width() - width) // 2, theme.px(TOP)))
            self.move(corner)
        if self.list.currentIndex().row() == next(iter(self.model.hit_rows), -1):
            self.list.scrollToTop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow():
            QTimer.singleShot(0, self, self._hide_if_left)

    def _hide_if_left(self) -> None:
        """The user clicked elsewhere. A window of the input method takes the activation on some systems: then stay."""
        if not self.isActiveWindow() and not self.field.is_composing:
            self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("base"))
        painter.fillRect(self._foot.geometry(), theme.color("alt"))
        painter.fillRect(1, self._foot.y(), self.width() - 2, 1, theme.color("line"))
        painter.setPen(theme.color("line2"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
