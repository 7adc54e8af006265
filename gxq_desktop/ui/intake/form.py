"""The left half of 一窗接件: tabs of sections, what is to be mended, the questions of a section, the way on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.application.intake_entries import Entry
from gxq_desktop.application.intake_form import FieldId, Question, QuestionId
from gxq_desktop.application.intake_state import Problem
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui import fonts, messages, theme
from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.intake.fields import FieldControl
from gxq_desktop.ui.intake.link_line import LinkLine
from gxq_desktop.ui.intake.presenter import IntakePresenter
from gxq_desktop.ui.intake.question import KeyCap, QuestionBlock
from gxq_desktop.ui.intake.tabs import SectionTab, SectionTabs
from gxq_desktop.ui.labels import Elided, link_button, wrapped
from gxq_desktop.ui.marks import Mark, chip, chip_size
from gxq_desktop.ui.page import CommandButton
from gxq_desktop.ui.shell import Shell

LINES_SHOWN, LINES_UNFOLDED = 3, 12
FILE_LINES_SHOWN = 6


def section_tabs(presenter: IntakePresenter) -> list[SectionTab]:
    """The tabs for what is filled in so far, 核对 the last."""
    wrong = {presenter.form.question_of[each.field].section for each in presenter.problems}
    tabs = []
    for place, section in enumerate(presenter.form.sections):
        state = Mark.FAILED if section.name in wrong else Mark.PASSED if presenter.is_done(place) else None
        tabs.append(SectionTab(section.name, section.short, state))
    return [*tabs, SectionTab("核对", "核对", None)]


class ProblemBand(QFrame):
    """What is to be mended, each a link to its field; below it what a file held that has no field. wanted(field)."""

    wanted = Signal(str)
    dismissed = Signal()
    all_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 6, 12, 6)
        self._column.setSpacing(3)
        self._shown: tuple[object, ...] = ()
        self._unfolded = False
        self.links: list[QPushButton] = []
        self.hide()

    def show_problems(self, problems: Sequence[Problem], of_file: Sequence[DomainError]) -> None:
        if (tuple(problems), tuple(of_file)) == self._shown:
            return
        self._shown = (tuple(problems), tuple(of_file))
        self._unfolded = self._unfolded and len(problems) > LINES_SHOWN
        self._build(problems, of_file)

    def _build(self, problems: Sequence[Problem], of_file: Sequence[DomainError]) -> None:
        focused = next((place for place, link in enumerate(self.links) if link.hasFocus()), -1)
        self._clear()
        if problems:
            self._add_problems(problems, lambda: self._unfold(problems, of_file))
        if of_file:
            self._add_file_problems(of_file)
        self.setVisible(bool(problems or of_file))
        self.setAccessibleName(f"有 {len(problems)} 处要改" if problems else "")
        if focused >= 0 and self.links:
            self.links[min(focused, len(self.links) - 1)].setFocus()

    def _unfold(self, problems: Sequence[Problem], of_file: Sequence[DomainError]) -> None:
        self._unfolded = not self._unfolded
        self._build(problems, of_file)

    def _clear(self) -> None:
        self.links = []
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _add_problems(self, problems: Sequence[Problem], unfold: Callable[[], None]) -> None:
        head = _ChipLine(Mark.FAILED, f"有 {len(problems)} 处要改", self)
        self._column.addWidget(head)
        shown = LINES_UNFOLDED if self._unfolded else LINES_SHOWN
        for place, problem in enumerate(problems[:shown]):
            link = LinkLine(problem.sentence.rstrip("。"), problem.next_step, self)
            link.clicked.connect(lambda _=False, field=problem.field: self.wanted.emit(field))
            self.links.append(link)
            line = head if place == 0 else _ChipLine(None, "", self, head.indent)
            line.row.addWidget(link)
            line.row.addStretch(1)
            if line is not head:
                self._column.addWidget(line)
        if len(problems) <= LINES_SHOWN:
            return
        left = len(problems) - shown
        line = _ChipLine(None, "", self, head.indent)
        fold = link_button("只列前面几处" if self._unfolded else f"还有 {left} 处，都列出来", self)
        fold.clicked.connect(unfold)
        walk = link_button(f"还有 {left} 处，F8 逐处去改" if self._unfolded and left > 0 else "F8 逐处去改", self)
        walk.clicked.connect(self.all_wanted)
        for each in (fold, walk):
            self.links.append(each)
            line.row.addWidget(each)
        line.row.addStretch(1)
        self._column.addWidget(line)

    def _add_file_problems(self, of_file: Sequence[DomainError]) -> None:
        head = _ChipLine(Mark.NOTICE, f"文件里有 {len(of_file)} 处没有带入", self)
        close = link_button("知道了(&O)", self)
        close.clicked.connect(self.dismissed)
        head.row.addStretch(1)
        head.row.addWidget(close)
        self._column.addWidget(head)
        shown = of_file if len(of_file) <= FILE_LINES_SHOWN else of_file[: FILE_LINES_SHOWN - 1]
        for each in shown:
            self._column.addWidget(wrapped(f"{each.problem}{each.next_step}", self))
        if len(shown) < len(of_file):
            more = link_button(f"还有 {len(of_file) - len(shown)} 处，全部列出(&A)…", self)
            more.clicked.connect(lambda: self._list_all(of_file))
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _list_all(self, of_file: Sequence[DomainError]) -> None:
        """Everything the file holds that was not taken over, to be copied and sent to whoever filled it in."""
        told = "\n".join(f"{place}. {each.problem}{each.next_step}" for place, each in enumerate(of_file, 1))
        headline = f"文件里有 {len(of_file)} 处没有带入"
        message = Message(headline, "带入的都在表里。", "逐处在表中补填，或改好文件再导入。", told, severe=False)
        messages.show_message(self, message, title="没有带入的内容")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        refused = bool(self._shown and self._shown[0])
        painter.fillRect(self.rect(), theme.color("sealBg" if refused else "warnBg"))


class _ChipLine(QWidget):
    """A chip, and beside it whatever stands in `row`; without a chip, indented by as much."""

    def __init__(self, kind: Mark | None, word: str, parent: QWidget, indent: int = 0) -> None:
        super().__init__(parent)
        self._kind, self._word = kind, word
        self.indent = round(chip_size(kind, word)[0]) + theme.px(8) if kind is not None else indent
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(self.indent, 0, 0, 0)
        self.row.setSpacing(6)
        if word:
            self.setAccessibleName(word)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(self.indent, theme.px(22)))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._kind is not None:
            chip(QPainter(self), QRectF(0, 0, self.indent, self.height()), self._kind, self._word)


class _Questions(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("base"))


class _Scroll(QScrollArea):
    """F6 stops here and goes on to the current question."""

    def __init__(self, pane: FormPane) -> None:
        super().__init__(pane)
        self._pane = pane

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._pane.focus_current()


class Foot(QFrame):
    """A strip of the window's colour under a pane; add to `row`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(16, 10, 12, 10)
        self.row.setSpacing(8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("line"))


class FormPane(QWidget):
    """current_changed(question id, "" for none): the focus went to another question."""

    current_changed = Signal(str)

    def __init__(self, shell: Shell, presenter: IntakePresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell, self._presenter = shell, presenter
        self.blocks: dict[QuestionId, QuestionBlock] = {}
        self.current: QuestionId | None = None
        self._settling = False
        self.before_escape: Callable[[], bool] = lambda: False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.tabs = SectionTabs(self)
        self.band = ProblemBand(self)
        self.scroll = _Scroll(self)
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setProperty("pane", True)
        self.scroll.setAccessibleName("问题")
        self._holder = _Questions()
        self._list = QVBoxLayout(self._holder)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self.idle = link_button("", self._holder)
        self.idle.clicked.connect(lambda: presenter.show_idle(not presenter.shows_idle))
        self._list.addWidget(self.idle, 0, Qt.AlignmentFlag.AlignLeft)
        self._list.setAlignment(self.idle, Qt.AlignmentFlag.AlignLeft)
        self._list.addStretch(1)
        self.scroll.setWidget(self._holder)
        column.addWidget(self.tabs)
        column.addWidget(self.band)
        column.addWidget(self.scroll, 1)
        column.addWidget(self._make_foot())
        self.tabs.chosen.connect(self._on_tab)
        self.band.wanted.connect(self.go_to_field)
        self.band.all_wanted.connect(self.next_problem)
        self.band.dismissed.connect(presenter.forget_file_problems)
        presenter.began.connect(self._on_began)
        presenter.moved.connect(self._on_moved)
        presenter.arranged.connect(self._on_arranged)
        presenter.changed.connect(self._on_changed)
        presenter.problems_changed.connect(self._on_problems)
        presenter.settled.connect(self._on_settled)
        presenter.asked.connect(self._on_asked)
        presenter.answered.connect(self._on_answered)
        presenter.put_back_to.connect(self._on_put_back)
        presenter.kept.connect(self._show_saved)
        presenter.found_similar.connect(self._on_changed)
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]

    def _make_foot(self) -> Foot:
        foot = Foot(self)
        shell = self._shell
        self.back = CommandButton(shell, "intake.previous", foot, "上一组(&L)")
        self.saved = Elided(foot, role="text2")
        self.saved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        fonts.set_font(self.saved, fonts.CAPTION)
        self.stash = CommandButton(shell, "intake.stash", foot, "暂存退出(&Q)", icon="")
        self.next = CommandButton(shell, "intake.next", foot, "下一组(&G)", primary=True)
        self.stash.setIcon(self.back.icon())
        self._cap = KeyCap("Ctrl+回车", foot)
        foot.row.addWidget(self.back)
        foot.row.addWidget(self.saved, 1)
        foot.row.addSpacing(4)
        foot.row.addWidget(self.stash)
        foot.row.addWidget(self.next)
        foot.row.addWidget(self._cap)
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cap.setVisible(self.width() >= theme.px(500))

    # -- building -------------------------------------------------------------------------------------------------

    def _on_began(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self._holder.isAncestorOf(focus):
            self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)  # else it would hop through all that goes, and out
        for block in self.blocks.values():
            block.hide()
            block.deleteLater()
        self.blocks.clear()
        self.current = None
        self._show_saved(self._presenter.saved_at)
        self.back.setVisible(self._presenter.section > 0)
        self._on_arranged()
        self._on_problems()
        self.scroll.verticalScrollBar().setValue(0)

    def _block(self, question: Question) -> QuestionBlock:
        block = self.blocks.get(question.id)
        if block is None:
            block = QuestionBlock(question, self._holder)
            self.blocks[question.id] = block
            block.confirmed.connect(self._presenter.confirm)
            block.kept.connect(self._presenter.refuse)
            block.grew.connect(self._on_grown)
            for field_id, control in block.controls.items():
                control.set_entry(self._presenter.live[field_id])
                control.typed.connect(lambda entry, field=field_id: self._on_typed(field, entry))
                control.chosen.connect(lambda entry, field=field_id: self._on_chosen(field, entry))
                control.left.connect(lambda field=field_id: self._on_left(field))
                control.entered.connect(lambda field=field_id: self.go_on(field))
                control.escaped.connect(lambda field=field_id: self._on_escaped(field))
        return block

    def _on_arranged(self) -> None:
        """Put the blocks of the current section in their order; those of others are kept, hidden."""
        if self._presenter.is_checking:
            return
        wanted = [self._block(question) for question in self._presenter.questions]
        self._holder.setUpdatesEnabled(False)
        focus = QApplication.focusWidget()
        if focus is not None and self._holder.isAncestorOf(focus) and not any(b.isAncestorOf(focus) for b in wanted):
            self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)  # else it would hop through all that is hidden
        for block in self.blocks.values():
            if block not in wanted:
                self._list.removeWidget(block)
                block.hide()
        for place, block in enumerate(wanted):
            if self._list.indexOf(block) != place:
                self._list.insertWidget(place, block)
            self._show_block(block)
            block.show()
        self._set_tab_order(wanted)
        self._holder.setUpdatesEnabled(True)

    def _set_tab_order(self, blocks: Sequence[QuestionBlock]) -> None:
        stops = [stop for block in blocks for stop in block.stops()]
        before: QWidget = self.tabs
        for stop in [*stops, self.back, self.stash, self.next]:
            QWidget.setTabOrder(before, stop)
            before = stop

    # -- showing --------------------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        for question in self._presenter.questions:
            block = self.blocks.get(question.id)
            if block is not None:
                self._show_block(block)
        self._show_idle()
        self._show_tabs()

    def _show_idle(self) -> None:
        count = self._presenter.idle_count
        self.idle.setVisible(bool(count))
        told = f"还有 {count} 问，答不答都不改变清单"
        self.idle.setText(f"　{told}，收起" if self._presenter.shows_idle else f"　{told}，也列出来")

    def _show_block(self, block: QuestionBlock) -> None:
        presenter = self._presenter
        told = {each: presenter.fault_of(each) or presenter.notice_of(each) for each in block.controls}
        block.show_state(presenter.state, told)

    def _on_problems(self) -> None:
        self.band.show_problems(self._presenter.problems, self._presenter.file_problems)
        self._on_changed()

    def _show_tabs(self) -> None:
        self.tabs.show_tabs(section_tabs(self._presenter), self._presenter.section)

    def _show_saved(self, saved_at: object) -> None:
        if isinstance(saved_at, datetime):
            self.saved.setText(f"草稿 {saved_at.astimezone():%H:%M:%S} 已存")
        else:
            self.saved.setText("填了就存草稿")

    def _on_settled(self, field_id: str) -> None:
        control = self.control(FieldId(field_id))
        if control is not None:
            control.set_entry(self._presenter.live[FieldId(field_id)])

    # -- filling in -----------------------------------------------------------------------------------------------

    def control(self, field_id: FieldId) -> FieldControl | None:
        """The control of FIELD_ID; None while its question was never shown."""
        question = self._presenter.form.question_of.get(field_id)
        block = self.blocks.get(question.id) if question else None
        return block.controls.get(field_id) if block else None

    def _on_typed(self, field_id: FieldId, entry: Entry) -> None:
        self._presenter.type(field_id, entry)

    def _on_chosen(self, field_id: FieldId, entry: Entry) -> None:
        self._settling = True
        try:
            self._presenter.answer(field_id, entry)
        finally:
            self._settling = False

    def _on_left(self, field_id: FieldId) -> None:
        if not self._settling and self._presenter.is_running:
            self._settle(field_id)

    def _settle(self, field_id: FieldId) -> bool:
        self._settling = True
        try:
            return self._presenter.settle(field_id)
        finally:
            self._settling = False

    def settle_current(self) -> bool:
        """Settle what is half typed; False while it waits for 仍要改 or 不改."""
        found = self._focused_field()
        if found is not None and self._presenter.is_typed(found):
            return self._settle(found)
        return self._presenter.question is None

    def _on_escaped(self, field_id: FieldId) -> None:
        if not self.before_escape():
            self._presenter.revert(field_id)

    def go_on(self, field_id: FieldId) -> None:
        """Enter: settle the field and go to the next, behind the last to 下一组; or back to 核对答案 if it came from there."""
        if not self._settle(field_id):
            return
        if self._presenter.returns_to_check and self._presenter.fault_of(field_id) is None:
            self._presenter.go_to(self._presenter.check_place)
            return
        fields = [each for question in self._presenter.questions for each in question.fields]
        places = [place for place, field in enumerate(fields) if field.id == field_id]
        following = fields[places[0] + 1].id if places and places[0] + 1 < len(fields) else None
        control = self.control(following) if following is not None else None
        if control is None:
            self.next.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            control.focus_first(Qt.FocusReason.TabFocusReason)

    def set_unknown(self) -> None:
        """Alt+U in the current question."""
        field = self._focused_field()
        if field is None and self.current is not None:
            field = self._presenter.form.by_question[self.current].fields[0].id
        control = self.control(field) if field is not None else None
        if control is not None:
            control.set_unknown()

    @property
    def is_composing(self) -> bool:
        field = self._focused_field()
        control = self.control(field) if field is not None else None
        return control is not None and control.is_composing

    # -- 仍要改 / 不改 --------------------------------------------------------------------------------------------

    def _on_asked(self) -> None:
        asked = self._presenter.question
        if asked is None:
            return
        if self._presenter.section != self._presenter.form.section_of(asked.field):
            self._presenter.go_to(self._presenter.form.section_of(asked.field), asked.field)
        block = self._block(self._presenter.form.by_question[asked.question])
        entry = asked.proposed[asked.field]
        control = block.controls[asked.field]
        control.set_entry(entry)
        block.ask("不清楚" if entry.unknown else entry.text, asked.lost)
        self._make_current(asked.question)
        QTimer.singleShot(0, self._focus_sheet)

    def _focus_sheet(self) -> None:
        asked = self._presenter.question
        block = self.blocks.get(asked.question) if asked is not None else None
        if block is not None and block.sheet is not None:
            block.sheet.keep.setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring_into_view(block)

    def _on_answered(self) -> None:
        for block in self.blocks.values():
            if block.sheet is None:
                continue
            block.stop_asking()
            control = next(iter(block.controls.values()))
            control.focus_first()

    # -- moving ---------------------------------------------------------------------------------------------------

    def _on_tab(self, place: int) -> None:
        if self.settle_current():
            self._presenter.go_to(place)

    def _on_moved(self) -> None:
        wanted = FieldId(self._presenter.field)
        self._show_tabs()
        if self._presenter.is_checking:
            return
        self._on_arranged()
        self._on_problems()
        self.back.setVisible(self._presenter.section > 0)
        if wanted and self._is_shown(wanted):
            self._focus_field(wanted)
            return
        self.scroll.verticalScrollBar().setValue(0)
        self.focus_first()

    def _is_shown(self, field_id: FieldId) -> bool:
        question = self._presenter.form.question_of.get(field_id)
        return question is not None and question in self._presenter.questions

    def focus_first(self) -> None:
        """The first field of the section that is still empty, else the first."""
        fields = [each for question in self._presenter.questions for each in question.fields[:1]]
        empty = (field for field in fields if self._presenter.live[field.id].is_blank)
        found = next(empty, fields[0] if fields else None)
        if found is not None:
            self._focus_field(found.id)

    def focus_current(self) -> None:
        """Where the clerk was, else the first field."""
        if self._presenter.question is not None:
            self._focus_sheet()
            return
        block = self.blocks.get(self.current) if self.current is not None else None
        if block is not None and block.isVisible():
            first = next(iter(block.controls.values()))
            control = block.controls.get(FieldId(self._presenter.field), first)
            control.focus_first(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.focus_first()

    def go_to_field(self, field_id: str) -> None:
        """Show the field, wherever it is, with the focus in it."""
        if self.settle_current():
            self._presenter.go_to(self._presenter.form.section_of(FieldId(field_id)), field_id)

    def next_problem(self) -> None:
        """F8: the next field to be mended, behind the current one."""
        problems = self._presenter.problems
        if not problems:
            return
        order = {field_id: place for place, field_id in enumerate(self._presenter.form.fields)}
        here = order.get(self._focused_field() or FieldId(""), -1)
        behind = [each.field for each in sorted(problems, key=lambda p: order[p.field]) if order[each.field] > here]
        self.go_to_field(behind[0] if behind else min(problems, key=lambda p: order[p.field]).field)

    def _focus_field(self, field_id: FieldId) -> None:
        control = self.control(field_id)
        if control is not None:
            control.focus_first()
            block = self.blocks[self._presenter.form.question_of[field_id].id]
            self._make_current(block.question.id)
            QTimer.singleShot(0, block, lambda: self._bring_into_view(block))  # not if it is gone by then

    def _on_put_back(self, field_id: str) -> None:
        if field_id and field_id in self._presenter.form.question_of:
            question = self._presenter.form.question_of[FieldId(field_id)]
            if self._presenter.is_checking or question.section != self._presenter.current_section.name:
                self._presenter.go_to(self._presenter.form.section_number[question.section], field_id)
            else:
                self._focus_field(FieldId(field_id))

    def _on_grown(self) -> None:
        """The current question got another line, or the band above the list came up: it stays in view."""
        block = self.blocks.get(self.current) if self.current is not None else None
        if block is not None and block.isAncestorOf(QApplication.focusWidget() or self):
            QTimer.singleShot(0, block, lambda: self._bring_into_view(block))  # not if it is gone by then

    def _bring_into_view(self, block: QuestionBlock) -> None:
        if block.isVisible() and self.blocks.get(block.question.id) is block:
            top, bottom = block.y(), block.y() + block.height()
            bar, page = self.scroll.verticalScrollBar(), self.scroll.viewport().height()
            if top < bar.value():
                bar.setValue(top)
            elif bottom > bar.value() + page:
                bar.setValue(min(top, bottom - page))

    # -- the current question -------------------------------------------------------------------------------------

    def _focused_field(self) -> FieldId | None:
        focus = QApplication.focusWidget()
        while focus is not None and focus is not self._holder:
            if isinstance(focus, FieldControl):
                return focus.field.id
            focus = focus.parentWidget()
        return None

    def _on_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        while now is not None and now is not self._holder:
            if isinstance(now, QuestionBlock):
                asked = self._presenter.question
                if asked is not None and now.question.id != asked.question:
                    QTimer.singleShot(0, self._focus_sheet)  # first 仍要改 or 不改
                    return
                self._make_current(now.question.id)
                self._presenter.field = self._focused_field() or self._presenter.field
                self._bring_into_view(now)
                return
            now = now.parentWidget()

    def _make_current(self, question_id: QuestionId) -> None:
        if question_id == self.current:
            return
        before, self.current = self.current, question_id
        for each in (before, question_id):
            block = self.blocks.get(each) if each is not None else None
            if block is not None:
                block.set_current(each == question_id)
                self._show_block(block)
        self.current_changed.emit(question_id)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
