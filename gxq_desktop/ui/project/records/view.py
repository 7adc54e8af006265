"""The tab 办理记录: everything that happened to the project, with its proof; taking back today's, correcting older ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices

from gxq_desktop.application.project_records import (
    RecordEntry,
    RecordFilter,
    RecordSort,
    correction_of,
    record_entries,
)
from gxq_desktop.application.record_event import RecordRequest, record_events, take_back
from gxq_desktop.application.wording import plain_day, weekday
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.ledger import CaseEvent
from gxq_desktop.ui import fonts
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.labels import link_button
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.page import CommandButton
from gxq_desktop.ui.project.head import ChipLabel
from gxq_desktop.ui.project.list_tab import ListTab
from gxq_desktop.ui.project.presenter import Loaded, ProjectPresenter
from gxq_desktop.ui.project.records.model import record_columns, record_mark
from gxq_desktop.ui.segments import Segment
from gxq_desktop.ui.shell import Shell

_EMPTY = ("history", "还没有办理记录", "受理、补正、停钟、办结、送达、销账，发生什么就登记什么，后面的日期跟着重排。")
SEGMENTS = (
    Segment("all", "全部"),
    Segment("event", "办理"),
    Segment("corrected", "更正过", Mark.CHANGED),
    Segment("missed", "超期", Mark.OVERDUE),
    Segment("agreed", "重排与移交"),
)
_SORTS = {
    "all": frozenset[RecordSort](),
    "event": frozenset({RecordSort.EVENT}),
    "corrected": frozenset({RecordSort.SUPERSEDED}),
    "missed": frozenset({RecordSort.MISSED}),
    "agreed": frozenset({RecordSort.AGREED, RecordSort.HANDED_OVER}),
}


class RecordsTab(ListTab):
    """The journal, the latest first."""

    def __init__(self, shell: Shell, presenter: ProjectPresenter) -> None:
        super().__init__(
            shell,
            presenter,
            "办理记录",
            "project.records",
            record_columns(0),
            key=lambda entry: entry.key,
            segments=SEGMENTS,
            empty=_EMPTY,
            panel_width=340,
            muted=lambda entry: entry.sort is RecordSort.SUPERSEDED,
        )
        self.steps = self.add_combo("事项")
        if "record.event" in shell.commands:
            self.empty.add(CommandButton(shell, "record.event", self.empty, "登记办理情况(&R)…"))
        self.add_extra(
            ("records.open", "打开证据(&O)"),
            ("records.correct", "更正(&G)…"),
            ("records.take_back", "撤销这次记录(&X)"),
        )
        names = ("records.open", "records.correct", "records.take_back", "edit.copy")
        self.table.set_menu([shell.commands.action(name) for name in names])

    # -- ListTab --------------------------------------------------------------------------------------------------

    def rows_of(self, loaded: Loaded) -> Sequence[RecordEntry]:
        self.model.columns = record_columns(loaded.desk.plan_year)
        entries = record_entries(loaded.desk)
        used = {entry.step_id: f"{entry.code} {entry.name}".strip() for entry in entries if entry.step_id}
        self.fill_combo(self.steps, "全部事项", [(text, step) for step, text in sorted(used.items())])
        if self.segments is not None:
            for segment, sorts in _SORTS.items():
                self.segments.set_count(segment, sum(not sorts or entry.sort in sorts for entry in entries))
        return entries

    def shows(self, entry: RecordEntry) -> bool:
        asked = RecordFilter(_SORTS[self.segment], str(self.steps.currentData() or ""), self.field.text())
        return asked.keeps(entry)

    def filtered(self) -> bool:
        return super().filtered() or bool(self.steps.currentData())

    def unfilter(self) -> None:
        self.steps.setCurrentIndex(0)

    def go_to(self, key: str) -> None:
        """Show what happened to the step KEY alone."""
        place = self.steps.findData(key)
        if place >= 0:
            self.steps.setCurrentIndex(place)

    def on_opened(self, entry: RecordEntry) -> None:
        if entry.evidence is not None:
            self.open_evidence()
        elif entry.can_correct:
            self.correct()

    def status_of(self, shown: Sequence[RecordEntry]) -> str:
        late = sum(entry.sort is RecordSort.MISSED for entry in shown)
        return f"{len(shown)} 条" + (f" · {late} 次超期" if late else "")

    def record_steps(self) -> tuple[str, ...]:
        entry = self.table.current_row
        return (entry.step_id,) if entry is not None and entry.step_id else ()

    def handlers(self) -> Mapping[str, Handler]:
        answered = dict(super().handlers())
        entry = self.table.current_row
        if entry is not None:
            if entry.evidence is not None:
                answered["records.open"] = self.open_evidence
            if entry.can_correct:
                answered["records.correct"] = self.correct
            if entry.event:
                answered["records.take_back"] = self.take_back
        self._give_reasons(entry)
        return answered

    def _give_reasons(self, entry: RecordEntry | None) -> None:
        can = entry is not None and entry.can_take_back
        why = entry.why_not if entry is not None and entry.event else ""
        self.shell.commands.set_reason("records.take_back", "" if can else why or "先选中一条今天的办理记录")

    def show_row(self, entry: RecordEntry | None) -> None:
        panel = self.panel
        if entry is None or self._loaded is None:
            return
        year = self._loaded.desk.plan_year

        def day(on: date) -> str:
            return f"{plain_day(on, year)}（{weekday(on)}）"

        about = f"{entry.code}　第 {entry.event} 条" if entry.event else entry.sort.value
        panel.add_text(about.strip(), "text2", fonts.CAPTION)
        panel.add_title(entry.name)
        chip = ChipLabel(panel)
        chip.show_mark(record_mark(entry) or Mark.ON_TIME, entry.what)
        panel.column.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
        panel.add_pair("哪天", day(entry.on), bold=True)
        panel.add_pair("经办人", entry.person)
        panel.add_pair("记下", day(entry.recorded_on))
        if entry.document:
            panel.add_pair("文号", entry.document)
        if entry.said:
            panel.add_pair("说明", entry.said)
        if entry.evidence is not None:
            panel.add_pair("证据", entry.evidence.name)
            panel.column.addWidget(
                CommandButton(self.shell, "records.open", panel, "打开证据(&O)"), 0, Qt.AlignmentFlag.AlignLeft
            )
        self._show_correction(entry, day)
        if entry.event and entry.why_not and not entry.can_take_back:
            panel.add_line()
            panel.add_text(entry.why_not, "text2", fonts.CAPTION)
        if entry.step_id:
            show = link_button("看时间表(&T)", panel)
            show.clicked.connect(lambda: self.wanted.emit("schedule", entry.step_id))
            panel.column.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_correction(self, entry: RecordEntry, day: object) -> None:
        assert self._loaded is not None
        correction = correction_of(self._loaded.desk, entry.event) if entry.event else None
        if correction is None:
            return
        panel = self.panel
        panel.add_line()
        gone = "作废" if not correction.after_event else f"改为第 {correction.after_event} 条"
        panel.add_title(f"更正：第 {correction.before_event} 条{gone}", fonts.BASE)
        for value in correction.values:
            if value.changed:
                panel.add_pair(value.label, f"{value.before or '空'} → {value.after or '空'}", bold=True)
            else:
                panel.add_pair(value.label, value.after, role="text2")
        panel.add_text(f"{correction.on.isoformat()} {correction.person}：{correction.reason}", "text2", fonts.CAPTION)

    # -- what can be done -----------------------------------------------------------------------------------------

    def open_evidence(self) -> None:
        """Open the file that proves the selected record, checked against its digest, in the system's program for it."""
        entry = self.table.current_row
        if entry is None or entry.evidence is None:
            return
        try:
            path = self.shell.services.evidence.path_of(entry.evidence)
        except DomainError as refusal:
            self.shell.show_error(refusal, "证据没有打开", "办理记录都在，没有改动。")
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.shell.say(f"没有能打开“{entry.evidence.name}”的程序，文件在 {path}")

    def correct(self) -> None:
        """Open 更正 for the selected record."""
        entry = self.table.current_row
        if entry is None or not entry.can_correct:
            return
        from gxq_desktop.ui.record.start import open_correction

        open_correction(self.shell, self.presenter.number, entry.event)

    def take_back(self) -> None:
        """Undo the selected action of today with everything recorded with it."""
        entry, loaded = self.table.current_row, self._loaded
        if entry is None or loaded is None or not entry.can_take_back:
            return
        number, services = self.presenter.number, self.shell.services
        events = [event for event in loaded.desk.journal.events if event.action == entry.action]
        action = [entry.action]

        def back() -> None:
            take_back(number, action[0], services)

        def again() -> None:
            action[0] = record_events(number, requests_again(events, loaded), services).action

        if not self.shell.save(back, "没有撤销"):
            return
        what = "、".join(dict.fromkeys(f"{event.step_id} {event.kind.label}" for event in events))
        if not any(event.evidence for event in events) and all(event.place == event.number for event in events):
            self.presenter.push(f"撤销记录 {what}", back, again)
        self.presenter.tell(number, f"已撤销记录：{what}")


def requests_again(events: Sequence[CaseEvent], loaded: Loaded) -> tuple[RecordRequest, ...]:
    """What to record so that EVENTS, which were taken back, stand again. Evidence is not copied again."""
    missed = {each.event: each.reason.value for each in loaded.desk.missed}
    return tuple(
        RecordRequest(
            step=event.step_id,
            kind=event.kind,
            on=event.on,
            person=event.person,
            note=event.note,
            reason=event.reason,
            late_reason=missed.get(event.number, ""),
            document=event.document,
            days=event.days,
            until=event.until,
            approver=event.approver,
        )
        for event in events
    )
