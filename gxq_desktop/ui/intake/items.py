"""The right half of 一窗接件: the rows as they come out while answers go in, why, and the law behind a question."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.application.intake_form import Question, fact_field
from gxq_desktop.application.intake_state import ItemRow, ordered_rows
from gxq_desktop.application.question_basis import QuestionBasis, question_basis
from gxq_desktop.domain.items import ItemList
from gxq_desktop.domain.verdicts import Verdict
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.intake.flow_layout import FlowLayout
from gxq_desktop.ui.intake.form import Foot
from gxq_desktop.ui.intake.link_line import LinkLine
from gxq_desktop.ui.intake.model import ItemDelegate, ItemsModel, ListedItem
from gxq_desktop.ui.intake.presenter import IntakePresenter
from gxq_desktop.ui.labels import Elided, link_button, wrapped
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.page import CommandButton, Panel
from gxq_desktop.ui.segments import Segment, Segments
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_view import TableView

ALL = "all"
SEGMENTS = (
    Segment(ALL, "全部"),
    Segment(Verdict.APPLIES, "适用", Mark.APPLIES),
    Segment(Verdict.UNDECIDED, "待定", Mark.UNDECIDED),
    Segment(Verdict.NOT_APPLICABLE, "不适用", Mark.NOT_APPLICABLE),
)
LISTS: Mapping[ItemList, str] = {
    ItemList.APPROVALS: "事项",
    ItemList.MATERIALS: "材料",
    ItemList.UTILITIES: "水电气讯",
}
_HEADLINES = {
    Verdict.APPLIES: "为什么要办",
    Verdict.NOT_APPLICABLE: "为什么不办",
    Verdict.UNDECIDED: "还差什么",
}
ROWS_OF_BASIS = 14


class _Strip(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("base"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))


class ReasonStrip(QFrame):
    """Why the selected row applies, does not, or is not decided; its basis at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(12)
        self.title = Elided(self)
        fonts.set_font(self.title, fonts.BASE, bold=True)
        self.basis = Elided(self, role="text2")
        fonts.set_font(self.basis, fonts.CAPTION)
        head.addWidget(self.title, 2)
        head.addWidget(self.basis, 3)
        column.addLayout(head)
        self.sentence = wrapped("", self)
        column.addWidget(self.sentence)
        column.addStretch(1)

    def show_row(self, row: ItemRow | None) -> None:
        if row is None:
            self.title.setText("")
            self.basis.setText("")
            self.sentence.setText("选中一项，这里说明为什么。")
            return
        self.title.setText(f"{_HEADLINES[row.verdict]} {row.code}")
        self.basis.setText(row.basis)
        needed = ""
        if row.needed and row.needed not in row.sentence and row.verdict is not Verdict.UNDECIDED:
            needed = f"要办的条件：{row.needed}。"
        self.sentence.setText(row.sentence + needed)
        self.setAccessibleName(f"{self.title.text()}：{self.sentence.text()}{row.basis}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("alt"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("line"))

    def minimumHeight(self) -> int:
        return theme.px(70)


class BasisPane(Panel):
    """F1: why the current question is asked and what rests on it. closed: it is not wanted any more."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "法条与依据")

    def show_basis(self, basis: QuestionBasis) -> None:
        self.clear()
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        title = wrapped(basis.question, head)
        fonts.set_font(title, fonts.PANEL_TITLE, bold=True)
        close = link_button("关上（Esc）", head)
        close.clicked.connect(self.closed)
        row.addWidget(title, 1)
        row.addWidget(close)
        self.column.addWidget(head)
        if basis.why:
            self.add_text(basis.why)
        for name, value in (
            ("出处", f"{basis.source}（可信度{basis.confidence}）" if basis.source else ""),
            ("什么时候问", basis.asked_when),
            ("怎么答", basis.allowed),
        ):
            if value:
                self.add_pair(name, value)
        if basis.rows:
            self.add_line()
            self.add_text(f"用到这个答案的 {len(basis.rows)} 项", bold=True)
            for each in basis.rows[:ROWS_OF_BASIS]:
                self.add_text(f"{each.code} {each.name}", bold=True)
                self.add_text(f"规则：{each.rule}", role="text2")
                if each.basis:
                    self.add_text(f"依据：{each.basis}", role="text2")
            if len(basis.rows) > ROWS_OF_BASIS:
                self.add_text(f"还有 {len(basis.rows) - ROWS_OF_BASIS} 项，见事项库。", role="text2")
        self.add_stretch()
        self.verticalScrollBar().setValue(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)


class ItemsPane(QWidget):
    """chosen(row or None). wanted(field): the question that settles most was asked for. opened(row): Enter on a row."""

    chosen = Signal(object)
    wanted = Signal(str)
    opened = Signal(object)

    def __init__(self, shell: Shell, presenter: IntakePresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._filter = ALL
        self._list = ItemList.APPROVALS
        self._basis_of: Question | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_strip())
        self.model = ItemsModel(self)
        self.table = TableView("intake.items", self.model, shell.preferences, self, row_height=26, name="事项清单")
        self.table.setItemDelegate(ItemDelegate(self.table))
        self.table.set_menu([shell.commands.action(name) for name in ("intake.override", "edit.copy")])
        self.reason = ReasonStrip(self)
        listing = QWidget(self)
        inner = QVBoxLayout(listing)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.reason)
        self.basis = BasisPane(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(listing)
        self.stack.addWidget(self.basis)
        column.addWidget(self.stack, 1)
        column.addWidget(self._make_foot(shell))
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._show)
        presenter.began.connect(self._on_began)
        presenter.changed.connect(self._show)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._on_opened)
        self.basis.closed.connect(self.hide_basis)
        self.reason.show_row(None)

    def _make_strip(self) -> QWidget:
        strip = _Strip(self)
        row = QHBoxLayout(strip)
        row.setContentsMargins(14, 8, 10, 9)
        holder = QWidget(strip)
        flow = FlowLayout(holder, gap=14, line_gap=6)
        self.segments = Segments(SEGMENTS, holder, "按判定筛选")
        self.segments.chosen.connect(self._on_segment)
        flow.addWidget(self.segments)
        self.lists = Segments([Segment(each, name) for each, name in LISTS.items()], holder, "清单")
        self.lists.chosen.connect(lambda name: self.show_list(ItemList(name)))
        flow.addWidget(self.lists)
        row.addWidget(holder, 1)
        return strip

    def _make_foot(self, shell: Shell) -> Foot:
        foot = Foot(self)
        self.override = CommandButton(shell, "intake.override", foot, "改判这一项(&M)…", icon="edit")
        self.best = LinkLine("", "", foot)
        self.best.clicked.connect(self._on_best)
        self.done = QLabel("问题都答完了", foot)
        theme.set_role(self.done, "text2")
        foot.row.addWidget(self.override)
        foot.row.addStretch(1)
        foot.row.addWidget(self.best)
        foot.row.addWidget(self.done)
        return foot

    # -- showing --------------------------------------------------------------------------------------------------

    def _on_began(self) -> None:
        self.hide_basis()
        self._filter = ALL
        self.segments.choose(ALL)
        self.show_list(ItemList.APPROVALS)

    def show_list(self, item_list: ItemList) -> None:
        """Show the rows of ITEM_LIST."""
        self._list = item_list
        self.lists.choose(item_list)
        self._show()

    def _on_segment(self, name: str) -> None:
        self._filter = name
        self._show()

    def _show(self) -> None:
        state = self._presenter.state
        counts = state.counts[self._list]
        self.segments.set_count(ALL, counts.total)
        for verdict in Verdict:
            self.segments.set_count(verdict, counts.of(verdict))
        for each in ItemList:
            self.lists.set_count(each, state.counts[each].applies)
        rows = ordered_rows(state, self._list, self._presenter.changed_codes)
        if self._filter != ALL:
            rows = tuple(row for row in rows if row.verdict == self._filter)
        self.model.show(rows, self._presenter.changed_codes)
        if self.table.current_row is None and rows:
            self.table.select_first()
        else:
            self._on_chosen(self.table.current_row)
        self._show_best()

    def _show_best(self) -> None:
        best = self._presenter.state.best_question
        self.best.setVisible(best is not None)
        self.done.setVisible(best is None and not self._presenter.state.unanswered)
        if best is not None:
            name = self._presenter.state.facts.dictionary[best.fact].name
            count = len(best.settles) or round(best.settles_on_average)
            about = f"可定{'' if best.settles else '约'} {count} 项" if count else f"牵涉 {len(best.touches)} 项"
            self.best.say(f"先答“{name}”，{about}", "到这一问去")

    def _on_best(self) -> None:
        best = self._presenter.state.best_question
        if best is not None:
            self.wanted.emit(fact_field(best.fact))

    # -- the selected row -----------------------------------------------------------------------------------------

    @property
    def current(self) -> ItemRow | None:
        listed = self.table.current_row
        return listed.row if isinstance(listed, ListedItem) else None

    def _on_chosen(self, _: object) -> None:
        row = self.current
        self.reason.show_row(row)
        self.chosen.emit(row)

    def _on_opened(self, listed: object) -> None:
        if isinstance(listed, ListedItem):
            self.opened.emit(listed.row)

    # -- the law behind a question --------------------------------------------------------------------------------

    @property
    def shows_basis(self) -> bool:
        return self.stack.currentWidget() is self.basis

    def show_basis(self, question: Question) -> None:
        """F1: in place of the list, until it is closed."""
        self._basis_of = question
        self.basis.show_basis(question_basis(self._presenter.state.catalogue, question))
        self.stack.setCurrentWidget(self.basis)

    def follow(self, question: Question) -> None:
        """Another question is current; the law shown follows it."""
        if self.shows_basis and self._basis_of is not question:
            self.show_basis(question)

    def hide_basis(self) -> None:
        self.stack.setCurrentIndex(0)
