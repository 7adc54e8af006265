"""What the dialogs that record have in common: the right half tells what saving would change, a moment after the last key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QStackedWidget, QWidget

from gxq_desktop.application.desk_lists import ProjectLine
from gxq_desktop.application.record_event import Recorded, RecordRequest
from gxq_desktop.application.record_fields import FieldName
from gxq_desktop.application.record_papers import paper_after
from gxq_desktop.application.record_preview import RecordPreview
from gxq_desktop.application.screen_wording import on_screen, refusal_on_screen
from gxq_desktop.application.wording import listed_day
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.ledger import ImpossibleDate, ReasonMissing
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.faults import message_of
from gxq_desktop.ui.messages import Foot
from gxq_desktop.ui.pause import Pause
from gxq_desktop.ui.record.fields import EvidenceControl
from gxq_desktop.ui.record.form import RecordForm
from gxq_desktop.ui.record.impact import ImpactPane
from gxq_desktop.ui.record.picker import Picker
from gxq_desktop.ui.record.presenter import Opened, RecordPresenter
from gxq_desktop.ui.shell import Shell


class LookAheadDialog(QDialog):
    """A subclass makes the widgets named here in its __init__, calls `connect_all`, and says what is asked, saved and shown."""

    FORM: int
    NOTHING: int
    """Pages of the stack: what is filled in, and why nothing can be."""

    stack: QStackedWidget
    projects: Picker
    form: RecordForm
    impact: ImpactPane
    nothing: QLabel
    cancel: QPushButton
    save: QPushButton

    def __init__(self, shell: Shell, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._opened: Opened | None = None
        self.recorded: Recorded | None = None
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.presenter = RecordPresenter(shell)
        self._timer = Pause(self, self.preview)

    def add_save(self, foot: Foot, text: str) -> None:
        """The button that saves, with its key beside it."""
        self.save = foot.add(text, primary=True)
        self.key = QLabel("Ctrl+回车", foot)
        theme.set_role(self.key, "key")
        fonts.set_font(self.key, fonts.GANTT)
        foot.add_beside(self.key)

    def connect_all(self) -> None:
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.save_now)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.save_now)
        self.projects.chosen.connect(self._on_project)
        self.form.changed.connect(self._on_changed)
        self.impact.earliest_wanted.connect(self._on_earliest)
        self.presenter.listed.connect(self.projects.set_rows)
        self.presenter.loaded.connect(self._on_loaded)
        self.presenter.refused.connect(self._on_refused)
        self.presenter.previewed.connect(self._on_previewed)
        self.presenter.preview_refused.connect(self._on_preview_refused)
        self.presenter.saved.connect(self._on_saved)
        self.presenter.save_refused.connect(self._on_save_refused)

    # -- what a subclass says -------------------------------------------------------------------------------------

    def requests(self) -> Sequence[RecordRequest]:
        """What was typed; nothing while it is not enough."""
        raise NotImplementedError  # every dialog asks something else

    def preview(self) -> None:
        """Ask what it would change."""
        raise NotImplementedError  # every dialog asks something else

    def save_now(self) -> None:
        """Save, if nothing is missing or wrong."""
        raise NotImplementedError  # every dialog saves something else

    def _show(self, page: int) -> None:
        raise NotImplementedError  # every dialog has pages of its own

    def _load(self, number: str) -> None:
        raise NotImplementedError  # every dialog has pages of its own

    def _on_loaded(self, opened: Opened) -> None:
        raise NotImplementedError  # every dialog shows something else

    def _on_save_refused(self, error: Exception) -> None:
        raise NotImplementedError  # every dialog has words of its own

    # -- what is alike --------------------------------------------------------------------------------------------

    def _on_project(self, line: ProjectLine) -> None:
        self._load(line.number)

    def _on_refused(self, error: Exception) -> None:
        message = message_of(error, "")
        self.nothing.setText(f"{message.headline}。{message.next_step}")
        theme.set_role(self.nothing, "seal")
        self._show(self.NOTHING)

    def _on_changed(self, *_: object) -> None:
        self._timer.start()

    def _on_previewed(self, preview: RecordPreview) -> None:
        self.impact.show_preview(preview)
        self.impact.offer_paper(paper_after(self.requests()))
        told = "；".join(
            f"{late.step} 应在 {listed_day(late.due_on, self._shell.today)} 前办完"
            + (f"，晚了 {late.late_days} 个工作日" if late.late_days else "")
            for late in preview.late
        )
        self.form.ask_late(told)

    def _on_preview_refused(self, refusal: DomainError) -> None:
        self.refuse_in_pane(refusal, refusal_on_screen(refusal))
        if isinstance(refusal, ImpossibleDate):
            self.form.fault(FieldName.ON, on_screen(refusal.next_step))

    def refuse_in_pane(self, refusal: DomainError, text: str) -> None:
        """Say TEXT in place of the impact, with the earliest day that would do if there is one."""
        earliest = refusal.earliest if isinstance(refusal, ImpossibleDate) else None
        self.impact.refuse(text, earliest if earliest is not None and earliest <= self._shell.today else None)

    def asks_late(self, error: Exception) -> bool:
        """Whether a save was refused because a date is missed, which was not known when it was asked for: the reason is asked."""
        if not isinstance(error, ReasonMissing) or FieldName.LATE_REASON in self.form.fields:
            return False
        self.form.ask_late(error.problem)
        self.form.check()
        self.preview()
        return True

    def _on_earliest(self, day: date) -> None:
        field = self.form.fields.get(FieldName.ON)
        if field is not None:
            field.set_value(day)
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_saved(self, recorded: Recorded) -> None:
        self.recorded = recorded
        paper, number = self.impact.paper, self.presenter.number
        self.accept()
        if paper is not None:
            self._shell.open("printing", number=number, kind=paper.kind, variant=paper.variant)

    # -- files ----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.stack.currentIndex() == self.FORM and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        field = self.form.fields.get(FieldName.EVIDENCE)
        if isinstance(field, EvidenceControl) and field.take_urls(event.mimeData().urls()):
            event.acceptProposedAction()

    # -- leaving --------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        self._timer.stop()
        self.presenter.forget_preview()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        super().closeEvent(event)
