"""The right panel of the ledger: the selected row explained, and what can be done with it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from gxq_desktop.application.ledger_desk import EntryDetail, LedgerEntry
from gxq_desktop.application.wording import listed_day
from gxq_desktop.ui import fonts
from gxq_desktop.ui.ledger.model import is_pressing, mark_of
from gxq_desktop.ui.page import CommandButton, Panel
from gxq_desktop.ui.shell import Shell


class EntryPanel(Panel):
    """Shows a row at once and the rest of it when its records are there."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent, "所选事项")
        self._shell = shell
        self._entry: LedgerEntry | None = None

    def show_entry(self, entry: LedgerEntry | None) -> None:
        """Show what is known of ENTRY from the list."""
        self._entry = entry
        self.clear()
        if entry is None:
            self.add_text("选一行，这里说明两个到期日、轮到谁、最近办了什么、为什么停钟。", "text2")
            self.add_stretch()
            return
        self._head(entry)
        self.add_stretch()
        self._actions()

    def show_detail(self, detail: EntryDetail) -> None:
        """Show DETAIL if its row is still the selected one."""
        if self._entry is None or detail.entry.key != self._entry.key:
            return
        entry, row = detail.entry, detail.entry.line.row
        self._entry = entry
        self.clear()
        self._head(entry)
        if detail.decided:
            self.add_text(detail.decided, "pause")
        self.add_line()
        self.add_pair(detail.due, detail.promised, bold=True)
        if detail.statutory:
            self.add_pair("法定到期", detail.statutory)
        if detail.joint:
            self.add_pair("并联到期", detail.joint)
        if row.accepted_on is not None:
            self.add_pair("受理", listed_day(row.accepted_on, self._shell.today))
        if detail.online:
            self.add_pair("在线办件号", detail.online)
        if entry.used_days is not None:
            self.add_pair("承诺", f"{entry.limit_days} 个工作日，已用 {entry.used_days} 个")
        if entry.provisional:
            self.add_pair("暂定", "倒排时经过还没有放假通知的年份，通知出来会重排")
        if detail.stopped:
            self.add_pair("停钟", detail.stopped, role="pause")
        if detail.missing:
            self.add_pair("容缺", detail.missing, role="warn")
        if detail.missed:
            self.add_pair("超期记录", detail.missed)
        self.add_line()
        self.add_pair("现在", row.state.label)
        self.add_pair("轮到", row.whose.label if not row.closed else "已销账")
        self.add_pair("主办", row.authority or row.owner)
        if entry.window:
            self.add_pair("窗口", entry.window)
        if row.person:
            self.add_pair("经办", row.person)
        owned = detail.owned
        if owned.total:
            self.add_pair(
                "三方用时", f"机关 {owned.authority}　企业 {owned.enterprise}　中介 {owned.intermediary}（工作日）"
            )
        self.add_line()
        self.add_text("最近的记录", bold=True)
        if not detail.events:
            self.add_text("还没有记录。", "text2")
        for event in detail.events:
            self.add_text(f"{listed_day(event.on, self._shell.today)}　{event.told}")
            if event.note:
                self.add_text(event.note, "text2", fonts.CAPTION)
        if detail.more_events:
            self.add_text(f"更早的 {detail.more_events} 条在项目的办理记录里。", "text2", fonts.CAPTION)
        self.add_stretch()
        self._actions()

    def show_refusal(self, text: str) -> None:
        """Say why nothing more is known."""
        if self._entry is None:
            return
        self.clear()
        self._head(self._entry)
        self.add_text(text, "seal")
        self.add_stretch()
        self._actions()

    def _head(self, entry: LedgerEntry) -> None:
        row = entry.line.row
        self.add_title(f"{row.code} {row.name}".strip())
        self.add_text(" · ".join(part for part in (entry.line.project, entry.line.enterprise) if part), "text2")
        self.add_text(entry.line.left, mark_of(entry).role if is_pressing(entry) else "", fonts.TITLE, bold=True)

    def _actions(self) -> None:
        if "record.event" in self._shell.commands:
            button = CommandButton(self._shell, "record.event", self, "登记办理情况(&S)…", primary=True)
            self.column.addWidget(button)
        self._add_link("schedule.why", "为什么是这一天")
        self._add_link("home.open_project", "打开项目(&O)")
        self._add_link("ledger.project", "只看这个项目(&J)")
        self.add_text("回车 登记　空格 勾选　F2 为什么", "text2", fonts.CAPTION)

    def _add_link(self, command_id: str, text: str) -> None:
        if command_id in self._shell.commands:
            link: QPushButton = CommandButton(self._shell, command_id, self, text)
            link.setProperty("kind", "link")
            self.column.addWidget(link)
