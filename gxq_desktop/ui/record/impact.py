"""The right half: what would change, before anything is saved (保存前先看影响)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from gxq_desktop.application.paper_kinds import PaperChoice
from gxq_desktop.application.record_papers import print_offer
from gxq_desktop.application.record_preview import DateChange, RecordPreview
from gxq_desktop.application.wording import listed_day
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.delegates import PADDING, Index, RowDelegate
from gxq_desktop.ui.labels import link_button, wrapped
from gxq_desktop.ui.marks import Mark, mark
from gxq_desktop.ui.preferences import Preferences
from gxq_desktop.ui.table_model import MARK_ROLE, Column, RowsModel
from gxq_desktop.ui.table_view import TableView

HEADLINE = "保存前先看影响"
ROW = 26
PRINT_AFTER = "record.print_after"


def mark_of(change: DateChange) -> Mark:
    """Later is 顺延, else it is well."""
    return Mark.SHIFTED if change.moved > 0 else Mark.ON_TIME


def moved_in_words(change: DateChange) -> str:
    """+6, −3, 不变, 新; in working days, as the column's head says."""
    if change.old is None:
        return "新"
    if not change.moved:
        return "不变" if change.is_same else "同一工作日"
    return f"{'+' if change.moved > 0 else '−'}{abs(change.moved)}"


def shown_day(day: date, today: date) -> str:
    """09-29（二）; of another year in full, without its weekday: 2027-03-02."""
    return listed_day(day, today) if day.year == today.year else f"{day:%Y-%m-%d}"


def columns(today: date) -> tuple[Column[DateChange], ...]:
    """The columns of changing dates."""
    return (
        Column(
            "会变动的日期",
            show=lambda change: f"{change.code} {change.what}".strip(),
            mark=mark_of,
            sortable=False,
            least=110,
        ),
        Column(
            "原来",
            show=lambda change: shown_day(change.old, today) if change.old is not None and change.is_same else "",
            before=lambda change: shown_day(change.old, today) if change.old is not None and not change.is_same else "",
            width=100,
            most=140,
            right=True,
            sortable=False,
        ),
        Column(
            "改为",
            show=lambda change: shown_day(change.new, today),
            bold=lambda change: not change.is_same,
            width=104,
            most=140,
            right=True,
            sortable=False,
        ),
        Column(
            "变动工作日",
            show=moved_in_words,
            color=lambda change: "seal" if change.moved > 0 else "ok" if change.moved < 0 else "text2",
            width=84,
            most=96,
            right=True,
            sortable=False,
        ),
    )


class ChangeDelegate(RowDelegate):
    """The mark in its colour, the words in the text's: what is fine stays quiet."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, selected: bool) -> None:
        sign = index.data(MARK_ROLE)
        if not sign:
            super().paint_cell(painter, rect, index, selected)
            return
        inner = QRectF(rect).adjusted(theme.px(PADDING), 0, -theme.px(PADDING), -1)
        mark(painter, QRectF(inner.left(), inner.top(), theme.px(12), inner.height()), Mark(sign))
        inner.setLeft(inner.left() + theme.px(20))
        painter.setFont(fonts.font(fonts.BASE))
        painter.setPen(theme.color("selText" if selected else "text"))
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        cut = fonts.metrics(fonts.BASE).elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, cut)


class ImpactPane(QScrollArea):
    """earliest_wanted(day): the day a refusal names as the first that would do."""

    earliest_wanted = Signal(object)

    def __init__(self, parent: QWidget, preferences: Preferences, today: date) -> None:
        super().__init__(parent)
        self._today = today
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(HEADLINE)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = _Ground()
        self._column = QVBoxLayout(ground)
        self._column.setContentsMargins(18, 14, 18, 14)
        self._column.setSpacing(6)
        self.setWidget(ground)
        title = wrapped(HEADLINE, ground)
        fonts.set_font(title, fonts.PANEL_TITLE, bold=True)
        self._column.addWidget(title)
        self.headline = wrapped("", ground)
        self._column.addWidget(self.headline)
        self.earliest = link_button("", ground)
        self.earliest.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.earliest.clicked.connect(self._on_earliest)
        self.earliest.hide()
        self._column.addWidget(self.earliest)
        self.model: RowsModel[DateChange] = RowsModel(columns(today), self)
        self.table = TableView("", self.model, preferences, ground, row_height=ROW, name="会变动的日期")
        self.table.setItemDelegate(ChangeDelegate(self.table))
        self._column.addWidget(self.table)
        self.more = self._line("text2")
        self.sections: dict[str, tuple[QLabel, QLabel]] = {}
        for name, heading in (
            ("counted", "怎么数"),
            ("owner", "三方用时"),
            ("levers", "可以追回"),
            ("papers", "手里的纸"),
            ("approvals", "要批准"),
            ("warnings", "留意"),
        ):
            head = wrapped(heading, ground)
            fonts.set_font(head, fonts.BASE, bold=True)
            self._column.addSpacing(4)
            self._column.addWidget(head)
            text = self._line("warn" if name in ("approvals", "warnings") else "")
            self.sections[name] = (head, text)
        self.print_after = QCheckBox(ground)
        self.print_after.setChecked(bool(preferences.get(PRINT_AFTER, False)))
        self.print_after.toggled.connect(lambda on: preferences.set(PRINT_AFTER, on))
        self._column.addSpacing(4)
        self._column.addWidget(self.print_after)
        self._paper: PaperChoice | None = None
        self._column.addStretch(1)
        self._day: date | None = None
        self.wait("选一项、选记什么，这里先说清会动到哪些日期。")
        theme.look().changed.connect(self._fit)

    def _line(self, role: str) -> QLabel:
        label = wrapped("", self.widget())
        if role:
            theme.set_role(label, role)
        self._column.addWidget(label)
        label.hide()
        return label

    @property
    def paper(self) -> PaperChoice | None:
        """What is to be printed once it is saved; None if it was not asked for."""
        return self._paper if self.print_after.isChecked() else None

    def offer_paper(self, paper: PaperChoice | None) -> None:
        """Offer to print PAPER once it is saved; None offers nothing."""
        self._paper = paper
        self.print_after.setVisible(paper is not None)
        if paper is not None:
            self.print_after.setText(f"{print_offer(paper)}(&T)")

    def text(self, name: str) -> str:
        """What the section NAME says; "" while it is hidden."""
        shown = self.sections[name][1]
        return "" if shown.isHidden() else shown.text()

    # -- what it shows --------------------------------------------------------------------------------------------

    def wait(self, text: str) -> None:
        """Nothing to show yet; TEXT says what is missing."""
        self._clear()
        self.headline.setText(text)
        theme.set_role(self.headline, "text2")

    def refuse(self, text: str, earliest: date | None = None) -> None:
        """It cannot be recorded like this; EARLIEST: the first day that would do, offered as a link."""
        self._clear()
        self.headline.setText(text)
        self.setAccessibleDescription(text)
        theme.set_role(self.headline, "seal")
        self._day = earliest
        self.earliest.setVisible(earliest is not None)
        if earliest is not None:
            self.earliest.setText(f"改为 {listed_day(earliest, self._today)}(&Z)")

    def show_preview(self, preview: RecordPreview) -> None:
        self._clear()
        self.headline.setText(preview.headline)
        theme.set_role(self.headline, "seal" if preview.slips else "")
        self.model.set_rows(preview.changes)
        self.table.setVisible(bool(preview.changes))
        self._fit()
        self.more.setText(f"另有 {preview.more_moved} 项跟着移。")
        self.more.setVisible(bool(preview.more_moved))
        self._say("counted", (preview.counted,))
        self._say("owner", (preview.owner,))
        self._say("levers", preview.levers)
        self._say("papers", (preview.papers,))
        self._say("approvals", preview.approvals)
        self._say("warnings", preview.warnings)
        self.setAccessibleDescription(self._spoken())

    def _spoken(self) -> str:
        """All of it in words, for screen readers."""
        said = [self.headline.text()]
        said += [f"{head.text()}：{text.text()}" for head, text in self.sections.values() if not text.isHidden()]
        return "\n".join(said)

    def _say(self, name: str, lines: Sequence[str]) -> None:
        text = "\n".join(line for line in lines if line)
        for widget in self.sections[name]:
            widget.setVisible(bool(text))
        self.sections[name][1].setText(text)

    def _clear(self) -> None:
        self.model.set_rows(())
        self.table.hide()
        self.more.hide()
        self.earliest.hide()
        self._day = None
        self.offer_paper(None)
        for widgets in self.sections.values():
            for widget in widgets:
                widget.hide()

    def _fit(self) -> None:
        self.table.setFixedHeight(
            self.table.horizontalHeader().sizeHint().height() + len(self.model.rows) * theme.px(ROW) + 2
        )

    def _on_earliest(self) -> None:
        if self._day is not None:
            self.earliest_wanted.emit(self._day)


class _Ground(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("alt"))
        painter.fillRect(0, 0, 1, self.height(), theme.color("line"))
