"""The dialog of the first start: steps at the left, one page at the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gxq_desktop.application.bureau import BureauDetails, details_of
from gxq_desktop.ui import fonts, icons, theme
from gxq_desktop.ui.first_start.pages import BureauPage, FoldersPage, StepPage, YearsPage
from gxq_desktop.ui.marks import Mark, mark
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.shell import Shell

TITLE_BAR = 40


class Steps(QWidget):
    """The mark of the program, its name, the three steps: done ticked, current tinted."""

    def __init__(self, steps: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._steps, self._current = steps, 0
        self.setFixedWidth(theme.px(196))

    def set_current(self, number: int) -> None:
        self._current = number
        self.setAccessibleName(f"第 {number + 1} 步，共 {len(self._steps)} 步：{self._steps[number]}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.color("line"))
        left = theme.px(22)
        side = theme.px(44)
        icons.paint(painter, QRectF(left, theme.px(26), side, side), "gxq")
        painter.setFont(fonts.font(fonts.DIALOG_HEAD, bold=True))
        painter.setPen(theme.color("text"))
        box = QRectF(left, theme.px(84), self.width() - left - 8, theme.px(48))
        painter.drawText(box, Qt.TextFlag.TextWordWrap, "高新区项目审批服务台")
        top = theme.px(158)
        height = theme.px(34)
        for number, text in enumerate(self._steps):
            line = QRectF(0, top + number * theme.px(40), self.width() - 1, height)
            current = number == self._current
            if current:
                painter.fillRect(line, theme.color("sel"))
                painter.fillRect(QRectF(0, line.top(), 3, height), theme.color("accent"))
            if number < self._current:
                mark(painter, QRectF(left, line.top(), theme.px(12), height), Mark.PASSED)
            else:
                painter.setFont(fonts.font(fonts.BASE, bold=True))
                painter.setPen(theme.color("selText" if current else "text2"))
                painter.drawText(QRectF(left, line.top(), 20, height), Qt.AlignmentFlag.AlignVCenter, str(number + 1))
            painter.setFont(fonts.font(fonts.BASE, bold=current))
            painter.setPen(theme.color("selText" if current else "text2"))
            place = QRectF(left + theme.px(22), line.top(), self.width() - left - theme.px(26), height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)


class FirstStartDialog(QDialog):
    """Asks three pages; `accept` keeps the answers. `data_dir` is the folder chosen, maybe another than before."""

    def __init__(self, shell: Shell, data_dir: Path, parent: QWidget | None, *, movable: bool) -> None:
        super().__init__(parent)
        self._shell = shell
        self._data_dir = data_dir
        services = shell.services
        self.setWindowTitle("第一次使用")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        room = self.screen().availableSize()
        self.setMinimumSize(min(theme.px(760), room.width()), min(theme.px(540), room.height() - TITLE_BAR))
        kept = services.bureau
        self.bureau = BureauPage(kept or details_of(services.catalogue), self, is_template=kept is None)
        backup = shell.preferences.get("backup.folder", "")
        self.folders = FoldersPage(data_dir, backup, self, movable=movable)
        self.years = YearsPage(services.calendar, shell.today.year, self, self._load_notice)
        self.pages: tuple[StepPage, ...] = (self.bureau, self.folders, self.years)
        self.steps = Steps(("本局名称与联系方式", "数据与备份", "放假安排"), self)
        self.stack = QStackedWidget(self)
        for page in self.pages:
            self.stack.addWidget(page)
        foot = Foot(self)
        self.back = foot.add("上一页(&B)")
        self.forward = foot.add("下一页(&N)", primary=True)
        self.back.clicked.connect(self._on_back)
        self.forward.clicked.connect(self._on_forward)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.stack, 1)
        right.addWidget(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.steps)
        layout.addLayout(right, 1)
        self._show(0)

    @property
    def data_dir(self) -> Path:
        return Path(self.folders.data.text) if self.folders.data.text else self._data_dir

    @property
    def details(self) -> BureauDetails:
        return self.bureau.details

    def _show(self, number: int) -> None:
        self.stack.setCurrentIndex(number)
        self.steps.set_current(number)
        self.back.setEnabled(number > 0)
        self.back.setToolTip("" if number else "这是第一页")
        self.forward.setText("开始使用(&N)" if number == len(self.pages) - 1 else "下一页(&N)")
        first = {0: self.bureau.fields["bureau"], 1: self.folders.data, 2: self.forward}[number]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_back(self) -> None:
        self._show(max(0, self.stack.currentIndex() - 1))

    def _on_forward(self) -> None:
        number = self.stack.currentIndex()
        faulty = self.pages[number].faulty()
        if faulty is not None:
            faulty.setFocus(Qt.FocusReason.OtherFocusReason)
        elif number < len(self.pages) - 1:
            self._show(number + 1)
        else:
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_forward()
            return
        super().keyPressEvent(event)

    def keep(self) -> None:
        """Store the answers: bureau, backup folder. Raises DomainError."""
        preferences = self._shell.preferences
        preferences.set("backup.folder", self.folders.backup.text or None)
        preferences.set("backup.automatic", self.folders.automatic.isChecked())
        if self.details != details_of(self._shell.services.catalogue) or self._shell.services.bureau is not None:
            services, details = self._shell.services, self.details
            self._shell.runner.carry_out(lambda: services.set_bureau(details))
            self._shell.catalogue_changed.emit()

    def _load_notice(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "装入放假通知", "", "放假通知 (*.yaml *.yml)")
        if not chosen:
            return
        services = self._shell.services
        if not self._shell.save(lambda: services.import_notice(Path(chosen)), "放假通知没有装入"):
            return
        self._shell.calendar_changed.emit()
        self.years.show_years(self._shell.services.calendar)
