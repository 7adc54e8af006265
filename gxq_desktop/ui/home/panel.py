"""The right panel of 工作台: days left, the due dates, whose turn, how far it has come, what to do."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gxq_desktop.application.today import RowStory, Sign, Step, TodayRow
from gxq_desktop.application.wording import listed_day
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.home.model import left_role
from gxq_desktop.ui.labels import wrapped
from gxq_desktop.ui.page import Panel
from gxq_desktop.ui.shell import Shell

NAME_WIDTH = 76


class Acting(Protocol):
    """What the panel's buttons do."""

    def act(self, row: TodayRow) -> None: ...

    def open_project(self, row: TodayRow) -> None: ...

    def print_for(self, row: TodayRow) -> None: ...


class TodayPanel(Panel):
    """What the selected row is about. `show_row` at once, `show_story` when it has been read."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent, "所选事项")
        self._shell = shell
        self._row: TodayRow | None = None
        self._story: QVBoxLayout | None = None

    def show_row(self, row: TodayRow | None, page: Acting) -> None:
        self.clear()
        self._row, self._story = row, None
        if row is None:
            self.add_text("选一行，这里说明它是什么、轮到谁、为什么是这一天。", "text2")
            self.add_stretch()
            return
        self.add_title(f"{row.code} {row.what}".strip())
        self.add_text(" · ".join(part for part in (row.enterprise, row.project) if part), "text2")
        if row.left:
            role = "pause" if row.sign is Sign.STOPPED else left_role(row)
            self.add_text(row.left, role, fonts.FIGURE if row.on or row.days_left else fonts.TITLE, bold=True)
        self._add_dates(row)
        self.add_line()
        self.add_text(row.explanation)
        if row.step is Step.RECORD:
            self.add_line()
            holder = QWidget(self)
            self._story = QVBoxLayout(holder)
            self._story.setContentsMargins(0, 0, 0, 0)
            self._story.setSpacing(6)
            self.column.addWidget(holder)
        self.add_stretch()
        self._add_actions(row, page)

    def _add_dates(self, row: TodayRow) -> None:
        if not (row.on or row.turn or row.number):
            return
        self.add_line()
        today = self._shell.today
        if row.accepted_on:
            self.add_pair("受理", listed_day(row.accepted_on, today), name_width=NAME_WIDTH)
        if row.on_text:
            shown = row.on_text + ("　暂定" if row.provisional else "")
            self.add_pair(row.event, shown, bold=True, name_width=NAME_WIDTH)
        if row.original_on and row.original_on != row.on:
            first = "原承诺" if row.accepted_on else "原定"
            self.add_pair(first, listed_day(row.original_on, today), name_width=NAME_WIDTH)
        if row.statutory_on:
            self.add_pair("法定到期", listed_day(row.statutory_on, today), name_width=NAME_WIDTH)
        if row.state and row.state != row.word:
            self.add_pair("现在", row.state, name_width=NAME_WIDTH)
        if row.turn:
            self.add_pair("轮到", row.turn, name_width=NAME_WIDTH)
        if row.person:
            self.add_pair("经办", row.person, name_width=NAME_WIDTH)
        if row.number:
            self.add_pair("项目编号", row.number, name_width=NAME_WIDTH)

    def show_story(self, row: TodayRow, story: RowStory) -> None:
        """Fill in STORY, if ROW is still shown."""
        if row is not self._row or self._story is None:
            return
        while self._story.count():
            taken = self._story.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if story.decided:
            decided = wrapped(story.decided, self)
            theme.set_role(decided, "pause")
            self._story.addWidget(decided)
        if story.critical:
            self._story.addWidget(wrapped("在关键线路上，晚一天，后面全部晚一天。", self))
        head = wrapped("办到哪一步" if story.events else "还没有办理记录", self)
        fonts.set_font(head, fonts.BASE, bold=bool(story.events))
        if not story.events:
            theme.set_role(head, "text2")
        self._story.addWidget(head)
        for event in story.events:
            self._story.addWidget(self._event_line(event.on_text, event.what, event.note))
        if story.total:
            done = wrapped(f"本项目已销账 {story.closed} 项，共 {story.total} 项", self)
            theme.set_role(done, "text2")
            self._story.addWidget(done)

    def _event_line(self, on_text: str, what: str, note: str) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        left, right = wrapped(on_text, line), wrapped(f"{what}：{note}" if note else what, line)
        theme.set_role(left, "text2")
        left.setFixedWidth(theme.px(NAME_WIDTH))
        row.addWidget(left)
        row.addWidget(right, 1)
        return line

    def _add_actions(self, row: TodayRow, page: Acting) -> None:
        act = QPushButton(f"{row.next_step}{'…' if row.step is Step.RECORD else ''}(&E)", self)
        act.setProperty("kind", "primary")
        act.clicked.connect(lambda: page.act(row))
        self.column.addWidget(act)
        if row.number:
            pair = QWidget(self)
            two = QHBoxLayout(pair)
            two.setContentsMargins(0, 0, 0, 0)
            two.setSpacing(8)
            where = "看时间表(&T)" if row.step is Step.RECORD else "打开项目(&T)"
            for text, do in ((where, page.open_project), ("打印(&P)…", page.print_for)):
                button = QPushButton(text, pair)
                button.clicked.connect(lambda _=False, do=do: do(row))
                two.addWidget(button, 1)
            self.column.addWidget(pair)
        hints = (
            "回车 下一步　F 回填销号　F2 为什么是这天"
            if row.step is Step.RECORD
            else "回车 下一步　1–9 筛选　Esc 看全部"
        )
        self.add_text(hints, "text2", fonts.CAPTION)
