"""批量登记: one record for all ticked rows, asked for once; what is refused is listed with its reason first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.application.ledger_desk import LedgerEntry
from gxq_desktop.application.record_batch import BATCH_KINDS, BatchDone, BatchLine, BatchPreview
from gxq_desktop.application.screen_wording import refusal_on_screen
from gxq_desktop.domain.case_states import EventKind, MissedReason
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.form import TextField
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.ledger.batch_presenter import BatchFields, BatchPresenter, likely_kind
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.project.schedule.terms_editor import DayField, day_of
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import Column, RowsModel
from gxq_desktop.ui.table_view import TableView

NO_REASON = "没有超期的，不用选"
CHOOSE_REASON = "选一个原因"
LACKING = {"原因": "选一个超期原因", "依据": "写文号或附证据文件"}


def _verdict(line: BatchLine) -> Mark:
    if line.fits:
        return Mark.NOTICE if line.warnings else Mark.PASSED
    return Mark.UNDECIDED if line.lacks else Mark.FAILED


def _word(line: BatchLine) -> str:
    if line.fits:
        return "要留意" if line.warnings else "可登记"
    return f"缺{line.lacks}" if line.lacks else "不能记"


def _told(line: BatchLine) -> str:
    if line.refusal is not None:
        return refusal_on_screen(line.refusal)
    recorded = "、".join(line.events)
    return "　".join(text for text in (f"记 {recorded}", *line.warnings) if text)


COLUMNS: tuple[Column[BatchLine], ...] = (
    Column("结果", show=_word, width=86, mark=_verdict, sort=lambda line: line.fits),
    Column("项目", show=lambda line: line.row.project, width=150, most=220, searchable=True),
    Column("事项", show=lambda line: line.row.what, width=190, most=280, searchable=True),
    Column("登记什么，或为什么不能", show=_told, least=240, tip=_told),
)


class BatchDialog(QDialog):
    """saved(BatchDone, EventKind): this was recorded. ask_file: asks the user for the evidence; tests take its place."""

    saved = Signal(object, object)

    def __init__(self, shell: Shell, entries: Sequence[LedgerEntry], parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._evidence: Path | None = None
        self.ask_file: Callable[[], str] = self._ask_file
        self.presenter = BatchPresenter(shell, entries, self)
        projects = len({entry.line.row.number for entry in entries})
        self.setWindowTitle("批量登记")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(theme.px(900), theme.px(600))
        self.headline = wrapped(f"勾选的 {len(entries)} 项，{projects} 个项目，一次登记", self)
        fonts.set_font(self.headline, fonts.DIALOG_HEAD, bold=True)
        self.kind = QComboBox(self)
        self.kind.setAccessibleName("登记什么")
        for kind in BATCH_KINDS:
            self.kind.addItem(kind.label, kind)
        self.kind.setCurrentIndex(BATCH_KINDS.index(likely_kind(entries)))
        self.on = DayField(self, "发生在哪一天")
        today = shell.today
        self.on.setMaximumDate(QDate(today.year, today.month, today.day))
        self.on.show_day(today)
        self.document = TextField("文号或凭据编号", self, note="销账要有它，或下面的证据文件", letter="W")
        self.note = TextField("备注", self, note="可以不填", letter="B")
        self.person = TextField("经办人", self, note="不填就记项目的帮办员", letter="J")
        self.person.set_text(_operator(shell))
        self.reason = QComboBox(self)
        self.reason.setAccessibleName("超期原因")
        self.file = QPushButton("附证据文件(&Z)…", self)
        self.file.setAutoDefault(False)
        self.drop = QPushButton("不附", self)
        self.drop.setProperty("kind", "link")
        self.drop.setAutoDefault(False)
        self.drop.hide()
        self.model = RowsModel(COLUMNS, self, key=lambda line: line.row)
        self.table = TableView("ledger.batch", self.model, shell.preferences, self, row_height=26, name="逐项的结果")
        self.told = wrapped("", self)
        theme.set_role(self.told, "text2")
        self.verdict = QLabel(self)
        fonts.set_font(self.verdict, fonts.PANEL_TITLE, bold=True)
        self._lay_out()
        self._show_reasons(False)
        self.presenter.previewed.connect(self._on_previewed)
        self.presenter.saved.connect(self._on_saved)
        self.presenter.failed.connect(self._on_failed)
        self.kind.currentIndexChanged.connect(self._ask)
        self.on.picked.connect(self._ask)
        self.reason.activated.connect(self._ask)
        for field in (self.document, self.note, self.person):
            field.changed.connect(self._ask)
        self.file.clicked.connect(self._choose_file)
        self.drop.clicked.connect(self._drop_file)
        self.save.clicked.connect(self._save)
        ctrl_enter = QShortcut(QKeySequence("Ctrl+Return"), self)
        ctrl_enter.activated.connect(self._save)
        self.finished.connect(self.presenter.stop)
        self.table.chosen.connect(self._on_chosen)
        self._ask()
        self.document.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        body = QVBoxLayout()
        body.setContentsMargins(20, 16, 20, 8)
        body.setSpacing(8)
        body.addWidget(self.headline)
        first = QHBoxLayout()
        first.setSpacing(16)
        for title, widget in (("登记(&K)", self.kind), ("日期(&R)", self.on), ("超期原因(&Y)", self.reason)):
            pair = QVBoxLayout()
            pair.setSpacing(3)
            label = QLabel(title, self)
            fonts.set_font(label, fonts.BASE, bold=True)
            label.setBuddy(widget)
            pair.addWidget(label)
            pair.addWidget(widget)
            pair.addStretch(1)
            first.addLayout(pair)
        first.addStretch(1)
        body.addLayout(first)
        second = QHBoxLayout()
        second.setSpacing(16)
        for field in (self.document, self.person, self.note):
            second.addWidget(field, 1)
        body.addLayout(second)
        third = QHBoxLayout()
        third.setSpacing(8)
        third.addWidget(self.file)
        third.addWidget(self.drop)
        third.addStretch(1)
        body.addLayout(third)
        body.addWidget(self.verdict)
        body.addWidget(self.table, 1)
        body.addWidget(self.told)
        foot = Foot(self)
        self.cancel = foot.add("取消(&C)")
        self.save = foot.add("登记(&S)", primary=True)
        self.save.setEnabled(False)
        self.cancel.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(body, 1)
        layout.addWidget(foot)

    # -- asking ---------------------------------------------------------------------------------------------------

    @property
    def fields(self) -> BatchFields:
        return BatchFields(
            kind=EventKind(self.kind.currentData()),
            on=day_of(self.on.date()),
            document=self.document.text,
            evidence=self._evidence,
            note=self.note.text,
            late_reason=str(self.reason.currentData() or ""),
            person=self.person.text,
        )

    def _ask(self, *_: object) -> None:
        self.save.setEnabled(False)
        self.save.setToolTip("正在核对")
        self.presenter.ask(self.fields)

    def _on_previewed(self, preview: BatchPreview) -> None:
        self.model.set_rows(sorted(preview.lines, key=lambda line: line.fits))
        if self.table.current_row is None:
            self.table.select_first()
        self._show_reasons(preview.needs_reason)
        fitting, refused = len(preview.fitting), len(preview.refused)
        lacking = sorted({line.lacks for line in preview.refused if line.lacks})
        if not refused:
            text = f"{fitting} 项都可以登记，一次存下，一步撤销"
        elif lacking and all(line.lacks for line in preview.refused) and not fitting:
            text = "、".join(LACKING[each] for each in lacking) + "，就可以登记"
        elif fitting:
            text = f"{fitting} 项可以登记，{refused} 项不能，登记时跳过"
        else:
            text = "一项也不能登记，原因在表里"
        self.verdict.setText(text)
        theme.set_role(self.verdict, "text" if not refused else "warn" if fitting or lacking else "seal")
        self.save.setText(f"登记 {fitting} 项(&S)" if fitting else "登记(&S)")
        self.save.setEnabled(fitting > 0)
        self.save.setToolTip("Ctrl+Enter" if fitting else "没有一项可以登记，原因在表里")

    def _on_chosen(self, line: BatchLine | None) -> None:
        """The whole of what the table may have cut."""
        self.told.setText(f"{line.row.what}：{_told(line)}" if line is not None else "")

    def _show_reasons(self, needed: bool) -> None:
        """Offer the reasons for being late where some row is."""
        chosen = self.reason.currentData()
        self.reason.clear()
        self.reason.addItem(CHOOSE_REASON if needed else NO_REASON, "")
        if needed or chosen:
            for reason in MissedReason:
                self.reason.addItem(reason.value, reason.value)
        self.reason.setCurrentIndex(max(0, self.reason.findData(chosen)) if chosen else 0)
        self.reason.setEnabled(self.reason.count() > 1)
        self.reason.setToolTip("" if needed else "登记的日期没有超过到期日")
        theme.set_property(self.reason, "bad", "1" if needed and not self.reason.currentData() else "")

    # -- evidence -------------------------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        chosen = self.ask_file()
        if chosen:
            self._evidence = Path(chosen)
            self.file.setText(self._evidence.name)
            self.drop.show()
            self._ask()

    def _drop_file(self) -> None:
        self._evidence = None
        self.file.setText("附证据文件(&Z)…")
        self.drop.hide()
        self._ask()

    def _ask_file(self) -> str:
        return QFileDialog.getOpenFileName(self, "附证据文件")[0]

    # -- saving ---------------------------------------------------------------------------------------------------

    def _save(self) -> None:
        if self.save.isEnabled():
            self._set_busy(True)
            self.presenter.save()

    def _set_busy(self, busy: bool) -> None:
        """While it is being stored nothing can be changed and the dialog stays."""
        self.save.setEnabled(False)
        for widget in (self.cancel, self.kind, self.on, self.reason, self.document, self.person, self.note, self.file):
            widget.setEnabled(not busy)
        if busy:
            self.verdict.setText("正在登记，几个项目一起存下…")
            theme.set_role(self.verdict, "text")
        else:
            self.reason.setEnabled(self.reason.count() > 1)

    def reject(self) -> None:
        if self.cancel.isEnabled():
            super().reject()

    def _on_saved(self, done: BatchDone) -> None:
        self.saved.emit(done, self.fields.kind)
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(False)
        self._shell.show_error(error, "没有登记", "没有丢。一项也没有登记，原来的记录都在。")
        self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # Ctrl+Enter saves; a lone Enter in a field must not
        super().keyPressEvent(event)


def _operator(shell: Shell) -> str:
    """Who works at this desk."""
    from gxq_desktop.application.staff import operator_name

    return operator_name(shell.services)
