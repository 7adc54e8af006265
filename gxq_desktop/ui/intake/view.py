"""The page 一窗接件: questions at the left, rows at the right, 核对答案 at the end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget

from gxq_desktop.application.drafts import NAMELESS
from gxq_desktop.application.intake_filling import Filling
from gxq_desktop.application.intake_form import ENTERPRISE, NAME, FieldId, QuestionId, fact_field
from gxq_desktop.application.intake_state import ItemRow
from gxq_desktop.application.open_intake import SUFFIXES
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.verdicts import Override
from gxq_desktop.ui import faults, messages, theme
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.intake.check import CheckPane
from gxq_desktop.ui.intake.form import FormPane
from gxq_desktop.ui.intake.items import ItemsPane
from gxq_desktop.ui.intake.presenter import IntakePresenter
from gxq_desktop.ui.intake.template import FOLDER
from gxq_desktop.ui.page import Page
from gxq_desktop.ui.shell import Shell

OFFICER = "officer.name"


class IntakePage(Page):
    """open(draft=): go on with a draft. open(number=, fact=, field=): change the answers of a project, at a fact's key or a
    field's id. open(file=): fill in from a file. Without argument: what is being filled in, or a new one."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "新接件")
        self.presenter = IntakePresenter(shell, self)
        self._taken = ""
        self._import = self.head.add("intake.import", "从接件表导入(&I)…", icon="arrow_import")
        self._return = self.head.add("intake.previous", "回到填表(&L)", icon="arrow_left")
        self.form = FormPane(shell, self.presenter, self)
        self.items = ItemsPane(shell, self.presenter, self)
        self.check = CheckPane(shell, self.presenter, self)
        self._halves = QSplitter(Qt.Orientation.Horizontal, self)
        self._halves.setHandleWidth(1)
        self._halves.setChildrenCollapsible(False)
        self._halves.addWidget(self.form)
        self._halves.addWidget(self.items)
        self.form.setMinimumWidth(theme.px(380))
        self.items.setMinimumWidth(theme.px(300))
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._halves)
        self._stack.addWidget(self.check)
        self.content.addWidget(self._stack, 1)
        self._sized = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        presenter = self.presenter
        presenter.began.connect(self._on_began)
        presenter.moved.connect(self._on_moved)
        presenter.changed.connect(self._renew_head)
        presenter.asked.connect(self.handlers_changed)
        presenter.answered.connect(self.handlers_changed)
        presenter.put_back_to.connect(self._on_put_back)
        presenter.not_kept.connect(self._on_not_kept)
        presenter.kept.connect(lambda _: self.band.hide())
        presenter.refused.connect(self._on_refused)
        presenter.opened.connect(self._on_opened)
        presenter.imported.connect(self._on_imported)
        self.band.retried.connect(presenter.keeper.save)
        self.form.current_changed.connect(self._on_question)
        self.form.before_escape = self._close_basis
        self.items.chosen.connect(lambda _: self._renew_override())
        self.items.opened.connect(lambda _: self.override())
        self.items.wanted.connect(self.form.go_to_field)
        self.check.wanted.connect(self._on_change_wanted)
        self.check.look.connect(self._on_look)
        shell.catalogue_changed.connect(self._on_catalogue)
        shell.calendar_changed.connect(self._on_catalogue)

    # -- Page -----------------------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Handler]:
        if not self.presenter.is_running:
            return {}
        answered: dict[str, Handler] = {
            "intake.next": self.go_on,
            "intake.previous": self.go_back,
            "intake.check": lambda: self._go_to(self.presenter.check_place),
            "intake.stash": self.stash,
            "intake.drop": self.drop,
            "intake.problem": self.form.next_problem,
        }
        if self.presenter.question is not None:
            answered["edit.undo"] = self.presenter.refuse  # the change that waits is what would be undone
        if not self.presenter.is_checking:
            answered["intake.unknown"] = self.form.set_unknown
            answered["intake.basis"] = self.toggle_basis
            answered["intake.override"] = self.override
            answered["edit.copy"] = self.items.table.copy
        else:
            answered["edit.copy"] = self.check.table.copy
        return answered

    def open(self, **argument: Any) -> None:
        presenter = self.presenter
        file, number, draft = (str(argument.get(each, "")) for each in ("file", "number", "draft"))
        field = str(argument.get("field", ""))
        if argument.get("fact"):
            field = fact_field(argument["fact"])
        try:
            if draft:
                presenter.resume(draft)
            elif number:
                presenter.amend(number, field)
            elif not presenter.is_running:
                presenter.start_new()
        except DomainError as refusal:
            self.shell.show_error(refusal, "没有打开")
            if not presenter.is_running:
                presenter.start_new()
        presenter.prepare()
        if file and file != self._taken:
            self._taken = file
            presenter.take_file(Path(file))
        presenter.keeper.start()
        if presenter.has_something:
            presenter.keeper.touch()
        self._on_moved()

    def reload(self) -> None:
        """F5: nothing is fetched anew; what is filled in stays."""
        self.open()

    def leave(self) -> bool:
        if not self.presenter.is_running:
            return True
        if not self.form.settle_current():
            self.form.focus_current()
            self.shell.say("先决定“仍要改”还是“不改”")
            return False
        try:
            self.presenter.keep_draft(closed=True)
        except DomainError as refusal:
            return self._ask_to_leave(refusal)
        self.shell.summaries_changed.emit()
        return True

    def _ask_to_leave(self, refusal: DomainError) -> bool:
        message = faults.message_of(refusal, "填的内容只在这个窗口里，离开后可能会丢。")
        return messages.ask(self, "草稿没有存下", message, ("仍要离开(&Q)",)) == 0

    # -- beginning ------------------------------------------------------------------------------------------------

    def begin_new(self) -> None:
        """新接件: what was being filled in becomes a draft."""
        kept = self.presenter.is_running and self.presenter.has_something
        name = self.presenter.live.text(NAME) or NAMELESS if kept else ""
        if self.form.settle_current() and self.shell.attempt(self.presenter.start_new, "草稿没有存下"):
            self._taken = ""
            self._on_moved()
            self.form.focus_first()
            if kept:
                self.shell.say(f"“{name}”已存为草稿")
                self.shell.summaries_changed.emit()

    def choose_file(self) -> None:
        """从接件表导入."""
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        kinds = f"能导入的文件 ({patterns});;接件表 (*.xlsx);;接件文件 (*.json);;办理手册 (*.pdf)"
        folder = self.shell.preferences.get(FOLDER, "")
        chosen, _ = QFileDialog.getOpenFileName(self, "从接件表、接件文件或办理手册导入", folder, kinds)
        if chosen:
            self.shell.preferences.set(FOLDER, str(Path(chosen).parent))
            self.presenter.take_file(Path(chosen))

    def _on_began(self) -> None:
        self._renew_head()
        self.handlers_changed.emit()

    def _on_imported(self, filling: Filling) -> None:
        count = sum(not entry.is_blank for entry in filling.entries.fields.values())
        wrong = len(self.presenter.problems) + len(filling.faults)
        told = f"从{filling.source}带入 {count} 项"
        self.shell.say(f"{told}，{wrong} 处要看一看" if wrong else told)
        self._on_moved()
        if self.presenter.problems:
            self.form.next_problem()
        else:
            self.form.focus_first()

    # -- moving ---------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """下一组; on the page 核对答案: store the project."""
        if self.form.is_composing:
            return
        if self.presenter.is_checking:
            self.save_project()
        elif self.form.settle_current():
            if self.presenter.returns_to_check:
                self.presenter.go_to(self.presenter.check_place)
            else:
                self.presenter.next_section()

    def go_back(self) -> None:
        """上一组."""
        if not self.form.is_composing and (self.presenter.is_checking or self.form.settle_current()):
            self.presenter.previous_section()

    def _go_to(self, section: int) -> None:
        if not self.form.is_composing and self.form.settle_current():
            self.presenter.go_to(section)

    def _on_moved(self) -> None:
        presenter = self.presenter
        if not presenter.is_running:
            return
        checking = presenter.is_checking
        came_from = self._last_changed
        self._stack.setCurrentWidget(self.check if checking else self._halves)
        self._import.setVisible(not checking and not presenter.entries.amends)
        self._return.setVisible(checking)
        if checking:
            self._return.setText(f"回到第 {presenter.check_place} 组(&L)")
            self.check.enter(came_from)
            self._last_changed = ""
        self.form.next.setText("回到核对(&G)" if presenter.returns_to_check else "下一组(&G)")
        self._renew_head()
        self._renew_override()
        self.handlers_changed.emit()

    _last_changed = ""

    def _on_change_wanted(self, field_id: str) -> None:
        """修改: to the field, and back to the same row afterwards."""
        self._last_changed = field_id
        self.presenter.go_to(self.presenter.form.section_of(FieldId(field_id)), field_id, back_to_check=field_id)

    def _on_put_back(self, _: str) -> None:
        """Something was undone; show it, wherever the user is."""
        window = self.shell.window
        if window is not None and window.page is not self:
            self.shell.open("intake")

    def _on_question(self, question_id: str) -> None:
        self.items.follow(self.presenter.form.by_question[QuestionId(question_id)])
        self._renew_status()

    def _on_catalogue(self) -> None:
        if self.presenter.is_running and self.shell.is_ready:
            self.presenter.prepare()

    # -- what is shown --------------------------------------------------------------------------------------------

    def _renew_head(self) -> None:
        presenter = self.presenter
        if not presenter.is_running:
            return
        state, live = presenter.state, presenter.live
        title = "核对答案" if presenter.is_checking else f"修改 {live.amends}" if live.amends else "新接件"
        self.head.title.setText(title)
        if presenter.is_checking:
            done, total = len(state.to_answer) - len(state.unanswered), len(state.to_answer)
            self.head.subtitle.setText(f"{total} 问已答 {done} 问 · “修改”改完会回到这一页")
        else:
            self.head.subtitle.setText(" · ".join(each for each in (live.text(ENTERPRISE), live.text(NAME)) if each))
        self.set_window_title(live.text(NAME) or title)
        self._renew_status()

    def _renew_status(self) -> None:
        presenter = self.presenter
        done = len(presenter.state.to_answer) - len(presenter.state.unanswered)
        left = len(presenter.state.unanswered)
        where = f"第 {presenter.section + 1} 组，共 {presenter.check_place + 1} 组"
        hint = "" if presenter.is_checking else " · 回车下一问，数字键选答案"
        self.set_status(f"{where} · 已答 {done} 问，还有 {left} 问{hint}")

    def _renew_override(self) -> None:
        row = self.items.current
        is_here = self.presenter.is_running and not self.presenter.is_checking
        self.shell.commands.set_reason("intake.override", "" if row is not None or not is_here else "先在清单里选一项")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._sized and self.width() > 400:
            self._sized = True
            self._halves.setSizes([self.width() * 49 // 100, self.width() * 51 // 100])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window gives the focus to its page; it belongs to the current question."""
        super().focusInEvent(event)
        if self.presenter.is_running:
            if self.presenter.is_checking:
                self.check.table.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.form.focus_current()

    # -- keys -----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if event.key() == Qt.Key.Key_F1 and plain and not self.presenter.is_checking:
                event.accept()  # here F1 is the law behind the question, not the sheet of shortcuts
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1 and self.presenter.is_running and not self.presenter.is_checking:
            self.toggle_basis()
            return
        if event.key() == Qt.Key.Key_Escape and self._close_basis():
            return
        if event.key() == Qt.Key.Key_Escape and self.presenter.question is not None:
            self.presenter.refuse()
            return
        super().keyPressEvent(event)

    def toggle_basis(self) -> None:
        """F1: the law behind the current question in place of the list, and back."""
        if self.items.shows_basis:
            self._close_basis()
        elif self.form.current is not None:
            self.items.show_basis(self.presenter.form.by_question[self.form.current])

    def _close_basis(self) -> bool:
        shown = self.items.shows_basis
        if shown:
            had_focus = self.items.basis.isAncestorOf(self.focusWidget() or self)
            self.items.hide_basis()
            if had_focus:
                self.form.focus_current()
        return shown

    # -- deciding -------------------------------------------------------------------------------------------------

    def override(self) -> None:
        """改判: an officer decides on the selected row, with a reason."""
        row = self.items.current
        if row is None or not self.form.settle_current():
            return
        from gxq_desktop.ui.intake.override import ask_for_override

        officer = self.shell.preferences.get(OFFICER, "")
        ask_for_override(self, row, officer, self.decide)

    def decide(self, row: ItemRow, decided: tuple[bool, str, str] | None) -> None:
        """Take (applies, reason, officer), or None to take a decision back."""
        if decided is None:
            self.presenter.override(row.code, None)
            self.shell.say(f"{row.code} 已撤回改判，按规则判定", undo=True)
            return
        applies, reason, officer = decided
        self.presenter.override(row.code, Override(applies, reason, officer, self.shell.today))
        self.shell.say(f"{row.code} 已改判为{'要办' if applies else '不用办'}", undo=True)

    # -- ending ---------------------------------------------------------------------------------------------------

    def stash(self) -> None:
        """暂存退出."""
        if not self.form.settle_current():
            return
        kept = self.presenter.has_something
        number = self.presenter.live.amends
        if self.shell.attempt(self.presenter.put_away, "草稿没有存下"):
            self._go_away(number)
            self.shell.say("草稿已存，在工作台可以接着填" if kept else "什么也没填，没有留草稿")

    def drop(self) -> None:
        """放弃这次接件."""
        number = self.presenter.live.amends
        if self.presenter.has_something:
            headline = "放弃没有保存的修改" if number else "放弃这次接件"
            message = Message(headline, "填的内容和草稿都会删去，找不回来。", "要留着的，选“暂存退出”。", severe=False)
            if messages.ask(self, headline, message, ("放弃(&D)",)) != 0:
                return
        if self.shell.attempt(self.presenter.drop, "草稿没有删去"):
            self._go_away(number)

    def _go_away(self, number: str) -> None:
        self._taken = ""
        self.shell.summaries_changed.emit()
        self.handlers_changed.emit()
        places = self.shell.window.places if self.shell.window is not None else {}
        if number and "project" in places:
            self.shell.open("project", number=number)
        else:
            self.shell.open("home")

    def save_project(self) -> None:
        """建立项目, or 保存修改."""
        if not self.presenter.open_project():
            self.check.panel.notices.setFocus()
            self.shell.say(f"还有 {len(self.presenter.problems)} 处要改，改好才能保存")

    def _on_opened(self, number: str, is_new: bool) -> None:
        name = self.presenter.live.text(NAME)
        self._taken = ""
        self.shell.remember_project(number, name)
        self.shell.project_changed.emit(number)
        self.handlers_changed.emit()
        places = self.shell.window.places if self.shell.window is not None else {}
        if "project" in places:
            self.shell.open("project", number=number)
        else:
            self.shell.open("projects")
        self.shell.say(f"已建立项目 {number}" if is_new else f"{number} 的修改已保存", undo=not is_new)

    def _on_look(self, number: str) -> None:
        places = self.shell.window.places if self.shell.window is not None else {}
        if "project" in places:
            self.shell.open("project", number=number)

    # -- what went wrong ------------------------------------------------------------------------------------------

    def _on_not_kept(self, error: Exception) -> None:
        sentence = f"{error.problem}{error.next_step}" if isinstance(error, DomainError) else str(error)
        self.band.show_error(f"草稿没有存下：{sentence}填的内容还在这个窗口里，程序每 15 秒再试一次。")

    def _on_refused(self, error: Exception) -> None:
        self.shell.show_error(error, "没有做成", "没有丢。填的内容还在表里。")
