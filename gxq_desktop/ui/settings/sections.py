"""The parts of 设置. Each is a widget made with the shell; `open` is called when it is shown."""

from __future__ import annotations

import platform
from pathlib import Path

from PySide6.QtCore import QRectF, QUrl
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop import __version__
from gxq_desktop.application.bureau import LABELS, BureauDetails, details_of, faults_of
from gxq_desktop.application.folders import look_at_folder
from gxq_desktop.ui import faults, fonts, icons, theme
from gxq_desktop.ui.form import FolderField, TextField
from gxq_desktop.ui.labels import Hairline, wrapped
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.page import CommandButton
from gxq_desktop.ui.settings.look import PERCENTS
from gxq_desktop.ui.settings.moving import move_to, why_not_movable
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.theme import ThemeChoice


class Section(QWidget):
    """A titled column of settings. heading: its title."""

    heading = ""
    text = ""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(28, 20, 28, 20)
        self.column.setSpacing(8)
        title = QLabel(self.heading, self)
        fonts.set_font(title, fonts.DIALOG_HEAD, bold=True)
        self.column.addWidget(title)
        if self.text:
            told = wrapped(self.text, self)
            theme.set_role(told, "text2")
            self.column.addWidget(told)
        self.column.addSpacing(4)

    def add_heading(self, text: str) -> None:
        label = QLabel(text, self)
        fonts.set_font(label, fonts.BASE, bold=True)
        self.column.addSpacing(6)
        self.column.addWidget(label)

    def open(self) -> None:
        """Shown now, services there."""


class LookSection(Section):
    heading = "外观"
    text = "改了就看得见，下次打开还是这样。"

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, parent)
        self.add_heading("颜色")
        self._themes = QButtonGroup(self)
        for choice in (ThemeChoice.SYSTEM, ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.CONTRAST):
            button = QRadioButton(choice.label, self)
            button.clicked.connect(lambda _=False, name=choice: self._on_theme(name))
            button.setProperty("choice", choice.value)
            self._themes.addButton(button)
            self.column.addWidget(button)
        self.add_heading("文字大小")
        row = QHBoxLayout()
        row.setSpacing(16)
        self._sizes = QButtonGroup(self)
        for percent in PERCENTS:
            button = QRadioButton(f"{percent}%", self)
            button.clicked.connect(lambda _=False, size=percent: self._on_percent(size))
            self._sizes.addButton(button, percent)
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        larger, smaller, normal = (shell.commands.native(f"look.{name}") for name in ("larger", "smaller", "normal"))
        told = f"{larger} 放大，{smaller} 缩小，{normal} 恢复。放大以后窗口按变窄处理：导航和右侧说明先让位。"
        keys = wrapped(told, self)
        theme.set_role(keys, "text2")
        self.column.addWidget(keys)
        self.column.addStretch(1)

    def open(self) -> None:
        for button in self._themes.buttons():
            button.setChecked(button.property("choice") == self.shell.preferences.theme.value)
        near = min(PERCENTS, key=lambda percent: abs(percent - self.shell.preferences.percent))
        self._sizes.button(near).setChecked(True)

    def _on_theme(self, choice: ThemeChoice) -> None:
        self.shell.commands.run(f"look.{choice}")

    def _on_percent(self, percent: int) -> None:
        if self.shell.look_settings is not None:
            self.shell.look_settings.set_percent(percent)


class BureauSection(Section):
    heading = "本局"
    text = "印在每一本手册上。改了以后，已发的手册会列进“手册要重发”。"

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, parent)
        self.fields: dict[str, TextField] = {}
        for name, label in LABELS.items():
            field = TextField(label, self, check=lambda text, name=name: self._checked(name, text))
            field.setMaximumWidth(theme.px(520))
            self.fields[name] = field
            self.column.addWidget(field)
        row = QHBoxLayout()
        self.save = QPushButton("存为本局信息(&S)", self)
        self.save.setProperty("kind", "primary")
        self.save.clicked.connect(self._on_save)
        row.addWidget(self.save)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def open(self) -> None:
        details = self.shell.services.bureau or details_of(self.shell.services.catalogue)
        for name, field in self.fields.items():
            field.set_text(getattr(details, name))
            if self.shell.services.bureau is None and name in ("address", "phone", "complaint_phone"):
                field.say(Mark.NOTICE, "这是样例，核实后改成本局的")

    @property
    def details(self) -> BureauDetails:
        return BureauDetails(**{name: field.text for name, field in self.fields.items()})

    def _checked(self, name: str, text: str) -> tuple[Mark | None, str]:
        values = {key: field.text for key, field in self.fields.items()} | {name: text}
        fault = faults_of(BureauDetails(**{key: values.get(key, "") for key in LABELS})).get(name, "")
        return (Mark.FAILED, fault) if fault else (None, "")

    def _on_save(self) -> None:
        faulty = next((field for field in self.fields.values() if not field.validate()), None)
        if faulty is not None:
            faulty.setFocus()
            return
        services, details = self.shell.services, self.details
        if self.shell.save(lambda: services.set_bureau(details), "本局信息没有存下"):
            self.shell.catalogue_changed.emit()
            self.shell.settings_changed.emit()
            self.shell.say("本局信息已存，以后的手册印新的")
            self.open()


class DataSection(Section):
    heading = "数据与备份"

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, parent)
        self.add_heading("数据文件夹")
        self._folder = wrapped("", self)
        self.column.addWidget(self._folder)
        row = QHBoxLayout()
        self._open = QPushButton("打开数据文件夹(&O)", self)
        self._open.clicked.connect(self._on_open)
        row.addWidget(self._open)
        self.move_button = QPushButton("移动(&V)…", self)
        self.move_button.clicked.connect(self._on_move)
        row.addWidget(self.move_button)
        row.addStretch(1)
        self.column.addLayout(row)
        moved = wrapped("移动：全部抄到一个空文件夹，核对无误后换过去，原来的文件夹不动。", self)
        theme.set_role(moved, "text2")
        self.column.addWidget(moved)
        self.column.addWidget(Hairline(self))
        self.backup = FolderField("备份文件夹", self, note="最好是另一块盘或 U 盘，可以空着", check=self._check_backup)
        self.backup.setMaximumWidth(theme.px(620))
        self.backup.line.editingFinished.connect(self._keep)
        self.backup.button.clicked.connect(self._keep)
        self.column.addWidget(self.backup)
        self._add_buttons(
            ("backups.make", "立即备份(&M)"), ("backups.restore", "从备份恢复(&R)…"), ("data.check", "检查数据(&K)…")
        )
        self.column.addWidget(Hairline(self))
        self.add_heading("示例项目")
        self._add_buttons(("samples.create", "建示例项目(&E)"), ("samples.remove", "删去示例项目(&D)…"))
        self.column.addStretch(1)

    def _add_buttons(self, *commands: tuple[str, str]) -> None:
        row = QHBoxLayout()
        for name, text in commands:
            row.addWidget(CommandButton(self.shell, name, self, text))
        row.addStretch(1)
        self.column.addLayout(row)

    def open(self) -> None:
        folder = self.shell.data_dir
        self._folder.setText(str(folder) if folder else "内存里（演示）")
        self._open.setEnabled(folder is not None)
        reason = why_not_movable(self.shell)
        self.move_button.setEnabled(not reason)
        self.move_button.setToolTip(reason)
        self.backup.set_text(self.shell.preferences.get("backup.folder", ""))

    def _on_move(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "把数据移到哪个空文件夹", str(self.shell.data_dir))
        if chosen:
            move_to(Path(chosen), self.shell, self)

    def _check_backup(self, text: str) -> tuple[Mark | None, str]:
        if not text:
            return None, "空着：只备份到数据文件夹里"
        state = look_at_folder(Path(text), beside=self.shell.data_dir)
        return (Mark.FAILED if not state.usable else Mark.NOTICE if state.warns else Mark.PASSED), state.sentence

    def _keep(self) -> None:
        if self.backup.validate():
            self.shell.preferences.set("backup.folder", self.backup.text or None)
            self.shell.settings_changed.emit()

    def _on_open(self) -> None:
        if self.shell.data_dir is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.shell.data_dir)))


class ProductMark(QWidget):
    """The seal cut as three bars."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(theme.px(40), theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), QRectF(self.rect()), "gxq")


class AboutSection(Section):
    heading = "关于"

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, parent)
        self._name = QLabel(f"高新区项目审批服务台 {__version__}", self)
        fonts.set_font(self._name, fonts.PANEL_TITLE, bold=True)
        self._lines = wrapped("", self)
        theme.set_role(self._lines, "text2")
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(ProductMark(self))
        row.addWidget(self._name, 1)
        self.column.addSpacing(6)
        self.column.addLayout(row)
        self.column.addSpacing(6)
        self.column.addWidget(self._lines)
        self.column.addStretch(1)

    def open(self) -> None:
        from PySide6 import __version__ as qt

        catalogue = self.shell.services.catalogue
        log = faults.log_file or "没有写日志"
        self._lines.setText(
            f"事项库 {catalogue.version} 版，{len(catalogue.items)} 项\n"
            f"Qt {qt}，Python {platform.python_version()}，{platform.system()}\n"
            f"日志：{log}\n\n"
            "图标：Fluent UI System Icons（MIT）。字体：Noto Sans SC 子集（OFL 1.1）。"
        )
