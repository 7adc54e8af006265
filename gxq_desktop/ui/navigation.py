"""The left navigation: places with counts, the projects opened last; a rail of icons when the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout, QWidget

from gxq_desktop.ui import fonts, icons, theme
from gxq_desktop.ui.features import Place
from gxq_desktop.ui.labels import Elided, Hairline
from gxq_desktop.ui.marks import Mark, mark
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

if TYPE_CHECKING:
    from gxq_desktop.application.desk_lists import ProjectLine

WIDTH = 172
MARKS_AFTER_MS = 300
"""How the recent projects stand is read a moment after what changed: the page itself goes first."""
RAIL_WIDTH = 52


class NavigationButton(QAbstractButton):
    """One place: icon, word, count at the right; the current one tinted, with an accent bar at its left."""

    def __init__(self, text: str, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        fonts.set_font(self, fonts.NAVIGATION)
        self._icon = icon
        self._count = 0
        self.is_rail = False

    def set_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(f"{self.text()}，{count} 项" if count else self.text())
        self.update()

    def set_rail(self, rail: bool) -> None:
        self.is_rail = rail
        self.setToolTip(self.text() if rail else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(RAIL_WIDTH - 12 if self.is_rail else WIDTH - 12), theme.px(34))

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        current = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen)
        if current:
            painter.setBrush(theme.color("sel"))
            painter.drawRoundedRect(box, 5, 5)
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRectF(0, box.height() * 0.24, 3, box.height() * 0.52), 1.5, 1.5)
        elif self.underMouse():
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(box, 5, 5)
        if self.hasFocus():
            painter.setPen(theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        ink = "selText" if current else "text"
        side = theme.px(20)
        left = (self.width() - side) / 2 if self.is_rail else theme.px(11)
        sign = QRectF(left, (self.height() - side) / 2, side, side)
        name = (
            f"{self._icon}-filled" if current and (icons.FOLDER / f"{self._icon}-filled.svg").exists() else self._icon
        )
        role = ("selText" if theme.look().is_contrast else "accent") if current else "text2"
        icons.paint(painter, sign, name, role)
        if self.is_rail:
            return
        font = fonts.font(fonts.NAVIGATION, bold=current)
        painter.setFont(font)
        painter.setPen(theme.color(ink))
        text = QRectF(left + side + theme.px(9), 0, self.width() - left - side - theme.px(20), self.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self._count:
            painter.setFont(fonts.font(fonts.CAPTION))
            painter.setPen(theme.color("selText" if current else "text2"))
            painter.drawText(
                text.adjusted(0, 0, -2, 0),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                str(self._count),
            )


class RecentButton(QAbstractButton):
    """A project opened lately: how it stands, as in the list of projects, and its name."""

    def __init__(self, number: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.number = number
        self._mark: Mark | None = None
        self.setText(name)
        self.set_state(None, "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fonts.set_font(self, fonts.BASE)

    def set_state(self, shown: Mark | None, word: str) -> None:
        """How the project stands, as a mark and its WORD; None while that is not known."""
        self._mark = shown
        self.setToolTip(f"{self.text()}\n{self.number}　{word}".rstrip())
        self.setAccessibleName(f"最近项目 {self.text()}，{word}" if word else f"最近项目 {self.text()}")
        self.update()

    def _lines(self) -> list[str]:
        """The name in two lines at most: what tells two projects apart is often at its end."""
        metrics, room = fonts.metrics(fonts.BASE), theme.px(WIDTH - 12 - 32 - 4)
        whole = self.text()
        first = whole
        while len(first) > 1 and metrics.horizontalAdvance(first) > room:
            first = first[:-1]
        rest = whole[len(first) :].strip()
        return [first.strip(), metrics.elidedText(rest, Qt.TextElideMode.ElideMiddle, room)] if rest else [first]

    def sizeHint(self) -> QSize:
        return QSize(theme.px(100), theme.px(28 if len(self._lines()) == 1 else 44))

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.hasFocus() or self.underMouse():
            painter.setPen(theme.color("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(box, 4, 4)
        side = theme.px(14)
        lines = self._lines()
        height = theme.px(18)
        top = (self.height() - len(lines) * height) / 2
        sign = QRectF(theme.px(12), top + (height - side) / 2, side, side)
        if self._mark is None:
            icons.paint(painter, sign, "folder", "text3")
        else:
            mark(painter, sign, self._mark)
        painter.setPen(theme.color("text"))
        painter.setFont(fonts.font(fonts.BASE))
        for number, line in enumerate(lines):
            text = QRectF(theme.px(32), top + number * height, self.width() - theme.px(34), height)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)


class Navigation(QFrame):
    """chosen(place id): a place was chosen. project_chosen(number): a recent project."""

    chosen = Signal(str)
    project_chosen = Signal(str)

    def __init__(self, shell: Shell, places: tuple[Place, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._is_rail = False
        self._buttons: dict[str, NavigationButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.setAccessibleName("导航")
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 8)
        column.setSpacing(2)
        for section in ("work", "reference"):
            self._add(section, places, column)
            if section == "work":
                column.addWidget(Hairline(self))
        self._recent_title = Elided(self, "最近项目", role="text2")
        fonts.set_font(self._recent_title, fonts.CAPTION)
        self._recent_title.setContentsMargins(10, 10, 0, 2)
        column.addWidget(self._recent_title)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        column.addLayout(self._recent)
        column.addStretch(1)
        self._add("foot", places, column)
        self._marks = QTimer(self)
        self._marks.setSingleShot(True)
        self._marks.setInterval(MARKS_AFTER_MS)
        self._marks.timeout.connect(self.look_at_recent)
        self._renew_recent()
        shell.recent_changed.connect(self._renew_recent)
        for news in (shell.ready, shell.project_changed, shell.summaries_changed):
            news.connect(self._look_soon)
        shell.counts_changed.connect(self._on_count)
        theme.look().changed.connect(self._on_look)
        self._on_look()

    def _add(self, section: str, places: tuple[Place, ...], column: QVBoxLayout) -> None:
        for place in places:
            if place.navigation == section:
                button = NavigationButton(place.text, place.icon, self)
                button.clicked.connect(lambda _=False, name=place.id: self.chosen.emit(name))
                self._buttons[place.id] = button
                self._group.addButton(button)
                column.addWidget(button)

    def mark(self, place_id: str) -> None:
        """Show PLACE_ID as the current place; nothing marked for an unknown one."""
        button = self._buttons.get(place_id)
        if button is not None:
            button.setChecked(True)
            return
        self._group.setExclusive(False)
        for other in self._buttons.values():
            other.setChecked(False)
        self._group.setExclusive(True)

    def set_rail(self, rail: bool) -> None:
        """Icons only (52 px) or icons and words (172 px)."""
        self._is_rail = rail
        for button in self._buttons.values():
            button.set_rail(rail)
        self._on_look()
        self._renew_recent()

    @property
    def is_rail(self) -> bool:
        return self._is_rail

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.color("line"))

    def _on_look(self) -> None:
        self.setFixedWidth(theme.px(RAIL_WIDTH if self._is_rail else WIDTH))

    def _on_count(self, place: str, count: int) -> None:
        if place in self._buttons:
            self._buttons[place].set_count(count)

    def _renew_recent(self) -> None:
        while self._recent.count():
            taken = self._recent.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        recent = () if self._is_rail else self._shell.recent
        self._recent_title.setVisible(bool(recent))
        for number, name in recent:
            button = RecentButton(number, name, self)
            button.clicked.connect(lambda _=False, chosen=number: self.project_chosen.emit(chosen))
            self._recent.addWidget(button)
        if recent:
            self._marks.start()

    def _look_soon(self, *_: object) -> None:
        self._marks.start()

    def look_at_recent(self) -> None:
        """Read how the recent projects stand and mark them so."""
        numbers = [number for number, _ in self._shell.recent]
        if self._is_rail or not numbers or not self._shell.is_ready:
            return
        lists = self._shell.services.lists

        def work(_: Report) -> Sequence[ProjectLine]:
            return lists.projects_named(numbers)

        self._shell.runner.latest(
            "navigation.recent", work, done=self._on_recent, failed=self._on_unknown, foreground=False, title=""
        )

    def _on_recent(self, lines: Sequence[ProjectLine]) -> None:
        from gxq_desktop.ui.projects.model import mark_of, state_of

        states = {str(line.number): (mark_of(line), state_of(line)) for line in lines}
        for button in self.findChildren(RecentButton):
            button.set_state(*states.get(button.number, (None, "")))

    def _on_unknown(self, _: Exception) -> None:
        """The marks stay as they were; the page says what cannot be read."""
