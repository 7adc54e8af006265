"""The tab 咨询: what the enterprise asked, what was answered, by whom and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from gxq_desktop.application.consultation import (
    AnswerState,
    ConsultationChange,
    ConsultationFilter,
    ConsultationLine,
    QuestionForm,
    answer_question,
    ask_question,
    change_consultation,
    correct_consultation,
    in_order,
    line_of,
    publish_consultation,
    reverse_of,
)
from gxq_desktop.application.wording import plain_day, weekday
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui import fonts
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.page import CommandButton
from gxq_desktop.ui.project.consultations.dialog import Aim, ConsultationDialog, Wording
from gxq_desktop.ui.project.consultations.model import MARKS, consultation_columns
from gxq_desktop.ui.project.head import ChipLabel
from gxq_desktop.ui.project.list_tab import ListTab
from gxq_desktop.ui.project.operator import person_at_desk
from gxq_desktop.ui.project.presenter import Loaded, ProjectPresenter
from gxq_desktop.ui.segments import Segment
from gxq_desktop.ui.shell import Shell

_EMPTY = (
    "comment",
    "还没有咨询",
    "企业问了什么、怎么答的，记在这里。答过的问题印进以后的手册；标了“可公开”的，别的项目的手册也印。",
)
SEGMENTS = (
    Segment("all", "全部"),
    Segment("open", "待答复", Mark.NOT_STARTED),
    Segment("answered", "已答复", Mark.CLEARED),
    Segment("public", "可公开"),
)


class ConsultationsTab(ListTab):
    """The questions about this project; the first to be answered on top."""

    def __init__(self, shell: Shell, presenter: ProjectPresenter) -> None:
        super().__init__(
            shell,
            presenter,
            "咨询",
            "project.consultations",
            consultation_columns(0),
            key=lambda line: line.entry.number,
            segments=SEGMENTS,
            empty=_EMPTY,
        )
        self.items = self.add_combo("事项")
        self.empty.add(CommandButton(shell, "consult.new", self.empty, "记一条咨询(&Q)…"))
        self.add_extra(
            ("consult.new", "记一条咨询(&Q)…"), ("consult.answer", "答复(&W)…"), ("consult.correct", "更正(&G)…")
        )
        names = ("consult.answer", "consult.correct", "consult.publish", "consult.remove", "edit.copy")
        self.table.set_menu([shell.commands.action(name) for name in names])

    # -- ListTab --------------------------------------------------------------------------------------------------

    def rows_of(self, loaded: Loaded) -> Sequence[ConsultationLine]:
        desk = loaded.desk
        project = desk.project
        self.model.columns = consultation_columns(desk.plan_year)
        lines = in_order(
            line_of(
                project.number, project.name, project.enterprise.name, entry, desk.catalogue, desk.calendar, desk.today
            )
            for entry in desk.consultations
        )
        used = sorted({line.entry.code: line.item for line in lines}.items())
        self.fill_combo(self.items, "全部事项", [(text, code or "-") for code, text in used])
        if self.segments is not None:
            self.segments.set_count("open", sum(line.entry.is_open for line in lines))
            self.segments.set_count("all", len(lines))
        return lines

    def shows(self, line: ConsultationLine) -> bool:
        code = str(self.items.currentData() or "")
        if code and (line.entry.code or "-") != code:
            return False
        if self.segment == "public" and not line.entry.is_public:
            return False
        asked = ConsultationFilter(
            only_open=self.segment == "open", only_answered=self.segment == "answered", text=self.field.text()
        )
        return asked.keeps(line)

    def filtered(self) -> bool:
        return super().filtered() or bool(self.items.currentData())

    def unfilter(self) -> None:
        self.items.setCurrentIndex(0)

    def on_opened(self, line: ConsultationLine) -> None:
        """Enter answers an open question, and corrects an answered one."""
        self.answer() if line.entry.is_open else self.correct()

    def status_of(self, shown: Sequence[ConsultationLine]) -> str:
        late = sum(line.state is AnswerState.OVERDUE for line in shown)
        waiting = sum(line.entry.is_open for line in shown)
        return f"{len(shown)} 条咨询 · {waiting} 条待答复" + (f" · {late} 条超期" if late else "")

    def record_steps(self) -> tuple[str, ...]:
        line = self.table.current_row
        return (line.entry.code,) if line is not None and line.entry.code else ()

    def handlers(self) -> Mapping[str, Handler]:
        answered = dict(super().handlers())
        line = self.table.current_row
        if line is not None:
            answered["consult.correct"] = self.correct
            if line.entry.is_open:
                answered["consult.answer"] = self.answer
            else:
                answered["consult.publish"] = self.publish
            if line.entry.written_on == self.shell.today:
                answered["consult.remove"] = self.remove
        return answered

    def show_row(self, line: ConsultationLine | None) -> None:
        panel = self.panel
        if line is None:
            return
        entry, year = line.entry, self._loaded.desk.plan_year if self._loaded is not None else 0
        panel.add_text(f"{line.item}　第 {entry.number} 条", "text2", fonts.CAPTION)
        panel.add_title(entry.question)
        chip = ChipLabel(panel)
        chip.show_mark(MARKS[line.state], line.left_text or line.state.value)
        panel.column.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
        panel.add_pair("谁问的", f"{entry.asked_by}　{_day(entry.asked_on, year)}")
        panel.add_pair("记录人", entry.recorded_by)
        if entry.is_open:
            panel.add_pair("答复期限", _day(entry.due_on, year), bold=True)
            panel.column.addWidget(
                CommandButton(self.shell, "consult.answer", panel, "答复(&W)…"), 0, Qt.AlignmentFlag.AlignLeft
            )
            return
        panel.add_line()
        panel.add_title("答复", fonts.BASE)
        panel.add_text(entry.answer)
        assert entry.answered_on is not None
        panel.add_text(f"{entry.answered_by}　{_day(entry.answered_on, year)}", "text2", fonts.CAPTION)
        public = "别的项目的手册也印这条，不印谁问的。" if entry.is_public else "只印进本项目的手册。"
        panel.add_text(public, "text2")
        text = "不再公开(&U)" if entry.is_public else "标为可公开(&U)"
        panel.column.addWidget(CommandButton(self.shell, "consult.publish", panel, text), 0, Qt.AlignmentFlag.AlignLeft)
        for each in reversed(entry.earlier):
            panel.add_line()
            panel.add_title(f"{_day(each.changed_on, year)}更正前", fonts.BASE)
            if each.question != entry.question:
                panel.add_text(f"问：{each.question}", "text2")
            panel.add_text(each.answer or "没有答复", "text2")
            panel.add_text(f"{each.changed_by}：{each.reason}", "text2", fonts.CAPTION)

    # -- asking, answering ----------------------------------------------------------------------------------------

    def dialog(self, aim: Aim, code: str = "", line: ConsultationLine | None = None) -> ConsultationDialog:
        """The dialog for AIM: a new question about the item CODE, or what is to be done to LINE."""
        return consultation_dialog(self.shell, self.presenter, aim, code, line)

    def answer(self) -> None:
        """Answer the selected question."""
        line = self.table.current_row
        if line is None or not line.entry.is_open:
            return
        dialog = self.dialog(Aim.ANSWER, line=line)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.take_answer(line, dialog.wording())
        dialog.deleteLater()

    def correct(self) -> None:
        """Put other words into the selected entry."""
        line = self.table.current_row
        if line is None:
            return
        dialog = self.dialog(Aim.CORRECT, line=line)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.take_correction(line, dialog.wording())
        dialog.deleteLater()

    def take_answer(self, line: ConsultationLine, typed: Wording) -> None:
        """Store what was typed as the answer to LINE."""
        services, number = self.shell.services, line.entry.number

        def act() -> ConsultationChange:
            first = answer_question(line.project_number, number, typed.answer, services, typed.person, typed.on)
            if not typed.is_public:
                return first
            try:
                last = publish_consultation(line.project_number, number, True, services)
            except DomainError:
                change_consultation(reverse_of(first), services)
                raise
            return ConsultationChange(first.number, first.before, last.after)

        store_change(self.shell, self.presenter, act, f"答复第 {number} 条咨询", f"已答复第 {number} 条咨询")

    def take_correction(self, line: ConsultationLine, typed: Wording) -> None:
        """Store what was typed in place of LINE's words."""
        number, services = line.entry.number, self.shell.services

        def act() -> ConsultationChange:
            return correct_consultation(
                line.project_number, number, services, typed.question, typed.answer, typed.reason, typed.person
            )

        store_change(self.shell, self.presenter, act, f"更正第 {number} 条咨询", f"第 {number} 条咨询已更正")

    def publish(self) -> None:
        """Show the selected entry in the manuals of other projects, or no longer."""
        line = self.table.current_row
        if line is None:
            return
        number, wanted = line.entry.number, not line.entry.is_public

        def act() -> ConsultationChange:
            return publish_consultation(line.project_number, number, wanted, self.shell.services)

        text = f"第 {number} 条咨询{'可公开' if wanted else '不再公开'}"
        store_change(self.shell, self.presenter, act, text, text)

    def remove(self) -> None:
        """Take the selected entry out, on the day it was written; 撤销 brings it back."""
        line = self.table.current_row
        if line is None:
            return
        change = ConsultationChange(line.project_number, line.entry, None)

        def act() -> ConsultationChange:
            change_consultation(change, self.shell.services)
            return change

        store_change(
            self.shell,
            self.presenter,
            act,
            f"删去第 {line.entry.number} 条咨询",
            f"第 {line.entry.number} 条咨询已删去",
        )


def consultation_dialog(
    shell: Shell, presenter: ProjectPresenter, aim: Aim, code: str = "", line: ConsultationLine | None = None
) -> ConsultationDialog:
    """The dialog over the window, about the project shown."""
    assert presenter.current is not None and shell.window is not None
    desk = presenter.current.desk
    return ConsultationDialog(shell.window, desk, aim, person_at_desk(shell, desk.project), code, line)


def ask(shell: Shell, presenter: ProjectPresenter, code: str) -> None:
    """Write down a question about the item CODE of the project shown, from any tab."""
    if presenter.current is None:
        return
    dialog = consultation_dialog(shell, presenter, Aim.ASK, code)
    if dialog.exec() == QDialog.DialogCode.Accepted:
        take_question(shell, presenter, dialog.form())
    dialog.deleteLater()


def take_question(shell: Shell, presenter: ProjectPresenter, form: QuestionForm) -> bool:
    """Store FORM as a new entry of the project shown."""
    about = form.code or "整个项目"
    return store_change(
        shell,
        presenter,
        lambda: ask_question(presenter.number, form, shell.services),
        f"记咨询 {about}",
        f"已记下咨询：{about}" + ("" if form.answer.strip() else "，待答复"),
    )


def store_change(
    shell: Shell, presenter: ProjectPresenter, act: Callable[[], ConsultationChange], text: str, told: str
) -> bool:
    """Do ACT and let it be undone as the step TEXT; False if it was refused, after telling why."""
    services = shell.services
    try:
        change = shell.runner.carry_out(act)
    except DomainError as refusal:
        shell.show_error(refusal, "没有保存")
        return False
    if change.before != change.after:
        presenter.push(
            text,
            lambda: change_consultation(change, services),
            lambda: change_consultation(reverse_of(change), services),
        )
        presenter.tell(change.number, told)
    return True


def _day(on: date, plan_year: int) -> str:
    return f"{plain_day(on, plan_year)}（{weekday(on)}）"
