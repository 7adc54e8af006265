"""核对答案: every answer with where it came from and what it decides; what comes out; what to look at before it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from gxq_desktop.application.intake_answers import AnswerRow, answer_groups
from gxq_desktop.application.intake_entries import Entry
from gxq_desktop.application.intake_form import ENTERPRISE_PHONE, FieldId
from gxq_desktop.application.intake_state import Counts, IntakeState, Problem
from gxq_desktop.application.similar_projects import SimilarProject
from gxq_desktop.application.wording import weekday
from gxq_desktop.domain.items import ItemList
from gxq_desktop.domain.verdicts import Verdict
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.intake.fields import LineControl
from gxq_desktop.ui.intake.form import section_tabs
from gxq_desktop.ui.intake.model import ANSWER_COLUMNS, MARKS, AnswerDelegate
from gxq_desktop.ui.intake.presenter import IntakePresenter
from gxq_desktop.ui.intake.question import KeyCap
from gxq_desktop.ui.intake.tabs import SectionTabs
from gxq_desktop.ui.labels import link_button, wrapped
from gxq_desktop.ui.marks import Mark, chip, chip_size
from gxq_desktop.ui.page import CommandButton, Panel
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import Group, RowsModel
from gxq_desktop.ui.table_view import TableView

FIGURES = {
    ItemList.APPROVALS: "项审批事项",
    ItemList.MATERIALS: "份企业材料",
    ItemList.UTILITIES: "项水电气讯",
}
PROBLEMS_SHOWN = 6
UNDECIDED_NAMED = OVERRIDDEN_NAMED = 3


class Figures(QWidget):
    """Three counts, large, with their words beneath."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        self.numbers: dict[ItemList, QLabel] = {}
        for each, word in FIGURES.items():
            column = QVBoxLayout()
            column.setSpacing(0)
            number, caption = QLabel("–", self), QLabel(word, self)
            fonts.set_font(number, fonts.FIGURE, bold=True)
            fonts.set_font(caption, fonts.CAPTION)
            theme.set_role(caption, "text2")
            column.addWidget(number)
            column.addWidget(caption)
            row.addLayout(column, 1)
            self.numbers[each] = number

    def show_counts(self, state: IntakeState) -> None:
        for each, label in self.numbers.items():
            label.setText(str(state.counts[each].applies))
        spoken = "，".join(f"{state.counts[each].applies} {word}" for each, word in FIGURES.items())
        self.setAccessibleName(spoken)


class VerdictCounts(QWidget):
    """适用 21  待定 1  不适用 24, each with its mark."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words: list[tuple[Mark, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: Counts) -> None:
        self._words = [(MARKS[verdict], f"{verdict.label} {counts.of(verdict)}") for verdict in Verdict]
        self._words = [self._words[0], self._words[2], self._words[1]]
        self.setAccessibleName("审批事项：" + "，".join(word for _, word in self._words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, left = QPainter(self), 0.0
        for kind, word in self._words:
            width = chip_size(kind, word)[0]
            chip(painter, QRectF(left, 0, width, self.height()), kind, word)
            left += width + theme.px(14)


class NoticeChip(QWidget):
    """A boxed word over what there is to look at."""

    def __init__(self, kind: Mark, word: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind, self._word = kind, word
        self.setAccessibleName(word)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width, height = chip_size(self._kind, self._word)
        return QSize(round(width), round(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        chip(QPainter(self), QRectF(self.rect()), self._kind, self._word)


class Notices(QWidget):
    """保存前看一眼: what refuses, what may be the same project, what looks odd. Built anew only when one of them changes."""

    wanted = Signal(str)
    look = Signal(str)
    other = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._shown: tuple[object, ...] | None = None

    def show_all(
        self, refusing: Sequence[Problem], similar: Sequence[SimilarProject], doubts: Sequence[Problem]
    ) -> None:
        key = (tuple(refusing), tuple(similar), tuple(doubts))
        if key == self._shown:
            return
        self._shown = key
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if refusing:
            self._column.addWidget(NoticeChip(Mark.FAILED, f"{len(refusing)} 处要改，改好才能建立", self))
            for problem in refusing[:PROBLEMS_SHOWN]:
                self._add_link(problem)
        for number, each in enumerate(similar[:2]):
            self._add_similar(each, first=number == 0)
        if doubts:
            self._column.addWidget(NoticeChip(Mark.NOTICE, f"{len(doubts)} 处再核对一下", self))
            for problem in doubts[:PROBLEMS_SHOWN]:
                self._add_link(problem)
        if not key[0] and not key[1] and not key[2]:
            fine = wrapped("没有要改的，也没有相近的项目。", self)
            theme.set_role(fine, "text2")
            self._column.addWidget(fine)

    def _add_link(self, problem: Problem) -> None:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        text = wrapped(problem.sentence, line)
        text.setToolTip(problem.next_step)
        change = link_button("去改", line)
        change.setAccessibleName(f"去改：{problem.sentence}")
        change.clicked.connect(lambda _=False, field=problem.field: self.wanted.emit(field))
        row.addWidget(text, 1)
        row.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addWidget(line)

    def _add_similar(self, project: SimilarProject, first: bool) -> None:
        self._column.addWidget(NoticeChip(Mark.NOTICE, "可能重复", self))
        text = f"“{project.name}”，{project.registered_on.isoformat()} 接件，编号 {project.number}。{project.why}"
        self._column.addWidget(wrapped(text, self))
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        look = link_button("看那个项目(&K)" if first else "看那个项目", line)
        other = link_button("不是同一个(&D)" if first else "不是同一个", line)
        look.clicked.connect(lambda _=False, number=project.number: self.look.emit(number))
        other.clicked.connect(lambda _=False, number=project.number: self.other.emit(number))
        row.addWidget(look)
        row.addWidget(other)
        row.addStretch(1)
        self._column.addWidget(line)


class CheckPanel(QFrame):
    """What the answers come to, what to look at, and the one button that keeps them."""

    def __init__(self, shell: Shell, presenter: IntakePresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.inner = Panel(self, "这份答案会得到")
        self.inner.setProperty("pane", True)
        self.inner.add_title("这份答案会得到", fonts.DIALOG_HEAD)
        self.figures = Figures(self.inner)
        self.counts = VerdictCounts(self.inner)
        self.inner.column.addWidget(self.figures)
        self.inner.add_line()
        self.inner.column.addWidget(self.counts)
        self.undecided = self.inner.add_text("", role="text2")
        self.overridden = self.inner.add_text("", role=Mark.OVERRIDDEN.role)
        self.inner.add_line()
        self.inner.add_text("保存前看一眼", bold=True)
        self.notices = Notices(self.inner)
        self.inner.column.addWidget(self.notices)
        self.phone = self._make_phone()
        self.inner.add_line()
        self.forecast_title = self.inner.add_text("", role="text2")
        self.forecast_day = self.inner.add_text("", points=fonts.TITLE, bold=True)
        self.forecast_note = self.inner.add_text("", role="text2", points=fonts.CAPTION)
        self.inner.add_stretch()
        column.addWidget(self.inner, 1)
        column.addWidget(self._make_foot(shell))

    def _make_phone(self) -> QWidget:
        """The enterprise's phone, to be given in place: it is printed, and needed for every reminder."""
        holder = QWidget(self.inner)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(NoticeChip(Mark.NOTICE, "缺联系人手机", holder))
        told = wrapped("手册第 2 页要印，催办也要用。", holder)
        theme.set_role(told, "text2")
        column.addWidget(told)
        self._phone_holder = column
        self._phone_control: LineControl | None = None
        holder.hide()
        self.inner.column.addWidget(holder)
        return holder

    def _make_foot(self, shell: Shell) -> QWidget:
        foot = QWidget(self)
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(6)
        self.save = CommandButton(shell, "intake.next", foot, "建立项目(&S)", primary=True, icon="checkmark")
        column.addWidget(self.save)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(KeyCap("Ctrl+回车", foot))
        self.saved_note = QLabel(foot)
        theme.set_role(self.saved_note, "text2")
        fonts.set_font(self.saved_note, fonts.CAPTION)
        row.addWidget(self.saved_note, 1)
        column.addLayout(row)
        return foot

    def begin(self) -> None:
        """Another intake: its own phone field."""
        if self._phone_control is not None:
            self._phone_control.hide()
            self._phone_control.deleteLater()
        field = self._presenter.form.fields[ENTERPRISE_PHONE]
        control = LineControl(field, "企业经办人手机", self.phone)
        control.line.setPlaceholderText("11 位手机号")
        control.typed.connect(lambda entry: self._presenter.type(ENTERPRISE_PHONE, entry))
        control.left.connect(self._settle_phone)
        control.entered.connect(self._settle_phone)
        control.escaped.connect(lambda: self._presenter.revert(ENTERPRISE_PHONE))
        self._phone_control = control
        self._phone_holder.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
        amends = bool(self._presenter.entries.amends)
        self.save.setText("保存修改(&S)" if amends else "建立项目(&S)")
        self.saved_note.setText("可以撤销" if amends else "建立后仍可改任何一项")

    def _settle_phone(self) -> None:
        self._presenter.settle(ENTERPRISE_PHONE)

    def enter(self) -> None:
        """The page is opened: ask for the phone in place if it is missing now."""
        entry: Entry = self._presenter.live[ENTERPRISE_PHONE]
        self.phone.setVisible(entry.is_blank)
        if self._phone_control is not None:
            self._phone_control.set_entry(entry)

    def show_state(self) -> None:
        presenter, state = self._presenter, self._presenter.state
        self.figures.show_counts(state)
        self.counts.show_counts(state.counts[ItemList.APPROVALS])
        self.undecided.setText(undecided_sentence(state))
        self.undecided.setVisible(bool(self.undecided.text()))
        self.overridden.setText(overridden_sentence(state))
        self.overridden.setVisible(bool(self.overridden.text()))
        self.notices.show_all(presenter.problems, presenter.similar_shown, presenter.doubts)
        if self._phone_control is not None:
            problem = presenter.fault_of(ENTERPRISE_PHONE)
            self._phone_control.set_note(problem.problem if problem is not None else "")

    def show_forecast(self) -> None:
        found = self._presenter.forecast
        if found is None:
            self.forecast_title.setText("预计最早开工")
            self.forecast_day.setText("正在算…")
            self.forecast_note.setText("")
            return
        if found.ready is None:
            self.forecast_title.setText("还算不出最早的日子")
            self.forecast_day.setText("–")
            self.forecast_note.setText(found.refusal)
            return
        on = found.ready.on
        self.forecast_title.setText(f"预计最早{found.gate}")
        self.forecast_day.setText(f"{on.isoformat()}（{weekday(on)}）" + ("暂定" if found.ready.provisional else ""))
        note = f"从 {found.start_on:%m-%d} 起算，关键链 {found.steps} 步" if found.start_on else ""
        if found.short_by:
            note += f"；离{found.target}目标差 {found.short_by} 个工作日"
        self.forecast_note.setText(note)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        painter.fillRect(0, 0, 1, self.height(), theme.color("line"))


def undecided_sentence(state: IntakeState) -> str:
    """Which approval rows are still undecided and what that means; "" if none is."""
    rows = [row for row in state.rows if row.list is ItemList.APPROVALS and row.verdict is Verdict.UNDECIDED]
    if not rows:
        return ""
    named = "、".join(f"{row.code} {row.name}" for row in rows[:UNDECIDED_NAMED])
    more = f"等 {len(rows)} 项" if len(rows) > UNDECIDED_NAMED else ""
    return f"待定：{named}{more}。手册里会写明“待定”和还差的问题。"


def overridden_sentence(state: IntakeState) -> str:
    """Which rows officers decided otherwise, and who; "" if none did."""
    decided = [(row, row.override) for row in state.rows if row.override is not None]
    if not decided:
        return ""
    named = "；".join(
        f"{row.code} {row.name}{'要办' if override.applies else '不用办'}（{override.officer}）"
        for row, override in decided[:OVERRIDDEN_NAMED]
    )
    more = f"；等 {len(decided)} 项" if len(decided) > OVERRIDDEN_NAMED else ""
    return f"人工认定：{named}{more}。手册里会写明由谁认定、为什么。"


class CheckPane(QWidget):
    """wanted(field): 修改. look(number): see a similar project."""

    wanted = Signal(str)
    look = Signal(str)

    def __init__(self, shell: Shell, presenter: IntakePresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.tabs = SectionTabs(self)
        column.addWidget(self.tabs)
        self.model: RowsModel[AnswerRow] = RowsModel(ANSWER_COLUMNS, self, key=lambda row: row.field)
        self.table = TableView("intake.answers", self.model, shell.preferences, self, row_height=26, name="答案")
        self.table.setItemDelegate(AnswerDelegate(self.table))
        self.panel = CheckPanel(shell, presenter, self)
        self.panel.setMinimumWidth(theme.px(260))
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.panel)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([10_000, theme.px(330)])
        column.addWidget(splitter, 1)
        self._groups: object = None
        self.tabs.chosen.connect(presenter.go_to)
        self.table.opened.connect(self._on_opened)
        self.table.clicked.connect(self._on_clicked)
        self.panel.notices.wanted.connect(self.wanted)
        self.panel.notices.look.connect(self.look)
        self.panel.notices.other.connect(presenter.dismiss)
        presenter.began.connect(self._on_began)
        presenter.changed.connect(self._on_changed)
        presenter.problems_changed.connect(self._on_changed)
        presenter.found_similar.connect(self._on_changed)
        presenter.forecast_made.connect(self.panel.show_forecast)

    def _on_began(self) -> None:
        self._groups = None
        self.panel.begin()

    def enter(self, field: str = "") -> None:
        """The page is opened; FIELD is the row to select, where 修改 was pressed."""
        self.panel.enter()
        self._show()
        self.panel.show_forecast()
        if not (field and self.table.select_key(FieldId(field))):
            self.table.select_first()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self) -> None:
        if self._presenter.is_running and self._presenter.is_checking:
            self._show()
            if self._presenter.forecast is None:
                self._presenter.make_forecast()

    def _show(self) -> None:
        presenter = self._presenter
        groups = answer_groups(presenter.state, presenter.similar_shown, presenter.missing)
        if groups != self._groups:
            self._groups = groups
            self.model.set_groups([(Group(each.section, note=f"{each.total} 问"), each.rows) for each in groups])
        self.tabs.show_tabs(section_tabs(presenter), presenter.section)
        self.panel.show_state()

    def _on_opened(self, row: object) -> None:
        if isinstance(row, AnswerRow):
            self.wanted.emit(row.field)

    def _on_clicked(self, index: object) -> None:
        """修改 is a link; anywhere else a click only selects."""
        column = index.column()  # type: ignore[attr-defined]
        if column == len(ANSWER_COLUMNS) - 1:
            self._on_opened(self.table.current_row)
