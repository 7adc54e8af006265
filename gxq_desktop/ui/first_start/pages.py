"""The three pages: the bureau, the folders, the calendar years. Each checks its fields in place and gives its values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from gxq_desktop.application.bureau import LABELS, BureauDetails, faults_of
from gxq_desktop.application.folders import look_at_folder
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.form import FolderField, TextField
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.marks import Mark


class StepPage(QWidget):
    """A page of the dialog. heading, text: as shown at the top; short: in the list of steps."""

    heading = ""
    text = ""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(28, 24, 28, 12)
        self.column.setSpacing(6)
        title = wrapped(self.heading, self)
        fonts.set_font(title, fonts.TITLE, bold=True)
        told = wrapped(self.text, self)
        theme.set_role(told, "text2")
        self.column.addWidget(title)
        self.column.addWidget(told)
        self.column.addSpacing(8)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("base"))

    def faulty(self) -> QWidget | None:
        """Check everything; the first field that cannot stay, None if all can."""
        return None


class BureauPage(StepPage):
    heading = "本局名称与联系方式"
    text = "印在每一本手册上。以后可在“设置”里改。"

    def __init__(self, details: BureauDetails, parent: QWidget, *, is_template: bool) -> None:
        super().__init__(parent)
        self.fields: dict[str, TextField] = {}
        self._given = details
        for name, label in LABELS.items():
            field = TextField(label, self, check=lambda text, name=name: self._checked(name, text))
            self.fields[name] = field
            field.set_text(getattr(details, name))
            self.column.addWidget(field)
        if is_template:
            for name in ("address", "phone", "complaint_phone"):
                self.fields[name].say(Mark.NOTICE, "这是样例，核实后改成本局的")
        self.column.addStretch(1)

    def _checked(self, name: str, text: str) -> tuple[Mark | None, str]:
        fault = faults_of(self._with(name, text)).get(name, "")
        return (Mark.FAILED, fault) if fault else (None, "")

    def _with(self, name: str, text: str) -> BureauDetails:
        values = {key: field.text for key, field in self.fields.items()}
        return BureauDetails(**{key: values.get(key, "") for key in LABELS} | {name: text})

    @property
    def details(self) -> BureauDetails:
        return BureauDetails(**{key: field.text for key, field in self.fields.items()})

    def faulty(self) -> QWidget | None:
        return next((field for field in self.fields.values() if not field.validate()), None)


class FoldersPage(StepPage):
    heading = "数据与备份放在哪里"
    text = "都在这台电脑上，不连网。以后可在“设置”里看。"

    def __init__(self, data_dir: Path, backup: str, parent: QWidget, *, movable: bool) -> None:
        super().__init__(parent)
        self.data = FolderField("数据文件夹", self, check=self._check_data)
        self.backup = FolderField("备份文件夹", self, note="最好是另一块盘或 U 盘，可以空着", check=self._check_backup)
        self.automatic = QCheckBox("每天收工后自动备份，至少间隔 30 分钟，备份后校验", self)
        self.automatic.setChecked(True)
        self.data.line.setReadOnly(not movable)
        self.data.button.setEnabled(movable)
        if not movable:
            self.data.button.setToolTip("启动时已经指定")
        for each in (self.data, self.backup, self.automatic):
            self.column.addWidget(each)
        self.column.addStretch(1)
        self.data.set_text(str(data_dir))
        self.backup.set_text(backup)

    def _check_data(self, text: str) -> tuple[Mark | None, str]:
        if not text:
            return Mark.FAILED, "数据总要有个地方放。"
        state = look_at_folder(Path(text))
        return (Mark.FAILED if not state.usable else Mark.NOTICE if state.warns else Mark.PASSED), state.sentence

    def _check_backup(self, text: str) -> tuple[Mark | None, str]:
        if not text:
            return None, "空着：只备份到数据文件夹里"
        state = look_at_folder(Path(text), beside=Path(self.data.text or "/"))
        return (Mark.FAILED if not state.usable else Mark.NOTICE if state.warns else Mark.PASSED), state.sentence

    def faulty(self) -> QWidget | None:
        return next((field for field in (self.data, self.backup) if not field.validate()), None)


class YearsPage(StepPage):
    heading = "放假安排"
    text = "到期日按国务院办公厅的放假通知数工作日。没有通知的年份先推算，标“暂定”。"

    def __init__(self, calendar: WorkCalendar, year: int, parent: QWidget, load: Callable[[], None]) -> None:
        super().__init__(parent)
        self._lines = QVBoxLayout()
        self.column.addLayout(self._lines)
        self._year = year
        self.button = QPushButton("装入放假通知(&I)…", self)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(load)
        self.column.addSpacing(8)
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        later = wrapped("通知每年 11 月前后公布；到时在“日历”页装入，时间表自动重排。", self)
        theme.set_role(later, "text2")
        self.column.addWidget(later)
        self.column.addStretch(1)
        self.show_years(calendar)

    def show_years(self, calendar: WorkCalendar) -> None:
        """Say which of this year and the next two are announced."""
        from gxq_desktop.ui.form import FieldNote

        while self._lines.count():
            taken = self._lines.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for year in range(self._year, self._year + 3):
            line = FieldNote(self)
            if calendar.covers_year(year):
                line.say(Mark.PASSED, f"{year} 年　已公布，{sum(calendar.months(year))} 个工作日")
            else:
                line.say(Mark.PROVISIONAL, f"{year} 年　还没有公布，按周末和法定节日推算，日期标“暂定”")
            self._lines.addWidget(line)
