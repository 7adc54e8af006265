"""Tries terms off the UI thread, latest wins; proposes the smallest way; writes terms into the plan. No widgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gxq_desktop.application.edit_plan import SECOND, with_terms, with_variant, without_variant
from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.application.try_levers import Trial, Way, smallest_way, try_terms
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project import Terms
from gxq_desktop.ui.project.presenter import Loaded, ProjectPresenter
from gxq_desktop.ui.project.undo import TermsCommand
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

SEEK_AFTER_MS = 150


class SchedulePresenter(QObject):
    """tried(Trial): the plan on the terms asked for last. sought: other terms are wanted, show where. found(Way or None): the
    fewest further levers. refused(str): the terms are none this project can have; what was shown stays.
    """

    tried = Signal(object)
    sought = Signal()
    found = Signal(object)
    refused = Signal(str)

    def __init__(self, shell: Shell, project: ProjectPresenter) -> None:
        super().__init__()
        self._shell, self._project = shell, project
        self.desk: ProjectDesk | None = None
        self.trial: Trial | None = None
        self.terms: Terms | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(SEEK_AFTER_MS)
        self._later.timeout.connect(self.seek_now)

    # -- what is shown --------------------------------------------------------------------------------------------

    @property
    def stored(self) -> Terms | None:
        return self.desk.project.plan.terms if self.desk is not None else None

    @property
    def draft(self) -> Terms | None:
        """The terms tried, if they differ from the stored ones."""
        return self.terms if self.terms != self.stored else None

    @property
    def kept(self) -> Terms | None:
        """The terms kept as 方案乙."""
        if self.desk is None:
            return None
        return next((each.terms for each in self.desk.project.variants if each.name == SECOND), None)

    def take(self, loaded: Loaded) -> None:
        """Go on with the project as loaded; its trial holds the terms."""
        self.desk, self.trial = loaded.desk, loaded.trial
        self._set_terms(loaded.trial.terms if loaded.trial is not None else loaded.desk.project.plan.terms)

    def show_project(self, loaded: Loaded) -> None:
        """Show what was taken, or what is tried since."""
        if self.trial is not None:
            self.tried.emit(self.trial)
            self._seek(self.trial)
        elif loaded.trial_refusal is not None:
            self.refused.emit(f"{loaded.trial_refusal.problem}{loaded.trial_refusal.next_step}")

    def _set_terms(self, terms: Terms) -> None:
        self.terms = terms
        self._project.draft = self.draft

    def forget(self) -> None:
        """Another project is coming: nothing is being tried."""
        self._later.stop()
        self.desk = self.trial = self.terms = None

    # -- trying ---------------------------------------------------------------------------------------------------

    def change(self, terms: Terms, text: str) -> None:
        """Try TERMS as one step that can be undone, called TEXT in the menu. Nothing is stored."""
        if self.desk is None or self.terms is None or terms == self.terms:
            return
        self._shell.undo_stack.push(TermsCommand(self, self._project.number, self.terms, terms, text))

    def show_terms(self, number: str, terms: Terms) -> None:
        """Try TERMS for project NUMBER, now; going to its schedule if something else is shown."""
        window = self._shell.window
        elsewhere = window is not None and (window.place != "project" or number != self._project.number)
        if elsewhere or self.desk is None:
            self._shell.open("project", number=number, tab="schedule", terms=terms)
            return
        self._set_terms(terms)
        self.sought.emit()
        desk = self.desk

        def work(report: Report) -> Trial:
            return try_terms(desk, terms)

        self._shell.runner.latest(
            "project.try", work, done=self._on_tried, failed=self._on_failed, title="正在试算", foreground=False
        )

    @Slot(object)
    def _on_tried(self, trial: Trial) -> None:
        if trial.terms == self.terms:
            self.trial = trial
            self.tried.emit(trial)
            self._seek(trial)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if self.trial is not None:
            self._set_terms(self.trial.terms)
        if isinstance(error, DomainError):
            self.refused.emit(f"{error.problem}{error.next_step}")
        else:
            self._shell.show_error(error, "没有算出来")

    @property
    def is_seeking(self) -> bool:
        """Whether the fewest further levers are still to be looked for."""
        return self._later.isActive()

    def _seek(self, trial: Trial) -> None:
        """Look for the fewest further levers once the user rests: it may take a second, and ticks come in rows."""
        if trial.answer.met is False:
            self._later.start()
        else:
            self._later.stop()
            self.found.emit(None)

    def seek_now(self) -> None:
        """Look for the fewest further levers of what is shown."""
        self._later.stop()
        trial = self.trial
        if trial is None or trial.answer.met is not False:
            return

        def work(report: Report) -> tuple[Trial, Way | None]:
            return trial, smallest_way(trial)

        self._shell.runner.latest("project.way", work, done=self._on_found, title="正在找最少的办法", foreground=False)

    @Slot(object)
    def _on_found(self, found: tuple[Trial, Way | None]) -> None:
        if found[0] is self.trial:
            self.found.emit(found[1])

    # -- the steps a user takes -----------------------------------------------------------------------------------

    def set_levers(self, used: Iterable[str], text: str) -> None:
        """Use exactly these levers, in the order of the list."""
        if self.trial is None or self.terms is None:
            return
        wanted = set(used)
        ordered = tuple(lever.id for lever in self.trial.levers if lever.id in wanted)
        self.change(replace(self.terms, levers=ordered), text)

    def tick(self, lever_id: str, used: bool) -> None:
        if self.trial is None or self.terms is None:
            return
        name = next(lever.name for lever in self.trial.levers if lever.id == lever_id)
        levers = {*self.terms.levers, lever_id} if used else {*self.terms.levers} - {lever_id}
        self.set_levers(levers, f"{'采用' if used else '不用'}“{name}”")

    def adopt(self, way: Way) -> None:
        """Use the levers of WAY besides those in use."""
        if self.terms is not None:
            self.set_levers({*self.terms.levers, *way.levers}, "采用最少的办法")

    def set_start(self, on: date) -> None:
        if self.terms is not None:
            self.change(replace(self.terms, start_on=on), "改起算日")

    def set_target(self, gate: str, on: date | None) -> None:
        """The target of GATE, or none."""
        if self.terms is None:
            return
        targets = {kept: day for kept, day in self.terms.targets.items() if kept != gate}
        if on is not None:
            targets[StepId(gate)] = on
        self.change(replace(self.terms, targets=targets), "改目标日" if on is not None else "去掉目标日")

    def show_kept(self, second: bool) -> None:
        """Look at 方案乙, or at the plan."""
        terms = self.kept if second else self.stored
        if terms is not None:
            self.change(terms, "看方案乙" if second else "看原计划")

    # -- storing --------------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Write the terms tried into the plan (写入计划)."""
        draft = self.draft
        if self.desk is None or draft is None:
            return False
        told = "计划已写入"
        if self.trial is not None and self.trial.answer.forecast:
            told = f"计划已写入：{self.trial.answer.forecast}"
        return self._project.store(with_terms(self.desk.project, draft), "写入计划", told, terms_after_undo=draft)

    def keep(self) -> bool:
        """Keep the terms tried as 方案乙, beside the plan."""
        if self.desk is None or self.terms is None:
            return False
        after = with_variant(self.desk.project, self.terms, self._shell.today)
        return self._project.store(after, f"存为{SECOND}", f"已存为{SECOND}，原计划没有动")

    def forget_kept(self) -> bool:
        """Take 方案乙 away."""
        if self.desk is None or self.kept is None:
            return False
        after = without_variant(self.desk.project)
        return self._project.store(after, f"删去{SECOND}", f"{SECOND}已删去")

    def drop(self) -> None:
        """Go back to the stored terms."""
        if self.stored is not None:
            self.change(self.stored, "放弃没写入的改动")
